"""One thread that does something when a time is up, for as many deadlines as there are.

Owns that thread only. A thread or timer for each query would cost more than a small query itself; here arming a
deadline that lies later than the next wake-up, the usual case, wakes nobody.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Watchdog:
    """Calls back when the time is up, unless the ``with`` block has ended before."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew, as a forked copy of a process must: its lock may be held by a thread that it does not have."""
        self._changed = threading.Condition()
        self._armed: dict[object, tuple[float, float, Callable[[], object]]] = {}
        self._wakes = math.inf
        self._thread: threading.Thread | None = None

    @contextmanager
    def after(self, seconds: float, act: Callable[[], object], *, every: float = math.inf) -> Iterator[None]:
        """Call `act` once `seconds` have passed, then again `every` so many seconds, until the block ends.

        `act` must be quick and raise nothing; it is never running any more when the block has ended.
        """
        key = object()
        due = time.monotonic() + max(seconds, 0.0)
        with self._changed:
            self._armed[key] = (due, every, act)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, daemon=True)
                self._thread.start()
            elif due < self._wakes:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._armed.pop(key, None)

    def _watch(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                for key, (due, every, act) in tuple(self._armed.items()):
                    if due <= now:
                        act()
                        self._armed[key] = (now + every, every, act)
                self._wakes = min((due for due, _, _ in self._armed.values()), default=math.inf)
                self._changed.wait(None if self._wakes == math.inf else max(self._wakes - time.monotonic(), 0.0))


WATCHDOG = Watchdog()
"""The one of this process."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WATCHDOG.forget)
