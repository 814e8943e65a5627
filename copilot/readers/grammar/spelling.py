"""Words that were mistyped: what they were meant to be.

Owns the nearness of a word to those that the data or the lexicon know. Refuses to touch dates, numbers, quoted text and
words that are known.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from copilot.dates import find_dates
from copilot.dates.numbers import find_numbers
from copilot.linking.lexicon import Lexicon
from copilot.linking.schema_index import ElementHit, SchemaIndex
from copilot.linking.value_index import ValueIndex
from copilot.linking.words import Token, tokens
from copilot.readers.grammar.cues import cues
from copilot.readers.grammar.marks import QUOTED, Mark


class Spelling:
    """Knows the words of one catalog and of the lexicon."""

    def __init__(self, schema: SchemaIndex, values: ValueIndex, lexicon: Lexicon) -> None:
        self._schema = schema
        self._values = values
        self._lexicon = lexicon

    def corrected(self, text: str, *, today: date) -> str:
        """Return the question with its mistyped words replaced by those that they were meant to be."""
        words = tokens(text)
        found = text
        for before, after in reversed(list(zip(words, self.mended(text, words, today), strict=True))):
            if before.lemma != after.lemma:
                found = found[: before.start] + after.lemma + found[before.end :]
        return found

    def mended(self, text: str, words: tuple[Token, ...], today: date) -> tuple[Token, ...]:
        """Give mistyped words the lemma that they were meant to have, where a known word is very near."""
        quoted = [range(m.start(), m.end()) for m in QUOTED.finditer(text)]
        return tuple(
            replace(token, lemma=near)
            if token.kind == "word"
            and len(token.lemma) >= 6
            and not any(token.start in span for span in quoted)
            and not self._known(token)
            and not find_dates(token.text, today=today)
            and (near := self._meant(token.lemma))
            else token
            for token in words
        )

    def _meant(self, word: str) -> str:
        """Return the known word that a mistyped one is very near to, or one slip of a finger away from; else empty."""
        close = get_close_matches(word, self._spellings(), n=3, cutoff=0.8)
        sure = [one for one in close[:1] if SequenceMatcher(None, one, word).ratio() >= 0.88]
        return next(iter(sure or [one for one in close if _one_slip(one, word)]), "")

    def _known(self, token: Token) -> bool:
        word = token.lemma
        return (
            word in self._spellings()
            or token.text.casefold() in self._lexicon.stopwords
            or bool(self._values.lookup((word,), token.text))
            or bool(find_numbers(token.text))
        )

    @lru_cache(maxsize=1)  # noqa: B019 - it lives as long as its session
    def _spellings(self) -> frozenset[str]:
        """Return every word that a mistyped one may have been meant to be."""
        general = {
            word for key in (*self._lexicon.same, *self._lexicon.gradables, *cues()) for word in key if word.isascii()
        }
        return self._schema.vocabulary() | general

    def near(self, position: int, token: Token) -> Mark | None:
        """Return what an unknown word is near to: an element or a stored value of nearly that name."""
        if len(token.lemma) < 5:
            return None
        close = get_close_matches(token.lemma, self._schema.vocabulary(), n=1, cutoff=0.82)
        hits = self._schema.lookup((close[0],)) if close else ()
        if hits:
            weaker = tuple(ElementHit(h.element, 0.8 * h.weight, h.whole) for h in hits)
            return Mark(position, position + 1, "element", weaker[0].weight, token.text, elements=weaker)
        values = self._values.lookup((token.lemma,), token.text, typos=True)
        if values:
            return Mark(position, position + 1, "value", values[0].weight, token.text, values=values)
        return None


def _one_slip(meant: str, typed: str) -> bool:
    """Tell whether one letter was doubled, dropped, added or changed, or two neighbours changed places.

    >>> _one_slip("average", "averaeg"), _one_slip("average", "avrage"), _one_slip("average", "overage")
    (True, True, True)
    """
    start = 0
    while start < min(len(meant), len(typed)) and meant[start] == typed[start]:
        start += 1
    left, right = meant[start:], typed[start:]
    return (
        left[1:] == right
        or left == right[1:]
        or left[1:] == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
