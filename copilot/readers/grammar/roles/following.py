"""What is followed over time: growth, changes against an earlier period, running totals, moving averages.

Owns the slots of these. Which periods they compare is told by `copilot.readers.grammar.following`, once the dates are
laid on the data.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, Literal, cast

from copilot.dates.numbers import find_numbers
from copilot.readers.grammar.frame import ChangeWanted, FollowWanted, Frame, GroupBy
from copilot.readers.grammar.roles.grouping import add_group, is_groupable
from copilot.readers.plan import Grain

_RATE: Final = frozenset({"rate", "percent", "percentage", "pct", "率", "幅", "%"})
_UNITS: Final = frozenset({"year", "half", "quarter", "month", "week", "day", "hour"})
_TOTALS: Final = frozenset({"累计", "cumulative"})
_EARLIER: Final = re.compile(
    r"(?:the\s+)?(?:last|previous|prior|preceding)\s+(year|quarter|month|week|day)(?:'s)?|"
    r"(上个?月|上个?季度|上一?年|去年|上个?周|上个?星期|昨天|前一天|前一日)",
    re.IGNORECASE,
)
_UNITS_ZH: Final[tuple[tuple[str, Grain], ...]] = (
    ("月", "month"), ("季", "quarter"), ("年", "year"), ("周", "week"), ("星期", "week"), ("天", "day"), ("日", "day"),
)  # fmt: skip


def changes(frame: Frame) -> None:
    """Revenue growth by month, month over month, 同比, change from 2024 to 2025."""
    said = [i for i in range(len(frame.marks)) if _analysis(frame, i).split(" ")[0] in _SAYS_CHANGE]
    against = [i for i in said if _analysis(frame, i).startswith(("year", "previous"))]
    words = [i for i in said if i not in against and _analysis(frame, i) != "trend"]
    if not said or (not against and not words):
        _trends(frame, said)
        return
    frame.used |= set(said)
    beside = {i for i in range(len(frame.marks)) if _analysis(frame, i) in ("how", "than")}
    frame.used |= beside
    frame.idle |= beside
    _said_as_rate(frame, said)
    shown: Literal["growth", "difference"] = "growth"
    down = any(_analysis(frame, i) == "growth-" for i in words)
    if words and all(_analysis(frame, i) == "change" for i in words) and not against and not _as_rate(frame, words):
        shown = "difference"
    at = (words or against)[0]
    plain = ChangeWanted(shown, at=at, down=down)
    for i in against:
        kind, _, unit = _analysis(frame, i).partition(" ")
        asked = cast("Literal['year', 'previous']", kind)
        frame.changes.append(replace(plain, against=asked, unit=cast("Grain", unit) if unit else None, at=i))
    if not against:
        frame.changes.append(plain)
    _units_asked(frame)
    _things_that_changed(frame, words)


def _things_that_changed(frame: Frame, words: list[int]) -> None:
    """Stores whose revenue fell, 销售额下降的门店: the things of which the fall is told, those alone that had one."""
    for i in words:
        behind = frame.next(i) if frame.marks[i + 1 : i + 2] and frame.marks[i + 1].text == "的" else None
        clause = next((k for k in range(i - 1, 0, -1) if frame.marks[k].text.lower() in _CLAUSE), None)
        thing = behind if behind is not None else frame.prev(clause, skip=()) if clause is not None else None
        if behind is not None and frame.cue(behind, "which", "with"):  # 门店……下降的有哪些
            thing = next((k for k in range(i) if frame.rows_named(k) or frame.is_text(k)), None)
        if thing is None or not (frame.rows_named(thing) or frame.is_text(thing)) or frame.groups:
            continue
        if not is_groupable(frame, thing):
            continue
        if frame.cue(thing + 1, "count") if thing + 1 < len(frame.marks) else False:
            continue  # how many of them
        add_group(frame, thing)
        frame.groups[-1] = replace(frame.groups[-1], ranked=True)
        return


_CLAUSE: Final = frozenset({"whose", "that", "which", "where"})


def _units_asked(frame: Frame) -> None:
    """Months where revenue grew: the unit of time that is asked for is what the values are split by."""
    if any(mark.grain is not None and mark.grain.marker for mark in frame.marks):
        return
    for i, mark in enumerate(frame.marks):
        before = frame.prev(i, skip=())
        counted = before is not None and (frame.marks[before].number is not None or frame.cue(before, "versus"))
        if mark.grain is None or i in frame.used or counted or frame.cue(before, "which"):
            continue
        frame.used.add(i)
        frame.groups.append(GroupBy(grain=mark.grain.grain, at=i, ranked=True))
        return


def _said_as_rate(frame: Frame, said: list[int]) -> None:
    """By how many percent did orders increase: the words for a rate ask for the growth, for nothing else."""
    asks = [i for i in range(len(frame.marks)) if frame.cue(i, "count") and i not in frame.used]
    for i in range(len(frame.marks)):
        near = any(abs(i - j) <= 2 for j in (*said, *asks))
        if frame.cue(i, "share") and i not in frame.used and near and frame.marks[i].text != "率":
            frame.used.add(i)
            frame.idle.add(i)
            frame.used |= {j for j in asks if abs(i - j) <= 1}
    for i in asks:
        cue = frame.marks[i].cue
        if cue is not None and (cue.value == "how_much" or frame.marks[i].text in ("多少", "几")):
            frame.used.add(i)


_SAYS_CHANGE: Final = ("growth", "growth-", "change", "year", "previous", "trend")


def _analysis(frame: Frame, i: int) -> str:
    cue = frame.marks[i].cue
    return cue.value if cue is not None and cue.kind == "analysis" else ""


def _trends(frame: Frame, said: list[int]) -> None:
    """How revenue changed over time asks for the values themselves, where a unit of time is named."""
    if any(mark.grain is not None and mark.grain.marker for mark in frame.marks):
        said += [i for i in range(len(frame.marks)) if _analysis(frame, i) == "how"]
        frame.used |= set(said)
        frame.idle |= set(said)


def _as_rate(frame: Frame, words: list[int]) -> bool:
    """The change in percent: a word for a rate beside the word for the change."""
    for i in words:
        for j in (i - 1, i + 1, i + 2):
            if 0 <= j < len(frame.marks) and frame.marks[j].text.lower() in _RATE | {"in percent", "百分比", "比例"}:
                frame.used.add(j)
                frame.idle.add(j)
                return True
    return False


def earlier_periods(frame: Frame) -> None:
    """Revenue by month vs last year, compared with the previous month: each row against an earlier one."""
    by_unit = [i for i, mark in enumerate(frame.marks) if mark.grain is not None and mark.grain.marker]
    if not by_unit:
        return
    for i, mark in enumerate(frame.marks):
        if mark.date is None or i in frame.used or not _is_other_side(frame, i):
            continue
        found = _EARLIER.fullmatch(mark.text.strip())
        if not found and not mark.date.same_period_last_year:
            continue
        unit = "year" if found is None else (found[1] or "").lower() or _unit_zh(found[2])
        frame.used.add(i)
        frame.idle.add(i)
        for j in (frame.prev(i, skip=("of",)), frame.next(i, skip=())):
            if j is not None and frame.cue(j, "versus"):
                frame.used.add(j)
        against: Literal["year", "previous"] = "year" if unit == "year" else "previous"
        wanted = None if unit == "year" else cast("Grain", unit)
        if frame.changes and all(change.against is None for change in frame.changes):
            frame.changes = [replace(change, against=against, unit=wanted) for change in frame.changes]
        elif not frame.changes:
            frame.changes += [ChangeWanted("before", against, wanted, i), ChangeWanted("growth", against, wanted, i)]


def _is_other_side(frame: Frame, i: int) -> bool:
    """Tell whether a date is what something is compared with: vs last year, 与上月相比."""
    before, after = frame.prev(i, skip=("of",)), frame.next(i, skip=())
    if before is not None and frame.cue(before, "versus"):
        return True
    zh = frame.marks[i].text[-1:] > "\u3400"
    return after is not None and frame.cue(after, "versus") and zh


def _unit_zh(text: str) -> str:
    return next(unit for sign, unit in _UNITS_ZH if sign in text)


def follows(frame: Frame) -> None:
    """Running total of revenue by month, 7-day moving average, 近3个月滚动平均."""
    for i in range(len(frame.marks)):
        kind, _, rest = _analysis(frame, i).partition(" ")
        if kind == "running" and i not in frame.used:
            frame.used.add(i)
            frame.follow = FollowWanted("running", at=i)
        elif kind == "moving" and i not in frame.used:
            how, _, unit = rest.partition(" ")
            spans = _periods(frame, i, unit)
            if spans is None:
                continue
            periods, grain, taken = spans
            if not how:
                how, more = _average_near(frame, i)
                taken |= more
            frame.used |= taken | {i}
            frame.idle |= taken
            frame.follow = FollowWanted("avg" if how == "avg" else "sum", periods, grain, i)
    _moving_dates(frame)
    _running_totals(frame)


def _moving_dates(frame: Frame) -> None:
    """Trailing 12-month total by month: days elsewhere, but a stretch that moves where a unit of time is named."""
    if frame.follow is not None or _grouped_unit(frame) is None:
        return
    for i, mark in enumerate(frame.marks):
        if mark.date is None or not mark.text.lower().startswith(_MOVING):
            continue
        counted = [n for n in find_numbers(mark.date.text) if n.unit in _UNITS and n.value == int(n.value)]
        if len(counted) == 1:
            how, taken = _average_near(frame, i)
            frame.used |= taken | {i}
            frame.idle |= taken | {i}
            unit = cast("Grain", counted[0].unit)
            frame.follow = FollowWanted("avg" if how == "avg" else "sum", int(counted[0].value), unit, i)
            return


_MOVING: Final = ("trailing", "rolling", "moving", "滚动")


def _running_totals(frame: Frame) -> None:
    """按月累计: what is a total elsewhere runs on where a unit of time is named."""
    by_unit = any(mark.grain is not None and mark.grain.marker and not mark.grain.cyclic for mark in frame.marks)
    if frame.follow is not None or not by_unit:
        return
    for i, mark in enumerate(frame.marks):
        if mark.text.lower() in _TOTALS and frame.cue(i, "aggregate") and i not in frame.used:
            frame.used.add(i)
            frame.follow = FollowWanted("running", at=i)


def _average_near(frame: Frame, i: int) -> tuple[str, set[int]]:
    """Rolling 3 month average: the word for the average stands apart."""
    for j in range(max(0, i - 3), min(len(frame.marks), i + 5)):
        cue = frame.marks[j].cue
        if cue is not None and cue.kind == "aggregate" and cue.value in ("avg", "sum") and j not in frame.used:
            return cue.value, {j}
    return "sum", set()


def _periods(frame: Frame, i: int, unit: str) -> tuple[int, Grain, set[int]] | None:
    """Return over how many units of time a moving average runs, and the marks that say so."""
    for j in sorted(range(max(0, i - 4), min(len(frame.marks), i + 5)), key=lambda k: (abs(k - i), k)):
        mark = frame.marks[j]
        if j in frame.used:
            continue
        if mark.date is not None:
            counted = [n for n in find_numbers(mark.date.text) if n.unit in _UNITS and n.value == int(n.value)]
            if len(counted) == 1 and mark.date.relative and abs(j - i) <= 2:
                return int(counted[0].value), cast("Grain", counted[0].unit), {j}
        number = mark.number
        if number is None or number.value != int(number.value) or not 1 < number.value <= 400:
            continue
        if number.unit in _UNITS:
            joined = {j - 1} if j > i and frame.marks[j - 1].text.lower() in _OVER else set()
            return int(number.value), cast("Grain", number.unit), {j} | joined
        behind = frame.marks[j + 1] if j + 1 < len(frame.marks) else None
        if unit:
            return int(number.value), cast("Grain", unit), {j}
        if behind is not None and behind.text == "-" and j + 2 < len(frame.marks):
            behind = frame.marks[j + 2]
        if behind is not None and behind.grain is not None and not behind.grain.marker:
            return int(number.value), behind.grain.grain, {j, j + 1}
        if number.unit in (None, "piece") and (by := _grouped_unit(frame)) is not None:
            return int(number.value), by, {j} | ({j + 1} if _is_period_word(frame, j + 1) else set())
    return None


_OVER: Final = frozenset({"over", "of", "in", "with", "window"})
"""What may join a moving average with its length behind it."""


def _is_period_word(frame: Frame, j: int) -> bool:
    return j < len(frame.marks) and frame.marks[j].text.lower() in ("period", "periods", "point", "期")


def _grouped_unit(frame: Frame) -> Grain | None:
    units = {mark.grain.grain for mark in frame.marks if mark.grain is not None and mark.grain.marker}
    return next(iter(units)) if len(units) == 1 else None
