"""What was decided and what was set aside while files or frames were loaded, and how much may be loaded at all.

Owns the shapes of report and limits; the deciding belongs to `copilot.sources.loading`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal, Self

from copilot.errors import ConfigError

LoadKind = Literal["text", "workbook", "json", "parquet", "frame"]


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
class FileFacts:
    """What was decided about one file or sheet, as data; `Decision` says the same in words."""

    kind: LoadKind = "frame"
    encoding: str | None = None
    """Python's name of it, such as ``utf-8`` or ``gb18030``."""
    delimiter: str | None = None
    """The character between cells; None where there is a single column, and in files that are no text."""
    quoting: str | None = None
    """``double``, ``spaced``, ``backslash``, ``single`` or ``none``."""
    sheet: str | None = None
    header_line: int | None = None
    """1-based line of the header; None where there is none."""
    titles: tuple[int, ...] = ()
    """Lines above the table that were set aside."""
    totals: tuple[int, ...] = ()
    """Lines below the table that were set aside as totals."""
    lines: int | None = None
    """How many lines were read."""


@dataclass(frozen=True, slots=True)
class ColumnLoad:
    """How one column was read."""

    name: str
    header: str | None
    """The name as it stood in the file; None where it had none."""
    type: str
    """The engine's type."""
    decimal_mark: str | None = None
    thousands_mark: str | None = None
    date_formats: tuple[str, ...] = ()
    """Such as ``DD/MM/YYYY``, the commonest first, at most three."""
    null_spellings: tuple[tuple[str, int], ...] = ()
    """Texts that were read as nothing, with how often they stood there."""
    misfits: int = 0
    """Values that were read as null because they did not fit."""

    @property
    def renamed(self) -> bool:
        """True where the column is not called as in the file."""
        return self.header != self.name


@dataclass(frozen=True, slots=True)
class TableLoad:
    """How one table came from one file or frame."""

    table: str
    origin: str
    """The file's name within its folder or archive, or ``frame``."""
    rows: int
    decisions: tuple[Decision, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    """The first 100; `copilot.sources.set_aside_csv` gives all."""
    set_aside_count: int = 0
    facts: FileFacts = field(default_factory=FileFacts)
    columns: tuple[ColumnLoad, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How a source's files became tables."""

    tables: tuple[TableLoad, ...] = ()
    notes: tuple[Decision, ...] = ()
    """What concerns no single table, such as files that were passed over."""
    from_cache: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """How much one load may take; each limit has a setting in the environment, and each refusal names it.

    ==================  =============================  ==============================================================
    field               setting                        what it bounds
    ==================  =============================  ==============================================================
    file_mb             ``ASKBI_MAX_FILE_MB``          one file as it lies there
    files               ``ASKBI_MAX_FILES``            files of a folder, and entries of a zip archive
    columns             ``ASKBI_MAX_COLUMNS``          columns of one table
    expanded_mb         ``ASKBI_MAX_EXPANDED_MB``      what one gzip file or zip archive unpacks to
    workbook_mb         ``ASKBI_MAX_WORKBOOK_MB``      what one Excel workbook unpacks to
    line_characters     ``ASKBI_MAX_LINE_CHARACTERS``  one line, and so one cell, of a text file
    set_aside_mb        ``ASKBI_MAX_SET_ASIDE_MB``     what is kept of rows that did not fit
    download_mb         ``ASKBI_MAX_DOWNLOAD_MB``      one file that is fetched from a web address
    memory_mb           ``ASKBI_LOAD_MEMORY_MB``       address space of the loading process, where the system has that
    seconds             ``ASKBI_MAX_LOAD_SECONDS``     one load
    ==================  =============================  ==============================================================
    """

    file_mb: float = 2_000
    files: int = 500
    columns: int = 2_000
    expanded_mb: float = 4_000
    workbook_mb: float = 500
    line_characters: int = 16_000_000
    set_aside_mb: float = 50
    download_mb: float = 500
    memory_mb: float = 4_096
    seconds: float = 3_600

    SETTINGS: ClassVar[Mapping[str, str]] = {
        "file_mb": "ASKBI_MAX_FILE_MB",
        "files": "ASKBI_MAX_FILES",
        "columns": "ASKBI_MAX_COLUMNS",
        "expanded_mb": "ASKBI_MAX_EXPANDED_MB",
        "workbook_mb": "ASKBI_MAX_WORKBOOK_MB",
        "line_characters": "ASKBI_MAX_LINE_CHARACTERS",
        "set_aside_mb": "ASKBI_MAX_SET_ASIDE_MB",
        "download_mb": "ASKBI_MAX_DOWNLOAD_MB",
        "memory_mb": "ASKBI_LOAD_MEMORY_MB",
        "seconds": "ASKBI_MAX_LOAD_SECONDS",
    }

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Return the limits that the settings ask for, and the usual ones elsewhere.

        Raises:
            ConfigError: a setting is no number above nothing.

        >>> LoadLimits.from_environment({"ASKBI_MAX_FILE_MB": "10"}).file_mb
        10.0
        """
        given: dict[str, Any] = {}
        for name, setting in cls.SETTINGS.items():
            text = environment.get(setting, "").strip()
            if text:
                given[name] = _positive(setting, text, whole=name in _WHOLE)
        return cls(**given)

    def words(self, name: str) -> str:
        """Return what a refusal says of one limit: its value and its setting.

        >>> LoadLimits().words("columns"), LoadLimits(file_mb=0.5).words("file_mb")
        ('2,000 (ASKBI_MAX_COLUMNS)', '0.5 MB (ASKBI_MAX_FILE_MB)')
        """
        value = getattr(self, name)
        unit = " MB" if name.endswith("_mb") else " seconds" if name == "seconds" else ""
        return f"{value:,.10g}{unit} ({self.SETTINGS[name]})"


_WHOLE: Final = frozenset({"files", "columns", "line_characters"})


def _positive(setting: str, text: str, *, whole: bool) -> float | int:
    try:
        value = int(text) if whole else float(text)
    except ValueError:
        value = 0
    if not (math.isfinite(value) and value > 0):
        kind = "a whole number" if whole else "a number"
        raise ConfigError(f"{setting}={text!r} makes no sense; it has to be {kind} above 0.")
    return value
