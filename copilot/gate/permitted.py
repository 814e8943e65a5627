"""What a role may see of a data set, and the subquery that stands for each table in what is run.

Owns the enforcement of a policy: the schema that exists for a role, the relations behind it, the rewriting of a tree
and the proof that nothing else is scanned. The policy file is `copilot.policy`'s, its conditions are those of
`copilot.gate.conditions`.

A person's own WITH part could take the name of a table that a condition reads, or of a hidden one. So every stored
table is written with its schema, which no WITH part has, and every WITH part with a mark, which no stored table has:
what is run shows by itself which of the two each name is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NoReturn

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types

from copilot.errors import PolicyError, Refused, did_you_mean
from copilot.gate import rules
from copilot.gate.conditions import condition
from copilot.gate.dialects import GRAMMARS, fold
from copilot.gate.names import Names
from copilot.policy import EVERY, Grant, Mask, Role
from copilot.sources.source import ForeignKey, SourceColumn, SourceTable
from copilot.values.query import Dialect, Engine

_SCHEMA: Final = "main"
_FENCE: Final = 2**63 - 1
"""More rows than any table has: a LIMIT changes nothing and lets no optimizer move an expression below it."""
_SECRET: Final = "askbi_secret"  # noqa: S105  the parameter's name
_HASH_DIGITS: Final = 16
_SQL_TYPES: Final = {"boolean": "boolean", "integer": "bigint", "decimal": "double", "float": "double", "date": "date"}
_PARTIAL_SHOWS: Final = 4
"""Texts of so many characters or fewer show none of them."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What stands for one table."""

    query: exp.Select
    reads: frozenset[str]
    """Stored names of the tables that it scans."""
    drops_rows: bool
    masks: bool
    hashes: bool

    def subquery(self, *, fenced: bool) -> exp.Subquery:
        """Return it as a table of its own, with a fence where it drops rows."""
        query = self.query.copy()
        return (query.limit(_FENCE) if fenced and self.drops_rows else query).subquery()

    def bodies(self, dialect: Dialect) -> frozenset[exp.Expr]:
        """Return the query, without and with its fence, as it is read from its text."""
        grammar = GRAMMARS[dialect]
        texts = [self.subquery(fenced=fenced).this.sql(dialect=grammar) for fenced in (False, True)]
        return frozenset(sqlglot.parse_one(text, dialect=grammar) for text in texts)


@dataclass(frozen=True, slots=True)
class Permitted:
    """The tables that exist for a role, and what is behind each; without a role everything, as it is."""

    schema: tuple[SourceTable, ...]
    digest: str = ""
    """Two with the same digest and the same data see the same; empty without a role."""
    relations: Mapping[str, Relation] = field(default_factory=dict)
    """By folded name: of each table where a role holds, else of the views that people keep."""
    stored: frozenset[str] = frozenset()
    """Folded names of all tables of the data, those that the role does not see among them."""
    secret: str = ""
    _bodies: dict[str, frozenset[exp.Expr]] = field(default_factory=dict)
    """By folded name: a relation's query, as it reads when its text is parsed again; filled as tables are asked for."""

    @property
    def restricted(self) -> bool:
        """True where a role holds."""
        return bool(self.digest)

    @property
    def conditioned(self) -> tuple[str, ...]:
        """The tables whose relation computes something, for a first look at whether it runs."""
        behind = ((table.name, self.relations.get(fold(table.name))) for table in self.schema)
        return tuple(name for name, relation in behind if relation and (relation.drops_rows or relation.masks))

    def applied(self, tree: exp.Expression, *, fenced: bool = False) -> exp.Expression:
        """Return a copy of a qualified tree with each table replaced by what the role may see of it."""
        own = tree.copy()
        parts = {cte.alias for cte in own.find_all(exp.CTE)}
        for cte in own.find_all(exp.CTE):
            cte.args["alias"].set("this", exp.to_identifier(self._mark + cte.alias, quoted=True))
        for table in list(own.find_all(exp.Table)):
            if not isinstance(table.this, exp.Identifier):
                continue
            alias = table.args.get("alias") or exp.TableAlias()
            if not alias.this:
                alias.set("this", exp.to_identifier(table.name, quoted=True))
            relation = self.relations.get(fold(table.name))
            if relation is None and table.name in parts:
                table.set("alias", alias)
                table.set("this", exp.to_identifier(self._mark + table.name, quoted=True))
            elif relation is not None:
                stand_in = relation.subquery(fenced=fenced)
                for part in ("joins", "laterals", "pivots", "sample"):
                    if table.args.get(part):
                        stand_in.set(part, table.args[part])
                stand_in.set("alias", alias)
                table.replace(stand_in)
        return own

    def prove(self, text: str, dialect: Dialect, tables: frozenset[str]) -> None:
        """Read what will be run once more; refuse it where a table is neither a WITH part nor within its relation.

        Args:
            text: what will be run.
            dialect: what it is written in.
            tables: stored names of the role's tables that it was made from.

        Raises:
            Refused: the proof fails.
        """
        for name in map(fold, tables):
            if name not in self._bodies:
                self._bodies[name] = self.relations[name].bodies(dialect)
        bodies = frozenset().union(*(self._bodies[fold(name)] for name in tables))
        for table in sqlglot.parse_one(text, dialect=GRAMMARS[dialect]).find_all(exp.Table):
            if not isinstance(table.this, exp.Identifier) or (not table.db and table.name.startswith(self._mark)):
                continue
            holder = table.find_ancestor(exp.Select)
            while holder is not None and holder not in bodies:
                holder = holder.find_ancestor(exp.Select)
            if holder is None:
                raise Refused(
                    "The policy cannot be shown to hold for this SQL; write it with plain tables in FROM and JOIN.",
                    rule="policy",
                    place=table.name,
                )

    @property
    def _mark(self) -> str:
        """Return a beginning of names that no stored table has."""
        mark = "with_"
        while any(name.startswith(mark) for name in self.stored):
            mark = f"_{mark}"
        return mark

    def reads(self, tables: frozenset[str]) -> frozenset[str]:
        """Return the stored tables behind some tables of the role, given and returned by their stored names."""
        behind = (self.relations.get(fold(name)) for name in tables)
        return tables.union(*(relation.reads for relation in behind if relation is not None))

    def drops_rows(self, tables: frozenset[str]) -> bool:
        """Return whether a condition holds for any of the tables."""
        behind = (self.relations.get(fold(name)) for name in tables)
        return any(relation is not None and relation.drops_rows for relation in behind)

    def parameters(self, tables: frozenset[str]) -> dict[str, Any]:
        """Return the parameters that the relations of some tables need."""
        behind = (self.relations.get(fold(name)) for name in tables)
        return {_SECRET: self.secret} if any(relation is not None and relation.hashes for relation in behind) else {}


def permit(schema: tuple[SourceTable, ...], dialect: Engine, grant: Grant | None, *, secret: str = "") -> Permitted:
    """Return what a grant lets see of a schema.

    Args:
        schema: the data's tables, views and columns.
        dialect: of the engine that runs what is permitted.
        grant: the role and the person's attributes; None for everything.
        secret: what keyed hashes are keyed with; needed where a role has any.

    Raises:
        PolicyError: the role names what the data has not, or a rule cannot be put into the dialect.
    """
    if grant is None:
        return Permitted(schema)
    role = _RoleOnData(grant, schema, dialect)
    visible = role.visible()
    relations = {fold(table.name): role.relation(table) for table in visible}
    return Permitted(
        schema=tuple(role.as_seen(table, visible) for table in visible),
        digest=grant.digest,
        relations=relations,
        stored=frozenset(fold(table.name) for table in schema),
        secret=secret,
    )


class _RoleOnData:
    """A role compared with the data that it is about; every name that is not there is an error, never passed over."""

    def __init__(self, grant: Grant, schema: tuple[SourceTable, ...], dialect: Engine) -> None:
        self._grant = grant
        self._dialect: Engine = dialect
        self._all = {fold(table.name): table for table in schema}
        role = grant.role
        self._role: Role = role
        self._hidden = {
            self._table(name, "hide_columns").name: {self._column(name, c, "hide_columns").name for c in columns}
            for name, columns in role.hidden.items()
        }
        self._masked: dict[str, dict[str, Mask]] = {
            self._table(name, "mask_columns").name: {
                self._column(name, c, "mask_columns").name: kind for c, kind in masks.items()
            }
            for name, masks in role.masked.items()
        }
        self._rows = {self._table(name, "rows").name: text for name, text in role.rows.items()}
        self._lookups = tuple(self._table(name, "lookup") for name in role.lookups)

    def visible(self) -> tuple[SourceTable, ...]:
        stored = [t for t in self._all.values() if not t.is_view] if EVERY in self._role.tables else []
        named = [self._table(name, "tables") for name in self._role.tables if name != EVERY]
        found = tuple({table.name: table for table in (*stored, *named)}.values())
        seen = {table.name for table in found}
        for what, ruled in (("hide_columns", self._hidden), ("mask_columns", self._masked), ("rows", self._rows)):
            for name in sorted(ruled.keys() - seen):
                self._fail(f"names {name!r} in {what} and does not see it; a view must be named under tables too")
        for table in found:
            if not self._columns(table):
                self._fail(f"hides every column of {table.name!r}; leave it out of tables instead")
        if not found:
            self._fail("sees no table; name some under tables")
        return found

    def as_seen(self, table: SourceTable, visible: tuple[SourceTable, ...]) -> SourceTable:
        """Return the table's schema as the role sees it; keys that hidden or masked columns stand in are not there."""
        seen = {other.name: other for other in visible}
        plain = {column.name for column in self._columns(table)} - set(self._masked.get(table.name, {}))

        def holds(key: ForeignKey) -> bool:
            other = seen.get(key.to_table)
            if other is None or not plain.issuperset(key.columns):
                return False
            theirs = {column.name for column in self._columns(other)} - set(self._masked.get(other.name, {}))
            return theirs.issuperset(key.to_columns)

        return replace(
            table,
            columns=tuple(self._column_as_seen(table, column) for column in self._columns(table)),
            primary_key=table.primary_key if plain.issuperset(table.primary_key) else (),
            foreign_keys=tuple(key for key in table.foreign_keys if holds(key)),
        )

    def relation(self, table: SourceTable) -> Relation:
        """Return the query that stands for a table."""
        masks = self._masked.get(table.name, {})
        source = exp.Table(this=exp.to_identifier(table.name, quoted=True), db=exp.to_identifier(_SCHEMA, quoted=True))
        select = exp.select(*(self._projection(table, c, masks.get(c.name)) for c in self._columns(table)))
        select = select.from_(source)
        reads = {table.name}
        text = self._rows.get(table.name)
        if text is not None:
            where, lookups = self._condition(table, text)
            select = select.where(where)
            reads |= lookups
        return Relation(select, frozenset(reads), text is not None, bool(masks), "hash" in masks.values())

    # -- columns -------------------------------------------------------------------------------------------------

    def _columns(self, table: SourceTable) -> tuple[SourceColumn, ...]:
        hidden = self._hidden.get(table.name, set())
        return tuple(column for column in table.columns if column.name not in hidden)

    def _column_as_seen(self, table: SourceTable, column: SourceColumn) -> SourceColumn:
        kind = self._masked.get(table.name, {}).get(column.name)
        if kind is None or kind == "null":
            return replace(column, engine_type=_without_values(column.engine_type))
        return replace(column, engine_type="VARCHAR" if self._dialect == "duckdb" else "TEXT", type="text")

    def _projection(self, table: SourceTable, column: SourceColumn, mask: Mask | None) -> exp.Expr:
        here: exp.Expr = exp.column(column.name, table=table.name, quoted=True)
        plain = _without_values(column.engine_type)
        if plain != column.engine_type and self._dialect == "duckdb":
            here = exp.cast(here, exp.DataType.build(plain, dialect="duckdb"))
        if mask is None:
            return exp.alias_(here, column.name, quoted=True)
        made: exp.Expr
        if mask == "null":
            made = exp.Case().when(exp.false(), here)  # nothing of it, with the column's own type
        elif mask == "hash":
            keyed = exp.DPipe(this=exp.Placeholder(this=_SECRET), expression=exp.cast(here, "TEXT"))
            digest = exp.Anonymous(this="sha256", expressions=[keyed])
            made = _slice(digest, 1, _HASH_DIGITS)
        else:
            if column.type not in ("text", "json"):
                self._fail(f"masks {table.name}.{column.name} by partial, which works on texts; use null or hash")
            text, stars = exp.cast(here, "TEXT"), exp.Literal.string("***")
            long = exp.GT(this=exp.Length(this=text), expression=exp.Literal.number(_PARTIAL_SHOWS))
            shown = exp.DPipe(
                this=exp.DPipe(this=_slice(text.copy(), 1), expression=stars), expression=_slice(text.copy(), -1)
            )
            made = exp.Case().when(long, shown).when(here.copy().is_(exp.null()).not_(), stars.copy())
        return exp.alias_(made, column.name, quoted=True)

    # -- conditions ----------------------------------------------------------------------------------------------

    def _condition(self, table: SourceTable, text: str) -> tuple[exp.Expr, set[str]]:
        """Return the resolved condition and the names of the lookup tables that it reads."""
        what = f"the condition of the role {self._role.name!r} for {table.name!r}"
        tree = condition(text, what, self._grant, self._dialect)
        lookups = {fold(lookup.name): lookup.name for lookup in self._lookups}
        names = Names({each.name: [c.name for c in each.columns] for each in (table, *self._lookups)}, self._dialect)
        asked = exp.select("*").from_(exp.Table(this=exp.to_identifier(table.name, quoted=True))).where(tree)
        try:
            written = names.prepare(asked)
            inner = {fold(t.name) for t in asked.find_all(exp.Table) if t.find_ancestor(exp.Where) is not None}
            parts = {cte.alias for cte in asked.find_all(exp.CTE)}
            for name in sorted(inner - lookups.keys() - parts):
                raise PolicyError(f"{what} reads {name!r}, which is not marked as lookup; add it to lookup")
            rules.read_only(asked, self._dialect)
            rules.plain_tables(asked, self._dialect)
            read = names.base_tables(asked)
            resolved = names.resolve(asked, read, written, asked.copy)
        except Refused as error:
            raise PolicyError(f"{what} does not fit the data: {error}") from error
        where = annotate_types(resolved, schema=self._types(table), dialect=GRAMMARS[self._dialect]).args["where"].this
        for part in _operands(where):
            if not part.is_type("boolean"):
                raise PolicyError(
                    f"{what} must be true or false for each row, and {part.sql(dialect=self._dialect)} is not plainly "
                    "so; compare it with something"
                )
        for each in where.find_all(exp.Table):
            if isinstance(each.this, exp.Identifier) and fold(each.name) in lookups:
                each.set("db", exp.to_identifier(_SCHEMA, quoted=True))
        return where, {lookups[name] for name in inner & lookups.keys()}

    def _types(self, table: SourceTable) -> dict[str, object]:
        tables = (table, *self._lookups)
        return {t.name: {c.name: _SQL_TYPES.get(c.type, "varchar") for c in t.columns} for t in tables}

    # -- names ---------------------------------------------------------------------------------------------------

    def _table(self, name: str, what: str) -> SourceTable:
        found = self._all.get(fold(name))
        if found is None:
            have = [table.name for table in self._all.values()]
            self._fail(f"names the table {name!r} in {what}, which the data has not{did_you_mean(name, have)}")
        return found

    def _column(self, table: str, name: str, what: str) -> SourceColumn:
        owner = self._table(table, what)
        found = next((column for column in owner.columns if fold(column.name) == fold(name)), None)
        if found is None:
            have = [column.name for column in owner.columns]
            self._fail(f"names {owner.name}.{name} in {what}, which the data has not{did_you_mean(name, have)}")
        return found

    def _fail(self, problem: str) -> NoReturn:
        raise PolicyError(f"the role {self._role.name!r} {problem}")


def _without_values(engine_type: str) -> str:
    """Return a type with VARCHAR for each ENUM, whose name lists all its values, those of hidden rows too.

    >>> _without_values("ENUM('a', 'it''s (b)')[]")
    'VARCHAR[]'
    """
    return re.sub(r"ENUM\((?:[^')]|'(?:[^']|'')*')*\)", "VARCHAR", engine_type)


def _operands(tree: exp.Expr) -> Iterator[exp.Expr]:
    """Yield the parts that AND, OR and NOT put together."""
    if isinstance(tree, (exp.Connector, exp.Not, exp.Paren)):
        for child in tree.iter_expressions():
            yield from _operands(child)
    else:
        yield tree


def _slice(text: exp.Expr, start: int, length: int = 1) -> exp.Expression:
    number = exp.Literal.number(abs(start))
    first: exp.Expr = number if start > 0 else exp.Neg(this=number)
    return exp.Substring(this=text, start=first, length=exp.Literal.number(length))
