"""One worker process as its caller sees it.

Owns starting it, one exchange at a time, its end, and why it ended. Who may use it when belongs to
`copilot.sources.pool`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Final, Literal

from copilot.errors import SourceError
from copilot.sources import wire
from copilot.sources.memory import MemoryWatch
from copilot.sources.watchdog import WATCHDOG

START_SECONDS: Final = 30.0
_GRACE_SECONDS: Final = 0.5  # what is left of the second after a deadline goes to the system, to take the memory back
_HEADROOM: Final = 16 << 20
Killed = Literal["deadline", "cancel", "close", "memory"]
Reply = tuple[dict[str, Any], list[bytes]]
"""The last header and the payloads of all messages, in their order."""


class WorkerGoneError(Exception):
    """The worker ended before it answered."""


class WorkerProcess:
    """One worker; starting it takes no time here, and whoever asks it first waits until it has the data open.

    Args:
        opening: what to open: ``engine`` and ``path``.
        memory: most bytes that the worker may use.
        watch: looks after the worker's memory where the system does not.
        address_space: False leaves the limit to `watch`, as it is on systems without one.
    """

    def __init__(
        self, opening: Mapping[str, Any], *, memory: int, watch: MemoryWatch, address_space: bool = True
    ) -> None:
        self.killed_for: Killed | None = None
        self._memory, self._watch = memory, watch
        self._gone = False
        self._owes = False
        self._spent = False
        self._first: dict[str, Any] | None = None
        self._opened = threading.Event()
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
            wire.send(self._to, {"do": "open", **opening, "memory": memory, "address_space": address_space})
        except OSError:
            self.kill(None)
        threading.Thread(target=self._await_first, daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be asked: it runs, has memory left, and owes no reply to somebody who went away."""
        return not (self._gone or self._owes or self._spent) and self._process.poll() is None

    @property
    def ready(self) -> bool:
        """Whether it has said that the data is open."""
        return self._first is not None and bool(self._first["ok"])

    def await_ready(self, until: float) -> bool:
        """Wait until the data is open; False where it is not by then: the worker goes on opening it.

        Raises:
            WorkerGoneError: it ended meanwhile.
            SourceError: it could not open the data; the text is a reason without a name.
        """
        if not self._opened.wait(max(until - time.monotonic(), 0.0)):
            return False
        if self._first is None:
            raise WorkerGoneError
        if not self._first["ok"]:
            raise SourceError(self._first["message"])
        return True

    def ask(self, request: Mapping[str, Any], seconds: float) -> Reply:
        """Send one request and return the reply, killing the worker half a second after the time is up.

        Raises:
            WorkerGoneError: it ended meanwhile, or was killed.
        """
        most = 2 * int(request.get("byte_cap", 0)) + _HEADROOM
        with self._killed_after(seconds + _GRACE_SECONDS), self._memory_watched():
            return self._exchange(request, most)

    def kill(self, reason: Killed | None) -> None:
        """End the process at once; a second call does nothing."""
        if self.killed_for is None:
            self.killed_for = reason
        self._gone = True
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

    def disown(self) -> None:
        """Let go of it without touching it, in a forked copy of the caller.

        The pipes are turned to nowhere rather than closed: closing would send what lies in their buffers, and a pipe
        that stays open here would keep the worker alive when its real caller is gone.
        """
        self._gone = True
        self._process.returncode = 0
        nowhere = os.open(os.devnull, os.O_RDWR)
        for pipe in (self._to, self._from):
            os.dup2(nowhere, pipe.fileno(), inheritable=False)
        os.close(nowhere)

    @property
    def end(self) -> str:
        """How it ended, for people."""
        code = self._process.wait()
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def _await_first(self) -> None:
        """Read the reply to ``open``, in a thread, so that an impatient caller can leave the worker to it."""
        with WATCHDOG.after(START_SECONDS, lambda: self.kill(None)):
            try:
                self._first = self._receive(_HEADROOM)[0]
            except WorkerGoneError:
                self._first = None
        self._opened.set()

    def _exchange(self, request: Mapping[str, Any], most: int) -> Reply:
        self._owes = True  # an exception in between, such as Ctrl-C, leaves it so: the next caller must not get this
        try:
            wire.send(self._to, request)
        except OSError as error:
            self._gone = True
            raise WorkerGoneError from error
        parts: list[bytes] = []
        while True:
            header, payload = self._receive(most)
            most -= len(payload)
            if payload:
                parts.append(payload)
            if not header.get("more"):
                self._owes = False
                self._spent = bool(header.get("spent"))
                return header, parts

    def _receive(self, most: int) -> tuple[dict[str, Any], bytes]:
        try:
            reply = wire.receive(self._from, most=most)
        except (OSError, ValueError) as error:  # ValueError also: the pipe was closed by `dispose` in another thread
            self._gone = True
            raise WorkerGoneError from error
        if reply is None:
            self._gone = True  # the pipe may close some time before the system reports the process as ended
            raise WorkerGoneError
        return reply

    def _killed_after(self, seconds: float) -> AbstractContextManager[None]:
        return WATCHDOG.after(seconds, lambda: self.kill("deadline"))

    def _memory_watched(self) -> AbstractContextManager[None]:
        if self._first is None or self._first.get("limited"):
            return nullcontext()
        return self._watch.over(self.pid, self._memory, lambda: self.kill("memory"))


# Allocators reserve far more addresses than they use (1 GB, before the first row); of a limited space that is too much.
_SPARING: Final = {"MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1"}


def _environment() -> dict[str, str]:
    """Return the worker's environment; where askbi runs from a source folder, the worker finds it there too."""
    environment = {**os.environ, **_SPARING}
    root = Path(__file__).resolve().parents[2]
    if not {"site-packages", "dist-packages"} & set(root.parts):
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root), environment.get("PYTHONPATH"))))
    return environment
