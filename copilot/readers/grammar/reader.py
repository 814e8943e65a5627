"""The grammar reader: one question in, plans out, best first, or the words that it could not place.

Owns the search over readings: covers of the words, candidates of each mark, and which of the plans explains the
question best. Refuses to guess: too much unexplained, and it declines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from copilot.linking.lexicon import lexicon
from copilot.linking.schema_index import SchemaIndex
from copilot.linking.value_index import ValueIndex
from copilot.linking.words import Token, tokens
from copilot.readers.compiling import Compiler, PlanError
from copilot.readers.formulas import columns_in
from copilot.readers.grammar.accounting import is_unplaced, without_trace
from copilot.readers.grammar.annotate import Annotator
from copilot.readers.grammar.assemble import Assembler
from copilot.readers.grammar.frame import Frame, start_frame, way
from copilot.readers.grammar.marks import Cover, Mark
from copilot.readers.grammar.periods import Calendar
from copilot.readers.grammar.roles import give_roles
from copilot.readers.grammar.roles.restricting import LEAVES_OUT
from copilot.readers.grammar.scoring import candidate_weights, fit
from copilot.readers.plan import (
    Contains,
    Formula,
    HasRows,
    Narrowed,
    Not,
    Plan,
    columns_of,
)
from copilot.values import Catalog, Question, SemanticModel
from copilot.values.query import Dialect

MAX_QUESTION: Final = 1_000
"""Longest question that is read, in characters."""
_PLAIN_TIME: Final = re.compile(r"(?:\D{0,12}\s)?\d{4}(?:-\d{1,2}-\d{1,2})?")
"""A year or a day in figures, which a column may hold as it stands."""
_SWAPS: Final = 3
_MOST_DRAFTS: Final = 96
"""Tried for one question: a dozen words need half as many, and each costs about a millisecond."""
_TIE: Final = 0.06
"""Scores closer than this tell nothing; where a stored value is meant, the person is asked."""
_NEAR: Final = 0.25
"""Scores closer than this are two readings of one question."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One reading of a question."""

    plan: Plan
    sql: str
    score: float
    unplaced: tuple[str, ...]
    """Words with content that no part of the plan accounts for."""
    assumptions: tuple[tuple[str, tuple[str, ...]], ...]
    readings: tuple[tuple[str, str, str], ...] = ()
    """(kind, words, what they were read as) of each element and value that the plan uses."""
    choice: tuple[str, str, str] | None = None
    """A value that two columns hold with nothing to tell which is meant: the words, one column, the other."""
    alone: bool = False
    """True where no other plan explains the question nearly as well."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the grammar reader makes of a question."""

    drafts: tuple[Draft, ...] = ()
    unplaced: tuple[str, ...] = ()
    """For a question that was declined: the words that could not be placed, empty where only the sense is missing."""
    near: tuple[str, ...] = field(default=())
    """Names of the data that the question did hit."""
    own: bool = False
    """True where the question holds what only this reader knows well: the calendar, shares and changes."""
    needed: bool = False
    """True where it holds what no other reader can say at all: relative dates, agreed metrics, what is not built."""


class GrammarReader:
    """Reads questions over one catalog and its semantic model."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel, dialect: Dialect) -> None:
        self._catalog = catalog
        self._compiler = Compiler(catalog, dialect)
        self._schema = SchemaIndex(catalog, semantics, lexicon())
        values, self._fiscal_start = ValueIndex(catalog, semantics), semantics.fiscal_year_start
        self._annotator = Annotator(self._schema, values, lexicon(), fiscal_start=self._fiscal_start)
        self._assembler = Assembler(catalog, semantics, self._compiler.graph, self._schema)

    def read(self, question: Question) -> Reading:
        """Return the drafts of a question, best first; none where too much of it cannot be placed."""
        question = replace(question, text=self._annotator.reworded(question.text))
        covers = self._annotator.covers(question.text, today=question.today)
        drafts: list[Draft] = []
        left = _MOST_DRAFTS
        for cover in covers:
            left, found = self._drafts(question, cover, left)
            drafts += found
        best: dict[str, Draft] = {}
        for draft in sorted(drafts, key=lambda d: -d.score):
            best.setdefault(draft.sql, draft)
        ranked = tuple(best.values())
        own, needed = (_is_own(covers[0]), _is_needed(covers[0])) if covers else (False, False)
        if ranked and not ranked[0].unplaced and ranked[0].score > 0:
            whole = [draft for draft in ranked if not draft.unplaced][:4]
            own = own or whole[0].plan.over is not None or _says_which_way(whole[0].plan)
            return Reading((_with_rival(self._catalog, whole[0], whole[1:]), *whole[1:]), own=own, needed=needed)
        words = ranked[0].unplaced if ranked else _unknown(covers[0]) if covers else ()
        return Reading((), words, _names(covers[0]) if covers else (), own, needed)

    def corrected(self, question: Question) -> str:
        """Return the question's text without typing errors in words that the data or the lexicon knows."""
        return self._annotator.corrected(question.text, today=question.today)

    def marked(self, question: Question) -> tuple[str, tuple[Token, ...], tuple[Mark, ...]]:
        """Return a question in plainer words, its tokens, and what its stretches stand for in the best cover."""
        text = self._annotator.reworded(question.text)
        covers = self._annotator.covers(text, today=question.today)
        return text, tokens(text), covers[0].marks if covers else ()

    def covers(self, question: Question) -> tuple[Cover, ...]:
        """Return what the stretches of a question may stand for, the best ways to cover it first."""
        text = self._annotator.reworded(question.text)
        return self._annotator.covers(text, today=question.today)

    def _drafts(self, question: Question, cover: Cover, most: int) -> tuple[int, list[Draft]]:
        """Search the candidates of the marks: start from the best of each, swap one at a time while it helps.

        Returns how many of the `most` drafts were not tried, and what the others became.
        """
        weights = candidate_weights(cover)
        choice = {i: max(range(len(w)), key=lambda k, w=w: w[k]) for i, w in weights.items()}  # type: ignore[misc]
        tried: dict[tuple[tuple[int, int], ...], Draft | None] = {}
        found: list[Draft] = []

        def attempt(trial: dict[int, int]) -> Draft | None:
            key = tuple(sorted(trial.items()))
            if key not in tried and len(tried) < max(1, most):
                tried[key] = self._draft(question, cover, trial, weights)
                if (draft := tried[key]) is not None:
                    found.append(draft)
            return tried.get(key)

        best = attempt(choice)
        for _ in range(2):
            improved = False
            for i, mark in enumerate(cover.marks):
                for alternative in range(min(_SWAPS, len(mark.elements or mark.values))):
                    if alternative == choice.get(i, 0):
                        continue
                    draft = attempt({**choice, i: alternative})
                    if draft is not None and (best is None or draft.score > best.score + 1e-9):
                        best, choice, improved = draft, {**choice, i: alternative}, True
            if not improved:
                break
        return most - len(tried), found

    def _draft(
        self, question: Question, cover: Cover, choice: dict[int, int], weights: dict[int, tuple[float, ...]]
    ) -> Draft | None:
        frame = start_frame(self._catalog, cover, choice)
        self._choose_ways(frame)
        give_roles(frame)
        calendar = Calendar(self._catalog, self._compiler.graph, question, fiscal_start=self._fiscal_start)
        plan = self._assembler.plan(frame, calendar)
        if plan is None:
            return None
        try:
            sql = self._compiler.sql(plan)
        except PlanError:
            return None
        self._tell_ways(frame, plan)
        touched = _columns(plan)
        unplaced = tuple(mark.text for i, mark in enumerate(frame.marks) if is_unplaced(frame, i, mark, touched))
        unplaced += without_trace(frame, plan, sql)
        score = frame.score + fit(self._catalog, self._compiler.graph, frame, plan, weights) - 1.2 * len(unplaced)
        return Draft(plan, sql, score, unplaced, tuple(dict.fromkeys(frame.assumptions)), _readings(frame))

    def _tell_ways(self, frame: Frame, plan: Plan) -> None:
        """Say by which link a table was reached, where another leads there too and no word told which."""
        refs = [*plan.columns, *(r for p in plan.where for r in columns_of(p))]
        refs += [r for d in plan.dimensions for r in columns_of(d.by)]
        for table in dict.fromkeys(ref.table for ref in refs if ref.via is None):
            ways = self._compiler.graph.ways(plan.base, table)
            if ways:
                words = (table, *(f"{plan.base}.{column}" for column in ways[:2]))
                frame.assumptions.append(("either", words))

    def _choose_ways(self, frame: Frame) -> None:
        """Say by which link a table is reached, where its rows can be the start or the end of something."""
        for i, mark in enumerate(frame.marks):
            if mark.kind not in ("element", "value"):
                continue
            table = frame.value(i).table if mark.kind == "value" else getattr(frame.element(i), "table", "")
            direction = frame.direction(i) if table and self._compiler.graph.forks(table) else None
            if direction is None:
                continue
            for base, forked in self._compiler.graph.forks(table):
                ways = self._possible(frame, i, base, forked)
                fitting = [column for column in ways if way(column) == direction] or list(ways[: len(ways) == 1])
                if fitting:
                    frame.vias[i] = fitting[0]

    def _possible(self, frame: Frame, i: int, base: str, ways: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out the links that never point to a stored value: nothing of this data arrives at JFK."""
        hit = frame.value(i) if frame.marks[i].kind == "value" else None
        if hit is None or self._catalog.tables[hit.table].primary_key != (hit.column,):
            return ways
        lists = {c: listed for c in ways if (listed := self._catalog.listed.get((base, c))) is not None}
        kept = [c for c in ways if c not in lists or not lists[c].complete or set(hit.values) & set(lists[c].values)]
        return tuple(kept) or ways


def _is_own(cover: Cover) -> bool:
    """Tell whether a cover holds marks that the sketching reader cannot say."""
    return any(
        mark.kind in ("recurring", "grain", "composite")
        or (mark.kind == "date" and not _PLAIN_TIME.fullmatch(mark.text))
        for mark in cover.marks
    ) or _is_needed(cover)


def _is_needed(cover: Cover) -> bool:
    """Tell whether a cover holds marks that nothing but this reader knows."""
    return any(
        (mark.date is not None and mark.date.relative)
        or mark.kind == "recurring"
        or (mark.kind == "unknown" and mark.text.lower() in LEAVES_OUT)
        or (mark.cue is not None and mark.cue.kind in ("unsupported", "analysis", "share"))
        or any(hit.element.kind == "metric" for hit in mark.elements[:1])
        for mark in cover.marks
    )


def _unknown(cover: Cover) -> tuple[str, ...]:
    return tuple(mark.text for mark in cover.marks if mark.kind == "unknown")


def _names(cover: Cover) -> tuple[str, ...]:
    hits = [
        mark.elements[0].element for mark in cover.marks if mark.kind == "element" and mark.elements[0].weight > 0.5
    ]
    return tuple(dict.fromkeys(element.name for element in hits))


def _with_rival(catalog: Catalog, best: Draft, others: list[Draft]) -> Draft:
    """Say which other reading fits nearly as well, where the two differ in what one word stands for."""
    near = [other for other in others if best.score - other.score <= _NEAR]
    for other in near:
        differing = set(best.readings) ^ set(other.readings)
        mine = [r for r in best.readings if r in differing]
        theirs = [r for r in other.readings if r in differing]
        if len(mine) == len(theirs) == 1 and mine[0][:2] == theirs[0][:2] and _alike(catalog, mine[0][2], theirs[0][2]):
            words = (mine[0][1], mine[0][2], theirs[0][2])
            if mine[0][0] == "value" and best.score - other.score <= _TIE:
                best = replace(best, choice=words)
            return replace(best, assumptions=(*best.assumptions, ("either", words)))
    return replace(best, alone=not near)


def _alike(catalog: Catalog, one: str, other: str) -> bool:
    """Tell whether two columns could stand for the same word: an area in square metres is no region."""
    (table, name), (other_table, other_name) = one.split(".", 1), other.split(".", 1)
    for link in catalog.relationships:
        if {table, other_table} == {link.from_table, link.to_table} and {name, other_name} & {
            *link.from_columns,
            *link.to_columns,
        }:
            return False  # a key and what it points to are one thing
    kinds = [catalog.column(*name.split(".", 1)).type in ("integer", "decimal", "float") for name in (one, other)]
    return kinds[0] == kinds[1]


def _readings(frame: Frame) -> tuple[tuple[str, str, str], ...]:
    found = []
    for i in sorted(frame.used):
        mark = frame.marks[i]
        if mark.kind == "value":
            hit = frame.value(i)
            found.append(("value", mark.text, f"{hit.table}.{hit.column}"))
        elif (element := frame.element(i)) is not None and element.kind == "column":
            found.append(("column", mark.text, f"{element.table}.{element.name}"))
    return tuple(found)


def _says_which_way(plan: Plan) -> bool:
    """Tell whether words such as from and to chose the link by which a condition is reached."""
    if any(isinstance(p, Contains) and p.where != "anywhere" for p in plan.where):
        return True
    absent = (p.part for p in plan.where if isinstance(p, Not))
    if any(isinstance(part, HasRows) and (part.via is not None or part.where) for part in absent):
        return True
    return any(ref.via is not None for predicate in plan.where for ref in columns_of(predicate))


def _columns(plan: Plan) -> set[str]:
    refs = [*plan.columns, *(r for p in plan.where for r in columns_of(p))]
    refs += [r for d in plan.dimensions for r in columns_of(d.by)] + [
        r for m in plan.measures for r in columns_of(m.value)
    ]
    found = {f"{ref.table}.{ref.column}" for ref in refs}
    for measure in plan.measures:
        value = measure.value.of if isinstance(measure.value, Narrowed) else measure.value
        found |= columns_in(value.sql) if isinstance(value, Formula) else set()
    return found
