"""What the rows of a question's likeliest candidates say of them, beside one another, as named numbers.

Readings that give the same rows speak for each other; one that gives nothing, or every row twice, was hardly meant.
Owns these numbers, by which the likeliest candidates are weighed once more. Refuses to run and to weigh.

The idea is execution guidance (Wang et al., 2018, "Robust Text-to-SQL Generation with Execution-Guided Decoding").
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log1p
from typing import Any, Final

from copilot.readers.sketching.witness import Witness

LOOKED_AT: Final = 5
"""Candidates that are run: a sixth costs as much as the others and is right in one of a hundred questions."""
_MOST_ROWS: Final = 1000
"""Rows that are looked at; more say no more."""
_MANY: Final = 50
Rows = Sequence[Sequence[Any]]
Alike = Callable[[Rows, Rows], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one candidate gave."""

    rows: int
    """How many, -1 where it could not be run."""
    columns: int = 0
    repeated: int = 0
    """Rows that are there already."""
    empty: float = 0.0
    """Share of the cells without a value."""
    nothing: bool = False
    """True for a single cell that holds no value or zero."""
    held: Hashable = None
    """The same for the same rows in any order, with their cells in any order."""
    witness: int = 0
    """1 where another reader's rows are alike, -1 where they differ, 0 where there are none."""


def outcomes(results: Sequence[Rows | None], witness: Rows | None, alike: Alike) -> tuple[Outcome, ...]:
    """Return what each candidate gave.

    Args:
        results: the rows of each, None where it could not be run.
        witness: those of another reader's query, None where there is none or it could not be run.
        alike: tells whether two readings' rows say the same.
    """
    known: dict[Hashable, int] = {}
    found = []
    for result in results:
        if result is None:
            found.append(Outcome(-1))
            continue
        rows = result[:_MOST_ROWS]
        texts = [tuple(sorted(map(_text, row))) for row in rows]
        held = (len(result), tuple(sorted(texts)))
        if witness is not None and held not in known:
            known[held] = 1 if alike(result, witness) else -1
        columns = len(rows[0]) if rows else 0
        cells = len(rows) * columns
        single = cells == 1 and len(result) == 1
        found.append(
            Outcome(
                len(rows),
                columns,
                len(texts) - len(set(texts)),
                sum(cell is None for row in rows for cell in row) / cells if cells else 0.0,
                single and (rows[0][0] is None or rows[0][0] == 0),
                held,
                known.get(held, 0),
            )
        )
    return tuple(found)


def outcome_rows(scores: Sequence[float], looked_at: Sequence[Outcome], witness: Witness | None) -> list[list[float]]:
    """Return the numbers of each candidate.

    Args:
        scores: by which they were ranked, best first.
        looked_at: what each gave.
        witness: what another reader made of the question.
    """
    spoken: list[float] = [-1.0] * 4
    if witness is not None:
        spoken = [witness.spoke, witness.alone, witness.doubts, witness.unplaced]
    keys = [("not run", place) if one.rows < 0 else one.held for place, one in enumerate(looked_at)]
    weights = [exp(score - scores[0]) for score in scores]
    mass: dict[Hashable, float] = {}
    first: dict[Hashable, int] = {}
    for place, (key, weight) in enumerate(zip(keys, weights, strict=True)):
        mass[key] = mass.get(key, 0.0) + weight
        first.setdefault(key, place)
    total, number = sum(weights), len(looked_at)
    shared: list[float] = [
        number,
        len(mass),
        sum(one.rows == 0 for one in looked_at) / number,
        sum(one.rows == 1 for one in looked_at) / number,
        *spoken,
    ]
    return [
        [
            float(x)
            for x in (
                scores[place],
                scores[place] - scores[0],
                place,
                mass[key] / total,
                keys.count(key),
                first[key] == place,
                scores[first[key]] - scores[0],
                one.rows < 0,
                one.rows == 0,
                one.rows == 1,
                min(one.rows, _MANY),
                log1p(max(one.rows, 0)),
                log1p(max(one.rows, 0)) - log1p(max(looked_at[0].rows, 0)),
                one.columns,
                one.repeated > 0,
                one.repeated / max(one.rows, 1),
                one.empty > 0,
                one.empty,
                one.nothing,
                one.witness,
                *shared,
            )
        ]
        for place, (key, one) in enumerate(zip(keys, looked_at, strict=True))
    ]


def _text(cell: Any) -> str:
    """Return a cell as a text that is the same for numbers which differ in their last digits alone."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)):
        return repr(cell)
    return repr(cell) if isinstance(cell, int) else f"{float(cell):.9g}"
