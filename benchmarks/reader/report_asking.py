"""Asking the public questions as the product does, in processes of their own.

Owns what becomes of each question: its status, whether the rows are right, how sure the answer was, how long it took.
Refuses to choose questions and to add up figures. A process serves one fold, so that no model can stay in memory from
another; the questions of one database are asked in one session.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, Literal, TypeVar

from benchmarks.reader.public import Asked, Gold, Kind, Match, connect, database_file, gold_of, kind_of, match
from copilot.session import Session
from copilot.values import Answer

T = TypeVar("T")
TODAY: Final = date(2026, 11, 2)
"""The day that relative dates count from, so that a run next year gives the same figures."""
MODEL: Final = "ASKBI_READER_MODEL"
How = Literal["answered", "clarify", "declined", "refused", "failed", "raised"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question; `match` speaks of the rows of an answer, for `clarify` of the best option's."""

    asked: Asked
    asked_of: str
    """The database; another than the question's own for a question that it cannot answer."""
    how: How
    verified: bool
    confidence: float | None
    ask_ms: float
    read_ms: float | None
    first: bool
    """True for the first question of a session, which also builds the reader's indexes."""
    kind: Kind | None = None
    """None where no gold is looked at."""
    single_cell: bool = False
    tied: bool = False
    """True where gold's LIMIT cuts through ties, so that several results are right."""
    match: Match = "no"
    best: Match = "no"
    """The same for the best reading, which is not shown where it is not likely enough."""
    sql: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What one process has to ask: the questions of some databases of one fold."""

    fold: int
    folder: Path
    home: Path
    """Where the sessions keep their caches: never beside the data."""
    model: Path | None
    questions: Mapping[str, Sequence[Asked]]
    strays: Mapping[str, Sequence[Asked]]

    @property
    def size(self) -> int:
        """How many questions there are."""
        return sum(len(some) for group in (self.questions, self.strays) for some in group.values())


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one process brings back."""

    outcomes: list[Outcome] = field(default_factory=list)
    strays: list[Outcome] = field(default_factory=list)
    no_rows: int = 0
    gold_fails: int = 0
    open_seconds: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    """Of the process that reads."""
    engine_mb: float = 0.0
    """Of the largest process that ran SQL for it, at most: a child is first as large as what started it."""


def loads(
    questions: Mapping[str, Sequence[Asked]],
    strays: Mapping[str, Sequence[Asked]],
    fold_of: Mapping[str, int],
    *,
    workers: int,
    folder: Path,
    home: Path,
    models: Path | None,
) -> list[Load]:
    """Share databases out: for each fold as many loads as there are workers, about equal in questions."""
    found = []
    names = sorted({*questions, *strays}, key=lambda name: (-_count(name, questions, strays), name))
    for fold in sorted({fold_of[name] for name in names}):
        shares: list[list[str]] = [[] for _ in range(workers)]
        sizes = [0] * workers
        for name in (name for name in names if fold_of[name] == fold):
            least = sizes.index(min(sizes))
            shares[least].append(name)
            sizes[least] += _count(name, questions, strays)
        for share in filter(None, shares):
            mine = {name: questions[name] for name in share if name in questions}
            others = {name: strays[name] for name in share if name in strays}
            model = models / f"model_{fold}.npz" if models else None
            found.append(Load(fold, folder, home, model, mine, others))
    return found


def _count(name: str, *groups: Mapping[str, Sequence[Asked]]) -> int:
    return sum(len(group.get(name, ())) for group in groups)


def harvested(work: Sequence[Load], *, workers: int) -> Iterator[tuple[Load, Harvest]]:
    """Work the loads off, each in a fresh process, and give what each brings back as it comes.

    Raises:
        BrokenProcessPool: a process was killed, as by a system that is out of memory.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1) as pool:
        waiting = {pool.submit(worked_off, load): load for load in work}
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def worked_off(load: Load) -> Harvest:
    """Ask all questions of a load; sets this process's environment, so it belongs in a process of its own."""
    os.environ["ASKBI_HOME"] = str(load.home)
    if load.model is not None:
        os.environ[MODEL] = str(load.model)
    parts = [_database(load, name) for name in sorted({*load.questions, *load.strays})]
    scale = 1024 if os.uname().sysname == "Linux" else 1024 * 1024
    return Harvest(
        outcomes=[one for part in parts for one in part.outcomes],
        strays=[one for part in parts for one in part.strays],
        no_rows=sum(part.no_rows for part in parts),
        gold_fails=sum(part.gold_fails for part in parts),
        open_seconds=[seconds for part in parts for seconds in part.open_seconds],
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale,
        engine_mb=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / scale,
    )


def _database(load: Load, name: str) -> Harvest:
    path = database_file(load.folder, name)
    with_gold, no_rows, gold_fails = _with_gold(path, load.questions.get(name, ()))
    strays = load.strays.get(name, ())
    found = Harvest(no_rows=no_rows, gold_fails=gold_fails)
    if not with_gold and not strays:
        return found
    with ThreadPoolExecutor(1) as thread:
        began = time.perf_counter()
        opening = _kept_going(thread, partial(Session.open, path, clock=lambda: TODAY))
        found.open_seconds.append(time.perf_counter() - began)
        error = opening.exception()
        if error is not None:
            found.outcomes.extend(_raised(asked, name, gold, error, 0.0, first=False) for asked, gold in with_gold)
            found.strays.extend(_raised(asked, name, None, error, 0.0, first=False) for asked in strays)
            return found
        session = opening.result()
        for at, (asked, gold) in enumerate(with_gold):
            found.outcomes.append(_marked(thread, session, asked, name, gold, first=at == 0))
        found.strays.extend(_marked(thread, session, one, name, None, first=False) for one in strays)
        session.close()
    return found


def _with_gold(path: Path, some: Sequence[Asked]) -> tuple[list[tuple[Asked, Gold]], int, int]:
    """The questions whose gold gives rows, how many give none, and how many fail."""
    found, no_rows, fails = [], 0, 0
    connection = connect(path)
    for asked in some:
        try:
            gold = gold_of(connection, asked.gold_sql)
        except sqlite3.Error:
            fails += 1
            continue
        if gold is None:
            no_rows += 1
        else:
            found.append((asked, gold))
    connection.close()
    return found, no_rows, fails


def _marked(
    thread: ThreadPoolExecutor, session: Session, asked: Asked, name: str, gold: Gold | None, *, first: bool
) -> Outcome:
    began = time.perf_counter()
    told = _kept_going(thread, partial(session.ask, asked.text))
    taken = (time.perf_counter() - began) * 1000
    error = told.exception()
    if error is not None:
        return _raised(asked, name, gold, error, taken, first=first)
    answer = told.result()
    found = "no" if gold is None else _match(thread, session, answer, gold)
    return Outcome(
        asked=asked,
        asked_of=name,
        how=answer.status,
        verified=answer.verified and answer.status == "answered",
        confidence=answer.confidence,
        ask_ms=taken,
        read_ms=_reading_ms(answer),
        first=first,
        kind=None if gold is None else kind_of(asked.gold_sql),
        single_cell=gold is not None and gold.single_cell,
        tied=gold is not None and bool(gold.tied),
        match=found,
        best=found if gold is None or answer.status == "answered" else _best(thread, session, asked, gold),
        sql=answer.sql,
        message=answer.message,
    )


def _raised(asked: Asked, name: str, gold: Gold | None, error: BaseException, taken: float, *, first: bool) -> Outcome:
    """A breach of the promise that an Answer always comes back: counted apart, never hidden."""
    return Outcome(
        asked=asked,
        asked_of=name,
        how="raised",
        verified=False,
        confidence=None,
        ask_ms=taken,
        read_ms=None,
        first=first,
        kind=None if gold is None else kind_of(asked.gold_sql),
        single_cell=gold is not None and gold.single_cell,
        tied=gold is not None and bool(gold.tied),
        message=f"{type(error).__name__}: {error}",
    )


def _kept_going(thread: ThreadPoolExecutor, call: Callable[[], T]) -> Future[T]:
    """Call in a thread and wait: what is raised there stands in the future, and the other questions go on."""
    told = thread.submit(call)
    told.exception()
    return told


def _best(thread: ThreadPoolExecutor, session: Session, asked: Asked, gold: Gold) -> Match:
    """Whether the best reading's rows are right, of a question that was not answered."""
    readings = _kept_going(thread, partial(session.readings, asked.text))
    if readings.exception() is not None or not readings.result():
        return "no"
    told = _kept_going(thread, partial(session.sql, readings.result()[0]))
    return "no" if told.exception() is not None else match(told.result().rows, gold)


def _match(thread: ThreadPoolExecutor, session: Session, answer: Answer, gold: Gold) -> Match:
    """Whether the rows are right; of a question back, whether one of its options, when asked, gives the right ones."""
    if answer.status == "answered":
        return match(answer.rows, gold)
    if answer.status != "clarify":
        return "no"
    found: set[Match] = set()
    for option in answer.options:
        told = _kept_going(thread, partial(session.ask, option))
        if told.exception() is None and told.result().status == "answered":
            found.add(match(told.result().rows, gold))
    return "exact" if "exact" in found else "lax" if "lax" in found else "no"


def _reading_ms(answer: Answer) -> float | None:
    """The time of the step that read the question; None where the answer tells no such step."""
    return next((step.seconds * 1000 for step in answer.steps if step.name == "read"), None)
