"""Values that no column holds but that follow from one: ages from birth years, rates of a status, revenue per area.

Owns the words for these. Refuses an age where only the year is known in which a thing was built or written.
"""

from __future__ import annotations

from typing import Final, cast

from copilot.linking.words import fold, name_words
from copilot.readers.grammar.frame import Frame, Wanted
from copilot.readers.plan import AggregateName, ColumnRef, OneOf
from copilot.values import ValueList

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
        births = [
            ColumnRef(table.name, column.name)
            for table in frame.catalog.tables.values()
            for column in table.columns.values()
            if column.type == "integer" and {"birth", "year"} <= set(name_words(column.name))
        ]
        cue = frame.marks[before].cue if before is not None else None
        if before is None or cue is None or len(births) != 1:
            continue
        frame.used |= {before, i}
        frame.idle.add(before)
        name = cast("AggregateName", cue.value)
        frame.measures.append(Wanted(name, age_of=births[0], label=f"{name}_age", at=i))


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
    """Revenue per square metre by store: each store's revenue by what the store itself measures."""
    for i in range(1, len(frame.marks) - 1):
        if frame.marks[i].text.lower() != "per" or {i, i + 1} & frame.used or not frame.cue(i, "group"):
            continue
        over, hits = frame.element(i - 1), frame.marks[i + 1].elements
        first = hits[0].element if hits else None
        if over is None or over.kind != "metric" or first is None or first.kind != "column":
            continue
        column = frame.catalog.column(first.table, first.name)
        if column.role != "measure" or not _grouped_by(frame, first.table, i + 1):
            continue
        frame.used |= {i - 1, i, i + 1}
        frame.combine, frame.combine_at = "ratio", i
        frame.measures += [
            Wanted(None, metric=over.name, at=i - 1),
            Wanted("max", column=ColumnRef(first.table, first.name), at=i + 1),
        ]
        return


def _grouped_by(frame: Frame, table: str, behind: int) -> bool:
    for k in range(len(frame.marks)):
        if k in (behind, behind - 1) or not frame.cue(k, "group", "which", "top"):
            continue
        j = frame.next(k, skip=("of", "group"))
        hits = frame.marks[j].elements if j is not None else ()
        if any(hit.element.kind == "table" and hit.element.table == table for hit in hits):
            return True
    return False
