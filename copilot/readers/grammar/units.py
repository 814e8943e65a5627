"""The units of columns: those that a semantic model declares, put into the catalog that is read over.

Owns that one step, and which columns hold shares. Refuses to convert anything.
"""

from __future__ import annotations

from dataclasses import replace

from copilot.values import Catalog, Column, SemanticModel


def with_units(catalog: Catalog, semantics: SemanticModel) -> Catalog:
    """Return the catalog with the units that the owners of the data wrote down."""
    told = {
        (table.name, meaning.expression): meaning.unit
        for table in semantics.tables
        for meaning in table.fields
        if meaning.unit
    }
    if not told:
        return catalog
    tables = {
        name: replace(
            table,
            columns={c.name: replace(c, unit=told.get((name, c.name), c.unit)) for c in table.columns.values()},
        )
        for name, table in catalog.tables.items()
    }
    return replace(catalog, tables=tables)


def is_fraction(column: Column) -> bool:
    """Tell whether a column holds shares between 0 and 1."""
    facts = column.facts
    try:
        low, high = float(str(facts.minimum if facts else None)), float(str(facts.maximum if facts else None))
    except ValueError:
        return False
    return column.unit in ("fraction", "share") or (low >= 0 and high <= 1 and column.type != "integer")
