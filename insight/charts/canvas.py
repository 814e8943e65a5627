"""The sheet that a chart is drawn on: the drawing library, the look, and the frame of title, note and margins.

Owns the only use of plotly in this package, which is imported when the first chart is drawn and has no types: `Any`
ends here. Knows no form of chart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from copilot import formatting
from copilot.values.answer import AnswerColumn
from insight.charts.points import value_text
from insight.charts.shape import Row
from insight.charts.spec import ChartSpec, Language
from insight.charts.theme import FONT, FONT_SIZE, Look, look, pixels, safe, wrapped

_HEIGHT = 360
_TITLE_LETTERS = 40
_NOTE_LETTERS = 56
_WHOLE = 1_000
_SHORTENED = 10_000_000
_NARROW = 330
_KEY = 58
"""Pixels that the sign of a legend's entry takes, with the space around it."""


class Canvas:
    """What the drawing functions share: the spec, the data, the look, and the figure that they add to."""

    def __init__(
        self, spec: ChartSpec, columns: tuple[AnswerColumn, ...], rows: Sequence[Row], language: Language, dark: bool
    ) -> None:
        self.spec, self.columns, self.rows, self.language = spec, columns, rows, language
        self.look: Look = look(dark)
        import plotly.graph_objects as go

        self.go: Any = go
        self.height = _HEIGHT
        self.right = 16.0
        self.data: list[Any] = []
        self.layout: dict[str, Any] = {}
        self.legend: list[str] = []

    def text(self, value: float | int | None, column: AnswerColumn, *, unit: bool = True) -> str:
        """Write a value; without its unit where the axis title carries it."""
        if value is None or unit or column.unit in ("share", "%"):
            return value_text(value, column, self.language)
        return formatting.number(value, language=self.language)

    def brief(self, value: float | int, column: AnswerColumn, size: float) -> str:
        """Write a value beside its bar: as many digits as the largest, of `size`, can be told apart by."""
        if column.unit in ("share", "%"):
            return value_text(value, column, self.language)
        if size >= _SHORTENED:
            return formatting.compact_number(value, language=self.language)
        return formatting.number(math.floor(value + 0.5) if size >= _WHOLE else value, language=self.language)


def finished(canvas: Canvas) -> Any:
    """Put title, note, legend and margins around what was drawn."""
    spec, colour = canvas.spec, canvas.look
    head = [f"<b>{safe(line)}</b>" for line in wrapped(spec.title, _TITLE_LETTERS, lines=3)]
    small = [safe(line) for line in wrapped(spec.note, _NOTE_LETTERS, lines=3)] if spec.note else []
    top = 14 + 19 * len(head) + 15 * len(small) + (8 if head else 0)
    lines = _legend_lines(canvas.legend)
    layout = {
        "template": canvas.go.layout.Template(),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": FONT_SIZE, "color": colour.text},
        "height": round(canvas.height + top + 20 * lines),
        "margin": {"l": 12, "r": round(canvas.right), "t": top + 20 * lines + 6, "b": 36},
        "hoverlabel": {"align": "left", "bgcolor": colour.paper, "bordercolor": colour.axis,
                       "font": {"color": colour.text, "family": FONT}},
        "hovermode": "closest",
        "showlegend": bool(canvas.legend),
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "traceorder": "normal",
                   "font": {"color": colour.text}, "itemwidth": 30, "bgcolor": "rgba(0,0,0,0)"},
        "separators": ".,",
        "dragmode": False,
    }  # fmt: skip
    if head or small:
        layout["title"] = {
            "text": "<br>".join(head), "x": 0, "xref": "container", "xanchor": "left", "pad": {"l": 12, "t": 12},
            "y": 1, "yref": "container", "yanchor": "top", "font": {"size": 14, "color": colour.text},
            "subtitle": {"text": "<br>".join(small), "font": {"size": 11, "color": colour.quiet}},
        }  # fmt: skip
    return canvas.go.Figure(data=canvas.data, layout=layout | canvas.layout)


def _legend_lines(names: Sequence[str]) -> int:
    """Return how many lines a legend takes on a narrow screen, where its columns are as wide as the widest entry."""
    if not names:
        return 0
    needs = [pixels(name) + _KEY for name in names]
    if sum(needs) <= _NARROW:
        return 1
    in_a_row = max(1, int(_NARROW // max(needs)))
    return -(-len(needs) // in_a_row)


def unique(labels: Sequence[str]) -> list[str]:
    """Tell equal labels apart by invisible characters, since the library would draw their bars over each other."""
    seen: dict[str, int] = {}
    told = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        told.append(label + "\u200b" * (seen[label] - 1))
    return told
