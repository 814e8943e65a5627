"""Which conditions a question sets: subsets of the likely ones with operators, joined by AND and OR.

Owns the search over conditions. Refuses to know what is selected or grouped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from copilot.readers.sketching.judged import Condition, Judged, log
from copilot.readers.sketching.links import NumberMention, ValueMention
from copilot.readers.sketching.query import Field, Query, Term, Test
from copilot.readers.sketching.signs import Scene

_WHERES: Final = 6


@dataclass(frozen=True)
class Where:
    """A set of conditions with its likelihood's logarithm."""

    groups: tuple[tuple[Test, ...], ...]
    used: tuple[Condition, ...]
    score: float
    fields: frozenset[Field] = field(default_factory=frozenset)


class Restrictions:
    """The sets of conditions of one question."""

    def __init__(self, scene: Scene, judged: Judged) -> None:
        self._scene = scene
        self._judged = judged

    def sets(self, taken: tuple[NumberMention, ...]) -> list[Where]:
        """Return the likeliest sets of conditions; numbers in `taken` belong to something else."""
        mentions: dict[tuple[int, int], list[Condition]] = {}
        for condition in self._judged.conditions:
            if condition.mention in taken:
                continue
            span = (condition.mention.start, condition.mention.end)
            mentions.setdefault(span, []).append(condition)
        beams: list[tuple[float, tuple[Condition, ...]]] = [(0.0, ())]
        for span in sorted(mentions):
            options = sorted(mentions[span], key=lambda c: -c.chance)[:3]
            total = sum(c.chance for c in mentions[span])
            nothing = max(0.02, 1 - total) if total < 1 else 0.02
            if options[0].chance < 0.02:
                continue
            grown = []
            for score, chosen in beams:
                grown.append((score + log(nothing), chosen))
                for option in options:
                    if option.chance >= 0.02:
                        grown.append((score + log(option.chance / max(1.0, total)), (*chosen, option)))
            beams = sorted(grown, key=lambda b: -b[0])[: _WHERES * 2]
        found: list[Where] = []
        for score, chosen in beams[:_WHERES]:
            if len({(c.field, c.values) for c in chosen}) < len(chosen):
                continue
            found += [
                Where(groups, chosen, score + extra, frozenset(c.field for c in chosen))
                for groups, extra in self._tests(chosen)
            ]
        return sorted(found, key=lambda w: -w.score)[: _WHERES + 2]

    def _tests(self, chosen: tuple[Condition, ...]) -> Iterator[tuple[tuple[tuple[Test, ...], ...], float]]:
        """Give each condition its operator, and join them by AND and OR."""
        if not chosen:
            yield (), 0.0
            return
        choices = []
        for condition in chosen:
            ops = self._judged.ops.get((condition.mention.start, condition.mention.end), {"=": 1.0})
            allowed = [(op, p) for op, p in ops.items() if self._fits(op, condition)]
            total = sum(p for _, p in allowed) or 1.0
            best = sorted(allowed, key=lambda x: -x[1])[:2]
            choices.append([(op, p / total) for op, p in best if p / total >= 0.12] or [("=", 0.5)])
        for ops_chosen in list(product(*choices))[:6]:
            score = sum(log(p) for _, p in ops_chosen)
            tests = [(c, _test(c, op)) for c, (op, _) in zip(chosen, ops_chosen, strict=True)]
            for groups, extra in self._joined(tests):
                yield groups, score + extra

    def _fits(self, op: str, condition: Condition) -> bool:
        text = isinstance(condition.mention, ValueMention)
        if op.startswith(("like", "not like")):
            return text
        if op in ("=", "!="):
            return not (text and condition.how == "contains")
        return not text or str(condition.values[0])[:4].isdigit()

    def _joined(self, tests: list[tuple[Condition, Test]]) -> Iterator[tuple[tuple[tuple[Test, ...], ...], float]]:
        lemmas = self._scene.links.lemmas
        by_field: dict[Term, list[tuple[Condition, Test]]] = {}
        for condition, test in tests:
            by_field.setdefault(test.left, []).append((condition, test))
        groups: list[tuple[Test, ...]] = []
        for same in by_field.values():
            made = [t for _, t in same]
            if len(same) == 2 and all(t.op == "between" for t in made):
                values = sorted([*made[0].right, *made[1].right])  # type: ignore[misc]
                groups.append((Test(made[0].left, "between", tuple(values)),))
            elif len(same) > 1 and (all(t.op in ("=", "like") for t in made) or _outside(made)):
                groups.append(tuple(made))
            else:
                groups += [(t,) for t in made]
        if any(t.op == "between" and len(t.right) != 2 for g in groups for t in g if not isinstance(t.right, Query)):
            return
        yield tuple(groups), 0.0
        if len(tests) >= 2 and len(groups) == len(tests):
            first, last = tests[0][0].mention, tests[-1][0].mention
            low, high = min(first.end, last.end), max(first.start, last.start)
            if "or" in lemmas[low:high]:
                either = tuple(t for _, t in tests)
                yield (either,), 0.7


def _outside(tests: list[Test]) -> bool:
    """Tell whether two bounds leave the middle out: below 5 or above 10."""
    if len(tests) != 2:
        return False
    (a, b) = tests
    if a.op[0] not in "<>" or b.op[0] not in "<>" or a.op[0] == b.op[0]:
        return False
    low, high = (a, b) if a.op[0] == "<" else (b, a)
    if isinstance(low.right, Query) or isinstance(high.right, Query):
        return False
    return low.right[0] <= high.right[0]  # type: ignore[operator]


def _test(condition: Condition, op: str) -> Test:
    left = Term("", condition.field)
    values = condition.values
    if op.startswith(("like", "not like")):
        text = condition.mention.text if isinstance(condition.mention, ValueMention) else str(values[0])
        ending = op[-1] if op[-1] in "^$" else ""
        pattern = f"{text}%" if ending == "^" else f"%{text}" if ending == "$" else f"%{text}%"
        return Test(left, "not like" if op.startswith("not") else "like", (pattern,))
    if op in ("=", "!=") and len(values) > 1:
        return Test(left, "in" if op == "=" else "not in", values)
    return Test(left, op, values)  # type: ignore[arg-type]
