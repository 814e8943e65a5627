"""Files that carry their types: Parquet, Arrow and JSON.

Owns how nested values become columns: structures are flattened one level, deeper ones and lists of JSON stay as JSON
text; Parquet and Arrow keep their types, dictionaries become plain values. Refuses to guess types of text.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from copilot.errors import SourceError
from copilot.sources.loading.delimited import read_lines
from copilot.sources.loading.encoding import Encoding, detect_encoding
from copilot.sources.loading.failures import disk_is_full, reason_of, short_of_memory
from copilot.sources.loading.grid import refuse_too_wide
from copilot.sources.loading.names import column_names, literal, quoted
from copilot.sources.loading.notes import Notes
from copilot.values.load import ColumnLoad, LoadLimits

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

OBJECT_CAP = 64_000_000
"""Largest single JSON object in bytes."""


def load_parquet(con: duckdb.DuckDBPyConnection, path: Path, notes: Notes, limits: LoadLimits, *, scratch: Path) -> int:
    """Load one Parquet file as it is.

    Raises:
        SourceError: it is not a whole Parquet file, or too wide.
    """
    import duckdb

    # The engine reads meaning into paths: patterns, and columns out of folders that are called like year=2026.
    plain = scratch / "table.parquet"
    _same_file(path, plain)
    scan = f"read_parquet([{literal(_exact(plain))}], hive_partitioning=false)"
    notes.know(kind="parquet")
    try:
        columns = _columns(con, scan)
        refuse_too_wide(len(columns), notes.origin, limits)
        names = column_names([name for name, _ in columns])
        _say_renamed([name for name, _ in columns], names, notes)
        picked = ", ".join(f"{quoted(old)} AS {quoted(new)}" for (old, _), new in zip(columns, names, strict=True))
        con.execute(f"CREATE TABLE {quoted(notes.table)} AS SELECT {picked} FROM {scan}")
    except duckdb.Error as error:
        if disk_is_full(error) or short_of_memory(error):
            raise
        reason = reason_of(error).replace(str(plain), notes.origin)
        raise SourceError(f"{notes.origin} cannot be read as Parquet: {reason}; write it once more.") from error
    finally:
        plain.unlink(missing_ok=True)
    notes.decide("types", "the file carries its types; they were kept")
    return _finish(con, notes)


def _same_file(path: Path, plain: Path) -> None:
    """Give a file a second name that holds nothing surprising."""
    try:
        plain.symlink_to(path)
    except OSError:  # no right to make links, as on Windows
        shutil.copyfile(path, plain)


def _say_renamed(old: Sequence[str], new: Sequence[str], notes: Notes) -> None:
    for before, after in zip(old, new, strict=True):
        if before != after:
            notes.decide("column_name", f"the column {before[:200]!r} is called {after!r}", column=after)


def _finish(con: duckdb.DuckDBPyConnection, notes: Notes) -> int:
    """Write the columns down and return the number of rows."""
    notes.columns += [ColumnLoad(name, name, str(kind)) for name, kind in _columns(con, quoted(notes.table))]
    return _count(con, notes.table)


def _exact(path: Path) -> str:
    """The path as a pattern that matches itself only."""
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in str(path))


def load_arrow(con: duckdb.DuckDBPyConnection, path: Path, notes: Notes) -> int:
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
            con.execute(f"CREATE TABLE {quoted(notes.table)} AS SELECT * FROM incoming")
            con.unregister("incoming")
    except (pa.ArrowException, duckdb.Error, OSError) as error:
        if disk_is_full(error) or short_of_memory(error):
            raise
        raise SourceError(f"The frame {notes.table!r} cannot be loaded: {reason_of(error)}.") from error
    return _finish(con, notes)


def _plain_schema(schema: pa.Schema, notes: Notes) -> pa.Schema:
    import pyarrow as pa

    names = column_names([str(name) for name in schema.names])
    fields = []
    _say_renamed([str(name) for name in schema.names], names, notes)
    for name, field in zip(names, schema, strict=True):
        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
            notes.decide("type", f"column {name!r} was a category and is {kind} now", column=name)
        elif pa.types.is_null(kind):
            kind = pa.string()
        fields.append(pa.field(name, kind))
    return pa.schema(fields)


def _cast(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        arrays = [array.cast(field.type) for array, field in zip(batch.columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def load_json(con: duckdb.DuckDBPyConnection, path: Path, notes: Notes, limits: LoadLimits, *, scratch: Path) -> int:
    """Load an array of objects, one object, or one object on each line.

    Raises:
        SourceError: it is empty or not JSON, too wide, or its values are not objects.
    """
    import duckdb

    origin = notes.origin
    encoding = detect_encoding(path, origin)
    notes.decide("encoding", encoding.text)
    notes.know(kind="json", encoding=encoding.name)
    lines, clean = _prepared(path, encoding, notes, limits, scratch)
    shape = "newline_delimited" if lines else "auto"
    scan = (
        f"read_json([{literal(_exact(clean))}], format='{shape}', sample_size=-1, maximum_object_size={OBJECT_CAP}, "
        "map_inference_threshold=-1, records=true, hive_partitioning=false)"
    )
    try:
        con.execute(f"CREATE OR REPLACE TABLE staging.main.objects AS SELECT * FROM {scan}")
    except duckdb.Error as error:
        if disk_is_full(error) or short_of_memory(error):
            raise
        reason = reason_of(error).replace(str(clean), origin)
        raise SourceError(
            f"{origin} cannot be read as a table of JSON objects: {reason}. An array of objects, or one object on "
            "each line, would work."
        ) from error
    finally:
        clean.unlink(missing_ok=True)
    source = _unwrapped(con, notes)
    refuse_too_wide(len(_columns(con, source)), origin, limits)
    con.execute(f"CREATE TABLE {quoted(notes.table)} AS SELECT {_flattened(con, source, notes)} FROM {source}")
    con.execute("DROP TABLE staging.main.objects")
    return _finish(con, notes)


def _prepared(path: Path, encoding: Encoding, notes: Notes, limits: LoadLimits, scratch: Path) -> tuple[bool, Path]:
    """Return whether each line is an object, and the file in UTF-8 without the lines that are not JSON."""
    origin = notes.origin
    with path.open(encoding=encoding.name, errors=encoding.errors) as stream:
        first = stream.readline(limits.line_characters).strip() or _next_line(stream, limits)
        second = _next_line(stream, limits)
    by_line = _is_object(first) and (not second or second.startswith("{"))
    clean = scratch / "clean.json"
    with path.open(encoding=encoding.name, errors=encoding.errors) as stream, clean.open("w", encoding="utf-8") as out:
        if not by_line:
            while block := stream.read(1 << 20):
                out.write(block)
            return False, clean
        rows = bad = 0
        for number, line in enumerate(read_lines(stream.readline, origin, limits), start=1):
            if not line.strip():
                continue
            if _is_object(line):
                out.write(_with_plain_numbers(line))
                rows += 1
            else:
                bad += 1
                notes.put_aside(number, "not a JSON object", line)
    if bad > rows:
        raise SourceError(f"{origin}: {bad:,} of {bad + rows:,} lines are not JSON objects; check that it is JSON.")
    if bad:
        notes.decide("broken_lines", f"{bad:,} lines are not JSON objects and were set aside")
    return True, clean


def _next_line(stream: IO[str], limits: LoadLimits) -> str:
    while line := stream.readline(limits.line_characters):
        if line.strip():
            return line.strip()
    return ""


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _with_plain_numbers(line: str) -> str:
    """Write null for NaN and Infinity, which some programs put into JSON though it has no such numbers."""
    if "NaN" not in line and "Infinity" not in line:
        return line
    return json.dumps(json.loads(line, parse_constant=lambda _: None), ensure_ascii=False) + "\n"


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
