"""A query as the sketching reader composes it: terms, tests and clauses over tables joined along their links.

Owns the shape of such a query; its SQL text belongs to `copilot.readers.sketching.writing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Fn = Literal["", "count", "sum", "avg", "min", "max"]
Op = Literal["=", "!=", "<", "<=", ">", ">=", "between", "like", "not like", "in", "not in", "null", "not null"]
SetWord = Literal["union", "intersect", "except"]
Literals = tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Term:
    """A column or an aggregate of it; `field` None counts rows."""

    fn: Fn
    field: Field | None
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """A term compared with literals or with what another query gives."""

    left: Term
    op: Op
    right: Literals | Query = ()


@dataclass(frozen=True, slots=True)
class Order:
    """A term that rows are ordered by."""

    by: Term
    descending: bool


@dataclass(frozen=True, slots=True)
class Query:
    """One SELECT, or two of them joined by a set operation."""

    select: tuple[Term, ...]
    tables: tuple[str, ...]
    """Every table that is joined, those that only lead from one to another left out or not."""
    distinct: bool = False
    where: tuple[tuple[Test, ...], ...] = ()
    """All groups must hold; of each group one test."""
    group: tuple[Field, ...] = ()
    having: tuple[Test, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    combined: tuple[SetWord, Query] | None = None
    via: tuple[Field, ...] = ()
    """Child columns of the links that words of the question point to, where several links join two tables."""

    def terms(self) -> Iterator[Term]:
        """Yield every term of this SELECT, those of queries inside it left out."""
        yield from self.select
        for group in self.where:
            for test in group:
                yield test.left
        for field in self.group:
            yield Term("", field)
        for test in self.having:
            yield test.left
        for order in self.order:
            yield order.by

    def fields(self) -> Iterator[Field]:
        """Yield the column of every term that has one."""
        for term in self.terms():
            if term.field is not None:
                yield term.field


def whole(query: Query) -> Iterator[Query]:
    """Yield a query and every query inside it."""
    yield query
    if query.combined is not None:
        yield from whole(query.combined[1])
    for group in (*query.where, query.having):
        for test in group:
            if isinstance(test.right, Query):
                yield from whole(test.right)


def all_fields(query: Query) -> set[Field]:
    """Return the columns of a query and of every query inside it."""
    return {field for one in whole(query) for field in one.fields()}


def all_tables(query: Query) -> set[str]:
    """Return the tables of a query and of every query inside it."""
    return {table for one in whole(query) for table in (*one.tables, *(f.table for f in one.fields()))}
