"""Conditions in words: comparisons, ranges of numbers and days, lists, patterns, missing values, rows elsewhere.

Owns WHERE, HAVING, QUALIFY and ON. A condition without words is quoted as SQL: none is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from sqlglot import exp

from copilot.saying.phrases import linked, listed
from copilot.saying.place import Place
from copilot.saying.shapes import carries_only, moment
from copilot.saying.values import operand, subject, value

_NUMBERS: Final[dict[type[exp.Expr], str]] = {
    exp.EQ: "is", exp.NEQ: "is_not", exp.GT: "more", exp.GTE: "at_least", exp.LT: "less", exp.LTE: "at_most",
}  # fmt: skip
_MOMENTS: Final[dict[type[exp.Expr], str]] = {
    exp.EQ: "is", exp.NEQ: "is_not", exp.GT: "after", exp.GTE: "since", exp.LT: "before", exp.LTE: "until",
}  # fmt: skip
_GROUP_SIZES: Final[dict[type[exp.Expr], str]] = {
    exp.GT: "group_more", exp.GTE: "group_at_least", exp.LT: "group_less", exp.LTE: "group_at_most",
}  # fmt: skip
_NEGATED: Final[dict[str, str]] = {
    "is": "is_not", "is_missing": "is_known", "range": "not_range", "one_of": "none_of",
    "among": "not_among", "contains": "not_contains", "starts": "not_starts", "ends": "not_ends",
    "pattern": "not_pattern",
}  # fmt: skip
_OPPOSITE: Final = _NEGATED | {opposite: key for key, opposite in _NEGATED.items()}


def condition(node: exp.Expr, place: Place) -> str:
    """Return a condition in words; AND and OR within one another stand in brackets."""
    if isinstance(node, exp.Paren):
        return condition(node.this, place)
    if isinstance(node, exp.And):
        return linked(_all_of([part.unnest() for part in node.flatten()], place), place.language, "and")
    if isinstance(node, exp.Or):
        parts = [part.unnest() for part in node.flatten()]
        return linked([_bracketed(part, place) for part in parts], place.language, "or")
    if isinstance(node, exp.Not):
        return _negated(node.this.unnest(), place)
    if isinstance(node, exp.Exists):
        return _exists(node, place, negated=False)
    found = _found(node, place)
    return found.said(place) if found else _other(node, place)


def having(node: exp.Expr, place: Place) -> str:
    """Return what is asked of groups, such as "with more than 100 rows"."""
    key = _GROUP_SIZES.get(type(node))
    if key and isinstance(node.this, exp.Count) and isinstance(node.this.this, exp.Star):
        size = node.expression
        if isinstance(size, exp.Literal) and not size.is_string:
            return place.say(key, n=size.this)
    return place.say("group_where", c=condition(node, place))


@dataclass(frozen=True, slots=True)
class _Found:
    """A condition that has a phrase and an opposite."""

    key: str
    parts: dict[str, str]
    after: str = ""

    def said(self, place: Place) -> str:
        return place.say(self.key, **self.parts) + self.after

    def opposite(self) -> _Found | None:
        key = _OPPOSITE.get(self.key)
        return replace(self, key=key) if key else None


def _found(node: exp.Expr, place: Place) -> _Found | None:
    """Return the phrase of a condition; None where it carries anything that the phrase would not tell."""
    if not carries_only(node, "expression", "expressions", "query", "unnest", "field", "low", "high", "negate"):
        return None
    if isinstance(node, exp.Is):
        return _is(node, place)
    if isinstance(node, exp.In):
        return _in(node, place)
    if isinstance(node, exp.Between):
        return _between(node, place)
    if isinstance(node, (exp.Like, exp.ILike, exp.Escape)):
        return _like(node, place)
    if isinstance(node, (exp.StartsWith, exp.EndsWith, exp.Contains)):
        key = {exp.StartsWith: "starts", exp.EndsWith: "ends", exp.Contains: "contains"}[type(node)]
        return _Found(key, {"x": operand(node.this, place), "y": operand(node.expression, place)})
    return _compared(node, place)


def _other(node: exp.Expr, place: Place) -> str:
    if isinstance(node, (exp.Column, exp.Case, exp.If)):
        return place.say("is_true", x=operand(node, place))
    if isinstance(node, exp.Boolean):
        return value(node, place)
    return place.quoted(node)


def _bracketed(node: exp.Expr, place: Place) -> str:
    text = condition(node, place)
    return place.brackets(text) if isinstance(node, (exp.And, exp.Or)) else text


def _negated(node: exp.Expr, place: Place) -> str:
    if isinstance(node, exp.Exists):
        return _exists(node, place, negated=True)
    found = _found(node, place)
    opposite = found.opposite() if found else None
    return opposite.said(place) if opposite else place.say("not", c=place.brackets(condition(node, place)))


# -- comparisons -------------------------------------------------------------------------------------------------------


def _compared(node: Any, place: Place) -> _Found | None:
    key = _NUMBERS.get(type(node))
    if key is None or isinstance(node.expression, (exp.Any, exp.All)):
        return None
    at = _moment(node.expression, node.this, place)
    x = subject(node.this, place)
    if at is None:
        return _Found(key, {"x": x, "y": subject(node.expression, place)})
    return _Found(_MOMENTS[type(node)], {"x": x, "y": _spelled(at, node, place)})


def _spelled(at: datetime, node: Any, place: Place) -> str:
    """Write a moment; midnight is left out where it can only mean the day."""
    midnight = at.time() == time()
    if midnight and (isinstance(node, (exp.GTE, exp.LT)) or place.column_type(node.this) != "timestamp"):
        return at.date().isoformat()
    return at.isoformat(sep=" ", timespec="minutes" if at.second == at.microsecond == 0 else "auto")


def _moment(node: exp.Expr, against: exp.Expr, place: Place) -> datetime | None:
    """Return the moment of a literal; plain text is one only where the column that it is compared with holds times."""
    if isinstance(node, exp.Literal) and place.column_type(against) not in ("date", "timestamp"):
        return None
    return moment(node)


def _all_of(parts: list[exp.Expr], place: Place) -> list[str]:
    """Return the parts of an AND in words, a lower and an upper bound of the same thing put together."""
    texts: list[str] = []
    done: set[int] = set()
    for position, part in enumerate(parts):
        if position in done:
            continue
        bounds = [
            other
            for other in range(len(parts))
            if other not in done and _bounds(part) and _bounds(parts[other]) and parts[other].this == part.this
        ]
        if len(bounds) == 2:
            together = _range(parts[bounds[0]], parts[bounds[1]], place)
            if together:
                texts.append(together)
                done.update(bounds)
                continue
        texts.append(_bracketed(part, place))
    return texts


def _bounds(node: exp.Expr) -> bool:
    return isinstance(node, (exp.GT, exp.GTE, exp.LT, exp.LTE))


def _range(one: Any, two: Any, place: Place) -> str | None:
    """Return "from ... to ..." for a lower and an upper bound, both inclusive; None where they are not that."""
    low, high = (one, two) if isinstance(one, (exp.GT, exp.GTE)) else (two, one)
    if not isinstance(low, exp.GTE) or not isinstance(high, (exp.LT, exp.LTE)):
        return None
    start, end = _moment(low.expression, low.this, place), _moment(high.expression, high.this, place)
    x = subject(low.this, place)
    if start is not None and end is not None:
        return _days(x, start, end, isinstance(high, exp.LT), low.this, place)
    numbers = all(isinstance(side.expression, exp.Literal) and not side.expression.is_string for side in (low, high))
    if numbers and isinstance(high, exp.LTE):
        return place.say("range", x=x, y=low.expression.this, z=high.expression.this)
    return None


def _days(x: str, start: datetime, end: datetime, open_end: bool, of: exp.Expr, place: Place) -> str | None:
    """Return a stretch of whole days by its first and last; None where it is not whole days."""
    whole = start.time() == end.time() == time()
    if whole and not open_end and place.column_type(of) == "date":
        open_end, end = True, end + timedelta(days=1)
    if not whole or not open_end or end <= start:
        return None
    last = end - timedelta(days=1)
    if last == start:
        return place.say("on", x=x, y=start.date().isoformat())
    return place.say("range", x=x, y=start.date().isoformat(), z=last.date().isoformat())


def _between(node: Any, place: Place) -> _Found | None:
    low, high = node.args["low"], node.args["high"]
    if node.args.get("symmetric"):
        return None
    texts = []
    for side, bound in ((exp.GTE, low), (exp.LTE, high)):
        at = _moment(bound, node.this, place)
        compared = side(this=node.this.copy(), expression=bound.copy())
        texts.append(operand(bound, place) if at is None else _spelled(at, compared, place))
    return _Found("range", {"x": subject(node.this, place), "y": texts[0], "z": texts[1]})


def _is(node: Any, place: Place) -> _Found | None:
    x = subject(node.this, place)
    if isinstance(node.expression, exp.Null):
        return _Found("is_missing", {"x": x})
    if isinstance(node.expression, exp.Boolean):
        return _Found("is", {"x": x, "y": value(node.expression, place)})
    return None


def _in(node: Any, place: Place) -> _Found | None:
    x, query = subject(node.this, place), node.args.get("query")
    if query is not None:
        return _Found("among", {"x": x, "y": place.brackets(place.query(query.unnest(), place))})
    if node.args.get("unnest") is not None or node.args.get("field") is not None:
        return None
    values = []
    for one in node.expressions:
        at = _moment(one, node.this, place)
        values.append(operand(one, place) if at is None else _spelled(at, node, place))
    if len(values) == 1:
        return _Found("is", {"x": x, "y": values[0]})
    return _Found("one_of", {"x": x, "y": listed(values, place.language, "or")})


def _like(node: Any, place: Place) -> _Found | None:
    """Return contains, starts with, ends with or a pattern for LIKE and ILIKE."""
    escape = ""
    inner = node
    if isinstance(node, exp.Escape):
        escape, inner = node.expression.name, node.this
    pattern = inner.expression
    if (
        not isinstance(inner, (exp.Like, exp.ILike))
        or not carries_only(inner, "expression", "negate")
        or isinstance(pattern, (exp.Any, exp.All))
    ):
        return None
    after = place.say("any_case") if isinstance(inner, exp.ILike) else ""
    x = subject(inner.this, place)
    if not isinstance(pattern, exp.Literal):
        key, letters = "pattern", operand(pattern, place)
    else:
        key, plain = _pattern(pattern.this, escape)
        letters = f"'{plain}'"
    found = _Found(key, {"x": x, "y": letters}, after)
    return found.opposite() if inner.args.get("negate") else found


def _pattern(pattern: str, escape: str) -> tuple[str, str]:
    """Tell contains, starts and ends from other patterns, and take the escapes off the letters."""
    escaped = re.escape(escape) if escape else ""
    plain = rf"(?:{escaped}.|[^%_{escaped}])" if escape else "[^%_]"
    for key, form in (("contains", rf"%({plain}+)%"), ("starts", rf"({plain}+)%"), ("ends", rf"%({plain}+)")):
        match = re.fullmatch(form, pattern, re.DOTALL)
        if match:
            letters = match.group(1)
            return key, re.sub(rf"{escaped}(.)", r"\1", letters) if escape else letters
    return "pattern", pattern


# -- rows elsewhere ----------------------------------------------------------------------------------------------------


def _exists(node: Any, place: Place, *, negated: bool) -> str:
    query = node.this
    matching = _matching(query, place) if isinstance(query, exp.Select) else None
    if matching is None and isinstance(query, exp.Select) and isinstance(query.expressions[0].unalias(), exp.Literal):
        # What EXISTS selects does not matter; a bare 1 reads as if it did.
        query = query.copy().select(exp.Star(), append=False)
    if matching is None:
        return place.say("no_row" if negated else "some_row", q=place.brackets(place.query(query, place)))
    table, rest, inner = matching
    key = ("no_match" if negated else "match") + ("_where" if rest else "")
    if not rest:
        return place.say(key, t=table)
    text = condition(exp.and_(*(part.copy() for part in rest)), inner)
    return place.say(key, t=table, c=place.brackets(text) if len(rest) > 1 and place.language == "zh" else text)


def _matching(query: exp.Select, place: Place) -> tuple[str, list[exp.Expr], Place] | None:
    """Return the table, the other conditions and the place within it, where EXISTS follows a key to plain rows."""
    told = {name for name, given in query.args.items() if given} - {"expressions", "limit", "where", "from_"}
    source = query.args["from_"].this if query.args.get("from_") else None
    if (
        told
        or not isinstance(source, exp.Table)
        or source.name not in place.catalog.tables
        or not query.args.get("where")
    ):
        return None
    alias = source.alias_or_name
    if set(source.args) - {"this", "alias"} and any(source.args[name] for name in set(source.args) - {"this", "alias"}):
        return None
    where = query.args["where"].this
    parts = [part.unnest() for part in (where.flatten() if isinstance(where, exp.And) else [where])]
    links = [part for part in parts if _links(part, alias)]
    outer = {side.table for part in links for side in (part.this, part.expression)} - {alias}
    if len(outer) != 1 or not (owner := place.tables.get(next(iter(outer)), "")):
        return None
    pairs = frozenset(
        (one.name.lower(), two.name.lower())
        for part in links
        for one, two in ([(part.this, part.expression)] if part.this.table == alias else [(part.expression, part.this)])
    )
    turned = frozenset((two, one) for one, two in pairs)
    if not place.is_key(source.name, owner, pairs) and not place.is_key(owner, source.name, turned):
        return None
    rest = [part for part in parts if part not in links]
    qualified = place.qualified().shown
    inner = replace(
        place, tables={**place.tables, alias: source.name}, shown={**qualified, alias: ""}, metrics={}, outputs={}
    )
    return source.name, rest, inner


def _links(part: exp.Expr, alias: str) -> bool:
    if not isinstance(part, exp.EQ) or not all(isinstance(s, exp.Column) for s in (part.this, part.expression)):
        return False
    return bool((part.this.table == alias) != (part.expression.table == alias))
