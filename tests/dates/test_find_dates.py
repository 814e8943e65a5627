"""What `find_dates` reads, checked against the calendar by hand. Today is Tuesday, 31 March 2026."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.dates import DateSpan, YearPart, find_dates, note_text, shift

TODAY = date(2026, 3, 31)


def one(text: str) -> DateSpan:
    spans = find_dates(text, today=TODAY)
    assert len(spans) == 1, spans
    return spans[0]


def shown(span: DateSpan) -> tuple[str, str]:
    return (str(span.period.start or ""), str(span.period.end or ""))


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("sales in 2013", "2013", "2013-01-01", "2014-01-01"),
        ("on 2013-03-15", "2013-03-15", "2013-03-15", "2013-03-16"),
        ("on 2013/3/15", "2013/3/15", "2013-03-15", "2013-03-16"),
        ("on 15.03.2013", "15.03.2013", "2013-03-15", "2013-03-16"),
        ("on 3/15/2013", "3/15/2013", "2013-03-15", "2013-03-16"),
        ("2013-02 revenue", "2013-02", "2013-02-01", "2013-03-01"),
        ("revenue in March 2013", "March 2013", "2013-03-01", "2013-04-01"),
        ("Mar 2013", "Mar 2013", "2013-03-01", "2013-04-01"),
        ("Dec '13", "Dec '13", "2013-12-01", "2014-01-01"),
        ("15 March 2013", "15 March 2013", "2013-03-15", "2013-03-16"),
        ("March 15th, 2013", "March 15th, 2013", "2013-03-15", "2013-03-16"),
        ("the 4th of July 2013", "4th of July 2013", "2013-07-04", "2013-07-05"),
        ("29 February 2012", "29 February 2012", "2012-02-29", "2012-03-01"),
        ("Christmas day 2013", "Christmas day 2013", "2013-12-25", "2013-12-26"),
        ("new year's eve 2013", "new year's eve 2013", "2013-12-31", "2014-01-01"),
        ("Q1 2013", "Q1 2013", "2013-01-01", "2013-04-01"),
        ("2013 Q4", "2013 Q4", "2013-10-01", "2014-01-01"),
        ("third quarter of 2013", "third quarter of 2013", "2013-07-01", "2013-10-01"),
        ("last quarter of 2013", "last quarter of 2013", "2013-10-01", "2014-01-01"),
        ("H2 2013", "H2 2013", "2013-07-01", "2014-01-01"),
        ("first half of 2013", "first half of 2013", "2013-01-01", "2013-07-01"),
        ("summer 2013", "summer 2013", "2013-06-01", "2013-09-01"),
        ("winter 2013", "winter 2013", "2013-12-01", "2014-03-01"),
        ("week 12 of 2013", "week 12 of 2013", "2013-03-18", "2013-03-25"),
        ("2013-W01", "2013-W01", "2012-12-31", "2013-01-07"),
        ("in the 2010s", "2010s", "2010-01-01", "2020-01-01"),
        ("last 3 months of 2013", "last 3 months of 2013", "2013-10-01", "2014-01-01"),
        ("first 10 days of June 2013", "first 10 days of June 2013", "2013-06-01", "2013-06-11"),
        ("last week of March 2013", "last week of March 2013", "2013-03-25", "2013-04-01"),
        ("March 3-5, 2013", "March 3-5, 2013", "2013-03-03", "2013-03-06"),
        ("between January and March 2013", "between January and March 2013", "2013-01-01", "2013-04-01"),
        ("from 2013-01-01 to 2013-03-31", "from 2013-01-01 to 2013-03-31", "2013-01-01", "2013-04-01"),
        ("Jan-Mar 2013", "Jan-Mar 2013", "2013-01-01", "2013-04-01"),
        ("Nov to Feb 2013", "Nov to Feb 2013", "2012-11-01", "2013-03-01"),
        ("November 2012 to February", "November 2012 to February", "2012-11-01", "2013-03-01"),
        ("2013 to 2015", "2013 to 2015", "2013-01-01", "2016-01-01"),
        ("2013-2015", "2013-2015", "2013-01-01", "2016-01-01"),
        ("before 2000", "before 2000", "", "2000-01-01"),
        ("since June 2013", "since June 2013", "2013-06-01", ""),
        ("after June 2013", "after June 2013", "2013-07-01", ""),
        ("until March 2013", "until March 2013", "", "2013-04-01"),
        ("by the end of 2013", "by the end of 2013", "", "2014-01-01"),
        ("from May 2013 onwards", "from May 2013 onwards", "2013-05-01", ""),
        ("2013 and later", "2013 and later", "2013-01-01", ""),
        ("after 2000 and before 2010", "after 2000 and before 2010", "2001-01-01", "2010-01-01"),
        ("2013年", "2013年", "2013-01-01", "2014-01-01"),
        ("二〇一三年销售额", "二〇一三年", "2013-01-01", "2014-01-01"),
        ("2013年3月的销售额", "2013年3月", "2013-03-01", "2013-04-01"),
        ("2013年3月15日", "2013年3月15日", "2013-03-15", "2013-03-16"),
        ("2013年第一季度", "2013年第一季度", "2013-01-01", "2013-04-01"),
        ("2013Q1的销售额", "2013Q1", "2013-01-01", "2013-04-01"),
        ("2013年上半年", "2013年上半年", "2013-01-01", "2013-07-01"),
        ("2013年下半年", "2013年下半年", "2013-07-01", "2014-01-01"),
        ("2013年1月至3月", "2013年1月至3月", "2013-01-01", "2013-04-01"),
        ("2013年3月5日至10日", "2013年3月5日至10日", "2013-03-05", "2013-03-11"),
        ("2013到2015年", "2013到2015年", "2013-01-01", "2016-01-01"),
        ("2013年第12周", "2013年第12周", "2013-03-18", "2013-03-25"),
        ("2013年圣诞节", "2013年圣诞节", "2013-12-25", "2013-12-26"),
        ("2000年之前", "2000年之前", "", "2000-01-01"),
        ("2000年以前", "2000年以前", "", "2000-01-01"),
        ("2013年以后", "2013年以后", "2014-01-01", ""),
        ("自2013年3月以来", "自2013年3月以来", "2013-03-01", ""),
        ("1990年至今", "1990年至今", "1990-01-01", ""),
        ("截至2013年3月底", "截至2013年3月底", "", "2013-04-01"),
        ("2013年前十名客户", "2013年", "2013-01-01", "2014-01-01"),
        ("2010年代", "2010年代", "2010-01-01", "2020-01-01"),
    ],
)
def test_absolute(text: str, words: str, start: str, end: str) -> None:
    span = one(text)
    assert (span.text, *shown(span), span.relative, span.needs_year) == (words, start, end, False, False)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", "2026-03-31", "2026-04-01"),
        ("yesterday", "2026-03-30", "2026-03-31"),
        ("this week", "2026-03-30", "2026-04-06"),
        ("last week", "2026-03-23", "2026-03-30"),
        ("this month", "2026-03-01", "2026-04-01"),
        ("last month", "2026-02-01", "2026-03-01"),
        ("next month", "2026-04-01", "2026-05-01"),
        ("last quarter", "2025-10-01", "2026-01-01"),
        ("this quarter", "2026-01-01", "2026-04-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("previous year", "2025-01-01", "2026-01-01"),
        ("last 30 days", "2026-03-01", "2026-03-31"),
        ("past two weeks", "2026-03-16", "2026-03-30"),
        ("last 3 months", "2025-12-01", "2026-03-01"),
        ("previous 2 quarters", "2025-07-01", "2026-01-01"),
        ("last five years", "2021-01-01", "2026-01-01"),
        ("past year", "2025-03-31", "2026-03-31"),
        ("3 months ago", "2025-12-01", "2026-01-01"),
        ("a year ago", "2025-01-01", "2026-01-01"),
        ("10 days ago", "2026-03-21", "2026-03-22"),
        ("YTD", "2026-01-01", "2026-04-01"),
        ("year to date", "2026-01-01", "2026-04-01"),
        ("MTD", "2026-03-01", "2026-04-01"),
        ("QTD", "2026-01-01", "2026-04-01"),
        ("so far this year", "2026-01-01", "2026-04-01"),
        ("Q1 last year", "2025-01-01", "2025-04-01"),
        ("last year's Q1", "2025-01-01", "2025-04-01"),
        ("last March", "2025-03-01", "2025-04-01"),
        ("last Monday", "2026-03-30", "2026-03-31"),
        ("last Tuesday", "2026-03-24", "2026-03-25"),
        ("next Tuesday", "2026-04-07", "2026-04-08"),
        ("last weekend", "2026-03-28", "2026-03-30"),
        ("since last month", "2026-02-01", ""),
        ("今天", "2026-03-31", "2026-04-01"),
        ("昨天", "2026-03-30", "2026-03-31"),
        ("本周", "2026-03-30", "2026-04-06"),
        ("上周", "2026-03-23", "2026-03-30"),
        ("上周一", "2026-03-23", "2026-03-24"),
        ("本月", "2026-03-01", "2026-04-01"),
        ("这个月", "2026-03-01", "2026-04-01"),
        ("上个月", "2026-02-01", "2026-03-01"),
        ("上上个月", "2026-01-01", "2026-02-01"),
        ("上季度", "2025-10-01", "2026-01-01"),
        ("本季度", "2026-01-01", "2026-04-01"),
        ("今年", "2026-01-01", "2027-01-01"),
        ("去年", "2025-01-01", "2026-01-01"),
        ("前年", "2024-01-01", "2025-01-01"),
        ("去年3月", "2025-03-01", "2025-04-01"),
        ("去年下半年", "2025-07-01", "2026-01-01"),
        ("最近30天", "2026-03-01", "2026-03-31"),
        ("近三个月", "2025-12-01", "2026-03-01"),
        ("过去一年", "2025-03-31", "2026-03-31"),
        ("最近半年", "2025-09-01", "2026-03-01"),
        ("今年前三个月", "2026-01-01", "2026-04-01"),
        ("去年后两个季度", "2025-07-01", "2026-01-01"),
        ("三天内", "2026-03-28", "2026-03-31"),
        ("两年前", "2024-01-01", "2025-01-01"),
        ("年初至今", "2026-01-01", "2026-04-01"),
        ("今年以来", "2026-01-01", "2026-04-01"),
        ("本月至今", "2026-03-01", "2026-04-01"),
    ],
)
def test_relative(text: str, start: str, end: str) -> None:
    span = one(f"revenue {text}") if text.isascii() else one(f"{text}的收入")
    assert (span.text, *shown(span), span.relative) == (text, start, end, True)


@pytest.mark.parametrize(
    ("text", "part", "start_2013", "end_2013"),
    [
        ("in march", YearPart("month", (3,)), "2013-03-01", "2013-04-01"),
        ("July 4", YearPart("monthday", (704,)), "2013-07-04", "2013-07-05"),
        ("on Christmas day", YearPart("monthday", (1225,)), "2013-12-25", "2013-12-26"),
        ("fourth quarter", YearPart("quarter", (4,)), "2013-10-01", "2014-01-01"),
        ("in winter", YearPart("month", (12, 1, 2)), "2013-12-01", "2014-03-01"),
        ("in February", YearPart("month", (2,)), "2013-02-01", "2013-03-01"),
        ("between March and May", YearPart("month", (3, 4, 5)), "2013-03-01", "2013-06-01"),
        ("三月", YearPart("month", (3,)), "2013-03-01", "2013-04-01"),
        ("十一月", YearPart("month", (11,)), "2013-11-01", "2013-12-01"),
        ("3月15日", YearPart("monthday", (315,)), "2013-03-15", "2013-03-16"),
        ("一季度", YearPart("quarter", (1,)), "2013-01-01", "2013-04-01"),
        ("3月到5月", YearPart("month", (3, 4, 5)), "2013-03-01", "2013-06-01"),
        ("3-5月", YearPart("month", (3, 4, 5)), "2013-03-01", "2013-06-01"),
        ("3月和5月之间", YearPart("month", (3, 4, 5)), "2013-03-01", "2013-06-01"),
        ("元旦", YearPart("monthday", (101,)), "2013-01-01", "2013-01-02"),
        ("since March", None, "2013-03-01", "None"),
        ("自3月以来", None, "2013-03-01", "None"),
    ],
)
def test_without_year(text: str, part: YearPart | None, start_2013: str, end_2013: str) -> None:
    span = one(text)
    there = span.with_year(2013)
    assert (span.needs_year, span.part) == (True, part)
    assert (str(there.start), str(there.end)) == (start_2013, end_2013)


def test_the_latest_that_has_begun_is_offered() -> None:
    assert [shown(one(text))[0] for text in ("in March", "in April", "on July 4")] == [
        "2026-03-01",
        "2025-04-01",
        "2025-07-04",
    ]
    with pytest.raises(ValueError, match="names its own year"):
        one("March 2013").with_year(2014)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2013", 0.4, 0.6),
        ("in 2013", 0.9, 1),
        ("since 2013", 0.9, 1),
        ("sales over 2000", 0, 0.1),
        ("orders after 2000 miles", 0, 0.3),
        ("between 1950 and 2000 dollars", 0, 0.3),
        ("sales may drop", 0, 0.2),
        ("in may", 0.9, 1),
        ("2013年", 1, 1),
        ("3/4/2013", 0.5, 0.5),
    ],
)
def test_certainty(text: str, low: float, high: float) -> None:
    assert low <= one(text).certainty <= high


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("compare 2013 to 2014", ["2013", "2014"]),
        ("Q1 and Q2 2013", ["Q1", "Q2 2013"]),
        ("last quarter, last year", ["last quarter", "last year"]),
        ("why did sales fall in 2013", ["2013"]),
        ("top 5 March orders", ["March"]),
        ("去年 今年 前年", ["去年", "今年", "前年"]),
        ("2013年3月和5月", ["2013年3月", "5月"]),
        ("$2013 and 2,013 and Q2013x and march_sales", []),
        ("30 February 2013", []),
        ("29 February 2013", []),
        ("2月30日", []),
        ("3 months before March 2013", ["March 2013"]),
        ("2013-02-30", []),
        ("一个月的销售额", []),
        ("100 orders", []),
        ("", []),
    ],
)
def test_which_words(text: str, found: list[str]) -> None:
    assert [span.text for span in find_dates(text, today=TODAY)] == found


def test_years_pass_along_lists() -> None:
    first, second = find_dates("Q1 and Q2 2013", today=TODAY)
    assert shown(first) == ("2013-01-01", "2013-04-01")
    assert [s.certainty for s in find_dates("in 2012, 2013 and 2014", today=TODAY)] == [0.95] * 3
    assert shown(second) == ("2013-04-01", "2013-07-01")
    summer = find_dates("June, July and August 2013", today=TODAY)
    assert [shown(span)[0] for span in summer] == ["2013-06-01", "2013-07-01", "2013-08-01"]


def test_a_range_keeps_both_ends() -> None:
    ends = one("from 2013 to 2014").ends
    assert ends is not None
    assert [period.start for period in ends] == [date(2013, 1, 1), date(2014, 1, 1)]


def test_days_that_are_whole_months_step_by_months() -> None:
    assert str(shift(one("from 2013-01-01 to 2013-03-31").period, -1).start) == "2012-10-01"


def test_moments() -> None:
    period = one("at 2013-03-15 14:00").period
    assert (period.start, period.end, period.grain) == (datetime(2013, 3, 15, 14), datetime(2013, 3, 15, 15), "hour")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("same period last year", "2025-01-01"),
        ("this time last year", "2025-01-01"),
        ("the same period a year earlier", "2025-01-01"),
        ("last year's same period", "2025-01-01"),
        ("the same month last year", "2025-03-01"),
        ("same quarter of the previous year", "2025-01-01"),
        ("去年同期", "2025-01-01"),
        ("去年同月", "2025-03-01"),
        ("去年同季度", "2025-01-01"),
    ],
)
def test_same_period_last_year(text: str, start: str) -> None:
    span = one(text)
    assert span.same_period_last_year
    assert shown(span) == (start, "2025-04-01")


def test_notes_are_in_both_languages() -> None:
    span = one("summer 2013")
    assert "northern" in note_text(span.note, "en")
    assert "北半球" in note_text(span.note, "zh")
    assert note_text(one("2013年").note, "en") == ""


PIECES = st.sampled_from(
    "2013 2000 in March may Q1 first quarter of last 3 months ago to from between and since before until the 30 days "
    "year week 12 - / , 2013-03-15 去年 3月 到 2013年 以来 之前 上半年 最近 30天 前 和 第 二 周 15日 Monday fall half".split()
)


@settings(deadline=None, derandomize=True)
@given(st.lists(PIECES | st.text(max_size=3), max_size=12), st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.booleans())
def test_spans_lie_in_the_text_in_order(pieces: list[str], today: date, spaced: bool) -> None:
    text = (" " if spaced else "").join(pieces)
    last = 0
    for span in find_dates(text, today=today):
        assert last <= span.start_char < span.end_char <= len(text)
        assert span.text == text[span.start_char : span.end_char]
        assert 0 <= span.certainty <= 1
        assert span.needs_year == (span.yearless is not None)
        last = span.end_char
