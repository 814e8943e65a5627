"""Every function on the allow-lists exists, runs, and means after the gate what it meant before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.tokens import Tokenizer

from copilot.compare import explain_difference
from copilot.errors import Refused
from copilot.gate import Gate
from copilot.gate.dialects import GRAMMARS
from copilot.gate.vocabulary import NAMED_FUNCTIONS, NODES, TABLE_FUNCTIONS_OF, TYPED_FUNCTIONS
from copilot.values.query import Dialect

HERE = Path(__file__).parent
ENGINES: tuple[Dialect, ...] = ("duckdb", "sqlite")
BY_ANOTHER_NAME = {
    # Written only by the dialect's own translation, or reached by another test.
    "duckdb": {
        "DateBin",
        "DateSub",
        "DateTrunc",
        "Explode",
        "Grouping",
        "GroupingId",
        "StrToTime",
        "UnixToTime",
        "Unnest",
    },
    "sqlite": {"AnyValue", "LogicalAnd", "LogicalOr", "TryCast", "TimestampTrunc", "Extract", "LastValue"},
}


def expressions(dialect: Dialect, folder: Path = HERE) -> Iterator[str]:
    """Split each line at the commas outside of quotes and brackets."""
    for line in (folder / f"functions_{dialect}.sql").read_text(encoding="utf-8").splitlines():
        if line.startswith("--") or not line:
            continue
        depth, start = 0, 0
        for position, character in enumerate(re.sub(r"'[^']*'|\"[^\"]*\"", lambda found: "x" * len(found[0]), line)):
            depth += (character in "([{") - (character in ")]}")
            if character == "," and depth == 0:
                yield line[start:position].strip()
                start = position + 1
        yield line[start:].strip()


CASES = [(dialect, expression) for dialect in ENGINES for expression in expressions(dialect)]


@pytest.mark.parametrize(("dialect", "expression"), CASES)
def test_means_the_same(
    gates: dict[Dialect, Gate], engines: dict[Dialect, Any], dialect: Dialect, expression: str
) -> None:
    sql = f"select {expression} as x from orders"
    query = gates[dialect].validate(sql, rows=100)
    wanted, got = engines[dialect].execute(sql).fetchall(), engines[dialect].execute(query.text).fetchall()
    assert not explain_difference(got, wanted, ordered=False, any_column_order=False), query.text
    again = gates[dialect].validate(query.text, rows=100)
    assert re.sub(r"\s+", "", again.text) == re.sub(r"\s+", "", query.text)


@pytest.mark.parametrize("dialect", ENGINES)
def test_every_name_on_the_lists_exists_and_is_exercised(dialect: Dialect) -> None:
    typed: set[str] = set()
    named: set[str] = set()
    for expression in (*expressions(dialect), *expressions(dialect, HERE.parent / "gate_dialects")):
        tree = sqlglot.parse_one(f"select {expression} as x from orders", dialect=GRAMMARS[dialect])
        for node in tree.find_all(exp.Func):
            if isinstance(node, (exp.Anonymous, exp.AnonymousAggFunc)):
                named.add(node.name.lower())
            else:
                typed.add(type(node).__name__)
    for name in TYPED_FUNCTIONS[dialect]:
        assert issubclass(getattr(exp, name), exp.Func), name
    for name in NODES[dialect]:
        assert hasattr(exp, name), name
    assert TYPED_FUNCTIONS[dialect] - typed <= BY_ANOTHER_NAME[dialect]
    if dialect == "duckdb":
        assert NAMED_FUNCTIONS[dialect] == named | {"xor"}  # read as an operator of the parser's


def test_no_table_function_of_the_engine_stands_after_from(
    gates: dict[Dialect, Gate], engines: dict[Dialect, Any]
) -> None:
    names = engines["duckdb"].execute(
        "select distinct function_name from duckdb_functions() where function_type in ('table', 'table_macro', 'pragma')"
    )
    passed = set()
    for (name,) in names.fetchall():
        for arguments in ("", "'x'", "1", "1, 2"):
            for sql in (f"select * from {name}({arguments})", f"select {name}({arguments})"):
                try:
                    gates["duckdb"].validate(sql, rows=10)
                    passed.add(name)
                except Refused:
                    pass
    assert passed == {*TABLE_FUNCTIONS_OF["duckdb"], "generate_series", "range", "unnest", "histogram", "repeat"}


@pytest.mark.parametrize(
    "pattern",
    [
        "%sleep%", "%setting%", "%variable", "nextval", "setval", "currval", "setseed", "random", "%uuid%", "write_log",
        "error", "%serialize%", "current_%", "version", "txid%", "printf", "format", "bar",
        "stats", "pg_%", "has_table_privilege", "%to_arrow%", "checkpoint", "icu_%", "in_search_path",
        "alias", "getenv", "query%", "session_user", "user", "inet_%",
    ],
)  # fmt: skip
def test_no_dangerous_scalar_function_passes(
    gates: dict[Dialect, Gate], engines: dict[Dialect, Any], pattern: str
) -> None:
    harmless = {
        "uuid_extract_timestamp",
        "uuid_extract_version",
        "current_date",
        "current_localtime",
        "current_localtimestamp",
        "user",
        "current_time",
    }
    names = engines["duckdb"].execute(
        "select distinct function_name from duckdb_functions() where function_name like ?", [pattern]
    )
    for (name,) in names.fetchall():
        if name in harmless or not re.fullmatch(r"\w+", name):
            continue
        for arguments in ("", "'x'", "'x', 3", "'x', 3, 'y'"):
            with pytest.raises(Refused):
                gates["duckdb"].validate(f"select {name}({arguments})", rows=10)


def test_reserved_words_are_quoted(gates: dict[Dialect, Gate], engines: dict[Dialect, Any]) -> None:
    """A column may have any word of either engine as its name."""
    words = [row[0] for row in engines["duckdb"].execute("select keyword_name from duckdb_keywords()").fetchall()]
    words += [word.lower() for word in Tokenizer.KEYWORDS if re.fullmatch(r"[A-Z]+", word)]
    for dialect in ENGINES:
        there = {
            word for word in words if dialect == "duckdb" or word not in ("true", "false")
        }  # SQLite cannot ask for t."true"
        quoted = ", ".join(f'1 as "{word}"' for word in sorted(there))
        query = gates[dialect].validate(f"with t as (select {quoted}) select * from t", rows=10)
        assert engines[dialect].execute(query.text).fetchall() == [(1,) * len(there)]
