"""Opening a chat model by name.

Owns what the name, the address and the key become. Refuses to ask anything: whether it is there is seen with the first
call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from copilot.config import ModelSettings
from copilot.errors import ConfigError
from copilot.llm.calling import ChatModel

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_PROVIDERS: Final = frozenset(
    {"anthropic", "azure_openai", "bedrock", "cohere", "deepseek", "fireworks", "google_genai", "google_vertexai",
     "groq", "huggingface", "mistralai", "nvidia", "ollama", "openai", "openrouter", "perplexity", "together", "xai"}
)  # fmt: skip
"""Names before a colon that mean a provider; any other colon belongs to the model's own name (``qwen2.5-coder:7b``)."""


def open_model(model: str | BaseChatModel, settings: ModelSettings) -> ChatModel:
    """Return a chat model that can be called.

    Args:
        model: ``provider:model``, a model's name at an OpenAI-compatible server, or a LangChain chat model.
        settings: address, key and deadline.

    Raises:
        ConfigError: the name means nothing, or the provider's package is not installed.
    """
    if not isinstance(model, str):
        name = str(getattr(model, "model_name", None) or getattr(model, "model", None) or type(model).__name__)
        return ChatModel(model, name, where=type(model).__name__, seconds=settings.seconds)
    provider, name = provider_of(model)
    given: dict[str, Any] = {"max_retries": 0}  # the one retry policy is the caller's
    if provider == "openai":
        given |= {"stream_usage": True, "timeout": settings.seconds}
        if settings.base_url:
            given["base_url"] = settings.base_url
        if settings.key or settings.base_url:
            given["api_key"] = settings.key or "none"  # a server at home wants none, the library one
    if provider == "openai" and "api_key" not in given:
        raise ConfigError(
            f"the model {name!r} needs OPENAI_API_KEY; or let OPENAI_BASE_URL name a server that needs none"
        )
    from langchain.chat_models import init_chat_model

    try:
        chat = init_chat_model(name, model_provider=provider, **given)
    except ImportError as error:
        raise ConfigError(f"the provider {provider!r} needs a package that is not installed: {error}") from error
    except Exception as error:  # whatever a provider's library says to its settings
        raise ConfigError(f"the model {model!r} cannot be opened: {_first_line(error)}") from error
    where = urlsplit(settings.base_url).netloc.rpartition("@")[2] if settings.base_url else provider
    return ChatModel(chat, name, where=where, seconds=settings.seconds)


def provider_of(model: str) -> tuple[str, str]:
    """Return provider and name.

    >>> provider_of("openai:gpt-5-mini"), provider_of("qwen2.5-coder:7b")
    (('openai', 'gpt-5-mini'), ('openai', 'qwen2.5-coder:7b'))
    """
    before, _, after = model.partition(":")
    return (before, after) if after and before in _PROVIDERS else ("openai", model)


def _first_line(error: Exception) -> str:
    from copilot.llm.failures import without_secrets

    return without_secrets((str(error) or type(error).__name__).splitlines()[0])[:200]
