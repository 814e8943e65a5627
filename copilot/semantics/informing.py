"""What the owners of the data wrote down, put into the catalog that readers read over.

Owns units, keys, links, computed columns and what may be added up, where the owners said so; their word goes before
what was inferred. Refuses to believe what the data has not: `check_semantics` tells of it, and here it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from copilot.semantics.checking import fits, tells_one
from copilot.semantics.expressions import parse
from copilot.values import (
    Catalog,
    Column,
    ColumnRole,
    ColumnType,
    FieldMeaning,
    Relation,
    Relationship,
    SemanticModel,
    Table,
    TableMeaning,
)

Types = Mapping[tuple[str, str], ColumnType]
"""(table, field) -> type of what is computed."""
_NUMBERS = ("integer", "decimal", "float")


def fitting(model: SemanticModel, catalog: Catalog) -> SemanticModel:
    """Return the part of a model that the data has, each field under the name that the readers know it by.

    A field that is a column goes by the column's name; what the file calls it is one more name of it.
    """

    def field(one: FieldMeaning, table: Table) -> FieldMeaning | None:
        if one.expression in table.columns:
            called = () if one.name == one.expression else (one.name.replace("_", " "),)
            return replace(one, name=one.expression, synonyms=tuple(dict.fromkeys((*called, *one.synonyms))))
        return one if one.name not in table.columns and fits(one.expression, catalog, home=table) else None

    def table(one: TableMeaning) -> TableMeaning:
        made = (field(each, catalog.tables[one.name]) for each in one.fields)
        return replace(one, fields=tuple(each for each in made if each is not None))

    return replace(
        model,
        tables=tuple(table(one) for one in model.tables if one.name in catalog.tables),
        metrics=tuple(
            one
            for one in model.metrics
            if fits(one.expression, catalog, home=None)
            and (not one.last_over or fits(one.last_over, catalog, home=None))
        ),
        relationships=tuple(link for link in model.relationships if _is_there(catalog, link)),
    )


def computed_fields(model: SemanticModel, catalog: Catalog) -> tuple[tuple[str, FieldMeaning], ...]:
    """Return the fields of a fitting model that are no columns, each with its table."""
    tables = ((one, catalog.tables[one.name]) for one in model.tables)
    return tuple((one.name, each) for one, table in tables for each in one.fields if each.name not in table.columns)


def informed(catalog: Catalog, model: SemanticModel) -> Catalog:
    """Return the catalog with what a fitting model says of its tables, columns and links."""
    meanings = {meaning.name: meaning for meaning in model.tables}
    links = tuple(_link(link) for link in model.relationships)
    if not links and not any(meaning.primary_key or meaning.fields for meaning in model.tables):
        return catalog
    tables = {
        name: _table(table, meanings[name]) if name in meanings else table for name, table in catalog.tables.items()
    }
    said = {(link.from_table, link.from_columns, link.to_table) for link in links}
    inferred = (r for r in catalog.relationships if (r.from_table, r.from_columns, r.to_table) not in said)
    return replace(catalog, tables=tables, relationships=(*links, *inferred) if links else catalog.relationships)


def with_computed(catalog: Catalog, model: SemanticModel, types: Types) -> Catalog:
    """Return the catalog with the computed fields of a fitting model as columns; one without a type is left out."""
    tables = dict(catalog.tables)
    for name, field in computed_fields(model, catalog):
        kind = types.get((name, field.name))
        if kind is not None:
            made = {**tables[name].columns, field.name: _column(field, kind, tables[name])}
            tables[name] = replace(tables[name], columns=made)
    return replace(catalog, tables=tables)


def _column(field: FieldMeaning, kind: ColumnType, table: Table) -> Column:
    number = kind in _NUMBERS
    role: ColumnRole = "measure" if number else "time" if kind in ("date", "timestamp") else "dimension"
    adds_up = number and _adds_up(field.expression, table) if field.adds_up is None else field.adds_up
    return Column(field.name, kind, kind.upper(), role, adds_up, field.unit, expression=field.expression)


def _adds_up(expression: str, table: Table) -> bool:
    """Tell whether the sum of an expression means something: differences of amounts do, a price times pieces does."""
    from sqlglot import exp

    tree = parse(expression)
    if tree is None or tree.find(exp.Div, exp.Func) is not None:
        return False
    columns = [table.columns.get(column.name) for column in tree.find_all(exp.Column)]
    some = [column is not None and column.additive for column in columns]
    return any(some) if tree.find(exp.Mul) is not None else bool(some) and all(some)


def _table(table: Table, meaning: TableMeaning) -> Table:
    fields = {field.expression: field for field in meaning.fields}

    def column(one: Column) -> Column:
        field = fields.get(one.name)
        if field is None:
            return one
        additive = one.additive if field.adds_up is None else field.adds_up
        return replace(one, unit=field.unit or one.unit, additive=additive)

    there = table.columns.keys() >= set(meaning.primary_key)
    key = meaning.primary_key if there and tells_one(table, meaning.primary_key) else ()
    return replace(
        table,
        columns={one.name: column(one) for one in table.columns.values()},
        primary_key=key or table.primary_key,
    )


def _link(link: Relation) -> Relationship:
    return Relationship(link.from_table, link.from_columns, link.to_table, link.to_columns, declared=True)


def _is_there(catalog: Catalog, link: Relation) -> bool:
    ends = ((link.from_table, link.from_columns), (link.to_table, link.to_columns))
    there = all(
        name in catalog.tables and catalog.tables[name].columns.keys() >= set(columns) for name, columns in ends
    )
    return there and tells_one(catalog.tables[link.to_table], link.to_columns)
