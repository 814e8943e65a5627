"""A grid of text cells into one typed table.

Owns the order of the steps that delimited files and spreadsheets share: layout, staging, totals, types, table. Refuses
to know where the cells came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from copilot.errors import SourceError
from copilot.sources.loading import totals
from copilot.sources.loading.delimited import Record
from copilot.sources.loading.inference import Hints, hints_of, measure
from copilot.sources.loading.layout import Layout, find_layout
from copilot.sources.loading.marks import column_load
from copilot.sources.loading.notes import Notes
from copilot.sources.loading.staging import Counts, fill
from copilot.sources.loading.typing_sql import Typed, build, describe, null_spellings, settle
from copilot.values.load import LoadLimits

if TYPE_CHECKING:
    import duckdb

SAMPLE = 2_000


@dataclass(frozen=True, slots=True)
class Grid:
    """Records and what is known of their form."""

    name: str
    """For messages: the file, with its sheet where there is one."""
    records: Iterator[Record]
    width: int
    delimiter: str | None
    """None for a spreadsheet."""
    check: Callable[[Counts], None]
    """Called when all records are staged; may raise `SourceError`."""
    limits: LoadLimits

    @property
    def joiner(self) -> str:
        """What cells are joined with where a row is shown."""
        return self.delimiter or ", "


def load_grid(con: duckdb.DuckDBPyConnection, grid: Grid, notes: Notes, say: Callable[[str], None]) -> int:
    """Build the table of the notebook from a grid and return its number of rows.

    Raises:
        SourceError: there is nothing in it, it is too wide, or most of it does not fit.
    """
    table = notes.table
    refuse_too_wide(grid.width, grid.name, grid.limits)
    sample = list(islice(grid.records, SAMPLE))
    if not any(cell.strip() for _, row in sample for cell in row):
        raise SourceError(f"{grid.name} is empty; a header line and rows below it would work.")
    layout = find_layout(sample, grid.width, notes, delimiter=grid.delimiter)
    refuse_too_wide(layout.width, grid.name, grid.limits)
    counts = fill(con, chain(sample[layout.body :], grid.records), layout, notes, joiner=grid.joiner)
    grid.check(counts)
    held = totals.hold_back(con, layout.width, notes, joiner=grid.joiner)
    columns, hints, rows = _typed(con, table, layout, grid, say)
    if held:
        back = totals.decide(con, table, columns, held, notes, joiner=grid.joiner)
        if back:
            totals.put_back(con, back)
            columns, hints, rows = _typed(con, table, layout, grid, say)
    for typed in columns:
        misfits = describe(con, typed, hints, notes)
        nulls = null_spellings(typed)
        notes.columns.append(column_load(con, typed, layout.original(typed.column.place), misfits, nulls))
    _say_dropped(layout, columns, notes)
    return rows


def refuse_too_wide(width: int, name: str, limits: LoadLimits) -> None:
    """Refuse a table of more columns than one may have.

    Raises:
        SourceError: there are too many.
    """
    if width > limits.columns:
        raise SourceError(
            f"{name} has {width:,} columns, more than the {limits.words('columns')} that a table may have; check its "
            "delimiter, take the columns that are needed, or raise that setting."
        )


def _typed(
    con: duckdb.DuckDBPyConnection, table: str, layout: Layout, grid: Grid, say: Callable[[str], None]
) -> tuple[list[Typed], Hints, int]:
    measured = []
    for place, name in enumerate(layout.names):
        say(f"{grid.name}: looking at column {name}")
        measured.append(measure(con, place, name))
    kept = [c for c in measured if layout.named[c.place] or c.values or any(text for text, _ in c.nulls)] or measured[
        :1
    ]
    hints = hints_of(kept, delimiter=grid.delimiter)
    columns = [settle(con, column, hints) for column in kept]
    say(f"{grid.name}: writing the table")
    return columns, hints, build(con, table, columns)


def _say_dropped(layout: Layout, columns: list[Typed], notes: Notes) -> None:
    dropped = layout.width - len(columns)
    if dropped:
        notes.decide("empty_columns", f"{dropped} columns without a name and without values were left out")
