"""What tables, columns, values and comparisons of a composed query are called in English.

Owns words and small phrases. Whole questions belong to `copilot.readers.sketching.wording`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from copilot.linking.words import fold, lemma, name_words
from copilot.readers.sketching.query import Field, Query, Term
from copilot.values import Catalog

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\s]+")
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh")
_COMPARED: Final = {
    "=": "is", "!=": "is not", "<": "is less than", "<=": "is at most", ">": "is greater than", ">=": "is at least",
}  # fmt: skip
_IN_TIME: Final = {"<": "is before", "<=": "is on or before", ">": "is after", ">=": "is on or after"}
_COUNTED: Final = {"=": "exactly", "<": "fewer than", "<=": "at most", ">": "more than", ">=": "at least"}
_SAID: Final = {"sum": "total", "avg": "average", "min": "lowest", "max": "highest"}


class Unsaid(Exception):
    """There are no plain words for it."""


class Names:
    """Names over one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._standing = Counter(
            name_words(column) for table in catalog.tables.values() for column in dict.fromkeys(table.columns, 0)
        )

    def one(self, table: str) -> str:
        """Return what one row of a table is called."""
        words = said(table).split()
        return " ".join([*words[:-1], lemma(words[-1])])

    def many(self, table: str) -> str:
        """Return what rows of a table are called."""
        return plural(self.one(table))

    def column(self, field: Field, beside: str | None = None) -> str:
        """Return what a column is called, with its table where the word alone would not tell, unless that is beside it.

        Args:
            field: the column.
            beside: the table that the sentence speaks of already.
        """
        word = said(field.column)
        if field.table == beside or self._standing[name_words(field.column)] == 1:
            return word
        return f"{word} of the {self.one(field.table)}"

    def in_time(self, field: Field | None) -> bool:
        """Tell whether a column holds days or times."""
        if field is None:
            return False
        column = self._catalog.tables[field.table].columns[field.column]
        return column.type in ("date", "timestamp") or (column.role == "time" and column.type == "text")

    def end(self, field: Field | None, *, high: bool) -> str:
        """Return the word for the upper or the lower end of a column."""
        if self.in_time(field):
            return "latest" if high else "earliest"
        return "highest" if high else "lowest"

    def aggregate(self, term: Term) -> str:
        """Return the word for an aggregate other than a count."""
        if term.fn in ("min", "max"):
            return self.end(term.field, high=term.fn == "max")
        return _SAID[term.fn]

    def comparison(self, field: Field | None, op: str) -> str:
        """Return the words of an operator between a column and a value."""
        return _IN_TIME[op] if op in _IN_TIME and self.in_time(field) else _COMPARED[op]


def field_of(term: Term) -> Field:
    """Return the column of a term.

    Raises:
        Unsaid: it counts rows.
    """
    if term.field is None:
        raise Unsaid
    return term.field


def tables_used(query: Query) -> list[str]:
    """Return every table that a query joins or reads a column of, each once."""
    return list(dict.fromkeys([*query.tables, *(field.table for field in query.fields())]))


def counted(op: str) -> str | None:
    """Return the words of an operator before a number of rows, None where there are no plain ones."""
    return _COUNTED.get(op)


def said(name: str) -> str:
    """Return a stored name as words.

    >>> said("first_name"), said("unitPrice"), said("Home Town")
    ('first name', 'unit price', 'home town')
    """
    words = [word for word in _CAMEL.split(name) if word]
    return " ".join(words).lower() or name


def plural(noun: str) -> str:
    """Return the plural of an English noun as far as its ending tells; what is plural already stays.

    >>> plural("category"), plural("order item"), plural("box"), plural("sales")
    ('categories', 'order items', 'boxes', 'sales')
    """
    head, _, last = noun.rpartition(" ")
    made = last
    if not last.isascii() or not last[-1:].isalpha() or lemma(fold(last)) != last or last.endswith("data"):
        return noun
    if last.endswith("y") and last[-2:-1] not in "aeiou":
        made = f"{last[:-1]}ies"
    elif last.endswith(_SIBILANTS):
        made = last if lemma(f"{last}es") != last else f"{last}es"
    else:
        made = f"{last}s"
    return f"{head} {made}".strip()


def listed(parts: Sequence[str], word: str = "and") -> str:
    """Return parts as one enumeration.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def value(one: str | int | float) -> str:
    """Return a value as it is written in a question: texts in quotation marks.

    >>> value("Oslo"), value("O'Hare"), value(12)
    ("'Oslo'", '"O\\'Hare"', '12')
    """
    if not isinstance(one, str):
        return str(one)
    return f'"{one}"' if "'" in one else f"'{one}'"
