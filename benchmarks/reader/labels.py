"""What the gold query says of every column, table, condition and operator that is looked at.

Owns the labels of the learned parts. Rows of numbers are `copilot.readers.sketching.evidence`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from copilot.readers.sketching.evidence import Evidence, evidence, matrix
from copilot.readers.sketching.learned import ROLES
from copilot.readers.sketching.model import UNSAID
from copilot.readers.sketching.query import Field, Query, Term, Test
from copilot.readers.sketching.shapes import shape_of
from copilot.readers.sketching.signs import Scene
from copilot.readers.sketching.trees import Floats

Truths = npt.NDArray[np.bool_]
_NESTS = ("", "not inq", "except", "intersect", ">agg", "<agg", "=agg", "union", "inq")


@dataclass(frozen=True, eq=False)
class Labelled:
    """The evidence of one question with what is true of it."""

    columns: Floats
    roles: dict[str, Truths]
    tables: Floats
    used: Truths
    conditions: Floats
    held: Truths
    operators: Floats
    """Rows of the mentions whose operator the gold query tells, and no others."""
    ops: tuple[str, ...]


def labelled(scene: Scene, query: Query | None) -> Labelled:
    """Return the evidence of one question with its labels; nothing is true where the query is unsaid."""
    seen = evidence(scene)
    found = list(_queries(query)) if query else []
    roles = _roles(query) if query else {}
    tables = {table for one in found for table in one.tables}
    ops = dict(entry for one in found for entry in _operators(one))
    rows, names = _told(scene, seen, ops)
    return Labelled(
        seen.columns,
        {role: _truths(field in roles.get(role, ()) for field in seen.fields) for role in ROLES},
        seen.table_rows,
        _truths(table in tables for table in seen.tables),
        seen.conditions,
        _truths(any((c.field, str(v).casefold()) in ops for v in c.values) for c in seen.choices),
        rows,
        names,
    )


def shape_label(query: Query | None) -> str:
    """Return the spelling of a query's shape."""
    return str(shape_of(query)) if query else UNSAID


def nest_label(query: Query | None) -> str:
    """Return how a query holds another one, empty where it does not.

    >>> from copilot.readers.sketching.query import Query, Term
    >>> inner = Query((Term("", None),), ("b",))
    >>> nest_label(Query((Term("count", None),), ("a",), combined=("except", inner)))
    'except'
    """
    if query is None:
        return UNSAID
    found: list[str] = [query.combined[0]] if query.combined else []
    for group in (*query.where, query.having):
        for test in group:
            if isinstance(test.right, Query):
                inner = test.right
                end = "agg" if inner.select[0].fn and not inner.group else "max1" if inner.limit else "q"
                found.append(test.op + end)
    name = " ".join(found)
    return name if name in _NESTS else "other"


def _queries(query: Query) -> Iterator[Query]:
    yield query
    if query.combined is not None:
        yield from _queries(query.combined[1])
    for group in (*query.where, query.having):
        for test in group:
            if isinstance(test.right, Query):
                yield from _queries(test.right)


def _roles(query: Query) -> dict[str, set[Field]]:
    found: dict[str, set[Field]] = defaultdict(set)
    shown = {id(query), id(query.combined[1]) if query.combined else 0}
    for one in _queries(query):
        for term in one.select if id(one) in shown else ():
            _add(found, term, "sel" if not term.fn else "cntd" if term.fn == "count" else "agg")
        found["grp"] |= set(one.group)
        for order in one.order:
            _add(found, order.by, "oagg" if order.by.fn else "ord")
        for test in (test for group in one.where for test in group):
            if not isinstance(test.right, Query):
                _add(found, test.left, "whr")
            elif test.right.select[0].fn and test.op[0] in "<>=":
                _add(found, test.left, "cmp")
    return found


def _add(found: dict[str, set[Field]], term: Term, role: str) -> None:
    if term.field is not None:
        found[role].add(term.field)


def _operators(query: Query) -> Iterator[tuple[tuple[Field, str], str]]:
    """Yield each column and value that a query compares, with the operator."""
    for test in (test for group in query.where for test in group):
        if test.left.field is not None and not isinstance(test.right, Query):
            for value in test.right:
                op, text = _worded(test, str(value).casefold())
                yield (test.left.field, text), op


def _worded(test: Test, text: str) -> tuple[str, str]:
    """Return the operator as the reader chooses it, and the value without the marks of LIKE."""
    if test.op in ("like", "not like"):
        first, last = text.startswith("%"), text.endswith("%")
        return test.op + ("" if first == last else "$" if first else "^"), text.strip("%")
    single: dict[str, str] = {"in": "=", "not in": "!="}
    return single.get(test.op, test.op), text


def _told(scene: Scene, seen: Evidence, ops: dict[tuple[Field, str], str]) -> tuple[Floats, tuple[str, ...]]:
    """Return the operator rows of the mentions that the gold query compares something with."""
    told: dict[tuple[int, int], str] = {}
    for choice in seen.choices:
        span = (choice.mention.start, choice.mention.end)
        for value in choice.values:
            op = ops.get((choice.field, str(value).casefold()))
            if op is not None:
                told.setdefault(span, op)
    places = [place for place, span in enumerate(seen.mentions) if span in told]
    rows = seen.operators[places] if places else matrix([])
    return rows, tuple(told[span] for span in seen.mentions if span in told)


def _truths(values: Iterator[bool]) -> Truths:
    return np.fromiter(values, dtype=np.bool_)
