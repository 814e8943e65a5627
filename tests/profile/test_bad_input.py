"""Data that is awkward: each gives a profile or a clear sentence, in every form."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.assistant import Assistant
from copilot.errors import ConfigError, SourceError
from insight.profile import Profile
from insight.profile.page import to_markdown, to_page, to_text

DAY = date(2026, 11, 24)


Columns = dict[str, Any]


def _written(folder: Path, columns: Columns) -> Path:
    place = folder / "odd.parquet"
    pq.write_table(pa.table(columns), place)
    return place


def _nested() -> Columns:
    return {
        "id": pa.array(range(40)),
        "tags": pa.array([["a", "b"], []] * 20),
        "place": pa.array([{"x": 1.5, "y": None}] * 40),
        "raw": pa.array([b"\x00\xff"] * 40),
    }


CASES: dict[str, Callable[[], Columns]] = {
    "no rows": lambda: {"a": pa.array([], pa.int64()), "b": pa.array([], pa.string())},
    "one row": lambda: {"a": pa.array([1]), "b": pa.array(["x"]), "d": pa.array([date(2026, 1, 1)])},
    "one column": lambda: {"a": pa.array([1, 2, 2, None] * 20)},
    "all null": lambda: {"a": pa.array([None] * 50, pa.int64()), "b": pa.array([None] * 50, pa.string())},
    "nested": _nested,
    "mixed": lambda: {"v": pa.array(["1", "2.5", "x", "", "N/A", "2026-01-01", "1e400", "-", "ü" * 500] * 20)},
    "infinite": lambda: {"v": pa.array([1.0, float("nan"), float("inf"), float("-inf"), 1e308] * 20)},
    "odd names": lambda: {'a"b': pa.array([1, 2] * 20), "select": pa.array(["x", "y"] * 20), " ": pa.array(range(40))},
    "long texts": lambda: {"t": pa.array([f"{i} {'long text ' * 40}" for i in range(20_000)])},
    "early dates": lambda: {"d": pa.array([date(1, 1, 1), date(9999, 12, 31), date(2026, 1, 1)] * 20)},
}


def _all_forms(made: Profile) -> str:
    json.dumps(made.to_dict(), allow_nan=False)
    for language in ("en", "zh"):
        assert to_page(made, language).startswith("<!doctype html>")
        assert to_markdown(made, language)
    return to_text(made)


@pytest.mark.parametrize("name", CASES)
def test_a_profile_of(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    columns = CASES[name]()
    with Assistant.open(_written(tmp_path, columns), model=None, today=DAY) as bi:
        made = bi.profile()
        assert "odd" in _all_forms(made)
        assert len(made.tables[0].columns) == len(columns)
        assert made.tables[0].looked.skipped == ()
        for alert in made.tables[0].alerts:
            if alert.rows_sql:
                assert bi.sql(alert.rows_sql).status == "answered", alert
        bi.suggest()


def test_more_columns_than_a_table_may_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    columns: Columns = {f"c{i}": pa.array([i, i + 1, i % 3]) for i in range(5_000)}
    with pytest.raises(SourceError, match="5,000 columns, more than the 2,000"):
        Assistant.open(_written(tmp_path, columns), model=None, today=DAY)
    columns = dict(list(columns.items())[:600])
    with Assistant.open(_written(tmp_path, columns), model=None, today=DAY) as bi:
        made = bi.profile()
    assert len(made.tables[0].columns) == 600
    assert to_page(made).count('<article class="pf-card"') == 600


def test_a_file_that_vanishes_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    import sqlite3

    place = tmp_path / "gone.sqlite"
    with sqlite3.connect(place) as made:
        made.execute("CREATE TABLE t (a INTEGER, b TEXT)")
        made.executemany("INSERT INTO t VALUES (?, ?)", [(i, f"x{i % 5}") for i in range(200)])
    made.close()
    with Assistant.open(place, model=None, today=DAY) as bi:
        with sqlite3.connect(place) as other:
            other.execute("DROP TABLE t")
        other.close()
        profile = bi.profile()
        assert profile.tables[0].looked.skipped, "what could not be looked at is said"
        assert "Not looked at" in to_page(profile)


def test_sqlite_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    import sqlite3

    place = tmp_path / "shop.sqlite"
    with sqlite3.connect(place) as made:
        made.execute("CREATE TABLE orders (id INTEGER, city TEXT, day TEXT, price REAL, n INTEGER, total REAL)")
        rows = [
            (i, "berlin" if i % 50 == 0 else "Berlin" if i % 2 else "Paris", f"2026-0{i % 8 + 1}-{i % 27 + 1:02d}",
             i % 17 + 0.5, i % 5 + 1, (i % 17 + 0.5) * (i % 5 + 1))
            for i in range(1_000)
        ]  # fmt: skip
        made.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)", rows)
    made.close()
    with Assistant.open(place, model=None, today=DAY) as bi:
        table = bi.profile().tables[0]
        assert table.key == ("id",)
        assert [(f.column, set(f.sources)) for f in table.formulas] == [("total", {"price", "n"})]
        spelt = [a for a in table.alerts if a.kind == "spellings"]
        assert [(a.columns, a.rows) for a in spelt] == [(("city",), 20)]
        assert bi.sql(spelt[0].rows_sql).status == "answered"


def test_comparing_with_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    with Assistant.open(_written(tmp_path, CASES["one column"]()), model=None, today=DAY) as bi:
        with pytest.raises(ConfigError, match="name another table"):
            bi.compare("odd")
        with pytest.raises(ConfigError, match="nothing dates"):
            bi.compare("odd", split=DAY)
        with pytest.raises(ConfigError, match="no table 'even'"):
            bi.compare("odd", "even")
