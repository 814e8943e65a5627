"""How a follow-up is meant: that it is one, whether it adds, leaves out or takes back.

Owns the words that say so, which stand around what is said itself. Refuses to know the data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from copilot.values.question import Language

_I: Final = re.IGNORECASE
_STOPS: Final = " ,.?!:;，。？！：；、"
_LED: Final = {
    "en": re.compile(
        r"(?:[\s,.!-])*(?:and|but|now|then|ok|okay|so|no|nope|sorry|actually|wait|i mean|i meant|i wanted|make (?:it|that)|"
        r"what about|how about|how (?:does|do|did) (?:it|that|this) look|only|just|rather|instead|the same|same|again|"
        r"let'?s (?:see|look at)|show (?:me )?(?:it|that|this|them)|it should be|break (?:it|that|this|them)|"
        r"split (?:it|that|this|them)|group (?:it|that|them)|change (?:it|that)|switch|use|restrict|limit|keep|sort|"
        r"(?:order|rank) (?:it|that|them)|as|for|add|put|also|plus|without|except|excluding|exclude|drop|remove|leave out|"
        r"ignore|forget|take|all|not|with|in|by|per)\b"
        r"|.*\b(?:instead|too|as well|only|though|then|please|again|next to it|beside it)[\s.!?]*\Z",
        _I,
    ),
    "zh": re.compile(
        r"[\s,，.。!！]*(?:不对|不是|不好意思|抱歉|那|只|仅|换|改|应该是|我要的是|我是说|我的意思|我指的是|再|也|还|以及|加|"
        r"去掉|除|不含|不包|排除|剔除|不要|不算|不限|把|同样)|.*(?:呢|的话|也加上|也列出来|一起列出来)[\s?？。!！]*\Z"
    ),
}  # fmt: skip
"""How a text begins or ends that follows another."""
_NEW: Final = re.compile(
    r"\s*(?:what (?:is|are|was|were)|how many|how much|which|who|when|where|list|count|find|什么|哪|谁|有多少)", _I
)
"""How a question begins that follows nothing."""
_ADDED: Final = {
    "en": re.compile(
        r"\b(?:(?:and )?(?:put|add|show|include|list|give me)?\b(?=.*\b(?:next to|beside|alongside|along with|as well|too|in "
        r"addition|on top|together with)\b)|add(?: in)?|also|plus|additionally|include)\b"
        r"|\b(?:next to|beside|alongside|along with) (?:it|that|this|them)\b|\b(?:as well|too|in addition|on top(?: of that)?)\b",
        _I,
    ),
    "zh": re.compile(r"再?加上|再加|加入|也(?=加|列|显示|看|要|一)|一起|同时|另外|还(?:要|有|想)|再(?=按|拆|细分|看)|并(?=列|显示)|旁边"),
}  # fmt: skip
_OUT: Final = {
    "en": re.compile(
        r"\b(?:without|except(?: for)?|excluding|exclude|leave out|leaving out|drop|remove|minus|ignore|other than|apart "
        r"from|but not|not counting|not|skip|no more)\b",
        _I,
    ),
    "zh": re.compile(r"不含|不包括|不包含|除了|除去|除开|去掉|去除|排除|剔除|不要|不算|扣除|刨去|除"),
}
_BACK: Final = {
    "en": re.compile(
        r"\b(?:for )?(?:all|every|any|whatever|regardless of|irrespective of|forget(?: about)?|no(?= (?:filters?|limits?|restrictions?|conditions?|years?|dates?|times?)))\b(?: the| of the)?|"
        r"\b(?:take|drop|remove|lift|clear|without)\b(?=.*\b(?:filter|filters|restriction|limit|condition|years?|months?|"
        r"dates?|periods?|time)\b)(?: the| that)?",
        _I,
    ),
    "zh": re.compile(r"不限(?:制)?|不分|不管|取消(?=.*(?:限制|筛选|过滤|条件))|所有|全部|去掉(?=.*(?:限制|筛选|条件|年份|月份|时间))|不要(?=.*(?:限制|筛选|条件|年份|月份|时间))"),
}  # fmt: skip
_TIME: Final = re.compile(
    r"\b(?:years?|months?|quarters?|dates?|periods?|time|days?|weeks?|data(?: we have)?)\b|年份|月份|日期|时间|年度|季度|数据",
    _I,
)
_SHARE: Final = re.compile(
    r"\b(?:shares?|percentages?|percents?|proportions?)\b|(?<!\d)(?<!\d )%|占比|百分比|比例|份额", _I
)
_ABSOLUTE: Final = re.compile(
    r"\b(?:absolute|actual|plain) (?:numbers?|values?|figures?|amounts?)\b|绝对值|具体数值", _I
)
_FILLER: Final = {
    "en": re.compile(
        r"\b(?:and|but|now|then|ok(?:ay)?|so|please|nope|sorry|actually|wait|hold on|i mean|i meant|i wanted|i want(?: to see)?|"
        r"i'?d like|make (?:it|that)|what about|how about|what would|how (?:does|do|did) (?:it|that|this|they) look(?: like)?|"
        r"only|just|rather|instead|again|the same(?: thing)?|same|give me|let'?s (?:see|look at)|show(?: me)?|"
        r"it should be|it should have been|break (?:it|that|this|them|the numbers) (?:down|up)|"
        r"split (?:it|that|this|them|the numbers)(?: up)?|group (?:it|that|them)|change (?:it|that)(?: to)?|"
        r"switch(?: it| that)? to|swap|use|restrict(?: it| this| that)?(?: to)?|limit(?: it| this| that)?(?: to)?|keep|put|"
        r"those|these|ones?|it|that|them|they|off|filter(?:s|ed)?|restriction|condition|can you|could you|"
        r"would you|can i|let me|see|look(?: at)?|as|the rest|though|we have|there is|further|list|take|figure|figures|"
        r"(?:sort|order|rank|arrange)(?:ed)?(?: (?:it|that|this|them|those))?(?! by)|"
        r"numbers? (?=for|of the)|down|everything|whole)\b",
        _I,
    ),
    "zh": re.compile(
        r"不对|不是|不好意思|抱歉|对不起|等等|那么|那|只看一下|只看|只要|仅看|仅|只|换成|换为|改成|改为|改|换|我要的是|我要看的是|"
        r"我是说|我的意思是|我指的是|应该是|应为|再看看|再看|看看|看一下|看|同样|一样|显示|给我|请|就|如果是|要是|的话|就行|就好|"
        r"即可|来看|呢|吧|把|列出来|列一下|列出|拆开|拆分|细分|筛选|限制|条件|出发的(?=\Z)|是多少|多少|也|再|又|放前面|放在前面|"
        r"排个序|一下|变成|怎么样|如何|的情况|情况|出来"
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manner:
    """How a follow-up is meant.

    Attributes:
        rest: what it says, without the words that only say how it is meant.
        led: whether it says that it follows something.
        adds: whether it adds to what was asked, instead of taking its place.
        out: whether it leaves out what it names.
        back: whether it takes back what was said of what it names.
        time: whether the whole time is meant by what it takes back.
        share: True for a share of the whole, False for the plain values again, None where it says neither.
    """

    rest: str
    led: bool
    adds: bool
    out: bool
    back: bool
    time: bool
    share: bool | None


def manner_of(text: str, language: Language) -> Manner:
    """Return how a follow-up is meant.

    >>> manner_of("and without the South, please", "en")
    Manner(rest='the South', led=True, adds=False, out=True, back=False, time=False, share=None)
    >>> manner_of("不限年份呢？", "zh").time
    True
    """
    plain = " ".join(text.split()).strip(_STOPS)
    led = bool(_LED[language].match(text)) and not _NEW.match(plain)
    back = bool(_BACK[language].search(plain))
    rest = _BACK[language].sub(" ", plain) if back else plain
    time = back and bool(_TIME.search(rest))
    if time:
        rest = _TIME.sub(" ", rest)
    out = not back and bool(_OUT[language].search(rest))
    rest = _OUT[language].sub(" ", rest) if out else rest
    adds = bool(_ADDED[language].search(rest))
    rest = _ADDED[language].sub(" ", rest) if adds else rest
    share = False if _ABSOLUTE.search(rest) else True if _SHARE.search(rest) else None
    if share is not None and len(_bare(_SHARE.sub(" ", rest), language)) <= _SHORT:
        rest = _SHARE.sub(" ", rest) if share else _ABSOLUTE.sub(" ", rest)
        rest = re.sub(r"\b(?:an?|of|the|total|whole|overall)\b", " ", rest, flags=_I)
    else:
        share = None if share else share
    return Manner(_bare(rest, language), led, adds, out, back, time, share)


_SHORT: Final = 12
"""Letters beside the word for a share: more of them name what is shared, and that is a new question."""


def _bare(text: str, language: Language) -> str:
    rest = " ".join(_FILLER[language].sub(" ", text).split()) if language == "en" else _FILLER["zh"].sub("", text)
    rest = re.sub(
        r"^(?:(?:for|in|to|of|with|from|at|on|the|a|an)\s+)*(?:for|with|of|to|at|the|a|an)\s+(?=\S)", "", rest, flags=_I
    )
    return " ".join(rest.split()).strip(_STOPS)
