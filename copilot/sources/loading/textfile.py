"""A delimited text file as a grid.

Owns decoding, cutting into lines, the mending of stray characters, and the count that proves that no line was lost.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.errors import SourceError
from copilot.sources.loading.delimited import DELIMITER_NAMES, NO_DELIMITER, Form, Records, detect_form, read_lines
from copilot.sources.loading.encoding import Encoding, detect_encoding
from copilot.sources.loading.grid import Grid, load_grid
from copilot.sources.loading.notes import Notes, Progress
from copilot.sources.loading.staging import Counts, refuse_mostly_ragged
from copilot.values.load import LoadLimits

if TYPE_CHECKING:
    import duckdb

SAMPLE_LINES = 1_000
SAMPLE_CHARACTERS = 1 << 20
_STRAY_RETURN = re.compile(r"\r(?!\n?\Z)")


def load_text(con: duckdb.DuckDBPyConnection, path: Path, notes: Notes, progress: Progress, limits: LoadLimits) -> int:
    """Load one CSV or TSV file and return the number of rows.

    Raises:
        SourceError: the file is empty, is not text, or does not hold one table.
    """
    origin = notes.origin
    encoding = detect_encoding(path, origin)
    notes.decide("encoding", encoding.text)
    size = max(1, path.stat().st_size)
    ends = _line_ends(path, encoding)
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding.name, encoding.errors, newline=ends) as stream:
        mended = _Mended(read_lines(stream.readline, origin, limits))
        lines = iter(mended)
        sample = _sample(lines)
        following = next(lines, None)
        form = detect_form(sample, cut=following is not None)
        _say_form(form, sample, notes)
        notes.know(
            kind="text",
            encoding=encoding.name,
            delimiter=form.delimiter if form.delimiter != NO_DELIMITER else None,
            quoting=form.quoting,
        )
        rest = chain([following] if following is not None else [], lines)
        counted = _Counted(chain(sample, rest), lambda: progress(f"{origin}: reading lines", _share(raw.tell(), size)))
        records = Records(counted, form, notes.put_aside)
        grid = Grid(
            origin, iter(records), form.width, form.delimiter, partial(_check, records, counted, origin), limits
        )
        rows = load_grid(con, grid, notes, lambda text: progress(text, 0.7))
    _say_lines(records, mended, rows, notes)
    return rows


def _say_lines(records: Records, mended: _Mended, rows: int, notes: Notes) -> None:
    mended.say(notes)
    if records.continued:
        notes.decide("line_breaks", f"{records.continued:,} lines belong to quoted values that hold line breaks")
    if records.broken:
        notes.decide("broken_quotes", f"{records.broken:,} lines have a quote that does not pair and were set aside")
    notes.decide("lines", f"{records.lines:,} lines were read: {rows:,} rows of data")
    notes.know(lines=records.lines)


def _line_ends(path: Path, encoding: Encoding) -> str:
    """Return the `newline` to open with: where most lines end in a line feed, a lone return ends no line."""
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as stream:
        head = stream.read(SAMPLE_CHARACTERS)
    feeds = head.count("\n")
    lone = head.count("\r") - head.count("\r\n")
    return "\n" if feeds > lone else ""


@dataclass(slots=True)
class _Mended:
    """Lines without the characters that stand in no cell, and the count of these."""

    lines: Iterable[str]
    nuls: int = 0
    marks: int = 0
    returns: int = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            if "\0" in line:
                self.nuls += line.count("\0")
                line = line.replace("\0", "")
            if line.startswith("\ufeff"):
                self.marks += 1
                line = line.lstrip("\ufeff")
            if "\r" in line[:-2] and '"' not in line:
                line, number = _STRAY_RETURN.subn(" ", line)
                self.returns += number
            yield line

    def say(self, notes: Notes) -> None:
        """Write down what was mended."""
        if self.nuls:
            notes.decide("nul_bytes", f"{self.nuls:,} NUL characters were taken out")
        if self.marks:
            notes.decide("byte_order_marks", f"{self.marks:,} byte order marks within the file were taken out")
        if self.returns:
            notes.decide("carriage_returns", f"{self.returns:,} carriage returns within lines were read as blanks")


class _Counted:
    """Lines with a count of them that does not depend on how they are cut into records."""

    def __init__(self, lines: Iterable[str], tick: Callable[[], None]) -> None:
        self._lines = lines
        self._tick = tick
        self.lines = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if self.lines % 50_000 == 0:
                self._tick()
            self.lines += 1
            yield line


def _share(done: int, size: int) -> float:
    return 0.6 * min(1.0, done / size)


def _check(records: Records, counted: _Counted, origin: str, counts: Counts) -> None:
    if records.lines != counted.lines:
        raise SourceError(
            f"{origin}: {counted.lines:,} lines were read but {records.lines:,} were understood; report this."
        )
    refuse_mostly_ragged(counts, records.broken, origin)
    if counts.rows == 0 and (records.broken or counts.ragged):
        raise SourceError(
            f"{origin}: no line could be read as a row ({records.broken:,} with quotes that do not pair, "
            f"{counts.ragged:,} with too few or too many cells); check its quotes and its delimiter."
        )


def _sample(lines: Iterator[str]) -> list[str]:
    sample: list[str] = []
    size = 0
    for line in lines:
        sample.append(line)
        size += len(line)
        if len(sample) >= SAMPLE_LINES or size >= SAMPLE_CHARACTERS:
            break
    return sample


def _say_form(form: Form, sample: list[str], notes: Notes) -> None:
    if form.width == 1:
        notes.decide("delimiter", "no delimiter gives the same number of cells on most lines, so there is one column")
    else:
        notes.decide("delimiter", f"{DELIMITER_NAMES[form.delimiter]} separates the cells ({form.width} on most lines)")
    match form.quoting:
        case "none":
            if any('"' in line for line in sample):
                notes.decide("quotes", "quotes do not pair in this file, so they are part of the values")
        case "single":
            notes.decide("quotes", "values are quoted with single quotes")
        case "backslash":
            notes.decide("quotes", "a backslash takes a quote's meaning away")
