"""What the words of a question may stand for in a catalog, as hits with places and weights.

Owns the finding; what the hits are used for belongs to `signs` and `filling`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final

from copilot.dates import DateSpan, find_dates
from copilot.dates.numbers import find_numbers
from copilot.dates.period import as_datetime
from copilot.linking.lexicon import Lexicon, lexicon
from copilot.linking.schema_index import ElementHit, SchemaIndex
from copilot.linking.value_index import ValueHit, ValueIndex
from copilot.linking.words import Token, fold, tokens
from copilot.readers.sketching.query import Field
from copilot.values import Catalog, SemanticModel

_QUOTED: Final = re.compile(r"(?<!\w)[\"“”'‘’`]{1,2}([^\"“”`]{1,80}?)[\"“”'’`]{1,2}(?!\w)")
_LONGEST: Final = 6
_MOST_HITS: Final = 40
"""Hits of one phrase that are kept, or one for each table: a word that stands in every name tells nothing."""
_MOST_HOLDING: Final = 12
"""Columns of one value that are kept, or one for each table."""
_ISO: Final = re.compile(r"(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_BOUNDS: Final = re.compile(
    r"\b(?:after|before|since|until|till|later than|earlier than|prior to|between|from|to|and)\b", re.I
)
_NO_DAY: Final = date(2000, 1, 1)
"""Only days that are said in full are read here, so that it does not matter what day it is."""
_LETTER_FOR: Final = {
    "female": "F", "woman": "F", "girl": "F", "male": "M", "man": "M", "boy": "M", "females": "F", "males": "M",
}  # fmt: skip
_LETTER_WORDS: Final = frozenset(
    {"contain", "contains", "containing", "letter", "substring", "phrase", "string", "word"}
)
_DETERMINERS: Final = frozenset("the all each every distinct different a an any these those unique".split())
_LISTING: Final = frozenset({"and", ",", "the", "as", "well", "or"})
_MOST_LISTED: Final = 5
_MOST_BETWEEN: Final = 5
"""Words that may stand between "of" and what owns: of each of the three largest banks."""
_SAYS_NOTHING: Final = frozenset({"name", "list", "kind", "type", "value", "different"})
_TAILS: Final = frozenset({"number", "detail", "information", "info", "value", "amount"})
_EDGE_WORDS: Final = frozenset({"start", "starts", "starting", "begin", "begins", "beginning", "end", "ends", "ending"})
_NO_LETTERS: Final = frozenset({"the", "a", "an", "word", "letter", "string", "substring", "phrase", "in", "of", "at"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of the question, tokens `start` to `end` (exclusive), that may stand for a table or column."""

    start: int
    end: int
    weight: float
    whole: bool
    by: str
    """name, or adjective where it is a word such as older."""


@dataclass(frozen=True, slots=True)
class ValueMention:
    """A stretch that may be a stored value, with the columns that hold it."""

    start: int
    end: int
    text: str
    quoted: bool
    hits: tuple[ValueHit, ...]


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in digits or words."""

    start: int
    end: int
    value: int | float
    in_words: bool


@dataclass(frozen=True)
class Links:
    """All hits of one question."""

    text: str
    words: tuple[Token, ...]
    columns: Mapping[Field, tuple[Hit, ...]]
    tables: Mapping[str, tuple[Hit, ...]]
    values: tuple[ValueMention, ...]
    numbers: tuple[NumberMention, ...]
    lemmas: tuple[str, ...] = field(default=())


class Linker:
    """Finds links over one catalog."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel) -> None:
        self.catalog = catalog
        self._lexicon: Lexicon = lexicon()
        self._schema = SchemaIndex(catalog, semantics, self._lexicon)
        self._values = ValueIndex(catalog, semantics)
        self._most_holding = max(_MOST_HOLDING, len(catalog.tables))
        self._look = lru_cache(maxsize=4096)(self._schema.lookup)

    def links(self, text: str) -> Links:
        """Return what the words of a question may stand for."""
        words = tokens(text)
        columns: dict[Field, list[Hit]] = defaultdict(list)
        tables: dict[str, list[Hit]] = defaultdict(list)
        for start in range(len(words)):
            if words[start].kind == "mark":
                continue
            for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
                piece = words[start:end]
                if piece[-1].kind == "mark":
                    if piece[-1].text not in "-–&/.'_":
                        break
                    continue
                self._names(piece, start, end, columns, tables)
        self._shared_nouns(words, columns)
        self._owned(words, columns)
        values = self._value_mentions(text, words)
        numbers = tuple(_numbers(text, words))
        return Links(
            text,
            words,
            {key: _strongest(hits) for key, hits in columns.items()},
            {key: _strongest(hits) for key, hits in tables.items()},
            values,
            numbers,
            tuple(w.lemma for w in words),
        )

    def _names(
        self,
        piece: tuple[Token, ...],
        start: int,
        end: int,
        columns: dict[Field, list[Hit]],
        tables: dict[str, list[Hit]],
    ) -> None:
        phrase = tuple(token.lemma for token in piece if token.kind != "mark")
        if (
            len(phrase) == 1
            and phrase[0] in self._lexicon.stopwords
            and phrase[0] not in ("name", "id", "date", "number")
        ):
            found: list[tuple[ElementHit, str]] = []
        else:
            found = [(hit, "name") for hit in self._look(phrase)[: max(_MOST_HITS, len(self.catalog.tables))]]
        if len(phrase) > 1 and phrase[-1] in _TAILS and not any(hit.whole for hit, _ in found):
            found += [
                (replace(hit, weight=0.85 * hit.weight), "name")
                for hit in self._look(phrase[:-1])[:8]
                if hit.element.kind == "column"
            ]
        gradable = self._lexicon.gradables.get(phrase)
        if gradable is not None:
            for measure in gradable.measures:
                bare = measure.removeprefix("-")
                if bare[:1].isalpha():
                    found += [(hit, "adjective") for hit in self._look(tuple(bare.split()))[:8]]
        for hit, by in found:
            weight = hit.weight * (0.8 if by == "adjective" else 1.0)
            made = Hit(start, end, weight, hit.whole, by)
            if hit.element.kind == "table":
                tables[hit.element.table].append(made)
            elif hit.element.kind == "column":
                columns[Field(hit.element.table, hit.element.name)].append(made)

    def _shared_nouns(self, words: tuple[Token, ...], columns: dict[Field, list[Hit]]) -> None:
        """Read "first and last name" as first name and last name."""
        for place in range(len(words) - 3):
            if words[place].kind != "word" or words[place + 1].text not in ("and", "or", ",", "&", "/"):
                continue
            for noun in range(place + 3, min(len(words), place + 7)):
                if words[noun].kind != "word":
                    continue
                for hit in self._look((words[place].lemma, words[noun].lemma))[:8]:
                    if hit.whole and hit.element.kind == "column" and hit.weight >= 0.7:
                        made = Hit(place, place + 1, 0.95 * hit.weight, True, "name")
                        columns[Field(hit.element.table, hit.element.name)].append(made)

    def _owned(self, words: tuple[Token, ...], columns: dict[Field, list[Hit]]) -> None:
        """Read "name and code of the largest banks" as the banks' names and codes, "names of the states" as states."""
        for place in range(1, len(words) - 1):
            if words[place].lemma != "of" or words[place - 1].kind != "word":
                continue
            attributes = _listed(words, place)
            for skipped in range(_MOST_BETWEEN):
                if self._owned_by(words, place + 1 + skipped, attributes, columns):
                    break

    def _owned_by(
        self, words: tuple[Token, ...], start: int, attributes: list[int], columns: dict[Field, list[Hit]]
    ) -> bool:
        """Add what the attributes are of the owner that begins at `start`; tell whether it has any of them."""
        for size in (3, 2, 1):
            owner = tuple(word.lemma for word in words[start : start + size] if word.kind == "word")
            if len(owner) < size or owner[0] in _DETERMINERS:
                continue
            found = False
            for at in attributes:
                attribute, weight = words[at].lemma, 1.1
                hits = [h for h in self._look((*owner, attribute)) if h.element.kind == "column" and h.whole]
                if not hits and attribute in _SAYS_NOTHING:
                    hits = [h for h in self._look(owner) if h.element.kind == "column" and h.whole and h.weight >= 0.8]
                    weight = 0.95
                for hit in hits[:8]:
                    made = Hit(at, at + 1, weight * hit.weight, True, "name")
                    columns[Field(hit.element.table, hit.element.name)].append(made)
                found |= bool(hits)
            if found:
                return True
        return False

    def _value_mentions(self, text: str, words: tuple[Token, ...]) -> tuple[ValueMention, ...]:
        quoted = {}
        for match in _QUOTED.finditer(text):
            inside = [i for i, w in enumerate(words) if w.start >= match.start(1) and w.end <= match.end(1)]
            if inside:
                quoted[inside[0], inside[-1] + 1] = match.group(1)
        found: list[ValueMention] = []
        for (start, end), inner in quoted.items():
            lemmas = tuple(w.lemma for w in words[start:end] if w.kind != "mark")
            quoted_hits = self._values.lookup(lemmas, inner.strip(), typos=True) if lemmas else ()
            parts = self._parts_of(words[start:end], start) if not any(h.weight >= 0.85 for h in quoted_hits) else []
            if len(parts) > 1:
                found += parts
                continue
            found.append(ValueMention(start, end, inner.strip(), True, quoted_hits[: self._most_holding]))
        found += self._day_mentions(text, words)
        quoted.update({(m.start, m.end): m.text for m in found if m.quoted})
        for place in _letters(words):
            if all(place < s or place >= e for s, e in quoted):
                quoted[place, place + 1] = words[place].text
                found.append(ValueMention(place, place + 1, words[place].text, True, ()))
        for start in range(len(words)):
            for end in range(min(len(words), start + 8), start, -1):
                if words[start].kind == "mark" or words[end - 1].kind == "mark":
                    continue
                if any(start < e and end > s for s, e in quoted):
                    continue
                piece = words[start:end]
                lemmas = tuple(w.lemma for w in piece if w.kind != "mark")
                written = text[piece[0].start : piece[-1].end]
                if len(piece) == 1 and (fold(written) in self._lexicon.stopwords) and not written.isdigit():
                    hits = [
                        h for h in self._values.lookup(lemmas, written) if written in h.values and not written.islower()
                    ]
                else:
                    hits = list(self._values.lookup(lemmas, written))
                    if (letter := _said_otherwise(lemmas)) and not any(h.how == "whole" for h in hits):
                        found_by_letter = self._values.lookup((letter.casefold(),), letter)
                        hits += [h for h in found_by_letter if h.how == "whole" and letter in h.values]
                if hits:
                    found.append(ValueMention(start, end, written, False, tuple(hits[: self._most_holding])))
        return tuple(_longest_first(found))

    def _day_mentions(self, text: str, words: tuple[Token, ...]) -> list[ValueMention]:
        """Read whole days as values of every column that holds days or times."""
        spans = [(m.start(), m.end(), m.group()) for m in _ISO.finditer(text)]
        if any(token.kind == "number" for token in words):
            for day in find_dates(_BOUNDS.sub(lambda m: " " * len(m.group()), text), today=_NO_DAY):
                if not any(day.start_char < e and day.end_char > s for s, e, _ in spans):
                    iso = _one_day(day)
                    if iso:
                        spans.append((day.start_char, day.end_char, iso))
        found = []
        for start, end, day_text in spans:
            inside = [i for i, w in enumerate(words) if w.start < end and w.end > start]
            hits = [
                ValueHit(table.name, column.name, (day_text,), 0.5, "whole")
                for table in self.catalog.tables.values()
                for column in table.columns.values()
                if column.role == "time" or column.type in ("date", "timestamp") or "date" in column.name.casefold()
            ]
            if inside and hits:
                found.append(
                    ValueMention(
                        inside[0],
                        inside[-1] + 1,
                        day_text,
                        True,
                        tuple(hits[: max(_MOST_HITS, len(self.catalog.tables))]),
                    )
                )
        return found

    def _parts_of(self, words: tuple[Token, ...], first: int) -> list[ValueMention]:
        """Read a quoted text word by word where each is a value: a first and a last name in two columns."""
        found = []
        for place, word in enumerate(words, first):
            if word.kind == "mark":
                continue
            hits = [h for h in self._values.lookup((word.lemma,), word.text) if h.how == "whole"]
            if not hits:
                return []
            found.append(ValueMention(place, place + 1, word.text, True, tuple(hits[: self._most_holding])))
        return found


def _listed(words: tuple[Token, ...], end: int) -> list[int]:
    """Return the places of the single words that are listed before `end`: "name, size and code" of something."""
    places = [end - 1]
    at = end - 2
    while at >= 1 and words[at].lemma in _LISTING and len(places) < _MOST_LISTED:
        while at >= 1 and words[at].lemma in _LISTING:
            at -= 1
        if words[at].kind != "word":
            break
        places.append(at)
        at -= 1
    return places


def _one_day(span: DateSpan) -> str:
    """Return the day that a date span stands for, empty where it is longer than a day or its year is not said."""
    period = span.period
    if span.relative or period.start is None or period.end is None:
        return ""
    start, end = as_datetime(period.start), as_datetime(period.end)
    return start.date().isoformat() if (end - start).days == 1 else ""


def _said_otherwise(lemmas: tuple[str, ...]) -> str:
    """Return the letter that stands for a word such as female in many data sets."""
    return _LETTER_FOR.get(lemmas[0], "") if len(lemmas) == 1 else ""


def _letters(words: tuple[Token, ...]) -> list[int]:
    """Return the words that are meant as letters: what a text contains, starts or ends with."""
    found = []
    for place, word in enumerate(words[:-1]):
        following = words[place + 1]
        said = word.lemma in _LETTER_WORDS
        said |= word.lemma == "with" and place > 0 and words[place - 1].lemma in _EDGE_WORDS
        single = len(following.text) == 1 and (word.lemma in ("letter", "letters") or following.text.isupper())
        if said and following.kind in ("word", "number") and (single or following.lemma not in _NO_LETTERS):
            found.append(place + 1)
    return found


def _strongest(hits: list[Hit]) -> tuple[Hit, ...]:
    """Keep the strongest hits that do not overlap, in the order of the question."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (-(h.weight * (h.end - h.start) ** 0.3), h.start)):
        if all(hit.end <= k.start or hit.start >= k.end for k in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda h: h.start))


def _longest_first(found: list[ValueMention]) -> list[ValueMention]:
    """Leave out mentions inside a better one: New York wins over York."""

    def worth(mention: ValueMention) -> tuple[float, int]:
        best = max((h.weight for h in mention.hits), default=0.3)
        return (mention.quoted * 10 + best * (mention.end - mention.start) ** 0.7, mention.start)

    kept: list[ValueMention] = []
    for mention in sorted(found, key=worth, reverse=True):
        if all(mention.end <= k.start or mention.start >= k.end for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def _numbers(text: str, words: tuple[Token, ...]) -> list[NumberMention]:
    found = []
    for span in find_numbers(text):
        inside = [i for i, w in enumerate(words) if w.start < span.end and w.end > span.start]
        if not inside:
            continue
        value = span.value
        number = int(value) if float(value).is_integer() else float(value)
        digits = any(character.isdigit() for character in text[span.start : span.end])
        found.append(NumberMention(inside[0], inside[-1] + 1, number, not digits))
    return found
