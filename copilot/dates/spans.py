"""What the calendar reader finds in a text.

Owns the shapes only; finding belongs to `copilot.dates.find`, `.recurring` and `.grains`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from copilot.dates.period import Grain, Language, Period, in_year

Note = Literal[
    "", "northern_season", "month_first", "whole_units", "rolling", "fiscal_unknown", "fiscal", "latest_past",
    "latest_begun", "exclusive_after", "from_midnight", "us_week", "thirds", "edges", "weeks_of",
]  # fmt: skip
_NOTES: dict[str, tuple[str, str]] = {
    "northern_season": ("seasons are meteorological, northern hemisphere", "季节按北半球气象季节划分"),
    "month_first": ("read as month/day/year", "按 月/日/年 理解"),
    "whole_units": ("whole calendar units before or after the current one", "不含当前单位的完整日历周期"),
    "rolling": ("counted back from yesterday", "从昨天往前推算"),
    "fiscal_unknown": ("no fiscal year is known, the calendar year is used", "未知财年定义，按日历年计算"),
    "latest_past": ("the latest one that is over", "最近一个已结束的"),
    "latest_begun": ("the latest one that has begun", "最近一个已开始的"),
    "fiscal": ("a fiscal year bears the number of the year in which it ends", "财年以其结束的年份命名"),
    "from_midnight": ("counted back from midnight", "从零点往前推算"),
    "us_week": ("weeks run from Sunday to Saturday, week 1 holds 1 January", "每周从周日到周六，第1周含1月1日"),
    "thirds": ("the first, middle or last third of it", "按其前、中、后三分之一计算"),
    "edges": ("the first or last quarter of the year", "年初按第一季度、年底按第四季度计算"),
    "weeks_of": ("weeks of seven days, counted from the first day", "从第一天起每七天为一周"),
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
    every: bool = False
    """True for the period of each year: "every May", 历年5月; `part` then names it."""
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
    part: Literal["isodow", "hour", "day"]
    values: tuple[int, ...]
    """ISO weekdays, Monday 1 to Sunday 7, hours 0 to 23, or days of the month, -1 for the last one."""
    note: str = ""
    """The hours that a word such as "morning" was taken for, such as ``6:00–11:59``; empty where the words say them."""
    sides: tuple[RecurringSpan, ...] = ()
    """The expressions that were joined, such as "mornings" and "evenings", for one that may set them side by side."""


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
    part: Literal["isodow", "weekend", "season", "hour", "month", "quarter", "week", "day"] | None = None
    """For a cyclic one: the date part to group by; ``weekend`` tells weekends from working days, ``season`` the four
    meteorological seasons of the north."""
    weekends: bool = False
    """True where only weekends count: "which weekend", 每个周末."""
    fiscal: bool = False
    """True for a fiscal year or quarter."""


def note_text(note: Note, language: Language) -> str:
    """Return what a note says in a language; empty for the empty note."""
    return _NOTES[note][language == "zh"] if note else ""
