"""From text to one statement: hygiene before the parser, and syntax errors in a person's words.

Owns what happens before there is a tree. Each function returns or raises `Refused`.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.parsers.duckdb import DuckDBParser
from sqlglot.tokenizer_core import TokenType

from copilot.errors import Refused, did_you_mean
from copilot.gate.dialects import GRAMMARS
from copilot.gate.vocabulary import MAX_CHARACTERS, MAX_DEPTH, MAX_TREE
from copilot.values.query import Dialect

# The parser warns on its logger about statements that it passes on unread; those are refused here, with a sentence.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

_PLAIN_BLANKS: Final = " \t\r\n"
_BLANKS_OUT: Final = str.maketrans("", "", "\t\r\n")
_UNSEEN_CATEGORIES: Final = ("Cc", "Cf", "Zs", "Zl", "Zp")
_QUOTED: Final = (TokenType.STRING, TokenType.IDENTIFIER)
_COMMENTS: Final = ("--", "/*", "//", "#", "{")
_RARE_ESCAPE: Final = re.compile(r"\\[^\\'\"ntrbf]")
"""An escape that the parser may read otherwise than the engine."""
_STARTS: Final = ("SELECT", "WITH", "FROM", "VALUES", "PIVOT", "TABLE")
_CLAUSES: Final = (
    "SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT JOIN LEFT RIGHT INNER UNION WITH DISTINCT BETWEEN VALUES QUALIFY"
).split()


def text_hygiene(sql: str, dialect: Dialect) -> None:
    """Refuse empty, overlong or too deeply nested text, and characters that parser and engine read differently.

    Within quotes such a character is data (a Chinese blank, a no-break space) and is written out quoted again.
    """
    if not sql.strip():
        raise Refused("There is no SQL to run; write one SELECT statement.", rule="text_hygiene")
    if len(sql) > MAX_CHARACTERS:
        raise Refused(
            f"The SQL is {len(sql):,} characters long; at most {MAX_CHARACTERS:,} are read.", rule="text_hygiene"
        )
    if any("\ud800" <= character <= "\udfff" for character in sql):
        raise Refused("The SQL holds half a character, which no text can; type it anew.", rule="text_hygiene")
    depth = deepest = 0
    for character in sql:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(depth, deepest)
    if deepest <= MAX_DEPTH and sql.translate(_BLANKS_OUT).isprintable():
        return
    bare = _without_quoted(sql, dialect)
    depth = 0
    for position, character in enumerate(bare):
        if unicodedata.category(character) in _UNSEEN_CATEGORIES and character not in _PLAIN_BLANKS:
            raise Refused(
                f"Character {position + 1} is an unseen one (U+{ord(character):04X}); take it out and try again.",
                rule="text_hygiene",
                place=sql[max(0, position - 20) : position + 20],
            )
        depth += (character in "([{") - (character in ")]}")
        if depth > MAX_DEPTH:
            raise Refused(
                f"Brackets are nested deeper than {MAX_DEPTH}; split the query with WITH.", rule="text_hygiene"
            )


def _without_quoted(sql: str, dialect: Dialect) -> str:
    """Return the text with what stands in quotes, by the tokenizer that the parser uses, put to blanks."""
    try:
        tokens = GRAMMARS[dialect]().tokenize(sql)
    except (SqlglotError, RecursionError):
        return sql
    characters = list(sql)
    for token in tokens:
        if token.token_type in _QUOTED:
            characters[token.start : token.end + 1] = " " * (token.end + 1 - token.start)
    return "".join(characters)


def one_statement(sql: str, dialect: Dialect) -> exp.Expression:
    """Parse, and refuse what is not exactly one readable statement."""
    try:
        plain = _without_comments(sql, dialect) if any(mark in sql for mark in _COMMENTS) else sql
        statements = [tree for tree in sqlglot.parse(plain, dialect=GRAMMARS[dialect]) if tree is not None]
    except ParseError as error:
        raise _syntax_error(sql, error) from error
    except SqlglotError as error:  # the tokenizer's
        raise Refused(f"The SQL cannot be read: {_left_open(sql)}.", rule="one_statement", place=sql[-30:]) from error
    if not statements:
        raise Refused("There is no SQL to run; write one SELECT statement.", rule="one_statement")
    if len(statements) != 1:
        raise Refused(
            f"Exactly one statement can run; this is {len(statements)}. Run them one at a time.", rule="one_statement"
        )
    tree = statements[0]
    _not_too_deep(tree)
    if isinstance(tree, exp.Subquery) and isinstance(tree.this, exp.Values) and not tree.alias:
        tree = tree.this  # brackets around plain rows mean nothing, and are written out as a table without a SELECT
    assert isinstance(tree, exp.Expression)
    for raw in list(tree.find_all(exp.RawString, exp.ByteString)) if dialect == "duckdb" else ():
        if isinstance(raw, exp.RawString) or not _RARE_ESCAPE.search(sql):
            raw.replace(exp.Literal.string(raw.name))  # $$text$$ and e'text': texts like any other
    if "::" in sql and dialect == "duckdb":
        _typed_literals_first(tree, sql)
    for select in tree.find_all(exp.Select):
        if not select.expressions:
            raise Refused(
                "The SQL has a SELECT that names no columns; name them, or write SELECT *.",
                rule="one_statement",
                place=select.sql(dialect=dialect),
            )
    return tree


def _not_too_deep(tree: exp.Expr) -> None:
    """Refuse long chains of operators before anything walks them: the resolution's time grows with their square."""
    level = [tree]
    for _ in range(MAX_TREE):
        level = [child for node in level for child in node.iter_expressions()]
        if not level:
            return
    raise Refused(
        "The SQL chains too many operators to be checked; use IN for a list of values, or split it with WITH.",
        rule="text_hygiene",
    )


def _typed_literals_first(tree: exp.Expr, sql: str) -> None:
    """Read ``DATE '2013-03-04'::TIMESTAMP`` as the engine does, the date first; the parser casts the text first."""
    tokens = GRAMMARS["duckdb"]().tokenize(sql)
    typed = set()
    for kind, text, sign in zip(tokens, tokens[1:], tokens[2:], strict=False):
        literal_follows = text.token_type == TokenType.STRING and sign.token_type == TokenType.DCOLON
        if kind.token_type in DuckDBParser.TYPE_TOKENS and literal_follows:
            typed.add(text.start)
    for literal in list(tree.find_all(exp.Literal)) if typed else ():
        chain: list[exp.Expr] = []
        node = literal.parent
        while literal.meta.get("start") in typed and isinstance(node, exp.Cast):
            chain.append(node)
            node = node.parent
        if len(chain) > 1:
            kinds = [cast.args["to"] for cast in chain]
            for cast, kind in zip(chain, [kinds[-1], *kinds[:-1]], strict=True):
                cast.set("to", kind.copy())


def _without_comments(sql: str, dialect: Dialect) -> str:
    """Return the text with all that is no token put to blanks: the parser reads no comment within GROUP BY.

    What the tokenizer of that same parser takes for a token stays as it is and where it is.
    """
    kept = ["\n" if character == "\n" else " " for character in sql]
    for token in GRAMMARS[dialect]().tokenize(sql):
        kept[token.start : token.end + 1] = sql[token.start : token.end + 1]
    return "".join(kept)


def _left_open(sql: str) -> str:
    for sign, name in (("'", "single quote"), ('"', "double quote"), ("`", "backquote")):
        if sql.count(sign) % 2:
            return f"a {name} ({sign}) is opened and not closed"
    return "a quote, a comment or a name is not closed"


def _syntax_error(sql: str, error: ParseError) -> Refused:
    """Say where and, as far as the parser tells, what; its own vocabulary stays inside."""
    first = error.errors[0] if error.errors else {}
    near = str(first.get("highlight") or "").strip()
    line, last = first.get("line"), first.get("col")
    where = f" at line {line}, column {max(1, int(last) - len(near) + 1)}" if line and last else ""
    word = re.match(r"\s*([A-Za-z]+)", sql)
    if word and word[1].upper() not in _STARTS:
        where = ""
        hint = did_you_mean(word[1].upper(), _STARTS) or "; a question to the data starts with SELECT or WITH."
        what = f"it starts with {word[1]!r}{hint}"
    else:
        what = _what(str(first.get("description") or ""), near)
    return Refused(
        f"The SQL has a syntax error{where}: {what}{'' if what.endswith(('?', '.')) else '.'}",
        rule="one_statement",
        place=f"{str(first.get('start_context') or '')[-40:]}{near}",
    )


def _what(description: str, near: str) -> str:
    expected = re.match(r"Expect(?:ing|ed) (.+?)(?: but got .*)?\.?\Z", description, re.DOTALL)
    if expected and "<" not in expected[1] and len(expected[1]) < 40:
        wanted = "a closing bracket" if expected[1] == ")" else expected[1]
        return f"{wanted} is missing at {near!r}"
    if description.startswith("Required keyword"):
        return f"something is missing near {near!r}" if near else "something is missing"
    hint = did_you_mean(near.upper(), _CLAUSES) if near.isalpha() and near.upper() not in _CLAUSES else ""
    return f"{near!r} does not belong there{hint}" if near else "it cannot be read"
