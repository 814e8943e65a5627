"""The rules that a tree passes before it may run, in their order.

Owns one small function for each rule; each either returns or raises `Refused` with the rule's name, the place and the
way out. Where a rule cannot decide, it refuses. Rules on names are in `copilot.gate.names`, on sizes in
`copilot.gate.bounds`.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from sqlglot import exp

from copilot.errors import Refused
from copilot.gate.bounds import small_enough
from copilot.gate.dialects import GRAMMARS
from copilot.gate.places import spot_of
from copilot.gate.vocabulary import (
    BOUNDED,
    NAMED_FUNCTIONS,
    NODES,
    ROOTS,
    TABLE_FUNCTIONS_OF,
    TYPED_FUNCTIONS,
    why_excluded,
)
from copilot.values.query import Dialect

_INSTEAD: Final = {
    "Qualify": "number the rows in an inner SELECT and filter outside",
    "Interval": "move a date with date(x, '+1 month')",
    "Lock": "leave out FOR UPDATE or FOR SHARE",
    "Into": "leave out INTO; rows are only shown",
    "Placeholder": "write the value itself",
    "Parameter": "write the value itself",
    "Describe": "the tables and columns are in the catalog",
    "Summarize": "the statistics of a table are in its profile",
    "PositionalColumn": "write the column's name",
    "ByteString": "write a plain text in single quotes",
}
_STAR_PARTS: Final = ("except_", "replace", "rename")
_NO_TYPES: Final = (exp.DataType.Type.USERDEFINED, exp.DataType.Type.VARIANT)
"""Types of somebody's own, and the one that a deeply nested value brings the engine down with."""
_PREPOSED: Final = "functions, files and commands cannot stand after FROM"


def read_only(tree: exp.Expression, dialect: Dialect) -> None:
    """Refuse every statement whose root, or whose CTE body, is not a query."""
    if type(tree).__name__ not in ROOTS:
        written = tree.sql(dialect=dialect).strip() or type(tree).__name__
        verb = written.split(maxsplit=1)[0].upper()
        instead = _INSTEAD.get(type(tree).__name__, "write a SELECT")
        raise Refused(
            f"Only questions to the data can run, and {verb} is not one; {instead}.",
            rule="read_only",
            place=written,
        )
    for cte in tree.find_all(exp.CTE):
        if type(cte.this).__name__ not in ROOTS:
            raise Refused(
                "A WITH part must be a SELECT; data is never written.",
                rule="read_only",
                place=cte.sql(dialect=dialect),
                spot=spot_of(cte),
            )


def known_nodes(tree: exp.Expression, dialect: Dialect) -> None:
    """Refuse every construct that is not on the list of constructs, anywhere in the tree."""
    known = NODES[dialect]
    for node in tree.walk():
        name = type(node).__name__
        if isinstance(node, exp.Star):
            _star_in_its_place(node, dialect)
        elif isinstance(node, exp.DataType) and node.this in _NO_TYPES:
            raise Refused(
                f"There is no type {node.sql(dialect=dialect)!r} here; use INTEGER, DOUBLE, VARCHAR, DATE or the like.",
                rule="known_nodes",
                place=node.sql(dialect=dialect),
                spot=spot_of(node),
            )
        elif name not in known and (not isinstance(node, exp.Func) or isinstance(node, (exp.Command, exp.DDL))):
            written = node.sql(dialect=dialect) or (node.parent or node).sql(dialect=dialect)
            reason = why_excluded(name, dialect)
            raise Refused(
                f"A question to the data may not contain {_in_words(name)}{f' (it {reason})' if reason else ''}; "
                f"{_INSTEAD.get(name, 'use the plain parts of SELECT')}.",
                rule="known_nodes",
                place=written,
                spot=spot_of(node) or spot_of(node.parent or node),
            )


def _in_words(name: str) -> str:
    return "".join(f" {letter}" if letter.isupper() else letter for letter in name).strip().upper()


def _star_in_its_place(star: exp.Star, dialect: Dialect) -> None:
    """A star may be a column of SELECT or the argument of COUNT; elsewhere it carries columns that no one named."""
    node: exp.Expr = star.parent if isinstance(star.parent, exp.Column) else star
    holder = node.parent
    if any(value for name, value in star.args.items() if name not in _STAR_PARTS):
        raise Refused(
            "A star may leave out, replace or rename columns by their names, not choose them by a pattern.",
            rule="known_nodes",
            place=(holder or node).sql(dialect=dialect),
            spot=spot_of(node),
        )
    if isinstance(holder, exp.Count) or (isinstance(holder, exp.Select) and node.arg_key == "expressions"):
        return
    if isinstance(holder, exp.Anonymous) and holder.name.upper() == "COLUMNS":
        return  # the function is refused by its own rule, with a better sentence
    raise Refused(
        "A star stands alone in SELECT or in COUNT(*); name the columns that you want.",
        rule="known_nodes",
        place=(holder or node).sql(dialect=dialect),
    )


def known_functions(tree: exp.Expression, dialect: Dialect) -> None:
    """Refuse every function that is not on the dialect's list of functions."""
    typed, named = TYPED_FUNCTIONS[dialect], NAMED_FUNCTIONS[dialect]
    for node in tree.find_all(exp.Func):
        kind = type(node).__name__
        anonymous = isinstance(node, (exp.Anonymous, exp.AnonymousAggFunc))
        if isinstance(node.parent, exp.Dot) and node.arg_key == "expression":
            raise Refused(
                f"A function has no prefix; put what precedes the dot into {_called(node, dialect)}(...).",
                rule="known_functions",
                place=node.parent.sql(dialect=dialect),
                spot=spot_of(node.parent),
            )
        if anonymous and node.name.lower() in TABLE_FUNCTIONS_OF[dialect] and isinstance(node.parent, exp.Table):
            continue
        if node.name.lower() in named if anonymous else kind in typed or kind in NODES[dialect]:
            continue
        if isinstance(node, exp.GenerateSeries) and dialect == "duckdb":
            continue  # `copilot.gate.bounds` looks at its size
        if small_enough(node, dialect):
            continue
        raise Refused(
            _no_function(node, dialect), rule="known_functions", place=node.sql(dialect=dialect), spot=spot_of(node)
        )


def _called(node: exp.Func, dialect: Dialect) -> str:
    """Return the function's name as the dialect writes it."""
    if isinstance(node, (exp.Anonymous, exp.AnonymousAggFunc)):
        return node.name.lower()
    written = node.sql(dialect=GRAMMARS[dialect]).partition("(")[0]
    return written.lower() if written.replace("_", "").isalnum() else node.sql_name().lower()


def _no_function(node: exp.Func, dialect: Dialect) -> str:
    name = _called(node, dialect)
    if isinstance(node.parent, exp.Table):
        return f"Rows come from the data's own tables, and {name!r} is not one; {_PREPOSED}."
    if name == "columns":
        return "COLUMNS(...) may not be used; name the columns that you want."
    names = set(NAMED_FUNCTIONS[dialect])
    for kind in TYPED_FUNCTIONS[dialect]:
        names.update(each.lower() for each in getattr(exp, kind).sql_names())
    near = get_close_matches(name, sorted(names - {name}), n=2, cutoff=0.8)
    named = isinstance(node, (exp.Anonymous, exp.AnonymousAggFunc))
    if reason := why_excluded(name, dialect) or ("" if named or near else why_excluded(type(node).__name__, dialect)):
        most = BOUNDED[dialect].get(name, BOUNDED[dialect].get(type(node).__name__, ("", 0)))[1]
        way_out = f"; give its length as a plain number up to {most:,}" if most else ""
        return f"The function {name!r} may not be used here: it {reason}{way_out}."
    if near:
        return f"The function {name!r} may not be used here; did you mean {' or '.join(repr(n) for n in near)}?"
    return f"The function {name!r} may not be used here; only functions that compute with values may."


def plain_tables(tree: exp.Expression, dialect: Dialect) -> None:
    """Refuse tables that are functions, strings or paths, and prefixes other than the data's own schema."""
    for column in tree.find_all(exp.Column):
        if column.args.get("db") and column.args["db"].name.lower() == "main" and not column.args.get("catalog"):
            column.set("db", None)
    for table in tree.find_all(exp.Table):
        if table.args.get("indexed") is not None:
            raise Refused(
                "INDEXED BY tells the engine how to read, not what; leave it out.",
                rule="plain_tables",
                place=table.sql(dialect=dialect),
                spot=spot_of(table),
            )
        if isinstance(table.this, exp.GenerateSeries) or _table_function(table) in TABLE_FUNCTIONS_OF[dialect]:
            continue
        if not isinstance(table.this, exp.Identifier):
            raise Refused(
                f"Rows come from the data's own tables; {_PREPOSED}.",
                rule="plain_tables",
                place=table.sql(dialect=dialect),
                spot=spot_of(table),
            )
        if (table.args.get("db") and table.db.lower() != "main") or table.args.get("catalog"):
            raise Refused(
                f"Only the data's own tables can be read; write {table.name!r} without a prefix.",
                rule="plain_tables",
                place=table.sql(dialect=dialect),
                spot=spot_of(table),
            )
        if table.args.get("db"):
            table.set("db", None)
            table.meta["stored"] = True  # a WITH part of that name is not meant


def _table_function(table: exp.Table) -> str:
    return str(table.this.name).lower() if isinstance(table.this, exp.Anonymous) else ""
