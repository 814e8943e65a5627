"""The dialects as the gate reads and writes them: what goes in comes out with the same meaning.

Owns the places where the parser's SQLite would change a function on the way through: it writes some under names that
SQLite has not, and counts days by another order of arguments. What SQLite lacks is written under the name that
`copilot.sources.sqlite_functions` registers. DuckDB needs no such care.
"""

from __future__ import annotations

from typing import Any, Final

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect as Grammar
from sqlglot.dialects.dialect import rename_func
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.dialects.sqlite import SQLite
from sqlglot.generators.sqlite import SQLiteGenerator
from sqlglot.parsers.sqlite import SQLiteParser

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


GRAMMARS: Final[dict[Dialect, type[Grammar]]] = {"duckdb": DuckDB, "sqlite": AskedSQLite}
