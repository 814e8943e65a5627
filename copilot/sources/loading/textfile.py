"""A delimited text file as a grid.

Owns decoding, cutting into lines and the count that proves that no line was lost.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.errors import SourceError
from copilot.sources.loading.delimited import DELIMITER_NAMES, Form, Records, detect_form, read_lines
from copilot.sources.loading.encoding import detect_encoding
from copilot.sources.loading.grid import Grid, load_grid
from copilot.sources.loading.notes import Notes, Progress
from copilot.sources.loading.staging import Counts, refuse_mostly_ragged

if TYPE_CHECKING:
    import duckdb

SAMPLE_LINES = 1_000
SAMPLE_CHARACTERS = 1 << 20


def load_text(
    con: duckdb.DuckDBPyConnection, path: Path, origin: str, table: str, notes: Notes, progress: Progress
) -> int:
    """Load one CSV or TSV file and return the number of rows.

    Raises:
        SourceError: the file is empty, is not text, or does not hold one table.
    """
    encoding = detect_encoding(path)
    notes.decide("encoding", encoding.text)
    size = max(1, path.stat().st_size)
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding.name, encoding.errors, newline="") as stream:
        lines = read_lines(stream.readline, origin)
        sample = _sample(lines)
        following = next(lines, None)
        form = detect_form(sample, cut=following is not None)
        _say_form(form, sample, notes)
        rest = chain([following] if following is not None else [], lines)
        counted = _Counted(chain(sample, rest), lambda: progress(f"{origin}: reading lines", _share(raw.tell(), size)))
        records = Records(counted, form, notes.put_aside)
        grid = Grid(origin, iter(records), form.width, form.delimiter, partial(_check, records, counted, origin))
        rows = load_grid(con, table, grid, notes, lambda text: progress(text, 0.7))
    if records.continued:
        notes.decide("line_breaks", f"{records.continued:,} lines belong to quoted values that hold line breaks")
    if records.broken:
        notes.decide("broken_quotes", f"{records.broken:,} lines have a quote that does not pair and were set aside")
    notes.decide("lines", f"{records.lines:,} lines were read: {rows:,} rows of data")
    return rows


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
