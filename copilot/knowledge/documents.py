"""Documents as passages: Markdown by its headings, plain text by its paragraphs, PDF by its pages and paragraphs.

Owns which files are read and how they are cut. A document is hostile until read: its size, its pages and its passages
are bounded, and what cannot be read is named. Refuses to interpret what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = "knowledge"
_SUFFIXES: Final = (".md", ".markdown", ".txt", ".pdf")
_MOST_FILES: Final = 500
_MOST_BYTES: Final = 10_000_000
_MOST_PAGES: Final = 300
_MOST_PASSAGES: Final = 20_000
_LONGEST: Final = 1_500
"""Characters of a passage; a longer one is cut at the end of a paragraph or sentence."""
_SHORT_LINE: Final = 80
_HEADING: Final = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE: Final = re.compile(r"^(```|~~~)")
_LEAD: Final = re.compile(r"^([A-Z0-9][^.!?:。：]{2,60})[.:：。]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of a document.

    Attributes:
        file: its name below the folder.
        heading: that it stands under, empty for none; of nested ones the innermost.
        place: what a reader looks for: "definitions.md, Active customer" or "rules.pdf, page 3".
        text: plain.
    """

    file: str
    heading: str
    place: str
    text: str


def read_documents(folder: Path) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """Return the passages of all documents in a folder and those below it, and a note for each that cannot be read."""
    passages: list[Passage] = []
    notes: list[str] = []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            passages += _passages(path, name)
        except (OSError, ValueError) as error:
            notes.append(f"knowledge/{name} was not read: {error}")
    if len(passages) > _MOST_PASSAGES:
        notes.append(f"of {len(passages):,} passages only the first {_MOST_PASSAGES:,} are looked through")
    return tuple(passages[:_MOST_PASSAGES]), tuple(notes)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = (p for p in sorted(folder.rglob("*")) if p.suffix.lower() in _SUFFIXES and not p.is_symlink())
    return [path for path in found if path.is_file() and not path.name.startswith(".")][:_MOST_FILES]


def _passages(path: Path, name: str) -> Iterator[Passage]:
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise ValueError(f"it has {size:,} bytes, and {_MOST_BYTES:,} are the most")
    if path.suffix.lower() == ".pdf":
        return _of_pdf(path, name)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8 text; save it as UTF-8") from error
    return _of_text(text, name) if path.suffix.lower() == ".txt" else _of_markdown(text, name)


def _of_markdown(text: str, name: str) -> Iterator[Passage]:
    heading, lines, fenced = "", list[str](), False
    for line in [*text.splitlines(), "# "]:
        fenced = fenced != bool(_FENCE.match(line))
        found = None if fenced else _HEADING.match(line)
        if found is None and line != "# ":
            lines.append(line)
            continue
        for part in _cut("\n".join(lines)):
            yield Passage(name, heading, f"{name}, {heading}" if heading else name, part)
        heading, lines = (found[2].strip() if found is not None else ""), []


def _of_text(text: str, name: str) -> Iterator[Passage]:
    """Paragraphs; the first words of one that end like a title are its heading."""
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        plain = " ".join(paragraph.split())
        lead = _LEAD.match(plain)
        for part in _cut(plain):
            heading = lead[1] if lead is not None else ""
            yield Passage(name, heading, f"{name}, {heading}" if heading else name, part)


def _of_pdf(path: Path, name: str) -> Iterator[Passage]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise ValueError("it is encrypted; save it without a password")
        for number, page in enumerate(reader.pages[:_MOST_PAGES], 1):
            for part in _cut(page.extract_text()):
                first = part.splitlines()[0].strip()
                heading = first if len(first) <= _SHORT_LINE and not first.endswith((".", "。", ",")) else ""
                yield Passage(name, heading, f"{name}, page {number}", part)
    except (PyPdfError, RecursionError, KeyError, AttributeError) as error:  # what broken files make the parser raise
        raise ValueError(f"it cannot be read as PDF ({type(error).__name__})") from error


def _cut(text: str) -> Iterator[str]:
    """Yield a text in parts that are short enough to be quoted, cut where paragraphs or sentences end."""
    rest = text.strip()
    while len(rest) > _LONGEST:
        cut = max(rest.rfind(end, 200, _LONGEST) for end in ("\n\n", ". ", "。", "\n", " "))
        cut = cut + 1 if cut > 0 else _LONGEST
        yield rest[:cut].strip()
        rest = rest[cut:].strip()
    if rest:
        yield rest
