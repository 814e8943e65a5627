"""Which of two readers is asked, and how sure one may be of it."""

from __future__ import annotations

import pytest

from copilot.readers.grammar.reader import Draft, Reading
from copilot.readers.plan import Plan
from copilot.readers.together import (
    AWAY_FROM,
    LACKING_FROM,
    OPEN_FROM,
    SHOWN_FROM,
    Chosen,
    Sketched,
    choose,
    confidence,
    is_verified,
)

WHOLE = Draft(Plan("orders"), "grammar's", 3.0, (), (), alone=True)
DOUBTED = Draft(Plan("orders"), "grammar's", 3.0, (), (("state", ("late", "x")),))


def sketch(chance: float, *unplaced: str) -> tuple[Sketched, ...]:
    return (Sketched("sketch's", chance, unplaced), Sketched("another", 0.0))


@pytest.mark.parametrize(
    ("reading", "sketches", "at_home", "sql", "witness"),
    [
        (Reading(), (), True, None, None),
        (Reading(), sketch(SHOWN_FROM - 0.01), True, None, None),
        (Reading(), sketch(SHOWN_FROM), True, "sketch's", None),
        (Reading(), sketch(OPEN_FROM - 0.01, "late"), True, None, None),
        (Reading(), sketch(OPEN_FROM, "late"), True, "sketch's", None),
        (Reading(), sketch(LACKING_FROM - 0.01, "2024"), True, None, None),  # a number is never left out lightly
        (Reading((), ("Late",)), sketch(OPEN_FROM, "late"), True, "sketch's", None),
        # away from home a word that is left open may name what the data lack
        (Reading((), ("Late",)), sketch(LACKING_FROM - 0.01, "late"), False, None, None),
        (Reading((), ("Late",)), sketch(LACKING_FROM, "late"), False, "sketch's", None),
        (Reading((), ("late",)), sketch(AWAY_FROM), False, "sketch's", None),
        (Reading((), ("late",)), sketch(AWAY_FROM - 0.01), False, None, None),
        (Reading((WHOLE,)), (), True, "grammar's", None),
        # at home the sketch is right more often wherever it says anything
        (Reading((WHOLE,)), sketch(SHOWN_FROM - 0.01), True, "grammar's", "sketch's"),
        (Reading((WHOLE,)), sketch(SHOWN_FROM), True, "sketch's", "grammar's"),
        (Reading((DOUBTED,)), sketch(0.25), True, "sketch's", "grammar's"),
        (Reading((WHOLE,)), sketch(0.5, "late"), True, "sketch's", "grammar's"),  # and says so of the word
        (Reading((WHOLE,)), sketch(0.9, "2026"), True, "grammar's", "sketch's"),
        (Reading((WHOLE,)), sketch(0.9, "late"), False, "grammar's", "sketch's"),
        (Reading((WHOLE,)), sketch(0.5), False, "grammar's", "sketch's"),
        (Reading((WHOLE,)), sketch(0.9), False, "grammar's", "sketch's"),
        (Reading((DOUBTED,)), sketch(0.5), False, "grammar's", "sketch's"),
        (Reading((DOUBTED,)), sketch(0.8), False, "sketch's", "grammar's"),
        (Reading((WHOLE,), own=True), sketch(0.9), False, "grammar's", None),  # what the other reader cannot say
        (Reading((WHOLE,), own=True), sketch(0.7), True, "grammar's", "sketch's"),
        (Reading((WHOLE,), own=True), sketch(0.9), True, "sketch's", "grammar's"),
        (Reading((WHOLE,), own=True), sketch(0.9, "March"), True, "grammar's", "sketch's"),
    ],
)
def test_the_reading_that_is_asked(
    reading: Reading, sketches: tuple[Sketched, ...], at_home: bool, sql: str | None, witness: str | None
) -> None:
    chosen = choose(reading, sketches, at_home=at_home)
    assert (chosen.sql if chosen else None, chosen.witness if chosen else None) == (sql, witness)


def test_a_witness_that_agrees_is_worth_more_than_none_and_one_that_differs_less() -> None:
    for chance in (0.2, 0.4, 0.6, 0.8, 0.9):
        chosen = Chosen("sketch's", by="sketch", chance=chance, witness="grammar's")
        agreed, alone, differed = (confidence(chosen, heard) for heard in (True, None, False))
        assert agreed is not None
        assert alone is not None
        assert differed is not None
        assert 1 > agreed > alone >= differed > 0


def test_confidence_grows_with_the_chance() -> None:
    for heard in (True, False):
        said = [confidence(Chosen("s", by="sketch", chance=c / 50, witness="g"), heard) or 0 for c in range(51)]
        assert said == sorted(said)
        assert 0 < said[0] < 0.6
        assert said[-1] < 1


@pytest.mark.parametrize(
    ("chosen", "agreed", "verified"),
    [
        (Chosen("s", by="sketch", chance=0.9, witness="g"), True, True),
        (Chosen("s", by="sketch", chance=0.7, witness="g"), True, False),
        (
            Chosen("s", by="sketch", chance=0.99, witness="g"),
            False,
            False,
        ),  # a witness that differs is never passed over
        (Chosen("s", by="sketch", chance=0.95), None, True),
        (Chosen("s", by="sketch", chance=0.9), None, False),
        (Chosen("s", by="sketch", chance=0.95, assumptions=(("unread", ("late",)),)), None, False),
        (Chosen("g", by="grammar", chance=0.9, witness="s"), True, True),
        (Chosen("g", by="grammar", chance=0.9, witness="s"), False, False),
        (Chosen("g", alone=True), None, True),
        (Chosen("g"), None, False),
    ],
)
def test_what_counts_as_verified(chosen: Chosen, agreed: bool | None, verified: bool) -> None:
    assert is_verified(chosen, agreed) is verified


def test_nothing_is_said_where_nothing_was_measured() -> None:
    assert confidence(Chosen("grammar's"), None) is None
