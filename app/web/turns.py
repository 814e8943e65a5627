"""One question with its answer, as it is kept and as it is shown.

Owns the way from an answer's JSON back to values, so that a card looks the same right after the question and after a
reload. Refuses to ask, and to know a screen.
"""

from __future__ import annotations

import re
import secrets
import time as clock
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from copilot.values import AnswerColumn, Status

if TYPE_CHECKING:
    from insight.charts import ChartSpec

Language = Literal["en", "zh"]
Kind = Literal["ask", "sql"]
FORM = 1
_TURN_ID = re.compile(r"[0-9]{20}-[A-Za-z0-9_-]{8}")
_COLUMN_FIELDS = {each.name for each in fields(AnswerColumn)}
_READ: dict[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "time": time.fromisoformat,
    "decimal": Decimal,
    "integer": int,
}


@dataclass(frozen=True)
class Turn:
    """What a person typed and what came back, as `Answer.to_dict()` gives it."""

    id: str
    kind: Kind
    text: str
    answer: Mapping[str, Any]
    _drawn: dict[tuple[str | None, bool], Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def status(self) -> Status:
        """The answer's status."""
        status: Status = self.answer["status"]
        return status

    @property
    def language(self) -> Language:
        """The language of the question."""
        return "zh" if self.answer.get("language") == "zh" else "en"

    @cached_property
    def columns(self) -> tuple[AnswerColumn, ...]:
        """What each column holds."""
        described = self.answer.get("columns_meta", ())
        return tuple(AnswerColumn(**{k: v for k, v in each.items() if k in _COLUMN_FIELDS}) for each in described)

    @cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows with decimals, dates and times as values again."""
        reads = [_READ.get(column.type) for column in self.columns]
        return [
            tuple(_value(cell, read) for cell, read in zip(row, reads, strict=True))
            for row in self.answer.get("rows", ())
        ]

    @cached_property
    def spec(self) -> ChartSpec | None:
        """How the rows are best shown, None where there are none; what the words asked for wins where it can."""
        from insight.charts import wanted_form

        return self.charted(wanted_form(self.text) if self.kind == "ask" else None)

    def charted(self, wanted: str | None) -> ChartSpec | None:
        """Return how the rows are shown in another form."""
        if self.status != "answered" or not self.columns or not self.rows:
            return None
        from insight.charts import choose

        return choose(self.columns, self.rows, title="", language=self.language, wanted=wanted)

    def figure(self, wanted: str | None, *, dark: bool) -> Any:
        """Return the plotly figure of a form, drawn once, or None where a number or a table says it."""
        key = (wanted, dark)
        if key not in self._drawn:
            from insight.charts import figure

            spec = self.charted(wanted) if wanted else self.spec
            self._drawn[key] = None
            if spec is not None:
                untitled = replace(spec, title="")  # the question stands right above, the measure on the axis
                self._drawn[key] = figure(untitled, self.columns, self.rows, language=self.language, dark=dark)
        return self._drawn[key]

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON knows."""
        return {"form": FORM, "id": self.id, "kind": self.kind, "text": self.text, "answer": dict(self.answer)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Turn:
        """Return a turn that was kept.

        Raises:
            ValueError: it is not one, or of a form that this version does not know.
        """
        answer = kept.get("answer")
        if kept.get("form") != FORM or kept.get("kind") not in ("ask", "sql") or not isinstance(answer, dict):
            raise ValueError("not a turn of a conversation that this version can read")
        return cls(check_id(str(kept.get("id"))), kept["kind"], str(kept.get("text", "")), answer)


def new_id() -> str:
    """Return an id that sorts by time and that nothing else has."""
    return f"{clock.time_ns():020d}-{secrets.token_urlsafe(6)}"


def check_id(text: str) -> str:
    """Return a turn's id.

    Raises:
        ValueError: it does not look like one.
    """
    if not _TURN_ID.fullmatch(text):
        raise ValueError("not the id of a turn")
    return text


def _value(cell: Any, read: Callable[[str], Any] | None) -> Any:
    if read is None or not isinstance(cell, str):
        return cell
    try:
        return read(cell)
    except (ValueError, InvalidOperation):  # such as a date before year 1, which stays text
        return cell
