"""What a table's rows are called and what a column's numbers are measured in.

Owns the choice of a label column and of a unit, from names and declared units. Refuses to look at a question.
"""

from __future__ import annotations

from copilot.dates import time_grain
from copilot.linking.lexicon import usual_unit
from copilot.linking.words import name_words
from copilot.readers.plan import ColumnRef, Grain
from copilot.values import Catalog


def label_column(catalog: Catalog, table: str) -> ColumnRef | None:
    """Return the column that names a row of a table for a person."""
    best: tuple[float, str] | None = None
    entry = catalog.tables[table]
    for position, column in enumerate(entry.columns.values()):
        if column.type != "text":
            continue
        words = name_words(column.name)
        score = 0.0
        if words[-1:] in (("name",), ("title",), ("label",)):
            score = 3 - 0.3 * (len(words) - 1) + (0.5 if set(words[:-1]) & set(name_words(table)) else 0)
        elif "name" in words or "名称" in column.name or "姓名" in column.name or "名" in column.name:
            score = 2
        score -= position * 0.01
        if score > 0 and (best is None or score > best[0]):
            best = (score, column.name)
    return ColumnRef(table, best[1]) if best else None


def unit_of(name: str, declared: str | None) -> str | None:
    """Return a column's unit: as declared, else the one that such measures nearly always have."""
    if declared:
        return declared.rstrip("s") if declared.endswith("s") else declared
    return usual_unit(name)


def calendar_unit(catalog: Catalog, ref: ColumnRef) -> Grain | None:
    """Return the unit of time that a column of a dated table holds only a part of: the day of a month is no day."""
    words = name_words(ref.column)
    if catalog.tables[ref.table].time_column is None or len(words) != 1:
        return None
    unit = time_grain(words[0])
    dates = ref.column == catalog.tables[ref.table].time_column
    return unit if unit in ("day", "week", "month", "quarter") and not dates else None
