"""From Arrow to plain Python values.

Owns the rules of that conversion: whole decimals of scale 0 (the engine's wide sums) become int, other decimals stay
Decimal, times stay datetime. Refuses rounding and formatting.
"""

from __future__ import annotations

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

    values = column.to_pylist()
    if kinds.is_decimal(column.type) and column.type.scale == 0:
        return [int(v) if isinstance(v, Decimal) else v for v in values]
    return values
