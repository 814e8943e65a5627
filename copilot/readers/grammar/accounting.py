"""The last look at a reading: does each word that was given a role show in the SQL?

Owns the list of what each kind of mark must leave behind. A pass may take a mark and a later choice may drop what it
gave; a number that answers half of the question is a wrong number, so such a word counts as not placed.
"""

from __future__ import annotations

from decimal import Decimal

from copilot.readers.grammar.annotate import Mark
from copilot.readers.grammar.frame import Frame
from copilot.readers.plan import AverageOf, Formula, Plan, ShareOf

_NEGATIVE = ("NOT ", "<>", "IS NULL", "= 0", "= FALSE")


def without_trace(frame: Frame, plan: Plan, sql: str) -> tuple[str, ...]:
    """Return the words that have a role in the frame and no trace in the SQL."""
    return tuple(
        mark.text
        for i, mark in enumerate(frame.marks)
        if i in frame.used and i not in frame.idle and not _shows(frame, i, mark, plan, sql)
    )


def _shows(frame: Frame, i: int, mark: Mark, plan: Plan, sql: str) -> bool:
    if mark.kind == "value":
        return any(value.replace("'", "''") in sql for value in frame.value(i).values)
    if mark.kind == "number" and mark.number is not None:
        number = mark.number
        return number.ordinal or plan.limit == number.value or _number_shows(number.value, sql)
    if (mark.gradable is not None and mark.gradable.superlative) or (
        mark.cue is not None and mark.cue.kind in ("top", "bottom")
    ):
        return bool(plan.sort) or plan.limit is not None or "MAX(" in sql or "MIN(" in sql
    if mark.cue is None:
        return True
    formula = any(isinstance(measure.value, Formula) for measure in plan.measures)
    if mark.cue.kind == "aggregate":
        average = any(isinstance(measure.value, AverageOf) for measure in plan.measures)
        function = mark.cue.value.upper()
        return function == "SUM" or f"{function}(" in sql or (function == "AVG" and (formula or average))
    if mark.cue.kind == "not":
        return any(sign in sql for sign in _NEGATIVE)
    if mark.cue.kind == "share":
        shared = any(isinstance(m.value, ShareOf) or m.share_of_total for m in plan.measures)
        return shared or formula
    return True


def _number_shows(value: int | Decimal, sql: str) -> bool:
    """Tell whether a number stands in the SQL, as said or in the unit of the column that it is compared with."""
    factors = (1, 60, 3600, 24, 1440, 7, 12, 1000, Decimal("0.01"), Decimal("0.001"), Decimal(1) / 60)
    scaled = (Decimal(value) * factor for factor in factors)
    return any(_plain(number) in sql for number in scaled) or any(str(value) in part for part in sql.split())


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
