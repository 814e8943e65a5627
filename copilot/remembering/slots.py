"""What a question names that may be another the next time: values, numbers, periods; and what is left without them.

Owns both, from the marks of a question. Refuses to know SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from copilot.readers.grammar.marks import Mark
from copilot.readers.plan import InPeriod, Plan

_SAYS_NOTHING: Final = frozenset({"list", "of", "in", "which"})
"""Cues that a question may have or not without meaning something else."""


@dataclass(frozen=True, slots=True)
class Value:
    """A stored value: its words, and what it may be in which column."""

    words: str
    stored: tuple[tuple[str, str, str], ...]
    """(table, column, value); only columns in which the words are one value."""


@dataclass(frozen=True, slots=True)
class Span:
    """A period, from its first day to the day after its last; open ends are None."""

    words: str
    start: date | None
    end: date | None
    relative: bool


@dataclass(frozen=True, slots=True)
class Slots:
    """What a question names, in its order, and what is left without it."""

    skeleton: tuple[str, ...]
    values: tuple[Value, ...]
    numbers: tuple[int | float | Decimal, ...]
    spans: tuple[Span, ...]


def slots_of(marks: Sequence[Mark], plan: Plan | None) -> Slots:
    """Return the slots of a question.

    Args:
        marks: of its best cover.
        plan: that the grammar reader makes of it, None for none. It tells which days a relative period is read as where
            the data ends before today.
    """
    skeleton: list[str] = []
    values: list[Value] = []
    numbers: list[int | float | Decimal] = []
    spans: list[Span] = []
    for mark in marks:
        if mark.kind == "stop" or (mark.cue is not None and mark.cue.kind in _SAYS_NOTHING):
            continue
        if mark.date is not None:
            period = mark.date.period
            spans.append(Span(mark.text, _day(period.start), _day(period.end), mark.date.relative))
            skeleton.append("<period>")
        elif mark.values and not _names_more(mark):
            stored = tuple((hit.table, hit.column, hit.values[0]) for hit in mark.values if len(hit.values) == 1)
            values.append(Value(mark.text, stored))
            skeleton.append("<value>")
        elif mark.number is not None:
            numbers.append(mark.number.value)
            skeleton.append(f"<number {mark.number.unit or ''}{'%' if mark.number.percent else ''}>")
        else:
            skeleton.append(_canonical(mark))
    return Slots(tuple(skeleton), tuple(values), tuple(numbers), _as_read(tuple(spans), plan))


def _canonical(mark: Mark) -> str:
    """Return what a mark stands for, the same for every word that stands for it."""
    if mark.elements:
        element = mark.elements[0].element
        return f"{element.kind} {element.table}.{element.name}"
    if mark.cue is not None:
        return f"{mark.cue.kind} {mark.cue.value}".strip()
    if mark.grain is not None:
        return f"by {mark.grain.grain}{' of year' if mark.grain.cyclic else ''}"
    if mark.gradable is not None:
        return f"{'most' if mark.gradable.highest else 'least'} {' '.join(mark.gradable.measures)}"
    return mark.text.casefold()


def _as_read(spans: tuple[Span, ...], plan: Plan | None) -> tuple[Span, ...]:
    """Return a relative period as the grammar reader read it: from the end of the data where that lies in the past."""
    found = [one for one in plan.where if isinstance(one, InPeriod)] if plan is not None else []
    if len(spans) != 1 or len(found) != 1 or not spans[0].relative:
        return spans
    return (Span(spans[0].words, _day(found[0].start), _day(found[0].end), relative=True),)


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _names_more(mark: Mark) -> bool:
    best = max((hit.weight for hit in mark.elements), default=0.0)
    return best > max(hit.weight for hit in mark.values)
