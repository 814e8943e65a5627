"""From whatever a person calls data to an open `Source`.

Owns the decision what a path or an object is, and the way through cache and loader. How a file is read belongs to
`copilot.sources.loading`; how queries run belongs to the workers.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from copilot.errors import SourceError
from copilot.sources.cache import LoadCache, content_hash, fingerprint
from copilot.sources.databases import database_hash, dialect_of
from copilot.sources.engine_source import EngineSource
from copilot.sources.frames import named_frames, write_arrow
from copilot.sources.loading import FileInput, discover, load_files
from copilot.values import Decision, LoadReport
from copilot.values.query import Engine
from copilot.workspace import Workspace

if TYPE_CHECKING:
    from copilot.sources.source import Source

Progress = Callable[[str, float], None]
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_WHAT_WORKS = "a file or folder (csv, tsv, parquet, json, ndjson, xlsx), a DuckDB or SQLite file, or a data frame"


def open_source(data: object, *, workspace: Workspace, progress: Progress | None = None) -> Source:
    """Open a file, a folder, a database file, a frame or a mapping of table names to frames.

    Args:
        data: what to open.
        workspace: where the cache of loaded files lies.
        progress: told what happens now and which share of the work is done, from 0 to 1.

    Raises:
        SourceError: it is not there, cannot be read, or is nothing that can be opened.
    """
    tell = progress or _quiet
    if isinstance(data, str | os.PathLike):
        return _open_path(os.fspath(data), workspace, tell)
    frames = named_frames(data)
    if frames is None:
        raise SourceError(f"A {type(data).__name__} cannot be opened as data; {_WHAT_WORKS} can.")
    return _open_frames(frames, tell)


def _open_path(given: str | bytes, workspace: Workspace, tell: Progress) -> Source:
    text = os.fsdecode(given)
    if _URL.match(text):
        raise SourceError(
            f"{mask_url(text)}: database and web addresses are not supported yet; {_WHAT_WORKS} can be opened."
        )
    path = Path(os.path.abspath(Path(text).expanduser()))
    try:
        if not path.exists():
            raise SourceError(_not_there(text, path))
        if path.is_dir():
            os.listdir(path)
            return _open_files(path, workspace, tell)
        if not path.is_file():
            raise SourceError(f"{text} is neither a file nor a folder; {_WHAT_WORKS} can be opened.")
        dialect = dialect_of(path)
        if dialect is not None:
            return _open_database(path, dialect, workspace, tell)
        if path.suffix.lower() in {".duckdb", ".sqlite", ".sqlite3", ".db"}:
            raise SourceError(
                f"{path.name} is no DuckDB or SQLite database, whatever its name says; {_WHAT_WORKS} can be opened."
            )
        return _open_files(path, workspace, tell)
    except PermissionError as error:
        raise SourceError(
            f"{error.filename or text} may not be read by this user; ask for the right to read it."
        ) from error
    except OSError as error:
        raise SourceError(f"{error.filename or text} cannot be read: {error.strerror or 'input error'}.") from error


def _open_database(path: Path, dialect: Engine, workspace: Workspace, tell: Progress) -> Source:
    """Open a database where it lies; its log files belong to its content."""
    loads = LoadCache(workspace.cache_dir)
    logs = [log for log in (Path(f"{path}.wal"), Path(f"{path}-wal")) if log.exists() and log.stat().st_size]
    tell(f"reading {path.name}", 0.0)
    hashes = loads.content_hashes([path, *logs], hash_file=database_hash)
    note = Decision("database", None, f"{path.name} is asked where it lies, read-only")
    source = EngineSource(
        path,
        name=path.stem,
        dialect=dialect,
        fingerprint=fingerprint(zip([path.name, *(log.name for log in logs)], hashes, strict=True), version=dialect),
        load_report=LoadReport(notes=(note,)),
    )
    try:
        source.await_open()
    except SourceError as error:
        source.close()
        raise SourceError(f"{path.name} cannot be opened: {error}.") from error
    tell("ready", 1.0)
    return source


def _open_files(path: Path, workspace: Workspace, tell: Progress) -> Source:
    found, notes = discover(path)
    loads = LoadCache(workspace.cache_dir)
    files = sorted({each.path for each in found})

    def hash_file(file: Path) -> str:
        tell(f"reading {file.name}", 0.0)
        return content_hash(file)

    hashes = loads.content_hashes(files, hash_file=hash_file)
    base = path if path.is_dir() else path.parent
    names = [file.relative_to(base).as_posix() if file.is_relative_to(base) else file.name for file in files]
    print_ = fingerprint(zip(names, hashes, strict=True), version=_loader_version())
    stored = loads.find(print_)
    if stored is None:

        def load(target: Path) -> LoadReport:
            report = load_files(found, target, progress=tell)
            return replace(report, notes=(*notes, *report.notes))

        stored = loads.build(print_, str(path), load)
    tell("ready", 1.0)
    database, report = stored
    return EngineSource(
        database,
        name=path.name if path.is_dir() else path.name.partition(".")[0] or path.name,
        dialect="duckdb",
        fingerprint=print_,
        load_report=report,
        on_damage=lambda: loads.forget(print_),
    )


def _open_frames(frames: dict[str, Any], tell: Progress) -> Source:
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
        report = load_files(inputs, database, progress=lambda text, share: tell(text, 0.5 + share / 2))
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


def mask_url(text: str) -> str:
    """Return a URL without its password, and without what follows a question mark.

    >>> mask_url("postgresql://ann:secret@host/db?sslkey=k")
    'postgresql://ann:***@host/db'
    """
    return re.sub(r"(://[^:/@\s]*):[^/\s]*@", r"\1:***@", text.partition("?")[0])


def _not_there(text: str, path: Path) -> str:
    from copilot.errors import did_you_mean

    if not path.parent.is_dir():
        return f"There is no {text}: the folder {path.parent} does not exist."
    near = did_you_mean(path.name, (each.name for each in path.parent.iterdir()))
    return f"There is no {text}{near or '; check the path'}" + ("" if near else ".")


def _quiet(text: str, share: float) -> None:
    return None
