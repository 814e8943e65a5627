"""Looking whether a chat model works, and how.

Owns the few small requests that show it. Nothing of any data is in them. Refuses to say it in words for people.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Final

import prompts
from copilot.llm.calling import METHODS, ChatModel, Exchange, Method
from copilot.llm.failures import ModelFailed

_WORD: Final = "seven"
_TOKENS: Final = 400
"""Enough for a model that thinks before it writes; some servers write blanks without end where a function is wanted."""
_SECONDS: Final = 60.0
_UNREACHED: Final = frozenset({"key", "unreachable", "wrong_address", "unknown_model", "no_quota", "too_many"})


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found of a chat model.

    Attributes:
        failed: why it cannot be used at all, empty where it can.
        works: the ways of asking for structure that brought what was asked for.
        fails: those that did not, each with why.
        first_seconds: until the first piece of a reply was there.
        pieces: in which a reply came; one means that it does not stream.
        tokens_a_second: of writing, None where no tokens were counted.
        context: most tokens of a request, None where nobody tells.
    """

    failed: str = ""
    works: tuple[Method, ...] = ()
    fails: tuple[tuple[Method, str], ...] = ()
    first_seconds: float = 0.0
    pieces: int = 0
    tokens_a_second: float | None = None
    context: int | None = None


def examine(model: ChatModel) -> Examined:
    """Ask a model a few small things, and return what was found."""
    prompt = prompts.load("check_endpoint")
    messages = prompt.render({"word": _WORD})
    found = Examined(context=_context(model))
    for method in METHODS:
        kept: list[Exchange] = []
        arrivals: list[float] = []
        began = time.monotonic()
        try:
            reply = replace(model, methods=(method,), most_tokens=_TOKENS, seconds=min(model.seconds, _SECONDS)).call(
                messages,
                prompt.wanted,
                keep=kept.append,
                on_text=lambda _, arrivals=arrivals: arrivals.append(time.monotonic()),  # type: ignore[misc]
            )
        except ModelFailed as failure:
            if failure.kind in _UNREACHED:
                return replace(found, failed=str(failure))
            found = replace(found, fails=(*found.fails, (method, str(failure))))
            continue
        if _WORD not in reply.text.casefold():
            found = replace(found, fails=(*found.fails, (method, f"the reply was {reply.text[:60]!r}")))
            continue
        found = replace(found, works=(*found.works, method))
        writing = time.monotonic() - arrivals[0] if arrivals else 0.0
        if len(found.works) == 1:
            counted = reply.usage.tokens_out
            found = replace(
                found,
                first_seconds=arrivals[0] - began if arrivals else 0.0,
                pieces=len(arrivals),
                tokens_a_second=counted / writing if counted and writing > 0 else None,
            )
    return found


def _context(model: ChatModel) -> int | None:
    """Return what LangChain knows of the model's limits; it knows those of well-known models alone."""
    profile = getattr(model.chat, "profile", None) or {}
    most = profile.get("max_input_tokens") if isinstance(profile, dict) else None
    return most if isinstance(most, int) else None
