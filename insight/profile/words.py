"""What a profile says in English and Chinese: grain, kinds, roles, structure, figures.

Owns the wording. Refuses to judge: every number and name in a sentence stands in the profile's values.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, Literal

from copilot.catalog import naming
from copilot.formatting import items, number, plural
from copilot.values import Column
from insight.profile.values import ColumnProfile, Dependency, Kind, Looked, TableProfile

Language = Literal["en", "zh"]

_KINDS: Final[dict[Kind, tuple[str, str]]] = {
    "email": ("e-mail address", "电子邮箱"), "phone": ("phone number", "电话号码"), "url": ("web address", "网址"),
    "ip_address": ("IP address", "IP 地址"), "person": ("name of a person", "人名"), "address": ("address", "地址"),
    "card_number": ("card number", "银行卡号"), "iban": ("bank account (IBAN)", "银行账号（IBAN）"),
    "national_id": ("identity number", "身份证件号"), "date_of_birth": ("date of birth", "出生日期"),
    "country": ("country", "国家"), "state": ("state", "州/省"), "postcode": ("postcode", "邮政编码"),
    "latitude": ("latitude", "纬度"), "longitude": ("longitude", "经度"), "date": ("date", "日期"),
    "timestamp": ("moment", "时间点"), "time": ("time of day", "时刻"), "year": ("year", "年份"),
    "money": ("money", "金额"), "percentage": ("percentage", "百分比"), "count": ("count", "计数"),
    "number": ("number", "数值"), "identifier": ("identifier", "标识"), "code": ("code", "编码"),
    "category": ("category", "类别"), "yes_no": ("yes or no", "是/否"), "json": ("JSON", "JSON"),
    "uuid": ("UUID", "UUID"), "hash": ("hash", "哈希值"), "free_text": ("free text", "自由文本"),
    "text": ("text", "文本"), "other": ("other", "其他"),
}  # fmt: skip


def kind_word(kind: Kind, language: Language) -> str:
    """Return what the values of a column are, as people say it.

    >>> kind_word("postcode", "en"), kind_word("money", "zh")
    ('postcode', '金额')
    """
    return _KINDS[kind][language == "zh"]


def role_words(column: Column, language: Language) -> str:
    """Return what a column is for."""
    zh = language == "zh"
    if column.role == "measure":
        if column.additive:
            return "可以求和" if zh else "can be summed"
        return "只宜求平均，不宜求和" if zh else "to be averaged, not summed"
    words: dict[str, tuple[str, str]] = {
        "key": ("identifies", "用于标识"), "time": ("dates a row", "为行标注时间"),
        "dimension": ("groups rows", "可用于分组"), "geography": ("groups rows by place", "可按地点分组"),
        "flag": ("yes or no", "是/否"), "text": ("to be read, not grouped", "用于阅读，不宜分组"),
        "sequence": ("numbers rows in their order", "按顺序为行编号"),
    }  # fmt: skip
    return words[column.role][zh]


# ------------------------------------------------------------------------------------------------ tables


def grain_words(table: TableProfile, language: Language) -> str:
    """Return what one row of a table stands for, and what identifies it."""
    what = " ".join(naming.entity(table.name)) or table.name
    if language == "zh":
        return _grain_zh(table)
    if table.rows == 0:
        return f"{table.name} has no rows."
    if table.key:
        named = _parts(table)
        told = f"One row per {what}" if named else f"One row per {items(table.key, 'en')}"
        by = f", identified by {items(table.key, 'en')}" if named else ""
        return f"{told}{by}."
    if table.near_key:
        broken = next((a.rows for a in table.alerts if a.kind == "near_key"), 0)
        few = "1 row shares" if broken == 1 else f"{broken:,} rows share"
        return f"One row per {items(table.near_key, 'en')}, but {few} theirs with another."
    return "Nothing here tells one row from another: no column, nor a few of them together."


def _grain_zh(table: TableProfile) -> str:
    if table.rows == 0:
        return f"{table.name} 没有数据行。"
    if table.key:
        return f"每行是一条 {table.name} 记录，由 {items(table.key, 'zh')} 唯一标识。"
    if table.near_key:
        broken = next((a.rows for a in table.alerts if a.kind == "near_key"), 0)
        return f"每行对应一组 {items(table.near_key, 'zh')}，但有 {broken:,} 行与其他行重复。"
    return "没有任何列或列的组合能区分各行。"


def _parts(table: TableProfile) -> bool:
    """Tell whether the table is called after what a row is, rather than after what its rows are about."""
    key = table.key
    return len(key) == 1 or any(naming.id_like(name) or naming.sequence_like(name) for name in key)


def looked_words(looked: Looked, language: Language) -> str:
    """Return how closely a table was looked at; empty where every row and column was."""
    zh, said = language == "zh", []
    if not looked.whole and looked.rows:
        error = 98 / looked.rows**0.5
        said.append(
            f"分布与规律的线索取自 {looked.rows:,} 行均匀样本（共 {looked.of:,} 行），"
            f"由样本得出的比例误差不超过 {error:.1f} 个百分点；计数、键和提醒均基于全部行。"
            if zh
            else f"Shapes and hints come from {looked.rows:,} evenly spread rows of {looked.of:,}; shares read off "
            f"them are within {error:.1f} percentage points (95 %). Counts, keys and alerts are over all rows."
        )
    if looked.columns < looked.of_columns and looked.rows:
        rest = looked.of_columns - looked.columns
        said.append(
            f"有 {rest} 列的值无法查看（嵌套或二进制）。"
            if zh
            else f"{plural(rest, 'column')} could not be looked into (nested or binary)."
        )
    names = {
        "sample": ("the single values", "各个值"), "structure": ("keys and dependencies", "键与依赖关系"),
        "quality": ("quality", "数据质量"), "time": ("time", "时间"),
    }  # fmt: skip
    left = [names[each][zh] for each in looked.skipped if each != "stopped"]
    if left:
        told = items(left, language)
        said.append(f"未能查看：{told}。" if zh else f"Not looked at, since the engine could not: {told}.")
    if "stopped" in looked.skipped:
        said.append("已中途停止，此处为已完成的部分。" if zh else "It was stopped; this is what there was until then.")
    return "".join(said) if zh else " ".join(said)


def dependency_words(dependency: Dependency, language: Language) -> str:
    """Return a dependency as a sentence."""
    one, other = dependency.determinant, dependency.dependent
    if language == "zh":
        return f"{one} 与 {other} 一一对应。" if dependency.both_ways else f"{one} 决定 {other}。"
    return f"{one} and {other} name the same things." if dependency.both_ways else f"{other} follows from {one}."


# ------------------------------------------------------------------------------------------------ figures


def share_words(share: float) -> str:
    """Return a share of rows; never 0 % for some and never 100 % for not all.

    >>> share_words(0.00001), share_words(0.1234), share_words(0.9999)
    ('<0.1 %', '12.3 %', '>99.9 %')
    """
    if 0 < share < 0.001:
        return "<0.1 %"
    if 0.999 < share < 1:
        return ">99.9 %"
    return f"{100 * share:.1f} %".replace(".0 %", " %")


# ------------------------------------------------------------------------------------------------ columns


def column_facts(column: ColumnProfile, language: Language) -> list[tuple[str, str]]:
    """Return the figures of a column, each with its name."""
    zh, facts = language == "zh", column.column.facts
    if facts is None:
        return []
    said: list[tuple[str, str]] = []
    if facts.nulls:
        said.append(("缺失" if zh else "missing", share_words(facts.nulls / max(1, facts.rows))))
    about = "" if facts.distinct_exact else ("约 " if zh else "about ")
    said.append(("不同值" if zh else "distinct", f"{about}{facts.distinct:,}"))
    if column.column.role != "key" and facts.mean is not None and column.kind not in ("identifier", "year"):
        unit = column.column.unit
        said.append(("平均" if zh else "mean", number(facts.mean, language=language, unit=unit)))
        if facts.quantiles:
            said.append(("中位数" if zh else "median", number(facts.quantiles[2], language=language, unit=unit)))
    ranged = column.column.type != "text" or column.kind in ("identifier", "code")
    if facts.minimum is not None and ranged and len(str(facts.minimum)) <= 24:
        said.append(("范围" if zh else "range", f"{_end(facts.minimum, column)} – {_end(facts.maximum, column)}"))
    if column.pattern:
        said.append(("格式" if zh else "pattern", column.pattern))
    return said


def _end(value: Any, column: ColumnProfile) -> str:
    text = str(value)
    if column.column.type in ("integer", "decimal", "float") and column.kind not in ("identifier", "year"):
        return number(Decimal(text), language="en", unit="share" if column.column.unit == "share" else None)
    return text[:10] if column.column.type == "date" or text[10:] == "T00:00:00" else text.replace("T", " ")[:19]


def time_words(column: ColumnProfile, language: Language) -> str:
    """Return how the rows lie in time on a date column; empty where it was not looked at."""
    line = column.timeline
    if line is None:
        return ""
    zh, said = language == "zh", [f"{line.first[:10]} – {line.last[:10]}"]
    if line.age_days is not None and line.age_days > 0:
        said.append(f"最后一行距今 {line.age_days:,} 天" if zh else f"last row {plural(line.age_days, 'day')} ago")
    if line.idle:
        days = "一二三四五六日" if zh else ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        named = items([("周" if zh else "") + days[d] for d in line.idle], language)
        said.append(f"{named}从无数据" if zh else f"never on {named}")
    if line.weekly >= 0.1:
        said.append(
            f"逐日波动的 {share_words(line.weekly)} 由星期几解释"
            if zh
            else f"the weekday explains {share_words(line.weekly)} of it"
        )
    return "；".join(said) if zh else "; ".join(said)
