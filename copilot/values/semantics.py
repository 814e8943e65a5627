"""What the data means in the words of its owners: metrics, synonyms, descriptions.

Owns the shape; reading it from an OSI YAML file belongs to `copilot.semantics`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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


@dataclass(frozen=True, slots=True)
class TableMeaning:
    """The meaning of one table."""

    name: str
    fields: tuple[FieldMeaning, ...] = ()
    synonyms: tuple[str, ...] = ()
    description: str = ""
    primary_key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A named aggregate that a team agreed on."""

    name: str
    expression: str
    """An aggregate expression over ``table.column`` names."""
    synonyms: tuple[str, ...] = ()
    description: str = ""
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class SemanticModel:
    """Everything that a team has written down about its data; empty where nothing was."""

    tables: tuple[TableMeaning, ...] = ()
    metrics: tuple[Metric, ...] = ()
    relationships: tuple[tuple[str, tuple[str, ...], str, tuple[str, ...]], ...] = ()
    """(from table, from columns, to table, to columns), many to one."""
    digest: str = ""
    fiscal_year_start: int | None = None
    """The month in which the fiscal year starts, 1 to 12; None where nobody said."""
