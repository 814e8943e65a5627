"""Several named things, each for itself: Delta和American各有多少航班, 企业客户和个人客户的客单价分别是多少.

Owns the words that say so. How the sides of a comparison become rows belongs to `copilot.readers.grammar.assemble`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from copilot.readers.grammar.frame import HINT, Frame

_EACH: Final = ("各", "各自", "各有", "各是", "respectively")


def each_of_named(frame: Frame) -> None:
    """Set two or more named values, or two dates, side by side where a word says that each is meant."""
    said = [i for i, mark in enumerate(frame.marks) if i not in frame.used and _says_each(frame, i, mark.text.lower())]
    if not said or frame.versus:
        return
    i = said[0]
    values = [k for k, mark in enumerate(frame.marks) if mark.kind == "value" and k not in frame.used]
    dates = [k for k, mark in enumerate(frame.marks) if mark.date is not None and k not in frame.used]
    parts = any(mark.recurring is not None and mark.recurring.sides for mark in frame.marks)
    if any(joined(frame, one, other) for one, other in pairwise(values)) or len(dates) > 1 or parts:
        frame.versus = True
        frame.used.add(i)
        frame.idle.add(i)
    elif frame.marks[i].text.startswith("分别"):
        frame.score -= 0.8  # there must be several things to tell apart


def number_of_named(frame: Frame) -> None:
    """家具和玩具两个品类, the two brands Iskara and Juniva: the number only repeats how many are named."""
    values = [k for k, mark in enumerate(frame.marks) if mark.kind == "value"]
    for i, mark in enumerate(frame.marks):
        if mark.number is None or i in frame.used or mark.number.unit not in (None, "piece", "item"):
            continue
        for run in _runs(frame, values):
            if len(run) == mark.number.value > 1 and (0 < i - run[-1] <= 2 or 0 < run[0] - i <= 3):
                frame.used.add(i)
                frame.idle.add(i)
                noun = frame.next(i)
                if noun is not None and _is_what_they_are(frame, noun, run[0]):
                    frame.used.add(noun)
                    frame.idle.add(noun)
                break


def _runs(frame: Frame, values: list[int]) -> list[list[int]]:
    """Return the values that are joined, run by run."""
    runs: list[list[int]] = []
    for k in values:
        if runs and joined(frame, runs[-1][-1], k):
            runs[-1].append(k)
        else:
            runs.append([k])
    return runs


def _is_what_they_are(frame: Frame, noun: int, value: int) -> bool:
    """Tell whether a noun names the column that holds a value, or its table."""
    hit = frame.value(value)
    for other in frame.marks[noun].elements:
        element = other.element
        if element.table == hit.table and element.name in (hit.column, hit.table):
            return True
    return False


def _says_each(frame: Frame, i: int, text: str) -> bool:
    if text.startswith("分别"):
        return True
    if text not in _EACH:
        return False
    behind = frame.next(i, skip=("of", "with", "in"))  # 各门店 groups by stores; 各有多少 does not
    element = frame.element(behind)
    if element is not None and behind is not None and frame.cue(frame.next(behind), "count"):
        return True  # 各起飞多少航班: the verb stands between
    return (
        not frame.cue(i, "group") or frame.cue(behind, "count", "aggregate") or getattr(element, "kind", "") == "metric"
    )


def joined(frame: Frame, one: int, other: int) -> bool:
    """Tell whether two values of one column are joined by "and", with nothing of weight between them."""
    left, right = frame.value(one), frame.value(other)
    if (left.table, left.column) != (right.table, right.column):
        return False
    between = range(one + 1, other)
    linked = any(frame.cue(k, "and", "or", "versus") or frame.marks[k].text in ",，、" for k in between)
    return linked and all(_light(frame, k) for k in between)


def _light(frame: Frame, k: int) -> bool:
    mark = frame.marks[k]
    weak = mark.kind == "element" and (mark.elements[0].weight < HINT or mark.elements[0].element.kind == "table")
    return weak or mark.kind == "stop" or frame.cue(k, "and", "or", "versus", "of", "in", "from", "to")


def parallel_values(frame: Frame) -> None:
    """Two values of one column joined by "and" are meant as such, though one of them may be something else as well."""
    values = [k for k, mark in enumerate(frame.marks) if mark.kind == "value"]
    frame.score += 0.6 * sum(joined(frame, one, other) for one, other in pairwise(values))
