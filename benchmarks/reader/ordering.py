"""Training of the order of candidates: by what is seen of them, then by what their rows say.

Owns both rankings, both chances that the first is right, and the printing of how good they are where they were not
trained. Refuses to make and to run candidates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.reader import learning
from benchmarks.reader.lessons import Lesson, School, grouped, spread
from benchmarks.reader.probe import probe
from benchmarks.reader.trying import Tried, looked_at
from copilot.readers.sketching.evidence import matrix
from copilot.readers.sketching.learned import Learned
from copilot.readers.sketching.model import about, sure_row, trust_row
from copilot.readers.sketching.outcomes import LOOKED_AT, outcome_rows
from copilot.readers.sketching.trees import Floats, Forest

NO_FOLD: Final = 0
"""No database is in it: what was trained without it was trained on all."""
Places = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Short:
    """The first few candidates of one question, as ranked by a model that was trained without its fold."""

    rows: Floats
    about: Floats
    seen: Floats
    right: Places


def ordered(
    school: School,
    lessons: Sequence[Lesson],
    marked: Sequence[Tried],
    models: Mapping[int, Learned],
    cues: Sequence[str],
    workers: int,
) -> dict[int, Learned]:
    """Return the models, one without each fold and one of all, with their rankings and calibrations."""
    asked = [place for place, one in enumerate(marked) if len(one.right)]
    folds = np.array([lesson.asked.fold for lesson in lessons])
    at = folds[asked]
    ranks = {
        fold: learning.order(
            [marked[place].rows for place in asked if folds[place] != fold],
            [marked[place].right for place in asked if folds[place] != fold],
        )
        for fold in models
    }
    scores = {place: ranks[int(folds[place])].predict(marked[place].rows) for place in asked}
    right = np.array([bool(marked[place].right[int(np.argmax(scores[place]))]) for place in asked])
    trusted = _Trusted.over(np.stack([trust_row(marked[place].rows, scores[place]) for place in asked]), right, at)
    reach = sum(bool(one.right.any()) for one in marked)
    print(f"within reach: {reach / len(lessons):.4f} of {len(lessons)} questions")
    _print_accuracy("before rows are seen", folds, at, right, trusted.said)
    shorts = _shorts(school, lessons, marked, asked, scores, workers)
    weighs = {
        fold: learning.weigh(
            [short.seen for short, of in zip(shorts, at, strict=True) if of != fold],
            [short.right for short, of in zip(shorts, at, strict=True) if of != fold],
        )
        for fold in models
    }
    again = [weighs[int(of)].predict(short.seen) for short, of in zip(shorts, at, strict=True)]
    held = np.array([bool(short.right[int(np.argmax(said))]) for short, said in zip(shorts, again, strict=True)])
    rows = [sure_row(short.rows, short.about, short.seen, said) for short, said in zip(shorts, again, strict=True)]
    sure = _Trusted.over(np.stack(rows), held, at)
    _print_accuracy("after rows are seen", folds, at, held, sure.said)
    widths, digest = probe(cues)
    return {
        fold: replace(
            learned,
            forests={
                **learned.forests,
                "rank": ranks[fold],
                "trust": trusted.forests[fold],
                "weigh": weighs[fold],
                "sure": sure.forests[fold],
            },
            calibration=learning.calibration(trusted.said[at != fold], right[at != fold]),
            weighed=learning.calibration(sure.said[at != fold], held[at != fold]),
            widths=widths,
            probe=digest,
        )
        for fold, learned in models.items()
    }


@dataclass(frozen=True, eq=False)
class _Trusted:
    """How likely a question's first candidate is right: a forest without each fold, and what each says of its own."""

    forests: Mapping[int, Forest]
    said: Numbers

    @classmethod
    def over(cls, rows: Floats, right: Places, at: npt.NDArray[np.int64]) -> _Trusted:
        """Return what is learned from these rows; `at` holds the fold of each."""
        folds = sorted(set(map(int, at)))
        forests = {fold: learning.trust(rows[at != fold], right[at != fold]) for fold in (NO_FOLD, *folds)}
        said = np.zeros(len(rows))
        for fold in folds:
            said[at == fold] = forests[fold].predict(rows[at == fold])
        return cls(forests, said)


def _shorts(
    school: School,
    lessons: Sequence[Lesson],
    marked: Sequence[Tried],
    asked: Sequence[int],
    scores: Mapping[int, Numbers],
    workers: int,
) -> list[_Short]:
    """Return the first few candidates of each question that has any, with what their rows say of them."""
    first = {place: np.argsort(-scores[place], kind="stable")[:LOOKED_AT] for place in asked}
    places = {id(lessons[place]): place for place in asked}
    tasks = [
        (
            school,
            database,
            [
                (lesson.said, [marked[places[id(lesson)]].sqls[one] for one in first[places[id(lesson)]]])
                for lesson in held
            ],
        )
        for database, held in grouped([lessons[place] for place in asked])
    ]
    found = [one for part in spread(looked_at, tasks, workers) for one in part]
    return [
        _Short(
            marked[place].rows[first[place]],
            about(scores[place]),
            matrix(outcome_rows([float(x) for x in scores[place][first[place]]], outcomes, lessons[place].witness)),
            marked[place].right[first[place]],
        )
        for place, outcomes in zip(asked, found, strict=True)
    ]


def _print_accuracy(
    when: str, folds: npt.NDArray[np.int64], at: npt.NDArray[np.int64], right: Places, said: Numbers
) -> None:
    total = len(folds)
    print(f"{when}, cross-validated: {right.sum() / total:.4f} right")
    for fold in sorted(set(map(int, folds))):
        share = right[at == fold].sum() / (folds == fold).sum()
        print(f"  fold {fold}: {share:.4f} of {(folds == fold).sum()}")
    order = np.argsort(-said, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    for wanted in (0.98, 0.95, 0.9, 0.8):
        enough = np.flatnonzero(precision >= wanted)
        covered = (enough[-1] + 1) / total if len(enough) else 0.0
        print(f"  {wanted:.0%} right over the surest {covered:.1%} of all questions")
