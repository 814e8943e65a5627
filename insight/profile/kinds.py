"""What the values of a column are: e-mail addresses, money, places, codes, free text ...

Owns the judgement, by the values first and the name second. Country names and currencies come from Babel (Unicode
CLDR), the check digits of cards, IBANs and identity numbers from python-stdnum. Refuses to say whether a value is
right.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from copilot.catalog import lexicon, naming
from copilot.values import Column
from insight.profile.lists import (
    ADDRESS_WORDS,
    BIRTH_WORDS,
    CHINESE_SURNAMES,
    FIRST_NAMES,
    MAYBE_PERSON_WORDS,
    MONEY_WORDS,
    PERCENT_WORDS,
    PERSON_WORDS,
    PHONE_WORDS,
    US_STATES,
    YES_NO,
)
from insight.profile.values import Kind

LOOKED_AT: Final = 400
"""Distinct values that are looked at."""
_MOST: Final = 0.9
_MANY: Final = 0.6
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_URL = re.compile(r"(https?://|www\.)\S+", re.I)
_PHONE = re.compile(r"(\+|00)?[\d(][\d\s().\-/]{6,20}\d(\s*(x|ext\.?)\s*\d+)?", re.I)
_CHINESE_MOBILE = re.compile(r"(\+?86[\s-]?)?1[3-9]\d{9}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_HASH = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}", re.I)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(,? [^\W\d_][\w.'’-]*){1,3}")
_MONEY = re.compile(r"\(?-?\s*([$€£¥₹]|[A-Z]{3}\s)\s?-?[\d.,\s']+\)?|-?[\d.,\s']+\s?([$€£¥元]|[A-Z]{3})")
_PERCENT = re.compile(r"-?[\d.,]+\s?%")
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][-+]?\d+)?")
_COMMA = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+),(\d{1,2}|\d{4,})|[-+]?\d{1,3}(\.\d{3})+,\d+")
_POSTCODE = re.compile(r"\d{4,6}(-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d")
DATE_FORMS: Final = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y%m%d",
    "%d %b %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%m/%d/%y", "%d.%m.%y", "%Y年%m月%d日",
)  # fmt: skip
"""Spellings of a day that are known, those that are clear first."""


def kind_of(column: Column, counted: Mapping[Any, int], *, is_key: bool) -> Kind:
    """Return what a column's values are.

    Args:
        column: as the catalog knows it.
        counted: distinct values of a sample with their counts.
        is_key: whether the column alone identifies a row, or leads to another table.
    """
    if column.type == "text":
        values = [value for value in list(counted)[:LOOKED_AT] if str(value).strip()]
        return _text_kind(column, [str(v).strip() for v in values], is_key=is_key)
    if column.type in ("date", "timestamp", "time"):
        return "date_of_birth" if naming.has(column.name, BIRTH_WORDS) else _when(column.type)
    if column.type == "boolean" or column.role == "flag":
        return "yes_no"
    if column.type in ("integer", "decimal", "float"):
        return _number_kind(column, [str(v) for v in list(counted)[:LOOKED_AT]], is_key=is_key)
    return "json" if column.type == "json" else "other"


def _when(type_: str) -> Kind:
    return "date" if type_ == "date" else "timestamp" if type_ == "timestamp" else "time"


# ------------------------------------------------------------------------------------------------ numbers


def _number_kind(column: Column, values: list[str], *, is_key: bool) -> Kind:
    name = column.name
    if column.type == "integer" and (identity := _identity_number(name, values)):
        return identity
    if is_key or column.role == "key":
        return "identifier"
    if column.role == "geography" and naming.has(name, lexicon.COORDINATES):
        return "latitude" if naming.stems(name)[0].startswith(("lat", "纬")) else "longitude"
    if column.role == "geography" and naming.last(name) in ("zip", "zipcode", "postcode", "邮编"):
        return "postcode"
    if naming.last(name) in ("year", "yr", "年", "年份", "年度"):
        return "year"
    if column.unit in ("%", "share") or "%" in name or naming.has(name, PERCENT_WORDS):
        return "percentage"
    if column.unit in _currencies() or (column.role == "measure" and naming.has(name, MONEY_WORDS)):
        return "money"
    if column.role in ("dimension", "geography"):
        return "category"
    return "count" if column.type == "integer" and column.role == "measure" and column.additive else "number"


def _identity_number(name: str, values: list[str]) -> Kind | None:
    """Return what whole numbers that identify people are; a check digit alone is right once in ten by chance."""
    if _share(values, _CHINESE_MOBILE.fullmatch) > _MOST:
        return "phone"
    if naming.has(name, PHONE_WORDS) and _share(values, lambda v: 7 <= len(v) <= 15) > _MOST:
        return "phone"
    return "card_number" if _share(values, _card) > _MOST else None


# ------------------------------------------------------------------------------------------------ texts


def _text_kind(column: Column, values: list[str], *, is_key: bool) -> Kind:
    if not values:
        return "text"
    for kind, test in _BY_VALUE:
        if _share(values, test) >= _MOST:
            return kind
    named = _by_name(column.name, values)
    if named is not None:
        return named
    if column.role == "flag" or (len(values) <= 3 and {v.casefold() for v in values} <= YES_NO):
        return "yes_no"
    place = _place(column.name, values)
    if place is not None:
        return place
    if _person(column.name, values, distinct=column.facts.distinct if column.facts else len(values)):
        return "person"
    if _share(values, _DATE.fullmatch) > _MOST and _share(values, is_date) >= _MANY:
        return "date"
    return _plain(column, values, is_key=is_key)


def _plain(column: Column, values: list[str], *, is_key: bool) -> Kind:
    long = sum(len(v) for v in values) / len(values) > 60 or _share(values, lambda v: len(v.split()) > 6) > _MANY
    if long:
        return "free_text"
    if _share(values, _NUMBER.fullmatch) > _MOST and not is_key and not naming.id_like(column.name):
        return "number"
    if is_key or column.role == "key":
        return "identifier"
    if pattern_of(values):
        return "code"
    return "category" if column.role in ("dimension", "geography") else "text"


def _by_name(name: str, values: list[str]) -> Kind | None:
    """Return what a name says where the values bear it out."""
    if naming.has(name, PHONE_WORDS) and _share(values, _PHONE.fullmatch) >= _MANY:
        return "phone"
    if naming.has(name, lexicon.GEOGRAPHY) and naming.last(name) in ("zip", "zipcode", "postcode", "postal", "邮编"):
        return "postcode" if _share(values, _POSTCODE.fullmatch) >= _MANY else None
    if naming.has(name, BIRTH_WORDS) and _share(values, is_date) >= _MANY:
        return "date_of_birth"
    return None


def _place(name: str, values: list[str]) -> Kind | None:
    if _share(values, is_country) >= _MANY and (len(values[0]) > 3 or naming.has(name, _COUNTRY)):
        return "country"
    coded = _share(values, lambda v: v.upper() in US_STATES)
    if coded >= _MOST and (naming.has(name, _STATE) or len(values) >= 8):
        return "state"
    return "state" if naming.has(name, _STATE) and _share(values, lambda v: len(v) < 30) > _MOST else None


_COUNTRY: Final = frozenset({"country", "nation", "nationality", "国家", "国", "land"})
_STATE: Final = frozenset({"state", "province", "省", "省份"})


def _person(name: str, values: list[str], *, distinct: int) -> bool:
    """Tell whether values are names of people: many with a common first name, or a column that says so."""
    shaped = _share(values, lambda v: bool(_PERSON.fullmatch(v)) and v[:1].isupper())
    chinese = _share(values, lambda v: 2 <= len(v) <= 4 and v[0] in CHINESE_SURNAMES and _han(v))
    says_so = naming.has(name, PERSON_WORDS) and not naming.id_like(name)
    if says_so and distinct >= 3 and (max(shaped, chinese) >= _MANY or _share(values, _one_word) >= _MOST):
        return True
    first = _share(values, _first_name)
    if (
        naming.has(name, MAYBE_PERSON_WORDS)
        and distinct >= 3
        and (chinese >= _MANY or (shaped >= _MANY and first >= 0.2))
    ):
        return True
    return distinct >= 8 and ((shaped >= _MOST and first >= 0.3) or (chinese >= 0.95 and not naming.has(name, _PLACE)))


_PLACE: Final = lexicon.GEOGRAPHY | frozenset({"品牌", "品名", "产品", "商品", "类别", "类型", "状态", "部门", "渠道"})


def _first_name(value: str) -> bool:
    parts = re.split(r"[\s,]+", value)
    return len(parts) >= 2 and any(part.casefold() in FIRST_NAMES for part in parts)


def _one_word(value: str) -> bool:
    return value[:1].isupper() and value.replace("-", "").isalpha()


def _han(value: str) -> bool:
    return all("\u3400" <= letter <= "\u9fff" for letter in value)


# ------------------------------------------------------------------------------------------------ single values


def _share(values: list[str], test: Callable[[str], Any]) -> float:
    return sum(1 for value in values if test(value)) / len(values) if values else 0.0


def _card(value: str) -> bool:
    from stdnum import luhn

    digits = re.sub(r"[\s-]", "", value)
    return digits.isdigit() and 13 <= len(digits) <= 19 and digits[0] in "23456" and bool(luhn.is_valid(digits))


def _iban(value: str) -> bool:
    from stdnum import iban

    return len(value) >= 15 and value[:2].isalpha() and bool(iban.is_valid(value, check_country=False))


def _national_id(value: str) -> bool:
    from stdnum.cn import ric
    from stdnum.us import ssn

    return bool(ric.is_valid(value)) or (len(value) == 11 and value[3:7:3] == "--" and bool(ssn.is_valid(value)))


def _ip(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return "." in value or ":" in value


def _json(value: str) -> bool:
    if value[:1] not in "{[":
        return False
    try:
        json.loads(value)
    except ValueError:
        return len(value) >= 190  # cut by the sample
    return True


def _address(value: str) -> bool:
    words = set(re.findall(r"[^\W\d_]+", value.casefold()))
    if " " in value.strip() and any(letter.isdigit() for letter in value) and not words.isdisjoint(ADDRESS_WORDS):
        return True
    return bool(re.search(r"[\u3400-\u9fff]+(路|街|巷|弄|道)\s*\d+\s*(号|弄|室)?", value))


def _phone(value: str) -> bool:
    """A number with the marks of one: a plus, brackets, or groups; a date or a plain number is none."""
    if _CHINESE_MOBILE.fullmatch(value):
        return True
    digits = sum(letter.isdigit() for letter in value)
    marked = value[0] in "+(" or sum(letter in " -." for letter in value) >= 2
    return bool(_PHONE.fullmatch(value)) and 7 <= digits <= 15 and marked and not is_date(value)


_DATE = re.compile(r"[\dA-Za-z ,./年月日-]{6,20}")
_BY_VALUE: Final[tuple[tuple[Kind, Callable[[str], Any]], ...]] = (
    ("email", _EMAIL.fullmatch),
    ("url", _URL.fullmatch),
    ("uuid", _UUID.fullmatch),
    ("hash", _HASH.fullmatch),
    ("ip_address", _ip),
    ("iban", _iban),
    ("national_id", _national_id),
    ("card_number", _card),
    ("json", _json),
    ("percentage", _PERCENT.fullmatch),
    ("money", _MONEY.fullmatch),
    ("address", _address),
    ("phone", _phone),
)


def is_number(value: str) -> bool:
    """Tell whether a text is a number as people write one.

    >>> [is_number(v) for v in ("12", "1,200.50", "-3e4", "12a", "n.k.")]
    [True, True, True, False, False]
    """
    return bool(_NUMBER.fullmatch(value.strip()))


def has_decimal_comma(value: str) -> bool:
    """Tell whether a text is a number with a comma before its decimals; 1,200 is none, since it is read as 1200.

    >>> [has_decimal_comma(v) for v in ("0,72", "1.234,5", "1,200", "12")]
    [True, True, False, False]
    """
    return bool(_COMMA.fullmatch(value.strip()))


@lru_cache(maxsize=65536)
def date_form(value: str) -> str:
    """Return the first known spelling of a day that a text fits, or an empty text.

    >>> date_form("2026-01-05"), date_form("31/12/2025"), date_form("soon")
    ('%Y-%m-%d', '%d/%m/%Y', '')
    """
    if not 6 <= len(value) <= 20 or not any(letter.isdigit() for letter in value):
        return ""
    for form in DATE_FORMS:
        try:
            found = datetime.strptime(value, form)  # noqa: DTZ007  a day of the data has no zone
        except ValueError:
            continue
        if 1800 <= found.year <= 2200:
            return form
    return ""


def is_date(value: str) -> bool:
    """Tell whether a text is a day in a spelling that is known, a time of day after it or not."""
    return bool(date_form(value)) or bool(date_form(re.split(r"[ T]", value)[0]))


def is_country(value: str) -> bool:
    """Tell whether a text is a country's name or code, in English or Chinese."""
    return value.casefold() in countries()


@lru_cache(maxsize=1)
def countries() -> Mapping[str, str]:
    """Return lower-case names and codes of countries -> the two-letter code of ISO 3166."""
    from babel import Locale

    found: dict[str, str] = {"usa": "US", "u.s.": "US", "u.s.a.": "US", "uk": "GB", "u.k.": "GB", "england": "GB"}
    for language in ("en", "zh"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "UN", "XA", "XB", "EZ"):
                found[name.casefold()] = code
                found.setdefault(code.casefold(), code)
    return found


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").currencies)


def pattern_of(values: Iterable[str]) -> str:
    """Return how codes are built where nearly all are built alike, else an empty text.

    >>> pattern_of(["AB-1203", "XK-0042", "QQ-7719"] * 5), pattern_of(["red", "green"])
    ('AA-9999', '')
    """
    shapes = Counter(re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", value)) for value in values)
    total = sum(shapes.values())
    if not total:
        return ""
    shape, count = shapes.most_common(1)[0]
    mixed = "9" in shape and len(shape) >= 3
    return shape if mixed and count >= _MOST * total and total >= 10 and len(shape) <= 24 else ""
