"""What the answer is split by: markers such as "by" and "per", units of time, and groups named by their number.

Owns the group slots and what may fill one. What is ranked among the groups is told by
`copilot.readers.grammar.roles.ranking`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from copilot.linking.lexicon import full_words
from copilot.readers.grammar.frame import Frame, GroupBy, Wanted
from copilot.readers.plan import ColumnRef
from copilot.values import Catalog


def units_per(frame: Frame) -> None:
    """Per month, 按季度, by day of week."""
    for i, mark in enumerate(frame.marks):
        if mark.grain is not None and mark.grain.marker and i not in frame.used:
            frame.used.add(i)
            told_after = i + 1 < len(frame.marks) and frame.cue(i + 1, "with")
            if told_after and mark.text.lower().startswith(("in a ", "in an ", "on a ")):
                frame.idle.add(i)  # scheduled in an hour when it rained: which hour is told by what follows
                continue
            frame.groups.append(_grain_group(frame, i))


def _grain_group(frame: Frame, i: int) -> GroupBy:
    grain = frame.marks[i].grain
    assert grain is not None
    if grain.cyclic and grain.part is not None and grain.part != "week":
        return GroupBy(part=grain.part, at=i)
    return GroupBy(grain=grain.grain, at=i)


def group_markers(frame: Frame) -> None:
    """By carrier, for each region and year, 各门店."""
    for i in range(len(frame.marks)):
        if not frame.cue(i, "group") or i in frame.used:
            continue
        j = frame.next(i, skip=("of", "group", "distinct"))
        if j is not None and frame.marks[j].number is not None:
            following = frame.next(j)
            if following is not None and is_groupable(frame, following):
                frame.used.add(j)
                frame.idle.add(j)
                j = following
        taken = False
        if j is not None and _only_sorts(frame, i, j):
            frame.used.add(i)
            continue
        if j is not None and frame.marks[i].text.lower() != "by":
            as_thing(frame, j)
        if j is not None and _only_says_of_what(frame, j):
            frame.used.add(j)
            frame.idle.add(j)
            j += 1
        if j is not None and _is_agent(frame, i, j):
            frame.used.add(i)
            continue
        if j is not None and _is_ranked_by(frame, i, j):
            element = frame.element(j)
            frame.used |= {i, j}
            frame.measures.append(Wanted("count", table=element.table if element is not None else None, at=j))
            continue
        if j is not None and _counts_for_each(frame, i, j):
            before, rows = frame.prev(i), frame.rows_named(j)
            assert before is not None
            assert rows is not None
            frame.used |= {i, j}
            frame.measures.append(Wanted("count", table=rows.table, at=j))
            add_group(frame, before)
            continue
        while j is not None and is_groupable(frame, j):
            add_group(frame, j)
            taken = True
            following = frame.next(j)
            if following is not None and (frame.cue(following, "and") or frame.marks[following].text in ",，、"):
                after = frame.next(following, skip=("of", "group"))
                if after is not None and is_groupable(frame, after) and not _starts_clause(frame, after):
                    frame.used.add(following)
                    j = after
                    continue
            break
        if j is not None and not taken and frame.marks[i].text.lower() == "by":
            tops = any(frame.cue(k, "top", "bottom") or frame.marks[k].gradable is not None for k in range(i))
            frame.ranked_by = j if tops and _is_metric(frame, j) else frame.ranked_by
        if taken or (j is not None and (frame.cue(j, "aggregate") or frame.is_number(j) or _is_metric(frame, j))):
            frame.used.add(i)


def _only_sorts(frame: Frame, i: int, j: int) -> bool:
    """按订单数从低到高排序: what is sorted by is no group."""
    sorts = j + 1 < len(frame.marks) and frame.cue(j + 1, "sort")
    return (
        sorts and frame.marks[i].text == "按" and any(hit.element.kind == "metric" for hit in frame.marks[j].elements)
    )


def _only_says_of_what(frame: Frame, j: int) -> bool:
    """By aircraft manufacturer: the column is meant, the table before it only says whose column it is."""
    rows, column = frame.rows_named(j), frame.ref(j + 1) if j + 1 < len(frame.marks) else None
    if rows is None or column is None or rows.table != column.table or j in frame.used:
        return False
    return is_groupable(frame, j + 1) and frame.weight(j + 1) >= _NAMED


def with_their(frame: Frame) -> None:
    """Products launched after 2024 with their revenue, 2025年开业的门店及其销售额: of each of them."""
    if frame.groups or any(frame.cue(k, "group", "top", "bottom", "share") for k in range(len(frame.marks))):
        return
    for i, mark in enumerate(frame.marks):
        if mark.text.lower() not in _THEIRS or i == 0:
            continue
        measured = frame.next(i, skip=("of", "with", "and", "aggregate", "count"))
        element = frame.element(measured)
        amount = measured is not None and (frame.is_amount(measured) or getattr(element, "kind", "") == "metric")
        before = [k for k in range(i) if frame.rows_named(k) is not None and k not in frame.used]
        noun = (before[0] if mark.text.isascii() else before[-1]) if before else None
        rows = frame.rows_named(noun)
        if noun is None or rows is None or not amount or (element is not None and element.table == rows.table):
            continue
        add_group(frame, noun)
        return


_THEIRS: Final = frozenset({"their", "its", "及其", "和其", "以及其", "其", "各自的"})


def as_thing(frame: Frame, j: int) -> None:
    """Top 3 customers, of each customer: things are ranked or grouped, though their number may be agreed on."""
    element = frame.element(j)
    for k, hit in enumerate(frame.marks[j].elements):
        if element is not None and element.kind == "metric" and hit.element.kind == "table" and hit.weight >= _NAMED:
            frame.choice[j] = k
            return


_NAMED: Final = 0.9


def _is_metric(frame: Frame, j: int) -> bool:
    element = frame.element(j)
    return element is not None and element.kind == "metric"


def _is_agent(frame: Frame, i: int, j: int) -> bool:
    """Orders placed by customers living in New York: the customers are who did it, not what is grouped by."""
    element = frame.element(j)
    if frame.marks[i].text.lower() != "by" or element is None or element.kind != "table":
        return False
    if i > 0 and _is_metric(frame, i - 1):
        return False  # number of orders by store: nothing is said of who did something
    after = frame.next(j)
    if after is None or frame.marks[after].kind in ("date", "grain") or frame.marks[after].text in ",，;；?":
        return False
    return any(frame.marks[k].kind == "value" for k in range(j + 1, len(frame.marks)))


def _is_ranked_by(frame: Frame, i: int, j: int) -> bool:
    """Top 3 carriers per origin by flights: the number of flights ranks what stands before."""
    element = frame.element(j)
    if frame.marks[i].text.lower() != "by" or element is None or element.kind != "table":
        return False
    tops = [k for k in range(i) if frame.cue(k, "top", "bottom")]
    named = [k for k in range(tops[0], i) if frame.element(k) is not None] if tops else []
    return bool(named) and all(frame.element(k) != element for k in named)


def _counts_for_each(frame: Frame, i: int, j: int) -> bool:
    """Carriers by flights, cities by customers: many of the latter belong to one of the former, which are grouped."""
    before, rows = frame.prev(i), frame.rows_named(j)
    if frame.marks[i].text.lower() != "by" or before is None or rows is None or not is_groupable(frame, before):
        return False
    element = frame.element(before)
    if element is None or frame.marks[before].grain is not None or frame.element(frame.prev(before)) is not None:
        return False
    if any(frame.cue(k, "aggregate", "count", "share") for k in range(before)) or frame.names_rows(before):
        return False
    if element.table == rows.table:
        return element.kind == "column" and not frame.is_number(before)
    return element.table in tables_above(frame.catalog, rows.table)


def tables_above(catalog: Catalog, table: str) -> set[str]:
    """Return the tables of which each row of a table has at most one: its own links, and theirs."""
    reached, queue = set[str](), [table]
    while queue:
        here = queue.pop()
        more = {link.to_table for link in catalog.relationships if link.from_table == here} - reached
        reached |= more
        queue += more
    return reached


def _starts_clause(frame: Frame, i: int) -> bool:
    previous = frame.prev(i)
    return previous is not None and frame.cue(previous, "aggregate")


def is_groupable(frame: Frame, i: int) -> bool:
    """Tell whether a free mark can be grouped by: a unit of time, a table, or a column that is no amount."""
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
    return not (frame.is_number(i) and frame.is_amount(i))


def add_group(frame: Frame, i: int) -> None:
    """Group by what a mark stands for, together with a unit of time right behind it.

    A composite that no table has the columns of stays unused, so that the reading is declined.
    """
    mark = frame.marks[i]
    composite = composite_columns(frame, i) if mark.kind == "composite" else []
    if mark.kind == "composite" and not composite:
        return
    frame.used.add(i)
    following = frame.next(i)
    grain = frame.marks[following].grain if following is not None else None
    if mark.kind == "element" and following is not None and grain is not None and not mark.elements[0].whole:
        frame.used.add(following)
        frame.groups.append(
            GroupBy(part="hour", at=following) if grain.grain == "hour" else GroupBy(grain=grain.grain, at=following)
        )
        return
    if mark.kind == "composite":
        frame.groups += [GroupBy(ref=ref, at=i) for ref in composite]
    elif mark.grain is not None:
        frame.groups.append(_grain_group(frame, i))
    else:
        element = frame.element(i)
        frame.groups.append(GroupBy(element=element, ref=frame.ref(i), at=i))


def add_ranked(frame: Frame, i: int) -> None:
    """Group by what a mark stands for, as what a superlative ranks."""
    known = len(frame.groups)
    add_group(frame, i)
    if len(frame.groups) > known:
        frame.groups[-1] = replace(frame.groups[-1], ranked=True)


def composite_columns(frame: Frame, i: int) -> list[ColumnRef]:
    """Return the columns of one table that together make the composite; empty where no table has them all."""
    mentioned = {e.table for j in range(len(frame.marks)) if (e := frame.element(j)) is not None}
    best: list[ColumnRef] = []
    for table in sorted(frame.catalog.tables.values(), key=lambda t: (t.name not in mentioned, -t.row_count)):
        found = []
        for part in frame.marks[i].composite:
            for column in table.columns.values():
                words = set(full_words(column.name))
                if set(part) <= words and len(words) <= len(part) + 1 and column.type == "text":
                    found.append(ColumnRef(table.name, column.name))
                    break
        if len(found) == len(frame.marks[i].composite) and not best:
            best = found
    return best


def number_of_groups(frame: Frame) -> None:
    """三个出发机场: a number that only repeats how many of them there are."""
    for i, mark in enumerate(frame.marks):
        if mark.number is None or i in frame.used:
            continue
        if mark.text.lower() == "one":
            frame.used.add(i)
            frame.idle.add(i)
            continue
        j = frame.next(i)
        column = frame.column(j)
        if (
            j is not None
            and column is not None
            and column.facts is not None
            and column.facts.distinct == mark.number.value
            and column.type == "text"
        ):
            frame.used.add(i)
            frame.idle.add(i)
            if j not in frame.used and is_groupable(frame, j) and not frame.superlative:
                add_group(frame, j)
