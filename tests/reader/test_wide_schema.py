"""Over hundreds of tables a question is read as over the few that it names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from copilot.session import Session

_TODAY = date(2026, 11, 2)
_KEPT = (
    "CREATE TABLE owners (owner_id INTEGER PRIMARY KEY, full_name VARCHAR, town VARCHAR)",
    "CREATE TABLE dogs (dog_id INTEGER PRIMARY KEY, nickname VARCHAR, age INTEGER, owner_id INTEGER "
    "REFERENCES owners(owner_id))",
    "INSERT INTO owners VALUES (1, 'Ann Lee', 'Leeds'), (2, 'Bo Ray', 'York'), (3, 'Cy Fox', 'York')",
    "INSERT INTO dogs VALUES (1, 'Rex', 3, 1), (2, 'Bella', 9, 2), (3, 'Max', 5, 2), (4, 'Luna', 7, 3)",
)
_OTHERS = 60


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Two tables of interest among sixty others that have columns of the same sort."""
    path = Path(tmp_path_factory.mktemp("wide")) / "wide.duckdb"
    with duckdb.connect(str(path)) as connection:
        for statement in _KEPT:
            connection.execute(statement)
        for at in range(_OTHERS):
            name = f"ledger_{at:02}"
            connection.execute(f"CREATE TABLE {name} ({name}_id INTEGER PRIMARY KEY, amount DOUBLE, town VARCHAR)")
            connection.execute(f"INSERT INTO {name} VALUES (1, {at}, 'York'), (2, {at + 1}, 'Leeds')")
    return Session.open(path, clock=lambda: _TODAY)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("How many dogs are there?", [(4,)]),
        ("What is the average age of the dogs?", [(6.0,)]),
        ("Show the nickname of the oldest dog.", [("Bella",)]),
        ("List the full name of owners who live in York.", [("Bo Ray",), ("Cy Fox",)]),
        ("List the nickname of dogs of the owner named Bo Ray", [("Bella",), ("Max",)]),
    ],
)
def test_reads_what_the_words_name(wide: Session, question: str, rows: list[tuple[object, ...]]) -> None:
    answer = wide.ask(question)
    assert answer.status == "answered", answer
    assert sorted(answer.rows) == rows
