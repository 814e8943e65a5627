"""The web app's entry: the frame around every page, and the way to the pages.

Owns the address, which page is shown and that its data is open. What can be asked and shown is the pages' business.
Started by `app.launch`; Streamlit runs it anew for each click.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app.web import ask, data_page, explore_page, pieces, services, trust_page
from app.web.bar import draw_bar
from app.web.conversations import ConversationStore
from app.web.guard import guarded
from app.web.opening import await_open, why_not_open
from app.web.places import Place
from app.web.running import OpenData
from app.web.services import Shelf
from app.web.state import State, state_of
from app.web.uploads import is_token
from app.web.words import count_words, say
from copilot.errors import ConfigError

_STYLE = Path(__file__).with_name("style.css")
_ICON = Path(__file__).with_name("icon.svg")


def main() -> None:
    """Draw the page."""
    here = str(Path(__file__).resolve().parent)
    sys.path[:] = [entry for entry in sys.path if entry != here]  # or a library's `import card` would find ours
    st.set_page_config(page_title="askbi", page_icon=str(_ICON), layout="wide")
    st.html(_STYLE)
    _frame()


@guarded
def _frame() -> None:
    state = state_of(st.session_state, st.query_params, st.context.locale)
    try:
        shelf = services.shelf_of(state)
    except ConfigError as error:
        st.html(pieces.tag(say("failed", state.language), "failed") + pieces.paragraph(str(error), "message"))
        return
    place = _settle(state, shelf.places)
    pages: dict[str, StreamlitPage] = {}
    asking, looking = partial(_ask_page, shelf, place, state, pages), partial(_data_page, shelf, place, state, pages)
    pages["ask"] = st.Page(asking, title="askbi", url_path="ask")
    exploring = partial(_explore_page, shelf, place, state, pages)
    pages["explore"] = st.Page(exploring, title="askbi", url_path="explore")
    pages["data"] = st.Page(looking, title="askbi", url_path="data")
    trusting = partial(_trust_page, shelf, place, state)
    pages["trust"] = st.Page(trusting, title="askbi", url_path="trust")
    # The bare address has to belong to a page of its own: the default page cannot have another address.
    home = st.Page(partial(asking), title="askbi", url_path="home", default=True)
    shown = st.navigation([home, *pages.values()], position="hidden")
    here = shown.url_path if shown.url_path in pages else "ask"
    draw_bar(shelf, state, place, pages=pages, here=here, address=_address(state))
    shown.run()


def _ask_page(shelf: Shelf, place: Place | None, state: State, pages: dict[str, StreamlitPage]) -> None:
    if place is None:
        head = pieces.paragraph(say("no_data", state.language), "welcome")
        st.html(head + pieces.paragraph(say("no_data_hint", state.language), "quiet"))
        return
    data = shelf.data_of(place)
    if data is None or not _opened(shelf, place, data, state):
        return
    assistant = data.assistant
    assert assistant is not None
    _title(place, data, state, pages["data"])
    root, view = assistant.workspace.root, assistant.view_key
    desk = ask.Desk(
        name=place.label,
        data=data,
        store=ConversationStore(root / "roles" / view if view else root),
        jobs=services.jobs(),
        suggest=lambda language: services.suggestions(data, language),
    )
    ask.conversation_of(desk, state)
    state.told = None
    _write_address(state)
    ask.render(desk, state)


def _data_page(shelf: Shelf, place: Place | None, state: State, pages: dict[str, StreamlitPage]) -> None:
    _write_address(state)
    data_page.render(shelf, place, state)


def _explore_page(shelf: Shelf, place: Place | None, state: State, pages: dict[str, StreamlitPage]) -> None:
    _write_address(state)
    data = shelf.data_of(place) if place is not None else None
    if place is None:
        head = pieces.paragraph(say("no_data", state.language), "welcome")
        st.html(head + pieces.paragraph(say("no_data_hint", state.language), "quiet"))
        return
    if data is None or not _opened(shelf, place, data, state):
        return
    assert data.assistant is not None

    def go(question: str) -> None:
        state.wanted = question
        st.switch_page(pages["ask"])

    explore_page.render(place.label, data.assistant, services.looks(), state, go)


def _trust_page(shelf: Shelf, place: Place | None, state: State) -> None:
    _write_address(state)
    data = shelf.data_of(place) if place is not None else None
    if place is None or data is None or not _opened(shelf, place, data, state):
        return
    assert data.assistant is not None
    trust_page.render(place.label, data.assistant, state)


def _address(state: State) -> dict[str, str]:
    return state.address(running=lambda talk: services.jobs().of(talk) is not None)


def _write_address(state: State) -> None:
    address = _address(state)
    if dict(st.query_params) != address:
        st.query_params.from_dict(address)


def _settle(state: State, choices: tuple[Place, ...]) -> Place | None:
    """Return the data of the page; where what the address names is not there, the first choice, and say so."""
    for place in choices:
        if place.key == state.data:
            return place
    if not choices:
        return None
    missing, state.data = state.data, choices[0].key
    if missing is not None:
        state.note = "upload_gone" if is_token(missing) else "data_gone"
        state.wanted_conversation = None
    return choices[0]


def _opened(shelf: Shelf, place: Place, data: OpenData, state: State) -> bool:
    """Wait until the data is open; where it cannot be, say why and leave the rest of the page usable."""
    await_open(data, place.label, state.language)
    if data.assistant is not None:
        return True
    st.html(why_not_open(place, data, state.language) + pieces.paragraph(say("other_data", state.language), "quiet"))
    if not is_token(place.key) and st.button(say("try_again", state.language), icon=":material/refresh:"):
        shelf.library.forget(place)
        st.rerun()
    return False


def _title(place: Place, data: OpenData, state: State, reports: StreamlitPage) -> None:
    """Draw the name of the data, what is in it, and the way to how it was read."""
    assistant = data.assistant
    assert assistant is not None
    tables, language = assistant.catalog.tables, state.language
    rows = sum(table.row_count for table in tables.values())
    about = say(
        "about",
        language,
        tables=count_words("table", len(tables), language),
        rows=count_words("row", rows, language),
    )
    with st.container(key="askbi-title", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(pieces.title(place.label, about), width="content")
        aside = sum(load.set_aside_count for load in assistant.load_report.tables)
        word = "load_notes_role" if assistant.view_key else "load_notes_aside" if aside else "load_notes"
        st.page_link(
            reports, label=say(word, language, n=f"{aside:,}"), icon=":material/info:", query_params=_address(state)
        )


main()
