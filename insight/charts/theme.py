"""How charts look: colours that colour-blind people tell apart, quiet lines, fonts that hold Chinese.

Owns colours, fonts and the fitting of labels to their room. Knows nothing of data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

FONT = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Hiragino Sans GB", '
    '"Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif'
)
FONT_SIZE = 12
_LETTER = 6.6
"""Width of a Latin letter in pixels at that size; a Chinese character takes two."""


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of one background."""

    text: str
    quiet: str
    grid: str
    axis: str
    paper: str
    rest: str
    palette: tuple[str, ...]


LIGHT = Look(
    text="#1f2933", quiet="#5f6b7a", grid="#e6e9ee", axis="#aab2bd", paper="#ffffff", rest="#a3acb8",
    palette=("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#6a4c93", "#8c6d1f"),
)  # fmt: skip
DARK = Look(
    text="#e6e9ee", quiet="#9aa5b4", grid="#2c3440", axis="#56606e", paper="#14181f", rest="#6d7785",
    palette=("#4fa8e0", "#e9a820", "#2fbf95", "#e39ac3", "#f0803c", "#9bd4f5", "#b197e0", "#d3bf6a"),
)  # fmt: skip
"""Okabe and Ito's colours, with yellow and black replaced, since one is lost on white and the other on dark."""


def look(dark: bool) -> Look:
    """Return the colours for a light or a dark page."""
    return DARK if dark else LIGHT


def colours(names: Iterable[str], palette: tuple[str, ...]) -> dict[str, str]:
    """Return a colour for each name, by the order of the names, so that sorting or filtering by size keeps them.

    >>> colours(["b", "a"], ("red", "blue"))
    {'a': 'red', 'b': 'blue'}
    """
    return {name: palette[i % len(palette)] for i, name in enumerate(sorted(set(names)))}


def on(colour: str) -> str:
    """Return black or white, whichever is read better on a colour.

    >>> on("#0072b2"), on("#f0e442")
    ('#ffffff', '#111111')
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#111111" if (light + 0.05) / 0.055 > 1.05 / (light + 0.05) else "#ffffff"


def room(text: str) -> int:
    """Return the width of a text in Latin letters.

    >>> room("华东 A")
    6
    """
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def pixels(text: str) -> float:
    """Return about how wide a text is drawn."""
    return room(text) * _LETTER


def short(text: str, most: int) -> str:
    """Return the text, cut with an ellipsis where it takes more than `most` letters.

    >>> short("Mountain bicycles", 9)
    'Mountain…'
    """
    if room(text) <= most:
        return text
    kept, used = "", 1
    for char in text:
        used += room(char)
        if used > most:
            break
        kept += char
    return kept.rstrip() + "…"


def wrapped(text: str, most: int, *, lines: int = 2) -> list[str]:
    """Break a text at spaces, or inside Chinese, into at most `lines` lines of `most` letters; the last may be cut.

    >>> wrapped("Mountain bicycles for children", 12)
    ['Mountain', 'bicycles fo…']
    """
    left = " ".join(text.split())
    done: list[str] = []
    while left and len(done) < lines - 1 and room(left) > most:
        head = short(left, most + 1).rstrip("…")
        space = head.rfind(" ")
        if space > len(head) // 2 or (space > 0 and left[len(head) : len(head) + 1].isalnum() and head[-1].isascii()):
            head = head if left[len(head) : len(head) + 1] == " " else head[:space]
        done.append(head.rstrip())
        left = left[len(head) :].lstrip()
    return [*done, short(left, most)] if left else done


def safe(text: str) -> str:
    """Return a text in which no character is read as markup by the drawing library.

    >>> safe("<b>A & B</b>")
    '&lt;b&gt;A &amp; B&lt;/b&gt;'
    """
    return escape(text, quote=False)
