"""A source whose engine runs in worker processes: DuckDB or SQLite.

Owns what crosses from validated query to request and from reply to result. How the data came to be a database file
belongs to `copilot.sources.opening`.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from typing import Any

from copilot.errors import QueryFailed, SourceError
from copilot.sources import wire
from copilot.sources.pool import WorkerPool, timed_out
from copilot.sources.source import ForeignKey, SourceColumn, SourceTable
from copilot.values import Limits, LoadReport, Result, ValidatedQuery
from copilot.values.query import Engine

_SCHEMA_SECONDS = 60.0


class EngineSource:
    """Data in one database file, asked through workers.

    Args:
        path: the file that the workers open read-only.
        name: what to call the data.
        dialect: which engine opens the file.
        fingerprint: hash of the content, 32 hexadecimal digits.
        load_report: how the content came to be.
        on_damage: called once when the engine finds the file damaged.
        folder: a private folder that goes away with the source.
    """

    def __init__(
        self,
        path: Path,
        *,
        name: str,
        dialect: Engine,
        fingerprint: str,
        load_report: LoadReport,
        on_damage: Callable[[], None] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._path = path
        self._name = name
        self._dialect: Engine = dialect
        self._fingerprint = fingerprint
        self._load_report = load_report
        self._on_damage = on_damage
        self._schema: tuple[SourceTable, ...] | None = None
        self._pool = WorkerPool({"engine": dialect, "path": str(path)})
        self._removal = weakref.finalize(self, rmtree, folder, ignore_errors=True) if folder else None

    @property
    def name(self) -> str:
        """Base name of the file or folder without suffix, or ``frames``."""
        return self._name

    @property
    def dialect(self) -> Engine:
        return self._dialect

    @property
    def fingerprint(self) -> str:
        """Hash of the content, 32 hexadecimal digits."""
        return self._fingerprint

    @property
    def load_report(self) -> LoadReport:
        return self._load_report

    @property
    def database(self) -> Path:
        """The database file, for trusted code that opens it read-only itself."""
        return self._path

    @property
    def worker_pids(self) -> tuple[int, ...]:
        """Process ids of the workers that are there now."""
        return self._pool.pids

    def await_open(self) -> None:
        """Wait until a worker has the file open.

        Raises:
            SourceError: it cannot be opened; the text is a reason without a name.
        """
        self._pool.await_open()

    def schema(self) -> tuple[SourceTable, ...]:
        """Return tables and views in the order of their names; asked once, then kept.

        Raises:
            QueryFailed: the engine could not say.
        """
        if self._schema is None:
            header = self._ask({"do": "schema"}, _SCHEMA_SECONDS)[0]
            self._schema = tuple(_table(table) for table in header["tables"])
        return self._schema

    def run(self, query: ValidatedQuery, limits: Limits) -> Result:
        """Run a validated query in a worker process.

        Raises:
            QueryFailed: the engine said no; the message carries no value of the data.
            TimedOut: the deadline passed; the worker was stopped and will be replaced.
            Cancelled: `cancel` was called meanwhile.

        A query that names a view may read the view's base tables: the engine's plan does not tell the two apart.
        """
        if not isinstance(query, ValidatedQuery):
            raise TypeError("a source runs a ValidatedQuery and nothing else; let copilot.gate validate the SQL first")
        if query.dialect != self._dialect:
            raise QueryFailed(f"The query is written for {query.dialect}, but the data is in {self._dialect}.")
        import pyarrow as pa

        request = {
            "do": "query",
            "text": query.text,
            "parameters": {name: wire.pack(value) for name, value in query.parameters.items()},
            "tables": sorted(query.tables),
            "row_cap": min(query.row_cap, limits.rows),
        }
        header, payload = self._ask(request, limits.seconds)
        with pa.ipc.open_stream(pa.py_buffer(payload)) as reader:
            return Result(reader.read_all(), truncated=header["truncated"], seconds=header["seconds"])

    def cancel(self) -> None:
        """Stop every query that is running now; their callers get `Cancelled`."""
        self._pool.cancel()

    def close(self) -> None:
        """End the workers and give back what is held; a second call does nothing."""
        self._pool.close()
        if self._removal is not None:
            self._removal()

    def _ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        try:
            header, payload = self._pool.ask(request, seconds)
        except SourceError as error:
            if self._on_damage is None:
                raise SourceError(f"{self._path.name} cannot be opened any more: {error}.") from error
            self._on_damage()
            raise SourceError(f"The cached copy of {self._name} is gone or unreadable; open the data again.") from error
        if header["ok"]:
            return header, payload
        if header["kind"] == "timed_out":
            raise timed_out(seconds)
        if header["kind"] == "damaged":
            on_damage, self._on_damage = self._on_damage, None
            if on_damage is not None:
                on_damage()
                raise QueryFailed("The cached copy of the data is damaged; open the data again to have it rebuilt.")
        raise QueryFailed(header["message"])


def _table(plain: dict[str, Any]) -> SourceTable:
    return SourceTable(
        name=plain["name"],
        columns=tuple(SourceColumn(**column) for column in plain["columns"]),
        primary_key=tuple(plain["primary_key"]),
        foreign_keys=tuple(
            ForeignKey(tuple(key["columns"]), key["to_table"], tuple(key["to_columns"]))
            for key in plain["foreign_keys"]
        ),
        is_view=plain["is_view"],
    )
