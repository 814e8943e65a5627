"""From SQL to rows, and from rows to an answer, over one open source.

Owns the gate's and the engine's part in an asking: what was run is kept with the asking and not run again to be shown.
Refuses to read questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from copilot.asking import Asking
from copilot.errors import AskbiError, Cancelled, QueryFailed, Refused, Spot
from copilot.gate import Gate
from copilot.policy import Grant
from copilot.saying.telling import Teller
from copilot.values import Answer, ColumnType, Limits, Result, Status, ValidatedQuery

if TYPE_CHECKING:
    from copilot.sources import Source

_LOOK_SECONDS: Final = 2.0
"""Deadline of a reading that is run only to be held against another one."""


@dataclass(frozen=True)
class Runner:
    """Runs SQL over one source through its gate, and tells what came of it."""

    source: Source
    gate: Gate
    limits: Limits
    teller: Teller
    grant: Grant | None

    def problem(self, asking: Asking, sql: str) -> AskbiError | None:
        """Run SQL to be shown, and return what is wrong with it, None where it ran."""
        try:
            if sql not in asking.results:
                query = self.gate.validate(sql, rows=self.limits.rows, values=partial(self._values, asking))
                asking.results[sql] = query, self.source.run(query, self.limits, asking.ticket)
        except (Refused, QueryFailed) as error:
            return error
        return None

    def rows(self, asking: Asking, sql: str) -> list[tuple[Any, ...]] | None:
        """Return the rows of another reading's SQL, None where it cannot be run."""
        from copilot.values.plain import plain_rows

        try:
            if sql not in asking.results:
                query = self.gate.validate(sql, rows=self.limits.rows)
                limits = replace(self.limits, seconds=min(self.limits.seconds, _LOOK_SECONDS))
                asking.results[sql] = query, self.source.run(query, limits, asking.ticket)
        except (Refused, Cancelled, QueryFailed):
            return None
        return plain_rows(asking.results[sql][1].table)

    def types(self, computed: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], ColumnType]:
        """Return the type of each expression over a table's own columns, as the engine sees it; none for what fails.

        Args:
            computed: (table, name) -> expression.
        """
        from sqlglot import exp

        from copilot.columns import arrow_type

        found: dict[tuple[str, str], ColumnType] = {}
        for (table, name), expression in computed.items():
            source = exp.to_identifier(table, quoted=True).sql(dialect=self.source.dialect)
            try:
                query = self.gate.validate(f"SELECT {expression} AS computed FROM {source} LIMIT 1", rows=1)
                result = self.source.run(query, self.limits, None)
            except (Refused, Cancelled, QueryFailed):
                continue
            found[table, name] = arrow_type(result.table.schema.field(0).type)
        return found

    def answer(
        self,
        asking: Asking,
        sql: str,
        units: Mapping[str, str | None],
        assumptions: tuple[str, ...],
    ) -> Answer:
        """Return the answer that SQL gives; what goes wrong is told by its status and message."""
        from copilot.readers.grammar import wording

        known = asking.results.get(sql)
        try:
            if known is None:
                query = self.gate.validate(sql, rows=self.limits.rows, values=partial(self._values, asking))
            else:
                query = known[0]
            asking.add("gate", wording.step("gate", asking.language))
            result = self.source.run(query, self.limits, asking.ticket) if known is None else known[1]
        except Refused as error:
            spot = error.spot if asking.reader == "person" else None
            return self.said(asking, "refused", str(error), sql=sql, spot=spot)
        except Cancelled as error:
            asking.cancelled = True
            return self.said(asking, "failed", str(error), sql=sql)
        except QueryFailed as error:
            return self.said(asking, "failed", str(error), sql=sql)
        asking.add("run", wording.step("run", asking.language))
        return self._told(asking, query, result, units, assumptions)

    def _values(self, asking: Asking, query: ValidatedQuery) -> list[Any]:
        """Return the first column of a query; the gate asks for the values of a PIVOT that lists none."""
        from copilot.values.plain import plain_rows

        return [row[0] for row in plain_rows(self.source.run(query, self.limits, asking.ticket).table)]

    def _told(
        self,
        asking: Asking,
        query: ValidatedQuery,
        result: Result,
        units: Mapping[str, str | None],
        assumptions: tuple[str, ...],
    ) -> Answer:
        from copilot.readers.grammar import wording

        told = "" if self.grant is None else wording.permitted_only(self.grant.role.name, asking.language)
        answer = self.teller.answer(asking.text, asking.language, query, result, units, note=told)
        asking.add("say", wording.step("say", asking.language))
        return replace(
            answer, reader=asking.reader, assumptions=assumptions, steps=tuple(asking.steps), model=asking.model
        )

    def said(
        self,
        asking: Asking,
        status: Status,
        message: str,
        *,
        sql: str = "",
        options: tuple[str, ...] = (),
        spot: Spot | None = None,
    ) -> Answer:
        """Return an answer without rows."""
        return Answer(
            question=asking.text,
            status=status,
            language=asking.language,
            reader=asking.reader,
            sql=sql,
            dialect=self.source.dialect,
            message=message,
            options=options,
            spot=spot,
            steps=tuple(asking.steps),
            model=asking.model,
        )
