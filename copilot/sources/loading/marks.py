"""How the values of one column are written, as data: marks of numbers, forms of dates, spellings of nothing.

Owns these facts for the report; what they mean for the column's type was settled before. Refuses to choose anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copilot.sources.loading.inference import trimmed
from copilot.sources.loading.names import literal
from copilot.sources.loading.typing_sql import Typed, clean_cells
from copilot.values.load import ColumnLoad

if TYPE_CHECKING:
    import duckdb

_THOUSANDS = {
    "comma": (",", r"\d,\d"),
    "point": (".", r"\d\.\d{3}(?:[.,]|\D|$)"),
    "blank": (" ", r"\d[ \x{a0}\x{202f}\x{2009}]\d"),
    "quote": ("'", r"\d['’]\d"),
}
_DAY = re.compile(
    r"(?P<y>\d{4})(?P<s1>[-/. ])(?P<m>\d{1,2})(?P<s2>[-/. ])(?P<d>\d{1,2})(?!\d)"
    r"|(?P<a>\d{1,2})(?P<s3>[-/.])(?P<b>\d{1,2})(?P<s4>[-/.])(?P<z>\d{4}|\d{2})(?!\d)"
)
_CLOCK = re.compile(r"(?P<h>\d{1,2}):\d{2}(?P<s>:\d{2}(?P<f>[.,]\d+)?)?(?P<half>\s*[AaPp]\.?[Mm]\.?)?")
_ZONE = re.compile(r"\s*(?:Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$")


def column_load(
    con: duckdb.DuckDBPyConnection, typed: Typed, header: str | None, misfits: int, nulls: list[tuple[str, int]]
) -> ColumnLoad:
    """Return what the report says of one column."""
    decimal_mark = thousands_mark = None
    formats: tuple[str, ...] = ()
    if typed.is_number:
        decimal_mark, thousands_mark = _number_marks(con, typed)
    elif typed.reading is not None and typed.reading.kind in ("date", "timestamp", "time"):
        formats = _formats(con, typed)
    return ColumnLoad(
        typed.column.name, header, typed.type, decimal_mark, thousands_mark, formats, tuple(nulls), misfits
    )


def _number_marks(con: duckdb.DuckDBPyConnection, typed: Typed) -> tuple[str | None, str | None]:
    assert typed.reading is not None
    cell = typed.column.staged
    style = typed.reading.name.rpartition(" ")[2]
    mark, grouped = _THOUSANDS.get(style, (None, "^$"))
    decimals = r"\d,\d+\D*$" if style == "point" else r"(?:\.\d|\d,\d{1,2}\D*$)" if style == "blank" else r"\.\d"
    row = con.execute(
        f"SELECT bool_or(regexp_matches({cell}, {literal(decimals)})), "
        f"bool_or(regexp_matches({cell}, {literal(grouped)})), "
        f"bool_or(contains({cell}, ',')) FROM {clean_cells(typed)} WHERE ({typed.sql}) IS NOT NULL"
    ).fetchall()[0]
    comma = style == "point" or (style == "blank" and row[2])
    return ("," if comma else ".") if row[0] else None, mark if row[1] else None


def _formats(con: duckdb.DuckDBPyConnection, typed: Typed) -> tuple[str, ...]:
    """The forms of the commonest ways of writing, each from one value written so."""
    assert typed.reading is not None
    cell = trimmed(typed.column.staged)
    shape = f"regexp_replace(regexp_replace({cell}, '[A-Za-z]+', 'a', 'g'), '\\d+', '9', 'g')"
    rows = con.execute(
        f"SELECT max(c) FROM (SELECT {cell} AS c, {shape} AS s FROM {clean_cells(typed)} "
        f"WHERE ({typed.sql}) IS NOT NULL) "
        "GROUP BY s ORDER BY count(*) DESC, 1 LIMIT 9"
    ).fetchall()
    month_first = typed.reading.name.endswith("mdy")
    return tuple(dict.fromkeys(date_form(str(text), month_first=month_first) for (text,) in rows))[:3]


def date_form(text: str, *, month_first: bool) -> str:
    """Return the form in which a date, a time or both are written.

    >>> date_form("2026-01-05", month_first=False), date_form("1/13/26 9:05 PM", month_first=True)
    ('YYYY-MM-DD', 'M/DD/YY h:mm am')
    >>> date_form("5th January 2026", month_first=False), date_form("2026年1月5日", month_first=False)
    ('D Month YYYY', 'YYYY年M月D日')
    """
    zone = bool(":" in text and _ZONE.search(text))
    text = _ZONE.sub("", text) if zone else text
    clock = _CLOCK.search(text)
    tail = ""
    if clock:
        half = bool(clock["half"])
        tail = ("h" if len(clock["h"]) == 1 else "hh" if half else "HH") + ":mm"
        tail += (":ss" if clock["s"] else "") + (".fff" if clock["f"] else "") + (" am" if half else "")
        text = text[: clock.start()]
    day, apart = _day_form(text.rstrip(" T,"), month_first), "T" if text.endswith("T") else " "
    return (f"{day}{apart}{tail}" if day and tail else day or tail) + (" zone" if zone else "")


def _day_form(text: str, month_first: bool) -> str:
    found = _DAY.fullmatch(text)
    if found and found["y"]:
        return f"YYYY{found['s1']}{'M' * len(found['m'])}{found['s2']}{'D' * len(found['d'])}"
    if found:
        first, second = ("M", "D") if month_first else ("D", "M")
        year = "Y" * len(found["z"])
        return f"{first * len(found['a'])}{found['s3']}{second * len(found['b'])}{found['s4']}{year}"
    text = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", text)
    text = re.sub(r"[A-Za-z]{4,}", "Month", re.sub(r"\b[A-Za-z]{3}\b", "Mon", text))
    text = re.sub(r"\d{1,2}(?=\s*月)", lambda m: "M" * len(m[0]), text)
    text = re.sub(r"(?<!\d)\d{8}(?!\d)", "YYYYMMDD", text)
    text = re.sub(r"\d{4}", "YYYY", text)
    days = re.sub(r"\d{1,2}", lambda m: "D" * len(m[0]), text, count=1)
    return re.sub(r"\d{2}", "YY", days)
