"""One process that makes statements, asks the gate, and runs what it lets through.

Owns the choice of what comes next: fresh from the grammar, changed from the tests' own statements, or changed from
what turned out to be new. New is a statement with which an outcome (verdict and rule), or a pair of a node and the
node above it in a tree that was let through, is seen for the first time; such statements are kept and changed
further. No coverage of lines is measured: with a tracer a case costs twenty times as much.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.fuzzing.grammar import Maker
from benchmarks.fuzzing.shrinking import shrunk
from tests.gate_mutations.judge import VIOLATIONS, Door, Verdict
from tests.gate_mutations.mutations import BENDING, bits, mutated, tokens
from tests.gate_mutations.statements import hostile, legitimate

ROOT = Path(__file__).parents[2]
_MOST_KEPT = 4_000
_MOST_FINDS = 200
_EVERY_SECONDS = 3.0


def corpus() -> list[str]:
    """Return the statements of the gate's own tests, for DuckDB and for others, with what they become left out."""
    found = [*legitimate(), *(each.sql for each in hostile())]
    for file in sorted((ROOT / "tests" / "gate").rglob("*.sql")):
        text = file.read_text(encoding="utf-8")
        if file.name == "must_allow.sql":
            found += [pair.split("\n-- becomes\n")[0] for pair in re.split(r"\n{2,}", text) if "\n-- becomes\n" in pair]
            continue
        for line in text.splitlines():
            sql = line.rpartition(" --! ")[0] or line
            if sql.strip() and not sql.startswith("-- "):
                found.append(f"SELECT {sql} FROM orders" if file.name.startswith("functions") else sql)
    codes = re.compile(r"<U\+([0-9A-F]{4,5})>")
    return [codes.sub(lambda code: chr(int(code[1], 16)), sql) for sql in found]


class GateRun:
    """The cases of one process, with what became of them.

    Args:
        seed: the dice start from it.
        folder: where the case that is tried now, and the tally, are written.
    """

    def __init__(self, seed: int, folder: Path) -> None:
        self._dice = Random(seed)
        self._folder = folder
        self._maker = Maker(self._dice, spice=0.01)
        self._doors = (Door("open"), Door("policed"))
        self._corpus = corpus()
        self._kept: list[str] = []
        self._seen: set[str] = set()
        self._signatures: set[str] = set()
        self._slowest = 0.0
        self.counts: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.finds: list[dict[str, Any]] = []

    def go_on(self, seconds: float) -> None:
        """Try cases until the time is up."""
        until, told = time.monotonic() + seconds, time.monotonic()
        while time.monotonic() < until:
            self._one_case()
            if time.monotonic() - told > _EVERY_SECONDS:
                told = time.monotonic()
                self.tell()
        self.tell()

    def tell(self) -> None:
        """Write down how far it is."""
        tally = {
            "cases": self.counts.total(), "outcomes": dict(self.counts.most_common()),
            "refused_by_rule": dict(self.refused.most_common()), "features": len(self._seen), "kept": len(self._kept),
            "slowest_validation_s": round(self._slowest, 2), "finds": self.finds,
        }  # fmt: skip
        (self._folder / "tally.json").write_text(json.dumps(tally), encoding="utf-8")

    def _one_case(self) -> None:
        origin, text = self._next()
        door = self._dice.choice(self._doors)
        (self._folder / "now").write_text(json.dumps([origin, door.name, text]), encoding="ascii")
        verdict = door.judge(text)
        self.counts[verdict.kind] += 1
        if verdict.rule and verdict.kind == "refused":
            self.refused[verdict.rule] += 1
        self._slowest = max(self._slowest, verdict.seconds)
        self._keep_if_new(text, verdict)
        if verdict.kind in VIOLATIONS:
            self._note(door, origin, text, verdict)

    def _next(self) -> tuple[str, str]:
        way = self._dice.random()
        if way < 0.45:
            made = self._maker.statement()
            return ("grammar, half broken", self._broken(made)) if self._dice.random() < 0.1 else ("grammar", made)
        if way < 0.75 or not self._kept:
            return "tests", self._changed(self._dice.choice(self._corpus))
        if way < 0.95:
            return "kept", self._changed(self._dice.choice(self._kept[-2_000:]))
        return "two joined", self._spliced(self._dice.choice(self._corpus), self._dice.choice(self._kept))

    def _changed(self, sql: str) -> str:
        how = self._dice.choices(list(BENDING), k=self._dice.choice((1, 1, 2, 3, 5)))
        return mutated(sql, how, self._dice)[:80_000]

    def _broken(self, sql: str) -> str:
        for _ in range(self._dice.randint(1, 4)):
            sql = bits(sql, self._dice)
        return sql

    def _spliced(self, one: str, other: str) -> str:
        first, second = tokens(one), tokens(other)
        a, b = self._dice.randint(0, len(first)), self._dice.randint(0, len(second))
        return "".join(t.text for t in first[:a]) + " " + "".join(t.text for t in second[b:])

    def _keep_if_new(self, text: str, verdict: Verdict) -> None:
        new = {feature for feature in _features(verdict) if feature not in self._seen}
        if new:
            self._seen |= new
            if len(self._kept) < _MOST_KEPT and len(text) < 4_000:
                self._kept.append(text)

    def _note(self, door: Door, origin: str, text: str, verdict: Verdict) -> None:
        signature = f"{verdict.kind} {_signature(verdict)}"
        if signature in self._signatures or len(self.finds) >= _MOST_FINDS:
            return
        self._signatures.add(signature)

        def still(shorter: str) -> bool:
            again = door.judge(shorter)
            alike = again.kind == verdict.kind and again.taken_as_written == verdict.taken_as_written
            return alike and (verdict.kind != "crash" or _signature(again)[:60] == _signature(verdict)[:60])

        small = shrunk(text, still)
        self.finds.append({
            "kind": verdict.kind, "door": door.name, "origin": origin, "sql": small,
            "engine_takes_it": verdict.taken_as_written,
            "first_seen": text[:400],
            "detail": door.judge(small).detail[:800],
        })  # fmt: skip


def _features(verdict: Verdict) -> Iterator[str]:
    yield f"{verdict.kind}/{verdict.rule}/{verdict.taken_as_written}"
    if verdict.kind == "refused":
        yield f"{verdict.rule}: {' '.join(re.sub(r'[^a-zA-Z ]+', '', verdict.detail).split()[:5])}"
    if verdict.query is not None:
        for node in verdict.query.tree.walk():
            yield f"{type(node.parent).__name__}.{node.arg_key}>{type(node).__name__}"


def _signature(verdict: Verdict) -> str:
    """What two finds of the same cause are likely to share."""
    head = verdict.detail.partition("\n")[0][:90]
    return re.sub(r"\d+|'[^']*'|\"[^\"]*\"|hid\w+", "#", head)
