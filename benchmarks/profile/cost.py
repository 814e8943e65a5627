"""What a profile costs, beside the engine's own scan and other profilers: python -m benchmarks.profile.cost

All in one run on one machine: made data of 1 and 10 million rows of 22 columns, and of 200 and 1,000 columns. The
engine's own scan is one query over the same file with counts, approximate distinct counts, least, greatest, mean,
deviation and five quantiles of each column, the best of three. A profile is the catalog (facts, keys, roles) and all
that is built on it, from data that is loaded and of which nothing is kept. Memory is the most that the main process
and the worker held, the engine's cache of the file among it, which grows up to its limit; it is also measured with a
worker of half the usual size. Others get the same table from Parquet.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ORDERS = """
SELECT i // 3 AS invoice_id, i % 3 + 1 AS line_no, hash(i) % 5000 AS customer_id, p AS product_id,
  'cat' || (p % 23) AS category,
  DATE '2022-01-01' + (hash(i + 1) % 1000)::INT AS order_date,
  TIMESTAMP '2022-01-01' + to_seconds((hash(i + 2) % 86400000)::INT) AS created_at,
  (1 + hash(i + 3) % 9)::INT AS quantity, ((hash(i + 4) % 10000) / 100)::DECIMAL(10, 2) AS price,
  hash(i + 5) % 10 = 0 AS returned,
  ['USA', 'Germany', 'France', 'usa', 'Italy', 'Spain'][1 + (hash(i + 6) % 6)::INT] AS country,
  'city' || (hash(i + 7) % 300) AS city, (hash(i + 8) % 1000003) / 1000003 AS f1, (hash(i + 9) % 1000003) / 10000 AS f2,
  (hash(i + 10) % 1000000)::INT AS f3, 'u' || (hash(i + 11) % 100000) || '@mail.com' AS email,
  ['new', 'open', 'done', 'N/A'][1 + (hash(i + 12) % 4)::INT] AS status,
  CASE WHEN hash(i + 13) % 20 = 0 THEN NULL ELSE (hash(i + 14) % 1000) / 100 END AS score,
  (hash(i + 15) % 100)::INT AS age, (hash(i + 16) % 100000) / 100 AS amount, md5(i::VARCHAR) AS code,
  (hash(i + 17) % 50)::INT AS store
FROM (SELECT i, hash(i + 18) % 2000 AS p FROM range({rows}) AS t(i))
"""
SHAPES = {
    "1 million x 22": (1_000_000, 22),
    "10 million x 22": (10_000_000, 22),
    "20 thousand x 50": (20_000, 50),
    "20 thousand x 200": (20_000, 200),
    "20 thousand x 1,000": (20_000, 1_000),
}
DAY = date(2026, 11, 24)


def make(folder: Path, name: str) -> Path:
    """Write the made data of a shape once, and return its file."""
    import duckdb

    rows, columns = SHAPES[name]
    place = folder / f"lines_{rows}_{columns}.parquet"
    if not place.exists():
        query = ORDERS.format(rows=rows) if columns == 22 else wide(rows, columns)
        duckdb.connect().execute(f"COPY ({query}) TO '{place}' (FORMAT PARQUET)")
    return place


def wide(rows: int, columns: int) -> str:
    """Return a query of many columns: a key, then numbers, labels, dates and texts in turn."""
    kinds = (
        "(hash(i + {k}) % 1000003) / 100 AS amount_{k}",
        "'label ' || (hash(i + {k}) % 12) AS group_{k}",
        "DATE '2024-01-01' + (hash(i + {k}) % 700)::INT AS date_{k}",
        "(hash(i + {k}) % 500)::INT AS count_{k}",
        "'text ' || hash(i + {k}) AS note_{k}",
    )
    chosen = ", ".join(kinds[k % len(kinds)].format(k=k) for k in range(1, columns))
    return f"SELECT i AS row_id, {chosen} FROM range({rows}) AS t(i)"


# ------------------------------------------------------------------------------------------------ in a process each


def profile(path: str) -> dict[str, Any]:
    """Measure a profile of one file."""
    from copilot.catalog import bare_catalog, build_catalog
    from copilot.catalog.asking import Asker
    from copilot.gate import Gate
    from copilot.sources import open_source
    from copilot.workspace import Workspace
    from insight.profile import build_profile

    source: Any = open_source(path, workspace=Workspace.for_data(Path(path)))
    gate = Gate(bare_catalog(source), source.dialect)
    began = time.perf_counter()
    catalog = build_catalog(source, gate, cache_dir=None)
    first = time.perf_counter()
    made = build_profile(Asker(source, gate), catalog, name=source.name, day=DAY)
    ended = time.perf_counter()
    worker = max(_high_water(pid) for pid in source.worker_pids)
    page = tempfile.mktemp()
    size = made.to_html(page).stat().st_size
    found = {
        "catalog_s": first - began,
        "profile_s": ended - first,
        "all_s": ended - began,
        "worker_mb": worker,
        "main_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "html_kb": size / 1000,
        "database": str(source.database),
    }
    source.close()
    return found


def own_scan(database: str) -> dict[str, Any]:
    """Measure the engine's own scan of the same file, and SUMMARIZE."""
    import duckdb

    connection = duckdb.connect(database, read_only=True, config={"threads": 2, "memory_limit": "512MiB"})
    (table,) = connection.execute("SELECT table_name FROM duckdb_tables()").fetchone() or ("",)
    columns = connection.execute(f'DESCRIBE "{table}"').fetchall()
    asked = []
    for name, kind, *_ in columns:
        it = f'"{name}"'
        asked += [f"count({it})", f"approx_count_distinct({it})", f"min({it})", f"max({it})"]
        if kind.startswith(("INT", "BIGINT", "UBIGINT", "DOUBLE", "DECIMAL", "FLOAT", "HUGEINT", "UHUGEINT")):
            quantiles = f"approx_quantile({it}::DOUBLE, [0.05, 0.25, 0.5, 0.75, 0.95])"
            asked += [f"avg({it}::DOUBLE)", f"stddev({it}::DOUBLE)", quantiles]
    sql = f'SELECT {", ".join(asked)} FROM "{table}"'
    return {"scan_s": _best(lambda: connection.execute(sql).fetchall()), "summarize_s": _best(
        lambda: connection.execute(f'SUMMARIZE "{table}"').fetchall()
    )}  # fmt: skip


def others(path: str) -> dict[str, Any]:
    """Measure ydata-profiling, minimal, of the same table."""
    os.environ["YDATA_PROFILING_NO_ANALYTICS"] = "true"
    import pandas as pd
    from ydata_profiling import ProfileReport

    frame = pd.read_parquet(path)
    began = time.perf_counter()
    ProfileReport(frame, minimal=True, progress_bar=False).to_html()
    took = time.perf_counter() - began
    return {"ydata_s": took, "ydata_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _best(work: Any) -> float:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def _high_water(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def in_process(step: str, argument: str, seconds: float, environment: dict[str, str]) -> dict[str, Any]:
    """Run one measure in a process of its own; what takes too long or fails is said."""
    command = [sys.executable, "-m", "benchmarks.profile.cost", "--step", step, argument]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, check=True, env={**os.environ, **environment}
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not done in {seconds:.0f} s"}
    except subprocess.CalledProcessError as error:
        return {"failed": (error.stderr or "").strip().splitlines()[-1:]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", choices=("profile", "own_scan", "others"))
    parser.add_argument("argument", nargs="?")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "askbi-profile-cost")
    parser.add_argument("--most", type=float, default=120, help="seconds that another profiler may take")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if given.step:
        steps = {"profile": profile, "own_scan": own_scan, "others": others}
        print(json.dumps(steps[given.step](given.argument)))
        return
    given.folder.mkdir(exist_ok=True)
    home = {"ASKBI_HOME": str(given.folder / "home")}
    told: dict[str, Any] = {}
    for name in SHAPES:
        path = str(make(given.folder, name))
        in_process("profile", path, 600, home)  # loads it
        found = in_process("profile", path, 600, home)
        small = in_process("profile", path, 600, {**home, "ASKBI_WORKER_MEMORY_MB": "1024"})
        found["small_worker_mb"], found["small_all_s"] = small.get("worker_mb"), small.get("all_s")
        found |= in_process("own_scan", found.pop("database"), 600, home)
        if SHAPES[name][0] <= 1_000_000:
            found |= in_process("others", path, given.most, home)
        found["times_own_scan"] = found["all_s"] / found["scan_s"]
        told[name] = {key: round(value, 3) if isinstance(value, float) else value for key, value in found.items()}
        print(name, json.dumps(told[name]), flush=True)
    if given.out:
        given.out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
