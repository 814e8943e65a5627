"""The words around charts in English and Chinese: notes, reasons that need data, and chart words in a question.

Owns wording only. Numbers and times are written by `copilot.formatting`.
"""

from __future__ import annotations

import re
from typing import Any

from copilot.formatting import find_unit
from copilot.values.answer import AnswerColumn
from insight.charts.spec import Kind, Language

_WORDS: dict[str, tuple[str, str]] = {
    "other": ("other", "其他"),
    "none": ("(no value)", "（无值）"),
    "count": ("Rows", "行数"),
    "kept": ("The first {kept} of {all} are shown.", "共 {all} 项，仅显示前 {kept} 项。"),
    "folded": (
        "The largest {kept} of {all} are shown, the rest is added up as “other”.",
        "共 {all} 项，显示最大的 {kept} 项，其余合并为“其他”。",
    ),
    "largest": ("The largest {kept} of {all} are shown.", "共 {all} 项，仅显示最大的 {kept} 项。"),
    "thinned": ("{kept} of {all} points are drawn, evenly spaced.", "共 {all} 个点，均匀抽取 {kept} 个绘制。"),
    "only_first": (
        "Only {shown} is drawn; the other figures have another scale and stand in the table.",
        "图中只画 {shown}；其他指标的量纲不同，见表格。",
    ),
    "gaps": ("Gaps are periods without a value.", "线条断开处为没有数值的时期。"),
    "no_value": ("Without a value: {n}.", "没有数值的：{n} 项。"),
    "not_possible": (
        "{wanted} cannot show these rows without misleading. ",
        "{wanted}无法如实表达这些数据。",
    ),
    "no_rows": ("There are no rows to draw.", "没有可绘制的数据。"),
    "no_measure": ("There is no number to draw.", "没有可绘制的数值。"),
    "percent": ("%", "%"),
}  # fmt: skip

_KIND_WORDS: dict[Kind, tuple[str, str]] = {
    "number": ("Number", "数字"),
    "bar": ("Bar chart", "柱状图"),
    "barh": ("Bar chart", "条形图"),
    "line": ("Line chart", "折线图"),
    "multi_line": ("Line chart", "折线图"),
    "grouped_bar": ("Grouped bar chart", "分组柱状图"),
    "histogram": ("Histogram", "直方图"),
    "scatter": ("Scatter plot", "散点图"),
    "share": ("Share of the whole", "占比图"),
    "table": ("Table", "表格"),
}

_FORMS: tuple[tuple[str, str], ...] = (
    ("pie", r"\b(?:pie|do(?:ugh)?nut)[- ]?(?:chart|graph|plot|diagram)s?\b|\bas an? (?:pie|do(?:ugh)?nut)\b"
            r"|饼图|饼状图|圆饼图|环形图|圆环图|扇形图"),
    ("histogram", r"\bhistograms?\b|直方图"),
    ("scatter", r"\bscatter(?:[- ]?(?:chart|graph|plot|diagram))?\b|散点图|散布图"),
    ("barh", r"\bhorizontal bars?\b|条形图|横向柱状图"),
    ("bar", r"\b(?:bars?|column)[- ]?(?:charts?|graphs?|plots?|diagrams?)\b|\bas (?:an? )?bars?\b"
            r"|柱状图|柱形图|柱图"),
    ("line", r"\b(?:line|trend)[- ]?(?:charts?|graphs?|plots?|diagrams?)\b|\bas (?:an? )?lines?\b"
             r"|折线图|曲线图|线图|趋势图"),
    ("table", r"\bas (?:an? )?(?:plain )?table\b|\btable only\b|\bno chart\b"
              r"|(?:用|以|做成|画成|列成|显示为)(?:一?[个张])?表格?(?:形式)?(?:显示|展示|列出|呈现)?$|表格形式|不要图"),
)  # fmt: skip

WANTED: dict[str, tuple[Kind, ...]] = {
    "pie": ("share",),
    "share": ("share",),
    "bar": ("bar", "barh", "grouped_bar"),
    "barh": ("barh", "bar", "grouped_bar"),
    "grouped_bar": ("grouped_bar",),
    "line": ("line", "multi_line"),
    "multi_line": ("multi_line", "line"),
    "scatter": ("scatter",),
    "histogram": ("histogram",),
    "number": ("number",),
    "table": ("table",),
}
_WANTED_NAMES = {"pie": ("A pie", "饼图"), "bar": ("Bars", "柱状图"), "line": ("A line", "折线图")}


def say(word: str, language: Language, **values: Any) -> str:
    """Return the words kept under a name, filled in."""
    return _WORDS[word][language == "zh"].format(**values)


def kind_name(kind: Kind, language: Language) -> str:
    """Return what a kind of chart is called.

    >>> kind_name("barh", "zh")
    '条形图'
    """
    return _KIND_WORDS[kind][language == "zh"]


def wanted_name(wanted: str, language: Language) -> str:
    """Return what a wanted form is called at the start of a sentence."""
    if wanted in _WANTED_NAMES:
        return _WANTED_NAMES[wanted][language == "zh"]
    return kind_name(WANTED[wanted][0], language)


def wanted_form(text: str) -> str | None:
    """Return the chart that the words of a question ask for: pie, bar, barh, line, scatter, histogram, table or None.

    Only words that can mean nothing else count: "product line" and "sales by bar" are data.

    >>> wanted_form("revenue by region as a pie")
    'pie'
    >>> wanted_form("用折线图显示每月收入")
    'line'
    >>> wanted_form("revenue by product line") is None
    True
    """
    folded = text.casefold().strip().rstrip("?.!。？！")
    for form, pattern in _FORMS:
        if re.search(pattern, folded):
            return form
    return None


def wanted_key(wanted: str | None) -> str | None:
    """Return the key of `WANTED` for a form's name or for words that hold one, else None."""
    if wanted is None:
        return None
    folded = wanted.casefold().strip()
    return folded if folded in WANTED else wanted_form(wanted)


def axis_title(column: AnswerColumn, language: Language) -> str:
    """Return a measure's label with its unit; a share needs none, since its ticks carry the percent sign."""
    label, unit = column.label or column.name, unit_words(column.unit, language)
    return label if not unit or unit.casefold() in label.casefold() else f"{label} ({unit})"


def unit_words(unit: str | None, language: Language) -> str:
    """Return a unit as it stands on an axis: in Chinese words, in English as the data has it.

    >>> unit_words("minutes", "zh"), unit_words("USD", "en"), unit_words("share", "en")
    ('分钟', 'USD', '')
    """
    known = find_unit(unit)
    if unit is None or unit == "share":
        return ""
    if known is None:
        return unit
    return known.zh.removeprefix("个") if language == "zh" else unit if known.tight else known.many
