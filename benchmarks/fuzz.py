"""Throw made-up statements at the gate and made-up files at the reader, and say what broke.

usage: python benchmarks/fuzz.py --minutes 5 [--seed N] [--label NAME] [gate|files|all]

gate: statements from a grammar, and the tests' own ones changed. Whatever the gate lets through is run on databases
that differ in all that may not be seen (`tests/gate_mutations/judge.py`); what counts as broken is listed there: a
difference or a hidden value in the rows (leak), another table in the engine's plan (plan), any exception but Refused
(crash), more than 5 s (slow, or a hang that ended the process), other rows than the engine gives for the statement as
it was written (other rows), an error where the engine takes the statement (broken), and a text that, validated again,
comes out otherwise (not the same twice).

files: see `benchmarks/fuzzing/file_cases.py`.

The work is done in processes of its own, which are watched, ended and started again. Prints the figures and keeps
them, with every find cut down to its shortest, in benchmarks/results/fuzz.json (with --label NAME in fuzz_NAME.json).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).parents[1]
_STUCK_SECONDS = {"gate": 60.0, "files": 120.0}
Part = Literal["gate", "files"]


def work(part: Part, seed: int, seconds: float, folder: Path) -> None:
    """Be one of the processes."""
    if part == "gate":
        from benchmarks.fuzzing.gate_cases import GateRun

        os.chdir(folder)
        GateRun(seed, folder).go_on(seconds)
    else:
        from benchmarks.fuzzing.file_cases import FileRun

        FileRun(seed, folder).go_on(seconds)


def run(part: Part, seed: int, seconds: float) -> dict[str, Any]:
    """Run processes one after the other until the time is up, and put their tallies together."""
    until = time.monotonic() + seconds
    tallies: list[dict[str, Any]] = []
    ended: list[dict[str, Any]] = []
    began = time.monotonic()
    turn = 0
    while (left := until - time.monotonic()) > 2:
        with tempfile.TemporaryDirectory(prefix="askbi-fuzz-") as name:
            folder = Path(name)
            why = _one_process(part, seed + 1_000 * turn, left, folder)
            turn += 1
            tally = folder / "tally.json"
            tallies += [json.loads(tally.read_text(encoding="utf-8"))] if tally.exists() else []
            now = folder / "now"
            if why:
                ended.append({"why": why, "case": json.loads(now.read_text("ascii")) if now.exists() else None})
                print(f"{part}: a process ended: {why}", file=sys.stderr)
                if not tally.exists() and turn > 5:
                    break
    found = _together(tallies)
    return {"seed": seed, "seconds": round(time.monotonic() - began), **found, "processes_that_died": ended}


def _one_process(part: Part, seed: int, seconds: float, folder: Path) -> str:
    """Start one, watch it, and return why it ended, where that was not by itself."""
    command = [
        sys.executable,
        __file__,
        part,
        "--work",
        str(folder),
        "--seed",
        str(seed),
        "--minutes",
        str(seconds / 60),
    ]
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        while process.poll() is None:
            time.sleep(0.5)
            now = folder / "now"
            last = now.stat().st_mtime if now.exists() else None
            if last is not None and time.time() - last > _STUCK_SECONDS[part]:
                process.kill()
                process.wait()
                return f"one case took more than {_STUCK_SECONDS[part]:.0f} s"
    if process.returncode:
        words = (folder / "said").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return f"exit code {process.returncode}: {' | '.join(words[-6:])[-1_500:]}"
    return ""


def _together(tallies: list[dict[str, Any]]) -> dict[str, Any]:
    """Add counts up; keep one find of each kind and text."""
    found: dict[str, Any] = {}
    for tally in tallies:
        for key, value in tally.items():
            if isinstance(value, dict):
                found[key] = dict((Counter(found.get(key, {})) + Counter(value)).most_common())
            elif isinstance(value, list):
                found.setdefault(key, []).extend(value)
            else:
                found[key] = max(found.get(key, 0), value) if key.startswith("slowest") else found.get(key, 0) + value
    unique = {(find["kind"], find.get("sql") or find.get("what")): find for find in found.get("finds", [])}
    found["finds"] = sorted(unique.values(), key=lambda find: str(find["kind"]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=("gate", "files", "all"), default="all")
    parser.add_argument("--minutes", type=float, default=5.0, help="for each part")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--label", default="", help="keep the figures under this name")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.part, options.seed, options.minutes * 60, options.work)
        return
    parts: tuple[Part, ...] = ("gate", "files") if options.part == "all" else (options.part,)
    target = ROOT / "benchmarks" / "results" / f"fuzz{options.label and '_' + options.label}.json"
    figures = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
    for part in parts:
        figures[part] = run(part, options.seed, options.minutes * 60)
        text = json.dumps(figures, indent=1, ensure_ascii=True)
        target.write_text(text + "\n", encoding="utf-8")
        print(json.dumps({part: figures[part]}, indent=1))


if __name__ == "__main__":
    main()
