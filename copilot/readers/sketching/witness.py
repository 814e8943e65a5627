"""What another reader made of the same question, as far as it can be held beside a composed query.

Owns the comparison part by part. Refuses to say which of the two is right: that is learned.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from copilot.readers.sketching.query import Query, Term, whole
from copilot.values.query import Dialect

_NOTHING: Final = -1.0
_SHOWN_ROWS: Final = 10_000
"""A limit above this keeps an answer small, and was not asked for."""
Part = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Witness:
    """The parts of another reader's query; names are folded, columns are spelled ``table.column``."""

    unplaced: int = 0
    """Words that it could not place."""
    doubts: int = 0
    """What it had to assume."""
    alone: bool = False
    """True where it saw no other reading."""
    spoke: bool = False
    """False where it made no query, and there are no parts."""
    shown: Part = frozenset()
    """Functions and columns."""
    restricted: Part = frozenset()
    values: Part = frozenset()
    grouped: Part = frozenset()
    ordered: Part = frozenset()
    """Functions, columns and whether the greatest come first."""
    tables: Part = frozenset()
    distinct: bool = False
    limit: int | None = None
    nested: bool = False


def witness_of(sql: str, dialect: Dialect, *, unplaced: int, doubts: int, alone: bool) -> Witness:
    """Return the parts of a query; none where `sql` is empty or cannot be parsed.

    >>> witness_of("SELECT a.x FROM a", "duckdb", unplaced=0, doubts=0, alone=True).shown
    frozenset({('', 'a.x')})
    """
    bare = Witness(unplaced, doubts, alone)
    if not sql:
        return bare
    try:
        tree = sqlglot.parse_one(sql, read=dialect)
    except SqlglotError:
        return bare
    select = tree if isinstance(tree, exp.Select) else tree.find(exp.Select)
    if select is None:
        return bare
    order, limit, group = select.args.get("order"), select.args.get("limit"), select.args.get("group")
    where = list(tree.find_all(exp.Where))
    terms = [term for one in select.expressions for term in _terms(one)]
    number = int(limit.expression.name) if limit is not None and limit.expression.is_int else None
    labels = {one.alias: _terms(one) for one in select.expressions if one.alias}
    return Witness(
        unplaced,
        doubts,
        alone,
        True,
        frozenset(terms),
        frozenset(_name(c) for w in where for c in w.find_all(exp.Column)),
        frozenset(_value(v) for w in where for v in w.find_all(exp.Literal)),
        frozenset(_name(c) for g in (group.expressions if group else ()) for c in g.find_all(exp.Column)),
        frozenset(
            (*term, bool(one.args.get("desc")))
            for one in (order.expressions if order else ())
            for term in labels.get(one.this.name, ()) or _terms(one.this)
        ),
        frozenset(table.name.casefold() for table in tree.find_all(exp.Table)),
        select.args.get("distinct") is not None,
        number if number is None or number < _SHOWN_ROWS else None,
        len(list(tree.find_all(exp.Select))) > 1,
    )


def agreement(witness: Witness | None, query: Query) -> list[float]:
    """Return how far a query is what the witness said, part by part, each from 0 to 1; -1 where it said nothing."""
    if witness is None:
        return [_NOTHING] * 16
    about = [float(witness.unplaced), float(witness.doubts), float(witness.alone), float(witness.spoke)]
    if not witness.spoke:
        return [*about, *[_NOTHING] * 12]
    parts = list(whole(query))
    tests = [t for one in parts for group in one.where for t in group]
    shown = frozenset(_term(t) for t in query.select)
    ordered = frozenset((*_term(o.by), o.descending) for o in query.order)
    values = frozenset(_value_of(v) for t in tests if not isinstance(t.right, Query) for v in t.right)
    tables = frozenset(t.casefold() for one in parts for t in (*one.tables, *(f.table for f in one.fields())))
    likeness = [
        _likeness(witness.shown, shown),
        _likeness(frozenset(_column(t) for t in witness.shown), frozenset(_column(t) for t in shown)),
        _likeness(frozenset(_function(t) for t in witness.shown), frozenset(_function(t) for t in shown)),
        _likeness(witness.restricted, frozenset(_spelled(t.left) for t in tests if t.left.field)),
        _likeness(witness.values, values),
        _likeness(witness.grouped, frozenset(f"{f.table}.{f.column}".casefold() for f in query.group)),
        _likeness(witness.ordered, ordered),
        _likeness(witness.tables, tables),
        float(witness.distinct == query.distinct),
        float(witness.limit == query.limit),
        float(witness.nested == (len(parts) > 1)),
    ]
    return [*about, *likeness, float(sum(one == 1.0 for one in likeness))]


def _likeness(one: Part, other: Part) -> float:
    """Return the share of what is in either that is in both (Jaccard)."""
    return len(one & other) / len(one | other) if one or other else 1.0


def _terms(tree: exp.Expression) -> list[tuple[str, str]]:
    found = []
    inside: set[int] = set()
    for call in tree.find_all(exp.AggFunc):
        columns = list(call.find_all(exp.Column))
        inside |= {id(column) for column in columns}
        found += [(call.key, _name(column)) for column in columns] or [(call.key, "*")]
    return found + [("", _name(column)) for column in tree.find_all(exp.Column) if id(column) not in inside]


def _name(column: exp.Column) -> str:
    return f"{column.table}.{column.name}".casefold()


def _value(literal: exp.Literal) -> str:
    return _value_of(literal.this)


def _value_of(value: object) -> str:
    text = str(value).strip("%").casefold()
    return text.removesuffix(".0")


def _term(term: Term) -> tuple[str, str]:
    return (term.fn, _spelled(term))


def _spelled(term: Term) -> str:
    return "*" if term.field is None else f"{term.field.table}.{term.field.column}".casefold()


def _column(term: Hashable) -> Hashable:
    return term[1] if isinstance(term, tuple) else term


def _function(term: Hashable) -> Hashable:
    return term[0] if isinstance(term, tuple) else term
