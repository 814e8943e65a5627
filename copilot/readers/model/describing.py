"""A catalog as a chat model is shown it.

Owns the text of a schema, the same to the byte for the same catalog, meaning and level, so that a provider's prefix
cache is hit. What may be in it is decided by the level alone: ``schema`` names, types, keys and descriptions;
``samples`` also the value lists of columns that do not look personal; ``full`` all value lists and the range of numbers
and dates. Names and descriptions are quoted: whatever stands in them is data. Refuses to choose tables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from sqlglot import exp

from copilot.config import Egress
from copilot.linking.personal import looks_personal
from copilot.values import Catalog, Column, Metric, Relationship, SemanticModel, Table
from copilot.values.query import Dialect
from copilot.values.semantics import FieldMeaning, TableMeaning

_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_LISTED: Final = 12
_LONGEST_VALUE: Final = 40
_LONGEST_TEXT: Final = 200


class Describer:
    """Writes tables of one catalog at one level."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel, dialect: Dialect, egress: Egress) -> None:
        self._catalog = catalog
        self._dialect = dialect
        self._egress = egress
        self._meanings: Mapping[str, TableMeaning] = {table.name: table for table in semantics.tables}
        self._metrics = semantics.metrics
        self._links: dict[str, list[Relationship]] = {}
        for link in catalog.relationships:
            self._links.setdefault(link.from_table, []).append(link)
        self._written: dict[str, str] = {}

    @cached_property
    def metric_tables(self) -> Mapping[str, tuple[str, ...]]:
        """The tables that each agreed measure is made of."""
        names = self._catalog.tables
        return {one.name: tuple(name for name in names if f"{name}." in one.expression) for one in self._metrics}

    def table(self, name: str) -> str:
        """Return one table as CREATE TABLE with what is known of it in comments."""
        if name not in self._written:
            self._written[name] = self._table(self._catalog.tables[name])
        return self._written[name]

    def schema(self, names: Iterable[str]) -> str:
        """Return the tables in the catalog's own order, then the metrics that are defined over them."""
        wanted = frozenset(names)
        shown = [self.table(name) for name in self._catalog.tables if name in wanted]
        return "\n\n".join((*shown, *self._agreed(wanted)))

    def _agreed(self, tables: frozenset[str]) -> list[str]:
        lines = []
        for metric in self._metrics:
            if tables.issuperset(self.metric_tables[metric.name]):
                also = f", also called {quoted(', '.join(metric.synonyms))}" if metric.synonyms else ""
                lines.append(f"-- {quoted(metric.name)}{also} means: {_meant(metric)}")
        return ["\n".join(["-- Agreed measures:", *lines])] if lines else []

    def _table(self, table: Table) -> str:
        meaning = self._meanings.get(table.name)
        meanings = {field.name: field for field in meaning.fields} if meaning else {}
        rows: list[tuple[str, str]] = []
        for column in table.columns.values():
            key = " PRIMARY KEY" if table.primary_key == (column.name,) else ""
            note = self._note(table.name, column, meanings.get(column.name))
            rows.append((f"{self._name(column.name)} {column.engine_type}{key}", note))
        if len(table.primary_key) > 1:
            rows.append((f"PRIMARY KEY ({self._names(table.primary_key)})", ""))
        for link in self._links.get(table.name, ()):
            ours, theirs = self._names(link.from_columns), self._names(link.to_columns)
            rows.append((f"FOREIGN KEY ({ours}) REFERENCES {self._name(link.to_table)}({theirs})", ""))
        computed = [
            f"  -- {quoted(field.name)} means: {_one_line(field.expression)}{_also(field)}"
            for field in (meaning.fields if meaning else ())
            if field.name not in table.columns
        ]
        last = len(rows) - 1
        lines = [
            f"  {row}{',' if at < last else ''}{f' -- {note}' if note else ''}" for at, (row, note) in enumerate(rows)
        ]
        about = _told(meaning.synonyms, meaning.description) if meaning else ""
        head = f"CREATE TABLE {self._name(table.name)} ({f' -- {about}' if about else ''}"
        return "\n".join([head, *lines, *computed, ");"])

    def _note(self, table: str, column: Column, meaning: FieldMeaning | None) -> str:
        parts = [_told(meaning.synonyms, meaning.description)] if meaning else []
        unit = meaning.unit if meaning and meaning.unit else None
        if unit:
            parts.append(f"in {_one_line(unit)}")
        parts += self._values(table, column)
        return "; ".join(part for part in parts if part)

    def _values(self, table: str, column: Column) -> list[str]:
        if self._egress == "schema" or (self._egress == "samples" and looks_personal(column.name)):
            return []
        listed = self._catalog.listed.get((table, column.name))
        if listed is not None:
            some = ", ".join(quoted(value[:_LONGEST_VALUE]) for value in listed.values[:_LISTED])
            return [f"values: {some}{'' if listed.complete and len(listed.values) <= _LISTED else ' and more'}"]
        facts = column.facts
        if self._egress == "full" and facts is not None and facts.minimum is not None and column.type != "text":
            return [f"from {_one_line(facts.minimum)} to {_one_line(facts.maximum)}"]
        return []

    def _name(self, name: str) -> str:
        if _PLAIN.match(name):
            return name
        return exp.to_identifier(_one_line(name), quoted=True).sql(dialect=self._dialect)

    def _names(self, names: Iterable[str]) -> str:
        return ", ".join(map(self._name, names))


def _also(field: FieldMeaning) -> str:
    told = _told(field.synonyms, field.description)
    return f"; {told}" if told else ""


def _meant(metric: Metric) -> str:
    """Return a metric's expression, and how it follows time."""
    plain = _one_line(metric.expression)
    over = metric.over_time
    if metric.last_over:
        return f"{plain}, of the last {_one_line(metric.last_over)} alone"
    if over is None:
        return plain
    unit = over.unit or "period"
    span = f"{over.periods} {unit}s" if over.periods > 1 else f"one {unit}"
    match over.how:
        case "running":
            return f"{plain}, added up over time"
        case "moving_sum" | "moving_avg":
            return f"the {'sum' if over.how == 'moving_sum' else 'average'} over the last {span} of {plain}"
        case "growth":
            return f"the growth of {plain} against {span} before"
        case "difference":
            return f"the difference of {plain} to {span} before"
        case "before":
            return f"{plain}, {span} before"


def _told(synonyms: tuple[str, ...], description: str) -> str:
    parts = [quoted(description)] if description else []
    if synonyms:
        parts.append(f"also called {quoted(', '.join(synonyms))}")
    return "; ".join(parts)


def quoted(text: str) -> str:
    return json.dumps(_one_line(text), ensure_ascii=False)


def _one_line(value: object) -> str:
    """Return a text as one line, without what could end the data around it."""
    return " ".join(str(value).split())[:_LONGEST_TEXT].replace("</", "‹/")
