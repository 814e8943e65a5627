"""What is computed over groups rather than rows: the median order value, the largest number of flights in a day.

Owns the words for these. Which groups are counted by a condition, as in "months with revenue above 300,000", is told by
`copilot.readers.grammar.beyond`, once all words have their roles.
"""

from __future__ import annotations

from typing import Final, cast

from copilot.linking.lexicon import full_words
from copilot.readers.grammar.annotate import WORTHS
from copilot.readers.grammar.frame import Frame, GroupBy, OverWanted, Wanted
from copilot.readers.grammar.roles.distributing import fraction_beside, width_beside
from copilot.readers.grammar.roles.grouping import tables_above
from copilot.readers.plan import AggregateName, ColumnRef, Op

_WORTH: Final = frozenset({"value", "values", "total", "totals", "amount", "amounts", "worth", "spend", *WORTHS})
_STRAIGHT: Final = frozenset({"median", "stddev", "variance", "max", "min", "avg"})


def worths(frame: Frame) -> None:
    """Median order value, order value bands of 500: each order is worth what its lines add up to."""
    for i in range(len(frame.marks) - 1):
        table = _table(frame, i)
        if table is None or i in frame.used or not _says_worth(frame, i + 1) or frame.over is not None:
            continue
        asked = _aggregate_before(frame, i) or _asked_behind(frame, i)
        asked = asked or _quantile_near(frame, i) or _band_near(frame, i)
        if asked is None:
            continue
        over, taken = asked
        frame.used |= {i, i + 1, *taken}
        frame.idle |= {i, i + 1, *taken}
        frame.over = OverWanted(over.name, over.fraction, over.width)
        frame.groups.append(GroupBy(element=frame.element(i), at=i, over=True))
        frame.measures.append(Wanted(None, at=i, worth_of=table))


def worth_more_than(frame: Frame) -> None:
    """How many orders over 500 dollars, orders above $1,000 by store: each order against what its lines add up to."""
    if frame.over is not None or frame.superlative or any(frame.cue(k, "list") for k in range(len(frame.marks))):
        return
    shares = [k for k in range(len(frame.marks)) if frame.cue(k, "share")]
    for i in range(len(frame.marks) - 2):
        rows = frame.rows_named(i)
        cue, at = frame.next(i, skip=("of", "with", "in", "exist")), i
        number = frame.next(cue, skip=()) if cue is not None else None
        said = frame.marks[number].number if number is not None else None
        if rows is None or cue is None or number is None or said is None or said.currency is None:
            continue
        op = frame.marks[cue].cue
        if op is None or op.kind != "compare" or op.value.startswith("after") or {at, cue, number} & frame.used:
            continue
        before = frame.prev(at, skip=("of", "group"))
        if shares and (before != shares[0] or len(shares) > 1):
            continue
        frame.used |= {at, cue, number, *shares}
        frame.idle |= {at, *shares}
        frame.having.append((cast("Op", op.value), said.value, False))
        frame.having_marks.append(number)
        frame.groups.append(GroupBy(element=rows, at=at, over=True))
        frame.measures.append(Wanted(None, at=at, worth_of=rows.table))
        frame.over = OverWanted("count", share=bool(shares))
        frame.used |= {k for k in range(at) if frame.cue(k, "count")}
        return


def averages_of_things(frame: Frame) -> None:
    """Average spend of female customers, 客户的平均消费: of what each of them adds up to, not of rows' amounts."""
    if frame.over is not None or frame.superlative:
        return
    for i, mark in enumerate(frame.marks):
        name = _over_things(frame, i)
        if name is None or i in frame.used:
            continue
        found = _things_before(frame, i) if mark.gradable is not None else _things_and_amount(frame, i)
        if found is None:
            continue
        things, amounts, column = found
        rows = frame.rows_named(things)
        if rows is None or rows.table == column.table or {things, *amounts} & frame.used:
            continue
        if rows.table not in tables_above(frame.catalog, column.table) or _is_each(frame, things):
            continue
        frame.used |= {i, things, *amounts}
        frame.idle |= {i, things, *amounts[1:]}
        frame.groups.append(GroupBy(element=rows, at=things, over=True))
        frame.measures.append(Wanted("sum", column=column, at=amounts[0]))
        frame.over = OverWanted(name)
        return


def _over_things(frame: Frame, i: int) -> AggregateName | None:
    """Return how a word puts the totals of things together: 客户的平均消费, 订单金额最大的是多少."""
    cue, gradable = frame.marks[i].cue, frame.marks[i].gradable
    if cue is not None and cue.kind == "aggregate" and cue.value in ("avg", "median"):
        return cast("AggregateName", cue.value)
    if gradable is None or not gradable.superlative or frame.marks[i].text.isascii():
        return None
    ranked = any(mark.kind in ("element", "number", "grain") for mark in frame.marks[i + 1 :])
    return None if ranked else "max" if gradable.highest else "min"


def _things_before(frame: Frame, i: int) -> tuple[int, list[int], ColumnRef] | None:
    amount = frame.prev(i)
    column = _money(frame, amount) if amount is not None else None
    if amount is None or column is None:
        return None
    before = frame.prev(amount)
    again = before is not None and frame.rows_named(before) is None and _money(frame, before) == column
    things = frame.prev(before) if again and before is not None else before
    amounts = [amount, before] if again and before is not None else [amount]
    return (things, amounts, column) if things is not None else None


def _is_each(frame: Frame, things: int) -> bool:
    before = things - 1
    while before >= 0 and (frame.marks[before].kind in ("stop", "value") or frame.cue(before, "of")):
        before -= 1
    return before >= 0 and frame.cue(before, "group", "which", "top", "bottom")


def _things_and_amount(frame: Frame, i: int) -> tuple[int, list[int], ColumnRef] | None:
    """Return the things, the words of what is averaged, and its column, as they stand around an aggregate."""
    amount = frame.next(i)
    if amount is None:
        return None
    if not frame.marks[i].text.isascii():
        things = frame.prev(i, skip=("of",))
        while things is not None and things in frame.idle:
            things = frame.prev(things)  # customers under 30 and what they spend
        again = frame.next(amount, skip=())
        column = _money(frame, amount)
        if things is None or column is None:
            return None
        return things, [amount, again] if again is not None and _money(frame, again) == column else [amount], column
    if frame.rows_named(amount) is not None:  # the average customer spend
        things, amount = amount, amount + 1
        column = _money(frame, amount) if amount < len(frame.marks) else None
        return (things, [amount], column) if column is not None else None
    column, of = _money(frame, amount), frame.next(amount, skip=())
    if column is None or of is None or not frame.cue(of, "of"):
        return None
    behind = frame.next(of, skip=())
    while behind is not None and frame.marks[behind].kind == "value":
        behind = frame.next(behind, skip=())
    return (behind, [amount], column) if behind is not None else None


def _money(frame: Frame, i: int) -> ColumnRef | None:
    """Return the amounts of money that a word may stand for and that add up."""
    for hit in frame.marks[i].elements:
        if hit.element.kind != "column" or hit.weight < _MEANT:
            continue
        column = frame.catalog.column(hit.element.table, hit.element.name)
        money = (column.unit or "").lower() in _CURRENCIES or set(full_words(column.name)) & _WORTH
        if column.additive and column.role == "measure" and money:
            return ColumnRef(hit.element.table, hit.element.name)
    return None


_MEANT: Final = 0.55
_CURRENCIES: Final = frozenset(
    {"usd", "eur", "gbp", "cny", "rmb", "jpy", "chf", "cad", "aud", "inr", "krw", "hkd", "twd"}
)


def _table(frame: Frame, i: int) -> str | None:
    element = frame.element(i)
    return element.table if element is not None and element.kind == "table" else None


def _says_worth(frame: Frame, i: int) -> bool:
    return i not in frame.used and frame.marks[i].text.lower() in _WORTH


def _aggregate_before(frame: Frame, i: int) -> tuple[OverWanted, set[int]] | None:
    before = frame.prev(i)
    cue = frame.marks[before].cue if before is not None else None
    if before is None or cue is None or cue.kind != "aggregate" or cue.value not in _STRAIGHT:
        return None
    return OverWanted(cast("AggregateName", cue.value)), {before}


def _asked_behind(frame: Frame, i: int) -> tuple[OverWanted, set[int]] | None:
    """订单金额的标准差, 按订单金额每500一档: in Chinese it stands behind the worth."""
    behind = frame.next(i + 1)
    cue = frame.marks[behind].cue if behind is not None and not frame.marks[behind].text.isascii() else None
    if behind is None or cue is None:
        return None
    after = frame.next(behind)
    if cue.kind == "aggregate" and cue.value in _STRAIGHT:
        joined = after is not None and (frame.cue(after, "and") or frame.cue(frame.next(after), "aggregate"))
        return None if joined else (OverWanted(cast("AggregateName", cue.value)), {behind})
    number = frame.marks[after].number if after is not None else None
    band = frame.next(after) if after is not None else None
    said = frame.marks[band].cue if band is not None else None
    if cue.kind != "group" or number is None or after is None or band is None or said is None or said.value != "band":
        return None
    counted = {k for k in range(len(frame.marks)) if _is_number_of(frame, k, i) or _names_again(frame, k, i)}
    by = {k for k in range(i) if frame.cue(k, "group")}
    return OverWanted("count", width=number.value), {behind, after, band} | counted | by


def _names_again(frame: Frame, k: int, i: int) -> bool:
    """Tell whether the table of mark i, or an agreed number of its rows, is named again."""
    names = {hit.element for hit in frame.marks[i].elements if hit.element.kind == "table" and hit.weight >= 0.9}
    hits = {hit.element for hit in frame.marks[k].elements[:3]}
    return k > i + 1 and frame.marks[k].kind == "element" and bool(names & hits)


def _quantile_near(frame: Frame, i: int) -> tuple[OverWanted, set[int]] | None:
    for j in (frame.prev(i), i + 2):
        cue = frame.marks[j].cue if j is not None and j < len(frame.marks) else None
        if j is None or cue is None or cue.kind != "analysis" or not cue.value.startswith("quantile"):
            continue
        fraction, taken = fraction_beside(frame, j)
        if fraction is not None:
            return OverWanted("quantile", fraction), taken
    return None


def _band_near(frame: Frame, i: int) -> tuple[OverWanted, set[int]] | None:
    """Number of orders by order value band of 500."""
    cue = frame.marks[i + 2].cue if i + 2 < len(frame.marks) else None
    width = width_beside(frame, i + 2) if cue is not None and cue.value == "band" else None
    number = frame.marks[width].number if width is not None else None
    if width is None or number is None or number.value <= 0:
        return None
    joints = {k for k in range(min(i, width), max(i, width)) if frame.cue(k, "of", "with", "in")}
    counted = {k for k in range(i) if _is_number_of(frame, k, i)}
    by = {k for k in range(i) if frame.cue(k, "group") and all(frame.marks[m].kind == "stop" for m in range(k + 1, i))}
    return OverWanted("count", width=number.value), {i + 2, width} | joints | counted | by


def _is_number_of(frame: Frame, k: int, i: int) -> bool:
    """The number of orders by order value band: the orders are counted anyway."""
    if frame.cue(k, "count"):
        return True
    named = {hit.element.table for hit in frame.marks[i].elements if hit.element.kind == "table"}
    hits, text = frame.marks[k].elements, frame.marks[k].text.lower()
    if text.startswith(("number of", "how many")) and any(hit.element.kind == "metric" for hit in hits):
        return True
    return any(hit.element.table in named and hit.element.kind == "table" for hit in hits)


def totals_of_units(frame: Frame) -> None:
    """Median daily revenue, maximum number of flights in a day: the values of the days are gone over."""
    for i, mark in enumerate(frame.marks):
        cue = mark.cue
        if cue is None or cue.kind != "aggregate" or cue.value not in _STRAIGHT - {"avg"} or i in frame.used:
            continue
        unit = _unit_beside(frame, i)
        what = _added_up(frame, i)
        if unit is None or what is None or frame.over is not None:
            continue
        frame.used |= {i, unit, *what[1]}
        frame.idle |= {i}
        frame.groups = [group for group in frame.groups if group.at != unit]
        grain = frame.marks[unit].grain
        assert grain is not None
        frame.groups.append(GroupBy(grain=grain.grain, at=unit, over=True))
        frame.measures.append(what[0])
        frame.over = OverWanted(cast("AggregateName", cue.value))


def _unit_beside(frame: Frame, i: int) -> int | None:
    """Return the unit of time right behind the aggregate, or the first "per day", "in a day" behind it."""
    after = frame.next(i)
    for j in range(i + 1, len(frame.marks)):
        grain = frame.marks[j].grain
        if grain is None or grain.cyclic or grain.grain == "hour":
            continue
        if j == after or (grain.marker and not frame.marks[j].text.lower().startswith(("by ", "across "))):
            return j
    return None


def _added_up(frame: Frame, i: int) -> tuple[Wanted, set[int]] | None:
    """Return what adds up within a unit of time: a metric, a counted table, a total."""
    for j in range(i + 1, min(len(frame.marks), i + 6)):
        element = frame.element(j)
        if element is None:
            continue
        between = set(range(i + 1, j))
        counts = {k for k in between if frame.cue(k, "count") or _is_sum(frame, k)}
        if element.kind == "metric":
            return Wanted(None, metric=element.name, at=j), {j, *counts}
        if element.kind == "table":
            return Wanted("count", table=element.table, at=j), {j, *counts}
        column = frame.column(j)
        if counts and column is not None and column.additive and frame.is_number(j):
            return Wanted("sum", column=frame.ref(j), at=j), {j, *counts}
        return None
    return None


def _is_sum(frame: Frame, k: int) -> bool:
    cue = frame.marks[k].cue
    return cue is not None and cue.kind == "aggregate" and cue.value == "sum"
