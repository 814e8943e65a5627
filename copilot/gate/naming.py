"""Names for what has none: computed columns, plain rows, series; and the names that a result shows.

Owns the names that are made up and those of the outermost columns. Which table a name belongs to is decided in
`copilot.gate.names`.
"""

from __future__ import annotations

import re
from typing import Final

from sqlglot import exp

from copilot.gate.dialects import GRAMMARS, fold
from copilot.values.query import Dialect

_MADE_UP_NAME: Final = re.compile(r"_col_\d+\Z")
_LONGEST_NAME: Final = 60
_BARE_FUNCTIONS: Final = ("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP")
"""Functions without brackets; DuckDB would take a later call for a column of that name."""


def _first_select(tree: exp.Expr) -> exp.Select | None:
    while isinstance(tree, (exp.SetOperation, exp.Subquery)):
        tree = tree.this
    return tree if isinstance(tree, exp.Select) else None


def _text_of(node: exp.Expr, dialect: Dialect) -> str:
    """Return the name of a column that is computed and not named: its own text, as DuckDB does."""
    text = node.sql(dialect=GRAMMARS[dialect], normalize_functions="lower", comments=False)[:_LONGEST_NAME]
    return f"{text.lower()}()" if text.upper() in _BARE_FUNCTIONS else text


def output_names(tree: exp.Expression, dialect: Dialect) -> list[str]:
    """Return the outermost output names as written; empty where a star stands among them."""
    select = _first_select(tree)
    names: list[str] = []
    for projection in select.expressions if select else ():
        if isinstance(projection, exp.Star) or (isinstance(projection, exp.Column) and projection.is_star):
            return []
        named = isinstance(projection, (exp.Alias, exp.Column, exp.Dot)) and projection.output_name
        names.append(named or _text_of(projection, dialect))
    return names


def name_inner_columns(tree: exp.Expression, dialect: Dialect) -> None:
    """Give computed columns of derived tables and WITH parts the name that a star above them would show."""
    for select in tree.find_all(exp.Select):
        if isinstance(select.parent, exp.CTE) or (
            isinstance(select.parent, exp.Subquery) and isinstance(select.parent.parent, (exp.From, exp.Join))
        ):
            for projection in list(select.expressions):
                if not isinstance(projection, (exp.Alias, exp.Aliases, exp.Column, exp.Star, exp.Dot, exp.Explode)):
                    text = _text_of(projection, dialect)
                    projection.replace(exp.alias_(projection.copy(), text, quoted=True))


def name_values(tree: exp.Expression, dialect: Dialect) -> None:
    """Name the columns of a VALUES without a list of names as the engine does, so that they can be asked for.

    SQLite takes no list of names there, so that each row becomes a SELECT.
    """
    for values in list(tree.find_all(exp.Values)):
        alias = values.args.get("alias")
        if values is tree or (alias and alias.args.get("columns")):
            continue
        rows = [row.expressions for row in values.expressions if isinstance(row, exp.Tuple)]
        if dialect == "sqlite" and rows:
            selects = [
                exp.select(*(exp.alias_(cell.copy(), f"column{n}") for n, cell in enumerate(row, 1))) for row in rows
            ]
            made: exp.Query = exp.union(*selects, distinct=False, copy=False) if len(selects) > 1 else selects[0]
            loose = isinstance(values.parent, (exp.From, exp.Join))
            values.replace(made.subquery(alias.this if alias else None, copy=False) if loose else made)
        elif isinstance(values.parent, (exp.From, exp.Join)) and rows:
            names = [exp.to_identifier(f"col{position}") for position in range(len(rows[0]))]
            name = alias.this if alias and alias.this else exp.to_identifier("_values")
            values.set("alias", exp.TableAlias(this=name, columns=names))


def name_series(tree: exp.Expression) -> None:
    """Give ``FROM range(5)`` the name that the engine gives it and its one column."""
    for table in tree.find_all(exp.Table):
        series = table.this
        if isinstance(series, exp.GenerateSeries) and not table.args.get("alias"):
            name = "range" if series.args.get("is_end_exclusive") else "generate_series"
            table.set("alias", exp.TableAlias(this=exp.to_identifier(name), columns=[exp.to_identifier(name)]))


def name_outputs(tree: exp.Expression, names: list[str]) -> None:
    """Give the outermost projections distinct names: as written, else as stored, with a suffix for a repeated one."""
    select = _first_select(tree)
    if select is None:
        return
    taken: set[str] = set()
    renamed: dict[str, str] = {}
    for position, projection in enumerate(select.expressions):
        inner = projection.unalias()
        if isinstance(inner, exp.Star) or isinstance(projection, exp.Aliases):
            continue
        written = names[position] if len(names) == len(select.expressions) else ""
        name = written or projection.alias_or_name
        wanted, count = name, 1
        while fold(name) in taken:
            count += 1
            name = f"{wanted}_{count}"
        taken.add(fold(name))
        if isinstance(projection, exp.Alias):
            renamed.setdefault(fold(projection.alias), name)
            projection.set("alias", exp.to_identifier(name))
    order = tree.args.get("order")
    for column in order.find_all(exp.Column) if order else ():
        if not column.table and fold(column.name) in renamed:
            column.this.set("this", renamed[fold(column.name)])


def drop_idle_aliases(tree: exp.Expression) -> None:
    """Write ``FROM orders`` for ``FROM orders AS orders``, and single values without a made-up name: easier to read."""
    for table in tree.find_all(exp.Table):
        if table.alias and table.alias == table.name and not table.args["alias"].args.get("columns"):
            table.set("alias", None)
    for alias in list(tree.find_all(exp.Alias)):
        select = alias.parent
        if isinstance(select, exp.Select) and _MADE_UP_NAME.match(alias.alias):
            holder = select.parent.parent if isinstance(select.parent, exp.Subquery) else select.parent
            if not isinstance(holder, (exp.From, exp.Join, exp.CTE, exp.Lateral, exp.SetOperation)) and holder:
                alias.replace(alias.this)
