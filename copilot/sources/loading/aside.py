"""Every row and cell that was set aside, in a file beside the database.

Owns that file's form, one JSON object on each line, and its cap. The report keeps the first few; this keeps them all,
so that a person can get them back.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Self, TypedDict

TEXT_CAP = 100_000
"""Characters that are kept of one row."""


class Aside(TypedDict):
    """One row or cell."""

    table: str
    file: str
    line: int | None
    reason: str
    text: str


def aside_path(database: Path) -> Path:
    """Return where the rows are kept that a database file lacks."""
    return database.with_name(f"{database.name}.aside")


class AsideFile:
    """The file while it is written; nothing is created before there is something to keep.

    Args:
        path: where it is written.
        megabytes: what it may grow to; what comes later is counted only.
    """

    def __init__(self, path: Path, megabytes: float) -> None:
        self._path = path
        self._room = int(megabytes * 1e6)
        self._file: IO[str] | None = None
        self._more = 0

    def add(self, row: Aside) -> None:
        """Keep one row.

        Raises:
            OSError: it cannot be written.
        """
        line = json.dumps({**row, "text": row["text"].rstrip("\r\n")[:TEXT_CAP]}) + "\n"
        if len(line) > self._room:
            self._room, self._more = 0, self._more + 1
            return
        self._room -= len(line)
        if self._file is None:
            self._file = self._path.open("w", encoding="ascii")
        self._file.write(line)

    @property
    def is_there(self) -> bool:
        """True where something was kept."""
        return self._file is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Finish the file.

        Raises:
            OSError: it cannot be written.
        """
        if self._file is not None:
            with self._file as file:
                if self._more and kind is None:
                    file.write(json.dumps({"more": self._more}) + "\n")


def read_aside(path: Path) -> tuple[list[Aside], int]:
    """Return what was set aside, by table and line, and how much more there was that is not kept.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not whole.
    """
    rows: list[Aside] = []
    more = 0
    with path.open(encoding="ascii") as file:
        for line in file:
            item = json.loads(line)
            if "more" in item:
                more = int(item["more"])
            else:
                rows.append(item)
    return sorted(rows, key=lambda row: (row["table"], row["line"] is None, row["line"] or 0)), more
