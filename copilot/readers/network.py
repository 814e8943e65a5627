"""Which tables are connected, whichever way their links point.

Owns the walks and the smallest trees over tables. Refuses to care about the grain: what joins may multiply is the
business of `copilot.readers.joins`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from copilot.values import Catalog, Relationship

Step = tuple[str, str, Relationship]


class NoPath(Exception):
    """The tables of a query are not connected."""


class Network:
    """The links of a catalog, walked in either direction."""

    def __init__(self, catalog: Catalog) -> None:
        self._links: dict[str, list[tuple[str, Relationship]]] = {name: [] for name in catalog.tables}
        for link in catalog.relationships:
            if link.from_table == link.to_table:
                continue
            self._links[link.from_table].append((link.to_table, link))
            self._links[link.to_table].append((link.from_table, link))
        self._trees: dict[frozenset[str], tuple[Step, ...] | None] = {}

    def links(self, table: str) -> Iterable[tuple[str, Relationship]]:
        """Return each neighbour with the link that leads there."""
        return self._links[table]

    def tree(self, tables: Iterable[str]) -> tuple[Step, ...]:
        """Return the steps (known table, new table, link) of a smallest tree over the tables.

        Grows from each of the tables by the shortest path to the next, and keeps the smallest tree: exact for two
        tables, close for more (Takahashi and Matsuyama, 1980).

        Raises:
            NoPath: the tables are not connected.
        """
        wanted = frozenset(tables)
        if wanted not in self._trees:
            found = [tree for start in sorted(wanted) if (tree := self._grown(start, wanted)) is not None]
            self._trees[wanted] = min(found, key=len) if found else None
        tree = self._trees[wanted]
        if tree is None:
            raise NoPath(", ".join(sorted(wanted)))
        return tree

    def _grown(self, start: str, wanted: frozenset[str]) -> tuple[Step, ...] | None:
        inside = {start: None}
        steps: list[Step] = []
        while missing := wanted - set(inside):
            path = self.path(inside, missing)
            if path is None:
                return None
            steps += path
            inside.update({new: None for _, new, _ in path})
        return tuple(steps)

    def path(self, starts: Iterable[str], goals: frozenset[str]) -> list[Step] | None:
        """Return the steps of a shortest way from one of the tables to one of the goals, None where there is none."""
        came: dict[str, Step | None] = dict.fromkeys(starts)
        queue = deque(starts)
        while queue:
            here = queue.popleft()
            if here in goals:
                path: list[Step] = []
                while (step := came[here]) is not None:
                    path.append(step)
                    here = step[0]
                return path[::-1]
            for there, link in self._links[here]:
                if there not in came:
                    came[there] = (here, there, link)
                    queue.append(there)
        return None
