"""BI language over a small data set with holes, in DuckDB and SQLite: a missing period gives no growth, not a wrong one.

The expected rows were worked out by hand.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from datetime import date

import pytest

from copilot.compare import same_rows
from copilot.session import Session

VISITS = [
    # no visit in March 2025; department Eye has none in February 2025 either
    ("2024-01-10", "Heart", 100, 10), ("2024-02-11", "Heart", 80, 30), ("2024-04-01", "Eye", 50, 20),
    ("2025-01-05", "Heart", 120, 15), ("2025-01-20", "Eye", 40, 25), ("2025-02-03", "Heart", 200, 45),
    ("2025-04-04", "Heart", 90, 60), ("2025-04-30", "Eye", 60, 5), ("2025-05-15", "Eye", 75, 35),
]  # fmt: skip


def m(year: int, month: int) -> str:
    return f"{year}-{month:02}-01"


GROWTH = [
    (m(2024, 1), 100, None), (m(2024, 2), 80, -0.2), (m(2024, 4), 50, None), (m(2025, 1), 160, None),
    (m(2025, 2), 200, 0.25), (m(2025, 4), 150, None), (m(2025, 5), 75, -0.5),
]  # fmt: skip
QUESTIONS = [
    ("total fee growth by month", GROWTH),
    ("每月费用环比增长率", GROWTH),
    ("year over year growth of total fee by month in 2025", [
        (m(2025, 1), 160, 0.6), (m(2025, 2), 200, 1.5), (m(2025, 4), 150, 2.0), (m(2025, 5), 75, None),
    ]),
    ("total fee growth by month by department in 2025", [
        (m(2025, 1), "Heart", 120, None), (m(2025, 1), "Eye", 40, None), (m(2025, 2), "Heart", 200, 200 / 120 - 1),
        (m(2025, 4), "Heart", 90, None), (m(2025, 4), "Eye", 60, None), (m(2025, 5), "Eye", 75, 0.25),
    ]),
    ("total fee growth from 2024 to 2025", [(230, 585, 585 / 230 - 1)]),
    ("2025年总费用同比增长多少", [(230, 585, 585 / 230 - 1)]),
    ("number of visits growth by department from 2024 to 2025", [("Heart", 2, 3, 0.5), ("Eye", 1, 3, 2.0)]),
    ("running total of fee by month in 2025", [(m(2025, 1), 160), (m(2025, 2), 360), (m(2025, 4), 510), (m(2025, 5), 585)]),
    ("2025年按月累计费用", [(m(2025, 1), 160), (m(2025, 2), 360), (m(2025, 4), 510), (m(2025, 5), 585)]),
    ("2-month moving average of total fee in 2025", [
        # April stands alone: March has no visits, and February is too far back
        (m(2025, 1), 160), (m(2025, 2), 180), (m(2025, 4), 150), (m(2025, 5), 112.5),
    ]),
    ("share of total fee by department within each year", [
        ("2024-01-01", "Heart", 180 / 230), ("2024-01-01", "Eye", 50 / 230),
        ("2025-01-01", "Heart", 410 / 585), ("2025-01-01", "Eye", 175 / 585),
    ]),
    ("number of visits by wait minutes in bands of 20", [(0, 3), (20, 4), (40, 1), (60, 1)]),
    ("按wait_minutes每20分钟一档统计就诊数", [(0, 3), (20, 4), (40, 1), (60, 1)]),
    ("median fee by department", [("Heart", 100), ("Eye", 55)]),
    ("75th percentile of wait minutes", [(35,)]),
    ("difference between Heart and Eye total fee", [(590, 225, 365)]),
]  # fmt: skip


@pytest.fixture(scope="module", params=["csv", "sqlite"])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Visits to a clinic, as a CSV file and as a table of a SQLite file."""
    path = tmp_path_factory.mktemp("clinic") / f"visits.{request.param}"
    header = ("visit_date", "department", "fee", "wait_minutes")
    if request.param == "csv":
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([header, *VISITS])
    else:
        with sqlite3.connect(path) as database:
            database.execute(
                "CREATE TABLE visits (visit_date DATE, department TEXT, fee INTEGER, wait_minutes INTEGER)"
            )
            database.executemany("INSERT INTO visits VALUES (?, ?, ?, ?)", VISITS)
    session = Session.open(path, clock=lambda: date(2025, 6, 1))
    yield session
    session.close()


@pytest.mark.parametrize(("question", "rows"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_gaps_are_seen(clinic: Session, question: str, rows: list[tuple[object, ...]]) -> None:
    answer = clinic.ask(question)
    assert answer.status == "answered", answer.message
    told = [tuple(str(v) if isinstance(v, date) else v for v in row) for row in answer.rows]
    assert same_rows(told, rows, ordered=False, any_column_order=True, relative_tolerance=1e-9), (answer.sql, told)


@pytest.mark.parametrize(
    "question",
    [
        "fee growth",  # from when to when?
        "which department grew the most in 2025",  # in what?
        "running total of the average fee by month",  # averages do not add up
        "7-day moving average of total fee by month",  # days or months?
        "correlation of fee and wait minutes",
        "forecast of the total fee for June 2025",
        "total fee in bands",  # of what?
    ],
)
def test_what_cannot_be_told_is_declined(clinic: Session, question: str) -> None:
    answer = clinic.ask(question)
    assert answer.status == "declined", answer.sql
    assert answer.message
