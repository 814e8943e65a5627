"""Which columns a value or number of a question may be compared with, before anything learned has judged.

Owns the listing of choices and the numbers by which their operator is judged. The numbers by which a choice itself is
judged are `signs`'.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from copilot.readers.sketching.links import NumberMention, ValueMention
from copilot.readers.sketching.query import Field, Literals
from copilot.readers.sketching.signs import Scene
from copilot.values import Column

Mention = ValueMention | NumberMention
_SURE: Final = 0.85
"""Weight of a stored value from which a quoted text is not looked for in columns that do not list it."""
_MOST_VALUES: Final = 3
"""A text that this many values of a column hold is a condition; one that more hold says nothing."""
_YEARS: Final = range(1900, 2101)
_YES: Final = frozenset({"y", "yes", "t", "true", "1"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that a mention may be compared with."""

    field: Field
    mention: Mention
    weight: float
    how: str
    values: Literals


def choices(scene: Scene) -> list[Choice]:
    """Return every column that each value or number of a question may be compared with."""
    return [*_values(scene), *_flags(scene), *_numbers(scene)]


def operator_row(scene: Scene, mention: Mention) -> list[float]:
    """Return the numbers by which the operator beside a value or number is judged."""
    span = (mention.start, mention.end)
    value = isinstance(mention, ValueMention)
    return [
        float(not value),
        float(isinstance(mention, ValueMention) and mention.quoted),
        float(isinstance(mention, ValueMention) and bool(mention.hits)),
        float(mention.end - mention.start),
        scene.bound(span),
        *scene.distances(span),
    ]


def _values(scene: Scene) -> Iterator[Choice]:
    tables = scene.terrain.catalog.tables
    for mention in scene.links.values:
        for hit in mention.hits:
            if len(hit.values) <= _MOST_VALUES:
                yield Choice(Field(hit.table, hit.column), mention, hit.weight, hit.how, tuple(hit.values))
        if not mention.quoted or any(hit.weight >= _SURE for hit in mention.hits):
            continue
        seen = {Field(hit.table, hit.column) for hit in mention.hits}
        for field in scene.links.columns:
            if tables[field.table].columns[field.column].type == "text" and field not in seen:
                yield Choice(field, mention, 0.0, "unlisted", (mention.text,))


def _flags(scene: Scene) -> Iterator[Choice]:
    """Read the name of a yes-or-no column as a condition on it."""
    for field, hits in scene.links.columns.items():
        column = scene.terrain.catalog.tables[field.table].columns[field.column]
        if column.role != "flag" or column.facts is None:
            continue
        best = max(hits, key=lambda hit: hit.weight)
        for value, _ in column.facts.top[:2]:
            if value is None:
                continue
            yes = str(value).strip().casefold() in _YES
            mention = ValueMention(best.start, best.end, str(value), False, ())
            yield Choice(field, mention, best.weight if yes else 0.0, "flag", (value,))


def _numbers(scene: Scene) -> Iterator[Choice]:
    links = scene.links
    for number in links.numbers:
        for table in scene.terrain.catalog.tables.values():
            named = table.name in links.tables
            for column in table.columns.values():
                field = Field(table.name, column.name)
                near = named or field in links.columns
                if (near and _numeric(column)) or _is_year(number, column):
                    yield Choice(field, number, 0.0, "number", (number.value,))


def _numeric(column: Column) -> bool:
    return column.type in ("integer", "decimal", "float")


def _is_year(number: NumberMention, column: Column) -> bool:
    said = isinstance(number.value, int) and number.value in _YEARS
    return said and column.type != "text" and "year" in column.name.casefold()
