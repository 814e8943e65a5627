"""What a person asked, and the dialogue it was asked in.

Owns the words and their surroundings; what they mean belongs to the readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the dialogue with the SQL that answered it."""

    text: str
    sql: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question in plain words."""

    text: str
    language: Language
    today: date
    today_explicit: bool = False
    """True where the caller fixed the day; such a day is never moved to fit the data."""
    dialogue: tuple[Turn, ...] = ()
