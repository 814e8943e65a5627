"""What is suspected of a table's rows, and the proof: one query that counts every suspicion over all rows.

Owns the step from a suspicion to a count, and the SQL that shows the rows. Refuses to suspect anything itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlglot import exp

from copilot.catalog.asking import HERE, Asker, aliased, col, tab
from copilot.errors import Cancelled, QueryFailed, TimedOut
from copilot.values.catalog import Scalar
from insight.profile.values import Alert, AlertKind, Details, Repair, Severity

AT_ONCE: Final = 60
"""Conditions that one scan counts."""
SHOWN: Final = 200
"""Most rows that an alert shows."""
_SERIOUS: Final = 0.01


@dataclass(frozen=True, slots=True)
class Suspect:
    """Rows that may be wrong, by a condition over single rows."""

    kind: AlertKind
    columns: tuple[str, ...]
    condition: exp.Condition
    details: Details = field(default_factory=dict)
    severity: Severity = "medium"
    mend: exp.Expression | None = None
    """What stands in place of the first column where this is repaired."""
    most: float = 1.0
    """Share of the rows above which it is no error but how this column is."""
    least: int = 1
    """Rows below which it is not worth a word."""
    weighs: str = ""
    """A column of numbers whose total is compared: how much of it lies in these rows."""


def prove(asker: Asker, table: str, rows: int, suspects: Sequence[Suspect]) -> list[Alert]:
    """Count each suspicion over all rows of a table, and return those that are borne out.

    Raises:
        TimedOut: the deadline passed.
        Cancelled: the person stopped it.
    """
    alerts: list[Alert] = []
    for start in range(0, len(suspects), AT_ONCE):
        some = suspects[start : start + AT_ONCE]
        for suspect, (count, weight) in zip(some, _counted(asker, table, some), strict=True):
            if count >= suspect.least and count <= suspect.most * rows:
                alerts.append(_alert(asker, table, rows, suspect, count, weight))
    return alerts


def _counted(asker: Asker, table: str, suspects: Sequence[Suspect]) -> list[tuple[int, float | None]]:
    """Count some conditions at once; where the engine fails on one of them, one by one, and that one counts nothing."""
    tree = exp.select(*(part for each in suspects for part in _measures(each))).from_(tab(table))
    try:
        row = iter(asker.rows(aliased(tree), rows=1)[0])
    except (TimedOut, Cancelled):
        raise
    except QueryFailed:
        if len(suspects) == 1:
            return [(0, None)]
        return [found for each in suspects for found in _counted(asker, table, [each])]
    found: list[tuple[int, float | None]] = []
    for each in suspects:
        count = int(next(row) or 0)
        within, total = (next(row), next(row)) if each.weighs else (None, None)
        found.append((count, float(within or 0) / float(total) if total else None))
    return found


def _measures(suspect: Suspect) -> list[exp.Expression]:
    one = exp.Case().when(suspect.condition.copy(), exp.Literal.number(1)).else_(exp.Literal.number(0))
    measures: list[exp.Expression] = [exp.Sum(this=one)]
    if suspect.weighs:
        size = exp.Abs(this=exp.cast(col(suspect.weighs), "double"))
        within = exp.Case().when(suspect.condition.copy(), size.copy()).else_(exp.Literal.number(0))
        measures += [exp.Sum(this=within), exp.Sum(this=size)]
    return measures


def _alert(asker: Asker, table: str, rows: int, suspect: Suspect, count: int, weight: float | None) -> Alert:
    share = count / rows
    severity = suspect.severity
    if severity == "medium" and share >= _SERIOUS and suspect.kind in ("spellings", "placeholder", "mixed_type"):
        severity = "high"
    if weight is not None and weight >= 0.05:
        severity = "medium"
    details = dict(suspect.details) if weight is None else {**suspect.details, "weight": weight}
    return Alert(
        suspect.kind,
        severity,
        table,
        suspect.columns,
        count,
        share,
        details,
        rows_where(asker, table, suspect.condition),
        Repair(suspect.columns[0], sql_of(asker, suspect.mend)) if suspect.mend is not None else None,
    )


def rows_where(asker: Asker, table: str, condition: exp.Expr) -> str:
    """Return the SELECT that shows the rows of a table for which a condition holds."""
    star = exp.select(exp.Star()).from_(exp.Table(this=exp.to_identifier(table, quoted=True)))
    return star.where(bare(condition)).limit(SHOWN).sql(dialect=asker.source.dialect)


def bare(tree: exp.Expr) -> exp.Expr:
    """Return an expression over the scanned table without the alias, to be read by people."""

    def unqualified(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.table == HERE:
            return exp.column(node.name, quoted=True)
        return node

    plain: exp.Expr = tree.transform(unqualified)
    return plain


def sql_of(asker: Asker, tree: exp.Expression) -> str:
    """Return an expression over the scanned table as SQL without the alias."""
    return bare(tree).sql(dialect=asker.source.dialect)


def among(name: str, values: Sequence[Scalar]) -> exp.Condition:
    """Return the condition that a column holds one of some values."""
    return exp.In(this=col(name), expressions=[exp.convert(value) for value in values])
