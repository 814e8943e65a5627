"""What a plan computes with: columns, times cut to units or parts, numbers cut into bands.

Owns these shapes and the closed sets that they are made of. What is done with them is told by
`copilot.readers.plan`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Value = str | int | float | Decimal | bool | date | datetime
Op = Literal["=", "<>", "<", "<=", ">", ">="]
Grain = Literal["year", "half", "quarter", "month", "week", "day", "hour"]
Part = Literal["isodow", "weekend", "season", "hour", "month", "quarter", "year", "day"]
AggregateName = Literal["count", "sum", "avg", "min", "max", "median", "stddev", "variance", "quantile"]


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """A column, and by which child column its table is reached where several links lead there."""

    table: str
    column: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Bucket:
    """A time cut to its year, half-year, quarter, month, week, day or hour."""

    of: ColumnRef
    grain: Grain


@dataclass(frozen=True, slots=True)
class TimePart:
    """A recurring part of a time, such as the hour of the day."""

    of: ColumnRef
    part: Part
    months_later: int = 0
    """The part of the time so many months later: a fiscal year from April on is the year nine months later."""
    days_later: int = 0
    """The last day of a month is the one before a first."""
    chinese: bool = False
    """Whether a weekend and a season are told in Chinese words."""


@dataclass(frozen=True, slots=True)
class Band:
    """A number cut into bands of equal width, each named by its lower end."""

    of: ColumnRef
    width: int | Decimal


@dataclass(frozen=True, slots=True)
class NamedParts:
    """Recurring parts of a time that words set side by side, such as mornings and evenings, by those words."""

    of: ColumnRef
    part: Part
    named: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class NamedRanges:
    """A number by the bands that words tell one by one, each with its bounds."""

    of: ColumnRef
    named: tuple[tuple[str, tuple[tuple[Op, Value], ...]], ...]


Expr = ColumnRef | Bucket | TimePart | Band | NamedParts | NamedRanges
