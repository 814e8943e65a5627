"""What would mend a table: all repairs of its alerts as one view over it.

Owns how repairs are put together. Refuses to run anything, and to change the table: a repair is a SELECT beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlglot
from sqlglot import exp

from insight.profile.values import Alert, TableProfile

_PLACE: Final = "askbi_n"
_INNER: Final = "numbered"


@dataclass(frozen=True, slots=True)
class CleanView:
    """A view that shows a table with its repairs."""

    name: str
    """Such as ``orders_clean``."""
    table: str
    select: str
    """The SELECT alone, which can be run as it is."""
    alerts: tuple[Alert, ...]
    """What it mends."""
    dialect: str = "duckdb"

    @property
    def create(self) -> str:
        """The statement that makes it in a database."""
        name = exp.to_identifier(self.name, quoted=True).sql(dialect=self.dialect)
        return f"CREATE VIEW {name} AS\n{self.select}"


def clean_view(
    table: TableProfile, dialect: str, *, only: Sequence[Alert] | None = None, taken: Sequence[str] = ()
) -> CleanView | None:
    """Return the view that mends a table, None where nothing of it can be mended.

    Args:
        table: its profile.
        dialect: of the engine.
        only: the alerts to mend; all that can be where None.
        taken: names of tables; the view gets another one.
    """
    mended = tuple(a for a in (table.alerts if only is None else only) if a.repair is not None)
    if not mended:
        return None
    select = exp.select(*(_column(column.name, mended, dialect) for column in table.columns))
    source: exp.Table | exp.Subquery = exp.Table(this=exp.to_identifier(table.name, quoted=True))
    for alert in mended:
        assert alert.repair is not None
        if alert.repair.one_of_each:
            source = _one_of_each(source, alert.repair.one_of_each, table)
    select = select.from_(source)
    for alert in mended:
        assert alert.repair is not None
        if alert.repair.keep:
            select = select.where(sqlglot.parse_one(alert.repair.keep, dialect=dialect))
    name = f"{table.name}_clean"
    while name in taken:
        name += "_2"
    return CleanView(name, table.name, select.sql(dialect=dialect, pretty=True), mended, dialect)


def _column(name: str, alerts: Sequence[Alert], dialect: str) -> exp.Expr:
    """Return a column with its repairs one after the other; spellings first, since the others judge what is left."""
    tree: exp.Expr = exp.column(name, quoted=True)
    own = [a.repair for a in alerts if a.repair is not None and a.repair.column == name and a.repair.expression]
    for repair in own:
        after: exp.Expr = sqlglot.parse_one(repair.expression, dialect=dialect)
        tree = _put_into(after, name, tree)
    return exp.alias_(tree, name, quoted=True) if own else tree


def _put_into(expression: exp.Expr, name: str, inner: exp.Expr) -> exp.Expr:
    """Return an expression with a column replaced by what is made of it already."""
    if isinstance(inner, exp.Column):
        return expression

    def replaced(node: exp.Expr) -> exp.Expr:
        return exp.paren(inner.copy()) if isinstance(node, exp.Column) and node.name == name else node

    made: exp.Expr = expression.transform(replaced)
    return made


def _one_of_each(source: exp.Table | exp.Subquery, columns: tuple[str, ...], table: TableProfile) -> exp.Subquery:
    """Return the first row of each combination; the latest where the table is dated, else by its other columns."""
    names = [column.name for column in table.columns]
    if columns == ("*",):
        return exp.select(*(exp.column(n, quoted=True) for n in names)).from_(source).distinct().subquery(_INNER)
    rest = [name for name in names if name not in columns]
    dated = [name for name in rest if name == table.time_column]
    order = [exp.Ordered(this=exp.column(n, quoted=True), desc=n in dated) for n in (*dated, *rest) if n in rest]
    place = exp.Window(
        this=exp.RowNumber(),
        partition_by=[exp.column(name, quoted=True) for name in columns],
        order=exp.Order(expressions=order) if order else None,
    )
    numbered = exp.select(*(exp.column(n, quoted=True) for n in names), exp.alias_(place, _PLACE)).from_(source)
    first = exp.column(_PLACE).eq(exp.Literal.number(1))
    kept = exp.select(*(exp.column(n, quoted=True) for n in names)).from_(numbered.subquery(_INNER)).where(first)
    return kept.subquery("one_of_each")


def preview(table: TableProfile, alert: Alert, dialect: str, names: tuple[str, str, str]) -> str:
    """Return a SELECT of what a repair changes in its column, with how many rows; empty where it changes rows instead.

    Args:
        table: its profile.
        alert: with the repair.
        dialect: of the engine.
        names: of the three columns: before, after, rows.
    """
    repair = alert.repair
    if repair is None or not repair.expression:
        return ""
    before = exp.column(repair.column, quoted=True)
    after: exp.Expr = exp.paren(sqlglot.parse_one(repair.expression, dialect=dialect))
    changed = exp.NullSafeNEQ(this=exp.cast(before, "text"), expression=exp.cast(after.copy(), "text"))
    inner = exp.select(exp.alias_(before, names[0], quoted=True), exp.alias_(after, names[1], quoted=True))
    inner = inner.from_(exp.Table(this=exp.to_identifier(table.name, quoted=True))).where(changed)
    ends = [exp.column(name, quoted=True) for name in names[:2]]
    count = exp.alias_(exp.Count(this=exp.Star()), names[2], quoted=True)
    tree = exp.select(*ends, count).from_(inner.subquery("changed")).group_by(*(end.copy() for end in ends))
    order = exp.Ordered(this=exp.column(names[2], quoted=True), desc=True)
    return tree.order_by(order).limit(200).sql(dialect=dialect, pretty=True)
