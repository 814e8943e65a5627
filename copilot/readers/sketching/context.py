"""What a first judgement of all parts of a question says beside one column, table or condition of it.

A column is selected less likely where another one answers to the same words, and more likely where its neighbours in a
list are. Owns these numbers, by which everything is judged a second time. Refuses to judge.

The idea is auto-context (Tu, CVPR 2008): what was said of the neighbours is evidence for the next look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from copilot.readers.network import NoPath
from copilot.readers.sketching.judged import Condition
from copilot.readers.sketching.links import Hit
from copilot.readers.sketching.query import Field
from copilot.readers.sketching.signs import NONE, Scene, Span
from copilot.readers.sketching.trees import Floats

RANKED: Final = (0, 1, 3, 4, 6)
"""Places of the roles of which a column's rank is told: selected, aggregated, grouped, ordered, restricted."""
_SELECTED, _RESTRICTED = 0, 6
_JOINERS: Final = frozenset(
    {"and", ",", "the", "their", "its", "or", "his", "her", "as", "well", "also", "along", "with", "a"}
)
_LIKELY: Final = 0.5


@dataclass(frozen=True, eq=False)
class First:
    """The first judgement of one question."""

    scene: Scene
    fields: tuple[Field, ...]
    roles: npt.NDArray[np.float64]
    """One row for each field, one column for each role."""
    tables: Mapping[str, float]
    conditions: Sequence[Condition]
    """Every choice of a condition, likely or not, in the order of the evidence."""

    @cached_property
    def place_of(self) -> Mapping[Field, int]:
        """Return the place of each field."""
        return {field: place for place, field in enumerate(self.fields)}

    @cached_property
    def best(self) -> tuple[Hit | None, ...]:
        """Return the hit that each field is seen by."""
        columns = self.scene.links.columns
        return tuple(
            max(columns.get(f, ()), key=lambda h: h.weight * (h.end - h.start) ** 0.3, default=None)
            for f in self.fields
        )

    @cached_property
    def held(self) -> Mapping[Field, float]:
        """Return the greatest chance of a condition on each field."""
        found: dict[Field, float] = {}
        for condition in self.conditions:
            found[condition.field] = max(found.get(condition.field, 0.0), condition.chance)
        return found

    @cached_property
    def taken(self) -> tuple[float, ...]:
        """Return, for each word, the greatest chance that it is a value of a condition."""
        found = [0.0] * self.scene.size
        for condition in self.conditions:
            for place in range(condition.mention.start, condition.mention.end):
                found[place] = max(found[place], condition.chance)
        return tuple(found)

    @cached_property
    def held_by(self) -> Mapping[str, float]:
        """Return the greatest chance of a condition on each table."""
        found: dict[str, float] = {}
        for field, chance in self.held.items():
            found[field.table] = max(found.get(field.table, 0.0), chance)
        return found

    @cached_property
    def most_of(self) -> Mapping[str, npt.NDArray[np.float64]]:
        """Return the greatest chance of each role over the columns of each table."""
        found: dict[str, npt.NDArray[np.float64]] = {}
        for field, row in zip(self.fields, self.roles, strict=True):
            found[field.table] = np.maximum(found[field.table], row) if field.table in found else row
        return found

    @cached_property
    def stretches(self) -> tuple[tuple[Span, float, float], ...]:
        """Return each stretch that names something, with its columns' greatest chances of two roles."""
        made = []
        for span, _, _, columns, _ in self.scene.segments:
            rows = [self.roles[self.place_of[field]] for field in columns if field in self.place_of]
            top = np.max(rows, axis=0) if rows else np.zeros(self.roles.shape[1])
            made.append((span, float(top[_SELECTED]), float(top[_RESTRICTED])))
        return tuple(made)

    @cached_property
    def likely_tables(self) -> frozenset[str]:
        """Return the tables that are likely used."""
        return frozenset(name for name, chance in self.tables.items() if chance >= _LIKELY)


def column_rows(first: First) -> Floats:
    """Return a row for each field of what was said of it and beside it."""
    if not first.fields:
        return np.zeros((0, 0), dtype=np.float32)
    roles = first.roles
    ranked = roles[:, RANKED]
    order = np.argsort(np.argsort(-ranked, axis=0, kind="stable"), axis=0)
    total = ranked.sum(axis=0)
    top = np.sort(ranked, axis=0)[::-1]
    second = top[1] if len(top) > 1 else np.zeros(len(RANKED))
    others = np.where(order == 0, second, top[0])
    shares = ranked / np.maximum(total, 1e-6)
    beside = np.array([_beside(first, place) for place in range(len(first.fields))])
    shared = np.broadcast_to(total, ranked.shape)
    return np.hstack([roles, np.minimum(order, 10), others, shares, shared, beside]).astype(np.float32)


def _beside(first: First, place: int) -> list[float]:
    field, hit, row = first.fields[place], first.best[place], first.roles[place]
    scene = first.scene
    table = first.most_of[field.table]
    target = scene.terrain.foreign.get(field)
    name = scene.terrain.named.get(target) if target else None
    other_tables = [chance for other, chance in first.tables.items() if other != field.table]
    twins = [
        float(first.roles[at][_SELECTED])
        for other, at in first.place_of.items()
        if other.column == field.column and other.table != field.table
    ]
    return [
        first.tables.get(field.table, 0.0),
        max(other_tables, default=0.0),
        float(len(first.likely_tables)),
        float(table[_SELECTED]),
        float(table[_SELECTED] - row[_SELECTED]),
        float(table.max()),
        first.held.get(field, 0.0),
        max(first.taken[hit.start : hit.end]) if hit else NONE,
        first.held_by.get(field.table, 0.0),
        first.tables.get(target, 0.0) if target else NONE,
        float(first.roles[first.place_of[name]][_SELECTED]) if name is not None and name in first.place_of else NONE,
        max(twins, default=NONE),
        *_rivals(first, place, hit),
        *_neighbours(first, hit),
    ]


def _rivals(first: First, place: int, hit: Hit | None) -> list[float]:
    """Return what was said of the columns that the same words hit."""
    if hit is None:
        return [NONE, NONE, NONE, NONE]
    selected, any_role, likely = 0.0, 0.0, 0
    for other, theirs in enumerate(first.best):
        if other != place and theirs is not None and theirs.start < hit.end and theirs.end > hit.start:
            row = first.roles[other]
            selected, any_role = max(selected, float(row[_SELECTED])), max(any_role, float(row.max()))
            likely += bool(row.max() > _LIKELY)
    mine = first.roles[place]
    return [selected, any_role, float(likely), float(mine[_SELECTED]) - selected]


def _neighbours(first: First, hit: Hit | None) -> list[float]:
    """Return what was said of the stretches before and after, and whether only "and" or a comma stands between."""
    if hit is None:
        return [NONE] * 8
    before = [s for s in first.stretches if s[0][1] <= hit.start]
    after = [s for s in first.stretches if s[0][0] >= hit.end]
    found: list[float] = []
    for near, left in ((before[-1:], True), (after[:1], False)):
        if not near:
            found += [NONE, NONE, NONE, NONE]
            continue
        (start, end), selected, restricted = near[0]
        between = first.scene.links.lemmas[end : hit.start] if left else first.scene.links.lemmas[hit.end : start]
        joined = bool(between) and all(word in _JOINERS for word in between)
        found += [selected, restricted, float(len(between)), float(joined)]
    return found


def table_rows(first: First) -> Floats:
    """Return a row for each table of what was said of it, its columns and the tables beside it."""
    names = tuple(first.scene.terrain.catalog.tables)
    nothing = np.zeros(first.roles.shape[1])
    network = first.scene.terrain.network
    try:
        steps = network.tree(first.likely_tables) if first.likely_tables else ()
    except NoPath:
        steps = ()
    crossed = {name for known, new, _ in steps for name in (known, new)}
    found = []
    for name in names:
        others = sorted((chance for other, chance in first.tables.items() if other != name), reverse=True)
        near = [first.tables.get(other, 0.0) for other, _ in network.links(name)]
        found.append(
            [
                first.tables.get(name, 0.0),
                others[0] if others else 0.0,
                others[1] if len(others) > 1 else 0.0,
                float(sum(others)),
                float(len(first.likely_tables)),
                float(name in crossed),
                float(len(crossed)),
                max(near, default=0.0),
                first.held_by.get(name, 0.0),
                *first.most_of.get(name, nothing),
            ]
        )
    return np.array(found, dtype=np.float32)


def condition_rows(first: First) -> Floats:
    """Return a row for each choice of a condition of what was said of it, its mention and its column."""
    most: dict[Span, list[float]] = {}
    for condition in first.conditions:
        most.setdefault((condition.mention.start, condition.mention.end), []).append(condition.chance)
    everything = sum(max(chances) for chances in most.values())
    found = []
    for condition in first.conditions:
        field = condition.field
        rivals = most[condition.mention.start, condition.mention.end]
        place = first.place_of.get(field)
        row = first.roles[place] if place is not None else np.full(first.roles.shape[1], NONE)
        found.append(
            [
                condition.chance,
                float(sum(other > condition.chance for other in rivals)),
                max(rivals),
                sum(rivals),
                everything,
                first.tables.get(field.table, 0.0),
                max((c for other, c in first.tables.items() if other != field.table), default=0.0),
                float(first.most_of[field.table].max()) if field.table in first.most_of else 0.0,
                first.held.get(field, 0.0),
                *row,
            ]
        )
    return np.array(found, dtype=np.float32) if found else np.zeros((0, 0), dtype=np.float32)
