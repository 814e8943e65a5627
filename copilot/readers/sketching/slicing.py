"""The part of a wide catalog that one question may be about.

Owns the choice of tables and the cutting down to them. The learned parts know databases of a few tables up to some
dozens; what a question over hundreds of tables names lies in a few of them, and looking at the others costs time alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from copilot.readers.network import Network, NoPath
from copilot.readers.sketching.links import Links
from copilot.values import Catalog

WIDE: Final = 40
"""Catalogs of more tables are cut down."""
KEPT: Final = 16
_NAMED_WHOLE: Final = 1.5
"""A table's own name says more than a column that many tables have."""
_CONNECTED: Final = 4
"""The nearest tables between which those on the way are kept too."""


def nearest(links: Links, network: Network) -> tuple[str, ...]:
    """Return the tables that the words of a question point to most, and those that connect the first of them."""
    worth: dict[str, dict[int, float]] = defaultdict(dict)
    for table, start, end, weight in _pointers(links):
        places = worth[table]
        for place in range(start, end):
            places[place] = max(places.get(place, 0.0), weight)
    order = sorted(worth, key=lambda table: (-sum(worth[table].values()), table))
    kept = dict.fromkeys(order[: KEPT - _CONNECTED])
    for first in order[:1]:
        for other in order[1:_CONNECTED]:
            try:
                kept.update(dict.fromkeys(new for _, new, _ in network.tree((first, other))))
            except NoPath:
                continue
    kept.update(dict.fromkeys(order[: max(0, KEPT - len(kept)) + KEPT - _CONNECTED]))
    return tuple(list(kept)[:KEPT])


def _pointers(links: Links) -> Iterator[tuple[str, int, int, float]]:
    """Yield each table that a stretch points to, by its name, a column or a value, with how surely."""
    for table, hits in links.tables.items():
        for hit in hits:
            yield table, hit.start, hit.end, hit.weight * (_NAMED_WHOLE if hit.whole else 1.0)
    for field, found in links.columns.items():
        for hit in found:
            yield field.table, hit.start, hit.end, hit.weight
    for mention in links.values:
        for value in mention.hits:
            yield value.table, mention.start, mention.end, value.weight


def cut(catalog: Catalog, tables: tuple[str, ...]) -> Catalog:
    """Return the catalog of these tables alone, in its own order."""
    names = frozenset(tables)
    return replace(
        catalog,
        tables={name: table for name, table in catalog.tables.items() if name in names},
        relationships=tuple(r for r in catalog.relationships if r.from_table in names and r.to_table in names),
        value_lists=tuple(listed for listed in catalog.value_lists if listed.table in names),
    )


def cut_links(links: Links, tables: tuple[str, ...]) -> Links:
    """Return the links to these tables alone."""
    names = frozenset(tables)
    values = (
        replace(mention, hits=tuple(hit for hit in mention.hits if hit.table in names)) for mention in links.values
    )
    return replace(
        links,
        columns={field: hits for field, hits in links.columns.items() if field.table in names},
        tables={table: hits for table, hits in links.tables.items() if table in names},
        values=tuple(mention for mention in values if mention.hits or mention.quoted),
    )
