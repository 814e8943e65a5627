"""Reading what a team wrote down about its data: an OSI file, `semantics.yaml`.

Owns the form of that file and its sentences when something in it is wrong, with the line. Refuses to guess meaning that
is not written (that is the catalog's), to write the file, and to read keys, passwords or policy.

The form is Open Semantic Interchange: `semantic_model[].datasets[].fields[].expression.dialects`,
`ai_context.synonyms`, `relationships`, `metrics`. What OSI has no word for stands in a `custom_extensions` entry of the
vendor ``ASKBI``, whose `data` (JSON text or a mapping) may hold ``unit`` and ``value_synonyms`` (stored value -> other
spellings); that of a semantic model may hold ``fiscal_year_start``, the month in which the fiscal year starts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from copilot.errors import SemanticModelError, did_you_mean
from copilot.marked_yaml import Place, read_text
from copilot.values import Catalog, FieldMeaning, Metric, SemanticModel, Table, TableMeaning

FILE_NAME = "semantics.yaml"
VENDOR = "ASKBI"
_MOST_BYTES = 2_000_000
_DIALECTS = ("duckdb", "ansi_sql")
_COMMON = {"name", "description", "label", "ai_context", "custom_extensions"}
_KEYS: dict[str, set[str]] = {
    "file": {"version", "semantic_model", "dialects", "vendors"},
    "semantic model": _COMMON | {"datasets", "relationships", "metrics"},
    "dataset": _COMMON | {"source", "primary_key", "unique_keys", "fields"},
    "field": _COMMON | {"expression", "dimension"},
    "metric": _COMMON | {"expression"},
    "relationship": _COMMON | {"from", "to", "from_columns", "to_columns"},
    "expression": {"dialects"},
    "dialect": {"dialect", "expression"},
    "dimension": {"is_time"},
    "ai_context": {"synonyms", "instructions", "examples"},
    "extension": {"vendor_name", "data"},
    # what a model says besides fiscal_year_start, and aggregate, format and higher_is_better of a field or metric, may
    # stand there and are not read yet
    "ASKBI data of a semantic model": {"fiscal_year_start", "currency", "week_start", "first_date", "last_date"},
    "ASKBI data": {"unit", "value_synonyms", "aggregate", "format", "higher_is_better"},
}


def load_semantics(workspace_root: Path | None, data_path: Path | None) -> SemanticModel:
    """Return the semantic model of the workspace, else the one beside the data, else an empty one.

    Raises:
        SemanticModelError: the file that was found cannot be read or does not fit the form.
    """
    folders = [workspace_root]
    if data_path is not None:
        folders.append(data_path if data_path.is_dir() else data_path.parent)
    for folder in folders:
        if folder is not None and (folder / FILE_NAME).is_file():
            return read_semantics(folder / FILE_NAME)
    return SemanticModel()


def read_semantics(path: Path) -> SemanticModel:
    """Return the semantic model that one file holds.

    Raises:
        SemanticModelError: the file cannot be read or does not fit the form.
    """
    return parse_semantics(read_text(path, SemanticModelError, most_bytes=_MOST_BYTES), origin=path.name)


def parse_semantics(text: str, *, origin: str = FILE_NAME) -> SemanticModel:
    """Return the semantic model that a YAML text holds.

    Raises:
        SemanticModelError: the text is not YAML or does not fit the form.

    >>> model = parse_semantics('''
    ... semantic_model:
    ...   - name: shop
    ...     datasets: [{name: orders, ai_context: {synonyms: [sales, 订单]}}]
    ... ''')
    >>> model.tables[0].synonyms
    ('sales', '订单')
    """
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    root = _Place.of(text, origin)
    if root is None:
        return SemanticModel(digest=digest)
    root.mapping("file")
    models = list(root.each("semantic_model", "semantic model"))
    if not models:
        root.fail("there is no semantic_model; it is a list of models, each with a name and datasets")
    datasets = [dataset for model in models for dataset in model.each("datasets", "dataset")]
    tables, renamed = _tables(datasets)
    return SemanticModel(
        tables=tables,
        metrics=tuple(_metric(m, renamed) for model in models for m in model.each("metrics", "metric")),
        relationships=tuple(
            _relationship(r, renamed) for model in models for r in model.each("relationships", "relationship")
        ),
        digest=digest,
        fiscal_year_start=_fiscal_year_start(models),
    )


def check_semantics(model: SemanticModel, catalog: Catalog) -> tuple[str, ...]:
    """Return one sentence for everything in the model that the data does not have, with near names."""
    notes: list[str] = []
    for meaning in model.tables:
        table = catalog.tables.get(meaning.name)
        if table is None:
            notes.append(_no_table(f"dataset {meaning.name!r}", meaning.name, catalog))
            continue
        missing_keys = [name for name in meaning.primary_key if name not in table.columns]
        notes += [_no_column(f"the primary key of {table.name!r}", name, table) for name in missing_keys]
        for field in meaning.fields:
            place = f"field {field.name!r} of {table.name!r}"
            notes += _check_expression(place, field.expression, catalog, home=table)
    for metric in model.metrics:
        notes += _check_expression(f"metric {metric.name!r}", metric.expression, catalog, home=None)
    for from_table, from_columns, to_table, to_columns in model.relationships:
        place = f"the relationship from {from_table!r} to {to_table!r}"
        for name, columns in ((from_table, from_columns), (to_table, to_columns)):
            if name not in catalog.tables:
                notes.append(_no_table(place, name, catalog))
                continue
            end = catalog.tables[name]
            notes += [_no_column(place, column, end) for column in columns if column not in end.columns]
    return tuple(notes)


def seen_by(model: SemanticModel, catalog: Catalog, takes: Callable[[str, tuple[str, ...]], bool]) -> SemanticModel:
    """Return the part of a model that tells of nothing beyond a catalog: what a role may know of what a team wrote.

    Spellings of a stored value stay only where the catalog lists that value.

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
        tree = _parse_expression(expression)
        if tree is None or tuple(_check_expression("", expression, catalog, home=home)):
            return ""
        commented = any(node.comments for node in tree.walk())
        written = str(tree.sql(dialect="duckdb", comments=False)) if commented else expression
        tables = (home.name,) if home is not None else tuple(dict.fromkeys(_tables_of(tree)))
        return written if takes(written, tables) else ""

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

    return replace(
        model,
        tables=tuple(of(each, catalog.tables[each.name]) for each in model.tables if each.name in catalog.tables),
        metrics=tuple(
            m for m in (replace(m, expression=kept(m.expression, None)) for m in model.metrics) if m.expression
        ),
        relationships=tuple(r for r in model.relationships if there(r[0], r[1]) and there(r[2], r[3])),
    )


def _tables_of(tree: Any) -> Iterator[str]:
    from sqlglot import exp

    return (column.table for column in tree.find_all(exp.Column) if column.table)


# ------------------------------------------------------------------------------------------------ parts of the file


def _tables(datasets: list[_Place]) -> tuple[tuple[TableMeaning, ...], dict[str, str]]:
    """Return the tables, and the table's name in the data for each dataset that calls it otherwise."""
    tables: dict[str, TableMeaning] = {}
    renamed: dict[str, str] = {}
    for dataset in datasets:
        name = dataset.need("name")
        source = (dataset.text("source") or name).rsplit(".", 1)[-1].strip('"')
        if source in tables or name in renamed:
            dataset.fail(f"table {source!r} is described twice")
        if source != name:
            renamed[name] = source
        tables[source] = TableMeaning(
            name=source,
            fields=_fields(dataset),
            synonyms=_merge(dataset.synonyms(), [name] if source != name else []),
            description=dataset.text("description"),
            primary_key=tuple(dataset.texts("primary_key")),
        )
    return tuple(tables.values()), renamed


def _fields(dataset: _Place) -> tuple[FieldMeaning, ...]:
    fields: dict[str, FieldMeaning] = {}
    for place in dataset.each("fields", "field"):
        name = place.need("name")
        if name in fields:
            place.fail(f"field {name!r} is described twice")
        extension = place.extension()
        dimension = place.child("dimension", "dimension")
        fields[name] = FieldMeaning(
            name=name,
            expression=place.expression() or name,
            synonyms=_merge([place.text("label")], place.synonyms()),
            description=place.text("description"),
            is_time=dimension is not None and dimension.flag("is_time"),
            unit=_unit(place, extension),
            value_synonyms=_value_synonyms(place, extension),
        )
    return tuple(fields.values())


def _metric(place: _Place, renamed: Mapping[str, str]) -> Metric:
    name, expression = place.need("name"), place.expression()
    if not expression:
        place.fail(f"metric {name!r} has no expression; give it one, such as sum(orders.amount)")
    return Metric(
        name=name,
        expression=_with_table_names(place, expression, renamed) if renamed else expression,
        synonyms=_merge([place.text("label")], place.synonyms()),
        description=place.text("description"),
        unit=_unit(place, place.extension()),
    )


def _relationship(place: _Place, renamed: Mapping[str, str]) -> tuple[str, tuple[str, ...], str, tuple[str, ...]]:
    from_table, to_table = place.need("from"), place.need("to")
    from_columns, to_columns = tuple(place.texts("from_columns")), tuple(place.texts("to_columns"))
    if not from_columns or len(from_columns) != len(to_columns):
        place.fail(
            f"the relationship from {from_table!r} to {to_table!r} needs from_columns and to_columns, as many of each"
        )
    return renamed.get(from_table, from_table), from_columns, renamed.get(to_table, to_table), to_columns


def _fiscal_year_start(models: list[_Place]) -> int | None:
    """Return the month in which the fiscal year starts, None where the file does not say."""
    for model in models:
        month = model.extension("ASKBI data of a semantic model").get("fiscal_year_start")
        if month is None:
            continue
        if not isinstance(month, int) or isinstance(month, bool) or not 1 <= month <= 12:
            model.fail(
                f"the {VENDOR} fiscal_year_start must be a month from 1 to 12, such as 4 for April, not {month!r}"
            )
        return month
    return None


def _unit(place: _Place, extension: Mapping[str, Any]) -> str | None:
    unit = extension.get("unit")
    if unit is not None and not isinstance(unit, str):
        place.fail(f"the {VENDOR} unit must be a text, such as USD")
    return "share" if unit in ("fraction", "ratio") else unit or None  # one word for 0 to 1, shown as a percentage


def _value_synonyms(place: _Place, extension: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    given = extension.get("value_synonyms", {})
    if not isinstance(given, dict):
        place.fail(f"the {VENDOR} value_synonyms must map each stored value to a list of other spellings")
    found: dict[str, tuple[str, ...]] = {}
    for value, spellings in given.items():
        listed = [spellings] if isinstance(spellings, str) else spellings
        if not isinstance(listed, list) or not all(isinstance(s, str) for s in listed):
            place.fail(f"the other spellings of {value!r} must be a list of texts")
        found[str(value)] = _merge(listed)
    return found


def _merge(*lists: Iterable[str]) -> tuple[str, ...]:
    """Texts in their order, without empty ones and repetitions."""
    return tuple(dict.fromkeys(text.strip() for texts in lists for text in texts if text.strip()))


def _with_table_names(place: _Place, expression: str, renamed: Mapping[str, str]) -> str:
    from sqlglot import exp

    tree = _parse_expression(expression)
    if tree is None:
        place.fail(f"the expression {expression!r} cannot be read as SQL")
    for column in tree.find_all(exp.Column):
        if column.table in renamed:
            column.set("table", exp.to_identifier(renamed[column.table]))
    return str(tree.sql(dialect="duckdb"))


# ------------------------------------------------------------------------------------------------ against the data


def _no_table(place: str, name: str, catalog: Catalog) -> str:
    return f"semantic model: {place} names table {name!r}, which the data has not{did_you_mean(name, catalog.tables)}"


def _no_column(place: str, name: str, table: Table) -> str:
    near = did_you_mean(name, table.columns)
    return f"semantic model: {place} names column {name!r}, which {table.name!r} has not{near}"


def _parse_expression(expression: str) -> Any:
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        return sqlglot.parse_one(expression, dialect="duckdb")
    except (SqlglotError, RecursionError):
        return None


def _check_expression(place: str, expression: str, catalog: Catalog, *, home: Table | None) -> Iterator[str]:
    """Yield notes for the columns of an expression; `home` is the table that unqualified names belong to."""
    if home is not None and expression in home.columns:
        return
    if home is not None and expression.isidentifier():
        yield _no_column(place, expression, home)
        return
    from sqlglot import exp

    tree = _parse_expression(expression)
    if tree is None:
        yield f"semantic model: the expression of {place} cannot be read as SQL: {expression[:80]}"
        return
    for column in tree.find_all(exp.Column):
        if not column.table:
            if home is None:
                yield f"semantic model: {place} must name the table of column {column.name!r}, as in table.column"
            elif column.name not in home.columns:
                yield _no_column(place, column.name, home)
        elif column.table not in catalog.tables:
            yield _no_table(place, column.table, catalog)
        elif column.name not in catalog.tables[column.table].columns:
            yield _no_column(place, column.name, catalog.tables[column.table])


# ------------------------------------------------------------------------------------------------ the file's own places


class _Place(Place):
    """A node of the file."""

    __slots__ = ()
    error = SemanticModelError
    keys = _KEYS

    def synonyms(self) -> list[str]:
        """OSI lets `ai_context` be free text too; that holds no synonyms."""
        import yaml

        child = self.child("ai_context")
        if child is None or isinstance(child.node, yaml.ScalarNode):
            return []
        return child.mapping("ai_context").texts("synonyms")

    def expression(self) -> str:
        child = self.child("expression", "expression")
        if child is None:
            return ""
        written = {p.need("dialect").casefold(): p.need("expression") for p in child.each("dialects", "dialect")}
        for dialect in _DIALECTS:
            if dialect in written:
                return written[dialect]
        return child.fail(f"no expression in the dialect ANSI_SQL or DUCKDB (there is {', '.join(written) or 'none'})")

    def extension(self, kind: str = "ASKBI data") -> Mapping[str, Any]:
        for place in self.each("custom_extensions", "extension"):
            data = place.child("data")
            if place.text("vendor_name").upper() == VENDOR and data is not None:
                return data.plain_mapping(kind)
        return {}

    def plain_mapping(self, kind: str) -> Mapping[str, Any]:
        """Return JSON text or a YAML mapping as plain Python values."""
        import yaml

        if isinstance(self.node, yaml.ScalarNode):
            try:
                value = json.loads(self.node.value)
            except (ValueError, RecursionError) as error:
                raise SemanticModelError(f"{self.where()}: the {VENDOR} data is not JSON ({error})") from error
        else:
            value = yaml.safe_load(yaml.serialize(self.node))
        if not isinstance(value, dict):
            self.fail(f"the {VENDOR} data must be a mapping with {' or '.join(sorted(_KEYS[kind])[-2:])}")
        for key in value:
            if key not in _KEYS[kind]:
                known = ", ".join(sorted(_KEYS[kind]))
                self.fail(f"the {VENDOR} data has no key {key!r}; it may have {known}")
        return value
