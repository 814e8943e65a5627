"""What the page stands on: conversations on disk, choice of data, jobs, uploads, tables."""

from __future__ import annotations

import json
import stat
import threading
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.web.added import Added
from app.web.conversations import ConversationStore
from app.web.places import places
from app.web.running import Job, Jobs, OpenData
from app.web.state import KEY, State, state_of
from app.web.table import form_of, laid_out
from app.web.turns import Turn, new_id
from app.web.uploads import Uploads
from copilot.errors import SourceError
from copilot.values import AnswerColumn
from tests.web.fakes import FakeAssistant, desk_of


def a_turn(columns: list[AnswerColumn], rows: list[list[Any]], **more: Any) -> Turn:
    from dataclasses import asdict

    answer = {
        "status": "answered", "language": "en", "columns_meta": [asdict(column) for column in columns], "rows": rows,
    }  # fmt: skip
    return Turn(new_id(), "ask", "a question", {**answer, **more})


# ------------------------------------------------------------------------------------------------ conversations


def test_kept_and_found(tmp_path: Path) -> None:
    store = ConversationStore(tmp_path)
    talk = store.new()
    turns = [a_turn([AnswerColumn("n", "integer", "measure")], [[n]]) for n in range(3)]
    assert all(store.keep(talk.id, turn) for turn in reversed(turns))
    found = ConversationStore(tmp_path).find(talk.id)
    assert found is not None
    assert [turn.rows for turn in found.turns] == [[(0,)], [(1,)], [(2,)]]


def test_private_and_out_of_git(tmp_path: Path) -> None:
    store = ConversationStore(tmp_path)
    store.keep(store.new().id, a_turn([], []))
    folder = tmp_path / "conversations"
    modes = [stat.S_IMODE(each.stat().st_mode) for each in [folder, *folder.rglob("*.json")]]
    assert modes == [0o700, 0o600]
    assert (folder / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"form": 99}', '{"form": 1, "kind": "ask", "id": "../x"}'])
def test_a_damaged_file_costs_its_own_card(tmp_path: Path, damage: str) -> None:
    store = ConversationStore(tmp_path)
    talk, good, bad = store.new(), a_turn([], []), a_turn([], [])
    store.keep(talk.id, good)
    store.keep(talk.id, bad)
    (tmp_path / "conversations" / talk.id / f"{bad.id}.json").write_text(damage)
    found = store.find(talk.id)
    assert found is not None
    assert [turn.id for turn in found.turns] == [good.id]


@pytest.mark.parametrize("identity", [None, "", "..", "../../../etc", "a" * 21, "a" * 22, "a" * 21 + "/"])
def test_not_found(tmp_path: Path, identity: str | None) -> None:
    assert ConversationStore(tmp_path).find(identity) is None


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "conversations").write_text("a file in the way")
    store = ConversationStore(tmp_path)
    assert not store.keep(store.new().id, a_turn([], []))


@pytest.mark.parametrize(
    ("kind", "kept", "value"),
    [
        ("decimal", "1234.50", Decimal("1234.50")),
        ("decimal", 7, 7),
        ("integer", 7, 7),
        ("float", 0.5, 0.5),
        ("date", "2026-03-31", date(2026, 3, 31)),
        ("timestamp", "2026-03-31T09:30:00", datetime(2026, 3, 31, 9, 30)),
        ("timestamp", "beyond the calendar", "beyond the calendar"),
        ("text", "2026-03-31", "2026-03-31"),
        ("date", None, None),
    ],
)
def test_values_come_back(kind: Any, kept: Any, value: Any) -> None:
    turn = a_turn([AnswerColumn("v", kind, "text")], [[kept]])
    again = Turn.from_dict(json.loads(json.dumps(turn.to_dict())))
    assert again.rows == [(value,)]
    assert type(again.rows[0][0]) is type(value)


# ------------------------------------------------------------------------------------------------ state


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    (tmp_path / "retail").mkdir()
    (tmp_path / "messy_sales.csv").write_text("a\n1\n")
    (tmp_path / "mine.csv").write_text("a\n1\n")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        (None, ["retail", "messy_sales"]),
        ("{}/mine.csv", ["data", "retail", "messy_sales"]),
        ("{}/messy_sales.csv", ["messy_sales", "retail"]),
        ("postgresql://ann:secret@host/db", ["data", "retail", "messy_sales"]),
    ],
)
def test_which_data(samples: Path, given: str | None, keys: list[str]) -> None:
    found = places(Added(samples / "home"), None, {"ASKBI_DATA": given.format(samples)} if given else {}, samples)
    assert [place.key for place in found] == keys
    assert "secret" not in " ".join(place.label for place in found)


@pytest.mark.parametrize(
    ("address", "locale", "language", "data"),
    [
        ({}, "en-GB", "en", None),
        ({}, "zh-TW", "zh", None),
        ({"lang": "en", "data": "flights"}, "zh-CN", "en", "flights"),
        ({"lang": "klingon"}, None, "en", None),
    ],
)
def test_a_new_page(address: dict[str, str], locale: str | None, language: str, data: str | None) -> None:
    session: dict[str, Any] = {}
    state = state_of(session, address, locale)
    assert (state.language, state.data) == (language, data)
    assert state_of(session, {"lang": "zh", "data": "other"}, "zh") is state is session[KEY]


def test_the_address_has_a_conversation_once_there_is_one(tmp_path: Path) -> None:
    state = State("en", "retail")
    talk = state.talks["retail"] = ConversationStore(tmp_path).new()
    assert state.address() == {"lang": "en", "data": "retail"}
    assert state.address(lambda identity: identity == talk.id)["c"] == talk.id
    talk.add(a_turn([], []))
    assert state.address() == {"lang": "en", "data": "retail", "c": talk.id}
    state.switch("flights")
    assert state.address() == {"lang": "en", "data": "flights"}


def test_the_address_of_a_reload_keeps_the_conversation_until_it_is_looked_up() -> None:
    assert State("zh", "retail", "c" * 22).address() == {"lang": "zh", "data": "retail", "c": "c" * 22}


# ------------------------------------------------------------------------------------------------ jobs


def test_stop_ends_a_job_and_says_so(tmp_path: Path) -> None:
    fake = FakeAssistant(tmp_path)
    desk = desk_of(fake, tmp_path)
    job = Job(desk.data, desk.store, "c" * 22, "ask", "endless")
    assert desk.jobs.start("c" * 22, job, None)
    assert not desk.jobs.start("c" * 22, job, None)
    assert not job.wait(0.05)
    job.stop()
    assert job.wait(20)
    assert job.turn is not None
    assert (job.turn.status, job.turn.answer["stopped"]) == ("failed", True)
    desk.jobs.end("c" * 22, job)
    assert desk.jobs.of("c" * 22) is None


def test_a_stop_ends_its_own_question_only(tmp_path: Path) -> None:
    desk = desk_of(FakeAssistant(tmp_path), tmp_path)
    slow, other = (Job(desk.data, desk.store, name * 22, "ask", "endless") for name in "ab")
    quick = Job(desk.data, desk.store, "c" * 22, "ask", "ranking")
    slow.start(None)
    quick.start(None)
    assert quick.wait(20), "another tab is answered while a query runs"
    assert not slow.wait(0.05)
    other.stop()
    assert not slow.wait(0.05), "somebody else's stop"
    slow.stop()
    assert slow.wait(20)


def test_data_that_is_closed_answers_what_was_asked(tmp_path: Path) -> None:
    fake = FakeAssistant(tmp_path)
    desk = desk_of(fake, tmp_path)
    job = Job(desk.data, desk.store, "c" * 22, "ask", "endless")
    job.start(None)
    while not desk.data.asking:
        time.sleep(0.005)
    desk.data.close()
    assert not fake.closed
    job.stop()
    assert job.wait(20)
    assert fake.closed


def test_a_question_outlives_its_page(tmp_path: Path) -> None:
    desk = desk_of(FakeAssistant(tmp_path), tmp_path)
    talk = desk.store.new()
    job = Job(desk.data, desk.store, talk.id, "ask", "ranking")
    Jobs().start(talk.id, job, None)
    assert job.wait(20)
    desk.store.refresh(talk)
    assert [turn.text for turn in talk.turns] == ["ranking"]


def test_data_that_cannot_be_opened() -> None:
    def opener(progress: Any) -> Any:
        raise SourceError("There is no sales.csv; check the path.")

    data = OpenData(opener)
    assert data.wait(20)
    assert (data.assistant, data.error) == (None, "There is no sales.csv; check the path.")


def test_closed_while_it_opens(tmp_path: Path) -> None:
    fake, go = FakeAssistant(tmp_path), threading.Event()

    def opener(progress: Any) -> Any:
        progress("reading sales.csv", 0.5)
        go.wait(20)
        return fake

    data = OpenData(opener)
    assert not data.wait(0.05)
    assert (data.text, data.share) == ("reading sales.csv", 0.5)
    data.close()
    go.set()
    deadline = time.monotonic() + 20
    while not fake.closed and time.monotonic() < deadline:
        time.sleep(0.01)
    assert fake.closed


# ------------------------------------------------------------------------------------------------ uploads


def _gone(folder: Path) -> bool:
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not folder.exists()


def test_an_upload_belongs_to_its_browser_and_ends_with_its_page() -> None:
    uploads, page = Uploads(grace=0.05), object()
    sent = uploads.add([("../销售.csv", b"region,amount\nNorth,1\nSouth,2\n")], browser="b1", page=page)
    assert sent.data.wait(60)
    assert sent.data.assistant is not None
    assert [table.row_count for table in sent.data.assistant.catalog.tables.values()] == [2]
    assert (sent.name, stat.S_IMODE(sent.folder.stat().st_mode)) == ("销售.csv", 0o700)
    assert uploads.find(sent.token, browser="b1", page=page) is sent
    assert uploads.find(sent.token, browser="b2", page=object()) is None
    assert uploads.find("u-guessed", browser="b1", page=page) is None
    uploads.leave(page)
    assert _gone(sent.folder)
    assert uploads.find(sent.token, browser="b1", page=page) is None


def test_files_sent_together_are_one_data_set() -> None:
    uploads, page = Uploads(), object()
    files = [("north.csv", b"n\n1\n"), ("south.csv", b"n\n2\n3\n"), ("x/North.csv", b"n\n4\n5\n6\n")]
    sent = uploads.add(files, browser="b", page=page)
    assert (sent.name, sent.files) == ("north.csv + 2", ("north.csv", "south.csv", "North (2).csv"))
    assert sent.data.wait(60)
    assert sent.data.assistant is not None, sent.data.error
    assert sorted(table.row_count for table in sent.data.assistant.catalog.tables.values()) == [1, 2, 3]
    uploads.rename(sent.token, "regions")
    assert sent.name == "regions"
    uploads.remove(sent.token)
    assert not sent.folder.exists()


def test_an_upload_outlives_a_reload_but_not_its_time() -> None:
    uploads, page, reloaded = Uploads(grace=0.2, lifetime=1.0), object(), object()
    sent = uploads.add([("a.csv", b"n\n1\n")], browser="b", page=page)
    uploads.leave(page)
    assert uploads.find(sent.token, browser="b", page=reloaded) is sent
    time.sleep(0.4)
    assert uploads.find(sent.token, browser="b", page=reloaded) is sent
    assert _gone(sent.folder)


# ------------------------------------------------------------------------------------------------ tables


@pytest.mark.parametrize(
    ("column", "values", "form", "layout"),
    [
        (AnswerColumn("a", "decimal", "measure", unit="USD"), [Decimal("1.5"), None], "number", "dollar"),
        (AnswerColumn("a", "float", "measure", unit="share"), [0.5], "number", "percent"),
        (AnswerColumn("a", "float", "measure", unit="%"), [12.5], "number", "%.1f%%"),
        (AnswerColumn("a", "decimal", "measure", unit="CNY"), [Decimal(3)], "number", "CN¥%.2f"),
        (AnswerColumn("a", "integer", "measure"), [1234567], "whole", "localized"),
        (AnswerColumn("a", "float", "measure"), [0.00012], "number", "%.3g"),
        (AnswerColumn("year", "integer", "time"), [2025], "whole", "%d"),
        (AnswerColumn("m", "timestamp", "time", time_grain="month"), [datetime(2025, 3, 1)], "day", "MMM YYYY"),
        (AnswerColumn("d", "date", "time"), [date(2025, 3, 1)], "day", "YYYY-MM-DD"),
        (AnswerColumn("t", "timestamp", "time"), [datetime(2025, 3, 1, 9)], "moment", "YYYY-MM-DD HH:mm"),
        (AnswerColumn("t", "timestamp", "time"), [datetime(2025, 3, 1, 9, 0, 5)], "moment", "YYYY-MM-DD HH:mm:ss"),
        (AnswerColumn("b", "boolean", "dimension"), [True, None], "flag", None),
        (AnswerColumn("h", "integer", "measure"), [2**70], "text", None),
        (AnswerColumn("x", "text", "dimension"), [None, None], "text", None),
        (AnswerColumn("x", "float", "measure"), [float("nan")], "number", "localized"),
    ],
)
def test_how_a_column_is_shown(column: AnswerColumn, values: list[Any], form: str, layout: str | None) -> None:
    assert form_of(column, values) == form
    turn = Turn("", "ask", "", {"status": "answered", "language": "en"})
    turn.__dict__.update(columns=(column,), rows=[(value,) for value in values])
    table, config = laid_out(turn)
    assert table.num_rows == len(values)
    assert config[column.name]["type_config"].get("format") == layout
