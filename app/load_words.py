"""A load report in words, English and Chinese: how a file was read, what of it is not in the table, what to do.

Owns the words, for every door. Refuses to decide anything: the report comes from the sources. What the loader says in
words of its own is English; the sentences that it has are known here in Chinese too, and a new one stays English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from copilot.formatting import items
from copilot.values.load import ColumnLoad, TableLoad

Language = Literal["en", "zh"]
Level = Literal["well", "note"]
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Aside:
    """How much of a file is not in its table."""

    rows: int
    """Rows of data that did not fit."""
    cells: int
    """Values that did not fit and were read as empty."""
    around: int
    """Lines that are no data: titles, totals, notes, headers that come again."""


def aside_of(load: TableLoad) -> Aside:
    """Count what was set aside, by what it means for an answer."""
    cells = sum(column.misfits for column in load.columns)
    around = len(load.facts.titles) + len(load.facts.totals)
    around += sum(_leading_count(d.text) for d in load.decisions if d.what in ("footnotes", "repeated_header"))
    around = min(around, load.set_aside_count - cells)
    return Aside(max(load.set_aside_count - cells - around, 0), cells, max(around, 0))


def verdict(load: TableLoad, language: Language) -> tuple[Level, str]:
    """Say in one sentence whether all of a file is in its table."""
    aside = aside_of(load)
    told = []
    if aside.rows:
        told.append(_say("rows_aside", language, n=_counted(aside.rows, "row", language), are=_are(aside.rows)))
    if aside.cells:
        where = items([c.name for c in load.columns if c.misfits], language, _MOST_NAMES)
        told.append(
            _say(
                "cells_aside",
                language,
                n=_counted(aside.cells, "value", language),
                where=where,
                were=_were(aside.cells),
            )
        )
    if told:
        return "note", (" " if language == "en" else "").join(told)
    if aside.around:
        return "well", _say("around", language, n=_counted(aside.around, "a_line", language), were=_were(aside.around))
    return "well", _say("all_fit", language)


def facts(load: TableLoad, language: Language) -> list[tuple[str, str]]:
    """Return what was decided about a file, each thing with its name; nothing for what is not read from a file."""
    known, told = load.facts, []
    if known.kind in ("parquet", "workbook", "json"):
        told.append(("kind", _say(f"kind_{known.kind}", language)))
    if known.sheet is not None:
        told.append(("sheet", known.sheet))
    if known.encoding is not None:
        told.append(("encoding", encoding_name(known.encoding, language)))
    if known.kind == "text":
        told.append(("delimiter", _delimiter(known.delimiter, language)))
    if known.quoting not in (None, "double", "spaced"):
        told.append(("quotes", _say(f"quotes_{known.quoting}", language)))
    if known.kind in ("text", "workbook"):
        line = known.header_line
        told.append(("header", _line(line, language) if line else _say("no_header", language)))
    if known.titles:
        told.append(("titles", _say("left_out", language, lines=_lines(known.titles, language))))
    if known.totals:
        told.append(("totals", _say("left_out", language, lines=_lines(known.totals, language))))
    told += [(name, text) for name, text in _of_columns(load.columns, language) if text]
    return [(_say(f"fact_{name}", language), text) for name, text in told]


def remarks(load: TableLoad, language: Language) -> list[str]:
    """Return what else was decided that a person should know, in sentences."""
    told = []
    for decision in load.decisions:
        known = decision.what in _IN_FACTS or (decision.what == "encoding" and _SURE.search(decision.text))
        if not known and not (decision.what == "header" and _PLAIN_HEADER.match(decision.text)):
            told.append(in_words(decision.text, language))
    return told


def in_words(text: str, language: Language) -> str:
    """Return a sentence of the loader in a language.

    >>> in_words("too few cells: 2 of 3", "zh"), in_words("something new", "zh")
    ('单元格太少：3 个中只有 2 个', 'something new')
    """
    if language == "zh":
        for pattern, chinese in _CHINESE:
            found = pattern.fullmatch(text)
            if found:
                return found.expand(chinese)
    return text


def how_read(column: ColumnLoad, language: Language) -> str:
    """Return how the values of one column were read, shortly; nothing where there is nothing to say."""
    told = [sample for sample in (_number_sample(column),) if sample]
    told += [_formats(column, language)] if column.date_formats else []
    if column.null_spellings:
        spelled = items([f"{text!r} ×{count:,}" for text, count in column.null_spellings], language, 3)
        told.append(_say("as_empty", language, spelled=spelled))
    if column.misfits:
        told.append(_say("misfits", language, n=f"{column.misfits:,}"))
    return " · ".join(told)


def type_name(engine_type: str, language: Language) -> str:
    """Return an engine's type as people call it.

    >>> type_name("DECIMAL(18,2)", "en"), type_name("BIGINT", "zh"), type_name("VARCHAR[]", "en")
    ('decimal number, 2 places', '整数', 'list')
    """
    base, _, rest = engine_type.upper().partition("(")
    if engine_type.endswith("]"):
        return _say("type_list", language)
    if base in ("DECIMAL", "NUMERIC") and "," in rest:
        return _say("type_decimal", language, places=rest.rstrip(")").rpartition(",")[2].strip())
    for word, names in _TYPES.items():
        if base in names:
            return _say(f"type_{word}", language)
    return engine_type


def encoding_name(name: str, language: Language) -> str:
    """Return Python's name of an encoding as people know it.

    >>> encoding_name("utf-8-sig", "en"), encoding_name("gb18030", "en"), encoding_name("koi8_r", "en")
    ('UTF-8 with a byte order mark', 'GB18030 (Chinese)', 'KOI8-R')
    """
    key = f"encoding_{name.lower().replace('-', '_')}"
    return _say(key, language) if key in _WORDS else name.upper().replace("_", "-")


# ------------------------------------------------------------------------------------------------ parts


def _of_columns(columns: Sequence[ColumnLoad], language: Language) -> Iterable[tuple[str, str]]:
    numbers = _grouped((sample, column.name) for column in columns if (sample := _number_sample(column)))
    yield "numbers", _in_columns(numbers, language)
    dates = _grouped((_formats(column, language), column.name) for column in columns if column.date_formats)
    yield "dates", _in_columns(dates, language)
    counts: dict[str, int] = {}
    for column in columns:
        for text, count in column.null_spellings:
            counts[text] = counts.get(text, 0) + count
    yield "nulls", items([f"{text!r} ×{count:,}" for text, count in counts.items()], language, _MOST_NAMES)
    renamed = [
        f"{c.header if c.header is not None else _say('unnamed', language)} → {c.name}" for c in columns if c.renamed
    ]
    yield "renamed", items(renamed, language, _MOST_NAMES)


def _number_sample(column: ColumnLoad) -> str:
    """A number as the column writes it.

    >>> _number_sample(ColumnLoad("n", "n", "DOUBLE", decimal_mark=",", thousands_mark="."))
    '1.234,56'
    """
    if column.decimal_mark is None and column.thousands_mark is None:
        return ""
    grouped = f"1{column.thousands_mark or ''}234"
    return f"{grouped}{column.decimal_mark}56" if column.decimal_mark else grouped


def _formats(column: ColumnLoad, language: Language) -> str:
    return (" or " if language == "en" else " 或 ").join(column.date_formats)  # a comma may belong to a format


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for what, name in pairs:
        found.setdefault(what, []).append(name)
    return found


def _in_columns(found: Mapping[str, Sequence[str]], language: Language) -> str:
    told = (
        _say("in_columns", language, what=w, where=items(names, language, _MOST_NAMES)) for w, names in found.items()
    )
    return ("; " if language == "en" else "；").join(told)


def _delimiter(mark: str | None, language: Language) -> str:
    known = {None: "none", ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    return _say(f"delimiter_{known[mark]}", language) if mark in known else repr(mark)


def _line(line: int, language: Language) -> str:
    return _say("line", language, n=f"{line:,}")


def _lines(lines: Sequence[int], language: Language) -> str:
    """Name lines, neighbours as a stretch.

    >>> _lines((1, 2, 3, 9), "en"), _lines((4,), "zh")
    ('lines 1–3, 9', '第 4 行')
    """
    stretches: list[list[int]] = []
    for line in sorted(lines):
        if stretches and stretches[-1][1] == line - 1:
            stretches[-1][1] = line
        else:
            stretches.append([line, line])
    told = [f"{first:,}" if first == last else f"{first:,}–{last:,}" for first, last in stretches]
    shown = ", ".join(told[:6]) + (" …" if len(told) > 6 else "")
    return _say("line" if len(lines) == 1 else "lines", language, n=shown)


def _counted(count: int, noun: str, language: Language) -> str:
    return _say(noun if count == 1 else f"{noun}s", language, n=f"{count:,}")


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _leading_count(text: str) -> int:
    found = re.match(r"[\d,]+", text)
    return int(found[0].replace(",", "")) if found else 0


def _say(word: str, language: Language, **values: str) -> str:
    return _WORDS[word][language == "zh"].format(**values)


# ------------------------------------------------------------------------------------------------ words

_IN_FACTS: Final = frozenset(
    {"delimiter", "quotes", "preamble", "totals_row", "lines", "type", "types", "nulls", "column_name", "misfits",
     "ragged_rows", "broken_quotes", "broken_lines", "sheet"}
)  # fmt: skip
"""Kinds of decisions that the facts, the columns or the verdict tell already."""
_SURE: Final = re.compile(r"^the file is in [\w-]+(, as its byte order mark says)?$")
_PLAIN_HEADER: Final = re.compile(r"line \d+ is the header: it (holds|is the only)")
_TYPES: Final[dict[str, tuple[str, ...]]] = {
    "text": ("VARCHAR", "TEXT", "CHAR", "STRING"),
    "whole": ("INTEGER", "UINTEGER", *(f"{u}{n}INT" for u in ("", "U") for n in ("TINY", "SMALL", "", "BIG", "HUGE"))),
    "number": ("DOUBLE", "FLOAT", "REAL", "DECIMAL", "NUMERIC"),
    "date": ("DATE",),
    "moment": ("TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", "DATETIME"),
    "moment_zone": ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"),
    "time": ("TIME",),
    "flag": ("BOOLEAN", "BOOL"),
    "bytes": ("BLOB",),
    "record": ("STRUCT", "MAP", "JSON"),
}  # fmt: skip
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "row": ("{n} row", "{n} 行"), "rows": ("{n} rows", "{n} 行"),
    "value": ("{n} value", "{n} 个值"), "values": ("{n} values", "{n} 个值"),
    "a_line": ("{n} line", "{n} 行"), "a_lines": ("{n} lines", "{n} 行"),
    "line": ("line {n}", "第 {n} 行"), "lines": ("lines {n}", "第 {n} 行"),
    "all_fit": ("Every row fits.", "所有行都符合格式。"),
    "around": (
        "Every row fits; {n} around the data (titles, totals or notes) {were} left out.",
        "所有数据行都符合格式；数据以外的 {n}（标题、合计或注释）已略去。",
    ),
    "rows_aside": (
        "{n} did not fit and {are} in no answer.",
        "有 {n}不合格式，不计入任何回答。",
    ),
    "cells_aside": (
        "{n} in {where} did not fit and {were} read as empty.",
        "{where} 中有 {n}不合格式，按空值读取。",
    ),
    "fact_kind": ("Kind", "类型"), "fact_sheet": ("Sheet", "工作表"), "fact_encoding": ("Encoding", "编码"),
    "fact_delimiter": ("Delimiter", "分隔符"), "fact_quotes": ("Quotes", "引号"), "fact_header": ("Header", "表头"),
    "fact_titles": ("Above the header", "表头之上"), "fact_totals": ("Totals", "合计行"),
    "fact_numbers": ("Numbers", "数字"), "fact_dates": ("Dates", "日期"), "fact_nulls": ("Read as empty", "读作空值"),
    "fact_renamed": ("Renamed", "改名"),
    "kind_parquet": ("Parquet; it carries its own types", "Parquet，自带类型"),
    "kind_workbook": ("Excel workbook", "Excel 工作簿"), "kind_json": ("JSON", "JSON"),
    "delimiter_none": ("none: a single column", "无：只有一列"), "delimiter_comma": ("comma", "逗号"),
    "delimiter_semicolon": ("semicolon", "分号"), "delimiter_tab": ("tab", "制表符"),
    "delimiter_bar": ("vertical bar", "竖线"),
    "quotes_single": ("single quotes", "单引号"), "quotes_backslash": ("a backslash escapes them", "以反斜杠转义"),
    "quotes_none": ("part of the values, as they do not pair", "不成对，视为内容"),
    "no_header": ("none; the columns got made-up names", "无；列名为自动生成"),
    "left_out": ("{lines}, left out", "{lines}，已略去"),
    "in_columns": ("{where}: {what}", "{where}：{what}"),
    "unnamed": ("(no name)", "（无名）"), "as_empty": ("{spelled} as empty", "{spelled} 读作空值"),
    "misfits": ("{n} did not fit", "{n} 个不合格式"),
    "encoding_utf_8": ("UTF-8", "UTF-8"),
    "encoding_utf_8_sig": ("UTF-8 with a byte order mark", "UTF-8（带字节顺序标记）"),
    "encoding_utf_16": ("UTF-16", "UTF-16"), "encoding_gb18030": ("GB18030 (Chinese)", "GB18030（中文）"),
    "encoding_cp1252": ("Windows-1252 (Western European)", "Windows-1252（西欧）"),
    "encoding_big5": ("Big5 (Chinese)", "Big5（繁体中文）"),
    "encoding_shift_jis": ("Shift JIS (Japanese)", "Shift JIS（日文）"),
    "type_text": ("text", "文本"), "type_whole": ("whole number", "整数"), "type_number": ("number", "数字"),
    "type_decimal": ("decimal number, {places} places", "小数，{places} 位"), "type_date": ("date", "日期"),
    "type_moment": ("date and time", "日期时间"), "type_moment_zone": ("date and time, with zone", "带时区的日期时间"),
    "type_time": ("time of day", "时间"), "type_flag": ("true or false", "是/否"), "type_bytes": ("bytes", "字节"),
    "type_record": ("record", "记录"), "type_list": ("list", "列表"),
}  # fmt: skip

_CHINESE: Final = tuple(
    (re.compile(pattern, re.DOTALL), chinese)
    for pattern, chinese in (
        (r"title above the (?:header|data)", "表头之上的标题"),
        (r"totals row", "合计行"),
        (r"a note under the table", "表下的注释"),
        (r"repeats the header", "重复的表头"),
        (r"not a JSON object", "不是 JSON 对象"),
        (r"a quote is opened and never closed", "引号没有结束"),
        (r"a quote is opened and closed only in a later row", "引号到后面的行才结束"),
        (r"too few cells: (\d+) of (\d+)", r"单元格太少：\2 个中只有 \1 个"),
        (r"too many cells: (\d+) for (\d+) columns", r"单元格太多：\2 列却有 \1 个"),
        (r"column ('.*'): not an integer, read as null", r"\1 列：不是整数，按空值读取"),
        (r"column ('.*'): not a date, read as null", r"\1 列：不是日期，按空值读取"),
        (r"column ('.*'): not .*, read as null", r"\1 列：类型不符，按空值读取"),
        (r"([\d,]+) byte order marks within the file were taken out", r"文件中的 \1 个字节顺序标记已去除"),
        (r"([\d,]+) NUL characters were taken out", r"\1 个 NUL 字符已去除"),
        (r"([\d,]+) carriage returns within lines were read as blanks", r"行内的 \1 个回车符读作空格"),
        (r"([\d,]+) lines belong to quoted values that hold line breaks", r"\1 行属于引号内带换行的值"),
        (r"([\d,]+) empty rows were passed over", r"\1 个空行已跳过"),
        (
            r"([\d,]+) rows end in empty cells beyond the last column; those were dropped",
            r"\1 行末尾有多余的空单元格，已去除",
        ),
        (r"([\d,]+) rows repeat the header and were set aside", r"\1 行重复表头，已搁置"),
        (r"([\d,]+) lines under the table were set aside as notes", r"表下的 \1 行注释已搁置"),
        (r"([\d,]+) columns without a name and without values were left out", r"\1 个既无名称又无内容的列已略去"),
        (r"([\d,]+) cells belong to merged ones and got their value", r"\1 个单元格属于合并单元格，已填入其值"),
        (r"line (\d+) is the header: all columns are text, .*", r"第 \1 行为表头：所有列都是文本，故以首行为列名"),
        (r"there is no header: the first row has values too", "没有表头：第一行也是数据"),
        (r"line (\d+) is the header, though .* separates its names", r"第 \1 行为表头，尽管其分隔符不同"),
        (r"the sheet ('.*') is hidden in the workbook", r"工作表 \1 在工作簿中是隐藏的"),
        (r"column ('.*'): blanks around ([\d,]+) values were taken off", r"\1 列：\2 个值首尾的空格已去除"),
        (r"column ('.*') is a percentage; 12.5% is stored as 0.125", r"\1 列是百分比；12.5% 存为 0.125"),
        (r"column ('.*'): the comma is the decimal mark, .*", r"\1 列：逗号是小数点，1.234,5 即 1234.5"),
        (r"column ('.*'): assumed that the comma groups thousands, .*", r"\1 列：假定逗号是千位分隔，1,234 即 1234"),
        (
            r"column ('.*'): the day stands before the month, as only that fits all values",
            r"\1 列：先日后月，只有这样才符合所有值",
        ),
        (
            r"column ('.*'): the month stands before the day, as only that fits all values",
            r"\1 列：先月后日，只有这样才符合所有值",
        ),
        (r"column ('.*'): the day stands before the month; assumed, .*", r"\1 列：假定先日后月，两种顺序都说得通"),
        (r"column ('.*'): the month stands before the day; assumed, .*", r"\1 列：假定先月后日，两种顺序都说得通"),
        (r"column ('.*'): the day stands before the month; as in .*", r"\1 列：先日后月，与文件中其他列一致"),
        (r"column ('.*'): the month stands before the day; as in .*", r"\1 列：先月后日，与文件中其他列一致"),
        (r"the file is not UTF-8; it was read as (.*) \(Western European\)", r"文件不是 UTF-8；按 \1（西欧）读取"),
        (r"the file is not UTF-8; it reads as Chinese in GB18030 \(GBK\)", "文件不是 UTF-8；按中文 GB18030（GBK）读取"),
        (r"the file is not UTF-8; it reads best as (.*)", r"文件不是 UTF-8；最像是 \1"),
        (r"the file is in UTF-8; bytes that are not were replaced by .*", "文件是 UTF-8；不合规的字节已替换"),
        (r"(.*) is empty and was passed over", r"\1 是空文件，已跳过"),
        (r"(.*) is of a kind that cannot be read and was passed over", r"\1 的类型无法读取，已跳过"),
        (r"(.*) is a symbolic link and was not followed", r"\1 是符号链接，未跟随"),
        (r"(.*) is asked where it lies, read-only", r"\1 在原处以只读方式查询"),
    )
)
