"""The model reader: a question with a slice of the schema goes out, SQL comes back, is tried, and mended.

Owns the way of one question to a chat model and back: what is filled into the prompt, the mending, and the repair
turns. Refuses to run SQL: whoever asks brings a function that tries it. Refuses to decide whether the answer is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import prompts
from copilot.llm import ChatModel, ModelFailed, Usage
from copilot.readers.grammar.marks import Cover
from copilot.readers.model.describing import Describer, Egress, quoted
from copilot.readers.model.mending import Mender
from copilot.readers.model.pointing import tables_by_weight, values_named
from copilot.readers.model.slicing import Slicer
from copilot.readers.network import Network
from copilot.sources.ticket import Ticket
from copilot.values import Catalog, Question, SemanticModel
from copilot.values.query import Dialect

Try = Callable[[str], str | None]
"""Runs SQL; returns None where it ran, else what was wrong with it, in a sentence."""
_WANTED: Final = {"sql": 4000, "assumption": 300, "question_back": 300, "cannot": 300}
_REPAIRS: Final = 2
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
        error: what is wrong with the statement still, or with the model.
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
    ) -> None:
        self.model = model
        self._dialect = _DIALECTS.get(dialect, dialect)
        self._describer = Describer(catalog, semantics, dialect, egress)
        self._slicer = Slicer(catalog, self._describer, Network(catalog), prompt_tokens)
        self._mender = Mender(catalog, dialect)

    def read(
        self,
        question: Question,
        covers: Sequence[Cover],
        attempt: Try,
        *,
        ticket: Ticket | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Proposal:
        """Return what the model makes of a question; what goes wrong is told by the proposal.

        Args:
            question: what is asked.
            covers: what its words may stand for.
            attempt: runs a statement and says what is wrong with it.
            ticket: stops it.
            on_text: told the reply as it comes in.
        """
        prompt = prompts.load("write_sql")
        tables = self._slicer.tables(tables_by_weight(covers))
        messages: list[tuple[str, str]] = list(prompt.render(self._filled(question, covers, tables)))
        spent, sql, error, repairs = Usage(), "", "", 0
        while True:
            try:
                reply = self.model.call(messages, _WANTED, ticket=ticket, on_text=on_text)
            except ModelFailed as failure:
                told = error or str(failure)
                return Proposal(sql, error=told, repairs=repairs, usage=spent, digest=prompt.digest, tables=tables)
            spent += reply.usage
            said = reply.fields
            new = said["sql"].strip().rstrip(";").strip()
            if new:
                sql = self._mender.mended(new)
                error = attempt(sql) or ""
            stopped = ticket is not None and ticket.cancelled
            if not new or not error or repairs == _REPAIRS or stopped:
                return Proposal(
                    sql,
                    bool(sql) and not error,
                    said["assumption"],
                    said["question_back"] if not sql else "",
                    said["cannot"] if not sql else "",
                    repairs,
                    error,
                    spent,
                    prompt.digest,
                    tables,
                )
            repairs += 1
            again = prompts.load("mend_sql").render({"error": error})
            messages += [("assistant", reply.text), *again]

    def _filled(self, question: Question, covers: Sequence[Cover], tables: tuple[str, ...]) -> dict[str, str]:
        shown = frozenset(tables)
        named = [one for one in values_named(covers) if one.table in shown]
        lines = [f"{quoted(one.words)} is stored in {one.table}.{one.column} as {quoted(one.value)}" for one in named]
        values = "\n".join(["<data>", *lines, "</data>", ""]) if lines else ""
        return {
            "dialect": self._dialect,
            "schema": self._describer.schema(tables),
            "values": values,
            "today": question.today.isoformat(),
            "question": question.text,
        }
