"""Words that shape a question rather than name something in the data.

Owns the closed lists of aggregate, comparison, grouping, negation and other cue words in English and Chinese, as data.
Schema words and gradable adjectives are in the general lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, Literal

from copilot.linking.words import tokens
from copilot.readers.grammar import chinese_cues

CueKind = Literal[
    "aggregate", "count", "compare", "group", "share", "distinct", "not", "versus", "and", "or", "from", "to", "in",
    "contains", "unsupported", "missing", "which", "list", "top", "bottom", "sort", "than_average", "of", "with",
    "exist", "who", "between", "condition", "analysis", "verb",
]  # fmt: skip


STRONG_ANALYSES: Final = frozenset(
    {"growth", "growth-", "change", "year", "previous", "running", "moving", "difference"}
)
"""Analyses whose words are rarely meant as a part of a column's name."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: its kind and what it says within that kind."""

    kind: CueKind
    value: str = ""

    @property
    def outweighs_names(self) -> bool:
        """Whether the word is the cue rather than a part of a longer name."""
        return self.kind == "unsupported" or (self.kind == "analysis" and self.value.split(" ")[0] in STRONG_ANALYSES)


_TABLE: Final = """
aggregate avg: average|avg|mean|on average|typical|typically|平均|均值|平均值
aggregate sum: total|sum|sum of|overall|altogether|in total|combined|合计|总和|总计|总共|一共|总|累计|共
aggregate max: maximum|max|最大值
aggregate min: minimum|min|最小值
aggregate median: median|中位数
aggregate stddev: standard deviation|stddev|stdev|std dev|std|标准差|标准偏差
aggregate variance: variance|方差
count: how many|number of|count of|count|counts|no of|nr of|nr. of|# of|多少个|多少次|多少条|多少架|多少家|多少位|
    多少名|多少人|多少笔|多少单|多少种|多少件|多少|几个|几次|几家|几种|几位|数量|个数|次数|数目|有几|总数|人数|件数|
    多少|几|
    数|量
count how_much: how much|how long|how far|多少钱|多长|多久|多远
compare >: more than|greater than|larger than|bigger than|higher than|over|above|exceed|exceeds|exceeding|exceeded|
    longer than|stronger than|faster than|later than|older than|heavier than|beyond|in excess of|greater|>|超过|大于|
    高于|多于|超出|长于|晚于|不止|强于|快于
compare <: less than|fewer than|smaller than|lower than|below|under|shorter than|cheaper than|younger than|
    slower than|weaker than|earlier than|within|<|少于|小于|低于|不到|不足|短于|早于|弱于|以内
compare >=: at least|no less than|not less than|minimum of|>=|≥|至少|不少于|不低于|大于等于|不小于
compare <=: at most|no more than|not more than|up to|maximum of|<=|≤|至多|最多为|不超过|不高于|小于等于|不大于|不多于
compare =: equal to|equals|exactly|=|等于|正好|恰好
compare_after >=: or more|or above|or higher|or greater|or stronger|or larger|or longer|or later|or over|and above|
    and over|and more|and up|plus|以上|之上|及以上|或以上|或更多|或更高
compare_after <=: or less|or fewer|or lower|or below|or under|or smaller|or shorter|or earlier|and below|and under|
    及以下|或以下|或更少|或更低
compare_after <: 以下|之下|以内
between: between|介于|之间
group: by|per|for each|for every|each|every|broken down by|break down by|split by|grouped by|group by|across|in each|
    of each|by each|for all|according to|各|每|每个|每家|每位|每种|每类|按|按照|各个|各类|分|依据|根据|不同|逐
share: share of|share|%|% of|what % of|百分之多少|百分之几|占百分之几|percentage of|percentage|percent of|percent|
    proportion of|proportion|portion of|portion|fraction of|fraction|what part of|how much of|
    占比|比例|百分比|份额|占多少|占|的比率|比重|率|
    contribution of|contribution to|
    贡献|贡献率|贡献占比|贡献度|的贡献
distinct: different|distinct|unique|various|不重复|去重|不同的
not: not|no|except|excluding|exclude|other than|without|never|isn't|aren't|wasn't|weren't|didn't|don't|doesn't|
    besides|apart from|outside|neither|non|leaving out|leave out|not counting|ignoring|ignore|不是|没有|不|除了|除|非|
    未|没|从未|不含|排除|剔除|从来没有|从来没|从来未|一直没有|一直没
versus: side by side|next to each other|vs|versus|compared with|compared to|compare|comparison of|against|
    相比|对比|比较|与|跟|比|较|相较于|相较
and: and|&|plus|as well as|和|以及|及|并且|且|、|但|但是|而且|同时
or: or|或|或者|还是
from: from|out of|leaving|departing|departing from|departed from|leaving from|starting in|starting at|originating|从|
    自|由
to: to|into|towards|bound for|heading to|arriving at|arriving in|landing in|landing at|飞往|前往|到|至|飞到|去往|抵达
in: in|at|on|during|for|within|在|于|期间|截至|截止|截止到
contains: containing|contain|contains|include|includes|including|in their name|in its name|in the name|in name|
    名称包含|名字里有|包含|含有|名称中包含|名字中有
contains start: starting with|start with|starts with|begin with|beginning with|以开头|开头
contains end: ending with|end with|ends with|结尾
missing: missing|unknown|empty|null|blank|is null|no value|缺失|为空|空值|未知|没填|未填写|没有填写|没填写|未填|
    没有登记|without a value
which: which|what|whats|which ones|哪个|哪些|哪家|哪一个|哪几个|哪位|什么|哪种|哪一|哪|哪天|哪里
list: list|show|show me|give me|display|find|return|list all|name all|names of all|give me a list of|列出|显示|给出|
    列举|找出|查看
who: who|whom|谁
top: top|first|best|前
bottom: bottom|last|worst|lowest|后|末|倒数
sort desc: descending|most first|highest first|from highest to lowest|largest first|biggest first|high to low|desc|
    in descending order|降序|从高到低|由高到低|从大到小|从多到少
sort asc: ascending|lowest first|fewest first|smallest first|from lowest to highest|low to high|asc|
    in ascending order|升序|从低到高|由低到高|从小到大|从少到多
sort: sorted by|ordered by|sort by|ranked by|rank by|ranking|ranked|rank|ranks|sorted|in order of|
    排序|排列|排名|排行
than_average: above average|above the overall average|above overall average|than the overall average|
    above the average|more than average|more than the average|higher than average|higher than the average|
    over the average|greater than the average|高于平均|高于平均值|超过平均值|超过平均|大于平均值|above-average|
    bigger than average
than_average <: below average|below the average|less than average|less than the average|lower than average|
    lower than the average|under the average|低于平均|低于平均值|低于平均水平|below-average
of: of|的|中|里|之
with: because of|due to|owing to|with|having|have|has|had|saw|experienced|who have|that have|which have|where|when|
    whose|that|带有|具有|拥有|当|时|有|的时候|因|因为|由于
exist: any|ever|at all|on file|on record|in our records|anything|anyone|anybody|something|曾经|过
condition: if|while
verb: bring|brings|account for|accounts for|accounted for|bring in|brings in|brought in|brought us|contribute|
    contributed|contribute to|contributed to|responsible for|make up|makes up|made up|generate|generates|generated
unsupported: correlation|correlate|forecast|predict|why|reason why|because
unsupported: 预测|为什么|相关性|自己|自己的|自己所在|自身|本人
analysis growth: growth|growth rate|rate of growth|growth in|grow|grew|grown|growing|increase|increased|rise|rose|
    risen|
    percent change|percentage change|% change|percentage growth|percent growth|rate of change|rate of increase|
    percentage increase|percent increase|change rate|change in percent|增长|增长率|增幅|增速|涨幅|上涨|增长幅度|
    变化率|
    变动率|增长速度|涨了|增长了|增减率|变化幅度
analysis growth-: decrease|decreased|decline|declined|drop|dropped|fall|fell|fallen|shrink|shrank|shrunk|下降|降幅|
    下降率|下滑|跌幅|下跌|跌了|下降了|减少|减少了|降低
analysis change: change|changed|changes in|changes|absolute change|net change|变化|变动|增长额|增加额|增加|增加了|
    增量|
    变化量|增长量|变化额|变动额
analysis trend: change over time|changed over time|grow over time|grew over time|变化趋势|变化情况|变动趋势|增长趋势|
    变动情况
analysis year: year over year|year-over-year|year-on-year|y-o-y|y-on-y|yoy|year on year|y/y|同比|与去年同期相比|
    较去年同期|比去年同期|较上年同期|与上年同期相比
analysis previous month: month over month|month-over-month|month-on-month|m-o-m|mom|m/m|month on month
analysis previous quarter: quarter over quarter|quarter-over-quarter|quarter-on-quarter|q-o-q|qoq|q/q|quarter on quarter
analysis previous week: week over week|week-over-week|week-on-week|w-o-w|wow|w/w|week on week
analysis previous day: day over day|day-over-day|day-on-day|dod|day on day
analysis previous: 环比|period over period|period-over-period|与上一期相比|较前期|与上期相比|较上期|比上期|
    the previous period|the prior period|
    the period before|over the previous period
analysis running: cumulative|cumulatively|cumulated|running total|running totals|running sum|cumulative total|
    cumulative sum|running count|cumulative count|running total of|accumulated|累积|累积值
analysis moving avg: moving average|rolling average|rolling mean|moving mean|running average|trailing average|
    移动平均|
    移动平均值|滚动平均|滚动平均值|移动均值|滚动均值|移动平均数|滑动平均|滑动平均值|rolling averages|moving averages
analysis moving avg day: day moving average|日移动平均|天移动平均|日滑动平均|天滑动平均|-day moving average|
    -day rolling average|日均线|日滚动平均|天滚动平均|日移动平均值
analysis moving sum: rolling sum|moving sum|rolling total|moving total|trailing total|trailing sum|滚动合计|滚动总和|
    移动合计|滚动累计|滚动求和|滚动总额|移动求和
analysis moving: rolling|trailing|滚动
analysis quantile: percentile|percentiles|quantile|quantiles|百分位|百分位数|分位数|分位|分位值|分位点|个百分位
analysis quantile 0.1: p10|first decile|十分位数
analysis quantile 0.25: p25|first quartile|lower quartile|下四分位数|第一四分位数|上四分之一位
analysis quantile 0.75: p75|third quartile|upper quartile|上四分位数|第三四分位数
analysis quantile 0.5: p50
analysis quantile 0.8: p80
analysis quantile 0.9: p90
analysis quantile 0.95: p95
analysis quantile 0.99: p99
analysis band: band|bands|band of|bands of|bin|bins|bin of|bins of|bucket|buckets|buckets of|interval|intervals|
    intervals of|range|ranges|ranges of|step|steps of|bracket|brackets|group of|binned by|bucketed by|区间|分段|一档|
    档|
    分档|分箱|一段|为一档|为一段|一个区间|为区间|为间隔|间隔|一组|为一组|区间段|为一个区间
analysis distribution: distribution|distribution of|the distribution of|histogram|histogram of|分布|直方图|分布情况
analysis difference: difference|difference between|difference in|gap|gap between|differ|how much more|how many more|
    how much higher|how much larger|how much bigger|how much greater|how much lower|how much less|how many fewer|
    how much smaller|多多少|少多少|高多少|低多少|多了多少|少了多少|高了多少|低了多少|高出多少|多出多少|差异|差额|相差|
    差距|差值|相差多少|差多少|之差|的差
analysis per_person: 人均|客均|每人|per capita|per head|per person
analysis than: than|比起
analysis how: how did|how has|how have|how do|how does
analysis decade: decade|decades|年代
analysis first: first-time|first time|firsttime|first ever
analysis ratio: ratio|ratio of|ratio between|the ratio of|比率|比值|之比
"""


@lru_cache(maxsize=1)
def cues() -> dict[tuple[str, ...], tuple[Cue, ...]]:
    """Return the cues by phrase: lemmas of English words, single characters of Chinese ones."""
    table: dict[tuple[str, ...], tuple[Cue, ...]] = {}
    for line in re.sub(r"\|\n\s+", "|", _TABLE.strip()).splitlines():
        head, _, phrases = line.partition(": ")
        kind, _, value = head.partition(" ")
        if kind == "compare_after":
            kind, value = "compare", f"after{value}"
        for written in phrases.split("|"):
            key = tuple(token.lemma for token in tokens(written))
            table[key] = (*table.get(key, ()), Cue(kind, value))  # type: ignore[arg-type]
    for kind, value, written in (*_against_earlier(), *chinese_cues.phrases()):
        key = tuple(token.lemma for token in tokens(written))
        table.setdefault(key, (Cue(kind, value),))  # type: ignore[arg-type]
    return table


_AGAINST: Final = (
    "on",
    "over",
    "than",
    "vs",
    "versus",
    "against",
    "from",
    "compared with",
    "compared to",
    "relative to",
)


def _against_earlier() -> Iterator[tuple[str, str, str]]:
    """Yield on the week before, than the previous month: what may look like a date but holds against an earlier one."""
    for way, unit in product(_AGAINST, ("year", "quarter", "month", "week", "day")):
        value = "year" if unit == "year" else f"previous {unit}"
        yield "analysis", value, f"{way} the {unit} before"
        if way in ("over", "against", "relative to"):
            yield "analysis", value, f"{way} the previous {unit}"
            yield "analysis", value, f"{way} the prior {unit}"
