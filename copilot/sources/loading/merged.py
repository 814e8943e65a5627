"""Merged cells of a sheet.

Owns what they mean: a value merged over rows belongs to each of these rows, and a name merged over several columns
stands before the names below it. Refuses to spread a title over the columns above which it is centred.
"""

from __future__ import annotations

import re
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from copilot.sources.loading.delimited import Record
from copilot.sources.loading.notes import Notes
from copilot.sources.loading.shapes import looks_typed

_REFERENCE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MOST = 200_000
_TOP = 50
"""Two lines of names are looked for in this many rows."""


@dataclass(frozen=True, slots=True)
class Range:
    """One merged range; rows from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


def merged_ranges(path: Path, sheet: Any) -> list[Range]:
    """Return the merged ranges of a sheet in the order of their rows; at most 200,000 of them."""
    part = str(getattr(sheet, "_worksheet_path", ""))
    found: list[Range] = []
    tail = b""
    with zipfile.ZipFile(path) as archive:
        if part not in archive.namelist():
            return []
        with archive.open(part) as stream:
            while (block := stream.read(1 << 20)) and len(found) < _MOST:
                block = tail + block
                end = block.rfind(b">") + 1
                for left, top, right, bottom in _REFERENCE.findall(block[:end]):
                    found.append(Range(int(top), _column(left), int(bottom), _column(right)))
                tail = block[end:][-1_000:]
    return sorted(found, key=lambda item: (item.top, item.left))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


class Merged:
    """The merged ranges of one sheet, and what came of them.

    Args:
        ranges: in the order of their rows.
        width: columns of the sheet.
    """

    def __init__(self, ranges: Sequence[Range], width: int) -> None:
        self._tall = deque(item for item in ranges if item.bottom > item.top and item.left < width)
        self._wide = [item for item in ranges if item.right > item.left and item.top == item.bottom]
        self._width = width
        self._filled = 0
        self._names: tuple[int, int] | None = None

    def applied(self, records: Iterator[Record]) -> Iterator[Record]:
        """Yield the rows with what the merging means written into their cells."""
        filled = self._down(records)
        head = list(islice(filled, _TOP))
        return chain(self._with_one_header(head), filled)

    def _down(self, records: Iterator[Record]) -> Iterator[Record]:
        """Write a value that is merged over rows into each of them."""
        running: list[tuple[Range, str]] = []
        for line, cells in records:
            for item, text in running:
                if not cells[item.left]:
                    cells[item.left] = text
                    self._filled += 1
            running = [(item, text) for item, text in running if item.bottom > line]
            while self._tall and self._tall[0].top <= line:
                item = self._tall.popleft()
                if item.bottom > line and cells[item.left]:
                    running.append((item, cells[item.left]))
            yield line, cells

    def _with_one_header(self, head: list[Record]) -> Iterator[Record]:
        """Make one row of two where names merged over columns stand above other names."""
        lines = {line: place for place, (line, _) in enumerate(head)}
        for top in dict.fromkeys(item.top for item in self._wide):
            place = lines.get(top, -1)
            ranges = [item for item in self._wide if item.top == top and item.right < self._width]
            if 0 <= place < len(head) - 1 and self._are_names(head[place][1], head[place + 1][1], ranges):
                upper, lower = list(head[place][1]), head[place + 1][1]
                for item in ranges:
                    upper[item.left : item.right + 1] = [upper[item.left]] * (item.right - item.left + 1)
                pairs = zip(upper, lower, strict=True)
                joined = [first if first == second else f"{first} {second}".strip() for first, second in pairs]
                self._names = (top, head[place + 1][0])
                yield from head[:place]
                yield head[place + 1][0], joined
                yield from head[place + 2 :]
                return
        yield from head

    def _are_names(self, upper: Sequence[str], lower: Sequence[str], ranges: Sequence[Range]) -> bool:
        """Names stand under each merged name, and nothing that looks like a value in either row."""
        if not ranges or any(item.right - item.left + 1 >= self._width for item in ranges):
            return False
        if len([cell for cell in upper if cell]) < 2:
            return False
        under = [lower[place] for item in ranges for place in range(item.left, item.right + 1)]
        years = all(re.fullmatch(r"(?:19|20)\d\d", cell) for cell in under)
        return (
            all(under)
            and not any(looks_typed(cell) for cell in upper if cell)
            and (years or not any(looks_typed(cell) for cell in lower if cell))
        )

    def say(self, notes: Notes) -> None:
        """Write down what the merging meant."""
        if self._filled:
            notes.decide("merged_cells", f"{self._filled:,} cells belong to merged ones and got their value")
        if self._names:
            first, second = self._names
            notes.decide("merged_header", f"the names in the lines {first} and {second} were joined to one header")
