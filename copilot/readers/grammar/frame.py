"""The frame: what has been understood of one cover so far, while its marks are being given their roles.

Owns walking over marks and the slots they fill. The roles are given in `copilot.readers.grammar.roles`, the slots
become a plan in `copilot.readers.grammar.assemble`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from copilot.linking.lexicon import full_words
from copilot.linking.schema_index import Element
from copilot.linking.value_index import ValueHit
from copilot.readers.grammar.cues import CueKind
from copilot.readers.grammar.marks import Cover, Mark
from copilot.readers.plan import AggregateName, ColumnRef, Grain, Op, Part, Predicate, Value
from copilot.values import Catalog, Column

FROM_WORDS: Final = frozenset({"origin", "from", "departure", "source", "start", "sender", "pickup", "seller"})
TO_WORDS: Final = frozenset({"destination", "to", "arrival", "target", "end", "receiver", "recipient", "dropoff"})
HINT: Final = 0.46
"""A candidate below this weight only hints at its element; it cannot stand for it."""
Direction = Literal["from", "to"]
_NUMBERING: Final = frozenset({"number", "no", "nr", "num", "index", "sequence", "seq", "position"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measure that was asked for, before its base table is known."""

    aggregate: AggregateName | None
    """None where the words name a metric, or leave the aggregate open."""
    column: ColumnRef | None = None
    metric: str | None = None
    table: str | None = None
    """The table whose rows are counted."""
    formula: str | None = None
    """An expression over ``table.column`` names, for what is computed over a table of its own."""
    label: str = ""
    """What the formula's column is called."""
    fraction: Decimal | None = None
    """Which quantile."""
    distinct: bool = False
    grain: Grain | None = None
    """Count the different days, months ... rather than rows."""
    age_of: ColumnRef | None = None
    """The year of birth from which an age is told."""
    worth_of: str | None = None
    """The table whose rows' worth is meant where no word names the column that holds it."""
    at: int = -1


@dataclass(frozen=True, slots=True)
class GroupBy:
    """Something to group by, before its base table is known."""

    element: Element | None = None
    ref: ColumnRef | None = None
    grain: Grain | None = None
    part: Part | None = None
    at: int = -1
    width: int | Decimal | None = None
    """Cut the column's numbers into bands of this width; None where they are not cut."""
    ranked: bool = False
    """True for what a superlative ranks, False for what it ranks within."""
    named: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """The recurring parts of a time that words set side by side, by these words."""
    ranges: tuple[tuple[str, tuple[tuple[Op, Value], ...]], ...] = ()
    """The bands of a number that words tell one by one."""
    over: bool = False
    """True for groups that something is computed over, such as the orders of the median order value."""


@dataclass(frozen=True, slots=True)
class OverWanted:
    """Something computed over groups: their number, the median of their values, the share that meets a condition."""

    name: AggregateName
    fraction: Decimal | None = None
    """Which quantile."""
    width: int | Decimal | None = None
    """Their number by bands of their values of this width."""
    share: bool = False
    """The share of the groups that meet the condition, rather than their number."""
    first: int | None = None
    """The share of everything that the first so many groups hold together."""
    descending: bool = True
    """Whether those are the groups of the highest values."""


@dataclass(frozen=True, slots=True)
class ChangeWanted:
    """A comparison with an earlier period, before the periods are known."""

    shown: Literal["growth", "difference", "before"]
    against: Literal["year", "previous"] | None = None
    """The same period of the year before, or the period before; None where the words leave it open."""
    unit: Grain | None = None
    at: int = -1
    down: bool = False
    """True where the words speak of a fall."""


@dataclass(frozen=True, slots=True)
class FollowWanted:
    """A running total, or a moving average or sum over so many periods."""

    how: Literal["running", "avg", "sum"]
    periods: int = 0
    unit: Grain | None = None
    at: int = -1


@dataclass
class Frame:
    """Slots filled from one cover under one choice among each mark's candidates."""

    catalog: Catalog
    marks: tuple[Mark, ...]
    choice: dict[int, int]
    vias: dict[int, str] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    idle: set[int] = field(default_factory=set)
    """Those of `used` that were understood and need nothing in the SQL, such as "the three airports"."""
    measures: list[Wanted] = field(default_factory=list)
    groups: list[GroupBy] = field(default_factory=list)
    shown: list[ColumnRef] = field(default_factory=list)
    joined: set[ColumnRef] = field(default_factory=set)
    """Those of `shown` that the words tie to another one: destinations with their names."""
    asked: list[Element] = field(default_factory=list)
    """Tables and columns that "which" or "list" ask for."""
    where: list[tuple[Predicate, int]] = field(default_factory=list)
    """Conditions with the position of the mark that gave them."""
    times: list[tuple[Predicate, int]] = field(default_factory=list)
    """Conditions that dates, weekdays and hours set, with the positions of their marks."""
    ages: list[tuple[ColumnRef, Op, int, int, str]] = field(default_factory=list)
    """(year of birth, operator, years before now, position, words) of each condition on the age of persons."""
    share: bool = False
    share_at: int = -1
    together: bool = False
    """True where a share is asked of what the first few hold together: of revenue that came from the top 10."""
    having: list[tuple[Op, int | float | Decimal, bool]] = field(default_factory=list)
    """(operator, value, value is a percentage)."""
    ranked_by: int = -1
    """The mark of the measure that a superlative ranks by, where it is named: top 5 routes by flights."""
    having_marks: list[int] = field(default_factory=list)
    """Positions of the numbers of these conditions."""
    having_of: str | None = None
    """The table whose rows a condition like "more than 5 orders" counts."""
    having_of_at: int = -1
    having_by: dict[int, Wanted] = field(default_factory=dict)
    """What each such number is compared with, by its position, where the words beside it tell."""
    asks_who: bool = False
    """True where the question begins with "who": what is ranked are persons, by their names."""
    counted: bool = False
    """True where the words ask how many there are."""
    unshown: Wanted | None = None
    """What a condition is about and is the same for all that meet it: none of them is worth a column."""
    having_average: Op | None = None
    having_average_of: Wanted | None = None
    """What is compared with its average, where it is not the first measure."""
    retold: dict[int, int] = field(default_factory=dict)
    """Hours or weekdays that others in brackets tell exactly: by the mark of the former, that of the latter."""
    versus: bool = False
    compared: ColumnRef | None = None
    """The column that tells two compared things apart, where each was named by another column."""
    order: Literal["asc", "desc"] | None = None
    order_at: int = -1
    rows_listed: bool = False
    """True where the rows with the highest amounts are asked for, with the columns of `shown`."""
    sorted_only: bool = False
    """True where the order was asked for and not a choice of the first."""
    asks_time: AggregateName | None = None
    """The aggregate of the time column that "when was the first" asks for."""
    order_by: tuple[str, ...] = ()
    """Measure words that a superlative brings along."""
    limit: int | None = None
    superlative: bool = False
    averaged_metric: str | None = None
    """A metric of which an average was asked for, which only a ratio can stand for."""
    averaged: bool = False
    """True where an average was asked for without saying right there of what."""
    per_what: Element | None = None
    """For an average per something: the something."""
    absent: list[str] = field(default_factory=list)
    """Tables in which there must be no row; `metric:name` for the tables of a metric."""
    absent_via: dict[str, str] = field(default_factory=dict)
    """By which of its columns such a table would point to the rows."""
    present: list[str] = field(default_factory=list)
    """Tables in which there must be a row, where an absence is said beside it."""
    present_marks: set[int] = field(default_factory=set)
    """Marks of values and dates that say which rows there must be."""
    present_times: list[Predicate] = field(default_factory=list)
    absent_whom: str = ""
    """The table of what the absence is said of, where a clause tells it."""
    absent_of: ColumnRef | None = None
    """The column for whose values there must be no such row, where it is not said of rows of a table."""
    absent_at: int = -1
    absent_times: list[Predicate] = field(default_factory=list)
    absent_marks: set[int] = field(default_factory=set)
    """Marks of values and dates that say which rows are absent."""
    changes: list[ChangeWanted] = field(default_factory=list)
    """Growth, differences and earlier values that are asked for."""
    follow: FollowWanted | None = None
    over: OverWanted | None = None
    combine: Literal["ratio", "difference"] | None = None
    """Two measures, or the two sides of a comparison, are to be made one."""
    combine_at: int = -1
    within: set[int] = field(default_factory=set)
    """Marks of the groups within which a share is taken."""
    score: float = 0.0
    assumptions: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """(kind, words) for `copilot.readers.grammar.wording`."""

    # -- walking -----------------------------------------------------------------------------------------------

    def next(self, i: int, *, skip: tuple[CueKind, ...] = ("of",)) -> int | None:
        """Return the position of the next mark that is not a filler."""
        for j in range(i + 1, len(self.marks)):
            if not self._filler(j, skip):
                return j
        return None

    def prev(self, i: int, *, skip: tuple[CueKind, ...] = ("of",)) -> int | None:
        """Return the position of the previous mark that is not a filler."""
        for j in range(i - 1, -1, -1):
            if not self._filler(j, skip):
                return j
        return None

    def _filler(self, i: int, skip: tuple[CueKind, ...]) -> bool:
        mark = self.marks[i]
        if mark.cue is not None:
            return mark.cue.kind == "verb" or mark.cue.kind in skip
        return mark.kind == "stop" and mark.text not in ",;，；"

    def cue(self, i: int | None, *kinds: CueKind) -> bool:
        """Tell whether the mark is a cue of one of the kinds."""
        if i is None:
            return False
        found = self.marks[i].cue
        return found is not None and found.kind in kinds

    # -- candidates --------------------------------------------------------------------------------------------

    def element(self, i: int | None) -> Element | None:
        """Return the chosen element of an element mark."""
        if i is None or self.marks[i].kind != "element":
            return None
        hits = self.marks[i].elements
        hit = hits[min(self.choice.get(i, 0), len(hits) - 1)]
        if hit.weight < HINT:
            return None
        return self._numbered_rows(hit.element, self.marks[i].text) or hit.element

    def _numbered_rows(self, element: Element, said: str) -> Element | None:
        """Return the table whose rows a column numbers within something: lines are rows, their numbers not meant."""
        if element.kind != "column" or set(full_words(said)) & _NUMBERING or said[-1:] in "号码":
            return None
        table = self.catalog.tables[element.table]
        column = table.columns[element.name]
        numbers = column.type == "integer" and bool(set(full_words(element.name)) & _NUMBERING)
        within = element.name in table.primary_key[1:] and len(set(full_words(element.name)) - _NUMBERING) > 0
        return Element("table", table.name, table.name) if numbers and within else None

    def weight(self, i: int) -> float:
        """Return the weight of the chosen element of an element mark."""
        hits = self.marks[i].elements
        return hits[min(self.choice.get(i, 0), len(hits) - 1)].weight

    def ref(self, i: int | None) -> ColumnRef | None:
        """Return the chosen column of an element mark; None for a table or metric."""
        element = self.element(i)
        if element is None or element.kind != "column" or i is None:
            return None
        return ColumnRef(element.table, element.name, self.vias.get(i))

    def column(self, i: int | None) -> Column | None:
        """Return the chosen column's catalog entry."""
        ref = self.ref(i)
        return self.catalog.tables[ref.table].columns.get(ref.column) if ref else None

    def value(self, i: int) -> ValueHit:
        """Return the chosen hit of a value mark."""
        hits = self.marks[i].values
        return hits[min(self.choice.get(i, 0), len(hits) - 1)]

    def is_number(self, i: int | None) -> bool:
        """Tell whether the chosen column holds numbers to compute with."""
        column = self.column(i)
        return column is not None and column.type in ("integer", "decimal", "float") and column.role not in ("key",)

    def is_amount(self, i: int | None) -> bool:
        """Tell whether the chosen column holds a measure of many different values."""
        column = self.column(i)
        return column is not None and column.role == "measure" and (column.facts is None or column.facts.distinct > 60)

    def names_rows(self, i: int | None) -> bool:
        """Tell whether the word of a number column says what the rows are: flights, though they bear flight numbers."""
        column = self.column(i)
        if column is None or i is None or column.role == "measure":
            return False
        return any(hit.element.kind == "table" and hit.weight >= 0.9 for hit in self.marks[i].elements)

    def rows_named(self, i: int | None) -> Element | None:
        """Return the table whose rows a word names, though it may stand for a number column that they bear."""
        element = self.element(i)
        if i is not None and self.names_rows(i):
            return next(hit.element for hit in self.marks[i].elements if hit.element.kind == "table")
        return element if element is not None and element.kind == "table" else None

    def is_text(self, i: int | None) -> bool:
        """Tell whether the chosen column holds text."""
        column = self.column(i)
        return column is not None and column.type == "text"

    def is_time(self, i: int | None) -> bool:
        """Tell whether the chosen column holds dates or times."""
        column = self.column(i)
        return column is not None and column.type in ("date", "timestamp")

    def _divides(self, i: int) -> bool:
        """Tell whether "to" belongs to a ratio: of JFK flights to LGA flights."""
        cues = (mark.cue for mark in self.marks[:i])
        return any(cue is not None and cue.kind == "analysis" and cue.value == "ratio" for cue in cues)

    def direction(self, i: int) -> Direction | None:
        """Return whether the words around a mark say that it is where something starts or ends."""
        j = i - 1
        while j >= 0 and (self.marks[j].kind == "stop" or self.cue(j, "not", "in", "of", "exist")):
            j -= 1
        if j >= 0 and self.cue(j, "from"):
            return "from"
        if j >= 0 and self.marks[j].text in _GOES:
            return "to"
        if j >= 0 and self.cue(j, "to"):
            return "to" if not self._divides(j) else None
        back = j
        while back > 0 and self.marks[back].kind in ("stop", "cue") and j - back < 3:
            back -= 1
        for k in (j, i + 1, i + 2, back):
            if k > i and k < len(self.marks) and self.cue(k - 1, "aggregate") and self.is_number(k):
                continue  # JFK and LGA average arrival delay: the delay is one of arrival, JFK is no destination
            if 0 <= k < len(self.marks) and k != i and self.marks[k].kind == "element":
                words = {w for hit in self.marks[k].elements[:4] for w in element_words(hit.element)}
                said = {"from"} if words & FROM_WORDS else set()
                said |= {"to"} if words & TO_WORDS else set()
                if len(said) == 1:
                    return "from" if "from" in said else "to"
        return None


_GOES: Final = frozenset({"飞", "去", "飞抵", "直飞"})
"""Verbs before the place where something ends."""


def element_words(element: Element) -> frozenset[str]:
    """Return the words of an element's name, abbreviations written out."""
    return frozenset(full_words(element.name))


def way(column: str) -> Direction | None:
    """Return whether a column's name says that it is where something starts or ends."""
    words = element_words(Element("column", "", column))
    if words & FROM_WORDS:
        return "from"
    return "to" if words & TO_WORDS else None


def start_frame(catalog: Catalog, cover: Cover, choice: dict[int, int]) -> Frame:
    """Return an empty frame over a cover's marks."""
    return Frame(catalog, cover.marks, dict(choice))
