"""Reads the exam: the statements that must be refused, with their harm, and those that must pass.

Owns the form of the files in refuse/ and allow/; what a gate or an engine makes of them is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from copilot.values.query import Dialect

HERE = Path(__file__).parent
_SECTION = re.compile(r"-- \[(duckdb|sqlite):")
_CHARACTER = re.compile(r"<U\+([0-9A-F]{4,5})>")
_TIMES = re.compile(r"\{\{(\d+)\*(.*?)\}\}", re.DOTALL)
APART = {"not_a_query", "engine_refuses_too", "harmless", "unshowable"}
"""Files that are refused and counted apart: nothing of theirs was seen to do harm here."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A statement that must be refused."""

    dialect: Dialect
    sql: str
    rule: str
    """The rule that must say no, or "" where any may."""
    harm: str
    """What the statement does without a gate, or "" where it is counted apart."""
    twin: str
    """A smaller statement of the same kind, where the statement itself is too large to run."""
    file: str
    label: str


@dataclass(frozen=True, slots=True)
class Permission:
    """A statement that must pass."""

    dialect: Dialect
    sql: str
    becomes: str
    """How the gate writes it, on one line, or "" where only the rows are compared."""
    file: str
    label: str


def written_out(text: str) -> str:
    """Put in the characters and repetitions that the files only name.

    >>> written_out("SELECT<U+00A0>{{3*1, }}2")
    'SELECT\\xa01, 1, 1, 2'
    """
    text = _CHARACTER.sub(lambda found: chr(int(found[1], 16)), text)
    return _TIMES.sub(lambda found: found[2] * int(found[1]), text)


def refusals() -> list[Refusal]:
    """Every statement under refuse/, file by file."""
    return [case for path in sorted((HERE / "refuse").glob("*.sql")) for case in _refusals(path)]


def _refusals(path: Path) -> Iterator[Refusal]:
    dialect: Dialect = "duckdb"
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines):
        if found := _SECTION.match(line):
            dialect = cast(Dialect, found[1])
        elif " --! " in line:
            sql, note = line.rsplit(" --! ", 1)
            parts = [part.strip() for part in note.split("|")]
            harm = next((part[6:] for part in parts if part.startswith("harm: ")), "")
            rule = parts[0] if re.fullmatch(r"\w+", parts[0]) and parts[0] != "any" else ""
            after = lines[number + 1] if number + 1 < len(lines) else ""
            twin = written_out(after.split("twin: ", 1)[1]) if after.startswith("--  twin: ") else ""
            label = f"{path.stem}-{number + 1}-{sql[:40]}"
            yield Refusal(dialect, written_out(sql), rule, harm, twin, path.stem, label)


def permissions() -> list[Permission]:
    """Every statement under allow/, file by file."""
    return [case for path in sorted((HERE / "allow").glob("*.sql")) for case in _permissions(path)]


def _permissions(path: Path) -> Iterator[Permission]:
    text = path.read_text(encoding="utf-8")
    for dialect, group in re.findall(r"^-- \[(\w+):[^\n]*\n(.*?)(?=^-- \[|\Z)", text, re.DOTALL | re.MULTILINE):
        for number, block in enumerate(re.split(r"\n{2,}", group.strip("\n"))):
            sql, _, becomes = block.strip("\n").partition("\n-- becomes\n")
            label = f"{path.stem}-{number + 1}-{sql[:40]}"
            yield Permission(cast(Dialect, dialect), written_out(sql), becomes, path.stem, label)
