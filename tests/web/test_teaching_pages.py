"""Thumbs below an answer, the review of what was said, and what the data means, over real data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.assistant import Assistant
from copilot.semantics import parse_semantics
from copilot.semantics.writing import SemanticFile
from copilot.values import Proposal


def _card(assistant, turn):  # type: ignore[no-untyped-def]  # its text is run as a script
    from app.web.card import draw_turn

    draw_turn(turn, "en", lambda kind, text: None, assistant)


def _trust(assistant, language):  # type: ignore[no-untyped-def]
    import streamlit as st

    from app.web import trust_page
    from app.web.state import KEY, State

    trust_page.render("shop", assistant, st.session_state.setdefault(KEY, State(language, "shop")))


def _meaning(assistant, language, saved):  # type: ignore[no-untyped-def]
    from app.web.meaning import draw_meaning

    draw_meaning(assistant, language, lambda: saved.append(1))


def words(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(each.body for each in at.html)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    rows = "".join(f"{n},{('North', 'South')[n % 2]},{n}.50\n" for n in range(1, 60))
    (tmp_path / "orders.csv").write_text("order_id,region,amount\n" + rows, encoding="utf-8")
    with Assistant.open(str(tmp_path / "orders.csv"), model=None) as bi:
        yield bi


def turn_of(bi: Assistant, question: str) -> object:
    from app.web.turns import Turn, new_id

    return Turn(new_id(), "ask", question, bi.ask(question).to_dict())


def thumb(at: AppTest, turn: object, value: int) -> AppTest:
    at.session_state[f"{turn.id}-thumb"] = value  # type: ignore[attr-defined]
    return at.run()


def test_a_thumb_down_with_its_reason_is_kept_for_review(shop: Assistant) -> None:
    turn = turn_of(shop, "how many orders are there?")
    at = AppTest.from_function(_card, args=(shop, turn), default_timeout=60).run()
    shop.rate("how many orders are there?", sql=turn.answer["sql"], good=False)  # type: ignore[attr-defined]
    at = thumb(at, turn, 0)
    assert "not shown as verified" in words(at)
    at.text_input[0].set_value("counts tests too")
    at.button[-1].click().run()
    assert "Kept for review, with your reason" in words(at)
    (said,) = shop.feedback(open_only=True)
    assert (said.good, said.reason) == (False, "counts tests too")

    at = AppTest.from_function(_trust, args=(shop, "en"), default_timeout=60).run()
    at.segmented_control(key="askbi-trust-view").set_value("trust_feedback").run()
    told = words(at)
    assert "said to be wrong · not reviewed yet" in told
    assert "counts tests too" in told
    at.text_area[0].set_value("SELECT COUNT(*) FROM orders WHERE amount > 10")
    next(b for b in at.button if "Remember" in b.label).click().run()
    assert "reviewed" in words(at)
    assert "WHERE" in shop.ask("how many orders are there?").sql
    assert shop.ask("how many orders are there?").reader == "remembered"


def test_a_thumb_up_lets_the_query_be_remembered_and_forgotten(shop: Assistant) -> None:
    turn = turn_of(shop, "total amount by region")
    at = thumb(AppTest.from_function(_card, args=(shop, turn), default_timeout=60).run(), turn, 1)
    next(b for b in at.button if b.label == "Remember this query").click().run()
    assert "This query is remembered" in words(at)
    at = AppTest.from_function(_trust, args=(shop, "zh"), default_timeout=60).run()
    at.segmented_control(key="askbi-trust-view").set_value("trust_remembered").run()
    assert "total amount by region" in words(at)
    next(b for b in at.button if b.label == "忘记").click().run()
    assert shop.remembered == ()
    assert "还没有记住任何查询" in words(at)


def test_sql_that_does_not_fit_is_not_remembered_and_the_reason_is_told(shop: Assistant) -> None:
    shop.rate("total", sql="SELECT 1", good=False)
    at = AppTest.from_function(_trust, args=(shop, "en"), default_timeout=60).run()
    at.segmented_control(key="askbi-trust-view").set_value("trust_feedback").run()
    at.text_area[0].set_value("SELECT SUM(amont) FROM orders")
    next(b for b in at.button if "Remember" in b.label).click().run()
    assert "amount" in words(at)
    assert shop.remembered == ()


def test_a_first_draft_is_written_and_its_proposals_are_decided(shop: Assistant) -> None:
    saved: list[int] = []
    at = AppTest.from_function(_meaning, args=(shop, "en", saved), default_timeout=60).run()
    assert "Nobody has written down yet" in words(at)
    next(b for b in at.button if b.label == "Write a first draft").click().run()
    assert saved
    path = shop.semantics_path
    assert path is not None
    with Assistant.open(str(path.parents[2] / "orders.csv"), model=None) as bi:
        assert [p.name for p in bi.semantics.proposals] == ["total_amount"]
        at = AppTest.from_function(_meaning, args=(bi, "zh", saved), default_timeout=60).run()
        assert "SUM(orders.amount)" in words(at)
        next(b for b in at.button if b.label == "接受").click().run()
    model = parse_semantics(path.read_text(encoding="utf-8"))
    assert [m.name for m in model.metrics] == ["total_amount"]
    assert model.proposals == ()


def test_a_file_that_cannot_be_read_back_is_told_with_its_line_and_not_saved(shop: Assistant) -> None:
    file = SemanticFile("", "shop")
    file.add_catalog(shop.catalog)
    file.propose(Proposal("field", "orders", "amount", ("takings",)))
    path = shop.save_semantics(file.text)
    at = AppTest.from_function(_meaning, args=(shop, "en", []), default_timeout=60).run()
    at.text_area(key="askbi-meaning-text").set_value(
        file.text.replace("relationships", "x").replace("synonyms", "synonims: 3\n")
    )
    at.button(key="askbi-meaning-save").click().run()
    assert "Not saved:" in words(at)
    assert "line" in words(at)
    assert path.read_text(encoding="utf-8") == file.text
