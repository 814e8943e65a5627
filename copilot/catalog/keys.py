"""Which columns tell the rows of a table apart.

Owns primary keys: declared, else one proven unique column, else two to four. Every key that is inferred is proven by an
exact count; names, types and positions only decide which proof is tried first, since blind search finds dozens of
accidental keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import expm1, prod
from typing import Any

from sqlglot import exp

from copilot.catalog import lexicon, naming
from copilot.catalog.asking import Asker, col, tab
from copilot.catalog.scan import NEARLY, SHORT_TEXT, SLACK, Scanned

POOL = 10
"""Most columns that composite keys are made of."""
WIDEST = 4
SAMPLE_ROWS = 20_000
"""Head of the table in which most combinations already repeat; a repeat there is a proof, its absence is none."""
EXACT_CHECKS = 12
_FIRST = 1.0
"""What a unique whole number gains as the first column: that is where people put the key."""
_NAMED = 3.0
"""Weight from which on a unique column is a key by its name too, and no telephone number."""
_WEAK = 1.0
MEETINGS = 10.0
"""So many meetings expected by chance make it a sign that there is none: e^-10, with hundreds of sets tried."""
MANY_ROWS = 100
"""From so many rows on, even labels alone are not unique together by accident."""


def find_key(asker: Asker, scanned: Scanned) -> tuple[str, ...]:
    """Return the primary key of a table, or an empty tuple where none is declared or proven.

    Raises:
        QueryFailed: a counting query failed.
    """
    if scanned.table.primary_key:
        return scanned.table.primary_key
    if scanned.rows == 0:
        return ()
    single = [(weight, c.name) for c in scanned.table.columns if (weight := _single_weight(scanned, c.name)) > 0]
    meant = any(_nearly_single(scanned, column.name) for column in scanned.table.columns)
    best = max(single, key=lambda pair: pair[0], default=(0.0, ""))
    if best[0] >= _NAMED or (best[0] >= _WEAK and not meant):
        return (best[1],)
    if scanned.rows < 2 or meant:
        return ()  # one column is meant to identify a row, and a few rows share theirs: together with others is no key
    return _composite(asker, scanned) or ((best[1],) if best[1] else ())


def _nearly_single(scanned: Scanned, name: str) -> bool:
    facts = scanned.facts[name]
    own = scanned.table.name
    named = naming.id_like(name) or naming.names_own_key(name, own) or naming.named_after(name, own)
    first = scanned.table.columns[0].name == name and scanned.column(name).type in ("integer", "text")
    return (
        (named or first)
        and not facts.nulls
        and NEARLY * facts.rows <= facts.distinct < facts.rows
        and facts.rows >= MANY_ROWS
    )


def _single_weight(scanned: Scanned, name: str) -> float:
    """Return how much a unique column looks like the key, 0 where it is not unique or never one."""
    if not scanned.unique(name):
        return 0.0
    weight = key_weight(scanned, name)
    first = scanned.table.columns[0].name == name
    kind = scanned.column(name).type
    if naming.names_own_key(name, scanned.table.name):
        return weight + 2
    if first and kind == "integer" and weight > 0:
        weight += _FIRST
    if scanned.rows == 1 and weight < 4:
        return 0.0
    if kind == "integer" and weight < 3 and not first:
        return 0.0
    return weight


def key_weight(scanned: Scanned, name: str) -> float:
    """Return how much a column looks like part of a key by name and type, 0 for what never is."""
    column, facts = scanned.column(name), scanned.facts[name]
    if column.type not in ("integer", "text", "date", "timestamp", "time") or facts.nulls:
        return 0.0
    if naming.has(name, lexicon.PERSONAL_NUMBERS) and naming.last(name) != "id":
        return 0.2
    if naming.id_like(name) or naming.sequence_like(name):
        return 4.0
    if naming.has(name, lexicon.CONTACT | lexicon.FREE_TEXT) or (facts.mean_length or 0.0) > SHORT_TEXT:
        return 0.2 if naming.has(name, lexicon.CONTACT) else 0.0
    if column.type in ("date", "timestamp", "time"):
        return 0.0 if naming.has(name, lexicon.SIDE_DATES) else 3.0
    if naming.named_after(name, scanned.table.name):
        return 3.5
    if column.type == "text":
        return 1.0 if naming.has(name, lexicon.NAME_WORDS) else 2.0
    return _integer_weight(name)


def _integer_weight(name: str) -> float:
    if naming.last(name) in lexicon.TIME_PARTS:
        return 2.5
    if naming.has(name, lexicon.CLOCK_WORDS):
        return 0.5
    if naming.has(name, lexicon.ADDITIVE | lexicon.NON_ADDITIVE) or naming.plural(name):
        return 0.0
    return 1.5


def _composite(asker: Asker, scanned: Scanned) -> tuple[str, ...]:
    pool = _pool(scanned)
    if len(pool) < 2:
        return ()
    tree = exp.select(*(col(name) for name in pool)).from_(tab(scanned.table.name)).limit(SAMPLE_ROWS)
    sample = list(zip(*asker.rows(tree, rows=SAMPLE_ROWS), strict=True))
    checks = 0
    for names in _candidates(scanned, pool):
        if _repeats([sample[pool.index(name)] for name in names]):
            continue
        if not _more_than_chance(scanned, names):
            continue
        distinct, _ = asker.tuples(scanned.table.name, names)
        if distinct == scanned.rows:
            return tuple(sorted(names, key=[c.name for c in scanned.table.columns].index))
        checks += 1
        if checks == EXACT_CHECKS:
            break
    return ()


def _pool(scanned: Scanned) -> list[str]:
    """Return the columns that may be part of a composite key, best first."""
    weighted = {c.name: key_weight(scanned, c.name) for c in scanned.table.columns}
    usable = [name for name, weight in weighted.items() if weight > 0 and scanned.facts[name].distinct > 1]
    parts = {naming.last(n) for n in usable if naming.last(n) in lexicon.TIME_PARTS and _whole(scanned, n)}
    if len(parts) > 1 and any(scanned.column(name).type in ("date", "timestamp") for name in usable):
        usable = [name for name in usable if naming.last(name) not in lexicon.TIME_PARTS or not _whole(scanned, name)]
    return sorted(usable, key=lambda name: -weighted[name])[:POOL]


def _whole(scanned: Scanned, name: str) -> bool:
    return scanned.column(name).type == "integer"


def _candidates(scanned: Scanned, pool: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield combinations that could be unique, fewer columns first, then the more key-like."""
    for size in range(2, min(WIDEST, len(pool)) + 1):
        sets = [names for names in combinations(pool, size) if _plausible(scanned, names)]
        yield from sorted(sets, key=lambda names: -sum(key_weight(scanned, name) for name in names))


def _plausible(scanned: Scanned, names: tuple[str, ...]) -> bool:
    """Leave out what cannot be unique, and what would be unique in a small table by accident."""
    possible = prod(most_values(scanned, name) for name in names)
    if possible < scanned.rows:
        return False
    telling = any(key_weight(scanned, name) >= 2.5 for name in names)
    return telling or scanned.rows >= MANY_ROWS or possible <= 2 * scanned.rows


def _more_than_chance(scanned: Scanned, names: tuple[str, ...]) -> bool:
    """Tell whether unrelated columns with as many values would have met in some rows (the birthday problem).

    Where they would not, that no two rows agree says nothing; but for the two identifiers of a table that links others.
    """
    if scanned.rows < MANY_ROWS:
        return True
    possible = prod(values_there_may_be(scanned.rows, most_values(scanned, name)) for name in names)
    expected = scanned.rows**2 / (2.0 * possible)
    first = {column.name for column in scanned.table.columns[:2]}
    links = set(names) == first and all(naming.id_like(name) for name in names)
    return expected >= MEETINGS or links


def values_there_may_be(rows: int, seen: float) -> float:
    """Return how many values a column may draw from, of which so many were seen in so many rows.

    Where nearly every row shows another one most have not been seen yet: rows draws from D values show
    D (1 - e^(-rows / D)) of them.
    """
    if seen < 0.5 * rows:
        return seen
    low, high = seen, max(2.0 * seen, float(rows) ** 2)
    for _ in range(60):
        middle = (low * high) ** 0.5
        if middle * -expm1(-rows / middle) < seen:
            low = middle
        else:
            high = middle
    return high


def most_values(scanned: Scanned, name: str) -> float:
    """Return an upper bound of a column's distinct values; approximate counts may be too low."""
    facts = scanned.facts[name]
    return facts.distinct if facts.distinct_exact else min(facts.rows, facts.distinct * SLACK)


def _repeats(columns: list[tuple[Any, ...]]) -> bool:
    """Tell whether some columns together hold the same values twice."""
    return len(set(zip(*columns, strict=True))) < len(columns[0])
