"""The general lexicon: which words may stand for which, in English and Chinese.

Owns reading the text files beside it (synonyms, looser relations, abbreviations, gradable adjectives, Chinese words,
places, composites, default units, words without content). Nothing in them belongs to one data set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from copilot.linking.words import fold, lemma, name_words

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gradable:
    """An adjective that orders things, such as ``longest``."""

    highest: bool
    """True where more of the measure means more of the adjective."""
    superlative: bool
    measures: tuple[str, ...]
    """Measure words it is about; ``#count`` the number of rows, ``*`` whatever is named, ``-x`` the reverse of x."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All general words, by phrase of lemmas."""

    same: Mapping[Phrase, tuple[tuple[Phrase, float], ...]]
    """Other phrases for a phrase with their weights, 0 to 1."""
    abbreviations: Mapping[str, Phrase]
    gradables: Mapping[Phrase, Gradable]
    bad_measures: frozenset[str]
    chinese: Mapping[str, tuple[Phrase, ...]]
    chinese_names: frozenset[str]
    """Those of the Chinese words that name a place, a firm or a stored value."""
    composites: Mapping[Phrase, tuple[Phrase, ...]]
    units: Mapping[Phrase, str]
    stopwords: frozenset[str]


def phrase(text: str) -> Phrase:
    """Return the lemmas of an English phrase, or the characters of a Chinese one as one word.

    >>> phrase("number of Orders"), phrase("航班")
    (('number', 'of', 'order'), ('航班',))
    """
    return tuple(lemma(word) for word in fold(text).replace("-", " ").split())


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon, read once for each process."""
    same: dict[Phrase, dict[Phrase, float]] = defaultdict(dict)
    for line in _lines("synonyms.txt"):
        group = [phrase(word) for word in line.split(",") if word.strip()]
        for one in group:
            for other in group:
                if one != other:
                    same[one][other] = max(same[one].get(other, 0), 0.9)
    for head, tail in _pairs("related.txt"):
        forms = head.split("|")
        # Verbs and question words come in several forms and name nothing themselves; a noun that only resembles a
        # column is a hint, too weak to stand for it.
        first = 0.6 if len(forms) > 1 or _is_question(forms[0]) else 0.42
        for word in forms:
            for position, relation in enumerate(tail.split(",")):
                _weigh(same[phrase(word)], phrase(relation), first - 0.03 * min(position, 5))
    chinese: dict[str, tuple[Phrase, ...]] = {}
    for name in ("places.txt", "chinese.txt"):
        for head, tail in _pairs(name):
            for word in head.split("|"):
                known = chinese.get(fold(word).strip(), ())
                chinese[fold(word).strip()] = (*(phrase(w) for w in tail.split(",") if w.strip()), *known)
    return Lexicon(
        same={key: tuple(value.items()) for key, value in same.items()},
        abbreviations={fold(head).strip(): phrase(tail.split(",")[0]) for head, tail in _pairs("abbreviations.txt")},
        gradables=dict(_gradables()),
        bad_measures=frozenset(lemma(fold(line)) for line in _lines("badmeasures.txt")),
        chinese=chinese,
        chinese_names=frozenset(fold(word).strip() for head, _ in _pairs("places.txt") for word in head.split("|")),
        composites={
            phrase(head): tuple(phrase(part) for part in tail.split("+"))
            for heads, tail in _pairs("composites.txt")
            for head in heads.split(",")
        },
        units={phrase(head): tail.strip() for heads, tail in _pairs("units.txt") for head in heads.split(",")},
        stopwords=frozenset(fold(line) for line in _lines("stopwords.txt")),
    )


def full_words(name: str) -> Phrase:
    """Return the words of a table's or column's name, abbreviations written out.

    >>> full_words("dep_delay")
    ('departure', 'delay')
    """
    short = lexicon().abbreviations
    return tuple(full for word in name_words(name) for full in short.get(word, (word,)))


def usual_unit(name: str) -> str | None:
    """Return the unit that a measure of this name nearly always has.

    >>> usual_unit("dep_delay"), usual_unit("rank")
    ('minute', None)
    """
    words = full_words(name)
    for size in range(len(words), 0, -1):
        unit = lexicon().units.get(words[-size:])
        if unit:
            return unit
    return None


def _is_question(word: str) -> bool:
    return word.split()[0] in ("who", "whom", "whose", "where", "when", "what", "which", "how", "from", "to", "at")


def _gradables() -> Iterator[tuple[Phrase, Gradable]]:
    for line in _lines("adjectives.txt"):
        forms, direction, measures = (part.strip() for part in line.split("\t"))
        words = [form.strip() for form in forms.split("|")]
        is_han = not words[0].isascii()
        for position, word in enumerate(words):
            yield (
                phrase(word),
                Gradable(
                    highest=direction == "max",
                    superlative=is_han or position >= 2,
                    measures=tuple(m.strip() for m in measures.split(",")),
                ),
            )


def _weigh(into: dict[Phrase, float], other: Phrase, weight: float) -> None:
    if other:
        into[other] = max(into.get(other, 0.0), weight)


def _lines(name: str) -> Iterator[str]:
    for line in files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip("\n")


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    for line in _lines(name):
        head, _, tail = line.partition("\t")
        if tail.strip():
            yield head.strip(), tail.strip()
