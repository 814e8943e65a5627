"""Recurring parts of the calendar: weekdays and hours of the day.

Owns "on Mondays", "weekends", "between 6 and 9 am", "on the first day of each month", 周末, 晚上. Refuses single dated
days ("last Monday"), which are `copilot.dates.find`'s, and words that ask for groups ("by weekday"), which are
`copilot.dates.grains`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from copilot.dates.numbers import chinese_value
from copilot.dates.spans import RecurringSpan

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL = r"mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?"
_SHORT = r"(?-i:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)s?"
_DAY = rf"(?:{_FULL}|{_SHORT})"
_HOUR = r"(?:1\d|2[0-3]|0?\d)"
_CLOCK = rf"(?:{_HOUR}(?::[0-5]\d)?|noon|midnight)"
_HALF = r"(?:\s*(?:a\.m\.|p\.m\.|am\b|pm\b))"
_PARTS = {
    "morning": (6, 12), "mornings": (6, 12), "afternoon": (12, 18), "afternoons": (12, 18), "evening": (18, 24),
    "evenings": (18, 24), "night": (0, 6), "nights": (0, 6), "overnight": (0, 6),
}  # fmt: skip
_PARTS_ZH = {
    "凌晨": (0, 6), "深夜": (0, 6), "半夜": (0, 6), "夜里": (0, 6), "夜间": (0, 6), "清晨": (6, 12), "早上": (6, 12),
    "早晨": (6, 12), "上午": (6, 12), "中午": (12, 13), "下午": (12, 18), "傍晚": (18, 24), "晚上": (18, 24),
    "晚间": (18, 24),
}  # fmt: skip
_DIGIT = "一二三四五六日"
_WEEKEND, _WORK = (
    r"(?:on\s+|at\s+)?(?:the\s+)?weekends?",
    r"(?:on\s+)?(?:the\s+)?(?:weekdays?|(?:working|business|work)\s?days)",
)
_AGAINST = (
    r"\s*(?:vs\.?|versus|and|or|against|(?:as\s+)?(?:compared|opposed)\s+(?:to|with)|than(?:\s+on)?|to|/"
    r"|rather\s+than)\s+"
)
_AGAINST_ZH = r"\s*(?:和|与|跟|同|对比|相比|比|还是|、|/|vs\.?)\s*"
CONTRAST = (
    rf"(?<![A-Za-z0-9_])(?:(?:by|per|between)\s+)?(?:{_WEEKEND}{_AGAINST}{_WORK}|{_WORK}{_AGAINST}{_WEEKEND}"
    r"|week(?:day|end)s?\s?/\s?week(?:day|end)s?)(?![A-Za-z0-9_])"
    rf"|(?:按|分)?(?:(?:周末|双休日){_AGAINST_ZH}(?:工作日|平日|平时)|(?:工作日|平日){_AGAINST_ZH}(?:周末|双休日))"
)
"""Weekends against working days: two groups, not a condition."""
_GROUPED = re.compile(
    r"(?:\b(?:per|by|each|every|which|what|across|over\s+the|and|or|of|same|\w+est|most|least|worst|top|best)\s+(?:the\s+)?"
    r"|[,/&]\s*)$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"\s+(?!(?:and|or|with|has|had|have|is|are|was|were|in|of|for|on|do|does|did|by|breakdown|pattern|distribution|when"
    r"|that|to|from|sees?|gets?|shows?|profile)\b)[A-Za-z]",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*(?:,|and|or|&|、|，|和|及|以及|或|或者)+\s*(?:and\s+|or\s+)?(?:on\s+)?", re.IGNORECASE)
_BOUND = re.compile(r"(?:after|before|since|until)\b", re.IGNORECASE)
_ONE_OF_THEM = re.compile(r"\b(?:on|during|in)\s+(?:an?|any)\s+$", re.IGNORECASE)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    parts_zh, numeral = "|".join(_PARTS_ZH), r"(?:\d{1,2}|[零一二两三四五六七八九十]{1,3})"
    raw = {
        "contrast": CONTRAST,
        "days": rf"(?<![A-Za-z0-9_])(?<!last )(?<!next )(?<!this )(?:(?:on|every|each)\s+)?(?P<a>{_DAY})"
        rf"(?:\s*(?P<to>-|–|to|through|and|or|,|&)\s*(?P<b>{_DAY}))?(?![A-Za-z0-9_])",
        "group": r"(?<![A-Za-z0-9_])(?<!by )(?<!per )(?<!each )(?<!every )(?<!last )(?<!this )(?<!next )"
        r"(?<!of the )(?<!which )"
        r"(?:(?:on|at|during)\s+)?(?:the\s+)?(?:(?P<end>weekends?)|(?P<work>weekdays|(?:business|working|work)\s?days))"
        r"(?![A-Za-z0-9_])",
        "between": rf"(?<![A-Za-z0-9_])(?:(?:between|from)\s+)?(?P<a>{_CLOCK})(?P<ah>{_HALF})?"
        rf"\s*(?P<to>and|to|until|till|-|–)\s*"
        rf"(?P<b>{_CLOCK})(?P<bh>{_HALF})?(?:\s+o'clock)?(?![A-Za-z0-9_%])",
        "clock": rf"(?<![A-Za-z0-9_:.-])(?:(?P<word>at|after|before|since|until|around)\s+)?(?P<a>{_CLOCK})"
        rf"(?P<ah>{_HALF}|\s+o['’]clock)?"
        r"(?![A-Za-z0-9_:%]|\.\d|-\d)",
        "weekday": r"(?<![A-Za-z0-9_])(?:(?:on|during)\s+(?:an?|any)\s+)?weekday(?![A-Za-z0-9_])",
        "rush": r"(?<![A-Za-z0-9_])(?:(?:in|during|at)\s+)?(?:the\s+)?"
        r"(?:(?P<early>morning)|(?P<late>evening|afternoon))?\s*(?:rush[\s-]hours?|peak[\s-]hours|commute)(?![A-Za-z0-9_])",
        "rush_zh": r"(?P<early>早)?(?P<late>晚)?高峰(?:期间|时段|时间|期)?",
        "monthday": r"(?<![A-Za-z0-9_])(?:on\s+)?the\s+(?:(?P<word>first|last)\s+day"
        r"|(?P<n>[12]?\d|3[01])(?:st|nd|rd|th)(?:\s+day)?)\s+(?:of|in)\s+(?:each|every|any)\s+month(?![A-Za-z0-9_])",
        "monthday_zh": r"每个?月的?(?:(?P<n>[12]?\d|3[01])[日号]|(?P<word>第一|最后一)天)",
        "part": r"(?<![A-Za-z0-9_])(?:(?:in|during|at|on)\s+)?(?:the\s+)?"
        r"(?P<p>mornings?|afternoons?|evenings?|nights?|overnight)"
        r"(?![A-Za-z0-9_])",
        "days_zh": r"(?<![上下本这一个每两0-9])(?:每个?)?(?:星期|礼拜|周)(?P<a>[一二三四五六日天])"
        r"(?:\s*(?P<to>到|至|-|、|和|或)\s*"
        r"(?P<b>(?:星期|礼拜|周)?[一二三四五六日天]))?",
        "group_zh": r"(?<![上下本这按])(?:(?P<end>周末|双休日)|(?P<work>工作日|平日))",
        "hours_zh": rf"(?P<p>{parts_zh})?(?<![分\d第])(?P<a>{numeral})(?:点钟?|时(?![间候段期长效]))"
        rf"(?:\s*(?P<to>到|至|-)\s*(?P<q>{parts_zh})?(?P<b>{numeral})(?:点钟?|时(?![间候段期长效])))?"
        r"(?P<side>以?[前后]|之[前后])?(?:之间|期间)?",
        "part_zh": rf"(?P<p>{parts_zh})",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in raw.items()}


def find_recurring(text: str) -> list[RecurringSpan]:
    """Return every weekday or hour condition of an English or Chinese text, in order and without overlaps.

    >>> [(s.part, s.values) for s in find_recurring("delays on weekends between 6 and 9 am")]
    [('isodow', (6, 7)), ('hour', (6, 7, 8))]
    """
    readers: tuple[Callable[[re.Match[str]], RecurringSpan | None], ...] = (
        _days,
        _groups,
        _weekday,
        _between,
        _clock,
        _part,
        _rush,
        _monthday,
    )
    names: tuple[str, ...] = ("days", "group", "weekday", "between", "clock", "part", "rush", "monthday")
    if not text.isascii():
        readers += (_days_zh, _groups_zh, _hours_zh, _part_zh, _rush, _monthday)
        names += ("days_zh", "group_zh", "hours_zh", "part_zh", "rush_zh", "monthday_zh")
    patterns = _patterns()
    contrasts = [match.span() for match in patterns["contrast"].finditer(text)]
    found = [
        span
        for name, reader in zip(names, readers, strict=True)
        for match in patterns[name].finditer(text)
        if (span := reader(match)) is not None
        and all(span.end_char <= start or span.start_char >= end for start, end in contrasts)
    ]
    kept: list[RecurringSpan] = []
    for span in sorted(found, key=lambda one: (one.start_char - one.end_char, one.start_char)):
        if all(span.end_char <= other.start_char or span.start_char >= other.end_char for other in kept):
            kept.append(span)
    return _joined(text, sorted(kept, key=lambda one: one.start_char))


def _joined(text: str, spans: list[RecurringSpan]) -> list[RecurringSpan]:
    """Make one of "Monday, Wednesday and Friday", and of "after midnight and before 6 am" the hours between."""
    made: list[RecurringSpan] = []
    for span in spans:
        left = made[-1] if made else None
        if left is None or left.part != span.part or not _LISTED.fullmatch(text[left.end_char : span.start_char]):
            made.append(span)
            continue
        start, end = left.start_char, span.end_char
        bounds = _BOUND.match(left.text) is not None and _BOUND.match(span.text) is not None
        both = set(left.values) & set(span.values) if bounds else set(left.values) | set(span.values)
        if both:
            note = ", ".join(dict.fromkeys(one.note for one in (left, span) if one.note))
            sides = () if bounds else (*(left.sides or (left,)), span)
            made[-1] = RecurringSpan(start, end, text[start:end], span.part, tuple(sorted(both)), note, sides)
        else:
            made.append(span)
    return made


def narrows(text: str, start: int, end: int) -> bool:
    """Tell whether the bare word "weekday" narrows what follows ("weekday flights") rather than names a group.

    >>> narrows("weekday flights", 0, 7), narrows("flights by weekday", 11, 18)
    (True, False)
    """
    if text[start:end].casefold() != "weekday":
        return bool(re.match(r"(?:on|during|in)\s+(?:an?|any)\s", text[start:end], re.IGNORECASE))
    if _ONE_OF_THEM.search(text[:start]):
        return True
    return _GROUPED.search(text[:start]) is None and _NOUN_AFTER.match(text, end) is not None


def _weekday(match: re.Match[str]) -> RecurringSpan | None:
    return _weekdays(match, (1, 2, 3, 4, 5)) if narrows(match.string, match.start(), match.end()) else None


def _monthday(match: re.Match[str]) -> RecurringSpan | None:
    word = match["word"]
    day = int(match["n"]) if word is None else 1 if word.lower() in ("first", "第一") else -1
    return RecurringSpan(match.start(), match.end(), match[0], "day", (day,)) if day else None


def _rush(match: re.Match[str]) -> RecurringSpan | None:
    if match["early"] and match["late"]:
        return None
    values = (7, 8) if match["early"] else (17, 18) if match["late"] else (7, 8, 17, 18)
    note = {2: f"{values[0]}:00–{values[1]}:59", 4: "7:00–8:59, 17:00–18:59"}[len(values)]
    return RecurringSpan(match.start(), match.end(), match[0], "hour", values, note)


def _weekdays(match: re.Match[str], values: tuple[int, ...]) -> RecurringSpan:
    return RecurringSpan(match.start(), match.end(), match[0], "isodow", values)


def _two_days(match: re.Match[str], first: int, last: int) -> RecurringSpan:
    """Return two listed weekdays, each of which may be a side of a comparison."""
    both = ((match.start(), match.end("a"), first), (match.start("b"), match.end("b"), last))
    names = [match.string[a:b] for a, b, _ in both]
    names[1] = names[1] if len(names[1]) > 1 else names[0][:-1] + names[1]  # 周一和五
    sides = tuple(RecurringSpan(a, b, name, "isodow", (day,)) for (a, b, day), name in zip(both, names, strict=True))
    whole = _weekdays(match, tuple(sorted({first, last})))
    return whole if first == last else replace(whole, sides=sides)


def _hours(match: re.Match[str], start: int, end: int, *, named: bool = False) -> RecurringSpan | None:
    """Hours from `start` up to, not with, `end`; past midnight where `end` is not after `start`."""
    if not (0 <= start <= 24 and 0 <= end <= 24) or start == end:
        return None
    values = tuple(range(start, end)) if start < end else tuple(range(start, 24)) + tuple(range(end))
    note = f"{values[0]}:00–{values[-1]}:59" if named else ""
    return RecurringSpan(match.start(), match.end(), match[0], "hour", values, note)


def _ring(first: int, last: int) -> tuple[int, ...]:
    return tuple((first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1))


def _days(match: re.Match[str]) -> RecurringSpan | None:
    first = _DAYS.index(match["a"][:3].lower()) + 1
    if match["b"] is None:
        return _weekdays(match, (first,))
    last = _DAYS.index(match["b"][:3].lower()) + 1
    if match["to"].lower() in ("and", "or", ",", "&"):
        return _two_days(match, first, last)
    return _weekdays(match, _ring(first, last))


def _groups(match: re.Match[str]) -> RecurringSpan | None:
    return _weekdays(match, (6, 7) if match["end"] else (1, 2, 3, 4, 5))


def _clock_hour(word: str, half: str | None) -> int | None:
    """Hour of a clock time, None where half hours or a wrong half of the day stand in the way."""
    word = word.lower()
    if word in ("noon", "midnight"):
        return 12 if word == "noon" else 0
    hour, _, minutes = word.partition(":")
    if minutes not in ("", "00"):
        return None
    letter = (half or "").strip().lower()[:1]
    if letter not in ("a", "p"):
        return int(hour)
    return None if not 1 <= int(hour) <= 12 else int(hour) % 12 + (12 if letter == "p" else 0)


def _between(match: re.Match[str]) -> RecurringSpan | None:
    timed = match["ah"] or match["bh"] or ":" in match[0] or re.search("noon|midnight|clock", match[0], re.IGNORECASE)
    if not timed:
        return None
    if match["to"].lower() == "and" and not match[0].lower().startswith("between"):
        return None
    start, end = (
        _clock_hour(match["a"], match["ah"] or match["bh"]),
        _clock_hour(match["b"], match["bh"] or match["ah"]),
    )
    if start is None or end is None:
        return None
    if not match["ah"] and match["bh"] and start > end > 0 and start - 12 >= 0:
        start -= 12  # "11 to 2 pm" starts before noon
    return _hours(match, start, end or 24)


def _clock(match: re.Match[str]) -> RecurringSpan | None:
    named = match["a"].lower() in ("noon", "midnight")
    if not named and not match["ah"] and ":" not in match["a"]:
        return None
    hour, word = _clock_hour(match["a"], match["ah"]), (match["word"] or "at").lower()
    if hour is None:
        return None
    if word in ("after", "since"):
        return _hours(match, hour, 24)
    if word in ("before", "until"):
        return _hours(match, 0, hour or 24)
    return _hours(match, hour, hour + 1)


def _part(match: re.Match[str]) -> RecurringSpan | None:
    return _hours(match, *_PARTS[match["p"].lower()], named=True)


def _days_zh(match: re.Match[str]) -> RecurringSpan | None:
    first = _DIGIT.index(match["a"].replace("天", "日")) + 1
    if match["b"] is None:
        return _weekdays(match, (first,))
    last = _DIGIT.index(match["b"][-1].replace("天", "日")) + 1
    return _two_days(match, first, last) if match["to"] in "、和或" else _weekdays(match, _ring(first, last))


def _groups_zh(match: re.Match[str]) -> RecurringSpan | None:
    return _weekdays(match, (6, 7) if match["end"] else (1, 2, 3, 4, 5))


def _hour_zh(number: str, part: str | None) -> int:
    hour = chinese_value(number)
    if hour is None:
        return -1
    late = part in ("下午", "傍晚", "晚上", "晚间") or (part == "中午" and hour < 3)
    return hour + 12 if late and hour < 12 else hour


def _hours_zh(match: re.Match[str]) -> RecurringSpan | None:
    start = _hour_zh(match["a"], match["p"])
    if match["b"] is not None:
        return _hours(match, start, _hour_zh(match["b"], match["q"] or match["p"]))
    if match["side"]:
        return _hours(match, start, 24) if match["side"].endswith("后") else _hours(match, 0, start)
    return _hours(match, start, start + 1)


def _part_zh(match: re.Match[str]) -> RecurringSpan | None:
    return _hours(match, *_PARTS_ZH[match["p"]], named=True)
