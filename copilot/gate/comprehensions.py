"""List comprehensions, written as the list functions that they stand for.

Owns this one rewriting: the resolution of names knows the parameter of a lambda, not that of a comprehension.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from copilot.gate.dialects import GRAMMARS
from copilot.values.query import Dialect


def as_functions(tree: exp.Expression, dialect: Dialect) -> exp.Expression:
    """Return the tree with ``[f(x) FOR x IN l IF c]`` as ``list_transform(list_filter(l, x -> c), x -> f(x))``."""
    grammar = GRAMMARS[dialect]
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
