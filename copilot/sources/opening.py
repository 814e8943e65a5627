"""From whatever a person calls data to an open `Source`.

Owns the decision what a path or an object is, and the way through cache and loader. How a file is read belongs to
`copilot.sources.loading`; how queries run belongs to the workers.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from copilot.errors import SourceError
from copilot.sources.addresses import is_url, mask_url
from copilot.sources.cache import LoadCache, content_hash, fingerprint
from copilot.sources.databases import database_hash, dialect_of
from copilot.sources.engine_source import EngineSource
from copilot.sources.frames import named_frames, write_arrow
from copilot.sources.loading import FileInput, discover, load_files
from copilot.sources.loading.aside import Aside, aside_path, read_aside
from copilot.sources.loading.failures import disk_is_full, full_disk, reason_of
from copilot.sources.loading.names import shown
from copilot.values import Decision, LoadLimits, LoadReport
from copilot.values.query import Engine
from copilot.workspace import Workspace

if TYPE_CHECKING:
    from copilot.sources.source import Source

Progress = Callable[[str, float], None]
_log = logging.getLogger(__name__)
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_WHAT_WORKS = (
    "a file or folder (csv, tsv, parquet, json, ndjson, xlsx, zip), a web address, a DuckDB or SQLite file, or "
    "a data frame"
)


def open_source(
    data: object, *, workspace: Workspace, progress: Progress | None = None, limits: LoadLimits | None = None
) -> Source:
    """Open a file, a folder, a web address, a database file, a frame or a mapping of table names to frames.

    Args:
        data: what to open.
        workspace: where the cache of loaded files lies.
        progress: told what happens now and which share of the work is done, from 0 to 1.
        limits: how much a load may take; by default what the settings in the environment say.

    Raises:
        SourceError: it is not there, cannot be read, or is nothing that can be opened.
        ConfigError: a setting makes no sense.
    """
    tell = progress or _quiet
    limits = limits or LoadLimits.from_environment(os.environ)
    if isinstance(data, str | os.PathLike):
        return _open_path(os.fsdecode(data), _Way(workspace, limits, tell))
    frames = named_frames(data)
    if frames is None:
        raise SourceError(f"A {type(data).__name__} cannot be opened as data; {_WHAT_WORKS} can.")
    try:
        return _open_frames(frames, limits, tell)
    except OSError as error:
        raise SourceError(_system_words("The frames", error)) from error


@dataclass(frozen=True, slots=True)
class _Way:
    """What every way of opening needs."""

    workspace: Workspace
    limits: LoadLimits
    tell: Progress

    def cache(self) -> LoadCache:
        """Return the cache of the workspace.

        Raises:
            SourceError: its folder cannot be made.
        """
        try:
            return LoadCache(self.workspace.cache_dir)
        except OSError as error:
            raise SourceError(
                f"The folder {self.workspace.root} for what is kept about the data cannot be made "
                f"({error.strerror or error}); set ASKBI_HOME to a folder that can be written."
            ) from error


def _open_path(text: str, way: _Way) -> Source:
    if is_url(text):
        return _open_path(str(_fetched(text, way)), way)
    if _URL.match(text):
        raise SourceError(
            f"{mask_url(text)}: addresses of databases are not supported yet; {_WHAT_WORKS} can be opened."
        )
    said = shown_path(text)
    try:
        path = Path(os.path.abspath(Path(text).expanduser()))
        if not path.exists():
            raise SourceError(_not_there(said, path))
        if path.is_dir():
            os.listdir(path)
            return _open_files(path, way)
        if not path.is_file():
            raise SourceError(f"{said} is neither a file nor a folder; {_WHAT_WORKS} can be opened.")
        dialect = dialect_of(path)
        if dialect is not None:
            return _open_database(path, dialect, way)
        if path.suffix.lower() in {".duckdb", ".sqlite", ".sqlite3", ".db"}:
            raise SourceError(
                f"{shown(path.name)} is no DuckDB or SQLite database, whatever its name says; {_WHAT_WORKS} can be "
                "opened."
            )
        return _open_files(path, way)
    except (OSError, ValueError, RuntimeError) as error:  # a NUL byte in a path is a ValueError, ~nobody a RuntimeError
        raise SourceError(_system_words(said, error)) from error


def _fetched(url: str, way: _Way) -> Path:
    """Return the file behind a web address, fetched into a folder of its own within the cache."""
    from copilot.sources.download import download

    key = hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    way.cache()
    folder = way.workspace.cache_dir / "downloads" / key
    return download(url, folder, limits=way.limits, progress=lambda text, share: way.tell(text, share / 3))


def _system_words(said: str, error: Exception) -> str:
    """Return the sentence for what the system does not let us do."""
    if disk_is_full(error):
        return full_disk(said)
    name = shown_path(os.fsdecode(error.filename)) if isinstance(error, OSError) and error.filename else said
    if isinstance(error, PermissionError):
        return f"{name} may not be read by this user; ask for the right to read it."
    return f"{name} cannot be read: {getattr(error, 'strerror', None) or reason_of(error)}."


def _database_print(path: Path, dialect: Engine, loads: LoadCache) -> str:
    """The fingerprint of a database; its log files belong to its content."""
    logs = [log for log in (Path(f"{path}.wal"), Path(f"{path}-wal")) if log.exists() and log.stat().st_size]
    hashes = loads.content_hashes([path, *logs], hash_file=database_hash)
    return fingerprint(zip([path.name, *(log.name for log in logs)], hashes, strict=True), version=dialect)


def _open_database(path: Path, dialect: Engine, way: _Way) -> Source:
    """Open a database where it lies."""
    way.tell(f"reading {shown(path.name)}", 0.0)
    print_ = _database_print(path, dialect, way.cache())
    note = Decision("database", None, f"{path.name} is asked where it lies, read-only")
    source = EngineSource(
        path,
        name=path.stem,
        dialect=dialect,
        fingerprint=print_,
        load_report=LoadReport(notes=(note,)),
    )
    try:
        source.await_open()
    except SourceError as error:
        source.close()
        raise SourceError(f"{path.name} cannot be opened: {error}.") from error
    way.tell("ready", 1.0)
    return source


def _files_print(path: Path, found: Sequence[FileInput], loads: LoadCache, tell: Progress) -> str:
    files = sorted({each.path for each in found})

    def hash_file(file: Path) -> str:
        tell(f"reading {shown(file.name)}", 0.0)
        return content_hash(file)

    hashes = loads.content_hashes(files, hash_file=hash_file)
    base = path if path.is_dir() else path.parent
    names = [file.relative_to(base).as_posix() if file.is_relative_to(base) else file.name for file in files]
    return fingerprint(zip(names, hashes, strict=True), version=_loader_version())


def _open_files(path: Path, way: _Way) -> Source:
    found, notes = discover(path, way.limits)
    loads = way.cache()
    print_ = _files_print(path, found, loads, way.tell)
    stored = loads.find(print_)
    if stored is None:

        def load(target: Path) -> LoadReport:
            report = load_files(found, target, progress=way.tell, limits=way.limits)
            return replace(report, notes=(*notes, *report.notes))

        stored = loads.build(print_, str(path), load)
    way.tell("ready", 1.0)
    database, report = stored
    return EngineSource(
        database,
        name=path.name if path.is_dir() else path.name.partition(".")[0] or path.name,
        dialect="duckdb",
        fingerprint=print_,
        load_report=report,
        on_damage=lambda: loads.forget(print_),
    )


def changed_since(path: str | os.PathLike[str], fingerprint: str, *, workspace: Workspace) -> bool:
    """Say whether opening a path now would give other content than a source of that fingerprint has.

    Sizes and times are looked at; only a file in which these differ from what the cache knows is read. True also where
    the data is gone, or can no longer be opened.
    """
    place = Path(os.path.abspath(Path(path).expanduser()))
    try:
        loads = LoadCache(workspace.cache_dir)
        dialect = dialect_of(place) if place.is_file() else None
        if dialect is not None:
            return _database_print(place, dialect, loads) != fingerprint
        found, _ = discover(place, LoadLimits.from_environment(os.environ))
        return _files_print(place, found, loads, _quiet) != fingerprint
    except (SourceError, OSError):
        return True


def set_aside_csv(source: Source, table: str | None = None) -> str:
    """Return every row and cell that was set aside while a source was loaded, as the text of a CSV file.

    No cell of it is run by a spreadsheet program. It holds values as they stood in the file, so it is nothing for a
    person who may not see all of the data.

    Args:
        source: an open source.
        table: only what belongs to this table.
    """
    from copilot.formatting.spreadsheets import csv_line, neutral

    rows, more = _set_aside(source)
    lines = [csv_line(["table", "file", "line", "reason", "text"])]
    for row in rows:
        if table in (None, row["table"]):
            words = [neutral(row["table"]), neutral(row["file"]), neutral(row["reason"]), neutral(row["text"])]
            lines.append(csv_line([*words[:2], "" if row["line"] is None else row["line"], *words[2:]]))
    if more:
        lines.append(csv_line(["", "", "", f"{more:,} more were set aside and are not kept", ""]))
    return "".join(lines)


def _set_aside(source: Source) -> tuple[list[Aside], int]:
    """All that was kept, or what the report holds where that file is gone."""
    loads = source.load_report.tables
    if isinstance(source, EngineSource) and any(load.set_aside_count for load in loads):
        try:
            return read_aside(aside_path(source.database))
        except (OSError, ValueError, KeyError, TypeError):
            _log.warning("the rows that were set aside are not there any more; the report holds the first of them")
    kept: list[Aside] = [
        {"table": load.table, "file": load.origin, "line": row.line, "reason": row.reason, "text": row.text}
        for load in loads
        for row in load.set_aside
    ]
    return kept, sum(load.set_aside_count for load in loads) - len(kept)


def _open_frames(frames: dict[str, Any], limits: LoadLimits, tell: Progress) -> Source:
    """Load frames into a private folder that goes away with the source, or with the process."""
    with ExitStack() as undo:
        folder = Path(tempfile.mkdtemp(prefix="askbi-frames-"))
        undo.callback(rmtree, folder, ignore_errors=True)
        inputs: list[FileInput] = []
        parts: list[tuple[str, str]] = []
        for place, (name, frame) in enumerate(frames.items()):
            tell(f"reading frame {name}", place / len(frames) / 2)
            file = folder / f"{place}.arrow"
            write_arrow(frame, file, name=name)
            parts.append((name, content_hash(file)))
            inputs.append(FileInput(file, name, "arrow"))
        database = folder / "frames.duckdb"
        report = load_files(inputs, database, progress=lambda text, share: tell(text, 0.5 + share / 2), limits=limits)
        for each in inputs:
            each.path.unlink()
        source = EngineSource(
            database,
            name="frames",
            dialect="duckdb",
            fingerprint=fingerprint(parts, version=_loader_version()),
            load_report=report,
            folder=folder,
        )
        undo.pop_all()
    tell("ready", 1.0)
    return source


@cache
def _loader_version() -> str:
    """Return a hash of the loader's own source, so that no change to it can forget to make cached loads old."""
    folder = Path(__file__).with_name("loading")
    return fingerprint(((file.name, content_hash(file)) for file in folder.glob("*.py")), version="loader")


def shown_path(text: str) -> str:
    """Return a path for messages: on one line, without bytes that are no characters."""
    return "".join(mark if mark.isprintable() else "\ufffd" for mark in text)[:500]


def _not_there(text: str, path: Path) -> str:
    from copilot.errors import did_you_mean

    if not path.parent.is_dir():
        return f"There is no {text}: the folder {path.parent} does not exist."
    near = did_you_mean(path.name, (shown(each.name) for each in path.parent.iterdir()))
    return f"There is no {text}{near or '; check the path'}" + ("" if near else ".")


def _quiet(text: str, share: float) -> None:
    return None
