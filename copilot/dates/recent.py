"""Stretches counted from today that need more than a unit and a number, in English and Chinese.

Owns "the month before last", "last full quarter", "last 24 hours", TTM, "last night", 昨晚, 近三个自然月, 前3个月.
Plain ones ("last month", 近30天) are the rules of each language.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from re import Match

from copilot.dates import atoms
from copilot.dates.atoms import Atom, Rule
from copilot.dates.english import COUNT, L, R
from copilot.dates.numbers import chinese_value, word_value
from copilot.dates.period import Grain, Period, as_datetime, months_of, units_from
from copilot.dates.spans import Note

_GRAINS: dict[str, Grain] = {
    "day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year",
    "天": "day", "日": "day", "周": "week", "星期": "week", "月": "month", "季度": "quarter", "年": "year",
}  # fmt: skip
_HOURS = {"morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (18, 30)}
_HOURS_ZH = {"早": (6, 12), "晨": (6, 12), "晚": (18, 24), "夜": (18, 30)}
_MOST_HOURS = 24 * 366


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules; compiled at first use, since that costs more than the import may."""
    whole = r"(?:full|complete|completed|whole|entire|calendar)"
    units = "day|week|month|quarter|year"
    number = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
    english = (
        (rf"(?:the\s+)?(?P<u>{units})\s+before\s+last", _before_last),
        (
            rf"(?:the\s+)?(?P<which>last|previous|prior|past|this|current|next|most\s+recent|latest)[\s-]+{whole}"
            rf"[\s-]+(?P<u>{units})",
            _whole_unit,
        ),
        (r"(?:TTM|LTM|L12M|R12M|trailing\s+twelve\s+months?)", _twelve_months),
        (rf"(?:last|past|previous|most\s+recent)\s+(?:(?P<n>{COUNT})\s+)?hours?(?!\s+of\b)", _last_hours),
        (r"(?P<day>last|this|yesterday|tomorrow|today)\s+(?P<part>morning|afternoon|evening|night)", _part_of_day),
        (r"(?P<day>tonight)", _part_of_day),
        (r"(?:this|the\s+current)\s+half(?:[\s-]+year)?(?!\s+(?:of|the))", _this_half),
        (
            rf"(?:since|from)\s+(?:the\s+)?(?:start|beginning)\s+of\s+(?:the|this)\s+(?:current\s+)?(?P<u>{units})"
            r"(?:\s+(?:on|onwards?))?",
            _since_start,
        ),
        (r"(?:up\s+)?(?:until|till|to|as\s+of)\s+now|as\s+of\s+today|to\s+date|so\s+far", _until_now),
    )
    chinese = (
        (
            rf"(?:最近|(?<!附)近|过去|此前|前面)的?{number}个?(?:完整|自然|整)的?(?P<u>周|星期|月|季度|年)度?",
            _whole_units,
        ),
        (rf"(?:上|(?<!的)前){number}个?(?:完整|自然|整)?的?(?P<u>星期|周|月|季度|天|日|年)(?!级)", _units_before),
        (r"(?<![年今去前本明上每当\d])年(?P<edge>[底末初])(?!至今|以来|(?:以|之)?前|起|开始)", _edge_of_year),
        (rf"头{number}个?(?P<u>月|季度)", _first_of_this_year),
        (r"(?P<all>前[两二三])季度|前(?P<all2>[二三])个季度", _quarters_of_this_year),
        (rf"(?:最近|(?<!附)近|过去)的?{number}个?(?:小时|钟头)(?:以内|之内|内|里)?", _last_hours),
        (r"(?P<day>昨天?|今天?|明天?)(?P<part>[早晚晨夜])(?:上|间|里)?", _part_of_day),
        (r"(?:截至|截止到?)(?:目前|现在|今天|今日|当前)(?:为止)?|(?:到目前|迄今|至今)为止", _until_now),
    )
    return tuple(
        (re.compile(f"{L}(?:{pattern}){R}", re.IGNORECASE) if latin else re.compile(pattern), build)
        for group, latin in ((english, True), (chinese, False))
        for pattern, build in group
    )


def _moving(match: Match[str], period: Period, note: Note = "", certainty: float = 1.0) -> Atom:
    return Atom(match.start(), match.end(), period, relative=True, note=note, certainty=certainty)


def _number(match: Match[str]) -> int:
    text = match["n"]
    if not text:
        return 1
    return chinese_value(text) or word_value(text) or 0


def _before_last(match: Match[str], today: date) -> Atom | None:
    return _moving(match, units_from(today, _GRAINS[match["u"].casefold()], -2))


def _whole_unit(match: Match[str], today: date) -> Atom | None:
    which = match["which"].casefold()
    step = 0 if which in ("this", "current") else 1 if which == "next" else -1
    return _moving(match, units_from(today, _GRAINS[match["u"].casefold()], step))


def _whole_units(match: Match[str], today: date) -> Atom | None:
    count = _number(match)
    return _moving(match, atoms.last_units(today, _GRAINS[match["u"]], count), "whole_units") if count else None


def _units_before(match: Match[str], today: date) -> Atom | None:
    count, grain = _number(match), _GRAINS[match["u"]]
    named = "个" in match[0] or grain in ("day", "week")
    if not count or not named or (grain == "day" and count == 1):
        return None
    return _moving(match, atoms.last_units(today, grain, count), "whole_units", 0.9)


def _first_of_this_year(match: Match[str], today: date) -> Atom | None:
    grain = _GRAINS[match["u"]]
    count = _number(match) * (3 if grain == "quarter" else 1)
    if not 0 < count <= 12:
        return None
    return Atom(match.start(), match.end(), yearless=atoms.yearless_months(1, count, grain), certainty=0.9)


def _edge_of_year(match: Match[str], today: date) -> Atom | None:
    period = atoms.yearless_months(1 if match["edge"] == "初" else 10, 3, "quarter")
    return Atom(match.start(), match.end(), yearless=period, certainty=0.9, note="edges")


def _quarters_of_this_year(match: Match[str], today: date) -> Atom | None:
    count = chinese_value((match["all"] or match["all2"])[-1].replace("两", "二")) or 0
    return Atom(match.start(), match.end(), yearless=atoms.yearless_months(1, 3 * count, "quarter"), certainty=0.95)


def _twelve_months(match: Match[str], today: date) -> Atom | None:
    return _moving(match, atoms.last_units(today, "month", 12), "whole_units")


def _last_hours(match: Match[str], today: date) -> Atom | None:
    count = _number(match)
    if not 0 < count <= _MOST_HOURS:
        return None
    # Only the day of asking is known, not its clock: the hours end with the last midnight.
    end = as_datetime(today)
    return _moving(match, Period(end - timedelta(hours=count), end, "hour"), "from_midnight")


def _part_of_day(match: Match[str], today: date) -> Atom | None:
    day, part = match["day"].casefold(), (match.groupdict().get("part") or "night").casefold()
    if day == "last" and part != "night":
        return None
    step = -1 if day in ("last", "yesterday") or day[0] == "昨" else 1 if day == "tomorrow" or day[0] == "明" else 0
    first, last = _HOURS[part] if part in _HOURS else _HOURS_ZH[part]
    midnight = datetime(today.year, today.month, today.day) + timedelta(days=step)
    return _moving(match, Period(midnight + timedelta(hours=first), midnight + timedelta(hours=last), "hour"))


def _this_half(match: Match[str], today: date) -> Atom | None:
    return _moving(match, months_of(today.year, 1 if today.month <= 6 else 7, 6, "half"))


def _since_start(match: Match[str], today: date) -> Atom | None:
    grain = _GRAINS[match["u"].casefold()]
    return _moving(match, atoms.to_date(today, grain))


def _until_now(match: Match[str], today: date) -> Atom | None:
    return _moving(match, Period(None, today + timedelta(days=1), "day"), certainty=0.8)
