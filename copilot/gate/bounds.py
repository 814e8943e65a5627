"""The rules on sizes: how many rows come back, how long a made-up series is.

Owns LIMIT. Memory and time are the worker's to watch.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from sqlglot import exp

from copilot.errors import Refused
from copilot.gate.places import spot_of
from copilot.gate.vocabulary import BOUNDED, MAX_SERIES
from copilot.values.query import Dialect

_SECONDS: Final = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_419_200, "quarter": 7_776_000,
    "year": 31_536_000,
}  # fmt: skip


def plain_limits(tree: exp.Expression, dialect: Dialect) -> None:
    """Refuse LIMIT and OFFSET that are not whole numbers; write FETCH FIRST as LIMIT and drop LIMIT ALL."""
    for node in list(tree.find_all(exp.Limit, exp.Fetch, exp.Offset)):
        options = node.args.get("limit_options")
        count = node.args.get("count") if isinstance(node, exp.Fetch) else node.expression
        by = isinstance(node, exp.Limit) and node.expressions  # ClickHouse: so many rows for each, and no end of them
        if node.parent is None or by or (options and (options.args.get("percent") or options.args.get("with_ties"))):
            raise _no_limit(node, dialect)
        if isinstance(count, exp.Null) or (isinstance(count, exp.Var) and count.name.upper() == "ALL"):
            node.parent.set("limit", None)
        elif not _whole(count):
            raise _no_limit(node, dialect)
        elif isinstance(node, exp.Fetch) or options:
            node.parent.set("limit", exp.Limit(expression=count))


def _whole(count: exp.Expr | None) -> bool:
    return isinstance(count, exp.Literal) and not count.is_string and count.name.isdigit()


def _no_limit(node: exp.Expr, dialect: Dialect) -> Refused:
    word = "OFFSET" if isinstance(node, exp.Offset) else "LIMIT"
    return Refused(
        f"{word} takes a whole number here, such as {word} 10.",
        rule="bounds",
        place=node.sql(dialect=dialect).strip(),
        spot=spot_of(node),
    )


def small_enough(node: exp.Func, dialect: Dialect) -> bool:
    """Return whether a function that could make values of any size is told, in a plain number, to make small ones."""
    named = isinstance(node, exp.Anonymous)
    place, most = BOUNDED[dialect].get(node.name.lower() if named else type(node).__name__, ("", 0))
    size: exp.Expr | None
    if isinstance(place, int):
        size = node.expressions[place] if place < len(node.expressions) else None
    else:
        size = node.args.get(place)
    return _whole(size) and size is not None and int(size.name) <= most


def short_series(tree: exp.Expression, dialect: Dialect) -> None:
    """Refuse range() and generate_series() whose length is not plain to see, or too long."""
    for series in tree.find_all(exp.GenerateSeries):
        length = series_length(series)
        if length is None or length > MAX_SERIES:
            what = "is too long" if length is not None else "must have plain numbers or dates as its bounds"
            raise Refused(
                f"A series {what}; at most {MAX_SERIES:,} values can be made, such as generate_series(1, 100).",
                rule="bounds",
                place=series.sql(dialect=dialect),
                spot=spot_of(series),
            )


def series_length(series: exp.GenerateSeries) -> float | None:
    """Return how many values a series makes, or None where that is not plain to see."""
    start, end, step = (series.args.get(part) for part in ("start", "end", "step"))
    first, last = _number(start), _number(end)
    if first is not None and last is not None:
        size = 1.0 if step is None else _number(step)
    else:
        first, last = _moment(start), _moment(end)
        size = _interval(step)
    if first is None or last is None or not size:
        return None
    return max(0.0, (last - first) / size) + 1


def _number(node: exp.Expr | None) -> float | None:
    if isinstance(node, exp.Neg):
        value = _number(node.this)
        return None if value is None else -value
    plain = isinstance(node, exp.Literal) and not node.is_string
    return float(node.name) if plain and node is not None else None


def _moment(node: exp.Expr | None) -> float | None:
    """Return the seconds of ``DATE '2013-01-01'`` or a timestamp."""
    if not isinstance(node, exp.Cast) or not isinstance(node.this, exp.Literal):
        return None
    try:
        return (datetime.fromisoformat(node.this.name).replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds()
    except ValueError:
        return None


def _interval(node: exp.Expr | None) -> float | None:
    """Return the seconds, at the least, of ``INTERVAL 1 DAY`` in each of its spellings."""
    if not isinstance(node, exp.Interval):
        return None
    written = f"{node.this.name if node.this else ''} {node.text('unit')}".strip().lower()
    found = re.fullmatch(r"(-?\d+)\s+([a-z]+?)s?", written)
    return int(found[1]) * _SECONDS[found[2]] if found and found[2] in _SECONDS else None


def cap_rows(tree: exp.Expression, rows: int) -> None:
    """Ask for one row more than the cap, so that truncation is known, unless the query asks for fewer itself.

    A bare VALUES is left as it is: SQLite takes no LIMIT there, and its rows are bounded by the text.
    """
    target = tree
    while isinstance(target, exp.Subquery) and not target.args.get("limit"):
        target = target.this
    if not isinstance(target, (exp.Select, exp.SetOperation, exp.Subquery)):
        return
    if isinstance(target, exp.Select) and _is_single_row(target):
        return
    limit = target.args.get("limit")
    if isinstance(limit, exp.Limit) and int(limit.expression.name) <= rows:
        return
    target.set("limit", exp.Limit(expression=exp.Literal.number(rows + 1)))


def _is_single_row(select: exp.Select) -> bool:
    """True where each column is an aggregate over all rows, so that a LIMIT would only be noise."""
    if select.args.get("group") or select.args.get("limit"):
        return False
    if any(isinstance(node, (exp.UDTF, exp.Explode)) for each in select.expressions for node in each.walk()):
        return False
    return all(_aggregates(projection) for projection in select.expressions)


def _aggregates(node: exp.Expr) -> bool:
    """Return whether an aggregate is computed here, not in a window or a subquery, and nothing makes rows of it."""
    if isinstance(node, (exp.Window, exp.Query, exp.UDTF, exp.Explode)):
        return False
    if isinstance(node, exp.AggFunc):
        return True
    return any(_aggregates(child) for child in node.iter_expressions())
