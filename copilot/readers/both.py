"""Both readers over one catalog: from a question to the reading that is asked, and to the questions it may be asked
back as.

Owns what lies between a question and its chosen reading, and the trying out of every option before it is offered: a
question back whose options lead elsewhere, or to another question back, is worse than none. Refuses to run anything:
rows come from whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from copilot.compare import same_rows
from copilot.readers.grammar.reader import GrammarReader
from copilot.readers.plan_as_query import as_query
from copilot.readers.sketching.query import Query, all_tables
from copilot.readers.sketching.wording import Wording
from copilot.readers.together import Chosen, Sketched, choose, has_a_say, heard, taken_literally
from copilot.values import Catalog, Question, SemanticModel
from copilot.values.query import Dialect

if TYPE_CHECKING:
    from copilot.readers.dialogue import Dialogue
    from copilot.readers.grammar.reader import Reading
    from copilot.readers.sketching.reader import Ranked, Sketch, SketchReader

Rows = Sequence[Sequence[Any]]
RowsOf = Callable[[str], Rows | None]
"""Gives the rows of SQL, None where it cannot be run."""
MOST_OPTIONS: Final = 3
_SOUGHT: Final = 8
"""Sketches among which the one is sought that a question says word for word."""
_TRIED: Final = 4
"""Readings that are tried as options: each costs reading once more and running."""
_MOST_LOOKED_THROUGH: Final = 5_000_000
"""Rows of the tables that the likeliest sketches read, beyond which they are not run by the way."""
_AGREED: Final = {1: True, -1: False, 0: None}
_OPENINGS: Final = frozenset(
    "what which who whose whom where when how show list find give return count tell get display compute calculate for "
    "please report select are is does do did can could sort name in of among i we identify search look provide state "
    "describe determine".split()
)
"""Words that whole sentences begin with; "orders by region" is no sentence."""
_LEADS: Final = re.compile(r"(?:what (?:is|are) the|how many)\b", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Understood:
    """What both readers make of one question."""

    question: Question
    reading: Reading
    ranked: Ranked | None
    """The sketching reader's queries with what they are weighed by; None where it was not asked."""
    sketches: tuple[Sketched, ...]
    chosen: Chosen | None
    """The reading to ask; None where neither reader has one that is likely enough."""
    literal: Chosen | None = None
    """The sketch that the question says word for word, which leaves nothing to choose."""


class Readers:
    """The grammar reader and the sketching reader over one catalog."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel, dialect: Dialect) -> None:
        self._catalog = catalog
        self._semantics = semantics
        self._dialect: Dialect = dialect
        self.grammar = GrammarReader(catalog, semantics, dialect)

    @cached_property
    def _sketcher(self) -> SketchReader:
        from copilot.readers.sketching.reader import SketchReader

        return SketchReader(stored_alone(self._catalog), self._semantics, self._dialect)

    @cached_property
    def dialogue(self) -> Dialogue:
        """Makes whole questions of follow-ups."""
        from copilot.readers.dialogue import Dialogue

        return Dialogue(self.grammar)

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self._catalog)

    def read(self, question: Question) -> Understood:
        """Return what both readers make of a question."""
        reading = self.grammar.read(question)
        ranked = None if reading.needed else self._ranked(question, reading)
        sketches = () if ranked is None else tuple(map(_sketched, ranked.sketches))
        literal = self._literal(question, sketches)
        taken = taken_literally(literal, sketches) if literal is not None else None
        chosen = choose(reading, sketches, at_home=self.at_home(question))
        return Understood(question, reading, ranked, sketches, chosen, taken)

    def weighed(self, understood: Understood, rows_of: RowsOf) -> Understood:
        """Return the same after a look at the rows of the likeliest readings, by which they are ordered once more.

        Unchanged where the sketching reader has no say, and where its queries go over so many rows that five of them
        would be felt.
        """
        from copilot.readers.sketching.outcomes import LOOKED_AT, outcomes

        ranked, reading = understood.ranked, understood.reading
        at_home = self.at_home(understood.question)
        if ranked is None or not ranked.sketches or not has_a_say(reading, at_home=at_home):
            return understood
        if self._too_much(ranked.sketches[:LOOKED_AT]):
            return understood
        results = [rows_of(sketch.sql) for sketch in ranked.sketches[:LOOKED_AT]]
        witness = rows_of(reading.drafts[0].sql) if reading.drafts else None
        looked_at = outcomes(results, witness, alike)
        unseen = ranked.sketches[0].chance
        heard = {sketch.sql: one.witness for sketch, one in zip(ranked.sketches, looked_at, strict=False)}
        sketches = tuple(
            replace(_sketched(sketch), weighed=True, unseen=unseen, agreed=_AGREED[heard.get(sketch.sql, 0)])
            for sketch in ranked.weighed(looked_at)
        )
        return replace(understood, sketches=sketches, chosen=choose(reading, sketches, at_home=at_home))

    def _too_much(self, sketches: Sequence[Sketch]) -> bool:
        tables = {table for sketch in sketches for table in all_tables(sketch.query)}
        return sum(self._catalog.tables[table].row_count for table in tables) > _MOST_LOOKED_THROUGH

    def at_home(self, question: Question) -> bool:
        """Tell whether a question is of the kind that the sketching reader has learned from."""
        first = question.text.split(maxsplit=1)[:1]
        return not self._semantics.informs and bool(first) and first[0].strip(",.!").casefold() in _OPENINGS

    def _ranked(self, question: Question, reading: Reading) -> Ranked | None:
        """Return what the sketching reader makes of a question; it knows English alone."""
        if question.language != "en":
            return None
        witness = heard(reading, self._dialect)
        return self._sketcher.read(self.grammar.corrected(question), witness, most=_SOUGHT)

    def _literal(self, question: Question, sketches: tuple[Sketched, ...]) -> Sketched | None:
        """Return the first sketch that the question says word for word."""
        if not _LEADS.match(question.text):
            return None
        asked = _bare(question.text)
        for sketch in sketches:
            said = None if sketch.query is None else self._wording.question(sketch.query)
            if said is not None and _bare(said) == asked:
                return sketch
        return None

    # -- asking back ---------------------------------------------------------------------------------------------

    def options(
        self, question: Question, understood: Understood, rows_of: RowsOf, *, most: int = MOST_OPTIONS
    ) -> tuple[str, ...]:
        """Return questions that say the readings of a question whose rows differ.

        Each was tried: asked as it stands it is read word for word, and gives the rows of its reading.
        """
        seen: list[Rows] = []
        found: list[str] = []
        for sql, query in self._alternatives(understood):
            rows = rows_of(sql)
            if not rows or any(alike(_once(rows), _once(other)) for other in seen):
                continue
            said = None if query is None else self._said(question, query, sql, rows, rows_of)
            if said is None and not seen and understood.chosen is not None:
                return ()  # without what would be answered, whoever meant that is led astray
            seen.append(rows)
            if said is not None:
                found.append(said)
            if len(found) == most or len(seen) == _TRIED:
                break
        return tuple(found)

    def _alternatives(self, understood: Understood) -> Iterator[tuple[str, Query | None]]:
        """Yield the readings with their queries: the one that would be answered, the other reader's, further ones."""
        draft = understood.reading.drafts[0] if understood.reading.drafts else None
        by_draft = [] if draft is None else [(draft.sql, as_query(draft.plan))]
        by_sketch = [(sketch.sql, sketch.query) for sketch in understood.sketches]
        shown = understood.chosen
        first = by_draft if shown is not None and shown.by == "grammar" else by_sketch[:1]
        yield from first
        yield from by_sketch if first is by_draft else [*by_draft, *by_sketch[1:]]

    def _said(self, question: Question, query: Query, sql: str, rows: Rows, rows_of: RowsOf) -> str | None:
        """Return a question that is read as this query and nothing else, None where there is none."""
        text = self._wording.question(query)
        literal = None if text is None else self.read(replace(question, text=text)).literal
        if text is None or literal is None:
            return None
        again = rows if literal.sql == sql else rows_of(literal.sql)
        same = again is not None and same_rows(again, rows, ordered=bool(query.order), any_column_order=True)
        return text if same else None

    def column_options(self, question: Question, choice: tuple[str, str, str]) -> tuple[str, ...]:
        """Return the question once for each column that may be meant; none where it would not be read so."""
        words, *columns = choice
        options = []
        for column in columns:
            named = column.replace(".", " ").replace("_", " ")
            text = question.text.replace(words, f"{words} ({named})", 1)
            reading = self.grammar.read(replace(question, text=text))
            if (
                not reading.drafts
                or ("value", words, column) not in reading.drafts[0].readings
                or reading.drafts[0].choice
            ):
                return ()
            options.append(text)
        return tuple(options)


def stored_alone(catalog: Catalog) -> Catalog:
    """Return a catalog without the columns that are computed, which only the grammar reader writes out."""
    tables = {
        name: replace(table, columns={c.name: c for c in table.columns.values() if not c.expression})
        for name, table in catalog.tables.items()
    }
    return replace(catalog, tables=tables)


def _sketched(sketch: Sketch) -> Sketched:
    return Sketched(sketch.sql, sketch.chance, sketch.unplaced, sketch.query)


def alike(one: Rows, other: Rows) -> bool:
    """Tell whether two readings' rows say the same, whatever further columns one of them shows."""
    wide, narrow = sorted((one, other), key=lambda rows: -len(rows[0]) if rows else 0)
    return same_rows(wide, narrow, ordered=False, any_column_order=True, extra_columns_allowed=True)


def _once(rows: Rows) -> Rows:
    """Leave out repeats: nobody should be asked whether they want a row twice."""
    return list({repr(row): row for row in rows}.values())


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip("?.! ").casefold()
