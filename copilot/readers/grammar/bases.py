"""The table whose rows are counted, summed or listed.

Owns that choice and what tells the tables of a question. How a table reaches another one belongs to
`copilot.readers.joins`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from copilot.linking.schema_index import Element
from copilot.readers.formulas import parse, tables_of, top_aggregates
from copilot.readers.grammar.frame import Frame, GroupBy, Wanted
from copilot.readers.grammar.periods import Calendar
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import ColumnRef, Predicate, RelatedCount, columns_of
from copilot.values import Catalog, Metric


class BaseTables:
    """Chooses base tables in one catalog."""

    def __init__(self, catalog: Catalog, metrics: Mapping[str, Metric], graph: JoinGraph) -> None:
        self._catalog = catalog
        self._metrics = metrics
        self._graph = graph

    def choose(self, frame: Frame, calendar: Calendar) -> str | None:
        """Return the table whose rows are measured or listed: it reaches every group and, if it can, all conditions."""
        fixed = {w.column.table for w in frame.measures if w.column is not None}
        fixed |= {w.table for w in frame.measures if w.table is not None}
        for wanted in frame.measures:
            if (formula := self._formula(wanted)) is not None:
                fixed |= tables_of(parse(formula))
        groups = {g.ref.table for g in frame.groups if g.ref is not None}
        groups |= {g.element.table for g in frame.groups if g.element is not None}
        said = [predicate for predicate, at in frame.where if at not in frame.absent_marks | frame.present_marks]
        conditions = {ref.table for predicate in said for ref in columns_of(predicate)}
        listed = {ref.table for ref in frame.shown} | {element.table for element in frame.asked}
        if not frame.measures:
            wanted_tables = listed or conditions
            if frame.absent:
                wanted_tables = wanted_tables - {self.absent_table(t) for t in frame.absent} or wanted_tables
            return self._graph.lowest(wanted_tables) if wanted_tables else None
        timed = calendar.is_needed(frame)
        only_rows = all(w.aggregate == "count" and w.column is None and w.table is None for w in frame.measures)
        if only_rows:
            spoken_of = groups | conditions | listed
            return self._graph.lowest(spoken_of) if spoken_of else self._only_table() or self._dated_table(frame, timed)
        counted = {w.table for w in frame.measures if w.aggregate == "count" and w.table is not None}
        bases = self._bases(frame)
        if len(bases) > 1:
            calendar.date_all(bases)
        reached = (fixed & groups or fixed) if len(bases) > 1 else fixed | groups
        base = self._graph.lowest(reached) or min(fixed)
        hinted = self._hinted(frame, base) if counted and timed else None
        if hinted is not None:
            return hinted
        if counted and (not self._graph.reaches(base, conditions) or (timed and calendar.column_for(base) is None)):
            return self._wider(base, fixed | groups | conditions, calendar if timed else None)
        return base

    def _wider(self, base: str, tables: set[str], calendar: Calendar | None) -> str:
        """Return the table that reaches all of the tables, one with a time column where a calendar is given."""
        lowest = self._graph.lowest(tables) or base
        if calendar is None or calendar.column_for(lowest) is not None:
            return lowest
        dated = [
            t for t in self._catalog.tables if calendar.column_for(t) is not None and self._graph.reaches(t, tables)
        ]
        return min(dated, key=lambda t: sum(len(self._graph.path(t, w) or ()) for w in tables), default=base)

    def _hinted(self, frame: Frame, base: str) -> str | None:
        """Products sold in August: the verb points to the rows below, whose date is meant."""
        for i, mark in enumerate(frame.marks):
            if i in frame.used or not mark.elements or mark.elements[0].weight >= 0.65:
                continue
            for hit in mark.elements:
                table = hit.element.table
                if hit.element.kind == "table" and table != base and self._graph.path(table, base) is None:
                    table = self._graph.lowest({table, base}) or base
                if hit.element.kind == "table" and table != base and self._graph.path(table, base):
                    return table
        return None

    def _bases(self, frame: Frame) -> set[str]:
        """Return the tables that metrics are computed over; several are put side by side."""
        bases: set[str] = set()
        for wanted in frame.measures:
            if (formula := self._formula(wanted)) is not None:
                bases |= self._formula_bases(formula)
        return bases

    def _metric_tables(self, metric: Metric) -> set[str]:
        return tables_of(parse(metric.expression))

    def _formula(self, wanted: Wanted) -> str | None:
        return self._metrics[wanted.metric].expression if wanted.metric is not None else wanted.formula

    def _formula_bases(self, formula: str) -> set[str]:
        bases = {self._graph.lowest(tables_of(aggregate)) for aggregate in top_aggregates(parse(formula))}
        return {base for base in bases if base is not None}

    def _dated_table(self, frame: Frame, timed: bool) -> str | None:
        """Return what a question that only speaks of time is about: the table with the most rows that carry a date."""
        dated = [t for t in self._catalog.tables.values() if t.time_column is not None]
        if not timed or not dated:
            return None
        table = max(dated, key=lambda t: t.row_count).name
        frame.assumptions.append(("rows_of", (table,)))
        return table

    def _only_table(self) -> str | None:
        return next(iter(self._catalog.tables)) if len(self._catalog.tables) == 1 else None

    def count_none(self, frame: Frame) -> None:
        """Destinations with no cancellations: a metric that counts only some rows is 0 where there are none."""
        partial = [name for name in frame.absent if self._counts_some(name.removeprefix("metric:"))]
        if len(partial) != 1 or len(frame.absent) > 1 or frame.present or frame.having:
            return
        group = self._said_of(frame)
        if group is None and not frame.groups and not frame.counted:
            return
        none = Wanted(None, metric=partial[0].removeprefix("metric:"), at=frame.absent_at)
        frame.absent, frame.absent_of, frame.absent_whom, frame.absent_marks = [], None, "", set()
        frame.groups += [group] if group is not None and not frame.counted and not frame.groups else []
        frame.asked, frame.shown = [], []
        frame.measures.append(none)
        frame.having.append(("=", 0, False))
        frame.having_marks.append(frame.absent_at)
        frame.having_by[frame.absent_at] = none
        frame.unshown = none if len(frame.measures) == 1 else None

    def _said_of(self, frame: Frame) -> GroupBy | None:
        """Return of what an absence is said: the column or table that a clause tells, else what is asked for."""
        if frame.absent_of is not None:
            return GroupBy(ref=frame.absent_of)
        whom = frame.asked[0] if frame.asked else None
        if whom is None and frame.absent_whom:
            whom = Element("table", frame.absent_whom, frame.absent_whom)
        if whom is not None:
            ref = ColumnRef(whom.table, whom.name) if whom.kind == "column" else None
            return GroupBy(element=whom, ref=ref)
        return GroupBy(ref=frame.shown[0]) if frame.shown else None

    def _counts_some(self, name: str) -> bool:
        """Tell whether a metric counts or adds up only those rows that meet a condition."""
        metric = self._metrics.get(name)
        if metric is None:
            return False
        tree = parse(metric.expression)
        return isinstance(tree, (exp.Count, exp.Sum, exp.Filter)) and tree.find(exp.Case, exp.Filter) is not None

    def absent_table(self, name: str) -> str:
        """Return the table in which there must be no row, by its own name or that of a metric over it."""
        if name.startswith("metric:"):
            tables = self._metric_tables(self._metrics[name.removeprefix("metric:")])
            return self._graph.lowest(tables) or name
        return name

    def related_count(self, frame: Frame, base: str) -> Predicate | None:
        """How many customers ordered more than 100 times: count the customers, compare the number of their orders."""
        if len(frame.having) != 1 or frame.having[0][2] or frame.groups or frame.asked or not frame.counted:
            return None
        counted = [w for w in frame.measures if w.aggregate == "count" and w.table == base]
        others = [frame.having_of] if frame.having_of else self._others(frame, base)
        child = next((t for t in others if self._graph.path(t, base)), None)
        if len(counted) != 1 or child is None:
            return None
        op, value, _ = frame.having.pop()
        frame.measures = counted
        return RelatedCount(child, op, value)

    def _others(self, frame: Frame, base: str) -> list[str]:
        """Tables that other words of the question point to, the strongest first."""
        hits = [
            (
                hit.weight,
                hit.element.table or self._graph.lowest(self._metric_tables(self._metrics[hit.element.name])) or "",
            )
            for i, mark in enumerate(frame.marks)
            for hit in mark.elements
            if hit.element.kind != "column" or hit.weight > 0.5
        ]
        return list(dict.fromkeys(table for _, table in sorted(hits, reverse=True) if table and table != base))
