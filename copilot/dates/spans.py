"""What the calendar reader finds in a text.

Owns the shapes only; finding belongs to `copilot.dates.find`, `.recurring` and `.grains`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from copilot.dates.period import Grain, Language, Period, in_year

Note = Literal[
    "", "northern_season", "month_first", "whole_units", "rolling", "fiscal_unknown", "latest_past", "exclusive_after"
]
_NOTES: dict[str, tuple[str, str]] = {
    "northern_season": ("seasons are meteorological, northern hemisphere", "季节按北半球气象季节划分"),
    "month_first": ("read as month/day/year", "按 月/日/年 理解"),
    "whole_units": ("whole calendar units before or after the current one", "不含当前单位的完整日历周期"),
    "rolling": ("counted back from yesterday", "从昨天往前推算"),
    "fiscal_unknown": ("no fiscal year is known, the calendar year is used", "未知财年定义，按日历年计算"),
    "latest_past": ("the latest one that is over", "最近一个已结束的"),
    "exclusive_after": ("begins when the named period is over", "从所述时间结束之后开始"),
}


@dataclass(frozen=True, slots=True)
class YearPart:
    """The part of any year that words without a year name, as values to compare a date part with.

    ``month`` 1 to 12, ``quarter`` 1 to 4, or ``monthday`` as month * 100 + day (Christmas day is 1225).
    """

    unit: Literal["month", "quarter", "monthday"]
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """One date expression and the period it stands for."""

    start_char: int
    end_char: int
    period: Period
    """Where `needs_year` is set: the latest such period that has begun by today."""
    relative: bool
    """True where the period moves with today."""
    text: str
    certainty: float = 1.0
    """How sure it is that the words are a date at all: a bare ``2013`` may be a count."""
    needs_year: bool = False
    yearless: Period | None = None
    """The period in the template year, where `needs_year` is set; see `with_year`."""
    part: YearPart | None = None
    """For words without a year: what they name in every year, for the caller to choose."""
    note: Note = ""
    same_period_last_year: bool = False
    """True for a comparison with another period; `period` is then last year up to this day."""
    ends: tuple[Period, Period] | None = None
    """First and last named period of a range, for "from 2013 to 2014" as a change between the two."""

    def with_year(self, year: int) -> Period:
        """Return the period in a given year.

        Raises:
            ValueError: the words name their year, or the day does not exist in that year.
        """
        if self.yearless is None:
            raise ValueError(f"{self.text!r} names its own year; use its period")
        return in_year(self.yearless, year)


@dataclass(frozen=True, slots=True)
class RecurringSpan:
    """Words for a recurring part of the calendar, such as "on Mondays" or "in the morning"."""

    start_char: int
    end_char: int
    text: str
    part: Literal["isodow", "hour"]
    values: tuple[int, ...]
    """ISO weekdays, Monday 1 to Sunday 7, or hours 0 to 23."""
    note: str = ""
    """In English, what was assumed, such as ``6:00 to 11:59``; empty where nothing was."""


@dataclass(frozen=True, slots=True)
class GrainSpan:
    """Words that ask for one row per unit of time, or merely name the unit."""

    start_char: int
    end_char: int
    text: str
    grain: Grain
    marker: bool
    """True where the words ask for the unit ("per month"), False for the bare word."""
    cyclic: bool = False
    """True where the units of all years, weeks or days fall together ("day of week")."""
    part: Literal["isodow", "hour", "month", "quarter", "week", "day"] | None = None
    """For a cyclic one: the date part to group by."""


def note_text(note: Note, language: Language) -> str:
    """Return what a note says in a language; empty for the empty note."""
    return _NOTES[note][language == "zh"] if note else ""
