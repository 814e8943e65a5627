"""The private folder of one load, and the removal of those whose load was killed.

Owns the folder's name, its lock and its end. Each loading process holds a lock on its folder for as long as it lives,
so that anybody can tell a folder in use from one that was left behind, whatever ended the process.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

_LOCK = "lock"
_GRACE_SECONDS = 60.0
"""A folder this young may be about to get its lock."""
_WITHOUT_LOCKS_SECONDS = 86_400.0


@contextlib.contextmanager
def scratch_folder(target: Path) -> Iterator[Path]:
    """Make this process's private folder beside the target, so that the rename stays on one disk; it goes at the end.

    Raises:
        OSError: it cannot be made.
    """
    folder = scratch_path(target, os.getpid())
    folder.mkdir(parents=True, mode=0o700)
    try:
        with (folder / _LOCK).open("wb") as held:
            _lock(held.fileno())
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def scratch_path(target: Path, process: int) -> Path:
    """Return the private folder of one loading process."""
    return target.parent / f".{target.name}.{process}.loading"


def remove_abandoned(folder: Path) -> None:
    """Remove the private folders of loads that were killed together with what had started them."""
    for left in folder.glob(".*.loading"):
        try:
            age = time.time() - left.stat().st_mtime
        except OSError:
            continue
        if age > _GRACE_SECONDS and _abandoned(left, age):
            shutil.rmtree(left, ignore_errors=True)


def _abandoned(folder: Path, age: float) -> bool:
    try:
        with (folder / _LOCK).open("rb") as lock:
            return _lock(lock.fileno()) if _can_lock() else age > _WITHOUT_LOCKS_SECONDS
    except OSError:
        return True


def _can_lock() -> bool:
    return os.name == "posix"


def _lock(descriptor: int) -> bool:
    """Take the lock and say whether that was possible."""
    if not _can_lock():
        return False
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
