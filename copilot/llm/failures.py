"""What can go wrong with a chat model, as sentences.

Owns telling the failures apart, whatever library reports them. A provider's own text is quoted only where it cannot
hold a key. Refuses to retry.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from copilot.errors import AskbiError

Kind = Literal[
    "key", "unreachable", "wrong_address", "unknown_model", "too_many", "no_quota", "too_slow", "too_long",
    "cut_off", "malformed", "not_supported", "broken", "stopped", "not_recorded",
]  # fmt: skip
RETRIED: Final[frozenset[Kind]] = frozenset({"too_many", "unreachable", "broken"})
"""Failures that may be gone a moment later."""
_SECRETS: Final = re.compile(r"\b(?:sk|pk|key)-[\w*.-]{4,}|\bBearer \S+|\b[A-Za-z0-9+/_-]{32,}\b")
_LONG: Final = re.compile(r"context|too long|maximum.*tokens|exceed.*(?:size|length)|n_ctx", re.IGNORECASE)
_MODEL: Final = re.compile(r"model", re.IGNORECASE)


class ModelFailed(AskbiError):
    """A chat model gave no usable reply.

    Attributes:
        kind: what happened, for programs.
        wait: seconds after which the provider says it may be asked again, where it says so.
    """

    stage = "model"

    def __init__(self, message: str, *, kind: Kind, wait: float | None = None) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.wait = wait


def as_failure(error: BaseException, model: str, where: str) -> ModelFailed:
    """Return what an error of a provider's library means.

    Args:
        error: as it was raised.
        model: what the model is called.
        where: the endpoint, without a key.
    """
    kind = _kind(error)
    said = without_secrets(" ".join(str(error).split()))[:200]
    told: dict[Kind, str] = {
        "key": f"{where} does not accept the key; look at OPENAI_API_KEY",
        "unreachable": f"{where} cannot be reached; is the server running, and is OPENAI_BASE_URL right?",
        "wrong_address": f"{where} has nothing at this address; OPENAI_BASE_URL usually ends in /v1",
        "unknown_model": f"{where} knows no model {model!r}; look at ASKBI_MODEL",
        "too_many": f"{where} has been asked too often and wants a pause",
        "no_quota": f"{where} says that the account's quota is used up",
        "too_slow": f"{where} did not reply in time; a smaller model, or ASKBI_MODEL_SECONDS, would help",
        "too_long": f"the question with its schema is too long for {model}; ASKBI_PROMPT_TOKENS makes it shorter",
        "cut_off": f"the reply of {model} was cut off before its end",
        "not_supported": f"{where} does not take this kind of request: {said}",
    }
    return ModelFailed(
        told.get(kind, f"{where} failed: {said}") + ("" if kind in ("unreachable",) else "."),
        kind=kind,
        wait=_wait(error),
    )


def without_secrets(text: str) -> str:
    """Return a text without what looks like a key.

    >>> without_secrets("Incorrect API key provided: sk-abcdef123456")
    'Incorrect API key provided: ***'
    """
    return _SECRETS.sub("***", text)


def _kind(error: BaseException) -> Kind:
    """Tell failures apart by the names and status codes that all providers' libraries share."""
    if isinstance(error, ModelFailed):
        return error.kind
    names = {one.__name__ for one in type(error).__mro__}
    status = getattr(error, "status_code", None)
    said = str(error)
    if "LengthFinishReasonError" in names:
        return "cut_off"
    if "ContextOverflowError" in names or (status in (400, 413, 422) and _LONG.search(said)):
        return "too_long"
    if names & {"APITimeoutError", "TimeoutError", "TimeoutException"}:
        return "too_slow"
    if status in (401, 403) or names & {"AuthenticationError", "PermissionDeniedError"}:
        return "key"
    if status == 404 or "NotFoundError" in names:
        return "unknown_model" if _MODEL.search(said) else "wrong_address"
    if status == 429:
        return "no_quota" if "quota" in said else "too_many"
    if status is not None and status >= 500:
        return "broken"
    if names & {"APIConnectionError", "ConnectError", "ConnectionError", "TransportError"}:
        return "unreachable"
    if status is not None or names & {"NotImplementedError", "TypeError"}:
        return "not_supported"
    return "broken"


def _wait(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return float(headers["retry-after"])
    except (KeyError, ValueError):
        return None
