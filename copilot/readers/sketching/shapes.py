"""Shapes: what a SELECT looks like with its columns, tables, conditions and numbers left out.

Owns the value and its spelling, such as ``c+count*|G||count*-1``: select | group | having | order and limit. One ``c``
stands for however many plain columns there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from copilot.readers.sketching.query import Fn, Op, Query, Term


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one term."""

    fn: Fn
    star: bool
    distinct: bool = False

    def __str__(self) -> str:
        return f"{self.fn}{'D' if self.distinct else ''}{'*' if self.star else 'c'}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The slots of a SELECT."""

    select: tuple[Slot, ...]
    distinct: bool = False
    groups: int = 0
    having: tuple[tuple[Slot, Op], ...] = ()
    order: tuple[tuple[Slot, bool], ...] = ()
    limit: str = ""
    """Empty, ``1``, or ``n`` for another number."""

    def __str__(self) -> str:
        having = ",".join(f"{slot}:{op}" for slot, op in self.having)
        order = ",".join(f"{slot}{'-' if down else '+'}" for slot, down in self.order)
        head = "D " if self.distinct else ""
        return f"{head}{'+'.join(map(str, self.select))}|{'G' * self.groups}|{having}|{order}{self.limit}"


def shape_of(query: Query) -> Shape:
    """Return the shape of a query's outermost SELECT."""
    plain = [Slot("", False)] if any(not term.fn for term in query.select) else []
    aggregates = [slot_of(term) for term in query.select if term.fn]
    having = [(slot_of(test.left), test.op) for test in query.having if not isinstance(test.right, Query)]
    return Shape(
        select=tuple(sorted([*plain, *aggregates], key=str)),
        distinct=query.distinct,
        groups=len(query.group),
        having=tuple(having),
        order=tuple((slot_of(order.by), order.descending) for order in query.order),
        limit="" if query.limit is None else "1" if query.limit == 1 else "n",
    )


def slot_of(term: Term) -> Slot:
    """Return the slot that a term fills."""
    return Slot(term.fn, term.field is None, term.distinct)


@lru_cache(maxsize=1024)
def parse_shape(text: str) -> Shape:
    """Return the shape that a spelling stands for.

    >>> str(parse_shape("c+count*|G|count*:>=|count*-1"))
    'c+count*|G|count*:>=|count*-1'
    """
    distinct = text.startswith("D ")
    select, groups, having, order = text.removeprefix("D ").split("|")
    limit = order[-1:] if order[-1:] in ("1", "n") else ""
    order = order.removesuffix(limit) if limit else order
    return Shape(
        select=tuple(_slot(part) for part in select.split("+")),
        distinct=distinct,
        groups=len(groups),
        having=tuple(_having(part) for part in having.split(",") if part),
        order=tuple((_slot(part[:-1]), part[-1] == "-") for part in order.split(",") if part),
        limit=limit,
    )


def _having(text: str) -> tuple[Slot, Op]:
    slot, op = text.split(":")
    return _slot(slot), cast(Op, op)


def _slot(text: str) -> Slot:
    star = text.endswith("*")
    fn = text[:-1]
    distinct = fn.endswith("D")
    return Slot(cast(Fn, fn.removesuffix("D")), star, distinct)
