"""One text on its way through a session.

Owns what the stages share about it. Refuses to know any stage.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from copilot.sources.ticket import Ticket
from copilot.values import ModelUse, Result, Step, ValidatedQuery
from copilot.values.answer import Reader
from copilot.values.question import Language

OnStep = Callable[[Step], None]


@dataclass
class Asking:
    """One text on its way: what was asked, the steps told as they happen, and the handle that stops it."""

    text: str
    language: Language
    tell: OnStep | None = None
    ticket: Ticket | None = None
    reader: Reader = "grammar"
    steps: list[Step] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    cancelled: bool = False
    trial: bool = False
    """Nobody asked it: what could be suggested is tried, and no chat model is told."""
    model: ModelUse | None = None
    """What a chat model had to do with it so far."""
    results: dict[str, tuple[ValidatedQuery, Result]] = field(default_factory=dict)
    """What was run so far, by its SQL: a reading that was looked at is not run again to be shown."""

    def add(self, name: str, text: str) -> None:
        """Take note of a step that is done, with the time since the one before, and tell it."""
        now = time.perf_counter()
        step = Step(name, text, now - self.began)
        self.began = now
        self.steps.append(step)
        if self.tell is not None:
            self.tell(step)

    def tell_only(self, text: str) -> None:
        """Tell what is going on without taking note of it as a step."""
        if self.tell is not None:
            self.tell(Step("model", text, time.perf_counter() - self.began))
