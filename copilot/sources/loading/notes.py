"""What one table's loading gathers on its way: decisions, and what was set aside.

Owns the gathering and its caps; the frozen report is `copilot.values.load`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from copilot.values.load import Decision, LoadReport, SetAside, TableLoad

KEPT = 100
"""How many set-aside rows are kept word for word; the rest are counted."""
TEXT_CAP = 200

Progress = Callable[[str, float], None]


@dataclass(slots=True)
class Notes:
    """The open notebook of one table."""

    decisions: list[Decision] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    set_aside_count: int = 0

    def decide(self, what: str, text: str, *, column: str | None = None) -> None:
        """Write down one choice."""
        self.decisions.append(Decision(what, column, text))

    def put_aside(self, line: int | None, reason: str, text: str) -> None:
        """Write down one row or cell that is not in the table."""
        self.set_aside_count += 1
        if len(self.set_aside) < KEPT:
            self.set_aside.append(SetAside(line, reason, text.rstrip("\r\n")[:TEXT_CAP]))

    def count_more(self, number: int) -> None:
        """Count rows or cells that were set aside but are not kept word for word."""
        self.set_aside_count += number

    def table_load(self, table: str, origin: str, rows: int) -> TableLoad:
        """Close the notebook; set-aside rows come in the order of the file."""
        aside = sorted(self.set_aside, key=lambda item: (item.line is None, item.line or 0))
        return TableLoad(table, origin, rows, tuple(self.decisions), tuple(aside), self.set_aside_count)


def report_from_dict(data: dict[str, Any]) -> LoadReport:
    """Return the report that `dataclasses.asdict` had made a dictionary of.

    >>> report_from_dict({"tables": [], "notes": [], "from_cache": False, "seconds": 0.5}).seconds
    0.5
    """
    tables = tuple(
        TableLoad(
            table=item["table"],
            origin=item["origin"],
            rows=item["rows"],
            decisions=tuple(Decision(**choice) for choice in item["decisions"]),
            set_aside=tuple(SetAside(**row) for row in item["set_aside"]),
            set_aside_count=item["set_aside_count"],
        )
        for item in data["tables"]
    )
    notes = tuple(Decision(**note) for note in data["notes"])
    return LoadReport(tables, notes, bool(data["from_cache"]), float(data["seconds"]))
