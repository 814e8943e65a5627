"""The command line with --policy, --role and --user: what it shows and how it ends."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

POLICY = """
roles:
  eu:
    tables: [people]
    hide_columns: [people.ssn]
    rows: {people: "region in :user.region and band > :user.band"}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policy_cli")
    with closing(sqlite3.connect(folder / "staff.sqlite")) as made:
        made.execute("CREATE TABLE people(name TEXT, region TEXT, ssn TEXT, band INTEGER)")
        made.execute("CREATE TABLE wages(name TEXT, pay INTEGER)")
        made.executemany(
            "INSERT INTO people VALUES (?, ?, ?, ?)",
            [("Ann", "EU", "s1", 1), ("Bob", "US", "s2", 2), ("陈", "EU", "s3", 10), ("Hid", "APAC", "s4", 3)],
        )
        made.execute("INSERT INTO wages VALUES ('Hid', 987654321)")
        made.commit()
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    return folder


def askbi(shop: Path, *arguments: str, policy: tuple[str, ...]) -> Any:
    command, *rest = arguments
    return subprocess.run(
        [sys.executable, "-m", "app.cli", command, str(shop / "staff.sqlite"), *rest, *policy],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def eu(shop: Path, *users: str) -> tuple[str, ...]:
    return ("--policy", str(shop / "policy.yaml"), "--role", "eu", *(part for u in users for part in ("--user", u)))


BOTH = ("region=EU", "region=US", "band=1")
CASES: list[tuple[tuple[str, ...], tuple[str, ...], int, list[str], list[str]]] = [
    (("sql", "select * from people"), BOTH, 0, ["Bob", "陈"], ["Hid", "s1", "s3", "ssn", "Ann"]),
    (("sql", "select ssn from people"), BOTH, 4, ["ssn"], ["s1", "s2"]),
    (("sql", "select * from wages"), BOTH, 4, ["wages"], ["987654321", "pay"]),
    (("ask", "how many people are there"), BOTH, 0, ["2"], ["4 "]),
    (("ask", "pay of Hid"), BOTH, 4, [], ["987654321", "wages"]),
    (("doctor",), BOTH, 0, ["people", "2 rows"], ["wages", "ssn", "4 rows"]),
    (("sql", "select 1"), ("region=EU",), 2, ["band"], []),
    (("sql", "select 1"), ("region", "band=1"), 2, ["KEY=VALUE"], []),
]


@pytest.mark.parametrize(
    ("arguments", "users", "code", "there", "gone"), CASES, ids=[" ".join(c[0])[:40] for c in CASES]
)
def test_commands(
    shop: Path, arguments: tuple[str, ...], users: tuple[str, ...], code: int, there: list[str], gone: list[str]
) -> None:
    done = askbi(shop, *arguments, policy=eu(shop, *users))
    text = (done.stdout + done.stderr).replace("select ssn", "ssn")
    assert done.returncode == code, text
    assert not [word for word in there if word not in text], text
    assert not [word for word in gone if word in text.replace("'ssn'", "") or word in done.stdout], text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (("--role", "eu"), "policy"),
        (("--user", "a=b"), "policy"),
        (("--policy", "{}/policy.yaml"), "role"),
        (("--policy", "{}/policy.yaml", "--role", "ue"), "eu"),
        (("--policy", "{}/none.yaml", "--role", "eu"), "none.yaml"),
    ],
)
def test_a_policy_that_is_half_given_is_wrong_usage(shop: Path, policy: tuple[str, ...], words: str) -> None:
    done = askbi(shop, "sql", "select * from people", policy=tuple(part.format(shop) for part in policy))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_json_of_a_refusal(shop: Path) -> None:
    done = askbi(shop, "sql", "select ssn from people", "--format", "json", policy=eu(shop, *BOTH))
    said = json.loads(done.stdout)
    assert (done.returncode, said["status"], said["rows"]) == (4, "refused", [])
