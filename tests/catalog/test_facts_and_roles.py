"""Facts, roles, units and value lists of made tables, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copilot.values import Catalog
from copilot.values.query import Dialect

Build = Callable[..., Catalog]

SMALL = (
    "create table t (id integer, word varchar(9), price decimal(8,2), big double precision, day date, stamp timestamp)",
    "insert into t values (1, 'ab', 1.50, 0.5, '2024-01-01', '2024-01-01 05:00:00')",
    "insert into t values (2, 'abcd', 2.50, 1.5, '2024-01-02', '2024-01-02 06:30:00')",
    "insert into t values (3, 'ab', 2.50, 2.5, null, '2024-01-03 07:00:00')",
    "insert into t values (4, null, null, 3.5, '2024-01-02', null)",
)


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
def test_facts_are_the_same_on_both_engines(dialect: Dialect, catalog_of: Build) -> None:
    columns = catalog_of(*SMALL, dialect=dialect).tables["t"].columns
    facts = {name: column.facts for name, column in columns.items()}
    expected = {  # nulls, distinct, minimum, maximum, mean
        "id": (0, 4, 1, 4, 2.5),
        "word": (1, 2, "ab", "abcd", None),
        "big": (0, 4, 0.5, 3.5, 2.0),
        "day": (1, 2, "2024-01-01", "2024-01-02", None),
        "stamp": (1, 3, "2024-01-01T05:00:00", "2024-01-03T07:00:00", None),
    }
    for name, wanted in expected.items():
        found = facts[name]
        assert found is not None
        assert found.distinct_exact
        assert found.rows == 4
        assert (found.nulls, found.distinct, found.minimum, found.maximum, found.mean) == wanted, name
    word, big, price = facts["word"], facts["big"], facts["price"]
    assert word is not None
    assert big is not None
    assert price is not None
    assert word.mean_length == pytest.approx(8 / 3)
    assert word.top == (("ab", 2), ("abcd", 1))
    assert big.quantiles == (0.5, 0.5, 1.5, 2.5, 2.5)
    assert price.nulls == 1
    assert float(str(price.maximum)) == 2.5
    assert price.mean == pytest.approx(6.5 / 3)


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(("create table t (a integer, b varchar(5), c date)",), id="no-rows"),
        pytest.param(("create table t (a integer)", "insert into t values (1), (2), (2)"), id="one-column"),
        pytest.param(
            ("create table t (a integer, b varchar(5), c date)", "insert into t values (null, null, null)"),
            id="only-nulls",
        ),
        pytest.param(('create table "a b" ("x ""y"" z" integer, "n" integer, "select" text)',), id="odd-names"),
        pytest.param(("create table t (t integer, g integer, T1 integer)",), id="named-as-its-table"),
        pytest.param(
            ("create table t (n integer, k0 integer, g integer, askbi integer)", "insert into t values (1, 2, 3, 4)"),
            id="names-like-aliases",
        ),
    ],
)
def test_odd_tables(statements: tuple[str, ...], dialect: Dialect, catalog_of: Build) -> None:
    (table,) = catalog_of(*statements, dialect=dialect).tables.values()
    for column in table.columns.values():
        assert column.facts is not None
        assert column.facts.rows == table.row_count
    if table.row_count != 1 or table.name != "t":
        assert table.primary_key == ()
        assert table.grain == ""


def test_two_hundred_columns(catalog_of: Build) -> None:
    columns = ", ".join(f"(i * {n + 3}) % 1009 as value_{n}" for n in range(199))
    table = catalog_of(f"create table wide as select i as wide_id, {columns} from range(1500) t(i)").tables["wide"]
    assert len(table.columns) == 200
    assert table.primary_key == ("wide_id",)
    assert all(column.facts is not None and column.facts.nulls == 0 for column in table.columns.values())


@pytest.mark.parametrize("value", ["'infinity'::date", "'0044-03-15 (BC)'::date", "date '9999-12-31'"])
def test_dates_beyond_python(value: str, catalog_of: Build) -> None:
    table = catalog_of(f"create table t as select {value} as d union all select date '2024-01-01'").tables["t"]
    facts = table.columns["d"].facts
    assert facts is not None
    assert facts.distinct == 2
    assert isinstance(facts.maximum, str)


def test_types_without_order_are_counted(catalog_of: Build) -> None:
    table = catalog_of(
        "create table t as select i as id, [i, i] as l, {'a': i} as s, interval 1 day * i as v, 'x'::blob as b,"
        " (i % 2)::varchar::enum('0', '1') as e, uuid() as u, case when i = 1 then 'nan'::double else i end as f,"
        " 9223372036854775807::hugeint * i as h from range(1, 9) t(i)"
    ).tables["t"]
    facts = {name: column.facts for name, column in table.columns.items()}
    assert all(f is not None and f.rows == 8 and f.nulls == 0 for f in facts.values())
    assert facts["h"] is not None
    assert facts["h"].maximum == 8 * 9223372036854775807
    assert facts["f"] is not None
    assert facts["f"].mean is None
    assert facts["f"].maximum is None
    assert table.columns["e"].role == "flag"


ROLES = [
    ("i * 1.5 as amount_usd", "measure", True, "USD"),
    ("i * 1.5 as unit_price", "measure", False, None),
    ("(i % 100) / 100.0 as discount_pct", "measure", False, "share"),
    ("(i % 100) as margin_percent", "measure", False, "%"),
    ("i % 300 as delay_minutes", "measure", True, "minutes"),
    ("i % 90 as lead_days", "measure", True, "days"),
    ("i % 24 as hour", "dimension", False, None),
    ("i % 500 as work_hour", "measure", False, None),
    ("i % 12 + 1 as order_month", "dimension", False, None),
    ("i % 80 as age", "measure", False, None),
    ("i % 200 as visits", "measure", True, None),
    ("(i % 24) * 100 + i % 60 as start_time", "sequence", False, None),
    ("i % 999 as run_time", "measure", True, None),
    ("i % 2 as is_new", "flag", False, None),
    ("case when i % 2 = 0 then 'Y' else 'N' end as paid", "flag", False, None),
    ("case when i % 2 = 0 then 'F' else 'M' end as gender", "dimension", False, None),
    ("i % 2 = 0 as ok", "flag", False, None),
    ("'c' || i % 9 as country", "geography", False, None),
    ("i % 90 + 10000 as zip_code", "geography", False, None),
    ("i * 0.01 as latitude", "geography", False, None),
    ("'c' || i % 9 as country_id", "key", False, None),
    ("i % 70 as ticket_number", "key", False, None),
    ("i % 7 as row_no", "sequence", False, None),
    ("repeat('word ', 20) || i as remark", "text", False, None),
    ("'a' || i || '@b.c' as email", "text", False, None),
    ("i % 4 as priority", "dimension", False, None),
    ("i * 1.5 as 金额", "measure", True, None),
    ("i * 1.5 as 单价", "measure", False, None),
    ("'城' || i % 9 as 城市", "geography", False, None),
    ("i % 12 + 1 as 月份", "dimension", False, None),
    ("date '2024-01-01' + (i % 9)::int as 下单日期", "time", False, None),
    ("i * 1.5 as whatever", "measure", False, None),
]


@pytest.fixture(scope="module")
def made(catalog_once: Build) -> Catalog:
    """All columns of `ROLES` in one table, and each row of `TIMES` as a table."""
    columns = ", ".join(column for column, *_ in ROLES)
    statements = [f"create table things as select i as thing_id, {columns} from range(1000) t(i)"]
    statements += [f"create table visits_{n} as select {dates} from range(9)" for n, (dates, _) in enumerate(TIMES)]
    return catalog_once(*statements)


@pytest.mark.parametrize(("column", "role", "additive", "unit"), ROLES)
def test_roles(column: str, role: str, additive: bool, unit: str | None, made: Catalog) -> None:
    found = made.column("things", column.rpartition(" ")[2])
    assert (found.role, found.additive, found.unit) == (role, additive, unit)


TIMES = [
    ("date '2024-01-01' as updated_at, date '2023-01-01' as created_at", "created_at"),
    ("date '2024-01-01' as birth_date", None),
    ("date '2024-01-01' as closed_on, date '2023-01-01' as visit_date", "visit_date"),
    ("timestamp '2024-01-01' as shipped, timestamp '2023-12-01' as visited", "visited"),
    ("null::date as date, date '2024-01-01' as opened_on", "opened_on"),
    ("5 as date", None),
]


@pytest.mark.parametrize(("position", "expected"), [(n, expected) for n, (_, expected) in enumerate(TIMES)])
def test_time_column(position: int, expected: str | None, made: Catalog) -> None:
    assert made.tables[f"visits_{position}"].time_column == expected
