"""Where in a query a piece of it stands: which alias is which table, and how its columns are called.

Owns names: columns of the FROM table go bare, others carry their table's name, or the alias where a table occurs twice.
What is not understood is quoted from here, with the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from copilot.saying.phrases import Language, bracketed, say
from copilot.saying.shapes import without_guards
from copilot.values import Catalog, ColumnType, SemanticModel


@dataclass(frozen=True)
class Place:
    """The surroundings of a piece of SQL."""

    catalog: Catalog
    language: Language
    dialect: str
    metrics: Mapping[str, str]
    """Canonical SQL of a metric's expression -> its name."""
    keys: frozenset[tuple[str, str, frozenset[tuple[str, str]]]]
    """(from table, to table, pairs of columns), lower case, many to one."""
    query: Callable[[exp.Expr, Place], str]
    condition: Callable[[exp.Expr, Place], str]
    tables: Mapping[str, str] = field(default_factory=dict)
    """Alias -> table of the catalog, or the empty text for rows that the query makes itself."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """Alias -> what stands before its columns; empty where they go bare."""
    outer: Place | None = None
    """The place around the SELECT, which is all that a query in its FROM can see."""
    outputs: Mapping[str, exp.Expr] = field(default_factory=dict)
    """Output name -> what it stands for, for ORDER BY."""

    def say(self, key: str, **parts: str) -> str:
        """Return a phrase in the language of this readback."""
        return say(key, self.language, **parts)

    def brackets(self, text: str) -> str:
        """Return a text in the brackets of this language."""
        return bracketed(text, self.language)

    def column(self, column: exp.Column) -> str:
        """Return what a column is called here."""
        before = self.shown.get(column.table, column.table)
        return f"{before}.{column.name}" if before else column.name

    def column_type(self, node: exp.Expr) -> ColumnType | None:
        """Return the type of a column of the catalog, None for anything else."""
        if not isinstance(node, exp.Column):
            return None
        table = self.catalog.tables.get(self.tables.get(node.table, ""))
        column = table.columns.get(node.name) if table else None
        return column.type if column else None

    def quoted(self, node: exp.Expr) -> str:
        """Quote the SQL of something that has no words, its columns named as everywhere else."""
        written = node.copy()
        if written.find(exp.Query) is None:
            holder = exp.Paren(this=written)
            for column in list(holder.find_all(exp.Column)):
                before = self.shown.get(column.table, column.table)
                column.set("table", exp.to_identifier(before) if before else None)
            written = holder.this
        return f"`{written.sql(dialect=self.dialect)}`"

    def qualified(self) -> Place:
        """Return the same place with every column under its table's name and no metric named."""
        shown = {alias: name or self.tables.get(alias) or alias for alias, name in self.shown.items()}
        return replace(self, shown=shown, metrics={})

    def canonical(self, node: exp.Expr) -> str:
        """Return SQL that is the same for the same meaning, whatever the aliases."""
        holder = exp.Paren(this=node.copy())
        for column in holder.find_all(exp.Column):
            table = self.tables.get(column.table) or column.table
            column.set("table", exp.to_identifier(table.lower()))
            column.this.set("this", column.name.lower())
        return _plain_sql(holder)

    def is_key(self, child: str, parent: str, pairs: frozenset[tuple[str, str]]) -> bool:
        """Return whether pairs of columns link each row of `child` to at most one of `parent`."""
        if (child.lower(), parent.lower(), pairs) in self.keys:
            return True
        table = self.catalog.tables.get(parent)
        return (
            table is not None
            and bool(table.primary_key)
            and {name.lower() for name in table.primary_key} == {to for _, to in pairs}
            and any(a == child.lower() and b == parent.lower() and pairs >= linked for a, b, linked in self.keys)
        )


def metric_names(semantics: SemanticModel) -> dict[str, str]:
    """Return canonical SQL -> name of every metric that reads a column; a bare COUNT(*) names no table to agree on."""
    names: dict[str, str] = {}
    for metric in semantics.metrics:
        if metric.over_time is not None or metric.last_over:
            continue  # its expression alone is not yet what it means
        try:
            tree = sqlglot.parse_one(metric.expression, dialect="duckdb")
        except SqlglotError:
            continue
        columns = list(tree.find_all(exp.Column))
        if not columns or not all(column.table for column in columns):
            continue
        for column in columns:
            column.set("table", exp.to_identifier(column.table.lower()))
            column.this.set("this", column.name.lower())
        names.setdefault(_plain_sql(exp.Paren(this=tree)), metric.name)
    return names


def key_links(catalog: Catalog) -> frozenset[tuple[str, str, frozenset[tuple[str, str]]]]:
    """Return every many-to-one link that the catalog knows."""
    return frozenset(
        (
            link.from_table.lower(),
            link.to_table.lower(),
            frozenset(zip(map(str.lower, link.from_columns), map(str.lower, link.to_columns), strict=True)),
        )
        for link in catalog.relationships
    )


def _plain_sql(holder: exp.Expr) -> str:
    for identifier in holder.find_all(exp.Identifier):
        identifier.set("quoted", False)
    # Brackets within stay: without them a * (b - c) and a * b - c would read the same.
    return holder.transform(without_guards).unnest().sql()
