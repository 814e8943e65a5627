"""What is wrong with a column's name, found only after the resolution has failed.

Owns the sentence; decides nothing. Reads a fresh tree with folded names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from copilot.errors import Refused, did_you_mean
from copilot.gate.dialects import fold
from copilot.gate.places import spot_of

Known = dict[str, list[str] | None]
"""For each name that the query gives a table: the columns, or None where they cannot be told."""


def of_columns(
    tree: exp.Expression,
    tables: Mapping[str, str],
    columns: Mapping[str, Mapping[str, str]],
    spelled: Mapping[str, str],
    error: str,
) -> Refused:
    """Return what to say about the first column that is missing, unclear or a whole row.

    Args:
        tree: the query as it came, names folded.
        tables: stored names by folded name.
        columns: stored names of each table's columns, by folded names.
        spelled: names as the person wrote them, by folded name.
        error: the resolution's own words, for the cases that are not found here.
    """
    try:
        scopes = traverse_scope(tree)
    except SqlglotError:
        scopes = []
    for scope in scopes:
        known = _known(scope, columns)
        given = set(scope.expression.named_selects) if isinstance(scope.expression, exp.Query) else set()
        for column in scope.columns:
            if isinstance(column.this, exp.Star) or (not column.table and column.name in given and _sorted(column)):
                continue
            found = _wrong(column, known, frozenset(scope.sources), tables, columns, spelled)
            if found is not None:
                return found
    return _from_words(error, spelled, tree, columns)


def _known(scope: Scope, columns: Mapping[str, Mapping[str, str]]) -> Known:
    known: Known = {}
    level: Any = scope
    while level is not None:
        for name, source in level.sources.items():
            if name in known:
                continue
            if isinstance(source, exp.Table):
                stored = columns.get(source.name) if isinstance(source.this, exp.Identifier) else None
                known[name] = None if stored is None or source.args.get("pivots") else list(stored.values())
            elif isinstance(source, Scope) and isinstance(source.expression, exp.Query):
                given = source.expression.named_selects
                known[name] = None if "*" in given or not given else list(given)
            else:
                known[name] = None
        level = level.parent if level.is_subquery or level.is_udtf else None
    return known


def _sorted(column: exp.Column) -> bool:
    return column.find_ancestor(exp.Order, exp.Group, exp.Having, exp.Qualify, exp.Distinct) is not None


def _wrong(
    column: exp.Column,
    known: Known,
    own: frozenset[str],
    tables: Mapping[str, str],
    columns: Mapping[str, Mapping[str, str]],
    spelled: Mapping[str, str],
) -> Refused | None:
    """Return what is wrong with one column; `own` names the tables of its own SELECT, which go before outer ones."""
    name, table = column.name, column.table
    word = spelled.get(name, name)
    if any(each.name == name for each in _parameters(column)):
        return None
    if table and table not in known:
        if any(table in (fold(one) for one in have or ()) for have in known.values()):
            return None  # a field of a struct
        there = ", ".join(sorted(known))
        hint = did_you_mean(table, known) or (f"; there are: {there}." if there else ".")
        return _refused(f"The query has no table or alias {spelled.get(table, table)!r} here{hint}", column)
    asked: Known = {table: known[table]} if table else known
    owners = [each for each, have in asked.items() if have is not None and name in (fold(one) for one in have)]
    owners = [each for each in owners if each in own] or owners
    if len(owners) > 1:
        choices = " or ".join(f"{spelled.get(each, each)}.{word}" for each in owners[:3])
        return _refused(f"More than one table of the query has a column {word!r}; write {choices}.", column)
    if owners or any(have is None for have in asked.values()):
        return None
    if not table and name in known:
        return _refused(f"{word!r} is a table; name the columns that you want of it.", column, rule="no_whole_rows")
    return _missing(column, word, asked, tables, columns, spelled)


def _parameters(column: exp.Column) -> list[exp.Expr]:
    found: list[exp.Expr] = []
    node: exp.Expr | None = column.parent
    while node is not None:
        if isinstance(node, exp.Lambda):
            found += node.expressions
        node = node.parent
    return found


def _missing(
    column: exp.Column,
    word: str,
    asked: Known,
    tables: Mapping[str, str],
    columns: Mapping[str, Mapping[str, str]],
    spelled: Mapping[str, str],
) -> Refused:
    have = sorted({one for names in asked.values() for one in names or ()})
    where = f" in {', '.join(sorted(spelled.get(each, each) for each in asked))}" if asked else ""
    elsewhere = [tables[each] for each, names in columns.items() if column.name in names]
    hint = did_you_mean(word, have)
    if not hint and elsewhere and not column.table:
        hint = f"; the table {elsewhere[0]} has it: join that table."
    if not hint and column.this.args.get("quoted"):
        hint = "; double quotes mark a name, a text stands in single quotes."
    if not hint:
        hint = f"; there are: {', '.join(have[:12])}{' ...' if len(have) > 12 else ''}." if have else "."
    return _refused(f"There is no column {word!r}{where}{hint}", column)


def _from_words(
    error: str, spelled: Mapping[str, str], tree: exp.Expression, columns: Mapping[str, Mapping[str, str]]
) -> Refused:
    joined = re.search(r"automatically join: (.+)", error)
    if joined:
        name = spelled.get(joined[1].strip(), joined[1].strip())
        return Refused(
            f"USING needs the column {name!r} on both sides of the join; write ON with both columns instead.",
            rule="names_resolve",
            place=name,
        )
    found = re.search(r"[Cc]olumn:? '?\"?([^'\".]+)'?\"?", error)
    name = found[1].strip() if found else ""
    if not name:
        return Refused("The SQL's names cannot be resolved; write each column as table.column.", rule="names_resolve")
    have = {one for table in tree.find_all(exp.Table) for one in columns.get(table.name, {}).values()}
    word = spelled.get(name, name)
    hint = did_you_mean(word, have - {word}) or "; write it as table.column, with a table of the query."
    return Refused(f"The column {word!r} cannot be placed{hint}", rule="names_resolve", place=word)


def _refused(message: str, column: exp.Column, *, rule: str = "names_resolve") -> Refused:
    return Refused(message, rule=rule, place=column.sql(comments=False), spot=spot_of(column))
