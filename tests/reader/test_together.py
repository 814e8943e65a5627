"""Which of two readers is asked, and how sure one may be of it."""

from __future__ import annotations

from dataclasses import replace

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
    ("reading", "sketches", "at_home", "sql"),
    [
        (Reading(), (), True, None),
        (Reading(), sketch(SHOWN_FROM - 0.01), True, None),
        (Reading(), sketch(SHOWN_FROM), True, "sketch's"),
        (Reading(), sketch(OPEN_FROM - 0.01, "late"), True, None),
        (Reading(), sketch(OPEN_FROM, "late"), True, "sketch's"),
        (Reading(), sketch(LACKING_FROM - 0.01, "2024"), True, None),  # a number is never left out lightly
        (Reading((), ("Late",)), sketch(OPEN_FROM, "late"), True, "sketch's"),
        # away from home a word that is left open may name what the data lack
        (Reading((), ("Late",)), sketch(LACKING_FROM - 0.01, "late"), False, None),
        (Reading((), ("Late",)), sketch(LACKING_FROM, "late"), False, "sketch's"),
        (Reading((), ("late",)), sketch(AWAY_FROM), False, "sketch's"),
        (Reading((), ("late",)), sketch(AWAY_FROM - 0.01), False, None),
        (Reading((WHOLE,)), (), True, "grammar's"),
        # at home the sketch is right more often wherever it says anything
        (Reading((WHOLE,)), sketch(SHOWN_FROM - 0.01), True, "grammar's"),
        (Reading((WHOLE,)), sketch(SHOWN_FROM), True, "sketch's"),
        (Reading((DOUBTED,)), sketch(0.25), True, "sketch's"),
        (Reading((WHOLE,)), sketch(0.5, "late"), True, "sketch's"),  # and says so of the word
        (Reading((WHOLE,)), sketch(0.9, "2026"), True, "grammar's"),
        (Reading((WHOLE,)), sketch(0.9, "late"), False, "grammar's"),
        (Reading((WHOLE,)), sketch(0.5), False, "grammar's"),
        (Reading((WHOLE,)), sketch(0.9), False, "grammar's"),
        (Reading((DOUBTED,)), sketch(0.5), False, "grammar's"),
        (Reading((DOUBTED,)), sketch(0.8), False, "sketch's"),
        (Reading((WHOLE,), own=True), sketch(0.9), False, "grammar's"),  # what the other reader cannot say
        (Reading((WHOLE,), own=True), sketch(0.69), True, "grammar's"),
        (Reading((WHOLE,), own=True), sketch(0.9), True, "sketch's"),
        (Reading((WHOLE,), own=True), sketch(0.9, "March"), True, "grammar's"),
    ],
)
def test_the_reading_that_is_asked(
    reading: Reading, sketches: tuple[Sketched, ...], at_home: bool, sql: str | None
) -> None:
    chosen = choose(reading, sketches, at_home=at_home)
    assert (chosen.sql if chosen else None) == sql


def test_a_reading_is_believed_as_far_as_the_sketch_whose_rows_it_has() -> None:
    for chance in (0.2, 0.5, 0.9):
        seen = tuple(replace(one, weighed=True, agreed=True) for one in sketch(chance))
        own = choose(Reading((WHOLE,), own=True), seen, at_home=True)
        assert own is not None
        assert confidence(own) == chance
    differing = Chosen("g", by="grammar", chance=0.9, weighed=True, agreed=False)
    assert (confidence(differing) or 1.0) < 0.3
    assert confidence(replace(differing, agreed=None)) is None  # nobody looked


def seen(chance: float, *, agreed: bool | None) -> tuple[Sketched, ...]:
    return tuple(replace(one, weighed=True, agreed=agreed) for one in sketch(chance))


def test_a_name_that_two_columns_have_is_told_even_where_both_readers_take_the_same_one() -> None:
    either = ("either", ("age", "pet.age", "student.age"))
    draft = replace(DOUBTED, assumptions=(either, ("state", ("late", "x"))))
    chosen = choose(Reading((draft,)), seen(0.95, agreed=True), at_home=True)
    assert chosen is not None
    assert (chosen.by, chosen.assumptions) == ("sketch", (either,))
    assert not is_verified(chosen)


def test_two_unlikely_readings_that_differ_are_not_shown() -> None:
    unlikely = SHOWN_FROM - 0.01
    assert choose(Reading((WHOLE,)), seen(unlikely, agreed=False), at_home=True) is None
    assert choose(Reading((WHOLE,)), seen(unlikely, agreed=True), at_home=True) is not None
    assert choose(Reading((WHOLE,), own=True), seen(unlikely, agreed=False), at_home=True) is not None


def test_away_from_home_the_other_reader_speaks_for_a_reading_and_never_against_it() -> None:
    shared, differing = (choose(Reading((WHOLE,)), seen(0.9, agreed=a), at_home=False) for a in (True, False))
    assert shared is not None
    assert differing is not None
    assert (shared.sql, confidence(shared), is_verified(shared)) == ("grammar's", 0.9, True)
    assert (differing.sql, confidence(differing), is_verified(differing)) == ("grammar's", None, False)


@pytest.mark.parametrize(
    ("chosen", "verified"),
    [
        (Chosen("s", by="sketch", chance=0.95, weighed=True, agreed=True), True),
        (Chosen("s", by="sketch", chance=0.95, weighed=True), True),
        (Chosen("s", by="sketch", chance=0.7, weighed=True, agreed=True), False),
        (Chosen("s", by="sketch", chance=0.99, weighed=True, agreed=False), False),  # never passed over
        (Chosen("s", by="sketch", chance=0.95), True),
        (Chosen("s", by="sketch", chance=0.8), False),
        (Chosen("s", by="sketch", chance=0.99, weighed=True, assumptions=(("unread", ("late",)),)), False),
        (Chosen("g", by="grammar", chance=0.95, weighed=True, agreed=True), True),
        (Chosen("g", by="grammar", chance=0.95, weighed=True, agreed=False), False),
        (Chosen("g", by="grammar", chance=0.95), False),  # nobody looked whether the other reader agrees
        (Chosen("g", alone=True), True),
        (Chosen("g"), False),
    ],
)
def test_what_counts_as_verified(chosen: Chosen, verified: bool) -> None:
    assert is_verified(chosen) is verified


def test_nothing_is_said_where_nothing_was_measured() -> None:
    assert confidence(Chosen("grammar's")) is None
