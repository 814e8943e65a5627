"""The order that categories have by themselves: weekdays, months, bands, steps and whole numbers in a row.

Owns the lists of such words. Refuses to order by value: that is the chart's choice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from copilot.values.answer import AnswerColumn

Key = Callable[[Any], Any]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_STEPS: tuple[tuple[str, ...], ...] = (
    _WEEKDAYS,
    tuple(day[:3] for day in _WEEKDAYS),
    _MONTHS,
    tuple(month[:3] for month in _MONTHS),
    tuple(f"星期{day}" for day in "一二三四五六日"),
    tuple(f"周{day}" for day in "一二三四五六日"),
    tuple(f"{month}月" for month in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")),
    ("very low", "low", "medium", "high", "very high"),
    ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"),
    ("small", "medium", "large", "extra large"),
    ("night", "morning", "noon", "afternoon", "evening"),
    ("spring", "summer", "autumn", "fall", "winter"),
    ("低", "中", "高"),
    ("小", "中", "大"),
    ("春", "夏", "秋", "冬"),
    ("春季", "夏季", "秋季", "冬季"),
)
_ALIASES = {"星期天": "星期日", "周天": "周日", "tues": "tue", "thur": "thu", "thurs": "thu", "sept": "sep"}
_BAND = re.compile(
    r"^(?P<below>[<≤]=?|under |below |up to |less than )?\s*[$€£¥]?(?P<low>\d+(?:[.,]\d+)?)\s*"
    r"(?:(?:-|–|—|to|~|至|到)\s*[$€£¥]?\d+(?:[.,]\d+)?|\+|and over|or more|以上|以下|月|日|时|季度|岁)?"
)
_PREFIXED = re.compile(r"^(?:q|h|w|week |day |month |year |level |grade |tier |第)(\d+)(?:季度|周|级|月|天)?$")
_PERIOD = re.compile(r"^\d{4}(?:$|(?:0[1-9]|1[0-2])$|[-/ ]?(?:q[1-4]|h[12]|w\d{1,2})$|[-/ ]\d{1,2}(?:[-/]\d{1,2})?$)")
_DENSE_SPAN = 31
_POSTCODE = 5
_YEARS = range(1900, 2101)
_YEAR_WORDS = ("year", "yr", "年")


def natural_key(column: AnswerColumn, values: Iterable[Any]) -> Key | None:
    """Return a sort key for the values where they have an order of their own, else None; nulls come last.

    >>> key = natural_key(AnswerColumn("d", "text", "dimension"), ["Tue", "Sun", "Mon"])
    >>> sorted(["Tue", "Sun", "Mon"], key=key)
    ['Mon', 'Tue', 'Sun']
    >>> natural_key(AnswerColumn("r", "text", "dimension"), ["North", "South"]) is None
    True
    """
    present = [value for value in values if value is not None]
    if not present or column.role == "key" or isinstance(present[0], bool):
        return None
    place: Key | None = None
    if all(isinstance(value, (date, datetime, time)) for value in present):
        place = _itself
    elif all(isinstance(value, (int, float, Decimal)) for value in present):
        place = _itself if column.role == "time" or _in_a_row(present) else None
    elif all(isinstance(value, str) for value in present):
        place = _text_place(set(present), in_time=column.role == "time")
    if place is None:
        return None
    found = place
    return lambda value: (1, 0) if value is None else (0, found(value))


def is_period(column: AnswerColumn, values: Iterable[Any]) -> bool:
    """Tell whether texts or whole numbers are periods: ``2024-03``, ``2024 Q1``, or years that are so named."""
    present = [value for value in values if value is not None]
    if not present or column.role != "dimension":
        return False
    named = any(word in f"{column.name} {column.label}".casefold() for word in _YEAR_WORDS)
    if column.type == "integer":
        return named and all(value in _YEARS for value in present)
    if not all(isinstance(value, str) and _PERIOD.match(value.casefold()) for value in present):
        return False
    return named or all(len(value) > 4 for value in present)


def _itself(value: Any) -> Any:
    return value


def _in_a_row(values: list[Any]) -> bool:
    """Tell hours, ratings and ages, which lie close together, from numbers that are only names."""
    if any(isinstance(value, float) and value != value for value in values):
        return False
    span = max(values) - min(values)
    return bool(span <= _DENSE_SPAN or span + 1 <= 2 * len(set(values)))


def _text_place(words: set[str], *, in_time: bool) -> Key | None:
    folded = {_folded(word) for word in words}
    for steps in _STEPS:
        if len(folded) >= 2 and folded <= set(steps):
            return lambda value: steps.index(_folded(value))
    if not in_time and all(word.isdigit() for word in folded) and any(map(_code, folded)):
        return None  # postcodes and numbers of things: digits that count nothing
    if in_time or all(_PERIOD.match(word) for word in folded):
        return _folded
    if all(_PREFIXED.match(word) for word in folded):
        return lambda value: int(_PREFIXED.match(_folded(value))[1])  # type: ignore[index]
    if len(folded) >= 2 and all(_band(word) is not None for word in folded):
        return lambda value: _band(_folded(value))
    return None


def _code(digits: str) -> bool:
    return len(digits) == _POSTCODE or (digits[0] == "0" and len(digits) > 2)


def _folded(word: str) -> str:
    low = word.strip().casefold()
    return _ALIASES.get(low, low)


def _band(word: str) -> tuple[float, int] | None:
    """Return where a band such as ``10-19``, ``<10``, ``65+`` or ``3月`` begins, with what lies below it first."""
    hit = _BAND.match(word)
    if hit is None or hit.end() != len(word.rstrip()):
        return None
    return float(hit["low"].replace(",", "")), 0 if hit["below"] else 1
