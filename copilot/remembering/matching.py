"""Whether a question is one that is remembered: the same words for the same things, with values of its own.

Owns that judgement, and which remembered queries still fit the data. Refuses to guess: one word more or less, and it is
another question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from copilot.errors import ConfigError
from copilot.readers.grammar.reader import GrammarReader
from copilot.remembering.file import Remembered
from copilot.remembering.freezing import bound, columns_of_values, names_in, parameters_of
from copilot.remembering.slots import Slots, slots_of
from copilot.values import Question
from copilot.values.query import Dialect
from copilot.values.question import Language


@dataclass(frozen=True, slots=True)
class Recalled:
    """A remembered query for a question.

    Attributes:
        query: as it is remembered.
        sql: with the question's own values.
        changed: (words of the remembered question, words of this one) for each value that is another.
    """

    query: Remembered
    sql: str
    changed: tuple[tuple[str, str], ...]


class Memory:
    """Remembered queries over one catalog.

    Args:
        queries: all that are in the file.
        grammar: tells what the words of a question stand for.
        dialect: of the source.
        problem: says what is wrong with a statement, None where nothing is; it is not run.
        today: the day that relative dates of the remembered questions count from.
    """

    def __init__(
        self,
        queries: Sequence[Remembered],
        grammar: GrammarReader,
        dialect: Dialect,
        problem: Callable[[str], str | None],
        today: date,
    ) -> None:
        self._today = today
        self._grammar = grammar
        self._dialect: Dialect = dialect
        self._problem = problem
        self._known: dict[tuple[str, date], Slots] = {}
        self.withdrawn: tuple[tuple[Remembered, str], ...] = ()
        """Queries that do not fit the data any more, and why."""
        self.queries: tuple[Remembered, ...] = ()
        """Those that do."""
        for query in queries:
            wrong = self._wrong(query)
            if wrong is None:
                self.queries = (*self.queries, query)
            else:
                self.withdrawn = (*self.withdrawn, (query, wrong))

    def slots(self, text: str, language: Language, today: date) -> Slots:
        """Return what a question names."""
        question = Question(text, language, today)
        drafts = self._grammar.read(question).drafts
        return slots_of(self._grammar.marked(question)[2], drafts[0].plan if drafts else None)

    def recall(self, question: Question) -> Recalled | None:
        """Return the remembered query that a question is, None where it is none."""
        if not self.queries:
            return None
        asked = self.slots(question.text, question.language, question.today)
        for query in self.queries:
            known = self.slots_of(query, question.today)
            if known.skeleton != asked.skeleton:
                continue
            columns = columns_of_values(query.sql, known, self._dialect)
            if not _same_beside(known, asked, names_in(query.sql, self._dialect)):
                continue
            sql = bound(query.sql, parameters_of(asked, columns), self._dialect)
            if sql is not None:
                return Recalled(query, sql, _changed(known, asked))
        return None

    def slots_of(self, query: Remembered, today: date) -> Slots:
        """Return what a remembered question names, read once a day."""
        key = query.question, today
        if key not in self._known:
            self._known[key] = self.slots(query.question, _language(query.question), today)
        return self._known[key]

    def _wrong(self, query: Remembered) -> str | None:
        """Say what is wrong with a query over this data: it is looked at with the values of its own question."""
        try:
            slots = self.slots(query.question, _language(query.question), self._today)
            sql = bound(
                query.sql,
                parameters_of(slots, columns_of_values(query.sql, slots, self._dialect)),
                self._dialect,
            )
        except ConfigError as error:
            return str(error)
        if sql is None:
            return "its question does not name what its parameters stand for"
        return self._problem(sql)


def _same_beside(known: Slots, asked: Slots, names: frozenset[str]) -> bool:
    """Tell whether what is no parameter of a query is named alike by both questions."""
    for number, (one, other) in enumerate(zip(known.values, asked.values, strict=True), 1):
        if f"value_{number}" not in names and one.words.casefold() != other.words.casefold():
            return False
    for number, (left, right) in enumerate(zip(known.numbers, asked.numbers, strict=True), 1):
        if f"number_{number}" not in names and left != right:
            return False
    for number, (first, second) in enumerate(zip(known.spans, asked.spans, strict=True), 1):
        bounds = {name for name in names if name.startswith(f"period_{number}_")}
        if not bounds and (first.start, first.end) != (second.start, second.end):
            return False
    return True


def _changed(known: Slots, asked: Slots) -> tuple[tuple[str, str], ...]:
    pairs = [(a.words, b.words) for a, b in zip(known.values, asked.values, strict=True)]
    pairs += [(a.words, b.words) for a, b in zip(known.spans, asked.spans, strict=True)]
    pairs += [(str(a), str(b)) for a, b in zip(known.numbers, asked.numbers, strict=True)]
    return tuple((a, b) for a, b in pairs if a.casefold() != b.casefold())


def _language(text: str) -> Language:
    return "zh" if any("\u3400" <= char <= "\u9fff" for char in text) else "en"
