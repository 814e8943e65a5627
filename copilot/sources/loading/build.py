"""All inputs of one request into one new database file.

Owns the engine's settings while loading, the private folder, the names, and the renames at the end. Runs in the loading
process only.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from copilot.errors import SourceError
from copilot.sources.loading.archive import unpack
from copilot.sources.loading.aside import AsideFile, aside_path
from copilot.sources.loading.expand import READABLE, kind_of, plain_file, refuse_unsafe, stem_of
from copilot.sources.loading.failures import sentence
from copilot.sources.loading.names import literal, shown, table_name, unique
from copilot.sources.loading.notes import Notes, Progress
from copilot.sources.loading.scratch import scratch_folder
from copilot.sources.loading.spreadsheet import load_workbook_file
from copilot.sources.loading.structured import load_arrow, load_json, load_parquet
from copilot.sources.loading.textfile import load_text
from copilot.values.load import Decision, LoadLimits, LoadReport, TableLoad

MEMORY = "1GB"
SPILL_CAP = "8GB"


@dataclass(frozen=True, slots=True)
class Input:
    """One file or frame to load."""

    path: Path
    table: str | None
    kind: Literal["file", "arrow"]


@dataclass(slots=True)
class _Work:
    """What the loading of one request carries along."""

    con: duckdb.DuckDBPyConnection
    scratch: Path
    aside: AsideFile
    limits: LoadLimits
    taken: set[str]
    remarks: list[Decision]

    def notes(self, wanted: str, origin: str) -> Notes:
        """Open the notebook of a new table; its name is `wanted` where that is free."""
        name = unique(wanted, self.taken)
        notes = Notes(name, origin, self.aside)
        if name != wanted:
            notes.decide("table_name", f"another file already gives the table {wanted!r}, so this one is {name!r}")
        return notes


def build_database(
    inputs: Sequence[Input], target: Path, progress: Progress, limits: LoadLimits | None = None
) -> LoadReport:
    """Load every input and put the finished file in place.

    Raises:
        SourceError: an input cannot be loaded; the target is left as it was.
        OSError: the target cannot be written.
    """
    began = time.monotonic()
    limits = limits or LoadLimits()
    remarks: list[Decision] = []
    with scratch_folder(target) as scratch:
        finished, kept = scratch / "new.duckdb", scratch / "aside"
        with AsideFile(kept, limits.set_aside_mb) as aside, _engine(finished, scratch) as con:
            loads = _load_all(_Work(con, scratch, aside, limits, set(), remarks), inputs, progress)
            con.execute("CHECKPOINT")
        if aside.is_there:
            os.replace(kept, aside_path(target))
        else:
            aside_path(target).unlink(missing_ok=True)
        os.replace(finished, target)
    return LoadReport(tuple(loads), tuple(remarks), seconds=round(time.monotonic() - began, 3))


@contextlib.contextmanager
def _engine(path: Path, scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "python_enable_replacements": "false",
        "memory_limit": MEMORY,
        "threads": 2,
        "temp_directory": str(scratch / "spill"),
        "max_temp_directory_size": SPILL_CAP,
    }
    con = duckdb.connect(str(path), config=config)
    try:
        con.execute("SET TimeZone = 'UTC'")
        con.execute(f"ATTACH {literal(str(scratch / 'staging.duckdb'))} AS staging")
        yield con
    finally:
        con.close()


def _load_all(work: _Work, inputs: Sequence[Input], progress: Progress) -> list[TableLoad]:
    loads: list[TableLoad] = []
    for number, item in enumerate(inputs):

        def part(text: str, share: float, done: int = number) -> None:
            progress(text, (done + min(1.0, share)) / len(inputs))

        name = shown(item.path.name)
        part(f"{name}: opening" if item.kind == "file" else "frame: opening", 0.0)
        try:
            loads += _load_input(work, item, name, part)
        except SourceError:
            raise
        # This is the outer edge for a hostile file: any library may stumble over it in any way, and whatever it raises
        # has to become one sentence that names the file.
        except Exception as error:
            raise SourceError(sentence(name, error, work.limits)) from error
    return loads


def _load_input(work: _Work, item: Input, name: str, progress: Progress) -> list[TableLoad]:
    refuse_unsafe(item.path, _no_size(work.limits) if item.kind == "arrow" else work.limits)
    if item.kind == "arrow":
        notes = work.notes(item.table or "frame", "frame")
        return [notes.table_load(load_arrow(work.con, item.path, notes))]
    if kind_of(item.path) != "zip":
        return _load_file(work, item.path, name, item.table or table_name(stem_of(item.path)), progress)
    loads: list[TableLoad] = []
    for entry in unpack(item.path, name, work.scratch, work.limits, work.remarks):
        inner = f"{name}/{entry.name}"
        try:
            loads += _load_file(work, entry.path, inner, table_name(stem_of(Path(entry.stem))), progress)
        except SourceError:
            raise
        # The same edge as in `_load_all`, here so that the sentence names the file within the archive.
        except Exception as error:
            raise SourceError(sentence(inner, error, work.limits)) from error
    return loads


def _no_size(limits: LoadLimits) -> LoadLimits:
    """A frame is in the caller's memory already, so its size is nobody's business here."""
    return LoadLimits(file_mb=float("inf"), columns=limits.columns)


def _load_file(work: _Work, path: Path, origin: str, wanted: str, progress: Progress) -> list[TableLoad]:
    kind = kind_of(path)
    if kind is None:
        raise SourceError(f"{origin} is of a kind that cannot be read; {READABLE} can.")
    plain = plain_file(path, work.scratch, origin, work.limits)
    try:
        if kind == "xlsx":
            return load_workbook_file(work.con, plain, origin, wanted, work.notes, progress, work.limits)
        notes = work.notes(wanted, origin)
        match kind:
            case "text":
                rows = load_text(work.con, plain, notes, progress, work.limits)
            case "json":
                rows = load_json(work.con, plain, notes, work.limits, scratch=work.scratch)
            case _:
                rows = load_parquet(work.con, plain, notes, work.limits, scratch=work.scratch)
        return [notes.table_load(rows)]
    finally:
        if plain != path:
            plain.unlink(missing_ok=True)
