"""The kept catalog: the same after a round trip, and never trusted where it is damaged."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from copilot.catalog import bare_catalog, build_catalog, cache
from copilot.gate import Gate
from copilot.sources import Source
from copilot.values import Catalog

TABLES = (
    "create table makers (maker_id integer primary key, name varchar)",
    "insert into makers values (1, 'a'), (2, '北')",
    "create table cars (car_id integer, maker_id integer references makers (maker_id), price decimal(8,2), sold date)",
    "insert into cars values (7, 1, 1.5, '2024-01-01'), (8, 1, 2.5, '2024-01-02')",
)


@pytest.mark.parametrize("sample", ["flights", "retail"])
def test_round_trip(sample: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    catalog: Catalog = request.getfixturevalue(sample)
    cache.write(tmp_path, catalog)
    assert cache.read(tmp_path, catalog.fingerprint) == catalog
    assert [path.name for path in tmp_path.iterdir()] == [f"{catalog.fingerprint}.catalog.json"]
    assert stat.S_IMODE(cache.cache_path(tmp_path, catalog.fingerprint).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"format": 0, "catalog": {}}',
        b'{"format": 1, "catalog": {"tables": 3}}',
    ],
)
def test_a_damaged_file_is_built_again(content: bytes, tmp_path: Path, opened: Callable[..., Source]) -> None:
    source = opened(*TABLES)
    gate = Gate(bare_catalog(source), source.dialect)
    cache.cache_path(tmp_path, source.fingerprint).write_bytes(content)
    built = build_catalog(source, gate, cache_dir=tmp_path)
    assert built.tables["cars"].row_count == 2
    assert cache.read(tmp_path, source.fingerprint) == built


def test_the_second_start_asks_nothing(tmp_path: Path, opened: Callable[..., Source]) -> None:
    source = opened(*TABLES)
    gate = Gate(bare_catalog(source), source.dialect)
    told: list[tuple[str, float]] = []
    first = build_catalog(source, gate, cache_dir=tmp_path, progress=lambda text, share: told.append((text, share)))
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1][1] == 1.0
    again = build_catalog(source, gate, cache_dir=tmp_path, progress=lambda text, share: pytest.fail(text))
    assert again == first
    assert again.fingerprint == source.fingerprint


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path, opened: Callable[..., Source]) -> None:
    source = opened(*TABLES)
    (tmp_path / "file").write_text("in the way")
    gate = Gate(bare_catalog(source), source.dialect)
    assert build_catalog(source, gate, cache_dir=tmp_path / "file" / "cache").tables.keys() == {"makers", "cars"}


def test_the_bare_catalog_is_the_schema_alone(opened: Callable[..., Source]) -> None:
    bare = bare_catalog(opened(*TABLES))
    assert bare.tables["makers"].primary_key == ("maker_id",)
    assert bare.tables["cars"].primary_key == ()
    assert bare.column("cars", "price").type == "decimal"
    assert bare.column("cars", "price").facts is None
    (link,) = bare.relationships
    assert (link.from_table, link.to_table, link.declared) == ("cars", "makers", True)
    assert bare.value_lists == ()
