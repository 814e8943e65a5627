"""From a path that somebody gave to a plain file that is safe to read.

Owns the refusal of links, devices and files that are too big, the kinds that can be read, and the unpacking of gzip
with a cap. Zip archives have a module of their own.
"""

from __future__ import annotations

import gzip
import stat
import zlib
from pathlib import Path
from typing import Literal

from copilot.errors import SourceError
from copilot.sources.loading.names import shown
from copilot.values.load import LoadLimits

FileKind = Literal["text", "json", "parquet", "xlsx", "zip"]
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
    ".xlsm": "xlsx",
    ".zip": "zip",
}
READABLE = "csv, tsv, txt, json, ndjson, jsonl, parquet and xlsx files, each also with .gz or in a .zip archive"
_BLOCK = 1 << 20


def megabytes(size: int) -> str:
    """Return a number of bytes in millions, with a decimal where there is one.

    >>> megabytes(510_000_000), megabytes(1_500_000)
    ('510', '1.5')
    """
    return f"{size / 1e6:,.1f}".removesuffix(".0")


def kind_of(path: Path) -> FileKind | None:
    """Return how a file is read, by its suffix, or None.

    >>> kind_of(Path("a.CSV.gz")), kind_of(Path("b.zip")), kind_of(Path("b.zip.gz")), kind_of(Path("b.py"))
    ('text', 'zip', None, None)
    """
    name = path.name.lower()
    packed = name.endswith(".gz")
    kind = KINDS.get(Path(name.removesuffix(".gz")).suffix)
    return None if packed and kind == "zip" else kind


def stem_of(path: Path) -> str:
    """Return the file's name without its suffixes.

    >>> stem_of(Path("sales.2026.csv.gz"))
    'sales.2026'
    """
    name = path.name
    if name.lower().endswith(".gz"):
        name = name[:-3]
    return Path(name).stem


def refuse_unsafe(path: Path, limits: LoadLimits) -> None:
    """Refuse what is not a plain file, or is bigger than a file may be.

    Raises:
        SourceError: the path is missing, a link, a folder or a device, or the file is too big.
    """
    name = shown(path.name)
    try:
        status = path.lstat()
    except OSError as error:
        raise SourceError(f"{name} cannot be opened ({error.strerror or error}).") from error
    if stat.S_ISLNK(status.st_mode):
        raise SourceError(f"{name} is a symbolic link, which is not followed; give the file that it points to.")
    if not stat.S_ISREG(status.st_mode):
        raise SourceError(f"{name} is not a plain file; {READABLE} can be read.")
    if status.st_size > limits.file_mb * 1e6:
        raise SourceError(
            f"{name} has {megabytes(status.st_size)} MB, more than the {limits.words('file_mb')} that a file may have; "
            "split it, or raise that setting."
        )


def plain_file(path: Path, scratch: Path, name: str, limits: LoadLimits) -> Path:
    """Return the file itself, or its unpacked copy in `scratch`.

    Raises:
        SourceError: it is not whole gzip, or expands too far.
    """
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if not packed:
        if path.name.lower().endswith(".gz"):
            raise SourceError(f"{name} is not packed with gzip as its suffix says; take .gz off the name.")
        return path
    target = scratch / "unpacked"
    size = 0
    try:
        with gzip.open(path) as source, target.open("wb") as out:
            while block := source.read(_BLOCK):
                size += len(block)
                if size > limits.expanded_mb * 1e6:
                    raise SourceError(
                        f"{name} expands to more than the {limits.words('expanded_mb')} that may be unpacked; "
                        "split it, or raise that setting."
                    )
                out.write(block)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        target.unlink(missing_ok=True)
        raise SourceError(f"{name} is not a whole gzip file; get it once more.") from error
    return target
