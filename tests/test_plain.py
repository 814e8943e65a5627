"""Whatever an engine's types hold arrives as plain Python values that mean the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

import askbi
from app.assistant import Assistant


@pytest.fixture(scope="module")
def bi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    path: Path = tmp_path_factory.mktemp("plain") / "one.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute("create table one as select 1 as n")
    with askbi.connect(path) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'infinity'::date", "infinity"),
        ("'-infinity'::timestamp", "-infinity"),
        ("'290309-12-21'::date", "290309-12-21"),
        ("date '2020-01-01'", date(2020, 1, 1)),
        ("340282366920938463463374607431768211455::uhugeint", "340282366920938463463374607431768211455"),
        ("'10:00:00+02'::timetz", "10:00:00+02"),
        ("'101'::bit", "101"),
        ("interval 3 day", timedelta(days=3)),
        ("interval 14 month", "1 year 2 months"),
        ("sum(170141183460469231731687303715884105727::hugeint)", 170141183460469231731687303715884105727),
    ],
)
def test_value(bi: Assistant, expression: str, value: Any) -> None:
    answer = bi.sql(f"select {expression} as x from one")
    assert (answer.status, answer.rows) == ("answered", [(value,)]), answer.message
    assert json.loads(answer.to_json())["columns"] == ["x"]
