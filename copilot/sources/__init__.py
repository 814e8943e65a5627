"""Opening data and running validated queries on it.

Owns files, folders, database files and frames, the cache they are loaded into, and the worker processes that run
queries. Refuses SQL that did not come through the gate: `Source.run` takes a `ValidatedQuery` and nothing else.
"""

from copilot.sources.source import ForeignKey, Source, SourceColumn, SourceTable

__all__ = ["ForeignKey", "Source", "SourceColumn", "SourceTable"]
