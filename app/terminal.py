"""What the commands of the command line share: exit codes, arguments as values, and the line that tells what goes on.

Owns what goes to stderr. Refuses to know any command.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from copilot.errors import AskbiError
    from copilot.values import Step

EXIT = {"answered": 0, "failed": 1, "clarify": 3, "declined": 4, "refused": 4}
USAGE = 2


def model_given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what was said about a chat model; what was left out is the environment's to say."""
    given = {"model": arguments.model, "model_use": arguments.model_use, "egress": arguments.egress}
    return {name: value for name, value in given.items() if value is not None}


def cannot_open(error: AskbiError, form: str) -> int:
    print(f"askbi: {error}", file=sys.stderr)
    if form == "json":
        print(json.dumps({"status": "failed", "message": str(error), "stage": error.stage}, ensure_ascii=False))
    return USAGE if error.stage in ("config", "policy") else EXIT["failed"]


def attributes(given: Sequence[tuple[str, str]] | None) -> dict[str, Any] | None:
    """Return the person's attributes; a key that is given more than once is a list."""
    if given is None:
        return None
    found: dict[str, Any] = {}
    for key, value in given:
        found[key] = [*_listed(found[key]), value] if key in found else value
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class Narrator:
    """Says on a terminal what is going on, on one line that is wiped again; elsewhere nothing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._drawn = False

    def progress(self, text: str, share: float) -> None:
        done = round(24 * min(max(share, 0.0), 1.0))
        self._draw(f"[{'#' * done}{'.' * (24 - done)}] {text}")

    def step(self, step: Step) -> None:
        self._draw(f"{step.name}: {step.text}")

    def clear(self) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False

    def _draw(self, text: str) -> None:
        if not self._live:
            return
        import shutil

        room = shutil.get_terminal_size().columns - 1
        line = "".join(c if c.isprintable() else " " for c in text)
        self._stream.write("\r\x1b[K" + line[: room // 2 if not line.isascii() else room])
        self._stream.flush()
        self._drawn = True
