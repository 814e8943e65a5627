"""A profile as HTML: its pieces, for the page of the app and for a notebook, and one file that opens anywhere.

Owns the order of what is told and its marking. Refuses to measure and to word: what stands here comes from the values
and from `words`. The file loads nothing: its style, pictures and the few lines that filter columns are within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Final

from copilot.formatting import plural
from insight.profile import pictures
from insight.profile.alert_words import alert_effect, alert_title, alert_words, severity_word
from insight.profile.repairing import clean_view
from insight.profile.values import SEVERITIES, Alert, ColumnProfile, Profile, TableProfile
from insight.profile.words import (
    Language,
    column_facts,
    dependency_words,
    grain_words,
    kind_word,
    looked_words,
    role_words,
    time_words,
)

_HERE: Final = Path(__file__).parent
MANY: Final = 24
"""Columns from which on the file has a field to find one."""
_WORDS: Final = {
    "tables": ("Tables", "表"), "columns": ("Columns", "列"), "alerts": ("What needs a look", "需要留意"),
    "structure": ("How it hangs together", "结构"), "rows": ("Rows", "涉及的行"), "repair": ("Repair", "修复"),
    "find": ("Find a column", "查找列"), "skip": ("Skip to the tables", "跳到各表"),
    "clean": ("All repairs as a view", "将全部修复做成视图"), "well": ("Nothing looks wrong.", "未发现问题。"),
    "links": ("How the tables are linked", "表之间的联系"), "marked": ("has alerts", "有提醒"),
}  # fmt: skip


def heading(name: str, language: Language) -> str:
    """Return the heading of a part."""
    return _WORDS[name][language == "zh"]


def style() -> str:
    """Return the style sheet of the pieces."""
    return (_HERE / "page.css").read_text(encoding="utf-8")


def to_page(profile: Profile, language: Language = "en") -> str:
    """Return a profile as one HTML document that loads nothing."""
    sheet = style() + (_HERE / "file.css").read_text(encoding="utf-8")
    title = escape(profile.name)
    told = "数据概况" if language == "zh" else "Profile"
    lang = "zh-CN" if language == "zh" else "en"
    body = "".join(_section(profile, table, language) for table in profile.tables)
    made = (
        f"由 askbi 于 {profile.day} 根据数据计算得出；未经任何模型。"
        if language == "zh"
        else f"Computed from the data by askbi for {profile.day}; no model had a part in it."
    )
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title} · {told}</title>'
        f'<style>{sheet}</style></head><body><a class="pf-skip" href="#tables">{heading("skip", language)}</a>'
        f'<header><h1>{title}</h1>{overview(profile, language)}</header><main id="tables">{body}</main>'
        f"<footer>{escape(made)}</footer><script>{_FILTER}</script></body></html>"
    )


_FILTER: Final = (
    "document.querySelectorAll('input[type=search]').forEach(function(f){f.addEventListener('input',function(){"
    "var w=f.value.toLowerCase();f.closest('section').querySelectorAll('.pf-card').forEach(function(c){"
    "c.hidden=w!==''&&c.dataset.name.indexOf(w)<0;c.style.display=c.hidden?'none':''})})})"
)


def to_notebook(profile: Profile, language: Language = "en") -> str:
    """Return a profile as a piece of a notebook: each table folded but the first."""
    body = "".join(
        f"<details{' open' if at == 0 else ''}><summary><b>{escape(table.name)}</b> "
        f"{escape(grain_words(table, language))}</summary>{_table(profile, table, language)}</details>"
        for at, table in enumerate(profile.tables)
    )
    return f'<style>{style()}</style><div class="pf-notebook">{overview(profile, language)}{body}</div>'


# ------------------------------------------------------------------------------------------------ the data set


def overview(profile: Profile, language: Language, *, contents: bool = True) -> str:
    """Return what the data set is: its size, what is wrong with it, how its tables are linked."""
    rows = sum(table.rows for table in profile.tables)
    columns = sum(len(table.columns) for table in profile.tables)
    size = (
        f"{len(profile.tables):,} 张表 · {columns:,} 列 · {rows:,} 行 · {profile.day}"
        if language == "zh"
        else " · ".join(
            (plural(len(profile.tables), "table"), plural(columns, "column"), plural(rows, "row"), profile.day)
        )
    )
    drawn = pictures.diagram(profile, language)
    linked = f"<h3>{heading('links', language)}</h3>{drawn}" if drawn else ""
    listed = _contents(profile) if contents else ""
    return f'<p class="pf-quiet">{escape(size)}</p>{counts(profile.alerts, language)}{linked}{listed}'


def _contents(profile: Profile) -> str:
    if len(profile.tables) < 2:
        return ""
    entries = "".join(f'<li><a href="#{_anchor(t.name)}">{escape(t.name)}</a></li>' for t in profile.tables)
    return f"<nav><ul>{entries}</ul></nav>"


def counts(alerts: Sequence[Alert], language: Language) -> str:
    """Return how many alerts there are of each severity."""
    entries = ""
    for severity in SEVERITIES:
        n = sum(alert.severity == severity for alert in alerts)
        if n:
            entries += f'<li class="pf-{severity}">{n} × {escape(severity_word(severity, language))}</li>'
    return f'<ul class="pf-counts">{entries or _nothing(language)}</ul>'


def _nothing(language: Language) -> str:
    return f'<li class="pf-well">{heading("well", language)}</li>'


def _anchor(name: str) -> str:
    return "t-" + "".join(c if c.isalnum() and c.isascii() else f"-{ord(c):x}" for c in name)


# ------------------------------------------------------------------------------------------------ a table


def _section(profile: Profile, table: TableProfile, language: Language) -> str:
    inside = _table(profile, table, language)
    return f'<section id="{_anchor(table.name)}"><h2>{escape(table.name)}</h2>{inside}</section>'


def _table(profile: Profile, table: TableProfile, language: Language) -> str:
    find = (
        f'<input type="search" aria-label="{heading("find", language)}" placeholder="{heading("find", language)}">'
        if len(table.columns) > MANY
        else ""
    )
    view = clean_view(table, profile.dialect)
    mended = ""
    if view is not None:
        mended = f"<details><summary>{heading('clean', language)}</summary>{sql_piece(view.create)}</details>"
    return (
        f"{table_head(table, language)}{structure(table, language)}{alerts_piece(table.alerts, language)}{mended}"
        f"<h3>{heading('columns', language)}</h3>{find}{cards(table, table.columns, language)}"
    )


def table_head(table: TableProfile, language: Language) -> str:
    """Return what one row is, how large the table is and how closely it was looked at."""
    size = (
        f"{table.rows:,} 行 · {len(table.columns):,} 列"
        if language == "zh"
        else f"{plural(table.rows, 'row')} · {plural(len(table.columns), 'column')}"
    )
    dated = next((c for c in table.columns if c.name == table.time_column and c.timeline is not None), None)
    if dated is not None:
        size += f" · {dated.name}: {time_words(dated, language)}"
    told = looked_words(table.looked, language)
    closely = f'<p class="pf-quiet">{escape(told)}</p>' if told else ""
    grain = escape(grain_words(table, language))
    return f'<p class="pf-grain">{grain}</p><p class="pf-quiet">{escape(size)}</p>{closely}'


def structure(table: TableProfile, language: Language) -> str:
    """Return which columns follow from which; empty where none does."""
    facts = [f"{f.column} = {f.words}" + _holds(f.share, language) for f in table.formulas]
    facts += [" › ".join(chain) for chain in table.hierarchies]
    told = {frozenset(pair) for chain in table.hierarchies for pair in pairwise(chain)}
    facts += [
        dependency_words(d, language) for d in table.dependencies if frozenset((d.determinant, d.dependent)) not in told
    ][:20]
    if not facts:
        return ""
    entries = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    return f'<h3>{heading("structure", language)}</h3><ul class="pf-facts">{entries}</ul>'


def _holds(share: float, language: Language) -> str:
    if share >= 1:
        return "（所有行）" if language == "zh" else ", in every row"
    return f"（{100 * share:.2f} % 的行）" if language == "zh" else f", in {100 * share:.2f} % of the rows"


def alerts_piece(alerts: Iterable[Alert], language: Language) -> str:
    """Return alerts, each to be opened for what it does, its rows and its repair as SQL."""
    shown = "".join(_alert(alert, language) for alert in alerts)
    return f'<h3>{heading("alerts", language)}</h3><div class="pf-alerts">{shown}</div>' if shown else ""


def _alert(alert: Alert, language: Language) -> str:
    rows = (
        f'<span class="pf-label">{heading("rows", language)}</span>{sql_piece(alert.rows_sql)}'
        if alert.rows_sql
        else ""
    )
    mend = ""
    if alert.repair is not None and alert.repair.expression:
        written = f'{alert.repair.expression} AS "{alert.repair.column}"'
        mend = f'<span class="pf-label">{heading("repair", language)}</span>{sql_piece(written)}'
    return (
        f'<details class="pf-alert"><summary>{alert_line(alert, language)}</summary>'
        f"<p>{escape(alert_effect(alert, language))}</p>{rows}{mend}</details>"
    )


def alert_line(alert: Alert, language: Language) -> str:
    """Return an alert's headline and sentence."""
    named = escape(alert_title(alert, language))
    said, severity = escape(alert_words(alert, language)), escape(severity_word(alert.severity, language))
    return f'<b class="pf-{alert.severity}" title="{severity}">{named}</b> {said}'


def sql_piece(sql: str) -> str:
    """Return SQL as it stands."""
    return f'<pre class="pf-sql">{escape(sql)}</pre>'


# ------------------------------------------------------------------------------------------------ columns


def cards(table: TableProfile, columns: Iterable[ColumnProfile], language: Language) -> str:
    """Return a card for each column: what it is, its picture, its figures."""
    troubled = {name for alert in table.alerts if alert.severity != "low" for name in alert.columns}
    shown = "".join(_card(column, column.name in troubled, language) for column in columns)
    many = " pf-many" if len(table.columns) > MANY else ""
    return f'<div class="pf-cards{many}">{shown}</div>'


def _card(column: ColumnProfile, troubled: bool, language: Language) -> str:
    facts = column.column.facts
    nulls = facts.nulls / facts.rows if facts is not None and facts.rows else 0.0
    what = [kind_word(column.kind, language)]
    role = role_words(column.column, language)
    if role not in what:
        what.append(role)
    what.append(column.column.engine_type if len(column.column.engine_type) <= 24 else column.column.type)
    mark = f' <span class="pf-mark" title="{heading("marked", language)}">!</span>' if troubled else ""
    figures = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in column_facts(column, language)
    )
    held = pictures.missing_bar(nulls) if nulls > 0 else ""
    return (
        f'<article class="pf-card" data-name="{escape(column.name.casefold())}"><h4>{escape(column.name)}{mark}</h4>'
        f'<p class="pf-what">{escape(" · ".join(what))}</p>{held}{pictures.picture(column, language)}'
        f'<dl class="pf-figures">{figures}</dl></article>'
    )


# ------------------------------------------------------------------------------------------------ other doors


def to_markdown(profile: Profile, language: Language = "en") -> str:
    """Return a profile as Markdown: what each table is, what is wrong with it, and its columns."""
    lines = [f"# {_plain(profile.name)}", ""]
    for table in profile.tables:
        lines += [f"## {_plain(table.name)}", "", _plain(grain_words(table, language)), ""]
        lines += [f"- **{alert_title(a, language)}**: {_plain(alert_words(a, language))}" for a in table.alerts]
        lines += [f"- {_plain(f.column)} = {_plain(f.words)}{_holds(f.share, language)}" for f in table.formulas]
        lines += [f"- {_plain(' › '.join(chain))}" for chain in table.hierarchies]
        lines += ["", f"| {heading('columns', language)} | | |", "|---|---|---|"]
        for column in table.columns:
            figures = "; ".join(f"{name} {value}" for name, value in column_facts(column, language))
            what = f"{kind_word(column.kind, language)}, {role_words(column.column, language)}"
            lines.append(f"| {_cell(column.name)} | {_cell(what)} | {_cell(figures)} |")
        lines.append("")
    return "\n".join(lines)


def _plain(text: str) -> str:
    return " ".join(text.replace("<", "&lt;").split())


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def to_text(profile: Profile, language: Language = "en", *, most: int = 12) -> str:
    """Return a profile for a terminal: what each table is, its columns, and the first alerts."""
    lines: list[str] = []
    for table in profile.tables:
        lines += [f"{table.name}: {table.rows:,} × {len(table.columns)}", f"  {grain_words(table, language)}"]
        lines += [f"  {f.column} = {f.words}{_holds(f.share, language)}" for f in table.formulas]
        lines += [f"  {' › '.join(chain)}" for chain in table.hierarchies]
        wide = min(28, max((len(c.name) for c in table.columns), default=0))
        for column in table.columns:
            figures = "; ".join(f"{name} {value}" for name, value in column_facts(column, language))
            lines.append(f"    {column.name:<{wide}}  {kind_word(column.kind, language)}. {figures}")
        signs = {"high": "!!", "medium": " !", "low": "  "}
        lines += [f"  {signs[a.severity]} {alert_words(a, language)}" for a in table.alerts[:most]]
        if len(table.alerts) > most:
            lines.append(f"     … +{len(table.alerts) - most}")
        lines.append("")
    return "\n".join(lines)
