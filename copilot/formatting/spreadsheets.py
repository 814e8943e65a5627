"""Texts on their way into a file that a spreadsheet program will open.

Owns the neutralising of texts that such a program would run as a formula. Refuses to write files: that belongs to the
exports.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

_STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER: Final = re.compile(r"[+-]?(?:\d[\d ,]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3})?%?", re.ASCII)


def neutral(text: str) -> str:
    """Return a text that no spreadsheet program runs: one that begins like a formula gets a leading apostrophe.

    Plain numbers stay as they are, as a minus is theirs. The full-width signs count too: where Chinese or Japanese is
    set, a spreadsheet takes them for the narrow ones.

    >>> [neutral(text) for text in ("=1+1", "@SUM(A1)", "-12.5", "-1+cmd", "a=b", "")]
    ["'=1+1", "'@SUM(A1)", '-12.5', "'-1+cmd", 'a=b', '']
    """
    return f"'{text}" if text[:1] in _STARTS and text and not _NUMBER.fullmatch(text) else text


def csv_line(cells: Sequence[object]) -> str:
    """Return one line of CSV that ends with a line feed.

    A carriage return within a cell is quoted too, or what follows it would begin a row of its own.

    >>> csv_line(["a,b", "c", 3])
    '"a,b",c,3\\n'
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)  # what the writer quotes depends on its line end
    return out.getvalue().removesuffix("\r\n") + "\n"
