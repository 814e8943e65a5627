"""Things that have both: customers who bought electronics and also furniture, 买过电子产品又买过家具的客户.

Owns two values of one column that are to hold of one thing, though of different rows of it. Refuses to decide what a
mere "and" means there: that one of the two is enough becomes an assumption.
"""

from __future__ import annotations

from typing import Final

from copilot.readers.grammar.frame import Frame
from copilot.readers.grammar.roles.grouping import tables_above
from copilot.readers.plan import AllOf, Among, ColumnRef, OneOf

_BOTH: Final = frozenset({"both", "also", "too", "as well", "as well as", "又", "也", "还", "同时", "既"})
_AND: Final = frozenset({"and", "&", "和", "并", "并且", "而且", "且", "以及", "及", ",", "，"})
_NAMED: Final = 0.9
_HINTED: Final = 0.6
_UNTOLD: Final = 3.0


def both_of(frame: Frame) -> None:
    """Customers who bought both: each value stands in a row of its own of the same customer."""
    pair = _pair(frame)
    if pair is None:
        return
    first, second = pair
    words = {k for k in range(len(frame.marks)) if frame.marks[k].text.lower() in _BOTH and k < second + 2}
    thing = _thing(frame, first, _NAMED if words else _HINTED)
    if thing is None or any(frame.cue(k, "group", "versus", "share", "not", "or") for k in range(len(frame.marks))):
        return
    table, fact, at = thing
    one, other = frame.value(first), frame.value(second)
    if words and any(getattr(frame.element(k), "kind", "") == "metric" for k in range(len(frame.marks))):
        frame.score -= _UNTOLD  # an agreed number does not say which things it counts; the plain noun does
        return
    if not words:
        said = (frame.marks[first].text, frame.marks[second].text)
        frame.assumptions.append(("either", (" + ".join(said), " / ".join(said), " & ".join(said))))
        return
    if any(mark.date is not None or mark.recurring is not None for mark in frame.marks):
        return  # nobody says whether both happened then
    key = ColumnRef(table, frame.catalog.tables[table].primary_key[0])
    ref = ColumnRef(one.table, one.column)
    parts = tuple(Among(key, fact, (OneOf(ref, hit.values),)) for hit in (one, other))
    between = {k for k in range(first + 1, second) if frame.marks[k].kind != "stop"}
    verbs = {k for k in range(first) if k != at and (rows := frame.rows_named(k)) is not None and rows.table != table}
    done = {first, second, *words, *between, *verbs}
    frame.used |= done
    frame.idle |= done - {first, second}
    frame.where.append((AllOf(parts), first))


def _pair(frame: Frame) -> tuple[int, int] | None:
    """Return two values of one column that stand beside each other, joined and not told apart."""
    values = [i for i, mark in enumerate(frame.marks) if mark.kind == "value" and i not in frame.used]
    if len(values) != 2:
        return None
    first, second = values
    one, other = frame.value(first), frame.value(second)
    if (one.table, one.column) != (other.table, other.column) or set(one.values) & set(other.values):
        return None
    between = [k for k in range(first + 1, second) if frame.marks[k].kind != "stop"]
    joints = {k for k in between if frame.marks[k].text.lower() in _AND | _BOTH}
    verbs = {k for k in between if frame.rows_named(k) is not None or frame.cue(k, "exist", "with")}
    return (first, second) if joints and set(between) <= joints | verbs else None


def _thing(frame: Frame, value: int, least: float) -> tuple[str, str, int] | None:
    """Return the table of which each thing has several rows that bear the value, the table of those, and the noun."""
    hit = frame.value(value)
    named = [k for k in range(len(frame.marks)) if frame.rows_named(k) is not None and frame.weight(k) >= least]
    english = frame.marks[value].text.isascii()
    for k in named if english else reversed(named):
        rows = frame.rows_named(k)
        assert rows is not None
        above = tables_above(frame.catalog, rows.table)
        if hit.table == rows.table or hit.table in above or len(frame.catalog.tables[rows.table].primary_key) != 1:
            continue
        if not english and k + 1 < len(frame.marks) and frame.cue(k + 1, "exist"):
            continue  # 买过 is what they did
        facts = [
            name
            for name in frame.catalog.tables
            if rows.table in (over := tables_above(frame.catalog, name)) and hit.table in {*over, name}
        ]
        lowest = [f for f in facts if not tables_above(frame.catalog, f) & set(facts)]
        if len(lowest) == 1:
            return rows.table, lowest[0], k
    return None
