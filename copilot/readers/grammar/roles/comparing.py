"""Averages as the other side of a comparison: dearer than average, carriers with above average delay.

Owns the comparisons with an average. Numbers are compared in `copilot.readers.grammar.roles.thresholds`.
"""

from __future__ import annotations

from typing import Final

from copilot.readers.grammar.frame import Frame, Wanted
from copilot.readers.grammar.roles.grouping import add_group, is_groupable
from copilot.readers.plan import Op, VersusAverage


def comparisons_with_average(frame: Frame) -> None:
    """Dearer than average, longer than the average flight: a row or a group against the average of all."""
    for i, mark in enumerate(frame.marks):
        op: Op
        if mark.cue is not None and mark.cue.kind == "than_average":
            op = "<" if mark.cue.value == "<" else ">"
        elif (reached := _average_behind(frame, i)) is not None:
            frame.used |= reached
            op = "<" if mark.cue is not None and mark.cue.value.startswith("<") else ">"
        else:
            continue
        target = own = _average_of(frame, i)
        if own is not None and _is_of_another(frame, i, own):
            continue  # a price above the average of another column: the two are not the same thing
        if own is not None and (named := frame.prev(i, skip=("of", "with", "in"))) is not None:
            same = frame.element(named) == frame.element(own)
            frame.used |= {named} if same else set()
        if target is None:
            target = frame.prev(i, skip=("of", "with", "in"))
        if target is None or not frame.is_number(target):
            target = frame.next(i)
        frame.used.add(i)
        following = frame.next(i)
        if (
            following is not None
            and target is not None
            and following != target
            and frame.element(following) == frame.element(target) is not None
        ):
            frame.used.add(following)
        ref = frame.ref(target)
        summed = target is not None and own is None and frame.cue(frame.prev(target, skip=("of", "in")), "aggregate")
        if ref is not None and _is_measure(frame, target) and target is not None and not summed:
            frame.used.add(target)
            if _of_groups(frame, target, op):
                continue
            frame.where.append((VersusAverage(ref, op), i))
        elif frame.marks[i].text.lower().startswith(_OF_ONE):
            frame.used.discard(i)  # longer than average says of what no column is named
        else:
            frame.having_average = op


def _is_of_another(frame: Frame, i: int, own: int) -> bool:
    """Tell whether another number column stands before the comparison than the one whose average is meant."""
    before = frame.prev(i, skip=("of", "with", "in"))
    return before is not None and frame.is_amount(before) and frame.element(before) != frame.element(own)


_OF_ONE: Final = (
    "longer", "shorter", "older", "younger", "faster", "slower", "heavier", "cheaper", "later", "earlier", "stronger",
    "weaker", "长于", "短于", "快于", "晚于", "早于", "强于", "弱于",
)  # fmt: skip
"""Adjectives of a single thing: a count or a total is none of these."""


def _is_measure(frame: Frame, i: int | None) -> bool:
    column = frame.column(i)
    return column is not None and frame.is_number(i) and column.role == "measure"


def _of_groups(frame: Frame, target: int, op: Op) -> bool:
    """Carriers with above average arrival delay: what is asked for are groups of the rows that hold the column."""
    ref, column = frame.ref(target), frame.column(target)
    first = next((k for k in range(target) if frame.element(k) is not None or frame.cue(k, "count")), None)
    element = frame.element(first)
    if first is None or element is None or ref is None or column is None or element.kind == "metric":
        return False
    own = element.table == ref.table and element.kind == "table"
    if own or first in frame.used or not is_groupable(frame, first) or column.role != "measure":
        return False
    if element.kind == "column" and (element.table == ref.table) == (frame.is_number(first)):
        return False
    if element.kind == "table" and any(
        link.from_table == element.table and link.to_table == ref.table for link in frame.catalog.relationships
    ):
        return False
    add_group(frame, first)
    frame.measures.append(Wanted(None, column=ref, at=target))
    frame.having_average = op
    return True


def _average_of(frame: Frame, i: int) -> int | None:
    """Return the column behind "than the average" where nothing before names it: longer than the average distance."""
    j: int | None = i
    for _ in range(4):
        j = frame.next(j) if j is not None else None
        if j is None or (j not in frame.used and frame.marks[j].kind != "element"):
            return None
        if frame.is_number(j) and frame.is_amount(j):
            named = any(hit.element == frame.element(j) for k in range(i) for hit in frame.marks[k].elements[:1])
            if named:
                return None
            before = frame.prev(i, skip=("of", "with", "in"))
            if before is not None and frame.marks[before].text.lower() in ("cost", "costs", "costing", "priced"):
                frame.used.add(before)
                frame.idle.add(before)
            return j
    return None


def _average_behind(frame: Frame, i: int) -> set[int] | None:
    """Above the average list price, 高于所有门店的平均值: a comparison whose other side is an average."""
    cue = frame.marks[i].cue
    if cue is None or cue.kind != "compare" or i in frame.used or cue.value.startswith("after"):
        return None  # 2000英里以上航班的平均飞行时间: the number stands before it
    seen: set[int] = set()
    j: int | None = i
    for _ in range(4):
        j = frame.next(j) if j is not None else None
        if j is None or frame.marks[j].number is not None or j in frame.used:
            return None
        seen.add(j)
        cue = frame.marks[j].cue
        if cue is not None and cue.kind == "aggregate" and cue.value == "avg":
            after = frame.next(j)
            said = frame.marks[after].elements if after is not None else ()
            before = [h.element for k in range(i) for h in frame.marks[k].elements[:1]]
            if after is not None and said and (said[0].element in before or frame.element(after) in before):
                seen.add(after)
            return seen
        if frame.marks[j].kind not in ("element", "stop"):
            return None
    return None
