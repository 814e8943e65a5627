"""Parts of a whole: one bar, or a pie for a person who asked for one.

Owns those marks.
"""

from __future__ import annotations

from copilot import formatting
from insight.charts import axes
from insight.charts.canvas import Canvas, unique
from insight.charts.points import traces
from insight.charts.theme import colours, on, safe, short


def _parts(canvas: Canvas) -> list[tuple[str, str, float, str, str]]:
    """Return each part: its name, its value as text, its share, its colour and its hover text."""
    trace = traces(canvas.spec, canvas.columns, canvas.rows, language=canvas.language)[0]
    points = [point for point in trace.points if point.value is not None]
    total = sum(point.value or 0 for point in points)
    rest = canvas.spec.fold and canvas.spec.keep is not None and len(points) > canvas.spec.keep
    tint = colours([point.label for point in points[: len(points) - rest]], canvas.look.palette)
    parts = []
    for i, point in enumerate(points):
        part = (point.value or 0) / total
        said = formatting.number(round(part, 3), language=canvas.language, unit="share")
        colour = canvas.look.rest if rest and i == len(points) - 1 else tint[point.label]
        hover = f"<b>{safe(point.label)}</b><br>{safe(trace.name)}: {safe(canvas.text(point.value, trace.column))}"
        if trace.column.unit not in ("share", "%"):
            hover += f"<br>{safe(said)}"
        parts.append((point.label, said, part, colour, hover))
    return parts


def share(canvas: Canvas) -> None:
    """One bar that is the whole; every part's name and share stand above it, the large ones also inside."""
    for name, said, part, colour, hover in _parts(canvas):
        canvas.data.append(canvas.go.Bar(
            x=[part], y=[""], orientation="h", name=f"{safe(short(name, 24))} {safe(said)}",
            marker={"color": colour, "line": {"color": canvas.look.paper, "width": 1}},
            text=[safe(said)] if part >= 0.14 else None, textposition="inside", insidetextanchor="middle",
            textangle=0, textfont={"color": on(colour), "size": 12}, constraintext="none",
            hovertext=[hover], hovertemplate="%{hovertext}<extra></extra>", showlegend=True,
        ))  # fmt: skip
        canvas.legend.append(f"{short(name, 24)} {said}")
    along = axes.base(canvas.look) | {
        "range": [0, 1.001],
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "tickformat": ".0%",
        "ticklabeloverflow": "allow",
    }
    canvas.layout |= {"barmode": "stack", "xaxis": along, "yaxis": axes.base(canvas.look) | {"showticklabels": False}}
    canvas.height, canvas.right = 150, 30.0


def pie(canvas: Canvas) -> None:
    parts = _parts(canvas)
    canvas.data.append(canvas.go.Pie(
        labels=unique([name for name, *_ in parts]), values=[part for _, _, part, *_ in parts], sort=False,
        direction="clockwise", text=[f"{safe(short(name, 16))}<br>{safe(said)}" for name, said, *_ in parts],
        textinfo="text", textposition="outside", automargin=True, showlegend=False,
        textfont={"color": canvas.look.text},
        marker={"colors": [part[3] for part in parts], "line": {"color": canvas.look.paper, "width": 1}},
        hovertext=[part[4] for part in parts], hovertemplate="%{hovertext}<extra></extra>",
        domain={"x": [0.04, 0.96], "y": [0.08, 0.92]},
    ))  # fmt: skip
