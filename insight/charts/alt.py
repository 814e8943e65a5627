"""A chart in words, for people who do not see it.

Owns the sentence, written from the points that are drawn. Refuses to judge: it says highest, lowest, first and last.
"""

from __future__ import annotations

from collections.abc import Sequence

from copilot import formatting
from copilot.values.answer import AnswerColumn
from insight.charts.points import Point, Trace, bins, column_named, text_of, traces, value_text
from insight.charts.shape import Row, to_number
from insight.charts.spec import ChartSpec, Language
from insight.charts.words import kind_name

_MOST_LISTED = 8


def alt_text(spec: ChartSpec, columns: tuple[AnswerColumn, ...], rows: Sequence[Row], *, language: Language) -> str:
    """Return one to four sentences that say what the chart shows: its form, its size, its extremes."""
    zh = language == "zh"
    stop = "。" if zh else "."
    head = f"{kind_name(spec.kind, language)}{'：' if zh else ': '}{spec.title}".rstrip("：: ")
    head = head if head.endswith(("?", "？", ".", "。")) else head + stop
    parts = [head, *_body(spec, columns, rows, language), spec.note]
    return ("" if zh else " ").join(part for part in parts if part)


def _body(spec: ChartSpec, columns: tuple[AnswerColumn, ...], rows: Sequence[Row], language: Language) -> list[str]:
    if spec.kind == "table":
        n, m = len(rows), len(columns)
        return [f"{n} 行，{m} 列。" if language == "zh" else f"{_counted(n, 'row')}, {_counted(m, 'column')}."]
    if spec.kind == "histogram":
        return _spread(spec, columns, rows, language)
    found = traces(spec, columns, rows, language=language)
    if spec.kind == "number":
        point = found[0].points[0]
        said = value_text(point.value, found[0].column, language)
        return [f"{point.label}{'：' if language == 'zh' else ': '}{said}" if point.label else said]
    if spec.kind == "scatter":
        return _cloud(spec, columns, found[0], language)
    sentences = [_extremes(trace, spec, language, named=len(found) > 1) for trace in found[:_MOST_LISTED]]
    return [sentence for sentence in sentences if sentence]


def _extremes(trace: Trace, spec: ChartSpec, language: Language, *, named: bool) -> str:
    """Say the highest and lowest point, and for a course the first and the last as well."""
    points = [point for point in trace.points if point.value is not None]
    if not points:
        return ""
    zh = language == "zh"

    def told(point: Point) -> str:
        said = value_text(point.value, trace.column, language)
        return f"{point.label}（{said}）" if zh else f"{point.label} ({said})"

    high = max(points, key=_height)
    low = min(points, key=_height)
    first, last = told(points[0]), told(points[-1])
    if len(points) == 1:
        text = told(high)
    elif spec.kind in ("line", "multi_line"):
        text = f"从{first}到{last}，最高{told(high)}，最低{told(low)}" if zh else (
            f"from {first} to {last}; highest {told(high)}, lowest {told(low)}"
        )  # fmt: skip
    elif zh:
        text = f"{len(points)} 项，最高{told(high)}，最低{told(low)}"
    else:
        text = f"{_counted(len(points), 'value')}, highest {told(high)}, lowest {told(low)}"
    name = f"{trace.name}{'：' if zh else ': '}" if named else ""
    whole = f"{name}{text}{'。' if zh else '.'}"
    return whole if named else whole[0].upper() + whole[1:]


def _height(point: Point) -> float:
    return point.value if point.value is not None else 0.0


def _cloud(spec: ChartSpec, columns: tuple[AnswerColumn, ...], trace: Trace, language: Language) -> list[str]:
    points = trace.points
    if not points:
        return []
    along = column_named(columns, spec.x or "")
    numeric = to_number(points[0].x) is not None

    def at(value: object) -> str:
        return value_text(to_number(value), along, language) if numeric else text_of(value, along, language)

    left, right = min(p.x for p in points), max(p.x for p in points)
    high, low = max(points, key=_height), min(points, key=_height)
    top, bottom = (value_text(p.value, trace.column, language) for p in (high, low))
    label = high.label
    if language == "zh":
        named = f"（{label}）" if label else ""
        return [f"{len(points)} 个点。{spec.x_title}从{at(left)}到{at(right)}；{trace.name}从{bottom}到{top}{named}。"]
    named = f" ({label})" if label else ""
    return [
        f"{_counted(len(points), 'point')}. {spec.x_title} from {at(left)} to {at(right)}; "
        f"{trace.name} from {bottom} to {top}{named}."
    ]


def _spread(spec: ChartSpec, columns: tuple[AnswerColumn, ...], rows: Sequence[Row], language: Language) -> list[str]:
    column = column_named(columns, spec.y[0])
    place = columns.index(column)
    numbers = sorted(n for n in (to_number(row[place]) for row in rows) if n is not None)
    fullest = max(bins(numbers), key=lambda one: one.count)
    middle = numbers[len(numbers) // 2]
    low, mid, high = (value_text(n, column, language) for n in (numbers[0], middle, numbers[-1]))
    start, end = (formatting.number(edge, language=language) for edge in (fullest.low, fullest.high))
    if language == "zh":
        return [f"{len(numbers)} 个数值，从{low}到{high}，中间值{mid}；{start} 至 {end} 最多，共 {fullest.count} 个。"]
    return [
        f"{_counted(len(numbers), 'value')} from {low} to {high}, the middle one {mid}; "
        f"most lie from {start} to {end} ({fullest.count})."
    ]


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" + ("" if count == 1 else "s")
