"""Fiscal years, in English and Chinese: "FY25", "Q3 FY2025", "last fiscal quarter", 2025财年第一季度, 本财年.

Owns the arithmetic of a fiscal year that starts in a given month. A fiscal year bears the number of the calendar year
in which it ends, unless both years are said (FY24/25). Where no start is known the calendar year is used, and a note
says so. Refuses to know where the start comes from.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, partial
from re import Match

from copilot.dates.atoms import Atom, Rule
from copilot.dates.english import YEAR, L, R
from copilot.dates.numbers import chinese_value
from copilot.dates.period import Grain, Period, add_months, months_of
from copilot.dates.spans import Note

_WORDS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_MONTHS: dict[Grain, int] = {"year": 12, "quarter": 3, "month": 1}


@cache
def rules(starts_in: int | None) -> tuple[Rule, ...]:
    """Return the rules for fiscal years that start in a month, 1 to 12; None where no start is known."""
    number = rf"(?P<y>{YEAR}|\d\d)(?:\s*[-/–]\s*(?P<y2>{YEAR}|\d\d))?(?!\d)"
    year = rf"(?:(?:FY|F\.Y\.)\s*[-'’]?\s*{number}|(?:fiscal|financial)(?:\s+year)?\s+{number.replace('<y', '<f')})"
    part = (
        r"(?:q(?P<q>[1-4])|(?P<qw>first|1st|second|2nd|third|3rd|fourth|4th|last)\s+quarter|h(?P<h>[12])"
        r"|(?P<hw>first|1st|second|2nd)\s+half)"
    )
    which = r"(?P<which>last|previous|prior|this|current|next)"
    english = (
        (rf"(?:the\s+)?{year}(?:[\s,-]*{part})?", _named),
        (rf"(?:the\s+)?(?:fiscal\s+)?{part}[\s,]*(?:of\s+|in\s+)?(?:the\s+)?{year}", _named),
        (rf"fiscal\s+{part}(?:\s+of)?\s+{number}", _named),
        (rf"(?:the\s+)?{which}\s+(?:fiscal|financial)\s+(?P<u>year|quarter)(?P<todate>[\s-]+to[\s-]+date)?", _near),
        (r"(?:the\s+)?(?:fiscal|financial)\s+(?P<u>year|quarter)(?P<todate>[\s-]+to[\s-]+date)|FYTD", _near),
        (rf"(?:fiscal\s+)?{part}\s+(?:of\s+)?(?:the\s+)?{which}\s+(?:fiscal|financial)\s+year", _near),
    )
    part_zh = r"(?:的?(?:第?(?P<q>[一二三四1-4])(?:财?季度?)|[Qq](?P<q2>[1-4])|(?P<h>[上下])半年))"
    chinese = (
        (rf"(?:FY\s*)?(?P<y>(?:19|20)?\d\d)(?:\s*[-/]\s*(?P<y2>(?:19|20)?\d\d))?\s*年?(?:财年|财政年度|会计年度){part_zh}?",
         _named),
        (rf"FY\s*(?P<y>(?:19|20)?\d\d)年?{part_zh}", _named),
        (r"(?P<which>上上一?个?|上一?个?|本|这个?|当前|下一?个?)(?P<u>财年|财季|财政年度|会计年度)"
         rf"{part_zh}?(?P<todate>至今|以来|到现在)?", _near),
        (r"(?P<u>财年|财季|财政年度|会计年度)初?(?P<todate>至今|以来)", _near),
    )  # fmt: skip
    return tuple(
        (
            re.compile(f"{L}(?:{pattern}){R}" if latin else pattern, re.IGNORECASE),
            partial(build, starts_in=starts_in),
        )
        for group, latin in ((english, True), (chinese, False))
        for pattern, build in group
    )


def fiscal_year(number: int, starts_in: int) -> Period:
    """Return the fiscal year of a number, that of the calendar year in which it ends.

    >>> fiscal_year(2025, 4)
    Period(start=datetime.date(2024, 4, 1), end=datetime.date(2025, 4, 1), grain='year')
    """
    return months_of(number - (starts_in > 1), starts_in, 12, "year")


def fiscal_number(day: date, starts_in: int) -> int:
    """Return the number of the fiscal year that holds a day.

    >>> fiscal_number(date(2024, 4, 1), 4), fiscal_number(date(2024, 3, 31), 4)
    (2025, 2024)
    """
    return day.year + (starts_in > 1 and day.month >= starts_in)


def _note(starts_in: int | None) -> Note:
    return "fiscal_unknown" if starts_in is None else "" if starts_in == 1 else "fiscal"


def _part(match: Match[str], year: Period) -> Period:
    """The quarter or half of a fiscal year that the words name, else the whole of it."""
    groups, start = match.groupdict(), year.start
    if start is None:
        return year
    word = groups.get("q") or groups.get("q2") or groups.get("qw")
    if word:
        quarter = _WORDS.get(word.casefold()) or chinese_value(word) or 1
        first = add_months(start, 3 * quarter - 3)
        return Period(first, add_months(first, 3), "quarter")
    half = groups.get("h") or groups.get("hw")
    if half:
        first = start if half.casefold() in ("1", "first", "1st", "上") else add_months(start, 6)
        return Period(first, add_months(first, 6), "half")
    return year


def _named(match: Match[str], today: date, *, starts_in: int | None) -> Atom | None:
    groups = match.groupdict()
    written, second = groups.get("y") or groups.get("f"), groups.get("y2") or groups.get("f2")
    if not written:
        return None
    number = int(written) + (2000 if len(written) == 2 else 0)
    if second:
        if int(second) % 100 != (number + 1) % 100:
            return None
        number += starts_in is not None and starts_in > 1
    period = _part(match, fiscal_year(number, starts_in or 1))
    sure = 1.0 if starts_in is not None else 0.9
    return Atom(match.start(), match.end(), period, certainty=sure, note=_note(starts_in))


def _near(match: Match[str], today: date, *, starts_in: int | None) -> Atom | None:
    groups = match.groupdict()
    which, unit = (groups.get("which") or "this").casefold(), (groups.get("u") or "year").casefold()
    grain: Grain = "quarter" if unit in ("quarter", "财季") else "year"
    step = -1 if which in ("last", "previous", "prior") else 1 if which == "next" else 0
    if which[0] in "上下":
        step = 1 if which[0] == "下" else -2 if which.startswith("上上") else -1
    here = fiscal_year(fiscal_number(today, starts_in or 1), starts_in or 1)
    if here.start is None:
        return None
    months = (today.year - here.start.year) * 12 + today.month - here.start.month
    first = add_months(here.start, (months // _MONTHS[grain] + step) * _MONTHS[grain])
    period = Period(first, add_months(first, _MONTHS[grain]), grain)
    if groups.get("todate") or match[0].upper() == "FYTD":
        period = Period(first, today + timedelta(days=1), "day")
    elif grain == "year":
        period = _part(match, period)
    return Atom(match.start(), match.end(), period, relative=True, note=_note(starts_in))
