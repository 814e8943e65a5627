"""Opening data and running validated queries on it.

Owns files, folders, database files and frames, the cache they are loaded into, and the worker processes that run
queries. Refuses SQL that did not come through the gate: `Source.run` takes a `ValidatedQuery` and nothing else.
"""

from typing import TYPE_CHECKING, Any

from copilot.sources.source import ForeignKey, Source, SourceColumn, SourceTable

if TYPE_CHECKING:
    from copilot.sources.addresses import is_url, mask_url
    from copilot.sources.opening import changed_since, open_source, set_aside_csv

__all__ = [
    "ForeignKey",
    "Source",
    "SourceColumn",
    "SourceTable",
    "changed_since",
    "is_url",
    "mask_url",
    "open_source",
    "set_aside_csv",
]
_HOMES = {
    "changed_since": "opening",
    "is_url": "addresses",
    "mask_url": "addresses",
    "open_source": "opening",
    "set_aside_csv": "opening",
}


def __getattr__(name: str) -> Any:
    """Import a function when it is asked for: each worker starts through this package and has no use for them."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"copilot.sources.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
