"""A handle on what somebody asked, so that it can be stopped from another thread.

Owns the wish to stop and who has to hear of it. How a query is stopped belongs to the pool that runs it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Ticket:
    """Stops the queries that were run with it, waiting or running, and no others.

    One ticket is for one asking: once cancelled it stays so, and every later query with it ends at once with
    `Cancelled`. An asking that runs several queries gives all of them the same ticket.

    >>> ticket = Ticket()
    >>> ticket.cancel()
    >>> ticket.cancelled
    True
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._stops: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled

    def cancel(self) -> None:
        """Stop everything that was asked with this ticket; a second call does nothing."""
        with self._lock:
            self._cancelled = True
            stops = tuple(self._stops)
        for stop in stops:  # without the lock: a stop takes the lock of its pool
            stop()

    @contextmanager
    def heard_by(self, stop: Callable[[], None]) -> Iterator[None]:
        """Call `stop` where `cancel` is called inside the ``with`` block; what happened before it has to look at."""
        with self._lock:
            self._stops.append(stop)
        try:
            yield
        finally:
            with self._lock:
                self._stops.remove(stop)
