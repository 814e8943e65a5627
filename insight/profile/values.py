"""What a profile says, as frozen values.

Owns the shape of a profile: what a data set is, column by column, how its columns hang together, and what is wrong with
it. Refuses to measure, to word and to draw: its views are made by `insight.profile.page`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import isfinite
from os import PathLike
from pathlib import Path
from typing import Any, Literal

from copilot.values import Column, ColumnFacts, Relationship
from copilot.values.catalog import Scalar

Kind = Literal[
    "email", "phone", "url", "ip_address", "person", "address", "card_number", "iban", "national_id", "date_of_birth",
    "country", "state", "postcode", "latitude", "longitude", "date", "timestamp", "time", "year", "money", "percentage",
    "count", "number", "identifier", "code", "category", "yes_no", "json", "uuid", "hash", "free_text", "text", "other",
]  # fmt: skip
"""What the values of a column are, whatever type they are stored as."""
PERSONAL: frozenset[Kind] = frozenset(
    ("email", "phone", "ip_address", "person", "address", "card_number", "iban", "national_id", "date_of_birth")
)
AlertKind = Literal[
    "duplicate_rows", "twins", "near_key", "broken_reference", "broken_dependency", "broken_formula", "mixed_type",
    "stored_as_text", "placeholder", "impossible", "spellings", "time_gap", "extreme", "missing", "missing_together",
    "constant", "unbalanced", "personal",
]  # fmt: skip
Severity = Literal["high", "medium", "low"]
"""What it would do to an answer: make it wrong, make it doubtful, or hardly touch it."""
Details = Mapping[str, Scalar | tuple[str, ...]]
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a histogram."""

    low: float
    high: float
    rows: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """How the rows of a table lie on one of its dates."""

    grain: Literal["hour", "day", "week", "month", "year"]
    first: str
    last: str
    counts: tuple[tuple[str, int], ...]
    """Start of each period that has rows, with their number."""
    gaps: tuple[tuple[str, str], ...] = ()
    """First and last day of each stretch in which rows are missing that the rest leads one to expect."""
    idle: tuple[int, ...] = ()
    """Days of the week, Monday 0, on which nothing ever happens."""
    weekly: float = 0.0
    """Share of the variation from day to day that the day of the week explains."""
    age_days: int | None = None
    """Days from the last row to the day of the profile."""


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column: what it is for, what its values are and how they lie."""

    name: str
    kind: Kind
    column: Column
    pattern: str = ""
    """How its codes are built, such as ``AA-9999``, where they all are alike."""
    deviation: float | None = None
    skewness: float | None = None
    bins: tuple[Bin, ...] = ()
    top: tuple[tuple[Scalar, int], ...] = ()
    """Most frequent values with their counts."""
    top_of: int = 0
    """Rows with a value that they were counted in: all of the table's, or those of the sample."""
    timeline: Timeline | None = None

    @property
    def facts(self) -> ColumnFacts:
        """What the scan of all rows says.

        Raises:
            ValueError: the catalog was made without a scan.
        """
        if self.column.facts is None:
            raise ValueError(f"no facts were taken of {self.name!r}")
        return self.column.facts

    @property
    def personal(self) -> bool:
        """Whether its values say something about single people."""
        return self.kind in PERSONAL


@dataclass(frozen=True, slots=True)
class Dependency:
    """In all rows the value of one column follows from another one's."""

    determinant: str
    dependent: str
    both_ways: bool = False
    """True where each follows from the other: two names of one thing."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One column is computed from others, row by row."""

    column: str
    sources: tuple[str, ...]
    expression: str
    """SQL over the table's columns."""
    words: str
    """The same for a person: ``quantity × price``."""
    share: float
    """Share of the rows, with none of the columns null, in which it holds."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What would mend an alert in a view; one of the parts says how."""

    column: str = ""
    expression: str = ""
    """SQL in place of the column."""
    keep: str = ""
    """SQL condition of the rows that stay."""
    one_of_each: tuple[str, ...] = ()
    """Columns of which each combination stays once; all of the table's where it is ``("*",)``."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that is wrong or odd, with the rows that show it."""

    kind: AlertKind
    severity: Severity
    table: str
    columns: tuple[str, ...]
    rows: int
    """Rows that it touches."""
    share: float
    """The same as a share of the table's rows."""
    details: Details = field(default_factory=dict)
    """What its words are made of."""
    rows_sql: str = ""
    """SELECT that shows the rows; empty where it is no matter of single rows."""
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """How closely a table was looked at."""

    rows: int
    """Rows that were looked at one by one, evenly spread over the table."""
    of: int
    columns: int
    """Columns whose values were looked at; pairs of columns among the first `paired` of each sort."""
    of_columns: int
    skipped: tuple[str, ...] = ()
    """What was not looked at, as `words` names it: the engine cannot do it, or the person stopped it."""

    @property
    def whole(self) -> bool:
        """Whether every row was looked at."""
        return self.rows >= self.of


@dataclass(frozen=True, slots=True)
class TableProfile:
    """One table."""

    name: str
    rows: int
    key: tuple[str, ...]
    columns: tuple[ColumnProfile, ...]
    looked: Looked
    time_column: str | None = None
    dependencies: tuple[Dependency, ...] = ()
    hierarchies: tuple[tuple[str, ...], ...] = ()
    """Columns from the coarsest to the finest, such as ``("country", "state", "city")``."""
    formulas: tuple[Formula, ...] = ()
    alerts: tuple[Alert, ...] = ()
    near_key: tuple[str, ...] = ()
    """Columns that would identify a row but for a few, where no key does."""

    def column(self, name: str) -> ColumnProfile:
        """Return one column.

        Raises:
            KeyError: there is no such column.
        """
        for each in self.columns:
            if each.name == name:
                return each
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Profile:
    """A data set."""

    name: str
    tables: tuple[TableProfile, ...]
    relationships: tuple[Relationship, ...]
    day: str
    """The day it was made for, ISO 8601."""
    dialect: str = "duckdb"

    def to_dict(self) -> dict[str, Any]:
        """Return everything as values that JSON knows; infinite numbers are null."""
        found: dict[str, Any] = _plain(asdict(self))
        return found

    def to_html(self, path: str | PathLike[str], *, language: Literal["en", "zh"] = "en") -> Path:
        """Write one HTML file that loads nothing, and return its path.

        Raises:
            OSError: the file cannot be written.
        """
        from insight.profile.page import to_page

        place = Path(path)
        place.write_text(to_page(self, language), encoding="utf-8")
        return place

    def _repr_html_(self) -> str:
        from insight.profile.page import to_notebook

        return to_notebook(self)

    def __str__(self) -> str:
        from insight.profile.page import to_text

        return to_text(self)

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """All alerts, worst first."""
        found = [alert for table in self.tables for alert in table.alerts]
        return tuple(sorted(found, key=lambda a: (SEVERITIES.index(a.severity), -a.share)))

    def table(self, name: str) -> TableProfile:
        """Return one table.

        Raises:
            KeyError: it was not profiled.
        """
        for each in self.tables:
            if each.name == name:
                return each
        raise KeyError(name)


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(name): _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case float():
            return value if isfinite(value) else None
        case _:
            return value
