"""Several roles over the same data: what they leave on the disk, and that nobody meets another's caches."""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import askbi
from app.assistant import Assistant
from tests.policy.world import token

REGIONS = ("EU", "US", "APAC")
POLICY = """
roles:
  seller:
    tables: [people]
    hide_columns: {people: [ssn]}
    rows: {people: "region = :user.region"}
  masked:
    tables: [people, cities]
    mask_columns: {people: {name: hash, ssn: partial}}
  by_number:
    tables: [people]
    rows: {people: "band = :user.band"}
"""
WHO: dict[str, dict[str, Any]] = {
    "nobody": {},
    "eu": {"role": "seller", "user": {"region": "EU"}},
    "us": {"role": "seller", "user": {"region": "US"}},
    "masked": {"role": "masked"},
    "two": {"role": "by_number", "user": {"band": 2}},
}
ROWS = {"nobody": 30, "eu": 10, "us": 10, "masked": 30, "two": 9}


def person(at: int) -> tuple[Any, ...]:
    return at, f"Person {token('p', at)}", REGIONS[at % 3], f"SSN {token('s', at)}", 1 + (at // 3) % 3


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Thirty people in a SQLite file, and a policy elsewhere."""
    path = tmp_path / "data" / "staff.sqlite"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT, region TEXT, ssn TEXT, band INTEGER)")
        made.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?)", [person(at) for at in range(30)])
        made.execute("CREATE TABLE cities(region TEXT, mayor TEXT)")
        made.executemany("INSERT INTO cities VALUES (?, ?)", [(r, f"Mayor {token('m', r)}") for r in REGIONS])
        made.commit()
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    return path


def visit(people: Path, who: str) -> Assistant:
    access = WHO[who]
    policy: dict[str, Any] = {"policy": people.parent.parent / "policy.yaml"} if access else {}
    return askbi.connect(people, **policy, **access)


def seen_values(who: str) -> set[str]:
    """Return the unmistakable values that somebody may see of the people."""
    rows = [person(at) for at in range(30)]
    match who:
        case "eu" | "us":
            return {row[1] for row in rows if row[2] == who.upper()}
        case "two":
            return {value for row in rows if row[4] == 2 for value in (row[1], row[3])}
        case "masked":
            return {f"Mayor {token('m', r)}" for r in REGIONS}
        case _:
            return ALL_VALUES


ALL_VALUES = {value for at in range(30) for value in (person(at)[1], person(at)[3])} | {
    f"Mayor {token('m', r)}" for r in REGIONS
}


def look(bi: Assistant) -> str:
    """Return all that can be looked at."""
    answers = [
        *(bi.sql(sql).to_json() for sql in ("select * from people", "select * from cities", "select ssn from people")),
        *(bi.ask(text).to_json() for text in ("how many people by region", "ssn of people", "how many cities")),
    ]
    return repr((bi.catalog, bi.semantics, bi.load_report, bi.suggestions("en", 9), answers))


@pytest.mark.parametrize(
    "order",
    [("nobody", "eu", "us"), ("eu", "nobody"), ("us", "eu"), ("masked", "nobody", "masked"), ("two", "eu", "two")],
    ids="-".join,
)
def test_nobody_meets_the_caches_of_somebody_else(people: Path, order: tuple[str, ...]) -> None:
    for who in (*order, order[0]):
        with visit(people, who) as bi:
            assert bi.catalog.tables["people"].row_count == ROWS[who]
            assert ("ssn" in bi.catalog.tables["people"].columns) == (who not in ("eu", "us"))
            text = look(bi)
        assert {value for value in ALL_VALUES if value in text} <= seen_values(who)


def test_two_roles_at_the_same_time(people: Path) -> None:
    with visit(people, "eu") as eu, visit(people, "us") as us, visit(people, "nobody") as nobody:
        for who, bi in (("eu", eu), ("us", us), ("nobody", nobody), ("eu", eu)):
            assert bi.sql("select count(*) from people").rows == [(ROWS[who],)]
            text = look(bi)
            assert {value for value in ALL_VALUES if value in text} <= seen_values(who)


def test_a_changed_policy_holds_at_once(people: Path) -> None:
    with visit(people, "eu") as bi:
        assert "name" in bi.catalog.tables["people"].columns
    place = people.parent.parent / "policy.yaml"
    place.write_text(POLICY.replace("[ssn]", "[ssn, name]"), encoding="utf-8")
    with visit(people, "eu") as bi:
        assert "name" not in bi.catalog.tables["people"].columns
        text = look(bi)
        assert not {value for value in ALL_VALUES if value in text}


def test_view_keys_tell_people_apart(people: Path) -> None:
    keys = []
    for who in WHO:
        with visit(people, who) as bi:
            keys.append(bi.view_key)
            assert not any(value in bi.view_key for value in ("EU", "US", "seller"))
    assert keys[0] == ""
    assert len(set(keys)) == len(WHO)


@pytest.mark.parametrize("who", ["eu", "masked", "two"])
def test_what_a_role_leaves_on_the_disk_tells_no_more_than_it_saw(people: Path, who: str) -> None:
    with visit(people, who) as bi:
        look(bi)
    seen = {value.encode() for value in seen_values(who)}
    gone = {value.encode() for value in ALL_VALUES} - seen
    for file in files(people.parent / ".askbi"):
        held = file.read_bytes()
        assert not {value for value in gone if value in held}, file.name


def test_what_a_role_leaves_is_private_and_stays_out_of_git(people: Path) -> None:
    with visit(people, "nobody") as bi:
        look(bi)
    before = set(files(people.parent / ".askbi"))
    with visit(people, "eu") as bi:
        look(bi)
    made = set(files(people.parent / ".askbi")) - before
    assert made
    for file in made:
        inside = file.relative_to(people.parent / ".askbi")
        assert inside.parts[0] in ("roles", "cache", ".gitignore"), inside
        if inside.parts[0] == "roles":
            assert (people.parent / ".askbi" / "roles").stat().st_mode & 0o077 == 0
    assert "secret" not in (people.parent / ".askbi" / ".gitignore").read_text(encoding="utf-8")
    assert "*" in (people.parent / ".askbi" / "roles" / ".gitignore").read_text(encoding="utf-8").split()


def files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


# ------------------------------------------------------------------------------------------------ keyed hashes


def test_hashes_stay_the_same_in_a_workspace_and_differ_in_another(people: Path, tmp_path: Path) -> None:
    def hashes(path: Path) -> list[Any]:
        with askbi.connect(path, policy=people.parent.parent / "policy.yaml", role="masked") as bi:
            return [cell for (cell,) in bi.sql("select name from people order by id").rows]

    first = hashes(people)
    assert first == hashes(people)
    elsewhere = tmp_path / "elsewhere" / people.name
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(people.read_bytes())
    assert not set(first) & set(hashes(elsewhere))


def test_hashes_cannot_be_made_by_somebody_without_the_key(people: Path) -> None:
    with visit(people, "masked") as bi:
        shown = {cell for (cell,) in bi.sql("select name from people").rows}
    plain = {person(at)[1].encode() for at in range(30)}
    for maker in ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s"):
        for value in plain:
            digest = hashlib.new(maker, value).hexdigest()
            assert not any(text in digest for text in shown)


# ------------------------------------------------------------------------------------------------ files as data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of CSV files, with rows that do not fit, that hold what a role may not see."""
    data = tmp_path / "data"
    data.mkdir()
    rows = [["id", "name", "region", "ssn", "band"], *(person(at) for at in range(30))]
    with (data / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
        file.write(f"31,too,many,{token('aside')},1,cells,{token('aside', 2)}\n")
    with (data / "cities.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["region", "mayor"], *((r, f"Mayor {token('m', r)}") for r in REGIONS)])
        file.write(f"EU,{token('aside', 3)},more\n")
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    return data


def test_a_load_report_tells_a_role_no_values(folder: Path) -> None:
    for first, second in (({}, WHO["eu"]), (WHO["eu"], {})):
        for access in (first, second):
            policy: dict[str, Any] = {"policy": folder.parent / "policy.yaml"} if access else {}
            with askbi.connect(folder, **policy, **access) as bi:
                text = look(bi) + repr(bi)
                if access:
                    assert bi.catalog.tables["people"].row_count == 10
                    assert [t.table for t in bi.load_report.tables] == ["people"]
                    assert [t.rows for t in bi.load_report.tables] == [10]
                    assert {value for value in ALL_VALUES if value in text} <= seen_values("eu")
                    assert not {each for each in ((), (2,), (3,)) if token("aside", *each) in text}
                    assert "cities" not in repr((bi.catalog, bi.load_report, bi.suggestions("en", 9)))
                else:
                    assert bi.catalog.tables["people"].row_count in (30, 31)


def test_the_role_that_loads_the_files_first_leaves_nothing_for_itself(folder: Path) -> None:
    """The loaded data itself lies in the cache whoever comes first; what is kept for a role tells only what it saw."""
    with askbi.connect(folder, policy=folder.parent / "policy.yaml", **WHO["eu"]) as bi:
        look(bi)
    kept = [file for file in files(folder / ".askbi") if "roles" in file.parts]
    assert kept
    gone = {value.encode() for value in ALL_VALUES - seen_values("eu")}
    assert not {value for file in kept for value in gone if value in file.read_bytes()}


def test_a_policy_in_the_folder_of_the_data_is_not_read_by_itself(folder: Path) -> None:
    (folder / "policy.yaml").write_text("roles: {everybody: {tables: [cities]}}", encoding="utf-8")
    (folder / "policy.yml").write_text("roles: [", encoding="utf-8")
    with askbi.connect(folder) as bi:
        assert set(bi.catalog.tables) == {"people", "cities"}


def test_frames_obey_a_policy_too(folder: Path) -> None:
    import pyarrow as pa

    frame = pa.table({"name": ["Ann", "Bob"], "region": ["EU", "US"], "ssn": ["x1", "x2"]})
    with askbi.connect({"people": frame}, policy=folder.parent / "policy.yaml", **WHO["eu"]) as bi:
        assert bi.sql("select * from people").rows == [("Ann", "EU")]
