"""How long things take: from question to rows, opening, starting, the first page.

usage: python benchmarks/speed.py [--page]

Every figure comes with what it is to be held against in the same run: the engine's own time for the same query, the
second opening beside the first. Prints the figures and keeps them in benchmarks/results/speed.json.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 2)
_OPENING = """
import sys, time
began = time.perf_counter()
from copilot.session import Session
session = Session.open(sys.argv[1])
session.sql("select 1")
print(time.perf_counter() - began)
session.close()
"""
ASKBI = [sys.executable, "-m", "app.cli"]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "median_ms": round(statistics.median(ordered) * 1000, 1),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))] * 1000, 1),
    }


def questions(name: str) -> dict[str, Any]:
    """Ask every question of an exam twice on a warm process; count the second round."""
    from copilot.session import Session

    session = Session.open(ROOT / "sample_data" / name, clock=lambda: TODAY)
    cases = yaml.safe_load((ROOT / "tests" / "questions" / f"{name}.yml").read_text(encoding="utf-8"))
    for case in cases:
        session.ask(case["question"])
    bare = duckdb.connect(str(session.workspace.cache_dir / f"{session.source.fingerprint}.duckdb"), read_only=True)
    bare.execute("SET threads=2")
    whole, engine, direct = [], [], []
    for case in cases:
        seconds, answer = timed(lambda text=case["question"]: session.ask(text))  # type: ignore[misc]
        if answer.status != "answered":
            continue
        bare.execute(answer.sql).fetchall()
        same, _ = timed(lambda sql=answer.sql: bare.sql(sql).to_arrow_table())  # type: ignore[misc]
        whole.append(seconds)
        engine.append(answer.engine_seconds)
        direct.append(same)
    session.close()
    over = [a - b for a, b in zip(whole, direct, strict=True)]
    return {
        "answered": len(whole),
        "question_to_rows": spread(whole),
        "engine_part": spread(engine),
        "bare_query": spread(direct),
        "overhead_over_bare_query": spread(over),
    }


def opening(name: str) -> dict[str, Any]:
    """Open a copy of a sample the first and the second time, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / name
        shutil.copytree(ROOT / "sample_data" / name, copy, ignore=shutil.ignore_patterns(".askbi"))
        first, second = (
            float(subprocess.check_output([sys.executable, "-c", _OPENING, str(copy)], cwd=ROOT)) for _ in range(2)
        )
    return {"first_s": round(first, 2), "second_s": round(second, 2), "second_over_first": round(second / first, 2)}


def starting() -> dict[str, Any]:
    """Import and cold command, whole processes, beside an interpreter that does nothing."""

    def process(*arguments: str) -> float:
        times = []
        for _ in range(5):
            seconds, _ = timed(
                lambda: subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
            )
            times.append(seconds)
        return statistics.median(times)

    nothing = process("-c", "pass")
    imported = process("-c", "import askbi")
    asked = process("-m", "app.cli", "ask", "sample_data/flights", "flights per month")
    return {
        "nothing_s": round(nothing, 3),
        "import_askbi_s_over_nothing": round(imported - nothing, 3),
        "cold_ask_s": round(asked, 2),
    }


def first_page() -> dict[str, Any]:
    """Start the web app; wait for its server, then, in a browser, for a page that can be asked."""
    from playwright.sync_api import sync_playwright

    began = time.perf_counter()
    server = subprocess.Popen(
        [*ASKBI, "app", "sample_data/retail", "--port", "8790"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                with urllib.request.urlopen("http://127.0.0.1:8790/_stcore/health", timeout=1):
                    break
            except OSError:
                if time.perf_counter() - began > 60:
                    return {"server_up_s": None}
                time.sleep(0.05)
        figures: dict[str, Any] = {"server_up_s": round(time.perf_counter() - began, 2)}
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
            for visitor in ("first", "second"):
                page = browser.new_page()
                opened = time.perf_counter()
                page.goto("http://127.0.0.1:8790/")
                page.get_by_test_id("stChatInputTextArea").wait_for(timeout=60_000)
                figures[f"{visitor}_visitor_can_ask_s"] = round(time.perf_counter() - opened, 2)
            browser.close()
        return figures
    finally:
        server.terminate()
        server.wait(timeout=20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", action="store_true", help="also start the web app")
    options = parser.parse_args()
    figures: dict[str, Any] = {"cpus": os.cpu_count()}
    figures["starting"] = starting()
    for name in ("flights", "retail"):
        figures[name] = {"questions": questions(name), "opening": opening(name)}
    if options.page:
        figures["web"] = first_page()
    text = json.dumps(figures, indent=1)
    print(text)
    target = ROOT / "benchmarks" / "results" / "speed.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
