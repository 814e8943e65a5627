"""The grammar reader: one question in, plans out, best first, or the words that it could not place.

Owns the search over readings: covers of the words, candidates of each mark, and which of the plans explains the
question best. Refuses to guess: too much unexplained, and it declines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from copilot.linking.lexicon import lexicon, phrase
from copilot.linking.schema_index import Element, SchemaIndex
from copilot.linking.value_index import ValueIndex
from copilot.readers.compiling import Compiler, PlanError
from copilot.readers.formulas import columns_in
from copilot.readers.grammar.accounting import without_trace
from copilot.readers.grammar.annotate import Annotator, Cover, Mark
from copilot.readers.grammar.assemble import Assembler
from copilot.readers.grammar.context import asked_how_much, of_one_column, said_before
from copilot.readers.grammar.frame import HINT, Frame, element_words, start_frame, way
from copilot.readers.grammar.naming import label_column
from copilot.readers.grammar.periods import Calendar
from copilot.readers.grammar.roles import give_roles
from copilot.readers.grammar.roles.restricting import LEAVES_OUT
from copilot.readers.grammar.units import with_units
from copilot.readers.plan import (
    Aggregate,
    AnyOf,
    ColumnRef,
    Contains,
    Formula,
    HasRows,
    Narrowed,
    Not,
    OneOf,
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
        catalog = with_units(catalog, semantics)
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

    def _drafts(self, question: Question, cover: Cover, most: int) -> tuple[int, list[Draft]]:
        """Search the candidates of the marks: start from the best of each, swap one at a time while it helps.

        Returns how many of the `most` drafts were not tried, and what the others became.
        """
        weights = self._weights(cover)
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

    def _weights(self, cover: Cover) -> dict[int, tuple[float, ...]]:
        """Return each mark's candidates' weights, raised where the neighbouring words point to the same candidate."""
        weights: dict[int, tuple[float, ...]] = {}
        named = {hit.element.table for mark in cover.marks for hit in mark.elements[:1] if hit.element.kind == "table"}
        for i, mark in enumerate(cover.marks):
            if mark.kind == "element":
                others = named - {hit.element.table for hit in mark.elements[:1] if hit.element.kind == "table"}
                near = [cover.marks[j] for j in range(max(0, i - 3), min(len(cover.marks), i + 4)) if j != i]
                # A flight number is a name of its own; "number" alone is no part of any other one behind "flight".
                before = _element_before(cover, i) if mark.text.lower() not in ("number", "no", "nr") else None
                weights[i] = tuple(
                    hit.weight
                    + _context(hit.element, near, others)
                    + said_before(cover, i, hit.element)
                    + asked_how_much(cover, i, hit.element)
                    + 0.3 * (before is not None and hit.element.table == before)
                    for hit in mark.elements
                )
            elif mark.kind == "value":
                mentioned = {(h.element.table, h.element.name) for m in cover.marks for h in m.elements[:3] if h.whole}
                weights[i] = tuple(
                    hit.weight
                    + 0.15 * ((hit.table, hit.column) in mentioned)
                    + 0.05 * (hit.table in named)
                    + 0.3 * (hit.table in _beside(cover, i))
                    for hit in mark.values
                )
        return of_one_column(cover, weights)

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
        unplaced = tuple(mark.text for i, mark in enumerate(frame.marks) if _is_unplaced(frame, i, mark, touched))
        unplaced += without_trace(frame, plan, sql)
        score = frame.score + self._fit(frame, plan, weights) - 1.2 * len(unplaced)
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

    def _fit(self, frame: Frame, plan: Plan, weights: dict[int, tuple[float, ...]]) -> float:
        """Score a plan: the gain of the words that it explains, less what joins and contradictions cost."""
        tables = {ref.table for predicate in plan.where for ref in columns_of(predicate)}
        tables |= {ref.table for d in plan.dimensions for ref in columns_of(d.by)}
        tables |= {ref.table for m in plan.measures for ref in columns_of(m.value)}
        tables |= {ref.table for ref in plan.columns}
        tables.add(plan.base)
        score = 0.0
        for i, mark in enumerate(frame.marks):
            gain = mark.gain
            if i in weights:
                own = weights[i]
                hits = mark.elements or mark.values
                gain += (own[min(frame.choice.get(i, 0), len(own) - 1)] - hits[0].weight) * 1.2
            if i in frame.used or mark.kind == "stop":
                score += gain
                if mark.kind == "value":
                    score += self._way_score(frame, i)
            elif mark.kind == "element" and (e := frame.element(i)) is not None and e.kind == "table":
                score += gain if e.table in tables else 0.2 * gain
            else:
                score += 0.2 * gain if mark.kind in ("cue", "grain", "element") else 0.0
        score -= 0.15 * sum(_is_key_of_named(self._catalog, frame, i) for i in frame.used)
        for table in tables:
            path = self._compiler.graph.path(plan.base, table)
            score -= 0.07 * len(path) if path is not None else 0.25
        named = {e.table for i in frame.used if (e := frame.element(i)) is not None and e.kind == "table"}
        named |= {
            ref.table for i in frame.used if (ref := frame.ref(i)) is not None and _bears_table(frame, i, ref.table)
        }
        for measure in plan.measures:
            value = measure.value
            if isinstance(value, Aggregate) and value.name == "sum" and isinstance(value.of, ColumnRef):
                score -= 0.0 if self._catalog.column(value.of.table, value.of.column).additive else 0.6
            if isinstance(value, Aggregate) and value.name == "avg" and isinstance(value.of, ColumnRef):
                score -= 0.0 if self._catalog.column(value.of.table, value.of.column).role == "measure" else 0.6
        compared = any(isinstance(p, (AnyOf, OneOf)) and _sides(p) > 1 for p in plan.where) or not frame.versus
        if not compared and any(mark.kind == "value" for mark in frame.marks):
            score -= 1.2
        doubtful = [
            w
            for w in frame.measures
            if w.at < 0 or not frame.marks[w.at].elements or not frame.marks[w.at].elements[0].whole
        ]
        spoken = plan.base in named or any(w.metric is not None for w in frame.measures)
        return score + 0.12 * spoken - 0.4 * max(0, min(len(plan.measures) - 1, len(doubtful)))

    def _way_score(self, frame: Frame, i: int) -> float:
        direction, column_way = frame.direction(i), way(frame.value(i).column)
        if direction is not None and column_way is not None:
            return 0.3 if direction == column_way else -0.6
        return 0.05 if column_way == "from" else 0.0


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


_OWN_NAME: Final = 0.95
"""A column of this weight is called so itself."""


def _is_key_of_named(catalog: Catalog, frame: Frame, i: int) -> bool:
    """Tell whether a word that names a table is read as a key that points to it: stores are called by their names."""
    ref, first = frame.ref(i), frame.marks[i].elements[0].element if frame.marks[i].elements else None
    if ref is None or first is None or first.kind != "table" or not frame.marks[i].elements[0].whole:
        return False
    if frame.weight(i) >= _OWN_NAME:
        return False
    links = ((x.from_table, x.from_columns, x.to_table) for x in catalog.relationships)
    label = label_column(catalog, first.table)
    return label is not None and (ref.table, (ref.column,), first.table) in links


def _bears_table(frame: Frame, i: int, table: str) -> bool:
    """Tell whether a column is called together with its table: the flight number."""
    words = set(phrase(frame.marks[i].text))
    return len(words) > 1 and bool(words & element_words(Element("table", table, table)))


def _says_which_way(plan: Plan) -> bool:
    """Tell whether words such as from and to chose the link by which a condition is reached."""
    if any(isinstance(p, Contains) and p.where != "anywhere" for p in plan.where):
        return True
    absent = (p.part for p in plan.where if isinstance(p, Not))
    if any(isinstance(part, HasRows) and (part.via is not None or part.where) for part in absent):
        return True
    return any(ref.via is not None for predicate in plan.where for ref in columns_of(predicate))


def _sides(predicate: AnyOf | OneOf) -> int:
    return len(predicate.parts if isinstance(predicate, AnyOf) else predicate.values)


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


def _beside(cover: Cover, i: int) -> set[str]:
    """Return the tables named right beside a mark, as in ``the Austin shop``."""
    marks = [cover.marks[j] for j in (i - 1, i + 1) if 0 <= j < len(cover.marks)]
    return {hit.element.table for m in marks for hit in m.elements[:3] if hit.element.kind == "table"}


def _element_before(cover: Cover, i: int) -> str | None:
    """Return the table that is named right before a mark, as in ``planes built before``."""
    j = i - 1
    while j >= 0 and cover.marks[j].kind == "stop":
        j -= 1
    if j < 0 or cover.marks[j].kind != "element" or cover.marks[j].elements[0].element.kind != "table":
        return None
    return cover.marks[j].elements[0].element.table


def _context(element: Element, near: list[Mark], named: set[str]) -> float:
    """Weigh a candidate by what the words around it hint at: its table, or a word of its name."""
    bonus = 0.06 * (element.table in named and element.kind == "column")
    own = element_words(element)
    for mark in near:
        if any(
            set(element_words(hit.element)) & set(own) and hit.element.kind == "column"
            for hit in mark.elements[:2]
            if not hit.whole or hit.weight < 0.65
        ):
            return bonus + 0.2
    return bonus


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


def _is_unplaced(frame: Frame, i: int, mark: Mark, touched: set[str]) -> bool:
    """Tell whether a mark carries content that nothing in the plan accounts for."""
    if i in frame.used or mark.kind == "stop":
        return False
    if mark.kind == "cue":
        if mark.cue is not None and mark.cue.kind == "aggregate" and mark.cue.value != "sum":
            return True
        return mark.cue is not None and mark.cue.kind in (
            "not",
            "compare",
            "between",
            "missing",
            "than_average",
            "unsupported",
            "analysis",
        )
    if mark.kind == "element":
        element = frame.element(i)
        if element is not None and element.kind == "table":
            return False
        return mark.elements[0].weight >= 0.65 or not _explained(frame, i, touched)
    if mark.kind == "gradable" and mark.gradable is not None and not mark.gradable.superlative:
        return _narrows_noun(frame, i)
    return mark.kind in ("unknown", "value", "number", "date", "recurring", "quoted", "composite", "grain") or (
        mark.kind == "gradable" and mark.gradable is not None and mark.gradable.superlative and not frame.superlative
    )


def _narrows_noun(frame: Frame, i: int) -> bool:
    """Tell whether an adjective narrows the noun behind it: large orders are not all orders."""
    text = frame.marks[i].text.lower()
    if not text.isascii() or " " in text or text.endswith("er") or text in _NO_SIZE or i + 1 >= len(frame.marks):
        return False
    element, before = frame.element(i + 1), frame.prev(i, skip=())
    asked = before is not None and frame.marks[before].text.lower() in ("how", "most")
    return element is not None and element.kind == "table" and not asked


_NO_SIZE: Final = frozenset({"more", "less", "many", "much", "few", "good", "bad", "available", "late", "early"})


def _explained(frame: Frame, i: int, touched: set[str]) -> bool:
    """A weak word is explained where an element that it hints at, or one that shares a word with it, is used."""
    if any(f"{hit.element.table}.{hit.element.name}" in touched for hit in frame.marks[i].elements):
        return True
    hints = {(hit.element.table, hit.element.name) for hit in frame.marks[i].elements}
    tables = {hit.element.table for hit in frame.marks[i].elements if hit.weight >= HINT}
    for j in frame.used:
        element = frame.element(j)
        if element is None:
            continue
        if (element.table, element.name) in hints or (element.kind == "table" and element.table in tables):
            return True
        words = element_words(element)
        if any(
            words & element_words(hit.element) and hit.element.table == element.table
            for hit in frame.marks[i].elements
            if hit.element.kind != "metric"
        ):
            return True
    return False


def _unknown(cover: Cover) -> tuple[str, ...]:
    return tuple(mark.text for mark in cover.marks if mark.kind == "unknown")


def _names(cover: Cover) -> tuple[str, ...]:
    hits = [
        mark.elements[0].element for mark in cover.marks if mark.kind == "element" and mark.elements[0].weight > 0.5
    ]
    return tuple(dict.fromkeys(element.name for element in hits))
