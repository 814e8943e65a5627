"""Workbooks, JSON, Parquet and frames: what becomes of their values."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from copilot.errors import SourceError
from copilot.sources.loading.build import Input, build_database
from copilot.values.load import LoadReport

Tables = dict[str, tuple[dict[str, str], list[tuple[Any, ...]]]]
Load = Callable[..., tuple[LoadReport, Tables]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load files, and return the report and each table's column types and rows."""

    def run(*inputs: Input) -> tuple[LoadReport, Tables]:
        target = tmp_path / "out.duckdb"
        report = build_database(inputs, target, lambda *_: None)
        tables: Tables = {}
        with duckdb.connect(str(target), read_only=True) as con:
            for item in report.tables:
                types = {name: kind for name, kind, *_ in con.execute(f'DESCRIBE "{item.table}"').fetchall()}
                tables[item.table] = (types, con.execute(f'FROM "{item.table}"').fetchall())
                assert item.rows == len(tables[item.table][1])
            assert {name for (name,) in con.execute("SHOW TABLES").fetchall()} == set(tables)
        return report, tables

    return run


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """Write a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def file(path: Path) -> Input:
    return Input(path, None, "file")


SHEETS: dict[str, tuple[list[list[Any]], dict[str, str], list[tuple[Any, ...]]]] = {
    "types": (
        [
            ["zip", "day", "at", "n", "x", "ok"],
            ["00501", date(2026, 1, 5), datetime(2026, 1, 5, 10, 30), 3, 0.1 + 0.2, True],
        ],
        {"zip": "VARCHAR", "day": "DATE", "at": "TIMESTAMP", "n": "BIGINT", "x": "DECIMAL(18,1)", "ok": "BOOLEAN"},
        [("00501", date(2026, 1, 5), datetime(2026, 1, 5, 10, 30), 3, Decimal("0.3"), True)],
    ),
    "titles and totals": (
        [["Report"], [], ["k", "v", "w"], ["a", 1, 2.5], ["b", 2, 2.5], ["Total", 3, 5]],
        {"k": "VARCHAR", "v": "BIGINT", "w": "DECIMAL(18,1)"},
        [("a", 1, Decimal("2.5")), ("b", 2, Decimal("2.5"))],
    ),
    "begins at the second column": (
        [[None, "k", "v"], [None, "a", 1], [None, "b", 2]],
        {"k": "VARCHAR", "v": "BIGINT"},
        [("a", 1), ("b", 2)],
    ),
    "empty cells at the end": ([["k", "v"], ["a"], ["b", 2]], {"k": "VARCHAR", "v": "BIGINT"}, [("a", None), ("b", 2)]),
}


@pytest.mark.parametrize("case", SHEETS)
def test_sheet(load: Load, tmp_path: Path, case: str) -> None:
    rows, types, values = SHEETS[case]
    _, tables = load(file(workbook(tmp_path / "book.xlsx", {"S": rows})))
    assert tables == {"book": (types, values)}


def test_a_table_for_each_sheet_that_holds_something(load: Load, tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {"North EU": [["a"], [1]], "Empty": [], "北": [["b"], ["x"], ["y"]]}
    _, tables = load(file(workbook(tmp_path / "Book.xlsx", sheets)))
    assert list(tables) == ["book_north_eu", "book_北"]


def test_zeros_that_a_number_format_shows_are_kept(load: Load, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": [["zip", "v"], [501, 1], [10001, 2]]})
    book = openpyxl.load_workbook(path)
    for row in (2, 3):
        book["S"].cell(row, 1).number_format = "00000"
    book.save(path)
    _, tables = load(file(path))
    assert [row[0] for row in tables["a"][1]] == ["00501", "10001"]


def test_formulas_without_results_are_pointed_out(load: Load, tmp_path: Path) -> None:
    report, _ = load(file(workbook(tmp_path / "a.xlsx", {"S": [["a", "b"], [1, "=A2*2"], [2, "=A3*2"]]})))
    assert [d.text[:10] for d in report.tables[0].decisions if d.what == "formulas"] == ["2 formulas"]


@pytest.mark.parametrize(
    ("content", "types", "rows"),
    [
        ('[{"a":1,"b":"x"},{"a":2}]', {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x"), (2, None)]),
        ('{"a":1}\n{"a":2.5}\n', {"a": "DOUBLE"}, [(1.0,), (2.5,)]),
        ('{"a":1}', {"a": "BIGINT"}, [(1,)]),
        ('[{"id":"00501"}]', {"id": "VARCHAR"}, [("00501",)]),
        (
            '[{"p":{"x":1,"y":{"z":2}},"l":[1,2]}]',
            {"p_x": "BIGINT", "p_y": "VARCHAR", "l": "VARCHAR"},
            [(1, '{"z":2}', "[1,2]")],
        ),
        ('{"count":2,"data":[{"a":1},{"a":2}]}', {"a": "BIGINT"}, [(1,), (2,)]),
        ('[{"城市":"北京"}]', {"城市": "VARCHAR"}, [("北京",)]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_json(
    load: Load, tmp_path: Path, content: str, types: dict[str, str], rows: list[tuple[Any, ...]], encoding: str
) -> None:
    (tmp_path / "j.json").write_bytes(content.encode(encoding))
    _, tables = load(file(tmp_path / "j.json"))
    assert tables == {"j": (types, rows)}


def test_broken_json_lines_are_set_aside(load: Load, tmp_path: Path) -> None:
    (tmp_path / "j.ndjson").write_text('{"a":1}\n{"a":\n{"a":3}\n', encoding="utf-8")
    report, tables = load(file(tmp_path / "j.ndjson"))
    assert tables["j"][1] == [(1,), (3,)]
    assert [row.line for row in report.tables[0].set_aside] == [2]


TABLE = pa.table(
    {
        "n": pa.array([1, 2], pa.int16()),
        "d": pa.array([Decimal("1.50"), None], pa.decimal128(9, 2)),
        "t": pa.array([datetime(2026, 1, 5), None], pa.timestamp("us")),
        "l": pa.array([[1], [2, 3]], pa.list_(pa.int64())),
        "s": pa.array([{"x": 1}, {"x": 2}], pa.struct([("x", pa.int64())])),
    }
)
TYPES = {"n": "SMALLINT", "d": "DECIMAL(9,2)", "t": "TIMESTAMP", "l": "BIGINT[]", "s": "STRUCT(x BIGINT)"}


def test_parquet_keeps_its_types(load: Load, tmp_path: Path) -> None:
    pq.write_table(TABLE, tmp_path / "odd[1] name*.parquet")
    _, tables = load(file(tmp_path / "odd[1] name*.parquet"))
    assert tables["odd_1_name"] == (TYPES, [tuple(row.values()) for row in TABLE.to_pylist()])


def test_frame_keeps_its_types(load: Load, tmp_path: Path) -> None:
    frame = TABLE.append_column("c", pa.array(["x", "y"]).dictionary_encode()).append_column("N", pa.nulls(2))
    with pa.OSFile(str(tmp_path / "f.arrow"), "wb") as out, pa.ipc.new_file(out, frame.schema) as writer:
        writer.write_table(frame)
    report, tables = load(Input(tmp_path / "f.arrow", "My Frame", "arrow"))
    assert tables["My Frame"][0] == {**TYPES, "c": "VARCHAR", "N_2": "VARCHAR"}
    assert report.tables[0].origin == "frame"


def test_several_files_become_one_database(load: Load, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("k,v\nx,1\n", encoding="utf-8")
    pq.write_table(pa.table({"q": [1]}), tmp_path / "A.parquet")
    _, tables = load(file(tmp_path / "a.csv"), file(tmp_path / "A.parquet"))
    assert {name: rows for name, (_, rows) in tables.items()} == {"a": [("x", 1)], "a_2": [(1,)]}


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/s.xml", "w") as part:
        for _ in range(510):
            part.write(bytes(1_000_000))


REFUSED: dict[str, tuple[str, Callable[[Path], Any], str]] = {
    "workbook that expands": ("a.xlsx", bomb, "510 MB"),
    "no workbook": ("a.xlsx", lambda path: path.write_bytes(b"hello"), "not an Excel workbook"),
    "workbook cut short": ("a.xlsx", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(50)), "not an Excel workbook"),
    "workbook without cells": ("a.xlsx", lambda path: workbook(path, {"S": []}), "is empty"),
    "torn parquet": ("a.parquet", lambda path: path.write_bytes(b"PAR1" + bytes(20)), "as Parquet"),
    "torn json": ("a.json", lambda path: path.write_text('[{"a":1},{"a"'), "JSON objects"),
    "json of numbers": ("a.json", lambda path: path.write_text("[1,2,3]"), "JSON objects"),
    "json lines that are none": ("a.jsonl", lambda path: path.write_text('{"a":1}\nx\ny\n'), "JSON"),
    "empty json": ("a.json", lambda path: path.write_text(""), "is empty"),
    "unknown kind": ("a.pdf", lambda path: path.write_bytes(b"%PDF"), "kind"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(load: Load, tmp_path: Path, case: str) -> None:
    name, write, word = REFUSED[case]
    write(tmp_path / name)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(SourceError, match=word):
        load(file(tmp_path / name))
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_flattened_json_is_reported(load: Load, tmp_path: Path) -> None:
    (tmp_path / "j.json").write_text(json.dumps([{"p": {"x": 1}}]), encoding="utf-8")
    report, _ = load(file(tmp_path / "j.json"))
    assert "p_x" in next(choice.text for choice in report.tables[0].decisions if choice.what == "flattened")
