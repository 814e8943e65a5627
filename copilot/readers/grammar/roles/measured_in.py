"""Units of measure: which column is kept in miles, and what 5 hours are in a column of minutes.

Owns the units that words name and what they are of one another. Which number is compared with which column is told by
`copilot.readers.grammar.roles.thresholds`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from copilot.linking.lexicon import lexicon, phrase
from copilot.linking.schema_index import Element
from copilot.readers.grammar.frame import Frame, element_words
from copilot.readers.grammar.naming import unit_of
from copilot.readers.plan import ColumnRef, Value
from copilot.values import Column

_UNIT_FACTORS: Final[dict[tuple[str, str], Decimal]] = {
    ("hour", "minute"): Decimal(60), ("minute", "second"): Decimal(60), ("day", "hour"): Decimal(24),
    ("hour", "second"): Decimal(3600), ("minute", "hour"): Decimal(1) / 60, ("day", "minute"): Decimal(1440),
    ("week", "day"): Decimal(7), ("year", "month"): Decimal(12), ("km", "meter"): Decimal(1000),
    ("kg", "g"): Decimal(1000), ("kg", "gram"): Decimal(1000), ("m", "mm"): Decimal(1000), ("cm", "mm"): Decimal(10),
    ("meter", "cm"): Decimal(100), ("meter", "km"): Decimal("0.001"), ("km", "mile"): Decimal("0.621371"),
    ("mile", "km"): Decimal("1.609344"),
}  # fmt: skip
"""(unit said, unit of the column): by what a number is multiplied to be compared with the column."""


MEASURED_IN: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("mile", "km", "meter", "m", "cm", "ft", "foot"), frozenset({"distance", "length", "mileage"})),
    **dict.fromkeys(("kg", "g", "gram", "lb", "pound", "ton"), frozenset({"weight", "mass"})),
    **dict.fromkeys(("sqm", "sqft", "hectare", "acre"), frozenset({"area", "size", "sqm", "sqft"})),
    **dict.fromkeys(("mph", "kmh"), frozenset({"speed", "velocity"})),
}
"""Words of columns that are measured in a unit."""


def unit_said(frame: Frame, i: int, other: int) -> str | None:
    """Return the unit of two numbers, which often only the second one bears."""
    numbers = (frame.marks[i].number, frame.marks[other].number)
    return next((n.unit for n in numbers if n is not None and n.unit not in (None, "piece", "item", "times")), None)


def fits_unit(frame: Frame, ref: ColumnRef, unit: str) -> bool:
    column = frame.catalog.column(ref.table, ref.column)
    return unit_of(column.name, column.unit) is None or same_kind(unit, unit_of(column.name, column.unit))


def by_unit(frame: Frame, unit: str) -> ColumnRef | None:
    """Return the measure that is kept in a unit, of the tables that are talked about if possible."""
    spoken = {h.element.table for m in frame.marks for h in m.elements[:3] if h.element.table}
    found: list[tuple[bool, bool, int, ColumnRef]] = []
    for table in frame.catalog.tables.values():
        for column in table.columns.values():
            own = unit_of(column.name, column.unit)
            named = bool(element_words(Element("column", table.name, column.name)) & MEASURED_IN.get(unit, frozenset()))
            if column.role == "measure" and ((named and own is None) or same_kind(unit, own)):
                found.append((table.name in spoken, named, table.row_count, ColumnRef(table.name, column.name)))
    if not found:
        return None
    best = max(found, key=lambda one: one[:3])
    rivals = [one for one in found if one[:2] == best[:2] and one[3].table == best[3].table]
    return best[3] if len(rivals) == 1 else None


def by_adjective(frame: Frame, at: int, unit: str | None) -> ColumnRef | None:
    """Shops larger than 2,000 sqm: the column that the adjective is about, or the only one in that unit."""
    tables = [e.table for j in range(len(frame.marks)) if (e := frame.element(j)) is not None and e.kind == "table"]
    word = frame.marks[at].text.lower().removesuffix(" than").split()[-1:]
    gradable = lexicon().gradables.get(tuple(word))
    for table in tables:
        columns = [c for c in frame.catalog.tables[table].columns.values() if c.role == "measure"]
        fitting = [c for c in columns if unit is not None and same_kind(unit, unit_of(c.name, c.unit))]
        if len(fitting) == 1:
            return ColumnRef(table, fitting[0].name)
        for measure in gradable.measures if gradable is not None else ():
            for column in columns:
                fits = unit in (None, "piece", "item") or same_kind(unit or "", unit_of(column.name, column.unit))
                if fits and set(phrase(measure)) <= element_words(Element("column", table, column.name)):
                    return ColumnRef(table, column.name)
    return None


def same_kind(said: str, own: str | None) -> bool:
    own = own.lower() if own is not None else None
    return own is not None and (said == own or (said, own) in _UNIT_FACTORS)


def in_unit(frame: Frame, i: int, column: Column, said: str | None = None) -> Value:
    """Return the number of a mark in the unit of a column; `said` is the unit where a number beside it bears it."""
    number = frame.marks[i].number
    assert number is not None
    unit = unit_of(column.name, column.unit)
    factor = _UNIT_FACTORS.get((number.unit or said or "", unit or ""))
    if factor is not None and (number.unit or said) != unit:
        frame.assumptions.append(("unit", (column.name, unit or "")))
        scaled = Decimal(number.value) * factor
        return int(scaled) if scaled == int(scaled) else scaled
    return number.value
