"""Rows with the columns that are named behind a colon: the 10 longest delays: date, airline, flight number, delay.

Owns such lists. A list without an amount to rank by belongs to `copilot.readers.grammar.roles.asking`, its plan to
`copilot.readers.grammar.rows`.
"""

from __future__ import annotations

from typing import Final

from copilot.readers.grammar.frame import Frame, GroupBy, Wanted
from copilot.readers.grammar.naming import label_column
from copilot.readers.grammar.roles.grouping import tables_above
from copilot.readers.plan import ColumnRef

_COLON: Final = ":："
_JOINTS: Final = ",，、;；"
_SURE: Final = 0.65
_NAMED: Final = 0.85
_DATES: Final = frozenset({"date", "day", "time", "when", "日期", "时间"})


def columns_behind_colon(frame: Frame) -> None:
    """Rank rows by the amount beside a superlative and show the columns that are named behind the colon."""
    colon = next((i for i, mark in enumerate(frame.marks) if mark.text in _COLON and mark.kind == "stop"), None)
    if colon is None or frame.superlative:
        return
    top = next((i for i in range(colon) if _is_superlative(frame, i)), None)
    number = next((i for i in range(colon) if _is_count(frame, i)), None)
    items, end = _items(frame, colon + 1)
    amount = _amount(frame, top, items) if top is not None else None
    if top is None or number is None or amount is None or (ranked := frame.ref(amount)) is None:
        return
    shown = [_column(frame, i, ranked) for i in items]
    if len(items) < 2 or any(ref is None for ref in shown) or not _only_orders(frame, end):
        return
    said, gradable = frame.marks[number].number, frame.marks[top].gradable
    assert said is not None
    frame.superlative, frame.order_at, frame.limit = True, top, int(said.value)
    frame.order = "desc" if gradable is None or gradable.highest else "asc"
    things = _made_of_rows(frame, top, colon, ranked)
    frame.order_by, frame.rows_listed = ("*",), things is None
    columns = [ref for ref in dict.fromkeys(shown) if ref is not None and ref != ranked]
    keys = frame.catalog.tables[things[1]].primary_key if things is not None else ()
    if things is not None:  # the number of the order stands in its lines as well
        columns = [ref for ref in columns if ref.column not in keys or ref.table not in (things[1], ranked.table)]
    frame.shown += columns
    frame.joined |= set(columns)
    frame.measures.append(Wanted("sum" if things is not None else None, column=ranked, at=amount))
    rest = set(range(colon, len(frame.marks))) | _order_again(frame, top + 1, colon)
    if things is not None:
        frame.groups.append(GroupBy(ref=ColumnRef(things[1], keys[0]), at=things[0], ranked=True))
        frame.used.add(things[0])
    rows = {i for i in range(colon) if getattr(frame.rows_named(i), "table", "") == ranked.table}
    frame.used |= {top, number, amount, *rest, *rows}
    frame.idle |= {number, *rest, *rows}


def _is_superlative(frame: Frame, i: int) -> bool:
    gradable = frame.marks[i].gradable
    return gradable is not None and gradable.superlative


def _is_count(frame: Frame, i: int) -> bool:
    number = frame.marks[i].number
    return (
        number is not None and not number.ordinal and number.unit in (None, "piece", "item") and 1 < number.value < 1000
    )


def _amount(frame: Frame, top: int, items: list[int]) -> int | None:
    """Return the amount that ranks: beside the superlative, else the only one among the items."""
    for i in (frame.next(top, skip=()), frame.prev(top, skip=())):
        if i is None or frame.marks[i].kind != "element" or frame.names_rows(i):
            continue
        for k, hit in enumerate(frame.marks[i].elements):
            known = frame.choice.get(i, 0)
            frame.choice[i] = k
            if (hit.weight >= _NAMED or k == known) and frame.is_amount(i):
                return i
            frame.choice[i] = known
    amounts = [i for i in items if frame.is_amount(i) and not frame.names_rows(i)]
    return amounts[0] if len(amounts) == 1 else None


def _items(frame: Frame, start: int) -> tuple[list[int], int]:
    """Return the marks of an enumeration, each one element, and where it ends."""
    items: list[int] = []
    i = start
    while i < len(frame.marks):
        mark = frame.marks[i]
        if mark.kind == "element":
            if items and not any(_joins(frame, k) for k in range(items[-1] + 1, i)):
                break
            items.append(i)
        elif mark.kind != "stop" and not frame.cue(i, "and", "with"):
            break
        i += 1
    return items, i


def _joins(frame: Frame, k: int) -> bool:
    return frame.cue(k, "and", "with") or frame.marks[k].text in _JOINTS


def _column(frame: Frame, i: int, ranked: ColumnRef) -> ColumnRef | None:
    """Return the column that an item names: of the table whose rows are ranked if it can, else the name of a thing."""
    hits, dated = frame.marks[i].elements, frame.catalog.tables[ranked.table].time_column
    if frame.marks[i].text.lower() in _DATES and dated is not None:
        return ColumnRef(ranked.table, dated)
    own = [h for h in hits if h.element.kind == "column" and h.element.table == ranked.table]
    if any(h.element.name == ranked.column for h in own) and hits[0].weight < _SURE:
        return ranked  # delay, where departure delays are ranked
    things = [h.element.table for h in hits if h.element.kind == "table" and h.weight >= 0.9]
    named = label_column(frame.catalog, things[0]) if things and things[0] != ranked.table else None
    sure = [h for h in own if h.weight >= 0.9]
    if sure and (named is None or sure[0].weight > hits[0].weight - 0.02):
        return ColumnRef(sure[0].element.table, sure[0].element.name)
    ref = frame.ref(i)
    return named or (ref if ref is not None and frame.weight(i) >= 0.9 else None)


def _only_orders(frame: Frame, end: int) -> bool:
    """Tell whether what stands behind the items only says once more how they are ordered."""
    rest = range(end, len(frame.marks))
    return not rest or any(frame.cue(i, "sort") or _is_superlative(frame, i) for i in rest)


def _order_again(frame: Frame, start: int, end: int) -> set[int]:
    """Return "worst first" and the like between the superlative and the colon."""
    found: set[int] = set()
    for i in range(start, end):
        after = frame.next(i, skip=())
        if _is_superlative(frame, i) and after is not None and frame.marks[after].text.lower() == "first":
            found |= {i, after}
        elif frame.cue(i, "sort"):
            found.add(i)
    return found


def _made_of_rows(frame: Frame, top: int, colon: int, ranked: ColumnRef) -> tuple[int, str] | None:
    """Return the things of which each has several of the rows that bear the amount: orders are made of lines."""
    beside = {k for k in (frame.next(top), frame.prev(top)) if k is not None and k < colon}
    for k in sorted(beside):
        rows = frame.rows_named(k)
        if rows is None or rows.table == ranked.table or frame.marks[k].elements[0].weight < _NAMED:
            continue
        if (
            rows.table in tables_above(frame.catalog, ranked.table)
            and len(frame.catalog.tables[rows.table].primary_key) == 1
        ):
            return k, rows.table
    return None
