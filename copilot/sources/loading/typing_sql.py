"""From chosen readings to the typed table.

Owns the SQL that builds it, the words of each type decision, and the cells that did not fit. Refuses to choose a type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copilot.sources.loading.inference import NULLS, TYPED_NULLS, Column, Hints, choose, currencies, trimmed
from copilot.sources.loading.names import literal, quoted
from copilot.sources.loading.notes import Notes
from copilot.sources.loading.readings import CURRENCY, Reading
from copilot.sources.loading.staging import TABLE

if TYPE_CHECKING:
    import duckdb


_AT_A_TIME = 10_000
AT_ONCE = 50
"""Columns that are typed in one statement; the engine takes some 3 MB for the intermediate values of each."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One column of the table to be."""

    column: Column
    reading: Reading | None
    type: str
    """The engine's type."""
    sql: str
    """The value from the cleaned cell `v0`, `v1` ... of the cleaned cells."""

    @property
    def is_number(self) -> bool:
        """True where the column can be summed."""
        return self.reading is not None and self.reading.kind in ("number", "percent")


def cleaned(cell: str, *, typed: bool) -> str:
    """Return the SQL of a cell without blanks, NULL where it is a spelling of nothing."""
    nulls = [*NULLS, *TYPED_NULLS] if typed else list(NULLS)
    listed = ", ".join(literal(text) for text in nulls)
    return f"CASE WHEN {trimmed(cell)} IN ({listed}) THEN NULL ELSE {trimmed(cell)} END"


def settle(con: duckdb.DuckDBPyConnection, column: Column, hints: Hints) -> Typed:
    """Return the type and the SQL of a measured column."""
    reading = choose(column, hints)
    if reading is not None and reading.kind == "number" and reading.name not in ("plain", "scientific"):
        reading = None if len(currencies(con, column)) > 1 else reading
    cleaned_name = f"v{column.place}"
    if reading is None:
        return Typed(column, None, "VARCHAR", cleaned_name)
    value = reading.sql(cleaned_name)
    match reading.kind:
        case "boolean":
            return Typed(column, reading, "BOOLEAN", value)
        case "date":
            return Typed(column, reading, "DATE", value)
        case "timestamp":
            return Typed(column, reading, "TIMESTAMP", value)
        case "time":
            return Typed(column, reading, "TIME", value)
    kind = _number_type(con, column, reading, value)
    if reading.kind == "percent":
        return _percent(column, reading, kind, value)
    return Typed(column, reading, kind, f"try_cast({value} AS {kind})")


def _percent(column: Column, reading: Reading, kind: str, value: str) -> Typed:
    if kind == "DOUBLE":
        return Typed(column, reading, kind, f"try_cast({value} AS DOUBLE) / 100")
    scale = 2 + (0 if kind == "BIGINT" else int(kind.removesuffix(")").rpartition(",")[2]))
    whole = f"DECIMAL(18,{scale})"
    return Typed(column, reading, whole, f"CAST(try_cast({value} AS {whole}) * 0.01 AS {whole})")


def _number_type(con: duckdb.DuckDBPyConnection, column: Column, reading: Reading, value: str) -> str:
    """BIGINT without decimals, DECIMAL with up to four, else DOUBLE."""
    if reading.name == "scientific":
        return "DOUBLE"
    row = con.execute(
        "SELECT max(CASE WHEN contains(t, '.') THEN length(t) - instr(t, '.') ELSE 0 END), "
        f"max(length(ltrim(split_part(t, '.', 1), '-'))) FROM (SELECT {value} AS t FROM ({_cleaned_column(column)}))"
    ).fetchall()[0]
    assert row is not None
    decimals, whole = int(row[0] or 0), int(row[1] or 0)
    if decimals == 0:
        return "BIGINT" if whole <= 18 else "DOUBLE"
    room = 2 if reading.kind == "percent" else 0
    return f"DECIMAL(18,{decimals})" if decimals <= 4 and whole + decimals + room <= 18 else "DOUBLE"


def _cleaned_column(column: Column) -> str:
    return f"SELECT {cleaned(column.staged, typed=True)} AS v{column.place} FROM {TABLE}"


def clean_cells(typed: Typed) -> str:
    """Return the rows of the staging table with one column's cell as it stands and cleaned, as SQL of a table."""
    column = typed.column
    value = cleaned(column.staged, typed=typed.reading is not None)
    return f"(SELECT line, {column.staged}, {value} AS v{column.place} FROM {TABLE})"


def _typed_columns(columns: Sequence[Typed]) -> str:
    """Each cell is cleaned once, however often its type's SQL reads it."""
    cells = ", ".join(f"{cleaned(c.column.staged, typed=c.reading is not None)} AS v{c.column.place}" for c in columns)
    picked = ", ".join(f"{typed.sql} AS {quoted(typed.column.name)}" for typed in columns)
    return f"SELECT {picked} FROM (SELECT line, {cells} FROM {TABLE})"


def build(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Typed]) -> int:
    """Create the typed table and return its number of rows."""
    # With two threads row groups now and then change places; one costs about a fifth of the load.
    con.execute("SET threads = 1")
    if len(columns) <= AT_ONCE:
        con.execute(f"CREATE OR REPLACE TABLE {quoted(table)} AS {_typed_columns(columns)}")
    else:
        parts = []
        for start in range(0, len(columns), AT_ONCE):
            parts.append(f"staging.main.part_{start}")
            con.execute(f"CREATE OR REPLACE TABLE {parts[-1]} AS {_typed_columns(columns[start : start + AT_ONCE])}")
        con.execute(f"CREATE OR REPLACE TABLE {quoted(table)} AS FROM {' POSITIONAL JOIN '.join(parts)}")
        for part in parts:
            con.execute(f"DROP TABLE {part}")
    con.execute("SET threads = 2")
    row = con.execute(f"SELECT count(*) FROM {quoted(table)}").fetchall()[0]
    assert row is not None
    return int(row[0])


def describe(con: duckdb.DuckDBPyConnection, typed: Typed, hints: Hints, notes: Notes) -> int:
    """Write down a column's type, nulls and misfits; return how many values did not fit."""
    column, name = typed.column, typed.column.name
    misfits = 0
    if typed.reading is None:
        _describe_text(con, column, notes)
    else:
        _describe_type(con, typed, hints, notes)
        misfits = _misfits(con, typed, notes)
    spelled = [f"{text!r} ({count:,})" for text, count in null_spellings(typed)]
    if spelled:
        notes.decide("nulls", f"column {name!r}: {', '.join(spelled)} was read as null", column=name)
    return misfits


def null_spellings(typed: Typed) -> list[tuple[str, int]]:
    """Return the texts that were read as nothing, with how often they stand there."""
    column = typed.column
    spelled = [*column.nulls, *(column.typed_spellings if typed.reading is not None else ())]
    return [(text, count) for text, count in spelled if text]


def _describe_text(con: duckdb.DuckDBPyConnection, column: Column, notes: Notes) -> None:
    name = column.name
    numeric = max((column.fits.get(style, 0) for style in ("plain", "comma", "point")), default=0)
    reason = ""
    if column.values == 0:
        reason = "; it has no values"
    elif column.identifiers:
        reason = "; it has digits with leading zeros, or more than 18 of them, which name something"
    elif len(money := currencies(con, column)) > 1 and numeric:
        reason = f"; it has amounts in {', '.join(sorted(money))}, which must not be added"
    notes.decide("type", f"column {name!r} is text{reason}", column=name)
    if column.blanks:
        text = f"column {name!r}: blanks around {column.blanks:,} values were taken off"
        notes.decide("trimmed", text, column=name)


_WORDS = {
    "BIGINT": "an integer",
    "DOUBLE": "a floating-point number",
    "BOOLEAN": "true or false",
    "DATE": "a date",
    "TIMESTAMP": "a point in time",
    "TIME": "a time of day",
}


def _describe_type(con: duckdb.DuckDBPyConnection, typed: Typed, hints: Hints, notes: Notes) -> None:
    name, reading = typed.column.name, typed.reading
    assert reading is not None
    words = _WORDS.get(typed.type, f"a decimal number ({typed.type})")
    extras = []
    if typed.is_number:
        extras += _taken_off(con, typed)
    elif reading.kind in ("date", "timestamp", "time", "boolean"):
        extras += _examples(con, typed)
    if "zone" in reading.name:
        extras.append("times were moved to UTC")
    notes.decide("type", f"column {name!r} is {words}" + "".join(f"; {extra}" for extra in extras), column=name)
    if reading.kind == "percent":
        notes.decide("percent", f"column {name!r} is a percentage; 12.5% is stored as 0.125", column=name)
    if reading.name == "point" or reading.name.endswith(" point"):
        notes.decide("decimal_mark", f"column {name!r}: the comma is the decimal mark, 1.234,5 is 1234.5", column=name)
    elif reading.name == "comma" and typed.type == "BIGINT" and typed.column.fully("point"):
        notes.decide(
            "decimal_mark", f"column {name!r}: assumed that the comma groups thousands, so 1,234 is 1234", column=name
        )
    elif reading.name in ("plain", "comma") and typed.type != "BIGINT" and typed.column.fully("point"):
        notes.decide(
            "decimal_mark",
            f"column {name!r}: assumed that the point is the decimal mark, so 1.234 is no 1,234",
            column=name,
        )
    if reading.kind in ("date", "timestamp") and typed.column.two_orders:
        notes.decide("day_month_order", _order_words(typed, reading, hints), column=name)


def _order_words(typed: Typed, reading: Reading, hints: Hints) -> str:
    first, second = ("day", "month") if reading.name.endswith("dmy") else ("month", "day")
    kind = reading.name.rpartition(" ")[0]
    other = f"{kind} {'mdy' if first == 'day' else 'dmy'}"
    if not typed.column.fully(other):
        return f"column {typed.column.name!r}: the {first} stands before the {second}, as only that fits all values"
    why = "as in the file's other columns" if hints.day_first is not None else "assumed, as both orders fit every value"
    return f"column {typed.column.name!r}: the {first} stands before the {second}; {why}"


def _taken_off(con: duckdb.DuckDBPyConnection, typed: Typed) -> list[str]:
    """What a number was written with, for the report."""
    assert typed.reading is not None
    if typed.reading.name in ("plain", "scientific"):
        return []
    cell = typed.column.staged
    row = con.execute(
        f"SELECT string_agg(DISTINCT regexp_extract({cell}, {literal('(?i)(' + CURRENCY + ')')}, 1), ' '), "
        f"bool_or(contains({cell}, ',')), bool_or(regexp_matches({cell}, '^\\s*\\(')), "
        f"bool_or(regexp_matches({cell}, '\\d\\s*-\\s*$')) FROM {clean_cells(typed)} WHERE ({typed.sql}) IS NOT NULL"
    ).fetchall()[0]
    assert row is not None
    marks = [token for token in (row[0] or "").split() if token]
    if typed.reading.name.endswith("comma") and row[1]:
        marks.append(",")
    said = (
        [", ".join(repr(mark) for mark in marks) + (" was" if len(marks) == 1 else " were") + " taken off"]
        if marks
        else []
    )
    if row[2]:
        said.append("brackets mean minus")
    if row[3]:
        said.append("a minus may stand at the end")
    return said


def _examples(con: duckdb.DuckDBPyConnection, typed: Typed) -> list[str]:
    """One value of each way of writing, with what it became."""
    cell = trimmed(typed.column.staged)
    shape = f"regexp_replace(regexp_replace({cell}, '\\d+', '9', 'g'), '[A-Za-z]+', 'a', 'g')"
    rows = con.execute(
        f"SELECT min(c), arg_min(t, c) FROM (SELECT {cell} AS c, CAST(({typed.sql}) AS VARCHAR) AS t, {shape} AS s "
        f"FROM {clean_cells(typed)}) WHERE t IS NOT NULL GROUP BY s ORDER BY count(*) DESC, 1 LIMIT 3"
    ).fetchall()
    return [f"{text!r} is {value}" for text, value in rows if text != value]


def _misfits(con: duckdb.DuckDBPyConnection, typed: Typed, notes: Notes) -> int:
    column = typed.column
    assert typed.reading is not None
    if column.fully(typed.reading.name):
        return 0
    cell = column.staged
    bad = f"FROM {clean_cells(typed)} WHERE v{column.place} IS NOT NULL AND ({typed.sql}) IS NULL"
    reason = f"column {column.name!r}: not {_WORDS.get(typed.type, 'a number')}, read as null"
    number = 0
    found = con.execute(f"SELECT line, {cell} {bad} ORDER BY line")
    while rows := found.fetchmany(_AT_A_TIME):
        number += len(rows)
        for line, text in rows:
            notes.put_aside(int(line), reason, text)
    if number:
        text = f"column {column.name!r}: {number:,} of {column.wanted():,} values do not fit and were read as null"
        notes.decide("misfits", text, column=column.name)
    return number
