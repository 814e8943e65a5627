"""What a worker asks of an engine, and how an engine says no.

Owns the small values that engines and the worker program share. Runs inside workers; knows nothing of pipes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from copilot.sources.watchdog import WATCHDOG

if TYPE_CHECKING:
    import pyarrow as pa

ErrorKind = Literal["failed", "memory", "refused", "timed_out", "damaged", "unopened"]
"""``failed`` and ``memory`` may depend on the data, ``refused`` depends on the SQL and the names alone."""


class EngineError(Exception):
    """The engine said no; `str(error)` carries names of the SQL at most, never a value of the data."""

    def __init__(self, message: str, *, kind: ErrorKind = "failed") -> None:
        super().__init__(message)
        self.kind: ErrorKind = kind


def no_memory() -> EngineError:
    """Return the error for a query that asked for more memory than there is for it."""
    return EngineError("The query needs more memory than it may use; narrow it or group more coarsely.", kind="memory")


@dataclass(frozen=True, slots=True)
class Request:
    """One query as it crosses the boundary."""

    text: str
    parameters: Mapping[str, Any]
    tables: frozenset[str]
    """The base tables and views that the gate saw."""
    seconds: float
    shown: str
    """The SQL that the person sees; an error names nothing that is not in it."""


class Outflow(Protocol):
    """Where an engine puts the rows of a query, as they are made."""

    def begin(self, schema: pa.Schema) -> None:
        """Say what the rows look like, once, before the first of them."""

    def add(self, batch: pa.RecordBatch) -> bool:
        """Hand over rows; False where no more are wanted.

        Raises:
            EngineError: the first row alone is larger than a result may be.
        """

    def cut(self) -> None:
        """Say that there are more rows than were handed over."""

    @property
    def rows_wanted(self) -> int: ...

    @property
    def bytes_wanted(self) -> int: ...


class Engine(Protocol):
    """An open, locked engine."""

    def schema(self) -> list[dict[str, Any]]:
        """Return tables and views with columns and declared keys, as plain values."""

    def run(self, request: Request, rows: Outflow) -> None:
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


def other_tables(found: frozenset[str], shown: str) -> EngineError:
    """Return the error for a query that would read what the gate did not see; it names what `shown` names."""
    named = ", ".join(repr(name) for name in sorted(found) if said_in(name, shown))
    return EngineError(
        f"The engine reads other tables than the gate saw{f' ({named})' if named else ''}, so the query was not run;"
        " name each table directly.",
        kind="refused",
    )


def said_in(name: str, shown: str) -> bool:
    """Return whether each word of a name stands in the SQL.

    >>> said_in("c.Name", "select name from customers c"), said_in("ssn", "select name from customers")
    (True, False)
    """
    said = set(_WORD.findall(shown.casefold()))
    return said.issuperset(_WORD.findall(name.casefold()))


_WORD: Final = re.compile(r"\w+")
