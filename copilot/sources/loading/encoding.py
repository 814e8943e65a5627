"""How the bytes of a text file are to be read as characters.

Owns the choice of the encoding and the refusal of what is not text. Every choice is checked against the whole file, not
against its beginning. Refuses to look at lines or columns.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from copilot.errors import SourceError

SAMPLE = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_STARTS = (
    (b"PK\x03\x04", "a zip archive or spreadsheet; give it the suffix .xlsx if it is one"),
    (b"PAR1", "a Parquet file; give it the suffix .parquet"),
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3\x00", "an SQLite database; give it the suffix .sqlite"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls), or one with a password; save it as .xlsx without one"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x7fELF", "a program"),
    (b"Rar!\x1a", "a RAR archive; unpack it, or pack it as .zip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it, or pack it as .zip"),
    (b"\xfd7zXZ\x00", "packed with xz; unpack it, or pack it with gzip"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd; unpack it, or pack it with gzip"),
    (b"ARROW1\x00\x00", "an Arrow file; save it as .parquet"),
)
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype html|<html\b|<head\b|<\?xml\b)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_GB2312_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_CHAR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is decoded, and why."""

    name: str
    text: str
    """The decision in words."""
    errors: str = "strict"


def detect_encoding(path: Path, name: str) -> Encoding:
    """Return the encoding of a text file that is called `name`.

    Raises:
        SourceError: the file is empty or is not text.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise SourceError(f"{name} is empty; a file with a header line and rows would work.")
    for start, kind in _BINARY_STARTS:
        if head.startswith(start):
            raise SourceError(f"{name} is not a text file but {kind}.")
    if _WEB_PAGE.match(head.removeprefix(codecs.BOM_UTF8)):
        raise SourceError(f"{name} is a web page or XML, not a table of text; get the data behind it as CSV or JSON.")
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return _by_bom(path, encoding, name)
    wide = _utf16_without_bom(head)
    if wide and _decodes(path, wide):
        return Encoding(wide, f"the file is in {wide} without a byte order mark")
    _refuse_binary(name, head)
    return _eight_bit(path)


def _by_bom(path: Path, encoding: str, name: str) -> Encoding:
    plain = encoding.removesuffix("-sig")
    if not _decodes(path, encoding):
        raise SourceError(
            f"{name} begins as {plain} but holds bytes that are not; save it again as UTF-8 and load that."
        )
    return Encoding(encoding, f"the file is in {plain}, as its byte order mark says")


def _utf16_without_bom(head: bytes) -> str | None:
    """UTF-16 text shows NUL bytes nearly always at one parity; random bytes do not."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.3 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _refuse_binary(name: str, head: bytes) -> None:
    if len(_CONTROL.findall(head)) > 0.005 * len(head):
        raise SourceError(
            f"{name} does not hold text: it is full of control bytes. "
            "CSV, TSV, JSON, Parquet and XLSX files can be read; check the suffix."
        )


def _eight_bit(path: Path) -> Encoding:
    if _decodes(path, "utf-8"):
        return Encoding("utf-8", "the file is in UTF-8")
    high = _high_sample(path)
    valid = len(_UTF8_CHAR.findall(high))
    stray = len(_HIGH.findall(_UTF8_CHAR.sub(b"", high)))
    if valid >= 10 * max(1, stray):
        return Encoding("utf-8", "the file is in UTF-8; bytes that are not were replaced by \ufffd", "replace")
    for name in _east_asian(high):
        if _decodes(path, name):
            return Encoding(name, f"the file is not UTF-8; its bytes are those of {name}")
    if _looks_chinese(high) and _decodes(path, "gb18030"):
        return Encoding("gb18030", "the file is not UTF-8; it reads as Chinese in GB18030 (GBK)")
    guess = _other_guess(high)
    if guess and _decodes(path, guess):
        return Encoding(guess, f"the file is not UTF-8; it reads best as {guess}")
    for name in ("cp1252", "latin-1"):
        if _decodes(path, name):
            break
    return Encoding(name, f"the file is not UTF-8; it was read as {name} (Western European)")


def _looks_chinese(high: bytes) -> bool:
    """Nearly all high bytes come in pairs of the common plane; accented Latin letters stand before plain ones."""
    pairs = len(_GB2312_PAIR.findall(high))
    return pairs * 2 >= 0.9 * max(1, len(_HIGH.findall(high)))


def _east_asian(high: bytes) -> list[str]:
    """Japanese and Korean fill the same plane as Chinese, but show kana, or only the rows that hold Hangul."""
    if not _looks_chinese(high):
        return []
    pairs = _GB2312_PAIR.findall(high)
    kana = sum(pair[0] in (0xA4, 0xA5) for pair in pairs)
    hangul = sum(0xB0 <= pair[0] <= 0xC8 for pair in pairs)
    return ["euc_jp"] * (kana > 0.1 * len(pairs)) + ["euc_kr"] * (len(pairs) >= 20 and hangul > 0.97 * len(pairs))


def _other_guess(high: bytes) -> str | None:
    """Ask the statistics only where accented letters are so many that Western text is unlikely."""
    letters = len(re.findall(rb"[A-Za-z]", high))
    if len(_HIGH.findall(high)) < 0.35 * max(1, letters):
        return None
    from charset_normalizer import from_bytes

    candidates = ["big5", "cp932", "euc_jp", "euc_kr", "cp1250", "cp1251", "cp1252", "cp1253", "koi8_r"]
    best = from_bytes(high[:200_000], cp_isolation=candidates).best()
    if best is None or high.decode(best.encoding, "replace") == high.decode("cp1252", "replace"):
        return None
    return best.encoding


def _high_sample(path: Path) -> bytes:
    """Lines with bytes above 127, up to 1 MB, from anywhere in the file."""
    kept: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while size < SAMPLE and (line := file.readline(SAMPLE)):
            if not line.isascii():
                kept.append(line)
                size += len(line)
    return b"".join(kept)


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            yield block
