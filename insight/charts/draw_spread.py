"""Histograms and clouds of points.

Owns those marks and their axes.
"""

from __future__ import annotations

from insight.charts import axes
from insight.charts.canvas import Canvas
from insight.charts.points import bins, column_named, text_of, traces
from insight.charts.shape import to_number
from insight.charts.theme import safe, wrapped
from insight.charts.words import say

_BANDS = 12


def histogram(canvas: Canvas) -> None:
    spec = canvas.spec
    column = column_named(canvas.columns, spec.y[0])
    place = canvas.columns.index(column)
    found = bins([row[place] for row in canvas.rows])
    single = all(b.high - b.low == 1 and b.low % 1 == 0.5 for b in found)

    def edges(low: float, high: float) -> str:
        if single:
            return canvas.text(int(low + 0.5), column)
        return f"{canvas.text(low, column, unit=False)} – {canvas.text(high, column)}"

    rows = say("count", canvas.language)
    canvas.data.append(canvas.go.Bar(
        x=[(b.low + b.high) / 2 for b in found], y=[b.count for b in found], width=[b.high - b.low for b in found],
        marker={"color": canvas.look.palette[0], "line": {"color": canvas.look.paper, "width": 1}},
        hovertext=[f"<b>{safe(edges(b.low, b.high))}</b><br>{rows}: {b.count:,}" for b in found],
        hovertemplate="%{hovertext}<extra></extra>", showlegend=False,
    ))  # fmt: skip
    low, high = axes.value_range([b.count for b in found], bars=True)
    up = axes.value_axis(low, high, title=spec.y_title, unit=None, whole=True, language=canvas.language,
                         colours=canvas.look)  # fmt: skip
    left, right = found[0].low, found[-1].high
    along = axes.value_axis(left, right, title=spec.x_title, unit=spec.unit, whole=single, language=canvas.language,
                            colours=canvas.look)  # fmt: skip
    along |= {"showgrid": False, "showline": True, "ticks": "outside", "ticklen": 4}
    if single and len(found) <= _BANDS:
        along |= {"dtick": 1}
    canvas.layout |= {"xaxis": along, "yaxis": up, "bargap": 0}


def scatter(canvas: Canvas) -> None:
    spec = canvas.spec
    trace = traces(spec, canvas.columns, canvas.rows, language=canvas.language)[0]
    x = column_named(canvas.columns, spec.x or "")
    points = trace.points
    numeric = all(to_number(point.x) is not None for point in points)
    hover = []
    for p in points:
        at = canvas.text(to_number(p.x), x) if numeric else text_of(p.x, x, canvas.language)
        head = f"<b>{'<br>'.join(map(safe, wrapped(p.label, 60, lines=6)))}</b><br>" if p.label else ""
        up_text = f"{safe(trace.name)}: {safe(canvas.text(p.value, trace.column))}"
        hover.append(f"{head}{safe(x.label or x.name)}: {safe(at)}<br>{up_text}")
    crowd = len(points)
    canvas.data.append(canvas.go.Scatter(
        x=[to_number(p.x) if numeric else axes.clear(p.x) for p in points], y=[p.value for p in points],
        mode="markers", hovertext=hover, hovertemplate="%{hovertext}<extra></extra>", showlegend=False,
        marker={"color": canvas.look.palette[0], "size": 9 if crowd <= 60 else 7 if crowd <= 500 else 5,
                "opacity": 0.75 if crowd <= 500 else 0.4},
    ))  # fmt: skip
    values = [p.value for p in points if p.value is not None]
    low, high = axes.value_range(values, bars=False)
    up = axes.value_axis(low, high, title=spec.y_title, unit=trace.column.unit, whole=False,
                         language=canvas.language, colours=canvas.look)  # fmt: skip
    if numeric:
        numbers = [n for n in (to_number(p.x) for p in points) if n is not None]
        left, right = axes.value_range(numbers, bars=False)
        along = axes.value_axis(left, right, title=spec.x_title, unit=x.unit, whole=False, language=canvas.language,
                                colours=canvas.look)  # fmt: skip
        if x.role == "time":
            along["tickformat"] = "d"
    else:
        along = axes.time_axis(x, [p.x for p in points], title="", language=canvas.language, colours=canvas.look)
    canvas.layout |= {"xaxis": along | {"showline": True}, "yaxis": up}
