"""Columns that are computed from others: revenue = quantity × price × (1 - discount), days = end - start.

Owns the search in a few rows and the count over all. Refuses formulas that hold by accident: one counts where it holds
in nearly every row, and where its parts vary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from itertools import combinations, permutations
from operator import add, mul
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from copilot.catalog.asking import Asker, aliased, col, tab
from copilot.catalog.scan import NUMBERS
from insight.profile.sample import Sample
from insight.profile.suspects import sql_of
from insight.profile.values import Formula

POOL: Final = 30
"""Most number columns that are combined."""
_PROBE: Final = 64
"""Rows in which a formula must hold before it is looked at in all that were taken."""
_FEW: Final = 14
"""Columns of which three are added."""
_GLANCE: Final = 8
"""Rows that most ideas fail in, so that thousands of them cost little."""
_WIDEST: Final = 0.51
"""More than any rounding takes away."""
_MOSTLY: Final = 0.98
_TRIED: Final = 40
_CENT: Final = 0.0051
"""Half a cent: what rounding to two decimals may take away."""

Numbers = NDArray[np.float64]
Tree = Callable[[], exp.Expression]
"""Makes the SQL of a formula; thousands are tried and few are written."""


@dataclass(frozen=True, slots=True)
class _Idea:
    target: str
    sources: tuple[str, ...]
    tree: Tree
    words: str
    values: Numbers


def formulas(asker: Asker, sample: Sample) -> list[Formula]:
    """Return the formulas that hold in nearly all rows of a table, each column computed at most one way.

    Raises:
        QueryFailed: the engine said no, the deadline passed or the person stopped it.
    """
    pool = _pool(sample)
    picked: dict[str, _Idea] = {}
    for idea in _ideas(sample, pool):
        if idea.target not in picked and not _circular(idea, picked) and _holds(sample, idea):
            picked[idea.target] = idea
        if len(picked) == _TRIED:
            break
    found = []
    for idea in [*picked.values(), *_spans(sample)]:
        share = _share(asker, sample, idea)
        if share >= _MOSTLY:
            expression = sql_of(asker, idea.tree())
            found.append(Formula(idea.target, idea.sources, expression, idea.words, share))
    return found


def _pool(sample: Sample) -> list[str]:
    """Return the numbers that say how much: not those that name, and not those that never change."""
    return [
        name
        for name in sample.of_type(*NUMBERS)
        if sample.column(name).role in ("measure", "dimension")
        and (facts := sample.column(name).facts) is not None
        and facts.distinct >= 3
        and facts.nulls < 0.9 * facts.rows
    ][:POOL]


def _ideas(sample: Sample, pool: list[str]) -> Iterator[_Idea]:
    """Yield formulas that hold in a few rows, simple ones first: a sum before the difference that it implies."""
    rows = _probe(sample, pool)
    if len(rows) < 12:
        return
    few = {name: sample.numbers(name)[rows] for name in pool}
    for size in (_sums, _products, _discounted, _long_sums, _differences, _ratios):
        for target in pool:
            others = [name for name in pool if name != target]
            for sources, tree, words, values in size(others, few):
                if _near(few[target], values):
                    yield _Idea(target, sources, tree, words, values)


def _probe(sample: Sample, pool: list[str]) -> NDArray[np.int64]:
    """Return rows in which few columns are null, those with the most different numbers first."""
    if not pool:
        return np.array([], dtype=np.int64)
    held = np.vstack([~np.isnan(sample.numbers(name)) for name in pool])
    order = np.argsort(-held.sum(axis=0), kind="stable")
    step = max(1, len(order) // (4 * _PROBE))
    picked: NDArray[np.int64] = order[::step][:_PROBE].astype(np.int64)
    return picked


_Part = tuple[tuple[str, ...], Tree, str, Numbers]


def _sums(names: list[str], few: dict[str, Numbers]) -> Iterator[_Part]:
    for a, b in combinations(names, 2):
        yield (a, b), partial(_sum, a, b), f"{a} + {b}", few[a] + few[b]


def _long_sums(names: list[str], few: dict[str, Numbers]) -> Iterator[_Part]:
    for a, b, c in combinations(names[:_FEW], 3):
        yield (a, b, c), partial(_sum, a, b, c), f"{a} + {b} + {c}", few[a] + few[b] + few[c]


def _differences(names: list[str], few: dict[str, Numbers]) -> Iterator[_Part]:
    for a, b in permutations(names, 2):
        yield (a, b), partial(_less, a, b), f"{a} - {b}", few[a] - few[b]


def _products(names: list[str], few: dict[str, Numbers]) -> Iterator[_Part]:
    for a, b in combinations(names, 2):
        yield (a, b), partial(_times, a, b), f"{a} × {b}", few[a] * few[b]


def _ratios(names: list[str], few: dict[str, Numbers]) -> Iterator[_Part]:
    for a, b in permutations(names, 2):
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.where(few[b] == 0, np.nan, few[a] / few[b])
        yield (a, b), partial(_ratio, a, b), f"{a} ÷ {b}", values


def _discounted(names: list[str], few: dict[str, Numbers]) -> Iterator[_Part]:
    """Yield a × (1 - d) and a × b × (1 - d), d a share or a percentage."""
    for d in names:
        held = few[d][~np.isnan(few[d])]
        if len(held) == 0 or held.min() < 0 or held.max() > 100:
            continue
        hundredth = held.max() > 1
        off = few[d] / 100 if hundredth else few[d]
        told = f"(1 - {d}{' %' if hundredth else ''})"
        rest = [name for name in names if name != d]
        for i, a in enumerate(rest):
            yield (a, d), partial(_off, (a,), d, hundredth), f"{a} × {told}", few[a] * (1 - off)
            for b in rest[i + 1 :]:
                tree = partial(_off, (a, b), d, hundredth)
                yield (a, b, d), tree, f"{a} × {b} × {told}", few[a] * few[b] * (1 - off)


def _n(name: str) -> exp.Expression:
    return exp.cast(col(name), "double")


def _sum(*parts: str) -> exp.Expression:
    return reduce(add, map(_n, parts))


def _less(a: str, b: str) -> exp.Expression:
    return _n(a) - _n(b)


def _times(a: str, b: str) -> exp.Expression:
    return _n(a) * _n(b)


def _off(factors: tuple[str, ...], d: str, hundredth: bool) -> exp.Expression:
    off = _n(d) / exp.Literal.number(100) if hundredth else _n(d)
    return reduce(mul, (*map(_n, factors), exp.paren(exp.Literal.number(1) - off)))


def _ratio(a: str, b: str) -> exp.Expression:
    return exp.Div(this=_n(a), expression=exp.Nullif(this=_n(b), expression=exp.Literal.number(0)))


def _near(target: Numbers, values: Numbers) -> bool:
    """Tell whether two columns agree in the probed rows, rounding to cents let pass, and vary at all."""
    few = np.abs(target[:_GLANCE] - values[:_GLANCE]) > _WIDEST + 1e-9 * np.abs(target[:_GLANCE])
    if few.sum() > 1:  # a null compares as false: what is missing speaks for nothing
        return False
    held = ~np.isnan(target) & ~np.isnan(values)
    if held.sum() < 10:
        return False
    mine, theirs = target[held], values[held]
    if len(np.unique(mine)) < 5 or float(np.ptp(mine)) < 20 * _CENT:
        return False
    agrees = np.abs(mine - theirs) <= _slack(mine)
    return float(agrees.mean()) >= 0.95


def _slack(values: Numbers) -> Numbers:
    """Return how far a computed number may be off: what the decimals that the column is written with take away."""
    two_decimals = bool(np.all(np.abs(values * 100 - np.round(values * 100)) < 1e-6 * np.maximum(1, np.abs(values))))
    whole = bool(np.all(values == np.round(values)))
    fixed = 0.5 + 1e-9 if whole and float(np.ptp(values)) > 200 else _CENT if two_decimals and not whole else 1e-9
    slack: Numbers = np.maximum(fixed, 1e-9 * np.abs(values))
    return slack


def _circular(idea: _Idea, picked: dict[str, _Idea]) -> bool:
    """Tell whether a formula says again what another one says: a = b + c is b = a - c too."""
    mine = {idea.target, *idea.sources}
    return any(mine == {other.target, *other.sources} for other in picked.values())


def _holds(sample: Sample, idea: _Idea) -> bool:
    """Tell whether the parts of a formula are all needed: none of them is the result itself."""
    target = sample.numbers(idea.target)
    for name in idea.sources:
        source = sample.numbers(name)
        both = ~np.isnan(target) & ~np.isnan(source)
        if both.any() and float((np.abs(target[both] - source[both]) <= _slack(target[both])).mean()) > 0.9:
            return False
    return True


def _share(asker: Asker, sample: Sample, idea: _Idea) -> float:
    """Return in which share of all rows with no null among the columns a formula holds."""
    holds, held = conditions(sample, idea.target, idea.tree(), idea.sources)
    row = asker.rows(
        aliased(exp.select(_count(exp.and_(held, holds)), _count(held)).from_(tab(sample.table.name))), rows=1
    )
    right, all_rows = row[0]
    return int(right or 0) / int(all_rows) if all_rows else 0.0


def conditions(
    sample: Sample, target: str, tree: exp.Expression, sources: tuple[str, ...]
) -> tuple[exp.Condition, exp.Condition]:
    """Return when a formula holds, and when there is something to compute."""
    held = exp.and_(*(col(name).is_(exp.null()).not_() for name in (target, *sources)))
    if sample.column(target).type not in NUMBERS or sample.column(sources[0]).type not in NUMBERS:
        return exp.EQ(this=_n(target), expression=tree.copy()), held
    numbers = sample.numbers(target)
    slack = float(_slack(numbers[~np.isnan(numbers)]).min())
    apart = exp.Abs(this=exp.paren(_n(target) - exp.paren(tree.copy())))
    relative = exp.Literal.number("1e-9") * exp.Abs(this=_n(target))
    return exp.LTE(this=apart, expression=exp.paren(exp.Literal.number(repr(slack)) + relative)), held


def _count(condition: exp.Condition) -> exp.Expression:
    one, none = exp.Literal.number(1), exp.Literal.number(0)
    return exp.Sum(this=exp.Case().when(condition.copy(), one).else_(none))


# ------------------------------------------------------------------------------------------------ between two dates


def _spans(sample: Sample) -> Iterator[_Idea]:
    """Yield whole numbers that are the days between two dates."""
    days = {name: _days(sample, name) for name in sample.of_type("date", "timestamp")[:8]}
    for target in (name for name in _pool(sample) if sample.column(name).type in NUMBERS):
        numbers = sample.numbers(target)
        for start in days:
            for end in days:
                if start == end:
                    continue
                between = days[end] - days[start]
                held = ~np.isnan(numbers) & ~np.isnan(between)
                if held.sum() < 10 or len(np.unique(numbers[held])) < 3:
                    continue
                if float((numbers[held] == between[held]).mean()) >= 0.95:
                    yield _Idea(target, (end, start), partial(_days_apart, end, start), f"{end} - {start}", between)


def _days_apart(end: str, start: str) -> exp.Expression:
    day = exp.var("DAY")
    return exp.DateDiff(this=exp.cast(col(end), "date"), expression=exp.cast(col(start), "date"), unit=day)


def _days(sample: Sample, name: str) -> Numbers:
    codes, values = sample.codes(name)
    found = np.full(len(values) + 1, np.nan)
    for place, value in enumerate(values):
        try:
            found[place] = np.datetime64(str(value)[:10]).astype("datetime64[D]").astype(np.int64)
        except ValueError:
            continue
    days: Numbers = found[codes]  # code -1 takes the last place, which is NaN
    return days
