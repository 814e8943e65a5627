"""A schema of a thousand tables in a prompt: is what a question needs in the slice, how large is it, what does it cost?

All databases of folds 1 to 4 are laid side by side as one, with made-up tables beside them until there are a thousand.
Owns that catalog and the figures. Gold tells which tables a question needs; no model is asked.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import sqlglot
from sqlglot import exp

from benchmarks.reader.public import by_database, data_folder, database_file, questions
from benchmarks.reader.report_asking import TODAY
from copilot.readers.grammar.reader import GrammarReader
from copilot.readers.model.describing import Describer
from copilot.readers.model.pointing import tables_by_weight
from copilot.readers.model.slicing import Slicer, tokens_in
from copilot.readers.network import Network
from copilot.session import Session
from copilot.values import Catalog, Question, SemanticModel
from copilot.values.catalog import Column, Table

RESULTS = Path(__file__).parents[1] / "results"
_WORDS = (
    "ledger batch vessel permit sensor parcel quota audit depot tariff shift claim route asset lease survey".split()
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--each", type=int, default=3, help="questions of each database")
    parser.add_argument("--label")
    options = parser.parse_args()
    folder = data_folder()
    grouped = by_database(questions(folder, {1, 2, 3, 4}))
    with tempfile.TemporaryDirectory() as home:
        os.environ["ASKBI_HOME"] = home
        catalogs = {name: _catalog(database_file(folder, name)) for name in grouped}
    wide, names = _side_by_side(catalogs, options.tables)
    chance = random.Random(7)
    asked = [one for name in grouped for one in chance.sample(grouped[name], min(options.each, len(grouped[name])))]
    began = time.perf_counter()
    reader, network = GrammarReader(wide, SemanticModel(), "sqlite"), Network(wide)
    describer = Describer(wide, SemanticModel(), "sqlite", "schema")
    told: dict[str, Any] = {
        "tables": len(wide.tables),
        "columns": sum(len(table.columns) for table in wide.tables.values()),
        "questions": len(asked),
        "tokens of the whole schema": tokens_in(describer.schema(wide.tables)),
        "seconds to build the indexes": round(time.perf_counter() - began, 1),
        "budgets": {},
    }
    pointed = []
    times = []
    for one in asked:
        began = time.perf_counter()
        pointed.append(tables_by_weight(reader.covers(Question(one.text, "en", TODAY))))
        times.append(time.perf_counter() - began)
    for budget in (1000, 2000, 4000, 8000):
        slicer = Slicer(wide, describer, network, budget)
        found, sizes, whole = 0, [], 0
        began = time.perf_counter()
        for one, tables in zip(asked, pointed, strict=True):
            shown = slicer.tables(tables)
            needed = {names[one.database, table] for table in _tables(one.gold_sql, catalogs[one.database])}
            found += needed <= set(shown)
            whole += len(needed & set(shown)) / len(needed)
            sizes.append(tokens_in(describer.schema(shown)))
        told["budgets"][budget] = {
            "all that is needed is there": round(100 * found / len(asked), 1),
            "share of the needed tables": round(100 * whole / len(asked), 1),
            "median tokens": median(sizes),
            "most tokens": max(sizes),
            "milliseconds to slice": round(1000 * (time.perf_counter() - began) / len(asked), 1),
        }
    told["milliseconds to point, median"] = round(1000 * median(times), 1)
    told["milliseconds to point, most"] = round(1000 * max(times), 1)
    print(json.dumps(told, indent=2))
    if options.label:
        (RESULTS / f"model_slices_{options.label}.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _catalog(path: Path) -> Catalog:
    session = Session.open(str(path))
    found = session.catalog
    session.close()
    return found


def _side_by_side(catalogs: dict[str, Catalog], most: int) -> tuple[Catalog, dict[tuple[str, str], str]]:
    """Lay catalogs side by side; a name that several have bears the name of its database behind it."""
    times: dict[str, int] = {}
    for catalog in catalogs.values():
        for table in catalog.tables:
            times[table.casefold()] = times.get(table.casefold(), 0) + 1
    names = {
        (database, table): table if times[table.casefold()] == 1 else f"{table}_{database}"
        for database, catalog in catalogs.items()
        for table in catalog.tables
    }
    tables: dict[str, Table] = {}
    links, values = [], []
    for database, catalog in catalogs.items():
        for table in catalog.tables.values():
            name = names[database, table.name]
            tables[name] = replace(table, name=name)
        links += [
            replace(link, from_table=names[database, link.from_table], to_table=names[database, link.to_table])
            for link in catalog.relationships
        ]
        values += [replace(listed, table=names[database, listed.table]) for listed in catalog.value_lists]
    chance = random.Random(3)
    while len(tables) < most:
        name = "_".join(chance.sample(_WORDS, 2)) + f"_{len(tables)}"
        columns = {f"{word}_{kind}": Column(f"{word}_{kind}", "text", "TEXT") for word in chance.sample(_WORDS, 4)
                   for kind in ("id", "name")}  # fmt: skip
        tables[name] = Table(name, columns)
    return Catalog(tables, tuple(links), tuple(values), "wide"), names


def _tables(sql: str, catalog: Catalog) -> set[str]:
    by_name = {name.casefold(): name for name in catalog.tables}
    tree = sqlglot.parse_one(sql, read="sqlite")
    return {by_name[table.name.casefold()] for table in tree.find_all(exp.Table) if table.name.casefold() in by_name}


if __name__ == "__main__":
    main()
