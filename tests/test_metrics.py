"""Agreed metrics of every kind, asked in both languages, held against SQL written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.assistant import Assistant
from copilot.compare import same_rows

SEMANTICS = """
semantic_model:
  - name: shop
    datasets:
      - name: sales
        source: orders
        fields:
          - name: net
            expression: {dialects: [{dialect: ANSI_SQL, expression: amount - tax}]}
            ai_context: {synonyms: [after tax, 税后]}
          - name: bought
            expression: {dialects: [{dialect: ANSI_SQL, expression: placed_on}]}
          - name: size_class
            expression: {dialects: [{dialect: ANSI_SQL, expression: "CASE WHEN amount > 120 THEN 'large' ELSE 'small' END"}]}
          - name: rating
            expression: {dialects: [{dialect: ANSI_SQL, expression: rating}]}
            custom_extensions: [{vendor_name: ASKBI, data: {aggregate: false}}]
      - {name: stock, primary_key: [product, counted_on]}
    relationships:
      - {name: of, from: sales, to: places, from_columns: [spot], to_columns: [code]}
    metrics:
      - name: turnover
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
        ai_context: {synonyms: [销售额]}
      - name: net_turnover
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.net)}]}
        ai_context: {synonyms: [净销售额]}
      - name: order_count
        expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(sales.id)}]}
        ai_context: {synonyms: [订单量]}
      - name: paid_turnover
        expression: {dialects: [{dialect: ANSI_SQL, expression: turnover}]}
        ai_context: {synonyms: [已付款销售额]}
        custom_extensions: [{vendor_name: ASKBI, data: {filter: "sales.state = 'paid'"}}]
      - name: basket
        expression: {dialects: [{dialect: ANSI_SQL, expression: turnover / order_count}]}
        ai_context: {synonyms: [客单价]}
      - name: refund_ratio
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(refunds.paid_back) / turnover}]}
        ai_context: {synonyms: [退款率]}
      - name: cumulated_turnover
        expression: {dialects: [{dialect: ANSI_SQL, expression: turnover}]}
        ai_context: {synonyms: [累积销售额]}
        custom_extensions: [{vendor_name: ASKBI, data: {over_time: running}}]
      - name: turnover_pace
        expression: {dialects: [{dialect: ANSI_SQL, expression: turnover}]}
        ai_context: {synonyms: [销售提速]}
        custom_extensions: [{vendor_name: ASKBI, data: {over_time: {how: growth, unit: month}}}]
      - name: smooth_turnover
        expression: {dialects: [{dialect: ANSI_SQL, expression: turnover}]}
        custom_extensions: [{vendor_name: ASKBI, data: {over_time: {how: moving_avg, periods: 3, unit: month}}}]
      - name: turnover_one_year_back
        expression: {dialects: [{dialect: ANSI_SQL, expression: turnover}]}
        custom_extensions: [{vendor_name: ASKBI, data: {over_time: {how: before, unit: year}}}]
      - name: stock_level
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(stock.pieces)}]}
        ai_context: {synonyms: [库存量]}
        custom_extensions: [{vendor_name: ASKBI, data: {last_over: stock.counted_on}}]
"""
MONTHS = "SELECT date_trunc('month', placed_on)::DATE AS m, SUM(amount) AS v FROM orders GROUP BY 1"
LAST_DAY = "(SELECT MAX(counted_on) FROM stock {})"
ASKED = [
    ("paid turnover by region",
     "SELECT p.region, SUM(amount) FILTER (WHERE state = 'paid') FROM orders o JOIN places p ON o.spot = p.code "
     "GROUP BY 1"),
    ("各地区的已付款销售额",
     "SELECT p.region, SUM(amount) FILTER (WHERE state = 'paid') FROM orders o JOIN places p ON o.spot = p.code "
     "GROUP BY 1"),
    ("net turnover in 2025", "SELECT SUM(amount - tax) FROM orders WHERE year(placed_on) = 2025"),
    ("2025年的净销售额", "SELECT SUM(amount - tax) FROM orders WHERE year(placed_on) = 2025"),
    ("basket by state", "SELECT state, SUM(amount) / COUNT(*) FROM orders GROUP BY 1"),
    ("各state的客单价", "SELECT state, SUM(amount) / COUNT(*) FROM orders GROUP BY 1"),
    # two tables, each at its own grain: an order may be refunded twice
    ("refund ratio by state",
     "SELECT o.state, SUM(r.back) / SUM(o.amount) FROM orders o LEFT JOIN (SELECT order_id, SUM(paid_back) AS back "
     "FROM refunds GROUP BY 1) r ON r.order_id = o.id GROUP BY 1"),
    ("退款率", "SELECT (SELECT SUM(paid_back) FROM refunds) / (SELECT SUM(amount) FROM orders)"),
    ("cumulated turnover by month", f"SELECT m, SUM(v) OVER (ORDER BY m) FROM ({MONTHS})"),
    ("每月累积销售额", f"SELECT m, SUM(v) OVER (ORDER BY m) FROM ({MONTHS})"),
    ("cumulated turnover by month in 2025",
     f"SELECT m, SUM(v) OVER (ORDER BY m) FROM ({MONTHS}) WHERE year(m) = 2025"),
    ("cumulated turnover in 2025", "SELECT SUM(amount) FROM orders WHERE year(placed_on) = 2025"),
    ("turnover pace by month", f"SELECT m, v / LAG(v) OVER (ORDER BY m) - 1 FROM ({MONTHS})"),
    ("turnover pace in 2025",
     f"SELECT * FROM (SELECT m, v / LAG(v) OVER (ORDER BY m) - 1 FROM ({MONTHS})) WHERE year(m) = 2025"),
    ("2025年各月的销售提速",
     f"SELECT * FROM (SELECT m, v / LAG(v) OVER (ORDER BY m) - 1 FROM ({MONTHS})) WHERE year(m) = 2025"),
    ("smooth turnover in 2025",
     "SELECT * FROM (SELECT m, AVG(v) OVER (ORDER BY m ROWS 2 PRECEDING) "
     f"FROM ({MONTHS})) WHERE year(m) = 2025"),
    ("turnover one year back by month in 2025",
     "SELECT (date_trunc('month', placed_on) + INTERVAL 1 YEAR)::DATE, SUM(amount) FROM orders "
     "WHERE year(placed_on) = 2024 AND month(placed_on) < 12 GROUP BY 1"),  # nothing is sold in December 2025
    ("stock level", f"SELECT SUM(pieces) FROM stock WHERE counted_on = {LAST_DAY.format('')}"),
    ("库存量", f"SELECT SUM(pieces) FROM stock WHERE counted_on = {LAST_DAY.format('')}"),
    ("stock level by product",
     f"SELECT product, pieces FROM stock WHERE counted_on = {LAST_DAY.format('')}"),
    ("stock level by month in 2025",
     "SELECT date_trunc('month', counted_on)::DATE, SUM(pieces) FROM stock s WHERE year(counted_on) = 2025 AND "
     "counted_on = (SELECT MAX(counted_on) FROM stock t WHERE date_trunc('month', t.counted_on) = "
     "date_trunc('month', s.counted_on)) GROUP BY 1"),
    ("stock level of tea in May 2025",
     f"SELECT pieces FROM stock WHERE product = 'tea' AND counted_on = "
     f"{LAST_DAY.format('''WHERE counted_on < DATE '2025-06-01' ''')}"),
    # fields that are no columns, and one that the file calls otherwise
    ("average net by state", "SELECT state, AVG(amount - tax) FROM orders GROUP BY 1"),
    ("total after tax by region",
     "SELECT p.region, SUM(amount - tax) FROM orders o JOIN places p ON o.spot = p.code GROUP BY 1"),
    ("各state的税后总和", "SELECT state, SUM(amount - tax) FROM orders GROUP BY 1"),
    ("number of orders by size class", "SELECT if(amount > 120, 'large', 'small'), COUNT(*) FROM orders GROUP BY 1"),
    ("how many orders with net above 100", "SELECT COUNT(*) FROM orders WHERE amount - tax > 100"),
    ("average rating by state", "SELECT state, AVG(rating) FROM orders GROUP BY 1"),
    ("turnover pace by region in 2025",
     "SELECT m, region, v / LAG(v) OVER (PARTITION BY region ORDER BY m) - 1 FROM (SELECT date_trunc('month', "
     "placed_on)::DATE AS m, p.region, SUM(amount) AS v FROM orders o JOIN places p ON o.spot = p.code GROUP BY 1, 2) "
     "QUALIFY year(m) = 2025"),
]  # fmt: skip
NOT_KEPT = [
    "share of turnover pace by region",
    "running total of turnover pace by month",
    "turnover pace of each month as a share",
    "running total of stock level by month",
]


def _write(folder: Path) -> None:
    states, spots, days = ("paid", "open", "void"), ("A1", "B2", "C3"), 700
    orders = ["id,placed_on,state,spot,amount,tax,rating"]
    refunds = ["order_id,paid_back"]
    for number in range(1, 601):
        day = date(2024, 1, 1) + timedelta(days=number * 7919 % days)
        amount = 20 + number * 37 % 211
        orders.append(
            f"{number},{day},{states[number % 7 % 3]},{spots[number % 5 % 3]},{amount},{amount // 10},{number % 5 + 1}"
        )
        refunds += [f"{number},{amount // 4}"] * (number % 11 // 5)
    stock = ["product,counted_on,pieces"]
    for number in range(0, days, 3):
        day = date(2024, 1, 1) + timedelta(days=number)
        stock += [f"{product},{day},{100 + number * 13 % 57 + step}" for step, product in enumerate(("tea", "rice"))]
    tables = {
        "orders": orders,
        "refunds": refunds,
        "stock": stock,
        "places": ["code,region", "A1,North", "B2,South", "C3,East"],
    }
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "semantics.yaml").write_text(SEMANTICS, encoding="utf-8")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("shop")
    _write(folder)
    with Assistant.open(str(folder), model=None, today=date(2026, 1, 5)) as bi:
        yield bi


@pytest.mark.parametrize(("question", "gold"), ASKED, ids=[question for question, _ in ASKED])
def test_a_metric_is_computed_as_agreed(shop: Assistant, question: str, gold: str) -> None:
    answer, right = shop.ask(question), shop.sql(gold)
    assert right.status == "answered", right.message
    assert answer.status == "answered", answer.message
    same = same_rows(answer.rows, right.rows, ordered=False, any_column_order=True, relative_tolerance=1e-9)
    assert same, (answer.sql, answer.rows[:4], right.rows[:4])


@pytest.mark.parametrize("question", NOT_KEPT)
def test_what_was_agreed_is_kept_or_nothing_is_answered(shop: Assistant, question: str) -> None:
    assert shop.ask(question).status == "declined"


ASTRAY = (
    SEMANTICS.replace("SUM(sales.amount)", "SUM(sales.amuont)")
    .replace("amount - tax", "amount - tacks")
    .replace("expression: placed_on", "expression: placed_at")
    .replace(
        "{name: stock, primary_key: [product, counted_on]}",
        "{name: stocks, primary_key: [day], ai_context: {synonyms: [store]}}",
    )
)


def test_what_the_data_has_not_costs_no_answer(tmp_path: Path) -> None:
    _write(tmp_path)
    (tmp_path / "semantics.yaml").write_text(ASTRAY, encoding="utf-8")
    with Assistant.open(str(tmp_path), model=None, today=date(2026, 1, 5)) as bi:
        notes = " ".join(bi.semantic_notes)
        for near in ("'amuont'", "'tacks'", "'placed_at'", "'stocks'"):
            assert near in notes
        assert bi.ask("average rating by state").status == "answered"
        for question in (
            "net by state",
            "turnover by month",
            "bought per month",
            "store by month",
            "stocks",
            "after tax",
        ):
            assert bi.ask(question).status in ("answered", "declined", "clarify")


def test_a_link_that_would_multiply_rows_is_not_used(tmp_path: Path) -> None:
    _write(tmp_path)
    (tmp_path / "places.csv").write_text("code,region\nA1,North\nA1,North\nB2,South\nC3,East\n", encoding="utf-8")
    with Assistant.open(str(tmp_path), model=None, today=date(2026, 1, 5)) as bi:
        (note,) = bi.semantic_notes
        assert "the relationship from 'orders' to 'places' is not used: code does not tell one row" in note
        whole = bi.sql("SELECT SUM(amount) FROM orders").rows[0][0]
        answer = bi.ask("turnover by region")
        assert answer.status != "answered" or sum(row[1] for row in answer.rows) == whole


def test_the_model_fits_its_data(shop: Assistant) -> None:
    assert shop.semantic_notes == ()
    links = {(link.from_table, link.to_table): link.declared for link in shop.catalog.relationships}
    assert links["orders", "places"]
    assert shop.catalog.tables["stock"].primary_key == ("product", "counted_on")
