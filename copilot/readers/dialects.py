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
from copilot.readers.plan import Grain, Part, TimePart, Value
from copilot.values.query import Dialect

_SEASONS: Final = (
    ("spring", "春季", "3, 4, 5"),
    ("summer", "夏季", "6, 7, 8"),
    ("autumn", "秋季", "9, 10, 11"),
    ("winter", "冬季", "12, 1, 2"),
)
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
    """Cut a time to the start of its year, half-year, quarter ... or hour; to a plain day but for the hour."""
    if grain == "half":
        year = bucket(column, "year", dialect)
        halfway = _later(year, 6, "month", dialect)
        halfway = halfway if dialect == "sqlite" else f"CAST({halfway} AS DATE)"
        return f"CASE WHEN {time_part(column, 'month', dialect)} <= 6 THEN {year} ELSE {halfway} END"
    text = f"DATE_TRUNC('{grain}', {column})"
    return text if grain == "hour" or dialect == "sqlite" else f"CAST({text} AS DATE)"


def time_part(column: str, part: Part, dialect: Dialect, *, chinese: bool = False) -> str:
    """Take a recurring part of a time: a whole number, isodow 1 for Monday; a weekend or a season in a word."""
    if part == "weekend":
        day = time_part(column, "isodow", dialect)
        end, working = ("周末", "工作日") if chinese else ("weekend", "weekday")
        return f"CASE WHEN {day} >= 6 THEN '{end}' WHEN {day} < 6 THEN '{working}' END"
    if part == "season":
        month = time_part(column, "month", dialect)
        pieces = (f"WHEN {month} IN ({months}) THEN '{zh if chinese else en}'" for en, zh, months in _SEASONS)
        return f"CASE {' '.join(pieces)} END"
    return f"DATE_PART('{part}', {column})"


def later(column: str, part: TimePart, dialect: Dialect) -> str:
    """Put a time so many months or days later, as the part asks."""
    if part.months_later:
        return _later(column, part.months_later, "month", dialect)
    return _later(column, part.days_later, "day", dialect) if part.days_later else column


def _later(column: str, count: int, unit: str, dialect: Dialect) -> str:
    if dialect == "sqlite":
        return f"DATE({column}, '+{count} {unit}s')"
    return f"{column} + INTERVAL '{count}' {unit.upper()}"


def like(column: str, text: str, where: str, dialect: Dialect) -> str:
    """Match letters in any case; wildcards in the text match themselves."""
    escaped = re.sub(r"([\\%_])", r"\\\1", text)
    pattern = {"anywhere": f"%{escaped}%", "start": f"{escaped}%", "end": f"%{escaped}"}[where]
    operator = "ILIKE" if dialect == "duckdb" else "LIKE"
    escape = r" ESCAPE '\'" if escaped != text else ""
    return f"{column} {operator} {literal(pattern, dialect)}{escape}"


_IN_UNIT: Final[dict[str, tuple[int, str]]] = {
    "year": (12, "month"), "half": (6, "month"), "quarter": (3, "month"), "month": (1, "month"), "week": (7, "day"),
    "day": (1, "day"), "hour": (1, "hour"),
}  # fmt: skip
"""A unit of time in the units that both dialects count in."""


def earlier(column: str, unit: Grain, count: int, dialect: Dialect) -> str:
    """Put the start of a period so many units earlier.

    >>> earlier("month", "quarter", 1, "duckdb"), earlier("month", "year", 1, "sqlite")
    ("month - INTERVAL '3' MONTH", "DATE(month, '-12 months')")
    """
    times, base = _IN_UNIT[unit]
    if dialect == "sqlite":
        return f"{'DATETIME' if base == 'hour' else 'DATE'}({column}, '-{count * times} {base}s')"
    return f"{column} - INTERVAL '{count * times}' {base.upper()}"


def stretch(column: str, unit: Grain, count: int, dialect: Dialect) -> tuple[str, str]:
    """Return what to order periods by, and how far back a frame reaches that begins so many units before.

    >>> stretch("month", "month", 2, "duckdb")
    ('month', "INTERVAL '2' MONTH PRECEDING")
    """
    times, base = _IN_UNIT[unit]
    if dialect != "sqlite":
        return column, f"INTERVAL '{count * times}' {base.upper()} PRECEDING"
    if base == "month":
        return f"DATE_PART('year', {column}) * 12 + DATE_PART('month', {column})", f"{count * times} PRECEDING"
    # Julian days are fractions; half an hour more reaches no further back.
    return f"JULIANDAY({column}) * 24", f"{count * times * (24 if base == 'day' else 1)}.5 PRECEDING"


def band(column: str, width: int | Decimal) -> str:
    """Cut a number to the lower end of its band.

    >>> band("amount", 100), band("price", Decimal("0.5"))
    ('CAST(FLOOR(amount / 100.0) * 100 AS BIGINT)', 'FLOOR(price / 0.5) * 0.5')
    """
    if isinstance(width, int) or width == int(width):
        return f"CAST(FLOOR({column} / {int(width)}.0) * {int(width)} AS BIGINT)"
    return f"FLOOR({column} / {width}) * {width}"


def growth(now: str, before: str) -> str:
    """Write by which fraction a value has grown.

    >>> growth("revenue", "earlier.revenue")
    '(revenue - earlier.revenue) * 1.0 / NULLIF(earlier.revenue, 0)'
    """
    return ratio(f"{bracketed(now)} - {bracketed(before)}", before)


def combined(how: str, left: str, right: str) -> str:
    """Write two values as their ratio, their difference, or the growth from the right one to the left one.

    >>> combined("difference", "revenue", "a - b")
    'revenue - (a - b)'
    """
    if how == "growth":
        return growth(left, right)
    return ratio(left, right) if how == "ratio" else f"{bracketed(left)} - {bracketed(right)}"


def bracketed(text: str) -> str:
    """Put brackets around all but a name or one call."""
    return text if re.fullmatch(r"[\w.\"]+|\w+\([^()]*\)", text) else f"({text})"


def ratio(numerator: str, denominator: str) -> str:
    """Divide without whole-number division or division by zero."""
    top = numerator if re.fullmatch(r"\w+\([^()]*\)", numerator) else f"({numerator})"
    return f"{top} * 1.0 / NULLIF({denominator}, 0)"
