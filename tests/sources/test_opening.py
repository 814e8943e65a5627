"""From a path or a frame to an open source: what it is taken for, what is cached, what is said when it cannot be."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from copilot.errors import SourceError
from copilot.sources import Source, changed_since, open_source, set_aside_csv
from copilot.sources.addresses import mask_url
from copilot.sources.cache import LoadCache
from copilot.sources.engine_source import EngineSource
from copilot.values import Limits, LoadLimits, LoadReport, ValidatedQuery, query
from copilot.values.plain import plain_rows
from copilot.workspace import Workspace

ROOT = Path(__file__).parents[2]


def rows(source: Source, text: str, *tables: str) -> list[tuple[Any, ...]]:
    sealed = ValidatedQuery(
        query._SEAL,
        tree=None,
        text=text,
        shown=text,
        _fence=lambda: "",
        dialect=source.dialect,
        parameters={},
        tables=frozenset(tables),
        row_cap=1000,
    )
    return plain_rows(source.run(sealed, Limits()).table)


@pytest.fixture
def opened() -> Iterator[list[Source]]:
    """Hold the sources of a test, to be closed at its end."""
    sources: list[Source] = []
    yield sources
    for source in sources:
        source.close()


def _shop(folder: Path) -> Path:
    folder.mkdir()
    (folder / "orders.csv").write_text("id,amount\n1,1.5\n2,2.5\n", encoding="utf-8")
    (folder / "customers.csv").write_text("id,name\n1,Ann\n", encoding="utf-8")
    return folder


def _open(opened: list[Source], data: object, workspace: Workspace) -> Source:
    source = open_source(data, workspace=workspace)
    opened.append(source)
    return source


def _old(path: Path) -> None:
    """Set the time of change back, as for a file that was not written just now."""
    before = path.stat().st_mtime - 100
    os.utime(path, (before, before))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return _shop(tmp_path / "shop")


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = _shop(tmp_path_factory.mktemp("loaded") / "shop")
    open_source(folder, workspace=Workspace.for_data(folder)).close()
    return folder


@pytest.fixture
def loaded(loaded_once: Path, tmp_path: Path) -> tuple[Path, Workspace, Path]:
    """Return a copy of a folder that was loaded before, its workspace and its cached database."""
    folder = shutil.copytree(loaded_once, tmp_path / "shop")
    workspace = Workspace.for_data(folder)
    return folder, workspace, next(workspace.cache_dir.glob("*.duckdb"))


# --- files and the cache ---------------------------------------------------------------------------------------------


def test_a_folder_is_loaded_once(shop: Path, opened: list[Source]) -> None:
    workspace = Workspace.for_data(shop)
    heard: list[tuple[str, float]] = []
    first = open_source(shop, workspace=workspace, progress=lambda text, share: heard.append((text, share)))
    opened.append(first)
    assert [table.name for table in first.schema()] == ["customers", "orders"]
    assert rows(first, "SELECT CAST(sum(amount) AS DOUBLE) FROM orders", "orders") == [(4.0,)]
    assert (first.name, first.dialect, first.load_report.from_cache) == ("shop", "duckdb", False)
    assert {load.table: load.rows for load in first.load_report.tables} == {"customers": 1, "orders": 2}
    assert heard[-1] == ("ready", 1.0)
    assert all(0 <= share <= 1 for _, share in heard)

    again = _open(opened, str(shop), workspace)
    assert again.load_report.from_cache
    assert again.fingerprint == first.fingerprint
    assert len(first.fingerprint) == 32
    assert again.load_report.tables == first.load_report.tables
    assert rows(again, "SELECT name FROM customers", "customers") == [("Ann",)]
    assert sorted(path.name for path in workspace.cache_dir.iterdir()) == sorted(
        ["index.json", f"{first.fingerprint}.duckdb", f"{first.fingerprint}.report.json"]
    )


def test_a_changed_file_is_noticed_and_readers_carry_on(shop: Path, opened: list[Source]) -> None:
    workspace = Workspace.for_data(shop)
    orders = shop / "orders.csv"
    _old(orders)
    before = _open(opened, shop, workspace)
    orders.write_text("id,amount\n1,1.5\n2,9.5\n", encoding="utf-8")  # the same size
    after = _open(opened, shop, workspace)
    assert after.fingerprint != before.fingerprint
    assert not after.load_report.from_cache
    assert rows(after, "SELECT count(*) FROM orders WHERE amount > 9", "orders") == [(1,)]
    assert rows(before, "SELECT count(*) FROM orders WHERE amount > 9", "orders") == [(0,)]


def test_touching_a_file_changes_nothing(loaded: tuple[Path, Workspace, Path], opened: list[Source]) -> None:
    shop, workspace, database = loaded
    _old(shop / "orders.csv")
    source = _open(opened, shop, workspace)
    assert (source.fingerprint, source.load_report.from_cache) == (database.stem, True)


def test_the_folder_may_move(loaded: tuple[Path, Workspace, Path], tmp_path: Path, opened: list[Source]) -> None:
    shop, _, database = loaded
    moved = shop.rename(tmp_path / "market")
    source = _open(opened, moved, Workspace.for_data(moved))
    assert (source.fingerprint, source.load_report.from_cache, source.name) == (database.stem, True, "market")


@pytest.mark.parametrize("damage", ["empty", "garbage", "cut", "no report", "bad report", "bad index"])
def test_a_damaged_cache_is_rebuilt(loaded: tuple[Path, Workspace, Path], opened: list[Source], damage: str) -> None:
    shop, workspace, database = loaded
    report = database.with_suffix(".report.json")
    match damage:
        case "empty":
            database.write_bytes(b"")
        case "garbage":
            database.write_bytes(b"x" * database.stat().st_size)
        case "cut":
            os.truncate(database, database.stat().st_size // 2)
        case "no report":
            report.unlink()
        case "bad report":
            report.write_text(json.dumps({"size": database.stat().st_size, "report": 3}), encoding="utf-8")
        case "bad index":
            (workspace.cache_dir / "index.json").write_text("[1", encoding="utf-8")
    again = _open(opened, shop, workspace)
    assert again.load_report.from_cache == (damage == "bad index")
    assert rows(again, "SELECT count(*) FROM orders", "orders") == [(2,)]


def test_a_cache_that_only_the_engine_finds_damaged_is_rebuilt_the_next_time(
    loaded: tuple[Path, Workspace, Path], opened: list[Source]
) -> None:
    shop, workspace, database = loaded
    with database.open("r+b") as file:  # both headers' checksums; the magic bytes and the size stay
        file.seek(4096)
        file.write(b"\xff" * 64)
        file.seek(8192)
        file.write(b"\xff" * 64)
    broken = _open(opened, shop, workspace)
    with pytest.raises(SourceError, match="open the data again"):
        broken.schema()
    again = _open(opened, shop, workspace)
    assert rows(again, "SELECT count(*) FROM orders", "orders") == [(2,)]


def test_the_two_newest_loads_are_kept(shop: Path, opened: list[Source]) -> None:
    workspace = Workspace.for_data(shop)
    prints = []
    for amount in (1, 2, 3):
        (shop / "orders.csv").write_text(f"id,amount\n1,{amount}.5\n", encoding="utf-8")
        prints.append(_open(opened, shop, workspace).fingerprint)
    assert {path.stem for path in workspace.cache_dir.glob("*.duckdb")} == set(prints[1:])


def test_a_load_that_fails_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    loads = LoadCache(folder)

    def fail(target: Path) -> LoadReport:
        target.write_bytes(b"half")
        raise SourceError("no")

    with pytest.raises(SourceError):
        loads.build("f" * 32, "source", fail)
    assert list(folder.iterdir()) == []


def test_two_processes_open_at_once(shop: Path) -> None:
    code = f"""
from pathlib import Path
from copilot.sources import open_source
from copilot.workspace import Workspace
source = open_source({str(shop)!r}, workspace=Workspace(Path({str(shop / ".askbi")!r})))
print(source.fingerprint, *(table.name for table in source.schema()))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[0] for process in both]
    assert said[0] == said[1]
    assert said[0].split()[1:] == ["customers", "orders"]
    assert not list((shop / ".askbi" / "cache").glob("*.part*"))


def test_the_caller_loads_no_engine(shop: Path) -> None:
    code = f"""
import sys
import copilot.sources
light = [name for name in ("pyarrow", "duckdb", "sqlalchemy", "pandas", "narwhals") if name in sys.modules]
from pathlib import Path
from copilot.sources import open_source
from copilot.workspace import Workspace
for _ in range(2):
    source = open_source({str(shop)!r}, workspace=Workspace(Path({str(shop / ".askbi")!r})))
    source.schema()
    source.close()
print(light, [name for name in ("pyarrow", "duckdb", "sqlalchemy", "pandas") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("[] []", "")


def test_a_load_whose_folder_was_left_behind_is_cleaned_up(shop: Path, opened: list[Source]) -> None:
    cache = Workspace.for_data(shop).cache_dir
    left = cache / ".0123.duckdb.part.99999999.loading"
    left.mkdir()
    (left / "new.duckdb").write_bytes(b"half")
    os.utime(left, (1, 1))
    _open(opened, shop, Workspace.for_data(shop))
    assert not left.exists()


def test_an_index_that_cannot_be_written_costs_nothing(shop: Path, opened: list[Source]) -> None:
    cache = Workspace.for_data(shop).cache_dir
    (cache / "index.json").mkdir()
    assert rows(_open(opened, shop, Workspace.for_data(shop)), "SELECT count(*) FROM orders", "orders") == [(2,)]


def _with_misfits(folder: Path) -> Path:
    lines = [f"{number},=A{number}+1" + ",extra" * (number % 3 == 0) for number in range(1, 601)]
    path = folder / "misfits.csv"
    path.write_text("id,note\n" + "\n".join(lines) + "\n601,fine\n", encoding="utf-8")
    return path


def test_all_rows_that_were_set_aside_can_be_had(tmp_path: Path, opened: list[Source]) -> None:
    path = _with_misfits(tmp_path)
    for _ in range(2):
        source = _open(opened, path, Workspace(tmp_path / "w"))
        assert source.load_report.tables[0].set_aside_count == 200
        assert len(source.load_report.tables[0].set_aside) == 100
        got = list(csv.reader(io.StringIO(set_aside_csv(source))))
        assert got[0] == ["table", "file", "line", "reason", "text"]
        assert [int(row[2]) for row in got[1:]] == list(range(4, 602, 3))
        assert got[1][4] == "3,=A3+1,extra"
        assert set_aside_csv(source, "misfits") == set_aside_csv(source)
        assert set_aside_csv(source, "other").count("\n") == 1
    assert source.load_report.from_cache


def test_rows_that_are_set_aside_run_in_no_spreadsheet(tmp_path: Path, opened: list[Source]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("note,id\n=1+1,1,x\n-5,2,x\n@SUM(A1),3\nfine,4\n", encoding="utf-8")
    source = _open(opened, path, Workspace(tmp_path / "w"))
    assert [row[4] for row in csv.reader(io.StringIO(set_aside_csv(source)))] == ["text", "'=1+1,1,x", "'-5,2,x"]


def test_where_the_kept_rows_are_gone_the_report_still_has_the_first(tmp_path: Path, opened: list[Source]) -> None:
    workspace = Workspace(tmp_path / "w")
    source = _open(opened, _with_misfits(tmp_path), workspace)
    next(workspace.cache_dir.glob("*.aside")).unlink()
    got = list(csv.reader(io.StringIO(set_aside_csv(source))))
    assert (len(got), got[-1][3]) == (102, "100 more were set aside and are not kept")


def test_what_is_kept_of_rows_that_were_set_aside_has_a_limit(tmp_path: Path, opened: list[Source]) -> None:
    source = open_source(
        _with_misfits(tmp_path), workspace=Workspace(tmp_path / "w"), limits=LoadLimits(set_aside_mb=0.002)
    )
    opened.append(source)
    text = set_aside_csv(source)
    kept = text.count("\n") - 2
    assert 0 < kept < 200
    assert f"{200 - kept} more were set aside" in text


def test_changes_are_noticed_without_opening(shop: Path, tmp_path: Path, opened: list[Source]) -> None:
    workspace = Workspace.for_data(shop)
    orders = shop / "orders.csv"
    _old(orders)
    print_ = _open(opened, shop, workspace).fingerprint
    assert not changed_since(shop, print_, workspace=workspace)
    _old(orders)  # another time, the same content
    assert not changed_since(shop, print_, workspace=workspace)
    orders.write_text("id,amount\n1,1.5\n2,9.5\n", encoding="utf-8")
    assert changed_since(shop, print_, workspace=workspace)
    print_ = _open(opened, shop, workspace).fingerprint
    (shop / "new.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert changed_since(shop, print_, workspace=workspace)
    assert changed_since(tmp_path / "gone", print_, workspace=workspace)
    database = tmp_path / "x.sqlite"
    _sqlite(database)
    print_ = _open(opened, database, workspace).fingerprint
    assert not changed_since(database, print_, workspace=workspace)
    with sqlite3.connect(database) as con:
        con.execute("INSERT INTO t VALUES (8)")
    con.close()
    assert changed_since(database, print_, workspace=workspace)


# --- database files --------------------------------------------------------------------------------------------------


def _duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE t AS SELECT 7 AS a")


def _sqlite(path: Path) -> None:
    con = sqlite3.connect(path)
    con.execute("CREATE TABLE t (a INTEGER)")
    con.execute("INSERT INTO t VALUES (7)")
    con.commit()
    con.close()


@pytest.mark.parametrize(
    ("make", "name", "dialect"),
    [
        (_duckdb, "x.duckdb", "duckdb"),
        (_duckdb, "x.db", "duckdb"),
        (_sqlite, "x.db", "sqlite"),
        (_sqlite, "x.sqlite3", "sqlite"),
        (_sqlite, "100% of a#b?.sqlite", "sqlite"),
    ],
)
def test_database_files_are_told_apart_by_content(
    tmp_path: Path, opened: list[Source], make: Any, name: str, dialect: str
) -> None:
    path = tmp_path / name
    make(path)
    before = sorted(tmp_path.iterdir())
    source = _open(opened, path, Workspace(tmp_path / "w"))
    assert (source.dialect, source.name) == (dialect, path.stem)
    assert rows(source, "SELECT a FROM t", "t") == [(7,)]
    assert sorted(each for each in tmp_path.iterdir() if each.name != "w") == before


def test_a_changed_database_has_another_fingerprint(tmp_path: Path, opened: list[Source]) -> None:
    path = tmp_path / "x.sqlite"
    _sqlite(path)
    workspace = Workspace(tmp_path / "w")
    first = _open(opened, path, workspace).fingerprint
    assert _open(opened, path, workspace).fingerprint == first
    with sqlite3.connect(path) as con:
        con.execute("INSERT INTO t VALUES (8)")
    con.close()
    assert _open(opened, path, workspace).fingerprint != first


def test_sqlite_in_wal_mode(tmp_path: Path, opened: list[Source]) -> None:
    path = tmp_path / "x.sqlite"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = wal")
    writer.execute("CREATE TABLE t (a)")
    writer.execute("INSERT INTO t VALUES (1)")
    writer.commit()
    source = _open(opened, path, Workspace(tmp_path / "w"))
    assert rows(source, "SELECT a FROM t", "t") == [(1,)]
    writer.close()


def _held_by(code: str) -> subprocess.Popen[str]:
    """Run a program that holds a lock until it is told to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"{code}; print(1, flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


@pytest.mark.parametrize(
    ("make", "code", "reason"),
    [
        (_sqlite, "import sqlite3; con = sqlite3.connect({0!r}); con.execute('BEGIN EXCLUSIVE')", "locked by another"),
        (_duckdb, "import duckdb; con = duckdb.connect({0!r})", "open for writing in another program"),
    ],
)
def test_a_locked_database(tmp_path: Path, make: Any, code: str, reason: str) -> None:
    path = tmp_path / "x.db"
    make(path)
    holder = _held_by(code.format(str(path)))
    with pytest.raises(SourceError, match=rf"x\.db cannot be opened: it is {reason}"):
        open_source(path, workspace=Workspace(tmp_path / "w"))
    holder.communicate("\n", timeout=20)


@pytest.mark.skipif(sys.platform == "win32", reason="locks belong to a handle there")
def test_the_callers_own_lock_stays(tmp_path: Path, opened: list[Source]) -> None:
    path = tmp_path / "x.sqlite"
    _sqlite(path)
    mine = sqlite3.connect(path)
    mine.execute("BEGIN IMMEDIATE")
    _open(opened, path, Workspace(tmp_path / "w"))
    code = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('BEGIN IMMEDIATE')"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "database is locked" in other.stderr
    mine.close()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"SQLite format 3\0" + b"\xff" * 4096, "damaged, encrypted or no SQLite database"),
        (b"\0" * 8 + b"DUCK" + b"\xff" * 12288, "damaged or no DuckDB database|another version of DuckDB"),
        (b"no database at all", "no DuckDB or SQLite database, whatever its name says"),
    ],
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        open_source(path, workspace=Workspace(tmp_path / "w"))


# --- frames ----------------------------------------------------------------------------------------------------------

COLUMNS: dict[str, list[Any]] = {
    "id": [1, 2],
    "name": ["Ann", None],
    "day": [dt.datetime(2025, 1, 1), dt.datetime(2025, 2, 1, 10)],
}


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(pd.DataFrame(COLUMNS), id="pandas"),
        pytest.param(pl.DataFrame(COLUMNS), id="polars"),
        pytest.param(pl.LazyFrame(COLUMNS), id="polars lazy"),
        pytest.param(pa.table(COLUMNS), id="arrow"),
        pytest.param(pa.RecordBatch.from_pydict(COLUMNS), id="arrow batch"),
    ],
)
def test_frames(tmp_path: Path, opened: list[Source], frame: Any) -> None:
    source = _open(opened, frame, Workspace.for_data(None))
    assert (source.name, source.dialect, len(source.fingerprint)) == ("frames", "duckdb", 32)
    assert [(column.name, column.type) for column in source.schema()[0].columns] == [
        ("id", "integer"),
        ("name", "text"),
        ("day", "timestamp"),
    ]
    assert rows(source, "SELECT id, name, day FROM data ORDER BY id", "data") == [
        (1, "Ann", dt.datetime(2025, 1, 1)),
        (2, None, dt.datetime(2025, 2, 1, 10)),
    ]


def test_several_frames_leave_nothing_behind() -> None:
    source = open_source(
        {"orders": pl.DataFrame({"id": [1]}), "people": pd.DataFrame({"id": [1, 2]})},
        workspace=Workspace.for_data(None),
    )
    assert isinstance(source, EngineSource)
    assert [table.name for table in source.schema()] == ["orders", "people"]
    assert [load.rows for load in source.load_report.tables] == [1, 2]
    folder = source.database.parent
    assert folder.is_dir()
    source.close()
    assert not folder.exists()


def test_the_fingerprint_follows_the_content(opened: list[Source]) -> None:
    def fingerprint(values: list[int], name: str = "t") -> str:
        return _open(opened, {name: pa.table({"a": values})}, Workspace.for_data(None)).fingerprint

    first = fingerprint([1, 2])
    assert fingerprint([1, 2]) == first
    assert len({first, fingerprint([1, 3]), fingerprint([1, 2], "u")}) == 3


def test_pandas_corners(opened: list[Source]) -> None:
    frame = pd.DataFrame({"kind": pd.Categorical(["a", "b", "a"]), "mixed": [1, "x", None]}, index=[5, 7, 9])
    grouped = pd.DataFrame({"region": ["n", "s"], "amount": [1, 2]}).groupby("region").sum()
    source = _open(opened, {"frame": frame, "grouped": grouped}, Workspace.for_data(None))
    assert rows(source, "SELECT kind, mixed FROM frame", "frame") == [("a", "1"), ("b", "x"), ("a", None)]
    assert rows(source, "SELECT region, amount FROM grouped ORDER BY 1", "grouped") == [("n", 1), ("s", 2)]


# --- what cannot be opened -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (
            "postgresql://ann:se:cr@et@host/shop?sslkey=secret",
            r"postgresql://ann:\*\*\*@host/shop: .* not supported yet",
        ),
        ("https://ann:secret@example.com/x.csv", r"https://\*\*\*@example.com/x.csv carries a name or password"),
        ("https:///x.csv", "no web address"),
        ("s3://bucket/x.csv", "not supported yet"),
        ("a\0b.csv", "There is no a\ufffdb.csv"),
        (3, "A int cannot be opened as data"),
        ({}, "no frame in the mapping"),
        ({"a": [1, 2]}, "'a' is a list, no data frame"),
        ({"": pa.table({"a": [1]})}, "cannot be a table's name"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "a name of its own"),
    ],
)
def test_what_cannot_be_opened(tmp_path: Path, data: object, part: str) -> None:
    with pytest.raises(SourceError, match=part) as caught:
        open_source(data, workspace=Workspace(tmp_path / "w"))
    assert "secret" not in str(caught.value)
    assert "et@" not in str(caught.value)


def test_paths_that_are_not_there(shop: Path, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    with pytest.raises(SourceError, match=r"did you mean 'orders\.csv'"):
        open_source(shop / "order.csv", workspace=workspace)
    with pytest.raises(SourceError, match="does not exist"):
        open_source(tmp_path / "nowhere" / "x.csv", workspace=workspace)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="nothing that can be read"):
        open_source(tmp_path / "empty", workspace=workspace)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_without_the_right_to_read(shop: Path, tmp_path: Path) -> None:
    (shop / "orders.csv").chmod(0)
    with pytest.raises(SourceError, match="may not be read"):
        open_source(shop / "orders.csv", workspace=Workspace(tmp_path / "w"))


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("mysql://u:p@h/d", "mysql://u:***@h/d"),
        ("mysql://u:p@ss:w@h:3306/d", "mysql://u:***@h:3306/d"),
        ("mysql://u@h/d", "mysql://u@h/d"),
        ("duckdb://:token@h", "duckdb://:***@h"),
        ("https://token@h/a.csv?key=secret#secret", "https://***@h/a.csv"),
    ],
)
def test_mask_url(url: str, masked: str) -> None:
    assert mask_url(url) == masked
