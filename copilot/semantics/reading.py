"""Reading what a team wrote down about its data: an OSI file, `semantics.yaml`.

Owns the form of that file and its sentences when something in it is wrong, with the line. Refuses to guess meaning that
is not written (that is the catalog's), to write the file, and to read keys, passwords or policy.

The form is Open Semantic Interchange: `semantic_model[].datasets[].fields[].expression.dialects`,
`ai_context.synonyms`, `relationships`, `metrics`. What OSI has no word for stands in a `custom_extensions` entry of the
vendor ``ASKBI``, whose `data` is JSON text or a mapping:

- of a field: ``unit``, ``value_synonyms`` (stored value -> other spellings), ``aggregate`` (false where its sum over
  rows means nothing);
- of a metric: ``unit``, ``filter`` (a condition on the rows that count), ``over_time`` (``running``, or a mapping with
  ``how``, ``periods`` and ``unit``), ``last_over`` (``table.column`` of a time over which values do not add up);
- of a semantic model: ``fiscal_year_start``, the month in which the fiscal year starts;
- ``proposed``: on a metric ``true``, on a dataset or field a mapping of ``synonyms`` and ``description``. Nobody has
  agreed to these, and they change no answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, get_args

from copilot.errors import SemanticModelError, did_you_mean
from copilot.marked_yaml import Place, read_text
from copilot.semantics.expressions import Fields, parse, written_out
from copilot.values import FieldMeaning, Metric, OverTime, Proposal, Relation, SemanticModel, TableMeaning
from copilot.values.semantics import OverTimeKind

FILE_NAME = "semantics.yaml"
VENDOR = "ASKBI"
_MOST_BYTES = 2_000_000
_DIALECTS = ("duckdb", "ansi_sql")
_COMMON = {"name", "description", "label", "ai_context", "custom_extensions"}
_HOWS: Final = get_args(OverTimeKind)
_UNITS: Final = ("day", "week", "month", "quarter", "year")
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
    # what a model says besides fiscal_year_start, and format and higher_is_better of a metric, may stand there and are
    # not read yet
    "ASKBI data of a semantic model": {"fiscal_year_start", "currency", "week_start", "first_date", "last_date"},
    "ASKBI data": {
        "unit",
        "value_synonyms",
        "aggregate",
        "format",
        "higher_is_better",
        "filter",
        "over_time",
        "last_over",
        "proposed",
    },
}


def load_semantics(workspace_root: Path | None, data_path: Path | None) -> SemanticModel:
    """Return the semantic model of the workspace, else the one beside the data, else an empty one.

    Raises:
        SemanticModelError: the file that was found cannot be read or does not fit the form.
    """
    path = semantics_path(workspace_root, data_path)
    return SemanticModel() if path is None else read_semantics(path)


def semantics_path(workspace_root: Path | None, data_path: Path | None) -> Path | None:
    """Return the file that is read: that of the workspace, else the one beside the data, None where there is none."""
    folders = [workspace_root]
    if data_path is not None:
        folders.append(data_path if data_path.is_dir() else data_path.parent)
    files = (folder / FILE_NAME for folder in folders if folder is not None)
    return next((file for file in files if file.is_file()), None)


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
    metrics = [metric for model in models for metric in model.each("metrics", "metric")]
    agreed = [metric for metric in metrics if not metric.extension().get("proposed")]
    return SemanticModel(
        tables=tables,
        metrics=_Metrics(agreed, renamed, _computed(tables)).all(),
        relationships=tuple(
            _relationship(r, renamed) for model in models for r in model.each("relationships", "relationship")
        ),
        digest=digest,
        fiscal_year_start=_fiscal_year_start(models),
        proposals=(*_proposed_words(datasets), *(_proposed(m) for m in metrics if m not in agreed)),
        origin=origin,
    )


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
            line=dataset.line,
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
            adds_up=_adds_up(place, extension),
            line=place.line,
        )
    return tuple(fields.values())


def _computed(tables: Iterable[TableMeaning]) -> Fields:
    """Return the fields that are expressions, by table and name."""
    from sqlglot import exp

    found: dict[tuple[str, str], str] = {}
    for table in tables:
        for field in table.fields:
            tree = None if field.expression == field.name else parse(field.expression)
            if tree is not None and not isinstance(tree, (exp.Alias, exp.Literal)):
                found[table.name, field.name] = field.expression
    return found


class _Metrics:
    """The metrics of a file, which may be made of each other."""

    def __init__(self, places: list[_Place], renamed: Mapping[str, str], computed: Fields) -> None:
        self._places = {place.need("name"): place for place in places}
        for place in places:
            if self._places[place.need("name")] is not place:
                place.fail(f"metric {place.need('name')!r} is described twice")
        self._renamed = renamed
        self._computed = computed
        self._done: dict[str, Metric] = {}

    def all(self) -> tuple[Metric, ...]:
        return tuple(self._metric(name, ()) for name in self._places)

    def _metric(self, name: str, within: tuple[str, ...]) -> Metric:
        if name in self._done:
            return self._done[name]
        place = self._places[name]
        if name in within:
            place.fail(f"metric {name!r} stands on itself: {' -> '.join((*within, name))}")
        extension = place.extension()
        metric = Metric(
            name=name,
            expression=self._expression(place, name, extension, (*within, name)),
            synonyms=_merge([place.text("label")], place.synonyms()),
            description=place.text("description"),
            unit=_unit(place, extension),
            over_time=_over_time(place, extension),
            last_over=self._last_over(place, extension),
            line=place.line,
        )
        self._done[name] = metric
        return metric

    def _expression(self, place: _Place, name: str, extension: Mapping[str, Any], within: tuple[str, ...]) -> str:
        expression = place.expression()
        if not expression:
            place.fail(f"metric {name!r} has no expression; give it one, such as sum(orders.amount)")
        condition = _text(place, extension, "filter", "a condition such as orders.status = 'paid'")

        def other(named: str) -> str | None:
            if named not in self._places:
                return None
            metric = self._metric(named, within)
            if metric.over_time is not None or metric.last_over:
                place.fail(f"metric {name!r} is made of {named!r}, whose values follow time; give it plain metrics")
            return metric.expression

        try:
            return written_out(expression, condition, other, self._computed, self._renamed)
        except ValueError as error:
            place.fail(f"metric {name!r}: {error}")

    def _last_over(self, place: _Place, extension: Mapping[str, Any]) -> str:
        said = _text(place, extension, "last_over", "a column such as stock.counted_on")
        table, dot, column = said.partition(".")
        if said and not (dot and column):
            place.fail(f"the {VENDOR} last_over must name table and column, such as stock.counted_on, not {said!r}")
        return f"{self._renamed.get(table, table)}.{column}" if said else ""


def _over_time(place: _Place, extension: Mapping[str, Any]) -> OverTime | None:
    said = extension.get("over_time")
    if said is None:
        return None
    given = {"how": said} if isinstance(said, str) else said
    if not isinstance(given, dict) or set(given) - {"how", "periods", "unit"}:
        place.fail(f"the {VENDOR} over_time must be one of {', '.join(_HOWS)}, or a mapping of how, periods and unit")
    how, periods, unit = str(given.get("how", "")), given.get("periods", 1), given.get("unit")
    if how not in _HOWS:
        place.fail(f"the {VENDOR} over_time has no {how!r}; it may be {', '.join(_HOWS)}{did_you_mean(how, _HOWS)}")
    if isinstance(periods, bool) or not isinstance(periods, int) or not 1 <= periods <= 400:
        place.fail(f"the {VENDOR} over_time needs periods from 1 to 400, not {periods!r}")
    if unit is not None and unit not in _UNITS:
        place.fail(f"the {VENDOR} over_time has no unit {unit!r}; it may be {', '.join(_UNITS)}")
    if how.startswith("moving") and (periods == 1 or unit is None):
        place.fail(f"the {VENDOR} over_time {how!r} needs periods above 1 and a unit, such as periods: 3, unit: month")
    return OverTime(how, periods, unit)  # type: ignore[arg-type]


def _text(place: _Place, extension: Mapping[str, Any], key: str, such: str) -> str:
    said = extension.get(key, "")
    if not isinstance(said, str):
        place.fail(f"the {VENDOR} {key} must be {such}")
    return said.strip()


def _adds_up(place: _Place, extension: Mapping[str, Any]) -> bool | None:
    said = extension.get("aggregate")
    if said is not None and not isinstance(said, bool):
        place.fail(f"the {VENDOR} aggregate must be true or false: whether the sum over rows means something")
    return said


def _proposed_words(datasets: Iterable[_Place]) -> Iterator[Proposal]:
    for dataset in datasets:
        table = (dataset.text("source") or dataset.need("name")).rsplit(".", 1)[-1].strip('"')
        places = [("table", table, dataset), *(("field", f.need("name"), f) for f in dataset.each("fields", "field"))]
        for kind, name, place in places:
            said = place.extension().get("proposed")
            if said is None:
                continue
            if not isinstance(said, dict) or not isinstance(said.get("synonyms", []), list):
                place.fail(f"what is proposed for {name!r} must be a mapping of synonyms and description")
            words = _merge(str(word) for word in said.get("synonyms", []))
            yield Proposal(
                "table" if kind == "table" else "field", table, name, words, str(said.get("description", ""))
            )


def _proposed(place: _Place) -> Proposal:
    return Proposal(
        "metric",
        "",
        place.need("name"),
        _merge([place.text("label")], place.synonyms()),
        place.text("description"),
        place.expression(),
    )


def _relationship(place: _Place, renamed: Mapping[str, str]) -> Relation:
    from_table, to_table = place.need("from"), place.need("to")
    from_columns, to_columns = tuple(place.texts("from_columns")), tuple(place.texts("to_columns"))
    if not from_columns or len(from_columns) != len(to_columns):
        place.fail(
            f"the relationship from {from_table!r} to {to_table!r} needs from_columns and to_columns, as many of each"
        )
    ends = (renamed.get(from_table, from_table), from_columns, renamed.get(to_table, to_table), to_columns)
    return Relation(*ends, line=place.line)


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
