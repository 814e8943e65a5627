"""The sketching reader: one English question in, ranked queries out, each with how likely it is the best.

Owns the order of its steps: links, judgement of parts, filling, ranking, weighing by rows. Refuses to run queries, and
to decide whether the best is good enough to be shown: that is `copilot.readers.together`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from copilot.linking.words import tokens
from copilot.readers.network import Network, NoPath
from copilot.readers.sketching.covering import open_words
from copilot.readers.sketching.filling import Filler
from copilot.readers.sketching.judged import Candidate
from copilot.readers.sketching.links import Linker
from copilot.readers.sketching.model import Ranking, model
from copilot.readers.sketching.outcomes import Outcome
from copilot.readers.sketching.query import Query
from copilot.readers.sketching.signs import Scene, Terrain
from copilot.readers.sketching.slicing import WIDE, cut, cut_links, nearest
from copilot.readers.sketching.witness import Witness
from copilot.readers.sketching.writing import Writer
from copilot.values import Catalog, SemanticModel
from copilot.values.query import Dialect

MOST_WORDS = 120
"""Longer questions hold more than one query can say."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """One query for a question."""

    sql: str
    chance: float
    """Calibrated likelihood that the best one's rows are right; 0 for the others."""
    query: Query
    unplaced: tuple[str, ...] = ()
    """Words that name something which no part of the query stands for."""


@dataclass(frozen=True, eq=False)
class Ranked:
    """A question's likeliest queries, best first, before their rows were seen."""

    sketches: tuple[Sketch, ...] = ()
    ranking: Ranking | None = None
    witness: Witness | None = None

    def weighed(self, looked_at: Sequence[Outcome]) -> tuple[Sketch, ...]:
        """Return the queries in the order that they have after a look at the rows of the first few.

        Args:
            looked_at: what each of the first `LOOKED_AT` gave.
        """
        if self.ranking is None or not looked_at:
            return self.sketches
        order, chance = model().weighed(self.ranking, looked_at, self.witness)
        first = [self.sketches[place] for place in order]
        return (
            replace(first[0], chance=chance),
            *(replace(sketch, chance=0.0) for sketch in first[1:]),
            *self.sketches[len(order) :],
        )


class SketchReader:
    """Reads questions over one catalog."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel, dialect: Dialect) -> None:
        self._catalog = catalog
        self._network = Network(catalog)
        self._terrain = Terrain(catalog, self._network)
        self._linker = Linker(catalog, semantics)
        self._writer = Writer(catalog, self._network, dialect)

    def read(self, text: str, witness: Witness | None = None, *, most: int = 5) -> Ranked:
        """Return the best queries, best first; none where nothing of the data is named.

        Args:
            text: the question.
            witness: what another reader made of it.
            most: how many queries are returned, `LOOKED_AT` at least.
        """
        if len(tokens(text)) > MOST_WORDS:
            return Ranked()
        scene = self._scene(text)
        if not scene.links.columns and not scene.links.tables and not scene.links.values:
            return Ranked()
        learned = model()
        judged = learned.judge(scene)
        written = self._written(Filler(scene, judged).candidates())
        if not written:
            return Ranked()
        made = {id(candidate): sql for sql, (candidate, _) in written.items()}
        candidates, joins = zip(*written.values(), strict=True)
        ranking = learned.ranking(candidates, scene, judged, joins, witness)
        sketches = tuple(
            Sketch(
                made[id(candidate)],
                ranking.chance if place == 0 else 0.0,
                candidate.query,
                open_words(candidate, scene),
            )
            for place, (candidate, _) in enumerate(ranking.best_first[:most])
        )
        return Ranked(sketches, ranking, witness)

    def _scene(self, text: str) -> Scene:
        links, terrain = self._linker.links(text), self._terrain
        if len(self._catalog.tables) > WIDE:
            near = nearest(links, self._network)
            links, catalog = cut_links(links, near), cut(self._catalog, near)
            terrain = Terrain(catalog, Network(catalog))
        return model().scene(links, terrain)

    def _written(self, candidates: list[Candidate]) -> dict[str, tuple[Candidate, int]]:
        """Return each SQL text once with its candidate and its number of joins; what is not connected is left out."""
        found: dict[str, tuple[Candidate, int]] = {}
        for candidate in candidates:
            try:
                sql = self._writer.sql(candidate.query)
            except NoPath:
                continue
            found.setdefault(sql, (candidate, sql.count("\nJOIN")))
        return found
