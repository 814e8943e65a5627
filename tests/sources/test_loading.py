"""The loading process, the finding of files, and the sample data as a whole."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from copilot.errors import SourceError
from copilot.sources.loading import FileInput, discover, load_files

SAMPLES = Path(__file__).parents[2] / "sample_data"


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("a,b\n1,x\n", encoding="utf-8")


def test_messy_sales_is_read_as_its_description_says(tmp_path: Path) -> None:
    seen: list[float] = []
    files, _ = discover(SAMPLES / "messy_sales.csv")
    report = load_files(files, tmp_path / "m.duckdb", progress=lambda _, share: seen.append(share))
    table = report.tables[0]
    assert (table.table, table.origin, table.rows) == ("messy_sales", "messy_sales.csv", 84)
    assert [row.line for row in table.set_aside] == [1, 2, 89]
    with duckdb.connect(str(tmp_path / "m.duckdb"), read_only=True) as con:
        columns = {name: kind for name, kind, *_ in con.execute("DESCRIBE messy_sales").fetchall()}
        got = con.execute(
            'SELECT count(DISTINCT "Invoice No"), min("Invoice No"), min("Date")::VARCHAR, max("Date")::VARCHAR, '
            'sum("Units"), sum("Amount"), count(*) - count("ZIP"), count(*) - count("Discount %"), '
            'count(*) - count("Salesperson") FROM messy_sales'
        ).fetchone()
        wrong = con.execute(
            "SELECT count(*) FROM messy_sales WHERE "
            'abs("Units" * "Unit Price" * (1 - coalesce("Discount %", 0)) - "Amount") > 0.005001'
        ).fetchone()
    assert list(columns.values()) == [
        "VARCHAR", "DATE", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR",
        "BIGINT", "DECIMAL(18,2)", "DECIMAL(18,3)", "DECIMAL(18,2)", "VARCHAR",
    ]  # fmt: skip
    assert got == (84, "000417", "2026-01-06", "2026-03-30", 17_047, Decimal("117259.83"), 4, 11, 5)
    assert wrong == (0,)
    assert seen == sorted(seen)
    assert seen[0] >= 0
    assert seen[-1] <= 1


def test_retail_is_read_whole(tmp_path: Path) -> None:
    files, notes = discover(SAMPLES / "retail")
    report = load_files(files, tmp_path / "r.duckdb")
    assert {item.table: item.rows for item in report.tables} == {
        "customers": 6_000, "order_items": 197_444, "orders": 80_000, "products": 150, "returns": 8_331, "stores": 24,
    }  # fmt: skip
    assert notes == []
    assert [path.name for path in tmp_path.iterdir()] == ["r.duckdb"]


def test_parent_does_not_load_the_engine() -> None:
    code = "import sys, copilot.sources.loading; sys.exit('duckdb' in sys.modules or 'pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_error_leaves_the_old_database_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "t.duckdb"
    target.write_bytes(b"old")
    write(tmp_path, "good.csv")
    (tmp_path / "bad.csv").write_bytes(b"")
    with pytest.raises(SourceError, match=r"bad\.csv is empty"):
        load_files([FileInput(tmp_path / "good.csv"), FileInput(tmp_path / "bad.csv")], target)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv", "good.csv", "t.duckdb"]


def test_interrupt_ends_the_process(tmp_path: Path) -> None:
    write(tmp_path, "a.csv")

    def stop(text: str, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_files([FileInput(tmp_path / "a.csv")], tmp_path / "t.duckdb", progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_nothing_to_load(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing to load"):
        load_files([], tmp_path / "t.duckdb")


def test_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        "b.csv",
        "a.csv",
        "A.tsv",
        ".hidden.csv",
        "README.md",
        "readme.txt",
        "make.py",
        "semantics.yaml",
        "~$x.xlsx",
    )
    (tmp_path / "picture.png").write_bytes(b"x")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "inner").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    files, notes = discover(tmp_path)
    assert [(item.path.name, item.table) for item in files] == [("A.tsv", "a"), ("a.csv", "a_2"), ("b.csv", "b")]
    named = {name for name in ("picture.png", "empty.csv", "inner", "link.csv") for note in notes if name in note.text}
    assert named == {"picture.png", "empty.csv", "inner", "link.csv"}
    assert len(notes) == 5


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("salse.csv", "did you mean 'sales.csv'"),
        ("nothing/here.csv", "does not exist"),
        ("link.csv", "symbolic link"),
        ("text.doc", "parquet and xlsx"),
        ("bare", "parquet and xlsx"),
        ("pipe.csv", "not a plain file"),
    ],
)
def test_no_data(tmp_path: Path, given: str, words: str) -> None:
    write(tmp_path, "sales.csv", "text.doc")
    (tmp_path / "link.csv").symlink_to(tmp_path / "sales.csv")
    (tmp_path / "bare").mkdir()
    write(tmp_path / "bare", "script.py")
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(SourceError, match=words):
        discover(tmp_path / given)


def test_a_link_is_refused_while_loading_too(tmp_path: Path) -> None:
    write(tmp_path, "a.csv")
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises(SourceError, match="symbolic link"):
        load_files([FileInput(tmp_path / "link.csv")], tmp_path / "t.duckdb")
