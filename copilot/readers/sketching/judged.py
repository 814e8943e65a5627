"""What the learned parts say of a question, and what is composed from it.

Owns the values between judging, filling and ranking. Refuses to compute any of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from copilot.readers.sketching.links import NumberMention, ValueMention
from copilot.readers.sketching.query import Field, Literals, Query
from copilot.readers.sketching.shapes import Shape

Role = str


@dataclass(frozen=True, slots=True)
class Condition:
    """A column that a mention may be compared with, and how likely it is."""

    field: Field
    mention: ValueMention | NumberMention
    values: Literals
    how: str
    chance: float


@dataclass(frozen=True)
class Judged:
    """What the learned parts say of one question, each from 0 to 1."""

    roles: Mapping[Role, Mapping[Field, float]]
    tables: Mapping[str, float]
    conditions: Sequence[Condition]
    ops: Mapping[tuple[int, int], Mapping[str, float]]
    shapes: Sequence[tuple[Shape, float]]
    nests: Mapping[str, float]


@dataclass(frozen=True)
class Candidate:
    """One query with the logarithms of its parts' likelihoods."""

    query: Query
    parts: Mapping[str, float]
    shape: Shape
    nest: str
    used: tuple[Condition, ...]
    numbers: tuple[NumberMention, ...] = ()
    """Numbers that a limit or a condition on a group took."""

    @property
    def score(self) -> float:
        """Sum of the parts."""
        return sum(self.parts.values())


def log(chance: float) -> float:
    """Return a logarithm that stays finite."""
    return math.log(min(0.999, max(1e-4, chance)))
