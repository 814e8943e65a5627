"""Periods as conditions on a column.

Owns how a period, a part of every year and a stretch of years are written, and the small questions about a period that
decide it. Which column it is belongs to `copilot.readers.grammar.periods`.
"""

from __future__ import annotations

from copilot.dates import YearPart
from copilot.dates.period import Period, add_months, as_datetime
from copilot.readers.grammar.placing import Placed, plain_day
from copilot.readers.plan import AllOf, AnyOf, ColumnRef, Compare, InPeriod, OneOf, Predicate, TimePart


def cuts_days(period: Period) -> bool:
    """Tell whether a period starts or ends within a day."""
    return any(
        moment is not None and as_datetime(moment) != as_datetime(plain_day(moment))
        for moment in (period.start, period.end)
    )


def in_days(period: Period) -> Period:
    """Write a period that starts and ends at midnight by its days."""
    start, end = period.start, period.end
    return Period(None if start is None else plain_day(start), None if end is None else plain_day(end), period.grain)


def condition(column: ColumnRef, placed: Placed) -> Predicate:
    """Return the condition that a period, or a part of every year, sets on a time column."""
    if placed.part is None:
        return InPeriod(column, placed.period.start, placed.period.end)
    return _part_condition(column, placed.part)


def _part_condition(column: ColumnRef, part: YearPart) -> Predicate:
    """Write a part of every year; days are told month by month."""
    if part.unit != "monthday":
        return OneOf(TimePart(column, part.unit), part.values)
    months: dict[int, list[int]] = {}
    for value in part.values:
        months.setdefault(value // 100, []).append(value % 100)
    pieces = tuple(
        AllOf((OneOf(TimePart(column, "month"), (month,)), OneOf(TimePart(column, "day"), tuple(days))))
        for month, days in months.items()
    )
    return pieces[0] if len(pieces) == 1 else AnyOf(pieces)


def is_season(period: Period) -> bool:
    """Tell whether a period is one meteorological season."""
    start, end = period.start, period.end
    return start is not None and end is not None and start.month % 3 == 0 and end == add_months(start, 3)


def same_days(one: Period, other: Period) -> bool:
    """Tell whether two periods have the same days."""
    return (one.start, one.end) == (other.start, other.end)


def year_conditions(column: ColumnRef, period: Period) -> list[Predicate]:
    """Return the conditions that a period of years sets on a column of plain years."""
    found: list[Predicate] = []
    if period.start is not None and period.end is not None and period.end.year - period.start.year == 1:
        return [Compare(column, "=", period.start.year)]
    if period.start is not None:
        found.append(Compare(column, ">=", period.start.year))
    if period.end is not None:
        found.append(Compare(column, "<", period.end.year))
    return found
