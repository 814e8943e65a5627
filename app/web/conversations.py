"""Conversations on disk: a folder for each, a file for each question, so that a reload shows the same cards.

Owns their place in the workspace, their ids and that a file is whole or not there. Refuses to interpret an answer.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from app.web.turns import Turn

_ID = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass
class Conversation:
    """The turns of one dialogue, oldest first."""

    id: str
    turns: list[Turn] = field(default_factory=list)

    @property
    def last_question(self) -> str:
        """The whole question that was answered last, which a follow-up comes after; empty where there is none."""
        asked = (t for t in reversed(self.turns) if t.kind == "ask" and t.status == "answered" and t.answer.get("sql"))
        last = next(asked, None)
        return "" if last is None else str(last.answer.get("whole") or last.text)

    def add(self, turn: Turn) -> None:
        """Put a turn in its place, once."""
        if all(turn.id != other.id for other in self.turns):
            self.turns.append(turn)
            self.turns.sort(key=lambda each: each.id)


class ConversationStore:
    """The conversations about one data set, in its workspace folder."""

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / "conversations"

    def new(self) -> Conversation:
        """Return an empty conversation with an id that cannot be guessed; nothing is written yet."""
        return Conversation(secrets.token_urlsafe(16))

    def find(self, identity: str | None) -> Conversation | None:
        """Return a kept conversation, None where there is none of that id."""
        if identity is None or not _ID.fullmatch(identity) or not (self._folder / identity).is_dir():
            return None
        found = Conversation(identity)
        self.refresh(found)
        return found

    def refresh(self, conversation: Conversation) -> None:
        """Add what has been kept since, by another tab or by a question that outlived its page."""
        have = {turn.id for turn in conversation.turns}
        try:
            files = sorted((self._folder / conversation.id).glob("*.json"))
        except OSError:
            return
        for file in files:
            if file.stem not in have:
                turn = _read(file)
                if turn is not None:
                    conversation.add(turn)

    def keep(self, identity: str, turn: Turn) -> bool:
        """Write a turn; False where the place cannot be written, and the conversation ends with its page."""
        folder = self._folder / identity
        target = folder / f"{turn.id}.json"
        text = json.dumps(turn.to_dict(), ensure_ascii=False, allow_nan=False)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            ignore = self._folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")  # what people asked is theirs, not the team's
            folder.mkdir(exist_ok=True, mode=0o700)
            draft = target.with_suffix(".new")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            draft.replace(target)
        except OSError:
            return False
        return True


def _read(file: Path) -> Turn | None:
    """Return the turn in a file; a file that was damaged costs its own card, not the conversation."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Turn.from_dict(kept) if isinstance(kept, dict) else None
    except (OSError, ValueError):
        return None
