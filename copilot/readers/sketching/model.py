"""The learned reader's judgement: how likely each part of a query is, and which whole query is meant.

Owns the way from a question's evidence to likelihoods, an order of candidates and the chance that the first is right.
Refuses to compose queries (`filling`) and to train.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from copilot.readers.sketching.context import First, column_rows, condition_rows, table_rows
from copilot.readers.sketching.evidence import Evidence, Kind, candidate_rows, evidence, matrix
from copilot.readers.sketching.grams import grams
from copilot.readers.sketching.judged import Candidate, Condition, Judged
from copilot.readers.sketching.learned import ROLES, Learned, ModelFileError, load
from copilot.readers.sketching.links import Links
from copilot.readers.sketching.outcomes import LOOKED_AT, Outcome, outcome_rows
from copilot.readers.sketching.query import Fn
from copilot.readers.sketching.shapes import Shape, Slot, parse_shape
from copilot.readers.sketching.signs import Scene, Terrain
from copilot.readers.sketching.trees import Floats, Forest
from copilot.readers.sketching.witness import Witness

PATH: Final = Path(__file__).with_name("model.npz")
UNSAID: Final = "?"
"""The class of questions whose query no shape says."""
_SHAPES: Final = 10
_LEAST_SHAPE: Final = 0.001
_HALVES: Final = 5
_MIXED: Final = 6
_LEAST_MIXED: Final = 0.002
_MIXED_WORTH: Final = 0.5
"""A shape put together from halves was never seen whole, or not often."""
_NAMED: Final[Mapping[Fn, frozenset[str]]] = {
    "avg": frozenset({"average", "mean", "avg"}),
    "min": frozenset({"minimum", "min", "lowest", "smallest", "shortest", "youngest", "cheapest"}),
    "max": frozenset({"maximum", "max", "highest", "largest", "longest", "oldest", "biggest"}),
    "sum": frozenset({"total", "sum"}),
}
_SEVERAL_WORTH: Final = 0.5
_LEAST_CONDITION: Final = 0.02
_NOTHING: Final = (np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32))
Chances = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ranking:
    """Candidates with their scores, best first, and the chance that the first is right."""

    best_first: tuple[tuple[Candidate, float], ...]
    chance: float
    rows: Floats
    """By which the first few were ranked."""
    about: Floats
    """How the scores lie beside one another."""


class Model:
    """Judges questions by what was learned.

    Raises:
        ModelFileError: from `judge`, `ranking` and `weighed`, where the code makes other rows than it was trained on.
    """

    def __init__(self, learned: Learned) -> None:
        self.learned = learned
        self._places = {gram: place for place, gram in enumerate(learned.grams)}

    def scene(self, links: Links, terrain: Terrain) -> Scene:
        """Return a question's links with the cue words that this model looks at."""
        return Scene(links, terrain, self.learned.cues)

    def judge(self, scene: Scene) -> Judged:
        """Return how likely each part of the query is."""
        shapes, nests = self.forms(scene)
        seen = evidence(scene)
        heads = self.heads(shapes, nests)
        first = self.first(scene, seen, heads)
        again = self._judged_again(first, seen, heads)
        return Judged(
            roles={
                role: dict(zip(seen.fields, map(float, again.roles[:, place]), strict=True))
                for place, role in enumerate(ROLES)
            },
            tables=again.tables,
            conditions=[condition for condition in again.conditions if condition.chance > _LEAST_CONDITION],
            ops=self._operators(seen),
            shapes=[*(likely := self._likeliest(shapes)), *_several(scene, likely)],
            nests=dict(zip(self.learned.nests.classes, map(float, nests), strict=True)),
        )

    def first(self, scene: Scene, seen: Evidence, heads: Floats) -> First:
        """Return what is said of each column, table and condition alone."""
        columns, tables, conditions = (with_heads(rows, heads) for rows in self._rows(seen))
        return self._said(scene, seen, "", columns, tables, conditions)

    def _judged_again(self, first: First, seen: Evidence, heads: Floats) -> First:
        """Return what is said of each beside what the first judgement said of all."""
        beside = (
            self._checked("column beside", column_rows(first)),
            self._checked("table beside", table_rows(first)),
            self._checked("condition beside", condition_rows(first)),
        )
        columns, tables, conditions = (
            np.hstack([with_heads(alone, heads), more]) if len(alone) else alone
            for alone, more in zip(self._rows(seen), beside, strict=True)
        )
        return self._said(first.scene, seen, "again.", columns, tables, conditions)

    def _rows(self, seen: Evidence) -> tuple[Floats, Floats, Floats]:
        return (
            self._checked("column", seen.columns),
            self._checked("table", seen.table_rows),
            self._checked("condition", seen.conditions),
        )

    def _said(
        self, scene: Scene, seen: Evidence, stage: str, columns: Floats, tables: Floats, conditions: Floats
    ) -> First:
        forests = self.learned.forests
        roles = np.zeros((0, len(ROLES)))
        if len(columns):
            roles = self._columns[stage].predict(columns)
        of_tables = forests[f"{stage}tab"].predict(tables)
        of_conditions = forests[f"{stage}cond"].predict(conditions) if len(conditions) else np.zeros(0)
        return First(
            scene,
            seen.fields,
            roles,
            dict(zip(seen.tables, map(float, of_tables), strict=True)),
            [
                Condition(choice.field, choice.mention, choice.values, choice.how, float(chance))
                for choice, chance in zip(seen.choices, of_conditions, strict=True)
            ],
        )

    def rank(
        self, candidates: Sequence[Candidate], scene: Scene, judged: Judged, steps: Sequence[int]
    ) -> list[tuple[Candidate, float]]:
        """Return the candidates with their scores, best first; see `ranking`."""
        return list(self.ranking(candidates, scene, judged, steps).best_first)

    def ranking(
        self,
        candidates: Sequence[Candidate],
        scene: Scene,
        judged: Judged,
        steps: Sequence[int],
        witness: Witness | None = None,
    ) -> Ranking:
        """Return the order of the candidates and the chance that the first is right.

        Args:
            candidates: of one question, no two with the same SQL.
            scene: the question.
            judged: what `judge` said of it.
            steps: how many joins the SQL of each candidate has.
            witness: what another reader made of the question.
        """
        if not candidates:
            return Ranking((), 0.0, *_NOTHING)
        rows = self._checked("candidate", candidate_rows(candidates, scene, judged, steps, witness))
        scores = self.learned.forests["rank"].predict(rows)
        order = np.argsort(-scores, kind="stable")
        found = tuple((candidates[int(place)], float(scores[place])) for place in order)
        chance = self._chance("trust", trust_row(rows, scores), self.learned.calibration)
        return Ranking(found, chance, rows[order[:LOOKED_AT]], about(scores))

    def weighed(
        self, ranking: Ranking, looked_at: Sequence[Outcome], witness: Witness | None = None
    ) -> tuple[tuple[int, ...], float]:
        """Return the places of the first few candidates in a new order, and the chance that its first is right.

        Args:
            ranking: the candidates, by what can be seen without their rows.
            looked_at: what each of the first few gave.
            witness: what another reader made of the question.
        """
        scores = [score for _, score in ranking.best_first[: len(looked_at)]]
        seen = self._checked("outcome", matrix(outcome_rows(scores, looked_at, witness)))
        again = self.learned.forests["weigh"].predict(seen)
        order = tuple(int(place) for place in np.argsort(-again, kind="stable"))
        row = sure_row(ranking.rows, ranking.about, seen, again)
        return order, self._chance("sure", row, self.learned.weighed)

    def forms(self, scene: Scene) -> tuple[Chances, Chances]:
        """Return how likely each shape is, and each way of nesting, by the wording alone."""
        return self.forms_of(grams(scene))

    def forms_of(self, pieces: Collection[str]) -> tuple[Chances, Chances]:
        """Return the same for pieces of wording."""
        places = sorted(self._places[piece] for piece in pieces if piece in self._places)
        return self.learned.shapes.chances(places), self.learned.nests.chances(places)

    def heads(self, shapes: Chances, nests: Chances) -> Floats:
        """Return what the likely shapes say of the query, as numbers that columns and conditions are judged by."""
        plain = self.learned.nests.classes.index("")
        return np.append(shapes @ self._properties, 1 - nests[plain]).astype(np.float32)

    @cached_property
    def _properties(self) -> Floats:
        rows = [_properties(name) for name in self.learned.shapes.classes]
        return np.array(rows, dtype=np.float32)

    @cached_property
    def _columns(self) -> Mapping[str, Forest]:
        """The forests of all roles, which read the same rows, as one for each of the two judgements."""
        return {
            stage: Forest.joined([self.learned.forests[stage + role] for role in ROLES])
            for stage in ("", "again.")
            if stage + ROLES[0] in self.learned.forests
        }

    def _checked(self, kind: Kind, rows: Floats) -> Floats:
        widths = self.learned.widths
        if widths is not None and len(rows) and rows.shape[1] != widths[kind]:
            raise ModelFileError(
                f"the learned model was trained on {widths[kind]} numbers for each {kind}, and this askbi makes "
                f"{rows.shape[1]}; write it anew with benchmarks/reader/train.py"
            )
        return rows

    def _operators(self, seen: Evidence) -> Mapping[tuple[int, int], Mapping[str, float]]:
        if not seen.mentions:
            return {}
        found = self.learned.forests["ops"].predict(self._checked("operator", seen.operators))
        return {
            span: dict(zip(self.learned.ops, map(float, row), strict=True))
            for span, row in zip(seen.mentions, found.reshape(len(seen.mentions), -1), strict=True)
        }

    def _likeliest(self, chances: Chances) -> list[tuple[Shape, float]]:
        """Return the likeliest shapes, and some that are put together from the halves of likely ones."""
        classes = self.learned.shapes.classes
        top = [int(place) for place in np.argsort(-chances, kind="stable")[:_SHAPES]]
        found = [
            (parse_shape(classes[place]), float(chances[place]))
            for place in top
            if classes[place] != UNSAID and chances[place] > _LEAST_SHAPE
        ]
        known = {classes[place] for place in top}
        halves: tuple[dict[str, float], dict[str, float]] = ({}, {})
        for name, chance in zip(classes, chances, strict=True):
            if name != UNSAID:
                for half, part in zip(halves, name.split("|", 1), strict=True):
                    half[part] = half.get(part, 0.0) + float(chance)
        heads, tails = (sorted(half.items(), key=lambda x: -x[1])[:_HALVES] for half in halves)
        mixed = [
            (f"{head}|{tail}", _MIXED_WORTH * p * q)
            for head, p in heads
            for tail, q in tails
            if p * q > _LEAST_MIXED and f"{head}|{tail}" not in known
        ]
        found += [(parse_shape(name), chance) for name, chance in sorted(mixed, key=lambda m: -m[1])[:_MIXED]]
        return found

    def _chance(self, forest: str, row: Floats, calibration: Sequence[tuple[float, float]]) -> float:
        said = float(self.learned.forests[forest].predict(row[None, :])[0])
        if not calibration:
            return said
        points = np.array(calibration)
        return float(np.interp(said, points[:, 0], points[:, 1]))


def _several(scene: Scene, likely: Sequence[tuple[Shape, float]]) -> list[tuple[Shape, float]]:
    """Return shapes with all the aggregates that the words name, where they name several: lowest and average."""
    lemmas = set(scene.links.lemmas)
    named = [fn for fn, words in _NAMED.items() if lemmas & words]
    if len(named) < 2:
        return []
    slots = tuple(Slot(fn, False) for fn in sorted(named, key=str))
    known = {shape for shape, _ in likely}
    found: dict[Shape, float] = {}
    for shape, chance in likely:
        plain = tuple(slot for slot in shape.select if not slot.fn) if shape.groups else ()
        made = replace(shape, select=tuple(sorted((*plain, *slots), key=str)), order=(), limit="", distinct=False)
        if made not in known:
            found[made] = found.get(made, 0.0) + _SEVERAL_WORTH * chance
    return sorted(found.items(), key=lambda f: -f[1])[:2]


def with_heads(rows: Floats, heads: Floats) -> Floats:
    """Return rows of one question with what its shapes say added to each."""
    return np.hstack([rows, np.broadcast_to(heads, (len(rows), len(heads)))])


def trust_row(rows: Floats, scores: Chances) -> Floats:
    """Return the numbers by which the best candidate of a question is believed or not."""
    return np.append(rows[int(np.argmax(scores))], about(scores)).astype(np.float32)


def sure_row(rows: Floats, lying: Floats, seen: Floats, scores: Chances) -> Floats:
    """Return the same for the best of those that were weighed by their rows.

    Args:
        rows: by which the first few were ranked.
        lying: how the scores of all lie beside one another.
        seen: what the rows of the first few say of them.
        scores: what they were given for that.
    """
    best = int(np.argmax(scores))
    return np.concatenate([rows[best], lying, seen[best], _behind(scores, (1, 2, 4))]).astype(np.float32)


def about(scores: Chances) -> Floats:
    """Return how the scores of all candidates lie beside one another."""
    ordered = -np.sort(-scores)
    grown = np.exp(ordered - ordered[0])
    alone = [float(ordered[0]), float(grown[0] / grown.sum()), float(len(ordered))]
    return np.array([*alone, *_behind(scores, (1, 2, 4, 9))], dtype=np.float32)


def _behind(scores: Chances, places: Sequence[int]) -> list[float]:
    """Return how far behind the best score those at some places of the order are."""
    ordered = -np.sort(-scores)
    return [float(ordered[0] - ordered[place]) if place < len(ordered) else 99.0 for place in places]


@lru_cache(maxsize=1)
def model() -> Model:
    """Return the model that ships with askbi, or the one that ASKBI_READER_MODEL names, loaded once a process.

    Raises:
        ModelFileError: its file cannot be used.
    """
    named = os.environ.get("ASKBI_READER_MODEL")
    return Model(load(Path(named) if named else PATH))


def _properties(name: str) -> list[float]:
    """Return what the forests are told of a shape, each 0 or 1."""
    if name == UNSAID:
        return [0.0] * 8
    shape = parse_shape(name)
    slots = (*shape.select, *(slot for slot, _ in shape.having), *(slot for slot, _ in shape.order))
    return [
        float(shape.groups > 0),
        float(any(slot.star for slot in shape.select)),
        float(any(not slot.fn for slot in shape.select)),
        float(any(slot.fn in ("avg", "sum", "min", "max") for slot in slots)),
        float(any(slot.fn == "count" and slot.distinct for slot in slots)),
        float(any(not slot.fn for slot, _ in shape.order)),
        float(shape.limit == "1"),
        float(bool(shape.having)),
    ]
