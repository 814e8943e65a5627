"""The answer card: sentence, picture, table, what was computed, and the SQL that can be edited and run again.

Owns how each status looks. Refuses to ask: it is given a turn, and a way to ask further. Only what is opened is
computed; a click inside a card draws that card again and no other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from app.model_words import model_words
from app.web import pieces
from app.web.guard import guarded
from app.web.opinion import draw_opinion, draw_thumbs
from app.web.table import csv_of, file_name, show_table
from app.web.turns import Kind, Language, Turn
from app.web.words import confidence_words, say
from app.web.workbook import xlsx_of

if TYPE_CHECKING:
    from app.assistant import Assistant

Ask = Callable[[Kind, str], None]
_QUESTION_SHOWN = 600
_SQL_SHOWN = 160


def draw_question(kind: Kind, text: str, language: Language) -> None:
    """Draw what a person typed."""
    with st.chat_message("user"):
        if kind == "sql":
            line = " ".join(text.split())
            st.html(pieces.labelled(say("your_sql", language), _cut(line, _SQL_SHOWN)))
        else:
            st.html(pieces.paragraph(_cut(text, _QUESTION_SHOWN) or "–", "question"))


def draw_turn(turn: Turn, language: Language, ask: Ask, assistant: Assistant | None = None) -> None:
    """Draw a question and its answer; with an assistant a person can say what they think of it."""
    draw_question(turn.kind, turn.text, language)
    with st.chat_message("assistant"):
        _card(turn, language, ask, assistant)


@st.fragment
@guarded
def _card(turn: Turn, language: Language, ask: Ask, assistant: Assistant | None) -> None:
    if turn.status == "answered":
        _answered(turn, language)
    else:
        _not_answered(turn, language, ask)
    _sections(turn, language, ask, assistant)


# ------------------------------------------------------------------------------------------------ first glance


def _answered(turn: Turn, language: Language) -> None:
    answer = turn.answer
    text = answer["text"] or ("" if turn.rows else say("empty", turn.language))
    quoted = answer.get("reader") == "knowledge"
    if text:
        st.html(pieces.paragraph(text, "quotation" if quoted else "sentence", language=turn.language))
    spec = turn.spec
    if spec is not None and spec.kind == "number":
        _big_numbers(turn)
    elif spec is not None and spec.kind != "table":
        _chart(turn, language)
    elif turn.rows:
        show_table(turn, key=f"{turn.id}-rows")
    _notes(turn, language)


def _chart(turn: Turn, language: Language) -> None:
    spec = turn.spec
    assert spec is not None
    figure = turn.figure(spec.kind, dark=_dark())
    config = {"displayModeBar": False, "responsive": True}
    st.plotly_chart(figure, theme=None, config=config, alt=spec.alt, key=f"{turn.id}-chart")


def _dark() -> bool:
    return st.context.theme.type == "dark"


def _big_numbers(turn: Turn) -> None:
    from copilot.formatting import said

    spec = turn.spec
    assert spec is not None
    named = {column.name: (column, value) for column, value in zip(turn.columns, turn.rows[0], strict=True)}
    of = [said(named[name][1], named[name][0], turn.language) for name in (spec.x, *spec.also) if name in named]
    shown = [named[name] for name in spec.y]
    st.html(pieces.figures((said(v, c, turn.language), " · ".join([*of, c.label or c.name])) for c, v in shown))


def _notes(turn: Turn, language: Language) -> None:
    """What the reader of the answer has to know, whether they ask for it or not."""
    answer = turn.answer
    parts = []
    if answer["truncated"]:
        parts.append(pieces.paragraph(say("cut", language, n=f"{len(turn.rows):,}"), "caution"))
    if answer["readback"]:
        parts.append(pieces.labelled(say("computed", language), answer["readback"]))
    if answer["assumptions"]:
        head = "source" if answer.get("reader") == "knowledge" else "assumed"
        parts.append(pieces.bullets(say(head, language), answer["assumptions"]))
    doubts = [check["text"] for check in answer["checks"] if not check["passed"]]
    if doubts:
        parts.append(pieces.bullets(say("doubt", language), doubts))
    sure = confidence_words(answer["confidence"], language)
    if sure:
        parts.append(pieces.paragraph(sure, "quiet"))
    used = model_words(answer.get("model"), language)
    if used:
        parts.append(pieces.paragraph(used, "quiet"))
    if parts:
        st.html("".join(parts))


def _not_answered(turn: Turn, language: Language, ask: Ask) -> None:
    status, options = turn.status, turn.answer["options"]
    stopped = status == "failed" and turn.answer.get("stopped", False)
    head = pieces.tag(say("stopped" if stopped else status, language), "stopped" if stopped else status)
    place = _place(turn, language)
    st.html(head + pieces.paragraph(turn.answer["message"], "message", language=turn.language) + place)
    if options:
        if status != "clarify":
            st.html(pieces.paragraph(say("you_could_ask", language), "quiet"))
        with st.container(key=f"{turn.id}-options", horizontal=True, gap="small"):
            for at, option in enumerate(options):
                if st.button(option, key=f"{turn.id}-option-{at}"):
                    _ask_further(ask, "ask", option)
    if status == "failed" and st.button(say("try_again", language), key=f"{turn.id}-retry", icon=":material/refresh:"):
        _ask_further(ask, turn.kind, turn.text)


def _place(turn: Turn, language: Language) -> str:
    """A person's SQL with the place marked that a refusal points to; nothing where it points to none."""
    sql, spot = turn.answer["sql"], turn.answer.get("spot")
    if not sql or not isinstance(spot, dict):
        return ""
    return pieces.marked(
        sql, spot["start"], spot["end"], say("spot", language, line=spot["line"], column=spot["column"])
    )


# ------------------------------------------------------------------------------------------------ opened on demand


def _sections(turn: Turn, language: Language, ask: Ask, assistant: Assistant | None) -> None:
    """Draw the row of what can be opened, and the one part that is."""
    views: dict[str, Callable[[], None]] = {}
    spec = turn.spec
    if turn.rows and spec is not None and spec.kind != "table":
        views["show_table"] = partial(show_table, turn, key=f"{turn.id}-table")
    if turn.answer["sql"] or turn.status == "declined":
        views["show_sql"] = partial(_sql, turn, language, ask)
    if turn.answer["steps"] and turn.answer["sql"]:
        views["show_steps"] = partial(_steps, turn, language)
    if not views and not turn.rows:
        return
    with st.container(key=f"{turn.id}-foot", horizontal=True, gap="small", vertical_alignment="center"):
        opened = _opened(turn, language, list(views))
        if turn.rows:
            _downloads(turn, language)
        thumb = draw_thumbs(turn, assistant) if assistant is not None else None
    if assistant is not None and thumb is not None:
        draw_opinion(turn, assistant, language, good=thumb)
    if opened is not None:
        views[opened]()


def _opened(turn: Turn, language: Language, views: list[str]) -> str | None:
    if not views:
        return None
    return st.segmented_control(
        say("view", language),
        views,
        default="show_sql" if turn.kind == "sql" and turn.status in ("refused", "failed") else None,
        format_func=lambda view: say(view, language),
        key=f"{turn.id}-view",
        label_visibility="collapsed",
    )


def _downloads(turn: Turn, language: Language) -> None:
    word = "csv_help_cut" if turn.answer["truncated"] else "csv_help"
    for name, made, suffix, kind in (
        ("csv", csv_of, ".csv", "text/csv"),
        ("xlsx", xlsx_of, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ):
        st.download_button(
            say(name, language),
            partial(made, turn),
            file_name(turn, suffix),
            kind,
            key=f"{turn.id}-{name}",
            help=say(word, language, n=f"{len(turn.rows):,}"),
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )


def _sql(turn: Turn, language: Language, ask: Ask) -> None:
    sql = turn.answer["sql"]
    lines = sql.count("\n") + 1
    label = "sql_label" if turn.status == "answered" else "sql_label_not_run" if sql else "sql_label_none"
    edited = st.text_area(say(label, language), sql, key=f"{turn.id}-sql", height=min(max(lines * 22 + 36, 90), 420))
    if st.button(
        say("run_again" if sql else "run", language), key=f"{turn.id}-run", icon=":material/play_arrow:", type="primary"
    ):
        _ask_further(ask, "sql", edited or "")


def _steps(turn: Turn, language: Language) -> None:
    from copilot.formatting import duration

    steps = turn.answer["steps"]
    rows = [(step["text"] or step["name"], duration(step["seconds"], language)) for step in steps]
    total = duration(sum(step["seconds"] for step in steps), language)
    st.html(pieces.times(rows, say("took", language, total=total)))


def _ask_further(ask: Ask, kind: Kind, text: str) -> None:
    ask(kind, text)
    st.rerun()  # the whole page: what is asked here is answered below


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
