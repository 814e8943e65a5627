"""The last look at a reading: does each word that was given a role show in the SQL?

Owns the list of what each kind of mark must leave behind. A pass may take a mark and a later choice may drop what it
gave; a number that answers half of the question is a wrong number, so such a word counts as not placed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from copilot.readers.grammar.frame import HINT, Frame, element_words
from copilot.readers.grammar.marks import Mark
from copilot.readers.plan import AverageOf, Change, Combined, Formula, Moving, Narrowed, Plan, Running, ShareOf, ValueOf

_NEGATIVE = ("NOT ", "<>", "IS NULL", "= 0", "= FALSE")


def without_trace(frame: Frame, plan: Plan, sql: str) -> tuple[str, ...]:
    """Return the words that have a role in the frame and no trace in the SQL."""
    lost = [
        mark.text
        for i, mark in enumerate(frame.marks)
        if i in frame.used and i not in frame.idle and not _shows(frame, i, mark, plan, sql)
    ]
    lost += [mark.text for i, mark in enumerate(frame.marks) if _is_left_open(frame, i)]
    return tuple(lost + _only_hinted(frame))


def _only_hinted(frame: Frame) -> list[str]:
    """Return the word that all rests on, where it only hints at a column: stock is no quantity that was sold."""
    named = [i for i in frame.used if frame.element(i) is not None]
    firm = [i for i in named if frame.weight(i) >= _HINTED]
    values = any(mark.kind == "value" for mark in frame.marks)
    measured = {wanted.at for wanted in frame.measures}
    if firm or values or frame.asked or not set(named) & measured:
        return []
    return [frame.marks[i].text for i in sorted(named)]


_HINTED: Final = 0.56
"""A word of less weight only hints at a column."""


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
        first = plan.over is not None and plan.over.first is not None
        return first or bool(plan.sort) or plan.limit is not None or "MAX(" in sql or "MIN(" in sql
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
    if mark.cue.kind == "sort":
        return bool(plan.sort) or plan.over is not None or bool(plan.columns)
    if mark.cue.kind == "not":
        return any(sign in sql for sign in _NEGATIVE)
    if mark.cue.kind == "share":
        shared = any(isinstance(value, ShareOf) for value in values) or any(m.share_of_total for m in plan.measures)
        over = plan.over is not None and (bool(plan.over.share_of) or plan.over.first is not None)
        return (
            shared or over or formula or any(isinstance(value, Combined) and value.how == "ratio" for value in values)
        )
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


def is_unplaced(frame: Frame, i: int, mark: Mark, touched: set[str]) -> bool:
    """Tell whether a mark carries content that nothing in the plan accounts for."""
    if i in frame.used or mark.kind == "stop":
        return False
    if mark.kind == "cue":
        if mark.cue is not None and mark.cue.kind == "aggregate" and mark.cue.value != "sum":
            return True
        if mark.cue is not None and mark.cue.kind == "verb":
            return not frame.share and all(wanted.at < 0 for wanted in frame.measures)
        return mark.cue is not None and mark.cue.kind in (
            "not",
            "compare",
            "between",
            "missing",
            "than_average",
            "unsupported",
            "analysis",
        )
    if mark.kind == "element":
        element = frame.element(i)
        if element is not None and i - 1 in frame.used and _is_broken_off(frame, i - 1):
            return True
        if element is not None and element.kind == "table":
            return False
        return mark.elements[0].weight >= 0.65 or not _explained(frame, i, touched)
    if mark.kind == "gradable" and mark.gradable is not None and not mark.gradable.superlative:
        return _narrows_noun(frame, i)
    return mark.kind in ("unknown", "value", "number", "date", "recurring", "quoted", "composite", "grain") or (
        mark.gradable is not None and mark.gradable.superlative and not _orders_again(frame, i)
    )


def _orders_again(frame: Frame, i: int) -> bool:
    """Tell whether a superlative only says once more how the first ones are ordered: most flights first."""
    return frame.superlative and any(mark.text.lower() == "first" for mark in frame.marks[i + 1 : i + 4])


def _is_broken_off(frame: Frame, i: int) -> bool:
    """Tell whether a metric's name ends within a longer one: revenue per order, line."""
    element = frame.element(i)
    return element is not None and element.kind == "metric" and " per " in frame.marks[i].text.lower()


def _narrows_noun(frame: Frame, i: int) -> bool:
    """Tell whether an adjective narrows the noun behind it: large orders are not all orders."""
    text = frame.marks[i].text.lower()
    if not text.isascii() or " " in text or text.endswith("er") or text in _NO_SIZE or i + 1 >= len(frame.marks):
        return False
    element, before = frame.element(i + 1), frame.prev(i, skip=())
    asked = before is not None and frame.marks[before].text.lower() in ("how", "most")
    things = any(hit.element.kind == "table" and hit.weight >= _NAMED for hit in frame.marks[i + 1].elements)
    return element is not None and (element.kind == "table" or things) and not asked


_NAMED: Final = 0.9
_NO_SIZE: Final = frozenset({"more", "less", "many", "much", "few", "good", "bad", "available", "late", "early"})


def _explained(frame: Frame, i: int, touched: set[str]) -> bool:
    """A weak word is explained where an element that it hints at, or one that shares a word with it, is used."""
    if any(f"{hit.element.table}.{hit.element.name}" in touched for hit in frame.marks[i].elements):
        return True
    hints = {(hit.element.table, hit.element.name) for hit in frame.marks[i].elements}
    tables = {hit.element.table for hit in frame.marks[i].elements if hit.weight >= HINT}
    for j in frame.used:
        element = frame.element(j)
        if element is None:
            continue
        if (element.table, element.name) in hints or (element.kind == "table" and element.table in tables):
            return True
        words = element_words(element)
        if any(
            words & element_words(hit.element) and hit.element.table == element.table
            for hit in frame.marks[i].elements
            if hit.element.kind != "metric"
        ):
            return True
    return False
