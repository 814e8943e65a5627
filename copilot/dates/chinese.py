"""Chinese date expressions, one rule each.

Owns the words and patterns of single expressions (2013年3月, 上季度, 最近30天). Ranges and bounds (自3月以来) are put
together in `copilot.dates.joining`. Lunar feasts are left out: their days move from year to year.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from re import Match

from copilot.dates import atoms
from copilot.dates.atoms import Atom, Rule
from copilot.dates.numbers import chinese_value
from copilot.dates.period import Grain, Period, days_of, in_year, period_of, units_from
from copilot.dates.spans import Note

_FIRST = r"(?<![\d.一二三四五六七八九十百千零〇])"
YEAR = r"(?:(?:19|20)\d\d|2100|[一二][零〇一二三四五六七八九]{3})"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
COUNT = r"(?:\d{1,4}|[一二两三四五六七八九十百]+|半)"
UNIT = r"(?:个?季度|个?星期|个?礼拜|个?月|周|天|日|年)"
_RELATIVE = "大前年|前年|去年|上一?年度?|今年|本年度?|当年|明年|后年"
_YEAR_BEFORE = (
    rf"(?:(?:{_FIRST}(?:(?P<y>{YEAR})|(?P<yy>\d\d))年度?|(?P<ry>{_RELATIVE})|(?P<bare>(?<![\d.]){YEAR}))的?\s*)"
)
_STEPS = {"大前年": -3, "前年": -2, "去年": -1, "明年": 1, "后年": 2}
_HOLIDAYS = {
    "圣诞节?": (12, 25), "平安夜": (12, 24), "元旦节?": (1, 1), "跨年夜": (12, 31), "情人节": (2, 14),
    "国庆节": (10, 1), "劳动节|五一节": (5, 1), "双十一|双11": (11, 11), "双十二|双12": (12, 12),
    "妇女节": (3, 8), "儿童节": (6, 1),
}  # fmt: skip
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
_GRAINS: dict[str, Grain] = {
    "天": "day", "日": "day", "周": "week", "星": "week", "礼": "week", "月": "month", "季": "quarter",
    "年": "year",
}  # fmt: skip


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules; compiled at first use, since that costs more than the import may."""
    holidays = "|".join(_HOLIDAYS)
    span = r"\s*(?:到|至|-|–|—|~|～)\s*"
    return tuple(
        (re.compile(pattern), build)
        for pattern, build in (
            (rf"{_FIRST}(?P<y>{YEAR})(?:年度?(?:全年)?)(?!代)", _full_year),
            (rf"(?<![年数金总额])(?P<word>{_RELATIVE})(?:全年)?(?!同期)", _relative_year),
            (rf"{_FIRST}(?P<y>(?:19|20)\d0)年代|(?P<century>20|21|二十|二十一)世纪(?P<d>[1-9]0|[二三四五六七八九]十)年代"
             rf"|{_FIRST}(?P<short>[2-9]0)年代", _decade),
            (rf"{_YEAR_BEFORE}?{_FIRST}(?:(?P<m1>{MONTH}){span})?(?P<m>{MONTH})月份?(?![周报度])", _month),
            (rf"{_YEAR_BEFORE}?{_FIRST}(?P<m>{MONTH})月份?(?P<d>{DAY})(?:[日号]?{span}(?P<d2>{DAY}))?[日号]", _day),
            (rf"{_YEAR_BEFORE}?(?:{_FIRST}(?:第?(?P<q>[一二三四1-4])季度|第(?P<q2>[一二三四1-4])季)|[Qq](?P<q3>[1-4])(?!\d)|(?P<q4>首季|末季))",
             _quarter),
            (rf"{_YEAR_BEFORE}?(?:的)?(?P<half>[上下])半年度?", _half),
            (rf"{_YEAR_BEFORE}?(?P<season>[春夏秋冬])[季天]", _season),
            (rf"{_YEAR_BEFORE}(?P<side>[前头]|最?后)(?P<n>[\d一二两三四五六七八九十]+)(?:个(?P<months>月)|个?季度)",
             _side_of_year),
            (rf"{_YEAR_BEFORE}?第(?P<w>\d\d?|[一二三四五十]+)周", _week),
            (rf"{_YEAR_BEFORE}?(?P<holiday>{holidays})", _holiday),
            (r"(?P<which>上上|上一|上|本|这一|这|当|下一|下)个?(?P<u>月份|月|季度|季|周(?![期年岁边转全])|星期|礼拜)"
             r"(?:(?P<end>末)|(?P<weekday>(?<=[周期拜])[一二三四五六日天])(?![个周月天年]))?", _near),
            (rf"(?:最近|(?<!附)近|过去|此前|前面)的?{_FIRST}(?P<n>{COUNT})(?P<u>{UNIT})(?:以内|之内|内|里)?", _past),
            (rf"{_FIRST}(?P<n>{COUNT})(?P<u>{UNIT})(?:以内|之内|内(?![部容存]))", _within),
            (rf"(?:未来|接下来|今后)的?(?P<n>{COUNT})(?P<u>{UNIT})", _future),
            (rf"{_FIRST}(?P<n>{COUNT})(?P<u>{UNIT})(?:以|之)?前(?!\s*[\d一二三四五六七八九十百两几名台])", _ago),
            (r"(?:年初|(?P<y>今年初?|本年度?))(?:至今|以来|迄今|到现在|到今天|截至目前)", _year_to_date),
            (r"(?P<u>[月季周])初(?:至今|以来|到现在|到今天)"
             r"|本(?P<u2>[月季周])度?(?:至今|以来|到现在|截至目前)", _to_date),
            (r"(?P<word>大前天|前天|昨[天日]|今[天日]|明[天日]|后天)", _word),
            (r"(?:去年|上一?年度?)(?:的)?(?:同期|同一?时期|同(?P<u>月|季度?))", _same_period),
        )
    )  # fmt: skip


def _year(match: Match[str], today: date) -> tuple[int | None, bool]:
    groups = match.groupdict()
    if text := groups.get("y") or groups.get("bare"):
        return chinese_value(text), False
    if groups.get("yy"):
        return 2000 + int(groups["yy"]), False
    if word := groups.get("ry"):
        return today.year + _year_step(word), True
    return None, False


def _year_step(word: str) -> int:
    return _STEPS.get(word, -1 if word.startswith("上") else 0)


def _place(
    match: Match[str], today: date, yearless: Period | None, certainty: float = 1.0, note: Note = ""
) -> Atom | None:
    if yearless is None:
        return None
    year, relative = _year(match, today)
    if year is None:
        return Atom(match.start(), match.end(), yearless=yearless, certainty=certainty, note=note)
    try:
        period = in_year(yearless, year)
    except ValueError:
        return atoms.no_such_day(match)
    certainty = 0.8 if match.groupdict().get("yy") else 1.0
    return Atom(match.start(), match.end(), period, relative=relative, certainty=certainty, note=note)


def _moving(match: Match[str], period: Period, note: Note = "", certainty: float = 1.0) -> Atom:
    return Atom(match.start(), match.end(), period, relative=True, certainty=certainty, note=note)


def _full_year(match: Match[str], today: date) -> Atom | None:
    year = chinese_value(match["y"])
    if year is None or not 1900 <= year <= 2100:
        return None
    return Atom(match.start(), match.end(), atoms.calendar_year(year))


def _relative_year(match: Match[str], today: date) -> Atom | None:
    certainty = 0.6 if match["word"] == "当年" else 1.0
    return _moving(match, atoms.calendar_year(today.year + _year_step(match["word"])), certainty=certainty)


def _decade(match: Match[str], today: date) -> Atom | None:
    certainty = 1.0
    if match["y"]:
        start = int(match["y"])
    elif match["short"]:
        start, certainty = 1900 + int(match["short"]), 0.7
    else:
        decade = match["d"] if match["d"][0].isdigit() else str(chinese_value(match["d"]))
        start = (1900 if match["century"] in ("20", "二十") else 2000) + int(decade)
    return Atom(
        match.start(), match.end(), Period(date(start, 1, 1), date(start + 10, 1, 1), "year"), certainty=certainty
    )


def _month(match: Match[str], today: date) -> Atom | None:
    first, last = chinese_value(match["m1"] or match["m"]), chinese_value(match["m"])
    if not first or not last:
        return None
    count = (last - first) % 12 + 1
    return _place(match, today, atoms.yearless_months(first, count), 0.9)


def _day(match: Match[str], today: date) -> Atom | None:
    month, day = chinese_value(match["m"]) or 0, chinese_value(match["d"]) or 0
    yearless = atoms.yearless_day(month, day)
    if yearless is None:
        return atoms.no_such_day(match)
    if match["d2"]:
        last = atoms.yearless_day(month, chinese_value(match["d2"]) or 0)
        if last is None or last.start is None or yearless.start is None or last.start < yearless.start:
            return None
        yearless = Period(yearless.start, last.end, "day")
    return _place(match, today, yearless, 0.95)


def _quarter(match: Match[str], today: date) -> Atom | None:
    word = match["q"] or match["q2"] or match["q3"]
    quarter = chinese_value(word) if word else 1 if match["q4"] == "首季" else 4
    return _place(match, today, atoms.yearless_months((quarter or 1) * 3 - 2, 3, "quarter"), 0.95)


def _side_of_year(match: Match[str], today: date) -> Atom | None:
    grain: Grain = "month" if match["months"] else "quarter"
    months = (chinese_value(match["n"]) or 0) * (1 if match["months"] else 3)
    if not 0 < months <= 12:
        return None
    first = 13 - months if match["side"].endswith("后") else 1
    return _place(match, today, atoms.yearless_months(first, months, grain))


def _half(match: Match[str], today: date) -> Atom | None:
    return _place(match, today, atoms.yearless_months(1 if match["half"] == "上" else 7, 6, "half"), 0.95)


def _season(match: Match[str], today: date) -> Atom | None:
    return _place(match, today, atoms.yearless_months(_SEASONS[match["season"]], 3), 0.8, "northern_season")


def _week(match: Match[str], today: date) -> Atom | None:
    week = chinese_value(match["w"]) or 0
    year, relative = _year(match, today)
    period = atoms.iso_week(today.year if year is None else year, week)
    if period is None:
        return None
    certainty = 0.5 if year is None else 1.0
    return Atom(match.start(), match.end(), period, relative=relative or year is None, certainty=certainty)


def _holiday(match: Match[str], today: date) -> Atom | None:
    month, day = next(at for key, at in _HOLIDAYS.items() if re.fullmatch(key, match["holiday"]))
    return _place(match, today, atoms.yearless_day(month, day), 0.95)


def _near(match: Match[str], today: date) -> Atom | None:
    which, grain = match["which"], _GRAINS[match["u"][0]]
    step = -2 if which == "上上" else -1 if which[0] == "上" else 1 if which[0] == "下" else 0
    if not match["end"] and not match["weekday"]:
        certainty = 0.7 if which == "当" else 1.0
        return _moving(match, units_from(today, grain, step), certainty=certainty)
    week = units_from(today, "week", step)
    if grain != "week" or week.start is None or week.end is None:
        return None
    if match["end"]:
        return _moving(match, Period(week.start + timedelta(days=5), week.end, "day"))
    offset = "一二三四五六日".index(match["weekday"].replace("天", "日"))
    return _moving(match, days_of(date(week.start.year, week.start.month, week.start.day) + timedelta(days=offset)))


def _units(match: Match[str]) -> tuple[Grain, int] | None:
    unit = match["u"].removeprefix("个")
    if match["n"] == "半":
        return {"年": ("month", 6)}.get(unit)  # type: ignore[return-value]
    count = chinese_value(match["n"])
    return None if not count or count > 5000 else (_GRAINS[unit[0]], count)


def _past(match: Match[str], today: date) -> Atom | None:
    units = _units(match)
    if units is None:
        return None
    grain, count = units
    if count == 1:
        return _moving(match, atoms.rolling(today, grain, 1), "rolling")
    return _moving(match, atoms.last_units(today, grain, count), "rolling" if grain == "day" else "whole_units")


def _within(match: Match[str], today: date) -> Atom | None:
    atom = _past(match, today)
    return None if atom is None else _moving(match, atom.period or period_of(today, "day"), atom.note, 0.6)


def _future(match: Match[str], today: date) -> Atom | None:
    units = _units(match)
    return None if units is None else _moving(match, units_from(today, units[0], 1, units[1]), "whole_units")


def _ago(match: Match[str], today: date) -> Atom | None:
    units = _units(match)
    if units is None or units[1] >= 1900:
        return None
    return _moving(match, units_from(today, units[0], -units[1]))


def _year_to_date(match: Match[str], today: date) -> Atom | None:
    return _moving(match, atoms.to_date(today, "year"))


def _to_date(match: Match[str], today: date) -> Atom | None:
    return _moving(match, atoms.to_date(today, _GRAINS[match["u"] or match["u2"]]))


def _word(match: Match[str], today: date) -> Atom | None:
    step = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2}[match["word"][:-1]]
    return _moving(match, units_from(today, "day", step))


def _same_period(match: Match[str], today: date) -> Atom | None:
    period = atoms.year_before(today, {"月": "month", "季": "quarter"}.get((match["u"] or "-")[0]))
    return Atom(match.start(), match.end(), period, relative=True, same_period_last_year=True, closed=True)
