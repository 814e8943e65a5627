"""Conditions of a plan as SQL.

Owns how each predicate is written, and that one on rows below the base becomes EXISTS, so that it multiplies nothing.
Which rows are measured belongs to `copilot.readers.compiling`.
"""

from __future__ import annotations

from dataclasses import dataclass

from copilot.readers import dialects
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import (
    AllOf,
    Among,
    AnyOf,
    ColumnRef,
    Compare,
    Contains,
    FirstOf,
    HasRows,
    IsNull,
    Not,
    OneOf,
    Predicate,
    RelatedCount,
    VersusAverage,
    columns_of,
)
from copilot.readers.selecting import PlanError, Select
from copilot.values.query import Dialect


@dataclass(frozen=True, slots=True)
class Conditions:
    """Writes conditions over one catalog in one dialect."""

    graph: JoinGraph
    dialect: Dialect

    def where(self, select: Select, predicates: tuple[Predicate, ...]) -> list[str]:
        """Write the conditions; those on rows below the base become one EXISTS each for the table that they share."""
        texts: list[str] = []
        below: dict[str, list[Predicate]] = {}
        for predicate in predicates:
            tables = {ref.table for ref in columns_of(predicate)}
            if isinstance(predicate, (HasRows, RelatedCount)) or self.graph.reaches(select.base, tables):
                texts.append(self.predicate(select, predicate))
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
        inner = Select(has.table, self.graph, self.dialect, "" if has.table != outer.base else "other_")
        taken = {outer.base, *outer.joins.values()}
        inner.alias_prefix = "its_" if {has.table, *(p.to_table for p in path[:-1])} & taken else inner.alias_prefix
        left = inner.join(path[:-1])
        outer_alias = dialects.name(outer.alias(outer.base, None))
        link = [
            f"{dialects.name(left)}.{dialects.name(child)} = {outer_alias}.{dialects.name(parent)}"
            for child, parent in zip(path[-1].from_columns, path[-1].to_columns, strict=True)
        ]
        conditions = self.where(inner, has.where)
        return f"{inner.source()} WHERE {' AND '.join(link + conditions)}".replace("\n", " ")

    def predicate(self, select: Select, predicate: Predicate) -> str:
        """Write one condition.

        Raises:
            PlanError: a table of the condition cannot be reached upwards.
        """
        if isinstance(predicate, HasRows):
            return self._exists(select, predicate)
        if isinstance(predicate, RelatedCount):
            partners = self._partners(select, HasRows(predicate.table, predicate.where))
            return f"(SELECT COUNT(*) {partners}) {predicate.op} {dialects.literal(predicate.value, self.dialect)}"
        if isinstance(predicate, Not):
            return self._negated(select, predicate.part)
        if isinstance(predicate, (AllOf, AnyOf)):
            word = " AND " if isinstance(predicate, AllOf) else " OR "
            return "(" + word.join(self.predicate(select, part) for part in predicate.parts) + ")"
        left = select.expr(predicate.left)
        if isinstance(predicate, Compare):
            right = predicate.right
            text = select.column(right) if isinstance(right, ColumnRef) else dialects.literal(right, self.dialect)
            return f"{left} {predicate.op} {text}"
        if isinstance(predicate, OneOf):
            values = [dialects.literal(value, self.dialect) for value in predicate.values]
            return f"{left} = {values[0]}" if len(values) == 1 else f"{left} IN ({', '.join(values)})"
        if isinstance(predicate, Contains):
            return dialects.like(left, predicate.text, predicate.where, self.dialect)
        if isinstance(predicate, IsNull):
            return f"{left} IS NULL"
        if isinstance(predicate, Among):
            inner = Select(predicate.table, self.graph, self.dialect, "other_")
            column = inner.column(predicate.left)
            conditions = [*self.where(inner, predicate.where), f"{column} IS NOT NULL"]
            return f"{left} IN (SELECT {column} {inner.source()} WHERE {' AND '.join(conditions)})".replace("\n", " ")
        if isinstance(predicate, FirstOf):
            table, other = (dialects.name(n) for n in (predicate.left.table, f"other_{predicate.left.table}"))
            time, per = dialects.name(predicate.left.column), dialects.name(predicate.per.column)
            same = f"{other}.{per} = {select.column(predicate.per)}"
            return f"{left} = (SELECT MIN({other}.{time}) FROM {table} AS {other} WHERE {same})"
        if isinstance(predicate, VersusAverage):
            column = dialects.name(predicate.left.column)
            return f"{left} {predicate.op} (SELECT AVG({column}) FROM {dialects.name(predicate.left.table)})"
        ends = [f"{left} >= {dialects.literal(predicate.start, self.dialect)}"] if predicate.start else []
        ends += [f"{left} < {dialects.literal(predicate.end, self.dialect)}"] if predicate.end else []
        return " AND ".join(ends) or "TRUE"

    def _negated(self, select: Select, part: Predicate) -> str:
        if isinstance(part, IsNull):
            return f"{select.expr(part.left)} IS NOT NULL"
        if isinstance(part, OneOf):
            left, values = select.expr(part.left), [dialects.literal(value, self.dialect) for value in part.values]
            return f"{left} <> {values[0]}" if len(values) == 1 else f"{left} NOT IN ({', '.join(values)})"
        return (
            f"NOT ({self.predicate(select, part)})"
            if not isinstance(part, HasRows)
            else f"NOT {self._exists(select, part)}"
        )
