"""What the learned parts look at in one question: rows of numbers for columns, tables, conditions and operators.

Owns which columns are looked at and how rows are put together, for training and reading alike. The numbers themselves
are `signs`', `conditions`' and `ranking`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from copilot.readers.sketching.conditions import Choice, Mention, choices, operator_row
from copilot.readers.sketching.judged import Candidate, Judged
from copilot.readers.sketching.query import Field
from copilot.readers.sketching.ranking import Appraiser
from copilot.readers.sketching.signs import Scene, Span
from copilot.readers.sketching.trees import Floats
from copilot.readers.sketching.witness import Witness

Kind = Literal[
    "column",
    "table",
    "condition",
    "operator",
    "candidate",
    "column beside",
    "table beside",
    "condition beside",
    "outcome",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What can be seen of one question before anything is judged."""

    fields: tuple[Field, ...]
    columns: Floats
    tables: tuple[str, ...]
    table_rows: Floats
    choices: tuple[Choice, ...]
    conditions: Floats
    mentions: Mapping[Span, Mention]
    operators: Floats
    """One row for each of the mentions."""


def evidence(scene: Scene) -> Evidence:
    """Return what can be seen of one question."""
    fields = considered(scene)
    tables = tuple(scene.terrain.catalog.tables)
    found = tuple(choices(scene))
    mentions: dict[Span, Mention] = {}
    for choice in found:
        mentions.setdefault((choice.mention.start, choice.mention.end), choice.mention)
    return Evidence(
        fields,
        matrix([scene.column(field) for field in fields]),
        tables,
        matrix([scene.table(table) for table in tables]),
        found,
        matrix([scene.condition(c.field, c.mention, c.weight, c.how) for c in found]),
        mentions,
        matrix([operator_row(scene, mention) for mention in mentions.values()]),
    )


def considered(scene: Scene) -> tuple[Field, ...]:
    """Return the columns that are judged: those that words point to, and all of the tables that words point to."""
    links = scene.links
    return tuple(
        field
        for table in scene.terrain.catalog.tables.values()
        for field in (Field(table.name, column) for column in table.columns)
        if table.name in links.tables or field in links.columns
    )


def candidate_rows(
    candidates: Sequence[Candidate],
    scene: Scene,
    judged: Judged,
    steps: Sequence[int],
    witness: Witness | None = None,
) -> Floats:
    """Return the rows by which candidates are ranked: each number, and how far it is below the greatest."""
    appraiser = Appraiser(scene, judged, max((candidate.score for candidate in candidates), default=0.0), witness)
    rows = matrix([appraiser.row(c, joins) for c, joins in zip(candidates, steps, strict=True)])
    if not len(rows):
        return rows
    return np.hstack([rows, rows - rows.max(axis=0)])


def matrix(rows: Sequence[Sequence[float]]) -> Floats:
    """Return rows of numbers as an array, with no columns where there are no rows."""
    return np.array(rows, dtype=np.float32) if rows else np.zeros((0, 0), dtype=np.float32)
