"""Which public questions a language model is asked: a fixed sample, whole databases at a time.

Owns the choice. Refuses to ask. Questions of one database stand together, so that a server's prefix cache is hit; those
whose gold gives no rows are left out. The folds are named by whoever runs the benchmark; fold 5 is never taken.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Final

from benchmarks.reader.public import CLOSING_FOLD, Asked, Gold, by_database, connect, database_file, gold_of, questions

SEED: Final = 5


def sample(
    folder: Path, folds: Collection[int], *, databases: int, each: int, skip: int = 0
) -> list[tuple[Asked, Gold]]:
    """Return `each` questions of each of so many databases of the folds, with their gold.

    The first `skip` databases are left out: they were looked at to improve something.

    Raises:
        ValueError: the folds hold the closing one.
    """
    if CLOSING_FOLD in folds:
        raise ValueError(f"fold {CLOSING_FOLD} is kept for the closing run of the reader")
    chance = random.Random(SEED)
    grouped = by_database(questions(folder, folds))
    names = sorted(grouped)
    chance.shuffle(names)
    found: list[tuple[Asked, Gold]] = []
    taken = 0
    for name in names:
        some = list(grouped[name])
        chance.shuffle(some)
        with_gold = _with_gold(database_file(folder, name), some, each)
        if len(with_gold) < each:
            continue
        taken += 1
        if taken > skip + databases:
            break
        if taken > skip:
            found += sorted(with_gold, key=lambda pair: pair[0].index)
    return found


def _with_gold(path: Path, some: list[Asked], each: int) -> list[tuple[Asked, Gold]]:
    connection = connect(path)
    found = []
    for asked in some:
        try:
            gold = gold_of(connection, asked.gold_sql)
        except sqlite3.Error:
            continue
        if gold is not None:
            found.append((asked, gold))
        if len(found) == each:
            break
    connection.close()
    return found
