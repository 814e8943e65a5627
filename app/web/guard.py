"""The outer edge of the page: a defect is logged, a person gets a sentence.

Owns the only broad `except` of the web app.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from app.web import pieces
from app.web.state import KEY, State
from app.web.words import say

P = ParamSpec("P")


def guarded(draw: Callable[P, None]) -> Callable[P, None]:
    """Wrap a function that draws a part of the page, so that a defect in it costs that part only."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            draw(*args, **kwargs)
        except Exception:  # the outer edge; Streamlit's own control flow is no Exception
            logging.getLogger("askbi.web").exception("a part of the page could not be drawn")
            state = st.session_state.get(KEY)
            language = state.language if isinstance(state, State) else "en"
            st.html(
                pieces.tag(say("failed", language), "failed")
                + pieces.paragraph(say("page_defect", language), "message")
            )

    return drawn
