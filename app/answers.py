"""The answer that people hold in Python: the copilot's value with a chart, frames and JSON.

Owns how an answer becomes a frame, a figure and JSON. Refuses to read, validate or run anything.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from copilot.errors import ConfigError, Spot
from copilot.values import Answer as CopilotAnswer
from copilot.values import AnswerColumn, Check, ModelUse, Status, Step

if TYPE_CHECKING:
    import pandas
    import plotly.graph_objects as go
    import polars
    import pyarrow as pa

    from insight.charts import ChartSpec

Language = Literal["en", "zh"]


class Answer:
    """One answer; `status` says which of the rest means something."""

    def __init__(self, value: CopilotAnswer, follow: Callable[..., Answer] | None = None) -> None:
        self._follow = follow
        self.value = value
        """The frozen value of the copilot, for code that draws or stores."""

    @property
    def question(self) -> str:
        """What was asked."""
        return self.value.question

    @property
    def whole(self) -> str:
        """The whole question that a follow-up stands for; empty where what was asked is whole itself."""
        return self.value.whole

    def ask(self, text: str) -> Answer:
        """Ask a follow-up, such as "only 2025".

        Raises:
            ConfigError: this answer is to SQL, or was made by hand.
        """
        if self._follow is None:
            raise ConfigError("only an answer to a question can be followed up; ask a whole question")
        return self._follow(text, after=self.whole or self.question)

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
    def model(self) -> ModelUse | None:
        """What a chat model had to do with it, and what that cost; None where none was asked."""
        return self.value.model

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
            "question": value.question, "whole": value.whole, "status": value.status,
            "language": value.language, "reader": value.reader,
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
            "model": asdict(value.model) if value.model is not None else None,
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
