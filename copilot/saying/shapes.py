"""Shapes of SQL that mean one thing: a moment, a guarded division, a condition within an aggregate.

Owns their recognition in the tree. Refuses wording (`copilot.saying.phrases`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlglot import exp

_HARMLESS_ARGS: Final = frozenset({"this", "big_int", "_type"})
_MOMENTS: Final = frozenset(
    {exp.DataType.Type.DATE, exp.DataType.Type.TIMESTAMP, exp.DataType.Type.TIMESTAMPNTZ, exp.DataType.Type.DATETIME}
)


def moment(node: exp.Expr) -> datetime | None:
    """Return the moment that a date or timestamp literal stands for, None for anything else."""
    if isinstance(node, exp.Cast) and node.to.this in _MOMENTS and isinstance(node.this, exp.Literal):
        node = node.this
    elif not (
        isinstance(node, exp.Literal) and node.is_string and node.this[:4].isdigit() and node.this.count("-") == 2
    ):
        return None
    try:
        at = datetime.fromisoformat(node.this)
    except ValueError:
        return None
    return at if at.tzinfo is None else None


def carries_only(node: exp.Expr, *names: str) -> bool:
    """Return whether a node carries nothing beyond the arguments that its phrase tells."""
    told = _HARMLESS_ARGS.union(names)
    return all(name in told for name, given in node.args.items() if given not in (None, False, []))


def only_branch(node: exp.Expr) -> exp.If | None:
    """Return the branch of CASE WHEN c THEN x END, also where SUM has ELSE 0, which adds nothing."""
    if not isinstance(node, exp.Case) or node.this is not None or len(node.args["ifs"]) != 1:
        return None
    default = node.args.get("default")
    harmless = default is None or (isinstance(node.parent, exp.Sum) and is_number(default, 0))
    branch = node.args["ifs"][0]
    return branch if harmless and isinstance(branch, exp.If) else None


def without_guards(node: exp.Expr) -> exp.Expr:
    """Return x for `x * 1.0` and `NULLIF(x, 0)`, which only keep a division from going wrong."""
    if isinstance(node, exp.Mul) and is_number(node.expression, 1) and "." in node.expression.this:
        return without_guards(node.this)
    if isinstance(node, exp.Nullif) and is_number(node.expression, 0):
        return without_guards(node.this)
    return node


def is_number(node: exp.Expr | None, number: float) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and float(node.this) == number
