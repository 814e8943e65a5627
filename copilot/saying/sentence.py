"""One sentence that answers, written from the rows that came back.

Owns which rows are named and in which words. Every number in it stands in the rows, or counts them; nothing is summed,
averaged or judged. What is said of the highest and lowest is said of the rows that are there, since a query may have
asked for some only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from copilot import formatting
from copilot.saying.phrases import Language, fill, listed
from copilot.values import AnswerColumn

Row = tuple[Any, ...]

_PHRASES: Final[dict[str, tuple[str, str]]] = {
    "none": ("No rows match.", "没有符合条件的行。"),
    "missing": ("(missing)", "（缺失）"),
    "no_value": ("{x} has no value.", "{x}没有值。"),
    "nothing": ("None of the {n} rows has a value for {x}.", "全部 {n} 行的{x}都没有值。"),
    "is": ("{x} is {v}", "{x}为{v}"),
    "are": ("{x}: {v}", "{x}为{v}"),
    "most": ("most", "最多"),
    "fewest": ("fewest", "最少"),
    "only_one": (
        "Of the {n} {rows} listed, only {d} has a value for {x} ({v}).",
        "所列 {n} {rows}中，只有{d}有{x}（{v}）。",
    ),
    "has_none": ("{x} has no value", "{x}没有值"),
    "for": ("For {d}, {v}.", "{d}：{v}。"),
    "plain": ("{v}.", "{v}。"),
    "two": ("{x} is {v} for {d} and {w} for {e}.", "{d}的{x}为{v}，{e}的{x}为{w}。"),
    "same": ("{x} is {v} in each of the {n} {rows} listed.", "所列 {n} {rows}的{x}都是{v}。"),
    "top_next": (
        "Of the {n} {rows} listed, {d} has the {most} {x} ({v}), followed by {e} ({w}).",
        "所列 {n} {rows}中，{d}的{x}{most}（{v}），其次是{e}（{w}）。",
    ),
    "top_shared": (
        "Of the {n} {rows} listed, {d} share the {most} {x} ({v}).",
        "所列 {n} {rows}中，{d}的{x}并列{most}（{v}）。",
    ),
    "ends": (
        "Of the {n} {rows} listed, {d} has the {most} {x} ({v}) and {e} the {least} ({w}).",
        "所列 {n} {rows}中，{d}的{x}{most}（{v}），{e}{least}（{w}）。",
    ),
    "highest": ("highest", "最高"),
    "lowest": ("lowest", "最低"),
    "groups": ("groups", "组"),
    "rows": ("rows", "行"),
    "others": ("{d} and others", "{d}等"),
    "series": ("{x} went from {v} ({d}) to {w} ({e}){tail}.", "{x}从{d}的{v}到{e}的{w}{tail}。"),
    "series_peak": ("; the highest was {v} ({d})", "，最高为{d}的{v}"),
    "series_flat": ("{x} is {v} at each of the {n} times from {d} to {e}.", "从{d}到{e}的 {n} 个时间点，{x}都是{v}。"),
    "values": ("There are {n} values of {x}: {d}.", "{x}共有 {n} 个：{d}。"),
    "values_first": ("There are {n} values of {x}; the first are {d}.", "{x}共有 {n} 个，前几个是{d}。"),
    "values_cut": ("There are more than {n} values of {x}; the first are {d}.", "{x}多于 {n} 个，前几个是{d}。"),
    "rows_all": ("There are {n} rows: {d}.", "共有 {n} 行：{d}。"),
    "rows_first": ("There are {n} rows; the first are {d}.", "共有 {n} 行，前几行是{d}。"),
    "rows_cut": ("There are more than {n} rows; the first are {d}.", "结果多于 {n} 行，前几行是{d}。"),
    "count": ("number of rows", "行数"),
    "by": ("{m} by {d}", "各{d}的{m}"),
}
_AGGREGATE_NAMES: Final = {"avg": "average", "sum": "total", "min": "lowest", "max": "highest", "cnt": "number of"}
_NAMED: Final = 3
"""Rows that a list names."""


@dataclass(frozen=True)
class _Rows:
    """The rows with their columns told apart."""

    columns: tuple[AnswerColumn, ...]
    rows: list[Row]
    language: Language
    truncated: bool
    title: str

    def say(self, key: str, **parts: str) -> str:
        return fill(_PHRASES[key][self.language == "zh"], self.language, parts)

    def label(self, position: int) -> str:
        return label_of(self.columns[position], self.language)

    def at(self, *roles: str) -> list[int]:
        return [position for position, column in enumerate(self.columns) if column.role in roles]

    def written(self, row: Row, position: int) -> str:
        column = self.columns[position]
        if row[position] is None:
            return self.say("missing")
        return formatting.said(row[position], column, self.language)

    def named(self, row: Row, positions: Sequence[int]) -> str:
        """Return what a row is called; a bare number gets its column's name before it."""
        texts = []
        for position in positions:
            text = self.written(row, position)
            column = self.columns[position]
            bare = column.role != "time" and isinstance(row[position], int | float) and column.time_grain is None
            texts.append(fill("{x} {v}", self.language, {"x": self.label(position), "v": text}) if bare else text)
        return " / ".join(texts)

    def count(self) -> str:
        return formatting.number(len(self.rows), language=self.language)

    def names(self) -> list[int]:
        """Return the columns that name a row: those with names, else keys; keys as well where names repeat."""
        plain, keys = self.at("time", "dimension", "text"), self.at("key")
        if not plain:
            return keys
        shown = [tuple(row[p] for p in plain) for row in self.rows]
        return plain if not keys or len(set(map(repr, shown))) == len(shown) else sorted([*keys, *plain])


def sentence(
    columns: tuple[AnswerColumn, ...],
    rows: list[Row],
    *,
    language: Language,
    truncated: bool,
    title: str = "",
) -> str:
    """Return the one sentence that answers.

    Args:
        columns: what each column holds; their labels and units are used.
        rows: the rows as plain Python values, in their order.
        language: of the sentence.
        truncated: whether there are more rows than these.
        title: what the answer is about, for a single value whose column has only an SQL expression for a name.

    >>> column = AnswerColumn("n", "integer", "measure", label="number of flights")
    >>> sentence((column,), [(336776,)], language="en", truncated=False)
    'Number of flights is 336,776.'
    """
    data = _Rows(columns, rows, language, truncated, title)
    if not rows or not columns:
        return data.say("none")
    text = _one_row(data) if len(rows) == 1 else _many_rows(data)
    return text[:1].upper() + text[1:] if language == "en" and not _starts_with_value(text, data) else text


def title_of(columns: tuple[AnswerColumn, ...], language: Language) -> str:
    """Return a title for the columns of an answer, such as for its chart.

    >>> title_of((AnswerColumn("name", "text", "dimension"), AnswerColumn("avg_dep_delay", "float", "measure")), "en")
    'Average dep delay by name'
    """
    measures = [_spelled_out(column, language) for column in columns if column.role == "measure"]
    others = [
        column.time_grain if column.time_grain and language == "en" and not column.label else label_of(column, language)
        for column in columns
        if column.role != "measure"
    ]
    if measures and others:
        template = _PHRASES["by"][language == "zh"]
        text = fill(template, language, {"m": listed(measures, language), "d": listed(others, language)})
    else:
        text = listed(measures or others, language)
    return text[:1].upper() + text[1:] if language == "en" else text


def label_of(column: AnswerColumn, language: Language) -> str:
    """Return a column's label for a person, or its name with blanks for underscores.

    >>> label_of(AnswerColumn("avg_dep_delay", "float", "measure"), "en")
    'avg dep delay'
    """
    if column.label and column.label != column.name:
        return column.label
    if re.fullmatch(r"count\((\*|1)?\)", column.name, re.IGNORECASE):
        return _PHRASES["count"][language == "zh"]
    return re.sub(r"(?<=\w)_+(?=\w)", " ", column.name)


def _spelled_out(column: AnswerColumn, language: Language) -> str:
    label = label_of(column, language)
    first, _, rest = label.partition(" ")
    if language == "en" and rest and first in _AGGREGATE_NAMES and label != column.label:
        return f"{_AGGREGATE_NAMES[first]} {rest}"
    return label


def _starts_with_value(text: str, data: _Rows) -> bool:
    """Return whether the text starts with a stored value, whose letters are left as they are."""
    return any(isinstance(cell, str) and cell and text.startswith(cell) for row in data.rows[:2] for cell in row)


# -- one row -----------------------------------------------------------------------------------------------------------


def _one_row(data: _Rows) -> str:
    row = data.rows[0]
    if len(data.columns) == 1:
        if row[0] is None:
            return data.say("no_value", x=_subject(data))
        return data.say(_verb(_subject(data)), x=_subject(data), v=data.written(row, 0)) + (
            "." if data.language == "en" else "。"
        )
    names, measures = data.names(), data.at("measure")
    if not names or not measures:
        return data.say("plain", v=_pairs(data, row, range(len(data.columns))))
    return data.say("for", d=data.named(row, names), v=_pairs(data, row, measures))


def _verb(label: str) -> str:
    """Return the phrase that says what something is; a plural takes a colon: "flights is 3" is no English."""
    return "are" if _plural(label) else "is"


def _plural(label: str) -> bool:
    noun = label.split(" of ")[0].split(" per ")[0]
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is"))


def _subject(data: _Rows) -> str:
    label = data.label(0)
    sql_only = not data.columns[0].label and (re.search(r"[()*+/'\"]", label) or label.startswith("_"))
    return data.title if data.title and sql_only else label


def _pairs(data: _Rows, row: Row, positions: Sequence[int]) -> str:
    texts = [
        data.say("has_none", x=data.label(p))
        if row[p] is None
        else data.say(_verb(data.label(p)), x=data.label(p), v=data.written(row, p))
        for p in positions
    ]
    return "，".join(texts) if data.language == "zh" else listed(texts, "en")


# -- many rows ---------------------------------------------------------------------------------------------------------


def _many_rows(data: _Rows) -> str:
    measures, names = data.at("measure"), data.names()
    if not measures or not names:
        return _list(data, names or measures)
    measure = _leading(data, measures)
    with_value = [row for row in data.rows if _comparable(row[measure])]
    if not with_value:
        if any(row[measure] is not None for row in data.rows):
            return _list(data, names)
        return data.say("nothing", n=data.count(), x=data.label(measure))
    times = data.at("time")
    if names == times and len(times) == 1 and _orderable_times(data.rows, times[0]):
        return _series(data, times[0], measure, with_value)
    if len(data.rows) == 2 and len(with_value) == 2 and not data.truncated:
        one, two = data.rows
        return data.say(
            "two", x=data.label(measure), d=data.named(one, names), v=data.written(one, measure),
            e=data.named(two, names), w=data.written(two, measure),
        )  # fmt: skip
    return _ranking(data, names, measure, with_value)


def _comparable(value: Any) -> bool:
    if isinstance(value, bool | str | bytes | list | dict) or value is None:
        return False
    return not (isinstance(value, float) and math.isnan(value))


def _leading(data: _Rows, measures: list[int]) -> int:
    """Return the measure that the rows are ordered by, else the first that can be compared."""
    for position in measures:
        if _order(data, position):
            return position
    return next((p for p in measures if any(_comparable(row[p]) for row in data.rows)), measures[0])


def _order(data: _Rows, measure: int) -> str | None:
    """Return ``highest`` or ``lowest`` for which of them comes first, None where the rows are not in order."""
    values = [row[measure] for row in data.rows]
    while values and values[-1] is None:
        values.pop()
    if len(values) < 2 or not all(map(_comparable, values)) or min(values) == max(values):
        return None
    pairs = list(pairwise(values))
    return "highest" if all(a >= b for a, b in pairs) else "lowest" if all(a <= b for a, b in pairs) else None


def _ranking(data: _Rows, names: list[int], measure: int, rows: list[Row]) -> str:
    distinct = len({repr([row[p] for p in names]) for row in data.rows}) == len(data.rows)
    parts = {
        "n": data.count(),
        "rows": data.say("groups" if distinct else "rows"),
        "x": data.label(measure),
    }
    highest, lowest = max(row[measure] for row in rows), min(row[measure] for row in rows)
    if highest == lowest and len(rows) == len(data.rows):
        return data.say("same", v=data.written(rows[0], measure), **parts)
    order = _order(data, measure)
    most = order or "highest"
    best = lowest if most == "lowest" else highest
    leaders = [row for row in rows if row[measure] == best]
    words = _extremes(data, measure)
    first = {"d": data.named(leaders[0], names), "v": data.written(leaders[0], measure)}
    if len(leaders) > 1:
        together = {**first, "d": _together(data, leaders, names)}
        return data.say("top_shared", most=words[most], **parts, **together)
    if len(rows) == 1:
        return data.say("only_one", **parts, **first)
    other = rows[1] if order else next(row for row in rows if row[measure] == lowest)
    then = {"e": data.named(other, names), "w": data.written(other, measure)}
    if order:
        return data.say("top_next", most=words[most], **parts, **first, **then)
    return data.say("ends", most=words["highest"], least=words["lowest"], **parts, **first, **then)


def _extremes(data: _Rows, measure: int) -> dict[str, str]:
    """Return the words for highest and lowest; things that are counted are most and fewest."""
    column = data.columns[measure]
    counted = column.type == "integer" and column.unit is None and _plural(data.label(measure))
    keys = ("most", "fewest") if counted else ("highest", "lowest")
    return {"highest": data.say(keys[0]), "lowest": data.say(keys[1])}


def _together(data: _Rows, rows: list[Row], names: list[int]) -> str:
    """Return what rows are called, in one phrase; beyond the first few it only says that there are others."""
    called = [data.named(row, names) for row in rows[:_NAMED]]
    if len(rows) <= _NAMED:
        return listed(called, data.language)
    return data.say("others", d=("、" if data.language == "zh" else ", ").join(called))


def _orderable_times(rows: list[Row], time: int) -> bool:
    values = [row[time] for row in rows if row[time] is not None]
    return bool(values) and len({type(value) for value in values}) == 1 and len(set(values)) == len(rows)


def _series(data: _Rows, time: int, measure: int, rows: list[Row]) -> str:
    """Say first, last and highest by time, whatever the order of the rows."""
    ordered = sorted((row for row in rows if row[time] is not None), key=lambda row: row[time])
    if len(ordered) < 2:
        return _ranking(data, [time], measure, rows)
    first, last = ordered[0], ordered[-1]
    highest = max(row[measure] for row in ordered)
    x, v = data.label(measure), data.written(first, measure)
    d, e = data.named(first, [time]), data.named(last, [time])
    if highest == min(row[measure] for row in ordered):
        return data.say("series_flat", x=x, v=v, n=formatting.number(len(ordered), language=data.language), d=d, e=e)
    peaks = [row for row in ordered if row[measure] == highest]
    tail = ""
    if first[measure] != highest and last[measure] != highest:
        called = _together(data, peaks, [time])
        tail = data.say("series_peak", v=data.written(peaks[0], measure), d=called)
    return data.say("series", x=x, v=v, d=d, w=data.written(last, measure), e=e, tail=tail)


def _list(data: _Rows, positions: list[int]) -> str:
    positions = positions or list(range(len(data.columns)))
    cut = data.truncated or len(data.rows) > _NAMED + 2
    rows = data.rows[:_NAMED] if cut else data.rows
    single = len(data.columns) == 1
    key = ("values" if single else "rows") + (
        "_cut" if data.truncated else "_first" if cut else "" if single else "_all"
    )
    called = [data.written(row, positions[0]) if single else data.named(row, positions) for row in rows]
    return data.say(key, n=data.count(), x=data.label(0), d=listed(called, data.language))
