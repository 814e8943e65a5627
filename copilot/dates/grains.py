"""Words that name a unit of time: "per month", "daily", "day of week", 每月, 逐年.

Owns which unit is named and whether the words ask for one row per unit. Refuses to decide the grouping of a question.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from copilot.dates.period import Grain
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
_CYCLES: dict[str, tuple[Grain, Literal["isodow", "hour", "month", "quarter", "week", "day"]]] = {
    "dow": ("day", "isodow"), "hour": ("hour", "hour"), "month": ("month", "month"), "quarter": ("quarter", "quarter"),
    "week": ("week", "week"), "dom": ("day", "day"),
}  # fmt: skip


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    units = "years?|yrs?|quarters?|qtr|months?|weeks?|days?|dates?|hours?"
    ask = r"(?:(?:for|in|of|on|at)\s+)?(?:per|by|each|every|an?|which|what|across|over\s+the)"
    cyclic = re.compile(
        rf"(?<![A-Za-z0-9_])(?:{ask}[\s-]+)?(?:the\s+)?(?:(?P<dow>days?[\s-]of[\s-](?:the[\s-])?week|weekday|dow)"
        r"|(?P<hour>hours?[\s-]of[\s-](?:the[\s-])?day|time\s+of\s+(?:the\s+)?day)|(?P<month>months?[\s-]of[\s-](?:the[\s-])?year|calendar\s+month)"
        r"|(?P<quarter>quarters?[\s-]of[\s-](?:the[\s-])?year)|(?P<week>weeks?[\s-]of[\s-](?:the[\s-])?year)"
        r"|(?P<dom>days?[\s-]of[\s-](?:the[\s-])?month))(?![A-Za-z0-9_])"
        r"|(?:按|每个?|各|哪个?|哪一?天是?)?(?:(?P<dow_zh>星期几|周几|礼拜几)|(?P<hour_zh>一天中的?(?:各个?|每个?)?(?:小时|时段))"
        r"|(?P<month_zh>一年中的?(?:各个?|每个?)?月份?))",
        re.IGNORECASE,
    )
    marked = re.compile(
        rf"(?<![A-Za-z0-9_])(?:on\s+an?\s+(?P<basis>daily|weekly|monthly|quarterly|yearly|annual|hourly)\s+basis"
        rf"|(?P<adverb>daily|weekly|monthly|quarterly|yearly|annually|annual|hourly)"
        rf"|(?P<twice>year|quarter|month|week|day|hour)[\s-](?:by|after)[\s-](?P=twice)"
        rf"|{ask}[\s-]+(?:the\s+)?(?:(?:calendar|single|given)\s+)?(?P<unit>{units}))(?![A-Za-z0-9_])(?!\s+(?:ago|before|earlier|later))"
        rf"|(?:每一?个?|各个?|按照?|分|逐)(?P<zh>{_ZH})(?:度|份)?(?:汇总|统计|划分)?|(?P<zh_word>年度|月度)"
        r"|(?:哪一?个?|第?几)(?P<zh_which>年份|年|季度|月份|月|周|天|日|小时)",
        re.IGNORECASE,
    )
    bare = re.compile(
        rf"(?<![A-Za-z0-9_])(?P<unit>{units})(?![A-Za-z0-9_])|(?P<zh>年份|季度|月份|星期(?![一二三四五六日天几])|日期|小时|个月)",
        re.IGNORECASE,
    )
    return cyclic, marked, bare


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
    cyclic, marked, bare = _patterns()
    found: list[GrainSpan] = []
    for match in cyclic.finditer(text):
        name = next(key for key, hit in match.groupdict().items() if hit).removesuffix("_zh")
        grain, part = _CYCLES[name]
        _keep(found, GrainSpan(match.start(), match.end(), match[0], grain, True, True, part))
    for match in marked.finditer(text):
        groups = match.groupdict()
        word = next(
            hit for key in ("basis", "adverb", "twice", "unit", "zh", "zh_word", "zh_which") if (hit := groups[key])
        )
        unit = time_grain(word)
        if unit is not None:
            _keep(found, GrainSpan(match.start(), match.end(), match[0], unit, True))
    for match in bare.finditer(text):
        unit = time_grain((match["unit"] or match["zh"]).removeprefix("个"))
        if unit is not None:
            _keep(found, GrainSpan(match.start(), match.end(), match[0], unit, False))
    return sorted(found, key=lambda span: span.start_char)


def _keep(found: list[GrainSpan], span: GrainSpan) -> None:
    if all(span.end_char <= other.start_char or span.start_char >= other.end_char for other in found):
        found.append(span)
