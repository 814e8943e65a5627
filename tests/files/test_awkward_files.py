"""Awkward files, each against the table of what it must give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from copilot.errors import SourceError
from copilot.sources.loading import discover, load_files
from copilot.sources.loading.build import Input, build_database
from copilot.values.load import Decision, LoadLimits, LoadReport, TableLoad
from tests.files.build import BUILDERS

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))


def load(path: Path, target: Path, expected: dict[str, Any]) -> LoadReport:
    limits = LoadLimits(**expected.get("limits", {}))
    found, notes = discover(path, limits)
    if expected.get("process"):
        return load_files(found, target, limits=limits)
    inputs = [Input(item.path, item.table, item.kind) for item in found]
    report = build_database(inputs, target, lambda *_: None, limits)
    return LoadReport(report.tables, (*notes, *report.notes))


@pytest.mark.parametrize("name", EXPECTED)
def test_awkward_file(name: str, tmp_path: Path) -> None:
    expected = EXPECTED[name]
    place = tmp_path / "given"
    place.mkdir()
    path = BUILDERS[name](place) if name in BUILDERS else HERE / "data" / name
    target = tmp_path / "out" / "new.duckdb"
    target.parent.mkdir()
    if "error" in expected:
        with pytest.raises(SourceError) as caught:
            load(path, target, expected)
        assert expected["error"] in str(caught.value)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 700
        assert list(target.parent.iterdir()) == []
        return
    report = load(path, target, expected)
    assert [item.table for item in report.tables] == list(expected["tables"])
    with duckdb.connect(str(target), read_only=True) as con:
        con.execute("SET TimeZone = 'UTC'")
        for item in report.tables:
            _compare(con, item, expected["tables"][item.table])
    _compare_notes(report.notes, expected.get("notes", []))


def _compare(con: duckdb.DuckDBPyConnection, got: TableLoad, expected: dict[str, Any]) -> None:
    types = {name: kind for name, kind, *_ in con.execute(f'DESCRIBE "{got.table}"').fetchall()}
    if "columns" in expected:
        assert list(types.items()) == list(expected["columns"].items())
    assert len(types) == expected.get("width", len(types))
    assert [(column.name, column.type) for column in got.columns] == list(types.items())
    rows = con.execute(f'FROM "{got.table}"').fetchall()
    assert len(rows) == got.rows
    if "rows" in expected:
        assert _written(rows) == _written(expected["rows"])
    else:
        assert len(rows) == expected["count"]
        assert _written(rows[:1]) == _written([expected.get("first", rows[0])])
    for name, lengths in expected.get("lengths", {}).items():
        assert [len(row[list(types).index(name)]) for row in rows] == lengths
    _compare_report(got, expected)


def _written(rows: Sequence[Sequence[Any]]) -> list[list[str | None]]:
    return [[None if value is None else str(value) for value in row] for row in rows]


def _compare_report(got: TableLoad, expected: dict[str, Any]) -> None:
    aside = expected.get("aside", [])
    assert [row.line for row in got.set_aside] == [line for line, _ in aside]
    assert [words in row.reason for row, (_, words) in zip(got.set_aside, aside, strict=True)] == [True] * len(aside)
    assert got.set_aside_count == len(aside)
    for what, words in expected.get("said", {}).items():
        assert words in " / ".join(choice.text for choice in got.decisions if choice.what == what)
    for name, value in expected.get("facts", {}).items():
        found = getattr(got.facts, name)
        assert (list(found) if isinstance(found, tuple) else found) == value
    columns = {column.name: column for column in got.columns}
    for column, facts in expected.get("fields", {}).items():
        for name, value in facts.items():
            assert _listed(getattr(columns[column], name)) == value
    assert got.origin == expected.get("origin", got.origin)


def _listed(value: Any) -> Any:
    return [_listed(each) for each in value] if isinstance(value, tuple) else value


def _compare_notes(notes: Sequence[Decision], expected: Sequence[str]) -> None:
    assert len(notes) >= len(expected)
    for words in expected:
        assert any(words in note.text for note in notes), words


def test_every_file_is_in_the_table() -> None:
    assert set(BUILDERS) | {path.name for path in (HERE / "data").iterdir()} == set(EXPECTED)


def test_there_are_enough_of_them() -> None:
    assert len(EXPECTED) >= 60
    assert {field.name for field in fields(LoadLimits)} == set(LoadLimits.SETTINGS)
