"""The ways in which a column of texts can be read as something else, each as one SQL expression.

Owns what a boolean, number, date, timestamp or time may look like. An expression gives the value, or NULL where the
text does not fit; nothing here looks at data or chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from copilot.sources.loading.names import literal

Kind = Literal["boolean", "number", "percent", "date", "timestamp", "time"]
Sql = Callable[[str], str]

CURRENCY = r"US\$|[$€£¥￥₹元]|USD|EUR|GBP|CNY|RMB|JPY|CHF|INR"
_BLANK = r"[ \x{a0}\x{202f}\x{2009}]"
_CORES = {
    "plain": r"(?:0|[1-9]\d*)(?:\.\d+)?|\.\d+",
    "comma": r"(?:[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}|0|[1-9]\d*)(?:\.\d+)?|\.\d+",
    "point": r"(?:[1-9]\d{0,2}(?:\.\d{3})+|0|[1-9]\d*)(?:,\d+)?",
    "blank": rf"(?:[1-9]\d{{0,2}}(?:{_BLANK}\d{{3}})+|0|[1-9]\d*)(?:[.,]\d+)?",
    "quote": r"(?:[1-9]\d{0,2}(?:['’]\d{3})+|0|[1-9]\d*)(?:\.\d+)?",
}
STYLES = ("comma", "point", "blank", "quote")
"""How thousands may be grouped; with the point, the comma is the decimal mark."""
IDENTIFIER = r"[+-]?0\d+(?:\.\d+)?|[+-]?\d{19,}|\+\d{7,}"
"""Digits that are a name: leading zeros, more than 18 of them, or a telephone number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text."""

    name: str
    kind: Kind
    sql: Sql
    """From an SQL expression of the trimmed text to one of the value (for numbers: to canonical text), or NULL."""
    near: re.Pattern[str]
    """Fits at least every text that `sql` fits; spares hopeless readings the scan of all values."""


def _when(pattern: str, then: Sql) -> Sql:
    return lambda v: f"CASE WHEN regexp_full_match({v}, {literal(pattern)}) THEN {then(v)} END"


def _flag(true: str, false: str) -> Sql:
    return lambda v: f"CASE lower({v}) WHEN {literal(true)} THEN true WHEN {literal(false)} THEN false END"


def _number(style: str, *, percent: bool) -> Sql:
    core = _CORES[style]
    ending = r"\s*[%％]" if percent else ""
    money = rf"(?:{CURRENCY})?"
    whole = rf"(?i)\(?\s*[-+−]?\s*{money}\s*[-+−]?\s*({core})\s*{money}{ending}\s*-?\s*\)?"

    def sql(v: str) -> str:
        digits = f"regexp_extract({v}, {literal('^' + whole + '$')}, 1)"
        match style:
            case "comma":
                digits = f"replace({digits}, ',', '')"
            case "point":
                digits = f"replace(replace({digits}, '.', ''), ',', '.')"
            case "blank":
                digits = f"replace(regexp_replace({digits}, {literal(_BLANK)}, '', 'g'), ',', '.')"
            case "quote":
                digits = f"replace(replace({digits}, '''', ''), '’', '')"
        negative = f"(starts_with({v}, '(') OR contains({v}, '-') OR contains({v}, '−'))"
        paired = f"starts_with({v}, '(') = ends_with({v}, ')')"
        sign = f"CASE WHEN {negative} THEN '-' ELSE '' END"
        return f"CASE WHEN regexp_full_match({v}, {literal(whole)}) AND {paired} THEN {sign} || {digits} END"

    return sql


def _plain(v: str) -> str:
    pattern = rf"[+-]?(?:{_CORES['plain']})"
    return f"CASE WHEN regexp_full_match({v}, {literal(pattern)}) THEN ltrim({v}, '+') END"


def _strptime(*formats: str) -> Sql:
    listed = "[" + ", ".join(literal(fmt) for fmt in formats) + "]"
    return lambda v: f"try_strptime({v}, {listed})::DATE"


_YEAR = r"(?:[12]\d{3}|9999)"
_WORDS = (
    (r"\d{1,2} [A-Za-z]{3,9} [12]\d{3}", ("%d %b %Y", "%d %B %Y")),
    (r"[A-Za-z]{3,9} \d{1,2} [12]\d{3}", ("%b %d %Y", "%B %d %Y")),
    (r"\d{1,2} [A-Za-z]{3,9} \d{2}", ("%d %b %y", "%d %B %y")),
    (r"[12]\d{3} [A-Za-z]{3,9} \d{1,2}", ("%Y %b %d", "%Y %B %d")),
)


def _date(order: Literal["dmy", "mdy"]) -> Sql:
    """All unambiguous ways of writing a date, and the numeric ones in the given order."""
    day_month = "%d %m" if order == "dmy" else "%m %d"

    def sql(v: str) -> str:
        parts = [f"WHEN regexp_full_match({v}, '{_YEAR}-\\d{{1,2}}-\\d{{1,2}}') THEN try_cast({v} AS DATE)"]
        spaced = f"replace(replace(replace({v}, '/', ' '), '.', ' '), '-', ' ')"
        for mark in ("/", "\\."):
            parts.append(
                f"WHEN regexp_full_match({v}, '{_YEAR}{mark}\\d{{1,2}}{mark}\\d{{1,2}}') "
                f"THEN {_strptime('%Y %m %d')(spaced)}"
            )
        for mark in ("/", "\\.", "-"):
            parts.append(
                f"WHEN regexp_full_match({v}, '\\d{{1,2}}{mark}\\d{{1,2}}{mark}{_YEAR}') "
                f"THEN {_strptime(day_month + ' %Y')(spaced)}"
            )
            short = "\\d{1,2}" if mark == "/" else "\\d{2}"
            parts.append(
                f"WHEN regexp_full_match({v}, '{short}{mark}{short}{mark}\\d{{2}}') "
                f"THEN {_strptime(day_month + ' %y')(spaced)}"
            )
        chinese = f"replace(regexp_replace({v}, '[日号]$', ''), ' ', '')"
        parts.append(
            f"WHEN regexp_full_match({v}, '{_YEAR} ?年 ?\\d{{1,2}} ?月 ?\\d{{1,2}} ?[日号]') "
            f"THEN {_strptime('%Y年%m月%d')(chinese)}"
        )
        return f"CASE {' '.join(parts)} {_word_dates(v)} END"

    return sql


def _word_dates(v: str) -> str:
    """``5 Jan 2026``, ``Jan 5, 2026``, ``5-Jan-26``, ``5th January 2026``, ``Sept 5 2026``."""
    plain = f"regexp_replace({v}, '(?i)(\\d)(?:st|nd|rd|th)\\b', '\\1')"
    plain = f"regexp_replace({plain}, '(?i)\\bsept\\b', 'Sep')"
    plain = f"trim(regexp_replace({plain}, '[\\s,.\\-/]+', ' ', 'g'))"
    cases = " ".join(
        f"WHEN regexp_full_match({plain}, {literal(pattern)}) THEN {_strptime(*formats)(plain)}"
        for pattern, formats in _WORDS
    )
    return f"WHEN regexp_matches({v}, '[A-Za-z]{{3}}') THEN CASE {cases} END"


_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?"
_ZONE = r"Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?"
_SPLIT = rf"(.*?\d{{1,4}}[日号]?)(?:T|,? +)({_CLOCK})\s*({_ZONE})?"


def _time(v: str) -> str:
    """A time of day, with or without AM and PM."""
    bare = f"replace({v}, ',', '.')"
    half = f"upper(regexp_replace(replace({v}, '.', ''), '\\s*([AaPp])\\.?([Mm])\\.?$', ' \\1\\2'))"
    return (
        f"CASE WHEN regexp_full_match({v}, '\\d{{1,2}}:\\d{{2}}(?::\\d{{2}}(?:[.,]\\d+)?)?') "
        f"THEN try_cast({bare} AS TIME) "
        f"WHEN regexp_full_match({v}, {literal(_CLOCK)}) "
        f"THEN try_strptime({half}, ['%I:%M %p', '%I:%M:%S %p'])::TIME END"
    )


def _timestamp(order: Literal["dmy", "mdy"], *, zone: bool, bare_dates: bool = False) -> Sql:
    date = _date(order)
    iso = r"[12]\d{3}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?"

    def sql(v: str) -> str:
        matched = f"regexp_full_match({v}, {literal(_SPLIT)})"
        parts = f"[regexp_extract({v}, {literal('^' + _SPLIT + '$')}, ['d', 't', 'z'])]"
        value = f"({date('p.d')} + {_time('trim(p.t)')})"
        if zone:
            moved = f"{value} - to_minutes(({_offset_minutes('p.z')})::BIGINT)"
            each = f"CASE WHEN p.z <> '' THEN {moved} END"
            return f"CASE WHEN {matched} THEN list_transform({parts}, lambda p: {each})[1] END"
        each = f"CASE WHEN p.z = '' THEN {value} END"
        midnight = f" WHEN NOT contains({v}, ':') THEN {date(v)}::TIMESTAMP" if bare_dates else ""
        return (
            f"CASE WHEN regexp_full_match({v}, {literal(iso)}) THEN try_cast({v} AS TIMESTAMP) "
            f"WHEN {matched} THEN list_transform({parts}, lambda p: {each})[1]{midnight} END"
        )

    return sql


def _offset_minutes(zone: str) -> str:
    """Minutes east of UTC of ``Z``, ``+02:00``, ``-0530`` or ``+02``."""
    sign = f"CASE WHEN starts_with({zone}, '-') THEN -1 ELSE 1 END"
    minutes = f"coalesce(try_cast(substr(replace({zone}, ':', ''), 4, 2) AS INT), 0)"
    east = f"({sign}) * (60 * substr({zone}, 2, 2)::INT + {minutes})"
    return f"CASE WHEN regexp_matches({zone}, '\\d') THEN {east} ELSE 0 END"


_COMPACT: Sql = _when(r"(?:19|20|21)\d{6}", _strptime("%Y%m%d"))
_SCIENTIFIC: Sql = _when(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]\d{1,3})?|(?:\d+\.\d*|\.\d+)[eE]\d{1,3})", lambda v: v)
"""Needs a point before the exponent or a sign in it: ``12E4`` and ``3E10`` are codes of products more often."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = rf"(?:\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|\d{{4}} ?年.*[日号]|[\d\w ,.\-/]*{_MONTH}[\d\w ,.\-/]*)"
_DIGITS = r"[\d.,'’ \u00a0\u202f\u2009]+"


def _near(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_NEAR_DATE = _near(_DAY)
_NEAR_MOMENT = _near(rf"{_DAY}[T ,]+\d{{1,2}}:\d\d.*")
_NEAR_ZONED = _near(rf"{_DAY}[T ,]+\d{{1,2}}:\d\d.*(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)")
_NEAR_EITHER = _near(rf"{_DAY}(?:[T ,]+\d{{1,2}}:\d\d.*)?")
_NEAR_NUMBER = _near(rf"\(?\s*[-+−]?\s*(?:{CURRENCY})?\s*[-+−]?\s*{_DIGITS}\s*(?:{CURRENCY})?\s*-?\s*\)?")
_NEAR_PERCENT = _near(rf"\(?\s*[-+−]?\s*[-+−]?\s*{_DIGITS}\s*[%％]\s*-?\s*\)?")

COMPACT_DATE = Reading("date compact", "date", _COMPACT, _near(r"\d{8}"))
"""Eight digits; a date only where the column's name says so."""

READINGS: tuple[Reading, ...] = (
    Reading("true/false", "boolean", _flag("true", "false"), _near("true|false")),
    Reading("yes/no", "boolean", _flag("yes", "no"), _near("yes|no")),
    Reading("是/否", "boolean", _flag("是", "否"), _near("是|否")),
    Reading("plain", "number", _plain, _near(r"[-+]?[\d.]+")),
    Reading("date dmy", "date", _date("dmy"), _NEAR_DATE),
    Reading("date mdy", "date", _date("mdy"), _NEAR_DATE),
    Reading("timestamp dmy", "timestamp", _timestamp("dmy", zone=False), _NEAR_MOMENT),
    Reading("timestamp mdy", "timestamp", _timestamp("mdy", zone=False), _NEAR_MOMENT),
    Reading("timestamp zone dmy", "timestamp", _timestamp("dmy", zone=True), _NEAR_ZONED),
    Reading("timestamp zone mdy", "timestamp", _timestamp("mdy", zone=True), _NEAR_ZONED),
    Reading("time", "time", _time, _near(r"\d{1,2}:\d\d.*")),
    *(Reading(style, "number", _number(style, percent=False), _NEAR_NUMBER) for style in STYLES),
    *(Reading(f"percent {style}", "percent", _number(style, percent=True), _NEAR_PERCENT) for style in STYLES),
    Reading("scientific", "number", _SCIENTIFIC, _near(r"[-+]?[\d.]+(?:e[-+]?\d+)?")),
)
"""In order of preference where several fit all values."""

MIXED: tuple[Reading, ...] = (
    Reading("mixed dmy", "timestamp", _timestamp("dmy", zone=False, bare_dates=True), _NEAR_EITHER),
    Reading("mixed mdy", "timestamp", _timestamp("mdy", zone=False, bare_dates=True), _NEAR_EITHER),
)
"""Points in time among which some are bare dates; looked at only where nothing else fits all values."""
