"""What a page remembers, and which data it may show.

Owns the choice of data, the language and what stands in the address. Knows no Streamlit, so that it can be tested by
itself; the views draw from it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.web.conversations import Conversation
from app.web.turns import Language

KEY = "askbi"
DATA_VARIABLE = "ASKBI_DATA"
TURNS_SHOWN = 12
SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
_SAMPLE_NAMES = ("retail", "flights", "messy_sales.csv")


@dataclass(frozen=True, slots=True)
class Place:
    """Data that a page can be switched to."""

    key: str
    """What stands in the address; never a path."""
    label: str
    path: str
    sample: bool = False


@dataclass
class State:
    """What one page remembers."""

    language: Language
    data: str | None
    wanted_conversation: str | None = None
    """The id in the address, until its data is open."""
    talks: dict[str, Conversation] = field(default_factory=dict)
    """By key of the data, so that switching back finds the dialogue."""
    uploads: dict[str, str] = field(default_factory=dict)
    """Names of this page's uploads, by token."""
    sent: int = 0
    shown: int = TURNS_SHOWN
    note: str = ""
    """Name of a text that is said once, above the dialogue."""

    def switch(self, key: str) -> None:
        """Turn to other data."""
        self.data, self.shown, self.note = key, TURNS_SHOWN, ""

    def begin_anew(self) -> None:
        """Leave the conversation about this data; it stays where it is kept."""
        self.talks.pop(self.data or "", None)
        self.shown, self.note = TURNS_SHOWN, ""

    def address(self, conversation: Conversation | None) -> dict[str, str]:
        """Return what stands in the address, so that a reload shows the same page."""
        address: dict[str, str] = {"lang": self.language}
        if self.data is not None:
            address["data"] = self.data
        if conversation is not None and conversation.turns:
            address["c"] = conversation.id
        return address


def state_of(session: MutableMapping[Any, Any], address: Mapping[str, str], locale: str | None) -> State:
    """Return the page's state; a new page takes it from its address and the browser's language."""
    state = session.get(KEY)
    if not isinstance(state, State):
        state = State(_language(address.get("lang"), locale), address.get("data"), address.get("c"))
        session[KEY] = state
    return state


def places(environment: Mapping[str, str] = os.environ, samples: Path = SAMPLES) -> list[Place]:
    """Return the data given at start, then the samples that are there."""
    found = [
        Place(name.partition(".")[0], name.partition(".")[0], str(samples / name), sample=True)
        for name in _SAMPLE_NAMES
        if (samples / name).exists()
    ]
    given = environment.get(DATA_VARIABLE)
    if not given:
        return found
    for place in found:
        if _same(place.path, given):
            return [place, *(other for other in found if other is not place)]
    return [Place("data", _label(given), given), *found]


def _language(asked: str | None, locale: str | None) -> Language:
    """Return the language in the address, else the browser's.

    >>> _language(None, "zh-CN"), _language("en", "zh-CN"), _language("xx", None)
    ('zh', 'en', 'en')
    """
    if asked == "zh" or (asked != "en" and (locale or "").lower().startswith("zh")):
        return "zh"
    return "en"


def _label(given: str) -> str:
    if "://" in given:
        return given.partition("://")[0]
    return Path(given).name or given


def _same(one: str, other: str) -> bool:
    return "://" not in other and Path(one).resolve() == Path(other).expanduser().resolve()
