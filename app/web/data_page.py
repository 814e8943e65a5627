"""The Data page: which sources there are, how the files of one were read, and what can be done with it.

Owns the order of the page and the acts on a source. How a file was read is told by `report`; adding is in the bar.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from app.web import pieces
from app.web.added import clean_label
from app.web.guard import guarded
from app.web.meaning import draw_meaning
from app.web.opening import await_open, why_not_open
from app.web.places import KINDS, Place
from app.web.report import draw_report
from app.web.running import OpenData
from app.web.services import Shelf
from app.web.state import State
from app.web.turns import Language
from app.web.words import count_words, say
from copilot.sources.addresses import is_url

_VIEWS = ("how_read", "what_it_means")


def render(shelf: Shelf, place: Place | None, state: State) -> None:
    """Draw the page."""
    side, body = st.columns([1, 3.4], gap="medium")
    with side:
        _list(shelf, place, state)
    with body:
        if state.told is not None:
            word, values = state.told
            st.html(pieces.verdict(say(word, state.language, **values), "well"))
        if state.note:
            name = place.label if place is not None else ""
            st.html(pieces.paragraph(say(state.note, state.language, name=name), "caution"))
        if place is None:
            head = pieces.paragraph(say("no_data", state.language), "welcome")
            st.html(head + pieces.paragraph(say("no_data_hint", state.language), "quiet"))
        else:
            _chosen(shelf, place, state)


# ------------------------------------------------------------------------------------------------ the list


@guarded
def _list(shelf: Shelf, chosen: Place | None, state: State) -> None:
    with st.container(key="askbi-sources", gap=None):
        for kind in KINDS:
            group = [place for place in shelf.places if place.kind == kind]
            if group:
                st.html(pieces.group(say(f"kind_{kind}", state.language)))
            for place in group:
                here = "here" if chosen is not None and place.key == chosen.key else "there"
                st.button(
                    _entry(shelf, place, state.language),
                    key=f"askbi-source-{here}-{place.key}",
                    type="tertiary",
                    width="stretch",
                    on_click=partial(state.switch, place.key),
                )


def _entry(shelf: Shelf, place: Place, language: Language) -> str:
    data = shelf.peek(place)
    size = ""
    if data is not None and data.assistant is not None:
        size = count_words("table", len(data.assistant.catalog.tables), language)
    elif data is not None and data.wait(0):
        size = say("entry_failed", language)
    return pieces.markdown(place.label) + (f" :small[:gray[{size}]]" if size else "")


# ------------------------------------------------------------------------------------------------ the chosen one


@guarded
def _chosen(shelf: Shelf, place: Place, state: State) -> None:
    language = state.language
    data = shelf.data_of(place)
    if data is None:
        st.html(pieces.paragraph(say("upload_gone", language), "caution"))
        return
    if data.wait(0):
        body = st.container()
    else:
        slot = st.empty()  # takes what is drawn of other data away while this is being opened
        with slot:
            await_open(data, place.label, language)
        body = slot.container()
    with body:
        _opened(shelf, place, data, state)


def _opened(shelf: Shelf, place: Place, data: OpenData, state: State) -> None:
    language = state.language
    _head(shelf, place, data, state)
    if data.assistant is None:
        st.html(why_not_open(place, data, language) + pieces.paragraph(say("mend_and_again", language), "quiet"))
        return
    if place.kind != "upload" and state.looking != place.key and shelf.library.freshness(place) == "changed":
        st.html(pieces.verdict(say("changed", language), "note"))
    if data.assistant.view_key or place.kind == "upload":
        draw_report(data, language, hidden=bool(data.assistant.view_key))
        return
    view = st.segmented_control(
        say("view", language),
        _VIEWS,
        default=_VIEWS[0],
        format_func=lambda one: say(one, language),
        key=f"askbi-data-view-{place.key}",
        required=True,
        label_visibility="collapsed",
    )
    if view == "how_read":
        draw_report(data, language, hidden=False)
    else:
        draw_meaning(data.assistant, language, partial(_open_anew, shelf, place, state))


def _open_anew(shelf: Shelf, place: Place, state: State) -> None:
    """Open a source once more, with the semantic model that was just saved."""
    fresh = shelf.library.look_again(place)
    await_open(fresh, place.label, state.language, "reading_again")
    shelf.library.adopt(place, fresh)
    if fresh.assistant is None:
        st.html(pieces.paragraph(fresh.error or say("not_open_defect", state.language), "caution"))
        return
    state.told = ("meaning_saved", {"name": place.label})
    st.rerun()


def _head(shelf: Shelf, place: Place, data: OpenData, state: State) -> None:
    """Draw the name of a source, where it is, and what can be done with it."""
    language, assistant = state.language, data.assistant
    about = ""
    if assistant is not None:
        tables = assistant.catalog.tables
        rows = count_words("row", sum(table.row_count for table in tables.values()), language)
        about = say("about", language, tables=count_words("table", len(tables), language), rows=rows)
    st.html(pieces.title(place.label, about) + pieces.place(_where(shelf, place, language)))
    if assistant is not None and assistant.view_key and shelf.access is not None and place.kind == "given":
        st.html(pieces.paragraph(say("as_role", language, role=shelf.access.role), "quiet"))
    with st.container(key="askbi-acts", horizontal=True, gap="small"):
        if place.kind != "upload":
            word = "fetch_again" if is_url(place.path) else "read_again"
            st.button(
                say(word, language),
                key="askbi-again",
                icon=":material/refresh:",
                on_click=partial(_look, state, place.key),
            )
        if place.kind in ("added", "upload") or (place.kind == "given" and shelf.access is None):
            _rename(shelf, place, state)
        if place.kind in ("added", "upload"):
            _remove(shelf, place, state)
    if state.looking == place.key:
        _look_again(shelf, place, state)


def _where(shelf: Shelf, place: Place, language: Language) -> str:
    if place.kind == "upload":
        upload = shelf.uploads.find(place.key, browser=shelf.browser, page=shelf.page)
        return " · ".join(upload.files) if upload is not None else ""
    if shelf.access is not None:
        return ""  # where the files lie is nothing for a role
    fetched = shelf.library.fetched(place) if is_url(place.path) else None
    if fetched is None:
        return place.shown
    from datetime import datetime

    moment = datetime.fromtimestamp(fetched.stat().st_mtime).astimezone()
    return f"{place.shown} · {say('fetched', language, when=moment.strftime('%Y-%m-%d %H:%M'))}"


def _look(state: State, key: str) -> None:
    state.looking, state.told = key, None


def _look_again(shelf: Shelf, place: Place, state: State) -> None:
    """Open a source anew where its files have changed, and say what came of it."""
    language, library = state.language, shelf.library
    now = library.peek(place)
    if now is not None and now.assistant is not None and library.freshness(place, now=True) == "same":
        state.looking, state.told = "", ("unchanged", {"name": place.label})
        st.rerun()
    fresh = library.look_again(place)
    await_open(fresh, place.label, language, "reading_again")
    other = library.adopt(place, fresh)
    state.looking = ""
    if fresh.assistant is None:
        message = fresh.error or say("not_open_defect", language)
        st.html(
            pieces.tag(say("not_read_again", language), "failed")
            + pieces.paragraph(message, "message")
            + (pieces.paragraph(say("earlier_stays", language), "quiet") if now is not None and now.assistant else "")
        )
        return
    state.told = ("changed_now" if other else "unchanged", {"name": place.label})
    st.rerun()


def _rename(shelf: Shelf, place: Place, state: State) -> None:
    language = state.language
    with (
        st.popover(say("rename", language), icon=":material/edit:", key=f"askbi-rename-{place.key}-{place.label}"),
        st.form(f"askbi-rename-form-{place.key}", border=False),
    ):
        label = clean_label(
            st.text_input(say("rename_label", language), place.label, key=f"askbi-label-{place.key}") or ""
        )
        pressed = st.form_submit_button(say("rename_do", language), type="primary")
    if not pressed or not label or label == place.label:
        return
    if place.kind == "upload":
        shelf.uploads.rename(place.key, label)
        state.uploads[place.key] = label
    else:
        try:
            shelf.added.rename(place.path, label)
        except OSError as error:
            st.html(pieces.paragraph(say("list_not_kept", language, reason=error.strerror or str(error)), "caution"))
            return
    state.told = ("renamed", {"name": label})
    st.rerun()


def _remove(shelf: Shelf, place: Place, state: State) -> None:
    language = state.language
    kind = "upload" if place.kind == "upload" else "url" if is_url(place.path) else "path"
    with st.popover(say("remove", language), icon=":material/delete:", key=f"askbi-remove-{place.key}"):
        st.html(pieces.paragraph(say(f"remove_{kind}", language), "message"))
        pressed = st.button(
            say("delete" if kind == "upload" else "forget", language), key="askbi-remove-do", type="primary"
        )
    if not pressed:
        return
    if kind == "upload":
        shelf.uploads.remove(place.key)
    else:
        try:
            shelf.added.forget(place.path)
        except OSError as error:
            st.html(pieces.paragraph(say("list_not_kept", language, reason=error.strerror or str(error)), "caution"))
            return
        shelf.library.forget(place)
        shelf.library.remove_fetched(place)
    state.forget(place.key)
    state.told = (f"removed_{kind}", {"name": place.label})
    st.rerun()
