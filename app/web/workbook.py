"""The rows of an answer as an Excel workbook.

Owns that each cell is a value: numbers as numbers where a spreadsheet holds them exactly, dates as dates, texts as
texts that are never run as a formula. Refuses to cut in silence: what does not fit a sheet is said in it.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from app.web.turns import Turn
from app.web.words import say

if TYPE_CHECKING:
    from copilot.values import AnswerColumn

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
_MOST_TEXT: Final = 32_767
_EXACT_DIGITS: Final = 15
"""A spreadsheet's numbers are binary ones of 64 bits: a longer one would come back as another."""
_FIRST_YEAR: Final = 1901
"""Excel counts a day that never was in 1900."""
_WIDEST: Final = 60
_LOOKED_AT: Final = 500
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold."""


def xlsx_of(turn: Turn, *, most_rows: int = MOST_ROWS, most_columns: int = MOST_COLUMNS) -> bytes:
    """Return the rows of an answer as a workbook, with a second sheet that says where they come from."""
    from openpyxl import Workbook

    columns = turn.columns[:most_columns]
    rows = turn.rows[: most_rows - 1]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(say("sheet_rows", turn.language))
    sheet.freeze_panes = "A2"
    for at, wide in enumerate(_widths(columns, rows), 1):
        sheet.column_dimensions[_letters(at)].width = wide
    sheet.append([_text(sheet, column.name, bold=True) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, columns, strict=False)])
    about = book.create_sheet(say("sheet_about", turn.language))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 16, 100
    for label, text in _about(turn, cut=len(rows) < len(turn.rows) or len(columns) < len(turn.columns)):
        about.append([_text(about, label, bold=True), _text(about, text)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(turn: Turn, *, cut: bool) -> Iterable[tuple[str, str]]:
    answer, language = turn.answer, turn.language
    told = [
        ("about_question", turn.text if turn.kind == "ask" else ""),
        ("about_answer", answer.get("text", "")),
        ("computed", answer.get("readback", "")),
        ("assumed", "\n".join(answer.get("assumptions", ()))),
        ("show_sql", answer.get("sql", "")),
    ]
    if answer.get("truncated"):
        told.append(("about_note", say("cut", language, n=f"{len(turn.rows):,}")))
    if cut:
        told.append(("about_note", say("sheet_full", language, rows=f"{MOST_ROWS:,}", columns=f"{MOST_COLUMNS:,}")))
    return [(say(word, language), text) for word, text in told if text]


def _cell(sheet: Any, value: Any, column: AnswerColumn) -> Any:
    """A cell of a value; what a spreadsheet would change becomes text."""
    if value is None:
        return None
    if isinstance(value, bool):
        return _value(sheet, value, None)
    if isinstance(value, int | float | Decimal):
        if not _exact(value):
            return _text(sheet, str(value))
        return _value(sheet, value, "0.0%" if column.unit == "share" else None)
    if isinstance(value, datetime):
        if value.tzinfo is None and value.year >= _FIRST_YEAR:
            return _value(sheet, value, "yyyy-mm-dd hh:mm:ss")
    elif isinstance(value, date):
        if value.year >= _FIRST_YEAR:
            return _value(sheet, value, "yyyy-mm-dd")
    elif isinstance(value, time) and value.tzinfo is None:
        return _value(sheet, value, "hh:mm:ss")
    return _text(sheet, _written(value))


def _exact(value: int | float | Decimal) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) < 10**_EXACT_DIGITS
    return value.is_finite() and len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS and abs(value) < 10**300


def _value(sheet: Any, value: Any, form: str | None) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    if form is not None:
        cell.number_format = form
    return cell


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """A cell that is text whatever it begins with: it says so twice, by its type and for whoever edits it."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet)
    told = _UNSEEN.sub("\ufffd", text)
    cell.value = told if len(told) <= _MOST_TEXT else told[: _MOST_TEXT - 1] + "…"
    cell.data_type = "s"  # else a leading = makes it a formula
    cell.quotePrefix = True
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _written(value: Any) -> str:
    from app.render import cell

    return cell(value)


def _widths(columns: Sequence[AnswerColumn], rows: Sequence[Sequence[Any]]) -> list[int]:
    from app.render import width

    found = [width(column.name) for column in columns]
    for row in rows[:_LOOKED_AT]:
        for at, value in enumerate(row[: len(columns)]):
            longest = max((width(line) for line in _written(value).splitlines()), default=0)
            found[at] = max(found[at], longest)
    return [min(max(wide + 2, 8), _WIDEST) for wide in found]


def _letters(at: int) -> str:
    from openpyxl.utils import get_column_letter

    letters: str = get_column_letter(at)
    return letters
