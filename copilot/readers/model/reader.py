"""The model reader: a question with a slice of the schema goes out, SQL comes back, is tried, and mended.

Owns the way of one question to a chat model and back: what is filled into the prompt, the mending, and the repair
turns. Refuses to run SQL: whoever asks brings a function that tries it. Refuses to decide whether the answer is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import prompts
from copilot.config import Egress
from copilot.llm import ChatModel, Exchange, Known, ModelFailed, Reply, Usage
from copilot.readers.grammar.marks import Cover
from copilot.readers.model.describing import Describer, quoted
from copilot.readers.model.mending import Mender
from copilot.readers.model.pointing import tables_by_weight, values_named
from copilot.readers.model.slicing import Slicer
from copilot.readers.network import Network
from copilot.sources.ticket import Ticket
from copilot.values import Catalog, Question, SemanticModel
from copilot.values.query import Dialect

Keep = Callable[[Exchange, prompts.Prompt], None]
Try = Callable[[str], str | None]
"""Runs SQL; returns None where it ran, else what was wrong with it, in a sentence."""
_REPAIRS: Final = 2
_WARMTHS: Final = (0.7, 0.8, 0.9)
"""Temperatures of further replies; each its own, so that none is taken for another's."""
_DIALECTS: Final = {"duckdb": "DuckDB", "sqlite": "SQLite"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a chat model makes of a question.

    Attributes:
        sql: its statement, empty where it gave none.
        works: True where the statement ran.
        assumption: what it says it assumed.
        question_back: what it would ask first.
        cannot: why it says the data cannot answer.
        repairs: turns that it took to mend the statement.
        error: what is wrong with the statement still.
        failed: why the model gave no usable reply.
        usage: what it cost.
        digest: of the prompt.
        tables: those that it was shown.
    """

    sql: str = ""
    works: bool = False
    assumption: str = ""
    question_back: str = ""
    cannot: str = ""
    repairs: int = 0
    error: str = ""
    failed: str = ""
    usage: Usage = field(default_factory=Usage)
    digest: str = ""
    tables: tuple[str, ...] = ()


class ModelReader:
    """Reads questions over one catalog with a chat model."""

    def __init__(
        self,
        model: ChatModel,
        catalog: Catalog,
        semantics: SemanticModel,
        dialect: Dialect,
        *,
        egress: Egress = "schema",
        prompt_tokens: int = 2000,
        beside: Callable[[Question], Sequence[str]] = lambda _: (),
    ) -> None:
        self.model = model
        self._beside = beside
        self._dialect = _DIALECTS.get(dialect, dialect)
        self._describer = Describer(catalog, semantics, dialect, egress)
        self._slicer = Slicer(catalog, self._describer, Network(catalog), prompt_tokens)
        self._mender = Mender(catalog, dialect)

    def schema_around(self, table: str) -> str:
        """Return the part of the schema that a call about one table is shown."""
        return self._describer.schema(self._slicer.tables([table]))

    def read(
        self,
        question: Question,
        covers: Sequence[Cover],
        attempt: Try,
        *,
        keep: Keep,
        known: Known | None = None,
        ticket: Ticket | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Proposal:
        """Return what the model makes of a question; what goes wrong is told by the proposal.

        Args:
            question: what is asked.
            covers: what its words may stand for.
            attempt: runs a statement and says what is wrong with it.
            keep: told every exchange with the model, and the prompt that it came from.
            known: replies from before.
            ticket: stops it.
            on_text: told the reply as it comes in.
        """
        prompt = first = prompts.load("write_sql")
        tables = self._slicer.tables(tables_by_weight(covers, self._describer.metric_tables))
        messages: list[tuple[str, str]] = list(prompt.render(self._filled(question, covers, tables)))
        made = Proposal(digest=first.digest, tables=tables)
        while True:
            try:
                reply = self.model.call(
                    messages, first.wanted, keep=_with(keep, prompt), known=known, ticket=ticket, on_text=on_text
                )
            except ModelFailed as failure:
                return replace(made, failed=str(failure))
            made = self._taken(made, reply, attempt)
            stopped = ticket is not None and ticket.cancelled
            if not made.error or made.repairs == _REPAIRS or stopped:
                return made
            made = replace(made, repairs=made.repairs + 1)
            prompt = prompts.load("mend_sql")
            messages += [("assistant", reply.text), *prompt.render({"error": made.error})]

    def samples(
        self,
        question: Question,
        covers: Sequence[Cover],
        *,
        keep: Keep,
        known: Known | None = None,
        ticket: Ticket | None = None,
    ) -> tuple[tuple[str, ...], Usage]:
        """Return further statements for a question, warmer ones, and what they cost; fewer where the model fails."""
        prompt = prompts.load("write_sql")
        tables = self._slicer.tables(tables_by_weight(covers, self._describer.metric_tables))
        messages = prompt.render(self._filled(question, covers, tables))
        found: list[str] = []
        spent = Usage()
        for warmth in _WARMTHS:
            try:
                reply = self.model.call(
                    messages, prompt.wanted, keep=_with(keep, prompt), known=known, ticket=ticket, temperature=warmth
                )
            except ModelFailed:
                break
            spent += reply.usage
            if sql := self._mender.mended(reply.fields["sql"].strip().rstrip(";").strip()):
                found.append(sql)
        return tuple(found), spent

    def _taken(self, made: Proposal, reply: Reply, attempt: Try) -> Proposal:
        """Return a proposal with what a reply says; a statement that ran is never given up for none."""
        said = reply.fields
        sql = self._mender.mended(said["sql"].strip().rstrip(";").strip())
        error = attempt(sql) if sql else made.error
        return replace(
            made,
            sql=sql or made.sql,
            works=bool(sql) and not error,
            assumption=said["assumption"],
            question_back="" if sql else said["question_back"],
            cannot="" if sql else said["cannot"],
            error=error or "",
            usage=made.usage + reply.usage,
        )

    def _filled(self, question: Question, covers: Sequence[Cover], tables: tuple[str, ...]) -> dict[str, str]:
        shown = frozenset(tables)
        hints = [
            f"{quoted(one.words)} is stored in {one.table}.{one.column} as {quoted(one.value)}."
            for one in values_named(covers)
            if one.table in shown
        ]
        if any(mark.date is not None and mark.date.relative for cover in covers[:1] for mark in cover.marks):
            hints.append(f"Today is {question.today.isoformat()}.")
        hints += self._beside(question)
        return {
            "dialect": self._dialect,
            "schema": self._describer.schema(tables),
            "hints": "".join(f"{hint}\n" for hint in hints),
            "question": question.text,
        }


def _with(keep: Keep, prompt: prompts.Prompt) -> Callable[[Exchange], None]:
    return lambda exchange: keep(exchange, prompt)
