"""Metrics' own expressions as trees: their aggregates, the tables that these read, and formulas made of others.

Owns all that is read off or written into a formula over ``table.column`` names. Which rows an aggregate may be computed
over is decided by `copilot.readers.compiling`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import sqlglot
from sqlglot import exp

from copilot.readers import dialects
from copilot.readers.plan import ColumnRef, OneOf, Predicate
from copilot.values.query import Dialect


def parse(formula: str) -> exp.Expression:
    """Return the tree of a metric's expression."""
    tree = sqlglot.parse_one(formula, dialect="duckdb")
    assert isinstance(tree, exp.Expression)
    return tree


def tables_of(tree: exp.Expression) -> set[str]:
    """Return the tables whose columns an expression reads."""
    return {column.table for column in tree.find_all(exp.Column)}


@lru_cache(maxsize=1_000)
def columns_in(formula: str) -> frozenset[str]:
    """Return the columns that a formula reads, as ``table.column``.

    >>> sorted(columns_in("SUM(items.price * items.amount)"))
    ['items.amount', 'items.price']
    """
    return frozenset(f"{column.table}.{column.name}" for column in parse(formula).find_all(exp.Column))


def top_aggregates(tree: exp.Expression) -> Iterator[exp.Expression]:
    """Yield the aggregates of an expression, those inside another one left out."""
    if isinstance(tree, exp.AggFunc):
        yield tree
        return
    for child in tree.iter_expressions():
        if isinstance(child, exp.Expression):
            yield from top_aggregates(child)


def repeats_are_harmless(aggregate: exp.Expression) -> bool:
    """Tell whether an aggregate stays right where a join repeats its rows."""
    return isinstance(aggregate, (exp.Min, exp.Max)) or aggregate.find(exp.Distinct) is not None


def written(tree: exp.Expression, alias: Callable[[str], str], dialect: Dialect, only: str | None = None) -> str:
    """Write an expression in a dialect, its tables under their aliases; a plain division without division by zero.

    `only` is a condition, written in that dialect, on the rows that each aggregate counts.
    """
    holder = exp.Paren(this=tree.copy())
    for column in list(holder.find_all(exp.Column)):
        table = exp.to_identifier(alias(column.table))
        column.replace(exp.column(exp.to_identifier(column.name), table=table))
    plain = holder.this.sql(dialect=dialect)
    if only is not None:
        condition = exp.Where(this=sqlglot.parse_one(only, dialect=dialect))
        for aggregate in list(top_aggregates(holder)):
            aggregate.replace(exp.Filter(this=aggregate.copy(), expression=condition.copy()))
    copy = holder.this
    if isinstance(copy, exp.Div) and "1.0" not in plain and "NULLIF" not in plain.upper():
        return dialects.ratio(copy.left.sql(dialect=dialect), copy.right.sql(dialect=dialect))
    return str(copy.sql(dialect=dialect))


def computed_over(expression: str, alias: str, dialect: Dialect) -> str:
    """Write an expression over one table's own columns, in brackets, its columns under the table's alias.

    >>> computed_over("amount - tax", "orders", "duckdb")
    '(orders.amount - orders.tax)'
    """
    holder = exp.Paren(this=parse(expression))
    for column in list(holder.find_all(exp.Column)):
        column.replace(exp.column(exp.to_identifier(column.name), table=exp.to_identifier(alias)))
    return str(holder.sql(dialect=dialect))


def taken_apart(tree: exp.Expression, first: int) -> tuple[list[exp.Expression], exp.Expression]:
    """Return the aggregates of an expression, and the expression with columns ``part_<first>``, ... in their place."""
    holder = exp.Paren(this=tree.copy())
    found = list(top_aggregates(holder))
    copies = [aggregate.copy() for aggregate in found]
    for number, aggregate in enumerate(found, first):
        aggregate.replace(exp.column(f"part_{number}"))
    return copies, holder.this


def over_parts(formula: exp.Expression) -> str:
    """Write a formula over ``part_n`` columns, each of which has one value in a group, as aggregates of that group."""
    written = formula.copy()
    if isinstance(written, exp.Column):
        return f"MAX({written.name})"
    for column in list(written.find_all(exp.Column)):
        column.replace(exp.Max(this=exp.column(column.name)))
    if isinstance(written, exp.Div) and "1.0" not in written.sql("duckdb"):
        return dialects.ratio(written.left.sql("duckdb"), written.right.sql("duckdb"))
    return written.sql("duckdb")


def divided(formula: str, by: ColumnRef) -> str:
    """Return a formula divided by the number of different values of a column.

    >>> divided("SUM(orders.amount)", ColumnRef("orders", "customer_id"))
    '(SUM(orders.amount)) / COUNT(DISTINCT "orders"."customer_id")'
    """
    return f'({formula}) / COUNT(DISTINCT "{by.table}"."{by.column}")'


def share_of_sum(formula: str, conditions: Sequence[Predicate]) -> str | None:
    """Return the share of a sum that falls on rows with some values; None for another formula or condition.

    >>> print(share_of_sum("SUM(orders.amount)", [OneOf(ColumnRef("orders", "channel"), ("web",))]))
    SUM(CASE WHEN "orders"."channel" IN ('web') THEN orders.amount END) / SUM(orders.amount)
    """
    tree = parse(formula)
    if not isinstance(tree, exp.Sum):
        return None
    tests = []
    for condition in conditions:
        if not isinstance(condition, OneOf) or not isinstance(condition.left, ColumnRef):
            return None
        values = ", ".join("'" + str(value).replace("'", "''") + "'" for value in condition.values)
        tests.append(f'"{condition.left.table}"."{condition.left.column}" IN ({values})')
    inside = tree.this.sql("duckdb")
    return f"SUM(CASE WHEN {' AND '.join(tests)} THEN {inside} END) / SUM({inside})"


def rate_of_count(formula: str) -> tuple[str, str] | None:
    """Return a count of some rows as a share of all rows, with their table; None for another formula.

    >>> rate_of_count("COUNT(CASE WHEN trips.start IS NULL THEN trips.id END)")
    ('COUNT(CASE WHEN trips.start IS NULL THEN trips.id END) * 1.0 / COUNT(trips.id)', 'trips')
    """
    tree = parse(formula)
    case = tree.this if isinstance(tree, exp.Count) else None
    branches = case.args.get("ifs", []) if isinstance(case, exp.Case) else []
    if not isinstance(case, exp.Case) or len(branches) != 1 or case.args.get("default") is not None:
        return None
    counted = branches[0].args["true"]
    if not isinstance(counted, exp.Column) or tables_of(tree) != {counted.table}:
        return None
    return f"{formula} * 1.0 / COUNT({counted.sql('duckdb')})", counted.table
