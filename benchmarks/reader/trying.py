"""Candidates of every question, run on its database and marked by the rows that the gold query gives.

Owns the running, in several processes and with a bound on every query. What a candidate is belongs to the reader.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.reader.lessons import Lesson, School
from benchmarks.reader.public import Gold, Row, connect, database_file, match
from copilot.readers.both import alike
from copilot.readers.network import Network, NoPath
from copilot.readers.sketching.evidence import candidate_rows
from copilot.readers.sketching.filling import Filler
from copilot.readers.sketching.judged import Candidate
from copilot.readers.sketching.model import Model
from copilot.readers.sketching.outcomes import Outcome, outcomes
from copilot.readers.sketching.signs import Terrain
from copilot.readers.sketching.trees import Floats
from copilot.readers.sketching.writing import Writer

_STEP, _STEPS = 100_000, 60
"""SQLite's instructions between two looks, and looks before a query is given up: the same on every machine."""
_MOST_ROWS = 20_000


@dataclass(frozen=True, eq=False)
class Tried:
    """The candidates of one question, as rows to rank by and whether each is right."""

    rows: Floats
    right: npt.NDArray[np.bool_]
    sqls: tuple[str, ...]


def tried(task: tuple[School, Model, Sequence[Lesson]]) -> list[Tried]:
    """Return the candidates of each lesson; all lessons are of one database."""
    school, model, lessons = task
    database = lessons[0].asked.database
    catalog, _ = school.catalog(database)
    network = Network(catalog)
    terrain, writer = Terrain(catalog, network), Writer(catalog, network, "sqlite")
    runner = Runner(connect(database_file(school.data, database)))
    return [_tried(lesson, model, terrain, writer, runner) for lesson in lessons]


class Runner:
    """Runs queries on one database, each once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, list[Row] | None] = {}

    def rows(self, sql: str) -> list[Row] | None:
        """Return at most 20,000 rows of a query; None where it fails or takes too long."""
        if sql not in self._known:
            looks = iter(range(_STEPS))
            self._connection.set_progress_handler(lambda: next(looks, None) is None, _STEP)
            try:
                self._known[sql] = self._connection.execute(sql).fetchmany(_MOST_ROWS)
            except sqlite3.Error:
                self._known[sql] = None
        return self._known[sql]


def is_right(rows: list[Row] | None, gold: Gold) -> bool:
    """Tell whether rows are gold's, in any order of columns; cheap where their number alone tells that they are not."""
    if not rows or len(rows[0]) != len((gold.kept or gold.tied)[0]):
        return False
    if len(rows) not in (len(gold.kept) + gold.places, len(gold.kept) + len(gold.tied)):
        return False
    return match(rows, gold) == "exact"


def _tried(lesson: Lesson, model: Model, terrain: Terrain, writer: Writer, runner: Runner) -> Tried:
    scene = model.scene(lesson.links, terrain)
    judged = model.judge(scene)
    written: dict[str, Candidate] = {}
    for candidate in Filler(scene, judged).candidates():
        try:
            written.setdefault(writer.sql(candidate.query), candidate)
        except NoPath:
            continue
    steps = [sql.count("\nJOIN") for sql in written]
    return Tried(
        candidate_rows(list(written.values()), scene, judged, steps, lesson.witness),
        np.array([is_right(runner.rows(sql), lesson.gold) for sql in written], dtype=np.bool_),
        tuple(written),
    )


def looked_at(task: tuple[School, str, Sequence[tuple[str, Sequence[str]]]]) -> list[tuple[Outcome, ...]]:
    """Return what the likeliest candidates of each question of one database give.

    `task` holds, for each question, the grammar reader's SQL, empty where it has none, and the candidates'.
    """
    school, database, questions = task
    runner = Runner(connect(database_file(school.data, database)))
    return [
        outcomes([runner.rows(sql) for sql in sqls], runner.rows(said) if said else None, alike)
        for said, sqls in questions
    ]
