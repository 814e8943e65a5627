"""What a team teaches askbi about its data: what it means, which answers are right, what is worth asking.

Owns the semantic model's drafts, remembered queries, documents, feedback and the taste in suggestions of one open
source, and who may write them: what goes into files that a team shares is written only by whoever may see all of the
data. Refuses to answer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copilot.config import Egress
from copilot.errors import AskbiError, ConfigError, PolicyError
from copilot.knowledge import FOLDER as DOCUMENTS
from copilot.knowledge import Embedder, Passage, Shelf, asks_figure, read_documents, terms_of
from copilot.learning import Taste
from copilot.readers.grammar.suggesting import candidates
from copilot.remembering import FILE_NAME, Memory, Recalled, Remembered, frozen, read_remembered, write_remembered
from copilot.running import Runner
from copilot.semantics import semantics_path
from copilot.semantics.expressions import parse, tables_of
from copilot.semantics.writing import save_semantics
from copilot.state import Feedback, State
from copilot.values import Answer, Catalog, Proposal, Question, SemanticModel
from copilot.values.question import Language
from copilot.workspace import Workspace

if TYPE_CHECKING:
    from copilot.consulting import Consultant
    from copilot.readers.both import Readers
    from copilot.semantics.drafting import Drafted

_COVERED_SURELY: Final = 0.45
_COVERED: Final = 0.7
"""Which share of a question must stand in a passage: less where the question asks what something means."""
_NEAR: Final = 0.3
_SHARED: Final = 2
"""What a remembered query must have in common with a question to help with it."""
_EXAMPLES: Final = 2
_PASSAGE: Final = 600
_DEFINED: Final = 3
_CANDIDATES: Final = 12
_RECENT: Final = 40
_LIKED: Final = {True: 1.0, False: 0.0}
_log = logging.getLogger(__name__)


@dataclass
class Teaching:
    """What was taught about one open source."""

    name: str
    path: Path | None
    """Of the data, None where it has none."""
    workspace: Workspace
    catalog: Catalog
    semantics: SemanticModel
    state: State
    runner: Runner
    readers_of: Callable[[], Readers]
    consultant: Consultant | None
    today: Callable[[], date]
    embedder: Embedder | None = None
    shown: list[str] = field(default_factory=list)
    """The suggestions that were shown last."""
    readable: dict[Language, list[str]] = field(default_factory=dict)

    # -- the semantic model ----------------------------------------------------------------------------------------

    @property
    def semantics_path(self) -> Path | None:
        """The file that the semantic model is read from; None where there is none, and to a role."""
        return semantics_path(self.workspace.root, self.path) if self.runner.grant is None else None

    def draft_semantics(self, *, dbt: Path | None, progress: Callable[[str, float], None] | None) -> Drafted:
        """Return the semantic model with what the catalog knows and what is proposed; nothing is written.

        Raises:
            PolicyError: a role holds.
            SemanticModelError: the file or the dbt project cannot be read.
        """
        from copilot.semantics.drafting import drafted

        self._for_everybody("a semantic model is written")
        path = self.semantics_path
        text = "" if path is None else path.read_text(encoding="utf-8-sig")
        proposals: tuple[Proposal, ...] = ()
        failed = ""
        if self.consultant is not None and dbt is None:
            proposals, failed = self.consultant.proposals(progress or (lambda _, __: None))
        fitting = [one for one in proposals if one.kind != "metric" or self.runner.gate.takes(*_metric_of(one))]
        made = drafted(text, self.name, self.catalog, proposals=fitting, dbt=dbt)
        dropped = len(proposals) - len(fitting)
        notes = (f"{dropped} of the measures that the model proposed do not fit the data",) if dropped else ()
        return replace(made, notes=(*made.notes, *notes, *([failed] if failed else [])))

    def save_semantics(self, text: str) -> Path:
        """Write the semantic model into the workspace; it is read when the data is opened next.

        Raises:
            PolicyError: a role holds.
            SemanticModelError: it cannot be read back, or not be written.
        """
        self._for_everybody("a semantic model is written")
        return save_semantics(self.workspace.ensure(), text)

    def _for_everybody(self, what: str) -> None:
        if self.runner.grant is not None:
            raise PolicyError(f"{what} by whoever may see all of the data; open it without a policy")

    # -- remembered queries ----------------------------------------------------------------------------------------

    @cached_property
    def _file(self) -> Path:
        return self.workspace.root / FILE_NAME

    @cached_property
    def memory(self) -> Memory:
        """The remembered queries; those that do not fit the data any more are withdrawn and told in the log."""
        try:
            queries = read_remembered(self._file)
        except ConfigError as error:
            _log.warning("no query is remembered: %s", error)
            queries = ()
        readers = self.readers_of()
        memory = Memory(queries, readers.grammar, self.runner.source.dialect, self._unfit, self.today())
        for query, wrong in memory.withdrawn:
            _log.warning("the remembered query %r is withdrawn: %s", query.question, wrong)
        return memory

    def recall(self, question: Question) -> Recalled | None:
        """Return the remembered query that a question is, None where it is none."""
        return self.memory.recall(question)

    def remember(self, answer: Answer | str, *, sql: str = "", by: str = "", note: str = "") -> Remembered:
        """Remember the query of an answer, or the SQL that a question should have.

        Raises:
            PolicyError: a role holds.
            ConfigError: there is nothing to remember, or it would be wrong on another day.
        """
        self._for_everybody("a query is remembered")
        question = answer if isinstance(answer, str) else answer.whole or answer.question
        given = sql or ("" if isinstance(answer, str) else answer.sql)
        if not question.strip() or not given.strip():
            raise ConfigError("only a question with SQL is remembered: give an answer that has rows, or sql=")
        wrong = self._unfit(given)
        if wrong is not None:
            raise ConfigError(f"the SQL cannot be remembered: {wrong}")
        today = self.today()
        slots = self.memory.slots(question, _language(question), today)
        text = frozen(given, slots, self.runner.source.dialect, row_cap=self.runner.limits.rows)
        made = Remembered(" ".join(question.split()), text, by, today.isoformat(), note)
        self._rewrite([one for one in self._all() if one.question != made.question] + [made])
        for said in self.state.feedback(open_only=True):
            if said.question == made.question:
                self.reviewed(said.id)
        return made

    def forget(self, question: str) -> bool:
        """Take a remembered query out of the file; False where there is none for this question.

        Raises:
            PolicyError: a role holds.
            ConfigError: the file cannot be written.
        """
        self._for_everybody("a query is forgotten")
        kept = [one for one in self._all() if one.question != question]
        if len(kept) == len(self._all()):
            return False
        self._rewrite(kept)
        return True

    def _all(self) -> tuple[Remembered, ...]:
        return read_remembered(self._file)

    def _rewrite(self, queries: Sequence[Remembered]) -> None:
        self.workspace.ensure()
        write_remembered(self._file, queries)
        self.__dict__.pop("memory", None)

    def _unfit(self, sql: str) -> str | None:
        try:
            self.runner.gate.validate(sql, rows=self.runner.limits.rows)
        except AskbiError as error:
            return str(error)
        return None

    # -- documents -------------------------------------------------------------------------------------------------

    @cached_property
    def shelf(self) -> Shelf:
        """The documents of the workspace and those beside the data; a role is shown none, whatever stands in them."""
        if self.runner.grant is not None:
            return Shelf(())
        beside = None if self.path is None else self.path if self.path.is_dir() else self.path.parent
        folders = [folder / DOCUMENTS for folder in (self.workspace.root, beside) if folder is not None]
        passages: list[Passage] = []
        for folder in dict.fromkeys(folders):
            found, notes = read_documents(folder)
            passages += found
            for note in notes:
                _log.warning("%s", note)
        return Shelf(passages, self.embedder)

    def passage(self, text: str, language: Language, *, surely: bool) -> Passage | None:
        """Return the passage that answers a question, None where too much of the question stands in none."""
        if not surely and (asks_figure(text) or len(set(terms_of(text, language))) < _SHARED):
            return None
        found = self.shelf.find(text, language, most=1)
        enough = _COVERED_SURELY if surely else _COVERED
        return found[0].passage if found and found[0].covered >= enough else None

    def beside(self, question: Question, egress: Egress) -> tuple[str, ...]:
        """Return lines that help a chat model with a question: queries that were reviewed, passages of documents.

        At the level ``schema`` no passage leaves, and no query whose question or SQL holds a stored value.
        """
        asked = self.memory.slots(question.text, question.language, question.today)
        about = {item for item in asked.skeleton if " " in item}
        near: list[tuple[int, Remembered]] = []
        for query in self.memory.queries:
            slots = self.memory.slots_of(query, question.today)
            shared = len(about & set(slots.skeleton))
            if shared >= _SHARED and (egress != "schema" or (not slots.values and "'" not in query.sql)):
                near.append((shared, query))
        near.sort(key=lambda one: -one[0])
        lines = [f"Reviewed query for {_quoted(q.question)}: {_quoted(q.sql)}" for _, q in near[:_EXAMPLES]]
        if egress != "schema":
            found = self.shelf.find(question.text, question.language, most=_EXAMPLES)
            lines += [
                f"{_quoted(one.passage.place)} says: {_quoted(one.passage.text[:_PASSAGE])}"
                for one in found
                if one.covered >= _NEAR
            ]
        return tuple(lines)

    def near_passage(self, text: str, language: Language) -> Passage | None:
        """Return the passage that is nearest to a question, None where none is near; it may not answer it."""
        found = self.shelf.find(text, language, most=1)
        return found[0].passage if found and found[0].covered >= _NEAR else None

    def defined_in(self, text: str, language: Language) -> tuple[Passage, ...]:
        """Return the passages whose heading is a term of several words that a question uses."""
        named = (one for one in self.shelf.find(text, language, most=_DEFINED) if one.named)
        return tuple(one.passage for one in named if _is_term(one.passage.heading))

    # -- feedback --------------------------------------------------------------------------------------------------

    def rate(self, question: str, sql: str, *, good: bool, reason: str = "") -> None:
        """Keep what a person says of an answer; it is shown for review, and what is wrong is not verified any more."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self.state.keep_feedback(Feedback(at, question, _plain(sql), good, " ".join(reason.split())[:500]))
        self.__dict__.pop("_against", None)
        self._learn(question, _LIKED[good])

    def reviewed(self, number: int) -> None:
        """Mark what was said of an answer as reviewed; nothing is held against the answer any more."""
        self.state.close_feedback(number)
        self.__dict__.pop("_against", None)

    def doubt(self, sql: str) -> Feedback | None:
        """Return what somebody said against an answer by this SQL, and nobody has reviewed since."""
        return self._against.get(_plain(sql))

    def rated(self, question: str, sql: str) -> bool | None:
        """Return what was said of an answer, None where nothing was."""
        found = (one.good for one in self.state.feedback() if (one.question, one.sql) == (question, _plain(sql)))
        return next(found, None)

    @cached_property
    def _against(self) -> dict[str, Feedback]:
        """What was said against answers, by their SQL; read once, so that no answer waits for the database."""
        if self.state.is_empty:
            return {}
        return {one.sql: one for one in reversed(self.state.feedback(open_only=True)) if not one.good}

    # -- suggestions -----------------------------------------------------------------------------------------------

    @cached_property
    def _taste(self) -> Taste:
        return Taste({} if self.state.is_empty else self.state.weights())

    def suggestions(self, language: Language, most: int) -> tuple[str, ...]:
        """Return questions that the data suggests, the likeliest to be asked by this team first."""
        found = self._readable(language)
        recent = {one.question for one in self.state.asked(most=_RECENT)}
        features = [self._features(text, language) for text in found]
        order = self._taste.order(features, [place for place, text in enumerate(found) if text in recent])
        self.shown = [found[place] for place in order[:most]]
        return tuple(self.shown)

    def _readable(self, language: Language) -> list[str]:
        """Return what the data suggests by itself and the grammar reader reads; read once, since the data stays."""
        if language not in self.readable:
            readers, today = self.readers_of(), self.today()
            found: dict[str, None] = {}
            for text in candidates(self.catalog, self.semantics, language):
                if text not in found and readers.grammar.read(Question(text, language, today)).drafts:
                    found[text] = None
                if len(found) == _CANDIDATES:
                    break
            self.readable[language] = list(found)
        return self.readable[language]

    def took(self, question: str) -> None:
        """Learn from a question that was asked; of suggestions that were shown, those above it were passed over."""
        passed = self.shown[: self.shown.index(question)] if question in self.shown else []
        for text in passed:
            self._learn(text, 0.0)
        self._learn(question, 1.0)

    def _learn(self, question: str, liked: float) -> None:
        features = self._features(question, _language(question))
        if features:
            self.state.keep_weights(self._taste.learn(features, liked))

    def _features(self, text: str, language: Language) -> list[str]:
        """Return what a question is about: measures, groups, and how they are asked for."""
        marks = self.readers_of().grammar.marked(Question(text, language, self.today()))[2]
        from copilot.remembering.slots import slots_of

        return sorted({item for item in slots_of(marks, None).skeleton if " " in item})


def _quoted(text: str) -> str:
    """Return a text as data: on one line, in quotation marks, with nothing in it that ends them."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _is_term(heading: str) -> bool:
    return len(heading.split()) > 1 if heading.isascii() else len(heading) >= 4


def _plain(sql: str) -> str:
    return " ".join(sql.split())


def _language(text: str) -> Language:
    return "zh" if any("\u3400" <= char <= "\u9fff" for char in text) else "en"


def _metric_of(proposal: Proposal) -> tuple[str, tuple[str, ...]]:
    """Return the expression of a proposed metric, and the tables that it reads."""
    tree = parse(proposal.expression)
    return proposal.expression, () if tree is None else tables_of(tree)
