"""What kind of rows these are: which columns vary, which name a row, which can be measured.

Owns the reading of columns and rows that the rules of choice share. Chooses nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from copilot.values.answer import AnswerColumn
from insight.charts.order import Key, is_period, natural_key
from insight.charts.spec import Language

Row = tuple[Any, ...]
_SPARSE = 0.5
_JOINED_LABEL = 3


@dataclass(frozen=True)
class Shape:
    """Columns and rows with the questions that rules ask of them; answers are kept, since many rules ask the same."""

    columns: tuple[AnswerColumn, ...]
    rows: Sequence[Row]
    title: str
    language: Language
    times: tuple[AnswerColumn, ...] = ()
    groups: tuple[AnswerColumn, ...] = ()
    """Dimensions, keys and texts that differ between rows."""
    fixed: tuple[AnswerColumn, ...] = ()
    """Columns with one and the same value in every row."""
    measures: tuple[AnswerColumn, ...] = ()
    _values: dict[str, list[Any]] = field(default_factory=dict, repr=False)

    def values(self, column: AnswerColumn) -> list[Any]:
        """Return the column's values, in the order of the rows."""
        if column.name not in self._values:
            place = self.columns.index(column)
            self._values[column.name] = [row[place] for row in self.rows]
        return self._values[column.name]

    def distinct(self, column: AnswerColumn) -> int:
        """Return how many different values there are, null counted as one."""
        return len(set(map(hashable, self.values(column))))

    def unique(self, *columns: AnswerColumn) -> bool:
        """Tell whether these columns together differ in every row."""
        cells = zip(*(map(hashable, self.values(column)) for column in columns), strict=True)
        return len(set(cells)) == len(self.rows)

    def order(self, column: AnswerColumn) -> Key | None:
        """Return the natural order of the column's values, if they have one."""
        return natural_key(column, self.values(column))

    @property
    def names(self) -> tuple[AnswerColumn, ...]:
        """The groups that say what a row is about, keys left out where something better is there."""
        named = tuple(column for column in self.groups if column.role != "key")
        return named or self.groups

    @property
    def keys(self) -> tuple[AnswerColumn, ...]:
        """The groups that are identifiers."""
        return tuple(column for column in self.groups if column.role == "key")

    def label(self) -> tuple[AnswerColumn, ...]:
        """Return the columns that together name each row once, the best name first; empty where none do."""
        for column in self.names:
            if self.unique(column):
                others = [other for other in self.names if other is not column and other.role == "dimension"]
                return (column, *others[:1])
        for key in self.keys:
            if self.unique(key):
                return tuple(dict.fromkeys((*self.names[:1], key)))
        joined = self.names[:_JOINED_LABEL]
        if len(joined) >= 2 and self.unique(*joined) and self.sparse(*joined[:2]):
            return joined
        return ()

    def sparse(self, one: AnswerColumn, two: AnswerColumn) -> bool:
        """Tell whether most combinations of two columns do not occur, as with first and last names."""
        return len(self.rows) < _SPARSE * self.distinct(one) * self.distinct(two)


def shape_of(columns: tuple[AnswerColumn, ...], rows: Sequence[Row], *, title: str, language: Language) -> Shape:
    """Read the columns of a result: what varies, what is constant, what can be drawn as a number."""
    bare = Shape(columns, rows, title, language)
    times, groups, fixed, measures = [], [], [], []
    for column in columns:
        if column.role == "measure":
            if is_number(column) and any(to_number(value) is not None for value in bare.values(column)):
                measures.append(column)
        elif len(rows) > 1 and bare.distinct(column) == 1:
            fixed.append(column)
        elif column.role == "time" or is_period(column, bare.values(column)):
            times.append(column)
        else:
            groups.append(column)
    return Shape(
        columns, rows, title, language, tuple(times), tuple(groups), tuple(fixed), tuple(measures), bare._values
    )


def is_number(column: AnswerColumn) -> bool:
    """Tell whether the column's type can be drawn along an axis of numbers."""
    return column.type in ("integer", "decimal", "float")


def to_number(value: Any) -> float | int | None:
    """Return a value as a number that can be drawn, None for null, NaN, infinity and everything else.

    >>> to_number(Decimal("1.5")), to_number(float("nan")), to_number(True)
    (1.5, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, Decimal):
        value = int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    if isinstance(value, int):
        return value if abs(value) < 2**53 else float(value) if abs(value) < 10**300 else None
    return value if math.isfinite(value) else None


def hashable(value: Any) -> Any:
    """Return the value, or its text where it is a list or a struct."""
    return repr(value) if isinstance(value, (list, dict, set, bytearray)) else value
