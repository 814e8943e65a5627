"""A person's attributes are bound as typed literals: whatever stands in them is a value and never SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import askbi
from copilot.catalog import bare_catalog
from copilot.errors import PolicyError
from copilot.gate import Gate
from copilot.gate.permitted import permit
from copilot.policy import grant, read_policy
from copilot.sources import Source
from copilot.sources.opening import open_source
from copilot.values import Limits
from copilot.values.plain import plain_rows
from copilot.workspace import Workspace

POLICY = """
roles:
  one: {tables: [people], rows: {people: "name = :user.x"}}
  many: {tables: [people], rows: {people: "name in :user.x"}}
  number: {tables: [people], rows: {people: "band = :user.x"}}
  money: {tables: [people], rows: {people: "pay = :user.x"}}
  day: {tables: [people], rows: {people: "born = :user.x"}}
  moment: {tables: [people], rows: {people: "seen = :user.x"}}
  flag: {tables: [people], rows: {people: "active = :user.x"}}
  none: {tables: [people], rows: {people: "name is not distinct from :user.x"}}
"""
NAMES = [
    "Ann", "o'neil; --", "''", "'", '"', "\\", "\\'", "%", "_", "a\nb", "a\tb", "陈", "é", "e\u0301", "", " ", "' or '1'='1",
    "') or ('1'='1", "x' union select * from hidden --", "/* */", "--", "$$", "$1", "?", ":user.x", "{x}", "{{x}}", "NULL",
    "true", "1", "2024-01-01", "\U0001f600", "ann", "\u202e", "\u200b", "x" * 5000, "E'\\''", "U&'\\0041'", "a;b", "`", "[", "]",
]  # fmt: skip
ROWS = [
    (at, name, at % 4, Decimal(at * 1000 + 1) / 100, date(2020, 1, 1 + at % 5), datetime(2020, 1, 1, at % 5), at % 2 == 0)
    for at, name in enumerate(NAMES)
] + [(900, None, None, None, None, None, None)]  # fmt: skip


def _build(path: Path) -> None:
    lite = path.suffix == ".sqlite"
    with closing(sqlite3.connect(path) if lite else duckdb.connect(str(path))) as made:
        made.execute(
            "CREATE TABLE people(id INTEGER, name VARCHAR, band INTEGER, pay DECIMAL(12,2), born DATE, seen TIMESTAMP,"
            " active BOOLEAN)"
        )
        made.execute("CREATE TABLE hidden(a INTEGER)")
        rows = [tuple(str(v) if lite and v is not None and not isinstance(v, int) else v for v in row) for row in ROWS]
        made.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        made.commit()


class Open:
    """One open file, seen by any role with any attribute."""

    def __init__(self, source: Source, policy: Path) -> None:
        self.source, self.policy, self.schema = source, read_policy(policy), source.schema()

    def ids(self, role: str, value: Any) -> set[int]:
        """Return who is seen."""
        permitted = permit(self.schema, self.source.dialect, grant(self.policy, role, {"x": value}), secret="s" * 64)
        gate = Gate(bare_catalog(self.source, permitted.schema), self.source.dialect, permitted)
        query = gate.validate("select id from people", rows=1000)
        assert query.tables == {"people"}
        return {row[0] for row in plain_rows(self.source.run(query, Limits()).table)}


@pytest.fixture(scope="module", params=["duckdb", "sqlite"])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    folder = tmp_path_factory.mktemp("attributes")
    path = folder / f"people.{request.param}"
    _build(path)
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    source = open_source(path, workspace=Workspace(folder / "workspace"))
    yield Open(source, folder / "policy.yaml")
    source.close()


def who(test: Callable[[Any], bool], column: int) -> set[int]:
    return {row[0] for row in ROWS if row[column] is not None and test(row[column])}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:30])
def test_a_text_finds_itself(data: Open, name: str) -> None:
    assert data.ids("one", name) == who(lambda v: v == name, 1)
    assert data.ids("many", [name, "nobody"]) == who(lambda v: v == name, 1)
    assert data.ids("none", name) == who(lambda v: v == name, 1)


@pytest.mark.parametrize(
    ("role", "value", "expected"),
    [
        ("number", 2, who(lambda v: v == 2, 2)),
        ("number", 2.0, who(lambda v: v == 2, 2)),
        ("number", Decimal("2.00"), who(lambda v: v == 2, 2)),
        ("number", 2.5, set()),
        ("number", -1, set()),
        ("number", 10**15, set()),
        ("number", 1e300, set()),
        ("number", 1e-300, set()),
        ("money", Decimal("10.01"), {1}),
        ("money", Decimal("-0.01"), set()),
        ("money", Decimal("1E+2"), set()),
        ("day", date(2020, 1, 3), who(lambda v: v == date(2020, 1, 3), 4)),
        ("moment", datetime(2020, 1, 1, 3), who(lambda v: v == datetime(2020, 1, 1, 3), 5)),
        ("flag", True, who(bool, 6)),
        ("flag", False, who(lambda v: not v, 6)),
        ("many", ("Ann", "陈", None), {0, 11}),
        ("many", [], set()),
        ("one", None, set()),
        ("none", None, {900}),
    ],
)
def test_each_type_is_bound_as_what_it_is(data: Open, role: str, value: Any, expected: set[int]) -> None:
    assert data.ids(role, value) == expected


class Place(str, Enum):  # noqa: UP042  a StrEnum writes itself as its value, this does not
    """As programs name their choices."""

    ANN = "Ann"


class Sly(int):
    """A number that writes itself as SQL."""

    def __repr__(self) -> str:
        return "2 or true"

    def __abs__(self) -> Sly:
        return self


class SlyText(str):
    """A text that writes itself as SQL."""

    __slots__ = ()

    def __str__(self) -> str:
        return "' or true or '"

    __repr__ = __str__


@pytest.mark.parametrize(
    ("role", "value", "expected"),
    [
        ("one", Place.ANN, {0}),
        ("one", SlyText("Ann"), {0}),
        ("number", Sly(2), who(lambda v: v == 2, 2)),
        ("number", np.float64(2), who(lambda v: v == 2, 2)),
        ("many", [Place.ANN, SlyText("陈")], {0, 11}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_kinds_of_texts_and_numbers_are_bound_by_their_value(
    data: Open, role: str, value: Any, expected: set[int]
) -> None:
    """Or refused in a sentence that names the attribute."""
    said = ""
    try:
        found = data.ids(role, value)
    except PolicyError as error:
        said, found = str(error), expected
    assert found == expected
    assert not said or "'x'" in said


HOSTILE = st.text(
    st.sampled_from("'\";-)(/*\\$:?{}%_ \n\taAnoO1=,`[]|&#@!陈é\u200b\u202e\U0001f600"), max_size=40
) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
FAST = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
    database=None,
)


@FAST
@given(value=HOSTILE)
def test_no_text_is_sql(data: Open, value: str) -> None:
    assert data.ids("one", value) == who(lambda v: v == value, 1)


@FAST
@given(values=st.lists(HOSTILE | st.none() | st.sampled_from(NAMES), max_size=6))
def test_no_list_is_sql(data: Open, values: list[str | None]) -> None:
    assert data.ids("many", values) == who(lambda v: v in values, 1)


@FAST
@given(
    value=st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(-(10**9), 10**9, places=2)
    | st.booleans()
    | st.dates()
    | st.datetimes()
)
def test_no_value_is_sql(data: Open, value: Any) -> None:
    """Values of another type than the column's find nothing or are refused when data is opened, and never run."""
    for role in ("number", "money") if isinstance(value, int | float | Decimal) else ("day", "moment"):
        try:
            found = data.ids(role, value)
        except PolicyError:
            continue
        column = {"number": 2, "money": 3, "day": 4, "moment": 5}[role]
        if isinstance(value, bool) or role in ("day", "moment"):
            assert len(found) < len(ROWS)
        else:
            assert found == who(lambda v: v == value, column)


def test_attributes_are_not_shown(data: Open, tmp_path: Path) -> None:
    """They belong to the person and the policy, not to an answer."""
    path = tmp_path / "people.sqlite"
    _build(path)
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    with askbi.connect(path, policy=tmp_path / "policy.yaml", role="one", user={"x": "secret attribute"}) as bi:
        said = [
            bi.sql(sql).to_json()
            for sql in ("select * from people", "select * from hidden", "select name + 'a' from people")
        ]
        said.append(bi.ask("people by name").to_json())
        assert "secret attribute" not in repr((said, bi.catalog, bi.load_report, bi))
