"""Which side of a number the words around it mean: more than 5, 5 or fewer, between 5 and 10.

Owns these words. Refuses to know what the number is compared with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MORE: Final = frozenset(
    "more greater over above exceed exceeds exceeding after larger higher bigger older longer later heavier taller "
    "exceeded beyond faster since greater newer".split()
)
LESS: Final = frozenset(
    "less below under before smaller lower younger fewer shorter earlier lighter slower cheaper".split()
)
_SIGNS: Final = {">": 1.0, "<": -1.0, ">=": 2.0, "=>": 2.0, "<=": -2.0, "=<": -2.0, "≥": 2.0, "≤": -2.0}
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789_'\" "


def bound(lemmas: Sequence[str], span: tuple[int, int]) -> float:
    """Return 2 for at least, 1 for more, -1 for less, -2 for at most, 3 for between, 0 where nothing is said.

    Args:
        lemmas: of the question.
        span: where the number stands among them.

    >>> bound("dogs older than 5".split(), (3, 4)), bound("with 5 or fewer dogs".split(), (1, 2))
    (1.0, -2.0)
    """
    before, after = lemmas[max(0, span[0] - 5) : span[0]], lemmas[span[1] : span[1] + 3]
    near = " ".join(before)
    if "between" in lemmas[max(0, span[0] - 6) : span[0]] or (near.endswith("from") and "to" in after[:1]):
        return 3.0
    if near.endswith(("at least", "no less than", "not less than", "minimum of")):
        return 2.0
    if near.endswith(("at most", "no more than", "not more than", "up to", "maximum of")):
        return -2.0
    if list(after[:1]) == ["or"] and after[1:2]:
        if after[1] in MORE:
            return 2.0
        if after[1] in LESS:
            return -2.0
    if (sign := _SIGNS.get("".join(lemmas[max(0, span[0] - 2) : span[0]]).lstrip(_LETTERS))) is not None:
        return sign
    for word in reversed(before):
        if word in ("and", "or", ",", "with", "is"):
            break
        if word in MORE:
            return 1.0
        if word in LESS:
            return -1.0
    return 0.0
