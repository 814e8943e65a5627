"""Expressions of a semantic model as trees: other metrics and computed fields written out, conditions put inside.

Owns the one form that every metric has afterwards: aggregates over ``table.column`` names alone, a condition within
each aggregate as CASE. Refuses what is no SQL, what stands on itself, and what no form can be given, by `ValueError`
whose text says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

Fields = Mapping[tuple[str, str], str]
"""(table, field) -> expression over the table's own columns, of fields that are no column by themselves."""


@lru_cache(maxsize=2_000)
def _parsed(expression: str) -> exp.Expression | None:
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(expression, dialect="duckdb")
    except (SqlglotError, RecursionError):
        return None
    return tree if isinstance(tree, exp.Expression) else None


def parse(expression: str) -> exp.Expression | None:
    """Return an expression's tree, None where it cannot be read as SQL."""
    tree = _parsed(expression)
    return None if tree is None else tree.copy()


def tables_of(tree: exp.Expression) -> tuple[str, ...]:
    """Return the tables that an expression names, in their order."""
    from sqlglot import exp

    return tuple(dict.fromkeys(column.table for column in tree.find_all(exp.Column) if column.table))


def written_out(
    expression: str,
    condition: str,
    other: Callable[[str], str | None],
    fields: Fields,
    renamed: Mapping[str, str],
) -> str:
    """Return a metric's expression over ``table.column`` names alone.

    Args:
        expression: as it was written.
        condition: on the rows that count, empty for none.
        other: gives the finished expression of another metric by its name, None where there is none.
        fields: computed ones.
        renamed: dataset -> table.

    Raises:
        ValueError: it cannot be read, or a condition cannot be put into it.

    >>> written_out("sum(sales.net) / orders", "", {"orders": "COUNT(DISTINCT o.id)"}.get,
    ...             {("o", "net"): "amount - tax"}, {"sales": "o"})
    'SUM((o.amount - o.tax)) / COUNT(DISTINCT o.id)'
    >>> written_out("count(*)", "o.status = 'paid'", {}.get, {}, {})
    "COUNT(CASE WHEN o.status = 'paid' THEN 1 END)"
    """
    from sqlglot import exp

    tree = _read(expression)
    holder = exp.Paren(this=tree)
    for column in list(holder.find_all(exp.Column)):
        if not column.table and (named := other(column.name)) is not None:
            column.replace(_enclosed(_read(named)))
    _name_columns(holder, fields, renamed)
    if condition:
        inside = exp.Paren(this=_read(condition))
        _name_columns(inside, fields, renamed)
        for aggregate in list(_aggregates(holder)):
            aggregate.replace(_only(aggregate, inside.this))
    for filtered in list(holder.find_all(exp.Filter)):
        filtered.replace(_only(filtered.this, filtered.expression.this))
    changed = holder.this
    return expression if changed == _read(expression) else str(changed.sql(dialect="duckdb", comments=False))


def _read(expression: str) -> exp.Expression:
    tree = parse(expression)
    if tree is None:
        raise ValueError(f"the expression {expression[:80]!r} cannot be read as SQL")
    return tree


def _name_columns(holder: exp.Expression, fields: Fields, renamed: Mapping[str, str]) -> None:
    """Put tables in place of datasets, and what a computed field stands for in its place."""
    from sqlglot import exp

    for column in list(holder.find_all(exp.Column)):
        if column.table in renamed:
            column.set("table", exp.to_identifier(renamed[column.table]))
        computed = fields.get((column.table, column.name))
        if computed is not None:
            inside = exp.Paren(this=_read(computed))
            for part in inside.find_all(exp.Column):
                part.set("table", exp.to_identifier(column.table))
            column.replace(_enclosed(inside.this))


def _enclosed(tree: exp.Expression) -> exp.Expression:
    """Return what stands for a name, in brackets where the operators around it could tear it apart."""
    from sqlglot import exp

    return exp.Paren(this=tree) if isinstance(tree, (exp.Binary, exp.Unary)) else tree


def _aggregates(tree: exp.Expression) -> Iterator[exp.Expression]:
    """Yield the outermost aggregates, each with its own condition where it has one."""
    from sqlglot import exp

    if isinstance(tree, (exp.Filter, exp.AggFunc)):
        yield tree
        return
    for child in tree.iter_expressions():
        if isinstance(child, exp.Expression):
            yield from _aggregates(child)


def _only(aggregate: exp.Expression, condition: exp.Expression) -> exp.Expression:
    """Return an aggregate over only the rows for which a condition holds."""
    from sqlglot import exp

    if isinstance(aggregate, exp.Filter):
        both = exp.and_(aggregate.expression.this, condition)
        return exp.Filter(this=aggregate.this.copy(), expression=exp.Where(this=both))
    made = aggregate.copy()
    counted = made.this
    if isinstance(counted, exp.Distinct):
        if len(counted.expressions) != 1:
            raise ValueError("a condition cannot be put into a count of several columns; count one")
        counted.set("expressions", [_case(condition, counted.expressions[0])])
    elif isinstance(counted, exp.Star) or counted is None:
        made.set("this", _case(condition, exp.Literal.number(1)))
    else:
        made.set("this", _case(condition, counted))
    return made


def _case(condition: exp.Expression, value: exp.Expression) -> exp.Expression:
    from sqlglot import exp

    return exp.Case(ifs=[exp.If(this=condition.copy(), true=value.copy())])
