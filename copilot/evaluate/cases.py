"""The cases that answers are held against: a team's YAML file, or the folder of a public benchmark.

Owns both forms and the sentences about what is wrong with a file. Refuses to run anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from copilot.errors import AskbiError, did_you_mean

_KNOWN: Final = frozenset({"id", "question", "sql", "rows", "ordered", "unanswerable", "tags", "language"})
_NAMES: Final = ("query", "SQL", "sql")
"""What public folders call the gold SQL."""


class CasesError(AskbiError):
    """A file of cases does not keep to its form."""

    stage = "evaluate"


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what is right.

    Attributes:
        id: names it in reports.
        question: as a person would ask.
        sql: SQL whose rows are right; any of them will do.
        rows: the right rows themselves, None where `sql` tells them.
        ordered: whether their order counts; None to go by whether the SQL orders.
        unanswerable: True where to decline, or to ask back, is right.
        tags: for figures of their own.
    """

    id: str
    question: str
    sql: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] | None = None
    ordered: bool | None = None
    unanswerable: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases by the data that they ask about, as a path; None for the data that is named when they are run."""

    name: str
    cases: Mapping[str | None, tuple[Case, ...]]

    @property
    def size(self) -> int:
        """How many cases there are."""
        return sum(len(some) for some in self.cases.values())


def read_suite(path: Path, most: int | None = None) -> Suite:
    """Return the cases of a YAML file, or of a folder with ``questions.json`` beside ``database/``.

    Args:
        path: the file or folder.
        most: cases to take, from the first on; all where None.

    Raises:
        CasesError: there is nothing there, or it does not keep to the form.
    """
    if path.is_dir():
        return _folder(path, most)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError(f"{path} cannot be read: {error}") from error
    import yaml

    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CasesError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(given, list) or not given:
        raise CasesError(f"{path} must be a list of cases, each with a question and sql or rows")
    return Suite(path.stem, {None: tuple(_case(one, at, path) for at, one in enumerate(given[:most], 1))})


def _case(given: Any, at: int, path: Path) -> Case:
    where = f"{path.name}, case {at}"
    if not isinstance(given, Mapping) or not str(given.get("question") or "").strip():
        raise CasesError(f"{where}: a case needs a question")
    for name in given:
        if name not in _KNOWN:
            raise CasesError(f"{where}: there is no {name!r}; a case has {', '.join(sorted(_KNOWN))}"
                             f"{did_you_mean(str(name), _KNOWN)}")  # fmt: skip
    sql = given.get("sql") or ()
    told = (sql,) if isinstance(sql, str) else tuple(map(str, sql))
    rows = given.get("rows")
    if rows is not None and not (isinstance(rows, list) and all(isinstance(row, list) for row in rows)):
        raise CasesError(f"{where}: rows must be a list of lists, such as [[North, 3]]")
    if not told and rows is None and not given.get("unanswerable"):
        raise CasesError(f"{where}: it needs sql or rows, or unanswerable: true")
    tags = given.get("tags") or ()
    return Case(
        str(given.get("id") or at),
        str(given["question"]),
        told,
        None if rows is None else tuple(map(tuple, rows)),
        given.get("ordered"),
        bool(given.get("unanswerable")),
        (tags,) if isinstance(tags, str) else tuple(map(str, tags)),
    )


def _folder(folder: Path, most: int | None) -> Suite:
    place = next((folder / name for name in ("questions.json", "dev.json") if (folder / name).is_file()), None)
    if place is None or not (folder / "database").is_dir():
        raise CasesError(f"{folder} holds no questions.json beside a folder database/")
    try:
        given: Sequence[Mapping[str, Any]] = json.loads(place.read_text(encoding="utf-8"))
        found: dict[str | None, list[Case]] = {}
        for at, one in enumerate(given[:most]):
            name = one["db_id"]
            gold = next(str(one[key]) for key in _NAMES if key in one)
            data = str(folder / "database" / name / f"{name}.sqlite")
            found.setdefault(data, []).append(Case(str(at), one["question"], (gold,), tags=(name,)))
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise CasesError(f"{place} must be a list of db_id, question and query ({type(error).__name__})") from error
    return Suite(folder.name, {data: tuple(some) for data, some in found.items()})
