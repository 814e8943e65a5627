"""What the owners of the data wrote down, put into the catalog that readers read over.

Owns units, keys, links and what may be added up, where the owners said so; their word goes before what was inferred.
Refuses to believe what the data has not: `check_semantics` tells of it, and here it is left out.
"""

from __future__ import annotations

from dataclasses import replace

from copilot.values import Catalog, Column, Relation, Relationship, SemanticModel, Table, TableMeaning


def informed(catalog: Catalog, model: SemanticModel) -> Catalog:
    """Return the catalog with what the semantic model says of its tables, columns and links."""
    meanings = {meaning.name: meaning for meaning in model.tables}
    links = tuple(_link(link) for link in model.relationships if _is_there(catalog, link))
    if not links and not any(meaning.primary_key or meaning.fields for meaning in model.tables):
        return catalog
    tables = {
        name: _table(table, meanings[name]) if name in meanings else table for name, table in catalog.tables.items()
    }
    said = {(link.from_table, link.from_columns, link.to_table) for link in links}
    inferred = (r for r in catalog.relationships if (r.from_table, r.from_columns, r.to_table) not in said)
    return replace(catalog, tables=tables, relationships=(*links, *inferred) if links else catalog.relationships)


def _table(table: Table, meaning: TableMeaning) -> Table:
    fields = {field.expression: field for field in meaning.fields}

    def column(one: Column) -> Column:
        field = fields.get(one.name)
        if field is None:
            return one
        additive = one.additive if field.adds_up is None else field.adds_up
        return replace(one, unit=field.unit or one.unit, additive=additive)

    key = meaning.primary_key if table.columns.keys() >= set(meaning.primary_key) else ()
    return replace(
        table,
        columns={one.name: column(one) for one in table.columns.values()},
        primary_key=key or table.primary_key,
    )


def _link(link: Relation) -> Relationship:
    return Relationship(link.from_table, link.from_columns, link.to_table, link.to_columns, declared=True)


def _is_there(catalog: Catalog, link: Relation) -> bool:
    ends = ((link.from_table, link.from_columns), (link.to_table, link.to_columns))
    return all(name in catalog.tables and catalog.tables[name].columns.keys() >= set(columns) for name, columns in ends)
