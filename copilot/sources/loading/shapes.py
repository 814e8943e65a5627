"""Quick looks at single cells of a sample: is it empty, a number, a date, a name?

Owns rough shapes only, for finding the delimiter and the header. What a column's type is gets decided over all its
values in `inference`.
"""

from __future__ import annotations

import re

_CURRENCY = r"(?:US\$|[$€£¥￥₹元]|USD|EUR|GBP|CNY|RMB|JPY|CHF)"
_NUMBER = re.compile(
    rf"\(?[-+−]?\s*{_CURRENCY}?\s*[-+−]?\d[\d.,'’ \u00a0\u202f]*(?:[eE][-+]?\d+)?\s*{_CURRENCY}?\s*[%％]?-?\)?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?|\d{4}年\d{1,2}月(?:\d{1,2}[日号])?.*"
    r"|\d{1,2}[ -][A-Za-z]{3,9}\.?[ -,]+\d{2,4}.*|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}.*|\d{1,2}:\d{2}(?::\d{2}.*)?"
)
_FLAG = re.compile(r"true|false|yes|no|是|否", re.IGNORECASE)
_LONGEST = 60
"""No number or date is longer; the patterns would take too long over a cell of a million blanks."""
_YEAR = re.compile(r"(?:19|20)\d\d")
EMPTY = frozenset({"", "NULL", "null", "N/A", "n/a", "NA", "-", "--", "#N/A", "nan", "NaN", "none", "None", "无", "空"})


def is_empty(cell: str) -> bool:
    """Say whether a cell holds nothing.

    >>> is_empty(" N/A ")
    True
    """
    return cell.strip() in EMPTY


def looks_typed(cell: str) -> bool:
    """Say whether a cell looks like a number, a date, a time or a flag.

    >>> [looks_typed(cell) for cell in ("1,234.50", "$ 5", "2026-01-05", "yes", "00501", "A-17", "Jan")]
    [True, True, True, True, True, False, False]
    """
    cell = cell.strip()
    return len(cell) <= _LONGEST and bool(_NUMBER.fullmatch(cell) or _DATE.fullmatch(cell) or _FLAG.fullmatch(cell))


def looks_year(cell: str) -> bool:
    """Say whether a cell is a year of the 20th or 21st century."""
    return bool(_YEAR.fullmatch(cell.strip()))
