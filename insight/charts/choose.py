"""Choosing the form in which rows are shown.

Owns the order of events: what can be drawn, what a person asked for, what has to be said beside the picture.
The rules themselves stand in `insight.charts.rules`. Draws nothing and loads no drawing library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copilot.values.answer import AnswerColumn
from insight.charts.alt import alt_text
from insight.charts.points import missing_periods
from insight.charts.rules import POSSIBLE, PREFERRED, Rule
from insight.charts.shape import Row, Shape, shape_of, to_number
from insight.charts.spec import ChartSpec, Kind, Language
from insight.charts.words import WANTED, kind_name, say, wanted_key, wanted_name


def choose(
    columns: tuple[AnswerColumn, ...],
    rows: Sequence[Row],
    *,
    title: str,
    language: Language,
    wanted: str | None = None,
) -> ChartSpec:
    """Return how these rows are best shown; what a person asked for wins where it can show them truly.

    >>> columns = (AnswerColumn("region", "text", "dimension"), AnswerColumn("sales", "integer", "measure"))
    >>> spec = choose(columns, [("North", 2), ("South", 5)], title="Sales", language="en")
    >>> spec.kind, spec.sort
    ('bar', 'value_desc')
    """
    shape = shape_of(columns, rows, title=title, language=language)
    if not rows or not shape.measures:
        reason = say("no_measure" if rows else "no_rows", language)
        return _said(ChartSpec("table", title=title, reason=reason), shape)
    found = _candidates(shape)
    key = wanted_key(wanted)
    spec = _asked(found, key) if key else found[0]
    missed = ""
    if spec is None and key is not None:
        missed = say("not_possible", language, wanted=wanted_name(key, language))
        spec = found[0]
    assert spec is not None
    chosen = replace(spec, reason=missed + spec.reason, alternatives=_others(found, spec.kind))
    return _said(chosen, shape)


def _candidates(shape: Shape) -> list[ChartSpec]:
    """Return every form that can show the rows, the best first, one for each kind."""
    found: dict[Kind, ChartSpec] = {}
    single = len(shape.rows) == 1
    for rule in PREFERRED:
        _add(found, rule, shape, only=("number", "table") if single else None)
    for rule in () if single else POSSIBLE:
        _add(found, rule, shape)
    return list(found.values())


def _add(found: dict[Kind, ChartSpec], rule: Rule, shape: Shape, only: tuple[Kind, ...] | None = None) -> None:
    spec = rule.build(shape)
    if spec is not None and spec.kind not in found and (only is None or spec.kind in only):
        found[spec.kind] = replace(spec, reason=rule.zh if shape.language == "zh" else rule.en)


def _asked(found: list[ChartSpec], key: str) -> ChartSpec | None:
    for kind in WANTED[key]:
        for spec in found:
            if spec.kind == kind:
                turned = key == "barh" and kind == "bar" and spec.sort != "natural"
                return replace(spec, kind="barh" if turned else kind, round=key == "pie")
    return None


def _others(found: list[ChartSpec], kind: Kind) -> tuple[tuple[Kind, str], ...]:
    return tuple((spec.kind, spec.reason) for spec in found if spec.kind != kind)


def _said(spec: ChartSpec, shape: Shape) -> ChartSpec:
    noted = replace(spec, note=" ".join(_notes(spec, shape)))
    if not noted.title and spec.y:
        noted = replace(noted, title=spec.y_title or kind_name(spec.kind, shape.language))
    return replace(noted, alt=alt_text(noted, shape.columns, shape.rows, language=shape.language))


def _notes(spec: ChartSpec, shape: Shape) -> list[str]:
    """Return what the picture does not show by itself."""
    if spec.kind in ("table", "number"):
        return []
    notes = []
    language, named = shape.language, {column.name: column for column in shape.columns}
    cut = named[spec.series] if spec.series else None
    count = shape.distinct(cut) if cut else len(shape.rows)
    if spec.keep is not None and count > spec.keep:
        word = "thinned" if spec.kind == "scatter" else "folded" if spec.fold else "kept"
        if word == "kept" and (cut or spec.sort == "value_desc"):
            word = "largest"
        notes.append(say(word, language, kept=spec.keep, all=count))
    drawn = {*spec.y, spec.x}
    if any(measure.name not in drawn for measure in shape.measures):
        shown = "、".join if language == "zh" else ", ".join
        labels = [named[name].label or name for name in spec.y]
        notes.append(say("only_first", language, shown=shown(labels)))
    empty = sum(to_number(value) is None for name in spec.y for value in shape.values(named[name]))
    if empty:
        notes.append(say("no_value", language, n=empty))
    if spec.kind == "line" and spec.x and missing_periods(shape.values(named[spec.x]), named[spec.x].time_grain):
        notes.append(say("gaps", language))
    return notes
