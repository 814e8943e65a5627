"""What every door stands on: data that is open, questions, answers with a chart.

Joins the copilot and the charts and knows no screen. Owns the options that data is opened with; the `Answer` that
people hold is made in `app.answers`. Refuses to read, validate or run anything itself.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from app.answers import Answer, Language
from app.exploring import Explorer
from copilot.errors import ConfigError, PolicyError, did_you_mean
from copilot.state import Asked, Feedback, Sent
from copilot.values import Catalog, Limits, LoadReport, SemanticModel, Step

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from copilot.consulting import Advice
    from copilot.kept_views import KeptViews
    from copilot.policy import Grant, Policy
    from copilot.remembering import Remembered
    from copilot.semantics.drafting import Drafted
    from copilot.session import Session
    from copilot.sources.ticket import Ticket
    from copilot.workspace import Workspace
    from insight.comparing import Comparison
    from insight.profile import Profile, TableProfile
    from insight.profile.deep import DeepProfile
    from insight.suggesting import Suggestion

__all__ = ["Answer", "Asked", "Assistant", "Feedback", "Language", "Sent"]

OnStep = Callable[[Step], None]
FROM_ENVIRONMENT: Final = "environment"
"""In place of a model's name: the one that ASKBI_MODEL names, none where it is not set."""


class Assistant:
    """Open data that answers questions; close it when done, or use it in a `with` block."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._explorer = Explorer(session)

    @classmethod
    def open(
        cls,
        data: Any,
        *,
        model: str | BaseChatModel | None = FROM_ENVIRONMENT,
        model_use: str | None = None,
        egress: str | None = None,
        recording: Path | None = None,
        replay: bool = False,
        policy: Policy | str | os.PathLike[str] | None = None,
        role: str | None = None,
        user: Mapping[str, Any] | None = None,
        today: date | None = None,
        limits: Limits | Mapping[str, float] | None = None,
        progress: Callable[[str, float], None] | None = None,
    ) -> Self:
        """Open data; see `askbi.connect`.

        Beyond that, `recording` names a file of replies that is used and added to, and with `replay` a model says what
        is in it and nothing else.

        Raises:
            SourceError: the data cannot be opened.
            ConfigError: an option does not make sense.
            PolicyError: the policy cannot be read, or the role does not fit the data.
        """
        checked_day, checked_limits, grant = _day(today), _limits(limits), _grant(policy, role, user)
        advice = _advice(model, model_use, egress, data, recording, replay=replay)
        from copilot.session import Session

        return cls(
            Session.open(data, today=checked_day, limits=checked_limits, progress=progress, grant=grant, advice=advice)
        )

    def ask(
        self,
        text: str,
        *,
        after: str = "",
        language: Language | None = None,
        on_step: OnStep | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """Answer a question in plain words; what a person typed never raises.

        A follow-up such as "only 2025" is understood after the whole question that `after` gives.
        """
        value = self._session.ask(text, after=after, language=language, on_step=on_step, ticket=ticket)
        return Answer(self._explorer.doubted(value), self.ask)

    def chat(self) -> Chat:
        """Return a dialogue: each question is understood after the one before it."""
        return Chat(self)

    def sql(
        self,
        text: str,
        *,
        language: Language | None = None,
        on_step: OnStep | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """Run a person's SQL through the same gate as everything else."""
        return Answer(
            self._explorer.doubted(self._session.sql(text, language=language, on_step=on_step, ticket=ticket))
        )

    def profile(
        self,
        *tables: str,
        progress: Callable[[str, float], None] | None = None,
        on_table: Callable[[TableProfile], None] | None = None,
        ticket: Ticket | None = None,
    ) -> Profile:
        """Return what the data is and what is wrong with it; answers tell from then on which alerts they touch.

        Args:
            tables: which; all where none is named.
            progress: told what is looked at and the share that is done.
            on_table: told each table again after each step.
            ticket: stops it; what there is until then comes back.

        Raises:
            ConfigError: there is no such table.
        """
        return self._explorer.profile(tables, progress=progress, on_table=on_table, ticket=ticket)

    def suggest(
        self,
        *tables: str,
        language: Language = "en",
        most: int = 8,
        progress: Callable[[str, float], None] | None = None,
        ticket: Ticket | None = None,
    ) -> tuple[Suggestion, ...]:
        """Return questions worth asking, the most telling first, each with its reason, its answer and its chart.

        Args:
            tables: only what counts rows of these; all where none is named.
            language: of questions and reasons.
            most: how many.
            progress: told what is tried and the share that is done.
            ticket: stops it; what was found until then comes back.

        Raises:
            ConfigError: there is no such table.
        """
        return self._explorer.suggest(tables, language=language, most=most, progress=progress, ticket=ticket)

    def deep_profile(
        self,
        table: str,
        *,
        seconds: float | None = None,
        progress: Callable[[str, float], None] | None = None,
        ticket: Ticket | None = None,
    ) -> DeepProfile:
        """Return the page that ydata-profiling makes of a sample of a table; `path` says where it is.

        Args:
            table: which.
            seconds: time that it may take (180).
            progress: told the share of the time that is gone.
            ticket: stops it.

        Raises:
            ConfigError: the library is not installed, or there is no such table, or it has no rows.
            TimedOut: it was not done in time.
            Cancelled: it was stopped.
            QueryFailed: the engine or the library failed on these rows.
        """
        return self._explorer.deep(table, seconds=seconds, progress=progress, ticket=ticket)

    @property
    def views(self) -> KeptViews:
        """The views that are kept in the workspace, which SQL may name like tables: `all`, `keep`, `drop`, `unfit`.

        Raises:
            PolicyError: a role holds.
        """
        if self._session.views is None:
            raise PolicyError("views are kept by whoever sees all of the data; open it without a policy")
        return self._session.views

    def compare(
        self,
        table: str,
        other: str = "",
        *,
        to: Assistant | None = None,
        split: date | None = None,
        ticket: Ticket | None = None,
    ) -> Comparison:
        """Return how a table differs from another one, what was there before standing first.

        Args:
            table: the one that was there before.
            other: the one to hold against it; of the same name where left out.
            to: open data that the other one is in; this data where left out.
            split: in place of another table a day: the rows before it are held against those since.
            ticket: stops it.

        Raises:
            ConfigError: there is no such table, or nothing dates its rows, or there is nothing to compare with.
            QueryFailed: the engine said no, the deadline passed or the person stopped it.
        """
        if to is None and split is None and other in ("", table):
            raise ConfigError("name another table, other open data (to=) or a day to split at (split=)")
        their = self._explorer if to is None else to._explorer
        return self._explorer.compare(table, their, other or table, split, ticket)

    @property
    def name(self) -> str:
        """What the data is called: the base name of its file or folder."""
        return self._session.source.name

    @property
    def catalog(self) -> Catalog:
        """Tables, columns, keys, relationships and facts."""
        return self._session.catalog

    @property
    def semantics(self) -> SemanticModel:
        """What the data's owners wrote down about it."""
        return self._session.semantics

    @property
    def semantic_notes(self) -> tuple[str, ...]:
        """What the semantic model says that does not fit the data."""
        return self._session.semantic_notes

    @property
    def semantics_path(self) -> Path | None:
        """The file that the semantic model is read from; None where there is none, and to a role."""
        return self._session.teaching.semantics_path

    def draft_semantics(
        self, *, dbt: Path | None = None, progress: Callable[[str, float], None] | None = None
    ) -> Drafted:
        """Return the semantic model with what the catalog knows and what is proposed; nothing is written.

        Raises:
            PolicyError: a role holds.
            SemanticModelError: the file, or the dbt project that is to be taken over, cannot be read.
        """
        return self._session.teaching.draft_semantics(dbt=dbt, progress=progress)

    def save_semantics(self, text: str) -> Path:
        """Write the semantic model into the workspace; it is read when the data is opened next.

        Raises:
            PolicyError: a role holds.
            SemanticModelError: it cannot be read back, or not be written.
        """
        return self._session.teaching.save_semantics(text)

    def remember(self, answer: Answer | str, *, sql: str = "", by: str = "", note: str = "") -> Remembered:
        """Remember the query of an answer as reviewed: asked again, also with other values, it is answered by it.

        In place of an answer a question may be given with the SQL that it should have.

        Raises:
            PolicyError: a role holds.
            ConfigError: there is nothing to remember, the SQL does not fit the data, or would be wrong on another day.
        """
        value = answer if isinstance(answer, str) else answer.value
        return self._session.teaching.remember(value, sql=sql, by=by, note=note)

    def forget(self, question: str) -> bool:
        """Forget a remembered query; False where there is none for this question.

        Raises:
            PolicyError: a role holds.
            ConfigError: the file cannot be written.
        """
        return self._session.teaching.forget(question)

    @property
    def remembered(self) -> tuple[Remembered, ...]:
        """The remembered queries that fit the data; a role sees none."""
        return () if self.view_key else self._session.teaching.memory.queries

    @property
    def withdrawn(self) -> tuple[tuple[Remembered, str], ...]:
        """Remembered queries that do not fit the data any more, each with the reason; a role sees none."""
        return () if self.view_key else self._session.teaching.memory.withdrawn

    def rate(self, answer: Answer | str, *, good: bool, reason: str = "", sql: str = "") -> None:
        """Say whether an answer is right; it is kept for review, and a wrong one is not called verified any more.

        In place of the answer its whole question may be given, with its SQL.
        """
        question = answer if isinstance(answer, str) else answer.whole or answer.question
        given = sql if isinstance(answer, str) else answer.sql
        self._session.teaching.rate(question, given, good=good, reason=reason)

    def rated(self, question: str, sql: str) -> bool | None:
        """Return whether an answer was said to be right, None where nobody said anything."""
        return self._session.teaching.rated(question, sql)

    def feedback(self, *, open_only: bool = False) -> tuple[Feedback, ...]:
        """Return what was said of answers, newest first; a role sees its own alone."""
        return self._session.state.feedback(open_only=open_only)

    def close_feedback(self, number: int) -> None:
        """Mark what was said of an answer as reviewed."""
        self._session.teaching.reviewed(number)

    @property
    def load_report(self) -> LoadReport:
        """What was decided, and what was set aside, while the data was loaded."""
        return self._session.load_report

    def set_aside_csv(self, table: str | None = None) -> str:
        """Return every row and cell that did not fit when the data was loaded, of one table or all, as CSV text.

        Raises:
            PolicyError: a role holds; it is not shown rows as they stood in the files.
        """
        return self._session.set_aside_csv(table)

    @property
    def workspace(self) -> Workspace:
        """The folder that belongs to this data."""
        return self._session.workspace

    @property
    def view_key(self) -> str:
        """Tells apart what may be kept for whom: empty without a policy, else a hash of role and attributes."""
        return self._session.view_key

    def suggestions(self, language: Language = "en", most: int = 3) -> tuple[str, ...]:
        """Return questions that this data can answer."""
        return self._session.suggestions(language, most)

    def history(self, containing: str = "", most: int = 100) -> tuple[Asked, ...]:
        """Return the questions that were asked of this data, newest first; a role sees its own alone."""
        return self._session.state.asked(containing, most)

    def sent(self, containing: str = "", most: int = 100) -> tuple[Sent, ...]:
        """Return what was sent to chat models and what they replied, newest first; a role sees its own alone."""
        return self._session.state.sent(containing, most)

    @property
    def advice(self) -> Advice | None:
        """Which chat model may be asked, when, and what it may be told; None where none is."""
        return self._session.advice

    def cancel(self) -> None:
        """Stop whatever is running now; who asked gets an answer that says so. A ticket stops one asking alone."""
        self._session.cancel()

    def close(self) -> None:
        """End the workers; a second call does nothing."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Assistant for {self.name!r}: {', '.join(self.catalog.tables)}>"


class Chat:
    """A dialogue over open data.

    Attributes:
        answers: so far, oldest first.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.answers: list[Answer] = []

    def ask(self, text: str) -> Answer:
        """Answer a question, or a follow-up to the last one that was answered; `whole` says how it was understood."""
        before = next((one for one in reversed(self.answers) if one.status == "answered" and one.sql), None)
        answer = self._assistant.ask(text, after=(before.whole or before.question) if before else "")
        self.answers.append(answer)
        return answer


def _advice(
    model: Any, model_use: str | None, egress: str | None, data: Any, recording: Path | None, *, replay: bool
) -> Advice | None:
    """Return how a chat model is used, None for none; the model itself is opened, and not asked anything yet."""
    from copilot.config import model_settings

    path = Path(data) if isinstance(data, str | os.PathLike) and "://" not in str(data) else None
    settings = model_settings(path, use=model_use, egress=egress)
    wanted = settings.model if isinstance(model, str) and model == FROM_ENVIRONMENT else model
    if wanted is None or wanted in ("", "none") or settings.use == "never":
        return None
    from copilot.consulting import Advice
    from copilot.llm import Recording, open_model, recorded_model

    return Advice(
        recorded_model(wanted, settings) if replay and isinstance(wanted, str) else open_model(wanted, settings),
        settings.use,
        settings.egress,
        settings.prompt_tokens,
        settings.price,
        Recording(recording) if recording is not None else None,
    )


def _grant(policy: Any, role: str | None, user: Mapping[str, Any] | None) -> Grant | None:
    if policy is None:
        if role is not None or user is not None:
            raise ConfigError("role and user belong to a policy; give policy= too, the path of its YAML file")
        return None
    from copilot.policy import Policy, grant, read_policy

    return grant(policy if isinstance(policy, Policy) else read_policy(policy), role, user)


def _day(today: date | None) -> date | None:
    if isinstance(today, datetime):
        return today.date()
    if today is not None and not isinstance(today, date):
        raise ConfigError(f"today={today!r} is not a date; give datetime.date(2026, 3, 31) for example")
    return today


def _limits(limits: Limits | Mapping[str, float] | None) -> Limits:
    if limits is None:
        return Limits()
    given = asdict(limits) if isinstance(limits, Limits) else dict(limits)
    known = asdict(Limits())
    for name, value in given.items():
        if name not in known:
            raise ConfigError(f"limits has no {name!r}; it may have {', '.join(known)}{did_you_mean(name, known)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            raise ConfigError(f"limits: {name} must be a number above 0, not {value!r}")
    rows = given.get("rows", known["rows"])
    if rows != int(rows):
        raise ConfigError(f"limits: rows must be a whole number, not {rows!r}")
    return Limits(
        seconds=float(given.get("seconds", known["seconds"])),
        rows=int(rows),
        megabytes=float(given.get("megabytes", known["megabytes"])),
    )
