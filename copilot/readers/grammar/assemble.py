"""From a filled frame to a plan: its dimensions, its conditions on groups, its order, its lists.

Owns the order in which a plan comes together; the base table is chosen in `copilot.readers.grammar.bases`, measures are
made in `copilot.readers.grammar.implied` and `copilot.readers.grammar.measures`. Refuses a frame that makes no sense by
returning None: no plan is better than a guess.
"""

from __future__ import annotations

from dataclasses import replace

from copilot.dates import time_grain
from copilot.linking.schema_index import Element, SchemaIndex
from copilot.linking.words import name_words
from copilot.readers.grammar.agreed import as_agreed, split_by_agreed_unit
from copilot.readers.grammar.bases import BaseTables
from copilot.readers.grammar.beyond import Beyond, over_groups
from copilot.readers.grammar.combining import combine, rates_of_several, settle_share, sides_as_rows
from copilot.readers.grammar.contradicting import contradicts, divides_by_largest, is_amount, sides_held_together
from copilot.readers.grammar.following import (
    add_time,
    compare_periods,
    follow,
    is_followed,
    main_measure,
    names_values,
    settle_difference,
)
from copilot.readers.grammar.frame import Frame, GroupBy, Wanted, way
from copilot.readers.grammar.implied import ImpliedMeasures
from copilot.readers.grammar.lacking import lay_times, without
from copilot.readers.grammar.measures import Measures
from copilot.readers.grammar.naming import calendar_unit, label_column
from copilot.readers.grammar.periods import Calendar
from copilot.readers.grammar.roles.relating import PERSONS
from copilot.readers.grammar.rows import is_about_time, list_order, ranked_rows
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import (
    Aggregate,
    AverageOf,
    Band,
    Bucket,
    ColumnRef,
    Combined,
    Compare,
    Dimension,
    Formula,
    HasRows,
    Having,
    IsNull,
    Measure,
    NamedParts,
    NamedRanges,
    Not,
    OneOf,
    Plan,
    Predicate,
    Sort,
    TimePart,
    columns_of,
)
from copilot.values import Catalog, SemanticModel


class Assembler:
    """Makes plans of frames over one catalog."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel, graph: JoinGraph, schema: SchemaIndex) -> None:
        metrics = {metric.name: metric for metric in semantics.metrics}
        self._catalog = catalog
        self._metrics = metrics
        self._graph = graph
        self._bases = BaseTables(catalog, metrics, graph)
        self._implied = ImpliedMeasures(catalog, graph, schema)
        self._measures = Measures(catalog, metrics, graph)
        self._beyond = Beyond(catalog, metrics, graph, schema)

    def plan(self, frame: Frame, calendar: Calendar) -> Plan | None:
        """Return the plan that the frame stands for, or None."""
        base = self._base(frame, calendar)
        if base is None:
            return None
        groups = list(frame.groups)
        absent = next((self._graph.lowest({self._bases.absent_table(t), base}) for t in frame.absent), None)
        if not lay_times(frame, self._graph, calendar, base, absent):
            return None
        times = calendar.conditions(frame, base)
        compare_periods(frame, groups, times)
        if is_followed(frame):
            frame.groups = groups  # the periods stand in columns of their own
        if times is None or not self._measures.time_them(frame, base, calendar):
            return None
        self._ask_for_names(frame, base)
        dimensions = self._dimensions(frame, base, calendar)
        where = self._conditions(frame, base, times)
        if dimensions is None or where is None:
            return None
        rows = ranked_rows(frame, base, where)
        if rows is not None:
            return rows
        if is_about_time(frame) and any(w.at >= 0 and not self._is_time(w) for w in frame.measures):
            return None  # the most recent returns with their refund are not those of the largest refunds
        measures, where = self._measures.build(frame, base, where, bool(dimensions))
        frame.versus = frame.versus or rates_of_several(frame, measures)
        if frame.versus:
            dimensions += sides_as_rows(frame, dimensions)
            if not dimensions and not is_followed(frame):
                return None
        if not measures:
            return None if frame.share or is_followed(frame) else self._list(frame, base, where)
        measures = self._measures.per_unit(frame, measures, dimensions)
        if frame.combine is not None and not is_followed(frame):
            combined = combine(frame, measures, where)
            if combined is None or (not dimensions and divides_by_largest(combined[0])):
                return None
            measures, where = combined
        having = self._having(frame, base, measures)
        if having is None or self._counts_ones(base, measures, dimensions):
            return None
        whole = self._whole(frame, dimensions)
        measures = [replace(m, share_within=whole) if m.share_of_total else m for m in measures]
        where += self._are_known(base, dimensions, where) if having else []
        if frame.unshown is not None and frame.over is None:
            place = self._measures.place(frame, frame.unshown, base, measures)
            measures[place] = replace(measures[place], shown=False)
        plan = Plan(base, tuple(measures), tuple(dimensions), where=tuple(where), having=having)
        agreed = as_agreed(frame, plan, times, self._metrics)
        if agreed is None:
            return None
        if agreed is not plan:
            return self._ordered(frame, agreed)
        finished = follow(frame, plan, times, calendar) if is_followed(frame) else over_groups(frame, plan)
        return self._ordered(frame, finished) if finished is not None else None

    def _base(self, frame: Frame, calendar: Calendar) -> str | None:
        """Give the frame the measures that its words only imply, and choose the table that they are computed over."""
        if frame.asks_time is not None:
            frame.measures = []
            self._implied.count_something(frame)
        frame.measures = [self._aged(wanted, calendar) for wanted in frame.measures]
        for ref, op, years, at, said in frame.ages:
            year = calendar.today.year - years
            frame.where.append((Compare(ref, op, year), at))
            frame.assumptions.append(("state", (said, f"{ref.column} {op} {year}")))
        self._bases.count_none(frame)
        split_by_agreed_unit(frame, self._metrics)
        if not self._beyond.settle(frame, timed=calendar.is_needed(frame)):
            return None
        if frame.having_of is not None and not frame.counted:
            counted = Wanted("count", table=frame.having_of, at=frame.having_of_at)
            asked = frame.superlative or frame.order is not None
            frame.measures.insert(len(frame.measures) if asked else 0, counted)
        settle_difference(frame)
        settle_share(frame)
        if is_followed(frame) and not add_time(frame):
            return None
        self._implied.add_default(frame)
        if is_followed(frame):
            if not frame.measures:
                self._implied.count_something(frame)
            if not names_values(frame):
                return None  # what grows fastest is not told by what is fast
        self._beyond.worth_of_ranked(frame)
        self._implied.add_for_superlative(frame)
        if not self._beyond.share_of_first(frame):
            return None
        return self._bases.choose(frame, calendar)

    def _conditions(self, frame: Frame, base: str, times: list[Predicate]) -> list[Predicate] | None:
        """Return every condition on the rows of the base; None where one cannot be laid on them."""
        where = [predicate for predicate, _ in frame.where] + times
        for table in frame.absent:
            fact = self._graph.lowest({self._bases.absent_table(table), base})
            lacking = without(frame, self._graph, base, fact, where, frame.absent_times)
            if lacking is None:
                return None
            where = lacking
        empty = {p.left for p in where if isinstance(p, IsNull)}
        if any(isinstance(p, (OneOf, Compare)) and p.left in empty for p in where):
            return None  # what is empty has no value
        if sides_held_together(frame) or (not is_followed(frame) and contradicts(where)):
            return None
        narrowed = self._below(frame, base, where)
        counted = self._bases.related_count(frame, base) if narrowed is not None else None
        return [*narrowed, counted] if narrowed is not None and counted is not None else narrowed

    def _is_time(self, wanted: Wanted) -> bool:
        ref = wanted.column
        return ref is not None and self._catalog.column(ref.table, ref.column).role == "time"

    def _aged(self, wanted: Wanted, calendar: Calendar) -> Wanted:
        """Write an age as the years from a year of birth to this one."""
        if wanted.age_of is None:
            return wanted
        years = f'{calendar.today.year} - "{wanted.age_of.table}"."{wanted.age_of.column}"'
        return replace(wanted, aggregate=None, formula=f"{str(wanted.aggregate).upper()}({years})", age_of=None)

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
        if group.ref is not None and group.ranges:
            return Dimension(NamedRanges(group.ref, group.ranges), f"{group.ref.column}_band")
        if group.ref is not None and group.width is not None:
            return Dimension(Band(group.ref, group.width), f"{group.ref.column}_from")
        if group.ref is not None:
            unit = calendar_unit(self._catalog, group.ref) if group.at >= 0 else None
            if unit is not None and time_grain(frame.marks[group.at].text) == unit:
                return calendar.dimension(frame, replace(group, ref=None, element=None, grain=unit), base)
            column = self._catalog.column(group.ref.table, group.ref.column)
            unit = time_grain(frame.marks[group.at].text) if 0 <= group.at < len(frame.marks) else None
            if unit is not None and column.type in ("date", "timestamp"):
                return calendar.over(frame, replace(group, grain=unit), group.ref)
            if column.type in ("date", "timestamp"):
                return (
                    Dimension(Bucket(group.ref, "day"), group.ref.column)
                    if column.type == "timestamp"
                    else Dimension(group.ref, group.ref.column)
                )
            return Dimension(group.ref, group.ref.column)
        assert group.element is not None
        return self._entity(frame, base, group.element.table, group.at)

    def _ask_for_names(self, frame: Frame, base: str) -> None:
        """Who earns the most: rank the names of the rows that are measured, or of the persons that they point to."""
        if not frame.asks_who or frame.groups or not frame.superlative:
            return
        tables = [base] if label_column(self._catalog, base) else []
        tables += [t for t in self._catalog.tables if set(name_words(t)) & PERSONS and self._graph.path(base, t)]
        if tables:
            element = Element("table", tables[0], tables[0])
            frame.groups.append(GroupBy(element=element, ranked=True))

    def _entity(self, frame: Frame, base: str, table: str, at: int) -> Dimension | None:
        """Group by what names a row of the table, and by its key where names repeat."""
        entry = self._catalog.tables[table]
        label = label_column(self._catalog, table)
        ways = self._graph.ways(base, table) if frame.vias.get(at) is None else ()
        link = self._graph.path(base, table) if ways else None
        if link is not None and len(link) == 1 and link[0].from_columns[0] in ways:
            # By airport, and nothing tells whether of departure or arrival: the column that is taken says so itself.
            frame.assumptions.append(("either", (table, *(f"{base}.{column}" for column in ways[:2]))))
            return Dimension(ColumnRef(base, link[0].from_columns[0]), link[0].from_columns[0])
        key = ColumnRef(table, entry.primary_key[0], frame.vias.get(at)) if len(entry.primary_key) == 1 else None
        if label is None:
            return Dimension(key, key.column) if key is not None else None
        facts = entry.columns[label.column].facts
        unique = facts is not None and facts.distinct_exact and facts.distinct == entry.row_count
        by = replace(label, via=frame.vias.get(at))
        return Dimension(by, label.column, key=None if unique else key)

    def _list(self, frame: Frame, base: str, where: list[Predicate]) -> Plan | None:
        columns: list[ColumnRef] = []
        for element in frame.asked:
            if element.kind == "column":
                columns.append(ColumnRef(element.table, element.name))
            else:
                columns += self._shown_of(element.table)
        columns += [ref for ref in frame.shown if ref not in columns]
        columns = list(dict.fromkeys(columns))
        if frame.having or frame.having_average:
            return None
        if not columns or not (where or frame.shown or frame.superlative or frame.asked):
            return None
        key = set(self._catalog.tables[base].primary_key)
        distinct = not (key and key <= {ref.column for ref in columns if ref.table == base}) and not frame.superlative
        distinct = distinct and not any(element.kind == "table" for element in frame.asked)
        sort = list_order(frame, self._catalog, columns)
        if sort is None:
            return None
        return Plan(base, columns=tuple(columns), distinct=distinct, where=tuple(where), sort=sort)

    def _below(self, frame: Frame, base: str, where: list[Predicate]) -> list[Predicate] | None:
        """Say by which link rows below point to the base, where several do: airports that somebody flies to.

        None where nothing tells which is meant.
        """
        below = [p for p in where if not self._graph.reaches(base, {r.table for r in columns_of(p)})]
        fact = self._graph.lowest({base, *(r.table for p in below for r in columns_of(p))}) if below else None
        ways = self._graph.ways(fact, base) if fact is not None else ()
        if fact is None or not ways:
            return where
        said = {"to" if frame.cue(i, "to") else "from" for i in range(len(frame.marks)) if frame.cue(i, "to", "from")}
        fitting = [column for column in ways if way(column) in said]
        if len(said) != 1 or len(fitting) != 1:
            return None
        frame.used |= {i for i in range(len(frame.marks)) if frame.cue(i, "to", "from")}
        return [*(p for p in where if p not in below), HasRows(fact, tuple(below), fitting[0])]

    def _shown_of(self, table: str) -> list[ColumnRef]:
        entry = self._catalog.tables[table]
        label = label_column(self._catalog, table)
        shown = [ColumnRef(table, name) for name in entry.primary_key] if len(entry.primary_key) == 1 else []
        if label is not None:
            facts = entry.columns[label.column].facts
            shown = [label] if facts is not None and facts.distinct == entry.row_count else [*shown, label]
        return shown or [ColumnRef(table, name) for name in list(entry.columns)[:12]]

    def _counts_ones(self, base: str, measures: list[Measure], dimensions: list[Dimension]) -> bool:
        """Tell whether the rows of a table would be counted one by one, which answers nothing."""
        if not all(_counts_rows(m) for m in measures):
            return False
        key, label = self._catalog.tables[base].primary_key, label_column(self._catalog, base)
        own = [d for d in dimensions if isinstance(d.by, ColumnRef) and d.by.table == base]
        return any(key == (ref.column,) or d.key is not None or ref == label for d in own for ref in columns_of(d.by))

    def _having(self, frame: Frame, base: str, measures: list[Measure]) -> tuple[Having, ...] | None:
        if any(m.share_of_total for m in measures) and frame.having:
            return None
        each = len(frame.having) == len(measures) > 1 and frame.having_of is not None
        if each:  # at least 100 flights and a rate above 6 %: each number is said of its own measure
            places = sorted(range(len(measures)), key=lambda k: frame.measures[k].at)
            found = [Having(k, op, value) for k, (op, value, _) in zip(places, frame.having, strict=True)]
        else:
            self._measures.add_conditioned(frame, base, measures)
            places = [self._measures.place(frame, frame.having_by.get(at), base, measures) for at in frame.having_marks]
            found = [Having(k, op, value) for k, (op, value, _) in zip(places, frame.having, strict=False)]
        if frame.having_average is not None:
            about = self._measures.place(frame, frame.having_average_of, base, measures)
            first = measures[about].value
            averaged = isinstance(first, Aggregate) and first.name == "avg"
            if isinstance(first, Formula):
                averaged = "/" in first.sql or "AVG" in first.sql.upper()
            found.append(Having(about, frame.having_average, "overall" if averaged else "average"))
        if found and not frame.groups:
            return None
        percent = [h for h, (_, _, said) in zip(found, frame.having, strict=False) if said]
        if any(is_amount(measures[h.measure]) for h in percent) and not is_followed(frame):
            return None  # so much money is no percentage
        return tuple(found)

    def _are_known(self, base: str, dimensions: list[Dimension], where: list[Predicate]) -> list[Predicate]:
        """Return that the groups have a name: of things with more than so many rows, nothing is none."""
        refs = [d.by for d in dimensions if isinstance(d.by, ColumnRef) and d.by.table == base]
        facts = {ref: self._catalog.column(ref.table, ref.column).facts for ref in refs}
        known: list[Predicate] = [Not(IsNull(ref)) for ref in refs if (f := facts[ref]) is not None and f.nulls]
        return [predicate for predicate in known if predicate not in where]

    def _ordered(self, frame: Frame, plan: Plan) -> Plan:
        times = [
            i
            for i, d in enumerate(plan.dimensions)
            if isinstance(d.by, (Band, Bucket, NamedParts, TimePart)) or d.label == "day"
        ]
        if frame.order is not None and plan.dimensions:
            falling = frame.superlative and any(change.down for change in frame.changes)
            sort = Sort("measure", self._ranking_measure(frame, plan), (frame.order == "desc") != falling)
            listed = self._asks_for_list(frame)
            limit = frame.limit or (None if listed or frame.sorted_only else 1 if frame.superlative else None)
            per = self._within(frame, plan) if limit is not None else None
            return replace(plan, sort=(sort,), limit=limit, limit_per=per)
        if times:
            return replace(plan, sort=tuple(Sort("dimension", i, False) for i in times))
        if plan.dimensions and not plan.measures[main_measure(plan)].shown:
            return replace(plan, sort=(Sort("dimension", 0, False),))
        if plan.dimensions:
            return replace(plan, sort=(Sort("measure", main_measure(plan), True),))
        return plan

    def _ranking_measure(self, frame: Frame, plan: Plan) -> int:
        """Return the measure that ranks: the one named behind "by", else the one that the question is about."""
        if len(frame.measures) == len(plan.measures) and not is_followed(frame):
            for position, wanted in enumerate(frame.measures):
                if wanted.at == frame.ranked_by >= 0 or self._names(frame, frame.ranked_by, wanted):
                    return position
            asked = [k for k, wanted in enumerate(frame.measures) if wanted not in frame.having_by.values()]
            if asked and not any(isinstance(m.value, Combined) for m in plan.measures):
                return asked[0]
        return main_measure(plan)

    def _names(self, frame: Frame, at: int, wanted: Wanted) -> bool:
        """Tell whether a mark names what is measured once more: revenue and margin by region, sorted by margin."""
        element = frame.element(at) if at >= 0 else None
        if element is None:
            return False
        return element.name == wanted.metric if element.kind == "metric" else frame.ref(at) == wanted.column

    def _whole(self, frame: Frame, dimensions: list[Dimension]) -> tuple[int, ...]:
        """Return the positions of the dimensions within whose groups a share is taken: each region, else each year."""
        said = tuple(i for i, group in enumerate(frame.groups[: len(dimensions)]) if group.at in frame.within)
        times = tuple(i for i, dimension in enumerate(dimensions) if isinstance(dimension.by, (Bucket, TimePart)))
        said = said if len(said) < len(dimensions) else ()  # the whole within each group alone is the group itself
        return said or (times if len(times) < len(dimensions) else ())

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


def _counts_rows(measure: Measure) -> bool:
    """Tell whether a measure says no more than how many rows there are, perhaps for each day."""
    value = measure.value
    return (value.inner if isinstance(value, AverageOf) else value) == Aggregate("count")
