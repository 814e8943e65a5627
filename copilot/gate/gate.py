"""The gate's two doors and the order in which the rules are asked.

Owns the making of `ValidatedQuery`. Rules live in `copilot.gate.rules`, allow-lists in `copilot.gate.vocabulary`.
"""

from __future__ import annotations

import re
from typing import Any, Final

from sqlglot import exp
from sqlglot.errors import OptimizeError, SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope

from copilot.errors import Refused, did_you_mean
from copilot.gate import rules
from copilot.gate.vocabulary import RESERVED
from copilot.values import Catalog, ValidatedQuery
from copilot.values.query import Dialect, claim_mint

_mint = claim_mint()
_SIMPLE_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*\Z")


class Gate:
    """Turns text or trees into validated queries over one catalog.

    Args:
        catalog: the tables and columns that exist for the reader; nothing else does.
        dialect: the SQL dialect that texts are written in and that comes out.
    """

    def __init__(self, catalog: Catalog, dialect: Dialect) -> None:
        self._dialect: Dialect = dialect
        self._names = {name.lower(): name for name in catalog.tables}
        self._columns = {
            name.lower(): {column.lower(): column for column in table.columns} for name, table in catalog.tables.items()
        }

    def validate(self, text: str, *, rows: int) -> ValidatedQuery:
        """Return the validated form of SQL that a person, a model, a reader or a file supplied.

        Raises:
            Refused: a rule says no; the error carries the rule's name.
        """
        rules.text_hygiene(text)
        tree = rules.one_statement(text, self._dialect)
        rules.read_only(tree)
        rules.known_nodes(tree)
        rules.known_functions(tree)
        return self._seal(tree, rows)

    def admit(self, tree: exp.Expression, *, rows: int) -> ValidatedQuery:
        """Return the validated form of a tree that the catalog or insight built itself.

        Text hygiene and the lists of constructs and functions are left out; names and bounds are not.

        Raises:
            Refused: a rule says no; the error carries the rule's name.
        """
        tree = tree.copy()
        rules.read_only(tree)
        return self._seal(tree, rows)

    def _seal(self, tree: exp.Expression, rows: int) -> ValidatedQuery:
        rules.plain_tables(tree)
        tables = rules.names_exist(tree, self._columns)
        rules.no_whole_rows(tree)
        qualified = self._qualify(tree)
        _cap_rows(qualified, rows)
        return _mint(
            tree=qualified,
            text=qualified.sql(dialect=self._dialect, pretty=True),
            dialect=self._dialect,
            parameters={},
            tables=frozenset(self._names[name] for name in tables),
            row_cap=rows,
        )

    def _qualify(self, tree: exp.Expression) -> exp.Expression:
        """Resolve every column to its table, expand stars, and keep the names' case as it is stored or was written."""
        wanted_names = _output_names(tree, self._dialect)
        schema: dict[str, Any] = {table: dict.fromkeys(columns, "unknown") for table, columns in self._columns.items()}
        try:
            qualified: exp.Expression = qualify(
                tree,
                schema=schema,
                dialect=self._dialect,
                quote_identifiers=False,
                isolate_tables=False,
                expand_alias_refs=True,
            )
            scopes = traverse_scope(qualified)
        except OptimizeError as error:
            raise self._column_missing(tree, error) from error
        except (SqlglotError, RecursionError) as error:
            raise Refused(
                "The SQL's names cannot be resolved; give each table and column its own name.", rule="names_resolve"
            ) from error
        for scope in scopes:
            for source in scope.sources.values():
                if isinstance(source, exp.Table):
                    source.this.set("this", self._names[source.name.lower()])
            for column in scope.columns:
                self._restore_column(column, scope.sources.get(column.table))
        _name_outputs(qualified, wanted_names)
        for identifier in qualified.find_all(exp.Identifier):
            name = identifier.this
            identifier.set("quoted", not _SIMPLE_NAME.match(name) or name in RESERVED)
        _drop_idle_aliases(qualified)
        return qualified

    def _restore_column(self, column: exp.Column, source: Any) -> None:
        if not column.table and not isinstance(column.this, exp.Star):
            parent_scope_alias = column.find_ancestor(exp.Order, exp.Group, exp.Having, exp.Qualify, exp.Pivot)
            if parent_scope_alias is None and column.find_ancestor(exp.Lambda) is None:
                raise Refused(
                    f"It is not clear which table the column {column.name!r} belongs to; write it as table.column.",
                    rule="names_resolve",
                    place=column.sql(),
                )
        if isinstance(source, exp.Table):
            stored = self._columns[source.name.lower()].get(column.name.lower())
            if stored is None:
                raise Refused(
                    f"There is no column {column.name!r} in {source.name}"
                    f"{did_you_mean(column.name, self._columns[source.name.lower()].values())}",
                    rule="names_resolve",
                    place=column.sql(),
                )
            column.this.set("this", stored)

    def _column_missing(self, tree: exp.Expression, error: OptimizeError) -> Refused:
        """Say which column is missing, and which near one exists in which table."""
        match = re.search(r"[Cc]olumn:? '?\"?([^'\".]+)'?\"?", str(error))
        name = match.group(1).strip() if match else ""
        tables = {table.name.lower() for table in tree.find_all(exp.Table)} & set(self._columns)
        if "mbiguous" in str(error):
            return Refused(
                f"More than one table has a column {name!r}; write it as table.column.", rule="names_resolve", place=name
            )
        owners = [self._names[t] for t, columns in self._columns.items() if name.lower() in columns]
        have = {column for table in tables for column in self._columns[table].values()}
        hint = did_you_mean(name, have)
        if not hint and owners:
            hint = f"; the table {owners[0]} has it: join that table"
        if not hint and have:
            hint = f"; there are: {', '.join(sorted(have)[:12])}"
        where = f" in {', '.join(sorted(self._names[t] for t in tables))}" if tables else ""
        return Refused(f"There is no column {name!r}{where}{hint}", rule="names_resolve", place=name)


def _output_names(tree: exp.Expression, dialect: Dialect) -> list[str | None]:
    """Return the outermost output names as written; None for a star, whose columns keep their stored names."""
    select = tree
    while isinstance(select, (exp.SetOperation, exp.Subquery)):
        select = select.this
    if not isinstance(select, exp.Select):
        return []
    names: list[str | None] = []
    for projection in select.expressions:
        if isinstance(projection, exp.Star) or (isinstance(projection, exp.Column) and projection.is_star):
            return []
        plain = projection.alias or (projection.name if isinstance(projection, exp.Column) else "")
        names.append(plain or projection.sql(dialect=dialect)[:60].lower())
    return names


def _name_outputs(tree: exp.Expression, names: list[str | None]) -> None:
    """Give the outermost projections distinct names: as written, else as stored, with a suffix for a repeated one."""
    select = tree
    while isinstance(select, (exp.SetOperation, exp.Subquery)):
        select = select.this
    if not isinstance(select, exp.Select):
        return
    taken: set[str] = set()
    renamed: dict[str, str] = {}
    for position, projection in enumerate(select.expressions):
        inner = projection.this if isinstance(projection, exp.Alias) else projection
        written = names[position] if position < len(names) else None
        name = written or (inner.name if isinstance(inner, exp.Column) else projection.alias_or_name)
        wanted, count = name, 1
        while name.lower() in taken:
            count += 1
            name = f"{wanted}_{count}"
        taken.add(name.lower())
        if isinstance(projection, exp.Alias):
            renamed[projection.alias] = name
            projection.set("alias", exp.to_identifier(name))
    order = tree.args.get("order")
    for column in order.find_all(exp.Column) if order else ():
        if not column.table and column.name in renamed:
            column.this.set("this", renamed[column.name])


def _drop_idle_aliases(tree: exp.Expression) -> None:
    """Write ``FROM orders`` for ``FROM orders AS orders`` and ``amount`` for ``amount AS amount``: easier to read."""
    for table in tree.find_all(exp.Table):
        if table.alias and table.alias == table.name and not table.args["alias"].args.get("columns"):
            table.set("alias", None)


def _cap_rows(tree: exp.Expression, rows: int) -> None:
    """Ask for one row more than the cap, so that truncation is known, unless the query asks for fewer itself."""
    target = tree
    while isinstance(target, exp.Subquery) and not target.args.get("limit"):
        target = target.this
    if not isinstance(target, (exp.Select, exp.SetOperation, exp.Subquery)):
        return
    if isinstance(target, exp.Select) and _is_single_row(target):
        return
    limit = target.args.get("limit")
    count = limit.expression if isinstance(limit, exp.Limit) else None
    if isinstance(count, exp.Literal) and not count.is_string and int(float(count.this)) <= rows:
        return
    if limit is not None and not isinstance(count, exp.Literal):
        raise Refused("LIMIT takes a plain number here.", rule="bounds", place=limit.sql())
    target.set("limit", exp.Limit(expression=exp.Literal.number(rows + 1)))


def _is_single_row(select: exp.Select) -> bool:
    if select.args.get("group") or not select.expressions:
        return False
    return all(
        projection.find(exp.AggFunc) is not None and projection.find(exp.Window) is None
        for projection in select.expressions
    )

