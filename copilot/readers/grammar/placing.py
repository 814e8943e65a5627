"""Which days an expression of time means in data that begins and ends somewhere.

Owns the year that was left unsaid, relative periods that lie after the data, the same period a year before, what is
said about an incomplete period, and words that name a part of every year. Refuses to know tables and columns, which
`copilot.readers.grammar.periods` does, and to read text beyond `copilot.dates`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from copilot.dates import DateSpan, YearPart, find_dates, note_text
from copilot.dates.fiscal import fiscal_number, fiscal_year
from copilot.dates.period import MONTH_NAMES, Grain, Period, as_datetime, describe, grain_name, period_of, year_earlier
from copilot.values import Question
from copilot.values.question import Language

Assumption = tuple[str, tuple[str, ...]]
_SILENT: Final = ("exclusive_after", "whole_units", "rolling", "latest_past", "latest_begun")
"""Notes that say no more than the days do."""
_MOST_YEARS: Final = 60
"""A year that was left unsaid is looked for so many years back from the end of the data."""


@dataclass(frozen=True, slots=True)
class Extent:
    """First and last day of a time column."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Placed:
    """What an expression means: a period, or a part of every year."""

    period: Period
    part: YearPart | None = None
    assumptions: tuple[Assumption, ...] = ()


def place(
    span: DateSpan, extent: Extent | None, question: Question, *, fiscal_start: int | None, yearly: bool = False
) -> Placed | None:
    """Return what an expression means in the data, None where it lies in the future and beyond the data.

    Args:
        span: the expression.
        extent: the days of the data, None where they are not known.
        question: the question that holds it.
        fiscal_start: the month in which a fiscal year starts.
        yearly: True where the answer has one row per year, so that "in May" means every May.
    """
    if extent is None:
        return Placed(span.period)
    if span.needs_year and span.yearless is not None:
        if span.part is not None and (yearly or span.every):
            return _recurring(span, span.part, question.language)
        return _with_year(span, extent, question.language)
    if span.relative:
        return _relative(span, extent, question, fiscal_start)
    note = _note(span, question.language)
    said = (("period", (span.text, describe(span.period, question.language) + note)),) if note else ()
    return Placed(span.period, None, (*said, *gaps(span.text, span.period, extent)))


def year_before(
    span: DateSpan, other: Placed | None, extent: Extent | None, question: Question, *, fiscal_start: int | None
) -> Placed:
    """Return what "the same period last year" means: a year before the period beside it, else before the last days."""
    if other is not None:
        period = year_earlier(_until(other.period, extent))
        return Placed(period, None, (("period", (span.text, describe(period, question.language))),))
    period = span.period
    if extent is not None and not question.today_explicit and question.today > extent.last:
        period = _again(question.text, span, extent.last, fiscal_start) or period
        words = (span.text, describe(period, question.language), extent.last.isoformat())
        return Placed(period, None, (("reread", words), *gaps(span.text, period, extent)))
    return Placed(period, None, (("period", (span.text, describe(period, question.language))),))


def _until(period: Period, extent: Extent | None) -> Period:
    """Cut a period where the data ends, so that as many days of the year before are compared with it."""
    if extent is None or period.start is None or period.last_day is None or period.last_day <= extent.last:
        return period
    if plain_day(period.start) > extent.last:
        return period
    return Period(period.start, extent.last + timedelta(days=1), "day")


def gaps(words: str, period: Period, extent: Extent) -> tuple[Assumption, ...]:
    """Say that the data begins or ends within a period.

    >>> gaps("2026", Period(date(2026, 1, 1), date(2027, 1, 1)), Extent(date(2023, 10, 1), date(2026, 9, 30)))
    (('incomplete', ('2026', '2026-09-30')),)
    """
    if period.start is None or period.end is None:
        return ()
    start, end = plain_day(period.start), period.last_day or plain_day(period.end)
    found: list[Assumption] = []
    if start < extent.first <= end:
        found.append(("begins", (words, extent.first.isoformat())))
    if start <= extent.last < end:
        found.append(("incomplete", (words, extent.last.isoformat())))
    return tuple(found)


def group_gaps(
    grain: Grain, extent: Extent, low: date | None, high: date | None, language: Language
) -> tuple[Assumption, ...]:
    """Say which of the units that the answer shows, from `low` to `high`, the data covers only in part."""
    found: list[Assumption] = []
    first, last = period_of(extent.first, grain), period_of(extent.last, grain)
    if (low is None or low <= extent.first) and first.start is not None and plain_day(first.start) < extent.first:
        found.append(("begins", (grain_name(extent.first, grain, language), extent.first.isoformat())))
    if (high is None or high >= extent.last) and last.last_day is not None and extent.last < last.last_day:
        found.append(("incomplete", (grain_name(extent.last, grain, language), extent.last.isoformat())))
    return tuple(found)


def fiscal_gaps(extent: Extent, starts_in: int, language: Language) -> tuple[Assumption, ...]:
    """Say which fiscal years the data covers only in part."""
    numbers = dict.fromkeys(fiscal_number(day, starts_in) for day in (extent.first, extent.last))
    name = "{}财年" if language == "zh" else "FY{}"
    return tuple(said for n in numbers for said in gaps(name.format(n), fiscal_year(n, starts_in), extent))


def plain_day(moment: date | datetime) -> date:
    """Return the day of a moment."""
    return as_datetime(moment).date()


def every_year(span: DateSpan, language: Language) -> Placed:
    """Return the part of every year that an expression without a year names."""
    return _recurring(span, span.part, language) if span.part is not None else Placed(span.period)


def _recurring(span: DateSpan, part: YearPart, language: Language) -> Placed:
    said = _part_words(part, language)
    words = (("period", (span.text, said + _note(span, language))),) if said else ()
    return Placed(span.period, part, words)


def _part_words(part: YearPart, language: Language) -> str:
    """Name the months of a season; a month, a quarter or a day of every year needs no words."""
    if part.unit != "month" or len(part.values) < 2:
        return ""
    if language == "zh":
        return "、".join(f"{month}月" for month in part.values)
    return ", ".join(MONTH_NAMES[month - 1] for month in part.values)


def _with_year(span: DateSpan, extent: Extent, language: Language) -> Placed:
    years = range(max(extent.first.year - 1, extent.last.year - _MOST_YEARS), extent.last.year + 1)
    met = [p for p in (_in_year(span, year) for year in years) if p is not None and _meets(p, extent)]
    if not met:
        return Placed(span.period, None, (("period", (span.text, describe(span.period, language))),))
    period = met[-1]
    partly = bool(gaps(span.text, period, extent))
    if partly and span.part is not None and period.start and period.end:
        whole = [p for p in met if not gaps(span.text, p, extent)]
        if period.start.year != plain_day(period.last_day or period.end).year and not whole:
            # Winter in the data of one year: its months are there, but no winter is.
            return _recurring(span, span.part, language)
    said: tuple[Assumption, ...] = ()
    if len(met) > 1:
        said = (("year", (span.text, describe(period, language) + _note(span, language))),)
    elif _note(span, language):
        said = (("period", (span.text, describe(period, language) + _note(span, language))),)
    return Placed(period, None, (*said, *gaps(span.text, period, extent)))


def _in_year(span: DateSpan, year: int) -> Period | None:
    try:
        return span.with_year(year)
    except ValueError:  # no 29 February there
        return None


def _meets(period: Period, extent: Extent) -> bool:
    """Tell whether the data has days of a period; of one without a start, whether it ends within the data."""
    if period.start is None:
        return period.end is None or extent.first < plain_day(period.end) <= extent.last + timedelta(days=1)
    return plain_day(period.start) <= extent.last and (period.end is None or plain_day(period.end) > extent.first)


def _relative(span: DateSpan, extent: Extent, question: Question, fiscal_start: int | None) -> Placed | None:
    period, language = span.period, question.language
    beyond = period.start is not None and plain_day(period.start) > extent.last
    if beyond and period.start is not None and plain_day(period.start) > question.today:
        return None
    if not beyond or question.today_explicit:
        said: Assumption = ("period", (span.text, describe(period, language) + _note(span, language)))
        return Placed(period, None, (said, *gaps(span.text, period, extent)))
    # "This month" is the one that holds the last day; "last month" is the last one that is over on the day after it.
    running = period.contains(question.today)
    for today in (extent.last + timedelta(days=0 if running else 1), extent.last):
        again = _again(question.text, span, today, fiscal_start)
        if again is not None:
            period = again
        if period.start is not None and plain_day(period.start) <= extent.last:
            break
    words = (span.text, describe(period, language) + _note(span, language), extent.last.isoformat())
    return Placed(period, None, (("reread", words), *gaps(span.text, period, extent)))


def _again(text: str, span: DateSpan, today: date, fiscal_start: int | None) -> Period | None:
    for other in _found(text, today, fiscal_start):
        if other.start_char == span.start_char:
            return other.period
    return None


@lru_cache(maxsize=256)
def _found(text: str, today: date, fiscal_start: int | None) -> tuple[DateSpan, ...]:
    """Return the dates of a text; each draft of a reading asks for the same ones."""
    return tuple(find_dates(text, today=today, fiscal_start=fiscal_start))


def _note(span: DateSpan, language: Language) -> str:
    text = "" if span.note in _SILENT else note_text(span.note, language)
    return (f"；{text}" if language == "zh" else f"; {text}") if text else ""
