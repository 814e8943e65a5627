"""Stretches measured from a named period: "the 30 days before Christmas", "12 months ending June 2026", 圣诞节前两周.

Owns units laid before, after, up to or around a period, and an event that a date dates ("the launch on 3 May"). Refuses
a bare distance ("3 days before Christmas" may be a day or a stretch), which stays doubtful.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from copilot.dates.atoms import Atom, latest_begun
from copilot.dates.feasts import day_of
from copilot.dates.numbers import chinese_value, word_value
from copilot.dates.period import Grain, Period, add_months, as_datetime, days_of, in_year, period_of

_COUNT = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|sixty|ninety)"
)
_UNIT = r"(?P<u>day|week|month|quarter|year)s?"
_UNITS_ZH: dict[str, Grain] = {"天": "day", "日": "day", "周": "week", "星": "week", "月": "month", "季": "quarter"}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_ORDER = ("day", "week", "month", "quarter", "year")

_FEAST = re.compile(
    r"christmas|xmas|easter|thanksgiving|new\s+year|independence|labor|memorial|halloween", re.IGNORECASE
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    number_zh = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?P<u>天|日|周|星期|月|季度)"
    raw = {
        "ending": rf"\b(?:the\s+)?(?:(?:(?P<n>{_COUNT})\s+)?{_UNIT}\s+(?:ending|ended|finishing|up\s+to)"
        rf"|(?:(?P<n2>{_COUNT})\s+(?P<u2>month|week|quarter|day|year)s|(?<=the )(?P<u3>year|quarter))"
        r"\s+(?:to|until|through))\s+"
        r"(?:on\s+|in\s+|at\s+the\s+end\s+of\s+)?(?:the\s+)?$",
        "starting": rf"\b(?:the\s+)?(?:(?P<n>{_COUNT})\s+)?{_UNIT}\s+(?:starting|beginning|commencing|from)\s+"
        r"(?:on\s+|in\s+|with\s+)?(?:the\s+)?$",
        "weekend": r"\b(?:(?:on|over|during)\s+)?(?:the\s+)?weekend\s+(?P<side>of|before|after|following|prior\s+to)\s+"
        r"(?:the\s+)?$",
        "holding": r"\b(?:(?:in|during|for)\s+)?(?:the\s+)?(?:whole\s+|entire\s+)?(?P<u>week|month|quarter|year)\s+"
        r"(?:of|containing)\s+(?:the\s+)?$",
        "beside": rf"\b(?:(?:in|during|over|within|for)\s+(?:the\s+)?|the\s+)(?:last\s+|first\s+|final\s+)?"
        rf"(?:(?P<n>{_COUNT})\s+)?{_UNIT}\s+(?:immediately\s+|right\s+)?(?P<side>before|prior\s+to|leading\s+up\s+to"
        r"|after|following)\s+(?:the\s+)?$",
        "around": rf"\b(?:(?:in|during)\s+)?(?:the\s+)?(?:within\s+)?(?P<n>{_COUNT})\s+days\s+"
        r"(?:around|of|before\s+and\s+after|either\s+side\s+of)\s+(?:the\s+)?$",
        "around_zh": r"前后各?(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})天",
        "feast_week": r"\s+(?P<u>week|weekend)(?![A-Za-z])(?:\s+(?:of\s+|in\s+)?(?P<y>(?:19|20)\d\d)(?!\d))?",
        "beside_zh": rf"(?:之|以)?(?:的)?(?P<side>[前后])的?{number_zh}(?:内|里)?",
        "beside_zh_late": rf"(?:(?:之|以)(?P<side>[前后])|(?P<plain>[前后])的)的?{number_zh}",
        "holding_zh": r"(?:那|所在的?|当|这)一?(?P<u>周|月|季度|天)",
        "until_zh": r"(?:截至|截止到?)\s*$",
        "until_zh_end": rf"[底末]?的(?:前|过去)?{number_zh}",
        "event": r"\b(?P<bound>since|before|after|until)\s+(?:(?P<det>the|our|its|their|my|your)\s+)?"
        r"(?!(?:the|beginning|start|end|last|first|early|late|mid)\b)[a-z]+(?:[\s-]+[a-z]+){0,2}\s+(?:on|in)\s+(?:the\s+)?$",
        "event_zh": r"(?:的?(?:新?产品|新品|新?版本?|活动|门店|店铺|公司|项目|服务|网站|系统)?"
        r"(?:正式)?(?:上线|发布|推出|开业|上市|启动|成立|改版|开始实施|开售|开张|投产))(?=以来|之?后|以后|至今|起|以前|之?前)",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in raw.items()}


def offsets_of(text: str, found: list[Atom], today: date) -> list[Atom]:
    """Return one atom for each stretch that the words beside one of the atoms measure from it."""
    made = []
    for atom in found:
        whole = atom.period or atom.yearless
        if whole is None or whole.start is None or whole.end is None or atom.closed:
            continue
        for read in (_english, _chinese):
            try:
                part = read(text, atom, whole, today)
            except (ValueError, OverflowError):
                continue  # counted out of the calendar's years
            if part is not None:
                made.append(part)
    return made


def with_event(text: str, atom: Atom) -> Atom:
    """Return the atom with the words of the event that it dates, so that "since the launch on 3 May" is one bound."""
    if match := _patterns()["event"].search(text, max(0, atom.start - 60), atom.start):
        day_like = match["bound"].casefold() == "since" or match["det"]
        if day_like and match["bound"]:
            return replace(atom, start=match.start() + len(match["bound"]) + 1)
    if match := _patterns()["event_zh"].match(text, atom.end):
        return replace(atom, end=match.end())
    return atom


def _made(atom: Atom, period: Period, start: int, end: int) -> Atom:
    changed = replace(atom, start=start, end=end, certainty=1.0, bare_year=False)
    return replace(changed, yearless=period) if atom.period is None else replace(changed, period=period)


def _stretch(edge: date, grain: Grain, count: int) -> Period:
    """Return `count` units from a day on, or, below zero, up to it."""
    if grain in _MONTHS:
        other = add_months(edge, count * _MONTHS[grain])
    else:
        other = edge + timedelta(days=count * (7 if grain == "week" else 1))
    start, end = (edge, other) if count > 0 else (other, edge)
    return Period(start, end, "day" if grain == "week" else grain)


def _unit(word: str) -> Grain:
    found: Grain = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}[word[0].casefold()]  # type: ignore[assignment]
    return found


def _english(text: str, atom: Atom, whole: Period, today: date) -> Atom | None:
    if whole.start is None or whole.end is None:
        return None
    patterns, reach = _patterns(), max(0, atom.start - 64)
    if match := patterns["ending"].search(text, reach, atom.start):
        number, unit = match["n"] or match["n2"], match["u"] or match["u2"] or match["u3"]
        if (count := _count(number)) and not re.search(r"compar\w*\s+(?:the\s+)?$", text[: match.start()], re.I):
            return _made(atom, _stretch(_day(whole.end), _unit(unit), -count), match.start(), atom.end)
    if (match := patterns["starting"].search(text, reach, atom.start)) and (count := _count(match["n"])):
        return _made(atom, _stretch(_day(whole.start), _unit(match["u"]), count), match.start(), atom.end)
    if (match := patterns["beside"].search(text, reach, atom.start)) and (count := _count(match["n"])):
        before = match["side"][0].casefold() in "bpl"
        edge = _day(whole.start) if before else _day(whole.end)
        return _made(atom, _stretch(edge, _unit(match["u"]), -count if before else count), match.start(), atom.end)
    if (match := patterns["around"].search(text, reach, atom.start)) and whole.grain == "day":
        within = "of" not in match[0].split() or "within" in match[0]
        return _around(atom, whole, _count(match["n"]), match.start(), atom.end) if within else None
    if not re.search(r"\d", text[atom.start : atom.end]) or atom.yearless is None:
        match = patterns["feast_week"].match(text, atom.end)
        if match is not None and _FEAST.search(text[atom.start : atom.end]) and whole.grain == "day":
            if match["y"]:
                atom = _in_year(text, atom, int(match["y"]))
                whole = atom.period or whole
            if match["u"].casefold() == "weekend":
                return _weekend(atom, whole, "of", today, atom.start, match.end())
            return _holding(atom, whole, "week", today, atom.start, match.end())
    if match := patterns["weekend"].search(text, reach, atom.start):
        return _weekend(atom, whole, match["side"].casefold(), today, match.start(), atom.end)
    if match := patterns["holding"].search(text, reach, atom.start):
        return _holding(atom, whole, _unit(match["u"]), today, match.start(), atom.end)
    return None


def _around(atom: Atom, whole: Period, count: int, start: int, end: int) -> Atom | None:
    """So many days on both sides of a day, with the day."""
    if whole.start is None or whole.end is None or count < 1:
        return None
    step = timedelta(days=count)
    return _made(atom, Period(_day(whole.start) - step, _day(whole.end) + step, "day"), start, end)


def _in_year(text: str, atom: Atom, year: int) -> Atom:
    """A feast in a given year, where its day is known."""
    if atom.yearless is not None:
        return replace(atom, period=in_year(atom.yearless, year), yearless=None)
    day = day_of(text[atom.start : atom.end], year)
    return atom if day is None else replace(atom, period=days_of(day), relative=False, note="")


def _weekend(atom: Atom, whole: Period, side: str, today: date, start: int, end: int) -> Atom | None:
    """The Saturday and Sunday of the week of a day, or the last ones before it or the first after it."""
    if whole.grain != "day":
        return None
    if atom.yearless is not None:
        whole = latest_begun(atom.yearless, today)
        atom = replace(atom, period=whole, yearless=None, relative=True, note="latest_begun")
    if whole.start is None or whole.end is None:
        return None
    first, after = _day(whole.start), _day(whole.end)
    if side == "of":
        saturday = first + timedelta(days=5 - first.weekday())
    elif side in ("before", "prior to"):
        saturday = first - timedelta(days=(first.weekday() + 1) % 7 + 1)
    else:
        saturday = after + timedelta(days=(5 - after.weekday()) % 7)
    return _made(atom, Period(saturday, saturday + timedelta(days=2), "day"), start, end)


def _holding(atom: Atom, whole: Period, unit: Grain, today: date, start: int, end: int) -> Atom | None:
    """The week, month ... that holds a day; the same words around a period of that unit add nothing."""
    if whole.grain == unit or (unit == "year" and atom.bare_year):
        return _made(atom, whole, start, end)
    if whole.grain != "day" or whole.start is None:
        return None
    if atom.yearless is not None:
        # Which Monday starts a week depends on the year, so it has no place in the template year.
        there = latest_begun(atom.yearless, today)
        atom = replace(atom, period=there, yearless=None, relative=True, note="latest_begun")
        whole = there
    if whole.start is None:
        return None
    return _made(atom, period_of(whole.start, unit), start, end)


def _chinese(text: str, atom: Atom, whole: Period, today: date) -> Atom | None:
    if text.isascii() or whole.start is None or whole.end is None:
        return None
    patterns = _patterns()
    named_day = whole.grain == "day"
    if named_day and (match := patterns["around_zh"].match(text, atom.end)):
        return _around(atom, whole, chinese_value(match["n"]) or 0, atom.start, match.end())
    for name in ("beside_zh_late", "beside_zh") if named_day else ("beside_zh_late",):
        match = patterns[name].match(text, atom.end)
        if match is not None and (count := chinese_value(match["n"])):
            side = match["side"] or match["plain"]
            edge = _day(whole.start) if side == "前" else _day(whole.end)
            sign = -1 if side == "前" else 1
            return _made(atom, _stretch(edge, _UNITS_ZH[match["u"][0]], sign * count), atom.start, match.end())
    if named_day and (match := patterns["holding_zh"].match(text, atom.end)):
        return _holding(atom, whole, _UNITS_ZH[match["u"][0]], today, atom.start, match.end())
    lead = patterns["until_zh"].search(text, max(0, atom.start - 4), atom.start)
    if lead and (match := patterns["until_zh_end"].match(text, atom.end)) and (count := chinese_value(match["n"])):
        return _made(atom, _stretch(_day(whole.end), _UNITS_ZH[match["u"][0]], -count), lead.start(), match.end())
    return None


def _count(text: str | None) -> int:
    return 1 if text is None else word_value(text) or 0


def _day(moment: date) -> date:
    return as_datetime(moment).date()
