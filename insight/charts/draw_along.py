"""Lines and bars along an axis of categories, steps or times.

Owns those marks, their labels and their axes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from copilot.values.answer import AnswerColumn
from insight.charts import axes
from insight.charts.canvas import Canvas, unique
from insight.charts.order import natural_key
from insight.charts.points import Point, Trace, axis_of, column_named, traces
from insight.charts.theme import colours, pixels, safe, short, wrapped

_BAR = 32
_LABELLED = 12
_LABEL_GAP = 15
_MARKED = 40
_END_LABEL = 18
_FLAT_TITLE = 24
_NARROW_BARS = 200
"""Pixels that flat bars have on a phone, beside their names."""


def along(canvas: Canvas) -> None:
    """Draw lines and bars along an axis of categories, times or steps."""
    spec = canvas.spec
    found = traces(spec, canvas.columns, canvas.rows, language=canvas.language)
    x = column_named(canvas.columns, spec.x or "")
    places = _places(found, x, natural=spec.sort == "natural")
    kind = axis_of(x, [point.x for point in places])
    bars = spec.kind in ("bar", "barh", "grouped_bar")
    if bars and (len(places) <= _LABELLED or spec.kind != "bar"):
        kind = "category"
    names = unique([point.label for point in places])
    at = {(point.label, str(point.x)): name for point, name in zip(places, names, strict=True)}
    tint = colours([trace.name for trace in found if not trace.rest], canvas.look.palette)
    for trace in found:
        points = [p for p in trace.points if kind == "category" or p.x is not None]
        along = [at[(p.label, str(p.x))] if kind == "category" else axes.clear(p.x) for p in points]
        colour = canvas.look.rest if trace.rest else tint[trace.name] if len(found) > 1 else canvas.look.palette[0]
        if bars:
            _add_bars(canvas, trace, points, along, colour, labelled=len(places) * len(found) <= _LABELLED)
        else:
            _add_line(canvas, trace, points, along, colour, marked=len(places) <= _MARKED)
    _axes_along(canvas, found, x, places, names, kind)
    if bars and len(found) > 1:
        canvas.legend = [trace.name for trace in found]
        canvas.layout |= {"barmode": "group", "bargroupgap": 0.06}
    if not bars and len(found) > 1:
        _end_labels(canvas, found, tint)


def _places(found: Sequence[Trace], x: AnswerColumn, *, natural: bool) -> list[Point]:
    """Return the positions that any trace uses, once each, in order."""
    once: dict[tuple[str, str], Point] = {}
    for trace in found:
        for point in trace.points:
            once.setdefault((point.label, str(point.x)), point)
    key = natural_key(x, [point.x for point in once.values()]) if natural else None
    return sorted(once.values(), key=lambda p: key(p.x)) if key else list(once.values())


def _hover(canvas: Canvas, trace: Trace, point: Point, *, named: bool) -> str:
    head = "<br>".join(map(safe, wrapped(point.label, 60, lines=6)))
    said = safe(canvas.text(point.value, trace.column))
    name = safe(trace.name if named else trace.column.label or trace.column.name)
    return f"<b>{head}</b><br>{name}: {said}"


def _add_bars(
    canvas: Canvas, trace: Trace, points: Sequence[Point], along: Sequence[Any], colour: str, *, labelled: bool
) -> None:
    flat = canvas.spec.kind == "barh"
    values = [point.value for point in points]
    named = canvas.spec.series is not None or len(canvas.spec.y) > 1
    rest = {"color": [canvas.look.rest if canvas.spec.fold and i == canvas.spec.keep else colour
                      for i in range(len(points))]}  # fmt: skip
    size = max((abs(v) for v in values if v is not None), default=0)
    said = ["" if v is None else safe(canvas.brief(v, trace.column, size)) for v in values]
    bar = canvas.go.Bar(
        x=values if flat else along,
        y=along if flat else values,
        orientation="h" if flat else "v",
        name=safe(short(trace.name, 30)),
        marker=rest if canvas.spec.fold and not named else {"color": colour},
        hovertext=[_hover(canvas, trace, point, named=named) for point in points],
        hovertemplate="%{hovertext}<extra></extra>",
        text=said if labelled else None,
        textposition="outside" if labelled else "none",
        textfont={"color": canvas.look.text, "size": 11},
        textangle=0,
        cliponaxis=False,
        showlegend=named,
    )
    canvas.data.append(bar)


def _add_line(
    canvas: Canvas, trace: Trace, points: Sequence[Point], along: Sequence[Any], colour: str, *, marked: bool
) -> None:
    values = [point.value for point in points]
    alone = [
        v is not None and (i == 0 or values[i - 1] is None) and (i + 1 == len(values) or values[i + 1] is None)
        for i, v in enumerate(values)
    ]
    named = canvas.spec.series is not None or len(canvas.spec.y) > 1
    line = canvas.go.Scatter(
        x=list(along),
        y=values,
        mode="lines+markers" if marked or any(alone) else "lines",
        connectgaps=False,
        name=safe(short(trace.name, 30)),
        line={"color": colour, "width": 2, "dash": "dot" if trace.rest else "solid"},
        marker={"color": colour, "size": [6 if marked or one else 0 for one in alone]},
        hovertext=[_hover(canvas, trace, point, named=named) for point in points],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
    )
    canvas.data.append(line)


def _axes_along(
    canvas: Canvas, found: Sequence[Trace], x: AnswerColumn, places: Sequence[Point], names: Sequence[str], kind: str
) -> None:
    spec, flat = canvas.spec, canvas.spec.kind == "barh"
    bars = spec.kind in ("bar", "barh", "grouped_bar")
    values = [p.value for trace in found for p in trace.points if p.value is not None]
    labelled = bars and len(places) * len(found) <= _LABELLED
    head = 0.05
    if labelled:
        head = _label_head(canvas, values, found[0].column) if flat else 0.1
    low, high = axes.value_range(values, bars=bars, head=head)
    whole = all(isinstance(value, int) for value in values)
    value_axis = axes.value_axis(
        low, high, title=spec.y_title, unit=spec.unit, whole=whole, language=canvas.language, colours=canvas.look
    )
    if flat:
        value_axis["title"] |= {"text": "<br>".join(map(safe, wrapped(spec.y_title, _FLAT_TITLE)))}
    if labelled:
        value_axis |= {"showticklabels": False, "showgrid": False}
    if bars and low < 0:
        value_axis |= {"zeroline": True, "zerolinecolor": canvas.look.axis, "zerolinewidth": 1}
    along = [point.x for point in places if point.x is not None]
    if kind == "date":
        other = axes.time_axis(x, along, title="", language=canvas.language, colours=canvas.look, upright=bars)
    elif kind == "number":
        years = x.role == "time"
        other = axes.number_axis(along, title=spec.x_title, bars=bars, years=years, colours=canvas.look)
    else:
        every = max(1, math.ceil(len(names) / 31)) if not flat else 1
        most = 22 if flat else max(8, min(16, 60 // max(1, len(names))))
        other = axes.label_axis(names, title=spec.x_title, flat=flat, colours=canvas.look, most=most, every=every)
    canvas.layout |= {"xaxis": value_axis, "yaxis": other} if flat else {"xaxis": other, "yaxis": value_axis}
    canvas.layout["bargap"] = 0.28
    if flat:
        canvas.height = max(180, _BAR * len(names) + 70)


def _label_head(canvas: Canvas, values: Sequence[float | int], column: AnswerColumn) -> float:
    """Return which part of the bars' length their labels need beyond it on a narrow screen."""
    size = max(map(abs, values), default=0)
    wide = max((pixels(canvas.brief(value, column, size)) for value in values), default=0.0) + 8
    sides = (min(values, default=0) < 0) + (max(values, default=0) > 0)
    return min(0.7, wide / max(40.0, _NARROW_BARS - sides * wide))


def _end_labels(canvas: Canvas, found: Sequence[Trace], tint: dict[str, str]) -> None:
    """Name each line at its right end, apart from each other, so that no legend has to be searched."""
    low, high = canvas.layout["yaxis"]["range"]
    inner = canvas.height - 60
    ends = []
    for trace in found:
        last = next((p.value for p in reversed(trace.points) if p.value is not None), None)
        if last is not None:
            ends.append(((last - low) / (high - low) * inner, trace))
    ends.sort(key=lambda end: end[0])
    spots = _apart([spot for spot, _ in ends], gap=_LABEL_GAP, most=inner)
    notes = []
    for spot, (_, trace) in zip(spots, ends, strict=True):
        colour = canvas.look.rest if trace.rest else tint[trace.name]
        notes.append({
            "x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": spot / inner, "yref": "paper",
            "yanchor": "middle", "showarrow": False, "align": "left", "hovertext": safe(trace.name),
            "font": {"color": canvas.look.text, "size": 11},
            "text": f"<span style='color:{colour}'>●</span> {safe(short(trace.name, _END_LABEL))}",
        })  # fmt: skip
    canvas.layout["annotations"] = notes
    canvas.right = 26 + max((pixels(short(trace.name, _END_LABEL)) for trace in found), default=0.0)


def _apart(spots: Sequence[float], *, gap: float, most: float) -> list[float]:
    """Move sorted positions as little as needed so that neighbours are `gap` apart and none passes `most`.

    >>> _apart([10.0, 12.0, 100.0], gap=15, most=100)
    [10.0, 25.0, 100.0]
    """
    placed: list[float] = []
    for spot in spots:
        placed.append(max(spot, placed[-1] + gap) if placed else max(spot, 0.0))
    ceiling = most
    for i in range(len(placed) - 1, -1, -1):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return placed
