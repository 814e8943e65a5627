"""A chat model's query beside the other readers' readings: which rows are shown, and how sure one may be of them.

The readers are independent witnesses, and they are compared by the rows that their queries give. Owns that comparison
and the chances that follow from it. Refuses to run anything and to ask a model.

The chances were measured with a chat model of 1.5 billion parameters over public databases that no part had seen
(`benchmarks/model/report.py`): a larger model is right more often, so that for it they err on the careful side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from copilot.readers.both import Rows, RowsOf, Understood, alike

if TYPE_CHECKING:
    from copilot.readers.model.reader import Proposal

SURE: Final = 0.9
"""From this chance on an answer is verified."""
_LOOKED_AT: Final = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """What the other readings say of a chat model's rows.

    Attributes:
        shown: True where the rows are those of the reading that would be shown without a model; None without one.
        best: the same for the likeliest sketch.
        drafted: the same for the grammar reader's reading.
        further: True where they are those of another reading that was looked at.
        sketched: how likely the likeliest sketch was right before the model was heard; None where there is none.
        placed: True where the grammar reader placed every word and saw no other reading.
        empty: True where the model's query gives no row, or nothing but one empty cell.
    """

    shown: bool | None
    best: bool | None
    drafted: bool | None
    further: bool
    sketched: float | None
    placed: bool
    empty: bool


def beside(rows: Rows, understood: Understood, rows_of: RowsOf) -> Beside:
    """Return what the other readings say of a model's rows.

    Args:
        rows: what its query gives.
        understood: what the other readers make of the question, after a look at their rows.
        rows_of: gives the rows of SQL.
    """

    def same(sql: str | None) -> bool | None:
        found = rows_of(sql) if sql else None
        return None if found is None else alike(rows, found)

    drafts, sketches, chosen = understood.reading.drafts, understood.sketches[:_LOOKED_AT], understood.chosen
    others = [*(sketch.sql for sketch in sketches[1:]), *(draft.sql for draft in drafts[1:])]
    return Beside(
        same(chosen.sql if chosen else None),
        same(sketches[0].sql if sketches else None),
        same(drafts[0].sql if drafts else None),
        any(same(sql) for sql in others),
        sketches[0].chance if sketches else None,
        bool(drafts) and drafts[0].alone,
        _nothing(rows),
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is shown.

    Attributes:
        chance: how likely the model's rows are right.
        other: how likely those are that would be shown without it.
        agreed: True where another reader gives the model's rows.
        verified: True where the model's rows may be shown without caveat.
    """

    chance: float
    other: float
    agreed: bool
    verified: bool


def judged(held: Beside, proposal: Proposal, understood: Understood) -> Verdict:
    """Return what is to be made of a model's rows.

    Args:
        held: what the other readings say of them.
        proposal: the model's.
        understood: what the other readers make of the question.
    """
    raise NotImplementedError


def _nothing(rows: Sequence[Sequence[object]]) -> bool:
    return not rows or (len(rows) == 1 and all(cell is None for cell in rows[0]))
