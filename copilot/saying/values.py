"""Values in words: columns, literals, aggregates, shares, windows, parts of times.

Owns what a projection, a grouping key or one side of a condition is called. Whatever has no words of its own is quoted
as SQL, so that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlglot import exp

from copilot.saying.phrases import length, listed, part_of_time, unit_name
from copilot.saying.place import Place
from copilot.saying.shapes import carries_only, is_number, moment, only_branch, without_guards

_AGGREGATES: Final[dict[type[exp.Expr], str]] = {
    exp.Sum: "sum",
    exp.Avg: "avg",
    exp.Median: "median",
    exp.Stddev: "stddev",
    exp.StddevSamp: "stddev",
    exp.Variance: "variance",
    exp.Mode: "mode",
    exp.AnyValue: "any",
    exp.ApproxDistinct: "approx_distinct",
}
_SYMBOLS: Final[dict[type[exp.Expr], str]] = {
    exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Mod: "%", exp.IntDiv: "//", exp.DPipe: "||",
}  # fmt: skip
_TIME_PARTS: Final[dict[type[exp.Expr], str]] = {
    exp.Year: "year",
    exp.Quarter: "quarter",
    exp.Month: "month",
    exp.Day: "day",
    exp.DayOfMonth: "day",
    exp.Hour: "hour",
    exp.Minute: "minute",
    exp.DayOfWeekIso: "isodow",
    exp.DayOfWeek: "dow",
    exp.DayOfYear: "doy",
    exp.Dayname: "dayname",
    exp.Monthname: "monthname",
}
_RANKS: Final[dict[type[exp.Expr], str]] = {
    exp.RowNumber: "position", exp.Rank: "rank", exp.DenseRank: "dense_rank",
}  # fmt: skip
_NEIGHBOURS: Final[dict[type[exp.Expr], str]] = {
    exp.Lag: "previous", exp.Lead: "next", exp.FirstValue: "first_value", exp.LastValue: "last_value",
}  # fmt: skip
_TRUTH: Final = (
    exp.Predicate, exp.And, exp.Or, exp.Not, exp.Escape, exp.StartsWith, exp.EndsWith, exp.Contains,
)  # fmt: skip


def value(node: exp.Expr, place: Place) -> str:
    """Return a value in words; an agreed metric by its name, with what it is made of in brackets."""
    if place.metrics and node.find(exp.AggFunc):
        name = place.metrics.get(place.canonical(node))
        if name:
            return place.say("metric", m=name, x=_plain(node, place.qualified()))
    return _plain(node, place)


def operand(node: exp.Expr, place: Place) -> str:
    """Return a value in words, in brackets where it is made of more than one."""
    inner = node.unnest() if isinstance(node, exp.Paren) else node
    text = value(inner, place)
    simple = isinstance(inner, (exp.Column, exp.Literal, exp.Null, exp.Boolean, exp.Subquery, exp.Case, exp.Interval))
    simple = simple or (isinstance(inner, exp.Neg) and isinstance(inner.this, exp.Literal))
    simple = simple or moment(inner) is not None or text.startswith("`")
    return text if simple else place.brackets(text)


def subject(node: exp.Expr, place: Place) -> str:
    """Return one side of a comparison in words; a function's phrase needs no brackets there."""
    inner = node.unnest() if isinstance(node, exp.Paren) else node
    plain = isinstance(inner, exp.Func) and not isinstance(inner, (exp.Binary, exp.Coalesce, exp.If, exp.Connector))
    text = value(inner, place) if plain else operand(inner, place)
    return place.brackets(text) if plain and any(mark in text for mark in (", ", "，")) else text


def _plain(node: exp.Expr, place: Place) -> str:
    saying = _SAYINGS.get(type(node))
    if saying is None:
        saying = _truth if isinstance(node, _TRUTH) else None
    said = saying(node, place) if saying else None
    return place.quoted(node) if said is None else said


# -- plain things ------------------------------------------------------------------------------------------------------


def _literal(node: Any, place: Place) -> str:
    return f"'{node.this}'" if node.is_string else str(node.this)


def _cast(node: Any, place: Place) -> str | None:
    at = moment(node)
    if at is not None:
        return str(node.this.this)
    if not isinstance(node, exp.Cast) or isinstance(node, exp.TryCast) or not carries_only(node, "to", "safe"):
        return None
    if node.to.is_type("date") and isinstance(node.this, exp.TimestampTrunc | exp.DateTrunc):
        return value(node.this, place)  # the day that a month begins with is that month
    return place.say("as_type", x=operand(node.this, place), y=node.to.sql(dialect=place.dialect))


def _arithmetic(node: Any, place: Place) -> str | None:
    meant = without_guards(node)
    if meant is not node:
        return value(meant, place)
    symbol = _SYMBOLS.get(type(node))
    if symbol is None:
        return None
    left, right = (_term(side, place) for side in (node.this, node.expression))
    return f"{left} {symbol} {right}"


def _term(node: exp.Expr, place: Place) -> str:
    """Return one side of + - * in words; a chain of the same kind needs no brackets."""
    same = isinstance(node, type(node.parent)) and isinstance(node, (exp.Add, exp.Mul, exp.DPipe))
    same = same or (isinstance(node, exp.Mul) and isinstance(node.parent, (exp.Add, exp.Sub)))
    return value(node, place) if same else operand(node, place)


def _division(node: Any, place: Place) -> str:
    top, bottom = without_guards(node.this), without_guards(node.expression)
    if isinstance(bottom, exp.Window) and not bottom.args.get("order") and not bottom.args.get("spec"):
        whole, part = bottom.this, place.canonical(top)
        if isinstance(whole, exp.Sum) and place.canonical(whole.this) == part and not bottom.args.get("alias"):
            keys = bottom.args.get("partition_by") or []
            x = value(top, place)
            if not keys:
                return place.say("share_of_total", x=x)
            return place.say("share_within", x=x, p=listed([value(k, place) for k in keys], place.language))
    return place.say("divided", x=operand(top, place), y=operand(bottom, place))


def _interval(node: Any, place: Place) -> str | None:
    unit = node.args.get("unit")
    if not isinstance(node.this, exp.Literal) or not isinstance(unit, exp.Var):
        return None
    return length(str(node.this.this), unit.name, place.language)


def _coalesce(node: Any, place: Place) -> str | None:
    if not node.expressions:
        return value(node.this, place)
    others = [operand(other, place) for other in node.expressions]
    return place.say("coalesce", x=operand(node.this, place), y=listed(others, place.language, "or"))


def _round(node: Any, place: Place) -> str | None:
    decimals = node.args.get("decimals")
    if not isinstance(decimals, exp.Literal) or not carries_only(node, "decimals"):
        return None
    return place.say("rounded_one" if decimals.this == "1" else "rounded", x=value(node.this, place), n=decimals.this)


def _case(node: Any, place: Place) -> str:
    branches = []
    for branch in node.args["ifs"]:
        test = exp.EQ(this=node.this.copy(), expression=branch.this.copy()) if node.this else branch.this
        branches.append(place.say("case_when", x=operand(branch.args["true"], place), c=place.condition(test, place)))
    default = node.args.get("default")
    otherwise = operand(default, place) if default is not None else place.say("missing")
    return "[" + ("；" if place.language == "zh" else "; ").join([*branches, place.say("case_else", x=otherwise)]) + "]"


def _if(node: Any, place: Place) -> str:
    branch = exp.If(this=node.this.copy(), true=node.args["true"].copy())
    default = node.args.get("false")
    return _case(exp.Case(ifs=[branch], default=default.copy() if default is not None else None), place)


def _truth(node: Any, place: Place) -> str:
    return place.say("whether", c=place.condition(node, place))


def _subquery(node: Any, place: Place) -> str | None:
    return place.brackets(place.query(node.this, place)) if carries_only(node, "alias") else None


def _trunc(node: Any, place: Place) -> str | None:
    unit = unit_name(node.args["unit"].name, place.language) if node.args.get("unit") else None
    return place.say("trunc", unit=unit, x=operand(node.this, place)) if unit and carries_only(node, "unit") else None


def _extract(node: Any, place: Place) -> str | None:
    return part_of_time(node.this.name, operand(node.expression, place), place.language)


def _time_part(node: Any, place: Place) -> str | None:
    if not carries_only(node):
        return None
    return part_of_time(_TIME_PARTS[type(node)], operand(node.this, place), place.language)


def _named_function(node: Any, place: Place) -> str | None:
    if node.name.lower() != "date_part" or len(node.expressions) != 2:
        return None
    part, of = node.expressions
    return part_of_time(part.name, operand(of, place), place.language)


# -- aggregates --------------------------------------------------------------------------------------------------------


def _aggregate(node: Any, place: Place) -> str | None:
    key = _AGGREGATES[type(node)]
    if not carries_only(node):
        return None
    share = _share(node, place) if isinstance(node, exp.Avg) else None
    return share or _of_rows(node.this, place, lambda x: place.say(key, x=_inside(x, place)))


def _extreme(node: Any, place: Place) -> str | None:
    temporal = place.column_type(node.this) in ("date", "timestamp")
    lowest = isinstance(node, exp.Min)
    key = ("earliest" if lowest else "latest") if temporal else ("min" if lowest else "max")
    return place.say(key, x=_inside(node.this, place)) if carries_only(node) else None


def _count(node: Any, place: Place) -> str | None:
    if not carries_only(node):
        return None
    if node.this is None or isinstance(node.this, (exp.Star, exp.Literal)):
        return place.say("rows")
    if isinstance(node.this, exp.Distinct):
        parts = node.this.expressions
        if len(parts) == 1:
            return _of_rows(parts[0], place, lambda x: place.say("distinct_count", x=operand(x, place)))
        return place.say("distinct_count", x=place.brackets(listed([value(x, place) for x in parts], place.language)))
    case = only_branch(node.this)
    if case is not None and isinstance(case.args["true"], exp.Literal):
        return place.say("rows_where", c=place.condition(case.this, place))
    return _of_rows(node.this, place, lambda x: place.say("known", x=operand(x, place)))


def _count_if(node: Any, place: Place) -> str | None:
    return place.say("rows_where", c=place.condition(node.this, place)) if carries_only(node) else None


def _share(node: Any, place: Place) -> str | None:
    """Return the phrase for AVG(CASE WHEN c THEN 1.0 ... 0.0 END), the share of rows where c holds."""
    case = node.this
    if not isinstance(case, exp.Case) or case.this is not None:
        return None
    first, *others = case.args["ifs"]
    default = case.args.get("default")
    if not is_number(first.args["true"], 1):
        return None
    c = place.condition(first.this, place)
    if not others and is_number(default, 0):
        return place.say("share", c=c)
    known = others[0].this if len(others) == 1 and is_number(others[0].args["true"], 0) and default is None else None
    is_known = (
        isinstance(known, exp.Not) and isinstance(known.this, exp.Is) and isinstance(known.this.expression, exp.Null)
    )
    return place.say("share_known", c=c, x=operand(known.this.this, place)) if known is not None and is_known else None


def _of_rows(inside: Any, place: Place, said: Callable[[exp.Expr], str]) -> str:
    """Return an aggregate's phrase; CASE WHEN c THEN x END within it means x of those rows only."""
    case = only_branch(inside)
    if case is None:
        return said(inside)
    one = case.args["true"]
    if isinstance(inside.parent, exp.Sum) and is_number(one, 1):
        return place.say("rows_where", c=place.condition(case.this, place))
    return place.say("only", x=said(one), c=place.condition(case.this, place))


def _inside(node: exp.Expr, place: Place) -> str:
    if isinstance(node, exp.Distinct):
        return place.say("distinct", x=listed([operand(x, place) for x in node.expressions], place.language))
    return operand(node, place)


def _quantile(node: Any, place: Place) -> str | None:
    q = node.args.get("quantile") or node.args.get("expression")
    if not isinstance(q, exp.Literal) or not carries_only(node, "quantile", "expression"):
        return None
    return place.say("quantile", x=operand(node.this, place), q=q.this)


def _at_extreme(node: Any, place: Place) -> str | None:
    key = "arg_max" if isinstance(node, exp.ArgMax) else "arg_min"
    if not carries_only(node, "expression"):
        return None
    return place.say(key, x=operand(node.this, place), y=operand(node.expression, place))


def _filter(node: Any, place: Place) -> str:
    c = place.condition(node.expression.this, place)
    if isinstance(node.this, exp.Count) and isinstance(node.this.this, exp.Star):
        return place.say("rows_where", c=c)
    return place.say("only", x=value(node.this, place), c=c)


# -- windows -----------------------------------------------------------------------------------------------------------


def _window(node: Any, place: Place) -> str | None:
    if not carries_only(node, "partition_by", "order", "spec", "over"):
        return None
    inner, order, spec = node.this, node.args.get("order"), node.args.get("spec")
    ranks = _RANKS.get(type(inner))
    near = _NEIGHBOURS.get(type(inner))
    if ranks:
        text = place.say(ranks)
    elif near and carries_only(inner):
        text = place.say(near, x=operand(inner.this, place))
    elif isinstance(inner, (exp.AggFunc, exp.Filter)) and not near:
        text = value(inner, place)
    else:
        return None
    keys = node.args.get("partition_by") or []
    if keys:
        text += place.say("within", p=listed([value(key, place) for key in keys], place.language))
    elif not order:
        text += place.say("within_all")
    if order:
        running = "in_order" if ranks or near else "running"
        text += place.say(running, o=ordering(order, place))
    if spec is not None:
        frame = place.quoted(spec)
        text += place.say("frame", f=frame if spec.find(exp.Column) else frame.upper())
    return text


def ordering(order: exp.Expr, place: Place) -> str:
    """Return the keys of an ORDER BY in words."""
    return listed([order_key(one, place) for one in order.expressions], place.language)


def order_key(one: exp.Expr, place: Place) -> str:
    """Return one key of an ORDER BY in words; an output's name stands for what was computed."""
    text = value(ordered_by(one, place), place)
    if one.args.get("desc"):
        text = place.say("descending", x=text)
    return place.say("nulls_first", x=text) if nulls_decide(one, place) else text


def nulls_decide(one: exp.Expr, place: Place) -> bool:
    """Return whether missing values come first and so take the places that a LIMIT gives; counts have none."""
    query = one.find_ancestor(exp.Query)
    limited = query is not None and query.args.get("limit") is not None
    return bool(one.args.get("nulls_first")) and limited and not isinstance(ordered_by(one, place), exp.Count)


def ordered_by(one: exp.Expr, place: Place) -> exp.Expr:
    """Return the expression that one key of an ORDER BY orders by."""
    node = one.this
    if isinstance(node, exp.Column) and not node.table:
        return place.outputs.get(node.name, node)
    return node if isinstance(node, exp.Expr) else one


_Saying = Callable[[Any, Place], "str | None"]
_SAYINGS: Final[dict[type[exp.Expr], _Saying]] = {
    exp.Column: lambda node, place: place.column(node),
    exp.Literal: _literal,
    exp.Star: lambda node, place: place.say("star"),
    exp.Null: lambda node, place: place.say("missing"),
    exp.Boolean: lambda node, place: place.say("true" if node.this else "false"),
    exp.Paren: lambda node, place: place.brackets(value(node.this, place)),
    exp.Neg: lambda node, place: f"-{operand(node.this, place)}",
    exp.CurrentDate: lambda node, place: place.say("today"),
    exp.CurrentTimestamp: lambda node, place: place.say("now"),
    exp.Alias: lambda node, place: value(node.this, place),
    exp.Cast: _cast,
    exp.Nullif: _arithmetic,
    exp.Div: _division,
    exp.Interval: _interval,
    exp.Coalesce: _coalesce,
    exp.Round: _round,
    exp.Case: _case,
    exp.If: _if,
    exp.Subquery: _subquery,
    exp.TimestampTrunc: _trunc,
    exp.DateTrunc: _trunc,
    exp.Extract: _extract,
    exp.Anonymous: _named_function,
    exp.Min: _extreme,
    exp.Max: _extreme,
    exp.Count: _count,
    exp.CountIf: _count_if,
    exp.PercentileCont: _quantile,
    exp.PercentileDisc: _quantile,
    exp.Quantile: _quantile,
    exp.ApproxQuantile: _quantile,
    exp.ArgMax: _at_extreme,
    exp.ArgMin: _at_extreme,
    exp.Filter: _filter,
    exp.Window: _window,
    **dict.fromkeys(_AGGREGATES, _aggregate),
    **dict.fromkeys(_SYMBOLS, _arithmetic),
    **dict.fromkeys(_TIME_PARTS, _time_part),
}
