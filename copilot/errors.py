"""Every error of the copilot, one base class, each naming the stage it belongs to.

A message says what happened, where, and what would work. Refuses to log, retry or print.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar


class AskbiError(Exception):
    """Base of all errors that a person may see; `str(error)` is a whole sentence."""

    stage: ClassVar[str] = "askbi"


class ConfigError(AskbiError):
    """A setting, option or workspace file does not make sense."""

    stage = "config"


class SourceError(AskbiError):
    """The data cannot be opened or loaded."""

    stage = "source"


class PolicyError(AskbiError):
    """The policy, or what it is asked for, does not make sense; nothing is opened."""

    stage = "policy"


class SemanticModelError(AskbiError):
    """The semantic model file does not fit its form or the data."""

    stage = "semantics"


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a text: where it begins, for people, and its offsets, for programs."""

    line: int
    """From 1."""
    column: int
    """From 1."""
    start: int
    """Offset of its first character, from 0."""
    end: int
    """Offset after its last character."""

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Spot:
        """Return the spot of a stretch.

        >>> Spot.of("select 1\\nfrom nowhere", 14, 21)
        Spot(line=2, column=6, start=14, end=21)
        """
        before = text[:start]
        return cls(before.count("\n") + 1, start - before.rfind("\n"), start, end)


class Refused(AskbiError):
    """The gate did not let a query through.

    Attributes:
        rule: the rule's name, such as ``one_statement``.
        place: the part of the SQL that it objects to, at most 80 characters.
        spot: where that is in the text that was validated, where it can be told.
    """

    stage = "gate"

    def __init__(self, message: str, *, rule: str, place: str = "", spot: Spot | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.place = place[:80]
        self.spot = spot


class QueryFailed(AskbiError):
    """The engine could not run a query that the gate had let through."""

    stage = "run"


class TimedOut(QueryFailed):
    """The query did not end before its deadline and was stopped."""


class Cancelled(QueryFailed):
    """The person stopped the query."""


def near_names(wanted: str, names: Iterable[str], *, most: int = 3) -> list[str]:
    """Return up to `most` existing names that look like `wanted`, best first.

    >>> near_names("reveneu", ["revenue", "region", "amount"])
    ['revenue']
    """
    by_folded = {name.casefold(): name for name in names}
    return [by_folded[hit] for hit in get_close_matches(wanted.casefold(), by_folded, n=most, cutoff=0.6)]


def did_you_mean(wanted: str, names: Iterable[str]) -> str:
    """Return `` did you mean 'x' or 'y'?`` with a leading ``;``, or an empty text where nothing is near.

    >>> did_you_mean("reveneu", ["revenue", "region"])
    "; did you mean 'revenue'?"
    """
    near = near_names(wanted, names)
    return f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
