"""Signs: what can be seen of a question and of one column, table, value or number in it, as named numbers.

Owns the features that the learned parts judge by. A distance is counted in words from the element's mention to a cue
word, negative where the word stands before it; `NONE` where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from copilot.linking.lexicon import full_words
from copilot.linking.words import name_words
from copilot.readers.network import Network
from copilot.readers.sketching.bounding import bound
from copilot.readers.sketching.links import Hit, Links, NumberMention, ValueMention
from copilot.readers.sketching.query import Field
from copilot.values import Catalog, Column

NONE: Final = -99.0
_NUMERIC: Final = ("integer", "decimal", "float")
_NAMES: Final = frozenset({"name", "title", "names", "label", "nickname", "fullname"})
_FROM: Final = frozenset({"origin", "source", "departure", "from", "start", "src", "depart", "begin"})
_TO: Final = frozenset({"destination", "dest", "arrival", "to", "end", "dst", "arrive", "target"})
_ALL: Final = frozenset({"all", "every", "complete", "full", "entire", "detailed"})
_WHOLE: Final = frozenset("information info detail data record column attribute field content".split())
_INFORMATION: Final = frozenset({"information", "info"})
_ABOUT: Final = (("of",), ("about",), ("on",), ("for",), ("regarding",))
Span = tuple[int, int]


@dataclass
class Terrain:
    """What is known of a catalog's columns that no question changes."""

    catalog: Catalog
    network: Network
    keys: dict[str, frozenset[str]] = field(default_factory=dict)
    foreign: dict[Field, str] = field(default_factory=dict)
    named: dict[str, Field | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pointed: dict[str, set[str]] = {}
        for link in self.catalog.relationships:
            if len(link.from_columns) == 1:
                self.foreign[Field(link.from_table, link.from_columns[0])] = link.to_table
                pointed.setdefault(link.to_table, set()).add(link.to_columns[0])
        for table in self.catalog.tables.values():
            self.keys[table.name] = frozenset(table.primary_key) | frozenset(pointed.get(table.name, ()))
            self.named[table.name] = self._name_of(table.name)

    def _name_of(self, table: str) -> Field | None:
        """Return the column that names a table's rows, where one looks like it."""
        best: tuple[float, Field] | None = None
        for place, column in enumerate(self.catalog.tables[table].columns.values()):
            words = set(name_words(column.name))
            if column.type != "text" or not words & _NAMES:
                continue
            worth = 2.0 * bool(words & {"name", "title"}) - 0.2 * len(words) - 0.01 * place
            if best is None or worth > best[0]:
                best = (worth, Field(table, column.name))
        return best[1] if best else None


class Scene:
    """One question over one terrain, with what its features share."""

    def __init__(self, links: Links, terrain: Terrain, cues: Sequence[str]) -> None:
        self.links = links
        self.terrain = terrain
        self.size = len(links.words)
        self.cues = cues
        self._places: dict[str, list[int]] = {}
        for place, lemma in enumerate(links.lemmas):
            self._places.setdefault(lemma, []).append(place)
            if place:
                self._places.setdefault(f"{links.lemmas[place - 1]} {lemma}", []).append(place)
        self._distances: dict[Span, list[float]] = {}

    def distances(self, span: Span) -> list[float]:
        """Return the distance from a span to the nearest of each cue word."""
        known = self._distances.get(span)
        if known is None:
            start, end = span
            known = []
            for cue in self.cues:
                best = NONE
                for place in self._places.get(cue, ()):
                    gap = place - start if place < start else max(0, place - end + 1)
                    if best == NONE or abs(gap) < abs(best):
                        best = gap
                known.append(float(best))
            self._distances[span] = known
        return known

    @cached_property
    def presence(self) -> list[float]:
        """Return, for each cue word, where it first stands in the question, from 0 to 1; NONE where it does not."""
        return [self._places[cue][0] / self.size if cue in self._places else NONE for cue in self.cues]

    @cached_property
    def weight_at(self) -> list[float]:
        """Return the greatest weight of any column or table hit at each word."""
        found = [0.0] * self.size
        for hits in (*self.links.columns.values(), *self.links.tables.values()):
            for hit in hits:
                for place in range(hit.start, hit.end):
                    found[place] = max(found[place], hit.weight * (hit.end - hit.start) ** 0.3)
        return found

    @cached_property
    def whole_columns(self) -> Mapping[Span, int]:
        """Return how many columns each span is the whole name of."""
        counts: dict[Span, int] = {}
        for hits in self.links.columns.values():
            for hit in hits:
                if hit.whole:
                    counts[hit.start, hit.end] = counts.get((hit.start, hit.end), 0) + 1
        return counts

    @cached_property
    def value_at(self) -> list[float]:
        """Return the weight of the value mention at each word."""
        found = [0.0] * self.size
        for mention in self.links.values:
            for place in range(mention.start, mention.end):
                found[place] = max((h.weight for h in mention.hits), default=0.3)
        return found

    @cached_property
    def everything(self) -> bool:
        """Tell whether all columns of something are asked for."""
        lemmas = self.links.lemmas
        return any(
            lemma == "everything"
            or (lemma in _WHOLE and bool(_ALL & set(lemmas[max(0, place - 4) : place])))
            or (lemma in _INFORMATION and lemmas[place + 1 : place + 2] in _ABOUT)
            for place, lemma in enumerate(lemmas)
        )

    @cached_property
    def segments(self) -> tuple[tuple[Span, float, bool, frozenset[Field], frozenset[str]], ...]:
        """Return the best stretches that name something, without overlaps: span, worth, whole, columns and tables."""
        groups: dict[Span, list[tuple[float, bool, Field | str]]] = {}
        named: list[tuple[Field | str, tuple[Hit, ...]]] = [*self.links.columns.items(), *self.links.tables.items()]
        for element, hits in named:
            for hit in hits:
                worth = hit.weight * (hit.end - hit.start) ** 0.5
                groups.setdefault((hit.start, hit.end), []).append((worth, hit.whole, element))
        ranked = sorted(groups.items(), key=lambda g: -max(w for w, _, _ in g[1]))
        taken: list[Span] = []
        found = []
        for span, members in ranked:
            if any(span[0] < end and span[1] > start for start, end in taken):
                continue
            best = max(w for w, _, _ in members)
            near = [(whole, element) for w, whole, element in members if w >= 0.85 * best]
            taken.append(span)
            columns = frozenset(e for _, e in near if isinstance(e, Field))
            tables = frozenset(e for _, e in near if isinstance(e, str))
            found.append((span, best, any(whole for whole, _ in near), columns, tables))
        return tuple(sorted(found))

    @cached_property
    def shape(self) -> tuple[str, ...]:
        """Return the words of the question, with V for values, N for numbers, C and T for columns and tables."""
        marks: list[str] = list(self.links.lemmas)
        best = [0.0] * self.size
        for kind, groups in (("T", self.links.tables), ("C", self.links.columns)):
            for hits in groups.values():
                for hit in hits:
                    worth = hit.weight * (hit.end - hit.start) ** 0.3 + 0.05 * (kind == "T")
                    if worth >= 0.55 and hit.by == "name":
                        for place in range(hit.start, hit.end):
                            if worth > best[place]:
                                best[place] = worth
                                marks[place] = kind
        for mention in self.links.values:
            if mention.quoted or (any(h.weight >= 0.8 for h in mention.hits) and best[mention.start] < 0.9):
                for place in range(mention.start, mention.end):
                    marks[place] = "V"
        for number in self.links.numbers:
            for place in range(number.start, number.end):
                if marks[place] != "V":
                    marks[place] = "N"
        joined: list[str] = []
        for place, mark in enumerate(marks):
            if mark in ("T", "C", "V", "N") and joined and joined[-1] == mark and marks[place - 1] == mark:
                continue
            joined.append(mark)
        return tuple(joined)

    def column(self, at: Field) -> list[float]:
        """Return the features of one column."""
        column = self.terrain.catalog.tables[at.table].columns[at.column]
        hits = self.links.columns.get(at, ())
        table_hits = self.links.tables.get(at.table, ())
        best = max(hits, key=lambda h: h.weight * (h.end - h.start) ** 0.3) if hits else None
        table_best = max(table_hits, key=lambda h: h.weight) if table_hits else None
        row = [*self._static(at, column), *self._hit(best), *self._hit(table_best)]
        row += [
            float(len(hits)),
            float(len(table_hits)),
            float(best.start - table_best.start) if best and table_best else NONE,
            float(bool(best and table_best and table_best.start >= best.start and table_best.end <= best.end)),
            *self._values_of(at, best),
        ]
        others = [h for h in hits if h is not best]
        second = max(others, key=lambda h: h.weight) if others else None
        row += [second.weight if second else 0.0, float(second.start - best.start) if second and best else NONE]
        row += self._rivals(at, best)
        row += self.distances((best.start, best.end)) if best else [NONE] * len(self.cues)
        row += self.distances((table_best.start, table_best.end)) if table_best else [NONE] * len(self.cues)
        return row

    @cached_property
    def _named_tables(self) -> int:
        return sum(any(h.whole for h in hits) for hits in self.links.tables.values())

    @cached_property
    def whole_count(self) -> int:
        """Number of stretches that are the whole name of a column."""
        return len(self.whole_columns)

    def _static(self, at: Field, column: Column) -> list[float]:
        facts, terrain = column.facts, self.terrain
        table = terrain.catalog.tables[at.table]
        rows = max(1, table.row_count)
        return [
            float(column.type in _NUMERIC),
            float(column.type == "text"),
            float(column.type in ("date", "timestamp", "time")),
            float(column.role == "measure"),
            float(column.role == "key"),
            float(column.additive),
            float(at.column in terrain.keys[at.table]),
            float(terrain.foreign.get(at) is not None),
            float(terrain.named[at.table] == at),
            float(bool(set(name_words(at.column)) & _NAMES)),
            float(list(table.columns).index(at.column)),
            float(len(table.columns)),
            (facts.distinct / rows) if facts else NONE,
            float(len(name_words(at.column))),
            float(self.size),
            float(len(self.links.values)),
            float(len(self.links.numbers)),
            float(self._named_tables),
            float(self.whole_count),
            float(len(terrain.catalog.tables)),
            _direction(at.column),
        ]

    def _hit(self, hit: Hit | None) -> list[float]:
        if hit is None:
            return [0.0, 0.0, 0.0, NONE, NONE, 0.0, 0.0, 0.0]
        top = max(self.weight_at[hit.start : hit.end])
        return [
            hit.weight,
            float(hit.whole),
            float(hit.end - hit.start),
            hit.start / self.size,
            hit.weight * (hit.end - hit.start) ** 0.3 - top,
            float(hit.by == "adjective"),
            max(self.value_at[hit.start : hit.end]),
            float(self.whole_columns.get((hit.start, hit.end), 0)),
        ]

    def _values_of(self, at: Field, best: Hit | None) -> list[float]:
        weight, gap = 0.0, NONE
        for mention in self.links.values:
            for hit in mention.hits:
                if (hit.table, hit.column) == (at.table, at.column) and hit.weight > weight:
                    weight = hit.weight
                    gap = float(mention.start - best.start) if best else NONE
        after, before = NONE, NONE
        if best is not None:
            for number in self.links.numbers:
                if number.start >= best.end:
                    after = number.start - best.end if after == NONE else min(after, number.start - best.end)
                elif number.end <= best.start:
                    before = best.start - number.end if before == NONE else min(before, best.start - number.end)
        return [weight, gap, float(after), float(before)]

    def _rivals(self, at: Field, best: Hit | None) -> list[float]:
        """Return how many columns are hit as well by the same words, and how their tables compare."""
        if best is None:
            return [0.0, 0.0, 0.0, 0.0]
        same = stronger = named = 0
        for other, hits in self.links.columns.items():
            if other == at:
                continue
            for hit in hits:
                if hit.start < best.end and hit.end > best.start:
                    same += 1
                    stronger += hit.weight > best.weight + 1e-6
                    named += hit.weight >= best.weight - 1e-6 and bool(self.links.tables.get(other.table))
        nearer = 0
        mine = self._nearest_table(at.table, best)
        for other, hits in self.links.columns.items():
            if other != at and any(
                (h.start, h.end) == (best.start, best.end) and h.weight >= best.weight for h in hits
            ):
                nearer += self._nearest_table(other.table, best) < mine
        return [float(same), float(stronger), float(named), float(nearer)]

    def _nearest_table(self, table: str, at: Hit) -> int:
        hits = self.links.tables.get(table, ())
        return min((abs(h.start - at.start) for h in hits if h.weight > 0.5), default=99)

    def table(self, name: str) -> list[float]:
        """Return the features of one table."""
        hits = self.links.tables.get(name, ())
        best = max(hits, key=lambda h: h.weight) if hits else None
        columns = [h for f, hs in self.links.columns.items() if f.table == name for h in hs]
        neighbours = [n for n, _ in self.terrain.network.links(name)]
        named = [n for n in neighbours if any(h.whole for h in self.links.tables.get(n, ()))]
        table = self.terrain.catalog.tables[name]
        row = [
            float(len(table.columns)),
            float(len(set(neighbours))),
            float(len(set(named))),
            float(len(self.terrain.catalog.tables)),
            float(table.row_count),
            float(len(hits)),
            *self._hit(best),
            float(len(columns)),
            max((h.weight for h in columns), default=0.0),
            max(
                (h.weight * (h.end - h.start) ** 0.3 - max(self.weight_at[h.start : h.end]) for h in columns),
                default=-9.0,
            ),
            float(sum(h.whole for h in columns)),
            max((h.weight for m in self.links.values for h in m.hits if h.table == name), default=0.0),
            float(self._named_tables),
            float(len(name_words(name))),
        ]
        row += self.distances((best.start, best.end)) if best else [NONE] * len(self.cues)
        return row

    def condition(self, at: Field, mention: ValueMention | NumberMention, weight: float, how: str) -> list[float]:
        """Return the features of a condition: a column that a value or number may be compared with."""
        column = self.terrain.catalog.tables[at.table].columns[at.column]
        hits = self.links.columns.get(at, ())
        span = (mention.start, mention.end)
        near = min(hits, key=lambda h: abs(h.start - mention.start)) if hits else None
        best = max(hits, key=lambda h: h.weight) if hits else None
        table_hits = self.links.tables.get(at.table, ())
        near_table = min(table_hits, key=lambda h: abs(h.start - mention.start)) if table_hits else None
        number = mention.value if isinstance(mention, NumberMention) else None
        facts = column.facts
        low, high = (facts.minimum, facts.maximum) if facts else (None, None)
        within = NONE
        if number is not None and isinstance(low, (int, float)) and isinstance(high, (int, float)):
            within = float(low <= number <= high)
        written = "" if isinstance(mention, NumberMention) else mention.text
        row = [
            *self._static(at, column),
            self.bound(span),
            *self._hit(near),
            float(near.start - mention.start) if near else NONE,
            best.weight if best else 0.0,
            *self._hit(near_table)[:5],
            float(near_table.start - mention.start) if near_table else NONE,
            weight,
            float(["whole", "synonym", "joined", "part", "typo", "contains", "number", "unlisted", "flag"].index(how)),
            float(mention.end - mention.start),
            float(isinstance(mention, ValueMention) and mention.quoted),
            float(written[:1].isupper()),
            float(written.islower()),
            max(self.weight_at[mention.start : mention.end], default=0.0),
            within,
            float(number) if number is not None else NONE,
            float(isinstance(mention, NumberMention) and mention.in_words),
            float(len({(h.table, h.column) for h in mention.hits})) if isinstance(mention, ValueMention) else 0.0,
            float(mention.start / self.size),
            *self._between(near, span),
        ]
        row += self.distances(span)
        return row

    def bound(self, span: Span) -> float:
        """Return what the words around a number say of it; see `bounding`."""
        return bound(self.links.lemmas, span)

    def _between(self, near: Hit | None, span: Span) -> list[float]:
        """Tell whether another mention stands between the column's mention and the value."""
        if near is None:
            return [NONE, NONE]
        mentions: list[ValueMention | NumberMention] = [*self.links.values, *self.links.numbers]
        low, high = (near.end, span[0]) if near.end <= span[0] else (span[1], near.start)
        others = sum(
            1 for hits in self.links.columns.values() for h in hits if h.whole and low <= h.start and h.end <= high
        )
        values = sum(low <= m.start and m.end <= high for m in mentions)
        return [float(others), float(values)]


def _direction(column: str) -> float:
    """Return 1 for a column that names where something starts, -1 for one where it ends."""
    words = {*full_words(column), *name_words(column)}
    return float(bool(words & _FROM)) - float(bool(words & _TO))
