"""Two tables side by side, or two periods of one: what was added and dropped, and which columns drifted by how much.

Owns the effect sizes and when a difference is more than chance. Rows are sampled evenly, counts are exact. Refuses to
say why something changed, which is for drivers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import asin, log, sqrt
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from copilot.catalog.asking import Asker, aliased, tab
from copilot.catalog.scan import NUMBERS
from copilot.formatting import items, number
from copilot.values import Table
from copilot.values.question import Language
from insight.profile.sample import Sample, take_sample

Change = Literal["added", "removed", "type", "missing", "values", "spread", "same", "names"]
Size = Literal["none", "small", "medium", "large"]
_LABELS: Final = 200
"""Most distinct values whose shares are compared; what has more names single things."""
_SURE: Final = 1e-4
"""How likely a difference may be by chance, over all columns of a table, to be told."""
_KS_SIZES: Final = (0.05, 0.12, 0.25)
_MIX_SIZES: Final = (0.02, 0.08, 0.2)
_MISSING_SIZES: Final = (0.05, 0.2, 0.5)
"""From which effect on a change is small, medium and large: for Kolmogorov and Smirnov's distance, for the share of
rows that would have to change their label, and for Cohen's h."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a table, or the rows of it for which a condition holds."""

    asker: Asker
    table: Table
    name: str
    where: exp.Condition | None = None


@dataclass(frozen=True, slots=True)
class Drift:
    """What became of one column."""

    column: str
    change: Change
    effect: float = 0.0
    size: Size = "none"
    before: str = ""
    after: str = ""
    new: tuple[str, ...] = ()
    """Labels that were not there before, the most frequent first."""
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides with what is different between them, the largest change first."""

    before: str
    after: str
    rows: tuple[int, int]
    drifts: tuple[Drift, ...]

    @property
    def changed(self) -> tuple[Drift, ...]:
        """What changed by more than chance."""
        return tuple(d for d in self.drifts if d.size != "none" or d.change in ("added", "removed", "type"))

    def to_dict(self) -> dict[str, Any]:
        """Return everything as values that JSON knows."""
        return asdict(self)


def compare(before: Side, after: Side) -> Comparison:
    """Return how two sides differ.

    Raises:
        QueryFailed: the engine said no, the deadline passed or the person stopped it.
    """
    mine, theirs = _sampled(before), _sampled(after)
    names = {name.casefold(): name for name in after.table.columns}
    drifts: list[Drift] = []
    for name, column in before.table.columns.items():
        other = names.pop(name.casefold(), None)
        if other is None:
            drifts.append(Drift(name, "removed", 1.0, "large", column.engine_type))
            continue
        now = after.table.columns[other]
        if now.type != column.type and not {now.type, column.type} <= NUMBERS:
            drifts.append(Drift(name, "type", 1.0, "large", column.engine_type, now.engine_type))
            continue
        drifts += _drifts(mine, name, theirs, other, len(before.table.columns))
    drifts += [Drift(name, "added", 1.0, "large", "", after.table.columns[name].engine_type) for name in names.values()]
    order: dict[Size, int] = {"large": 0, "medium": 1, "small": 2, "none": 3}
    drifts.sort(key=lambda d: (order[d.size], -d.effect))
    return Comparison(before.name, after.name, (mine.table.row_count, theirs.table.row_count), tuple(drifts))


def _sampled(side: Side) -> Sample:
    """Take rows of a side; where it is a part of a table, its rows are counted first."""
    table = side.table
    if side.where is not None:
        tree = exp.select(exp.Count(this=exp.Star())).from_(tab(table.name)).where(side.where.copy())
        table = replace(table, row_count=int(side.asker.rows(aliased(tree), rows=1)[0][0]))
    return take_sample(side.asker, table, where=side.where)


# ------------------------------------------------------------------------------------------------ one column


def _drifts(mine: Sample, name: str, theirs: Sample, other: str, columns: int) -> list[Drift]:
    if name not in mine.columns or other not in theirs.columns or not mine.rows or not theirs.rows:
        return [Drift(name, "same")]
    found = []
    missing = _missing(mine.missing(name), theirs.missing(other), name, columns)
    if missing is not None:
        found.append(missing)
    kind = mine.column(name).type
    few = max(len(mine.codes(name)[1]), len(theirs.codes(other)[1])) <= _LABELS
    if kind in NUMBERS and not few:
        drift = _numbers(mine.numbers(name), theirs.numbers(other), name, columns)
    elif kind in ("date", "timestamp"):
        drift = None  # a later load has later dates
    elif few:
        drift = _labels(mine.counted(name), theirs.counted(other), name, columns)
    else:
        drift = Drift(name, "names")
    if drift is not None:
        found.append(drift)
    return found or [Drift(name, "same")]


def _missing(mine: NDArray[np.bool_], theirs: NDArray[np.bool_], name: str, columns: int) -> Drift | None:
    """Weigh the shares of missing values by Cohen's h, the distance of their arcsines."""
    a, b = float(mine.mean()), float(theirs.mean())
    effect = abs(2 * asin(sqrt(a)) - 2 * asin(sqrt(b)))
    chance = _normal_bound(columns) * sqrt(1 / len(mine) + 1 / len(theirs))
    if effect <= chance:
        return None
    return Drift(name, "missing", round(effect, 4), _size(effect, _MISSING_SIZES), f"{a:.1%}", f"{b:.1%}")


def _numbers(mine: NDArray[np.float64], theirs: NDArray[np.float64], name: str, columns: int) -> Drift:
    """Weigh two sets of numbers by the largest distance of their cumulative shares (Kolmogorov and Smirnov)."""
    a, b = np.sort(mine[~np.isnan(mine)]), np.sort(theirs[~np.isnan(theirs)])
    if len(a) < 5 or len(b) < 5:
        return Drift(name, "same")
    every = np.concatenate([a, b])
    apart = np.searchsorted(a, every, side="right") / len(a) - np.searchsorted(b, every, side="right") / len(b)
    effect = float(np.abs(apart).max())
    chance = sqrt(-log(_SURE / columns / 2) / 2) * sqrt((len(a) + len(b)) / (len(a) * len(b)))
    was, now = (number(float(np.median(side)), language="en") for side in (a, b))
    if effect <= chance:
        return Drift(name, "same", round(effect, 4), "none", was, now)
    return Drift(name, "spread", round(effect, 4), _size(effect, _KS_SIZES), was, now)


def _labels(mine: Mapping[Any, int], theirs: Mapping[Any, int], name: str, columns: int) -> Drift:
    """Weigh two sets of labels by the share of rows that would have to change theirs (total variation distance)."""
    n, m = sum(mine.values()), sum(theirs.values())
    if n < 5 or m < 5:
        return Drift(name, "same")
    every = list({**mine, **theirs})
    a = np.array([mine.get(value, 0) for value in every], dtype=np.float64)
    b = np.array([theirs.get(value, 0) for value in every], dtype=np.float64)
    effect = float(np.abs(a / n - b / m).sum() / 2)
    statistic = float(((sqrt(m / n) * a - sqrt(n / m) * b) ** 2 / (a + b)).sum())
    free = max(1, len(every) - 1)
    chance = free + _normal_bound(columns) * sqrt(2 * free) + _normal_bound(columns) ** 2  # Laurent and Massart's bound
    top = [value for value in every if value is not None]
    new = tuple(str(v) for v in sorted(top, key=lambda v: -theirs.get(v, 0)) if v not in mine and theirs[v] >= 3)
    gone = tuple(str(v) for v in sorted(top, key=lambda v: -mine.get(v, 0)) if v not in theirs and mine[v] >= 3)
    moved = max(range(len(every)), key=lambda i: abs(a[i] / n - b[i] / m))
    was, now = (f"{every[moved]}: {share:.1%}" for share in (a[moved] / n, b[moved] / m))
    if statistic <= chance:
        return Drift(name, "same", round(effect, 4), "none", was, now)
    size = _size(effect, _MIX_SIZES)
    return Drift(name, "values", round(effect, 4), size, was, now, new[:5], gone[:5])


def _normal_bound(columns: int) -> float:
    """Return how many deviations are beyond chance for so many columns: an upper bound of the normal tail."""
    return sqrt(-2 * log(_SURE / columns))


def _size(effect: float, bounds: Sequence[float]) -> Size:
    names: tuple[Size, ...] = ("none", "small", "medium", "large")
    return names[sum(effect >= bound for bound in bounds)]


# ------------------------------------------------------------------------------------------------ in words


def drift_words(drift: Drift, language: Language) -> str:
    """Return what became of a column as a sentence."""
    zh, name, a, b = language == "zh", drift.column, drift.before, drift.after
    match drift.change:
        case "added":
            return f"新增列 {name}（{b}）。" if zh else f"{name} is new ({b})."
        case "removed":
            return f"列 {name} 已不存在（原为 {a}）。" if zh else f"{name} is gone (it was {a})."
        case "type":
            return f"{name} 的类型由 {a} 变为 {b}。" if zh else f"{name} was {a} and is {b} now."
        case "missing":
            return f"{name} 的缺失由 {a} 变为 {b}。" if zh else f"{name} was missing in {a} of the rows, now in {b}."
        case "spread":
            told = f"（差异 {drift.effect:.2f}）" if zh else f" (distance {drift.effect:.2f})"
            moved = f"{name} 的中位数由 {a} 变为 {b}" if zh else f"{name} went from a median of {a} to {b}"
            return f"{moved}{told}。" if zh else f"{moved}{told}."
        case "values":
            moved = f"{name} 的构成变化 {drift.effect:.1%}，最明显的是 {a} → {_of(b)}" if zh else (
                f"{name} changed its mix by {drift.effect:.1%}, most of all {a} to {_of(b)}"
            )  # fmt: skip
            new = items(drift.new, language)
            more = (f"；新出现 {new}" if zh else f"; new: {new}") if drift.new else ""
            return f"{moved}{more}。" if zh else f"{moved}{more}."
        case _:
            return f"{name} 没有超出偶然的变化。" if zh else f"{name} changed no more than chance would."


def _of(told: str) -> str:
    return told.rpartition(": ")[2]
