"""SQLite inside a worker: read-only, opened where it lies, each query watched by an authorizer.

Owns the connection, the second opinion, the types of columns and results and the wording of errors. Runs in worker
processes only.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from copilot.sources.engine import Deadline, EngineError, Outflow, Request, no_memory, other_tables, said_in
from copilot.sources.sqlite_functions import register

if TYPE_CHECKING:
    import pyarrow as pa

    from copilot.values import ColumnType

_LOOKED_AT: Final = 100_000
_TABLE_FUNCTIONS: Final = frozenset({"json_each", "json_tree"})
_LONGEST_VALUE: Final = 100_000_000
_BATCH_ROWS: Final = 2_048


class SqliteEngine:
    """One read-only connection to one SQLite file."""

    def __init__(self, path: str) -> None:
        self._connection = _connect(path)
        register(self._connection)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        self._views: dict[str, frozenset[str]] | None = None
        self._relations: frozenset[str] = frozenset()
        for name in _TABLE_FUNCTIONS:  # their first use writes to a schema in memory, which no authorizer would allow
            self._connection.execute(f"SELECT * FROM {name}('[]')").close()

    def schema(self) -> list[dict[str, Any]]:
        """Return tables and views in the order of their names; types as the values show them.

        Virtual tables and what they store their content in are left out.
        """
        self._connection.set_authorizer(None)
        listed = self._connection.execute(
            "SELECT name, type = 'view' FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view')"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        ).fetchall()
        return [self._table(name, bool(is_view)) for name, is_view in listed]

    def run(self, request: Request, rows: Outflow) -> None:
        """Run one query while an authorizer allows only the tables that the gate saw."""
        allowed = self._base_tables(request.tables)
        watch = _Watch(allowed, self._relations, request.shown)
        cursor = self._connection.cursor()
        deadline = Deadline(request.seconds, self._connection.interrupt)
        try:
            self._connection.set_authorizer(watch)
            with deadline:
                cursor.execute(request.text, {name: _stored(value) for name, value in request.parameters.items()})
                if cursor.description is None:
                    raise EngineError("The SQL gives no rows; write a query.", kind="refused")
                _fetch(cursor, rows)
        except (sqlite3.Error, OverflowError) as error:
            if deadline.passed:
                raise EngineError("The time was up.", kind="timed_out") from error
            raise watch.verdict or _safe_error(str(error), request.shown) from error
        finally:
            cursor.close()

    def _base_tables(self, tables: Iterable[str]) -> frozenset[str]:
        """Return the tables with the base tables of those that are views, folded."""
        if self._views is None:
            self._connection.set_authorizer(None)
            found = self._connection.execute("SELECT name, type FROM sqlite_master").fetchall()
            self._relations = frozenset({name.casefold() for name, _ in found} | {"sqlite_master", "sqlite_schema"})
            self._views = {name.casefold(): self._read_by(name) for name, kind in found if kind == "view"}
        folded = {table.casefold() for table in tables}
        return frozenset(folded.union(*(self._views.get(name, frozenset()) for name in folded)))

    def _read_by(self, view: str) -> frozenset[str]:
        watch = _Watch(None, self._relations, view)
        self._connection.set_authorizer(watch)
        try:
            self._connection.execute(f"EXPLAIN SELECT * FROM {_quoted(view)}").close()
        except sqlite3.Error:  # a view over a table that is gone: it fails by itself when it is asked
            return frozenset()
        finally:
            self._connection.set_authorizer(None)
        return frozenset(watch.read)

    def _table(self, name: str, is_view: bool) -> dict[str, Any]:
        declared = self._columns(name)
        seen = self._look_at(name, [column for column, _, _ in declared])
        return {
            "name": name,
            "columns": [
                {"name": column, "engine_type": kind, "type": _type(kind, counts)}
                for (column, kind, _), counts in zip(declared, seen, strict=True)
            ],
            "primary_key": _key(declared),
            "foreign_keys": self._foreign_keys(name),
            "is_view": is_view,
        }

    def _columns(self, table: str) -> list[tuple[str, str, int]]:
        """Return name, declared type and place in the primary key (0 for none) of each column."""
        try:
            rows = self._connection.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchall()
        except sqlite3.Error:  # a view over something that is gone
            return []
        return [(row[1], str(row[2] or ""), row[5]) for row in rows if row[6] != 1]

    def _foreign_keys(self, table: str) -> list[dict[str, Any]]:
        keys: dict[int, dict[str, Any]] = {}
        for row in self._connection.execute(f"PRAGMA foreign_key_list({_quoted(table)})").fetchall():
            key = keys.setdefault(row[0], {"columns": [], "to_table": row[2], "to_columns": []})
            key["columns"].append(row[3])
            if row[4] is not None:
                key["to_columns"].append(row[4])
        for key in keys.values():
            declared = self._columns(key["to_table"])
            # ``REFERENCES parent`` without columns means its primary key; a reference may be spelled in another case.
            spelled = {column.casefold(): column for column, _, _ in declared}
            key["to_columns"] = [spelled.get(c.casefold(), c) for c in key["to_columns"]] or _key(declared)
            key["to_table"] = self._spelled(key["to_table"])
        own = {column.casefold(): column for column, _, _ in self._columns(table)}
        for key in keys.values():
            key["columns"] = [own.get(column.casefold(), column) for column in key["columns"]]
        return [keys[place] for place in sorted(keys, reverse=True)]

    def _spelled(self, table: str) -> str:
        """Return a table's name as it was created; SQLite takes it in any case."""
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND lower(name) = lower(?)"
        row = self._connection.execute(sql, (table,)).fetchone()
        return str(row[0]) if row else table

    def _look_at(self, table: str, columns: Sequence[str]) -> list[tuple[int, ...]]:
        """Count, in the first rows, which storage classes and which shapes of text each column holds."""
        counts: list[tuple[int, ...]] = []
        for start in range(0, len(columns), 200):  # one statement holds at most 2,000 result columns
            part = columns[start : start + 200]
            sums = ", ".join(_COUNTS.replace("{c}", _quoted(column)) for column in part)
            inner = ", ".join(_quoted(column) for column in part)
            sql = f"SELECT {sums} FROM (SELECT {inner} FROM {_quoted(table)} LIMIT {_LOOKED_AT})"
            try:
                row = self._connection.execute(sql).fetchone()
            except sqlite3.Error:  # a broken view has columns but no values
                row = (0,) * (len(part) * _COUNTED)
            plain = [int(value or 0) for value in row]
            counts += [tuple(plain[i : i + _COUNTED]) for i in range(0, len(plain), _COUNTED)]
        return counts


class _Watch:
    """The authorizer: allows reading the given tables (any, where None) and remembers what was denied.

    SQLite also reports a common table expression whose columns are not looked at, as a table without database and with
    an empty column; it is let pass where no relation of the file has that name.
    """

    def __init__(self, allowed: frozenset[str] | None, relations: frozenset[str], shown: str) -> None:
        self._allowed = allowed
        self._shown = shown
        self._relations = relations
        self.read: set[str] = set()
        self.verdict: EngineError | None = None

    def __call__(
        self, action: int, first: str | None, second: str | None, database: str | None, inner: str | None
    ) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        if action != sqlite3.SQLITE_READ or first is None:
            words = "The engine would do something else than read, so the query was not run."
            self.verdict = EngineError(words, kind="refused")
            return sqlite3.SQLITE_DENY
        table = first.casefold()
        self.read.add(table)
        if (
            self._allowed is None
            or table in _TABLE_FUNCTIONS
            or (table in self._allowed and database in (None, "main"))
        ):
            return sqlite3.SQLITE_OK
        if second == "" and database is None and table not in self._relations:
            return sqlite3.SQLITE_OK
        self.verdict = other_tables(frozenset({first}), self._shown)
        return sqlite3.SQLITE_DENY


def _connect(path: str) -> sqlite3.Connection:
    """Open the file read-only; a file in WAL mode in a folder that cannot be written is opened as one that rests."""
    place = f"file:{quote(path)}?mode=ro"
    wal = Path(path + "-wal")
    try:
        return _open(place)
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text:
            raise EngineError(
                "it is locked by another program; try again when that is done", kind="unopened"
            ) from error
        if "unable to open" in text and wal.exists() and wal.stat().st_size:
            reason = (
                "its write-ahead log holds changes and its folder cannot be written; checkpoint it or copy both files"
            )
            raise EngineError(reason, kind="unopened") from error
    except sqlite3.DatabaseError as error:
        raise EngineError("it is damaged, encrypted or no SQLite database", kind="unopened") from error
    try:
        return _open(f"{place}&immutable=1")
    except sqlite3.DatabaseError as error:
        raise EngineError("SQLite cannot open it", kind="unopened") from error


def _open(place: str) -> sqlite3.Connection:
    # No statement cache: a statement prepared under one authorizer must not be run again under another.
    connection = sqlite3.connect(place, uri=True, check_same_thread=False, cached_statements=0, timeout=2.0)
    try:
        connection.execute("PRAGMA query_only=on")
        connection.execute("PRAGMA trusted_schema=off")
        connection.execute("PRAGMA temp_store=memory")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _key(columns: Sequence[tuple[str, str, int]]) -> list[str]:
    return [name for _, name in sorted((place, name) for name, _, place in columns if place)]


_DAY: Final = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]"
_COUNTS: Final = ", ".join(
    f"sum({condition})"
    for condition in (
        "{c} IS NOT NULL",
        "typeof({c}) = 'integer'",
        "typeof({c}) = 'integer' AND {c} IN (0, 1)",
        "typeof({c}) = 'real'",
        "typeof({c}) = 'text'",
        "typeof({c}) = 'blob'",
        f"typeof({{c}}) = 'text' AND {{c}} GLOB '{_DAY}' AND date({{c}}, '+0 days') = {{c}}",
        f"typeof({{c}}) = 'text' AND {{c}} GLOB '{_DAY}[ T][0-2][0-9]:[0-5][0-9]*' AND datetime({{c}}) IS NOT NULL"
        f" AND date(substr({{c}}, 1, 10), '+0 days') = substr({{c}}, 1, 10)",
        "typeof({c}) = 'text' AND {c} GLOB '[0-2][0-9]:[0-5][0-9]*' AND time({c}) IS NOT NULL",
    )
)
_COUNTED: Final = 9


def _type(declared: str, seen: tuple[int, ...]) -> ColumnType:
    """Return what the values are; the declaration speaks only where it says more, or where there are no values."""
    name = declared.upper()
    there, integers, flags, reals, texts, blobs, days, moments, clocks = seen
    if not there:
        return _declared_type(name)
    if integers == there:
        return "boolean" if flags == there and "BOOL" in name else "integer"
    if integers + reals == there:
        return "float"
    if blobs == there:
        return "binary"
    if texts == there:
        if days == there:
            return "date"
        if days + moments == there:
            return "timestamp"
        if clocks == there and name.startswith("TIME"):
            return "time"
        return "json" if name.startswith("JSON") else "text"
    return "text"


_DECLARED: Final[tuple[tuple[str, ColumnType], ...]] = (
    (r"BOOL", "boolean"),
    (r"DATETIME|TIMESTAMP", "timestamp"),
    (r"\bDATE", "date"),
    (r"\bTIME", "time"),
    (r"INT", "integer"),
    (r"CHAR|CLOB|TEXT|STRING", "text"),
    (r"BLOB", "binary"),
    (r"JSON", "json"),
    (r"REAL|FLOA|DOUB|NUMERIC|DECIMAL", "float"),
)


def _declared_type(name: str) -> ColumnType:
    return next((kind for pattern, kind in _DECLARED if re.search(pattern, name)), "text")


def _stored(value: Any) -> Any:
    """Return a parameter in the form in which SQLite files keep such values."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | clock):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _fetch(cursor: sqlite3.Cursor, rows: Outflow) -> None:
    """Read rows up to the caps, then hand them over: only then is known what type each column has."""
    names = [column[0] for column in cursor.description]
    fetched: list[tuple[Any, ...]] = []
    wanted = rows.bytes_wanted
    for row in cursor:
        if len(fetched) == rows.rows_wanted or (wanted < 0 and fetched):
            rows.cut()
            break
        fetched.append(row)
        wanted -= sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
    table = _to_arrow(names, fetched)
    rows.begin(table.schema)
    for batch in table.to_batches(max_chunksize=_BATCH_ROWS):
        if not rows.add(batch):
            break


def _to_arrow(names: list[str], rows: list[tuple[Any, ...]]) -> pa.Table:
    """Type each column by its values: whole numbers, numbers, bytes, and text for everything else."""
    import pyarrow as pa

    arrays: list[pa.Array[Any]] = []
    for index in range(len(names)):
        values = [row[index] for row in rows]
        kinds = {type(value) for value in values} - {type(None)}
        if kinds == {int}:
            arrays.append(pa.array(values, pa.int64()))
        elif kinds and kinds <= {int, float}:
            arrays.append(pa.array([None if value is None else float(value) for value in values], pa.float64()))
        elif kinds == {bytes}:
            arrays.append(pa.array(values, pa.binary()))
        else:
            arrays.append(pa.array([_as_text(value) for value in values], pa.string()))
    return pa.Table.from_arrays(arrays, names=names)


def _as_text(value: Any) -> str | None:
    if isinstance(value, bytes):
        return value.hex()
    return None if value is None else str(value)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# What SQLite says of a statement before it looks at any row; the groups are names.
_OF_THE_SQL: Final = re.compile(
    r"no such (?:column|table|function|index|window|collation sequence): (.*)|ambiguous column name: (.*)"
    r"|circular reference: (.*)|near \"(.*)\": syntax error|unrecognized token: (.*)|incomplete input"
    r"|wrong number of arguments to function (.*)|misuse of (?:aliased )?(?:aggregate|window)(?: function)?:? (.*)"
    r"|(.*)\(\) may not be used as a window function|cannot join using column (.*) - column not present in both tables"
    r"|sub-select returns \d+ columns - expected \d+|\d+\w\w (?:ORDER|GROUP) BY term out of range.*"
    r"|SELECTs to the left and right of [A-Z ]+ do not have the same number of result columns"
    r"|all VALUES must have the same number of terms|row value misused|ESCAPE expression must be a single character"
)
_WORDS: Final = (
    (
        "user-defined function raised",
        "A function was given a value that it cannot take; check the types and the bounds.",
    ),
    ("user-defined aggregate", "An aggregate was given a value that is no number; cast it or leave such rows out."),
    ("locked", "The file is locked by another program; try again when that is done."),
    ("too big", "A value of the query is too long; shorten it."),
    ("integer overflow", "A sum of whole numbers is out of range; sum it as a float."),
    ("malformed JSON", "A text that is read as JSON is none."),
    ("binding", "The query's parameters do not fit the values given."),
    ("Incorrect number of bindings", "The query's parameters do not fit the values given."),
    ("too many", "The query has too many parts; simplify it."),
)


def _safe_error(text: str, shown: str) -> EngineError:
    """Return the error in words that carry no value of the data, and no name but those in the SQL itself."""
    words = text.partition("\n")[0]
    found = _OF_THE_SQL.fullmatch(words)
    if found is not None:
        name = next((group for group in found.groups() if group is not None), "")
        if not said_in(name.removeprefix("main."), shown):
            words = words.replace(name, "another name")
        return EngineError(f"The engine does not take this SQL: {words}", kind="refused")
    if "malformed" in text and "JSON" not in text:
        return EngineError("The database file is damaged.", kind="damaged")
    if "out of memory" in text:
        return no_memory()
    return EngineError(
        next(
            (words for part, words in _WORDS if part in text),
            "The engine could not run the query; simplify it or check its functions.",
        )
    )
