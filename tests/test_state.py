"""The state database: what is kept is there again, each role sees its own, and it never stands in an answer's way."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from copilot.errors import ConfigError
from copilot.state import Asked, Sent, State

ASKED = Asked(
    "2026-03-01T10:00:00+00:00", "total amount", "answered", "grammar", "SELECT 1", "It is 1.", 0.9, True, 0.1
)
SENT = Sent(
    "2026-03-01T10:00:00+00:00", "总金额", "write_sql", "abc", "schema", "m", "host", "json_schema",
    (("user", "问题:总金额"), ("assistant", '{"sql": 1}')), "reply", "", 10, 2, 5, 0.5,
)  # fmt: skip


def _question(text: str) -> Asked:
    return Asked("2026-03-01T10:00:00+00:00", text, "answered", "grammar", "", "", None, False, 0.1)


def test_what_is_kept_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.db"
    first = State(path)
    first.keep_asked(ASKED)
    first.keep_sent(SENT)
    first.keep_reply("key", "reply")
    first.keep_reply("key", "another")
    first.close()
    again = State(path)
    assert again.asked() == (replace(ASKED, id=1),)
    assert again.sent()[0].messages == SENT.messages
    assert (again.reply("key"), again.reply("none")) == ("another", None)
    again.close()


def test_a_role_sees_its_own_alone(tmp_path: Path) -> None:
    one, other, everyone = (State(tmp_path / "state.db", view) for view in ("eu", "us", ""))
    one.keep_asked(ASKED)
    one.keep_sent(SENT)
    one.keep_reply("key", "reply")
    assert len(one.asked()) == len(one.sent()) == 1
    for state in (other, everyone):
        assert (state.asked(), state.sent(), state.reply("key")) == ((), (), None)
    for state in (one, other, everyone):
        state.close()


SOUGHT = [
    ("total", 1),
    ("TOTAL", 1),
    ("amount 100%", 0),
    ("100%", 1),
    ("_", 0),
    ("", 3),
    ("客户", 1),
    ("'; DROP TABLE asked; --", 0),
]


@pytest.mark.parametrize(("sought", "found"), SOUGHT)
def test_searching_takes_a_text_as_it_stands(tmp_path: Path, sought: str, found: int) -> None:
    state = State(tmp_path / "state.db")
    for text in ("total amount", "share of 100% cotton", "有多少客户"):
        state.keep_asked(_question(text))
    assert len(state.asked(sought)) == found
    assert len(state.asked("", 2)) == min(2, 3)
    assert len(state.asked()) == 3
    state.close()


def test_many_at_once_from_two_states(tmp_path: Path) -> None:
    states = [State(tmp_path / "state.db") for _ in range(2)]
    threads = [
        threading.Thread(target=lambda state=state: [state.keep_asked(ASKED) for _ in range(50)]) for state in states
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(1 for state in states for _ in [state.asked()]) == 2
    states[1].close()
    assert len(states[0].asked(most=500)) == 100
    states[0].close()


def test_a_place_that_cannot_be_written_lasts_as_long_as_the_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    state = State(tmp_path / "file" / "state.db")
    state.keep_asked(ASKED)
    assert len(state.asked()) == 1
    state.close()


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    first = State(path)
    first.keep_asked(ASKED)
    first.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE version SET number = 99")
    connection.close()
    newer = State(path)
    newer.keep_asked(ASKED)
    with pytest.raises(ConfigError, match="written by a newer askbi"):
        newer.asked()
    assert newer.reply("key") is None, "an answer does not hang on it"
    newer.close()


def test_another_database_by_its_address(tmp_path: Path) -> None:
    there = {"ASKBI_STATE": f"sqlite:///{tmp_path / 'shared.db'}"}
    state = State(tmp_path / "own.db", environment=there)
    state.keep_asked(ASKED)
    assert len(state.asked()) == 1
    state.close()
    assert not (tmp_path / "own.db").exists()
    odd = State(None, environment={"ASKBI_STATE": "nonsense://secret:password@host/x"})
    with pytest.raises(ConfigError, match="ASKBI_STATE") as told:
        odd.asked()
    assert "password" not in str(told.value)
    odd.close()
