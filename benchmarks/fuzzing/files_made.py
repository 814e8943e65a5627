"""Files whose content is known, and ways to spoil them.

Owns the making of bytes. Each row carries a key that stands nowhere else, so that it can be said of every row whether
it was loaded, set aside or lost.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Literal

_ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "cp1252", "gb18030")
_WORDS = (
    "red",
    "blue",
    "North Sea",
    "it's",
    "O'Neil; Co",
    'say "hi"',
    "a,b",
    "x|y",
    "tab\there",
    "café",
    "Zürich",
    "=1+1",
    "-",
    "@me",
)
_HAN = ("陈家", "北京市", "上海", "广州", "深圳")
_LINES = ("two\nlines", "three\n\nlines", "end\n", "a\r\nb")
_NULLS = ("", "NA", "NULL", "N/A", "null")
_HEADERS = (
    "amount",
    "Total Price",
    "qty",
    "when",
    "colour",
    "Größe",
    "zip",
    "select",
    "order",
    "note",
    "x1",
    "flag",
    "ratio",
)
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d %b %Y")


@dataclass(frozen=True)
class Made:
    """One file and what is known of it."""

    name: str
    data: bytes
    what: str
    keys: tuple[str, ...] = ()
    """One of each data row."""
    columns: int | None = None
    """How many, where every row has so many."""
    sums: dict[str, Decimal] = field(default_factory=dict)
    """By header, what a column of plain numbers comes to."""
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By header, the values of a column of plain words."""
    whole: bool = False
    """True where nothing about it is doubtful: every row has to be in the table, as it is."""


# ------------------------------------------------------------------------------------------------ columns


@dataclass(frozen=True)
class _Column:
    header: str
    kind: str
    values: tuple[Any, ...]


def _columns(dice: Random, rows: int, *, han: bool, latin: bool, newlines: bool) -> tuple[list[str], list[_Column]]:
    start = dice.randrange(16**5)
    keys = [f"k{start + at:06x}q" for at in range(rows)]
    columns = [_Column("key", "key", tuple(keys))]
    for header in dice.sample(_HEADERS, dice.randint(1, 6)):
        if latin is False and not header.isascii():
            header = "size"
        kind = dice.choice(("whole", "whole", "decimal", "word", "word", "date", "code", "flag", "mixed"))
        columns.append(_Column(header, kind, tuple(_value(kind, dice, han, latin, newlines) for _ in range(rows))))
    dice.shuffle(columns)
    return keys, columns


def _value(kind: str, dice: Random, han: bool, latin: bool, newlines: bool) -> Any:
    if kind == "whole":
        return dice.choice((0, 1, 7, 42, -3, 1_000, 123_456, 99_999_999, dice.randint(-500, 500)))
    if kind == "decimal":
        return Decimal(dice.randint(-99_999, 9_999_999)) / 100
    if kind == "date":
        return date(2019, 1, 13) + timedelta(days=dice.randrange(2_000))
    if kind == "code":
        return f"{dice.randrange(10_000):05d}"
    if kind == "flag":
        return dice.choice(("yes", "no"))
    words = [word for word in _WORDS if latin or word.isascii()]
    if han:
        words += _HAN
    if newlines and kind == "word":
        words += _LINES
    if kind == "mixed":
        return dice.choice((*words[:4], "12", "1.5", "2020-01-01"))
    return dice.choice(words)


# ------------------------------------------------------------------------------------------------ text


def text_file(dice: Random) -> Made:
    """Return a text file with cells between delimiters."""
    encoding = dice.choice(_ENCODINGS)
    rows = dice.choice((5, 6, 8, 12, 20, 40, 60, 300))
    newlines = dice.random() < 0.15
    keys, columns = _columns(
        dice, rows, han=encoding not in ("cp1252",), latin=encoding != "gb18030", newlines=newlines
    )
    delimiter = dice.choice((",", ",", ";", "\t", "|"))
    comma = delimiter != "," and dice.random() < 0.3
    dates, nothing = dice.choice(_DATES), dice.choice(_NULLS)
    share = dice.choice((0, 0, 0.1))
    flat = [[_written(c, at, comma, dates) for c in columns] for at in range(rows)]
    nulls = {c.header for c in columns if c.kind in ("whole", "decimal", "date") and dice.random() < share * 3}
    for row in flat:
        for at, column in enumerate(columns):
            if column.header in nulls and dice.random() < 0.2:
                row[at] = nothing
    out = io.StringIO()
    ending = dice.choice(("\n", "\n", "\r\n", "\r")) if not newlines else "\n"
    quoting: Literal[0, 1] = dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerow([c.header for c in columns])
    writer.writerows(flat)
    text = out.getvalue()
    if dice.random() < 0.2:
        text = text.removesuffix(ending)
    kind = {"\t": "tsv"}.get(delimiter, dice.choice(("csv", "csv", "txt")))
    odd = [", decimal comma"] * comma + [", newlines in cells"] * newlines
    what = f"{encoding}, {delimiter!r}, line end {ending!r}{''.join(odd)}"
    whole = [c for c in columns if c.kind == "whole" and c.header not in nulls]
    return Made(
        f"made.{kind}", _encoded(text, encoding), what, tuple(keys), len(columns),
        sums=_sums(whole),
        texts={c.header: c.values for c in columns if c.kind == "code"}, whole=True,
    )  # fmt: skip


def _written(column: _Column, at: int, comma: bool, dates: str) -> str:
    value = column.values[at]
    if isinstance(value, date):
        return value.strftime(dates)
    return str(value).replace(".", ",") if comma and isinstance(value, Decimal) else str(value)


def _encoded(text: str, encoding: str) -> bytes:
    if encoding == "utf-16-le-bom":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(encoding, errors="replace")


def unknown(made: Made) -> Made:
    """Return the file as one of which nothing is known."""
    return replace(made, keys=(), columns=None, sums={}, texts={}, whole=False)


def ragged(made: Made, dice: Random) -> Made:
    """Put odd lines into a text file; its rows have to be in the table or set aside all the same."""
    try:
        text = made.data.decode("utf-8")
    except UnicodeDecodeError:
        return made
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(ending)
    if len(lines) < 4 or '"' in text:
        return made
    done = []
    for _ in range(dice.randint(1, 3)):
        at = dice.randint(1, len(lines) - 2)
        delimiter = next((d for d in "\t;|," if d in lines[0]), ",")
        what = dice.choice(
            ("short", "long", "blank", "title", "total", "remark", "stray quote", "nul", "spaces", "header again")
        )
        done.append(what)
        if what == "short":
            lines[at] = delimiter.join(lines[at].split(delimiter)[: max(1, lines[at].count(delimiter))])
        elif what == "long":
            lines[at] += delimiter + "extra" + delimiter * dice.randint(0, 2)
        elif what == "blank":
            lines.insert(at, dice.choice(("", " ", delimiter * lines[0].count(delimiter))))
        elif what == "title":
            lines.insert(0, dice.choice(("Report of sales", "Made on 2024-01-01", "")))
        elif what == "total":
            lines.append("Total" + delimiter * lines[0].count(delimiter))
        elif what == "remark":
            lines.insert(dice.choice((0, at)), "# a remark")
        elif what == "stray quote":
            lines[at] = lines[at].replace(delimiter, f'{delimiter}"', 1)
        elif what == "nul":
            lines[at] = lines[at].replace(delimiter, f"\x00{delimiter}", 1)
        elif what == "spaces":
            lines[at] = f" {lines[at]} "
        else:
            lines.insert(at, lines[0])
    kept = tuple(key for key in made.keys if any(key in line for line in lines))
    return replace(unknown(made), data=ending.join(lines).encode(), what=f"{made.what}; {', '.join(done)}", keys=kept)


# ------------------------------------------------------------------------------------------------ other kinds


def _records(dice: Random) -> tuple[list[str], list[_Column], list[dict[str, Any]]]:
    rows = dice.choice((3, 5, 10, 40))
    keys, columns = _columns(dice, rows, han=True, latin=True, newlines=True)
    unique = {c.header: c for c in columns}
    return keys, list(unique.values()), [{c.header: c.values[at] for c in unique.values()} for at in range(rows)]


def _sums(columns: list[_Column]) -> dict[str, Decimal]:
    return {c.header: sum((Decimal(v) for v in c.values), Decimal()) for c in columns if c.kind == "whole"}


def json_file(dice: Random) -> Made:
    """Return an array of objects, one object a line, or an object that holds them; some with nested values."""
    keys, columns, records = _records(dice)
    odd = dice.random() < 0.4
    for record in records if odd else ():
        if dice.random() < 0.5:
            record["more"] = dice.choice(([1, 2], {"a": 1, "b": [None]}, "x", None, 1.5, [[]], {}, {"a": "x"}))
        if dice.random() < 0.2:
            record.pop(dice.choice([name for name in record if name != "key"] or ["more"]), None)
    form = dice.choice(("array", "lines", "lines", "object", "pretty"))
    written = [json.dumps(r, default=str, ensure_ascii=dice.random() < 0.5) for r in records]
    if form == "lines":
        text = "\n".join(written) + dice.choice(("", "\n", "\n\n"))
    elif form == "object":
        text = f'{{"data": [{", ".join(written)}]}}'
    else:
        text = f"[{', '.join(written)}]" if form == "array" else json.dumps(records, default=str, indent=2)
    name = dice.choice(("made.ndjson", "made.jsonl")) if form == "lines" else "made.json"
    what, sums = f"json {form}{', odd' if odd else ''}", {} if odd else _sums(columns)
    return Made(name, text.encode(), what, tuple(keys), sums=sums, whole=form != "object")


def workbook(dice: Random) -> Made:
    """Return a workbook with one sheet or two, with a title or none."""
    from openpyxl import Workbook

    book = Workbook()
    keys: list[str] = []
    whole = True
    for number in range(dice.choice((1, 1, 2))):
        sheet = book.active if number == 0 else book.create_sheet(f"Part {number}")
        more, columns, records = _records(dice)
        keys += more
        if dice.random() < 0.3:
            sheet.append(["Report of everything"])
            whole = False
            if dice.random() < 0.5:
                sheet.merge_cells("A1:C1")
        sheet.append([c.header for c in columns])
        for record in records:
            sheet.append(
                [
                    record[c.header]
                    if not isinstance(record[c.header], str) or not record[c.header].startswith("=")
                    else "f"
                    for c in columns
                ]
            )
    out = io.BytesIO()
    book.save(out)
    return Made("made.xlsx", out.getvalue(), "workbook", tuple(keys), whole=whole)


def parquet(dice: Random) -> Made:
    """Return a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    keys, columns, records = _records(dice)
    out = io.BytesIO()
    pq.write_table(
        pa.table({c.header: [r[c.header] for r in records] for c in columns}),
        out,
        compression=dice.choice(("snappy", "none", "zstd", "gzip")),
    )
    return Made("made.parquet", out.getvalue(), "parquet", tuple(keys), len(columns), _sums(columns), whole=True)


def packed(dice: Random) -> Made:
    """Return something in a gzip file or a zip archive."""
    inner = dice.choice((text_file, json_file))(dice)
    if dice.random() < 0.5:
        return replace(inner, name=inner.name + ".gz", data=gzip.compress(inner.data), what=f"gz of {inner.what}")
    out = io.BytesIO()
    names = [inner.name]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(dice.choice(("", "in/")) + inner.name, inner.data)
        if dice.random() < 0.5:
            archive.writestr(
                dice.choice(("readme.md", "../up.csv", "/etc/x.csv", "a/.hidden", "b.csv", "empty.csv", "x.exe")),
                b"z,y\n1,2\n" * dice.randint(0, 3),
            )
            names.append("more")
    return replace(inner, name="made.zip", data=out.getvalue(), what=f"zip of {inner.what}", columns=None, whole=False)


MAKERS: tuple[Callable[[Random], Made], ...] = (text_file, text_file, text_file, json_file, workbook, parquet, packed)
