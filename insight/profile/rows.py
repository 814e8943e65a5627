"""Rows that are wrong together: loaded twice, without the partner they name, or missing in the same places.

Owns what no condition over a single row can say. Refuses columns one by one, which are `doubts`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from sqlglot import exp

from copilot.catalog.asking import CHILD, COUNT, GROUPS, PARENT, Asker, aliased, col, grouped, key, not_null, tab
from copilot.catalog.scan import OPAQUE
from copilot.values import Relationship, Table
from insight.profile.sample import Sample
from insight.profile.suspects import SHOWN
from insight.profile.values import Alert, Details, Repair

PARTS: Final = 4_000_000
"""Rows of which duplicates are counted at once; of more, one part in so many is counted, chosen by a hash."""
_WIDEST: Final = 400
_FEW_BY_CHANCE: Final = 0.05


def duplicates(asker: Asker, table: Table) -> list[Alert]:
    """Return the alert that whole rows occur more than once, none where they do not.

    Raises:
        QueryFailed: the engine said no, the deadline passed or the person stopped it.
    """
    names = [name for name, c in table.columns.items() if not c.expression]
    comparable = [name for name in names if table.columns[name].type not in OPAQUE]
    if table.row_count < 2 or len(comparable) < len(names) or not 2 <= len(names) <= _WIDEST:
        return []
    parts = -(-table.row_count // PARTS) if asker.duckdb else 1
    surplus = _surplus(asker, table, names, parts) * parts
    if surplus == 0:
        return []
    details = {} if parts == 1 else {"estimated": True}
    rows_sql = _repeated_rows(asker, table.name, names)
    repair = Repair(one_of_each=("*",))
    share = surplus / table.row_count
    if share > 0.5 or len(names) < 3:
        return []  # a list of few labels is no load gone wrong
    return [Alert("duplicate_rows", "high", table.name, (), surplus, share, details, rows_sql, repair)]


def twins(asker: Asker, sample: Sample) -> list[Alert]:
    """Return the alert that rows are alike in everything but their identifier, none where chance would make as many.

    Raises:
        QueryFailed: the engine said no, the deadline passed or the person stopped it.
    """
    table = sample.table
    names = [name for name in sample.columns if name not in table.primary_key]
    whole = len(names) == len(table.columns) - len(table.primary_key)
    if len(table.primary_key) != 1 or not whole or len(names) < 3 or table.row_count < 20:
        return []
    by_chance = table.row_count**2 / 2 * float(np.prod([_alike(sample, name) for name in names]))
    if by_chance > _FEW_BY_CHANCE:
        return []
    parts = -(-table.row_count // PARTS) if asker.duckdb else 1
    surplus = _surplus(asker, table, names, parts) * parts
    if surplus < 2 or surplus > 0.05 * table.row_count:
        return []
    details: Details = {"but": table.primary_key[0], "estimated": parts > 1}
    rows_sql = _repeated_rows(asker, table.name, names)
    return [Alert("twins", "medium", table.name, (), surplus, surplus / table.row_count, details, rows_sql)]


def _alike(sample: Sample, name: str) -> float:
    """Return how likely two rows agree in a column, nulls counted as a value."""
    counts = np.array([*sample.counted(name).values(), int(sample.missing(name).sum())], dtype=np.float64)
    if counts.sum() < 2:
        return 1.0
    pairs = float((counts * (counts - 1)).sum()) / (float(counts.sum()) * (float(counts.sum()) - 1))
    return max(pairs, 1.0 / max(1, sample.rows) ** 2)


def _surplus(asker: Asker, table: Table, names: Sequence[str], parts: int) -> int:
    """Count the rows beyond the first of each, by a hash of the row where the engine has one."""
    if asker.duckdb:
        mark: list[exp.Expression] = [exp.Anonymous(this="hash", expressions=[col(name) for name in names])]
    else:
        mark = [col(name) for name in names]
    inner = exp.select(exp.alias_(exp.Count(this=exp.Star()), COUNT, quoted=True)).from_(tab(table.name))
    if parts > 1:
        chosen = exp.Mod(this=mark[0].copy(), expression=exp.Literal.number(parts)).eq(exp.Literal.number(0))
        inner = inner.where(chosen)
    inner = inner.group_by(*(part.copy() for part in mark))
    more = exp.Sum(this=exp.paren(col(COUNT, GROUPS) - exp.Literal.number(1)))
    return int(asker.rows(aliased(exp.select(more).from_(inner.subquery(GROUPS))), rows=1)[0][0] or 0)


def _repeated_rows(asker: Asker, table: str, names: Sequence[str]) -> str:
    columns = [exp.column(name, quoted=True) for name in names]
    tree = exp.select(*columns, exp.alias_(exp.Count(this=exp.Star()), "times"))
    tree = tree.from_(exp.Table(this=exp.to_identifier(table, quoted=True))).group_by(*(c.copy() for c in columns))
    tree = tree.having(exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1)))
    return (
        tree.order_by(exp.Ordered(this=exp.column("times"), desc=True)).limit(SHOWN).sql(dialect=asker.source.dialect)
    )


def near_key_alert(asker: Asker, table: Table, columns: tuple[str, ...], surplus: int) -> Alert:
    """Return the alert that some rows share what should tell them apart."""
    keys = [exp.column(name, quoted=True) for name in columns]
    own = exp.Table(this=exp.to_identifier(table.name, quoted=True))
    twice = exp.select(*keys).from_(own.copy()).group_by(*(k.copy() for k in keys))
    twice = twice.having(exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1)))
    rows = exp.select(exp.Star()).from_(own)
    rows = rows.join(twice.subquery("twice"), using=[k.copy() for k in keys])
    rows = rows.order_by(*(k.copy() for k in keys)).limit(SHOWN)
    return Alert(
        "near_key", "high", table.name, columns, surplus, surplus / table.row_count,
        rows_sql=rows.sql(dialect=asker.source.dialect), repair=Repair(one_of_each=columns),
    )  # fmt: skip


def orphans(asker: Asker, link: Relationship) -> Alert | None:
    """Return the alert that rows name a partner that is not there, None where all have theirs.

    Raises:
        QueryFailed: the engine said no, the deadline passed or the person stopped it.
    """
    if link.share >= 1.0:
        return None
    child = exp.select(
        *(exp.alias_(col(n), key(i), quoted=True) for i, n in enumerate(link.from_columns))
    ).from_(tab(link.from_table)).where(not_null(link.from_columns))  # fmt: skip
    parent = grouped(link.to_table, link.to_columns).subquery(PARENT)
    on = exp.and_(*(col(key(i), CHILD).eq(col(key(i), PARENT)) for i in range(len(link.to_columns))))
    tree = exp.select(exp.Count(this=exp.Star()), _ones(col(key(0), PARENT).is_(exp.null())))
    tree = aliased(tree.from_(child.subquery(CHILD)).join(parent, on=on, join_type="left"))
    held, lost = asker.rows(tree, rows=1)[0]
    if not lost:
        return None
    share = int(lost) / int(held)
    mine = exp.Table(this=exp.to_identifier(link.from_table, quoted=True))
    theirs = exp.Table(this=exp.to_identifier(link.to_table, quoted=True))
    met = exp.and_(
        *(
            exp.column(c, table=link.from_table, quoted=True).eq(exp.column(p, table=link.to_table, quoted=True))
            for c, p in zip(link.from_columns, link.to_columns, strict=True)
        )
    )
    known = exp.and_(
        *(exp.column(c, table=link.from_table, quoted=True).is_(exp.null()).not_() for c in link.from_columns)
    )
    partner = exp.Exists(this=exp.select(exp.Literal.number(1)).from_(theirs).where(met))
    rows = exp.select(exp.Star()).from_(mine).where(exp.and_(known, exp.not_(partner))).limit(SHOWN)
    return Alert(
        "broken_reference", "high" if share >= 0.01 else "medium", link.from_table, link.from_columns, int(lost), share,
        {"to": link.to_table, "to_columns": link.to_columns}, rows.sql(dialect=asker.source.dialect),
    )  # fmt: skip


def _ones(condition: exp.Condition) -> exp.Expression:
    return exp.Sum(this=exp.Case().when(condition, exp.Literal.number(1)).else_(exp.Literal.number(0)))


def missing_together(asker: Asker, sample: Sample) -> list[Alert]:
    """Return the columns that are null in the very same rows, counted over all rows.

    Raises:
        QueryFailed: the engine said no, the deadline passed or the person stopped it.
    """
    table = sample.table
    groups: dict[bytes, list[str]] = defaultdict(list)
    for name in sample.columns:
        facts = table.columns[name].facts
        if facts is None or not 0 < facts.nulls < facts.rows or facts.nulls < 0.005 * facts.rows:
            continue
        missing = sample.missing(name)
        if 3 <= int(missing.sum()) < sample.rows:
            groups[np.packbits(missing).tobytes()].append(name)
    alerts = []
    for names in (tuple(group) for group in groups.values() if len(group) > 1):
        first, rest = names[0], names[1:]
        facts_of = table.columns[first].facts
        same = exp.and_(
            *(exp.EQ(this=_flag(col(first).is_(exp.null())), expression=_flag(col(n).is_(exp.null()))) for n in rest)
        )
        tree = exp.select(_ones(exp.not_(same))).from_(tab(table.name))
        apart = int(asker.rows(aliased(tree), rows=1)[0][0] or 0)
        nulls = int(sample.missing(first).mean() * table.row_count) if facts_of is None else facts_of.nulls
        if apart == 0:
            own = exp.Table(this=exp.to_identifier(table.name, quoted=True))
            rows = exp.select(exp.Star()).from_(own).where(exp.column(first, quoted=True).is_(exp.null())).limit(SHOWN)
            alerts.append(
                Alert(
                    "missing_together", "low", table.name, names, nulls, nulls / table.row_count,
                    rows_sql=rows.sql(dialect=asker.source.dialect),
                )
            )  # fmt: skip
    return alerts


def _flag(condition: exp.Condition) -> exp.Expression:
    return exp.Case().when(condition, exp.Literal.number(1)).else_(exp.Literal.number(0))
