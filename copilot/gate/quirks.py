"""Where the parser reads DuckDB's SQL and the resolution or the writer would change what it means.

Owns these corrections of the tree. Each keeps the meaning that the text has for the engine.
"""

from __future__ import annotations

from typing import Final

import sqlglot
from sqlglot import exp

from copilot.errors import Refused
from copilot.gate.dialects import GRAMMARS
from copilot.gate.places import spot_of

_TAKES_LAMBDA: Final = (exp.Transform, exp.ArrayFilter, exp.Reduce, exp.ArrayAll, exp.ArrayAny)


def written_plainly(tree: exp.Expression) -> None:
    """Keep what the writer would refuse although DuckDB has it, and put brackets where it leaves out needed ones."""
    for top in list(tree.find_all(exp.ApproxTopK)):
        top.replace(exp.Anonymous(this="approx_top_k", expressions=[top.this.copy(), top.expression.copy()]))
    _arrows_in_brackets(tree)


def _arrows_in_brackets(tree: exp.Expression) -> None:
    """Put ``a -> 'b'`` in brackets where it is an argument: there DuckDB would read a lambda."""
    for node in list(tree.find_all(exp.JSONExtract, exp.JSONExtractScalar)):
        holder = node.parent
        if isinstance(holder, exp.Func) and not isinstance(holder, (exp.Binary, exp.Cast, exp.TryCast)):
            node.replace(exp.Paren(this=node.copy()))


def arrows_as_json(tree: exp.Expression) -> None:
    """Read ``f(a -> 'b')`` as the JSON operator, unless the function takes a lambda."""
    for found in list(tree.find_all(exp.Lambda)):
        holder = found.parent
        takes = isinstance(holder, _TAKES_LAMBDA) or (
            isinstance(holder, exp.Anonymous) and "list" in holder.name.lower()
        )
        if not takes and len(found.expressions) == 1 and isinstance(found.this, exp.Literal):
            name = found.expressions[0].sql(dialect="duckdb")
            found.replace(sqlglot.parse_one(f"({name} -> {found.this.sql(dialect='duckdb')})", dialect="duckdb"))


def asof_with_on(tree: exp.Expression) -> None:
    """Write ``a ASOF JOIN b USING (k, t)`` as ``ON a.k = b.k AND a.t >= b.t``; the resolution would make both equal.

    Raises:
        Refused: a star stands beside it, which would show the columns of both sides.
    """
    for join in list(tree.find_all(exp.Join)):
        using = join.args.get("using")
        select = join.parent
        if join.method.upper() != "ASOF" or not using or not isinstance(select, exp.Select):
            continue
        from_ = select.args.get("from_")
        left = from_.this.alias_or_name if from_ is not None else ""
        right = join.this.alias_or_name
        if select.is_star or not left or not right or select.args["joins"][0] is not join:
            raise Refused(
                "ASOF JOIN ... USING is read with columns by their names and as the first join only; write "
                "ON a.k = b.k AND a.t >= b.t.",
                rule="names_resolve",
                place=join.sql(dialect="duckdb"),
                spot=spot_of(join),
            )
        conditions = [_pair(exp.EQ, name, left, right) for name in using[:-1]]
        conditions.append(_pair(exp.GTE, using[-1], left, right))
        join.set("using", None)
        join.set("on", exp.and_(*conditions))
        shared = {name.name.lower() for name in using}
        for column in select.find_all(exp.Column):
            if not column.table and column.name.lower() in shared and column.find_ancestor(exp.Select) is select:
                column.set("table", exp.to_identifier(left))


def _pair(kind: type[exp.Binary], name: exp.Expr, left: str, right: str) -> exp.Binary:
    sides = [exp.Column(this=name.copy(), table=exp.to_identifier(side)) for side in (left, right)]
    return kind(this=sides[0], expression=sides[1])


def comprehensions_as_functions(tree: exp.Expression) -> exp.Expression:
    """Return the tree with ``[f(x) FOR x IN l IF c]`` as ``list_transform(list_filter(l, x -> c), x -> f(x))``.

    The resolution of names knows the parameter of a lambda, not that of a comprehension.
    """
    grammar = GRAMMARS["duckdb"]
    while (found := _innermost(tree)) is not None:
        name, items = found.expression.sql(dialect=grammar), found.args["iterator"].sql(dialect=grammar)
        condition = found.args.get("condition")
        if condition is not None:
            items = f"list_filter({items}, {name} -> {condition.sql(dialect=grammar)})"
        made = sqlglot.parse_one(
            f"list_transform({items}, {name} -> {found.this.sql(dialect=grammar)})", dialect=grammar
        )
        holder = found.parent
        alone = isinstance(holder, exp.Array) and len(holder.expressions) == 1
        (holder if alone and holder is not None else found).replace(made)
    return tree


def _innermost(tree: exp.Expression) -> exp.Comprehension | None:
    found = [node for node in tree.find_all(exp.Comprehension) if isinstance(node.expression, exp.Identifier)]
    return found[-1] if found else None
