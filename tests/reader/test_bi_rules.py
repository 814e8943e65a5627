"""What fell, what is compared with a percentage, what a thing measures itself, and readings that contradict themselves.

The SQL says by other ways than askbi what the words mean, and runs on DuckDB directly over the loaded tables.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from copilot.compare import same_rows
from copilot.session import Session

LINES = "order_items JOIN orders USING (order_id)"
SOLD = f"{LINES} JOIN products USING (product_id)"
PLACED = f"{LINES} JOIN stores USING (store_id)"
FLOWN = "flights JOIN airlines USING (carrier)"


def two_years(table: str, name: str, early: int, late: int, keep: str) -> str:
    """Return the SQL of what each name sold in two years and by how much it changed, for those that are kept."""
    return (
        f"WITH v AS (SELECT {name} AS n, year(order_date) AS y, sum(amount) AS v FROM {table} GROUP BY ALL) "
        f"SELECT n, a.v, b.v, b.v / a.v - 1 AS g FROM v AS a JOIN v AS b USING (n) "
        f"WHERE a.y = {early} AND b.y = {late} AND {keep}"
    )


def by_floor(where: str) -> str:
    return f"SELECT store_name, sum(amount) / any_value(floor_area_sqm) FROM {PLACED} WHERE {where} GROUP BY store_id, store_name"


def both(name: str, one: str, other: str) -> str:
    bought = f"SELECT customer_id FROM {SOLD} WHERE {name} = "
    return f"{bought}'{one}' INTERSECT {bought}'{other}'"


MARGIN = "1 - sum(quantity * unit_cost) / sum(amount)"
LOW_MARGIN = f"SELECT brand, {MARGIN} AS m FROM {SOLD} GROUP BY 1 HAVING m < 0.4"
OFTEN = "SELECT customer_id, count(*) AS n FROM orders GROUP BY 1"

RETAIL = [
    # an amount that has a rate of its own, beside a percentage
    ("brands with gross margin below 40%", LOW_MARGIN),
    ("毛利低于40%的品牌", LOW_MARGIN),
    # once and twice are numbers of times
    ("how many customers ordered more than once", f"SELECT count(*) FROM ({OFTEN}) WHERE n > 1"),
    ("how many customers ordered exactly twice", f"SELECT count(*) FROM ({OFTEN}) WHERE n = 2"),
    # against an earlier time
    (
        "revenue by month in 2026 with the change on the previous month",
        "SELECT m, v, v / before - 1 FROM (SELECT date_trunc('month', order_date) AS m, sum(amount) AS v, lag(v) OVER (ORDER BY m) "
        f"AS before FROM {LINES} GROUP BY 1) WHERE year(m) = 2026",
    ),
    # by what the thing itself measures
    ("stores by revenue per square meter", by_floor("true")),
    ("东区各门店2025年每平米销售额", by_floor("region = 'East' AND year(order_date) = 2025")),
    ("2025年南区各门店坪效", by_floor("region = 'South' AND year(order_date) = 2025")),
    # what fell or rose
    ("stores whose 2026 revenue is below their 2025 revenue", two_years(PLACED, "store_name", 2025, 2026, "g < 0")),
    ("2025年销售额高于2024年的门店", two_years(PLACED, "store_name", 2024, 2025, "g > 0")),
    ("brands that had lower sales in 2026 than in 2025", two_years(SOLD, "brand", 2025, 2026, "g < 0")),
    ("stores whose revenue fell from 2024 to 2025", two_years(PLACED, "store_name", 2024, 2025, "g < 0")),
    # the rows of a list are things that are made of rows
    (
        "5 largest orders in 2025: order id, customer name, store, amount",
        f"SELECT order_id, any_value(customer_name), any_value(store_name), sum(amount) AS v FROM {PLACED} JOIN customers USING "
        "(customer_id) WHERE year(order_date) = 2025 GROUP BY 1 ORDER BY v DESC LIMIT 5",
    ),
    # a part of what was named before
    (
        "每个地区销售额最高的门店,以及它占该地区销售额的比例",
        f"SELECT region, store_name, v, v / sum(v) OVER (PARTITION BY region) FROM (SELECT region, store_name, sum(amount) AS v "
        f"FROM {PLACED} GROUP BY ALL) QUALIFY row_number() OVER (PARTITION BY region ORDER BY v DESC) = 1",
    ),
    (
        "share of revenue from phone orders by month in 2025",
        f"SELECT date_trunc('month', order_date), sum(amount) FILTER (WHERE channel = 'Phone') / sum(amount) FROM {LINES} "
        "WHERE year(order_date) = 2025 GROUP BY 1",
    ),
    # a year before an amount is none
    (
        "2026 revenue by region",
        f"SELECT region, sum(amount) FROM {PLACED} WHERE year(order_date) = 2026 GROUP BY 1",
    ),
    # what each of the things adds up to, and how many of them are worth so much
    (
        "average spend of female customers",
        f"SELECT avg(v) FROM (SELECT sum(amount) AS v FROM {LINES} JOIN customers USING (customer_id) WHERE gender = 'F' "
        "GROUP BY customer_id)",
    ),
    (
        "80后客户的平均消费金额",
        f"SELECT avg(v) FROM (SELECT sum(amount) AS v FROM {LINES} JOIN customers USING (customer_id) WHERE birth_year // 10 = 198 "
        "GROUP BY customer_id)",
    ),
    (
        "share of orders over $500",
        "SELECT avg(if(v > 500, 1, 0)) FROM (SELECT sum(amount) AS v FROM order_items GROUP BY order_id)",
    ),
    ("订单金额最大的是多少", "SELECT max(v) FROM (SELECT sum(amount) AS v FROM order_items GROUP BY order_id)"),
    ("折扣超过20%的订单占比", "SELECT count(DISTINCT order_id) FILTER (WHERE discount > 0.2) / 80000 FROM order_items"),
    # both, though in different rows
    (
        "how many customers bought electronics and also furniture",
        f"SELECT count(*) FROM ({both('lower(category)', 'electronics', 'furniture')})",
    ),
    ("买过服装又买过家具的客户数", f"SELECT count(*) FROM ({both('category', 'Clothing', 'Furniture')})"),
    # what each of several has, and what stands beside a ratio
    (
        "gross margin rate of the north and south regions in 2025",
        f"SELECT region, {MARGIN} FROM {PLACED} JOIN products USING (product_id) WHERE region IN ('North', 'South') "
        "AND year(order_date) = 2025 GROUP BY 1",
    ),
    ("gross margin % by brand", f"SELECT brand, {MARGIN} FROM {SOLD} GROUP BY 1"),
    (
        "各品类的客户数和人均消费",
        f"SELECT category, count(DISTINCT customer_id) AS n, sum(amount) / n FROM {SOLD} GROUP BY 1",
    ),
    (
        "2025年每月销售额及占全年比例",
        "SELECT m, v, v / sum(v) OVER () FROM (SELECT date_trunc('month', order_date) AS m, sum(amount) AS v "
        f"FROM {LINES} WHERE year(order_date) = 2025 GROUP BY 1)",
    ),
    (
        "今年每个月的新客户数",
        "SELECT date_trunc('month', signup_date), count(*) FROM customers WHERE year(signup_date) = 2026 GROUP BY 1",
    ),
    ("面积小于1000平方米的门店", "SELECT store_name FROM stores WHERE floor_area_sqm < 1000"),
    # persons by their age, with the year of birth
    ("how many customers are under 30", "SELECT count(*) FROM customers WHERE 2026 - birth_year < 30"),
    (
        "revenue from customers over 60",
        f"SELECT sum(amount) FROM {LINES} JOIN customers USING (customer_id) WHERE 2026 - birth_year > 60",
    ),
    (
        "25到34岁客户的订单数",
        "SELECT count(*) FROM orders JOIN customers USING (customer_id) WHERE 2026 - birth_year BETWEEN 25 AND 34",
    ),
    ("how many customers have over 60 orders", f"SELECT count(*) FROM ({OFTEN}) WHERE n > 60"),
    # a share of what a time tells, and a share within what is said behind it
    ("what share of customers signed up after 2022", "SELECT avg(if(year(signup_date) > 2022, 1, 0)) FROM customers"),
    (
        "brand share of furniture sales",
        f"SELECT brand, v / sum(v) OVER () FROM (SELECT brand, sum(amount) AS v FROM {SOLD} WHERE category = 'Furniture' GROUP BY 1)",
    ),
    (
        "number of repeat customers in 2025",
        "SELECT count(*) FROM (SELECT 1 FROM orders WHERE year(order_date) = 2025 GROUP BY customer_id HAVING count(*) > 1)",
    ),
    # once then, and not since
    (
        "2025年买过但2026年没再下单的客户有多少",
        "SELECT count(*) FROM (SELECT customer_id FROM orders WHERE year(order_date) = 2025 EXCEPT "
        "SELECT customer_id FROM orders WHERE year(order_date) = 2026)",
    ),
]

CHICAGO = "dest IN (SELECT faa FROM airports WHERE name LIKE '%Chicago%')"
ON_TIME = "avg(if(arr_delay <= 15, 1, 0)) FILTER (WHERE arr_delay IS NOT NULL)"
OVERALL = f"(SELECT {ON_TIME} FROM flights)"
IN_RAIN = "flights JOIN weather USING (origin, time_hour)"

FLIGHTS = [
    # what a number is said of need not be shown
    (
        "average number of seats per manufacturer, only makers with at least 100 planes",
        "SELECT manufacturer, avg(seats) FROM planes GROUP BY 1 HAVING count(*) >= 100",
    ),
    # two conditions that no row meets together stand side by side
    (
        "平均到达延误:降水量大于0和降水量等于0",
        f"SELECT if(precip > 0, 'precip > 0', 'precip = 0'), avg(arr_delay) FROM {IN_RAIN} GROUP BY 1",
    ),
    (
        "3 airlines with the most miles per flight",
        f"SELECT name, avg(distance) AS d FROM {FLOWN} GROUP BY 1 ORDER BY d DESC LIMIT 3",
    ),
    (
        "airlines with fewer than 10 destinations",
        f"SELECT name, count(DISTINCT dest) AS n FROM {FLOWN} GROUP BY 1 HAVING n < 10",
    ),
    (
        "航班数超过1万的航空公司,起飞延误超过2小时的比例各是多少,从高到低",
        f"SELECT name, avg(if(dep_delay > 120, 1, 0)) AS s FROM {FLOWN} GROUP BY 1 HAVING count(*) > 10000 ORDER BY s DESC",
    ),
    # a place is hardly the hour that it shares with half a country
    (
        "percentage of flights to Chicago that were cancelled",
        f"SELECT avg(if(dep_time IS NULL, 1, 0)) FROM flights WHERE {CHICAGO}",
    ),
    # a unit of time that is ranked within something
    (
        "busiest day of the week for each origin airport",
        "SELECT d, origin, n FROM (SELECT isodow(time_hour) AS d, origin, count(*) AS n FROM flights GROUP BY 1, 2) "
        "QUALIFY row_number() OVER (PARTITION BY origin ORDER BY n DESC) = 1",
    ),
    # against the overall figure
    (
        "airlines with a lower on time rate than the overall rate",
        f"SELECT name, {ON_TIME} AS r FROM {FLOWN} GROUP BY 1 HAVING r < {OVERALL}",
    ),
    ("准点率低于总体水平的航空公司", f"SELECT name, {ON_TIME} AS r FROM {FLOWN} GROUP BY 1 HAVING r < {OVERALL}"),
    # a clause of time says which flights, and what is late is said by its delay
    (
        "percent of flights cancelled when visibility was under 1 mile",
        f"SELECT avg(if(dep_time IS NULL, 1, 0)) FROM {IN_RAIN} WHERE visib < 1",
    ),
    ("能见度低于1英里时航班取消的比例", f"SELECT avg(if(dep_time IS NULL, 1, 0)) FROM {IN_RAIN} WHERE visib < 1"),
    (
        "average air time of flights delayed more than 60 min on arrival",
        "SELECT avg(air_time) FROM flights WHERE arr_delay > 60",
    ),
    # what was done stands apart from the noun
    (
        "how many flights from JFK were cancelled in May",
        "SELECT count(*) FROM flights WHERE origin = 'JFK' AND dep_time IS NULL AND month = 5",
    ),
    (
        "what fraction of planes were built after 2005",
        "SELECT avg(if(year > 2005, 1, 0)) FROM planes WHERE year IS NOT NULL",
    ),
    (
        "flights that departed early but arrived late",
        "SELECT count(*) FROM flights WHERE dep_delay < 0 AND arr_delay > 0",
    ),
    # pairs are counted as pairs
    ("how many different routes are there", "SELECT count(*) FROM (SELECT DISTINCT origin, dest FROM flights)"),
    # the column behind the table that holds it
    (
        "number of flights by aircraft manufacturer top 5",
        "SELECT manufacturer, count(*) AS n FROM flights JOIN planes USING (tailnum) GROUP BY 1 ORDER BY n DESC LIMIT 5",
    ),
    ("按航程每500英里分组统计平均到达延误", "SELECT distance // 500 * 500, avg(arr_delay) FROM flights GROUP BY 1"),
    (
        "did Newark have more cancellations than JFK in February",
        "SELECT a.name, count(*) FROM flights JOIN airports AS a ON faa = origin WHERE dep_time IS NULL AND month = 2 "
        "AND origin IN ('EWR', 'JFK') GROUP BY 1",
    ),
    # a unit that the column beside it does not have
    ("mean arrival delay of flights over 2,000 miles", "SELECT avg(arr_delay) FROM flights WHERE distance > 2000"),
]


def asked(session: Session, question: str, sql: str) -> bool:
    answer = session.ask(question)
    assert answer.status == "answered", answer.message
    path = session.workspace.cache_dir / f"{session.source.fingerprint}.duckdb"
    with duckdb.connect(str(path), read_only=True) as gold:
        rows = gold.execute(sql).fetchall()
    return same_rows(answer.rows, rows, ordered=False, any_column_order=True, relative_tolerance=1e-6)


@pytest.mark.parametrize(("question", "sql"), RETAIL, ids=[q for q, _ in RETAIL])
def test_retail(retail: Session, question: str, sql: str) -> None:
    assert asked(retail, question, sql)


@pytest.mark.parametrize(("question", "sql"), FLIGHTS, ids=[q for q, _ in FLIGHTS])
def test_flights(flights: Session, question: str, sql: str) -> None:
    assert asked(flights, question, sql)


@pytest.mark.parametrize("question", ["average orders by month in 2025"])
def test_an_open_plural_is_said(retail: Session, question: str) -> None:
    answer = retail.ask(question)
    assert not answer.verified
    assert answer.assumptions


@pytest.mark.parametrize("question", ["how many customers bought electronics and furniture"])
def test_an_and_that_may_be_an_or_is_said(retail: Session, question: str) -> None:
    answer = retail.ask(question)
    assert not answer.verified


def test_a_sum_of_shares_is_never_given_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    rows = [
        f"{brand},{price},{share}" for price in (10, 20, 30) for brand, share in (("A", 0.1), ("B", 0.25), ("A", 0))
    ]
    path.write_text("\n".join(["brand,amount,discount", *rows]) + "\n")
    session = Session.open(path)
    try:
        answer = session.ask("total discount by brand")
        assert answer.status == "answered"
        assert not answer.verified
        assert any("discount" in said and "between 0 and 1" in said for said in answer.assumptions)
        assert not session.ask("total amount by brand").assumptions
    finally:
        session.close()


def test_orders_are_not_counted_one_by_one(retail: Session) -> None:
    answer = retail.ask("2025年周一到周日,平均每天各有多少单")
    assert "order_id" not in {column.name for column in answer.columns}
    assert not answer.verified or len(answer.rows) == 7
