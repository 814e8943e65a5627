"""What an alert says in English and Chinese: its headline, what was found, and what that does to an answer.

Owns the wording. Refuses to judge: every number and name in a sentence stands in the alert.
"""

from __future__ import annotations

from typing import Any, Final

from copilot.formatting import items, number, plural
from insight.profile.values import Alert, AlertKind, Kind, Severity
from insight.profile.words import Language, kind_word, share_words

_SEVERITIES: Final[dict[Severity, tuple[str, str]]] = {
    "high": ("makes answers wrong", "会使答案出错"),
    "medium": ("makes answers doubtful", "会使答案存疑"),
    "low": ("good to know", "值得知道"),
}
_TITLES: Final[dict[AlertKind, tuple[str, str]]] = {
    "duplicate_rows": ("Rows that occur more than once", "重复的行"),
    "twins": ("Entered twice", "疑似重复录入"),
    "near_key": ("Rows that share their key", "键值重复的行"),
    "broken_reference": ("Rows without their partner", "找不到对应记录的行"),
    "broken_dependency": ("Labels that contradict each other", "互相矛盾的标签"),
    "broken_formula": ("Rows that do not add up", "计算不符的行"),
    "mixed_type": ("Values of several types", "类型混杂的值"),
    "stored_as_text": ("Stored as text", "以文本存储"),
    "placeholder": ("Placeholders for missing values", "缺失值的占位符"),
    "impossible": ("Values that cannot be", "不可能的值"),
    "spellings": ("One thing in several spellings", "同一事物多种写法"),
    "time_gap": ("A stretch of time without rows", "没有数据的时段"),
    "extreme": ("Values far from all others", "远离其余数据的值"),
    "missing": ("Many missing values", "大量缺失值"),
    "missing_together": ("Missing in the same rows", "在相同的行中缺失"),
    "constant": ("One value in every row", "所有行取值相同"),
    "unbalanced": ("Nearly one value only", "几乎只有一个取值"),
    "personal": ("Personal data", "个人数据"),
}
_EFFECTS: Final[dict[AlertKind, tuple[str, str]]] = {
    "duplicate_rows": ("Sums and counts take them twice.", "求和与计数会重复计入。"),
    "twins": ("Counts take one thing for two.", "计数会把同一事物算作两个。"),
    "near_key": (
        "Joins over the key multiply rows; sums may take them twice.", "按该键连接会使行数倍增，求和可能重复。"
    ),
    "broken_reference": (
        "Answers that join the two tables leave these rows out.", "连接两张表的答案会漏掉这些行。"
    ),
    "broken_dependency": ("Grouped by one or the other, totals differ.", "按不同的列分组，合计会不一致。"),
    "broken_formula": (
        "Totals differ between the column and what it is computed from.", "该列的合计与其计算来源的合计不一致。"
    ),
    "mixed_type": ("The values cannot be summed or ordered as they are.", "这些值无法直接求和或排序。"),
    "stored_as_text": ("It sorts as text, and it cannot be summed as it is.", "会按文本排序，且无法直接求和。"),
    "placeholder": (
        "They count as values: averages and groups are off.", "它们会被当作真实的值：平均值和分组都会失真。"
    ),
    "impossible": ("They move averages, and smallest or largest values.", "会影响平均值以及最小、最大值。"),
    "spellings": ("Groups fall apart, and a filter finds only a part.", "分组会被拆散，筛选只能找到一部分。"),
    "time_gap": ("Totals over this stretch are too low, and trends dip.", "该时段的合计偏低，趋势会出现凹陷。"),
    "extreme": ("A few rows may carry the total or the average.", "少数行可能左右合计或平均值。"),
    "missing": ("Averages and groups speak for the other rows only.", "平均值和分组只代表其余的行。"),
    "missing_together": ("They were probably not recorded for one reason.", "可能出于同一原因未被记录。"),
    "constant": ("It tells nothing apart.", "它无法区分任何行。"),
    "unbalanced": ("Groups by it compare a crowd with a handful.", "按它分组会把绝大多数与极少数相比。"),
    "personal": ("Think before it is shown or sent.", "展示或发送之前请三思。"),
}  # fmt: skip


def severity_word(severity: Severity, language: Language) -> str:
    """Return what an alert of this severity does to answers."""
    return _SEVERITIES[severity][language == "zh"]


def alert_title(alert: Alert, language: Language) -> str:
    """Return the headline of an alert."""
    return _TITLES[alert.kind][language == "zh"]


def alert_effect(alert: Alert, language: Language) -> str:
    """Return what an alert does to answers."""
    return _EFFECTS[alert.kind][language == "zh"]


def alert_words(alert: Alert, language: Language) -> str:
    """Return what was found, with its numbers, as one sentence."""
    return (_zh if language == "zh" else _en)(alert)


def _en(alert: Alert) -> str:
    about, columns = alert.details, items(alert.columns, "en")
    rows = ("about " if about.get("estimated") else "") + plural(alert.rows, "row")
    share = share_words(alert.share)
    match alert.kind:
        case "duplicate_rows":
            return f"{rows} ({share}) {_are(alert)} a copy of another row in every column."
        case "twins":
            return f"{rows} ({share}) {_are(alert)} like another row in everything but {about['but']}."
        case "near_key":
            return f"{rows} ({share}) {_have(alert)} the same {columns} as another row."
        case "broken_reference":
            return f"{rows} ({share}) {_have(alert)} no partner in {about['to']} by {columns}."
        case "broken_dependency":
            one, other = alert.columns
            values = plural(_whole(about["groups"]), "value")
            return f"{other} follows from {one}, but for {values} of {one}: {rows} ({share}) say otherwise."
        case "broken_formula":
            return f"{alert.columns[0]} = {about['formula']}, but not in {rows} ({share})."
        case "mixed_type":
            return f"{columns} holds {about['as']}s, and {rows} ({share}) with something else{_such('en', about)}."
        case "stored_as_text":
            return f"{columns} holds {about['as']}s and is stored as text{_such('en', about)}."
        case "placeholder":
            return f"{rows} ({share}) hold {_values(about, 'en')} in {columns}, which stands for nothing."
        case "impossible":
            return f"{rows} ({share}) hold {columns} {_bounds_en(about)}."
        case "spellings":
            return f"{rows} ({share}) write {columns} differently: {_pairs(about, 'en')}."
        case "time_gap":
            return f"{columns} has no rows from {about['first']} to {about['last']}."
        case "extreme":
            weight = about.get("weight")
            part = f" and make up {share_words(_float(weight))} of the total" if weight else ""
            return f"{rows} ({share}) hold {columns} far out, from {_n(about['least'])} to {_n(about['most'])}{part}."
        case "missing":
            return f"{columns} is missing in {rows} ({share})."
        case "missing_together":
            return f"{columns} are missing in the same {rows} ({share})."
        case "constant":
            return f"{columns} is {about['value']!s} in every row."
        case "unbalanced":
            return f"{columns} is {about['value']!s} in all but {rows} ({share})."
        case "personal":
            return f"{columns} holds what looks like {_a(kind_word(_kind(about), 'en'))}, in {rows}."


def _zh(alert: Alert) -> str:
    about, columns = alert.details, items(alert.columns, "zh")
    rows = f"{'约 ' if about.get('estimated') else ''}{alert.rows:,} 行（{share_words(alert.share)}）"
    match alert.kind:
        case "duplicate_rows":
            return f"{rows}在所有列上与另一行完全相同。"
        case "twins":
            return f"{rows}除 {about['but']} 外与另一行完全相同。"
        case "near_key":
            return f"{rows}的 {columns} 与另一行相同。"
        case "broken_reference":
            return f"{rows}的 {columns} 在 {about['to']} 中不存在。"
        case "broken_dependency":
            one, other = alert.columns
            return f"{other} 由 {one} 决定，但 {one} 有 {about['groups']} 个取值例外，涉及 {rows}。"
        case "broken_formula":
            return f"{alert.columns[0]} = {about['formula']}，但有 {rows}不符。"
        case "mixed_type":
            kind = {"number": "数字", "date": "日期"}[str(about["as"])]
            return f"{columns} 存放{kind}，但有 {rows}是别的内容{_such('zh', about)}。"
        case "stored_as_text":
            kind = {"number": "数字", "date": "日期"}[str(about["as"])]
            return f"{columns} 存放{kind}，却以文本存储{_such('zh', about)}。"
        case "placeholder":
            return f"{columns} 有 {rows}的值是 {_values(about, 'zh')}，代表没有值。"
        case "impossible":
            return f"{columns} 有 {rows}{_bounds_zh(about)}。"
        case "spellings":
            return f"{columns} 有 {rows}写法不同：{_pairs(about, 'zh')}。"
        case "time_gap":
            return f"{columns} 从 {about['first']} 到 {about['last']} 没有数据。"
        case "extreme":
            weight = about.get("weight")
            part = f"，占合计的 {share_words(_float(weight))}" if weight else ""
            return f"{columns} 有 {rows}远离其余数据，介于 {_n(about['least'])} 与 {_n(about['most'])} 之间{part}。"
        case "missing":
            return f"{columns} 有 {rows}缺失。"
        case "missing_together":
            return f"{columns} 在相同的 {rows}中缺失。"
        case "constant":
            return f"{columns} 在所有行中都是 {about['value']!s}。"
        case "unbalanced":
            return f"除 {rows}外，{columns} 都是 {about['value']!s}。"
        case "personal":
            return f"{columns} 看起来存放{kind_word(_kind(about), 'zh')}，共 {alert.rows:,} 行。"


def _kind(about: Any) -> Kind:
    kind: Kind = about["kind"]
    return kind


def _whole(value: Any) -> int:
    return int(value)


def _float(value: Any) -> float:
    return float(value)


def _n(value: Any) -> str:
    return "?" if value is None else number(value, language="en")


def _are(alert: Alert) -> str:
    return "is" if alert.rows == 1 else "are each"


def _have(alert: Alert) -> str:
    return "has" if alert.rows == 1 else "have"


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiouI' else 'a'} {noun}"


def _values(about: Any, language: Language) -> str:
    values = about["values"]
    quoted = [f"“{v}”" if language == "zh" else f'"{v}"' for v in values]
    return items(quoted, language)


def _such(language: Language, about: Any) -> str:
    if not about.get("values"):
        return ""
    told = _values(about, language)
    return f"，例如 {told}" if language == "zh" else f", such as {told}"


def _pairs(about: Any, language: Language) -> str:
    wrong: dict[str, list[str]] = {}
    for pair in about["pairs"]:
        value, _, right = str(pair).rpartition("|")
        wrong.setdefault(right, []).append(value)
    told = [
        f"{right}（{'、'.join(_visible(v) for v in values)}）"
        if language == "zh"
        else f"{right} ({', '.join(_visible(v) for v in values)})"
        for right, values in wrong.items()
    ]
    return items(told, language, most=8)


def _visible(text: str) -> str:
    """Return a text with the blanks at its ends to be seen."""
    kept = text.strip()
    before, after = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    return f"{'␣' * before}{kept}{'␣' * after}" if kept else "␣" * len(text)


def _bounds_en(about: Any) -> str:
    low, high = about.get("low"), about.get("high")
    if low is not None and high is not None:
        return f"outside of {low:g} to {high:g}"
    if low is not None:
        return "below zero" if low == 0 else f"below {low:g}"
    return f"after {high}, up to {about['most']}" if isinstance(high, str) else f"above {high:g}"


def _bounds_zh(about: Any) -> str:
    low, high = about.get("low"), about.get("high")
    if low is not None and high is not None:
        return f"不在 {low:g} 到 {high:g} 之间"
    if low is not None:
        return "小于零" if low == 0 else f"小于 {low:g}"
    return f"晚于 {high}，最晚为 {about['most']}" if isinstance(high, str) else f"大于 {high:g}"
