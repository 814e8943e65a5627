"""How numbers are spread: percentiles, bands of equal width, distributions.

Owns these slots. Where nobody told how wide the bands are, a round width is taken and said.
"""

from __future__ import annotations

from decimal import Decimal
from math import floor, log10
from typing import Final

from copilot.dates import time_grain
from copilot.dates.numbers import NumberSpan
from copilot.linking.words import name_words
from copilot.readers.grammar.frame import Frame, GroupBy, Wanted
from copilot.readers.grammar.naming import unit_of
from copilot.readers.grammar.roles.grouping import add_group, is_groupable
from copilot.readers.grammar.roles.measured_in import MEASURED_IN, by_unit, in_unit
from copilot.readers.plan import ColumnRef
from copilot.values import Column

_MONEY: Final = frozenset({"usd", "eur", "cny", "gbp", "jpy", "dollar", "euro", "yuan", "yen", "pound"})
_BANDS: int = 12
"""About so many bands show the shape of a distribution."""
_FEW: int = 25
"""So few different whole numbers need no bands."""


def quantiles(frame: Frame) -> None:
    """90th percentile of the delays, p95, 金额的90分位数."""
    for i in range(len(frame.marks)):
        kind, _, said = _analysis(frame, i).partition(" ")
        if kind != "quantile" or i in frame.used:
            continue
        fraction, taken = (Decimal(said), {i}) if said else fraction_beside(frame, i)
        target = _number_column(frame, i, taken)
        if fraction is None or target is None:
            continue
        fractions = [*_more_fractions(frame, taken), fraction] if not said else [fraction]
        frame.used |= {*taken, target}
        frame.idle |= taken - {i}
        frame.measures += [Wanted("quantile", column=frame.ref(target), fraction=one, at=i) for one in fractions]


def _analysis(frame: Frame, i: int) -> str:
    cue = frame.marks[i].cue
    return cue.value if cue is not None and cue.kind == "analysis" else ""


def fraction_beside(frame: Frame, i: int) -> tuple[Decimal | None, set[int]]:
    """Return the number beside the word as a fraction: 90th and 90 % are 0.9."""
    for j in (frame.prev(i, skip=()), frame.next(i, skip=()), frame.prev(i, skip=("of", "share"))):
        number = frame.marks[j].number if j is not None and j not in frame.used else None
        if j is not None and number is not None and 0 < number.value < 100:
            fraction = Decimal(number.value) / 100 if number.value >= 1 else Decimal(number.value)
            between = set(range(min(i, j) + 1, max(i, j)))
            return fraction, {i, j, *between}
    return None, {i}


def _more_fractions(frame: Frame, taken: set[int]) -> list[Decimal]:
    """25th and 75th percentile: the numbers joined to the first one, which are taken as well."""
    found: list[Decimal] = []
    first = min(taken)
    while (joint := frame.prev(first, skip=())) is not None:
        other = frame.prev(joint, skip=())
        number = frame.marks[other].number if other is not None and other not in frame.used else None
        joined = frame.cue(joint, "and") or frame.marks[joint].text in ",，、"
        if other is None or number is None or not joined or not 0 < number.value < 100:
            break
        found.insert(0, Decimal(number.value) / 100 if number.value >= 1 else Decimal(number.value))
        taken |= {other, joint}
        first = other
    return found


def _number_column(frame: Frame, i: int, taken: set[int]) -> int | None:
    """Return the number column that a word is about: the nearest behind it within its clause, else the one before."""
    ahead = [j for j in range(i + 1, len(frame.marks)) if j not in taken]
    back = [j for j in range(i - 1, -1, -1) if j not in taken]
    for positions in (ahead, back):
        for j in positions:
            if frame.is_number(j) and (j not in frame.used or any(w.column == frame.ref(j) for w in frame.measures)):
                return j
            if frame.cue(j, "group") or frame.marks[j].kind in ("date", "grain"):
                break
    return None


def bands(frame: Frame) -> None:
    """Orders by amount band of 100, age in 10-year bands, 按金额每100元一档."""
    for i in range(len(frame.marks)):
        if _analysis(frame, i) != "band" or i in frame.used:
            continue
        width = width_beside(frame, i)
        target = _banded_column(frame, i, frame.marks[width].number if width is not None else None)
        column = frame.column(target)
        if target is None and width is not None and (_priced(frame, i, width) or _measured(frame, i, width)):
            return
        if target is None or column is None:
            continue
        taken = {i, target} | ({width} if width is not None else set())
        cut = in_unit(frame, width, column) if width is not None else _nice_width(column)
        if not isinstance(cut, (int, Decimal)) or cut <= 0:
            continue
        before = frame.marks[target - 1].grain if target > 0 else None
        if before is not None and time_grain(column.name) == before.grain:
            taken.add(target - 1)  # by year built: the year is the column's name, no unit to group by
        if target > 0 and frame.element(target - 1) is not None and target - 1 not in frame.used:
            frame.score -= 0.4  # the band of unit cost is none of units and costs
        _band(frame, target, cut, taken, said=width is not None)
        _bands_again(frame)
        return


def _priced(frame: Frame, i: int, width: int) -> bool:
    """Products in bands of 50 dollars: the one price of what is spoken of is cut."""
    number = frame.marks[width].number
    tables = {e.table for k in range(len(frame.marks)) if (e := frame.element(k)) is not None and e.kind == "table"}
    prices = [
        ColumnRef(table, column.name)
        for table in sorted(tables)
        for column in frame.catalog.tables[table].columns.values()
        if column.role == "measure" and (column.unit or "").lower() in _MONEY and "price" in name_words(column.name)
    ]
    if number is None or number.currency is None or number.value <= 0 or len(prices) != 1:
        return False
    frame.used |= {i, width}
    frame.idle.add(i)
    frame.used |= {k for k in range(max(0, width - 3), i) if frame.cue(k, "group")}
    frame.groups.append(GroupBy(ref=prices[0], width=number.value, at=i))
    frame.assumptions.append(("superlative", (frame.marks[width].text, prices[0].column)))
    return True


def _measured(frame: Frame, i: int, width: int) -> bool:
    """Flights in bands of 500 miles: the one column that is kept in that unit is cut."""
    number = frame.marks[width].number
    ref = by_unit(frame, number.unit) if number is not None and number.unit in MEASURED_IN else None
    if number is None or ref is None or number.value <= 0:
        return False
    cut = in_unit(frame, width, frame.catalog.column(ref.table, ref.column))
    if not isinstance(cut, (int, Decimal)):
        return False
    frame.used |= {i, width, *(k for k in range(max(0, width - 3), i) if frame.cue(k, "group"))}
    frame.idle |= {i, width}
    frame.groups.append(GroupBy(ref=ref, width=cut, at=i))
    frame.assumptions.append(("superlative", (frame.marks[width].text, ref.column)))
    return True


def _bands_again(frame: Frame) -> None:
    """座位数每50个一档，各档有多少架飞机: each of the bands, once they are told."""
    for j in range(1, len(frame.marks)):
        if _analysis(frame, j) == "band" and j not in frame.used and frame.cue(j - 1, "group"):
            frame.used |= {j - 1, j}
            frame.idle |= {j - 1, j}


def decades(frame: Frame) -> None:
    """Planes by decade they were built: the years of a column, cut by tens."""
    for i, mark in enumerate(frame.marks):
        if mark.text.lower() not in ("decade", "decades", "年代") or i in frame.used:
            continue
        near = sorted((j for j in range(len(frame.marks)) if j not in frame.used), key=lambda k: abs(k - i))
        years = [j for j in near if _holds_years(frame, j)]
        if years:
            _band(frame, years[0], 10, {i, years[0]}, said=True)
            return


def _holds_years(frame: Frame, i: int) -> bool:
    column = frame.column(i)
    facts = column.facts if column is not None else None
    if column is None or facts is None or column.type != "integer":
        return False
    low, high = facts.minimum, facts.maximum
    return isinstance(low, int) and isinstance(high, int) and low > 1000 and high < 2200


def _band(frame: Frame, target: int, width: int | Decimal, taken: set[int], *, said: bool) -> None:
    frame.used |= taken
    frame.idle |= taken - {target}
    frame.measures = [w for w in frame.measures if w.column != frame.ref(target)]
    frame.groups.append(GroupBy(ref=frame.ref(target), width=width, at=target))
    for j in range(max(0, min(taken) - 3), min(len(frame.marks), max(taken) + 2)):
        if frame.cue(j, "group") and j not in frame.used:
            frame.used.add(j)  # by amount band, 按金额区间, 每100元
    if not said and (column := frame.column(target)) is not None:
        frame.assumptions.append(("band", (column.name, str(width))))


def width_beside(frame: Frame, i: int) -> int | None:
    """Return the position of the number that says how wide a band is."""
    for j in sorted(range(max(0, i - 5), min(len(frame.marks), i + 4)), key=lambda k: (abs(k - i), k)):
        mark = frame.marks[j]
        if mark.number is not None and j not in frame.used and not mark.number.ordinal and not mark.number.percent:
            if mark.number.value == 1 and mark.text in ("一", "1个", "一个"):
                continue
            return j
    return None


def _banded_column(frame: Frame, i: int, width: NumberSpan | None) -> int | None:
    """Return the number column whose values are cut: the nearest to the word, kept in the unit that is said."""
    near = sorted((j for j in range(len(frame.marks)) if j not in frame.used), key=lambda k: (abs(k - i), k))
    found = next((j for j in near if frame.is_number(j) and not frame.names_rows(j)), None)
    column = frame.column(found)
    own = unit_of(column.name, column.unit) if column is not None else None
    if width is not None and width.currency is not None and own is not None and own.lower() not in _MONEY:
        return None  # bands of 50 dollars are no bands of pieces
    # Total fee in bands: what is added up is not what is cut.
    return None if found is not None and frame.cue(frame.prev(found), "aggregate") else found


def distributions(frame: Frame) -> None:
    """Distribution of the order amounts; of the penguins by species: how many rows have each value."""
    for i in range(len(frame.marks)):
        if _analysis(frame, i) != "distribution" or i in frame.used:
            continue
        cut = [group for group in frame.groups if group.width is not None]
        if frame.groups:
            frame.used.add(i)
            frame.idle.add(i)
            if cut:
                frame.counted = True
            return
        target = _spread(frame, i)
        column = frame.column(target)
        if target is None or column is None:
            return
        frame.used.add(i)
        frame.idle.add(i)
        distinct = column.facts.distinct if column.facts is not None else 0
        if not frame.is_number(target) or (column.type == "integer" and 0 < distinct <= _FEW):
            _grouped(frame, target)
        elif (width := _nice_width(column)) is not None:
            _band(frame, target, width, {target}, said=False)
        return


def _spread(frame: Frame, i: int) -> int | None:
    """Return the column whose values are distributed: behind "distribution of", before 的分布."""
    ahead, back = [*range(i + 1, len(frame.marks))], [*range(i - 1, -1, -1)]
    near: list[int] = ahead + back if frame.marks[i].text.isascii() else back + ahead
    for j in near:
        if j not in frame.used and (frame.is_number(j) or (frame.ref(j) is not None and is_groupable(frame, j))):
            return j
    return None


def _grouped(frame: Frame, target: int) -> None:
    if is_groupable(frame, target):
        add_group(frame, target)
    else:
        frame.used.add(target)
        frame.groups.append(GroupBy(ref=frame.ref(target), at=target))


def _nice_width(column: Column) -> int | Decimal | None:
    """Return a round width that cuts a column's range into about a dozen bands."""
    facts = column.facts
    if facts is None or facts.minimum is None or facts.maximum is None:
        return None
    try:
        extent = float(str(facts.maximum)) - float(str(facts.minimum))
    except ValueError:
        return None
    if extent <= 0:
        return None
    power = floor(log10(extent / _BANDS))
    step = min((1, 2, 5, 10), key=lambda s: abs(extent / _BANDS - s * 10.0**power))
    width = Decimal(step).scaleb(power)
    return int(width) if width == int(width) else width
