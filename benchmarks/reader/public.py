"""The public questions: where they lie, which fold they belong to, what their gold SQL gives, and when rows equal it.

Owns the reading of the data named by ASKBI_SPIDER, the kinds of gold queries and the comparison of rows, ties included.
Refuses to read questions of a fold that was not asked for, to ask anything, and to count.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any, Final, Literal

import sqlglot
from sqlglot import exp

from copilot.compare import same_rows
from copilot.errors import ConfigError

FOLDS: Final = Path(__file__).with_name("folds.json")
CLOSING_FOLD: Final = 5
TOLERANCE: Final = 1e-6
"""Numbers are compared to six digits: SQLite adds in another order than a rewritten query does."""
Kind = Literal["simple", "join", "group", "nested", "set"]
KINDS: Final[tuple[Kind, ...]] = ("simple", "join", "group", "nested", "set")
Match = Literal["exact", "lax", "no"]
Row = tuple[Any, ...]
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,15})?\Z")
_MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """One public question; `index` is its place in the file, which names it where its words must not be kept."""

    index: int
    database: str
    fold: int
    text: str
    gold_sql: str


@dataclass(frozen=True, slots=True)
class Gold:
    """What gold SQL gives, with every choice that its order and its LIMIT leave open.

    Attributes:
        kept: the rows in gold's order; with a LIMIT that cuts through ties, those before the ties.
        runs: for each kept row the number of its run of ties; empty where the order does not matter.
        tied: the rows that tie at the LIMIT, empty where there is no such choice.
        places: how many of the tied rows the LIMIT leaves room for.
    """

    kept: tuple[Row, ...]
    runs: tuple[int, ...] = ()
    tied: tuple[Row, ...] = ()
    places: int = 0

    @property
    def single_cell(self) -> bool:
        """True where the result is one row of one column."""
        rows = self.kept or self.tied
        return len(self.kept) + self.places == 1 and len(rows[0]) == 1


def data_folder() -> Path:
    """Return the folder of the public questions.

    Raises:
        ConfigError: ASKBI_SPIDER is not set, or does not lead to the data.
    """
    named = os.environ.get("ASKBI_SPIDER", "")
    if not named:
        raise ConfigError(
            "ASKBI_SPIDER is not set: let it name the folder that holds questions.json and database/ "
            "of the training part of Spider 1.0"
        )
    folder = Path(named).expanduser()
    if not (folder / "questions.json").is_file() or not (folder / "database").is_dir():
        raise ConfigError(f"ASKBI_SPIDER names {folder}, where there is no questions.json beside a folder database/")
    return folder


def folds() -> dict[str, int]:
    """Return the fold of each database."""
    found: dict[str, int] = json.loads(FOLDS.read_text(encoding="utf-8"))
    return found


def questions(folder: Path, wanted: Collection[int]) -> list[Asked]:
    """Return the questions whose databases are in the wanted folds, in the order of the file."""
    fold_of = folds()
    raw = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    return [
        Asked(at, one["db_id"], fold_of[one["db_id"]], one["question"], one["query"])
        for at, one in enumerate(raw)
        if fold_of[one["db_id"]] in wanted
    ]


def database_file(folder: Path, database: str) -> Path:
    """Return where a database lies."""
    return folder / "database" / database / f"{database}.sqlite"


def connect(path: Path) -> sqlite3.Connection:
    """Open a database read-only, as gold SQL expects it; text that is no UTF-8 is read with replacements.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def kind_of(sql: str) -> Kind:
    """Return the kind of a gold query: the first of set, nested, group and join that it shows, else simple.

    Raises:
        sqlglot.errors.SqlglotError: it cannot be parsed.

    >>> kind_of("SELECT name FROM t WHERE x > (SELECT avg(x) FROM t)"), kind_of("SELECT count(*) FROM t")
    ('nested', 'simple')
    """
    tree = sqlglot.parse_one(sql, read="sqlite")
    if tree.find(exp.SetOperation):
        return "set"
    if len(list(tree.find_all(exp.Select))) > 1:
        return "nested"
    if tree.find(exp.Group):
        return "group"
    return "join" if len(list(tree.find_all(exp.Table))) > 1 else "simple"


# -- gold ----------------------------------------------------------------------------------------------------------


def gold_of(connection: sqlite3.Connection, sql: str) -> Gold | None:
    """Return what gold SQL gives, None where it gives no rows.

    Raises:
        sqlite3.Error: the gold SQL does not run.
        sqlglot.errors.SqlglotError: it cannot be parsed.
    """
    rows = tuple(connection.execute(sql).fetchall())
    if not rows:
        return None
    tree = sqlglot.parse_one(sql, read="sqlite")
    if tree.args.get("order") is None:
        return Gold(rows)
    strict = Gold(rows, tuple(range(len(rows))))
    if not isinstance(tree, exp.Select) or tree.args.get("distinct") or tree.args.get("offset"):
        return strict
    keyed = _with_keys(tree)
    if keyed is None:
        return strict
    try:
        found = connection.execute(keyed).fetchall()
    except sqlite3.Error:
        return strict  # the keys cannot be shown: ties stay unknown, and every row keeps its place
    return _with_ties(rows, found, len(rows[0]), limited=tree.args.get("limit") is not None) or strict


def _with_keys(tree: exp.Select) -> str | None:
    """The query without its LIMIT and with what it orders by as further columns."""
    named = {one.alias.casefold(): one.this for one in tree.expressions if isinstance(one, exp.Alias)}
    keys: list[exp.Expression] = []
    for ordered in tree.args["order"].expressions:
        key = ordered.this
        if isinstance(key, exp.Literal):
            if key.is_string or not 1 <= int(key.name) <= len(tree.expressions):
                return None
            key = tree.expressions[int(key.name) - 1].unalias()
        elif isinstance(key, exp.Column) and not key.table and key.name.casefold() in named:
            key = named[key.name.casefold()]
        keys.append(key.copy())
    shown = tree.copy()
    shown.set("limit", None)
    shown.set("expressions", [*shown.expressions, *keys])
    return shown.sql(dialect="sqlite")


def _with_ties(rows: tuple[Row, ...], found: Sequence[Row], width: int, *, limited: bool) -> Gold | None:
    """Gold with its ties; None where the rows with keys are not those of the gold query."""
    shown, keys = [row[:width] for row in found], [row[width:] for row in found]
    if any(len(row) <= width for row in found) or len(shown) < len(rows) or (not limited and len(shown) != len(rows)):
        return None
    runs = [0] * len(keys)
    for at in range(1, len(keys)):
        runs[at] = runs[at - 1] + (keys[at] != keys[at - 1])
    count = len(rows)
    if count == len(shown) or runs[count] != runs[count - 1]:
        same = same_rows(shown[:count], rows, ordered=False, any_column_order=False)
        return Gold(tuple(shown[:count]), tuple(runs[:count])) if same else None
    start, end = runs.index(runs[count]), len(runs) - runs[::-1].index(runs[count])
    before = same_rows(shown[:start], rows[:start], ordered=False, any_column_order=False)
    if not before or not set(rows[start:]) <= set(shown[start:end]):
        return None
    return Gold(tuple(shown[:start]), tuple(runs[:start]), tuple(shown[start:end]), count - start)


# -- comparison ----------------------------------------------------------------------------------------------------


def match(rows: Sequence[Row], gold: Gold) -> Match:
    """Return whether rows are those of the gold query, in any column order.

    ``exact``: the same columns. ``lax``: gold's columns are among them. Order counts where gold orders; rows that tie
    there may change places, and at a LIMIT any choice among the tied is right, and so are all of them.

    >>> match([("b", 2), ("a", 1)], Gold(((1, "a"), (2, "b"))))
    'exact'
    >>> match([("b", 2, 0), ("a", 1, 0)], Gold(((1, "a"), (2, "b")))), match([(1, "a")], Gold(((1, "a"), (2, "b"))))
    ('lax', 'no')
    """
    if not rows:
        return "no"
    ours = [_plain(row) for row in rows]
    variants = _variants(gold, len(ours))
    if any(_same(ours, *variant, extra=False) for variant in variants):
        return "exact"
    return "lax" if any(_same(ours, *variant, extra=True) for variant in variants) else "no"


def _variants(gold: Gold, count: int) -> list[tuple[list[Row], tuple[int, ...]]]:
    """All results of that many rows that the gold query allows, each with the runs of its rows."""
    kept, tied = [_plain(row) for row in gold.kept], [_plain(row) for row in gold.tied]
    if not tied:
        return [(kept, gold.runs)]
    wanted = count - len(kept)
    if wanted not in (gold.places, len(tied)):
        return []
    runs = gold.runs + (len(kept),) * wanted
    if comb(len(tied), wanted) > _MOST_CHOICES:
        return [(kept + tied[:wanted], runs)]
    choices = dict.fromkeys(combinations(tied, wanted))
    return [([*kept, *choice], runs) for choice in choices]


def _same(ours: list[Row], wanted: list[Row], runs: tuple[int, ...], *, extra: bool) -> bool:
    """Compare as multisets; where order matters each row bears the number of its run as a column of its own."""
    if len(ours) != len(wanted):
        return False
    if runs:
        marks = [(f"run {run} of the order",) for run in runs]
        ours = [row + mark for row, mark in zip(ours, marks, strict=True)]
        wanted = [row + mark for row, mark in zip(wanted, marks, strict=True)]
    return same_rows(
        ours,
        wanted,
        ordered=False,
        any_column_order=True,
        relative_tolerance=TOLERANCE,
        extra_columns_allowed=extra,
    )


def _plain(row: Sequence[Any]) -> Row:
    return tuple(number_in(cell) if isinstance(cell, str) else cell for cell in row)


def number_in(text: str) -> Any:
    """Return the number that a text spells, else the text: SQLite keeps numbers as text, askbi reads them as numbers.

    >>> number_in("12.50"), number_in("-3"), number_in("007"), number_in("1e5")
    (12.5, -3, '007', '1e5')
    """
    if not _NUMBER.match(text):
        return text
    return float(text) if "." in text else int(text)


def by_database(asked: Sequence[Asked]) -> Mapping[str, list[Asked]]:
    """Return the questions of each database, databases in the order of their names."""
    found: dict[str, list[Asked]] = {}
    for one in sorted(asked, key=lambda one: (one.database, one.index)):
        found.setdefault(one.database, []).append(one)
    return found
