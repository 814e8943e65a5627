"""Closer looks at one table on the Explore page: held against another table or its own past, and the deep profile.

Owns the choice of what to hold a table against, and the waiting for the deep profile. Refuses to compute either.
"""

from __future__ import annotations

import base64
from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from app.web import pieces
from app.web.guard import guarded
from app.web.looking import Deep, Looks
from app.web.turns import Language
from app.web.words import count_words, say
from copilot.errors import AskbiError
from insight.comparing import Comparison, drift_words
from insight.profile import TableProfile

if TYPE_CHECKING:
    from app.assistant import Assistant


def draw_closer(assistant: Assistant, looks: Looks, table: TableProfile, language: Language) -> None:
    """Draw both, folded."""
    _compare(assistant, table, language)
    _deep(assistant, looks, table, language)


# ------------------------------------------------------------------------------------------------ held against


@st.fragment
@guarded
def _compare(assistant: Assistant, table: TableProfile, language: Language) -> None:
    others = [name for name in assistant.catalog.tables if name != table.name]
    ways = (["compare_time"] if _ends(table) else []) + (["compare_table"] if others else [])
    if not ways:
        return
    with st.expander(say("compare", language), icon=":material/compare_arrows:"):
        st.html(pieces.paragraph(say("compare_hint", language), "quiet"))
        with st.container(key=f"askbi-compare-{table.name}", horizontal=True, vertical_alignment="bottom"):
            way = st.selectbox(
                say("compare_with", language), ways, format_func=lambda w: say(w, language),
                key=f"askbi-compare-way-{table.name}", width=220,
            )  # fmt: skip
            other, split = "", None
            if way == "compare_table":
                other = st.selectbox(
                    say("compare_table", language), others, key=f"askbi-compare-other-{table.name}", width=260
                )
            else:
                split = _split(table, language)
            asked = st.button(say("compare_now", language), key=f"askbi-compare-now-{table.name}")
        if asked:
            _compared(assistant, table.name, other, split, language)


def _ends(table: TableProfile) -> tuple[date, date] | None:
    dated = next((c for c in table.columns if c.name == table.time_column and c.timeline is not None), None)
    if dated is None or dated.timeline is None:
        return None
    first, last = (date.fromisoformat(text[:10]) for text in (dated.timeline.first, dated.timeline.last))
    return (first, last) if first < last else None


def _split(table: TableProfile, language: Language) -> date:
    """Let a person choose the day that parts before from after; the middle at first."""
    ends = _ends(table)
    assert ends is not None
    first, last = ends
    middle = first + timedelta(days=(last - first).days // 2 + 1)
    chosen: object = st.date_input(
        say("compare_day", language), middle, min_value=first + timedelta(days=1), max_value=last,
        key=f"askbi-compare-day-{table.name}", width=200,
    )  # fmt: skip
    return chosen if isinstance(chosen, date) else middle


def _compared(assistant: Assistant, table: str, other: str, split: date | None, language: Language) -> None:
    try:
        with st.spinner(say("compare_running", language)):
            found = assistant.compare(table, other, split=split)
    except AskbiError as error:
        st.html(pieces.paragraph(str(error), "caution"))
        return
    st.html(told(found, language))


def told(found: Comparison, language: Language) -> str:
    """Return a comparison as a sentence for each column that changed, the largest change first."""
    sizes = [count_words("row", rows, language) for rows in found.rows]
    head = pieces.paragraph(f"{found.before}: {sizes[0]} → {found.after}: {sizes[1]}", "quiet")
    if not found.changed:
        return head + pieces.verdict(say("compare_same", language), "well")
    rows = [(say(f"size_{d.size}", language), drift_words(d, language)) for d in found.changed]
    steady = len(found.drifts) - len(found.changed)
    rest = pieces.paragraph(say("compare_rest", language, n=steady), "quiet") if steady else ""
    return head + pieces.grid((say("compare_size", language), say("compare_what", language)), rows) + rest


# ------------------------------------------------------------------------------------------------ the deep profile


@st.fragment
@guarded
def _deep(assistant: Assistant, looks: Looks, table: TableProfile, language: Language) -> None:
    with st.expander(say("deep", language), icon=":material/biotech:"):
        st.html(pieces.paragraph(say("deep_hint", language), "quiet"))
        work = looks.deep_of(assistant, table.name)
        if st.button(say("deep_now", language), key=f"askbi-deep-{table.name}", disabled=work is not None):
            work = looks.deep(assistant, table.name)
        if work is None:
            return
        _wait(work, table.name, language)
        if work.found is None:
            looks.forget_deep(assistant, table.name)
            st.html(pieces.paragraph(work.why or say("page_defect", language), "caution"))
            return
        page = work.found.path.read_bytes()
        rows = count_words("row", work.found.rows, language)
        st.html(pieces.paragraph(say("deep_of", language, rows=rows, of=f"{work.found.of:,}"), "quiet"))
        st.download_button(
            say("explore_file", language), page, f"{table.name}-deep.html", "text/html",
            key=f"askbi-deep-file-{table.name}", icon=":material/download:", on_click="ignore", type="tertiary",
        )  # fmt: skip
        # The page holds values of the data and runs scripts: behind a data: address it cannot reach this one.
        st.iframe(f"data:text/html;base64,{base64.b64encode(page).decode('ascii')}", height=700)


def _wait(work: Deep, name: str, language: Language) -> None:
    if work.wait(0.3):
        return
    bar, stop = st.progress(0.0, say("deep_running", language)), st.empty()
    stop.button(say("stop", language), on_click=work.stop, icon=":material/stop_circle:", key=f"askbi-deep-stop-{name}")
    while not work.wait(0.2):
        bar.progress(work.share, say("deep_running", language))
    bar.empty()
    stop.empty()
