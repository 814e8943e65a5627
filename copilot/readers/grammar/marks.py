"""Marks and covers: what a stretch of a question may stand for, and stretches that together make the question.

Owns these shapes and the search over non-overlapping covers. Which marks there are is found by
`copilot.readers.grammar.annotate`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from copilot.dates import DateSpan, GrainSpan, RecurringSpan
from copilot.dates.numbers import NumberSpan
from copilot.linking.lexicon import Gradable, Phrase
from copilot.linking.schema_index import ElementHit
from copilot.linking.value_index import ValueHit
from copilot.readers.grammar.cues import Cue

MarkKind = Literal[
    "cue",
    "element",
    "value",
    "date",
    "recurring",
    "grain",
    "number",
    "gradable",
    "composite",
    "quoted",
    "stop",
    "unknown",
]
QUOTED: Final = re.compile(r"[\"“”「『']([^\"“”」』']{1,80})[\"“”」』'](?!\w)")
"""A text in quotation marks."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading of the tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    kind: MarkKind
    gain: float
    """How much it helps a cover."""
    text: str
    cue: Cue | None = None
    elements: tuple[ElementHit, ...] = ()
    values: tuple[ValueHit, ...] = ()
    date: DateSpan | None = None
    recurring: RecurringSpan | None = None
    grain: GrainSpan | None = None
    number: NumberSpan | None = None
    gradable: Gradable | None = None
    composite: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """Marks, in order, that together cover the question."""

    marks: tuple[Mark, ...]
    gain: float


def best_covers(starts: list[list[Mark]], length: int, most: int) -> tuple[Cover, ...]:
    """Search the lattice for the covers of highest gain, a few kept at each position."""
    beams: list[list[tuple[float, tuple[Mark, ...]]]] = [[] for _ in range(length + 1)]
    beams[0] = [(0.0, ())]
    for position in range(length):
        kept = sorted(beams[position], key=lambda item: -item[0])[: most * 2]
        for gain, path in kept:
            for mark in starts[position]:
                beams[mark.end].append((gain + mark.gain, (*path, mark)))
    final = sorted(beams[length], key=lambda item: -item[0])[:most]
    return tuple(Cover(path, gain) for gain, path in final)
