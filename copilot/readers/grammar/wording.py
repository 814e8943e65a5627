"""The assumptions of a reading in words, and the sentences of a question that was not answered.

Owns these texts in English and Chinese. What was computed is told by `copilot.saying`, from the SQL.
"""

from __future__ import annotations

from typing import Final

from copilot.values.question import Language

_ASSUMPTIONS: Final[dict[str, tuple[str, str]]] = {
    "unit": ("{0} is in {1}s", "{0} 的单位按{1}理解"),
    "state": ("'{0}' = {1}", "“{0}”= {1}"),
    "value": ("'{0}' = {1} {rest}", "“{0}”= {1} {rest}"),
    "share": (
        "{0} holds shares between 0 and 1, whose sum is no amount",
        "{0} 的取值是 0 到 1 之间的比例，相加并不是金额",
    ),
    "rows_of": ("the rows of {0} are counted", "统计的是 {0} 的行数"),
    "contains": ("'{0}' = {1} contains it", "“{0}”= {1} 包含该词"),
    "year": ("'{0}' = {1}, the latest one in the data", "“{0}”= {1}，数据中最近的一次"),
    "reread": (
        "'{0}' = {1}, counted from the end of the data ({2})",
        "“{0}”= {1}，从数据的最后一天（{2}）算起",
    ),
    "period": ("'{0}' = {1}", "“{0}”= {1}"),
    "incomplete": ("'{0}' is not complete: the data ends on {1}", "“{0}”不完整：数据截止到 {1}"),
    "begins": ("'{0}' is not complete: the data begins on {1}", "“{0}”不完整：数据从 {1} 开始"),
    "aggregate": ("{1} is taken as its {0}", "{1} 取{0}"),
    "superlative": ("'{0}' is judged by {1}", "“{0}”按 {1} 判断"),
    "averaged_over": ("one average is taken over the {0}s", "按{0}求一个平均值"),
    "avg_metric": ("{0} is used as it is defined, without another average", "{0} 按其定义使用，不再求平均"),
    "compared": ("{0} is compared with {1}", "{0} 与 {1} 相比"),
    "rate": ("'{0}' is judged by the rate, not by the amount", "“{0}”按增长率判断，而不是按增长额"),
    "weeks_before": ("a week is compared with the one {0} weeks before", "每周与 {0} 周前的那一周相比"),
    "band": ("{0} is cut into bands of {1}", "{0} 按每 {1} 一段划分"),
    "looks_back": ("the first ones look back at the periods before", "开头几期也计入之前的时期"),
    "unread": ("nothing in the answer stands for {said}", "答案中没有体现{said}"),
    "either": ("'{0}' is read as {1}; {2} would fit as well", "“{0}”理解为 {1}；{2} 也说得通"),
}
_AGGREGATES: Final = {
    "sum": ("total", "合计"),
    "avg": ("average", "平均值"),
    "max": ("largest value", "最大值"),
    "min": ("smallest value", "最小值"),
    "stddev": ("standard deviation", "标准差"),
    "variance": ("variance", "方差"),
    "quantile": ("percentile", "分位数"),
    "count": ("number", "数量"),
    "median": ("median", "中位数"),
}


def assumption(kind: str, words: tuple[str, ...], language: Language) -> str:
    """Return one assumption as a sentence.

    >>> assumption("state", ("late", "dep_delay > 0"), "en")
    "'late' = dep_delay > 0"
    """
    zh = language == "zh"
    if kind == "aggregate":
        words = (_AGGREGATES[words[0]][zh], *words[1:])
    rest = (", " if not zh else "、").join(repr(word) if not zh else f"“{word}”" for word in words[2:])
    said = (", " if not zh else "、").join(f"'{word}'" if not zh else f"“{word}”" for word in words)
    return _ASSUMPTIONS[kind][zh].format(*words, rest=rest, said=said)


def which_column(choice: tuple[str, str, str], language: Language) -> str:
    """Ask which of two columns a value belongs to."""
    words, one, other = choice
    if language == "zh":
        return f"“{words}”在 {one} 和 {other} 里都有；指的是哪一个？"
    return f"'{words}' stands in {one} and in {other}; which one is meant?"


def which_reading(language: Language) -> str:
    """Ask which of several readings of a question is meant.

    >>> which_reading("en")
    'This can be read in more than one way; which one is meant?'
    """
    if language == "zh":
        return "这个问题可以有不止一种理解；您指的是哪一种？"
    return "This can be read in more than one way; which one is meant?"


def too_unsure(tables: tuple[str, ...], language: Language) -> str:
    """Say that every word has a place, and that no reading of the whole is likely enough."""
    named = ("、" if language == "zh" else ", ").join(tables)
    if language == "zh":
        return f"每个词都认出来了，但整句有几种理解，结果各不相同，没有一种足够可靠。数据里有这些表：{named}。"
    return (
        "I know every word, but could read the whole in several ways that give different rows, and none of them is "
        f"likely enough to be shown. The data has the tables {named}; ask for one thing at a time, or write SQL."
    )


def unplaced(words: tuple[str, ...], near: tuple[str, ...], tables: tuple[str, ...], language: Language) -> str:
    """Say which words could not be placed and what the data does have."""
    if language == "zh":
        what = "、".join(f"“{word}”" for word in words)
        head = f"我不确定这些词指的是什么：{what}。" if words else "我没能把这个问题和数据对应起来。"
        have = f"已认出：{'、'.join(near)}。" if near else ""
        return f"{head}{have}数据里有这些表：{'、'.join(tables)}。请用数据里的说法再问一次，或直接写 SQL。"
    what = ", ".join(f"'{word}'" for word in words)
    head = f"I could not place {what} in this data." if words else "I could not tell what to compute from this data."
    have = f" What I did recognise: {', '.join(near)}." if near else ""
    return f"{head}{have} The data has the tables {', '.join(tables)}; ask in their words, or write SQL."


def empty_question(language: Language) -> str:
    """Say that nothing was asked."""
    return "请输入一个问题。" if language == "zh" else "There is no question yet; ask something about the data."


def overlong(length: int, most: int, language: Language) -> str:
    """Say that the question is too long to read."""
    if language == "zh":
        return f"这个问题有 {length:,} 个字符，最多能读 {most:,} 个；请缩短，只问一件事。"
    return f"The question has {length:,} characters; at most {most:,} are read. Make it shorter and ask one thing."


_STEPS: Final = {
    "read": ("Read the question", "理解问题"),
    "weigh": ("Ran the likeliest readings", "试算了最可能的几种理解"),
    "gate": ("Validated the SQL", "校验 SQL"),
    "run": ("Ran it", "执行查询"),
    "say": ("Put it into words", "组织回答"),
}


def step(name: str, language: Language) -> str:
    """Return what happened in a step."""
    return _STEPS[name][language == "zh"]


def permitted_only(role: str, language: Language) -> str:
    """Say that an answer rests on what a role may see.

    >>> permitted_only("eu", "en")
    "Only what the role 'eu' may see is counted."
    """
    if language == "zh":
        return f"只统计角色“{role}”可见的数据。"
    return f"Only what the role {role!r} may see is counted."
