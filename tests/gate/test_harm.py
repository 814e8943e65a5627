"""Every statement that must be refused was seen to do, without a gate, the harm that the exam says it does."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

import pytest

from tests.gate.exam import APART, HERE, Refusal, refusals
from tests.gate.judge import CHANGES, proved

HARMFUL = [case for case in refusals() if case.file not in APART]


PROCESSES = 2


def observed(cases: list[Refusal]) -> list[dict[str, Any]]:
    """What a process of its own saw of each case."""
    lines = [json.dumps({**asdict(case), "part": CHANGES.get(case.harm, "")}) for case in cases]
    done = subprocess.run(
        [sys.executable, "-m", "tests.gate.observe"],
        input="\n".join(lines),
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def seen() -> dict[str, dict[str, Any]]:
    """What was seen of each statement on throw-away databases, by its label."""
    shares = [HARMFUL[start::PROCESSES] for start in range(PROCESSES)]
    with ThreadPoolExecutor(PROCESSES) as pool:
        parts = list(pool.map(observed, shares))
    return {
        case.label: found
        for share, observations in zip(shares, parts, strict=True)
        for case, found in zip(share, observations, strict=True)
    }


@pytest.mark.parametrize("case", [pytest.param(case, id=case.label) for case in HARMFUL])
def test_does_harm_without_a_gate(seen: dict[str, dict[str, Any]], case: Refusal) -> None:
    assert proved({"sql": case.sql, "harm": case.harm}, seen[case.label]), str(seen[case.label])[:600]
