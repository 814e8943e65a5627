"""Names of tables and columns.

Owns how a file's name becomes a table's and how a header becomes column names. Refuses to translate or shorten them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


def table_name(stem: str) -> str:
    """Return a plain lower-case identifier; letters of every script stay.

    >>> table_name("Sales 2026 (EU)"), table_name("2024-orders"), table_name("销售 数据"), table_name("!!")
    ('sales_2026_eu', 't_2024_orders', '销售_数据', 'table_1')
    """
    name = re.sub(r"\W+", "_", stem.strip().lower()).strip("_")
    name = re.sub(r"__+", "_", name)
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


def column_names(header: Sequence[str]) -> list[str]:
    """Return usable column names: trimmed, never empty, no two alike.

    A name that stands in the header is never given to a duplicate or an empty cell.

    >>> column_names(["id", " Name ", "", "ID", "name"])
    ['id', 'Name', 'column_3', 'ID_2', 'name_2']
    >>> column_names(["a", "a", "a_2"])
    ['a', 'a_3', 'a_2']
    """
    trimmed = [" ".join(cell.split()) if cell else "" for cell in header]
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
