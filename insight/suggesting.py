"""Questions that are worth asking of a data set, each with its reason, the most telling first.

Owns which questions are tried and how an answer is weighed: every one is asked before it is offered, so that none is
offered that cannot be answered, or whose chart its rows do not support. Refuses to ask: it is given a way to. What is
remarkable beyond one chart belongs to findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from copilot.formatting import number, when
from copilot.linking.labels import Labels
from copilot.readers.joins import JoinGraph
from copilot.values import Answer, AnswerColumn, Catalog, Column, SemanticModel, Table
from copilot.values.question import Language
from insight.charts import ChartSpec, choose
from insight.profile.values import PERSONAL, Profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

TRIED: Final = 60
"""Most questions that are asked to find those worth offering."""
_GROUPS: Final = (2, 40)
_FACTS: Final = 3
_SAME: Final = 2
"""Most suggestions about one measure, and over time; of each group there is one."""
_TELLING: Final = 0.05
_NEARLY_ALL: Final = 0.9
_CERTAIN: Final = 0.98
Way = Literal["time", "part", "average"]
Ask = Callable[[str], Answer | None]
Run = Callable[[str], Sequence[tuple[Any, ...]] | None]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One question with the reason to ask it."""

    question: str
    reason: str
    answer: Answer
    chart: ChartSpec
    weight: float
    """How telling it is, from 0 to 1; comparable within one data set."""
    about: tuple[str, str]
    """What is measured, and what it is grouped by."""


@dataclass(frozen=True, slots=True)
class _Idea:
    question: str
    way: Way
    measure: str
    group: str
    share: float
    """How much the measure matters beside others."""
    computes: tuple[str, ...] = ()
    """What stands in the SQL, in small letters, where the question was read as it was meant."""


def suggest(
    catalog: Catalog,
    semantics: SemanticModel,
    profile: Profile,
    ask: Ask,
    run: Run,
    *,
    language: Language = "en",
    tables: Sequence[str] = (),
    most: int = 8,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[Suggestion, ...]:
    """Return the questions that are most worth asking.

    Args:
        catalog: what is known of the data.
        semantics: what its owners wrote down.
        profile: of the same data; what it finds to be about people is not grouped by.
        ask: answers a question, None where it was stopped.
        run: runs SQL of an answer with more columns, None where it fails.
        language: of questions and reasons.
        tables: only what counts rows of these; all where empty.
        most: how many.
        progress: told what is tried and the share that is done.
    """
    ideas = list(dict.fromkeys(_ideas(catalog, semantics, profile, language, tables)))[:TRIED]
    found: list[Suggestion] = []
    for at, idea in enumerate(ideas):
        if progress is not None:
            progress(idea.question, at / len(ideas))
        answer = ask(idea.question)
        if answer is None:
            break
        weighed = _weighed(idea, answer, run, language)
        if weighed is not None:
            found.append(weighed)
    if progress is not None:
        progress("", 1.0)
    return _varied(sorted(found, key=lambda s: -s.weight), most)


def _varied(found: Sequence[Suggestion], most: int) -> tuple[Suggestion, ...]:
    """Return the best of them, few about the same column, and no two with the same rows."""
    taken: dict[str, int] = {}
    kept: list[Suggestion] = []
    for each in found:
        same = any(each.answer.sql == other.answer.sql for other in kept)
        measure, group = each.about
        full = taken.get(measure, 0) >= _SAME or taken.get(group, 0) >= (_SAME if group == "month" else 1)
        if same or full:
            continue
        kept.append(each)
        for name in each.about:
            taken[name] = taken.get(name, 0) + 1
        if len(kept) == most:
            break
    return tuple(kept)


# ------------------------------------------------------------------------------------------------ what to try


def _ideas(
    catalog: Catalog, semantics: SemanticModel, profile: Profile, language: Language, wanted: Sequence[str]
) -> Iterator[_Idea]:
    graph, labels = JoinGraph(catalog), Labels(catalog, semantics)
    facts = sorted(catalog.tables.values(), key=lambda t: (t.time_column is None, -t.row_count))
    facts = [table for table in facts if not wanted or table.name in wanted][:_FACTS]
    people = {(t.name, c.name) for t in profile.tables for c in t.columns if c.kind in PERSONAL}
    zh = language == "zh"
    metrics = [
        (m.name, next((s for s in m.synonyms if not s.isascii()), m.name) if zh else m.name.replace("_", " "))
        for m in semantics.metrics[:3]
    ]
    for table in facts:
        groups = [(t, c) for t, c in _groups(catalog, graph, table.name) if (t, c.name) not in people][:6]
        counted = (table.name, _count(labels.word(table.name, language), zh), ("count(",))
        told = [(name, word, ()) for name, word in metrics] if table is facts[0] and not wanted else []
        sums: list[tuple[str, str, tuple[str, ...]]] = [*told] or [
            (c.name, labels.word(c.name, language), ("sum(", c.name.casefold()))
            for c in _measures(table, additive=True)[:2]
        ]
        for name, word, computes in [*sums, counted]:
            if _dated(catalog, graph, table):
                yield _Idea(f"每月{word}" if zh else f"{word} per month", "time", name, "month", 1.0, computes)
            for _, column in groups:
                group = labels.word(column.name, language)
                asked = f"各{group}的{word}" if zh else f"{word} by {group}"
                yield _Idea(asked, "part", name, column.name, 0.9 if name != table.name else 0.7, computes)
        for column in [*_measures(table, additive=False)[:2], *_measures(table, additive=True)[:1]]:
            word = labels.word(column.name, language)
            for _, by in groups:
                group = labels.word(by.name, language)
                asked = f"各{group}的平均{word}" if zh else f"average {word} by {group}"
                yield _Idea(asked, "average", column.name, by.name, 0.8, ("avg(", column.name.casefold()))


def _count(noun: str, zh: bool) -> str:
    return f"{noun}数量" if zh else f"number of {noun}"


def _dated(catalog: Catalog, graph: JoinGraph, table: Table) -> bool:
    return table.time_column is not None or any(
        other.time_column is not None and graph.path(table.name, other.name) for other in catalog.tables.values()
    )


def _measures(table: Table, *, additive: bool) -> list[Column]:
    return [
        c
        for c in table.columns.values()
        if c.role == "measure" and c.additive == additive and c.facts is not None and c.facts.distinct > 5
    ]


def _groups(catalog: Catalog, graph: JoinGraph, base: str) -> list[tuple[str, Column]]:
    """Return columns worth grouping by, near ones first: a handful of values of which none fills nearly all rows."""
    found = []
    for table in catalog.tables.values():
        path = graph.path(base, table.name)
        if path is None:
            continue
        for column in table.columns.values():
            facts = column.facts
            if (
                facts is None
                or not _GROUPS[0] <= facts.distinct <= _GROUPS[1]
                or column.type not in ("text", "boolean")
            ):
                continue
            if column.role not in ("dimension", "geography", "flag") or facts.nulls > 0.5 * facts.rows:
                continue
            found.append((len(path), facts.distinct > 12, table.name, column))
    found.sort(key=lambda item: item[:2])
    return [(table, column) for _, _, table, column in found]


# ------------------------------------------------------------------------------------------------ what came of it


def _weighed(idea: _Idea, answer: Answer, run: Run, language: Language) -> Suggestion | None:
    """Return a suggestion where the answer is one, its picture shows it, and it tells more than chance would."""
    if answer.status != "answered" or len(answer.columns) != 2 or answer.truncated:
        return None
    group, measure = answer.columns
    if measure.role != "measure" or len(answer.rows) < 2 or not _asked_for(idea, answer):
        return None
    chart = choose(answer.columns, answer.rows, title=idea.question, language=language)
    if chart.kind in ("table", "number"):
        return None
    pairs = [(row[0], float(row[1])) for row in answer.rows if row[0] is not None and row[1] is not None]
    if len(pairs) < 2:
        return None
    values = np.array([value for _, value in pairs])
    if not np.isfinite(values).all():
        return None
    told: tuple[float, str] | None
    if idea.way == "time":
        told = _over_time(pairs, group, measure, language)
    elif idea.way == "part":
        counted = "COUNT(" in answer.sql and "DISTINCT" not in answer.sql
        told = _parts(pairs, measure, language, counted=counted)
    else:
        told = _averages(answer, pairs, measure, run, language)
    if told is None or told[0] < _TELLING:
        return None
    weight = min(1.0, told[0]) * idea.share
    return Suggestion(idea.question, told[1], answer, chart, weight, (idea.measure, idea.group))


def _asked_for(idea: _Idea, answer: Answer) -> bool:
    """Tell whether the question was read as it was meant: the group is in the query."""
    sql = answer.sql.casefold()
    if idea.way == "time":
        return answer.columns[0].time_grain == "month" and all(part in sql for part in idea.computes)
    return idea.group.casefold() in sql and all(part in sql for part in idea.computes)


def _over_time(
    pairs: Sequence[tuple[Any, float]], group: AnswerColumn, measure: AnswerColumn, language: Language
) -> tuple[float, str] | None:
    """Weigh a series by how much of its variation is a trend or one high period; the ends may be incomplete periods."""
    whole = list(pairs[1:-1] if len(pairs) >= 6 else pairs)
    if len(whole) < 4:
        return None
    values = np.array([value for _, value in whole])
    if values.mean() == 0:
        return None
    variation = float(values.std() / abs(values.mean()))
    places = np.arange(len(values), dtype=np.float64)
    slope = float(np.corrcoef(places, values)[0, 1]) if values.std() > 0 else 0.0
    peak = whole[int(values.argmax())]
    top, usual = _n(peak[1], measure, language), _n(float(np.median(values)), measure, language)
    when_ = when(peak[0], group.time_grain, language)
    weight = min(1.0, 0.3 + variation) * (0.6 + 0.4 * slope**2)
    first, last = float(values[: max(1, len(values) // 4)].mean()), float(values[-max(1, len(values) // 4) :].mean())
    change = last / first - 1 if first > 0 else None
    zh = language == "zh"
    if change is not None and slope**2 > 0.3 and abs(change) >= 0.05:
        way = ("增长" if change > 0 else "下降") if zh else ("up" if change > 0 else "down")
        told = (
            f"从开头到末尾{way} {abs(change):.0%}；最高在{when_}（{top}）"
            if zh
            else f"{way} {abs(change):.0%} from its first quarter to its last; highest in {when_} ({top})"
        )
        return weight, told
    told = f"最高在{when_}（{top}），通常为 {usual}" if zh else f"highest in {when_} ({top}), usually {usual}"
    return weight, told


def _parts(
    pairs: Sequence[tuple[Any, float]], measure: AnswerColumn, language: Language, *, counted: bool
) -> tuple[float, str] | None:
    """Weigh parts of a whole by how unlike they are: one minus the evenness of their shares (Pielou, from entropy).

    Where one part is nearly all of it there is nothing to compare.
    """
    values = np.array([value for _, value in pairs])
    if not (measure.part_of_whole or counted) or values.min() < 0 or values.sum() <= 0:
        return _levels(pairs, measure, language)
    shares = values / values.sum()
    held = shares[shares > 0]
    unlike = 1.0 + float((held * np.log(held)).sum()) / log(len(pairs))
    (top, _), (second, _) = sorted(pairs, key=lambda pair: -pair[1])[:2]
    first, other = (float(share) for share in np.sort(shares)[::-1][:2])
    if first > _NEARLY_ALL:
        return None
    told = (
        f"{top} 占 {first:.0%}，其次 {second} 占 {other:.0%}"
        if language == "zh"
        else f"{top} has {first:.0%} of it, then {second} {other:.0%}"
    )
    return (0.1 + unlike) * (1.0 - max(0.0, first - 0.6)), told


def _levels(pairs: Sequence[tuple[Any, float]], measure: AnswerColumn, language: Language) -> tuple[float, str] | None:
    """Weigh values that are no parts of a whole by how far they spread around their mean."""
    values = np.array([value for _, value in pairs])
    if values.mean() == 0:
        return None
    return min(0.6, float(values.std() / abs(values.mean()))), _span(pairs, measure, language)


def _span(pairs: Sequence[tuple[Any, float]], measure: AnswerColumn, language: Language) -> str:
    high, low = max(pairs, key=lambda p: p[1]), min(pairs, key=lambda p: p[1])
    most, least = _n(high[1], measure, language), _n(low[1], measure, language)
    if language == "zh":
        return f"从 {low[0]} 的 {least} 到 {high[0]} 的 {most}"
    return f"from {least} ({low[0]}) to {most} ({high[0]})"


def _averages(
    answer: Answer,
    pairs: Sequence[tuple[Any, float]],
    measure: AnswerColumn,
    run: Run,
    language: Language,
) -> tuple[float, str] | None:
    """Weigh averages by the share of the variation between rows that the groups explain (eta squared), above chance."""
    explained = _explained(answer, run)
    if explained is None:
        return None
    part = max(1, round(100 * explained))
    told = f"；解释了各行差异的 {part}%" if language == "zh" else f"; explains {part} % of how rows differ"
    return min(0.8, sqrt(explained)), _span(pairs, measure, language) + told


def _explained(answer: Answer, run: Run) -> float | None:
    """Return eta squared of an answer that averages by groups, None where chance would do nearly as well."""
    try:
        tree = sqlglot.parse_one(answer.sql, dialect=answer.dialect)
    except SqlglotError:
        return None
    averaged = tree.find(exp.Avg)
    if not isinstance(tree, exp.Select) or averaged is None:
        return None
    it = exp.cast(averaged.this.copy(), "double")
    square = exp.Avg(this=exp.paren(it) * exp.paren(it.copy()))
    asked = tree.copy()
    asked.set("order", None)
    asked.set("limit", None)
    asked.set("expressions", [exp.Count(this=it.copy()), exp.Avg(this=it.copy()), square])
    asked.set("expressions", [exp.alias_(e, f"askbi_v{i}", quoted=True) for i, e in enumerate(asked.expressions)])
    rows = run(asked.sql(dialect=answer.dialect))
    if not rows:
        return None
    held = [row for row in rows if row[0] and row[1] is not None and row[2] is not None]
    if len(held) < 2:
        return None
    counts, means, squares = (np.array([float(row[i]) for row in held]) for i in range(3))
    return _eta_squared(counts, means, squares)


def _eta_squared(counts: NDArray[Any], means: NDArray[Any], squares: NDArray[Any]) -> float | None:
    total = float(counts.sum())
    overall = float((counts * means).sum() / total)
    between = float((counts * (means - overall) ** 2).sum())
    whole = float((counts * squares).sum()) - total * overall**2
    if whole <= 0 or total <= len(counts) + 1:
        return None
    share, by_chance = between / whole, (len(counts) - 1) / (total - 1)
    if share > _CERTAIN:
        return None  # the group says what the value is: a price list, and nothing to look at
    return share if share > 4 * by_chance else None


def _n(value: float, column: AnswerColumn, language: Language) -> str:
    return number(value, language=language, unit=column.unit, compact=abs(value) >= 10_000)
