"""When two results are equal."""

import random
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.compare import explain_difference, same_rows, same_value

NAN = float("nan")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (1, 1.0, True),
        (1, Decimal(1), True),
        (0.1 + 0.2, 0.3, True),
        (Decimal("0.3"), 0.1 + 0.2, True),
        (1.0, 1.0 + 1e-8, False),
        (0.0, 5e-17, True),
        (10_000_000_001, 10_000_000_002, False),
        (10**25, Decimal(10**25), True),
        (NAN, NAN, True),
        (NAN, None, False),
        (None, None, True),
        (None, 0, False),
        (None, "", False),
        (True, 1, True),
        (False, 1, False),
        (float("inf"), float("inf"), True),
        (float("inf"), 1e308, False),
        (date(2013, 3, 1), datetime(2013, 3, 1), True),
        (date(2013, 3, 1), datetime(2013, 3, 1, 1), False),
        ("2013-03-01", date(2013, 3, 1), True),
        ("2013-03-01 08:00:00", datetime(2013, 3, 1, 8), True),
        ("2013-3-1", date(2013, 3, 1), False),
        ("2013-02-30", "2013-02-30", True),
        (datetime(2013, 3, 1, 8, tzinfo=UTC), datetime(2013, 3, 1, 10, tzinfo=timezone(timedelta(hours=2))), True),
        ("a", "A", False),
        ("1", 1, False),
        ([1, 2], (1, 2), True),
        ({"a": 1}, {"a": 2}, False),
    ],
)
def test_values(left: Any, right: Any, same: bool) -> None:
    assert same_value(left, right) is same
    for ordered in (True, False):
        assert same_rows([(left, "x")], [(right, "x")], ordered=ordered, any_column_order=False) is same
        assert same_rows([(left, "x")], [("x", right)], ordered=ordered, any_column_order=True) is same


@pytest.mark.parametrize(
    ("left", "right", "rules", "same", "why"),
    [
        ([], [], "", True, ""),
        ([(1,)], [], "", False, "the left result has 1 row, the right has 0"),
        ([(1, 2)], [(1,)], "", False, "the left result has 2 columns, the right has 1"),
        ([(1,), (2,)], [(2,), (1,)], "", True, ""),
        ([(1,), (2,)], [(2,), (1,)], "ordered", False, "row 1, column 1: the left has 1, the right 2"),
        (
            [(1,), (1,), (2,)],
            [(1,), (2,), (2,)],
            "",
            False,
            "1 row without a partner; the left has (1,), the right has (2,)",
        ),
        ([(1, "a"), (2, "b")], [("a", 1), ("b", 2)], "", False, None),
        ([(1, "a"), (2, "b")], [("b", 2), ("a", 1)], "columns", True, ""),
        ([(1, "a"), (2, "b")], [("b", 2), ("a", 1)], "columns ordered", False, None),
        (
            [(1, 1), (2, 2)],
            [(1, 2), (2, 1)],
            "columns",
            False,
            "each column has its match, but the columns do not go together in whole rows",
        ),
        ([(1, 2), (2, 1)], [(2, 1), (1, 2)], "columns ordered", True, ""),
        ([(1, "a")], [(1,)], "extra", True, ""),
        ([("a", 1)], [(1,)], "extra", True, ""),
        ([(1,)], [(1, "a")], "extra", False, None),
        ([(1, "a", 2)], [("a", 1)], "extra", False, None),
        ([(1, "a", 2)], [("a", 1)], "extra columns", True, ""),
        ([(1,)], [(1, 1)], "extra columns", False, None),
        ([(3,)], [(4,)], "columns", False, "no column of the left result holds the values of column 1 of the right"),
        ([(0.1 + 0.2, "b"), (0.3, "a")], [(0.3, "b"), (0.1 + 0.2, "a")], "", True, ""),
    ],
)
def test_rows(left: Any, right: Any, rules: str, same: bool, why: str | None) -> None:
    options: dict[str, Any] = {
        "ordered": "ordered" in rules,
        "any_column_order": "columns" in rules,
        "extra_columns_allowed": "extra" in rules,
    }
    said = explain_difference(left, right, **options)
    assert same_rows(left, right, **options) is same
    assert bool(said) is not same
    assert why is None or said == why


def test_ties_may_change_places() -> None:
    left = [("a", 5), ("b", 5), ("c", 3)]
    for right, same in (
        ([("b", 5), ("a", 5), ("c", 3)], True),
        ([("b", 5), ("c", 3), ("a", 5)], False),
        ([("c", 3), ("a", 5), ("b", 5)], False),
    ):
        assert same_rows(left, right, ordered=True, any_column_order=False, order_by=[1]) is same
        assert not same_rows(left, right, ordered=True, any_column_order=False)


def test_a_chain_of_near_numbers_is_not_one_number() -> None:
    step = 6e-10
    chain = [(1 + step * at,) for at in range(6)]
    assert same_rows(chain, chain[::-1], ordered=False, any_column_order=False)
    far = [*chain[1:-1], (1.0,), (1.0,)]
    assert not same_rows(far, [*chain[1:-1], chain[-1], chain[-1]], ordered=False, any_column_order=False)


def test_near_rows_are_paired_across_columns() -> None:
    # Sorted by the first column, the noise there would pair the rows the wrong way round.
    left = [(1.0, 5.0), (1.0 + 1e-12, 3.0)]
    right = [(1.0 + 1e-12, 5.0), (1.0, 3.0)]
    assert same_rows(left, right, ordered=False, any_column_order=False)


def test_ten_thousand_rows_with_shuffled_columns() -> None:
    chance = random.Random(7)
    left = [(at, chance.random(), f"name {at % 50}", at % 7, None if at % 3 else 1.5) for at in range(10_000)]
    right = [(b * (1 + 1e-13), d, c, e, a) for a, b, c, d, e in left]
    chance.shuffle(right)
    assert same_rows(left, right, ordered=False, any_column_order=True)
    right[5] = (*right[5][:4], -1)
    assert not same_rows(left, right, ordered=False, any_column_order=True)


CELLS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats(allow_nan=True, width=16)
    | st.sampled_from(["a", "2013-01-01"])
)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[CELLS] * width), min_size=1, max_size=8))


@settings(deadline=None, derandomize=True)
@given(TABLES, st.randoms(use_true_random=False))
def test_shuffling_changes_nothing(rows: list[tuple[Any, ...]], chance: random.Random) -> None:
    columns = list(range(len(rows[0])))
    chance.shuffle(columns)
    other = [tuple(row[at] for at in columns) for row in rows]
    assert same_rows(rows, other, ordered=True, any_column_order=True)
    chance.shuffle(other)
    assert same_rows(rows, other, ordered=False, any_column_order=True)
    assert same_rows(
        [(*row, "more") for row in rows], other, ordered=False, any_column_order=True, extra_columns_allowed=True
    )


@settings(deadline=None, derandomize=True)
@given(TABLES, TABLES, st.booleans(), st.booleans())
def test_equality_is_symmetric(left: Any, right: Any, ordered: bool, columns: bool) -> None:
    there = same_rows(left, right, ordered=ordered, any_column_order=columns)
    assert there == same_rows(right, left, ordered=ordered, any_column_order=columns)
