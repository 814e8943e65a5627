"""What the environment says about chat models.

Owns the names of the settings, their usual values and the `.env` file of the working folder. Keys and addresses are
never read from the folder of the data: whoever wrote the data must not choose where questions go.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeVar

from copilot.errors import ConfigError, did_you_mean

_READ: Final = (
    "ASKBI_MODEL",
    "ASKBI_MODEL_USE",
    "ASKBI_EGRESS",
    "ASKBI_MODEL_SECONDS",
    "ASKBI_PROMPT_TOKENS",
    "ASKBI_PRICE",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
)


Use = Literal["always", "when_unsure", "never"]
Egress = Literal["schema", "samples", "full"]
USES: Final[tuple[Use, ...]] = ("always", "when_unsure", "never")
LEVELS: Final[tuple[Egress, ...]] = ("schema", "samples", "full")
Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How a chat model is reached.

    Attributes:
        model: ``provider:model``; empty for none.
        use: when it is asked: ``always``, ``when_unsure`` (where the other readers' answer would not be verified) or
            ``never``.
        egress: what it may be told: ``schema`` (names, types, descriptions, and the spelling of stored values that the
            question itself names), ``samples`` (also values of columns that do not look personal) or ``full``.
        key: the key, where there is one.
        base_url: of an OpenAI-compatible server; empty for the provider's own.
        seconds: deadline of one call.
        prompt_tokens: most that a schema may take of a prompt, in tokens.
        price: what a million tokens cost, in and out; None where nobody said.
    """

    model: str = ""
    use: Use = "when_unsure"
    egress: Egress = "schema"
    key: str = ""
    base_url: str = ""
    seconds: float = 120.0
    prompt_tokens: int = 2000
    price: tuple[float, float] | None = None

    def __repr__(self) -> str:
        return f"ModelSettings(model={self.model!r}, base_url={self.base_url!r})"


def model_settings(
    data: Path | None = None,
    *,
    use: str | None = None,
    egress: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> ModelSettings:
    """Return what the environment, and a `.env` file in the working folder, say about chat models.

    Args:
        data: the file or folder that is open; a `.env` file in its folder is left alone.
        use: in place of ASKBI_MODEL_USE.
        egress: in place of ASKBI_EGRESS.
        environment: in place of the process's own.

    Raises:
        ConfigError: a setting makes no sense.
    """
    given = os.environ if environment is None else environment
    known = {**_dotenv(data), **{name: given[name] for name in _READ if given.get(name)}}
    return ModelSettings(
        model=known.get("ASKBI_MODEL", "").strip(),
        use=_one_of("model_use", use or known.get("ASKBI_MODEL_USE", "when_unsure"), USES),
        egress=_one_of("egress", egress or known.get("ASKBI_EGRESS", "schema"), LEVELS),
        key=known.get("OPENAI_API_KEY", "").strip(),
        base_url=known.get("OPENAI_BASE_URL", "").strip().rstrip("/"),
        seconds=_number(known, "ASKBI_MODEL_SECONDS", 120.0),
        prompt_tokens=int(_number(known, "ASKBI_PROMPT_TOKENS", 2000.0)),
        price=_price(known.get("ASKBI_PRICE", "")),
    )


def _dotenv(data: Path | None) -> dict[str, str]:
    from dotenv import dotenv_values

    place = Path.cwd() / ".env"
    if data is not None:
        home = data.resolve() if data.is_dir() else data.resolve().parent
        if home == place.parent.resolve():
            return {}
    if not place.is_file():
        return {}
    return {name: value for name, value in dotenv_values(place, interpolate=False).items() if name in _READ and value}


def _one_of(what: str, given: str, known: tuple[Choice, ...]) -> Choice:
    found = next((one for one in known if one == given), None)
    if found is None:
        raise ConfigError(f"{what}={given!r} must be one of {', '.join(known)}{did_you_mean(given, known)}")
    return found


def _number(known: Mapping[str, str], name: str, usual: float) -> float:
    text = known.get(name, "")
    if not text:
        return usual
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise ConfigError(f"{name}={text!r} is not a number above 0")
    return value


def _price(text: str) -> tuple[float, float] | None:
    """Read ``0.25/2.00``: what a million tokens cost, in and out."""
    if not text:
        return None
    parts = text.split("/")
    try:
        prices = tuple(map(float, parts))
    except ValueError:
        prices = ()
    if len(prices) != 2 or not all(0 <= price < math.inf for price in prices):
        raise ConfigError(f"ASKBI_PRICE={text!r} is not IN/OUT for a million tokens, such as 0.25/2.00")
    return prices[0], prices[1]
