"""Questions about time over both samples, with SQL that was written from the calendar.

Today is Monday, 2 November 2026. Retail ends on 30 September 2026, flights on 31 December 2013: what is counted from
today and lies after the data is counted from its end. The SQL runs on DuckDB directly, never through askbi.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from copilot.compare import same_rows
from copilot.session import Session

RETAIL = [
    # the sum of a stretch of days
    ("revenue in summer 2025", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2025-06-01' AND '2025-08-31'"),
    ("去年夏天的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2025-06-01' AND '2025-08-31'"),
    ("revenue in winter", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2025-12-01' AND '2026-02-28'"),
    ("revenue in winter 2024/25", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2024-12-01' AND '2025-02-28'"),
    ("revenue in H1 2026", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-01-01' AND '2026-06-30'"),
    ("2025年下半年的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2025-07-01' AND '2025-12-31'"),
    ("上半年的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-01-01' AND '2026-06-30'"),
    ("revenue in Q2 24", "SELECT sum(amount) FROM sales WHERE quarter(d) = 2 AND year(d) = 2024"),
    ("revenue since the launch on 3 May", "SELECT sum(amount) FROM sales WHERE d >= '2026-05-03'"),
    ("自5月3日上线以来的销售额", "SELECT sum(amount) FROM sales WHERE d >= '2026-05-03'"),
    ("revenue since March", "SELECT sum(amount) FROM sales WHERE d >= '2026-03-01'"),
    ("revenue before Christmas", "SELECT sum(amount) FROM sales WHERE d < '2025-12-25'"),
    ("revenue in the first week of May", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-05-01' AND '2026-05-07'"),
    ("5月第一周的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-05-01' AND '2026-05-07'"),
    ("5月上旬的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-05-01' AND '2026-05-10'"),
    ("revenue on January first", "SELECT sum(amount) FROM sales WHERE d = '2026-01-01'"),
    ("revenue at the end of Q1", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-03-01' AND '2026-03-31'"),
    ("revenue on Black Friday", "SELECT sum(amount) FROM sales WHERE d = '2025-11-28'"),
    ("2024年黑五的销售额", "SELECT sum(amount) FROM sales WHERE d = '2024-11-29'"),
    (
        "revenue in the 30 days before Christmas 2025",
        "SELECT sum(amount) FROM sales WHERE d >= DATE '2025-12-25' - 30 AND d < '2025-12-25'",
    ),
    ("圣诞节前两周的销售额", "SELECT sum(amount) FROM sales WHERE d >= DATE '2025-12-25' - 14 AND d < '2025-12-25'"),
    (
        "revenue in the 12 months ending June 2026",
        "SELECT sum(amount) FROM sales WHERE d >= '2025-07-01' AND d < '2026-07-01'",
    ),
    ("revenue in week 12 of 2025", "SELECT sum(amount) FROM sales WHERE yearweek(d) = 202512"),
    ("2025年第12周的销售额", "SELECT sum(amount) FROM sales WHERE yearweek(d) = 202512"),
    ("revenue in US week 12 of 2025", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2025-03-16' AND '2025-03-22'"),
    ("revenue over the last 2 weeks", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-09-14' AND '2026-09-27'"),
    # counted from the end of the data
    ("revenue MTD", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-09-01' AND '2026-09-30'"),
    ("revenue quarter to date", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-07-01' AND '2026-09-30'"),
    ("revenue week to date", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-09-28' AND '2026-09-30'"),
    ("revenue YTD", "SELECT sum(amount) FROM sales WHERE d >= '2026-01-01'"),
    ("本月至今的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-09-01' AND '2026-09-30'"),
    ("今年以来的销售额", "SELECT sum(amount) FROM sales WHERE d >= '2026-01-01'"),
    ("revenue today", "SELECT sum(amount) FROM sales WHERE d = '2026-09-30'"),
    ("最近七天的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-09-24' AND '2026-09-30'"),
    ("上个季度的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-07-01' AND '2026-09-30'"),
    ("近三个月的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2026-08-01' AND '2026-10-31'"),
    ("去年同期的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2025-01-01' AND '2025-09-30'"),
    ("revenue in Thanksgiving week 2025", "SELECT sum(amount) FROM sales WHERE yearweek(d) = 202548"),
    (
        "revenue in the last 3 days of the year",
        "SELECT sum(amount) FROM sales WHERE d BETWEEN '2025-12-29' AND '2025-12-31'",
    ),
    ("年底的销售额", "SELECT sum(amount) FROM sales WHERE d BETWEEN '2025-10-01' AND '2025-12-31'"),
    # two stretches side by side
    (
        "revenue in Q1 2026 vs the same period last year",
        "SELECT sum(amount) FILTER (year(d) = 2025), sum(amount) FILTER (year(d) = 2026) FROM sales WHERE quarter(d) = 1",
    ),
    (
        "上个月和去年同月的销售额",
        "SELECT date_trunc('month', d), sum(amount) FROM sales WHERE month(d) = 9 AND year(d) >= 2025 GROUP BY 1",
    ),
    (
        "revenue YTD vs last year YTD",
        "SELECT sum(amount) FILTER (year(d) = 2025), sum(amount) FILTER (year(d) = 2026) FROM sales WHERE month(d) <= 9",
    ),
    ("revenue not on weekends", "SELECT sum(amount) FROM sales WHERE isodow(d) < 6"),
    (
        "2025年上半年和下半年的销售额",
        "SELECT min(date_trunc('quarter', d)), sum(amount) FROM sales WHERE year(d) = 2025 GROUP BY month(d) > 6",
    ),
    # one row per unit
    (
        "revenue for each month of 2025",
        "SELECT date_trunc('month', d), sum(amount) FROM sales WHERE year(d) = 2025 GROUP BY 1",
    ),
    (
        "2025年各季度的销售额",
        "SELECT date_trunc('quarter', d), sum(amount) FROM sales WHERE year(d) = 2025 GROUP BY 1",
    ),
    ("revenue per week", "SELECT d - (isodow(d) - 1)::INT, sum(amount) FROM sales GROUP BY 1"),
    (
        "revenue by half year",
        "SELECT make_date(year(d), CASE WHEN month(d) < 7 THEN 1 ELSE 7 END, 1), sum(amount) FROM sales GROUP BY 1",
    ),
    (
        "按半年的销售额",
        "SELECT make_date(year(d), CASE WHEN month(d) < 7 THEN 1 ELSE 7 END, 1), sum(amount) FROM sales GROUP BY 1",
    ),
    (
        "近两周每天的销售额",
        "SELECT d, sum(amount) FROM sales WHERE d BETWEEN '2026-09-14' AND '2026-09-27' GROUP BY 1 ORDER BY 1",
    ),
    ("revenue every May", "SELECT date_trunc('year', d), sum(amount) FROM sales WHERE month(d) = 5 GROUP BY 1"),
    ("每年5月的销售额", "SELECT date_trunc('year', d), sum(amount) FROM sales WHERE month(d) = 5 GROUP BY 1"),
    (
        "revenue in summer by year",
        "SELECT date_trunc('year', d), sum(amount) FROM sales WHERE month(d) IN (6, 7, 8) GROUP BY 1",
    ),
    (
        "历年国庆节的销售额",
        "SELECT date_trunc('year', d), sum(amount) FROM sales WHERE strftime(d, '%m-%d') = '10-01' GROUP BY 1",
    ),
    # weekdays
    ("weekday revenue", "SELECT sum(amount) FROM sales WHERE dayname(d) NOT IN ('Saturday', 'Sunday')"),
    ("周末的销售额", "SELECT sum(amount) FROM sales WHERE dayname(d) IN ('Saturday', 'Sunday')"),
    ("工作日的销售额", "SELECT sum(amount) FROM sales WHERE dayname(d) NOT IN ('Saturday', 'Sunday')"),
    (
        "revenue weekdays vs weekends",
        "SELECT CASE WHEN dayname(d) LIKE 'S%' THEN 'weekend' ELSE 'weekday' END, sum(amount) FROM sales GROUP BY 1",
    ),
    (
        "工作日和周末的销售额对比",
        "SELECT CASE WHEN dayname(d) LIKE 'S%' THEN '周末' ELSE '工作日' END, sum(amount) FROM sales GROUP BY 1",
    ),
    ("星期几的销售额最高", "SELECT isodow(d), sum(amount) FROM sales GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("revenue on the first day of each month", "SELECT sum(amount) FROM sales WHERE day(d) = 1"),
    ("每月最后一天的销售额", "SELECT sum(amount) FROM sales WHERE d = last_day(d)"),
    (
        "which weekend had the highest revenue",
        "SELECT d - (isodow(d) - 1)::INT, sum(amount) FROM sales WHERE isodow(d) > 5 GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
    ),
    ("revenue on the weekend of 4 July 2026", "SELECT sum(amount) FROM sales WHERE d IN ('2026-07-04', '2026-07-05')"),
    # the same part of several years
    (
        "revenue in Q1 of 2024 and 2025",
        "SELECT date_trunc('quarter', d), sum(amount) FROM sales WHERE quarter(d) = 1 AND year(d) IN (2024, 2025) "
        "GROUP BY 1",
    ),
    (
        "2024年和2025年一季度的销售额",
        "SELECT date_trunc('quarter', d), sum(amount) FROM sales WHERE quarter(d) = 1 AND year(d) IN (2024, 2025) "
        "GROUP BY 1",
    ),
    # units of time that are ranked
    (
        "top 3 months by revenue",
        "SELECT date_trunc('month', d), sum(amount) FROM sales GROUP BY 1 ORDER BY 2 DESC LIMIT 3",
    ),
    (
        "2025年销售额最高的3个月",
        "SELECT date_trunc('month', d), sum(amount) FROM sales WHERE year(d) = 2025 GROUP BY 1 ORDER BY 2 DESC LIMIT 3",
    ),
    # which date counts: that of the order for a ratio over two tables, that of the signup for customers
    (
        "return rate in Q4 2025",
        "SELECT sum(returns.quantity) / sum(order_items.quantity) FROM order_items JOIN orders USING (order_id) "
        "LEFT JOIN returns USING (order_id, line_no) WHERE order_date BETWEEN '2025-10-01' AND '2025-12-31'",
    ),
    (
        "customers who signed up last month",
        "SELECT customer_id, customer_name FROM customers WHERE signup_date BETWEEN '2026-09-01' AND '2026-09-30'",
    ),
]
FLIGHTS = [
    ("how many flights between 6 and 9 am", "SELECT count(*) FROM flights WHERE hour(time_hour) IN (6, 7, 8)"),
    ("早上的航班数", "SELECT count(*) FROM flights WHERE hour(time_hour) BETWEEN 6 AND 11"),
    ("早高峰的航班数", "SELECT count(*) FROM flights WHERE hour(time_hour) IN (7, 8)"),
    ("下午3点到5点的航班数", "SELECT count(*) FROM flights WHERE hour(time_hour) IN (15, 16)"),
    (
        "周末晚上9点以后的航班数",
        "SELECT count(*) FROM flights WHERE hour(time_hour) >= 21 AND dayname(time_hour) IN ('Saturday', 'Sunday')",
    ),
    ("flights by hour of day", "SELECT hour(time_hour), count(*) FROM flights GROUP BY 1"),
    ("每小时的航班数", "SELECT hour(time_hour), count(*) FROM flights GROUP BY 1"),
    (
        "2013年2月8日每小时的航班数",
        "SELECT time_hour, count(*) FROM flights WHERE time_hour::DATE = '2013-02-08' GROUP BY 1",
    ),
    ("flights by weekday", "SELECT isodow(time_hour), count(*) FROM flights GROUP BY 1"),
    ("按星期几的航班数", "SELECT isodow(time_hour), count(*) FROM flights GROUP BY 1"),
    (
        "average departure delay by weekday and hour",
        "SELECT isodow(time_hour), hour(time_hour), avg(dep_delay) FROM flights GROUP BY 1, 2",
    ),
    (
        "average departure delay on weekends versus weekdays",
        "SELECT CASE WHEN isodow(time_hour) > 5 THEN 'weekend' ELSE 'weekday' END, avg(dep_delay) FROM flights GROUP BY 1",
    ),
    ("how many flights in winter", "SELECT count(*) FROM flights WHERE month(time_hour) IN (12, 1, 2)"),
    (
        "各季节的航班数",
        "SELECT CASE month(time_hour) % 12 // 3 WHEN 0 THEN '冬季' WHEN 1 THEN '春季' WHEN 2 THEN '夏季' "
        "ELSE '秋季' END, count(*) FROM flights GROUP BY 1",
    ),
    ("flights on the day before Thanksgiving", "SELECT count(*) FROM flights WHERE time_hour::DATE = '2013-11-27'"),
    ("感恩节的航班数", "SELECT count(*) FROM flights WHERE time_hour::DATE = '2013-11-28'"),
    (
        "7月工作日的航班数",
        "SELECT count(*) FROM flights WHERE month(time_hour) = 7 AND isodow(time_hour) BETWEEN 1 AND 5",
    ),
    ("flights in the last 24 hours", "SELECT count(*) FROM flights WHERE time_hour::DATE = '2013-12-31'"),
    ("昨晚的航班数", "SELECT count(*) FROM flights WHERE time_hour >= '2013-12-31 18:00:00'"),
    ("2013年最后三个月的航班数", "SELECT count(*) FROM flights WHERE month(time_hour) >= 10"),
    ("今年各季度的航班数", "SELECT date_trunc('quarter', time_hour), count(*) FROM flights GROUP BY 1"),
    ("number of flights until end of January", "SELECT count(*) FROM flights WHERE month(time_hour) = 1"),
    (
        "evening flights on Fridays in July",
        "SELECT count(*) FROM flights WHERE hour(time_hour) >= 18 "
        "AND dayname(time_hour) = 'Friday' AND month(time_hour) = 7",
    ),
    ("flights on Monday, Wednesday and Friday", "SELECT count(*) FROM flights WHERE isodow(time_hour) IN (1, 3, 5)"),
    ("flights departing after 9 pm and before 11 pm", "SELECT count(*) FROM flights WHERE hour(time_hour) IN (21, 22)"),
    (
        "flights the weekend before Christmas",
        "SELECT count(*) FROM flights WHERE time_hour::DATE IN ('2013-12-21', '2013-12-22')",
    ),
    (
        "departures per hour on Sundays",
        "SELECT hour(time_hour), count(*) FROM flights WHERE isodow(time_hour) = 7 GROUP BY 1",
    ),
    ("1月上旬的航班数", "SELECT count(*) FROM flights WHERE month(time_hour) = 1 AND day(time_hour) <= 10"),
]


@pytest.fixture(scope="module")
def gold(flights: Session, retail: Session) -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    opened = {
        name: duckdb.connect(str(session.workspace.cache_dir / f"{session.source.fingerprint}.duckdb"), read_only=True)
        for name, session in (("flights", flights), ("retail", retail))
    }
    opened["retail"].execute(
        "CREATE TEMP VIEW sales AS SELECT order_date AS d, amount FROM order_items JOIN orders USING (order_id)"
    )
    yield opened
    for connection in opened.values():
        connection.close()


def check(session: Session, gold: duckdb.DuckDBPyConnection, question: str, sql: str) -> None:
    answer = session.ask(question)
    assert answer.status == "answered", answer.message
    wanted = gold.execute(sql).fetchall()
    assert wanted, "the gold has no rows"
    assert wanted[0][0] is not None
    ordered = "ORDER BY" in sql
    assert same_rows(answer.rows, wanted, ordered=ordered, any_column_order=True, relative_tolerance=1e-9), (
        answer.sql,
        answer.rows[:4],
        wanted[:4],
    )


@pytest.mark.parametrize(("question", "sql"), RETAIL)
def test_retail(retail: Session, gold: dict[str, duckdb.DuckDBPyConnection], question: str, sql: str) -> None:
    check(retail, gold["retail"], question, sql)


@pytest.mark.parametrize(("question", "sql"), FLIGHTS)
def test_flights(flights: Session, gold: dict[str, duckdb.DuckDBPyConnection], question: str, sql: str) -> None:
    check(flights, gold["flights"], question, sql)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("revenue by year", "'2026' is not complete: the data ends on 2026-09-30"),
        ("revenue by year", "'2023' is not complete: the data begins on 2023-10-01"),
        ("按年统计销售额", "“2026年”不完整：数据截止到 2026-09-30"),
        ("revenue per week in 2026", "'week of 2026-09-28' is not complete"),
        ("revenue YTD", "'YTD' is not complete: the data ends on 2026-09-30"),
        ("revenue in summer 2025", "northern hemisphere"),
        ("revenue in FY25", "no fiscal year is known"),
        ("本财年的销售额", "未知财年定义"),
        ("revenue in US week 12 of 2025", "Sunday to Saturday"),
        ("revenue in early March 2026", "third"),
        ("revenue MTD", "counted from the end of the data (2026-09-30)"),
    ],
)
def test_what_is_said(retail: Session, question: str, said: str) -> None:
    answer = retail.ask(question)
    assert answer.status == "answered"
    assert any(said in text for text in answer.assumptions), answer.assumptions
    assert not answer.verified


@pytest.mark.parametrize("question", ["revenue by month", "revenue for each month of 2025", "revenue in May 2026"])
def test_whole_periods_are_not_called_incomplete(retail: Session, question: str) -> None:
    answer = retail.ask(question)
    assert (answer.status, answer.assumptions) == ("answered", ())


@pytest.mark.parametrize(
    "question",
    [
        "revenue in the morning",
        "早上的销售额",
        "orders per hour",
        "revenue in the past 12 hours",
        "revenue next month",
        "下个月的销售额",
        "revenue on the last Friday of each month",
        "revenue excluding December 2025",
    ],
)
def test_days_have_no_hours_and_the_future_no_rows(retail: Session, question: str) -> None:
    assert retail.ask(question).status == "declined"
