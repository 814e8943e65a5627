"""What a page remembers: its data, its language, its dialogues, and what it has to say once.

Owns what stands in the address. Knows no Streamlit, so that it can be tested by itself; the views draw from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from app.web.conversations import Conversation
from app.web.turns import Language

KEY = "askbi"
TURNS_SHOWN = 12


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
    told: tuple[str, dict[str, str]] | None = None
    """What is said on the Data page of what was just done there: name of a text, and what fills it in."""
    looking: str = ""
    """Key of the data that is being looked at again."""
    wanted: str = ""
    """A question from another page, which the Ask page asks as soon as it is shown."""
    adding: str = ""
    """The path or address that is being added."""

    def switch(self, key: str) -> None:
        """Turn to other data."""
        self.data, self.shown, self.note, self.told, self.looking = key, TURNS_SHOWN, "", None, ""

    def forget(self, key: str) -> None:
        """Data is gone: so is all that the page remembers of it."""
        self.talks.pop(key, None)
        self.uploads.pop(key, None)
        if self.data == key:
            self.data = None
        self.wanted_conversation = None

    def begin_anew(self) -> None:
        """Leave the conversation about this data; it stays where it is kept."""
        self.talks.pop(self.data or "", None)
        self.shown, self.note = TURNS_SHOWN, ""

    def address(self, running: Callable[[str], bool] = lambda _: False) -> dict[str, str]:
        """Return what stands in the address, so that a reload shows the same page.

        Args:
            running: whether a conversation's question is being answered; a reload then finds it again.
        """
        address: dict[str, str] = {"lang": self.language}
        if self.data is not None:
            address["data"] = self.data
        talk = self.talks.get(self.data or "")
        if talk is not None and (talk.turns or running(talk.id)):
            address["c"] = talk.id
        elif talk is None and self.wanted_conversation is not None:
            address["c"] = self.wanted_conversation
        return address


def state_of(session: MutableMapping[Any, Any], address: Mapping[str, str], locale: str | None) -> State:
    """Return the page's state; a new page takes it from its address and the browser's language."""
    state = session.get(KEY)
    if not isinstance(state, State):
        state = State(_language(address.get("lang"), locale), address.get("data"), address.get("c"))
        session[KEY] = state
    return state


def _language(asked: str | None, locale: str | None) -> Language:
    """Return the language in the address, else the browser's.

    >>> _language(None, "zh-CN"), _language("en", "zh-CN"), _language("xx", None)
    ('zh', 'en', 'en')
    """
    if asked == "zh" or (asked != "en" and (locale or "").lower().startswith("zh")):
        return "zh"
    return "en"
