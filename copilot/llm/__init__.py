"""Chat models: the only place that knows LangChain and a provider's library.

Owns opening a model, calling it and telling what went wrong. Refuses to know what it is asked: prompts are files under
`prompts/`, and what they are filled with is made by who asks.
"""

from __future__ import annotations

from copilot.llm.calling import ChatModel, Exchange, Known, Reply, Usage
from copilot.llm.examining import Examined, examine
from copilot.llm.failures import ModelFailed
from copilot.llm.opening import open_model
from copilot.llm.recording import Recording, recorded_model

__all__ = [
    "ChatModel",
    "Examined",
    "Exchange",
    "Known",
    "ModelFailed",
    "Recording",
    "Reply",
    "Usage",
    "examine",
    "open_model",
    "recorded_model",
]
