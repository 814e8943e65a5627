"""What each column is for: its role, whether its sum means something, its unit, and which column dates a row.

Owns the weighing of names against values. Refuses to ask the data anything: it reads facts, keys and relationships.
Where a number's name says nothing, its sum is taken to mean nothing, since a wrong total is worse than none offered.
"""

from __future__ import annotations

from collections.abc import Collection

from copilot.catalog import lexicon, naming
from copilot.catalog.scan import NUMBERS, SHORT_TEXT, Scanned
from copilot.values import Column, ColumnFacts, ColumnRole

FEW_NUMBERS = 50
"""Whole numbers with at most so many values and no word of measure are labels."""
FEW_TEXTS = 1_000
FEW_LETTERS = 40.0
"""Texts shorter than this on average are named in questions by the whole."""
REPEATED = 0.5
"""Texts of which each occurs at least twice on average are labels whatever their number."""


def describe(scanned: Scanned, name: str, *, key: tuple[str, ...], points: bool, clock: bool) -> Column:
    """Return one column with its role.

    Args:
        scanned: the table with its facts.
        name: the column.
        key: the table's primary key.
        points: the column alone leads to another table.
        clock: the column is proven to hold clock times written as whole numbers, such as 1730.
    """
    column, facts = scanned.column(name), scanned.facts[name]
    role, additive = _role(scanned, name, key, points, clock)
    return Column(
        name=name,
        type=column.type,
        engine_type=column.engine_type,
        role=role,
        additive=additive,
        unit=unit_of(name, facts) if role == "measure" else None,
        facts=facts,
    )


def _role(scanned: Scanned, name: str, key: tuple[str, ...], points: bool, clock: bool) -> tuple[ColumnRole, bool]:
    kind, facts = scanned.column(name).type, scanned.facts[name]
    if kind in ("date", "timestamp"):
        return "time", False
    if kind == "boolean" or is_flag(name, kind, facts):
        return "flag", False
    if clock or naming.sequence_like(name):
        return "sequence", False
    if kind in NUMBERS and naming.has(name, lexicon.COORDINATES):
        return "geography", False
    if kind in ("integer", "text") and _is_place(name):
        return "geography", False
    if kind in ("integer", "text") and (key == (name,) or naming.id_like(name)):
        return "key", False
    if points:
        return ("dimension" if kind == "text" and facts.distinct <= FEW_TEXTS else "key"), False
    if kind in NUMBERS:
        return _number_role(scanned, name)
    return _text_role(name, facts) if kind == "text" else ("dimension" if kind == "time" else "text"), False


def _is_place(name: str) -> bool:
    """Tell whether a name says place: `city`, `zip_code`, `country_name`; `city_id` identifies instead."""
    return naming.has(name, lexicon.GEOGRAPHY) and (
        naming.last(name) not in lexicon.ID_WORDS - {"code"} and naming.last(name) not in lexicon.ADDITIVE
    )


def is_flag(name: str, kind: str, facts: ColumnFacts) -> bool:
    """Tell whether a column holds yes or no."""
    if kind not in ("integer", "text") or not facts.distinct_exact or not 1 <= facts.distinct <= 2:
        return False
    held = frozenset(str(value).strip().casefold() for value, _ in facts.top)
    says_so = naming.has(name, lexicon.FLAG_WORDS)
    if kind == "integer" and not says_so and naming.has(name, lexicon.ADDITIVE | lexicon.NON_ADDITIVE):
        return False
    return any(held == pair or (says_so and held and held <= pair) for pair in lexicon.FLAG_PAIRS)


def _number_role(scanned: Scanned, name: str) -> tuple[ColumnRole, bool]:
    kind, facts = scanned.column(name).type, scanned.facts[name]
    if kind == "integer" and is_time_part(name, facts):
        return "dimension", False
    if naming.has(name, lexicon.NON_ADDITIVE) and naming.words(name)[-1:] != ("units",):
        few_labels = kind == "integer" and facts.distinct <= FEW_NUMBERS and naming.has(name, lexicon.DIMENSION_NUMBERS)
        return ("dimension" if few_labels else "measure"), False
    if naming.has(name, lexicon.ADDITIVE):
        return "measure", not _looks_like_share(facts)
    if kind != "integer":
        return "measure", naming.plural(name) and not _looks_like_share(facts)
    if naming.named_after(name, scanned.table.name) or naming.has(name, lexicon.DIMENSION_NUMBERS):
        return "dimension", False
    if naming.has(name, lexicon.CLOCK_WORDS):
        return "measure", True
    if naming.plural(name):
        return "measure", True
    return ("measure" if facts.distinct > FEW_NUMBERS else "dimension"), False


def _looks_like_share(facts: ColumnFacts) -> bool:
    """Tell whether all values lie within 0 and 1 and are not just these two: a share or a rate."""
    low, high = _number(facts.minimum), _number(facts.maximum)
    return low is not None and high is not None and low >= 0 and high <= 1 and facts.distinct > 2


def _number(value: object) -> float | None:
    try:
        return None if value is None else float(str(value))
    except ValueError:
        return None


def is_time_part(name: str, facts: ColumnFacts) -> bool:
    """Tell whether whole numbers are years, months, days ... by the name's last word and the range of the values."""
    ranges = lexicon.TIME_PARTS.get(naming.last(name))
    if ranges is None or naming.plural(name):
        return False
    low, high = _number(facts.minimum), _number(facts.maximum)
    if low is None or high is None:
        return True
    return any(first <= low and high <= final for first, final in ranges)


def may_be_clock(name: str, kind: str, facts: ColumnFacts) -> bool:
    """Tell whether whole numbers may be clock times such as 1730; only a look at all values proves it."""
    low, high = _number(facts.minimum), _number(facts.maximum)
    if kind != "integer" or low is None or high is None or not naming.has(name, lexicon.CLOCK_WORDS):
        return False
    return low >= 0 and 100 <= high <= 2400


def _text_role(name: str, facts: ColumnFacts) -> ColumnRole:
    held = facts.rows - facts.nulls
    if (facts.mean_length or 0.0) > SHORT_TEXT or naming.has(name, lexicon.CONTACT):
        return "text"
    if naming.has(name, lexicon.FREE_TEXT) and facts.distinct > REPEATED * held:
        return "text"
    return "dimension" if facts.distinct <= FEW_TEXTS or facts.distinct <= REPEATED * held else "text"


def unit_of(name: str, facts: ColumnFacts | None = None) -> str | None:
    """Return the unit that a name states in its last word.

    A percentage whose values all lie within 0 and 1 is a ``share``.

    >>> unit_of("floor_area_sqm"), unit_of("price_usd"), unit_of("lead_days"), unit_of("day")
    ('m²', 'USD', 'days', None)
    """
    found = naming.words(name)
    if not found:
        return None
    if naming.singular(found[-1]) + "s" in lexicon.PLURAL_UNITS and found[-1] not in lexicon.PLURAL_UNITS:
        return None
    unit = lexicon.UNITS.get(found[-1]) or lexicon.UNITS.get(naming.singular(found[-1]))
    if len(found) == 1 and unit != "%" and found[0] not in lexicon.PLURAL_UNITS:
        return None
    if unit == "%" and facts is not None and _looks_like_share(facts):
        return "share"
    return unit


def time_column(scanned: Scanned) -> str | None:
    """Return the date or timestamp that says when a table's rows happened, or None."""
    dates = [column.name for column in scanned.table.columns if column.type in ("date", "timestamp")]
    weighed = [(_dating(scanned, name), name) for name in dates]
    return max(weighed, key=lambda pair: pair[0])[1] if weighed and max(weighed)[0] > 0 else None


def _dating(scanned: Scanned, name: str) -> float:
    facts = scanned.facts[name]
    if naming.has(name, lexicon.NEVER_DATES):
        return 0.0
    filled = 1 - facts.nulls / facts.rows if facts.rows else 1.0
    if filled < 0.5:
        return 0.0
    weight = 2.0 + filled
    weight += naming.has(name, lexicon.DATING)
    weight += 2 * (not frozenset(naming.entity(scanned.table.name)).isdisjoint(naming.stems(name)))
    return weight - 2.5 * naming.has(name, lexicon.SIDE_DATES) + _recent(facts.maximum)


def _recent(latest: object) -> float:
    """Return up to half a point for a later end, so that of equals the one that is still being written wins."""
    year = str(latest)[:4]
    return min(0.5, max(0.0, (int(year) - 1900) / 400)) if year.isdigit() else 0.0


def listed(columns: Collection[Column]) -> list[str]:
    """Return the columns whose values a question may name: labels, places, flags and keys written as text.

    Names of people and things count too, however many there are, and short texts where they are few; free text does
    not.
    """
    return [
        column.name
        for column in columns
        if column.type == "text"
        and (
            column.role in ("dimension", "geography", "flag", "key", "sequence")
            or naming.has(column.name, lexicon.NAME_WORDS)
            or _few_and_short(column.facts)
        )
    ]


def _few_and_short(facts: ColumnFacts | None) -> bool:
    return facts is not None and facts.distinct <= FEW_TEXTS and (facts.mean_length or 0.0) <= FEW_LETTERS
