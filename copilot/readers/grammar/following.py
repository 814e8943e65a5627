"""From a plan of plain values to one that follows them over time, or that holds two periods against each other.

Owns which periods a change is between: calendar units where the plan is split by time, else the one or two periods that
the question names. Refuses a change whose earlier period nobody named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from copilot.dates.period import Period, add_months, as_datetime, describe, period_of, shift, year_earlier
from copilot.readers.grammar.frame import ChangeWanted, Frame, GroupBy
from copilot.readers.grammar.periods import Calendar
from copilot.readers.grammar.placing import gaps, plain_day
from copilot.readers.plan import (
    AnyOf,
    Bucket,
    Change,
    Combined,
    Dimension,
    Grain,
    Having,
    InPeriod,
    Measure,
    Moving,
    Op,
    Plan,
    Predicate,
    Running,
    TimePart,
    Window,
    narrowed,
)
from copilot.readers.windows import adds_up, time_position
from copilot.values.question import Language

_SUFFIX: Final = {"growth": "growth", "difference": "change", "before": "before"}
_TURNED: Final[dict[Op, Op]] = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "=", "<>": "<>"}
_VERBS: Final = frozenset(
    "grow grew grown growing increase increased rise rose decrease decreased decline declined drop dropped fall fell "
    "shrink shrank change changed 增长 增长了 上涨 下降 下降了 下滑 下跌 减少 减少了 增加 增加了".split()
)
_SHORT: Final[dict[Grain, str]] = {
    "year": "yoy", "half": "hoh", "quarter": "qoq", "month": "mom", "week": "wow", "day": "dod", "hour": "hourly",
}  # fmt: skip
_FINER: Final = ("year", "half", "quarter", "month", "week", "day", "hour")


def is_followed(frame: Frame) -> bool:
    """Tell whether the question asks for anything over time."""
    return bool(frame.changes) or frame.follow is not None


def settle_difference(frame: Frame) -> None:
    """A difference between two dates is a change from the earlier to the later one."""
    dates = [mark.date for i, mark in enumerate(frame.marks) if mark.date is not None and i not in frame.used]
    two = len(dates) == 2 or (len(dates) == 1 and dates[0].ends is not None)
    if frame.combine == "difference" and two and len(frame.measures) <= 1 and not frame.changes:
        frame.changes.append(ChangeWanted("difference", at=frame.combine_at))
        frame.combine = None


def compare_periods(frame: Frame, groups: Sequence[GroupBy], times: Sequence[Predicate] | None) -> None:
    """2024 vs 2025 by category: two periods that stand against each other within groups get a column each."""
    laid = [part for p in times or () for part in (p.parts if isinstance(p, AnyOf) else (p,))]
    two = len(laid) == 2 and all(isinstance(part, InPeriod) for part in laid)
    to_date = any(mark.date is not None and mark.date.same_period_last_year for mark in frame.marks)
    grouped = bool(groups) or to_date  # so far this year and last year are no two years to be listed
    if not frame.versus or is_followed(frame) or not two or not grouped or frame.share or frame.combine is not None:
        return
    timed = any(group.grain or group.part for group in groups)
    if not timed and not frame.superlative and not frame.having and frame.measures:
        frame.changes.append(ChangeWanted("before"))


def names_values(frame: Frame) -> bool:
    """Tell whether words say what grows: of "which category grew" nobody knows whether sales or orders are meant."""
    return all(w.metric or w.column or w.table or w.formula for w in frame.measures) and bool(frame.measures)


def add_time(frame: Frame) -> bool:
    """Split by the unit of time that growth or a moving average names by itself; False where none is to be told."""
    dates = [mark.date for i, mark in enumerate(frame.marks) if mark.date is not None and i not in frame.used]
    if any(group.grain or group.part for group in frame.groups):
        return True
    if frame.follow is not None:
        unit = frame.follow.unit
        if unit is not None:
            frame.groups.append(GroupBy(grain=unit))
        return unit is not None
    units: set[Grain] = {u for c in frame.changes if (u := c.unit or ("year" if c.against == "year" else None))}
    single = len(dates) == 1 and len(units) == 1 and _is_longer(dates[0].period, next(iter(units)))
    if (single or not dates) and any(frame.changes):
        if len(units) != 1:
            return False
        frame.groups.append(GroupBy(grain=next(iter(units))))
    return True


def _is_longer(period: Period, unit: Grain) -> bool:
    """Month over month growth in 2025: the months of the year are meant."""
    if period.start is None or period.end is None:
        return True
    first = period_of(period.start, unit).end
    return first is not None and as_datetime(first) < as_datetime(period.end)


def follow(frame: Frame, plan: Plan, times: Sequence[Predicate], calendar: Calendar) -> Plan | None:
    """Return the plan with what is asked for over time, None where that cannot be told."""
    time = time_position(plan.dimensions)
    if any(m.share_of_total for m in plan.measures):
        return None
    if frame.follow is not None:
        if time is None or frame.changes:
            return None
        return _framed(frame, plan, time, times)
    if time is not None:
        return _over_time(frame, plan, time, times)
    return _two_periods(frame, plan, times, calendar)


# -- split by time -------------------------------------------------------------------------------------------------


def _framed(frame: Frame, plan: Plan, time: int, times: Sequence[Predicate]) -> Plan | None:
    wanted = frame.follow
    assert wanted is not None
    unit = unit_of_time(plan.dimensions[time])
    window: Window = Running()
    if wanted.how == "running":
        if unit is None or not all(adds_up(m.value) for m in plan.measures):
            return None
        prefix = "running"
    else:
        if unit != wanted.unit:
            return None
        if wanted.how == "sum" and not all(adds_up(m.value) for m in plan.measures):
            return None
        window = Moving(wanted.how, wanted.periods)
        prefix = f"moving_{wanted.how}"
        plan, before = looking_back(plan, time, times), plan
        if plan != before:
            frame.assumptions.append(("looks_back", ()))
    found: list[Measure] = []
    for measure in plan.measures:
        found += [measure] if _stands_beside(frame, wanted.at) else []
        found.append(replace(measure, window=window, label=f"{prefix}_{measure.label}"))
    return replace(plan, measures=tuple(found))


def _stands_beside(frame: Frame, at: int) -> bool:
    """Revenue by month with its running total: the value itself is asked for as well."""
    j = at - 1
    while j >= 0 and (frame.marks[j].kind == "stop" or j in frame.idle or frame.marks[j].grain is not None):
        j -= 1
    return j > 0 and (frame.cue(j, "with", "and") or frame.marks[j].text in ("及其", "及", "、"))


def _over_time(frame: Frame, plan: Plan, time: int, times: Sequence[Predicate]) -> Plan | None:
    """Put the change against the calendar period before beside each value."""
    unit = unit_of_time(plan.dimensions[time])
    measures: list[Measure] = []
    for measure in plan.measures:
        measures.append(measure)
        for change in frame.changes:
            window = _window(change, unit, frame)
            if window is None:
                return None
            label = f"{measure.label}_{_SUFFIX[change.shown]}"
            label = (
                f"{label}_{_SHORT[window.unit if window.back == 1 else 'year']}" if len(_sides(frame)) > 1 else label
            )
            unit_said = "share" if change.shown == "growth" else measure.unit
            measures.append(replace(measure, label=label, unit=unit_said, window=window))
    shown = looking_back(plan, time, times)
    return _about_change(frame, replace(shown, measures=tuple(measures)))


def _sides(frame: Frame) -> set[object]:
    return {(change.against, change.unit) for change in frame.changes}


def unit_of_time(dimension: Dimension) -> Grain | None:
    """Return the unit that a dimension splits time by, None where it is no time."""
    if isinstance(dimension.by, Bucket):
        return dimension.by.grain
    if isinstance(dimension.by, TimePart) or dimension.label == "year":
        return "year"
    return "day" if dimension.label == "day" else None


def _window(change: ChangeWanted, unit: Grain | None, frame: Frame) -> Change | None:
    if unit is None:
        return None
    if change.against == "year" and unit == "week":
        frame.assumptions.append(("weeks_before", ("52",)))
        return Change(change.shown, "week", 52)
    if change.against == "year":
        return Change(change.shown, "year")
    wanted = change.unit or unit
    return Change(change.shown, wanted) if _FINER.index(wanted) <= _FINER.index(unit) else None


def looking_back(plan: Plan, time: int, times: Sequence[Predicate]) -> Plan:
    """Leave the periods before those that are asked for in the computation, so that the first ones have a past."""
    by = plan.dimensions[time].by
    unit = by.grain if isinstance(by, Bucket) else "day"
    column = by.of if isinstance(by, Bucket) else by
    own = [p for p in times if isinstance(p, InPeriod) and p.left == column]
    if len(own) != 1 or len(times) != 1 or own[0] not in plan.where:
        return plan
    if not all(_begins(moment, unit) for moment in (own[0].start, own[0].end)):
        return plan
    return replace(plan, where=tuple(p for p in plan.where if p != own[0]), shown=own[0])


def _begins(moment: date | None, grain: Grain) -> bool:
    return moment is None or period_of(moment, grain).start == moment


def _about_change(frame: Frame, plan: Plan) -> Plan:
    """Where a month is narrowed by its growth, the growth is what is meant: down by 10 % is below -0.1."""
    main = main_measure(plan)
    words = frame.marks[frame.changes[0].at].text
    if frame.superlative and frame.changes[0].shown == "growth" and words.lower() in _VERBS:
        frame.assumptions.append(("rate", (words,)))
    down = any(change.down for change in frame.changes)
    having: list[Having] = []
    for one, (_, _, percent) in zip(plan.having, frame.having, strict=False):
        if not percent and frame.changes[0].shown == "growth":
            having.append(one)
        elif down and not isinstance(one.value, str):
            having.append(Having(main, _TURNED[one.op], -one.value))
        else:
            having.append(replace(one, measure=main))
    if not plan.having and not frame.superlative and _asks_which(frame):
        having.append(Having(main, "<" if down else ">", 0))
    return replace(plan, having=tuple(having))


def _asks_which(frame: Frame) -> bool:
    """Which months did revenue fall: those with a fall are meant, not all with their growth."""
    verb = any(frame.marks[change.at].text.lower() in _VERBS for change in frame.changes)
    verb = verb or any(frame.marks[i].text.lower() in _VERBS for i in frame.used)
    if not verb:
        return False
    units = any(
        mark.grain is not None and mark.text.lower().startswith(("which", "what", "哪", "in which", "in what"))
        for mark in frame.marks
    )
    return units or any(group.ranked for group in frame.groups)


def main_measure(plan: Plan) -> int:
    """Return the position of the measure that a choice is about: the change where there is one, else the first."""
    for position, measure in enumerate(plan.measures):
        if isinstance(measure.window, Change) and measure.window.shown != "before":
            return position
        if isinstance(measure.value, Combined):
            return position
    return 0


# -- two periods ---------------------------------------------------------------------------------------------------


def _two_periods(frame: Frame, plan: Plan, times: Sequence[Predicate], calendar: Calendar) -> Plan | None:
    """Put two periods side by side, and the change from the earlier to the later one."""
    language: Language = "en" if all(mark.text.isascii() for mark in frame.marks) else "zh"
    laid = [part for p in times for part in (p.parts if isinstance(p, AnyOf) else (p,))]
    periods = [p for p in laid if isinstance(p, InPeriod)]
    if len({p.left for p in periods}) != 1 or len(periods) > 2 or not set(times) <= set(plan.where):
        return None
    if any(isinstance(p, AnyOf) and not all(isinstance(q, InPeriod) for q in p.parts) for p in times):
        return None
    pair = _pair(frame, [_until(p, calendar) for p in periods], language)
    if pair is None:
        return None
    column = periods[0].left
    extent = calendar.extent(column)
    earlier, later = pair
    if len(periods) == 1 and extent is not None:
        frame.assumptions += gaps(describe(earlier, language), earlier, extent)
    before, now = (InPeriod(column, p.start, p.end) for p in pair)
    measures = [part for m in plan.measures for part in _sides_of(frame, m, (earlier, before), (later, now))]
    kept = [p for p in plan.where if p not in times or not _is_period(p)]
    changed = replace(plan, measures=tuple(measures), where=(*kept, AnyOf((before, now))))
    return _about_change(frame, changed)


def _until(period: InPeriod, calendar: Calendar) -> InPeriod:
    """End a period to date where the data ends, so that as many days are compared with it."""
    extent = calendar.extent(period.left)
    if extent is None or period.start is None or period.end is None or plain_day(period.start) > extent.last:
        return period
    whole = any(period_of(period.end, unit).start == period.end for unit in _WHOLE)
    after = extent.last + timedelta(days=1)
    return replace(period, end=after) if not whole and plain_day(period.end) > after else period


_WHOLE: Final[tuple[Grain, ...]] = ("month", "week")


def _is_period(predicate: Predicate) -> bool:
    return isinstance(predicate, (InPeriod, AnyOf))


def _sides_of(
    frame: Frame, measure: Measure, earlier: tuple[Period, InPeriod], later: tuple[Period, InPeriod]
) -> list[Measure]:
    before, now = narrowed(measure.value, earlier[1]), narrowed(measure.value, later[1])
    found = [
        replace(measure, value=value, label=f"{measure.label}_{period_label(period)}")
        for value, (period, _) in ((before, earlier), (now, later))
    ]
    for shown in dict.fromkeys(change.shown for change in frame.changes):
        if shown == "before":
            continue
        unit = "share" if shown == "growth" else measure.unit
        found.append(Measure(Combined(shown, now, before), f"{measure.label}_{_SUFFIX[shown]}", unit))
    return found


def period_label(period: Period) -> str:
    """Return what a column about a period is called.

    >>> period_label(Period(date(2026, 4, 1), date(2026, 7, 1), "quarter"))
    '2026_q2'
    """
    start, end = period.start, period.end
    if start is None or end is None:
        return f"from_{_plain(start)}" if start is not None else f"until_{_plain(end)}"
    for unit, form in _FORMS:
        if period_of(start, unit) == Period(start, end, unit):
            return form(start)
    return f"{_plain(start)}_to_{_plain(period.last_day)}"


_FORMS: Final[tuple[tuple[Grain, Callable[[date], str]], ...]] = (
    ("year", lambda day: str(day.year)),
    ("half", lambda day: f"{day.year}_h{(day.month + 5) // 6}"),
    ("quarter", lambda day: f"{day.year}_q{(day.month + 2) // 3}"),
    ("month", lambda day: f"{day.year}_{day.month:02}"),
)


def _plain(moment: date | None) -> str:
    return "" if moment is None else moment.isoformat().replace("-", "_")[:10]


def _pair(frame: Frame, periods: list[InPeriod], language: Language) -> tuple[Period, Period] | None:
    """Return the earlier and the later period: both as named, or the named one and the one before it."""
    spans = [m.date for i, m in enumerate(frame.marks) if m.date is not None and i not in frame.idle]
    if len(periods) == 2:
        both = sorted((Period(p.start, p.end) for p in periods), key=lambda p: str(p.start or ""))
        return (both[0], both[1]) if both[0] != both[1] and both[0].end and both[1].start else None
    if len(periods) != 1 or len(spans) != 1 or periods[0].start is None or periods[0].end is None:
        return None
    span = spans[0]
    named = Period(periods[0].start, periods[0].end, span.period.grain)
    against = {change.against for change in frame.changes}
    if span.ends is not None and against == {None}:
        first, last = (_moved(end, span.ends[0], named) for end in span.ends)
        return first, last
    if len(against) != 1:
        return None
    if against == {"year"}:
        return year_earlier(named), named
    unit = next((change.unit for change in frame.changes if change.unit), None)
    if unit is not None and unit != named.grain:
        return None
    before = shift(named, -1)
    if against == {None}:
        words = (describe(named, language), describe(before, language))
        frame.assumptions.append(("compared", words))
    return before, named


def _moved(period: Period, first: Period, named: Period) -> Period:
    """Put an end of a range into the year that the range was given in the data."""
    if first.start is None or named.start is None or period.start is None or period.end is None:
        return period
    months = 12 * (named.start.year - first.start.year)
    return Period(add_months(period.start, months), add_months(period.end, months), period.grain)
