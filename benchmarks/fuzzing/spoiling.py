"""Ways to spoil a file: bytes anywhere, or within one member of an archive.

Owns the changing of bytes; of what comes out nothing is known.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import replace
from random import Random

from benchmarks.fuzzing.files_made import Made, unknown

_BITS: tuple[bytes, ...] = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\\", b"{", b"}", b"[",
    b"]", b"<", b">", b"&#0;", b"&x;", b"\xc3", b"\xf0\x9f", b"\xed\xa0\x80", b"NaN", b"1e999", b"-", b"9" * 40,
    b"<!ENTITY a 'b'>", b"PAR1", b"PK\x03\x04", b"\x1f\x8b", b"a" * 5_000, b'"' * 9, b"null", b"[[[[[[[[",
    b"{\"a\":" * 200, b"=cmd|' /C calc'!A0", b"\xe2\x80\xae", b"\x1a", b"\x85", b"0x10", b"2024-02-30", b"Infinity",
    b"true",
)  # fmt: skip


def spoiled(made: Made, other: bytes, dice: Random) -> Made:
    """Change bytes; of what it holds then nothing is known."""
    data, done = bytearray(made.data), []
    if made.name.endswith((".xlsx", ".zip")) and dice.random() < 0.6 and (inside := _inside(made, dice)):
        return unknown(inside)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        if not data:
            break
        at, size = dice.randrange(len(data)), dice.choice((1, 1, 2, 8, 64, 512))
        what = dice.choice(("flip", "cut", "drop", "put", "double", "splice", "zero", "swap"))
        done.append(what)
        if what == "flip":
            data[at] ^= 1 << dice.randrange(8)
        elif what == "cut":
            del data[at:]
        elif what == "drop":
            del data[at : at + size]
        elif what == "put":
            data[at:at] = dice.choice(_BITS)
        elif what == "double":
            data[at:at] = data[at : at + size] * dice.choice((1, 2, 50))
        elif what == "splice":
            data[at : at + size] = other[at % max(1, len(other)) :][:size]
        elif what == "zero":
            data[at : at + size] = bytes(len(data[at : at + size]))
        else:
            data[:at], data[at:] = data[-at:] if at else b"", data[:-at] if at else data[:]
    name = made.name
    if dice.random() < 0.1:
        name = dice.choice(
            (
                "made.csv",
                "made.json",
                "made.xlsx",
                "made.parquet",
                "made.csv.gz",
                "made.zip",
                "made.ndjson",
                "made.tsv",
                "made.xls",
            )
        )
    return replace(unknown(made), name=name, data=bytes(data), what=f"{made.what}; {', '.join(done)}")


def _inside(made: Made, dice: Random) -> Made | None:
    """Spoil one member of an archive and pack it again with a right checksum; None where it is no archive any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(made.data)) as source:
            members = {name: source.read(name) for name in source.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return None
    if not members:
        return None
    victim = dice.choice(list(members))
    members[victim] = _gnawed(bytearray(members[victim]), dice)
    if dice.random() < 0.1:
        del members[dice.choice(list(members))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return replace(made, data=out.getvalue(), what=f"{made.what}; spoiled within {victim}")


def _gnawed(data: bytearray, dice: Random) -> bytes:
    for _ in range(dice.choice((1, 2, 5))):
        if not data:
            break
        at = dice.randrange(len(data))
        way = dice.random()
        if way < 0.3:
            data[at:at] = dice.choice(_BITS)
        elif way < 0.6:
            data[at] ^= 1 << dice.randrange(8)
        elif way < 0.8:
            del data[at : at + dice.choice((1, 10, 100))]
        else:
            data[at:at] = data[max(0, at - 50) : at] * 3
    return bytes(data)
