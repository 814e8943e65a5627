"""Which tables can be reached from which without multiplying rows.

Owns the graph of many-to-one relationships. Every path it gives leads upwards, from a table to the ones that its rows
point to, so that a join along it keeps the grain.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from copilot.values import Catalog, Relationship

Path = tuple[Relationship, ...]


@dataclass(frozen=True)
class JoinGraph:
    """The many-to-one links of one catalog; what was once walked is kept, since readers ask for it again and again."""

    catalog: Catalog

    @cached_property
    def _upwards(self) -> dict[str, list[Relationship]]:
        links: dict[str, list[Relationship]] = {}
        for link in self.catalog.relationships:
            links.setdefault(link.from_table, []).append(link)
        return links

    @cached_property
    def _walked(self) -> dict[tuple[str, str, int], tuple[Path, ...]]:
        return {}

    @cached_property
    def _forks(self) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        return {}

    @cached_property
    def _above(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _lowest(self) -> dict[frozenset[str], str | None]:
        return {}

    def paths(self, base: str, table: str, *, most: int = 3) -> tuple[Path, ...]:
        """Return the upward paths from `base` to `table`, shortest first; the empty path where they are the same."""
        asked = (base, table, most)
        if asked not in self._walked:
            self._walked[asked] = self._walk(base, table, most) if base != table else ((),)
        return self._walked[asked]

    def above(self, base: str) -> tuple[str, ...]:
        """Return the tables that can be reached upwards from `base`, itself too, in the catalog's order."""
        if base not in self._above:
            self._above[base] = tuple(table for table in self.catalog.tables if self.paths(base, table))
        return self._above[base]

    def _walk(self, base: str, table: str, most: int) -> tuple[Path, ...]:
        found: list[Path] = []
        queue: deque[tuple[str, Path]] = deque([(base, ())])
        while queue and len(found) < 8:
            here, path = queue.popleft()
            if len(path) >= most:
                continue
            for link in self._upwards.get(here, ()):
                if link.to_table == base or any(link.to_table == p.to_table for p in path):
                    continue
                longer = (*path, link)
                if link.to_table == table:
                    found.append(longer)
                else:
                    queue.append((link.to_table, longer))
        return tuple(found)

    def path(self, base: str, table: str, via: str | None = None) -> Path | None:
        """Return the path to use: the shortest whose last link starts at the column `via`, where that is given."""
        paths = self.paths(base, table)
        if via is not None:
            for path in paths:
                if path and via in path[-1].from_columns:
                    return path
        return paths[0] if paths else None

    def reaches(self, base: str, tables: Iterable[str]) -> bool:
        """Tell whether every one of the tables can be reached upwards from `base`."""
        return all(self.path(base, table) is not None for table in tables)

    def lowest(self, tables: Iterable[str]) -> str | None:
        """Return the table that reaches all of the tables by the fewest links, one of them if possible."""
        wanted = frozenset(tables)
        if wanted not in self._lowest:
            self._lowest[wanted] = self._lowest_of(wanted)
        return self._lowest[wanted]

    def _lowest_of(self, wanted: frozenset[str]) -> str | None:
        best: tuple[int, int, str] | None = None
        for candidate in self.catalog.tables:
            lengths = [self.path(candidate, table) for table in wanted]
            if any(path is None for path in lengths):
                continue
            cost = (
                sum(len(path or ()) for path in lengths) + (candidate not in wanted),
                -self._rows(candidate),
                candidate,
            )
            best = min(best, cost) if best else cost
        return best[2] if best else None

    def ways(self, base: str, table: str) -> tuple[str, ...]:
        """Return the child columns by which the last link can reach `table`, where there is more than one way."""
        ways = dict.fromkeys(path[-1].from_columns[0] for path in self.paths(base, table) if path)
        return tuple(ways) if len(ways) > 1 else ()

    def forks(self, table: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the tables that have more than one way to `table`, each with its ways."""
        if table not in self._forks:
            ways = ((base, self.ways(base, table)) for base in self.catalog.tables)
            self._forks[table] = tuple((base, found) for base, found in ways if found)
        return self._forks[table]

    def _rows(self, table: str) -> int:
        return self.catalog.tables[table].row_count
