"""A shop whose fiscal year starts in April and whose data ends on 12 October 2026, in DuckDB and in SQLite."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from copilot.compare import same_rows
from copilot.errors import SemanticModelError
from copilot.semantics import parse_semantics
from copilot.session import Session

FIRST, LAST = date(2024, 1, 1), date(2026, 10, 12)
MEANING = """
version: '0.1.1'
semantic_model:
  - name: shop
    custom_extensions:
      - vendor_name: ASKBI
        data: {fiscal_year_start: 4}
    datasets:
      - name: orders
        source: orders
        primary_key: [order_id]
"""
DAYS = [FIRST + timedelta(days=step) for step in range((LAST - FIRST).days + 1)]
"""One order a day, so that counting orders counts days."""


@pytest.fixture(scope="module", params=["csv", "sqlite"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "semantics.yaml").write_text(MEANING, encoding="utf-8")
    rows = [(number, day.isoformat(), number % 7 + 1) for number, day in enumerate(DAYS, 1)]
    if request.param == "csv":
        with (folder / "orders.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("order_id", "order_date", "amount"), *rows])
        session = Session.open(folder, clock=lambda: LAST + timedelta(days=1))
    else:
        with sqlite3.connect(folder / "shop.sqlite") as file:
            file.execute("CREATE TABLE orders (order_id INTEGER PRIMARY KEY, order_date DATE, amount INTEGER)")
            file.executemany("INSERT INTO orders VALUES (?, ?, ?)", rows)
        session = Session.open(folder / "shop.sqlite", clock=lambda: LAST + timedelta(days=1))
    yield session
    session.close()


def days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("number of orders in FY25", days("2024-04-01", "2025-03-31")),
        ("number of orders in Q4 FY25", days("2025-01-01", "2025-03-31")),
        ("number of orders last fiscal year", days("2025-04-01", "2026-03-31")),
        ("number of orders this fiscal year to date", days("2026-04-01", "2026-10-12")),
        ("2025财年的订单数量", days("2024-04-01", "2025-03-31")),
        ("上财年第一季度的订单数量", days("2025-04-01", "2025-06-30")),
        ("number of orders in 2025", 365),
    ],
)
def test_fiscal_periods(shop: Session, question: str, count: int) -> None:
    answer = shop.ask(question)
    assert answer.status == "answered", answer.message
    assert answer.rows == [(count,)]


@pytest.mark.parametrize("question", ["number of orders by fiscal year", "各财年的订单数量"])
def test_fiscal_groups(shop: Session, question: str) -> None:
    answer = shop.ask(question)
    wanted = [
        (2024, days("2024-01-01", "2024-03-31")),
        (2025, days("2024-04-01", "2025-03-31")),
        (2026, days("2025-04-01", "2026-03-31")),
        (2027, days("2026-04-01", "2026-10-12")),
    ]
    assert same_rows(answer.rows, wanted, ordered=True, any_column_order=False)
    assert any("2027" in text and "2026-10-12" in text for text in answer.assumptions), answer.assumptions


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "number of orders by half year",
            {"2024-01-01": 182, "2024-07-01": 184, "2025-01-01": 181, "2025-07-01": 184, "2026-01-01": 181}
            | {"2026-07-01": days("2026-07-01", "2026-10-12")},
        ),
        (
            "number of orders on weekends vs weekdays",
            {"weekend": sum(day.weekday() >= 5 for day in DAYS), "weekday": sum(day.weekday() < 5 for day in DAYS)},
        ),
        (
            "number of orders per season in 2025",
            {"spring": 31 + 30 + 31, "summer": 30 + 31 + 31, "autumn": 30 + 31 + 30, "winter": 31 + 28 + 31},
        ),
    ],
)
def test_groups_of_days(shop: Session, question: str, wanted: dict[str, int]) -> None:
    answer = shop.ask(question)
    assert answer.status == "answered", answer.message
    assert {str(name): count for name, count in answer.rows} == wanted


def test_orders_on_the_last_day_of_every_month(shop: Session) -> None:
    answer = shop.ask("number of orders on the last day of every month")
    assert answer.rows == [(sum((day + timedelta(days=1)).day == 1 for day in DAYS),)]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("number of orders by month", "'October 2026' is not complete: the data ends on 2026-10-12"),
        ("number of orders by quarter", "'Q4 2026' is not complete: the data ends on 2026-10-12"),
        ("number of orders this month", "'this month' is not complete: the data ends on 2026-10-12"),
        ("number of orders in October", "'October' is not complete: the data ends on 2026-10-12"),
        ("每月的订单数量", "“2026年10月”不完整：数据截止到 2026-10-12"),
    ],
)
def test_incomplete_periods_are_named(shop: Session, question: str, said: str) -> None:
    answer = shop.ask(question)
    assert answer.status == "answered", answer.message
    assert said in answer.assumptions


@pytest.mark.parametrize(
    "question", ["number of orders by month in 2025", "number of orders in the last 3 full months"]
)
def test_complete_periods_are_not(shop: Session, question: str) -> None:
    assert not any("not complete" in text for text in shop.ask(question).assumptions)


@pytest.mark.parametrize("month", ["0", "13", "april", "true", "4.5"])
def test_a_month_that_is_none_is_refused_with_its_place(month: str) -> None:
    with pytest.raises(SemanticModelError, match=r"line \d+: .*fiscal_year_start must be a month from 1 to 12"):
        parse_semantics(MEANING.replace("fiscal_year_start: 4", f"fiscal_year_start: {month}"))


def test_the_month_is_read() -> None:
    assert parse_semantics(MEANING).fiscal_year_start == 4
    assert parse_semantics("semantic_model: [{name: shop}]").fiscal_year_start is None
