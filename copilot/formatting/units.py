"""The units of measure that are written in words or signs.

Owns their English and Chinese spelling, in one table. Refuses conversion: a value stays in the unit that it came in.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: words after the number, or a sign before it."""

    one: str
    many: str
    zh: str
    sign: str = ""
    """Written before the number in English, as in ``$5.00``."""
    decimals: int | None = None
    """Always so many decimals, for money; None for as many as matter."""
    tight: bool = False
    """True where the sign belongs in every table cell: money and percentages."""


_UNITS = {
    "second": Unit("second", "seconds", "秒"),
    "millisecond": Unit("millisecond", "milliseconds", "毫秒"),
    "minute": Unit("minute", "minutes", "分钟"),
    "hour": Unit("hour", "hours", "小时"),
    "day": Unit("day", "days", "天"),
    "week": Unit("week", "weeks", "周"),
    "month": Unit("month", "months", "个月"),
    "quarter": Unit("quarter", "quarters", "个季度"),
    "year": Unit("year", "years", "年"),
    "mile": Unit("mile", "miles", "英里"),
    "km": Unit("km", "km", "公里"),
    "meter": Unit("meter", "meters", "米"),
    "foot": Unit("foot", "feet", "英尺"),
    "inch": Unit("inch", "inches", "英寸"),
    "kg": Unit("kg", "kg", "公斤"),
    "pound": Unit("pound", "pounds", "磅"),
    "mph": Unit("mph", "mph", "英里/小时"),
    "degree": Unit("degree", "degrees", "度"),
    "millibar": Unit("millibar", "millibars", "毫巴"),
    "seat": Unit("seat", "seats", "个座位"),
    "piece": Unit("piece", "pieces", "件"),
    "%": Unit("%", "%", "%", tight=True),
    "pp": Unit("percentage point", "percentage points", "个百分点"),
    "usd": Unit("US dollar", "US dollars", "美元", "$", 2, True),
    "eur": Unit("euro", "euros", "欧元", "€", 2, True),
    "gbp": Unit("pound sterling", "pounds sterling", "英镑", "£", 2, True),
    "cny": Unit("yuan", "yuan", "元", "CN¥", 2, True),
    "jpy": Unit("yen", "yen", "日元", "JP¥", 0, True),
}
_SPELLINGS = {
    "percent": "%", "pct": "%", "mi": "mile", "kilometer": "km", "kilometers": "km", "kilometre": "km",
    "kilometres": "km", "metre": "meter", "metres": "meter", "m": "meter", "ft": "foot", "kilogram": "kg",
    "kilograms": "kg", "lb": "pound",
    "lbs": "pound", "min": "minute", "mins": "minute", "s": "second", "sec": "second", "h": "hour", "hr": "hour",
    "ms": "millisecond", "dollar": "usd", "dollars": "usd", "$": "usd", "€": "eur", "£": "gbp", "¥": "cny",
    "rmb": "cny", "in": "inch", "percentage points": "pp", "percentage point": "pp",
}  # fmt: skip
_BY_SPELLING = {
    **{spelling.casefold(): unit for unit in _UNITS.values() for spelling in (unit.one, unit.many, unit.zh)},
    **{spelling: _UNITS[name] for spelling, name in _SPELLINGS.items()},
    **_UNITS,
}


def find_unit(name: str | None) -> Unit | None:
    """Return the unit of that name, sign or spelling, None where there is none.

    >>> find_unit("Minutes").zh, find_unit("USD").sign, find_unit("widgets")
    ('分钟', '$', None)
    """
    return None if name is None else _BY_SPELLING.get(name.strip().casefold())
