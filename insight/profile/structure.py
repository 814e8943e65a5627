"""How the columns of one table hang together: what follows from what, and what would identify a row.

Owns dependencies, hierarchies and near keys. A sample proposes, the engine decides over all rows. Whatever
would come true by chance is no structure: a dependency counts where unrelated columns would have broken it many times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from copilot.catalog import lexicon, naming
from copilot.catalog.asking import COUNT, GROUPS, Asker, aliased, col, key, tab
from copilot.catalog.keys import values_there_may_be
from copilot.catalog.scan import SHORT_TEXT
from copilot.values import Column, Table
from insight.profile.kinds import pattern_of
from insight.profile.sample import Sample
from insight.profile.values import Dependency

POOL: Final = 60
"""Most columns of which every pair is looked at."""
_BROKEN_BY_CHANCE: Final = 30.0
"""So often unrelated columns would break a dependency, at least, for its holding to mean something."""
_LESS_THAN_CHANCE: Final = 0.05
"""Share of that number up to which broken rows are errors rather than how things are."""
_SLACK: Final = 0.01
"""Share of rows that may break a dependency for it to be one with errors."""


@dataclass(frozen=True, slots=True)
class Follows:
    """One column that follows from another, with the rows that break it."""

    determinant: str
    dependent: str
    broken: int
    by_chance: float
    """Rows that would break it if the two had nothing to do with each other."""
    groups: int
    """Values of the determinant for which there is more than one."""


def dependencies(asker: Asker, sample: Sample, *, unique: frozenset[str]) -> list[Follows]:
    """Return which labels follow from which, counted over all rows.

    Raises:
        QueryFailed: the engine said no, the deadline passed or the person stopped it.
    """
    pool = _labels(sample, unique)
    found: list[Follows] = []
    for determinant in pool:
        dependents = {
            name: chance * sample.table.row_count / sample.rows
            for name in pool
            if name != determinant and (chance := _may_follow(sample, determinant, name)) is not None
        }
        if dependents:
            found += _counted(asker, sample.table, determinant, dependents)
    return found


def _labels(sample: Sample, unique: frozenset[str]) -> list[str]:
    """Return columns whose values name or group things and come again."""
    found = []
    for name in sample.columns:
        column = sample.column(name)
        facts = column.facts
        if facts is None or name in unique or column.type not in ("text", "integer", "boolean"):
            continue
        if column.role in ("measure", "time", "sequence") or (facts.mean_length or 0.0) > SHORT_TEXT:
            continue
        held = facts.rows - facts.nulls
        if facts.distinct >= 2 and held >= 2 * facts.distinct and facts.nulls < 0.5 * facts.rows:
            found.append(name)
    return sorted(found, key=lambda name: -_distinct(sample.column(name)))[:POOL]


def _distinct(column: Column) -> int:
    return column.facts.distinct if column.facts is not None else 0


def _may_follow(sample: Sample, determinant: str, dependent: str) -> float | None:
    """Return how often chance would break a dependency in the sample, None where it cannot be one."""
    if _distinct(sample.column(dependent)) > 1.2 * _distinct(sample.column(determinant)):
        return None
    mine, values = sample.codes(determinant)
    theirs, others = sample.codes(dependent)
    both = (mine >= 0) & (theirs >= 0)
    mine, theirs = mine[both], theirs[both]
    if len(mine) < 20 or len(values) < 2 or len(others) < 2:
        return None
    pairs, counts = np.unique(mine * len(others) + theirs, return_counts=True)
    most = np.zeros(len(values), dtype=np.int64)
    np.maximum.at(most, pairs // len(others), counts)
    broken = len(mine) - int(most.sum())
    repeated = len(mine) - int((most > 0).sum())
    shares = np.bincount(theirs, minlength=len(others)) / len(theirs)
    by_chance = repeated * (1.0 - float((shares**2).sum()))
    likely = by_chance >= _BROKEN_BY_CHANCE and broken <= 3 * _SLACK * len(mine)
    return by_chance if likely and broken <= 3 * _LESS_THAN_CHANCE * by_chance else None


def _counted(asker: Asker, table: Table, determinant: str, dependents: Mapping[str, float]) -> list[Follows]:
    """Count, for all dependents of one column at once, the rows that do not hold what most of their group hold."""
    found = []
    ends = [
        exp.alias_(kind(this=_comparable(table.columns[name])), key(2 * i + j), quoted=True)
        for i, name in enumerate(dependents)
        for j, kind in enumerate((exp.Min, exp.Max))
    ]
    inner = exp.select(*ends).from_(tab(table.name)).where(col(determinant).is_(exp.null()).not_())
    inner = inner.group_by(col(determinant))
    counts = [
        exp.Sum(this=_one(col(key(2 * i), GROUPS).neq(col(key(2 * i + 1), GROUPS)))) for i in range(len(dependents))
    ]
    row = asker.rows(aliased(exp.select(*counts).from_(inner.subquery(GROUPS))), rows=1)[0]
    for name, groups in zip(dependents, row, strict=True):
        broken = 0 if not groups else _broken(asker, table, determinant, name)
        chance = dependents[name]
        if broken <= min(_SLACK * table.row_count, _LESS_THAN_CHANCE * chance):
            found.append(Follows(determinant, name, broken, chance, int(groups or 0)))
    return found


def _comparable(column: Column) -> exp.Expression:
    return exp.cast(col(column.name), "integer") if column.type == "boolean" else col(column.name)


def _one(condition: exp.Condition) -> exp.Case:
    return exp.Case().when(condition, exp.Literal.number(1)).else_(exp.Literal.number(0))


def _broken(asker: Asker, table: Table, determinant: str, dependent: str) -> int:
    """Return how many rows hold another value than most rows with the same determinant."""
    pairs = exp.select(
        exp.alias_(col(determinant), key(0), quoted=True), exp.alias_(exp.Count(this=exp.Star()), COUNT, quoted=True)
    )
    held = exp.and_(col(determinant).is_(exp.null()).not_(), col(dependent).is_(exp.null()).not_())
    pairs = pairs.from_(tab(table.name)).where(held).group_by(col(determinant), col(dependent))
    of_group = exp.select(
        exp.alias_(exp.Sum(this=col(COUNT, GROUPS)) - exp.Max(this=col(COUNT, GROUPS)), key(0), quoted=True)
    ).from_(pairs.subquery(GROUPS))
    of_group = of_group.group_by(col(key(0), GROUPS))
    total = exp.select(exp.Sum(this=col(key(0), GROUPS))).from_(of_group.subquery(GROUPS))
    return int(asker.rows(aliased(total), rows=1)[0][0] or 0)


def as_dependencies(follows: Sequence[Follows]) -> tuple[Dependency, ...]:
    """Return the dependencies that hold in every row, two that hold both ways as one."""
    exact = {(f.determinant, f.dependent) for f in follows if f.broken == 0}
    found, told = [], set()
    for determinant, dependent in sorted(exact):
        if (dependent, determinant) in told:
            continue
        both = (dependent, determinant) in exact
        told.add((determinant, dependent))
        found.append(Dependency(determinant, dependent, both))
    return tuple(found)


def hierarchies(table: Table, found: Sequence[Dependency], levels: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Return chains of labels, each the coarser of the next, longest first; identifiers are at most their last link.

    Args:
        table: the table with its facts.
        found: dependencies that hold in every row.
        levels: columns that may be a level; a person's name or a yes is none.
    """
    up: dict[str, set[str]] = {}
    for each in found:
        if not {each.dependent, each.determinant} <= levels:
            continue
        if not each.both_ways and _distinct(table.columns[each.dependent]) < _distinct(table.columns[each.determinant]):
            up.setdefault(each.determinant, set()).add(each.dependent)
    chains = [tuple(reversed(chain)) for start in up for chain in _chains(start, up)]
    named = [c for c in chains if all(not naming.id_like(name) for name in c[:-1])]
    kept: list[tuple[str, ...]] = []
    for chain in sorted(set(named), key=lambda c: (-len(c), c)):
        if len(chain) > 1 and not any(set(chain) <= set(other) for other in kept):
            kept.append(chain)
    return tuple(kept[:12])


def _chains(start: str, up: dict[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the ways upward from a column that leave out no step."""
    above = up.get(start, set())
    direct = [name for name in above if not any(name in up.get(other, set()) for other in above if other != name)]
    if not direct:
        yield (start,)
    for name in sorted(direct):
        for rest in _chains(name, up):
            yield (start, *rest)


# ------------------------------------------------------------------------------------------------ near keys


@dataclass(frozen=True, slots=True)
class NearKey:
    """Columns that would identify a row, but for some rows."""

    columns: tuple[str, ...]
    surplus: int
    """Rows beyond the first of each."""


def near_key(asker: Asker, sample: Sample, pointing: frozenset[str]) -> NearKey | None:
    """Return the columns that are meant to identify a row where no key does, None where there are none.

    Args:
        asker: the source behind its gate.
        sample: rows of the table.
        pointing: columns that lead to other tables.

    Raises:
        QueryFailed: the engine said no, the deadline passed or the person stopped it.
    """
    table = sample.table
    if table.row_count < 20:
        return None
    single = [name for name in sample.columns if _nearly_unique(sample, name)]
    if single:
        best = max(single, key=lambda name: (naming.names_own_key(name, table.name), -list(table.columns).index(name)))
        facts = table.columns[best].facts
        assert facts is not None
        return NearKey((best,), facts.rows - facts.distinct)
    for columns in _sets(sample, pointing):
        distinct, held = asker.tuples(table.name, columns)
        surplus = held - distinct
        if held == table.row_count and 0 < surplus <= 0.02 * held and _not_by_chance(table, columns, surplus):
            return NearKey(columns, surplus)
    return None


def _nearly_unique(sample: Sample, name: str) -> bool:
    table = sample.table
    column, facts = table.columns[name], table.columns[name].facts
    if facts is None or facts.nulls or not facts.distinct_exact or column.type not in ("integer", "text"):
        return False
    if not 0.98 * facts.rows <= facts.distinct < facts.rows:
        return False
    named = naming.id_like(name) or naming.names_own_key(name, table.name) or naming.named_after(name, table.name)
    if named or next(iter(table.columns)) == name:
        return True
    some = [str(value).strip() for value in list(sample.counted(name))[:400]]
    return column.type == "text" and any(c.isdigit() for c in pattern_of(some).replace("9", "0"))


def _sets(sample: Sample, pointing: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Yield pairs and triples of columns that by their names may identify a row together."""
    parts = [name for name in sample.columns if _part_of_key(sample.column(name), name in pointing)][:8]
    labels = [name for name in sample.columns if name not in parts and _whole_label(sample.column(name))]
    parts += labels[: max(0, 10 - len(parts))]
    for size in (2, 3):
        for names in combinations(parts, size):
            possible = prod(_distinct(sample.column(name)) for name in names)
            if possible < 0.98 * sample.table.row_count or not _mostly_apart(sample, names):
                continue
            yield names


def _whole_label(column: Column) -> bool:
    """Tell whether a column puts every row into one of some groups."""
    facts = column.facts
    return facts is not None and not facts.nulls and column.role == "dimension" and 4 <= facts.distinct <= 500


def _part_of_key(column: Column, points: bool) -> bool:
    if column.facts is None or column.facts.nulls or column.facts.distinct < 2:
        return False
    name = column.name
    if naming.id_like(name) or naming.sequence_like(name) or points or column.role in ("key", "sequence"):
        return True
    if column.type in ("date", "timestamp"):
        return not naming.has(name, lexicon.SIDE_DATES)
    return column.type == "integer" and naming.last(name) in lexicon.TIME_PARTS


def _mostly_apart(sample: Sample, names: Sequence[str]) -> bool:
    """Tell whether a combination hardly repeats within the sample."""
    together: NDArray[np.int64] = np.zeros(sample.rows, dtype=np.int64)
    for name in names:
        codes, values = sample.codes(name)
        together = together * (len(values) + 1) + codes
        together = np.unique(together, return_inverse=True)[1].astype(np.int64)
    return len(np.unique(together)) >= 0.98 * sample.rows


def _not_by_chance(table: Table, columns: Sequence[str], surplus: int) -> bool:
    """Tell whether unrelated columns with as many values would have met far more often (the birthday problem)."""
    possible = prod(values_there_may_be(table.row_count, _distinct(table.columns[name])) for name in columns)
    expected = table.row_count**2 / (2.0 * possible)
    return expected >= 20 and expected >= 5 * surplus
