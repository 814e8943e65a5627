"""Values that no column holds but that follow from one: ages from birth years, rates of a status, revenue per area.

Owns the words for these. Refuses an age where only the year is known in which a thing was built or written.
"""

from __future__ import annotations

from typing import Final, cast

from copilot.linking.words import fold, name_words
from copilot.readers.grammar.frame import HINT, Frame, GroupBy, Wanted
from copilot.readers.plan import AggregateName, ColumnRef, OneOf
from copilot.values import Catalog, ValueList

_STEM: Final = 5
"""So many letters at least have two words of one stem in common."""
_FEW: Final = 15
"""A column of more values than this holds no states."""


def ages(frame: Frame) -> None:
    """Average customer age: the years since the year of birth."""
    for i, mark in enumerate(frame.marks):
        if (
            mark.text.lower() not in ("age", "ages", "年龄")
            or i in frame.used
            or (frame.ref(i) and mark.elements[0].whole)
        ):
            continue
        before = next((k for k in range(i - 1, max(-1, i - 4), -1) if frame.cue(k, "aggregate")), None)
        born = births(frame.catalog)
        cue = frame.marks[before].cue if before is not None else None
        if before is None or cue is None or len(born) != 1:
            continue
        frame.used |= {before, i}
        frame.idle.add(before)
        name = cast("AggregateName", cue.value)
        frame.measures.append(Wanted(name, age_of=born[0], label=f"{name}_age", at=i))


def births(catalog: Catalog, only: str | None = None) -> list[ColumnRef]:
    """Return the columns that hold a year of birth, of all tables or of one."""
    return [
        ColumnRef(table.name, column.name)
        for table in catalog.tables.values()
        for column in table.columns.values()
        if only in (None, table.name) and column.type == "integer" and {"birth", "year"} <= set(name_words(column.name))
    ]


def rates_of_states(frame: Frame) -> None:
    """Cancellation rate: the share of the rows whose status is cancelled."""
    for i in range(len(frame.marks) - 1):
        word, rate = frame.marks[i], frame.marks[i + 1]
        if rate.text.lower() not in ("rate", "rates", "ratio") or word.kind != "unknown" or {i, i + 1} & frame.used:
            continue
        found = [hit for listed in frame.catalog.value_lists if (hit := _state(listed, word.text)) is not None]
        if len(found) != 1:
            continue
        ref, values = found[0]
        frame.used |= {i, i + 1}
        frame.share, frame.share_at = True, i
        frame.where.append((OneOf(ref, values), i))
        frame.measures.append(Wanted("count", table=ref.table, at=i + 1))
        frame.assumptions.append(("value", (word.text, ref.column, *values)))
        return


def _state(listed: ValueList, word: str) -> tuple[ColumnRef, tuple[str, ...]] | None:
    """Return the values of a short list that are of one stem with a noun: cancelled for cancellation."""
    if len(listed.values) > _FEW:
        return None
    values = tuple(value for value in listed.values if _one_stem(fold(value), fold(word)))
    return (ColumnRef(listed.table, listed.column), values) if values else None


def _one_stem(one: str, other: str) -> bool:
    """Tell whether two words differ in their endings alone.

    >>> _one_stem("cancelled", "cancellation"), _one_stem("completed", "completion"), _one_stem("returned", "retail")
    (True, True, False)
    """
    same = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same >= _STEM and len(one) - same <= 3 and len(other) - same <= 6


def per_attribute(frame: Frame) -> None:
    """Revenue per square metre by store, 每座位的航班数: each thing's value by what the thing itself measures."""
    for i in range(len(frame.marks) - 1):
        sides = _sides(frame, i)
        if sides is None or {i, *sides} & frame.used:
            continue
        above, below = sides
        over, hits = frame.element(above), frame.marks[below].elements
        if over is None or over.kind != "metric":
            continue
        own = [
            h for h in hits if h.element.kind == "column" and h.weight >= HINT and _grouped_by(frame, h.element.table)
        ]
        first = own[0].element if own else None
        if first is None or frame.catalog.column(first.table, first.name).role != "measure":
            continue
        frame.used |= {i, above, below}
        frame.combine, frame.combine_at = "ratio", i
        _things_by_it(frame, above, first.table)
        frame.measures += [
            Wanted(None, metric=over.name, at=min(above, below)),
            Wanted("max", column=ColumnRef(first.table, first.name), at=max(above, below)),
        ]
        return


def _sides(frame: Frame, i: int) -> tuple[int, int] | None:
    """Return where what is divided and what divides it stand around a word such as per."""
    text = frame.marks[i].text.lower()
    if not frame.cue(i, "group") or text not in ("per", "每"):
        return None
    below = frame.next(i)
    above = frame.prev(i) if text == "per" else frame.next(below) if below is not None else None
    return (above, below) if above is not None and below is not None else None


def _grouped_by(frame: Frame, table: str) -> bool:
    """Tell whether the rows of a table are named: only for each of them is its own measure a divisor."""
    named = (frame.rows_named(k) for k in range(len(frame.marks)))
    return any(element is not None and element.table == table for element in named)


def _things_by_it(frame: Frame, above: int, table: str) -> None:
    """Stores by revenue per square metre: the things before "by" are the groups."""
    by = above - 1
    things = frame.prev(by) if by > 0 and frame.marks[by].text.lower() == "by" else None
    ranked = any(m.gradable is not None and m.gradable.superlative for m in frame.marks)
    rows = frame.rows_named(things)
    if things is None or ranked or rows is None or rows.table != table or things in frame.used:
        return
    if any(frame.cue(k, "top", "bottom", "which", "who") for k in range(things)):
        return
    frame.used |= {by, things}
    frame.groups.append(GroupBy(element=rows, at=things))
