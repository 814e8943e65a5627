"""A profile, or suggestions, being made beside the page, in a thread.

Owns those threads, one of each for open data, and what has arrived so far. Refuses to draw: the page looks at them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.web.turns import Language
from copilot.errors import AskbiError
from copilot.sources.ticket import Ticket

if TYPE_CHECKING:
    from app.assistant import Assistant
    from insight.profile import Profile, TableProfile
    from insight.profile.deep import DeepProfile
    from insight.suggesting import Suggestion


@dataclass
class Work:
    """Something that is being made: how far it is, and the handle that stops it."""

    ticket: Ticket = field(default_factory=Ticket)
    text: str = ""
    share: float = 0.0
    failed: bool = False
    _done: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended; True where it has."""
        return self._done.wait(seconds)

    def stop(self) -> None:
        """Ask it to end with what it has."""
        self.ticket.cancel()

    def told(self, text: str, share: float) -> None:
        """Take note of how far it is; called from its thread."""
        self.text, self.share = text, min(max(share, 0.0), 1.0)

    def start(self, make: Callable[[], None]) -> None:
        """Begin, in a thread of its own."""
        threading.Thread(target=self._run, args=(make,), daemon=True, name="askbi-look").start()

    def _run(self, make: Callable[[], None]) -> None:
        try:
            make()
        except AskbiError:
            self.failed = True
        except Exception:  # the thread's outer edge: the page says that it did not work
            logging.getLogger("askbi.web").exception("a profile could not be made")
            self.failed = True
        finally:
            self._done.set()


class Look(Work):
    """A profile being made; tables are there from the start and grow."""

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.profile: Profile | None = None
        self.tables: dict[str, TableProfile] = {}
        self.changes = 0

        def make() -> None:
            self.profile = assistant.profile(progress=self.told, on_table=self._arrived, ticket=self.ticket)

        self.start(make)

    def _arrived(self, table: TableProfile) -> None:
        self.tables = {**self.tables, table.name: table}
        self.changes += 1


class Tries(Work):
    """Questions being tried, to see which are worth offering."""

    def __init__(self, assistant: Assistant, language: Language) -> None:
        super().__init__()
        self.found: tuple[Suggestion, ...] = ()

        def make() -> None:
            self.found = assistant.suggest(language=language, progress=self.told, ticket=self.ticket)

        self.start(make)


class Deep(Work):
    """A deep profile being made."""

    def __init__(self, assistant: Assistant, table: str) -> None:
        super().__init__()
        self.found: DeepProfile | None = None
        self.why = ""

        def make() -> None:
            try:
                self.found = assistant.deep_profile(table, progress=self.told, ticket=self.ticket)
            except AskbiError as error:
                self.why = str(error)

        self.start(make)


class Looks:
    """What is being looked at in this process, for each open assistant; gone with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looks: dict[int, tuple[Assistant, Look]] = {}
        self._tries: dict[tuple[int, Language], tuple[Assistant, Tries]] = {}
        self._deep: dict[tuple[int, str], tuple[Assistant, Deep]] = {}

    def deep_of(self, assistant: Assistant, table: str) -> Deep | None:
        """Return the deep profile of a table where somebody began it."""
        kept = self._deep.get((id(assistant), table))
        return kept[1] if kept is not None and kept[0] is assistant else None

    def deep(self, assistant: Assistant, table: str) -> Deep:
        """Begin the deep profile of a table, where nobody did."""
        with self._lock:
            work = self.deep_of(assistant, table)
            if work is None:
                work = Deep(assistant, table)
                self._deep[id(assistant), table] = assistant, work
            return work

    def forget_deep(self, assistant: Assistant, table: str) -> None:
        """Forget a deep profile that came to nothing, so that it can be begun again."""
        with self._lock:
            self._deep.pop((id(assistant), table), None)

    def look(self, assistant: Assistant, *, again: bool = False) -> Look:
        """Return the profile of open data, which is begun where nobody began it."""
        with self._lock:
            kept = self._looks.get(id(assistant))
            if kept is None or kept[0] is not assistant or again:
                kept = self._looks[id(assistant)] = assistant, Look(assistant)
            return kept[1]

    def tries(self, assistant: Assistant, language: Language) -> Tries:
        """Return the suggestions for open data, which are begun where nobody began them."""
        with self._lock:
            kept = self._tries.get((id(assistant), language))
            if kept is None or kept[0] is not assistant:
                kept = self._tries[id(assistant), language] = assistant, Tries(assistant, language)
            return kept[1]
