"""English date expressions, one rule each.

Owns the words and patterns of single expressions ("Q1 2013", "last 30 days"). Ranges and bounds ("since March") are put
together in `copilot.dates.joining`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from re import Match

from copilot.dates import atoms
from copilot.dates.atoms import Atom, Rule
from copilot.dates.numbers import word_value
from copilot.dates.period import Grain, Period, in_year, period_of, units_from
from copilot.dates.spans import Note

L, R = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"
YEAR = r"(?:19\d\d|20\d\d|2100)"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH_KEYS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d)"
COUNT = (
    r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty(?:[\s-]four)?"
    r"|thirty|forty[\s-]five|sixty|ninety|a\s+hundred|half\s+a)"
)
UNIT = r"(?:day|week|fortnight|month|quarter|half[\s-]year|year|decade)"
RELATIVE_YEAR = r"(?:last|this|next|(?:the\s+)?(?:previous|prior|preceding|current|following|coming))\s+year"
_YEAR_AFTER = (
    rf"(?:(?:\s*,?\s*(?P<link>of\s+|in\s+)?(?:the\s+)?(?:year\s+)?|\s*[-/]\s*)(?P<y>{YEAR})(?!\d|\s*-\s*\d|,\d)"
    rf"|\s*['’](?P<yy>\d\d)(?!\d)|\s+(?P<rlink>(?:of|in)\s+)?(?P<ry>{RELATIVE_YEAR}))"
)
_YEAR_BEFORE = rf"(?:(?P<py>{YEAR})(?:['’]s)?(?:\s+|-)|(?P<pry>{RELATIVE_YEAR})(?:['’]s)?\s+)"
_ORDINAL = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_HOLIDAYS = {
    r"christmas\s+eve": (12, 24),
    r"(?:christmas|xmas)(?:\s+day)?": (12, 25),
    r"boxing\s+day": (12, 26),
    r"new\s+year['’]?s?['’]?\s+eve": (12, 31),
    r"new\s+year['’]?s?['’]?(?:\s+day)?": (1, 1),
    r"valentine['’]?s?\s+day": (2, 14),
    r"independence\s+day": (7, 4),
    r"halloween": (10, 31),
}
_PREPOSITION = re.compile(
    r"\b(?:in|of|for|during|since|before|after|until|till|through|from|between|this|last|next|every|each|and|vs\.?"
    r"|versus|to|by|only|early|mid|late|than|with)(?:\s+the)?\s*$",
    re.IGNORECASE,
)
_YEAR_CUE = re.compile(
    r"(?:\b(?:in|of|since|before|after|during|for|from|until|till|through|between|year|years|fiscal|only|vs\.?|versus"
    r"|calendar|throughout)(?:\s+(?:the|year))*\s*$)",
    re.IGNORECASE,
)
_COUNT_CUE = re.compile(
    r"(?:[><=≥≤#]|\b(?:than|over|under|above|below|top|least|most|exceeds?|limit|exactly|about|around|no\.?))\s*$",
    re.IGNORECASE,
)
_THING_AFTER = re.compile(
    r"\s*-?(?:%|percent|dollars?|usd|euros?|miles?|km|kilomet|minutes?|mins?|hours?|days?|feet|ft\b|metres|meters|units?"
    r"|times|people|items|rows|records)",
    re.IGNORECASE,
)


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules; compiled at first use, since that costs more than the import may."""

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(f"{L}(?:{pattern}){R}", re.IGNORECASE)

    units = "day|week|month|quarter|year"
    holidays = "|".join(_HOLIDAYS)
    near = (
        "last|past|previous|prior|preceding|this|current|next|coming|following|upcoming|trailing|most\\s+recent|latest"
    )
    return (
        (compiled(rf"(?P<y>{YEAR})([-/.])(?P<m>\d\d?)\2(?P<d>\d\d?)(?:[T\s]+(?P<H>[01]?\d|2[0-3]):(?P<M>[0-5]\d)"
                  r"(?::(?P<S>[0-5]\d)(?:\.\d+)?)?)?"), _iso_day),
        (compiled(rf"(?P<y>{YEAR})[-/](?P<m>0[1-9]|1[0-2])(?![-/.]?\d)"), _iso_month),
        (compiled(rf"(?P<y>{YEAR})(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])"), _eight_digits),
        (compiled(rf"(?P<a>\d\d?)([/.])(?P<b>\d\d?)\2(?P<y>{YEAR})"), _slashes),
        (compiled(rf"(?:fy\s?|(?:the\s+|calendar\s+)?year\s+)?(?P<y>{YEAR})(?!\.\d|,\d\d\d|%|-\d\d?-\d)"), _bare_year),
        (compiled(r"(?P<decade>(?:19|20)\d0)['’]?s|(?<=the )['’]?(?P<short>[2-9]0)s"), _decade),
        (compiled(rf"{_YEAR_BEFORE}?(?:(?P<d1>{DAY})(?:\s+of)?[\s-]*(?P<m1>{MONTH})\.?|(?P<m2>{MONTH})\.?[\s-]*(?:the\s+)?(?P<d2>{DAY})"
                  rf"(?:\s*(?:-|–|to|through)\s*(?P<d3>{DAY}))?(?!\s*[:%]|,\d)"
                  rf"|(?P<holiday>{holidays})){_YEAR_AFTER}?"), _day),
        (compiled(rf"{_YEAR_BEFORE}?(?:(?P<m>{MONTH})(?:\.|\b)|q(?P<q1>[1-4])|(?P<q2>[1-4])q|quarter\s+(?P<q3>[1-4])"
                  r"|(?P<qo>first|1st|second|2nd|third|3rd|fourth|4th|last|final)[\s-]+quarter|h(?P<h1>[12])"
                  r"|(?P<ho>first|1st|second|2nd)[\s-]+half(?:[\s-]+of\s+the\s+year|[\s-]year)?"
                  rf"|(?P<season>spring|summer|autumn|fall|winter)(?:time)?){_YEAR_AFTER}?"), _part),
        (compiled(rf"{_YEAR_BEFORE}?(?:week\s*(?:no\.?\s*|number\s*)?|wk\s*|w)(?P<w>[0-5]?\d){_YEAR_AFTER}?"), _week),
        (compiled(rf"(?P<which>{near})[\s-]+(?:(?P<n>{COUNT})[\s-]+(?:(?:full|complete|calendar|whole)\s+)?)?"
                  rf"(?P<u>{UNIT})s?(?!\s*(?:over|to[\s-]date|so\s+far))"), _near),
        (compiled(rf"(?P<n>{COUNT}|an?)\s+(?P<u>{UNIT})s?\s+ago"), _ago),
        (compiled(rf"(?:(?:this|current)\s+)?(?P<u>{units})[\s-]+to[\s-]+date|(?P<short>[ymqw]td)"
                  rf"|(?:so\s+far\s+(?:this|in\s+the\s+current)\s+(?P<u2>{units}))|this\s+(?P<u3>{units})\s+(?:so\s+far|until\s+now)"),
         _to_date),
        (compiled(r"(?P<before>the\s+day\s+before\s+yesterday)|(?P<word>today|yesterday|tomorrow)"), _word),
        (compiled(rf"(?P<which>last|past|previous|this|next)\s+(?:(?P<end>weekend)|(?P<name>{MONTH})|(?P<season>spring|summer|autumn|fall|winter)"
                  rf"|(?P<holiday>{holidays}))|(?P<weekdir>last|next|this)\s+(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?!\s+(?:of|in)\b)"),
         _near_name),
        (compiled(r"(?:the\s+)?(?:same|this(?=\s+time))\s+(?P<u>period|time|months?|quarters?|weeks?|days?|dates?)\s+(?:(?:of|in|from)\s+)?"
                  r"(?:(?:the\s+)?(?:last|previous|prior)\s+year|(?:a|one)\s+year\s+(?:ago|earlier|before|previously)|the\s+year\s+before)"
                  r"|last\s+year['’]?s?\s+same\s+(?P<u2>period|month|quarter)|the\s+prior[\s-]+year\s+period"
                  r"|(?:last|previous|prior)[\s-]+year(?:['’]s)?[\s-]+(?:ytd|to[\s-]date|year[\s-]to[\s-]date)|[lp]ytd"
                  r"|ytd\s+(?:of\s+)?(?:last|previous|prior)\s+year"), _same_period),
    )  # fmt: skip


def month_number(word: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation."""
    return _MONTH_KEYS.index(word[:3].casefold()) + 1


def _year(match: Match[str], today: date) -> tuple[int | None, bool]:
    """The year that stands before or after the expression, and whether it is relative."""
    groups = match.groupdict()
    for key in ("y", "py"):
        if groups.get(key):
            return int(groups[key]), False
    if groups.get("yy"):
        short = int(groups["yy"])
        return (2000 if short < 70 else 1900) + short, False
    for key in ("ry", "pry"):
        if groups.get(key):
            word = groups[key].casefold()
            step = 0 if "this" in word or "current" in word else 1 if re.search("next|following|coming", word) else -1
            return today.year + step, True
    return None, False


def _place(
    match: Match[str], today: date, yearless: Period | None, certainty: float = 1.0, note: Note = ""
) -> Atom | None:
    if yearless is None:
        return None
    year, relative = _year(match, today)
    if year is None:
        return Atom(match.start(), match.end(), yearless=yearless, certainty=certainty, note=note)
    try:
        return Atom(match.start(), match.end(), in_year(yearless, year), relative=relative, note=note)
    except ValueError:
        return atoms.no_such_day(match)


def _fixed(match: Match[str], period: Period | None, certainty: float = 1.0, note: Note = "") -> Atom | None:
    return None if period is None else Atom(match.start(), match.end(), period, certainty=certainty, note=note)


def _moving(match: Match[str], period: Period, note: Note = "", certainty: float = 1.0) -> Atom:
    return Atom(match.start(), match.end(), period, relative=True, certainty=certainty, note=note)


def _iso_day(match: Match[str], today: date) -> Atom | None:
    day = atoms.dated(int(match["y"]), int(match["m"]), int(match["d"]))
    if day is None:
        return atoms.no_such_day(match)
    if match["H"] is None or day.start is None:
        return _fixed(match, day)
    at = datetime(
        day.start.year, day.start.month, day.start.day, int(match["H"]), int(match["M"]), int(match["S"] or 0)
    )
    if at.minute == at.second == 0:
        return _fixed(match, Period(at, at + timedelta(hours=1), "hour"))
    return _fixed(match, Period(at, at + timedelta(seconds=1 if match["S"] else 60)))


def _iso_month(match: Match[str], today: date) -> Atom | None:
    return _fixed(match, in_year(atoms.yearless_months(int(match["m"])), int(match["y"])))


def _eight_digits(match: Match[str], today: date) -> Atom | None:
    return _fixed(match, atoms.dated(int(match["y"]), int(match["m"]), int(match["d"])), 0.6)


def _slashes(match: Match[str], today: date) -> Atom | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if "." in match[0]:
        return _fixed(match, atoms.dated(year, second, first))
    if first > 12:
        return _fixed(match, atoms.dated(year, second, first))
    either = second <= 12 and first != second
    return _fixed(match, atoms.dated(year, first, second), 0.5 if either else 1.0, "month_first" if either else "")


def _bare_year(match: Match[str], today: date) -> Atom | None:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if re.search(r"(?:[$€£¥￥#.]|(?:^|\D)\d{1,3}[,-])$", before[-5:]):
        return None
    certainty = 0.5
    if _THING_AFTER.match(after):
        certainty = 0.05 if _COUNT_CUE.search(before) else 0.2
    elif "year" in match[0].casefold() or _YEAR_CUE.search(before):
        certainty = 0.95
    elif re.match(r"['’]s\b", after):
        certainty = 0.9
    elif _COUNT_CUE.search(before):
        certainty = 0.05
    if match[0][:2].casefold() == "fy" or re.search(r"\bfiscal(?:\s+year)?\s*$", before, re.IGNORECASE):
        return Atom(
            match.start(), match.end(), atoms.calendar_year(int(match["y"])), certainty=0.7, note="fiscal_unknown"
        )
    return Atom(match.start(), match.end(), atoms.calendar_year(int(match["y"])), certainty=certainty, bare_year=True)


def _decade(match: Match[str], today: date) -> Atom | None:
    start = int(match["decade"] or 0) or 1900 + int(match["short"])
    period = Period(date(start, 1, 1), date(start + 10, 1, 1), "year")
    return _fixed(match, period, 1.0 if match["decade"] else 0.7)


def _day(match: Match[str], today: date) -> Atom | None:
    if match["holiday"]:
        month, day = next(at for key, at in _HOLIDAYS.items() if re.fullmatch(key, match["holiday"], re.IGNORECASE))
        return _place(match, today, atoms.yearless_day(month, day), 0.95)
    month = month_number(match["m1"] or match["m2"])
    day = int(re.sub(r"\D", "", match["d1"] or match["d2"]))
    yearless = atoms.yearless_day(month, day)
    if yearless is None:
        return atoms.no_such_day(match)
    if match["d1"] and re.search(r"\b(?:top|first|last|best|bottom|worst)\s*$", match.string[: match.start()], re.I):
        return None
    if yearless.start and match["d3"]:
        last = atoms.yearless_day(month, int(re.sub(r"\D", "", match["d3"])))
        if last is None or last.end is None or last.end <= yearless.start:
            return None
        yearless = Period(yearless.start, last.end, "day")
    return _place(match, today, yearless, 0.9)


def _part(match: Match[str], today: date) -> Atom | None:
    before = match.string[: match.start()]
    led = bool(_PREPOSITION.search(before)) or bool(match["py"] or match["pry"])
    year, _ = _year(match, today)
    if match["m"]:
        doubtful = match["m"].casefold() in ("may", "march") and not led and (match["ry"] or match["link"])
        if doubtful and match["m"].islower():
            return None
        return _place(match, today, atoms.yearless_months(month_number(match["m"])), _month_certainty(match["m"], led))
    if match["season"]:
        verb = match["season"].casefold() in ("fall", "spring")
        of_year = (match["link"] or match["rlink"] or "").strip().casefold() == "of"
        if match["season"].islower() and not led and verb and (match["ry"] or match["link"]) and not of_year:
            return None
        certainty = 0.9 if led else 0.1 if match["season"].casefold() == "fall" else 0.5
        yearless = atoms.yearless_months(_SEASONS[match["season"].casefold()], 3)
        return _place(match, today, yearless, certainty, "northern_season")
    if half := match["h1"] or match["ho"]:
        month = 1 if half.casefold() in ("1", "first", "1st") else 7
        after = match.string[match.end() :]
        if year is None and re.match(r"\s+of\b", after) and "year" not in match[0].casefold():
            return None
        return _place(match, today, atoms.yearless_months(month, 6, "half"), 0.8)
    word = (match["qo"] or "").casefold()
    if word in ("last", "final") and not (match["y"] or match["rlink"]):
        return None
    quarter = int(match["q1"] or match["q2"] or match["q3"] or 0) or _ORDINAL.get(word, 4)
    return _place(match, today, atoms.yearless_months(quarter * 3 - 2, 3, "quarter"), 0.95)


def _month_certainty(word: str, led: bool) -> float:
    low = word.casefold()
    if led:
        return 0.95
    if low in ("may", "march", "mar"):
        doubt = {"may": 0.1, "march": 0.6, "mar": 0.5}[low]
        return doubt if word.islower() else 0.7
    return 0.9 if len(low) > 3 else 0.7


def _week(match: Match[str], today: date) -> Atom | None:
    week = int(match["w"])
    year, relative = _year(match, today)
    if year is None:
        if not re.match(r"w(?:ee)?k", match[0], re.IGNORECASE):
            return None
        period = atoms.iso_week(today.year, week)
        return None if period is None else _moving(match, period, certainty=0.5)
    period = atoms.iso_week(year, week)
    return None if period is None else Atom(match.start(), match.end(), period, relative=relative)


def _units(match: Match[str]) -> tuple[Grain, int] | None:
    count = 1
    if match["n"]:
        words = match["n"].casefold()
        if words.startswith("half"):
            return ("month", 6) if match["u"].casefold() == "year" else None
        value = 1 if words in ("a", "an") else word_value(words)
        if not value or value > 5000:
            return None
        count = value
    unit = re.sub(r"[\s-]+", " ", match["u"].casefold())
    scaled: dict[str, tuple[Grain, int]] = {
        "day": ("day", 1), "week": ("week", 1), "fortnight": ("week", 2), "month": ("month", 1),
        "quarter": ("quarter", 1), "half year": ("month", 6), "year": ("year", 1), "decade": ("year", 10),
    }  # fmt: skip
    grain, size = scaled[unit]
    return grain, count * size


def _near(match: Match[str], today: date) -> Atom | None:
    units = _units(match)
    if units is None:
        return None
    (grain, count), which = units, re.sub(r"\s+", " ", match["which"].casefold())
    if count == 1 and which in ("trailing", "latest", "most recent") and not match["n"]:
        return None
    if which in ("this", "current"):
        return _moving(match, period_of(today, grain)) if not match["n"] and count == 1 else None
    day_like = 0.6 if grain == "day" and not match["n"] else 1.0
    if which in ("next", "coming", "following", "upcoming"):
        return _moving(match, units_from(today, grain, 1, count), "whole_units" if match["n"] else "", day_like)
    if count == 1 and (match["n"] or which == "past"):
        return _moving(match, atoms.rolling(today, grain, 1), "rolling")
    note: Note = "" if not match["n"] and count == 1 else "rolling" if grain == "day" else "whole_units"
    return _moving(match, atoms.last_units(today, grain, count), note, day_like)


def _ago(match: Match[str], today: date) -> Atom | None:
    units = _units(match)
    if units is None:
        return None
    return _moving(match, units_from(today, units[0], -units[1]))


def _to_date(match: Match[str], today: date) -> Atom | None:
    names: dict[str, Grain] = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
    word = match["short"] or match["u"] or match["u2"] or match["u3"]
    return _moving(match, atoms.to_date(today, names[word[0].casefold()]))


def _word(match: Match[str], today: date) -> Atom | None:
    step = -2 if match["before"] else {"today": 0, "yesterday": -1, "tomorrow": 1}[match["word"].casefold()]
    return _moving(match, units_from(today, "day", step))


def _near_name(match: Match[str], today: date) -> Atom | None:
    if match["weekday"]:
        names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        here, there = today.weekday(), names.index(match["weekday"].casefold())
        ahead = (there - here - 1) % 7 + 1
        step = {"last": -((here - there - 1) % 7 + 1), "next": ahead, "this": there - here}
        return _moving(match, units_from(today, "day", step[match["weekdir"].casefold()]))
    which = match["which"].casefold()
    step_of = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1}[which]
    if match["end"]:
        saturday = today + timedelta(days=5 - today.weekday() + 7 * step_of)
        return _moving(match, Period(saturday, saturday + timedelta(days=2), "day"))
    yearless, note = _named(match)
    if yearless is None:
        return None
    if which == "this":
        return _moving(match, in_year(yearless, today.year), note)
    for year in range(today.year - 2, today.year + 3) if step_of > 0 else range(today.year + 1, today.year - 3, -1):
        period = in_year(yearless, year)
        if (period.contains(today) or period.complete_on(today)) if step_of > 0 else not period.complete_on(today):
            continue
        return _moving(match, period, note or ("latest_past" if step_of < 0 else ""), 0.9)
    return None


def _named(match: Match[str]) -> tuple[Period | None, Note]:
    if match["name"]:
        return atoms.yearless_months(month_number(match["name"])), ""
    if match["season"]:
        return atoms.yearless_months(_SEASONS[match["season"].casefold()], 3), "northern_season"
    month, day = next(at for key, at in _HOLIDAYS.items() if re.fullmatch(key, match["holiday"], re.IGNORECASE))
    return atoms.yearless_day(month, day), ""


def _same_period(match: Match[str], today: date) -> Atom | None:
    unit = (match["u"] or match["u2"] or "").casefold().rstrip("s")
    period = atoms.year_before(today, unit if unit in ("month", "quarter") else None)
    return Atom(match.start(), match.end(), period, relative=True, same_period_last_year=True, closed=True)
