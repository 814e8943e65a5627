"""How well questions about databases that were never seen are answered: the figures of the reader.

usage: ASKBI_SPIDER=FOLDER python -m benchmarks.reader.report [--folds 1-4] [--sample N] [--workers 2] [--label NAME]
           [--model-for-fold DIR] [--unanswerable 300] [--details FILE]
       ASKBI_SPIDER=FOLDER python -m benchmarks.reader.report --closing

The questions are those of the training part of Spider 1.0 (Yu et al., EMNLP 2018; CC BY-SA 4.0), which is not part of
this repository. Each is asked of its own database through a session, as a person would; right means rows equal to those
of the gold query on SQLite. With --model-for-fold each fold is read with DIR/model_<fold>.npz, learned without it.

Owns the options, the guard of the closing fold, and how figures are kept in benchmarks/results/: numbers and names
of databases, no question and no SQL. Refuses to overwrite a closing run unasked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path
from typing import Any, Final

from benchmarks.reader.public import CLOSING_FOLD, Asked, by_database, data_folder, database_file, folds, questions
from benchmarks.reader.report_asking import MODEL, Harvest, Outcome, harvested, loads
from benchmarks.reader.report_figures import figures, spread
from benchmarks.reader.report_printing import printed
from benchmarks.reader.report_strays import choose, vocabulary
from copilot.errors import ConfigError

ROOT: Final = Path(__file__).parents[2]
RESULTS: Final = ROOT / "benchmarks" / "results"
SHIPPED: Final = ROOT / "copilot" / "readers" / "sketching" / "model.npz"
SOURCE: Final = "training part of Spider 1.0 (Yu et al., EMNLP 2018), CC BY-SA 4.0"
_LABEL_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def folds_named(text: str) -> tuple[int, ...]:
    """Return the folds that a text such as ``1-4`` or ``1,3`` names.

    Raises:
        ConfigError: it names none, or one that is not for building.

    >>> folds_named("1-3"), folds_named("4,2")
    ((1, 2, 3), (2, 4))
    """
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if not first.isdigit() or (last and not last.isdigit()):
            raise ConfigError(f"--folds {text}: write a number, a range or a list of them, such as 1-4 or 1,3")
        found.update(range(int(first), int(last or first) + 1))
    if not found or not found <= set(range(1, CLOSING_FOLD)):
        raise ConfigError(f"--folds {text}: 1 to {CLOSING_FOLD - 1} are for building; {CLOSING_FOLD} needs --closing")
    return tuple(sorted(found))


def sampled(asked: Sequence[Asked], count: int) -> list[Asked]:
    """Return that many of the questions, the same ones always: those whose hashes come first."""

    def place(one: Asked) -> str:
        return hashlib.sha256(f"{one.database}\n{one.index}\n{one.text}".encode()).hexdigest()

    kept = {one.index for one in sorted(asked, key=place)[:count]}
    return [one for one in asked if one.index in kept]


def target_of(options: argparse.Namespace) -> Path:
    """Return where the figures are to be kept, after the options have been checked against each other.

    Raises:
        ConfigError: they contradict each other, or a closing run was done before.
    """
    if not options.label or not set(options.label) <= _LABEL_LETTERS:
        raise ConfigError(f"--label {options.label!r}: letters, digits, - and _ make a label")
    target = RESULTS / f"reader_public_{options.label}.json"
    if options.workers < 1 or options.unanswerable < 0 or (options.sample is not None and options.sample < 1):
        raise ConfigError("--workers and --sample count from 1, --unanswerable from 0")
    if options.details and options.details.absolute().is_relative_to(ROOT):
        raise ConfigError("--details holds words of the benchmark: name a file outside the repository")
    if not options.closing:
        if options.label == "closing":
            raise ConfigError("the label closing is kept for --closing")
        return target
    if options.sample or options.model_for_fold or options.details or os.environ.get(MODEL):
        raise ConfigError(f"a closing run asks everything of the shipped model: no sample, details, models or {MODEL}")
    if target.exists() and not options.again:
        raise ConfigError(f"{target.name} exists: the closing fold is for one run; --again repeats it all the same")
    return target


def strays_for(folder: Path, wanted: Sequence[int], asked: Sequence[Asked], count: int) -> dict[str, list[Asked]]:
    """Return the questions that the databases of the wanted folds cannot answer, from databases of another fold.

    With one fold wanted there is no other one to take from: then any other database of it will do.
    """
    if not count:
        return {}
    fold_of = folds()
    names = [name for name, fold in fold_of.items() if fold in wanted]
    known = {name: vocabulary(database_file(folder, name)) for name in sorted(names)}
    groups: Mapping[str, object] = fold_of if len(wanted) > 1 else {name: name for name in names}
    return choose(asked, known, groups, count=count)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Ask everything and return the figures, with what they were measured on.

    Raises:
        ConfigError: the data or a model is missing.
        BrokenProcessPool: an asking process was killed.
    """
    folder = data_folder()
    wanted = (CLOSING_FOLD,) if options.closing else folds_named(options.folds)
    _check_models(options.model_for_fold, wanted)
    everything = questions(folder, wanted)
    asked = sampled(everything, options.sample) if options.sample else everything
    strays = strays_for(folder, wanted, everything, options.unanswerable)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="askbi-bench-") as home:
        work = loads(
            by_database(asked), strays, folds(),
            workers=options.workers, folder=folder, home=Path(home), models=options.model_for_fold,
        )  # fmt: skip
        parts = _collected(work, workers=options.workers)
    outcomes = sorted((one for part in parts for one in part.outcomes), key=lambda one: one.asked.index)
    lost = [one for part in parts for one in part.strays]
    if options.details:
        _keep_details(options.details, [*outcomes, *lost])
    return {
        **_about(options, wanted),
        "seconds": round(time.perf_counter() - began),
        "left_out": {
            "gold_gives_no_rows": sum(part.no_rows for part in parts),
            "gold_fails": sum(part.gold_fails for part in parts),
        },
        **figures(outcomes, lost),
        "open_seconds": spread(seconds for part in parts for seconds in part.open_seconds),
        "peak_mb": {
            "reading_process": round(max((part.peak_mb for part in parts), default=0)),
            "engine_process_at_most": round(max((part.engine_mb for part in parts), default=0)),
        },
        "model_file_bytes": SHIPPED.stat().st_size if SHIPPED.exists() else None,
    }


def _check_models(models: Path | None, wanted: Sequence[int]) -> None:
    missing = [f"model_{fold}.npz" for fold in wanted if models and not (models / f"model_{fold}.npz").is_file()]
    if missing:
        raise ConfigError(
            f"--model-for-fold {models}: {', '.join(missing)} is not there; train without each fold first"
        )


def _collected(work: Sequence[Any], *, workers: int) -> list[Harvest]:
    parts, total, done = [], sum(load.size for load in work), 0
    for load, part in harvested(work, workers=workers):
        parts.append(part)
        done += load.size
        right = sum(one.match == "exact" and one.how == "answered" for one in part.outcomes)
        told = f"fold {load.fold}: {right} of {len(part.outcomes)} right; {done} of {total} questions asked"
        print(told, file=sys.stderr, flush=True)
    return parts


def _about(options: argparse.Namespace, wanted: Sequence[int]) -> dict[str, Any]:
    model = "per fold, learned without it" if options.model_for_fold else "shipped"
    if not options.model_for_fold and os.environ.get(MODEL):
        model = f"one named by {MODEL}"
    return {
        "date": date.today().isoformat(),  # noqa: DTZ011  (the day of the run, for people)
        "commit": commit(),
        "data": SOURCE,
        "label": options.label,
        "folds": list(wanted),
        "sample": options.sample,
        "model": model,
        "workers": options.workers,
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


def commit() -> str:
    """Return the commit of the tree, with a plus where files of the program differ from it; empty without git."""
    try:
        named = subprocess.run(
            ["git", "rev-parse", "--short=10", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        changed = subprocess.run(
            ["git", "status", "--porcelain", "copilot"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return named.stdout.strip() + ("+" if changed.stdout.strip() else "")


def _keep_details(path: Path, outcomes: Sequence[Outcome]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for one in outcomes:
            line = {
                "index": one.asked.index, "asked_of": one.asked_of, "question": one.asked.text, "kind": one.kind,
                "how": one.how, "match": one.match, "verified": one.verified, "confidence": one.confidence,
                "ms": round(one.ask_ms, 1), "gold": one.asked.gold_sql, "sql": one.sql, "message": one.message,
            }  # fmt: skip
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", default="1-4")
    parser.add_argument("--sample", type=int, help="ask only that many questions, the same ones always")
    parser.add_argument("--workers", type=int, default=2, help="processes that ask at the same time")
    parser.add_argument("--label", default="", help="keep the figures under this name; else they are only printed")
    parser.add_argument("--model-for-fold", type=Path, metavar="DIR", help="models learned without each fold")
    parser.add_argument("--unanswerable", type=int, default=300, metavar="N")
    parser.add_argument("--details", type=Path, metavar="FILE", help="each question with its outcome, for looking at")
    parser.add_argument("--closing", action="store_true", help=f"fold {CLOSING_FOLD}, all of it, once")
    parser.add_argument("--again", action="store_true", help="repeat a closing run that was done")
    options = parser.parse_args()
    options.keep = bool(options.label) or options.closing
    options.label = "closing" if options.closing else options.label or "unnamed"
    return options


def main() -> None:
    """Run with the options of the command line, print the figures and keep them where a label is given."""
    options = _options()
    try:
        target = target_of(options)
        found = run(options)
    except (ConfigError, BrokenProcessPool) as error:
        sys.exit(f"bench-reader: {error}")
    if options.keep:  # before anything is printed: a reader of the output that goes away must not cost the run
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(printed(found))
    if options.keep:
        print(f"kept in benchmarks/results/{target.name}")


if __name__ == "__main__":
    main()
