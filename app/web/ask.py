"""The Ask page: a dialogue about one data set.

Owns the order of the page and the waiting. Refuses to read, run or open anything: it is given open data, a place for
conversations and the jobs that run. Worker threads never draw; the page looks at them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from app.web import pieces
from app.web.card import draw_question, draw_turn
from app.web.conversations import Conversation, ConversationStore
from app.web.guard import guarded
from app.web.running import Job, Jobs, OpenData
from app.web.state import TURNS_SHOWN, State
from app.web.turns import Kind, Language
from app.web.words import count_words, say

_QUICK = 0.3
"""Seconds for which nothing is shown: most answers are there sooner, and a flash of steps would only distract."""
_LOOK = 0.15
INPUT = "askbi-input"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page works on."""

    name: str
    data: OpenData
    store: ConversationStore
    jobs: Jobs
    suggest: Callable[[Language], tuple[str, ...]]


def render(desk: Desk, state: State) -> Conversation:
    """Draw the page and return the conversation on it."""
    talk = conversation_of(desk, state)
    ask = partial(_start, desk, state, talk)
    job = desk.jobs.of(talk.id)
    if job is not None and job.wait(0):
        _fetch(desk, state, talk, job)
        job = None
    if state.wanted and job is None:
        text, state.wanted = state.wanted, ""
        ask("ask", text)
        job = desk.jobs.of(talk.id)
    if state.note:
        st.html(pieces.paragraph(say(state.note, state.language, name=desk.name), "caution"))
    if not talk.turns and job is None:
        _welcome(desk, state, ask)
    _dialogue(desk, talk, state, ask)
    slot = st.container()
    st.chat_input(
        say("placeholder", state.language, name=desk.name),
        key=INPUT,
        disabled=job is not None,
        on_submit=partial(_typed, ask),
    )
    if job is not None:
        with slot:
            _watch(job, state.language)
        st.rerun()
    return talk


def conversation_of(desk: Desk, state: State) -> Conversation:
    """Return the page's conversation about its data: the one in the address, the one it had, or a new one."""
    key = state.data or ""
    if key not in state.talks:
        wanted, state.wanted_conversation = state.wanted_conversation, None
        found = desk.store.find(wanted)
        if found is None and wanted is not None and desk.jobs.of(wanted) is not None:
            found = Conversation(wanted)  # reloaded during its first question
        if wanted is not None and found is None:
            state.note = state.note or "fresh"
        state.talks[key] = found or desk.store.new()
    else:
        desk.store.refresh(state.talks[key])
    return state.talks[key]


# ------------------------------------------------------------------------------------------------ asking


def _typed(ask: Callable[[Kind, str], None]) -> None:
    ask("ask", str(st.session_state.get(INPUT) or ""))


def _start(desk: Desk, state: State, talk: Conversation, kind: Kind, text: str) -> None:
    state.note = ""
    job = Job(desk.data, desk.store, talk.id, kind, text, after=talk.last_question)
    # A question is answered in its own language; SQL has none, and takes the page's.
    spoken = state.language if kind == "sql" or not text.strip() else None
    desk.jobs.start(talk.id, job, spoken)


def _fetch(desk: Desk, state: State, talk: Conversation, job: Job) -> None:
    desk.jobs.end(talk.id, job)
    if job.turn is None:
        state.note = "job_defect"
        return
    talk.add(job.turn)
    if not job.kept:
        state.note = "not_kept"


def _watch(job: Job, language: Language) -> None:
    """Show the steps of a job as they come, until it has ended."""
    draw_question(job.kind, job.text, language)
    if job.wait(_QUICK):
        return
    with st.chat_message("assistant"):
        box = st.status(_label(job, language), expanded=True)
        st.button(
            say("stop", language), on_click=job.stop, key="askbi-stop", icon=":material/stop_circle:",
            disabled=job.stopping,
        )  # fmt: skip
    told = 0
    while not job.wait(_LOOK):
        for step in job.steps[told:]:
            box.html(pieces.paragraph(step.text or step.name, "step"))
            told += 1
        box.update(
            label=_label(job, language), expanded=True
        )  # also the moment at which a click can interrupt this run


def _label(job: Job, language: Language) -> str:
    waited = round(time.monotonic() - job.began)
    words = say("stopping" if job.stopping else "working", language)
    return f"{words} · {say('seconds', language, n=waited)}"


# ------------------------------------------------------------------------------------------------ drawing


def _dialogue(desk: Desk, talk: Conversation, state: State, ask: Callable[[Kind, str], None]) -> None:
    hidden = len(talk.turns) - state.shown
    if hidden > 0 and st.button(say("earlier", state.language, n=hidden), key="askbi-earlier", type="tertiary"):
        state.shown += TURNS_SHOWN
        st.rerun()
    for turn in talk.turns[-state.shown :]:
        draw_turn(turn, state.language, ask, desk.data.assistant)


@guarded
def _welcome(desk: Desk, state: State, ask: Callable[[Kind, str], None]) -> None:
    """Draw what stands on the page before the first question."""
    language = state.language
    head = pieces.paragraph(say("ask_about", language, name=desk.name), "welcome")
    st.html(head + pieces.paragraph(say("ask_hint", language), "quiet"))
    with st.container(key="askbi-suggestions", horizontal=True, gap="small"):
        for at, text in enumerate(desk.suggest(language)):
            st.button(text, key=f"askbi-suggestion-{at}", on_click=ask, args=("ask", text))
    assistant = desk.data.assistant
    assert assistant is not None
    tables = [(name, count_words("row", table.row_count, language)) for name, table in assistant.catalog.tables.items()]
    st.html(pieces.tables(tables))
