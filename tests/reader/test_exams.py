"""The exams: questions and gold SQL that were written from the data alone, before the reader was run on them.

Gold runs on DuckDB directly, over the loaded tables, and never through askbi.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from copilot.compare import same_rows
from copilot.session import Session

ROOT = Path(__file__).parents[2]


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "questions" / name).read_text(encoding="utf-8"))
    return found


def outcome(session: Session, gold: duckdb.DuckDBPyConnection, case: dict[str, Any]) -> str:
    answer = session.ask(case["question"])
    if answer.status != "answered":
        return answer.status
    for sql in case["sql"]:
        rows = gold.execute(sql).fetchall()
        if same_rows(
            answer.rows, rows, ordered=bool(case.get("ordered")), any_column_order=True, relative_tolerance=1e-6
        ):
            return "right"
    return "wrong"


@pytest.mark.parametrize(("name", "at_least"), [("flights", 36), ("retail", 36)])
def test_at_least_36_of_every_40_questions_are_answered_right(
    name: str, at_least: int, request: pytest.FixtureRequest
) -> None:
    session: Session = request.getfixturevalue(name)
    cached = session.workspace.cache_dir / f"{session.source.fingerprint}.duckdb"
    with duckdb.connect(str(cached), read_only=True) as gold:
        outcomes = {case["id"]: outcome(session, gold, case) for case in cases(f"{name}.yml")}
    right = [key for key, value in outcomes.items() if value == "right"]
    others = {key: value for key, value in outcomes.items() if value != "right"}
    assert len(outcomes) >= 40
    assert len(right) * 40 >= at_least * len(outcomes), others


@pytest.mark.parametrize(
    "question",
    [
        "who wrote Hamlet?",
        "average salary by region",
        "谁写了红楼梦",
        "what will the weather be in Paris next week",
        "asdf qwer zxcv",
        "number of passengers by airline",
        "flights per month by colour",
        "growth of flights",
        "why were flights late in July",
        "forecast of flights for July",
        "average age of the planes",
    ],
)
def test_what_the_data_does_not_hold_is_declined_and_the_words_are_named(flights: Session, question: str) -> None:
    answer = flights.ask(question)
    assert answer.status == "declined"
    assert answer.message
    assert answer.sql == ""
    assert answer.options


@pytest.mark.parametrize(
    ("question", "assumed"),
    [
        ("flights over one hour late", "minute"),
        ("how many flights were late", "> 0"),
        ("number of flights by United", "United Air Lines Inc."),
    ],
)
def test_what_was_taken_for_granted_is_said(flights: Session, question: str, assumed: str) -> None:
    answer = flights.ask(question)
    assert answer.status == "answered"
    assert any(assumed in text for text in answer.assumptions)
    assert not answer.verified


@pytest.mark.parametrize(
    ("question", "first_day", "last_day"),
    [
        ("revenue last quarter", "2026-07-01", "2026-09-30"),
        ("revenue last month", "2026-09-01", "2026-09-30"),
        ("去年的销售额", "2025-01-01", "2025-12-31"),
        ("revenue in July 2024", "2024-07-01", "2024-07-31"),
    ],
)
def test_periods_are_laid_on_the_data(retail: Session, question: str, first_day: str, last_day: str) -> None:
    answer = retail.ask(question)
    cached = retail.workspace.cache_dir / f"{retail.source.fingerprint}.duckdb"
    with duckdb.connect(str(cached), read_only=True) as gold:
        expected = gold.execute(
            "SELECT sum(amount) FROM order_items JOIN orders USING (order_id) WHERE order_date BETWEEN ? AND ?",
            [first_day, last_day],
        ).fetchall()
    assert answer.rows == expected


def test_a_relative_period_after_the_data_is_said_to_be_read_again(retail: Session) -> None:
    assert any("2026-09-30" in text for text in retail.ask("revenue last month").assumptions)


def test_a_ranked_thing_that_the_data_lacks_is_declined(retail: Session) -> None:
    assert retail.ask("What are the busiest five routes?").status == "declined"


def test_a_value_that_two_columns_hold_is_asked_back_and_each_option_answers(retail: Session) -> None:
    answer = retail.ask("revenue in Austin")
    assert answer.status == "clarify"
    assert len(answer.options) == 2
    cached = retail.workspace.cache_dir / f"{retail.source.fingerprint}.duckdb"
    with duckdb.connect(str(cached), read_only=True) as gold:
        expected = {
            gold.execute(
                f"SELECT sum(amount) FROM order_items JOIN orders USING (order_id) JOIN {table} USING ({key}) "
                "WHERE city = 'Austin'"
            ).fetchall()[0][0]
            for table, key in (("customers", "customer_id"), ("stores", "store_id"))
        }
    assert {retail.ask(option).rows[0][0] for option in answer.options} == expected


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("flights per day on average", "SELECT count(*) / count(DISTINCT time_hour::DATE) FROM flights"),
        ("average number of flights per carrier", "SELECT count(*) / count(DISTINCT carrier) FROM flights"),
        (
            "which airports does Hawaiian fly to",
            "SELECT faa, name FROM airports WHERE faa IN (SELECT dest FROM flights WHERE carrier = 'HA')",
        ),
        (
            "airlines that never fly from LaGuardia",
            "SELECT DISTINCT carrier, name FROM airlines WHERE carrier NOT IN "
            "(SELECT carrier FROM flights WHERE origin = 'LGA')",
        ),
        (
            "the two busiest destinations for each origin",
            "SELECT origin, dest, count(*) FROM flights GROUP BY 1, 2 "
            "QUALIFY rank() OVER (PARTITION BY origin ORDER BY count(*) DESC) <= 2",
        ),
        ("how many flights departed over 10 hours late", "SELECT count(*) FROM flights WHERE dep_delay > 600"),
    ],
)
def test_what_the_words_are_about(flights: Session, question: str, sql: str) -> None:
    answer = flights.ask(question)
    cached = flights.workspace.cache_dir / f"{flights.source.fingerprint}.duckdb"
    with duckdb.connect(str(cached), read_only=True) as gold:
        expected = gold.execute(sql).fetchall()
    assert answer.status == "answered", answer.message
    assert same_rows(answer.rows, expected, ordered=False, any_column_order=True, relative_tolerance=1e-6) or same_rows(
        expected, answer.rows, ordered=False, any_column_order=True, relative_tolerance=1e-6, extra_columns_allowed=True
    ), (answer.sql, answer.rows[:3])
