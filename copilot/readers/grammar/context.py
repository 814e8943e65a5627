"""What the other words of a question say about a word that may stand for several things.

Owns small weights that help to choose among the candidates of a mark. Refuses to choose; the reader does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from copilot.linking.lexicon import full_words
from copilot.linking.schema_index import Element
from copilot.readers.grammar.marks import Cover

_SAID: Final = 0.5
_TOGETHER: Final = 0.3
_MONEY: Final = 0.3


def said_before(cover: Cover, i: int, element: Element) -> float:
    """A list price above 400, show the price: the bare noun means what was named in full before."""
    mark = cover.marks[i]
    if element.kind != "column" or " " in mark.text.strip() or not mark.text.isascii():
        return 0.0
    words = full_words(element.name)
    if len(words) < 2 or words[-1:] != full_words(mark.text)[-1:]:
        return 0.0
    for other in cover.marks[:i]:
        first = other.elements[0] if other.kind == "element" else None
        if first is not None and first.whole and first.element == element and " " in other.text.strip():
            return _SAID
    return 0.0


def asked_how_much(cover: Cover, i: int, element: Element) -> float:
    """How much did we sell: an amount is asked for, not a number of rows."""
    for mark in cover.marks[max(0, i - 4) : i]:
        if mark.cue is not None and mark.text.lower().startswith("how much"):
            verb = not cover.marks[i].elements[0].whole or cover.marks[i].elements[0].weight < 0.65
            return _MONEY if verb and element.kind == "metric" and not element.name.endswith("count") else 0.0
    return 0.0


def of_one_column(cover: Cover, weights: dict[int, tuple[float, ...]]) -> dict[int, tuple[float, ...]]:
    """Boston or New York stores, EWR, JFK and LGA: values that are joined belong to one column where they can."""
    found = dict(weights)
    for run in _joined_values(cover):
        columns = [{(h.table, h.column) for h in cover.marks[i].values} for i in run]
        common = set.intersection(*columns)
        if not common or len(run) < 2:
            continue
        sums = {
            column: sum(
                max(w for w, h in zip(weights[i], cover.marks[i].values, strict=True) if (h.table, h.column) == column)
                for i in run
            )
            for column in sorted(common)
        }
        best = {column for column, weight in sums.items() if weight >= max(sums.values()) - 0.1}
        for i in run:
            hits = cover.marks[i].values
            found[i] = tuple(
                w + _TOGETHER * ((h.table, h.column) in best) for w, h in zip(weights[i], hits, strict=True)
            )
    return found


def _joined_values(cover: Cover) -> Iterator[list[int]]:
    """Yield the positions of values with nothing but and, or and commas between them."""
    run: list[int] = []
    values = [i for i, mark in enumerate(cover.marks) if mark.kind == "value"]
    for one, other in pairwise(values):
        run = run or [one]
        between = cover.marks[one + 1 : other]
        joints = [m.cue is not None and m.cue.kind in ("and", "or", "versus") for m in between]
        stops = [m.kind == "stop" for m in between]
        if between and all(a or b for a, b in zip(joints, stops, strict=True)):
            run.append(other)
        else:
            yield run
            run = []
    if run:
        yield run
