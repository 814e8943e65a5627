"""Two things made one: ratios, differences, so much of one per one of another, shares within a group.

Owns the words for these. Which measures stand on both sides is told by `copilot.readers.grammar.combining`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from copilot.linking.schema_index import Element
from copilot.linking.words import name_words
from copilot.readers.formulas import parse, tables_of
from copilot.readers.grammar.frame import HINT, Frame, Wanted
from copilot.readers.grammar.naming import label_column
from copilot.readers.grammar.roles.grouping import add_group, is_groupable, tables_above
from copilot.readers.plan import HasRows

MANY: Final = 500
"""A table of more rows than this is no list to read: revenue per customer is one number."""
PERSONS: Final = frozenset("customer client employee user person member student patient driver player".split())
"""Words of tables whose rows are persons."""
_SURE: Final = 0.85
"""A metric of this weight is what the word stands for, though a table bears the name as well."""
_PER: Final = frozenset({"per", "每", "每个", "每位", "每单", "每名"})
_WITHIN: Final = frozenset(
    {"within", "inside", "within each", "within every", "in each", "of each", "inside each", "at each", "from each"}
)
_OWN: Final = frozenset({"its", "their", "each", "every", "its own", "the"})
_INSIDE_ZH: Final = frozenset({"内", "内部", "中", "里", "之内", "当中"})
_WITHIN_ZH: Final = ("所在", "各自", "占各")


def combines(frame: Frame) -> None:
    """Ratio of refunds to revenue, difference between online and phone revenue."""
    for i in range(len(frame.marks)):
        cue = frame.marks[i].cue
        kind = cue.value if cue is not None and cue.kind == "analysis" else ""
        if kind not in ("ratio", "difference") or i in frame.used or frame.combine is not None:
            continue
        frame.used.add(i)
        frame.combine = "ratio" if kind == "ratio" else "difference"
        frame.combine_at = i
        for j in range(len(frame.marks)):
            cue = frame.marks[j].cue
            said = cue is not None and cue.kind == "analysis" and cue.value == "than"
            if (said or frame.cue(j, "between", "versus")) and j not in frame.used:
                frame.used.add(j)
                frame.idle.add(j)


def per_one(frame: Frame) -> None:
    """Revenue per customer, returns per order: a ratio where nobody would read a list of them all."""
    ranked = any(m.gradable is not None and m.gradable.superlative for m in frame.marks)
    ranked = ranked or any(frame.cue(k, "which", "top", "bottom", "compare") for k in range(len(frame.marks)))
    for i in range(len(frame.marks)):
        if not frame.cue(i, "group") or frame.marks[i].text.lower() not in _PER or i in frame.used:
            continue
        below, above = frame.next(i), frame.prev(i)
        aggregates = {k for k in range(len(frame.marks)) if frame.cue(k, "aggregate")}
        if frame.marks[i].text != "per":
            if not aggregates and _has_name(frame, below):
                continue  # 每位客户有多少订单: of each one, not on average
            above = frame.next(below, skip=("of", "aggregate")) if below is not None else None
            asked = _asked_of_each(frame, below)
            if above is not None and asked is not None and _can_be_divided(frame, asked):
                groups = {k for k in range(above, asked) if frame.cue(k, "group")}
                groups |= {k for k in range(above, asked) if frame.prev(k) in groups}
                between = {k for k in range(above, asked) if frame.marks[k].kind in ("element", "stop", "cue")} - groups
                frame.used |= between  # 平均飞了多少英里: the verb only leads to what is asked
                above = asked
        if above is not None and frame.is_number(above) and not frame.catalog.column(*_named(frame, above)).additive:
            continue  # an average temperature is not divided by the number of airports
        if aggregates and not _is_plain_ratio(frame, i, above, aggregates):
            continue
        if below is None or above is None or not _can_be_divided(frame, above) or not _is_one_of_many(frame, below):
            continue
        if ranked and not _ranks_others(frame, above, below):
            continue  # the top revenue per customer is one of customers
        if not _wanted(frame, above) or not _wanted(frame, below):
            continue
        if not _points_to(frame, above, below) and not _meant_below(frame, above, below):
            continue
        frame.used |= {i, above, below} | aggregates
        frame.combine, frame.combine_at = "ratio", i
        over, divisor = _wanted(frame, above), _wanted(frame, below)
        assert over is not None
        assert divisor is not None
        rows = next((h.element for h in frame.marks[above].elements if h.element.kind == "table"), None)
        if over.metric is not None and divisor.metric is None and rows is not None:
            over = counted(frame, rows, above) or over  # so that it is told which of the others they point to
        frame.measures += [replace(over, at=min(above, below)), _divisor(frame, over, max(above, below), below)]
        return


def _ranks_others(frame: Frame, above: int, below: int) -> bool:
    """Tell whether other things are ranked by the ratio: airlines by miles per flight."""
    if not (frame.is_amount(above) or getattr(frame.element(above), "kind", "") == "metric"):
        return False
    others = (k for k, mark in enumerate(frame.marks) if mark.kind == "element" and k not in (above, below))
    return any(is_groupable(frame, k) and frame.weight(k) >= _SURE for k in others)


def _has_name(frame: Frame, i: int | None) -> bool:
    """Tell whether a noun stands for things that have names."""
    rows = frame.rows_named(i)
    return rows is not None and label_column(frame.catalog, rows.table) is not None


def _meant_below(frame: Frame, above: int, below: int) -> bool:
    """Items per order: of what a word may stand for, take that of which each belongs to one of the others."""
    known = frame.choice.get(above, 0)
    for k, hit in enumerate(frame.marks[above].elements):
        if hit.element.kind != "table" or hit.weight < HINT:
            continue
        frame.choice[above] = k
        if _points_to(frame, above, below):
            return True
    frame.choice[above] = known
    return False


def _points_to(frame: Frame, above: int, below: int) -> bool:
    """Tell whether rows of what is divided belong to one of the others each: a product stands in many orders."""
    over = frame.element(above)
    under = next(
        (h.element for h in frame.marks[below].elements if h.element.kind == "table" and h.weight >= _SURE), None
    )
    if over is None or under is None or over.kind != "table" or over.table == under.table:
        return True
    return under.table in tables_above(frame.catalog, over.table)


def _asked_of_each(frame: Frame, below: int | None) -> int | None:
    """Return what 多少 asks for behind the things that it is said of each of: 每架飞机执飞多少个航班."""
    for k in range(below + 1 if below is not None else len(frame.marks), len(frame.marks)):
        if frame.marks[k].text.startswith(("多少", "几")):
            return frame.next(k) if frame.cue(k, "count") else k
    return None


def _named(frame: Frame, i: int) -> tuple[str, str]:
    ref = frame.ref(i)
    assert ref is not None
    return ref.table, ref.column


def per_person(frame: Frame) -> None:
    """人均销售额, revenue per head: so much for each person that the rows point to."""
    for i in range(len(frame.marks)):
        cue = frame.marks[i].cue
        if cue is None or cue.value != "per_person" or cue.kind != "analysis" or i in frame.used:
            continue
        beside = frame.prev(i) if frame.marks[i].text.isascii() else frame.next(i)
        persons = _persons(frame)
        if beside is None or persons is None or not _can_be_divided(frame, beside):
            continue
        over = _wanted(frame, beside)
        if over is None:
            continue
        frame.used |= {i, beside}
        frame.combine, frame.combine_at = "ratio", i
        frame.measures += [replace(over, at=min(i, beside)), replace(persons, at=max(i, beside))]
        return


def _persons(frame: Frame) -> Wanted | None:
    """Return the number of persons that the rows of the largest table point to."""
    links = [
        (frame.catalog.tables[link.from_table].row_count, link.from_table, link.from_columns[0], link.to_table)
        for link in frame.catalog.relationships
        if set(name_words(link.to_table)) & PERSONS and len(link.from_columns) == 1
    ]
    if not links:
        return None
    _, table, column, persons = max(links)
    return Wanted(None, formula=f'COUNT(DISTINCT "{table}"."{column}")', label=persons)


def _averages(frame: Frame, i: int, above: int | None) -> set[int]:
    """每位客户的平均销售额: the average is the ratio itself."""
    between = [i - 1, *range(i, above)] if above is not None and i > 0 else range(i, above or i)
    return {k for k in between if (cue := frame.marks[k].cue) is not None and cue.value == "avg"}


def _is_plain_ratio(frame: Frame, i: int, above: int | None, aggregates: set[int]) -> bool:
    """Flights per aircraft on average, 每位客户的平均销售额: the average is the ratio itself."""
    if frame.marks[i].text != "per":
        return aggregates == _averages(frame, i, above)
    return all(frame.marks[k].text.lower() == "on average" for k in aggregates)


def _can_be_divided(frame: Frame, i: int) -> bool:
    element = frame.element(i)
    return i not in frame.used and element is not None and (element.kind != "column" or frame.is_amount(i))


def _is_one_of_many(frame: Frame, i: int) -> bool:
    element = frame.rows_named(i) or frame.element(i)
    if element is None or i in frame.used or element.kind == "column":
        return False
    return element.kind == "metric" or _met(frame, element.table) > MANY


def _met(frame: Frame, table: str) -> int:
    """Return how many rows of a table others point to: of 1,458 airports, flights leave from three."""
    found = [
        facts.distinct
        for link in frame.catalog.relationships
        if link.to_table == table and len(link.from_columns) == 1
        if (facts := frame.catalog.column(link.from_table, link.from_columns[0]).facts) is not None
    ]
    return max(found, default=frame.catalog.tables[table].row_count)


def _divisor(frame: Frame, over: Wanted, at: int, i: int) -> Wanted:
    """Return what is divided by: those that the rows of what is divided point to, else all of them."""
    divisor, element = _wanted(frame, i), frame.element(i)
    assert divisor is not None
    if divisor.metric is not None or element is None or over.formula is None:
        return replace(divisor, at=at)
    for base in tables_of(parse(over.formula)):
        for link in frame.catalog.relationships:
            if (link.from_table, link.to_table) == (base, element.table) and len(link.from_columns) == 1:
                formula = f'COUNT(DISTINCT "{base}"."{link.from_columns[0]}")'
                return Wanted(None, formula=formula, label=element.table, at=at)
    return replace(divisor, at=at)


def _wanted(frame: Frame, i: int) -> Wanted | None:
    """Return what a word stands for as a value of its own, computed over its own table."""
    element = frame.rows_named(i) or frame.element(i)
    if element is None:
        return None
    agreed = [hit.element for hit in frame.marks[i].elements if hit.element.kind == "metric" and hit.weight >= _SURE]
    if agreed:
        return Wanted(None, metric=agreed[0].name, at=i)
    if element.kind == "metric":
        return Wanted(None, metric=element.name, at=i)
    if element.kind == "table":
        return counted(frame, element, i)
    ref = frame.ref(i)
    if ref is None or not frame.is_number(i):
        return None
    column = frame.catalog.column(ref.table, ref.column)
    name = "SUM" if column.additive else "AVG"
    return Wanted(None, formula=f'{name}("{ref.table}"."{ref.column}")', label=f"{name.lower()}_{ref.column}", at=i)


def counted(frame: Frame, element: Element, at: int) -> Wanted | None:
    """Return the number of a table's rows as a value of its own; None where no column is always there."""
    table = frame.catalog.tables[element.table]
    full = [c.name for c in table.columns.values() if c.facts is not None and c.facts.nulls == 0]
    for name in (*table.primary_key, *full):
        return Wanted(None, formula=f'COUNT("{table.name}"."{name}")', label=table.name, at=at)
    return None


def share_that_has(frame: Frame) -> None:
    """What percentage of orders were returned: the share of those with a row in the other table."""
    counted = [w.table for w in frame.measures if w.aggregate == "count" and w.table is not None]
    if not frame.share or frame.where or len(counted) > 1:
        return
    for i in range(len(frame.marks)):
        element = frame.element(i)
        if element is None or element.kind != "table" or not frame.marks[i].text.lower().endswith("ed"):
            continue
        others = {e.table for k in range(len(frame.marks)) if k != i and (e := frame.element(k)) and e.kind == "table"}
        if i in frame.used or len(others) != 1 or element.table in others:
            continue
        frame.used.add(i)
        frame.where.append((HasRows(element.table), i))
        then = frame.next(i, skip=("of", "in"))
        persons = any(label_column(frame.catalog, other) for other in others)  # orders have a date of their own
        if then is not None and frame.marks[then].date is not None and persons:
            frame.present.append(element.table)  # who ordered in 2025: the date is that of the order
            frame.present_marks.add(then)
        return


def shares_within(frame: Frame) -> None:
    """Each store's share of revenue within its region, 各地区内各品类的销售额占比."""
    if not any(frame.cue(i, "share") for i in range(len(frame.marks))):
        return
    for i in range(len(frame.marks)):
        j = _whole(frame, i)
        if j is None or not is_groupable(frame, j):
            continue
        behind = j + 1
        if frame.marks[i].text.isascii() or frame.cue(i, "group"):
            frame.used.add(i)
        if behind < len(frame.marks) and frame.marks[behind].text in _INSIDE_ZH:
            frame.used.add(behind)
            frame.idle.add(behind)
        frame.within.add(j)
        add_group(frame, j)


def named_again(frame: Frame) -> None:
    """总里程最高的目的地占全部里程的比例: the whole behind 占 is what was named before, said again."""
    for i in range(len(frame.marks)):
        if not frame.cue(i, "share") or not frame.marks[i].text.startswith("占"):
            continue
        j = frame.next(i, skip=("aggregate", "group"))
        first = _said_before(frame, i, j) if j is not None else None
        behind = frame.next(j) if j is not None else None
        if j is None or j in frame.used or first is None:
            continue
        if not frame.cue(behind, "share") and is_groupable(frame, j) and is_groupable(frame, first):
            frame.used.add(j)
            frame.idle.add(j)
            frame.within.add(first)
            continue
        if not frame.cue(behind, "share"):
            continue
        again = {k for k in range(i + 1, j + 1) if frame.marks[k].kind != "stop"}
        frame.used |= again
        frame.idle |= again


def _said_before(frame: Frame, i: int, j: int) -> int | None:
    """Return where what a noun stands for was named before a place, in full: 机场 behind 出发机场."""
    text, said = frame.marks[j].text.lower(), {hit.element for hit in frame.marks[j].elements[:1]}
    named = [k for k in range(i) if frame.marks[k].kind == "element"]
    same = (k for k in named if said & {hit.element for hit in frame.marks[k].elements[:1]})
    return next(same, next((k for k in named if said and frame.marks[k].text.lower().endswith(text)), None))


def _whole(frame: Frame, i: int) -> int | None:
    """Return the group that words like "within its" and 内 point to."""
    text = frame.marks[i].text.lower()
    if text in _WITHIN:
        return frame.next(i, skip=("of", "group"))
    word = frame.marks[i + 1].text.lower() if i + 1 < len(frame.marks) else ""
    if text in ("in", "of", "at", "from") and word in _OWN - {"the"}:
        return frame.next(i + 1, skip=("of", "group"))
    if text in ("for each", "for every") and all(frame.marks[k].kind == "stop" for k in range(i)):
        return frame.next(i)
    if text.startswith(_WITHIN_ZH):
        return frame.next(i)
    following = frame.next(i, skip=())
    if frame.cue(i, "group") and following is not None and not frame.marks[i].text.isascii():
        behind = following + 1
        if behind < len(frame.marks) and frame.marks[behind].text in _INSIDE_ZH:
            return following
    return None
