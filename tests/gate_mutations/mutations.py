"""Ways to write a statement differently.

Owns a small reader of SQL's tokens of its own, so that no mistake of the parser under test is repeated here. `KEEPING`
changes the looks and keeps the meaning; `BENDING` does whatever might slip through. Each mutation takes a statement and a
dice and returns another statement. ``‹`` and ``›`` in a statement mark an expression that may get brackets; they are taken
out by `plain`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.gate_mutations.world import names

Mutation = Callable[[str, Random], str]

_TOKEN = re.compile(
    r"""
    (?P<gap>\s+|--[^\n\r]*[\n\r]?|/\*(?:[^*]|\*(?!/))*\*/)
  | (?P<text>[eExX]?'(?:[^']|'')*'|\$(\w*)\$.*?\$\3\$)
  | (?P<quoted>"(?:[^"]|"")*")
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign>::|->>|->|\|\||<=|>=|<>|!=|==|//|\*\*|:=|=>|!~~\*?|~~\*?|!~|\^@|<<|>>|@>|<@|&&|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_NAMES = frozenset(name.casefold() for name in names()) | {"main"}
_WORDS_AS_NAMES = frozenset({"user", "set"})  # columns that are written with quotes, and words elsewhere
UNSEEN = (
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u00a0", "\u3000", "\u1680", "\u180e", "\u2028", "\u2029",
    "\u202e", "\u2066", "\u0085", "\x00", "\x0b", "\x0c", "\x1c", "\x1f", "\x1b", "\x7f", "\u2000", "\u202f", "\ufe0f",
    "\U000e0061", "\u115f",
)  # fmt: skip
_BLANKS = (" ", "  ", "\t", "\n", "\r\n", " \n\t ", "\r", "\n\n")
_REMARKS = (
    "/* x */", "/**/", "/*' */", '/*" */', "/*;*/", "/*--*/", "/* DROP TABLE orders; */", "--\n", "-- '\n", "-- \"; DELETE\n",
    "--/*\n", "/*\n*/", "/*$$*/", "/* ) */", "/***/", "/*/ */", "/*+ x */", "/*! x */",
)  # fmt: skip
_NESTED_REMARK = "/* a /* b */ c */"


@dataclass(frozen=True)
class Token:
    """One token and which kind it is."""

    kind: str
    text: str

    @property
    def is_name(self) -> bool:
        return self.kind == "word" and self.text.casefold() in _NAMES


def tokens(sql: str) -> list[Token]:
    """Return the tokens of a statement; put together they are the statement again.

    >>> [token.text for token in tokens("a||'b''c' /* x */")]
    ['a', '||', "'b''c'", ' ', '/* x */']
    """
    return [Token(str(found.lastgroup), found[0]) for found in _TOKEN.finditer(sql)]


def _joined(parts: list[str]) -> str:
    return "".join(parts)


def plain(sql: str) -> str:
    """Take the marks for brackets out."""
    return sql.replace("‹", "").replace("›", "")


# ------------------------------------------------------------------------------------------------ keeping the meaning


def letter_case(sql: str, dice: Random) -> str:
    """Write words in other letters."""
    way = dice.choice((str.upper, str.lower, str.capitalize, None))

    def written(word: str) -> str:
        return way(word) if way else "".join(dice.choice((c.lower(), c.upper())) for c in word)

    return _joined([written(t.text) if t.kind == "word" and t.text.isascii() else t.text for t in tokens(sql)])


def blanks(sql: str, dice: Random) -> str:
    """Write every gap as other white space."""
    return _joined([dice.choice(_BLANKS) if t.kind == "gap" and not t.text.strip() else t.text for t in tokens(sql)])


def wide(sql: str, dice: Random) -> str:
    """Put white space wherever two tokens meet."""
    return dice.choice(_BLANKS).join(t.text for t in tokens(sql) if t.text.strip())


def remarks(sql: str, dice: Random) -> str:
    """Put comments into gaps and where tokens meet."""
    kinds = (*_REMARKS, _NESTED_REMARK)
    share = dice.choice((0.1, 0.5, 1.0))
    parts: list[str] = []
    for token in tokens(sql):
        parts.append(token.text)
        if dice.random() < share and not token.text.startswith("--"):
            parts.append(f" {dice.choice(kinds)} ")
    return _joined(parts)


def quoted_names(sql: str, dice: Random) -> str:
    """Write names that have no quotes with quotes."""
    share = dice.choice((0.3, 1.0))

    def written(token: Token) -> str:
        free = token.is_name and token.text.casefold() not in _WORDS_AS_NAMES
        return f'"{token.text}"' if free and dice.random() < share else token.text

    return _joined([written(token) for token in tokens(sql)])


def brackets(sql: str, dice: Random) -> str:
    """Put brackets around marked expressions."""
    depth = dice.choice((1, 1, 2, 9))
    return sql.replace("‹", "(" * depth).replace("›", ")" * depth)


def statement_in_brackets(sql: str, dice: Random) -> str:
    """Put brackets around the whole."""
    depth = dice.choice((1, 2, 5))
    return f"{'(' * depth}{sql}{')' * depth}"


def semicolon(sql: str, dice: Random) -> str:
    """End the statement."""
    return sql + dice.choice((";", " ;", ";\n", "; -- done\n", ";/* done */"))


def derived(sql: str, dice: Random) -> str:
    """Ask the statement from outside."""
    ways = (
        "SELECT * FROM ({}) AS q", "SELECT q.* FROM ({}) q", "FROM ({})", "WITH q AS ({}) SELECT * FROM q",
        "WITH q AS MATERIALIZED ({}) FROM q", "WITH a AS ({}), b AS (SELECT * FROM a) SELECT * FROM b",
        "SELECT * FROM (SELECT * FROM ({}) AS i) AS o", "({}) UNION ALL (SELECT * FROM ({}) AS n WHERE false)",
        "SELECT * FROM (SELECT 1 AS one_) AS l, LATERAL ({}) AS r", "FROM ({}) AS q SELECT *",
    )  # fmt: skip
    way = dice.choice(ways)
    found = way.replace("{}", sql)
    return found.replace(
        "SELECT * FROM (SELECT 1 AS one_) AS l, LATERAL", "SELECT r.* FROM (SELECT 1 AS one_) AS l, LATERAL"
    )


_ALIASES = ("zz", "T_9", "ü", "表", '"a b"', '"SELECT"', '"x;y"', '"--"', "_0", '"it\'s"', "q1", '"a.b"')


def aliases(sql: str, dice: Random) -> str:
    """Give tables that are called t1 and t2 other names."""
    first, second = dice.sample(_ALIASES, 2)
    new = {"t1": first, "t2": second}
    return _joined([new.get(t.text, t.text) if t.kind == "word" else t.text for t in tokens(sql)])


KEEPING: dict[str, Mutation] = {
    "letter case": letter_case, "blanks": blanks, "wide": wide, "comments": remarks, "quoted names": quoted_names,
    "brackets": brackets, "statement in brackets": statement_in_brackets, "derived": derived, "aliases": aliases,
    "semicolon": semicolon,
}  # fmt: skip
LAST = frozenset({"semicolon"})
"""What has to come after the others."""


# ------------------------------------------------------------------------------------------------ bending it


def unseen(sql: str, dice: Random) -> str:
    """Put characters that nobody sees between tokens, into words, or in place of blanks."""
    sign = dice.choice(UNSEEN)
    where = dice.choice(("gap", "word", "anywhere", "start", "end"))
    if where == "gap":
        return _joined([sign if t.kind == "gap" and dice.random() < 0.5 else t.text for t in tokens(sql)])
    if where == "word":
        return _joined([t.text[:1] + sign + t.text[1:] if t.is_name else t.text for t in tokens(sql)])
    at = {"start": 0, "end": len(sql)}.get(where, dice.randint(0, len(sql)))
    return sql[:at] + sign + sql[at:]


_ALIKE = {"s": "ſ", "k": "\u212a", "i": "ı", "a": "а", "e": "е", "o": "о", "p": "р", "c": "с"}


def lookalikes(sql: str, dice: Random) -> str:
    """Write names in letters that look alike, fold alike or are wider."""
    wider = dice.random() < 0.3

    def written(word: str) -> str:
        if wider:
            return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)
        return "".join(_ALIKE.get(c, c) if dice.random() < 0.5 else c for c in word)

    return _joined([written(t.text) if t.is_name else t.text for t in tokens(sql)])


def other_quotes(sql: str, dice: Random) -> str:
    """Write names in the quotes of other dialects."""
    way = dice.choice(("`{}`", "[{}]", "'{}'", 'U&"{}"', "$${}$$", '"{}"', "E'{}'", "$a${}$a$", '""{}""', "“{}”"))
    share = dice.choice((0.3, 1.0))
    return _joined([way.format(t.text) if t.is_name and dice.random() < share else t.text for t in tokens(sql)])


def prefixes(sql: str, dice: Random) -> str:
    """Put schemas and databases before names."""
    prefix = dice.choice(
        ("main.", "memory.main.", "memory.", '"main".', "MAIN.", "temp.", "system.main.", "hr.", "main . ", "t1.")
    )
    return _joined([prefix + t.text if t.is_name and dice.random() < 0.5 else t.text for t in tokens(sql)])


def split_texts(sql: str, dice: Random) -> str:
    """Put texts together from pieces."""

    def written(text: str) -> str:
        inner = text[1:-1]
        at = dice.randint(0, len(inner))
        first, second = inner[:at], inner[at:]
        if first.count("'") % 2 or "''" in inner:
            return text
        return dice.choice((
            f"('{first}' || '{second}')", f"concat('{first}', '{second}')", f"'{first}'\n'{second}'",
            f"replace('{first}~{second}', '~', '')", f"reverse('{inner[::-1]}')", f"CAST('{inner}' AS VARCHAR)",
            f"'{inner}'::VARCHAR", f"list_aggregate(['{first}', '{second}'], 'string_agg', '')",
            f"chr({ord(inner[0])}) || '{inner[1:]}'" if inner else text,
            "E'{}'".format("".join(f"\\x{ord(c):02x}" for c in inner)) if inner.isascii() else text,
        ))  # fmt: skip

    return _joined([written(t.text) if t.kind == "text" and t.text[0] == "'" else t.text for t in tokens(sql)])


def casts(sql: str, dice: Random) -> str:
    """Put columns through a type."""
    way = dice.choice(
        ("CAST({} AS VARCHAR)", "TRY_CAST({} AS VARCHAR)", "{}::VARCHAR", "({})::VARCHAR::VARCHAR", "VARCHAR {}")
    )
    found = re.sub(r"‹([^‹›]*)›", lambda m: way.format(m[1]), sql)
    return found if found != sql else sql


def as_functions(sql: str, dice: Random) -> str:
    """Write operators as functions, and calls as operators."""
    swaps = (
        (r"(\w+)\.(\w+)", r"struct_extract(\1, '\2')"), (r"(\w+)\.(\w+)", r"\1['\2']"), (r"(\w+)\.(\w+)", r"(\1).\2"),
        (r"(\w+)\.(\w+)", r"(\1.*).\2"), (r"(\w+) = (\S+)", r'"="(\1, \2)'), (r"(\w+)\((\w+)\)", r"\2.\1()"),
        (r"(\w+) \+ (\w+)", r"add(\1, \2)"), (r"count\(\*\)", r"count()"), (r"SELECT \*", "SELECT COLUMNS(*)"),
        (r"SELECT \*", "SELECT *COLUMNS('.*')"), (r"SELECT (\w+)\b", r"SELECT COLUMNS('\1')"),
        (r"SELECT (\w+)\b", r"SELECT COLUMNS(c -> c = '\1')"), (r"SELECT (\w+) FROM (\w+)", r"SELECT \2['\1'] FROM \2"),
        (r"SELECT (\w+) FROM (\w+)", r"SELECT to_json(\2) FROM \2"), (r"SELECT (\w+) FROM (\w+)", r"SELECT unnest(\2) FROM \2"),
        (r"SELECT (\w+) FROM (\w+)", r"SELECT (\2).\1 FROM \2"), (r"SELECT (\w+) FROM (\w+)", r"SELECT \2 FROM \2"),
    )  # fmt: skip
    pattern, with_ = dice.choice(swaps)
    return re.sub(pattern, with_, sql, count=dice.choice((0, 1)), flags=re.IGNORECASE)


def from_first(sql: str, dice: Random) -> str:
    """Turn SELECT x FROM t round."""
    found = re.fullmatch(r"(?is)\s*SELECT (.*?) FROM (\S+)(.*)", sql)
    if not found:
        return sql
    what, table, rest = found.groups()
    return dice.choice((
        f"FROM {table} SELECT {what}{rest}", f"FROM {table}{rest}", f"TABLE {table}", f"SELECT {what} FROM (TABLE {table}){rest}",
        f"SELECT {what} FROM (FROM {table}) {rest}", f"PIVOT {table} ON {what}", f"UNPIVOT {table} ON {what}",
        f"SUMMARIZE {table}", f"DESCRIBE {table}", f"SELECT {what} FROM ONLY {table}{rest}",
        f"SELECT {what} FROM {table} AS orders{rest}", f"SELECT {what} FROM x: {table}{rest}",
        f"SELECT {what} FROM {table} AS OF SYSTEM TIME '2020-01-01'{rest}", f"SELECT TOP 5 {what} FROM {table}{rest}",
        f"SELECT {what} FROM {table} (NOLOCK){rest}", f"SELECT {what} FROM LATERAL (FROM {table}) l{rest}",
    ))  # fmt: skip


_NESTINGS = (
    "SELECT * FROM ({}) AS q", "SELECT (SELECT max(q) FROM ({}) AS q)", "SELECT id FROM employees WHERE EXISTS ({})",
    "SELECT id FROM employees WHERE (SELECT count(*) FROM ({}) AS q) > 2", "SELECT CASE WHEN EXISTS ({}) THEN 1 ELSE 2 END",
    "WITH q AS ({}) SELECT * FROM q", "WITH q AS (SELECT 1), r AS ({}) SELECT * FROM q, r",
    "WITH RECURSIVE q AS (({}) UNION ALL SELECT * FROM q WHERE false) SELECT * FROM q",
    "SELECT 1 UNION ALL ({})", "SELECT NULL EXCEPT ({})", "({}) INTERSECT ({})", "SELECT 1 AS a UNION ALL BY NAME ({})",
    "SELECT * FROM employees AS e, LATERAL ({}) AS q", "SELECT * FROM employees POSITIONAL JOIN ({}) AS q",
    "SELECT * FROM employees LEFT JOIN ({}) AS q ON true", "SELECT id FROM employees SEMI JOIN ({}) AS q ON true",
    "SELECT list(q) FROM ({}) AS q", "SELECT to_json(q) FROM ({}) AS q", "SELECT q FROM ({}) AS q", "SELECT ARRAY({})",
    "VALUES ((SELECT 1)), (({}))", "SELECT id FROM employees ORDER BY ({})", "SELECT id FROM employees LIMIT ({})",
    "SELECT id IN ({}) FROM employees", "SELECT id FROM employees WHERE id::VARCHAR = ANY ({})",
    "SELECT sum(id) FILTER (WHERE EXISTS ({})) FROM employees", "SELECT {{'a': ({})}}", "SELECT [({})]", "SELECT MAP([1], [({})])",
    "SELECT row_number() OVER (ORDER BY ({})) FROM employees", "SELECT id FROM employees QUALIFY EXISTS ({})",
    "SELECT count(*) FROM employees GROUP BY ({})", "SELECT count(*) FROM employees HAVING EXISTS ({})",
    "SELECT list_transform([1, 2], x -> ({}))", "SELECT coalesce(NULL, ({}))", "SELECT DISTINCT ON (({})) id FROM employees",
    "PIVOT ({}) ON 1 USING count(*)", "SELECT * FROM ({}) PIVOT (count(*) FOR person IN ('a'))",
    "EXPLAIN {}", "EXPLAIN ANALYZE {}", "DESCRIBE {}", "SUMMARIZE {}", "CREATE TABLE zz AS {}", "PREPARE p AS {}",
    "SELECT * FROM (DESCRIBE {})", "SELECT * FROM (SUMMARIZE {})", "SELECT * FROM query('{}')", "COPY ({}) TO 'zz.csv'",
    "SELECT * FROM (SELECT 1 AS one_) TABLESAMPLE (({}) ROWS)", "SELECT 1; {}", "{}; SELECT 1", "{}\n;\n{}",
    "WITH orders AS ({}) SELECT * FROM orders", "WITH employees AS MATERIALIZED ({}) FROM employees",
    "SELECT * FROM ({}) AS employees", "SELECT * FROM ({}) AS orders(a, b)", "SELECT * FROM orders ASOF JOIN ({}) AS q ON quantity >= 1",
    "SELECT a.* FROM employees AS a JOIN ({}) AS b USING (id)", "SELECT * FROM employees NATURAL JOIN ({}) AS b",
)  # fmt: skip


def nesting(sql: str, dice: Random) -> str:
    """Put the statement into some place of another one."""
    return dice.choice(_NESTINGS).replace("{}", sql).replace("{{", "{").replace("}}", "}")


def bits(sql: str, dice: Random) -> str:
    """Drop, double, swap or put in a token."""
    found = [t.text for t in tokens(sql)]
    if not found:
        return sql
    at = dice.randrange(len(found))
    what = dice.choice(("drop", "double", "swap", "put"))
    if what == "drop":
        del found[at]
    elif what == "double":
        found.insert(at, found[at])
    elif what == "swap":
        other = dice.randrange(len(found))
        found[at], found[other] = found[other], found[at]
    else:
        found.insert(at, f" {dice.choice(_STUFF)} ")
    return _joined(found)


_STUFF = (
    "*", "(", ")", ",", ".", ";", "'", '"', "`", "--", "/*", "*/", "$$", "$1", "?", ":x", "@", "#1", "::", "->", "[", "]", "{", "}",
    "NULL", "NOT", "IN", "AS", "ON", "ALL", "BY NAME", "EXCLUDE", "REPLACE", "LATERAL", "UNNEST", "rowid", "main", "secret_salaries",
    "ssn", "salary", "cost", "void", "grants", "COLUMNS(*)", "WITH ORDINALITY", "TABLESAMPLE 1 ROWS", "FETCH FIRST 1 ROW ONLY",
    "FOR UPDATE", "INTO", "USING (id)", "\\", "\x00", "\ud800", "🙂", "0x1", "1e309", "1_000", "IS NOT DISTINCT FROM", "COLLATE", "ESCAPE",
    "AT (VERSION => 1)", "OVER ()", "FILTER (WHERE", "WITHIN GROUP", "IGNORE NULLS", "GROUP BY ALL", "ORDER BY ALL", "LIMIT 1%",
)  # fmt: skip

BENDING: dict[str, Mutation] = {
    **KEEPING, "unseen": unseen, "lookalikes": lookalikes, "other quotes": other_quotes, "prefixes": prefixes,
    "split texts": split_texts, "casts": casts, "as functions": as_functions, "FROM first": from_first, "nesting": nesting,
    "bits": bits,
}  # fmt: skip


def mutated(sql: str, names_of: list[str], dice: Random) -> str:
    """Apply mutations by their names, those that end a statement last."""
    for name in sorted(names_of, key=LAST.__contains__):
        sql = BENDING[name](sql, dice)
    return plain(sql)
