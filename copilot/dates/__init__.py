"""The calendar: dates, recurring parts, units of time and numbers in English and Chinese questions.

Owns reading them from text and the arithmetic on periods. Refuses to know the data: which year "in July" means, and
whether a period lies after the data, is decided by the reader that calls this.
"""

from copilot.dates.find import find_dates
from copilot.dates.grains import find_grains, time_grain
from copilot.dates.numbers import NumberSpan, find_numbers
from copilot.dates.period import (
    Grain,
    Period,
    add_months,
    describe,
    grain_name,
    period_of,
    shift,
    units_from,
    year_earlier,
)
from copilot.dates.recurring import find_recurring
from copilot.dates.spans import DateSpan, GrainSpan, Note, RecurringSpan, YearPart, note_text

__all__ = [
    "DateSpan",
    "Grain",
    "GrainSpan",
    "Note",
    "NumberSpan",
    "Period",
    "RecurringSpan",
    "YearPart",
    "add_months",
    "describe",
    "find_dates",
    "find_grains",
    "find_numbers",
    "find_recurring",
    "grain_name",
    "note_text",
    "period_of",
    "shift",
    "time_grain",
    "units_from",
    "year_earlier",
]
