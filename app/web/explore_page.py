"""The Explore page: what the data is, what is wrong with it, and what is worth asking.

Owns the order of the page and its acts. The pieces are those of the profile's own file; profile and suggestions are
made beside the page (`app.web.looking`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from app.answers import Answer
from app.web import pieces
from app.web.explore_closer import draw_closer
from app.web.explore_table import draw_table
from app.web.guard import guarded
from app.web.looking import Look, Looks, Tries
from app.web.state import State
from app.web.turns import Language
from app.web.words import say
from insight.profile import Profile, TableProfile
from insight.profile import page as profile_page
from insight.profile.pictures import as_images

if TYPE_CHECKING:
    from app.assistant import Assistant
    from insight.suggesting import Suggestion

FEW_TABLES: Final = 7
_WORST: Final = 8
_QUICK: Final = 0.3
_OVERVIEW: Final = ""
Go = Callable[[str], None]
"""Turns to the Ask page with a question."""


def render(name: str, assistant: Assistant, looks: Looks, state: State, go: Go) -> None:
    """Draw the page about open data."""
    language = state.language
    st.html(f"<style>{profile_page.style()}</style>")
    look = looks.look(assistant)
    if not look.wait(_QUICK):
        _while_looking(name, look, language)
    if look.failed or look.profile is None:
        st.html(
            pieces.tag(say("failed", language), "failed") + pieces.paragraph(say("explore_defect", language), "message")
        )
        return
    _found(name, assistant, look.profile, looks, state, go)


def _while_looking(name: str, look: Look, language: Language) -> None:
    """Show what has arrived so far, until all has."""
    head = say("explore_looking", language)
    bar = st.progress(0.0, head)
    stop = st.empty()
    stop.button(say("stop", language), on_click=look.stop, icon=":material/stop_circle:", key="askbi-look-stop")
    slot, drawn = st.empty(), -1
    while not look.wait(0.15):
        bar.progress(look.share, pieces.markdown(f"{head} · {look.text}" if look.text else head))
        if look.changes != drawn:
            drawn = look.changes
            slot.html(_so_far(name, tuple(look.tables.values()), language))
    for each in (bar, stop, slot):
        each.empty()


def _so_far(name: str, tables: Sequence[TableProfile], language: Language) -> str:
    """Return the tables as far as they are known, the first with its columns."""
    told = pieces.title(name, "")
    for at, table in enumerate(tables):
        told += f"<h3>{pieces.plain(table.name)}</h3>{profile_page.table_head(table, language)}"
        if at == 0:
            told += profile_page.cards(table, table.columns[:24], language)
    return as_images(told)


# ------------------------------------------------------------------------------------------------ what was found


@guarded
def _found(name: str, assistant: Assistant, profile: Profile, looks: Looks, state: State, go: Go) -> None:
    language = state.language
    with st.container(key="askbi-explore-head", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(pieces.title(name, ""), width="content")
        st.space("stretch")
        _acts(name, assistant, profile, looks, language)
    chosen = _choice(profile, state)
    table = next((table for table in profile.tables if table.name == chosen), None)
    if len(profile.tables) == 1:
        table = profile.tables[0]
        st.html(profile_page.counts(profile.alerts, language))
        draw_table(assistant, profile, table, language)
        draw_closer(assistant, looks, table, language)
        _worth_a_look(assistant, looks, language, go)
    elif table is None:
        st.html(as_images(profile_page.overview(profile, language, contents=False)))
        _worst(profile, language)
        _worth_a_look(assistant, looks, language, go)
    else:
        draw_table(assistant, profile, table, language)
        draw_closer(assistant, looks, table, language)


def _acts(name: str, assistant: Assistant, profile: Profile, looks: Looks, language: Language) -> None:
    if any("stopped" in table.looked.skipped for table in profile.tables):

        def again() -> None:
            looks.look(assistant, again=True)

        st.button(say("explore_again", language), on_click=again, icon=":material/refresh:", key="askbi-look-again")
    st.download_button(
        say("explore_file", language),
        lambda: profile_page.to_page(profile, language).encode("utf-8"),
        f"{name}-profile.html",
        "text/html",
        help=say("explore_file_help", language),
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="askbi-profile-file",
    )


def _choice(profile: Profile, state: State) -> str:
    """Let a person choose between the whole and its tables; return the table's name, empty for the whole."""
    names = [table.name for table in profile.tables]
    if len(names) == 1:
        return names[0]
    language = state.language
    marks = {
        t.name: " •" if any(a.severity == "high" for a in t.alerts) else "" for t in profile.tables
    }  # told in words beside each alert; the mark only shows where to look

    def label(name: str) -> str:
        return pieces.markdown(f"{name}{marks[name]}") if name else say("explore_overview", language)

    options, key = [_OVERVIEW, *names], f"askbi-explore-{state.data}"
    if len(names) <= FEW_TABLES:
        return st.segmented_control(
            say("explore_which", language),
            options,
            default=_OVERVIEW,
            format_func=label,
            key=key,
            required=True,
            label_visibility="collapsed",
        )
    return st.selectbox(
        say("explore_which", language),
        options,
        format_func=lambda n: f"{n}{marks[n]}" if n else say("explore_overview", language),
        key=key,
        label_visibility="collapsed",
        width=420,
    )


def _worst(profile: Profile, language: Language) -> None:
    telling = [alert for alert in profile.alerts if alert.severity != "low"]
    if not telling:
        return
    lines = "".join(
        f'<div class="pf-alert"><span class="pf-label">{pieces.plain(alert.table)}</span> '
        f"{profile_page.alert_line(alert, language)}</div>"
        for alert in telling[:_WORST]
    )
    rest = len(profile.alerts) - min(len(telling), _WORST)
    more = pieces.paragraph(say("explore_more_alerts", language, n=rest), "quiet") if rest else ""
    st.html(f'<h3>{say("explore_worst", language)}</h3><div class="pf-alerts">{lines}</div>{more}')


# ------------------------------------------------------------------------------------------------ suggestions


def _worth_a_look(assistant: Assistant, looks: Looks, language: Language, go: Go) -> None:
    st.html(f"<h3>{say('explore_worth', language)}</h3>")
    tries = looks.tries(assistant, language)
    if not tries.wait(_QUICK):
        _while_trying(tries, language)
    if not tries.found:
        st.html(pieces.paragraph(say("explore_no_chart", language), "quiet"))
        return
    for row in range(0, len(tries.found), 2):
        for column, each in zip(st.columns(2, gap="small"), tries.found[row : row + 2], strict=False):
            with column, st.container(border=True):
                _suggested(each, go, language)


def _while_trying(tries: Tries, language: Language) -> None:
    head = say("explore_trying", language)
    bar, stop = st.progress(0.0, head), st.empty()
    stop.button(say("stop", language), on_click=tries.stop, icon=":material/stop_circle:", key="askbi-tries-stop")
    while not tries.wait(0.15):
        bar.progress(tries.share, pieces.markdown(f"{head} · {tries.text}" if tries.text else head))
    bar.empty()
    stop.empty()


def _suggested(suggestion: Suggestion, go: Go, language: Language) -> None:
    st.html(pieces.paragraph(suggestion.question, "suggested") + pieces.paragraph(suggestion.reason, "quiet"))
    dark = st.context.theme.type == "dark"
    figure = Answer(suggestion.answer).figure(suggestion.chart, dark=dark)
    if figure is not None:
        rows = len(suggestion.answer.rows) if suggestion.chart.kind == "barh" else 0
        figure.update_layout(height=max(240, 22 * min(rows, 20) + 40), title=None, margin={"t": 8})
        config = {"displayModeBar": False, "responsive": True}
        key = f"askbi-worth-{suggestion.question}"
        st.plotly_chart(figure, theme=None, config=config, alt=suggestion.chart.alt, key=key)
    if st.button(
        say("explore_ask", language),
        key=f"askbi-worth-ask-{suggestion.question}",
        icon=":material/chat:",
        type="tertiary",
    ):
        go(suggestion.question)
