"""The Explore page over a sample: what it says, what its buttons do, and what becomes of stopping."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.assistant import Assistant
from app.web.looking import Look, Looks

SHOP = Path(__file__).resolve().parents[2] / "sample_data" / "retail"


def _script(assistant, looks, language, gone):  # type: ignore[no-untyped-def]  # its text is run as a script
    import streamlit as st

    from app.web import explore_page
    from app.web.state import KEY, State

    state = st.session_state.setdefault(KEY, State(language, "shop"))
    explore_page.render("shop", assistant, looks, state, gone.append)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASKBI_HOME", str(tmp_path_factory.mktemp("home")))
        bi = Assistant.open(SHOP, model=None)
    with bi:
        yield bi


@pytest.fixture(scope="module")
def looks() -> Looks:
    return Looks()


def shown(assistant: Assistant, looks: Looks, language: str = "en", gone: list[str] | None = None) -> AppTest:
    looks.look(assistant).wait(60)
    looks.tries(assistant, "zh" if language == "zh" else "en").wait(60)
    args = (assistant, looks, language, [] if gone is None else gone)
    return AppTest.from_function(_script, args=args, default_timeout=60).run()


def words(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(each.body for each in at.html)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["6 tables", "How the tables are linked", "One thing in several spellings", "Worth a look"]),
        ("zh", ["6 张表", "表之间的联系", "同一事物多种写法", "值得一看"]),
    ],
)
def test_the_overview(shop: Assistant, looks: Looks, language: str, said: list[str]) -> None:
    told = words(shown(shop, looks, language))
    assert [each for each in said if each not in told] == []
    assert "<svg" not in told, "the page's host drops inline SVG; pictures have to be images"
    assert "many order_items to one orders by order_id = order_id" in told or language == "zh"


def test_a_table_with_its_alert_and_repair(shop: Assistant, looks: Looks) -> None:
    at = shown(shop, looks)
    at.segmented_control[0].set_value("customers").run()
    told = words(at)
    assert "One row per customer, identified by customer_id." in told
    assert "69 rows" in told
    which = next(c for c in at.segmented_control if c.key == "askbi-which-customers-0")
    which.set_value("explore_repair").run()
    assert not at.exception
    frame = at.dataframe[0].value
    assert dict(zip(frame["before"], frame["rows"], strict=True)) == {
        "corporate": 17, "consumer": 15, "Corprate": 13, "CONSUMER": 11, "HomeOffice": 8, "Home office": 5,
    }  # fmt: skip


def test_a_suggestion_goes_to_the_ask_page(shop: Assistant, looks: Looks) -> None:
    gone: list[str] = []
    at = shown(shop, looks, gone=gone)
    button = next(b for b in at.button if b.key and b.key.startswith("askbi-worth-ask-"))
    button.click().run()
    assert gone == [str(button.key).removeprefix("askbi-worth-ask-")]
    assert shop.ask(gone[0]).status == "answered"


def test_stopping_keeps_what_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    with Assistant.open(SHOP, model=None) as bi:
        look = Look(bi)
        look.stop()
        assert look.wait(60)
        assert look.profile is not None
        assert {table.name for table in look.profile.tables} == set(bi.catalog.tables)
        stopped = [table for table in look.profile.tables if "stopped" in table.looked.skipped]
        assert stopped, "it was stopped before it could end"
        assert all(table.columns for table in look.profile.tables)
        whole = Look(bi)
        assert whole.wait(60)
        assert whole.profile is not None
        assert not any("stopped" in table.looked.skipped for table in whole.profile.tables)
