"""What a chat model proposes for a semantic model: other names, descriptions, measures.

Owns reading the reply. Refuses to believe it: a column that is not in the table is dropped, and all that is left is a
proposal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from copilot.semantics.expressions import parse
from copilot.values import Proposal, Table

_MOST_NAMES: Final = 6
_LONGEST: Final = 60
_LONGEST_TEXT: Final = 200


def proposals_in(fields: Mapping[str, str], table: Table) -> Iterator[Proposal]:
    """Yield what a reply proposes for one table."""
    words = _other(_names(fields.get("table_names", "")), table.name)
    about = _about(fields.get("table_about", ""))
    if words or about:
        yield Proposal("table", table.name, table.name, words, about)
    seen: set[str] = set()
    told_of: dict[str, tuple[tuple[str, ...], str]] = {}
    for column, names, told in _lines(fields.get("columns", ""), 3):
        name = column.strip("`\"' ")
        if name in table.columns:
            told_of.setdefault(name, (_other(_names(names), name), _about(told)))
    shared = _shared([names for names, _ in told_of.values()]) | {_plain(name) for name in table.columns}
    for name, (other, text) in told_of.items():
        own = tuple(word for word in other if _plain(word) not in shared)
        if own or text:
            yield Proposal("field", table.name, name, own, text)
    for called, expression, names, told in _lines(fields.get("measures", ""), 4):
        name = "_".join(called.strip("`\"' ").split())
        if name and name not in seen and parse(expression) is not None:
            seen.add(name)
            yield Proposal("metric", "", name, _names(names), _about(told), expression.strip("`; "))


def _other(words: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Leave out words that are the name itself, however it is spelled."""
    return tuple(word for word in words if _plain(word) != _plain(name))


def _shared(lists: Sequence[tuple[str, ...]]) -> set[str]:
    """Return the words that are given to several columns, and so tell none of them apart."""
    counts = Counter(_plain(word) for words in lists for word in set(words))
    return {word for word, count in counts.items() if count > 1}


def _plain(word: str) -> str:
    return word.replace("_", " ").casefold()


def _lines(text: str, parts: int) -> Iterator[list[str]]:
    for line in text.splitlines():
        cut = [part.strip() for part in line.strip("|-* ").split("|")]
        if len(cut) >= 2:
            yield [*cut, *[""] * parts][:parts]


def _names(text: str) -> tuple[str, ...]:
    words = (word.strip(" .`\"'") for part in text.split(",") for word in part.replace("，", "、").split("、"))
    return tuple(dict.fromkeys(word for word in words if word and len(word) <= _LONGEST))[:_MOST_NAMES]


def _about(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_TEXT]
