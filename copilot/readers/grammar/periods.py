"""Laying dates of a question on the time column of the data.

Owns the choice of the time column and the conditions and groups over it. Which days an expression means in the data
belongs to `copilot.readers.grammar.placing`, reading dates in text to `copilot.dates`. Refuses hours of a column that
holds only days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from copilot.dates import DateSpan, note_text
from copilot.dates.period import Period, add_months, as_datetime
from copilot.linking.words import name_words
from copilot.readers.grammar.frame import Frame, GroupBy
from copilot.readers.grammar.laying import condition, cuts_days, in_days, year_conditions
from copilot.readers.grammar.placing import (
    Extent,
    Placed,
    every_year,
    fiscal_gaps,
    group_gaps,
    place,
    plain_day,
    year_before,
)
from copilot.readers.grammar.side_by_side import are_alternatives, group_periods, lay_sides, recurring_marks, sides_of
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import AnyOf, Bucket, ColumnRef, Dimension, NamedParts, Not, OneOf, Predicate, TimePart
from copilot.values import Catalog, Question

_FUTURE_YEARS: Final = 3
"""Dates beyond so many years from today say nothing about how far the data goes."""
_FEW_DAYS: Final = 3
"""Up to so many days, "per hour" asks for each hour of each day; over more, for the hours of the day."""


class Calendar:
    """The time columns of one catalog, as one question uses them."""

    def __init__(
        self, catalog: Catalog, graph: JoinGraph, question: Question, *, fiscal_start: int | None = None
    ) -> None:
        self._catalog = catalog
        self._graph = graph
        self._question = question
        self._fiscal_start = fiscal_start
        self._laid: list[Period] = []
        self._dates_all: set[str] = set()
        self._yearly = False
        """True where the conditions hold a part of every year, so that no year is whole."""

    @property
    def today(self) -> date:
        """The day that relative dates count from."""
        return self._question.today

    def is_needed(self, frame: Frame) -> bool:
        """Tell whether the question says anything that needs a time column."""
        free = [
            (i, mark)
            for i, mark in enumerate(frame.marks)
            if i not in frame.used | frame.absent_marks | frame.present_marks
        ]
        timed = any(
            m.recurring is not None or (m.date is not None and self._years_beside(frame, i, m.date) is None)
            for i, m in free
        )
        return timed or any(g.grain or g.part for g in frame.groups)

    def date_all(self, tables: set[str]) -> None:
        """Use a time column that dates the rows of all these tables, whose measures are put side by side."""
        self._dates_all = tables

    def column_for(self, base: str) -> ColumnRef | None:
        """Return the time column that dates a row of a table: its own, else that of the nearest table it points to."""
        best: tuple[int, ColumnRef] | None = None
        for table in map(self._catalog.tables.__getitem__, self._graph.above(base)):
            if table.time_column is None or any(self._graph.path(t, table.name) is None for t in self._dates_all):
                continue
            path = self._graph.path(base, table.name)
            if path is not None and (best is None or len(path) < best[0]):
                best = (len(path), ColumnRef(table.name, table.time_column, path[-1].from_columns[0] if path else None))
        return best[1] if best else None

    def extent(self, column: ColumnRef) -> Extent | None:
        """Return the first and last day that a time column covers.

        What many rows point to, such as customers, is known for as long as those rows go on.
        """
        own = self._own_extent(column)
        if own is None:
            return None
        rows, lasts = self._catalog.tables[column.table].row_count, [own.last]
        for table in self._catalog.tables.values():
            if table.time_column is None or table.row_count <= rows or table.name == column.table:
                continue
            if self._graph.path(table.name, column.table) is not None:
                theirs = self._own_extent(ColumnRef(table.name, table.time_column))
                lasts += [theirs.last] if theirs is not None and theirs.last <= self._question.today else []
        return Extent(own.first, max(lasts))

    def _own_extent(self, column: ColumnRef) -> Extent | None:
        facts = self._catalog.column(column.table, column.column).facts
        if facts is None or facts.minimum is None or facts.maximum is None:
            return None
        try:
            first, last = date.fromisoformat(str(facts.minimum)[:10]), date.fromisoformat(str(facts.maximum)[:10])
        except ValueError:
            return None
        if last.year > self._question.today.year + _FUTURE_YEARS:
            last = max(first, self._question.today)  # 31 December 9999 stands for "not known", and no data reaches it
        if first.day == last.day == 1 and facts.distinct and facts.distinct > 1:
            # Rows that stand on the first of each month or year are about the whole of it.
            months = (last.year - first.year) * 12 + last.month - first.month
            if first.month == last.month and facts.distinct <= months // 12 + 1:
                last = add_months(last, 12) - timedelta(days=1)
            elif facts.distinct <= months + 1:
                last = add_months(last, 1) - timedelta(days=1)
        return Extent(first, last)

    def dimension(self, frame: Frame, group: GroupBy, base: str) -> Dimension | None:
        """Return the time group, over the base's time column; over plain number columns where there is none."""
        column = self._named_column(frame, group.at) or self.column_for(base)
        if column is None:
            own, word = self._catalog.tables[base].columns, group.grain or group.part
            return Dimension(ColumnRef(base, str(word)), str(word)) if word in own else None
        return None if self._own_word(frame, group) else self.over(frame, group, column)

    def _own_word(self, frame: Frame, group: GroupBy) -> bool:
        """Tell whether the data has a column of its own for a season or a fiscal year, which is then meant."""
        mark = frame.marks[group.at].grain if 0 <= group.at < len(frame.marks) else None
        word = "season" if group.part == "season" else "fiscal" if mark is not None and mark.fiscal else None
        tables = self._catalog.tables.values()
        return word is not None and any(word in name_words(name) for table in tables for name in table.columns)

    def over(self, frame: Frame, group: GroupBy, column: ColumnRef) -> Dimension | None:
        """Return the time group over a given column, None where the column is too coarse for it."""
        if "hour" in (group.grain, group.part) and not self._has_hours(column):
            return None
        if group.part is not None:
            labels = {"isodow": "weekday", "weekend": "day_type"}
            if group.named:
                label = "part_of_day" if group.part == "hour" else "weekday"
                return Dimension(NamedParts(column, group.part, group.named), label)
            if group.part == "season" and 0 <= group.at < len(frame.marks):
                said = note_text("northern_season", self._question.language)
                frame.assumptions.append(("period", (frame.marks[group.at].text, said)))
            chinese = self._question.language == "zh" and group.part in ("weekend", "season")
            return Dimension(TimePart(column, group.part, chinese=chinese), labels.get(group.part, group.part))
        assert group.grain is not None
        mark = frame.marks[group.at].grain if 0 <= group.at < len(frame.marks) else None
        if mark is not None and mark.fiscal:
            return self._fiscal(frame, group, column)
        extent = self.extent(column)
        if group.grain == "hour" and not frame.averaged and self._days_shown(extent) > _FEW_DAYS:
            said = (
                "一天中的小时，各天合并"
                if self._question.language == "zh"
                else "the hour of the day, all days together"
            )
            frame.assumptions.append(("period", (frame.marks[group.at].text, said)))
            return Dimension(TimePart(column, "hour"), "hour")
        parts_only = self._yearly or (mark is not None and mark.weekends)
        if extent is not None and not parts_only and group.grain in ("year", "half", "quarter", "month", "week"):
            starts = [plain_day(p.start) for p in self._laid if p.start is not None]
            ends = [p.last_day for p in self._laid if p.last_day is not None]
            low, high = (min(starts) if starts else None), (max(ends) if ends else None)
            frame.assumptions += group_gaps(group.grain, extent, low, high, self._question.language)
        if group.grain == "day" and not self._has_hours(column):
            return Dimension(column, "day")
        return Dimension(Bucket(column, group.grain), group.grain)

    def _fiscal(self, frame: Frame, group: GroupBy, column: ColumnRef) -> Dimension | None:
        """Group by the number of the fiscal year, or by its quarters where they are those of the calendar."""
        start = self._fiscal_start or 1
        zh = self._question.language == "zh"
        if self._fiscal_start is None:
            text = "未知财年定义，按日历年计算" if zh else "the calendar year, since no fiscal year is known"
            frame.assumptions.append(("period", (frame.marks[group.at].text, text)))
        elif start > 1:
            text = (
                f"从{start}月开始，以结束的年份命名" if zh else f"from month {start} on, named by the year it ends in"
            )
            frame.assumptions.append(("period", (frame.marks[group.at].text, text)))
        extent = self.extent(column)
        if extent is not None and not self._laid:
            frame.assumptions += fiscal_gaps(extent, start, self._question.language)
        if group.grain == "quarter":
            return Dimension(Bucket(column, "quarter"), "quarter") if start % 3 == 1 else None
        return Dimension(TimePart(column, "year", (13 - start) % 12), "fiscal_year")

    def _days_shown(self, extent: Extent | None) -> int:
        """Return over how many days the conditions leave the data, 0 where that is not known."""
        if extent is None:
            return 0
        days = [(extent.last - extent.first).days + 1]
        days += [(as_datetime(p.end) - as_datetime(p.start)).days for p in self._laid if p.start and p.end]
        return min(days)

    def _has_hours(self, column: ColumnRef) -> bool:
        return self._catalog.column(column.table, column.column).type != "date"

    def conditions(self, frame: Frame, base: str) -> list[Predicate] | None:
        """Return the conditions that the dates of the question set; None where the data has no time to lay them on."""
        found: list[Predicate] = []
        spans = [(i, m.date) for i, m in enumerate(frame.marks) if m.date is not None and i not in frame.used]
        laid: list[tuple[int, ColumnRef, Placed]] = []
        compared: list[tuple[int, ColumnRef, DateSpan]] = []
        for i, span in spans:
            years = self._year_column(frame, i, span)
            column = None if years else self._named_column(frame, i) or self.column_for(base)
            if years is None and column is None and span.period.grain in ("year", None):
                years = self._plain_years(base)
            if years is not None:
                found += year_conditions(years, span.period)
            elif column is None:
                return None
            elif span.same_period_last_year:
                compared.append((i, column, span))
            else:
                placed = self._placed(frame, span, column)
                if placed is None:
                    return None
                laid.append((i, column, placed))
            frame.used.add(i)
        for i, column, span in compared:
            other = laid[0][2] if len(laid) == 1 else None
            fiscal = self._fiscal_start
            before = year_before(span, other, self.extent(column), self._question, fiscal_start=fiscal)
            frame.assumptions += before.assumptions
            laid.append((i, column, before))
        if any(placed.part is not None for _, _, placed in laid) and len(laid) > 1:
            # Winter that no year of the data holds whole, against summer: both are months, whichever their year.
            said = {i: span for i, span in spans if span.needs_year and span.part is not None}
            laid = [(i, c, every_year(said[i], self._question.language) if i in said else p) for i, c, p in laid]
            dropped = {span.text for span in said.values()}
            frame.assumptions[:] = [a for a in frame.assumptions if not (a[0] == "period" and a[1][0] in dropped)]
            frame.assumptions += [one for _, _, placed in laid for one in placed.assumptions]
        periods = self._laid_out(frame, laid)
        recurring = self._recurring(frame, base)
        weekends = self._weekends(frame, base)
        if periods is None or recurring is None or weekends is None:
            return None
        return [*found, *periods, *recurring, *weekends]

    def _weekends(self, frame: Frame, base: str) -> list[Predicate] | None:
        """Return the condition that groups by weekends set: their weeks, without the working days."""
        grains = [frame.marks[g.at].grain for g in frame.groups if 0 <= g.at < len(frame.marks)]
        if not any(grain is not None and grain.weekends for grain in grains):
            return []
        column = self.column_for(base)
        return None if column is None else [OneOf(TimePart(column, "isodow"), (6, 7))]

    def _laid_out(self, frame: Frame, laid: list[tuple[int, ColumnRef, Placed]]) -> list[Predicate] | None:
        """Write the periods as conditions: one after another, or side by side where they are alternatives."""
        laid = sorted(laid, key=lambda one: one[0])
        self._laid = [placed.period for _, _, placed in laid if placed.part is None]
        self._yearly = len(self._laid) < len(laid)
        written = [condition(column, placed) for _, column, placed in laid]
        if len(laid) > 1 and are_alternatives(frame, [i for i, _, _ in laid]):
            if not group_periods(frame, [placed.period for _, _, placed in laid]):
                return None
            return [AnyOf(tuple(written))]
        frame.times += [(said, at) for said, (at, _, _) in zip(written, laid, strict=True)]
        return written

    def _recurring(self, frame: Frame, base: str) -> list[Predicate] | None:
        """Return the conditions of weekdays and hours; None where the data has none or two of a kind stand apart."""
        marks = recurring_marks(frame)
        sides = sides_of(frame, marks)
        if sides is None:
            return None
        if sides:
            column = self.column_for(base)
            if column is None or (sides[0].part == "hour" and not self._has_hours(column)):
                return None
            frame.used |= {i for i, _ in marks}
            return lay_sides(frame, column, sides)
        found: list[Predicate] = []
        for i, recurring in marks:
            column = self._named_column(frame, i) or self.column_for(base)
            if column is None or (recurring.part == "hour" and not self._has_hours(column)):
                return None
            frame.used.add(i)
            last_day = recurring.values == (-1,)
            part = TimePart(column, "day", days_later=1) if last_day else TimePart(column, recurring.part)
            said = OneOf(part, (1,) if last_day else recurring.values)
            found.append(Not(said) if _left_out(frame, i) else said)
            frame.times.append((found[-1], i))
            if recurring.note:
                frame.assumptions.append(("period", (recurring.text, recurring.note)))
        return found

    def _plain_years(self, base: str) -> ColumnRef | None:
        """Return the column of whole years that dates the rows of a table without a time of its own."""
        for name, column in self._catalog.tables[base].columns.items():
            if column.type == "integer" and name_words(name) == ("year",) and column.facts is not None:
                low, high = column.facts.minimum, column.facts.maximum
                if isinstance(low, int) and isinstance(high, int) and low > 1000 and high < 2200:
                    return ColumnRef(base, name)
        return None

    def _named_column(self, frame: Frame, i: int) -> ColumnRef | None:
        """Return the date column that is named beside the words, such as ``closed after June``."""
        for j in (frame.prev(i, skip=("of", "in")), frame.next(i)) if i >= 0 else ():
            column = frame.column(j)
            if column is not None and column.type in ("date", "timestamp") and j is not None:
                frame.used.add(j)
                ref = frame.ref(j)
                twice = any(k != j and k in frame.used and frame.ref(k) == ref for k in range(len(frame.marks)))
                if ref in frame.shown and not twice:
                    frame.shown.remove(ref)
                return ref
        return None

    def _year_column(self, frame: Frame, i: int, span: DateSpan) -> ColumnRef | None:
        """Take the column of plain years that stands beside a date."""
        j = self._years_beside(frame, i, span)
        ref = frame.ref(j)
        if j is not None and ref is not None:
            frame.used.add(j)
            frame.measures = [w for w in frame.measures if w.column != ref]
            frame.shown = [shown for shown in frame.shown if shown != ref]
        return ref

    def _years_beside(self, frame: Frame, i: int, span: DateSpan) -> int | None:
        """Find a column of plain years right before a date, as in ``built before 2000``; 2000年制造 has it behind."""
        if span.period.grain not in ("year", None):
            return None
        before = frame.prev(i, skip=("of", "in"))
        behind = frame.next(i) if frame.marks[i].text[-1:] > "\u3400" else None
        for j in (before, behind):
            column = frame.column(j)
            if column is None or column.type != "integer" or column.facts is None:
                continue
            low, high = column.facts.minimum, column.facts.maximum
            if isinstance(low, int) and isinstance(high, int) and high > 1500 and high < 2200:
                return j
        return None

    def _placed(self, frame: Frame, span: DateSpan, column: ColumnRef) -> Placed | None:
        """Say which days an expression means, None where the column cannot tell them."""
        timed = [g for g in frame.groups if g.grain or g.part]
        yearly = bool(timed) and all(group.grain == "year" for group in timed)
        placed = place(span, self.extent(column), self._question, fiscal_start=self._fiscal_start, yearly=yearly)
        if placed is None:
            return None
        if not self._has_hours(column):
            if cuts_days(placed.period):
                return None
            placed = replace(placed, period=in_days(placed.period))
        if span.every and placed.part is not None and not timed:
            frame.groups.append(GroupBy(grain="year"))
        frame.assumptions += placed.assumptions
        return placed


def _left_out(frame: Frame, i: int) -> bool:
    """Except weekends, not on Mondays: the days are those that do not count."""
    before = frame.prev(i, skip=("of", "in", "with"))
    if before is None or not frame.cue(before, "not"):
        return False
    frame.used.add(before)
    return True
