"""The typed logical query that a reader makes of a question.

Owns the shape of a plan and which columns its parts read; its SQL belongs to `copilot.readers.compiling`, the words for
its assumptions to `copilot.readers.grammar.wording`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Value = str | int | float | Decimal | bool | date | datetime
Op = Literal["=", "<>", "<", "<=", ">", ">="]
Grain = Literal["year", "quarter", "month", "week", "day", "hour"]
Part = Literal["isodow", "hour", "month", "quarter", "year", "day"]
AggregateName = Literal["count", "sum", "avg", "min", "max", "median", "stddev"]


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """A column, and by which child column its table is reached where several links lead there."""

    table: str
    column: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Bucket:
    """A time cut to its year, quarter, month, week, day or hour."""

    of: ColumnRef
    grain: Grain


@dataclass(frozen=True, slots=True)
class TimePart:
    """A recurring part of a time, such as the hour of the day."""

    of: ColumnRef
    part: Part


Expr = ColumnRef | Bucket | TimePart


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`."""

    left: Expr
    op: Op
    right: Value | ColumnRef


@dataclass(frozen=True, slots=True)
class OneOf:
    """The expression has one of the values."""

    left: Expr
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """The text contains, starts with or ends with some letters, in any case."""

    left: ColumnRef
    text: str
    where: Literal["anywhere", "start", "end"] = "anywhere"


@dataclass(frozen=True, slots=True)
class IsNull:
    """The value is missing."""

    left: ColumnRef


@dataclass(frozen=True, slots=True)
class InPeriod:
    """The time lies in start <= t < end; either end may be open."""

    left: ColumnRef
    start: date | datetime | None
    end: date | datetime | None


@dataclass(frozen=True, slots=True)
class Not:
    """The predicate does not hold; a missing value counts as not holding."""

    part: Predicate


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class HasRows:
    """The row has at least one partner in a child table for which the condition holds."""

    table: str
    where: tuple[Predicate, ...] = ()
    via: str | None = None


@dataclass(frozen=True, slots=True)
class RelatedCount:
    """The number of partners in a child table compares with a number."""

    table: str
    op: Op
    value: int | float | Decimal
    where: tuple[Predicate, ...] = ()


@dataclass(frozen=True, slots=True)
class VersusAverage:
    """The column compares with its own average over all rows of its table."""

    left: ColumnRef
    op: Op


Predicate = (
    Compare | OneOf | Contains | IsNull | InPeriod | Not | AllOf | AnyOf | HasRows | RelatedCount | VersusAverage
)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate over the rows of `base`; `of` None counts rows."""

    name: AggregateName
    of: Expr | None = None
    distinct: bool = False
    only: Predicate | None = None
    """Rows that count, where not all do."""


@dataclass(frozen=True, slots=True)
class ShareOf:
    """Share of the rows for which a condition holds, 0 to 1."""

    condition: Predicate
    known: ColumnRef | None = None
    """Rows without this value are left out of both sides."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A metric's own SQL expression over ``table.column`` names."""

    sql: str


@dataclass(frozen=True, slots=True)
class AverageOf:
    """Average over the groups of `per` of an inner aggregate, such as orders per customer."""

    inner: Aggregate
    per: Expr


@dataclass(frozen=True, slots=True)
class Measure:
    """One computed column."""

    value: Aggregate | ShareOf | Formula | AverageOf
    label: str
    unit: str | None = None
    share_of_total: bool = False
    """Show the group's share of the total instead of the value."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One column to group by."""

    by: Expr
    label: str
    key: ColumnRef | None = None
    """Groups by this as well where the label is not unique."""


@dataclass(frozen=True, slots=True)
class Having:
    """A condition on a measure of the plan."""

    measure: int
    op: Op
    value: int | float | Decimal | Literal["average"]


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by a measure or a dimension of the plan."""

    of: Literal["measure", "dimension", "column"]
    position: int
    descending: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """One reading of a question: either measures by dimensions, or a list of columns."""

    base: str
    """The table whose rows are counted, summed or listed."""
    measures: tuple[Measure, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    columns: tuple[ColumnRef, ...] = ()
    """For a list without aggregates."""
    distinct: bool = False
    where: tuple[Predicate, ...] = ()
    having: tuple[Having, ...] = ()
    sort: tuple[Sort, ...] = ()
    limit: int | None = None
    limit_per: int | None = None
    """Position of the dimension within each group of which `limit` applies."""
    intent: Literal["query"] = "query"


def columns_of(part: object) -> Iterator[ColumnRef]:
    """Yield every column that an expression, predicate or measure value reads, EXISTS parts left out."""
    if isinstance(part, ColumnRef):
        yield part
    elif isinstance(part, (Bucket, TimePart)):
        yield part.of
    elif isinstance(part, (Compare, OneOf, Contains, IsNull, InPeriod, VersusAverage)):
        yield from columns_of(part.left)
        if isinstance(part, Compare):
            yield from columns_of(part.right)
    elif isinstance(part, Not):
        yield from columns_of(part.part)
    elif isinstance(part, (AllOf, AnyOf)):
        for one in part.parts:
            yield from columns_of(one)
    elif isinstance(part, Aggregate):
        yield from columns_of(part.of)
        yield from columns_of(part.only)
    elif isinstance(part, ShareOf):
        yield from columns_of(part.condition)
    elif isinstance(part, AverageOf):
        yield from columns_of(part.inner)
        yield from columns_of(part.per)
