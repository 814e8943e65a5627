"""The pool of workers: who is stopped, what is left after a death, a fork or an interrupt, and its settings."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest

from copilot.errors import Cancelled, ConfigError, QueryFailed, TimedOut
from copilot.sources import wire
from copilot.sources.memory import MemoryWatch, from_ps, resident_bytes
from copilot.sources.parts import assembled
from copilot.sources.pool import WorkerPool
from copilot.sources.process import WorkerGoneError, WorkerProcess
from copilot.sources.ticket import Ticket
from copilot.sources.watchdog import Watchdog

ENDLESS: Final = "SELECT max(hash(i)) FROM range(1000000000000000) t(i)"
LARGE: Final = "SELECT i, hash(i) AS h, 'text ' || i AS t FROM range(600000) t(i)"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither SIGKILL nor fork")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "empty.duckdb"
    duckdb.connect(str(path)).close()
    return path


@pytest.fixture(scope="module")
def pool(path: Path) -> Iterator[WorkerPool]:
    pool = WorkerPool({"engine": "duckdb", "path": str(path)})
    yield pool
    pool.close()


def asking(text: str) -> dict[str, Any]:
    return {
        "do": "query", "text": text, "shown": text, "parameters": {}, "tables": [], "row_cap": 10**7, "byte_cap": 10**9
    }  # fmt: skip


def answer(pool: WorkerPool, text: str, *, seconds: float = 60.0, ticket: Ticket | None = None) -> list[Any]:
    header, parts = pool.ask(asking(text), seconds, ticket)
    assert header["ok"], header
    found: list[Any] = assembled(parts).column(0).to_pylist()
    return found


class Asked(threading.Thread):
    """A question in a thread of its own, with what came of it."""

    def __init__(self, pool: WorkerPool, text: str, ticket: Ticket | None = None) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.error: QueryFailed | None = None
        self._work: Callable[[], list[Any]] = lambda: answer(pool, text, ticket=ticket)
        self.start()

    def run(self) -> None:
        try:
            self.found = self._work()
        except QueryFailed as error:
            self.error = error


def until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 30
    while not condition() and time.monotonic() < limit:
        time.sleep(0.01)
    assert condition()


# --- stopping --------------------------------------------------------------------------------------------------------


def test_a_ticket_stops_its_own_query_only(pool: WorkerPool) -> None:
    mine, other = Ticket(), Ticket()
    running = Asked(pool, ENDLESS, mine)
    also = Asked(pool, "SELECT count(*) FROM range(2000000000) t(i) WHERE hash(i) % 7 = 8", other)
    until(lambda: len(pool.pids) == 2)
    mine.cancel()
    running.join(10)
    assert isinstance(running.error, Cancelled)
    assert also.is_alive()
    assert answer(pool, "SELECT 5") == [5]
    other.cancel()
    also.join(10)
    assert isinstance(also.error, Cancelled)


def test_a_ticket_stops_a_query_that_waits(pool: WorkerPool) -> None:
    tickets = [Ticket() for _ in range(3)]
    asked = [Asked(pool, ENDLESS, ticket) for ticket in tickets]
    time.sleep(0.3)
    for ticket, thread in reversed(list(zip(tickets, asked, strict=True))):  # the last one waits for a worker
        ticket.cancel()
        thread.join(10)
        assert isinstance(thread.error, Cancelled)
    assert answer(pool, "SELECT 6") == [6]


def test_a_ticket_stays_cancelled(pool: WorkerPool) -> None:
    ticket = Ticket()
    assert answer(pool, "SELECT 1", ticket=ticket) == [1]
    assert answer(pool, "SELECT 2", ticket=ticket) == [2]
    ticket.cancel()
    ticket.cancel()
    with pytest.raises(Cancelled):
        answer(pool, "SELECT 3", ticket=ticket)
    assert answer(pool, "SELECT 4") == [4]


def test_one_ticket_for_queries_side_by_side(pool: WorkerPool) -> None:
    ticket = Ticket()
    asked = [Asked(pool, ENDLESS, ticket) for _ in range(4)]
    time.sleep(0.2)
    ticket.cancel()
    for thread in asked:
        thread.join(10)
        assert isinstance(thread.error, Cancelled)


# --- what is left of a query must not reach the next -----------------------------------------------------------------


def test_an_interrupted_caller_leaves_no_reply_behind(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C falls between question and reply; the next question must not get that reply."""
    assert answer(pool, "SELECT 1") == [1]
    receive = wire.receive

    def interrupted(*arguments: Any, **named: Any) -> Any:
        if threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt
        return receive(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(wire, "receive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            answer(pool, "SELECT 'of somebody else'")
    assert answer(pool, "SELECT 2") == [2]


@posix
def test_killed_in_the_middle_of_a_result(pool: WorkerPool) -> None:
    """Whenever it happens: the whole result, from a second worker, or a plain error."""
    expected = list(range(600_000))
    moment = random.Random(7)
    for _ in range(6):
        asked = Asked(pool, LARGE)
        time.sleep(moment.uniform(0.0, 0.5))
        for pid in pool.pids:
            os.kill(pid, signal.SIGKILL)
        asked.join(30)
        assert asked.found == expected or isinstance(asked.error, QueryFailed)
        assert answer(pool, "SELECT 3") == [3]


def test_closed_in_the_middle_of_a_result(path: Path) -> None:
    for wait in (0.0, 0.1, 0.4, 0.5):
        pool = WorkerPool({"engine": "duckdb", "path": str(path)})
        asked = Asked(pool, LARGE)
        time.sleep(wait)
        pool.close()
        asked.join(30)
        assert not asked.is_alive()
        assert asked.found == list(range(600_000)) or "closed" in str(asked.error)
        assert pool.pids == ()


def test_fifty_at_once(pool: WorkerPool) -> None:
    asked = [Asked(pool, f"SELECT {n} + i FROM range({n % 7 + 1}) t(i)") for n in range(50)]
    for thread in asked:
        thread.join(60)
    assert [thread.found for thread in asked] == [[n + i for i in range(n % 7 + 1)] for n in range(50)]
    assert len(pool.pids) <= 2


def test_a_worker_that_gave_all_its_memory_is_replaced(pool: WorkerPool) -> None:
    """What a query leaves behind in the process must not make the next one fail."""
    for bomb in (
        "SELECT repeat('x', 4000000000)",
        "SELECT list_sort(list_transform(range(50000000), lambda x: hash(x)))",
    ):
        try:
            header, _ = pool.ask(asking(bomb), 0.5)
        except TimedOut:
            continue
        assert header["kind"] in ("memory", "timed_out")
        kept = "SELECT count(*) FROM (SELECT hash(i) AS h FROM range(2000000) t(i) ORDER BY h LIMIT 1000000)"
        assert answer(pool, kept) == [1_000_000]


def test_an_impatient_caller_leaves_a_starting_worker_alone(path: Path) -> None:
    pool = WorkerPool({"engine": "duckdb", "path": str(path)}, most=1)
    (pid,) = pool.pids
    with pytest.raises(TimedOut, match="still opening"):
        answer(pool, "SELECT 1", seconds=0.001)
    assert answer(pool, "SELECT 1") == [1]
    assert pool.pids == (pid,)
    pool.close()


# --- processes -------------------------------------------------------------------------------------------------------


@posix
def test_a_forked_copy_has_workers_of_its_own(path: Path) -> None:
    code = f"""
import os, sys, threading, time
from copilot.sources.parts import assembled
from copilot.sources.pool import WorkerPool
pool = WorkerPool({{"engine": "duckdb", "path": {str(path)!r}}})
def answer(text):
    request = dict(do="query", text=text, shown=text, parameters={{}}, tables=[], row_cap=9, byte_cap=10**6)
    return assembled(pool.ask(request, 30)[1]).column(0).to_pylist()
assert answer("SELECT 1") == [1]
theirs = pool.pids
busy = threading.Thread(target=lambda: answer("SELECT count(*) FROM range(300000000) t(i) WHERE hash(i) % 7 = 8"))
busy.start()
time.sleep(0.1)
child = os.fork()
if child == 0:
    assert pool.pids == ()
    assert [answer(f"SELECT {{n}}") for n in range(20)] == [[n] for n in range(20)]
    assert not set(pool.pids) & set(theirs)
    sys.exit(0)
assert [answer(f"SELECT {{n}}") for n in range(100, 120)] == [[n] for n in range(100, 120)]
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert answer("SELECT 2") == [2]
assert set(theirs) <= set(pool.pids)
busy.join()
print("good")
"""
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("good\n", "")


def test_what_an_engine_prints_is_no_frame() -> None:
    code = """
import os, sys
from copilot.sources import wire, worker
out = worker._private_stdout()
print("noise", flush=True)
os.write(1, b"more noise")
wire.send(out, {"ok": True}, b"rows")
"""
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    length = int.from_bytes(done.stdout[:4], "big")
    assert done.stdout[4 + length :] == b"rows"
    assert b"noise" in done.stderr


@posix
def test_a_worker_that_holds_the_interpreter_ends_without_its_caller(tmp_path: Path) -> None:
    """A regular expression keeps every thread of the worker from noticing that its caller is gone."""
    code = f"""
import sqlite3, threading, time
from copilot.sources.pool import WorkerPool
sqlite3.connect({str(tmp_path / "x.sqlite")!r}).close()
pool = WorkerPool({{"engine": "sqlite", "path": {str(tmp_path / "x.sqlite")!r}}})
pool.await_open()
text = "SELECT regexp_matches(printf('%.*c', 60, 'a') || '!', '^(a+)+$')"
request = dict(do="query", text=text, shown=text, parameters={{}}, tables=[], row_cap=9, byte_cap=10**6)
threading.Thread(target=pool.ask, args=(request, 0.5), daemon=True).start()
time.sleep(0.3)
print(pool.pids[0], flush=True)
time.sleep(60)
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    caller = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, text=True)
    assert caller.stdout is not None
    pid = int(caller.stdout.readline())
    caller.kill()
    caller.wait()
    caller.stdout.close()
    until(lambda: not resident_bytes([pid]).get(pid))


# --- memory and settings ---------------------------------------------------------------------------------------------


@posix
def test_both_ways_to_look_at_memory_agree() -> None:
    own = os.getpid()
    one, other = resident_bytes([own, 2**30])[own], from_ps([own, 2**30])[own]
    assert abs(one - other) < 50_000_000
    assert from_ps([]) == {}


def test_the_watch_acts_once_and_only_inside() -> None:
    held = {1: 10, 2: 999, 3: 999}
    acted: list[int] = []
    watch = MemoryWatch(lambda pids: {pid: held[pid] for pid in pids})
    with watch.over(3, 100, lambda: acted.append(3)):
        pass
    with watch.over(1, 100, lambda: acted.append(1)), watch.over(2, 100, lambda: acted.append(2)):
        until(lambda: acted == [2])
        time.sleep(0.3)
    assert acted == [2]
    with watch.over(3, 100, lambda: acted.append(3)):
        until(lambda: acted == [2, 3])


def test_a_watchdog_begins_anew() -> None:
    watchdog = Watchdog()
    acted: list[int] = []
    for _ in range(2):
        with watchdog.after(0.01, lambda: acted.append(1)):
            time.sleep(0.1)
        watchdog.forget()
    assert acted == [1, 1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASKBI_WORKERS", "0"),
        ("ASKBI_WORKERS", "many"),
        ("ASKBI_WORKER_MEMORY_MB", "100"),
        ("ASKBI_WORKER_MEMORY_MB", "-2048"),
        ("ASKBI_WORKER_MEMORY_MB", "1.5"),
    ],
)
def test_settings_that_make_no_sense(path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=name):
        WorkerPool({"engine": "duckdb", "path": str(path)})


def test_settings(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_WORKERS", "3")
    monkeypatch.setenv("ASKBI_WORKER_MEMORY_MB", "600")
    pool = WorkerPool({"engine": "duckdb", "path": str(path)})
    asked = [Asked(pool, ENDLESS) for _ in range(4)]
    until(lambda: len(pool.pids) == 3 and len(pool._asking) == 4)
    pool.cancel()
    for thread in asked:
        thread.join(10)
        assert isinstance(thread.error, Cancelled)
    header, _ = pool.ask(asking("SELECT length(repeat('x', 900000000))"), 60)
    assert header["kind"] == "memory"
    pool.close()


def test_a_message_larger_than_agreed_ends_the_worker(path: Path) -> None:
    """A worker that an attacker has taken over could announce any size."""
    worker = WorkerProcess({"engine": "duckdb", "path": str(path)}, memory=2 << 30, watch=MemoryWatch())
    assert worker.await_ready(time.monotonic() + 30)
    with pytest.raises(WorkerGoneError):
        worker._exchange(asking(LARGE), 100_000)
    assert not worker.alive
    worker.dispose()
