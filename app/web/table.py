"""The rows of an answer as a table on the screen and as a file.

Owns how a column is shown so that it still sorts as what it is: numbers stay numbers, months stay dates. Refuses to
cut: what is shown is what is downloaded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from app.web.turns import Turn
from copilot.formatting import find_unit, heading
from copilot.values import AnswerColumn

if TYPE_CHECKING:
    import pyarrow as pa

Form = Literal["flag", "whole", "number", "day", "moment", "text"]
_ROW, _MOST_ROWS_HIGH = 32, 12
_EXACT = 2**53
"""Whole numbers beyond this are not exact in a browser and are shown as text."""
_MONEY = {"$": "dollar", "€": "euro"}
_GRAINS = {
    "en": {"year": "YYYY", "quarter": "[Q]Q YYYY", "month": "MMM YYYY"},
    "zh": {"year": "YYYY年", "quarter": "YYYY年[第]Q[季度]", "month": "YYYY年M月"},
}
_WHOLE_DAYS = ("year", "quarter", "month", "week", "day")


def show_table(turn: Turn, *, key: str) -> None:
    """Draw the rows."""
    table, config = laid_out(turn)
    high = _ROW * (min(len(turn.rows), _MOST_ROWS_HIGH) + 1) + 3
    st.dataframe(
        table, hide_index=True, column_config=config, height=high, row_height=_ROW, key=key, placeholder="–"
    )  # fmt: skip


def csv_of(turn: Turn) -> bytes:
    """Return the rows as CSV that runs no formula; the mark at its head tells Excel that it is UTF-8."""
    from app.render import render_csv

    return render_csv([column.name for column in turn.columns], turn.rows).encode("utf-8-sig")


def file_name(turn: Turn, suffix: str = ".csv") -> str:
    """Return a file's name made of the question.

    >>> file_name(Turn("", "ask", "Revenue by region, 2025?", {}))
    'revenue-by-region-2025.csv'
    """
    words = re.findall(r"\w+", turn.text.casefold())
    return ("-".join(words)[:60].strip("-") or "answer") + suffix


def laid_out(turn: Turn) -> tuple[pa.Table, dict[str, Any]]:
    """Return the rows as an Arrow table and how each column is shown."""
    import pyarrow as pa

    types: dict[Form, Any] = {
        "flag": pa.bool_(), "whole": pa.int64(), "number": pa.float64(), "day": pa.date32(),
        "moment": pa.timestamp("us"), "text": pa.string(),
    }  # fmt: skip
    arrays, config = [], {}
    for at, column in enumerate(turn.columns):
        values = [row[at] for row in turn.rows]
        form = form_of(column, values)
        shown = [None if value is None else _shown(value, form) for value in values]
        arrays.append(pa.array(shown, type=types[form]))
        config[column.name] = _config(column, shown, form, turn)
    return pa.Table.from_arrays(arrays, names=[column.name for column in turn.columns]), config


def form_of(column: AnswerColumn, values: Sequence[Any]) -> Form:
    """Return as what a browser can show and sort these values.

    >>> column = AnswerColumn("n", "integer", "measure")
    >>> form_of(column, [1, None]), form_of(column, [2**60]), form_of(column, [1, "x"])
    ('whole', 'text', 'text')
    """
    there = [value for value in values if value is not None]
    if any(isinstance(value, bool) for value in there):
        return "flag" if all(isinstance(value, bool) for value in there) else "text"
    if there and all(isinstance(value, int) for value in there):
        return "whole" if all(abs(value) <= _EXACT for value in there) else "text"
    if there and all(isinstance(value, int | float | Decimal) for value in there):
        return "number"
    if there and all(isinstance(value, date) for value in there):
        moments = [value for value in there if isinstance(value, datetime)]
        if not moments or column.time_grain in _WHOLE_DAYS:
            return "day"
        return "text" if any(moment.tzinfo for moment in moments) else "moment"
    return "text"


def _shown(value: Any, form: Form) -> Any:
    if form == "number":
        return float(value) if math.isfinite(value) else None
    if form == "day":
        return value.date() if isinstance(value, datetime) else value
    if form == "text" and not isinstance(value, str):
        from app.render import cell

        return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else cell(value)
    return value


def _config(column: AnswerColumn, values: Sequence[Any], form: Form, turn: Turn) -> Any:
    label = heading(column, turn.language)
    kinds = st.column_config
    if form == "flag":
        return kinds.CheckboxColumn(label)
    if form == "day":
        return kinds.DateColumn(label, format=_GRAINS[turn.language].get(column.time_grain or "day", "YYYY-MM-DD"))
    if form == "moment":
        return kinds.DatetimeColumn(label, format=f"YYYY-MM-DD HH:mm{_seconds(values)}")
    if form in ("whole", "number"):
        return kinds.NumberColumn(label, format=_number_format(column, values, form))
    return kinds.TextColumn(label)


def _number_format(column: AnswerColumn, values: Sequence[Any], form: Form) -> str:
    unit = find_unit(column.unit)
    if column.unit == "share":
        return "percent"
    if unit is not None and unit.tight:
        return _MONEY.get(unit.sign) or ("%.1f%%" if unit.one == "%" else f"{unit.sign}%.{unit.decimals}f")
    if column.role in ("key", "time", "text"):
        return "%d" if form == "whole" else "%.15g"  # a year or a number of an order is not grouped
    largest = max((abs(value) for value in values if value is not None), default=0)
    if form == "number" and 0 < largest < 0.1:
        return "%.3g"
    return "localized"


def _seconds(moments: Sequence[datetime | None]) -> str:
    return ":ss" if any(moment is not None and moment.second for moment in moments) else ""
