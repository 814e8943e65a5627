"""The exam's data on both engines, a catalog that knows a part of it, and a gate for each dialect."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

import askbi
from app.assistant import Assistant
from copilot.gate import Gate
from copilot.sources import Source
from copilot.sources.opening import open_source
from copilot.sources.sqlite_functions import register
from copilot.values import Catalog, Column, Table
from copilot.values.query import Dialect
from copilot.workspace import Workspace
from tests.gate import world

TABLES = {
    "orders": "OrderID customer_id amount status placed_on placed_at quantity note",
    "customers": "id name region user set version 日期 ssn",
}
MORE = {
    "employees": "id,name,team,manager_id,hired",
    "prices": "item,since,price",
    "sales by day": "the day,Net Amount,group,order",
}
READINGS = {
    "taken": Column("taken", "timestamp", "TIMESTAMP"),
    "sensor": Column("sensor", "text", "VARCHAR"),
    "value": Column("value", "float", "DOUBLE"),
    "tags": Column("tags", "other", "VARCHAR[]"),
    "info": Column("info", "other", "STRUCT(unit VARCHAR, n INTEGER)"),
    "extra": Column("extra", "json", "JSON"),
    "marks": Column("marks", "other", "MAP(VARCHAR, INTEGER)"),
}
"""What the catalog knows. `secret_salaries`, the column employees.salary and the rest of `world` are not in it."""


def _text_table(name: str, columns: list[str]) -> Table:
    return Table(name, {column: Column(column, "text", "VARCHAR") for column in columns})


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """Two tables, for the tests of sentences and names."""
    return Catalog({name: _text_table(name, columns.split()) for name, columns in TABLES.items()})


@pytest.fixture(scope="session")
def small_gates(catalog: Catalog) -> dict[Dialect, Gate]:
    """Gates that know two tables only."""
    return {"duckdb": Gate(catalog, "duckdb"), "sqlite": Gate(catalog, "sqlite")}


@pytest.fixture(scope="session")
def gates(catalog: Catalog) -> dict[Dialect, Gate]:
    """Gates that know every table of the exam that a person may see."""
    tables = {**catalog.tables, **{name: _text_table(name, columns.split(",")) for name, columns in MORE.items()}}
    readings = {"readings": Table("readings", READINGS)}
    return {"duckdb": Gate(Catalog(tables | readings), "duckdb"), "sqlite": Gate(Catalog(tables), "sqlite")}


@pytest.fixture(scope="session")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[Dialect, Path]:
    """The same data as a file of each engine."""
    folder = tmp_path_factory.mktemp("gate")
    made: dict[Dialect, Path] = {"duckdb": folder / "made.duckdb", "sqlite": folder / "made.sqlite"}
    shared = world.SHARED + world.hidden("a")
    with duckdb.connect(str(made["duckdb"])) as duck, closing(sqlite3.connect(made["sqlite"])) as lite:
        for statement in shared + world.READINGS:
            duck.execute(statement)
        for statement in shared:
            lite.execute(statement)
        lite.commit()
    return made


@pytest.fixture(scope="session")
def engines(paths: dict[Dialect, Path], sources: dict[Dialect, Source]) -> Iterator[dict[Dialect, Any]]:
    """Plain connections, on which SQL runs without the gate; after `sources`, which opened copies or the files."""
    copy = paths["duckdb"].with_name("plain.duckdb")
    with duckdb.connect(str(copy)) as duck, closing(sqlite3.connect(paths["sqlite"])) as lite:
        for statement in world.SHARED + world.hidden("a") + world.READINGS:
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


@pytest.fixture(scope="session")
def assistant(paths: dict[Dialect, Path], engines: dict[Dialect, Any]) -> Iterator[Assistant]:
    """The whole program on the same data, for what takes more than one query."""
    with askbi.connect(str(paths["duckdb"]), model=None) as opened:
        yield opened
