"""Gold SQL of the public questions as composed queries, so that a reader can learn from its parts.

Owns the way from SQL text to `copilot.readers.sketching.query.Query`. What that shape cannot say gives `Unsaid`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import sqlglot
from sqlglot import exp

from copilot.readers.sketching.query import Field, Fn, Op, Order, Query, SetWord, Term, Test
from copilot.values import Catalog

_FN: dict[type[exp.Expression], Fn] = {
    exp.Count: "count", exp.Sum: "sum", exp.Avg: "avg", exp.Min: "min", exp.Max: "max",
}  # fmt: skip
_OPS: dict[type[exp.Expression], Op] = {
    exp.EQ: "=", exp.NEQ: "!=", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=", exp.Like: "like",
}  # fmt: skip
_SETS: dict[type[exp.Expression], SetWord] = {exp.Union: "union", exp.Intersect: "intersect", exp.Except: "except"}
_TURNED: dict[str, Op] = {
    "=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "like": "not like", "in": "not in",
    "null": "not null",
}  # fmt: skip


class Unsaid(Exception):
    """The gold query holds something that a composed query cannot say."""


def parsed(sql: str, catalog: Catalog) -> Query:
    """Return gold SQL as a composed query.

    Raises:
        Unsaid: it holds something that a composed query cannot say.
    """
    tree = sqlglot.parse_one(sql, read="sqlite")
    return _any(tree, catalog)


def _any(tree: exp.Expression, catalog: Catalog) -> Query:
    if isinstance(tree, (exp.Paren, exp.Subquery)):
        return _any(tree.this, catalog)
    if type(tree) in _SETS:
        left, right = _any(tree.this, catalog), _any(tree.expression, catalog)
        if left.combined or tree.args.get("order") or tree.args.get("limit"):
            raise Unsaid("nested set operation")
        if isinstance(tree, exp.Union) and tree.args.get("distinct") is False:
            raise Unsaid("union all")
        return replace(left, combined=(_SETS[type(tree)], right))
    if isinstance(tree, exp.Select):
        return _Select(tree, catalog).query()
    raise Unsaid(type(tree).__name__)


class _Select:
    def __init__(self, tree: exp.Select, catalog: Catalog) -> None:
        self.tree, self.catalog = tree, catalog
        self.aliases: dict[str, str] = {}
        self.tables: list[str] = []
        self.names = {name.casefold(): name for name in catalog.tables}
        source = tree.args.get("from_") or tree.args.get("from")
        if source is None:
            raise Unsaid("no FROM")
        self._source(source.this)
        for join in tree.args.get("joins") or []:
            self._source(join.this)
        if len(set(self.tables)) < len(self.tables):
            raise Unsaid("self join")

    def _source(self, table: exp.Expression) -> None:
        if not isinstance(table, exp.Table):
            raise Unsaid("derived table")
        name = self.names.get(table.name.casefold())
        if name is None:
            raise Unsaid(f"no table {table.name}")
        self.tables.append(name)
        self.aliases[(table.alias or table.name).casefold()] = name
        self.aliases.setdefault(table.name.casefold(), name)

    def query(self) -> Query:
        tree = self.tree
        order_tree, limit_tree = tree.args.get("order"), tree.args.get("limit")
        having, where, group = tree.args.get("having"), tree.args.get("where"), tree.args.get("group")
        ordered = order_tree.expressions if order_tree else []
        limit = None
        if limit_tree is not None:
            limit = int(limit_tree.expression.name)
        select = []
        for one in tree.expressions:
            if isinstance(one, exp.Star) or (isinstance(one, exp.Column) and isinstance(one.this, exp.Star)):
                all_tables = isinstance(one, exp.Star) or not one.table
                tables = self.tables if all_tables else [self.aliases[one.table.casefold()]]
                select += [Term("", Field(t, c)) for t in tables for c in self.catalog.tables[t].columns]
            else:
                select.append(self.term(one))
        return Query(
            select=tuple(select),
            tables=tuple(self.tables),
            distinct=tree.args.get("distinct") is not None,
            where=self.conditions(where.this) if where else (),
            group=tuple(self.field(g) for g in group.expressions) if group else (),
            having=tuple(t for g in self.conditions(having.this) for t in self.single(g)) if having else (),
            order=tuple(Order(self.term(o.this), bool(o.args.get("desc"))) for o in ordered),
            limit=limit,
        )

    def single(self, group: tuple[Test, ...]) -> tuple[Test, ...]:
        if len(group) != 1:
            raise Unsaid("OR in HAVING")
        return group

    def field(self, tree: exp.Expression) -> Field:
        if not isinstance(tree, exp.Column):
            raise Unsaid(f"{type(tree).__name__} for a column")
        tables = [self.aliases[tree.table.casefold()]] if tree.table.casefold() in self.aliases else self.tables
        for table in tables:
            for column in self.catalog.tables[table].columns:
                if column.casefold() == tree.name.casefold():
                    return Field(table, column)
        raise Unsaid(f"no column {tree.name}")

    def term(self, tree: exp.Expression) -> Term:
        if isinstance(tree, (exp.Alias, exp.Paren)):
            return self.term(tree.this)
        fn = _FN.get(type(tree))
        if fn is None:
            return Term("", self.field(tree))
        inside, distinct = tree.this, False
        if isinstance(inside, exp.Distinct):
            if len(inside.expressions) != 1:
                raise Unsaid("count of a tuple")
            inside, distinct = inside.expressions[0], True
        if isinstance(inside, exp.Paren):
            inside = inside.this
        return Term(fn, None if isinstance(inside, exp.Star) else self.field(inside), distinct)

    def conditions(self, tree: exp.Expression) -> tuple[tuple[Test, ...], ...]:
        if isinstance(tree, exp.Paren):
            return self.conditions(tree.this)
        if isinstance(tree, exp.And):
            return self.conditions(tree.left) + self.conditions(tree.right)
        if isinstance(tree, exp.Or):
            left, right = self.conditions(tree.left), self.conditions(tree.right)
            if len(left) == 1 and len(right) == 1:
                return ((*left[0], *right[0]),)
            raise Unsaid("OR of ANDs")
        return ((self.test(tree),),)

    def test(self, tree: exp.Expression) -> Test:
        if isinstance(tree, exp.Paren):
            return self.test(tree.this)
        if isinstance(tree, exp.Not):
            inner = self.test(tree.this)
            if inner.op not in _TURNED:
                raise Unsaid("NOT")
            return Test(inner.left, _TURNED[inner.op], inner.right)
        if isinstance(tree, exp.Is) and isinstance(tree.expression, exp.Null):
            return Test(self.term(tree.this), "null")
        if isinstance(tree, exp.Between):
            low, high = self.literal(tree.args["low"]), self.literal(tree.args["high"])
            return Test(self.term(tree.this), "between", (low, high))
        if isinstance(tree, exp.In):
            if tree.args.get("query") is not None:
                return Test(self.term(tree.this), "in", _any(tree.args["query"], self.catalog))
            return Test(self.term(tree.this), "in", tuple(self.literal(v) for v in tree.expressions))
        if type(tree) not in _OPS:
            raise Unsaid(type(tree).__name__)
        right = tree.expression
        if isinstance(right, exp.Subquery):
            return Test(self.term(tree.this), _OPS[type(tree)], _any(right, self.catalog))
        op = _TURNED[_OPS[type(tree)]] if tree.args.get("negate") else _OPS[type(tree)]
        return Test(self.term(tree.this), op, (self.literal(right),))

    def literal(self, tree: exp.Expression) -> str | int | float:
        if isinstance(tree, exp.Neg):
            value = self.literal(tree.this)
            return -cast(float, value)
        if isinstance(tree, exp.Literal):
            if tree.is_string:
                return str(tree.this)
            return float(tree.this) if "." in tree.this else int(tree.this)
        if isinstance(tree, exp.Column) and tree.this.args.get("quoted") and not tree.table:
            return str(tree.name)
        raise Unsaid(f"{type(tree).__name__} for a literal")
