"""Sheets of an Excel workbook as grids.

Owns the text of each cell, written so that types can be found the same way as in a text file: numbers with at most 15
digits as Excel shows them, dates in ISO form. Refuses to compute formulas: it takes their stored results and says where
there are none.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.errors import SourceError
from copilot.sources.loading.delimited import Record
from copilot.sources.loading.grid import SAMPLE, Grid, load_grid
from copilot.sources.loading.names import table_name, unique
from copilot.sources.loading.notes import Notes, Progress
from copilot.values.load import TableLoad

if TYPE_CHECKING:
    import duckdb

EXPANDED_CAP = 500_000_000
_NO_RESULT = re.compile(rb"<f[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def load_workbook_file(
    con: duckdb.DuckDBPyConnection, path: Path, origin: str, table: str, taken: set[str], progress: Progress
) -> list[TableLoad]:
    """Load each sheet that holds something as a table of its own.

    Raises:
        SourceError: the file is not a workbook, expands too far, or is empty.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    formulas = _look_inside(path, origin)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise SourceError(f"{origin} cannot be read as an Excel workbook ({error}); save it again as .xlsx.") from error
    loads = []
    try:
        sheets = [(sheet, head) for sheet in book.worksheets if (head := _head(sheet))]
        if not sheets:
            raise SourceError(f"{origin} is empty: no sheet of it holds a value.")
        for number, (sheet, width) in enumerate(sheets):
            say = partial(_say, progress, number / len(sheets))
            say(f"{origin}: sheet {sheet.title}")
            wanted = table if len(sheets) == 1 else f"{table}_{table_name(sheet.title)}"
            name = unique(wanted, taken)
            notes = _notes(sheet, len(sheets), formulas)
            shown = f"{origin}, sheet {sheet.title}"
            grid = Grid(shown, _records(sheet, width), width, None, lambda counts: None)
            rows = load_grid(con, name, grid, notes, say)
            loads.append(notes.table_load(name, origin, rows))
    finally:
        book.close()
    return loads


def _say(progress: Progress, share: float, text: str) -> None:
    progress(text, share)


def _notes(sheet: Any, sheets: int, formulas: int) -> Notes:
    notes = Notes()
    if sheets > 1:
        notes.decide("sheet", f"this is the sheet {sheet.title!r}")
    if sheet.sheet_state != "visible":
        notes.decide("hidden_sheet", f"the sheet {sheet.title!r} is hidden in the workbook")
    if formulas:
        text = (
            f"{formulas:,} formulas of the workbook have no stored result and read as empty; open and save it in Excel"
        )
        notes.decide("formulas", text)
    return notes


def _look_inside(path: Path, origin: str) -> int:
    """Refuse what expands too far, and count the formulas without a stored result."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(item.file_size for item in archive.infolist())
            if size > EXPANDED_CAP:
                raise SourceError(
                    f"{origin} expands to {size / 1e6:,.0f} MB, more than the {EXPANDED_CAP / 1e6:,.0f} MB allowed for "
                    "a workbook; save the sheet as CSV or Parquet."
                )
            parts = [item for item in archive.namelist() if item.startswith("xl/worksheets/") and item.endswith(".xml")]
            return sum(_without_result(archive, part) for part in parts)
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(f"{origin} is not an Excel workbook ({error}); save it as .xlsx.") from error


def _without_result(archive: zipfile.ZipFile, part: str) -> int:
    found, tail = 0, b""
    with archive.open(part) as stream:
        while block := stream.read(1 << 20):
            block = tail + block
            end = block.rfind(b"</c>") + 4
            if end < 4:
                tail = block
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
    return str(value)


def _number_text(value: int | float, number_format: str) -> str:
    if isinstance(value, float):
        if not value.is_integer():
            return format(Decimal(f"{value:.15g}"), "f")
        value = int(value)
    if re.fullmatch("0{2,}", number_format or "") and value >= 0:
        return str(value).zfill(len(number_format))
    return str(value)
