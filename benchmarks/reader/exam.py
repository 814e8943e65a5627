"""Score the reader on a file of questions with gold SQL.

usage: python benchmarks/reader/exam.py tests/questions/flights.yml sample_data/flights [--label first] [--show]

Right means: the rows equal those of one of the accepted gold queries, in any column order, a year being equal to its
first day; of a question that the data cannot answer: that it was declined. Gold runs on DuckDB over the same loaded
tables, not through askbi. Prints figures and keeps them in benchmarks/results/.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import yaml

from copilot.compare import same_rows
from copilot.session import Session

TODAY = date(2026, 11, 2)
RESULTS = Path(__file__).parent.parent / "results"


@dataclass(frozen=True)
class Marked:
    """One question with what came of it."""

    id: str
    question: str
    outcome: str
    """right, right_with_extra_columns, wrong, declined, refused, failed or clarify."""
    sql: str
    seconds: float
    message: str
    verified: bool = False


def plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows as plain tuples."""
    return [tuple(row) for row in rows]


def years_as_numbers(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows with each column of first days of January as years: 2025-01-01 is how askbi gives the year 2025.

    >>> years_as_numbers([(date(2025, 1, 1), 3), (date(2024, 1, 1), 4)])
    [(2025, 3), (2024, 4)]
    """
    columns = [
        [cell.year if cell else None for cell in column] if all(map(_first_day, column)) else column
        for column in zip(*rows, strict=True)
    ]
    return list(zip(*columns, strict=True)) if columns else plain(list(rows))


def _first_day(cell: Any) -> bool:
    return cell is None or (isinstance(cell, date) and (cell.month, cell.day) == (1, 1))


def loaded(session: Session) -> duckdb.DuckDBPyConnection:
    """Open the session's loaded tables directly."""
    path = session.workspace.cache_dir / f"{session.source.fingerprint}.duckdb"
    return duckdb.connect(str(path), read_only=True)


def mark(session: Session, gold: duckdb.DuckDBPyConnection, case: dict[str, Any]) -> Marked:
    """Ask one question and compare its rows with those of each gold query."""
    began = time.perf_counter()
    answer = session.ask(case["question"])
    seconds = time.perf_counter() - began
    if answer.status != "answered":
        lacking = case.get("unanswerable") and answer.status == "declined"
        return Marked(
            case["id"], case["question"], "right" if lacking else answer.status, answer.sql, seconds, answer.message
        )
    outcome = "wrong"
    for sql in case["sql"]:
        rows = plain(gold.execute(sql).fetchall())
        same = partial(
            same_rows,
            years_as_numbers(answer.rows),
            years_as_numbers(rows),
            ordered=bool(case.get("ordered")),
            any_column_order=True,
            relative_tolerance=1e-6,
        )
        if same():
            outcome = "right"
            break
        if same(extra_columns_allowed=True):
            outcome = "right_with_extra_columns"
    return Marked(case["id"], case["question"], outcome, answer.sql, seconds, answer.text, answer.verified)


def main() -> None:
    """Mark every question of a file, print the figures and keep them where a label is given."""
    parser = argparse.ArgumentParser()
    parser.add_argument("questions", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--label", default="")
    parser.add_argument("--show", action="store_true", help="print every question that is not right")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    cases = yaml.safe_load(options.questions.read_text(encoding="utf-8"))
    session = Session.open(options.data, clock=lambda: TODAY)
    gold = loaded(session)
    marked = [mark(session, gold, case) for case in cases if options.only in case["id"]]
    counts: dict[str, int] = {}
    for one in marked:
        counts[one.outcome] = counts.get(one.outcome, 0) + 1
        if options.show and one.outcome != "right":
            print(f"\n{one.id} {one.outcome}{' VERIFIED' * one.verified}: {one.question}")
            print(f"  {' '.join(one.sql.split())}\n  {one.message}")
    sure = [one for one in marked if one.verified]
    counts["verified"] = len(sure)
    counts["wrong_while_verified"] = sum(one.outcome == "wrong" for one in sure)
    times = [one.seconds * 1000 for one in marked]
    summary = {"questions": options.questions.name, "of": len(marked), **counts}
    summary |= {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(sorted(times)[int(0.95 * (len(times) - 1))], 1),
    }
    print(json.dumps(summary, ensure_ascii=False))
    if options.label:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"exam_{options.questions.stem}_{options.label}.json"
        detail = [{"id": one.id, "outcome": one.outcome} for one in marked]
        path.write_text(json.dumps({**summary, "each": detail}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    session.close()


if __name__ == "__main__":
    main()
