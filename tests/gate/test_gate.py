"""What must be refused, what must pass and how it is written out, row caps and sentences."""

from __future__ import annotations

import copy
import pickle
import re
import sqlite3
from typing import Any

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from app.assistant import Assistant
from copilot.compare import explain_difference
from copilot.errors import Refused
from copilot.gate import Gate
from copilot.sources import Source
from copilot.values import Catalog, Column, Limits, Table, ValidatedQuery
from copilot.values.plain import plain_rows
from copilot.values.query import Dialect, claim_mint
from tests.gate.exam import APART, Permission, Refusal, permissions, refusals
from tests.gate.judge import TOKENS

NOTHING_HIDDEN = "or_nothing_hidden"
"""The file of statements that may pass where what comes out holds nothing hidden: a star means what one may see."""
REFUSALS = [pytest.param(case, id=case.label) for case in refusals() if case.file != NOTHING_HIDDEN]
REWRITTEN = [pytest.param(case, id=case.label) for case in refusals() if case.file == NOTHING_HIDDEN]
PERMISSIONS = [pytest.param(case, id=case.label) for case in permissions()]
WRITTEN_OUT = [pytest.param(case, id=case.label) for case in permissions() if case.becomes]
ASKS_THE_DATA = "open_pivots"
"""The file of statements that need a query of their own before them: only the whole program can run these."""
SAMPLES = "samples"


def one_line(sql: str) -> str:
    return re.sub(r"[ \n]+", " ", sql).strip()


def answer_of(engine: Any, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Names and rows. DuckDB's own Python rows lose the scale of some decimals, its Arrow tables do not."""
    if isinstance(engine, duckdb.DuckDBPyConnection):
        table = engine.sql(sql).to_arrow_table()
        return table.column_names, plain_rows(table)
    cursor = engine.execute(sql)
    return [column[0] for column in cursor.description], cursor.fetchall()


def rows_of(engine: Any, sql: str) -> list[tuple[Any, ...]]:
    return answer_of(engine, sql)[1]


@pytest.mark.parametrize("case", REFUSALS)
def test_must_refuse(gates: dict[Dialect, Gate], case: Refusal) -> None:
    with pytest.raises(Refused) as caught:
        gates[case.dialect].validate(case.sql, rows=100)
    sentence = str(caught.value)
    assert caught.value.rule == (case.rule or caught.value.rule), sentence
    assert sentence.endswith((".", "?")), sentence
    assert not re.search(r"\x1b|sqlglot|Token|<class|Expecting", sentence)


@pytest.mark.parametrize("case", REWRITTEN)
def test_nothing_hidden_comes_out(gates: dict[Dialect, Gate], engines: dict[Dialect, Any], case: Refusal) -> None:
    engine = engines[case.dialect]
    assert re.search(TOKENS[case.harm], str(rows_of(engine, case.sql))), "without the gate it comes out"
    try:
        query = gates[case.dialect].validate(case.sql, rows=100)
        rows = rows_of(engine, query.text)
    except (Refused, duckdb.Error, sqlite3.Error):
        return
    assert not re.search(TOKENS[case.harm], str(rows))


@pytest.mark.parametrize("case", WRITTEN_OUT)
def test_written_out(gates: dict[Dialect, Gate], case: Permission) -> None:
    gate = gates[case.dialect]
    query = gate.validate(case.sql, rows=100)
    assert one_line(query.text) == case.becomes
    again = gate.validate(query.text, rows=100)
    same = re.sub(r"\s", "", again.text) == re.sub(r"\s", "", query.text)
    assert same, "what the gate writes passes the gate unchanged"
    assert again.tables == query.tables


@pytest.mark.parametrize("case", PERMISSIONS)
def test_rows_are_those_of_the_text_as_written(
    gates: dict[Dialect, Gate],
    engines: dict[Dialect, Any],
    sources: dict[Dialect, Source],
    assistant: Assistant,
    case: Permission,
) -> None:
    engine = engines[case.dialect]
    names, rows = answer_of(engine, case.sql)
    if case.file == SAMPLES:
        everything = set(rows_of(engine, 'select "OrderID" from orders'))
        query = gates[case.dialect].validate(case.sql, rows=100)
        drawn = plain_rows(sources[case.dialect].run(query, Limits()).table)
        assert {row[:1] for row in drawn} <= everything
        assert len(drawn) == len(rows) or "%" in case.sql or "percent" in case.sql
        return
    if case.file == ASKS_THE_DATA:
        answer = assistant.sql(case.sql)
        assert answer.status == "answered", answer.message
        assert answer.columns == names
        assert not explain_difference(answer.rows, rows, ordered=False, any_column_order=False)
        return
    query = gates[case.dialect].validate(case.sql, rows=100)
    passed = rows_of(engine, query.text)
    ordered = bool(sqlglot.parse_one(case.sql, dialect=case.dialect).args.get("order"))
    assert not explain_difference(passed, rows, ordered=ordered, any_column_order=False)
    result = sources[case.dialect].run(query, Limits())
    assert not explain_difference(plain_rows(result.table), rows, ordered=ordered, any_column_order=False)
    assert len(result.table.column_names) == len({name.lower() for name in result.table.column_names})
    if len({name.lower() for name in names}) == len(names) and all(re.fullmatch(r"\w+", name) for name in names):
        assert [name.lower() for name in result.table.column_names] == [name.lower() for name in names]


def test_the_exam_is_large_enough() -> None:
    harmful = [case for case in refusals() if case.file not in APART]
    assert all(case.harm for case in harmful)
    assert len({(case.dialect, case.sql) for case in refusals()}) == len(refusals())
    assert len([case for case in harmful if case.dialect == "duckdb"]) >= 400
    assert len([case for case in harmful if case.dialect == "sqlite"]) >= 60
    assert len([case for case in permissions() if case.dialect == "duckdb"]) >= 150
    assert len([case for case in permissions() if case.dialect == "sqlite"]) >= 35


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("select ORDERID, Amount from orders", ["ORDERID", "Amount"]),
        ("select * from (select * from orders) t", "OrderID customer_id amount status placed_on placed_at quantity note".split()),
        ("with t as (select amount as Amt from orders) select * from t", ["Amt"]),
        ("select sum(amount), count(*) from orders", ["sum(amount)", "count(*)"]),
        ("select * from (select status, sum(amount) from orders group by 1)", ["status", "sum(amount)"]),
        ("select 'EU', Upper('x')", ["'EU'", "upper('x')"]),
        ("select amount, amount, AMOUNT from orders", ["amount", "amount_2", "AMOUNT_3"]),
        ("select a.amount, b.amount, b.amount as amount_2 from orders a, orders b", ["amount", "amount_2", "amount_2_2"]),
        ("select sum(amount) over w from orders window w as (order by amount)", ["sum(amount) OVER w"]),
    ],
)  # fmt: skip
def test_output_names(gates: dict[Dialect, Gate], sql: str, names: list[str]) -> None:
    tree = gates["duckdb"].validate(sql, rows=100).tree
    assert isinstance(tree, exp.Query)
    assert tree.named_selects == names


@pytest.mark.parametrize(
    ("sql", "tail"),
    [
        ("select status from orders", "LIMIT 101"),
        ("select status from orders limit 7", "LIMIT 7"),
        ("select status from orders limit 100", "LIMIT 100"),
        ("select status from orders limit 101", "LIMIT 101"),
        ("select status from orders limit 100000", "LIMIT 101"),
        ("select status from orders limit 0", "LIMIT 0"),
        ("select status from orders limit all", "LIMIT 101"),
        ("select status from orders limit null", "LIMIT 101"),
        ("select status from orders fetch first 3 rows only", "LIMIT 3"),
        ("select status from orders limit 7 offset 2", "LIMIT 7 OFFSET 2"),
        ("select status from orders limit 500 offset 2", "LIMIT 101 OFFSET 2"),
        ("select status from orders offset 2", "LIMIT 101 OFFSET 2"),
        ("select status from orders order by status limit 500", "ORDER BY status LIMIT 101"),
        ("select status from orders union select name from customers", "FROM customers LIMIT 101"),
        ("select status from orders union select name from customers limit 3", "FROM customers LIMIT 3"),
        ("(select status from orders limit 3)", "LIMIT 3 )"),
        ("(select status from orders)", "LIMIT 101 )"),
        ("(select status from orders limit 5) limit 500", ") LIMIT 101"),
        ("select status from (select status from orders limit 500)", "LIMIT 101"),
        ("select count(*), sum(amount) + 1 from orders", "FROM orders"),
        ("select count(*) from orders group by status", "GROUP BY orders.status LIMIT 101"),
        ("select (select max(amount) from orders) as m from customers", "FROM customers LIMIT 101"),
        ("select unnest(list(status)) as s from orders", "FROM orders LIMIT 101"),
        ("select sum(amount) over () as s from orders", "FROM orders LIMIT 101"),
    ],
)
def test_row_cap(gates: dict[Dialect, Gate], sql: str, tail: str) -> None:
    query = gates["duckdb"].validate(sql, rows=100)
    assert one_line(query.text).endswith(tail)
    assert query.row_cap == 100


def test_cap_is_one_row_more_than_comes_back(gates: dict[Dialect, Gate], sources: dict[Dialect, Source]) -> None:
    result = sources["duckdb"].run(gates["duckdb"].validate("select * from orders", rows=5), Limits(rows=5))
    assert (result.table.num_rows, result.truncated) == (5, True)
    result = sources["duckdb"].run(gates["duckdb"].validate("select * from orders", rows=6), Limits(rows=6))
    assert (result.table.num_rows, result.truncated) == (6, False)


@pytest.mark.parametrize(
    ("dialect", "sql", "message"),
    [
        ("duckdb", "select ammount from orders", "There is no column 'ammount' in orders; did you mean 'amount'?"),
        ("duckdb", "select o.Ammount from orders o", "There is no column 'Ammount' in o; did you mean 'amount'?"),
        ("duckdb", "select region from orders", "There is no column 'region' in orders; the table customers has it: join that table."),
        ("duckdb", "select zzz from (select id, name from customers) t", "There is no column 'zzz' in t; there are: id, name."),
        ("duckdb", "select t.zzz from (select id, name from customers) t", "There is no column 'zzz' in t; there are: id, name."),
        ("duckdb", "select x.amount from orders o", "The query has no table or alias 'x' here; there are: o."),
        ("duckdb", "select amount from orders o join orders p on o.customer_id = p.customer_id", "More than one table of the query has a column 'amount'; write o.amount or p.amount."),
        ("duckdb", "select * from orders join customers using (id)", "USING needs the column 'id' on both sides of the join; write ON with both columns instead."),
        ("duckdb", "select amount from orders where status = \"paid\"", "There is no column 'paid' in orders; double quotes mark a name, a text stands in single quotes."),
        ("duckdb", "select customers from customers", "'customers' is a table; name the columns that you want of it."),
        ("duckdb", "select amount from Ordrs", "There is no table 'ordrs'; did you mean 'orders'?"),
        ("duckdb", "select amount from nonsense", "There is no table 'nonsense'; there are: customers, orders."),
        ("duckdb", "select amount\nfrom orders\nwhere and status = 1", "The SQL has a syntax error at line 3, column 20: something is missing near '1'."),
        ("duckdb", "select amount from orders where", "The SQL has a syntax error at line 1, column 27: something is missing near 'where'."),
        ("duckdb", "select (amount from orders", "The SQL has a syntax error at line 1, column 16: a closing bracket is missing at 'from'."),
        ("duckdb", "SELEC amount FROM orders", "The SQL has a syntax error: it starts with 'SELEC'; did you mean 'SELECT'?"),
        ("duckdb", "how many orders?", "The SQL has a syntax error: it starts with 'how'; a question to the data starts with SELECT or WITH."),
        ("duckdb", "select 'abc from orders", "The SQL cannot be read: a single quote (') is opened and not closed."),
        ("duckdb", "select 1; select 2", "Exactly one statement can run; this is 2. Run them one at a time."),
        ("duckdb", "drop table orders", "Only questions to the data can run, and DROP is not one; write a SELECT."),
        ("duckdb", "select mediann(amount) from orders", "The function 'mediann' may not be used here; did you mean 'median'?"),
        ("duckdb", "select random()", "The function 'random' may not be used here: it gives other values each time, so that no answer could be checked."),
        ("duckdb", "select * from orders limit 10 percent", "LIMIT takes a whole number here, such as LIMIT 10."),
        ("duckdb", "pivot orders on status using sum(amount)", "PIVOT must list the values that become columns: PIVOT t ON c IN ('a', 'b') USING sum(x)."),
        ("sqlite", "select concat(name, region) from customers", "The function 'concat' may not be used here: it is no function of SQLite."),
        ("sqlite", "select placed_on + interval 1 day from orders", "A question to the data may not contain INTERVAL (it is not in SQLite); move a date with date(x, '+1 month')."),
    ],
)  # fmt: skip
def test_sentences(small_gates: dict[Dialect, Gate], dialect: Dialect, sql: str, message: str) -> None:
    with pytest.raises(Refused) as caught:
        small_gates[dialect].validate(sql, rows=100)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "sql",
    [
        "select " + "(" * 2_000 + "1" + ")" * 2_000,
        "select " + "not " * 3_000 + "true",
        "select " + "(select " * 150 + "1" + ")" * 150,
        "select " + "case when 1 = 1 then " * 500 + "1" + " end" * 500,
        "select " + "[" * 1_500 + "]" * 1_500,
        "select " + "1 + " * 12_000 + "1",
        "select 1 " + "union all select 1 " * 3_000,
    ],
)
def test_deep_text_is_refused_or_passes_but_never_breaks(gates: dict[Dialect, Gate], sql: str) -> None:
    rule = ""
    try:
        gates["duckdb"].validate(sql, rows=100)
    except Refused as refused:
        rule = refused.rule
    assert rule in ("", "text_hygiene")


def test_long_lists_pass(gates: dict[Dialect, Gate]) -> None:
    sql = f"select amount from orders where quantity in ({', '.join(map(str, range(10_000)))})"
    assert gates["duckdb"].validate(sql, rows=100).tables == {"orders"}


def test_names_that_differ_beyond_ascii_are_two_columns() -> None:
    table = Table("t", {name: Column(name, "text", "VARCHAR") for name in ("É", "é")})
    gate = Gate(Catalog({"t": table}), "duckdb")
    assert 't."É" AS "É"' in gate.validate("select É from t", rows=1).text
    assert 't."é" AS "é"' in gate.validate("select é from t", rows=1).text


def test_admit_leaves_the_tree_alone_and_holds_names_and_bounds(gates: dict[Dialect, Gate]) -> None:
    tree = sqlglot.parse_one("select repeat(status, 2) as r from orders", dialect="duckdb")
    assert isinstance(tree, exp.Expression)
    before = tree.sql()
    query = gates["duckdb"].admit(tree, rows=100)
    assert tree.sql() == before
    assert one_line(query.text) == "SELECT REPEAT(orders.status, 2) AS r FROM orders LIMIT 101"
    for sql, rule in [
        ("select pay from secret_salaries", "names_exist"),
        ("select zzz from orders", "names_resolve"),
        ("select * from read_csv('x')", "plain_tables"),
        ("delete from orders", "read_only"),
        ("select 1 limit 2 + 3", "bounds"),
    ]:
        other = sqlglot.parse_one(sql, dialect="duckdb")
        assert isinstance(other, exp.Expression)
        with pytest.raises(Refused) as caught:
            gates["duckdb"].admit(other, rows=100)
        assert caught.value.rule == rule


def test_nobody_else_makes_a_validated_query(gates: dict[Dialect, Gate]) -> None:
    query = gates["duckdb"].validate("select 1 as one", rows=100)
    with pytest.raises(TypeError, match="gate"):
        ValidatedQuery(object(), text="select 1")
    with pytest.raises(RuntimeError, match="gate"):
        claim_mint()
    with pytest.raises(AttributeError, match="cannot be changed"):
        query.text = "drop table orders"
    for forge in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="copied"):
            forge(query)
