"""Files that carry their types: Parquet, Arrow and JSON.

Owns how nested values become columns: structures are flattened one level, deeper ones and lists of JSON stay as JSON
text; Parquet and Arrow keep their types, dictionaries become plain values. Refuses to guess types of text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.errors import SourceError
from copilot.sources.loading.encoding import detect_encoding
from copilot.sources.loading.names import column_names, literal, quoted
from copilot.sources.loading.notes import Notes

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

OBJECT_CAP = 64_000_000
"""Largest single JSON object in bytes."""


def load_parquet(con: duckdb.DuckDBPyConnection, path: Path, origin: str, table: str, notes: Notes) -> int:
    """Load one Parquet file as it is.

    Raises:
        SourceError: it is not a whole Parquet file.
    """
    import duckdb

    try:
        con.execute(f"CREATE TABLE {quoted(table)} AS SELECT * FROM read_parquet([{literal(_exact(path))}])")
    except duckdb.Error as error:
        raise SourceError(f"{origin} cannot be read as Parquet: {_first_line(error)}.") from error
    notes.decide("types", "the file carries its types; they were kept")
    return _count(con, table)


def _exact(path: Path) -> str:
    """The path as a pattern that matches itself only."""
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in str(path))


def load_arrow(con: duckdb.DuckDBPyConnection, path: Path, origin: str, table: str, notes: Notes) -> int:
    """Load one Arrow IPC file, memory-mapped.

    Raises:
        SourceError: it is not an Arrow file, or holds a type that the engine lacks.
    """
    import duckdb
    import pyarrow as pa

    try:
        with pa.memory_map(str(path)) as mapped:
            reader = pa.ipc.open_file(mapped)
            batches = (reader.get_batch(i) for i in range(reader.num_record_batches))
            schema = _plain_schema(reader.schema, notes)
            con.register("incoming", pa.RecordBatchReader.from_batches(schema, _cast(batches, schema)))
            con.execute(f"CREATE TABLE {quoted(table)} AS SELECT * FROM incoming")
            con.unregister("incoming")
    except (pa.ArrowException, duckdb.Error, OSError) as error:
        raise SourceError(f"the frame {table!r} ({origin}) cannot be loaded: {_first_line(error)}.") from error
    return _count(con, table)


def _plain_schema(schema: pa.Schema, notes: Notes) -> pa.Schema:
    import pyarrow as pa

    names = column_names([str(name) for name in schema.names])
    fields = []
    for name, field in zip(names, schema, strict=True):
        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
            notes.decide("type", f"column {name!r} was a category and is {kind} now", column=name)
        elif pa.types.is_null(kind):
            kind = pa.string()
        if name != field.name:
            notes.decide("column_name", f"the column {field.name!r} is called {name!r}", column=name)
        fields.append(pa.field(name, kind))
    return pa.schema(fields)


def _cast(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        arrays = [array.cast(field.type) for array, field in zip(batch.columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def load_json(
    con: duckdb.DuckDBPyConnection, path: Path, origin: str, table: str, notes: Notes, *, scratch: Path
) -> int:
    """Load an array of objects, one object, or one object on each line.

    Raises:
        SourceError: it is empty or not JSON, or its values are not objects.
    """
    import duckdb

    encoding = detect_encoding(path)
    notes.decide("encoding", encoding.text)
    lines, clean = _prepared(path, encoding.name, encoding.errors, notes, origin, scratch)
    shape = "newline_delimited" if lines else "auto"
    scan = (
        f"read_json([{literal(_exact(clean))}], format='{shape}', sample_size=-1, maximum_object_size={OBJECT_CAP}, "
        "map_inference_threshold=-1, records=true)"
    )
    try:
        con.execute(f"CREATE OR REPLACE TABLE staging.main.objects AS SELECT * FROM {scan}")
    except duckdb.Error as error:
        raise SourceError(
            f"{origin} cannot be read as a table of JSON objects: {_first_line(error)}. An array of objects, or one "
            "object on each line, would work."
        ) from error
    finally:
        if clean != path:
            clean.unlink(missing_ok=True)
    source = _unwrapped(con, notes)
    con.execute(f"CREATE TABLE {quoted(table)} AS SELECT {_flattened(con, source, notes)} FROM {source}")
    con.execute("DROP TABLE staging.main.objects")
    return _count(con, table)


def _prepared(path: Path, encoding: str, errors: str, notes: Notes, origin: str, scratch: Path) -> tuple[bool, Path]:
    """Return whether each line is an object, and the file in UTF-8 without the lines that are not JSON."""
    with path.open(encoding=encoding, errors=errors) as stream:
        first = next((line for line in stream if line.strip()), "")
        second = next((line for line in stream if line.strip()), "")
    by_line = _is_object(first) and (not second or second.lstrip().startswith("{"))
    clean = scratch / "clean.json"
    with path.open(encoding=encoding, errors=errors) as stream, clean.open("w", encoding="utf-8") as out:
        if not by_line:
            while block := stream.read(1 << 20):
                out.write(block)
            return False, clean
        rows = bad = 0
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            if _is_object(line):
                out.write(line)
                rows += 1
            else:
                bad += 1
                notes.put_aside(number, "not a JSON object", line)
    if bad > rows:
        raise SourceError(f"{origin}: {bad:,} of {bad + rows:,} lines are not JSON objects; check that it is JSON.")
    if bad:
        notes.decide("broken_lines", f"{bad:,} lines are not JSON objects and were set aside")
    return True, clean


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _columns(con: duckdb.DuckDBPyConnection, source: str) -> list[tuple[str, Any]]:
    relation = con.sql(f"SELECT * FROM {source}")
    return list(zip(relation.columns, relation.types, strict=True))


def _unwrapped(con: duckdb.DuckDBPyConnection, notes: Notes) -> str:
    """Where the file is one object around one list of objects, take the list."""
    whole = "staging.main.objects"
    columns = _columns(con, whole)
    lists = [name for name, kind in columns if kind.id == "list" and kind.children[0][1].id == "struct"]
    if len(lists) != 1 or _count(con, whole, is_path=True) != 1:
        return whole
    others = [name for name, _ in columns if name != lists[0]]
    left = f"; left out: {', '.join(others)}" if others else ""
    notes.decide("wrapper", f"the rows are the objects in {lists[0]!r}{left}")
    return f"(SELECT unnest(item) FROM (SELECT unnest({quoted(lists[0])}) AS item FROM {whole}))"


def _flattened(con: duckdb.DuckDBPyConnection, source: str, notes: Notes) -> str:
    wanted: list[tuple[str, str]] = []
    for name, kind in _columns(con, source):
        if kind.id == "struct":
            parts = [
                (f"{name}_{part}", _plain(f"struct_extract({quoted(name)}, {literal(part)})", k))
                for part, k in kind.children
            ]
            listed = ", ".join(part for part, _ in parts)
            notes.decide("flattened", f"the object {name!r} became the columns {listed}", column=name)
            wanted += parts
        else:
            wanted.append((name, _plain(quoted(name), kind)))
            if kind.id in ("list", "map", "array", "json"):
                notes.decide(
                    "type", f"column {name!r} holds lists or mixed values and is kept as JSON text", column=name
                )
    names = column_names([name for name, _ in wanted])
    return ", ".join(f"{sql} AS {quoted(name)}" for name, (_, sql) in zip(names, wanted, strict=True))


def _plain(sql: str, kind: Any) -> str:
    nested = kind.id in ("struct", "list", "map", "array", "union") or str(kind) == "JSON"
    return f"CAST(to_json({sql}) AS VARCHAR)" if nested else sql


def _count(con: duckdb.DuckDBPyConnection, table: str, *, is_path: bool = False) -> int:
    row = con.execute(f"SELECT count(*) FROM {table if is_path else quoted(table)}").fetchall()[0]
    assert row is not None
    return int(row[0])


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")[:300] if str(error).strip() else type(error).__name__
