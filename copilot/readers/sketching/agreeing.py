"""How a query's operators, order and columns agree with the words for them, as named numbers for the ranking.

Owns these numbers: 1 where a part says what its words say, -1 where it says otherwise, 0 where no word is about it.
Refuses to weigh them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from copilot.linking.lexicon import Gradable, full_words, lexicon
from copilot.readers.sketching.bounding import LESS, MORE
from copilot.readers.sketching.judged import Candidate
from copilot.readers.sketching.links import ValueMention
from copilot.readers.sketching.query import Field, Query, whole
from copilot.readers.sketching.signs import Scene

_ORDERED: Final = frozenset("order ordered ordering sort sorted sorting arrange arranged rank ranked".split())
_AFTER_ORDERED: Final = 5
"""Words that may stand between "sorted" and "by", or "by" and the name of the column."""
_GREAT: Final = r"(?:great|high|larg|most|big|old|late|new|long|expensive)\w*"
_SMALL: Final = r"(?:least|low|small|few|young|earl|old|short|cheap)\w*"
_FALLING: Final = re.compile(rf"\b(?:descend|decreas|desc\b|revers)\w*|\b{_GREAT} (?:one )?to (?:the )?{_SMALL}")
_RISING: Final = re.compile(rf"\b(?:ascend|increas|asc\b)\w*|\b{_SMALL} (?:one )?to (?:the )?{_GREAT}")
_ALPHABET: Final = ("alphabet", "lexicograph")
_COUNTING: Final = frozenset({"many", "number", "count"})
_AGGREGATES: Final = frozenset("average mean avg maximum max highest minimum min lowest any all".split())
_EACH: Final = frozenset({"each", "every", "per"})
_BEHIND: Final = 3
"""Words behind which a name still belongs to "each" or "of"."""
_SAID: Final[Mapping[str, frozenset[str]]] = {
    "avg": frozenset({"average", "mean", "avg"}),
    "sum": frozenset({"total", "sum"}),
    "max": frozenset({"maximum", "max"}),
    "min": frozenset({"minimum", "min"}),
}
_GIVEN: Final = frozenset({"first", "given", "fname", "firstname", "forename"})
_FAMILY: Final = frozenset({"last", "family", "lname", "lastname", "surname"})


class Agreement:
    """Tells how queries agree with the words of one question."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._text = " ".join(scene.links.lemmas)
        self._falling = bool(_FALLING.search(self._text))
        self._rising = bool(_RISING.search(self._text)) and not self._falling
        self._ordered_by = _ordered_by(scene)
        self._alphabet = any(start in self._text for start in _ALPHABET)
        self._superlatives = list(_superlatives(scene.links.lemmas))
        self._compared = _compared(scene.links.lemmas)
        self._full_name = "full name" in self._text or _shared_names(scene.links.lemmas)
        self._free_counts = _free_counts(scene)
        self._each = _named_behind(scene, _EACH)
        self._of = _owners(scene)
        self._named = _whole_names(scene)
        self._fns = {fn for fn, words in _SAID.items() if words & set(scene.links.lemmas)}

    def row(self, query: Query, candidate: Candidate) -> list[float]:
        """Return the numbers of one query."""
        falls = query.order[0].descending if query.order else None
        direction = 0.0
        if falls is not None and self._falling != self._rising:
            direction = 1.0 if falls == self._falling else -1.0
        return [
            direction,
            self._order_column(query),
            *self._superlative(query),
            self._nested(query),
            *self._values(candidate),
            self._names(query),
            self._counts(query),
            *self._spread(query),
            self._each_group(query),
            self._owner(query),
            self._functions(query),
        ]

    def _order_column(self, query: Query) -> float:
        """Tell whether the order goes by the column that is said."""
        by = query.order[0].by if query.order else None
        if self._ordered_by:
            return 1.0 if by is not None and by.field in self._ordered_by else -1.0
        if not self._alphabet:
            return 0.0
        shown = {term.field for term in query.select if not term.fn}
        if by is None or by.field is None or by.field not in shown:
            return -1.0
        column = self._scene.terrain.catalog.tables[by.field.table].columns[by.field.column]
        return 1.0 if column.type == "text" else -1.0

    def _superlative(self, query: Query) -> tuple[float, float]:
        """Tell whether oldest, heaviest and the like find their measure, and the right end of it."""
        if not self._superlatives:
            return 0.0, 0.0
        asked: list[tuple[Field, bool]] = []
        for one in whole(query):
            if one.order and one.order[0].by.field is not None and not one.order[0].by.fn:
                asked.append((one.order[0].by.field, one.order[0].descending))
            asked += [(t.field, t.fn == "max") for t in one.terms() if t.field is not None and t.fn in ("max", "min")]
        named = ended = 0.0
        for gradable in self._superlatives:
            known = False
            for measure in gradable.measures:
                words = set(measure.lstrip("-").split())
                for field, falls in asked:
                    if words & {*full_words(field.column)}:
                        known = True
                        ended += 1.0 if falls == (gradable.highest != measure.startswith("-")) else -1.0
                        break
                if known:
                    break
            named += 1.0 if known else -1.0
        return named, ended

    def _nested(self, query: Query) -> float:
        """Tell whether what is compared with an aggregate is compared as it is said."""
        if not self._compared:
            return 0.0
        found = 0.0
        for group in query.where:
            for test in group:
                if isinstance(test.right, Query) and test.op in (">", "<"):
                    found += 1.0 if (test.op == ">") == (self._compared > 0) else -1.0
        return found

    def _values(self, candidate: Candidate) -> tuple[float, float]:
        """Count the values that are taken from words which name something whole, and from words that mean no value."""
        scene = self._scene
        on_names = on_cues = 0.0
        for condition in candidate.used:
            mention = condition.mention
            if not isinstance(mention, ValueMention) or mention.quoted:
                continue
            span = range(mention.start, mention.end)
            on_names += any(place in self._named for place in span)
            plain = (scene.links.lemmas[place] for place in span)
            on_cues += all(lemma in scene.cues or lemma in lexicon().stopwords for lemma in plain)
        return on_names, on_cues

    def _names(self, query: Query) -> float:
        """Tell whether both parts of a full name are shown."""
        if not self._full_name:
            return 0.0
        shown = [set(full_words(t.field.column)) for t in query.select if t.field is not None and not t.fn]
        both = any(words & _GIVEN for words in shown) and any(words & _FAMILY for words in shown)
        return 1.0 if both else -1.0

    def _counts(self, query: Query) -> float:
        """Return how many more counts are said, outside of names such as phone number, than are made."""
        made = sum(t.fn == "count" for one in whole(query) for t in (*one.select, *(o.by for o in one.order)))
        return float(self._free_counts - made - len(query.having))

    def _spread(self, query: Query) -> tuple[float, float]:
        """Tell whether joins repeat the shown rows, and which share of its table's rows what is shown tells apart."""
        terrain = self._scene.terrain
        shown = [t.field for t in query.select if t.field is not None and not t.fn]
        tables = {field.table for field in shown}
        repeats = any(
            link.from_table in query.tables and link.from_table not in tables and link.to_table in tables
            for link in terrain.catalog.relationships
        )
        shares = []
        for field in shown:
            facts = terrain.catalog.tables[field.table].columns[field.column].facts
            shares.append(facts.distinct / max(1, facts.rows) if facts else 1.0)
        return float(repeats), max(shares, default=-1.0)

    def _each_group(self, query: Query) -> float:
        """Tell whether the groups are those of "for each" something."""
        if self._each is None:
            return 0.0
        columns, tables = self._each
        if any(field in columns or field.table in tables for field in query.group):
            return 1.0
        return -1.0 if query.group else -0.5

    def _owner(self, query: Query) -> float:
        """Tell whether something is shown of what "name of" and the like are said of."""
        if not self._of:
            return 0.0
        shown = {t.field.table for t in query.select if t.field is not None}
        return float(sum(1.0 if tables & shown else -1.0 for tables in self._of))

    def _functions(self, query: Query) -> float:
        """Count the functions that are said by their own words and stand nowhere in the query."""
        made = {t.fn for one in whole(query) for t in one.terms()}
        return float(len(self._fns - made))


def _whole_names(scene: Scene) -> frozenset[int]:
    """Return the places of the words that are part of the whole name of a table or column."""
    return frozenset(
        place
        for hits in (*scene.links.tables.values(), *scene.links.columns.values())
        for hit in hits
        if hit.whole and hit.weight >= 0.8
        for place in range(hit.start, hit.end)
    )


def _named_behind(scene: Scene, words: frozenset[str]) -> tuple[frozenset[Field], frozenset[str]] | None:
    """Return the columns and tables that are named right behind one of these words, None where none is."""
    for place, lemma in enumerate(scene.links.lemmas):
        if lemma in words:
            for (start, _), _, _, columns, tables in scene.segments:
                if place < start <= place + _BEHIND:
                    return columns, tables
    return None


def _owners(scene: Scene) -> list[frozenset[str]]:
    """Return the tables that are named behind "of" where something of them is asked for: names of the albums."""
    lemmas, found = scene.links.lemmas, []
    for (start, end), _, _, columns, _ in scene.segments:
        if not columns or lemmas[end : end + 1] != ("of",):
            continue
        behind = [s for s in scene.segments if end < s[0][0] <= end + _BEHIND and s[4]]
        if behind and not {"number", "count"} & set(lemmas[max(0, start - 2) : end]):
            found.append(behind[0][4])
    return found


def _ordered_by(scene: Scene) -> frozenset[Field]:
    """Return the columns that "sorted by" or "in order of" names; none where nothing is said."""
    lemmas = scene.links.lemmas
    for place, lemma in enumerate(lemmas):
        if lemma not in _ORDERED:
            continue
        for at in range(place + 1, min(len(lemmas), place + 1 + _AFTER_ORDERED)):
            if lemmas[at] not in ("by", "of"):
                continue
            for (start, _), _, _, columns, _ in scene.segments:
                if at < start <= at + _AFTER_ORDERED and columns:
                    return columns
            return frozenset()
    return frozenset()


def _superlatives(lemmas: tuple[str, ...]) -> Iterator[Gradable]:
    """Yield the superlatives that are about measures of their own: heaviest, not highest."""
    gradables = lexicon().gradables
    for place in range(len(lemmas)):
        found = gradables.get(lemmas[place : place + 1])
        if found is not None and found.superlative and found.measures and found.measures[0] not in ("*", "#count"):
            yield found


def _compared(lemmas: tuple[str, ...]) -> int:
    """Return 1 where something is more than an aggregate, -1 where it is less, 0 where neither is said."""
    for place, lemma in enumerate(lemmas):
        if lemma not in _AGGREGATES:
            continue
        for word in reversed(lemmas[max(0, place - 4) : place]):
            if word in MORE:
                return 1
            if word in LESS:
                return -1
    return 0


def _shared_names(lemmas: tuple[str, ...]) -> bool:
    """Tell whether both names of a person are asked for: first and last name."""
    said = set(lemmas)
    return bool(said & {"first", "given"}) and bool(said & {"last", "family"}) and "name" in said


def _free_counts(scene: Scene) -> int:
    """Count the words for counting that are no part of a longer name."""
    named = {
        place
        for hits in scene.links.columns.values()
        for hit in hits
        if hit.whole and hit.end - hit.start > 1
        for place in range(hit.start, hit.end)
    }
    return sum(lemma in _COUNTING and place not in named for place, lemma in enumerate(scene.links.lemmas))
