"""What a chart shows, as a value: which columns play which part, in which order, and why this form.

Owns `ChartSpec`. Knows no drawing library, so that a report, a test or another front end can read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "bar", "barh", "line", "multi_line", "grouped_bar", "histogram", "scatter", "share", "table"]
Sort = Literal["value_desc", "value_asc", "natural", "given"]
Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """One chart, described by the names of the columns that it shows."""

    kind: Kind
    x: str | None = None
    """The column along the axis of categories, times or (scatter, histogram) numbers, whichever way it runs."""
    y: tuple[str, ...] = ()
    """The measures; more than one only where they share an axis."""
    series: str | None = None
    """The column whose values become lines, groups of bars or colours."""
    also: tuple[str, ...] = ()
    """Columns written after the value of `x` in its label ("North · Bikes")."""
    sort: Sort = "given"
    keep: int | None = None
    """How many categories, or series where there are any, are drawn; None draws all."""
    fold: bool = False
    """True where what `keep` leaves out is added up as "other"; only for parts of one whole."""
    round: bool = False
    """For ``share``: True draws a pie, which only a person who asked for one gets."""
    title: str = ""
    x_title: str = ""
    y_title: str = ""
    unit: str | None = None
    reason: str = ""
    """Why this form, in the language of the question."""
    alternatives: tuple[tuple[Kind, str], ...] = ()
    """Other forms that can show these rows, each with what it would be good for."""
    alt: str = ""
    """The chart in words for a screen reader, written from the data."""
    note: str = ""
    """What the reader of the chart has to know: what was left out, added up or not drawn."""
