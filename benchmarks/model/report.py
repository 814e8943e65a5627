"""`make bench-model`: one chat model asked alone, and the same model inside askbi, over databases never seen.

Owns the run and its figures. Refuses to keep any question or SQL in the results. Replies lie in a folder named by
``--replies`` and are used again, so that a run can be stopped and goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import pickle
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.model.asking import ARMS, Load, Outcome, serve
from benchmarks.model.replies import serving
from benchmarks.model.sample import sample
from benchmarks.reader.public import data_folder, folds
from benchmarks.reader.report_figures import wilson

RESULTS = Path(__file__).parents[1] / "results"


def main() -> None:
    """Run the benchmark and print its figures."""
    options = _options()
    folder, fold_of = data_folder(), folds()
    groups = [{int(fold) for fold in group.split("-")} for group in options.folds.split(",")]
    wanted = set().union(*groups)
    picked = [
        pair
        for group in groups
        for pair in sample(folder, group, databases=options.databases, each=options.each, skip=options.skip)
    ]
    outcomes: list[Outcome] = []
    with serving(options.replies, options.server) as (url, replies), tempfile.TemporaryDirectory() as home:
        loads = [
            Load(
                fold,
                folder,
                Path(home),
                options.model_for_fold / f"model_{fold}.npz" if options.model_for_fold else None,
                options.model,
                url,
                tuple(pair for pair in picked if fold_of[pair[0].database] == fold),
            )
            for fold in sorted(wanted)
        ]
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=1, mp_context=spawn, max_tasks_per_child=1) as pool:
            for found in pool.map(serve, loads):
                outcomes += found
        cost = {"requests": replies.asked, "made in this run": replies.made, "seconds": round(replies.seconds, 1)}
    if options.details:
        options.details.write_bytes(pickle.dumps(outcomes))
    told = {
        "model": options.model,
        "folds": options.folds,
        "databases": len({one.database for one in outcomes}),
        "questions": len(outcomes) // len(ARMS),
        "replies": cost,
        "arms": {arm: _figures([one for one in outcomes if one.arm == arm]) for arm in ARMS},
    }
    text = json.dumps(told, indent=2)
    print(text)
    if options.label:
        (RESULTS / f"model_{options.label}.json").write_text(text + "\n", encoding="utf-8")


def _figures(some: list[Outcome]) -> dict[str, Any]:
    count = len(some)
    right = [one for one in some if one.match == "exact"]
    shown = [one for one in some if one.how == "answered"]
    sure = [one for one in some if one.verified]
    sure_right = sum(one.match == "exact" for one in sure)
    kinds = sorted({one.kind for one in some})
    return {
        "exact": _share(len(right), count),
        "lax": _share(sum(one.match != "no" for one in some), count),
        "statements that fail": _share(sum(one.how in ("fails", "failed", "refused") for one in some), count),
        "answered": _share(len(shown), count),
        "asked back": _share(sum(one.how == "clarify" for one in some), count),
        "declined": _share(sum(one.how == "declined" for one in some), count),
        "verified": _share(len(sure), count),
        "verified and right": _share(sure_right, len(sure)),
        "verified and right, 95 %": [round(100 * x, 1) for x in wilson(sure_right, len(sure))] if sure else None,
        "expected calibration error": _calibration(some),
        "kinds": {kind: _of_kind(some, kind) for kind in kinds},
        "calls a question": round(sum(one.calls for one in some) / count, 2),
        "prompt tokens from the cache": _share(
            sum(one.tokens_cached for one in some), sum(one.tokens_in for one in some)
        ),
        "mended by another turn": _share(sum(one.repairs > 0 for one in some), count),
        "median seconds, replies from the store included": round(median(one.seconds for one in some), 2),
    }


def _of_kind(some: list[Outcome], kind: str) -> list[float | int | None]:
    own = [one for one in some if one.kind == kind]
    return [_share(sum(one.match == "exact" for one in own), len(own)), len(own)]


def _calibration(some: list[Outcome]) -> float | None:
    told = [
        (one.confidence, one.match == "exact") for one in some if one.confidence is not None and one.how == "answered"
    ]
    if not told:
        return None
    bins: dict[int, list[tuple[float, bool]]] = {}
    for chance, right in told:
        bins.setdefault(min(9, int(chance * 10)), []).append((chance, right))
    gap = sum(abs(sum(c for c, _ in some) - sum(r for _, r in some)) for some in bins.values())
    return round(gap / len(told), 3)


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replies", type=Path, required=True, help="folder of replies, outside the repository")
    parser.add_argument("--server", default="http://127.0.0.1:8080/v1", help="an OpenAI-compatible server")
    parser.add_argument("--model", default="qwen2.5-coder-1.5b")
    parser.add_argument("--folds", default="3-4", help="such as 3-4, or 1-2,3-4 for a sample of each; 5 is never asked")
    parser.add_argument("--databases", type=int, default=20)
    parser.add_argument("--skip", type=int, default=0, help="databases of each sample that are left out")
    parser.add_argument("--each", type=int, default=8, help="questions of one database")
    parser.add_argument(
        "--model-for-fold", type=Path, help="folder of model_1.npz ...: the readers' own, learned without it"
    )
    parser.add_argument("--label", help="keep the figures as results/model_LABEL.json")
    parser.add_argument("--details", type=Path, help="each outcome, to a file outside the repository")
    return parser.parse_args()


if __name__ == "__main__":
    main()
