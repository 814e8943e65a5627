"""From a source to its catalog: facts, then keys, then relationships, then roles.

Owns the order of the steps and the progress that is told. Refuses to know a policy: what a role may not see is kept out
by the gate that it is given, and a cache folder belongs to one such view of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.catalog import cache
from copilot.errors import PolicyError, QueryFailed
from copilot.sources import Source
from copilot.sources.source import SourceTable
from copilot.values import Catalog, Column, Limits, Relationship, Table, ValueList

if TYPE_CHECKING:
    from copilot.catalog.asking import Asker
    from copilot.catalog.scan import Scanned
    from copilot.gate import Gate

NEAR_UNIQUE_PARENTS = True
"""Whether a parent that is unique but for at most 0.1 % of its rows counts where no child row meets a doubled key.

Such a link never multiplies rows of the data as it is, but the parent's columns are no key; where False it is left out.
"""

Progress = Callable[[str, float], None]


def bare_catalog(source: Source, schema: tuple[SourceTable, ...] | None = None) -> Catalog:
    """Return the catalog that the engine's own schema gives: names, types and declared keys, and no facts.

    Args:
        source: the open data.
        schema: the part of it that a role sees; all of it where left out.

    Raises:
        SourceError: the schema cannot be read.
    """
    schema = source.schema() if schema is None else schema
    tables = {
        table.name: Table(
            name=table.name,
            columns={c.name: Column(c.name, c.type, c.engine_type) for c in table.columns},
            primary_key=table.primary_key,
            grain=grain(table.primary_key),
        )
        for table in schema
    }
    primary = {table.name: table.primary_key for table in schema}
    declared = (
        Relationship(
            table.name, key.columns, key.to_table, key.to_columns or primary.get(key.to_table, ()), declared=True
        )
        for table in schema
        for key in table.foreign_keys
        if key.to_table in tables
    )
    whole = tuple(r for r in declared if len(r.from_columns) == len(r.to_columns))
    return Catalog(tables=tables, relationships=whole, fingerprint=source.fingerprint)


def build_catalog(
    source: Source,
    gate: Gate,
    *,
    cache_dir: Path | None,
    progress: Progress | None = None,
    schema: tuple[SourceTable, ...] | None = None,
) -> Catalog:
    """Return everything that can be known of a source, from the cache where its content was seen before.

    Args:
        source: the open data.
        gate: a gate over `bare_catalog(source, schema)`.
        cache_dir: folder of kept catalogs, one for each view of the data; None keeps nothing.
        progress: told what is being looked at, and the share that is done.
        schema: the part of the source that a role sees; all of it where left out.

    Raises:
        QueryFailed: a count over a table failed, its deadline passed or the person stopped it.
        Refused: the gate does not know a table of the source.
    """
    if cache_dir is not None and (kept := cache.read(cache_dir, source.fingerprint)) is not None:
        return kept
    catalog = _build(source, gate, progress or (lambda text, share: None), schema or source.schema())
    if cache_dir is not None:
        cache.write(cache_dir, catalog)
    return catalog


def look_at_relations(source: Source, gate: Gate, names: Iterable[str]) -> None:
    """Let the engine read what stands for each table of a role, so that a rule that it cannot run is found at once.

    Raises:
        PolicyError: the engine does not take a rule.
    """
    from sqlglot import exp

    for name in names:
        tree = exp.select("1").from_(exp.Table(this=exp.to_identifier(name, quoted=True))).limit(0)
        try:
            source.run(gate.admit(tree, rows=1), Limits())
        except QueryFailed as error:
            raise PolicyError(f"the policy's rules for {name!r} cannot be run: {error}") from error


def grain(key: tuple[str, ...]) -> str:
    """Return what one row is, in words."""
    return f"one row per {', '.join(key)}" if key else ""


@dataclass(frozen=True, slots=True)
class _Findings:
    scanned: Mapping[str, Scanned]
    keys: Mapping[str, tuple[str, ...]]
    relationships: tuple[Relationship, ...]


def _build(source: Source, gate: Gate, progress: Progress, schema: tuple[SourceTable, ...]) -> Catalog:
    from copilot.catalog.asking import Asker
    from copilot.catalog.keys import find_key
    from copilot.catalog.relations import find_relationships
    from copilot.catalog.scan import scan_table

    asker = Asker(source, gate)
    scanned: dict[str, Scanned] = {}
    keys: dict[str, tuple[str, ...]] = {}
    for position, table in enumerate(schema):
        progress(table.name, 0.9 * position / len(schema))
        scanned[table.name] = scan_table(asker, table)
        keys[table.name] = find_key(asker, scanned[table.name])
    progress("relationships", 0.9)
    found = _Findings(scanned, keys, find_relationships(asker, scanned, keys, near_unique=NEAR_UNIQUE_PARENTS))
    tables = {name: _table(asker, name, found) for name in scanned}
    progress("done", 1.0)
    return Catalog(tables, found.relationships, _value_lists(tables, found), source.fingerprint)


def _table(asker: Asker, name: str, found: _Findings) -> Table:
    from copilot.catalog import roles

    scanned, key = found.scanned[name], found.keys[name]
    pointing = {r.from_columns[0] for r in found.relationships if r.from_table == name and len(r.from_columns) == 1}
    clocks = _clocks(asker, scanned)
    columns = {
        column.name: roles.describe(
            scanned, column.name, key=key, points=column.name in pointing, clock=column.name in clocks
        )
        for column in scanned.table.columns
    }
    return Table(name, columns, key, scanned.rows, grain(key), roles.time_column(scanned))


def _clocks(asker: Asker, scanned: Scanned) -> frozenset[str]:
    """Return the columns whose whole numbers are all clock times: the last two digits never reach 60."""
    from sqlglot import exp

    from copilot.catalog import roles
    from copilot.catalog.asking import aliased, col, tab

    doubtful = [c.name for c in scanned.table.columns if roles.may_be_clock(c.name, c.type, scanned.facts[c.name])]
    if not doubtful:
        return frozenset()
    minutes = (exp.Max(this=exp.Mod(this=col(name), expression=exp.Literal.number(100))) for name in doubtful)
    row = asker.rows(aliased(exp.select(*minutes).from_(tab(scanned.table.name))), rows=1)[0]
    return frozenset(name for name, highest in zip(doubtful, row, strict=True) if int(highest) < 60)


def _value_lists(tables: Mapping[str, Table], found: _Findings) -> tuple[ValueList, ...]:
    from copilot.catalog import roles

    return tuple(
        ValueList(table.name, name, values, complete=True)
        for table in tables.values()
        for name in roles.listed(table.columns.values())
        if (values := found.scanned[table.name].values.get(name))
    )
