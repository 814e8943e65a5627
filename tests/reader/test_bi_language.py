"""BI language over both samples: growth, running and moving values, shares, ratios, percentiles, bands, comparisons.

The SQL was written from what the words mean, by other ways than askbi writes it, and runs on DuckDB directly. Today is
Monday, 2 November 2026; retail ends on 30 September 2026, flights hold the year 2013.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from copilot.compare import same_rows
from copilot.session import Session

RETAIL_VIEWS = """
CREATE TEMP VIEW sales AS
    SELECT i.*, o.order_date AS d, o.channel, o.customer_id, o.status, p.category, p.brand, p.product_name,
           s.region, s.store_name
    FROM order_items i JOIN orders o USING (order_id) JOIN products p USING (product_id) JOIN stores s USING (store_id);
CREATE TEMP VIEW months AS SELECT date_trunc('month', d)::DATE AS m, sum(amount) AS v FROM sales GROUP BY 1;
CREATE TEMP VIEW days AS SELECT d, sum(amount) AS v FROM sales GROUP BY 1;
CREATE TEMP VIEW quarters AS SELECT date_trunc('quarter', d)::DATE AS q, sum(amount) AS v FROM sales GROUP BY 1;
CREATE TEMP VIEW shelves AS SELECT region, category, sum(amount) AS v FROM sales GROUP BY 1, 2;
CREATE TEMP VIEW shops AS SELECT region, store_name, sum(amount) AS v FROM sales GROUP BY 1, 2;
CREATE TEMP VIEW years AS SELECT year(d) AS y, sum(amount) AS v FROM sales GROUP BY 1;
"""
MOM = "SELECT m, v, v / lag(v) OVER (ORDER BY m) - 1 AS g FROM months"
YOY = "SELECT m, v, v / lag(v, 12) OVER (ORDER BY m) - 1 AS g FROM months"


def two_periods(now: str, before: str, value: str = "sum(amount)", source: str = "sales") -> str:
    return (
        f"SELECT b, n, n / b - 1 FROM (SELECT {value} AS n FROM {source} WHERE {now}), "
        f"(SELECT {value} AS b FROM {source} WHERE {before})"
    )


def by_group(group: str, now: str, before: str, value: str = "sum(amount)") -> str:
    return (
        f"SELECT {group}, b, n, n / b - 1 AS g FROM (SELECT {group}, {value} AS n FROM sales WHERE {now} GROUP BY 1) "
        f"FULL JOIN (SELECT {group}, {value} AS b FROM sales WHERE {before} GROUP BY 1) USING ({group})"
    )


RETAIL = [
    # growth by a unit of time: the value and its growth
    ("revenue growth by month", MOM),
    ("monthly revenue growth rate", MOM),
    ("month over month revenue growth", MOM),
    ("MoM growth of sales", MOM),
    ("每月销售额环比增长率", MOM),
    ("按月统计销售额的环比增幅", MOM),
    ("revenue growth by month in 2025", f"FROM ({MOM}) WHERE year(m) = 2025"),
    ("2025年各月销售额环比增长", f"FROM ({MOM}) WHERE year(m) = 2025"),
    ("year over year revenue growth by month in 2026", f"FROM ({YOY}) WHERE year(m) = 2026"),
    ("YoY sales growth per month in 2025", f"FROM ({YOY}) WHERE year(m) = 2025"),
    ("2026年各月销售额同比增长率", f"FROM ({YOY}) WHERE year(m) = 2026"),
    ("2026年每个月的销售额同比", f"FROM ({YOY}) WHERE year(m) = 2026"),
    ("quarter over quarter revenue growth", "SELECT q, v, v / lag(v) OVER (ORDER BY q) - 1 FROM quarters"),
    ("各季度销售额环比增速", "SELECT q, v, v / lag(v) OVER (ORDER BY q) - 1 FROM quarters"),
    ("year over year revenue growth", "SELECT make_date(y, 1, 1), v, v / lag(v) OVER (ORDER BY y) - 1 FROM years"),
    ("每年销售额同比增长", "SELECT make_date(y, 1, 1), v, v / lag(v) OVER (ORDER BY y) - 1 FROM years"),
    ("which month had the highest revenue growth in 2025", f"FROM ({MOM}) WHERE year(m) = 2025 ORDER BY g DESC LIMIT 1"),
    ("2025年哪个月的销售额环比增长率最高", f"FROM ({MOM}) WHERE year(m) = 2025 ORDER BY g DESC LIMIT 1"),
    ("months where revenue grew by more than 10%", f"FROM ({MOM}) WHERE g > 0.1"),
    ("哪些月份销售额环比下降", f"FROM ({MOM}) WHERE g < 0"),
    ("in which months did revenue fall by more than 20%", f"FROM ({MOM}) WHERE g < -0.2"),
    (
        "revenue by month vs last year in 2026",
        "SELECT m, v, b, v / b - 1 FROM months JOIN (SELECT m + INTERVAL 1 YEAR AS m, v AS b FROM months) USING (m) "
        "WHERE year(m) = 2026",
    ),
    (
        "revenue by month compared with the previous month",
        "SELECT m, v, lag(v) OVER (ORDER BY m), v / lag(v) OVER (ORDER BY m) - 1 FROM months",
    ),
    ("change in revenue by month", "SELECT m, v, v - lag(v) OVER (ORDER BY m) FROM months"),
    (
        "每月销售额的同比和环比增长率",
        "SELECT m, v, v / lag(v, 12) OVER (ORDER BY m) - 1, v / lag(v) OVER (ORDER BY m) - 1 FROM months",
    ),
    # growth between two periods: both values and the growth
    ("how much did revenue grow in Q2 2026 vs Q1?", two_periods("d >= '2026-04-01' AND d < '2026-07-01'", "d >= '2026-01-01' AND d < '2026-04-01'")),
    ("revenue growth from 2024 to 2025", two_periods("year(d) = 2025", "year(d) = 2024")),
    ("revenue growth in 2025", two_periods("year(d) = 2025", "year(d) = 2024")),
    ("2025年销售额比2024年增长多少", two_periods("year(d) = 2025", "year(d) = 2024")),
    ("2025年销售额同比增长率", two_periods("year(d) = 2025", "year(d) = 2024")),
    ("上个月销售额环比增长多少", two_periods("d >= '2026-09-01'", "d >= '2026-08-01' AND d < '2026-09-01'")),
    ("year over year growth of revenue in August 2026", two_periods("d >= '2026-08-01' AND d < '2026-09-01'", "d >= '2025-08-01' AND d < '2025-09-01'")),
    ("2026年8月销售额同比增长了多少", two_periods("d >= '2026-08-01' AND d < '2026-09-01'", "d >= '2025-08-01' AND d < '2025-09-01'")),
    ("by how many percent did orders increase from 2024 to 2025", two_periods("year(d) = 2025", "year(d) = 2024", "count(DISTINCT order_id)")),
    ("change in revenue from Q1 2026 to Q2 2026", "SELECT b, n, n - b FROM (SELECT v AS n FROM quarters WHERE q = '2026-04-01'), (SELECT v AS b FROM quarters WHERE q = '2026-01-01')"),
    ("difference between 2024 and 2025 revenue", "SELECT b, n, n - b FROM (SELECT v AS n FROM years WHERE y = 2025), (SELECT v AS b FROM years WHERE y = 2024)"),
    ("revenue growth by category from 2024 to 2025", by_group("category", "year(d) = 2025", "year(d) = 2024")),
    ("2025年各地区销售额同比增长率", by_group("region", "year(d) = 2025", "year(d) = 2024")),
    ("which region grew the most in revenue from 2024 to 2025", by_group("region", "year(d) = 2025", "year(d) = 2024") + " ORDER BY g DESC LIMIT 1"),
    ("2025年哪个地区的销售额增长最快", by_group("region", "year(d) = 2025", "year(d) = 2024") + " ORDER BY g DESC LIMIT 1"),
    ("2024 vs 2025 revenue by region", "SELECT region, sum(amount) FILTER (year(d) = 2024), sum(amount) FILTER (year(d) = 2025) FROM sales GROUP BY 1"),
    ("compare Q1 and Q2 2026 revenue", "FROM quarters WHERE q IN ('2026-01-01', '2026-04-01')"),
    # running totals and moving averages
    ("running total of revenue by month in 2025", "SELECT m, sum(v) OVER (ORDER BY m) FROM months WHERE year(m) = 2025"),
    ("cumulative revenue by quarter", "SELECT q, sum(v) OVER (ORDER BY q) FROM quarters"),
    ("2025年按月累计销售额", "SELECT m, sum(v) OVER (ORDER BY m) FROM months WHERE year(m) = 2025"),
    ("2026年每月累计销售额", "SELECT m, sum(v) OVER (ORDER BY m) FROM months WHERE year(m) = 2026"),
    ("2025年累计销售额", "SELECT v FROM years WHERE y = 2025"),
    (
        "cumulative revenue by month by region in 2026",
        "SELECT m, region, sum(v) OVER (PARTITION BY region ORDER BY m) FROM (SELECT date_trunc('month', d) AS m, "
        "region, sum(amount) AS v FROM sales WHERE year(d) = 2026 GROUP BY ALL)",
    ),
    ("7-day moving average of revenue", "SELECT d, avg(v) OVER (ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM days"),
    ("7日移动平均销售额", "SELECT d, avg(v) OVER (ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM days"),
    ("3-month moving average of revenue", "SELECT m, avg(v) OVER (ORDER BY m ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM months"),
    ("rolling 3 month average revenue by month", "SELECT m, avg(v) OVER (ORDER BY m ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM months"),
    ("销售额的3个月移动平均", "SELECT m, avg(v) OVER (ORDER BY m ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM months"),
    ("trailing 12-month total revenue by month", "SELECT m, sum(v) OVER (ORDER BY m ROWS BETWEEN 11 PRECEDING AND CURRENT ROW) FROM months"),
    (
        "revenue by month with running total in 2026",
        "SELECT m, v, sum(v) OVER (ORDER BY m) FROM months WHERE year(m) = 2026",
    ),
    ("2025年每月销售额和累计销售额", "SELECT m, v, sum(v) OVER (ORDER BY m) FROM months WHERE year(m) = 2025"),
    (
        "revenue by month with 3-month moving average",
        "SELECT m, v, avg(v) OVER (ORDER BY m ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM months",
    ),
    (
        "7-day moving average of revenue in September 2026",
        "FROM (SELECT d, avg(v) OVER (ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM days) "
        "WHERE d >= '2026-09-01'",
    ),
    ("average daily revenue by month", "SELECT date_trunc('month', d)::DATE, avg(v) FROM days GROUP BY 1"),
    ("平均每天的销售额", "SELECT avg(v) FROM days"),
    (
        "share of revenue by channel per year",
        "SELECT make_date(y, 1, 1), channel, a / sum(a) OVER (PARTITION BY y) FROM "
        "(SELECT year(d) AS y, channel, sum(amount) AS a FROM sales GROUP BY 1, 2)",
    ),
    (
        "share of online revenue by month in 2026",
        "SELECT date_trunc('month', d)::DATE, sum(amount) FILTER (channel = 'Online') / sum(amount) FROM sales "
        "WHERE year(d) = 2026 GROUP BY 1",
    ),
    (
        "what percentage of orders were returned",
        "SELECT (SELECT count(DISTINCT o.order_id) FROM orders o JOIN returns r USING (order_id)) / "
        "(SELECT count(*) FROM orders)",
    ),
    (
        "2026年各月取消率",
        "SELECT date_trunc('month', order_date)::DATE, avg((status = 'cancelled')::INT) FROM orders "
        "WHERE year(order_date) = 2026 GROUP BY 1",
    ),
    (
        "share of Electronics in revenue by region",
        "SELECT region, sum(amount) FILTER (lower(category) = 'electronics') / sum(amount) FROM sales GROUP BY 1",
    ),
    (
        "各地区电子产品占销售额的比例",
        "SELECT region, sum(amount) FILTER (category = 'Electronics') / sum(amount) FROM sales GROUP BY 1",
    ),
    ("2026年各月销售额较上月增长率", f"FROM ({MOM}) WHERE year(m) = 2026"),
    ("人均销售额", "SELECT sum(amount) / count(DISTINCT customer_id) FROM sales"),
    (
        "which brands declined in revenue from 2024 to 2025",
        "FROM (" + by_group("brand", "year(d) = 2025", "year(d) = 2024") + ") WHERE g < 0",
    ),
    (
        "哪些品类2025年销售额同比下降",
        "FROM (" + by_group("category", "year(d) = 2025", "year(d) = 2024") + ") WHERE g < 0",
    ),
    (
        "how many more orders were placed in 2025 than in 2024",
        "SELECT b, n, n - b FROM (SELECT count(*) AS n FROM orders WHERE year(order_date) = 2025), "
        "(SELECT count(*) AS b FROM orders WHERE year(order_date) = 2024)",
    ),
    (
        "年初至今销售额同比增长",
        two_periods("year(d) = 2026", "d >= '2025-01-01' AND d < '2025-10-01'"),
    ),
    (
        "best-selling 3 products per category in 2025",
        "SELECT category, product_name, sum(amount) FROM sales WHERE year(d) = 2025 GROUP BY 1, 2 "
        "QUALIFY row_number() OVER (PARTITION BY category ORDER BY sum(amount) DESC) <= 3",
    ),
    (
        "各地区销售额前2的门店",
        "SELECT region, store_name, v FROM shops QUALIFY row_number() OVER (PARTITION BY region ORDER BY v DESC) <= 2",
    ),
    (
        "gap between corporate and consumer revenue",
        "SELECT a, b, a - b FROM (SELECT sum(amount) FILTER (lower(segment) = 'corporate') AS a, "
        "sum(amount) FILTER (lower(segment) = 'consumer') AS b FROM sales JOIN customers USING (customer_id))",
    ),
    # shares
    (
        "share of revenue by category within each region",
        "SELECT region, category, v / sum(v) OVER (PARTITION BY region) FROM shelves",
    ),
    (
        "各地区内各品类的销售额占比",
        "SELECT region, category, v / sum(v) OVER (PARTITION BY region) FROM shelves",
    ),
    (
        "each store's share of revenue within its region",
        "SELECT region, store_name, v / sum(v) OVER (PARTITION BY region) FROM shops",
    ),
    ("percentage of revenue by channel", "SELECT channel, sum(amount) / (SELECT sum(amount) FROM sales) FROM sales GROUP BY 1"),
    ("what percentage of revenue comes from the online channel", "SELECT sum(amount) FILTER (channel = 'Online') / sum(amount) FROM sales"),
    ("线上渠道销售额占总销售额的比例", "SELECT sum(amount) FILTER (channel = 'Online') / sum(amount) FROM sales"),
    ("what fraction of orders were cancelled in 2025", "SELECT avg((status = 'cancelled')::INT) FROM orders WHERE year(order_date) = 2025"),
    ("各渠道取消订单的占比", "SELECT channel, avg((status = 'cancelled')::INT) FROM orders GROUP BY 1"),
    # ratios and differences
    ("ratio of refunds to revenue", "SELECT (SELECT sum(refund_amount) FROM returns) / (SELECT sum(amount) FROM sales)"),
    ("退款金额与销售额的比率", "SELECT (SELECT sum(refund_amount) FROM returns) / (SELECT sum(amount) FROM sales)"),
    ("refunds as a percentage of revenue", "SELECT (SELECT sum(refund_amount) FROM returns) / (SELECT sum(amount) FROM sales)"),
    ("退款金额占销售额的比例", "SELECT (SELECT sum(refund_amount) FROM returns) / (SELECT sum(amount) FROM sales)"),
    ("returns per order", "SELECT (SELECT count(*) FROM returns) / (SELECT count(*) FROM orders)"),
    ("revenue per customer", "SELECT sum(amount) / count(DISTINCT customer_id) FROM sales"),
    ("revenue per customer by region", "SELECT region, sum(amount) / count(DISTINCT customer_id) FROM sales GROUP BY 1"),
    ("每位客户的平均销售额", "SELECT sum(amount) / count(DISTINCT customer_id) FROM sales"),
    ("2025年各地区客单价", "SELECT region, sum(amount) / count(DISTINCT order_id) FROM sales WHERE year(d) = 2025 GROUP BY 1"),
    (
        "difference between online and phone revenue",
        "SELECT sum(amount) FILTER (channel = 'Online') AS a, sum(amount) FILTER (channel = 'Phone') AS b, a - b FROM sales",
    ),
    (
        "线上和电话渠道的销售额相差多少",
        "SELECT sum(amount) FILTER (channel = 'Online') AS a, sum(amount) FILTER (channel = 'Phone') AS b, a - b FROM sales",
    ),
    # percentiles, spread, bands
    ("p90 of order item amount", "SELECT quantile_cont(amount, 0.9) FROM order_items"),
    ("95th percentile of unit price by category", "SELECT category, quantile_cont(unit_price, 0.95) FROM sales GROUP BY 1"),
    ("各品类订单明细金额的中位数", "SELECT category, median(amount) FROM sales GROUP BY 1"),
    ("number of products by unit cost in bands of 50", "SELECT floor(unit_cost / 50) * 50, count(*) FROM products GROUP BY 1"),
    ("按成本每50元一档统计产品数", "SELECT floor(unit_cost / 50) * 50, count(*) FROM products GROUP BY 1"),
    ("variance of list price by category", "SELECT category, var_samp(list_price) FROM products GROUP BY 1"),
    ("产品标价的标准差", "SELECT stddev_samp(list_price) FROM products"),
    # top of each group, averages as the other side
    (
        "top 2 stores by revenue in each region",
        "SELECT region, store_name, sum(amount) FROM sales GROUP BY 1, 2 "
        "QUALIFY row_number() OVER (PARTITION BY region ORDER BY sum(amount) DESC) <= 2",
    ),
    (
        "每个地区销售额最高的2个门店",
        "SELECT region, store_name, sum(amount) FROM sales GROUP BY 1, 2 "
        "QUALIFY row_number() OVER (PARTITION BY region ORDER BY sum(amount) DESC) <= 2",
    ),
    ("how many products cost more than the average list price", "SELECT count(*) FROM products WHERE list_price > (SELECT avg(list_price) FROM products)"),
    ("weekday vs weekend revenue", "SELECT CASE WHEN isodow(d) > 5 THEN 'weekend' ELSE 'weekday' END, sum(amount) FROM sales GROUP BY 1"),
]  # fmt: skip

MONTHLY_FLIGHTS = "(SELECT date_trunc('month', time_hour)::DATE AS m, count(*) AS v FROM flights GROUP BY 1)"
DAILY_FLIGHTS = "(SELECT time_hour::DATE AS d, count(*) AS v FROM flights GROUP BY 1)"
ORIGINS = "(SELECT origin, carrier, count(*) AS v FROM flights GROUP BY 1, 2)"
FLIGHTS = [
    ("growth of flights by month", f"SELECT m, v, v / lag(v) OVER (ORDER BY m) - 1 FROM {MONTHLY_FLIGHTS}"),
    ("每月航班数环比增长率", f"SELECT m, v, v / lag(v) OVER (ORDER BY m) - 1 FROM {MONTHLY_FLIGHTS}"),
    ("difference between June and July flights", "SELECT a, b, b - a FROM (SELECT count(*) FILTER (month = 6) AS a, count(*) FILTER (month = 7) AS b FROM flights)"),
    ("6月到7月航班数增长了多少", "SELECT a, b, b / a - 1 FROM (SELECT count(*) FILTER (month = 6) AS a, count(*) FILTER (month = 7) AS b FROM flights)"),
    (
        "growth in the number of flights by origin from January to February 2013",
        "SELECT origin, a, b, b / a - 1 FROM (SELECT origin, count(*) FILTER (month = 1) AS a, "
        "count(*) FILTER (month = 2) AS b FROM flights GROUP BY 1)",
    ),
    ("cumulative number of flights by month", f"SELECT m, sum(v) OVER (ORDER BY m) FROM {MONTHLY_FLIGHTS}"),
    ("按月累计航班数", f"SELECT m, sum(v) OVER (ORDER BY m) FROM {MONTHLY_FLIGHTS}"),
    ("7-day moving average of flights", f"SELECT d, avg(v) OVER (ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM {DAILY_FLIGHTS}"),
    ("航班数的7天移动平均", f"SELECT d, avg(v) OVER (ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM {DAILY_FLIGHTS}"),
    (
        "share of flights by carrier within each origin",
        f"SELECT origin, carrier, v / sum(v) OVER (PARTITION BY origin) FROM {ORIGINS}",
    ),
    (
        "每个出发机场内各航空公司的航班占比",
        f"SELECT origin, name, v / sum(v) OVER (PARTITION BY origin) FROM {ORIGINS} JOIN airlines USING (carrier)",
    ),
    ("90th percentile of arrival delay", "SELECT quantile_cont(arr_delay, 0.9) FROM flights"),
    ("p95 departure delay by origin", "SELECT origin, quantile_cont(dep_delay, 0.95) FROM flights GROUP BY 1"),
    ("到达晚点时间的90分位数", "SELECT quantile_cont(arr_delay, 0.9) FROM flights"),
    ("各航空公司出发晚点的中位数", "SELECT name, median(dep_delay) FROM flights JOIN airlines USING (carrier) GROUP BY 1"),
    ("standard deviation of arrival delay by carrier", "SELECT carrier, stddev_samp(arr_delay) FROM flights GROUP BY 1"),
    ("到达晚点的方差", "SELECT var_samp(arr_delay) FROM flights"),
    ("flights by distance band of 500", "SELECT floor(distance / 500) * 500, count(*) FROM flights GROUP BY 1"),
    ("number of flights in 500-mile distance bands", "SELECT floor(distance / 500) * 500, count(*) FROM flights GROUP BY 1"),
    ("按距离每500英里一档统计航班数", "SELECT floor(distance / 500) * 500, count(*) FROM flights GROUP BY 1"),
    ("average arrival delay by distance in bands of 1000 miles", "SELECT floor(distance / 1000) * 1000, avg(arr_delay) FROM flights GROUP BY 1"),
    ("what percentage of flights departed late", "SELECT avg((dep_delay > 0)::INT) FROM flights"),
    ("percentage of flights delayed more than 60 minutes by origin", "SELECT origin, avg((dep_delay > 60)::INT) FROM flights GROUP BY 1"),
    ("出发晚点超过60分钟的航班占比", "SELECT avg((dep_delay > 60)::INT) FROM flights"),
    (
        "difference between JFK and LGA average departure delay",
        "SELECT a, b, a - b FROM (SELECT avg(dep_delay) FILTER (origin = 'JFK') AS a, "
        "avg(dep_delay) FILTER (origin = 'LGA') AS b FROM flights)",
    ),
    ("the top 3 destinations of each origin by number of flights", "SELECT origin, dest, count(*) FROM flights GROUP BY 1, 2 QUALIFY row_number() OVER (PARTITION BY origin ORDER BY count(*) DESC) <= 3"),
    ("flights with above average distance", "SELECT count(*) FROM flights WHERE distance > (SELECT avg(distance) FROM flights)"),
    ("how many flights are longer than the average distance", "SELECT count(*) FROM flights WHERE distance > (SELECT avg(distance) FROM flights)"),
    ("ratio of average arrival delay to average departure delay by carrier", "SELECT carrier, avg(arr_delay) / avg(dep_delay) FROM flights GROUP BY 1"),
    ("difference between average arrival delay and average departure delay by origin", "SELECT origin, avg(arr_delay), avg(dep_delay), avg(arr_delay) - avg(dep_delay) FROM flights GROUP BY 1"),
    ("25th and 75th percentile of departure delay", "SELECT quantile_cont(dep_delay, 0.25), quantile_cont(dep_delay, 0.75) FROM flights"),
    ("number of planes by year built in 10-year bands", "SELECT floor(year / 10) * 10, count(*) FROM planes GROUP BY 1"),
    ("按座位数每50个一档统计飞机数", "SELECT floor(seats / 50) * 50, count(*) FROM planes GROUP BY 1"),
    ("flights by departure delay in 1-hour bands", "SELECT floor(dep_delay / 60) * 60, count(*) FROM flights GROUP BY 1"),
    (
        "carriers with above average arrival delay",
        "SELECT carrier, avg(arr_delay) FROM flights GROUP BY 1 "
        "HAVING avg(arr_delay) > (SELECT avg(arr_delay) FROM flights)",
    ),
    (
        "top 3 carriers per origin by flights",
        "SELECT origin, carrier, count(*) FROM flights GROUP BY 1, 2 "
        "QUALIFY row_number() OVER (PARTITION BY origin ORDER BY count(*) DESC) <= 3",
    ),
    (
        "每个出发机场航班最多的3个目的地",
        "SELECT origin, dest, count(*) FROM flights GROUP BY 1, 2 "
        "QUALIFY row_number() OVER (PARTITION BY origin ORDER BY count(*) DESC) <= 3",
    ),
    ("flights per plane", "SELECT count(*) / count(DISTINCT tailnum) FROM flights"),
    ("哪个月的航班数下降最多", f"SELECT m, v, g FROM (SELECT m, v, v / lag(v) OVER (ORDER BY m) - 1 AS g FROM {MONTHLY_FLIGHTS}) ORDER BY g LIMIT 1"),
    ("1月和2月各出发机场航班数对比", "SELECT origin, count(*) FILTER (month = 1), count(*) FILTER (month = 2) FROM flights GROUP BY 1"),
    ("准点率按出发机场", "SELECT origin, count(*) FILTER (arr_delay <= 15) / count(arr_delay) FROM flights GROUP BY 1"),
    ("weekday vs weekend flights", "SELECT CASE WHEN isodow(time_hour) > 5 THEN 'weekend' ELSE 'weekday' END, count(*) FROM flights GROUP BY 1"),
]  # fmt: skip


@pytest.fixture(scope="module")
def retail_gold(retail: Session) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(retail.workspace.cache_dir / f"{retail.source.fingerprint}.duckdb"), read_only=True) as db:
        db.execute(RETAIL_VIEWS)
        yield db


@pytest.fixture(scope="module")
def flights_gold(flights: Session) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(
        str(flights.workspace.cache_dir / f"{flights.source.fingerprint}.duckdb"), read_only=True
    ) as db:
        yield db


def check(session: Session, gold: duckdb.DuckDBPyConnection, question: str, sql: str) -> None:
    answer = session.ask(question)
    assert answer.status == "answered", answer.message
    expected = gold.execute(sql).fetchall()
    assert same_rows(answer.rows, expected, ordered=False, any_column_order=True, relative_tolerance=1e-6), (
        answer.sql,
        answer.rows[:4],
        expected[:4],
    )


@pytest.mark.parametrize(("question", "sql"), RETAIL, ids=[question for question, _ in RETAIL])
def test_retail(retail: Session, retail_gold: duckdb.DuckDBPyConnection, question: str, sql: str) -> None:
    check(retail, retail_gold, question, sql)


@pytest.mark.parametrize(("question", "sql"), FLIGHTS, ids=[question for question, _ in FLIGHTS])
def test_flights(flights: Session, flights_gold: duckdb.DuckDBPyConnection, question: str, sql: str) -> None:
    check(flights, flights_gold, question, sql)


@pytest.mark.parametrize(
    "question",
    [
        "growth",
        "which category grew the most in 2025",
        "ratio of returns to orders by month in 2026",
        "same store revenue growth 2025 vs 2024",
        "cumulative number of customers by month and region growth",
        "累计客户数按月的移动平均",
        "why did revenue fall in 2025",
        "预测下个月的销售额",
    ],
)
def test_what_is_left_open_is_declined(retail: Session, question: str) -> None:
    answer = retail.ask(question)
    assert answer.status == "declined", answer.sql


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("revenue growth in March 2026", "February 2026"),
        ("weekly revenue year over year", "52 weeks"),
        ("7-day moving average of revenue in September 2026", "look back"),
        ("distribution of unit price", "bands of"),
        ("year over year revenue growth", "the data ends on 2026-09-30"),
    ],
)
def test_what_was_taken_for_granted_is_said(retail: Session, question: str, said: str) -> None:
    answer = retail.ask(question)
    assert answer.status == "answered", answer.message
    assert any(said in text for text in answer.assumptions), answer.assumptions
    assert not answer.verified
