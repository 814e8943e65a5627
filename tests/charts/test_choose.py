"""The form of a chart, for results as people get them."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from copilot.values.answer import AnswerColumn
from insight.charts import ChartSpec, choose, wanted_form
from insight.charts.order import natural_key
from insight.charts.points import bins, column_named, missing_periods, traces
from tests.charts.shapes import CASES, MONTH, ORDERS, PRODUCT, REGION, REVENUE, Case, months

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def chosen(case: Case) -> ChartSpec:
    return choose(case.columns, case.rows, title="Title", language=case.language, wanted=case.wanted)


@every_case
def test_kind(case: Case) -> None:
    assert chosen(case).kind == case.kind


@every_case
def test_every_choice_gives_its_reason_and_names_only_columns_of_the_answer(case: Case) -> None:
    spec = chosen(case)
    names = {column.name for column in case.columns}
    assert spec.reason
    assert spec.alt
    assert {*spec.y, *spec.also, *filter(None, (spec.x, spec.series))} <= names
    assert spec.kind not in [kind for kind, _ in spec.alternatives]
    assert all(reason for _, reason in spec.alternatives)


@every_case
def test_each_alternative_is_drawn_when_it_is_asked_for(case: Case) -> None:
    for kind, _ in chosen(case).alternatives:
        spec = choose(case.columns, case.rows, title="Title", language=case.language, wanted=kind)
        assert spec.kind == kind


@every_case
def test_the_order_of_rows_does_not_change_the_form(case: Case) -> None:
    shuffled = list(case.rows)
    random.Random(3).shuffle(shuffled)
    spec = choose(case.columns, shuffled, title="Title", language=case.language, wanted=case.wanted)
    assert spec.kind == case.kind


def test_a_spec_is_plain_values() -> None:
    spec = chosen(CASES[0])
    assert {type(getattr(spec, field.name)) for field in fields(spec)} <= {str, int, bool, tuple, type(None)}


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("weekdays", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        ("bands", "<18 18-24 25-64 65+"),
        ("星期", "星期一 星期三 星期五 星期日"),
        ("two years by region", "North South East West"),
    ],
)
def test_categories_keep_their_own_order(name: str, labels: str) -> None:
    case = next(case for case in CASES if case.name == name)
    trace = traces(chosen(case), case.columns, case.rows, language=case.language)[0]
    assert [point.label for point in trace.points] == labels.split()


def test_a_ranking_puts_the_largest_first_and_what_has_no_value_last() -> None:
    rows = [("A", Decimal(2)), ("B", None), ("C", Decimal(9)), ("D", Decimal(5))]
    spec = choose((REGION, REVENUE), rows, title="", language="en")
    trace = traces(spec, (REGION, REVENUE), rows, language="en")[0]
    assert [(point.label, point.value) for point in trace.points] == [("C", 9), ("D", 5), ("A", 2), ("B", None)]
    assert "Without a value: 1." in spec.note


def test_the_answers_own_order_is_kept_where_it_ranks_the_least_first() -> None:
    rows = [(f"P{i}", value) for i, value in enumerate((1, 3, 4, 8, 20))]
    assert choose((PRODUCT, ORDERS), rows, title="", language="en").sort == "value_asc"


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("too many products", "The largest 30 of 120 are shown."),
        ("months by many products", "The largest 7 of 20 are shown, the rest is added up as “other”."),
        ("months by many, averages", "The largest 8 of 20 are shown."),
        ("months with gaps", "Gaps are periods without a value."),
        ("revenue and delay", "Only Revenue is drawn; the other figures have another scale and stand in the table."),
        ("a pie of many", "The largest 5 of 20 are shown, the rest is added up as “other”."),
        ("regions", ""),
    ],
)
def test_what_is_left_out_is_said(name: str, note: str) -> None:
    assert chosen(next(case for case in CASES if case.name == name)).note == note


def test_other_is_the_sum_of_what_was_left_out() -> None:
    rows = [(month, f"P{i}", 10 ** (i // 3)) for month in months(4) for i in range(12)]
    columns = (MONTH, PRODUCT, ORDERS)
    spec = choose(columns, rows, title="", language="en")
    found = traces(spec, columns, rows, language="en")
    assert len(found) == 8
    assert found[-1].rest
    drawn = sum(point.value or 0 for trace in found for point in trace.points)
    assert drawn == sum(row[2] for row in rows)


@pytest.mark.parametrize("wanted", ["pie", "line"])
def test_a_form_that_would_mislead_is_refused_in_words(wanted: str) -> None:
    rows = [("North", 3.5), ("South", 4.0)]
    columns = (REGION, AnswerColumn("price", "float", "measure", label="Average price"))
    spec = choose(columns, rows, title="", language="en", wanted=wanted)
    assert spec.kind == "bar"
    assert "cannot show these rows without misleading" in spec.reason


@every_case
def test_the_text_for_screen_readers_holds_the_top_value(case: Case) -> None:
    spec = chosen(case)
    if spec.kind in ("table", "number", "histogram"):
        return
    trace = traces(spec, case.columns, case.rows, language=case.language)[0]
    top = max(point.value for point in trace.points if point.value is not None)
    column = column_named(case.columns, spec.y[0])
    plain = spec.alt.replace(",", "")
    digits = f"{top * 100 if column.unit == 'share' else top:.2f}"
    assert digits.rstrip("0").rstrip(".") in plain or top > 2**53


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("revenue by region as a pie", "pie"),
        ("show a pie chart of orders by status", "pie"),
        ("doughnut chart of sales", "pie"),
        ("bar chart of flights by carrier", "bar"),
        ("flights by carrier as bars", "bar"),
        ("column chart of revenue", "bar"),
        ("horizontal bars of revenue by product", "barh"),
        ("Line graph of revenue by month?", "line"),
        ("revenue by month as a line", "line"),
        ("scatter plot of distance and delay", "scatter"),
        ("histogram of delays", "histogram"),
        ("revenue by region as a table", "table"),
        ("用饼图显示各地区收入", "pie"),
        ("每月收入的折线图", "line"),
        ("各航空公司航班数，柱状图", "bar"),
        ("各产品销售额条形图", "barh"),
        ("距离和延误的散点图", "scatter"),
        ("延误的直方图", "histogram"),
        ("用表格显示各地区收入", None),
        ("各地区收入，用表格显示", "table"),
        ("revenue by product line", None),
        ("sales of apple pie by store", None),
        ("how many bars opened in 2024", None),
        ("candy bar sales by month", None),
        ("online orders by month", None),
        ("how many rows are in the table orders", None),
        ("which table has the most columns", None),
        ("各地区的收入", None),
    ],
)
def test_chart_words_in_a_question(text: str, form: str | None) -> None:
    assert wanted_form(text) == form


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("text", ["Q3", "Q1", "Q2"], ["Q1", "Q2", "Q3"]),
        ("text", ["Mar", "Jan", "Dec"], ["Jan", "Mar", "Dec"]),
        ("text", ["10月", "2月", "1月"], ["1月", "2月", "10月"]),
        ("text", ["high", "low", "medium"], ["low", "medium", "high"]),
        ("text", ["L", "S", "M"], ["S", "M", "L"]),
        ("text", ["20-29", "100+", "5-9", "under 5"], ["under 5", "5-9", "20-29", "100+"]),
        ("integer", [7, 5, 6], [5, 6, 7]),
        ("text", ["Bikes", "Locks"], None),
        ("text", ["3 Idiots", "12 Monkeys"], None),
        ("integer", [10001, 94105, 60601], None),
        ("boolean", [True, False], None),
    ],
)
def test_natural_order(kind: str, values: list[object], expected: list[object] | None) -> None:
    key = natural_key(AnswerColumn("c", kind, "dimension"), values)  # type: ignore[arg-type]
    assert (sorted(values, key=key) if key else None) == expected


def test_missing_periods_follow_the_calendar() -> None:
    assert missing_periods([date(2024, 1, 29), date(2024, 2, 12)], "week") == [date(2024, 2, 5)]
    assert missing_periods([date(2023, 10, 1), date(2024, 4, 1)], "quarter") == [date(2024, 1, 1)]
    assert missing_periods([date(2024, 1, 1), date(2024, 2, 15)], "month") == []
    assert missing_periods([date(2024, 1, 1), date(2024, 9, 1)], None) == []


@pytest.mark.parametrize("seed", range(6))
def test_bins_count_every_value_once(seed: int) -> None:
    source = random.Random(seed)
    values = [source.lognormvariate(0, 2) * 10 ** source.randint(-3, 3) for _ in range(source.randint(2, 2_000))]
    found = bins([*values, None, math.nan])
    assert sum(one.count for one in found) == len(values)
    assert all(math.isclose(a.high, b.low) for a, b in itertools.pairwise(found))
    assert all(one.count == sum(one.low <= value < one.high for value in values) for one in found)
    assert len(found) <= 45
