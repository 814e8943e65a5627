"""Views that people keep in the workspace: SQL files that stand for tables, without a change to the data.

Owns the folder ``views/`` (one ``NAME.sql`` each), whether a view still fits the data, and what the gate is told of it.
A view is no table of the engine: where a query names it, the gate puts its SELECT in its place, so that it reads what
its own SELECT passed the gate for. A role sees none. Refuses to read questions over views: they are for SQL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sqlglot import exp

from copilot.catalog import bare_catalog
from copilot.columns import arrow_type
from copilot.errors import AskbiError, ConfigError, Refused
from copilot.gate import Gate
from copilot.gate.dialects import fold
from copilot.gate.permitted import Permitted, Relation
from copilot.sources import Source
from copilot.sources.source import SourceColumn, SourceTable
from copilot.values import Limits, ValidatedQuery
from copilot.workspace import Workspace

_FOLDER: Final = "views"
_NAME: Final = re.compile(r"[^\W\d]\w{0,62}")
_UNCAPPED: Final = 2**40
"""More rows than any view has; the LIMIT that it leads to is taken off again."""
_SECONDS: Final = 30.0
_MAIN: Final = "main"


class KeptViews:
    """The views of one workspace, over open data.

    Attributes:
        unfit: kept views that do not fit the data, each with the reason.
    """

    def __init__(self, source: Source, gate: Gate, workspace: Workspace) -> None:
        self._source = source
        self._gate = gate
        self._workspace = workspace
        self.unfit: dict[str, str] = {}
        self._told = False
        self._tell()

    @property
    def all(self) -> dict[str, str]:
        """Name -> SELECT, in the order of their names."""
        return read_views(self._workspace.root)

    def keep(self, name: str, select: str) -> Path:
        """Keep a view; SQL over the data may name it from now on.

        Raises:
            ConfigError: the name is none or taken, the SELECT does not fit the data, or the file cannot be written.
        """
        _, unfit = permit_views(self._source, self._plain_gate(), {name: select})
        if unfit:
            raise ConfigError(f"{name!r} cannot be kept: {unfit[name]}")
        place = write_view(self._workspace, name, select)
        self._tell()
        return place

    def drop(self, name: str) -> bool:
        """Forget a view; False where there is none.

        Raises:
            ConfigError: its file cannot be removed.
        """
        dropped = drop_view(self._workspace, name)
        self._tell()
        return dropped

    def _tell(self) -> None:
        """Tell the gate which views there are; as long as there are none nothing is asked of the engine."""
        views = self.all
        if not views and not self._told:
            return
        permitted, self.unfit = permit_views(self._source, self._plain_gate(), views)
        self._gate.know(bare_catalog(self._source, permitted.schema), permitted)
        self._told = True

    def _plain_gate(self) -> Gate:
        return Gate(bare_catalog(self._source), self._source.dialect)


def read_views(root: Path) -> dict[str, str]:
    """Return the kept views, name -> SELECT, in the order of their names; none where the folder cannot be read."""
    found: dict[str, str] = {}
    try:
        files = sorted((root / _FOLDER).glob("*.sql"))
    except OSError:
        return found
    for file in files:
        try:
            found[file.stem] = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return found


def write_view(workspace: Workspace, name: str, select: str) -> Path:
    """Keep a view; one of the same name is replaced.

    Raises:
        ConfigError: the name is none, or the file cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise ConfigError(f"{name!r} cannot name a view; use letters, digits and underscores")
    place = workspace.root / _FOLDER / f"{name}.sql"
    try:
        workspace.ensure()
        place.parent.mkdir(exist_ok=True)
        part = place.with_suffix(".part")
        part.write_text(select.rstrip().rstrip(";") + "\n", encoding="utf-8")
        part.replace(place)
    except OSError as error:
        raise ConfigError(f"{place} cannot be written: {error.strerror or error}") from error
    return place


def drop_view(workspace: Workspace, name: str) -> bool:
    """Forget a view; False where there is none.

    Raises:
        ConfigError: the file cannot be removed.
    """
    place = workspace.root / _FOLDER / f"{name}.sql"
    try:
        place.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise ConfigError(f"{place} cannot be removed: {error.strerror or error}") from error
    return True


def permit_views(source: Source, gate: Gate, views: Mapping[str, str]) -> tuple[Permitted, dict[str, str]]:
    """Return what the gate is to know with the views, and the reason for each that does not fit the data.

    Args:
        source: the open data.
        gate: a gate over its tables, without views and without a role.
        views: name -> SELECT.
    """
    schema = source.schema()
    stored = frozenset(fold(table.name) for table in schema)
    relations: dict[str, Relation] = {}
    tables: list[SourceTable] = list(schema)
    unfit: dict[str, str] = {}
    for name, select in views.items():
        if fold(name) in stored:
            unfit[name] = "there is a table of this name"
            continue
        try:
            query = gate.validate(select, rows=_UNCAPPED)
            columns = _columns(source, gate, select)
        except AskbiError as error:
            unfit[name] = str(error)
            continue
        tables.append(SourceTable(name, columns, is_view=True))
        relations[fold(name)] = Relation(_body(query), query.tables, drops_rows=False, masks=False, hashes=False)
    return Permitted(tuple(tables), relations=relations, stored=stored), unfit


def _columns(source: Source, gate: Gate, select: str) -> tuple[SourceColumn, ...]:
    """Return names and types of a view's columns, as the engine gives them.

    Raises:
        Refused: the gate says no, or two columns have one name.
        QueryFailed: the engine says no.
    """
    result = source.run(gate.validate(select, rows=1), Limits(seconds=_SECONDS, rows=1))
    names = [field.name for field in result.table.schema]
    if len({fold(name) for name in names}) < len(names):
        raise Refused("Two columns of the view have one name; name each of them by AS.", rule="names")
    kinds = {name: arrow_type(field.type) for name, field in zip(names, result.table.schema, strict=True)}
    return tuple(SourceColumn(name, kind.upper(), kind) for name, kind in kinds.items())


def _body(query: ValidatedQuery) -> exp.Select:
    """Return a view's SELECT with its tables spelled so that no WITH part of a query can take their place."""
    tree = query.tree.copy()
    limit = tree.args.get("limit")
    if isinstance(limit, exp.Limit) and limit.expression.name == str(_UNCAPPED + 1):
        tree.set("limit", None)
    parts = {cte.alias for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier) and table.name not in parts:
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name, quoted=True)))
            table.set("this", exp.to_identifier(table.name, quoted=True))
            table.set("db", exp.to_identifier(_MAIN, quoted=True))
    if isinstance(tree, exp.Select):
        return tree
    whole = exp.Subquery(this=tree, alias=exp.TableAlias(this=exp.to_identifier("kept")))
    return exp.select("*").from_(whole)
