"""The Trust page: what was asked of this data with what became of it, and what was sent to a chat model, word for word.

Owns the order of the page and the search. Refuses to keep or change anything: it draws what the assistant hands out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from app.assistant import Asked, Assistant, Sent
from app.web import pieces
from app.web.guard import guarded
from app.web.review import draw_feedback, draw_remembered
from app.web.state import State
from app.web.turns import Language
from app.web.words import confidence_words, say
from copilot.errors import ConfigError

_MOST: Final = 200
_VIEWS: Final = ("trust_asked", "trust_sent", "trust_feedback", "trust_remembered")


def render(name: str, assistant: Assistant, state: State) -> None:
    """Draw the page about open data."""
    language = state.language
    st.html(pieces.title(name, say("trust_about", language)))
    _who_is_asked(assistant, language)
    _entries(assistant, language)


def _who_is_asked(assistant: Assistant, language: Language) -> None:
    """Say which model may be asked, when, and what it may be told."""
    advice = assistant.advice
    if advice is None:
        st.html(pieces.verdict(say("trust_no_model", language), "well"))
        return
    rows = [
        (say("trust_model", language), f"{advice.model.name} · {advice.model.where}"),
        (say("trust_when", language), say(f"use_{advice.when}", language)),
        (say("trust_level", language), say(f"egress_{advice.egress}", language)),
    ]
    st.html(pieces.pairs(rows))


@guarded
def _entries(assistant: Assistant, language: Language) -> None:
    with st.container(key="askbi-trust-tools", horizontal=True, gap="small", vertical_alignment="bottom"):
        view = st.segmented_control(
            say("view", language),
            _VIEWS,
            default=_VIEWS[0],
            format_func=lambda one: say(one, language),
            key="askbi-trust-view",
            required=True,
            label_visibility="collapsed",
        )
        wanted = st.text_input(
            say("trust_search", language),
            key="askbi-trust-search",
            placeholder=say("trust_search", language),
            label_visibility="collapsed",
            width=320,
        )
    sought = (wanted or "").strip()
    try:
        if view == "trust_sent":
            _sent(assistant.sent(sought, _MOST), sought, language)
        elif view == "trust_feedback":
            draw_feedback(assistant, sought, language)
        elif view == "trust_remembered":
            draw_remembered(assistant, sought, language)
        else:
            _asked(assistant.history(sought, _MOST), sought, language)
    except ConfigError as error:
        st.html(pieces.paragraph(str(error), "caution"))


def _asked(entries: Sequence[Asked], sought: str, language: Language) -> None:
    if not entries:
        st.html(pieces.paragraph(say("trust_not_found" if sought else "trust_nothing_asked", language), "quiet"))
        return
    shown = []
    for one in entries:
        state = say("trust_verified", language) if one.verified else say(f"status_{one.status}", language)
        head = f"{_when(one.at)} · {one.question}"
        rows = [
            (say("trust_outcome", language), f"{state} · {say(f'reader_{one.reader}', language)}"),
            (say("trust_said", language), one.said),
        ]
        sure = confidence_words(one.confidence, language)
        if sure:
            rows.append((say("trust_sure", language), sure))
        inside = pieces.pairs(rows) + (pieces.code(one.sql) if one.sql else "")
        shown.append(pieces.folded(head, inside))
    st.html("".join(shown))


def _sent(entries: Sequence[Sent], sought: str, language: Language) -> None:
    if not entries:
        st.html(pieces.paragraph(say("trust_not_found" if sought else "trust_nothing_sent", language), "quiet"))
        return
    shown = []
    for one in entries:
        tokens = say(
            "trust_tokens",
            language,
            sent=f"{one.tokens_in:,}",
            known=f"{one.tokens_cached:,}",
            got=f"{one.tokens_out:,}",
        )
        rows = [
            (say("trust_model", language), f"{one.model} · {one.where}"),
            (say("trust_level", language), say(f"egress_{one.egress}", language)),
            (say("trust_call", language), f"{one.call} {one.digest} · {one.method}"),
            (say("trust_cost", language), f"{tokens} · {one.seconds:.1f} s"),
        ]
        said = [pieces.label(say(f"speaker_{who}", language)) + pieces.code(what) for who, what in one.messages]
        reply = one.reply or one.error
        said.append(pieces.label(say("speaker_reply" if one.reply else "speaker_error", language)) + pieces.code(reply))
        shown.append(pieces.folded(f"{_when(one.at)} · {one.question}", pieces.pairs(rows) + "".join(said)))
    st.html("".join(shown))


def _when(at: str) -> str:
    """Return a time of the state database as people read it; it is in UTC.

    >>> _when("2026-03-01T10:20:30+00:00")
    '2026-03-01 10:20 UTC'
    """
    return f"{at[:10]} {at[11:16]} UTC"
