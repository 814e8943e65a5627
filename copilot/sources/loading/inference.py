"""What type each staged text column has, decided over all its values.

Owns the choice and its words in the report. A type is taken where every value fits, or where at least 98 % of twenty or
more do and the others are set aside; otherwise the column stays text. Refuses to drop rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copilot.sources.loading.names import literal
from copilot.sources.loading.readings import COMPACT_DATE, CURRENCY, IDENTIFIER, MIXED, READINGS, Reading
from copilot.sources.loading.staging import TABLE

if TYPE_CHECKING:
    import duckdb

NULLS = (
    *("", "NULL", "null", "Null", "(null)", "N/A", "n/a", "#N/A", "<NA>", "nan", "NaN", "NAN", "none", "None", "NONE"),
    *("-", "--", "---", "无", "空", r"\N"),
)
"""Spellings of nothing in every column."""
TYPED_NULLS = (
    *("NA", "na", "N.A.", "n.a.", "nil", "Nil", "NIL", "missing", "Missing", "unknown", "Unknown", "tbd", "TBD"),
    *("?", ".", "–", "—", "——", "－", "*", "未知", "缺失", "暂无", "无数据"),
    *("#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"),
)
"""Spellings of nothing only in a column that is otherwise numbers or dates."""
SHARE = 0.98
FEWEST = 20
_SAMPLE = 1_000
_LONGEST = 60
"""No number or date is longer in characters."""
_DATE_NAME = re.compile(r"date|day|日期|_dt$|^dt_|datum|fecha", re.IGNORECASE)
_SAME_MONEY = {
    "US$": "USD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "￥": "CNY",
    "元": "CNY",
    "RMB": "CNY",
    "₹": "INR",
}


def _listed(texts: Sequence[str]) -> str:
    return "(" + ", ".join(literal(text) for text in texts) + ")"


def trimmed(column: str) -> str:
    """Return the SQL of a cell without surrounding blanks."""
    return f"trim({column}, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288))"


@dataclass(slots=True)
class Column:
    """One staged column and what is known of it."""

    place: int
    name: str
    values: int = 0
    """Values that are not null in every reading."""
    typed_nulls: int = 0
    identifiers: int = 0
    fits: dict[str, int] = field(default_factory=dict)
    """Rows that each promising reading fits."""
    nulls: list[tuple[str, int]] = field(default_factory=list)
    typed_spellings: list[tuple[str, int]] = field(default_factory=list)
    """Spellings of nothing only in a column of numbers or dates."""
    blanks: int = 0
    """Values that had blanks around them."""
    two_orders: int = 0
    """Values that are another date when day and month change places."""
    pointed_money: bool = False
    """True where amounts of money have a point and no comma."""
    slashed: bool = False
    """True where those are written with slashes."""

    @property
    def staged(self) -> str:
        """Name of the staged column."""
        return f"c{self.place}"

    def wanted(self) -> int:
        """Values that a type has to fit."""
        return self.values - self.typed_nulls

    def fully(self, name: str) -> bool:
        """Say whether a reading fits every value."""
        return self.wanted() > 0 and self.fits.get(name, 0) == self.wanted()


def measure(con: duckdb.DuckDBPyConnection, place: int, name: str) -> Column:
    """Count, over all values, what a column's texts fit."""
    column = Column(place, name)
    cell = column.staged
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE distinct_texts AS SELECT {trimmed(cell)} AS v, count(*) AS n, "
        f"count(*) FILTER ({cell} <> {trimmed(cell)}) AS b FROM {TABLE} WHERE {cell} IS NOT NULL GROUP BY 1"
    )
    listed = _listed(NULLS)
    nulls = con.execute(f"SELECT v, n FROM distinct_texts WHERE v IN {listed} ORDER BY n DESC, v").fetchall()
    column.nulls = [(str(v), int(n)) for v, n in nulls]
    con.execute(f"DELETE FROM distinct_texts WHERE v IN {listed}")
    typed = con.execute(f"SELECT v, n FROM distinct_texts WHERE v IN {_listed(TYPED_NULLS)} ORDER BY n DESC, v")
    column.typed_spellings = [(str(v), int(n)) for v, n in typed.fetchall()]
    row = con.execute(
        "SELECT coalesce(sum(n), 0), coalesce(sum(b), 0), "
        f"coalesce(sum(n) FILTER (regexp_full_match(v, {literal(IDENTIFIER)})), 0) FROM distinct_texts"
    ).fetchall()[0]
    assert row is not None
    column.values, column.blanks, column.identifiers = (int(x) for x in row)
    column.typed_nulls = sum(count for _, count in column.typed_spellings)
    if column.wanted() > 0:
        for readings in (_offered(column), MIXED):
            promising = _promising(con, column, readings)
            if promising:
                counts = _fit_counts(con, promising)
                column.fits.update(zip([r.name for r in promising], counts, strict=True))
                _look_at_orders(con, column, promising)
                _look_at_money(con, column)
            if any(map(column.fully, column.fits)):
                break
    return column


def _offered(column: Column) -> Sequence[Reading]:
    return [*READINGS[:3], COMPACT_DATE, *READINGS[3:]] if _DATE_NAME.search(column.name) else READINGS


def _look_at_orders(con: duckdb.DuckDBPyConnection, column: Column, promising: Sequence[Reading]) -> None:
    by_name = {reading.name: reading for reading in promising}
    for name, reading in by_name.items():
        other = by_name.get(name.removesuffix("dmy") + "mdy")
        if name.endswith("dmy") and other is not None:
            differ = f"{reading.sql('v')} <> {other.sql('v')}"
            row = con.execute(
                "SELECT coalesce(sum(n), 0), coalesce(bool_or(contains(v, '/')), false) "
                f"FROM distinct_texts WHERE {differ}"
            ).fetchall()[0]
            assert row is not None
            column.two_orders, column.slashed = int(row[0]), bool(row[1])
            return


def _look_at_money(con: duckdb.DuckDBPyConnection, column: Column) -> None:
    if column.fully("comma") and column.fully("point"):
        money = f"regexp_matches(v, {literal('(?i)(' + CURRENCY + ')')})"
        row = con.execute(
            f"SELECT coalesce(bool_or({money} AND contains(v, '.') AND NOT contains(v, ',')), false) "
            "FROM distinct_texts"
        ).fetchall()[0]
        column.pointed_money = bool(row[0])


def _promising(con: duckdb.DuckDBPyConnection, column: Column, offered: Sequence[Reading]) -> list[Reading]:
    """Readings that may fit most of a sample of the commonest and of arbitrary values."""
    texts = f"SELECT v, n FROM distinct_texts WHERE v NOT IN {_listed(TYPED_NULLS)}"
    sample = con.execute(
        f"({texts} ORDER BY n DESC, hash(v) LIMIT {_SAMPLE}) UNION ({texts} ORDER BY hash(v) LIMIT {_SAMPLE})"
    ).fetchall()
    total = sum(n for _, n in sample)
    shares: dict[re.Pattern[str], tuple[float, float]] = {}
    for near in {reading.near for reading in offered}:
        fitting = [n for text, n in sample if len(text) <= _LONGEST and near.fullmatch(text)]
        shares[near] = sum(fitting) / total, len(fitting) / len(sample)
    kept = [reading for reading in offered if max(shares[reading.near]) >= 0.9]
    if any(r.name == "plain" and min(shares[r.near]) == 1 for r in kept):
        kept = [r for r in kept if r.name in ("plain", "point") or r.kind == "date"]
    return kept


def _fit_counts(con: duckdb.DuckDBPyConnection, readings: Sequence[Reading]) -> list[int]:
    counted = ", ".join(f"coalesce(sum(n) FILTER (({r.sql('v')}) IS NOT NULL), 0)" for r in readings)
    row = con.execute(f"SELECT {counted} FROM distinct_texts WHERE v NOT IN {_listed(TYPED_NULLS)}").fetchall()[0]
    assert row is not None
    return [int(value) for value in row]


@dataclass(frozen=True, slots=True)
class Hints:
    """What the unambiguous columns of a file say about the ambiguous ones."""

    decimal_comma: bool
    day_first: bool | None
    """None where no column tells."""


def hints_of(columns: Sequence[Column], *, delimiter: str | None) -> Hints:
    """Gather how this file writes numbers and dates."""
    comma = any(_fits_any(c, "comma") and not _fits_any(c, "point") for c in columns)
    point = any(_fits_any(c, "point") and not (_fits_any(c, "comma") or c.fully("plain")) for c in columns)
    both = ("date", "timestamp", "timestamp zone")
    first = any(c.fully(f"{kind} dmy") and not c.fully(f"{kind} mdy") for c in columns for kind in both)
    later = any(c.fully(f"{kind} mdy") and not c.fully(f"{kind} dmy") for c in columns for kind in both)
    return Hints(point or (delimiter == ";" and not comma), first if first != later else None)


def _fits_any(column: Column, style: str) -> bool:
    return column.fully(style) or column.fully(f"percent {style}")


def choose(column: Column, hints: Hints) -> Reading | None:
    """Return the reading that the column gets, or None for text."""
    readings = [*READINGS[:3], COMPACT_DATE, *READINGS[3:], *MIXED]
    if column.wanted() <= 0:
        return None
    if column.identifiers:
        readings = [r for r in readings if r.kind not in ("number", "percent")]
    full = [r for r in readings if column.fully(r.name)]
    if not full and column.wanted() >= FEWEST:
        best = max((column.fits.get(r.name, 0) for r in readings), default=0)
        if best >= SHARE * column.wanted():
            full = [r for r in readings if column.fits.get(r.name, 0) == best]
    return _prefer(column, full, hints) if full else None


def _prefer(column: Column, full: list[Reading], hints: Hints) -> Reading:
    """Take the first that fits; what is open, number marks or the order of day and month, goes as in other columns."""
    names = {r.name: r for r in full}
    first = full[0]
    head, _, tail = first.name.rpartition(" ")
    month_first = hints.day_first is False or (hints.day_first is None and column.slashed)
    if tail == "dmy" and f"{head} mdy" in names and month_first:
        return names[f"{head} mdy"]
    comma = first.name.endswith("comma") or first.name == "plain"
    other = "point" if first.kind == "number" else "percent point"
    # Money has no three decimals: where both readings fit 1.234 €, the point groups thousands.
    if comma and other in names and (hints.decimal_comma or (column.pointed_money and first.name == "comma")):
        return names[other]
    return first


def currencies(con: duckdb.DuckDBPyConnection, column: Column) -> set[str]:
    """Return the currencies that stand in a column, each by its code."""
    found = con.execute(
        f"SELECT DISTINCT upper(regexp_extract({column.staged}, {literal('(?i)(' + CURRENCY + ')')}, 1)) FROM {TABLE}"
    ).fetchall()
    return {_SAME_MONEY.get(token, token) for (token,) in found if token}
