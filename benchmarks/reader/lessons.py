"""What the sketching reader learns from: public questions with their links, and gold SQL as rows and as a query.

Owns the way from questions to lessons and the cache of catalogs. Reading the data and comparing rows is `public`'s.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeVar

from sqlglot.errors import SqlglotError

from benchmarks.reader.gold import Unsaid, parsed
from benchmarks.reader.public import Asked, Gold, by_database, connect, database_file, gold_of, questions
from copilot.readers.grammar.reader import GrammarReader
from copilot.readers.sketching.links import Linker, Links
from copilot.readers.sketching.query import Query
from copilot.readers.sketching.witness import Witness
from copilot.readers.together import heard
from copilot.values import Catalog, Question, SemanticModel

_TODAY: Final = date(2026, 1, 1)
"""Questions of the public data are about no day."""
Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Lesson:
    """One question with what it means."""

    asked: Asked
    links: Links
    gold: Gold
    query: Query | None
    """None where the gold SQL holds something that a composed query cannot say."""
    witness: Witness
    """What the grammar reader makes of it."""
    said: str
    """Its SQL, empty where it has none."""


@dataclass(frozen=True)
class School:
    """Where the data and the cache lie."""

    data: Path
    cache: Path

    def catalog(self, database: str) -> tuple[Catalog, SemanticModel]:
        """Return what askbi knows of a database, from the cache where it is there.

        The cache does not notice that the code which makes catalogs has changed: remove the folder then.
        """
        kept = self.cache / f"{database}.pkl"
        if not kept.exists():
            os.environ.setdefault("ASKBI_HOME", str(self.cache / "home"))
            from copilot.session import Session

            session = Session.open(database_file(self.data, database))
            try:
                kept.write_bytes(pickle.dumps((session.catalog, session.semantics)))
            finally:
                session.close()
        found: tuple[Catalog, SemanticModel] = pickle.loads(kept.read_bytes())
        return found


def lessons(school: School, folds: Collection[int], sample: int | None, workers: int) -> list[Lesson]:
    """Return the lessons of some folds, in the order of their databases; questions without gold rows are left out.

    Args:
        school: where the data and the cache lie.
        folds: the folds that may be read.
        sample: take about this many, evenly spread; all where None.
        workers: number of processes.
    """
    asked = questions(school.data, folds)
    if sample is not None:
        asked = asked[:: max(1, len(asked) // sample)]
    tasks = [(school, database, ones) for database, ones in by_database(asked).items()]
    return [lesson for found in spread(_of_database, tasks, workers) for lesson in found]


def spread(work: Callable[[Given], Made], tasks: Sequence[Given], workers: int) -> list[Made]:
    """Do the work on every task in several processes; results are in the order of the tasks."""
    if workers == 1:
        return [work(task) for task in tasks]
    with get_context("fork").Pool(workers) as pool:
        return list(pool.imap(work, tasks, chunksize=1))


def grouped(found: Sequence[Lesson]) -> list[tuple[str, list[Lesson]]]:
    """Return the lessons of each database."""
    groups: dict[str, list[Lesson]] = {}
    for lesson in found:
        groups.setdefault(lesson.asked.database, []).append(lesson)
    return list(groups.items())


def _of_database(task: tuple[School, str, list[Asked]]) -> list[Lesson]:
    school, database, ones = task
    catalog, semantics = school.catalog(database)
    linker, grammar = Linker(catalog, semantics), GrammarReader(catalog, semantics, "sqlite")
    connection = connect(database_file(school.data, database))
    made = []
    for asked in ones:
        try:
            gold = gold_of(connection, asked.gold_sql)
        except (sqlite3.Error, SqlglotError):
            continue
        if gold is None:
            continue
        try:
            query = parsed(asked.gold_sql, catalog)
        except Unsaid:
            query = None
        reading = grammar.read(Question(asked.text, "en", _TODAY))
        text = grammar.corrected(Question(asked.text, "en", _TODAY))
        said = reading.drafts[0].sql if reading.drafts else ""
        made.append(Lesson(asked, linker.links(text), gold, query, heard(reading, "sqlite"), said))
    connection.close()
    return made
