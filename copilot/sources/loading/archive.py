"""The data files in a zip archive, one after the other, as plain files in the private folder.

Owns which entries are taken and how far an archive may expand. An entry's name is only ever read, to show it and to
tell its kind: what is unpacked is written under names of our own, so that no name can climb out of the folder.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from copilot.errors import SourceError
from copilot.sources.loading.expand import KINDS, kind_of
from copilot.sources.loading.failures import disk_is_full
from copilot.sources.loading.names import shown
from copilot.values.load import Decision, LoadLimits

_BLOCK = 1 << 20
_ARCHIVES = (".zip", ".tar", ".tgz", ".7z", ".rar", ".tar.gz", ".bz2", ".xz")
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Entry:
    """One unpacked file of an archive."""

    path: Path
    name: str
    """Its name within the archive, for people."""
    stem: str
    """What its table is called after."""


def unpack(archive: Path, name: str, scratch: Path, limits: LoadLimits, notes: list[Decision]) -> Iterator[Entry]:
    """Yield the data files of an archive; each is removed before the next one comes.

    Args:
        archive: the archive.
        name: what to call it.
        scratch: where the files are unpacked.
        limits: how many entries and how many bytes there may be.
        notes: takes a sentence for each entry that is passed over.

    Raises:
        SourceError: it is no whole archive, expands too far, or holds nothing that can be read.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            wanted = _wanted(opened, name, limits, notes)
            room = int(limits.expanded_mb * 1e6)
            for number, (item, inner) in enumerate(wanted):
                target = scratch / f"entry{number}{_suffix(inner)}"
                room -= _extract(opened, item, target, name, inner, room, limits)
                yield Entry(target, inner, PurePosixPath(inner).name)
                target.unlink(missing_ok=True)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, OSError) as error:
        if disk_is_full(error):
            raise
        raise SourceError(f"{name} is not a whole zip archive; get it once more, or pack it anew.") from error


def _wanted(
    opened: zipfile.ZipFile, name: str, limits: LoadLimits, notes: list[Decision]
) -> list[tuple[zipfile.ZipInfo, str]]:
    listed = [(item, _name_of(item)) for item in opened.infolist() if not item.is_dir()]
    if len(listed) > limits.files:
        raise SourceError(
            f"{name} holds {len(listed):,} files, more than the {limits.words('files')} that may be loaded at once; "
            "split it, or raise that setting."
        )
    wanted = []
    for item, inner in listed:
        if _is_clutter(inner):
            continue
        why = _why_not(item, inner)
        if why:
            notes.append(Decision("skipped_file", None, f"{shown(inner)} in {name} {why} and was passed over"))
        else:
            wanted.append((item, shown(inner)))
    if not wanted:
        reasons = "; ".join(note.text for note in notes[:3])
        raise SourceError(
            f"{name} holds nothing that can be read{f' ({reasons})' if reasons else ''}; "
            "csv, json, parquet and xlsx files in it would work."
        )
    return sorted(wanted, key=lambda pair: pair[1])


def _name_of(item: zipfile.ZipInfo) -> str:
    """Archives made in China often hold names in GBK that do not say so."""
    if item.flag_bits & _UTF8_NAME or item.filename.isascii():
        return item.filename
    try:
        raw = item.filename.encode("cp437")
    except UnicodeError:
        return item.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeError:
            continue
    return item.filename


def _is_clutter(inner: str) -> bool:
    parts = PurePosixPath(inner.replace("\\", "/")).parts
    return not parts or "__MACOSX" in parts or parts[-1].startswith((".", "~$")) or "readme" in parts[-1].lower()


def _why_not(item: zipfile.ZipInfo, inner: str) -> str:
    """Say why an entry is not taken; an empty text where it is."""
    slashes = inner.replace("\\", "/")
    if slashes.startswith("/") or slashes[1:3] == ":/" or ".." in slashes.split("/"):
        return "has a path that leads out of the archive"
    if stat.S_ISLNK(item.external_attr >> 16):
        return "is a symbolic link"
    if item.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if inner.lower().endswith(_ARCHIVES):
        return "is an archive within an archive"
    if kind_of(Path(slashes)) is None:
        return "is of a kind that cannot be read"
    return "is empty" if item.file_size == 0 else ""


def _suffix(inner: str) -> str:
    """The suffix under which an entry is unpacked, one of our own list."""
    lower = inner.lower()
    packed = ".gz" if lower.endswith(".gz") else ""
    suffix = PurePosixPath(lower.removesuffix(".gz")).suffix
    return (suffix if suffix in KINDS else "") + packed


def _extract(
    opened: zipfile.ZipFile,
    item: zipfile.ZipInfo,
    target: Path,
    name: str,
    inner: str,
    room: int,
    limits: LoadLimits,
) -> int:
    """Unpack one entry and return its size; what the archive says of the size is not believed."""
    size = 0
    with opened.open(item) as source, target.open("wb") as out:
        while block := source.read(_BLOCK):
            size += len(block)
            if size > room:
                raise SourceError(
                    f"{name} expands to more than the {limits.words('expanded_mb')} that may be unpacked (at {inner}); "
                    "split it, or raise that setting."
                )
            out.write(block)
    return size
