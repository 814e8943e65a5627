"""How many declared keys are found where the declarations are hidden: python -m benchmarks.profile.keys FOLDER

FOLDER holds ``database/NAME/NAME.sqlite``, as the public text-to-SQL sets do. Each database is opened, its declared
keys are taken out of the schema, and keys and relationships are inferred from the data alone. A key counts as found
where its columns are those that are declared; a relationship where both ends are. One that is not declared counts
as wrong, also where it is true of the data and nobody declared it. Tables without a declared key, and databases without
any declared relationship, say nothing of precision and are left out of it.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from copilot.catalog import bare_catalog, build_catalog
from copilot.errors import AskbiError
from copilot.gate import Gate
from copilot.sources import open_source
from copilot.sources.source import SourceTable
from copilot.values import Catalog
from copilot.workspace import Workspace

ENOUGH = 20
"""Rows from which on a key can be told from an accident."""
Link = tuple[str, tuple[str, ...], str, tuple[str, ...]]


@dataclass
class Tally:
    """What was declared, what was inferred, and what is both."""

    declared: int = 0
    inferred: int = 0
    both: int = 0

    def add(self, declared: Iterable[Any], inferred: Iterable[Any]) -> None:
        """Count two sets."""
        one, other = set(declared), set(inferred)
        self.declared += len(one)
        self.inferred += len(other)
        self.both += len(one & other)

    def __str__(self) -> str:
        precision = 100 * self.both / self.inferred if self.inferred else 0.0
        recall = 100 * self.both / self.declared if self.declared else 0.0
        counted = f"{self.both} of {self.declared} declared, {self.inferred} inferred"
        return f"precision {precision:5.1f} %  recall {recall:5.1f} %  ({counted})"


def folded(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without their case."""
    return tuple(name.casefold() for name in names)


def links_of(schema: Iterable[SourceTable]) -> set[Link]:
    """Return the declared relationships between tables that are there, each end in the order of the child's columns."""
    tables = list(schema)
    known = {table.name.casefold(): table for table in tables}
    found = set()
    for table in tables:
        for key in table.foreign_keys:
            parent = known.get(key.to_table.casefold())
            if parent is None:
                continue
            to = key.to_columns or parent.primary_key
            if len(to) == len(key.columns):
                found.add(link(table.name, key.columns, parent.name, to))
    return found


def link(child: str, columns: Iterable[str], parent: str, to: Iterable[str]) -> Link:
    """Return one relationship, its pairs of columns in a fixed order."""
    pairs = sorted(zip(folded(columns), folded(to), strict=True))
    return child.casefold(), tuple(a for a, _ in pairs), parent.casefold(), tuple(b for _, b in pairs)


def inferred(path: Path) -> tuple[tuple[SourceTable, ...], Catalog]:
    """Return what a database declares, and the catalog that is inferred without that."""
    source = open_source(str(path), workspace=Workspace.for_data(None))
    try:
        schema = source.schema()
        hidden = tuple(replace(table, primary_key=(), foreign_keys=()) for table in schema)
        gate = Gate(bare_catalog(source, hidden), source.dialect)
        return schema, build_catalog(source, gate, cache_dir=None, schema=hidden)
    finally:
        source.close()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", help="only these folds of benchmarks/reader/folds.json, such as 1,2,3,4")
    parser.add_argument("--show", action="store_true", help="what was missed and what was wrong")
    parser.add_argument("--out", type=Path, help="also write the figures as JSON")
    given = parser.parse_args()
    os.environ["ASKBI_HOME"] = tempfile.mkdtemp()
    folds = json.loads((Path(__file__).parents[1] / "reader" / "folds.json").read_text(encoding="utf-8"))
    tallies = {name: Tally() for name in ("primary, 20 rows", "primary, all", "foreign, 20 rows", "foreign, all")}
    began, databases = time.perf_counter(), 0
    for folder in sorted(p for p in (given.folder / "database").iterdir() if p.is_dir()):
        if given.folds and str(_fold(folds, folder.name)) not in given.folds.split(","):
            continue
        try:
            schema, catalog = inferred(folder / f"{folder.name}.sqlite")
        except AskbiError as error:
            print(f"{folder.name}: {error}")
            continue
        databases += 1
        _count(folder.name, schema, catalog, tallies, show=given.show)
    print(f"{databases} databases, {time.perf_counter() - began:.0f} s")
    for name, tally in tallies.items():
        print(f"{name:18} {tally}")
    if given.out:
        told = {"databases": databases, "folds": given.folds or "all", **{n: asdict(t) for n, t in tallies.items()}}
        given.out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _fold(folds: Any, name: str) -> Any:
    return folds.get(name)


def _count(
    name: str, schema: tuple[SourceTable, ...], catalog: Catalog, tallies: dict[str, Tally], *, show: bool
) -> None:
    rows = {table.casefold(): t.row_count for table, t in catalog.tables.items()}
    for table in schema:
        if table.is_view or not table.primary_key:
            continue
        declared = {(table.name.casefold(), tuple(sorted(folded(table.primary_key))))}
        found = catalog.tables[table.name].primary_key
        mine = {(table.name.casefold(), tuple(sorted(folded(found))))} if found else set()
        tallies["primary, all"].add(declared, mine)
        if rows[table.name.casefold()] >= ENOUGH:
            tallies["primary, 20 rows"].add(declared, mine)
            if show and declared != mine:
                print(f"  {name}.{table.name}: key {table.primary_key}, inferred {found}")
    told = links_of(schema)
    if not told:
        return
    made = {link(r.from_table, r.from_columns, r.to_table, r.to_columns) for r in catalog.relationships}
    tallies["foreign, all"].add(told, made)
    large = {n for n, count in rows.items() if count >= ENOUGH}
    tallies["foreign, 20 rows"].add((k for k in told if k[0] in large), (k for k in made if k[0] in large))
    if show:
        for missed in sorted(k for k in told - made if k[0] in large):
            print(f"  {name}: missed {missed}")
        for wrong in sorted(k for k in made - told if k[0] in large):
            print(f"  {name}: wrong {wrong}")


if __name__ == "__main__":
    main()
