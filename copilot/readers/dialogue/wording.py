"""Whole questions in words that the grammar reader reads, from what they say.

Owns these forms, the plainest first. Refuses to judge them: each is read, and must say what it was made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

from copilot.readers.dialogue.said import Named, Said
from copilot.values.question import Language

_ALONE: Final = re.compile(
    r"\s*(?:in|on|since|until|before|after|from|between|last|this|next|during|the last|the past|past|yesterday|today|"
    r"q\d)\b",
    re.IGNORECASE,
)
_MARKER: Final = re.compile(r"(?:by|per|each|every|for each|for every)\s+", re.IGNORECASE)
_LOW: Final = re.compile(
    r"lowest|bottom|worst|fewest|least|smallest|last|最低|最少|最差|最小|末|后|倒数", re.IGNORECASE
)


def forms(said: Said, language: Language) -> Iterator[str]:
    """Yield questions that say this."""
    yield from dict.fromkeys(_chinese(said) if language == "zh" else _english(said))


# -- English -------------------------------------------------------------------------------------------------------


def _english(said: Said) -> Iterator[str]:
    if not said.measures:
        return
    measures = " and ".join(said.measures)
    groups = f" by {' and '.join(map(_unmarked, said.groups))}" if said.groups else ""
    left_out = [named.text for named in said.values if named.out]
    out = f" excluding {' and '.join(left_out)}" if left_out else ""
    periods = "".join(f" {p}" if _ALONE.match(p) and not p[:1].isupper() else f" in {p}" for p in said.periods)
    first = said.measures[0]
    thresholds = "".join(f" with {one.of or first} {one.text}" for one in said.thresholds)
    bare = "".join(f" {one.of} {one.text}" for one in said.thresholds)
    for joint in ("for", "in", "with"):
        values = _named([named for named in said.values if not named.out], joint)
        for limit in dict.fromkeys((thresholds, bare)):
            rest = f"{values}{periods}{out}{limit}"
            if said.share:
                yield f"share of {first}{groups}{rest}{_top(said)}{_sorted(said)}"
            elif said.top:
                yield f"{measures}{groups}{rest}{_top(said)}"
                word, number = said.top.rsplit(" ", 1)
                yield f"{word} {number} {_unmarked(said.groups[0]) if said.groups else ''} by {first}{rest}" + (
                    f" with {' and '.join(said.measures[1:])}" if said.measures[1:] else ""
                )
            else:
                yield f"{measures}{groups}{rest}{_sorted(said)}"
                yield f"{measures}{groups}{periods}{values}{out}{limit}{_sorted(said)}"


def _unmarked(group: str) -> str:
    """Return a group without the word that says it is one: per day."""
    return _MARKER.sub("", group)


def _named(values: list[Named], joint: str) -> str:
    """Write values; those of one column are joined, the others stand one after another."""
    together: dict[frozenset[tuple[str, str]], list[Named]] = {}
    for named in values:
        together.setdefault(named.columns, []).append(named)
    parts = []
    for group in together.values():
        text = " and ".join(named.text for named in group)
        parts.append(f" {text}" if group[0].way else f" {joint} {text}")
    return "".join(parts)


def _top(said: Said) -> str:
    return f", {said.top} by {said.measures[0]}" if said.top else ""


def _sorted(said: Said) -> str:
    if not said.order or said.top:
        return ""
    if said.order_by:
        return f", sorted by {said.order_by}{' ascending' if said.order == 'asc' else ''}"
    return f" from {'lowest to highest' if said.order == 'asc' else 'highest to lowest'}"


# -- Chinese -------------------------------------------------------------------------------------------------------


def _chinese(said: Said) -> Iterator[str]:
    if not said.measures:
        return
    measures = "和".join(said.measures)
    periods = "".join(said.periods)
    values = [named for named in said.values if not named.out]
    left_out = [named.text for named in said.values if named.out]
    first = said.measures[0] if len(said.measures) > 1 else ""
    limits = "".join(f"，{one.of or first}{one.text}" for one in said.thresholds)
    by = f"按{said.order_by}" if said.order_by else ""
    order = "" if not said.order or said.top else f"，{by}从{'低到高' if said.order == 'asc' else '高到低'}排序"
    share = "占比" if said.share else ""
    groups = "".join(_each(group) for group in said.groups)
    by = f"按{'和'.join(said.groups)}统计" if said.groups else ""
    outs = (f"，不含{'和'.join(left_out)}", "".join(f"，不含{text}" for text in left_out)) if left_out else ("",)
    for named, out in product(dict.fromkeys((_joined(values, "的"), _joined(values, ""))), dict.fromkeys(outs)):
        if said.top:
            word, number = said.top.rsplit(" ", 1)
            low = bool(_LOW.search(word))
            tail = f"最低的{number}名" if low else f"，前{number}名"
            yield f"{periods}{named}{groups}的{measures}{share}{out}{limits}{tail}"
            group = said.groups[0] if said.groups else ""
            first_few = f"{said.measures[0]}最{'低' if low else '高'}的{number}个{group}"
            yield f"{periods}{named}{first_few}的{measures}{out}{limits}"
            continue
        middle = f"{groups}的" if groups else ""
        yield f"{periods}{named}{middle}{measures}{share}{out}{limits}{order}"
        yield f"{by}{periods}{named}{measures}{share}{out}{limits}{order}"
        yield f"{named}{periods}{middle}{measures}{share}{out}{limits}{order}"


def _each(group: str) -> str:
    return group if group.startswith(("各", "每", "按")) else f"各{group}"


def _joined(values: list[Named], after: str) -> str:
    together: dict[frozenset[tuple[str, str]], list[str]] = {}
    for named in values:
        together.setdefault(named.columns, []).append(named.text)
    return "".join(f"{'和'.join(texts)}{after}" for texts in together.values())
