"""Persons by their age: customers under 30, clients older than 60, buyers aged 25 to 34.

Owns such conditions where the data bear a year of birth. Refuses other numbers behind persons: customers with more than
30 orders have so many orders.
"""

from __future__ import annotations

from typing import Final

from copilot.readers.grammar.frame import Frame
from copilot.readers.grammar.roles.derived import births
from copilot.readers.plan import Op

_BETWEEN: Final = frozenset({"who", "that", "are", "is", "were", "was", "aged", "age", "ages", "of"})
_AGED: Final = frozenset({"aged", "age", "ages"})
_OLDEST: Final = 115
_FLIPPED: Final[dict[str, Op]] = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def of_age(frame: Frame) -> None:
    """Customers under 30: those born later than so many years ago."""
    for i in range(len(frame.marks) - 2):
        rows = frame.rows_named(i)
        born = births(frame.catalog, rows.table) if rows is not None else []
        if len(born) != 1 or i in frame.used:
            continue
        j = i + 1
        while j < len(frame.marks) and frame.marks[j].text.lower() in _BETWEEN:
            j += 1
        aged = any(mark.text.lower() in _AGED for mark in frame.marks[i + 1 : j])
        found = _bounds(frame, j, aged=aged)
        if found is None:
            continue
        bounds, last = found
        after = frame.next(last)
        counted = after is not None and frame.marks[after].kind in ("element", "unknown")
        if counted and not aged:
            continue  # over 60 orders
        frame.used |= set(range(i + 1, last + 1))
        frame.idle |= set(range(i + 1, last + 1))
        said = " ".join(mark.text for mark in frame.marks[j : last + 1])
        frame.ages += [(born[0], op, years, i + 1, said) for op, years in bounds]
        return


def _bounds(frame: Frame, j: int, *, aged: bool) -> tuple[list[tuple[Op, int]], int] | None:
    """Return the bounds of the year of birth as years before now, and where the words for them end."""
    if j >= len(frame.marks):
        return None
    cue = frame.marks[j].cue
    if cue is not None and cue.kind == "compare" and cue.value in _FLIPPED:
        years = _years(frame, j + 1)
        return ([(_FLIPPED[cue.value], years)], j + 1) if years is not None else None
    start = j + 1 if frame.cue(j, "between") else j
    low, high = _years(frame, start), _years(frame, start + 2)
    joined = start + 1 < len(frame.marks) and (
        frame.cue(start + 1, "and", "to") or frame.marks[start + 1].text in "-–~"
    )
    if not (aged and joined) or low is None or high is None:
        return None
    return [("<=", low), (">=", high)], start + 2


def _years(frame: Frame, k: int) -> int | None:
    number = frame.marks[k].number if k < len(frame.marks) else None
    plain = number is not None and number.unit in (None, "year") and not number.percent and number.currency is None
    if number is None or not plain or number.value != int(number.value) or not 0 < number.value <= _OLDEST:
        return None
    return int(number.value)
