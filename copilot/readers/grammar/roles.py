"""From marks to slots: what each mark does in the question.

Owns one small pass for each kind of role, in a fixed order. A pass takes the marks that it understands and leaves the
rest; what no pass takes lowers the reading's score. Refuses to choose tables and joins.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from copilot.linking.schema_index import Element
from copilot.readers.grammar.frame import Frame, GroupBy, Wanted, element_words
from copilot.readers.plan import (
    AggregateName,
    AnyOf,
    ColumnRef,
    Compare,
    Contains,
    IsNull,
    Not,
    OneOf,
    Op,
    Predicate,
    Value,
    VersusAverage,
)
from copilot.values import Column, SemanticModel

_STATES: Final = {
    "late": (">", 0), "delayed": (">", 0), "overdue": (">", 0), "behind schedule": (">", 0), "晚点": (">", 0),
    "延误": (">", 0), "误点": (">", 0), "early": ("<", 0), "提前": ("<", 0), "on time": ("<=", 0), "punctual": ("<=", 0),
    "准点": ("<=", 0), "准时": ("<=", 0), "lately": (">", 0),
}  # fmt: skip
_UNIT_FACTORS: Final[dict[tuple[str, str], Decimal]] = {
    ("hour", "minute"): Decimal(60), ("minute", "second"): Decimal(60), ("day", "hour"): Decimal(24), ("hour", "second"): Decimal(3600),
    ("minute", "hour"): Decimal(1) / 60, ("day", "minute"): Decimal(1440), ("week", "day"): Decimal(7), ("year", "month"): Decimal(12),
    ("km", "meter"): Decimal(1000), ("kg", "g"): Decimal(1000), ("kg", "gram"): Decimal(1000),
    ("m", "mm"): Decimal(1000), ("cm", "mm"): Decimal(10), ("meter", "cm"): Decimal(100), ("meter", "km"): Decimal("0.001"), ("km", "mile"): Decimal("0.621371"), ("mile", "km"): Decimal("1.609344"),
}  # fmt: skip


def give_roles(frame: Frame, semantics: SemanticModel) -> None:
    """Fill the frame's slots from its marks."""
    frame.counted = any(_asks_how_many(frame, i) for i in range(len(frame.marks)))
    _parenthesised(frame)
    _units_per(frame)
    _group_markers(frame)
    _comparisons_with_average(frame)
    _first_dates(frame)
    _contains(frame)
    _superlatives(frame)
    _booleans(frame)
    _numbers(frame)
    _missing(frame)
    _aggregates(frame)
    _shares(frame)
    _counts(frame)
    _states(frame)
    _comparing(frame)
    _values(frame)
    _absence(frame)
    _asked(frame)
    _averaged_in(frame)
    _number_of_groups(frame)
    _having_subject(frame)
    _sorting(frame)
    _leftovers(frame)


def _asks_how_many(frame: Frame, i: int) -> bool:
    """A metric's own synonym may hold the words, such as "how many customers"."""
    return frame.marks[i].kind == "element" and frame.marks[i].text.lower().startswith(("how many", "number of"))


def _parenthesised(frame: Frame) -> None:
    """A word that is explained in the brackets behind it needs no meaning of its own."""
    for i, mark in enumerate(frame.marks):
        if mark.text not in "(（" or mark.kind != "stop":
            continue
        for j in range(i - 1, max(-1, i - 4), -1):
            element = frame.element(j)
            if frame.marks[j].kind == "unknown" or _weak(frame, j):
                frame.used.add(j)
                frame.score += 0.9
            elif frame.marks[j].kind != "stop" and not (element is not None and element.kind == "table"):
                break
        for k in range(i + 1, len(frame.marks)):
            if frame.marks[k].recurring is not None and any(m.recurring is not None for m in frame.marks[:i]):
                frame.used.add(k)


def _weak(frame: Frame, i: int) -> bool:
    mark = frame.marks[i]
    return (mark.kind == "element" and mark.elements[0].weight < 0.5) or (
        mark.kind == "value" and mark.values[0].how in ("part", "typo")
    )


# -- grouping ------------------------------------------------------------------------------------------------------


def _units_per(frame: Frame) -> None:
    """Per month, 按季度, by day of week."""
    for i, mark in enumerate(frame.marks):
        if mark.grain is not None and mark.grain.marker:
            frame.used.add(i)
            frame.groups.append(_grain_group(frame, i))


def _grain_group(frame: Frame, i: int) -> GroupBy:
    grain = frame.marks[i].grain
    assert grain is not None
    if grain.cyclic and grain.part is not None and grain.part != "week":
        return GroupBy(part=grain.part, at=i)
    return GroupBy(grain=grain.grain, at=i)


def _group_markers(frame: Frame) -> None:
    """By carrier, for each region and year, 各门店."""
    for i in range(len(frame.marks)):
        if not frame.cue(i, "group") or i in frame.used:
            continue
        j = frame.next(i, skip=("of", "group", "distinct"))
        if j is not None and frame.marks[j].number is not None:
            following = frame.next(j)
            if following is not None and _groupable(frame, following):
                frame.used.add(j)
                j = following
        taken = False
        if j is not None and _is_agent(frame, i, j):
            frame.used.add(i)
            continue
        while j is not None and _groupable(frame, j):
            _add_group(frame, j)
            taken = True
            following = frame.next(j)
            if following is not None and (frame.cue(following, "and") or frame.marks[following].text in ",，、"):
                after = frame.next(following, skip=("of", "group"))
                if after is not None and _groupable(frame, after) and not _starts_clause(frame, after):
                    frame.used.add(following)
                    j = after
                    continue
            break
        if taken or (j is not None and (frame.cue(j, "aggregate") or frame.is_number(j) or _is_metric(frame, j))):
            frame.used.add(i)


def _is_metric(frame: Frame, j: int) -> bool:
    element = frame.element(j)
    return element is not None and element.kind == "metric"


def _is_agent(frame: Frame, i: int, j: int) -> bool:
    """Orders placed by customers living in New York: the customers are who did it, not what is grouped by."""
    element = frame.element(j)
    if frame.marks[i].text.lower() != "by" or element is None or element.kind != "table":
        return False
    after = frame.next(j)
    if after is None or frame.marks[after].kind in ("date", "grain") or frame.marks[after].text in ",，;；?":
        return False
    return any(frame.marks[k].kind == "value" for k in range(j + 1, len(frame.marks)))


def _starts_clause(frame: Frame, i: int) -> bool:
    previous = frame.prev(i)
    return previous is not None and frame.cue(previous, "aggregate")


def _groupable(frame: Frame, i: int) -> bool:
    mark = frame.marks[i]
    if i in frame.used:
        return False
    if mark.kind == "composite" or (mark.grain is not None):
        return True
    element = frame.element(i)
    if element is None or element.kind == "metric":
        return False
    column = frame.column(i)
    ranked = any(m.gradable is not None and m.gradable.superlative for m in frame.marks)
    if column is not None and column.role == "measure" and (column.additive or ranked):
        return False
    return not (frame.is_number(i) and _is_amount(frame, i))


def _is_amount(frame: Frame, i: int) -> bool:
    column = frame.column(i)
    return column is not None and column.role == "measure" and (column.facts is None or column.facts.distinct > 60)


def _add_group(frame: Frame, i: int) -> None:
    mark = frame.marks[i]
    frame.used.add(i)
    following = frame.next(i)
    grain = frame.marks[following].grain if following is not None else None
    if mark.kind == "element" and following is not None and grain is not None and not mark.elements[0].whole:
        frame.used.add(following)
        frame.groups.append(GroupBy(part="hour", at=following) if grain.grain == "hour" else GroupBy(grain=grain.grain, at=following))
        return
    if mark.kind == "composite":
        frame.groups += [GroupBy(ref=ref, at=i) for ref in composite_columns(frame, i)]
    elif mark.grain is not None:
        frame.groups.append(_grain_group(frame, i))
    else:
        element = frame.element(i)
        frame.groups.append(GroupBy(element=element, ref=frame.ref(i), at=i))


def composite_columns(frame: Frame, i: int) -> list[ColumnRef]:
    """Return the columns of one table that together make the composite; empty where no table has them all."""
    from copilot.linking.lexicon import lexicon
    from copilot.linking.words import name_words

    short = lexicon().abbreviations
    mentioned = {e.table for j in range(len(frame.marks)) if (e := frame.element(j)) is not None}
    best: list[ColumnRef] = []
    for table in sorted(frame.catalog.tables.values(), key=lambda t: (t.name not in mentioned, -t.row_count)):
        found = []
        for part in frame.marks[i].composite:
            for column in table.columns.values():
                words = {full for word in name_words(column.name) for full in short.get(word, (word,))}
                if set(part) <= words and len(words) <= len(part) + 1 and column.type == "text":
                    found.append(ColumnRef(table.name, column.name))
                    break
        if len(found) == len(frame.marks[i].composite) and not best:
            best = found
    return best


# -- numbers and comparisons ---------------------------------------------------------------------------------------


def _comparisons_with_average(frame: Frame) -> None:
    for i, mark in enumerate(frame.marks):
        op: Op
        if mark.cue is not None and mark.cue.kind == "than_average":
            op = "<" if mark.cue.value == "<" else ">"
        elif (reached := _average_behind(frame, i)) is not None:
            frame.used |= reached
            op = "<" if mark.cue is not None and mark.cue.value.startswith("<") else ">"
        else:
            continue
        target = frame.prev(i, skip=("of", "with", "in"))
        if target is None or not frame.is_number(target):
            target = frame.next(i)
        frame.used.add(i)
        following = frame.next(i)
        if following is not None and target is not None and frame.element(following) == frame.element(target) is not None:
            frame.used.add(following)
        ref = frame.ref(target)
        summed = target is not None and frame.cue(frame.prev(target, skip=("of", "in")), "aggregate")
        if ref is not None and frame.is_number(target) and target is not None and not summed:
            frame.used.add(target)
            frame.where.append((VersusAverage(ref, op), i))
        else:
            frame.having_average = op


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


def _superlatives(frame: Frame) -> None:
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
        if is_top and count is None:
            if mark.text.lower() in ("top", "bottom", "best", "worst", "lowest"):
                count = None
            else:
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
        ordered = frame.cue(before, "from", "sort") or frame.marks[i - 1].text == "on top" if i else False
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


_COUNTING: Final = frozenset({"most", "fewest", "least", "more", "fewer", "最多", "最少", "更多", "更少"})


def _superlative_of(frame: Frame, i: int) -> None:
    """The five cheapest products: the products are what is ranked; the most orders are what is counted."""
    if frame.marks[i].text.lower() not in _COUNTING:
        j = frame.next(i, skip=("of", "distinct"))
        while j is not None and (frame.marks[j].number is not None or frame.marks[j].kind == "value"):
            j = frame.next(j)
        if j is not None and _rankable(frame, j):
            _add_group(frame, j)
            frame.groups[-1] = replace(frame.groups[-1], ranked=True)
            return
    _counted_group(frame)


def _rankable(frame: Frame, j: int) -> bool:
    if not _groupable(frame, j):
        return False
    grain = frame.marks[j].grain
    if grain is not None:
        return not grain.marker
    return frame.element(j) is None or not frame.is_number(j)


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
            _add_group(frame, j)
            frame.groups[-1] = replace(frame.groups[-1], ranked=True)
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


def _numbers(frame: Frame) -> None:
    for i, mark in enumerate(frame.marks):
        if mark.number is None or i in frame.used:
            continue
        before, after = frame.prev(i), frame.next(i)
        if before is not None and (frame.cue(before, "between") or _range_follows(frame, i)):
            _between(frame, before, i)
        elif before is not None and frame.cue(before, "compare"):
            cue = frame.marks[before].cue
            assert cue is not None
            if cue.value.startswith("after"):
                continue
            frame.used |= {before, i}
            _attach(frame, cue.value, i, before)
        elif after is not None and frame.cue(after, "compare") and frame.marks[after].cue.value.startswith("after"):  # type: ignore[union-attr]
            op = frame.marks[after].cue.value.removeprefix("after")  # type: ignore[union-attr]
            frame.used |= {after, i}
            _attach(frame, op, i, i)
        else:
            _equal(frame, i)


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
        before = frame.prev(before, skip=("of", "in", "from", "with")) or before
        before = before + 1 if before + 1 < i else before
    behind = frame.next(other)
    if behind is not None and frame.cue(behind, "between"):
        frame.used.add(behind)
    frame.used |= {i, middle, other} | ({before} if frame.cue(before, "between", "from", "in", "with") else set())
    target = _left_measure(frame, before if frame.marks[before].kind != "element" else before + 1) or _right_measure(frame, other)
    ref = frame.ref(target)
    if ref is None or target is None:
        frame.used -= {i, middle, other}
        return
    frame.used.add(target)
    frame.where.append((Compare(ref, ">=", _scaled(frame, target, i)), i))
    frame.where.append((Compare(ref, "<=", _scaled(frame, target, other)), i))


def _attach(frame: Frame, op: str, i: int, left: int) -> None:
    """Attach `op number` to what it is said of: the word right behind, else the measure before it."""
    number = frame.marks[i].number
    assert number is not None
    if number.percent:
        frame.having.append((op, Decimal(number.value) / 100, True))  # type: ignore[arg-type]
        frame.share = frame.share or not _has_share_metric(frame)
        frame.share_at = i if frame.share_at < 0 else frame.share_at
        return
    if _attach_right(frame, op, i, left):
        return
    target = _left_measure(frame, left)
    if target is not None:
        element = frame.element(target)
        previous = frame.prev(target, skip=("of", "in", "distinct"))
        summed = frame.cue(previous, "aggregate", "count") and previous is not None
        if element is not None and element.kind == "column" and not summed and _is_of_groups(frame, target):
            frame.used.add(target)
            frame.measures.append(Wanted(None, column=frame.ref(target), at=target))
            summed = True
        if element is not None and (element.kind == "metric" or summed or element.kind == "table"):
            frame.having.append((op, number.value, False))  # type: ignore[arg-type]
            if element.kind == "table" and not summed:
                frame.used.add(target)
                frame.having_of = element.table
            return
        frame.used.add(target)
        _compare(frame, target, op, i)
        return
    named = _by_adjective(frame, left, number.unit)
    if named is not None:
        own = frame.catalog.column(named.table, named.column)
        frame.where.append((Compare(named, op, _in_unit(frame, i, own)), i))  # type: ignore[arg-type]
        frame.assumptions.append(("superlative", (frame.marks[left].text, named.column)))
        return
    if number.unit in ("times", "piece") or number.unit is None:
        frame.having.append((op, number.value, False))  # type: ignore[arg-type]
        return
    frame.used.discard(i)


def _attach_right(frame: Frame, op: str, i: int, left: int) -> bool:
    """Attach a comparison to the word right behind the number: 5 orders, 2 hours late, 100 times."""
    number = frame.marks[i].number
    if number is not None and op == ">=" and number.value == 1 and number.unit is None:
        return True  # at least one of what is counted anyway
    right = frame.next(i, skip=("of", "in"))
    assert number is not None
    if right is None or right in frame.used:
        return False
    touching = frame.next(i, skip=()) == right
    before = frame.prev(left, skip=("of", "with", "in", "exist"))
    measured = before is not None and (frame.is_number(before) or getattr(frame.element(before), "kind", "") == "metric")
    if measured and not touching:
        return False
    element = frame.element(right)
    if frame.marks[right].text.lower() in ("times", "time", "次", "次数"):
        frame.used.add(right)
        frame.having.append((op, number.value, False))  # type: ignore[arg-type]
    elif element is not None and element.kind == "table" and number.unit in (None, "piece", "item") and not measured:
        frame.used.add(right)
        frame.having.append((op, number.value, False))  # type: ignore[arg-type]
        frame.having_of = element.table
    elif element is not None and element.kind == "metric" and not _left_measure(frame, left):
        frame.used.add(right)
        frame.measures.append(Wanted(None, metric=element.name, at=right))
        frame.having.append((op, number.value, False))  # type: ignore[arg-type]
    elif frame.is_number(right) and touching:
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
    from copilot.linking.lexicon import lexicon, phrase

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
                if set(phrase(measure)) <= element_words(Element("column", table, column.name)):
                    return ColumnRef(table, column.name)
    return None


def _same_kind(said: str, own: str | None) -> bool:
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
        if frame.marks[j].kind not in ("element", "gradable", "stop", "unknown") and not frame.cue(j, "which", "list", "who"):
            return None
    return None


def _right_measure(frame: Frame, i: int) -> int | None:
    j = frame.next(i)
    return j if j is not None and frame.is_number(j) else None


def _compare(frame: Frame, target: int, op: str, i: int) -> None:
    ref = frame.ref(target)
    assert ref is not None
    frame.where.append((Compare(ref, op, _scaled(frame, target, i)), i))  # type: ignore[arg-type]


def _scaled(frame: Frame, target: int, i: int) -> Value:
    """Return the number in the unit of the column that it is compared with."""
    column = frame.column(target)
    assert column is not None
    return _in_unit(frame, i, column)


def _in_unit(frame: Frame, i: int, column: Column) -> Value:
    number = frame.marks[i].number
    assert number is not None
    unit = unit_of(column.name, column.unit)
    factor = _UNIT_FACTORS.get((number.unit or "", unit or ""))
    if factor is not None and number.unit != unit:
        frame.assumptions.append(("unit", (column.name, unit or "")))
        scaled = Decimal(number.value) * factor
        return int(scaled) if scaled == int(scaled) else scaled
    return number.value


def unit_of(name: str, declared: str | None) -> str | None:
    """Return a column's unit: as declared, else the one that such measures nearly always have."""
    from copilot.linking.lexicon import lexicon
    from copilot.linking.words import name_words

    if declared:
        return declared.rstrip("s") if declared.endswith("s") else declared
    words = tuple(full for word in name_words(name) for full in lexicon().abbreviations.get(word, (word,)))
    for size in range(len(words), 0, -1):
        unit = lexicon().units.get(words[-size:])
        if unit:
            return unit
    return None


def _equal(frame: Frame, i: int) -> None:
    """With 4 engines; year 2013 of a number column."""
    number = frame.marks[i].number
    assert number is not None
    after, before = frame.next(i, skip=()), frame.prev(i, skip=("of",))
    in_year = frame.cue(frame.prev(i, skip=()), "in") and 1900 <= number.value <= 2100
    for j in (after, before):
        if j is not None and not in_year and j not in frame.used and frame.is_number(j) and not number.ordinal:
            previous = frame.prev(j)
            if j == before and previous is not None and frame.cue(previous, "aggregate", "count"):
                continue
            frame.used |= {i, j}
            _compare(frame, j, "=", i)
            return


# -- text, missing values, states ----------------------------------------------------------------------------------


def _contains(frame: Frame) -> None:
    """Names that contain "inter", tail numbers starting with N9."""
    for i, mark in enumerate(frame.marks):
        if i in frame.used or not (mark.kind == "quoted" or frame.cue(i, "contains")):
            continue
        cues = [j for j in range(max(0, i - 4), min(len(frame.marks), i + 5)) if frame.cue(j, "contains")]
        if mark.kind == "quoted":
            at, text = i, mark.text.strip("\"“”「」『』'").strip()
        else:
            nearest = frame.next(i, skip=("of", "in", "with"))
            if nearest is None or any(m.kind == "quoted" for m in frame.marks) or _is_text(frame, nearest) and i > 0 and frame.cue(i, "list"):
                continue
            at, text = nearest, frame.marks[nearest].text
        names = sorted((abs(j - i), j) for j in range(len(frame.marks)) if abs(j - i) <= 5 and j != at and _is_text(frame, j))
        ref = frame.ref(names[0][1]) if names else _label_of_mentioned(frame, i)
        cue = frame.marks[cues[0]].cue if cues else None
        if ref is None or not names and cue is None:
            continue
        frame.used |= {at, *cues}
        if names and not frame.cue(frame.prev(names[0][1], skip=("of", "distinct")), "count", "which", "list"):
            frame.used.add(names[0][1])
        frame.where.append((Contains(ref, text, (cue.value if cue else "") or "anywhere"), at))  # type: ignore[arg-type]


_TRUE: Final = frozenset({"yes", "true", "是", "对", "有"})
_FALSE: Final = frozenset({"no", "false", "not", "否", "不是", "没有", "不"})


def _booleans(frame: Frame) -> None:
    """Clutch completion is no: a yes or no beside a column that holds just that."""
    for i in range(len(frame.marks)):
        column, ref = frame.column(i), frame.ref(i)
        if column is None or ref is None or column.type != "boolean" or i in frame.used:
            continue
        j = frame.next(i, skip=("of", "compare", "with"))
        word = frame.marks[j].text.lower() if j is not None else ""
        if j is not None and word in _TRUE | _FALSE:
            frame.used |= {i, j}
            frame.where.append((Compare(ref, "=", word in _TRUE), i))


def _is_text(frame: Frame, i: int) -> bool:
    column = frame.column(i)
    return column is not None and column.type == "text"


def _label_of_mentioned(frame: Frame, i: int) -> ColumnRef | None:
    for j in range(len(frame.marks)):
        element = frame.element(j)
        if element is not None and element.kind == "table":
            return label_column(frame, element.table)
    return None


def label_column(frame: Frame, table: str) -> ColumnRef | None:
    """Return the column that names a row of a table for a person."""
    from copilot.linking.words import name_words

    best: tuple[float, str] | None = None
    entry = frame.catalog.tables[table]
    for position, column in enumerate(entry.columns.values()):
        if column.type != "text":
            continue
        words = name_words(column.name)
        score = 0.0
        if words[-1:] in (("name",), ("title",), ("label",)):
            score = 3 - 0.3 * (len(words) - 1) + (0.5 if set(words[:-1]) & set(name_words(table)) else 0)
        elif "name" in words or "名称" in column.name or "姓名" in column.name or "名" in column.name:
            score = 2
        score -= position * 0.01
        if score > 0 and (best is None or score > best[0]):
            best = (score, column.name)
    return ColumnRef(table, best[1]) if best else None


def _missing(frame: Frame) -> None:
    """Without a departure time; missing e-mail; 没有起飞时间."""
    for i in range(len(frame.marks)):
        if i in frame.used or not frame.cue(i, "missing", "not"):
            continue
        is_missing = frame.cue(i, "missing")
        for j in (frame.next(i, skip=("of", "with", "exist")), frame.prev(i, skip=("of", "with")) if is_missing else None):
            ref = frame.ref(j)
            if ref is None or j is None or j in frame.used:
                continue
            if not is_missing and frame.marks[j].text.lower() in _STATES:
                continue
            facts = frame.catalog.tables[ref.table].columns[ref.column].facts
            frame.used |= {i, j}
            if facts is not None and facts.nulls == 0 and frame.is_number(j) and _is_zero(facts.minimum):
                frame.where.append((Compare(ref, "=", 0), i))
                frame.assumptions.append(("state", (frame.marks[i].text, f"{ref.column} = 0")))
                break
            if facts is not None and facts.nulls == 0:
                frame.score -= 0.5
            frame.where.append((IsNull(ref), i))
            break


def _is_zero(value: object) -> bool:
    try:
        return float(str(value)) == 0.0
    except ValueError:
        return False


def _states(frame: Frame) -> None:
    """Flights that left late: a state that a measure's sign tells."""
    for i, mark in enumerate(frame.marks):
        state = next((_STATES[word] for word in _STATES if _ends_with(mark.text.lower(), word)), None)
        if state is None or i in frame.used or not frame.is_number(i):
            continue
        if not (frame.share or any(w.aggregate == "count" for w in frame.measures)):
            continue
        ref = frame.ref(i)
        assert ref is not None
        frame.used.add(i)
        op, value = state
        frame.where.append((Compare(ref, op, value), i))  # type: ignore[arg-type]
        frame.assumptions.append(("state", (mark.text, f"{ref.column} {op} {value}")))


def _ends_with(text: str, word: str) -> bool:
    return text == word or text.endswith(word if not word.isascii() else f" {word}")


# -- measures ------------------------------------------------------------------------------------------------------


def _aggregates(frame: Frame) -> None:
    for i, mark in enumerate(frame.marks):
        if i in frame.used or mark.cue is None or mark.cue.kind != "aggregate":
            continue
        name = mark.cue.value
        j = frame.next(i, skip=("of", "count", "with", "distinct"))
        if j is not None and frame.cue(j, "aggregate") and name == "avg":
            j = frame.next(j, skip=("of", "count"))
        if j is None or not _measurable(frame, j):
            back = frame.prev(i, skip=("of", "in"))
            j = back if back is not None and back not in frame.used and frame.is_number(back) else j
        if j is None or j in frame.used and frame.element(j) is None:
            frame.used.add(i)
            frame.averaged = frame.averaged or name == "avg"
            continue
        element = frame.element(j)
        if element is None:
            frame.used.add(i)
            frame.averaged = frame.averaged or name == "avg"
            continue
        if element.kind == "metric":
            frame.used |= {i, j}
            frame.measures.append(Wanted(None, metric=element.name, at=j))
            if name == "avg":
                frame.assumptions.append(("avg_metric", (element.name,)))
                _average_per(frame, j)
        elif element.kind == "table" and name in ("sum", "avg"):
            frame.used |= {i, j}
            frame.measures.append(Wanted("count", table=element.table, at=j))
            if name == "avg":
                _average_per(frame, j)
        elif frame.is_number(j):
            frame.used |= {i, j}
            frame.measures.append(Wanted(name, column=frame.ref(j), at=j))  # type: ignore[arg-type]
            _more_columns(frame, j, name)
            if name == "avg":
                _average_per(frame, j)
        elif name == "sum":
            frame.used.add(i)


def _first_dates(frame: Frame) -> None:
    """First and last egg date; when was the first order: the smallest and largest of a time."""
    timed = [j for j in range(len(frame.marks)) if _is_time(frame, j) and j not in frame.used]
    asks_when = any(frame.marks[k].text.lower() in ("when", "什么时候", "何时", "几时") for k in range(min(3, len(frame.marks))))
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


def _is_time(frame: Frame, j: int) -> bool:
    column = frame.column(j)
    return column is not None and column.type in ("date", "timestamp")


_FIRST: Final = frozenset({"first", "earliest", "1st", "最早", "第一", "首次", "首个"})
_LAST: Final = frozenset({"last", "latest", "most recent", "newest", "最晚", "最近", "最后", "最新"})


def _measurable(frame: Frame, j: int) -> bool:
    element = frame.element(j)
    return element is not None and (element.kind != "column" or frame.is_number(j))


def _more_columns(frame: Frame, j: int, name: str) -> None:
    """Average departure and arrival delay: the same aggregate of the next column."""
    following = frame.next(j)
    while following is not None and (frame.cue(following, "and") or frame.marks[following].text in ",，、"):
        other = frame.next(following)
        if other is None or other in frame.used or not frame.is_number(other):
            return
        frame.used |= {following, other}
        frame.measures.append(Wanted(name, column=frame.ref(other), at=other))  # type: ignore[arg-type]
        following = frame.next(other)


def _average_per(frame: Frame, j: int) -> None:
    """Average orders per customer: the customers are no groups but what is averaged over."""
    cue = frame.next(j, skip=("of",))
    if cue is None or not frame.cue(cue, "group") or frame.marks[cue].text.lower() not in ("per", "每", "每个", "每位", "每家"):
        return
    for group in list(frame.groups):
        wanted = frame.measures[-1]
        countlike = wanted.metric is not None or wanted.aggregate == "count"
        if group.element is not None and group.at > cue and group.at - cue <= 2 and group.element.kind == "table" and countlike:
            frame.groups.remove(group)
            frame.per_table = group.element
            frame.assumptions[:] = [a for a in frame.assumptions if a[0] != "avg_metric"]


def _shares(frame: Frame) -> None:
    for i in range(len(frame.marks)):
        if frame.cue(i, "share") and i not in frame.used:
            frame.used.add(i)
            frame.share = True
            frame.share_at = i


def _counts(frame: Frame) -> None:
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
        if _counts_units(frame, i, j):
            continue
        if j is not None and frame.measures and _is_unit_word(frame, j):
            frame.used.add(j)
            continue
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


def _counts_units(frame: Frame, i: int, j: int | None) -> bool:
    """How many days had no rain: the different days are counted."""
    ahead = [
        k
        for k in range(i + 1, min(len(frame.marks), i + 5))
        if frame.marks[k].grain is not None and (k not in frame.used or k == i + 1)
    ]
    back = frame.prev(i, skip=("of", "which", "in", "with", "aggregate", "exist"))
    if not ahead and back is not None and frame.marks[back].grain is not None and back not in frame.used and not _countable_ahead(frame, i):
        ahead = [back]
    if not ahead or any(frame.element(k) is not None and frame.element(k).kind == "table" for k in range(i + 1, ahead[0])):  # type: ignore[union-attr]
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
    from copilot.dates.numbers import find_numbers

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
    return frame.element(j) is not None and j not in frame.used or frame.marks[j].kind == "composite"


def _count_of(frame: Frame, j: int, *, distinct: bool, how_much: bool) -> None:
    frame.counted = True
    if any(w.at == j for w in frame.measures):
        return
    frame.used.add(j)
    element = frame.element(j)
    if element is None:
        for ref in composite_columns(frame, j)[:1]:
            frame.measures.append(Wanted("count", column=ref, distinct=True, at=j))
        return
    if element.kind == "metric":
        frame.measures.append(Wanted(None, metric=element.name, at=j))
    elif element.kind == "table":
        frame.measures.append(Wanted("count", table=element.table, distinct=distinct, at=j))
    elif _is_amount(frame, j) or how_much or (frame.is_number(j) and frame.column(j).additive):  # type: ignore[union-attr]
        frame.measures.append(Wanted(None, column=frame.ref(j), at=j))
    else:
        frame.measures.append(Wanted("count", column=frame.ref(j), distinct=True, at=j))


def _comparing(frame: Frame) -> None:
    for i in range(len(frame.marks)):
        if frame.cue(i, "versus"):
            frame.versus = True
            frame.used.add(i)
    values = [i for i, mark in enumerate(frame.marks) if mark.kind == "value" and i not in frame.used]
    asks_which = any(frame.cue(i, "which", "who") for i in range(len(frame.marks)))
    paired = len(values) == 2 and any(frame.cue(k, "and", "or") for k in range(values[0], values[1]))
    if paired and asks_which and any(m.gradable is not None for m in frame.marks):
        frame.versus = True


# -- values, absence -----------------------------------------------------------------------------------------------


def _values(frame: Frame) -> None:
    """Group the named values by column: several of one column are alternatives, several columns are all meant."""
    groups: dict[tuple[str, str, str | None, bool], list[int]] = {}
    for i, mark in enumerate(frame.marks):
        if mark.kind != "value" or i in frame.used:
            continue
        hit = frame.value(i)
        negative = _negated(frame, i)
        groups.setdefault((hit.table, hit.column, frame.vias.get(i), negative), []).append(i)
        frame.used.add(i)
        beside = frame.prev(i, skip=("of", "in")), frame.next(i)
        for j in beside:
            ref = frame.ref(j)
            if ref is not None and j is not None and (ref.table, ref.column) == (hit.table, hit.column):
                frame.used.add(j)
    if frame.versus or any(frame.cue(i, "versus", "or") for i in range(len(frame.marks))):
        _alternatives(frame, groups)
    for (table, column, via, negative), positions in groups.items():
        ref = ColumnRef(table, column, via)
        values = tuple(dict.fromkeys(value for i in positions for value in frame.value(i).values))
        letters = [v for i in positions if frame.value(i).how == "contains" for v in frame.value(i).values]
        predicate: Predicate = Contains(ref, letters[0]) if letters else OneOf(ref, values)
        frame.where.append((Not(predicate) if negative else predicate, positions[0]))
        for i in positions:
            if frame.value(i).how == "contains":
                frame.assumptions.append(("contains", (frame.marks[i].text, column)))
            if frame.value(i).how in ("part", "typo"):
                frame.assumptions.append(("value", (frame.marks[i].text, column, *frame.value(i).values[:4])))


def _alternatives(frame: Frame, groups: dict[tuple[str, str, str | None, bool], list[int]]) -> None:
    """JFK or La Guardia, a code and a name of one table: either may hold, and the name tells them apart."""
    by_table: dict[tuple[str, str | None], list[tuple[str, str, str | None, bool]]] = {}
    for key in groups:
        if not key[3]:
            by_table.setdefault((key[0], key[2]), []).append(key)
    for (table, via), keys in by_table.items():
        if len(keys) != 2 or any(len(groups[key]) > 1 for key in groups) or not frame.versus:
            continue
        parts = []
        for key in keys:
            values = tuple(dict.fromkeys(v for i in groups[key] for v in frame.value(i).values))
            parts.append(OneOf(ColumnRef(table, key[1], via), values))
        frame.where.append((AnyOf(tuple(parts)), groups[keys[0]][0]))
        label = label_column(frame, table)
        if label is not None:
            frame.compared = ColumnRef(table, label.column, via)
        for key in keys:
            del groups[key]


def _negated(frame: Frame, i: int) -> bool:
    for j in range(i - 1, max(-1, i - 4), -1):
        if frame.cue(j, "not") and (j not in frame.used or frame.marks[j].kind == "cue"):
            frame.used.add(j)
            return True
        if frame.marks[j].kind in ("element", "number", "date") or frame.cue(j, "and", "or", "with"):
            return False
    return False


def _absence(frame: Frame) -> None:
    """Customers without any order; products never sold."""
    for i in range(len(frame.marks)):
        if not frame.cue(i, "not") or i in frame.used:
            continue
        j = frame.next(i, skip=("of", "exist", "with", "distinct"))
        element = frame.element(j)
        hits = frame.marks[j].elements if j is not None and element is not None else ()
        tables = [hit.element for hit in hits if hit.element.kind in ("table", "metric") or hit.weight >= 0.4]
        if j is not None and tables and j not in frame.used:
            frame.used |= {i, j}
            frame.absent.append(tables[0].table or _metric_table(tables[0]))


def _metric_table(element: Element) -> str:
    return f"metric:{element.name}"


# -- what is asked, and the rest -----------------------------------------------------------------------------------


def _asked(frame: Frame) -> None:
    """Which airlines, list the products, 哪家门店."""
    for i in range(len(frame.marks)):
        if i in frame.used or not frame.cue(i, "which", "list", "who"):
            continue
        frame.used.add(i)
        j = frame.next(i, skip=("of", "list", "which", "distinct", "in", "group"))
        element = frame.element(j)
        if j is None or j in frame.used:
            continue
        if frame.marks[j].kind == "composite" or frame.marks[j].grain is not None:
            _add_group(frame, j)
            frame.groups[-1] = replace(frame.groups[-1], ranked=True)
        elif element is not None and element.kind == "column" and not frame.marks[j].elements[0].whole and _grain_next(frame, j):
            _add_group(frame, j)
        elif element is not None and element.kind != "metric" and not (frame.is_number(j) and _is_amount(frame, j)):
            frame.used.add(j)
            frame.asked.append(element)
            if (frame.superlative or frame.having or frame.having_average) and all(g.element != element for g in frame.groups):
                frame.groups.append(GroupBy(element=element, ref=frame.ref(j), at=j, ranked=True))


def _number_of_groups(frame: Frame) -> None:
    """三个出发机场: a number that only repeats how many of them there are."""
    for i, mark in enumerate(frame.marks):
        if mark.number is None or i in frame.used:
            continue
        if mark.text.lower() == "one":
            frame.used.add(i)
            continue
        j = frame.next(i)
        column = frame.column(j)
        if j is not None and column is not None and column.facts is not None and column.facts.distinct == mark.number.value:
            frame.used.add(i)
            if j not in frame.used and _groupable(frame, j) and not frame.superlative:
                _add_group(frame, j)


def _averaged_in(frame: Frame) -> None:
    """On average, how many units are in an order: units for each order."""
    if not frame.averaged or frame.per_table is not None or len(frame.measures) != 1:
        return
    for i in range(len(frame.marks)):
        element = frame.element(i)
        previous = frame.prev(i, skip=("of",))
        if element is None or i in frame.used or not frame.cue(previous, "in", "group", "with"):
            continue
        table = element.table or next((h.element.table for h in frame.marks[i].elements if h.element.kind == "table"), "")
        if table:
            frame.used.add(i)
            frame.per_table = Element("table", table, table)
            return


def _having_subject(frame: Frame) -> None:
    """Stores with more than 3,000 orders: the stores are the groups."""
    if not frame.having or frame.groups or frame.counted or frame.having[0][2]:
        return
    for i in range(len(frame.marks)):
        element = frame.element(i)
        if element is not None and element.kind == "table" and element.table != frame.having_of and i not in frame.used:
            frame.used.add(i)
            frame.groups.append(GroupBy(element=element, at=i))
            return


def _grain_next(frame: Frame, j: int) -> bool:
    following = frame.next(j)
    return following is not None and frame.marks[following].grain is not None


def _sorting(frame: Frame) -> None:
    for i, mark in enumerate(frame.marks):
        if mark.cue is None or i in frame.used:
            continue
        if mark.cue.kind == "sort":
            frame.used.add(i)
            frame.order = frame.order or ("asc" if mark.cue.value == "asc" else "desc")
            frame.order_by = frame.order_by or ("*",)
        elif mark.cue.kind == "distinct":
            frame.used.add(i)


def _leftovers(frame: Frame) -> None:
    """Columns that nobody took: numbers become measures, others are shown or grouped by; tables say what is counted."""
    _leading(frame)
    for i, mark in enumerate(frame.marks):
        if i in frame.used:
            continue
        element = frame.element(i)
        if element is not None and element.kind == "metric":
            weak = frame.marks[i].elements[0].weight < 0.75
            if weak and (frame.measures or frame.absent):
                continue
            frame.used.add(i)
            if not any(w.metric == element.name for w in frame.measures):
                frame.measures.append(Wanted(None, metric=element.name, at=i))
        elif element is not None and element.kind == "column":
            _left_column(frame, i)
        elif mark.kind == "composite":
            _add_group(frame, i)


def _leading(frame: Frame) -> None:
    """Products whose name contains chair: what stands first, with nothing to compute, is what is listed."""
    if frame.measures or frame.groups or frame.share or frame.counted or frame.asked or frame.having or frame.superlative:
        return
    first = next((i for i, mark in enumerate(frame.marks) if mark.kind != "stop"), None)
    element = frame.element(first)
    if first is None or first in frame.used:
        return
    if element is not None and element.kind == "table" and (frame.where or frame.absent):
        frame.used.add(first)
        frame.asked.append(element)
    times = [ColumnRef(t.name, t.time_column) for t in frame.catalog.tables.values() if t.time_column]
    grain = frame.marks[first].grain
    if grain is not None and not grain.marker and grain.grain == "day" and len(times) == 1 and frame.where:
        frame.used.add(first)
        frame.shown.append(times[0])


def _left_column(frame: Frame, i: int) -> None:
    ref = frame.ref(i)
    weight = frame.marks[i].elements[0].weight
    assert ref is not None
    if weight < 0.45:
        return
    if not frame.is_number(i):
        if _is_time(frame, i) and not set(frame.marks[i].text.lower().split()) & element_words(Element("column", ref.table, ref.column)):
            return
        if weight >= 0.6 or frame.asked:
            frame.used.add(i)
            frame.shown.append(ref)
            if frame.cue(frame.prev(i), "with", "and"):
                frame.joined.add(ref)
        return
    tables_asked = any(e.kind == "table" for e in frame.asked)
    if tables_asked and not frame.superlative and not frame.having and not frame.measures:
        frame.used.add(i)
        frame.shown.append(ref)
        return
    column = frame.column(i)
    if column is not None and column.role != "measure":
        return
    before = frame.prev(i)
    joined = before is not None and (frame.cue(before, "and") or frame.marks[before].text in ",，、")
    if not frame.measures or joined:
        frame.used.add(i)
        frame.measures.append(Wanted(None, column=ref, at=i))
