"""References in SQLite may be spelled in another case than the columns and tables that they name."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from copilot.session import Session


def test_references_spelled_in_another_case(tmp_path: Path) -> None:
    path = tmp_path / "bank.sqlite"
    with sqlite3.connect(path) as file:
        file.executescript(
            """
            CREATE TABLE Customer (cust_ID TEXT PRIMARY KEY, name TEXT);
            CREATE TABLE loan (id INTEGER PRIMARY KEY, cust_ID TEXT, FOREIGN KEY (Cust_id) REFERENCES CUSTOMER(CUST_id));
            INSERT INTO Customer VALUES ('a', 'Ann');
            INSERT INTO loan VALUES (1, 'a');
            """
        )
    session = Session.open(path)
    links = session.catalog.relationships
    session.close()
    assert [(r.from_table, r.from_columns, r.to_table, r.to_columns) for r in links] == [
        ("loan", ("cust_ID",), "Customer", ("cust_ID",))
    ]
