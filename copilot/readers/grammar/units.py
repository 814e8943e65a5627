"""Which columns hold shares.

Owns that one question. Refuses to convert anything.
"""

from __future__ import annotations

from copilot.values import Column


def is_fraction(column: Column) -> bool:
    """Tell whether a column holds shares between 0 and 1."""
    facts = column.facts
    try:
        low, high = float(str(facts.minimum if facts else None)), float(str(facts.maximum if facts else None))
    except ValueError:
        return False
    return column.unit in ("fraction", "share") or (low >= 0 and high <= 1 and column.type != "integer")
