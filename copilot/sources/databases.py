"""Looking into database files without breaking the locks on them.

Owns telling DuckDB and SQLite files apart and hashing them. On POSIX systems a process that closes a file loses every
lock it holds on it, so closing here would quietly take the caller's own open connection its lock, and with it the
protection from other writers. A database file is therefore opened once in a process and kept open.
"""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path
from typing import Final

from copilot.values.query import Engine

_held: dict[tuple[int, int], int] = {}
_lock = threading.Lock()
_CHUNK: Final = 1 << 20


def dialect_of(path: Path) -> Engine | None:
    """Return which engine's database a file is, by its first bytes, or None.

    Raises:
        OSError: the file cannot be read.
    """
    with _lock:
        descriptor, held = _descriptor(path)
        os.lseek(descriptor, 0, os.SEEK_SET)
        start = os.read(descriptor, 16)
        dialect: Engine | None = None
        if start == b"SQLite format 3\0":
            dialect = "sqlite"
        elif start[8:12] == b"DUCK":
            dialect = "duckdb"
        if dialect is None and not held:
            os.close(_held.pop(_key(os.fstat(descriptor))))
    return dialect


def database_hash(path: Path) -> str:
    """Return the blake2b-128 of a database file's bytes as 32 hexadecimal digits.

    Raises:
        OSError: the file cannot be read.
    """
    digest = hashlib.blake2b(digest_size=16)
    with _lock:
        descriptor, _ = _descriptor(path)
        os.lseek(descriptor, 0, os.SEEK_SET)
        while chunk := os.read(descriptor, _CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _descriptor(path: Path) -> tuple[int, bool]:
    """Return a descriptor of the file, and whether it was held before."""
    key = _key(path.stat())
    if key in _held:
        return _held[key], True
    _held[key] = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    return _held[key], False


def _key(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_dev, stat.st_ino
