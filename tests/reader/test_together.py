"""Which of two readers is asked, and how sure one may be of it."""

from __future__ import annotations

import pytest

from copilot.readers.grammar.reader import Draft, Reading
from copilot.readers.plan import Plan
from copilot.readers.together import OPEN_FROM, SHOWN_FROM, VERIFIED_FROM, Chosen, Sketched, choose, confidence

WHOLE = Draft(Plan("orders"), "grammar's", 3.0, (), (), alone=True)
DOUBTED = Draft(Plan("orders"), "grammar's", 3.0, (), (("state", ("late", "x")),))


def sketch(chance: float, *unplaced: str) -> tuple[Sketched, ...]:
    return (Sketched("sketch's", chance, unplaced), Sketched("another", 0.0))


@pytest.mark.parametrize(
    ("reading", "sketches", "sql", "witness"),
    [
        (Reading(), (), None, None),
        (Reading(), sketch(SHOWN_FROM - 0.01), None, None),
        (Reading(), sketch(SHOWN_FROM), "sketch's", None),
        (Reading(), sketch(OPEN_FROM - 0.01, "late"), None, None),
        (Reading(), sketch(OPEN_FROM, "late"), "sketch's", None),
        (Reading((), ("Late",)), sketch(0.9, "late"), None, None),  # the data lack what the word names
        (Reading((), ("late",)), sketch(0.9), "sketch's", None),
        (Reading((WHOLE,)), (), "grammar's", None),
        (Reading((WHOLE,)), sketch(0.5), "grammar's", "sketch's"),
        (Reading((WHOLE,)), sketch(0.9), "sketch's", "grammar's"),
        (Reading((WHOLE,)), sketch(0.9, "late"), "grammar's", "sketch's"),  # it leaves a word open
        (Reading((DOUBTED,)), sketch(0.5), "grammar's", "sketch's"),
        (Reading((DOUBTED,)), sketch(0.7), "sketch's", "grammar's"),
        (Reading((WHOLE,), own=True), sketch(0.9), "grammar's", None),  # what the other reader cannot say
    ],
)
def test_the_reading_that_is_asked(
    reading: Reading, sketches: tuple[Sketched, ...], sql: str | None, witness: str | None
) -> None:
    chosen = choose(reading, sketches)
    assert (chosen.sql if chosen else None, chosen.witness if chosen else None) == (sql, witness)


def test_a_witness_that_agrees_is_worth_more_than_none_and_one_that_differs_less() -> None:
    for chance in (0.2, 0.4, 0.6, 0.8, 0.9):
        chosen = Chosen("sketch's", by="sketch", chance=chance, witness="grammar's")
        agreed, alone, differed = (confidence(chosen, heard) for heard in (True, None, False))
        assert agreed is not None
        assert alone is not None
        assert differed is not None
        assert 1 > agreed > alone >= differed > 0


def test_confidence_grows_with_the_chance_and_reaches_what_counts_as_verified() -> None:
    for heard in (True, False):
        said = [confidence(Chosen("s", by="sketch", chance=c / 50, witness="g"), heard) or 0 for c in range(51)]
        assert said == sorted(said)
        assert said[0] < 0.6
        assert said[-1] >= VERIFIED_FROM


def test_nothing_is_said_where_nothing_was_measured() -> None:
    assert confidence(Chosen("grammar's"), None) is None
