"""Two readers, one answer: which of their readings is asked, and how sure one may be of it.

Owns the choice between the grammar reader and the sketching reader and the table of confidence. The readers are
independent witnesses: where both reach the same rows, that is worth more than what either says of itself. Refuses to
run anything: whoever runs the queries tells whether the witness agreed.
"""

from __future__ import annotations

import itertools
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
OPEN_FROM: Final = 0.4
"""The same, for a sketch that leaves words open which name something."""
AWAY_FROM: Final = 0.55
"""The same, away from the sketching reader's home."""
LACKING_FROM: Final = 0.8
"""The same, where a number is left open, or away from home any word: it may name what the data lack."""
ASK_BELOW: Final = 0.35
"""An answer that is less likely than this to be right may be a question back instead."""
OFFERED_FROM: Final = 0.4
"""From this on a sketch's reading in words is offered beside a question that was declined for its open words."""
_OVER_OWN: Final = 0.8
"""Where the question holds what the grammar reader knows well, its reading stands against a sketch less likely."""
_OVER_AWAY: Final = 0.75
"""The same, away from the sketching reader's home, where the grammar reader had to assume something. Where it had not,
its reading stands: a sketch is often surer there than it is right."""
_NEVER: Final = 2.0
_SURE_AGREED: Final = 0.84
_SURE_ALONE: Final = 0.92
"""From these on 95 % of the answers were right, of those whose witness agreed and of those that had none."""


@dataclass(frozen=True, slots=True)
class Sketched:
    """What the sketching reader offers: its SQL and how likely its rows are right by itself."""

    sql: str
    chance: float
    unplaced: tuple[str, ...] = ()
    query: Query | None = None
    """What the SQL was written from, for saying it in words."""


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
    """How likely the sketch is right, before the witness is heard; None where there is no sketch."""
    witness: str | None = None
    """The other reader's SQL."""
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
        if best is None or best.chance < _least(best, at_home=at_home):
            return None
        return _of_sketch(best, sketches, None)
    if best is None or (reading.own and not at_home):
        return _of_draft(draft, None, None)
    if best.chance < _over(draft, best, own=reading.own, at_home=at_home):
        return _of_draft(draft, best.chance, best.sql)
    return _of_sketch(best, sketches, draft.sql)


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
        return _OVER_AWAY if draft.assumptions else _NEVER
    return _OVER_OWN if own else SHOWN_FROM


def taken_literally(sketch: Sketched, sketches: tuple[Sketched, ...], reading: Reading) -> Chosen:
    """Return the sketch that a question says word for word as the reading to ask."""
    witness = reading.drafts[0].sql if reading.drafts else None
    spare = tuple(other for other in sketches if other is not sketch)
    return _of_sketch(replace(sketch, unplaced=()), (sketch, *spare), witness)


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


def confidence(chosen: Chosen, agreed: bool | None) -> float | None:
    """Return how likely the rows are right, None where it was not measured.

    Args:
        chosen: the reading that was asked.
        agreed: whether the witness reached the same rows; None where there is none.

    The shares were measured on public questions over databases that the model had not seen
    (`benchmarks/reader/report.py`).
    """
    if chosen.chance is None:
        return None
    if chosen.by == "grammar":
        return _between(_AGREED, chosen.chance) if agreed else _DIFFERED_GRAMMAR
    if agreed is None:
        return chosen.chance
    return _between(_AGREED if agreed else _DIFFERED, chosen.chance)


def is_verified(chosen: Chosen, agreed: bool | None) -> bool:
    """Tell whether at least 95 % of such answers were right, by the same measure.

    Where the grammar reader alone can read a question, that it placed every word must do.
    """
    if chosen.assumptions:
        return False
    if chosen.chance is None:
        return chosen.by == "grammar" and chosen.alone
    if agreed:
        return chosen.chance >= _SURE_AGREED
    return agreed is None and chosen.by == "sketch" and chosen.chance >= _SURE_ALONE


_AGREED: Final = (
    (0.0, 0.4),
    (0.3, 0.5),
    (0.5, 0.63),
    (0.7, 0.8),
    (0.8, 0.84),
    (0.89, 0.94),
    (0.96, 0.975),
    (1.0, 0.98),
)
_DIFFERED: Final = (
    (0.0, 0.05),
    (0.2, 0.2),
    (0.4, 0.38),
    (0.6, 0.51),
    (0.8, 0.71),
    (0.89, 0.81),
    (0.96, 0.91),
    (1.0, 0.92),
)
_DIFFERED_GRAMMAR: Final = 0.15


def _between(points: tuple[tuple[float, float], ...], at: float) -> float:
    """Return the value on the line through the points."""
    for (left, low), (right, high) in itertools.pairwise(points):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return points[-1][1]


def _of_draft(draft: Draft, chance: float | None, witness: str | None) -> Chosen:
    units = {measure.label: measure.unit for measure in draft.plan.measures}
    if draft.plan.over is not None:
        units[draft.plan.over.label] = draft.plan.over.unit
    return Chosen(draft.sql, units, draft.assumptions, draft.alone, "grammar", chance, witness)


def _of_sketch(best: Sketched, sketches: tuple[Sketched, ...], witness: str | None) -> Chosen:
    spare = tuple(sketch.sql for sketch in sketches[1:3])
    told = (("unread", best.unplaced),) if best.unplaced else ()
    return Chosen(best.sql, {}, told, False, "sketch", best.chance, witness, spare)
