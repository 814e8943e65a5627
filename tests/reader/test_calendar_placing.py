"""Which days an expression means in data from 15 March 2024 to 12 October 2026, asked on 2 November 2026."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from copilot.dates import find_dates
from copilot.readers.grammar.placing import Extent, Placed, gaps, group_gaps, place, year_before
from copilot.session import Session
from copilot.values import Question

TODAY = date(2026, 11, 2)
EXTENT = Extent(date(2024, 3, 15), date(2026, 10, 12))


def laid(text: str, *, explicit: bool = False, yearly: bool = False) -> Placed | None:
    question = Question(text, language="en" if text.isascii() else "zh", today=TODAY, today_explicit=explicit)
    (span,) = find_dates(text, today=TODAY)
    return place(span, EXTENT, question, fiscal_start=None, yearly=yearly)


@pytest.mark.parametrize(
    ("text", "start", "end", "kinds"),
    [
        # the latest one that the data has; the edge of "before" lies in the data
        ("in July", "2026-07-01", "2026-08-01", ["year"]),
        ("in October", "2026-10-01", "2026-11-01", ["year", "incomplete"]),
        ("in November", "2025-11-01", "2025-12-01", ["year"]),
        ("in February", "2026-02-01", "2026-03-01", ["year"]),
        ("on 29 February", "2024-02-29", "2024-03-01", ["period"]),
        ("in winter", "2025-12-01", "2026-03-01", ["year"]),
        ("before Christmas", "None", "2025-12-25", ["year"]),
        ("since July", "2026-07-01", "None", ["year"]),
        ("since November", "2025-11-01", "None", ["year"]),
        ("上半年", "2026-01-01", "2026-07-01", ["year"]),
        # counted from today where that lies in the data
        ("this year", "2026-01-01", "2027-01-01", ["period", "incomplete"]),
        ("last year", "2025-01-01", "2026-01-01", ["period"]),
        ("last month", "2026-10-01", "2026-11-01", ["period", "incomplete"]),
        ("last 3 full months", "2026-08-01", "2026-11-01", ["period", "incomplete"]),
        # else from its end
        ("this month", "2026-10-01", "2026-11-01", ["reread", "incomplete"]),
        ("MTD", "2026-10-01", "2026-10-13", ["reread"]),
        ("today", "2026-10-12", "2026-10-13", ["reread"]),
        ("yesterday", "2026-10-12", "2026-10-13", ["reread"]),
        ("last week", "2026-10-05", "2026-10-12", ["reread"]),
        ("last 7 days", "2026-10-06", "2026-10-13", ["reread"]),
        ("最近七天", "2026-10-06", "2026-10-13", ["reread"]),
        # what was said in full stays
        ("in July 2025", "2025-07-01", "2025-08-01", []),
        ("in March 2024", "2024-03-01", "2024-04-01", ["begins"]),
        ("in summer 2025", "2025-06-01", "2025-09-01", ["period"]),
        ("in 2019", "2019-01-01", "2020-01-01", []),
    ],
)
def test_place(text: str, start: str, end: str, kinds: list[str]) -> None:
    placed = laid(text)
    assert placed is not None
    assert (str(placed.period.start), str(placed.period.end)) == (start, end)
    assert [kind for kind, _ in placed.assumptions] == kinds


def test_a_given_today_is_never_moved() -> None:
    placed = laid("this month", explicit=True)
    assert placed is not None
    assert placed.period.start == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["next month", "下周", "tomorrow", "next quarter"])
def test_the_future_has_no_rows(text: str) -> None:
    assert laid(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "values"),
    [("in May", "month", (5,)), ("in summer", "month", (6, 7, 8)), ("on 25 December", "monthday", (1225,))],
)
def test_one_row_per_year_means_every_year(text: str, unit: str, values: tuple[int, ...]) -> None:
    placed = laid(text, yearly=True)
    assert placed is not None
    assert placed.part is not None
    assert (placed.part.unit, placed.part.values) == (unit, values)


def test_a_winter_that_no_year_holds_is_its_months() -> None:
    text = "in winter"
    (span,) = find_dates(text, today=TODAY)
    year = Extent(date(2013, 1, 1), date(2013, 12, 31))
    placed = place(span, year, Question(text, language="en", today=TODAY), fiscal_start=None)
    assert placed is not None
    assert placed.part is not None
    assert placed.part.values == (12, 1, 2)


@pytest.mark.parametrize(
    ("beside", "start", "end"),
    [
        ("in Q1 2026", "2025-01-01", "2025-04-01"),
        ("in May 2026", "2025-05-01", "2025-06-01"),
        # this year's days end on 12 October, so do last year's
        ("YTD", "2025-01-01", "2025-10-13"),
        (None, "2025-01-01", "2025-10-13"),
    ],
)
def test_the_same_period_a_year_before(beside: str | None, start: str, end: str) -> None:
    text = "same period last year"
    (span,) = find_dates(text, today=TODAY)
    other = laid(beside) if beside else None
    placed = year_before(span, other, EXTENT, Question(text, language="en", today=TODAY), fiscal_start=None)
    assert (str(placed.period.start), str(placed.period.end)) == (start, end)


@pytest.mark.parametrize(
    ("grain", "low", "high", "names"),
    [
        ("month", None, None, ["March 2024", "October 2026"]),
        ("quarter", None, None, ["Q1 2024", "Q4 2026"]),
        ("half", None, None, ["H1 2024", "H2 2026"]),
        ("year", None, None, ["2024", "2026"]),
        ("week", None, None, ["week of 2024-03-11", "week of 2026-10-12"]),
        ("month", date(2025, 1, 1), date(2025, 12, 31), []),
        ("month", date(2026, 1, 1), None, ["October 2026"]),
    ],
)
def test_groups_that_the_data_covers_in_part(grain: str, low: date | None, high: date | None, names: list[str]) -> None:
    found = group_gaps(grain, EXTENT, low, high, "en")  # type: ignore[arg-type]
    assert [words[0] for _, words in found] == names


def test_a_day_has_no_gap() -> None:
    (span,) = find_dates("on 2026-10-12", today=TODAY)
    assert gaps("that day", span.period, EXTENT) == ()


def test_a_date_that_stands_for_unknown_is_not_the_end_of_the_data(tmp_path: Path) -> None:
    rows = ["order_id,order_date"]
    rows += [f"{n},{date.fromordinal(date(2025, 1, 1).toordinal() + n)}" for n in range(600)]
    (tmp_path / "orders.csv").write_text("\n".join([*rows, "600,9999-12-31"]), encoding="utf-8")
    with closing(Session.open(tmp_path, clock=lambda: date(2026, 9, 1))) as session:
        answer = session.ask("number of orders in July")
        assert answer.rows == [(31,)]
        assert any("2026-07-01" in text for text in answer.assumptions)
        assert session.ask("number of orders by month").status == "answered"


def test_days_that_stand_for_months_are_whole_months(tmp_path: Path) -> None:
    rows = ["month_start,amount", *(f"{y}-{m:02}-01,{m}" for y in (2025, 2026) for m in range(1, 10))]
    (tmp_path / "totals.csv").write_text("\n".join(rows), encoding="utf-8")
    with closing(Session.open(tmp_path, clock=lambda: date(2026, 10, 5))) as session:
        answer = session.ask("sum of amount by month")
        assert (len(answer.rows), answer.assumptions) == (18, ())
        assert session.ask("sum of amount last month").rows == [(9,)]
