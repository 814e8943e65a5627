"""Which comes first: superlatives, the number beside them, words that sort, and the first and last of a time.

Owns the slots of order and limit. What a superlative measures is found later, by
`copilot.readers.grammar.implied`, once every other mark has its role.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from copilot.dates import time_grain
from copilot.linking.words import name_words
from copilot.readers.grammar.frame import Frame, Wanted
from copilot.readers.grammar.roles.grouping import add_group, add_ranked, as_thing, is_groupable
from copilot.readers.plan import AggregateName
from copilot.values import Column

_FIRST: Final = frozenset({"first", "earliest", "1st", "最早", "第一", "首次", "首个"})
_LAST: Final = frozenset({"last", "latest", "most recent", "newest", "最晚", "最近", "最后", "最新"})
_COUNTING: Final = frozenset({"most", "fewest", "least", "more", "fewer", "最多", "最少", "更多", "更少"})
"""What stands behind these is counted; it is not what is ranked."""
_OPEN_ENDED: Final = frozenset({"top", "bottom", "best", "worst", "lowest"})
"""Cues that rank without a number beside them."""


def superlatives(frame: Frame) -> None:
    """The busiest five routes, top 10 by revenue, 最高的3个."""
    _sorting_superlatives(frame)
    for i, mark in enumerate(frame.marks):
        if i in frame.used or frame.superlative:
            continue
        cue = mark.cue
        gradable = mark.gradable
        is_top = cue is not None and cue.kind in ("top", "bottom")
        if not is_top and (gradable is None or not gradable.superlative):
            continue
        count = _near_count(frame, i)
        if is_top and count is None and mark.text.lower() not in _OPEN_ENDED:
            continue
        frame.used.add(i)
        frame.superlative = True
        frame.order_at = i
        if gradable is not None:
            frame.order = "desc" if gradable.highest else "asc"
            frame.order_by = gradable.measures
        else:
            assert cue is not None
            frame.order = "desc" if cue.kind == "top" else "asc"
            frame.order_by = ("*",)
        frame.limit = count
        _superlative_of(frame, i)


def _sorting_superlatives(frame: Frame) -> None:
    """Cheapest first; from the busiest day to the quietest: an order, not a choice of one."""
    for i, mark in enumerate(frame.marks):
        if mark.gradable is None or not mark.gradable.superlative or i in frame.used:
            continue
        after, before = frame.next(i, skip=()), frame.prev(i, skip=())
        first = after is not None and _is_first(frame, after) and _near_count_at(frame, after) is None
        ordered = i > 0 and (frame.cue(before, "from", "sort") or frame.marks[i - 1].text == "on top")
        if not first and not ordered:
            continue
        frame.used.add(i)
        frame.order = "desc" if mark.gradable.highest else "asc"
        frame.order_by, frame.order_at, frame.sorted_only = mark.gradable.measures, i, True
        if first and after is not None:
            frame.used.add(after)
            continue
        for k in range(i + 1, len(frame.marks)):
            if frame.cue(k, "to"):
                frame.used |= set(range(i, min(k + 3, len(frame.marks)))) | ({before} if before is not None else set())
                break


def _is_first(frame: Frame, i: int) -> bool:
    number = frame.marks[i].number
    return frame.cue(i, "top", "bottom") or (number is not None and number.ordinal and number.value == 1)


def _near_count_at(frame: Frame, i: int) -> int | None:
    j = frame.next(i, skip=())
    return j if j is not None and frame.marks[j].number is not None else None


def _superlative_of(frame: Frame, i: int) -> None:
    """The five cheapest products: the products are what is ranked; the most orders are what is counted."""
    if _unit_ranked(frame, i):
        return
    if (noun := _noun_behind(frame, i)) is not None:
        add_ranked(frame, noun)
        return
    if _most_done(frame, i):
        return
    if frame.marks[i].text.lower() not in _COUNTING:
        j = frame.next(i, skip=("of", "distinct"))
        while j is not None and (
            frame.marks[j].number is not None or frame.marks[j].kind == "value" or _is_verb(frame, j)
        ):
            j = frame.next(j)
        if j is not None and (frame.cue(i, "top", "bottom") or frame.limit is not None):
            as_thing(frame, j)
        if j is None or not _rankable(frame, j):
            j = _behind_count(frame, i)
        if j is not None and _rankable(frame, j):
            add_ranked(frame, j)
            return
    behind = _behind_count(frame, i)
    if behind is not None:
        as_thing(frame, behind)
    if behind is not None and _rankable(frame, behind):
        add_ranked(frame, behind)  # 航班最多的3个目的地
        return
    _counted_group(frame)
    asks = any(frame.cue(k, "which", "who") for k in range(len(frame.marks)))
    if frame.limit is None and not frame.groups and not asks:
        for k, mark in enumerate(frame.marks):
            if mark.grain is not None and not mark.grain.marker and k not in frame.used:
                add_ranked(frame, k)  # lowest revenue day, best month for sales
                return


def _unit_ranked(frame: Frame, i: int) -> bool:
    """Busiest day of the week for each airport: the unit of time, a group by now, is ranked within the other."""
    asked = {frame.next(i), *(frame.next(k) for k in range(i) if frame.cue(k, "which"))}
    for place, group in enumerate(frame.groups):
        text = frame.marks[group.at].text.lower()
        if frame.marks[group.at].grain is not None and (group.at in asked or text.startswith(("which", "what", "哪"))):
            frame.groups[place] = replace(group, ranked=True)
            return True
    return False


def _most_done(frame: Frame, i: int) -> bool:
    """Most returned product, most cancelled airline: how often it was done ranks the noun behind it."""
    done = frame.next(i, skip=())
    noun = frame.next(done, skip=()) if done is not None else None
    if frame.marks[i].text.lower() not in ("most", "least") or done is None or noun is None:
        return False
    hits = [hit.element for hit in frame.marks[done].elements if hit.element.kind != "column" and hit.weight >= 0.55]
    if not frame.marks[done].text.lower().endswith("ed") or not hits or not _rankable(frame, noun):
        return False
    if frame.element(noun) == hits[0]:
        return False
    frame.used.add(done)
    one = hits[0]
    wanted = (
        Wanted("count", table=one.table, at=done) if one.kind == "table" else Wanted(None, metric=one.name, at=done)
    )
    frame.measures.append(wanted)
    add_ranked(frame, noun)
    return True


def _is_verb(frame: Frame, j: int) -> bool:
    """Best-selling product, most popular brand: the word between only hints at what is measured."""
    return frame.marks[j].text.lower().endswith("ing") and frame.marks[j].kind == "element" and frame.weight(j) < 0.65


def _noun_behind(frame: Frame, i: int) -> int | None:
    """取消最多的航空公司, 最常飞的目的地: in Chinese, what is ranked stands behind the 的 of the clause."""
    end = next((k for k in range(i + 1, min(i + 4, len(frame.marks))) if frame.marks[k].text == "的"), None)
    if end is None or any(frame.marks[k].number is not None for k in range(i, end)):
        return None
    before = frame.prev(i, skip=())
    said = before is not None and (frame.element(before) is not None or frame.cue(before, "count", "in"))
    if end == i + 1 and not said:
        return None  # 有最多的航班: what stands behind is what is counted
    noun = frame.next(end, skip=("distinct",))
    while noun is not None and (frame.marks[noun].number is not None or frame.marks[noun].kind == "value"):
        noun = frame.next(noun)
    return noun if noun is not None and _rankable(frame, noun) else None


def _behind_count(frame: Frame, i: int) -> int | None:
    """Best-selling 3 products: the number tells where the things are that are ranked."""
    for k in range(i + 1, min(len(frame.marks), i + 5)):
        number = frame.marks[k].number
        if number is not None and k in frame.used and number.value == frame.limit:
            return frame.next(k, skip=("of", "distinct"))
    return None


def _rankable(frame: Frame, j: int) -> bool:
    if not is_groupable(frame, j):
        return False
    grain = frame.marks[j].grain
    if grain is not None:
        return not grain.marker
    column = frame.column(j)
    return frame.element(j) is None or not frame.is_number(j) or (column is not None and _is_of_the_day(column))


def _is_of_the_day(column: Column) -> bool:
    """Tell whether a number column holds hours or other parts of a date, which are ranked like things."""
    return column.role != "measure" and time_grain(name_words(column.name)[-1]) is not None


def _counted_group(frame: Frame) -> None:
    """The three brands with the most units, which 3 airlines had the most flights: the number says how many to show."""
    if frame.limit is not None:
        return
    for i, mark in enumerate(frame.marks):
        number = mark.number
        if number is None or i in frame.used or number.unit not in (None, "piece", "item") or number.percent:
            continue
        before, j = frame.prev(i, skip=()), frame.next(i, skip=("of", "distinct"))
        if before is not None and frame.cue(before, "compare", "group", "between"):
            continue
        if number.value == int(number.value) and number.value <= 1000 and j is not None and _rankable(frame, j):
            frame.used.add(i)
            frame.limit = int(number.value)
            add_ranked(frame, j)
            return


def _near_count(frame: Frame, i: int) -> int | None:
    """Return the whole number that stands beside a superlative."""
    for j in (frame.prev(i), frame.next(i), _after_next(frame, i)):
        if j is None or j in frame.used:
            continue
        number = frame.marks[j].number
        if number is None or number.percent or number.unit not in (None, "piece", "times", "item"):
            continue
        before = frame.prev(j)
        if before is not None and frame.cue(before, "compare"):
            continue
        if number.value == int(number.value) and 0 < number.value <= 1000 and not (number.ordinal and number.value > 1):
            frame.used.add(j)
            return int(number.value)
    return None


def _after_next(frame: Frame, i: int) -> int | None:
    j = frame.next(i)
    return frame.next(j) if j is not None and frame.marks[j].kind in ("element", "composite") else None


def ranked_lists(frame: Frame) -> None:
    """Open stores ranked by revenue, rank the airlines by delay: what stands beside the word is ranked."""
    for i, mark in enumerate(frame.marks):
        text = mark.text.lower()
        if not frame.cue(i, "sort") or i in frame.used or not text.startswith(("rank", "sort", "order")):
            continue
        noun, by = frame.prev(i), i if text.endswith(" by") else frame.next(i)
        if by is not None and not frame.marks[by].text.lower().endswith("by"):  # rank the stores by revenue
            noun, by = by, frame.next(by)
        if by is None or not frame.marks[by].text.lower().endswith("by"):
            continue
        measure, rows = frame.next(by, skip=("of", "aggregate", "count")), frame.rows_named(noun)
        element = frame.element(measure)
        if noun is None or rows is None or noun in frame.used or element is None or frame.groups:
            continue
        if element.kind != "metric" and element.table == rows.table:
            continue  # products sorted by price are a list of rows
        add_group(frame, noun)


def first_dates(frame: Frame) -> None:
    """First and last egg date; when was the first order: the smallest and largest of a time."""
    timed = [j for j in range(len(frame.marks)) if frame.is_time(j) and j not in frame.used]
    asks_when = any(
        frame.marks[k].text.lower() in ("when", "什么时候", "何时", "几时") for k in range(min(3, len(frame.marks)))
    )
    if not timed and not asks_when:
        return
    for i, mark in enumerate(frame.marks):
        text = mark.text.lower()
        name: AggregateName | None = "min" if text in _FIRST else "max" if text in _LAST else None
        if name is None or i in frame.used:
            continue
        near = [j for j in timed if i < j <= i + 4]
        if near:
            frame.used |= {i, near[0]}
            frame.measures.append(Wanted(name, column=frame.ref(near[0]), at=near[0]))
        elif asks_when:
            frame.used.add(i)
            frame.asks_time = name
    if frame.asks_time is not None:
        frame.superlative, frame.order = False, None


def sorting(frame: Frame) -> None:
    """Sorted by, in descending order, different ones: what orders the groups or only repeats that they differ."""
    told = False
    for i, mark in enumerate(frame.marks):
        if mark.cue is None or i in frame.used:
            continue
        if mark.cue.kind == "sort":
            frame.used.add(i)
            said = "asc" if mark.cue.value == "asc" else "desc"
            # "Sorted by" leaves the direction open, which may be told later: sorted by name, descending.
            frame.order = frame.order if told or (frame.order and not mark.cue.value) else said  # type: ignore[assignment]
            told = told or bool(mark.cue.value)
            frame.order_by = frame.order_by or ("*",)
            by = frame.next(i, skip=("group", "of"))
            if frame.ranked_by < 0 and by is not None and "by" in mark.text.lower():
                frame.ranked_by = by
            sorted_by = frame.prev(i, skip=("sort",))
            if (
                frame.ranked_by < 0
                and sorted_by is not None
                and sorted_by > 0
                and frame.marks[sorted_by - 1].text == "按"
            ):
                frame.ranked_by = sorted_by  # 按毛利排序
        elif mark.cue.kind == "distinct":
            frame.used.add(i)
