"""Chinese clauses before the noun that they narrow: 飞机超过100架的制造商, 平均延误高于整体平均的机场.

Owns conditions on groups that stand so. A condition on single rows, such as 座位数超过100的飞机, is left to
`copilot.readers.grammar.roles.thresholds`.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import cast

from copilot.readers.grammar.frame import Frame, OverWanted, Wanted
from copilot.readers.grammar.roles.grouping import add_group, is_groupable
from copilot.readers.plan import AggregateName, Op


def group_conditions(frame: Frame) -> None:
    """Stores whose orders are more than 1,200: what follows the clause are the groups."""
    for i, mark in enumerate(frame.marks):
        cue = mark.cue
        if cue is None or i in frame.used or frame.having or frame.having_average is not None or mark.text.isascii():
            continue
        if cue.kind == "than_average":
            _against_average(frame, i, "<" if cue.value == "<" else ">")
        elif cue.kind == "compare":
            _against_number(frame, i, cue.value)


def _against_number(frame: Frame, i: int, said: str) -> None:
    behind = said.startswith("after")  # 100架以上
    number = frame.prev(i, skip=()) if behind else frame.next(i, skip=())
    value = frame.marks[number].number if number is not None and number not in frame.used else None
    if number is None or value is None or value.unit not in (None, "piece", "item", "cny", "usd"):
        return
    left, right = (number, i) if behind else (i, number)
    group = _noun(frame, right)
    measured = _measured(frame, left, group) if group is not None else None
    if group is None or measured is None:
        return
    wanted, taken = measured
    if value.percent and wanted.metric is None:
        return
    few = said.removeprefix("after") in ("<", "<=", "=") and wanted.aggregate == "count"
    if few and _asked_how_many(frame, group) is not None:
        return  # counted one by one: those without any count too
    frame.used |= {i, number, *taken}
    limit = Decimal(value.value) / 100 if value.percent else value.value
    frame.having.append((cast("Op", said.removeprefix("after")), limit, False))
    frame.having_marks.append(number)
    _take(frame, group, wanted)


def _against_average(frame: Frame, i: int, op: Op) -> None:
    group = _noun(frame, i)
    measured = _measured(frame, i, group) if group is not None else None
    if group is None or measured is None:
        return
    wanted, taken = measured
    frame.used |= {i, *taken}
    _take(frame, group, wanted)
    frame.having_average = op


def _take(frame: Frame, group: int, wanted: Wanted) -> None:
    add_group(frame, group)
    frame.measures.append(wanted)
    asked = _asked_how_many(frame, group)
    if asked is None:
        if frame.having_marks:
            frame.having_by[frame.having_marks[-1]] = wanted
        else:
            frame.having_average_of = wanted
        return
    frame.used.add(asked)
    frame.idle.add(asked)
    frame.groups[-1] = replace(frame.groups[-1], over=True)
    frame.over = OverWanted("count", share=frame.cue(asked, "share"))


def _asked_how_many(frame: Frame, group: int) -> int | None:
    """Return the word behind the groups that asks for their number or their share: 的门店有多少家, 的门店占比."""
    behind = frame.next(group, skip=("of", "with"))
    if behind is None or behind in frame.used or not frame.cue(behind, "count", "share"):
        return None
    return behind if frame.next(behind) is None else None


def _noun(frame: Frame, i: int) -> int | None:
    """Return what follows the 的 right behind a clause, values that narrow it left out."""
    j = i + 1
    while j < len(frame.marks) and frame.marks[j].kind == "stop" and frame.marks[j].text not in ",，;；。的之":
        j += 1
    if j >= len(frame.marks) or frame.marks[j].text not in ("的", "之"):
        return None
    noun = frame.next(j)
    while noun is not None and frame.marks[noun].kind == "value":
        noun = frame.next(noun)
    return noun if noun is not None and frame.element(noun) is not None and is_groupable(frame, noun) else None


def _measured(frame: Frame, i: int, group: int) -> tuple[Wanted, set[int]] | None:
    """Return what is compared, where it is said of groups rather than of single rows."""
    j = frame.prev(i, skip=("of", "in", "with"))
    taken: set[int] = set()
    if j is not None and frame.cue(j, "count") and frame.marks[j].cue != frame.marks[i].cue:
        taken, j = {j}, frame.prev(j)
    element, target = frame.element(j), frame.element(group)
    if j is None or j in frame.used or element is None or target is None:
        return None
    taken.add(j)
    if element.kind == "metric":
        return Wanted(None, metric=element.name, at=j), taken
    if element.kind == "table":
        own = target.kind == "table" and target.table == element.table
        return None if own else (Wanted("count", table=element.table, at=j), taken)
    ref, before = frame.ref(j), frame.prev(j)
    cue = frame.marks[before].cue if before is not None and before not in frame.used else None
    own = target.kind == "table" and target.table == element.table
    if not frame.is_number(j) or own:
        return None
    if cue is not None and cue.kind == "aggregate" and before is not None:
        return Wanted(cast("AggregateName", cue.value), column=ref, at=j), {*taken, before}
    column = frame.column(j)
    if column is None or ref is None or not column.additive:
        return None
    if target.kind == "table":
        return Wanted("sum", column=ref, at=j), taken
    if target.table == ref.table and frame.catalog.tables[ref.table].time_column is not None:
        frame.assumptions.append(("aggregate", ("sum", column.name)))  # what happens again and again adds up
        return Wanted("sum", column=ref, at=j), taken
    return None


def condition_last(frame: Frame) -> None:
    """Put the measures that only conditions name behind those that are asked for."""
    compared = [*frame.having_by.values(), frame.having_average_of]
    frame.measures.sort(key=lambda wanted: wanted in compared)
