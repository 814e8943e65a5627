"""Adding data: files that are uploaded, a path, a web address.

Owns the small window for it. What is added by path or address is opened first and put on the list only where that went
well. Refuses both under a policy: the path of the governed data could be typed in.
"""

from __future__ import annotations

import streamlit as st

from app.web import pieces
from app.web.opening import await_open
from app.web.places import Place, source_of
from app.web.services import Shelf
from app.web.state import State
from app.web.uploads import MOST_MEGABYTES, TYPES
from app.web.words import say
from copilot.errors import SourceError
from copilot.sources.addresses import mask_url

_WAYS = ("files", "place")


def draw_adder(shelf: Shelf, state: State) -> None:
    """Draw the button and the window behind it."""
    language = state.language
    with st.popover(say("add", language), icon=":material/add:", key=f"askbi-add-{state.sent}"):
        way = "files"
        if shelf.access is None:
            way = st.segmented_control(
                say("add", language), _WAYS, default="files", key=f"askbi-way-{state.sent}", required=True,
                format_func=lambda each: say(f"add_{each}", language), label_visibility="collapsed",
            ) or "files"  # fmt: skip
        if way == "files":
            _files(shelf, state)
        else:
            _path_or_address(shelf, state)


def _files(shelf: Shelf, state: State) -> None:
    language = state.language
    sent = st.file_uploader(
        say("upload_label", language),
        list(TYPES),
        accept_multiple_files=True,
        key=f"askbi-file-{state.sent}",
        max_upload_size=MOST_MEGABYTES,
        label_visibility="collapsed",
    )
    st.html(pieces.paragraph(say("upload_hint", language, most=MOST_MEGABYTES), "quiet"))
    if not sent:
        return
    if sum(file.size for file in sent) > MOST_MEGABYTES * 1_000_000:
        st.html(pieces.paragraph(say("upload_too_much", language, most=MOST_MEGABYTES), "caution"))
        return
    files = [(file.name, file.getbuffer()) for file in sent]
    try:
        upload = shelf.uploads.add(files, browser=shelf.browser, page=shelf.page)
    except OSError as error:
        reason = error.strerror or str(error)
        st.html(pieces.paragraph(say("upload_no_room", language, reason=reason), "caution"))
        return
    state.uploads[upload.token] = upload.name
    _turn_to(state, upload.token)


def _path_or_address(shelf: Shelf, state: State) -> None:
    language = state.language
    with st.form(f"askbi-place-{state.sent}", border=False):
        text = st.text_input(
            say("place_label", language), key=f"askbi-where-{state.sent}", placeholder=say("place_example", language)
        )
        st.html(pieces.paragraph(say("place_hint", language), "quiet"))
        pressed = st.form_submit_button(say("place_open", language), type="primary")
    if pressed:
        state.adding = text
    if state.adding.strip():
        _open(shelf, state)


def _open(shelf: Shelf, state: State) -> None:
    """Open what was typed; where it cannot be opened it is said here, and nothing is put on the list."""
    try:
        source = source_of(state.adding)
    except SourceError as error:
        _refuse(state, str(error))
        return
    for each in shelf.places:
        if each.path == source.where and each.kind != "upload":
            _turn_to(state, each.key)
    place = Place(source.key, source.label, source.where, "added")
    data = shelf.library.get(place)
    await_open(data, source.label, state.language)
    if data.assistant is None:
        shelf.library.forget(place)
        _refuse(state, data.error or say("not_open_defect", state.language))
        return
    try:
        shelf.added.add(source)
    except OSError as error:
        _refuse(state, say("list_not_kept", state.language, reason=error.strerror or str(error)))
        return
    state.told = ("added", {"where": mask_url(source.where) if "://" in source.where else source.where})
    _turn_to(state, source.key, told=True)


def _refuse(state: State, message: str) -> None:
    state.adding = ""
    st.html(pieces.tag(say("not_added", state.language), "failed") + pieces.paragraph(message, "message"))


def _turn_to(state: State, key: str, *, told: bool = False) -> None:
    said = state.told if told else None
    state.sent += 1  # a new window: this one closes, and the copy of a file in memory is given back
    state.adding = ""
    state.switch(key)
    state.told = said
    st.rerun()
