"""The router and its frame around real data: smoke only, the page itself has tests of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.web import services

WEB = Path(__file__).parents[2] / "app" / "web"


def frame(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: Path, **address: str) -> AppTest:
    monkeypatch.setenv("ASKBI_DATA", str(given))
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    at = AppTest.from_file(str(WEB / "main.py"), default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def words(at: AppTest) -> str:
    return "\n".join(each.body for each in at.html)


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    file = tmp_path / "my sales.csv"
    file.write_text("region,amount\nNorth,10\nSouth,20\nSouth,5\n", encoding="utf-8")
    return file


def test_data_given_at_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sales: Path) -> None:
    at = frame(monkeypatch, tmp_path, sales)
    assert not at.exception
    assert '<h1 class="ab-title">my sales.csv</h1>' in words(at)
    assert "1 table, 3 rows" in words(at)
    assert dict(at.query_params) == {"lang": "en", "data": "data"}
    box = at.selectbox(key="askbi-data")
    assert (box.value, len(box.options)) == ("data", 4)


@pytest.mark.parametrize(
    ("address", "shown"),
    [({"lang": "zh"}, "1 个表，3 行"), ({"data": "nowhere"}, "There is no such data here; this is my sales.csv."),
     ({"data": "up-gone"}, "upload it again")],
)  # fmt: skip
def test_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sales: Path, address: dict[str, str], shown: str
) -> None:
    assert shown in words(frame(monkeypatch, tmp_path, sales, **address))


def test_data_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"\x00\x01garbage")
    at = frame(monkeypatch, tmp_path, broken)
    assert not at.exception
    assert "broken.xlsx could not be opened" in words(at)
    assert "is not an Excel workbook" in words(at)
    assert not at.chat_input
    assert at.selectbox(key="askbi-data").options
    assert "Try again" in [button.label for button in at.button]


def test_under_a_policy_there_is_the_given_data_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sales: Path
) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("roles: {south: {tables: '*', rows: {my_sales: 'region = :user.region'}}}", encoding="utf-8")
    monkeypatch.setenv("ASKBI_POLICY", str(policy))
    monkeypatch.setenv("ASKBI_ROLE", "south")
    monkeypatch.setenv("ASKBI_USER", '{"region": "South"}')
    services._library.clear()
    at = frame(monkeypatch, tmp_path, sales)
    services._library.clear()
    assert not at.exception
    assert "1 table, 2 rows" in words(at)
    assert at.selectbox(key="askbi-data").options == ["my sales.csv"]
    assert "Path or address" not in str(at.segmented_control)


def test_a_policy_that_makes_no_sense_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sales: Path
) -> None:
    monkeypatch.setenv("ASKBI_POLICY", str(tmp_path / "policy.yaml"))
    monkeypatch.setenv("ASKBI_USER", "region=South")
    at = frame(monkeypatch, tmp_path, sales)
    assert "ASKBI_USER is no JSON object" in words(at)
    assert not at.chat_input


def _imports(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    return {name.partition(".")[0] for name in names | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}}


@pytest.mark.parametrize("file", sorted(WEB.glob("*.py")), ids=lambda file: file.stem)
def test_views_leave_the_engine_alone(file: Path) -> None:
    assert _imports(file) & {"duckdb", "sqlglot", "pandas", "openai"} == set()


@pytest.mark.parametrize(
    "name",
    [
        "state",
        "turns",
        "conversations",
        "running",
        "uploads",
        "words",
        "pieces",
        "added",
        "places",
        "library",
        "workbook",
    ],
)
def test_what_matters_needs_no_screen(name: str) -> None:
    assert "streamlit" not in _imports(WEB / f"{name}.py")


@pytest.mark.parametrize("file", sorted(WEB.glob("*.py")), ids=lambda file: file.stem)
def test_no_module_stands_in_for_another(file: Path) -> None:
    """Streamlit puts the folder of its script first on the path of modules, before it starts its own server."""
    import importlib.util
    import sys

    if file.stem != "__init__":
        assert file.stem not in sys.stdlib_module_names
        assert importlib.util.find_spec(file.stem) is None
