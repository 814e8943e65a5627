"""Moments, lists and the missing value in words.

Owns how a time is named at its grain and how a list is cut. Refuses numbers (`copilot.formatting.numbers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Literal

from copilot.dates.period import grain_name

Language = Literal["en", "zh"]
NO_CELL = "–"
"""What an empty cell of a table shows."""


def no_value(language: Language) -> str:
    """Return the words for a missing value in a sentence."""
    return "no value" if language == "en" else "无值"


def when(value: date | datetime | time | str | int | None, grain: str | None, language: Language) -> str:
    """Return a moment at its grain; ISO text is read first, other text comes back as it is.

    >>> when(date(2013, 3, 1), "month", "en"), when("2013-03-01", "quarter", "zh"), when(2013, "year", "en")
    ('March 2013', '2013年第1季度', '2013')
    """
    if value is None:
        return no_value(language)
    if isinstance(value, str):
        moment = _iso(value)
        if moment is None:
            return value
        value = moment
    if isinstance(value, int):
        return f"{value}年" if grain == "year" and language == "zh" else str(value)
    if isinstance(value, time):
        return value.isoformat(timespec="minutes" if value.second == value.microsecond == 0 else "seconds")
    return grain_name(value, grain, language)


def items(values: Sequence[object], language: Language, most: int = 5) -> str:
    """Return a list in one phrase; beyond `most` it says how many more there are.

    >>> items(["a", "b", "c"], "en"), items(["a", "b", "c"], "zh"), items("abcdefg", "en")
    ('a, b and c', 'a、b和c', 'a, b, c, d, e and 2 more')
    """
    shown = [str(value) for value in values[:most]]
    rest = len(values) - len(shown)
    if language == "zh":
        if rest:
            return f"{'、'.join(shown)}等{len(values)}项" if shown else f"{len(values)}项"
        return "和".join(part for part in ("、".join(shown[:-1]), *shown[-1:]) if part)
    if rest:
        return f"{', '.join(shown)} and {rest:,} more" if shown else f"{rest:,} more"
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def _iso(text: str) -> date | datetime | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text) if len(text) > 10 else None
    except ValueError:
        return None
