"""A chat model's queries beside the other readers' readings: which rows are shown, and how sure one may be of them.

The readers are independent witnesses, and so, to a lesser degree, are several replies of one model: they are compared
by the rows that their queries give, and readings with the same rows speak for each other. Owns the election and the
chance that follows from it. Refuses to run anything and to ask a model.

The weights were fitted (a softmax over the sets of rows and "none of them") to 231 public questions over databases that
the readers had not seen, with a chat model of 1.5 billion parameters (`benchmarks/model/report.py` asks others). A
larger model is right more often, so that for it they err on the careful side.
Several replies that vote by their results are self-consistency (Wang et al., 2023, "Self-Consistency Improves Chain of
Thought Reasoning in Language Models").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Final, Literal

from copilot.readers.both import Rows, RowsOf, Understood, alike
from copilot.readers.model.joined import unneeded_joins
from copilot.values.query import Dialect

Voice = Literal["model", "sample", "sketch", "further", "draft"]
SURE: Final = 0.89
"""From this chance on 95 % of the answers were right, of those for which the model and another reader stand."""
_LOOKED_AT: Final = 5
_SURE_SKETCH: Final = 0.6
_OVER_WIDE: Final = 0.7
"""From this chance on a sketch's columns are shown where the model shows more or fewer of the same rows."""
_FIRST: Final = 0.33
"""What each voice adds to the logarithm of the odds: here the model's first reply."""
_AGREED: Final = 0.92
"""Its first reply, where another reader agreed at once, so that no further ones were asked for."""
_SAMPLE: Final = 0.43
_SKETCH: Final = 1.13
"""The likeliest sketch, times its chance."""
_SKETCH_HIGH: Final = 0.44
"""The same, times what its chance is above `_SURE_SKETCH`."""
_FURTHER: Final = 0.64
_DRAFT_ALONE: Final = 0.25
_DRAFT: Final = -0.07
_EMPTY: Final = -1.15
"""Rows that hold nothing: a query that gives none was hardly meant."""
_UNNEEDED: Final = -0.46
"""Each joined table that nothing speaks of."""
_NO_MODEL: Final = -0.38
_NONE: Final = 0.6
"""That none of the readings is right."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One query with its rows, and who wrote it."""

    voice: Voice
    sql: str
    rows: Rows
    chance: float = 0.0
    """For a sketch: how likely it was right before the model was heard."""
    alone: bool = False
    """For a draft: whether the grammar reader placed every word, saw no other reading and had to assume nothing."""


@dataclass(frozen=True, slots=True)
class Elected:
    """What the voices come to.

    Attributes:
        sql: the query whose rows are shown.
        chance: how likely they are right.
        by_model: True where a model's reply gives these rows.
        by_readers: True where one of the other readers does.
        witnessed: True where the likeliest reading of one of them does, and the rows hold something: only then may an
            answer be verified, for replies of one model are no independent witnesses.
        rival: the query of the likeliest other rows, empty where there are none.
        rival_by_model: True where a model's reply gives those.
    """

    sql: str
    chance: float
    by_model: bool
    by_readers: bool
    witnessed: bool
    rival: str = ""
    rival_by_model: bool = False


def votes_of_readers(understood: Understood, rows_of: RowsOf) -> list[Vote]:
    """Return the voices of the readers that need no model, of those whose queries give rows."""
    sketches, drafts = understood.sketches[:_LOOKED_AT], understood.reading.drafts
    found: list[tuple[Voice, str, float, bool]] = []
    if sketches:
        found.append(("sketch", sketches[0].sql, sketches[0].chance, False))
        found += [("further", sketch.sql, 0.0, False) for sketch in sketches[1:]]
    if drafts:
        found.append(("draft", drafts[0].sql, 0.0, drafts[0].alone and not drafts[0].assumptions))
    return [
        Vote(voice, sql, rows, chance, alone)
        for voice, sql, chance, alone in found
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
    return [Vote(voice, sql, rows) for voice, sql in told if sql and (rows := rows_of(sql)) is not None]


def agreed(votes: Sequence[Vote]) -> bool:
    """Tell whether the model's first reply gives the rows of the likeliest reading of the others."""
    first = next((vote for vote in votes if vote.voice == "model"), None)
    best = next((vote for vote in votes if vote.voice == "sketch"), None)
    best = best or next((vote for vote in votes if vote.voice == "draft"), None)
    return first is not None and best is not None and alike(first.rows, best.rows)


def elected(votes: Sequence[Vote], dialect: Dialect, shown: str = "") -> Elected | None:
    """Return what the voices come to, None where the model has none.

    Args:
        votes: all voices.
        dialect: of their queries.
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
    sampled = any(vote.voice == "sample" for vote in votes)
    ranked = sorted(((_odds(camp, dialect, sampled=sampled), camp) for camp in camps), key=lambda one: -one[0])
    (odds, won), rival = ranked[0], ranked[1][1] if len(ranked) > 1 else None
    return Elected(
        _spoken_for(won).sql,
        exp(odds) / (exp(_NONE) + sum(exp(one) for one, _ in ranked)),
        _holds_model(won),
        any(vote.voice in ("sketch", "draft", "further") for vote in won),
        _holds_model(won) and any(vote.voice in ("sketch", "draft") for vote in won) and not _nothing(won[0].rows),
        _spoken_for(rival).sql if rival else "",
        _holds_model(rival) if rival else False,
    )


def _odds(camp: Sequence[Vote], dialect: Dialect, *, sampled: bool) -> float:
    """Return the logarithm of how likely the rows of a camp are right, up to what all camps share (a softmax)."""
    voices = [vote.voice for vote in camp]
    total = _SAMPLE * voices.count("sample") + (_FURTHER if "further" in voices else 0.0)
    if "model" in voices:
        total += _FIRST if sampled else _FIRST + _AGREED
    elif "sample" not in voices:
        total += _NO_MODEL
    for vote in camp:
        if vote.voice == "sketch":
            total += _SKETCH * vote.chance + _SKETCH_HIGH * max(0.0, vote.chance - _SURE_SKETCH)
        elif vote.voice == "draft":
            total += _DRAFT_ALONE if vote.alone else _DRAFT
    if _nothing(camp[0].rows):
        total += _EMPTY
    return total + _UNNEEDED * min(unneeded_joins(vote.sql, dialect) for vote in camp)


def _holds_model(camp: Sequence[Vote]) -> bool:
    return any(vote.voice in ("model", "sample") for vote in camp)


def _spoken_for(camp: Sequence[Vote]) -> Vote:
    """Return the query that is shown for rows that several give: they may differ in the columns beside them."""
    sure = [vote for vote in camp if vote.voice == "sketch" and vote.chance >= _OVER_WIDE]
    return (sure or [*camp])[0]


def _nothing(rows: Rows) -> bool:
    return not rows or (len(rows) == 1 and all(cell is None for cell in rows[0]))
