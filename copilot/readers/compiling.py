"""From a plan to SQL text.

Owns grouping, grain, conditions and the order of clauses. Each aggregate is computed over the rows of its own base
table and joined only upwards, so that no join multiplies what is summed; a condition on rows below the base becomes
EXISTS. Refuses a plan that cannot be written so, by `PlanError`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from copilot.readers import dialects
from copilot.readers.clauses import clauses, column_labels, measure_labels, tail
from copilot.readers.conditions import Conditions
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
from copilot.readers.over_groups import inner_plan, written_over_groups
from copilot.readers.plan import (
    Aggregate,
    AverageOf,
    ColumnRef,
    Combined,
    Dimension,
    Formula,
    InPeriod,
    IsNull,
    Measure,
    Narrowed,
    Not,
    Plan,
    Predicate,
    ShareOf,
    ValueOf,
    columns_of,
)
from copilot.readers.selecting import PlanError, Select
from copilot.readers.windows import followed, stands_on_others, time_position, written_over
from copilot.values import Catalog
from copilot.values.query import Dialect

__all__ = ["Compiler", "PlanError"]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One aggregate of a metric over several base tables."""

    base: str
    tree: exp.Expression
    only: Predicate | None


class Compiler:
    """Writes plans as SQL over one catalog in one dialect."""

    def __init__(self, catalog: Catalog, dialect: Dialect) -> None:
        self._dialect: Dialect = dialect
        self.graph = JoinGraph(catalog)
        self._conditions = Conditions(self.graph, dialect)

    def sql(self, plan: Plan) -> str:
        """Return the plan's SQL.

        Raises:
            PlanError: the plan cannot be written at the right grain.
        """
        if plan.over is not None:
            return written_over_groups(plan, plan.over, self.sql(inner_plan(plan)), self._dialect)
        if not plan.measures:
            return self._list(plan)
        if stands_on_others(plan):
            return self._followed(plan)
        bases = tuple(dict.fromkeys(base for measure in plan.measures for base in self.measure_bases(plan, measure)))
        return self._grouped(plan, bases[0]) if len(bases) == 1 else self._across(plan, bases)

    # -- lists ---------------------------------------------------------------------------------------------------

    def _list(self, plan: Plan) -> str:
        select = self._select(plan.base)
        columns = [f"{select.column(ref)} AS {dialects.name(label)}" for ref, label in column_labels(plan.columns)]
        where = self._conditions.where(select, plan.where)
        order = [
            f"{select.column(plan.columns[s.position])} {'DESC' if s.descending else 'ASC'} NULLS LAST"
            for s in plan.sort
        ]
        head = "SELECT DISTINCT " if plan.distinct else "SELECT "
        return clauses(head + ", ".join(columns), select.source(), where, order=order, limit=plan.limit)

    # -- measures ------------------------------------------------------------------------------------------------

    def measure_bases(self, plan: Plan, measure: Measure) -> tuple[str, ...]:
        """Return the base tables that the aggregates of one measure are computed over."""
        if isinstance(measure.value, Combined):
            parts = (replace(measure, value=value) for value in (measure.value.left, measure.value.right))
            return tuple(dict.fromkeys(base for part in parts for base in self.measure_bases(plan, part)))
        formula = measure.value.of if isinstance(measure.value, Narrowed) else measure.value
        if not isinstance(formula, Formula):
            return (plan.base,)
        wanted = [ref.table for dimension in plan.dimensions for ref in columns_of(dimension.by)]
        found: dict[str, None] = {}
        for aggregate in top_aggregates(parse(formula.sql)):
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
        values = [self._value(select, measure.value) for measure in plan.measures]
        shown = [
            self._share(select, plan, measure, value) if measure.share_of_total else value
            for value, measure in zip(values, plan.measures, strict=True)
        ]
        labels = measure_labels(plan)
        named = zip(shown, labels, plan.measures, strict=True)
        wrapped = plan.limit_per is not None or any(h.value == "average" for h in plan.having)
        columns = by + [f"{value} AS {dialects.name(label)}" for value, label, m in named if m.shown or wrapped]
        where = self._conditions.where(select, plan.where)
        if plan.limit is not None and plan.sort and plan.dimensions:
            where += [f"{select.expr(d.by)} IS NOT NULL" for d in plan.dimensions]
        having = [
            f"{values[h.measure]} {h.op} "
            + (
                f"({clauses(f'SELECT {values[h.measure]}', select.source(), where)})".replace("\n", " ")
                if h.value == "overall"
                else dialects.literal(h.value, self._dialect)
            )
            for h in plan.having
            if h.value != "average"
        ]
        inner = clauses("SELECT " + ", ".join(columns), select.source(), where, group=group, having=having)
        if wrapped:
            return self._wrapped(plan, inner, labels)
        return inner + tail(self._order(plan, labels), plan.limit)

    def _share(self, select: Select, plan: Plan, measure: Measure, value: str) -> str:
        within = ", ".join(select.expr(plan.dimensions[position].by) for position in measure.share_within)
        return dialects.ratio(value, f"SUM({value}) OVER ({f'PARTITION BY {within}' if within else ''})")

    def _across(self, plan: Plan, bases: tuple[str, ...]) -> str:
        """Compute each base's aggregates on its own, then put the groups side by side."""
        if any(measure.share_of_total for measure in plan.measures):
            raise PlanError("a share is taken of what one table holds")
        if any(isinstance(h.value, str) for h in plan.having):
            raise PlanError("groups of several tables are not compared with their average")
        pieces: list[_Piece] = []
        formulas = [self._in_pieces(plan, measure.value, pieces) for measure in plan.measures]
        selects = []
        # Two customers of one name stay two.
        keys = {f"key_{number}": d.key for number, d in enumerate(plan.dimensions, 1) if d.key is not None}
        for base in bases:
            select = self._select(base)
            by, group = self._dimensions(select, plan.dimensions)
            parts = [
                f"{self._formula(select, piece.tree, piece.only) if piece.base == base else 'NULL'} AS part_{number}"
                for number, piece in enumerate(pieces, 1)
            ]
            where = self._conditions.where(select, plan.where)
            by += [f"{select.expr(key)} AS {name}" for name, key in keys.items()]
            selects.append(clauses("SELECT " + ", ".join(by + parts), select.source(), where, group=group))
        labels = [dialects.name(d.label) for d in plan.dimensions]
        measures = [
            f"{formula} AS {dialects.name(label)}"
            for formula, label in zip(formulas, measure_labels(plan), strict=True)
        ]
        union = "\nUNION ALL\n".join(selects)
        body = f"WITH parts AS (\n{union}\n)\nSELECT {', '.join(labels + measures)}\nFROM parts"
        if labels:
            body += "\nGROUP BY " + ", ".join([*labels, *keys])
        # A group that only unmatched rows belong to has no value of the metric; it is no group of the data.
        having = [f"{formulas[0]} IS NOT NULL"] if labels and len(formulas) == 1 else []
        if any(isinstance(h.value, str) for h in plan.having):
            raise PlanError("a measure of several tables is not compared with its average")
        having += [f"{formulas[h.measure]} {h.op} {dialects.literal(h.value, self._dialect)}" for h in plan.having]
        if having:
            body += "\nHAVING " + " AND ".join(having)
        return body + tail(self._order(plan, measure_labels(plan)), plan.limit)

    def _in_pieces(self, plan: Plan, value: ValueOf, pieces: list[_Piece]) -> str:
        """Add the aggregates of a value to the pieces, and write the value over them."""
        if isinstance(value, Combined):
            left, right = (self._in_pieces(plan, part, pieces) for part in (value.left, value.right))
            return dialects.combined(value.how, left, right)
        formula = value.of if isinstance(value, Narrowed) else value
        if not isinstance(formula, Formula):
            raise PlanError("measures of different tables can be put side by side only as agreed metrics")
        aggregates, tree = taken_apart(parse(formula.sql), len(pieces) + 1)
        for aggregate in aggregates:
            alone = Measure(Formula(aggregate.sql("duckdb")), formula.sql)
            base = self.measure_bases(plan, alone)[0]
            pieces.append(_Piece(base, aggregate, value.only if isinstance(value, Narrowed) else None))
        return over_parts(tree)

    def _followed(self, plan: Plan) -> str:
        """Compute the plain groups, then what follows them over time."""
        names = measure_labels(plan)
        time = time_position(plan.dimensions)
        ref = next(columns_of(plan.dimensions[time].by)) if time is not None else None
        windows = any(measure.window is not None for measure in plan.measures)
        known = (Not(IsNull(ref)),) if windows and ref is not None and self._may_lack(plan, ref) else ()
        parts = followed(replace(plan, where=(*plan.where, *known)), names, self._dialect)
        text = written_over(plan, parts, self.sql(parts.inner), names, self._dialect)
        return text + tail(self._order(plan, names), plan.limit)

    def _may_lack(self, plan: Plan, ref: ColumnRef) -> bool:
        """Tell whether rows may stand outside of all time."""
        facts = self.graph.catalog.column(ref.table, ref.column).facts
        if any(isinstance(p, InPeriod) and p.left == ref for p in plan.where):
            return False
        return ref.table != plan.base or facts is None or facts.nulls > 0

    def _wrapped(self, plan: Plan, inner: str, labels: list[str]) -> str:
        conditions = [
            f"{dialects.name(labels[h.measure])} {h.op} (SELECT AVG({dialects.name(labels[h.measure])}) FROM groups_of)"
            for h in plan.having
            if h.value == "average"
        ]
        columns = ", ".join(dialects.name(d.label) for d in plan.dimensions)
        shown = [label for label, measure in zip(labels, plan.measures, strict=True) if measure.shown]
        columns += ", " + ", ".join(dialects.name(label) for label in shown)
        if plan.limit_per is None:
            text = f"WITH groups_of AS (\n{inner}\n)\nSELECT {columns}\nFROM groups_of\nWHERE " + " AND ".join(
                conditions
            )
            return text + tail(self._order(plan, labels), plan.limit)
        order = ", ".join(self._order(plan, labels))
        per = dialects.name(plan.dimensions[plan.limit_per].label)
        function = "RANK" if plan.limit == 1 else "ROW_NUMBER"  # of two first ones, none is the second
        ranked = f"SELECT *, {function}() OVER (PARTITION BY {per} ORDER BY {order}) AS place FROM groups_of"
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

    def _value(self, select: Select, value: ValueOf, only: Predicate | None = None) -> str:
        if isinstance(value, Combined):
            return dialects.combined(value.how, self._value(select, value.left), self._value(select, value.right))
        if isinstance(value, Narrowed):
            return self._value(select, value.of, value.only)
        if isinstance(value, Formula):
            return self._formula(select, parse(value.sql), only)
        filtered = f" FILTER (WHERE {self._conditions.predicate(select, only)})" if only is not None else ""
        if isinstance(value, ShareOf):
            condition = self._conditions.predicate(select, value.condition)
            if value.known is None:
                return f"AVG(CASE WHEN {condition} THEN 1.0 ELSE 0.0 END){filtered}"
            known = select.column(value.known)
            return f"AVG(CASE WHEN {condition} THEN 1.0 WHEN {known} IS NOT NULL THEN 0.0 END){filtered}"
        if isinstance(value, AverageOf):
            inner = self._aggregate(select, value.inner)
            return dialects.ratio(inner + filtered, f"COUNT(DISTINCT {select.expr(value.per)}){filtered}")
        return self._aggregate(select, value) + filtered

    def _aggregate(self, select: Select, value: Aggregate) -> str:
        inside = "*" if value.of is None else select.expr(value.of)
        if value.only is not None:
            condition = self._conditions.predicate(select, value.only)
            inside = f"CASE WHEN {condition} THEN {'1' if value.of is None else inside} END"
        if value.name == "quantile":
            return f"QUANTILE_CONT({inside}, {value.fraction})"
        distinct = "DISTINCT " if value.distinct else ""
        return f"{value.name.upper()}({distinct}{inside})"

    def _formula(self, select: Select, tree: exp.Expression, only: Predicate | None = None) -> str:
        condition = self._conditions.predicate(select, only) if only is not None else None
        return written(tree, lambda table: select.alias(table, None), self._dialect, condition)

    # -- small parts ---------------------------------------------------------------------------------------------

    def _select(self, base: str, *, prefix: str = "") -> Select:
        return Select(base, self.graph, self._dialect, prefix)

    def _order(self, plan: Plan, labels: list[str]) -> list[str]:
        names = {"measure": labels, "dimension": [d.label for d in plan.dimensions]}
        return [
            f"{dialects.name(names[s.of][s.position])} {'DESC' if s.descending else 'ASC'} NULLS LAST"
            for s in plan.sort
        ]
