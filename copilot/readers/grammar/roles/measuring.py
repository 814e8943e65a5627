"""What is computed: aggregates, counts, shares, and averages per something.

Owns the slots of measures that the words name. Measures that are only implied belong to
`copilot.readers.grammar.implied`.
"""

from __future__ import annotations

from typing import cast

from copilot.dates.numbers import find_numbers
from copilot.linking.schema_index import Element
from copilot.readers.grammar.frame import Frame, Wanted
from copilot.readers.grammar.naming import calendar_unit
from copilot.readers.grammar.roles.grouping import composite_columns
from copilot.readers.plan import AggregateName


def asks_how_many(frame: Frame) -> None:
    """A metric's own synonym may hold the words, such as "how many customers"."""
    frame.counted = any(
        mark.kind == "element" and mark.text.lower().startswith(("how many", "number of")) for mark in frame.marks
    )


def aggregates(frame: Frame) -> None:
    """Average delay, total revenue, the median of the prices."""
    for i, mark in enumerate(frame.marks):
        if i in frame.used or mark.cue is None or mark.cue.kind != "aggregate":
            continue
        name = cast("AggregateName", mark.cue.value)
        j = frame.next(i, skip=("of", "count", "with", "distinct"))
        if j is not None and frame.cue(j, "aggregate") and name == "avg":
            j = frame.next(j, skip=("of", "count"))
        if j is None or not _measurable(frame, j):
            back = frame.prev(i, skip=("of", "in"))
            j = back if back is not None and back not in frame.used and frame.is_number(back) else j
        element = frame.element(j)
        if j is None or element is None:
            frame.used.add(i)
            frame.averaged = frame.averaged or name == "avg"
            continue
        if element.kind == "metric":
            frame.used |= {i, j}
            frame.measures.append(Wanted(None, metric=element.name, at=j))
            if name == "avg":
                frame.averaged_metric = element.name
                frame.assumptions.append(("avg_metric", (element.name,)))
                _average_per(frame, j)
        elif element.kind == "table" and name in ("sum", "avg"):
            frame.used |= {i, j}
            frame.measures.append(Wanted("count", table=element.table, at=j))
            if name == "avg":
                frame.averaged = True
                _average_per(frame, j)
        elif frame.is_number(j) and _measurable(frame, j):
            frame.used |= {i, j}
            frame.measures.append(Wanted(name, column=frame.ref(j), at=j))
            if frame.marks[j].elements[0].element.kind == "metric":
                frame.assumptions.append(("aggregate", (name, element.name)))  # the metric has a meaning of its own
            _more_columns(frame, j, name)
            if name == "avg":
                _average_per(frame, j)
        elif name == "sum":
            frame.used.add(i)


def doubtful_averages(frame: Frame) -> None:
    """Average orders: the agreed average order, or how many orders there are on average? The plural leaves it open."""
    for i, mark in enumerate(frame.marks):
        words, element = mark.text.lower().split(), frame.element(i)
        plural = len(words) == 2 and words[0] in ("average", "avg", "mean") and words[1].endswith("s")
        if plural and element is not None and element.kind == "metric":
            frame.assumptions.append(("avg_metric", (element.name,)))


def _measurable(frame: Frame, j: int) -> bool:
    element = frame.element(j)
    if element is None or element.kind != "column":
        return element is not None
    # "flights" may name the flight numbers, but nobody averages those.
    column, first = frame.column(j), frame.marks[j].elements[0].element
    named_rows = first.kind == "table" and column is not None and column.role != "measure"
    return frame.is_number(j) and not named_rows


def _more_columns(frame: Frame, j: int, name: AggregateName) -> None:
    """Average departure and arrival delay: the same aggregate of the next column."""
    following = frame.next(j)
    while following is not None and (frame.cue(following, "and") or frame.marks[following].text in ",，、"):
        other = frame.next(following)
        if other is None or other in frame.used or not frame.is_number(other):
            return
        frame.used |= {following, other}
        frame.measures.append(Wanted(name, column=frame.ref(other), at=other))
        following = frame.next(other)


def _average_per(frame: Frame, j: int) -> None:
    """Average orders per customer: the customers are no groups but what is averaged over."""
    cue = frame.next(j, skip=("of",))
    if (
        cue is None
        or not frame.cue(cue, "group")
        or frame.marks[cue].text.lower() not in ("per", "每", "每个", "每位", "每家")
    ):
        return
    for group in list(frame.groups):
        wanted = frame.measures[-1]
        countlike = wanted.metric is not None or wanted.aggregate == "count"
        if group.element is not None and group.at > cue and group.at - cue <= 2 and countlike:
            frame.groups.remove(group)
            frame.per_what = group.element
            frame.averaged_metric = None
            frame.assumptions[:] = [a for a in frame.assumptions if a[0] != "avg_metric"]


def averaged_in(frame: Frame) -> None:
    """On average, how many units are in an order: units for each order."""
    if not frame.averaged or frame.per_what is not None or len(frame.measures) != 1:
        return
    for i in range(len(frame.marks)):
        element = frame.element(i)
        previous = frame.prev(i, skip=("of",))
        if element is None or i in frame.used or not frame.cue(previous, "in", "group", "with"):
            continue
        table = element.table or next(
            (h.element.table for h in frame.marks[i].elements if h.element.kind == "table"), ""
        )
        if table:
            frame.used.add(i)
            frame.per_what = Element("table", table, table)
            return


def shares(frame: Frame) -> None:
    """Share of, percentage of, 占比."""
    for i in range(len(frame.marks)):
        if frame.cue(i, "share") and i not in frame.used:
            frame.used.add(i)
            if frame.marks[i].text == "率" and frame.is_number(i - 1 if i else None):
                frame.idle.add(i)  # 折扣率: the column holds the rate itself
                continue
            frame.share = True
            frame.share_at = i
            _share_of_different(frame, i)


def _share_of_different(frame: Frame, i: int) -> None:
    """Share of customers by region, 各地区客户占比: where a column holds the customers, the different ones count."""
    english = frame.marks[i].text.isascii()
    j = frame.next(i) if english else frame.prev(i)
    grouped = english or any(group.at < (j or 0) for group in frame.groups)
    if j is None or j in frame.used or not frame.is_text(j) or not grouped or frame.rows_named(j) is not None:
        return
    if any(w.at >= 0 for w in frame.measures) or frame.cue(frame.prev(j), "group"):
        return
    behind = frame.next(j)
    if english and not (frame.marks[j].text.lower().endswith("s") and (behind is None or frame.cue(behind, "group"))):
        return
    frame.used.add(j)
    frame.measures.append(Wanted("count", column=frame.ref(j), distinct=True, at=j))


def counts(frame: Frame) -> None:
    """How many orders, number of different customers, 多少航班."""
    for i in range(len(frame.marks)):
        if not frame.cue(i, "count") or i in frame.used:
            continue
        frame.used.add(i)
        cue = frame.marks[i].cue
        j = frame.next(i, skip=("of", "distinct", "in"))
        distinct = any(frame.cue(k, "distinct") for k in range(i, j or i)) or frame.cue(frame.prev(i), "distinct")
        for k in range(max(0, i - 1), (j or i) + 1):
            if frame.cue(k, "distinct"):
                frame.used.add(k)
        if _counts_units(frame, i):
            continue
        if j is not None and frame.measures and _is_unit_word(frame, j):
            frame.used.add(j)
            continue
        if j is not None and _countable(frame, j):
            _pass_verb(frame, i)
        if j is None or not _countable(frame, j):
            ahead = _table_ahead(frame, i) if cue is None or cue.value != "how_much" else None
            if ahead is not None:
                _count_of(frame, ahead, distinct=bool(distinct), how_much=False)
                continue
            back = frame.prev(i, skip=("of", "which", "in", "with", "aggregate", "exist"))
            j = back if back is not None and back not in frame.used and _countable(frame, back) else None
        if j is None or (j in frame.used and not any(w.at == j for w in frame.measures)):
            frame.counted = frame.counted or (cue is not None and cue.value == "")
            if frame.marks[i].text.lower() in ("count", "counts", "数量", "次数", "个数", "数目", "人数", "件数"):
                frame.measures.append(Wanted("count", at=i))
            continue
        _count_of(frame, j, distinct=distinct, how_much=cue is not None and cue.value == "how_much")


def _pass_verb(frame: Frame, i: int) -> None:
    """各门店卖过多少种商品: a verb of one sign before 多少 says what was done, and is no measure of its own."""
    before = frame.prev(i, skip=("exist",))
    if before is None or before in frame.used or len(frame.marks[before].text) != 1:
        return
    if frame.marks[before].kind == "element" and not frame.marks[before].text.isascii():
        frame.used |= {before, *(k for k in range(before, i) if frame.cue(k, "exist"))}
        frame.idle |= {before, *(k for k in range(before, i) if frame.cue(k, "exist"))}


def _counts_units(frame: Frame, i: int) -> bool:
    """How many days had no rain: the different days are counted."""
    ahead = [
        k
        for k in range(i + 1, min(len(frame.marks), i + 5))
        if frame.marks[k].grain is not None and (k not in frame.used or k == i + 1)
    ]
    back = frame.prev(i, skip=("of", "which", "in", "with", "aggregate", "exist"))
    if (
        not ahead
        and back is not None
        and frame.marks[back].grain is not None
        and back not in frame.used
        and not _countable_ahead(frame, i)
    ):
        ahead = [back]
    between = [frame.element(k) for k in range(i + 1, ahead[0])] if ahead else []
    if not ahead or any(element is not None and element.kind == "table" for element in between):
        return False
    grain = frame.marks[ahead[0]].grain
    if grain is None or (grain.marker and ahead[0] != i + 1) or frame.measures:
        return False
    frame.groups = [group for group in frame.groups if group.at != ahead[0]]
    frame.used.add(ahead[0])
    frame.counted = True
    frame.measures.append(Wanted("count", grain=grain.grain, distinct=True, at=ahead[0]))
    return True


def _countable_ahead(frame: Frame, i: int) -> bool:
    j = frame.next(i, skip=("of", "distinct", "in"))
    return j is not None and _countable(frame, j)


def _is_unit_word(frame: Frame, j: int) -> bool:
    """How many minutes is it: the words ask for a unit, not for another column."""
    probe = f"1 {frame.marks[j].text}" if frame.marks[j].text.isascii() else f"1{frame.marks[j].text}"
    found = find_numbers(probe)
    return bool(found) and found[0].unit is not None


def _table_ahead(frame: Frame, i: int) -> int | None:
    """How many online orders: the counted table stands behind the words that narrow it."""
    for k in range(i + 1, min(len(frame.marks), i + 6)):
        mark = frame.marks[k]
        if k in frame.used and mark.kind != "number":
            return None
        element = frame.element(k)
        if element is not None and element.kind in ("table", "metric"):
            return k
        if mark.kind not in ("value", "stop", "gradable", "number", "recurring", "date", "unknown") and not frame.cue(
            k, "distinct", "not", "and", "or", "of", "in", "with"
        ):
            return None
    return None


def _countable(frame: Frame, j: int) -> bool:
    if frame.marks[j].kind == "composite":
        return True
    element = frame.element(j)
    if element is None or j in frame.used:
        return False
    return element.kind != "column" or frame.weight(j) >= 0.65  # a word that only hints at a column is not counted


def counted_beside(frame: Frame) -> None:
    """Flights and average delay per month, revenue and orders by region: a table beside a measure is counted."""
    for i in range(len(frame.marks)):
        element = frame.rows_named(i)
        if element is None or i in frame.used:
            continue
        after, before = frame.next(i), frame.prev(i)
        if _joins(frame, after) and (_begins(frame, i) or frame.cue(before, "list", "which", "compare")):
            beside = frame.next(after, skip=("of", "aggregate")) if after is not None else None
        elif _joins(frame, before) and (_ends(frame, after) or _joins(frame, after)):
            beside = frame.prev(before, skip=("of",)) if before is not None else None
        else:
            continue
        if beside is not None and (any(w.at == beside for w in frame.measures) or _is_measured(frame, beside)):
            frame.used.add(i)
            frame.measures.append(Wanted("count", table=element.table, at=i))


def _ends(frame: Frame, after: int | None) -> bool:
    """Tell whether an enumeration ends before a mark."""
    return after is None or frame.cue(after, "group", "in") or frame.marks[after].grain is not None


def _begins(frame: Frame, i: int) -> bool:
    """Tell whether a mark begins a question, or what stands behind a colon."""
    return all(mark.kind == "stop" and mark.text not in ",，、" for mark in frame.marks[:i]) or (
        frame.marks[i - 1].text in ":："
    )


def _is_measured(frame: Frame, i: int) -> bool:
    """Tell whether a mark will be a measure, though no other word says of what kind."""
    element = frame.element(i)
    return i not in frame.used and element is not None and (element.kind == "metric" or frame.is_amount(i))


def _joins(frame: Frame, i: int | None) -> bool:
    return i is not None and (frame.cue(i, "and") or frame.marks[i].text in ",，、")


def _count_of(frame: Frame, j: int, *, distinct: bool, how_much: bool) -> None:
    frame.counted = True
    if any(w.at == j for w in frame.measures):
        return
    frame.used.add(j)
    element, column = frame.element(j), frame.column(j)
    if element is None:
        parts = [f'"{ref.table}"."{ref.column}"' for ref in composite_columns(frame, j)]
        if parts:  # as many routes as there are different pairs
            pairs = " || ' > ' || ".join(parts)
            frame.measures.append(Wanted(None, formula=f"COUNT(DISTINCT {pairs})", label="number", at=j))
        return
    if element.kind == "metric":
        frame.measures.append(Wanted(None, metric=element.name, distinct=distinct, at=j))
    elif element.kind == "table":
        frame.measures.append(Wanted("count", table=element.table, distinct=distinct, at=j))
    elif frame.is_amount(j) or how_much or (frame.is_number(j) and column is not None and column.additive):
        frame.measures.append(Wanted(None, column=frame.ref(j), at=j))
    elif (own := frame.ref(j)) is not None and (unit := calendar_unit(frame.catalog, own)) is not None:
        frame.measures.append(Wanted("count", grain=unit, distinct=True, at=j))
    else:
        frame.measures.append(Wanted("count", column=frame.ref(j), distinct=True, at=j))
