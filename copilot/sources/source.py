"""What every source looks like from above.

Owns the protocol and the bare schema values; knows nothing of facts, roles or inferred keys, which are the catalog's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from copilot.sources.ticket import Ticket
from copilot.values import ColumnType, Limits, LoadReport, Result, ValidatedQuery
from copilot.values.query import Engine


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column as the engine declares it."""

    name: str
    engine_type: str
    type: ColumnType


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A declared foreign key of the table that holds it."""

    columns: tuple[str, ...]
    to_table: str
    to_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table or view as the engine declares it."""

    name: str
    columns: tuple[SourceColumn, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    is_view: bool = False


class Source(Protocol):
    """Data that is open and can be asked."""

    @property
    def name(self) -> str:
        """Base name of the file or folder without suffix, or ``frames``."""

    @property
    def dialect(self) -> Engine: ...

    @property
    def fingerprint(self) -> str:
        """Hash of the content, 32 hexadecimal digits."""

    @property
    def load_report(self) -> LoadReport: ...

    def schema(self) -> tuple[SourceTable, ...]:
        """Return the tables in a fixed order."""

    def run(self, query: ValidatedQuery, limits: Limits, ticket: Ticket | None = None) -> Result:
        """Run a validated query in a worker process.

        Args:
            query: what the gate let through.
            limits: time, rows and bytes; rows beyond a cap are left out and the result says so.
            ticket: stops this query, and what else was run with it, from another thread.

        Raises:
            QueryFailed: the engine said no; the message carries no value of the data.
            TimedOut: the deadline passed; the worker was stopped and will be replaced.
            Cancelled: the ticket, or `cancel`, was called meanwhile.
        """

    def cancel(self) -> None:
        """Stop every query that is running or waiting now, whoever asked it; their callers get `Cancelled`."""

    def close(self) -> None:
        """End the workers and give back what is held; a second call does nothing."""
