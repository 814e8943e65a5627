"""The last look at a reading: does each word that was given a role show in the SQL?

Owns the list of what each kind of mark must leave behind. A pass may take a mark and a later choice may drop what it
gave; a number that answers half of the question is a wrong number, so such a word counts as not placed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from copilot.readers.grammar.annotate import Mark
from copilot.readers.grammar.frame import Frame
from copilot.readers.plan import AverageOf, Change, Combined, Formula, Moving, Narrowed, Plan, Running, ShareOf, ValueOf

_NEGATIVE = ("NOT ", "<>", "IS NULL", "= 0", "= FALSE")


def without_trace(frame: Frame, plan: Plan, sql: str) -> tuple[str, ...]:
    """Return the words that have a role in the frame and no trace in the SQL."""
    lost = [
        mark.text
        for i, mark in enumerate(frame.marks)
        if i in frame.used and i not in frame.idle and not _shows(frame, i, mark, plan, sql)
    ]
    return tuple(lost + [mark.text for i, mark in enumerate(frame.marks) if _is_left_open(frame, i)])


def _is_left_open(frame: Frame, i: int) -> bool:
    """Tell whether a word that divides has nothing to divide by, such as revenue per square foot."""
    if i in frame.used:
        return False
    if frame.cue(i, "group"):
        return frame.marks[i].text.lower() == "per"
    # "Ratio of returns" may name a metric by itself; then "to orders" hangs in the air.
    ratios = (m for k, m in enumerate(frame.marks[:i]) if k in frame.used and m.kind == "element")
    return frame.cue(i, "to") and any(mark.text.lower().startswith("ratio") for mark in ratios)


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
    values = [value for measure in plan.measures for value in _parts(measure.value)]
    formula = any(isinstance(value, Formula) for value in values)
    divided = any(isinstance(value, Formula) and "/" in value.sql for value in values)
    divided = divided or any(isinstance(value, Combined) and value.how == "ratio" for value in values)
    if mark.cue.kind == "analysis":
        return _analysis_shows(mark.cue.value, plan, values, sql)
    if mark.cue.kind == "aggregate":
        average = any(isinstance(value, AverageOf) for value in values)
        function = mark.cue.value.upper()
        return function == "SUM" or f"{function}(" in sql or (function == "AVG" and (divided or average))
    if mark.cue.kind == "not":
        return any(sign in sql for sign in _NEGATIVE)
    if mark.cue.kind == "share":
        shared = any(isinstance(value, ShareOf) for value in values) or any(m.share_of_total for m in plan.measures)
        return shared or formula or any(isinstance(value, Combined) and value.how == "ratio" for value in values)
    return True


def _parts(value: ValueOf) -> Iterator[ValueOf]:
    yield value
    if isinstance(value, Narrowed):
        yield value.of
    elif isinstance(value, Combined):
        yield from _parts(value.left)
        yield from _parts(value.right)


def _analysis_shows(said: str, plan: Plan, values: list[ValueOf], sql: str) -> bool:
    """Tell whether a word for an analysis has made its kind of measure."""
    kind = said.split(" ")[0].rstrip("-")
    windows = [measure.window for measure in plan.measures]
    combined = {value.how for value in values if isinstance(value, Combined)}
    changes = {window.shown for window in windows if isinstance(window, Change)}
    if kind in ("growth", "change", "year", "previous"):
        return bool(changes or combined & {"growth", "difference"})
    if kind in ("ratio", "difference"):
        return kind in combined or kind in changes
    if kind == "running":
        return any(isinstance(window, Running) for window in windows)
    if kind == "moving":
        return any(isinstance(window, Moving) for window in windows)
    return kind != "quantile" or "QUANTILE_CONT(" in sql


def _number_shows(value: int | Decimal, sql: str) -> bool:
    """Tell whether a number stands in the SQL, as said or in the unit of the column that it is compared with."""
    factors = (1, 60, 3600, 24, 1440, 7, 12, 1000, Decimal("0.01"), Decimal("0.001"), Decimal(1) / 60)
    scaled = (Decimal(value) * factor for factor in factors)
    return any(_plain(number) in sql for number in scaled) or any(str(value) in part for part in sql.split())


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
