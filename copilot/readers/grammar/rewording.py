"""Turns of phrase, said in the words that the other parts of the reader know: 日均 as 平均每天, 500+ as at least 500.

Owns the rules, each for a phrase of the language. Refuses to touch a stretch that is a name in the data or in the
semantic model: a column called 月均消费 is no average for each month.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from copilot.readers.grammar.two_years import as_change

_PER: Final = {"日": "每天", "天": "每天", "周": "每周", "月": "每月", "季": "每季度", "季度": "每季度", "年": "每年"}
_THIS_YEAR: Final = r"(?:今年|本年|当年|年初)(?:以来|至今|累计)?(?:的)?"


_VERB: Final = re.compile(
    r"\bhow many (?P<noun>[a-z]+) (?:did|do|does|has|have|had) (?P<who>(?:\w+ ){0,3}?\w+) (?P<verb>[a-z]+)"
    r"(?=$|[?.,]|\s+(?:in|on|during|last|this|by|per|between|since|from|each)\b)",
    re.IGNORECASE,
)
"""How many flights did Delta cancel."""


_BOUND: Final = "more than|at least|less than|fewer than|only|just|exactly"


@cache
def _english() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = [
        (r"(?<![\w.$€£-])(?P<n>\d[\d,.]*)\s?\+(?=\s+[a-z])", r"aged at least \g<n>"),
        (r"\b(?:(?:a|with)\s+)?min(?:imum)?\.?(?:\s+of)?\s+(?=\d)", "at least "),
        (r"\b(?:(?:a|with)\s+)?max(?:imum)?\.?(?:\s+of)?\s+(?=\d)", "at most "),
        (r"\bwithout (?:a single|even one|even a single|one)\b", "without any"),
        (r"\b(?:not (?:a single|even one|one)|zero|0)(?= [a-z]{3})", "no"),
        (r"\b(?P<s>that|who|which) (?:have|has) (?:not|never)\b", r"\g<s> never"),
        (
            r"\b(?:that |which )?(?:nobody|no one|no-one|no customers?) (?:has |have )?(?:ever )?(?=[a-z]+(?:ed|t)\b)",
            "never ",
        ),
        (r"\b(?:no|nos|nr)\.?\s+of\b|#\s?of\b", "number of"),
        (r"\bw/o\.?(?=\s)", "without"),
        (r"\bw/(?=\s?[a-z])\s?", "with "),
        (r"\b(?:pct|pctg|perc)\b\.?(?=\s)", "percentage"),
        (r"\bfrom (?P<u>month|year|week|quarter|day) to (?P=u)\b", r"\g<u> over \g<u>"),
        (
            r"\b(?P<c>changes?|growth|difference|increase|decrease|up or down) "
            r"(?:from|on|over|against|vs\.?|versus|(?:compared|relative) (?:to|with))"
            r" (?:the )?(?:previous|prior|preceding|last) (?P<u>month|year|week|quarter|day)\b",
            r"\g<c> \g<u> over \g<u>",
        ),
        (
            r"\b(?P<c>than|above|below|over|under|exceeds?|exceeding) (?:the |our )?(?:overall|general|company|total)"
            r"(?: (?:one|rate|figure|level|value|average|mean))?(?=[?.,]|$)",
            r"\g<c> the average",
        ),
        (
            r"\b(?:an? )?(?P<c>higher|greater|larger|bigger|lower|smaller|longer|shorter) "
            r"(?P<x>(?!than)[a-z-]+(?: (?!than)[a-z-]+){0,3})"
            r" than (?:the )?average(?: one| (?P=x))?\b(?=[?.,]|$)",
            r"\g<x> \g<c> than average",
        ),
        (
            r"^(?:did|does|do|has|have|had|is|was|were) (?P<a>(?:\w+ ){0,2}?\w+) "
            r"(?:have |had |get |got |see |sell |sold |make |made |with )?"
            r"(?:a )?(?:more|fewer|higher|lower|bigger|smaller|greater|less) (?P<x>[a-z]+(?: [a-z]+){0,3}?) than "
            r"(?P<b>(?:\w+ ){0,2}?\w+)(?P<r> (?:in|on|during|for|last|this|over|since)\b.*)?\??$",
            r"\g<x> of \g<a> vs \g<b>\g<r>",
        ),
        (r"\b(?P<c>more than|at least|less than|fewer than|only|just|exactly) once\b", r"\g<c> 1 times"),
        (
            r"\b(?P<c>more than|at least|less than|fewer than|only|just|exactly) twice\b(?! (?:the|as|its)\b)",
            r"\g<c> 2 times",
        ),
        (r"\brepeat (?P<who>customers|clients|buyers|shoppers)\b", r"\g<who> with more than 1 orders"),
        (r"\bone-?time (?P<who>customers|clients|buyers|shoppers)\b", r"\g<who> with exactly 1 orders"),
        (r"\bper (?:sq(?:uare)?\.? ?(?:met(?:er|re)s?|m|f(?:oo|ee)?t)|sqm|sqft|m2|m²)(?!\w)", "per floor area"),
        (r"\b(?:signed up|registered) but (?P<n>never|have never|have not|haven't|did not|didn't)\b", r"\g<n>"),
    ]
    return tuple((re.compile(pattern, re.IGNORECASE), said) for pattern, said in raw)


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    date = r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]|[底末])?"
    raw = [
        # So much a day on average.
        *(
            (rf"(?<![每\d一二三四五六七八九十作]){unit}均(?!增|复合|[价值线])", f"平均{per}")
            for unit, per in _PER.items()
        ),
        *(
            (rf"(?<![每\d一二三四五六七八九十按上下本这当个作]){unit}平均(?=[^移滚滑])", f"平均{per}")
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
        (r"(?P<p>每|单位)一?(?:个|单位)?(?:平方米|平米|平方|坪|㎡|m²)", "每面积"),
        (r"坪效", "每面积销售额"),
        *(
            (
                rf"(?:年龄)?在?{before}(?P<n>\d{{1,3}}){until}周?岁{after}的?(?P<w>客户|顾客|会员|买家|用户|员工)",
                rf"\g<w> {said} ",
            )
            for before, until, after, said in (
                ("", "", "(?:以下|以内|之下)", r"aged younger than \g<n>"),
                ("", "", "(?:及|或)?(?:以上|之上)", r"aged at least \g<n>"),
                ("(?:超过|大于|高于)", "", "", r"aged older than \g<n>"),
                ("(?:不到|小于|低于|不满)", "", "", r"aged younger than \g<n>"),
                ("", r"岁?(?:到|至|-|~)(?P<m>\d{1,3})", "", r"aged \g<n> to \g<m>"),
            )
        ),
        (r"新开(?:设|张|业)?的?(?=门店|店铺|分店|商店)", "开业的"),
        (r"回头客|复购客户|重复购买的?客户", "订单数超过1的客户"),
        (r"(?<=面积)(?P<c>[^，,。]{0,8}?\d[\d,.]*万?)\s?(?:平方米|平米|平方|㎡|m²)", r"\g<c>"),
        (r"平均(?P<u>[日周月年]|季度)(?=[^\d均份度期初末底内到至移滚滑]{2})", r"平均每\g<u>"),
        (r"单[笔个张](?=订单|交易)", ""),
        # Not a single one, with what is meant between or behind: 一次取消都没有, 一次都没退过货.
        (
            r"(?<!第)一[次个单笔件条趟例张回](?P<what>[^，,。的都也\d]{0,8})(?:都|也)(?:从来)?没有?(?P<verb>[^，,。的]{0,2}过)?",
            r"没有\g<what>\g<verb>",
        ),
        (r"(?<![第\d一二三四五六七八九十百千近前后上下每这])两(?=[个家种类位名款座条])", " 2"),
        (
            r"(?:一周|每周|一星期)(?:之?[中里内])?的?(?:每一?天|各天)|周一(?:到|至|-|~)周日(?:的?(?:每天|各天))?(?=的|各|每|$)",
            "各星期几",
        ),
        (r"(?P<y>\d{4}年)(?:以后|之后|后)\s*[(（]含(?:(?P=y)|当年|本年)?[)）]", r"\g<y>以来"),
        (
            r"按(?P<m>[^按，,。给对]{1,10}?)(?:给|对|为|将)(?P<g>[^，,。]{1,10}?)(?:进行)?(?P<r>排名|排序|排行)",
            r"\g<g>按\g<m>\g<r>",
        ),
        # A list in brackets that goes on is an example of what stands before it.
        (r"[(（][^()（）]*(?:…+|\.{3}|等等?)[)）]", ""),
        (r"(?P<what>出生|制造|生产|建造|出厂)年代", r"\g<what>年份的年代"),
        (r"一(?:周|星期)(?:之?[中里内])的?(?:哪一?天|星期几|周几)", "哪个星期几"),
        (r"新(?:增加?|注册|开业|加入|上架|推出)的?(?=[\u3400-\u9fff])(?!长)", "new "),
        (r"一天(?:之?[中里内])的?哪个?(?=小时|时段|钟头)", "哪个"),
        # 200座 is so many seats; 前5大 and 五大 are the first so many; 最常飞 is flown most.
        (r"(?P<n>\d)\s?座(?!城|大|山|桥|楼|位)", r"\g<n>个座位"),
        (r"前\s?(?P<n>\d+|[二三四五六七八九十]+)大(?=[\u3400-\u9fff])", r"前\g<n>个"),
        (r"(?<![前第\d一二三四五六七八九十])(?P<n>\d+|[三五六八十])大(?=[\u3400-\u9fff])", r"前\g<n>个"),
        (r"最(?:经|为)?常(?P<v>[^的，,。最]{1,4}?)的(?=[\u3400-\u9fff])", r"\g<v>最多的"),
        (r"(?:营业中|在营业?|运营中|仍在营业|正在营业)的?", "active "),
        (r"注册(?:了|过)?(?:但是?|却|而)", ""),
        (r"(?<![最更创刷重全])新(?=(?:客户|顾客|用户|会员|买家|门店|店铺|商品|产品|员工|供应商))", "new "),
        (r"(?P<e>每隔?\d[\d,.]*万?[^\d，,。的每]{0,4}?)(?:为?一?个?)(?:分组|分段|分档|划分|分箱)", r"\g<e>一档"),
        (r"最(?:喜欢|爱|偏爱|青睐|热衷)(?P<v>[^的，,。最]{0,4}?)的(?=[\u3400-\u9fff\d])", r"\g<v>最多的"),
    ]
    return tuple((re.compile(pattern), said) for pattern, said in raw)


_APART: Final = re.compile(
    r"\b(?P<noun>[a-z]+s) (?P<mid>(?:from|to|of|in|by|with|at|for|on|between|out of) [^,;?]{1,40}?) "
    r"(?:that |which |who )?(?:were|was|got|are|is|have been|has been|had been) (?P<verb>[a-z]+ed)\b",
    re.IGNORECASE,
)
"""How many flights to Atlanta were cancelled."""
_PART: Final = re.compile(
    r"%|\b(?:percent|percentage|pct|share|fraction|proportion|portion|part|rate)\b", re.IGNORECASE
)


def _together(match: re.Match[str], is_name: Callable[[str], bool]) -> str:
    """Say a noun beside what was done to it, where the data knows that kind: cancelled flights to Atlanta."""
    done = f"{match['verb']} {match['noun']}"
    return f"{done} {match['mid']}" if is_name(done) and not _PART.search(match.string) else match[0]


_RATE: Final = re.compile(
    r"\b(?:share|percentage|percent|proportion|fraction) of (?:all )?(?P<state>[a-z]+(?:-[a-z]+)?) (?P<noun>[a-z]+s)\b",
    re.IGNORECASE,
)
"""Percentage of on-time flights."""


def _as_rate(match: re.Match[str], is_name: Callable[[str], bool]) -> str:
    """Say the share of what is in a state by the rate that the data knows of that state: the on-time rate."""
    rate = f"{match['state']} rate"
    return rate if is_name(rate) and not is_name(f"{match['state']} {match['noun']}") else match[0]


_PERCENT_OF_ITSELF: Final = re.compile(
    r"\b(?P<what>[a-z]+(?: [a-z]+)?) ?(?:%|percent|percentage|pct)"
    r"(?=\s+(?:by|for|of each|per|in|on|at|during|this|last|over|vs)\b|[?,.]|$)",
    re.IGNORECASE,
)
"""Gross margin % by category."""


def _as_own_rate(match: re.Match[str], is_name: Callable[[str], bool]) -> str:
    """Say an amount in percent by the rate that the data knows of it."""
    words = match["what"].split()
    for start in range(len(words)):
        tail = " ".join(words[start:])
        if is_name(f"{tail} rate"):
            return " ".join([*words[:start], f"{tail} rate"])
        if is_name(tail):
            return match[0]  # profit margin % is the profit margin
    return match[0]


_LATE: Final = re.compile(
    r"\b(?:is |are |was |were )?(?:delayed|late)(?: by)?(?P<much> (?:more|less|over|at least|under|up to)[^,;?]*?"
    r"\d+ ?(?:minutes?|mins?|hours?|hrs?|h|days?))? (?:on|at|upon|for) (?P<what>[a-z]+)\b",
    re.IGNORECASE,
)
"""Delayed more than 15 minutes on arrival."""


def _delay_of(match: re.Match[str], is_name: Callable[[str], bool]) -> str:
    """Say what is late by the delay of that kind, where the data has one: arrival delay of more than 15 minutes."""
    if not is_name(f"{match['what']} delay"):
        return match[0]
    return f"with {match['what']} delay{match['much'] or ' over 0 minutes'}"


_IN_PERCENT: Final = re.compile(
    r"\b(?P<what>[a-z]+(?:[ -][a-z]+)?)(?P<c> (?:(?:is|are|was|were|of) )?(?:below|under|over|above|beyond|at least|"
    r"at most|between|(?:less|more|lower|higher|greater|smaller|better|worse) than|[<>]=?)) ?"
    r"(?P<n>\d[\d.]*(?: and \d[\d.]*)?\s?(?:%|percent\b|pct\b))",
    re.IGNORECASE,
)
_IN_PERCENT_ZH: Final = re.compile(
    r"(?P<what>[\u3400-\u9fff]{2,4})(?P<c>在?(?:低于|高于|超过|大于|小于|不到|不足|不低于|不超过|至少|达到|[<>]=?))"
    r"(?P<n>\s?\d[\d.]*\s?(?:%|％))"
)


def _of_rate(match: re.Match[str], is_name: Callable[[str], bool]) -> str:
    """Margin below 40 %: of an amount that has a rate of its own, the rate is what is compared with a percentage."""
    what, end = match["what"], " rate" if match["what"].isascii() else "率"
    for start in range(len(what)):
        tail = what[start:]
        if (start == 0 or not what[start - 1].isalpha() or end == "率") and is_name(tail) and is_name(f"{tail}{end}"):
            return f"{what}{end}{match['c']} {match['n']}"
    return match[0]


def reworded(text: str, is_name: Callable[[str], bool]) -> str:
    """Return the text with such phrases said in plainer words, but for those that are a part of a name.

    >>> reworded("日均订单数", lambda name: False), reworded("月均消费最高的客户", lambda name: name == "月均消费")
    ('平均每天订单数', '月均消费最高的客户')
    """
    if text.isascii():
        text = _VERB.sub(lambda match: _passive(match, is_name), text)
        text = _APART.sub(lambda match: _together(match, is_name), text)
        text = _RATE.sub(lambda match: _as_rate(match, is_name), text)
        text = _PERCENT_OF_ITSELF.sub(lambda match: _as_own_rate(match, is_name), text)
        text = _LATE.sub(lambda match: _delay_of(match, is_name), text)
    text = (_IN_PERCENT if text.isascii() else _IN_PERCENT_ZH).sub(lambda match: _of_rate(match, is_name), text)
    text = as_change(text)
    for pattern, said in _english() if text.isascii() else _rules():
        text = pattern.sub(lambda match, said=said: _unless_named(match, said, is_name), text)  # type: ignore[misc]
    return text


def _passive(match: re.Match[str], is_name: Callable[[str], bool]) -> str:
    """Say what was done as a kind of thing, where the data knows that kind: the cancelled flights of Delta."""
    noun, who, verb = match["noun"], match["who"], match["verb"].lower()
    for done in (f"{verb}ed", f"{verb}d", f"{verb}{verb[-1]}ed"):
        if is_name(f"{done} {noun}"):
            return f"number of {done} {noun} for {who}"
    return match[0]


def _unless_named(match: re.Match[str], said: str, is_name: Callable[[str], bool]) -> str:
    text, (start, end) = match.string, match.span()
    near = (
        (low, high) for low in range(max(0, start - 4), start + 1) for high in range(end, min(len(text), end + 6) + 1)
    )
    return match[0] if any(is_name(text[low:high]) for low, high in near) else match.expand(said)
