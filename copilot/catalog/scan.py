"""Facts: what one scan of each table, and one grouping of each column with few values, says about its columns.

Owns the statistics. Refuses meaning: roles, keys and relationships are made from these facts elsewhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlglot import exp

from copilot.catalog import lexicon, naming
from copilot.catalog.asking import COUNT, GROUPS, Asker, aliased, col, grouped, key, tab
from copilot.errors import Cancelled, QueryFailed, TimedOut
from copilot.sources import SourceColumn, SourceTable
from copilot.values import ColumnFacts
from copilot.values.catalog import Scalar

NUMBERS = frozenset({"integer", "decimal", "float"})
WHENS = frozenset({"date", "timestamp", "time"})
OPAQUE = frozenset({"json", "binary", "interval", "other"})
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
COLUMNS_PER_SCAN = 25
"""Keeps the SQL of a wide table within some 150 expressions; more makes planning slower than scanning."""
TOP = 10
LIST_CAP = 5_000
NAME_CAP = 20_000
NUMBER_CAP = 200
"""Most distinct numbers or dates whose frequencies are counted."""
SHORT_TEXT = 60.0
PART = 500_000
"""Rows whose distinct values are counted at once; some 60 MB where each is another text."""
NEARLY = 0.98
"""Share of different values from which on a column may be a key with a few rows twice."""
SLACK = 1.15
"""An approximate distinct count may be this much too high; the grouping itself then gives the exact one."""
_DAY_AND_TIME = re.compile(r"^(\d{4,}-\d\d-\d\d) (\d)")


@dataclass(frozen=True, slots=True)
class Scanned:
    """One table with the facts of its columns."""

    table: SourceTable
    rows: int
    facts: dict[str, ColumnFacts]
    values: dict[str, tuple[str, ...]]
    """All values of the text columns that have few enough, most frequent first."""

    def column(self, name: str) -> SourceColumn:
        """Return one column as the engine declares it."""
        return next(column for column in self.table.columns if column.name == name)

    def unique(self, name: str) -> bool:
        """Tell whether a column is proven to hold a different value in every row."""
        facts = self.facts[name]
        return facts.distinct_exact and self.rows > 0 and facts.nulls == 0 and facts.distinct == self.rows


def scan_table(asker: Asker, table: SourceTable) -> Scanned:
    """Take all facts of one table.

    Raises:
        QueryFailed: a plain count fails, the deadline passed or the person stopped it.
    """
    rows = int(asker.rows(aliased(exp.select(exp.Count(this=exp.Star())).from_(tab(table.name))), rows=1)[0][0])
    facts: dict[str, ColumnFacts] = {}
    for start in range(0, len(table.columns), COLUMNS_PER_SCAN):
        facts |= _scan(asker, table.name, table.columns[start : start + COLUMNS_PER_SCAN], rows)
    facts = _exact_where_unique(asker, table, facts)
    values: dict[str, tuple[str, ...]] = {}
    for column in table.columns:
        facts[column.name], listed = _frequencies(asker, table.name, column, facts[column.name])
        if listed:
            values[column.name] = listed
        if not asker.duckdb and column.type in NUMBERS and not facts[column.name].quantiles:
            facts[column.name] = replace(
                facts[column.name], quantiles=_ranked_quantiles(asker, table.name, column.name, facts[column.name])
            )
    return Scanned(table, rows, facts, values)


def _scan(asker: Asker, table: str, columns: Sequence[SourceColumn], rows: int) -> dict[str, ColumnFacts]:
    """Scan some columns at once; where the engine fails on one of them, scan them one by one with ever fewer facts."""
    asked = [_statistics(column, approximate=asker.duckdb) for column in columns]
    try:
        return _scan_as_asked(asker, table, columns, asked, rows)
    except (TimedOut, Cancelled):
        raise
    except QueryFailed:
        if len(columns) > 1:
            return {c.name: f for c in columns for f in _scan(asker, table, [c], rows).values()}
        counts = [{name: tree for name, tree in asked[0].items() if name in ("held", "distinct")}]
        return _scan_as_asked(asker, table, columns, counts, rows)


def _scan_as_asked(
    asker: Asker,
    table: str,
    columns: Sequence[SourceColumn],
    asked: Sequence[dict[str, exp.Expression]],
    rows: int,
) -> dict[str, ColumnFacts]:
    tree = exp.select(*(expression for wanted in asked for expression in wanted.values())).from_(tab(table))
    answers = iter(asker.rows(aliased(tree), rows=1)[0])
    facts = {}
    for column, wanted in zip(columns, asked, strict=True):
        facts[column.name] = _facts({name: next(answers) for name in wanted}, rows, exact=not asker.duckdb)
    return facts


def _statistics(column: SourceColumn, *, approximate: bool) -> dict[str, exp.Expression]:
    """Return the aggregates to ask of one column."""
    it = col(column.name)
    distinct: exp.Expression = exp.Count(this=exp.Distinct(expressions=[it]))
    asked: dict[str, exp.Expression] = {
        "held": exp.Count(this=it.copy()),
        "distinct": exp.ApproxDistinct(this=it.copy()) if approximate else distinct,
    }
    if column.type in OPAQUE:
        return asked
    asked["minimum"] = _written(exp.Min(this=it.copy()), column)
    asked["maximum"] = _written(exp.Max(this=it.copy()), column)
    if column.type in NUMBERS:
        number = exp.cast(it.copy(), "double") if approximate else it.copy()
        asked["mean"] = exp.Avg(this=number)
        if approximate:
            shares = exp.Array(expressions=[exp.Literal.number(q) for q in QUANTILES])
            asked["quantiles"] = exp.ApproxQuantile(this=number.copy(), quantile=shares)
    if column.type == "text":
        asked["mean_length"] = exp.Avg(this=exp.Length(this=exp.cast(it.copy(), "text")))
    return asked


def _written(expression: exp.Expression, column: SourceColumn) -> exp.Expression:
    """Take times, decimals and enumerations out as text: exact, and no value is beyond what Python can hold."""
    plain = column.type in ("integer", "float", "boolean")
    return expression if plain else exp.cast(expression, "text")


def _facts(answers: dict[str, Any], rows: int, *, exact: bool) -> ColumnFacts:
    held, distinct = int(answers["held"]), int(answers["distinct"])
    quantiles = [_finite(value) for value in answers.get("quantiles") or ()]
    return ColumnFacts(
        rows=rows,
        nulls=rows - held,
        distinct=distinct if exact else min(distinct, held),
        distinct_exact=exact or held <= 1,
        minimum=scalar(answers.get("minimum")),
        maximum=scalar(answers.get("maximum")),
        mean=_finite(answers.get("mean")),
        quantiles=tuple(q for q in quantiles if q is not None) if None not in quantiles else (),
        mean_length=_finite(answers.get("mean_length")),
    )


def _finite(value: Any) -> float | None:
    return None if value is None or not math.isfinite(float(value)) else float(value)


def scalar(value: Any) -> Scalar:
    """Return a value of the data as JSON can hold it: ISO 8601 times, None for infinite numbers, text cut at 200."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _DAY_AND_TIME.sub(r"\1T\2", str(value)[:200])


def _exact_where_unique(asker: Asker, table: SourceTable, facts: dict[str, ColumnFacts]) -> dict[str, ColumnFacts]:
    """Count exactly where a column may be different in every row."""
    doubtful = [
        column.name
        for column in table.columns
        if column.type in ("integer", "text", "date", "timestamp")
        and not (f := facts[column.name]).distinct_exact
        and f.nulls == 0
        and f.distinct * SLACK >= f.rows
    ]
    return facts | {name: _exactly(asker, table.name, name, facts[name]) for name in doubtful}


def _exactly(asker: Asker, table: str, name: str, facts: ColumnFacts) -> ColumnFacts:
    """Count the distinct values of a column part by part, so that a long table takes no more memory than a short one.

    The values fall into parts by their hash. Where the first part shows that the column is far from unique the rest is
    not looked at, and the count stays approximate.
    """
    parts = -(-facts.rows // PART) if asker.duckdb else 1
    total = 0
    for part in range(parts):
        counts = exp.Count(this=col(name)), exp.Count(this=exp.Distinct(expressions=[col(name)]))
        tree = exp.select(*counts).from_(tab(table))
        if parts > 1:
            place = exp.Anonymous(this="hash", expressions=[col(name)])
            tree = tree.where(exp.Mod(this=place, expression=exp.Literal.number(parts)).eq(exp.Literal.number(part)))
        held, distinct = (int(n) for n in asker.rows(aliased(tree), rows=1)[0])
        if parts > 1 and distinct < NEARLY * held:
            return replace(facts, distinct=min(facts.distinct, facts.rows - (held - distinct)))
        total += distinct
    return replace(facts, distinct=total, distinct_exact=True)


def _frequencies(
    asker: Asker, table: str, column: SourceColumn, facts: ColumnFacts
) -> tuple[ColumnFacts, tuple[str, ...]]:
    """Count a column's values where they are few enough, for its top values, exact distinct count and value list."""
    cap = _cap(column, facts)
    if cap == 0 or facts.distinct == 0 or facts.distinct > cap * SLACK:
        return facts, ()
    value = _written(col(key(0), GROUPS), column)
    order = [exp.Ordered(this=col(COUNT, GROUPS), desc=True), exp.Ordered(this=col(key(0), GROUPS), desc=False)]
    inner = grouped(table, [column.name]).subquery(GROUPS)
    tree = aliased(exp.select(value, col(COUNT, GROUPS)).from_(inner))
    tree.set("order", exp.Order(expressions=order))
    counted = asker.rows(tree.limit(cap + 1), rows=cap + 1)
    cut = len(counted) > cap
    counted = counted[:cap]
    top = tuple((scalar(v), int(n)) for v, n in counted[:TOP]) if not cut and len(counted) < facts.rows else ()
    if not cut:
        facts = replace(facts, distinct=len(counted), distinct_exact=True)
        if column.type in NUMBERS:
            facts = replace(facts, quantiles=_counted_quantiles(counted) or facts.quantiles)
    listed = tuple(str(v) for v, _ in counted) if not cut and _listable(column, facts) else ()
    return replace(facts, top=top), listed


def _cap(column: SourceColumn, facts: ColumnFacts) -> int:
    """Return how many values of a column are worth counting, 0 for none."""
    if column.type in OPAQUE or column.type == "time":
        return 0
    if column.type != "text":
        return NUMBER_CAP
    if (facts.mean_length or 0.0) > SHORT_TEXT:
        return NUMBER_CAP
    return NAME_CAP if naming.has(column.name, lexicon.NAME_WORDS) else LIST_CAP


def _listable(column: SourceColumn, facts: ColumnFacts) -> bool:
    return (
        column.type == "text"
        and (facts.mean_length or 0.0) <= SHORT_TEXT
        and not (naming.has(column.name, lexicon.CONTACT) and not naming.id_like(column.name))
    )


def _counted_quantiles(counted: Sequence[tuple[Any, int]]) -> tuple[float, ...]:
    """Return exact quantiles from all values and how often each occurs."""
    numbers = sorted((number, n) for value, n in counted if (number := _number(value)) is not None)
    held = sum(n for _, n in numbers)
    if len(numbers) < len(counted) or held == 0:
        return ()
    quantiles, position, seen = [], 0, 0
    for rank in _ranks(held):
        while seen + numbers[position][1] < rank:
            seen += numbers[position][1]
            position += 1
        quantiles.append(numbers[position][0])
    return tuple(quantiles)


def _number(value: Any) -> float | None:
    try:
        return _finite(value)
    except (TypeError, ValueError):
        return None


def _ranks(held: int) -> list[int]:
    """Return the 1-based places of the quantiles in the sorted values."""
    return [min(held, math.floor(q * (held - 1)) + 1) for q in QUANTILES]


def _ranked_quantiles(asker: Asker, table: str, column: str, facts: ColumnFacts) -> tuple[float, ...]:
    """Read quantiles off the sorted column, for engines that have no aggregate for them."""
    held = facts.rows - facts.nulls
    if held == 0 or not all(isinstance(v, int | float) for v in (facts.minimum, facts.maximum)):
        return ()
    ranks = _ranks(held)
    rank = exp.Window(this=exp.RowNumber(), order=exp.Order(expressions=[exp.Ordered(this=col(column))]))
    inner = (
        exp.select(exp.alias_(col(column), key(0), quoted=True), exp.alias_(rank, COUNT, quoted=True))
        .from_(tab(table))
        .where(col(column).is_(exp.null()).not_())
    )
    wanted = exp.In(this=col(COUNT, GROUPS), expressions=[exp.Literal.number(r) for r in sorted(set(ranks))])
    tree = exp.select(col(COUNT, GROUPS), col(key(0), GROUPS)).from_(inner.subquery(GROUPS)).where(wanted)
    found = {int(r): _finite(v) for r, v in asker.rows(aliased(tree), rows=len(QUANTILES))}
    quantiles = tuple(q for r in ranks if (q := found.get(r)) is not None)
    return quantiles if len(quantiles) == len(QUANTILES) else ()
