"""The Trust page over a real workspace: what was asked, what was sent, and finding it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.assistant import Assistant
from tests.model.scripted import serving, sql

ODD = "frobnicate the <zorbs>"


def _script(assistant, language):  # type: ignore[no-untyped-def]  # its text is run as a script
    import streamlit as st

    from app.web import trust_page
    from app.web.state import KEY, State

    state = st.session_state.setdefault(KEY, State(language, "shop"))
    trust_page.render("shop", assistant, state)


def words(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(each.body for each in at.html)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("trust")
    (folder / "orders.csv").write_text("order_id,amount\n1,2.50\n2,4.00\n", encoding="utf-8")
    with serving(sql("SELECT max(amount) FROM orders")) as script, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASKBI_HOME", str(folder / "home"))
        patch.setenv("OPENAI_BASE_URL", script.url)
        with Assistant.open(str(folder / "orders.csv"), model="scripted") as bi:
            bi.ask("total amount")
            bi.ask(ODD)
            yield bi


def page(assistant: Assistant, language: str = "en") -> AppTest:
    return AppTest.from_function(_script, args=(assistant, language), default_timeout=60).run()


def test_questions_with_what_became_of_them(asked: Assistant) -> None:
    told = words(page(asked))
    assert told.index("&lt;zorbs&gt;") < told.index("total amount"), "the newest stands first"
    assert "read by the model" in told
    assert "verified · read by askbi" in told
    assert "scripted · 127.0.0.1" in told
    assert "names, types, descriptions" in told
    assert "MAX(" in told


def test_what_was_sent_word_for_word(asked: Assistant) -> None:
    at = page(asked)
    at.segmented_control(key="askbi-trust-view").set_value("trust_sent").run()
    told = words(at)
    assert "CREATE TABLE orders" in told
    assert "Question: frobnicate the &lt;zorbs&gt;" in told
    assert "SELECT max(amount) FROM orders" in told
    assert "100 tokens sent, 60 of them known to the server, 20 received" in told


@pytest.mark.parametrize(
    ("sought", "there", "not_there"), [("zorb", "zorbs", "total amount"), ("%", "holds that", "zorbs")]
)
def test_searching(asked: Assistant, sought: str, there: str, not_there: str) -> None:
    at = page(asked)
    at.text_input(key="askbi-trust-search").input(sought).run()
    told = words(at)
    assert there in told
    assert not_there not in told


def test_in_chinese_and_without_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    (tmp_path / "orders.csv").write_text("order_id,amount\n1,2.50\n", encoding="utf-8")
    with Assistant.open(str(tmp_path / "orders.csv")) as bi:
        told = words(page(bi, "zh"))
    assert "不会离开这台电脑" in told
    assert "还没有对这些数据提过问题" in told
