"""Views that people keep: what SQL over them gives, what cannot be kept, and who sees them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assistant import Assistant
from copilot.errors import ConfigError, PolicyError

ORDERS = "order_id,city,amount\n1,Oslo,10\n2,oslo,20\n3,Bergen,5\n4,Oslo,10\n"
CLEAN = "SELECT order_id, CASE WHEN city = 'oslo' THEN 'Oslo' ELSE city END AS city, amount FROM orders"
POLICY = """
roles:
  clerk:
    tables: [orders]
    rows:
      orders: "city = 'Bergen'"
"""


@pytest.fixture(params=["csv", "sqlite"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    if request.param == "csv":
        (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
        return tmp_path / "orders.csv"
    with sqlite3.connect(tmp_path / "orders.sqlite") as made:
        made.execute("CREATE TABLE orders (order_id INTEGER, city TEXT, amount INTEGER)")
        rows = [line.split(",") for line in ORDERS.split()[1:]]
        made.executemany("INSERT INTO orders VALUES (?, ?, ?)", [(int(a), b, int(c)) for a, b, c in rows])
    made.close()
    return tmp_path / "orders.sqlite"


@pytest.fixture
def bi(place: Path) -> Iterator[Assistant]:
    with Assistant.open(place, model=None) as opened:
        opened.views.keep("orders_clean", CLEAN)
        yield opened


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("select city, sum(amount) from orders_clean group by city order by city", [("Bergen", 5), ("Oslo", 40)]),
        ("select count(*) from Orders_Clean c where c.city = 'oslo'", [(0,)]),
        ("select count(*) from orders_clean a join orders b on a.order_id = b.order_id where a.city <> b.city", [(1,)]),
        ("with part as (select * from orders_clean where amount > 5) select count(*) from part", [(3,)]),
        ("select (select max(amount) from orders_clean) from orders limit 1", [(20,)]),
    ],
)
def test_sql_over_a_kept_view(bi: Assistant, sql: str, rows: list[tuple[object, ...]]) -> None:
    answer = bi.sql(sql)
    assert (answer.status, answer.rows) == ("answered", rows), answer.message
    assert "CASE" not in answer.sql, "what is shown names the view"


@pytest.mark.parametrize(
    ("name", "select", "why"),
    [
        ("orders", "SELECT 1 AS x", "there is a table of this name"),
        ("x", "SELECT nothing FROM orders", "no column 'nothing'"),
        ("x", "DELETE FROM orders", "SELECT"),
        ("x", "SELECT 1; SELECT 2", "one"),
        ("x", "SELECT * FROM read_csv('/etc/passwd')", "read_csv"),
        ("../x", CLEAN, "cannot name a view"),
        ("x y", CLEAN, "cannot name a view"),
    ],
)
def test_what_cannot_be_kept(bi: Assistant, name: str, select: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        bi.views.keep(name, select)
    assert list(bi.views.all) == ["orders_clean"]


@pytest.mark.parametrize(
    "sql",
    [
        "with orders as (select 9 as order_id, 'X' as city, 9 as amount) select * from orders_clean",
        "with orders_clean as (select 9 as x) select * from orders_clean",
    ],
)
def test_no_with_part_takes_a_place_in_a_view(bi: Assistant, sql: str) -> None:
    assert bi.sql(sql).status == "refused"


def test_it_is_there_when_the_data_is_opened_next_and_can_be_forgotten(place: Path, bi: Assistant) -> None:
    with Assistant.open(place, model=None) as again:
        assert again.sql("select count(*) from orders_clean").rows == [(4,)]
        assert again.views.drop("orders_clean")
        assert not again.views.drop("orders_clean")
        assert again.sql("select count(*) from orders_clean").status == "refused"
        assert again.sql("select count(*) from orders").rows == [(4,)]


def test_a_view_that_no_longer_fits_is_told_and_not_used(place: Path, bi: Assistant) -> None:
    file = bi.workspace.root / "views" / "orders_clean.sql"
    file.write_text("SELECT gone FROM orders", encoding="utf-8")
    with Assistant.open(place, model=None) as again:
        assert "no column 'gone'" in again.views.unfit["orders_clean"]
        assert again.sql("select * from orders_clean").status == "refused"
        assert again.ask("total amount").rows == [(45,)]


def test_questions_are_answered_from_the_table(bi: Assistant) -> None:
    assert bi.ask("how many orders are there").rows == [(4,)]
    assert "orders_clean" not in bi.ask("amount by city").sql


def test_a_role_sees_no_view(place: Path, bi: Assistant, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    with Assistant.open(place, model=None, policy=tmp_path / "policy.yaml", role="clerk") as clerk:
        assert clerk.sql("select count(*) from orders").rows == [(1,)]
        assert clerk.sql("select count(*) from orders_clean").status == "refused"
        with pytest.raises(PolicyError):
            _ = clerk.views
