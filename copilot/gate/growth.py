"""The rules on what a query makes of little: recursion, series multiplied with series, grouping sets, lists that grow.

Owns the question whether an end is plain to see. What reads stored rows is bounded by the data, the worker's deadline
and its memory; what makes rows out of nothing must show its size. Where that cannot be told, it is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from copilot.errors import Refused
from copilot.gate.bounds import series_length
from copilot.gate.dialects import fold
from copilot.gate.places import spot_of
from copilot.values.query import Dialect

MAX_STEPS: Final = 100_000
"""Most steps of a recursion that counts."""
MAX_MADE: Final = 10_000_000
"""Most rows or elements that series make together."""
MAX_GROUPINGS: Final = 1_024
"""Most grouping sets of one GROUP BY."""

_JOINING: Final = (exp.DPipe, exp.Concat, exp.ConcatWs, exp.ArrayConcat, exp.ArrayAppend, exp.ArrayPrepend)
_REWRITING: Final = (exp.Replace, exp.RegexpReplace, exp.Repeat, exp.Pad, exp.Translate)


def small_enough_growth(tree: exp.Expression, dialect: Dialect) -> None:
    """Refuse recursion without a plain end, series that multiply, too many grouping sets and lists that double.

    Raises:
        Refused: the rule is ``bounds``.
    """
    for cte in tree.find_all(exp.CTE):
        if isinstance(cte.parent, exp.With) and cte.parent.args.get("recursive"):
            _recursion(cte, dialect)
    for group in tree.find_all(exp.Group):
        if _grouping_sets(group) > MAX_GROUPINGS:
            raise _refused(
                f"This GROUP BY makes more than {MAX_GROUPINGS:,} grouping sets; name the groupings that you need with "
                "GROUPING SETS",
                group,
                dialect,
            )
    made = _rows_made(tree, {}) if tree.find(exp.GenerateSeries) is not None else 1.0
    if made > MAX_MADE:
        raise _refused(
            f"The series of this query make more than {MAX_MADE:,} values together; make them shorter", tree, dialect
        )
    for node in tree.find_all(exp.Anonymous, exp.Reduce):
        _reduction(node, dialect)


# ------------------------------------------------------------------------------------------------ recursion


@dataclass(frozen=True, slots=True)
class _Step:
    """The part of a recursion that reads its own rows."""

    select: exp.Select
    name: str
    """What the step calls them."""
    columns: tuple[str, ...]

    def own(self, node: exp.Expr) -> bool:
        """Return whether a node is a column of the recursion itself."""
        return isinstance(node, exp.Column) and fold(node.name) in self.columns and fold(node.table) in ("", self.name)

    def owned(self, node: exp.Expr) -> int:
        """Return how many columns of the recursion stand in an expression."""
        return sum(self.own(each) for each in node.find_all(exp.Column))


def _recursion(cte: exp.CTE, dialect: Dialect) -> None:
    name = fold(cte.alias)
    body = cte.this
    right = body.expression if isinstance(body, exp.SetOperation) else body
    uses = [table for table in right.find_all(exp.Table) if fold(table.name) == name and not table.args.get("db")]
    if not uses:
        return
    select = right.unnest() if isinstance(right, exp.Subquery) else right
    plain = (
        isinstance(body, exp.SetOperation) and isinstance(select, exp.Select) and not cte.args.get("key_expressions")
    )
    if not plain or len(uses) > 1 or uses[0].find_ancestor(exp.Select) is not select:
        raise _endless(cte, dialect, "its second SELECT must read its own rows once, in FROM or JOIN")
    listed = cte.args["alias"].args.get("columns") or []
    names = [column.name for column in listed] or body.this.named_selects
    step = _Step(select, fold(uses[0].alias_or_name), tuple(map(fold, names)))
    starts = _first_row(body.this)
    if not (_follows_a_table(step) or any(_counts(step, condition, starts) for condition in _conditions(step))):
        raise _endless(
            cte,
            dialect,
            "let a column count up to a bound (SELECT n + 1 ... WHERE n < 100), or follow a key of a table "
            "(JOIN t ON t.parent_id = r.id)",
        )
    for projection in select.expressions:
        for node in projection.find_all(*_JOINING, *_REWRITING):
            if step.owned(node) > (0 if isinstance(node, _REWRITING) else 1):
                raise _endless(
                    cte, dialect, "its texts and lists may grow by one piece at each step, not by themselves"
                )


def _first_row(start: exp.Expr) -> list[exp.Expr]:
    """Return what a recursion starts from, column by column, where it is plain to see."""
    rows = start.find(exp.Values)
    if rows is not None and (rows is start or start.is_star) and isinstance(rows.expressions[0], exp.Tuple):
        return list(rows.expressions[0].expressions)
    return list(start.expressions) if isinstance(start, exp.Select) else []


def _inner_joins(step: _Step) -> list[exp.Join]:
    """Return the joins that drop rows without a match; LEFT JOIN and its like keep them, and so never end anything."""
    joins = step.select.args.get("joins") or []
    return [join for join in joins if not join.side and join.kind.upper() in ("", "INNER", "SEMI")]


def _conditions(step: _Step) -> Iterator[exp.Expr]:
    where = step.select.args.get("where")
    holders = [where.this] if where is not None else []
    holders += [join.args["on"] for join in _inner_joins(step) if join.args.get("on")]
    for holder in holders:
        yield from holder.flatten() if isinstance(holder, exp.And) else [holder]


def _follows_a_table(step: _Step) -> bool:
    """Return whether each step goes along an equality with a column of another table: data, not counting, ends it."""
    if any(join.args.get("using") for join in _inner_joins(step)):
        return True
    for condition in _conditions(step):
        one = condition.unnest() if isinstance(condition, exp.Paren) else condition
        if isinstance(one, exp.EQ):
            sides = (one.left, one.right)
            if any(step.own(side) for side in sides) and any(_foreign(step, side) for side in sides):
                return True
    return False


def _foreign(step: _Step, node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) and not step.own(node)


def _counts(step: _Step, condition: exp.Expr, starts: list[exp.Expr]) -> bool:
    """Return whether a condition stops a column that the step moves towards it."""
    one = condition.unnest() if isinstance(condition, exp.Paren) else condition
    if isinstance(one, exp.Between):
        return _moves(step, one.this, one.args["high"], starts, up=True) or _moves(
            step, one.this, one.args["low"], starts, up=False
        )
    if not isinstance(one, (exp.LT, exp.LTE, exp.GT, exp.GTE)):
        return False
    less = isinstance(one, (exp.LT, exp.LTE))
    return _moves(step, one.left, one.right, starts, up=less) or _moves(step, one.right, one.left, starts, up=not less)


def _moves(step: _Step, side: exp.Expr, bound: exp.Expr, starts: list[exp.Expr], *, up: bool) -> bool:
    column = next((each for each in side.find_all(exp.Column) if step.own(each)), None)
    if column is None or step.owned(side) != 1 or step.owned(bound) or not _steady(side):
        return False
    place = step.columns.index(fold(column.name))
    projections = step.select.expressions
    if place >= len(projections) or len(projections) != len(step.columns):
        return False
    pace = _pace(step, projections[place], fold(column.name), up=up)
    if not pace:
        return False
    start = _number(starts[place]) if place < len(starts) else None
    if pace is math.inf:  # it doubles, or goes from day to day
        multiplies = projections[place].find(exp.Mul) is not None
        return not multiplies or (start or 0) > 0
    end = _number(bound)
    return end is None or abs(end - (start or 0)) / pace <= MAX_STEPS


def _steady(side: exp.Expr) -> bool:
    """Return whether what is compared is the column, or the column with something added."""
    return all(isinstance(each, (exp.Column, exp.Identifier, exp.Literal, exp.Add, exp.Sub, exp.Paren, exp.Cast,
                                 exp.DataType, exp.Interval, exp.Var)) for each in side.walk())  # fmt: skip


def _pace(step: _Step, projection: exp.Expr, column: str, *, up: bool) -> float:
    """Return by how much a step moves its column in the wanted direction; 0 where it does not, infinity where fast."""
    node = projection.unalias()
    while isinstance(node, (exp.Cast, exp.Paren, exp.TsOrDsToDate, exp.Date)) and not node.args.get("expressions"):
        node = node.this
    if isinstance(node, exp.Anonymous) and node.name.lower() in ("date", "datetime") and len(node.expressions) == 2:
        moved, by = node.expressions
        sign = by.name.strip()[:1] if isinstance(by, exp.Literal) else ""
        return math.inf if _is(step, moved, column) and sign == ("+" if up else "-") else 0
    if isinstance(node, (exp.DateAdd, exp.DateSub)):
        return math.inf if _is(step, node.this, column) and isinstance(node, exp.DateAdd) == up else 0
    if not isinstance(node, (exp.Add, exp.Sub, exp.Mul, exp.IntDiv)):
        return 0
    swapped = isinstance(node, (exp.Add, exp.Mul)) and _is(step, node.right, column)
    moved, by = (node.right, node.left) if swapped else (node.left, node.right)
    if not _is(step, moved, column):
        return 0
    if isinstance(by, exp.Interval):
        written = by.name or by.this.sql() if by.this is not None else ""
        forward = isinstance(node, exp.Add) != written.strip().startswith("-")
        return math.inf if isinstance(node, (exp.Add, exp.Sub)) and forward == up else 0
    amount = _number(by)
    if amount is None or amount == 0:
        return 0
    if isinstance(node, (exp.Mul, exp.IntDiv)):
        return math.inf if amount > 1 and isinstance(node, exp.Mul) == up else 0
    signed = amount if isinstance(node, exp.Add) else -amount
    return abs(signed) if (signed > 0) == up else 0


def _is(step: _Step, node: exp.Expr, column: str) -> bool:
    while isinstance(node, (exp.Paren, exp.Cast)):
        node = node.this
    return step.own(node) and fold(node.name) == column


def _number(node: exp.Expr | None) -> float | None:
    node = node.unalias() if node is not None else None
    while isinstance(node, (exp.Paren, exp.Cast)):
        node = node.this
    if isinstance(node, exp.Neg):
        inner = _number(node.this)
        return None if inner is None else -inner
    return float(node.name) if isinstance(node, exp.Literal) and not node.is_string else None


# ------------------------------------------------------------------------------------------------ sizes


def _rows_made(node: exp.Expr, parts: Mapping[str, float]) -> float:
    """Return how many rows and elements the series below a node make, multiplied where they may meet."""
    if isinstance(node, exp.GenerateSeries):
        return max(series_length(node) or 1.0, 1.0)
    known = dict(parts)
    with_ = node.args.get("with_")
    for cte in with_.expressions if isinstance(with_, exp.With) else ():
        known[fold(cte.alias)] = _rows_made(cte.this, known)
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
        made = known.get(fold(node.name), 1.0)
        return made * math.prod(_rows_made(pivot, known) for pivot in node.args.get("joins") or [])
    below = [_rows_made(child, known) for child in node.iter_expressions() if child is not with_]
    if isinstance(node, (exp.SetOperation, exp.Case)):
        return max(sum(each for each in below if each > 1), 1.0)
    return math.prod(below)


def _grouping_sets(node: exp.Expr) -> int:
    if isinstance(node, exp.Cube):
        return int(2 ** min(len(node.expressions), 30))
    if isinstance(node, exp.Rollup):
        return len(node.expressions) + 1
    if isinstance(node, exp.GroupingSets):
        return sum(_grouping_sets(each) for each in node.expressions)
    if isinstance(node, exp.Group):
        kinds = (exp.Cube, exp.Rollup, exp.GroupingSets)
        return math.prod(_grouping_sets(each) for each in node.iter_expressions() if isinstance(each, kinds))
    return 1


def _reduction(node: exp.Expr, dialect: Dialect) -> None:
    """Refuse list_reduce() whose result may double: what it has so far may stand once beside what is added."""
    named = isinstance(node, exp.Reduce) or node.name.lower() in ("list_reduce", "array_reduce", "reduce")
    if not named:
        return
    for found in node.find_all(exp.Lambda):
        if not found.expressions:
            continue
        so_far = fold(found.expressions[0].name)
        builds = list(found.this.find_all(*_JOINING, *_REWRITING, exp.Anonymous))
        uses = sum(fold(each.name) == so_far for each in found.this.find_all(exp.Identifier))
        rewrites = any(isinstance(each, (*_REWRITING, exp.Anonymous)) for each in builds)
        if builds and (uses > 1 or rewrites):
            raise _refused(
                "list_reduce may add, compare, or append one piece at each step; what it has so far stands there once",
                node,
                dialect,
            )


def _endless(cte: exp.CTE, dialect: Dialect, way_out: str) -> Refused:
    return _refused(f"The recursion {cte.alias!r} has no plain end; {way_out}", cte.args["alias"], dialect)


def _refused(message: str, node: exp.Expr, dialect: Dialect) -> Refused:
    return Refused(f"{message}.", rule="bounds", place=node.sql(dialect=dialect), spot=spot_of(node))
