"""Names: which tables and columns a query means, and how they are written out again.

Owns the resolution of each name against the catalog, by scope, and the spelling of the result. Nothing outside the
catalog exists. Both engines fold letters of ASCII only, and so does everything here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sqlglot import exp
from sqlglot.errors import OptimizeError, SqlglotError
from sqlglot.optimizer.normalize_identifiers import normalize_identifiers
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope
from sqlglot.schema import MappingSchema

from copilot.errors import Refused, did_you_mean
from copilot.gate import diagnosis, naming
from copilot.gate.dialects import GRAMMARS, RUN, fold
from copilot.gate.places import spot_of
from copilot.gate.vocabulary import RESERVED
from copilot.values.query import Dialect

_SIMPLE_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*\Z")


class Names:
    """The tables and columns that exist, and the resolution of a tree against them."""

    def __init__(self, columns: Mapping[str, Iterable[str]], dialect: Dialect) -> None:
        self._dialect: Dialect = dialect
        self.tables = {fold(name): name for name in columns}
        self.columns = {fold(name): {fold(column): column for column in have} for name, have in columns.items()}

    def columns_of(self, table: exp.Expr) -> list[str] | None:
        """Return the columns of a stored table, or None for what is none."""
        have = self.columns.get(fold(table.name)) if isinstance(table, exp.Table) and not table.args.get("db") else None
        return list(have.values()) if have is not None else None

    def prepare(self, tree: exp.Expression) -> Written:
        """Note how the names are written, give nameless columns of inner queries one, and fold all names."""
        written = Written(tree, self._dialect)
        naming.name_values(tree, self._dialect)
        naming.name_series(tree)
        naming.name_inner_columns(tree, self._dialect)
        normalize_identifiers(tree, dialect=GRAMMARS[self._dialect])
        return written

    def base_tables(self, tree: exp.Expression) -> frozenset[str]:
        """Return the folded names of the stored tables that the tree reads; refuse any that does not exist."""
        for cte in tree.find_all(exp.CTE):
            if cte.alias in self.columns:
                raise Refused(
                    f"A WITH part may not be called {cte.alias!r}, since a table has that name; choose another.",
                    rule="names_exist",
                    place=cte.alias,
                    spot=spot_of(cte.args["alias"]),
                )
            self._not_its_own_start(cte)
        for table in tree.find_all(exp.Table):
            if table.meta.get("stored"):
                self._table_exists(table)
        base: set[str] = set()
        placed: set[int] = set()
        for scope in _scopes(tree):
            placed.update(id(table) for table in scope.tables)
            for source in scope.sources.values():
                if isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier):
                    self._table_exists(source)
                    base.add(source.name)
        for table in tree.find_all(exp.Table):
            if id(table) not in placed and isinstance(table.this, exp.Identifier):
                # Outside every scope a WITH part's name cannot be told from a hidden table's.
                self._table_exists(table)
                base.add(table.name)
        return frozenset(base)

    def _not_its_own_start(self, cte: exp.CTE) -> None:
        """Refuse a recursive part whose first SELECT reads its own name: the engine takes a stored table for it."""
        if not isinstance(cte.parent, exp.With) or not cte.parent.args.get("recursive"):
            return
        start = cte.this.this if isinstance(cte.this, exp.SetOperation) else cte.this
        if any(table.name == cte.alias for table in start.find_all(exp.Table)):
            raise Refused(
                f"The first SELECT of the recursive WITH part {cte.alias!r} reads {cte.alias!r} itself; start it from "
                "a table or from plain values.",
                rule="names_exist",
                place=cte.alias,
            )

    def _table_exists(self, table: exp.Table) -> None:
        if table.name not in self.columns:
            have = ", ".join(sorted(self.tables.values())[:12])
            hint = did_you_mean(table.name, self.tables.values()) or f"; there are: {have}."
            raise Refused(
                f"There is no table {table.name!r}{hint}",
                rule="names_exist",
                place=table.sql(dialect=self._dialect),
                spot=spot_of(table),
            )

    def resolve(
        self, tree: exp.Expression, tables: frozenset[str], written: Written, again: Callable[[], exp.Expression]
    ) -> exp.Expression:
        """Resolve every column to its table, expand stars, and keep names as they are stored or were written.

        `again` gives the tree as it came, for a better word about what is wrong with it.
        """
        self._columns_of_stars(tree)
        self._without_lists(tree, tables)
        mapping: dict[str, Any] = {table: dict.fromkeys(self.columns[table], "unknown") for table in tables}
        # A schema for each query: it remembers every table node that it was asked for, and would grow for ever.
        schema = MappingSchema(mapping, dialect=GRAMMARS[self._dialect], normalize=False)
        try:
            qualified: exp.Expression = qualify(
                tree, schema=schema, dialect=GRAMMARS[self._dialect], quote_identifiers=False, isolate_tables=False
            )
            scopes = traverse_scope(qualified)
            self._check(qualified, scopes)
            _same_width(qualified)
        except OptimizeError as error:
            raise self._diagnosed(again, str(error)) from error
        except SqlglotError as error:
            raise Refused(
                "The SQL's names cannot be resolved; give each table and column its own name.", rule="names_resolve"
            ) from error
        self._respell(qualified, scopes, written, tables)
        return qualified

    def _columns_of_stars(self, tree: exp.Expression) -> None:
        """Refuse a star that leaves out or renames a column that is not there: the resolution passes it over."""
        for scope in _scopes(tree):
            stars = [
                each.this if isinstance(each, exp.Column) else each
                for each in scope.expression.args.get("expressions") or []
            ]
            for star in stars:
                if not isinstance(star, exp.Star) or not any(star.args.values()):
                    continue
                have = [self._columns_of_source(source) for source in scope.sources.values()]
                there = {fold(name) for names in have for name in names or ()}
                named = [
                    *(star.args.get("except_") or []),
                    *(star.args.get("replace") or []),
                    *(star.args.get("rename") or []),
                ]
                for each in named:
                    name = each.this.name if each.arg_key == "rename" else each.alias_or_name
                    if None not in have and fold(name) not in there:
                        raise Refused(
                            f"There is no column {name!r} to leave out or rename{did_you_mean(name, there) or '.'}",
                            rule="names_resolve",
                            place=name,
                            spot=spot_of(each),
                        )

    def _columns_of_source(self, source: exp.Expr | Scope) -> list[str] | None:
        if isinstance(source, exp.Table):
            return self.columns_of(source)
        inner = source.expression if isinstance(source, Scope) else None
        if not isinstance(inner, exp.Query) or inner.is_star:
            return None
        return list(inner.named_selects)

    def _without_lists(self, tree: exp.Expression, tables: frozenset[str]) -> None:
        """Write ``t AS a(x, y)`` over a subquery: such a list counts the stored columns, unknown ones too."""
        for table in list(tree.find_all(exp.Table)):
            alias = table.args.get("alias")
            if not isinstance(table.this, exp.Identifier) or table.name not in tables or not alias:
                continue
            if alias.args.get("columns"):
                names = self.columns[table.name]
                columns = (exp.column(name, table=table.name, quoted=True) for name in names)
                inner = exp.select(*columns).from_(exp.Table(this=table.this.copy())).subquery()
                for part in ("alias", "joins", "laterals", "pivots", "sample"):
                    if table.args.get(part):
                        inner.set(part, table.args[part])
                table.replace(inner)

    def _diagnosed(self, again: Callable[[], exp.Expression], error: str) -> Refused:
        tree = again()
        naming.name_values(tree, self._dialect)
        spelled = {fold(one.this): one.this for one in tree.find_all(exp.Identifier)}
        normalize_identifiers(tree, dialect=GRAMMARS[self._dialect])
        return diagnosis.of_columns(tree, self.tables, self.columns, spelled, error)

    def _check(self, tree: exp.Expression, scopes: list[Scope]) -> None:
        """Refuse what the resolution let stand: whole rows, and columns that belong to no known table."""
        whole = tree.find(exp.TableColumn)
        if whole is not None:
            raise OptimizeError(f"Column '{whole.name}' could not be resolved")
        for scope in scopes:
            for column in scope.columns:
                source = scope.sources.get(column.table)
                known = self.columns.get(source.name) if isinstance(source, exp.Table) else None
                if known is not None and not isinstance(column.this, exp.Star) and column.name not in known:
                    raise OptimizeError(f"Column '{column.name}' could not be resolved")
        for column in tree.find_all(exp.Column):
            if column.args.get("db"):
                raise OptimizeError(f"Column '{column.name}' could not be resolved")
            if not column.table and not isinstance(column.this, exp.Star) and not self._loose(column):
                raise OptimizeError(f"Column '{column.name}' could not be resolved")

    def _loose(self, column: exp.Column) -> bool:
        """True for a name without a table that is known all the same: a parameter, an output name, a pivoted column."""
        node: exp.Expr | None = column
        while node is not None:
            if isinstance(node, exp.Lambda) and any(each.name == column.name for each in node.expressions):
                return True
            if isinstance(node, exp.Pivot):
                return self._pivoted(node, column.name)
            if isinstance(node, exp.Query) and not isinstance(node, exp.Subquery):
                return column.name in node.named_selects and _after_select(column)
            node = node.parent
        return False

    def _pivoted(self, pivot: exp.Pivot, name: str) -> bool:
        source = pivot.parent
        if isinstance(source, exp.Table):
            return name in self.columns.get(source.name, {}) or source.name not in self.columns
        return isinstance(source, exp.Subquery) and name in source.this.named_selects

    def _respell(self, tree: exp.Expression, scopes: list[Scope], written: Written, tables: frozenset[str]) -> None:
        stored: dict[str, str] = {}
        for table in tables:
            stored |= {**self.columns[table], table: self.tables[table]}
        spelling = {**written.other, **stored, **written.aliases}
        for identifier in tree.find_all(exp.Identifier):
            identifier.set("this", spelling.get(identifier.this, identifier.this))
        for scope in scopes:
            for name, source in scope.sources.items():
                known = self.columns.get(fold(source.name)) if isinstance(source, exp.Table) else None
                if known is None or not isinstance(source, exp.Table):
                    continue
                source.this.set("this", self.tables[fold(source.name)])
                for column in scope.columns:
                    if fold(column.table) == name and fold(column.name) in known:
                        column.this.set("this", known[fold(column.name)])
        naming.name_outputs(tree, written.outputs)
        for identifier in tree.find_all(exp.Identifier):
            name = identifier.this
            always = self._dialect not in RUN  # quotes mean the same however the engine folds names
            identifier.set("quoted", always or not _SIMPLE_NAME.match(name) or name in RESERVED)
        naming.drop_idle_aliases(tree)


class Written:
    """How the names of a tree were written before they were folded."""

    def __init__(self, tree: exp.Expression, dialect: Dialect) -> None:
        self.aliases: dict[str, str] = {}
        self.other: dict[str, str] = {}
        for identifier in tree.find_all(exp.Identifier):  # the innermost wins, which a second pass finds too
            named = isinstance(identifier.parent, (exp.Alias, exp.TableAlias, exp.CTE))
            (self.aliases if named else self.other)[fold(identifier.this)] = identifier.this
        self.outputs = naming.output_names(tree, dialect)


def _same_width(tree: exp.Expression) -> None:
    for both in tree.find_all(exp.SetOperation):
        sides = (both.left, both.right)
        if both.args.get("by_name") or any(side.is_star for side in sides):
            continue
        left, right = (len(side.named_selects) for side in sides)
        if left != right:
            raise Refused(
                f"{type(both).__name__.upper()} puts SELECTs with the same number of columns together; these have "
                f"{left} and {right}.",
                rule="names_resolve",
                place=both.sql(comments=False),
                spot=spot_of(both),
            )


def _scopes(tree: exp.Expression) -> list[Scope]:
    try:
        return traverse_scope(tree)
    except SqlglotError as error:
        raise Refused(
            "The SQL's parts do not fit together; give each table and WITH part its own name.", rule="names_exist"
        ) from error


def _after_select(column: exp.Column) -> bool:
    """True where a clause may use the names that SELECT gives."""
    return column.find_ancestor(exp.Order, exp.Group, exp.Having, exp.Qualify, exp.Distinct) is not None
