"""PIVOT and UNPIVOT statements, written as SELECTs, so that the rules see queries like any other.

Owns these rewritings. A PIVOT that does not list its values needs the data to know its columns: they are asked for by a
query of their own, through the same gate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import sqlglot
from sqlglot import exp

from copilot.errors import Refused
from copilot.gate.dialects import GRAMMARS
from copilot.gate.places import spot_of
from copilot.values.query import Dialect

Distinct = Callable[[exp.Select], Sequence[Any]]
"""Returns the first column of what a query gives."""
Columns = Callable[[exp.Expr], Sequence[str] | None]
"""Returns the names of a stored table's columns, or None for anything else."""

MAX_PIVOT: Final = 200
"""Most columns that values of the data may become."""

_LIST_THEM: Final = "list the values that become columns: PIVOT t ON c IN ('a', 'b') USING sum(x)"


class Pivots:
    """The rewriting of one statement.

    Args:
        dialect: of the statement.
        columns: tells a stored table's columns.
        distinct: asks the data for values; None where nothing can be asked.
    """

    def __init__(self, dialect: Dialect, *, columns: Columns, distinct: Distinct | None) -> None:
        self._dialect: Dialect = dialect
        self._columns = columns
        self._distinct = distinct

    def as_selects(self, tree: exp.Expression) -> exp.Expression:
        """Return the tree with each statement as ``SELECT * FROM t PIVOT (...)`` or ``UNPIVOT (...)``.

        Raises:
            Refused: its values or columns are not plain to see.
        """
        for pivot in list(tree.find_all(exp.Pivot)):
            if pivot.this is None:
                if pivot.args.get("group"):
                    self._without_group(pivot)
                elif isinstance(pivot.parent, exp.Table):
                    _over_subquery(pivot.parent)
                continue
            select = self._unpivoted(pivot) if pivot.args.get("unpivot") else self._pivoted(pivot)
            if pivot.args.get("with_"):
                select.set("with_", pivot.args["with_"].copy())
            if pivot is tree:
                return select
            pivot.replace(select)
        return tree

    # -- PIVOT -----------------------------------------------------------------------------------------------------

    def _pivoted(self, pivot: exp.Pivot) -> exp.Expression:
        using = pivot.args.get("using") or [exp.Count(this=exp.Star())]
        group = pivot.args.get("group")
        grouped = group.expressions if group is not None else []
        if not all(isinstance(each, exp.Column) for each in grouped):
            raise self._refused("PIVOT can group by plain columns only; compute them in an inner SELECT", pivot)
        if not pivot.expressions:
            return (
                exp.select(*(e.copy() for e in (*grouped, *using)))
                .from_(pivot.this.copy())
                .group_by(*(e.copy() for e in grouped))
            )
        fields = [self._field(pivot, on) for on in pivot.expressions]
        inner = self._rows_to_pivot(pivot, fields, using, grouped)
        written = " ".join(field.sql(dialect=GRAMMARS[self._dialect]) for field in fields)
        functions = ", ".join(each.sql(dialect=GRAMMARS[self._dialect]) for each in using)
        return self._parsed(f"SELECT * FROM ({self._sql(inner)}) PIVOT ({functions} FOR {written})")

    def _field(self, pivot: exp.Pivot, on: exp.Expr) -> exp.In:
        """Return ``column IN (values)``; an expression stands under its own text as a name."""
        if isinstance(on, exp.In):
            of, values = on.this, on.expressions
            if not values:
                raise self._refused(f"PIVOT must {_LIST_THEM}", pivot)
        else:
            of, values = on, [self._value(value) for value in self._values(pivot, on)]
        column = of if isinstance(of, exp.Column) else exp.column(self._sql(of), quoted=True)
        return exp.In(this=exp.column(column.this.copy()), expressions=[value.copy() for value in values])

    def _values(self, pivot: exp.Pivot, on: exp.Expr) -> Sequence[Any]:
        if self._distinct is None:
            raise self._refused(f"PIVOT must {_LIST_THEM}", pivot)
        query = exp.select(exp.alias_(on.copy(), "value")).distinct().from_(pivot.this.copy())
        query = query.where(on.copy().is_(exp.null()).not_()).order_by(exp.Literal.number(1)).limit(MAX_PIVOT + 1)
        if parts := _parts_before(pivot):
            query.set("with_", exp.With(expressions=parts))
        values = self._distinct(query)
        if not values or len(values) > MAX_PIVOT:
            count = f"more than {MAX_PIVOT}" if values else "no"
            raise self._refused(f"{self._sql(on)} has {count} values that could become columns; {_LIST_THEM}", pivot)
        return sorted(values, key=str)  # as texts, like the engine

    def _value(self, value: Any) -> exp.Expr:
        """Return a literal that gives its column the name that the engine would give it."""
        if isinstance(value, str):
            return exp.Literal.string(value)
        if isinstance(value, bool):
            literal: exp.Expr = exp.Boolean(this=value)
        elif isinstance(value, (int, float, Decimal)):
            number = exp.Literal.number(format(abs(value), "f") if isinstance(value, Decimal) else repr(abs(value)))
            literal = exp.Neg(this=number) if value < 0 else number
        elif isinstance(value, date):
            kind = "TIMESTAMP" if isinstance(value, datetime) else "DATE"
            literal = exp.cast(exp.Literal.string(str(value)), kind)
        else:
            raise Refused(f"A column cannot be made of {type(value).__name__} values; {_LIST_THEM}.", rule="read_only")
        name = str(value).lower() if isinstance(value, bool) else str(value)
        return exp.PivotAlias(this=literal, alias=exp.to_identifier(name, quoted=True))

    def _rows_to_pivot(
        self, pivot: exp.Pivot, fields: Sequence[exp.In], using: Sequence[exp.Expr], grouped: Sequence[exp.Expr]
    ) -> exp.Select:
        """Return the rows with just the columns that PIVOT (...) is to see: it groups by all that it does not use."""
        ons = [on.this if isinstance(on, exp.In) else on for on in pivot.expressions]
        computed = [
            exp.alias_(on.copy(), field.this.name, quoted=True)
            for on, field in zip(ons, fields, strict=True)
            if not isinstance(on, exp.Column)
        ]
        if grouped:
            plain = [on for on in ons if isinstance(on, exp.Column)]
            parts = [*grouped, *plain, *using]
            wanted = {column.name.lower(): column for part in parts for column in part.find_all(exp.Column)}
            return exp.select(*(column.copy() for column in wanted.values()), *computed).from_(pivot.this.copy())
        if not computed:
            return exp.select("*").from_(pivot.this.copy())
        kept = {column.name.lower() for part in using for column in part.find_all(exp.Column)}
        used = {c.name.lower(): c for on in ons if not isinstance(on, exp.Column) for c in on.find_all(exp.Column)}
        star = exp.Star(except_=[column.copy() for name, column in used.items() if name not in kept] or None)
        return exp.select(star, *computed).from_(pivot.this.copy())

    def _without_group(self, pivot: exp.Pivot) -> None:
        """Write ``t PIVOT (... GROUP BY g)`` over an inner SELECT of just the columns that it needs."""
        holder, group = pivot.parent, pivot.args["group"]
        plain = all(isinstance(each, exp.Column) for each in group.expressions)
        if not plain or not isinstance(holder, (exp.Table, exp.Subquery)) or len(holder.args["pivots"]) > 1:
            raise self._refused("GROUP BY within PIVOT (...) takes plain columns only; use an inner SELECT", pivot)
        pivot.set("group", None)
        wanted = {
            c.name.lower(): c for part in (*group.expressions, *pivot.expressions) for c in part.find_all(exp.Column)
        }
        wanted |= {f.this.name.lower(): exp.column(f.this.name) for f in pivot.args.get("fields") or []}
        source = holder.copy()
        source.set("pivots", None)
        inner = exp.select(*(column.copy() for column in wanted.values())).from_(source)
        written = pivot.sql(dialect=GRAMMARS[self._dialect])
        made = self._parsed(f"SELECT * FROM ({self._sql(inner)}) {written}").args["from_"].this
        holder.replace(made)

    # -- UNPIVOT ---------------------------------------------------------------------------------------------------

    def _unpivoted(self, pivot: exp.Pivot) -> exp.Expression:
        into = pivot.args.get("into")
        gone = {column.name.lower() for each in pivot.expressions for column in each.find_all(exp.Column)}
        taken = ({name.lower() for name in self._columns_of(pivot.this) or ()} - gone) & {"name", "value"}
        if into is None and taken:
            there = f"There is a column {taken.pop()!r} already"
            raise self._refused(f"{there}; name the new ones: UNPIVOT t ON a, b INTO NAME n VALUE v", pivot)
        name = self._sql(into.this) if into is not None else "name"
        values = ", ".join(self._sql(each) for each in into.expressions) if into is not None else "value"
        listed = []
        for each in pivot.expressions:
            listed += self._starred(pivot, each) if each.find(exp.Star, exp.Columns) else [self._sql(each)]
        several = into is not None and len(into.expressions) > 1
        nulls = "INCLUDE NULLS " if pivot.args.get("include_nulls") else ""
        head = f"({values})" if several else values
        source = exp.select("*").from_(exp.select("*").from_(pivot.this.copy()).subquery())
        return self._parsed(f"{self._sql(source)} UNPIVOT {nulls}({head} FOR {name} IN ({', '.join(listed)}))")

    def _starred(self, pivot: exp.Pivot, each: exp.Expr) -> list[str]:
        """Return the columns behind ``*`` or ``COLUMNS(* EXCLUDE (...))`` of a stored table or a plain SELECT."""
        star = each.this if isinstance(each, exp.Columns) else each
        have = self._columns_of(pivot.this)
        if not isinstance(star, exp.Star) or star.args.get("replace") or star.args.get("rename") or have is None:
            raise self._refused("UNPIVOT needs the columns that become rows: UNPIVOT t ON a, b", pivot)
        left_out = {column.name.lower() for column in star.args.get("except_") or []}
        kept = [self._sql(exp.to_identifier(name, quoted=True)) for name in have if name.lower() not in left_out]
        if not kept:
            raise self._refused("UNPIVOT leaves out every column; keep those that become rows", pivot)
        return kept

    def _columns_of(self, source: exp.Expr) -> Sequence[str] | None:
        if isinstance(source, exp.Table):
            return self._columns(source)
        inner = source.this if isinstance(source, exp.Subquery) else None
        if not isinstance(inner, exp.Select):
            return None
        if inner.is_star:
            from_ = inner.args.get("from_")
            plain = (
                len(inner.expressions) == 1
                and not inner.args.get("joins")
                and not inner.expressions[0].args.get("except_")
            )
            return self._columns_of(from_.this) if plain and from_ is not None else None
        return inner.named_selects

    # -- both ------------------------------------------------------------------------------------------------------

    def _parsed(self, text: str) -> exp.Expression:
        """Parse anew: the parser works out the names of the new columns."""
        made = sqlglot.parse_one(text, dialect=GRAMMARS[self._dialect])
        assert isinstance(made, exp.Expression)
        return made

    def _sql(self, node: exp.Expr) -> str:
        return node.sql(dialect=GRAMMARS[self._dialect])

    def _refused(self, message: str, pivot: exp.Pivot) -> Refused:
        return Refused(f"{message}.", rule="read_only", place=pivot.sql(dialect="duckdb"), spot=spot_of(pivot))


def _over_subquery(table: exp.Table) -> None:
    """Write ``t PIVOT (...)`` as ``(SELECT * FROM t) PIVOT (...)``.

    PIVOT groups by every column that it does not name, those that the catalog does not have too; and the resolution
    knows the columns that UNPIVOT makes for a subquery only.
    """
    plain = exp.Table(this=table.this.copy(), db=table.args.get("db"))
    wrapped = exp.select("*").from_(plain).subquery()
    for part in ("pivots", "joins", "alias", "sample", "laterals"):
        if table.args.get(part):
            wrapped.set(part, table.args[part])
    table.replace(wrapped)


def _parts_before(pivot: exp.Pivot) -> list[exp.Expr]:
    """Return copies of the WITH parts that stand before a PIVOT, which its source may name."""
    parts: list[exp.Expr] = []
    holder: exp.Expr | None = pivot
    while holder is not None:
        with_ = holder.args.get("with_")
        for part in with_.expressions if isinstance(with_, exp.With) else ():
            if any(found is pivot for found in part.find_all(exp.Pivot)):
                break
            parts.append(part.copy())
        holder = holder.parent
    return parts
