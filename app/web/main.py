"""The web app's entry: the frame around every page, and the way to the page.

Owns the bar (data, upload, language), opening data, and the address. What can be asked and shown is the pages'
business.
Started by `app.launch`; Streamlit runs it anew for each click.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app.web import ask, pieces
from app.web.conversations import ConversationStore
from app.web.guard import guarded
from app.web.running import Jobs, OpenData, Progress
from app.web.state import Place, State, places, state_of
from app.web.turns import Language
from app.web.uploads import MOST_MEGABYTES, TYPES, Uploads, browser_of, is_token
from app.web.words import count_words, say

if TYPE_CHECKING:
    from app.assistant import Assistant

_STYLE = Path(__file__).with_name("style.css")
_ICON = Path(__file__).with_name("icon.svg")
_LANGUAGES = {"en": "EN", "zh": "中文"}
_QUICK = 0.3
_MOST_OPEN = 8


# ------------------------------------------------------------------------------------------------ what sessions share


@st.cache_resource(max_entries=_MOST_OPEN, show_spinner=False, on_release=OpenData.close)
def _shared(path: str) -> OpenData:
    """Return data that all sessions share; it is being opened, or open."""

    def opener(progress: Progress) -> Assistant:
        from app.assistant import Assistant

        return Assistant.open(path, progress=progress)

    return OpenData(opener)


@st.cache_resource(show_spinner=False)
def _jobs() -> Jobs:
    return Jobs()


@st.cache_resource(show_spinner=False, on_release=Uploads.close)
def _uploads() -> Uploads:
    return Uploads()


class _Page:
    """Stands for a page that is open in a browser, and tells the uploads when it is gone."""

    def leave(self) -> None:
        _uploads().leave(self)


@st.cache_resource(scope="session", show_spinner=False, on_release=_Page.leave)
def _page() -> _Page:
    return _Page()


@st.cache_data(max_entries=64, show_spinner=False)
def _suggestions(key: str, language: Language, _data: OpenData) -> tuple[str, ...]:
    assert _data.assistant is not None
    return _data.assistant.suggestions(language)


def _browser() -> str:
    """Return what tells this browser from others, so that an address alone opens nobody's upload."""
    return browser_of(str(st.context.cookies.get("_streamlit_xsrf", "")))


# ------------------------------------------------------------------------------------------------ the frame


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
    choices = _choices(state)
    place = _settle(state, choices)
    _bar(state, choices, place)
    if place is None:
        head = pieces.paragraph(say("no_data", state.language), "welcome")
        st.html(head + pieces.paragraph(say("no_data_hint", state.language), "quiet"))
        return
    data = _data(place)
    if data is None or not _opened(place, data, state):
        return
    page = partial(_ask_page, place, data, state)
    st.navigation([st.Page(page, title="Ask", url_path="ask", default=True)], position="hidden").run()


def _ask_page(place: Place, data: OpenData, state: State) -> None:
    assistant = data.assistant
    assert assistant is not None
    _title(place, data, state)
    desk = ask.Desk(
        name=place.label,
        data=data,
        store=ConversationStore(assistant.workspace.root),
        jobs=_jobs(),
        suggest=partial(_suggestions, f"{place.key} {place.path}", _data=data),
    )
    _write_address(state, desk)
    ask.render(desk, state)


def _write_address(state: State, desk: ask.Desk) -> None:
    talk = ask.conversation_of(desk, state)
    address = state.address(talk)
    if desk.jobs.of(talk.id) is not None:
        address["c"] = talk.id  # a reload while it works finds the question again
    if dict(st.query_params) != address:
        st.query_params.from_dict(address)


# ------------------------------------------------------------------------------------------------ which data


def _choices(state: State) -> list[Place]:
    """Return the data that this page can be switched to; uploads that are gone are left out."""
    found = places()
    if state.data not in state.uploads and is_token(state.data):
        upload = _uploads().find(state.data, browser=_browser(), page=_page())
        if upload is not None:
            state.uploads[upload.token] = upload.name
    for token in tuple(state.uploads):
        upload = _uploads().find(token, browser=_browser(), page=_page())
        if upload is None:
            del state.uploads[token]
        else:
            found.append(Place(token, upload.name, str(upload.folder / upload.name)))
    return found


def _settle(state: State, choices: list[Place]) -> Place | None:
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


def _data(place: Place) -> OpenData | None:
    if is_token(place.key):
        upload = _uploads().find(place.key, browser=_browser(), page=_page())
        return None if upload is None else upload.data
    return _shared(place.path)


def _opened(place: Place, data: OpenData, state: State) -> bool:
    """Wait until the data is open; where it cannot be, say why and leave the rest of the page usable."""
    if not data.wait(_QUICK):
        head = say("opening", state.language, name=place.label)
        bar = st.progress(0.0, head)
        while not data.wait(0.1):
            bar.progress(data.share, f"{head} · {data.text}" if data.text and data.share < 1 else head)
        bar.empty()
    if data.assistant is not None:
        return True
    folder = str(Path(place.path).parent)
    message = data.error.replace(f"{folder}/", "") if is_token(place.key) else data.error
    head = pieces.tag(say("not_open", state.language, name=place.label), "failed")
    told = pieces.paragraph(message or say("not_open_defect", state.language), "message")
    st.html(head + told + pieces.paragraph(say("other_data", state.language), "quiet"))
    if not is_token(place.key) and st.button(say("try_again", state.language), icon=":material/refresh:"):
        _shared.clear(place.path)
        st.rerun()
    return False


# ------------------------------------------------------------------------------------------------ the bar


def _bar(state: State, choices: list[Place], place: Place | None) -> None:
    language = state.language
    with st.container(key="askbi-bar", horizontal=True, gap="small", vertical_alignment="center"):
        st.html('<span class="ab-brand">askbi</span>', width="content")
        if place is not None:
            _switcher(state, choices, place)
        with st.popover(say("upload", language), icon=":material/upload_file:", key=f"askbi-upload-{state.sent}"):
            _uploader(state)
        if place is not None:
            st.button(
                say("new", language),
                key="askbi-new",
                icon=":material/add_comment:",
                help=say("new_help", language),
                on_click=state.begin_anew,
            )
        st.space("stretch")
        _language_switch(state)


def _switcher(state: State, choices: list[Place], place: Place) -> None:
    labels = {each.key: each.label for each in choices}
    samples = {each.key for each in choices if each.sample}
    st.session_state["askbi-data"] = place.key

    def chosen() -> None:
        state.switch(st.session_state["askbi-data"])

    def label(key: str) -> str:
        name = labels.get(key, key)
        return say("sample", state.language, name=name) if key in samples else name

    st.selectbox(
        say("data", state.language),
        list(labels),
        format_func=label,
        key="askbi-data",
        on_change=chosen,
        label_visibility="collapsed",
        width=230,
    )


def _uploader(state: State) -> None:
    file = st.file_uploader(
        say("upload_label", state.language),
        list(TYPES),
        key=f"askbi-file-{state.sent}",
        max_upload_size=MOST_MEGABYTES,
    )
    st.html(pieces.paragraph(say("upload_hint", state.language, most=MOST_MEGABYTES), "quiet"))
    if file is None:
        return
    try:
        upload = _uploads().add(file.name, file.getbuffer(), browser=_browser(), page=_page())
    except OSError as error:
        reason = error.strerror or str(error)
        st.html(pieces.paragraph(say("upload_no_room", state.language, reason=reason), "caution"))
        return
    state.uploads[upload.token] = upload.name
    state.sent += 1  # a new uploader: the popover closes and the copy in memory is given back
    state.switch(upload.token)
    st.rerun()


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


def _title(place: Place, data: OpenData, state: State) -> None:
    """Draw the name of the data, what is in it, and how it was read."""
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
        drawer = st.popover(
            say("load_notes", language), type="tertiary", key="askbi-load", on_change="rerun", icon=":material/info:"
        )
        if drawer.open:
            with drawer:
                _load_notes(data, language)


def _load_notes(data: OpenData, language: Language) -> None:
    assistant = data.assistant
    assert assistant is not None
    report = assistant.load_report
    parts = [pieces.bullets("", [note.text for note in report.notes])] if report.notes else []
    for loaded in report.tables:
        texts = [decision.text for decision in loaded.decisions]
        if loaded.set_aside_count:
            texts.append(say("set_aside", language, n=f"{loaded.set_aside_count:,}"))
        label = f"{loaded.table} · {count_words('row', loaded.rows, language)}"
        parts.append(pieces.bullets(label, texts))
    st.html("".join(parts))


main()
