"""Replies that were recorded, in a file that a team can keep beside its questions.

Owns the file: one JSON object a line, with the hash of the request and the texts of the reply. Nothing of a request but
its hash is in it. Refuses to be a cache of answers: it holds what a model said, and the SQL is run anew.
"""

from __future__ import annotations

import json
from pathlib import Path

from copilot.config import ModelSettings
from copilot.errors import ConfigError
from copilot.llm.calling import ChatModel
from copilot.llm.opening import provider_of


class Recording:
    """Recorded replies.

    Raises:
        ConfigError: the file is there and cannot be read as one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] = {}
        if not path.exists():
            return
        try:
            for line in path.read_text(encoding="utf-8").splitlines():
                one = json.loads(line)
                self._known[one["request"]] = json.dumps(one["reply"], ensure_ascii=False)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ConfigError(f"{path} is no file of recorded replies ({type(error).__name__})") from error

    def reply(self, key: str) -> str | None:
        """Return the reply that was recorded, None where there is none."""
        return self._known.get(key)

    def keep_reply(self, key: str, reply: str) -> None:
        """Record a reply.

        Raises:
            OSError: the file cannot be written.
        """
        if key in self._known:
            return
        self._known[key] = reply
        line = json.dumps({"request": key, "reply": json.loads(reply)}, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def recorded_model(model: str, settings: ModelSettings) -> ChatModel:
    """Return a model that says what was recorded and nothing else: it has no endpoint, and sends nothing."""
    return ChatModel(None, provider_of(model)[1], where="recorded replies", seconds=settings.seconds)
