"""What was decided and what was set aside while files or frames were loaded.

Owns the report's shape; the deciding belongs to `copilot.sources.loading`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice made while loading, in words that a person can check."""

    what: str
    """A short fixed name: ``encoding``, ``delimiter``, ``header``, ``type``, ``nulls``, ``totals_row`` ..."""
    column: str | None
    text: str
    """One sentence, such as ``column 'amount' is a number; '$' and ',' were taken off``."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row of the file that is not in the table, or a cell that was read as null because it did not fit."""

    line: int | None
    """1-based line in the file where known."""
    reason: str
    text: str
    """The row as it stood, at most 200 characters."""


@dataclass(frozen=True, slots=True)
class TableLoad:
    """How one table came from one file or frame."""

    table: str
    origin: str
    """The file's name within its folder, or ``frame``."""
    rows: int
    decisions: tuple[Decision, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    """The first 100."""
    set_aside_count: int = 0


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How a source's files became tables."""

    tables: tuple[TableLoad, ...] = ()
    notes: tuple[Decision, ...] = ()
    """What concerns no single table, such as files that were passed over."""
    from_cache: bool = False
    seconds: float = 0.0
