"""Short pieces of HTML: text that comes from people or data is escaped here and nowhere else.

Owns the class names that `style.css` knows. Plain text goes this way because Markdown would read ``$1 ... $2`` as a
formula and ``*`` as emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from html import escape

from app.web.turns import Language

_LINES_AROUND = 3
"""Lines of code that are shown above and below a marked place."""


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


def marked(code: str, start: int, end: int, where: str) -> str:
    """Return lines of code around a marked place, with words that say where it is.

    >>> marked("select 1\\nfrom <b>", 14, 17, "line 2, column 6")
    '<p class="ab-quiet">line 2, column 6</p><pre class="ab-code">select 1\\nfrom <mark>&lt;b&gt;</mark></pre>'
    """
    lines = code[:start].split("\n")
    above, below = "\n".join(lines[-_LINES_AROUND - 1 :]), code[end:].split("\n")
    shown = "…\n" if len(lines) > _LINES_AROUND + 1 else ""
    shown += f"{escape(above)}<mark>{escape(code[start:end]) or '&nbsp;'}</mark>"
    shown += escape("\n".join(below[: _LINES_AROUND + 1])) + ("\n…" if len(below) > _LINES_AROUND + 1 else "")
    return f'<p class="ab-quiet">{escape(where)}</p><pre class="ab-code">{shown}</pre>'


def code(text: str) -> str:
    """Return a text as it stands, in letters of one width.

    >>> code("select '<b>'")
    '<pre class="ab-code ab-whole">select &#x27;&lt;b&gt;&#x27;</pre>'
    """
    return f'<pre class="ab-code ab-whole">{escape(text)}</pre>'


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


def group(name: str) -> str:
    """Return the name above a group of a list."""
    return f'<p class="ab-group">{escape(name)}</p>'


def label(text: str) -> str:
    """Return a small label that stands by itself."""
    return f'<span class="ab-label">{escape(text)}</span>'


def place(text: str) -> str:
    """Return where something is."""
    return f'<p class="ab-place">{escape(text)}</p>' if text else ""


def plain(text: str) -> str:
    """Return a text as it stands, for use within other pieces."""
    return escape(text)


def folded(name: str, inside: str, *, opened: bool = False) -> str:
    """Return a part, made by the functions here, that opens with a click."""
    return f'<details class="ab-folded"{" open" if opened else ""}><summary>{escape(name)}</summary>{inside}</details>'


def markdown(text: str) -> str:
    """Return a text for the labels that Streamlit reads as Markdown, so that it is shown as it stands.

    >>> print(markdown("a_b $1 [x](y) :red[z]"))
    a\\_b \\$1 \\[x\\]\\(y\\) \\:red\\[z\\]
    """
    return re.sub(r"([\\`*_{}\[\]()#+\-!$:<>~|&])", r"\\\1", " ".join(text.split()))


def verdict(text: str, kind: str) -> str:
    """Return a judgement with a mark before it; `kind` is ``well`` or ``note``."""
    sign = {"well": "✓", "note": "!"}[kind]
    return f'<p class="ab-verdict ab-{kind}"><span class="ab-sign" aria-hidden="true">{sign}</span>{_lines(text)}</p>'


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Return names with what they are, in columns as many as there is room for."""
    shown = "".join(f"<div><dt>{escape(name)}</dt><dd>{_lines(text)}</dd></div>" for name, text in rows)
    return f'<dl class="ab-pairs">{shown}</dl>'


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]], *, kind: str = "", marked: Collection[int] = ()) -> str:
    """Return a plain table that scrolls by itself where it is long or wide; rows that need a look are marked."""
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    body = "".join(
        f'<tr class="{"ab-doubt" if at in marked else ""}">'
        + "".join(f"<td>{escape(each)}</td>" for each in row)
        + "</tr>"
        for at, row in enumerate(rows)
    )
    table = f'<table class="ab-grid {kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="ab-scroll" tabindex="0">{table}</div>'


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())
