"""The phrases of a readback in English and Chinese, and how one is filled.

Owns wording only. Spaces between Chinese and Latin letters are set where a phrase meets what fills it, so that a value
quoted from the SQL is never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter
from typing import Final, Literal

Language = Literal["en", "zh"]

_PHRASES: Final[dict[str, tuple[str, str]]] = {
    # values
    "rows": ("number of rows", "行数"),
    "known": ("number of rows where {x} is known", "{x}有值的行数"),
    "distinct_count": ("number of distinct {x}", "不同{x}的个数"),
    "approx_distinct": ("approximate number of distinct {x}", "不同{x}的大致个数"),
    "distinct": ("distinct {x}", "不重复的{x}"),
    "sum": ("sum of {x}", "{x}的总和"),
    "avg": ("average of {x}", "{x}的平均值"),
    "min": ("lowest {x}", "{x}的最小值"),
    "max": ("highest {x}", "{x}的最大值"),
    "earliest": ("earliest {x}", "最早的{x}"),
    "latest": ("latest {x}", "最晚的{x}"),
    "median": ("median of {x}", "{x}的中位数"),
    "stddev": ("standard deviation of {x}", "{x}的标准差"),
    "variance": ("variance of {x}", "{x}的方差"),
    "mode": ("most frequent {x}", "出现最多的{x}"),
    "any": ("any one {x}", "任意一个{x}"),
    "quantile": ("{q} quantile of {x}", "{x}的{q}分位数"),
    "arg_max": ("{x} at the highest {y}", "{y}最大时的{x}"),
    "arg_min": ("{x} at the lowest {y}", "{y}最小时的{x}"),
    "only": ("{x} (only rows where {c})", "{x}（只计{c}的行）"),
    "rows_where": ("number of rows where {c}", "{c}的行数"),
    "share": ("share of rows where {c}", "{c}的行所占比例"),
    "share_known": (
        "share of rows where {c}, among those where {x} is known",
        "{c}的行在{x}有值的行中所占比例",
    ),
    "share_of_total": ("{x} as a share of the total", "{x}占总计的比例"),
    "share_within": ("{x} as a share of the total within each {p}", "{x}在每个{p}内所占的比例"),
    "divided": ("{x} divided by {y}", "{x}除以{y}"),
    "coalesce": ("{x} (where missing: {y})", "{x}（缺失时取{y}）"),
    "rounded": ("{x} rounded to {n} decimals", "{x}（保留 {n} 位小数）"),
    "rounded_one": ("{x} rounded to {n} decimal", "{x}（保留 {n} 位小数）"),
    "as_type": ("{x} read as {y}", "{x}（当作{y}）"),
    "whether": ("whether {c}", "是否{c}"),
    "case_when": ("{x} if {c}", "{c}时为{x}"),
    "case_else": ("otherwise {x}", "否则为{x}"),
    "missing": ("missing", "缺失"),
    "true": ("true", "真"),
    "false": ("false", "假"),
    "today": ("today", "今天"),
    "now": ("now", "此刻"),
    "metric": ("{m} ({x})", "{m}（{x}）"),
    # windows
    "position": ("position", "序号"),
    "rank": ("rank with ties", "名次（并列同名次）"),
    "dense_rank": ("rank with ties and no gaps", "名次（并列不跳号）"),
    "previous": ("{x} of the previous row", "上一行的{x}"),
    "next": ("{x} of the next row", "下一行的{x}"),
    "first_value": ("{x} of the first row", "第一行的{x}"),
    "last_value": ("{x} of the last row", "最后一行的{x}"),
    "within_all": (" over all rows of the result", "（在全部结果行上）"),
    "within": (" within each {p}", "（在每个{p}内）"),
    "running": (", running in the order of {o}", "（按{o}的顺序累计）"),
    "in_order": (", in the order of {o}", "（按{o}的顺序）"),
    "frame": (", over the frame {f}", "（窗口范围{f}）"),
    # times
    "trunc": ("{unit} of {x}", "{x}所在的{unit}"),
    # conditions
    "is": ("{x} is {y}", "{x}为{y}"),
    "is_not": ("{x} is not {y}", "{x}不为{y}"),
    "more": ("{x} is more than {y}", "{x}大于{y}"),
    "at_least": ("{x} is at least {y}", "{x}不小于{y}"),
    "less": ("{x} is less than {y}", "{x}小于{y}"),
    "at_most": ("{x} is at most {y}", "{x}不大于{y}"),
    "after": ("{x} is after {y}", "{x}晚于{y}"),
    "since": ("{x} is {y} or later", "{x}在{y}或之后"),
    "before": ("{x} is before {y}", "{x}早于{y}"),
    "until": ("{x} is {y} or earlier", "{x}在{y}或之前"),
    "on": ("{x} is on {y}", "{x}在{y}当天"),
    "range": ("{x} is from {y} to {z}", "{x}在{y}到{z}之间"),
    "not_range": ("{x} is not from {y} to {z}", "{x}不在{y}到{z}之间"),
    "is_missing": ("{x} is missing", "{x}缺失"),
    "is_known": ("{x} is known", "{x}有值"),
    "is_true": ("{x} is true", "{x}为真"),
    "not": ("not {c}", "并非{c}"),
    "one_of": ("{x} is one of {y}", "{x}是{y}之一"),
    "none_of": ("{x} is none of {y}", "{x}不是{y}中的任何一个"),
    "among": ("{x} is among {y}", "{x}在{y}之中"),
    "not_among": ("{x} is not among {y}", "{x}不在{y}之中"),
    "contains": ("{x} contains {y}", "{x}包含{y}"),
    "starts": ("{x} starts with {y}", "{x}以{y}开头"),
    "ends": ("{x} ends with {y}", "{x}以{y}结尾"),
    "pattern": ("{x} matches the pattern {y}", "{x}匹配模式{y}"),
    "not_contains": ("{x} does not contain {y}", "{x}不包含{y}"),
    "not_starts": ("{x} does not start with {y}", "{x}不以{y}开头"),
    "not_ends": ("{x} does not end with {y}", "{x}不以{y}结尾"),
    "not_pattern": ("{x} does not match the pattern {y}", "{x}不匹配模式{y}"),
    "any_case": (" in any case", "（不分大小写）"),
    "match": ("there is at least one matching row in {t}", "{t}中有对应的行"),
    "no_match": ("there is no matching row in {t}", "{t}中没有对应的行"),
    "match_where": ("there is at least one matching row in {t} (where {c})", "{t}中有{c}的对应行"),
    "no_match_where": ("there is no matching row in {t} (where {c})", "{t}中没有{c}的对应行"),
    "some_row": ("there is at least one row in {q}", "{q}中有行"),
    "no_row": ("there is no row in {q}", "{q}中没有行"),
    "group_more": ("with more than {n} rows", "行数多于 {n} "),
    "group_at_least": ("with at least {n} rows", "行数不少于 {n} "),
    "group_less": ("with fewer than {n} rows", "行数少于 {n} "),
    "group_at_most": ("with at most {n} rows", "行数不多于 {n} "),
    "group_where": ("where {c}", "{c}"),
    # sources
    "satisfied": ("{c}", "满足{c}"),
    "named": ("{x} as {n}", "{x}（记作{n}）"),
    "join_match": (" that have a match in {t}", "（须在{t}中有对应行）"),
    "join_each": (" paired with each matching row of {t}", "（与{t}的每个对应行配对）"),
    "join_each_left": (
        " paired with each matching row of {t}, kept where there is none",
        "（与{t}的每个对应行配对，没有的也保留）",
    ),
    "join_where": (" paired with rows of {t} where {c}", "（与{t}中{c}的行配对）"),
    "join_where_left": (
        " paired with rows of {t} where {c}, kept where there is none",
        "（与{t}中{c}的行配对，没有的也保留）",
    ),
    "join_where_right": (
        " paired with rows of {t} where {c}, every row of {t} kept",
        "（与{t}中{c}的行配对，{t}的行全部保留）",
    ),
    "join_where_full": (
        " paired with rows of {t} where {c}, rows without a partner kept on both sides",
        "（与{t}中{c}的行配对，两边没有配对的行都保留）",
    ),
    "join_cross": (" paired with every row of {t}", "（与{t}的每一行配对）"),
    "join_other": (" joined by {sql}", "（连接方式{sql}）"),
    # queries
    "over": ("{values} over {source}", "对{source}的所有行"),
    "over_where": ("{values} over {source} where {c}", "对{source}中{c}的行"),
    "list": ("list of {values} from {source}", "列出{source}的{values}"),
    "list_where": ("list of {values} from {source} where {c}", "列出{source}中{c}的行的{values}"),
    "constant": ("the value {values}", "取值{values}"),
    "one_row": ("one row", "一行"),
    "one_row_each": ("", "，每组取一行"),
    "group": (", for each {keys}", "，按{keys}分组"),
    "compute": ("", "，计算{values}"),
    "having": (", keeping groups {c}", "，只保留{c}的组"),
    "qualify": (", keeping rows where {c}", "，只保留{c}的行"),
    "extra": (", with {sql}", "，并有{sql}"),
    "only_highest": (", only the highest", "，只取最高的一个"),
    "only_lowest": (", only the lowest", "，只取最低的一个"),
    "n_highest": (", the {n} highest first", "，取最高的 {n} 个，从高到低"),
    "n_lowest": (", the {n} lowest first", "，取最低的 {n} 个，从低到高"),
    "highest": (", highest first", "，从高到低"),
    "lowest": (", lowest first", "，从低到高"),
    "ordered": (", ordered by {o}", "，按{o}排序"),
    "descending": ("{x} descending", "{x}降序"),
    "nulls_first": ("{x} with missing values first", "{x}（缺失值在前）"),
    "first_row": (", only the first row", "，只取第一行"),
    "first_rows": (", the first {n} rows", "，取前 {n} 行"),
    "any_row": (", any one row", "，任取一行"),
    "any_rows": (", any {n} rows", "，任取 {n} 行"),
    "skip": (", after leaving out the first {n}", "，跳过前 {n} 行"),
    "star": ("rows", "行"),
    "step_next": ("next {n}: {q}; ", "接着得{n}：{q}；"),
    "step": ("first {n}: {q}; ", "先得{n}：{q}；"),
    "then": ("then {q}", "再{q}"),
    "union_all": ("the rows of these together: {parts}", "合并以下各部分的行：{parts}"),
    "union": ("the rows of these together, without repeats: {parts}", "合并以下各部分的行并去重：{parts}"),
    "except": ("the rows of the first that are not in the second: {parts}", "取在第一部分而不在第二部分的行：{parts}"),
    "except_all": (
        "the rows of the first less those of the second, one for one: {parts}",
        "从第一部分的行中逐一减去第二部分的行：{parts}",
    ),
    "intersect": ("the rows that are in each of these: {parts}", "取以下各部分共有的行：{parts}"),
    "intersect_all": ("the rows shared by these, one for one: {parts}", "逐一取以下各部分共有的行：{parts}"),
}

_UNITS: Final[dict[str, tuple[str, str]]] = {
    "year": ("year", "年份"), "quarter": ("quarter", "季度"), "month": ("month", "月份"), "week": ("week", "周"),
    "day": ("day", "日期"), "hour": ("hour", "小时"), "minute": ("minute", "分钟"), "second": ("second", "秒"),
}  # fmt: skip
_LENGTHS: Final = {"year": "年", "quarter": "个季度", "month": "个月", "week": "周", "day": "天", "hour": "小时"}
_PARTS: Final[dict[str, tuple[str, str]]] = {
    "isodow": ("weekday of {x} (1 = Monday)", "{x}是星期几（1 = 星期一）"),
    "dow": ("weekday of {x} (0 = Sunday)", "{x}是星期几（0 = 星期日）"),
    "hour": ("hour of the day of {x}", "{x}在一天中的小时"),
    "minute": ("minute of {x}", "{x}的分钟数"),
    "day": ("day of the month of {x}", "{x}是当月第几天"),
    "month": ("month of the year of {x}", "{x}在一年中的月份"),
    "quarter": ("quarter of the year of {x}", "{x}在一年中的季度"),
    "year": ("year of {x}", "{x}的年份"),
    "week": ("week of the year of {x}", "{x}是一年中第几周"),
    "dayname": ("name of the weekday of {x}", "{x}的星期名称"),
    "monthname": ("name of the month of {x}", "{x}的月份名称"),
    "doy": ("day of the year of {x}", "{x}是一年中第几天"),
}
_CLOSED: Final = set("，。；：、（）“” ,.;:()")


def say(key: str, language: Language, **parts: str) -> str:
    """Return a phrase with its places filled.

    >>> say("is", "en", x="origin", y="'JFK'"), say("is", "zh", x="origin", y="'JFK'")
    ("origin is 'JFK'", "origin 为 'JFK'")
    """
    return fill(_PHRASES[key][language == "zh"], language, parts)


def unit_name(unit: str, language: Language) -> str | None:
    """Return what a calendar unit is called, None where it is not one of ours."""
    names = _UNITS.get(unit.lower())
    return names[language == "zh"] if names else None


def length(count: str, unit: str, language: Language) -> str | None:
    """Return a length of time, None where the unit is not one of ours."""
    names = _UNITS.get(unit.lower())
    if names is None:
        return None
    if language == "zh":
        return f"{count} {_LENGTHS.get(unit.lower(), names[1])}"
    return f"{count} {names[0]}" + ("" if count == "1" else "s")


def part_of_time(part: str, x: str, language: Language) -> str | None:
    """Return the phrase for a recurring part of a time, None where it is not one of ours."""
    names = _PARTS.get(part.lower())
    return fill(names[language == "zh"], language, {"x": x}) if names else None


def fill(template: str, language: Language, parts: dict[str, str]) -> str:
    """Fill a template; in Chinese, a space goes between a Chinese character and a Latin one where two pieces meet."""
    text = ""
    for words, place, _, _ in Formatter().parse(template):
        text = join(text, words, language)
        if place is not None:
            text = join(text, parts[place], language)
    return text


def join(left: str, right: str, language: Language) -> str:
    """Return two pieces of text side by side, with the space that Chinese typography asks for."""
    if language == "en" or not left or not right or left[-1] in _CLOSED or right[0] in _CLOSED:
        return left + right
    return left + (" " if _chinese(left[-1]) != _chinese(right[0]) else "") + right


def listed(parts: Sequence[str], language: Language, last: Literal["and", "or"] = "and") -> str:
    """Return a list in one phrase, all of it; semicolons keep parts apart that hold commas themselves.

    >>> listed(["a", "b", "c"], "en"), listed(["a", "b"], "zh", "or")
    ('a, b and c', 'a 或 b')
    """
    if any(mark in part for part in parts for mark in (", ", "，", "、", "; ", "；")) and len(parts) > 1:
        return ("; " if language == "en" else "；").join(parts)
    if language == "en":
        return f" {last} ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
    text = ""
    for position, part in enumerate(parts):
        link = "" if not position else ({"and": "和", "or": "或"}[last] if position == len(parts) - 1 else "、")
        text = join(join(text, link, language), part, language)
    return text


def bracketed(text: str, language: Language) -> str:
    """Return a text in the brackets of its language."""
    return f"（{text}）" if language == "zh" else f"({text})"


def linked(parts: Sequence[str], language: Language, word: Literal["and", "or"]) -> str:
    """Return conditions put together with one word between each two."""
    if language == "en":
        return f" {word} ".join(parts)
    text = ""
    for position, part in enumerate(parts):
        text = join(join(text, {"and": "且", "or": "或"}[word] if position else "", language), part, language)
    return text


def _chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
