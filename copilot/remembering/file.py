"""The file of remembered queries, `remembered.yaml` in the workspace, which a team keeps in git and may edit.

Owns its form and its sentences when something in it is wrong, with the line. A query is SQL in its source's dialect in
which ``$value_1``, ``$number_1``, ``$period_1_start``, ``$period_1_end`` and ``$period_1_last`` (a colon in SQLite)
stand for the first value, number and period that the question names, and so on. Refuses to judge the SQL.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from copilot.errors import ConfigError
from copilot.marked_yaml import Place, read_text

FILE_NAME: Final = "remembered.yaml"
_MOST_BYTES: Final = 5_000_000
_HEAD: Final = """\
# Questions whose SQL somebody has reviewed. Asked again, also with other values, numbers or periods, they are answered
# by it: value_1, number_1, period_1_start and period_1_end (the day after), behind $ or :, stand for what it names.
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One reviewed query.

    Attributes:
        question: as it was asked.
        sql: with named parameters.
        by: who reviewed it, empty where nobody said.
        on: the day, as ISO 8601.
        note: what is worth knowing.
        line: of the file, 0 where it is in none.
    """

    question: str
    sql: str
    by: str = ""
    on: str = ""
    note: str = ""
    line: int = 0


class _Place(Place):
    __slots__ = ()
    error = ConfigError
    keys = {"file": {"remembered"}, "query": {"question", "sql", "by", "on", "note"}}  # noqa: RUF012  # the class's own


def read_remembered(path: Path) -> tuple[Remembered, ...]:
    """Return the queries of a file; none where there is no file.

    Raises:
        ConfigError: the file cannot be read, or does not have the form.
    """
    if not path.is_file():
        return ()
    root = _Place.of(read_text(path, ConfigError, most_bytes=_MOST_BYTES), path.name)
    if root is None:
        return ()
    root.mapping("file")
    return tuple(
        Remembered(
            place.need("question"),
            place.need("sql"),
            place.text("by"),
            place.text("on"),
            place.text("note"),
            place.line,
        )
        for place in root.each("remembered", "query")
    )


def write_remembered(path: Path, queries: Iterable[Remembered]) -> None:
    """Write the queries, whole or not at all.

    Raises:
        ConfigError: the place cannot be written.
    """
    import yaml

    entries: list[dict[str, Any]] = []
    for one in queries:
        entry = {"question": one.question, "sql": one.sql, "by": one.by, "on": one.on, "note": one.note}
        entries.append({key: value for key, value in entry.items() if value})
    text = yaml.safe_dump({"remembered": entries}, allow_unicode=True, sort_keys=False, width=110)
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        part.write_text(_HEAD + text, encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise ConfigError(f"{path} cannot be written ({reason}); check the folder's permissions") from error
