"""Numbers and what they are compared with: ranges, comparisons, units, and averages as the other side.

Owns turning a number into a condition on rows or on groups, in the unit of the column that it is compared with. Numbers
that only say how many to show are taken before, by `copilot.readers.grammar.roles.ranking`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, cast

from copilot.linking.lexicon import lexicon, phrase
from copilot.linking.schema_index import Element
from copilot.readers.grammar.frame import Frame, Wanted, element_words
from copilot.readers.grammar.naming import unit_of
from copilot.readers.grammar.roles.grouping import add_group, is_groupable
from copilot.readers.plan import ColumnRef, Compare, Op, Value, VersusAverage
from copilot.values import Column

_UNIT_FACTORS: Final[dict[tuple[str, str], Decimal]] = {
    ("hour", "minute"): Decimal(60), ("minute", "second"): Decimal(60), ("day", "hour"): Decimal(24),
    ("hour", "second"): Decimal(3600), ("minute", "hour"): Decimal(1) / 60, ("day", "minute"): Decimal(1440),
    ("week", "day"): Decimal(7), ("year", "month"): Decimal(12), ("km", "meter"): Decimal(1000),
    ("kg", "g"): Decimal(1000), ("kg", "gram"): Decimal(1000), ("m", "mm"): Decimal(1000), ("cm", "mm"): Decimal(10),
    ("meter", "cm"): Decimal(100), ("meter", "km"): Decimal("0.001"), ("km", "mile"): Decimal("0.621371"),
    ("mile", "km"): Decimal("1.609344"),
}  # fmt: skip
"""(unit said, unit of the column): by what a number is multiplied to be compared with the column."""


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
    if not frame.cue(i, "compare") or i in frame.used:
        return None
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


_NO_MORE: Final = frozenset({"only", "just", "仅", "只"})
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
    ref, unit = frame.ref(target), _unit_said(frame, i, other)
    if frame.names_rows(target) or (ref is not None and unit is not None and not _in_unit(frame, ref, unit)):
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


def _unit_said(frame: Frame, i: int, other: int) -> str | None:
    """Return the unit of two numbers, which often only the second one bears."""
    numbers = (frame.marks[i].number, frame.marks[other].number)
    return next((n.unit for n in numbers if n is not None and n.unit not in (None, "piece", "item", "times")), None)


def _in_unit(frame: Frame, ref: ColumnRef, unit: str) -> bool:
    column = frame.catalog.column(ref.table, ref.column)
    return unit_of(column.name, column.unit) is None or _same_kind(unit, unit_of(column.name, column.unit))


_MEASURED_IN: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("mile", "km", "meter", "m", "cm", "ft", "foot"), frozenset({"distance", "length", "mileage"})),
    **dict.fromkeys(("kg", "g", "gram", "lb", "pound", "ton"), frozenset({"weight", "mass"})),
    **dict.fromkeys(("sqm", "sqft", "hectare", "acre"), frozenset({"area", "size", "sqm", "sqft"})),
    **dict.fromkeys(("mph", "kmh"), frozenset({"speed", "velocity"})),
}
"""Words of columns that are measured in a unit."""


def by_unit(frame: Frame, unit: str) -> ColumnRef | None:
    """Return the measure that is kept in a unit, of the tables that are talked about if possible."""
    spoken = {h.element.table for m in frame.marks for h in m.elements[:3] if h.element.table}
    found: list[tuple[bool, bool, int, ColumnRef]] = []
    for table in frame.catalog.tables.values():
        for column in table.columns.values():
            own = unit_of(column.name, column.unit)
            named = bool(
                element_words(Element("column", table.name, column.name)) & _MEASURED_IN.get(unit, frozenset())
            )
            if column.role == "measure" and ((named and own is None) or _same_kind(unit, own)):
                found.append((table.name in spoken, named, table.row_count, ColumnRef(table.name, column.name)))
    if not found:
        return None
    best = max(found, key=lambda one: one[:3])
    rivals = [one for one in found if one[:2] == best[:2] and one[3].table == best[3].table]
    return best[3] if len(rivals) == 1 else None


def _attach(frame: Frame, op: Op, i: int, left: int) -> None:
    """Attach `op number` to what it is said of: the word right behind, else the measure before it."""
    number = frame.marks[i].number
    assert number is not None
    share = _share_column(frame, left) if number.percent else None
    if share is not None and (column := frame.column(share)) is not None and (ref := frame.ref(share)) is not None:
        frame.used.add(share)
        parts = Decimal(number.value) / 100 if _is_fraction(column) else number.value
        frame.where.append((Compare(ref, op, parts), i))
        return
    if number.percent:
        _have(frame, i, op, Decimal(number.value) / 100, percent=True)
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
    if target is not None:
        element = frame.element(target)
        previous = frame.prev(target, skip=("of", "in", "distinct"))
        summed = frame.cue(previous, "aggregate", "count") and previous is not None
        if element is not None and element.kind == "column" and not summed and _is_of_groups(frame, target):
            frame.used.add(target)
            frame.measures.append(Wanted(None, column=frame.ref(target), at=target))
            summed = True
        if element is not None and (element.kind == "metric" or summed or element.kind == "table"):
            _have(frame, i, op, number.value)
            if element.kind == "table" and not summed:
                frame.used.add(target)
                frame.having_of, frame.having_of_at = element.table, target
            return
        frame.used.add(target)
        _compare(frame, target, op, i)
        return
    named = _by_adjective(frame, left, number.unit)
    if named is None and number.unit in _MEASURED_IN:
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


def _share_column(frame: Frame, left: int) -> int | None:
    """Return the column before a percentage that holds shares itself: 折扣率超过20%的明细."""
    target = _left_measure(frame, left)
    column = frame.column(target)
    before = frame.prev(target) if target is not None else None
    if column is None or frame.cue(before, "aggregate") or frame.groups or column.facts is None:
        return None
    return target if _is_fraction(column) or column.unit in ("percent", "%") else None


def _is_fraction(column: Column) -> bool:
    """Tell whether a column holds shares between 0 and 1."""
    facts = column.facts
    try:
        low, high = float(str(facts.minimum if facts else None)), float(str(facts.maximum if facts else None))
    except ValueError:
        return False
    return column.unit in ("fraction", "share") or (low >= 0 and high <= 1 and column.type != "integer")


def _have(frame: Frame, i: int, op: Op, value: int | Decimal, *, percent: bool = False) -> None:
    frame.having.append((op, value, percent))
    frame.having_marks.append(i)


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
    measured = before is not None and (
        frame.is_number(before) or getattr(frame.element(before), "kind", "") == "metric"
    )
    if measured and not touching:
        return False
    element = frame.element(right)
    if frame.marks[right].text.lower() in ("times", "time", "次", "次数"):
        frame.used.add(right)
        _have(frame, i, op, number.value)
    elif element is not None and element.kind == "table" and number.unit in (None, "piece", "item") and not measured:
        frame.used.add(right)
        _have(frame, i, op, number.value)
        frame.having_of, frame.having_of_at = element.table, right
    elif element is not None and element.kind == "metric" and not _left_measure(frame, left):
        frame.used.add(right)
        frame.measures.append(Wanted(None, metric=element.name, at=right))
        _have(frame, i, op, number.value)
    elif frame.is_number(right) and touching and not frame.names_rows(right):
        frame.used.add(right)
        _compare(frame, right, op, i)
    else:
        return False
    return True


def _is_of_groups(frame: Frame, target: int) -> bool:
    """Which stores sold more than 1,000: the amount of another table's rows is summed for each store."""
    column = frame.column(target)
    ref = frame.ref(target)
    asked = [
        e.table
        for j in range(len(frame.marks))
        if (e := frame.element(j)) is not None and e.kind == "table" and frame.cue(frame.prev(j), "which", "list")
    ]
    return bool(asked) and column is not None and column.additive and ref is not None and ref.table not in asked


def _by_adjective(frame: Frame, at: int, unit: str | None) -> ColumnRef | None:
    """Shops larger than 2,000 sqm: the column that the adjective is about, or the only one in that unit."""
    tables = [e.table for j in range(len(frame.marks)) if (e := frame.element(j)) is not None and e.kind == "table"]
    word = frame.marks[at].text.lower().removesuffix(" than").split()[-1:]
    gradable = lexicon().gradables.get(tuple(word))
    for table in tables:
        columns = [c for c in frame.catalog.tables[table].columns.values() if c.role == "measure"]
        fitting = [c for c in columns if unit is not None and _same_kind(unit, unit_of(c.name, c.unit))]
        if len(fitting) == 1:
            return ColumnRef(table, fitting[0].name)
        for measure in gradable.measures if gradable is not None else ():
            for column in columns:
                fits = unit in (None, "piece", "item") or _same_kind(unit or "", unit_of(column.name, column.unit))
                if fits and set(phrase(measure)) <= element_words(Element("column", table, column.name)):
                    return ColumnRef(table, column.name)
    return None


def _same_kind(said: str, own: str | None) -> bool:
    own = own.lower() if own is not None else None
    return own is not None and (said == own or (said, own) in _UNIT_FACTORS)


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
    frame.where.append((Compare(ref, op, _scaled(frame, target, i)), i))


def _scaled(frame: Frame, target: int, i: int) -> Value:
    """Return the number in the unit of the column that it is compared with."""
    column = frame.column(target)
    assert column is not None
    return in_unit(frame, i, column)


def in_unit(frame: Frame, i: int, column: Column, said: str | None = None) -> Value:
    """Return the number of a mark in the unit of a column; `said` is the unit where a number beside it bears it."""
    number = frame.marks[i].number
    assert number is not None
    unit = unit_of(column.name, column.unit)
    factor = _UNIT_FACTORS.get((number.unit or said or "", unit or ""))
    if factor is not None and (number.unit or said) != unit:
        frame.assumptions.append(("unit", (column.name, unit or "")))
        scaled = Decimal(number.value) * factor
        return int(scaled) if scaled == int(scaled) else scaled
    return number.value


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
            if j == before and previous is not None and frame.cue(previous, "aggregate", "count"):
                continue
            frame.used |= {i, j}
            _compare(frame, j, "=", i)
            return
