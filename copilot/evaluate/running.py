"""Asking the cases and marking the answers.

Owns the comparison of an answer's rows with the right ones. Gold SQL runs through the same gate as everything else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Protocol

import sqlglot
from sqlglot.errors import SqlglotError

from copilot.compare import same_rows
from copilot.errors import AskbiError
from copilot.evaluate.cases import Case, Suite
from copilot.evaluate.figures import Mark, Outcome
from copilot.values import Answer

_TOLERANCE: Final = 1e-6
"""Engines add in different orders; six digits are what people compare."""


class Asked(Protocol):
    """Open data that can be asked."""

    def ask(self, text: str) -> Answer:
        """Answer a question."""

    def sql(self, text: str) -> Answer:
        """Run SQL."""

    def close(self) -> None:
        """Let go of the data."""


def evaluate(suite: Suite, opened: Callable[[str | None], Asked]) -> Iterator[Mark]:
    """Yield what became of each case, data by data.

    Args:
        suite: the cases.
        opened: opens data by the path that the suite names.

    Raises:
        AskbiError: the data cannot be opened.
    """
    for data, cases in suite.cases.items():
        source = opened(data)
        try:
            for case in cases:
                yield marked(source, case)
        finally:
            source.close()


def marked(source: Asked, case: Case) -> Mark:
    """Return what becomes of one case."""
    wanted = [case.rows] if case.rows is not None else []
    orders = [bool(case.ordered)] if case.rows is not None else []
    for sql in case.sql:
        gold = source.sql(sql)
        if gold.status == "answered":
            wanted.append(tuple(gold.rows))
            orders.append(_orders(sql, gold.dialect) if case.ordered is None else case.ordered)
    began = time.perf_counter()
    try:
        answer = source.ask(case.question)
    except AskbiError as error:
        return Mark(case.id, case.question, "failed", False, None, "", "", str(error), 0.0, tags=case.tags)
    seconds = time.perf_counter() - began
    lacking = not wanted and not case.unanswerable
    use = answer.model
    return Mark(
        case.id,
        case.question,
        "gold fails" if lacking else _outcome(answer, case, wanted, orders),
        answer.verified and answer.status == "answered",
        answer.confidence,
        answer.reader,
        answer.sql if answer.status == "answered" else "",
        answer.text if answer.status == "answered" else answer.message,
        seconds,
        use.tokens_in + use.tokens_out if use else 0,
        use.cost if use else None,
        case.tags,
    )


def _outcome(answer: Answer, case: Case, wanted: Sequence[Sequence[Any]], orders: Sequence[bool]) -> Outcome:
    if answer.status in ("declined", "clarify"):
        if case.unanswerable:
            return "right"
        return "declined" if answer.status == "declined" else "asked back"
    if answer.status != "answered":
        return "failed"
    rows = answer.rows
    for extra in (False, True):
        for right, ordered in zip(wanted, orders, strict=True):
            if same_rows(
                rows,
                right,
                ordered=ordered,
                any_column_order=True,
                relative_tolerance=_TOLERANCE,
                extra_columns_allowed=extra,
            ):
                return "right with more columns" if extra else "right"
    return "wrong"


def _orders(sql: str, dialect: str) -> bool:
    try:
        return sqlglot.parse_one(sql, read=dialect).args.get("order") is not None
    except SqlglotError:
        return False
