"""What people said of answers, and the queries that are remembered: looked at, accepted, forgotten.

Owns these two views of the Trust page. Refuses to keep anything itself. A role sees its own words alone, and reviews
nothing.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from app.assistant import Assistant, Feedback
from app.web import pieces
from app.web.turns import Language
from app.web.words import say
from copilot.errors import AskbiError


def draw_feedback(assistant: Assistant, sought: str, language: Language) -> None:
    """Draw what was said of answers, what nobody has looked at first."""
    given = [
        one for one in assistant.feedback() if sought.casefold() in f"{one.question} {one.sql} {one.reason}".casefold()
    ]
    if not given:
        st.html(pieces.paragraph(say("trust_not_found" if sought else "no_feedback", language), "quiet"))
        return
    for one in sorted(given, key=lambda one: one.done):
        with st.container(border=True, key=f"askbi-said-{one.id}"):
            _said(one, assistant, language)


def _said(one: Feedback, assistant: Assistant, language: Language) -> None:
    word = "said_right" if one.good else "said_wrong"
    state = f"{say(word, language)} · {say('reviewed' if one.done else 'not_reviewed', language)}"
    rows = [(say("trust_outcome", language), state)]
    if one.reason:
        rows.append((say("said_reason", language), one.reason))
    st.html(pieces.label(one.question) + pieces.pairs(rows))
    if one.done or assistant.view_key:
        st.html(pieces.code(one.sql))
        return
    sql = st.text_area(say("sql_reviewed", language), one.sql, key=f"askbi-said-sql-{one.id}", height=90)
    with st.container(key=f"askbi-said-acts-{one.id}", horizontal=True, gap="small"):
        if st.button(say("remember", language), key=f"askbi-said-keep-{one.id}", icon=":material/bookmark_add:"):
            try:
                assistant.remember(one.question, sql=sql or "")
                assistant.close_feedback(one.id)
                st.rerun()
            except AskbiError as error:
                st.html(pieces.paragraph(str(error), "caution"))
        st.button(
            say("said_done", language),
            key=f"askbi-said-done-{one.id}",
            on_click=partial(assistant.close_feedback, one.id),
            type="tertiary",
        )


def draw_remembered(assistant: Assistant, sought: str, language: Language) -> None:
    """Draw the remembered queries, those that do not fit the data any more first."""
    st.html(pieces.paragraph(say("remembered_about", language), "quiet"))
    for query, wrong in assistant.withdrawn:
        with st.container(border=True, key=f"askbi-withdrawn-{query.line}"):
            st.html(
                pieces.label(query.question)
                + pieces.paragraph(f"{say('withdrawn', language)} {wrong}", "caution")
                + pieces.code(query.sql)
            )
            st.button(
                say("forget_query", language),
                key=f"askbi-forget-withdrawn-{query.line}",
                on_click=partial(_forget, assistant, query.question),
                type="tertiary",
            )
    kept = [one for one in assistant.remembered if sought.casefold() in f"{one.question} {one.sql}".casefold()]
    if not kept:
        st.html(pieces.paragraph(say("trust_not_found" if sought else "nothing_remembered", language), "quiet"))
    for place, one in enumerate(kept):
        with st.container(border=True, key=f"askbi-remembered-{place}"):
            reviewed = " · ".join(part for part in (one.by, one.on, one.note) if part)
            st.html(pieces.label(one.question) + pieces.paragraph(reviewed, "quiet") + pieces.code(one.sql))
            st.button(
                say("forget_query", language),
                key=f"askbi-forget-{place}",
                on_click=partial(_forget, assistant, one.question),
                type="tertiary",
            )


def _forget(assistant: Assistant, question: str) -> None:
    assistant.forget(question)
