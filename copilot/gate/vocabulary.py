"""What a query may be made of: node types and functions, for each dialect.

Owns the reading of the lists, which are data: `copilot/gate/lists/common.toml` holds for every dialect, a file of its
own says what a dialect adds and takes away, each name with what it is for or why it stays out. Everything that is not
named there is refused, so a new engine version brings nothing in by itself. A file is read when its dialect is first
asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from sqlglot import exp

from copilot.values.query import Dialect

ROOTS: Final = frozenset({"Select", "Union", "Intersect", "Except", "Subquery", "Values"})

DIALECTS: Final[tuple[Dialect, ...]] = (
    "duckdb", "sqlite", "postgres", "mysql", "snowflake", "bigquery", "tsql", "clickhouse", "spark",
)  # fmt: skip

_T = TypeVar("_T")
_HERE: Final = Path(__file__).parent / "lists"


@dataclass(frozen=True, slots=True)
class _Reasons:
    """Names with the reason why they stay out; `patterns` hold a ``*``."""

    names: Mapping[str, str]
    patterns: tuple[tuple[str, str], ...]

    def of(self, name: str) -> str:
        found = self.names.get(name, "")
        return found or next((reason for pattern, reason in self.patterns if fnmatchcase(name, pattern)), "")


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of one dialect; `refused` begins with the dialect's own reasons."""

    nodes: frozenset[str]
    typed: frozenset[str]
    named: frozenset[str]
    tables: frozenset[str]
    refused: tuple[_Reasons, ...]
    bounded: Mapping[str, tuple[str | int, int]]


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _reasons(refuse: Mapping[str, Mapping[str, str]]) -> _Reasons:
    names: dict[str, str] = {}
    patterns: list[tuple[str, str]] = []
    for kind in ("nodes", "functions"):
        for reason, listed in refuse.get(kind, {}).items():
            for name in listed.split():
                if "*" in name:
                    patterns.append((name, reason))
                else:
                    names[name] = reason
    return _Reasons(names, tuple(patterns))


@cache
def _common() -> dict[str, Any]:
    return _file("common")


@cache
def _lists(dialect: Dialect) -> _Lists:
    common, own = _common(), _file(dialect)
    refused = _reasons(own.get("refuse", {}))

    def allowed(kind: str) -> frozenset[str]:
        shared = " ".join(common["allow"].get(kind, {}).values()).split()
        added = " ".join(own.get("allow", {}).get(kind, {}).values()).split()
        return frozenset(name for name in shared if not refused.of(name)).union(added)

    named = allowed("named")
    if dialect == "sqlite":
        from copilot.sources.sqlite_functions import FUNCTIONS

        named |= {function.name for function in FUNCTIONS}
    return _Lists(
        nodes=allowed("nodes"),
        typed=allowed("typed"),
        named=named,
        tables=allowed("tables"),
        refused=(refused, _reasons(common["refuse"])),
        bounded={name: (place, most) for name, (place, most) in own.get("bounded", {}).items()},
    )


class _ByDialect(Mapping[Dialect, _T], Generic[_T]):
    """One of the lists for each dialect, read when it is asked for."""

    def __init__(self, pick: Callable[[_Lists], _T]) -> None:
        self._pick = pick

    def __getitem__(self, dialect: Dialect) -> _T:
        return self._pick(_lists(dialect))

    def __iter__(self) -> Iterator[Dialect]:
        return iter(DIALECTS)

    def __len__(self) -> int:
        return len(DIALECTS)


NODES: Final = _ByDialect(lambda lists: lists.nodes)
"""Class names of the parser's nodes that are no functions, and of operators that it counts among functions."""

TYPED_FUNCTIONS: Final = _ByDialect(lambda lists: lists.typed)
"""Class names of the parser's own function nodes."""

NAMED_FUNCTIONS: Final = _ByDialect(lambda lists: lists.named)
"""Functions that the parser passes on by name, in small letters."""

TABLE_FUNCTIONS_OF: Final = _ByDialect(lambda lists: lists.tables)
"""Functions that may stand after FROM, beside unnest, range and generate_series, and nowhere else."""

BOUNDED: Final = _ByDialect(lambda lists: lists.bounded)
"""Functions that are safe where one argument is a whole number of at most so much.

The argument is the name of a typed function's part, or the place from 0 among the arguments of a named one.
"""


def why_excluded(name: str, dialect: Dialect) -> str:
    """Return why a function or a class of nodes is not on the lists, or an empty text where no reason is on file.

    A function is asked for as it is written, a node by its class; the reason ends a sentence that begins with "it".
    What is on the lists has none.

    >>> why_excluded("random", "duckdb")
    'gives other values each time, so that no answer could be checked'
    >>> why_excluded("Insert", "sqlite")
    'changes data, tables or rights'
    >>> why_excluded("no_such_function", "duckdb")
    ''
    """
    lists = _lists(dialect)
    kind = getattr(exp, name, None)
    if name in lists.nodes or name in lists.typed or (kind is None and name.lower() in lists.named):
        return ""
    if not isinstance(kind, type):
        return _on_file((name, name.lower()), dialect)
    return _on_file(tuple(base.__name__ for base in kind.__mro__), dialect)


def _on_file(names: tuple[str, ...], dialect: Dialect) -> str:
    """Look for the first of the names that has a reason; a class comes before those that it derives from."""
    for reason, listed in _common()["refuse"]["roots"].items():
        if names[0] in listed.split():
            return str(reason)
    refused = _lists(dialect).refused
    return next((reason for name in names for reasons in refused if (reason := reasons.of(name))), "")


MAX_SERIES: Final = 100_000
"""Most values of one range() or generate_series()."""

RESERVED: Final = frozenset(
    """
    all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default
    deferrable desc describe distinct do else end except false fetch for foreign from group having in initially
    intersect into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider
    placing primary qualify references returning select show some summarize symmetric table then to trailing true
    union unique unpivot using variadic when where window with
    user set at by is like between exists join left right inner outer cross full natural values
    index interval date time timestamp
    add alter anti asof authorization autoincrement binary collation commit concurrently current_date current_time
    current_timestamp delete drop escape freeze glob ilike insert isnull nothing notnull overlaps positional raise semi
    similar tablesample transaction unpack update verbose
    """.split()
)
"""Words that are quoted when they name a column or table."""

MAX_CHARACTERS: Final = 64_000
MAX_TREE: Final = 1_000
"""Deepest tree that is looked at."""
MAX_DEPTH: Final = 200
"""Deepest nesting of brackets; beyond it the parser's recursion gives out."""
