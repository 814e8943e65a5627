"""Questions whose SQL a person has reviewed: asked again, or with other values, they are answered by it.

Owns the file of remembered queries, how a query is frozen with typed parameters, and when a question is one of them.
Refuses to run anything, and to remember what was not reviewed.
"""

from __future__ import annotations

from copilot.remembering.file import FILE_NAME, Remembered, read_remembered, write_remembered
from copilot.remembering.freezing import frozen
from copilot.remembering.matching import Memory, Recalled

__all__ = ["FILE_NAME", "Memory", "Recalled", "Remembered", "frozen", "read_remembered", "write_remembered"]
