"""What rows have: lines that had a discount, stores that have closed, columns that are not empty.

Owns conditions that say no more than that there is something. Refuses numbers; those are compared elsewhere.
"""

from __future__ import annotations

from typing import Final

from copilot.readers.grammar.frame import Frame
from copilot.readers.plan import ColumnRef, Compare

_HAVE: Final = frozenset({"had", "have", "has", "having", "with"})
_SOME: Final = frozenset({"a", "an", "any", "some"})


def has_some(frame: Frame) -> None:
    """Lines that had a discount, orders with a tip: the amount is above 0 where 0 says that there is none."""
    for i in range(len(frame.marks) - 2):
        if frame.marks[i].text.lower() not in _HAVE or i in frame.used:
            continue
        article, noun = i + 1, i + 2
        ref = _zero_or_more(frame, noun) if frame.marks[article].text.lower() in _SOME else None
        behind = frame.next(noun, skip=())
        if ref is None or noun in frame.used or _is_narrowed(frame, behind):
            continue
        frame.used |= {i, noun}
        frame.where.append((Compare(ref, ">", 0), noun))
        frame.assumptions.append(("state", (frame.marks[noun].text, f"{ref.column} > 0")))


def _is_narrowed(frame: Frame, i: int | None) -> bool:
    """Tell whether more is said of the amount: with a discount above 10 %, with a discount of 5."""
    if i is None:
        return False
    return frame.cue(i, "compare", "of", "between", "than_average") or frame.marks[i].number is not None


def _zero_or_more(frame: Frame, i: int) -> ColumnRef | None:
    """Return the number column that a word may stand for of which 0 is the least."""
    for hit in frame.marks[i].elements:
        if hit.element.kind != "column" or hit.weight < 0.8:
            continue
        column = frame.catalog.column(hit.element.table, hit.element.name)
        least = column.facts.minimum if column.facts is not None else None
        try:
            zero = least is not None and float(str(least)) == 0.0
        except ValueError:
            zero = False
        if zero and column.role == "measure":
            return ColumnRef(hit.element.table, hit.element.name, frame.vias.get(i))
    return None
