"""Values over groups, conditions on groups, absence, worth and the words beside them, in English over both samples.

The SQL says by other ways than askbi what the words mean, and runs on DuckDB directly over the loaded tables.
"""

from __future__ import annotations

import duckdb
import pytest

from copilot.compare import same_rows
from copilot.session import Session

VALUES = "(SELECT order_id, channel, order_date, sum(amount) AS v FROM order_items JOIN orders USING (order_id) GROUP BY ALL)"
DAYS = "(SELECT order_date AS d, sum(amount) AS v FROM order_items JOIN orders USING (order_id) GROUP BY 1)"
MONTHS = "(SELECT date_trunc('month', order_date) AS m, sum(amount) AS v FROM order_items JOIN orders USING (order_id) GROUP BY 1)"
RETAIL = [
    # what each order is worth
    ("median order value", f"SELECT median(v) FROM {VALUES}"),
    ("90th percentile of order value per channel", f"SELECT channel, quantile_cont(v, 0.9) FROM {VALUES} GROUP BY 1"),
    ("number of orders by order value band of 500", f"SELECT floor(v / 500) * 500, count(*) FROM {VALUES} GROUP BY 1"),
    ("largest order in 2025", f"SELECT order_id, v FROM {VALUES} WHERE year(order_date) = 2025 ORDER BY v DESC LIMIT 1"),
    # the values of days and months
    ("average revenue per month", f"SELECT avg(v) FROM {MONTHS}"),
    ("average daily revenue in 2025", f"SELECT avg(v) FROM {DAYS} WHERE year(d) = 2025"),
    ("median daily revenue", f"SELECT median(v) FROM {DAYS}"),
    ("how many orders per day on average", "SELECT avg(n) FROM (SELECT count(*) AS n FROM orders GROUP BY order_date)"),
    (
        "average number of customers per day",
        "SELECT avg(n) FROM (SELECT count(DISTINCT customer_id) AS n FROM orders GROUP BY order_date)",
    ),
    # conditions on groups
    ("number of months with revenue above 300000", f"SELECT count(*) FROM {MONTHS} WHERE v > 300000"),
    (
        "share of days with more than 100 orders",
        "SELECT avg((n > 100)::INT) FROM (SELECT count(*) AS n FROM orders GROUP BY order_date)",
    ),
    (
        "how many customers have only one order",
        "SELECT count(*) FROM (SELECT customer_id FROM orders GROUP BY 1 HAVING count(*) = 1)",
    ),
    (
        "how many customers placed more than 5 orders in 2025",
        "SELECT count(*) FROM (SELECT customer_id FROM orders WHERE year(order_date) = 2025 GROUP BY 1 HAVING count(*) > 5)",
    ),
    (
        "categories with more than 20000 orders",
        "SELECT category, count(DISTINCT order_id) AS n FROM order_items JOIN products USING (product_id) GROUP BY 1 "
        "HAVING n > 20000",
    ),
    (
        "percentage of customers who ordered in 2025",
        "SELECT count(DISTINCT o.customer_id) / (SELECT count(*) FROM customers) FROM orders o WHERE year(order_date) = 2025",
    ),
    ("top 5 products by units sold with revenue", "SELECT product_name, sum(quantity) AS u, sum(amount) FROM order_items JOIN products USING (product_id) GROUP BY 1 ORDER BY u DESC LIMIT 5"),
    ("oldest store", "SELECT store_name, opened_on FROM stores ORDER BY opened_on LIMIT 1"),
    # absence
    (
        "how many customers placed no orders in 2025",
        "SELECT count(*) FROM customers WHERE customer_id NOT IN "
        "(SELECT customer_id FROM orders WHERE year(order_date) = 2025)",
    ),
    (
        "how many customers ordered in 2024 but not in 2025",
        "SELECT count(*) FROM (SELECT customer_id FROM orders WHERE year(order_date) = 2024 "
        "EXCEPT SELECT customer_id FROM orders WHERE year(order_date) = 2025)",
    ),
    ("how many customers have never ordered anything", "SELECT count(*) FROM customers ANTI JOIN orders USING (customer_id)"),
    # events, ages, rates
    (
        "number of first-time buyers per month in 2026",
        "SELECT date_trunc('month', d), count(*) FROM (SELECT min(order_date) AS d FROM orders GROUP BY customer_id) "
        "WHERE year(d) = 2026 GROUP BY 1",
    ),
    ("sign-ups in 2025 by month", "SELECT date_trunc('month', signup_date), count(*) FROM customers WHERE year(signup_date) = 2025 GROUP BY 1"),
    ("how many stores have closed", "SELECT count(closed_on) FROM stores"),
    ("avg customer age per segment", "SELECT segment, avg(2026 - birth_year) FROM customers GROUP BY 1"),
    ("cancellation rate in 2025", "SELECT avg((status = 'cancelled')::INT) FROM orders WHERE year(order_date) = 2025"),
    ("avg discount on lines that actually had a discount", "SELECT avg(discount) FROM order_items WHERE discount > 0"),
    # lists and their order
    (
        "list stores opened since 2015 with opening date, oldest first",
        "SELECT store_name, opened_on FROM stores WHERE opened_on >= '2015-01-01' ORDER BY opened_on",
    ),
    ("Which products have a list price above 400? show name and price", "SELECT product_name, list_price FROM products WHERE list_price > 400"),
    ("orders paid with paypal", "SELECT count(*) FROM orders WHERE replace(lower(payment_method), ' ', '') = 'paypal'"),
    # what belongs together
    (
        "revenue from Boston or New York stores",
        "SELECT sum(amount) FROM order_items JOIN orders USING (order_id) JOIN stores USING (store_id) WHERE city IN ('Boston', 'New York')",
    ),
    ("cheapest and most expensive list price in each category", "SELECT category, min(list_price), max(list_price) FROM products GROUP BY 1"),
    ("average refund for defective items", "SELECT avg(refund_amount) FROM returns WHERE reason = 'Defective'"),
    ("customers with no email on file - how many?", "SELECT count(*) FROM customers WHERE email IS NULL"),
    ("how much did we sell in May 2025", f"SELECT v FROM {MONTHS} WHERE m = '2025-05-01'"),
]  # fmt: skip
FLIGHTS = [
    ("how many days had more than 1000 flights", "SELECT count(*) FROM (SELECT count(*) AS n FROM flights GROUP BY time_hour::DATE) WHERE n > 1000"),
    ("maximum number of flights in a day", "SELECT max(n) FROM (SELECT count(*) AS n FROM flights GROUP BY time_hour::DATE)"),
    ("how many destinations are served by only one airline", "SELECT count(*) FROM (SELECT dest FROM flights GROUP BY 1 HAVING count(DISTINCT carrier) = 1)"),
    (
        "routes with at least 100 flights and a cancellation rate above 6%",
        "SELECT origin, dest, count(*), avg((dep_time IS NULL)::INT) AS r FROM flights GROUP BY 1, 2 HAVING count(*) >= 100 AND r > 0.06",
    ),
    (
        "avg seats per plane for each airline",
        "SELECT name, avg(seats) FROM (SELECT DISTINCT carrier, tailnum, seats FROM flights JOIN planes USING (tailnum)) "
        "JOIN airlines USING (carrier) GROUP BY 1",
    ),
    ("flights per aircraft on average", "SELECT count(*) / count(DISTINCT tailnum) FROM flights"),
    ("how many planes had no flights in december 2013", "SELECT count(*) FROM planes WHERE tailnum NOT IN (SELECT tailnum FROM flights WHERE month = 12 AND tailnum IS NOT NULL)"),
    ("how many airports are never a destination of any flight", "SELECT count(*) FROM airports WHERE faa NOT IN (SELECT dest FROM flights)"),
    ("how many flights between 500 and 1000 miles", "SELECT count(*) FROM flights WHERE distance BETWEEN 500 AND 1000"),
    ("shortest and longest flight distance", "SELECT min(distance), max(distance) FROM flights"),
    ("avg arrival delay by airline, worst first", "SELECT name, avg(arr_delay) AS d FROM flights JOIN airlines USING (carrier) GROUP BY 1 ORDER BY d DESC"),
    ("worst arrival delay in minutes", "SELECT max(arr_delay) FROM flights"),
    ("busiest day of the year", "SELECT time_hour::DATE AS d, count(*) AS n FROM flights GROUP BY 1 ORDER BY n DESC LIMIT 1"),
    ("flights and average departure delay per origin", "SELECT origin, count(*), avg(dep_delay) FROM flights GROUP BY 1"),
    ("How many flights departed late but still arrived early?", "SELECT count(*) FROM flights WHERE dep_delay > 0 AND arr_delay < 0"),
    ("each airline's share of the flights at each origin", "SELECT name, origin, count(*) / sum(count(*)) OVER (PARTITION BY origin) FROM flights JOIN airlines USING (carrier) GROUP BY 1, 2"),
    ("what percentage of the flights were cancelled in february, for each origin", "SELECT origin, avg((dep_time IS NULL)::INT) FROM flights WHERE month = 2 GROUP BY 1"),
    ("compare jfk and lga average arrival delay by month", "SELECT origin, date_trunc('month', time_hour), avg(arr_delay) FROM flights WHERE origin <> 'EWR' GROUP BY 1, 2"),
    ("average arrival delay at JFK", "SELECT avg(arr_delay) FROM flights WHERE origin = 'JFK'"),
    ("flights except weekends", "SELECT count(*) FROM flights WHERE isodow(time_hour) < 6"),
    ("planes by decade they were built", "SELECT year // 10 * 10, count(*) FROM planes GROUP BY 1"),
    (
        "10 longest departure delays: carrier, flight number, destination and delay, longest first",
        "SELECT carrier, flight, dest, dep_delay FROM flights ORDER BY dep_delay DESC NULLS LAST LIMIT 10",
    ),
]  # fmt: skip


def check(session: Session, question: str, sql: str) -> None:
    answer = session.ask(question)
    assert answer.status == "answered", answer.message
    cached = session.workspace.cache_dir / f"{session.source.fingerprint}.duckdb"
    with duckdb.connect(str(cached), read_only=True) as gold:
        expected = gold.execute(sql).fetchall()
    ordered = question.endswith(" first")
    assert same_rows(answer.rows, expected, ordered=ordered, any_column_order=True, relative_tolerance=1e-6), answer.sql


@pytest.mark.parametrize(("question", "sql"), RETAIL, ids=[question for question, _ in RETAIL])
def test_retail(retail: Session, question: str, sql: str) -> None:
    check(retail, question, sql)


@pytest.mark.parametrize(("question", "sql"), FLIGHTS, ids=[question for question, _ in FLIGHTS])
def test_flights(flights: Session, question: str, sql: str) -> None:
    check(flights, question, sql)


@pytest.mark.parametrize(
    "question", ["customers who bought only toys", "number of expensive products", "average age of the products"]
)
def test_words_that_would_change_the_number_are_never_dropped_unseen(retail: Session, question: str) -> None:
    answer = retail.ask(question)
    assert answer.status in ("declined", "clarify") or not answer.verified, answer.sql
