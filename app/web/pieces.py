"""Short pieces of HTML: text that comes from people or data is escaped here and nowhere else.

Owns the class names that `style.css` knows. Plain text goes this way because Markdown would read ``$1 ... $2`` as a
formula and ``*`` as emphasis.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from app.web.turns import Language


def paragraph(text: str, kind: str, *, language: Language | None = None) -> str:
    """Return one paragraph.

    >>> paragraph("a < b", "quiet")
    '<p class="ab-quiet">a &lt; b</p>'
    """
    lang = f' lang="{language}"' if language else ""
    return f'<p class="ab-{kind}"{lang}>{_lines(text)}</p>'


def labelled(label: str, text: str) -> str:
    """Return a text behind a small label."""
    return f'<p class="ab-noted"><span class="ab-label">{escape(label)}</span>{_lines(text)}</p>'


def bullets(label: str, texts: Iterable[str]) -> str:
    """Return a short list behind a small label."""
    items = "".join(f"<li>{_lines(text)}</li>" for text in texts)
    return f'<div class="ab-noted"><span class="ab-label">{escape(label)}</span><ul>{items}</ul></div>'


def tag(text: str, kind: str) -> str:
    """Return a status as a small coloured word."""
    return f'<p class="ab-tag ab-{kind}">{escape(text)}</p>'


def figures(values: Iterable[tuple[str, str]]) -> str:
    """Return big numbers, each with what it is."""
    shown = "".join(
        f'<div class="ab-figure"><span class="ab-big">{escape(value)}</span>'
        f'<span class="ab-what">{escape(what)}</span></div>'
        for value, what in values
    )
    return f'<div class="ab-figures">{shown}</div>'


def times(rows: Iterable[tuple[str, str]], total: str) -> str:
    """Return steps with the time that each took."""
    lines = "".join(f"<tr><td>{escape(what)}</td><td>{escape(took)}</td></tr>" for what, took in rows)
    return f'<table class="ab-times">{lines}<tr class="ab-total"><td colspan="2">{escape(total)}</td></tr></table>'


def title(name: str, about: str) -> str:
    """Return the title line."""
    return f'<h1 class="ab-title">{escape(name)}</h1><span class="ab-about">{escape(about)}</span>'


def tables(rows: Iterable[tuple[str, str]]) -> str:
    """Return what the data has, as a quiet line of names with their sizes."""
    shown = "".join(f'<span class="ab-table"><b>{escape(name)}</b> {escape(size)}</span>' for name, size in rows)
    return f'<div class="ab-tables">{shown}</div>'


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())
