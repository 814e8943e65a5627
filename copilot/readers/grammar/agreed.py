"""Agreed metrics whose values follow time: running totals, growth, stocks of which the last one holds.

Owns what such a metric makes of the plan of its plain expression. Refuses a plan in which what was agreed cannot be
kept, such as a share of a growth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from copilot.readers.grammar.following import is_followed, looking_back, unit_of_time
from copilot.readers.grammar.frame import Frame, GroupBy
from copilot.readers.plan import (
    Change,
    ColumnRef,
    Dimension,
    Grain,
    Moving,
    OverGroups,
    Plan,
    Predicate,
    Running,
    Window,
)
from copilot.readers.windows import time_position
from copilot.values import Metric, OverTime


def split_by_agreed_unit(frame: Frame, metrics: Mapping[str, Metric]) -> None:
    """Split by the unit of time that an agreed metric names, where the question names none."""
    if any(group.grain or group.part for group in frame.groups):
        return
    for metric in _asked(frame, metrics):
        over = metric.over_time
        if over is not None and over.how != "running" and over.unit is not None:
            frame.groups.append(GroupBy(grain=cast("Grain", over.unit)))
            return


def as_agreed(frame: Frame, plan: Plan, times: Sequence[Predicate], metrics: Mapping[str, Metric]) -> Plan | None:
    """Return the plan with each agreed metric as it is meant over time, None where that cannot be kept."""
    asked = [metric for metric in _asked(frame, metrics) if metric.over_time is not None or metric.last_over]
    if not asked:
        return plan
    names = {metric.name: metric for metric in asked}
    places = [place for place, measure in enumerate(plan.measures) if measure.label in names]
    if len(places) != len(names) or is_followed(frame) or frame.share or plan.over is not None:
        return None
    if any(metric.last_over for metric in asked):
        return _last_of(plan, asked[0]) if len(plan.measures) == 1 and not plan.having else None
    time = time_position(plan.dimensions)
    if time is None:
        plain = all(metric.over_time is not None and metric.over_time.how == "running" for metric in asked)
        return plan if plain else None  # a running total at the end of all that is asked for is its total
    unit = unit_of_time(plan.dimensions[time])
    measures = list(plan.measures)
    back = False
    for place in places:
        over = names[plan.measures[place].label].over_time
        window = _window(over, unit) if over is not None else None
        if window is None:
            return None
        shown = "share" if isinstance(window, Change) and window.shown == "growth" else measures[place].unit
        measures[place] = replace(measures[place], window=window, unit=shown)
        back = back or not isinstance(window, Running)
    plan = replace(plan, measures=tuple(measures))
    return looking_back(plan, time, times) if back else plan


def _asked(frame: Frame, metrics: Mapping[str, Metric]) -> list[Metric]:
    names = dict.fromkeys(wanted.metric for wanted in frame.measures if wanted.metric is not None)
    return [metrics[name] for name in names]


def _window(over: OverTime, unit: Grain | None) -> Window | None:
    """Return how a metric is followed where values are split by a unit of time, None where the two do not fit."""
    if unit is None:
        return None
    if over.how == "running":
        return Running()
    if over.how == "moving_sum" or over.how == "moving_avg":
        return Moving("sum" if over.how == "moving_sum" else "avg", over.periods) if over.unit == unit else None
    wanted = cast("Grain", over.unit or unit)
    if wanted == "year" and unit == "week":
        return Change(over.how, "week", 52 * over.periods)
    return Change(over.how, wanted, over.periods) if _UNITS.index(wanted) <= _UNITS.index(unit) else None


_UNITS = ("year", "half", "quarter", "month", "week", "day", "hour")


def _last_of(plan: Plan, metric: Metric) -> Plan:
    """Take the values of each day, and of those the last one of each group: a stock does not add up over time."""
    table, _, column = metric.last_over.partition(".")
    kept = tuple(range(len(plan.dimensions)))
    day = Dimension(ColumnRef(table, column), f"last_{column}")
    inner = replace(plan, dimensions=(*plan.dimensions, day))
    return replace(inner, over=OverGroups("last", metric.name, kept=kept, unit=metric.unit))
