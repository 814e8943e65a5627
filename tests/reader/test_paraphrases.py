"""The same question in other words: politeness, order, synonyms and a slip of the finger keep the rows."""

from __future__ import annotations

import random

import pytest

from copilot.compare import same_rows
from copilot.session import Session

POLITE = ["please show me {}", "can you tell me {}?", "i would like to know {}", "{} please", "{}, thanks", "{}??"]
RETAIL = [
    "revenue by category",
    "number of orders per city",
    "average order value by channel in 2025",
    "top 5 products by revenue",
    "customers without orders",
    "orders per month in 2025",
]
REORDERED = [
    ("revenue by category", "by category, revenue"),
    ("revenue by category in 2025", "in 2025, revenue by category"),
    ("orders per month in 2025", "in 2025 orders per month"),
    ("top 5 products by revenue in 2025", "in 2025 the top 5 products by revenue"),
]
SYNONYMS = [
    ("number of orders per city", "count of orders by city"),
    ("average order value by channel", "mean order value by channel"),
    ("top 5 products by revenue", "the 5 products with the highest revenue"),
    ("customers without orders", "customers who have no orders"),
    ("revenue by category", "sales by category"),
]
LONG = {"revenue", "category", "number", "average", "products", "customers", "channel"}
"""Words that are long enough for a reader to see what was meant."""


def rows_of(session: Session, question: str) -> list[tuple[object, ...]]:
    answer = session.ask(question)
    assert answer.status == "answered", f"{question}: {answer.status} {answer.message}"
    return list(answer.rows)


def assert_same(session: Session, first: str, second: str) -> None:
    """Compare the rows; one of the two may show a key beside the name."""
    narrow, wide = sorted((rows_of(session, first), rows_of(session, second)), key=lambda rows: len(rows[0]))
    same = same_rows(wide, narrow, ordered=False, any_column_order=True, extra_columns_allowed=True)
    assert same, f"{first!r} and {second!r} give other rows"


@pytest.mark.parametrize("form", POLITE)
def test_politeness_changes_nothing(retail: Session, form: str) -> None:
    for question in RETAIL:
        assert_same(retail, question, form.format(question))


@pytest.mark.parametrize(("first", "second"), REORDERED)
def test_the_order_of_the_parts_changes_nothing(retail: Session, first: str, second: str) -> None:
    assert_same(retail, first, second)


@pytest.mark.parametrize(("first", "second"), SYNONYMS)
def test_synonyms_change_nothing(retail: Session, first: str, second: str) -> None:
    assert_same(retail, first, second)


def slips(word: str, dice: random.Random) -> str:
    """Return a word with one letter doubled, dropped or changed places with its neighbour, not the first."""
    place = dice.randrange(1, len(word) - 1)
    kind = dice.choice(["double", "drop", "swap"])
    if kind == "double":
        return word[:place] + word[place] + word[place:]
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


@pytest.mark.parametrize("question", RETAIL)
def test_one_slip_of_the_finger_in_a_long_word_changes_nothing(retail: Session, question: str) -> None:
    dice = random.Random(question)
    for word in question.split():
        if word in LONG:
            assert_same(retail, question, question.replace(word, slips(word, dice), 1))


def test_reading_is_deterministic(retail: Session, flights: Session) -> None:
    for session, questions in ((retail, RETAIL), (flights, ["average delay by airline", "planes older than 20 years"])):
        for question in questions:
            assert session.ask(question).sql == session.ask(question).sql
