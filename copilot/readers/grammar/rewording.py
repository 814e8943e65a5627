"""Chinese turns of phrase, said in the words that the other parts of the reader know: 日均 as 平均每天.

Owns the rules, each for a phrase of the language. Refuses to touch a stretch that is a name in the data or in the
semantic model: a column called 月均消费 is no average for each month.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

_PER: Final = {"日": "每天", "天": "每天", "周": "每周", "月": "每月", "季": "每季度", "季度": "每季度", "年": "每年"}
_THIS_YEAR: Final = r"(?:今年|本年|当年|年初)(?:以来|至今|累计)?(?:的)?"


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    date = r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]|[底末])?"
    raw = [
        # So much a day on average.
        *(
            (rf"(?<![每\d一二三四五六七八九十]){unit}均(?!增|复合|[价值线])", f"平均{per}")
            for unit, per in _PER.items()
        ),
        *(
            (rf"(?<![每\d一二三四五六七八九十按上下本这当个]){unit}平均(?=[^移滚滑])", f"平均{per}")
            for unit, per in _PER.items()
        ),
        (r"平均(?:到|下来)?(?P<per>每(?:一?天|日|周|个?月|个?季度|年))", r"平均\g<per>"),
        # The year up to a month: the end that stands apart belongs to the range.
        (rf"截(?:至|止到?)到?{date}[,，]?\s*{_THIS_YEAR}", r"\g<y>年1月到\g<y>年\g<m>月"),
        # Two months and their year in brackets behind them.
        (
            r"(?P<months>\d{1,2}月[^()（），,。]{0,12}?\d{1,2}月)\s*[(（](?P<y>(?:19|20)\d\d)年?[)）]",
            r"\g<y>年\g<months>",
        ),
        (r"(?<![\d年])(?P<month>\d{1,2}月(?:\d{1,2}[日号])?)\s*[(（](?P<y>(?:19|20)\d\d)年?[)）]", r"\g<y>年\g<month>"),
        # People by the decade of their birth.
        (r"(?<!\d)(?P<d>[5-9])0后", r"19\g<d>0年到19\g<d>9年出生的"),
        (r"(?<!\d)(?P<d>[01])0后", r"20\g<d>0年到20\g<d>9年出生的"),
        (r"出生的的", "出生的"),
        (r"每单(?![价号元位品])", "每个订单"),
    ]
    return tuple((re.compile(pattern), said) for pattern, said in raw)


def reworded(text: str, is_name: Callable[[str], bool]) -> str:
    """Return the text with such phrases said in plainer words, but for those that are a part of a name.

    >>> reworded("日均订单数", lambda name: False), reworded("月均消费最高的客户", lambda name: name == "月均消费")
    ('平均每天订单数', '月均消费最高的客户')
    """
    if text.isascii():
        return text
    for pattern, said in _rules():
        text = pattern.sub(lambda match, said=said: _unless_named(match, said, is_name), text)  # type: ignore[misc]
    return text


def _unless_named(match: re.Match[str], said: str, is_name: Callable[[str], bool]) -> str:
    text, (start, end) = match.string, match.span()
    near = (
        (low, high) for low in range(max(0, start - 4), start + 1) for high in range(end, min(len(text), end + 6) + 1)
    )
    return match[0] if any(is_name(text[low:high]) for low, high in near) else match.expand(said)
