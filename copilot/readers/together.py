"""Two readers, one answer: which of their readings is asked, and how sure one may be of it.

Owns the choice between the grammar reader and the sketching reader, and what an answer must be to count as verified.
Refuses to run anything: whoever runs the queries tells whether both readers reach the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:  # the readers are loaded with the first question
    from copilot.readers.grammar.reader import Draft, Reading
    from copilot.readers.sketching.query import Query
    from copilot.readers.sketching.witness import Witness
    from copilot.values.query import Dialect

Assumption = tuple[str, tuple[str, ...]]
SHOWN_FROM: Final = 0.2
"""A sketch that is less likely than this to be right is not shown."""
OPEN_FROM: Final = 0.3
"""The same, for a sketch that leaves words open which name something."""
AWAY_FROM: Final = 0.55
"""The same, away from the sketching reader's home."""
LACKING_FROM: Final = 0.85
"""The same, where a number is left open, or away from home any word: it may name what the data lack."""
ASK_BELOW: Final = 0.35
"""An answer that is less likely than this to be right may be a question back instead."""
OFFERED_FROM: Final = 0.4
"""From this on a sketch's reading in words is offered beside a question that was declined for its open words."""
_OVER_OWN: Final = 0.7
"""Where the question holds what the grammar reader knows well, its reading stands against a sketch less likely."""
_OVER_AWAY: Final = 0.75
"""The same, away from the sketching reader's home, where the grammar reader had to assume something. Where it had not,
its reading stands: a sketch is often surer there than it is right."""
_NEVER: Final = 2.0
_SURE_WEIGHED: Final = 0.84
_SURE_ALONE: Final = 0.92
"""From these on 95 % of the answers were right, of those whose rows were weighed and of those whose were not."""


@dataclass(frozen=True, slots=True)
class Sketched:
    """What the sketching reader offers: its SQL and how likely its rows are right by itself."""

    sql: str
    chance: float
    unplaced: tuple[str, ...] = ()
    query: Query | None = None
    """What the SQL was written from, for saying it in words."""
    weighed: bool = False
    """True where the chance comes from a look at its rows beside those of the next ones."""
    unseen: float = 0.0
    """The chance before that look."""
    agreed: bool | None = None
    """Whether the grammar reader's rows are alike; None where it has none, or they were not looked at."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reading that is asked."""

    sql: str
    units: Mapping[str, str | None] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    alone: bool = False
    """True where the grammar reader placed every word and saw no other reading."""
    by: Literal["grammar", "sketch"] = "grammar"
    chance: float | None = None
    """How likely the best sketch is right; None where there is none, or it has no say."""
    weighed: bool = False
    """True where that chance comes from a look at the rows of the likeliest readings."""
    agreed: bool | None = None
    """Whether the other reader's rows are alike; None where there are none."""
    spare: tuple[str, ...] = ()
    """Further SQL of the same reader, for where the first cannot be run."""


def choose(reading: Reading, sketches: tuple[Sketched, ...], *, at_home: bool) -> Chosen | None:
    """Return the reading to ask, or None where neither reader has one that is likely enough.

    Args:
        reading: the grammar reader's.
        sketches: the sketching reader's, best first; empty where it knows no word for what the question needs.
        at_home: whether the question is of the kind that the sketching reader has learned from: a whole sentence, over
            data without a semantic model that tells what words mean.
    """
    draft = reading.drafts[0] if reading.drafts else None
    best = sketches[0] if sketches else None
    if draft is None:
        if best is None or _counted(best, at_home=at_home) < _least(best, at_home=at_home):
            return None
        return _of_sketch(best, sketches)
    if best is None or not has_a_say(reading, at_home=at_home):
        return _of_draft(draft, None)
    if _counted(best, at_home=at_home) >= _over(draft, best, own=reading.own, at_home=at_home):
        return _of_sketch(best, sketches, draft)
    if at_home and not reading.own and best.agreed is False and best.chance < SHOWN_FROM:
        return None  # they differ, and of a hundred such readings fewer than ten were right on either side
    # Away from home the chance is that of a reader which is not: it speaks for a reading that it shares, against none.
    return _of_draft(draft, best, heard=at_home or best.agreed is True)


def has_a_say(reading: Reading, *, at_home: bool) -> bool:
    """Tell whether the sketching reader is heard beside the grammar reader."""
    return not reading.drafts or not reading.own or at_home


def _counted(best: Sketched, *, at_home: bool) -> float:
    """Return the chance that a sketch is shown by.

    Rows say nothing of words that it leaves open. What they were found to say of the others was learned from questions
    that their data can answer.
    """
    doubtful = best.unplaced or not at_home
    return min(best.chance, best.unseen) if best.weighed and doubtful else best.chance


def _least(best: Sketched, *, at_home: bool) -> float:
    """Return how likely a sketch must be to be shown where the grammar reader has no reading."""
    if best.unplaced:
        return LACKING_FROM if _open_number(best) or not at_home else OPEN_FROM
    return SHOWN_FROM if at_home else AWAY_FROM


def _open_number(sketch: Sketched) -> bool:
    return any(character.isdigit() for word in sketch.unplaced for character in word)


def _over(draft: Draft, best: Sketched, *, own: bool, at_home: bool) -> float:
    """Return how likely a sketch must be to be asked rather than the grammar reader's draft."""
    if best.unplaced and (own or not at_home or _open_number(best)):
        return _NEVER
    if not at_home:
        return _OVER_AWAY if draft.assumptions and not best.agreed else _NEVER
    return _OVER_OWN if own else SHOWN_FROM


def taken_literally(sketch: Sketched, sketches: tuple[Sketched, ...]) -> Chosen:
    """Return the sketch that a question says word for word as the reading to ask."""
    spare = tuple(other for other in sketches if other is not sketch)
    return _of_sketch(replace(sketch, unplaced=()), (sketch, *spare))


def worth_asking_back(chosen: Chosen | None, sure: float | None, sketches: tuple[Sketched, ...]) -> bool:
    """Tell whether the person should rather be asked which reading is meant, where there are two to offer.

    Args:
        chosen: the reading that was asked, None where none was likely enough.
        sure: the confidence in its rows.
        sketches: the sketching reader's, best first.
    """
    if not sketches:
        return False
    if chosen is None:
        return not sketches[0].unplaced and sketches[0].chance < SHOWN_FROM
    if chosen.by == "grammar" and not chosen.assumptions:
        return False  # it accounts for every word
    return sure is not None and sure < ASK_BELOW


def worth_offering(sketches: tuple[Sketched, ...]) -> bool:
    """Tell whether the best sketch's reading in words may be offered beside a question that is declined."""
    return bool(sketches) and sketches[0].chance >= OFFERED_FROM


def heard(reading: Reading, dialect: Dialect) -> Witness:
    """Return the grammar reader's reading as a witness for the sketching reader."""
    from copilot.readers.sketching.witness import witness_of

    if not reading.drafts:
        return witness_of("", dialect, unplaced=len(reading.unplaced), doubts=0, alone=False)
    draft = reading.drafts[0]
    return witness_of(
        draft.sql, dialect, unplaced=len(draft.unplaced), doubts=len(draft.assumptions), alone=draft.alone
    )


def confidence(chosen: Chosen) -> float | None:
    """Return how likely the rows are right, None where it was not measured.

    The shares were measured on public questions over databases that the model had not seen
    (`benchmarks/reader/report.py`).
    """
    if chosen.chance is None or chosen.by == "sketch":
        return chosen.chance
    if chosen.agreed is None:
        return None
    return chosen.chance if chosen.agreed else _DIFFERED_GRAMMAR


def is_verified(chosen: Chosen) -> bool:
    """Tell whether at least 95 % of such answers were right, by the same measure.

    A reader that reaches other rows is never passed over. Where the grammar reader alone can read a question, that it
    placed every word must do.
    """
    if chosen.assumptions:
        return False
    if chosen.agreed is False:
        return False
    if chosen.chance is None:
        return chosen.by == "grammar" and chosen.alone
    if chosen.by == "grammar" and not chosen.agreed:
        return False
    return chosen.chance >= (_SURE_WEIGHED if chosen.weighed else _SURE_ALONE)


_SHARED_DOUBTS: Final = frozenset({"either", "share"})
"""What stays open where both readers agree: which of two things with one name is meant, what a sum of shares means."""
_DIFFERED_GRAMMAR: Final = 0.15


def _of_draft(draft: Draft, best: Sketched | None, *, heard: bool = True) -> Chosen:
    units = {measure.label: measure.unit for measure in draft.plan.measures}
    if draft.plan.over is not None:
        units[draft.plan.over.label] = draft.plan.over.unit
    if best is None:
        return Chosen(draft.sql, units, draft.assumptions, draft.alone)
    chance = best.chance if heard else None
    return Chosen(draft.sql, units, draft.assumptions, draft.alone, "grammar", chance, best.weighed, best.agreed)


def _of_sketch(best: Sketched, sketches: tuple[Sketched, ...], draft: Draft | None = None) -> Chosen:
    spare = tuple(sketch.sql for sketch in sketches[1:3])
    told: tuple[Assumption, ...] = (("unread", best.unplaced),) if best.unplaced else ()
    if draft is not None and best.agreed:
        told += tuple(one for one in draft.assumptions if one[0] in _SHARED_DOUBTS)
    return Chosen(best.sql, {}, told, False, "sketch", best.chance, best.weighed, best.agreed, spare)
