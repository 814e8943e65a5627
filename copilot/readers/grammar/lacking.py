"""Rows that must not exist, as conditions: for a row above them, or for each value of a column.

Owns which conditions say what is absent rather than of whom. Which words do is told by
`copilot.readers.grammar.roles.lacking`.
"""

from __future__ import annotations

from collections.abc import Sequence

from copilot.readers.grammar.frame import Frame
from copilot.readers.grammar.periods import Calendar
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import Among, HasRows, Not, Predicate, columns_of


def lay_times(frame: Frame, graph: JoinGraph, calendar: Calendar, base: str, absent: str | None) -> bool:
    """Lay the dates that say when something did or did not happen on its rows; False where that cannot be."""
    present = graph.lowest({frame.present[0], base}) if frame.present else None
    theirs = times_of(frame, calendar, absent, frame.absent_marks)
    others = times_of(frame, calendar, present, frame.present_marks)
    if theirs is None or others is None:
        return False
    frame.absent_times, frame.present_times = theirs, others
    if others and not frame.absent:
        for position, (predicate, at) in enumerate(frame.where):
            if isinstance(predicate, HasRows) and predicate.table == frame.present[0] and not predicate.where:
                frame.where[position] = (HasRows(predicate.table, tuple(others), predicate.via), at)
    return True


def times_of(frame: Frame, calendar: Calendar, fact: str | None, marks: set[int]) -> list[Predicate] | None:
    """Lay the dates among some marks on a table's rows; None where that cannot be."""
    dated = {i for i, mark in enumerate(frame.marks) if mark.date is not None or mark.recurring is not None}
    theirs = dated & marks
    if not theirs:
        return []
    if fact is None:
        return None
    aside = dated - theirs - frame.used
    frame.used |= aside
    times = calendar.conditions(frame, fact)
    frame.used -= aside
    return times


def without(
    frame: Frame, graph: JoinGraph, base: str, fact: str | None, where: Sequence[Predicate], times: Sequence[Predicate]
) -> list[Predicate] | None:
    """Return the conditions with one that holds where no such row exists; None where nothing links the two."""
    if fact is None or (fact == base and frame.absent_of is None):
        return None
    if frame.absent_of is None and frame.absent_whom not in ("", base):
        return None  # said of customers, but orders are measured
    # What can only be said of the absent rows says which ones are absent: never flew from here, in that year.
    said = [p for p, at in frame.where if at in frame.absent_marks]
    happened = [p for p, at in frame.where if at in frame.present_marks]
    where = [p for p in where if p not in happened]
    theirs = [p for p in where if p in said or not graph.reaches(base, {r.table for r in columns_of(p)})]
    rest = [p for p in where if p not in theirs]
    inner = (*theirs, *times)
    absent = Not(
        Among(frame.absent_of, fact, inner)
        if frame.absent_of is not None
        else HasRows(fact, inner, frame.absent_via.get(fact))
    )
    if frame.share:
        frame.where.append((absent, frame.absent_at))
    there = [graph.lowest({table, base}) for table in frame.present]
    if any(table is None or table == base for table in there) or (there and frame.absent_of is not None):
        return None
    some = (*happened, *frame.present_times)
    return [*rest, *(HasRows(table, some) for table in there if table is not None), absent]
