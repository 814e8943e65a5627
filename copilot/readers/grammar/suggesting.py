"""Questions that a data set suggests by itself.

Owns the wording of candidates from the catalog's roles and the semantic model's metrics; the session offers those that
the reader can read. What is worth looking at in the data itself belongs to insight.
"""

from __future__ import annotations

from collections.abc import Iterator

from copilot.linking.words import name_words
from copilot.readers.joins import JoinGraph
from copilot.values import Catalog, Column, Metric, SemanticModel, Table
from copilot.values.question import Language


def candidates(catalog: Catalog, semantics: SemanticModel, language: Language) -> Iterator[str]:
    """Yield questions, the most telling first: a trend, a ranking, a total or an average."""
    graph = JoinGraph(catalog)
    facts = sorted(catalog.tables.values(), key=lambda t: (t.time_column is None, -t.row_count))
    groups = _groups(catalog, graph, facts[0].name) if facts else []
    zh = language == "zh"
    for metric in semantics.metrics[:1]:
        name = _metric_name(metric, zh)
        yield f"每月{name}" if zh else f"{name} per month"
        for _, column in groups[:3]:
            yield f"各{_column_name(semantics, column, zh)}的{name}" if zh else f"{name} by {_words(column.name)}"
    for table in facts[:2]:
        noun = _table_name(semantics, table, zh)
        if table.time_column is not None:
            yield f"每月有多少{noun}" if zh else f"{noun} per month"
        measure = next(
            (c for c in table.columns.values() if c.role == "measure" and c.facts and c.facts.distinct > 20), None
        )
        for _, column in _groups(catalog, graph, table.name)[:4]:
            group = _column_name(semantics, column, zh)
            if measure is not None:
                yield f"各{group}的平均{_words(measure.name)}" if zh else f"average {_words(measure.name)} by {group}"
            yield f"各{group}的{noun}数量" if zh else f"number of {noun} by {group}"
        yield f"一共有多少{noun}" if zh else f"how many {noun} are there"


def _groups(catalog: Catalog, graph: JoinGraph, base: str) -> list[tuple[str, Column]]:
    """Columns worth grouping by: few values, near the base table, names rather than codes."""
    found = []
    for table in catalog.tables.values():
        path = graph.path(base, table.name)
        if path is None:
            continue
        for column in table.columns.values():
            few = column.facts is not None and 2 <= column.facts.distinct <= 30
            if few and column.type == "text" and column.role in ("dimension", "geography"):
                found.append((len(path), table.name, column))
    found.sort(key=lambda item: (item[0], item[2].facts.distinct if item[2].facts else 0))
    return [(table, column) for _, table, column in found]


def _words(name: str) -> str:
    return " ".join(name_words(name))


def _metric_name(metric: Metric, zh: bool) -> str:
    return next((s for s in metric.synonyms if not s.isascii()), metric.name) if zh else _words(metric.name)


def _table_name(semantics: SemanticModel, table: Table, zh: bool) -> str:
    meaning = next((t for t in semantics.tables if t.name == table.name), None)
    if zh and meaning is not None:
        return next((s for s in meaning.synonyms if not s.isascii()), table.name)
    return table.name.replace("_", " ")


def _column_name(semantics: SemanticModel, column: Column, zh: bool) -> str:
    if zh:
        for table in semantics.tables:
            for meaning in table.fields:
                if meaning.name == column.name:
                    return next((s for s in meaning.synonyms if not s.isascii()), column.name)
    return _words(column.name)
