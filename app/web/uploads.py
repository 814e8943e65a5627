"""Uploaded files: each upload in a private folder, for the session that sent it, gone with it or after twelve hours.

Several files that are sent together are one data set with a table each. Owns the folders and their end. Refuses to read
a file: opening is the assistant's.
"""

from __future__ import annotations

import atexit
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.web.running import OpenData

if TYPE_CHECKING:
    from app.assistant import Assistant
    from app.web.running import Progress

LIFETIME = 12 * 3600.0
GRACE = 120.0
"""A page that reloads is gone for a moment; only after this long without any page a file is removed."""
TYPES = ("csv", "tsv", "xlsx", "parquet", "json", "ndjson", "jsonl", "gz", "zip")
MOST_MEGABYTES = 200
_PREFIX = "askbi-upload-"
_MARK = "up-"


@dataclass
class Upload:
    """One upload: a file, or several that are asked about together."""

    token: str
    name: str
    files: tuple[str, ...]
    folder: Path
    browser: str
    data: OpenData
    pages: set[object] = field(default_factory=set)


class Uploads:
    """The uploads of all sessions; each is found only by its token, from the browser that sent it."""

    def __init__(self, *, lifetime: float = LIFETIME, grace: float = GRACE) -> None:
        self._lifetime, self._grace = lifetime, grace
        self._kept: dict[str, Upload] = {}
        self._lock = threading.Lock()
        _sweep(lifetime)
        atexit.register(self.close)

    def add(self, files: Sequence[tuple[str, bytes | memoryview]], *, browser: str, page: object) -> Upload:
        """Keep files with their names and begin to open them.

        Raises:
            OSError: there is no room for them.
        """
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        kept: list[str] = []
        try:
            for each, content in files:
                kept.append(_distinct(safe_name(each), kept))
                (folder / kept[-1]).write_bytes(content)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        token = f"{_MARK}{secrets.token_urlsafe(16)}"
        path = folder / kept[0] if len(kept) == 1 else folder
        data = OpenData(_opener(path))
        upload = Upload(token, _title(kept), tuple(kept), folder, browser, data, {page})
        with self._lock:
            self._kept[token] = upload
        _later(self._lifetime, lambda: self.remove(token))
        return upload

    def find(self, token: str | None, *, browser: str, page: object) -> Upload | None:
        """Return an upload and note the page that uses it; None where it is gone or another browser's."""
        with self._lock:
            upload = self._kept.get(token or "")
            if upload is None or not secrets.compare_digest(upload.browser, browser):
                return None
            upload.pages.add(page)
            return upload

    def leave(self, page: object) -> None:
        """A page is gone; what no page uses any more is removed after a while."""
        with self._lock:
            left = [upload for upload in self._kept.values() if page in upload.pages]
            for upload in left:
                upload.pages.discard(page)
        for upload in left:
            _later(self._grace, lambda token=upload.token: self._remove_unused(token))  # type: ignore[misc]

    def rename(self, token: str, name: str) -> None:
        """Give an upload another name."""
        with self._lock:
            if token in self._kept:
                self._kept[token].name = name

    def remove(self, token: str) -> None:
        """Close an upload and delete its folder and all that was made from it."""
        with self._lock:
            upload = self._kept.pop(token, None)
        if upload is None:
            return
        upload.data.close()
        assistant = upload.data.assistant
        if assistant is not None:  # where workspaces have a home of their own it lies elsewhere
            shutil.rmtree(assistant.workspace.root, ignore_errors=True)
        shutil.rmtree(upload.folder, ignore_errors=True)

    def close(self) -> None:
        """Remove all of them."""
        for token in tuple(self._kept):
            self.remove(token)

    def _remove_unused(self, token: str) -> None:
        with self._lock:
            used = token in self._kept and bool(self._kept[token].pages)
        if not used:
            self.remove(token)


def is_token(key: str | None) -> bool:
    """Return whether a key in the address names an upload; keys of other data are plain words.

    >>> is_token("up-x"), is_token("retail"), is_token(None)
    (True, False, False)
    """
    return key is not None and key.startswith(_MARK)


def browser_of(cookie: str) -> str:
    """Return what stays the same in the server's own cookie, which is masked anew for each reply.

    >>> browser_of("2|00000000|a1b2c3d4e5|1700000000"), browser_of("2|ffffffff|5e4d3c2b1a|1700000000")
    ('a1b2c3d4e5', 'a1b2c3d4e5')
    """
    match = re.fullmatch(r"2\|([0-9a-f]{8})\|([0-9a-f]+)\|\d+", cookie.strip("\"'"))
    if match is None or len(match[2]) % 2:
        return cookie
    mask = bytes.fromhex(match[1])
    return bytes(byte ^ mask[at % 4] for at, byte in enumerate(bytes.fromhex(match[2]))).hex()


def safe_name(name: str) -> str:
    """Return a file's name without anything that could lead elsewhere.

    >>> safe_name("../../etc/pass wd.csv"), safe_name("销售 2025.csv"), safe_name(".csv")
    ('pass wd.csv', '销售 2025.csv', 'data.csv')
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip()
    stem, dot, rest = kept.partition(".")
    return f"{stem[:80] or 'data'}{dot}{rest[-40:]}"


def _opener(path: Path) -> Callable[[Progress], Assistant]:
    def opener(progress: Progress) -> Assistant:
        from app.assistant import Assistant

        return Assistant.open(path, progress=progress)  # what a person brings is theirs: no policy speaks of it

    return opener


def _title(names: Sequence[str]) -> str:
    """Return what an upload is called.

    >>> _title(["a.csv"]), _title(["a.csv", "b.csv", "c.csv"])
    ('a.csv', 'a.csv + 2')
    """
    return names[0] if len(names) == 1 else f"{names[0]} + {len(names) - 1}"


def _distinct(name: str, taken: Sequence[str]) -> str:
    """Return a name that no other file of the upload has, whatever the case of its letters.

    >>> _distinct("A.csv", ["a.csv", "a (2).csv"])
    'A (3).csv'
    """
    folded = {each.casefold() for each in taken}
    stem, dot, rest = name.partition(".")
    number, found = 2, name
    while found.casefold() in folded:
        found, number = f"{stem} ({number}){dot}{rest}", number + 1
    return found


def _later(seconds: float, act: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()


def _sweep(lifetime: float) -> None:
    """Remove what a process that was killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            old = time.time() - folder.stat().st_mtime > lifetime
        except OSError:
            continue
        if old:
            shutil.rmtree(folder, ignore_errors=True)
