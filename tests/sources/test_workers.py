"""Queries in worker processes: what comes back, what is refused, and what happens when one dies."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from copilot.errors import Cancelled, QueryFailed, TimedOut
from copilot.sources.duckdb_engine import column_type
from copilot.sources.engine_source import EngineSource
from copilot.values import Limits, LoadReport, ValidatedQuery, query
from copilot.values.plain import plain_rows
from copilot.values.query import Dialect, Engine

ENDLESS = "SELECT max(hash(i)) FROM range(1000000000000000) t(i)"
ENDLESS_SQLITE = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r"


def sealed(
    text: str, *tables: str, cap: int = 1000, dialect: Dialect = "duckdb", fenced: str = "", **parameters: Any
) -> ValidatedQuery:
    """Seal a text as the gate would, even one that the gate never lets through: the engine must hold by itself."""
    return ValidatedQuery(
        query._SEAL,
        tree=None,
        text=text,
        shown=text,
        _fence=lambda: fenced,
        dialect=dialect,
        parameters=parameters,
        tables=frozenset(tables),
        row_cap=cap,
    )


def opened(path: Path, dialect: Engine) -> EngineSource:
    return EngineSource(path, name=path.stem, dialect=dialect, fingerprint="0" * 32, load_report=LoadReport())


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineSource]:
    path = tmp_path_factory.mktemp("duck") / "shop.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TYPE mood AS ENUM ('good', 'bad')")
        con.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR, ssn VARCHAR)")
        con.execute(
            """CREATE TABLE orders (id HUGEINT PRIMARY KEY, customer_id INTEGER REFERENCES customers (id),
            ordered DATE, placed TIMESTAMPTZ, amount DECIMAL(12, 2), mood mood, tags VARCHAR[], extra JSON)"""
        )
        con.execute("INSERT INTO customers VALUES (1, 'Ann', 'secret-1'), (2, 'Bo', 'secret-2')")
        con.execute(
            """INSERT INTO orders VALUES
            (10, 1, '2025-01-31', '2025-01-31 10:00+00', 1.50, 'good', ['a'], '{"k": 1}'),
            (11, 2, '2025-02-01', NULL, 2.25, 'bad', [], NULL), (12, 1, '2025-03-01', NULL, 0.25, NULL, NULL, NULL)"""
        )
        con.execute('CREATE TABLE "odd ""name.x" AS SELECT 1 AS "a b"')
        con.execute(
            "CREATE VIEW spending AS SELECT name, amount FROM orders o JOIN customers c ON c.id = o.customer_id"
        )
        con.execute("CREATE SCHEMA hr")
        con.execute("CREATE TABLE hr.orders AS SELECT 'secret-3' AS salary")
        con.execute("CREATE MACRO top_pay() AS (SELECT max(salary) FROM hr.orders)")
    source = opened(path, "duckdb")
    yield source
    source.close()


@pytest.fixture(scope="module")
def lite_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lite") / "shop.sqlite"
    with sqlite3.connect(path) as con:
        con.executescript(
            """CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, ssn TEXT);
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INT REFERENCES customers, ordered TEXT, at DATETIME,
              amount DECIMAL(10, 2), code VARCHAR(5), paid BOOLEAN, untyped, wrong INTEGER, due DATE, day_first DATE);
            INSERT INTO customers VALUES (1, 'Ann', 'secret-1'), (2, 'Bo', 'secret-2');
            INSERT INTO orders VALUES
              (1, 1, '2025-01-31', '2025-01-31 10:30:00', 1.5, '007', 1, 3, 'x', '2025-02-31', '31/01/2025'),
              (2, 2, '2025-02-01', '2025-02-01 00:00:00', 2, '008', 0, 4, 5, '2025-02-01', '01/02/2025'),
              (3, 1, '2025-03-01', NULL, 0.25, NULL, NULL, NULL, NULL, NULL, NULL);
            CREATE VIEW spending AS SELECT name, amount FROM orders o JOIN customers c ON c.id = o.customer_id;
            CREATE VIEW top_spending AS SELECT * FROM spending WHERE amount > 1;"""
        )
    con.close()
    return path


@pytest.fixture(scope="module")
def lite(lite_path: Path) -> Iterator[EngineSource]:
    source = opened(lite_path, "sqlite")
    yield source
    source.close()


def rows(source: EngineSource, text: str, *tables: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return plain_rows(source.run(sealed(text, *tables, dialect=source.dialect, **parameters), Limits()).table)


# --- DuckDB: results -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tables", "expected"),
    [
        ("SELECT sum(id) FROM orders", ["orders"], [(33,)]),
        ("SELECT amount, mood FROM orders ORDER BY id LIMIT 1", ["orders"], [(Decimal("1.50"), "good")]),
        ("SELECT placed FROM orders WHERE id = 10", ["orders"], [(dt.datetime(2025, 1, 31, 10, tzinfo=dt.UTC),)]),
        ("SELECT name FROM orders JOIN customers ON true AND customers.id = 2 LIMIT 1", ["orders", "customers"], [("Bo",)]),
        ("SELECT count(*) FROM customers JOIN (SELECT 1 AS id) x USING (id)", ["customers"], [(1,)]),
        ('SELECT "a b" FROM "odd ""name.x"', ['odd "name.x'], [(1,)]),
        ("SELECT count(*) FROM ORDERS", ["orders"], [(3,)]),
        ("SELECT sum(amount) FROM spending WHERE name = 'Ann'", ["spending"], [(Decimal("1.75"),)]),
        ("WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT sum(n) FROM r", [], [(10,)]),
        ("WITH a AS MATERIALIZED (SELECT id FROM orders) SELECT count(*) FROM a, a b", ["orders"], [(9,)]),
        ("SELECT id FROM orders QUALIFY row_number() OVER (ORDER BY amount DESC) = 1", ["orders"], [(11,)]),
        ("SELECT u FROM orders, unnest(tags) t(u)", ["orders"], [("a",)]),
        ("SELECT key FROM orders, json_each(extra)", ["orders"], [("k",)]),
        ("SELECT count(*) FROM orders WHERE customer_id NOT IN (SELECT id FROM customers)", ["orders", "customers"], [(0,)]),
        ("SELECT o.id FROM orders o ASOF JOIN (SELECT DATE '2025-02-10' d) x ON o.ordered >= x.d", ["orders"], [(12,)]),
        ("(PIVOT orders ON mood IN ('good', 'bad') USING sum(id) GROUP BY customer_id) ORDER BY 1 LIMIT 1", ["orders"],
         [(1, 10, None)]),
        ("SELECT customer_id, count(*) FROM orders GROUP BY ROLLUP (customer_id) ORDER BY 2 DESC LIMIT 1", ["orders"],
         [(None, 3)]),
        ("SELECT id FROM customers EXCEPT SELECT customer_id FROM orders WHERE id = 11", ["customers", "orders"], [(1,)]),
        ("SELECT i FROM range(2) t(i) UNION ALL SELECT i FROM generate_series(5, 5) t(i) ORDER BY 1", [],
         [(0,), (1,), (5,)]),
        ("SELECT list_transform([1, 2], lambda x: x + 1)", [], [([2, 3],)]),
        ("SELECT DISTINCT ON (customer_id) id FROM orders ORDER BY customer_id, id", ["orders"], [(10,), (11,)]),
        ("SELECT id FROM orders WHERE amount > (SELECT avg(amount) FROM orders o WHERE o.customer_id = orders.customer_id)",
         ["orders"], [(10,)]),
        ("SELECT count(*) FROM (SELECT * FROM orders USING SAMPLE 100 PERCENT (bernoulli))", ["orders"], [(3,)]),
    ],
)  # fmt: skip
def test_duckdb_rows(shop: EngineSource, text: str, tables: list[str], expected: list[tuple[Any, ...]]) -> None:
    assert rows(shop, text, *tables) == expected


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("ordered >= $v", dt.date(2025, 2, 1), [(11,), (12,)]),
        ("placed = $v", dt.datetime(2025, 1, 31, 10), [(10,)]),
        ("amount = $v", Decimal("2.25"), [(11,)]),
        ("mood = $v", "bad", [(11,)]),
        ("customer_id = $v", 1, [(10,), (12,)]),
        ("amount < $v", 0.5, [(12,)]),
        ("(mood IS NULL) = $v", True, [(12,)]),
        ("amount > $v", None, []),
    ],
)
def test_duckdb_parameters(shop: EngineSource, condition: str, value: Any, expected: list[tuple[Any, ...]]) -> None:
    assert rows(shop, f"SELECT id FROM orders WHERE {condition} ORDER BY id", "orders", v=value) == expected


@pytest.mark.parametrize(
    ("cap", "limit", "count", "truncated"),
    [(2, 10, 2, True), (10, 2, 2, True), (3, 10, 3, False), (10_000, 9_000, 3, False)],
)
def test_row_cap(shop: EngineSource, cap: int, limit: int, count: int, truncated: bool) -> None:
    result = shop.run(sealed("SELECT id FROM orders", "orders", cap=cap), Limits(rows=limit))
    assert (result.table.num_rows, result.truncated) == (count, truncated)


def test_rows_beyond_the_cap_are_never_computed(shop: EngineSource) -> None:
    result = shop.run(sealed("SELECT * FROM range(1000000000000)", cap=5), Limits(seconds=20))
    assert (result.table.num_rows, result.truncated) == (5, True)


@pytest.mark.parametrize(
    ("text", "megabytes", "count", "truncated"),
    [
        ("SELECT i FROM range(1000) t(i)", 0.008125, 1000, False),  # 8 bytes and the bit that says it is there
        ("SELECT i FROM range(1001) t(i)", 0.008125, 1000, True),
        ("SELECT i FROM range(100000) t(i)", 0.40625, 50_000, True),
        ("SELECT i FROM range(2000000) t(i)", 64, 2_000_000, False),  # in many parts
        ("SELECT repeat('x', 1000000) AS x FROM range(100)", 10, 9, True),  # each has an offset beside its letters
        ("SELECT CASE i WHEN 2 THEN repeat('x', 3000000) ELSE 'y' END AS x FROM range(9) t(i)", 2, 2, True),
        ("SELECT NULL AS x FROM range(70000)", 0.001, 70_000, False),
    ],
)
def test_byte_cap(shop: EngineSource, text: str, megabytes: float, count: int, truncated: bool) -> None:
    result = shop.run(sealed(text, cap=10_000_000), Limits(rows=10_000_000, megabytes=megabytes))
    assert (result.table.num_rows, result.truncated) == (count, truncated)
    assert result.table.nbytes <= megabytes * 1_000_000
    if result.table.column_names == ["i"]:
        assert result.table.column("i").to_pylist() == list(range(count))


@pytest.mark.parametrize("name", ["shop", "lite"])
def test_a_row_that_is_larger_than_a_result(name: str, request: pytest.FixtureRequest) -> None:
    source: EngineSource = request.getfixturevalue(name)
    huge = "hex(zeroblob(2000000))" if name == "lite" else "repeat('x', 4000000)"
    with pytest.raises(QueryFailed, match=r"single row is larger than the 2\.5 MB"):
        source.run(sealed(f"SELECT {huge} AS x", dialect=source.dialect), Limits(megabytes=2.5))
    assert rows(source, f"SELECT length({huge})") == [(4_000_000,)]


def test_sqlite_byte_cap(lite: EngineSource) -> None:
    text = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n, hex(zeroblob(500)) AS x FROM r"
    result = lite.run(sealed(text, dialect="sqlite", cap=10_000), Limits(megabytes=1))
    assert (result.table.num_rows, result.truncated) == (988, True)  # 1,000 letters, an offset and a number each


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT 1 AS a, 2 AS a, 3 AS \"A\"", [[1], [2], [3]]),
        ("SELECT a FROM (SELECT 1 AS a) WHERE false", [[]]),
        ("SELECT uuid() IS NULL, NULL, [], map {'a': 1}", [[False], [None], [[]], [[("a", 1)]]]),
        ("SELECT 170141183460469231731687303715884105727::HUGEINT", [[Decimal(2**127 - 1)]]),
        ("SELECT union_value(a := 1), [1, 2]::INTEGER[2]", [[1], [[1, 2]]]),
        ("SELECT TIMESTAMP_S '2020-01-01 00:00:00', TIME '10:00:00'", [[dt.datetime(2020, 1, 1)], [dt.time(10)]]),
        ("SELECT ['good'::mood], {'m': 'bad'::mood}, map {'k': 'good'::mood}",
         [[["good"]], [{"m": "bad"}], [[("k", "good")]]]),
        ("SELECT '\\xAA'::BLOB, chr(0), 'nul' || chr(0) || 'nul'", [[b"\xaa"], ["\0"], ["nul\0nul"]]),
        ('SELECT 1 AS "odd ""name\n"', [[1]]),
    ],
)  # fmt: skip
def test_odd_results(shop: EngineSource, text: str, expected: list[list[Any]]) -> None:
    table = shop.run(sealed(text), Limits()).table
    assert [column.to_pylist() for column in table.columns] == expected


def test_a_result_as_wide_as_can_be(shop: EngineSource) -> None:
    wide = ", ".join(f"i + {n} AS c{n}" for n in range(2000))
    table = shop.run(sealed(f"SELECT {wide} FROM range(500) t(i)"), Limits()).table
    assert table.shape == (500, 2000)
    assert table.column(1999).to_pylist() == list(range(1999, 2499))


def test_duckdb_schema(shop: EngineSource) -> None:
    tables = {table.name: table for table in shop.schema()}
    assert list(tables) == ["customers", 'odd "name.x', "orders", "spending"]
    assert [(column.name, column.type) for column in tables["orders"].columns] == [
        ("id", "integer"),
        ("customer_id", "integer"),
        ("ordered", "date"),
        ("placed", "timestamp"),
        ("amount", "decimal"),
        ("mood", "text"),
        ("tags", "other"),
        ("extra", "json"),
    ]
    assert tables["orders"].primary_key == ("id",)
    (key,) = tables["orders"].foreign_keys
    assert (key.columns, key.to_table, key.to_columns) == (("customer_id",), "customers", ("id",))
    assert [name for name, table in tables.items() if table.is_view] == ["spending"]


@pytest.mark.parametrize(
    ("engine_type", "expected"),
    [
        ("UBIGINT", "integer"), ("HUGEINT", "integer"), ("DECIMAL(38,0)", "decimal"), ("DOUBLE", "float"),
        ("UUID", "text"), ("ENUM('a', 'b')", "text"), ("ENUM('x[]')", "text"), ("TIMESTAMP WITH TIME ZONE", "timestamp"),
        ("TIMESTAMP_NS", "timestamp"), ("TIME", "time"), ("STRUCT(a INTEGER)", "other"), ("MAP(VARCHAR, INTEGER)", "other"),
        ("INTEGER[3]", "other"), ("JSON", "json"), ("BLOB", "binary"), ("INTERVAL", "interval"), ("BOOLEAN", "boolean"),
    ],
)  # fmt: skip
def test_duckdb_types(engine_type: str, expected: str) -> None:
    assert column_type(engine_type) == expected


# --- DuckDB: what must not happen ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("DELETE FROM orders", ["orders"]),
        ("WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d", ["orders"]),
        ("CREATE TEMP TABLE x AS SELECT 1", []),
        ("COPY orders TO 'out.csv'", ["orders"]),
        ("WITH x AS (COPY orders TO 'out.csv') SELECT * FROM x", ["orders"]),
        ("ATTACH 'other.duckdb'", []),
        ("SET threads = 8", []),
        ("SELECT * FROM read_csv('/etc/passwd')", []),
        ("SELECT * FROM '/etc/passwd'", ["/etc/passwd"]),
        ("SELECT * FROM glob('*')", []),
        ("SELECT * FROM enable_logging(storage='stdout')", []),
        ("SELECT 1; SELECT 2", []),
        ("DESCRIBE orders", ["orders"]),
        ("EXPLAIN ANALYZE SELECT 1", []),
        ("CALL duckdb_tables()", []),
        ("VALUES (getenv('HOME'))", []),
    ],
)
def test_duckdb_only_reads_its_file(shop: EngineSource, text: str, tables: list[str]) -> None:
    with pytest.raises(QueryFailed):
        rows(shop, text, *tables)
    assert rows(shop, "SELECT count(*) FROM orders", "orders") == [(3,)]


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("SELECT * FROM customers", ["orders"]),
        ("SELECT * FROM spending", ["orders"]),
        ("SELECT * FROM hr.orders", ["orders"]),
        ("SELECT top_pay()", ["orders"]),
        ("SELECT * FROM query('SELECT * FROM ' || 'customers')", ["orders"]),
        ("SELECT * FROM query_table('customers')", ["orders"]),
        ("WITH customers AS (SELECT * FROM customers) SELECT 1 FROM customers", ["orders"]),
        ("SELECT id FROM orders WHERE EXISTS (FROM customers)", ["orders"]),
        ("SELECT * FROM duckdb_tables()", []),
        ("SELECT * FROM information_schema.tables", []),
        ("SELECT * FROM pragma_storage_info('orders')", ["orders"]),
        ("SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM customers'))", ["orders"]),
        ("SELECT * FROM (DESCRIBE hr.orders)", ["customers"]),
    ],
)
def test_second_opinion(shop: EngineSource, text: str, tables: list[str]) -> None:
    with pytest.raises(QueryFailed, match=r"other tables than the gate saw|does not take this SQL"):
        rows(shop, text, *tables)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT CAST(ssn AS INTEGER) FROM customers",
        "SELECT error((SELECT ssn FROM customers LIMIT 1))",
        "SELECT strptime(ssn, '%Y') FROM customers",
        "SELECT CAST(ssn AS mood) FROM customers",
        "SELECT ssn::JSON FROM customers",
        "SELECT json_extract(ssn, '$.a') FROM customers",
        "SELECT regexp_matches('x', '(' || ssn) FROM customers",
        "SELECT date_trunc(ssn, DATE '2025-01-01') FROM customers",
        "SELECT (SELECT ssn FROM customers) FROM customers",
    ],
)
def test_errors_carry_no_value(shop: EngineSource, text: str) -> None:
    with pytest.raises(QueryFailed) as caught:
        rows(shop, text, "customers")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("SELECT nosuch FROM orders", "nosuch"),
        ("SELECT 1 % 0", "divides by zero"),
        ("SELECT CAST(name AS DATE) FROM customers", "TRY_CAST"),
        ("SELECT id FROM customers GROUP BY name", "GROUP BY"),
        ("SELECT * FROM orders WHERE id = $b", "parameters"),
        ("SELECT 100::TINYINT * 100::TINYINT", "out of range"),
        ("SELECT repeat('x', 4000000000)", "memory"),
        ("SELECT length(string_agg(repeat('x', 10000), '')) FROM range(1000000)", "memory"),
    ],
)
def test_errors_say_what_is_wrong(shop: EngineSource, text: str, part: str) -> None:
    with pytest.raises(QueryFailed, match=part):
        rows(shop, text, "orders", "customers")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("SELECT abs(mood) FROM orders", "'abs(ENUM)'"),
        ("SELECT coalesce(mood, 1) FROM orders", "type ENUM and INTEGER_LITERAL in COALESCE"),
        ("SELECT [mood, 1] FROM orders", "does not take this SQL"),
        ("SELECT c.ss FROM customers c", 'Table "c" does not have a column named "ss"'),
        ("SELECT ss FROM customers", 'column "ss" not found in FROM clause!'),
        ("SELECT * FROM customer", "Table with name customer does not exist!"),
        ("SELECT lenght(name) FROM customers", "lenght does not exist!"),
        ("SELECT * EXCLUDE (ss) FROM customers", 'Column "ss" in EXCLUDE list'),
        ("SELECT COLUMNS('zzz') FROM customers", 'regex "zzz"'),
        ("SELECT {'s': ssn}.x FROM customers", 'key "x"'),
        ("SELECT abs({'hidden': ssn}) FROM customers", "'abs(STRUCT)'"),
        ("SELECT 1 FROM customers NATURAL JOIN (SELECT 1 AS zz)", "No columns found to join on"),
        ("SELECT " + "abs(" * 300 + "1" + ")" * 300, "nested too deeply"),
    ],
)
def test_the_binder_names_only_what_the_sql_names(shop: EngineSource, text: str, part: str) -> None:
    with pytest.raises(QueryFailed) as caught:
        rows(shop, text, "customers", "orders")
    message = str(caught.value)
    assert part in message
    assert not [word for word in ("good", "bad", "ssn", "secret", "Candidate", "Did you", "LINE") if word in message]


def _under_a_policy(source: EngineSource, shown: str, text: str, *, fenced: str = "") -> list[tuple[Any, ...]]:
    made = ValidatedQuery(
        query._SEAL,
        tree=None,
        text=text,
        shown=shown,
        _fence=lambda: fenced,
        dialect=source.dialect,
        parameters={},
        tables=frozenset({"customers"}),
        row_cap=1_000_000,
    )
    return plain_rows(source.run(made, Limits(seconds=10, rows=1_000_000)).table)


@pytest.mark.parametrize("name", ["shop", "lite"])
@pytest.mark.parametrize(
    "text",
    [
        "SELECT id FROM (SELECT id FROM customers WHERE ssn_wrong = 1)",
        "SELECT id FROM (SELECT id FROM customers) c WHERE c.ssn = 1",
        "SELECT id FROM (SELECT id FROM customers_secret)",
        "SELECT id FROM (SELECT id FROM orders)",
    ],
)
def test_names_of_the_policy_are_not_told(name: str, text: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(QueryFailed) as caught:
        _under_a_policy(request.getfixturevalue(name), "SELECT id FROM customers", text)
    assert not [word for word in ("ssn", "secret", "orders") if word in str(caught.value)]


FAILS = "SELECT id FROM customers WHERE CAST(ssn AS INTEGER) = 1"
FAILS_LATE = "SELECT CASE WHEN i = 200000 THEN error('x') ELSE 1 END AS x FROM range(400000) t(i)"


@pytest.mark.parametrize(
    ("text", "fenced", "expected"),
    [
        (FAILS, "SELECT 7 AS id", [(7,)]),
        (FAILS, "SELECT id FROM customers WHERE id = 2", [(2,)]),
        (FAILS_LATE, "SELECT 7 AS id", [(7,)]),  # rows of the first are there already, and are not the answer
        ("SELECT repeat('x', 4000000000)", "SELECT 7 AS id", [(7,)]),
        ("SELECT 8 AS id", "SELECT 7 AS id", [(8,)]),
    ],
)
def test_the_fenced_text_decides(shop: EngineSource, text: str, fenced: str, expected: list[tuple[Any, ...]]) -> None:
    assert _under_a_policy(shop, "SELECT id FROM customers", text, fenced=fenced) == expected


@pytest.mark.parametrize(
    ("text", "fenced", "part"),
    [
        (FAILS, FAILS, "TRY_CAST"),
        (FAILS, "SELECT 1 % 0", "divides by zero"),
        (FAILS, "", "TRY_CAST"),
        ("SELECT nosuch FROM customers", "SELECT 7 AS id", "does not take"),  # says nothing about rows
        ("SELECT * FROM orders", "SELECT 7 AS id", "other tables"),
        (FAILS, "SELECT * FROM orders", "other tables"),
    ],
)
def test_the_fenced_text_fails(shop: EngineSource, text: str, fenced: str, part: str) -> None:
    with pytest.raises(QueryFailed, match=part):
        _under_a_policy(shop, "SELECT id FROM customers", text, fenced=fenced)


def test_the_fenced_text_has_what_is_left_of_the_time(shop: EngineSource) -> None:
    made = sealed("SELECT CAST('x' || i AS INTEGER) FROM range(9) t(i)", fenced=ENDLESS)
    with pytest.raises(TimedOut, match=r"0\.5 seconds"):
        shop.run(made, Limits(seconds=0.5))


def test_only_validated_queries(shop: EngineSource, lite: EngineSource) -> None:
    with pytest.raises(TypeError, match="gate"):
        shop.run("SELECT 1", Limits())  # type: ignore[arg-type]
    with pytest.raises(QueryFailed, match="written for sqlite"):
        shop.run(sealed("SELECT 1", dialect="sqlite"), Limits())


# --- the processes ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_dead_worker_is_replaced(shop: EngineSource) -> None:
    for _ in range(2):
        assert rows(shop, "SELECT 1") == [(1,)]
        for pid in shop.worker_pids:
            os.kill(pid, signal.SIGKILL)
        assert rows(shop, "SELECT count(*) FROM orders", "orders") == [(3,)]


@pytest.mark.parametrize("name", ["shop", "lite"])
def test_deadline(name: str, request: pytest.FixtureRequest) -> None:
    source: EngineSource = request.getfixturevalue(name)
    assert rows(source, "SELECT 1") == [(1,)]
    endless = ENDLESS if source.dialect == "duckdb" else ENDLESS_SQLITE
    with pytest.raises(TimedOut, match=r"0\.2 seconds"):
        source.run(sealed(endless, dialect=source.dialect), Limits(seconds=0.2))
    assert rows(source, "SELECT 1") == [(1,)]


def test_what_cannot_be_interrupted_is_killed(shop: EngineSource) -> None:
    rows(shop, "SELECT 1")
    heavy = "SELECT levenshtein(repeat('a', 400000), repeat('b', 400000))"
    with pytest.raises(TimedOut):
        shop.run(sealed(heavy), Limits(seconds=0.2))
    assert rows(shop, "SELECT 1") == [(1,)]


def _in_background(source: EngineSource, text: str) -> tuple[threading.Thread, list[BaseException]]:
    caught: list[BaseException] = []

    def ask() -> None:
        try:
            source.run(sealed(text, dialect=source.dialect), Limits(seconds=30))
        except QueryFailed as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread, caught


def test_cancel_from_another_thread(shop: EngineSource) -> None:
    asked = [_in_background(shop, ENDLESS) for _ in range(3)]  # two run, one waits for a worker
    time.sleep(0.3)
    assert len(shop.worker_pids) == 2
    shop.cancel()
    for thread, caught in asked:
        thread.join(10)
        assert [(type(error), str(error)) for error in caught] == [(Cancelled, "The query was stopped.")]
    assert rows(shop, "SELECT 1") == [(1,)]


def test_many_callers(shop: EngineSource) -> None:
    found: list[Any] = []
    text = "SELECT sum(i) FROM range(100000) t(i)"
    threads = [threading.Thread(target=lambda: found.append(rows(shop, text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [[(4999950000,)]] * 8


def test_close_ends_the_workers_and_what_runs(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    duckdb.connect(str(path)).close()
    source = opened(path, "duckdb")
    thread, caught = _in_background(source, ENDLESS)
    time.sleep(0.6)
    source.close()
    source.close()
    thread.join(10)
    assert [str(error) for error in caught] == ["The data was closed while the query ran."]
    assert source.worker_pids == ()
    with pytest.raises(QueryFailed, match="closed"):
        rows(source, "SELECT 1")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_workers_end_with_a_caller_that_is_killed(shop: EngineSource) -> None:
    code = f"""
import threading, time
from pathlib import Path
from copilot.sources.engine_source import EngineSource
from copilot.values import Limits, LoadReport, ValidatedQuery, query
source = EngineSource(Path({str(shop.database)!r}), name="x", dialect="duckdb", fingerprint="", load_report=LoadReport())
source.await_open()
fields = dict(tree=None, shown="", _fence=str, dialect="duckdb", parameters={{}}, tables=frozenset(), row_cap=1)
endless = ValidatedQuery(query._SEAL, text={ENDLESS!r}, **fields)
threading.Thread(target=source.run, args=(endless, Limits()), daemon=True).start()
time.sleep(0.3)
print(source.worker_pids[0], flush=True)
time.sleep(60)
"""
    root = Path(__file__).parents[2]
    caller = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(root)}, text=True
    )
    assert caller.stdout is not None
    pid = int(caller.stdout.readline())
    caller.kill()
    caller.wait()
    caller.stdout.close()
    until = time.monotonic() + 10
    while _runs(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")  # an ended orphan may wait for its new parent to take note
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


# --- SQLite ----------------------------------------------------------------------------------------------------------


def test_sqlite_schema(lite: EngineSource) -> None:
    tables = {table.name: table for table in lite.schema()}
    assert [(name, table.is_view) for name, table in tables.items()] == [
        ("customers", False),
        ("orders", False),
        ("spending", True),
        ("top_spending", True),
    ]
    assert {column.name: column.type for column in tables["orders"].columns} == {
        "id": "integer",
        "customer_id": "integer",
        "ordered": "date",  # text that holds nothing but days
        "at": "timestamp",
        "amount": "float",
        "code": "text",  # digits, but text
        "paid": "boolean",
        "untyped": "integer",
        "wrong": "text",  # declared INTEGER, holds a text
        "due": "text",  # declared DATE, holds a day that does not exist
        "day_first": "text",  # declared DATE, holds no ISO dates
    }
    assert tables["orders"].primary_key == ("id",)
    (key,) = tables["orders"].foreign_keys
    assert (key.columns, key.to_table, key.to_columns) == (("customer_id",), "customers", ("id",))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("date_trunc('month', '2025-03-31')", "2025-03-01"),
        ("date_trunc('quarter', '2025-12-31 23:59:59')", "2025-10-01"),
        ("date_trunc('week', '2025-03-02')", "2025-02-24"),
        ("date_trunc('hour', '2025-03-02T10:30:15')", "2025-03-02 10:00:00"),
        ("date_trunc('month', 'no date')", None),
        ("date_part('dayofweek', '2025-03-02')", 0),
        ("isodow('2025-03-02')", 7),
        ("week('2027-01-01')", 53),
        ("quarter('2025-04-01')", 2),
        ("date_diff('month', '2025-01-31', '2025-02-01')", 1),
        ("date_diff('week', '2025-03-02', '2025-03-03')", 1),
        ("date_diff('day', '2025-03-01 23:00:00', '2025-03-02 01:00:00')", 1),
        ("date_add('month', 1, '2025-01-31')", "2025-02-28"),
        ("date_add('day', -1, '2025-03-01')", "2025-02-28"),
        ("last_day('2024-02-10')", "2024-02-29"),
        ("regexp_matches('Order 7', '[0-9]$')", 1),
        ("'abc' REGEXP '^b'", 0),
        ("greatest(1, NULL, 3)", 3),
        ("least(NULL, 2)", 2),
        ("strpos('hello', 'l')", 3),
        ("\"left\"('hello', 2) || \"right\"('hello', 2)", "helo"),
        ("lpad('7', 3, '0') || rpad('7', 3, 'ab')", "0077ab"),
        ("ceil(1.2) + floor(1.8)", 3.0),
        ("levenshtein('kitten', 'sitting')", 3),
        ("(SELECT median(value) FROM json_each('[1, 2, 10, 20]'))", 6.0),
        ("(SELECT quantile_cont(value, 0.25) FROM json_each('[1, 2, 3, 4]'))", 1.75),
        ("(SELECT stddev(value) FROM json_each('[2, 4, 4, 4, 5, 5, 7, 9]'))", 2.138089935299395),
        ("(SELECT stddev_pop(value) FROM json_each('[2, 4, 4, 4, 5, 5, 7, 9]'))", 2.0),
        ("(SELECT var_samp(value) FROM json_each('[1]'))", None),
        ("(SELECT corr(value, 2 * value + 1) FROM json_each('[1, 2, 5]'))", 1.0),
        ("(SELECT mode(value) FROM json_each('[1, 2, 2, 3]'))", 2),
        ("(SELECT arg_max(key, value) FROM json_each('[5, 9, 1]'))", 1),
        ("(SELECT arg_min(key, value) FROM json_each('[5, 9, 1]'))", 2),
    ],
)
def test_sqlite_functions(lite: EngineSource, expression: str, expected: Any) -> None:
    ((found,),) = rows(lite, f"SELECT {expression}")
    assert found == pytest.approx(expected) if isinstance(expected, float) else found == expected


@pytest.mark.parametrize(
    ("text", "tables", "expected"),
    [
        ("SELECT id, amount, code FROM orders", ["orders"], [(1, 1.5, "007"), (2, 2.0, "008"), (3, 0.25, None)]),
        ("SELECT untyped, wrong FROM orders WHERE id < 3", ["orders"], [(3, "x"), (4, "5")]),
        ("SELECT name, amount FROM spending ORDER BY amount LIMIT 1", ["spending"], [("Ann", 0.25)]),
        ("SELECT count(*) FROM top_spending", ["top_spending"], [(2,)]),
        ("WITH a AS (SELECT customer_id c FROM ORDERS) SELECT count(*) FROM a", ["orders"], [(3,)]),
        ("SELECT count(*) FROM orders", ["orders"], [(3,)]),
        (
            "SELECT date_trunc('month', ordered) m, sum(amount) FROM orders GROUP BY m LIMIT 1",
            ["orders"],
            [("2025-01-01", 1.5)],
        ),
        ("SELECT sum(untyped) OVER (ORDER BY id) FROM orders ORDER BY id LIMIT 1", ["orders"], [(3,)]),
        ("SELECT x'00ff'", [], [(b"\x00\xff",)]),
        ("SELECT NULL", [], [(None,)]),
        (
            "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT count(*) FROM r",
            [],
            [(4,)],
        ),
        ("WITH x AS (SELECT 1 AS b) SELECT 7 FROM x", [], [(7,)]),
    ],
)
def test_sqlite_rows(lite: EngineSource, text: str, tables: list[str], expected: list[tuple[Any, ...]]) -> None:
    assert rows(lite, text, *tables) == expected


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("ordered >= :v", dt.date(2025, 2, 1), [(2,), (3,)]),
        ("at = :v", dt.datetime(2025, 1, 31, 10, 30), [(1,)]),
        ("amount = :v", Decimal("0.25"), [(3,)]),
        ("paid = :v", True, [(1,)]),
        ("code = :v", "008", [(2,)]),
    ],
)
def test_sqlite_parameters(lite: EngineSource, condition: str, value: Any, expected: list[tuple[Any, ...]]) -> None:
    assert rows(lite, f"SELECT id FROM orders WHERE {condition} ORDER BY id", "orders", v=value) == expected


@pytest.mark.parametrize(
    ("text", "tables", "part"),
    [
        ("SELECT * FROM customers", ["orders"], "'customers'"),
        ("SELECT * FROM spending", ["orders"], "other tables"),
        ("SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM customers)", ["orders"], "'customers'"),
        ("SELECT count(*) FROM customers", ["orders"], "'customers'"),
        ("SELECT * FROM sqlite_master", [], "sqlite_master"),
        ("SELECT count(*) FROM sqlite_schema", [], "sqlite_"),
        ("SELECT * FROM pragma_table_info('customers')", [], "something else than read"),
        ("DELETE FROM orders", ["orders"], "something else than read"),
        ("CREATE TEMP TABLE t (a)", [], "something else than read"),
        ("ATTACH 'other.sqlite' AS other", [], "something else than read"),
        ("PRAGMA query_only = off", [], "something else than read"),
        ("SELECT load_extension('x')", [], "could not run|something else"),
        ("SELECT nosuch FROM orders", ["orders"], "no such column: nosuch"),
        ("SELECT nosuch(1)", [], "no such function: nosuch"),
        ("SELECT stddev(name) FROM customers", ["customers"], "no number"),
        ("SELECT lpad('x', 1000000000, 'y')", [], "cannot take"),
        ("SELECT length(zeroblob(2000000000))", [], "too long"),
        ("SELECT json_extract(ssn, '$.a') FROM customers", ["customers"], "JSON"),
        ("SELECT id FROM orders WHERE id = :b", ["orders"], "parameters"),
    ],
)
def test_sqlite_refuses(lite: EngineSource, text: str, tables: list[str], part: str) -> None:
    with pytest.raises(QueryFailed, match=part) as caught:
        rows(lite, text, *tables)
    assert "secret" not in str(caught.value)
    assert rows(lite, "SELECT count(*) FROM orders", "orders") == [(3,)]


def test_sqlite_row_cap(lite: EngineSource) -> None:
    result = lite.run(sealed("SELECT id FROM orders", "orders", cap=2, dialect="sqlite"), Limits())
    assert (result.table.num_rows, result.truncated) == (2, True)
