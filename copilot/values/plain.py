"""From Arrow to plain Python values.

Owns the rules of that conversion: whole decimals of scale 0 (the engine's wide sums) become int, other decimals stay
Decimal, times stay datetime; a date that Python's calendar has not (infinity, the year 12000) becomes its text. Refuses
rounding and formatting.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def plain_rows(table: pa.Table) -> list[tuple[Any, ...]]:
    """Return the rows of an Arrow table as tuples of plain Python values."""
    columns = [_plain_column(table.column(i)) for i in range(table.num_columns)]
    return list(zip(*columns, strict=True)) if columns else []


def _plain_column(column: pa.ChunkedArray[Any]) -> list[Any]:
    import pyarrow.types as kinds

    try:
        values = column.to_pylist()
    except (OverflowError, ValueError):
        return [_date_or_text(scalar) for scalar in column]
    if kinds.is_decimal(column.type) and column.type.scale == 0:
        return [int(v) if isinstance(v, Decimal) else v for v in values]
    if kinds.is_interval(column.type):
        return [None if v is None else _duration(*v) for v in values]
    return values


def _duration(months: int, days: int, nanoseconds: int) -> timedelta | str:
    """Return a duration; months have no fixed length, so that with them it stays a text.

    >>> _duration(0, 1, 2_000_000_000), _duration(14, 3, 0)
    (datetime.timedelta(days=1, seconds=2), '1 year 2 months 3 days')
    """
    span = timedelta(days=days, microseconds=nanoseconds // 1000)
    if not months:
        return span
    years, rest = divmod(abs(months), 12)
    sign = "-" if months < 0 else ""
    parts = [f"{sign}{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((years, "year"), (rest, "month")) if n]
    if days:
        parts.append(f"{days} day{'' if abs(days) == 1 else 's'}")
    if nanoseconds:
        parts.append(str(timedelta(microseconds=nanoseconds // 1000)))
    return " ".join(parts)


def _date_or_text(scalar: pa.Scalar[Any]) -> Any:
    try:
        return scalar.as_py()
    except (OverflowError, ValueError):
        import numpy as np

        number = int(scalar.value)  # type: ignore[attr-defined]
        unit: Any = getattr(scalar.type, "unit", "D")
        end = 2**31 - 1 if unit == "D" else 2**63 - 1
        if abs(number) == end:
            return "infinity" if number > 0 else "-infinity"
        return str(np.datetime64(number, unit)).replace("T", " ")
