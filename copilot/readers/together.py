"""Two readers, one answer: which of their readings is asked, and how sure one may be of it.

Owns the choice between the grammar reader and the sketching reader and the table of confidence. The readers are
independent witnesses: where both reach the same rows, that is worth more than what either says of itself. Refuses to
run anything: whoever runs the queries tells whether the witness agreed.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:  # the readers are loaded with the first question
    from copilot.readers.grammar.reader import Draft, Reading

Assumption = tuple[str, tuple[str, ...]]
SHOWN_FROM: Final = 0.25
"""A sketch that is less likely than this to be right is not shown."""
OPEN_FROM: Final = 0.6
"""The same, for a sketch that leaves words open which name something."""
VERIFIED_FROM: Final = 0.95
_OVER_WHOLE: Final = 0.8
"""Where the readers differ, the grammar reader's reading without doubt stands against a sketch less likely than this:
it accounts for every word."""
_OVER_DOUBTED: Final = 0.65
"""The same, where the grammar reader had to assume something."""


@dataclass(frozen=True, slots=True)
class Sketched:
    """What the sketching reader offers: its SQL and how likely its rows are right by itself."""

    sql: str
    chance: float
    unplaced: tuple[str, ...] = ()


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


def choose(reading: Reading, sketches: tuple[Sketched, ...]) -> Chosen | None:
    """Return the reading to ask, or None where neither reader has one that is likely enough.

    Args:
        reading: the grammar reader's.
        sketches: the sketching reader's, best first; empty where it knows no word for what the question needs.
    """
    draft = reading.drafts[0] if reading.drafts else None
    best = sketches[0] if sketches else None
    if draft is None:
        if best is None or best.chance < (OPEN_FROM if best.unplaced else SHOWN_FROM):
            return None
        # A word that neither reader can place names something that the data lack.
        lacking = {word.casefold() for word in reading.unplaced} & {word.casefold() for word in best.unplaced}
        return None if lacking else _of_sketch(best, sketches, None)
    if best is None or reading.own:
        return _of_draft(draft, None, None)
    over = _OVER_WHOLE if draft.alone and not draft.assumptions else _OVER_DOUBTED
    if best.unplaced or best.chance < over:
        return _of_draft(draft, best.chance, best.sql)
    return _of_sketch(best, sketches, draft.sql)


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


_AGREED: Final = ((0.0, 0.5), (0.35, 0.72), (0.55, 0.81), (0.75, 0.86), (0.85, 0.93), (0.92, 0.97), (1.0, 0.99))
_DIFFERED: Final = ((0.0, 0.05), (0.15, 0.15), (0.5, 0.42), (0.75, 0.65), (0.85, 0.79), (0.92, 0.9), (1.0, 0.97))
_DIFFERED_GRAMMAR: Final = 0.3


def _between(points: tuple[tuple[float, float], ...], at: float) -> float:
    """Return the value on the line through the points."""
    for (left, low), (right, high) in itertools.pairwise(points):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return points[-1][1]


def _of_draft(draft: Draft, chance: float | None, witness: str | None) -> Chosen:
    units = {measure.label: measure.unit for measure in draft.plan.measures}
    return Chosen(draft.sql, units, draft.assumptions, draft.alone, "grammar", chance, witness)


def _of_sketch(best: Sketched, sketches: tuple[Sketched, ...], witness: str | None) -> Chosen:
    spare = tuple(sketch.sql for sketch in sketches[1:3])
    told = (("unread", best.unplaced),) if best.unplaced else ()
    return Chosen(best.sql, {}, told, False, "sketch", best.chance, witness, spare)
