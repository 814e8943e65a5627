"""Questions that a data set suggests by itself.

Owns the wording of candidates from the catalog's roles and the semantic model's metrics; the session offers those that
the reader can read. What is worth looking at in the data itself belongs to insight.
"""

from __future__ import annotations

from collections.abc import Iterator

from copilot.linking.labels import Labels
from copilot.linking.words import name_words
from copilot.readers.grammar.naming import label_column
from copilot.readers.joins import JoinGraph
from copilot.values import Catalog, Column, Metric, SemanticModel, Table
from copilot.values.question import Language


def candidates(catalog: Catalog, semantics: SemanticModel, language: Language) -> Iterator[str]:
    """Yield questions, the most telling first: a trend, a ranking, a total or an average."""
    graph, labels = JoinGraph(catalog), Labels(catalog, semantics)
    facts = sorted(catalog.tables.values(), key=lambda t: (t.time_column is None, -t.row_count))
    groups = _groups(catalog, graph, facts[0].name) if facts else []
    zh = language == "zh"
    for metric in semantics.metrics[:1]:
        name = _metric_name(metric, zh)
        yield f"每月{name}" if zh else f"{name} per month"
        names = _named(catalog, graph, facts[0].name)
        for thing in names[:1]:
            yield f"{name}最高的5个{labels.word(thing.name, language)}" if zh else f"top 5 {thing.name} by {name}"
        for _, column in sorted(groups, key=lambda item: item[1].role != "geography")[:3]:
            yield f"各{labels.word(column.name, language)}的{name}" if zh else f"{name} by {_words(column.name)}"
    for table in facts[:2]:
        noun = labels.word(table.name, language)
        if table.time_column is not None:
            yield f"每月有多少{noun}" if zh else f"{noun} per month"
        measure = next(
            (c for c in table.columns.values() if c.role == "measure" and c.facts and c.facts.distinct > 20), None
        )
        for _, column in _groups(catalog, graph, table.name)[:4]:
            group = labels.word(column.name, language)
            if measure is not None:
                yield (
                    f"各{group}的平均{labels.word(measure.name, language)}"
                    if zh
                    else f"average {_words(measure.name)} by {group}"
                )
            yield f"各{group}的{noun}数量" if zh else f"number of {noun} by {group}"
        yield f"一共有多少{noun}" if zh else f"how many {noun} are there"


def _named(catalog: Catalog, graph: JoinGraph, base: str) -> list[Table]:
    """Tables of things worth ranking: what the base table points to, with a name and more than a handful of rows."""
    found = [
        (len(path), table)
        for table in catalog.tables.values()
        if (path := graph.path(base, table.name)) and table.row_count >= 20 and label_column(catalog, table.name)
    ]
    return [table for _, table in sorted(found, key=lambda item: (item[0], item[1].row_count))]


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
