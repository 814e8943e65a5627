"""Values of an answer's columns, for tables and sentences.

Owns which spelling a column asks for: years and keys are not grouped, times are named at their grain, money carries its
sign in every cell while other units stand in the heading.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from copilot.formatting.numbers import duration, number
from copilot.formatting.units import find_unit
from copilot.formatting.words import NO_CELL, Language, no_value, when
from copilot.values.answer import AnswerColumn


def cell(value: Any, column: AnswerColumn, language: Language) -> str:
    """Return one cell of a table; ``–`` for a missing value.

    >>> column = AnswerColumn("revenue", "decimal", "measure", unit="USD")
    >>> cell(Decimal("1234.5"), column, "en"), cell(None, column, "en") == NO_CELL
    ('$1,234.50', True)
    """
    if value is None:
        return NO_CELL
    known = find_unit(column.unit)
    in_cell = column.unit == "share" or (known is not None and known.tight)
    return _written(value, column, language, column.unit if in_cell else None)


def said(value: Any, column: AnswerColumn, language: Language) -> str:
    """Return one value for a sentence, with its unit.

    >>> said(12.6, AnswerColumn("delay", "float", "measure", unit="minutes"), "en")
    '12.6 minutes'
    """
    return no_value(language) if value is None else _written(value, column, language, column.unit)


def heading(column: AnswerColumn, language: Language) -> str:
    """Return a column's heading: its label, with the unit that the cells leave out.

    >>> heading(AnswerColumn("delay", "float", "measure", unit="minutes", label="average delay"), "en")
    'average delay (minutes)'
    """
    label, known = column.label or column.name, find_unit(column.unit)
    if column.unit is None or column.unit == "share" or (known is not None and known.tight):
        return label
    words = column.unit if known is None else known.many if language == "en" else known.zh.removeprefix("个")
    return label if words.casefold() in label.casefold() else f"{label} ({words})"


def _written(value: Any, column: AnswerColumn, language: Language, unit: str | None) -> str:
    if isinstance(value, timedelta):
        return duration(value.total_seconds(), language)
    if isinstance(value, date | datetime | time) or (column.time_grain and isinstance(value, str | int)):
        return when(value, column.time_grain, language)
    if isinstance(value, bool):
        return number(value, language=language)
    if isinstance(value, int | float | Decimal):
        if column.role in ("key", "time", "text") and _is_whole(value):
            return str(int(value))
        return number(value, language=language, unit=unit)
    if isinstance(value, bytes):
        return f"0x{value[:16].hex()}{'…' if len(value) > 16 else ''}"
    return str(value)


def _is_whole(value: int | float | Decimal) -> bool:
    return isinstance(value, int) or (math.isfinite(value) and value == int(value))
