"""How the files of a source were read: for each table what was decided, what was set aside, and what to do about it.

Owns how a load report looks. The words come from `app.load_words`; under a policy only what the role sees is told.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from app import load_words
from app.web import pieces
from app.web.guard import guarded
from app.web.running import OpenData
from app.web.turns import Language
from app.web.words import count_words, say
from copilot.formatting import items
from copilot.values import Table, TableLoad

if TYPE_CHECKING:
    from app.assistant import Assistant

_MOST_TABLES = 30
_MOST_COLUMNS = 300
_FEW_COLUMNS = 20


def draw_report(data: OpenData, language: Language, *, hidden: bool) -> None:
    """Draw the report; `hidden` says that a policy keeps from this person how the files were read."""
    assistant = data.assistant
    assert assistant is not None
    loads = {load.table: load for load in assistant.load_report.tables}
    tables = list(assistant.catalog.tables.values())
    notes = [load_words.in_words(note.text, language) for note in assistant.load_report.notes]
    if not hidden and len(loads) > 1:
        _glance([loads[table.name] for table in tables if table.name in loads], language)
    if notes:
        st.html(pieces.bullets(say("source_notes", language), notes))
    if len(tables) > 1:
        st.html(_overview(tables, {} if hidden else loads, language))
    shown = _MOST_TABLES
    if len(tables) > shown and st.toggle(say("all_tables", language, n=f"{len(tables):,}"), key="askbi-all-tables"):
        shown = len(tables)
    for table in tables[:shown]:
        _table(table, None if hidden else loads.get(table.name), assistant, language, alone=len(tables) == 1)


def _glance(loads: list[TableLoad], language: Language) -> None:
    """Say first, in one line, whether a person has to look at anything."""
    doubtful = [load for load in loads if load_words.verdict(load, language)[0] == "note"]
    if not doubtful:
        st.html(pieces.verdict(say("all_well", language), "well"))
        return
    asides = [load_words.aside_of(load) for load in doubtful]
    rows, cells = sum(aside.rows for aside in asides), sum(aside.cells for aside in asides)
    parts = [count_words(noun, n, language) for noun, n in (("row", rows), ("value", cells)) if n]
    text = say(
        "look_at", language, what=say("and", language).join(parts), tables=count_words("table", len(doubtful), language)
    )
    st.html(pieces.verdict(text, "note"))


def _overview(tables: list[Table], loads: dict[str, TableLoad], language: Language) -> str:
    words = ["table", *(["fit"] if loads else []), "rows", "columns", "grain", *(["file"] if loads else [])]
    rows, doubtful = [], set()
    for at, table in enumerate(tables):
        load = loads.get(table.name)
        cells = {
            "table": table.name,
            "fit": "" if load is None else _fit(load, language),
            "rows": f"{table.row_count:,}",
            "columns": f"{len(table.columns):,}",
            "grain": items(table.primary_key, language),
            "file": "" if load is None else load.origin,
        }
        if load is not None and load_words.verdict(load, language)[0] == "note":
            doubtful.add(at)
        rows.append([cells[word] for word in words])
    kind = "ab-overview ab-with-fit" if loads else "ab-overview"
    return pieces.grid([say(f"head_{word}", language) for word in words], rows, kind=kind, marked=doubtful)


def _fit(load: TableLoad, language: Language) -> str:
    aside = load_words.aside_of(load)
    parts = [count_words(noun, n, language) for noun, n in (("row", aside.rows), ("value", aside.cells)) if n]
    return (
        "! " + say("set_aside_n", language, what=say("and", language).join(parts))
        if parts
        else f"✓ {say('fits', language)}"
    )


def _grain(table: Table, language: Language) -> str:
    if language == "zh":
        keys = "、".join(table.primary_key)
        return say("grain", language, keys=keys) if keys else ""
    return table.grain


@guarded
def _table(table: Table, load: TableLoad | None, assistant: Assistant, language: Language, *, alone: bool) -> None:
    doubtful = load is not None and load_words.verdict(load, language)[0] == "note"
    sizes = [count_words("row", table.row_count, language), count_words("column", len(table.columns), language)]
    label = f"**{pieces.markdown(table.name)}**  :small[:gray[{pieces.markdown(' · '.join(sizes))}]]"
    with st.expander(label, expanded=alone or doubtful, key=f"askbi-table-{table.name}"):
        head = _grain(table, language)
        if load is not None and load.origin != "frame":
            head = say("from_file", language, file=load.origin) + (f" · {head}" if head else "")
        parts = [pieces.paragraph(head, "quiet")] if head else []
        if load is not None:
            level, told = load_words.verdict(load, language)
            parts.append(pieces.verdict(told, level))
            parts.append(pieces.pairs(load_words.facts(load, language)))
            remarks = load_words.remarks(load, language)
            parts += [pieces.bullets(say("also", language), remarks)] if remarks else []
        st.html("".join(parts))
        if load is not None and load.set_aside:
            _set_aside(load, assistant, language, doubtful=doubtful)
        name = say("columns_of", language, n=f"{len(table.columns):,}")
        opened = alone and len(table.columns) <= _FEW_COLUMNS
        st.html(pieces.folded(name, _columns(table, load, language), opened=opened))


def _set_aside(load: TableLoad, assistant: Assistant, language: Language, *, doubtful: bool) -> None:
    total, shown = load.set_aside_count, len(load.set_aside)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        word = "set_aside_first" if shown < total else "set_aside_all"
        st.html(pieces.label(say(word, language, n=f"{shown:,}", total=f"{total:,}")), width="content")
        st.download_button(
            say("set_aside_csv", language, n=f"{total:,}"),
            partial(aside_csv, assistant, load.table),
            f"{load.table}-set-aside.csv",
            "text/csv",
            key=f"askbi-aside-{load.table}",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )
    heads = [say(f"head_{word}", language) for word in ("line", "why", "text")]
    rows = [
        ["" if row.line is None else f"{row.line:,}", load_words.in_words(row.reason, language), row.text]
        for row in load.set_aside
    ]
    todo = pieces.paragraph(say("what_to_do", language), "quiet") if doubtful else ""
    st.html(pieces.grid(heads, rows, kind="ab-aside") + todo)


def aside_csv(assistant: Assistant, table: str) -> bytes:
    """Return all rows and cells of a table that were set aside as CSV; the mark at its head tells Excel it is UTF-8."""
    return assistant.set_aside_csv(table).encode("utf-8-sig")


def _columns(table: Table, load: TableLoad | None, language: Language) -> str:
    """All columns with their types, and how their values were read."""
    if load is None or not load.columns:
        heads = [say(f"head_{word}", language) for word in ("column", "type")]
        rows = [[c.name, load_words.type_name(c.engine_type, language)] for c in table.columns.values()]
    else:
        heads = [say(f"head_{word}", language) for word in ("column", "type", "read")]
        rows = [
            [_named(c.name, c.header), load_words.type_name(c.type, language), load_words.how_read(c, language)]
            for c in load.columns
        ]
    more = len(rows) - _MOST_COLUMNS
    told = pieces.paragraph(say("more_columns", language, n=f"{more:,}"), "quiet") if more > 0 else ""
    return pieces.grid(heads, rows[:_MOST_COLUMNS]) + told


def _named(name: str, header: str | None) -> str:
    return name if header in (None, name) else f"{name} ← {header}"
