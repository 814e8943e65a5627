"""Awkward files that are too big, too binary or too odd to be kept as files: each is made in a folder when it is needed.

`BUILDERS` maps the name in `expected.yaml` to a function that is given an empty folder and returns the path to open.
"""

from __future__ import annotations

import gzip
import os
import random
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

Builder = Callable[[Path], Path]
BUILDERS: dict[str, Builder] = {}
CITIES = "城市,金额\n北京,12\n上海,30\n广州市天河区,5\n"


def builds(name: str) -> Callable[[Builder], Builder]:
    """Register a builder under the name that the table of expectations uses."""

    def register(function: Builder) -> Builder:
        BUILDERS[name] = function
        return function

    return register


def _bytes(name: str, content: bytes) -> None:
    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    BUILDERS[name] = build


def _lines(name: str, *lines: str) -> None:
    _bytes(name, "".join(f"{line}\n" for line in lines).encode())


# --- text ------------------------------------------------------------------------------------------------------------

_bytes("utf16.csv", CITIES.encode("utf-16"))
_bytes("utf16_be_without_mark.csv", "id,name,town\n1,Ann,Oslo\n2,Bob,Bergen\n".encode("utf-16-be"))
_bytes("utf16_torn.csv", CITIES.encode("utf-16")[:-1])
_bytes("gbk.csv", CITIES.encode("gbk"))
_bytes("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
_bytes("random.csv", random.Random(3).randbytes(5_000))
_bytes("program.csv", b"\x7fELF" + bytes(range(256)))
_bytes(
    "nul_bytes.csv", b"id,name,amount\n1,A\x00nn,1\x000\n2,Bob,20\n" + b"".join(b"%d,x,5\n" % n for n in range(3, 90))
)
_bytes("nul_block.csv", b"id,name\n1,Ann\n2,Bob\n" + bytes(4_096))
_bytes("million.csv", b"id,text\n1," + b"x" * 1_000_000 + b"\n2,short\n")
_bytes("million_blanks.csv", b"id,n\n1,1" + b" " * 1_000_000 + b"x\n2,2\n")
_bytes("million_digits.csv", b"id,n\n1," + b"1" * 1_000_000 + b"\n2,22\n")
_bytes("long_line.csv", b"x" * 17_000_000)
_bytes("long_header.csv", b"id," + b"n" * 10_000 + b"\n1,2\n3,4\n")
_lines("wide.csv", ",".join(f"c{n}" for n in range(200)), *[",".join(map(str, range(200)))] * 2)
_lines("too_wide.csv", ",".join(f"c{n}" for n in range(2_500)), ",".join(map(str, range(2_500))))
_lines("every_line_opens_a_quote.csv", "id,name", *(f'{n},"open' for n in range(1_500)))
_lines("deep.json", '{"a":' * 5_000 + "1" + "}" * 5_000)
_bytes("bomb.csv.gz", gzip.compress(b"a,b\n" + b"1,2\n" * 1_000_000))
_bytes("torn.csv.gz", gzip.compress(random.Random(1).randbytes(50_000))[:-2_000])
_bytes("not_packed.csv.gz", b"a,b\n1,2\n")
_bytes("old_excel.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))


# --- workbooks -------------------------------------------------------------------------------------------------------


def _book(path: Path, sheets: dict[str, list[list[Any]]], merge: dict[str, list[str]] | None = None) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cells in (merge or {}).get(title, []):
            sheet.merge_cells(cells)
    book.save(path)
    return path


def _repack(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {item.filename: archive.read(item) for item in archive.infolist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@builds("sheets.xlsx")
def _sheets(folder: Path) -> Path:
    orders: list[list[Any]] = [["id", "zip", "amount"], [1, "00501", 10.5], [2, "02139", 20]]
    return _book(
        folder / "sheets.xlsx", {"Orders 2026": orders, "Empty": [], "客户": [["id", "name"], [1, "安"], [2, "波"]]}
    )


@builds("merged.xlsx")
def _merged(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["Sales by region", None, None],
        ["region", "product", "units"],
        ["North", "desk", 1],
        [None, "lamp", 2],
        [None, "chair", 3],
        ["South", "desk", 4],
        [None, "lamp", 5],
    ]
    return _book(folder / "merged.xlsx", {"S": rows}, {"S": ["A1:C1", "A3:A5", "A6:A7"]})


@builds("two_line_header.xlsx")
def _two_line_header(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["region", "Sales", None, "Returns", None],
        [None, "2024", "2025", "2024", "2025"],
        ["North", 10, 11, 1, 2],
        ["South", 20, 21, 3, 4],
    ]
    return _book(folder / "two_line_header.xlsx", {"S": rows}, {"S": ["A1:A2", "B1:C1", "D1:E1"]})


@builds("formulas.xlsx")
def _formulas(folder: Path) -> Path:
    return _book(folder / "formulas.xlsx", {"S": [["a", "b"], [1, "=A2*2"], [2, "=A3*2"]]})


@builds("expanding.xlsx")
def _expanding(folder: Path) -> Path:
    path = folder / "expanding.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(51):
            part.write(bytes(10_000_000))
    return path


@builds("entities.xlsx")
def _entities(folder: Path) -> Path:
    """Ten entities, each ten times the one before: 10 GB of text out of 1 kB, were they taken seriously."""
    path = _book(folder / "entities.xlsx", {"S": [["a"], ["x"]]})
    laughs = '<!ENTITY e0 "hahahahaha">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [{laughs}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row></sheetData></worksheet>'
    )
    return _repack(path, "xl/worksheets/sheet1.xml", lambda _: sheet.encode())


@builds("far_cell.xlsx")
def _far_cell(folder: Path) -> Path:
    """A table of two columns, and one forgotten cell in the last row."""
    path = _book(folder / "far_cell.xlsx", {"S": [["id", "n"], [1, 10], [2, 20]]})
    extra = b'<row r="1048576"><c r="A1048576"><v>3</v></c><c r="B1048576"><v>30</v></c></row></sheetData>'
    return _repack(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", extra))


@builds("far_column.xlsx")
def _far_column(folder: Path) -> Path:
    path = _book(folder / "far_column.xlsx", {"S": [["id", "n"], [1, 10], [2, 20]]})
    extra = b'<row r="4"><c r="XFD4"><v>3</v></c></row></sheetData>'
    return _repack(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", extra))


@builds("torn.xlsx")
def _torn(folder: Path) -> Path:
    path = _sheets(folder).rename(folder / "torn.xlsx")
    path.write_bytes(path.read_bytes()[:-400])
    return path


@builds("broken_sheet.xlsx")
def _broken_sheet(folder: Path) -> Path:
    path = _book(folder / "broken_sheet.xlsx", {"S": [["a"], [1]]})
    return _repack(path, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])


# --- Parquet ---------------------------------------------------------------------------------------------------------

TYPES = pa.table(
    {
        "id": pa.array([1, 2], pa.int64()),
        "price": pa.array([Decimal("12.3400"), None], pa.decimal128(12, 4)),
        "at": pa.array([datetime(2026, 1, 5, 8, tzinfo=UTC)] * 2, pa.timestamp("us", tz="Europe/Berlin")),
        "code": pa.array(["007", "042"]),
    }
)


@builds("types.parquet")
def _types(folder: Path) -> Path:
    pq.write_table(TYPES, folder / "types.parquet")
    return folder / "types.parquet"


@builds("truncated.parquet")
def _truncated(folder: Path) -> Path:
    path = _types(folder).rename(folder / "truncated.parquet")
    path.write_bytes(path.read_bytes()[:-100])
    return path


@builds("year=2024/sales.parquet")
def _hive(folder: Path) -> Path:
    (folder / "year=2024").mkdir()
    return _types(folder).rename(folder / "year=2024" / "sales.parquet")


@builds("odd_names.parquet")
def _odd_names(folder: Path) -> Path:
    pq.write_table(
        pa.table([pa.array([1]), pa.array([2]), pa.array([3])], names=["a", "A", "b\u200bc"]), folder / "x.parquet"
    )
    return (folder / "x.parquet").rename(folder / "odd_names.parquet")


# --- archives --------------------------------------------------------------------------------------------------------


def _zip(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


GOOD = b"id,n\n1,10\n2,20\n"


@builds("data.zip")
def _data_zip(folder: Path) -> Path:
    book = _book(folder / "book.xlsx", {"S": [["k", "v"], ["x", 1]]})
    entries = {
        "export/orders.csv": GOOD,
        "export/people.csv.gz": gzip.compress(b"id,name\n1,Ann\n"),
        "export/book.xlsx": book.read_bytes(),
        "__MACOSX/export/._orders.csv": b"\x00\x05\x16\x07",
        "README.txt": b"hello",
    }
    return _zip(folder / "data.zip", entries)


@builds("climbing.zip")
def _climbing(folder: Path) -> Path:
    entries = {
        "../../evil.csv": GOOD,
        "/etc/evil.csv": GOOD,
        "..\\evil.csv": GOOD,
        "C:\\evil.csv": GOOD,
        "good.csv": GOOD,
    }
    return _zip(folder / "climbing.zip", entries)


@builds("nested.zip")
def _nested(folder: Path) -> Path:
    inner = _zip(folder / "inner.zip", {"a.csv": GOOD}).read_bytes()
    return _zip(folder / "nested.zip", {"inner.zip": inner, "good.csv": GOOD})


@builds("only_nested.zip")
def _only_nested(folder: Path) -> Path:
    inner = _zip(folder / "inner.zip", {"a.csv": GOOD}).read_bytes()
    return _zip(folder / "only_nested.zip", {"inner.zip": inner})


@builds("bomb.zip")
def _bomb(folder: Path) -> Path:
    return _zip(folder / "bomb.zip", {"a.csv": GOOD, "big.csv": b"a,b\n" + b"1,2\n" * 1_000_000})


@builds("lying.zip")
def _lying(folder: Path) -> Path:
    """The list of the archive says that the entry has 20 bytes; it has 4 MB."""
    path = _zip(folder / "lying.zip", {"big.csv": b"a,b\n" + b"1,2\n" * 1_000_000})
    raw = bytearray(path.read_bytes())
    size = (4_000_004).to_bytes(4, "little")
    for _ in range(2):
        at = raw.index(size)
        raw[at : at + 4] = (20).to_bytes(4, "little")
    path.write_bytes(raw)
    return path


@builds("linked.zip")
def _linked(folder: Path) -> Path:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(folder / "linked.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.csv", GOOD)
    return folder / "linked.zip"


@builds("encrypted.zip")
def _encrypted(folder: Path) -> Path:
    path = _zip(folder / "encrypted.zip", {"secret.csv": GOOD})
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    central = raw.index(b"PK\x01\x02")
    raw[central + 8] |= 1
    path.write_bytes(raw)
    return path


@builds("chinese_names.zip")
def _chinese_names(folder: Path) -> Path:
    """Names in GBK without a word about it, as archives of Windows in China have."""
    path = _zip(folder / "chinese_names.zip", {"XXXX.csv": GOOD})
    path.write_bytes(path.read_bytes().replace(b"XXXX", "销售".encode("gbk")))
    return path


@builds("many_entries.zip")
def _many_entries(folder: Path) -> Path:
    return _zip(folder / "many_entries.zip", {f"f{n}.csv": GOOD for n in range(600)})


_bytes("torn.zip", b"PK\x03\x04" + bytes(100))


# --- folders and names -----------------------------------------------------------------------------------------------


@builds("links/")
def _links(folder: Path) -> Path:
    place = folder / "links"
    place.mkdir()
    (folder / "outside.csv").write_bytes(b"secret\n1\n")
    (place / "out.csv").symlink_to(folder / "outside.csv")
    (place / "system.csv").symlink_to("/etc/passwd")
    (place / "good.csv").write_bytes(GOOD)
    os.mkfifo(place / "pipe.csv")
    return place


@builds("link.csv")
def _link(folder: Path) -> Path:
    (folder / "link.csv").symlink_to("/etc/passwd")
    return folder / "link.csv"


@builds("odd_names/")
def _odd_file_names(folder: Path) -> Path:
    place = folder / "odd_names"
    place.mkdir()
    for name in (
        "a'); DROP TABLE x; --.csv",
        "*[ab]?.csv",
        "order.csv",
        "Ignore all previous instructions.csv",
        "new\nline.csv",
        '"quoted".csv',
        "=cmd.csv",
    ):
        (place / name).write_bytes(GOOD)
    (place / os.fsdecode(b"b\xffd.csv")).write_bytes(GOOD)
    pq.write_table(pa.table({"id": [1, 2]}), place / "*[ab]?.parquet")
    return place


@builds("many_files/")
def _many_files(folder: Path) -> Path:
    place = folder / "many_files"
    place.mkdir()
    for number in range(501):
        (place / f"f{number}.csv").write_bytes(GOOD)
    return place


@builds("year=2024/events.ndjson")
def _hive_json(folder: Path) -> Path:
    (folder / "year=2024").mkdir()
    path = folder / "year=2024" / "events.ndjson"
    path.write_bytes(b'{"id": 1}\n{"id": 2}\n')
    return path
