"""What runs beside the page: data being opened and questions being answered, each in a thread of its own.

Owns those threads and what becomes of their outcome. Refuses to draw: no thread here touches the screen, the page looks
at them and waits.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.web.turns import Kind, Language, Turn, new_id
from copilot.errors import AskbiError
from copilot.sources.ticket import Ticket
from copilot.values import Step

if TYPE_CHECKING:
    from app.assistant import Answer, Assistant
    from app.web.conversations import ConversationStore

Progress = Callable[[str, float], None]
Opener = Callable[[Progress], "Assistant"]


class OpenData:
    """One data set while it is opened and after; sessions share it."""

    def __init__(self, opener: Opener) -> None:
        self.assistant: Assistant | None = None
        self.error = ""
        """Why it could not be opened; empty where a defect left no reason."""
        self.text, self.share = "", 0.0
        self.asking = 0
        """How many questions run now."""
        self._closing = False
        self._lock = threading.Lock()
        self._done = threading.Event()
        threading.Thread(target=self._open, args=(opener,), daemon=True, name="askbi-open").start()

    def wait(self, seconds: float) -> bool:
        """Wait until it is open or has failed; True where it has."""
        return self._done.wait(seconds)

    def put(self, job: Job, kind: Kind, text: str, language: Language | None) -> Answer:
        """Ask; the data stays open for as long as that takes."""
        assistant = self.assistant
        assert assistant is not None
        with self._lock:
            self.asking += 1
        try:
            if kind == "sql":
                return assistant.sql(text, language=language, on_step=job.on_step, ticket=job.ticket)
            return assistant.ask(text, after=job.after, language=language, on_step=job.on_step, ticket=job.ticket)
        finally:
            with self._lock:
                self.asking -= 1
            self._close_where_idle()

    def close(self) -> None:
        """End the workers: now, or as soon as the data is open and nobody waits for an answer."""
        self._closing = True
        self._close_where_idle()

    def _close_where_idle(self) -> None:
        with self._lock:
            idle = self._closing and self._done.is_set() and not self.asking
        if idle and self.assistant is not None:
            self.assistant.close()

    def _open(self, opener: Opener) -> None:
        try:
            self.assistant = opener(self._progress)
        except AskbiError as error:
            self.error = str(error)
        finally:
            self._done.set()
            self._close_where_idle()

    def _progress(self, text: str, share: float) -> None:
        self.text, self.share = text, min(max(share, 0.0), 1.0)


class Job:
    """One question being answered."""

    def __init__(
        self, data: OpenData, store: ConversationStore, conversation: str, kind: Kind, text: str, after: str = ""
    ) -> None:
        self.kind, self.text, self.after = kind, text, after
        self.turn: Turn | None = None
        """What came of it; None while it runs, and where a defect ended it."""
        self.kept = False
        self.began = time.monotonic()
        self.ticket = Ticket()
        """Stops this question and no other."""
        self._data, self._store, self._conversation = data, store, conversation
        self._steps: list[Step] = []
        self._done = threading.Event()

    def start(self, language: Language | None) -> None:
        """Begin, in a thread of its own."""
        threading.Thread(target=self._run, args=(language,), daemon=True, name="askbi-ask").start()

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended; True where it has."""
        return self._done.wait(seconds)

    def stop(self) -> None:
        """Ask it to end."""
        self.ticket.cancel()

    @property
    def stopping(self) -> bool:
        """True once it was asked to end."""
        return self.ticket.cancelled

    @property
    def steps(self) -> tuple[Step, ...]:
        """What has happened so far."""
        return tuple(self._steps)

    def on_step(self, step: Step) -> None:
        """Take note of a step; called from the thread that answers."""
        self._steps.append(step)

    def _run(self, language: Language | None) -> None:
        try:
            answer = self._data.put(self, self.kind, self.text, language)
            told = answer.to_dict()
            if self.stopping and answer.status == "failed":
                told["stopped"] = True
            self.turn = Turn(new_id(), self.kind, self.text, told)
            self.kept = self._store.keep(self._conversation, self.turn)
        finally:
            self._done.set()


class Jobs:
    """The questions that run now, by conversation, so that a page that was reloaded finds its own."""

    def __init__(self) -> None:
        self._running: dict[str, Job] = {}
        self._lock = threading.Lock()

    def of(self, conversation: str) -> Job | None:
        """Return what runs, or has ended and was not fetched yet."""
        return self._running.get(conversation)

    def start(self, conversation: str, job: Job, language: Language | None) -> bool:
        """Start a job; False where one runs already."""
        with self._lock:
            if conversation in self._running:
                return False
            self._running[conversation] = job
        job.start(language)
        return True

    def end(self, conversation: str, job: Job) -> None:
        """Forget a job that has ended."""
        with self._lock:
            if self._running.get(conversation) is job:
                del self._running[conversation]
