"""Names of tables and columns.

Owns how a file's name becomes a table's, how a header becomes column names and how a file's name is shown. Refuses to
translate them; only what is longer than anybody can read is cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LONGEST_TABLE = 80
LONGEST_COLUMN = 120
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def table_name(stem: str) -> str:
    """Return a plain lower-case identifier; letters of every script stay.

    >>> table_name("Sales 2026 (EU)"), table_name("2024-orders"), table_name("销售 数据"), table_name("!!")
    ('sales_2026_eu', 't_2024_orders', '销售_数据', 'table_1')
    """
    name = re.sub(r"\W+", "_", stem.strip().lower()).strip("_")
    name = re.sub(r"__+", "_", name)[:LONGEST_TABLE].strip("_")
    if not name:
        return "table_1"
    return f"t_{name}" if name[0].isdigit() else name


def unique(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, with `_2`, `_3` ... where it is taken, and take it; case does not tell names apart.

    >>> taken = set()
    >>> unique("a", taken), unique("A", taken), unique("a", taken)
    ('a', 'A_2', 'a_3')
    """
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name.casefold())
    return name


def visible(text: str) -> str:
    """Return a text on one line, without characters that cannot be seen: these make two names look like one.

    >>> visible("a\\u200b  b\\nc")
    'a b c'
    """
    if not text.isprintable():
        text = "".join(mark for mark in text if mark.isspace() or unicodedata.category(mark) not in _UNSEEN)
    return " ".join(text.split())


def shown(name: str) -> str:
    """Return a file's name for messages and reports, whatever bytes it is made of.

    >>> shown("sales.csv"), shown("a\\nb.csv"), len(shown("x" * 300))
    ('sales.csv', 'a�b.csv', 120)
    """
    name = "".join(mark if mark.isprintable() else "\ufffd" for mark in name)
    return name if len(name) <= 120 else f"{name[:80]}…{name[-39:]}"


def column_names(header: Sequence[str]) -> list[str]:
    """Return usable column names: on one line, never empty, never endless, no two alike.

    A name that stands in the header is never given to a duplicate or an empty cell.

    >>> column_names(["id", " Name ", "", "ID", "name"])
    ['id', 'Name', 'column_3', 'ID_2', 'name_2']
    >>> column_names(["a", "a", "a_2"])
    ['a', 'a_3', 'a_2']
    """
    trimmed = [visible(cell)[:LONGEST_COLUMN].rstrip() if cell else "" for cell in header]
    owner: dict[str, int] = {}
    for place, cell in enumerate(trimmed):
        if cell:
            owner.setdefault(cell.casefold(), place)
    taken = set(owner)
    return [
        cell if owner.get(cell.casefold()) == place else unique(cell or f"column_{place + 1}", taken)
        for place, cell in enumerate(trimmed)
    ]


def quoted(name: str) -> str:
    """Return the name as an SQL identifier.

    >>> print(quoted('a "b" c'))
    "a ""b"" c"
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return the text as an SQL string.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"
