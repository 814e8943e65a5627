"""One thing that was looked at.

Owns its shape and how it is printed. Refuses to look at anything.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Level = Literal["well", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    what: str
    text: str
    lines: tuple[str, ...] = ()
    """What more there is to say, a line each."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON knows."""
        return asdict(self)

    def __str__(self) -> str:
        mark = {"well": "ok  ", "note": "note", "wrong": "BAD "}[self.level]
        return "\n".join((f"{mark}  {self.what}: {self.text}", *(f"        {line}" for line in self.lines)))
