"""What askbi says to a question.

Owns the answer as plain Python values; knows nothing of charts or screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from copilot.errors import Spot
from copilot.values.catalog import ColumnType
from copilot.values.query import Dialect

if TYPE_CHECKING:
    import pyarrow as pa

Status = Literal["answered", "clarify", "declined", "refused", "failed"]
Reader = Literal["grammar", "model", "grammar+model", "remembered", "knowledge", "person"]
OutputRole = Literal["time", "dimension", "measure", "key", "text"]


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """What one column of an answer holds, for charts, formatting and JSON."""

    name: str
    type: ColumnType
    role: OutputRole
    unit: str | None = None
    """``minutes``, ``miles``, ``USD``, ``%`` (the value is already times 100), ``share`` (0 to 1) ..."""
    label: str = ""
    """For a person, in the question's language; the name where there is nothing better."""
    time_grain: str | None = None
    """``year``, ``quarter``, ``month``, ``week``, ``day`` or ``hour`` where the column is a truncated time."""
    part_of_whole: bool = False
    """True where the values are additive parts of one whole, so that a share means something."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened on the way to the answer."""

    name: str
    """``read``, ``gate``, ``run``, ``say`` ..."""
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Check:
    """One doubt that was looked at, with its outcome."""

    name: str
    passed: bool
    text: str


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a chat model had to do with an answer, and what that cost."""

    name: str
    where: str
    """The endpoint, without a key."""
    egress: str
    """The level that decided what was sent."""
    calls: int = 0
    """Requests; none where the reply was known from before."""
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    """Of `tokens_in`, those that the server had seen before."""
    seconds: float = 0.0
    cost: float | None = None
    """In the currency of the price that was given; None where none was."""
    prompt: str = ""
    """Digest of the prompt's file."""
    error: str = ""
    """Why there was no usable reply, in a sentence; the answer is that of the other readers then."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; `status` says which of the fields mean something."""

    question: str
    """As it was asked."""
    status: Status
    language: Literal["en", "zh"]
    reader: Reader
    sql: str = ""
    """What ran, exactly; where a role holds, over the tables as that role sees them."""
    dialect: Dialect = "duckdb"
    columns: tuple[AnswerColumn, ...] = ()
    table: pa.Table | None = None
    truncated: bool = False
    text: str = ""
    readback: str = ""
    assumptions: tuple[str, ...] = ()
    confidence: float | None = None
    verified: bool = False
    checks: tuple[Check, ...] = ()
    options: tuple[str, ...] = ()
    message: str = ""
    spot: Spot | None = None
    """Where in the SQL of a person a refusal points to."""
    steps: tuple[Step, ...] = ()
    whole: str = ""
    """The whole question that a follow-up stands for; empty where what was asked is whole itself."""
    model: ModelUse | None = None
    """None where no chat model was asked."""
    engine_seconds: float = 0.0
    """The part of the time that the engine itself took."""

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """Rows as plain Python values, in the table's order."""
        if self.table is None:
            return []
        from copilot.values.plain import plain_rows

        return plain_rows(self.table)
