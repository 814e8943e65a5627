"""Questions that a database cannot answer: those of another database with which they share no content word.

Owns what a content word is and the choice, which depends on nothing but the data. Refuses to ask.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.reader.public import Asked, connect

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_SHORTEST_PART: Final = 4
"""Shorter stretches stand in longer words by accident ("age" in "manager")."""
EMPTY_WORDS: Final = frozenset(
    """
    a about above across after all along also am among an and any are as ascending at average away be because been
    before below between both but by can column common contain count data database decreasing descending detail did
    different distinct do does done each either element entry every exactly except fewest find for from get give
    greater greatest had has have having he her here high higher highest him his how i if in include increasing info
    information into is it item its just kind know large larger largest least less list low lower lowest many max
    maximum me mean min minimum more most much my neither no none nor not number of off on one only or order other
    our out over overall per please provide put record respective result return row same see select she show small
    smaller smallest so some sort sorted such sum table tell than that the their them then there these they thing
    this those three through times to top total two type under unique up us use used uses using value was we were
    what when where whether which who whole whom whose why with within without would you your
    """.split()
)
"""Words that ask, count, order or join, and would fit any data."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one database, as stems."""

    names: frozenset[str]
    """Of its tables and columns."""
    values: frozenset[str]
    """Of the texts that it stores."""


def stems(text: str) -> frozenset[str]:
    """Return the words of a text, compound names taken apart, lower case, without the usual endings.

    >>> sorted(stems("customerAddresses of Order_Items"))
    ['addres', 'customer', 'item', 'of', 'order']
    """
    return frozenset(_stem(word.casefold()) for word in _WORD.findall(text) if len(word) > 1)


def content_words(text: str) -> frozenset[str]:
    """Return the stems that speak of something; numbers do not.

    >>> sorted(content_words("How many different countries have 3 airports?"))
    ['airport', 'country']
    """
    return stems(text) - _EMPTY_STEMS


def vocabulary(path: Path) -> Vocabulary:
    """Return the words of a SQLite database: of all names and of all stored texts.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    connection = connect(path)
    names: set[str] = set()
    values: set[str] = set()
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    for table in tables:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({_quoted(table)})")]
        names |= stems(" ".join([table, *columns])) | {one.casefold() for one in (table, *columns)}
        for column in map(_quoted, columns):
            texts = f"SELECT DISTINCT {column} FROM {_quoted(table)} WHERE typeof({column}) = 'text'"
            for (text,) in connection.execute(texts):
                values |= stems(text)
    connection.close()
    return Vocabulary(frozenset(names), frozenset(values))


def shares_a_word(words: frozenset[str], known: Vocabulary) -> bool:
    """Return whether one of the words is a word of the database, or part of a name, or a name part of it.

    >>> known = Vocabulary(frozenset({"countryname", "age"}), frozenset({"paris"}))
    >>> [shares_a_word(frozenset({word}), known) for word in ("country", "paris", "manager", "singer")]
    [True, True, False, False]
    """
    if words & known.names or words & known.values:
        return True
    return any(
        short in long
        for word in words
        for name in known.names
        for short, long in [sorted((word, name), key=len)]
        if len(short) >= _SHORTEST_PART
    )


def choose(
    asked: Sequence[Asked], vocabularies: Mapping[str, Vocabulary], group_of: Mapping[str, object], *, count: int
) -> dict[str, list[Asked]]:
    """Return for each database the questions of other groups to ask of it, `count` in all where there are as many.

    Questions, and for each the databases, are tried in the order of a hash, so that the choice is the same everywhere
    and always; of databases that fit, the one that has the fewest so far is taken, so that none fills the list.
    """
    chosen: dict[str, list[Asked]] = {}
    taken = 0
    for one in sorted(asked, key=lambda one: _hash(one.text, one.database)):
        if taken >= count:
            break
        words = content_words(one.text)
        if not words:
            continue
        others = [name for name in vocabularies if group_of[name] != group_of[one.database]]
        others.sort(key=lambda name: (len(chosen.get(name, ())), _hash(name, one.text)))
        fit = next((name for name in others if not shares_a_word(words, vocabularies[name])), None)
        if fit is not None:
            chosen.setdefault(fit, []).append(one)
            taken += 1
    return chosen


def _hash(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-3] if word.endswith("sses") else word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


_EMPTY_STEMS: Final = frozenset(map(_stem, EMPTY_WORDS)) | EMPTY_WORDS
