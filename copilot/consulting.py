"""Asking a chat model about a question that the other readers have read: whether, and what becomes of its reply.

Owns when the model is asked, what it costs, the ledger of what was sent to it, and the cache of its replies. Refuses to
choose between readings (`copilot.readers.beside_model`) and to build prompts (`copilot.readers.model`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from copilot.asking import Asking
from copilot.config import Egress, Use
from copilot.errors import AskbiError, Refused, TimedOut
from copilot.llm import ChatModel, Exchange, Known, ModelFailed, Usage
from copilot.readers.together import is_verified
from copilot.saying import wording_of_models as wording
from copilot.state import Sent, State
from copilot.values import Catalog, ModelUse, Question, SemanticModel
from copilot.values import Proposal as Proposed
from copilot.values.query import Dialect
from prompts import Prompt, load

if TYPE_CHECKING:
    from copilot.readers.both import Understood
    from copilot.readers.grammar.marks import Cover
    from copilot.readers.model.reader import ModelReader, Proposal

_KIND: Final = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){0,2} Error\b")


@dataclass(frozen=True, slots=True)
class Advice:
    """How a chat model is used.

    Attributes:
        model: opened, not yet asked.
        when: ``always``, ``when_unsure`` (where the other readers' answer would not be verified) or ``never``.
        egress: what may leave: ``schema``, ``samples`` or ``full``.
        prompt_tokens: most that a schema takes of a prompt.
        recording: replies that were recorded, used and added to in place of the workspace's.
        price: of a million tokens in and out, None where nobody said.
    """

    model: ChatModel
    when: Use = "when_unsure"
    egress: Egress = "schema"
    prompt_tokens: int = 2000
    price: tuple[float, float] | None = None
    recording: Known | None = None


@dataclass
class Consultant:
    """Asks one chat model about one catalog."""

    advice: Advice
    catalog: Catalog
    semantics: SemanticModel
    dialect: Dialect
    state: State
    beside: Callable[[Question, Egress], Sequence[str]] = lambda _, __: ()
    """Lines of what a team has taught that help with a question; no more than a level lets leave."""

    @cached_property
    def reader(self) -> ModelReader:
        """The reader that builds the prompts."""
        from copilot.readers.model.reader import ModelReader

        return ModelReader(
            self.advice.model,
            self.catalog,
            self.semantics,
            self.dialect,
            egress=self.advice.egress,
            prompt_tokens=self.advice.prompt_tokens,
            beside=lambda question: self.beside(question, self.advice.egress),
        )

    @cached_property
    def _known(self) -> Known:
        where = f"{self.catalog.fingerprint}/{self.advice.model.where}"
        return self.advice.recording or _Replies(self.state, hashlib.sha256(where.encode()).hexdigest()[:24])

    def wanted(self, understood: Understood) -> bool:
        """Tell whether the model is asked about a question."""
        if self.advice.when == "never":
            return False
        if self.advice.when == "always":
            return True
        if understood.literal is not None:
            return False
        return understood.chosen is None or not is_verified(understood.chosen)

    def consult(
        self, asking: Asking, question: Question, covers: Sequence[Cover], problem: Callable[[str], AskbiError | None]
    ) -> Proposal:
        """Ask the model, and return what it makes of a question.

        Args:
            asking: told the steps, and given what the model cost.
            question: what is asked.
            covers: what its words may stand for.
            problem: runs a statement and returns what is wrong with it.
        """
        written = 0

        def on_text(piece: str) -> None:
            nonlocal written
            written += len(piece)
            asking.tell_only(wording.model_writes(self.advice.model.name, written, asking.language))

        asking.tell_only(wording.model_asked(self.advice.model.name, asking.language))
        proposal = self.reader.read(
            question,
            covers,
            partial(self._wrong, problem),
            keep=partial(self._keep, question.text),
            known=self._known,
            ticket=asking.ticket,
            on_text=on_text,
        )
        asking.model = self._use(proposal)
        asking.add("model", wording.model_done(asking.model, proposal.repairs, asking.language))
        return proposal

    def whole(self, asking: Asking, after: str) -> str | None:
        """Return the whole question that the model takes a follow-up for, None where it gives none."""
        prompt = load("follow_up")
        try:
            reply = self.advice.model.call(
                prompt.render({"before": after, "text": asking.text}),
                prompt.wanted,
                keep=lambda exchange: self._keep(asking.text, exchange, prompt),
                known=self._known,
                ticket=asking.ticket,
            )
        except ModelFailed:
            return None
        return " ".join(reply.fields["question"].split()) or None

    def proposals(self, progress: Callable[[str, float], None]) -> tuple[tuple[Proposed, ...], str]:
        """Return what the model proposes for the semantic model, and why it stopped early, empty where it did not.

        One call a table; each is told to `progress` with the share that is done.
        """
        from copilot.readers.model.proposing import proposals_in

        prompt = load("describe_table")
        found: list[Proposed] = []
        for number, table in enumerate(self.catalog.tables.values()):
            progress(table.name, number / len(self.catalog.tables))
            try:
                reply = self.advice.model.call(
                    prompt.render({"schema": self.reader.schema_around(table.name), "table": table.name}),
                    prompt.wanted,
                    keep=lambda exchange: self._keep("", exchange, prompt),
                    known=self._known,
                )
            except ModelFailed as error:
                return tuple(found), str(error)
            found += proposals_in(reply.fields, table)
        return tuple(found), ""

    def samples(self, asking: Asking, question: Question, covers: Sequence[Cover]) -> tuple[str, ...]:
        """Return further statements of the model for a question."""
        found, spent = self.reader.samples(
            question,
            covers,
            keep=partial(self._keep, question.text),
            known=self._known,
            ticket=asking.ticket,
        )
        if asking.model is not None:
            asking.model = self._with_cost(asking.model, spent)
        asking.add("samples", wording.samples_done(len(found), asking.language))
        return found

    def _wrong(self, problem: Callable[[str], AskbiError | None], sql: str) -> str | None:
        """Return what the model is told of a statement that does not run.

        The engine's own words may hold values of the data; below ``full`` no more than their kind leaves.
        """
        error = problem(sql)
        if error is None or isinstance(error, Refused) or self.advice.egress == "full":
            return None if error is None else str(error)
        if isinstance(error, TimedOut):
            return "It did not end in time; write it so that less has to be looked at."
        kind = _KIND.match(str(error))
        return f"The engine could not run it{f' ({kind[0]})' if kind else ''}; look at the types of the columns."

    def _keep(self, text: str, exchange: Exchange, prompt: Prompt) -> None:
        self.state.keep_sent(
            Sent(
                at=datetime.now(UTC).isoformat(timespec="seconds"),
                question=text,
                call=prompt.name,
                digest=prompt.digest,
                egress=self.advice.egress,
                model=exchange.model,
                where=exchange.where,
                method=exchange.method,
                messages=exchange.messages,
                reply=exchange.reply,
                error=exchange.error,
                tokens_in=exchange.usage.tokens_in,
                tokens_out=exchange.usage.tokens_out,
                tokens_cached=exchange.usage.tokens_cached,
                seconds=exchange.usage.seconds,
            )
        )

    def _use(self, proposal: Proposal) -> ModelUse:
        bare = ModelUse(
            self.advice.model.name,
            self.advice.model.where,
            self.advice.egress,
            prompt=proposal.digest,
            error=proposal.failed,
        )
        return self._with_cost(bare, proposal.usage)

    def _with_cost(self, use: ModelUse, spent: Usage) -> ModelUse:
        price = self.advice.price
        tokens_in, tokens_out = use.tokens_in + spent.tokens_in, use.tokens_out + spent.tokens_out
        return replace(
            use,
            calls=use.calls + spent.calls,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            tokens_cached=use.tokens_cached + spent.tokens_cached,
            seconds=use.seconds + spent.seconds,
            cost=None if price is None else (tokens_in * price[0] + tokens_out * price[1]) / 1_000_000,
        )


@dataclass(frozen=True)
class _Replies:
    """The state's replies for one state of the data and one server."""

    state: State
    scope: str

    def reply(self, key: str) -> str | None:
        return self.state.reply(f"{self.scope}/{key}")

    def keep_reply(self, key: str, reply: str) -> None:
        self.state.keep_reply(f"{self.scope}/{key}", reply)
