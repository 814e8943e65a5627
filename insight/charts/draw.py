"""From a spec and rows to a figure.

Owns the dispatch. Decides nothing about form: that is in the spec. A ``number`` and a ``table`` have no figure: the
doors write them as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from copilot.values.answer import AnswerColumn
from insight.charts.canvas import Canvas, finished
from insight.charts.draw_along import along
from insight.charts.draw_parts import pie, share
from insight.charts.draw_spread import histogram, scatter
from insight.charts.shape import Row
from insight.charts.spec import ChartSpec, Language


def figure(
    spec: ChartSpec, columns: tuple[AnswerColumn, ...], rows: Sequence[Row], *, language: Language, dark: bool = False
) -> Any:
    """Return the plotly `Figure` of a spec, or None where the form is a number or a table.

    >>> figure(ChartSpec("table"), (), [], language="en") is None
    True
    """
    if spec.kind in ("number", "table") or not rows:
        return None
    canvas = Canvas(spec, columns, rows, language, dark)
    if spec.kind == "histogram":
        histogram(canvas)
    elif spec.kind == "scatter":
        scatter(canvas)
    elif spec.kind == "share":
        pie(canvas) if spec.round else share(canvas)
    else:
        along(canvas)
    return finished(canvas)
