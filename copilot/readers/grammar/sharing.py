"""Which conditions of a share say what part is meant and which of what whole: of Delta's flights, those that were late.

Owns that split by where the conditions stand, and the measure that comes of it. Which words ask for a share belongs to
`copilot.readers.grammar.roles.measuring`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from copilot.readers.grammar.frame import Frame
from copilot.readers.plan import (
    Aggregate,
    AllOf,
    ColumnRef,
    Combined,
    Compare,
    InPeriod,
    Measure,
    OneOf,
    Predicate,
    ShareOf,
    columns_of,
    narrowed,
)
from copilot.readers.windows import adds_up
from copilot.values import Catalog

_VERBS: Final = frozenset(
    {
        "were", "was", "are", "is", "came", "come", "comes", "happened", "happen", "happens", "occurred", "occur",
        "took", "occurs", "went", "go", "goes", "fell", "fall", "falls", "have", "has", "had", "got", "arrived",
        "arrive", "left", "departed", "depart", "leave", "placed",
    }
)  # fmt: skip
"""Verbs behind the noun of a share: what stands behind them is the part."""
_HOLDS: Final = frozenset({"占", "占了", "占到", "占多少", "占百分之几", "占百分之多少"})
_AMONG: Final = frozenset({"里", "中", "当中", "之中", "里面", "内", "之内"})
_ALL: Final = frozenset({"全部", "总", "所有", "整体", "总体", "总的"})
_YEAR: Final = frozenset({"全年", "当年", "整年", "那一年"})


def parted(frame: Frame, where: Sequence[Predicate]) -> tuple[list[Predicate], list[Predicate]]:
    """Return the conditions of the part of which a share is asked, and those that the whole has besides.

    What percentage of Delta's flights were late: the airline is said before the verb, so it is the whole. A time behind
    the verb is the part only where nothing else is: what part of cancellations happened in summer. No part is returned
    where the places of the conditions do not tell.
    """
    named = [(p, at) for p, at in frame.where if p in where]
    times = [(p, at) for p, at in frame.times if p in where]
    holds = next((i for i, mark in enumerate(frame.marks) if mark.text in _HOLDS), None)
    if holds is not None:
        return _before_holds(frame, holds, named, times)
    verb = _verb(frame)
    if verb is not None:
        part = [p for p, at in named if at > verb and not in_clause(frame, at)]
        behind = [p for p, at in times if at > verb and not in_clause(frame, at)]
        return part or [p for p in behind if not _measured(frame, verb, p)], []
    weekly: list[Predicate] = [p for p, at in times if at > frame.share_at and isinstance(p, OneOf)]
    return ([] if named else weekly), []


def _before_holds(
    frame: Frame, holds: int, named: list[tuple[Predicate, int]], times: list[tuple[Predicate, int]]
) -> tuple[list[Predicate], list[Predicate]]:
    """线上订单占全部订单的比例: what stands before 占 is the part, but for what stands before 里 or 中."""
    among = max((i for i in range(holds) if frame.marks[i].text in _AMONG), default=-1)
    part = [p for p, at in named if among < at < holds]
    spread = any(group.grain or group.part for group in frame.groups)  # each month of 2025: the year is the whole
    part = part or ([p for p, at in times if among < at < holds] if not spread else [])
    behind = {mark.text for mark in frame.marks[holds + 1 :]}
    if among >= 0 or any(at > holds for _, at in (*named, *times)):
        return part, []
    periods = [p for p in part if isinstance(p, InPeriod) and p.start is not None]
    if len(part) == len(periods) == 1 and behind & _YEAR:
        start = periods[0].start
        assert start is not None
        return part, [InPeriod(periods[0].left, date(start.year, 1, 1), date(start.year + 1, 1, 1))]
    return (part, []) if behind & _ALL else ([], [])


def _verb(frame: Frame) -> int | None:
    """Return the verb behind the noun of which a share is asked."""
    first = next((i for i in range(len(frame.marks)) if frame.cue(i, "share")), len(frame.marks))
    head = next((i for i in range(first + 1, len(frame.marks)) if frame.element(i) is not None), None)
    if head is None:
        return None
    end = next((i for i in range(head, len(frame.marks)) if in_clause(frame, i)), len(frame.marks))
    said = ((i, frame.marks[i].text.lower().split()) for i in range(head, end))
    return next((i for i, words in said if words and words[-1] in _VERBS and (i > head or len(words) > 1)), None)


def in_clause(frame: Frame, at: int) -> bool:
    """Tell whether a place stands in a clause of time: of flights when it rained, the rain says which flights."""
    if any(mark.text in _WHILE for mark in frame.marks[at + 1 : at + 4]):
        return True
    return any(mark.text.lower() in _WHEN for mark in frame.marks[frame.share_at + 1 : at + 1])


_WHEN: Final = frozenset({"when", "whenever", "while", "if"})
_WHILE: Final = frozenset({"时", "时候", "的时候", "期间", "时期", "之时", "情况下"})


def _measured(frame: Frame, verb: int, time: Predicate) -> bool:
    """Tell whether something else stands behind the verb, which the time is then about."""
    grouped = any(group.at > verb for group in frame.groups) and not isinstance(time, OneOf)
    return grouped or any(wanted.at > verb for wanted in frame.measures)


def says_what_is_shared(frame: Frame, at: int) -> bool:
    """Share of online revenue, of Electronics in revenue, the East region's share: what stands beside it is shared."""
    following = frame.next(at)
    noun = frame.element(following)
    whose = frame.prev(frame.share_at)
    if at > frame.share_at and (frame.is_text(whose) or frame.rows_named(whose) is not None):
        return False  # brand share of furniture sales: each brand's share of them
    behind = frame.next(following) if following is not None and noun is not None and noun.kind != "metric" else None
    if frame.cue(frame.prev(at), "share") or frame.cue(following, "share") or frame.cue(behind, "share"):
        return True
    timed = bool(frame.groups) and all(group.grain or group.part for group in frame.groups)
    if timed and at > frame.share_at and any(frame.share_at < w.at < at for w in frame.measures):
        return True  # share of revenue from phone orders by month: of each month's revenue
    return following is not None and any(w.at == following for w in frame.measures)


def narrows_share(frame: Frame, predicate: Predicate, at: int) -> bool:
    """Tell whether a condition says of what the share is: the online share of orders, flights over an hour late.

    A condition in a clause of its own before the share only says of which rows it is taken.
    """
    if at > frame.share_at or isinstance(predicate, Compare):
        return True
    between = frame.marks[at : frame.share_at]
    return len(between) <= 5 and not any(mark.text in ",，;；" and mark.kind == "stop" for mark in between)


def share_of_part(catalog: Catalog, measures: Sequence[Measure], part: Sequence[Predicate]) -> Measure | None:
    """Return the share of the rows, or of what is added up, for which the conditions of the part hold."""
    if len(measures) != 1 or not part:
        return None
    value = measures[0].value
    condition = all_of(part)
    if isinstance(value, Aggregate) and value.name == "count" and not value.distinct and value.of is None:
        known = next((ref for p in part for ref in columns_of(p) if _is_number(catalog, ref)), None)
        return Measure(ShareOf(condition, known), "share", "share")
    if not adds_up(value) and not (isinstance(value, Aggregate) and value.name == "count"):
        return None
    return Measure(Combined("ratio", narrowed(value, condition), value), f"share_of_{measures[0].label}", "share")


def all_of(parts: Sequence[Predicate]) -> Predicate:
    """Return conditions as one."""
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _is_number(catalog: Catalog, ref: ColumnRef) -> bool:
    return catalog.column(ref.table, ref.column).type in ("integer", "decimal", "float")
