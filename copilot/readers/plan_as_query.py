"""A plan as a composed query, where it is one, so that both readers' readings can be said by the same wording.

Owns the translation. A plan with a calendar, a metric, a share or a window has no such query.
"""

from __future__ import annotations

from typing import Final, cast

from copilot.readers.plan import Aggregate, AnyOf, ColumnRef, Compare, Contains, IsNull, Not, OneOf, Plan, Predicate
from copilot.readers.sketching.query import Field, Fn, Op, Order, Query, Term, Test

_FNS: Final = frozenset({"count", "sum", "avg", "min", "max"})
_TURNED: Final[dict[str, Op]] = {"=": "!=", "in": "not in", "like": "not like", "null": "not null"}


class _Beyond(Exception):
    """A composed query has no room for it."""


def as_query(plan: Plan) -> Query | None:
    """Return the composed query that computes what a plan does, None where there is none."""
    try:
        return _query(plan)
    except _Beyond:
        return None


def _query(plan: Plan) -> Query:
    if plan.limit_per is not None or plan.over is not None or plan.shown is not None:
        raise _Beyond
    groups = tuple(_field(dimension.by) for dimension in plan.dimensions)
    measures = []
    for measure in plan.measures:
        if measure.share_of_total or measure.window is not None or not isinstance(measure.value, Aggregate):
            raise _Beyond
        measures.append(_term(measure.value))
    columns = tuple(_field(ref) for ref in plan.columns)
    shown = columns if not measures else groups
    sorted_by = {
        "measure": measures,
        "dimension": [Term("", field) for field in groups],
        "column": [Term("", field) for field in columns],
    }
    order = [Order(sorted_by[sort.of][sort.position], sort.descending) for sort in plan.sort]
    having = []
    for test in plan.having:
        if not isinstance(test.value, (int, float)):
            raise _Beyond
        having.append(Test(measures[test.measure], _op(test.op), (test.value,)))
    return Query(
        select=(*(Term("", field) for field in shown), *measures),
        tables=(plan.base,),
        distinct=plan.distinct,
        where=tuple(_tests(part) for part in plan.where),
        group=groups if measures else (),
        having=tuple(having),
        # Groups come in the order of their measure unless they are asked for otherwise: no one would say so.
        order=tuple(order) if plan.limit is not None or not measures else (),
        limit=plan.limit,
    )


def _field(expr: object) -> Field:
    if not isinstance(expr, ColumnRef):
        raise _Beyond
    return Field(expr.table, expr.column)


def _term(value: Aggregate) -> Term:
    if value.name not in _FNS or value.only is not None:
        raise _Beyond
    return Term(cast(Fn, value.name), None if value.of is None else _field(value.of), value.distinct)


def _op(op: str) -> Op:
    return cast(Op, "!=" if op == "<>" else op)


def _tests(part: Predicate) -> tuple[Test, ...]:
    """Return the tests of which one must hold."""
    if isinstance(part, AnyOf):
        return tuple(test for one in part.parts for test in _tests(one))
    return (_test(part),)


def _test(part: Predicate) -> Test:
    if isinstance(part, Not):
        inner = _test(part.part)
        if inner.op not in _TURNED:
            raise _Beyond
        return Test(inner.left, _TURNED[inner.op], inner.right)
    if isinstance(part, Compare):
        return Test(Term("", _field(part.left)), _op(part.op), (_literal(part.right),))
    if isinstance(part, OneOf):
        values = tuple(_literal(one) for one in part.values)
        return Test(Term("", _field(part.left)), "in" if len(values) > 1 else "=", values)
    if isinstance(part, Contains):
        pattern = {"anywhere": f"%{part.text}%", "start": f"{part.text}%", "end": f"%{part.text}"}[part.where]
        return Test(Term("", _field(part.left)), "like", (pattern,))
    if isinstance(part, IsNull):
        return Test(Term("", _field(part.left)), "null")
    raise _Beyond


def _literal(value: object) -> str | int | float:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise _Beyond
    return value
