"""What a chat model had to do with an answer, in both languages, for every door.

Owns the sentence. Refuses to know a model or a screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.answers import Language


def model_words(use: Mapping[str, Any] | None, language: Language) -> str:
    """Return the sentence; empty where no model was asked.

    Args:
        use: the fields of `copilot.values.ModelUse`.
        language: of the sentence.

    >>> use = {"name": "qwen", "calls": 2, "tokens_in": 1200, "tokens_out": 50, "seconds": 1.25, "cost": None}
    >>> use["error"] = ""
    >>> model_words(use, "en")
    'qwen: 2 requests, 1,250 tokens, 1.2 s, cost unknown'
    >>> model_words({**use, "calls": 0}, "en"), model_words(None, "zh")
    ('qwen: a reply from before, nothing was sent', '')
    """
    if use is None:
        return ""
    name, zh = use["name"], language == "zh"
    if use["error"]:
        return f"未使用模型作答。{use['error']}" if zh else f"Answered without the model. {use['error']}"
    if not use["calls"]:
        return f"{name}：使用先前的回复，没有发送任何内容" if zh else f"{name}: a reply from before, nothing was sent"
    tokens = f"{use['tokens_in'] + use['tokens_out']:,}"
    cost = ("未知" if zh else "unknown") if use["cost"] is None else f"{use['cost']:.4f}"
    if zh:
        return f"{name}：{use['calls']} 次请求，{tokens} 个词元，{use['seconds']:.1f} 秒，费用{cost}"
    requests = "1 request" if use["calls"] == 1 else f"{use['calls']} requests"
    return f"{name}: {requests}, {tokens} tokens, {use['seconds']:.1f} s, cost {cost}"
