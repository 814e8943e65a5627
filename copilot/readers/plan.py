"""The typed logical query that a reader makes of a question.

Owns the shape of a plan and which columns its parts read; its SQL belongs to `copilot.readers.compiling`, the words for
its assumptions to `copilot.readers.grammar.wording`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from copilot.readers.expressions import (
    AggregateName,
    Band,
    Bucket,
    ColumnRef,
    Expr,
    Grain,
    NamedParts,
    NamedRanges,
    Op,
    Part,
    TimePart,
    Value,
)

__all__ = [
    "Aggregate", "AggregateName", "AllOf", "Among", "AnyOf", "AverageOf", "Band", "Bucket", "Change", "ColumnRef",
    "Combined", "Compare", "Contains", "Dimension", "Expr", "FirstOf", "Formula", "Grain", "HasRows", "Having",
    "InPeriod", "IsNull", "Measure", "Moving", "NamedParts", "NamedRanges", "Narrowed", "Not", "OneOf", "Op",
    "OverGroups", "Part", "Plan", "Predicate", "RelatedCount", "Running", "ShareOf", "Sort", "TimePart", "Value",
    "ValueOf", "VersusAverage", "Window", "columns_of", "narrowed",
]  # fmt: skip


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
class Among:
    """The column's value stands in a row of a table that reaches it, and for which the condition holds."""

    left: ColumnRef
    table: str
    where: tuple[Predicate, ...] = ()


@dataclass(frozen=True, slots=True)
class VersusAverage:
    """The column compares with its own average over all rows of its table."""

    left: ColumnRef
    op: Op


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The row is the earliest of those of its table that share a value: a customer's first order."""

    left: ColumnRef
    """The time."""
    per: ColumnRef
    """The column whose value they share, of the same table."""


Predicate = (
    Compare
    | OneOf
    | Contains
    | IsNull
    | InPeriod
    | Not
    | AllOf
    | AnyOf
    | HasRows
    | RelatedCount
    | Among
    | FirstOf
    | VersusAverage
)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate over the rows of `base`; `of` None counts rows."""

    name: AggregateName
    of: Expr | None = None
    distinct: bool = False
    only: Predicate | None = None
    """Rows that count, where not all do."""
    fraction: Decimal | None = None
    """Which quantile: 0.9 for the 90th percentile."""


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
class Narrowed:
    """A value computed over only those rows for which a condition holds."""

    of: Aggregate | ShareOf | Formula | AverageOf
    only: Predicate


@dataclass(frozen=True, slots=True)
class Combined:
    """Two values made one: their ratio, their difference, or the growth from the right one to the left one."""

    how: Literal["ratio", "difference", "growth"]
    left: ValueOf
    right: ValueOf


ValueOf = Aggregate | ShareOf | Formula | AverageOf | Narrowed | Combined


@dataclass(frozen=True, slots=True)
class Change:
    """The value of the calendar period so many units before, or how the value differs from it."""

    shown: Literal["growth", "difference", "before"]
    unit: Grain
    back: int = 1


@dataclass(frozen=True, slots=True)
class Running:
    """The sum of the values up to this period, for each group apart."""


@dataclass(frozen=True, slots=True)
class Moving:
    """The average or the sum over the last so many calendar periods, this one among them."""

    how: Literal["avg", "sum"]
    periods: int


Window = Change | Running | Moving


@dataclass(frozen=True, slots=True)
class Measure:
    """One computed column."""

    value: ValueOf
    label: str
    unit: str | None = None
    share_of_total: bool = False
    """Show the group's share of the total instead of the value."""
    share_within: tuple[int, ...] = ()
    """Positions of the dimensions within whose groups the share is taken; empty for a share of everything."""
    window: Window | None = None
    """How the value is followed over the plan's time dimension."""
    shown: bool = True
    """False for what only a condition on the groups is about."""


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
    value: int | float | Decimal | Literal["average", "overall"]
    """A number, the average of the groups' values, or the value of all rows together."""


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by a measure or a dimension of the plan."""

    of: Literal["measure", "dimension", "column"]
    position: int
    descending: bool


@dataclass(frozen=True, slots=True)
class OverGroups:
    """What is computed over the groups of a plan: the median order, how many months were above a number."""

    name: AggregateName | Literal["last"]
    """``count`` counts the groups that are left, ``last`` takes the value at the highest of the last dimension."""
    label: str
    measure: int = 0
    """The measure of the plan that is aggregated."""
    kept: tuple[int, ...] = ()
    """Positions of the dimensions that the answer is split by; the others are gone over."""
    fraction: Decimal | None = None
    """Which quantile."""
    width: int | Decimal | None = None
    """Split by bands of this width of the measure."""
    share_of: tuple[Having, ...] = ()
    """Where given, the share of the groups for which this holds."""
    first: int | None = None
    """Where given, the share of the whole that the first so many groups hold together."""
    descending: bool = True
    """Whether the first groups are those of the highest values."""
    unit: str | None = None


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
    shown: InPeriod | None = None
    """The periods of the answer, where its windows look back at periods before them."""
    over: OverGroups | None = None
    """Where given, the groups are not the answer but what it is computed over."""
    intent: Literal["query"] = "query"


def columns_of(part: object) -> Iterator[ColumnRef]:
    """Yield every column that an expression, predicate or measure value reads, EXISTS parts left out."""
    if isinstance(part, ColumnRef):
        yield part
    elif isinstance(part, (Bucket, TimePart, Band, NamedParts, NamedRanges)):
        yield part.of
    elif isinstance(part, (Compare, OneOf, Contains, IsNull, InPeriod, Among, FirstOf, VersusAverage)):
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
    elif isinstance(part, Narrowed):
        yield from columns_of(part.of)
        yield from columns_of(part.only)
    elif isinstance(part, Combined):
        yield from columns_of(part.left)
        yield from columns_of(part.right)


def narrowed(value: ValueOf, only: Predicate) -> ValueOf:
    """Return a value over only the rows for which a condition holds."""
    if isinstance(value, Combined):
        return replace(value, left=narrowed(value.left, only), right=narrowed(value.right, only))
    if isinstance(value, Narrowed):
        return Narrowed(value.of, AllOf((value.only, only)))
    return Narrowed(value, only)
