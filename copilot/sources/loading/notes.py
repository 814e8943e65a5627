"""What one table's loading gathers on its way: decisions, facts, and what was set aside.

Owns the gathering and its caps; the frozen report is `copilot.values.load`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from copilot.sources.loading.aside import AsideFile
from copilot.values.load import ColumnLoad, Decision, FileFacts, LoadReport, SetAside, TableLoad

KEPT = 100
"""How many set-aside rows the report holds; the file beside the database holds all."""
TEXT_CAP = 200

Progress = Callable[[str, float], None]


@dataclass(slots=True)
class Notes:
    """The open notebook of one table.

    Attributes:
        table: its name.
        origin: its file, as it is shown.
        aside: takes every row that is set aside.
    """

    table: str
    origin: str
    aside: AsideFile
    facts: FileFacts = field(default_factory=FileFacts)
    columns: list[ColumnLoad] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    set_aside_count: int = 0

    def decide(self, what: str, text: str, *, column: str | None = None) -> None:
        """Write down one choice."""
        self.decisions.append(Decision(what, column, text))

    def know(self, **facts: Any) -> None:
        """Write down facts about the file by their names in `FileFacts`."""
        self.facts = dataclasses.replace(self.facts, **facts)

    def put_aside(self, line: int | None, reason: str, text: str) -> None:
        """Write down one row or cell that is not in the table."""
        self.set_aside_count += 1
        self.aside.add({"table": self.table, "file": self.origin, "line": line, "reason": reason, "text": text})
        if len(self.set_aside) < KEPT:
            self.set_aside.append(SetAside(line, reason, text.rstrip("\r\n")[:TEXT_CAP]))

    def table_load(self, rows: int) -> TableLoad:
        """Close the notebook; set-aside rows come in the order of the file."""
        aside = sorted(self.set_aside, key=lambda item: (item.line is None, item.line or 0))
        return TableLoad(
            self.table,
            self.origin,
            rows,
            tuple(self.decisions),
            tuple(aside),
            self.set_aside_count,
            self.facts,
            tuple(self.columns),
        )


def report_from_dict(data: dict[str, Any]) -> LoadReport:
    """Return the report that `dataclasses.asdict` had made a dictionary of.

    >>> report_from_dict({"tables": [], "notes": [], "from_cache": False, "seconds": 0.5}).seconds
    0.5
    """
    notes = tuple(Decision(**note) for note in data["notes"])
    tables = tuple(_table_from_dict(item) for item in data["tables"])
    return LoadReport(tables, notes, bool(data["from_cache"]), float(data["seconds"]))


def _table_from_dict(item: dict[str, Any]) -> TableLoad:
    facts = dict(item["facts"])
    facts["titles"], facts["totals"] = tuple(facts["titles"]), tuple(facts["totals"])
    return TableLoad(
        table=item["table"],
        origin=item["origin"],
        rows=item["rows"],
        decisions=tuple(Decision(**choice) for choice in item["decisions"]),
        set_aside=tuple(SetAside(**row) for row in item["set_aside"]),
        set_aside_count=item["set_aside_count"],
        facts=FileFacts(**facts),
        columns=tuple(_column_from_dict(column) for column in item["columns"]),
    )


def _column_from_dict(item: dict[str, Any]) -> ColumnLoad:
    nulls = tuple((str(text), int(count)) for text, count in item["null_spellings"])
    return ColumnLoad(**{**item, "date_formats": tuple(item["date_formats"]), "null_spellings": nulls})
