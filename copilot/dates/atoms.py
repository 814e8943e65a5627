"""A date expression before its neighbours are looked at, and how its period is made.

Owns the value that the English and the Chinese rules hand to `copilot.dates.joining`, and the choices both languages
share: what "last 3 months" spans, which July "July" is. Refuses to read text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from re import Match, Pattern

from copilot.dates.period import (
    TEMPLATE_YEAR,
    Grain,
    Period,
    add_months,
    as_datetime,
    days_of,
    in_year,
    months_of,
    period_of,
    units_from,
)
from copilot.dates.spans import Note, YearPart

Grains = ("year", "half", "quarter", "month", "week", "day", "hour")


@dataclass(frozen=True, slots=True)
class Atom:
    """One expression; `yearless` is set instead of `period` where the year is missing."""

    start: int
    end: int
    period: Period | None = None
    yearless: Period | None = None
    relative: bool = False
    certainty: float = 1.0
    note: Note = ""
    same_period_last_year: bool = False
    ends: tuple[Period, Period] | None = None
    bare_year: bool = False
    closed: bool = False
    """True for what takes part in no further range or bound."""


Build = Callable[[Match[str], date], Atom | None]
Rule = tuple[Pattern[str], Build]


def calendar_year(year: int) -> Period:
    """Return a whole year."""
    return months_of(year, 1, 12, "year")


def yearless_months(month: int, count: int = 1, grain: Grain = "month") -> Period:
    """Return months of the template year."""
    return months_of(TEMPLATE_YEAR, month, count, grain)


def yearless_day(month: int, day: int) -> Period | None:
    """Return one day of the template year, None where no year has it."""
    try:
        return days_of(date(TEMPLATE_YEAR, month, day))
    except ValueError:
        return None


def dated(year: int, month: int, day: int) -> Period | None:
    """Return one day, None where the calendar has it not."""
    try:
        return days_of(date(year, month, day))
    except ValueError:
        return None


def no_such_day(match: Match[str]) -> Atom:
    """Return what stands for 30 February: it takes its words, so that no month is read from them, and is dropped."""
    return Atom(match.start(), match.end(), closed=True)


def iso_week(year: int, week: int) -> Period | None:
    """Return an ISO week, None where the year has no such week."""
    try:
        return days_of(date.fromisocalendar(year, week, 1), 7, "week")
    except ValueError:
        return None


def rolling(today: date, grain: Grain, count: int) -> Period:
    """Return the stretch of `count` units that ended yesterday."""
    if grain in ("day", "week"):
        return days_of(
            today - timedelta(days=count * (7 if grain == "week" else 1)), count * (7 if grain == "week" else 1)
        )
    size = {"year": 12, "quarter": 3}.get(grain, 1)
    return Period(add_months(today, -size * count), today, "day")


def last_units(today: date, grain: Grain, count: int) -> Period:
    """Return the `count` whole calendar units before the one that holds `today`."""
    return units_from(today, grain, -count, count)


def to_date(today: date, grain: Grain) -> Period:
    """Return the unit that holds `today`, up to and with `today`."""
    return Period(period_of(today, grain).start, today + timedelta(days=1), "day")


def year_before(today: date, grain: str | None = None) -> Period:
    """Return the month or quarter that holds `today` a year before; without one, last year up to with this day."""
    there = add_months(today, -12)
    if grain == "month" or grain == "quarter":
        return period_of(there, grain)  # type: ignore[arg-type]
    return Period(date(today.year - 1, 1, 1), there + timedelta(days=1), "day")


def latest_begun(yearless: Period, today: date) -> Period:
    """Return the period in the latest year in which it exists and has begun by `today`."""
    for year in range(today.year, today.year - 9, -1):
        try:
            period = in_year(yearless, year)
        except ValueError:
            continue
        first = period.start
        if first is None and period.end is not None:
            first = period_of(as_datetime(period.end) - timedelta(days=1), period.grain or "day").start
        if first is not None and as_datetime(first) <= as_datetime(today):
            return period
    return in_year(yearless, TEMPLATE_YEAR)


def part_of_year(yearless: Period) -> YearPart | None:
    """Return the date part that a yearless period names in every year, None where a side is open."""
    if yearless.start is None or yearless.end is None:
        return None
    start, end = as_datetime(yearless.start).date(), as_datetime(yearless.end).date()
    if start.day == end.day == 1:
        count = (end.year - start.year) * 12 + end.month - start.month
        if count == 3 and yearless.grain == "quarter":
            return YearPart("quarter", ((start.month + 2) // 3,))
        return YearPart("month", tuple((start.month - 1 + step) % 12 + 1 for step in range(min(count, 12))))
    days = (start + timedelta(days=step) for step in range(min((end - start).days, 366)))
    return YearPart("monthday", tuple(day.month * 100 + day.day for day in days))


def finer(left: Grain | None, right: Grain | None) -> Grain | None:
    """Return the finer of two grains."""
    if left is None or right is None:
        return None
    return left if Grains.index(left) >= Grains.index(right) else right
