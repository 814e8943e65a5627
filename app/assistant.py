"""What every door stands on: data that is open, questions, answers with a chart.

Joins the copilot and the charts and knows no screen. Owns the `Answer` that people hold in Python, and how it becomes
JSON; refuses to read, validate or run anything itself.
"""

from __future__ import annotations

import base64
import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

from copilot.errors import ConfigError, Spot, did_you_mean
from copilot.values import Answer as CopilotAnswer
from copilot.values import AnswerColumn, Catalog, Check, Limits, LoadReport, SemanticModel, Status, Step

if TYPE_CHECKING:
    import pandas
    import plotly.graph_objects as go
    import polars
    import pyarrow as pa

    from copilot.policy import Grant, Policy
    from copilot.session import Session
    from copilot.workspace import Workspace
    from insight.charts import ChartSpec

Language = Literal["en", "zh"]
OnStep = Callable[[Step], None]


class Assistant:
    """Open data that answers questions; close it when done, or use it in a `with` block."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def open(
        cls,
        data: Any,
        *,
        model: None = None,
        policy: Policy | str | os.PathLike[str] | None = None,
        role: str | None = None,
        user: Mapping[str, Any] | None = None,
        today: date | None = None,
        limits: Limits | Mapping[str, float] | None = None,
        progress: Callable[[str, float], None] | None = None,
    ) -> Self:
        """Open data; see `askbi.connect`.

        Raises:
            SourceError: the data cannot be opened.
            ConfigError: an option does not make sense.
            PolicyError: the policy cannot be read, or the role does not fit the data.
        """
        if model:
            raise ConfigError(
                f"model={model!r}: readers that use a chat model are not there yet; leave model out, "
                "questions are read without one"
            )
        checked_day, checked_limits, grant = _day(today), _limits(limits), _grant(policy, role, user)
        from copilot.session import Session

        return cls(Session.open(data, today=checked_day, limits=checked_limits, progress=progress, grant=grant))

    def ask(self, text: str, *, language: Language | None = None, on_step: OnStep | None = None) -> Answer:
        """Answer a question in plain words; what a person typed never raises."""
        return Answer(self._session.ask(text, language=language, on_step=on_step))

    def sql(self, text: str, *, language: Language | None = None, on_step: OnStep | None = None) -> Answer:
        """Run a person's SQL through the same gate as everything else."""
        return Answer(self._session.sql(text, language=language, on_step=on_step))

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
    def load_report(self) -> LoadReport:
        """What was decided, and what was set aside, while the data was loaded."""
        return self._session.load_report

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

    def cancel(self) -> None:
        """Stop what is running now; its caller gets an answer that says so."""
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


class Answer:
    """One answer; `status` says which of the rest means something."""

    def __init__(self, value: CopilotAnswer) -> None:
        self.value = value
        """The frozen value of the copilot, for code that draws or stores."""

    @property
    def question(self) -> str:
        """What was asked."""
        return self.value.question

    @property
    def status(self) -> Status:
        """``answered``, ``clarify``, ``declined``, ``refused`` or ``failed``."""
        return self.value.status

    @property
    def language(self) -> Language:
        """The question's language."""
        return self.value.language

    @cached_property
    def columns(self) -> list[str]:
        """Names of the columns; a name that comes twice gets a suffix."""
        table = self.value.table
        return _distinct_names(table.column_names if table is not None else [c.name for c in self.value.columns])

    @cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        """Rows as tuples of plain Python values, at most the row cap."""
        return self.value.rows

    @property
    def truncated(self) -> bool:
        """True where there are more rows than are here."""
        return self.value.truncated

    def arrow(self) -> pa.Table:
        """Return the rows as an Arrow table, without columns where there is no result."""
        import pyarrow as pa

        return pa.table({}) if self.value.table is None else self.value.table.rename_columns(self.columns)

    def df(self) -> pandas.DataFrame:
        """Return the rows as a pandas frame; whole numbers stay whole, with nulls too."""
        import pandas as pd
        import pyarrow as pa

        table = _small_integers(self.arrow())
        kinds: dict[Any, Any] = {
            pa.int8(): pd.Int8Dtype(), pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(),
            pa.int64(): pd.Int64Dtype(), pa.uint8(): pd.UInt8Dtype(), pa.uint16(): pd.UInt16Dtype(),
            pa.uint32(): pd.UInt32Dtype(), pa.uint64(): pd.UInt64Dtype(),
        }  # fmt: skip
        holed = {column.type for column in table.columns if column.null_count}
        frame: pandas.DataFrame = table.to_pandas(types_mapper=lambda t: kinds.get(t) if t in holed else None)
        return frame

    def pl(self) -> polars.DataFrame:
        """Return the rows as a polars frame.

        Raises:
            ConfigError: polars is not installed.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise ConfigError("polars is not installed; this installs it: pip install 'askbi[polars]'") from error
        frame = pl.from_arrow(_small_integers(self.arrow()))
        assert isinstance(frame, pl.DataFrame)  # a table never becomes a Series
        return frame

    @property
    def sql(self) -> str:
        """What ran, exactly."""
        return self.value.sql

    @property
    def dialect(self) -> str:
        """The dialect of `sql`."""
        return self.value.dialect

    @property
    def text(self) -> str:
        """One sentence, in the question's language, every number from the rows."""
        return self.value.text

    @property
    def readback(self) -> str:
        """What was computed, in words, from the SQL's tree."""
        return self.value.readback

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was taken for granted."""
        return self.value.assumptions

    @property
    def confidence(self) -> float | None:
        """Probability that the rows are right; None where that is not calibrated yet."""
        return self.value.confidence

    @property
    def verified(self) -> bool:
        """True where the answer may be shown without caveat."""
        return self.value.verified

    @property
    def checks(self) -> tuple[Check, ...]:
        """What was checked, with the outcome."""
        return self.value.checks

    @property
    def options(self) -> tuple[str, ...]:
        """For ``clarify``: the choices, each a question that can be asked as it is."""
        return self.value.options

    @property
    def message(self) -> str:
        """For everything but ``answered``: what, where, what would work."""
        return self.value.message

    @property
    def spot(self) -> Spot | None:
        """Where in a person's SQL a refusal points to: line and column from 1, offsets from 0."""
        return self.value.spot

    @property
    def reader(self) -> str:
        """Who read the question; ``person`` for SQL."""
        return self.value.reader

    @property
    def steps(self) -> tuple[Step, ...]:
        """What happened, with times."""
        return self.value.steps

    @cached_property
    def columns_meta(self) -> tuple[AnswerColumn, ...]:
        """Type, part, unit and label of each column."""
        return self.value.columns

    @cached_property
    def chart_spec(self) -> ChartSpec | None:
        """How the rows are best shown; None where there is no result."""
        return self.charted()

    def charted(self, wanted: str | None = None) -> ChartSpec | None:
        """Return how the rows are shown, in the form that a person wants, or that the question names, where it can."""
        if self.status != "answered" or not self.columns_meta:
            return None
        from insight.charts import choose, wanted_form

        form = wanted or wanted_form(self.question)
        return choose(self.columns_meta, self.rows, title=self.question, language=self.language, wanted=form)

    @cached_property
    def chart(self) -> go.Figure | None:
        """A Plotly figure; None where a table says it better."""
        return self.figure()

    def figure(self, spec: ChartSpec | None = None, *, dark: bool = False) -> go.Figure | None:
        """Draw a chart spec, or the best one."""
        spec = spec or self.chart_spec
        if spec is None or spec.kind == "table":
            return None
        from insight.charts import figure

        return figure(spec, self.columns_meta, self.rows, language=self.language, dark=dark)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as values that JSON knows; see `to_json`."""
        notes: list[str] = []
        rows = [[_jsonable(cell, notes) for cell in row] for row in self.rows]
        spec = self.chart_spec
        value = self.value
        return {
            "question": value.question, "status": value.status, "language": value.language, "reader": value.reader,
            "text": value.text, "message": value.message, "options": list(value.options),
            "spot": asdict(value.spot) if value.spot is not None else None,
            "columns": self.columns,
            "columns_meta": [
                {**asdict(column), "name": name} for name, column in zip(self.columns, value.columns, strict=False)
            ],
            "rows": rows, "row_count": len(rows), "truncated": value.truncated, "notes": list(dict.fromkeys(notes)),
            "sql": value.sql, "dialect": value.dialect, "readback": value.readback,
            "assumptions": list(value.assumptions), "confidence": value.confidence, "verified": value.verified,
            "checks": [asdict(check) for check in value.checks], "steps": [asdict(step) for step in value.steps],
            "chart": _jsonable(asdict(spec), notes) if spec is not None else None,
        }  # fmt: skip

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the answer as JSON: decimals as text (see `columns_meta`), NaN and infinity null, times ISO 8601."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=indent)

    def __repr__(self) -> str:
        if self.status == "answered":
            rows = f"{len(self.rows)}{'+' if self.truncated else ''} row{'' if len(self.rows) == 1 else 's'}"
            return f"<Answer: {rows}; {_short(self.text)!r}>"
        return f"<Answer {self.status}: {_short(self.message)!r}>"


def _short(text: str) -> str:
    return text if len(text) <= 100 else text[:99] + "…"


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
            raise ConfigError(f"limits has no {name!r}; it may have seconds and rows{did_you_mean(name, known)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            raise ConfigError(f"limits: {name} must be a number above 0, not {value!r}")
    rows = given.get("rows", known["rows"])
    if rows != int(rows):
        raise ConfigError(f"limits: rows must be a whole number, not {rows!r}")
    return Limits(seconds=float(given.get("seconds", known["seconds"])), rows=int(rows))


def _distinct_names(names: list[str]) -> list[str]:
    """Names with ``_2``, ``_3`` after those that were there before.

    >>> _distinct_names(["a", "a", "a_2", "a"])
    ['a', 'a_3', 'a_2', 'a_4']
    """
    taken = set(names)
    seen: set[str] = set()
    distinct = []
    for name in names:
        new, number = name, 2
        while new in seen or (new != name and new in taken):
            new, number = f"{name}_{number}", number + 1
        seen.add(new)
        distinct.append(new)
    return distinct


def _small_integers(table: pa.Table) -> pa.Table:
    """Whole decimals, the engine's wide sums, as 64-bit integers where all of them fit."""
    import pyarrow as pa

    for at, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type) and field.type.scale == 0:
            try:
                table = table.set_column(at, field.name, table.column(at).cast(pa.int64()))
            except pa.ArrowInvalid:
                continue  # beyond 64 bits: stays a decimal
    return table


def _jsonable(value: Any, notes: list[str]) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float() if math.isfinite(value):
            return value
        case float():
            notes.append("null stands for NaN or infinity, which JSON does not know")
            return None
        case Decimal():
            return str(value)
        case date() | time():
            return value.isoformat()
        case timedelta():
            return _iso_duration(value)
        case bytes():
            notes.append("bytes are written in base64")
            return base64.b64encode(value).decode("ascii")
        case dict():
            return {str(key): _jsonable(item, notes) for key, item in value.items()}
        case list() | tuple():
            return [_jsonable(item, notes) for item in value]
        case _:
            return str(value)


def _iso_duration(value: timedelta) -> str:
    """Write a duration in ISO 8601.

    >>> _iso_duration(timedelta(days=1, hours=2, seconds=3.5)), _iso_duration(timedelta(seconds=-90))
    ('PT93603.5S', '-PT90S')
    """
    seconds = abs(value).total_seconds()
    return f"{'-' if value < timedelta(0) else ''}PT{seconds:.6f}".rstrip("0").rstrip(".") + "S"
