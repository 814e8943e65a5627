"""One open data set and the whole way of a question over it.

Owns the order of the stages and what becomes of a failure in each: whatever a person types, an `Answer` comes back.
Refuses to draw or print.
"""

from __future__ import annotations

import re
import time
import weakref
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.answering import Answering
from copilot.asking import Asking, OnStep
from copilot.catalog import bare_catalog, build_catalog, look_at_relations
from copilot.catalog.asking import Asker
from copilot.errors import PolicyError, QueryFailed, TimedOut
from copilot.gate import Gate
from copilot.gate.permitted import permit
from copilot.kept_views import KeptViews
from copilot.policy import Grant
from copilot.readers.together import worth_asking_back, worth_offering
from copilot.running import Runner
from copilot.saying import wording_of_models as of_models
from copilot.saying import wording_of_teaching as of_teaching
from copilot.saying.telling import Teller
from copilot.semantics import (
    check_semantics,
    computed_fields,
    fitting,
    informed,
    load_semantics,
    seen_by,
    with_computed,
)
from copilot.sources import is_url, open_source, set_aside_csv
from copilot.sources.ticket import Ticket
from copilot.state import Asked, State
from copilot.teaching import Teaching
from copilot.values import (
    Answer,
    Catalog,
    Limits,
    LoadReport,
    Question,
    SemanticModel,
    TableLoad,
)
from copilot.values.question import Language
from copilot.workspace import Workspace

if TYPE_CHECKING:
    from copilot.consulting import Advice, Consultant
    from copilot.readers.both import Readers, Understood
    from copilot.readers.model.reader import Proposal
    from copilot.sources import Source

Progress = Callable[[str, float], None]
_HAN = re.compile(r"[\u3400-\u9fff]")


def language_of(text: str) -> Language:
    """Return the language of a question: Chinese where it holds a Chinese character.

    >>> language_of("哪家航空公司最准时"), language_of("flights per month")
    ('zh', 'en')
    """
    return "zh" if _HAN.search(text) else "en"


class Session:
    """An open source with its catalog, its semantic model and its readers."""

    def __init__(
        self,
        source: Source,
        catalog: Catalog,
        semantics: SemanticModel,
        workspace: Workspace,
        *,
        today: date | None,
        limits: Limits,
        clock: Callable[[], date],
        gate: Gate,
        grant: Grant | None,
        path: Path | None = None,
        advice: Advice | None = None,
    ) -> None:
        self.source = source
        self.catalog = catalog
        self.semantics = semantics
        self.workspace = workspace
        self._today = today
        self._clock = clock
        self._grant = grant
        self._meant = fitting(semantics, catalog)
        self._runner = Runner(source, gate, limits, Teller(catalog, self._meant), grant)
        self.views = KeptViews(source, gate, workspace) if grant is None else None
        """What people keep as views; None where a role holds."""
        self.state = State(None if workspace.temporary else workspace.root / "state.db", self.view_key)
        self.state.warm()
        self.advice = advice
        self._consultant = self._hired(advice) if advice is not None else None
        self.teaching = Teaching(
            source.name,
            path,
            workspace,
            catalog,
            self._meant,
            self.state,
            self._runner,
            lambda: self._readers,
            self._consultant,
            lambda: self._today or self._clock(),
        )
        if self._consultant is not None:
            self._consultant.beside = self.teaching.beside
        self._removal = weakref.finalize(self, workspace.remove)

    @classmethod
    def open(
        cls,
        data: object,
        *,
        today: date | None = None,
        limits: Limits | None = None,
        progress: Progress | None = None,
        clock: Callable[[], date] = date.today,
        grant: Grant | None = None,
        advice: Advice | None = None,
    ) -> Session:
        """Open data and learn what is in it.

        Args:
            data: a path, a frame or a mapping of names to frames.
            today: the day that relative dates count from; the calendar's today where None.
            limits: what one query may use.
            progress: told what happens now and which share is done.
            clock: where the calendar's today comes from.
            grant: the role that the person holds; None where no policy is in force.
            advice: the chat model that may be asked and how; None for none.

        Raises:
            SourceError: the data cannot be opened.
            PolicyError: the role does not fit the data.
            SemanticModelError: the semantic model beside it cannot be read.
        """
        path = Path(data) if isinstance(data, (str, Path)) and "://" not in str(data) else None
        workspace = Workspace.for_url(data) if isinstance(data, str) and is_url(data) else Workspace.for_data(path)
        source = open_source(data, workspace=workspace, progress=progress)
        try:
            permitted = permit(source.schema(), source.dialect, grant, secret=workspace.secret() if grant else "")
            gate = Gate(bare_catalog(source, permitted.schema), source.dialect, permitted)
            look_at_relations(source, gate, permitted.conditioned)
            kept = workspace.role_dir(grant.digest) if grant else workspace.cache_dir
            try:
                catalog = build_catalog(source, gate, cache_dir=kept, progress=progress, schema=permitted.schema)
            except TimedOut:
                raise
            except QueryFailed as error:
                if grant is None:
                    raise
                raise PolicyError(f"the rules of the role {grant.role.name!r} fail on this data: {error}") from error
            semantics = load_semantics(workspace.root, path)
            semantics = seen_by(semantics, catalog, gate.takes) if grant else semantics
            catalog = informed(catalog, fitting(semantics, catalog))
        except BaseException:  # whatever it is, Ctrl-C too: the workers must not outlive it; it goes on at once
            source.close()
            workspace.remove()
            raise
        return cls(
            source,
            catalog,
            semantics,
            workspace,
            today=today,
            limits=limits or Limits(),
            clock=clock,
            gate=gate,
            grant=grant,
            path=path,
            advice=advice,
        )

    def _hired(self, advice: Advice) -> Consultant:
        from copilot.consulting import Consultant

        return Consultant(advice, self.catalog, self._meant, self.source.dialect, self.state)

    @property
    def view_key(self) -> str:
        """Tells apart what may be kept for whom: empty where everything may be seen, else the grant's digest."""
        return self._grant.digest if self._grant else ""

    @property
    def load_report(self) -> LoadReport:
        """How the files became tables; to a role no more than which tables there are and how many rows it sees."""
        report = self.source.load_report
        if self._grant is None:
            return report
        seen = self.catalog.tables
        tables = (TableLoad(t.table, t.origin, seen[t.table].row_count) for t in report.tables if t.table in seen)
        return LoadReport(tuple(tables), from_cache=report.from_cache, seconds=report.seconds)

    def set_aside_csv(self, table: str | None = None) -> str:
        """Return all that was set aside while the data was loaded as CSV text: table, file, line, reason, text.

        Raises:
            PolicyError: a role holds; the rows stand as they were in the file.
        """
        if self._grant is not None:
            raise PolicyError("rows as they stood in the files are not shown to a role; open the data without a policy")
        return set_aside_csv(self.source, table)

    @property
    def semantic_notes(self) -> tuple[str, ...]:
        """What the semantic model says that does not fit the data; a role is told nothing of it."""
        return check_semantics(self.semantics, self.catalog) if self._grant is None else ()

    @cached_property
    def _answering(self) -> Answering:
        return Answering(self._runner, self._readers, self._consultant, self.teaching, self._meant)

    @cached_property
    def _readers(self) -> Readers:
        from copilot.readers.both import Readers

        computed = {
            (table, field.name): field.expression for table, field in computed_fields(self._meant, self.catalog)
        }
        types = self._runner.types(computed)
        read_over = with_computed(self.catalog, self._meant, types) if computed else self.catalog
        meant = self._meant if len(types) == len(computed) else fitting(self._meant, read_over)
        return Readers(read_over, meant, self.source.dialect)

    # -- questions -----------------------------------------------------------------------------------------------

    def ask(
        self,
        text: str,
        *,
        after: str = "",
        language: Language | None = None,
        on_step: OnStep | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """Answer a question in plain words; what goes wrong is told by the answer's status and message.

        Args:
            text: the question, or a follow-up such as "only 2025".
            after: the whole question before it, empty for none.
            language: of the answer; the question's own where None.
            on_step: told the steps as they happen.
            ticket: stops it.
        """
        began = time.perf_counter()
        asking = Asking(" ".join(text.split()), language or language_of(text), on_step, ticket)
        whole = self._whole(asking, after) if after else ""
        answer = self._asked(replace(asking, text=whole) if whole else asking, text)
        if whole:
            told = of_models.understood_as(whole, asking.language)
            answer = replace(answer, question=asking.text, whole=whole, assumptions=(told, *answer.assumptions))
        answer = self._answering.as_taught(answer)
        self._keep(answer, time.perf_counter() - began)
        if answer.status == "answered":
            self.teaching.took(answer.whole or answer.question)
        return answer

    def try_out(self, text: str, *, language: Language | None = None, ticket: Ticket | None = None) -> Answer:
        """Answer a question that nobody asked: it is not kept, nothing is learned from it, and no model is told."""
        asking = Asking(" ".join(text.split()), language or language_of(text), ticket=ticket, trial=True)
        return self._asked(asking, text)

    def _whole(self, asking: Asking, after: str) -> str:
        """Return the whole question that a follow-up stands for; empty where what was asked is whole itself."""
        from copilot.readers.grammar.reader import MAX_QUESTION

        text, spoken, today = asking.text, asking.language, self._today or self._clock()
        if not text or len(text) > MAX_QUESTION or len(after) > MAX_QUESTION:
            return ""
        dialogue = self._readers.dialogue
        found = dialogue.whole(after, text, spoken, today)
        if found is None and self._consultant is not None and dialogue.follows(text, spoken, today):
            found = self._consultant.whole(asking, after)
        return "" if found is None or found == text else found

    def _asked(self, asking: Asking, text: str) -> Answer:
        from copilot.readers.grammar import wording
        from copilot.readers.grammar.reader import MAX_QUESTION

        asked, spoken = asking.text, asking.language
        if not asked:
            return self._runner.said(replace(asking, text=text), "declined", wording.empty_question(spoken))
        if asked in self._answering.offered:
            return self._runner.answer(asking, self._answering.offered[asked], {}, ())
        if len(asked) > MAX_QUESTION:
            shown = replace(asking, text=f"{asked[:80]}…")
            return self._runner.said(shown, "declined", wording.overlong(len(asked), MAX_QUESTION, spoken))
        question = self._question(asked, spoken)
        recalled = self.teaching.recall(question)
        if recalled is not None and (answer := self._answering.recalled(asking, recalled)) is not None:
            return answer
        read = self._readers.read(question)
        passage = self._answering.defining(question, read)
        if passage is not None:
            return self._answering.quoted(asking, passage)
        asking.add("read", wording.step("read", spoken) if read.chosen or read.literal else "")
        understood = self._readers.weighed(read, partial(self._runner.rows, asking))
        reading, chosen = understood.reading, understood.chosen or understood.literal
        if understood is not read:
            asking.add("weigh", wording.step("weigh", spoken) if chosen is not None else "")
        choice = (
            reading.drafts[0].choice
            if chosen is not None and chosen.by == "grammar" and understood.literal is None
            else None
        )
        options = self._readers.column_options(question, choice) if choice is not None else ()
        if choice is not None and options:
            return self._runner.said(asking, "clarify", wording.which_column(choice, spoken), options=options)
        proposal = self._proposal(asking, question, understood)
        told = self._answering.beside(asking, question, understood, proposal) if proposal is not None else None
        if told is not None:
            return told
        if chosen is None:
            passage = self.teaching.passage(question.text, spoken, surely=False)
            if passage is not None:
                return self._answering.quoted(asking, passage)
            return self._answering.advised(self._not_chosen(asking, question, understood), proposal)
        answer = self._answering.chosen(asking, chosen)
        if understood.literal is not None:
            return self._answering.literally(asking, answer, chosen, understood.literal)
        if answer.status == "answered" and worth_asking_back(chosen, answer.confidence, understood.sketches):
            options = self._readers.options(question, understood, partial(self._runner.rows, asking))
            if len(options) > 1:
                return self._runner.said(asking, "clarify", wording.which_reading(spoken), options=options)
        return answer

    def readings(self, text: str, *, language: Language | None = None) -> tuple[str, ...]:
        """Return the SQL of the likeliest readings of a question, best first, likely enough to be shown or not."""
        asking = Asking(" ".join(text.split()), language or language_of(text))
        question = self._question(asking.text, asking.language)
        understood = self._readers.weighed(self._readers.read(question), partial(self._runner.rows, asking))
        shown = () if understood.chosen is None else (understood.chosen.sql,)
        drafts = (draft.sql for draft in understood.reading.drafts)
        return tuple(dict.fromkeys((*shown, *(sketch.sql for sketch in understood.sketches), *drafts)))

    def _question(self, text: str, language: Language) -> Question:
        return Question(text, language, self._today or self._clock(), today_explicit=self._today is not None)

    def _not_chosen(self, asking: Asking, question: Question, understood: Understood) -> Answer:
        """Ask back where every word has a place and two readings are near; else decline and say what could be asked."""
        from copilot.readers.grammar import wording

        reading, sketches, spoken = understood.reading, understood.sketches, asking.language
        rows_of = partial(self._runner.rows, asking)
        near: tuple[str, ...] = ()
        if worth_asking_back(None, None, sketches):
            near = self._readers.options(question, understood, rows_of)
            if len(near) > 1:
                return self._runner.said(asking, "clarify", wording.which_reading(spoken), options=near)
        elif worth_offering(sketches):
            near = self._readers.options(question, understood, rows_of, most=1)
        tables = tuple(self.catalog.tables)
        message = wording.unplaced(reading.unplaced, reading.near, tables, spoken)
        message = wording.too_unsure(tables, spoken) if reading.drafts else message
        beside = self.teaching.near_passage(question.text, spoken)
        message += f" {of_teaching.may_say_more(beside.place, spoken)}" if beside is not None else ""
        could_ask = dict.fromkeys((*near[:1], *self.suggestions(spoken)))
        return self._runner.said(asking, "declined", message, options=tuple(could_ask)[:3])

    # -- with a chat model -----------------------------------------------------------------------------------------

    def _proposal(self, asking: Asking, question: Question, understood: Understood) -> Proposal | None:
        """Return what a chat model makes of a question, None where none is asked."""
        consultant = self._consultant
        if consultant is None or asking.cancelled or asking.trial or not consultant.wanted(understood):
            return None
        covers = self._readers.grammar.covers(question)
        return consultant.consult(asking, question, covers, partial(self._runner.problem, asking))

    def _keep(self, answer: Answer, seconds: float) -> None:
        said = answer.text if answer.status == "answered" else answer.message
        self.state.keep_asked(
            Asked(
                at=datetime.now(UTC).isoformat(timespec="seconds"),
                question=answer.question,
                status=answer.status,
                reader=answer.reader,
                sql=answer.sql,
                said=said,
                confidence=answer.confidence,
                verified=answer.verified,
                seconds=seconds,
            )
        )

    def sql(
        self,
        text: str,
        *,
        language: Language | None = None,
        on_step: OnStep | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """Run SQL that a person wrote, through the same gate."""
        asking = Asking(text, language or language_of(text), on_step, ticket, "person")
        return self._runner.answer(asking, text, {}, ())

    def asker(self, ticket: Ticket | None = None) -> Asker:
        """Return the source behind its gate, for what asks it in trees; the ticket stops all that it asks."""
        return Asker(self.source, self._runner.gate, ticket)

    @property
    def today(self) -> date:
        """The day that relative dates count from."""
        return self._today or self._clock()

    def suggestions(self, language: Language, most: int = 3) -> tuple[str, ...]:
        """Return questions that this data can answer, each read through the reader before it is offered."""
        return self.teaching.suggestions(language, most)

    def cancel(self) -> None:
        """Stop whatever is running now; a ticket stops one asking alone."""
        self.source.cancel()

    def close(self) -> None:
        """End the workers, and take away what was kept only for this session."""
        self.source.close()
        self.state.close()
        self._removal()
