"""Sentences: what is said of which rows, and that every number in them stands in the rows."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot import formatting
from copilot.saying import sentence, title_of
from copilot.values import AnswerColumn

NAME = AnswerColumn("name", "text", "dimension")
DEST = AnswerColumn("dest", "text", "dimension")
CARRIER = AnswerColumn("carrier", "text", "key")
HOUR = AnswerColumn("hour", "integer", "dimension")
MONTH = AnswerColumn("month", "date", "time", time_grain="month")
DELAY = AnswerColumn("avg_dep_delay", "float", "measure", unit="minutes")
FLIGHTS = AnswerColumn("flights", "integer", "measure")
REVENUE = AnswerColumn("revenue", "decimal", "measure", unit="USD")
INCOME = AnswerColumn("revenue", "decimal", "measure", unit="CNY", label="销售额")
SHARE = AnswerColumn("late", "float", "measure", unit="share", label="share of late flights")
COUNT = AnswerColumn("count(*)", "integer", "measure")

MONTHS = [
    (date(2013, month, 1), flights) for month, flights in ((3, 28834), (1, 27004), (2, 24951), (7, 29425), (12, 28135))
]

TABLE: list[tuple[tuple[AnswerColumn, ...], list[tuple[Any, ...]], str, str]] = [
    # one value
    ((REVENUE,), [(Decimal("12940400.31"),)], "Revenue is $12,940,400.31.", "revenue 为 12,940,400.31美元。"),
    ((REVENUE,), [(None,)], "Revenue has no value.", "revenue 没有值。"),
    ((COUNT,), [(336776,)], "Number of rows is 336,776.", "行数为 336,776。"),
    ((FLIGHTS,), [(7,)], "Flights: 7.", "flights 为 7。"),
    ((SHARE,), [(0.123,)], "Share of late flights is 12.3 %.", "share of late flights 为 12.3%。"),
    ((MONTH,), [(date(2013, 7, 1),)], "Month is July 2013.", "month 为 2013年7月。"),
    # one row
    ((REVENUE, DELAY), [(Decimal(5), None)], "Revenue is $5.00 and avg dep delay has no value.",
     "revenue 为 5.00美元，avg dep delay 没有值。"),
    ((NAME, DELAY), [("SkyWest", 12.344)], "For SkyWest, avg dep delay is 12.34 minutes.",
     "SkyWest：avg dep delay 为 12.34 分钟。"),
    # rankings
    ((NAME, DELAY), [("A", 12.3), ("B", 5.0), ("C", 3.0)],
     "Of the 3 groups listed, A has the highest avg dep delay (12.3 minutes), followed by B (5 minutes).",
     "所列 3 组中，A 的 avg dep delay 最高（12.3 分钟），其次是 B（5 分钟）。"),
    ((NAME, DELAY), [("A", 1.3), ("B", 5.0), ("C", 30.0)],
     "Of the 3 groups listed, A has the lowest avg dep delay (1.3 minutes), followed by B (5 minutes).",
     "所列 3 组中，A 的 avg dep delay 最低（1.3 分钟），其次是 B（5 分钟）。"),
    ((NAME, SHARE), [("A", 0.2), ("B", 0.4), ("C", 0.1)],
     "Of the 3 groups listed, B has the highest share of late flights (40 %) and C the lowest (10 %).",
     "所列 3 组中，B 的 share of late flights 最高（40%），C 最低（10%）。"),
    ((HOUR, FLIGHTS), [(6, 30), (5, 20), (4, 10)],
     "Of the 3 groups listed, hour 6 has the most flights (30), followed by hour 5 (20).",
     "所列 3 组中，hour 6 的 flights 最多（30），其次是 hour 5（20）。"),
    ((NAME, DELAY), [("A", 9.0), ("B", 9.0), ("C", 3.0)],
     "Of the 3 groups listed, A and B share the highest avg dep delay (9 minutes).",
     "所列 3 组中，A 和 B 的 avg dep delay 并列最高（9 分钟）。"),
    ((NAME, DELAY), [("A", 9.0), ("B", 9.0), ("C", 9.0)],
     "Avg dep delay is 9 minutes in each of the 3 groups listed.", "所列 3 组的 avg dep delay 都是 9 分钟。"),
    ((NAME, DELAY), [("A", 9.0), ("B", 4.0), (None, None)],
     "Of the 3 groups listed, A has the highest avg dep delay (9 minutes), followed by B (4 minutes).",
     "所列 3 组中，A 的 avg dep delay 最高（9 分钟），其次是 B（4 分钟）。"),
    ((NAME, DEST, FLIGHTS), [("A", "LAX", 5), ("A", "SFO", 9), ("B", "SFO", 1)],
     "Of the 3 groups listed, A / SFO has the most flights (9) and B / SFO the fewest (1).",
     "所列 3 组中，A / SFO 的 flights 最多（9），B / SFO 最少（1）。"),
    ((CARRIER, NAME, FLIGHTS), [("UA", "United", 5), ("AA", "American", 3), ("B6", "JetBlue", 2)],
     "Of the 3 groups listed, United has the most flights (5), followed by American (3).",
     "所列 3 组中，United 的 flights 最多（5），其次是 American（3）。"),
    ((NAME, DELAY), [("A", None), ("B", None)], "None of the 2 rows has a value for avg dep delay.",
     "全部 2 行的 avg dep delay 都没有值。"),
    # two rows
    ((NAME, DELAY), [("JFK", 12.1), ("LGA", 10.3)],
     "Avg dep delay is 12.1 minutes for JFK and 10.3 minutes for LGA.",
     "JFK 的 avg dep delay 为 12.1 分钟，LGA 的 avg dep delay 为 10.3 分钟。"),
    ((NAME, INCOME), [("华东", Decimal(20)), ("华北", Decimal(10))],
     "销售额 is CN¥20.00 for 华东 and CN¥10.00 for 华北.", "华东的销售额为 20.00元，华北的销售额为 10.00元。"),
    # time series
    ((MONTH, FLIGHTS), MONTHS,
     "Flights went from 27,004 (January 2013) to 28,135 (December 2013); the highest was 29,425 (July 2013).",
     "flights 从 2013年1月的 27,004 到 2013年12月的 28,135，最高为 2013年7月的 29,425。"),
    ((MONTH, FLIGHTS), MONTHS[:2], "Flights went from 27,004 (January 2013) to 28,834 (March 2013).",
     "flights 从 2013年1月的 27,004 到 2013年3月的 28,834。"),
    # lists
    ((NAME,), [("Bob",), ("Eve",)], "There are 2 values of name: Bob and Eve.", "name 共有 2 个：Bob 和 Eve。"),
    ((NAME,), [(c,) for c in "ABCDEFGH"], "There are 8 values of name; the first are A, B and C.",
     "name 共有 8 个，前几个是 A、B 和 C。"),
    ((NAME, DEST), [("A", "x"), ("B", "y")], "There are 2 rows: A / x and B / y.", "共有 2 行：A / x 和 B / y。"),
    # nothing
    ((NAME, FLIGHTS), [], "No rows match.", "没有符合条件的行。"),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "rows", "english", "chinese"), TABLE)
def test_sentence(columns: tuple[AnswerColumn, ...], rows: list[tuple[Any, ...]], english: str, chinese: str) -> None:
    assert sentence(columns, rows, language="en", truncated=False, title="t") == english
    assert sentence(columns, rows, language="zh", truncated=False, title="t") == chinese


def test_truncated_rows_are_more_than_these() -> None:
    rows: list[tuple[Any, ...]] = [(c,) for c in "ABC"]
    assert sentence((NAME,), rows, language="en", truncated=True).startswith("There are more than 3 values of name")
    assert sentence((NAME,), rows, language="zh", truncated=True).startswith("name 多于 3 个")


def test_an_sql_expression_is_called_by_the_title() -> None:
    column = AnswerColumn("sum(a) / sum(b)", "float", "measure")
    assert sentence((column,), [(0.5,)], language="en", truncated=False, title="margin") == "Margin is 0.5."


@pytest.mark.parametrize(
    ("columns", "english", "chinese"),
    [
        ((NAME, DELAY), "Average dep delay by name", "各 name 的 avg dep delay"),
        ((MONTH, INCOME), "销售额 by month", "各 month 的销售额"),
        (
            (NAME, DEST, FLIGHTS, REVENUE),
            "Flights and revenue by name and dest",
            "各 name 和 dest 的 flights 和 revenue",
        ),
        ((COUNT,), "Number of rows", "行数"),
        ((NAME, DEST), "Name and dest", "name 和 dest"),
    ],
)
def test_title(columns: tuple[AnswerColumn, ...], english: str, chinese: str) -> None:
    assert (title_of(columns, "en"), title_of(columns, "zh")) == (english, chinese)


_CELLS: dict[str, st.SearchStrategy[Any]] = {
    "name": st.none() | st.sampled_from(["A", "B", "C", "O'Hare", "华东"]),
    "hour": st.integers(0, 23) | st.none(),
    "month": st.none() | st.sampled_from([date(2013, m, 1) for m in range(1, 13)]),
    "flights": st.integers(-(10**12), 10**12) | st.none(),
    "avg_dep_delay": st.floats(allow_nan=True, allow_infinity=True) | st.none(),
    "revenue": st.decimals(-(10**9), 10**9, places=2) | st.none(),
    "late": st.floats(0, 1) | st.none(),
}
_COLUMNS = {column.name: column for column in (NAME, HOUR, MONTH, FLIGHTS, DELAY, REVENUE, SHARE)}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data(), language=st.sampled_from(["en", "zh"]), truncated=st.booleans())
def test_every_number_is_one_of_the_rows(data: st.DataObject, language: Literal["en", "zh"], truncated: bool) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(_COLUMNS)), min_size=1, max_size=4, unique=True))
    columns = tuple(_COLUMNS[name] for name in names)
    rows = data.draw(st.lists(st.tuples(*(_CELLS[name] for name in names)), max_size=8))
    text = sentence(columns, rows, language=language, truncated=truncated)
    assert text.endswith("." if language == "en" else "。")
    known = {formatting.said(cell, column, language) for row in rows for cell, column in zip(row, columns, strict=True)}
    numbers = {number for spelling in known for number in _numbers(spelling)} | {str(len(rows))}
    assert set(_numbers(text)) <= numbers or _constant_series(text)


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d,.]*(?:e[+-]?\d+)?(?<![.,])", text)


def _constant_series(text: str) -> bool:
    """A flat series counts its times, which may be fewer than the rows where a value is missing."""
    return " at each of the " in text or "个时间点" in text
