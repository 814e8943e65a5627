"""The dialects as the gate reads and writes them: what goes in comes out with the same meaning.

Owns the places where the parser's SQLite would change a function on the way through: it writes some under names that
SQLite has not, and counts days by another order of arguments. What SQLite lacks is written under the name that
`copilot.sources.sqlite_functions` registers. DuckDB needs no such care.

Of the others, which no source runs yet, it owns how names are compared: without regard to the case of ASCII letters,
quoted or not, in every dialect. Each engine has rules of its own, and some depend on its settings; so a name is written
out as it is stored, always quoted (`copilot.gate.names`), which means the same under all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any, Final, get_args

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect as Grammar
from sqlglot.dialects.dialect import NormalizationStrategy, rename_func
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.dialects.sqlite import SQLite
from sqlglot.generators.sqlite import SQLiteGenerator
from sqlglot.parser import Parser
from sqlglot.parsers.sqlite import SQLiteParser
from sqlglot.tokenizer_core import TokenType

from copilot.values.query import Dialect


def _as_written(name: str) -> Any:
    return lambda args: exp.Anonymous(this=name, expressions=args)


def _read_date_diff(args: list[Any]) -> exp.Expression:
    """Read ``DATE_DIFF('day', start, end)``, the registered form; any other goes through as it is."""
    if len(args) != 3 or not isinstance(args[0], exp.Literal):
        return exp.Anonymous(this="DATE_DIFF", expressions=args)
    return exp.DateDiff(this=args[2], expression=args[1], unit=exp.var(args[0].name))


def _write_date_diff(self: Any, node: exp.DateDiff) -> str:
    unit = exp.Literal.string((node.text("unit") or "day").lower())
    return str(self.func("DATE_DIFF", unit, node.expression, node.this))


def _write_extract(self: Any, node: exp.Extract) -> str:
    return str(self.func("DATE_PART", exp.Literal.string(node.name.lower()), node.expression))


def _write_left(self: Any, node: exp.Left) -> str:
    return str(self.func("SUBSTRING", node.this, exp.Literal.number(1), node.expression))


def _write_right(self: Any, node: exp.Right) -> str:
    back = exp.Neg(this=exp.Paren(this=node.expression.copy()))
    return str(self.func("SUBSTRING", node.this, back, node.expression))


def _write_greatest(self: Any, node: exp.Greatest | exp.Least) -> str:
    """Keep SQLite's own ``MAX(a, b)``, which is NULL beside a NULL, apart from GREATEST, which passes it over."""
    greatest = isinstance(node, exp.Greatest)
    if node.args.get("ignore_nulls"):
        return str(self.func("GREATEST" if greatest else "LEAST", node.this, *node.expressions))
    return str(self.func("MAX" if greatest else "MIN", node.this, *node.expressions))


def _write_log(self: Any, node: exp.Log) -> str:
    if node.expression is not None and node.name == "10":
        return str(self.func("LOG10", node.expression))
    return str(self.func("LOG", node.this, node.expression))


class AskedSQLite(SQLite):
    """SQLite with the functions that askbi registers."""

    class Parser(SQLiteParser):
        """Reads functions that would be rewritten wrongly as plain names."""

        FUNCTIONS = {  # noqa: RUF012 - the parser's own way of being configured
            **SQLiteParser.FUNCTIONS,
            **{name: _as_written(name) for name in ("DATE", "DATE_ADD", "STRFTIME", "ISOYEAR", "EPOCH", "UNIXEPOCH")},
            "DATE_DIFF": _read_date_diff,
            "DATEDIFF": _read_date_diff,
        }

    class Generator(SQLiteGenerator):
        """Writes functions under the names that the source registers."""

        SUPPORTS_MEDIAN = True
        TRANSFORMS = {  # noqa: RUF012 - as above
            **SQLiteGenerator.TRANSFORMS,
            exp.DateDiff: _write_date_diff,
            exp.DayOfWeek: rename_func("DAYOFWEEK"),
            exp.DayOfWeekIso: rename_func("ISODOW"),
            exp.DayOfYear: rename_func("DAYOFYEAR"),
            exp.Extract: _write_extract,
            exp.Greatest: _write_greatest,
            exp.Least: _write_greatest,
            exp.Left: _write_left,
            exp.Levenshtein: rename_func("LEVENSHTEIN"),
            exp.Log: _write_log,
            exp.Right: _write_right,
            exp.VariancePop: rename_func("VAR_POP"),
        }


_LOWER: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def fold(name: str) -> str:
    """Return the name as both engines compare it: letters of ASCII fold, others do not.

    >>> fold("OrderID"), fold("GRÖSSE")
    ('orderid', 'grÖsse')
    """
    return name.translate(_LOWER)


RUN: Final[dict[Dialect, type[Grammar]]] = {"duckdb": DuckDB, "sqlite": AskedSQLite}
"""The grammars of the engines that askbi runs."""

_STARTS_OF_STATEMENTS: Final = frozenset(
    {
        TokenType.ALTER, TokenType.COMMAND, TokenType.COMMIT, TokenType.CREATE, TokenType.DECLARE, TokenType.DELETE,
        TokenType.DROP, TokenType.EXECUTE, TokenType.INSERT, TokenType.KILL, TokenType.MERGE, TokenType.ROLLBACK,
        TokenType.SET, TokenType.TRUNCATE, TokenType.UPDATE, TokenType.USE,
    }
)  # fmt: skip
_SHORT_STATEMENTS: Final = frozenset(
    "BREAK CHECKPOINT COMMIT CONTINUE GO PRINT RECONFIGURE RETURN REVERT ROLLBACK SETUSER SHUTDOWN THROW".split()
)
"""Words that the parser has no token for, and that are a whole statement by themselves."""


def _tsql_parser() -> type[Parser]:
    """T-SQL needs no semicolon between statements, and no word before a recursive WITH part."""
    from sqlglot.parsers.tsql import TSQLParser

    class AskedTSQLParser(TSQLParser):
        """Takes no start of a statement for a name, so that ``SELECT 1 DELETE FROM orders`` is not read as one."""

        ALIAS_TOKENS = TSQLParser.ALIAS_TOKENS - _STARTS_OF_STATEMENTS
        TABLE_ALIAS_TOKENS = TSQLParser.TABLE_ALIAS_TOKENS - _STARTS_OF_STATEMENTS

        def _parse_alias(self, this: exp.Expr | None, explicit: bool = False) -> exp.Expr | None:
            return this if self._at_statement() else super()._parse_alias(this, explicit)

        def _parse_table_alias(self, alias_tokens: Collection[TokenType] | None = None) -> exp.TableAlias | None:
            return None if self._at_statement() else super()._parse_table_alias(alias_tokens)

        def _at_statement(self) -> bool:
            here = self._curr
            return bool(here) and here.token_type is TokenType.VAR and here.text.upper() in _SHORT_STATEMENTS

        def _parse_with(self, skip_with_token: bool = False) -> exp.With | None:
            parts = super()._parse_with(skip_with_token)
            if isinstance(parts, exp.With):
                parts.set("recursive", True)
            return parts

    return AskedTSQLParser


def _clickhouse_parser() -> type[Parser]:
    """A question chooses neither the settings of the engine nor the form of what comes back."""
    from sqlglot.parsers.clickhouse import ClickHouseParser

    class AskedClickHouseParser(ClickHouseParser):
        """Reads no SETTINGS and no FORMAT."""

        QUERY_MODIFIER_PARSERS = {  # noqa: RUF012 - the parser's own way of being configured
            token: parse
            for token, parse in ClickHouseParser.QUERY_MODIFIER_PARSERS.items()
            if token not in (TokenType.FORMAT, TokenType.SETTINGS)
        }

    return AskedClickHouseParser


_PARSERS: Final[dict[Dialect, Callable[[], type[Parser]]]] = {"tsql": _tsql_parser, "clickhouse": _clickhouse_parser}


@cache
def _not_run(dialect: Dialect) -> type[Grammar]:
    """Return the parser's own grammar of a dialect, with names compared as `fold` does."""
    base = type(Grammar.get_or_raise(dialect))
    own: dict[str, Any] = {
        "NORMALIZATION_STRATEGY": NormalizationStrategy.CASE_INSENSITIVE,
        "ASCII_ONLY_NORMALIZATION": True,
        "normalize_identifier": Grammar.normalize_identifier,
    }
    if dialect in _PARSERS:
        own["Parser"] = _PARSERS[dialect]()
    metaclass: Any = type(base)
    made: type[Grammar] = metaclass(f"Asked{base.__name__}", (base,), own)
    return made


class _Grammars(Mapping[Dialect, type[Grammar]]):
    """The grammar of each dialect; one that no source runs is loaded when it is asked for."""

    def __getitem__(self, dialect: Dialect) -> type[Grammar]:
        return RUN.get(dialect) or _not_run(dialect)

    def __iter__(self) -> Iterator[Dialect]:
        return iter(get_args(Dialect))

    def __len__(self) -> int:
        return len(get_args(Dialect))


GRAMMARS: Final = _Grammars()
