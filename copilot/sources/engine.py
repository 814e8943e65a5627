"""What a worker asks of an engine, and how an engine says no.

Owns the small values that engines and the worker program share. Runs inside workers; knows nothing of pipes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Protocol

from copilot.sources.watchdog import WATCHDOG

if TYPE_CHECKING:
    import pyarrow as pa

ErrorKind = Literal["failed", "timed_out", "damaged", "unopened"]


class EngineError(Exception):
    """The engine said no; `str(error)` carries names of the SQL at most, never a value of the data."""

    def __init__(self, message: str, *, kind: ErrorKind = "failed") -> None:
        super().__init__(message)
        self.kind: ErrorKind = kind


@dataclass(frozen=True, slots=True)
class Request:
    """One query as it crosses the boundary."""

    text: str
    parameters: Mapping[str, Any]
    tables: frozenset[str]
    """The base tables and views that the gate saw."""
    row_cap: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave."""

    table: pa.Table
    truncated: bool
    seconds: float


class Engine(Protocol):
    """An open, locked engine."""

    def schema(self) -> list[dict[str, Any]]:
        """Return tables and views with columns and declared keys, as plain values."""

    def run(self, request: Request) -> Rows:
        """Ask the engine which tables the query reads, then run it.

        Raises:
            EngineError: the tables differ, or the engine failed, or the time was up.
        """


class Deadline:
    """Interrupts what runs inside the ``with`` block when its time is up, again and again until the block ends.

    Repeated, because an interrupt that falls between two statements is forgotten by the engine.
    """

    def __init__(self, seconds: float, interrupt: Callable[[], object]) -> None:
        self.passed = False
        self._interrupt = interrupt
        self._watched = WATCHDOG.after(seconds, self._act, every=0.05)

    def __enter__(self) -> Deadline:
        self._watched.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._watched.__exit__(None, None, None)

    def _act(self) -> None:
        self.passed = True
        self._interrupt()


def other_tables(found: frozenset[str]) -> EngineError:
    """Return the error for a query that would read what the gate did not see."""
    names = ", ".join(repr(name) for name in sorted(found))
    return EngineError(
        f"The engine reads other tables than the gate saw ({names}), so the query was not run;"
        " name each table directly."
    )
