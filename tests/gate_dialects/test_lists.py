"""The lists leave nothing open: each function of the engine and each class of the parser is allowed or has a reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from copilot.compare import explain_difference
from copilot.gate import Gate
from copilot.gate.dialects import GRAMMARS
from copilot.gate.vocabulary import (
    BOUNDED,
    DIALECTS,
    NAMED_FUNCTIONS,
    NODES,
    TABLE_FUNCTIONS_OF,
    TYPED_FUNCTIONS,
    why_excluded,
)
from copilot.values import Catalog
from copilot.values.query import Dialect, Engine
from tests.gate.test_functions import expressions

HERE = Path(__file__).parent
LISTS = Path(__file__).parents[2] / "copilot" / "gate" / "lists"
ENGINES: tuple[Engine, ...] = ("duckdb", "sqlite")


def classes(root: type[exp.Expr] = exp.Expr) -> Iterator[type[exp.Expr]]:
    for each in root.__subclasses__():
        yield each
        yield from classes(each)


def parsed_as(name: str, dialect: Dialect) -> set[str]:
    """Return the classes that the parser makes of a function, called with up to four arguments."""
    found: set[str] = set()
    for count in range(5):
        try:
            tree = sqlglot.parse_one(f"select {name}({', '.join('abcd'[:count])})", dialect=GRAMMARS[dialect])
        except ParseError:
            continue
        found.add(type(tree.expressions[0]).__name__)
    return found


def functions(engine: Engine, connection: Any) -> set[str]:
    """Return the names of all the engine's functions but for operators, which are nodes to the parser."""
    query = (
        "select function_name from duckdb_functions()"
        if engine == "duckdb"
        else "select name from pragma_function_list"
    )
    return {name for (name,) in connection.execute(query).fetchall() if re.fullmatch(r"\w+", name)}


@pytest.mark.parametrize("engine", ENGINES)
def test_each_function_of_the_engine_is_allowed_or_has_a_reason(engine: Engine, engines: dict[str, Any]) -> None:
    allowed = NAMED_FUNCTIONS[engine] | TABLE_FUNCTIONS_OF[engine]
    open_ = [
        name
        for name in functions(engine, engines[engine])
        if name.lower() not in allowed
        and not why_excluded(name, engine)
        and not parsed_as(name, engine) & (TYPED_FUNCTIONS[engine] | NODES[engine])
    ]
    assert not sorted(open_)


@pytest.mark.parametrize("engine", ENGINES)
def test_no_function_is_allowed_and_refused(engine: Engine, engines: dict[str, Any]) -> None:
    both = [
        name
        for name in functions(engine, engines[engine])
        if why_excluded(name, engine)
        and (name.lower() in NAMED_FUNCTIONS[engine] or name in TABLE_FUNCTIONS_OF[engine])
    ]
    assert not sorted(both)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_class_of_the_parser_is_allowed_or_has_a_reason(dialect: Dialect) -> None:
    allowed = NODES[dialect] | TYPED_FUNCTIONS[dialect]
    assert not sorted(
        kind.__name__ for kind in classes() if kind.__name__ not in allowed and not why_excluded(kind.__name__, dialect)
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_called_no_function_of_the_engine_is_none(engine: Engine, engines: dict[str, Any]) -> None:
    """The reason for a whole family of classes holds for each: the engine has no function that parses as one."""
    there = {kind for name in functions(engine, engines[engine]) for kind in parsed_as(name, engine)}
    said = {kind for kind in there if why_excluded(kind, engine).startswith("is no function of")}
    assert not said


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_lists_name_what_exists(dialect: Dialect) -> None:
    """A misspelt class would silently allow or refuse nothing."""
    there = {kind.__name__ for kind in classes()}
    functions_ = {kind.__name__ for kind in classes() if issubclass(kind, exp.Func)}
    assert NODES[dialect] <= there
    assert TYPED_FUNCTIONS[dialect] <= functions_
    assert {name for name in BOUNDED[dialect] if name[0].isupper()} <= functions_
    assert all(name == name.lower() for name in NAMED_FUNCTIONS[dialect] | TABLE_FUNCTIONS_OF[dialect])


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.toml")), ids=lambda path: path.stem)
def test_refused_classes_exist(path: Path) -> None:
    there = {kind.__name__ for kind in classes()}
    refused = tomllib.loads(path.read_text(encoding="utf-8")).get("refuse", {})
    listed = " ".join(refused.get("nodes", {}).values()).split()
    listed += [name for names in refused.get("functions", {}).values() for name in names.split() if name[0].isupper()]
    assert not [name for name in listed if "*" not in name and name not in there and name == name.title()]


def test_every_dialect_has_its_file() -> None:
    assert {path.stem for path in LISTS.glob("*.toml")} == {*DIALECTS, "common"}
    assert set(NODES) == set(GRAMMARS)


@pytest.mark.parametrize(
    ("name", "dialect", "reason"),
    [
        ("random", "duckdb", "gives other values each time, so that no answer could be checked"),
        ("RANDOM", "duckdb", "gives other values each time, so that no answer could be checked"),
        ("lpad", "duckdb", "makes values of unbounded size"),
        ("lpad", "sqlite", ""),
        ("Pad", "sqlite", ""),
        ("load_extension", "sqlite", "reads or writes files, or loads a program"),
        ("duckdb_settings", "duckdb", "tells of the catalog, which the gate answers itself"),
        ("Delete", "duckdb", "changes data, tables or rights"),
        ("Qualify", "sqlite", "is not in SQLite"),
        ("Soundex", "duckdb", "is no function of DuckDB"),
        ("nothing_of_the_kind", "duckdb", ""),
        ("sum", "duckdb", ""),
    ],
)
def test_the_reason(name: str, dialect: Dialect, reason: str) -> None:
    assert why_excluded(name, dialect) == reason


@pytest.mark.parametrize(
    ("engine", "expression"), [(engine, expression) for engine in ENGINES for expression in expressions(engine, HERE)]
)
def test_means_the_same(catalog: Catalog, engines: dict[str, Any], engine: Engine, expression: str) -> None:
    sql = f"select {expression} as x from orders"
    gate = Gate(catalog, engine)
    query = gate.validate(sql, rows=100)
    wanted, got = engines[engine].execute(sql).fetchall(), engines[engine].execute(query.text).fetchall()
    assert not explain_difference(got, wanted, ordered=False, any_column_order=False), query.text
    assert re.sub(r"\s+", "", gate.validate(query.text, rows=100).text) == re.sub(r"\s+", "", query.text)
