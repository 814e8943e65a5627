"""The rules that a query passes before it may run, in their order.

Owns one small function for each rule; each either returns or raises `Refused` with the rule's name, the place and the
way out. Where a rule cannot decide, it refuses.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable, Mapping

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError, TokenError
from sqlglot.optimizer.scope import Scope, traverse_scope

from copilot.errors import Refused, did_you_mean
from copilot.gate.vocabulary import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    NAMED_FUNCTIONS,
    NODES,
    ROOTS,
    TYPED_FUNCTIONS,
)

# The parser warns on its logger about statements that it passes on unread; those are refused here, with a sentence.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

_PLAIN_BLANKS = " \t\r\n"
_UNSEEN_CATEGORIES = ("Cc", "Cf", "Zs", "Zl", "Zp")


def text_hygiene(sql: str) -> None:
    """Refuse empty, overlong or too deeply nested text, and characters that the parser and the engine read differently."""
    if not sql.strip():
        raise Refused("There is no SQL to run; write one SELECT statement.", rule="text_hygiene")
    if len(sql) > MAX_CHARACTERS:
        raise Refused(
            f"The SQL is {len(sql):,} characters long; at most {MAX_CHARACTERS:,} are read.", rule="text_hygiene"
        )
    for position, character in enumerate(sql):
        if unicodedata.category(character) in _UNSEEN_CATEGORIES and character not in _PLAIN_BLANKS:
            raise Refused(
                f"Character {position + 1} is an unseen one (U+{ord(character):04X}); take it out and run the SQL again.",
                rule="text_hygiene",
                place=sql[max(0, position - 20) : position + 20],
            )
    depth = 0
    for character in sql:
        depth += (character in "([{") - (character in ")]}")
        if depth > MAX_DEPTH:
            raise Refused(f"Brackets are nested deeper than {MAX_DEPTH}; split the query with WITH.", rule="text_hygiene")


def one_statement(sql: str, dialect: str) -> exp.Expression:
    """Parse, and refuse what is not exactly one readable statement."""
    try:
        statements = [tree for tree in sqlglot.parse(sql, dialect=dialect) if tree is not None]
    except ParseError as error:
        first = error.errors[0] if error.errors else {}
        where = f" at line {first['line']}, column {first['col']}" if first.get("line") else ""
        what = str(first.get("description") or "it cannot be parsed").split(" but got <")[0].rstrip(".")
        raise Refused(
            f"The SQL has a syntax error{where}: {what}.",
            rule="one_statement",
            place=f"{first.get('start_context', '')[-30:]}{first.get('highlight', '')}",
        ) from error
    except (TokenError, RecursionError, SqlglotError) as error:
        raise Refused(
            "The SQL cannot be read: a quote or bracket is left open, or it is nested too deeply.", rule="one_statement"
        ) from error
    if len(statements) != 1:
        raise Refused(f"Exactly one statement can run; this is {len(statements)}.", rule="one_statement")
    tree: exp.Expression = statements[0]  # type: ignore[assignment]
    return tree


def read_only(tree: exp.Expression) -> None:
    """Refuse every statement whose root, or whose CTE body, is not a query."""
    if type(tree).__name__ not in ROOTS:
        written = tree.sql().strip()
        verb = (written.split(maxsplit=1)[0] if written else type(tree).__name__).upper()
        raise Refused(
            f"Only questions to the data can run, and {verb} is not one; write a SELECT.",
            rule="read_only",
            place=written,
        )
    for cte in tree.find_all(exp.CTE):
        if type(cte.this).__name__ not in ROOTS:
            raise Refused("A WITH part must be a SELECT; data is never written.", rule="read_only", place=cte.sql())


def known_nodes(tree: exp.Expression) -> None:
    """Refuse every construct that is not on the list of constructs, anywhere in the tree."""
    for node in tree.walk():
        name = type(node).__name__
        if name in NODES or (isinstance(node, exp.Func) and name in TYPED_FUNCTIONS):
            continue
        if isinstance(node, exp.Func) and not isinstance(node, (exp.Command, exp.DDL)):
            continue  # functions have a rule of their own, with a better sentence
        raise Refused(
            f"{name} is not something that a question to the data may contain; use plain SELECT parts.",
            rule="known_nodes",
            place=node.sql(),
        )


def known_functions(tree: exp.Expression) -> None:
    """Refuse every function that is not on the list of functions."""
    for node in tree.find_all(exp.Func):
        if type(node).__name__ in TYPED_FUNCTIONS or type(node).__name__ in NODES:
            continue
        name = node.name.lower() if isinstance(node, (exp.Anonymous, exp.AnonymousAggFunc)) else node.sql_name().lower()
        if name not in NAMED_FUNCTIONS:
            raise Refused(
                f"The function {name!r} may not be used{did_you_mean(name, NAMED_FUNCTIONS)}",
                rule="known_functions",
                place=node.sql(),
            )


def plain_tables(tree: exp.Expression) -> None:
    """Refuse tables that are functions, strings or paths, and prefixes other than the data's own schema."""
    for table in tree.find_all(exp.Table):
        if isinstance(table.this, exp.Func) and isinstance(table.this, (exp.Unnest,)):
            continue
        if not isinstance(table.this, exp.Identifier):
            raise Refused(
                "Rows come from the data's own tables; functions, files and commands cannot stand after FROM.",
                rule="plain_tables",
                place=table.sql(),
            )
        if table.args.get("db") and table.db.lower() != "main" or table.args.get("catalog"):
            raise Refused("Name a table without a prefix.", rule="plain_tables", place=table.sql())
        table.set("db", None)


def names_exist(tree: exp.Expression, columns: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """Return the base tables that the tree reads, resolved by scope; refuse any that does not exist.

    `columns` maps the folded name of each table to its columns.
    """
    base: set[str] = set()
    seen: set[int] = set()
    for cte in tree.find_all(exp.CTE):
        if cte.alias.lower() in columns:
            raise Refused(
                f"A WITH part may not be called {cte.alias!r}, since a table has that name; choose another.",
                rule="names_exist",
                place=cte.alias,
            )
    for scope in _scopes(tree):
        for source in scope.sources.values():
            if isinstance(source, exp.Table):
                seen.add(id(source))
                _table_exists(source, columns)
                base.add(source.name.lower())
    for table in tree.find_all(exp.Table):
        inside_with = _is_cte_name(table)
        if id(table) not in seen and not inside_with and isinstance(table.this, exp.Identifier):
            _table_exists(table, columns)
            base.add(table.name.lower())
    return frozenset(base)


def _scopes(tree: exp.Expression) -> Iterable[Scope]:
    try:
        return traverse_scope(tree)
    except (SqlglotError, RecursionError) as error:
        raise Refused(
            "The SQL's parts do not fit together; give each table and WITH part its own name.", rule="names_exist"
        ) from error


def _is_cte_name(table: exp.Table) -> bool:
    name = table.name.lower()
    holder = table.parent
    while holder is not None:
        with_ = holder.args.get("with_") or holder.args.get("with")
        if isinstance(with_, exp.With) and any(cte.alias.lower() == name for cte in with_.expressions):
            return True
        holder = holder.parent
    return False


def _table_exists(table: exp.Table, columns: Mapping[str, Mapping[str, str]]) -> None:
    if table.name.lower() not in columns:
        have = ", ".join(sorted(columns)[:12])
        raise Refused(
            f"There is no table {table.name!r}{did_you_mean(table.name, columns) or f'; there are: {have}.'}",
            rule="names_exist",
            place=table.sql(),
        )


def no_whole_rows(tree: exp.Expression) -> None:
    """Refuse a table's name used as a value, positional references and pseudo-columns: they carry columns unnamed."""
    for scope in _scopes(tree):
        relations = {name.lower() for name in scope.sources}
        for column in scope.columns:
            if not column.table and column.name.lower() in relations:
                raise Refused(
                    f"{column.name!r} is a table; name the columns that you want of it.",
                    rule="no_whole_rows",
                    place=column.sql(),
                )
