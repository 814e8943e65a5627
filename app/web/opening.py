"""Waiting for data to be open, and what is said where it cannot be.

Owns the progress bar. Refuses to open anything itself.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.web import pieces
from app.web.places import Place
from app.web.running import OpenData
from app.web.turns import Language
from app.web.words import say

_QUICK = 0.3
"""Seconds for which nothing is shown: most data is open sooner."""


def await_open(data: OpenData, name: str, language: Language, word: str = "opening") -> None:
    """Wait until data is open or has failed, and show how far it is."""
    if data.wait(_QUICK):
        return
    head = say(word, language, name=name)
    bar = st.progress(0.0, pieces.markdown(head))
    while not data.wait(0.1):
        told = f"{head} · {data.text}" if data.text and data.share < 1 else head
        bar.progress(data.share, pieces.markdown(told))
    bar.empty()


def why_not_open(place: Place, data: OpenData, language: Language) -> str:
    """Return what is said of data that cannot be opened."""
    message = data.error.replace(f"{Path(place.path)}/", "") if place.kind == "upload" else data.error
    head = pieces.tag(say("not_open", language, name=place.label), "failed")
    return head + pieces.paragraph(message or say("not_open_defect", language), "message")
