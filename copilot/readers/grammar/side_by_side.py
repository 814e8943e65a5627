"""Times that words set side by side: mornings against evenings, Mondays and Fridays, this May and the last one.

Owns whether times are alternatives, and the group that tells them apart. Which days and hours they mean belongs to
`copilot.readers.grammar.placing` and `copilot.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from copilot.dates import RecurringSpan
from copilot.dates.period import Period, period_of
from copilot.readers.grammar.frame import Frame, GroupBy
from copilot.readers.grammar.laying import is_season, same_days
from copilot.readers.plan import AnyOf, ColumnRef, OneOf, Predicate, TimePart

Recurring = tuple[int, RecurringSpan]
"""The position of a mark and the weekdays or hours that it names."""


def are_alternatives(frame: Frame, positions: Sequence[int]) -> bool:
    """Tell whether words say that each of the times is meant for itself."""
    return frame.versus or all(
        any(frame.cue(k, "and", "or", "versus") or frame.marks[k].text in ",，、" for k in range(a + 1, b))
        for a, b in pairwise(positions)
    )


def group_periods(frame: Frame, periods: Sequence[Period]) -> bool:
    """Group by the unit that tells the periods apart; False where none does."""
    if any(g.grain or g.part for g in frame.groups) or not (frame.versus or frame.measures):
        return True
    starts = [p.start for p in periods if p.start is not None]
    grains = {p.grain for p in periods}
    grain = next(iter(grains)) if len(grains) == 1 else None
    if all(p.grain == "month" and is_season(p) for p in periods) and len({s.month for s in starts}) == len(periods):
        frame.groups.append(GroupBy(part="season"))
        return True
    single = grain is not None and all(p.start and same_days(p, period_of(p.start, grain)) for p in periods)
    if single:
        frame.groups.append(GroupBy(grain=grain))
    elif len({start.year for start in starts}) == len(periods):
        frame.groups.append(GroupBy(grain="year"))  # the same months of two years
    else:
        return False
    return True


def recurring_marks(frame: Frame) -> list[Recurring]:
    """Return the weekdays and hours that no pass has taken, those that brackets tell exactly by the latter."""
    found: list[Recurring] = []
    for i, mark in enumerate(frame.marks):
        if mark.recurring is None or i in frame.used:
            continue
        again = frame.marks[frame.retold[i]].recurring if i in frame.retold else None
        same = again is not None and again.part == mark.recurring.part
        exact = replace(mark.recurring, values=again.values, note="", sides=()) if again is not None and same else None
        found.append((i, exact or mark.recurring))
    return found


def sides_of(frame: Frame, marks: Sequence[Recurring]) -> list[RecurringSpan] | None:
    """Return the weekdays or hours that are set side by side, empty where none are; None where that is not to be told.

    Mornings vs evenings are two marks; "mornings and evenings" is one, whose parts are sides where they are compared.
    """
    if len(marks) == 1:
        sides = list(marks[0][1].sides) if frame.versus or frame.combine is not None else []
    elif len({span.part for _, span in marks}) == len(marks):
        return []
    elif len({span.part for _, span in marks}) > 1 or not are_alternatives(frame, [i for i, _ in marks]):
        return None
    else:
        sides = [span for _, span in marks]
    values = [value for side in sides for value in side.values]
    return sides if len(values) == len(set(values)) and -1 not in values else None


def lay_sides(frame: Frame, column: ColumnRef, sides: Sequence[RecurringSpan]) -> list[Predicate]:
    """Group by the times that are set side by side, or lay each as a side of a ratio or difference."""
    part = sides[0].part
    time = TimePart(column, part)
    frame.assumptions += [("period", (side.text, side.note)) for side in sides if side.note]
    if frame.combine is not None:
        return [AnyOf(tuple(OneOf(time, side.values) for side in sides))]
    frame.groups.append(GroupBy(part=part, named=tuple((_LEAD.sub("", side.text), side.values) for side in sides)))
    values = tuple(sorted(value for side in sides for value in side.values))
    return [OneOf(time, values)] if len(values) < _ALL[part] else []


_ALL: Final = {"hour": 24, "isodow": 7, "day": 31}
_LEAD: Final = re.compile(r"(?:on|in|during|at)\s+(?:the\s+)?", re.IGNORECASE)
