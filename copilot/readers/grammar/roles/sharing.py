"""Of what a share is told: what the first few hold together.

Owns the words that tell one share of several things from a share of each. The words for a share itself belong to
`copilot.readers.grammar.roles.measuring`, shares within a group to `copilot.readers.grammar.roles.relating`.
"""

from __future__ import annotations

from typing import Final

from copilot.readers.grammar.frame import Frame

_TOGETHER: Final = frozenset({"together", "combined", "altogether", "jointly", "合计", "共", "总共", "一共", "合起来"})
_APART: Final = frozenset({"各", "各自", "分别", "各占", "each", "their", "respectively", "own"})


def first_together(frame: Frame) -> None:
    """What portion of revenue came from the top 10 customers, 前5名客户贡献了多少: one share of them all."""
    if not frame.share or not frame.superlative or frame.limit is None or frame.limit < 2 or frame.order_at < 0:
        return
    words = {mark.text.lower() for mark in frame.marks}
    ranked = next((group.at for group in frame.groups if group.ranked), -1)
    if ranked < 0 or words & _APART or frame.changes or frame.follow or frame.combine or frame.having:
        return
    said = [k for k, mark in enumerate(frame.marks) if mark.text.lower() in _TOGETHER]
    if said or _asks_of_them(frame, ranked):
        frame.used |= set(said)
        frame.idle |= set(said)
        frame.together = True


def _asks_of_them(frame: Frame, ranked: int) -> bool:
    """Tell whether the share is asked of the first few, and not they by their shares, nor the shares beside them."""
    shares = [k for k in range(len(frame.marks)) if frame.cue(k, "share")]
    first = min(frame.order_at, ranked)
    if shares[0] < first:
        listed = any(frame.cue(k, "and", "list") or frame.marks[k].text in ",，、" for k in range(shares[0], first))
        return not listed and frame.prev(frame.order_at, skip=()) != shares[0]
    between = range(ranked + 1, shares[0] + 1)
    verb = frame.marks[shares[0]].text.startswith("占") or any(frame.marks[k].text in _BRING for k in between)
    return verb and not any(frame.cue(k, "and") or frame.marks[k].text in ",，、：:" for k in between)


_BRING: Final = frozenset({"贡献", "贡献了", "带来", "带来了", "as", "make", "贡献率"})
