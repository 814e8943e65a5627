"""Names of tables and columns taken apart into words.

Owns splitting, singulars and the few questions a name alone can answer. Refuses to look at values.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from copilot.catalog import lexicon

_HAN = r"\u3400-\u9fff"
_PIECES = re.compile(rf"[{_HAN}]+|[^\W\d_{_HAN}]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SHORT_ID = 6
"""Letters of a fused name such as `stuid`; longer ones are words or spelled out."""
_HAN_WORDS = tuple(sorted((w for w in lexicon.ALL_WORDS if re.match(rf"[{_HAN}]", w)), key=len, reverse=True))


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a name, lower case, as they stand.

    >>> words("OrderID"), words("floor_area_sqm"), words("客户编号")
    (('order', 'id'), ('floor', 'area', 'sqm'), ('客户', '编号'))
    """
    spaced = _CAMEL.sub("_", unicodedata.normalize("NFKC", name))
    found: list[str] = []
    for piece in _PIECES.findall(spaced.casefold()):
        found.extend(_han_words(piece) if re.match(rf"[{_HAN}]", piece) else (piece,))
    return tuple(found)


def _han_words(run: str) -> list[str]:
    """Take known words off the end of a run of Chinese characters, longest first."""
    taken: list[str] = []
    while run:
        word = next((w for w in _HAN_WORDS if run.endswith(w)), run)
        taken.insert(0, word)
        run = run[: len(run) - len(word)]
    return taken


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """Return the singular of an English word, and any other word as it is.

    >>> [singular(w) for w in ("cities", "boxes", "orders", "status", "address", "houses", "campuses")]
    ['city', 'box', 'order', 'status', 'address', 'house', 'campus']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes", "mpuses", "tuses", "ruses", "nuses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=8192)
def stems(name: str) -> tuple[str, ...]:
    """Return the words of a name in the singular."""
    return tuple(singular(word) for word in words(name))


@lru_cache(maxsize=8192)
def entity(table: str) -> tuple[str, ...]:
    """Return what a table's rows are, from its name.

    >>> entity("dim_customers"), entity("客户表"), entity("order_items")
    (('customer',), ('客户',), ('order', 'item'))
    """
    kept = tuple(word for word in stems(table) if word not in lexicon.TABLE_WRAPPING)
    return kept or stems(table)


def has(name: str, group: frozenset[str]) -> bool:
    """Tell whether any word of a name belongs to a group."""
    return not group.isdisjoint(stems(name)) or not group.isdisjoint(words(name))


def last(name: str) -> str:
    """Return the last word of a name in the singular, or an empty text."""
    found = stems(name)
    while len(found) > 1 and found[-1].isdigit():
        found = found[:-1]
    return found[-1] if found else ""


def plural(name: str) -> bool:
    """Tell whether a name ends in an English plural, as numbers of things do (`seats`)."""
    return words(name)[-1:] != stems(name)[-1:]


def id_like(name: str) -> bool:
    """Tell whether a name says that the column identifies something.

    >>> [id_like(n) for n in ("order_id", "CustomerID", "tailnum", "stuid", "paid", "订单号", "sku")]
    [True, True, True, True, False, True, True]
    """
    if has(name, lexicon.CONTACT) and not name.casefold().endswith("id"):
        return False
    end = last(name)
    if end.endswith("id") and 3 <= len(end) <= _SHORT_ID and end not in lexicon.ENDING_IN_ID:
        return True
    return end in lexicon.ID_WORDS or (len(end) > 5 and end.endswith(lexicon.FUSED_ID_ENDINGS))


def sequence_like(name: str) -> bool:
    """Tell whether a name counts places within something larger, such as `line_no`."""
    found = stems(name)
    if last(name) in lexicon.SEQUENCE_WORDS or found == ("index",):
        return True
    return (
        len(found) >= 2
        and found[-1] in lexicon.ID_WORDS - {"id", "key", "code", "ref"}
        and found[-2] in lexicon.COUNTED_LINE_WORDS
    )


def named_after(column: str, table: str) -> bool:
    """Tell whether a column is called as its table's rows are, such as `flight` in `flights`."""
    return stems(column) == entity(table)


def names_own_key(column: str, table: str) -> bool:
    """Tell whether a column is its table's identifier by name: `id`, `order_id` in `orders`, `orderid` in `orders`."""
    own, found = entity(table), stems(column)
    rest = found[len(own) :]
    if found == ("id",) or (found[: len(own)] == own and rest and set(rest) <= lexicon.ID_WORDS):
        return True
    return "".join(found) in {"".join(own) + word for word in lexicon.ID_WORDS}


def generic(name: str) -> bool:
    """Tell whether a name is so common that sharing it proves nothing."""
    return set(stems(name)) <= lexicon.GENERIC
