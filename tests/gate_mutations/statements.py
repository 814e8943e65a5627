"""The statements that are written in many ways, read from their files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.gate_mutations.world import DoorName

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Hostile:
    """A statement that wants more than it may have, and the doors that it is tried on."""

    sql: str
    doors: tuple[DoorName, ...]
    about: str


def _lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("--")]


def legitimate() -> list[str]:
    """Return what has to pass at both doors."""
    return _lines("legitimate.sql") + _lines("legitimate_with.sql")


def hostile(*, file: str = "marked.csv", out: str = "out.csv") -> list[Hostile]:
    """Return what must not get anything; ``file`` holds something to steal, ``out`` is where it might be written."""
    found: list[Hostile] = []
    doors: tuple[DoorName, ...] = ()
    about = ""
    for line in (HERE / "hostile.sql").read_text(encoding="utf-8").splitlines():
        if group := re.match(r"-- \[([\w, ]+): (.*)\]", line):
            doors = tuple(name for name in ("open", "policed") if name in group[1])
            about = group[2]
        elif line and not line.startswith("--"):
            found.append(Hostile(line.replace("{file}", file).replace("{out}", out), doors, about))
    return found
