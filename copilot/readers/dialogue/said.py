"""What a question says, in its own words: measures, groups, periods, values, thresholds, order.

Owns taking a question apart by its marks. Refuses to judge whether that is all it says: the whole is written out again
and read, and must come out the same (`copilot.readers.dialogue`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from copilot.linking.words import Token
from copilot.readers.grammar.marks import Mark

Order = Literal["", "asc", "desc"]
_SURE: Final = 0.7
"""Below this a word only hints at a column: in "sold the most units" nothing is meant by "sold"."""
_EXTREMES: Final = ("top", "bottom")


@dataclass(frozen=True, slots=True)
class Named:
    """A stored value that a question names.

    Attributes:
        text: its words, with "from" or "to" where that was said.
        columns: those that hold it, as (table, column).
        out: whether it is left out.
        way: whether its words say a direction.
    """

    text: str
    columns: frozenset[tuple[str, str]]
    out: bool = False
    way: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound on a measure.

    Attributes:
        text: its words, such as ``above 1000``.
        of: the measure that was named with it, empty where none was.
    """

    text: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says."""

    measures: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    values: tuple[Named, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    share: bool = False
    top: str = ""
    """Such as ``top 5``, ``lowest 3`` or ``最低 3``: the word, then the number."""
    order: Order = ""
    order_by: str = ""
    """The measure that the order goes by, where it was named."""
    unknown: tuple[str, ...] = ()
    """Words that nothing is known of."""
    things: frozenset[tuple[str, str, str]] = frozenset()
    """What words taken for a measure may stand for: (words, table, column), the column empty for a table."""


def said_in(text: str, words: Sequence[Token], marks: Sequence[Mark]) -> Said:
    """Return what a question says, by its marks."""
    return _Taker(text, words, marks).all()


class _Taker:
    """Goes over the marks of one question, from the first to the last."""

    def __init__(self, text: str, words: Sequence[Token], marks: Sequence[Mark]) -> None:
        self._text = text
        self._words = words
        self._marks = marks
        self._at = 0
        self._found = Said()
        self._out = False

    def all(self) -> Said:
        while self._at < len(self._marks):
            self._at += self._take(self._marks[self._at])
        return self._found

    def _slice(self, first: int, last: int) -> str:
        start, end = self._words[self._marks[first].start].start, self._words[self._marks[last].end - 1].end
        return self._text[start:end]

    def _mark(self, at: int) -> Mark | None:
        return self._marks[at] if 0 <= at < len(self._marks) else None

    def _kind(self, at: int) -> str:
        mark = self._mark(at)
        return mark.cue.kind if mark is not None and mark.cue is not None else ""

    def _take(self, mark: Mark) -> int:
        """Take what begins here, and return how many marks it is."""
        at, kind = self._at, self._kind(self._at)
        if mark.date is not None:
            self._found = replace(self._found, periods=(*self._found.periods, self._slice(at, at)))
        elif kind == "not":
            self._out = True
        elif kind == "group":
            return self._grouped()
        elif mark.grain is not None and mark.grain.marker:
            self._group(mark.text)
        elif kind == "sort":
            self._found = replace(self._found, order=self._order(mark))
            if mark.text.casefold().endswith("by") and self._is_measure(at + 1):
                self._found = replace(self._found, order_by=self._slice(at + 1, at + 1))
            elif at > 1 and self._marks[at - 2].text == "按" and self._is_measure(at - 1):
                self._found = replace(self._found, order_by=self._slice(at - 1, at - 1))
            return 2 if self._kind(at + 1) == "group" and self._is_measure(at + 2) else 1
        elif kind in _EXTREMES or mark.gradable is not None:
            return self._extreme(mark)
        elif kind in ("compare", "between"):
            return self._threshold()
        elif kind == "share":
            self._found = replace(self._found, share=True)
        elif kind in ("aggregate", "count"):
            return self._aggregated()
        elif mark.values and not _names_more(mark):
            return self._value(mark)
        elif mark.elements:
            self._element(mark)
        elif mark.number is not None:
            return self._number()
        elif mark.kind == "unknown":
            self._found = replace(self._found, unknown=(*self._found.unknown, mark.text))
        return 1

    def _grouped(self) -> int:
        """By region and month: all that is joined behind a word for grouping."""
        at = self._at + 1
        if self._is_measure(at):
            return 1  # top 5 brands by revenue: what ranks them is no group
        took = False
        while (mark := self._mark(at)) is not None:
            if mark.elements or mark.grain is not None or (mark.values and not took) or mark.values:
                if self._is_measure(at):
                    break
                self._group(mark.text)
                took = True
                at += 1
            elif took and self._kind(at) in ("and", "group") and self._mark(at + 1) is not None:
                if self._is_measure(at + 1) or self._mark(at + 1).date is not None:  # type: ignore[union-attr]
                    break
                at += 1
            elif mark.kind == "stop" and not took:
                at += 1
            else:
                break
        return at - self._at

    def _order(self, mark: Mark) -> Order:
        said = mark.cue.value if mark.cue is not None else ""
        return "asc" if said == "asc" else "desc" if said == "desc" else self._found.order or "desc"

    def _group(self, text: str) -> None:
        if text not in self._found.groups:
            self._found = replace(self._found, groups=(*self._found.groups, text))

    def _is_measure(self, at: int) -> bool:
        mark = self._mark(at)
        if mark is None or self._kind(at) in ("count", "aggregate"):
            return mark is not None
        return bool(mark.elements) and mark.elements[0].element.kind == "metric"

    def _extreme(self, mark: Mark) -> int:
        """Top 5, the worst three, 最低的三个, or an order: highest first, largest to smallest."""
        beside = [step for step in (1, 2) if self._numbered(self._at + step)]
        before = [step for step in (1, 2) if self._numbered(self._at - step)]
        if beside or before:
            place = self._at + beside[0] if beside else self._at - before[0]
            number = self._marks[place].number
            assert number is not None
            self._found = replace(self._found, top=f"{mark.text} {number.value}")
            return beside[0] + 1 if beside else 1
        if mark.gradable is not None and not self._found.order:
            self._found = replace(self._found, order="desc" if mark.gradable.highest else "asc")
        return 1

    def _numbered(self, at: int) -> bool:
        mark = self._mark(at)
        between = self._marks[min(at, self._at) + 1 : max(at, self._at)]
        plain = all(one.kind == "stop" or (one.cue is not None and one.cue.kind == "of") for one in between)
        if mark is None or mark.number is None or mark.number.percent or not plain:
            return False
        return mark.number.value == int(mark.number.value) and self._kind(at - 1) not in ("compare", "between")

    def _number(self) -> int:
        """100 or more, 100以上: the word for the comparison stands behind."""
        if self._kind(self._at + 1) == "compare":
            said = self._slice(self._at, self._at + 1)
            self._bound(said)
            return 2
        number = self._marks[self._at].number
        if re.fullmatch(r"(?:19|20)\d\d", self._marks[self._at].text) and number is not None and number.unit is None:
            self._found = replace(self._found, periods=(*self._found.periods, self._marks[self._at].text))
        return 1

    def _threshold(self) -> int:
        last = self._at
        for place in range(self._at + 1, min(self._at + 5, len(self._marks))):
            mark = self._marks[place]
            if mark.number is not None:
                last = place
            elif not (mark.kind == "stop" or self._kind(place) == "and"):
                break
        if last == self._at:
            return 1
        self._bound(self._slice(self._at, last))
        return last - self._at + 1

    def _bound(self, text: str) -> None:
        self._found = replace(self._found, thresholds=(*self._found.thresholds, Threshold(text)))

    def _aggregated(self) -> int:
        """Number of orders, average departure delay."""
        at = self._at + 1
        while (mark := self._mark(at)) is not None and (mark.kind == "stop" or self._kind(at) == "of"):
            at += 1
        if mark is None or not mark.elements:
            return 1
        self._measure(self._slice(self._at, at))
        return at - self._at + 1

    def _value(self, mark: Mark) -> int:
        at, first, last = self._at, self._at, self._at
        way = False
        if self._kind(at - 1) in ("from", "to"):
            first, way = at - 1, True
        elif self._heads(at - 1, mark):
            first, way = at - 1, True  # destination LAX: the column that is meant is named
        after = self._mark(at + 1)
        if self._kind(at + 1) in ("from", "to") and not after.text.isascii():  # type: ignore[union-attr]
            last, way = at + 1, True
        columns = frozenset((hit.table, hit.column) for hit in mark.values)
        named = Named(self._slice(first, last), columns, self._out, way)
        self._found = replace(self._found, values=(*self._found.values, named))
        own = self._mark(last + 1)
        names_column = own is not None and any((e.element.table, e.element.name) in columns for e in own.elements)
        return last - at + (2 if names_column else 1)

    def _element(self, mark: Mark) -> None:
        best = mark.elements[0]
        only_tells = best.element.kind == "table" and self._found.measures and not self._joined()
        if (best.weight < _SURE and not best.whole) or self._heads_value() or only_tells:
            return  # revenue for orders in 2025: the orders only tell of what
        ranked = self._kind(self._at - 1) == "which" or self._numbered(self._at - 1) or self._numbered(self._at - 2)
        if best.element.kind == "metric":
            self._measure(mark.text)
        elif ranked or (self._found.measures and not self._joined()):
            self._group(mark.text)
        else:
            self._measure(mark.text)
            things = {
                (mark.text, hit.element.table, hit.element.name if hit.element.kind == "column" else "")
                for hit in mark.elements
                if hit.weight >= _SURE
            }
            self._found = replace(self._found, things=self._found.things | things)

    def _heads_value(self) -> bool:
        after = self._mark(self._at + 1)
        return after is not None and bool(after.values) and not _names_more(after) and self._heads(self._at, after)

    def _heads(self, at: int, value: Mark) -> bool:
        """Tell whether a mark names one of several columns that hold a value."""
        mark, columns = self._mark(at), {(hit.table, hit.column) for hit in value.values}
        if mark is None or len(columns) < 2 or self._kind(at - 1) == "group":
            return False
        return any((hit.element.table, hit.element.name) in columns and hit.whole for hit in mark.elements)

    def _joined(self) -> bool:
        """Tell whether a word is joined with a measure before it: revenue and returns."""
        return self._kind(self._at - 1) == "and"

    def _measure(self, text: str) -> None:
        if text not in self._found.measures:
            self._found = replace(self._found, measures=(*self._found.measures, text))


def _names_more(mark: Mark) -> bool:
    """Tell whether a stretch is rather the name of a column or measure than a stored value."""
    best = max((hit.weight for hit in mark.elements), default=0.0)
    return best > max(hit.weight for hit in mark.values)
