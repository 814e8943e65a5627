"""From what was asked for to measures: aggregates, metrics, shares and averages per something.

Owns which aggregate an amount gets and over which column rows are counted. What is measured at all is told by the
frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlglot import exp

from copilot.linking.lexicon import full_words, lexicon, phrase
from copilot.linking.schema_index import Element
from copilot.readers.formulas import divided, parse, rate_of_count, share_of_sum
from copilot.readers.grammar.frame import Frame, OverWanted, Wanted
from copilot.readers.grammar.naming import unit_of
from copilot.readers.grammar.periods import Calendar
from copilot.readers.grammar.sharing import (
    all_of,
    in_clause,
    narrows_share,
    parted,
    says_what_is_shared,
    share_of_part,
)
from copilot.readers.grammar.units import is_fraction
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import (
    Aggregate,
    AllOf,
    AverageOf,
    Bucket,
    ColumnRef,
    Combined,
    Compare,
    Dimension,
    Formula,
    InPeriod,
    Measure,
    OneOf,
    Predicate,
    ShareOf,
    TimePart,
    ValueOf,
    columns_of,
    narrowed,
)
from copilot.readers.windows import adds_up
from copilot.values import Catalog, Column, Metric


class Measures:
    """Makes measures over one catalog."""

    def __init__(self, catalog: Catalog, metrics: Mapping[str, Metric], graph: JoinGraph) -> None:
        self._catalog = catalog
        self._metrics = metrics
        self._graph = graph

    def build(
        self, frame: Frame, base: str, where: list[Predicate], grouped: bool
    ) -> tuple[list[Measure], list[Predicate]]:
        """Return the measures and the conditions that are left; those that a share is about go into the share."""
        asked = sorted(frame.measures, key=lambda w: w.at) if frame.combine is not None else frame.measures
        measures = [m for wanted in asked if (m := self._measure(frame, wanted, base, grouped)) is not None]
        ratio = any(isinstance(m.value, Formula) and "/" in m.value.sql for m in measures)
        if not frame.share or not measures or ratio:
            return list(dict.fromkeys(measures)), where
        of_part, of_whole = parted(frame, where)
        whole_share = share_of_part(self._catalog, measures, of_part)
        if whole_share is not None:
            rest = [*(p for p in where if p not in of_part), *of_whole]
            if _is_beside(frame) or (frame.counted and self._own_clause(frame)):
                value = narrowed(measures[0].value, all_of(of_part))
                return [replace(measures[0], value=value), whole_share], rest
            return [whole_share], rest
        conditions = [p for p, at in frame.where if not grouped or frame.having or narrows_share(frame, p, at)]
        conditions = [p for p, at in frame.where if p in conditions and not in_clause(frame, at)] or conditions
        # Of Delta's flights, the share over an hour late: the comparison is what is shared, the name is of which rows.
        conditions = [p for p in conditions if isinstance(p, Compare)] or conditions
        weekly: list[Predicate] = [p for p in where if _is_weekly(p) and _named_before(frame)]
        if weekly and conditions:
            return [], where  # the share of weekends or of JFK: nobody says which
        conditions = conditions or weekly
        summed = isinstance(measures[0].value, Aggregate) and measures[0].value.name == "sum"
        if conditions and len(measures) == 1 and (summed or (conditions == weekly and adds_up(measures[0].value))):
            counted = isinstance(measures[0].value, Aggregate) and measures[0].value.name == "count"
            if not counted:
                condition = conditions[0] if len(conditions) == 1 else AllOf(tuple(conditions))
                part = Combined("ratio", narrowed(measures[0].value, condition), measures[0].value)
                rest = [p for p in where if p not in conditions]
                shown = replace(measures[0], value=narrowed(measures[0].value, condition))
                whole = [shown] if _is_beside(frame) else []
                return [*whole, Measure(part, f"share_of_{measures[0].label}", "share")], rest
        if conditions and not any(isinstance(m.value, Formula) for m in measures):
            rest = [p for p in where if p not in conditions]
            condition = conditions[0] if len(conditions) == 1 else AllOf(tuple(conditions))
            known = next((r for p in conditions for r in columns_of(p) if self._number(r)), None)
            share = Measure(ShareOf(condition, known), "share", "share")
            first = measures[0].value
            if isinstance(first, Aggregate) and first.name == "count" and first.of is not None:
                part = Combined("ratio", narrowed(first, condition), first)  # of orders, though their lines are read
                share = Measure(part, f"share_of_{measures[0].label}", "share")
            own = frame.counted and self._own_clause(frame)
            if (own or _is_beside(frame)) and isinstance(first, Aggregate) and first.of is None:
                return [replace(measures[0], value=replace(first, only=condition)), share], rest
            return [share], rest
        if conditions and not grouped:
            narrowing = [at for p, at in frame.where if p in conditions]
            then = all(in_clause(frame, at) for at in narrowing)
            rated = self._rate(frame, measures[0], named=then) if len(measures) == 1 else None
            if rated is not None and (then or all(frame.share_at < at < frame.measures[0].at for at in narrowing)):
                return [rated], where  # what percentage of Delta's flights were cancelled
            rest = [p for p in where if p not in conditions]
            shared = self._metric_share(measures[0], conditions)
            if shared is not None:
                return [shared], rest
            if len(measures) == 1 and all(p in where for p in conditions):
                condition = conditions[0] if len(conditions) == 1 else AllOf(tuple(conditions))
                if adds_up(measures[0].value):
                    part = Combined("ratio", narrowed(measures[0].value, condition), measures[0].value)
                    return [Measure(part, f"share_of_{measures[0].label}", "share")], rest
        if not grouped:
            rated = self._rate(frame, measures[0]) if len(measures) == 1 else None
            if rated is not None:
                return [rated], where
            named, dates = [p for p, _ in frame.where], [k for k, m in enumerate(frame.marks) if m.date is not None]
            times = [p for p in where if isinstance(p, (Compare, InPeriod, OneOf)) and p not in named]
            times = times if dates and min(dates) > frame.share_at else []
            dated = share_of_part(self._catalog, measures, times)  # of planes, those built after 2005
            return ([dated], [p for p in where if p not in times]) if dated is not None else ([], where)
        beside = [p for p, at in frame.where if says_what_is_shared(frame, at)]
        if beside and len(measures) == 1 and all(p in where for p in beside):
            condition = beside[0] if len(beside) == 1 else AllOf(tuple(beside))
            part = Combined("ratio", narrowed(measures[0].value, condition), measures[0].value)
            rest = [p for p in where if p not in beside]
            shown = replace(measures[0], value=narrowed(measures[0].value, condition))
            asked_both = [shown] if _is_beside(frame) else []
            return [*asked_both, Measure(part, f"share_of_{measures[0].label}", "share")], rest
        rate = self._rate(frame, measures[0])
        if rate is not None:
            return [rate], where
        if not adds_up(measures[0].value) and not _counts_different(measures[0].value):
            return [], where  # an average is no part of a sum of averages
        total = replace(measures[0], label=f"share_of_{measures[0].label}", unit="share", share_of_total=True)
        return ([measures[0], total] if _is_beside(frame) else [total]), where

    def _rate(self, frame: Frame, measure: Measure, *, named: bool = False) -> Measure | None:
        """What percentage of flights were cancelled, of each group: of its own flights, not of all cancelled ones."""
        at = next((w.at for w in frame.measures if w.metric is not None), -1)
        rated = rate_of_count(measure.value.sql) if isinstance(measure.value, Formula) and at >= 0 else None
        if rated is None:
            return None
        formula, table = rated
        first = frame.marks[at].text.split()[:1]
        named = named or bool(set(phrase(" ".join(first))) & set(full_words(table)))
        heads = (frame.rows_named(k) for k in range(max(frame.share_at, 0), at))
        named = named or any(head is not None and head.table == table for head in heads)  # of flights that were ...
        return Measure(Formula(formula), f"share_of_{measure.label}", "share") if named else None

    def _own_clause(self, frame: Frame) -> bool:
        """How many are cancelled, and what share is that: the share is asked for besides the count."""
        counts = [w.at for w in frame.measures if w.at >= 0]
        cues = [i for i in frame.used if frame.cue(i, "count")]
        between = range(min([*counts, *cues]), frame.share_at) if counts or cues else range(0)
        return any(frame.marks[k].text in "?？,，;；" and frame.marks[k].kind == "stop" for k in between)

    def _metric_share(self, measure: Measure, conditions: list[Predicate]) -> Measure | None:
        """Share of a summed metric that falls on a condition."""
        share = share_of_sum(measure.value.sql, conditions) if isinstance(measure.value, Formula) else None
        return Measure(Formula(share), f"share_of_{measure.label}", "share") if share is not None else None

    def _number(self, ref: ColumnRef) -> bool:
        return self._catalog.column(ref.table, ref.column).type in ("integer", "decimal", "float")

    def place(self, frame: Frame, wanted: Wanted | None, base: str, measures: list[Measure]) -> int:
        """Return which of the measures a wanted one became; the first where that is not to be told."""
        value = self._measure(frame, wanted, base, grouped=True) if wanted is not None else None
        return next((k for k, m in enumerate(measures) if value is not None and m.value == value.value), 0)

    def add_conditioned(self, frame: Frame, base: str, measures: list[Measure]) -> None:
        """Add what only a number is said of: of airlines with over 10,000 flights, the share that was late."""
        for at, (_, _, percent) in zip(frame.having_marks, frame.having, strict=False):
            wanted = frame.having_by.get(at)
            value = self._measure(frame, wanted, base, grouped=True) if wanted is not None and not percent else None
            if value is not None and all(m.value != value.value for m in measures):
                measures.append(replace(value, shown=False))

    def _measure(self, frame: Frame, wanted: Wanted, base: str, grouped: bool) -> Measure | None:
        if wanted.metric is not None:
            metric = self._metrics[wanted.metric]
            if wanted.distinct and not _counts_different(Formula(metric.expression)):
                frame.score -= 1.5  # how many different products were sold is no number of pieces
            if frame.per_what is not None:
                ratio = self._per(metric.expression, frame.per_what)
                label = f"{metric.name}_per_{frame.per_what.name}"
                return Measure(Formula(ratio), label, metric.unit) if ratio is not None else None
            if (
                frame.averaged_metric == metric.name
                and "/" not in metric.expression
                and "AVG" not in metric.expression.upper()
            ):
                frame.score -= 2.0  # a total is no average
            return Measure(Formula(metric.expression), metric.name, metric.unit)
        if wanted.formula is not None:
            return Measure(Formula(wanted.formula), wanted.label)
        if wanted.aggregate == "count":
            return self._count(frame, wanted, base)
        assert wanted.column is not None
        return self._aggregate(frame, wanted, wanted.column, grouped)

    def _per(self, expression: str, what: Element) -> str | None:
        if what.kind == "column":
            return divided(expression, ColumnRef(what.table, what.name))
        table = what.table
        key = self._catalog.tables[table].primary_key
        if len(key) != 1:
            return None
        for link in self._catalog.relationships:
            if link.to_table == table and link.to_columns == key:
                return divided(expression, ColumnRef(link.from_table, link.from_columns[0]))
        return divided(expression, ColumnRef(table, key[0]))

    def _count(self, frame: Frame, wanted: Wanted, base: str) -> Measure | None:
        if wanted.distinct and wanted.table is not None and wanted.at >= 0 and frame.weight(wanted.at) < _NAMED:
            frame.score -= 1.5  # the different products sold are not the rows of their sales
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
        if frame.per_what is not None and frame.per_what.kind == "column":
            column = ColumnRef(frame.per_what.table, frame.per_what.name)
            return Measure(AverageOf(counted, column), f"{name}_per_{column.column}")
        if frame.per_what is not None:
            key = self._catalog.tables[frame.per_what.table].primary_key
            if len(key) != 1:
                return None
            if name != base and self._graph.path(name, frame.per_what.table) is None:
                return None  # a product stands in many orders: their number by that of the orders is no average
            per = self._child_key(base, ColumnRef(frame.per_what.table, key[0]))
            return Measure(AverageOf(counted, per), f"{name}_per_{frame.per_what.table}")
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
            # A delay differs from row to row: who is most punctual, or how late it was, is told by the average.
            lasting = unit_of(column.name, column.unit) in ("second", "minute", "hour", "day")
            typical = lasting and bool(set(full_words(column.name)) & lexicon().bad_measures)
            extreme = self._one_value_each(frame) and not typical
            if frame.superlative and (not grouped or extreme or _is_extreme_of_each(frame, wanted, column)):
                name = "max" if frame.order == "desc" else "min"
            else:
                over_time = any(group.grain and _is_averaged_over(frame, group.at) for group in frame.groups)
                summed = column.additive and not typical and (over_time or not frame.averaged)
                name = "sum" if summed else "avg"
                frame.assumptions.append(("aggregate", (name, column.name)))
        if name == "sum" and is_fraction(column):
            frame.assumptions.append(("share", (column.name,)))
        label, unit = f"{name}_{column.name}", unit_of(column.name, column.unit)
        if wanted.fraction is not None:
            label = f"p{format(wanted.fraction * 100, 'f').rstrip('0').rstrip('.')}_{column.name}"
        return Measure(
            Aggregate(name, ref, wanted.distinct, fraction=wanted.fraction),
            label,
            unit if name != "variance" else None,
        )

    def _one_value_each(self, frame: Frame) -> bool:
        """Longest route: what orders the groups is a property of the group, not a sum over its rows."""
        word = frame.marks[frame.order_at].gradable if frame.order_at >= 0 else None
        return word is not None and "*" not in word.measures and "#count" not in word.measures

    def per_unit(self, frame: Frame, measures: list[Measure], dimensions: list[Dimension]) -> list[Measure]:
        """On average, how many flights a day; average daily revenue: the days are averaged over, they are no groups."""
        if len(measures) != 1:
            return measures
        first = measures[0].value
        counted = frame.averaged and isinstance(first, Aggregate) and first.name == "count"
        averaged = frame.averaged or frame.averaged_metric is not None
        if averaged and _counts_different(first):
            self._average_over(frame, dimensions)
            return measures
        if not counted and not (averaged and adds_up(first)):
            return measures
        for dimension, group in zip(list(dimensions), frame.groups, strict=False):
            timed = isinstance(dimension.by, Bucket) or dimension.label == "day"
            if not timed or not (counted or _is_averaged_over(frame, group.at)):
                continue
            dimensions.remove(dimension)
            label = f"{measures[0].label}_per_{dimension.label}"
            if not _is_averaged_over(frame, group.at):
                frame.assumptions.append(("averaged_over", (dimension.label,)))
            if counted and isinstance(first, Aggregate):
                return [Measure(AverageOf(first, dimension.by), label)]
            days = Aggregate("count", dimension.by, distinct=True)
            frame.score += 2.0  # what a total's average was short of has been found
            frame.assumptions[:] = [a for a in frame.assumptions if a[0] != "avg_metric"]
            return [Measure(Combined("ratio", first, days), label, measures[0].unit)]
        return measures

    def _average_over(self, frame: Frame, dimensions: list[Dimension]) -> None:
        """Customers per day on average: who comes on two days counts on both, so the days' values are averaged."""
        for position, (dimension, group) in enumerate(zip(dimensions, frame.groups, strict=False)):
            timed = isinstance(dimension.by, Bucket) or dimension.label == "day"
            if timed and _is_averaged_over(frame, group.at) and frame.over is None:
                frame.groups[position] = replace(group, over=True)
                frame.over = OverWanted("avg")
                frame.score += 2.0 * (frame.averaged_metric is not None)
                frame.assumptions[:] = [a for a in frame.assumptions if a[0] != "avg_metric"]
                return

    def time_them(self, frame: Frame, base: str, calendar: Calendar) -> bool:
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


def _is_extreme_of_each(frame: Frame, wanted: Wanted, column: Column) -> bool:
    """Highest temperature at each airport: the extreme is asked for, not the airport that has it."""
    word = frame.marks[frame.order_at].text.lower() if frame.order_at >= 0 else ""
    ranked = any(group.ranked for group in frame.groups) or frame.limit is not None
    if word not in _EXTREMES or ranked or wanted.at != frame.next(frame.order_at):
        return False
    return not column.additive or column.unit is not None


_EXTREMES: Final = frozenset({"highest", "lowest", "longest", "shortest", "最高", "最低", "最长", "最短"})


_NAMED: Final = 0.9


def _is_beside(frame: Frame) -> bool:
    """Tell whether the share is asked for besides the value: 订单数及占比, 里程及其占全部里程的比例."""
    first = next((i for i in range(len(frame.marks)) if frame.cue(i, "share")), -1)
    joint = frame.prev(first) if first > 0 else None
    if joint is None or not frame.cue(joint, "and") or frame.marks[joint].text.isascii():
        return False
    return frame.marks[first].text.startswith(("占", "比例", "份额", "比重", "百分比"))


def _is_weekly(predicate: Predicate) -> bool:
    """Tell whether a condition names weekdays, hours or days of the month."""
    return isinstance(predicate, OneOf) and isinstance(predicate.left, TimePart)


def _named_before(frame: Frame) -> bool:
    """Tell whether weekdays or hours stand before the word for the share: 周末航班占比."""
    return any(mark.recurring is not None for mark in frame.marks[: max(frame.share_at, 0)])


def _counts_different(value: ValueOf) -> bool:
    """Tell whether a value is a number of different things, which do not add up over time."""
    if isinstance(value, Formula):
        tree = parse(value.sql)
        return isinstance(tree, exp.Count) and tree.find(exp.Distinct) is not None
    return isinstance(value, Aggregate) and value.name == "count" and value.distinct


_FOR_EACH: Final = ("per ", "a ", "an ", "each ", "every ", "in a ", "for each ", "in each ", "for every ")


def _is_averaged_over(frame: Frame, at: int) -> bool:
    """Average daily revenue, revenue per month on average, 平均每天的销售额: what the average is taken over."""
    if at >= 0 and frame.marks[at].text.lower().startswith(_FOR_EACH):
        return True
    before = frame.prev(at) if at > 0 else None
    cue = frame.marks[before].cue if before is not None else None
    return cue is not None and cue.kind == "aggregate" and cue.value == "avg"
