"""How values are written, in English and Chinese."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

import pytest

from copilot.formatting import NO_CELL, cell, duration, heading, items, number, plural, said, when
from copilot.values import AnswerColumn


@pytest.mark.parametrize(
    ("value", "options", "en", "zh"),
    [
        (1234567, {}, "1,234,567", "1,234,567"),
        (0, {}, "0", "0"),
        (12.345, {}, "12.35", "12.35"),
        (12.0, {}, "12", "12"),
        (-0.0, {}, "0", "0"),
        (0.0012345, {}, "0.00123", "0.00123"),
        (Decimal("1234.5600"), {"exact": True}, "1,234.5600", "1,234.5600"),
        (1_400_000, {"compact": True}, "1.4 M", "140万"),
        (999_999, {"compact": True}, "1 M", "100万"),
        (230_000_000, {"compact": True}, "230 M", "2.3亿"),
        (950, {"compact": True}, "950", "950"),
        (1_400_000, {"compact": True, "exact": True}, "1,400,000", "1,400,000"),
        (0.1234, {"unit": "share"}, "12.3 %", "12.3%"),
        (12.34, {"unit": "%"}, "12.3 %", "12.3%"),
        (0.04, {"unit": "%"}, "0.04 %", "0.04%"),
        (99.97, {"unit": "%"}, "99.97 %", "99.97%"),
        (Decimal("1234.5"), {"unit": "USD"}, "$1,234.50", "1,234.50美元"),
        (-5, {"unit": "USD"}, "-$5.00", "-5.00美元"),
        (12.6, {"unit": "minutes"}, "12.6 minutes", "12.6 分钟"),
        (1, {"unit": "minutes"}, "1 minute", "1 分钟"),
        (3, {"unit": "widgets"}, "3 widgets", "3 widgets"),
        (float("nan"), {}, "not a number", "非数值"),
        (float("inf"), {}, "∞", "∞"),
        (1e300, {}, "1e+300", "1e+300"),
        (None, {}, "no value", "无值"),
        (True, {}, "yes", "是"),
    ],
)
def test_number(value: Any, options: dict[str, Any], en: str, zh: str) -> None:
    assert (number(value, language="en", **options), number(value, language="zh", **options)) == (en, zh)


@pytest.mark.parametrize(
    ("value", "grain", "en", "zh"),
    [
        (date(2013, 3, 1), "month", "March 2013", "2013年3月"),
        (datetime(2013, 1, 1), "quarter", "Q1 2013", "2013年第1季度"),
        (date(2013, 3, 4), "week", "week of 2013-03-04", "2013-03-04起的一周"),
        (date(2013, 1, 1), "year", "2013", "2013年"),
        (2013, "year", "2013", "2013年"),
        ("2013-03-01", "month", "March 2013", "2013年3月"),
        (date(2013, 3, 4), None, "2013-03-04", "2013-03-04"),
        (datetime(2013, 3, 4, 8), "hour", "2013-03-04 08:00", "2013-03-04 08:00"),
        (datetime(2013, 3, 4, 8, 5, 9), None, "2013-03-04 08:05:09", "2013-03-04 08:05:09"),
        ("spring", "month", "spring", "spring"),
        (None, "month", "no value", "无值"),
    ],
)
def test_when(value: Any, grain: str | None, en: str, zh: str) -> None:
    assert (when(value, grain, "en"), when(value, grain, "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("values", "en", "zh"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a和b"),
        (["a", "b", "c"], "a, b and c", "a、b和c"),
        (list(range(17)), "0, 1, 2, 3, 4 and 12 more", "0、1、2、3、4等17项"),
    ],
)
def test_items(values: list[object], en: str, zh: str) -> None:
    assert (items(values, "en"), items(values, "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (0.35, "350 ms", "350 毫秒"),
        (2.14, "2.1 s", "2.1 秒"),
        (59.7, "1 min", "1 分"),
        (185, "3 min 5 s", "3 分 5 秒"),
        (3600, "1 h", "1 小时"),
        (90061, "1 d 1 h", "1 天 1 小时"),
    ],
)
def test_duration(seconds: float, en: str, zh: str) -> None:
    assert (duration(seconds, "en"), duration(seconds, "zh")) == (en, zh)


def column(role: Literal["time", "dimension", "measure", "key", "text"], **more: Any) -> AnswerColumn:
    return AnswerColumn("c", more.pop("type", "integer"), role, **more)


@pytest.mark.parametrize(
    ("value", "of", "in_table", "in_sentence"),
    [
        (None, column("measure"), NO_CELL, "no value"),
        (2013, column("time"), "2013", "2013"),
        (10025, column("key"), "10025", "10025"),
        (10025, column("measure"), "10,025", "10,025"),
        (12.6, column("measure", unit="minutes"), "12.6", "12.6 minutes"),
        (0.5, column("measure", unit="share"), "50 %", "50 %"),
        (Decimal("3.1"), column("measure", unit="USD"), "$3.10", "$3.10"),
        (date(2013, 3, 1), column("time", type="date", time_grain="month"), "March 2013", "March 2013"),
        (timedelta(minutes=3), column("measure", type="interval"), "3 min", "3 min"),
        ("JFK", column("dimension", type="text"), "JFK", "JFK"),
        (b"\x01\x02", column("text", type="binary"), "0x0102", "0x0102"),
    ],
)
def test_cells(value: Any, of: AnswerColumn, in_table: str, in_sentence: str) -> None:
    assert (cell(value, of, "en"), said(value, of, "en")) == (in_table, in_sentence)


def test_headings_and_plurals() -> None:
    delay = AnswerColumn("delay", "float", "measure", unit="minutes", label="平均延误")
    assert (heading(delay, "zh"), heading(delay, "en")) == ("平均延误 (分钟)", "平均延误 (minutes)")
    assert heading(AnswerColumn("amount", "decimal", "measure", unit="USD"), "en") == "amount"
    assert [plural(n, "category") for n in (0, 1, 1200)] == ["0 categories", "1 category", "1,200 categories"]
    assert [plural(2, noun) for noun in ("day", "match", "row")] == ["2 days", "2 matches", "2 rows"]
