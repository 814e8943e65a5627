"""A source whose engine runs in worker processes: DuckDB or SQLite.

Owns what crosses from validated query to request and from reply to result. How the data came to be a database file
belongs to `copilot.sources.opening`.
"""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from typing import Any

from copilot.errors import QueryFailed, SourceError, TimedOut
from copilot.sources import wire
from copilot.sources.parts import assembled
from copilot.sources.pool import WorkerLost, WorkerPool, timed_out
from copilot.sources.process import Reply
from copilot.sources.source import ForeignKey, SourceColumn, SourceTable
from copilot.sources.ticket import Ticket
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
        self._removal = weakref.finalize(self, _remove, folder, os.getpid()) if folder else None

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
            header, _ = self._exchange({"do": "schema"}, _SCHEMA_SECONDS, Ticket())
            self._complain(header, _SCHEMA_SECONDS)
            self._schema = tuple(_table(table) for table in header["tables"])
        return self._schema

    def run(self, query: ValidatedQuery, limits: Limits, ticket: Ticket | None = None) -> Result:
        """Run a validated query in a worker process.

        Where it fails for a reason that may lie in the data, `query.fenced` is run instead, in what is left of the
        time, and its outcome counts.

        Raises:
            QueryFailed: the engine said no; the message carries no value of the data.
            TimedOut: the deadline passed; the worker was stopped and will be replaced.
            Cancelled: the ticket, or `cancel`, was called meanwhile.

        A query that names a view may read the view's base tables: the engine's plan does not tell the two apart.
        """
        if not isinstance(query, ValidatedQuery):
            raise TypeError("a source runs a ValidatedQuery and nothing else; let copilot.gate validate the SQL first")
        if query.dialect != self._dialect:
            raise QueryFailed(f"The query is written for {query.dialect}, but the data is in {self._dialect}.")
        request = {
            "do": "query",
            "text": query.text,
            "shown": query.shown or query.text,
            "parameters": {name: wire.pack(value) for name, value in query.parameters.items()},
            "tables": sorted(query.tables),
            "row_cap": min(query.row_cap, limits.rows),
            "byte_cap": int(limits.megabytes * 1_000_000),
        }
        ticket = ticket or Ticket()
        until = time.monotonic() + limits.seconds
        header, parts = self._exchange(request, limits.seconds, ticket)
        if header.get("kind") in ("failed", "memory") and query.fenced:
            left = max(until - time.monotonic(), 0.0)
            try:
                header, parts = self._exchange({**request, "text": query.fenced}, left, ticket)
            except TimedOut as error:
                raise timed_out(limits.seconds) from error
        self._complain(header, limits.seconds)
        return Result(assembled(parts), truncated=header["truncated"], seconds=header["seconds"])

    def cancel(self) -> None:
        """Stop every query that is running or waiting now; their callers get `Cancelled`, their tickets stay so."""
        self._pool.cancel()

    def close(self) -> None:
        """End the workers and give back what is held; a second call does nothing."""
        self._pool.close()
        if self._removal is not None:
            self._removal()

    def _exchange(self, request: dict[str, Any], seconds: float, ticket: Ticket) -> Reply:
        """Ask the pool; a worker that was lost is a failure like another."""
        try:
            return self._pool.ask(request, seconds, ticket)
        except WorkerLost as error:
            return {"ok": False, "kind": "failed", "message": str(error)}, []
        except SourceError as error:
            if self._on_damage is None:
                raise SourceError(f"{self._path.name} cannot be opened any more: {error}.") from error
            self._on_damage()
            raise SourceError(f"The cached copy of {self._name} is gone or unreadable; open the data again.") from error

    def _complain(self, header: dict[str, Any], seconds: float) -> None:
        if header["ok"]:
            return
        if header["kind"] == "timed_out":
            raise timed_out(seconds)
        if header["kind"] == "damaged":
            on_damage, self._on_damage = self._on_damage, None
            if on_damage is not None:
                on_damage()
                raise QueryFailed("The cached copy of the data is damaged; open the data again to have it rebuilt.")
        raise QueryFailed(header["message"])


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked copy of the caller ends without taking the original's folder with it
        rmtree(folder, ignore_errors=True)


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
