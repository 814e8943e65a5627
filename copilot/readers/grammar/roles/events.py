"""What happened and when: sign-ups, stores that have closed, days between order and return, first-time buyers.

Owns the words for events that a time column records. Which days a date means is told by
`copilot.readers.grammar.periods`.
"""

from __future__ import annotations

from typing import Final

from copilot.linking.words import name_words
from copilot.readers.grammar.frame import Frame, Wanted
from copilot.readers.grammar.roles.relating import PERSONS
from copilot.readers.plan import ColumnRef, FirstOf, IsNull, Not
from copilot.values import Column

_NEW: Final = frozenset({"new", "newly", "新"})
_UNITS: Final = frozenset({"day", "days"})
_NAMES_TIME: Final = frozenset({"date", "day", "time", "month", "year", "when"})


def new_ones(frame: Frame) -> None:
    """New customers by month, 每月新增客户数: the rows of a table by the time that it dates them by."""
    for i, mark in enumerate(frame.marks):
        noun = frame.next(i)
        hits = frame.marks[noun].elements if noun is not None else ()
        table = next((h.element.table for h in hits if h.element.kind == "table" and h.weight >= _NAMED), None)
        if mark.text.lower() not in _NEW or i in frame.used or noun is None or noun in frame.used or table is None:
            continue
        timed = any(m.date is not None or m.recurring is not None or m.grain is not None for m in frame.marks)
        counted = frame.counted or any(m.grain is not None or frame.cue(k, "count") for k, m in enumerate(frame.marks))
        counted = counted or any(hit.element.kind == "metric" and hit.weight >= _NAMED for hit in hits)
        ranked = any(m.gradable is not None and m.gradable.superlative for m in frame.marks)
        if frame.catalog.tables[table].time_column is None or not timed or ranked or not counted:
            continue
        frame.used |= {i, noun, *(k for k in (i - 1, noun + 1) if 0 <= k < len(frame.marks) and frame.cue(k, "count"))}
        frame.counted = True
        frame.measures.append(Wanted("count", table=table, at=noun))
        return


_NAMED: Final = 0.9


def days_between(frame: Frame) -> None:
    """Average days between order and return: the difference of two times of one row and those that it points to."""
    for i in range(len(frame.marks) - 4):
        if frame.marks[i].text.lower() not in _UNITS or not frame.cue(i + 1, "between") or i in frame.used:
            continue
        one = frame.next(i + 1, skip=())
        joint = frame.next(one, skip=()) if one is not None else None
        other = frame.next(joint, skip=()) if joint is not None and frame.cue(joint, "and") else None
        before = frame.prev(i, skip=("of", "count"))
        cue = frame.marks[before].cue if before is not None else None
        if one is None or joint is None or other is None or before is None or cue is None or cue.kind != "aggregate":
            continue
        first, second = _time_of(frame, one), _time_of(frame, other)
        if first is None or second is None or first == second or cue.value == "sum":
            continue
        frame.used |= {before, i, i + 1, one, joint, other}
        frame.idle |= {before, i, i + 1, one, joint, other}
        left, right = (f'"{ref.table}"."{ref.column}"' for ref in (first, second))
        formula = f"{cue.value.upper()}(DATE_DIFF('day', {left}, {right}))"
        frame.measures.append(Wanted(None, formula=formula, label=f"{cue.value}_days", at=i))
        return


def _time_of(frame: Frame, i: int) -> ColumnRef | None:
    """Return the time column that a word stands for, or that dates the rows of the table that it names."""
    if frame.is_time(i):
        return frame.ref(i)
    for hit in frame.marks[i].elements:
        table = frame.catalog.tables.get(hit.element.table)
        if hit.element.kind == "table" and table is not None and table.time_column is not None:
            return ColumnRef(table.name, table.time_column)
    return None


def have_happened(frame: Frame) -> None:
    """Stores that have closed: those of which a time is known, where that of others is empty."""
    for i, mark in enumerate(frame.marks):
        column, ref = frame.column(i), frame.ref(i)
        if column is None or ref is None or i in frame.used or column.role != "time" or not mark.elements[0].whole:
            continue
        nulls = column.facts.nulls if column.facts is not None else 0
        words = set(mark.text.lower().split())
        after, before = frame.next(i), frame.prev(i)
        dated = any(k is not None and (frame.marks[k].date or frame.marks[k].recurring) for k in (after, before))
        grouped = before is not None and frame.cue(before, "group", "not", "missing", "and", "list", "sort")
        if not nulls or words & _NAMES_TIME or dated or grouped or (after is not None and frame.cue(after, "compare")):
            continue
        frame.used.add(i)
        frame.where.append((Not(IsNull(ref)), i))
        asks_when = [k for k, m in enumerate(frame.marks) if m.text.lower() == "when" and k != i]
        frame.used |= set(asks_when)
        frame.idle |= set(asks_when)
        subject = next((e for k in range(i) if (e := frame.element(k)) is not None and e.kind == "table"), None)
        if asks_when and subject is not None:
            frame.shown.append(ref)
            frame.asked.append(subject)
        return


def still_open(frame: Frame) -> None:
    """Open stores, 营业中的门店: those of which no end is known, where a time column records the end of others."""
    for i, mark in enumerate(frame.marks):
        if mark.text.lower() not in _STILL or i in frame.used:
            continue
        noun = frame.next(i) if i + 1 < len(frame.marks) else None
        named = frame.rows_named(noun)
        ends = [c for c in frame.catalog.tables[named.table].columns.values() if _is_an_end(c)] if named else []
        held = named is not None and any(hit.table == named.table for hit in mark.values)
        if named is None or len(ends) != 1 or held:
            continue
        frame.used.add(i)
        frame.where.append((IsNull(ColumnRef(named.table, ends[0].name)), i))
        frame.assumptions.append(("state", (mark.text, f"{ends[0].name} = NULL")))


_STILL: Final = frozenset(
    {
        "open",
        "active",
        "operating",
        "existing",
        "current",
        "营业中",
        "在营",
        "运营中",
        "在营业",
        "现有",
        "仍在营业",
        "营业",
    }
)
_ENDS: Final = frozenset({"closed", "close", "closing", "ended", "terminated", "left", "discontinued", "retired"})


def _is_an_end(column: Column) -> bool:
    """Tell whether a column records when something ended, and is empty for what goes on."""
    lacking = column.facts is not None and column.facts.nulls > 0
    return column.role == "time" and lacking and bool(set(name_words(column.name)) & _ENDS)


def counted_events(frame: Frame) -> None:
    """Sign-ups in 2025: the rows of which a time column tells that."""
    if frame.measures or frame.asked or frame.counted:
        return
    for i, mark in enumerate(frame.marks):
        hit = mark.elements[0] if mark.kind == "element" and i not in frame.used else None
        if hit is None or hit.element.kind != "column" or not mark.text.lower().endswith("s"):
            continue
        table, column = frame.catalog.tables[hit.element.table], hit.element.name
        event = name_words(column)[:-1]
        said = "".join(c for c in mark.text.lower() if c.isalnum()).removesuffix("s")
        if table.time_column == column and "".join(event) == said:
            frame.used.add(i)
            frame.measures.append(Wanted("count", table=table.name, at=i))
            return


def first_time(frame: Frame) -> None:
    """First-time buyers: those whose first row this is."""
    for i, mark in enumerate(frame.marks):
        if mark.cue is None or mark.cue.kind != "analysis" or mark.cue.value != "first" or i in frame.used:
            continue
        links = [
            (frame.catalog.tables[link.from_table].row_count, link.from_table, link.from_columns[0])
            for link in frame.catalog.relationships
            if set(name_words(link.to_table)) & PERSONS
            and len(link.from_columns) == 1
            and frame.catalog.tables[link.from_table].time_column is not None
        ]
        if not links:
            return
        _, table, column = max(links)
        time = frame.catalog.tables[table].time_column
        assert time is not None
        frame.used.add(i)
        frame.where.append((FirstOf(ColumnRef(table, time), ColumnRef(table, column)), i))
        return
