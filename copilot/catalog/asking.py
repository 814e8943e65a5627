"""How the catalog asks the data: trees through the gate's second door, rows back as plain values.

Owns the small pieces of SQL that several steps share. Refuses text: every query is a tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from copilot.values import Limits
from copilot.values.plain import plain_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from copilot.gate import Gate
    from copilot.sources import Source
    from copilot.sources.ticket import Ticket

HERE = "askbi_t"
"""Alias of the scanned table."""
GROUPS, CHILD, PARENT = "askbi_g", "askbi_c", "askbi_p"
"""Aliases of the derived tables."""

COUNT = "askbi_n"
"""Output name of a number of rows; prefixed, as the data may well have a column `n`."""

SCAN_SECONDS = 300.0
"""Deadline of one query; a scan of the largest tables that one machine holds ends well before it."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A source behind its gate, with the answers that are asked for more than once."""

    source: Source
    gate: Gate
    ticket: Ticket | None = None
    """Stops what is asked through it."""
    _tuples: dict[tuple[str, tuple[str, ...]], tuple[int, int]] = field(default_factory=dict)

    @property
    def duckdb(self) -> bool:
        """True where the engine has approximate counts and quantiles."""
        return self.source.dialect == "duckdb"

    def arrow(self, tree: exp.Select, *, rows: int) -> pa.Table:
        """Run one tree; at most `rows` rows come back.

        Raises:
            QueryFailed: the engine said no, the deadline passed or the person stopped it.
        """
        query = self.gate.admit(tree, rows=rows)
        return self.source.run(query, Limits(seconds=SCAN_SECONDS, rows=rows), self.ticket).table

    def rows(self, tree: exp.Select, *, rows: int) -> list[tuple[Any, ...]]:
        """Run one tree and return plain Python values.

        Raises:
            QueryFailed: as `arrow`.
        """
        return plain_rows(self.arrow(tree, rows=rows))

    def tuples(self, table: str, columns: tuple[str, ...]) -> tuple[int, int]:
        """Return how many distinct tuples without a null there are, and how many rows hold one; both exact."""
        known = self._tuples.get((table, columns))
        if known is None:
            inner = grouped(table, columns).subquery(GROUPS)
            tree = exp.select(exp.Count(this=exp.Star()), exp.Sum(this=col(COUNT, GROUPS))).from_(inner)
            distinct, held = self.rows(aliased(tree), rows=1)[0]
            known = self._tuples[table, columns] = (int(distinct), int(held or 0))
        return known


def col(name: str, table: str = HERE) -> exp.Column:
    """Return a quoted column of the scanned table, or of another alias.

    Always with its alias: a bare name that some table has too would not be clear.
    """
    return exp.column(name, table=table, quoted=True)


def tab(name: str) -> exp.Table:
    """Return a quoted table under the alias that `col` takes its columns from."""
    return exp.Table(this=exp.to_identifier(name, quoted=True), alias=exp.TableAlias(this=exp.to_identifier(HERE)))


def not_null(columns: Sequence[str]) -> exp.Condition:
    """Return the condition that none of the columns is null."""
    return exp.and_(*(col(name).is_(exp.null()).not_() for name in columns))


def grouped(table: str, columns: Sequence[str]) -> exp.Select:
    """Return the distinct tuples of some columns under `key(0)`, `key(1)` ... with `COUNT`; nulls left out."""
    keys = [exp.alias_(col(name), key(i), quoted=True) for i, name in enumerate(columns)]
    count = exp.alias_(exp.Count(this=exp.Star()), COUNT, quoted=True)
    query = exp.select(*keys, count).from_(tab(table)).where(not_null(columns))
    return query.group_by(*(col(name) for name in columns))


def key(position: int) -> str:
    """Return the output name of one grouping column."""
    return f"askbi_k{position}"


def aliased(query: exp.Select) -> exp.Select:
    """Name the outputs so that no two are alike, and none like a column."""
    named = [exp.alias_(e.unalias(), f"askbi_v{i}", quoted=True) for i, e in enumerate(query.expressions)]
    query.set("expressions", named)
    return query
