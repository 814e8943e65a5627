"""How much memory processes hold, and a watch that acts when one holds too much.

Owns what stands in for an address-space limit where the system has none (macOS refuses it). Needs ``/proc`` or ``ps``;
where there is neither (Windows) nothing is watched, and only the engine's own limit holds. A process may pass its limit
by what it takes between two looks.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

_EVERY: Final = 0.1


def resident_bytes(pids: Collection[int]) -> dict[int, int]:
    """Return how much memory each process holds; those that are gone, or cannot be looked at, are left out.

    >>> resident_bytes([os.getpid()])[os.getpid()] > 1_000_000
    True
    """
    return _from_proc(pids) if os.path.exists("/proc/self/statm") else from_ps(pids)


def _from_proc(pids: Collection[int]) -> dict[int, int]:
    page = os.sysconf("SC_PAGE_SIZE")
    found: dict[int, int] = {}
    for pid in pids:
        try:
            with open(f"/proc/{pid}/statm", encoding="ascii") as file:
                found[pid] = int(file.read().split()[1]) * page
        except (OSError, IndexError):
            continue
    return found


def from_ps(pids: Collection[int]) -> dict[int, int]:
    """Return the same from the command ``ps``, which every Unix has."""
    if not pids:
        return {}
    command = ["ps", "-o", "pid=,rss=", "-p", ",".join(map(str, pids))]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, timeout=5.0, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return {}
    numbers = (line.split() for line in listed.splitlines())
    return {int(line[0]): int(line[1]) * 1024 for line in numbers if len(line) == 2}


class MemoryWatch:
    """Calls back, once, when a process holds more than it may; one thread, which lives only while there is a need."""

    def __init__(self, look: Callable[[Collection[int]], Mapping[int, int]] = resident_bytes) -> None:
        self._look = look
        self._lock = threading.Lock()
        self._armed: dict[object, tuple[int, int, Callable[[], object]]] = {}
        self._runs = False

    @contextmanager
    def over(self, pid: int, most: int, act: Callable[[], object]) -> Iterator[None]:
        """Call `act` where the process holds more than `most` bytes inside the ``with`` block."""
        key = object()
        with self._lock:
            self._armed[key] = (pid, most, act)
            if not self._runs:
                self._runs = True
                threading.Thread(target=self._watch, daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                self._armed.pop(key, None)

    def _watch(self) -> None:
        while True:
            time.sleep(_EVERY)
            with self._lock:
                if not self._armed:
                    self._runs = False
                    return
                pids = {pid for pid, _, _ in self._armed.values()}
            held = self._look(pids)
            with self._lock:
                for key, (pid, most, act) in tuple(self._armed.items()):
                    if held.get(pid, 0) > most:
                        del self._armed[key]
                        act()
