"""Policies that make no sense: each is a `PolicyError` with a sentence when the data is opened, and nothing is shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import askbi
from copilot.errors import PolicyError
from copilot.gate.permitted import permit
from copilot.policy import grant, read_policy
from copilot.sources.opening import open_source
from copilot.sources.source import SourceTable
from copilot.workspace import Workspace

Write = Callable[[str], Path]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three people, two cities, one secret."""
    path = tmp_path_factory.mktemp("bad_policies") / "staff.sqlite"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT, region TEXT, amount INTEGER, born DATE)")
        made.execute("CREATE TABLE cities(region TEXT, mayor TEXT)")
        made.execute("CREATE TABLE secrets(name TEXT, pin INTEGER)")
        made.execute("CREATE VIEW cards AS SELECT name, amount FROM people")
        made.executemany(
            "INSERT INTO people VALUES (?, ?, ?, ?, ?)",
            [(1, "Ann xaaa001", "EU", 71_000_001, "1990-01-01"), (2, "Bo xaaa002", "US", 72_000_002, "1991-02-02"),
             (3, "Cy xaaa003", None, None, None)],
        )  # fmt: skip
        made.execute("INSERT INTO cities VALUES ('EU', 'Mo xaaa004')")
        made.execute("INSERT INTO secrets VALUES ('Ann xaaa001', 98765432)")
        made.commit()
    return path


@lru_cache
def schema_of(path: Path) -> tuple[SourceTable, ...]:
    """Return what the engine declares of a file."""
    source = open_source(path, workspace=Workspace(path.parent / "workspace"))
    schema = source.schema()
    source.close()
    return schema


def opened(people: Path, policy: Path, role: str | None = "r", user: dict[str, Any] | None = None) -> str:
    """Return the sentence of the `PolicyError` that opening gives.

    Opening costs a process. It first compares the policy with the data's schema, and so does this.
    """

    def open_it() -> None:
        permit(schema_of(people), "sqlite", grant(read_policy(policy), role, user))
        with askbi.connect(people, policy=policy, role=role, user=user) as bi:
            pytest.fail(f"opened: {bi!r} {[bi.sql(f'select * from {t}').rows for t in bi.catalog.tables]}")

    with pytest.raises(PolicyError) as caught:
        open_it()
    text = str(caught.value)
    assert caught.value.stage == "policy"
    for hidden in ("xaaa00", "71000001", "98765432", "Traceback", "NoneType", "object at 0x", "sqlglot", "<class"):
        assert hidden not in text, text
    assert len(text) < 500, text
    return text


def role(body: str) -> str:
    """Return a policy with one role, whose lines stand in `body`."""
    return "roles:\n  r:\n" + "".join(f"    {line}\n" for line in body.strip().splitlines())


# ------------------------------------------------------------------------------------------------ form and names

FORM: list[tuple[str, str, list[str]]] = [
    ("empty", "", ["policy.yaml"]),
    ("only comments", "# nothing\n", ["policy.yaml"]),
    ("only a mark", "---\n", ["policy.yaml"]),
    ("not YAML", "roles: [", ["policy.yaml"]),
    ("tabs", "roles:\n\tr: {}\n", ["policy.yaml"]),
    ("a text", "just words", ["policy.yaml"]),
    ("a list", "- roles", ["policy.yaml"]),
    ("no roles", "version: 1\n", ["roles"]),
    ("typo at the top", 'role:\n  r: {tables: "*"}\n', ["role", "roles"]),
    ("roles empty", "roles: {}\n", ["role"]),
    ("roles a list", "roles: [r]\n", ["roles"]),
    ("role a list", "roles: {r: [people]}\n", ["r"]),
    ("role empty", "roles:\n  r:\n", ["r"]),
    ("no tables", role("rows: {people: 'true'}"), ["tables"]),
    ("typo in a key", role('tables: "*"\nhide_colums: {people: [name]}'), ["hide_colums", "hide_columns"]),
    ("another typo", role('tables: "*"\nrow: {people: "id = 1"}'), ["row", "rows"]),
    ("unknown key", role('tables: "*"\ncolumns: {people: [name]}'), ["columns"]),
    ("tables a number", role("tables: 3"), ["tables"]),
    ("tables of numbers", role("tables: [1, 2]"), ["1"]),
    ("tables a mapping", role("tables: {people: yes}"), ["tables"]),
    ("rows a list", role('tables: "*"\nrows: ["id = 1"]'), ["rows"]),
    ("rows a text", role('tables: "*"\nrows: "id = 1"'), ["rows"]),
    ("row of a list", role('tables: "*"\nrows: {people: ["id = 1", "id = 2"]}'), ["people"]),
    ("row without text", role('tables: "*"\nrows: {people: }'), ["people"]),
    ("row empty", role('tables: "*"\nrows: {people: ""}'), ["people"]),
    ("hide a text", role('tables: "*"\nhide_columns: name'), ["name"]),
    ("hide a bare name", role('tables: "*"\nhide_columns: [name]'), ["name"]),
    ("mask a list", role('tables: "*"\nmask_columns: [people.name]'), ["mask_columns"]),
    ("mask of a list", role('tables: "*"\nmask_columns: {people: [name]}'), ["people"]),
    ("lookup a number", role('tables: "*"\nlookup: 7'), ["lookup"]),
    ("a role twice", 'roles:\n  r: {tables: [cities]}\n  r: {tables: "*"}\n', ["r"]),
    ("rows twice", role('tables: "*"\nrows: {people: "id = 1"}\nrows: {cities: "true"}'), ["rows"]),
    ("a table twice", role('tables: "*"\nrows: {people: "id = 1", people: "true"}'), ["people"]),
    ("a table twice, spelled otherwise", role('tables: "*"\nrows: {people: "id = 1", People: "true"}'), ["eople"]),
    ("python tag", 'roles: !!python/object/apply:os.system ["true"]\n', ["policy.yaml"]),
    ("python name", 'roles: {r: {tables: !!python/name:os.system ""}}\n', []),
    ("binary tag", "roles: {r: {tables: [!!binary cGVvcGxl]}}\n", []),
    ("bomb", "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
        f"{n}: &{n} [{', '.join([f'*{m}'] * 8)}]\n" for m, n in zip("abcdefghij", "bcdefghijk", strict=True)) + "roles: *k\n", []),
    ("itself", "roles: &a {r: *a}\n", []),
    ("deep", "roles: " + "[" * 3000 + "]" * 3000 + "\n", []),
    ("two documents", 'roles: {r: {tables: [cities]}}\n---\nroles: {r: {tables: "*"}}\n', []),
    ("a zero", "roles: {r: {tables: [people\0]}}\n", []),
]  # fmt: skip

NAMES: list[tuple[str, str, list[str]]] = [
    ("unknown table", role("tables: [people, citys]"), ["'citys'", "did you mean 'cities'?"]),
    ("unknown table of rows", role('tables: "*"\nrows: {poeple: "id = 1"}'), ["'poeple'", "did you mean 'people'?"]),
    ("unknown table hidden", role('tables: "*"\nhide_columns: {peple: [name]}'), ["'peple'", "did you mean 'people'?"]),
    ("unknown table masked", role('tables: "*"\nmask_columns: {peple.name: hash}'), ["'peple'", "did you mean 'people'?"]),
    ("unknown lookup", role('tables: "*"\nlookup: [citie]'), ["'citie'", "did you mean 'cities'?"]),
    ("unknown column hidden", role('tables: "*"\nhide_columns: {people: [nmae]}'), ["nmae", "did you mean 'name'?"]),
    ("unknown column listed", role('tables: "*"\nhide_columns: [people.nmae]'), ["nmae", "did you mean 'name'?"]),
    ("unknown column masked", role('tables: "*"\nmask_columns: {people: {nmae: hash}}'), ["nmae", "did you mean 'name'?"]),
    ("unknown column in rows", role("tables: \"*\"\nrows: {people: \"regoin = 'EU'\"}"), ["'regoin'", "did you mean 'region'?"]),
    ("unknown table in rows", role('tables: "*"\nrows: {people: "region in (select region from citis)"}'), ["'citis'"]),
    ("hidden and masked", role('tables: "*"\nhide_columns: [people.name]\nmask_columns: {people.name: hash}'), ["name"]),
    ("masked twice", role('tables: "*"\nmask_columns: {people: {name: hash}, people.name: partial}'), ["name"]),
    ("no such mask", role('tables: "*"\nmask_columns: {people: {name: sha256}}'), ["'sha256'", "hash", "partial", "null"]),
    ("nearly a mask", role('tables: "*"\nmask_columns: {people: {name: hsah}}'), ["'hsah'", "hash"]),
    ("a mask is a number", role('tables: "*"\nmask_columns: {people: {name: 5}}'), ["'5'"]),
    ("partial of a number", role('tables: "*"\nmask_columns: {people: {amount: partial}}'), ["amount", "partial"]),
    ("partial of a date", role('tables: "*"\nmask_columns: {people: {born: partial}}'), ["born", "partial"]),
    ("every column hidden", role("tables: [cities]\nhide_columns: {cities: [region, mayor]}"), ["cities"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), [c[1:] for c in FORM + NAMES], ids=[c[0] for c in FORM + NAMES])
def test_what_a_file_may_not_say(people: Path, write_policy: Write, text: str, words: list[str]) -> None:
    said = opened(people, write_policy(text))
    assert not [word for word in words if word not in said], said


# ------------------------------------------------------------------------------------------------ conditions

CONDITIONS: list[tuple[str, list[str]]] = [
    ("amount", ["amount"]),
    ("amount + 1", []),
    ("region", []),
    ("1", []),
    ("'true'", []),
    ("case when id = 1 then 'a' else 'b' end", []),
    ("coalesce(amount, 0)", []),
    ("(select 1)", []),
    ("id in (select id from secrets)", ["secrets", "lookup"]),
    ("region in (select region from cities)", ["cities", "lookup"]),
    ("exists (select 1 from secrets where pin > 0)", ["secrets", "lookup"]),
    ("id > (select count(*) from cities)", ["cities", "lookup"]),
    ("exists (with s as (select * from secrets) select * from s)", ["secrets"]),
    ("exists (select 1 from main.secrets)", ["secrets"]),
    ("id in (select id from cards)", []),
    ("exists (select * from sqlite_master)", []),
    ("random() > 0.5", ["random"]),
    ("read_text('policy.yaml') = 'a'", ["read_text"]),
    ("exists (select * from read_csv('people.csv'))", []),
    ("exists (from 'people.csv')", []),
    ("load_extension('x') = 1", ["load_extension"]),
    ("getvariable('x') = 1", ["getvariable"]),
    ("current_setting('x') = 'y'", ["current_setting"]),
    ("error('x')", ["error"]),
    ("no_such_function(name) = 1", ["no_such_function"]),
    ("true; drop table people", []),
    ("true; select 1", []),
    ("true) or (true", []),
    ("id = 1) union select * from people where (true", []),
    ("id = 1 limit 1", []),
    ("id = 1 order by id", []),
    ("select true", []),
    ("delete from people", []),
    ("sum(amount) > 3", ["sum"]),
    ("count(*) > 0", ["count"]),
    ("amount > avg(amount)", ["avg"]),
    ("row_number() over () < 3", []),
    ("max(id) over (partition by region) > 1", []),
    ("amount >", []),
    ("= 3", []),
    ("id = 'a", []),
    ("id = ?", []),
    ("id = $x", []),
    ("id = $1", []),
    ("id = :x", []),
    ("id = :user", []),
    ("id = :other.x", []),
    ("id = :user.", []),
    ("id = :user.a.b", []),
    ("id = :user.missing", ["missing"]),
    ("rowid = 1", []),
    ("people is not null", []),
    ("people", []),
    ("columns('i.*') > 1", []),
    ("#1 > 1", []),
    ("* is not null", []),
    ("secrets.pin > 1", []),
    ("cities.region = region", []),
    ("unnest([true])", []),
    ("id = 1\u200b", []),
    ("id = 1 and \u202eeurt", []),
    (" ", []),
    ("(" * 3000 + "true" + ")" * 3000, []),
]


@pytest.mark.parametrize(("condition", "words"), CONDITIONS, ids=[c[0][:40] for c in CONDITIONS])
def test_what_a_condition_may_not_say(people: Path, write_policy: Write, condition: str, words: list[str]) -> None:
    quoted = condition.replace("'", "''")
    said = opened(
        people, write_policy(role(f"tables: [people]\nrows: {{people: '{quoted}'}}")), user={"x": 1, "list": [1]}
    )
    assert not [word for word in words if word not in said.casefold()], said
    assert "people" in said, said


# ------------------------------------------------------------------------------------------------ who asks

ONE = 'roles:\n  analyst: {tables: [cities]}\n  boss:\n    tables: "*"\n    rows: {people: "region = :user.region"}\n'
WHO: list[tuple[str | None, Any, list[str]]] = [
    (None, None, ["role", "analyst", "boss"]),
    ("", None, ["role", "analyst"]),
    ("analist", None, ["'analist'", "'analyst'"]),
    ("Boss", {"region": "EU"}, ["'Boss'", "'boss'"]),
    ("*", None, ["'*'"]),
    ("boss", None, ["region"]),
    ("boss", {}, ["region"]),
    ("boss", {"Region": "EU"}, ["region"]),
    ("boss", {"regio": "EU"}, ["region"]),
    ("boss", {"region": ["EU"]}, ["region"]),
    ("boss", {"region": {"a": 1}}, ["region"]),
    ("boss", {"region": object()}, ["region"]),
    ("boss", {"region": b"EU"}, ["region"]),
    ("boss", {"region": float("nan")}, ["region"]),
    ("boss", {"region": float("inf")}, ["region"]),
    ("boss", {"region": "a\0b"}, []),
]


@pytest.mark.parametrize(("who", "user", "words"), WHO, ids=[f"{c[0]}-{str(c[1])[:20]}" for c in WHO])
def test_who_may_not_ask(people: Path, write_policy: Write, who: str | None, user: Any, words: list[str]) -> None:
    said = opened(people, write_policy(ONE), who, user)
    assert not [word for word in words if word not in said], said


@pytest.mark.parametrize(
    ("text", "who", "word"),
    [("", "r", "policy.yaml"), (ONE, None, "analyst"), (ONE, "boss", "region"), (role("tables: [citys]"), "r", "cities"),
     (role("tables: [people]\nrows: {people: 'amount'}"), "r", "amount"),
     (role("tables: [people]\nrows: {people: 'cast(name as integer) > 0 or printf(name) = 1'}"), "r", "people")],
)  # fmt: skip
def test_opening_itself_says_so(people: Path, write_policy: Write, text: str, who: str | None, word: str) -> None:
    with pytest.raises(PolicyError, match=word):
        askbi.connect(people, policy=write_policy(text), role=who)


def test_a_list_stands_only_after_in(people: Path, write_policy: Write) -> None:
    policy = write_policy(role('tables: [people]\nrows: {people: "region in :user.regions"}'))
    assert "regions" in opened(people, policy, user={"regions": ["EU", ["US"]]})
    assert "regions" in opened(people, policy, user={"regions": ["EU", object()]})


def test_a_file_that_is_not_there_or_no_file(people: Path, tmp_path: Path) -> None:
    assert "none.yaml" in opened(people, tmp_path / "none.yaml")
    assert tmp_path.name in opened(people, tmp_path)
    (tmp_path / "big.yaml").write_text("# " + "x" * 30_000_000, encoding="utf-8")
    assert "big.yaml" in opened(people, tmp_path / "big.yaml")
    (tmp_path / "latin.yaml").write_bytes("roles: {r: {tables: [caf\xe9]}}".encode("latin-1"))
    assert "latin.yaml" in opened(people, tmp_path / "latin.yaml")


# ------------------------------------------------------------------------------------------------ either way, never more

EITHER: list[tuple[str, str]] = [
    ("names in capitals", role('tables: [PEOPLE]\nhide_columns: {People: [NAME]}\nrows: {PEOPLE: "ID = 2"}')),
    ("quoted names in rows", role('tables: [people]\nhide_columns: {people: [name]}\nrows: {people: \'"id" = 2\'}')),
    ("a table named by main", role('tables: [main.people]\nhide_columns: {people: [name]}\nrows: {people: "id = 2"}')),
    ("null without quotes", role('tables: [people]\nmask_columns: {people: {name: null}}\nrows: {people: "id = 2"}')),
    ("one table as a text", role('tables: people\nhide_columns: [people.name]\nrows: {people: "id = 2"}')),
    ("a star in a list", role('tables: ["*"]\nhide_columns: [people.name]\nrows: {people: "id = 2", cities: "false", secrets: "false"}')),
    ("no table at all", role("tables: []")),
    ("rules for a table that is not seen", role('tables: [cities]\nhide_columns: [people.name]\nrows: {cities: "false"}')),
    ("a merge key", 'x: &x {rows: {people: "id = 2"}}\nroles:\n  r:\n    <<: *x\n    tables: [people]\n    hide_columns: [people.name]\n'),
    ("an anchor", 'roles:\n  s: &s {tables: [people], hide_columns: [people.name], rows: {people: "id = 2"}}\n  r: *s\n'),
    ("a byte order mark", "\ufeff" + role('tables: [people]\nhide_columns: [people.name]\nrows: {people: "id = 2"}')),
    ("a condition that is null", role('tables: [people]\nhide_columns: [people.name]\nrows: {people: "null"}')),
    ("nothing compared", role('tables: [people]\nhide_columns: [people.name]\nrows: {people: "region = :user.none"}')),
    ("a scalar after in", role('tables: [people]\nhide_columns: [people.name]\nrows: {people: "id in :user.two"}')),
    ("a comment", role('tables: [people]\nhide_columns: [people.name]\nrows: {people: "id = 2 --"}')),
    ("own tags", 'roles: !mine {r: {tables: !yours [people], hide_columns: [people.name], rows: {people: !all "id = 2"}}}\n'),
    ("lookup of a view", role('tables: [people]\nhide_columns: [people.name]\nlookup: [cards]\nrows: {people: "id = 2"}')),
    ("lookup beside a star", role('tables: "*"\nlookup: [cards]\nhide_columns: [people.name, secrets.name]\nrows: {people: "id = 2", cities: "false", secrets: "false"}')),
    ("an empty list", role('tables: [people]\nhide_columns: [people.name]\nrows: {people: "id in :user.empty"}')),
    ("a role that is a number", 'roles:\n  1: {tables: "*"}\n  r: {tables: [people], hide_columns: [people.name], rows: {people: "id = 2"}}\n'),
]  # fmt: skip


@pytest.mark.parametrize("text", [c[1] for c in EITHER], ids=[c[0] for c in EITHER])
def test_what_may_be_refused_but_never_shows_more(people: Path, write_policy: Write, text: str) -> None:
    """Whether this makes sense is the product's choice; if it does, the rule holds."""
    try:
        bi = askbi.connect(people, policy=write_policy(text), role="r", user={"none": None, "empty": [], "two": 2})
    except PolicyError:
        return
    with bi:
        said = [bi.sql(f"select * from {table}").to_json() for table in ("people", "cities", "secrets", "cards")]
        told = repr((bi.catalog, bi.suggestions("en", 9), said))
        assert "xaaa00" not in told
        assert "71000001" not in told
        assert bi.sql("select count(*) from people").rows in ([], [(0,)], [(1,)])
