"""What is kept of use: questions with their answers, and every exchange with a chat model as it was sent.

Owns the state database of a workspace. Of an answer its SQL and its sentence are kept. Refuses to keep rows of the
data: the SQL can be run again.
"""

from __future__ import annotations

from copilot.state.database import State
from copilot.state.records import Asked, Feedback, Sent

__all__ = ["Asked", "Feedback", "Sent", "State"]
