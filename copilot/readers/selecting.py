"""One SELECT over one base table: its joins, its aliases and how its columns are written.

Owns that joins lead only upwards, so that every row of the base stays one row. What is selected belongs to
`copilot.readers.compiling`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from copilot.readers import dialects
from copilot.readers.formulas import computed_over
from copilot.readers.joins import JoinGraph, Path
from copilot.readers.plan import Band, Bucket, ColumnRef, Expr, NamedParts, NamedRanges, TimePart
from copilot.values.query import Dialect


class PlanError(Exception):
    """The plan cannot be written as SQL at the right grain."""


@dataclass
class Select:
    """One SELECT being written over one base table."""

    base: str
    graph: JoinGraph
    dialect: Dialect
    alias_prefix: str = ""
    joins: dict[Path, str] = field(default_factory=dict)

    def alias(self, table: str, via: str | None) -> str:
        """Return the alias of a table, joined where it is not yet.

        Raises:
            PlanError: the table cannot be reached upwards from the base.
        """
        path = self.graph.path(self.base, table, via)
        if path is None:
            raise PlanError(f"{table} cannot be reached from {self.base} without multiplying rows")
        return self.join(path)

    def join(self, path: Path) -> str:
        """Join every table along a path and return the alias of the last one."""
        if not path:
            return self.alias_prefix + self.base
        if path not in self.joins:
            self.join(path[:-1])
            plain = self.alias_prefix + path[-1].to_table
            taken = {self.alias_prefix + self.base, *self.joins.values()}
            self.joins[path] = plain if plain not in taken else f"{path[-1].from_columns[0]}_{plain}"
        return self.joins[path]

    def column(self, ref: ColumnRef) -> str:
        """Write a column, its table joined; one that is computed as what computes it."""
        alias = self.alias(ref.table, ref.via)
        computed = self.graph.catalog.column(ref.table, ref.column).expression
        return (
            computed_over(computed, alias, self.dialect)
            if computed
            else f"{dialects.name(alias)}.{dialects.name(ref.column)}"
        )

    def expr(self, expr: Expr) -> str:
        """Write a column, a time cut to a unit or a part, or a number cut to its band."""
        if isinstance(expr, Bucket):
            return dialects.bucket(self.column(expr.of), expr.grain, self.dialect)
        if isinstance(expr, TimePart):
            time = dialects.later(self.column(expr.of), expr, self.dialect)
            return dialects.time_part(time, expr.part, self.dialect, chinese=expr.chinese)
        if isinstance(expr, NamedParts):
            part = dialects.time_part(self.column(expr.of), expr.part, self.dialect)
            cases = (
                f"WHEN {part} IN ({', '.join(map(str, values))}) THEN {dialects.literal(name, self.dialect)}"
                for name, values in expr.named
            )
            return f"CASE {' '.join(cases)} END"
        if isinstance(expr, NamedRanges):
            return self._ranges(expr)
        if isinstance(expr, Band):
            return dialects.band(self.column(expr.of), expr.width)
        return self.column(expr)

    def _ranges(self, expr: NamedRanges) -> str:
        column = self.column(expr.of)
        cases = []
        for name, bounds in expr.named:
            within = " AND ".join(f"{column} {op} {dialects.literal(value, self.dialect)}" for op, value in bounds)
            cases.append(f"WHEN {within} THEN {dialects.literal(name, self.dialect)}")
        return f"CASE {' '.join(cases)} END"

    def source(self) -> str:
        """Write FROM and the joins; call it last, when every column has been asked for."""
        lines = [f"FROM {_named(self.base, self.alias_prefix + self.base)}"]
        for path, alias in sorted(self.joins.items(), key=lambda item: len(item[0])):
            link, left = path[-1], self.join(path[:-1])
            on = " AND ".join(
                f"{dialects.name(left)}.{dialects.name(child)} = {dialects.name(alias)}.{dialects.name(parent)}"
                for child, parent in zip(link.from_columns, link.to_columns, strict=True)
            )
            lines.append(f"LEFT JOIN {_named(link.to_table, alias)} ON {on}")
        return "\n".join(lines)


def _named(table: str, alias: str) -> str:
    return dialects.name(table) if table == alias else f"{dialects.name(table)} AS {dialects.name(alias)}"
