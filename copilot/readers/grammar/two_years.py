"""Two periods compared in one breath, said as a change: revenue in 2026 below that of 2025 is revenue that fell.

Owns these phrases in English and Chinese. The change itself belongs to `copilot.readers.grammar.following`.
"""

from __future__ import annotations

import re
from typing import Final

_YEAR: Final = r"(?:19|20)\d\d"
_LESS: Final = r"lower|less|fewer|smaller|worse|below|under"
_MORE: Final = r"higher|more|greater|larger|bigger|better|above|over"
_SAYS: Final = rf"(?:(?P<less>{_LESS})|(?P<more>{_MORE}))"
_OTHER: Final = r"(?:(?:than|in|for|their|its|that of|those of|the) )*"
_IS: Final = r"(?:(?:is|was|were|are) )?"
_ENGLISH: Final = (
    rf"\bwhose (?P<a>{_YEAR}) (?P<x>[a-z][a-z ]*?) {_IS}{_SAYS} {_OTHER}(?P<b>{_YEAR})(?: (?P=x)\b)?",
    rf"\bwhose (?P<x>[a-z][a-z ]*?) in (?P<a>{_YEAR}) {_IS}{_SAYS} {_OTHER}(?P<b>{_YEAR})\b",
    rf"\b(?:with|(?:that |which )?ha(?:d|ve|s)) {_SAYS} (?P<x>[a-z][a-z ]*?) in (?P<a>{_YEAR}) "
    rf"than {_OTHER}(?P<b>{_YEAR})\b",
)
_CHINESE: Final = (
    rf"(?P<a>{_YEAR})年的?(?P<x>[\u3400-\u9fff]{{2,6}}?)(?:要|都|还)?"
    r"(?:(?P<less>低于|少于|小于|不如|比不上|不及)|(?P<more>高于|多于|大于|超过|好于|超出))"
    rf"(?P<b>{_YEAR})年(?:的?(?P=x))?",
    rf"(?P<a>{_YEAR})年的?(?P<x>[\u3400-\u9fff]{{2,6}}?)比(?P<b>{_YEAR})年(?:的?(?P=x))?(?:要|更|还)?"
    r"(?:(?P<less>低|少|小|差)|(?P<more>高|多|大|好))(?!多少|出|了)",
)


def as_change(text: str) -> str:
    """Return the text with one year below or above another said as a fall or a rise from the earlier to the later.

    >>> as_change("stores whose 2026 revenue is below their 2025 revenue")
    'stores whose revenue decreased from 2025 to 2026'
    >>> as_change("2025年销售额高于2026年的门店")
    '2026年销售额比2025年下降的门店'
    """
    english = text.isascii()
    for pattern in _ENGLISH if english else _CHINESE:
        text = re.sub(pattern, _changed, text, flags=re.IGNORECASE)
    return text


def _changed(match: re.Match[str]) -> str:
    early, late = sorted((match["a"], match["b"]))
    if early == late:
        return match[0]
    fell = (match["less"] is not None) == (match["a"] == late)
    if match[0].isascii():
        return f"whose {match['x']} {'decreased' if fell else 'increased'} from {early} to {late}"
    return f"{late}年{match['x']}比{early}年{'下降' if fell else '增长'}"
