"""Shares of what, times side by side, what is ranked and what is meant by a word that no column bears.

The SQL says by other ways than askbi what the words mean, and runs on DuckDB directly over the loaded tables.
"""

from __future__ import annotations

import duckdb
import pytest

from copilot.compare import same_rows
from copilot.session import Session

LINES = "order_items JOIN orders USING (order_id)"
SOLD = f"{LINES} JOIN products USING (product_id)"
PLACED = f"{LINES} JOIN stores USING (store_id)"
CANCELLED = "count(*) FILTER (WHERE dep_time IS NULL)"
HOUR = "date_part('hour', time_hour)"


def of_first(table: str, name: str, value: str, most: int) -> str:
    """Return the SQL of the part that the first so many names have of everything."""
    return (
        f"WITH v AS (SELECT {name} AS n, {value} AS v FROM {table} GROUP BY 1) "
        f"SELECT (SELECT sum(v) FROM (SELECT v FROM v WHERE n IS NOT NULL ORDER BY v DESC LIMIT {most})) / sum(v) FROM v"
    )


RETAIL = [
    # words written short
    ("customers w/o orders", "SELECT customer_id, customer_name FROM customers ANTI JOIN orders USING (customer_id)"),
    (
        "stores w/ more than 3000 orders",
        "SELECT store_name, count(*) AS n FROM orders JOIN stores USING (store_id) GROUP BY 1 HAVING n > 3000",
    ),
    # what the first few hold together, and each of them
    ("what portion of revenue came from the top 10 products", of_first(SOLD, "product_name", "sum(amount)", 10)),
    ("what share of revenue did the top 3 stores bring in", of_first(PLACED, "store_name", "sum(amount)", 3)),
    ("销售额前10的商品占总销售额的比例", of_first(SOLD, "product_name", "sum(amount)", 10)),
    ("销售额最高的3个品牌贡献了多少销售额占比", of_first(SOLD, "brand", "sum(amount)", 3)),
    (
        "top 3 brands by share of revenue",
        f"SELECT brand, sum(amount) / (SELECT sum(amount) FROM order_items) AS s FROM {SOLD} GROUP BY 1 ORDER BY s DESC LIMIT 3",
    ),
    (
        "what share of revenue does each channel account for",
        f"SELECT channel, sum(amount) / (SELECT sum(amount) FROM order_items) FROM {LINES} GROUP BY 1",
    ),
    ("what part of all orders was placed in each channel", "SELECT channel, count(*) / 80000 FROM orders GROUP BY 1"),
    # the whole before the verb, the part behind it
    (
        "what percentage of online orders were cancelled",
        "SELECT count(*) FILTER (WHERE status = 'cancelled') / count(*) FROM orders WHERE channel = 'Online'",
    ),
    (
        "what share of orders were placed online in 2025",
        "SELECT count(*) FILTER (WHERE channel = 'Online') / count(*) FROM orders WHERE year(order_date) = 2025",
    ),
    (
        "what share of 2025 revenue came in December",
        f"SELECT sum(amount) FILTER (WHERE month(order_date) = 12) / sum(amount) FROM {LINES} WHERE year(order_date) = 2025",
    ),
    (
        "2025年12月的销售额占全年的比例",
        f"SELECT sum(amount) FILTER (WHERE month(order_date) = 12) / sum(amount) FROM {LINES} WHERE year(order_date) = 2025",
    ),
    (
        "取消的订单占线上订单的比例",
        "SELECT count(*) FILTER (WHERE status = 'cancelled') / count(*) FROM orders WHERE channel = 'Online'",
    ),
    (
        "what percentage of all orders were placed on weekends",
        "SELECT count(*) FILTER (WHERE dayofweek(order_date) IN (0, 6)) / count(*) FROM orders",
    ),
    (
        "what share of corporate customers' orders were paid by credit card",
        "SELECT count(*) FILTER (WHERE lower(replace(trim(payment_method), ' ', '')) = 'creditcard') / count(*) "
        "FROM orders JOIN customers USING (customer_id) WHERE lower(segment) = 'corporate'",
    ),
    # what is ranked
    (
        "open stores ranked by revenue",
        f"SELECT store_name, sum(amount) FROM {PLACED} WHERE closed_on IS NULL GROUP BY 1",
    ),
    (
        "best-selling brand in each region",
        f"SELECT region, brand, v FROM (SELECT region, brand, sum(amount) AS v FROM {PLACED} JOIN products USING "
        "(product_id) GROUP BY ALL) QUALIFY rank() OVER (PARTITION BY region ORDER BY v DESC) = 1",
    ),
    (
        "top 2 customers in each region by revenue",
        f"SELECT region, customer_name, v FROM (SELECT region, customer_id, customer_name, sum(amount) AS v FROM {PLACED} "
        "JOIN customers USING (customer_id) GROUP BY ALL) QUALIFY row_number() OVER (PARTITION BY region ORDER BY v DESC) < 3",
    ),
    ("top 3 reasons for returns", "SELECT reason, count(*) AS n FROM returns GROUP BY 1 ORDER BY n DESC LIMIT 3"),
    (
        "what was our best month ever",
        f"SELECT date_trunc('month', order_date), sum(amount) AS v FROM {LINES} GROUP BY 1 ORDER BY v DESC LIMIT 1",
    ),
    ("highest list price in each category", "SELECT category, max(list_price) FROM products GROUP BY 1"),
    # of each, and of what it adds up to
    ("how many items per order on average", "SELECT count(*) / 80000 FROM order_items"),
    (
        "customers who spent more than 9000 in 2025",
        f"SELECT customer_name, sum(amount) AS v FROM {LINES} JOIN customers USING (customer_id) WHERE year(order_date) = 2025 "
        "GROUP BY customer_id, customer_name HAVING v > 9000",
    ),
    (
        "how many orders were above $1000 in 2025",
        f"SELECT count(*) FROM (SELECT order_id FROM {LINES} WHERE year(order_date) = 2025 GROUP BY 1 HAVING sum(amount) > 1000)",
    ),
    ("returns over $100 by reason", "SELECT reason, count(*) FROM returns WHERE refund_amount > 100 GROUP BY 1"),
    (
        "how many orders contain more than 3 products",
        "SELECT count(*) FROM (SELECT order_id FROM order_items GROUP BY 1 HAVING count(DISTINCT product_id) > 3)",
    ),
    (
        "new customers by month in 2025",
        "SELECT date_trunc('month', signup_date), count(*) FROM customers WHERE year(signup_date) = 2025 GROUP BY 1",
    ),
    (
        "2025年每月新增客户数",
        "SELECT date_trunc('month', signup_date), count(*) FROM customers WHERE year(signup_date) = 2025 GROUP BY 1",
    ),
    (
        "各渠道订单金额中位数",
        f"SELECT channel, median(v) FROM (SELECT channel, order_id, sum(amount) AS v FROM {LINES} GROUP BY ALL) GROUP BY 1",
    ),
    (
        "按出生年代(60后、70后、80后……)统计客户人数",
        "SELECT birth_year // 10 * 10, count(*) FROM customers GROUP BY 1",
    ),
    (
        "products launched after 2024 with their revenue",
        f"SELECT product_name, sum(amount) FROM {SOLD} WHERE launched_on >= '2025-01-01' GROUP BY 1",
    ),
    (
        "most returned product",
        "SELECT product_name, count(*) AS n FROM returns JOIN order_items USING (order_id, line_no) "
        "JOIN products USING (product_id) GROUP BY 1 ORDER BY n DESC LIMIT 1",
    ),
    (
        "first order date of each customer",
        "SELECT customer_name, min(order_date) FROM orders JOIN customers USING (customer_id) GROUP BY customer_id, 1",
    ),
    (
        "退款金额最高的5笔退货：日期、原因、退款金额",
        "SELECT return_date, reason, refund_amount FROM returns ORDER BY refund_amount DESC LIMIT 5",
    ),
    ("折扣率为10%的明细有多少", "SELECT count(*) FROM order_items WHERE discount = 0.1"),
    ("revenue per order line by channel", f"SELECT channel, avg(amount) FROM {LINES} GROUP BY 1"),
    ("no. of orders by channel", "SELECT channel, count(*) FROM orders GROUP BY 1"),
    ("上个季度一共多少订单", "SELECT count(*) FROM orders WHERE order_date >= '2026-07-01'"),
]
FLIGHTS = [
    # words written short, and one word of a name written as two
    ("how many jet blue flights", "SELECT count(*) FROM flights WHERE carrier = 'B6'"),
    ("pct of flights cancelled", "SELECT count(*) FILTER (WHERE dep_time IS NULL) / count(*) FROM flights"),
    # parts of the day and of the week side by side
    (
        "average arrival delay before noon and after noon",
        f"SELECT CASE WHEN {HOUR} < 12 THEN 'before noon' ELSE 'after noon' END, avg(arr_delay) FROM flights GROUP BY 1",
    ),
    (
        "mornings versus afternoons: average departure delay",
        f"SELECT CASE WHEN {HOUR} < 12 THEN 'mornings' ELSE 'afternoons' END, avg(dep_delay) FROM flights "
        f"WHERE {HOUR} >= 6 AND {HOUR} < 18 GROUP BY 1",
    ),
    (
        "上午和下午的取消率对比",
        f"SELECT CASE WHEN {HOUR} < 12 THEN '上午' ELSE '下午' END, {CANCELLED} / count(*) FROM flights "
        f"WHERE {HOUR} >= 6 AND {HOUR} < 18 GROUP BY 1",
    ),
    (
        "周一和周五的航班数分别是多少",
        "SELECT CASE dayofweek(time_hour) WHEN 1 THEN '周一' ELSE '周五' END, count(*) FROM flights "
        "WHERE dayofweek(time_hour) IN (1, 5) GROUP BY 1",
    ),
    (
        "avg departure delay in the morning (5 to 9 am)",
        f"SELECT avg(dep_delay) FROM flights WHERE {HOUR} >= 5 AND {HOUR} < 9",
    ),
    # shares
    (
        "what share of cancellations happened in February",
        f"SELECT {CANCELLED.replace('NULL', 'NULL AND month = 2')} / {CANCELLED} FROM flights",
    ),
    (
        "what fraction of flights are on weekends by carrier",
        "SELECT carrier, avg((dayofweek(time_hour) IN (0, 6))::INT) FROM flights GROUP BY 1",
    ),
    (
        "EWR出发的航班里,周末的占百分之多少",
        "SELECT avg((dayofweek(time_hour) IN (0, 6))::INT) FROM flights WHERE origin = 'EWR'",
    ),
    (
        "what percentage of flights were cancelled in February",
        f"SELECT {CANCELLED} / count(*) FROM flights WHERE month = 2",
    ),
    (
        "what part of delayed departures happened in summer",
        "SELECT count(*) FILTER (WHERE month IN (6, 7, 8)) / count(*) FROM flights WHERE dep_delay > 0",
    ),
    ("前5大航空公司占航班总数的比例", of_first("flights", "carrier", "count(*)", 5)),
    # what is ranked, and the extremes of each
    (
        "每家航空公司最常飞的目的地",
        "SELECT name, dest, n FROM (SELECT name, dest, count(*) AS n FROM flights JOIN airlines USING (carrier) GROUP BY ALL) "
        "QUALIFY rank() OVER (PARTITION BY name ORDER BY n DESC) = 1",
    ),
    (
        "7月各机场的最高气温",
        "SELECT a.name, max(temp) FROM weather w JOIN airports a ON w.origin = a.faa WHERE month = 7 GROUP BY 1",
    ),
    ("top 5 airlines", "SELECT a.name, count(*) AS n FROM flights JOIN airlines a USING (carrier) GROUP BY 1 ORDER BY n DESC LIMIT 5"),
    ("cancellations per airport", f"SELECT origin, {CANCELLED} FROM flights GROUP BY 1"),
    # words
    ("how many flights take off before 7am", f"SELECT count(*) FROM flights WHERE {HOUR} < 7"),
    ("不少于200座的飞机有多少架", "SELECT count(*) FROM planes WHERE seats >= 200"),
    ("flights from lga or jfk to BOS in march", "SELECT count(*) FROM flights WHERE origin <> 'EWR' AND dest = 'BOS' AND month = 3"),
    ("按500英里一段统计航班数", "SELECT distance // 500 * 500, count(*) FROM flights GROUP BY 1"),
    ("不从LGA起飞的航空公司", "SELECT name FROM airlines WHERE carrier NOT IN (SELECT carrier FROM flights WHERE origin = 'LGA')"),
    ("airports that no flight goes to", "SELECT faa, name FROM airports WHERE faa NOT IN (SELECT dest FROM flights)"),
    (
        "按座位数分三档统计飞机数量:100以下、100到199、200及以上",
        "SELECT CASE WHEN seats < 100 THEN '100以下' WHEN seats < 200 THEN '100到199' ELSE '200及以上' END, count(*) FROM planes GROUP BY 1",
    ),
    (
        "average arrival delay by distance band: under 500, 500-1000, over 1000",
        "SELECT CASE WHEN distance < 500 THEN 'under 500' WHEN distance <= 1000 THEN '500-1000' ELSE 'over 1000' END, "
        "avg(arr_delay) FROM flights GROUP BY 1",
    ),
    ("flights over 1000 miles and under 2000 miles", "SELECT count(*) FROM flights WHERE distance > 1000 AND distance < 2000"),
    (
        "10 most delayed departures of the year, worst first: date, airline, flight number, delay",
        "SELECT time_hour, a.name, flight, dep_delay FROM flights JOIN airlines a USING (carrier) "
        "ORDER BY dep_delay DESC NULLS LAST LIMIT 10",
    ),
    (
        "average departure delay of the 5 busiest destinations",
        "SELECT dest, avg(dep_delay), count(*) AS n FROM flights GROUP BY 1 ORDER BY n DESC LIMIT 5",
    ),
    ("提前起飞但晚点到达的航班数", "SELECT count(*) FROM flights WHERE dep_delay < 0 AND arr_delay > 0"),
    (
        "percentage of on-time flights for each airline",
        "SELECT a.name, count(*) FILTER (WHERE arr_delay <= 15) / count(arr_delay) FROM flights JOIN airlines a "
        "USING (carrier) GROUP BY 1",
    ),
    ("起飞航班超过110000的机场", "SELECT origin, count(*) FROM flights GROUP BY 1 HAVING count(*) > 110000"),
    (
        "每个出发机场平均到达延误最高的前2个目的地(只看航班数不少于100的)",
        "SELECT origin, dest, d FROM (SELECT origin, dest, avg(arr_delay) AS d FROM flights GROUP BY ALL HAVING count(*) >= 100) "
        "QUALIFY row_number() OVER (PARTITION BY origin ORDER BY d DESC) < 3",
    ),
]  # fmt: skip


def check(session: Session, question: str, sql: str) -> None:
    answer = session.ask(question)
    assert answer.status == "answered", answer.message
    cached = session.workspace.cache_dir / f"{session.source.fingerprint}.duckdb"
    with duckdb.connect(str(cached), read_only=True) as gold:
        expected = gold.execute(sql).fetchall()
    assert same_rows(answer.rows, expected, ordered=False, any_column_order=True, relative_tolerance=1e-6), answer.sql


@pytest.mark.parametrize(("question", "sql"), RETAIL, ids=[question for question, _ in RETAIL])
def test_retail(retail: Session, question: str, sql: str) -> None:
    check(retail, question, sql)


@pytest.mark.parametrize(("question", "sql"), FLIGHTS, ids=[question for question, _ in FLIGHTS])
def test_flights(flights: Session, question: str, sql: str) -> None:
    check(flights, question, sql)


@pytest.mark.parametrize(
    "question",
    [
        # nobody says by what an airline is the best one
        "best airline",
        # the second of two superlatives is not passed over
        "longest and shortest flight for each airline",
        # one flight is no flight number
        "只有一个航班的目的地有几个",
        # a number that stands in a clause of time is a condition
        "average wind speed when flights were cancelled",
    ],
)
def test_what_is_not_to_be_told_is_declined(flights: Session, question: str) -> None:
    answer = flights.ask(question)
    assert answer.status != "answered", answer.sql


@pytest.mark.parametrize("question", ["库存有多少", "how much stock do we have"])
def test_a_word_that_only_hints_at_a_column_is_no_measure(retail: Session, question: str) -> None:
    answer = retail.ask(question)
    assert answer.status != "answered", answer.sql


@pytest.mark.parametrize("question", ["top 5 customers", "what was our worst quarter in 2025", "most popular brand"])
def test_what_tells_the_order_is_said_or_doubted(retail: Session, question: str) -> None:
    answer = retail.ask(question)
    assert not answer.verified
