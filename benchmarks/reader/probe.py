"""A fixed question over a fixed catalog, by whose rows a model's file shows whether it fits the code.

Owns the probe. A model remembers a digest of these rows; the same code gives the same digest on every machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import numpy as np

from copilot.readers.network import Network
from copilot.readers.sketching.context import First, column_rows, condition_rows, table_rows
from copilot.readers.sketching.evidence import Evidence, Kind, candidate_rows, evidence, matrix
from copilot.readers.sketching.grams import grams
from copilot.readers.sketching.judged import Candidate, Condition, Judged
from copilot.readers.sketching.learned import ROLES
from copilot.readers.sketching.links import Linker
from copilot.readers.sketching.outcomes import Outcome, outcome_rows
from copilot.readers.sketching.query import Field, Order, Query, Term, Test
from copilot.readers.sketching.shapes import shape_of
from copilot.readers.sketching.signs import Scene, Terrain
from copilot.readers.sketching.trees import Floats
from copilot.readers.sketching.witness import Witness, witness_of
from copilot.values import Catalog, SemanticModel
from copilot.values.catalog import Column, ColumnFacts, Relationship, Table, ValueList

_QUESTION = "List the name and price of the most expensive boats built after 1990 in the harbour 'Kiel', but not sold."
_DIGITS = 4
_OUTCOMES = (
    Outcome(3, 2, 1, 0.25, held="a", witness=-1),
    Outcome(-1),
    Outcome(1, 1, nothing=True, held="b", witness=1),
)


def probe(cues: Sequence[str]) -> tuple[dict[Kind, int], str]:
    """Return how many numbers rows of each kind have, and the digest of the rows of the fixed question."""
    catalog = _catalog()
    scene = Scene(Linker(catalog, SemanticModel()).links(_QUESTION), Terrain(catalog, Network(catalog)), cues)
    seen = evidence(scene)
    kinds: dict[Kind, Floats] = {
        "column": seen.columns,
        "table": seen.table_rows,
        "condition": seen.conditions,
        "operator": seen.operators,
        "candidate": _candidates(scene),
        "outcome": matrix(outcome_rows([2.0, 1.5, 0.5], _OUTCOMES, Witness(unplaced=1, doubts=2, spoke=True))),
        **_beside(scene, seen),
    }
    held = {kind: [[round(float(x), _DIGITS) + 0.0 for x in row] for row in rows] for kind, rows in kinds.items()}
    text = json.dumps([held, sorted(grams(scene))])
    widths: dict[Kind, int] = {kind: rows.shape[1] for kind, rows in kinds.items()}
    return widths, hashlib.sha256(text.encode()).hexdigest()[:16]


def _beside(scene: Scene, seen: Evidence) -> dict[Kind, Floats]:
    roles = np.array(
        [[(1 + place + role) % 10 / 10 for role in range(len(ROLES))] for place in range(len(seen.fields))]
    )
    tables = dict.fromkeys(seen.tables, 0.7)
    conditions = [Condition(c.field, c.mention, c.values, c.how, 0.4) for c in seen.choices]
    first = First(scene, seen.fields, roles, tables, conditions)
    return {
        "column beside": column_rows(first),
        "table beside": table_rows(first),
        "condition beside": condition_rows(first),
    }


def _catalog() -> Catalog:
    def column(name: str, kind: str, role: str, distinct: int, **more: object) -> Column:
        facts = ColumnFacts(40, 0, distinct, True, **more)  # type: ignore[arg-type]
        return Column(name, kind, kind.upper(), role, role == "measure", None, facts)  # type: ignore[arg-type]

    boats = [
        column("boat_id", "integer", "key", 40, minimum=1, maximum=40),
        column("name", "text", "text", 39),
        column("price", "decimal", "measure", 35, minimum=900, maximum=70_000),
        column("year_built", "integer", "dimension", 20, minimum=1971, maximum=2020),
        column("sold", "text", "flag", 2, top=(("Y", 30), ("N", 10))),
        column("harbour_id", "integer", "key", 5, minimum=1, maximum=5),
    ]
    harbours = [column("harbour_id", "integer", "key", 5), column("town", "text", "geography", 5)]
    return Catalog(
        {
            "boats": Table("boats", {c.name: c for c in boats}, ("boat_id",), 40),
            "harbours": Table("harbours", {c.name: c for c in harbours}, ("harbour_id",), 5),
        },
        (Relationship("boats", ("harbour_id",), "harbours", ("harbour_id",), True),),
        (ValueList("harbours", "town", ("Kiel", "Lorient", "Bergen"), True),),
    )


def _candidates(scene: Scene) -> Floats:
    name, price, built = Field("boats", "name"), Field("boats", "price"), Field("boats", "year_built")
    number = scene.links.numbers[0]
    after = Condition(built, number, (number.value,), "number", 0.8)
    shown = (Term("", name), Term("", price))
    newer = ((Test(Term("", built), ">", (number.value,)),),)
    queries = [
        (Query(shown, ("boats",), where=newer, order=(Order(Term("", price), True),), limit=1), (after,)),
        (Query((Term("max", price),), ("boats", "harbours"), group=(Field("harbours", "town"),)), ()),
        (Query(shown, ("boats",), combined=("except", Query(shown, ("boats",), where=newer))), (after,)),
    ]
    nests = ("", "", "except")
    parts = {"shape": -1.0, "select": -0.5, "where": -0.25}
    candidates = [
        Candidate(query, parts, shape_of(query), nest, used) for (query, used), nest in zip(queries, nests, strict=True)
    ]
    judged = Judged(
        {role: {name: 0.7, price: 0.4, built: 0.1} for role in ROLES},
        {"boats": 0.9, "harbours": 0.3},
        [after],
        {},
        [],
        {"": 0.9, "except": 0.1},
    )
    said = 'SELECT "boats"."name" FROM "boats" WHERE "boats"."year_built" > 1990 ORDER BY "boats"."price" DESC LIMIT 1'
    witness = witness_of(said, "duckdb", unplaced=1, doubts=0, alone=True)
    return candidate_rows(candidates, scene, judged, [0, 1, 0], witness)
