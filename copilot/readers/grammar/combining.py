"""Measures made of two others: the two that a question names, or one measure on the two sides of a comparison.

Owns which values stand on which side. Refuses to guess a side that nobody named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from copilot.readers.grammar.frame import Frame
from copilot.readers.grammar.roles.distributive import joined
from copilot.readers.plan import (
    Aggregate,
    AnyOf,
    ColumnRef,
    Combined,
    Dimension,
    Measure,
    OneOf,
    Predicate,
    narrowed,
)
from copilot.readers.windows import adds_up

Side = tuple[str, Predicate]


def settle_share(frame: Frame) -> None:
    """Refunds as a percentage of revenue: a share of one measure in another is their ratio."""
    if not frame.share or frame.combine is not None or frame.having or len(frame.measures) != 2:
        return
    first, second = sorted(frame.measures, key=lambda w: w.at)
    between = any(frame.cue(k, "share") for k in range(first.at, second.at))
    if first.at >= 0 and between and (first.metric, first.column) != (second.metric, second.column):
        frame.share = False
        frame.combine, frame.combine_at = "ratio", frame.share_at


def combine(
    frame: Frame, measures: Sequence[Measure], where: Sequence[Predicate]
) -> tuple[list[Measure], list[Predicate]] | None:
    """Return the measures with their ratio or difference, and the conditions; None where a side is missing."""
    how = frame.combine
    assert how is not None
    if how == "ratio" and len(measures) == 3:  # customers, and revenue per customer
        beside = measures[0] if frame.combine_at > sorted(w.at for w in frame.measures)[1] - 1 else measures[2]
        two = combine(frame, [m for m in measures if m is not beside], where)
        if two is None:
            return None
        return ([beside, *two[0]] if beside is measures[0] else [*two[0], beside]), two[1]
    if len(measures) == 2:
        left, right = measures
        if how == "difference" and None not in (left.unit, right.unit) and left.unit != right.unit:
            return None  # customers less dollars
        one = Combined(how, left.value, right.value)
        if how == "ratio":
            return [Measure(one, f"{left.label}_per_{right.label}", _unit_of_ratio(left, right))], list(where)
        return [left, right, Measure(one, "difference", left.unit)], list(where)
    if len(measures) != 1:
        return None
    found = sides(frame, where)
    if found is None:
        return None
    whole, (first, second) = found
    values = [narrowed(measures[0].value, condition) for _, condition in (first, second)]
    shown = [
        replace(measures[0], value=value, label=f"{measures[0].label}_{name}")
        for value, (name, _) in zip(values, (first, second), strict=True)
    ]
    unit = "share" if how == "ratio" else measures[0].unit
    one = Combined(how, values[0], values[1])
    made = Measure(one, f"{measures[0].label}_{'ratio' if how == 'ratio' else 'difference'}", unit)
    return [*shown, made], [p for p in where if p != whole] + [whole]


def _unit_of_ratio(left: Measure, right: Measure) -> str | None:
    return "share" if left.unit is not None and left.unit == right.unit else None


def sides(frame: Frame, where: Sequence[Predicate]) -> tuple[Predicate, tuple[Side, Side]] | None:
    """Return the condition that holds both sides of a comparison, and each side with its name."""
    for predicate in where:
        if isinstance(predicate, AnyOf) and len(predicate.parts) == 2:
            parts = [part for part in predicate.parts if isinstance(part, OneOf)]
            if len(parts) == 2:
                first, second = ((_name(str(part.values[0])), part) for part in parts)
                return predicate, (first, second)
        if isinstance(predicate, OneOf) and len(predicate.values) > 1 and isinstance(predicate.left, ColumnRef):
            named = [
                (_name(frame.marks[i].text), OneOf(predicate.left, frame.value(i).values))
                for i in sorted(frame.used)
                if frame.marks[i].kind == "value" and set(frame.value(i).values) <= set(predicate.values)
            ]
            if len(named) == 2 and {v for _, p in named for v in p.values} == set(predicate.values):
                return predicate, (named[0], named[1])
    return None


def sides_as_rows(frame: Frame, dimensions: Sequence[Dimension]) -> list[Dimension]:
    """Return the column by which the two sides of a comparison become two rows."""
    if frame.compared is not None and all(d.by != frame.compared for d in dimensions):
        return [Dimension(frame.compared, frame.compared.column)]
    told = [p.left for p, _ in frame.where if isinstance(p, OneOf) and len(p.values) > 1]
    for side in told:
        if isinstance(side, ColumnRef) and all(d.by != side for d in dimensions):
            return [Dimension(side, side.column)]
    return []


def rates_of_several(frame: Frame, measures: Sequence[Measure]) -> bool:
    """Tell whether a rate or an average is asked of A and B, which have one each and none together."""
    plain = not (frame.share or frame.superlative or frame.over or frame.combine or frame.follow or frame.changes)
    if not plain or not measures or frame.having or frame.counted or any(_is_added(m) for m in measures):
        return False
    values = [k for k, mark in enumerate(frame.marks) if mark.kind == "value"]
    pairs = [pair for pair in pairwise(values) if joined(frame, *pair)]
    said = all(any(frame.cue(k, "and") for k in range(one + 1, other)) for one, other in pairs[-1:])
    return bool(pairs) and said and len(pairs) == len(values) - 1


def _is_added(measure: Measure) -> bool:
    return adds_up(measure.value) or (isinstance(measure.value, Aggregate) and measure.value.name == "count")


def _name(text: str) -> str:
    return re.sub(r"\W+", "_", text.lower()).strip("_")
