"""Where in a catalog the words of a question point: stored values by their spelling, and tables by weight.

Owns what a chat model is told of values at every level: the stored spelling of those that the question itself names,
and no others. Refuses to read the question's sense.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from copilot.linking.value_index import ValueHit
from copilot.readers.grammar.marks import Cover, Mark

_MOST_VALUES: Final = 8
_MOST_COLUMNS: Final = 3
"""Columns that are told for one stretch of the question."""
_OWN_NAME: Final = 1.5
"""A table's own name says more than a column that many tables have."""


@dataclass(frozen=True, slots=True)
class Named:
    """A stored value that the question names."""

    words: str
    """As the question has it."""
    table: str
    column: str
    value: str


def values_named(covers: Sequence[Cover]) -> tuple[Named, ...]:
    """Return the stored spelling of the values that a question names, in its order.

    Where a stretch is a part of several values none of them is named: they would say more than the question does.
    """
    found: dict[Named, None] = {}
    for mark in covers[0].marks if covers else ():
        told = [hit for hit in mark.values if _is_named(hit)][:_MOST_COLUMNS]
        for hit in told:
            found.setdefault(Named(mark.text, hit.table, hit.column, hit.values[0]))
    return tuple(found)[:_MOST_VALUES]


def _is_named(hit: ValueHit) -> bool:
    return hit.how != "contains" and len(hit.values) == 1


def tables_by_weight(covers: Sequence[Cover], metrics: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """Return the tables that a question points to, most first.

    Args:
        covers: what the question's words may stand for.
        metrics: the tables that each agreed measure is made of.
    """
    worth: dict[str, dict[int, float]] = defaultdict(dict)
    for cover in covers:
        for mark in cover.marks:
            for table, weight in _pointers(mark, metrics or {}):
                worth[table][mark.start] = max(worth[table].get(mark.start, 0.0), weight)
    return sorted(worth, key=lambda table: (-sum(worth[table].values()), table))


def _pointers(mark: Mark, metrics: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, float]]:
    for hit in mark.elements:
        if hit.element.kind == "metric":
            yield from ((table, hit.weight) for table in metrics.get(hit.element.name, ()))
            continue
        own = _OWN_NAME if hit.element.kind == "table" and hit.whole else 1.0
        yield hit.element.table, hit.weight * own
    for value in mark.values:
        yield value.table, value.weight
