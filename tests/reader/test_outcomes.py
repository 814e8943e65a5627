"""Readings are weighed by their rows: what rows say of a reading, how often they are asked for, and what that changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from copilot.readers.both import Readers, alike
from copilot.readers.sketching.outcomes import LOOKED_AT, Outcome, outcome_rows, outcomes
from copilot.session import Session
from copilot.values import Question

TODAY = date(2026, 11, 2)
Rows = Sequence[Sequence[Any]]


def seen(rows: Rows | None, witness: Rows | None = None) -> Outcome:
    return outcomes([rows], witness, alike)[0]


@pytest.mark.parametrize(
    ("rows", "number", "columns", "repeated", "empty", "nothing"),
    [
        (None, -1, 0, 0, 0.0, False),
        ([], 0, 0, 0, 0.0, False),
        ([(0,)], 1, 1, 0, 0.0, True),
        ([(None,)], 1, 1, 0, 1.0, True),
        ([(7,)], 1, 1, 0, 0.0, False),
        ([(0, "Oslo")], 1, 2, 0, 0.0, False),
        ([("a", 1), ("b", None), ("a", 1), ("a", 1)], 4, 2, 2, 0.125, False),
    ],
)
def test_what_rows_say(
    rows: Rows | None, number: int, columns: int, repeated: int, empty: float, nothing: bool
) -> None:
    one = seen(rows)
    assert (one.rows, one.columns, one.repeated, one.empty, one.nothing) == (number, columns, repeated, empty, nothing)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ([("a", 1), ("b", 2)], [(2, "b"), (1, "a")], True),  # rows and columns in another order
        ([(0.1 + 0.2,)], [(0.3,)], True),
        ([(Decimal("2.50"),)], [(2.5,)], True),
        ([("a", 1), ("b", 2)], [("a", 2), ("b", 1)], False),
        ([("a",), ("a",)], [("a",)], False),
        ([(1,)], [("1",)], False),
        ([(n,) for n in range(3000)], [(n,) for n in range(2000)], False),
    ],
)
def test_rows_that_are_the_same(one: Rows, other: Rows, same: bool) -> None:
    assert (seen(one).held == seen(other).held) is same


def test_another_readers_rows_agree_whatever_further_columns_there_are() -> None:
    assert [seen([("a", 1)], w).witness for w in ([("a",)], [("b",)], None)] == [1, -1, 0]


def test_readings_with_the_same_rows_share_their_weight() -> None:
    found = outcomes([[(1,)], [(2,)], [(2,)], None], None, alike)
    rows = outcome_rows([1.0, 1.0, 1.0, 1.0], found, None)
    share, count = 3, 4
    assert [row[share] for row in rows] == pytest.approx([0.25, 0.5, 0.5, 0.25])
    assert [row[count] for row in rows] == [1, 2, 2, 1]


@pytest.fixture
def readers(flights: Session) -> Readers:
    return Readers(flights.catalog, flights.semantics, "duckdb")


def test_too_much_data_is_not_looked_through_by_the_way(flights: Session) -> None:
    big = {
        name: replace(table, row_count=10_000_000) if name == "flights" else table
        for name, table in flights.catalog.tables.items()
    }
    asked = Question("Which planes were built in the most recent year", "en", TODAY)
    for tables, looks in ((flights.catalog.tables, True), (big, True)):
        readers = Readers(replace(flights.catalog, tables=tables), flights.semantics, "duckdb")
        understood = readers.read(asked)
        assert understood.ranked is not None
        assert understood.ranked.sketches
        ran: list[str] = []
        readers.weighed(understood, lambda sql, ran=ran: ran.append(sql))  # type: ignore[misc]
        touched = any(
            "flights" in sketch.sql.replace("flights.", "") for sketch in understood.ranked.sketches[:LOOKED_AT]
        )
        assert bool(ran) is (looks and not (tables is big and touched))


def test_no_query_runs_twice_for_one_question(flights: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Counter[str] = Counter()
    run = flights.source.run

    def counted(query: Any, *more: Any) -> Any:
        ran[query.text] += 1
        return run(query, *more)

    monkeypatch.setattr(flights.source, "run", counted)
    answer = flights.ask("What is the average number of seats of planes for each manufacturer?")
    assert answer.status == "answered"
    assert set(ran.values()) == {1}
    assert len(ran) >= 1
