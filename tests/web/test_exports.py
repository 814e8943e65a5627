"""What is downloaded, opened again: nothing is run as a formula, and every value is what it was."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from app.render import pointed, render_csv
from app.web.table import csv_of
from app.web.turns import Turn
from app.web.workbook import xlsx_of
from copilot.errors import Spot
from copilot.values import AnswerColumn
from tests.web.test_parts import a_turn

TEXT = AnswerColumn("name", "text", "dimension")
ATTACKS = ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1", '=HYPERLINK("http://x")', "＝1+1"]
PLAIN = ["a=b", "Ann", "", "-12.5", "+49", "1-2", "'quoted'", "华东"]


def turn_of(column: AnswerColumn, values: list[Any], **more: Any) -> Turn:
    return a_turn([column], [[value] for value in values], **more)


@pytest.mark.parametrize("text", ATTACKS)
def test_a_text_that_begins_like_a_formula(text: str) -> None:
    turn = turn_of(TEXT, [text])
    for told in (render_csv(["name"], [(text,)]), csv_of(turn).decode("utf-8-sig")):
        assert list(csv.reader(io.StringIO(told, newline="")))[1] == ["'" + text]
    cell = load_workbook(io.BytesIO(xlsx_of(turn))).worksheets[0]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value == text.replace("\r", "\n")  # XML knows one line break only


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_stay_as_they_are(text: str) -> None:
    turn = turn_of(TEXT, [text, "end"])
    assert list(csv.reader(io.StringIO(render_csv(["name"], [(text,), ("end",)]))))[1:] in (
        [[text], ["end"]],
        [[], ["end"]],
    )
    cell = load_workbook(io.BytesIO(xlsx_of(turn))).worksheets[0]["A2"]
    assert (cell.value or "", cell.data_type in ("s", "n", "inlineStr")) == (text, True)


@pytest.mark.parametrize("mark", ["\r", "\n", "\r\n"])
def test_what_follows_a_line_break_begins_no_row(mark: str) -> None:
    told = render_csv(["name"], [(f"Ann{mark}=1+1",)])
    assert list(csv.reader(io.StringIO(told, newline="")))[1:] == [[f"Ann{mark}=1+1"]]


def test_a_header_is_no_formula_either() -> None:
    turn = turn_of(AnswerColumn("=cmd()", "integer", "measure"), [1])
    assert csv_of(turn).decode("utf-8-sig").splitlines()[0] == "'=cmd()"
    cell = load_workbook(io.BytesIO(xlsx_of(turn))).worksheets[0]["A1"]
    assert (cell.value, cell.data_type) == ("=cmd()", "s")


@pytest.mark.parametrize(
    ("kind", "kept", "value", "form"),
    [
        ("integer", -5, -5, "General"),
        ("decimal", "-1234.50", -1234.5, "General"),
        ("float", 0.1, 0.1, "General"),
        ("boolean", True, True, "General"),
        ("date", "2026-03-31", datetime(2026, 3, 31), "yyyy-mm-dd"),
        ("timestamp", "2026-03-31T09:30:05", datetime(2026, 3, 31, 9, 30, 5), "yyyy-mm-dd hh:mm:ss"),
        ("integer", 2**60, str(2**60), "@"),
        ("decimal", "12345678901234567.89", "12345678901234567.89", "@"),
        ("date", "1850-01-01", "1850-01-01", "@"),
        ("text", "a\x00b\x1bc", "a\ufffdb\ufffdc", "@"),
        ("text", "x" * 40_000, "x" * 32_766 + "…", "@"),
        ("text", None, None, "General"),
    ],
)
def test_a_value_in_a_workbook_is_what_it_was(kind: Any, kept: Any, value: Any, form: str) -> None:
    turn = turn_of(AnswerColumn("v", kind, "measure"), [kept, kept])
    cell = load_workbook(io.BytesIO(xlsx_of(turn))).worksheets[0]["A2"]
    assert (cell.value, cell.number_format) == (value, form)
    assert type(cell.value) in (type(value), float if isinstance(value, float) else type(value))


def test_a_workbook_says_where_it_comes_from_and_what_is_missing() -> None:
    turn = turn_of(TEXT, ["Ann", "Bo", "Cy"], text="3 names.", readback="names.", sql="=SELECT 1", assumptions=["x"])
    book = load_workbook(io.BytesIO(xlsx_of(turn, most_rows=3)))
    rows, about = book.worksheets
    assert [row[0].value for row in rows.iter_rows()] == ["name", "Ann", "Bo"]
    assert (rows.freeze_panes, rows.column_dimensions["A"].width) == ("A2", 8)
    told = {row[0].value: row[1] for row in about.iter_rows()}
    assert (told["Question"].value, told["SQL"].value, told["SQL"].data_type) == ("a question", "=SELECT 1", "s")
    assert "what is beyond is missing here" in told["Note"].value


def test_shares_are_percentages_in_a_workbook() -> None:
    turn = turn_of(AnswerColumn("share", "float", "measure", unit="share"), [0.25])
    cell = load_workbook(io.BytesIO(xlsx_of(turn))).worksheets[0]["A2"]
    assert (cell.value, cell.number_format) == (0.25, "0.0%")


def test_numbers_of_a_csv_stay_numbers() -> None:
    values = [-1, Decimal("-0.50"), -1.5, date(2026, 3, 31), None, True]
    assert render_csv(["v"], [(value,) for value in values]).splitlines() == [
        "v", "-1", "-0.50", "-1.5", "2026-03-31", '""', "true",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sql", "start", "end", "lines"),
    [
        ("delete from t", 0, 6, ["  1 | delete from t", "    | ^^^^^^"]),
        ("select 1\nfrom nowhere\nwhere x", 14, 21, ["  2 | from nowhere", "    |      ^^^^^^^"]),
        ("select 1 from 销售", 14, 16, ["  1 | select 1 from 销售", "    |               ^^^^"]),
        ("select\x1b[31m x", 6, 7, ["  1 | select\\x1b[31m x", "    |       ^^^^"]),
        ("select (\n1", 7, 10, ["  1 | select (", "    |        ^"]),
        ("select", 6, 6, ["  1 | select", "    |       ^"]),
    ],
)
def test_a_refusal_points_at_its_place(sql: str, start: int, end: int, lines: list[str]) -> None:
    assert pointed(sql, Spot.of(sql, start, end)) == lines


def test_a_place_far_along_a_line_is_shown_with_what_is_around_it() -> None:
    sql = "select " + ", ".join(f"column_{n}" for n in range(200)) + " from nowhere where 1 = 1"
    start = sql.index("nowhere")
    shown, carets = pointed(sql, Spot.of(sql, start, start + 7))
    assert len(shown) < 120
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "nowhere"
