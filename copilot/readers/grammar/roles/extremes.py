"""Both ends at once, and orders that begin with the worst or the oldest.

Owns "shortest and longest distance" and "worst first". What a single superlative ranks belongs to
`copilot.readers.grammar.roles.ranking`.
"""

from __future__ import annotations

from typing import Final

from copilot.readers.grammar.frame import Frame, Wanted
from copilot.readers.plan import AggregateName

_ENDS: Final = {
    "highest": 1, "largest": 1, "biggest": 1, "greatest": 1, "maximum": 1, "max": 1, "latest": 1, "last": 1,
    "newest": 1, "most": 1, "lowest": -1, "smallest": -1, "least": -1, "minimum": -1, "min": -1, "earliest": -1,
    "first": -1, "oldest": -1, "fewest": -1,
}  # fmt: skip
"""Words that name an end of a scale by themselves."""


def both_ends(frame: Frame) -> None:
    """Shortest and longest distance, cheapest and most expensive price: the smallest and the largest value."""
    for i in range(len(frame.marks)):
        first = _end(frame, i)
        joint = frame.next(i, skip=()) if first else None
        if first is None or joint is None or not (frame.cue(joint, "and") or frame.marks[joint].text in ",/"):
            continue
        other = frame.next(joint, skip=())
        second = _end(frame, other) if other is not None else None
        target = _number_behind(frame, other) if other is not None else None
        if other is None or second is None or target is None or first == second:
            continue
        frame.used |= {i, joint, other, target}
        frame.idle |= {i, other}
        names: tuple[AggregateName, ...] = ("min", "max") if first < 0 else ("max", "min")
        frame.measures += [Wanted(name, column=frame.ref(target), at=target) for name in names]
        return


def _end(frame: Frame, i: int) -> int | None:
    """Return 1 for a word that names the upper end, -1 for the lower one."""
    mark = frame.marks[i]
    if i in frame.used:
        return None
    if mark.gradable is not None and mark.gradable.superlative:
        return 1 if mark.gradable.highest else -1
    return _ENDS.get(mark.text.lower())


def _number_behind(frame: Frame, i: int) -> int | None:
    """Return the number or time column that is named behind both words; a table's noun may stand between."""
    j = frame.next(i)
    for _ in range(2):
        if j is None or j in frame.used:
            return None
        if (frame.is_number(j) and not frame.names_rows(j)) or frame.is_time(j):
            return j
        element = frame.element(j)
        if element is None or element.kind != "table":
            return None
        j = frame.next(j)
    return None


def worst_first(frame: Frame) -> None:
    """Worst first, best first: whether the high or the low values are bad is told by the measure."""
    for i, mark in enumerate(frame.marks):
        after = frame.next(i, skip=())
        if mark.text.lower() not in ("worst", "best") or i in frame.used or after is None:
            continue
        if frame.marks[after].text.lower() == "first" and not frame.superlative:
            frame.used |= {i, after}
            frame.order = "desc" if mark.text.lower() == "best" else "asc"
            frame.order_by, frame.order_at, frame.sorted_only = ("*",), i, True
            return
