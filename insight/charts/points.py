"""From rows to the points of a chart: sorted, cut, added up and labelled as the spec says.

Owns that step, which drawing and the text for screen readers share, so that they cannot disagree. Draws nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from copilot import formatting
from copilot.values.answer import AnswerColumn
from insight.charts.order import natural_key
from insight.charts.shape import Row, hashable, to_number
from insight.charts.spec import ChartSpec, Language
from insight.charts.words import say

Number = float | int
Axis = Literal["date", "number", "category"]
_FEW = 12
_BINS = 40


@dataclass(frozen=True, slots=True)
class Point:
    """One mark."""

    x: Any
    label: str
    """What stands at `x`, for a person, in full."""
    value: Number | None


@dataclass(frozen=True, slots=True)
class Trace:
    """One line, one set of bars or one cloud of points."""

    name: str
    points: tuple[Point, ...]
    column: AnswerColumn
    rest: bool = False
    """True for what was added up as "other"."""


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a histogram: from `low` up to `high`."""

    low: float
    high: float
    count: int


def column_named(columns: Sequence[AnswerColumn], name: str) -> AnswerColumn:
    """Return the column of that name; raises KeyError."""
    for column in columns:
        if column.name == name:
            return column
    raise KeyError(name)


def traces(
    spec: ChartSpec, columns: tuple[AnswerColumn, ...], rows: Sequence[Row], *, language: Language
) -> tuple[Trace, ...]:
    """Return what the chart draws, one trace per measure or per value of the series column, in order."""
    place = {column.name: i for i, column in enumerate(columns)}
    found: list[Trace] = []
    for name in spec.y:
        measure = column_named(columns, name)
        label = measure.label or measure.name
        if spec.series is None:
            found.append(Trace(label, _points(spec, columns, rows, place, name, language), measure))
            continue
        by_series: dict[Any, list[Row]] = {}
        for row in rows:
            by_series.setdefault(hashable(row[place[spec.series]]), []).append(row)
        series = column_named(columns, spec.series)
        for value in _series_order(series, by_series, place[name]):
            points = _points(spec, columns, by_series[value], place, name, language)
            found.append(Trace(text_of(value, series, language), points, measure))
    if spec.series is not None:
        found = _fewer_series(found, spec, language)
    return tuple(found)


def axis_of(column: AnswerColumn, values: Sequence[Any]) -> Axis:
    """Return which kind of axis the values of a column need.

    >>> axis_of(AnswerColumn("d", "date", "time"), [date(2025, 1, 1)])
    'date'
    """
    present = [value for value in values if value is not None]
    if present and all(isinstance(value, date) for value in present):
        return "date"
    numeric = bool(present) and all(to_number(value) is not None for value in present)
    if numeric and (column.role == "time" or len(set(present)) > _FEW) and natural_key(column, present):
        return "number"
    return "category"


def text_of(value: Any, column: AnswerColumn, language: Language) -> str:
    """Return a cell as a label: numbers that name something stay bare, null is said in words."""
    if value is None or value == "":
        return say("none", language)
    if isinstance(value, int) and not isinstance(value, bool) and column.time_grain is None:
        return str(value)
    return formatting.cell(value, column, language)


def value_text(value: Number | None, column: AnswerColumn, language: Language) -> str:
    """Return a measure's value for a person, with its unit."""
    if value is None:
        return say("none", language)
    return formatting.said(value, column, language)


def _points(
    spec: ChartSpec,
    columns: tuple[AnswerColumn, ...],
    rows: Sequence[Row],
    place: dict[str, int],
    measure: str,
    language: Language,
) -> tuple[Point, ...]:
    if spec.x is None:
        return tuple(Point("", "", to_number(row[place[measure]])) for row in rows)
    x = column_named(columns, spec.x)
    also = [column_named(columns, name) for name in spec.also]
    points = []
    for row in rows:
        at = row[place[x.name]]
        if isinstance(at, (float, Decimal)):
            at = to_number(at)
        if spec.kind == "scatter":
            label = " · ".join(text_of(row[place[c.name]], c, language) for c in also)
        else:
            label = " · ".join(text_of(row[place[c.name]], c, language) for c in (x, *also))
        points.append(Point(at, label, to_number(row[place[measure]])))
    if spec.kind == "scatter":
        return _thinned(points, spec.keep)
    points = _sorted(points, spec, x)
    if spec.series is None and spec.keep is not None and len(points) > spec.keep:
        points = _cut(points, spec, language)
    if axis_of(x, [p.x for p in points]) == "date" and spec.kind in ("line", "multi_line"):
        points = _with_gaps([p for p in points if p.x is not None], x, language)
    return tuple(points)


def _sorted(points: list[Point], spec: ChartSpec, x: AnswerColumn) -> list[Point]:
    if spec.sort == "natural":
        key = natural_key(x, [point.x for point in points])
        return sorted(points, key=lambda p: key(p.x)) if key else points
    if spec.sort == "given":
        return points
    sign = -1 if spec.sort == "value_desc" else 1
    return sorted(points, key=lambda p: (p.value is None, 0 if p.value is None else sign * p.value))


def _cut(points: list[Point], spec: ChartSpec, language: Language) -> list[Point]:
    keep = spec.keep or len(points)
    left = points[keep:]
    if not spec.fold:
        return points[:keep]
    other = say("other", language)
    return [*points[:keep], Point(other, other, sum(point.value or 0 for point in left))]


def _thinned(points: list[Point], keep: int | None) -> tuple[Point, ...]:
    """Take every n-th point, since a browser draws some thousands at once and no more."""
    whole = [point for point in points if point.value is not None and point.x is not None]
    if keep is None or len(whole) <= keep:
        return tuple(whole)
    step = len(whole) / keep
    return tuple(whole[int(i * step)] for i in range(keep))


def _series_order(series: AnswerColumn, by_series: dict[Any, list[Row]], measure: int) -> list[Any]:
    """Order series by themselves where they have an order, else the largest first."""
    key = natural_key(series, by_series)
    if key is not None:
        return sorted(by_series, key=key)

    def size(value: Any) -> float:
        return sum(abs(to_number(row[measure]) or 0) for row in by_series[value])

    return sorted(by_series, key=lambda value: (-size(value), str(value)))


def _fewer_series(found: list[Trace], spec: ChartSpec, language: Language) -> list[Trace]:
    if spec.keep is None or len(found) <= spec.keep:
        return found
    by_size = sorted(found, key=lambda trace: -sum(abs(p.value or 0) for p in trace.points))
    kept = by_size[: spec.keep]
    shown = [trace for trace in found if trace in kept]
    if not spec.fold:
        return shown
    sums: dict[Any, Point] = {}
    for trace in by_size[spec.keep :]:
        for point in trace.points:
            if point.value is not None:
                before = sums.get(point.x)
                sums[point.x] = replace(point, value=point.value + (before.value or 0 if before else 0))
    points = tuple(sorted(sums.values(), key=lambda p: p.x))
    return [*shown, Trace(say("other", language), points, found[0].column, rest=True)]


def missing_periods(values: Sequence[Any], grain: str | None) -> list[Any]:
    """Return the periods between the first and the last value that have none; empty where the grain is not kept.

    >>> missing_periods([date(2025, 1, 1), date(2025, 4, 1)], "month")
    [datetime.date(2025, 2, 1), datetime.date(2025, 3, 1)]
    """
    present = sorted({value for value in values if isinstance(value, date)})
    if grain is None or len(present) < 2:
        return []
    grid: list[Any] = [present[0]]
    while grid[-1] < present[-1] and len(grid) < 20_000:
        following = _next(grid[-1], grain)
        if following is None:
            return []
        grid.append(following)
    have = set(present)
    return [] if have - set(grid) else [at for at in grid if at not in have]


def _next(at: Any, grain: str) -> Any:
    months = {"month": 1, "quarter": 3, "year": 12}.get(grain)
    if months is not None:
        if at.day > 28:
            return None
        count = at.year * 12 + at.month - 1 + months
        return at.replace(year=count // 12, month=count % 12 + 1)
    days = {"day": 1, "week": 7}.get(grain)
    if days is not None:
        return at + timedelta(days=days)
    return at + timedelta(hours=1) if grain == "hour" and isinstance(at, datetime) else None


def _with_gaps(points: list[Point], x: AnswerColumn, language: Language) -> list[Point]:
    """Put an empty point where a period is missing, so that the line breaks instead of guessing."""
    missing = missing_periods([point.x for point in points], x.time_grain)
    if not missing:
        return points
    gaps = [Point(at, text_of(at, x, language), None) for at in missing]
    return sorted([*points, *gaps], key=lambda p: p.x)


def bins(values: Sequence[Any]) -> tuple[Bin, ...]:
    """Return the bars of a histogram: whole numbers of small span one by one, else bins of a round width.

    The width follows Freedman and Diaconis, between 5 and 40 bins, rounded to 1, 2 or 5 times a power of ten.

    >>> [(b.low, b.count) for b in bins([1, 1, 2, 4])]
    [(0.5, 2), (1.5, 1), (2.5, 0), (3.5, 1)]
    """
    numbers = sorted(n for n in map(to_number, values) if n is not None)
    if not numbers:
        return ()
    low, high = numbers[0], numbers[-1]
    if all(isinstance(n, int) for n in numbers) and high - low < _BINS // 2:
        edges = [low - 0.5 + i for i in range(int(high - low) + 2)]
        return _counted(numbers, edges)
    if low == high:
        return (Bin(low - 0.5, high + 0.5, len(numbers)),)
    count = len(numbers)
    spread = numbers[(3 * count) // 4] - numbers[count // 4]
    wanted = 2 * spread / count ** (1 / 3) if spread else (high - low) / math.log2(count + 1)
    span = high - low
    width = round_step(min(max(wanted, span / _BINS), span / 5))
    start = math.floor(low / width)
    stop = math.floor(high / width) + 1
    return _counted(numbers, [_clean(i * width) for i in range(start, stop + 1)])


def round_step(width: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten that is not below `width`.

    >>> round_step(0.3), round_step(7), round_step(180)
    (0.5, 10.0, 200.0)
    """
    power = 10.0 ** math.floor(math.log10(width))
    return _clean(next(step * power for step in (1, 2, 5, 10) if step * power >= width * (1 - 1e-9)))


def _clean(value: float) -> float:
    return float(f"{value:.12g}")


def _counted(numbers: Sequence[Number], edges: Sequence[float]) -> tuple[Bin, ...]:
    from bisect import bisect_right

    counts = [0] * (len(edges) - 1)
    for number in numbers:
        counts[min(bisect_right(edges, number) - 1, len(counts) - 1)] += 1
    return tuple(Bin(low, high, n) for low, high, n in zip(edges, edges[1:], counts, strict=False))
