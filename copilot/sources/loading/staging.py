"""Records of text cells into a staging table, one text column for each.

Owns which records become rows and which are set aside. The staging table lives in its own file, so that nothing of it
is left in the finished database. Refuses to change a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copilot.errors import SourceError
from copilot.sources.loading.delimited import Record
from copilot.sources.loading.layout import Layout
from copilot.sources.loading.notes import Notes

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

TABLE = "staging.main.cells"
BATCH = 20_000
BATCH_CHARACTERS = 16_000_000
"""A batch ends here too, so that long cells do not pile up."""


@dataclass(slots=True)
class Counts:
    """What became of the records."""

    rows: int = 0
    blank: int = 0
    ragged: int = 0
    repeated: int = 0
    trimmed: int = 0


def fill(
    con: duckdb.DuckDBPyConnection, records: Iterable[Record], layout: Layout, notes: Notes, *, joiner: str
) -> Counts:
    """Write the records that have the right number of cells into the staging table.

    Raises:
        SourceError: most of the lines do not fit, so that what is left would mislead.
    """
    import pyarrow as pa

    counts = Counts()
    fields = [pa.field("line", pa.int64())] + [pa.field(f"c{i}", pa.string()) for i in range(layout.width)]
    schema = pa.schema(fields)
    batches = _batches(_fitting(records, layout, notes, counts, joiner), schema)
    reader = pa.RecordBatchReader.from_batches(schema, batches)
    con.execute(f"DROP TABLE IF EXISTS {TABLE}")
    con.register("incoming", reader)
    con.execute("SET threads = 1")  # two threads would take batches from the stream out of order
    con.execute(f"CREATE TABLE {TABLE} AS SELECT * FROM incoming")
    con.execute("SET threads = 2")
    con.unregister("incoming")
    _say(counts, notes)
    return counts


def refuse_mostly_ragged(counts: Counts, broken: int, name: str) -> None:
    """Refuse a file of which most lines did not fit.

    Raises:
        SourceError: more lines were set aside than became rows, of ten or more.
    """
    bad = counts.ragged + broken
    if bad > counts.rows and bad + counts.rows >= 10:
        raise SourceError(
            f"{name}: {bad:,} of {bad + counts.rows:,} lines do not have the cells of the header, so the file cannot "
            "be read safely as one table; check its delimiter and its quotes."
        )


def _say(counts: Counts, notes: Notes) -> None:
    if counts.blank:
        notes.decide("blank_rows", f"{counts.blank:,} empty rows were passed over")
    if counts.trimmed:
        notes.decide(
            "extra_cells", f"{counts.trimmed:,} rows end in empty cells beyond the last column; those were dropped"
        )
    if counts.ragged:
        notes.decide("ragged_rows", f"{counts.ragged:,} rows have too few or too many cells and were set aside")
    if counts.repeated:
        notes.decide("repeated_header", f"{counts.repeated:,} rows repeat the header and were set aside")


def _fitting(
    records: Iterable[Record], layout: Layout, notes: Notes, counts: Counts, joiner: str
) -> Iterator[tuple[int, list[str]]]:
    width, header = layout.width, layout.header
    for line, cells in records:
        if len(cells) != width:
            if not any(cell and not cell.isspace() for cell in cells):
                counts.blank += 1
                continue
            if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
                counts.trimmed += 1
                cells = cells[:width]
            else:
                counts.ragged += 1
                notes.put_aside(line, _misfit(len(cells), width), joiner.join(cells))
                continue
        elif cells == header:
            counts.repeated += 1
            notes.put_aside(line, "repeats the header", joiner.join(cells))
            continue
        elif not any(cells) or not any(cell and not cell.isspace() for cell in cells):
            counts.blank += 1
            continue
        counts.rows += 1
        yield line, cells


def _misfit(cells: int, width: int) -> str:
    return f"too few cells: {cells} of {width}" if cells < width else f"too many cells: {cells} for {width} columns"


def _batches(rows: Iterator[tuple[int, list[str]]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    lines: list[int] = []
    kept: list[list[str]] = []
    size = 0

    def batch() -> pa.RecordBatch:
        arrays: list[pa.Array[Any]] = [pa.array(lines, pa.int64())]
        arrays += [pa.array(list(column), pa.string()) for column in zip(*kept, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    for line, cells in rows:
        lines.append(line)
        kept.append(cells)
        size += sum(map(len, cells))
        if len(kept) >= BATCH or size >= BATCH_CHARACTERS:
            yield batch()
            lines.clear()
            kept.clear()
            size = 0
    if kept:
        yield batch()
