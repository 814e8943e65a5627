"""What works with the chat model that is set, in words.

Owns the sentences; the looking is `copilot.llm`'s. Refuses to change a setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.findings import Finding
from copilot.errors import ConfigError

_METHODS: Final = {
    "json_schema": "JSON schema", "function_calling": "function call", "json_mode": "JSON mode", "text": "plain text",
}  # fmt: skip


def examine_model(named: str | None) -> Iterator[Finding]:
    """Yield what was found of the chat model.

    Args:
        named: on the command line; None leaves it to the environment, ``none`` is for no model.
    """
    from copilot.config import model_settings

    try:
        settings = model_settings()
    except ConfigError as error:
        yield Finding("wrong", "model", str(error))
        return
    name = settings.model if named is None else named
    if not name or name == "none":
        unused = "; OPENAI_API_KEY is set, and stays unused without ASKBI_MODEL" if settings.key and not named else ""
        yield Finding("well", "model", f"none; questions are read without one{unused}")
        return
    from copilot.llm import examine, open_model

    try:
        model = open_model(name, settings)
    except ConfigError as error:
        yield Finding("wrong", "model", str(error))
        return
    found = examine(model)
    if found.failed:
        yield Finding("wrong", "model", found.failed)
        return
    if not found.works:
        yield Finding("wrong", "model", f"{model.name} at {model.where} replies, but not in a form that can be read")
        return
    yield Finding(
        "well", "model", f"{model.name} at {model.where} replies; it is asked {settings.use.replace('_', ' ')}"
    )
    used = _METHODS[found.works[0]]
    others = [_METHODS[method] for method in found.works[1:]]
    also = f"; {', '.join(others)} would work too" if others else ""
    yield Finding(
        "well", "model form", f"by {used}{also}", tuple(f"not by {_METHODS[way]}: {why}" for way, why in found.fails)
    )
    streams = f"streams, the first of it after {found.first_seconds:.1f} s" if found.pieces > 1 else "does not stream"
    speed = f"{found.tokens_a_second:.0f} tokens a second" if found.tokens_a_second else "no count of tokens is told"
    yield Finding("well", "model speed", f"{streams}; {speed}")
    known = f"{found.context:,} tokens of context" if found.context else "how much it can read is not told"
    yield Finding("well", "model length", f"{known}; a schema takes at most {settings.prompt_tokens:,} of them")
    price = "unknown; ASKBI_PRICE=IN/OUT for a million tokens lets answers say what they cost"
    if settings.price is not None:
        price = f"{settings.price[0]:g} in and {settings.price[1]:g} out for a million tokens"
    yield Finding("well", "model price", price)
    yield Finding("note", "model is told", _TOLD[settings.egress])


_TOLD: Final = {
    "schema": "names, types, descriptions, and the spelling of stored values that a question names (egress: schema)",
    "samples": "names, descriptions, and values of columns that do not look personal (egress: samples)",
    "full": "names, descriptions, and the values of all columns (egress: full)",
}
