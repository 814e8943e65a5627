"""Laying dates of a question on the time column of the data.

Owns the choice of the time column, years that were left unsaid and relative periods that lie after the data. Reading
dates in text belongs to `copilot.dates`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

from copilot.dates import DateSpan, find_dates
from copilot.dates.period import Period, describe, period_of
from copilot.linking.words import name_words
from copilot.readers.grammar.frame import Frame, GroupBy
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import AnyOf, Bucket, ColumnRef, Compare, Dimension, InPeriod, OneOf, Predicate, TimePart
from copilot.values import Catalog, Question


class Calendar:
    """The time columns of one catalog, as one question uses them."""

    def __init__(self, catalog: Catalog, graph: JoinGraph, question: Question) -> None:
        self._catalog = catalog
        self._graph = graph
        self._question = question

    def is_needed(self, frame: Frame) -> bool:
        """Tell whether the question says anything that needs a time column."""
        timed = any(m.kind in ("date", "recurring") and i not in frame.used for i, m in enumerate(frame.marks))
        return timed or any(g.grain or g.part for g in frame.groups)

    def column_for(self, base: str) -> ColumnRef | None:
        """Return the time column that dates a row of a table: its own, else that of the nearest table it points to."""
        best: tuple[int, ColumnRef] | None = None
        for table in self._catalog.tables.values():
            if table.time_column is None:
                continue
            path = self._graph.path(base, table.name)
            if path is not None and (best is None or len(path) < best[0]):
                best = (len(path), ColumnRef(table.name, table.time_column, path[-1].from_columns[0] if path else None))
        return best[1] if best else None

    def extent(self, column: ColumnRef) -> tuple[date, date] | None:
        """Return the first and last day of a time column."""
        facts = self._catalog.column(column.table, column.column).facts
        if facts is None or facts.minimum is None or facts.maximum is None:
            return None
        try:
            return date.fromisoformat(str(facts.minimum)[:10]), date.fromisoformat(str(facts.maximum)[:10])
        except ValueError:
            return None

    def dimension(self, frame: Frame, group: GroupBy, base: str) -> Dimension | None:
        """Return the time group, over the base's time column; over plain number columns where there is none."""
        column = self._named_column(frame, group.at) or self.column_for(base)
        word = group.grain or group.part
        if column is None:
            own = self._catalog.tables[base].columns
            return Dimension(ColumnRef(base, str(word)), str(word)) if word in own else None
        if group.part is not None:
            return Dimension(TimePart(column, group.part), {"isodow": "weekday"}.get(group.part, group.part))
        assert group.grain is not None
        if group.grain == "day" and self._catalog.column(column.table, column.column).type == "date":
            return Dimension(column, "day")
        return Dimension(Bucket(column, group.grain), group.grain)

    def conditions(self, frame: Frame, base: str) -> list[Predicate] | None:
        """Return the conditions that the dates of the question set; None where the data has no time to lay them on."""
        found: list[Predicate] = []
        spans = [(i, m.date) for i, m in enumerate(frame.marks) if m.date is not None and i not in frame.used]
        plain: list[tuple[int, ColumnRef, Period, DateSpan]] = []
        for i, span in spans:
            year_column = self._year_column(frame, i, span)
            if year_column is not None:
                found += _year_conditions(year_column, span.period)
                frame.used.add(i)
                continue
            column = self._named_column(frame, i) or self.column_for(base)
            if (
                column is None
                and (years := self._plain_years(base)) is not None
                and span.period.grain in ("year", None)
            ):
                found += _year_conditions(years, span.period)
                frame.used.add(i)
                continue
            if column is None:
                return None
            plain.append((i, column, self._placed(frame, span, column), span))
            frame.used.add(i)
        if len(plain) > 1 and self._side_by_side(frame, [p[0] for p in plain]):
            found.append(AnyOf(tuple(InPeriod(c, p.start, p.end) for _, c, p, _ in plain)))
            if not self._compare_periods(frame, [p[2] for p in plain]):
                return None
        else:
            found += [InPeriod(c, p.start, p.end) for _, c, p, _ in plain]
        recurring = [m.recurring for i, m in enumerate(frame.marks) if m.recurring is not None and i not in frame.used]
        if len({r.part for r in recurring}) < len(recurring):
            return None  # mornings or evenings, mornings against evenings: not told apart yet
        for i, mark in enumerate(frame.marks):
            if mark.recurring is not None and i not in frame.used:
                column = self._named_column(frame, i) or self.column_for(base)
                if column is None:
                    return None
                frame.used.add(i)
                found.append(OneOf(TimePart(column, mark.recurring.part), mark.recurring.values))
        return found

    def _plain_years(self, base: str) -> ColumnRef | None:
        """Return the column of whole years that dates the rows of a table without a time of its own."""
        for name, column in self._catalog.tables[base].columns.items():
            if column.type == "integer" and name_words(name) == ("year",) and column.facts is not None:
                low, high = column.facts.minimum, column.facts.maximum
                if isinstance(low, int) and isinstance(high, int) and low > 1000 and high < 2200:
                    return ColumnRef(base, name)
        return None

    def _side_by_side(self, frame: Frame, positions: list[int]) -> bool:
        return frame.versus or all(
            any(frame.cue(k, "and", "or", "versus") or frame.marks[k].text in ",，、" for k in range(a + 1, b))
            for a, b in pairwise(positions)
        )

    def _compare_periods(self, frame: Frame, periods: list[Period]) -> bool:
        """Group by the unit that tells the periods apart; False where none does."""
        if any(g.grain or g.part for g in frame.groups) or not (frame.versus or frame.measures):
            return True
        starts = [p.start for p in periods if p.start is not None]
        grains = {p.grain for p in periods}
        grain = next(iter(grains)) if len(grains) == 1 else None
        single = grain is not None and all(p.start and _same_days(p, period_of(p.start, grain)) for p in periods)
        if single:
            frame.groups.append(GroupBy(grain=grain))
        elif len({start.year for start in starts}) == len(periods):
            frame.groups.append(GroupBy(grain="year"))  # the same months of two years
        else:
            return False
        return True

    def _named_column(self, frame: Frame, i: int) -> ColumnRef | None:
        """Return the date column that is named beside the words, such as ``closed after June``."""
        for j in (frame.prev(i, skip=("of", "in")), frame.next(i)) if i >= 0 else ():
            column = frame.column(j)
            if column is not None and column.type in ("date", "timestamp") and j is not None:
                frame.used.add(j)
                ref = frame.ref(j)
                if ref in frame.shown:
                    frame.shown.remove(ref)
                return ref
        return None

    def _year_column(self, frame: Frame, i: int, span: DateSpan) -> ColumnRef | None:
        """Return a column of plain years that stands right before a date, such as ``built before 2000``."""
        if span.period.grain not in ("year", None):
            return None
        j = frame.prev(i, skip=("of", "in"))
        column, ref = frame.column(j), frame.ref(j)
        if column is None or ref is None or j is None or column.type != "integer" or column.facts is None:
            return None
        low, high = column.facts.minimum, column.facts.maximum
        if isinstance(low, int) and isinstance(high, int) and high > 1500 and high < 2200:
            frame.used.add(j)
            frame.measures = [w for w in frame.measures if w.column != ref]
            return ref
        return None

    def _placed(self, frame: Frame, span: DateSpan, column: ColumnRef) -> Period:
        """Give a date its year, and read a relative one again from the end of the data where it lies after it."""
        extent = self.extent(column)
        language = self._question.language
        if extent is None:
            return span.period
        first, last = extent
        period = span.period
        if span.needs_year and span.yearless is not None:
            years = [y for y in range(first.year, last.year + 1) if _overlaps(span.with_year(y), first, last)]
            if years:
                period = span.with_year(years[-1])
                if len(years) > 1:
                    frame.assumptions.append(("year", (span.text, describe(period, language))))
        elif span.relative:
            if not self._question.today_explicit and period.start is not None and _day(period.start) > last:
                period = _read_again(self._question.text, span, last + timedelta(days=1)) or period
                frame.assumptions.append(("reread", (span.text, describe(period, language), last.isoformat())))
            else:
                frame.assumptions.append(("period", (span.text, describe(period, language))))
        if (
            period.end is not None
            and period.start is not None
            and _day(period.start) <= last < _day(period.end) - timedelta(days=1)
        ):
            frame.assumptions.append(("incomplete", (span.text, last.isoformat())))
        return period


def _same_days(one: Period, other: Period) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _read_again(text: str, span: DateSpan, today: date) -> Period | None:
    for other in find_dates(text, today=today):
        if other.start_char == span.start_char:
            return other.period
    return None


def _overlaps(period: Period, first: date, last: date) -> bool:
    return (period.start is None or _day(period.start) <= last) and (period.end is None or _day(period.end) > first)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _year_conditions(column: ColumnRef, period: Period) -> list[Predicate]:
    found: list[Predicate] = []
    if period.start is not None and period.end is not None and period.end.year - period.start.year == 1:
        return [Compare(column, "=", period.start.year)]
    if period.start is not None:
        found.append(Compare(column, ">=", period.start.year))
    if period.end is not None:
        found.append(Compare(column, "<", period.end.year))
    return found
