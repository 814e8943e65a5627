"""All inputs of one request into one new database file.

Owns the engine's settings while loading, the private folder, the names, and the rename at the end. Runs in the loading
process only.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from copilot.errors import SourceError
from copilot.sources.loading.expand import READABLE, kind_of, plain_file, refuse_unsafe, stem_of
from copilot.sources.loading.names import literal, table_name, unique
from copilot.sources.loading.notes import Notes, Progress
from copilot.sources.loading.spreadsheet import load_workbook_file
from copilot.sources.loading.structured import load_arrow, load_json, load_parquet
from copilot.sources.loading.textfile import load_text
from copilot.values.load import LoadReport, TableLoad

MEMORY = "1GB"
SPILL_CAP = "8GB"


@dataclass(frozen=True, slots=True)
class Input:
    """One file or frame to load."""

    path: Path
    table: str | None
    kind: Literal["file", "arrow"]


def scratch_folder(target: Path, process: int) -> Path:
    """Return the private folder of one loading process, beside the target so that the rename stays on one disk."""
    return target.parent / f".{target.name}.{process}.loading"


def build_database(inputs: Sequence[Input], target: Path, progress: Progress) -> LoadReport:
    """Load every input and put the finished file in place.

    Raises:
        SourceError: an input cannot be loaded; the target is left as it was.
    """
    began = time.monotonic()
    scratch = scratch_folder(target, os.getpid())
    scratch.mkdir(parents=True, mode=0o700)
    try:
        finished = scratch / "new.duckdb"
        with _engine(finished, scratch) as con:
            loads = _load_all(con, inputs, scratch, progress)
            con.execute("CHECKPOINT")
        os.replace(finished, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return LoadReport(tuple(loads), seconds=round(time.monotonic() - began, 3))


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


def _load_all(
    con: duckdb.DuckDBPyConnection, inputs: Sequence[Input], scratch: Path, progress: Progress
) -> list[TableLoad]:
    taken: set[str] = set()
    loads: list[TableLoad] = []
    for number, item in enumerate(inputs):

        def part(text: str, share: float, done: int = number) -> None:
            progress(text, (done + min(1.0, share)) / len(inputs))

        part(f"{item.path.name}: opening" if item.kind == "file" else "frame: opening", 0.0)
        try:
            loads += _load_one(con, item, taken, scratch, part)
        except (duckdb.Error, MemoryError, OSError) as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")[:300]
            raise SourceError(f"{item.path.name} could not be loaded: {reason}.") from error
    return loads


def _load_one(
    con: duckdb.DuckDBPyConnection, item: Input, taken: set[str], scratch: Path, progress: Progress
) -> list[TableLoad]:
    notes = Notes()
    if item.kind == "arrow":
        refuse_unsafe(item.path)
        name = unique(item.table or "frame", taken)
        return [notes.table_load(name, "frame", load_arrow(con, item.path, "frame", name, notes))]
    kind = kind_of(item.path)
    if kind is None:
        raise SourceError(f"{item.path.name} is of a kind that cannot be read; {READABLE} can.")
    wanted = item.table or table_name(stem_of(item.path))
    origin = item.path.name
    plain = plain_file(item.path, scratch)
    try:
        if kind == "xlsx":
            return load_workbook_file(con, plain, origin, wanted, taken, progress)
        name = unique(wanted, taken)
        if name != wanted:
            notes.decide("table_name", f"another file already gives the table {wanted!r}, so this one is {name!r}")
        match kind:
            case "text":
                rows = load_text(con, plain, origin, name, notes, progress)
            case "json":
                rows = load_json(con, plain, origin, name, notes, scratch=scratch)
            case _:
                rows = load_parquet(con, plain, origin, name, notes)
        return [notes.table_load(name, origin, rows)]
    finally:
        if plain != item.path:
            plain.unlink(missing_ok=True)
