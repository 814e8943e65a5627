"""The list of sources that people added, and the names they gave: one small JSON file of the application.

Owns its place, its form and that it is whole whatever happens: it is written beside its place and then renamed, and
whoever changes it holds a lock, so that two processes lose nothing of each other. Refuses to open any data, and to keep
a password: addresses that carry one are turned away before they come here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORM = 1
MOST_LABEL = 80
_MARK = "src-"


@dataclass(frozen=True, slots=True)
class Source:
    """One source that a person added."""

    where: str
    """An absolute path, or a web address."""
    label: str

    @property
    def key(self) -> str:
        """What stands in the address of the page: it tells nothing about the place.

        >>> Source("/data/a.csv", "a").key == Source("/data/a.csv", "other").key
        True
        """
        return _MARK + hashlib.blake2b(self.where.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


@dataclass(frozen=True)
class _Kept:
    """What the file holds."""

    sources: tuple[Source, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    """Names that people gave to data that is not on the list, by its path."""


class Added:
    """The list, as it stands on disk now."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._file = home / "sources.json"

    def sources(self) -> tuple[Source, ...]:
        """Return what was added, oldest first; nothing where the file is not there or damaged."""
        return self._read().sources

    def label_of(self, where: str) -> str | None:
        """Return the name that a person gave to data that is not on the list."""
        return self._read().labels.get(where)

    def add(self, source: Source) -> None:
        """Put a source on the list; one that is there already keeps its place and its name.

        Raises:
            OSError: the file cannot be written.
        """

        def change(kept: _Kept) -> _Kept:
            there = any(each.where == source.where for each in kept.sources)
            return kept if there else _Kept((*kept.sources, source), kept.labels)

        self._change(change)

    def rename(self, where: str, label: str) -> None:
        """Give a source, on the list or not, another name.

        Raises:
            OSError: the file cannot be written.
        """

        def change(kept: _Kept) -> _Kept:
            if any(each.where == where for each in kept.sources):
                renamed = tuple(Source(s.where, label if s.where == where else s.label) for s in kept.sources)
                return _Kept(renamed, kept.labels)
            return _Kept(kept.sources, {**kept.labels, where: label})

        self._change(change)

    def forget(self, where: str) -> None:
        """Take a source off the list; what it names stays where it is.

        Raises:
            OSError: the file cannot be written.
        """
        self._change(lambda kept: _Kept(tuple(s for s in kept.sources if s.where != where), kept.labels))

    # -- the file --------------------------------------------------------------------------------------------------

    def _read(self) -> _Kept:
        try:
            return _kept_of(json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return _Kept()

    def _change(self, change: Callable[[_Kept], _Kept]) -> None:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _locked(self._file.with_suffix(".lock")):
            kept = self._read()
            changed = change(kept)
            if changed == kept:
                return
            self._set_damaged_aside()
            told = {"form": FORM, "sources": [asdict(each) for each in changed.sources], "labels": changed.labels}
            _write_whole(self._file, json.dumps(told, ensure_ascii=True, indent=1))

    def _set_damaged_aside(self) -> None:
        """A file that cannot be read is not overwritten: a person may still get something out of it."""
        try:
            _kept_of(json.loads(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError):
            self._file.replace(self._file.with_suffix(".damaged.json"))


def application_home(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for what belongs to the application and not to one data set."""
    home = environment.get("ASKBI_HOME")
    if home:
        return Path(home).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("askbi", appauthor=False))


def clean_label(text: str) -> str:
    """Return a name as it is kept: one line, nothing that cannot be seen, not too long.

    >>> clean_label("  Sales\\n2026 \\x00"), clean_label("x" * 100) == "x" * 80
    ('Sales 2026', True)
    """
    return "".join(char for char in " ".join(text.split()) if char.isprintable()).strip()[:MOST_LABEL]


def _kept_of(told: Any) -> _Kept:
    if told["form"] != FORM:
        raise ValueError("written by another version")
    sources = tuple(Source(str(each["where"]), str(each["label"])) for each in told["sources"])
    return _Kept(sources, {str(where): str(label) for where, label in told["labels"].items()})


def _write_whole(file: Path, text: str) -> None:
    draft = file.with_name(f"{file.name}.{uuid.uuid4().hex[:8]}.new")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())  # or a power cut after the rename could leave an empty file of the right name
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Hold a lock that the system takes back by itself when a process is killed."""
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as held:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)
            try:
                yield
            finally:
                held.seek(0)
                msvcrt.locking(held.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
            yield  # closing the file gives the lock back
