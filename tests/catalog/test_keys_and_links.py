"""Keys and relationships in made tables: what must be found, and what must not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copilot.catalog import bare_catalog
from copilot.catalog.asking import Asker
from copilot.catalog.keys import find_key
from copilot.catalog.relations import find_relationships
from copilot.catalog.scan import scan_table
from copilot.gate import Gate
from copilot.sources import Source
from copilot.values import Catalog

Build = Callable[..., Catalog]
Links = Callable[[Catalog], set[str]]

CUSTOMERS = "create table customers as select 'C' || i as id, 'Name ' || i as name from range(200) t(i)"
LINES = (
    "create table orders as select i as order_id, date '2024-01-01' + (i % 90)::int as order_date from range(500) t(i)",
    "create table order_items as select i // 3 as order_id, i % 3 + 1 as line_no, i % 7 + 1 as quantity"
    " from range(1500) t(i)",
)


KEYS = [
    ("create table t as select i as code, i * 2 as amount from range(50) t(i)", ("code",)),
    ("create table t as select i * 1.5 as price, i as qty from range(50) t(i)", ()),
    ("create table t as select i as total from range(50) t(i)", ()),
    ("create table t as select 'x' || i as word from range(50) t(i)", ("word",)),
    ("create table t as select i as id, null as note from range(50) t(i)", ("id",)),
    ("create table t as select nullif(i, 3) as id, i % 5 as a from range(50) t(i)", ()),
    ("create table t (id integer, word varchar)", ()),
    ("create table t as select 1 as id, 'x' as word", ("id",)),
    ("create table t as select 'x' as word, 3 as n", ()),
    ("create table t (a integer, b integer, primary key (b, a))", ("b", "a")),
    (
        "create table t as select 'S' || i // 12 as store_code, 2024 as year, i % 12 + 1 as month, i * 1.5 as sales"
        " from range(240) t(i)",
        ("store_code", "month"),
    ),
    (
        "create table t as select date '2024-01-01' + (i // 4)::int as day, 'R' || i % 4 as region, i % 9 as score"
        " from range(400) t(i)",
        ("day", "region"),
    ),
    ("create table t as select i % 30 as a, i // 30 as b, i % 2 as c from range(900) t(i)", ("a", "b")),
    ("create table t as select 'x' as word, 'y' as other from range(50) t(i)", ()),
]


@pytest.fixture(scope="module")
def keyed(catalog_once: Build) -> Catalog:
    """Each statement of `KEYS` as a table of one database."""
    statements = [s.replace("create table t ", f"create table t{n} ") for n, (s, _) in enumerate(KEYS)]
    return catalog_once(*statements)


@pytest.mark.parametrize(("position", "key"), [(n, key) for n, (_, key) in enumerate(KEYS)])
def test_keys(position: int, key: tuple[str, ...], keyed: Catalog) -> None:
    assert keyed.tables[f"t{position}"].primary_key == key, KEYS[position][0]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        pytest.param(
            (CUSTOMERS, "create table orders as select i as id, 'C' || i % 150 as customer_id from range(900) t(i)"),
            {"orders(customer_id) > customers(id)"},
            id="table-and-id",
        ),
        pytest.param(
            (CUSTOMERS, "create table orders as select i as id, 'C' || i % 150 as customer from range(900) t(i)"),
            {"orders(customer) > customers(id)"},
            id="the-table's-name-alone",
        ),
        pytest.param(
            (CUSTOMERS, "create table trips as select i as no, 'C' || i % 150 as who from range(900) t(i)"),
            {"trips(who) > customers(id)"},
            id="by-values-alone",
        ),
        pytest.param(
            (
                "create table users as select i as id, 'u' || i as nick from range(1, 101) t(i)",
                "create table visits as select i as visit_no, i % 12 + 1 as month, i % 28 + 1 as day, i % 5 as hits,"
                " i % 3 + 1 as line_no, i % 90 + 1 as score from range(2000) t(i)",
            ),
            set(),
            id="small-whole-numbers-are-no-link",
        ),
        pytest.param(
            (
                "create table users as select i as user_id, 'u' || i as nick from range(1, 101) t(i)",
                "create table visits as select i + 5000 as visit_id, i % 99 + 1 as billing_user_id from range(900) t(i)",
            ),
            {"visits(billing_user_id) > users(user_id)"},
            id="the-key's-name-at-the-end",
        ),
        pytest.param(
            (
                "create table dim_shop as select 'S' || i as shop_code from range(40) t(i)",
                "create table fact_sales as select i as sale_id, 'S' || i % 48 as shop_code from range(960) t(i)",
            ),
            {"fact_sales(shop_code) > dim_shop(shop_code)"},
            id="orphans",
        ),
        pytest.param(
            (
                "create table dim_shop as select 'S' || i as shop_code from range(40) t(i)",
                "create table fact_sales as select i as sale_id, 'S' || i % 80 as shop_code from range(960) t(i)",
            ),
            set(),
            id="too-many-orphans",
        ),
        pytest.param(
            (
                *LINES,
                "create table returns as select i as return_id, i as order_id, 2 as line_no from range(80) t(i)",
            ),
            {
                "order_items(order_id) > orders(order_id)",
                "returns(order_id, line_no) > order_items(order_id, line_no)",
            },
            id="composite-and-what-it-implies",
        ),
        pytest.param(
            (
                "create table persons as select i as person_id, 'p' || i as nick from range(300) t(i)",
                "create table person_details as select i * 3 as person_id, i % 70 as height from range(100) t(i)",
            ),
            {"person_details(person_id) > persons(person_id)"},
            id="one-to-one",
        ),
        pytest.param(
            (
                "create table planes as select 'N' || i as tail, 1990 + i % 9 as year from range(300) t(i)",
                "create table flights as select i as flight_id, 1990 + i % 9 as year, i % 12 + 1 as month"
                " from range(900) t(i)",
                "create table budget as select 1990 + i // 12 as year, i % 12 + 1 as month, i * 1.5 as cost"
                " from range(108) t(i)",
            ),
            set(),
            id="parts-of-dates-alone",
        ),
        pytest.param(
            (
                "create table readings as select 'ST' || i % 5 as station, timestamp '2024-01-01' + interval 1 hour *"
                " (i // 5) as hour, i * 0.1 as temp from range(1000) t(i)",
                "create table trips as select i as trip_id, 'ST' || i % 5 as station,"
                " timestamp '2024-01-01' + interval 1 hour * (i % 190) as hour from range(3000) t(i)",
            ),
            {"trips(station, hour) > readings(station, hour)"},
            id="composite-with-time",
        ),
        pytest.param(
            (
                "create table employees as select i as id, case when i > 1 then (i + 3) // 5 end as manager_id,"
                " i % 4 + 1 as room_id from range(1, 200) t(i)",
            ),
            {"employees(manager_id) > employees(id)"},
            id="its-own-table",
        ),
        pytest.param(
            (
                "create table 客户 as select 'K' || i as 客户编号, '城' || i % 9 as 城市 from range(120) t(i)",
                "create table 订单 as select i as 订单号, 'K' || i % 100 as 客户编号, i * 1.5 as 金额 from range(700) t(i)",
            ),
            {"订单(客户编号) > 客户(客户编号)"},
            id="chinese",
        ),
        pytest.param(
            (
                "create table flags (flag varchar primary key)",
                "insert into flags values ('Yes'), ('No')",
                "create table notes as select i as id, case when i % 2 = 0 then 'Yes' else 'No' end as open"
                " from range(50) t(i)",
            ),
            set(),
            id="a-handful-of-labels",
        ),
    ],
)
def test_links(statements: tuple[str, ...], expected: set[str], catalog_of: Build, links: Links) -> None:
    assert links(catalog_of(*statements)) == expected


def test_declared_links_come_first_and_are_measured(catalog_of: Build) -> None:
    catalog = catalog_of(
        "create table a (k integer primary key)",
        "create table b (x integer references a (k), y varchar)",
        "insert into a values (1), (2)",
        "insert into b values (1, 'p'), (1, 'q'), (2, 'r'), (null, 's')",
    )
    (link,) = catalog.relationships
    assert (link.from_columns, link.to_table, link.declared, link.share) == (("x",), "a", True, 1.0)


def test_sqlite_does_not_enforce_what_is_declared(catalog_of: Build) -> None:
    catalog = catalog_of(
        "create table a (k integer primary key, v text)",
        "create table b (x integer references a, y text references a (v))",
        "insert into a values (1, 'p'), (2, 'p')",
        "insert into b values (1, 'p'), (7, 'p'), (2, 'p'), (1, 'p')",
        dialect="sqlite",
    )
    (link,) = catalog.relationships
    assert (link.from_columns, link.to_columns, link.share) == (("x",), ("k",), 0.75)


@pytest.mark.parametrize(
    ("doubled", "near_unique", "found"),
    [("2024-01-20", False, False), ("2024-01-20", True, True), ("2024-01-03", True, False)],
    ids=["off", "no-child-meets-it", "a-child-meets-it"],
)
def test_a_nearly_unique_parent(
    doubled: str, near_unique: bool, found: bool, opened: Callable[..., Source], links: Links
) -> None:
    source = opened(
        "create table readings as select 'ST' || i % 100 as station, date '2024-01-01' + (i // 100)::int as day,"
        " i * 0.1 as temp from range(3000) t(i)",
        f"insert into readings values ('ST1', date '{doubled}', 5.5)",
        "create table trips as select i as trip_id, 'ST' || i % 100 as station, date '2024-01-01' + (i % 9)::int as day"
        " from range(2000) t(i)",
    )
    asker = Asker(source, Gate(bare_catalog(source), source.dialect))
    scanned = {table.name: scan_table(asker, table) for table in source.schema()}
    keys = {name: find_key(asker, table) for name, table in scanned.items()}
    assert keys["readings"] == ()
    relations = find_relationships(asker, scanned, keys, near_unique=near_unique)
    assert links(Catalog({}, relations)) == ({"trips(station, day) > readings(station, day)"} if found else set())


def test_no_link_is_given_twice_or_both_ways(flights: Catalog, retail: Catalog) -> None:
    for catalog in (flights, retail):
        ends = [frozenset([(r.from_table, r.from_columns), (r.to_table, r.to_columns)]) for r in catalog.relationships]
        assert len(ends) == len(set(ends))
