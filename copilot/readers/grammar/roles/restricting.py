"""Words that only repeat or narrow what others say: only, side by side, the unit of a column, a period in brackets.

Owns which of them may be passed over. Refuses to pass over an "only" that leaves others out, as in customers who bought
only toys.
"""

from __future__ import annotations

from typing import Final

from copilot.dates import DateSpan, time_grain
from copilot.dates.numbers import find_numbers
from copilot.readers.grammar.frame import Frame
from copilot.readers.grammar.naming import unit_of

LEAVES_OUT: Final = frozenset({"only", "solely", "exclusively"})
"""Words that may say that all others are left out, which only this reader looks at."""
_RELATIVE: Final = frozenset({"who", "that", "which", "whose", "whom"})


def only_these(frame: Frame) -> None:
    """Only orders after 1 January, online orders only: the words beside it already say which rows count."""
    for i, mark in enumerate(frame.marks):
        if mark.text.lower() not in LEAVES_OUT or mark.kind != "unknown":
            continue
        clause = i
        while clause > 0 and frame.marks[clause - 1].text not in ",;(，；（":
            clause -= 1
        relative = any(frame.marks[k].text.lower() in _RELATIVE for k in range(clause, i))
        number = i + 1 < len(frame.marks) and frame.marks[i + 1].number is not None
        if not relative and not number:
            frame.used.add(i)
            frame.idle.add(i)


def in_units(frame: Frame) -> None:
    """Delay in minutes, speed in mph: the words tell the unit that the numbers have anyway."""
    for i in range(len(frame.marks) - 1):
        if frame.marks[i].text.lower() != "in" or i + 1 in frame.used:
            continue
        said = _unit_word(frame.marks[i + 1].text)
        if said is not None and _is_unit_of_something(frame, said):
            frame.used |= {i, i + 1}
            frame.idle |= {i, i + 1}


def _unit_word(text: str) -> str | None:
    found = find_numbers(f"1 {text}") if text.isascii() else []
    return found[0].unit if len(found) == 1 else None


_OF_TIME: Final = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})


def _is_unit_of_something(frame: Frame, said: str) -> bool:
    """Tell whether a column that the question may mean is kept in that unit, or an agreed metric, which has its own."""
    for mark in frame.marks:
        for hit in mark.elements[:3]:
            if hit.element.kind == "metric" and said not in _OF_TIME:
                return True
            if hit.element.kind != "column":
                continue
            column = frame.catalog.column(hit.element.table, hit.element.name)
            if unit_of(column.name, column.unit) == said and column.role == "measure":
                return True
    return False


def of_the_year(frame: Frame) -> None:
    """Busiest day of the year, fewer than 50 flights over the year: in data of one year, that is all of it."""
    if not _of_one_year(frame):
        return
    for i, mark in enumerate(frame.marks):
        text = mark.text.lower()
        before = frame.prev(i) if i > 0 else None
        preposition = frame.marks[i - 2].text.lower() if i > 1 and frame.marks[i - 1].text.lower() == "the" else ""
        whole = text in _WHOLE_YEAR or (text == "year" and preposition in ("of", "over", "during", "throughout", "in"))
        if not whole or i in frame.used:
            continue
        ranked = any(m.gradable is not None and m.gradable.superlative for m in frame.marks[:i])
        if text == "year" and preposition == "of" and not _is_unit(frame, before) and not ranked:
            continue
        frame.used.add(i)
        frame.idle.add(i)


_WHOLE_YEAR: Final = frozenset(f"{word} the year" for word in ("over", "during", "throughout", "of", "in"))


def _is_unit(frame: Frame, i: int | None) -> bool:
    return i is not None and time_grain(frame.marks[i].text) is not None


def _of_one_year(frame: Frame) -> bool:
    """Tell whether the table with the most dated rows holds one year."""
    dated = [t for t in frame.catalog.tables.values() if t.time_column is not None]
    if not dated:
        return False
    largest = max(dated, key=lambda t: t.row_count)
    facts = largest.columns[largest.time_column or ""].facts
    return facts is not None and facts.minimum is not None and str(facts.minimum)[:4] == str(facts.maximum)[:4]


def bracketed_again(frame: Frame) -> None:
    """Summer 2025 (jun-aug): a date in brackets that says once more which months are meant."""
    for i, mark in enumerate(frame.marks):
        if mark.date is None or i in frame.used or i == 0 or frame.marks[i - 1].text not in "(（":
            continue
        for other in frame.marks[:i]:
            if other.date is not None and _months(other.date) == _months(mark.date):
                frame.used.add(i)
                frame.idle.add(i)
                break


def _months(span: DateSpan) -> tuple[int, int] | None:
    start, end = span.period.start, span.period.end
    return (start.month, end.month) if start is not None and end is not None else None
