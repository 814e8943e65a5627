"""Words that name a unit of time: "per month", "daily", "day of week", 每月, 逐年.

Owns which unit is named and whether the words ask for one row per unit. Refuses to decide the grouping of a question.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from copilot.dates.period import Grain
from copilot.dates.recurring import CONTRAST, narrows
from copilot.dates.spans import GrainSpan

_WORDS: dict[str, Grain] = {
    "year": "year", "years": "year", "yearly": "year", "annual": "year", "annually": "year", "yr": "year",
    "yrs": "year",
    "quarter": "quarter", "quarters": "quarter", "quarterly": "quarter", "qtr": "quarter",
    "month": "month", "months": "month", "monthly": "month", "week": "week", "weeks": "week", "weekly": "week",
    "day": "day", "days": "day", "daily": "day", "date": "day", "dates": "day", "hour": "hour", "hours": "hour",
    "hourly": "hour", "年": "year", "年份": "year", "年度": "year", "季": "quarter", "季度": "quarter", "月": "month",
    "月份": "month", "月度": "month", "周": "week", "周度": "week", "星期": "week", "礼拜": "week", "天": "day",
    "日": "day",
    "日期": "day", "小时": "hour", "钟头": "hour",
}  # fmt: skip
_ZH = "年份|年度|年|季度|季|月份|月度|月|周度|周|星期|礼拜|天|日期|日|小时|钟头"
Part = Literal["isodow", "weekend", "season", "hour", "month", "quarter", "week", "day"]
_CYCLES: dict[str, tuple[Grain, Part]] = {
    "dow": ("day", "isodow"), "season": ("quarter", "season"), "hour": ("hour", "hour"), "month": ("month", "month"),
    "quarter": ("quarter", "quarter"), "week": ("week", "week"), "dom": ("day", "day"),
}  # fmt: skip
_BESIDE: dict[str, tuple[Grain, Part]] = {
    "hour": ("hour", "hour"), "小时": ("hour", "hour"), "时段": ("hour", "hour"), "month": ("month", "month"),
    "月": ("month", "month"), "weekday": ("day", "isodow"), "星期": ("day", "isodow"), "周几": ("day", "isodow"),
}  # fmt: skip


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    units = "years?|yrs?|quarters?|qtr|months?|weeks?|days?|dates?|hours?"
    half = r"half(?:[\s-]year)?s?"
    ask = r"(?:(?:for|in|of|on|at)\s+)?(?:per|by|each|every|an?|which|what|across|over\s+the)"
    ask_zh = "按照?|每一?个?|各个?|不同的?|分|逐"
    raw = {
        "contrast": CONTRAST,
        "cyclic": rf"(?<![A-Za-z0-9_])(?:{ask}[\s-]+)?(?:the\s+)?(?:(?P<dow>days?[\s-]of[\s-](?:the[\s-])?week|dow)"
        r"|(?P<hour>hours?[\s-]of[\s-](?:the[\s-])?day|time\s+of\s+(?:the\s+)?day)"
        r"|(?P<month>months?[\s-]of[\s-](?:the[\s-])?year|(?<!last )(?<!previous )(?<!this )calendar\s+month)"
        r"|(?P<quarter>quarters?[\s-]of[\s-](?:the[\s-])?year)|(?P<week>weeks?[\s-]of[\s-](?:the[\s-])?year)"
        r"|(?P<dom>days?[\s-]of[\s-](?:the[\s-])?month))(?![A-Za-z0-9_])"
        rf"|(?<![A-Za-z0-9_])(?:{ask}[\s-]+)?(?:the\s+)?(?P<dow_noun>weekday)(?![A-Za-z0-9_])"
        r"|(?<![A-Za-z0-9_])(?:(?:(?:for|in|of)\s+)?(?:per|by|each|every)[\s-]+(?:the\s+)?|which\s+(?=season\s+(?:has|had"
        r"|is|was|sees|saw|brings|brought)\b))(?P<season>season)(?![A-Za-z0-9_])"
        r"|(?:按照?|每一?个?|各个?|不同的?|分|哪一?个)(?P<season_zh>季节)"
        r"|(?:按|每个?|各|哪个?|哪一?天是?)?(?:(?P<dow_zh>星期几|周几|礼拜几)|(?P<hour_zh>一天中的?(?:各个?|每个?)?(?:小时|时段))"
        r"|(?P<month_zh>一年中的?(?:各个?|每个?)?月份?))|(?:按照?|各个?|不同的?)(?:(?P<dow_zh2>星期|礼拜)(?![一二三四五六日天])"
        r"|(?P<hour_zh2>时段|钟点))",
        "weekend": rf"(?<![A-Za-z0-9_]){ask}[\s-]+(?:the\s+)?weekends?(?![A-Za-z0-9_])"
        r"|(?<![A-Za-z0-9_])(?:best|busiest|worst|slowest|top)\s+(?P<noun>weekend)(?![A-Za-z0-9_])"
        r"|(?:每一?个?|各个?|哪一?个)周末",
        "beside": r"\s*(?:,|and|by|x|×|&|、|和|与|及|以及|/)\s*(?:by\s+|the\s+)?"
        r"(?:(?P<unit>hour|month|weekday)(?:\s+of\s+(?:the\s+)?(?:day|year))?(?![A-Za-z0-9_])"
        r"|(?P<zh>小时|时段|月|星期几?|周几))",
        "before": r"(?P<unit>hours?|小时|时段|months?|月份?)\s*(?:,|and|by|x|×|&|、|和|与|及|以及|/)\s*$",
        "marked": r"(?<![A-Za-z0-9_])(?:"
        r"on\s+an?\s+(?P<basis>daily|weekly|monthly|quarterly|yearly|annual|hourly)\s+basis"
        rf"|(?P<half>{ask}[\s-]+(?:the\s+)?{half}|half[\s-]?yearly|(?:semi|bi)[\s-]?annual(?:ly)?)"
        rf"|{ask}[\s-]+(?:the\s+)?(?:fiscal|financial)[\s-]+(?P<fiscal>years?|quarters?)"
        r"|(?P<adverb>daily|weekly|monthly|quarterly|yearly|annually|annual|hourly)"
        rf"|{ask}[\s-]+(?:ISO|calendar)[\s-]+(?P<iso>week)s?"
        rf"|(?P<twice>year|quarter|month|week|day|hour)[\s-](?:by|after)[\s-](?P=twice)"
        rf"|{ask}[\s-]+(?:the\s+)?(?:(?:calendar|single|given)\s+)?(?P<unit>{units}))(?![A-Za-z0-9_])"
        r"(?:(?<=month),\s*(?:with\s+|starting\s+(?:with|in)\s+)?january\s+first(?![A-Za-z0-9_]))?"
        r"(?!\s+(?:ago|before|earlier|later))"
        rf"|(?:{ask_zh})(?P<half_zh>半年)度?|(?P<half_zh2>半年度(?!末|初)|上下半年)"
        rf"|(?:{ask_zh})(?P<fiscal_zh>财年|财政年度|会计年度|财季)"
        rf"|(?:{ask_zh})(?P<zh>{_ZH})(?!节)(?:度|份)?(?:汇总|统计|划分)?|(?P<zh_word>年度|月度|周度)|历(?P<zh_past>年)(?!的?\d)"
        r"|(?:哪一?个?|第?几)(?P<zh_which>年份|年|季度|月份|月|周|天|日|小时)",
        "bare": rf"(?<![A-Za-z0-9_])(?P<unit>{units})(?![A-Za-z0-9_])"
        r"|(?P<zh>年份|季度|月份|星期(?![一二三四五六日天几])|日期|小时|个月)",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in raw.items()}


def time_grain(word: str) -> Grain | None:
    """Return the unit that one word names, None where it names none.

    >>> time_grain("monthly"), time_grain("季度"), time_grain("sales")
    ('month', 'quarter', None)
    """
    return _WORDS.get(word.strip().casefold())


def find_grains(text: str) -> list[GrainSpan]:
    """Return every unit of time named in an English or Chinese text, in order and without overlaps.

    >>> [(s.text, s.grain, s.marker) for s in find_grains("orders per month in 3 days")]
    [('per month', 'month', True), ('days', 'day', False)]
    """
    patterns = _patterns()
    found: list[GrainSpan] = []
    for match in patterns["contrast"].finditer(text):
        _keep(found, GrainSpan(match.start(), match.end(), match[0], "day", True, True, "weekend"))
    for match in patterns["weekend"].finditer(text):
        start = match.start("noun") if match["noun"] else match.start()
        _keep(found, GrainSpan(start, match.end(), text[start : match.end()], "week", True, weekends=True))
    for match in patterns["cyclic"].finditer(text):
        name = next(key for key, hit in match.groupdict().items() if hit)
        if name == "dow_noun" and narrows(text, match.start(), match.end()):
            continue
        _keep_cycle(found, text, match, *_CYCLES[name.partition("_")[0]])
    for match in patterns["marked"].finditer(text):
        key, word = next((key, hit) for key, hit in match.groupdict().items() if hit)
        fiscal = key.startswith("fiscal")
        unit: Grain | None = "half" if key.startswith("half") else time_grain(word)
        if fiscal:
            unit = "quarter" if word[0] in "qQ" or word == "财季" else "year"
        if unit is not None:
            _keep(found, GrainSpan(match.start(), match.end(), match[0], unit, True, fiscal=fiscal))
    for match in patterns["bare"].finditer(text):
        unit = time_grain((match["unit"] or match["zh"]).removeprefix("个"))
        if unit is not None:
            _keep(found, GrainSpan(match.start(), match.end(), match[0], unit, False))
    return sorted(found, key=lambda span: span.start_char)


def _keep_cycle(found: list[GrainSpan], text: str, match: re.Match[str], grain: Grain, part: Part) -> None:
    """Keep a cyclic unit, and one named beside it: in "by weekday and hour" the hour is that of the day."""
    patterns = _patterns()
    if before := patterns["before"].search(text, max(0, match.start() - 16), match.start()):
        word = before["unit"].casefold().rstrip("s").removesuffix("份")
        start = before.start("unit")
        lead = re.search(r"(?:\b(?:per|by|each|every)\s+|[按各每]个?)$", text[:start], re.IGNORECASE)
        start = lead.start() if lead else start
        _keep(found, GrainSpan(start, before.end("unit"), text[start : before.end("unit")], *_cycle(word)))
    _keep(found, GrainSpan(match.start(), match.end(), match[0], grain, True, True, part))
    if after := patterns["beside"].match(text, match.end()):
        key = "unit" if after["unit"] else "zh"
        end = after.end() if key == "unit" else after.end("zh")
        _keep(found, GrainSpan(after.start(key), end, text[after.start(key) : end], *_cycle(after[key].casefold())))


def _cycle(word: str) -> tuple[Grain, bool, bool, Part]:
    grain, part = _BESIDE[word if word in _BESIDE else word.removesuffix("几")]
    return grain, True, True, part


def _keep(found: list[GrainSpan], span: GrainSpan) -> None:
    if all(span.end_char <= other.start_char or span.start_char >= other.end_char for other in found):
        found.append(span)
