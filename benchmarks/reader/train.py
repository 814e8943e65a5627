"""Train the sketching reader's model from the public questions, by one command that gives the same file every time.

usage: python benchmarks/reader/train.py [--folds 1-4] [--out FILE] [--fold-models DIR] [--sample N] [--cache DIR]
       python benchmarks/reader/train.py --cross

ASKBI_SPIDER names the folder with the data. Every part is trained five times: once without each of the folds, so that
what builds on it sees it as good as it is on databases that it does not know, and once on all. `--cross` ends after
the former and writes no model; `--fold-models` keeps those four for a report over questions that none has seen. About
fifteen minutes on two cores. The closing fold is never read unless `--closing` says so.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.reader import learning
from benchmarks.reader.cue_words import cue_words
from benchmarks.reader.labels import Labelled, labelled, nest_label, shape_label
from benchmarks.reader.lessons import Lesson, School, grouped, lessons, spread
from benchmarks.reader.ordering import NO_FOLD, ordered
from benchmarks.reader.public import CLOSING_FOLD, data_folder
from benchmarks.reader.trying import tried
from copilot.errors import ConfigError
from copilot.readers.network import Network
from copilot.readers.sketching.context import column_rows, condition_rows, table_rows
from copilot.readers.sketching.evidence import evidence
from copilot.readers.sketching.grams import grams
from copilot.readers.sketching.learned import ROLES, Learned
from copilot.readers.sketching.model import PATH, UNSAID, Model, with_heads
from copilot.readers.sketching.signs import Scene, Terrain
from copilot.readers.sketching.trees import Floats, Forest

_BEGAN = time.perf_counter()
_RARE = 2
"""A shape must be seen in this many databases, else it says more of its database than of the wording."""
Places = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Seen:
    """What is looked at in one question, with its labels."""

    labelled: Labelled
    pieces: frozenset[str]


@dataclass(frozen=True, eq=False)
class Class:
    """All lessons in the order of their databases, with what is seen in each."""

    lessons: list[Lesson]
    seen: list[Seen]
    folds: npt.NDArray[np.int64]
    cues: tuple[str, ...]

    def without(self, fold: int) -> list[int]:
        """Return the places of the lessons of other folds."""
        return [int(place) for place in np.flatnonzero(self.folds != fold)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and return the exit code."""
    options = _options(arguments)
    try:
        school = School(data_folder(), Path(options.cache))
        folds = _folds(options.folds, closing=options.closing)
    except ConfigError as problem:
        print(problem, file=sys.stderr)
        return 2
    school.cache.mkdir(parents=True, exist_ok=True)
    pupils = _class(school, folds, options.sample, options.workers)
    models = {fold: Model(learned) for fold, learned in _parts(school, pupils, folds, options.workers).items()}
    final = models.pop(NO_FOLD)
    tasks = [(school, models[held[0].asked.fold], held) for _, held in grouped(pupils.lessons)]
    marked = [one for found in spread(tried, tasks, options.workers) for one in found]
    _say("candidates are run")
    parts = {**{fold: model.learned for fold, model in models.items()}, NO_FOLD: final.learned}
    ranked = ordered(school, pupils.lessons, marked, parts, pupils.cues, options.workers)
    _say("ranking is learned")
    if options.fold_models:
        Path(options.fold_models).mkdir(parents=True, exist_ok=True)
        for fold in folds:
            ranked[fold].save(Path(options.fold_models) / f"model_{fold}.npz")
    if not options.cross:
        out = Path(options.out)
        ranked[NO_FOLD].save(out)
        _say(f"{out.name}: {out.stat().st_size / 1e6:.1f} MB")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folds", default="1-4", help="folds to learn from, such as 1-4 or 1,3")
    parser.add_argument("--out", default=str(PATH), help="file to write")
    parser.add_argument("--fold-models", help="folder for the models that were trained without one fold each")
    parser.add_argument("--sample", type=int, help="learn from about this many questions")
    parser.add_argument("--cache", default=str(Path(tempfile.gettempdir()) / "askbi-reader-training"))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cross", action="store_true", help="print the cross-validated accuracy, write no model")
    parser.add_argument("--closing", action="store_true", help="allow the closing fold among --folds")
    return parser.parse_args(arguments)


def _folds(text: str, *, closing: bool) -> list[int]:
    first, _, last = text.partition("-")
    try:
        found = list(range(int(first), int(last) + 1)) if last else [int(part) for part in text.split(",")]
    except ValueError:
        raise ConfigError(f"--folds {text} is no list of folds; write 1-4 or 1,3") from None
    if len(found) < 2:
        raise ConfigError(f"--folds {text} leaves nothing to learn from; name at least two folds")
    if CLOSING_FOLD in found and not closing:
        raise ConfigError(f"fold {CLOSING_FOLD} is kept for the closing run; name others, or add --closing")
    return found


# -- what is seen --------------------------------------------------------------------------------------------------


def _class(school: School, folds: Sequence[int], sample: int | None, workers: int) -> Class:
    found = lessons(school, folds, sample, workers)
    _say(f"{len(found)} questions are linked")
    cues = cue_words(found)
    tasks = [(school, held, cues) for _, held in grouped(found)]
    seen = [one for part in spread(_seen, tasks, workers) for one in part]
    _say(f"{len(cues)} cues; all questions are looked at")
    return Class(found, seen, np.array([lesson.asked.fold for lesson in found]), cues)


def _seen(task: tuple[School, list[Lesson], tuple[str, ...]]) -> list[Seen]:
    school, held, cues = task
    catalog, _ = school.catalog(held[0].asked.database)
    terrain = Terrain(catalog, Network(catalog))
    scenes = [Scene(lesson.links, terrain, cues) for lesson in held]
    return [Seen(labelled(scene, one.query), grams(scene)) for scene, one in zip(scenes, held, strict=True)]


# -- parts ---------------------------------------------------------------------------------------------------------


def _parts(school: School, pupils: Class, folds: Sequence[int], workers: int) -> dict[int, Learned]:
    """Return everything but the ranking: one model without each fold, and one of all under 0."""
    wordings = {fold: _wording(pupils, fold) for fold in (*folds, NO_FOLD)}
    _say("wording is learned")
    heads: list[Floats] = []
    models = {fold: Model(wordings[fold]) for fold in folds}
    for place, seen in enumerate(pupils.seen):
        model = models[int(pupils.folds[place])]
        heads.append(model.heads(*model.forms_of(seen.pieces)))
    alone = [_Rows.alone(seen.labelled, head) for seen, head in zip(pupils.seen, heads, strict=True)]
    found = {}
    for fold in (*folds, NO_FOLD):
        places = pupils.without(fold)
        operators = [pupils.seen[place].labelled for place in places]
        names, ops = learning.one_of(
            np.vstack([one.operators for one in operators if len(one.operators)]),
            [op for one in operators for op in one.ops],
        )
        forests = {**_forests(pupils, alone, places), "ops": ops}
        found[fold] = replace(wordings[fold], ops=names, forests=forests)
        _say("columns, tables and conditions are learned " + (f"without fold {fold}" if fold else "from all"))
    tasks = [(school, Model(found[held[0].asked.fold]), held) for _, held in grouped(pupils.lessons)]
    beside = [one for part in spread(_beside, tasks, workers) for one in part]
    both = [one.with_more(more) for one, more in zip(alone, beside, strict=True)]
    for fold in (*folds, NO_FOLD):
        again = {f"again.{part}": forest for part, forest in _forests(pupils, both, pupils.without(fold)).items()}
        found[fold] = replace(found[fold], forests={**found[fold].forests, **again})
        _say("the same beside one another " + (f"without fold {fold}" if fold else "from all"))
    return found


@dataclass(frozen=True, eq=False)
class _Rows:
    """What columns, tables and conditions of one question are judged by."""

    columns: Floats
    tables: Floats
    conditions: Floats

    @classmethod
    def alone(cls, one: Labelled, head: Floats) -> _Rows:
        """Return what is seen of each."""
        return cls(*(with_heads(rows, head) for rows in (one.columns, one.tables, one.conditions)))

    def with_more(self, more: _Rows) -> _Rows:
        """Return the rows with more numbers behind."""
        pairs = ((self.columns, more.columns), (self.tables, more.tables), (self.conditions, more.conditions))
        return _Rows(*(np.hstack(pair) if len(pair[0]) else pair[0] for pair in pairs))


def _beside(task: tuple[School, Model, list[Lesson]]) -> list[_Rows]:
    """Return what a model says beside each column, table and condition of questions that it was not trained on."""
    school, model, held = task
    catalog, _ = school.catalog(held[0].asked.database)
    terrain = Terrain(catalog, Network(catalog))
    found = []
    for lesson in held:
        scene = model.scene(lesson.links, terrain)
        first = model.first(scene, evidence(scene), model.heads(*model.forms(scene)))
        found.append(_Rows(column_rows(first), table_rows(first), condition_rows(first)))
    return found


def _wording(pupils: Class, fold: int) -> Learned:
    places = pupils.without(fold)
    held = [pupils.lessons[place] for place in places]
    databases = [lesson.asked.database for lesson in held]
    pieces = [pupils.seen[place].pieces for place in places]
    words = learning.vocabulary(pieces, databases)
    shapes = [shape_label(lesson.query) for lesson in held]
    spread_of: dict[str, set[str]] = {}
    for shape, database in zip(shapes, databases, strict=True):
        spread_of.setdefault(shape, set()).add(database)
    known = [shape if len(spread_of[shape]) >= _RARE else UNSAID for shape in shapes]
    nests = [nest_label(lesson.query) for lesson in held]
    return Learned(
        cues=pupils.cues,
        grams=words,
        shapes=learning.wording(pieces, words, known),
        nests=learning.wording(pieces, words, nests),
        ops=(),
        forests={},
    )


def _forests(pupils: Class, rows: Sequence[_Rows], places: Sequence[int]) -> dict[str, Forest]:
    """Return the forests of columns, tables and conditions."""
    some = [(pupils.seen[place].labelled, rows[place]) for place in places]
    columns = np.vstack([one.columns for _, one in some if len(one.columns)])
    tables = np.vstack([one.tables for _, one in some])
    conditions = np.vstack([one.conditions for _, one in some if len(one.conditions)])
    roles = {role: np.concatenate([one.roles[role] for one, _ in some]) for role in ROLES}
    return {
        **learning.yes_no(columns, roles),
        **learning.yes_no(tables, {"tab": np.concatenate([one.used for one, _ in some])}),
        **learning.yes_no(conditions, {"cond": np.concatenate([one.held for one, _ in some])}),
    }


def _say(text: str) -> None:
    print(f"{time.perf_counter() - _BEGAN:6.0f} s  {text}", flush=True)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Sets of texts have another order in each process; a file that is the same every time must not hang on it.
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    sys.exit(main())
