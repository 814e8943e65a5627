"""What the process boundary costs, how soon a killed worker is replaced, and how late a deadline is kept.

usage: python benchmarks/boundary.py

The cost of the boundary is held against the same query in this process, in the same run, question by question in turn;
it includes the engine's second opinion, which a direct call does not ask for. The bombs are those of
tests/sources/test_bombs.py. Prints the figures and keeps them in benchmarks/results/boundary.json.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from copilot.errors import QueryFailed  # noqa: E402
from copilot.sources.parts import assembled  # noqa: E402
from copilot.sources.pool import WorkerPool  # noqa: E402

SIZES = {1: 300, 1_000: 200, 1_000_000: 15}
DEADLINE = 1.0
KILLS = 15


def asking(text: str, *tables: str) -> dict[str, Any]:
    """Return a request whose caps are raised, so that they cut nothing."""
    caps = {"row_cap": 10_000_000, "byte_cap": 1_000_000_000}
    return {"do": "query", "text": text, "shown": text, "parameters": {}, "tables": tables, **caps}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def median_ms(seconds: list[float]) -> float:
    return round(statistics.median(seconds) * 1000, 2)


def boundary(path: Path) -> dict[str, Any]:
    """Ask the same through a worker and in this process, in turn."""
    pool = WorkerPool({"engine": "duckdb", "path": str(path)})
    bare = duckdb.connect(str(path), read_only=True, config={"threads": "2"})
    figures: dict[str, Any] = {}
    for size, times in SIZES.items():
        text = f"SELECT id, day, amount, name FROM facts WHERE id < {size}"

        def through(text: str = text) -> tuple[Any, float]:
            header, parts = pool.ask(asking(text, "facts"), 60.0)
            return assembled(parts), header["seconds"]

        def direct(text: str = text) -> Any:
            return bare.cursor().sql(text).to_arrow_table()

        for _ in range(3):
            through()
            direct()
        apart, own, there = [], [], []
        for _ in range(times):
            seconds, (table, engine) = timed(through)
            apart.append(seconds)
            there.append(engine)
            assert table.num_rows == size
            seconds, table = timed(direct)
            own.append(seconds)
            assert table.num_rows == size
        figures[f"{size:_}_rows"] = {
            "through_a_worker_ms": median_ms(apart),
            "of_it_in_the_engine_with_the_second_opinion_ms": median_ms(there),
            "direct_ms": median_ms(own),
            "difference_ms": round(median_ms(apart) - median_ms(own), 2),
            "ratio": round(statistics.median(apart) / statistics.median(own), 2),
            "megabytes": round(table.nbytes / 1_000_000, 2),
        }
    pool.close()
    bare.close()
    return figures


def replacing(path: Path) -> dict[str, Any]:
    """Kill the only worker, idle or at work, and ask at once."""
    pool = WorkerPool({"engine": "duckdb", "path": str(path)}, most=1)
    ask = asking("SELECT count(*) FROM facts", "facts")
    pool.ask(ask, 60.0)
    idle = []
    for _ in range(KILLS):
        os.kill(pool.pids[0], signal.SIGKILL)
        seconds, (header, _) = timed(lambda: pool.ask(ask, 60.0))
        assert header["ok"]
        idle.append(seconds)
    late = []
    for _ in range(KILLS // 3):
        try:
            pool.ask(asking("SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))"), 0.2)
        except QueryFailed:
            seconds, (header, _) = timed(lambda: pool.ask(ask, 60.0))
            assert header["ok"]
            late.append(seconds)
    pool.close()
    return {
        "kill_to_next_answer_ms": median_ms(idle),
        "kill_to_next_answer_worst_ms": round(max(idle) * 1000, 2),
        "after_a_deadline_to_next_answer_ms": median_ms(late),
    }


def bombs(folder: Path) -> dict[str, Any]:
    """Throw each bomb once with a deadline of a second."""
    tests = runpy.run_path(str(ROOT / "tests" / "sources" / "test_bombs.py"))
    figures: dict[str, Any] = {}
    ends: list[float] = []
    for engine, statements in (("duckdb", tests["DUCKDB"]), ("sqlite", tests["SQLITE"])):
        pool = WorkerPool({"engine": engine, "path": str(tests["database"](folder, engine))})
        pool.await_open()
        for name, text in statements.items():
            began = time.perf_counter()
            try:
                outcome = pool.ask(asking(text, "t") | {"byte_cap": 64_000_000, "row_cap": 1000}, DEADLINE)[0]["kind"]
            except QueryFailed as error:
                outcome = f"{type(error).__name__}, killed"
            ends.append(time.perf_counter() - began)
            figures[f"{engine}: {name}"] = {"seconds": round(ends[-1], 2), "outcome": outcome}
            pool.ask(asking("SELECT count(*) FROM t", "t"), 60.0)
        pool.close()
    late = sum(end > DEADLINE + 1 for end in ends)
    return {"deadline_s": DEADLINE, "worst_s": round(max(ends), 2), "later_than_a_second_after": late, "each": figures}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "facts.duckdb"
        with duckdb.connect(str(path)) as con:
            con.execute(
                "CREATE TABLE facts AS SELECT i AS id, DATE '2020-01-01' + CAST(i % 2000 AS INTEGER) AS day,"
                " i * 0.25 AS amount, 'name ' || i % 5000 AS name FROM range(1000000) t(i)"
            )
        figures = {
            "cpus": os.cpu_count(),
            "boundary": boundary(path),
            "replacing": replacing(path),
            "bombs": bombs(folder),
        }
    text = json.dumps(figures, indent=1)
    print(text)
    target = ROOT / "benchmarks" / "results" / "boundary.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
