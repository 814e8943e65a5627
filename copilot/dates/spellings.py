"""Other spellings of dates that name their own unit, in English and Chinese.

Owns "Q2 24", "24Q2", "1H26", "winter 2025/26", "January first", "US week 12 of 2025" and days that move from year to
year ("Black Friday 2025"). The common spellings are the rules of each language. US weeks run from Sunday to Saturday
and week 1 holds 1 January; any other week is an ISO week.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from re import Match

from copilot.dates import atoms, feasts
from copilot.dates.atoms import Atom, Rule
from copilot.dates.english import DAY, MONTH, RELATIVE_YEAR, YEAR, L, R, month_number
from copilot.dates.numbers import chinese_value
from copilot.dates.period import TEMPLATE_YEAR, Period, days_of, in_year, months_of

_SHORT = r"(?:0\d|[1-4]\d)"
_UNIT_NEXT = (
    r"(?!\s*-?(?:%|percent|hours?|days?|weeks?|months?|quarters?|years?|customers?|orders?|products?|items?|rows?"
    r"|flights?|stores?|times?|units?|people|[.,]\d))"
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty first", "twenty second", "twenty third", "twenty fourth", "twenty fifth", "twenty sixth",
    "twenty seventh", "twenty eighth", "twenty ninth", "thirtieth", "thirty first",
)  # fmt: skip
_ORDINAL = "|".join(sorted((word.replace(" ", r"[\s-]") for word in _ORDINALS), key=len, reverse=True))
_AFTER = rf"(?:(?:\s*,?\s*(?:of\s+|in\s+)?(?P<y>{YEAR})(?![\d.]|,\d))|\s+(?:of\s+|in\s+)?(?P<ry>{RELATIVE_YEAR}))"

_ORDER = re.compile(r"(?:\bmonth|\bmonthly\b[^,;]*),\s*(?:with\s+|starting\s+(?:with|in)\s+)?$", re.IGNORECASE)
"""After "month by month,", "January first" is an order and no day."""


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules; compiled at first use, since that costs more than the import may."""
    no_unit = (
        r"(?!\s+(?:week|half|quarter|day|month|weekend|fortnight|monday|tuesday|wednesday|thursday|friday|saturday"
        r"|sunday|\d|two|three|four|five|six|ten|customer|order))"
    )
    english = (
        (rf"(?:(?P<kind>q|h)(?P<part>[1-4])\s*[-/'’]?\s*(?P<yy>{_SHORT}){_UNIT_NEXT}"
         rf"|(?P<yy2>{_SHORT}|{YEAR})\s*-?(?P<kind2>q|h)(?P<part2>[1-4])"
         rf"|(?P<part3>[1-4])(?P<kind3>q|h)\s*[-/'’]?\s*(?P<yy3>{YEAR}|{_SHORT}){_UNIT_NEXT})", _short_year),
        (rf"(?P<m>0?[1-9]|1[0-2])/(?P<y>{YEAR})(?!/)", _month_of_year),
        (rf"(?P<s1>winter)\s+(?:of\s+)?(?P<y>{YEAR})\s*(?:[-/–]|to|and)\s*(?P<y2>{YEAR}|\d\d)", _winter),
        (rf"(?:(?P<m1>{MONTH})\.?\s+(?:the\s+)?(?P<d1>{_ORDINAL}){no_unit}|(?:the\s+)?(?P<d2>{_ORDINAL})\s+of\s+"
         rf"(?P<m2>{MONTH})){_AFTER}?", _ordinal_day),
        (
            rf"(?:(?P<between>between\s+)|from\s+)?(?:the\s+)?(?P<from>{DAY})\s*(?P<to>-|–|to|through|until|and)\s*"
            rf"(?:the\s+)?(?P<till>{DAY})\s+(?:of\s+)?(?P<m>{MONTH}){_AFTER}?",
            _days_of_month,
        ),
        (rf"(?P<us>US|U\.S\.|american|ISO|calendar)\s+week\s*(?:no\.?\s*|number\s*)?(?P<w>[0-5]?\d){_AFTER}?", _week),
        (rf"(?:CW|KW)\s*(?P<w>[0-5]?\d)(?:\s*[-/]?\s*|\s+of\s+)(?P<y>{YEAR})", _week),
        (rf"(?:(?P<py>{YEAR})\s+)?(?:the\s+)?(?P<feast>{feasts.ENGLISH}){_AFTER}?", _feast),
    )  # fmt: skip
    year_zh = r"(?:(?<!\d)(?P<y>(?:19|20)\d\d)年?的?|(?P<ry>大前年|前年|去年|上一?年|今年|本年)的?)"
    again_zh = year_zh.replace("<y>", "<y3>").replace("<ry>", "<r3>")
    chinese = (
        (r"(?:(?P<iso>ISO)|(?P<us>美国|美式))(?P<y>(?:19|20)\d\d)?年?第(?P<w>\d\d?|[一二三四五十]+)周", _week),
        (rf"{year_zh}?(?:的)?(?P<feast>{feasts.CHINESE})(?P<days>期间|假期|长假|黄金周)?", _feast),
        (
            rf"{year_zh}?(?P<may>五一|劳动节)?(?(may)|国庆节?)(?:期间|假期|长假|小长假|黄金周)"
            rf"|{again_zh}?国庆(?!节)",
            _golden,
        ),
        (r"(?<![\d.年])(?P<yy>[12]\d)年(?=的|全年|度|各|每)", _two_digits),
    )
    return tuple(
        (re.compile(f"{L}(?:{pattern}){R}", re.IGNORECASE) if latin else re.compile(pattern, re.IGNORECASE), build)
        for group, latin in ((english, True), (chinese, False))
        for pattern, build in group
    )


def _year_after(match: Match[str], today: date) -> tuple[int | None, bool]:
    groups = match.groupdict()
    if text := groups.get("y") or groups.get("py") or groups.get("y3"):
        return int(text), False
    if word := groups.get("ry") or groups.get("r3"):
        steps = {"大前年": -3, "前年": -2, "今年": 0, "本年": 0}
        step = steps.get(word)
        if step is None:
            low = word.casefold()
            step = 0 if re.search("this|current", low) else 1 if re.search("next|following|coming", low) else -1
        return today.year + step, True
    return None, False


def _short_year(match: Match[str], today: date) -> Atom | None:
    kind = (match["kind"] or match["kind2"] or match["kind3"]).casefold()
    part = int(match["part"] or match["part2"] or match["part3"])
    written = match["yy"] or match["yy2"] or match["yy3"]
    year = int(written) + (2000 if len(written) == 2 else 0)
    if kind == "h" and part > 2:
        return None
    months = 3 if kind == "q" else 6
    period = months_of(year, (part - 1) * months + 1, months, "quarter" if kind == "q" else "half")
    return Atom(match.start(), match.end(), period, certainty=1.0 if len(written) == 4 else 0.9)


def _month_of_year(match: Match[str], today: date) -> Atom | None:
    return Atom(match.start(), match.end(), months_of(int(match["y"]), int(match["m"]), 1, "month"), certainty=0.9)


def _winter(match: Match[str], today: date) -> Atom | None:
    first, last = int(match["y"]), int(match["y2"])
    if last % 100 != (first + 1) % 100:
        return None
    return Atom(match.start(), match.end(), months_of(first, 12, 3, "month"), note="northern_season")


def _ordinal_day(match: Match[str], today: date) -> Atom | None:
    if _ORDER.search(match.string[: match.start()]):
        return atoms.no_such_day(match)
    word = re.sub(r"[\s-]+", " ", (match["d1"] or match["d2"]).casefold())
    yearless = atoms.yearless_day(month_number(match["m1"] or match["m2"]), _ORDINALS.index(word) + 1)
    if yearless is None or yearless.start is None:
        return atoms.no_such_day(match)
    year, relative = _year_after(match, today)
    if year is None:
        return Atom(match.start(), match.end(), yearless=yearless, certainty=0.9)
    period = atoms.dated(year, yearless.start.month, yearless.start.day)
    return Atom(match.start(), match.end(), period, relative=relative) if period else atoms.no_such_day(match)


def _days_of_month(match: Match[str], today: date) -> Atom | None:
    if (match["to"].casefold() == "and") != bool(match["between"]):
        return None
    month = month_number(match["m"])
    first, last = (atoms.yearless_day(month, int(re.sub(r"\D", "", match[side]))) for side in ("from", "till"))
    if first is None or last is None or first.start is None or last.end is None:
        return atoms.no_such_day(match)
    if first.start >= last.end:
        return None
    yearless = Period(first.start, last.end, "day")
    year, relative = _year_after(match, today)
    if year is None:
        return Atom(match.start(), match.end(), yearless=yearless, certainty=0.95)
    return Atom(match.start(), match.end(), in_year(yearless, year), relative=relative)


def _week(match: Match[str], today: date) -> Atom | None:
    year, relative = _year_after(match, today)
    week, at = chinese_value(match["w"]) or 0, today.year if year is None else year
    american = (match.groupdict().get("us") or "").casefold() in ("us", "u.s.", "american", "美国", "美式")
    period = us_week(at, week) if american else atoms.iso_week(at, week)
    if period is None:
        return None
    moves = relative or year is None
    return Atom(match.start(), match.end(), period, relative=moves, note="us_week" if american else "")


def us_week(year: int, week: int) -> Period | None:
    """Return a week from Sunday to Saturday, counted from the one that holds 1 January; None where there is none.

    >>> us_week(2025, 1)
    Period(start=datetime.date(2024, 12, 29), end=datetime.date(2025, 1, 5), grain='week')
    """
    new_year = date(year, 1, 1)
    start = new_year - timedelta(days=new_year.isoweekday() % 7) + timedelta(days=7 * (week - 1))
    return days_of(start, 7, "week") if week >= 1 and start.year <= year else None


def _feast(match: Match[str], today: date) -> Atom | None:
    days = 7 if match.groupdict().get("days") else 1
    year, relative = _year_after(match, today)
    if year is not None:
        start = feasts.day_of(match["feast"], year)
        return Atom(match.start(), match.end(), days_of(start, days), relative=relative) if start else None
    for there in (today.year, today.year - 1):
        start = feasts.day_of(match["feast"], there)
        if start is not None and start <= today:
            return Atom(match.start(), match.end(), days_of(start, days), relative=True, note="latest_begun")
    return None


def _golden(match: Match[str], today: date) -> Atom | None:
    """The holidays around 1 May and 1 October: five and seven days, or the one day."""
    month, days = (5, 5) if match["may"] else (10, 7 if not match[0].endswith("国庆") else 1)
    start = date(TEMPLATE_YEAR, month, 1)
    yearless = days_of(start, days)
    year, relative = _year_after(match, today)
    if year is None:
        return Atom(match.start(), match.end(), yearless=yearless, certainty=0.95)
    return Atom(match.start(), match.end(), in_year(yearless, year), relative=relative)


def _two_digits(match: Match[str], today: date) -> Atom | None:
    return Atom(match.start(), match.end(), atoms.calendar_year(2000 + int(match["yy"])), certainty=0.6)
