"""Aggregates over the groups of a plan: the median of the orders' totals, the number of months above an amount.

Owns what is put around the SQL of the groups. Refuses to choose which groups these are; the plan says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from copilot.readers import dialects
from copilot.readers.clauses import measure_labels, tail
from copilot.readers.plan import Having, OverGroups, Plan
from copilot.values.query import Dialect

_GROUPS: Final = "groups_of"


def inner_plan(plan: Plan) -> Plan:
    """Return the plan of the groups alone."""
    return replace(plan, over=None, sort=(), limit=None, limit_per=None)


def written_over_groups(plan: Plan, over: OverGroups, inner: str, dialect: Dialect) -> str:
    """Write the SELECT over the groups; its columns are the kept dimensions, then the value."""
    names = [dialects.name(label) for label in measure_labels(plan)]
    kept = [dialects.name(plan.dimensions[position].label) for position in over.kept]
    value, label = names[over.measure], dialects.name(over.label)
    group, where = list(kept), []
    columns = [f"{name} AS {name}" for name in kept]
    if over.width is not None:
        band = dialects.band(value, over.width)
        columns.append(f"{band} AS {dialects.name(band_label(plan, over))}")
        group.append(band)
        where.append(f"{value} IS NOT NULL")
    columns.append(f"{_value(plan, over, names, value, dialect)} AS {label}")
    if over.first is None:
        text = f"WITH {_GROUPS} AS (\n{inner}\n)\nSELECT {', '.join(columns)}\nFROM {_GROUPS}"
    else:
        places = f"SELECT *, {_place(plan, over, kept, value)} AS place FROM {_GROUPS}"
        text = f"WITH {_GROUPS} AS (\n{inner}\n), ranked AS (\n{places}\n)\nSELECT {', '.join(columns)}\nFROM ranked"
    if where:
        text += "\nWHERE " + " AND ".join(where)
    if group:
        text += "\nGROUP BY " + ", ".join(group)
    return text + tail(_order(plan, over, kept, label), plan.limit)


def _place(plan: Plan, over: OverGroups, kept: list[str], value: str) -> str:
    """Number the groups by their values; what belongs to no group is a part of the whole, and comes last."""
    gone = [dialects.name(d.label) for i, d in enumerate(plan.dimensions) if i not in over.kept]
    unknown = [f"CASE WHEN {name} IS NULL THEN 1 ELSE 0 END" for name in gone]
    order = ", ".join([*unknown, f"{value} {'DESC' if over.descending else 'ASC'} NULLS LAST"])
    within = f"PARTITION BY {', '.join(kept)} " if kept else ""
    return f"ROW_NUMBER() OVER ({within}ORDER BY {order})"


def band_label(plan: Plan, over: OverGroups) -> str:
    """Return what the column of the bands is called."""
    return f"{measure_labels(plan)[over.measure]}_from"


def _value(plan: Plan, over: OverGroups, names: list[str], value: str, dialect: Dialect) -> str:
    if over.first is not None:
        part = f"SUM(CASE WHEN place <= {over.first} THEN {value} END)"
        return dialects.ratio(part, f"SUM({value})")
    if over.share_of:
        condition = " AND ".join(_condition(one, names, dialect) for one in over.share_of)
        return f"AVG(CASE WHEN {condition} THEN 1.0 ELSE 0.0 END)"
    if over.name == "count":
        return "COUNT(*)"
    if over.name == "quantile":
        return f"QUANTILE_CONT({value}, {over.fraction})"
    if over.name == "last":
        return f"ARG_MAX({value}, {dialects.name(plan.dimensions[-1].label)})"
    return f"{over.name.upper()}({value})"


def _condition(having: Having, names: list[str], dialect: Dialect) -> str:
    return f"{names[having.measure]} {having.op} {dialects.literal(having.value, dialect)}"


def _order(plan: Plan, over: OverGroups, kept: list[str], label: str) -> list[str]:
    if over.width is not None:
        return [f"{dialects.name(band_label(plan, over))} ASC NULLS LAST"]
    if not kept:
        return []
    down = plan.sort[0].descending if plan.sort else True
    by = kept[0] if plan.sort and plan.sort[0].of == "dimension" else label
    return [f"{by} {'DESC' if down else 'ASC'} NULLS LAST"]
