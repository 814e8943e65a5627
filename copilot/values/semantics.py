"""What the data means in the words of its owners: metrics, synonyms, descriptions.

Owns the shape; reading it from an OSI YAML file belongs to `copilot.semantics`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class FieldMeaning:
    """The meaning of one column, or of an expression over one table's columns."""

    name: str
    expression: str
    """SQL over the table's columns; the column's own name where it is just that."""
    synonyms: tuple[str, ...] = ()
    description: str = ""
    is_time: bool = False
    unit: str | None = None
    value_synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Stored value -> other spellings."""
    adds_up: bool | None = None
    """Whether the sum over rows means something; None where nobody said."""
    line: int = field(default=0, compare=False)
    """Of the file, 0 where it is in none."""


@dataclass(frozen=True, slots=True)
class TableMeaning:
    """The meaning of one table."""

    name: str
    fields: tuple[FieldMeaning, ...] = ()
    synonyms: tuple[str, ...] = ()
    description: str = ""
    primary_key: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


OverTimeKind = Literal["running", "moving_sum", "moving_avg", "growth", "difference", "before"]


@dataclass(frozen=True, slots=True)
class OverTime:
    """How a metric is followed over time: added up, averaged over some periods, or held against an earlier one."""

    how: OverTimeKind
    periods: int = 1
    """Over how many periods a moving sum or average goes."""
    unit: str | None = None
    """``day``, ``week``, ``month``, ``quarter`` or ``year``: of the periods, or what lies between a value and the
    earlier one; None for the unit that the answer is split by."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A named aggregate that a team agreed on."""

    name: str
    expression: str
    """An aggregate expression over ``table.column`` names; conditions and other metrics are written out in it."""
    synonyms: tuple[str, ...] = ()
    description: str = ""
    unit: str | None = None
    over_time: OverTime | None = None
    last_over: str = ""
    """The ``table.column`` of a time over which values do not add up (a stock, a balance): the last one holds."""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """A many-to-one link that the owners of the data wrote down."""

    from_table: str
    from_columns: tuple[str, ...]
    to_table: str
    to_columns: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that was proposed for the semantic model and that nobody has agreed to: it changes no answer."""

    kind: Literal["metric", "table", "field"]
    table: str
    """Empty for a metric."""
    name: str
    """Of the metric or field; the table's own for a table."""
    synonyms: tuple[str, ...] = ()
    description: str = ""
    expression: str = ""
    """Of a metric."""


@dataclass(frozen=True, slots=True)
class SemanticModel:
    """Everything that a team has written down about its data; empty where nothing was."""

    tables: tuple[TableMeaning, ...] = ()
    metrics: tuple[Metric, ...] = ()
    relationships: tuple[Relation, ...] = ()
    digest: str = ""
    fiscal_year_start: int | None = None
    """The month in which the fiscal year starts, 1 to 12; None where nobody said."""
    proposals: tuple[Proposal, ...] = ()
    origin: str = "semantics.yaml"
    """The name of the file."""

    @property
    def informs(self) -> bool:
        """True where it says what words mean: measures, other names, spellings of values. Keys and types do not."""
        fields = [field for table in self.tables for field in table.fields]
        named = any(table.synonyms for table in self.tables)
        return bool(self.metrics) or named or any(f.synonyms or f.value_synonyms for f in fields)
