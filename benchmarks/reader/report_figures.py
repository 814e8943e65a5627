"""Figures of a run of public questions, from what became of each.

Owns shares, intervals, the reliability table and percentiles. Pure: it asks, reads and writes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, get_args

from benchmarks.reader.public import KINDS
from benchmarks.reader.report_asking import How, Outcome

BINS: Final = 10
PROMISED: Final = 0.95
"""Share of the verified answers that has to be right."""


def figures(outcomes: Sequence[Outcome], strays: Sequence[Outcome]) -> dict[str, Any]:
    """Return all figures of a run: accuracy in all its cuts, verified, calibration, statuses, strays and times."""
    return {
        "accuracy": accuracy(outcomes),
        "single_cell": accuracy([one for one in outcomes if one.single_cell]),
        "more_cells": accuracy([one for one in outcomes if not one.single_cell]),
        "by_kind": {kind: accuracy([one for one in outcomes if one.kind == kind]) for kind in KINDS},
        "by_fold": _cut(outcomes, lambda one: one.asked.fold),
        "statuses": _statuses(outcomes),
        "clarified": _clarified(outcomes),
        "ties_at_a_limit": accuracy([one for one in outcomes if one.tied]),
        "verified": verified(outcomes),
        "calibration": calibration(outcomes),
        "unanswerable": unanswerable(strays),
        "times": times(outcomes),
        "by_database": _cut(outcomes, lambda one: one.asked.database),
    }


def _cut(outcomes: Sequence[Outcome], key: Callable[[Outcome], Any]) -> dict[str, Any]:
    return {str(at): accuracy([o for o in outcomes if key(o) == at]) for at in sorted({key(one) for one in outcomes})}


def accuracy(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return execution accuracy: a question that is not answered counts as not right.

    `exact_if_answered` is the share right of those that were answered. A question back is in neither. `best_exact` is
    the accuracy of a reader that always answers: there the best reading counts, likely enough to be shown or not.
    """
    answered = [one for one in outcomes if one.how == "answered"]
    exact = [one for one in answered if one.match == "exact"]
    return {
        "questions": len(outcomes),
        "exact": share(len(exact), len(outcomes)),
        "lax": share(sum(one.match != "no" for one in answered), len(outcomes)),
        "best_exact": share(sum(one.best == "exact" for one in outcomes), len(outcomes)),
        "answered": share(len(answered), len(outcomes)),
        "exact_if_answered": share(len(exact), len(answered)),
    }


def verified(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return how many answers were called verified and how many of these are right, with a 95 % interval."""
    sure = [one for one in outcomes if one.verified]
    exact = sum(one.match == "exact" for one in sure)
    return {
        "answers": len(sure),
        "coverage": share(len(sure), len(outcomes)),
        "precision_exact": share(exact, len(sure)),
        "interval_exact": wilson(exact, len(sure)),
        "precision_lax": share(sum(one.match != "no" for one in sure), len(sure)),
        "coverage_within_reach": within_reach(outcomes),
    }


def within_reach(outcomes: Sequence[Outcome]) -> float | None:
    """Return the largest share of questions that a threshold on confidence could verify at the promised precision.

    None where no answer tells a confidence. It is chosen on these very questions, so it flatters: a bound, no promise.
    """
    told = [one for one in outcomes if one.how == "answered" and one.confidence is not None]
    told.sort(key=lambda one: -(one.confidence or 0.0))
    best = right = 0
    for at, one in enumerate(told, 1):
        right += one.match == "exact"
        last_of_its_confidence = at == len(told) or told[at].confidence != one.confidence
        if last_of_its_confidence and right >= PROMISED * at:
            best = at
    return share(best, len(outcomes)) if told else None


def calibration(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the reliability table in ten equal bins of confidence, and the expected calibration errors.

    The error is the distance between mean confidence and share right, averaged over the bins by how many fall there.
    """
    told = [(one.confidence, one.match) for one in outcomes if one.how == "answered" and one.confidence is not None]
    table, errors = [], [0.0, 0.0]
    for at in range(BINS):
        inside = [(sure, found) for sure, found in told if min(int(sure * BINS), BINS - 1) == at]
        if not inside:
            continue
        mean = sum(sure for sure, _ in inside) / len(inside)
        right = [sum(found == "exact" for _, found in inside), sum(found != "no" for _, found in inside)]
        for which in (0, 1):
            errors[which] += abs(mean - right[which] / len(inside)) * len(inside) / len(told)
        table.append(
            {
                "from": at / BINS,
                "to": (at + 1) / BINS,
                "answers": len(inside),
                "confidence": round(mean, 4),
                "exact": share(right[0], len(inside)),
                "lax": share(right[1], len(inside)),
            }
        )
    known = bool(told)
    return {
        "answers": len(told),
        "table": table,
        "error_exact": round(errors[0], 4) if known else None,
        "error_lax": round(errors[1], 4) if known else None,
    }


def unanswerable(strays: Sequence[Outcome]) -> dict[str, Any]:
    """Return what became of questions that the data cannot answer."""
    sure = sum(one.verified for one in strays)
    return {
        "questions": len(strays),
        "declined_or_clarified": share(sum(one.how in ("declined", "clarify") for one in strays), len(strays)),
        "answered_unverified": share(sum(one.how == "answered" and not one.verified for one in strays), len(strays)),
        "verified": share(sure, len(strays)),
        "refused_failed_or_raised": share(
            sum(one.how in ("refused", "failed", "raised") for one in strays), len(strays)
        ),
    }


def times(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return median and 95th percentile of asking and of reading alone; a session's first question is told apart."""
    later, first = [one for one in outcomes if not one.first], [one for one in outcomes if one.first]
    reading = [one.read_ms for one in later if one.read_ms is not None]
    return {
        "ask_ms": spread([one.ask_ms for one in later]),
        "read_ms": spread(reading),
        "first_ask_ms": spread([one.ask_ms for one in first]),
    }


def spread(values: Iterable[float]) -> dict[str, float | None]:
    """Return median, 95th percentile (nearest rank) and maximum.

    >>> spread(range(1, 101))
    {'median': 50, 'p95': 95, 'max': 100}
    """
    found = sorted(values)
    if not found:
        return {"median": None, "p95": None, "max": None}
    ranks = (math.ceil(0.5 * len(found)), math.ceil(0.95 * len(found)), len(found))
    return dict(zip(("median", "p95", "max"), (round(found[rank - 1], 2) for rank in ranks), strict=True))


def share(part: int, whole: int) -> float | None:
    """Return a share to four digits, None of nothing."""
    return round(part / whole, 4) if whole else None


def wilson(right: int, of: int) -> tuple[float, float] | None:
    """Return the 95 % interval of a share by Wilson's formula, None of nothing.

    >>> wilson(95, 100)
    (0.8882, 0.9785)
    """
    if not of:
        return None
    z = 1.959964
    middle, spread_ = right / of + z * z / (2 * of), z * math.sqrt((right * (of - right) / of + z * z / 4) / of**2)
    return (round((middle - spread_) / (1 + z * z / of), 4), round((middle + spread_) / (1 + z * z / of), 4))


def _statuses(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    return {how: share(sum(one.how == how for one in outcomes), len(outcomes)) for how in get_args(How)}


def _clarified(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Questions back, and how many of them offer an option that gives the right rows when asked."""
    back = [one for one in outcomes if one.how == "clarify"]
    return {
        "questions": len(back),
        "an_option_is_exact": share(sum(one.match == "exact" for one in back), len(back)),
        "an_option_is_lax": share(sum(one.match != "no" for one in back), len(back)),
    }
