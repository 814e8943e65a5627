"""Numbers and what they are compared with: ranges, comparisons, how many rows a group has.

Owns turning a number into a condition on rows or on groups. Units belong to
`copilot.readers.grammar.roles.measured_in`, averages as the other side to `copilot.readers.grammar.roles.comparing`,
numbers that only say how many to show to `copilot.readers.grammar.roles.ranking`, which takes them before.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, cast

from copilot.readers.grammar.frame import Frame, Wanted
from copilot.readers.grammar.roles.measured_in import (
    MEASURED_IN,
    by_adjective,
    by_unit,
    fits_unit,
    in_unit,
    unit_said,
)
from copilot.readers.grammar.units import is_fraction
from copilot.readers.plan import Compare, Op, Value


def numbers(frame: Frame) -> None:
    """Between 5 and 10, more than 100, 200 or more, with 4 engines."""
    for i, mark in enumerate(frame.marks):
        if mark.number is None or i in frame.used:
            continue
        before, after = frame.prev(i), frame.next(i)
        if before is not None and (frame.cue(before, "between") or _range_follows(frame, i)):
            _between(frame, before, i)
        elif before is not None and frame.cue(before, "compare"):
            op = _op(frame, before)
            if op is not None:
                by = frame.prev(before)
                if by is not None and frame.marks[by].text.lower() == "by":
                    frame.used.add(by)  # delayed by more than 15 minutes
                    frame.idle.add(by)
                frame.used |= {before, i}
                _attach(frame, op, i, before)
        elif after is not None and (op := _op(frame, after, behind=True)) is not None:
            frame.used |= {after, i}
            _attach(frame, op, i, i)
        elif i > 0 and frame.marks[i - 1].text.lower() in _NO_MORE:
            frame.used |= {i - 1, i}
            frame.idle.add(i - 1)
            _attach(frame, "=", i, i - 1)
        else:
            _equal(frame, i)


_NO_MORE: Final = frozenset({"only", "just", "仅", "只", "只有", "仅有", "只飞"})
"""Only one airline: one and no more."""


def _op(frame: Frame, i: int, *, behind: bool = False) -> Op | None:
    """Return the operator of a comparison that stands before its number, or behind it as in "5 or more"."""
    cue = frame.marks[i].cue
    if cue is None or cue.kind != "compare" or cue.value.startswith("after") != behind:
        return None
    return cast("Op", cue.value.removeprefix("after"))


def _range_follows(frame: Frame, i: int) -> bool:
    """150 to 200: a second number behind a word or dash that joins them."""
    middle = frame.next(i, skip=())
    if middle is None or not (frame.cue(middle, "to") or frame.marks[middle].text in "-–~"):
        return False
    other = frame.next(middle, skip=())
    return other is not None and frame.marks[other].number is not None


def _between(frame: Frame, before: int, i: int) -> None:
    middle = frame.next(i)
    joined = middle is not None and (frame.cue(middle, "and", "to") or frame.marks[middle].text in "-–~")
    other = frame.next(middle) if joined and middle is not None else None
    if other is None or middle is None or frame.marks[other].number is None:
        return
    if frame.cue(before, "in", "from", "with"):
        earlier = frame.prev(before, skip=("of", "in", "from", "with"))
        before = before if earlier is None else earlier
        before = before + 1 if before + 1 < i else before
    behind = frame.next(other)
    if behind is not None and frame.cue(behind, "between"):
        frame.used.add(behind)
    frame.used |= {i, middle, other} | ({before} if frame.cue(before, "between", "from", "in", "with") else set())
    target = _left_measure(frame, before if frame.marks[before].kind != "element" else before + 1)
    target = _right_measure(frame, other) if target is None else target
    ref, unit = frame.ref(target), unit_said(frame, i, other)
    if frame.names_rows(target) or (ref is not None and unit is not None and not fits_unit(frame, ref, unit)):
        ref = None  # flights between 500 and 1,000 miles: their numbers are no miles
    if ref is not None and target is not None:
        frame.used.add(target)
    elif unit is not None:
        ref = by_unit(frame, unit)
    if ref is None:
        frame.used -= {i, middle, other}
        return
    column = frame.catalog.column(ref.table, ref.column)
    frame.where.append((Compare(ref, ">=", in_unit(frame, i, column, unit)), i))
    frame.where.append((Compare(ref, "<=", in_unit(frame, other, column, unit)), i))


def _attach(frame: Frame, op: Op, i: int, left: int) -> None:
    """Attach `op number` to what it is said of: the word right behind, else the measure before it."""
    number = frame.marks[i].number
    assert number is not None
    share = _share_column(frame, left) if number.percent else None
    if share is not None and (column := frame.column(share)) is not None and (ref := frame.ref(share)) is not None:
        frame.used.add(share)
        parts = Decimal(number.value) / 100 if is_fraction(column) else number.value
        frame.where.append((Compare(ref, op, parts), i))
        return
    if number.percent:
        rate = frame.element(_left_measure(frame, left))
        by = Wanted(None, metric=rate.name, at=left) if rate is not None and rate.kind == "metric" else None
        _have(frame, i, op, Decimal(number.value) / 100, percent=True, by=by)
        if frame.changes:
            return  # grew by more than 10 %: the growth is compared, there is no share
        frame.share = frame.share or not _has_share_metric(frame)
        frame.share_at = i if frame.share_at < 0 else frame.share_at
        return
    if _attach_right(frame, op, i, left):
        return
    target = _left_measure(frame, left)
    column = frame.column(target)
    if column is not None and column.role != "measure" and number.unit not in (None, "times", "piece", "item", "year"):
        target = None  # flights over 1,000 miles: their numbers are no miles
    ref = frame.ref(target)
    if ref is not None and number.unit not in _ANY and not fits_unit(frame, ref, number.unit or ""):
        target = None  # the mean delay of flights over 2,000 miles: the miles are none of the delay
    if target is not None:
        element = frame.element(target)
        previous = frame.prev(target, skip=("of", "in", "distinct"))
        summed = frame.cue(previous, "aggregate", "count") and previous is not None
        if element is not None and element.kind == "column" and not summed and _is_of_groups(frame, target):
            frame.used.add(target)
            frame.measures.append(Wanted(None, column=frame.ref(target), at=target))
            summed = True
        if element is not None and (element.kind == "metric" or summed or element.kind == "table"):
            rows = frame.rows_named(target)
            counts = rows is not None and any(frame.cue(k, "count") for k in (previous, frame.next(target)))
            by = Wanted(None, metric=element.name, at=target) if element.kind == "metric" else None
            by = Wanted("count", table=rows.table, at=target) if rows is not None and counts else by
            _have(frame, i, op, number.value, by=by)
            if element.kind == "table" and not summed:
                frame.used.add(target)
                frame.having_of, frame.having_of_at = element.table, target
            return
        frame.used.add(target)
        _compare(frame, target, op, i)
        return
    named = by_adjective(frame, left, number.unit)
    if named is None and number.unit in MEASURED_IN:
        named = by_unit(frame, number.unit)
    if named is not None:
        own = frame.catalog.column(named.table, named.column)
        frame.where.append((Compare(named, op, in_unit(frame, i, own)), i))
        frame.assumptions.append(("superlative", (frame.marks[left].text, named.column)))
        return
    if number.unit in ("times", "piece") or number.unit is None:
        _have(frame, i, op, number.value)
        return
    frame.used.discard(i)


_ANY: Final = (None, "times", "piece", "item", "year")


def _is_a_year(frame: Frame, i: int) -> bool:
    """Tell whether a number is said like a year, so that nobody knows it for an amount: 2026 revenue."""
    number, text = frame.marks[i].number, frame.marks[i].text.strip().removesuffix("年")
    return number is not None and len(text) == 4 and text.isdigit() and 1900 <= number.value <= 2100


def _share_column(frame: Frame, left: int) -> int | None:
    """Return the column before a percentage that holds shares itself: 折扣率超过20%的明细."""
    target = _left_measure(frame, left)
    column = frame.column(target)
    before = frame.prev(target) if target is not None else None
    if column is None or frame.cue(before, "aggregate") or frame.groups or column.facts is None:
        return None
    return target if is_fraction(column) or column.unit in ("percent", "%") else None


def _have(
    frame: Frame, i: int, op: Op, value: int | Decimal, *, percent: bool = False, by: Wanted | None = None
) -> None:
    frame.having.append((op, value, percent))
    frame.having_marks.append(i)
    if by is not None:
        frame.having_by[i] = by
        if _in_brackets(frame, i) and frame.unshown is None:
            frame.unshown = by  # (only those with at least 100 flights): how many is not asked


def _in_brackets(frame: Frame, i: int) -> bool:
    """Tell whether a mark stands in brackets."""
    before = [mark.text for mark in frame.marks[:i] if mark.text in "()（）"]
    return bool(before) and before[-1] in "(（"


def _attach_right(frame: Frame, op: Op, i: int, left: int) -> bool:
    """Attach a comparison to the word right behind the number: 5 orders, 2 hours late, 100 times."""
    number = frame.marks[i].number
    if number is not None and op == ">=" and number.value == 1 and number.unit is None:
        frame.idle.add(i)  # at least one of what is counted anyway
        return True
    right = frame.next(i, skip=("of", "in"))
    assert number is not None
    if right is None or right in frame.used:
        return False
    touching = frame.next(i, skip=()) == right
    before = frame.prev(left, skip=("of", "with", "in", "exist"))
    element = frame.rows_named(right) or frame.element(right)
    measured = before is not None and (
        frame.is_number(before) or getattr(frame.element(before), "kind", "") == "metric"
    )
    if before is not None and any(frame.marks[k].text in "()（）:：" for k in range(before, left)):
        measured = False  # the longest delay (at least 200 flights): a clause of its own
    if measured and not touching:
        return False
    if touching and frame.marks[right].text.isascii() and _names_a_number_of(frame, right):
        measured = False  # an on-time rate with over 10,000 flights: the number is one of flights
    if frame.marks[right].text.lower() in ("times", "time", "次", "次数"):
        frame.used.add(right)
        _have(frame, i, op, number.value)
    elif element is not None and element.kind == "table" and number.unit in (None, "piece", "item") and not measured:
        frame.used.add(right)
        _have(frame, i, op, number.value, by=Wanted("count", table=element.table, at=right))
        frame.having_of, frame.having_of_at = element.table, right
    elif element is not None and element.kind == "metric" and not measured:
        frame.used.add(right)
        wanted = Wanted(None, metric=element.name, at=right)
        frame.measures.append(wanted)
        _have(frame, i, op, number.value, by=wanted)
    elif touching and not measured and number.unit in (None, "piece", "item") and _are_several(frame, right):
        frame.used.add(right)
        wanted = Wanted("count", column=frame.ref(right), distinct=True, at=right)
        frame.measures.append(wanted)
        _have(frame, i, op, number.value, by=wanted)
    elif frame.is_number(right) and touching and not frame.names_rows(right):
        frame.used.add(right)
        _compare(frame, right, op, i)
    else:
        return False
    return True


def _are_several(frame: Frame, i: int) -> bool:
    """Tell whether a noun names the different values of a text column: fewer than 10 destinations."""
    return frame.is_text(i) and frame.weight(i) >= _NAMED and frame.marks[i].elements[0].element.kind == "column"


def _names_a_number_of(frame: Frame, i: int) -> bool:
    """Tell whether a noun names things that are counted: a table by its name, or an agreed number of them."""
    element = frame.rows_named(i) or frame.element(i)
    return element is not None and element.kind != "column" and frame.marks[i].elements[0].weight >= _NAMED


_NAMED: Final = 0.85


def _is_of_groups(frame: Frame, target: int) -> bool:
    """Which stores sold more than 1,000: the amount of another table's rows is summed for each store."""
    column = frame.column(target)
    ref = frame.ref(target)
    asked = [
        e.table
        for j in range(len(frame.marks))
        if (e := frame.element(j)) is not None
        and e.kind == "table"
        and (frame.cue(frame.prev(j), "which", "list") or (j < target and _WHO & _texts(frame, j + 1, target)))
    ]
    return bool(asked) and column is not None and column.additive and ref is not None and ref.table not in asked


_WHO: Final = frozenset({"who", "that", "which", "whose"})


def _texts(frame: Frame, start: int, end: int) -> set[str]:
    return {frame.marks[k].text.lower() for k in range(start, end)}


def _has_share_metric(frame: Frame) -> bool:
    return any(
        (element := frame.element(j)) is not None and element.kind == "metric" and "rate" in element.name
        for j in range(len(frame.marks))
    )


def _left_measure(frame: Frame, i: int) -> int | None:
    """Return the nearest number column or metric before a comparison, within its clause."""
    j: int | None = i
    for _ in range(6):
        j = frame.prev(j, skip=("of", "with", "in", "exist")) if j is not None else None
        if j is None:
            return None
        if frame.marks[j].text.lower() == "by" and j in frame.used:
            continue
        element = frame.element(j)
        if element is not None and (element.kind == "metric" or frame.is_number(j)):
            return j
        if frame.marks[j].kind not in ("element", "gradable", "stop", "unknown") and not frame.cue(
            j, "which", "list", "who"
        ):
            return None
    return None


def _right_measure(frame: Frame, i: int) -> int | None:
    j = frame.next(i)
    return j if j is not None and frame.is_number(j) else None


def _compare(frame: Frame, target: int, op: Op, i: int) -> None:
    ref = frame.ref(target)
    assert ref is not None
    if frame.names_rows(target):
        frame.score -= 1.0  # flights over 10,000: so many of them, not those of such numbers
    frame.where.append((Compare(ref, op, _scaled(frame, target, i)), i))


def _scaled(frame: Frame, target: int, i: int) -> Value:
    """Return the number in the unit of the column that it is compared with."""
    column, number = frame.column(target), frame.marks[i].number
    assert column is not None
    if number is not None and number.percent and is_fraction(column):
        return Decimal(number.value) / 100
    return in_unit(frame, i, column)


def _equal(frame: Frame, i: int) -> None:
    """With 4 engines; year 2013 of a number column."""
    number = frame.marks[i].number
    assert number is not None
    after, before = frame.next(i, skip=()), frame.prev(i, skip=("of",))
    counted = frame.column(frame.next(i))
    alike = counted is not None and counted.facts is not None and counted.facts.distinct == number.value
    if alike and counted is not None and counted.type == "text":
        return  # the three origins: it only says how many there are
    in_year = frame.cue(frame.prev(i, skip=()), "in") and 1900 <= number.value <= 2100
    for j in (after, before):
        if j is not None and not in_year and j not in frame.used and frame.is_number(j) and not number.ordinal:
            previous = frame.prev(j)
            column = frame.column(j)
            if number.percent and column is not None and not (is_fraction(column) or column.unit in ("percent", "%")):
                continue  # 80 % of revenue is no amount of 80
            if j == after and (frame.names_rows(j) or (frame.is_amount(j) and _is_a_year(frame, i))):
                continue  # one flight is no flight number, 2026 revenue no revenue of 2,026
            if j == before and previous is not None and frame.cue(previous, "aggregate", "count"):
                continue
            frame.used |= {i, j}
            _compare(frame, j, "=", i)
            return
