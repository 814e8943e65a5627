"""The conditions of a policy: from one boolean expression with ``:user.attribute`` to a tree.

Owns the binding of attributes, as typed literals and never as text, and the look at what a condition may be made of.
Names are resolved by `copilot.gate.permitted`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Final

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import TokenType

from copilot.errors import PolicyError, Refused, did_you_mean
from copilot.gate import bounds, growth, reading, rules
from copilot.gate.dialects import GRAMMARS
from copilot.policy import Attribute, Grant
from copilot.values.query import Dialect

_MARK: Final = "askbi_user_"
_NO_CONDITIONS: Final = (exp.Alias, exp.Query, exp.DataType, exp.Star)


def condition(text: str, what: str, grant: Grant, dialect: Dialect) -> exp.Expression:
    """Return the tree of a row condition, with the person's attributes in their places.

    Args:
        text: a boolean expression in DuckDB's SQL.
        what: what to call it in an error.
        grant: whose attributes are bound.
        dialect: of the engine that will run it.

    Raises:
        PolicyError: it is no boolean expression, needs an attribute that the person has not, or holds what may not run.
    """
    try:
        reading.text_hygiene(text, "duckdb")
        marked, attributes = _marked(text)
        tree = reading.one_statement(marked, "duckdb")
    except Refused as error:
        raise PolicyError(f"{what} cannot be read: {error}") from error
    except SqlglotError as error:
        raise PolicyError(f"{what} cannot be read; is a quote left open?") from error
    inner = tree.unnest() if isinstance(tree, exp.Paren) else tree
    if not isinstance(inner, (exp.Condition, exp.Exists)) or isinstance(inner, _NO_CONDITIONS):
        raise PolicyError(f"{what} is not one boolean expression; write one such as region = 'EU'")
    for found in tree.find_all(exp.AggFunc, exp.Window):
        if found.find_ancestor(exp.Query) is None:
            raise PolicyError(f"{what} counts over rows ({found.sql('duckdb')}); it must tell of each row by itself")
    tree = _bound(tree, attributes, what, grant, dialect)
    try:
        rules.known_nodes(tree, dialect)
        rules.known_functions(tree, dialect)
        bounds.plain_limits(tree, dialect)
        bounds.short_series(tree, dialect)
        growth.small_enough_growth(tree, dialect)
    except Refused as error:
        raise PolicyError(f"{what} cannot be used: {error}") from error
    return tree


def _marked(text: str) -> tuple[str, list[str]]:
    """Put a placeholder where the text says ``:user.attribute`` outside of quotes; return the attributes in order."""
    tokens = GRAMMARS["duckdb"]().tokenize(text)
    kinds = [TokenType.COLON, None, TokenType.DOT, None]
    attributes: list[str] = []
    pieces: list[str] = []
    done = 0
    for place in range(len(tokens) - 3):
        four = tokens[place : place + 4]
        adjacent = all(one.end + 1 == next_.start for one, next_ in pairwise(four))
        fits = all(kind is None or token.token_type == kind for token, kind in zip(four, kinds, strict=True))
        if adjacent and fits and four[1].text.lower() == "user":
            pieces += [text[done : four[0].start], f"${_MARK}{len(attributes)}"]
            attributes.append(four[3].text)
            done = four[3].end + 1
    return "".join([*pieces, text[done:]]), attributes


def _bound(tree: exp.Expression, attributes: list[str], what: str, grant: Grant, dialect: Dialect) -> exp.Expression:
    for mark in list(tree.find_all(exp.Placeholder, exp.Parameter)):
        number = mark.name.removeprefix(_MARK)
        if not mark.name.startswith(_MARK) or not number.isdigit() or int(number) >= len(attributes):
            raise PolicyError(f"{what} has a parameter {mark.sql('duckdb')}; only :user.attribute is bound")
        name = attributes[int(number)]
        if name not in grant.user:
            hint = did_you_mean(name, grant.user)
            raise PolicyError(f"{what} needs the attribute {name!r} of the person; give user={{{name!r}: ...}}{hint}")
        value = grant.user[name]
        holder = mark.parent
        if isinstance(holder, exp.In) and holder.args.get("field") is mark:
            listed = value if isinstance(value, tuple) else (value,)
            holder.set("field", None)
            holder.set("expressions", [_literal(each, dialect) for each in listed or (None,)])
        elif isinstance(value, tuple):
            raise PolicyError(f"{what} compares with the list {name!r}; write IN :user.{name}")
        elif holder is None:
            return _literal(value, dialect)
        else:
            mark.replace(_literal(value, dialect))
    return tree


def _literal(value: Attribute, dialect: Dialect) -> exp.Expression:
    """Return a typed literal; SQLite keeps dates as texts in ISO 8601."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, (int, float, Decimal)):
        written = format(abs(value), "f") if isinstance(value, Decimal) else repr(abs(value))
        number = exp.Literal.number(written)
        return exp.Paren(this=exp.Neg(this=number)) if value < 0 else number
    if isinstance(value, (date, datetime)):
        text = value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        if dialect == "sqlite":
            return exp.Literal.string(text)
        kind = "DATE" if not isinstance(value, datetime) else "TIMESTAMP" if value.tzinfo is None else "TIMESTAMPTZ"
        return exp.cast(exp.Literal.string(text), kind)
    return exp.Literal.string(value)
