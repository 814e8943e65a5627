"""From a path that somebody gave to a plain file that is safe to read.

Owns the refusal of links and devices, the kinds that can be read, and the unpacking of gzip with a cap.
"""

from __future__ import annotations

import gzip
import stat
import zlib
from pathlib import Path
from typing import Literal

from copilot.errors import SourceError

EXPANDED_CAP = 4_000_000_000
FileKind = Literal["text", "json", "parquet", "xlsx"]
KINDS: dict[str, FileKind] = {
    ".csv": "text",
    ".tsv": "text",
    ".tab": "text",
    ".txt": "text",
    ".json": "json",
    ".ndjson": "json",
    ".jsonl": "json",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
READABLE = "csv, tsv, txt, json, ndjson, jsonl, parquet and xlsx files, each also with .gz"


def kind_of(path: Path) -> FileKind | None:
    """Return how a file is read, by its suffix, or None.

    >>> kind_of(Path("a.CSV.gz")), kind_of(Path("b.py"))
    ('text', None)
    """
    name = path.name.lower().removesuffix(".gz")
    return KINDS.get(Path(name).suffix)


def stem_of(path: Path) -> str:
    """Return the file's name without its suffixes.

    >>> stem_of(Path("sales.2026.csv.gz"))
    'sales.2026'
    """
    name = path.name
    if name.lower().endswith(".gz"):
        name = name[:-3]
    return Path(name).stem


def refuse_unsafe(path: Path) -> None:
    """Refuse what is not a plain file.

    Raises:
        SourceError: the path is missing, a link, a folder or a device.
    """
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        raise SourceError(f"{path.name} cannot be opened ({error.strerror or error}).") from error
    if stat.S_ISLNK(mode):
        raise SourceError(f"{path.name} is a symbolic link, which is not followed; give the file that it points to.")
    if not stat.S_ISREG(mode):
        raise SourceError(f"{path.name} is not a plain file; {READABLE} can be read.")


def plain_file(path: Path, scratch: Path) -> Path:
    """Return the file itself, or its unpacked copy in `scratch`.

    Raises:
        SourceError: it is not a plain file, not whole gzip, or expands too far.
    """
    refuse_unsafe(path)
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if not packed:
        if path.name.lower().endswith(".gz"):
            raise SourceError(f"{path.name} is not packed with gzip as its suffix says; take .gz off the name.")
        return path
    target = scratch / "unpacked"
    size = 0
    try:
        with gzip.open(path) as source, target.open("wb") as out:
            while block := source.read(1 << 20):
                size += len(block)
                if size > EXPANDED_CAP:
                    raise SourceError(f"{path.name} expands to more than {EXPANDED_CAP / 1e9:.0f} GB; split it.")
                out.write(block)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError(f"{path.name} is not a whole gzip file ({error}); get it once more.") from error
    return target
