"""The clauses of a SELECT in their order, and the names of its columns.

Owns text only; what stands in the clauses belongs to `copilot.readers.compiling`.
"""

from __future__ import annotations

from copilot.readers.plan import ColumnRef, Plan


def measure_labels(plan: Plan) -> list[str]:
    """Return what the measures' columns are called, no two alike."""
    taken = {d.label for d in plan.dimensions}
    labels = []
    for measure in plan.measures:
        label, count = measure.label, 1
        while label in taken:
            count += 1
            label = f"{measure.label}_{count}"
        taken.add(label)
        labels.append(label)
    return labels


def column_labels(columns: tuple[ColumnRef, ...]) -> list[tuple[ColumnRef, str]]:
    """Return what listed columns are called: their names, with the table where two are alike."""
    names = [ref.column for ref in columns]
    return [(ref, ref.column if names.count(ref.column) == 1 else f"{ref.table}_{ref.column}") for ref in columns]


def clauses(
    head: str,
    source: str,
    where: list[str],
    *,
    group: list[str] | None = None,
    having: list[str] | None = None,
    order: list[str] | None = None,
    limit: int | None = None,
) -> str:
    """Write a SELECT from its clauses."""
    lines = [head, source]
    if where:
        lines.append("WHERE " + " AND ".join(where))
    if group:
        lines.append("GROUP BY " + ", ".join(group))
    if having:
        lines.append("HAVING " + " AND ".join(having))
    return "\n".join(lines) + tail(order or [], limit)


def tail(order: list[str], limit: int | None) -> str:
    """Write ORDER BY and LIMIT, each where there is one.

    >>> tail(["n DESC"], 5)
    '\\nORDER BY n DESC\\nLIMIT 5'
    """
    text = "\nORDER BY " + ", ".join(order) if order else ""
    return text + (f"\nLIMIT {limit}" if limit is not None else "")
