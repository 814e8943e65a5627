"""PIVOT and UNPIVOT give the rows and columns that the engine gives by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

import askbi
from app.assistant import Assistant
from copilot.errors import Refused
from copilot.gate import Gate
from copilot.values.query import Dialect

STATEMENTS = (
    "create table t as select * from (values (1, 'a', 10, date '2020-01-01', true),"
    " (1, 'b', 20, date '2020-02-01', false), (2, 'a', 30, date '2021-01-05', true),"
    " (2, null, 5, date '2021-03-01', true)) v(id, s, x, d, ok)",
    "create table w as select 1 as id, 5 as a, 6 as b union all select 2, null, 8",
    "create table many as select i, i % 300 as k from range(900) r(i)",
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, Any]]:
    path: Path = tmp_path_factory.mktemp("pivots") / "data.duckdb"
    with duckdb.connect(str(path)) as made:
        for statement in STATEMENTS:
            made.execute(statement)
    with askbi.connect(path) as bi, duckdb.connect() as plain:
        for statement in STATEMENTS:
            plain.execute(statement)
        yield bi, plain


@pytest.mark.parametrize(
    "sql",
    [
        "pivot t on s using sum(x)",
        "pivot t on s using sum(x) group by id",
        "pivot t on year(d) using sum(x) group by id",
        "pivot t on year(d) using sum(x)",
        "pivot t on s, year(d) using sum(x) group by id",
        "pivot t on s using sum(x) as total, count(*) as n group by id",
        "pivot t on s",
        "pivot t on ok using sum(x) group by id",
        "pivot t on d using sum(x) group by id",
        "pivot t on x using count(*) group by s",
        "pivot t using sum(x) group by id",
        "pivot t on s in ('a', 'b') using sum(x) group by id",
        "pivot (select id, s, x from t) on s using max(x) group by id",
        "select * from (pivot t on s using sum(x) group by id) where id = 1",
        "with big as (select * from t where x > 5) pivot big on s using sum(x) group by id",
        "from t pivot (sum(x) for s in ('a', 'b') group by id)",
        "select * from t as q pivot (sum(x) for s in ('a', 'b') group by id) order by id",
        "unpivot w on a, b into name n value v",
        "unpivot w on columns(* exclude id) into name n value v",
        "unpivot (select id, a, b from w) on columns(* exclude (id)) into name n value v",
        "unpivot w on (a, b) as g, (b, a) as h into name n value v, z",
        "unpivot w on a, b",
        "from w unpivot include nulls (v for n in (a, b))",
        "select id, n, v from (from w unpivot (v for n in (a, b))) order by 1, 2",
        "select u.n, sum(u.v) as s from w unpivot (v for n in (a, b)) as u group by all order by 1",
    ],
)
def test_as_the_engine_does(both: tuple[Assistant, Any], sql: str) -> None:
    bi, plain = both
    wanted = plain.execute(sql)
    names, rows = [column[0] for column in wanted.description], wanted.fetchall()
    answer = bi.sql(sql)
    assert answer.status == "answered", answer.message
    assert answer.columns == names
    assert sorted(map(str, answer.rows)) == sorted(map(str, rows))


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("pivot many on k using count(*)", "more than 200 values"),
        ("pivot (select * from t where x > 99) on s using sum(x)", "has no values that could become columns"),
        ("pivot secret on s using sum(x)", "no table 'secret'"),
        ("pivot t on random() using sum(x)", "'random' may not be used"),
        ("unpivot w on columns('a|b')", "needs the columns that become rows"),
    ],
)
def test_refused(both: tuple[Assistant, Any], sql: str, words: str) -> None:
    answer = both[0].sql(sql)
    assert (answer.status, words in answer.message) == ("refused", True), answer.message


def test_without_somebody_who_asks_the_data_the_values_must_be_listed(gates: dict[Dialect, Gate]) -> None:
    with pytest.raises(Refused, match="list the values"):
        gates["duckdb"].validate("pivot orders on status using sum(amount)", rows=10)
