"""How much of planted structure is found, and what is found where nothing is: python -m benchmarks.profile.planted

Each world of `planting` is written as Parquet, opened and profiled. Recall is counted by kind. In the same worlds
without their plants everything that is reported and is not true is false: keys, near keys, links, dependencies and
formulas, and alerts. The rate of false alerts is by column that was looked at.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks.profile import exam as exam_worlds
from benchmarks.profile.planting import Planted, World, check, drifted, worlds
from insight.profile import Profile

DAY = date(2026, 11, 24)
ALERTS = {
    "dirty_category": "spellings", "placeholder": "placeholder", "mixed_type": "mixed_type", "impossible": "impossible",
    "personal": "personal", "time_gap": "time_gap", "duplicate_rows": "duplicate_rows", "constant": "constant",
    "missing_together": "missing_together", "broken_dependency": "broken_dependency",
    "broken_reference": "broken_reference",
    "stored_as_text": "stored_as_text", "near_key": "near_key", "missing": "missing",
}  # fmt: skip
Found = tuple[str, str, tuple[str, ...]]


def _worlds(seed: int, *, planted: bool, exam: bool) -> Iterator[World]:
    """Yield the worlds that are measured, each proven to be as it says."""
    if not exam:
        for world in worlds(seed, planted=planted):
            assert not (wrong := check(world)), wrong
            yield world
        return
    for other in exam_worlds.worlds(seed) if planted else exam_worlds.stripped(seed):
        exam_worlds.check(other)
        truth = tuple(Planted(p.kind, p.table, p.columns, p.details) for p in other.truth)
        yield World(other.name, other.tables, truth)


def profiled(world: World) -> Profile:
    """Return the profile of a world."""
    from app.assistant import Assistant

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "world"
        folder.mkdir()
        for table, content in world.tables.items():
            pq.write_table(content, folder / f"{table}.parquet")
        with Assistant.open(folder, model=None, today=DAY) as bi:
            return bi.profile()


def found_in(profile: Profile) -> set[Found]:
    """Return everything that a profile says is so, in the terms of `planting`."""
    found: set[Found] = set()
    by_alert = {alert: kind for kind, alert in ALERTS.items()}
    for table in profile.tables:
        if table.key:
            found.add(("key" if len(table.key) == 1 else "composite_key", table.name, _unordered(table.key)))
        for d in table.dependencies:
            found.add(("dependency", table.name, (d.determinant, d.dependent)))
            if d.both_ways:
                found.add(("dependency", table.name, (d.dependent, d.determinant)))
        for f in table.formulas:
            found.add(("derived", table.name, _unordered((f.column, *f.sources))))
        found |= {("hierarchy", table.name, chain) for chain in table.hierarchies}
        for alert in table.alerts:
            kind = by_alert.get(alert.kind, alert.kind)
            ordered = kind in ("broken_dependency",)
            found.add((kind, table.name, alert.columns if ordered else _unordered(alert.columns)))
    for r in profile.relationships:
        found.add(("foreign_key", r.from_table, _unordered(r.from_columns)))
    return {_folded(each) for each in found}


def as_found(each: Planted) -> Found:
    """Return a planted thing in the same terms."""
    ordered = each.kind in ("dependency", "broken_dependency", "hierarchy")
    return _folded((each.kind, each.table, each.columns if ordered else _unordered(each.columns)))


def _folded(each: Found) -> Found:
    return each[0], each[1].casefold(), tuple(name.casefold() for name in each[2])


def _unordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


def allowed(truth: Iterable[Planted]) -> set[Found]:
    """Return all that may be said of a world, with what follows from its truth."""
    told = {as_found(each) for each in truth}
    for kind, table, columns in list(told):
        if kind == "broken_reference":
            told.add(("foreign_key", table, columns))
        if kind == "hierarchy":
            told |= {("hierarchy", table, columns[a:b]) for a in range(3) for b in range(a + 2, len(columns) + 1)}
        if kind == "dependency":
            told.add(("hierarchy", table, (columns[1], columns[0])))
        if kind == "personal":
            told |= {("key", table, columns), ("near_key", table, columns)}  # a card number may well be unique
        if kind == "broken_dependency":
            told.add(("dependency", table, columns))
    return told


def drift_found(seed: int, *, show: bool) -> dict[str, int]:
    """Return how many planted drifts are told, of how many, and how many columns are said to drift and do not."""
    from app.assistant import Assistant

    told = {"planted": 0, "found": 0, "steady": 0, "false": 0}
    kinds = {"mix": "values", "new value": "values", "shift": "spread", "missing": "missing"}
    for name, early, late, ways in drifted(seed):
        with tempfile.TemporaryDirectory() as folder:
            pq.write_table(early, Path(folder) / "early.parquet")
            pq.write_table(late, Path(folder) / "late.parquet")
            with Assistant.open(folder, model=None, today=DAY) as bi:
                changed = {(d.column, d.change) for d in bi.compare("early", "late").changed}
        wanted = {(column, kinds[way]) for column, way in ways.items()}
        told["planted"] += len(wanted)
        told["found"] += len(wanted & changed)
        told["steady"] += len(early.column_names) - len(ways)
        told["false"] += len(changed - wanted)
        if show and changed != wanted:
            print(f"  drift in {name}: missed {wanted - changed}, false {changed - wanted}")
    return told


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--exam", action="store_true", help="the worlds that somebody else wrote, not those of planting"
    )
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    os.environ["ASKBI_HOME"] = tempfile.mkdtemp()
    began = time.perf_counter()
    planted, hit, false_here, false_bare = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    columns = {"planted": 0, "stripped": 0}
    for with_plants in (True, False):
        for world in _worlds(given.seed, planted=with_plants, exam=given.exam):
            profile = profiled(world)
            found, may = found_in(profile), allowed(world.truth)
            if given.exam:  # it does not say which columns have many nulls; that they do is plainly so
                found = {each for each in found if each[0] != "missing"}
            columns["planted" if with_plants else "stripped"] += sum(len(t.columns) for t in profile.tables)
            if with_plants:
                for each in (one for one in world.truth if one.details.get("planted", True)):
                    planted[each.kind] += 1
                    hit[each.kind] += as_found(each) in found
                    if given.show and as_found(each) not in found:
                        print(f"  missed in {world.name}: {each}"[:230])
            for one in sorted(found - may):
                (false_here if with_plants else false_bare)[one[0]] += 1
                if given.show:
                    print(f"  false in {world.name}{'' if with_plants else ' (stripped)'}: {one}")
    looked = f"{columns['planted']} columns with plants, {columns['stripped']} without"
    print(f"seed {given.seed}, {time.perf_counter() - began:.0f} s, {looked}")
    for kind in sorted(planted):
        wrong_ones = f"false with plants {false_here[kind]:3}, without {false_bare[kind]:3}"
        print(f"{kind:18} found {hit[kind]:3} of {planted[kind]:3}   {wrong_ones}")
    others = sorted((set(false_here) | set(false_bare)) - set(planted))
    for kind in others:
        print(f"{kind:18}                      false with plants {false_here[kind]:3}, without {false_bare[kind]:3}")
    keys = false_bare["key"] + false_bare["composite_key"] + false_bare["near_key"]
    alerts = sum(false_bare[kind] for kind in {*ALERTS, *others} - {"near_key"})
    recall = 100 * sum(hit.values()) / sum(planted.values())
    rate = 100 * alerts / columns["stripped"]
    told_false = f"{keys} false keys, {alerts} false alerts, {rate:.2f} per 100 columns"
    print(f"recall {recall:.1f} %; without plants: {told_false}")
    drift = {} if given.exam else drift_found(given.seed, show=given.show)
    if drift:
        steady = f"false {drift['false']} of {drift['steady']} steady columns"
        print(f"drift: found {drift['found']} of {drift['planted']}, {steady}")
    if given.out:
        told: dict[str, Any] = {
            "seed": given.seed, "recall_percent": round(recall, 2), "false_keys_without_plants": keys,
            "false_alerts_per_100_columns_without_plants": round(rate, 3),
            "drift": drift,
            "by_kind": {
                k: {"planted": planted[k], "found": hit[k], "false": false_here[k], "false_without": false_bare[k]}
                for k in sorted({*planted, *others})
            },
        }  # fmt: skip
        given.out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
