"""Dialects that no source runs yet: what the gate refuses in each, and what analysts write that must pass.

Nothing here has met an engine. It is read by the gate, refused or written out again, and read once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from copilot.errors import Refused
from copilot.gate import Gate
from copilot.gate.dialects import GRAMMARS, RUN
from copilot.gate.vocabulary import DIALECTS
from copilot.values import Catalog
from copilot.values.query import Dialect

HERE = Path(__file__).parent
QUOTES: dict[Dialect, tuple[str, str]] = {
    "mysql": ("`", "`"), "bigquery": ("`", "`"), "spark": ("`", "`"), "tsql": ("[", "]"),
}  # fmt: skip
NOT_RUN: tuple[Dialect, ...] = tuple(dialect for dialect in DIALECTS if dialect not in RUN)


def statements(dialect: Dialect, wanted: str) -> Iterator[str]:
    """Give the lines below each ``-- [wanted]``, which are a statement each."""
    below = ""
    for line in (HERE / f"{dialect}.sql").read_text(encoding="utf-8").splitlines():
        if line.startswith("-- ["):
            below = line[4:].partition("]")[0]
        elif line and below == wanted:
            yield line


HARMFUL = [(dialect, sql) for dialect in NOT_RUN for sql in statements(dialect, "refuse")]
LEGITIMATE = [(dialect, sql) for dialect in NOT_RUN for sql in statements(dialect, "pass")]


@pytest.fixture(scope="module")
def gates(catalog: Catalog) -> dict[Dialect, Gate]:
    return {dialect: Gate(catalog, dialect) for dialect in NOT_RUN}


@pytest.mark.parametrize("dialect", NOT_RUN)
def test_there_are_enough(dialect: Dialect) -> None:
    assert len(list(statements(dialect, "refuse"))) >= 25
    assert len(list(statements(dialect, "pass"))) >= 15


@pytest.mark.parametrize(("dialect", "sql"), HARMFUL)
def test_is_refused(gates: dict[Dialect, Gate], dialect: Dialect, sql: str) -> None:
    with pytest.raises(Refused) as refused:
        gates[dialect].validate(sql, rows=100)
    assert refused.value.rule


@pytest.mark.parametrize(("dialect", "sql"), LEGITIMATE)
def test_passes_and_is_written_so_that_it_passes_again(gates: dict[Dialect, Gate], dialect: Dialect, sql: str) -> None:
    query = gates[dialect].validate(sql, rows=100)
    assert query.dialect == dialect
    own = sqlglot.parse_one(query.text, dialect=dialect)  # the parser's own grammar, without what the gate adds to it
    assert isinstance(own, exp.Query)
    again = gates[dialect].validate(query.text, rows=100)
    assert again.tables == query.tables


@pytest.mark.parametrize("dialect", NOT_RUN)
def test_names_are_found_in_any_case_and_written_as_stored_in_quotes(
    gates: dict[Dialect, Gate], dialect: Dialect
) -> None:
    start, end = QUOTES.get(dialect, ('"', '"'))
    for written in ("select orderid from ORDERS", f"select {start}ORDERID{end} from {start}Orders{end}"):
        text = gates[dialect].validate(written, rows=100).text
        assert f"{start}orders{end}.{start}OrderID{end}" in text
        assert f"FROM {start}orders{end}" in text


@pytest.mark.parametrize("dialect", NOT_RUN)
def test_a_name_outside_of_ascii_is_compared_as_it_is(gates: dict[Dialect, Gate], dialect: Dialect) -> None:
    """Engines differ in whether Ä is ä; what the gate cannot decide it refuses."""
    gates[dialect].validate("with kälte as (select 1 as grad) select grad from kälte", rows=100)
    with pytest.raises(Refused):
        gates[dialect].validate("with kälte as (select 1 as grad) select grad from KÄLTE", rows=100)


@pytest.mark.parametrize(
    ("dialect", "sql", "gone"),
    [
        ("mysql", "select 1 /*!50000 , load_file('x') */", "load_file"),
        ("mysql", "select amount from orders /*! into outfile 'x' */", "outfile"),
        ("postgres", "select amount from orders -- for update", "update"),
        ("snowflake", "select amount from orders // at (offset => -60)", "offset"),
    ],
)
def test_what_stands_in_a_comment_does_not_run(
    gates: dict[Dialect, Gate], dialect: Dialect, sql: str, gone: str
) -> None:
    """MySQL runs some comments; none is written out."""
    assert gone not in gates[dialect].validate(sql, rows=100).text.lower()


@pytest.mark.parametrize("dialect", NOT_RUN)
def test_rows_are_capped(gates: dict[Dialect, Gate], dialect: Dialect) -> None:
    text = gates[dialect].validate("select amount from orders", rows=100).text
    assert ("TOP 101" if dialect == "tsql" else "LIMIT 101") in text


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_grammar_reads_and_writes(dialect: Dialect) -> None:
    assert (
        sqlglot.parse_one("select 1 as a", dialect=GRAMMARS[dialect])
        .sql(dialect=GRAMMARS[dialect])
        .startswith("SELECT")
    )
