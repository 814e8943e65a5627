"""Runs statements without a gate on throw-away databases and says what it saw; a process of its own, since it may die.

Owns the looking: what came back, what changed, what it cost. Whether that is a harm is judged by the test.
Cases come as JSON lines on standard input; observations leave as JSON lines on standard output, in the same order.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

import duckdb
import pyarrow

from tests.gate import world

CHARACTERS = 400_000
ROWS = 1_000_001
PEAK_BYTES = 6_000_000_000
USUAL = "SELECT count(*) FROM orders"
PATIENCE_SECONDS, ENDLESS_SECONDS = 8, 0.25
STATE = {
    "catalog": (
        "select schema_name, table_name, column_count, comment, temporary from duckdb_tables()",
        "select table_name, column_name, data_type, comment from duckdb_columns() where not internal",
        "select schema_name, view_name, sql from duckdb_views() where not internal",
        "select schema_name, function_name, macro_definition from duckdb_functions() where not internal",
        "select sequence_name from duckdb_sequences()",
        "select type_name from duckdb_types() where not internal",
        "select index_name from duckdb_indexes()",
        "select schema_name from duckdb_schemas() where not internal",
        "select name from duckdb_secrets()",
    ),
    "sequence": ("select sequence_name, last_value from duckdb_sequences()",),
    "settings": ("select name, value from duckdb_settings() where name not in ('search_path', 'schema')",),
    "session": (
        "select current_schema(), current_setting('search_path')",
        "select * from duckdb_variables()",
        "select database_name, path, readonly from duckdb_databases()",
        "select name from duckdb_prepared_statements()",
        "select table_name from duckdb_tables() where temporary",
    ),
    "log": ("select message, type from duckdb_logs()",),
    "rows": tuple(
        f"from vault.main.{table} t select sum(hash(t)), count(*)"
        for table in ("orders", "customers", "employees", "grades", "secret_salaries")
    ),
}
LITE_STATE = {
    "catalog": ("select type, name, sql from sqlite_master", "select type, name, sql from sqlite_temp_master"),
    "settings": ("pragma writable_schema", "pragma user_version", "pragma foreign_keys", "select 'a' like 'A'"),
    "session": ("select name, file from pragma_database_list where name != 'temp'",),
    "rows": ("select * from main.orders", "select * from main.customers", "select * from main.secret_salaries"),
}
COSTLY = {"memory"}
"""Harms that are looked at in a process of their own."""


def fetched(cursor: Any) -> list[Any]:
    """At most as many rows as prove the point."""
    rows: list[Any] = []
    while len(rows) < ROWS and (part := cursor.fetchmany(50_000)):
        rows += part
    return rows


class Duck:
    """A DuckDB database with everything in it that must not be seen."""

    def __init__(self, made: Path, folder: Path) -> None:
        self.folder = folder
        for name in made.iterdir():
            (shutil.copytree if name.is_dir() else shutil.copy)(name, folder / name.name)
        os.chdir(folder)
        self.connection = duckdb.connect("vault.duckdb")
        run = self.connection.execute
        for statement in (
            "set http_proxy = 'PROXY-TOKEN-77'",
            "attach 'side.duckdb' as side",
            "set variable token = 'VARIABLE-TOKEN-5'",
            "set variable stored = 'from secret_salaries'",
            "set variable path = 'f.csv'",
            "create temp table counted as select 1 as x",
            "insert into customers (id) values (50)",
            "create secret keyring (type http, bearer_token 'SECRET-TOKEN-3')",
            "prepare kept as select * from secret_salaries",
            "call enable_logging(level = 'error')",
            "select write_log('LOG-TOKEN-8', log_type := 'GOSSIP', level := 'error')",
        ):
            run(statement).fetchall()
        self.frame = pyarrow.table({"note": ["PYTHON-TOKEN-6"]})
        self.connection.register("registered", self.frame)
        self.connection.create_function("python_udf", lambda x: "PYTHON-TOKEN-6", ["VARCHAR"], "VARCHAR")

    def run(self, sql: str) -> tuple[list[str], list[Any]]:
        df_secret = self.frame  # noqa: F841 (a statement may find it)
        cursor = self.connection.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return names, fetched(cursor)

    def interrupt(self) -> None:
        self.connection.interrupt()

    def state(self, part: str) -> list[Any]:
        """One part of what a statement must not change."""
        if part == "files":
            return listing(self.folder)
        reader = self.connection.execute
        seen: list[Any] = []
        for query in STATE[part]:
            with contextlib.suppress(duckdb.Error):
                seen.append(sorted(map(str, reader(query).fetchall())))
        if part == "session":
            ids = [reader("select current_transaction_id()").fetchall() for _ in "12"]
            seen.append(ids[0] == ids[1])
        return seen

    def draw(self) -> str:
        return str(self.connection.execute("select random()").fetchall())

    def close(self) -> None:
        self.connection.close()


class Lite:
    """The same on SQLite."""

    def __init__(self, made: Path, folder: Path) -> None:
        self.folder = folder
        for name in ("vault.sqlite", "other.sqlite"):
            shutil.copy(made / name, folder / name)
        os.chdir(folder)
        self.connection = sqlite3.connect("vault.sqlite", isolation_level=None)

    def run(self, sql: str) -> tuple[list[str], list[Any]]:
        """Statement by statement, as clients do that allow several."""
        names: list[str] = []
        rows: list[Any] = []
        pending = ""
        for character in sql:
            pending += character
            if character == ";" and sqlite3.complete_statement(pending):
                rows += self._one(pending)[1]
                pending = ""
        if pending.strip():
            names, more = self._one(pending)
            rows += more
        return names, rows

    def _one(self, sql: str) -> tuple[list[str], list[Any]]:
        cursor = self.connection.execute(sql)
        return [column[0] for column in cursor.description or ()], fetched(cursor)

    def interrupt(self) -> None:
        self.connection.interrupt()

    def state(self, part: str) -> list[Any]:
        """One part of what a statement must not change."""
        if part == "files":
            return listing(self.folder)
        seen: list[Any] = [self.connection.in_transaction] if part == "session" else []
        for query in LITE_STATE[part]:
            with contextlib.suppress(sqlite3.Error):
                seen.append(sorted(map(str, self.connection.execute(query).fetchall())))
        return seen

    def draw(self) -> str:
        return ""

    def close(self) -> None:
        self.connection.close()


def listing(folder: Path) -> list[str]:
    """Names and sizes of all files; the data file itself only by its log, which a checkpoint takes away."""
    return sorted(
        f"{path.relative_to(folder)} {path.stat().st_size if path.suffix != '.duckdb' else ''}"
        for path in folder.rglob("*")
    )


def make(folder: Path, which: world.World, _: int) -> None:
    """The files of one world, made once and copied for each use."""
    made = folder / f"made-{which}"
    made.mkdir()
    os.chdir(made)
    with duckdb.connect("vault.duckdb") as connection:
        for statement in world.SHARED + world.READINGS + world.hidden(which) + world.hidden_duckdb(which):
            connection.execute(statement)
        world.lay_files(made, connection.execute)
    with duckdb.connect("side.duckdb") as connection:
        connection.execute(f"create table pay as select {world.PAY[which]} as pay")
    with duckdb.connect("other.duckdb") as connection:
        connection.execute("create table t as select 'FILE-TOKEN-4411' as note")
    for name in ("vault", "other"):
        with contextlib.closing(sqlite3.connect(f"{name}.sqlite")) as lite:
            for statement in world.SHARED + world.hidden(which):
                lite.execute(statement)
            lite.commit()


def memory(field: str) -> int:
    """Bytes of this process from its status file."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) * 1024
    raise LookupError(field)


def looked_at(database: Duck | Lite, sql: str, seconds: float) -> dict[str, Any]:
    """Run one statement and say what came back and what it cost."""
    stop = threading.Timer(seconds, database.interrupt)
    stop.start()
    wall, cpu = time.monotonic(), time.process_time()
    seen: dict[str, Any] = {"error": "", "names": [], "rows": 0, "text": ""}
    try:
        names, rows = database.run(sql)
        text = str(rows[:2000])[:CHARACTERS]
        seen |= {"names": names, "rows": len(rows), "text": text}
    except (duckdb.Error, sqlite3.Error, MemoryError, sqlite3.Warning, UnicodeError, ValueError) as error:
        seen["error"] = f"{type(error).__name__}: {error}"
    stop.cancel()
    return seen | {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}


class Bench:
    """Opens throw-away databases, and a new one after each statement that leaves a trace."""

    def __init__(self, made: dict[str, Path], folder: Path) -> None:
        self._made, self._folder = made, folder
        self._open: dict[tuple[str, str], Duck | Lite] = {}

    def database(self, dialect: str, which: str) -> Duck | Lite:
        """A database as it was made."""
        if (dialect, which) not in self._open:
            kind = Duck if dialect == "duckdb" else Lite
            self._open[dialect, which] = kind(self._made[which], Path(tempfile.mkdtemp(dir=self._folder)))
        database = self._open[dialect, which]
        os.chdir(database.folder)
        return database

    def observe(self, case: dict[str, Any]) -> dict[str, Any]:
        """Everything that was seen of one case."""
        sql, harm, dialect, part = case["twin"] or case["sql"], case["harm"], case["dialect"], case["part"]
        database = self.database(dialect, "a")
        before = database.state(part) if part else []
        idle = memory("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")
        seen = looked_at(database, sql, ENDLESS_SECONDS if harm == "endless" else PATIENCE_SECONDS)
        seen["memory"] = memory("VmHWM") - idle
        if harm == "seed set":
            draws = [database.draw()]
            database.run(sql)
            seen["draws"] = [*draws, database.draw()]
        if harm.startswith("differs"):
            times = 20 if "often" in harm else 1
            seen["again"] = [looked_at(database, sql, PATIENCE_SECONDS)["text"] for _ in range(times)]
        if harm == "one bit":
            seen["other"] = looked_at(self.database(dialect, "b"), sql, PATIENCE_SECONDS)
        if harm == "time":
            seen["usual"] = min(looked_at(database, USUAL, PATIENCE_SECONDS)["cpu"] for _ in range(5))
        if part:
            with contextlib.suppress(duckdb.Error, sqlite3.Error):
                seen["changed"] = database.state(part) != before
            self._open.pop((dialect, "a")).close()
        return seen


def serve(cases: list[dict[str, Any]], bench: Bench, writable: int) -> None:
    """Observe case after case, one line each."""
    with os.fdopen(writable, "w") as out:
        for case in cases:
            out.write(json.dumps(bench.observe(case)) + "\n")
            out.flush()


def in_a_child(work: Callable[[int], None]) -> str:
    """What `work` wrote to its pipe, in a process of its own that may die of it."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        try:
            resource.setrlimit(resource.RLIMIT_AS, (PEAK_BYTES, PEAK_BYTES))
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            work(writable)
            os._exit(0)
        finally:
            traceback.print_exc()  # reached only by an error; a child must never run on as its parent
            os._exit(1)
    os.close(writable)
    with os.fdopen(readable) as back:
        text = back.read()
    os.waitpid(child, 0)
    return text


def observations(cases: list[dict[str, Any]], made: dict[str, Path], folder: Path) -> Iterator[dict[str, Any]]:
    """In order; what costs memory gets a process of its own, so that what another left behind is not counted."""
    while cases:
        batch = (
            cases[:1] if cases[0]["harm"] in COSTLY else [*takewhile(lambda case: case["harm"] not in COSTLY, cases)]
        )
        lines = in_a_child(partial(serve, batch, Bench(made, folder))).splitlines()
        yield from map(json.loads, lines)
        if len(lines) < len(batch):
            yield {"died": True}
            lines.append("")
        cases = cases[len(lines) :]
        os.chdir(folder)
        for left in folder.glob("tmp*"):
            shutil.rmtree(left)


def main() -> None:
    cases = [json.loads(line) for line in sys.stdin]
    with contextlib.suppress(ImportError):
        importlib.import_module("pandas")  # DuckDB looks for it at the first `register`: a second in each child
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for which in ("a", "b"):
            in_a_child(partial(make, folder, which))
        for seen in observations(cases, {which: folder / f"made-{which}" for which in ("a", "b")}, folder):
            print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    main()
