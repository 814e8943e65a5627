"""How the pieces of a plan's SQL are spelled in each dialect.

Owns names, literals and the functions that differ between DuckDB and SQLite; what SQLite lacks has been registered
under the same name by the source.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from copilot.gate.vocabulary import RESERVED
from copilot.readers.plan import Grain, Part, Value
from copilot.values.query import Dialect

_SIMPLE: Final = re.compile(r"[a-z_][a-z0-9_]*\Z")


def name(identifier: str) -> str:
    """Quote an identifier where it needs it.

    >>> name("amount"), name("Total X")
    ('amount', '"Total X"')
    """
    if _SIMPLE.match(identifier) and identifier not in RESERVED:
        return identifier
    return '"' + identifier.replace('"', '""') + '"'


def literal(value: Value, dialect: Dialect) -> str:
    """Write a value as a literal.

    >>> literal("O'Hare", "duckdb"), literal(date(2013, 1, 2), "duckdb"), literal(date(2013, 1, 2), "sqlite")
    ("'O''Hare'", "DATE '2013-01-02'", "'2013-01-02'")
    """
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE") if dialect == "duckdb" else str(int(value))
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value:%Y-%m-%d %H:%M:%S}'" if dialect == "duckdb" else f"'{value:%Y-%m-%d %H:%M:%S}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'" if dialect == "duckdb" else f"'{value.isoformat()}'"
    if isinstance(value, (int, float, Decimal)):
        return format(value, "f") if isinstance(value, Decimal) else repr(value)
    return "'" + value.replace("'", "''") + "'"


def bucket(column: str, grain: Grain, dialect: Dialect) -> str:
    """Cut a time to the start of its year, quarter, month, week, day or hour; to a plain day but for the hour."""
    text = f"DATE_TRUNC('{grain}', {column})"
    return text if grain == "hour" or dialect == "sqlite" else f"CAST({text} AS DATE)"


def time_part(column: str, part: Part) -> str:
    """Take a recurring part of a time as a whole number; isodow is 1 for Monday."""
    return f"DATE_PART('{part}', {column})"


def like(column: str, text: str, where: str, dialect: Dialect) -> str:
    """Match letters in any case; wildcards in the text match themselves."""
    escaped = re.sub(r"([\\%_])", r"\\\1", text)
    pattern = {"anywhere": f"%{escaped}%", "start": f"{escaped}%", "end": f"%{escaped}"}[where]
    operator = "ILIKE" if dialect == "duckdb" else "LIKE"
    escape = r" ESCAPE '\'" if escaped != text else ""
    return f"{column} {operator} {literal(pattern, dialect)}{escape}"


def ratio(numerator: str, denominator: str) -> str:
    """Divide without whole-number division or division by zero."""
    top = numerator if re.fullmatch(r"\w+\([^()]*\)", numerator) else f"({numerator})"
    return f"{top} * 1.0 / NULLIF({denominator}, 0)"
