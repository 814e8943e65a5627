"""Measures that a catalog suggests by itself: sums of amounts, averages of rates, numbers of things.

Owns which and how they are called. They are proposals: nobody has agreed to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from copilot.values import Catalog, Proposal

_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_MOST: Final = 40


def proposed_metrics(catalog: Catalog) -> tuple[Proposal, ...]:
    """Return measures over one table each, at most 40, the tables that point to most others first."""
    return tuple(_metrics(catalog))[:_MOST]


def _metrics(catalog: Catalog) -> Iterator[Proposal]:
    links = [link.from_table for link in catalog.relationships]
    taken: set[str] = set()
    for table in sorted(catalog.tables.values(), key=lambda one: -links.count(one.name)):
        for column in table.columns.values():
            if column.role != "measure":
                continue
            how, function = ("total", "SUM") if column.additive else ("average", "AVG")
            name = f"{how}_{column.name}"
            name = name if name not in taken else f"{name}_of_{table.name}"
            taken.add(name)
            yield Proposal("metric", "", name, expression=f"{function}({_column(table.name, column.name)})")
        if len(table.primary_key) == 1 and (table.time_column or table.name in links):
            yield Proposal("metric", "", f"{table.name}_count", expression=_count(table.name, table.primary_key[0]))


def _count(table: str, key: str) -> str:
    return f"COUNT({_column(table, key)})"


def _column(table: str, column: str) -> str:
    return ".".join(name if _PLAIN.match(name) else '"' + name.replace('"', '""') + '"' for name in (table, column))
