"""One open data set and the whole way of a question over it.

Owns the order of the stages and what becomes of a failure in each: whatever a person types, an `Answer` comes back.
Refuses to draw or print.
"""

from __future__ import annotations

import re
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.catalog import bare_catalog, build_catalog, look_at_relations
from copilot.columns import answer_columns
from copilot.compare import same_rows
from copilot.errors import Cancelled, PolicyError, QueryFailed, Refused, Spot, TimedOut
from copilot.gate import Gate
from copilot.gate.permitted import permit
from copilot.linking.labels import Labels
from copilot.policy import Grant
from copilot.readers.together import VERIFIED_FROM, Chosen, Sketched, choose, confidence
from copilot.saying import readback, sentence, title_of
from copilot.semantics import check_semantics, load_semantics, seen_by
from copilot.sources import is_url, open_source, set_aside_csv
from copilot.sources.ticket import Ticket
from copilot.values import Answer, Catalog, Limits, LoadReport, Question, SemanticModel, Step, TableLoad, ValidatedQuery
from copilot.values.answer import Reader
from copilot.values.question import Language
from copilot.workspace import Workspace

if TYPE_CHECKING:
    from copilot.readers.grammar.reader import GrammarReader
    from copilot.readers.sketching.reader import SketchReader
    from copilot.sources import Source

OnStep = Callable[[Step], None]
Progress = Callable[[str, float], None]
_HAN = re.compile(r"[\u3400-\u9fff]")


def language_of(text: str) -> Language:
    """Return the language of a question: Chinese where it holds a Chinese character.

    >>> language_of("哪家航空公司最准时"), language_of("flights per month")
    ('zh', 'en')
    """
    return "zh" if _HAN.search(text) else "en"


@dataclass
class _Trace:
    """The steps of one question, told as they happen, and the handle that stops it."""

    tell: OnStep | None
    ticket: Ticket | None = None
    steps: list[Step] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    cancelled: bool = False

    def add(self, name: str, text: str) -> None:
        now = time.perf_counter()
        step = Step(name, text, now - self.began)
        self.began = now
        self.steps.append(step)
        if self.tell is not None:
            self.tell(step)


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
    ) -> None:
        self.source = source
        self.catalog = catalog
        self.semantics = semantics
        self.workspace = workspace
        self._today = today
        self._clock = clock
        self._limits = limits
        self._gate = gate
        self._grant = grant
        self._labels = Labels(catalog, semantics)
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
    ) -> Session:
        """Open data and learn what is in it.

        Args:
            data: a path, a frame or a mapping of names to frames.
            today: the day that relative dates count from; the calendar's today where None.
            limits: what one query may use.
            progress: told what happens now and which share is done.
            clock: where the calendar's today comes from.
            grant: the role that the person holds; None where no policy is in force.

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
        )

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
    def _reader(self) -> GrammarReader:
        from copilot.readers.grammar.reader import GrammarReader

        return GrammarReader(self.catalog, self.semantics, self.source.dialect)

    @cached_property
    def _sketcher(self) -> SketchReader:
        from copilot.readers.sketching.reader import SketchReader

        return SketchReader(self.catalog, self.semantics, self.source.dialect)

    def _sketches(self, question: Question) -> tuple[Sketched, ...]:
        """Return what the sketching reader makes of a question; it knows English alone."""
        if question.language != "en":
            return ()
        found = self._sketcher.read(self._reader.corrected(question))
        return tuple(Sketched(sketch.sql, sketch.chance, sketch.unplaced) for sketch in found)

    # -- questions -----------------------------------------------------------------------------------------------

    def ask(
        self,
        text: str,
        *,
        language: Language | None = None,
        on_step: OnStep | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """Answer a question in plain words; what goes wrong is told by the answer's status and message."""
        from copilot.readers.grammar import wording
        from copilot.readers.grammar.reader import MAX_QUESTION

        spoken = language or language_of(text)
        trace = _Trace(on_step, ticket)
        asked = " ".join(text.split())
        if not asked:
            return self._said(text, "declined", spoken, wording.empty_question(spoken), trace)
        if len(asked) > MAX_QUESTION:
            shown = f"{asked[:80]}…"
            return self._said(shown, "declined", spoken, wording.overlong(len(asked), MAX_QUESTION, spoken), trace)
        question = Question(asked, spoken, self._today or self._clock(), today_explicit=self._today is not None)
        reading = self._reader.read(question)
        chosen = choose(reading, () if reading.needed else self._sketches(question))
        if chosen is None:
            trace.add("read", "")
            message = wording.unplaced(reading.unplaced, reading.near, tuple(self.catalog.tables), spoken)
            return self._said(asked, "declined", spoken, message, trace, options=self.suggestions(spoken))
        trace.add("read", wording.step("read", spoken))
        choice = reading.drafts[0].choice if chosen.by == "grammar" else None
        options = self._options(question, choice) if choice is not None else ()
        if choice is not None and options:
            message = wording.which_column(choice, spoken)
            return self._said(asked, "clarify", spoken, message, trace, options=options)
        return self._answer_chosen(asked, spoken, chosen, trace)

    def _options(self, question: Question, choice: tuple[str, str, str]) -> tuple[str, ...]:
        """Return the question once for each column that may be meant; none where it would not be read so."""
        words, *columns = choice
        options = []
        for column in columns:
            named = column.replace(".", " ").replace("_", " ")
            text = question.text.replace(words, f"{words} ({named})", 1)
            reading = self._reader.read(replace(question, text=text))
            if (
                not reading.drafts
                or ("value", words, column) not in reading.drafts[0].readings
                or reading.drafts[0].choice
            ):
                return ()
            options.append(text)
        return tuple(options)

    def sql(
        self,
        text: str,
        *,
        language: Language | None = None,
        on_step: OnStep | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """Run SQL that a person wrote, through the same gate."""
        trace = _Trace(on_step, ticket)
        return self._run(text, text, language or language_of(text), "person", trace, {}, (), verified=False)

    def suggestions(self, language: Language, most: int = 3) -> tuple[str, ...]:
        """Return questions that this data can answer, each read through the reader before it is offered."""
        from copilot.readers.grammar.suggesting import candidates

        found: list[str] = []
        for text in candidates(self.catalog, self.semantics, language):
            question = Question(text, language, self._today or self._clock())
            reading = self._reader.read(question)
            if reading.drafts and text not in found:
                found.append(text)
            if len(found) == most:
                break
        return tuple(found)

    def cancel(self) -> None:
        """Stop whatever is running now; a ticket stops one asking alone."""
        self.source.cancel()

    def close(self) -> None:
        """End the workers, and take away what was kept only for this session."""
        self.source.close()
        self._removal()

    # -- stages --------------------------------------------------------------------------------------------------

    def _answer_chosen(self, asked: str, language: Language, chosen: Chosen, trace: _Trace) -> Answer:
        from copilot.readers.grammar import wording

        told = tuple(dict.fromkeys(wording.assumption(kind, words, language) for kind, words in chosen.assumptions))
        plain = not told and chosen.alone and chosen.by == "grammar"
        for sql in (chosen.sql, *chosen.spare):
            answer = self._run(asked, sql, language, "grammar", trace, chosen.units, told, verified=plain)
            if answer.status == "answered" or trace.cancelled:
                break
        if answer.status != "answered" or chosen.chance is None:
            return answer
        sure = confidence(chosen, self._agrees(answer, chosen.witness, trace))
        return replace(answer, confidence=sure, verified=sure is not None and sure >= VERIFIED_FROM and not told)

    def _agrees(self, answer: Answer, witness: str | None, trace: _Trace) -> bool | None:
        """Tell whether another reading of the question gives the same rows; None where there is none that runs."""
        from copilot.values.plain import plain_rows

        if witness is None:
            return None
        try:
            query = self._gate.validate(witness, rows=self._limits.rows)
            rows = plain_rows(self.source.run(query, self._limits, trace.ticket).table)
        except (Refused, Cancelled, QueryFailed):
            return None
        wide, narrow = sorted((answer.rows, rows), key=lambda r: -len(r[0]) if r else 0)
        return same_rows(wide, narrow, ordered=False, any_column_order=True, extra_columns_allowed=True)

    def _run(
        self,
        asked: str,
        sql: str,
        language: Language,
        reader: Reader,
        trace: _Trace,
        units: Mapping[str, str | None],
        assumptions: tuple[str, ...],
        *,
        verified: bool,
    ) -> Answer:
        from copilot.readers.grammar import wording

        try:
            query = self._gate.validate(sql, rows=self._limits.rows, values=partial(self._values, trace))
            trace.add("gate", wording.step("gate", language))
            result = self.source.run(query, self._limits, trace.ticket)
        except Refused as error:
            spot = error.spot if reader == "person" else None
            return self._said(asked, "refused", language, str(error), trace, reader=reader, sql=sql, spot=spot)
        except Cancelled as error:
            trace.cancelled = True
            return self._said(asked, "failed", language, str(error), trace, reader=reader, sql=sql)
        except QueryFailed as error:
            return self._said(asked, "failed", language, str(error), trace, reader=reader, sql=sql)
        trace.add("run", wording.step("run", language))
        return self._answered(asked, language, reader, query, result, trace, units, assumptions, verified=verified)

    def _values(self, trace: _Trace, query: ValidatedQuery) -> list[Any]:
        """Return the first column of a query; the gate asks for the values of a PIVOT that lists none."""
        from copilot.values.plain import plain_rows

        return [row[0] for row in plain_rows(self.source.run(query, self._limits, trace.ticket).table)]

    def _answered(
        self,
        asked: str,
        language: Language,
        reader: Reader,
        query: ValidatedQuery,
        result: Any,
        trace: _Trace,
        units: Mapping[str, str | None],
        assumptions: tuple[str, ...],
        *,
        verified: bool,
    ) -> Answer:
        from copilot.readers.grammar import wording
        from copilot.values.plain import plain_rows

        columns = answer_columns(
            result.table, query.tree, self.catalog, units, lambda name: self._labels.label(name, language)
        )
        rows = plain_rows(result.table)
        title = title_of(columns, language)
        text = sentence(columns, rows, language=language, truncated=result.truncated, title=title)
        told = readback(query.tree, self.catalog, language=language, semantics=self.semantics, row_cap=query.row_cap)
        if self._grant is not None:
            gap = "" if language == "zh" else " "
            told = f"{told}{gap}{wording.permitted_only(self._grant.role.name, language)}".strip()
        trace.add("say", wording.step("say", language))
        return Answer(
            question=asked,
            status="answered",
            language=language,
            reader=reader,
            sql=query.shown,
            dialect=query.dialect,
            columns=columns,
            table=result.table,
            truncated=result.truncated,
            text=text,
            readback=told,
            assumptions=assumptions,
            verified=verified,
            steps=tuple(trace.steps),
            engine_seconds=result.seconds,
        )

    def _said(
        self,
        asked: str,
        status: Any,
        language: Language,
        message: str,
        trace: _Trace,
        *,
        reader: Reader = "grammar",
        sql: str = "",
        options: tuple[str, ...] = (),
        spot: Spot | None = None,
    ) -> Answer:
        return Answer(
            question=asked,
            status=status,
            language=language,
            reader=reader,
            sql=sql,
            dialect=self.source.dialect,
            message=message,
            options=options,
            spot=spot,
            steps=tuple(trace.steps),
        )
