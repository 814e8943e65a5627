"""Axes: ranges that do not lie, ticks that can be read, times written by their grain.

Owns the dictionaries that describe axes to the drawing library.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from copilot.values.answer import AnswerColumn
from insight.charts.points import Number, round_step
from insight.charts.spec import Language
from insight.charts.theme import Look, safe, short, wrapped

_UPRIGHT_TICKS = 14
_TITLE = 34
_NARROW_TICKS = 6
_ENOUGH_PERIODS = 24
_FROM_ZERO = 0.6
_PAD = 0.06
_TIME_FORMATS: dict[str, tuple[str, str]] = {
    "year": ("%Y", "%Y年"),
    "quarter": ("Q%q\n%Y", "%q季度\n%Y年"),
    "month": ("%b\n%Y", "%-m月\n%Y年"),
    "week": ("%-d %b\n%Y", "%-m月%-d日\n%Y年"),
    "day": ("%-d %b\n%Y", "%-m月%-d日\n%Y年"),
    "hour": ("%H:%M\n%-d %b %Y", "%H:%M\n%Y年%-m月%-d日"),
}


def base(colours: Look) -> dict[str, Any]:
    """Return what every axis shares: no zero line, quiet ticks, room for its own labels."""
    return {
        "automargin": True,
        "zeroline": False,
        "showgrid": False,
        "showline": False,
        "ticks": "",
        "linecolor": colours.axis,
        "tickcolor": colours.axis,
        "tickfont": {"color": colours.quiet},
        "title": {"font": {"color": colours.quiet}, "standoff": 8},
    }


def value_range(values: Sequence[Number], *, bars: bool, head: float = _PAD) -> tuple[float, float]:
    """Return the range of a value axis: bars start at zero, lines do too unless that would flatten them.

    >>> value_range([2, 4], bars=True, head=0.0)
    (0.0, 4.0)
    >>> value_range([-2, 4], bars=True, head=0.0)
    (-2.0, 4.0)
    """
    if not values:
        return 0.0, 1.0
    low, high = float(min(values)), float(max(values))
    if bars or 0 <= low <= _FROM_ZERO * high:
        low = min(low, 0.0)
    if bars or _FROM_ZERO * low <= high <= 0:
        high = max(high, 0.0)
    if low == high:
        return (0.0, 1.0) if low == 0 else (low - abs(low) * 0.1, high + abs(high) * 0.1)
    span = high - low
    return (low if low == 0 else low - span * head, high if high == 0 else high + span * head)


def value_axis(
    low: float, high: float, *, title: str, unit: str | None, whole: bool, language: Language, colours: Look
) -> dict[str, Any]:
    """Return an axis of numbers with a title that carries the unit, and ticks with separators or large-number words."""
    axis = base(colours) | {"range": [low, high], "showgrid": True, "gridcolor": colours.grid, "showline": False}
    axis["title"] = axis["title"] | {"text": "<br>".join(map(safe, wrapped(title, _TITLE)))}
    size = max(abs(low), abs(high))
    if unit == "share":
        return axis | {"tickformat": ",.1~%" if size < 0.1 else ",.0%", "nticks": 6}
    if language == "zh" and size >= 1e5:
        return axis | _chinese_ticks(low, high)
    plain = {"separatethousands": True, "exponentformat": "B", "minexponent": 6, "nticks": 6, "tickangle": 0}
    if whole and size <= 6:
        plain["dtick"] = 1
    return axis | plain


def _chinese_ticks(low: float, high: float) -> dict[str, Any]:
    """Write large numbers by ten thousands and hundred millions, as Chinese does and the library cannot."""
    step = round_step((high - low) / 5)
    ticks = [i * step for i in range(math.ceil(low / step), math.floor(high / step) + 1)]
    size, word = (1e8, "亿") if max(abs(low), abs(high)) >= 1e8 else (1e4, "万")
    return {"tickvals": ticks, "ticktext": [f"{tick / size:,.12g}{word}" if tick else "0" for tick in ticks]}


def time_axis(column: AnswerColumn, values: Sequence[Any], *, title: str, language: Language, colours: Look,
              upright: bool = False) -> dict[str, Any]:  # fmt: skip
    """Return an axis of dates; where periods are few, no more ticks than periods, so that none is written twice."""
    grain = column.time_grain or time_grain(values)
    form = _TIME_FORMATS.get(grain, ("", ""))[language == "zh"]
    apart = len(set(values))
    axis = base(colours) | {
        "type": "date",
        "showline": True,
        "ticks": "outside",
        "ticklen": 4,
        "tickangle": 0,
    }
    if apart <= _ENOUGH_PERIODS:
        axis["nticks"] = max(2, min(_NARROW_TICKS, apart if upright else apart - 1))
    axis["title"] = axis["title"] | {"text": safe(short(title, 40))}
    first, last = min(values), max(values)
    if upright and first.year > 1 and last.year < 9999:
        # The first and the last bar stand inside, not cut in half by the edge.
        room = max((last - first) * _PAD / 2, timedelta(days=1))
        axis["range"] = [clear(first - room), clear(last + room)]
    if grain == "quarter" and apart <= 8:
        axis |= {"tick0": clear(min(values)), "dtick": "M3"}
        axis.pop("nticks", None)
    return axis | ({"tickformat": form} if form else {})


def time_grain(values: Sequence[Any]) -> str:
    """Return the coarsest grain that all dates lie on, for columns that do not say; times of day have none."""
    if any(isinstance(v, datetime) and (v.hour or v.minute or v.second) for v in values):
        return ""
    if all(v.day == 1 for v in values):
        return "year" if len(values) > 1 and all(v.month == 1 for v in values) else "month"
    return "day"


def clear(value: Any) -> Any:
    """Return a date as the library takes it: ISO text in the clock of the data, never moved to another time zone."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def label_axis(
    labels: Sequence[str], *, title: str, flat: bool, colours: Look, most: int = 20, every: int = 1
) -> dict[str, Any]:
    """Return an axis of categories: long labels go over two lines or are cut, with the full text on hover."""
    shown = list(labels)[::every]
    axis = base(colours) | {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(labels),
        "tickvals": shown,
        "ticktext": ["<br>".join(map(safe, wrapped(label, most))) for label in shown],
        "showline": True,
    }
    axis["range"] = [len(labels) - 0.5, -0.5] if flat else [-0.5, len(labels) - 0.5]
    axis["title"] = axis["title"] | {"text": "" if flat else safe(short(title, 40))}
    axis["tickfont"] = {"color": colours.text}
    return axis


def number_axis(values: Sequence[Number], *, title: str, bars: bool, years: bool, colours: Look) -> dict[str, Any]:
    """Return an axis of whole numbers that are steps (ages, hours, years): each stands at its place, gaps are seen."""
    edge = 0.5 if bars else 0.0
    low, high = min(values), max(values)
    axis = base(colours) | {
        "type": "linear",
        "range": [low - edge - 0.1, high + edge + 0.1],
        "showline": True,
        "ticks": "outside",
        "ticklen": 4,
        "tickangle": 0,
        "nticks": max(2, min(_UPRIGHT_TICKS, len(set(values)))),
        "tickformat": "d" if years or high - low >= 4 else "",
    }
    axis["title"] = axis["title"] | {"text": safe(short(title, 40))}
    return axis
