"""Whatever happens to a load, the version before it stays whole: kills at many moments, two at once, a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from copilot.errors import SourceError
from copilot.sources.loading import FileInput, load_files
from copilot.sources.loading.aside import aside_path
from copilot.sources.opening import open_source
from copilot.values import LoadLimits
from copilot.workspace import Workspace

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
OPEN = """
import resource, sys
from pathlib import Path
from copilot.errors import SourceError
from copilot.sources.opening import open_source
from copilot.workspace import Workspace
if len(sys.argv) > 3:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    source = open_source(sys.argv[1], workspace=Workspace(Path(sys.argv[2])))
    print("rows", *(load.rows for load in source.load_report.tables), flush=True)
    source.close()
except SourceError as error:
    print("refused", error, flush=True)
"""

posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def start(data: Path, workspace: Path, *more: str) -> subprocess.Popen[str]:
    """Open data in a process of its own, with a session of its own so that its loader can be told apart."""
    return subprocess.Popen(
        [sys.executable, "-c", OPEN, str(data), str(workspace), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        start_new_session=True,
    )


def outcome(process: subprocess.Popen[str]) -> str:
    said, complaints = process.communicate(timeout=120)
    assert "Traceback" not in complaints, complaints
    return said.strip()


def write_rows(path: Path, number: int, *, wide: bool = False) -> None:
    text = "some words to fill the line " * (8 if wide else 1)
    lines = (f"{n},{n % 97}.25,{text}{n * 7919}" for n in range(number))
    path.write_text("id,amount,note\n" + "\n".join(lines) + "\n", encoding="utf-8")


def cached(workspace: Path) -> dict[str, bytes]:
    """Names and contents of the finished files of a cache."""
    folder = workspace / "cache"
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.suffix in (".duckdb", ".aside")}


def children_of(process: int) -> list[int]:
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(number) for number in listed.split()]


@pytest.fixture
def before(tmp_path: Path) -> tuple[Path, Path, dict[str, bytes]]:
    """Data that was loaded once and has changed since: the file, the workspace, and what its cache held."""
    data, workspace = tmp_path / "data.csv", tmp_path / "w"
    write_rows(data, 50)
    open_source(data, workspace=Workspace(workspace)).close()
    held = cached(workspace)
    write_rows(data, 20_000)
    return data, workspace, held


@posix
@pytest.mark.parametrize("whom", ["parent", "loader", "both"])
def test_killed_at_any_moment(before: tuple[Path, Path, dict[str, bytes]], whom: str) -> None:
    data, workspace, held = before
    if whom != "parent" and not Path("/proc/self/task").exists():
        pytest.skip("no list of child processes on this system")
    ended = 0
    for moment in (0.2, 0.45, 0.6, 0.8, 1.1):
        process = start(data, workspace)
        time.sleep(moment)
        loaders = children_of(process.pid)
        for target in {"parent": [process.pid], "loader": loaders, "both": [*loaders, process.pid]}[whom]:
            try:
                os.kill(target, signal.SIGKILL)
            except ProcessLookupError:
                continue
        said = outcome(process)
        assert said == "" or said.startswith(("rows 20000", "refused")), said
        ended += said.startswith("rows")
        now = cached(workspace)
        assert {name: now.get(name) for name in held} == held
        if ended:
            break
    assert outcome(start(data, workspace)) == "rows 20000"
    write_rows(data, 50)
    again = open_source(data, workspace=Workspace(workspace))
    assert (again.load_report.from_cache, again.load_report.tables[0].rows) == (True, 50)
    again.close()


@posix
def test_a_loader_that_is_left_alone_ends_and_leaves_nothing(tmp_path: Path) -> None:
    data, workspace = tmp_path / "data.csv", tmp_path / "w"
    write_rows(data, 400_000)
    process = start(data, workspace)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("w/cache/.*.loading/new.duckdb")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    outcome(process)
    while list(tmp_path.glob("w/cache/.*.loading")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not list(tmp_path.glob("w/cache/.*.loading"))
    assert not list(tmp_path.glob("w/cache/*.duckdb"))


def test_several_processes_on_one_workspace(tmp_path: Path) -> None:
    data, workspace = tmp_path / "data.csv", tmp_path / "w"
    write_rows(data, 5_000)
    assert [outcome(each) for each in [start(data, workspace) for _ in range(4)]] == ["rows 5000"] * 4
    write_rows(data, 6_000)
    mixed = [start(data, workspace), start(data, workspace)]
    mixed[0].kill()
    outcome(mixed[0])
    assert outcome(mixed[1]) == "rows 6000"
    finished = [name for name in cached(workspace) if name.endswith(".duckdb")]
    assert len(finished) == 2
    for name in finished:
        with duckdb.connect(str(workspace / "cache" / name), read_only=True) as con:
            assert con.execute("SELECT count(*) FROM data").fetchall()[0][0] in (5_000, 6_000)


@posix
@pytest.mark.parametrize("size", [4_096, 1_000_000, 3_000_000])
def test_a_full_disk_is_said_and_keeps_what_was_there(before: tuple[Path, Path, dict[str, bytes]], size: int) -> None:
    """A limit on the size of files meets every write as a full disk does: at the first, or in the middle."""
    data, workspace, held = before
    write_rows(data, 60_000, wide=True)
    said = outcome(start(data, workspace, str(size)))
    assert said.startswith("refused")
    assert said.endswith(
        "could not be loaded: the disk is full; free some space, or set ASKBI_HOME to a folder on another disk."
    )
    now = cached(workspace)
    assert {name: now.get(name) for name in held} == held
    assert not [each for each in (workspace / "cache").iterdir() if each.name.endswith((".part", ".loading"))]
    assert outcome(start(data, workspace)) == "rows 60000"


@posix
def test_a_disk_that_is_full_when_the_report_is_written(before: tuple[Path, Path, dict[str, bytes]]) -> None:
    data, workspace, held = before
    (workspace / "cache" / "index.json").unlink()
    said = outcome(start(data, workspace, "64"))
    assert said.startswith("refused")
    assert "the disk is full" in said
    assert cached(workspace).items() >= held.items()


def test_rows_that_were_set_aside_belong_to_their_version(tmp_path: Path) -> None:
    data, target = tmp_path / "a.csv", tmp_path / "a.duckdb"
    data.write_text("a,b\n1,2\n3\n5,6\n", encoding="utf-8")
    load_files([FileInput(data)], target)
    kept = aside_path(target).read_bytes()
    data.write_bytes(b"\x89PNG")
    with pytest.raises(SourceError, match="picture"):
        load_files([FileInput(data)], target)
    assert aside_path(target).read_bytes() == kept
    data.write_text("a,b\n1,2\n", encoding="utf-8")
    load_files([FileInput(data)], target)
    assert not aside_path(target).exists()


LIMITS = {
    "file_mb": (LoadLimits(file_mb=0.5), "a.csv has 1.2 MB, more than the 0.5 MB (ASKBI_MAX_FILE_MB)"),
    "seconds": (LoadLimits(seconds=0.05), "took longer than the 0.05 seconds (ASKBI_MAX_LOAD_SECONDS)"),
    "columns": (LoadLimits(columns=2), "has 3 columns, more than the 2 (ASKBI_MAX_COLUMNS)"),
    "line": (LoadLimits(line_characters=20), "line 2 is longer than the 20 (ASKBI_MAX_LINE_CHARACTERS)"),
    "memory": (LoadLimits(memory_mb=700), "needs more memory than the 700 MB (ASKBI_LOAD_MEMORY_MB)"),
}


@posix
@pytest.mark.parametrize("limit", LIMITS)
def test_each_limit_names_its_setting(tmp_path: Path, limit: str) -> None:
    limits, words = LIMITS[limit]
    write_rows(tmp_path / "a.csv", 25_000)
    if limit == "memory":
        (tmp_path / "a.csv").write_text("a,b\n" + ('1,"' + "x" * 15_000_000 + '"\n') * 20, encoding="utf-8")
    target = tmp_path / "out.duckdb"
    target.write_bytes(b"before")
    with pytest.raises(SourceError) as caught:
        load_files([FileInput(tmp_path / "a.csv")], target, limits=limits)
    assert words in str(caught.value)
    assert target.read_bytes() == b"before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.csv", "out.duckdb"]
