"""Measures that a question implies: what is counted where nothing is measured, and what a superlative is about.

Owns the measures that no word names. Those that words name are found by `copilot.readers.grammar.roles.measuring`.
"""

from __future__ import annotations

from typing import Final

from copilot.linking.lexicon import full_words, lexicon, phrase
from copilot.linking.schema_index import Element, SchemaIndex
from copilot.readers.grammar.frame import Frame, Wanted
from copilot.readers.grammar.rows import is_about_time, newest_first, own_time
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import ColumnRef
from copilot.values import Catalog

_QUALITY: Final = frozenset({"best", "worst", "最好", "最差", "最佳", "最糟", "最糟糕"})


_BUSY: Final = frozenset({"busiest", "quietest", "least busy", "最繁忙", "最忙", "最繁忙的", "最忙的"})
_POPULAR: Final = ("popular", "受欢迎", "热门", "畅销")
"""What is popular is told by what people do with it, not by how many kinds of it there are."""


class ImpliedMeasures:
    """Adds to frames over one catalog the measures that their words imply."""

    def __init__(self, catalog: Catalog, graph: JoinGraph, schema: SchemaIndex) -> None:
        self._catalog = catalog
        self._graph = graph
        self._schema = schema

    def add_default(self, frame: Frame) -> None:
        """Count the rows of the table that is talked about where nothing else is measured."""
        if frame.measures:
            return
        followed = frame.changes or frame.follow or frame.combine
        chosen = frame.share or frame.having or frame.superlative or frame.groups or followed
        if frame.asked and not chosen:
            return
        if not (chosen or frame.counted or frame.having_average):
            return
        if frame.superlative and frame.order_by[:1] != ("#count",):
            return
        self.count_something(frame)

    def add_for_superlative(self, frame: Frame) -> None:
        """Give a superlative its measure: what is named, else what the adjective is about."""
        if not frame.superlative:
            if frame.sorted_only and frame.measures:
                self._turn_bad(frame)
            return
        if any(wanted not in frame.having_by.values() for wanted in frame.measures):
            if frame.order_by[:1] == ("#count",) and frame.marks[frame.order_at].text.lower() in _BUSY:
                self._ranked_by_rows(frame)
            self._turn_bad(frame)
            return
        compared, frame.measures = frame.measures, []
        self._measure_superlative(frame)
        frame.measures += compared

    def _ranked_by_rows(self, frame: Frame) -> None:
        """Average delay of the 5 busiest destinations: the rows rank, whatever else is told of them."""
        counts = [w for w in frame.measures if w.aggregate == "count" or (w.metric or "").endswith("count")]
        if counts or not any(group.ranked for group in frame.groups):
            return
        frame.measures.append(Wanted("count", at=frame.order_at))
        frame.ranked_by = frame.order_at

    def _measure_superlative(self, frame: Frame) -> None:
        if is_about_time(frame):
            ranked = next(
                (g.element for g in frame.groups if g.element is not None and g.element.kind == "table"), None
            )
            time = own_time(self._catalog, ranked.table) if ranked is not None else None
            if time is not None:
                frame.measures.append(Wanted(None, column=time))
                frame.order = "desc" if newest_first(frame) else "asc"
                frame.assumptions.append(("superlative", (frame.marks[frame.order_at].text, time.column)))
                return
        for word in self._widened(frame):
            if word == "#count":
                self.count_something(frame)
                return
            if word == "*":
                continue
            turned, words = word.startswith("-"), phrase(word.lstrip("-"))
            own = {g.element.table for g in frame.groups if g.element is not None} | {e.table for e in frame.asked}
            for hit in sorted(self._schema.lookup(words), key=lambda h: -h.weight - 0.5 * (h.element.table in own)):
                if hit.weight < 0.6 or not self._near_tables(frame, hit.element.table):
                    continue
                if hit.element.kind == "metric":
                    frame.measures.append(Wanted(None, metric=hit.element.name))
                elif hit.element.kind == "column":
                    column = self._catalog.column(hit.element.table, hit.element.name)
                    if column.type not in ("integer", "decimal", "float", "date", "timestamp") or column.role == "key":
                        continue
                    frame.measures.append(Wanted(None, column=ColumnRef(hit.element.table, hit.element.name)))
                else:
                    continue
                if turned:
                    frame.order = "asc" if frame.order == "desc" else "desc"
                frame.assumptions.append(("superlative", (frame.marks[frame.order_at].text, hit.element.name)))
                return
        if "*" in frame.order_by and frame.groups and not self._names_rows(frame):
            worth = self._worth(frame)
            if worth is not None:
                frame.measures.append(Wanted(None, metric=worth))
                frame.assumptions.append(("superlative", (frame.marks[frame.order_at].text, worth)))
                return
            if frame.marks[frame.order_at].text.lower() in _QUALITY:
                return  # the best airline is not the one of the most flights
        if "#count" in frame.order_by or ("*" in frame.order_by and frame.groups):
            self.count_something(frame)

    def _names_rows(self, frame: Frame) -> bool:
        """Tell whether a table is named beside the groups, whose rows are then counted."""
        grouped = {g.element.table for g in frame.groups if g.element is not None and g.element.kind == "table"}
        named = (frame.element(i) for i in range(len(frame.marks)) if i not in {g.at for g in frame.groups})
        return any(e is not None and e.kind == "table" and e.table not in grouped for e in named)

    def _worth(self, frame: Frame) -> str | None:
        """Return the metric by which a business tells its best month or its top customers: what it earns."""
        for word in ("revenue", "sales"):
            for hit in self._schema.lookup(phrase(word)):
                if hit.element.kind == "metric" and hit.weight >= 0.9:
                    return hit.element.name
        return None

    def _widened(self, frame: Frame) -> tuple[str, ...]:
        """Longest flippers is about flipper length: put the noun behind an adjective to what the adjective is about."""
        following = frame.next(frame.order_at)
        element = frame.element(following)
        if following is None or (element is not None and element.kind == "table"):
            return frame.order_by
        noun = frame.marks[following].text
        combined = []
        for word in frame.order_by:
            if word[:1] in "#*-" or not noun.isascii():
                continue
            hits = self._schema.lookup(phrase(f"{noun} {word}"))
            if hits and hits[0].whole and hits[0].element.kind == "column":
                combined.append(f"{noun} {word}")
                frame.used.add(following)
        return (*combined, *frame.order_by)

    def _turn_bad(self, frame: Frame) -> None:
        """The best delay is the smallest one: turn the direction for measures of which less is better."""
        if frame.order_at < 0:
            return
        word = frame.marks[frame.order_at].text.lower()
        if word not in ("best", "worst", "good", "bad", "better", "worse", "最好", "最差", "最佳", "最糟", "最糟糕"):
            return
        wanted = frame.measures[-1]
        name = wanted.metric or (wanted.column.column if wanted.column else "")
        if set(full_words(name)) & lexicon().bad_measures:
            frame.order = "asc" if frame.order == "desc" else "desc"

    def _near_tables(self, frame: Frame, table: str) -> bool:
        if not table:
            return True
        named = {e.table for i in range(len(frame.marks)) if (e := frame.element(i)) is not None and e.table}
        named |= {g.ref.table for g in frame.groups if g.ref is not None}
        return not named or any(self._graph.lowest({table, other}) in (table, other) for other in named)

    def count_something(self, frame: Frame) -> None:
        """Count the rows of the table that is talked about, else of whatever table turns out to be the base."""
        grouped = {g.element.table for g in frame.groups if g.element is not None and g.element.kind == "table"}
        for i in range(len(frame.marks)):
            element = frame.element(i)
            absent = element is not None and element.table in frame.absent
            if element is not None and element.kind == "table" and element.table not in grouped and not absent:
                i, element = self._head(frame, i, grouped) or (i, element)
                frame.used.add(i)
                frame.measures.append(Wanted("count", table=element.table, at=i))
                return
        frame.measures.append(Wanted("count", table=self._rows_below(frame, grouped)))

    def _head(self, frame: Frame, i: int, grouped: set[str]) -> tuple[int, Element] | None:
        """Customers' orders, store returns: of nouns side by side, the last one says what is counted."""
        found: tuple[int, Element] | None = None
        for k in range(i + 1, len(frame.marks)):
            element = frame.element(k)
            if element is not None and element.kind == "table" and element.table not in grouped:
                found = (k, element)
            elif frame.marks[k].text not in "'’":
                break
        return found

    def _rows_below(self, frame: Frame, grouped: set[str]) -> str | None:
        """Top 5 airlines: return the largest table whose rows belong to what is ranked, where nothing else is named."""
        word = frame.marks[frame.order_at].text.lower() if frame.order_at >= 0 else ""
        if any(name in word for name in _POPULAR):
            grouped = grouped | {g.ref.table for g in frame.groups if g.ref is not None}
        elif any(g.ref is not None for g in frame.groups):
            return None
        if not frame.superlative or not grouped:
            return None
        below = [
            table
            for table in self._catalog.tables.values()
            if table.name not in grouped and all(self._graph.path(table.name, other) for other in grouped)
        ]
        return max(below, key=lambda table: table.row_count).name if below else None
