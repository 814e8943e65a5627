"""What single columns make one suspect: placeholders, mixed types, values that cannot be, extremes, nothing at all.

Owns what is looked for within one column. Refuses to count: each suspicion is a condition that `suspects.prove` counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from copilot.catalog import lexicon, naming
from copilot.catalog.asking import col
from copilot.catalog.scan import NUMBERS
from copilot.values import Column
from insight.profile.kinds import DATE_FORMS, date_form, has_decimal_comma, is_number
from insight.profile.lists import (
    BIRTH_WORDS,
    BOUNDS,
    NEVER_NEGATIVE,
    NEVER_ZERO,
    PLACEHOLDER_DAYS,
    PLACEHOLDER_NUMBERS,
    PLACEHOLDERS,
)
from insight.profile.sample import Sample
from insight.profile.suspects import Suspect, among
from insight.profile.values import Details, Severity

_NUMERIC: Final = 0.6
"""Share of a text column's values that are numbers, from which on the others are the odd ones."""
_EXTREME_FENCE: Final = 10.0
"""Distance from the quartiles, in quartile ranges, beyond which a value is extreme; 1.5 is an outlier by Tukey."""
_MOSTLY: Final = 0.5
_FEW: Final = 0.0005
"""Share of rows up to which values are extreme; where more lie out there, that is how the column is."""
_SMALL: Final = 5.0
_SOME: Final = 0.05
"""Share up to which "none" is a gap; where more rows say so it is an answer, as in a list of extras."""
_PLANNED: Final = frozenset({"plan", "planned", "forecast", "target"})


def doubts(sample: Sample, day: date, *, keys: frozenset[str]) -> Iterator[Suspect]:
    """Yield what is suspicious within single columns.

    Args:
        sample: rows of the table.
        day: the day of the profile; what lies far behind it has not happened yet.
        keys: columns that identify something, whose numbers are names.
    """
    for name, column in sample.table.columns.items():
        yield from _missing(column)
        yield from _same_everywhere(column)
        if name not in sample.columns or sample.rows == 0:
            continue
        if column.type == "text":
            if name not in sample.table.primary_key:
                yield from _placeholder_texts(sample, name)
            if name not in keys:
                yield from _mixed(sample, name)
        elif column.type in NUMBERS and name not in keys:
            yield from _placeholder_numbers(sample, name)
            yield from _impossible_numbers(sample, column)
            yield from _extreme(sample, column)
        elif column.type in ("date", "timestamp"):
            yield from _odd_days(sample, column, day)


# ------------------------------------------------------------------------------------------------ nothing there


def _missing(column: Column) -> Iterator[Suspect]:
    facts = column.facts
    if facts is None or facts.rows < 2 or facts.nulls < 0.2 * facts.rows:
        return
    severity: Severity = "medium" if facts.nulls > _MOSTLY * facts.rows else "low"
    yield Suspect("missing", (column.name,), col(column.name).is_(exp.null()), severity=severity)


def _same_everywhere(column: Column) -> Iterator[Suspect]:
    facts = column.facts
    if facts is None or facts.rows < 20 or facts.nulls == facts.rows:
        return
    held = facts.rows - facts.nulls
    if facts.distinct == 1 and facts.distinct_exact and facts.nulls == 0:
        is_held = col(column.name).is_(exp.null()).not_()
        yield Suspect("constant", (column.name,), is_held, {"value": _text(facts.minimum)}, "low")
    elif facts.top and facts.distinct > 1 and facts.top[0][1] >= 0.97 * held and column.role != "flag":
        rest = col(column.name).neq(exp.convert(facts.top[0][0]))
        if column.type in ("text", "integer"):
            details = {"value": _text(facts.top[0][0]), "of": held}
            yield Suspect("unbalanced", (column.name,), rest, details, "low")


def _text(value: object) -> str | None:
    return None if value is None else str(value)


# ------------------------------------------------------------------------------------------------ placeholders


def _placeholder_texts(sample: Sample, name: str) -> Iterator[Suspect]:
    counted = sample.counted(name)
    total = sum(counted.values())
    bad = [value for value, n in counted.items() if _stands_for_nothing(str(value), n / total)]
    others = [value for value in counted if value not in bad]
    if not bad or not others or all(len(str(value)) <= 2 for value in others):
        return  # among codes of one or two letters "na" or "-" may well be one
    shown = tuple(str(value) for value in bad)
    replaced = exp.Case().when(among(name, bad), exp.null()).else_(col(name))
    details = {"values": shown}
    yield Suspect(
        "placeholder", (name,), among(name, bad), details, mend=replaced, most=0.6
    )  # where most rows say "none", it is an answer and no gap


def _stands_for_nothing(value: str, share: float) -> bool:
    plain = value.strip().casefold()
    return plain in PLACEHOLDERS and (plain != "none" or share <= _SOME)


def _placeholder_numbers(sample: Sample, name: str) -> Iterator[Suspect]:
    """Numbers such as 9999 or -1 that come up again and again, far from all others."""
    numbers = _held(sample.numbers(name))
    if len(numbers) < 20:
        return
    for value in {float(numbers.min()), float(numbers.max())}:
        if value not in PLACEHOLDER_NUMBERS:
            continue
        here = numbers == value
        rest = numbers[~here]
        if here.sum() < max(2, 0.002 * len(numbers)) or len(rest) < 10 or not _apart(value, rest, name):
            continue
        yield _as_missing(name, value)


def _apart(value: float, rest: NDArray[np.float64], name: str) -> bool:
    """Tell whether a number lies outside of where all others are."""
    low, high = float(rest.min()), float(rest.max())
    room = float(np.quantile(rest, 0.95) - np.quantile(rest, 0.05))
    if value < 0:
        changes = naming.has(name, frozenset({"change", "diff", "delta", "balance", "profit"}))
        among = value == -1 and float(np.median(rest)) < _SMALL  # among -1, 0, 1, 2 it is one of them
        return low >= 0 and not changes and not among
    if value == 0:
        return low > 0 and naming.has(name, NEVER_ZERO) and low > 0.2 * float(np.median(rest))
    return value > high and value - high > max(room, 0.5 * abs(high))


def _as_missing(name: str, value: float) -> Suspect:
    number = int(value) if value == int(value) else value
    condition = col(name).eq(exp.convert(number))
    replaced = exp.Case().when(condition.copy(), exp.null()).else_(col(name))
    return Suspect("placeholder", (name,), condition, {"values": (str(number),)}, mend=replaced)


# ------------------------------------------------------------------------------------------------ mixed types


def _mixed(sample: Sample, name: str) -> Iterator[Suspect]:
    counted = {str(v).strip(): n for v, n in sample.counted(name).items() if str(v).strip()}
    held = {v: n for v, n in counted.items() if v.casefold() not in PLACEHOLDERS}
    total = sum(held.values())
    if total < 10 or naming.id_like(name) or naming.has(name, lexicon.GEOGRAPHY | lexicon.CONTACT):
        return
    comma = sum(n for v, n in held.items() if has_decimal_comma(v))
    if comma >= _NUMERIC * total:
        yield from _numbers_as_text(sample, name, all_of_them=comma == sum(counted.values()), comma=True)
        return
    numeric = sum(n for v, n in held.items() if is_number(v) and not _led_by_zero(v))
    if numeric >= _NUMERIC * total:
        yield from _numbers_as_text(sample, name, all_of_them=numeric == sum(counted.values()))
        return
    forms: dict[str, int] = {}
    order = _day_first_or_month(held)
    for value, n in held.items():
        form = date_form(value)
        form = order if form in _TWO_WAYS and order else form
        forms[form] = forms.get(form, 0) + n
    dated = total - forms.pop("", 0)
    if dated < _NUMERIC * total or not forms:
        return
    yield from _days_as_text(sample, name, forms, dated=dated, total=sum(counted.values()))


_TWO_WAYS: Final = frozenset({"%d/%m/%Y", "%m/%d/%Y"})


def _day_first_or_month(held: Mapping[str, int]) -> str:
    """Return which part of 03/04/2026 is the day in this column, an empty text where both occur or none is clear."""
    days = [value.split("/") for value in held if date_form(value) in _TWO_WAYS]
    first, second = any(int(d[0]) > 12 for d in days), any(int(d[1]) > 12 for d in days)
    if first == second:
        return ""
    return "%d/%m/%Y" if first else "%m/%d/%Y"


def _led_by_zero(value: str) -> bool:
    return len(value) > 1 and value[0] == "0" and value[1].isdigit()


def _numbers_as_text(sample: Sample, name: str, *, all_of_them: bool, comma: bool = False) -> Iterator[Suspect]:
    plain: exp.Expression = exp.Trim(this=col(name))
    for found, instead in ((".", ""), (",", ".")) if comma else ((",", ""),):
        plain = exp.Replace(
            this=plain, expression=exp.Literal.string(found), replacement=exp.Literal.string(instead)
        )  # fmt: skip
    number = exp.TryCast(this=plain, to=exp.DataType.build("double"))
    is_held = col(name).is_(exp.null()).not_()
    if all_of_them:
        yield Suspect("stored_as_text", (name,), is_held, {"as": "number"}, "medium", number)
        return
    odd = exp.and_(is_held, number.copy().is_(exp.null()))
    words = [str(v) for v in sample.counted(name) if not (has_decimal_comma if comma else is_number)(str(v))]
    details: Details = {"as": "number", "values": tuple(words[:5])}
    yield Suspect("mixed_type", (name,), odd, details, mend=number, most=1 - _NUMERIC)


def _days_as_text(sample: Sample, name: str, forms: dict[str, int], *, dated: int, total: int) -> Iterator[Suspect]:
    ordered = sorted(forms, key=lambda form: -forms[form])
    is_held = col(name).is_(exp.null()).not_()
    tried = [_parsed(name, form) for form in ordered]
    day = exp.cast(exp.Coalesce(this=tried[0], expressions=tried[1:]) if len(tried) > 1 else tried[0], "date")
    shown = tuple(_example(sample, name, form) for form in ordered[:4])
    if len(ordered) == 1 and dated == total:
        yield Suspect("stored_as_text", (name,), is_held, {"as": "date", "values": shown}, "medium", day)
        return
    first = _parsed(name, ordered[0]).is_(exp.null())
    yield Suspect("mixed_type", (name,), exp.and_(is_held, first), {"as": "date", "values": shown}, mend=day)


def _parsed(name: str, form: str) -> exp.Expression:
    assert form in DATE_FORMS
    return exp.Anonymous(this="try_strptime", expressions=[exp.Trim(this=col(name)), exp.Literal.string(form)])


def _example(sample: Sample, name: str, form: str) -> str:
    return next(str(v) for v in sample.counted(name) if date_form(str(v).strip()) == form)


# ------------------------------------------------------------------------------------------------ numbers and days


def _held(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return numbers[~np.isnan(numbers)]


def _impossible_numbers(sample: Sample, column: Column) -> Iterator[Suspect]:
    """Values beyond what a name allows; where many are, the name means something else."""
    name = column.name
    for words, low, high in BOUNDS:
        if naming.has(name, words) and not naming.has(name, frozenset({"change", "growth", "diff", "delta"})):
            if high == 100 and column.unit == "share":
                continue
            yield _beyond(name, exp.or_(col(name) < low, col(name) > high), low, high)
            return
    if naming.has(name, NEVER_NEGATIVE) and not naming.has(name, frozenset({"change", "diff", "delta"})):
        yield _beyond(name, col(name) < 0, 0, None)


def _beyond(name: str, condition: exp.Condition, low: float, high: float | None) -> Suspect:
    replaced = exp.Case().when(condition.copy(), exp.null()).else_(col(name))
    details = {"low": low, "high": high}
    return Suspect("impossible", (name,), condition, details, mend=replaced, most=0.05)


def _extreme(sample: Sample, column: Column) -> Iterator[Suspect]:
    """Values so far out, on the plain scale and on that of orders of magnitude, that a few of them carry the total."""
    numbers = _held(sample.numbers(column.name))
    if column.role != "measure" or len(numbers) < 50:
        return
    low, high = _fences(numbers)
    if float(numbers.min()) > 0:
        logs = np.log(numbers)
        log_low, log_high = _fences(logs)
        low, high = min(low, float(np.exp(log_low))), max(high, float(np.exp(min(log_high, 700.0))))
    facts = column.facts
    least, most = (_number(facts.minimum), _number(facts.maximum)) if facts else (None, None)
    if (least is None or least >= low) and (most is None or most <= high):
        return
    condition = exp.or_(col(column.name) < low, col(column.name) > high)
    details = {"low": round(low, 6), "high": round(high, 6), "least": least, "most": most}
    yield Suspect(
        "extreme", (column.name,), condition, details, "low", most=_FEW, weighs=column.name if column.additive else ""
    )


def _fences(numbers: NDArray[np.float64]) -> tuple[float, float]:
    first, third = (float(q) for q in np.quantile(numbers, (0.25, 0.75)))
    room = (third - first) * _EXTREME_FENCE
    if room == 0:
        return -np.inf, np.inf
    return first - room, third + room


def _number(value: object) -> float | None:
    try:
        return None if value is None else float(str(value))
    except ValueError:
        return None


def _odd_days(sample: Sample, column: Column, day: date) -> Iterator[Suspect]:
    """Days that stand for none, and days that have not come yet."""
    name = column.name
    facts = column.facts
    if facts is None or facts.minimum is None or facts.maximum is None:
        return
    held = sorted(str(v)[:10] for v, n in sample.counted(name).items() for _ in range(min(n, 50)))
    middle = held[len(held) // 10 : max(1, len(held) - len(held) // 10)] or held
    for placeholder in PLACEHOLDER_DAYS:
        within = middle[0] <= placeholder <= middle[-1]
        if placeholder in (str(facts.minimum)[:10], str(facts.maximum)[:10]) and not within:
            condition = exp.cast(col(name), "date").eq(exp.cast(exp.Literal.string(placeholder), "date"))
            replaced = exp.Case().when(condition.copy(), exp.null()).else_(col(name))
            details = {"values": (placeholder,)}
            yield Suspect("placeholder", (name,), condition, details, mend=replaced, most=0.6)
    latest = day + timedelta(days=366)
    happened = naming.has(name, BIRTH_WORDS) or not naming.has(name, lexicon.SIDE_DATES | _PLANNED)
    if happened and str(facts.maximum)[:10] > latest.isoformat() and middle[-1] <= latest.isoformat():
        last = exp.cast(exp.Literal.string(latest.isoformat()), "date")
        known = [exp.cast(exp.Literal.string(d), "date") for d in PLACEHOLDER_DAYS]
        future: exp.Condition = exp.cast(col(name), "date") > last
        future = exp.and_(future, exp.not_(exp.In(this=exp.cast(col(name), "date"), expressions=known)))
        replaced = exp.Case().when(future.copy(), exp.null()).else_(col(name))
        bounds: Details = {"low": None, "high": latest.isoformat(), "most": str(facts.maximum)[:10]}
        yield Suspect("impossible", (name,), future, bounds, mend=replaced, most=0.05)
