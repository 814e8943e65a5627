"""The house as a whole: what is imported when, who may make a validated query, and that the wheel stands alone."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("app", "copilot", "insight", "prompts")
HEAVY = (
    "duckdb", "langchain", "numpy", "openpyxl", "pandas", "plotly", "polars", "pyarrow", "sqlalchemy", "sqlglot",
    "streamlit", "ydata_profiling",
)  # fmt: skip


def _python(code: str, *, cwd: Path = ROOT, path: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(path)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("names", ["askbi", "askbi, copilot, insight, prompts", "app.cli", "app.assistant"])
def test_nothing_heavy_before_it_is_needed(names: str) -> None:
    done = _python(f"import sys, {names}; print(*(m for m in {HEAVY} if m in sys.modules))")
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_no_picture_and_no_screen_for_values() -> None:
    done = _python(
        # pa.table({...}) would import pandas to ask whether it was given a Series
        "import sys, pyarrow as pa; from app.assistant import Answer; from copilot.values import Answer as Value\n"
        "table = pa.Table.from_arrays([pa.nulls(1)], ['n'])\n"
        "a = Answer(Value('q', 'answered', 'en', 'person', table=table)); a.rows, a.to_json(), repr(a)\n"
        "print(*(m for m in ('streamlit', 'plotly', 'pandas') if m in sys.modules))"
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")


def _modules() -> list[tuple[str, ast.Module]]:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return [(str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))) for path in files]


def _names(tree: ast.Module) -> set[str]:
    loaded = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    reached = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {a.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for a in node.names}
    return loaded | reached | imported


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("claim_mint", ("copilot/gate/", "copilot/values/query.py")),
        ("admit", ("copilot/gate/", "copilot/catalog/", "insight/")),
        ("_SEAL", ("copilot/values/query.py",)),
    ],
)
def test_who_may_make_a_validated_query(name: str, may: tuple[str, ...]) -> None:
    users = [file for file, tree in _modules() if name in _names(tree)]
    assert users
    assert [file for file in users if not file.startswith(may)] == []


@pytest.mark.parametrize("kind", ["file", "folder", "package"])
def test_says_what_is_in_the_way(kind: str, tmp_path: Path) -> None:
    if kind == "file":
        (tmp_path / "app.py").write_text("raise SystemExit('the wrong app was run')")
    elif kind == "package":
        (tmp_path / "prompts").mkdir()
        (tmp_path / "prompts" / "__init__.py").write_text("")
    else:
        (tmp_path / "prompts").mkdir()
    done = _python("import askbi", cwd=tmp_path)
    last = done.stderr.strip().splitlines()[-1:]
    if kind == "folder":  # a folder without __init__.py gives way to a package that comes later
        assert (done.returncode, last) == (0, [])
    else:
        assert last[0].startswith("ImportError: askbi needs its package")
        assert str(tmp_path) in last[0]
        assert "rename" in last[0]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, with the script that an installer would write."""
    pytest.importorskip("hatchling", reason="hatchling is not installed (make test installs it)")
    made = tmp_path_factory.mktemp("wheel")
    done = _python(f"from hatchling.build import build_wheel; print(build_wheel({str(made)!r}))")
    assert done.returncode == 0, done.stderr
    target = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(made / done.stdout.split()[-1]) as wheel:
        wheel.extractall(target)
    (target / "bin").mkdir()
    (target / "bin" / "askbi").write_text("import sys\nfrom app.cli import main\nsys.exit(main())\n")
    return target


def test_wheel_holds_the_packages_and_nothing_else(installed: Path) -> None:
    names = {path.name for path in installed.iterdir()} - {"bin"}
    metadata = next(name for name in names if name.endswith(".dist-info"))
    assert names - {metadata} == {"askbi.py", *PACKAGES}
    assert "Apache License" in (installed / metadata / "licenses" / "LICENSE").read_text(encoding="utf-8")


def test_wheel_runs_where_names_clash(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("raise SystemExit('the wrong app was run')")
    for name in ("prompts", "copilot", "sqlglot"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('the wrong package was run')")
    (tmp_path / "numbers.csv").write_text("n\n1\n2\n3\n")
    done = subprocess.run(
        [sys.executable, str(installed / "bin" / "askbi"), "sql", "numbers.csv", "select sum(n) as total from numbers",
         "--format", "csv"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)}, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "total\n6\n"), done.stderr
