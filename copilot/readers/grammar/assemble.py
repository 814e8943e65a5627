"""From a filled frame to a plan: the base table, the measures, the groups, the time, the order.

Owns the choice of the table whose rows are counted and what follows from it. Refuses a frame that makes no sense by
returning None: no plan is better than a guess.
"""

from __future__ import annotations

from dataclasses import replace

import sqlglot
from sqlglot import exp

from copilot.linking.lexicon import lexicon, phrase
from copilot.linking.schema_index import SchemaIndex
from copilot.linking.words import name_words
from copilot.readers.compiling import columns_of
from copilot.readers.grammar.frame import Frame, GroupBy, Wanted
from copilot.readers.grammar.periods import Calendar
from copilot.readers.grammar.roles import label_column, unit_of
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import (
    Aggregate,
    AllOf,
    AverageOf,
    Bucket,
    ColumnRef,
    Dimension,
    Formula,
    HasRows,
    Having,
    Measure,
    Not,
    OneOf,
    Plan,
    Predicate,
    RelatedCount,
    ShareOf,
    Sort,
    TimePart,
)
from copilot.values import Catalog, Metric, SemanticModel


class Assembler:
    """Makes plans of frames over one catalog."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel, graph: JoinGraph, schema: SchemaIndex) -> None:
        self._catalog = catalog
        self._metrics = {metric.name: metric for metric in semantics.metrics}
        self._graph = graph
        self._schema = schema

    def plan(self, frame: Frame, calendar: Calendar) -> Plan | None:
        """Return the plan that the frame stands for, or None."""
        if frame.asks_time is not None:
            frame.measures = []
            self._count_something(frame)
        if frame.having_of is not None and not frame.counted:
            frame.measures.insert(0, Wanted("count", table=frame.having_of))
        self._default_measure(frame)
        self._superlative_measure(frame)
        base = self._base(frame, calendar)
        if base is None:
            return None
        times = calendar.conditions(frame, base)
        if times is None or not self._time_measures(frame, base, calendar):
            return None
        dimensions = self._dimensions(frame, base, calendar)
        if dimensions is None:
            return None
        where = [predicate for predicate, _ in frame.where] + times
        for table in frame.absent:
            fact = self._graph.lowest({self._absent_table(table), base})
            if fact is None or fact == base:
                return None
            where.append(Not(HasRows(fact)))
        counted = self._related_count(frame, base)
        if counted is not None:
            where.append(counted)
        measures, where = self._measures(frame, base, where, bool(dimensions))
        if frame.versus:
            dimensions += self._compared(frame, dimensions)
        if not measures:
            return None if frame.share else self._list(frame, base, where)
        measures = self._per_unit(frame, measures, dimensions)
        having = self._having(frame, measures)
        if having is None:
            return None
        plan = Plan(base, tuple(measures), tuple(dimensions), where=tuple(where), having=having)
        return self._ordered(frame, plan)

    # -- what is measured --------------------------------------------------------------------------------------

    def _time_measures(self, frame: Frame, base: str, calendar: Calendar) -> bool:
        """Give "when was the first" and "how many days" the time column that they are about."""
        if frame.asks_time is not None:
            column = calendar.column_for(base)
            if column is None:
                return False
            frame.measures = [Wanted(frame.asks_time, column=column)]
            frame.groups, frame.shown = [], []
        for position, wanted in enumerate(frame.measures):
            if wanted.grain is not None:
                column = calendar.column_for(base)
                if column is None:
                    return False
                frame.measures[position] = replace(wanted, column=column)
        return True

    def _related_count(self, frame: Frame, base: str) -> Predicate | None:
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
        return RelatedCount(child, op, value)  # type: ignore[arg-type]

    def _others(self, frame: Frame, base: str) -> list[str]:
        """Tables that other words of the question point to, the strongest first."""
        hits = [
            (hit.weight, hit.element.table or self._graph.lowest(self._metric_tables(self._metrics[hit.element.name])) or "")
            for i, mark in enumerate(frame.marks)
            for hit in mark.elements
            if hit.element.kind != "column" or hit.weight > 0.5
        ]
        return list(dict.fromkeys(table for _, table in sorted(hits, reverse=True) if table and table != base))

    def _default_measure(self, frame: Frame) -> None:
        """Count the rows of the table that is talked about where nothing else is measured."""
        if frame.measures:
            return
        counts_wanted = frame.counted or frame.groups or frame.share or frame.having or frame.having_average
        if not counts_wanted or (frame.asked and not (frame.share or frame.having) and not frame.superlative and not frame.groups):
            return
        if frame.superlative and not any(m.startswith("#") for m in frame.order_by):
            return
        grouped = {g.element.table for g in frame.groups if g.element is not None and g.element.kind == "table"}
        for i in range(len(frame.marks)):
            element = frame.element(i)
            if element is not None and element.kind == "table" and element.table not in grouped:
                frame.used.add(i)
                frame.measures.append(Wanted("count", table=element.table, at=i))
                return
        frame.measures.append(Wanted("count"))

    def _superlative_measure(self, frame: Frame) -> None:
        """Give a superlative its measure: what is named, else what the adjective is about."""
        if not frame.superlative or any(m.at > frame.order_at - 8 and m.at >= 0 for m in frame.measures):
            named = frame.measures
            if frame.superlative and named and self._wants_other(frame):
                return
            self._turn_bad(frame)
            return
        if frame.measures:
            self._turn_bad(frame)
            return
        for word in self._widened(frame):
            if word == "#count":
                self._count_something(frame)
                return
            if word == "*":
                continue
            turned, words = word.startswith("-"), phrase(word.lstrip("-"))
            own = {g.element.table for g in frame.groups if g.element is not None} | {e.table for e in frame.asked}
            for hit in sorted(self._schema.lookup(words), key=lambda h: -h.weight - 0.5 * (h.element.table in own)):
                if hit.weight < 0.55 or not self._near_tables(frame, hit.element.table):
                    continue
                if hit.element.kind == "metric":
                    frame.measures.append(Wanted(None, metric=hit.element.name))
                elif hit.element.kind == "column":
                    column = self._catalog.column(hit.element.table, hit.element.name)
                    if column.type not in ("integer", "decimal", "float", "date", "timestamp") or column.role == "key":
                        continue
                    frame.measures.append(Wanted(None, column=ColumnRef(hit.element.table, hit.element.name)))
                else:
                    continue
                if turned:
                    frame.order = "asc" if frame.order == "desc" else "desc"
                frame.assumptions.append(("superlative", (frame.marks[frame.order_at].text, hit.element.name)))
                return
        if "#count" in frame.order_by or "*" in frame.order_by and frame.groups:
            self._count_something(frame)

    def _widened(self, frame: Frame) -> tuple[str, ...]:
        """Longest flippers is about flipper length: put the noun behind an adjective to what the adjective is about."""
        following = frame.next(frame.order_at)
        element = frame.element(following)
        named = element is not None and element.kind == "table"
        nouns = [frame.marks[following].text] if following is not None and not named else []
        combined = []
        for noun in nouns:
            for word in frame.order_by:
                if word[:1] in "#*-" or not noun.isascii():
                    continue
                hits = self._schema.lookup(phrase(f"{noun} {word}"))
                if hits and hits[0].whole and hits[0].element.kind == "column":
                    combined.append(f"{noun} {word}")
                    frame.used.add(following)  # type: ignore[arg-type]
        return (*combined, *frame.order_by)

    def _wants_other(self, frame: Frame) -> bool:
        return False

    def _turn_bad(self, frame: Frame) -> None:
        """The best delay is the smallest one: turn the direction for measures of which less is better."""
        if not frame.superlative or not frame.measures or frame.order_at < 0:
            return
        word = frame.marks[frame.order_at].text.lower()
        if word not in ("best", "worst", "good", "bad", "better", "worse", "最好", "最差", "最佳", "最糟", "最糟糕"):
            return
        wanted = frame.measures[-1]
        name = wanted.metric or (wanted.column.column if wanted.column else "")
        words = {full for w in name_words(name) for full in lexicon().abbreviations.get(w, (w,))}
        if words & lexicon().bad_measures:
            frame.order = "asc" if frame.order == "desc" else "desc"

    def _near_tables(self, frame: Frame, table: str) -> bool:
        if not table:
            return True
        named = {e.table for i in range(len(frame.marks)) if (e := frame.element(i)) is not None and e.table}
        named |= {g.ref.table for g in frame.groups if g.ref is not None}
        return not named or any(self._graph.lowest({table, other}) in (table, other) for other in named)

    def _count_something(self, frame: Frame) -> None:
        grouped = {g.element.table for g in frame.groups if g.element is not None and g.element.kind == "table"}
        for i in range(len(frame.marks)):
            element = frame.element(i)
            if element is not None and element.kind == "table" and element.table not in grouped:
                frame.used.add(i)
                frame.measures.append(Wanted("count", table=element.table, at=i))
                return
        frame.measures.append(Wanted("count"))

    # -- the base table ----------------------------------------------------------------------------------------

    def _base(self, frame: Frame, calendar: Calendar) -> str | None:
        """Return the table whose rows are measured or listed: it reaches every group and, where it can, every condition."""
        fixed = {w.column.table for w in frame.measures if w.column is not None}
        fixed |= {w.table for w in frame.measures if w.table is not None}
        for wanted in frame.measures:
            if wanted.metric is not None:
                fixed |= self._metric_tables(self._metrics[wanted.metric])
        groups = {g.ref.table for g in frame.groups if g.ref is not None}
        groups |= {g.element.table for g in frame.groups if g.element is not None}
        conditions = {ref.table for predicate, _ in frame.where for ref in columns_of(predicate)}
        listed = {ref.table for ref in frame.shown} | {element.table for element in frame.asked}
        if not frame.measures:
            wanted_tables = listed or conditions
            if frame.absent:
                wanted_tables = wanted_tables - {self._absent_table(t) for t in frame.absent} or wanted_tables
            return self._graph.lowest(wanted_tables) if wanted_tables else None
        timed = calendar.is_needed(frame)
        only_rows = all(w.aggregate == "count" and w.column is None and w.table is None for w in frame.measures)
        if only_rows:
            return self._graph.lowest(groups | conditions | listed) if groups | conditions | listed else self._only_table()
        counted = {w.table for w in frame.measures if w.aggregate == "count" and w.table is not None}
        base = self._graph.lowest(fixed | groups) if not self._across(frame) else self._graph.lowest(fixed & groups or fixed)
        if base is None:
            base = next(iter(sorted(fixed)))
        hinted = self._hinted(frame, base) if counted and timed else None
        if hinted is not None:
            return hinted
        if counted and (not self._graph.reaches(base, conditions) or (timed and calendar.column_for(base) is None)):
            wider = fixed | groups | conditions
            if timed and calendar.column_for(self._graph.lowest(wider) or base) is None:
                dated = [t for t in self._catalog.tables if calendar.column_for(t) is not None and self._graph.reaches(t, wider)]
                return min(dated, key=lambda t: sum(len(self._graph.path(t, w) or ()) for w in wider), default=base)
            return self._graph.lowest(wider) or base
        return base

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

    def _across(self, frame: Frame) -> bool:
        """Tell whether metrics of several tables are put side by side."""
        bases = set()
        for wanted in frame.measures:
            if wanted.metric is not None:
                bases |= self._metric_bases(self._metrics[wanted.metric])
        return len(bases) > 1

    def _metric_tables(self, metric: Metric) -> set[str]:
        tree = sqlglot.parse_one(metric.expression, dialect="duckdb")
        return {column.table for column in tree.find_all(exp.Column)}

    def _metric_bases(self, metric: Metric) -> set[str]:
        tree = sqlglot.parse_one(metric.expression, dialect="duckdb")
        bases = {self._graph.lowest({c.table for c in a.find_all(exp.Column)}) for a in tree.find_all(exp.AggFunc)}
        return {base for base in bases if base is not None}

    def _only_table(self) -> str | None:
        return next(iter(self._catalog.tables)) if len(self._catalog.tables) == 1 else None

    def _absent_table(self, name: str) -> str:
        if name.startswith("metric:"):
            tables = self._metric_tables(self._metrics[name.removeprefix("metric:")])
            return self._graph.lowest(tables) or name
        return name

    # -- slots -------------------------------------------------------------------------------------------------

    def _dimensions(self, frame: Frame, base: str, calendar: Calendar) -> list[Dimension] | None:
        found: list[Dimension] = []
        for group in frame.groups:
            dimension = self._dimension(frame, group, base, calendar)
            if dimension is None:
                return None
            if all(d.by != dimension.by for d in found):
                taken = {d.label for d in found}
                if dimension.label in taken and isinstance(dimension.by, ColumnRef):
                    dimension = replace(dimension, label=f"{dimension.by.via or dimension.by.table}_{dimension.label}")
                found.append(dimension)
        conditioned = {ref.column for predicate, _ in frame.where for ref in columns_of(predicate)}
        shown = [ref for ref in frame.shown if frame.measures and not frame.counted and ref.column not in conditioned]
        for ref in shown:
            if all(d.by != ref for d in found):
                frame.score -= 0.0 if ref in frame.joined else 0.6
                found.append(Dimension(ref, ref.column))
        return found

    def _dimension(self, frame: Frame, group: GroupBy, base: str, calendar: Calendar) -> Dimension | None:
        if group.grain is not None or group.part is not None:
            return calendar.dimension(frame, group, base)
        if group.ref is not None:
            column = self._catalog.column(group.ref.table, group.ref.column)
            if column.type in ("date", "timestamp"):
                return Dimension(Bucket(group.ref, "day"), group.ref.column) if column.type == "timestamp" else Dimension(group.ref, group.ref.column)
            return Dimension(group.ref, group.ref.column)
        assert group.element is not None
        return self._entity(frame, group.element.table, group.at)

    def _entity(self, frame: Frame, table: str, at: int) -> Dimension | None:
        """Group by what names a row of the table, and by its key where names repeat."""
        entry = self._catalog.tables[table]
        label = label_column(frame, table)
        key = ColumnRef(table, entry.primary_key[0], frame.vias.get(at)) if len(entry.primary_key) == 1 else None
        if label is None:
            return Dimension(key, key.column) if key is not None else None
        facts = entry.columns[label.column].facts
        unique = facts is not None and facts.distinct_exact and facts.distinct == entry.row_count
        by = replace(label, via=frame.vias.get(at))
        return Dimension(by, label.column, key=None if unique else key)

    def _measures(
        self, frame: Frame, base: str, where: list[Predicate], grouped: bool
    ) -> tuple[list[Measure], list[Predicate]]:
        measures = [m for wanted in frame.measures if (m := self._measure(frame, wanted, base, grouped)) is not None]
        ratio = any(isinstance(m.value, Formula) and "/" in m.value.sql for m in measures)
        if not frame.share or not measures or ratio:
            return list(dict.fromkeys(measures)), where
        conditions = [p for p, at in frame.where if not grouped or at > frame.share_at or frame.having]
        if conditions and not any(isinstance(m.value, Formula) for m in measures):
            rest = [p for p in where if p not in conditions]
            condition = conditions[0] if len(conditions) == 1 else AllOf(tuple(conditions))
            known = next((r for p in conditions for r in columns_of(p) if self._number(r)), None)
            share = Measure(ShareOf(condition, known), "share", "share")
            first = measures[0].value
            if frame.counted and isinstance(first, Aggregate) and first.of is None and self._own_clause(frame):
                return [replace(measures[0], value=replace(first, only=condition)), share], rest
            return [share], rest
        if conditions and not grouped:
            narrowed = self._metric_share(measures[0], conditions)
            if narrowed is not None:
                return [narrowed], [p for p in where if p not in conditions]
        if not grouped:
            return [], where
        return [replace(m, label=f"share_of_{m.label}", unit="share", share_of_total=True) for m in measures[:1]], where

    def _own_clause(self, frame: Frame) -> bool:
        """How many are cancelled, and what share is that: the share is asked for besides the count."""
        counts = [w.at for w in frame.measures if w.at >= 0]
        cues = [i for i in frame.used if frame.cue(i, "count")]
        between = range(min([*counts, *cues]), frame.share_at) if counts or cues else range(0)
        return any(frame.marks[k].text in "?？,，;；" and frame.marks[k].kind == "stop" for k in between)

    def _metric_share(self, measure: Measure, conditions: list[Predicate]) -> Measure | None:
        """Share of a summed metric that falls on a condition."""
        if not isinstance(measure.value, Formula):
            return None
        tree = sqlglot.parse_one(measure.value.sql, dialect="duckdb")
        if not isinstance(tree, exp.Sum) or not all(isinstance(p, OneOf) for p in conditions):
            return None
        tests = []
        for p in conditions:
            assert isinstance(p, OneOf) and isinstance(p.left, ColumnRef)
            values = ", ".join("'" + str(v).replace("'", "''") + "'" for v in p.values)
            tests.append(f'"{p.left.table}"."{p.left.column}" IN ({values})')
        inside = tree.this.sql("duckdb")
        sql = f"SUM(CASE WHEN {' AND '.join(tests)} THEN {inside} END) / SUM({inside})"
        return Measure(Formula(sql), f"share_of_{measure.label}", "share")

    def _number(self, ref: ColumnRef) -> bool:
        return self._catalog.column(ref.table, ref.column).type in ("integer", "decimal", "float")

    def _measure(self, frame: Frame, wanted: Wanted, base: str, grouped: bool) -> Measure | None:
        if wanted.metric is not None:
            metric = self._metrics[wanted.metric]
            if frame.per_table is not None:
                ratio = self._per(metric.expression, frame.per_table.table)
                return Measure(Formula(ratio), f"{metric.name}_per_{frame.per_table.table}", metric.unit) if ratio else None
            return Measure(Formula(metric.expression), metric.name, metric.unit)
        if wanted.aggregate == "count":
            return self._count(frame, wanted, base)
        assert wanted.column is not None
        return self._aggregate(frame, wanted, wanted.column, grouped)

    def _per(self, expression: str, table: str) -> str | None:
        key = self._catalog.tables[table].primary_key
        if len(key) != 1:
            return None
        for link in self._catalog.relationships:
            if link.to_table == table and link.to_columns == key:
                return f'({expression}) / COUNT(DISTINCT "{link.from_table}"."{link.from_columns[0]}")'
        return f'({expression}) / COUNT(DISTINCT "{table}"."{key[0]}")'

    def _count(self, frame: Frame, wanted: Wanted, base: str) -> Measure | None:
        if wanted.grain is not None and wanted.column is not None:
            return Measure(Aggregate("count", Bucket(wanted.column, wanted.grain), distinct=True), f"{wanted.grain}s")
        if wanted.column is not None:
            ref = wanted.column
            return Measure(Aggregate("count", self._child_key(base, ref), distinct=True), f"{ref.column}_count")
        if wanted.table is None or wanted.table == base:
            counted = Aggregate("count")
        else:
            key = self._catalog.tables[wanted.table].primary_key
            if len(key) != 1:
                return None
            counted = Aggregate("count", self._child_key(base, ColumnRef(wanted.table, key[0])), distinct=True)
        name = wanted.table or base
        if frame.per_table is not None:
            key = self._catalog.tables[frame.per_table.table].primary_key
            if len(key) != 1:
                return None
            per = self._child_key(base, ColumnRef(frame.per_table.table, key[0]))
            return Measure(AverageOf(counted, per), f"{name}_per_{frame.per_table.table}")
        return Measure(counted, name)

    def _child_key(self, base: str, ref: ColumnRef) -> ColumnRef:
        """Return the base's own column that holds the key, so that rows without a partner count as well."""
        path = self._graph.path(base, ref.table, ref.via)
        if path and len(path) == 1 and path[0].to_columns == (ref.column,):
            return ColumnRef(base, path[0].from_columns[0])
        return ref

    def _aggregate(self, frame: Frame, wanted: Wanted, ref: ColumnRef, grouped: bool) -> Measure:
        column = self._catalog.column(ref.table, ref.column)
        name = wanted.aggregate
        if name is None:
            if frame.superlative and (not grouped or self._one_value_each(frame, ref)):
                name = "max" if frame.order == "desc" else "min"
            else:
                name = "sum" if column.additive and not frame.averaged else "avg"
                frame.assumptions.append(("aggregate", (name, column.name)))
        return Measure(Aggregate(name, ref, wanted.distinct), f"{name}_{column.name}", unit_of(column.name, column.unit))

    def _one_value_each(self, frame: Frame, ref: ColumnRef) -> bool:
        """Longest route: what orders the groups is a property of the group, not a sum over its rows."""
        word = frame.marks[frame.order_at].gradable if frame.order_at >= 0 else None
        return word is not None and "*" not in word.measures and "#count" not in word.measures

    def _compared(self, frame: Frame, dimensions: list[Dimension]) -> list[Dimension]:
        """Show the two sides of a comparison as two rows."""
        if frame.compared is not None and all(d.by != frame.compared for d in dimensions):
            return [Dimension(frame.compared, frame.compared.column)]
        for predicate, _ in frame.where:
            if isinstance(predicate, OneOf) and len(predicate.values) > 1 and isinstance(predicate.left, ColumnRef):
                if all(d.by != predicate.left for d in dimensions):
                    return [Dimension(predicate.left, predicate.left.column)]
        return []

    # -- lists, conditions on groups, order --------------------------------------------------------------------

    def _list(self, frame: Frame, base: str, where: list[Predicate]) -> Plan | None:
        columns: list[ColumnRef] = []
        for element in frame.asked:
            if element.kind == "column":
                columns.append(ColumnRef(element.table, element.name))
            else:
                columns += self._shown_of(frame, element.table)
        columns += [ref for ref in frame.shown if ref not in columns]
        columns = list(dict.fromkeys(columns))
        if frame.having or frame.having_average:
            return None
        if not columns or not (where or frame.shown or frame.superlative or frame.asked):
            return None
        key = set(self._catalog.tables[base].primary_key)
        distinct = not (key and key <= {ref.column for ref in columns if ref.table == base}) and not frame.superlative
        return Plan(base, columns=tuple(columns), distinct=distinct, where=tuple(where))

    def _shown_of(self, frame: Frame, table: str) -> list[ColumnRef]:
        entry = self._catalog.tables[table]
        label = label_column(frame, table)
        shown = [ColumnRef(table, name) for name in entry.primary_key] if len(entry.primary_key) == 1 else []
        if label is not None:
            facts = entry.columns[label.column].facts
            shown = [label] if facts is not None and facts.distinct == entry.row_count else [*shown, label]
        return shown or [ColumnRef(table, name) for name in list(entry.columns)[:6]]

    def _per_unit(self, frame: Frame, measures: list[Measure], dimensions: list[Dimension]) -> list[Measure]:
        """On average, how many flights a day: the days are averaged over, they are no groups."""
        first = measures[0].value
        if not frame.averaged or len(measures) != 1 or not isinstance(first, Aggregate) or first.name != "count":
            return measures
        for dimension in dimensions:
            if isinstance(dimension.by, Bucket):
                dimensions.remove(dimension)
                label = f"{measures[0].label}_per_{dimension.label}"
                return [Measure(AverageOf(first, dimension.by), label)]
        return measures

    def _having(self, frame: Frame, measures: list[Measure]) -> tuple[Having, ...] | None:
        if any(m.share_of_total for m in measures) and frame.having:
            return None
        found = [Having(0, op, value) for op, value, _ in frame.having]  # type: ignore[arg-type]
        if frame.having_average is not None:
            found.append(Having(0, frame.having_average, "average"))  # type: ignore[arg-type]
        if found and not frame.groups:
            return None
        return tuple(found)

    def _ordered(self, frame: Frame, plan: Plan) -> Plan:
        times = [i for i, d in enumerate(plan.dimensions) if isinstance(d.by, (Bucket, TimePart))]
        if frame.order is not None and plan.dimensions:
            sort = Sort("measure", 0, frame.order == "desc")
            listed = self._asks_for_list(frame)
            limit = frame.limit or (None if listed or frame.sorted_only else 1 if frame.superlative else None)
            per = self._within(frame, plan) if limit is not None else None
            return replace(plan, sort=(sort,), limit=limit, limit_per=per)
        if times:
            return replace(plan, sort=tuple(Sort("dimension", i, False) for i in times))
        if plan.dimensions:
            return replace(plan, sort=(Sort("measure", 0, True),))
        return plan

    def _within(self, frame: Frame, plan: Plan) -> int | None:
        """Return the dimension within which the superlative ranks: the two best stores of each region."""
        if len(plan.dimensions) != 2 or len(frame.groups) != 2 or frame.groups[0].at == frame.groups[1].at:
            return None
        ranked = [group.ranked for group in frame.groups]
        return ranked.index(False) if sorted(ranked) == [False, True] else None

    def _asks_for_list(self, frame: Frame) -> bool:
        """Worst delay by carrier asks for a ranking; which carrier has the worst delay asks for one."""
        if any(group.ranked for group in frame.groups):
            return False
        if frame.limit is not None or any(frame.cue(i, "which", "who") for i in frame.used):
            return False
        return any(frame.cue(i, "group") for i in frame.used)
