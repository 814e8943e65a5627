"""Files and frames into one new database file, with a report of everything that was decided.

Owns reading CSV, JSON, Parquet, Excel and Arrow files, in a process of its own. Refuses to keep or find the database:
that is the cache's, one floor up.
"""

from copilot.sources.loading.discover import discover
from copilot.sources.loading.run import FileInput, load_files

__all__ = ["FileInput", "discover", "load_files"]
