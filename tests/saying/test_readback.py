"""Readbacks: golden texts, and that nothing of the query is left out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from sqlglot import exp

from copilot.gate import Gate
from copilot.saying import readback
from copilot.values import Catalog, Column, ColumnType, Metric, Relationship, SemanticModel, Table, ValidatedQuery

HERE = Path(__file__).parent
GOLDEN = yaml.safe_load((HERE / "readbacks.yaml").read_text(encoding="utf-8"))
STATEMENTS = (HERE / "statements.sql").read_text(encoding="utf-8").splitlines()
ROW_CAP = 1000
_TYPES: dict[str, ColumnType] = {
    "i": "integer",
    "f": "float",
    "t": "text",
    "d": "date",
    "s": "timestamp",
    "b": "boolean",
}


def _table(name: str, key: tuple[str, ...], columns: str) -> Table:
    pairs = [column.split(":") for column in columns.split()]
    return Table(name, {n: Column(n, _TYPES[kind], kind) for n, kind in pairs}, key)


CATALOG = Catalog(
    {
        table.name: table
        for table in (
            _table(
                "flights",
                (),
                "carrier:t origin:t dest:t dep_delay:f arr_delay:f distance:i air_time:f time_hour:s day:d month:i late:b",
            ),
            _table("airlines", ("carrier",), "carrier:t name:t"),
            _table("customers", ("customer_id",), "customer_id:t customer_name:t city:t segment:t"),
            _table("orders", ("order_id",), "order_id:t customer_id:t order_date:d status:t"),
            _table("order_items", ("order_id", "line_no"), "order_id:t line_no:i quantity:i amount:f discount:f"),
        )
    },
    (
        Relationship("flights", ("carrier",), "airlines", ("carrier",), declared=False),
        Relationship("orders", ("customer_id",), "customers", ("customer_id",), declared=True),
        Relationship("order_items", ("order_id",), "orders", ("order_id",), declared=True),
    ),
)
SEMANTICS = SemanticModel(
    metrics=(
        Metric("revenue", "SUM(order_items.amount)"),
        Metric("average order value", "SUM(order_items.amount) / COUNT(DISTINCT order_items.order_id)"),
        Metric("rows", "COUNT(*)"),
    )
)


def _validated(sql: str) -> ValidatedQuery:
    """Return the SQL as the gate lets it through."""
    return Gate(CATALOG, "duckdb").validate(sql, rows=ROW_CAP)


def _say(sql: str, language: Literal["en", "zh"]) -> str:
    query = _validated(sql)
    return readback(query.tree, CATALOG, language=language, semantics=SEMANTICS, row_cap=ROW_CAP)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("case", GOLDEN, ids=[case["sql"][:60] for case in GOLDEN])
def test_golden(case: dict[str, str], language: Literal["en", "zh"]) -> None:
    assert _say(case["sql"], language) == case[language]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("sql", STATEMENTS)
def test_nothing_is_left_out(sql: str, language: Literal["en", "zh"]) -> None:
    query = _validated(sql)
    said = readback(query.tree, CATALOG, language=language, semantics=SEMANTICS, row_cap=ROW_CAP)
    for column in query.tree.find_all(exp.Column):
        # ORDER BY may use an output's name for what was computed; a key of a join is told by the join.
        if not column.table or column.find_ancestor(exp.Join) or _links_to_outer(column):
            continue
        assert re.search(rf"(?<!\w){re.escape(column.name)}(?!\w)", said), (column.sql(), said)
    for literal in query.tree.find_all(exp.Literal):
        if not _technical(literal):
            assert any(spelling in said for spelling in _spellings(literal)), (literal.sql(), said)


def _links_to_outer(column: exp.Column) -> bool:
    """Return whether a column only ties the rows of EXISTS to the outer row: that is told by "matching"."""
    inside = column.find_ancestor(exp.Exists) is not None
    return inside and isinstance(column.parent, exp.EQ) and isinstance(column.parent.expression, exp.Column)


def _spellings(literal: exp.Literal) -> list[str]:
    """Return how a literal may stand in the text; an exclusive end is told by the day before it."""
    text = str(literal.this)
    plain = [text, text.rstrip("%"), text.strip("%"), text.replace("\\", "").strip("%"), text.removesuffix(":00")]
    if re.fullmatch(r"\d{4}-\d\d-\d\d( 00:00:00)?", text):
        plain.append((date.fromisoformat(text[:10]) - timedelta(days=1)).isoformat())
    return plain


def _technical(literal: exp.Literal) -> bool:
    """Return whether a number is only how SQL says something: LIMIT 1, x * 1.0, NULLIF(x, 0), CASE ... 1.0 ... 0.0."""
    parent: Any = literal.parent
    if isinstance(parent, exp.Limit):
        return literal.this in ("1", str(ROW_CAP + 1))
    if isinstance(parent, exp.Exists) or (isinstance(parent, exp.Alias) and literal.find_ancestor(exp.Exists)):
        return True
    if isinstance(parent, exp.TimestampTrunc) or (isinstance(parent, exp.Anonymous) and parent.name == "date_part"):
        return True
    return literal.this in ("0", "1", "0.0", "1.0") and isinstance(parent, (exp.Mul, exp.Nullif, exp.Case, exp.If))


def test_every_statement_is_told_without_the_row_cap() -> None:
    for sql in STATEMENTS:
        assert str(ROW_CAP + 1) not in _say(sql, "en")


def test_the_row_cap_is_told_where_it_was_asked_for() -> None:
    query = Gate(CATALOG, "duckdb").validate("SELECT origin FROM flights LIMIT 11", rows=100)
    said = readback(query.tree, CATALOG, language="en", semantics=SemanticModel(), row_cap=100)
    assert said == "List of origin from flights, any 11 rows."


def test_a_metric_is_named_only_where_its_expression_is_the_same() -> None:
    assert "revenue" not in _say("SELECT sum(quantity) FROM order_items", "en")
    assert "rows (" not in _say("SELECT count(*) FROM order_items", "en")


def test_the_tree_is_left_as_it_was() -> None:
    query = _validated(STATEMENTS[7])
    before = query.tree.sql()
    readback(query.tree, Catalog({}), language="en", semantics=SEMANTICS, row_cap=ROW_CAP)
    assert query.tree.sql() == before


@pytest.mark.parametrize(
    ("sql", "end"),
    [
        (
            "SELECT origin, count(*) FROM flights GROUP BY origin ORDER BY 2 LIMIT 3",
            "for each origin, the 3 lowest first.",
        ),
        (
            "SELECT origin, avg(distance) AS d FROM flights GROUP BY origin ORDER BY d LIMIT 3",
            "ordered by average of distance with missing values first, the first 3 rows.",
        ),
        ("SELECT origin, avg(distance) AS d FROM flights GROUP BY origin ORDER BY d", "for each origin, lowest first."),
    ],
)
def test_sqlite_puts_missing_values_first_and_it_is_said_where_it_matters(sql: str, end: str) -> None:
    query = Gate(CATALOG, "sqlite").validate(sql, rows=ROW_CAP)
    said = readback(query.tree, CATALOG, language="en", semantics=SEMANTICS, row_cap=ROW_CAP, dialect="sqlite")
    assert said.endswith(end)


CONDITIONS = (
    "origin = 'JFK'", "origin IN ('JFK', 'LGA')", "origin LIKE 'J%'", "origin ILIKE '%f%'", "origin LIKE 'a_b'",
    "origin LIKE '5!%%' ESCAPE '!'", "dep_delay BETWEEN 1 AND 2", "dep_delay IS NULL", "late", "late IS TRUE", "dep_delay > 3",
    "day = DATE '2013-01-02'", "EXISTS (SELECT 1 FROM airlines a WHERE a.carrier = flights.carrier)",
    "EXISTS (SELECT 1 FROM orders)", "carrier IN (SELECT carrier FROM airlines)", "starts_with(origin, 'J')",
    "regexp_matches(origin, 'J')", "origin SIMILAR TO 'J.*'", "dep_delay IS NOT DISTINCT FROM 3", "origin = 'a' OR dest = 'b'",
    "dep_delay > ALL (SELECT arr_delay FROM flights)",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_negation_is_heard(condition: str, language: Literal["en", "zh"]) -> None:
    forms = [f"{condition}", f"NOT ({condition})"]
    for word in (" IN (", " LIKE ", " ILIKE ", " BETWEEN ", " SIMILAR TO "):
        if word in condition and "EXISTS" not in condition:
            forms.append(condition.replace(word, " NOT" + word, 1))
    plain, *negated = [_say(f"SELECT count(*) FROM flights WHERE {form}", language) for form in forms]
    word = {"en": r"\bnot\b|\bno\b|\bnone\b|is known|NOT|is not", "zh": "不(?!分)|没有|并非|有值|NOT"}[language]
    assert plain not in negated
    assert not re.search(word, plain.replace("IS NOT DISTINCT", ""))
    assert all(re.search(word, text) for text in negated)
