"""Which stored values a phrase may stand for.

Owns matching of words to the values of dimension columns: whole, by part, without blanks, and with a typing error.
Refuses columns that the catalog keeps no value list of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Literal

from copilot.linking.words import fold, tokens
from copilot.values import Catalog, SemanticModel


@dataclass(frozen=True, slots=True)
class ValueHit:
    """The values of one column that a phrase may stand for."""

    table: str
    column: str
    values: tuple[str, ...]
    weight: float
    how: Literal["whole", "synonym", "joined", "part", "typo", "contains"]
    """For ``contains`` the values are the letters to look for."""


@dataclass(frozen=True, slots=True)
class _Stored:
    table: str
    column: str
    value: str
    words: tuple[str, ...]

    @property
    def size(self) -> int:
        """Number of words."""
        return len(self.words)


class ValueIndex:
    """Looks phrases up among the stored values of one catalog."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel) -> None:
        self._whole: dict[str, list[_Stored]] = defaultdict(list)
        self._synonyms: dict[str, list[_Stored]] = defaultdict(list)
        self._by_word: dict[str, list[_Stored]] = defaultdict(list)
        self._by_start: dict[str, set[str]] = defaultdict(set)
        self._sizes = {(listed.table, listed.column): len(listed.values) for listed in catalog.value_lists}
        for listed in catalog.value_lists:
            for value in listed.values:
                self._add(listed.table, listed.column, value)
        for table in semantics.tables:
            for meaning in table.fields:
                for value, spellings in meaning.value_synonyms.items():
                    for spelling in spellings:
                        self._synonyms[_joined(spelling)].append(_Stored(table.name, meaning.name, value, (spelling,)))

    def _add(self, table: str, column: str, value: str) -> None:
        found = [token for token in tokens(value) if token.kind != "mark"]
        words = [token.lemma for token in found]
        if not words:
            return
        # In a longer text only what looks like a name may stand for the whole of it.
        named = {
            t.lemma for t in found if len(found) < 3 or t.text[:1].isupper() or t.kind != "word" or value.islower()
        }
        stored = _Stored(table, column, value, tuple(words))
        self._whole[_joined(value)].append(stored)
        for word in dict.fromkeys(words):
            if len(word) > 1 and word in named:
                self._by_word[word].append(stored)
                self._by_start[word[0]].add(word)

    def lookup(self, words: tuple[str, ...], text: str, *, typos: bool = False) -> tuple[ValueHit, ...]:
        """Return the values that a phrase may stand for, best first; `text` is the phrase as written."""
        joined = _joined(text)
        hits = [
            *_group(self._whole.get(joined, ()), 1.0, "whole"),
            *_group(self._synonyms.get(joined, ()), 1.0, "synonym"),
        ]
        lemmas = "".join(words)
        if not hits and lemmas != joined:
            # Order lines on lines of credit: two words of the question are not one that they happen to spell.
            found = (s for s in self._whole.get(lemmas, ()) if len(words) == 1 or s.size > 1 or not text.isascii())
            hits += _group(found, 0.93, "joined")
        if not hits and len(words) == 1:
            for variant in _variants(words[0]):
                hits += _group(self._whole.get(variant, ()), 0.85, "joined")
        if not any(hit.how == "whole" for hit in hits):
            hits += self._parts(words)
        if not hits and len(words) == 2 and all(stored.size > 1 for stored in self._by_word.get(lemmas, ())):
            hits += [replace(hit, how="joined") for hit in self._parts((lemmas,))]  # jet blue for JetBlue Airways
        if typos and not hits and len(words) <= 2 and len(joined) >= 5:
            hits += self._mistyped(joined, words)
        return tuple(sorted(hits, key=lambda hit: (-hit.weight, len(hit.values), hit.table, hit.column)))

    def _parts(self, words: tuple[str, ...]) -> list[ValueHit]:
        """Match values that hold all the words, most of the value's words first."""
        if not words or any(word not in self._by_word for word in words) or not any(len(word) > 2 for word in words):
            return []
        rarest = min((self._by_word[word] for word in words), key=len)
        found = [stored for stored in rarest if _runs_in(words, stored.words)]
        if not found:
            return []
        hits = []
        for (table, column), everything in _by_column(found).items():
            # One word from the middle of a long name says little: York is not the Rock Hill York County Airport.
            group = [s for s in everything if 3 * len(words) >= s.size or s.words[: len(words)] == words]
            if len(everything) > 12:
                group = everything
            if not group:
                continue
            if len(group) > 12:
                if len(group) <= 0.6 * self._sizes[table, column] and len(words) == 1 and len(words[0]) > 3:
                    hits.append(ValueHit(table, column, words, 0.55, "contains"))
                continue
            if max(stored.size for stored in group) > 8:
                continue
            share = len(words) / (sum(stored.size for stored in group) / len(group))
            weight = (0.5 + 0.4 * share) * (1.0 if len(group) == 1 else 0.8 if len(group) <= 5 else 0.6)
            if all(_TIME_ZONE.fullmatch(stored.value) for stored in group):
                weight *= 0.6  # Chicago is a place, and hardly the hour that it shares with half a country
            hits.append(ValueHit(table, column, tuple(dict.fromkeys(s.value for s in group)), weight, "part"))
        return hits

    def _mistyped(self, joined: str, words: tuple[str, ...]) -> list[ValueHit]:
        near: list[tuple[float, str]] = []
        for key in self._whole:
            if key[:1] == joined[:1] and abs(len(key) - len(joined)) <= 2 and len(key) >= 5:
                ratio = SequenceMatcher(None, key, joined).ratio()
                if ratio >= 0.84:
                    near.append((ratio, key))
        if near:
            ratio, key = max(near)
            return _group(self._whole[key], 0.8 * ratio, "typo")
        if len(words) == 1:
            starts = self._by_start.get(words[0][0], set())
            parts = [
                (SequenceMatcher(None, word, words[0]).ratio(), word)
                for word in starts
                if abs(len(word) - len(words[0])) <= 2 and len(word) >= 6
            ]
            best = max(parts, default=(0.0, ""))
            if best[0] >= 0.86:
                return [
                    ValueHit(hit.table, hit.column, hit.values, 0.85 * hit.weight * best[0], "typo")
                    for hit in self._parts((best[1],))
                ]
        return []


_TIME_ZONE: Final = re.compile(
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[\w/+-]+"
)
"""The names of the IANA time zone database."""


def _runs_in(words: tuple[str, ...], stored: tuple[str, ...]) -> bool:
    """Tell whether the words stand side by side, in their order, in a stored value."""
    size = len(words)
    return any(stored[start : start + size] == words for start in range(len(stored) - size + 1))


def _variants(word: str) -> list[str]:
    """The noun of a simple adjective or participle: foggy is fog, sunny is sun, rained is rain."""
    for ending in ("y", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            return [stem, stem[:-1]] if stem[-1] == stem[-2] else [stem, stem + "e"]
    return []


def _joined(text: str) -> str:
    return "".join(
        token.lemma if token.kind == "han" else fold(token.text) for token in tokens(text) if token.kind != "mark"
    )


def _by_column(found: Iterable[_Stored]) -> dict[tuple[str, str], list[_Stored]]:
    groups: dict[tuple[str, str], list[_Stored]] = defaultdict(list)
    for stored in found:
        groups[stored.table, stored.column].append(stored)
    return groups


def _group(
    found: Iterable[_Stored], weight: float, how: Literal["whole", "synonym", "joined", "typo"]
) -> list[ValueHit]:
    return [
        ValueHit(table, column, tuple(dict.fromkeys(s.value for s in group)), weight, how)
        for (table, column), group in _by_column(found).items()
    ]
