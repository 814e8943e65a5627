"""From a catalog to a profile: what is looked at in which order, table by table.

Owns the order, the progress that is told and what becomes of a step that fails or is stopped: a profile says what it
did not look at. Refuses to know how anything is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np
from sqlglot import exp

from copilot.catalog import lexicon, naming
from copilot.catalog.asking import Asker, aliased, col, tab
from copilot.catalog.scan import NUMBERS
from copilot.errors import Cancelled, QueryFailed, Refused
from copilot.values import Catalog, Column, Relationship, Table
from insight.profile import structure
from insight.profile.doubts import doubts
from insight.profile.formulas import conditions, formulas
from insight.profile.kinds import kind_of, pattern_of
from insight.profile.rows import duplicates, missing_together, near_key_alert, orphans, twins
from insight.profile.sample import Sample, take_sample
from insight.profile.spelling import MOST_VALUES, spellings
from insight.profile.suspects import Suspect, prove, rows_where
from insight.profile.times import timeline
from insight.profile.values import (
    PERSONAL,
    SEVERITIES,
    Alert,
    Bin,
    ColumnProfile,
    Formula,
    Looked,
    Profile,
    TableProfile,
    Timeline,
)

Progress = Callable[[str, float], None]
OnTable = Callable[[TableProfile], None]
BINS: Final = 24
TOP: Final = 12
FEW_PEOPLE: Final = 50
"""So many different people are staff or teams, whom data is grouped by; of more, no value stands in a profile."""
STEPS: Final = ("sample", "structure", "quality", "time")


@dataclass
class _Work:
    """One table while it is being profiled."""

    asker: Asker
    table: Table
    links: tuple[Relationship, ...]
    day: date
    sample: Sample | None = None
    profile: TableProfile = field(init=False)
    skipped: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        columns = tuple(
            ColumnProfile(name, kind_of(column, dict(column.facts.top) if column.facts else {}, is_key=False), column)
            for name, column in self.table.columns.items()
        )
        looked = Looked(0, self.table.row_count, 0, len(self.table.columns))
        self.profile = TableProfile(
            self.table.name, self.table.row_count, self.table.primary_key, columns, looked, self.table.time_column
        )


def build_profile(
    asker: Asker,
    catalog: Catalog,
    *,
    name: str,
    day: date,
    tables: Sequence[str] | None = None,
    progress: Progress | None = None,
    on_table: OnTable | None = None,
) -> Profile:
    """Return the profile of a data set; stopped by its ticket it returns what there is.

    Args:
        asker: the source behind its gate.
        catalog: what is known of it.
        name: what the data is called.
        day: the day that freshness counts from.
        tables: which tables; all of them where None.
        progress: told what is looked at and the share that is done.
        on_table: told each table again after each step, so that a page can draw what is there.

    Raises:
        KeyError: there is no such table.
    """
    chosen = [catalog.tables[each] for each in (catalog.tables if tables is None else tables)]
    done: list[TableProfile] = []
    works = [
        _Work(asker, table, tuple(r for r in catalog.relationships if r.from_table == table.name), day)
        for table in chosen
    ]
    if on_table is not None:
        for work in works:
            on_table(work.profile)
    for position, work in enumerate(works):
        for step, what in enumerate(STEPS):
            if progress is not None:
                progress(f"{work.table.name}: {what}", (position + step / len(STEPS)) / len(chosen))
            if not _stepped(work, what):
                break
            if on_table is not None:
                on_table(work.profile)
        done.append(work.profile)
    if progress is not None:
        progress("", 1.0)
    kept = {table.name for table in chosen}
    among = tuple(r for r in catalog.relationships if r.from_table in kept and r.to_table in kept)
    return Profile(name, tuple(done), among, day.isoformat(), asker.source.dialect)


def _stepped(work: _Work, what: str) -> bool:
    """Take one step; what fails is left out and said, and False tells that the person stopped it."""
    steps: dict[str, Callable[[_Work], None]] = {
        "sample": _sampled, "structure": _structured, "quality": _judged, "time": _dated,
    }  # fmt: skip
    try:
        steps[what](work)
    except Cancelled:
        _skip(work, "stopped")
        return False
    except (QueryFailed, Refused):
        _skip(work, what)
        return what != "sample"
    return True


def _skip(work: _Work, what: str) -> None:
    work.skipped.append(what)
    looked = replace(work.profile.looked, skipped=tuple(work.skipped))
    work.profile = replace(work.profile, looked=looked)


# ------------------------------------------------------------------------------------------------ columns


def _sampled(work: _Work) -> None:
    sample = work.sample = take_sample(work.asker, work.table)
    pointing = {r.from_columns[0] for r in work.links if len(r.from_columns) == 1}
    keys = pointing | (set(work.table.primary_key) if len(work.table.primary_key) == 1 else set())
    columns = tuple(_column(sample, column, is_key=name in keys) for name, column in work.table.columns.items())
    looked = Looked(sample.rows, work.table.row_count, len(sample.columns), len(work.table.columns))
    work.profile = replace(work.profile, columns=columns, looked=looked)


def _column(sample: Sample, column: Column, *, is_key: bool) -> ColumnProfile:
    name = column.name
    if name not in sample.columns or sample.rows == 0:
        return ColumnProfile(name, kind_of(column, {}, is_key=is_key), column)
    counted = sample.counted(name)
    kind = kind_of(column, counted, is_key=is_key)
    pattern = pattern_of(str(v).strip() for v in list(counted)[:400]) if column.type == "text" else ""
    numbers = column.type in NUMBERS
    deviation, skewness = _spread(sample, name) if numbers else (None, None)
    repeated = len(counted) < 0.9 * sum(counted.values()) or len(counted) <= TOP
    facts = column.facts
    whole = facts is not None and bool(facts.top)
    top = facts.top if facts is not None and whole else tuple(counted.items())[:TOP]
    top_of = facts.rows - facts.nulls if facts is not None and whole else sum(counted.values())
    if kind in PERSONAL and len(counted) > FEW_PEOPLE:
        top = ()
    return ColumnProfile(
        name=name,
        kind=kind,
        column=column,
        pattern=pattern,
        deviation=deviation,
        skewness=skewness,
        bins=_bins(sample, name) if numbers and kind not in ("identifier", "card_number", "phone") else (),
        top=tuple((_shown(value), n) for value, n in top) if repeated else (),
        top_of=top_of,
    )


def _shown(value: object) -> str | int | float | bool | None:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _spread(sample: Sample, name: str) -> tuple[float | None, float | None]:
    numbers = sample.numbers(name)
    numbers = numbers[~np.isnan(numbers)]
    if len(numbers) < 2:
        return None, None
    with np.errstate(over="ignore", invalid="ignore"):
        deviation = float(numbers.std(ddof=1))
        third = float(((numbers - numbers.mean()) ** 3).mean())
    if not np.isfinite(deviation) or not np.isfinite(third) or deviation == 0:
        return (deviation if np.isfinite(deviation) else None), None
    return deviation, third / deviation**3


def _bins(sample: Sample, name: str) -> tuple[Bin, ...]:
    """Return a histogram; where few values lie far out, its first and last bar hold all that lies beyond."""
    numbers = sample.numbers(name)
    numbers = numbers[~np.isnan(numbers)]
    if len(numbers) == 0:
        return ()
    low, high = float(numbers.min()), float(numbers.max())
    q05, q95 = (float(q) for q in np.quantile(numbers, (0.05, 0.95)))
    room = q95 - q05
    if room > 0 and high - low > 6 * room:
        low, high = max(low, q05 - room), min(high, q95 + room)
    if not np.isfinite(high - low):
        return ()
    whole = sample.column(name).type == "integer"
    bars = int(min(BINS, high - low + 1)) if whole else BINS
    if low == high:
        return (Bin(low, high, len(numbers)),)
    edges = np.linspace(low, high, max(1, bars) + 1) if not whole or high - low + 1 > BINS else np.arange(low, high + 2)
    counts, edges = np.histogram(np.clip(numbers, low, high), bins=edges)
    return tuple(Bin(float(a), float(b), int(n)) for a, b, n in zip(edges, edges[1:], counts, strict=False))


# ------------------------------------------------------------------------------------------------ structure


def _structured(work: _Work) -> None:
    assert work.sample is not None
    sample, asker, table = work.sample, work.asker, work.table
    unique = frozenset(
        name for name, c in table.columns.items() if c.facts is not None and c.facts.distinct >= c.facts.rows > 0
    )
    follows = structure.dependencies(asker, sample, unique=unique)
    exact = structure.as_dependencies(follows)
    levels = frozenset(c.name for c in work.profile.columns if c.kind not in PERSONAL and c.column.role != "flag")
    computed = formulas(asker, sample)
    near = (
        None
        if table.primary_key
        else structure.near_key(asker, sample, frozenset(n for r in work.links for n in r.from_columns))
    )
    alerts = [
        *_broken_dependencies(work, follows),
        *_broken_formulas(work, computed),
        *([near_key_alert(asker, table, near.columns, near.surplus)] if near is not None else []),
    ]
    work.profile = replace(
        work.profile,
        dependencies=exact,
        hierarchies=structure.hierarchies(table, exact, levels),
        formulas=tuple(computed),
        near_key=near.columns if near is not None else (),
        alerts=_ordered([*work.profile.alerts, *alerts]),
    )


def _broken_dependencies(work: _Work, follows: Sequence[structure.Follows]) -> Iterator[Alert]:
    for each in follows:
        if not each.broken:
            continue
        several = exp.select(exp.column(each.determinant, quoted=True)).from_(_plain(work.table.name))
        several = several.group_by(exp.column(each.determinant, quoted=True)).having(
            exp.GT(
                this=exp.Count(this=exp.Distinct(expressions=[exp.column(each.dependent, quoted=True)])),
                expression=exp.Literal.number(1),
            )
        )
        shown = exp.column(each.determinant, quoted=True).isin(query=several)
        rows = exp.select(exp.Star()).from_(_plain(work.table.name)).where(shown)
        rows = rows.order_by(exp.column(each.determinant, quoted=True)).limit(200)
        yield Alert(
            "broken_dependency", "medium", work.table.name, (each.determinant, each.dependent), each.broken,
            each.broken / work.table.row_count, {"groups": each.groups}, rows.sql(dialect=work.asker.source.dialect),
        )  # fmt: skip


def _plain(table: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(table, quoted=True))


def _broken_formulas(work: _Work, computed: Sequence[Formula]) -> Iterator[Alert]:
    assert work.sample is not None
    suspects = []
    for each in computed:
        if each.share < 1.0:
            parsed: exp.Expression = exp.maybe_parse(each.expression, dialect=work.asker.source.dialect)
            tree = parsed.transform(_scanned)
            holds, held = conditions(work.sample, each.column, tree, each.sources)
            broken = exp.and_(held, exp.not_(holds))
            suspects.append(
                Suspect("broken_formula", (each.column, *each.sources), broken, {"formula": each.words}, mend=tree)
            )
    yield from prove(work.asker, work.table.name, work.table.row_count, suspects)


def _scanned(node: exp.Expression) -> exp.Expression:
    return col(node.name) if isinstance(node, exp.Column) else node


def _ordered(alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    return tuple(sorted(alerts, key=lambda a: (SEVERITIES.index(a.severity), -a.share, a.kind, a.columns)))


# ------------------------------------------------------------------------------------------------ quality


def _judged(work: _Work) -> None:
    assert work.sample is not None
    sample, asker, table = work.sample, work.asker, work.table
    if sample.rows == 0:
        return
    pointing = {name for r in work.links for name in r.from_columns}
    keys = frozenset({*table.primary_key, *pointing} | {c.name for c in work.profile.columns if c.kind == "identifier"})
    computed = frozenset(name for f in work.profile.formulas if f.share == 1.0 for name in (f.column, *f.sources))
    suspects = [
        each for each in doubts(sample, work.day, keys=keys) if not (_below_zero(each) and each.columns[0] in computed)
    ]  # a negative quantity whose amount is negative too is a credit, and no slip
    suspects += _spellings(work, keys)
    alerts = prove(asker, table.name, table.row_count, suspects)
    alerts += missing_together(asker, sample)
    alerts += twins(asker, sample) if table.primary_key else duplicates(asker, table)
    alerts += [alert for link in work.links if (alert := orphans(asker, link)) is not None]
    alerts += [_personal(work, column) for column in work.profile.columns if column.personal]
    work.profile = replace(work.profile, alerts=_ordered([*work.profile.alerts, *alerts]))


def _below_zero(suspect: Suspect) -> bool:
    return suspect.kind == "impossible" and suspect.details.get("low") == 0 and suspect.details.get("high") is None


def _spellings(work: _Work, keys: frozenset[str]) -> Iterator[Suspect]:
    assert work.sample is not None
    for column in work.profile.columns:
        facts, name = column.column.facts, column.name
        if facts is None or column.column.type != "text" or not 2 <= facts.distinct <= MOST_VALUES or name in keys:
            continue
        if column.kind not in ("category", "country", "state", "text", "person", "yes_no") or naming.id_like(name):
            continue
        if (facts.mean_length or 0.0) > 40 or naming.has(name, lexicon.FREE_TEXT):
            continue
        counted = _all_values(work, name)
        yield from spellings(name, counted, people=column.kind == "person")


def _all_values(work: _Work, name: str) -> dict[str, int]:
    """Return a column's values with their counts, over all rows where the sample holds not all of them."""
    assert work.sample is not None
    if work.sample.whole:
        return {str(value): n for value, n in work.sample.counted(name).items()}
    grouped = exp.select(col(name), exp.Count(this=exp.Star())).from_(tab(work.table.name))
    grouped = aliased(grouped.where(col(name).is_(exp.null()).not_()).group_by(col(name)))
    rows = work.asker.rows(grouped, rows=2 * MOST_VALUES)
    return {str(value): int(n) for value, n in sorted(rows, key=lambda row: (-row[1], row[0]))}


def _personal(work: _Work, column: ColumnProfile) -> Alert:
    held = column.facts.rows - column.facts.nulls
    is_held = col(column.name).is_(exp.null()).not_()
    return Alert(
        "personal", "low", work.table.name, (column.name,), held, held / max(1, column.facts.rows),
        {"kind": column.kind}, rows_where(work.asker, work.table.name, is_held),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ time


def _dated(work: _Work) -> None:
    lines: dict[str, Timeline] = {}
    alerts: list[Alert] = []
    for column in work.profile.columns:
        if column.kind not in ("date", "timestamp") or column.column.type not in ("date", "timestamp"):
            continue
        line = timeline(work.asker, work.table.name, column.column, work.day)
        if line is None:
            continue
        lines[column.name] = line
    told: list[tuple[str, str]] = []
    for name in sorted(lines, key=lambda each: each != work.table.time_column):
        for first, last in lines[name].gaps:
            if any(first <= end and start <= last for start, end in told):
                continue  # two dates of one row lack the same days; one of them tells it
            told.append((first, last))
            about = {"first": first, "last": last}
            alerts.append(Alert("time_gap", "medium", work.table.name, (name,), 0, 0.0, about))
    columns = tuple(replace(c, timeline=lines.get(c.name)) for c in work.profile.columns)
    work.profile = replace(work.profile, columns=columns, alerts=_ordered([*work.profile.alerts, *alerts]))
