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
        part = [p for p, at in named if at > verb]
        return part or [p for p, at in times if at > verb and not _measured(frame, verb, p)], []
    weekly: list[Predicate] = [p for p, at in times if at > frame.share_at and isinstance(p, OneOf)]
    return ([] if named else weekly), []


def _before_holds(
    frame: Frame, holds: int, named: list[tuple[Predicate, int]], times: list[tuple[Predicate, int]]
) -> tuple[list[Predicate], list[Predicate]]:
    """线上订单占全部订单的比例: what stands before 占 is the part, but for what stands before 里 or 中."""
    among = max((i for i in range(holds) if frame.marks[i].text in _AMONG), default=-1)
    part = [p for p, at in named if among < at < holds]
    part = part or [p for p, at in times if among < at < holds]
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
    said = ((i, frame.marks[i].text.lower().split()) for i in range(head, len(frame.marks)))
    return next((i for i, words in said if words and words[-1] in _VERBS and (i > head or len(words) > 1)), None)


def _measured(frame: Frame, verb: int, time: Predicate) -> bool:
    """Tell whether something else stands behind the verb, which the time is then about."""
    grouped = any(group.at > verb for group in frame.groups) and not isinstance(time, OneOf)
    return grouped or any(wanted.at > verb for wanted in frame.measures)


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
