"""What makes no sense: rain above 0 and rain of 0, money compared with a percentage, all revenue by the largest area.

Owns telling such conditions and measures. A reading that holds them has misunderstood something and is no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from copilot.dates.period import as_datetime
from copilot.readers.grammar.frame import Frame
from copilot.readers.plan import (
    ColumnRef,
    Combined,
    Compare,
    InPeriod,
    Measure,
    OneOf,
    Op,
    Predicate,
    Value,
)
from copilot.readers.windows import adds_up


def contradicts(where: Sequence[Predicate]) -> bool:
    """Tell whether two of the conditions, all of which are to hold, leave no row.

    >>> rain = ColumnRef("weather", "precip")
    >>> contradicts([Compare(rain, ">", 0), Compare(rain, "=", 0)]), contradicts([Compare(rain, ">", 0)])
    (True, False)
    """
    return any(_apart(one, other) for k, one in enumerate(where) for other in where[k + 1 :])


def sides_held_together(frame: Frame) -> bool:
    """Tell whether both sides of a comparison are to hold at once: Newark vs JFK is no airport that is both."""
    held = {at for predicate, at in frame.where if isinstance(predicate, OneOf)}
    sides = ({frame.prev(i), frame.next(i)} for i in range(len(frame.marks)) if frame.cue(i, "versus"))
    return any(pair <= held for pair in sides)


def _apart(one: Predicate, other: Predicate) -> bool:
    if isinstance(one, InPeriod) and isinstance(other, InPeriod) and one.left == other.left:
        return _ends_before(one, other) or _ends_before(other, one)
    if isinstance(one, OneOf) and isinstance(other, OneOf) and one.left == other.left:
        return not set(one.values) & set(other.values)
    if isinstance(one, Compare) and isinstance(other, Compare) and one.left == other.left:
        low, high = (one, other) if one.op in (">", ">=", "=") else (other, one)
        return _above(low, high) or _above(high, low)
    return False


def _ends_before(one: InPeriod, other: InPeriod) -> bool:
    return one.end is not None and other.start is not None and as_datetime(one.end) <= as_datetime(other.start)


def _above(low: Compare, high: Compare) -> bool:
    """Tell whether what is at least one number cannot be at most the other."""
    least, most = low.right, high.right
    if not _is_number(least) or not _is_number(most) or low.op not in _LEAST or high.op not in _MOST:
        return False
    assert isinstance(least, (int, float, Decimal))
    assert isinstance(most, (int, float, Decimal))
    return least > most or (least == most and (low.op == ">" or high.op == "<"))


_LEAST: tuple[Op, ...] = (">", ">=", "=")
_MOST: tuple[Op, ...] = ("<", "<=", "=")


def _is_number(value: Value | ColumnRef) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, (bool, date, datetime))


def divides_by_largest(measures: Sequence[Measure]) -> bool:
    """Tell whether something is divided by what one thing measures, which only each such thing has."""
    last = measures[-1].value
    return isinstance(last, Combined) and last.how == "ratio" and getattr(last.right, "name", "") == "max"


def is_amount(measure: Measure) -> bool:
    """Tell whether a measure adds something up, so that it is no part of a whole."""
    part = measure.share_of_total or measure.unit in ("share", "fraction", "percent", "%")
    return adds_up(measure.value) and not part
