"""The PIVOT statement, written as a SELECT, so that the rules see a query like any other.

Owns this one rewriting. A PIVOT without its list of values would need the data to know its columns; it is refused.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from copilot.errors import Refused
from copilot.gate.dialects import GRAMMARS
from copilot.gate.places import spot_of
from copilot.values.query import Dialect

_WAY_OUT = "write SELECT * FROM (SELECT ...) PIVOT (sum(x) FOR y IN ('a', 'b'))"


def as_selects(tree: exp.Expression, dialect: Dialect) -> exp.Expression:
    """Return the tree with each ``PIVOT t ON c IN (...) USING f`` as ``SELECT * FROM t PIVOT (...)``.

    Raises:
        Refused: its values or columns are not plain to see.
    """
    for pivot in list(tree.find_all(exp.Pivot)):
        if pivot.this is None:
            if pivot.args.get("group"):
                raise _refused("GROUP BY within PIVOT (...) is not taken; choose the columns in an inner SELECT", pivot)
            continue
        if pivot.args.get("unpivot"):
            raise _refused(
                "The UNPIVOT statement is not taken; write SELECT * FROM (SELECT ...) UNPIVOT (v FOR k IN (a, b))",
                pivot,
            )
        select = _as_select(pivot, dialect)
        if pivot is tree:
            return select
        pivot.replace(select)
    return tree


def _as_select(pivot: exp.Pivot, dialect: Dialect) -> exp.Expression:
    on, using = pivot.expressions, pivot.args.get("using") or [exp.Count(this=exp.Star())]
    for field in on:
        values = field.expressions if isinstance(field, exp.In) else []
        if not values or not isinstance(field.this, exp.Column):
            raise _refused("PIVOT needs the values that become columns: PIVOT t ON c IN ('a', 'b') USING sum(x)", pivot)
    inner = exp.select("*").from_(pivot.this.copy())
    group = pivot.args.get("group")
    if group is not None:
        if not group.expressions or not all(isinstance(each, exp.Column) for each in group.expressions):
            raise _refused(f"PIVOT can group by plain columns only; {_WAY_OUT}", pivot)
        parts = [*group.expressions, *on, *using]
        wanted = {column.name.lower(): column for part in parts for column in part.find_all(exp.Column)}
        inner = exp.select(*(column.copy() for column in wanted.values())).from_(pivot.this.copy())
    grammar = GRAMMARS[dialect]
    functions = ", ".join(each.sql(dialect=grammar) for each in using)
    fields = " ".join(each.sql(dialect=grammar) for each in on)
    text = f"SELECT * FROM ({inner.sql(dialect=grammar)}) PIVOT ({functions} FOR {fields})"
    made = sqlglot.parse_one(text, dialect=grammar)  # the parser works out the names of the new columns
    assert isinstance(made, exp.Expression)
    return made


def _refused(message: str, pivot: exp.Pivot) -> Refused:
    return Refused(f"{message}.", rule="read_only", place=pivot.sql(dialect="duckdb"), spot=spot_of(pivot))
