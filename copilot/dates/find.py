"""The dates of a question.

Owns the order of steps: single expressions, the longest first; ranges; bounds. Refuses to choose a year where the words
name none, and to decide whether a doubtful word is a date: both are left to the caller, with what is needed to decide.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from copilot.dates import chinese, english, fiscal, joining, offsets, recent, spellings, within
from copilot.dates.atoms import Atom, latest_begun, part_of_year
from copilot.dates.period import TEMPLATE_YEAR, Period, in_year
from copilot.dates.spans import DateSpan

_OVER = re.compile(r"\b(?:over|throughout|across|within)\s+(?:(?:all\s+of\s+|the\s+)?(?:the\s+)?)$", re.IGNORECASE)
"""Prepositions that are read with a date, since before a number they compare."""
_EVERY = re.compile(r"(?:\b(?:every|each|all)\s+|历年的?|每一?年的?|各年的?)$", re.IGNORECASE)


def find_dates(text: str, *, today: date, fiscal_start: int | None = None) -> list[DateSpan]:
    """Return every date expression of an English or Chinese text, in order and without overlaps.

    Args:
        text: the question.
        today: the day that relative expressions are counted from.
        fiscal_start: the month in which a fiscal year starts, 1 to 12; None where none is known.

    >>> [str(s.period.start) for s in find_dates("sales last quarter and since March 2013", today=date(2026, 3, 31))]
    ['2025-10-01', '2013-03-01']
    """
    found = _longest(_singles(text, today, fiscal_start))
    found = _longest(found + within.parts_of(text, found + within.years_of(text), today))
    found = _longest(found + offsets.offsets_of(text, found, today))
    found = joining.join_ranges(text, [atom for atom in found if atom.period or atom.yearless])
    found = [joining.bound(text, offsets.with_event(text, atom)) for atom in found]
    found = joining.intersect(text, found)
    return [_span(text, atom, today) for atom in _apart(found)]


def _singles(text: str, today: date, fiscal_start: int | None) -> list[Atom]:
    rules = english.rules() + recent.rules() + spellings.rules() + fiscal.rules(fiscal_start)
    rules += () if text.isascii() else chinese.rules()
    found: list[Atom] = []
    for pattern, build in rules:
        for match in pattern.finditer(text):
            try:
                atom = build(match, today)
            except (ValueError, OverflowError):
                # The words count out of the calendar's years ("5000 years ago"): no period to offer.
                continue
            if atom is not None:
                found.append(atom)
    return found


def _longest(found: list[Atom]) -> list[Atom]:
    """The longest atoms that do not overlap, in order of the text; the surer one of two equals."""
    kept: list[Atom] = []
    for atom in sorted(found, key=lambda one: (one.start - one.end, one.start, -one.certainty)):
        if all(atom.end <= other.start or atom.start >= other.end for other in kept):
            kept.append(atom)
    return sorted(kept, key=lambda one: one.start)


def _apart(found: list[Atom]) -> list[Atom]:
    """The atoms in order, without those that an opened bound before them took in ("from March" with "to now")."""
    kept: list[Atom] = []
    for atom in found:
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    return kept


def _span(text: str, atom: Atom, today: date) -> DateSpan:
    if atom.certainty >= 0.9 and (over := _OVER.search(text, max(0, atom.start - 24), atom.start)):
        atom = replace(atom, start=over.start())
    if atom.relative and re.match(r"['’]s(?![A-Za-z])", text[atom.end :]):
        atom = replace(atom, end=atom.end + 2)
    words = text[atom.start : atom.end]
    if atom.period is not None:
        return DateSpan(
            atom.start,
            atom.end,
            atom.period,
            atom.relative,
            words,
            certainty=atom.certainty,
            note=atom.note,
            same_period_last_year=atom.same_period_last_year,
            ends=atom.ends,
        )
    if atom.yearless is None:
        raise ValueError(f"{words!r} was read as a date without a period")
    period = latest_begun(atom.yearless, today)
    part = part_of_year(atom.yearless)
    lead = _EVERY.search(text, max(0, atom.start - 10), atom.start) if part is not None else None
    start = lead.start() if lead else atom.start
    return DateSpan(
        start,
        atom.end,
        period,
        atom.relative,
        text[start : atom.end],
        certainty=max(atom.certainty, 0.9) if lead else atom.certainty,
        every=lead is not None,
        needs_year=True,
        yearless=atom.yearless,
        part=part,
        note=atom.note,
        ends=_ends_beside(atom, period),
    )


def _ends_beside(atom: Atom, period: Period) -> tuple[Period, Period] | None:
    """Both ends of a yearless range in the year that `period` was put in."""
    if atom.ends is None or atom.yearless is None or atom.yearless.start is None or period.start is None:
        return None
    year = TEMPLATE_YEAR + period.start.year - atom.yearless.start.year
    try:
        return (in_year(atom.ends[0], year), in_year(atom.ends[1], year))
    except ValueError:
        return None
