"""Numbers as people write them.

Owns rounding for the eye, grouping, units and compact forms. Refuses dates and lists (`copilot.formatting.words`).
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

from copilot.formatting.units import Unit, find_unit
from copilot.formatting.words import Language, no_value

Number = int | float | Decimal
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_STEPS = {"en": ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k")), "zh": ((10**8, "亿"), (10**4, "万"))}


def number(
    value: Number | None,
    *,
    language: Language,
    unit: str | None = None,
    exact: bool = False,
    compact: bool = False,
) -> str:
    """Return a number with its unit.

    Numbers from 1 on keep two decimals, smaller ones three significant digits, money always two; `exact` keeps every
    digit, `compact` writes 1.4 M, and 140万 in Chinese. A `share` of 0.123 is written as 12.3 %.

    >>> number(1234567, language="en"), number(12.345, language="en"), number(0.0012345, language="en")
    ('1,234,567', '12.35', '0.00123')
    >>> number(1234.5, language="en", unit="USD"), number(12.6, language="zh", unit="minutes")
    ('$1,234.50', '12.6 分钟')
    """
    if value is None:
        return no_value(language)
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "zh": ("否", "是")}[language][value]
    amount = _decimal(value)
    if not amount.is_finite():
        return _not_finite(amount, language)
    if unit == "share":
        amount, unit = _WIDE.multiply(amount, Decimal(100)), "%"
    known = find_unit(unit)
    step = ""
    if compact and not exact:
        amount, step = _compacted(amount, language)
    digits = _digits(amount, known, exact=exact, compact=bool(step))
    if known is not None and known.sign and language == "en":
        sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
        return f"{sign}{known.sign}{digits}{' ' if step else ''}{step}"
    digits = f"{digits} {step}" if step and language == "en" else digits + step
    return digits + _after(digits, unit, known, language)


def compact_number(value: Number | None, *, language: Language, unit: str | None = None) -> str:
    """Return a number in its short form, for axes and headlines.

    >>> compact_number(1_400_000, language="en"), compact_number(1_400_000, language="zh")
    ('1.4 M', '140万')
    """
    return number(value, language=language, unit=unit, compact=True)


def plural(count: int, noun: str, *, many: str | None = None) -> str:
    """Return a count with its English noun in the right form.

    >>> plural(1, "row"), plural(1200, "row"), plural(2, "category"), plural(0, "match")
    ('1 row', '1,200 rows', '2 categories', '0 matches')
    """
    if count == 1:
        return f"1 {noun}"
    if many is None:
        if noun.endswith("y") and noun[-2:-1] not in "aeiou":
            many = noun[:-1] + "ies"
        else:
            many = noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return f"{count:,} {many}"


def duration(seconds: float, language: Language) -> str:
    """Return a stretch of time, with its two largest units.

    >>> duration(0.35, "en"), duration(185, "en"), duration(7500, "zh")
    ('350 ms', '3 min 5 s', '2 小时 5 分')
    """
    names = {"en": ("ms", "s", "min", "h", "d"), "zh": ("毫秒", "秒", "分", "小时", "天")}[language]
    if not math.isfinite(seconds):
        return no_value(language)
    if seconds < 0:
        return f"-{duration(-seconds, language)}"
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} {names[0]}"
    if seconds < 9.95:
        return f"{_trimmed(Decimal(repr(seconds)), 1)} {names[1]}"
    whole = round(seconds)
    for size, below, at in ((86400, 3600, 4), (3600, 60, 3), (60, 1, 2)):
        if whole >= size:
            rest = whole % size // below
            return f"{whole // size:,} {names[at]}" + (f" {rest} {names[at - 1]}" if rest else "")
    return f"{whole} {names[1]}"


def _decimal(value: Number) -> Decimal:
    return Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)


def _not_finite(amount: Decimal, language: Language) -> str:
    if amount.is_nan():
        return "not a number" if language == "en" else "非数值"
    return "-∞" if amount < 0 else "∞"


def _compacted(amount: Decimal, language: Language) -> tuple[Decimal, str]:
    for size, name in _STEPS[language]:
        # 999,999 becomes 1 M, not 1,000 k: the size is chosen after rounding to three digits.
        if abs(amount) >= size * Decimal("0.9995") and abs(amount) >= (1000 if language == "en" else 10_000):
            return _WIDE.divide(amount, Decimal(size)), name
    return amount, ""


def _digits(amount: Decimal, unit: Unit | None, *, exact: bool, compact: bool) -> str:
    if exact:
        return f"{amount:,f}"
    if compact:
        return _trimmed(amount, max(0, 2 - amount.adjusted()) if abs(amount) >= 1 else 2)
    if unit is not None and unit.decimals is not None and amount.adjusted() <= 20:
        return f"{_rounded(amount, unit.decimals):,f}"
    if amount == 0:
        return "0"
    if not -9 <= amount.adjusted() <= 20:
        return f"{float(amount):.3g}"
    if unit is not None and unit.one == "%":
        if 99 < abs(amount) < 100:
            return _trimmed(amount, 2)  # 99.97 % is not all
        return _trimmed(amount, 1 if abs(amount) >= 1 else 1 - amount.adjusted())
    return _trimmed(amount, 2 if abs(amount) >= 1 else 2 - amount.adjusted())


def _rounded(amount: Decimal, places: int) -> Decimal:
    rounded = amount.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    return abs(rounded) if rounded.is_zero() else rounded


def _trimmed(amount: Decimal, places: int) -> str:
    text = f"{_rounded(amount, places):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _after(digits: str, unit: str | None, known: Unit | None, language: Language) -> str:
    if unit is None:
        return ""
    if known is None:
        return f" {unit}"
    if language == "zh":
        return known.zh if known.tight else f" {known.zh}"
    return f" {known.one if digits in ('1', '-1') else known.many}"
