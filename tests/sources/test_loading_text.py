"""Delimited text files, nasty ones above all: what becomes of every line."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from copilot.errors import SourceError
from copilot.sources.loading.build import Input, build_database
from copilot.values.load import TableLoad

Loaded = tuple[TableLoad, dict[str, str], list[tuple[Any, ...]]]
Load = Callable[..., Loaded]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write bytes to a file, load it, and return the report, the column types and the rows."""

    def run(content: bytes | str, name: str = "t.csv") -> Loaded:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        target = tmp_path / "out.duckdb"
        report = build_database([Input(path, None, "file")], target, lambda *_: None)
        table = report.tables[0]
        with duckdb.connect(str(target), read_only=True) as con:
            types = {name: kind for name, kind, *_ in con.execute(f'DESCRIBE "{table.table}"').fetchall()}
            rows = con.execute(f'FROM "{table.table}"').fetchall()
        assert table.rows == len(rows)
        return table, types, rows

    return run


def said(table: TableLoad, what: str) -> str:
    """All decisions of one kind, joined."""
    return " / ".join(choice.text for choice in table.decisions if choice.what == what)


CITIES = "城市,金额\n北京,12\n上海,30\n广州市天河区,5\n"
RUSSIAN = "имя,город,сумма\nИван Петров,Москва,10\nАнна Смирнова,Казань,20\nОльга Кузнецова,Омск,30\n"
JAPANESE = "名前,都市,金額\n田中さん,とうきょう,10\nやまださん,おおさか,20\nすずきさん,きょうと,30\n"
KOREAN = "이름,도시,금액\n김철수,서울,10\n이영희,부산,20\n박지민,대구,30\n최수진,인천,40\n"
TAIWAN = "姓名,城市,金額\n陳小明,臺北市,10\n林美麗,高雄市,20\n黃大同,臺中市,30\n"
NAMES = "name,town\nJosé,Málaga\nZoë,Genève\n"


@pytest.mark.parametrize(
    ("content", "encoding", "word"),
    [
        (CITIES, "utf-8", "UTF-8"),
        (CITIES, "utf-8-sig", "byte order mark"),
        (CITIES, "utf-16", "byte order mark"),
        (CITIES, "gbk", "GB18030"),
        (CITIES, "gb18030", "GB18030"),
        (NAMES, "utf-8", "UTF-8"),
        (NAMES, "latin-1", "cp1252"),
        (NAMES, "cp1252", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (JAPANESE, "cp932", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (KOREAN, "euc_kr", "euc_kr"),
        (TAIWAN, "big5", "big5"),
        (NAMES, "utf-16-le", "utf-16-le"),
        (NAMES, "utf-16-be", "utf-16-be"),
    ],
)
def test_encoding(load: Load, content: str, encoding: str, word: str) -> None:
    table, types, rows = load(content.encode(encoding))
    lines = [line.split(",") for line in content.splitlines()]
    assert list(types) == lines[0]
    assert [[str(cell) for cell in row] for row in rows] == lines[1:]
    assert word in said(table, "encoding")


D = Decimal
GRIDS: dict[str, tuple[str, dict[str, str], list[tuple[Any, ...]]]] = {
    "plain": ("a,b\n1,x\n2,y\n", {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x"), (2, "y")]),
    "semicolon and decimal comma": (
        "name;price\nx;1,50\ny;1.234,75\n",
        {"name": "VARCHAR", "price": "DECIMAL(18,2)"},
        [("x", D("1.50")), ("y", D("1234.75"))],
    ),
    "tab": ("a\tb\n1\tx, y\n", {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x, y")]),
    "vertical bar": ("a|b\n1|x\n2|y\n", {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x"), (2, "y")]),
    "windows line ends": ("a,b\r\n1,x\r\n", {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x")]),
    "old mac line ends": ("a,b\r1,x\r2,y\r", {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x"), (2, "y")]),
    "quoted line break": ('a,b\n1,"x\ny"\n2,z\n', {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x\ny"), (2, "z")]),
    "doubled quotes": ('a,b\n1,"x ""y"""\n', {"a": "BIGINT", "b": "VARCHAR"}, [(1, 'x "y"')]),
    "backslash quotes": (
        'a,b\n1,"x \\"y\\", z"\n2,"k \\"l\\", m"\n3,n\n',
        {"a": "BIGINT", "b": "VARCHAR"},
        [(1, 'x "y", z'), (2, 'k "l", m'), (3, "n")],
    ),
    "blanks before quotes": ('a, b\n1, "x, y"\n2, "z"\n', {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x, y"), (2, "z")]),
    "inches are no quotes": (
        'a,b\n1,5" pipe\n2,6" pipe\n',
        {"a": "BIGINT", "b": "VARCHAR"},
        [(1, '5" pipe'), (2, '6" pipe')],
    ),
    "headers alike": (
        "id,ID,,id\n1,2,3,4\n",
        {"id": "BIGINT", "ID_2": "BIGINT", "column_3": "BIGINT", "id_3": "BIGINT"},
        [(1, 2, 3, 4)],
    ),
    "no header": (
        "1,ann\n2,bob\n3,eve\n",
        {"column_1": "BIGINT", "column_2": "VARCHAR"},
        [(1, "ann"), (2, "bob"), (3, "eve")],
    ),
    "only a header": ("a,b,c\n", {"a": "VARCHAR", "b": "VARCHAR", "c": "VARCHAR"}, []),
    "one column": ("n\n1\n2\n3\n", {"n": "BIGINT"}, [(1,), (2,), (3,)]),
    "one column of text with commas": (
        "note\nhello\nwell, yes\nand, so, on\nbye\n",
        {"note": "VARCHAR"},
        [("hello",), ("well, yes",), ("and, so, on",), ("bye",)],
    ),
    "one column of names with commas": (
        "name\nDoe, John\nRoe, Jane\n",
        {"name": "VARCHAR"},
        [("Doe, John",), ("Roe, Jane",)],
    ),
    "years as names": (
        "c,2024,2025\nFR,1.5,2\nDE,3,4\n",
        {"c": "VARCHAR", "2024": "DECIMAL(18,1)", "2025": "BIGINT"},
        [("FR", D("1.5"), 2), ("DE", D("3.0"), 4)],
    ),
    "blank lines": ("a,b\n\n1,x\n\n\n2,y\n,\n", {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x"), (2, "y")]),
    "comma at every end": ("a,b,\n1,x,\n2,y,\n", {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x"), (2, "y")]),
    "row names": (
        "x,y\nr1,1,2\nr2,3,4\n",
        {"column_1": "VARCHAR", "x": "BIGINT", "y": "BIGINT"},
        [("r1", 1, 2), ("r2", 3, 4)],
    ),
    "header separated otherwise": (
        "a,b,c\n1;x;2\n2;y;3\n",
        {"a": "BIGINT", "b": "VARCHAR", "c": "BIGINT"},
        [(1, "x", 2), (2, "y", 3)],
    ),
    "no line end at the end": ("a,b\n1,x", {"a": "BIGINT", "b": "VARCHAR"}, [(1, "x")]),
}


@pytest.mark.parametrize("case", GRIDS)
def test_grid(load: Load, case: str) -> None:
    content, types, rows = GRIDS[case]
    table, found, got = load(content)
    assert (found, got) == (types, rows)
    assert table.set_aside_count == 0


TWENTY = [str(n) for n in range(30)]
COLUMNS: list[tuple[str, list[str], str, list[Any]]] = [
    ("integers", ["1", "-2", "+3"], "BIGINT", [1, -2, 3]),
    ("leading zeros", ["00501", "10001"], "VARCHAR", ["00501", "10001"]),
    ("one leading zero among many", [*TWENTY, "007"], "VARCHAR", [*TWENTY, "007"]),
    ("18 digits", ["123456789012345678"], "BIGINT", [123456789012345678]),
    ("19 digits", ["1234567890123456789", "1"], "VARCHAR", ["1234567890123456789", "1"]),
    ("telephone", ["+4915112345678", "+4930123456"], "VARCHAR", ["+4915112345678", "+4930123456"]),
    ("zeros and ones", ["0", "1", "1"], "BIGINT", [0, 1, 1]),
    ("decimals", ["1.5", "2.25", ".5"], "DECIMAL(18,2)", [D("1.50"), D("2.25"), D("0.50")]),
    ("many decimals", ["1.123456", "2"], "DOUBLE", [1.123456, 2.0]),
    ("codes with an E", ["12E4", "3E10"], "VARCHAR", ["12E4", "3E10"]),
    ("scientific", ["1.5e3", "2e-1"], "DOUBLE", [1500.0, 0.2]),
    ("thousands", ["1,234.50", "12,345,678.00"], "DECIMAL(18,2)", [D("1234.50"), D("12345678.00")]),
    ("whole thousands", ["1,234", "5"], "BIGINT", [1234, 5]),
    ("indian groups", ["12,34,567", "1,234"], "BIGINT", [1234567, 1234]),
    ("blank groups", ["1 234,5", "12\u00a0345,25"], "DECIMAL(18,2)", [D("1234.50"), D("12345.25")]),
    ("swiss groups", ["1'234.50", "5.00"], "DECIMAL(18,2)", [D("1234.50"), D("5.00")]),
    ("continental", ["1.234,50", "0,75"], "DECIMAL(18,2)", [D("1234.50"), D("0.75")]),
    ("dollars", ["$1,200.50", "-$3", "$ 4.00"], "DECIMAL(18,2)", [D("1200.50"), D("-3.00"), D("4.00")]),
    ("yuan", ["￥1,200", "¥30"], "BIGINT", [1200, 30]),
    ("code behind", ["10.50 EUR", "3 EUR"], "DECIMAL(18,2)", [D("10.50"), D("3.00")]),
    ("points in money", ["1.234 €", "12 €"], "BIGINT", [1234, 12]),
    ("points in bare numbers", ["1.234", "12.345"], "DECIMAL(18,3)", [D("1.234"), D("12.345")]),
    ("two currencies", ["$10", "€10"], "VARCHAR", ["$10", "€10"]),
    ("brackets", ["(5.00)", "7.00"], "DECIMAL(18,2)", [D("-5.00"), D("7.00")]),
    ("minus behind", ["5-", "7"], "BIGINT", [-5, 7]),
    ("percent", ["12.5%", "0%", "-3%"], "DECIMAL(18,3)", [D("0.125"), D("0.000"), D("-0.030")]),
    ("percent among numbers", ["12.5%", "3"], "VARCHAR", ["12.5%", "3"]),
    ("hexadecimal", ["0x1F", "12"], "VARCHAR", ["0x1F", "12"]),
    ("true and false", ["true", "FALSE"], "BOOLEAN", [True, False]),
    ("yes and no", ["Yes", "no"], "BOOLEAN", [True, False]),
    ("是 and 否", ["是", "否"], "BOOLEAN", [True, False]),
    ("yes, no, maybe", ["yes", "no", "maybe"], "VARCHAR", ["yes", "no", "maybe"]),
    ("iso dates", ["2026-01-05", "2026-12-31"], "DATE", [date(2026, 1, 5), date(2026, 12, 31)]),
    ("slashes, year first", ["2026/1/5", "2026/12/31"], "DATE", [date(2026, 1, 5), date(2026, 12, 31)]),
    (
        "words",
        ["5 Jan 2026", "Jan 6, 2026", "7-Feb-26"],
        "DATE",
        [date(2026, 1, 5), date(2026, 1, 6), date(2026, 2, 7)],
    ),
    (
        "long words",
        ["5 January 2026", "Sept 5, 2026", "1st May 2026"],
        "DATE",
        [date(2026, 1, 5), date(2026, 9, 5), date(2026, 5, 1)],
    ),
    ("chinese dates", ["2026年1月5日", "2026年12月31日"], "DATE", [date(2026, 1, 5), date(2026, 12, 31)]),
    ("day first", ["25/12/2025", "01/02/2026"], "DATE", [date(2025, 12, 25), date(2026, 2, 1)]),
    ("month first", ["12/25/2025", "01/02/2026"], "DATE", [date(2025, 12, 25), date(2026, 1, 2)]),
    ("points mean day first", ["01.02.2026", "03.04.2026"], "DATE", [date(2026, 2, 1), date(2026, 4, 3)]),
    ("both orders at once", ["25/12/2025", "12/25/2025"], "VARCHAR", ["25/12/2025", "12/25/2025"]),
    ("no such day", ["2026-02-30", "2026-02-01"], "VARCHAR", ["2026-02-30", "2026-02-01"]),
    ("versions", ["1.2.3", "1.10.0"], "VARCHAR", ["1.2.3", "1.10.0"]),
    (
        "timestamps",
        ["2026-01-05 10:00:30", "2026-01-05T23:59"],
        "TIMESTAMP",
        [datetime(2026, 1, 5, 10, 0, 30), datetime(2026, 1, 5, 23, 59)],
    ),
    (
        "with zone",
        ["2026-01-05T01:00:00+02:00", "2026-01-05T01:00:00Z"],
        "TIMESTAMP",
        [datetime(2026, 1, 4, 23), datetime(2026, 1, 5, 1)],
    ),
    (
        "half a zone",
        ["2026-01-05 01:00 -0330", "2026-01-05 01:00 +05"],
        "TIMESTAMP",
        [datetime(2026, 1, 5, 4, 30), datetime(2026, 1, 4, 20)],
    ),
    (
        "afternoon",
        ["1/13/26 9:05 PM", "1/14/26 12:00 AM"],
        "TIMESTAMP",
        [datetime(2026, 1, 13, 21, 5), datetime(2026, 1, 14)],
    ),
    (
        "times among dates",
        ["2026-01-05 10:00", "2026-01-06"],
        "TIMESTAMP",
        [datetime(2026, 1, 5, 10), datetime(2026, 1, 6)],
    ),
    ("times", ["9:05", "23:59:01"], "TIME", [time(9, 5), time(23, 59, 1)]),
    ("durations", ["9:05", "25:30"], "VARCHAR", ["9:05", "25:30"]),
    ("nulls", ["N/A", "-", "5", "null", "无", "#N/A"], "BIGINT", [None, None, 5, None, None, None]),
    ("NA in numbers", ["NA", "5"], "BIGINT", [None, 5]),
    ("NA in codes", ["NA", "US"], "VARCHAR", ["NA", "US"]),
    ("blanks", [" x ", "y\u3000"], "VARCHAR", ["x", "y"]),
]


@pytest.mark.parametrize(("case", "texts", "kind", "values"), COLUMNS, ids=[row[0] for row in COLUMNS])
def test_column_type(load: Load, case: str, texts: list[str], kind: str, values: list[Any]) -> None:
    lines = "".join(f"{number}\t{text}\n" for number, text in enumerate(texts))
    _, types, rows = load(f"n\tv\n{lines}")
    assert (types["v"], [row[1] for row in rows]) == (kind, values)


@pytest.mark.parametrize(
    ("texts", "what", "words"),
    [
        (["12.5%"], "percent", "12.5% is stored as 0.125"),
        (["03/04/2026"], "day_month_order", "assumed"),
        (["25/12/2025", "01/02/2026"], "day_month_order", "only that fits"),
        (["1,234", "2,345"], "decimal_mark", "groups thousands"),
        (["1.234,5", "2,0"], "decimal_mark", "comma is the decimal mark"),
        (["1.234", "2.345"], "decimal_mark", "assumed that the point is the decimal mark"),
        (["$5", "$6"], "type", "'$' was taken off"),
        (["2026-01-05T01:00:00+02:00"], "type", "UTC"),
        (["$10", "€10"], "type", "EUR, USD"),
        (["00501"], "type", "leading zeros"),
        (["N/A", "5"], "nulls", "'N/A' (1)"),
        ([" x"], "trimmed", "1 values"),
    ],
)
def test_decision(load: Load, texts: list[str], what: str, words: str) -> None:
    table, _, _ = load("n\tv\n" + "".join(f"{number}\t{text}\n" for number, text in enumerate(texts)))
    assert words in " / ".join(
        choice.text for choice in table.decisions if choice.what == what and choice.column == "v"
    )


def test_other_columns_settle_the_order_of_day_and_month(load: Load) -> None:
    _, _, rows = load("a,b\n25/12/2025,03/04/2026\n26/12/2025,05/06/2026\n")
    assert [row[1] for row in rows] == [date(2026, 4, 3), date(2026, 6, 5)]


def test_few_misfits_become_null_and_are_listed(load: Load) -> None:
    lines = [f"r{n},{n}" for n in range(100)]
    lines[40] = "r40,about 5"
    table, types, rows = load("k,v\n" + "\n".join(lines) + "\n")
    assert types["v"] == "BIGINT"
    assert rows[40] == ("r40", None)
    assert [(row.line, row.text) for row in table.set_aside] == [(42, "about 5")]
    assert "1 of 100" in said(table, "misfits")


def test_many_misfits_leave_the_column_text(load: Load) -> None:
    _, types, _ = load("k,v\n" + "".join(f"r{n},{n if n % 10 else 'x'}\n" for n in range(100)))
    assert types["v"] == "VARCHAR"


BROKEN: dict[str, tuple[str, int, list[tuple[int, str]]]] = {
    "ragged": ("id,name,amount\n1,a,10\n2,b\n3,c,30,x\n4,d,40\n", 2, [(3, "cells"), (4, "cells")]),
    "unclosed quote at the end": ('a,b\n1,x\n2,"y\n3,z\n4,w\n', 3, [(3, "never closed")]),
    "unclosed quote before another quote": ('a,b\n1,"x\n2,"y"\n3,z\n', 2, [(2, "out of place")]),
    "text behind a quote": ('a,b\n1,"x" y\n2,z\n', 1, [(2, "out of place")]),
    "mixed delimiters": ("a,b,c\n1,2,3\n4;5;6\n7,8,9\n10,11,12\n", 3, [(3, "cells")]),
    "header again": ("a,b\n1,x\na,b\n2,y\n", 2, [(3, "repeats the header")]),
    "preamble": ("Report\nfor 2026\n\na,b,c\n1,x,2\n2,y,3\n", 2, [(1, "title"), (2, "title")]),
    "totals": ("k,v,w\na,1,2.5\nb,2,2.5\nTotal,3,5.0\n", 2, [(4, "totals row")]),
    "chinese totals": ("名称,金额\n甲,10\n乙,20\n合计,30\n", 2, [(4, "totals row")]),
    "totals in money": ('k,v\na,"$1,000.50"\nb,$2.00\nGrand Total:,"$1,002.50"\n', 2, [(4, "totals row")]),
    "totals under dates": ("d,v\n2026-01-01,1\n2026-01-02,2\nTotal,3\n", 2, [(4, "totals row")]),
    "totals that do not agree": ("k,v\na,1\nb,2\nTotal,4\n", 3, []),
    "a firm called Total": ("k,v\na,1\nb,2\nTotal Energies,3\n", 3, []),
    "source below": ("k,v,w\na,1,2\nb,2,3\nTotal,3,5\nSource: registry,,\n", 2, [(4, "totals row"), (5, "note")]),
}


@pytest.mark.parametrize("case", BROKEN)
def test_set_aside(load: Load, case: str) -> None:
    content, kept, aside = BROKEN[case]
    table, _, rows = load(content)
    assert len(rows) == kept
    assert [row.line for row in table.set_aside] == [line for line, _ in aside]
    assert all(word in row.reason for row, (_, word) in zip(table.set_aside, aside, strict=True))


def test_no_line_is_lost(load: Load) -> None:
    chance = random.Random(7)
    kinds = ["1,x,2\n", '2,"y, z",3\n', "3,short\n", "4,too,long,by\n", '5,"open,6\n', "\n", '7,"a",8\n']
    lines = [chance.choice(kinds[:2]) if number < 20 else chance.choice(kinds) for number in range(400)]
    table, _, rows = load("a,b,c\n" + "".join(lines))
    blank = lines.count("\n")
    assert len(rows) + table.set_aside_count + blank == len(lines)


def test_totals_that_do_not_agree_are_pointed_out(load: Load) -> None:
    table, _, _ = load("k,v\na,1\nb,2\nTotal,4\n")
    assert "line 4" in said(table, "totals_row_kept")


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "t.csv is empty"),
    "only blanks": (b" \n\n\t\n", "t.csv is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "t.csv is empty"),
    "random bytes": (random.Random(3).randbytes(5_000), "t.csv"),
    "a zip archive": (b"PK\x03\x04" + bytes(100), "zip"),
    "a parquet file": (b"PAR1" + bytes(100), ".parquet"),
    "ragged throughout": (b"a,b,c\n" + b"".join(b"x" + b",y" * (n % 7) + b"\n" for n in range(70)), "lines"),
    "no row at all": (b'a,b\n1,"x\n', "quote"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(load: Load, case: str) -> None:
    content, word = REFUSED[case]
    with pytest.raises(SourceError, match=word):
        load(content)


def test_gzip(load: Load) -> None:
    table, _, rows = load(gzip.compress(b"a,b\n1,x\n"), "Sales 2026.csv.gz")
    assert (table.table, rows) == ("sales_2026", [(1, "x")])


def test_torn_gzip(load: Load) -> None:
    with pytest.raises(SourceError, match="gzip"):
        load(gzip.compress(random.Random(1).randbytes(50_000))[:-2_000], "a.csv.gz")


def test_huge_line(load: Load) -> None:
    _, _, rows = load("a,b\n1," + "x" * 3_000_000 + "\n2,y\n")
    assert [len(row[1]) for row in rows] == [3_000_000, 1]


def test_line_without_end(load: Load) -> None:
    with pytest.raises(SourceError, match="line 1 is longer"):
        load("x" * 17_000_000)


def test_rows_keep_the_order_of_the_file(load: Load) -> None:
    _, _, rows = load("n,k\n" + "".join(f"{n},x{n}\n" for n in range(130_000)))
    assert [row[0] for row in rows] == list(range(130_000))
