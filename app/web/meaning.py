"""What the data means: agreed metrics, other names of tables and columns, and what is proposed.

Owns this view of the Data page. What is saved goes into the workspace's semantic model, and the data is opened anew.
Refuses to write for a role, and for uploads, which end with their page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.web import pieces
from app.web.guard import guarded
from app.web.turns import Language
from app.web.words import say
from copilot.errors import AskbiError
from copilot.semantics.writing import SemanticFile
from copilot.values import Metric, Proposal

if TYPE_CHECKING:
    from app.assistant import Assistant

Save = Callable[[str], None]
_MOST_PROPOSALS = 30


@guarded
def draw_meaning(assistant: Assistant, language: Language, reopen: Callable[[], None]) -> None:
    """Draw the view; `reopen` opens the data anew after something was saved."""
    path = assistant.semantics_path
    text = "" if path is None else Path(path).read_text(encoding="utf-8-sig")
    save = partial(_save, assistant, reopen, language)
    where = say("meaning_file", language, path=str(path)) if path is not None else say("meaning_none", language)
    st.html(pieces.paragraph(where, "quiet"))
    if assistant.semantic_notes:
        st.html(pieces.bullets(say("meaning_notes", language), assistant.semantic_notes))
    if st.button(
        say("meaning_again" if path is not None else "meaning_first", language),
        key="askbi-meaning-draft",
        icon=":material/auto_awesome:",
        help=say("meaning_draft_help", language),
    ):
        _draft(assistant, save, language)
    if not text:
        return
    _proposals(assistant.semantics.proposals, text, save, language)
    _metrics(assistant.semantics.metrics, text, save, language)
    _words(assistant, text, save, language)
    _whole(text, save, language)


def _save(assistant: Assistant, reopen: Callable[[], None], language: Language, text: str) -> None:
    try:
        assistant.save_semantics(text)
    except AskbiError as error:
        st.html(pieces.paragraph(f"{say('meaning_not_saved', language)} {error}", "caution"))
        return
    reopen()


def _draft(assistant: Assistant, save: Save, language: Language) -> None:
    bar = st.progress(0.0, text=say("meaning_drafting", language, name=""))

    def progress(name: str, share: float) -> None:
        bar.progress(share, text=say("meaning_drafting", language, name=name))

    try:
        made = assistant.draft_semantics(progress=progress)
    except AskbiError as error:
        st.html(pieces.paragraph(str(error), "caution"))
        return
    bar.empty()
    if made.notes:
        st.html(pieces.bullets(say("meaning_notes", language), made.notes))
    save(made.text)


# ------------------------------------------------------------------------------------------------ proposals


def _proposals(proposals: Sequence[Proposal], text: str, save: Save, language: Language) -> None:
    if not proposals:
        return
    st.html(
        pieces.group(say("proposed", language, n=len(proposals)))
        + pieces.paragraph(say("proposed_about", language), "quiet")
    )
    with st.container(key="askbi-proposed-all", horizontal=True, gap="small"):
        for word, accept in (("accept_all", True), ("decline_all", False)):
            if st.button(say(word, language), key=f"askbi-{word}"):
                save(_decided(text, proposals, accept=accept))
    for place, one in enumerate(proposals[:_MOST_PROPOSALS]):
        with st.container(key=f"askbi-proposal-{place}", horizontal=True, gap="small", vertical_alignment="center"):
            st.html(pieces.pairs([(_name_of(one), _told(one))]), width="stretch")
            if st.button(
                say("accept", language), key=f"askbi-accept-{place}", type="tertiary", icon=":material/check:"
            ):
                save(_decided(text, [one], accept=True))
            if st.button(
                say("decline", language), key=f"askbi-decline-{place}", type="tertiary", icon=":material/close:"
            ):
                save(_decided(text, [one], accept=False))
    if len(proposals) > _MOST_PROPOSALS:
        st.html(pieces.paragraph(say("proposed_more", language, n=len(proposals) - _MOST_PROPOSALS), "quiet"))


def _decided(text: str, proposals: Sequence[Proposal], *, accept: bool) -> str:
    file = SemanticFile(text)
    for one in proposals:
        file.decide(one, accept=accept)
    return file.text


def _name_of(one: Proposal) -> str:
    return f"{one.table}.{one.name}" if one.kind == "field" else one.name


def _told(one: Proposal) -> str:
    return " · ".join(part for part in (one.expression, ", ".join(one.synonyms), one.description) if part)


# ------------------------------------------------------------------------------------------------ metrics and words


def _metrics(metrics: Sequence[Metric], text: str, save: Save, language: Language) -> None:
    st.html(pieces.group(say("metrics", language)) + pieces.paragraph(say("metrics_about", language), "quiet"))
    rows = [
        {
            "name": one.name, "expression": one.expression, "names": ", ".join(one.synonyms),
            "about": one.description, "unit": one.unit or "",
        }
        for one in metrics
    ]  # fmt: skip
    edited = st.data_editor(
        rows or [dict.fromkeys(("name", "expression", "names", "about", "unit"), "")],
        num_rows="dynamic",
        hide_index=True,
        key="askbi-metrics",
        column_config=_heads(("name", "expression", "names", "about", "unit"), language),
    )
    if st.button(say("save", language), key="askbi-metrics-save", type="primary"):
        changed = _with_metrics(text, metrics, edited)
        if isinstance(changed, str):
            save(changed)
        else:
            st.html(pieces.paragraph(f"{say('meaning_not_saved', language)} {changed}", "caution"))


def _with_metrics(text: str, before: Sequence[Metric], rows: Sequence[Mapping[str, Any]]) -> str | AskbiError:
    file = SemanticFile(text)
    known = {one.name: one for one in before}
    kept: set[str] = set()
    try:
        for row in rows:
            name, expression = str(row.get("name") or "").strip(), str(row.get("expression") or "").strip()
            if not name and not expression:
                continue
            old = known.get(name)
            new = Metric(
                name,
                expression,
                tuple(
                    part.strip() for part in str(row.get("names") or "").replace("，", ",").split(",") if part.strip()
                ),
                str(row.get("about") or "").strip(),
                str(row.get("unit") or "").strip() or None,
            )
            kept.add(name)
            if old is None or _shown(old) != _shown(new):
                file.set_metric(new, expression=old is None or old.expression != expression)
        for name in known.keys() - kept:
            file.remove_metric(name)
    except AskbiError as error:
        return error
    return file.text


def _shown(metric: Metric) -> tuple[str, str, tuple[str, ...], str, str]:
    return metric.name, metric.expression, metric.synonyms, metric.description, metric.unit or ""


def _words(assistant: Assistant, text: str, save: Save, language: Language) -> None:
    st.html(pieces.group(say("names", language)) + pieces.paragraph(say("names_about", language), "quiet"))
    table = st.selectbox(say("meaning_table", language), list(assistant.catalog.tables), key="askbi-names-table")
    meaning = next((one for one in assistant.semantics.tables if one.name == table), None)
    fields = {field.expression: field for field in meaning.fields} if meaning is not None else {}
    rows: list[dict[str, Any]] = [{
        "column": "", "names": ", ".join(meaning.synonyms) if meaning else "",
        "about": meaning.description if meaning else "",
    }]  # fmt: skip
    for column in assistant.catalog.tables[table].columns:
        field = fields.get(column)
        rows.append({
            "column": column, "names": ", ".join(field.synonyms) if field else "",
            "about": field.description if field else "",
        })  # fmt: skip
    rows[0]["column"] = say("whole_table", language)
    edited: list[dict[str, Any]] = st.data_editor(
        rows,
        hide_index=True,
        disabled=["column"],
        key=f"askbi-names-{table}",
        column_config=_heads(("column", "names", "about"), language),
    )
    if not st.button(say("save", language), key="askbi-names-save", type="primary"):
        return
    file = SemanticFile(text)
    for place, (old, new) in enumerate(zip(rows, edited, strict=True)):
        if old != new:
            name = None if place == 0 else fields[old["column"]].name if old["column"] in fields else old["column"]
            words = [part.strip() for part in str(new["names"] or "").replace("，", ",").split(",")]
            file.set_words(table, name, words, str(new["about"] or ""))
    save(file.text)


def _heads(names: Sequence[str], language: Language) -> dict[str, Any]:
    return {name: st.column_config.TextColumn(say(f"meaning_{name}", language)) for name in names}


def _whole(text: str, save: Save, language: Language) -> None:
    with st.expander(say("meaning_whole", language)):
        edited = st.text_area(
            say("meaning_whole", language), text, key="askbi-meaning-text", height=420, label_visibility="collapsed"
        )
        if st.button(say("save", language), key="askbi-meaning-save", type="primary") and edited:
            save(edited)
