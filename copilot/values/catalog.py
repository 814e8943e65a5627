"""What is known of a data set: tables, columns, keys, relationships, facts and roles.

Owns the shape of that knowledge; how it is found out belongs to `copilot.catalog`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

ColumnType = Literal[
    "integer", "decimal", "float", "boolean", "text", "date", "timestamp", "time", "interval", "json", "binary", "other"
]
ColumnRole = Literal["key", "time", "measure", "dimension", "text", "geography", "flag", "sequence"]
Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """Statistics of one column over all rows of its table."""

    rows: int
    nulls: int
    distinct: int
    """Number of distinct non-null values; see `distinct_exact`."""
    distinct_exact: bool
    minimum: Scalar = None
    """Smallest value; dates and times as ISO 8601 text, decimals as text."""
    maximum: Scalar = None
    mean: float | None = None
    quantiles: tuple[float, ...] = ()
    """5 %, 25 %, 50 %, 75 % and 95 % quantiles of a number, else empty."""
    mean_length: float | None = None
    top: tuple[tuple[Scalar, int], ...] = ()
    """Most frequent values with their counts, most frequent first."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column as a reader may use it."""

    name: str
    type: ColumnType
    engine_type: str
    """The engine's own spelling, such as ``DECIMAL(12,2)``."""
    role: ColumnRole = "dimension"
    additive: bool = False
    """True for a measure whose sum over rows means something (amount), False where it does not (price, year)."""
    unit: str | None = None
    facts: ColumnFacts | None = None
    expression: str = ""
    """SQL over the table's own columns, where the owners of the data agreed on a column that is not stored."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table, or a view that the source shows as one."""

    name: str
    columns: Mapping[str, Column]
    primary_key: tuple[str, ...] = ()
    """Declared, else the best inferred, else empty."""
    row_count: int = 0
    grain: str = ""
    """One row per what, in words, such as ``one row per order_id, line_no``."""
    time_column: str | None = None
    """The column that dates a row, where there is one."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A many-to-one link: each row of `from_table` has at most one partner in `to_table`."""

    from_table: str
    from_columns: tuple[str, ...]
    to_table: str
    to_columns: tuple[str, ...]
    declared: bool
    share: float = 1.0
    """Share of the non-null child rows that have a partner."""


@dataclass(frozen=True, slots=True)
class ValueList:
    """The stored values of one dimension column, most frequent first."""

    table: str
    column: str
    values: tuple[str, ...]
    complete: bool
    """False where the list was cut at its cap."""


@dataclass(frozen=True)
class Catalog:
    """Everything a reader may rely on about one source."""

    tables: Mapping[str, Table]
    relationships: tuple[Relationship, ...] = ()
    value_lists: tuple[ValueList, ...] = ()
    fingerprint: str = ""
    """Of the content that the facts were taken from."""

    @cached_property
    def listed(self) -> Mapping[tuple[str, str], ValueList]:
        """Return the value lists by table and column."""
        return {(each.table, each.column): each for each in self.value_lists}

    def column(self, table: str, column: str) -> Column:
        """Return one column.

        Raises:
            KeyError: there is no such table or column.
        """
        return self.tables[table].columns[column]
