"""Two small tables on both engines, one more that the gate does not know of, and SQL files read as tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from copilot.gate import Gate
from copilot.sources import Source
from copilot.sources.opening import open_source
from copilot.sources.sqlite_functions import register
from copilot.values import Catalog, Column, Table
from copilot.values.query import Dialect
from copilot.workspace import Workspace

STATEMENTS = (
    'create table orders("OrderID" integer, customer_id integer, amount decimal(10,2), status varchar, placed_on date,'
    " placed_at timestamp, quantity integer, note varchar)",
    "insert into orders values"
    " (1, 1, 10.5, 'paid', '2013-01-05', '2013-01-05 10:20:30', 1, 'a'),"
    " (2, 1, 20, 'open', '2013-01-15', '2013-01-15 11:00:00', 2, null),"
    " (3, 2, 5.25, 'paid', '2013-02-01', '2013-02-01 00:00:00', 3, 'x,y'),"
    " (4, 3, 100, 'void', '2013-03-31', '2013-03-31 23:59:59', 4, 'B'),"
    " (5, 3, 7, 'paid', '2013-05-01', '2013-05-01 12:00:00', null, 'it''s'),"
    " (6, null, 1, 'open', null, null, 1, 'z')",
    'create table customers(id integer, name varchar, region varchar, "user" varchar, "set" integer, version varchar,'
    " 日期 date, ssn varchar)",
    "insert into customers values"
    " (1, 'Ann', 'EU', 'ann1', 3, 'v1', '2013-01-01', '111'), (2, 'Bob', 'US', 'bob2', 1, 'v2', '2013-02-01', '222'),"
    " (3, '陈', 'EU', 'c3', 2, 'v1', null, '333'), (4, 'Dee', null, 'd4', null, 'v3', '2013-04-01', '444')",
    "create table secret_salaries(person varchar, pay integer)",
    "insert into secret_salaries values ('Ann', 987654)",
)
TABLES = {
    "orders": "OrderID customer_id amount status placed_on placed_at quantity note",
    "customers": "id name region user set version 日期 ssn",
}


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalog that the gate reads; `secret_salaries` is not in it."""
    return Catalog(
        {
            name: Table(name, {column: Column(column, "text", "VARCHAR") for column in columns.split()})
            for name, columns in TABLES.items()
        }
    )


@pytest.fixture(scope="session")
def gates(catalog: Catalog) -> dict[Dialect, Gate]:
    """A gate for each dialect."""
    return {"duckdb": Gate(catalog, "duckdb"), "sqlite": Gate(catalog, "sqlite")}


@pytest.fixture(scope="session")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[Dialect, Path]:
    """The same data as a file of each engine."""
    folder = tmp_path_factory.mktemp("gate")
    made: dict[Dialect, Path] = {"duckdb": folder / "made.duckdb", "sqlite": folder / "made.sqlite"}
    with duckdb.connect(str(made["duckdb"])) as duck, closing(sqlite3.connect(made["sqlite"])) as lite:
        for statement in STATEMENTS:
            duck.execute(statement)
            lite.execute(statement)
        lite.commit()
    return made


@pytest.fixture(scope="session")
def engines(paths: dict[Dialect, Path], sources: dict[Dialect, Source]) -> Iterator[dict[Dialect, Any]]:
    """Plain connections, on which SQL runs without the gate; after `sources`, which opened copies or the files."""
    copy = paths["duckdb"].with_name("plain.duckdb")
    with duckdb.connect(str(copy)) as duck, closing(sqlite3.connect(paths["sqlite"])) as lite:
        for statement in STATEMENTS:
            duck.execute(statement)
        register(lite)
        yield {"duckdb": duck, "sqlite": lite}


@pytest.fixture(scope="session")
def sources(paths: dict[Dialect, Path]) -> Iterator[dict[Dialect, Source]]:
    """The same data as askbi opens it: worker, lockdown and second opinion."""
    workspace = Workspace(paths["duckdb"].parent / "workspace")
    opened: dict[Dialect, Source] = {name: open_source(path, workspace=workspace) for name, path in paths.items()}
    yield opened
    for source in opened.values():
        source.close()
