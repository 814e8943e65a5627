"""What a person thinks of an answer: a thumb, why it is wrong, and keeping the query for the next time.

Owns these widgets below a card. Refuses to judge: what is said goes to the assistant, which keeps it for review.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from app.web import pieces
from app.web.turns import Language, Turn
from app.web.words import say
from copilot.errors import AskbiError

if TYPE_CHECKING:
    from app.assistant import Assistant

_DOWN, _UP = 0, 1


def draw_thumbs(turn: Turn, assistant: Assistant) -> bool | None:
    """Draw the two thumbs of an answer to a question, and return what was said of it, None for nothing yet."""
    if turn.kind != "ask" or turn.status != "answered":
        return None
    given = assistant.rated(_question(turn), turn.answer["sql"])
    key = f"{turn.id}-thumb"
    thumb = st.feedback(
        "thumbs",
        key=key,
        default=None if given is None else (_UP if given else _DOWN),
        on_change=partial(_keep, turn, assistant, key),
    )
    return None if thumb is None else thumb == _UP


def draw_opinion(turn: Turn, assistant: Assistant, language: Language, *, good: bool) -> None:
    """Draw what can be said beyond a thumb: why an answer is wrong, or that its query is to be remembered."""
    if not good:
        _why(turn, assistant, language)
    elif assistant.view_key:
        st.html(pieces.paragraph(say("thanks", language), "quiet"))
    else:
        _remember(turn, assistant, language)


def _why(turn: Turn, assistant: Assistant, language: Language) -> None:
    with st.form(f"{turn.id}-why", border=False):
        reason = st.text_input(say("why_wrong", language), key=f"{turn.id}-reason", max_chars=500)
        sent = st.form_submit_button(say("send_reason", language))
    if sent and reason:
        assistant.rate(_question(turn), sql=turn.answer["sql"], good=False, reason=reason)
        st.html(pieces.paragraph(say("reason_kept", language), "quiet"))
    else:
        st.html(pieces.paragraph(say("wrong_kept", language), "quiet"))


def _remember(turn: Turn, assistant: Assistant, language: Language) -> None:
    question = _question(turn)
    if any(one.question == question for one in assistant.remembered) or turn.answer.get("reader") == "remembered":
        st.html(pieces.paragraph(say("is_remembered", language), "quiet"))
        return
    slot = st.empty()
    with slot.container(key=f"{turn.id}-keep", horizontal=True, gap="small", vertical_alignment="center"):
        pressed = st.button(say("remember", language), key=f"{turn.id}-remember", icon=":material/bookmark_add:")
        st.html(pieces.paragraph(say("remember_hint", language), "quiet"))
    if not pressed:
        return
    try:
        assistant.remember(question, sql=turn.answer["sql"])
        slot.html(pieces.paragraph(say("is_remembered", language), "quiet"))
    except AskbiError as error:
        slot.html(pieces.paragraph(str(error), "caution"))


def _keep(turn: Turn, assistant: Assistant, key: str) -> None:
    thumb = st.session_state.get(key)
    if thumb is not None:
        assistant.rate(_question(turn), sql=turn.answer["sql"], good=thumb == _UP)


def _question(turn: Turn) -> str:
    return str(turn.answer.get("whole") or turn.answer.get("question") or turn.text)
