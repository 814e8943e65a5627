"""The data of these tests: two tables, as the gate knows them and in each engine that runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import duckdb
import pytest

from copilot.sources.sqlite_functions import register
from copilot.values import Catalog, Column, Table

STATEMENTS = (
    'create table orders("OrderID" integer, customer_id integer, amount decimal(10,2), status varchar, placed_on date,'
    " placed_at timestamp, quantity integer, note varchar)",
    "insert into orders values"
    " (1, 1, 10.5, 'paid', '2013-01-05', '2013-01-05 10:20:30', 1, 'a'),"
    " (2, 1, 20, 'open', '2013-01-15', '2013-01-15 11:00:00', 2, null),"
    " (3, 2, 5.25, 'paid', '2013-02-01', '2013-02-01 00:00:00', 3, 'x,y')",
)
TABLES = {
    "orders": "OrderID customer_id amount status placed_on placed_at quantity note",
    "customers": "id name region country ssn",
}


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """All that exists for the gate."""
    return Catalog(
        {
            name: Table(name, {column: Column(column, "text", "VARCHAR") for column in columns.split()})
            for name, columns in TABLES.items()
        }
    )


@pytest.fixture(scope="session")
def engines() -> Iterator[dict[str, Any]]:
    """Plain connections, on which SQL runs without the gate."""
    with duckdb.connect() as duck, closing(sqlite3.connect(":memory:")) as lite:
        register(lite)
        for statement in STATEMENTS:
            duck.execute(statement)
            lite.execute(statement)
        yield {"duckdb": duck, "sqlite": lite}
