"""The cache of loaded files: which content was loaded into which database file.

Owns content hashes, the names of cache files and their replacement. Two processes may use one cache at once: every file
is written beside its place and then renamed, and what one of them overwrites of the other costs time, never rightness.
Refuses to know how files are loaded.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import logging
import os
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from copilot.sources.loading.aside import aside_path
from copilot.sources.loading.notes import report_from_dict
from copilot.values import LoadReport

_log = logging.getLogger(__name__)
_KEPT: Final = 2
_SETTLED_NS: Final = 2_000_000_000
"""A file changed this shortly before it was hashed is hashed again: its clock may be too coarse to show a change."""
_ORPHAN_SECONDS: Final = 86_400.0


class LoadCache:
    """One cache folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = folder / "index.json"

    def content_hashes(self, paths: Sequence[Path], *, hash_file: Callable[[Path], str]) -> list[str]:
        """Return a hash of each file's content, calling `hash_file` only where size or time of change is new.

        Raises:
            OSError: a file cannot be read.
        """
        known = self._read_index().get("files", {})
        hashes: list[str] = []
        fresh: dict[str, Any] = {}
        for path in paths:
            stat = path.stat()
            seen = known.get(str(path))
            if isinstance(seen, list) and len(seen) == 4 and seen[:2] == [stat.st_size, stat.st_mtime_ns] and seen[3]:
                hashes.append(str(seen[2]))
                continue
            settled = time.time_ns() - stat.st_mtime_ns > _SETTLED_NS
            hashes.append(hash_file(path))
            fresh[str(path)] = [stat.st_size, stat.st_mtime_ns, hashes[-1], settled]
        if fresh:
            index = self._read_index()
            index["files"] = {**index.get("files", {}), **fresh}
            self._write_index(index)
        return hashes

    def find(self, fingerprint: str) -> tuple[Path, LoadReport] | None:
        """Return the database file of a fingerprint with its report, where both are there and whole."""
        path = self._folder / f"{fingerprint}.duckdb"
        try:
            stored = json.loads(self._report(fingerprint).read_text(encoding="utf-8"))
            if stored["size"] != path.stat().st_size or not _is_duckdb(path):
                return None
            report = report_from_dict(stored["report"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return path, dataclasses.replace(report, from_cache=True)

    def build(self, fingerprint: str, source: str, load: Callable[[Path], LoadReport]) -> tuple[Path, LoadReport]:
        """Load into a new file, then put it in place; the two newest loads of one source are kept.

        Raises:
            OSError: the folder cannot be written.
        """
        part = self._folder / f"{fingerprint}.{uuid.uuid4().hex[:8]}.part"
        try:
            report = load(part)
            theirs = self.find(fingerprint)
            if theirs is not None:  # another process was faster
                return theirs[0], report
            size = part.stat().st_size
            path = self._folder / f"{fingerprint}.duckdb"
            stored = {"size": size, "report": dataclasses.asdict(report)}
            # The report comes last: a database without one counts for nothing, so that a death in between costs time
            # and nothing else.
            if aside_path(part).exists():
                os.replace(aside_path(part), aside_path(path))
            os.replace(part, path)
            _write_whole(self._report(fingerprint), json.dumps(stored))
        finally:
            for left in self._folder.glob(f"{part.name}*"):
                left.unlink(missing_ok=True)
        self._remove_older(fingerprint, source)
        return path, report

    def forget(self, fingerprint: str) -> None:
        """Make sure that a fingerprint is loaded anew the next time."""
        self._report(fingerprint).unlink(missing_ok=True)

    def _report(self, fingerprint: str) -> Path:
        return self._folder / f"{fingerprint}.report.json"

    def _remove_older(self, fingerprint: str, source: str) -> None:
        """Remove what no source wants any more; what cannot be removed stays."""
        index = self._read_index()
        loads: dict[str, list[str]] = index.setdefault("loads", {})
        newest = [*(old for old in loads.get(source, []) if old != fingerprint), fingerprint]
        loads[source] = newest[-_KEPT:]
        self._write_index(index)
        wanted = {kept for each in loads.values() for kept in each}
        gone = set(newest[:-_KEPT]) - wanted
        for path in self._folder.iterdir():
            owner = path.name.partition(".")[0]
            if path == self._index or (owner in wanted and not path.name.endswith(".part")):
                continue
            if path.is_file() and (owner in gone or _age(path) > _ORPHAN_SECONDS):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _read_index(self) -> dict[str, Any]:
        try:
            index = json.loads(self._index.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return index if isinstance(index, dict) else {}

    def _write_index(self, index: dict[str, Any]) -> None:
        """Write the index, which only spares time: a disk that is full must not keep people from their data."""
        try:
            _write_whole(self._index, json.dumps(index))
        except OSError:
            _log.warning("the index of the cache could not be written", exc_info=_log.isEnabledFor(logging.DEBUG))


def content_hash(path: Path) -> str:
    """Return the blake2b-128 of a file's bytes as 32 hexadecimal digits.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def fingerprint(parts: Iterable[tuple[str, str]], *, version: str) -> str:
    """Return one hash over names with the hashes of their content, and over the version of what reads them.

    >>> len(fingerprint([("a.csv", "00")], version="1"))
    32
    """
    text = json.dumps([version, sorted(parts)])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _is_duckdb(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _write_whole(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
