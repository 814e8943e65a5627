"""Two doors to a small shop, each with three databases that tell whether something got out.

What may be seen is the same in all three. ``one`` and ``other`` differ in all that may not be seen: other values in
hidden columns and tables, other hidden rows and another number of them. ``visible`` holds nothing else than what may be
seen. So a statement that the gate lets through has to give the same on the first two, whatever it is, and what it says,
run as it was written, on the third. Nothing of askbi takes part in making them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

import duckdb

DoorName = Literal["open", "policed"]
SECRET = "0f1e2d3c"
PERSON = {"id": "ann", "region": "EU"}
POLICY = """
roles:
  eu_analyst:
    tables: [orders, customers, employees, extras]
    hide_columns: {customers: [ssn], orders: [cost], employees: [salary]}
    mask_columns:
      customers: {name: partial, version: hash, set: "null"}
    rows:
      orders: "status <> 'void' and customer_id in (select customer from grants where person = :user.id)"
      customers: "region = :user.region"
      extras: "id % 3 <> 0"
    lookup: [grants]
"""
COLUMNS: dict[str, dict[str, str]] = {
    "orders": {
        "OrderID": "INTEGER", "customer_id": "INTEGER", "amount": "DECIMAL(10,2)", "status": "VARCHAR",
        "placed_on": "DATE", "placed_at": "TIMESTAMP", "quantity": "INTEGER", "note": "VARCHAR", "cost": "INTEGER",
    },
    "customers": {
        "id": "INTEGER", "name": "VARCHAR", "region": "VARCHAR", "user": "VARCHAR", "set": "INTEGER",
        "version": "VARCHAR", "日期": "DATE", "ssn": "VARCHAR",
    },
    "employees": {"id": "INTEGER", "name": "VARCHAR", "team": "VARCHAR", "salary": "INTEGER"},
    "extras": {
        "id": "INTEGER", "tags": "VARCHAR[]", "info": "STRUCT(city VARCHAR, pin INTEGER)", "doc": "JSON",
        "weight": "DOUBLE", "Home Town": "VARCHAR",
    },
    "secret_salaries": {"person": "VARCHAR", "pay": "INTEGER"},
    "grants": {"person": "VARCHAR", "customer": "INTEGER"},
}  # fmt: skip
HIDDEN_COLUMNS = {"customers": ("ssn",), "orders": ("cost",), "employees": ("salary",)}
HIDDEN_TABLES = ("secret_salaries", "grants")
_TOWNS = ("Oslo", "Rome", "陈家", "It's")
Row = tuple[Any, ...]


@dataclass
class Content:
    """The rows of one database, and which of their cells may not be seen."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)


class _Secrets:
    """Hands out values that stand nowhere else, others in each database."""

    def __init__(self, which: str) -> None:
        self._which = which
        self.given: set[str] = set()

    def text(self, *parts: object) -> str:
        made = "hid" + hashlib.sha256(f"{self._which}/{parts}".encode()).hexdigest()[:7]
        self.given.add(made)
        return made

    def number(self, *parts: object) -> int:
        made = 700_000_000 + int(hashlib.sha256(f"{self._which}/{parts}".encode()).hexdigest()[:6], 16)
        self.given.add(str(made))
        return made


def content(which: Literal["one", "other"], door: DoorName) -> Content:
    """Return the rows of a database; with the policed door there are rows that may not be seen between the others."""
    secrets = _Secrets(f"{which}/{door}")
    policed = door == "policed"
    every = 3 if which == "one" else 2
    made = Content()
    orders, customers, employees, extras = (list[Row]() for _ in range(4))
    for at in range(1, 13):
        customers.append(_customer(at, secrets, policed))
        if policed and at % every == 0:
            customers.append((
                100 + at, secrets.text("c", at), secrets.text("r", at), secrets.text("u", at), secrets.number("s", at),
                secrets.text("v", at), date(1900, 1, 1) + timedelta(days=at), secrets.text("ssn", at, 1),
            ))  # fmt: skip
    for at in range(1, 25):
        if policed and at % every == 1:
            orders.append(_hidden_order(at, secrets, by_status=at % 2 == 0))
        orders.append(_order(at, secrets))
    for at in range(1, 10):
        team = None if at == 9 else "abc"[at % 3]
        employees.append((at, f"Worker {at}", team, secrets.number("salary", at)))
    for at in range(1, 13):
        if not policed or at % 3:
            extras.append(_extra(at))
        elif at % (2 * every):
            extras.append((at, [secrets.text("tag", at)], {"city": secrets.text("city", at), "pin": 1}, '"no json"',
                           float(secrets.number("w", at)), secrets.text("town", at)))  # fmt: skip
    made.rows = {
        "orders": orders,
        "customers": customers,
        "employees": employees,
        "extras": extras,
        "secret_salaries": [(secrets.text("person", at), secrets.number("pay", at)) for at in range(2 + every)],
        "grants": [("ann", at) for at in range(1, 13)] + [(secrets.text("grant", at), 900) for at in range(every)],
    }
    made.hidden = secrets.given
    return made


def _customer(at: int, secrets: _Secrets, policed: bool) -> Row:
    name: str | None = f"{'ABCD'[at % 4]} visible {at}"
    held: int | None = at % 5
    if policed:  # a partial mask shows the two ends, and that a text is longer than four characters
        name = None if at == 7 else "Al" if at == 5 else f"{'ABCD'[at % 4]} {secrets.text('name', at)} {at % 10}"
        held = secrets.number("set", at)
    region = "EU" if policed else ("EU", "US", None)[at % 3]
    day = None if at == 3 else date(2013, 1, 1) + timedelta(days=31 * at)
    # `version` shows a keyed hash, so both databases hold the same values there.
    return (at, name, region, f"user{at}", held, f"v{at % 3}", day, secrets.text("ssn", at))


def _order(at: int, secrets: _Secrets) -> Row:
    day = None if at == 6 else date(2013, 1, 5) + timedelta(days=13 * at)
    moment = None if day is None else datetime(day.year, day.month, day.day, at % 24, at, 7)
    return (
        at, 1 + at % 12, Decimal(at * 1050 % 9_973) / 100, ("paid", "open", "sent")[at % 3], day, moment,
        None if at == 5 else at % 7, ("a", None, "x,y", "B", "it's", "paid")[at % 6], secrets.number("cost", at),
    )  # fmt: skip


def _hidden_order(at: int, secrets: _Secrets, *, by_status: bool) -> Row:
    status, customer = ("void", 2) if by_status else (secrets.text("status", at), 800 + at)
    amount = Decimal(secrets.number("amount", at) % 99_999_999) / 100
    return (
        1000 + at, customer, amount, status, date(1950, 1, 1) + timedelta(days=at), datetime(1950, 1, 1, at % 24),
        secrets.number("quantity", at), secrets.text("note", at), secrets.number("cost", at, 1),
    )  # fmt: skip


def _extra(at: int) -> Row:
    town = _TOWNS[at % 4]
    tags = None if at == 8 else [f"t{at % 2}", "all", *([None] if at == 4 else [])]
    doc = f'{{"k": "v{at}", "n": {at}, "l": [1, {at}], "o": {{"p": null}}}}'
    return (at, tags, None if at == 11 else {"city": town, "pin": at}, doc, at / 4, town)


# ------------------------------------------------------------------------------------------------ databases

_CREATE = "CREATE TABLE {} ({})"


def connect(*, locked: bool = False) -> duckdb.DuckDBPyConnection:
    """Return an empty database in memory; unlocked, so that whatever can get out does."""
    config: dict[str, Any] = {
        "threads": "1", "memory_limit": "600MB", "python_enable_replacements": "false", "max_expression_depth": "200",
        "autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "temp_directory": "",
    }  # fmt: skip
    made = duckdb.connect(":memory:", config=config)
    made.execute("SET GLOBAL TimeZone='UTC'")
    if locked:
        made.execute("SET enable_external_access=false")
    return made


def fill(
    data: duckdb.DuckDBPyConnection, tables: Mapping[str, Sequence[Row]], columns: Mapping[str, Mapping[str, str]]
) -> None:
    """Make the tables and put the rows in."""
    for table, kinds in columns.items():
        data.execute(_CREATE.format(table, ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())))
        marks = ", ".join("?" for _ in kinds)
        for row in tables[table]:
            data.execute(f'INSERT INTO "{table}" VALUES ({marks})', list(row))


def whole(which: Literal["one", "other"], door: DoorName) -> tuple[duckdb.DuckDBPyConnection, set[str]]:
    """Return a database with all that there is, and what of it may not be seen."""
    data, made = connect(), content(which, door)
    fill(data, made.rows, COLUMNS)
    data.execute("CREATE VIEW pay_view AS SELECT * FROM secret_salaries")
    data.execute("CREATE MACRO top_pay() AS TABLE SELECT * FROM secret_salaries")
    data.execute("CREATE MACRO one_pay() AS (SELECT max(pay) FROM secret_salaries)")
    data.execute("CREATE SCHEMA hr")
    data.execute("CREATE TABLE hr.orders AS SELECT * FROM secret_salaries")
    return data, made.hidden


def visible(door: DoorName) -> duckdb.DuckDBPyConnection:
    """Return a database with what may be seen and nothing else, worked out here by hand."""
    data, made = connect(locked=True), content("one", door)
    columns, rows = {}, {}
    for table, kinds in COLUMNS.items():
        if table not in HIDDEN_TABLES:
            columns[table] = {name: kind for name, kind in kinds.items() if name not in HIDDEN_COLUMNS.get(table, ())}
            kept = [at for at, name in enumerate(kinds) if name in columns[table]]
            rows[table] = [tuple(row[at] for at in kept) for row in made.rows[table] if _is_seen(table, row, door)]
    if door == "policed":
        rows["customers"] = [_masked(row) for row in rows["customers"]]
    fill(data, rows, columns)
    return data


def _is_seen(table: str, row: Row, door: DoorName) -> bool:
    if door == "open":
        return True
    if table == "orders":
        return row[3] != "void" and row[1] in range(1, 13)
    return not (table == "customers" and row[2] != "EU") and not (table == "extras" and row[0] % 3 == 0)


def _masked(row: Row) -> Row:
    ident, name, region, user, _, version, day = row
    if name is not None:
        name = f"{name[0]}***{name[-1]}" if len(name) > 4 else "***"
    return (ident, name, region, user, None, hashlib.sha256((SECRET + version).encode()).hexdigest()[:16], day)


def names() -> Iterator[str]:
    """Yield every name that a statement may write with quotes or without."""
    for table, kinds in COLUMNS.items():
        yield table
        yield from kinds
