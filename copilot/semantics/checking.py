"""A semantic model against the data: what it names that is not there, and what of it a role may know.

Owns both. Refuses to change what the model says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from copilot.errors import did_you_mean
from copilot.semantics.expressions import parse, tables_of
from copilot.values import Catalog, FieldMeaning, SemanticModel, Table, TableMeaning

_NEARLY: Final = 0.95
"""Where values were only counted approximately."""


def check_semantics(model: SemanticModel, catalog: Catalog) -> tuple[str, ...]:
    """Return one sentence for everything in the model that the data does not have, with its line and near names."""
    return tuple(f"{model.origin}{f', line {line}' if line else ''}: {note}" for line, note in _notes(model, catalog))


def _notes(model: SemanticModel, catalog: Catalog) -> Iterator[tuple[int, str]]:
    for meaning in model.tables:
        table = catalog.tables.get(meaning.name)
        if table is None:
            yield meaning.line, _no_table(f"dataset {meaning.name!r}", meaning.name, catalog)
            continue
        for name in meaning.primary_key:
            if name not in table.columns:
                yield meaning.line, _no_column(f"the primary key of {table.name!r}", name, table)
        if table.columns.keys() >= set(meaning.primary_key) and not tells_one(table, meaning.primary_key):
            keys = ", ".join(meaning.primary_key)
            yield meaning.line, f"the primary key of {table.name!r} is not used: rows of it have the same {keys}"
        for field in meaning.fields:
            place = f"field {field.name!r} of {table.name!r}"
            for note in _check_expression(place, field.expression, catalog, home=table):
                yield field.line, note
    for metric in model.metrics:
        place = f"metric {metric.name!r}"
        for note in _check_expression(place, metric.expression, catalog, home=None):
            yield metric.line, note
        for note in _check_aggregates(place, metric.expression):
            yield metric.line, note
        if metric.last_over:
            for note in _check_expression(place, metric.last_over, catalog, home=None):
                yield metric.line, note
    for link in model.relationships:
        place = f"the relationship from {link.from_table!r} to {link.to_table!r}"
        for name, columns in ((link.from_table, link.from_columns), (link.to_table, link.to_columns)):
            if name not in catalog.tables:
                yield link.line, _no_table(place, name, catalog)
                continue
            end = catalog.tables[name]
            for column in columns:
                if column not in end.columns:
                    yield link.line, _no_column(place, column, end)
        parent = catalog.tables.get(link.to_table)
        if (
            parent is not None
            and parent.columns.keys() >= set(link.to_columns)
            and not tells_one(parent, link.to_columns)
        ):
            keys = ", ".join(link.to_columns)
            why = f"{keys} does not tell one row of {link.to_table!r} from another, so that a join would multiply rows"
            yield link.line, f"{place} is not used: {why}"


def seen_by(model: SemanticModel, catalog: Catalog, takes: Callable[[str, tuple[str, ...]], bool]) -> SemanticModel:
    """Return the part of a model that tells of nothing beyond a catalog: what a role may know of what a team wrote.

    Spellings of a stored value stay only where the catalog lists that value; of proposals none is shown.

    Args:
        model: what the team wrote.
        catalog: what the role sees.
        takes: whether an expression over some tables passes the role's gate.
    """

    def known(field: FieldMeaning, table: Table) -> FieldMeaning:
        listed = catalog.listed.get((table.name, field.expression))
        values = frozenset(listed.values) if listed is not None else frozenset()
        return replace(field, value_synonyms={v: other for v, other in field.value_synonyms.items() if v in values})

    def kept(expression: str, home: Table | None) -> str:
        """Return an expression without its comments, or nothing where it tells of more than the role sees."""
        if home is not None and expression in home.columns:
            return expression
        tree = parse(expression)
        if tree is None or tuple(_check_expression("", expression, catalog, home=home)):
            return ""
        commented = any(node.comments for node in tree.walk())
        written = str(tree.sql(dialect="duckdb", comments=False)) if commented else expression
        return written if takes(written, (home.name,) if home is not None else tables_of(tree)) else ""

    def of(meaning: TableMeaning, table: Table) -> TableMeaning:
        plain = (replace(field, expression=kept(field.expression, table)) for field in meaning.fields)
        fields = (field for field in plain if field.expression)
        whole = table.columns.keys() >= set(meaning.primary_key)
        return replace(
            meaning,
            fields=tuple(known(field, table) for field in fields),
            primary_key=meaning.primary_key if whole else (),
        )

    def there(table: str, columns: tuple[str, ...]) -> bool:
        return table in catalog.tables and catalog.tables[table].columns.keys() >= set(columns)

    metrics = (replace(m, expression=kept(m.expression, None)) for m in model.metrics)
    return replace(
        model,
        tables=tuple(of(each, catalog.tables[each.name]) for each in model.tables if each.name in catalog.tables),
        metrics=tuple(m for m in metrics if m.expression and (not m.last_over or kept(m.last_over, None))),
        relationships=tuple(
            link
            for link in model.relationships
            if there(link.from_table, link.from_columns) and there(link.to_table, link.to_columns)
        ),
        proposals=(),
    )


def tells_one(table: Table, columns: tuple[str, ...]) -> bool:
    """Tell whether columns may tell every row of a table from the others, as far as is known of them."""
    if not columns or set(columns) >= set(table.primary_key) > set():
        return True
    if len(columns) > 1:
        return not table.primary_key or table.row_count == 0
    facts = table.columns[columns[0]].facts
    if facts is None:
        return True
    filled = facts.rows - facts.nulls
    return facts.distinct == filled if facts.distinct_exact else facts.distinct >= _NEARLY * filled


def fits(expression: str, catalog: Catalog, *, home: Table | None) -> bool:
    """Tell whether the data has all that an expression names; `home` is the table of unqualified names."""
    return not tuple(_check_expression("", expression, catalog, home=home))


def _no_table(place: str, name: str, catalog: Catalog) -> str:
    return f"{place} names table {name!r}, which the data has not{did_you_mean(name, catalog.tables)}"


def _no_column(place: str, name: str, table: Table) -> str:
    return f"{place} names column {name!r}, which {table.name!r} has not{did_you_mean(name, table.columns)}"


def _check_aggregates(place: str, expression: str) -> Iterator[str]:
    from sqlglot import exp

    tree = parse(expression)
    if tree is None:
        return
    if tree.find(exp.AggFunc) is None:
        yield f"{place} adds nothing up; write an aggregate, such as sum(...) or count(distinct ...)"
    elif tree.find(exp.Column) is None:
        yield f"{place} names no column; count one instead of *, such as count(orders.order_id)"


def _check_expression(place: str, expression: str, catalog: Catalog, *, home: Table | None) -> Iterator[str]:
    """Yield notes for the columns of an expression; `home` is the table that unqualified names belong to."""
    if home is not None and expression in home.columns:
        return
    if home is not None and expression.isidentifier():
        yield _no_column(place, expression, home)
        return
    from sqlglot import exp

    tree = parse(expression)
    if tree is None:
        yield f"the expression of {place} cannot be read as SQL: {expression[:80]}"
        return
    for column in tree.find_all(exp.Column):
        if not column.table:
            if home is None:
                yield f"{place} must name the table of column {column.name!r}, as in table.column"
            elif column.name not in home.columns:
                yield _no_column(place, column.name, home)
        elif column.table not in catalog.tables:
            yield _no_table(place, column.table, catalog)
        elif column.name not in catalog.tables[column.table].columns:
            yield _no_column(place, column.name, catalog.tables[column.table])
