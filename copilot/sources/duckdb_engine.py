"""DuckDB inside a worker: locked, read-only, one cursor for each query.

Owns the engine's settings, its second opinion and the wording of its errors. Runs in worker processes only. Only the
schema ``main`` of a database file is shown.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from copilot.sources.engine import Deadline, EngineError, Outflow, Request, no_memory, other_tables, said_in

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from copilot.values import ColumnType

_SETTINGS: Final = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "threads": "2",
    "max_expression_depth": "200",
    "temp_directory": "",
    "explain_output": "all",  # the plan before the optimizer, which may fold a table away, is the second opinion
}
# Every operator that a reading plan consists of. Table functions show up under their own name: those that are not here
# (catalog functions, files, dynamic SQL) end the query, and so does CHUNK_GET, which is what DESCRIBE becomes.
_OPERATORS: Final = frozenset(
    {
        "PROJECTION",
        "FILTER",
        "AGGREGATE",
        "WINDOW",
        "UNNEST",
        "LIMIT",
        "ORDER_BY",
        "TOP_N",
        "DISTINCT",
        "SAMPLE",
        "PIVOT",
        "DELIM_GET",
        "EXPRESSION_GET",
        "DUMMY_SCAN",
        "EMPTY_RESULT",
        "CTE",
        "CTE_SCAN",
        "MATERIALIZED_CTE",
        "RECURSIVE_CTE",
        "REC_CTE",
        "REC_CTE_SCAN",
        "RECURSIVE_CTE_SCAN",
        "REC_KEY_CTE",
        "JOIN",
        "DELIM_JOIN",
        "COMPARISON_JOIN",
        "ANY_JOIN",
        "CROSS_PRODUCT",
        "POSITIONAL_JOIN",
        "ASOF_JOIN",
        "DEPENDENT_JOIN",
        "UNION",
        "EXCEPT",
        "INTERSECT",
        "RANGE",
        "GENERATE_SERIES",
        "JSON_EACH",
        "JSON_TREE",
    }
)
# Rows gathered before the caps see them. Few, so that long texts do not fill the memory; a large result that is wanted
# whole comes in larger batches, in half the time.
_BATCH_ROWS: Final = 2_048
_LARGE_BATCH_ROWS: Final = 8_192
_LARGE_RESULT: Final = 100_000


class DuckDBEngine:
    """One locked DuckDB instance over one file, with so many bytes for sorting, joining and grouping."""

    def __init__(self, path: str, *, memory: int = 512 << 20) -> None:
        import duckdb

        config: dict[str, Any] = {**_SETTINGS, "memory_limit": f"{memory >> 20}MiB"}
        try:
            self._connection = duckdb.connect(path, read_only=True, config=config)
            self._connection.execute("SET GLOBAL TimeZone='UTC'")
            self._connection.execute("SET lock_configuration=true")
        except duckdb.Error as error:
            raise EngineError(_why_unopened(error), kind="unopened") from error
        row = self._connection.execute("SELECT current_database()").fetchone()
        self._main = (str(row[0]) if row else "", "main")
        self._views = {name.casefold() for name, is_view in self._names() if is_view}
        self._read_by_view: dict[str, frozenset[str]] = {}

    def schema(self) -> list[dict[str, Any]]:
        """Return the tables and views of the schema ``main``, in the order of their names."""
        columns: dict[str, list[dict[str, str]]] = {}
        for table, column, engine_type in self._ask(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
            " AND database_name = current_database() AND schema_name = 'main' ORDER BY table_name, column_index"
        ):
            kind = column_type(engine_type)
            columns.setdefault(table, []).append({"name": column, "engine_type": engine_type, "type": kind})
        primary: dict[str, list[str]] = {}
        foreign: dict[str, list[dict[str, Any]]] = {}
        for table, kind, own, other, theirs in self._ask(
            "SELECT table_name, constraint_type, constraint_column_names, referenced_table, referenced_column_names"
            " FROM duckdb_constraints() WHERE database_name = current_database() AND schema_name = 'main'"
            " AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY table_name, constraint_index"
        ):
            if kind == "PRIMARY KEY":
                primary[table] = own
            else:
                foreign.setdefault(table, []).append({"columns": own, "to_table": other, "to_columns": theirs})
        return [
            {
                "name": name,
                "columns": columns.get(name, []),
                "primary_key": primary.get(name, []),
                "foreign_keys": foreign.get(name, []),
                "is_view": is_view,
            }
            for name, is_view in self._names()
        ]

    def run(self, request: Request, rows: Outflow) -> None:
        """Run one query on a cursor of its own, after the second opinion on that cursor."""
        import duckdb
        import pyarrow as pa

        cursor = self._connection.cursor()
        deadline = Deadline(request.seconds, cursor.interrupt)
        try:
            with deadline:
                self._second_opinion(cursor, request)
                _fetch(cursor, request, rows)
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            if deadline.passed:
                raise EngineError("The time was up.", kind="timed_out") from error
            raise no_memory() if isinstance(error, MemoryError) else _safe_error(str(error), request.shown) from error
        finally:
            cursor.close()

    def _second_opinion(self, cursor: duckdb.DuckDBPyConnection, request: Request) -> None:
        """Compare what the engine would read, in its own plan with views and macros expanded, with what the gate saw.

        `get_table_names` would be the other way; it takes no parameters and cannot bind USING, UNNEST of a list or
        ASOF, so it would refuse good queries. The plan also shows each table function.
        """
        allowed: set[str] = set()
        for name in request.tables:
            allowed |= self._base_tables(name.casefold())
        found = self._reads(cursor, request.text, request.parameters)
        foreign = frozenset(name for name in found if name.casefold() not in allowed)
        if foreign:
            raise other_tables(foreign, request.shown)

    def _base_tables(self, name: str) -> frozenset[str]:
        if name not in self._views:
            return frozenset({name})
        if name not in self._read_by_view:
            cursor = self._connection.cursor()
            quoted = name.replace('"', '""')
            found = self._reads(cursor, f'SELECT * FROM main."{quoted}"', {})
            cursor.close()
            self._read_by_view[name] = frozenset(table.casefold() for table in found)
        return self._read_by_view[name]

    def _reads(self, cursor: duckdb.DuckDBPyConnection, text: str, parameters: Mapping[str, Any]) -> frozenset[str]:
        if len(cursor.extract_statements(text)) != 1:
            raise EngineError("The SQL is not one statement; write a single query.", kind="refused")
        rows = cursor.execute(f"EXPLAIN (FORMAT JSON) {text}", dict(parameters) or None).fetchall()
        plans = {row[0]: row[1] for row in rows if len(row) == 2}
        if "logical_plan" not in plans:
            words = "The engine cannot say which tables the SQL reads; write one plain query."
            raise EngineError(words, kind="refused")
        nodes = _nodes(json.loads(plans["logical_plan"]))
        return frozenset(self._named(node) for node in nodes if node["name"] not in _OPERATORS)

    def _named(self, node: Mapping[str, Any]) -> str:
        """Return the bare name of a table in the schema ``main``, or else a name that no table of it has."""
        full = node.get("extra_info", {}).get("Table")
        if node["name"] != "SEQ_SCAN" or not isinstance(full, str):
            return f"{str(node['name']).lower()}()"
        *prefix, table = _name_parts(full)
        return table if tuple(prefix) == self._main else f"{full} (another schema)"

    def _names(self) -> list[tuple[str, bool]]:
        rows = self._ask(
            "SELECT table_name, false FROM duckdb_tables() WHERE NOT internal AND NOT temporary"
            " AND database_name = current_database() AND schema_name = 'main' UNION ALL"
            " SELECT view_name, true FROM duckdb_views() WHERE NOT internal"
            " AND database_name = current_database() AND schema_name = 'main' ORDER BY 1"
        )
        return [(str(name), bool(is_view)) for name, is_view in rows]

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        try:
            return cursor.execute(sql).fetchall()
        finally:
            cursor.close()


def _fetch(cursor: duckdb.DuckDBPyConnection, request: Request, rows: Outflow) -> None:
    """Hand over batch after batch; those beyond the caps are never computed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        relation = cursor.sql(request.text, params=dict(request.parameters) or None)
        if relation is None:
            raise EngineError("The SQL gives no rows; write a query.", kind="refused")
        reader = _conveyable(relation).to_arrow_reader(
            _LARGE_BATCH_ROWS if rows.rows_wanted > _LARGE_RESULT else _BATCH_ROWS
        )
    schema = _plain_schema(reader.schema)
    rows.begin(schema)
    for batch in reader:
        if not rows.add(batch.cast(schema) if schema is not reader.schema else batch):
            break


def _conveyable(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Spell columns out as text that Arrow would carry wrongly (a wrapped sign, a lost offset) or as raw bytes."""
    kinds = [str(kind) for kind in relation.types]
    if not any(kind in _NOT_IN_ARROW for kind in kinds):
        return relation
    columns = []
    for name, kind in zip(relation.columns, kinds, strict=True):
        quoted = '"' + name.replace('"', '""') + '"'
        columns.append(f"CAST({quoted} AS VARCHAR) AS {quoted}" if kind in _NOT_IN_ARROW else quoted)
    return relation.project(", ".join(columns))


def _plain_schema(schema: pa.Schema) -> pa.Schema:
    """Spell enum columns out as text, so that no one above has to know dictionaries."""
    import pyarrow as pa

    for index, field in enumerate(schema):
        if pa.types.is_dictionary(field.type):
            schema = schema.set(index, field.with_type(field.type.value_type))
    return schema


def _nodes(plan: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    waiting = list(plan)
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node["children"])


def _name_parts(full: str) -> list[str]:
    """Split ``db.main."odd ""name"``."""
    return [quoted.replace('""', '"') or bare for quoted, bare in re.findall(r'"((?:[^"]|"")*)"|([^."]+)', full)]


_NOT_IN_ARROW: Final = frozenset({"UHUGEINT", "TIME WITH TIME ZONE", "BIT", "BIGNUM", "VARIANT", "GEOMETRY"})

_TYPES: Final[tuple[tuple[str, ColumnType], ...]] = (
    (r".*\[\d*\]$|(STRUCT|MAP|LIST|UNION|VARIANT|GEOMETRY)\b", "other"),
    (r"U?(TINY|SMALL|BIG|HUGE)INT$|U?INTEGER$|BIGNUM$", "integer"),
    (r"DECIMAL", "decimal"),
    (r"FLOAT$|DOUBLE$", "float"),
    (r"BOOLEAN$", "boolean"),
    (r"JSON$", "json"),
    (r"VARCHAR|ENUM|UUID$", "text"),
    (r"DATE$", "date"),
    (r"TIMESTAMP", "timestamp"),
    (r"TIME\b|TIME_NS", "time"),
    (r"INTERVAL$", "interval"),
    (r"BLOB$|BIT$", "binary"),
)


def column_type(engine_type: str) -> ColumnType:
    """Return what kind of values a DuckDB type holds.

    >>> column_type("DECIMAL(12,2)"), column_type("VARCHAR[]"), column_type("HUGEINT")
    ('decimal', 'other', 'integer')
    """
    for pattern, kind in _TYPES:
        if re.match(pattern, engine_type, re.DOTALL):
            return kind
    return "other"


_WORDS: Final = (
    ("Conversion Error", "A value does not fit the type it should become; use TRY_CAST or leave such rows out."),
    ("Out of Range Error", "A number is out of range for its type; cast to a wider type first."),
    ("Permission Error", "The query reaches outside the data, which is not permitted here."),
    ("Not implemented Error", "The engine cannot do this yet; write it another way."),
    ("Constraint Error", "The query breaks a constraint of the engine."),
    ("Interrupt Error", "The query was interrupted."),
)


def _safe_error(text: str, shown: str) -> EngineError:
    """Return the error in words that carry no value: what is not a word of the SQL itself is left out.

    Only what the binder, the parser and the catalog say is passed on at all; they never look at rows.
    """
    first = text.strip().partition("\n")[0]
    kind = first.partition(":")[0]
    if "expression depth" in first:
        return EngineError("The SQL is nested too deeply; write it with fewer levels.", kind="refused")
    if kind in ("Binder Error", "Parser Error", "Catalog Error"):
        return EngineError(f"The engine does not take this SQL: {_only_said(first, shown)}", kind="refused")
    if "Corrupt" in kind or "checksum" in first.lower():
        return EngineError("The database file is damaged.", kind="damaged")
    if "Division by zero" in first:
        return EngineError("The query divides by zero; wrap the divisor in NULLIF(..., 0).")
    if "More than one row returned by a subquery" in first:
        return EngineError("A subquery that stands for one value gives several rows; aggregate it or limit it to one.")
    if kind == "Out of Memory Error" or "bad_alloc" in first or "out of memory" in first.lower():
        return no_memory()
    for start, words in _WORDS:
        if kind == start:
            return EngineError(words)
    if "Parameter" in first or "parameter" in first:
        return EngineError("The query's parameters do not fit the values given.")
    named = kind if re.fullmatch(r"[A-Z][A-Za-z ]{2,30} Error", kind) else "error"
    return EngineError(f"The engine could not run the query ({named}); simplify it or check its functions.")


_SUGGESTED: Final = re.compile(r"\W*(candidate|did you mean|\bLINE \d)", re.IGNORECASE)
_NAMED: Final = re.compile(  # quoted, or where the engine writes a name without quotes
    r"(?<!\w)(?:'[^']*'|\"[^\"]*\")(?!\w)|(?<=with name )[^\s\"']+|(?<=Referenced column )[^\s\"']+|\b\w+_\w+\b"
)
_NESTED: Final = re.compile(r"\b(ENUM|STRUCT|UNION|TUPLE|MAP|VARIANT)\(")
_TYPE_WORDS: Final = frozenset(
    "any array bigint bignum bit blob boolean date decimal double enum float hugeint integer integer_literal interval"
    " json list map null smallint string_literal struct t time timestamp tinyint tuple ubigint uhugeint uinteger union"
    " unknown usmallint utinyint uuid varchar variant with zone".split()
)


def _only_said(line: str, shown: str) -> str:
    """Return a message of the binder without suggestions, and with no names but words of the SQL and types.

    A type can carry what must not be told: an ENUM its values, a STRUCT the names of its fields.

    >>> _only_said("Binder Error: Cannot mix values of type ENUM('a)b', 'c') and INTEGER", "select coalesce(mood, 1)")
    'Cannot mix values of type ENUM and INTEGER'
    >>> _only_said('Binder Error: Table "c" has no "ssn"', "select c.x from customers c")
    'Table "c" has no another name'
    """
    line = _without_members(line.partition(": ")[2])
    suggestion = _SUGGESTED.search(line)
    if suggestion is not None:
        line = line[: suggestion.start()] + "."
    known = f"{shown} {' '.join(_TYPE_WORDS)}"
    return _NAMED.sub(lambda found: found[0] if said_in(found[0], known) else "another name", line)


def _without_members(line: str) -> str:
    """Cut the parentheses off nested types, whatever is quoted within; an unclosed one takes the rest along."""
    while (found := _NESTED.search(line)) is not None:
        depth, end, quote = 1, found.end(), ""
        while depth and end < len(line):
            letter = line[end]
            if quote:
                quote = "" if letter == quote else quote
            elif letter in "'\"":
                quote = letter
            else:
                depth += (letter == "(") - (letter == ")")
            end += 1
        line = line[: found.end() - 1] + line[end:]
    return line


def _why_unopened(error: duckdb.Error) -> str:
    text = str(error)
    if re.search(r"\block\b", text):
        return "it is open for writing in another program; close that program or copy the file"
    if "version" in text.lower():
        return "it was written by another version of DuckDB; export it and import it again"
    if "not a valid DuckDB database" in text or "Corrupt" in text or "checksum" in text.lower():
        return "it is damaged or no DuckDB database"
    return "DuckDB cannot read it"
