"""Chinese cue phrases that are put together from parts: 多少架, 高于整体平均水平, 从长到短.

Owns the parts and how they combine. What the kinds of cues mean belongs to `copilot.readers.grammar.cues`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

MEASURE_WORDS = "个次家种位名笔单件架班趟条台辆部份张本只项款起所间座门批箱瓶例场户套列封篇首幢栋块支枚届"
"""Classifiers: what stands between a number, 几 or 多少 and the thing that is counted."""
_HIGHER = ("高于", "超过", "大于", "多于", "超出", "高过", "长于", "晚于")
_LOWER = ("低于", "小于", "少于", "不到", "低过", "短于", "早于")
_WHOLES = ("整体", "总体", "全体", "全公司", "公司", "全部", "所有", "总", "全局", "各组", "")
_AVERAGES = ("平均", "平均值", "平均数", "平均水平", "均值", "平均线", "的平均", "的平均值", "的平均水平", "的均值")
_ENDS = (
    ("高", "低"), ("大", "小"), ("多", "少"), ("长", "短"), ("新", "旧"), ("晚", "早"), ("贵", "便宜"), ("远", "近"),
    ("快", "慢"), ("重", "轻"), ("强", "弱"), ("好", "坏"), ("高", "底"),
)  # fmt: skip


def phrases() -> Iterator[tuple[str, str, str]]:
    """Yield each phrase as (kind, value, words)."""
    for asked, word in product(("多少", "几"), dict.fromkeys(MEASURE_WORDS)):
        yield "count", "", asked + word
    for words, value in ((_HIGHER, ""), (_LOWER, "<")):
        for verb, whole, average in product(words, _WHOLES, _AVERAGES):
            if whole or not average.startswith("的"):
                yield "than_average", value, verb + whole + average
        for verb, whole in product(words, ("整体", "总体", "全公司")):
            yield "than_average", value, verb + whole
            yield "than_average", value, verb + whole + "水平"
    for (high, low), lead, way in product(_ENDS, ("从", "由"), ("到", "至")):
        yield "sort", "desc", f"{lead}{high}{way}{low}"
        yield "sort", "asc", f"{lead}{low}{way}{high}"
