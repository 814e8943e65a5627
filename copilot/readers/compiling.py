"""From a plan to SQL text.

Owns grouping, grain, conditions and the order of clauses. Each aggregate is computed over the rows of its own base
table and joined only upwards, so that no join multiplies what is summed; a condition on rows below the base becomes
EXISTS. Refuses a plan that cannot be written so, by `PlanError`.
"""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from copilot.readers import dialects
from copilot.readers.formulas import (
    over_parts,
    parse,
    repeats_are_harmless,
    tables_of,
    taken_apart,
    top_aggregates,
    written,
)
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import (
    Aggregate,
    AllOf,
    AnyOf,
    AverageOf,
    ColumnRef,
    Compare,
    Contains,
    Dimension,
    Formula,
    HasRows,
    IsNull,
    Measure,
    Not,
    OneOf,
    Plan,
    Predicate,
    RelatedCount,
    ShareOf,
    VersusAverage,
    columns_of,
)
from copilot.readers.selecting import PlanError, Select
from copilot.values import Catalog
from copilot.values.query import Dialect

__all__ = ["Compiler", "PlanError"]


class Compiler:
    """Writes plans as SQL over one catalog in one dialect."""

    def __init__(self, catalog: Catalog, dialect: Dialect) -> None:
        self._dialect: Dialect = dialect
        self.graph = JoinGraph(catalog)

    def sql(self, plan: Plan) -> str:
        """Return the plan's SQL.

        Raises:
            PlanError: the plan cannot be written at the right grain.
        """
        if not plan.measures:
            return self._list(plan)
        bases = tuple(dict.fromkeys(base for measure in plan.measures for base in self.measure_bases(plan, measure)))
        return self._grouped(plan, bases[0]) if len(bases) == 1 else self._across(plan, bases)

    # -- lists ---------------------------------------------------------------------------------------------------

    def _list(self, plan: Plan) -> str:
        select = self._select(plan.base)
        columns = [f"{select.column(ref)} AS {dialects.name(label)}" for ref, label in _labels(plan.columns)]
        where = self._where(select, plan.where)
        order = [
            f"{select.column(plan.columns[s.position])} {'DESC' if s.descending else 'ASC'} NULLS LAST"
            for s in plan.sort
        ]
        head = "SELECT DISTINCT " if plan.distinct else "SELECT "
        return _clauses(head + ", ".join(columns), select.source(), where, order=order, limit=plan.limit)

    # -- measures ------------------------------------------------------------------------------------------------

    def measure_bases(self, plan: Plan, measure: Measure) -> tuple[str, ...]:
        """Return the base tables that the aggregates of one measure are computed over."""
        if not isinstance(measure.value, Formula):
            return (plan.base,)
        wanted = [ref.table for dimension in plan.dimensions for ref in columns_of(dimension.by)]
        found: dict[str, None] = {}
        for aggregate in top_aggregates(parse(measure.value.sql)):
            tables = tables_of(aggregate)
            base = self.graph.lowest(tables)
            if base is None:
                raise PlanError(f"the tables of {measure.label} are not linked")
            if not self.graph.reaches(base, wanted):
                lower = self.graph.lowest({*tables, *wanted})
                if lower is None or not repeats_are_harmless(aggregate):
                    raise PlanError(f"{measure.label} cannot be split by {', '.join(wanted)}")
                base = lower
            found[base] = None
        return tuple(found)

    def _grouped(self, plan: Plan, base: str) -> str:
        select = self._select(base)
        by, group = self._dimensions(select, plan.dimensions)
        values = [self._value(select, measure) for measure in plan.measures]
        shown = [
            dialects.ratio(value, f"SUM({value}) OVER ()") if measure.share_of_total else value
            for value, measure in zip(values, plan.measures, strict=True)
        ]
        labels = _measure_labels(plan)
        columns = by + [f"{value} AS {dialects.name(label)}" for value, label in zip(shown, labels, strict=True)]
        where = self._where(select, plan.where)
        if plan.limit is not None and plan.sort and plan.dimensions:
            where += [f"{select.expr(d.by)} IS NOT NULL" for d in plan.dimensions]
        having = [
            f"{values[h.measure]} {h.op} {dialects.literal(h.value, self._dialect)}"
            for h in plan.having
            if h.value != "average"
        ]
        against_average = [h for h in plan.having if h.value == "average"]
        inner = _clauses("SELECT " + ", ".join(columns), select.source(), where, group=group, having=having)
        if against_average or plan.limit_per is not None:
            return self._wrapped(plan, inner, labels)
        return inner + _tail(self._order(plan, labels), plan.limit)

    def _across(self, plan: Plan, bases: tuple[str, ...]) -> str:
        """Compute each base's aggregates on its own, then put the groups side by side."""
        pieces: list[tuple[str, exp.Expression]] = []
        formulas: list[exp.Expression] = []
        for measure in plan.measures:
            if not isinstance(measure.value, Formula):
                raise PlanError("measures of different tables can be put side by side only as agreed metrics")
            aggregates, formula = taken_apart(parse(measure.value.sql), len(pieces) + 1)
            for aggregate in aggregates:
                narrowed = replace(measure, value=Formula(aggregate.sql("duckdb")))
                pieces.append((self.measure_bases(plan, narrowed)[0], aggregate))
            formulas.append(formula)
        selects = []
        for base in bases:
            select = self._select(base)
            by, group = self._dimensions(select, plan.dimensions)
            parts = [
                f"{self._formula(select, piece) if owner == base else 'NULL'} AS part_{number}"
                for number, (owner, piece) in enumerate(pieces, 1)
            ]
            where = self._where(select, plan.where)
            selects.append(_clauses("SELECT " + ", ".join(by + parts), select.source(), where, group=group))
        labels = [dialects.name(d.label) for d in plan.dimensions]
        measures = [
            f"{over_parts(formula)} AS {dialects.name(label)}"
            for formula, label in zip(formulas, _measure_labels(plan), strict=True)
        ]
        union = "\nUNION ALL\n".join(selects)
        body = f"WITH parts AS (\n{union}\n)\nSELECT {', '.join(labels + measures)}\nFROM parts"
        if labels:
            body += "\nGROUP BY " + ", ".join(labels)
        # A group that only unmatched rows belong to has no value of the metric; it is no group of the data.
        having = [f"{over_parts(formulas[0])} IS NOT NULL"] if labels and len(formulas) == 1 else []
        having += [
            f"{over_parts(formulas[h.measure])} {h.op} {dialects.literal(h.value, self._dialect)}"
            for h in plan.having
            if h.value != "average"
        ]
        if having:
            body += "\nHAVING " + " AND ".join(having)
        return body + _tail(self._order(plan, _measure_labels(plan)), plan.limit)

    def _wrapped(self, plan: Plan, inner: str, labels: list[str]) -> str:
        conditions = [
            f"{dialects.name(labels[h.measure])} {h.op} (SELECT AVG({dialects.name(labels[h.measure])}) FROM groups_of)"
            for h in plan.having
            if h.value == "average"
        ]
        columns = ", ".join(dialects.name(d.label) for d in plan.dimensions)
        columns += ", " + ", ".join(dialects.name(label) for label in labels)
        if plan.limit_per is None:
            text = f"WITH groups_of AS (\n{inner}\n)\nSELECT {columns}\nFROM groups_of\nWHERE " + " AND ".join(
                conditions
            )
            return text + _tail(self._order(plan, labels), plan.limit)
        order = ", ".join(self._order(plan, labels))
        per = dialects.name(plan.dimensions[plan.limit_per].label)
        ranked = f"SELECT *, ROW_NUMBER() OVER (PARTITION BY {per} ORDER BY {order}) AS place FROM groups_of"
        return (
            f"WITH groups_of AS (\n{inner}\n), ranked AS (\n{ranked}\n)\nSELECT {columns}\nFROM ranked\n"
            f"WHERE place <= {plan.limit}\nORDER BY {per}, place"
        )

    def _dimensions(self, select: Select, dimensions: tuple[Dimension, ...]) -> tuple[list[str], list[str]]:
        columns, group = [], []
        for dimension in dimensions:
            text = select.expr(dimension.by)
            columns.append(f"{text} AS {dialects.name(dimension.label)}")
            group.append(text)
            if dimension.key is not None and select.expr(dimension.key) != text:
                group.append(select.expr(dimension.key))
        return columns, group

    def _value(self, select: Select, measure: Measure) -> str:
        value = measure.value
        if isinstance(value, Formula):
            return self._formula(select, parse(value.sql))
        if isinstance(value, ShareOf):
            condition = self._predicate(select, value.condition)
            if value.known is None:
                return f"AVG(CASE WHEN {condition} THEN 1.0 ELSE 0.0 END)"
            return f"AVG(CASE WHEN {condition} THEN 1.0 WHEN {select.column(value.known)} IS NOT NULL THEN 0.0 END)"
        if isinstance(value, AverageOf):
            inner = self._aggregate(select, value.inner)
            return dialects.ratio(inner, f"COUNT(DISTINCT {select.expr(value.per)})")
        return self._aggregate(select, value)

    def _aggregate(self, select: Select, value: Aggregate) -> str:
        inside = "*" if value.of is None else select.expr(value.of)
        if value.only is not None:
            condition = self._predicate(select, value.only)
            inside = f"CASE WHEN {condition} THEN {'1' if value.of is None else inside} END"
        distinct = "DISTINCT " if value.distinct else ""
        return f"{value.name.upper()}({distinct}{inside})"

    def _formula(self, select: Select, tree: exp.Expression) -> str:
        return written(tree, lambda table: select.alias(table, None), self._dialect)

    # -- conditions ----------------------------------------------------------------------------------------------

    def _where(self, select: Select, predicates: tuple[Predicate, ...]) -> list[str]:
        """Write the conditions; those on rows below the base become one EXISTS each for the table that they share."""
        texts: list[str] = []
        below: dict[str, list[Predicate]] = {}
        for predicate in predicates:
            tables = {ref.table for ref in columns_of(predicate)}
            if isinstance(predicate, (HasRows, RelatedCount)) or self.graph.reaches(select.base, tables):
                texts.append(self._predicate(select, predicate))
                continue
            fact = self.graph.lowest({select.base, *tables})
            if fact is None:
                raise PlanError(f"{', '.join(sorted(tables))} and {select.base} are not linked")
            below.setdefault(fact, []).append(predicate)
        texts += [self._exists(select, HasRows(fact, tuple(parts))) for fact, parts in below.items()]
        return texts

    def _exists(self, outer: Select, has: HasRows) -> str:
        return f"EXISTS (SELECT 1 {self._partners(outer, has)})"

    def _partners(self, outer: Select, has: HasRows) -> str:
        path = self.graph.path(has.table, outer.base, has.via)
        if not path:
            raise PlanError(f"{has.table} does not point to {outer.base}")
        inner = self._select(has.table, prefix="" if has.table != outer.base else "other_")
        taken = {outer.base, *outer.joins.values()}
        inner.alias_prefix = "its_" if {has.table, *(p.to_table for p in path[:-1])} & taken else inner.alias_prefix
        left = inner.join(path[:-1])
        outer_alias = dialects.name(outer.alias(outer.base, None))
        link = [
            f"{dialects.name(left)}.{dialects.name(child)} = {outer_alias}.{dialects.name(parent)}"
            for child, parent in zip(path[-1].from_columns, path[-1].to_columns, strict=True)
        ]
        conditions = self._where(inner, has.where)
        return f"{inner.source()} WHERE {' AND '.join(link + conditions)}".replace("\n", " ")

    def _predicate(self, select: Select, predicate: Predicate) -> str:
        if isinstance(predicate, HasRows):
            return self._exists(select, predicate)
        if isinstance(predicate, RelatedCount):
            partners = self._partners(select, HasRows(predicate.table, predicate.where))
            return f"(SELECT COUNT(*) {partners}) {predicate.op} {dialects.literal(predicate.value, self._dialect)}"
        if isinstance(predicate, Not):
            return self._negated(select, predicate.part)
        if isinstance(predicate, (AllOf, AnyOf)):
            word = " AND " if isinstance(predicate, AllOf) else " OR "
            return "(" + word.join(self._predicate(select, part) for part in predicate.parts) + ")"
        left = select.expr(predicate.left)
        if isinstance(predicate, Compare):
            right = predicate.right
            text = select.column(right) if isinstance(right, ColumnRef) else dialects.literal(right, self._dialect)
            return f"{left} {predicate.op} {text}"
        if isinstance(predicate, OneOf):
            values = [dialects.literal(value, self._dialect) for value in predicate.values]
            return f"{left} = {values[0]}" if len(values) == 1 else f"{left} IN ({', '.join(values)})"
        if isinstance(predicate, Contains):
            return dialects.like(left, predicate.text, predicate.where, self._dialect)
        if isinstance(predicate, IsNull):
            return f"{left} IS NULL"
        if isinstance(predicate, VersusAverage):
            column = dialects.name(predicate.left.column)
            return f"{left} {predicate.op} (SELECT AVG({column}) FROM {dialects.name(predicate.left.table)})"
        ends = [f"{left} >= {dialects.literal(predicate.start, self._dialect)}"] if predicate.start else []
        ends += [f"{left} < {dialects.literal(predicate.end, self._dialect)}"] if predicate.end else []
        return " AND ".join(ends) or "TRUE"

    def _negated(self, select: Select, part: Predicate) -> str:
        if isinstance(part, IsNull):
            return f"{select.expr(part.left)} IS NOT NULL"
        if isinstance(part, OneOf):
            left, values = select.expr(part.left), [dialects.literal(value, self._dialect) for value in part.values]
            return f"{left} <> {values[0]}" if len(values) == 1 else f"{left} NOT IN ({', '.join(values)})"
        return (
            f"NOT ({self._predicate(select, part)})"
            if not isinstance(part, HasRows)
            else f"NOT {self._exists(select, part)}"
        )

    # -- small parts ---------------------------------------------------------------------------------------------

    def _select(self, base: str, *, prefix: str = "") -> Select:
        return Select(base, self.graph, self._dialect, prefix)

    def _order(self, plan: Plan, labels: list[str]) -> list[str]:
        names = {"measure": labels, "dimension": [d.label for d in plan.dimensions]}
        return [
            f"{dialects.name(names[s.of][s.position])} {'DESC' if s.descending else 'ASC'} NULLS LAST"
            for s in plan.sort
        ]


def _measure_labels(plan: Plan) -> list[str]:
    taken = {d.label for d in plan.dimensions}
    labels = []
    for measure in plan.measures:
        label, count = measure.label, 1
        while label in taken:
            count += 1
            label = f"{measure.label}_{count}"
        taken.add(label)
        labels.append(label)
    return labels


def _labels(columns: tuple[ColumnRef, ...]) -> list[tuple[ColumnRef, str]]:
    names = [ref.column for ref in columns]
    return [(ref, ref.column if names.count(ref.column) == 1 else f"{ref.table}_{ref.column}") for ref in columns]


def _clauses(
    head: str,
    source: str,
    where: list[str],
    *,
    group: list[str] | None = None,
    having: list[str] | None = None,
    order: list[str] | None = None,
    limit: int | None = None,
) -> str:
    lines = [head, source]
    if where:
        lines.append("WHERE " + " AND ".join(where))
    if group:
        lines.append("GROUP BY " + ", ".join(group))
    if having:
        lines.append("HAVING " + " AND ".join(having))
    return "\n".join(lines) + _tail(order or [], limit)


def _tail(order: list[str], limit: int | None) -> str:
    text = "\nORDER BY " + ", ".join(order) if order else ""
    return text + (f"\nLIMIT {limit}" if limit is not None else "")
