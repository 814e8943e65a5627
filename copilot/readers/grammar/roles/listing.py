"""Several aggregates of one column: 标价的平均值、最大值和最小值; average, minimum and maximum price.

Owns runs of such words. A single one belongs to `copilot.readers.grammar.roles.measuring`.
"""

from __future__ import annotations

from typing import cast

from copilot.readers.grammar.frame import Frame, Wanted
from copilot.readers.plan import AggregateName


def several_aggregates(frame: Frame) -> None:
    """Give each aggregate of a run the number column that stands before the run, or behind it."""
    for i in range(len(frame.marks)):
        run = _run(frame, i)
        if len(run) < 2:
            continue
        before, behind = frame.prev(run[0]), frame.next(run[-1])
        target = next((j for j in (before, behind) if _is_free_number(frame, j)), None)
        if target is None or (target == before and frame.marks[target].text.isascii()):
            continue
        joints = {k for k in range(run[0], run[-1]) if frame.cue(k, "and")}
        frame.used |= {*run, target, *joints}
        for k in run:
            cue = frame.marks[k].cue
            name = cast("AggregateName", cue.value if cue is not None else "")
            frame.measures.append(Wanted(name, column=frame.ref(target), at=k))
        return


def _is_free_number(frame: Frame, j: int | None) -> bool:
    if j is None or j in frame.used or not frame.is_number(j) or frame.names_rows(j):
        return False
    column = frame.column(j)
    worth = j > 0 and (element := frame.element(j - 1)) is not None and element.kind == "table"
    # 订单金额: what an order's lines add up to is no amount of a line
    return column is not None and column.role == "measure" and not (worth and column.additive)


def _run(frame: Frame, i: int) -> list[int]:
    """Return the aggregates that follow each other from a mark on, joined by "and" or a comma."""
    run: list[int] = []
    j: int | None = i
    while j is not None and j not in frame.used and frame.cue(j, "aggregate"):
        run.append(j)
        joint = frame.next(j, skip=())
        if joint is None or not (frame.cue(joint, "and") or frame.marks[joint].text in ",，、"):
            break
        j = frame.next(joint, skip=("and",))
    return run
