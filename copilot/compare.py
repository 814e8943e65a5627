"""When two results are equal, decided here and nowhere else.

Owns equality of cells (numbers within a relative tolerance, dates against midnights and ISO text, null with null) and
of whole results (as multisets, in order, with columns in any order). Refuses to run SQL and to say which is right.

Numbers are first put into classes of near neighbours, so that rows can be hashed; rows whose classes agree are then
compared cell by cell. Two integers are equal only if they are the same: keys of ten digits differ by less than any
useful tolerance.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

Rows = Sequence[Sequence[Any]]
NEAR_ZERO = 1e-12
"""Numbers closer than this are equal: the rest of a sum that cancels is no difference."""
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?\Z")
_MATCH_AT_MOST = 300
_SEARCH_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class _Rules:
    ordered: bool
    any_column_order: bool
    tolerance: float
    extra: bool
    order_by: tuple[int, ...]


def same_rows(
    left_rows: Rows,
    right_rows: Rows,
    *,
    ordered: bool,
    any_column_order: bool,
    relative_tolerance: float = 1e-9,
    extra_columns_allowed: bool = False,
    order_by: Sequence[int] = (),
) -> bool:
    """Return whether two results are equal.

    Args:
        left_rows: the rows to be judged, each of the same length.
        right_rows: the rows that are wanted.
        ordered: rows must come in the same order; else they are compared as multisets.
        any_column_order: columns may be permuted, as long as whole rows match.
        relative_tolerance: largest relative difference of two numbers, unless both are integers.
        extra_columns_allowed: the left side may have further columns.
        order_by: with `ordered`, the positions in the right rows that the order goes by: rows that tie there may change
            places. Empty: every row has its place.

    >>> same_rows([("a", 0.1 + 0.2)], [("a", Decimal("0.3"))], ordered=False, any_column_order=False)
    True
    >>> same_rows([(1, "a"), (2, "b")], [("b", 2), ("a", 1)], ordered=False, any_column_order=True)
    True
    """
    rules = _Rules(ordered, any_column_order, relative_tolerance, extra_columns_allowed, tuple(order_by))
    if len(left_rows) != len(right_rows):
        return False
    if not left_rows:
        return True
    left_width, right_width = len(left_rows[0]), len(right_rows[0])
    if left_width < right_width or (left_width > right_width and not extra_columns_allowed):
        return False
    return _Comparison(left_rows, right_rows, rules).mapping() is not None


def same_value(left: Any, right: Any, *, relative_tolerance: float = 1e-9) -> bool:
    """Return whether two cells are equal.

    >>> same_value(date(2013, 3, 1), datetime(2013, 3, 1)), same_value(True, 1), same_value(None, 0)
    (True, True, False)
    """
    return _equal(_canonical(left), _canonical(right), relative_tolerance)


def explain_difference(
    left_rows: Rows,
    right_rows: Rows,
    *,
    ordered: bool,
    any_column_order: bool,
    relative_tolerance: float = 1e-9,
    extra_columns_allowed: bool = False,
    order_by: Sequence[int] = (),
) -> str:
    """Return in one sentence how two results differ, empty where they are equal; arguments as for `same_rows`.

    >>> explain_difference([(1,)], [(1,), (2,)], ordered=False, any_column_order=False)
    'the left result has 1 row, the right has 2'
    """
    rules = _Rules(ordered, any_column_order, relative_tolerance, extra_columns_allowed, tuple(order_by))
    if len(left_rows) != len(right_rows):
        noun = "row" if len(left_rows) == 1 else "rows"
        return f"the left result has {len(left_rows)} {noun}, the right has {len(right_rows)}"
    if not left_rows:
        return ""
    left_width, right_width = len(left_rows[0]), len(right_rows[0])
    if left_width < right_width or (left_width > right_width and not extra_columns_allowed):
        noun = "column" if left_width == 1 else "columns"
        return f"the left result has {left_width} {noun}, the right has {right_width}"
    comparison = _Comparison(left_rows, right_rows, rules)
    return "" if comparison.mapping() is not None else comparison.difference()


class _Comparison:
    """Two results of the same number of rows, ready to be matched."""

    def __init__(self, left: Rows, right: Rows, rules: _Rules) -> None:
        self.rules, self.raw = rules, (left, right)
        self.left = [[_canonical(cell) for cell in column] for column in zip(*left, strict=True)]
        self.right = [[_canonical(cell) for cell in column] for column in zip(*right, strict=True)]
        classes = _number_classes([*self.left, *self.right], rules.tolerance)
        self.left_ids = [[_class_of(cell, classes) for cell in column] for column in self.left]
        self.right_ids = [[_class_of(cell, classes) for cell in column] for column in self.right]
        self.count = len(left)

    def mapping(self) -> tuple[int, ...] | None:
        """For each right column the left column that it matches, None where the results differ."""
        return next((found for found in self._mappings() if self._rows_match(found)), None)

    def _mappings(self) -> Iterator[tuple[int, ...]]:
        """Assignments of columns under which the classes of whole rows agree."""
        width, extra = len(self.right), len(self.left) - len(self.right)
        if not self.rules.any_column_order and not extra:
            found = tuple(range(width))
            if self._ids_agree(found, found):
                yield found
            return
        candidates = self._candidates()
        order = (
            sorted(range(width), key=lambda at: len(candidates[at])) if self.rules.any_column_order else [*range(width)]
        )
        budget = [max(100, _SEARCH_CELLS // (self.count * max(1, width)))]
        yield from self._search(order, candidates, [], budget)

    def _candidates(self) -> list[list[int]]:
        signatures = [_signature(column) for column in self.left_ids]
        wanted = [_signature(column) for column in self.right_ids]
        return [[at for at, signature in enumerate(signatures) if signature == one] for one in wanted]

    def _search(
        self, order: list[int], candidates: list[list[int]], chosen: list[int], budget: list[int]
    ) -> Iterator[tuple[int, ...]]:
        if len(chosen) == len(order):
            by_right = dict(zip(order, chosen, strict=True))
            yield tuple(by_right[at] for at in range(len(order)))
            return
        tried: list[int] = []
        for at in candidates[order[len(chosen)]]:
            if at in chosen or (not self.rules.any_column_order and chosen and at < chosen[-1]):
                continue
            # A column equal to one that was tried leads to the same rows.
            if self.rules.any_column_order and any(self.left[at] == self.left[other] for other in tried):
                continue
            tried.append(at)
            budget[0] -= 1
            if budget[0] < 0:
                return
            if self._ids_agree([*chosen, at], order[: len(chosen) + 1]):
                yield from self._search(order, candidates, [*chosen, at], budget)

    def _ids_agree(self, left_at: Sequence[int], right_at: Sequence[int]) -> bool:
        left = [self.left_ids[at] for at in left_at]
        right = [self.right_ids[at] for at in right_at]
        if self.rules.ordered and not self.rules.order_by:
            return left == right
        return Counter(zip(*left, strict=True)) == Counter(zip(*right, strict=True))

    def _rows_match(self, mapping: tuple[int, ...]) -> bool:
        return all(self._group_matches(*group, mapping) for group in self._groups(mapping).values())

    def _groups(self, mapping: tuple[int, ...]) -> dict[Hashable, tuple[list[int], list[int]]]:
        """Positions of the rows on both sides that share their classes and, where ordered, their place."""
        groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        left = [self.left_ids[at] for at in mapping]
        for side, columns in enumerate((left, self.right_ids)):
            places = self._places(columns)
            for at, (place, *ids) in enumerate(zip(places, *columns, strict=True)):
                groups[(place, *ids)][side].append(at)
        return groups

    def _places(self, columns: list[list[Hashable]]) -> list[int]:
        """A number for each row: its place, its run of ties, or 0 where order does not matter."""
        if not self.rules.ordered:
            return [0] * self.count
        if not self.rules.order_by:
            return list(range(self.count))
        keys = list(zip(*(columns[at] for at in self.rules.order_by), strict=True))
        places, place = [], 0
        for at, key in enumerate(keys):
            place += at > 0 and key != keys[at - 1]
            places.append(place)
        return places

    def _group_matches(self, left: list[int], right: list[int], mapping: tuple[int, ...]) -> bool:
        if len(left) != len(right):
            return False
        numeric = [at for at in range(len(mapping)) if isinstance(self.right[at][right[0]], int | float | Decimal)]
        if not numeric:
            return True
        ours = sorted(([self.left[mapping[at]][row] for at in numeric] for row in left), key=_sort_key)
        theirs = sorted(([self.right[at][row] for at in numeric] for row in right), key=_sort_key)
        if all(self._near(one, other) for one, other in zip(ours, theirs, strict=True)):
            return True
        return 1 < len(ours) <= _MATCH_AT_MOST and self._perfect_matching(ours, theirs)

    def _near(self, left: list[Any], right: list[Any]) -> bool:
        return all(_equal(one, other, self.rules.tolerance) for one, other in zip(left, right, strict=True))

    def _perfect_matching(self, left: list[list[Any]], right: list[list[Any]]) -> bool:
        """Whether near rows can be paired one to one (augmenting paths)."""
        edges = [[at for at, other in enumerate(right) if self._near(one, other)] for one in left]
        partner: dict[int, int] = {}

        def place(row: int, seen: set[int]) -> bool:
            for at in edges[row]:
                if at not in seen:
                    seen.add(at)
                    if at not in partner or place(partner[at], seen):
                        partner[at] = row
                        return True
            return False

        return all(place(row, set()) for row in range(len(left)))

    def difference(self) -> str:
        """The first difference in words, once it is known that there is one."""
        if self.rules.any_column_order or len(self.left) != len(self.right):
            for at, found in enumerate(self._candidates()):
                if not found:
                    return f"no column of the left result holds the values of column {at + 1} of the right"
            return "each column has its match, but the columns do not go together in whole rows"
        groups = self._groups(tuple(range(len(self.right)))).values()
        if not self.rules.ordered:
            return _one_sided(groups, self.raw)
        if self.rules.order_by:
            return f"the rows differ or come in another order; {_one_sided(groups, self.raw)}"
        for row in range(self.count):
            for at, column in enumerate(self.right):
                if not _equal(self.left[at][row], column[row], self.rules.tolerance):
                    ours, theirs = self.raw[0][row][at], self.raw[1][row][at]
                    return f"row {row + 1}, column {at + 1}: the left has {ours!r}, the right {theirs!r}"
        return ""


def _one_sided(groups: Any, raw: tuple[Rows, Rows]) -> str:
    more: tuple[list[int], list[int]] = ([], [])
    for left, right in groups:
        more[0].extend(left[len(right) :])
        more[1].extend(right[len(left) :])
    if not more[0] and not more[1]:
        return "some numbers differ by more than the tolerance"
    ours = f"the left has {tuple(raw[0][more[0][0]])!r}" if more[0] else ""
    theirs = f"the right has {tuple(raw[1][more[1][0]])!r}" if more[1] else ""
    count = max(len(more[0]), len(more[1]))
    noun = "row" if count == 1 else "rows"
    return f"{count} {noun} without a partner; {', '.join(part for part in (ours, theirs) if part)}"


def _canonical(value: Any) -> Any:
    """One form for what counts as the same: numbers, times as naive datetimes in UTC, the rest hashable."""
    kind = type(value)
    if kind is str:
        return _from_text(value)
    if value is None or kind in (int, float, Decimal):
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, time):
        return ("time", value.isoformat())
    if isinstance(value, timedelta):
        return ("interval", value.total_seconds())
    if isinstance(value, Mapping):
        return ("map", tuple(sorted((str(key), _canonical(cell)) for key, cell in value.items())))
    if isinstance(value, list | tuple):
        return ("list", tuple(_canonical(cell) for cell in value))
    if isinstance(value, bytearray | memoryview):
        return bytes(value)
    return value if isinstance(value, Hashable) else repr(value)


def _from_text(text: str) -> str | datetime:
    if 10 <= len(text) <= 26 and text[4] == "-" and _ISO.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return text
    return text


def _float(value: int | float | Decimal) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _near(left: float, right: float, tolerance: float) -> bool:
    return left == right or abs(left - right) <= max(NEAR_ZERO, tolerance * max(abs(left), abs(right)))


def _equal(left: Any, right: Any, tolerance: float) -> bool:
    numbers = (int, float, Decimal)
    if isinstance(left, numbers) and isinstance(right, numbers):
        if _is_integer(left) and _is_integer(right):
            return bool(left == right)
        first, second = _float(left), _float(right)
        if math.isnan(first) or math.isnan(second):
            return math.isnan(first) and math.isnan(second)
        if math.isinf(first) or math.isinf(second):
            return first == second
        return _near(first, second, tolerance)
    return type(left) is type(right) and bool(left == right)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) or (
        isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value()
    )


def _number_classes(columns: list[list[Any]], tolerance: float) -> dict[float, int]:
    """A class for each number, such that near numbers share theirs; far ones may share one by a chain of near ones."""
    values = {_float(cell) for column in columns for cell in column if isinstance(cell, int | float | Decimal)}
    classes: dict[float, int] = {}
    last, at = -math.inf, 0
    for value in sorted(value for value in values if not math.isnan(value)):
        if math.isinf(value) or math.isinf(last) or not _near(last, value, tolerance):
            at += 1
        classes[value] = at
        last = value
    return classes


def _class_of(cell: Any, classes: dict[float, int]) -> Hashable:
    if isinstance(cell, int | float | Decimal):
        value = _float(cell)
        return -1 if math.isnan(value) else classes[value]
    return ("", cell)


def _signature(column: list[Hashable]) -> frozenset[tuple[Hashable, int]]:
    return frozenset(Counter(column).items())


def _sort_key(numbers: list[Any]) -> list[tuple[bool, Any]]:
    return [(math.isnan(_float(value)), 0 if math.isnan(_float(value)) else value) for value in numbers]
