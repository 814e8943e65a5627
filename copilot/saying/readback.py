"""What a query computes, in words, from its validated tree and nothing else.

Owns the order of the clauses. Refuses to shorten: what has no words is quoted as SQL in backquotes. LEFT JOINs along a
key towards the one side say nothing, since they neither drop nor repeat rows; every other join is named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from sqlglot import exp

from copilot.saying.conditions import condition, having
from copilot.saying.phrases import Language, join, listed
from copilot.saying.place import Place, key_links, metric_names
from copilot.saying.values import nulls_decide, operand, order_key, ordered_by, value
from copilot.values import Catalog, SemanticModel

_TOLD: Final = frozenset(
    {"expressions", "from_", "joins", "where", "group", "having", "qualify", "order", "limit", "offset", "distinct",
     "with_", "kind", "_type"}
)  # fmt: skip
_SETS: Final[dict[type[exp.Expr], str]] = {exp.Union: "union", exp.Except: "except", exp.Intersect: "intersect"}


def readback(
    tree: exp.Expr,
    catalog: Catalog,
    *,
    language: Language,
    semantics: SemanticModel,
    row_cap: int | None = None,
    dialect: str = "duckdb",
) -> str:
    """Return what a validated query computes, as one sentence or two.

    Args:
        tree: the tree of a `ValidatedQuery`, every column under its table's alias.
        catalog: tells keys, and times from other columns.
        language: of the words; names and values stay as they are.
        semantics: names the agreed metrics.
        row_cap: the query's own cap; a LIMIT of one more is technical and is left out.
        dialect: that what has no words is quoted in.

    >>> from sqlglot import parse_one
    >>> tree = parse_one("SELECT AVG(t.delay) AS d FROM t WHERE t.origin = 'JFK' GROUP BY t.carrier")
    >>> readback(tree, Catalog({}), language="en", semantics=SemanticModel())
    "Average of delay over t where origin is 'JFK', for each carrier."
    >>> readback(tree, Catalog({}), language="zh", semantics=SemanticModel())
    "对 t 中 origin 为 'JFK' 的行，按 carrier 分组，计算 delay 的平均值。"
    """
    if row_cap is not None:
        tree = _without_cap(tree, row_cap)
    metrics, keys = metric_names(semantics), key_links(catalog)
    place = Place(catalog, language, dialect, metrics, keys, _nested, condition)
    text = _query(tree, place, named=False)
    columns = {column.name for column in tree.find_all(exp.Column)} | set(place.metrics.values())
    first = text.split(maxsplit=1)[0].rstrip(",.") if text else ""
    if first not in columns:
        text = text[:1].upper() + text[1:]
    return text + ("。" if language == "zh" else ".")


def _without_cap(tree: exp.Expr, row_cap: int) -> exp.Expr:
    target = tree = tree.copy()
    while isinstance(target, exp.Subquery) and not target.args.get("limit"):
        target = target.this
    limit = target.args.get("limit")
    count = limit.expression if isinstance(limit, exp.Limit) else None
    if isinstance(count, exp.Literal) and count.this == str(row_cap + 1):
        target.set("limit", None)
    return tree


def _nested(tree: exp.Expr, place: Place) -> str:
    """Return a query within another; the outer query's columns carry their table's name in it."""
    return _query(tree, replace(place, shown=place.qualified().shown), named=False)


def _query(tree: exp.Expr, place: Place, *, named: bool) -> str:
    steps = ""
    with_ = tree.args.get("with_")
    if with_ is not None and with_.args.get("recursive"):
        return place.quoted(tree)
    for cte in with_.expressions if with_ is not None else ():
        steps += place.say(
            "step_next" if steps else "step", n=_cte_name(cte, place), q=_query(cte.this, place, named=True)
        )
    if isinstance(tree, exp.Select):
        text = _select(tree, place, named=named)
    elif type(tree) in _SETS:
        text = _set_operation(tree, place, named=named)
    elif isinstance(tree, exp.Subquery) and isinstance(tree.this, exp.Query):
        text = _query(tree.this, place, named=named) + _order_and_limit(tree, place, measure=None)
    else:
        text = place.quoted(tree)
    return steps + place.say("then", q=text) if steps else text


def _cte_name(cte: Any, place: Place) -> str:
    columns = cte.args["alias"].args.get("columns") or []
    return f"{cte.alias}({', '.join(column.name for column in columns)})" if columns else str(cte.alias)


def _set_operation(tree: Any, place: Place, *, named: bool) -> str:
    if any(tree.args.get(name) for name in ("by_name", "side", "kind", "on")):
        return place.quoted(tree)
    kind, distinct = type(tree), tree.args.get("distinct")
    sides: list[Any] = [tree.this, tree.expression]
    # A chain of one associative kind reads as one list.
    while type(sides[0]) is kind and kind is not exp.Except and sides[0].args.get("distinct") == distinct:
        if any(sides[0].args.get(name) for name in ("order", "limit", "offset", "with_")):
            break
        sides[:1] = [sides[0].this, sides[0].expression]
    numbered = [f"({n}) {_query(side.unnest(), place, named=named)}" for n, side in enumerate(sides, 1)]
    parts = ("；" if place.language == "zh" else "; ").join(numbered)
    key = _SETS[kind] + ("" if distinct else "_all")
    return place.say(key, parts=parts) + _order_and_limit(tree, place, measure=None)


# -- one SELECT --------------------------------------------------------------------------------------------------------


def _select(select: exp.Select, outer: Place, *, named: bool) -> str:
    place = _entered(select, outer)
    aggregated = bool(select.args.get("group")) or any(_aggregates(p) for p in select.expressions)
    keys = _keys(select) if aggregated else []
    shown = [p for p in select.expressions if _bare(p) not in keys or (named and _renamed(p))]
    values = listed([_projection(p, place, named=named) for p in shown], place.language)
    text = _head(select, place, values, aggregated=aggregated)
    if select.args.get("group"):
        text += place.say("group", keys=listed(_group_words(select, keys, place), place.language))
    if aggregated and place.language == "zh":
        text += place.say("compute", values=values) if values else place.say("one_row_each")
    for name, key, said in (("having", "having", having), ("qualify", "qualify", condition)):
        if select.args.get(name):
            text += place.say(key, c=said(select.args[name].this, place))
    measures = [_bare(p) for p in shown if _aggregates(p)]
    text += _order_and_limit(select, place, measure=measures[0] if len(measures) == 1 and keys else None)
    rest = [name for name, given in select.args.items() if given and name not in _TOLD]
    for name in rest:
        given = select.args[name]
        for one in given if isinstance(given, list) else [given]:
            text += place.say("extra", sql=place.quoted(one) if isinstance(one, exp.Expr) else f"`{name} {one}`")
    return text


def _head(select: exp.Select, place: Place, values: str, *, aggregated: bool) -> str:
    from_ = select.args.get("from_")
    distinct = select.args.get("distinct")
    if distinct is not None:
        on = distinct.args.get("on")
        values = join(place.quoted(distinct), " ", "en") + values if on else place.say("distinct", x=values)
    if from_ is None:
        return place.say("constant", values=values)
    source = _source(from_.this, place)
    for one in select.args.get("joins") or []:
        source += _join(one, select, place)
    where = select.args.get("where")
    key = ("over" if aggregated else "list") + ("_where" if where is not None else "")
    parts = {"values": values or place.say("one_row"), "source": source}
    if where is not None:
        parts["c"] = condition(where.this, place)
        if where.this.find(exp.Or, exp.Exists):
            parts["c"] = place.say("satisfied", c=place.brackets(parts["c"]) if place.language == "zh" else parts["c"])
    return place.say(key, **parts)


def _entered(select: exp.Select, outer: Place) -> Place:
    """Return the place within a SELECT: its aliases, which columns go bare, its outputs."""
    from_ = select.args.get("from_")
    sources = [from_.this] if from_ is not None else []
    sources += [one.this for one in select.args.get("joins") or []]
    names = [source.name for source in sources if isinstance(source, exp.Table)]
    tables, shown = dict(outer.tables), dict(outer.shown)
    for position, source in enumerate(sources):
        alias = source.alias_or_name
        table = source.name if isinstance(source, exp.Table) and source.name in outer.catalog.tables else ""
        repeated = isinstance(source, exp.Table) and (
            names.count(source.name) > 1 or source.name in {t for a, t in outer.tables.items() if a != alias}
        )
        tables[alias] = table
        shown[alias] = (
            alias if repeated else "" if position == 0 else (source.name if isinstance(source, exp.Table) else alias)
        )
    outputs = {p.alias: p.this for p in select.expressions if isinstance(p, exp.Alias)}
    return replace(outer, tables=tables, shown=shown, outputs=outputs, outer=outer)


def _aggregates(node: exp.Expr) -> bool:
    """Return whether a projection aggregates rows of the query itself, not only within a window or a subquery."""
    if isinstance(node, exp.Query):
        return False
    if isinstance(node, exp.Window):
        inside = [node.this.this] if isinstance(node.this.this, exp.Expr) else []
        inside += [*(node.args.get("partition_by") or []), *([node.args["order"]] if node.args.get("order") else [])]
        return any(_aggregates(part) for part in inside)
    if isinstance(node, exp.AggFunc):
        return True
    return any(_aggregates(child) for child in node.iter_expressions())


def _bare(projection: exp.Expr) -> exp.Expr:
    return projection.this if isinstance(projection, exp.Alias) else projection


def _keys(select: exp.Select) -> list[exp.Expr]:
    group = select.args.get("group")
    if group is None:
        return []
    if group.args.get("all"):
        return [_bare(p) for p in select.expressions if not _aggregates(p)]
    return [key for key in group.expressions if not isinstance(key, (exp.Rollup, exp.Cube, exp.GroupingSets))]


def _group_words(select: exp.Select, keys: list[exp.Expr], place: Place) -> list[str]:
    group = select.args["group"]
    words = [value(key, place) for key in keys]
    for kind in ("expressions", "rollup", "cube", "grouping_sets"):
        for one in group.args.get(kind) or []:
            if isinstance(one, (exp.Rollup, exp.Cube, exp.GroupingSets)):
                words.append(place.quoted(one))
    return words


def _projection(projection: exp.Expr, place: Place, *, named: bool) -> str:
    text = value(_bare(projection), place)
    return place.say("named", x=text, n=projection.alias) if named and _renamed(projection) else text


def _renamed(projection: exp.Expr) -> bool:
    """Return whether an output has a name of its own, which an outer query may use."""
    inner, alias = _bare(projection), projection.alias
    made_up = not alias or alias.startswith("_col_")
    return not made_up and not (isinstance(inner, exp.Column) and inner.name == alias)


# -- sources -----------------------------------------------------------------------------------------------------------


def _source(source: Any, place: Place) -> str:
    extra = [name for name, given in source.args.items() if given and name not in ("this", "alias", "with_")]
    if extra or not isinstance(source, (exp.Table, exp.Subquery)):
        return place.quoted(source)
    if isinstance(source, exp.Table):
        shown = place.shown.get(source.alias_or_name, "")
        other = shown and shown != source.name
        return place.say("named", x=source.name, n=shown) if other else str(source.name)
    text = place.brackets(_query(source.this, place.outer or place, named=True))
    return place.say("named", x=text, n=source.alias) if place.shown.get(source.alias) else text


def _join(one: Any, select: exp.Select, place: Place) -> str:
    side, kind = (one.args.get(name) or "" for name in ("side", "kind"))
    on, source = one.args.get("on"), one.this
    unusual = (
        one.args.get("method")
        or one.args.get("using")
        or one.args.get("global_")
        or kind not in ("", "INNER", "OUTER", "CROSS")
    )
    if unusual or not isinstance(source, (exp.Table, exp.Subquery)):
        return place.say("join_other", sql=place.quoted(one))
    table = _source(source, place)
    if on is None:
        return place.say("join_cross", t=table)
    direction = _key_direction(on, source, place) if side in ("", "LEFT") else None
    if direction == "up":
        return "" if side == "LEFT" else place.say("join_match", t=table)
    if direction == "down":
        return place.say("join_each_left" if side == "LEFT" else "join_each", t=table)
    key = "join_where" + {"": "", "LEFT": "_left", "RIGHT": "_right", "FULL": "_full"}[side]
    return place.say(key, t=table, c=condition(on, place))


def _key_direction(on: exp.Expr, source: exp.Expr, place: Place) -> str | None:
    """Return ``up`` for a join towards the one side of a key, ``down`` towards the many side, None for no key."""
    alias = source.alias_or_name
    pairs: set[tuple[str, str]] = set()
    others: set[str] = set()
    for part in on.flatten() if isinstance(on, exp.And) else [on]:
        plain = part.unnest()
        if not isinstance(plain, exp.EQ):
            return None
        here, there = plain.this, plain.expression
        if isinstance(there, exp.Column) and there.table == alias:
            here, there = there, here
        if not isinstance(here, exp.Column) or not isinstance(there, exp.Column) or here.table != alias:
            return None
        pairs.add((there.name.lower(), here.name.lower()))
        others.add(there.table)
    joined, other = place.tables.get(alias, ""), place.tables.get(next(iter(others)), "")
    if len(others) != 1 or not joined or not other:
        return None
    if place.is_key(other, joined, frozenset(pairs)):
        return "up"
    turned = frozenset((b, a) for a, b in pairs)
    return "down" if place.is_key(joined, other, turned) else None


# -- order and limit ---------------------------------------------------------------------------------------------------


def _order_and_limit(tree: Any, place: Place, *, measure: exp.Expr | None) -> str:
    order, limit, offset = (tree.args.get(name) for name in ("order", "limit", "offset"))
    n = _count(limit)
    quoted = place.say("extra", sql=place.quoted(limit)) if limit is not None and n is None else ""
    quoted += place.say("skip", n=operand(offset.expression, place)) if offset is not None else ""
    if order is None:
        return (place.say("any_row") if n == "1" else place.say("any_rows", n=n) if n else "") + quoted
    keys = order.expressions
    single = keys[0] if len(keys) == 1 and isinstance(keys[0], exp.Ordered) else None
    by_measure = single is not None and measure is not None and ordered_by(single, place) == measure
    if by_measure and not nulls_decide(keys[0], place):
        word = "highest" if keys[0].args.get("desc") else "lowest"
        key = f"only_{word}" if n == "1" else f"n_{word}" if n else word
        return place.say(key, n=n or "") + quoted
    words = [order_key(one, place) if isinstance(one, exp.Ordered) else place.quoted(one) for one in keys]
    text = place.say("ordered", o=listed(words, place.language))
    return text + (place.say("first_row") if n == "1" else place.say("first_rows", n=n) if n else "") + quoted


def _count(limit: Any) -> str | None:
    if isinstance(limit, exp.Limit) and isinstance(limit.expression, exp.Literal):
        return str(limit.expression.this)
    if isinstance(limit, exp.Fetch) and isinstance(limit.args.get("count"), exp.Literal):
        options = limit.args.get("limit_options")
        if options is None or not (options.args.get("percent") or options.args.get("with_ties")):
            return str(limit.args["count"].this)
    return None
