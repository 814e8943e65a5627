"""Periods of the calendar and the arithmetic on them.

Owns half-open periods, stepping from one to the next and their names in English and Chinese. Refuses to read text
(`copilot.dates.find`) and to decide which time column a period is laid on. Weeks are ISO weeks, Monday to Sunday.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeVar

Grain = Literal["year", "half", "quarter", "month", "week", "day", "hour"]
Language = Literal["en", "zh"]
Moment = TypeVar("Moment", date, datetime)

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
TEMPLATE_YEAR = 2000
"""Periods whose year is not known are written in this year, which has a 29 February."""
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time from `start` (inclusive) to `end` (exclusive); None where that side is open.

    >>> Period(date(2013, 3, 1), date(2013, 4, 1), "month").last_day
    datetime.date(2013, 3, 31)
    """

    start: date | datetime | None
    end: date | datetime | None
    grain: Grain | None = None
    """The unit that the words named: the period is one or more of it."""

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and as_datetime(self.start) >= as_datetime(self.end):
            raise ValueError(f"a period must start before it ends, not {self.start} to {self.end}; swap the two")

    @property
    def last_day(self) -> date | None:
        """The last day that lies in the period, at least in part; None where the end is open."""
        return None if self.end is None else (as_datetime(self.end) - timedelta(microseconds=1)).date()

    def contains(self, moment: date | datetime) -> bool:
        """Return whether a day (its midnight) or a moment lies in the period."""
        at = as_datetime(moment)
        return (self.start is None or as_datetime(self.start) <= at) and (
            self.end is None or at < as_datetime(self.end)
        )

    def complete_on(self, today: date) -> bool:
        """Return whether the period was over when `today` began."""
        return self.end is not None and as_datetime(self.end) <= as_datetime(today)


def as_datetime(moment: date | datetime) -> datetime:
    """Return the moment itself, or midnight of a day, without a time zone."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)


def add_months(day: Moment, months: int) -> Moment:
    """Return the same day of the month so many months on, or that month's last day where it is shorter.

    Raises:
        ValueError: the result lies outside the years 1 to 9999.

    >>> add_months(date(2013, 1, 31), 1)
    datetime.date(2013, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    if not 1 <= year <= 9999:
        raise ValueError(f"the year {year} is outside 1 to 9999")
    return monthrange(year, month)[1]


def months_of(year: int, month: int, count: int, grain: Grain) -> Period:
    """Return the period of `count` months from the first day of a month on."""
    start = date(year, month, 1)
    return Period(start, add_months(start, count), grain)


def days_of(start: date, count: int = 1, grain: Grain = "day") -> Period:
    """Return the period of `count` days from `start` on."""
    return Period(start, start + timedelta(days=count), grain)


def period_of(day: date | datetime, grain: Grain) -> Period:
    """Return the calendar unit that holds a day.

    >>> period_of(date(2013, 5, 20), "quarter")
    Period(start=datetime.date(2013, 4, 1), end=datetime.date(2013, 7, 1), grain='quarter')
    """
    if grain == "hour":
        hour = as_datetime(day).replace(minute=0, second=0, microsecond=0)
        return Period(hour, hour + timedelta(hours=1), "hour")
    plain = as_datetime(day).date()
    if grain == "day":
        return days_of(plain)
    if grain == "week":
        return days_of(plain - timedelta(days=plain.weekday()), 7, "week")
    size = _MONTHS[grain]
    return months_of(plain.year, (plain.month - 1) // size * size + 1, size, grain)


def units_from(day: date, grain: Grain, first: int, count: int = 1) -> Period:
    """Return `count` calendar units, the first of them `first` units after the one that holds `day`.

    >>> units_from(date(2026, 3, 31), "month", -2, 2)
    Period(start=datetime.date(2026, 1, 1), end=datetime.date(2026, 3, 1), grain='month')
    """
    here = as_datetime(period_of(day, grain).start or day).date()
    if grain in _MONTHS:
        start = add_months(here, first * _MONTHS[grain])
        return Period(start, add_months(start, count * _MONTHS[grain]), grain)
    days = 7 if grain == "week" else 1
    return days_of(here + timedelta(days=first * days), count * days, grain)


def shift(period: Period, by: int) -> Period:
    """Return the period so many of its own lengths later (earlier where `by` is negative).

    Years, quarters and months step by months, so that the quarter before Q2 is Q1; other grains by their days or hours.

    Raises:
        ValueError: one side of the period is open.

    >>> shift(Period(date(2013, 4, 1), date(2013, 7, 1), "quarter"), -1).start
    datetime.date(2013, 1, 1)
    """
    start, end = period.start, period.end
    if start is None or end is None:
        raise ValueError("a period with an open side has no length to step by; give it a start and an end")
    months = whole_months(period)
    if months and period.grain in _MONTHS:
        return Period(add_months(start, months * by), add_months(end, months * by), period.grain)
    length = as_datetime(end) - as_datetime(start)
    return Period(start + length * by, end + length * by, period.grain)


def year_earlier(period: Period, years: int = 1) -> Period:
    """Return the same days so many years before; 29 February becomes 28 February, an open side stays open."""
    start = None if period.start is None else add_months(period.start, -12 * years)
    end = None if period.end is None else _end_years_before(period.end, years)
    return Period(start, end, period.grain)


def _end_years_before(end: date | datetime, years: int) -> date | datetime:
    # The end is exclusive: after 28 February of a plain year comes 1 March, not the clamped 28th.
    moved = add_months(end, -12 * years)
    return moved + timedelta(days=1) if moved.day != end.day else moved


def in_year(template: Period, year: int) -> Period:
    """Return a period written in the template year, moved to a given year.

    Raises:
        ValueError: the period starts on 29 February and the year has none.
    """
    start, end = template.start, template.end
    if start is not None:
        start = start.replace(year=start.year - TEMPLATE_YEAR + year)
    if end is not None:
        there = end.year - TEMPLATE_YEAR + year
        leap_day = (end.month, end.day) == (2, 29) and not isleap(there)
        end = end.replace(year=there, month=3, day=1) if leap_day else end.replace(year=there)
    return Period(start, end, template.grain)


def whole_months(period: Period) -> int:
    """Number of calendar months where the period is whole months, else 0."""
    if period.start is None or period.end is None:
        return 0
    start, end = as_datetime(period.start), as_datetime(period.end)
    if any((at.day, at.hour, at.minute, at.second, at.microsecond) != (1, 0, 0, 0, 0) for at in (start, end)):
        return 0
    return (end.year - start.year) * 12 + end.month - start.month


def grain_name(day: date | datetime, grain: Grain | str | None, language: Language) -> str:
    """Return the name of the calendar unit that holds a day.

    >>> grain_name(date(2013, 3, 5), "quarter", "en"), grain_name(date(2013, 3, 5), "quarter", "zh")
    ('Q1 2013', '2013年第1季度')
    """
    zh = language == "zh"
    if grain == "year":
        return f"{day.year}年" if zh else f"{day.year}"
    if grain == "half":
        half = 1 if day.month <= 6 else 2
        return f"{day.year}年{'上下'[half - 1]}半年" if zh else f"H{half} {day.year}"
    if grain == "quarter":
        quarter = (day.month + 2) // 3
        return f"{day.year}年第{quarter}季度" if zh else f"Q{quarter} {day.year}"
    if grain == "month":
        return f"{day.year}年{day.month}月" if zh else f"{MONTH_NAMES[day.month - 1]} {day.year}"
    if grain == "week":
        monday = as_datetime(day).date() - timedelta(days=day.weekday())
        return f"{monday.isoformat()}起的一周" if zh else f"week of {monday.isoformat()}"
    at = as_datetime(day)
    if grain == "hour":
        return at.strftime("%Y-%m-%d %H:00")
    if grain == "day" or (not isinstance(day, datetime)):
        return at.date().isoformat()
    return at.isoformat(sep=" ", timespec="minutes" if at.second == at.microsecond == 0 else "seconds")


def describe(period: Period, language: Language) -> str:
    """Return first and last day of a period, with its name where it has one.

    >>> describe(Period(date(2025, 10, 1), date(2026, 1, 1), "quarter"), "en")
    '2025-10-01..2025-12-31 (Q4 2025)'
    >>> describe(Period(None, date(2000, 1, 1)), "zh")
    '2000-01-01之前'
    """
    zh = language == "zh"
    start, end = period.start, period.end
    if start is None and end is None:
        return "全部时间" if zh else "all time"
    if start is None:
        return f"{_spell(end)}之前" if zh else f"before {_spell(end)}"
    if end is None:
        return f"{_spell(start)}起" if zh else f"from {_spell(start)}"
    if isinstance(start, datetime) or isinstance(end, datetime):
        return f"{_spell(as_datetime(start))}..{_spell(as_datetime(end))}"
    last = end - timedelta(days=1)
    if last == start:
        return start.isoformat()
    name = _period_name(period, language)
    days = f"{start.isoformat()}..{last.isoformat()}"
    if not name:
        return days
    return f"{days}（{name}）" if zh else f"{days} ({name})"


def _spell(moment: date | datetime | None) -> str:
    return moment.isoformat(sep=" ", timespec="minutes") if isinstance(moment, datetime) else str(moment)


def _period_name(period: Period, language: Language) -> str:
    start, zh = period.start, language == "zh"
    if start is None:
        return ""
    months = whole_months(period)
    for grain, size in _MONTHS.items():
        if months == size and (start.month - 1) % size == 0:
            return grain_name(start, grain, language)
    if period.grain == "week" and period == period_of(start, "week"):
        iso = start.isocalendar()
        return f"{iso.year}年第{iso.week}周" if zh else f"week {iso.week} of {iso.year}"
    return ""
