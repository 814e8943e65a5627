"""How numbers, dates and lists are written for people, in English and Chinese.

Owns the spelling of single values and short lists, so that every table, sentence and report writes them alike. Refuses
to compute: a number is rounded here for the eye only, and JSON and exports take the values as they are.
"""

from copilot.formatting.numbers import compact_number, duration, number, plural
from copilot.formatting.tables import cell, heading, said
from copilot.formatting.units import Unit, find_unit
from copilot.formatting.words import NO_CELL, items, no_value, when

__all__ = [
    "NO_CELL",
    "Unit",
    "cell",
    "compact_number",
    "duration",
    "find_unit",
    "heading",
    "items",
    "no_value",
    "number",
    "plural",
    "said",
    "when",
]
