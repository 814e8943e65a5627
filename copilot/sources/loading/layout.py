"""Where a grid of cells has its titles, its header and its data.

Owns that choice for delimited files and spreadsheets alike, from the first rows. Refuses to decide column types.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from copilot.sources.loading.delimited import DELIMITER_NAMES, DELIMITERS, Record
from copilot.sources.loading.names import LONGEST_COLUMN, column_names, shown, visible
from copilot.sources.loading.notes import Notes
from copilot.sources.loading.shapes import is_empty, looks_typed, looks_year

TOP = 50
"""Titles are looked for in this many rows."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a grid."""

    names: list[str]
    named: list[bool]
    """False where the header had no name for the column."""
    header: list[str] | None
    """The header's cells as they stood, to know them again further down."""
    body: int
    """Index in the sample of the first row that may be data."""
    shift: int = 0
    """1 where the rows have a first column that the header leaves out."""

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.names)

    def original(self, place: int) -> str | None:
        """Return a column's name as it stood in the header, None where it had none."""
        cells = self.header or []
        at = place - self.shift
        return cells[at].strip() or None if 0 <= at < len(cells) else None


def find_layout(sample: Sequence[Record], width: int, notes: Notes, *, delimiter: str | None) -> Layout:
    """Find titles, header and data, and write the choices down.

    Args:
        sample: the first records, blank ones included.
        width: cells that a data row has.
        notes: takes the decisions and the title lines.
        delimiter: of a delimited file, None for a spreadsheet.
    """
    start = _first_row(sample, width)
    body = [row for _, row in sample[start + 1 :] if len(row) == width and any(cell.strip() for cell in row)]
    header = _odd_header(sample, start, width, body, notes, delimiter)
    if header is None and start < len(sample):
        row = sample[start][1]
        found, why = is_header(row, body)
        header = list(row) if found else None
        start = start + 1 if found else _first_of_width(sample, width)
        notes.decide(
            "header", f"line {sample[start - 1][0]} is the header: {why}" if found else f"there is no header: {why}"
        )
    before = sample[: start - 1 if header is not None else start]
    titles = [(line, cells) for line, cells in before if any(cell.strip() for cell in cells) and cells != header]
    for line, cells in titles:
        notes.put_aside(line, "title above the header" if header else "title above the data", _joined(cells, delimiter))
    if titles:
        text = " / ".join(cell.strip() for _, cells in titles for cell in cells if cell.strip())[:200]
        notes.decide("preamble", f"{len(titles)} lines above the table were set aside: {text}")
    notes.know(titles=tuple(line for line, _ in titles))
    if header is not None:
        notes.know(header_line=sample[start - 1][0])
    return _with_names(header, sample[start:], width, start, notes)


def _joined(cells: Sequence[str], delimiter: str | None) -> str:
    return (delimiter or ", ").join(cells)


def _with_names(header: list[str] | None, rest: Sequence[Record], width: int, body: int, notes: Notes) -> Layout:
    if header is None:
        return Layout([f"column_{i}" for i in range(1, width + 1)], [True] * width, None, body)
    cells = list(header)
    shift = 0
    if len(cells) < width:
        missing = width - len(cells)
        rows = [row for _, row in rest if len(row) == width]
        first = [row[0] for row in rows]
        row_names = missing == 1 and rows and len(set(first)) == len(first) and any(row[-1].strip() for row in rows)
        shift = int(bool(row_names))
        cells = ["", *cells] if row_names else cells + [""] * missing
        side = "first" if row_names else "last"
        if row_names or any(row[-1].strip() for row in rows):
            notes.decide("header", f"the header has {missing} names too few; the {side} columns got made-up names")
    names = column_names(cells)
    for old, new in zip(cells, names, strict=True):
        why = _renamed(old, new)
        if why:
            notes.decide("column_name", why, column=new)
    return Layout(names, [bool(cell.strip()) for cell in cells], header, body, shift)


def _renamed(old: str, new: str) -> str:
    """Say why a column is not called as in the header; an empty text where it is, but for blanks, or had no name."""
    usual = " ".join(old.split())
    seen = visible(old)
    if not usual or usual == new:
        return ""
    if seen == new:
        return f"characters that cannot be seen were taken out of the name of column {new!r}"
    if len(seen) > LONGEST_COLUMN:
        return f"the name of column {new!r} was cut: it has {len(seen):,} characters"
    return f"the header has {shown(usual)!r} twice; the later one is called {new!r}"


def _first_of_width(sample: Sequence[Record], width: int) -> int:
    return next((i for i, (_, row) in enumerate(sample) if len(row) == width and any(c.strip() for c in row)), 0)


def _first_row(sample: Sequence[Record], width: int) -> int:
    """Index of the first row that is neither blank nor a title; titles fill at most half of the usual cells."""
    filled = [sum(bool(cell.strip()) for cell in row) for _, row in sample]
    usual = median([n for n in filled if n] or [1])
    for index, (_, row) in enumerate(sample[:TOP]):
        if filled[index] == 0:
            continue
        if width == 1 or (width - 1 <= len(row) and filled[index] > max(1.0, usual / 2)):
            return index
    return _first_of_width(sample, width)


def _odd_header(
    sample: Sequence[Record], start: int, width: int, body: list[list[str]], notes: Notes, delimiter: str | None
) -> list[str] | None:
    """Return a header that is separated otherwise than the rows below it, where the line above the data is one."""
    if delimiter is None or start == 0 or start >= len(sample):
        return None
    line, cells = sample[start - 1]
    first, _ = is_header(sample[start][1], body)
    if first or len(cells) >= width:
        return None
    whole = delimiter.join(cells)
    for other in DELIMITERS:
        if other != delimiter and other in whole:
            row = next(csv.reader([whole], delimiter=other))
            if len(row) == width and all(cell.strip() and not looks_typed(cell) for cell in row):
                name = DELIMITER_NAMES[other]
                notes.decide("header", f"line {line} is the header, though {name} separates its names")
                return row
    return None


def is_header(row: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[bool, str]:
    """Say whether the row names the columns of the rows below it, and why.

    >>> is_header(["id", "name"], [["1", "ann"], ["2", "bob"]])[0]
    True
    >>> is_header(["3", "eve"], [["1", "ann"], ["2", "bob"]])[0]
    False
    >>> is_header(["country", "2024", "2025"], [["FR", "10.5", "11"], ["DE", "7", "8.25"]])[0]
    True
    """
    cells = [cell.strip() for cell in row]
    filled = [cell for cell in cells if cell]
    typed = [cell for cell in filled if looks_typed(cell)]
    if not body:
        return not typed, "it is the only line and holds " + ("values" if typed else "names only")
    if _years_as_names(cells, body):
        return True, "its years differ from the values below"
    others = [other for other in body if list(other) != list(row)]
    votes = [_vote(cell, index, others) for index, cell in enumerate(cells) if cell and not is_empty(cell)]
    if any(votes):
        named = sum(votes) > 0
        return named, "it holds names where numbers or dates stand below" if named else "the first row has values too"
    repeats = any(
        cell and any(index < len(o) and o[index].strip() == cell for o in body) for index, cell in enumerate(cells)
    )
    if repeats or len({cell.casefold() for cell in filled}) < len(filled) or _long_as_values(cells, body):
        return False, "the first row looks like the others"
    return True, "all columns are text, so the first row was taken for names"


def _long_as_values(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Say whether a long text stands above texts that are long as well; a question of a form has short ones below."""
    for index, cell in enumerate(cells):
        if len(cell) > 60:
            below = [len(row[index]) for row in body if index < len(row) and row[index].strip()]
            if not below or median(below) > len(cell) / 3:
                return True
    return False


def _vote(cell: str, index: int, body: Sequence[Sequence[str]]) -> int:
    """1 where a name stands above values, -1 where the cell is a value itself, 0 where that tells nothing."""
    if looks_typed(cell):
        return -1
    below = [row[index].strip() for row in body if index < len(row) and not is_empty(row[index])]
    return int(bool(below) and sum(map(looks_typed, below)) >= 0.8 * len(below))


def _years_as_names(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    years = [i for i, cell in enumerate(cells) if looks_year(cell)]
    others = [cell for i, cell in enumerate(cells) if i not in years]
    if len(years) < 2 or any(looks_typed(cell) for cell in others):
        return False
    numbers = [int(cells[i]) for i in years]
    below = [row[i] for row in body for i in years if i < len(row) and not is_empty(row[i])]
    return sorted(set(numbers)) in (numbers, numbers[::-1]) and not all(looks_year(cell) for cell in below)
