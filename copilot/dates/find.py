"""The dates of a question.

Owns the order of steps: single expressions, the longest first; ranges; bounds. Refuses to choose a year where the words
name none, and to decide whether a doubtful word is a date: both are left to the caller, with what is needed to decide.
"""

from __future__ import annotations

from datetime import date

from copilot.dates import chinese, english, joining
from copilot.dates.atoms import Atom, latest_begun, part_of_year
from copilot.dates.period import TEMPLATE_YEAR, Period, in_year
from copilot.dates.spans import DateSpan


def find_dates(text: str, *, today: date) -> list[DateSpan]:
    """Return every date expression of an English or Chinese text, in order and without overlaps.

    >>> [str(s.period.start) for s in find_dates("sales last quarter and since March 2013", today=date(2026, 3, 31))]
    ['2025-10-01', '2013-03-01']
    """
    found = _singles(text, today)
    found = _longest(found + joining.parts_of(text, found))
    found = joining.join_ranges(text, [atom for atom in found if atom.period or atom.yearless])
    found = joining.intersect(text, [joining.bound(text, atom) for atom in found])
    return [_span(text, atom, today) for atom in found]


def _singles(text: str, today: date) -> list[Atom]:
    rules = english.rules() if text.isascii() else english.rules() + chinese.rules()
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


def _span(text: str, atom: Atom, today: date) -> DateSpan:
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
    return DateSpan(
        atom.start,
        atom.end,
        period,
        atom.relative,
        words,
        certainty=atom.certainty,
        needs_year=True,
        yearless=atom.yearless,
        part=part_of_year(atom.yearless),
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
