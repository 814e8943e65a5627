"""A dbt project's semantic models and metrics as a semantic model.

Owns reading `semantic_models:` and `metrics:` from a project's YAML files (the form that MetricFlow documents), and
what each becomes: entities become keys and links, dimensions become fields, metrics of the types simple, ratio, derived
and cumulative become metrics. What has no counterpart is named in the notes, with its file, and left out. Refuses to
render Jinja beyond `ref(...)`, `Dimension(...)`, `TimeDimension(...)` and `Entity(...)`.

The form: https://docs.getdbt.com/docs/build/semantic-models
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from copilot.errors import SemanticModelError
from copilot.semantics.writing import SemanticFile

_MOST_FILES: Final = 5_000
_MOST_BYTES: Final = 5_000_000
_AGGREGATES: Final = {
    "sum": "SUM({})", "count": "COUNT({})", "count_distinct": "COUNT(DISTINCT {})", "average": "AVG({})",
    "avg": "AVG({})", "min": "MIN({})", "max": "MAX({})", "median": "MEDIAN({})",
    "sum_boolean": "SUM(CASE WHEN {} THEN 1 ELSE 0 END)",
}  # fmt: skip
_REF: Final = re.compile(r"""ref\(\s*(?:['"][^'"]+['"]\s*,\s*)?['"]([^'"]+)['"]\s*\)""")
_NAMED: Final = re.compile(
    r"""\{\{\s*(?:Dimension|TimeDimension|Entity)\(\s*['"]([^'"]+)['"][^)]*\)(?:\.grain\([^)]*\))?\s*\}\}"""
)
_WINDOW: Final = re.compile(r"\s*(\d+)\s+(day|week|month|quarter|year)s?\s*\Z")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


@dataclass
class Imported:
    """What a project became.

    Attributes:
        text: of the semantic model.
        metrics: names of those that were taken over.
        notes: one sentence for everything that was left out.
    """

    text: str
    metrics: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_dbt(project: Path, text: str = "", name: str = "data") -> Imported:
    """Return a semantic model with what a dbt project says, beside what `text` already says.

    Args:
        project: its folder, or one YAML file.
        text: of a semantic model that is added to; empty for a new one.
        name: of the data, for a new one.

    Raises:
        SemanticModelError: there is nothing to import, or a file is no YAML.
    """
    models, metrics = _found(project)
    if not models:
        raise SemanticModelError(
            f"{project} has no semantic_models; give a dbt project's folder, or the YAML file that holds them"
        )
    return _Import(models, metrics, Imported(text), name).done()


@dataclass(frozen=True)
class _Entry:
    data: Mapping[str, Any]
    file: str

    def __getitem__(self, key: str) -> Any:
        return self.data.get(key)

    @property
    def name(self) -> str:
        return str(self.data.get("name", ""))

    def listed(self, key: str) -> list[_Entry]:
        return [_Entry(one, self.file) for one in self.data.get(key) or [] if isinstance(one, Mapping)]


def _found(project: Path) -> tuple[list[_Entry], list[_Entry]]:
    import yaml

    if project.is_file():
        files = [project]
    else:
        kept = (p for p in sorted(project.rglob("*")) if p.suffix in (".yml", ".yaml"))
        files = [p for p in kept if not {"target", "dbt_packages", ".git"} & set(p.relative_to(project).parts)]
    models: list[_Entry] = []
    metrics: list[_Entry] = []
    for file in files[:_MOST_FILES]:
        try:
            if file.stat().st_size > _MOST_BYTES:
                continue
            loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise SemanticModelError(f"{file} cannot be read: {error}") from error
        except (yaml.YAMLError, RecursionError) as error:
            raise SemanticModelError(f"{file} is not YAML: {str(error).splitlines()[0]}") from error
        if isinstance(loaded, Mapping):
            models += _Entry(loaded, file.name).listed("semantic_models")
            metrics += _Entry(loaded, file.name).listed("metrics")
    return models, metrics


class _Import:
    def __init__(self, models: list[_Entry], metrics: list[_Entry], made: Imported, name: str) -> None:
        self._models = models
        self._metrics = {one.name: one for one in metrics}
        self._made = made
        self._file = SemanticFile(made.text, name)
        self._primary: dict[str, tuple[str, str]] = {}
        """Entity -> (table, column) of which it is the key."""
        self._dimensions: dict[tuple[str, str], str] = {}
        """(entity or model, dimension) -> ``table.expression``."""
        self._measures: dict[str, tuple[_Entry, _Entry]] = {}

    def done(self) -> Imported:
        for model in self._models:
            self._learn(model)
        for model in self._models:
            self._write_model(model)
        for metric in (*self._plain_metrics(), *self._metrics.values()):
            try:
                self._write_metric(metric)
            except _NotTaken as reason:
                self._note(metric, f"metric {metric.name!r}", str(reason))
        self._made.text = self._file.text
        return self._made

    def _note(self, entry: _Entry, what: str, reason: str) -> None:
        self._made.notes.append(f"{entry.file}: {what} was left out: {reason}")

    # -- tables ----------------------------------------------------------------------------------------------------

    def _learn(self, model: _Entry) -> None:
        table = _table(model)
        for entity in model.listed("entities"):
            column = str(entity["expr"] or entity.name)
            if entity["type"] in ("primary", "unique"):
                self._primary.setdefault(entity.name, (table, column))
            if _IDENTIFIER.match(column):
                self._dimensions[entity.name, entity.name] = f"{table}.{column}"
        owners = [e.name for e in model.listed("entities") if e["type"] == "primary"] + [str(model["primary_entity"])]
        for dimension in model.listed("dimensions"):
            try:
                whole = _qualified(str(dimension["expr"] or dimension.name), table)
            except _NotTaken as reason:
                self._note(model, f"dimension {dimension.name!r} of {model.name!r}", str(reason))
                continue
            for owner in (*owners, model.name):
                self._dimensions[owner, dimension.name] = whole
        for measure in model.listed("measures"):
            self._measures[measure.name] = (model, measure)

    def _write_model(self, model: _Entry) -> None:
        table = _table(model)
        self._file.describe_table(table, _words(model), str(model["description"] or ""), self._key_of(table))
        for dimension in model.listed("dimensions"):
            self._file.describe_field(
                table,
                dimension.name,
                str(dimension["expr"] or dimension.name),
                _words(dimension),
                str(dimension["description"] or ""),
                is_time=dimension["type"] == "time",
            )
        for entity in model.listed("entities"):
            column = str(entity["expr"] or entity.name)
            target = self._primary.get(entity.name)
            if entity["type"] != "foreign":
                continue
            if target is None:
                self._note(model, f"entity {entity.name!r} of {model.name!r}", "no model has it as its primary entity")
            elif _IDENTIFIER.match(column):
                self._file.add_link(table, column, *target)

    def _key_of(self, table: str) -> str:
        return next((column for owner, column in self._primary.values() if owner == table), "")

    # -- metrics ---------------------------------------------------------------------------------------------------

    def _plain_metrics(self) -> Iterator[_Entry]:
        """Yield a metric for each measure that the project asks one for."""
        for name, (model, measure) in self._measures.items():
            if measure["create_metric"] and name not in self._metrics:
                data = {**measure.data, "type": "simple", "type_params": {"measure": name}}
                yield _Entry(data, model.file)

    def _write_metric(self, metric: _Entry) -> None:
        own: dict[str, Any] = {}
        expression = self._expression(metric, own, ())
        self._file.put_metric(metric.name, expression, _words(metric), str(metric["description"] or ""), own)
        self._made.metrics.append(metric.name)

    def _expression(self, metric: _Entry, own: dict[str, Any], within: tuple[str, ...]) -> str:
        if metric.name in within:
            raise _NotTaken("it stands on itself")
        within = (*within, metric.name)
        params = metric["type_params"] or {}
        kind = str(metric["type"] or "simple")
        if kind == "simple":
            return self._measured(params.get("measure"), metric["filter"], own)
        if kind == "ratio":
            sides = (self._input(params.get(side), metric["filter"], within) for side in ("numerator", "denominator"))
            return " / ".join(f"({side})" for side in sides)
        if kind == "cumulative":
            return self._cumulative(metric, params, own)
        if kind == "derived":
            return self._derived(metric, params, own, within)
        raise _NotTaken(f"metrics of the type {kind!r} are not read")

    def _cumulative(self, metric: _Entry, params: Mapping[str, Any], own: dict[str, Any]) -> str:
        more = {**(params.get("cumulative_type_params") or {}), **params}
        if more.get("grain_to_date"):
            raise _NotTaken("a total that starts again with each period (grain_to_date) is not read")
        own["over_time"] = "running"
        if more.get("window"):
            found = _WINDOW.match(str(more["window"]))
            if found is None:
                raise _NotTaken(f"its window {more['window']!r} is not so many days, weeks, months, quarters or years")
            own["over_time"] = {"how": "moving_sum", "periods": int(found[1]), "unit": found[2]}
        return self._measured(params.get("measure"), metric["filter"], own)

    def _derived(self, metric: _Entry, params: Mapping[str, Any], own: dict[str, Any], within: tuple[str, ...]) -> str:
        inputs = [one if isinstance(one, Mapping) else {"name": one} for one in params.get("metrics") or []]
        expression = str(params.get("expr") or "")
        earlier = [one for one in inputs if one.get("offset_window") or one.get("offset_to_grain")]
        if earlier:
            return self._against_before(inputs, expression, metric["filter"], own, within)
        parts = {str(one.get("alias") or one.get("name")): self._input(one, metric["filter"], within) for one in inputs}
        return re.sub(r"[A-Za-z_]\w*", lambda m: f"({parts[m[0]]})" if m[0] in parts else m[0], expression)

    def _against_before(
        self, inputs: list[Mapping[str, Any]], expression: str, condition: Any, own: dict[str, Any], within: Any
    ) -> str:
        """A metric against itself so long before: the difference, or the growth."""
        now = [one for one in inputs if not one.get("offset_window")]
        before = [one for one in inputs if one.get("offset_window")]
        window = _WINDOW.match(str(before[0]["offset_window"])) if len(before) == 1 else None
        if len(now) != 1 or window is None or now[0].get("name") != before[0].get("name"):
            raise _NotTaken("only one metric against itself, so many days to years before, is read")
        a, b = (str(one.get("alias") or one.get("name")) for one in (now[0], before[0]))
        bare = re.sub(r"\s+|nullif\((\w+),0\)", lambda m: m[1] or "", expression, flags=re.IGNORECASE)
        bare = re.sub(r"nullif\((\w+),0\)", r"\1", bare, flags=re.IGNORECASE)
        growth = {f"({a}-{b})/{b}", f"{a}/{b}-1", f"({a}/{b})-1", f"({a}-{b})*1.0/{b}", f"1.0*({a}-{b})/{b}"}
        how = "difference" if bare == f"{a}-{b}" else "growth" if bare in growth else ""
        if not how:
            raise _NotTaken(f"{expression!r} is neither the difference to the earlier value nor the growth from it")
        own["over_time"] = {"how": how, "periods": int(window[1]), "unit": window[2]}
        if own["over_time"]["periods"] == 1:
            del own["over_time"]["periods"]
        return self._input(now[0], condition, within)

    def _input(self, said: Any, condition: Any, within: tuple[str, ...]) -> str:
        """Return the expression of another metric, under its own conditions and the given one."""
        given = said if isinstance(said, Mapping) else {"name": said}
        other = self._metrics.get(str(given.get("name")))
        if other is None:
            raise _NotTaken(f"there is no metric {given.get('name')!r}")
        own: dict[str, Any] = {}
        inside = self._expression(other, own, within)
        if "over_time" in own or "last_over" in own:
            raise _NotTaken(f"{other.name!r} follows time, and nothing can be made of it")
        for one in (given.get("filter"), condition):
            inside = self._only(inside, one)
        return inside

    def _measured(self, said: Any, condition: Any, own: dict[str, Any]) -> str:
        given = said if isinstance(said, Mapping) else {"name": said}
        known = self._measures.get(str(given.get("name")))
        if known is None:
            raise _NotTaken(f"there is no measure {given.get('name')!r}")
        model, measure = known
        table, kind = _table(model), str(measure["agg"])
        if kind not in _AGGREGATES:
            raise _NotTaken(f"the aggregate {kind!r} is not read")
        expression = str(measure["expr"] or measure.name)
        if kind == "count" and expression in ("1", "*"):
            expression = self._key_of(table) or expression
        if not re.search(r"[A-Za-z_]", expression):
            raise _NotTaken(f"{kind} of {expression!r} names no column, and {table!r} has no primary entity to count")
        halted = measure["non_additive_dimension"]
        if halted:
            if halted.get("window_choice", "max") != "max":
                raise _NotTaken("only the last value of a non-additive measure is read (window_choice: max)")
            own["last_over"] = self._dimensions.get((model.name, str(halted.get("name"))), "")
        inside = _AGGREGATES[kind].format(_qualified(expression, table))
        for one in (given.get("filter"), condition):
            inside = self._only(inside, one)
        return inside

    def _only(self, expression: str, condition: Any) -> str:
        """Put a condition into an expression."""
        from copilot.semantics.expressions import written_out

        said = [condition] if isinstance(condition, str) else list(condition or [])
        if not said:
            return expression
        try:
            return written_out(expression, " AND ".join(f"({self._plain(one)})" for one in said), _no_other, {}, {})
        except ValueError as error:
            raise _NotTaken(str(error)) from error

    def _plain(self, condition: str) -> str:
        """Return a condition with columns in place of the Jinja that names dimensions."""

        def column(found: re.Match[str]) -> str:
            owner, _, name = found[1].rpartition("__")
            entity = owner.rsplit("__", 1)[-1]
            known = self._dimensions.get((entity, name)) or self._dimensions.get((name, name))
            if known is None:
                raise _NotTaken(f"its filter names {found[1]!r}, which no semantic model has")
            return known

        plain = _NAMED.sub(column, str(condition))
        if "{" in plain:
            raise _NotTaken(f"its filter holds Jinja that is not read: {str(condition).strip()[:80]}")
        return plain.strip()


class _NotTaken(Exception):
    """Why a metric is left out."""


def _no_other(_: str) -> None:
    return None


def _table(model: _Entry) -> str:
    found = _REF.search(str(model["model"] or ""))
    return found[1] if found else model.name


def _words(entry: _Entry) -> list[str]:
    """Return the label as another name, where it says more than the name."""
    label = str(entry["label"] or "").strip()
    return [label] if label and label.casefold() != entry.name.replace("_", " ").casefold() else []


def _qualified(expression: str, table: str) -> str:
    """Return an expression over a table's own columns with the table before each."""
    from sqlglot import exp

    from copilot.semantics.expressions import parse

    if _IDENTIFIER.match(expression):
        return f"{table}.{expression}"
    tree = parse(expression)
    if tree is None:
        raise _NotTaken(f"the expression {expression!r} cannot be read as SQL")
    for column in tree.find_all(exp.Column):
        if not column.table:
            column.set("table", exp.to_identifier(table))
    return str(tree.sql(dialect="duckdb"))
