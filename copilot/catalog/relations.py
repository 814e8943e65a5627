"""Which table leads to which other one, many to one.

Owns relationships: the declared ones, and those inferred from names, types and containment. The parent's columns are
unique by exact count, and containment is counted over all rows; a name alone proves nothing, and neither do values
alone where they are small whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import prod

from sqlglot import exp

from copilot.catalog import lexicon, naming
from copilot.catalog.asking import CHILD, COUNT, PARENT, Asker, col, grouped, key
from copilot.catalog.keys import key_weight, most_values
from copilot.catalog.scan import Scanned
from copilot.values import Relationship

NAMED_SHARE = 0.8
"""Least share of the child's distinct values that the parent holds, where the names agree."""
ROWS_SHARE = 0.9
SOME_VALUES = 0.05
"""Least shares of the child's rows and of its values where the names agree and the rows that are wrong vary."""
UNNAMED_VALUES = 0.3
SPREAD = 0.25
"""Least part of the parent's range that the child's numbers take up; a place in a race is within any range."""
SPARSE = 0.6
"""Most of the whole numbers between its least and greatest that a parent holds for its numbers to be told by values."""
UNNAMED_SHARE = 0.9
"""The same where the names say nothing; only for text."""
SELECTIVE = 20
"""A parent found by values alone has at least so many rows: a handful of labels is contained in many things."""
NEAR_UNIQUE = 0.999
_SHORTENED = 3
_TELLING = 4
"""Letters from which on a fused identifier such as `apid` means the same in another name (`src_apid`)."""
STRONG, WEAK, NONE = 2.0, 1.0, 0.0
_FAMILIES = {"integer": "whole", "text": "text", "date": "date", "timestamp": "timestamp"}


@dataclass(frozen=True, slots=True)
class Link:
    """A possible relationship with what speaks for it."""

    child: str
    columns: tuple[str, ...]
    parent: str
    keys: tuple[str, ...]
    names: float
    contained: float = 0.0
    share: float = 0.0

    def as_relationship(self) -> Relationship:
        """Return the catalog's form."""
        return Relationship(self.child, self.columns, self.parent, self.keys, declared=False, share=self.share)


def find_relationships(
    asker: Asker, tables: Mapping[str, Scanned], keys: Mapping[str, tuple[str, ...]], *, near_unique: bool = False
) -> tuple[Relationship, ...]:
    """Return declared and inferred relationships, each direction and pair of columns once.

    Args:
        asker: the source behind its gate.
        tables: all scanned tables.
        keys: the primary key of each table, as `keys.find_key` gives it.
        near_unique: also take a parent that is unique but for at most 0.1 % of its rows, if no row of the child meets
            a doubled key; the join is then exact for this data, although the parent's columns are no key.

    Raises:
        QueryFailed: a counting query failed.
    """
    declared = _declared(asker, tables, keys)
    taken = {(r.from_table, r.from_columns) for r in declared}
    wide = [link for link in _composites(asker, tables, keys, near_unique) if (link.child, link.columns) not in taken]
    single = [link for link in _singles(asker, tables, keys) if (link.child, link.columns) not in taken]
    wide = [link for link in wide if not _side_by_side(tables[link.child], link, single)]
    found = [link.as_relationship() for link in _one_parent_each(tables, _one_way(tables, wide + single))]
    backwards = {(r.to_table, r.to_columns, r.from_table, r.from_columns) for r in declared}
    fresh = [r for r in found if (r.from_table, r.from_columns, r.to_table, r.to_columns) not in backwards]
    return (*declared, *_without_implied(fresh, (*declared, *fresh), tables))


def _declared(asker: Asker, tables: Mapping[str, Scanned], keys: Mapping[str, tuple[str, ...]]) -> list[Relationship]:
    """Return declared foreign keys whose parent exists and is unique; some engines check neither."""
    found = []
    for child in tables.values():
        for foreign in child.table.foreign_keys:
            parent = tables.get(foreign.to_table)
            to_columns = foreign.to_columns or keys.get(foreign.to_table, ())
            if parent is None or len(to_columns) != len(foreign.columns):
                continue
            if not _unique(asker, parent, to_columns):
                continue
            link = _counted(asker, Link(child.table.name, foreign.columns, parent.table.name, to_columns, STRONG))
            share = link.share if child.rows else 1.0
            found.append(Relationship(link.child, link.columns, link.parent, link.keys, declared=True, share=share))
    return found


def _unique(asker: Asker, parent: Scanned, columns: tuple[str, ...]) -> bool:
    if len(columns) == 1 and parent.facts[columns[0]].distinct_exact:
        return parent.facts[columns[0]].distinct == parent.rows - parent.facts[columns[0]].nulls
    distinct, held = asker.tuples(parent.table.name, columns)
    return distinct == held


def _counted(asker: Asker, link: Link) -> Link:
    """Count which share of the child's distinct values, and of its rows, has a partner."""
    child = grouped(link.child, link.columns).subquery(CHILD)
    parent = grouped(link.parent, link.keys).subquery(PARENT)
    on = exp.and_(*(col(key(i), CHILD).eq(col(key(i), PARENT)) for i in range(len(link.keys))))
    met = col(key(0), PARENT).is_(exp.null()).not_()
    tree = exp.select(
        exp.Count(this=exp.Star()),
        exp.Count(this=col(key(0), PARENT)),
        exp.Sum(this=col(COUNT, CHILD)),
        exp.Sum(this=exp.Case().when(met, col(COUNT, CHILD)).else_(exp.Literal.number(0))),
    ).from_(child)
    tree = tree.join(parent, on=on, join_type="left")
    for position, expression in enumerate(tree.expressions):
        tree.expressions[position] = exp.alias_(expression, f"askbi_v{position}", quoted=True)
    tree.set("expressions", tree.expressions)
    distinct, met_distinct, rows, met_rows = asker.rows(tree, rows=1)[0]
    contained = int(met_distinct) / int(distinct) if distinct else 0.0
    share = int(met_rows) / int(rows) if rows else 0.0
    return Link(link.child, link.columns, link.parent, link.keys, link.names, contained, share)


# ---------------------------------------------------------------- single columns


def _singles(asker: Asker, tables: Mapping[str, Scanned], keys: Mapping[str, tuple[str, ...]]) -> Iterator[Link]:
    parents = [(table, name) for table in tables.values() for name in _parent_columns(table, keys)]
    for child in tables.values():
        for column in child.table.columns:
            if not _may_point(child, column.name):
                continue
            for parent, name in parents:
                names = _name_evidence(child, column.name, parent, name)
                if _worth_counting(child, column.name, parent, name, names):
                    link = _counted(asker, Link(child.table.name, (column.name,), parent.table.name, (name,), names))
                    if _holds(link):
                        yield link


def _holds(link: Link) -> bool:
    """Tell whether enough of the child is in the parent: of its values, or, where the names are clear, of its rows.

    A few rows that are wrong may each hold another value that is nowhere else.
    """
    if link.contained >= (NAMED_SHARE if link.names >= WEAK else UNNAMED_SHARE):
        return True
    least = SOME_VALUES if link.names == STRONG else UNNAMED_VALUES
    return link.names != WEAK and link.share >= ROWS_SHARE and link.contained >= least


def _parent_columns(table: Scanned, keys: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the columns that others may point at: the single primary key, and other unique identifiers."""
    primary = keys.get(table.table.name, ())
    found = list(primary) if len(primary) == 1 else []
    for column in table.table.columns:
        identifies = column.type in ("integer", "text") and naming.id_like(column.name)
        if column.name not in found and identifies and table.unique(column.name):
            found.append(column.name)
    return [name for name in found if table.facts[name].distinct >= 2 and table.column(name).type in _FAMILIES]


def _may_point(child: Scanned, name: str) -> bool:
    """Leave out columns that hold nothing, places within a list, parts of dates and amounts."""
    column, facts = child.column(name), child.facts[name]
    if facts.distinct == 0 or column.type not in _FAMILIES:
        return False
    if naming.sequence_like(name):
        return False
    if naming.has(name, lexicon.CONTACT | lexicon.FREE_TEXT) and not naming.id_like(name):
        return False
    if column.type == "integer":
        part = naming.last(name) in lexicon.TIME_PARTS
        return not part and (naming.id_like(name) or not naming.has(name, lexicon.ADDITIVE | lexicon.NON_ADDITIVE))
    return True


def _name_evidence(child: Scanned, column: str, parent: Scanned, name: str) -> float:
    """Return how strongly the two names say that one points at the other."""
    own, found, target = naming.entity(parent.table.name), naming.stems(column), naming.stems(name)
    if child.table.name == parent.table.name:
        alike = naming.last(column) == naming.last(name) or (naming.id_like(column) and naming.id_like(name))
        return STRONG if column != name and alike and found[0] in lexicon.SELF_WORDS else NONE
    if "".join(found) == "".join(target) and not naming.generic(column):
        return STRONG
    if naming.names_own_key(column, child.table.name) and not naming.generic(column):
        return NONE  # the child's own identifier, whatever it ends with
    if child.column(column).type in ("date", "timestamp"):
        return STRONG if set(own) <= lexicon.CALENDAR_TABLES or found == target else NONE
    spelled = {own, (*own, *target), *((*own, word) for word in lexicon.ID_WORDS)}
    fused = "".join(found)
    if found in spelled or fused in {"".join(words) for words in spelled if len(words) > 1}:
        return STRONG
    told = len(target) > 1 or (naming.id_like(name) and len(target[0]) >= _TELLING)
    if not naming.generic(name) and told and found[-len(target) :] == target:
        return STRONG
    if target == ("id",) and len(found) == 2 and found == (own[0][:1], "id"):
        return WEAK
    if any(len(words) > 1 and found[-len(words) :] == words for words in spelled):
        return STRONG
    if len(found[0]) >= _SHORTENED and own[-1].startswith(found[0]) and set(found[1:]) <= lexicon.ID_WORDS:
        return STRONG  # cust, ord_ref
    return WEAK if not set(own[-1:]).isdisjoint(found) else NONE


def _worth_counting(child: Scanned, column: str, parent: Scanned, name: str, names: float) -> bool:
    """Leave out, from the facts at hand, pairs that cannot be or must not be taken for related."""
    mine, theirs = child.facts[column], parent.facts[name]
    kind = child.column(column).type
    if _FAMILIES[kind] != _FAMILIES.get(parent.column(name).type):
        return False
    if child.table.name == parent.table.name and (names < STRONG or column == name):
        return False
    if names == STRONG:
        return mine.distinct * SOME_VALUES <= theirs.distinct
    if mine.distinct * (UNNAMED_VALUES if names == NONE else 0.7) > theirs.distinct or child.unique(column):
        return False
    if kind == "integer" and names == NONE:
        return (
            theirs.distinct >= SELECTIVE and mine.distinct >= SELECTIVE and _sparse_around(child, column, parent, name)
        )
    if kind != "text":
        return False
    if names == NONE and (theirs.distinct < SELECTIVE or mine.distinct < 2 or (mine.mean_length or 0.0) < 2):
        return False
    return _likely_contained(child, column, parent, name)


def _sparse_around(child: Scanned, column: str, parent: Scanned, name: str) -> bool:
    """Tell whether nearly all of a child's numbers lie where the parent's do, and few numbers there are the parent's.

    Numbers that are drawn from 1 to n are contained in many things; 346 numbers between 100,001 and 101,584 are not.
    """
    mine, theirs = child.facts[column], parent.facts[name]
    low, high = theirs.minimum, theirs.maximum
    if not isinstance(low, int) or not isinstance(high, int) or len(mine.quantiles) < 5:
        return False
    within = low <= mine.quantiles[0] and mine.quantiles[-1] <= high
    spread = mine.quantiles[-1] - mine.quantiles[0] >= SPREAD * (high - low)
    return within and spread and theirs.distinct <= SPARSE * (high - low + 1)


def _likely_contained(child: Scanned, column: str, parent: Scanned, name: str) -> bool:
    """Look at the listed values first, so that most pairs of text columns cost no query."""
    held = parent.values.get(name)
    some = child.values.get(column) or tuple(str(v) for v, _ in child.facts[column].top)
    if held is None or not some:
        return _ranges_meet(child, column, parent, name)
    known = frozenset(held)
    return sum(value in known for value in some) >= NAMED_SHARE * len(some)


def _ranges_meet(child: Scanned, column: str, parent: Scanned, name: str) -> bool:
    """Tell whether the child's smallest or largest text lies within the parent's range."""
    low, high = str(parent.facts[name].minimum), str(parent.facts[name].maximum)
    return any(low <= str(v) <= high for v in (child.facts[column].minimum, child.facts[column].maximum))


# ---------------------------------------------------------------- several columns


def _composites(
    asker: Asker, tables: Mapping[str, Scanned], keys: Mapping[str, tuple[str, ...]], near_unique: bool
) -> Iterator[Link]:
    """Find parents that share two or three equally named key columns with the child.

    A parent whose key is one column is pointed at by that column; its other columns would meet by chance, or because
    both tables point at the same third ones, and each pair costs queries.
    """
    parents = [table for table in tables.values() if len(keys.get(table.table.name, ())) != 1]
    for child in tables.values():
        for parent in parents:
            if child is not parent and child.rows:
                yield from _composite(asker, child, parent, keys.get(parent.table.name, ()), near_unique)


def _composite(
    asker: Asker, child: Scanned, parent: Scanned, key_of: tuple[str, ...], near_unique: bool
) -> Iterator[Link]:
    pairs = _shared(child, parent, key_of)
    for size in (2, 3):
        for best_first in combinations(pairs, size):
            chosen = sorted(best_first, key=lambda pair: list(parent.facts).index(pair[1]))
            columns, keys = tuple(mine for mine, _ in chosen), tuple(theirs for _, theirs in chosen)
            if any(parent.unique(name) for name in keys) or not _identifying(child, columns):
                continue
            if not _proven(asker, child, columns, parent, keys, near_unique):
                continue
            link = _counted(asker, Link(child.table.name, columns, parent.table.name, keys, STRONG))
            if link.contained >= NAMED_SHARE:
                yield link
                return


def _shared(child: Scanned, parent: Scanned, key_of: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return equally named columns that may be part of the parent's key; a date stands for its parts."""
    theirs = {naming.stems(c.name): c for c in parent.table.columns}
    pairs = []
    for column in child.table.columns:
        other = theirs.get(naming.stems(column.name))
        if other is None or _FAMILIES.get(column.type) != _FAMILIES.get(other.type) or column.type not in _FAMILIES:
            continue
        if (key_weight(parent, other.name) >= 2.0 or other.name in key_of) and child.facts[column.name].distinct:
            pairs.append((column.name, other.name))
    if any(child.column(mine).type in ("date", "timestamp") for mine, _ in pairs):
        pairs = [pair for pair in pairs if naming.last(pair[0]) not in lexicon.TIME_PARTS or _dated(child, pair[0])]
    return sorted(pairs, key=lambda pair: -key_weight(parent, pair[1]))[:6]


def _dated(child: Scanned, name: str) -> bool:
    return child.column(name).type in ("date", "timestamp")


def _identifying(child: Scanned, columns: tuple[str, ...]) -> bool:
    """Tell whether the columns say more than when something happened."""
    kinds = [(child.column(name).type, naming.last(name) in lexicon.TIME_PARTS) for name in columns]
    return any(kind not in ("date", "timestamp") and not part for kind, part in kinds)


def _proven(
    asker: Asker,
    child: Scanned,
    columns: tuple[str, ...],
    parent: Scanned,
    keys: tuple[str, ...],
    near_unique: bool,
) -> bool:
    if prod(most_values(parent, name) for name in keys) < NEAR_UNIQUE * parent.rows:
        return False
    distinct, held = asker.tuples(parent.table.name, keys)
    if distinct == held:
        return distinct > 1
    return near_unique and distinct >= NEAR_UNIQUE * held and _never_doubled(asker, child, columns, parent, keys)


def _never_doubled(
    asker: Asker, child: Scanned, columns: tuple[str, ...], parent: Scanned, keys: tuple[str, ...]
) -> bool:
    """Tell whether no row of the child meets a key that the parent holds twice."""
    more = exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1))
    twice = grouped(parent.table.name, keys).having(more)
    on = exp.and_(*(col(key(i), CHILD).eq(col(key(i), PARENT)) for i in range(len(keys))))
    tree = exp.select(exp.alias_(exp.Count(this=exp.Star()), "askbi_v0", quoted=True)).from_(twice.subquery(PARENT))
    tree = tree.join(grouped(child.table.name, columns).subquery(CHILD), on=on)
    return int(asker.rows(tree, rows=1)[0][0]) == 0


# ---------------------------------------------------------------- choosing


def _side_by_side(child: Scanned, link: Link, single: list[Link]) -> bool:
    """Tell whether two tables are about the same things in the same periods, rather than one leading to the other.

    Figures by campus and year are listed once for each year in several tables; none of them is the campus.
    """
    parts = [n for n in link.columns if naming.last(n) in lexicon.TIME_PARTS and child.column(n).type == "integer"]
    things = [name for name in link.columns if name not in parts]
    owned = {s.columns[0] for s in single if s.child == link.child and s.parent != link.parent}
    return bool(parts) and bool(things) and all(name in owned for name in things)


def _one_way(tables: Mapping[str, Scanned], links: list[Link]) -> list[Link]:
    """Where two tables contain each other's key, keep the link from the extension to the table that owns the key."""
    ends = {(link.child, link.columns, link.parent, link.keys): link for link in links}
    kept = []
    for link in links:
        back = ends.get((link.parent, link.keys, link.child, link.columns))
        if back is None or _owns(tables, link) > _owns(tables, back):
            kept.append(link)
    return kept


def _owns(tables: Mapping[str, Scanned], link: Link) -> tuple[bool, int, float, int]:
    """Return how much the parent of a link is the home of its key, for comparison with the way back."""
    named = all(naming.names_own_key(name, link.parent) for name in link.keys)
    return named, tables[link.parent].rows, link.contained, -list(tables).index(link.parent)


def _one_parent_each(tables: Mapping[str, Scanned], links: list[Link]) -> list[Link]:
    """Keep the best parent for the same columns of a child."""
    best: dict[tuple[str, tuple[str, ...]], Link] = {}
    for link in links:
        place = (link.child, link.columns)
        if place not in best or _rank(tables, link) > _rank(tables, best[place]):
            best[place] = link
    return [link for link in links if best[link.child, link.columns] is link]


def _rank(tables: Mapping[str, Scanned], link: Link) -> tuple[float, bool, bool, float]:
    """Return how good a parent is, for comparison; a table goes before a view of it."""
    named = all(naming.names_own_key(name, link.parent) for name in link.keys)
    return link.names, named, not tables[link.parent].table.is_view, link.contained


def _without_implied(
    found: list[Relationship], everything: tuple[Relationship, ...], tables: Mapping[str, Scanned]
) -> list[Relationship]:
    """Leave out a link that leads through a detail table anyway, such as returns -> order_items -> orders.

    A way through something measured over time (weather by airport and hour) does not count as such a way.
    """
    kept = []
    for direct in found:
        through = False
        for wide in everything:
            if len(direct.from_columns) > 1 or wide.from_table != direct.from_table or len(wide.from_columns) < 2:
                continue
            if direct.from_columns[0] not in wide.from_columns or wide.share < direct.share:
                continue
            if any(tables[wide.to_table].column(name).type in ("date", "timestamp") for name in wide.to_columns):
                continue
            middle = wide.to_columns[wide.from_columns.index(direct.from_columns[0])]
            through |= any(
                (onward.from_table, onward.from_columns) == (wide.to_table, (middle,))
                and (onward.to_table, onward.to_columns) == (direct.to_table, direct.to_columns)
                for onward in everything
            )
        if not through:
            kept.append(direct)
    return kept
