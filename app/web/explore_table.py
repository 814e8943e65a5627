"""One table on the Explore page: what a row is, its alerts with their rows and repairs, its columns.

Owns the acts on a table. Whatever is shown of rows passes the same gate as a question.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from app.web import pieces
from app.web.guard import guarded
from app.web.table import show_table
from app.web.turns import Language, Turn
from app.web.words import say
from copilot.errors import AskbiError
from insight.profile import Alert, Profile, TableProfile, page
from insight.profile.alert_words import alert_effect
from insight.profile.pictures import as_images
from insight.profile.repairing import CleanView, clean_view, preview

if TYPE_CHECKING:
    from app.assistant import Assistant

SHOWN: Final = 48
"""Column cards that are drawn before a person asks for more."""


def draw_table(assistant: Assistant, profile: Profile, table: TableProfile, language: Language) -> None:
    """Draw a table."""
    st.html(page.table_head(table, language) + page.structure(table, language))
    if table.alerts:
        st.html(f"<h3>{page.heading('alerts', language)}</h3>")
        with st.container(key="askbi-alerts", gap=None):
            for at, alert in enumerate(table.alerts):
                _alert(assistant, profile, table, alert, language, f"{table.name}-{at}")
        _clean(assistant, clean_view(table, profile.dialect, taken=tuple(assistant.catalog.tables)), language)
    _columns(table, language)


# ------------------------------------------------------------------------------------------------ alerts


@st.fragment
@guarded
def _alert(
    assistant: Assistant, profile: Profile, table: TableProfile, alert: Alert, language: Language, key: str
) -> None:
    st.html(f'<div class="pf-alert">{page.alert_line(alert, language)}</div>')
    acts = {}
    if alert.rows_sql:
        acts["explore_rows"] = partial(_rows, assistant, alert.rows_sql, key, language)
    if alert.repair is not None:
        acts["explore_repair"] = partial(_repair, assistant, profile, table, alert, key, language)
    if not acts:
        return
    with st.container(key=f"askbi-alert-{key}"):
        shown = st.segmented_control(
            say("view", language),
            list(acts),
            format_func=lambda one: say(one, language),
            key=f"askbi-which-{key}",
            label_visibility="collapsed",
        )
        if shown is not None:
            st.html(pieces.paragraph(alert_effect(alert, language), "quiet"))
            acts[shown]()


def _rows(assistant: Assistant, sql: str, key: str, language: Language) -> None:
    """Run SQL of the profile and show what comes back."""
    answer = assistant.sql(sql, language=language)
    if answer.status != "answered":
        st.html(pieces.paragraph(say("explore_no_rows", language, why=answer.message), "caution"))
        return
    show_table(Turn(f"explore-{key}", "sql", sql, answer.to_dict()), key=f"askbi-rows-{key}")
    st.html(pieces.folded("SQL", pieces.code(sql)))


def _repair(
    assistant: Assistant, profile: Profile, table: TableProfile, alert: Alert, key: str, language: Language
) -> None:
    names = (say("explore_before", language), say("explore_after", language), say("explore_count", language))
    sql = preview(table, alert, profile.dialect, names)
    if sql:
        _rows(assistant, sql, f"{key}-repair", language)
    else:
        view = clean_view(table, profile.dialect, only=(alert,))
        if view is not None:
            _rows(assistant, view.select, f"{key}-repair", language)


@st.fragment
@guarded
def _clean(assistant: Assistant, view: CleanView | None, language: Language) -> None:
    if view is None:
        return
    with st.expander(say("explore_clean", language), icon=":material/cleaning_services:"):
        st.html(pieces.paragraph(say("explore_clean_hint", language), "quiet"))
        st.code(view.create, language="sql", wrap_lines=True)
        with st.container(key=f"askbi-clean-acts-{view.table}", horizontal=True, gap="small"):
            looked = st.button(
                say("explore_clean_rows", language), key=f"askbi-clean-{view.table}", icon=":material/visibility:"
            )
            if not assistant.view_key:
                _keep(assistant, view, language)
        if looked:
            _rows(assistant, view.select, f"clean-{view.table}", language)


def _keep(assistant: Assistant, view: CleanView, language: Language) -> None:
    """Let a person keep the view, or forget it; nothing of the data changes either way."""
    views, key = assistant.views, f"askbi-keep-{view.table}"
    label = say("view_keep", language, name=pieces.markdown(view.name))
    try:
        if view.name not in views.all:
            if st.button(label, key=key, icon=":material/push_pin:"):
                views.keep(view.name, view.select)
                st.rerun(scope="fragment")
            return
        if st.button(say("view_forget", language), key=f"{key}-not", type="tertiary"):
            views.drop(view.name)
            st.rerun(scope="fragment")
    except AskbiError as error:
        st.html(pieces.paragraph(str(error), "caution"))
        return
    st.html(pieces.verdict(say("view_kept", language, name=view.name), "well"))


# ------------------------------------------------------------------------------------------------ columns


@st.fragment
@guarded
def _columns(table: TableProfile, language: Language) -> None:
    st.html(f"<h3>{page.heading('columns', language)}</h3>")
    columns = table.columns
    if len(columns) > page.MANY:
        label = say("explore_find", language)
        sought = st.text_input(
            label, key=f"askbi-find-{table.name}", placeholder=label, label_visibility="collapsed", width=320
        )
        wanted = (sought or "").strip().casefold()
        columns = tuple(c for c in columns if wanted in c.name.casefold())
        if not columns:
            st.html(pieces.paragraph(say("explore_none_found", language), "quiet"))
            return
    key = f"askbi-shown-{table.name}"
    shown = int(st.session_state.get(key, SHOWN))
    st.html(as_images(page.cards(table, columns[:shown], language)))
    rest = len(columns) - shown
    if rest > 0 and st.button(say("explore_more", language, n=min(rest, SHOWN)), key=f"{key}-more"):
        st.session_state[key] = shown + SHOWN
        st.rerun(scope="fragment")
