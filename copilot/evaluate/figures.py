"""Marks and the figures that they add up to.

Owns what counts as right, and how far confidence can be believed. Refuses to ask anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal

Outcome = Literal["right", "right with more columns", "wrong", "asked back", "declined", "failed", "gold fails"]
_BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of one case.

    Attributes:
        id: of the case.
        question: of the case.
        outcome: in a word; to decline what cannot be answered is right.
        verified: whether it was shown without caveat.
        confidence: how likely right it said it was.
        reader: who read it.
        sql: what ran.
        said: the sentence, or the message.
        seconds: from question to answer.
        tokens: of the chat model, in and out.
        cost: of the chat model, None where no price is known.
        tags: of the case.
    """

    id: str
    question: str
    outcome: Outcome
    verified: bool
    confidence: float | None
    reader: str
    sql: str
    said: str
    seconds: float
    tokens: int = 0
    cost: float | None = None
    tags: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether its rows are exactly the right ones."""
        return self.outcome == "right"


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares are from 0 to 1, None of nothing."""

    cases: int
    exact: float
    lax: float
    """The same where further columns beside the right ones do not count."""
    answered: float
    right_of_answered: float | None
    verified: float
    right_of_verified: float | None
    declined: float
    asked_back: float
    failed: float
    gold_fails: int
    """Cases whose own SQL does not run; they are in no other figure."""
    calibration_error: float | None
    """Mean distance of the confidence from the share that was right, over ten bins."""
    median_seconds: float
    tokens: int
    cost: float | None
    by_tag: Mapping[str, tuple[int, float]]
    """How many cases each tag has, and the share that is exact."""


def figures(marks: Sequence[Mark]) -> Figures:
    """Return the figures of some marks.

    >>> one = Mark("1", "q", "right", True, 0.9, "grammar", "SELECT 1", "", 0.1, tags=("x",))
    >>> two = Mark("2", "q", "wrong", False, 0.5, "grammar", "SELECT 2", "", 0.3)
    >>> told = figures([one, two])
    >>> told.exact, told.verified, told.right_of_verified, told.calibration_error, told.by_tag
    (0.5, 0.5, 1.0, 0.3, {'x': (1, 1.0)})
    """
    some = [mark for mark in marks if mark.outcome != "gold fails"]
    count = len(some)
    shown = [mark for mark in some if mark.outcome in ("right", "right with more columns", "wrong") and mark.sql]
    sure = [mark for mark in shown if mark.verified]
    prices = [mark.cost for mark in some if mark.cost is not None]
    tags = sorted({tag for mark in some for tag in mark.tags})
    return Figures(
        cases=count,
        exact=_share(sum(mark.right for mark in some), count) or 0.0,
        lax=_share(sum(mark.outcome in ("right", "right with more columns") for mark in some), count) or 0.0,
        answered=_share(len(shown), count) or 0.0,
        right_of_answered=_share(sum(mark.right for mark in shown), len(shown)),
        verified=_share(len(sure), count) or 0.0,
        right_of_verified=_share(sum(mark.right for mark in sure), len(sure)),
        declined=_share(sum(mark.outcome == "declined" for mark in some), count) or 0.0,
        asked_back=_share(sum(mark.outcome == "asked back" for mark in some), count) or 0.0,
        failed=_share(sum(mark.outcome == "failed" for mark in some), count) or 0.0,
        gold_fails=len(marks) - count,
        calibration_error=_calibration_error(shown),
        median_seconds=median(mark.seconds for mark in some) if some else 0.0,
        tokens=sum(mark.tokens for mark in some),
        cost=sum(prices) if prices else None,
        by_tag={tag: _of_tag([mark for mark in some if tag in mark.tags]) for tag in tags},
    )


def _of_tag(some: Sequence[Mark]) -> tuple[int, float]:
    return len(some), _share(sum(mark.right for mark in some), len(some)) or 0.0


def _calibration_error(shown: Sequence[Mark]) -> float | None:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for mark in shown:
        if mark.confidence is not None:
            bins.setdefault(min(_BINS - 1, int(mark.confidence * _BINS)), []).append((mark.confidence, mark.right))
    total = sum(map(len, bins.values()))
    gap = sum(abs(sum(told for told, _ in one) - sum(right for _, right in one)) for one in bins.values())
    return round(gap / total, 4) if total else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
