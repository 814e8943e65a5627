"""The bar above every page: the way between the pages, which data, adding data, a new conversation, the language.

Owns how the choice of data is drawn. What can be chosen comes from the services.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app.web.adding import draw_adder
from app.web.places import Place
from app.web.services import Shelf
from app.web.state import State
from app.web.words import say

_LANGUAGES = {"en": "EN", "zh": "中文"}


def draw_bar(
    shelf: Shelf,
    state: State,
    place: Place | None,
    *,
    pages: Mapping[str, StreamlitPage],
    here: str,
    address: dict[str, str],
) -> None:
    """Draw the bar.

    Args:
        shelf: the data that can be chosen.
        state: what the page remembers.
        place: the data that is chosen, where there is any.
        pages: the pages by name.
        here: the name of the page that is shown.
        address: what stands in the address, so that a page that is turned to shows the same data.
    """
    with st.container(key="askbi-bar", horizontal=True, gap="small", vertical_alignment="center"):
        st.html('<span class="ab-brand">askbi</span>', width="content")
        for name, page in pages.items():
            with st.container(key=f"askbi-nav-{name}-{'here' if name == here else 'there'}", width="content"):
                st.page_link(page, label=say(f"page_{name}", state.language), query_params=address)
        if place is not None and here != "data":  # the Data page has a list for that
            _switcher(shelf, state, place)
        draw_adder(shelf, state)
        if place is not None and here == "ask":
            st.button(
                say("new", state.language),
                key="askbi-new",
                icon=":material/add_comment:",
                help=say("new_help", state.language),
                on_click=state.begin_anew,
            )
        st.space("stretch")
        _language_switch(state)


def _switcher(shelf: Shelf, state: State, place: Place) -> None:
    by_key = {each.key: each for each in shelf.places}
    st.session_state["askbi-data"] = place.key

    def chosen() -> None:
        state.switch(st.session_state["askbi-data"])

    def label(key: str) -> str:
        each = by_key.get(key)
        if each is None:
            return key
        return say("sample", state.language, name=each.label) if each.kind == "sample" else each.label

    st.selectbox(
        say("data", state.language),
        list(by_key),
        format_func=label,
        key="askbi-data",
        on_change=chosen,
        label_visibility="collapsed",
        width=200,
    )


def _language_switch(state: State) -> None:
    st.session_state["askbi-language"] = state.language

    def chosen() -> None:
        state.language = st.session_state["askbi-language"] or state.language

    st.segmented_control(
        say("language", state.language),
        list(_LANGUAGES),
        format_func=_LANGUAGES.__getitem__,
        key="askbi-language",
        on_change=chosen,
        required=True,
        label_visibility="collapsed",
    )
