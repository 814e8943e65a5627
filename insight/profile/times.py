"""How the rows of a table lie in time: how many in each period, which stretches are missing, what the week does.

Owns the choice of the period and the judgement what is a gap. Refuses forecasts: an expected value here is no more than
how often something happened elsewhere in the same data.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import exp as e_to
from typing import Final, Literal

import numpy as np
from sqlglot import exp

from copilot.catalog.asking import COUNT, GROUPS, Asker, aliased, col, key, tab
from copilot.values import Column
from insight.profile.values import Timeline

MOST_PERIODS: Final = 5_000
_CHANCE: Final = 1e-3
"""How likely a gap may be by chance, over all stretches of the data, to be one no more."""
_NEAR_DAYS: Final = 42
_FEW_DAYS: Final = 10
"""So near to the end of the data a gap is the end of the data."""
_SHORT_DAYS: Final = 4
"""Spans of fewer days are counted by the hour."""
Grain = Literal["hour", "day", "week", "month", "year"]


def timeline(asker: Asker, table: str, column: Column, day: date) -> Timeline | None:
    """Return how a table's rows lie on one of its dates, None where there is nothing to tell.

    Raises:
        QueryFailed: the engine said no, the deadline passed or the person stopped it.
    """
    facts = column.facts
    if facts is None or facts.minimum is None or facts.distinct < 2:
        return None
    first, last = _moment(facts.minimum), _moment(facts.maximum)
    if first is None or last is None:
        return None
    hourly = column.type == "timestamp" and (last - first).days < _SHORT_DAYS
    counted = _periods(asker, table, column.name, "hour" if hourly else "day")
    if len(counted) < 2:
        return None
    gaps, idle = ([], ()) if hourly else _gaps(counted)
    grain: Grain = "hour"
    told: Sequence[tuple[datetime, int]] = counted
    if not hourly:
        grain, told = _rolled(counted)
    return Timeline(
        grain=grain,
        first=str(facts.minimum),
        last=str(facts.maximum),
        counts=tuple((start.isoformat() if hourly else start.date().isoformat(), rows) for start, rows in told),
        gaps=tuple((a.isoformat(), b.isoformat()) for a, b in gaps),
        idle=idle,
        weekly=0.0 if hourly else _weekly(counted),
        age_days=(day - last.date()).days,
    )


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)[:19])
    except ValueError:
        return None


def _periods(asker: Asker, table: str, name: str, grain: Grain) -> list[tuple[datetime, int]]:
    start = exp.cast(exp.TimestampTrunc(this=exp.cast(col(name), "timestamp"), unit=exp.var(grain.upper())), "text")
    inner = exp.select(
        exp.alias_(start, key(0), quoted=True), exp.alias_(exp.Count(this=exp.Star()), COUNT, quoted=True)
    )
    inner = inner.from_(tab(table)).where(col(name).is_(exp.null()).not_()).group_by(start.copy())
    tree = aliased(exp.select(col(key(0), GROUPS), col(COUNT, GROUPS)).from_(inner.subquery(GROUPS)))
    most = 40 * MOST_PERIODS
    found = [(when, int(n)) for text, n in asker.rows(tree, rows=most) if (when := _moment(text)) is not None]
    return sorted(found)


def _rolled(counted: Sequence[tuple[datetime, int]]) -> tuple[Grain, list[tuple[datetime, int]]]:
    """Return days rolled up to the period that makes a picture: at most some 120 points."""
    span = (counted[-1][0] - counted[0][0]).days
    if span <= 120:
        return "day", list(counted)
    grain: Grain = "week" if span <= 840 else "month" if span <= 3660 else "year"
    rolled: dict[datetime, int] = {}
    for when, rows in counted:
        start = _start(when, grain)
        rolled[start] = rolled.get(start, 0) + rows
    return grain, sorted(rolled.items())


def _start(when: datetime, grain: Grain) -> datetime:
    if grain == "week":
        return when - timedelta(days=when.weekday())
    return when.replace(day=1) if grain == "month" else when.replace(month=1, day=1)


def _gaps(counted: Sequence[tuple[datetime, int]]) -> tuple[list[tuple[date, date]], tuple[int, ...]]:
    """Return stretches without rows that are too long to be chance, and the weekdays on which nothing ever happens."""
    months = _only_firsts(counted)
    if months is not None:
        return months, ()
    days = [when.date() for when, _ in counted]
    seen = {d.weekday() for d in days}
    idle = tuple(sorted(set(range(7)) - seen)) if len(days) >= 30 and len(seen) >= 3 else ()
    span = (days[-1] - days[0]).days + 1
    working = span * (7 - len(idle)) / 7
    filled = len(days) / working
    if len(days) < 20 or filled < 0.2:
        return [], idle
    core = _without_edges(days)
    gaps = []
    for before, after in pairwise(core):
        missing = [before + timedelta(days=i) for i in range(1, (after - before).days)]
        missing = [d for d in missing if d.weekday() not in idle]
        near = min(filled, _filled_near(core, before, idle, -1), _filled_near(core, after, idle, 1))
        if len(missing) >= 2 and _unlikely(len(missing), near, working):
            gaps.append((missing[0], missing[-1]))
    return gaps, idle


def _filled_near(days: Sequence[date], end: date, idle: tuple[int, ...], way: int) -> float:
    """Return the share of working days with rows in the weeks before or after a gap; towards its ends data thins."""
    window = [end + timedelta(days=way * i) for i in range(_NEAR_DAYS)]
    inside = [d for d in window if days[0] <= d <= days[-1] and d.weekday() not in idle]
    held = set(days)
    return sum(d in held for d in inside) / len(inside) if len(inside) >= _FEW_DAYS else 0.0


def _without_edges(days: list[date]) -> list[date]:
    """Return the days without single ones far before or after all others; such are wrong dates, no gaps."""
    low, high = days[len(days) // 50], days[-1 - len(days) // 50]
    room = max(60, (high - low).days // 2)
    return [d for d in days if (low - d).days <= room and (d - high).days <= room]


def _unlikely(missing: int, filled: float, working: float) -> bool:
    """Tell whether so many empty days in a row are too many for days that are filled with this chance."""
    empty = min(max(1.0 - filled, 0.02), 0.98)
    rate = -np.log(empty)
    return working * e_to(-rate * missing) < _CHANCE


def _only_firsts(counted: Sequence[tuple[datetime, int]]) -> list[tuple[date, date]] | None:
    """Return the missing months of a series that has one date a month, None where it is no such series."""
    days = [when.date() for when, _ in counted]
    if len(days) < 12 or len({d.day for d in days}) > 4 or any(d.day not in (1, 28, 29, 30, 31) for d in days):
        return None
    months = [d.year * 12 + d.month - 1 for d in days]
    gaps = []
    for before, after in pairwise(months):
        if after - before > 1:
            first, stop = before + 1, after
            last = date(stop // 12, stop % 12 + 1, 1) - timedelta(days=1)
            gaps.append((date(first // 12, first % 12 + 1, 1), last))
    return gaps if len(gaps) <= 0.1 * len(months) else []


def _weekly(counted: Sequence[tuple[datetime, int]]) -> float:
    """Return the share of the variation between days that the weekday explains, 0 where chance would do as well."""
    if len(counted) < 56:
        return 0.0
    rows = np.array([n for _, n in counted], dtype=np.float64)
    weekdays = np.array([when.weekday() for when, _ in counted])
    total = float(((rows - rows.mean()) ** 2).sum())
    if total == 0:
        return 0.0
    groups = [rows[weekdays == d] for d in range(7) if (weekdays == d).sum() >= 4]
    between = float(sum(len(g) * (g.mean() - rows.mean()) ** 2 for g in groups))
    share = between / total
    by_chance = 6.0 / len(rows)
    return round(share, 3) if share > 5 * by_chance else 0.0
