"""Statements that eat time or memory, sent below the gate, which would let none of them through.

Looks at the outcome only: a typed error within a generous time, this process alive and served by the other worker
meanwhile, the next answer right. How long it takes is measured in `benchmarks/boundary.py`.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest

from copilot.errors import QueryFailed, TimedOut
from copilot.sources.memory import resident_bytes
from copilot.sources.parts import assembled
from copilot.sources.pool import WorkerPool

SECONDS: Final = 0.5
HANG: Final = 60.0
ENDLESS: Final = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
FOURTEEN: Final = ", ".join(f"i % {n} AS c{n}" for n in range(2, 16))
CUBE: Final = ", ".join(f"c{n}" for n in range(2, 16))

DUCKDB: Final = {
    "a text of 4 GB": "SELECT repeat('x', 4000000000)",
    "a list of 1e9": "SELECT count(*) FROM (SELECT unnest(range(0, 1000000000)))",
    "edit distance": "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))",
    "padding": "SELECT length(rpad('x', 2000000000, 'y'))",
    "splitting": "SELECT len(string_split(repeat('a,', 500000000), ','))",
    "sorting a list": "SELECT list_sort(list_transform(range(50000000), lambda x: hash(x)))[1]",
    "endless recursion": f"{ENDLESS} SELECT count(*) FROM r",
    "endless recursion, kept": f"{ENDLESS} SELECT n FROM r ORDER BY n",
    "a cross join": "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3",
    "a huge sort": "SELECT hash(i) AS h FROM range(1000000000) t(i) ORDER BY h",
    "sleep": "SELECT sleep_ms(20000)",
    "another sleep": "SELECT pg_sleep(20)",
    "a cube of 14": f"SELECT count(*) FROM (SELECT 1 FROM (SELECT {FOURTEEN} FROM range(1000000) t(i)) GROUP BY CUBE ({CUBE}))",
    "growth by pattern": "SELECT regexp_replace(repeat('a', 100000000), 'a', 'bbbbbbbbbb', 'g')",
    "a format": "SELECT length(printf('%1900000000d', 1))",
    "text put together": "SELECT string_agg(repeat('x', 1000), '') FROM range(100000000)",
    "a huge group": "SELECT count(DISTINCT hash(i)) FROM range(10000000000) t(i)",
    "long rows": "SELECT repeat('x', 2000000) FROM range(100000)",
    "a running median": "SELECT median(i) OVER (ORDER BY i ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES)"
    " FROM range(100000000) t(i)",
}
SQLITE: Final = {
    "endless recursion": f"{ENDLESS} SELECT count(*) FROM r",
    "endless recursion, kept": "WITH RECURSIVE r(n) AS (SELECT 1 UNION SELECT n + 1 FROM r) SELECT n FROM r ORDER BY n DESC",
    "a cross join": "SELECT count(*) FROM t a, t b, t c, t d, t e, t f, t g, t h, t i, t j, t k",
    "text put together": f"{ENDLESS} SELECT length(group_concat(hex(randomblob(1000)))) FROM r",
    "random bytes": "SELECT length(randomblob(2000000000))",
    "zero bytes": "SELECT hex(zeroblob(900000000))",
    "a large cell": "SELECT hex(randomblob(45000000))",
    "a format": "SELECT length(printf('%.*c', 900000000, 'x')) + length(hex(zeroblob(90000000)))",
    "a slow pattern": "SELECT hex(zeroblob(9000000)) LIKE '%' || hex(zeroblob(12000)) || '1'",
    "a slow regular expression": "SELECT regexp_matches(printf('%.*c', 60, 'a') || '!', '^(a+)+$')",
    "values kept by a function": f"{ENDLESS} SELECT median(n) FROM r",
    "a function called for ever": f"{ENDLESS} SELECT count(levenshtein(hex(randomblob(500)), hex(randomblob(500)))) FROM r",
    "a huge sort": "SELECT sum(a.a) OVER (ORDER BY random()) FROM t a, t b, t c, t d, t e, t f, t g, t h",
}
BOMBS: Final = [("duckdb", name) for name in DUCKDB] + [("sqlite", name) for name in SQLITE]


def asking(text: str, *tables: str) -> dict[str, Any]:
    return {
        "do": "query",
        "text": text,
        "shown": text,
        "parameters": {},
        "tables": tables,
        "row_cap": 1000,
        "byte_cap": 64_000_000,
    }


def answer(pool: WorkerPool, text: str, *tables: str) -> Any:
    header, parts = pool.ask(asking(text, *tables), HANG)
    assert header["ok"], header
    return assembled(parts).column(0).to_pylist()


def database(folder: Path, engine: str) -> Path:
    path = folder / f"ten.{engine}"
    if engine == "duckdb":
        with duckdb.connect(str(path)) as con:
            con.execute("CREATE TABLE t AS SELECT range AS a FROM range(10)")
    else:
        lite = sqlite3.connect(path)
        lite.execute("CREATE TABLE t (a)")
        lite.executemany("INSERT INTO t VALUES (?)", [(i,) for i in range(10)])
        lite.commit()
        lite.close()
    return path


@pytest.fixture(scope="module")
def pools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, WorkerPool]]:
    folder = tmp_path_factory.mktemp("bombs")
    both = {name: WorkerPool({"engine": name, "path": str(database(folder, name))}) for name in ("duckdb", "sqlite")}
    yield both
    for pool in both.values():
        pool.close()


@pytest.mark.parametrize(("engine", "name"), BOMBS)
def test_a_bomb_hurts_nobody(pools: dict[str, WorkerPool], engine: str, name: str) -> None:
    pool, bomb = pools[engine], (DUCKDB if engine == "duckdb" else SQLITE)[name]
    outcome: list[Any] = []

    def throw() -> None:
        try:
            outcome.append(pool.ask(asking(bomb, "t"), SECONDS)[0])
        except QueryFailed as error:
            outcome.append(error)

    began = time.monotonic()
    thrower = threading.Thread(target=throw)
    thrower.start()
    assert answer(pool, "SELECT sum(a) FROM t", "t") == [45]  # meanwhile, by the other worker
    thrower.join(HANG)
    assert time.monotonic() - began < HANG
    (found,) = outcome
    if isinstance(found, dict):  # the worker lived to say so
        assert not found["ok"]
        assert found["kind"] in ("timed_out", "memory", "failed")
        assert found["message"].endswith(".")
    else:
        assert isinstance(found, TimedOut)
    assert answer(pool, "SELECT a * a FROM t ORDER BY a DESC LIMIT 2", "t") == [81, 64]


@pytest.mark.skipif(not Path("/proc").exists(), reason="there is no other way to look at a process here")
@pytest.mark.parametrize("address_space", [True, False])
def test_memory_stays_under_the_limit(tmp_path: Path, address_space: bool) -> None:
    """Two bombs at once, with the system's limit and with what stands in for it where there is none."""
    path = database(tmp_path, "duckdb")
    pool = WorkerPool({"engine": "duckdb", "path": str(path)}, memory_mb=550, address_space=address_space)
    refused: list[str] = []

    def throw(size: int) -> None:
        try:
            header, _ = pool.ask(asking(f"SELECT length(repeat('x', {size}) || 'y')", "t"), HANG)
            refused.append(header["message"])
        except QueryFailed as error:
            refused.append(str(error))

    throwers = [threading.Thread(target=throw, args=(size,)) for size in (1_900_000_000, 1_800_000_000)]
    for thrower in throwers:
        thrower.start()
    most = 0
    while any(thrower.is_alive() for thrower in throwers):
        most = max(most, sum(resident_bytes(pool.pids).values()))
        time.sleep(0.02)
    assert len(refused) == 2
    assert all("memory" in message for message in refused), refused
    assert most < 2 * (550 << 20) * (1.0 if address_space else 1.5)  # a watch sees what happened, not what will
    assert answer(pool, "SELECT sum(a) FROM t", "t") == [45]
    pool.close()
