"""Joins that a query does not need: small models write them, and they multiply or drop rows.

Owns the finding. Refuses to take them out: a table that is joined and not otherwise used may be meant as a condition.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from copilot.values.query import Dialect


def unneeded_joins(sql: str, dialect: Dialect) -> int:
    """Return how many joined tables nothing but their own join condition speaks of, or are joined without any.

    >>> unneeded_joins("SELECT a.x FROM a JOIN b ON a.id = b.id", "duckdb")
    1
    >>> unneeded_joins("SELECT a.x FROM a JOIN b ON a.id = b.id JOIN c ON b.k = c.k WHERE c.y = 1", "duckdb")
    0
    """
    try:
        tree = sqlglot.parse_one(sql, read=dialect)
    except (SqlglotError, RecursionError):
        return 0
    return sum(map(_of_select, tree.find_all(exp.Select)))


def _of_select(select: exp.Select) -> int:
    joins = [join for join in select.args.get("joins") or [] if isinstance(join.this, exp.Table)]
    columns = [column for column in select.find_all(exp.Column) if column.parent_select is select]
    if (
        not joins
        or any(not column.table for column in columns)
        or select.find(exp.Star, bfs=True) in select.expressions
    ):
        return 0
    found = 0
    for join in joins:
        name, on = join.this.alias_or_name.casefold(), join.args.get("on")
        inside = {id(column) for column in on.find_all(exp.Column)} if on is not None else set()
        spoken_of = {column.table.casefold() for column in columns if id(column) not in inside}
        between = {column.table.casefold() for column in (on.find_all(exp.Column) if on is not None else ())}
        crossed = not join.args.get("using") and name not in between
        found += crossed or name not in spoken_of
    return found
