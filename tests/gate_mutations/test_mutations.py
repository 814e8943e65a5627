"""However a statement is written: a hostile one gives nothing away, and a legitimate one passes and gives its rows.

Whether something got away is not asked of the gate: what it lets through is run, see `tests.gate_mutations.judge`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gate_mutations.judge import VIOLATIONS, Door, differ, run
from tests.gate_mutations.mutations import BENDING, KEEPING, mutated, plain, tokens
from tests.gate_mutations.statements import Hostile, hostile, legitimate
from tests.gate_mutations.world import DoorName

LEGITIMATE = legitimate()
HOSTILE = [(each, door) for each in hostile() for door in each.doors]
DOES_HARM = ("a table", "a column", "rows")
STOLEN = "hid0000000"
bounded = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
dice = st.integers(min_value=0, max_value=2**32)


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[DoorName, Door]]:
    """Both doors, in a folder with a file to steal."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("doors"))
    Path("marked.csv").write_text(f"a,b\n{STOLEN},1\n", encoding="utf-8")
    made: dict[DoorName, Door] = {"open": Door("open"), "policed": Door("policed")}
    for door in made.values():
        door.hidden.add(STOLEN)
    yield made
    os.chdir(before)


def tellings(door: Door, sql: str) -> bool:
    """Return whether a statement, run without the gate, shows or depends on what is hidden."""
    try:
        one, other, seen = (run(data, sql, {}) for data in (door.one, door.other, door.visible))
    except (TypeError, UnicodeError):  # a text that the engine cannot even take
        return False
    return bool(differ(one, other) or differ(one, seen)) or any(value in repr(one.rows) for value in door.hidden)


# ------------------------------------------------------------------------------------------------ as they stand


@pytest.mark.parametrize("sql", LEGITIMATE)
@pytest.mark.parametrize("name", ["open", "policed"])
def test_a_legitimate_statement_gives_its_rows(doors: dict[DoorName, Door], name: DoorName, sql: str) -> None:
    verdict = doors[name].judge(plain(sql))
    assert (verdict.kind, verdict.taken_as_written) == ("passed", True), verdict.detail


@pytest.mark.parametrize(("each", "name"), HOSTILE, ids=lambda value: getattr(value, "sql", value))
def test_a_hostile_statement_does_harm_without_the_gate_and_none_behind_it(
    doors: dict[DoorName, Door], each: Hostile, name: DoorName
) -> None:
    if each.about.startswith(DOES_HARM):
        assert tellings(doors[name], each.sql), "does no harm, so it proves nothing"
    verdict = doors[name].judge(each.sql)
    assert verdict.kind == "refused" or (verdict.kind == "passed" and each.about.startswith("rows")), verdict


def test_tokens_put_together_are_the_statement() -> None:
    for sql in (*LEGITIMATE, *(each.sql for each, _ in HOSTILE)):
        assert "".join(token.text for token in tokens(sql)) == sql


# ------------------------------------------------------------------------------------------------ written otherwise


@pytest.mark.parametrize("name", ["open", "policed"])
@settings(bounded, max_examples=120)
@given(data=st.data(), seed=dice)
def test_looks_change_nothing_of_a_legitimate_statement(
    doors: dict[DoorName, Door], name: DoorName, data: st.DataObject, seed: int
) -> None:
    sql = data.draw(st.sampled_from(LEGITIMATE))
    how = data.draw(st.lists(st.sampled_from(list(KEEPING)), min_size=1, max_size=4, unique=True))
    written = mutated(sql, how, Random(seed))
    assert not differ(run(doors[name].visible, written, {}), run(doors[name].visible, plain(sql), {})), written
    verdict = doors[name].judge(written)
    assert verdict.kind == "passed", f"{verdict.detail}\n{written}"


def test_most_hostile_statements_still_do_harm_when_they_are_written_otherwise(doors: dict[DoorName, Door]) -> None:
    """Else the next test would look at statements that nobody has to fear."""
    chance, harmful = Random(0), 0
    worst = [(each, name) for each, name in HOSTILE if each.about.startswith(DOES_HARM)]
    for _ in range(150):
        each, name = chance.choice(worst)
        how = chance.choices(list(BENDING), k=chance.randint(1, 3))
        harmful += tellings(doors[name], mutated(each.sql, how, chance))
    assert harmful > 75


@settings(bounded, max_examples=800)
@given(data=st.data(), seed=dice)
def test_nothing_gets_a_hostile_statement_through(doors: dict[DoorName, Door], data: st.DataObject, seed: int) -> None:
    each, name = data.draw(st.sampled_from(HOSTILE))
    how = data.draw(st.lists(st.sampled_from(list(BENDING)), min_size=1, max_size=3))
    written = mutated(each.sql, how, Random(seed))
    verdict = doors[name].judge(written)
    assert verdict.kind not in VIOLATIONS, f"{verdict.kind}: {verdict.detail}\n{written!r}"
