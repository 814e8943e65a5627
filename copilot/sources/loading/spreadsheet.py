"""Sheets of an Excel workbook as grids.

Owns the text of each cell, written so that types can be found the same way as in a text file: numbers with at most 15
digits as Excel shows them, dates in ISO form. Refuses to compute formulas: it takes their stored results and says where
there are none.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from copilot.errors import SourceError
from copilot.sources.loading.delimited import Record
from copilot.sources.loading.expand import megabytes
from copilot.sources.loading.grid import SAMPLE, Grid, load_grid, refuse_too_wide
from copilot.sources.loading.merged import Merged, merged_ranges
from copilot.sources.loading.names import table_name
from copilot.sources.loading.notes import Notes, Progress
from copilot.values.load import LoadLimits, TableLoad

if TYPE_CHECKING:
    import duckdb

_NO_RESULT = re.compile(rb"<f[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def load_workbook_file(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    origin: str,
    table: str,
    open_notes: Callable[[str, str], Notes],
    progress: Progress,
    limits: LoadLimits,
) -> list[TableLoad]:
    """Load each sheet that holds something as a table of its own.

    Args:
        con: the engine.
        path: the workbook.
        origin: what to call it.
        table: what its only table is called; several carry the sheets' names too.
        open_notes: opens the notebook of a table, from its wanted name and its file.
        progress: told what happens.
        limits: how far it may expand, and how many columns there may be.

    Raises:
        SourceError: the file is not a workbook, expands too far, or is empty.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    formulas = _look_inside(path, origin, limits)
    loads = []
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
            sheets = [(sheet, head) for sheet in book.worksheets if (head := _head(sheet))]
        except (
            *(InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError),
            *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ParseError),
        ) as error:
            raise SourceError(f"{origin} cannot be read as an Excel workbook; save it again as .xlsx.") from error
        if not sheets:
            raise SourceError(f"{origin} is empty: no sheet of it holds a value.")
        for number, (sheet, width) in enumerate(sheets):
            say = partial(_say, progress, number / len(sheets))
            say(f"{origin}: sheet {sheet.title}")
            wanted = table if len(sheets) == 1 else f"{table}_{table_name(sheet.title)}"
            notes = open_notes(wanted, origin)
            _describe(notes, sheet, len(sheets), formulas)
            loads.append(notes.table_load(_load_sheet(con, path, sheet, width, notes, say, limits)))
        book.close()
    return loads


def _load_sheet(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    sheet: Any,
    width: int,
    notes: Notes,
    say: Callable[[str], None],
    limits: LoadLimits,
) -> int:
    shown = f"{notes.origin}, sheet {sheet.title}"
    refuse_too_wide(width, shown, limits)
    merged = Merged(merged_ranges(path, sheet), width)
    records = merged.applied(_records(sheet, width))
    rows = load_grid(con, Grid(shown, records, width, None, lambda counts: None, limits), notes, say)
    merged.say(notes)
    return rows


def _say(progress: Progress, share: float, text: str) -> None:
    progress(text, share)


def _describe(notes: Notes, sheet: Any, sheets: int, formulas: int) -> None:
    notes.know(kind="workbook", sheet=str(sheet.title))
    if sheets > 1:
        notes.decide("sheet", f"this is the sheet {sheet.title!r}")
    if sheet.sheet_state != "visible":
        notes.decide("hidden_sheet", f"the sheet {sheet.title!r} is hidden in the workbook")
    if formulas:
        text = (
            f"{formulas:,} formulas of the workbook have no stored result and read as empty; open and save it in Excel"
        )
        notes.decide("formulas", text)


def _look_inside(path: Path, origin: str, limits: LoadLimits) -> int:
    """Refuse what expands too far, and count the formulas without a stored result."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(item.file_size for item in archive.infolist())
            if size > limits.workbook_mb * 1e6:
                raise SourceError(
                    f"{origin} expands to {megabytes(size)} MB, more than the {limits.words('workbook_mb')} that a "
                    "workbook may; save the sheet as CSV or Parquet, or raise that setting."
                )
            parts = [item for item in archive.namelist() if item.startswith("xl/worksheets/") and item.endswith(".xml")]
            return sum(_without_result(archive, part) for part in parts)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        with path.open("rb") as file:
            old = file.read(4) == b"\xd0\xcf\x11\xe0"
        if old:
            raise SourceError(
                f"{origin} is an old Excel file (.xls), or one with a password; save it as .xlsx without one."
            ) from error
        raise SourceError(f"{origin} is not an Excel workbook; save it as .xlsx.") from error


def _without_result(archive: zipfile.ZipFile, part: str) -> int:
    found, tail = 0, b""
    with archive.open(part) as stream:
        while block := stream.read(1 << 20):
            block = tail + block
            end = block.rfind(b"</c>") + 4
            if end < 4:
                tail = block[-1_000_000:]
                continue
            found += len(_NO_RESULT.findall(block[:end]))
            tail = block[end:]
    return found


def _head(sheet: Any) -> int:
    """Width of the sheet's first rows, 0 where it is empty."""
    sheet.reset_dimensions()
    rows = (_texts(row) for row in sheet.iter_rows())
    filled = (row for row in rows if row)
    return max((len(row) for row in islice(filled, SAMPLE)), default=0)


def _records(sheet: Any, width: int) -> Iterator[Record]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        texts = _texts(row)
        texts.extend([""] * (width - len(texts)))
        yield number, texts


def _texts(row: Any) -> list[str]:
    """Texts of a row's cells up to its last filled one."""
    texts = ["" if cell.value is None else cell_text(cell.value, cell.number_format) for cell in row]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def cell_text(value: object, number_format: str = "General") -> str:
    """Return a cell's value as text.

    >>> cell_text(0.1 + 0.2), cell_text(3.0), cell_text(501, "00000"), cell_text(datetime(2026, 1, 5))
    ('0.3', '3', '00501', '2026-01-05')
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number_text(value, number_format)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value).replace("\0", "")


def _number_text(value: int | float, number_format: str) -> str:
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return "nan"
        if not value.is_integer():
            return format(Decimal(f"{value:.15g}"), "f")
        value = int(value)
    if re.fullmatch("0{2,}", number_format or "") and value >= 0:
        return str(value).zfill(len(number_format))
    return str(value)
