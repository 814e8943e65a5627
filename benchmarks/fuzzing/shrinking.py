"""The shortest statement that still does what a long one did.

Owns the leaving out of tokens and of whole brackets; what "still" means is the caller's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from tests.gate_mutations.mutations import tokens

_OPENING = {"(": ")", "[": "]", "{": "}"}


def shrunk(text: str, still: Callable[[str], bool], *, seconds: float = 20.0) -> str:
    """Return a shorter text for which `still` is true, as far as the time allows."""
    until = time.monotonic() + seconds
    parts = [" " if token.kind == "gap" else token.text for token in tokens(text)]
    again = True
    while again and time.monotonic() < until:
        again = False
        for shorter in _shorter(parts):
            if time.monotonic() > until:
                break
            if still("".join(shorter)):
                parts, again = shorter, True
                break
    return "".join(parts).strip()


def _shorter(parts: list[str]) -> Iterator[list[str]]:
    size = max(1, len(parts) // 2)
    groups = sorted(_groups(parts), key=lambda pair: pair[0] - pair[1])
    for first, last in groups:
        for instead in ([], ["1"], ["NULL"], parts[first + 1 : last]):
            if last - first + 1 > len(instead) and parts[first : last + 1] != instead:
                yield parts[:first] + instead + parts[last + 1 :]
    while size >= 1:
        for at in range(0, len(parts), max(1, size // 2)):
            if not all(part.isspace() for part in parts[at : at + size]) or size == 1:
                yield parts[:at] + parts[at + size :]
        size //= 2


def _groups(parts: list[str]) -> Iterator[tuple[int, int]]:
    opened: list[tuple[int, str]] = []
    for at, part in enumerate(parts):
        if part in _OPENING:
            opened.append((at, _OPENING[part]))
        elif opened and part == opened[-1][1]:
            yield opened.pop()[0], at
