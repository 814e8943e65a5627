"""What a data set is and what is wrong with it, of open data: made once, kept, and put beside answers.

Owns when a profile is made anew and which folder its alerts are kept in. Refuses to measure: that is
`insight.profile`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.errors import ConfigError, did_you_mean

if TYPE_CHECKING:
    from copilot.session import Session
    from copilot.sources.ticket import Ticket
    from copilot.values import Answer as CopilotAnswer
    from copilot.values import Table
    from copilot.values.question import Language
    from insight.comparing import Comparison
    from insight.profile import Alert, Profile, TableProfile
    from insight.profile.deep import DeepProfile
    from insight.suggesting import Suggestion

Progress = Callable[[str, float], None]


class Explorer:
    """Looks at the data of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._profile: Profile | None = None
        self._alerts: tuple[Alert, ...] | None = None
        """Of the last profile of this content; None before anybody looked whether there is one."""

    def profile(
        self,
        tables: Sequence[str] = (),
        *,
        progress: Progress | None = None,
        on_table: Callable[[TableProfile], None] | None = None,
        ticket: Ticket | None = None,
    ) -> Profile:
        """Return the profile of some tables, or of all; that of all is made once.

        Raises:
            ConfigError: there is no such table.
        """
        from insight.profile import build_profile

        session = self._session
        for table in tables:
            self._table(table)
        if self._profile is not None and not tables:
            return self._profile
        made = build_profile(
            session.asker(ticket),
            session.catalog,
            name=session.source.name,
            day=session.today,
            tables=tuple(dict.fromkeys(tables)) or None,
            progress=progress,
            on_table=on_table,
        )
        if not tables and not any("stopped" in table.looked.skipped for table in made.tables):
            self._keep(made)
        return made

    @property
    def profiled(self) -> Profile | None:
        """The profile of all tables, where it was made."""
        return self._profile

    def suggest(
        self,
        tables: Sequence[str] = (),
        *,
        language: Language = "en",
        most: int = 8,
        progress: Progress | None = None,
        ticket: Ticket | None = None,
    ) -> tuple[Suggestion, ...]:
        """Return questions worth asking, each tried; the profile is made first where there is none.

        Raises:
            ConfigError: there is no such table.
        """
        from copilot.values.plain import plain_rows
        from insight.suggesting import suggest

        session = self._session
        profile = self.profile(tables, ticket=ticket)

        def ask(text: str) -> CopilotAnswer | None:
            if ticket is not None and ticket.cancelled:
                return None
            return session.try_out(text, language=language, ticket=ticket)

        def run(sql: str) -> list[tuple[Any, ...]] | None:
            answer = session.sql(sql, ticket=ticket)
            return plain_rows(answer.table) if answer.table is not None else None

        return suggest(
            session.catalog, session.semantics, profile, ask, run,
            language=language, tables=tables, most=most, progress=progress,
        )  # fmt: skip

    def compare(
        self, table: str, other: Explorer, to: str, split: date | None = None, ticket: Ticket | None = None
    ) -> Comparison:
        """Return how two tables differ, or, with a day to split at, the rows of one before it and since.

        Raises:
            ConfigError: there is no such table, or nothing dates its rows.
            QueryFailed: the engine said no, the deadline passed or the person stopped it.
        """
        from sqlglot import exp

        from copilot.catalog.asking import col
        from insight.comparing import Side, compare

        mine, theirs = self._table(table), other._table(to)
        one, two = self._session.asker(ticket), other._session.asker(ticket)
        if split is None:
            return compare(Side(one, mine, self._called(table, other)), Side(two, theirs, other._called(to, self)))
        if mine.time_column is None:
            raise ConfigError(f"nothing dates the rows of {table!r}; name another table to compare it with")
        day = exp.cast(exp.Literal.string(split.isoformat()), "date")
        dated = exp.cast(col(mine.time_column), "date")
        early, late = dated < day, exp.GTE(this=dated.copy(), expression=day.copy())
        return compare(
            Side(one, mine, f"{table} < {split.isoformat()}", early),
            Side(one, mine, f"{table} ≥ {split.isoformat()}", late),
        )

    def deep(
        self,
        table: str,
        *,
        seconds: float | None = None,
        progress: Progress | None = None,
        ticket: Ticket | None = None,
    ) -> DeepProfile:
        """Return the deep profile of a table: a page that ydata-profiling makes of a sample.

        Raises:
            ConfigError: the library is not installed, or there is no such table, or it has no rows.
            TimedOut: it was not done in time.
            Cancelled: it was stopped.
            QueryFailed: the engine or the library failed on these rows.
        """
        from insight.profile.deep import SECONDS, deep_profile

        session = self._session
        return deep_profile(
            session.asker(ticket),
            self._table(table),
            title=f"{session.source.name} · {table}",
            fingerprint=session.catalog.fingerprint,
            folder=self._folder(),
            seconds=seconds or SECONDS,
            progress=progress,
        )

    def _table(self, name: str) -> Table:
        known = self._session.catalog.tables
        if name not in known:
            raise ConfigError(f"there is no table {name!r}; there are {', '.join(known)}{did_you_mean(name, known)}")
        return known[name]

    def _called(self, table: str, other: Explorer) -> str:
        return table if other is self else f"{self._session.source.name}: {table}"

    def doubted(self, value: CopilotAnswer) -> CopilotAnswer:
        """Put beside an answer what the last profile of this content found wrong with the columns that it uses."""
        if value.status != "answered" or not value.sql:
            return value
        from insight.profile.caveats import caveats, kept_alerts

        if self._alerts is None:
            folder = self._folder()
            self._alerts = kept_alerts(folder, self._session.catalog.fingerprint) if folder is not None else ()
        doubts = caveats(self._alerts, value.sql, value.dialect, value.language)
        return replace(value, checks=(*value.checks, *doubts), verified=value.verified and not doubts)

    def _keep(self, made: Profile) -> None:
        from insight.profile.caveats import keep_alerts

        self._profile, self._alerts = made, made.alerts
        folder = self._folder()
        if folder is not None:
            keep_alerts(folder, self._session.catalog.fingerprint, made)

    def _folder(self) -> Path | None:
        """Return where what this view of the data gave is kept, None where nothing can be."""
        workspace, view = self._session.workspace, self._session.view_key
        try:
            return workspace.role_dir(view) if view else workspace.cache_dir
        except OSError:
            return None
