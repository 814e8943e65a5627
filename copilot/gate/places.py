"""Where in a text a refusal points to.

Owns the way from a node, or from the words of a refusal, back to the text that came in. Decides nothing.
"""

from __future__ import annotations

import re
from typing import Final

from sqlglot import exp

from copilot.errors import Refused, Spot

_LONGEST_SEARCHED: Final = 80


def found(error: Refused, text: str) -> Spot | None:
    """Return the spot of a refusal in the text that was validated, or None where it cannot be told."""
    if error.spot is not None and error.spot.end <= len(text):
        return Spot.of(text, error.spot.start, _closed(text, error.spot.start, error.spot.end))
    words = error.place.split()
    if not words or len(error.place) >= _LONGEST_SEARCHED:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    hits = list(re.finditer(pattern, text, re.IGNORECASE))
    return Spot.of(text, hits[0].start(), hits[0].end()) if len(hits) == 1 else None


def _closed(text: str, start: int, end: int) -> int:
    """Take the brackets in that close what was opened: the parser notes no place for them."""
    part = text[start:end]
    for opening, closing in ("()", "[]"):
        for _ in range(part.count(opening) - part.count(closing)):
            beyond = len(text) - len(text[end:].lstrip())
            if text[beyond : beyond + 1] != closing:
                return end
            end = beyond + 1
    return end


def spot_of(node: exp.Expr) -> Spot | None:
    """Return the stretch from the first to the last token that the parser noted below a node."""
    marks = [below.meta for below in node.walk() if "start" in below.meta]
    if not marks:
        return None
    first, last = min(marks, key=lambda m: int(m["start"])), max(marks, key=lambda m: int(m["end"]))
    return Spot(int(first["line"]), int(first["col"]), int(first["start"]), int(last["end"]) + 1)
