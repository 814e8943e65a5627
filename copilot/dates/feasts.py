"""Days that move from year to year: Easter, Thanksgiving, Black Friday, the Spring Festival.

Owns on which day they fall. Days with a fixed date are the rules of each language. The Chinese New Year follows the
moon, so its days are listed; a year outside the list has none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_BY_WEEKDAY = {
    "martin luther king": (1, 0, 3, 0), "presidents": (2, 0, 3, 0), "mother": (5, 6, 2, 0), "memorial": (5, 0, -1, 0),
    "father": (6, 6, 3, 0), "labor": (9, 0, 1, 0), "thanksgiving": (11, 3, 4, 0), "black": (11, 3, 4, 1),
    "cyber": (11, 3, 4, 4),
}  # fmt: skip
"""Month, weekday (Monday 0), which one of the month, and how many days later."""
_FROM_EASTER = {"good friday": -2, "easter monday": 1, "pentecost": 49, "easter": 0}
_CHINESE_NAMES = {
    "黑色星期五": "black", "黑五": "black", "感恩节": "thanksgiving", "网络星期一": "cyber", "母亲节": "mother",
    "父亲节": "father", "复活节": "easter",
}  # fmt: skip
_NEW_YEARS = (
    "0205 0124 0212 0201 0122 0209 0129 0218 0207 0126 0214 0203 0123 0210 0131 0219 0208 0128 0216 0205"
    " 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208"
).split()
"""Month and day of the Chinese New Year, from the year 2000 on."""

ENGLISH = (
    r"martin\s+luther\s+king(?:\s+jr\.?)?\s+day|presidents['’]?\s+day|mother['’]?s['’]?\s+day|memorial\s+day"
    r"|father['’]?s['’]?\s+day|labor\s+day|thanksgiving(?:\s+day)?|black\s+friday|cyber\s+monday|good\s+friday"
    r"|easter\s+monday|easter(?:\s+sunday)?|pentecost|(?:chinese|lunar)\s+new\s+year(?:['’]?s\s+day)?|spring\s+festival"
)
CHINESE = "|".join((*_CHINESE_NAMES, "春节", "农历新年", "大年初一"))


def day_of(name: str, year: int) -> date | None:
    """Return the day of a feast in a year, None where it is not known.

    >>> str(day_of("Black Friday", 2025)), str(day_of("春节", 2026)), str(day_of("Easter", 2025))
    ('2025-11-28', '2026-02-17', '2025-04-20')
    """
    low = re.sub(r"\s+", " ", name.casefold())
    low = _CHINESE_NAMES.get(low, low)
    if re.search("chinese|lunar|spring|春节|农历|初一", low):
        if not 2000 <= year < 2000 + len(_NEW_YEARS):
            return None
        written = _NEW_YEARS[year - 2000]
        return date(year, int(written[:2]), int(written[2:]))
    for key, days in _FROM_EASTER.items():
        if low.startswith(key):
            return easter(year) + timedelta(days=days)
    for key, (month, weekday, which, later) in _BY_WEEKDAY.items():
        if low.startswith(key):
            found = nth_weekday(year, month, weekday, which)
            return None if found is None else found + timedelta(days=later)
    return None


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date | None:
    """Return the first, second ... or, with -1, last Monday (0) ... Sunday (6) of a month.

    >>> nth_weekday(2025, 11, 3, 4)
    datetime.date(2025, 11, 27)
    """
    first = date(year, month, 1)
    days = [first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * week) for week in range(5)]
    days = [day for day in days if day.month == month]
    try:
        return days[which - 1 if which > 0 else which]
    except IndexError:
        return None


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar, by the anonymous algorithm.

    >>> easter(2024)
    datetime.date(2024, 3, 31)
    """
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
