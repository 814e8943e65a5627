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
_NEW: Final = re.compile(
    r"\s*(?:what (?:is|are|was|were)(?! (?:that|it|the shares?))|how many|how much|which|who|when|where|count|find|"
    r"什么|哪|"
    r"谁|有多少)",
    _I,
)
"""How a question begins that follows nothing."""
_LED: Final = {
    "en": re.compile(
        r"(?:[\s,.!-])*(?:and|but|now|then|ok|okay|so|no|nope|sorry|actually|wait|i mean|i meant|i want(?:ed)?|"
        r"make (?:it|that)|"
        r"what about|how about|how (?:does|do|did) (?:it|that|this) look|only|just|rather|instead|the same|same|again|"
        r"let'?s (?:see|look at)|show (?:me )?(?:it|that|this|them)|it should be|break (?:it|that|this|them)|"
        r"split (?:it|that|this|them)|group (?:it|that|them)|change (?:it|that)|switch|use|restrict|limit|keep|sort|"
        r"(?:order|rank) (?:it|that|them)|as|for|add|put|also|plus|without|except|excluding|exclude|drop|remove|"
        r"leave out|"
        r"ignore|forget|take|all|not|with|in|by|per|don'?t|anything|everything|whole|back to)\b"
        r"|.*\b(?:instead|too|as well|only|though|then|please|again|now|(?:next to|beside|"
        r"alongside)(?: it)?)[\s.!?]*\Z",
        _I,
    ),
    "zh": re.compile(
        r"[\s,，.。!！]*(?:不对|不是|不好意思|抱歉|错了|说错|那|只|仅|先|换|改|应该是|我要的是|我想看|我是说|"
        r"我的意思|我指的是|再|"
        r"也|还|以及|加|去掉|除|不含|不包|排除|剔除|不要|不算|不限|不看|不分|取消|把|同样|分|按)"
        r"|.*(?:呢|的话|也加上|也列出来|一起列出来|了)[\s?？。!！]*\Z"
    ),
}  # fmt: skip
"""How a text begins or ends that follows another."""
_CONTRAST: Final = {
    "en": re.compile(
        r"[,;]?\s*\b(?:instead of|rather than|and not|in place of)\b[^,;]+|[,;]?\s*\b(?:don'?t|do not|no longer|"
        r"stop)\b "
        r"(?:split|group|break|show|look|list|sort)[^,;]*|,\s*not\b[^,;]+",
        _I,
    ),
    "zh": re.compile(r"[,，;；]?\s*(?:而不是|不再|不看|不分|不按|不要按|不用按)[^,，;；]+"),
}  # fmt: skip
"""What is said only to tell it from what is meant: "by origin rather than by month"."""
_CLAUSE: Final = {
    "en": re.compile(r"\s*[,;]\s*(?:and |but |then )?|\s+(?:and|but) (?:then )?(?=(?:show|add|put|list|sort|rank|"
        r"order|only|"
                     r"just|keep|drop|remove|leave|take|exclude|without|make|break|split|use)\b)|\s+then\s+", _I),
    "zh": re.compile(r"\s*[,，;；]\s*(?:然后|并且|并|再|同时)?"),
}  # fmt: skip
_ADDED: Final = {
    "en": re.compile(
        r"\b(?:add(?: in)?|also|plus|additionally|as well as|include|along with|together with)\b"
        r"|\b(?:next to|beside|besides|alongside|on top of) (?:it|that|this|them)\b"
        r"|\b(?:as well|too|in addition|alongside|on the side)\b|\bin another column\b",
        _I,
    ),
    "zh": re.compile(
        r"再?加上|再加(?:入|个)?(?:一[列项])?|加[入个一列项]+|旁边|也(?=加|列|显示|看|要|一)|一起|同时|另外|还(?:要|"
        r"有|想)|"
        r"再(?=按|拆|细分|分)|并(?=列|显示)"
    ),
}  # fmt: skip
_OUT: Final = {
    "en": re.compile(
        r"\b(?:without|except(?: for)?|excluding|exclude|leave out|leaving out|drop|remove|minus|ignore|other than|"
        r"apart "
        r"from|but not|not counting|not including|not|skip|no more)\b",
        _I,
    ),
    "zh": re.compile(r"不含|不包括|不包含|除了|除去|除开|去掉|去除|排除|剔除|不要|不算|扣除|刨去|除"),
}
_LIMITS: Final = r"(?:filters?|restrictions?|limits?|conditions?|thresholds?|cut-?offs?|限制|筛选|过滤|条件|门槛|阈值)"
_TIMES: Final = r"(?:years?|months?|quarters?|dates?|periods?|time|days?|weeks?|年份|月份|日期|时间|年度|季度)"
_BACK: Final = {
    "en": re.compile(
        r"\b(?:for |to )?(?:all|every|any|whatever|regardless of|irrespective of|forget(?: about)?|back to all)\b"
        r"(?: of)?(?: the)?|\bno (?=" + _LIMITS + "|" + _TIMES + r")|"
        r"\b(?:take|drop|remove|lift|clear|without|undo|get rid of|lose)\b(?=.*\b(?:" + _LIMITS + "|" + _TIMES + r")\b)"
        r"(?: the| that)?",
        _I,
    ),
    "zh": re.compile(
        rf"不限(?:制|定)?|不管|取消(?=.*{_LIMITS})|所有|全部|(?:去掉|不要|拿掉|去除|撤掉|放开)(?=.*(?:{_LIMITS}|"
        rf"{_TIMES}))(?:这个|那个)?"
    ),
}  # fmt: skip
_TIME: Final = re.compile(
    rf"\b{_TIMES}\b|\b(?:the )?data(?: (?:we|you) have)?\b|年份|月份|日期|时间|年度|季度|数据", _I
)
_LIMITED: Final = re.compile(r"\b(?:thresholds?|cut-?offs?)\b|门槛|阈值", _I)
_SHARE: Final = re.compile(
    r"\b(?:shares?|percentages?|percents?|proportions?)\b|(?<!\d)(?<!\d )%|占比|百分比|比例|份额|比重", _I
)
_OF_WHOLE: Final = re.compile(
    r"\b(?:of )?(?:the )?(?:total|whole|overall|all)\b|\b(?:an?|of|the|what|is|are|each(?: one)?(?:'s)?|their|its)\b|"
    r"占(?:整体|总体|总数|全部)?的?|多大|整体|总体|各自|分别",
    _I,
)
_ABSOLUTE: Final = re.compile(
    r"\b(?:in |as )?(?:absolute|actual|plain) (?:numbers?|values?|figures?|amounts?)\b|绝对值|具体数值", _I
)
_FILLER: Final = {
    "en": re.compile(
        r"\b(?:i mean|i meant|i wanted|i want(?: to see)?|i'?d like(?: to see)?|hold on|make (?:it|that)|what about|"
        r"how about|"
        r"how (?:does|do|did|would) (?:it|that|this|they) look(?: like)?|the same(?: thing)?|let'?s (?:see|look at)|"
        r"let me see|"
        r"it should (?:be|have been)|(?:break|split) (?:it|that|this|them|the numbers)(?: (?:down|up|out|further))*|"
        r"(?:sort|order|rank|arrange)(?:ed)?(?: (?:it|that|this|them|those))?(?! by)|"
        r"(?:group|change|switch|restrict|limit|narrow)(?:ed)?(?: (?:it|that|this|them))?(?: down)?(?: to)?|"
        r"on top|at the top|up front|of (?:them|those|these)|(?:each|every) one(?:'s)?|any ?more|can you|could you|"
        r"would you|"
        r"and|but|now|then|ok(?:ay)?|so|please|no|nope|sorry|actually|wait|only|just|rather|instead|again|same|give me|"
        r"show(?: me)?|swap|use|keep|put|those|these|ones?|it|that|them|they|their|off|filter(?:s|ed)?|restriction|"
        r"condition|"
        r"see|look(?: at)?|as|the rest|though|we have|there is|further|list|take|figures?|down|everything|anything|"
        r"whole|"
        r"back|me|us|i|my|our|column|like|thanks?)\b",
        _I,
    ),
    "zh": re.compile(
        r"不对|不是|不好意思|抱歉|对不起|等等|说错了|错了|那么|那|只看一下|只保留|只留下?|只看|只要|只列出?|只|仅看|"
        r"仅|换成|换为|"
        r"改成|改为|改看|改|换|我要的是|我要看的是|我想要的是|我想看|我说的是|我是说|我的意思是|我指的是|应该是|"
        r"应为|再看看|再看|先看|先|"
        r"看看|看一下|看|同样|一样|显示|给我|请|就|如果是|要是|的话|就行|就好|即可|来看|呢|吧|把|列出来|列一下|列出|"
        r"拆开|拆分|细分|"
        r"筛选|限制|条件|门槛|出发的(?=\Z)|是多少|多少|也|再|又|放到?在?前面|放在最前|排个序|一下|变成|怎么样|如何|"
        r"的情况|情况|出来|"
        r"了(?=\Z)|是(?=\d)|这个|那个|一列|一项"
    ),
}  # fmt: skip
_GROUP_ZH: Final = re.compile(r"(?<!不)(?:分|拆到|细到|细分到)(?=\S{1,8}(?:看|统计|列|\Z))")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a follow-up is meant.

    Attributes:
        rest: what it says, without the words that only say how it is meant.
        led: whether it says that it follows something.
        adds: whether it adds to what was asked, instead of taking its place.
        out: whether it leaves out what it names.
        back: whether it takes back what was said of what it names.
        time: whether it takes back the time.
        limit: whether it takes back a threshold.
        share: True for a share of the whole, False for the plain values again, None where it says neither.
    """

    rest: str
    led: bool
    adds: bool = False
    out: bool = False
    back: bool = False
    time: bool = False
    limit: bool = False
    share: bool | None = None

    @property
    def says_something(self) -> bool:
        """False where nothing is left of it."""
        return bool(self.rest) or self.share is not None or self.back


def clauses(text: str, language: Language) -> list[str]:
    """Return the parts of a follow-up that each change something: "drop the filter and show orders".

    >>> clauses("remove the channel filter and show orders", "en")
    ['remove the channel filter', 'show orders']
    """
    return [part for part in _CLAUSE[language].split(text) if part and part.strip(_STOPS)]


def manner_of(text: str, language: Language) -> Manner:
    """Return how a follow-up is meant.

    >>> manner_of("and without the South, please", "en")
    Manner(rest='South', led=True, adds=False, out=True, back=False, time=False, limit=False, share=None)
    >>> manner_of("不限年份呢？", "zh").time
    True
    """
    plain = " ".join(text.split()).strip(_STOPS)
    led = bool(_LED[language].match(text)) and not _NEW.match(plain)
    rest = _CONTRAST[language].sub(" ", plain).strip(_STOPS)
    if language == "zh":
        rest = _GROUP_ZH.sub("按", rest)
    back = bool(_BACK[language].search(rest))
    rest = _BACK[language].sub(" ", rest) if back else rest
    time, limit = back and bool(_TIME.search(rest)), back and bool(_LIMITED.search(rest))
    rest = _LIMITED.sub(" ", _TIME.sub(" ", rest) if time else rest) if back else rest
    out = not back and bool(_OUT[language].search(rest))
    rest = _OUT[language].sub(" ", rest) if out else rest
    adds = bool(_ADDED[language].search(rest))
    rest = _ADDED[language].sub(" ", rest) if adds else rest
    rest, share = _shared(rest, language)
    return Manner(_bare(rest, language), led, adds, out, back, time, limit, share)


def _shared(text: str, language: Language) -> tuple[str, bool | None]:
    if _ABSOLUTE.search(text):
        return _ABSOLUTE.sub(" ", text), False
    if not _SHARE.search(text):
        return text, None
    return _OF_WHOLE.sub(" ", _SHARE.sub(" ", text)), True


def _bare(text: str, language: Language) -> str:
    rest = " ".join(_FILLER[language].sub(" " if language == "en" else "", text).split()).strip(_STOPS)
    if language == "en":
        rest = re.sub(
            r"^(?:(?:for|in|of|with|to|at|on|the|an?)\s+)*(?:for|with|of|at|the|an?|to)\s+(?=\S)", "", rest, flags=_I
        )
        rest = re.sub(r"(?:\s+(?:the|of|for|to|with|in|an?))+\Z", "", rest, flags=_I)
    return " ".join(rest.split()).strip(_STOPS)
