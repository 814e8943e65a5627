"""Numbers in English and Chinese text.

Owns figures, number words, percent signs, currencies and units of measure. Refuses to decide whether a number is a
year, a limit or a threshold: dates are found apart, and who wants no number inside a date drops what overlaps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """One number with what stands around it; the span covers sign, scale, percent, currency and unit."""

    start: int
    end: int
    value: Number
    """As written: 20 for ``20 %``; scale words are multiplied in."""
    percent: bool = False
    unit: str | None = None
    """``hour``, ``mile``, ``usd`` ...; a currency is a unit too."""
    currency: str | None = None
    ordinal: bool = False
    text: str = ""


SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
SMALL |= {
    word: value * 10
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_LETTERS = {"k": 1000, "m": 10**6, "mn": 10**6, "mm": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
    )
}
_PARTS = {"half": 2, "halves": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10}
_UNITS: dict[str, str] = {
    "seconds?|secs?": "second",
    "minutes?|mins?": "minute",
    "hours?|hrs?": "hour",
    "days?": "day",
    "weeks?": "week",
    "months?": "month",
    "quarters?": "quarter",
    "years?|yrs?": "year",
    "miles?|mi": "mile",
    "kilomet(?:er|re)s?|kms?": "km",
    "met(?:er|re)s?": "meter",
    "feet|foot|ft": "foot",
    "kilograms?|kgs?": "kg",
    "pounds? sterling|gbp": "gbp",
    "pounds?|lbs?": "pound",
    "mph": "mph",
    "degrees?": "degree",
    "us dollars?|dollars?|bucks|usd": "usd",
    "euros?|eur": "eur",
    "yuan|rmb|cny": "cny",
    "yen|jpy": "jpy",
}
_UNITS_ZH = {
    "个?小时|个?钟头": "hour",
    "分钟": "minute",
    "秒钟?": "second",
    "天": "day",
    "周|个?星期": "week",
    "个月": "month",
    "个?季度": "quarter",
    "年": "year",
    "英里": "mile",
    "公里|千米": "km",
    "英尺": "foot",
    "米": "meter",
    "公斤|千克": "kg",
    "美元|美金": "usd",
    "欧元": "eur",
    "英镑": "gbp",
    "日元": "jpy",
    "元|块钱?|人民币": "cny",
    "次(?![数序日月])|家(?![庭居电具])|种|位(?!置)|名(?![称字单])|笔|单(?![价号元位])|件(?!数)"
    "|架|班(?![次级组机])|趟|条(?![目款件])|台(?!湾)|辆|份(?!额)|张|只(?!有)|项(?!目)|款(?![式项])|批(?![次发])|座(?!位)"
    "|套(?![餐房装])|户(?![型口])|人(?![数民均员口次])": "piece",
}
_CURRENCIES = {"$": "usd", "us$": "usd", "€": "eur", "£": "gbp", "¥": "cny", "￥": "cny"}
_MONEY = {"usd", "eur", "cny", "gbp", "jpy"}
_DIGITS_ZH = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS_ZH = {"十": 10, "百": 100, "千": 1000}
_BIG_ZH = {"万": 10**4, "亿": 10**8}

FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
NUMERAL_ZH = "[零〇一二两三四五六七八九十百千万亿]"


_RANKED = re.compile(
    r"(?:\b(?:top|bottom|best|worst|which|what|[a-z]{3,}est)\s+|最[\u4e00-\u9fff]{1,2}的前?|哪)$", re.IGNORECASE
)
_BARE_NUMBER = re.compile(rf"{FIGURE}|[A-Za-z]+|{NUMERAL_ZH}+")


def _without_ranked_unit(text: str, span: NumberSpan) -> NumberSpan:
    """In "the top 3 months" the months are what is ranked, not the unit of the number."""
    if span.unit not in ("day", "week", "month", "quarter", "year") or _RANKED.search(text[: span.start]) is None:
        return span
    number = _BARE_NUMBER.match(span.text)
    if number is None:
        return span
    return NumberSpan(span.start, span.start + number.end(), span.value, text=number[0])


def find_numbers(text: str) -> list[NumberSpan]:
    """Return every number of a text, without overlaps, in order.

    >>> [(n.value, n.unit) for n in find_numbers("1.5k orders in half an hour")]
    [(1500, None), (Decimal('0.5'), 'hour')]
    """
    found: list[NumberSpan] = []
    readers: tuple[Callable[[str], Iterator[NumberSpan]], ...] = (_figures, _words)
    if not text.isascii():
        readers += (_chinese,)
    for reader in readers:
        found.extend(reader(text))
    found = [_without_ranked_unit(text, span) for span in found]
    found.sort(key=lambda span: (span.start - span.end, span.start))
    kept: list[NumberSpan] = []
    for span in found:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def word_value(text: str) -> int | None:
    """Return the value of an English number word or figure such as ``twenty-five``, None where it is none.

    >>> word_value("two hundred and five"), word_value("1,000"), word_value("many")
    (205, 1000, None)
    """
    words = re.split(r"[\s-]+", text.strip().casefold())
    if len(words) == 1 and re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d+", words[0]):
        return int(words[0].replace(",", ""))
    total = current = 0
    seen = False
    for word in words:
        if word in SMALL:
            current += SMALL[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1) * _SCALES[word]
        elif word in _SCALES:
            total, current = total + (current or 1) * _SCALES[word], 0
        elif word in ("a", "an") and not seen:
            current = 1 if len(words) == 1 else 0
        elif word != "and":
            return None
        seen = True
    return total + current


def chinese_value(text: str) -> int | None:
    """Return the value of a Chinese numeral or figure, None where it is none.

    >>> chinese_value("二十三"), chinese_value("一千零五"), chinese_value("二〇一三"), chinese_value("三亿五千万")
    (23, 1005, 2013, 350000000)
    """
    if re.fullmatch(r"\d+", text):
        return int(text)
    if not text or not re.fullmatch(f"{NUMERAL_ZH}+", text):
        return None
    if len(text) > 1 and all(char in _DIGITS_ZH for char in text):
        return int("".join(str(_DIGITS_ZH[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS_ZH:
            digit = _DIGITS_ZH[char]
        elif char in _STEPS_ZH:
            section, digit = section + (digit or 1) * _STEPS_ZH[char], 0
        else:
            # 三亿五千万: 万 counts the thousands behind 亿 only, 亿 counts all that stands before it.
            done, counted = (total, section + digit) if char == "万" else (0, total + section + digit)
            total, section, digit = done + (counted or 1) * _BIG_ZH[char], 0, 0
    return total + section + digit


def _plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value.normalize()


def _alternatives(units: dict[str, str]) -> str:
    """One group that matches a unit, longest spellings first, so that ``英里`` wins over ``里``."""
    return "|".join(sorted((part for key in units for part in _split(key)), key=len, reverse=True))


def _split(key: str) -> list[str]:
    return re.split(r"\|(?![^(]*\))", key)


@cache
def _unit_names() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(key, re.IGNORECASE), name) for key, name in {**_UNITS, **_UNITS_ZH}.items())


def _unit(text: str | None) -> str | None:
    if not text:
        return None
    return next((name for pattern, name in _unit_names() if pattern.fullmatch(text)), None)


@cache
def _figure_pattern() -> re.Pattern[str]:
    unit = rf"(?:[\s-]?(?P<unit>{_alternatives(_UNITS)})(?![A-Za-z0-9_])|\s?(?P<unit_zh>{_alternatives(_UNITS_ZH)}))"
    return re.compile(
        rf"(?<![A-Za-z0-9_.])(?P<sign>(?<![\w)%])[-−+])?(?P<money>us\$|[$€£¥￥])?\s?(?P<figure>{FIGURE})"
        rf"(?:(?P<ordinal>st|nd|rd|th)(?![A-Za-z0-9_])|(?P<letter>k|mn|mm|m|bn|b|t)(?![A-Za-z0-9_])"
        rf"|\s?(?P<scale>hundred|thousand|million|billion|trillion|dozen)(?![A-Za-z])"
        rf"|\s?(?P<scale_zh>千万|百万|十万|万亿|亿|万|千(?![米克])|百(?!分)))?"
        rf"(?P<half>\s+and\s+a\s+half)?(?:\s?(?P<percent>%|％|per\s?cent\b|pct\b)|{unit})?(?![A-Za-z0-9_]|\.\d)",
        re.IGNORECASE,
    )


def _figures(text: str) -> Iterator[NumberSpan]:
    for match in _figure_pattern().finditer(text):
        value = Decimal(match["figure"].replace(",", ""))
        if match["half"]:
            value += Decimal("0.5")
        if match["letter"]:
            value *= _LETTERS[match["letter"].lower()]
        elif match["scale"]:
            value *= _SCALES[match["scale"].lower()]
        elif match["scale_zh"]:
            value *= chinese_value(match["scale_zh"]) or 1
        if match["sign"] in ("-", "−"):
            value = -value
        currency = _CURRENCIES.get((match["money"] or "").lower())
        unit = currency or _unit(match["unit"] or match["unit_zh"])
        ordinal = bool(match["ordinal"]) or text[: match.start()].endswith("第")
        start = match.start() - (1 if ordinal and not match["ordinal"] else 0)
        if not match["sign"] and text[: match.start()].endswith("百分之"):
            yield _span(text, match.start() - 3, match.end("figure"), _plain(value), percent=True)
            continue
        yield _span(text, start, match.end(), _plain(value), bool(match["percent"]), unit, ordinal)


def _span(
    text: str,
    start: int,
    end: int,
    value: Number,
    percent: bool = False,
    unit: str | None = None,
    ordinal: bool = False,
) -> NumberSpan:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return NumberSpan(start, end, value, percent, unit, unit if unit in _MONEY else None, ordinal, text[start:end])


@cache
def _word_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    small = "|".join(sorted(SMALL, key=len, reverse=True))
    scales = "|".join(_SCALES)
    unit = rf"(?:[\s-]+(?P<unit>{_alternatives(_UNITS)})(?![A-Za-z0-9_]))?"
    run = rf"(?:{small}|{scales})(?:(?:[\s-]+and)?[\s-]+(?:{small}|{scales}))*"
    edge = r"(?<![A-Za-z0-9_])"
    words = re.compile(
        rf"{edge}(?P<run>(?:an?\s+(?={scales}))?{run}|an?(?=\s+(?:{_alternatives(_UNITS)})(?![A-Za-z])))(?![A-Za-z0-9_])"
        rf"(?P<half>\s+and\s+a\s+half)?(?:\s+(?P<percent>per\s?cent|pct|%)|{unit})",
        re.IGNORECASE,
    )
    fractions = re.compile(
        rf"{edge}(?:(?P<top>an?|{small})[\s-]+(?P<part>thirds?|fourths?|fifths?|tenths?|half)(?![A-Za-z])|"
        rf"(?<!first )(?<!second )(?<!last )(?<!1st )(?<!2nd )(?P<half>half)(?![A-Za-z])"
        rf"(?:\s+(?:of\s+)?an?(?=\s+(?:{scales}|{_alternatives(_UNITS)})\b)(?:\s+(?P<scale>{scales}))?)?){unit}",
        re.IGNORECASE,
    )
    ordinals = re.compile(rf"{edge}(?P<word>{'|'.join(_ORDINALS)})(?![A-Za-z0-9_])", re.IGNORECASE)
    return words, fractions, ordinals


def _words(text: str) -> Iterator[NumberSpan]:
    words, fractions, ordinals = _word_patterns()
    for match in words.finditer(text):
        value, unit = word_value(match["run"]), _unit(match["unit"])
        lone = match["run"].casefold() in ("a", "an", "one")
        if value is None or (lone and not unit and not match["percent"]):
            continue
        exact = Decimal(value) + (Decimal("0.5") if match["half"] else 0)
        yield _span(text, match.start(), match.end(), _plain(exact), bool(match["percent"]), unit)
    for match in fractions.finditer(text):
        exact = Decimal("0.5")
        if match["part"]:
            exact = Decimal(word_value(match["top"]) or 1) / _PARTS[match["part"].lower().removesuffix("s")]
        if match["scale"]:
            exact *= _SCALES[match["scale"].lower()]
        yield _span(text, match.start(), match.end(), _plain(exact), False, _unit(match["unit"]))
    for match in ordinals.finditer(text):
        yield _span(text, match.start(), match.end(), _ORDINALS[match["word"].lower()], ordinal=True)


@cache
def _chinese_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    unit = rf"(?P<unit>{_alternatives(_UNITS_ZH)})"
    numeral = re.compile(
        rf"(?<![周期拜每统唯单\d])(?P<ordinal>第)?(?P<run>{NUMERAL_ZH}+)(?!分之)(?:点(?P<after>[零〇一二三四五六七八九]+))?"
        rf"(?P<half>个半(?=小时|月|星期|钟头))?(?:{unit})?"
    )
    fraction = re.compile(rf"(?P<bottom>{NUMERAL_ZH}+|\d+)分之(?P<top>{NUMERAL_ZH}+|{FIGURE})")
    half = re.compile(rf"一半|(?<![上下前后])半(?:{unit}|个(?P<more>月|季度))")
    return numeral, fraction, half


def _chinese(text: str) -> Iterator[NumberSpan]:
    numeral, fraction, half = _chinese_patterns()
    for match in numeral.finditer(text):
        run, unit = match["run"], _unit(match["unit"])
        value = chinese_value(run)
        if value is None or _is_no_number(text, match):
            continue
        exact = Decimal(value)
        if match["after"]:
            exact += Decimal("0." + "".join(str(_DIGITS_ZH[char]) for char in match["after"]))
        if match["half"]:
            exact += Decimal("0.5")
        yield _span(text, match.start(), match.end(), _plain(exact), False, unit, bool(match["ordinal"]))
    for match in fraction.finditer(text):
        top_value = chinese_value(match["top"])
        top = Decimal(match["top"].replace(",", "")) if top_value is None else Decimal(top_value)
        if match["bottom"] in ("百", "100"):
            yield _span(text, match.start(), match.end(), _plain(top), percent=True)
        elif bottom := chinese_value(match["bottom"]):
            yield _span(text, match.start(), match.end(), _plain(top / bottom))
    for match in half.finditer(text):
        unit = _unit(match["unit"]) or ({"月": "month", "季度": "quarter"}.get(match["more"] or ""))
        yield _span(text, match.start(), match.end(), Decimal("0.5"), False, unit)


def _is_no_number(text: str, match: re.Match[str]) -> bool:
    """Return whether a numeral is part of a word: 一 without a unit, 万一, 十分, a scale that belongs to a figure."""
    run, after = match["run"], text[match.end() :]
    if run == "一" and _unit(match["unit"]) == "piece":
        return match["unit"] not in ("次", "条", "家", "位", "名")
    if match["ordinal"] or match["unit"] or match["after"]:
        return False
    if run in ("一", "百", "千", "万", "亿", "万一", "一一", "零"):
        return not (run == "一" and after[:1] in ("个", "次", "条", "家", "位", "名"))
    return after.startswith("分") and run == "十"
