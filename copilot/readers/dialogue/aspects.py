"""What a plan is made of, aspect by aspect, so that two plans can be told apart by what differs.

Owns that view of a plan. Refuses to say which difference is right.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from copilot.readers.plan import (
    AllOf,
    AnyOf,
    ColumnRef,
    Compare,
    InPeriod,
    IsNull,
    Not,
    OneOf,
    Plan,
    Predicate,
    TimePart,
    columns_of,
)


@dataclass(frozen=True, slots=True)
class Aspects:
    """A plan, aspect by aspect."""

    measures: frozenset[str]
    groups: tuple[str, ...]
    times: frozenset[str]
    time_column: frozenset[str]
    conditions: frozenset[str]
    thresholds: frozenset[str]
    limit: int | None
    order: str
    left_out: int
    """How many values are left out."""


def aspects_of(plan: Plan) -> Aspects:
    """Return a plan's aspects."""
    times = [one for one in plan.where if _is_time(one)]
    grouped = {ref for dimension in plan.dimensions for ref in columns_of(dimension.by)}
    rest = [one for one in plan.where if one not in times and not _is_known(one, grouped)]
    return Aspects(
        measures=frozenset(repr((m.value, m.share_of_total, m.window)) for m in plan.measures if m.shown),
        groups=tuple(sorted(repr(dimension.by) for dimension in plan.dimensions)),
        times=frozenset(_span(one) for one in times),
        time_column=frozenset(repr(ref) for one in times for ref in columns_of(one)),
        conditions=frozenset(map(repr, rest)),
        thresholds=frozenset(f"{one.op} {one.value}" for one in plan.having),
        limit=plan.limit,
        order=", ".join("desc" if one.descending else "asc" for one in plan.sort),
        left_out=sum(map(_leaves_out, rest)),
    )


def differing(one: Aspects, other: Aspects) -> set[str]:
    """Return the names of the aspects in which two plans differ."""
    names = (field.name for field in fields(Aspects) if field.name != "left_out")
    return {name.replace("_", " ") for name in names if getattr(one, name) != getattr(other, name)}


def _is_time(predicate: Predicate) -> bool:
    if isinstance(predicate, (AllOf, AnyOf)):
        return all(map(_is_time, predicate.parts))
    return isinstance(predicate, InPeriod) or isinstance(getattr(predicate, "left", None), TimePart)


def _is_known(predicate: Predicate, grouped: set[ColumnRef]) -> bool:
    """Tell whether a condition only leaves out the rows that belong to no group."""
    null = isinstance(predicate, Not) and isinstance(predicate.part, IsNull)
    return null and set(columns_of(predicate)) <= grouped


def _span(predicate: Predicate) -> str:
    if isinstance(predicate, (AllOf, AnyOf)):
        return " or ".join(map(_span, predicate.parts))
    if isinstance(predicate, InPeriod):
        return f"{predicate.start} to {predicate.end}"
    return repr(predicate)


def _leaves_out(predicate: Predicate) -> int:
    """Return how many values a condition leaves out."""
    if isinstance(predicate, Not):
        return len(predicate.part.values) if isinstance(predicate.part, OneOf) else 1
    return int(isinstance(predicate, Compare) and predicate.op == "<>")
