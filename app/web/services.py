"""What the pages of this process share: open data, uploads, questions that run, the list of added sources.

Owns that there is one of each, and what tells one browser and one page from another. Refuses to draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from app.web.added import Added, application_home
from app.web.library import Library
from app.web.looking import Looks
from app.web.places import Access, Place, places
from app.web.running import Jobs, OpenData
from app.web.state import State
from app.web.turns import Language
from app.web.uploads import Uploads, browser_of, is_token


@dataclass(frozen=True, slots=True)
class Shelf:
    """The data that one page may show, and what can be done with it."""

    places: tuple[Place, ...]
    library: Library
    added: Added
    uploads: Uploads
    access: Access | None
    browser: str
    page: object

    def data_of(self, place: Place) -> OpenData | None:
        """Return the data of a place, which is being opened where it is not open; None for an upload that is gone."""
        if is_token(place.key):
            upload = self.uploads.find(place.key, browser=self.browser, page=self.page)
            return None if upload is None else upload.data
        return self.library.get(place)

    def peek(self, place: Place) -> OpenData | None:
        """Return the data of a place where it is open or being opened."""
        return self.data_of(place) if is_token(place.key) else self.library.peek(place)


def shelf_of(state: State) -> Shelf:
    """Return what a page may show now; uploads that are gone are left out.

    Raises:
        ConfigError: the app was started with a policy whose attributes make no sense.
    """
    access, browser, page = _access(), _browser(), _page()
    uploads, added = _uploads(), Added(application_home())
    if state.data not in state.uploads and is_token(state.data):
        upload = uploads.find(state.data, browser=browser, page=page)
        if upload is not None:
            state.uploads[upload.token] = upload.name
    found = places(added, access)
    for token in tuple(state.uploads):
        upload = uploads.find(token, browser=browser, page=page)
        if upload is None:
            del state.uploads[token]
        else:
            found.append(Place(token, upload.name, str(upload.folder), "upload"))
    return Shelf(tuple(found), _library(), added, uploads, access, browser, page)


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """Return the questions that run now."""
    return Jobs()


@st.cache_resource(show_spinner=False)
def looks() -> Looks:
    """Return the profiles that are being made, or were."""
    return Looks()


def suggestions(data: OpenData, language: Language) -> tuple[str, ...]:
    """Return questions that data can answer, the likeliest to be asked first."""
    assert data.assistant is not None
    return data.assistant.suggestions(language)


def _access() -> Access | None:
    return Access.from_environment()


@st.cache_resource(show_spinner=False, on_release=Library.close)
def _library() -> Library:
    return Library(application_home(), _access())


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


def _browser() -> str:
    """Return what tells this browser from others, so that an address alone opens nobody's upload."""
    return browser_of(str(st.context.cookies.get("_streamlit_xsrf", "")))
