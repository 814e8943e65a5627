"""A refusal points at its place in the text that came in."""

from __future__ import annotations

import pytest

from copilot.errors import Refused
from copilot.gate import Gate
from copilot.values.query import Dialect


@pytest.mark.parametrize(
    ("sql", "marked", "line", "column"),
    [
        ("select ammount from orders", "ammount", 1, 8),
        ("select amount\nfrom nowhere", "nowhere", 2, 6),
        ("select amount,\n  o.Ammount\nfrom orders o", "o.Ammount", 2, 3),
        ('select "no such" from orders', '"no such"', 1, 8),
        ("select amount from orders where random() < 0.5", "random", 1, 33),
        ("select amount\nfrom orders\norder by 日期x", "日期x", 3, 10),
        ("select amount from orders o where exists (\n select 1 from secret_salaries)", "secret_salaries", 2, 16),
        ("with a as (select 1), orders as (select 2) select * from orders", "orders", 1, 23),
        ("select * from 'file.csv'", "'file.csv'", 1, 15),
        ("select * from read_text('notes.txt')", "read_text('notes.txt')", 1, 15),
        ("select amount from orders limit -1", "1", 1, 34),
        ("drop table orders", "drop table orders", 1, 1),
    ],
)
def test_spot(gates: dict[Dialect, Gate], sql: str, marked: str, line: int, column: int) -> None:
    with pytest.raises(Refused) as caught:
        gates["duckdb"].validate(sql, rows=10)
    spot = caught.value.spot
    assert spot is not None
    assert sql[spot.start : spot.end] == marked
    assert (spot.line, spot.column) == (line, column)
