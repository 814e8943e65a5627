"""From a plan to SQL text.

Owns joins, grouping, grain and the order of clauses. Each aggregate is computed over the rows of its own base table and
joined only upwards, so that no join multiplies what is summed; a condition on rows below the base becomes EXISTS.
Refuses a plan that cannot be written so, by `PlanError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import sqlglot
from sqlglot import exp

from copilot.readers import dialects
from copilot.readers.joins import JoinGraph, Path
from copilot.readers.plan import (
    Aggregate,
    AllOf,
    AnyOf,
    AverageOf,
    Bucket,
    ColumnRef,
    Compare,
    Contains,
    Dimension,
    Expr,
    Formula,
    HasRows,
    InPeriod,
    IsNull,
    Measure,
    Not,
    OneOf,
    Plan,
    Predicate,
    RelatedCount,
    ShareOf,
    TimePart,
    VersusAverage,
)
from copilot.values import Catalog
from copilot.values.query import Dialect


class PlanError(Exception):
    """The plan cannot be written as SQL at the right grain."""


def columns_of(part: object) -> Iterator[ColumnRef]:
    """Yield every column that an expression, predicate or measure value reads, EXISTS parts left out."""
    if isinstance(part, ColumnRef):
        yield part
    elif isinstance(part, (Bucket, TimePart)):
        yield part.of
    elif isinstance(part, (Compare, OneOf, Contains, IsNull, InPeriod, VersusAverage)):
        yield from columns_of(part.left)
        if isinstance(part, Compare):
            yield from columns_of(part.right)
    elif isinstance(part, Not):
        yield from columns_of(part.part)
    elif isinstance(part, (AllOf, AnyOf)):
        for one in part.parts:
            yield from columns_of(one)
    elif isinstance(part, Aggregate):
        yield from columns_of(part.of)
        yield from columns_of(part.only)
    elif isinstance(part, ShareOf):
        yield from columns_of(part.condition)
    elif isinstance(part, AverageOf):
        yield from columns_of(part.inner)
        yield from columns_of(part.per)


@dataclass
class _Select:
    """One SELECT being written over one base table."""

    base: str
    graph: JoinGraph
    dialect: Dialect
    alias_prefix: str = ""
    joins: dict[Path, str] = field(default_factory=dict)

    def alias(self, table: str, via: str | None) -> str:
        path = self.graph.path(self.base, table, via)
        if path is None:
            raise PlanError(f"{table} cannot be reached from {self.base} without multiplying rows")
        return self._join(path)

    def _join(self, path: Path) -> str:
        if not path:
            return self.alias_prefix + self.base
        if path not in self.joins:
            self._join(path[:-1])
            plain = self.alias_prefix + path[-1].to_table
            taken = {self.alias_prefix + self.base, *self.joins.values()}
            self.joins[path] = plain if plain not in taken else f"{path[-1].from_columns[0]}_{plain}"
        return self.joins[path]

    def column(self, ref: ColumnRef) -> str:
        return f"{dialects.name(self.alias(ref.table, ref.via))}.{dialects.name(ref.column)}"

    def expr(self, expr: Expr) -> str:
        if isinstance(expr, Bucket):
            return dialects.bucket(self.column(expr.of), expr.grain, self.dialect)
        if isinstance(expr, TimePart):
            return dialects.time_part(self.column(expr.of), expr.part, self.dialect)
        return self.column(expr)

    def source(self) -> str:
        """Write FROM and the joins; call it last, when every column has been asked for."""
        lines = [f"FROM {_named(self.base, self.alias_prefix + self.base)}"]
        for path, alias in sorted(self.joins.items(), key=lambda item: len(item[0])):
            link, left = path[-1], self._join(path[:-1])
            on = " AND ".join(
                f"{dialects.name(left)}.{dialects.name(child)} = {dialects.name(alias)}.{dialects.name(parent)}"
                for child, parent in zip(link.from_columns, link.to_columns, strict=True)
            )
            lines.append(f"LEFT JOIN {_named(link.to_table, alias)} ON {on}")
        return "\n".join(lines)


def _named(table: str, alias: str) -> str:
    return dialects.name(table) if table == alias else f"{dialects.name(table)} AS {dialects.name(alias)}"


class Compiler:
    """Writes plans as SQL over one catalog in one dialect."""

    def __init__(self, catalog: Catalog, dialect: Dialect) -> None:
        self._catalog = catalog
        self._dialect: Dialect = dialect
        self.graph = JoinGraph(catalog)

    def sql(self, plan: Plan) -> str:
        """Return the plan's SQL.

        Raises:
            PlanError: the plan cannot be written at the right grain.
        """
        if not plan.measures:
            return self._list(plan)
        parts = self._bases(plan)
        if len(parts) == 1:
            text = self._grouped(plan, next(iter(parts)))
        else:
            text = self._across(plan, parts)
        return text

    # -- lists ---------------------------------------------------------------------------------------------------

    def _list(self, plan: Plan) -> str:
        select = self._select(plan.base)
        columns = [f"{select.column(ref)} AS {dialects.name(label)}" for ref, label in _labels(plan.columns)]
        where = self._where(select, plan.where)
        order = [
            f"{select.column(plan.columns[s.position])} {'DESC' if s.descending else 'ASC'} NULLS LAST" for s in plan.sort
        ]
        head = "SELECT DISTINCT " if plan.distinct else "SELECT "
        return _clauses(head + ", ".join(columns), select.source(), where, order=order, limit=plan.limit)

    # -- measures ------------------------------------------------------------------------------------------------

    def _bases(self, plan: Plan) -> dict[str, list[int]]:
        """Return which base table each aggregate is computed over: base -> positions of measures; -1 for a formula's part."""
        bases: dict[str, list[int]] = {}
        for position, measure in enumerate(plan.measures):
            for base in self.measure_bases(plan, measure):
                bases.setdefault(base, []).append(position)
        return bases

    def measure_bases(self, plan: Plan, measure: Measure) -> tuple[str, ...]:
        """Return the base tables that the aggregates of one measure are computed over."""
        if not isinstance(measure.value, Formula):
            return (plan.base,)
        wanted = [ref.table for dimension in plan.dimensions for ref in columns_of(dimension.by)]
        found: dict[str, None] = {}
        for aggregate in _aggregates(measure.value.sql):
            tables = {column.table for column in aggregate.find_all(exp.Column)}
            base = self.graph.lowest(tables)
            if base is None:
                raise PlanError(f"the tables of {measure.label} are not linked")
            if not self.graph.reaches(base, wanted):
                lower = self.graph.lowest({*tables, *wanted})
                if lower is None or not _repeats_are_harmless(aggregate):
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
        having = [f"{values[h.measure]} {h.op} {dialects.literal(h.value, self._dialect)}" for h in plan.having if h.value != "average"]
        against_average = [h for h in plan.having if h.value == "average"]
        inner = _clauses("SELECT " + ", ".join(columns), select.source(), where, group=group, having=having)
        if against_average or plan.limit_per is not None:
            return self._wrapped(plan, inner, labels)
        return inner + _tail(self._order(plan, labels, select), plan.limit)

    def _across(self, plan: Plan, bases: dict[str, list[int]]) -> str:
        """Compute each base's aggregates on its own, then put the groups side by side."""
        pieces: list[tuple[str, exp.Expression]] = []
        formulas: list[exp.Expression] = []
        for measure in plan.measures:
            tree = parse(_formula_sql(measure)) if isinstance(measure.value, Formula) else None
            if tree is None:
                raise PlanError("measures of different tables can be put side by side only as agreed metrics")
            holder = exp.Paren(this=tree)
            for aggregate in list(_top_aggregates(tree)):
                narrowed = replace(measure, value=Formula(aggregate.sql("duckdb")))
                base = self.measure_bases(plan, narrowed)[0]
                pieces.append((base, aggregate.copy()))
                aggregate.replace(exp.column(f"part_{len(pieces)}").transform(lambda node: node))
            formulas.append(holder.this)
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
            f"{_outer_parts(formula)} AS {dialects.name(label)}"
            for formula, label in zip(formulas, _measure_labels(plan), strict=True)
        ]
        union = "\nUNION ALL\n".join(selects)
        body = f"WITH parts AS (\n{union}\n)\nSELECT {', '.join(labels + measures)}\nFROM parts"
        if labels:
            body += "\nGROUP BY " + ", ".join(labels)
        # A group that only unmatched rows belong to has no value of the metric; it is no group of the data.
        having = [f"{_outer_parts(formulas[0])} IS NOT NULL"] if labels and len(formulas) == 1 else []
        having += [
            f"{_outer_parts(formulas[h.measure])} {h.op} {dialects.literal(h.value, self._dialect)}"
            for h in plan.having
            if h.value != "average"
        ]
        if having:
            body += "\nHAVING " + " AND ".join(having)
        return body + _tail(self._order(plan, _measure_labels(plan), None), plan.limit)

    def _wrapped(self, plan: Plan, inner: str, labels: list[str]) -> str:
        conditions = [
            f"{dialects.name(labels[h.measure])} {h.op} (SELECT AVG({dialects.name(labels[h.measure])}) FROM groups_of)"
            for h in plan.having
            if h.value == "average"
        ]
        columns = ", ".join(dialects.name(d.label) for d in plan.dimensions)
        columns += ", " + ", ".join(dialects.name(label) for label in labels)
        if plan.limit_per is None:
            text = f"WITH groups_of AS (\n{inner}\n)\nSELECT {columns}\nFROM groups_of\nWHERE " + " AND ".join(conditions)
            return text + _tail(self._order(plan, labels, None), plan.limit)
        order = ", ".join(self._order(plan, labels, None))
        per = dialects.name(plan.dimensions[plan.limit_per].label)
        ranked = f"SELECT *, ROW_NUMBER() OVER (PARTITION BY {per} ORDER BY {order}) AS place FROM groups_of"
        return (
            f"WITH groups_of AS (\n{inner}\n), ranked AS (\n{ranked}\n)\nSELECT {columns}\nFROM ranked\n"
            f"WHERE place <= {plan.limit}\nORDER BY {per}, place"
        )

    def _dimensions(self, select: _Select, dimensions: tuple[Dimension, ...]) -> tuple[list[str], list[str]]:
        columns, group = [], []
        for dimension in dimensions:
            text = select.expr(dimension.by)
            columns.append(f"{text} AS {dialects.name(dimension.label)}")
            group.append(text)
            if dimension.key is not None and select.expr(dimension.key) != text:
                group.append(select.expr(dimension.key))
        return columns, group

    def _value(self, select: _Select, measure: Measure) -> str:
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

    def _aggregate(self, select: _Select, value: Aggregate) -> str:
        inside = "*" if value.of is None else select.expr(value.of)
        if value.only is not None:
            condition = self._predicate(select, value.only)
            inside = f"CASE WHEN {condition} THEN {'1' if value.of is None else inside} END"
        distinct = "DISTINCT " if value.distinct else ""
        return f"{value.name.upper()}({distinct}{inside})"

    def _formula(self, select: _Select, tree: exp.Expression) -> str:
        written = tree.copy()
        for column in list(written.find_all(exp.Column)):
            alias = select.alias(column.table, None)
            column.replace(exp.column(exp.to_identifier(column.name), table=exp.to_identifier(alias)))
        text = written.sql(dialect=self._dialect)
        division = written.find(exp.Div)
        if division is not None and written is division and "1.0" not in text and "NULLIF" not in text.upper():
            return dialects.ratio(division.left.sql(dialect=self._dialect), division.right.sql(dialect=self._dialect))
        return text

    # -- conditions ----------------------------------------------------------------------------------------------

    def _where(self, select: _Select, predicates: tuple[Predicate, ...]) -> list[str]:
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

    def _exists(self, outer: _Select, has: HasRows) -> str:
        return f"EXISTS (SELECT 1 {self._partners(outer, has)})"

    def _partners(self, outer: _Select, has: HasRows) -> str:
        path = self.graph.path(has.table, outer.base, has.via)
        if not path:
            raise PlanError(f"{has.table} does not point to {outer.base}")
        inner = self._select(has.table, prefix="" if has.table != outer.base else "other_")
        taken = {outer.base, *outer.joins.values()}
        inner.alias_prefix = "its_" if {has.table, *(p.to_table for p in path[:-1])} & taken else inner.alias_prefix
        left = inner._join(path[:-1])
        outer_alias = dialects.name(outer.alias(outer.base, None))
        link = [
            f"{dialects.name(left)}.{dialects.name(child)} = {outer_alias}.{dialects.name(parent)}"
            for child, parent in zip(path[-1].from_columns, path[-1].to_columns, strict=True)
        ]
        conditions = self._where(inner, has.where)
        return f"{inner.source()} WHERE {' AND '.join(link + conditions)}".replace("\n", " ")

    def _predicate(self, select: _Select, predicate: Predicate) -> str:
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

    def _negated(self, select: _Select, part: Predicate) -> str:
        if isinstance(part, IsNull):
            return f"{select.expr(part.left)} IS NOT NULL"
        if isinstance(part, OneOf):
            left, values = select.expr(part.left), [dialects.literal(value, self._dialect) for value in part.values]
            return f"{left} <> {values[0]}" if len(values) == 1 else f"{left} NOT IN ({', '.join(values)})"
        return f"NOT ({self._predicate(select, part)})" if not isinstance(part, HasRows) else f"NOT {self._exists(select, part)}"

    # -- small parts ---------------------------------------------------------------------------------------------

    def _select(self, base: str, *, prefix: str = "") -> _Select:
        return _Select(base, self.graph, self._dialect, prefix)

    def _order(self, plan: Plan, labels: list[str], select: _Select | None) -> list[str]:
        names = {"measure": labels, "dimension": [d.label for d in plan.dimensions]}
        return [
            f"{dialects.name(names[s.of][s.position])} {'DESC' if s.descending else 'ASC'} NULLS LAST" for s in plan.sort
        ]


def parse(formula: str) -> exp.Expression:
    """Return the tree of a metric's expression."""
    tree = sqlglot.parse_one(formula, dialect="duckdb")
    assert isinstance(tree, exp.Expression)
    return tree


def _formula_sql(measure: Measure) -> str:
    assert isinstance(measure.value, Formula)
    return measure.value.sql


def _aggregates(sql: str) -> list[exp.Expression]:
    return list(_top_aggregates(parse(sql)))


def _top_aggregates(tree: exp.Expression) -> Iterator[exp.Expression]:
    if isinstance(tree, exp.AggFunc):
        yield tree
        return
    for child in tree.iter_expressions():
        if isinstance(child, exp.Expression):
            yield from _top_aggregates(child)


def _repeats_are_harmless(aggregate: exp.Expression) -> bool:
    return isinstance(aggregate, (exp.Min, exp.Max)) or aggregate.find(exp.Distinct) is not None


def _outer_parts(formula: exp.Expression) -> str:
    written = formula.copy()
    if isinstance(written, exp.Column):
        return f"MAX({written.name})"
    for column in list(written.find_all(exp.Column)):
        column.replace(exp.Max(this=exp.column(column.name)))
    if isinstance(written, exp.Div) and "1.0" not in written.sql("duckdb"):
        return dialects.ratio(written.left.sql("duckdb"), written.right.sql("duckdb"))
    return written.sql("duckdb")


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
