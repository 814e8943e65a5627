"""Database files made from SQL statements or from the samples, opened as people open them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import duckdb
import pytest

from copilot.catalog import bare_catalog, build_catalog
from copilot.gate import Gate
from copilot.sources import Source
from copilot.sources.opening import open_source
from copilot.values import Catalog
from copilot.values.query import Dialect
from copilot.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
READERS = {".parquet": "read_parquet", ".csv": "read_csv"}


class Opener(Protocol):
    """Makes a database file out of statements and opens it."""

    def __call__(self, *statements: str, dialect: Dialect = "duckdb") -> Source: ...


def full_catalog(source: Source) -> Catalog:
    """Return the whole catalog of a source, nothing kept."""
    return build_catalog(source, Gate(bare_catalog(source), source.dialect), cache_dir=None)


def open_made(folder: Path, statements: Sequence[str], dialect: Dialect) -> Source:
    """Run some statements in a new database file in `folder` and open it."""
    path = folder / f"made.{dialect}"
    connection = duckdb.connect(str(path)) if dialect == "duckdb" else sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return open_source(path, workspace=Workspace(folder / "workspace"))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Open made databases, and close them after the test."""
    sources: list[Source] = []

    def make(*statements: str, dialect: Dialect = "duckdb") -> Source:
        folder = tmp_path / str(len(sources))
        folder.mkdir()
        sources.append(open_made(folder, statements, dialect))
        return sources[-1]

    yield make
    for source in sources:
        source.close()


@pytest.fixture
def catalog_of(opened: Opener) -> Callable[..., Catalog]:
    """Return the whole catalog of a made database."""

    def make(*statements: str, dialect: Dialect = "duckdb") -> Catalog:
        return full_catalog(opened(*statements, dialect=dialect))

    return make


@pytest.fixture(scope="module")
def catalog_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Catalog]:
    """Return the whole catalog of a made DuckDB file, for many tests together."""

    def make(*statements: str) -> Catalog:
        source = open_made(tmp_path_factory.mktemp("once"), statements, "duckdb")
        try:
            return full_catalog(source)
        finally:
            source.close()

    return make


def _sample(name: str, folder: Path) -> Iterator[Catalog]:
    files = sorted(path for path in (SAMPLES / name).iterdir() if path.suffix in READERS)
    statements = [f"create table {path.stem} as from {READERS[path.suffix]}('{path}')" for path in files]
    source = open_made(folder, statements, "duckdb")
    yield full_catalog(source)
    source.close()


@pytest.fixture(scope="session")
def flights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """The catalog of the flights sample."""
    yield from _sample("flights", tmp_path_factory.mktemp("flights"))


@pytest.fixture(scope="session")
def retail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """The catalog of the retail sample."""
    yield from _sample("retail", tmp_path_factory.mktemp("retail"))


@pytest.fixture
def links() -> Callable[[Catalog], set[str]]:
    """Write relationships as text, such as ``orders(customer_id) > customers(customer_id)``."""

    def write(catalog: Catalog) -> set[str]:
        return {
            f"{r.from_table}({', '.join(r.from_columns)}) > {r.to_table}({', '.join(r.to_columns)})"
            for r in catalog.relationships
        }

    return write
