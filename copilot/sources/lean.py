"""Keeps askbi's own processes small.

Owns what a worker or a loading process is not to import. Not for a caller's process, where pandas may be wanted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType


class _NoPandas(MetaPathFinder):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("this process makes do without pandas", name=fullname)


def hide_pandas() -> None:
    """Make pandas look absent: pyarrow loads it, a second's work, only to see whether a list is a data frame."""
    sys.meta_path.insert(0, _NoPandas())
