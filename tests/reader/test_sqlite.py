"""The same questions over the same data in SQLite: what the dialect lacks is registered, not sent to fail."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from copilot.compare import same_rows
from copilot.session import Session

SAMPLE = Path(__file__).parents[2] / "sample_data" / "retail"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, sqlite3.Connection]]:
    """The orders of 2026 with their shops, in a SQLite file of its own."""
    path = tmp_path_factory.mktemp("shop") / "shop.sqlite"
    file = sqlite3.connect(path)
    with duckdb.connect() as reader:
        stores = reader.execute(
            "SELECT store_id, trim(store_name), trim(city), trim(region), strftime(opened_on, '%Y-%m-%d') "
            f"FROM '{SAMPLE / 'stores.csv'}'"
        ).fetchall()
        orders = reader.execute(
            "SELECT order_id, strftime(order_date, '%Y-%m-%d'), store_id, channel "
            f"FROM '{SAMPLE / 'orders.parquet'}' WHERE order_date >= '2026-01-01'"
        ).fetchall()
    file.execute(
        "CREATE TABLE stores (store_id TEXT PRIMARY KEY, store_name TEXT, city TEXT, region TEXT, opened_on DATE)"
    )
    file.execute("CREATE TABLE orders (order_id INTEGER PRIMARY KEY, order_date DATE, store_id TEXT, channel TEXT)")
    file.executemany("INSERT INTO stores VALUES (?, ?, ?, ?, ?)", stores)
    file.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", orders)
    file.commit()
    session = Session.open(path)
    yield session, file
    session.close()
    file.close()


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("how many orders are there", "SELECT count(*) FROM orders"),
        ("orders by region", "SELECT region, count(*) FROM orders JOIN stores USING (store_id) GROUP BY 1"),
        ("orders per month", "SELECT strftime('%Y-%m-01', order_date), count(*) FROM orders GROUP BY 1"),
        (
            "orders by day of week",
            "SELECT (strftime('%w', order_date) + 6) % 7 + 1, count(*) FROM orders GROUP BY 1",
        ),
        (
            "share of orders by channel",
            "SELECT channel, count(*) * 1.0 / (SELECT count(*) FROM orders) FROM orders GROUP BY 1",
        ),
        (
            "top 3 stores by number of orders",
            "SELECT store_name, count(*) FROM orders JOIN stores USING (store_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 3",
        ),
        (
            "哪个地区的订单最多",
            "SELECT region, count(*) FROM orders JOIN stores USING (store_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
        ),
        ("how many stores opened before 2010", "SELECT count(*) FROM stores WHERE opened_on < '2010-01-01'"),
        (
            "how many orders in March 2026 in the West",
            "SELECT count(*) FROM orders JOIN stores USING (store_id) WHERE region = 'West' AND order_date BETWEEN '2026-03-01' AND '2026-03-31'",
        ),
    ],
)
def test_questions_over_sqlite(shop: tuple[Session, sqlite3.Connection], question: str, sql: str) -> None:
    session, file = shop
    answer = session.ask(question)
    assert answer.status == "answered", answer.message
    assert answer.dialect == "sqlite"
    assert same_rows(answer.rows, file.execute(sql).fetchall(), ordered=False, any_column_order=True)


@pytest.mark.parametrize(
    "sql", ["DELETE FROM orders", "ATTACH 'x.db' AS x", "SELECT * FROM sqlite_master", "PRAGMA table_info(orders)"]
)
def test_sqlite_is_only_read(shop: tuple[Session, sqlite3.Connection], sql: str) -> None:
    assert shop[0].sql(sql).status == "refused"
