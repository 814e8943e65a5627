"""A chat model's queries beside the other readers' readings: which rows are shown, and how sure one may be of them.

The readers are independent witnesses, and so, to a lesser degree, are several replies of one model: they are compared
by the rows that their queries give, and readings with the same rows speak for each other. Owns the election and the
chance that follows from it. Refuses to run anything and to ask a model.

The weights and chances were found with a chat model of 1.5 billion parameters over public databases that no part had
seen (`benchmarks/model/report.py`). A larger model is right more often, so that for it they err on the careful side.
Several replies that vote by their results are self-consistency (Wang et al., 2023, "Self-Consistency Improves Chain of
Thought Reasoning in Language Models").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Final, Literal

from copilot.readers.both import Rows, RowsOf, Understood, alike

Voice = Literal["model", "sample", "sketch", "further", "draft"]
SURE: Final = 0.89
"""From this chance on 95 % of the answers were right, of those for which the model and another reader stand."""
_LOOKED_AT: Final = 5
_WEIGHTS: Final = {"model": 1.5, "sample": 0.8, "further": 0.3}
_DRAFT_ALONE: Final = 0.8
_DRAFT: Final = 0.4
_SURE_SKETCH: Final = 0.6
"""Above this chance a sketch counts threefold."""
_EMPTY: Final = 1.0
"""Taken from rows that hold nothing: a query that gives none was hardly meant."""
_OVER_WIDE: Final = 0.7
"""From this chance on a sketch's columns are shown where the model shows more or fewer of the same rows."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One query with its rows, and who wrote it."""

    voice: Voice
    sql: str
    rows: Rows
    weight: float
    chance: float = 0.0
    """For a sketch: how likely it was right before the model was heard."""


@dataclass(frozen=True, slots=True)
class Elected:
    """What the voices come to.

    Attributes:
        sql: the query whose rows are shown.
        by_model: True where a model's reply gives these rows.
        by_readers: True where one of the other readers does.
        witnessed: True where the likeliest reading of one of them does, and the rows hold something: only then may an
            answer be verified, for replies of one model are no independent witnesses.
        score: the weight of those who give these rows.
        rival: the query of the strongest other rows, empty where there are none.
        rival_score: their weight.
        rival_by_model: True where a model's reply gives those.
    """

    sql: str
    by_model: bool
    by_readers: bool
    witnessed: bool
    score: float
    rival: str = ""
    rival_score: float = 0.0
    rival_by_model: bool = False

    @property
    def chance(self) -> float:
        """How likely the rows are right."""
        return 1 / (1 + exp(-(_CHANCE[0] + _CHANCE[1] * self.score + _CHANCE[2] * (self.score - self.rival_score))))


_CHANCE: Final = (-1.16, 0.474, 0.553)
"""Constant, for the score and for its lead, of the logarithm of the odds."""


def votes_of_readers(understood: Understood, rows_of: RowsOf) -> list[Vote]:
    """Return the voices of the readers that need no model, of those whose queries give rows."""
    sketches, drafts = understood.sketches[:_LOOKED_AT], understood.reading.drafts
    found: list[tuple[Voice, str, float, float]] = []
    if sketches:
        best = sketches[0]
        weight = best.chance + 2 * max(0.0, best.chance - _SURE_SKETCH)
        found.append(("sketch", best.sql, weight, best.chance))
        found += [("further", sketch.sql, _WEIGHTS["further"], 0.0) for sketch in sketches[1:]]
    if drafts:
        sure = drafts[0].alone and not drafts[0].assumptions
        found.append(("draft", drafts[0].sql, _DRAFT_ALONE if sure else _DRAFT, 0.0))
    return [
        Vote(voice, sql, rows, weight, chance)
        for voice, sql, weight, chance in found
        if (rows := rows_of(sql)) is not None
    ]


def votes_of_model(first: str, samples: Sequence[str], rows_of: RowsOf) -> list[Vote]:
    """Return the voices of a model's replies, of those whose queries give rows.

    Args:
        first: the query that it wrote when it was asked for its best; empty where that does not run.
        samples: those of further replies.
        rows_of: gives the rows of SQL.
    """
    told: list[tuple[Voice, str]] = [("model", first), *(("sample", sql) for sql in samples)]
    return [
        Vote(voice, sql, rows, _WEIGHTS[voice]) for voice, sql in told if sql and (rows := rows_of(sql)) is not None
    ]


def agreed(votes: Sequence[Vote]) -> bool:
    """Tell whether the model's first reply gives the rows of the likeliest reading of the others."""
    first = next((vote for vote in votes if vote.voice == "model"), None)
    best = next((vote for vote in votes if vote.voice == "sketch"), None)
    best = best or next((vote for vote in votes if vote.voice == "draft"), None)
    return first is not None and best is not None and alike(first.rows, best.rows)


def elected(votes: Sequence[Vote], shown: str = "") -> Elected | None:
    """Return what the voices come to, None where the model has none.

    Args:
        votes: all voices.
        shown: the query that would be shown without a model, empty where none would: what the other readers are not
            sure enough of is no answer unless the model gives its rows too.
    """
    camps: list[list[Vote]] = []
    for vote in votes:
        camp = next((camp for camp in camps if alike(camp[0].rows, vote.rows)), None)
        if camp is None:
            camps.append([vote])
        else:
            camp.append(vote)
    camps = [camp for camp in camps if _holds_model(camp) or any(vote.sql == shown for vote in camp)]
    if not any(map(_holds_model, camps)):
        return None
    ranked = sorted(camps, key=_score, reverse=True)
    won, rival = ranked[0], ranked[1] if len(ranked) > 1 else None
    return Elected(
        _spoken_for(won).sql,
        _holds_model(won),
        any(vote.voice in ("sketch", "draft", "further") for vote in won),
        _holds_model(won) and any(vote.voice in ("sketch", "draft") for vote in won) and not _nothing(won[0].rows),
        _score(won),
        _spoken_for(rival).sql if rival else "",
        _score(rival) if rival else 0.0,
        _holds_model(rival) if rival else False,
    )


def _score(camp: Sequence[Vote]) -> float:
    further = max((vote.weight for vote in camp if vote.voice == "further"), default=0.0)
    total = further + sum(vote.weight for vote in camp if vote.voice != "further")
    return total - (_EMPTY if _nothing(camp[0].rows) else 0.0)


def _holds_model(camp: Sequence[Vote]) -> bool:
    return any(vote.voice in ("model", "sample") for vote in camp)


def _spoken_for(camp: Sequence[Vote]) -> Vote:
    """Return the query that is shown for rows that several give: they may differ in the columns beside them."""
    sure = [vote for vote in camp if vote.voice == "sketch" and vote.chance >= _OVER_WIDE]
    return (sure or [*camp])[0]


def _nothing(rows: Rows) -> bool:
    return not rows or (len(rows) == 1 and all(cell is None for cell in rows[0]))
