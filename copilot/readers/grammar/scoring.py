"""How well a plan explains a question: the gain of its words, less what joins and contradictions cost.

Owns the weights of candidates in their place and the score of a plan; they are set by hand. Which plans are tried is
told by `copilot.readers.grammar.reader`.
"""

from __future__ import annotations

from typing import Final

from copilot.linking.lexicon import phrase
from copilot.linking.schema_index import Element
from copilot.readers.grammar.context import asked_how_much, of_one_column, said_before
from copilot.readers.grammar.frame import Frame, element_words, way
from copilot.readers.grammar.marks import Cover, Mark
from copilot.readers.grammar.naming import label_column
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import Aggregate, AnyOf, ColumnRef, OneOf, Plan, columns_of
from copilot.values import Catalog


def candidate_weights(cover: Cover) -> dict[int, tuple[float, ...]]:
    """Return each mark's candidates' weights, raised where the neighbouring words point to the same candidate."""
    weights: dict[int, tuple[float, ...]] = {}
    named = {hit.element.table for mark in cover.marks for hit in mark.elements[:1] if hit.element.kind == "table"}
    for i, mark in enumerate(cover.marks):
        if mark.kind == "element":
            others = named - {hit.element.table for hit in mark.elements[:1] if hit.element.kind == "table"}
            near = [cover.marks[j] for j in range(max(0, i - 3), min(len(cover.marks), i + 4)) if j != i]
            # A flight number is a name of its own; "number" alone is no part of any other one behind "flight".
            before = _element_before(cover, i) if mark.text.lower() not in ("number", "no", "nr") else None
            weights[i] = tuple(
                hit.weight
                + _context(hit.element, near, others)
                + said_before(cover, i, hit.element)
                + asked_how_much(cover, i, hit.element)
                + 0.3 * (before is not None and hit.element.table == before)
                for hit in mark.elements
            )
        elif mark.kind == "value":
            mentioned = {(h.element.table, h.element.name) for m in cover.marks for h in m.elements[:3] if h.whole}
            weights[i] = tuple(
                hit.weight
                + 0.15 * ((hit.table, hit.column) in mentioned)
                + 0.05 * (hit.table in named)
                + 0.3 * (hit.table in _beside(cover, i))
                for hit in mark.values
            )
    return of_one_column(cover, weights)


def fit(catalog: Catalog, graph: JoinGraph, frame: Frame, plan: Plan, weights: dict[int, tuple[float, ...]]) -> float:
    """Score a plan: the gain of the words that it explains, less what joins and contradictions cost."""
    tables = {ref.table for predicate in plan.where for ref in columns_of(predicate)}
    tables |= {ref.table for d in plan.dimensions for ref in columns_of(d.by)}
    tables |= {ref.table for m in plan.measures for ref in columns_of(m.value)}
    tables |= {ref.table for ref in plan.columns}
    tables.add(plan.base)
    score = 0.0
    for i, mark in enumerate(frame.marks):
        gain = mark.gain
        if i in weights:
            own = weights[i]
            hits = mark.elements or mark.values
            gain += (own[min(frame.choice.get(i, 0), len(own) - 1)] - hits[0].weight) * 1.2
        if i in frame.used or mark.kind == "stop":
            score += gain
            if mark.kind == "value":
                score += _way_score(frame, i)
        elif mark.kind == "element" and (e := frame.element(i)) is not None and e.kind == "table":
            score += gain if e.table in tables else 0.2 * gain
        else:
            score += 0.2 * gain if mark.kind in ("cue", "grain", "element") else 0.0
    score -= 0.15 * sum(_is_key_of_named(catalog, frame, i) for i in frame.used)
    for table in tables:
        path = graph.path(plan.base, table)
        score -= 0.07 * len(path) if path is not None else 0.25
    named = {e.table for i in frame.used if (e := frame.element(i)) is not None and e.kind == "table"}
    named |= {ref.table for i in frame.used if (ref := frame.ref(i)) is not None and _bears_table(frame, i, ref.table)}
    for measure in plan.measures:
        value = measure.value
        if isinstance(value, Aggregate) and value.name == "sum" and isinstance(value.of, ColumnRef):
            score -= 0.0 if catalog.column(value.of.table, value.of.column).additive else 0.6
        if isinstance(value, Aggregate) and value.name == "avg" and isinstance(value.of, ColumnRef):
            score -= 0.0 if catalog.column(value.of.table, value.of.column).role == "measure" else 0.6
    compared = any(isinstance(p, (AnyOf, OneOf)) and _sides(p) > 1 for p in plan.where) or not frame.versus
    if not compared and any(mark.kind == "value" for mark in frame.marks):
        score -= 1.2
    doubtful = [
        w
        for w in frame.measures
        if w.at < 0 or not frame.marks[w.at].elements or not frame.marks[w.at].elements[0].whole
    ]
    spoken = plan.base in named or any(w.metric is not None for w in frame.measures)
    return score + 0.12 * spoken - 0.4 * max(0, min(len(plan.measures) - 1, len(doubtful)))


def _way_score(frame: Frame, i: int) -> float:
    direction, column_way = frame.direction(i), way(frame.value(i).column)
    if direction is not None and column_way is not None:
        return 0.3 if direction == column_way else -0.6
    return 0.05 if column_way == "from" else 0.0


_OWN_NAME: Final = 0.95
"""A column of this weight is called so itself."""


def _is_key_of_named(catalog: Catalog, frame: Frame, i: int) -> bool:
    """Tell whether a word that names a table is read as a key that points to it: stores are called by their names."""
    ref, first = frame.ref(i), frame.marks[i].elements[0].element if frame.marks[i].elements else None
    if ref is None or first is None or first.kind != "table" or not frame.marks[i].elements[0].whole:
        return False
    if frame.weight(i) >= _OWN_NAME:
        return False
    links = ((x.from_table, x.from_columns, x.to_table) for x in catalog.relationships)
    label = label_column(catalog, first.table)
    return label is not None and (ref.table, (ref.column,), first.table) in links


def _bears_table(frame: Frame, i: int, table: str) -> bool:
    """Tell whether a column is called together with its table: the flight number."""
    words = set(phrase(frame.marks[i].text))
    return len(words) > 1 and bool(words & element_words(Element("table", table, table)))


def _sides(predicate: AnyOf | OneOf) -> int:
    return len(predicate.parts if isinstance(predicate, AnyOf) else predicate.values)


def _beside(cover: Cover, i: int) -> set[str]:
    """Return the tables named right beside a mark, as in ``the Austin shop``."""
    marks = [cover.marks[j] for j in (i - 1, i + 1) if 0 <= j < len(cover.marks)]
    return {hit.element.table for m in marks for hit in m.elements[:3] if hit.element.kind == "table"}


def _element_before(cover: Cover, i: int) -> str | None:
    """Return the table that is named right before a mark, as in ``planes built before``."""
    j = i - 1
    while j >= 0 and cover.marks[j].kind == "stop":
        j -= 1
    if j < 0 or cover.marks[j].kind != "element" or cover.marks[j].elements[0].element.kind != "table":
        return None
    return cover.marks[j].elements[0].element.table


def _context(element: Element, near: list[Mark], named: set[str]) -> float:
    """Weigh a candidate by what the words around it hint at: its table, or a word of its name."""
    bonus = 0.06 * (element.table in named and element.kind == "column")
    own = element_words(element)
    for mark in near:
        if any(
            set(element_words(hit.element)) & set(own) and hit.element.kind == "column"
            for hit in mark.elements[:2]
            if not hit.whole or hit.weight < 0.65
        ):
            return bonus + 0.2
    return bonus
