"""A catalog kept as a file, so that the second start reads no data.

Owns the file's form and its version. Refuses to judge: a file that cannot be read, or was written in another form, is
as good as none. The file holds values of the data and is readable by its owner alone.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from copilot.values import Catalog, Column, ColumnFacts, Relationship, Table, ValueList

FORMAT = 5
"""Raised whenever the form, or the rules that a catalog is built by, change."""


def cache_path(cache_dir: Path, fingerprint: str) -> Path:
    """Return where the catalog of some content is kept."""
    return cache_dir / f"{fingerprint}.catalog.json"


def read(cache_dir: Path, fingerprint: str) -> Catalog | None:
    """Return a kept catalog, or None where there is none that can be used."""
    try:
        stored = json.loads(cache_path(cache_dir, fingerprint).read_bytes())
        if stored["format"] != FORMAT or stored["catalog"]["fingerprint"] != fingerprint:
            return None
        return _catalog(stored["catalog"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # damaged, foreign or missing: building it again costs seconds, and trusting it could cost more


def write(cache_dir: Path, catalog: Catalog) -> None:
    """Keep a catalog: a new file, then a rename. Where the folder cannot be written, nothing is kept."""
    text = json.dumps({"format": FORMAT, "catalog": asdict(catalog)}, ensure_ascii=False, allow_nan=False)
    with suppress(OSError):
        cache_dir.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=cache_dir, prefix=".catalog-", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(name, cache_path(cache_dir, catalog.fingerprint))
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _catalog(stored: dict[str, Any]) -> Catalog:
    return Catalog(
        tables={name: _table(table) for name, table in stored["tables"].items()},
        relationships=tuple(
            Relationship(**{**r, "from_columns": tuple(r["from_columns"]), "to_columns": tuple(r["to_columns"])})
            for r in stored["relationships"]
        ),
        value_lists=tuple(ValueList(**{**v, "values": tuple(v["values"])}) for v in stored["value_lists"]),
        fingerprint=stored["fingerprint"],
    )


def _table(stored: dict[str, Any]) -> Table:
    columns = {name: Column(**{**c, "facts": _facts(c["facts"])}) for name, c in stored["columns"].items()}
    return Table(**{**stored, "columns": columns, "primary_key": tuple(stored["primary_key"])})


def _facts(stored: dict[str, Any] | None) -> ColumnFacts | None:
    if stored is None:
        return None
    top = tuple((value, count) for value, count in stored["top"])
    return ColumnFacts(**{**stored, "quantiles": tuple(stored["quantiles"]), "top": top})
