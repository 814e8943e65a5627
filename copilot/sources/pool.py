"""The caller's side of the worker processes of one source.

Owns starting, waiting for, replacing and ending workers. Knows nothing of SQL: it carries requests and replies.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, Literal

from copilot.errors import Cancelled, QueryFailed, SourceError, TimedOut
from copilot.sources import wire
from copilot.sources.watchdog import WATCHDOG

_START_SECONDS: Final = 30.0
_GRACE_SECONDS: Final = 1.0
Killed = Literal["deadline", "cancel", "close"]
Reply = tuple[dict[str, Any], bytes]


class WorkerGoneError(Exception):
    """The worker ended before it answered."""


class WorkerProcess:
    """One worker; starting it takes no time here, its first answer is waited for when it is first asked."""

    def __init__(self, opening: Mapping[str, Any]) -> None:
        self.killed_for: Killed | None = None
        self.ready = False
        self._gone = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "copilot.sources.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl-C in a terminal is for the caller, who decides what becomes of the query
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        try:
            wire.send(self._to, {"do": "open", **opening})
        except OSError:
            self.kill(None)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self.killed_for is None and not self._gone and self._process.poll() is None

    def ask(self, request: Mapping[str, Any], seconds: float) -> Reply:
        """Send one request and return the reply, killing the worker a second after the time is up.

        Raises:
            WorkerGoneError: it ended meanwhile, or was killed.
            SourceError: it could not open the data.
        """
        self.await_ready()
        with self._killed_after(seconds + _GRACE_SECONDS):
            return self._exchange(request)

    def await_ready(self) -> None:
        """Wait until the engine is open.

        Raises:
            WorkerGoneError: it ended meanwhile.
            SourceError: it could not open the data; the text is a reason without a name.
        """
        if self.ready:
            return
        with self._killed_after(_START_SECONDS):
            header, _ = self._receive()
        if not header["ok"]:
            raise SourceError(header["message"])
        self.ready = True

    def kill(self, reason: Killed | None) -> None:
        """End the process at once; a second call does nothing."""
        if self.killed_for is None:
            self.killed_for = reason
        if self._process.poll() is None:
            self._process.kill()

    def dispose(self) -> None:
        """Kill it, take its end from the system and close the pipes."""
        self.kill("close")
        self._process.wait()
        for pipe in (self._to, self._from):
            try:
                pipe.close()
            except OSError:  # what was still to be written has nowhere to go
                continue

    @property
    def end(self) -> str:
        code = self._process.wait()
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def _exchange(self, request: Mapping[str, Any]) -> Reply:
        try:
            wire.send(self._to, request)
        except OSError as error:
            self._gone = True
            raise WorkerGoneError from error
        return self._receive()

    def _receive(self) -> Reply:
        try:
            reply = wire.receive(self._from)
        except (OSError, ValueError) as error:  # ValueError: the pipe was closed by `dispose` in another thread
            self._gone = True
            raise WorkerGoneError from error
        if reply is None:
            self._gone = True  # the pipe may close some time before the system reports the process as ended
            raise WorkerGoneError
        return reply

    def _killed_after(self, seconds: float) -> AbstractContextManager[None]:
        return WATCHDOG.after(seconds, lambda: self.kill("deadline"))


class WorkerPool:
    """Up to `most` workers over the same data; the first is started at once, the others when all are busy."""

    def __init__(self, opening: Mapping[str, Any], *, most: int = 2) -> None:
        self._opening = dict(opening)
        self._most = most
        self._changed = threading.Condition()
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._cancels = 0
        self._closed = False
        self._all: set[WorkerProcess] = set()
        self._finalizer = weakref.finalize(self, _end_all, self._all, os.getpid())
        self._idle.append(self._start())

    def await_open(self) -> None:
        """Wait until the first worker has the data open.

        Raises:
            SourceError: it cannot be opened; the text is a reason without a name.
        """
        with self._worker(time.monotonic() + _START_SECONDS) as worker:
            try:
                worker.await_ready()
            except WorkerGoneError as error:
                raise SourceError(f"the worker process did not start ({worker.end})") from error

    def ask(self, request: Mapping[str, Any], seconds: float) -> Reply:
        """Send a request to a free worker; the time spent waiting for one counts.

        Where a worker died by itself the request goes to a new one, once: requests only read, so nothing happens twice.

        Raises:
            TimedOut: the time was up.
            Cancelled: `cancel` was called.
            QueryFailed: the worker died at the request, or the pool is closed.
            SourceError: the data cannot be opened any more.
        """
        until = time.monotonic() + seconds
        for attempt in (1, 2):
            with self._worker(until) as worker:
                left = max(until - time.monotonic(), 0.001)
                try:
                    return worker.ask({**request, "seconds": left}, left)
                except WorkerGoneError as error:
                    if worker.killed_for is not None or attempt == 2:
                        raise _why_gone(worker, seconds) from error
                    self._drop_idle()
        raise AssertionError("unreachable")

    def cancel(self) -> None:
        """Kill the workers that are busy; who waits for one is cancelled too."""
        with self._changed:
            self._cancels += 1
            for worker in self._busy:
                worker.kill("cancel")
            self._changed.notify_all()

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
    def _worker(self, until: float) -> Iterator[WorkerProcess]:
        worker = self._take(until)
        broken = False
        try:
            yield worker
        except SourceError:
            broken = True
            raise
        finally:
            self._give_back(worker, restart=not broken)

    def _take(self, until: float) -> WorkerProcess:
        with self._changed:
            cancels = self._cancels
            while True:
                if self._closed:
                    raise QueryFailed("The data was closed; open it again.")
                if self._cancels != cancels:
                    raise Cancelled("The query was stopped.")
                worker = self._idle_or_new()
                if worker is not None:
                    self._busy.add(worker)
                    return worker
                if not self._changed.wait(until - time.monotonic()) and time.monotonic() >= until:
                    raise TimedOut("All workers were busy until the time was up; try again or allow more seconds.")

    def _idle_or_new(self) -> WorkerProcess | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._discard(worker)
        return self._start() if len(self._busy) < self._most else None

    def _give_back(self, worker: WorkerProcess, *, restart: bool) -> None:
        with self._changed:
            self._busy.discard(worker)
            if worker.alive and restart and not self._closed:
                self._idle.append(worker)
            else:
                self._discard(worker)
                if restart and not self._closed and not self._idle:
                    self._idle.append(self._start())
            self._changed.notify()

    def _drop_idle(self) -> None:
        """End the workers that wait: what ended one may have ended the others, unnoticed so far."""
        with self._changed:
            while self._idle:
                self._discard(self._idle.pop())

    def _start(self) -> WorkerProcess:
        worker = WorkerProcess(self._opening)
        self._all.add(worker)
        return worker

    def _discard(self, worker: WorkerProcess) -> None:
        self._all.discard(worker)
        worker.dispose()


def _why_gone(worker: WorkerProcess, seconds: float) -> QueryFailed:
    if worker.killed_for == "cancel":
        return Cancelled("The query was stopped.")
    if worker.killed_for == "deadline":
        return timed_out(seconds)
    if worker.killed_for == "close":
        return QueryFailed("The data was closed while the query ran.")
    if not worker.ready:
        return QueryFailed(f"The worker process did not start ({worker.end}); check the memory that is free.")
    return QueryFailed(
        f"The worker process ended while it ran the query ({worker.end}), most likely for lack of memory;"
        " narrow the query."
    )


def timed_out(seconds: float) -> TimedOut:
    """Return the error for a query whose time was up."""
    return TimedOut(
        f"The query did not end within {seconds:g} seconds and was stopped; narrow it (a shorter period, fewer groups)"
        " or allow more time."
    )


def _end_all(workers: set[WorkerProcess], owner: int) -> None:
    if os.getpid() != owner:  # a forked copy of the caller does not own them
        return
    for worker in tuple(workers):
        worker.kill("close")
    for worker in tuple(workers):
        worker.dispose()
    workers.clear()


def _environment() -> dict[str, str]:
    """Return the worker's environment; where askbi runs from a source folder, the worker finds it there too."""
    environment = dict(os.environ)
    root = Path(__file__).resolve().parents[2]
    if not {"site-packages", "dist-packages"} & set(root.parts):
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root), environment.get("PYTHONPATH"))))
    return environment
