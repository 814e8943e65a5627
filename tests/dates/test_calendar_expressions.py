"""More expressions of time and the days they stand for, worked out on a calendar. Today is Monday, 2 November 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.dates import DateSpan, YearPart, find_dates, find_grains, find_recurring, note_text
from copilot.dates.fiscal import fiscal_number, fiscal_year
from copilot.dates.spellings import us_week

TODAY = date(2026, 11, 2)


def one(text: str, *, today: date = TODAY, fiscal_start: int | None = None) -> DateSpan:
    spans = find_dates(text, today=today, fiscal_start=fiscal_start)
    assert len(spans) == 1, spans
    return spans[0]


def days(span: DateSpan) -> tuple[str, str]:
    """First day and the day after the last one, empty where open."""
    return (str(span.period.start or ""), str(span.period.end or ""))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # stretches before today
        ("last 3 full months", "2026-08-01", "2026-11-01"),
        ("last three complete months", "2026-08-01", "2026-11-01"),
        ("last full quarter", "2026-07-01", "2026-10-01"),
        ("previous calendar year", "2025-01-01", "2026-01-01"),
        ("past 90 days", "2026-08-04", "2026-11-02"),
        ("trailing 12 months", "2025-11-01", "2026-11-01"),
        ("TTM", "2025-11-01", "2026-11-01"),
        ("the month before last", "2026-09-01", "2026-10-01"),
        ("the week before last", "2026-10-19", "2026-10-26"),
        ("the year before last", "2024-01-01", "2025-01-01"),
        ("过去3个完整月", "2026-08-01", "2026-11-01"),
        ("近三个自然月", "2026-08-01", "2026-11-01"),
        ("近三个月", "2026-08-01", "2026-11-01"),
        ("前3个月", "2026-08-01", "2026-11-01"),
        ("上两周", "2026-10-19", "2026-11-02"),
        ("上个季度", "2026-07-01", "2026-10-01"),
        ("上上个季度", "2026-04-01", "2026-07-01"),
        ("近90天", "2026-08-04", "2026-11-02"),
        # to date
        ("MTD", "2026-11-01", "2026-11-03"),
        ("quarter to date", "2026-10-01", "2026-11-03"),
        ("week to date", "2026-11-02", "2026-11-03"),
        ("since the start of the year", "2026-01-01", "2026-11-03"),
        ("本月至今", "2026-11-01", "2026-11-03"),
        ("本季度至今", "2026-10-01", "2026-11-03"),
        ("今年以来", "2026-01-01", "2026-11-03"),
        ("截至目前", "", "2026-11-03"),
        # half-years and seasons
        ("this half", "2026-07-01", "2027-01-01"),
        ("second half of last year", "2025-07-01", "2026-01-01"),
        ("去年下半年", "2025-07-01", "2026-01-01"),
        ("summer of last year", "2025-06-01", "2025-09-01"),
        ("去年夏天", "2025-06-01", "2025-09-01"),
        ("去年冬天", "2025-12-01", "2026-03-01"),
        # feasts: the latest one that has begun
        ("Black Friday", "2025-11-28", "2025-11-29"),
        ("Thanksgiving last year", "2025-11-27", "2025-11-28"),
        ("春节", "2026-02-17", "2026-02-18"),
        # days that fall otherwise each year: the latest that has begun
        ("the first Monday of May", "2026-05-04", "2026-05-05"),
        ("the last Friday of November", "2025-11-28", "2025-11-29"),
        ("last day of February", "2026-02-28", "2026-03-01"),
        ("5月第一个周一", "2026-05-04", "2026-05-05"),
        ("5月3日那周", "2026-04-27", "2026-05-04"),
    ],
)
def test_what_moves_with_today(text: str, start: str, end: str) -> None:
    span = one(f"revenue {text}") if text.isascii() else one(f"{text}的收入")
    assert (span.text, *days(span), span.relative) == (text, start, end, True)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # short years
        ("Q2 24", "2024-04-01", "2024-07-01"),
        ("Q2-24", "2024-04-01", "2024-07-01"),
        ("Q2'24", "2024-04-01", "2024-07-01"),
        ("24Q2", "2024-04-01", "2024-07-01"),
        ("2024Q2", "2024-04-01", "2024-07-01"),
        ("3Q25", "2025-07-01", "2025-10-01"),
        ("H1 2026", "2026-01-01", "2026-07-01"),
        ("1H26", "2026-01-01", "2026-07-01"),
        ("2H 2025", "2025-07-01", "2026-01-01"),
        ("2026年上半年", "2026-01-01", "2026-07-01"),
        # seasons over the year's end
        ("winter 2025", "2025-12-01", "2026-03-01"),
        ("winter 2025/26", "2025-12-01", "2026-03-01"),
        ("winter of 2025 to 2026", "2025-12-01", "2026-03-01"),
        # weeks: 2025 began on a Wednesday, so ISO week 1 is that of 30 December 2024
        ("ISO week 12 of 2025", "2025-03-17", "2025-03-24"),
        ("CW 12 2025", "2025-03-17", "2025-03-24"),
        ("2025年第12周", "2025-03-17", "2025-03-24"),
        ("US week 12 of 2025", "2025-03-16", "2025-03-23"),
        ("US week 1 of 2025", "2024-12-29", "2025-01-05"),
        ("week 53 of 2026", "2026-12-28", "2027-01-04"),
        ("the week of 3 May 2026", "2026-04-27", "2026-05-04"),
        ("week starting 4 May 2026", "2026-05-04", "2026-05-11"),
        # parts
        ("the first week of May 2025", "2025-05-01", "2025-05-08"),
        ("second week of May 2025", "2025-05-08", "2025-05-15"),
        ("the last Friday of May 2025", "2025-05-30", "2025-05-31"),
        ("first half of May 2025", "2025-05-01", "2025-05-16"),
        ("the end of Q1 2026", "2026-03-01", "2026-04-01"),
        ("early March 2025", "2025-03-01", "2025-03-11"),
        ("mid-2025", "2025-05-01", "2025-09-01"),
        ("late February 2024", "2024-02-21", "2024-03-01"),
        ("2025年5月上旬", "2025-05-01", "2025-05-11"),
        ("2025年2月下旬", "2025-02-21", "2025-03-01"),
        ("2025年5月的第一周", "2025-05-01", "2025-05-08"),
        ("2025年5月最后一周", "2025-05-25", "2025-06-01"),
        ("2025年5月前10天", "2025-05-01", "2025-05-11"),
        ("2025年底", "2025-10-01", "2026-01-01"),
        ("early 2025", "2025-01-01", "2025-04-01"),
        ("2025年最后一个季度", "2025-10-01", "2026-01-01"),
        # stretches measured from a day
        ("the 12 months ending June 2026", "2025-07-01", "2026-07-01"),
        ("three months to September 2026", "2026-07-01", "2026-10-01"),
        ("the quarter ended June 2026", "2026-04-01", "2026-07-01"),
        ("6 months from March 2026", "2026-03-01", "2026-09-01"),
        ("the 30 days before Christmas 2025", "2025-11-25", "2025-12-25"),
        ("the week after Christmas 2025", "2025-12-26", "2026-01-02"),
        ("2025年圣诞节前两周", "2025-12-11", "2025-12-25"),
        ("2025年5月3日之后的两周", "2025-05-04", "2025-05-18"),
        ("截至2026年6月的12个月", "2025-07-01", "2026-07-01"),
        ("the weekend of 4 July 2026", "2026-07-04", "2026-07-06"),
        ("the weekend before 4 July 2026", "2026-06-27", "2026-06-29"),
        ("the weekend after 25 December 2025", "2025-12-27", "2025-12-29"),
        ("the year to June 2026", "2025-07-01", "2026-07-01"),
        ("Thanksgiving week 2025", "2025-11-24", "2025-12-01"),
        ("Easter weekend 2025", "2025-04-19", "2025-04-21"),
        ("between 15 and 20 December 2025", "2025-12-15", "2025-12-21"),
        ("20-25 December 2025", "2025-12-20", "2025-12-26"),
        ("3 days around Christmas 2025", "2025-12-22", "2025-12-29"),
        ("2025年感恩节前后三天", "2025-11-24", "2025-12-01"),
        ("05/2025", "2025-05-01", "2025-06-01"),
        # bounds
        ("since the launch on 3 May 2025", "2025-05-03", ""),
        ("since launch in May 2025", "2025-05-01", ""),
        ("自2025年5月3日上线以来", "2025-05-03", ""),
        ("2025年5月3日发布以来", "2025-05-03", ""),
        ("by end of Q1 2026", "", "2026-04-01"),
        ("as of 31 March 2024", "", "2024-04-01"),
        ("截至2024年3月底", "", "2024-04-01"),
        ("from the beginning of March to the end of April 2025", "2025-03-01", "2025-05-01"),
        ("from mid-March to early April 2026", "2026-03-11", "2026-04-11"),
        # days
        ("January first, 2026", "2026-01-01", "2026-01-02"),
        ("the fifth of May 2025", "2025-05-05", "2025-05-06"),
        ("Black Friday 2025", "2025-11-28", "2025-11-29"),
        ("Easter 2025", "2025-04-20", "2025-04-21"),
        ("Cyber Monday 2024", "2024-12-02", "2024-12-03"),
        ("2025年春节期间", "2025-01-29", "2025-02-05"),
        ("2025年国庆期间", "2025-10-01", "2025-10-08"),
        ("2025年黑五", "2025-11-28", "2025-11-29"),
    ],
)
def test_what_stays(text: str, start: str, end: str) -> None:
    span = one(f"revenue {text}") if text.isascii() else one(f"{text}的收入")
    assert (span.text, *days(span), span.relative, span.needs_year) == (text, start, end, False, False)


@pytest.mark.parametrize(
    ("text", "part", "start_2013", "end_2013"),
    [
        ("January first", YearPart("monthday", (101,)), "2013-01-01", "2013-01-02"),
        ("上半年", YearPart("month", (1, 2, 3, 4, 5, 6)), "2013-01-01", "2013-07-01"),
        ("前三季度", YearPart("month", tuple(range(1, 10))), "2013-01-01", "2013-10-01"),
        ("五一假期", YearPart("monthday", (501, 502, 503, 504, 505)), "2013-05-01", "2013-05-06"),
        ("before Christmas", None, "None", "2013-12-25"),
        ("since the launch on 3 May", None, "2013-05-03", "None"),
        ("first week of May", YearPart("monthday", tuple(range(501, 508))), "2013-05-01", "2013-05-08"),
        ("end of Q1", YearPart("month", (3,)), "2013-03-01", "2013-04-01"),
        ("the last 3 days of the year", YearPart("monthday", (1229, 1230, 1231)), "2013-12-29", "2014-01-01"),
        ("年底", YearPart("quarter", (4,)), "2013-10-01", "2014-01-01"),
    ],
)
def test_without_a_year(text: str, part: YearPart | None, start_2013: str, end_2013: str) -> None:
    span = one(text)
    there = span.with_year(2013)
    assert (span.text, span.part, str(there.start), str(there.end)) == (text, part, start_2013, end_2013)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Q1 of 2024 and 2025", ["2024-01-01", "2025-01-01"]),
        ("May 2024 and 2025", ["2024-05-01", "2025-05-01"]),
        ("2024年和2025年一季度", ["2024-01-01", "2025-01-01"]),
        ("去年和今年3月", ["2025-03-01", "2026-03-01"]),
        ("2024 and Q1 2025", ["2024-01-01", "2025-01-01"]),
    ],
)
def test_a_part_is_shared_along_a_list(text: str, starts: list[str]) -> None:
    assert [str(span.period.start) for span in find_dates(text, today=TODAY)] == starts


@pytest.mark.parametrize("text", ["every May", "each summer", "每年5月", "历年国庆节"])
def test_every_year(text: str) -> None:
    span = one(f"revenue {text}" if text.isascii() else f"{text}的收入")
    assert (span.text, span.every) == (text, True)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("last 24 hours", datetime(2026, 11, 1), datetime(2026, 11, 2)),
        ("past 12 hours", datetime(2026, 11, 1, 12), datetime(2026, 11, 2)),
        ("last night", datetime(2026, 11, 1, 18), datetime(2026, 11, 2, 6)),
        ("this morning", datetime(2026, 11, 2, 6), datetime(2026, 11, 2, 12)),
        ("yesterday evening", datetime(2026, 11, 1, 18), datetime(2026, 11, 2)),
        ("最近24小时", datetime(2026, 11, 1), datetime(2026, 11, 2)),
        ("昨晚", datetime(2026, 11, 1, 18), datetime(2026, 11, 2)),
        ("今早", datetime(2026, 11, 2, 6), datetime(2026, 11, 2, 12)),
    ],
)
def test_hours_of_a_day(text: str, start: datetime, end: datetime) -> None:
    period = one(text).period
    assert (period.start, period.end, period.grain) == (start, end, "hour")


@pytest.mark.parametrize(
    ("text", "starts_in", "start", "end"),
    [
        # a year from April on: FY25 is April 2024 to March 2025
        ("FY25", 4, "2024-04-01", "2025-04-01"),
        ("FY2025", 4, "2024-04-01", "2025-04-01"),
        ("fiscal year 2025", 4, "2024-04-01", "2025-04-01"),
        ("FY24/25", 4, "2024-04-01", "2025-04-01"),
        ("Q1 FY25", 4, "2024-04-01", "2024-07-01"),
        ("FY25 Q4", 4, "2025-01-01", "2025-04-01"),
        ("first half of FY25", 4, "2024-04-01", "2024-10-01"),
        ("2025财年", 4, "2024-04-01", "2025-04-01"),
        ("2025财年第一季度", 4, "2024-04-01", "2024-07-01"),
        ("25财年上半年", 4, "2024-04-01", "2024-10-01"),
        # today is 2 November 2026, which is FY27 and its third quarter
        ("this fiscal year", 4, "2026-04-01", "2027-04-01"),
        ("last fiscal year", 4, "2025-04-01", "2026-04-01"),
        ("last fiscal quarter", 4, "2026-07-01", "2026-10-01"),
        ("fiscal year to date", 4, "2026-04-01", "2026-11-03"),
        ("Q1 of last fiscal year", 4, "2025-04-01", "2025-07-01"),
        ("本财年", 4, "2026-04-01", "2027-04-01"),
        ("上财年", 4, "2025-04-01", "2026-04-01"),
        ("本财年至今", 4, "2026-04-01", "2026-11-03"),
        ("上财季", 4, "2026-07-01", "2026-10-01"),
        # from October on; from January on it is the calendar year
        ("FY25", 10, "2024-10-01", "2025-10-01"),
        ("this fiscal year", 10, "2026-10-01", "2027-10-01"),
        ("FY25", 1, "2025-01-01", "2026-01-01"),
        # nobody said where it starts
        ("FY25", None, "2025-01-01", "2026-01-01"),
        ("上财年", None, "2025-01-01", "2026-01-01"),
    ],
)
def test_fiscal_years(text: str, starts_in: int | None, start: str, end: str) -> None:
    span = one(f"revenue {text}" if text.isascii() else f"{text}的收入", fiscal_start=starts_in)
    note = {None: "fiscal_unknown", 1: ""}.get(starts_in, "fiscal")
    assert (span.text, *days(span), span.note) == (text, start, end, note)


@pytest.mark.parametrize(
    ("text", "grain", "part"),
    [
        ("revenue by half year", "half", None),
        ("half-yearly revenue", "half", None),
        ("按半年统计", "half", None),
        ("flights per season", "quarter", "season"),
        ("各季节的航班数", "quarter", "season"),
        ("weekday vs weekend revenue", "day", "weekend"),
        ("on weekends compared to weekdays", "day", "weekend"),
        ("工作日和周末的订单", "day", "weekend"),
        ("busiest weekday", "day", "isodow"),
        ("按星期统计", "day", "isodow"),
        ("revenue by ISO week", "week", None),
        ("周度销售额", "week", None),
        ("历年销售额", "year", None),
    ],
)
def test_units(text: str, grain: str, part: str | None) -> None:
    (span,) = (one for one in find_grains(text) if one.marker)
    assert (span.grain, span.part) == (grain, part)


@pytest.mark.parametrize("text", ["delay by weekday and hour", "按星期几和小时统计", "delay per hour and weekday"])
def test_the_hour_beside_a_weekday_is_that_of_the_day(text: str) -> None:
    assert {span.part for span in find_grains(text)} == {"isodow", "hour"}


@pytest.mark.parametrize(("text", "fiscal"), [("by fiscal year", "year"), ("按财年", "year"), ("各财季", "quarter")])
def test_fiscal_units(text: str, fiscal: str) -> None:
    (span,) = find_grains(text)
    assert (span.grain, span.fiscal, span.marker) == (fiscal, True, True)


@pytest.mark.parametrize(
    ("text", "part", "values"),
    [
        ("weekday flights", "isodow", (1, 2, 3, 4, 5)),
        ("flights on a weekday", "isodow", (1, 2, 3, 4, 5)),
        ("evening rush hour", "hour", (17, 18)),
        ("flights in the rush hour", "hour", (7, 8, 17, 18)),
        ("早高峰", "hour", (7, 8)),
        ("晚高峰期间", "hour", (17, 18)),
        ("on the first day of each month", "day", (1,)),
        ("the 15th of every month", "day", (15,)),
        ("每月最后一天", "day", (-1,)),
        ("Monday, Wednesday and Friday", "isodow", (1, 3, 5)),
        ("周一、周三和周五", "isodow", (1, 3, 5)),
        ("after 9 pm and before 11 pm", "hour", (21, 22)),
        ("早上和晚上", "hour", (*range(6, 12), *range(18, 24))),
        ("每月1号", "day", (1,)),
    ],
)
def test_recurring_conditions(text: str, part: str, values: tuple[int, ...]) -> None:
    assert [(span.part, span.values) for span in find_recurring(text)] == [(part, values)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("flights that arrived late in March", ["March"]),
        ("the first 5 orders of May", ["May"]),
        ("top 3 stores", []),
        ("销售额前10个产品", []),
        ("前十名客户", []),
        ("last 10 orders", []),
        ("busiest week of the year", []),
        ("between 5 and 10 orders", []),
        ("month by month, January first", []),
        ("销售额最高的前3个月", []),
        ("last month's revenue", ["last month's"]),
        ("Q4 20 products", ["Q4"]),
        ("orders over 2000 dollars", ["2000"]),
        ("the last Friday of each month", []),
        ("sales fall in last year", ["last year"]),
        ("over the last two weeks", ["over the last two weeks"]),
        ("30 days before Christmas", ["Christmas"]),
        ("from March to now", ["from March to now"]),
    ],
)
def test_which_words_are_taken(text: str, words: list[str]) -> None:
    assert [span.text for span in find_dates(text, today=TODAY)] == words


def test_every_note_is_told_in_both_languages() -> None:
    for text in ("summer 2025", "US week 3 of 2025", "early March", "FY25", "last 24 hours", "first week of May"):
        note = one(text).note
        assert note_text(note, "en").isascii()
        assert not note_text(note, "zh").isascii()


PIECES = st.sampled_from(
    "the first last second week of day month quarter year half May February 2013 24 Q2 H1 FY25 fiscal since launch on 3 "
    "before after Christmas Easter Black Friday ending to 999 weeks weekend early mid end winter 2025/26 every US hours "
    "去年 2025年 和 一季度 5月 上旬 第一周 最后三天 前两周 之后的 春节 期间 财年 上财年 至今 每月 1号 国庆 底 的 那周 周一 早高峰 9999 0".split()
)


@settings(deadline=None, derandomize=True, max_examples=400)
@given(
    st.lists(PIECES | st.text(max_size=2), max_size=10),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.booleans(),
    st.none() | st.integers(1, 12),
)
def test_any_text_gives_spans_in_order(pieces: list[str], today: date, spaced: bool, fiscal_start: int | None) -> None:
    text = (" " if spaced else "").join(pieces)
    dates = find_dates(text, today=today, fiscal_start=fiscal_start)
    for spans in (dates, find_recurring(text), find_grains(text)):
        last = 0
        for span in spans:
            assert last <= span.start_char < span.end_char <= len(text)
            assert span.text == text[span.start_char : span.end_char]
            last = span.end_char
    assert all(span.needs_year == (span.yearless is not None) for span in dates)


@settings(deadline=None, derandomize=True)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 12))
def test_a_day_lies_in_its_fiscal_year(day: date, starts_in: int) -> None:
    span = one("this fiscal year", today=day, fiscal_start=starts_in)
    assert span.period.contains(day)
    assert span.period == fiscal_year(fiscal_number(day, starts_in), starts_in)


@settings(deadline=None, derandomize=True)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_us_weeks_follow_each_other(day: date) -> None:
    sunday = day - timedelta(days=day.isoweekday() % 7)
    week = next(
        week for number in range(1, 55) if (week := us_week(day.year, number)) is not None and week.contains(day)
    )
    assert week.start == sunday
