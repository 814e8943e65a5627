"""Column names of answers as a person would say them, in the question's language.

Owns the wording of labels from the semantic model, the fixed words for aggregates and units of time, and, for Chinese,
the general lexicon. A name that cannot be put into Chinese whole stays as it is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from copilot.linking.lexicon import Phrase, full_words, lexicon
from copilot.values import Catalog, SemanticModel
from copilot.values.question import Language

_PREFIXES: Final = {
    "avg": ("average", "平均"),
    "sum": ("total", "合计"),
    "max": ("highest", "最大"),
    "min": ("lowest", "最小"),
    "median": ("median", "中位数"),
}
_FIXED: Final = {
    "year": "年份", "quarter": "季度", "month": "月份", "week": "周", "day": "日期", "hour": "小时", "weekday": "星期",
    "share": "占比", "days": "天数",
}  # fmt: skip


_ENDINGS: Final = {
    "_yoy_growth": "同比增长率", "_mom_growth": "环比增长率", "_qoq_growth": "环比增长率", "_wow_growth": "环比增长率",
    "_dod_growth": "环比增长率", "_yoy_change": "同比变化", "_mom_change": "环比变化", "_qoq_change": "环比变化",
    "_growth": "增长率", "_change": "变化", "_before": "（上期）", "_difference": "差额", "_ratio": "比值",
}  # fmt: skip
_STARTS: Final = {"running_": "累计", "moving_avg_": "移动平均", "moving_sum_": "滚动合计"}
_EACH: Final = {"year": "年均", "quarter": "季均", "month": "月均", "week": "周均", "day": "日均", "hour": "每小时"}


class Labels:
    """Labels over one catalog and its semantic model."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel) -> None:
        self._tables = frozenset(catalog.tables)
        self._chinese: dict[str, str] = {}
        for table in semantics.tables:
            _learn(self._chinese, table.name, table.synonyms)
            for meaning in table.fields:
                _learn(self._chinese, meaning.name, meaning.synonyms)
        for metric in semantics.metrics:
            self._chinese.pop(metric.name, None)
            _learn(self._chinese, metric.name, metric.synonyms)

    def word(self, name: str, language: Language) -> str:
        """Return a table's or column's own name as a person would say it, without what is computed of it."""
        return (self._word(name) if language == "zh" else None) or name.replace("_", " ")

    def label(self, name: str, language: Language) -> str:
        """Return a column name as a person would say it."""
        prefix, _, rest = name.partition("_")
        if language == "en":
            said = f"{_PREFIXES[prefix][0]} {rest}" if rest and prefix in _PREFIXES else name
            return said.replace("_", " ").strip() or name
        return self._in_chinese(name) or name.replace("_", " ")

    def _in_chinese(self, name: str) -> str | None:
        if name in _FIXED:
            return _FIXED[name]
        if name in self._tables and (counted := self._word(name)):
            return f"{counted}数"
        if name in self._chinese:
            return self._chinese[name]
        if (followed := self._followed(name)) is not None:
            return followed
        prefix, _, rest = name.partition("_")
        if rest and prefix in _PREFIXES:
            inner = self._in_chinese(rest)
            return f"{_PREFIXES[prefix][1]}{inner}" if inner else None
        if rest and prefix == "share":
            inner = self._word(rest.removeprefix("of_"))
            return f"{inner}占比" if inner else None
        return self._word(name)

    def _followed(self, name: str) -> str | None:
        """Name what is followed over time or set side by side: revenue_growth is 销售额增长率."""
        for ending, said in _ENDINGS.items():
            if name.endswith(ending) and (inner := self._in_chinese(name.removesuffix(ending))):
                return f"{inner}{said}"
        for start, said in _STARTS.items():
            if name.startswith(start) and (inner := self._in_chinese(name.removeprefix(start))):
                return f"{said}{inner}"
        first, per, second = name.partition("_per_")
        if per and (above := self._in_chinese(first)):
            if second in _EACH:
                return f"{_EACH[second]}{above}"
            below = self._word(second)
            return f"平均每{below}{above}" if below else None
        return None

    def _word(self, name: str) -> str | None:
        if name in self._chinese:
            return self._chinese[name]
        if not name.isascii():
            return name
        if len(name) <= 3:
            return None  # hr may be hours or human resources
        words = full_words(name)
        whole = _chinese_of().get(tuple(words))
        parts = [_chinese_of().get((word,)) for word in words]
        return whole or ("".join(part for part in parts if part) if all(parts) else None)


def _learn(into: dict[str, str], name: str, synonyms: tuple[str, ...]) -> None:
    chinese = next((word for word in synonyms if not word.isascii()), None)
    if chinese is not None:
        into.setdefault(name, chinese)


@lru_cache(maxsize=1)
def _chinese_of() -> Mapping[Phrase, str]:
    """Return the Chinese word of an English phrase: the shortest whose first meaning it is."""
    found: dict[Phrase, str] = {}
    for word, phrases in lexicon().chinese.items():
        spoken = any(sign in word for sign in "多几了的过")  # 卖了多少件 asks for it; it is no name of it
        if phrases and len(word) > 1 and not spoken and len(word) < len(found.get(phrases[0], "一二三四五六七")):
            found[phrases[0]] = word
    return found
