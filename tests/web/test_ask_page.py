"""The Ask page with a fake assistant: what each status shows, what is asked, and what a reload finds."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.web.ask import INPUT, Desk
from app.web.running import Job
from app.web.state import KEY
from tests.web.fakes import FakeAssistant, desk_of


def _script(desk, language, conversation):  # type: ignore[no-untyped-def]  # its text is run as a script
    import streamlit as st

    from app.web import ask
    from app.web.state import KEY, State

    state = st.session_state.setdefault(KEY, State(language, "sales", conversation))
    ask.render(desk, state)


def page(desk: Desk, language: str = "en", conversation: str | None = None) -> AppTest:
    return AppTest.from_function(_script, args=(desk, language, conversation), default_timeout=30).run()


def words(at: AppTest) -> str:
    return "\n".join(each.body for each in at.html)


def put(at: AppTest, text: str) -> AppTest:
    at.chat_input(key=INPUT).set_value(text).run()
    assert not at.exception
    return at


@pytest.fixture
def fake(tmp_path: Path) -> FakeAssistant:
    return FakeAssistant(tmp_path)


@pytest.fixture
def desk(fake: FakeAssistant, tmp_path: Path) -> Desk:
    return desk_of(fake, tmp_path)


@pytest.mark.parametrize(
    ("text", "shown", "not_shown", "charts", "tables"),
    [
        ("ranking", ["South has the highest revenue ($377.50)", "Computed", "Assumed"], ["There are more rows"], 1, 0),
        ("number", ["Number of orders is 1,234.", '<span class="ab-big">1,234</span>'], [], 0, 0),
        ("names", ["2 names."], ["ab-big"], 0, 1),
        ("cut", ["There are more rows; these are the first 3."], [], 1, 0),
        ("empty", ["No row fits these conditions."], ["ab-big"], 0, 0),
        ("sure", ["Very likely right (93 %)"], [], 1, 0),
        ("clarify", ["Which one do you mean?", "before or after returns"], ["Not answered", "You could ask"], 0, 0),
        ("declined", ["Not answered", "could not place &#x27;Hamlet&#x27;", "You could ask"], ["Computed"], 0, 0),
        ("refused", ["Not run", "write a SELECT"], ["Computed"], 0, 0),
        ("failed", ["Did not work", "did not end within 30 seconds"], ["Computed"], 0, 0),
    ],
)
def test_each_status(desk: Desk, text: str, shown: list[str], not_shown: list[str], charts: int, tables: int) -> None:
    at = put(page(desk), text)
    told = words(at)
    assert [word for word in shown if word not in told] == []
    assert [word for word in not_shown if word in told] == []
    assert (len(at.get("plotly_chart")), len(at.dataframe)) == (charts, tables)


def test_empty_page_offers_questions_that_ask_themselves(desk: Desk, fake: FakeAssistant) -> None:
    at = page(desk)
    assert "What would you like to know about sales?" in words(at)
    labels = [button.label for button in at.button]
    assert labels == ["revenue per month", "revenue by region", "orders by status"]
    at.button[0].click().run()
    assert fake.asked == [("revenue per month", None)]
    assert "What would you like to know" not in words(at)


@pytest.mark.parametrize(
    ("text", "label", "then"),
    [
        ("clarify", "net revenue", "net revenue"),
        ("declined", "revenue per month", "revenue per month"),
        ("failed", "Try again", "failed"),
    ],
)
def test_ways_on(desk: Desk, fake: FakeAssistant, text: str, label: str, then: str) -> None:
    at = put(page(desk), text)
    next(button for button in at.button if button.label == label).click().run()
    assert [asked for asked, _ in fake.asked] == [text, then]
    assert len(at.chat_message) == 4


def test_edited_sql_runs_and_adds_a_card(desk: Desk, fake: FakeAssistant) -> None:
    at = put(page(desk), "ranking")
    assert not at.text_area
    at.segmented_control[0].set_value("show_sql").run()
    assert at.text_area[0].value == "SELECT region, SUM(amount) AS revenue FROM sales GROUP BY region"
    at.text_area[0].set_value("select region from sales").run()
    next(button for button in at.button if button.label == "Run again").click().run()
    assert fake.ran == ["select region from sales"]
    assert [name for name, _ in fake.asked] == ["ranking"]
    assert len(at.chat_message) == 4


@pytest.mark.parametrize(("view", "shown"), [("show_table", None), ("show_steps", "Read the question</td><td>12 ms")])
def test_opened_on_demand(desk: Desk, view: str, shown: str | None) -> None:
    at = put(page(desk), "ranking")
    assert not at.dataframe
    assert "ab-times" not in words(at)
    at.segmented_control[0].set_value(view).run()
    assert (shown in words(at)) if shown else len(at.dataframe) == 1


def test_download_is_what_is_shown(desk: Desk) -> None:
    at = put(page(desk), "cut")
    turn = at.session_state[KEY].talks["sales"].turns[0]
    from app.web.table import csv_of, file_name

    assert csv_of(turn).decode("utf-8-sig").splitlines() == [
        "region,revenue", "South,377.5", "West,224.25", "<b>East</b>,212.0",
    ]  # fmt: skip
    assert file_name(turn) == "cut.csv"


def test_old_cards_are_not_asked_again(desk: Desk, fake: FakeAssistant) -> None:
    at = put(put(page(desk), "ranking"), "number")
    at.run()
    assert [name for name, _ in fake.asked] == ["ranking", "number"]
    assert len(at.chat_message) == 4


def test_reload_shows_the_same_cards(desk: Desk, fake: FakeAssistant) -> None:
    at = put(put(page(desk), "ranking"), "declined")
    again = page(desk, conversation=at.session_state[KEY].talks["sales"].id)
    assert words(again) == words(at)
    assert len(again.get("plotly_chart")) == 1
    assert len(fake.asked) == 2


def test_reload_while_it_works_waits_for_the_answer(desk: Desk, fake: FakeAssistant) -> None:
    talk = desk.store.new()
    desk.jobs.start(talk.id, Job(desk.data, desk.store, talk.id, "ask", "endless"), None)
    threading.Timer(0.8, fake.cancelled.set).start()
    at = page(desk, conversation=talk.id)
    assert "The query was stopped." in words(at)
    assert [asked for asked, _ in fake.asked] == ["endless"]
    assert "this is a new one" not in words(at)


@pytest.mark.parametrize("unknown", ["A" * 22, "../../etc", "", "x"])
def test_unknown_conversation_begins_a_new_one(desk: Desk, unknown: str) -> None:
    at = page(desk, conversation=unknown)
    assert "this is a new one" in words(at)
    assert "this is a new one" not in words(put(at, "ranking"))


def test_markup_and_formulas_in_data_are_text(desk: Desk) -> None:
    told = words(put(page(desk), "<img src=x onerror=alert(1)> $a$ *b*"))
    assert "&lt;img src=x onerror=alert(1)&gt; $a$ *b*" in told
    assert "<img" not in told


@pytest.mark.parametrize("text", ["x" * 5000, "   "])
def test_odd_questions_reach_the_assistant(desk: Desk, fake: FakeAssistant, text: str) -> None:
    put(page(desk), text)
    assert [asked for asked, _ in fake.asked] == [text]


def test_chinese_interface(desk: Desk) -> None:
    at = page(desk, "zh")
    assert "想了解 sales 的什么？" in words(at)
    told = words(put(at, "中文"))
    assert "South 的收入最高。" in told
    assert "计算内容" in told
    assert "Computed" not in told


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_is_a_sentence(desk: Desk) -> None:
    at = put(page(desk), "defect")
    assert "Something went wrong inside askbi" in words(at)
    assert not at.chat_input(key=INPUT).disabled
    assert "South has" in words(put(at, "ranking"))


def test_a_card_that_cannot_be_drawn_costs_itself_only(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at = put(page(desk), "names")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("app.web.card.show_table", broken)
    told = words(put(at, "ranking"))
    assert "this part of the page could not be shown" in told
    assert "South has the highest revenue" in told


def test_long_conversations_show_the_end_first(desk: Desk) -> None:
    at = page(desk)
    for _ in range(14):
        put(at, "declined")
    assert len(at.chat_message) == 2 * 12
    next(button for button in at.button if button.label.startswith("Show earlier")).click().run()
    assert len(at.chat_message) == 2 * 14
