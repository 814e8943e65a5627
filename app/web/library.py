"""The data that is open, for all pages of this process: each opened once, the longest unused closed first.

Owns opening under the policy, fetching from web addresses, looking again, and when data is closed. Uploads have a life
of their own and are not kept here. Refuses to draw.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.web.places import Access, Place
from app.web.running import OpenData, Opener, Progress
from copilot.sources.addresses import is_url

if TYPE_CHECKING:
    from app.assistant import Assistant

MOST_OPEN = 8
_FETCHING = 0.3
"""Which share of the progress bar a download gets."""
_FRESH_SECONDS = 5.0
Freshness = Literal["same", "changed", "unknown"]


class Library:
    """Open data, found by its place."""

    def __init__(self, home: Path, access: Access | None = None, *, most: int = MOST_OPEN) -> None:
        self._home, self._access, self._most = home, access, most
        self._open: OrderedDict[str, OpenData] = OrderedDict()
        self._again: dict[str, OpenData] = {}
        self._looked: dict[str, tuple[float, Freshness]] = {}
        self._lock = threading.Lock()

    def get(self, place: Place) -> OpenData:
        """Return the data of a place; where it is not open, it is being opened from now on."""
        return self._get(place.path)

    def peek(self, place: Place) -> OpenData | None:
        """Return the data of a place where it is open or being opened."""
        with self._lock:
            return self._open.get(place.path)

    def freshness(self, place: Place, *, now: bool = False) -> Freshness:
        """Return whether the data at a place is still what is open; of a web address only fetching it tells.

        What was found holds for a moment, as every click of every page asks; `now` looks in any case.
        """
        from copilot.sources.opening import changed_since

        before, found = self._looked.get(place.path, (0.0, "unknown"))
        if not now and found != "unknown" and time.monotonic() - before < _FRESH_SECONDS:
            return found
        data = self.peek(place)
        assistant = data.assistant if data is not None else None
        if assistant is None or is_url(place.path):
            return "unknown"
        there = Path(place.path).expanduser()
        changed = changed_since(there, assistant.catalog.fingerprint, workspace=assistant.workspace)
        found = "changed" if changed else "same"
        self._looked[place.path] = (time.monotonic(), found)
        return found

    def look_again(self, place: Place) -> OpenData:
        """Begin to open the data of a place anew, fetching it again where it comes from the web.

        What is open stays until the new one is taken over with `adopt`, so that a file that is broken now, or a server
        that is away, costs nothing.
        """
        with self._lock:
            if place.path not in self._again:  # a page that was left in the middle, or another one, goes on with it
                self._again[place.path] = OpenData(self._opener(place.path, fetch=True))
            return self._again[place.path]

    def adopt(self, place: Place, data: OpenData) -> bool:
        """Let data that was opened anew stand for its place where it could be opened; True where it is other data."""
        with self._lock:
            self._again.pop(place.path, None)
            self._looked.pop(place.path, None)
            before = self._open.get(place.path)
            if data.assistant is None or before is data:
                return False
            self._open[place.path] = data
        if before is None or before.assistant is None:
            return True
        before.close()
        return before.assistant.catalog.fingerprint != data.assistant.catalog.fingerprint

    def forget(self, place: Place) -> None:
        """Close the data of a place; what is being asked is still answered."""
        with self._lock:
            data = self._open.pop(place.path, None)
            self._looked.pop(place.path, None)
        if data is not None:
            data.close()

    def close(self) -> None:
        """Close all of it."""
        with self._lock:
            left = [*self._open.values(), *self._again.values()]
            self._open.clear()
            self._again.clear()
        for data in left:
            data.close()

    def fetched(self, place: Place) -> Path | None:
        """Return the file that was fetched from a web address, where there is one."""
        try:
            files = [each for each in self._folder(place.path).iterdir() if each.is_file() and _plain(each)]
        except OSError:
            return None
        return max(files, key=lambda file: file.stat().st_mtime_ns, default=None)

    def remove_fetched(self, place: Place) -> None:
        """Delete what was fetched from a web address, with all that was made from it."""
        import shutil

        if is_url(place.path):
            shutil.rmtree(self._folder(place.path), ignore_errors=True)

    def _get(self, path: str) -> OpenData:
        with self._lock:
            data = self._open.get(path)
            if data is None:
                data = self._open[path] = OpenData(self._opener(path, fetch=False))
            self._open.move_to_end(path)
            unused = [self._open.popitem(last=False)[1] for _ in range(len(self._open) - self._most)]
        for each in unused:
            each.close()
        return data

    def _opener(self, path: str, *, fetch: bool) -> Opener:
        def opener(progress: Progress) -> Assistant:
            if not is_url(path):
                return open_assistant(path, self._access, progress)
            file = None if fetch else self.fetched(Place("", "", path))
            if file is None:
                file = self._fetch(path, progress)
            rest = 1 - _FETCHING
            return open_assistant(file, self._access, lambda text, share: progress(text, _FETCHING + share * rest))

        return opener

    def _fetch(self, url: str, progress: Progress) -> Path:
        from copilot.sources.download import download

        folder = self._folder(url)
        file = download(url, folder, progress=lambda text, share: progress(text, share * _FETCHING))
        for other in folder.iterdir():  # an address may answer with another name than before
            if other.is_file() and other != file and _plain(other):
                other.unlink(missing_ok=True)
        return file

    def _folder(self, url: str) -> Path:
        digest = hashlib.blake2b(url.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        return self._home / "downloads" / digest


def open_assistant(path: Path | str, access: Access | None, progress: Callable[[str, float], None]) -> Assistant:
    """Open data as whoever the app was started for.

    Raises:
        AskbiError: the data cannot be opened, or not by this role.
    """
    from app.assistant import Assistant

    if access is None:
        return Assistant.open(path, progress=progress)
    return Assistant.open(
        path, policy=access.policy, role=access.role or None, user=access.user, progress=progress
    )  # fmt: skip


def _plain(file: Path) -> bool:
    """Not a draft of a download, nor something hidden."""
    return not file.name.startswith(".") and not file.name.endswith(".part")
