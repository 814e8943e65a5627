"""What each column of a result is: a time, a group, a measure, and in which unit.

Owns reading that off the validated SQL's tree and the catalog. Refuses to look at the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from copilot.linking.lexicon import usual_unit
from copilot.values import AnswerColumn, Catalog, Column, ColumnType
from copilot.values.answer import OutputRole

if TYPE_CHECKING:
    import pyarrow as pa

_ROLES: dict[str, OutputRole] = {
    "key": "key", "time": "time", "measure": "measure", "dimension": "dimension", "text": "text",
    "geography": "dimension", "flag": "dimension", "sequence": "key",
}  # fmt: skip


def answer_columns(
    table: pa.Table,
    tree: exp.Expression,
    catalog: Catalog,
    units: Mapping[str, str | None],
    label: Callable[[str], str],
) -> tuple[AnswerColumn, ...]:
    """Describe the columns of a result.

    `units` are the units that the reader knows, by column name; `label` puts a name into a person's words.
    """
    select = tree
    while isinstance(select, (exp.SetOperation, exp.Subquery)):
        select = select.this
    projections = select.expressions if isinstance(select, exp.Select) else []
    sources = _sources(select) if isinstance(select, exp.Select) else {}
    sources |= {alias: table for part in tree.find_all(exp.Select) for alias, table in _sources(part).items()}
    inner = {
        p.alias: p.this for part in tree.find_all(exp.Select) for p in part.expressions if isinstance(p, exp.Alias)
    }
    found = []
    for position, name in enumerate(table.column_names):
        projection = projections[position] if position < len(projections) else None
        value = projection.this if isinstance(projection, exp.Alias) else projection
        if isinstance(value, exp.Column) and value.table not in sources and value.name in inner:
            value = inner[value.name]
        if isinstance(value, exp.Max) and isinstance(value.this, exp.Column) and value.this.name in inner:
            value = inner[value.this.name]
        column = _described(name, arrow_type(table.schema.field(position).type), value, sources, catalog, units)
        found.append(replace(column, label=label(name)))
    return tuple(found)


def _described(
    name: str,
    kind: ColumnType,
    value: exp.Expression | None,
    sources: Mapping[str, str],
    catalog: Catalog,
    units: Mapping[str, str | None],
) -> AnswerColumn:
    grain = _grain(value)
    if grain in ("year", "quarter", "month", "week", "day", "hour") and kind in ("date", "timestamp", "text"):
        return AnswerColumn(name, kind, "time", time_grain=grain)
    if grain is not None:
        return AnswerColumn(name, kind, "dimension", time_grain=grain)
    column = _column(value, sources, catalog)
    if column is not None:
        role = _ROLES[column.role]
        if kind in ("date", "timestamp") and role != "time":
            role = "time"
        unit = column.unit or usual_unit(column.name) if role == "measure" else None
        return AnswerColumn(name, kind, role, unit=unit)
    if kind in ("integer", "decimal", "float"):
        share = units.get(name) == "share" or _is_total_share(value)
        unit = "share" if share else units.get(name) or _unit(value, sources, catalog)
        additive = isinstance(value, (exp.Sum, exp.Count)) and value.find(exp.Distinct) is None
        return AnswerColumn(name, kind, "measure", unit, part_of_whole=additive or _is_total_share(value))
    role = "time" if kind in ("date", "timestamp") else "dimension"
    return AnswerColumn(name, kind, role)


def _sources(select: exp.Select) -> dict[str, str]:
    return {table.alias_or_name: table.name for table in select.find_all(exp.Table)}


def _grain(value: exp.Expression | None) -> str | None:
    if isinstance(value, exp.Cast):
        value = value.this
    if isinstance(value, (exp.TimestampTrunc, exp.DateTrunc)):
        return str(value.args["unit"].name).lower()
    if isinstance(value, exp.Anonymous) and value.name.lower() in ("date_trunc", "date_part"):
        return str(value.expressions[0].name).lower()
    if isinstance(value, exp.Extract):
        return _part(str(value.this.name).lower())
    return None


def _part(name: str) -> str:
    return {"dayofweekiso": "isodow", "dow_iso": "isodow"}.get(name, name)


def _column(value: exp.Expression | None, sources: Mapping[str, str], catalog: Catalog) -> Column | None:
    if not isinstance(value, exp.Column):
        return None
    table = catalog.tables.get(sources.get(value.table, value.table))
    return table.columns.get(value.name) if table is not None else None


def _unit(value: exp.Expression | None, sources: Mapping[str, str], catalog: Catalog) -> str | None:
    """The unit of a sum, average, minimum or maximum is that of its column."""
    if isinstance(value, (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Median)):
        column = _column(value.this, sources, catalog)
        if column is not None:
            return column.unit or usual_unit(column.name)
    return None


def _is_total_share(value: exp.Expression | None) -> bool:
    return isinstance(value, exp.Div) and any(
        isinstance(window.this, exp.Sum) and not window.args.get("partition_by")
        for window in value.find_all(exp.Window)
    )


def arrow_type(kind: pa.DataType) -> ColumnType:
    """Return the column type of an Arrow type."""
    import pyarrow.types as kinds

    if kinds.is_boolean(kind):
        return "boolean"
    if kinds.is_integer(kind):
        return "integer"
    if kinds.is_decimal(kind):
        return "integer" if kind.scale == 0 else "decimal"
    if kinds.is_floating(kind):
        return "float"
    if kinds.is_date(kind):
        return "date"
    if kinds.is_timestamp(kind):
        return "timestamp"
    if kinds.is_time(kind):
        return "time"
    if kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_dictionary(kind):
        return "text"
    if kinds.is_binary(kind) or kinds.is_large_binary(kind):
        return "binary"
    if kinds.is_duration(kind) or kinds.is_interval(kind):
        return "interval"
    return "other"
