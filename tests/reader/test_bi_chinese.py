"""How business questions are put in Chinese: clauses before the noun, what never happened, 日均, 各 and 分别, bands.

The SQL was written from what the words mean and runs on DuckDB directly. Today is Monday, 2 November 2026; retail ends
on 30 September 2026, flights hold the year 2013.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from copilot.compare import same_rows
from copilot.dates.numbers import find_numbers
from copilot.readers.grammar.rewording import reworded
from copilot.session import Session

NEVER_FLEW = "SELECT {what} FROM airlines a WHERE a.carrier NOT IN (SELECT carrier FROM flights WHERE {when})"
RETURNED_CUSTOMERS = "SELECT o.customer_id FROM returns r JOIN orders o USING (order_id)"
BOUGHT = """SELECT o.customer_id FROM orders o JOIN order_items i USING (order_id) JOIN products p USING (product_id)
    WHERE p.category = '{}'"""
PER_ORDER = "(SELECT sum(amount) AS v FROM order_items GROUP BY order_id)"

RETAIL = [
    # a clause before the noun says which groups are meant
    ("订单超过60单的客户", "SELECT customer_name, count(*) FROM orders JOIN customers USING (customer_id) GROUP BY customer_id, 1 HAVING count(*) > 60"),
    ("2025年订单数超过1500的门店有多少家", "SELECT count(*) FROM (SELECT store_id FROM orders WHERE year(order_date) = 2025 GROUP BY 1 HAVING count(*) > 1500)"),
    ("订单超过60单的客户占比", "SELECT avg((n > 60)::INT) FROM (SELECT count(*) AS n FROM orders GROUP BY customer_id)"),
    ("销售额超过100万的品牌的毛利率", "SELECT brand, sum(amount - quantity * unit_cost) / sum(amount), sum(amount) FROM order_items JOIN products USING (product_id) GROUP BY 1 HAVING sum(amount) > 1000000"),
    ("退货率高于10%的商品", "SELECT product_name, sum(r.quantity) / sum(i.quantity) FROM order_items i JOIN products USING (product_id) LEFT JOIN returns r USING (order_id, line_no) GROUP BY 1 HAVING sum(r.quantity) / sum(i.quantity) > 0.1"),
    ("折扣率超过20%的订单明细有多少", "SELECT count(*) FROM order_items WHERE discount > 0.2"),
    # what never happened, and when
    ("2026年没有下过单的客户有多少", "SELECT count(*) FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders WHERE year(order_date) = 2026)"),
    ("哪些门店2024年没有退货", "SELECT store_name FROM stores WHERE store_id NOT IN (SELECT o.store_id FROM returns r JOIN orders o USING (order_id) WHERE year(return_date) = 2024)"),
    ("没有退货的订单占比", "SELECT avg((order_id NOT IN (SELECT order_id FROM returns))::INT) FROM orders"),
    ("从未退货的客户数", f"SELECT count(*) FROM customers WHERE customer_id NOT IN ({RETURNED_CUSTOMERS})"),
    ("2025年没有订单的品类", "SELECT DISTINCT category FROM products WHERE category NOT IN (SELECT category FROM order_items JOIN orders USING (order_id) JOIN products USING (product_id) WHERE year(order_date) = 2025)"),
    ("没有买过电子产品的客户数", f"SELECT count(*) FROM customers WHERE customer_id NOT IN ({BOUGHT.format('Electronics')})"),
    ("买过电子产品但没有买过家具的客户有多少", f"SELECT count(*) FROM customers WHERE customer_id IN ({BOUGHT.format('Electronics')}) AND customer_id NOT IN ({BOUGHT.format('Furniture')})"),
    ("2025年下过单但2026年没有下单的客户有多少", "SELECT count(*) FROM customers WHERE customer_id IN (SELECT customer_id FROM orders WHERE year(order_date) = 2025) AND customer_id NOT IN (SELECT customer_id FROM orders WHERE year(order_date) = 2026)"),
    ("没有邮箱的客户有多少", "SELECT count(*) FROM customers WHERE email IS NULL"),
    # so much on average
    ("日均订单数", "SELECT avg(n) FROM (SELECT count(*) AS n FROM orders GROUP BY order_date)"),
    ("2025年每位客户平均下了多少单", "SELECT count(*) / count(DISTINCT customer_id) FROM orders WHERE year(order_date) = 2025"),
    ("平均每单买几件商品", "SELECT sum(quantity) / count(DISTINCT order_id) FROM order_items"),
    # each for itself, side by side
    ("北区、南区各有多少家门店", "SELECT region, count(*) FROM stores WHERE region IN ('North', 'South') GROUP BY 1"),
    ("线上和线下的订单数分别是多少", "SELECT channel, count(*) FROM orders WHERE channel IN ('Online', 'In store') GROUP BY 1"),
    ("周末和工作日的订单数对比", "SELECT CASE WHEN isodow(order_date) > 5 THEN '周末' ELSE '工作日' END, count(*) FROM orders GROUP BY 1"),
    # shares
    ("周末订单占比", "SELECT avg((isodow(order_date) > 5)::INT) FROM orders"),
    ("2025年周末销售额占比", "SELECT sum(amount) FILTER (isodow(order_date) > 5) / sum(amount) FROM order_items JOIN orders USING (order_id) WHERE year(order_date) = 2025"),
    ("销售额最高的5个品牌及其占比", "SELECT brand, sum(amount), sum(amount) / (SELECT sum(amount) FROM order_items) FROM order_items JOIN products USING (product_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 5"),
    # several aggregates, and what an order is worth
    ("标价的平均值、最大值和最小值", "SELECT avg(list_price), max(list_price), min(list_price) FROM products"),
    ("订单金额的标准差", f"SELECT stddev(v) FROM {PER_ORDER}"),
    ("订单金额的中位数", f"SELECT median(v) FROM {PER_ORDER}"),
    ("按订单金额每500一档统计订单数", f"SELECT floor(v / 500) * 500, count(*) FROM {PER_ORDER} GROUP BY 1"),
    ("商品每100美元一档各有多少种", "SELECT floor(list_price / 100) * 100, count(*) FROM products GROUP BY 1"),
    ("订单金额超过1000的订单有多少", f"SELECT count(*) FROM {PER_ORDER} WHERE v > 1000"),
    # words
    ("标价在100到200之间的商品有几个", "SELECT count(*) FROM products WHERE list_price BETWEEN 100 AND 200"),
    ("90后客户有多少", "SELECT count(*) FROM customers WHERE birth_year BETWEEN 1990 AND 1999"),
    ("电子产品类商品有几种", "SELECT count(*) FROM products WHERE category = 'Electronics'"),
    ("线上渠道一共卖了多少件", "SELECT sum(quantity) FROM order_items JOIN orders USING (order_id) WHERE channel = 'Online'"),
    ("打折的订单明细占比", "SELECT avg((discount > 0)::INT) FROM order_items"),
    ("西部地区7月和8月(2026年)的销售额对比", "SELECT date_trunc('month', order_date)::DATE, sum(amount) FROM order_items JOIN orders USING (order_id) JOIN stores USING (store_id) WHERE region = 'West' AND order_date BETWEEN '2026-07-01' AND '2026-08-31' GROUP BY 1"),
]  # fmt: skip

FLIGHTS = [
    ("飞机超过100架的制造商的平均座位数", "SELECT manufacturer, avg(seats), count(*) FROM planes GROUP BY 1 HAVING count(*) > 100"),
    ("平均到达延误高于整体平均水平的航空公司", "SELECT name, avg(arr_delay) FROM flights JOIN airlines USING (carrier) GROUP BY 1 HAVING avg(arr_delay) > (SELECT avg(arr_delay) FROM flights)"),
    ("座位数超过300的飞机有哪些", "SELECT tailnum FROM planes WHERE seats > 300"),
    ("1月份没有航班的目的地", "SELECT DISTINCT dest FROM flights WHERE dest NOT IN (SELECT dest FROM flights WHERE month = 1)"),
    ("2013年3月没有飞往LAX的航空公司", NEVER_FLEW.format(what="a.name", when="dest = 'LAX' AND month = 3")),
    ("没有飞往LAX的航空公司有几家", NEVER_FLEW.format(what="count(*)", when="dest = 'LAX'")),
    ("没有航班的飞机有多少架", "SELECT count(*) FROM planes WHERE tailnum NOT IN (SELECT tailnum FROM flights WHERE tailnum IS NOT NULL)"),
    ("2000年以前制造的飞机有多少", "SELECT count(*) FROM planes WHERE year < 2000"),
    ("2005年到2010年之间制造的飞机有多少架", "SELECT count(*) FROM planes WHERE year BETWEEN 2005 AND 2010"),
    ("日均航班数", "SELECT count(*) / 365 FROM flights"),
    ("各航空公司的月均航班数", "SELECT name, count(*) / count(DISTINCT month) FROM flights JOIN airlines USING (carrier) GROUP BY 1"),
    ("平均每架飞机执飞多少个航班", "SELECT count(*) / count(DISTINCT tailnum) FROM flights"),
    ("每架飞机平均飞了多少英里", "SELECT sum(distance) / count(DISTINCT tailnum) FROM flights"),
    ("每个机场的平均气温", "SELECT name, avg(temp) FROM weather JOIN airports ON faa = origin GROUP BY 1"),
    ("JFK和LGA各起飞多少航班", "SELECT origin, count(*) FROM flights WHERE origin IN ('JFK', 'LGA') GROUP BY 1"),
    ("2月和3月的航班数分别是多少", "SELECT make_date(2013, month, 1), count(*) FROM flights WHERE month IN (2, 3) GROUP BY 1"),
    ("夏季和冬季的航班数对比", "SELECT CASE WHEN month IN (6, 7, 8) THEN '夏季' ELSE '冬季' END, count(*) FROM flights WHERE month IN (6, 7, 8, 12, 1, 2) GROUP BY 1"),
    ("晚点起飞的航班数", "SELECT count(*) FROM flights WHERE dep_delay > 0"),
    ("早到的航班占比", "SELECT avg((arr_delay < 0)::INT) FROM flights"),
    ("起飞延误在30到60分钟之间的航班数", "SELECT count(*) FROM flights WHERE dep_delay BETWEEN 30 AND 60"),
    ("座位数每50个一档，各档有多少架飞机", "SELECT seats // 50 * 50, count(*) FROM planes GROUP BY 1"),
    ("起飞延误的中位数和最大值", "SELECT median(dep_delay), max(dep_delay) FROM flights"),
    ("上个月日均航班数", "SELECT count(*) / 31 FROM flights WHERE month = 12"),
    ("4个发动机的飞机有多少", "SELECT count(*) FROM planes WHERE engines = 4"),
    ("截至2013年8月底，今年以来的航班数", "SELECT count(*) FROM flights WHERE month <= 8"),
    ("总里程最高的5个目的地及其占全部里程的比例", "SELECT dest, sum(distance), sum(distance) / (SELECT sum(distance) FROM flights) FROM flights GROUP BY 1 ORDER BY 2 DESC LIMIT 5"),
]  # fmt: skip


@pytest.fixture(scope="module")
def retail_gold(retail: Session) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(retail.workspace.cache_dir / f"{retail.source.fingerprint}.duckdb"), read_only=True) as db:
        yield db


@pytest.fixture(scope="module")
def flights_gold(flights: Session) -> Iterator[duckdb.DuckDBPyConnection]:
    path = flights.workspace.cache_dir / f"{flights.source.fingerprint}.duckdb"
    with duckdb.connect(str(path), read_only=True) as db:
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
        "客户在自己所在城市的门店下的订单占比",  # two columns held against each other
        "没有退货的订单的销售额",  # said of orders, while lines are measured
        "订单金额的标准差、最大值、最小值",  # several things over the same groups
    ],
)
def test_what_is_not_built_is_not_guessed(retail: Session, question: str) -> None:
    assert retail.ask(question).status != "answered"


def test_a_value_that_begins_others_is_said(flights: Session) -> None:
    answer = flights.ask("空客有多少架飞机")  # AIRBUS, but not AIRBUS INDUSTRIE
    assert not answer.verified
    assert any("AIRBUS" in assumption for assumption in answer.assumptions)


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        ("日均订单数", "平均每天订单数"),
        ("各门店的月均销售额", "各门店的平均每月销售额"),
        ("上个月日均航班数", "上个月平均每天航班数"),
        ("7日均线", "7日均线"),
        ("年均增长率", "年均增长率"),
        ("3个月移动平均", "3个月移动平均"),
        ("80后客户", "1980年到1989年出生的客户"),
        ("7月和8月(2026年)的销售额", "2026年7月和8月的销售额"),
        ("截至2013年8月底，今年以来的航班数", "2013年1月到2013年8月航班数"),
        ("orders per day", "orders per day"),
    ],
)
def test_turns_of_phrase(said: str, plainly: str) -> None:
    assert reworded(said, lambda name: False) == plainly


@pytest.mark.parametrize(("said", "name"), [("日均消费最高的客户", "日均消费"), ("80后的客户", "80后")])
def test_names_are_left_alone(said: str, name: str) -> None:
    assert reworded(said, lambda text: text == name) == said


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("5笔退款", 5, "piece"), ("100架以上", 100, "piece"), ("3个月", 3, "month"), ("20名称", 20, None)],
)
def test_classifiers_behind_numbers(text: str, value: int, unit: str | None) -> None:
    assert [(number.value, number.unit) for number in find_numbers(text)] == [(value, unit)]


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("每月航班数的环比增长率", ["月份", "航班数", "航班数增长率"]),
        ("日均航班数", ["日均航班数"]),
        ("每月累计航班数", ["月份", "累计航班数"]),
    ],
)
def test_columns_are_named_in_chinese(flights: Session, question: str, labels: list[str]) -> None:
    assert [column.label for column in flights.ask(question).columns] == labels
