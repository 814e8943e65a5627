"""Opening data and running validated queries on it.

Owns files, folders, database files and frames, the cache they are loaded into, and the worker processes that run
queries. Refuses SQL that did not come through the gate: `Source.run` takes a `ValidatedQuery` and nothing else.
"""

from typing import TYPE_CHECKING, Any

from copilot.sources.source import ForeignKey, Source, SourceColumn, SourceTable

if TYPE_CHECKING:
    from copilot.sources.opening import open_source

__all__ = ["ForeignKey", "Source", "SourceColumn", "SourceTable", "open_source"]


def __getattr__(name: str) -> Any:
    """Import `open_source` when it is asked for: each worker starts through this package and has no use for it."""
    if name == "open_source":
        from copilot.sources.opening import open_source

        return open_source
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
