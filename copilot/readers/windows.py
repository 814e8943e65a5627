"""Values followed over time: against the period before, running totals, moving averages.

Owns what is put around the SQL of a plan's plain groups. A period is compared with the calendar period before it,
joined by its date, so that a gap in the data gives no value rather than a wrong one. Refuses to follow what has no time
and running totals of what cannot be added up, by `PlanError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlglot import exp

from copilot.readers import dialects
from copilot.readers.formulas import parse, top_aggregates
from copilot.readers.plan import (
    Aggregate,
    Bucket,
    Change,
    ColumnRef,
    Combined,
    Dimension,
    Formula,
    Measure,
    Moving,
    Narrowed,
    Plan,
    Running,
    TimePart,
    ValueOf,
)
from copilot.readers.selecting import PlanError
from copilot.values.query import Dialect

_GROUPS: Final = "groups_of"
_EARLIER: Final = "earlier"
_FOLLOWED: Final = "followed"


@dataclass(frozen=True, slots=True)
class Followed:
    """A plan's plain groups, and what is computed over them afterwards."""

    inner: Plan
    """The plan without windows: the values that they need, by group."""
    columns: tuple[tuple[str, str], ...]
    """(SQL, name) of each shown measure, over the columns of the inner plan."""
    joins: tuple[str, ...]
    frames: bool
    """True where something looks over several rows, so that no row may be left out before."""


def followed(plan: Plan, names: list[str], dialect: Dialect) -> Followed:
    """Return the parts of a plan with windows; `names` are those of its measures.

    Raises:
        PlanError: the plan has no single time dimension, or a running total of what cannot be added up.
    """
    time = time_position(plan.dimensions)
    inner: list[Measure] = []
    columns: list[tuple[str, str]] = []
    joins: dict[Change, str] = {}
    for measure, name in zip(plan.measures, names, strict=True):
        sides = _known_sides(inner, measure)
        if sides is not None and isinstance(measure.value, Combined):
            columns.append((dialects.combined(measure.value.how, *sides), name))
            continue
        column = _inner_column(inner, measure, name)
        window = measure.window
        if window is None:
            columns.append((column, name))
        elif time is None:
            raise PlanError("there is no time to follow the values over")
        elif isinstance(window, Change):
            alias = f"{_EARLIER}_{window.back}_{window.unit}"
            joins.setdefault(replace(window, shown="before"), _join(plan, time, window, alias, dialect))
            columns.append((_changed(window, column, f"{alias}.{_earlier(column)}"), name))
        else:
            columns.append((_framed(plan, time, measure, column, dialect), name))
    plain = replace(plan, measures=tuple(inner), having=(), sort=(), limit=None, limit_per=None, shown=None)
    frames = any(isinstance(m.window, (Running, Moving)) for m in plan.measures)
    return Followed(plain, tuple(columns), tuple(joins.values()), frames)


def written_over(plan: Plan, parts: Followed, inner: str, names: list[str], dialect: Dialect) -> str:
    """Write the SELECT over the plain groups, all but its order and limit.

    Raises:
        PlanError: the first of each group are asked for.
    """
    if plan.limit_per is not None:
        raise PlanError("the first of each group are not chosen among values followed over time")
    ctes = [f"{_GROUPS} AS (\n{inner}\n)", *([_earlier_columns(parts)] if parts.joins else [])]
    labels = [dialects.name(d.label) for d in plan.dimensions]
    own = [dialects.name(name) for name in names]
    columns = [
        text if text == name else f"{text} AS {name}" for (text, _), name in zip(parts.columns, own, strict=True)
    ]
    body = "\n".join([f"SELECT {', '.join(labels + columns)}", f"FROM {_GROUPS}", *parts.joins])
    shown, having = _shown(plan, dialect), _having(plan, own, dialect)
    if shown and not parts.frames and not having:
        body, shown = f"{body}\nWHERE {' AND '.join(shown)}", []
    if not shown and not having:
        return f"WITH {', '.join(ctes)}\n{body}"
    ctes.append(f"{_FOLLOWED} AS (\n{body}\n)")
    chosen = f"SELECT {', '.join(labels + own)}\nFROM {_FOLLOWED}"
    return f"WITH {', '.join(ctes)}\n{chosen}\nWHERE {' AND '.join(shown + having)}"


def _shown(plan: Plan, dialect: Dialect) -> list[str]:
    """Write the condition on the periods that are shown, over the time dimension's own column."""
    time = time_position(plan.dimensions)
    if time is None or plan.shown is None:
        return []
    label = dialects.name(plan.dimensions[time].label)
    start, end = plan.shown.start, plan.shown.end
    texts = [f"{label} >= {dialects.literal(start, dialect)}"] if start is not None else []
    return texts + ([f"{label} < {dialects.literal(end, dialect)}"] if end is not None else [])


def _having(plan: Plan, names: list[str], dialect: Dialect) -> list[str]:
    texts = []
    for one in plan.having:
        name = names[one.measure]
        average = f"(SELECT AVG({name}) FROM {_FOLLOWED})"
        right = average if isinstance(one.value, str) else dialects.literal(one.value, dialect)
        texts.append(f"{name} {one.op} {right}")
    return texts


def _earlier_columns(plan: Followed) -> str:
    """Write the copy of the groups that changes are measured against."""
    names = [d.label for d in plan.inner.dimensions] + [m.label for m in plan.inner.measures]
    columns = ", ".join(f"{dialects.name(name)} AS {_earlier(dialects.name(name))}" for name in names)
    return f"{_EARLIER} AS (\nSELECT {columns} FROM {_GROUPS}\n)"


def time_position(dimensions: tuple[Dimension, ...]) -> int | None:
    """Return the position of the dimension that is followed: the finest of the times; None where there is none."""
    buckets = [(_FINENESS[d.by.grain], i) for i, d in enumerate(dimensions) if isinstance(d.by, Bucket)]
    if buckets:
        return max(buckets)[1]
    plain = [i for i, d in enumerate(dimensions) if _is_year(d)] + [i for i, d in enumerate(dimensions) if _is_day(d)]
    return plain[0] if plain else None


_FINENESS: Final = {"year": 0, "half": 1, "quarter": 2, "month": 3, "week": 4, "day": 5, "hour": 6}


def _is_year(dimension: Dimension) -> bool:
    """Tell whether a dimension holds years as whole numbers."""
    by = dimension.by
    return (isinstance(by, TimePart) and by.part == "year") or (isinstance(by, ColumnRef) and dimension.label == "year")


def stands_on_others(plan: Plan) -> bool:
    """Tell whether a measure of a plan is computed from others, so that these are best written once."""
    values = {measure.value for measure in plan.measures}
    return any(
        measure.window is not None
        or (isinstance(measure.value, Combined) and {measure.value.left, measure.value.right} <= values)
        for measure in plan.measures
    )


def _known_sides(inner: list[Measure], measure: Measure) -> tuple[str, str] | None:
    """Return the columns of the two values that a measure is made of, where both are shown as well."""
    names = {known.value: dialects.name(known.label) for known in inner if not known.share_of_total}
    value = measure.value
    if not isinstance(value, Combined) or measure.window is not None or not {value.left, value.right} <= set(names):
        return None
    return names[value.left], names[value.right]


def _is_day(dimension: Dimension) -> bool:
    """Tell whether a dimension holds plain days, which need no cutting."""
    return isinstance(dimension.by, ColumnRef) and dimension.label == "day"


def _inner_column(inner: list[Measure], measure: Measure, name: str) -> str:
    """Return the column of the plain groups that holds the measure's value, added where it is not yet there."""
    for known in inner:
        if known.value == measure.value and known.share_of_total == measure.share_of_total:
            return dialects.name(known.label)
    bare = name.removeprefix("running_").removeprefix("moving_avg_").removeprefix("moving_sum_")
    taken = {known.label for known in inner}
    plain = replace(measure, window=None, label=bare if bare not in taken else f"{name}_of")
    inner.append(plain)
    return dialects.name(plain.label)


def _earlier(name: str) -> str:
    bare = name.strip('"').replace('""', '"')
    return dialects.name(f"{_EARLIER}_{bare}")


def _join(plan: Plan, time: int, change: Change, alias: str, dialect: Dialect) -> str:
    """Join each group with the same one in the calendar period before."""
    on = []
    for position, dimension in enumerate(plan.dimensions):
        own, before = dialects.name(dimension.label), f"{alias}.{_earlier(dialects.name(dimension.label))}"
        if position != time:
            on.append(f"{before} IS NOT DISTINCT FROM {own}")
        elif _is_year(dimension):
            if change.unit != "year":
                raise PlanError("whole years can only be compared with whole years")
            on.insert(0, f"{before} = {own} - {change.back}")
        else:
            on.insert(0, f"{before} = {dialects.earlier(own, change.unit, change.back, dialect)}")
    if any(isinstance(d.by, (Bucket, TimePart)) for i, d in enumerate(plan.dimensions) if i != time):
        raise PlanError("a change is followed over one time, not two")
    return f"LEFT JOIN {_EARLIER} AS {alias} ON {' AND '.join(on)}"


def _changed(change: Change, now: str, before: str) -> str:
    if change.shown == "growth":
        return dialects.growth(now, before)
    return f"{now} - {before}" if change.shown == "difference" else before


def _framed(plan: Plan, time: int, measure: Measure, column: str, dialect: Dialect) -> str:
    """Write a running total or a moving average over the time dimension, for each of the other groups apart."""
    dimension = plan.dimensions[time]
    others = [dialects.name(d.label) for i, d in enumerate(plan.dimensions) if i != time]
    apart = f"PARTITION BY {', '.join(others)} " if others else ""
    label = dialects.name(dimension.label)
    if isinstance(measure.window, Moving):
        by, frame = label, f"{measure.window.periods - 1} PRECEDING"
        if not _is_year(dimension):
            unit = dimension.by.grain if isinstance(dimension.by, Bucket) else "day"
            by, frame = dialects.stretch(label, unit, measure.window.periods - 1, dialect)
        function = measure.window.how.upper()
        return f"{function}({column}) OVER ({apart}ORDER BY {by} RANGE BETWEEN {frame} AND CURRENT ROW)"
    if not adds_up(measure.value):
        raise PlanError(f"{measure.label} cannot be added up over time")
    return f"SUM({column}) OVER ({apart}ORDER BY {label})"


def adds_up(value: ValueOf) -> bool:
    """Tell whether the values of two periods together are their sum: sums and counts are, averages are not."""
    if isinstance(value, Narrowed):
        return adds_up(value.of)
    if isinstance(value, Combined):
        return value.how == "difference" and adds_up(value.left) and adds_up(value.right)
    if isinstance(value, Formula):
        return _is_sum(parse(value.sql))
    return isinstance(value, Aggregate) and value.name in ("sum", "count") and not value.distinct


def _is_sum(tree: exp.Expression) -> bool:
    if isinstance(tree, (exp.Paren, exp.Sub, exp.Add, exp.Neg)):
        return all(_is_sum(child) for child in _children(tree))
    return isinstance(tree, (exp.Sum, exp.Count)) and tree.find(exp.Distinct) is None and bool([*top_aggregates(tree)])


def _children(tree: exp.Expression) -> Iterator[exp.Expression]:
    for child in tree.iter_expressions():
        if isinstance(child, exp.Expression):
            yield child
