"""Asking the sample of public questions in each arm.

Owns what becomes of each question in each arm. Refuses to choose questions and to add up figures. A process serves one
fold, so that no model of the readers can stay in memory from another.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

from openai import OpenAI

from benchmarks.model.bare import bare_sql, run
from benchmarks.reader.public import Asked, Gold, Kind, Match, database_file, kind_of, match
from benchmarks.reader.report_asking import MODEL, TODAY
from copilot.asking import Asking
from copilot.config import ModelSettings
from copilot.consulting import Advice
from copilot.llm import open_model
from copilot.session import Session

Arm = Literal["bare", "model", "without", "both"]
ARMS: Final[tuple[Arm, ...]] = ("bare", "model", "without", "both")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question in one arm."""

    index: int
    database: str
    kind: Kind
    arm: Arm
    how: str
    """The answer's status; ``fails`` for a statement that does not run."""
    match: Match
    verified: bool
    confidence: float | None
    reader: str
    seconds: float
    """Without the time of replies that came from the store."""
    calls: int
    tokens_in: int
    tokens_cached: int
    repairs: int
    sql: str


@dataclass(frozen=True, slots=True)
class Load:
    """What one process has to ask: the questions of one fold."""

    fold: int
    folder: Path
    home: Path
    readers: Path | None
    model: str
    url: str
    questions: tuple[tuple[Asked, Gold], ...]


def serve(load: Load) -> list[Outcome]:
    """Ask all questions of a load in every arm, database by database."""
    os.environ["ASKBI_HOME"] = str(load.home)
    if load.readers is not None:
        os.environ[MODEL] = str(load.readers)
    found: list[Outcome] = []
    client = OpenAI(base_url=load.url, api_key="x", timeout=1800, max_retries=0)
    model = open_model(f"openai:{load.model}", ModelSettings(base_url=load.url, seconds=900.0))
    for database, some in groupby(load.questions, key=lambda pair: pair[0].database):
        path = str(database_file(load.folder, database))
        bare, advised = (
            Session.open(path, today=TODAY, advice=advice) for advice in (None, Advice(model, "when_unsure"))
        )
        for asked, gold in some:
            found += _all_arms(bare, advised, client, load, asked, gold)
        bare.close()
        advised.close()
    return found


def _all_arms(
    without: Session, advised: Session, client: OpenAI, load: Load, asked: Asked, gold: Gold
) -> list[Outcome]:
    common: dict[str, Any] = {"index": asked.index, "database": asked.database, "kind": kind_of(asked.gold_sql)}
    nothing = dict.fromkeys(("tokens_in", "tokens_cached", "repairs"), 0)
    began = time.perf_counter()
    sql = bare_sql(client, load.model, load.folder, asked)
    rows = run(load.folder, asked.database, sql)
    bare = Outcome(
        **common, arm="bare", how="fails" if rows is None else "answered",
        match="no" if rows is None else match(rows, gold), seconds=time.perf_counter() - began, sql=sql,
        verified=False, confidence=None, reader="", calls=1, **nothing,
    )  # fmt: skip
    return [
        bare,
        _model_alone(advised, asked, gold, common),
        _product(without, "without", asked, gold, common),
        _product(advised, "both", asked, gold, common),
    ]


def _model_alone(session: Session, asked: Asked, gold: Gold, common: dict[str, Any]) -> Outcome:
    """The model reader with mending and repair, and no other reader beside it."""
    began = time.perf_counter()
    asking = Asking(asked.text, "en")
    question = session._question(asked.text, "en")
    consultant = session._consultant
    assert consultant is not None
    covers = session._readers.grammar.covers(question)
    proposal = consultant.consult(asking, question, covers, partial(session._runner.problem, asking))
    rows = session._runner.rows(asking, proposal.sql) if proposal.works else None
    use = asking.model
    return Outcome(
        **common,
        arm="model",
        how="answered" if rows is not None else "declined" if not proposal.sql else "fails",
        match="no" if rows is None else match(rows, gold),
        verified=False,
        confidence=None,
        reader="model",
        seconds=time.perf_counter() - began,
        calls=use.calls if use else 0,
        tokens_in=use.tokens_in if use else 0,
        tokens_cached=use.tokens_cached if use else 0,
        repairs=proposal.repairs,
        sql=proposal.sql,
    )


def _product(session: Session, arm: Arm, asked: Asked, gold: Gold, common: dict[str, Any]) -> Outcome:
    """The product as it is."""
    began = time.perf_counter()
    answer = session.ask(asked.text)
    use = answer.model
    return Outcome(
        **common,
        arm=arm,
        how=answer.status,
        match=match(answer.rows, gold) if answer.status == "answered" else "no",
        verified=answer.verified and answer.status == "answered",
        confidence=answer.confidence,
        reader=answer.reader,
        seconds=time.perf_counter() - began,
        calls=use.calls if use else 0,
        tokens_in=use.tokens_in if use else 0,
        tokens_cached=use.tokens_cached if use else 0,
        repairs=0,
        sql=answer.sql,
    )
