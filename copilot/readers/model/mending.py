"""Names that a chat model took from the wrong place, put right without asking it again.

Owns mending by structure: a column on the wrong table's alias is moved to the only table of that SELECT that has it, a
name with other case or spacing is spelled as it is stored, a text in the quotes of a name becomes a text, and a table
that alone has a column is joined where a known link leads to it. Refuses everything that is not plain: what has two
ways of being mended stays as it is, for the model to be told of. Whatever comes out passes the gate like any other SQL.
"""

from __future__ import annotations

from typing import Final, TypeVar

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from copilot.readers.network import Network, Step
from copilot.values import Catalog
from copilot.values.query import Dialect

Node = TypeVar("Node", bound=exp.Expr)
_FURTHEST: Final = 2
"""Links that a join which is added may go along."""


class Mender:
    """Mends SQL over one catalog."""

    def __init__(self, catalog: Catalog, dialect: Dialect) -> None:
        self._dialect = dialect
        self._network = Network(catalog)
        self._tables = {_plain(name): name for name in catalog.tables}
        self._columns = {
            name: {_plain(column): column for column in table.columns} for name, table in catalog.tables.items()
        }

    def mended(self, sql: str) -> str:
        """Return the SQL with its names put right; as it came where it cannot be parsed or nothing is plainly wrong."""
        try:
            tree = sqlglot.parse_one(sql, read=self._dialect)
        except (SqlglotError, RecursionError):
            return sql
        before = tree.sql(dialect=self._dialect)
        self._spell_tables(tree)
        for select in reversed(list(tree.find_all(exp.Select))):
            _Select(select, self._columns, self._network).mend()
        after: str = tree.sql(dialect=self._dialect)
        return sql if after == before else after

    def _spell_tables(self, tree: exp.Expr) -> None:
        made = {_plain(cte.alias) for cte in tree.find_all(exp.CTE)}
        for table in tree.find_all(exp.Table):
            known = self._tables.get(_plain(table.name))
            if known is None or _plain(table.name) in made or known.casefold() == table.name.casefold():
                continue
            table.set("this", exp.to_identifier(known, quoted=True))


class _Select:
    """One SELECT with the tables that it reads by itself."""

    def __init__(self, select: exp.Select, columns: dict[str, dict[str, str]], network: Network) -> None:
        self.select = select
        self.columns = columns
        self.network = network
        by_name = {name.casefold(): name for name in columns}
        made = {cte.alias.casefold() for cte in select.root().find_all(exp.CTE)}
        self.sources: dict[str, str | None] = {}
        """What stands behind each name of a table: the stored table, None for a query."""
        for table in _own(select, exp.Table):
            stored = None if table.name.casefold() in made else by_name.get(table.name.casefold())
            self.sources[table.alias_or_name.casefold()] = stored
        for query in _own(select, exp.Subquery):
            if query.alias:
                self.sources[query.alias.casefold()] = None
        self.shown = {one.alias.casefold() for one in select.expressions if one.alias}

    def mend(self) -> None:
        """Put the names of this SELECT right."""
        self._mend_joins()
        own = _own(self.select, exp.Column)
        for column in own:
            self._qualify(column)
        for column in own:
            if isinstance(column.this, exp.Identifier):
                self._mend(column)

    def _mend_joins(self) -> None:
        """Let a join that compares a column with itself, and so joins each row with all, follow the known link."""
        for join in self.select.args.get("joins") or []:
            on, table = join.args.get("on"), join.this
            if not isinstance(on, exp.EQ) or on.this != on.expression or not isinstance(table, exp.Table):
                continue
            new = self.sources.get(table.alias_or_name.casefold())
            others = {stored: alias for alias, stored in self.sources.items() if stored is not None and stored != new}
            links = [
                (known, link) for known, link in self.network.links(new or "") if known in others
            ] if new in self.columns else []  # fmt: skip
            if len(links) == 1 and len(links[0][1].from_columns) == 1:
                known, link = links[0]
                ours, theirs = link.from_columns[0], link.to_columns[0]
                if link.from_table != new:
                    ours, theirs = theirs, ours
                here, there = table.alias_or_name, self._written(others[known])
                join.set("on", exp.EQ(this=_column(there, theirs), expression=_column(here, ours)))

    def _qualify(self, column: exp.Column) -> None:
        """Say whose a column is where several tables are read and one has it, so that a join added can do no harm."""
        if column.table or len(self.sources) < 2 or None in self.sources.values():
            return
        owners = self._owners(column.name)
        if len(owners) > 1:
            owners = self._same_by_join(column.name, owners)
        if len(owners) == 1 and not self._is_alias(column):
            column.set("table", _identifier(self._written(owners[0])))

    def _mend(self, column: exp.Column) -> None:
        name, given = column.name, column.table.casefold()
        if given:
            if given not in self.sources:
                self._unknown_source(column, given)
                return
            stored = self.sources[given]
            if stored is None or self._has(stored, name):
                return
            if not self._respell(column, [given]) and not self._move(column):
                self._join_for(column)
            return
        known = self._owners(name) or None in self.sources.values() or self._is_alias(column)
        if known or self._outside_has(name):
            return
        if column.this.args.get("quoted") and not self._respell(column, list(self.sources)):
            column.replace(exp.Literal.string(name))
            return
        if not self._respell(column, list(self.sources)):
            self._join_for(column)

    def _unknown_source(self, column: exp.Column, given: str) -> None:
        """A table's own name where an alias stands for it, or a table that is not read at all."""
        outer = self.select.parent_select
        while outer is not None:
            if given in {table.alias_or_name.casefold() for table in _own(outer, exp.Table)}:
                return
            outer = outer.parent_select
        aliases = [alias for alias, stored in self.sources.items() if stored and stored.casefold() == given]
        if len(aliases) == 1 and self._has(self.sources[aliases[0]] or "", column.name):
            column.set("table", _identifier(self._written(aliases[0])))
        elif not self._move(column):
            self._join_for(column, given)

    def _move(self, column: exp.Column) -> bool:
        owners = self._owners(column.name)
        if len(owners) > 1:
            owners = self._same_by_join(column.name, owners)
        if len(owners) == 1:
            column.set("table", _identifier(self._written(owners[0])))
        return len(owners) == 1

    def _respell(self, column: exp.Column, aliases: list[str]) -> bool:
        wanted = _plain(column.name)
        found = [
            (alias, self.columns[stored][wanted])
            for alias in aliases
            if (stored := self.sources.get(alias)) is not None and wanted in self.columns[stored]
        ]
        if len(found) != 1:
            return False
        alias, name = found[0]
        column.set("this", exp.to_identifier(name, quoted=True))
        if column.table or len(self.sources) > 1:
            column.set("table", _identifier(self._written(alias)))
        return True

    def _join_for(self, column: exp.Column, given: str = "") -> bool:
        """Join the only table that has a column, along known links from the tables that are read."""
        wanted = _plain(column.name)
        read = [stored for stored in self.sources.values() if stored is not None]
        having = [
            name
            for name, columns in self.columns.items()
            if wanted in columns and name not in read and (not given or name.casefold() == given)
        ]
        if not read or None in self.sources.values() or not having:
            return False
        ways = []
        for name in having:
            steps = self.network.path(read, frozenset({name}))
            if steps is not None and len(steps) <= _FURTHEST:
                ways.append((len(steps), name, steps))
        ways.sort(key=lambda way: (way[0], way[1]))
        if not ways or (len(ways) > 1 and ways[0][0] == ways[1][0]):
            return False
        _, target, steps = ways[0]
        names = {stored: self._written(alias) for alias, stored in self.sources.items() if stored is not None}
        for known, new, _ in steps:
            if known not in names or new.casefold() in self.sources:
                return False
            names[new] = new
        for step in steps:
            self._join(step, names)
        self._say_whose(read, names, column)
        column.replace(_column(target, self.columns[target][wanted]))
        return True

    def _join(self, step: Step, names: dict[str, str]) -> None:
        known, new, link = step
        ours, theirs = link.from_columns, link.to_columns
        if link.from_table != known:
            ours, theirs = theirs, ours
        pairs = zip(ours, theirs, strict=True)
        on = exp.and_(*(exp.EQ(this=_column(names[known], a), expression=_column(new, b)) for a, b in pairs))
        self.select.join(exp.Table(this=_identifier(new)), on=on, copy=False)
        self.sources[new.casefold()] = new

    def _say_whose(self, read: list[str], names: dict[str, str], but: exp.Column) -> None:
        """Name the table of what was clear while one table was read."""
        for other in _own(self.select, exp.Column):
            clear = len(read) == 1 and self._has(read[0], other.name) and not self._is_alias(other)
            if clear and not other.table and other is not but:
                other.set("table", _identifier(names[read[0]]))

    # -- what is known ---------------------------------------------------------------------------------------------

    def _written(self, alias: str) -> str:
        """Return a source's name as this SELECT writes it."""
        for table in _own(self.select, exp.Table):
            if table.alias_or_name.casefold() == alias.casefold():
                return str(table.alias_or_name)
        return alias

    def _has(self, stored: str, column: str) -> bool:
        return any(column.casefold() == name.casefold() for name in self.columns.get(stored, {}).values())

    def _owners(self, column: str) -> list[str]:
        return [alias for alias, stored in self.sources.items() if stored is not None and self._has(stored, column)]

    def _same_by_join(self, column: str, owners: list[str]) -> list[str]:
        """Return the first owner where a join says that the column is the same in all of them."""
        joins = self.select.args.get("joins") or []
        said = {
            frozenset((one.this.table.casefold(), one.expression.table.casefold()))
            for join in joins
            if not join.side and (on := join.args.get("on")) is not None
            for one in on.find_all(exp.EQ)
            if isinstance(one.this, exp.Column)
            and isinstance(one.expression, exp.Column)
            and one.this.name.casefold() == one.expression.name.casefold() == column.casefold()
        }
        return owners[:1] if len(owners) == 2 and frozenset(owners) in said else owners

    def _is_alias(self, column: exp.Column) -> bool:
        return not column.table and column.name.casefold() in self.shown

    def _outside_has(self, column: str) -> bool:
        """Tell whether an outer SELECT reads a table with the column: then it may be meant, or cannot be judged."""
        outer = self.select.parent_select
        while outer is not None:
            by_name = {name.casefold(): name for name in self.columns}
            for table in _own(outer, exp.Table):
                stored = by_name.get(table.name.casefold())
                if stored is None or self._has(stored, column):
                    return True
            outer = outer.parent_select
        return False


def _own(select: exp.Select, kind: type[Node]) -> list[Node]:
    """Return the nodes of a kind that belong to this SELECT and to none inside it."""
    return [node for node in select.find_all(kind) if node.parent_select is select]


def _plain(name: str) -> str:
    """Return a name without case, blanks and underscores."""
    return "".join(name.casefold().replace("_", " ").split())


def _column(table: str, name: str) -> exp.Column:
    return exp.Column(this=_identifier(name), table=_identifier(table))


def _identifier(name: str) -> exp.Identifier:
    found: exp.Identifier = exp.to_identifier(name, quoted=not name.isidentifier() or not name.isascii())
    return found
