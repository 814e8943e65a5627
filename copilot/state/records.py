"""What stands in the state database, as values.

Owns their shape; how they are stored belongs to `copilot.state.database`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what became of it.

    Attributes:
        at: when, in UTC, as ISO 8601.
        question: as it was asked.
        status: of the answer.
        reader: who read it.
        sql: what ran, empty where nothing did.
        said: the sentence or the message.
        confidence: how likely the rows are right, None where not calibrated.
        verified: whether it was shown without caveat.
        seconds: from question to answer.
        id: its number, 0 before it is stored.
    """

    at: str
    question: str
    status: str
    reader: str
    sql: str
    said: str
    confidence: float | None
    verified: bool
    seconds: float
    id: int = 0


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person said of an answer.

    Attributes:
        at: when, in UTC, as ISO 8601.
        question: whole, as it was answered.
        sql: that answered it.
        good: whether the answer was right.
        reason: why not, empty where nothing was said.
        done: whether somebody has reviewed it.
        id: its number, 0 before it is stored.
    """

    at: str
    question: str
    sql: str
    good: bool
    reason: str = ""
    done: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """One request to a chat model, as it was sent, and its reply.

    Attributes:
        at: when, in UTC, as ISO 8601.
        question: that it was sent for.
        call: the prompt's name.
        digest: of the prompt's file.
        egress: the level that decided what was in it.
        model: what the model is called.
        where: the endpoint, without a key.
        method: how a structured reply was asked for.
        messages: who speaks and what, as it was sent.
        reply: as it came.
        error: what went wrong, empty where nothing did.
        tokens_in: of the request.
        tokens_out: of the reply.
        tokens_cached: of `tokens_in`, those that the server had seen before.
        seconds: until the reply was there.
        id: its number, 0 before it is stored.
    """

    at: str
    question: str
    call: str
    digest: str
    egress: str
    model: str
    where: str
    method: str
    messages: tuple[tuple[str, str], ...]
    reply: str
    error: str
    tokens_in: int
    tokens_out: int
    tokens_cached: int
    seconds: float
    id: int = 0
