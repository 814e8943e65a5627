"""Numbers in words and figures."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.dates.numbers import chinese_value, find_numbers


@pytest.mark.parametrize(
    ("text", "value", "unit", "percent"),
    [
        ("top 20", 20, None, False),
        ("top 3 months", 3, None, False),
        ("busiest five days", 5, None, False),
        ("within 3 months", 3, "month", False),
        ("销售额最高的3个月", 3, None, False),
        ("1,000 orders", 1000, None, False),
        ("over 1.5k", 1500, None, False),
        ("2 million", 2_000_000, None, False),
        ("$3.4m", 3_400_000, "usd", False),
        ("0.5", Decimal("0.5"), None, False),
        ("-5 degrees", -5, "degree", False),
        ("20 %", 20, None, True),
        ("12.5 percent", Decimal("12.5"), None, True),
        ("twenty", 20, None, False),
        ("two hundred and fifty", 250, None, False),
        ("twenty-five", 25, None, False),
        ("a dozen", 12, None, False),
        ("one hour", 1, "hour", False),
        ("an hour", 1, "hour", False),
        ("half an hour", Decimal("0.5"), "hour", False),
        ("2 and a half hours", Decimal("2.5"), "hour", False),
        ("half a million", 500_000, None, False),
        ("half of them", Decimal("0.5"), None, False),
        ("30-minute slots", 30, "minute", False),
        ("500 miles", 500, "mile", False),
        ("12km", 12, "km", False),
        ("100 dollars", 100, "usd", False),
        ("三个", 3, None, False),
        ("二十", 20, None, False),
        ("五千", 5000, None, False),
        ("1.5万", 15000, None, False),
        ("3亿元", 300_000_000, "cny", False),
        ("百分之二十", 20, None, True),
        ("20%", 20, None, True),
        ("两小时", 2, "hour", False),
        ("两个半小时", Decimal("2.5"), "hour", False),
        ("半小时", Decimal("0.5"), "hour", False),
        ("超过500美元", 500, "usd", False),
        ("30分钟", 30, "minute", False),
        ("100公里", 100, "km", False),
        ("前十", 10, None, False),
    ],
)
def test_one_number(text: str, value: int | Decimal, unit: str | None, percent: bool) -> None:
    (found,) = find_numbers(text)
    assert (found.value, found.unit, found.percent, found.ordinal) == (value, unit, percent, False)
    assert found.currency == (unit if unit in ("usd", "cny") else None)


@pytest.mark.parametrize("text", ["one third", "三分之一"])
def test_thirds(text: str) -> None:
    (found,) = find_numbers(text)
    assert found.value == Decimal(1) / Decimal(3)


@pytest.mark.parametrize(("text", "value"), [("the first", 1), ("2nd", 2), ("21st", 21), ("第三", 3), ("第3", 3)])
def test_ordinals(text: str, value: int) -> None:
    (found,) = find_numbers(text)
    assert (found.value, found.ordinal) == (value, True)


@pytest.mark.parametrize("text", ["a flight", "one of them", "上半年", "周三", "十分", "万一", "B2B", "v2.5.1", "747s"])
def test_no_number(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("二十三", 23),
        ("一百零五", 105),
        ("两千", 2000),
        ("三亿五千万", 350_000_000),
        ("一万两千", 12_000),
        ("大", None),
    ],
)
def test_chinese_value(text: str, value: int | None) -> None:
    assert chinese_value(text) == value


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 10**12))
def test_figures_are_read_back(value: int) -> None:
    assert [n.value for n in find_numbers(f"about {value:,} rows")] == [value]


PIECES = st.sampled_from(
    "1,000 1.5 k 2 million half a dozen one hour % $ 三 百 万 分之 二十 半 小时 第 twenty-five and miles".split()
)


@settings(deadline=None, derandomize=True)
@given(st.lists(PIECES | st.text(max_size=3), max_size=10), st.booleans())
def test_spans_lie_in_the_text_in_order(pieces: list[str], spaced: bool) -> None:
    text, last = (" " if spaced else "").join(pieces), 0
    for span in find_numbers(text):
        assert last <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        last = span.end
