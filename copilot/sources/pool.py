"""The caller's side of the worker processes of one source.

Owns who gets which worker when, replacing those that ended, and stopping what was asked. Knows nothing of SQL: it
carries requests and replies.

Two settings, read from the environment when data is opened: ``ASKBI_WORKERS``, most workers at once for one source (2),
and ``ASKBI_WORKER_MEMORY_MB``, what one worker may use (2048, a quarter of it for the engine's own work). Their product
bounds the memory of all workers of a source together. On Linux the system itself holds a worker to it (address space);
elsewhere the pool looks at the memory of busy workers and kills the one that has too much.
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from copilot.errors import Cancelled, ConfigError, QueryFailed, SourceError, TimedOut
from copilot.sources.memory import MemoryWatch
from copilot.sources.process import START_SECONDS, Reply, WorkerGoneError, WorkerProcess
from copilot.sources.ticket import Ticket

_LEAST_MEGABYTES: Final = 512  # less, and the engine cannot even be loaded


class WorkerLost(QueryFailed):
    """The worker ended by itself, or was ended for its memory, while it ran the query."""


class WorkerPool:
    """Up to `most` workers over the same data; the first is started at once, the others when all are busy.

    Args:
        opening: what the workers open: ``engine`` and ``path``.
        most: workers at once; by default the setting.
        memory_mb: what one may use; by default the setting.
        address_space: False leaves the memory limit to the pool's own watch, as it is on systems without one.

    Raises:
        ConfigError: a setting is no number, or too small.
    """

    def __init__(
        self,
        opening: Mapping[str, Any],
        *,
        most: int | None = None,
        memory_mb: int | None = None,
        address_space: bool = True,
    ) -> None:
        self._opening = dict(opening)
        self._most = most or _setting("ASKBI_WORKERS", default=2, least=1)
        self._memory_mb = memory_mb or _setting("ASKBI_WORKER_MEMORY_MB", default=2048, least=_LEAST_MEGABYTES)
        self._address_space = address_space
        self._closed = False
        self._begin()
        _POOLS.add(self)
        self._idle.append(self._start())

    def _begin(self) -> None:
        self._changed = threading.Condition()
        self._watch = MemoryWatch()
        self._idle: list[WorkerProcess] = []
        self._busy: dict[WorkerProcess, Ticket] = {}
        self._asking: list[Ticket] = []
        self._all: set[WorkerProcess] = set()
        self._finalizer = weakref.finalize(self, _end_all, self._all, os.getpid())

    def begin_anew(self) -> None:
        """Start over without workers in a forked copy of the process: those that are there belong to the original."""
        self._finalizer.detach()
        for worker in self._all:
            worker.disown()
        self._begin()

    def await_open(self) -> None:
        """Wait until the first worker has the data open.

        Raises:
            SourceError: it cannot be opened; the text is a reason without a name.
        """
        until = time.monotonic() + START_SECONDS
        with self._worker(until, Ticket()) as worker:
            try:
                if not worker.await_ready(until):
                    worker.kill(None)
                    raise WorkerGoneError
            except WorkerGoneError as error:
                raise SourceError(f"the worker process did not start ({worker.end})") from error

    def ask(self, request: Mapping[str, Any], seconds: float, ticket: Ticket | None = None) -> Reply:
        """Send a request to a free worker; the time spent waiting for one counts.

        Where a worker died by itself the request goes to a new one, once: requests only read, so nothing happens twice.

        Raises:
            TimedOut: the time was up.
            Cancelled: `cancel` was called, of the pool or of the ticket.
            QueryFailed: the pool is closed.
            WorkerLost: the worker died at the request, twice.
            SourceError: the data cannot be opened any more.
        """
        until = time.monotonic() + seconds
        ticket = ticket or Ticket()
        with ticket.heard_by(lambda: self._stop(ticket)), self._listed(ticket):
            for attempt in (1, 2):
                with self._worker(until, ticket) as worker:
                    try:
                        if not worker.await_ready(until):
                            raise TimedOut("The worker was still opening the data when the time was up; try again.")
                        left = max(until - time.monotonic(), 0.001)
                        return worker.ask({**request, "seconds": left}, left)
                    except WorkerGoneError as error:
                        if worker.killed_for is not None or attempt == 2:
                            raise self._why_gone(worker, seconds) from error
                        self._drop_idle()
        raise AssertionError("unreachable")

    def cancel(self) -> None:
        """Stop all that is asked now, running or waiting; each ticket among it stays cancelled."""
        with self._changed:
            asking = tuple(self._asking)
        for ticket in asking:
            ticket.cancel()

    def close(self) -> None:
        """End all workers; a second call does nothing."""
        with self._changed:
            self._closed = True
            self._idle.clear()
            self._changed.notify_all()
        self._finalizer()

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that are there now."""
        with self._changed:
            return tuple(sorted(worker.pid for worker in self._all))

    @contextmanager
    def _listed(self, ticket: Ticket) -> Iterator[None]:
        with self._changed:
            self._asking.append(ticket)
        try:
            yield
        finally:
            with self._changed:
                if ticket in self._asking:
                    self._asking.remove(ticket)

    def _stop(self, ticket: Ticket) -> None:
        with self._changed:
            for worker, its in self._busy.items():
                if its is ticket:
                    worker.kill("cancel")
            self._changed.notify_all()

    @contextmanager
    def _worker(self, until: float, ticket: Ticket) -> Iterator[WorkerProcess]:
        worker = self._take(until, ticket)
        broken = False
        try:
            yield worker
        except SourceError:
            broken = True
            raise
        finally:
            self._give_back(worker, restart=not broken)

    def _take(self, until: float, ticket: Ticket) -> WorkerProcess:
        while True:
            with self._changed:
                if self._closed:
                    raise QueryFailed("The data was closed; open it again.")
                if ticket.cancelled:
                    raise Cancelled("The query was stopped.")
                worker = self._idle_or_new()
                if worker is not None and worker.alive:
                    self._busy[worker] = ticket
                    return worker
                if worker is None:
                    left = until - time.monotonic()
                    if left <= 0:
                        raise TimedOut("All workers were busy until the time was up; try again or allow more seconds.")
                    self._changed.wait(left)
                    continue
                self._all.discard(worker)
            worker.dispose()

    def _idle_or_new(self) -> WorkerProcess | None:
        """Return a worker that waits, if possible one that has the data open; it may have ended unnoticed."""
        for place, worker in enumerate(self._idle):
            if worker.ready:
                return self._idle.pop(place)
        if self._idle:
            return self._idle.pop()
        return self._start() if len(self._busy) < self._most else None

    def _give_back(self, worker: WorkerProcess, *, restart: bool) -> None:
        with self._changed:
            self._busy.pop(worker, None)
            kept = worker.alive and restart and not self._closed
            if kept:
                self._idle.append(worker)
            else:
                worker.kill("close")
                self._all.discard(worker)
                if restart and not self._closed and not self._idle:
                    self._idle.append(self._start())
            self._changed.notify()
        if not kept:  # without the lock: the system may take its time to end a process that holds much
            worker.dispose()

    def _drop_idle(self) -> None:
        """End the workers that wait: what ended one may have ended the others, unnoticed so far."""
        with self._changed:
            dropped = tuple(self._idle)
            self._idle.clear()
            self._all.difference_update(dropped)
        for worker in dropped:
            worker.dispose()

    def _start(self) -> WorkerProcess:
        worker = WorkerProcess(
            self._opening,
            memory=self._memory_mb << 20,
            watch=self._watch,
            address_space=self._address_space,
        )
        self._all.add(worker)
        return worker

    def _why_gone(self, worker: WorkerProcess, seconds: float) -> QueryFailed:
        if worker.killed_for == "cancel":
            return Cancelled("The query was stopped.")
        if worker.killed_for == "deadline":
            return timed_out(seconds)
        if worker.killed_for == "close":
            return QueryFailed("The data was closed while the query ran.")
        if worker.killed_for == "memory":
            return WorkerLost(f"The query needs more memory than the {self._memory_mb} MB it may use; narrow it.")
        if not worker.ready:
            return WorkerLost(f"The worker process did not start ({worker.end}); check the memory that is free.")
        return WorkerLost(
            f"The worker process ended while it ran the query ({worker.end}), most likely for lack of memory;"
            " narrow the query."
        )


def timed_out(seconds: float) -> TimedOut:
    """Return the error for a query whose time was up."""
    return TimedOut(
        f"The query did not end within {seconds:g} seconds and was stopped; narrow it (a shorter period, fewer groups)"
        " or allow more time."
    )


def _setting(name: str, *, default: int, least: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise ConfigError(f"{name} is {text!r}; set it to a whole number of at least {least}, or leave it out.")
    return int(text)


def _end_all(workers: set[WorkerProcess], owner: int) -> None:
    if os.getpid() != owner:  # a forked copy of the caller does not own them
        return
    for worker in tuple(workers):
        worker.kill("close")
    for worker in tuple(workers):
        worker.dispose()
    workers.clear()


def _begin_anew_after_fork() -> None:
    for pool in tuple(_POOLS):
        pool.begin_anew()


_POOLS: Final[weakref.WeakSet[WorkerPool]] = weakref.WeakSet()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew_after_fork)
