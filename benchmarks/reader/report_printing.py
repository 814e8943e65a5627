"""The figures of a run as tables for a terminal.

Owns layout only: each number stands in the figures as it is printed here, but for rounding to percent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def printed(found: Mapping[str, Any]) -> str:
    """Return the figures as text, from what is most asked for to what is least."""
    blocks = [_head(found), _accuracy(found), _sureness(found), _reliability(found), _rest(found)]
    return "\n\n".join(blocks)


def _head(found: Mapping[str, Any]) -> str:
    left_out = found["left_out"]
    folds = ", ".join(map(str, found["folds"]))
    sample = f", sample of {found['sample']}" if found["sample"] else ""
    return (
        f"{found['data']}\n{found['date']}, commit {found['commit'] or 'unknown'}, folds {folds}{sample}, "
        f"model: {found['model']}\nleft out: {left_out['gold_gives_no_rows']} whose gold gives no rows, "
        f"{left_out['gold_fails']} whose gold fails"
    )


def _accuracy(found: Mapping[str, Any]) -> str:
    named: dict[str, Mapping[str, Any]] = {
        "all": found["accuracy"],
        "one cell": found["single_cell"],
        "more cells": found["more_cells"],
        **found["by_kind"],
        **{f"fold {fold}": one for fold, one in found["by_fold"].items()},
        "ties at LIMIT": found["ties_at_a_limit"],
    }
    rows = [
        [
            name,
            one["questions"],
            *(percent(one[key]) for key in ("exact", "lax", "answered", "exact_if_answered", "best_exact")),
        ]
        for name, one in named.items()
        if one["questions"]
    ]
    return table(["", "questions", "exact", "lax", "answered", "exact if answered", "if it had to answer"], rows)


def _sureness(found: Mapping[str, Any]) -> str:
    sure, lost, back = found["verified"], found["unanswerable"], found["clarified"]
    low, high = sure["interval_exact"] or (None, None)
    said = ", ".join(f"{how} {percent(part)}" for how, part in found["statuses"].items())
    return "\n".join(
        [
            f"verified: {percent(sure['coverage'])} of all questions, right {percent(sure['precision_exact'])} "
            f"({percent(low)} to {percent(high)}), lax {percent(sure['precision_lax'])}; "
            f"within reach at 95 %: {percent(sure['coverage_within_reach'])}",
            f"statuses: {said}",
            f"asked back {back['questions']} times, an option right in {percent(back['an_option_is_exact'])}, "
            f"lax {percent(back['an_option_is_lax'])}",
            f"unanswerable: {lost['questions']} asked, declined or asked back "
            f"{percent(lost['declined_or_clarified'])}, answered unverified {percent(lost['answered_unverified'])}, "
            f"verified {percent(lost['verified'])}, other {percent(lost['refused_failed_or_raised'])}",
        ]
    )


def _reliability(found: Mapping[str, Any]) -> str:
    known = found["calibration"]
    if not known["answers"]:
        return "reliability: no answer tells a confidence"
    rows = [
        [
            f"{one['from']:.1f} to {one['to']:.1f}",
            one["answers"],
            percent(one["confidence"]),
            percent(one["exact"]),
            percent(one["lax"]),
        ]
        for one in known["table"]
    ]
    made = table(["confidence", "answers", "mean", "exact", "lax"], rows)
    return f"{made}\nexpected calibration error: {known['error_exact']} exact, {known['error_lax']} lax"


def _rest(found: Mapping[str, Any]) -> str:
    times = {**found["times"], "open (s)": found["open_seconds"]}
    rows = [[name.replace("_ms", " (ms)").replace("_", " "), *one.values()] for name, one in times.items()]
    size = found["model_file_bytes"]
    peak = found["peak_mb"]
    return (
        table(["time", "median", "95 %", "most"], rows)
        + f"\npeak memory: {peak['reading_process']} MB to read, at most {peak['engine_process_at_most']} MB to run SQL"
        + f"\nmodel file: {f'{size / 1e6:.2f} MB' if size is not None else 'none'}; {found['seconds']} s in all"
    )


def percent(part: float | None) -> str:
    """Return a share as percent, a dash for None.

    >>> percent(0.9512), percent(None)
    ('95.1 %', '-')
    """
    return "-" if part is None else f"{part * 100:.1f} %"


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows under a head, the first column to the left and the others to the right.

    >>> print(table(["", "n"], [["all", 12]]))
          n
    all  12
    """
    texts = [list(head), *(["-" if cell is None else str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    lines = (
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in texts
    )
    return "\n".join(line.rstrip() for line in lines)
