"""Arithmetic on periods, with expected values from the calendar."""

from datetime import date, datetime
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from copilot.dates import Grain, Period, add_months, describe, find_dates, period_of, shift, units_from, year_earlier

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
GRAINS = st.sampled_from(get_args(Grain))


@pytest.mark.parametrize(
    ("day", "grain", "start", "end"),
    [
        (date(2013, 5, 20), "year", date(2013, 1, 1), date(2014, 1, 1)),
        (date(2013, 5, 20), "quarter", date(2013, 4, 1), date(2013, 7, 1)),
        (date(2012, 2, 29), "month", date(2012, 2, 1), date(2012, 3, 1)),
        (date(2013, 1, 1), "week", date(2012, 12, 31), date(2013, 1, 7)),
        (date(2013, 12, 31), "day", date(2013, 12, 31), date(2014, 1, 1)),
        (datetime(2013, 3, 5, 14, 30), "hour", datetime(2013, 3, 5, 14), datetime(2013, 3, 5, 15)),
    ],
)
def test_period_of(day: date, grain: Grain, start: date, end: date) -> None:
    assert period_of(day, grain) == Period(start, end, grain)


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (date(2013, 1, 31), 1, date(2013, 2, 28)),
        (date(2012, 1, 31), 1, date(2012, 2, 29)),
        (date(2013, 3, 31), -13, date(2012, 2, 29)),
        (date(2013, 12, 1), 1, date(2014, 1, 1)),
        (datetime(2013, 1, 31, 8), 1, datetime(2013, 2, 28, 8)),
    ],
)
def test_add_months(day: date, months: int, there: date) -> None:
    assert add_months(day, months) == there


@pytest.mark.parametrize(
    ("period", "by", "start", "end"),
    [
        (Period(date(2013, 4, 1), date(2013, 7, 1), "quarter"), -1, date(2013, 1, 1), date(2013, 4, 1)),
        (Period(date(2013, 3, 1), date(2013, 4, 1), "month"), -1, date(2013, 2, 1), date(2013, 3, 1)),
        (Period(date(2013, 1, 1), date(2013, 4, 1), "month"), -1, date(2012, 10, 1), date(2013, 1, 1)),
        (Period(date(2013, 3, 4), date(2013, 3, 11), "week"), 1, date(2013, 3, 11), date(2013, 3, 18)),
        (Period(date(2026, 3, 1), date(2026, 3, 31), "day"), -1, date(2026, 1, 30), date(2026, 3, 1)),
    ],
)
def test_shift(period: Period, by: int, start: date, end: date) -> None:
    assert shift(period, by) == Period(start, end, period.grain)


def test_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="open side"):
        shift(Period(date(2013, 1, 1), None), 1)
    with pytest.raises(ValueError, match="must start before"):
        Period(date(2013, 1, 2), date(2013, 1, 2))
    with pytest.raises(ValueError, match="outside 1 to 9999"):
        add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize(
    ("start", "end", "grain", "en", "zh"),
    [
        (
            (2025, 10, 1),
            (2026, 1, 1),
            "quarter",
            "2025-10-01..2025-12-31 (Q4 2025)",
            "2025-10-01..2025-12-31（2025年第4季度）",
        ),
        ((2013, 1, 1), (2014, 1, 1), "year", "2013-01-01..2013-12-31 (2013)", "2013-01-01..2013-12-31（2013年）"),
        (
            (2013, 3, 1),
            (2013, 4, 1),
            "month",
            "2013-03-01..2013-03-31 (March 2013)",
            "2013-03-01..2013-03-31（2013年3月）",
        ),
        (
            (2013, 7, 1),
            (2014, 1, 1),
            None,
            "2013-07-01..2013-12-31 (H2 2013)",
            "2013-07-01..2013-12-31（2013年下半年）",
        ),
        (
            (2013, 3, 18),
            (2013, 3, 25),
            "week",
            "2013-03-18..2013-03-24 (week 12 of 2013)",
            "2013-03-18..2013-03-24（2013年第12周）",
        ),
        ((2013, 3, 15), (2013, 3, 16), "day", "2013-03-15", "2013-03-15"),
        ((2013, 3, 15), (2013, 3, 20), "day", "2013-03-15..2013-03-19", "2013-03-15..2013-03-19"),
        ((2013, 3, 15), None, None, "from 2013-03-15", "2013-03-15起"),
        (None, (2000, 1, 1), None, "before 2000-01-01", "2000-01-01之前"),
    ],
)
def test_describe(
    start: tuple[int, int, int] | None, end: tuple[int, int, int] | None, grain: Grain | None, en: str, zh: str
) -> None:
    period = Period(date(*start) if start else None, date(*end) if end else None, grain)
    assert (describe(period, "en"), describe(period, "zh")) == (en, zh)


def test_complete_and_last_day() -> None:
    march = period_of(date(2026, 3, 31), "month")
    assert march.last_day == date(2026, 3, 31)
    assert (march.complete_on(date(2026, 3, 31)), march.complete_on(date(2026, 4, 1))) == (False, True)
    assert march.contains(date(2026, 3, 1))
    assert not march.contains(date(2026, 4, 1))


def test_year_earlier_keeps_the_end_of_february() -> None:
    assert year_earlier(Period(date(2024, 2, 1), date(2024, 3, 1))) == Period(date(2023, 2, 1), date(2023, 3, 1))
    assert year_earlier(Period(date(2024, 2, 28), date(2024, 2, 29))) == Period(date(2023, 2, 28), date(2023, 3, 1))


@settings(deadline=None, derandomize=True)
@given(DAYS, GRAINS)
def test_periods_tile(day: date, grain: Grain) -> None:
    period = period_of(day, grain)
    assert period.contains(day)
    assert period.end == shift(period, 1).start
    assert period.end is not None
    assert shift(period, 1) == period_of(period.end, grain)


@settings(deadline=None, derandomize=True)
@given(DAYS, DAYS, GRAINS, st.integers(-20, 20))
def test_shifting_there_and_back(start: date, end: date, grain: Grain, by: int) -> None:
    assume(start < end)
    assume(abs(end - start).days * abs(by) < 600_000)
    period = Period(start, end, grain)
    if grain in ("year", "quarter", "month"):
        first, last = period_of(start, grain), period_of(end, grain)
        period = Period(first.start, last.end, grain)
    assert shift(shift(period, by), -by) == period


@settings(deadline=None, derandomize=True)
@given(DAYS, GRAINS, st.integers(-50, 50), st.integers(1, 30))
def test_units_are_whole(day: date, grain: Grain, first: int, count: int) -> None:
    assume(grain != "hour")
    period = units_from(day, grain, first, count)
    assert period.start is not None
    assert period_of(period.start, grain).start == period.start
    assert period.end == units_from(day, grain, first + count).start


@settings(deadline=None, derandomize=True)
@given(DAYS)
def test_written_dates_are_read_back(day: date) -> None:
    english = f"{day.day} {day:%B} {day.year}"
    for text in (day.isoformat(), english, f"{day.year}年{day.month}月{day.day}日", f"{day:%B} {day.day}, {day.year}"):
        (span,) = find_dates(text, today=date(2026, 3, 31))
        assert (span.text, span.period) == (text, period_of(day, "day"))
