"""Which tables of a catalog a chat model is shown: all of them where they fit, else a slice of whole tables.

Owns the budget. Refuses to cut a table: half a table is worse than none, since a model makes up the rest. A slice
stands in the catalog's own order, so that questions about the same tables share the beginning of their prompts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from copilot.readers.model.describing import Describer
from copilot.readers.network import Network, NoPath
from copilot.values import Catalog

CHARACTERS_A_TOKEN: Final = 3.5
"""Of CREATE TABLE statements, by the tokenizers of common models; a little low, so that a budget holds."""
_CONNECTED: Final = 4
"""The tables pointed to most, between which those on the way are kept."""
_PARENTS_OF: Final = 3


def tokens_in(text: str) -> int:
    """Return about how many tokens a text has.

    >>> tokens_in("CREATE TABLE t (x INTEGER);")
    8
    """
    return round(len(text) / CHARACTERS_A_TOKEN)


class Slicer:
    """Chooses tables of one catalog under a budget."""

    def __init__(self, catalog: Catalog, describer: Describer, network: Network, most_tokens: int) -> None:
        self._catalog = catalog
        self._describer = describer
        self._network = network
        self._most = most_tokens
        everything = describer.schema(catalog.tables) if len(catalog.tables) <= most_tokens // 8 else ""
        self.whole = bool(everything) and tokens_in(everything) <= most_tokens
        """True where every question is shown the same."""

    def tables(self, pointed_to: Sequence[str]) -> tuple[str, ...]:
        """Return the tables to show, in the catalog's order.

        Args:
            pointed_to: the tables that the question points to, most first.
        """
        if self.whole:
            return tuple(self._catalog.tables)
        kept: dict[str, None] = {}
        left = self._most
        for name in self._wanted(pointed_to):
            cost = tokens_in(self._describer.table(name)) + 1
            if name in kept or (cost > left and kept):
                continue
            kept[name] = None
            left -= cost
        return tuple(name for name in self._catalog.tables if name in kept)

    def _wanted(self, pointed_to: Sequence[str]) -> Iterator[str]:
        """Yield tables, those that are needed most first."""
        first = list(pointed_to[:_CONNECTED])
        yield from first[:1]
        for other in first[1:]:
            yield other
            try:
                for _, new, _ in self._network.tree((first[0], other)):
                    yield new
            except NoPath:
                continue
        yield from pointed_to[_CONNECTED : 2 * _CONNECTED]
        for name in pointed_to[:_PARENTS_OF]:
            for neighbour, _ in self._network.links(name):
                yield neighbour
        yield from pointed_to[2 * _CONNECTED :]
        yield from self._catalog.tables
