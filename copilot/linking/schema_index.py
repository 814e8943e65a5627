"""Which tables, columns and metrics a phrase may stand for.

Owns the phrases of one catalog and its semantic model with their weights, and the widening of a question's words by
the general lexicon. Stored values are the business of `copilot.linking.value_index`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from copilot.linking.lexicon import Lexicon, Phrase, phrase
from copilot.linking.words import fold, name_words
from copilot.values import Catalog, Metric, SemanticModel

_GENERIC = frozenset({"type", "kind", "category", "name", "code", "label", "group"})
"""Words that add nothing to the column word before them: the type of an engine is its engine column."""
_ROW_WORDS = ("record", "row", "entry", "event", "observation", "case", "记录", "条记录", "数据")
"""Words for a row of whatever table there is."""
_FUNCTION_WORDS = frozenset(
    {"on", "at", "in", "of", "by", "to", "from", "for", "is", "has", "and", "or", "the", "a", "up", "per", "no"}
)
"""Words that mean nothing of a name by themselves, such as the last one of closed_on."""
_UNITS = frozenset("lb kg g mm cm m km mile mi sqm sqft usd eur gbp cny pct percent ms ft inch mph kmh".split())
"""Words that end a column's name and say in what it is measured."""
_FILING = frozenset(
    {"raw", "data", "tbl", "table", "fact", "dim", "file", "export", "final", "copy", "list", "stg", "vw"}
)
_SPOKEN = "的了过多几"
"""Chinese signs of a clause: what holds one is no compound name."""
_SHORT = {
    "id": "id", "no": "number", "num": "number", "nbr": "number", "number": "number", "name": "name", "nm": "name",
    "code": "code", "cd": "code", "title": "title", "type": "type", "desc": "description", "date": "date",
    "phone": "phone", "addr": "address", "address": "address", "email": "email", "key": "id", "rank": "rank",
}  # fmt: skip
"""What may stand behind the first letters of a table's name in a column's name: eid, bname, flno, DPhone."""
FULL, HEAD, PART, KEYLESS = 1.0, 0.62, 0.36, 0.5


@dataclass(frozen=True, slots=True)
class Element:
    """One table, column or metric."""

    kind: Literal["table", "column", "metric"]
    table: str
    name: str
    """The column's or metric's name; the table's own for a table."""


@dataclass(frozen=True, slots=True)
class ElementHit:
    """An element that a phrase may stand for, with a weight from 0 to 1."""

    element: Element
    weight: float
    whole: bool
    """True where the phrase is the element's whole name or a synonym of it."""


class SchemaIndex:
    """Looks phrases up among the names and synonyms of one catalog."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._hits: dict[Phrase, dict[Element, tuple[float, bool]]] = defaultdict(dict)
        self._vocabulary: set[str] = set()
        self._columns = {table.name: frozenset(table.columns) for table in catalog.tables.values()}
        owners = _owners(catalog)
        for table in catalog.tables.values():
            table_words = _without_filing_words(self._expand(name_words(table.name)))
            self._add_names(Element("table", table.name, table.name), table_words)
            self._add(table_words, Element("table", table.name, table.name), 1.04, whole=True)
            for column in table.columns.values():
                self._add_column(Element("column", table.name, column.name), table_words)
                spelled = self._spelled_out(column.name, owners[table.name, column.name])
                if spelled:
                    self._add_column(Element("column", table.name, column.name), table_words, spelled)
        for link in catalog.relationships:
            if len(link.from_columns) == 1:
                element = Element("column", link.from_table, link.from_columns[0])
                child = self._expand(name_words(link.from_columns[0]))
                parent = self._expand(name_words(link.to_table))
                if not set(child) & set(parent):
                    self._add((*child, *parent), element, FULL, whole=True)
        if len(catalog.tables) == 1:
            table_name = next(iter(catalog.tables))
            for word in _ROW_WORDS:
                self._add((word,), Element("table", table_name, table_name), 0.9, whole=True)
        self._add_semantics(semantics)
        for metric in semantics.metrics:
            self._add_metric(metric)

    def lookup(self, words: Phrase) -> tuple[ElementHit, ...]:
        """Return what the phrase may stand for, best first."""
        best: dict[Element, tuple[float, bool]] = {}
        for wider, weight in self._widen(words):
            shorter = len(wider) < len(words) and wider == words[:-1]
            for element, (own, whole) in self._hits.get(tuple(sorted(wider)), {}).items():
                if shorter and element.kind == "table":
                    continue
                if weight * own > best.get(element, (0.0, False))[0]:
                    best[element] = (weight * own, whole)
        hits = [ElementHit(element, weight, whole) for element, (weight, whole) in best.items() if weight >= 0.2]
        return tuple(sorted(hits, key=lambda hit: (-hit.weight, hit.element.table, hit.element.name)))

    def vocabulary(self) -> frozenset[str]:
        """Return every word of every name and synonym."""
        return frozenset(self._vocabulary)

    def _widen(self, words: Phrase) -> Iterator[tuple[Phrase, float]]:
        """Yield the phrase, its synonyms, and the phrases made by widening its words one by one."""
        yield words, 1.0
        yield from self._lexicon.same.get(words, ())
        if len(words) == 1 and words[0] in self._lexicon.abbreviations:
            yield self._lexicon.abbreviations[words[0]], 0.95
        if len(words) >= 2 and words[-1] == "number":
            yield (*words[:-1], "id"), 0.8
        if len(words) >= 2 and words[-1] in _GENERIC:
            yield words[:-1], 0.82 if words[-1] == "name" else 0.93
        if 2 <= len(words) <= 4:
            choices = [[((word,), 1.0), *self._lexicon.same.get((word,), ())[:8]] for word in words]
            for position, word in enumerate(words):
                if word in self._lexicon.abbreviations:
                    choices[position].append((self._lexicon.abbreviations[word], 0.95))
            for choice in list(product(*choices))[1:400]:
                weight = 1.0
                for _, one in choice:
                    weight *= one
                if weight >= 0.5:
                    yield tuple(word for part, _ in choice for word in part), weight

    def _expand(self, words: Phrase) -> Phrase:
        """Write abbreviations out."""
        return tuple(full for word in words for full in self._lexicon.abbreviations.get(word, (word,)))

    def _add(self, words: Iterable[str], element: Element, weight: float, *, whole: bool) -> None:
        key = tuple(sorted(words))
        if not key:
            return
        self._vocabulary.update(key)
        known = self._hits[key].get(element, (0.0, False))
        self._hits[key][element] = max(known, (weight, whole))

    def _add_names(self, element: Element, words: Phrase) -> None:
        self._add(words, element, FULL, whole=True)
        if len(words) == 1 and not words[0].isascii():
            for size in range(2, len(words[0])):
                self._add((words[0][-size:],), element, HEAD, whole=False)
                self._add((words[0][:size],), element, KEYLESS, whole=False)
        if len(words) > 1:
            if words[-1] not in _FUNCTION_WORDS:
                self._add(words[-1:], element, HEAD, whole=False)
            for size in range(2, len(words)):
                for part in combinations(words, size):
                    self._add(part, element, 0.8 if words[-1] in part else 0.7, whole=False)
            for word in words[:-1]:
                if word not in _FUNCTION_WORDS:
                    self._add((word,), element, PART, whole=False)

    def _spelled_out(self, name: str, owners: Iterable[str]) -> Phrase:
        """Return the words of a name that begins with the first letters of its table's, empty where it does not.

        Args:
            name: the column's, such as eid or STU_LNAME.
            owners: tables that it may be named for: its own, then the one that it points to.
        """
        joined = "".join(character for character in fold(name) if character.isalnum())
        if joined in self._lexicon.abbreviations:
            return self._lexicon.abbreviations[joined]
        words = name_words(name)
        for owner in owners:
            for owner_word in _without_filing_words(name_words(owner)):
                for size in range(1, min(5, len(owner_word))):
                    start, rest = owner_word[:size], joined[size:]
                    if not joined.startswith(start):
                        break
                    if rest in _SHORT:
                        return (*self._expand(name_words(owner)), _SHORT[rest])
                    if len(words) > 1 and words[0] == start:
                        return (*self._expand(name_words(owner)), *self._expand(words[1:]))
        return ()

    def _add_column(self, element: Element, table_words: Phrase, spelled: Phrase = ()) -> None:
        raw = spelled or name_words(element.name)
        for words in dict.fromkeys((raw, self._expand(raw), _without_unit(raw))):
            self._add_names(element, words)
            extra = tuple(word for word in table_words if word not in words)
            if extra:
                self._add((*extra, *words), element, FULL, whole=True)
                self._add((*table_words[-1:], *words), element, 0.97, whole=True)
            rest = tuple(word for word in words if word not in table_words)
            if rest and rest != words:
                self._add(rest, element, 0.78, whole=False)
            if words[-1:] == ("identifier",) or raw[-1:] == ("id",):
                self._add(words[:-1], element, KEYLESS, whole=False)

    def _add_semantics(self, semantics: SemanticModel) -> None:
        for table in semantics.tables:
            if table.name not in self._columns:
                continue
            for synonym in table.synonyms:
                self._add(phrase(synonym), Element("table", table.name, table.name), 0.98, whole=True)
                if len(synonym) >= 4 and not synonym.isascii():  # 订单明细 are 明细
                    self._add((synonym[-2:],), Element("table", table.name, table.name), HEAD, whole=False)
            for meaning in table.fields:
                if meaning.name not in self._columns[table.name]:
                    continue  # computed, and this reader does not read over it
                element = Element("column", table.name, meaning.name)
                for synonym in meaning.synonyms:
                    self._add(phrase(synonym), element, 0.98, whole=True)

    def _add_metric(self, metric: Metric) -> None:
        element = Element("metric", "", metric.name)
        for name in (metric.name, *metric.synonyms):
            words = name_words(name) if name == metric.name else phrase(name)
            key = tuple(sorted(words))
            names_table = any(o.kind == "table" and w > FULL for o, (w, _) in self._hits.get(key, {}).items())
            self._add(words, element, 0.9 if names_table else 1.06, whole=True)

    def chinese(self, text: str) -> tuple[Phrase, ...]:
        """Return the English phrases that a Chinese word may stand for, and the word itself.

        A compound that the lexicon lacks is put together from the two words that make it.
        """
        word, known = fold(text), self._lexicon.chinese
        phrases = [(word,), *known.get(word, ())]
        if word not in known and 3 <= len(word) <= 8 and not any(sign in word for sign in _SPOKEN):
            for cut in range(1, len(word)):
                for left in known.get(word[:cut], ())[:2]:
                    phrases += [(*left, *right) for right in known.get(word[cut:], ())[:3]]
        return tuple(dict.fromkeys(phrases))


def _owners(catalog: Catalog) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return, for each table and column, the tables that the column may be named for."""
    pointed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for link in catalog.relationships:
        for column in link.from_columns:
            pointed[link.from_table, column].append(link.to_table)
    return {
        (table.name, column): tuple(dict.fromkeys((table.name, *pointed[table.name, column])))
        for table in catalog.tables.values()
        for column in table.columns
    }


def _without_unit(words: Phrase) -> Phrase:
    """Leave out the unit at the end of a name: weight_in_lbs is a weight."""
    while len(words) > 1 and words[-1] in _UNITS:
        words = words[:-1]
    return words[:-1] if len(words) > 1 and words[-1] in ("in", "per") else words


def _without_filing_words(words: Phrase) -> Phrase:
    """Leave out what says how a table is kept rather than what its rows are: penguins_raw holds penguins."""
    return tuple(word for word in words if word not in _FILING) or words
