"""Parts of a named period: "the last 3 months of 2013", "second week of May", "early March", 5月上旬, 5月的第一周.

Owns which days of the period such words take. A month's weeks are counted from its first day, seven days each;
"early", "mid" and "late" are its thirds; early and late in a year are its first and last quarter. Refuses to find the
period itself, and edges that belong to a bound ("since the end of March"), which are `copilot.dates.joining`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from copilot.dates.atoms import Atom
from copilot.dates.feasts import nth_weekday
from copilot.dates.numbers import chinese_value, word_value
from copilot.dates.period import TEMPLATE_YEAR, Grain, Period, add_months, as_datetime, days_of, in_year, whole_months
from copilot.dates.spans import Note

Third = Literal["early", "mid", "late"]
_COUNT = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NTH = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "last": -1, "final": -1,
}  # fmt: skip
_THIRDS: dict[str, Third] = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late",
    "end": "late", "close": "late",
    "初": "early", "上旬": "early", "中旬": "mid", "下旬": "late", "底": "late", "末": "late",
}  # fmt: skip

_GRAINS: dict[str, Grain] = {
    "day": "day", "week": "day", "month": "month", "quarter": "quarter", "half": "half",
}  # fmt: skip
_UNITS_ZH = {"天": "day", "日": "day", "月": "month", "季度": "quarter", "周末": "weekend"}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    of = r"\s+(?:of|in)\s+(?:the\s+)?(?:month\s+of\s+)?"
    leads = "since until till before after from through to by of".split()
    bound = "".join(f"(?<!\\b{lead} )(?<!\\b{lead} the )" for lead in leads)
    raw = {
        "nth": r"\b(?:the\s+)?(?P<which>first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last|final)\s+"
        rf"(?:(?P<n>{_COUNT})\s+)?(?:(?:full\s+)?(?P<u>day|week|weekend|month|quarter|half|{'|'.join(_DAYS)}))s?{of}$",
        "third": r"\b(?:the\s+)?(?P<adj>early|mid|late)[\s-]+$"
        rf"|\b{bound}(?:the\s+)?(?P<noun>beginning|start|middle|end|close)\s+of\s+(?:the\s+)?$",
        "third_zh": r"的?(?:(?P<month>上旬|中旬|下旬|[初底末])|年(?P<year>[初底末]))"
        r"(?!(?:以|之)?[前后]|以来|起|开始|为止|至今|[到至])",
        "zh_bound": r"(?:截至|截止到?|自从?|从|直到|[到至])\s*$",
        "nth_zh": r"的?(?:第(?P<nth>[一二三四五1-5])|(?P<last>最后)(?:一|1)?|(?P<first>首))个?"
        r"(?P<u>周(?![一二三四五六日天末])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|天|日|月|季度|周末)",
        "weekday_zh": r"的?(?:第(?P<nth>[一二三四五1-5])|(?P<last>最后一?))个(?:周|星期|礼拜)"
        r"(?P<day>[一二三四五六日天])",
        "run_zh": r"的?(?P<side>前|头|最?后)(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})"
        r"(?:个?(?P<u>周|星期)|(?P<d>天|日))",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in raw.items()}


def years_of(text: str) -> list[Atom]:
    """Return "the year" of "the last 3 days of the year", to take parts of; it is no expression of its own."""
    whole = Period(date(TEMPLATE_YEAR, 1, 1), date(TEMPLATE_YEAR + 1, 1, 1), "year")
    return [
        Atom(match.start(), match.end(), yearless=whole, certainty=0.9)
        for match in re.finditer(r"(?<=\bof )(?:the|a)\s+year\b(?!\s+(?:of|in|\d))", text, re.IGNORECASE)
    ]


def parts_of(text: str, found: list[Atom], today: date) -> list[Atom]:
    """Return one atom for each part of one of the atoms that the words beside it name."""
    made = []
    for atom in found:
        whole = atom.period or atom.yearless
        if whole is None or whole.start is None or whole.end is None or atom.closed:
            continue
        for read in (_before, _after):
            try:
                part = read(text, atom, whole, today)
            except (ValueError, OverflowError):
                continue  # counted out of the calendar's years
            if part is not None:
                made.append(part)
    return made


def _made(atom: Atom, period: Period | None, *, start: int, end: int, note: Note = "") -> Atom | None:
    if period is None:
        return None
    changed = replace(atom, start=start, end=end, certainty=1.0, bare_year=False, note=note or atom.note)
    return replace(changed, yearless=period) if atom.period is None else replace(changed, period=period)


def _begun(atom: Atom, today: date, part: Callable[[Period], Period | None]) -> tuple[Atom, Period | None]:
    """A part that falls on other days each year, such as the first Monday of May: that of the latest year in which it
    has begun; the last day of February has no place in a template year either."""
    if atom.yearless is None:
        return atom, None if atom.period is None else part(atom.period)
    for year in (today.year, today.year - 1):
        found = part(in_year(atom.yearless, year))
        if found is not None and found.start is not None and as_datetime(found.start) <= as_datetime(today):
            return replace(atom, period=found, yearless=None, relative=True, note="latest_begun"), found
    return atom, None


def _before(text: str, atom: Atom, whole: Period, today: date) -> Atom | None:
    patterns, reach = _patterns(), max(0, atom.start - 48)
    if match := patterns["nth"].search(text, reach, atom.start):
        note: Note = "weeks_of" if match["u"].casefold() == "week" and not match["n"] else ""
        if match["u"].casefold() in (*_DAYS, "weekend") or (match["which"][0] in "lLfF" and _ends_february(whole)):
            atom, period = _begun(atom, today, lambda there, said=match: _nth(said, there))  # type: ignore[misc]
        else:
            period = _nth(match, whole)
        return _made(atom, period, start=match.start(), end=atom.end, note=note)
    if match := patterns["third"].search(text, reach, atom.start):
        third = _THIRDS[(match["adj"] or match["noun"]).casefold()]
        return _made(atom, third_of(whole, third), start=match.start(), end=atom.end, note=_third_note(whole, third))
    return None


def _after(text: str, atom: Atom, whole: Period, today: date) -> Atom | None:
    patterns, months = _patterns(), whole_months(whole)
    if text.isascii() or patterns["zh_bound"].search(text, max(0, atom.start - 4), atom.start):
        return None
    if match := patterns["weekday_zh"].match(text, atom.end):
        nth = -1 if match["last"] else chinese_value(match["nth"]) or 1
        weekday = "一二三四五六日".index(match["day"].replace("天", "日"))
        atom, day = _begun(atom, today, lambda there: _weekday_of(there, weekday, nth))
        return _made(atom, day, start=atom.start, end=match.end())
    if (match := patterns["run_zh"].match(text, atom.end)) and months in (1, 3):
        count, first = chinese_value(match["n"]) or 0, not match["side"].endswith("后")
        return _counted(atom, whole, today, match, count, first)
    if (match := patterns["nth_zh"].match(text, atom.end)) and (match["u"][0] not in "周星礼" or months in (1, 3)):
        nth = -1 if match["last"] else 1 if match["first"] else chinese_value(match["nth"]) or 1
        unit = _UNITS_ZH.get(match["u"], "week")
        note: Note = "weeks_of" if unit == "week" else ""
        if unit == "weekend" or (nth == -1 and _ends_february(whole)):
            atom, part = _begun(atom, today, lambda there: _unit(there, unit, nth))
        else:
            part = _unit(whole, unit, nth)
        return _made(atom, part, start=atom.start, end=match.end(), note=note)
    if match := patterns["third_zh"].match(text, atom.end):
        short = match["year"] or match["month"]
        written_out = short.endswith("旬")
        if months not in (1, 12) or (match["year"] and months != 12) or (written_out and months != 1):
            return None
        third = _THIRDS[short]
        note = "" if written_out else _third_note(whole, third)
        return _made(atom, third_of(whole, third), start=atom.start, end=match.end(), note=note)
    return None


def _counted(atom: Atom, whole: Period, today: date, match: re.Match[str], count: int, first: bool) -> Atom | None:
    unit = "day" if match["d"] else "week"
    if not first and _ends_february(whole):
        atom, part = _begun(atom, today, lambda there: _run(there, unit, count, first))
    else:
        part = _run(whole, unit, count, first)
    return _made(atom, part, start=atom.start, end=match.end())


def _ends_february(whole: Period) -> bool:
    """True where the last day of the period is another one in leap years."""
    last = whole.last_day
    return last is not None and last.month == 2


def third_of(whole: Period, third: Third) -> Period | None:
    """Return the first, middle or last third of a month (its 1st to 10th, 11th to 20th, the rest) or a quarter.

    Of a year it is the first quarter, the months from May to August, or the last quarter.

    >>> third_of(Period(date(2013, 2, 1), date(2013, 3, 1), "month"), "late")
    Period(start=datetime.date(2013, 2, 21), end=datetime.date(2013, 3, 1), grain='day')
    """
    start, end, months = whole.start, whole.end, whole_months(whole)
    if start is None or end is None:
        return None
    at = ("early", "mid", "late").index(third)
    if months == 1:
        edges = (start, start + timedelta(days=10), start + timedelta(days=20), end)
        return Period(edges[at], edges[at + 1], "day")
    if months == 12 and third != "mid":
        # People who say the end of a year mean its last quarter rather than four months.
        return (
            Period(start, add_months(start, 3), "quarter")
            if third == "early"
            else Period(add_months(end, -3), end, "quarter")
        )
    if months == 0 or months % 3:
        return None
    size = months // 3
    return Period(add_months(start, at * size), add_months(start, (at + 1) * size), "month")


def _third_note(whole: Period, third: Third) -> Note:
    return "edges" if whole_months(whole) == 12 and third != "mid" else "thirds"


def _nth(match: re.Match[str], whole: Period) -> Period | None:
    word, unit = match["which"].casefold(), match["u"].casefold()
    nth, count = _NTH[word], word_value(match["n"]) if match["n"] else None
    if count is not None:
        return _run(whole, unit, count, nth == 1) if nth in (1, -1) else None
    if unit in _DAYS:
        return _weekday_of(whole, _DAYS.index(unit), nth)
    return _unit(whole, unit, nth)


def _run(whole: Period, unit: str, count: int, first: bool) -> Period | None:
    """The first or last `count` units of a period, None where they do not fit."""
    if whole.start is None or whole.end is None or count < 1 or unit not in ("day", "week", "month", "quarter", "half"):
        return None
    if unit == "half" and whole_months(whole) == 1:
        middle = whole.start + timedelta(days=15)
        return Period(whole.start, middle, "day") if first else Period(middle, whole.end, "day")
    if unit in ("day", "week"):
        length = timedelta(days=count * (7 if unit == "week" else 1))
        start, end = (whole.start, whole.start + length) if first else (whole.end - length, whole.end)
    else:
        months = count * {"month": 1, "quarter": 3, "half": 6}[unit]
        start, end = (
            (whole.start, add_months(whole.start, months)) if first else (add_months(whole.end, -months), whole.end)
        )
    return _inside(whole, start, end, _GRAINS[unit])


def _inside(whole: Period, start: date, end: date, grain: Grain) -> Period | None:
    if whole.start is None or whole.end is None:
        return None
    if as_datetime(start) < as_datetime(whole.start) or as_datetime(end) > as_datetime(whole.end):
        return None
    return Period(start, end, grain)


def _unit(whole: Period, unit: str, nth: int) -> Period | None:
    """The nth unit of a period, counted from its first day; -1 is the last."""
    if whole.start is None or whole.end is None:
        return None
    if unit == "weekend":
        saturday = _weekday_of(whole, 5, nth)
        return None if saturday is None or saturday.start is None else days_of(_plain(saturday.start), 2)
    if nth in (1, -1) or (unit == "half" and whole_months(whole) == 1):
        return _run(whole, unit, 1, nth == 1)
    if unit in ("day", "week"):
        length = 7 if unit == "week" else 1
        start = _plain(whole.start) + timedelta(days=length * (nth - 1))
        end = min(start + timedelta(days=length), _plain(whole.end))
        return _inside(whole, start, end, "day") if start < end else None
    size = {"month": 1, "quarter": 3, "half": 6}[unit]
    start = add_months(whole.start, size * (nth - 1))
    return _inside(whole, start, add_months(start, size), _GRAINS[unit])


def _weekday_of(whole: Period, weekday: int, nth: int) -> Period | None:
    """The nth Monday (0) ... Sunday (6) of a month; of a longer period the first or last."""
    if whole.start is None or whole.end is None:
        return None
    start, last = _plain(whole.start), whole.last_day or _plain(whole.start)
    if whole_months(whole) == 0 or (whole_months(whole) > 1 and nth not in (1, -1)):
        return None
    day = nth_weekday(start.year, start.month, weekday, nth) if nth > 0 else None
    if nth == -1:
        day = nth_weekday(last.year, last.month, weekday, -1)
    return None if day is None else days_of(day)


def _plain(moment: date) -> date:
    return as_datetime(moment).date()
