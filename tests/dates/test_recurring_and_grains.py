"""Weekdays, hours and units of time in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.dates import find_grains, find_recurring, time_grain


@pytest.mark.parametrize(
    ("text", "part", "values"),
    [
        ("orders on Mondays", "isodow", (1,)),
        ("on weekends", "isodow", (6, 7)),
        ("weekdays only", "isodow", (1, 2, 3, 4, 5)),
        ("Mon-Fri", "isodow", (1, 2, 3, 4, 5)),
        ("Friday to Monday", "isodow", (5, 6, 7, 1)),
        ("Saturday and Sunday", "isodow", (6, 7)),
        ("at 8 am", "hour", (8,)),
        ("at 12 am", "hour", (0,)),
        ("at 12 pm", "hour", (12,)),
        ("at 20:00", "hour", (20,)),
        ("between 6 and 9 am", "hour", (6, 7, 8)),
        ("between 11 am and 2 pm", "hour", (11, 12, 13)),
        ("from 10 pm to 2 am", "hour", (22, 23, 0, 1)),
        ("after 9 pm", "hour", (21, 22, 23)),
        ("before 3 am", "hour", (0, 1, 2)),
        ("in the morning", "hour", tuple(range(6, 12))),
        ("afternoon flights", "hour", tuple(range(12, 18))),
        ("in the evening", "hour", tuple(range(18, 24))),
        ("at night", "hour", tuple(range(6))),
        ("周末的订单", "isodow", (6, 7)),
        ("星期一", "isodow", (1,)),
        ("周日", "isodow", (7,)),
        ("周一到周五", "isodow", (1, 2, 3, 4, 5)),
        ("工作日", "isodow", (1, 2, 3, 4, 5)),
        ("早上", "hour", tuple(range(6, 12))),
        ("下午的航班", "hour", tuple(range(12, 18))),
        ("晚上8点", "hour", (20,)),
        ("上午8点到10点", "hour", (8, 9)),
        ("下午3点到5点", "hour", (15, 16)),
        ("20点以后", "hour", (20, 21, 22, 23)),
    ],
)
def test_recurring(text: str, part: str, values: tuple[int, ...]) -> None:
    assert [(span.part, span.values) for span in find_recurring(text)] == [(part, values)]


@pytest.mark.parametrize(
    "text", ["last Monday", "上周一", "by weekday", "between 5 and 10 orders", "the sun sat", "100 orders"]
)
def test_not_recurring(text: str) -> None:
    assert find_recurring(text) == []


@pytest.mark.parametrize(
    ("text", "words", "grain", "part"),
    [
        ("orders per month", "per month", "month", None),
        ("monthly revenue", "monthly", "month", None),
        ("revenue by quarter", "by quarter", "quarter", None),
        ("for each day", "for each day", "day", None),
        ("daily orders", "daily", "day", None),
        ("orders a day", "a day", "day", None),
        ("on a weekly basis", "on a weekly basis", "week", None),
        ("month by month", "month by month", "month", None),
        ("which year had", "which year", "year", None),
        ("by hour of day", "by hour of day", "hour", "hour"),
        ("by day of the week", "by day of the week", "day", "isodow"),
        ("per weekday", "per weekday", "day", "isodow"),
        ("month of the year", "month of the year", "month", "month"),
        ("每月销售额", "每月", "month", None),
        ("每个月的销售额", "每个月", "month", None),
        ("按月统计", "按月统计", "month", None),
        ("各季度利润", "各季度", "quarter", None),
        ("每天", "每天", "day", None),
        ("逐月增长", "逐月", "month", None),
        ("每周", "每周", "week", None),
        ("每小时航班数", "每小时", "hour", None),
        ("按星期几", "按星期几", "day", "isodow"),
        ("哪个月最多", "哪个月", "month", None),
    ],
)
def test_markers(text: str, words: str, grain: str, part: str | None) -> None:
    (span,) = find_grains(text)
    assert (span.text, span.grain, span.part) == (words, grain, part)
    assert span.marker
    assert span.cyclic == (part is not None)


@pytest.mark.parametrize(
    ("text", "grain"), [("3 months", "month"), ("days", "day"), ("a month ago", "month"), ("月份", "month")]
)
def test_bare_words(text: str, grain: str) -> None:
    assert [(span.grain, span.marker) for span in find_grains(text)] == [(grain, False)]


def test_time_grain() -> None:
    assert [time_grain(w) for w in ("Annual", "qtr", "周", "小时", "dollar")] == [
        "year",
        "quarter",
        "week",
        "hour",
        None,
    ]


PIECES = st.sampled_from(
    "on Monday to Fri 8 am between 6 and 9 pm 14:00 per month day of week 每 月 周一 到 晚上 8点 的".split()
)


@settings(deadline=None, derandomize=True)
@given(st.lists(PIECES | st.text(max_size=3), max_size=12))
def test_spans_lie_in_the_text_in_order(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for spans in (find_recurring(text), find_grains(text)):
        last = 0
        for span in spans:
            assert last <= span.start_char < span.end_char <= len(text)
            assert span.text == text[span.start_char : span.end_char]
            last = span.end_char
