"""Starting the web app and looking at an installation."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.findings import Finding
from app.launch import HOST, free_port, launch
from copilot.errors import AskbiError, ConfigError


def _listen(port: int) -> socket.socket:
    server = socket.socket()
    server.bind((HOST, port))
    server.listen()
    return server


def test_a_busy_port_means_the_next_one() -> None:
    with _listen(0) as server:
        busy = server.getsockname()[1]
        assert busy < free_port(busy) < busy + 50


def test_port_0_is_any() -> None:
    assert 1024 <= free_port(0) <= 65535


def test_no_port_left() -> None:
    with _listen(65535), pytest.raises(ConfigError, match="give another one with --port"):
        free_port(65535)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"data": None, "policy": "sample_data/policy.yaml", "role": "people"}, "name the data too"),
        ({"data": "sample_data/retail", "role": "people"}, "belong to a policy"),
        ({"data": "sample_data/retail", "policy": "no/such.yaml", "role": "people"}, "no/such.yaml"),
        (
            {"data": "sample_data/retail", "policy": "sample_data/policy.yaml", "role": "peeple"},
            "did you mean 'people'",
        ),
    ],
)
def test_what_makes_no_sense_is_said_before_a_browser_opens(given: dict[str, Any], words: str) -> None:
    with pytest.raises(AskbiError, match=words):
        launch(port=0, **given)


@pytest.mark.parametrize(
    ("level", "line"),
    [("well", "ok    duckdb: 2.0.0"), ("note", "note  duckdb: 2.0.0"), ("wrong", "BAD   duckdb: 2.0.0")],
)
def test_finding_as_a_line(level: str, line: str) -> None:
    assert str(Finding(level, "duckdb", "2.0.0")) == line  # type: ignore[arg-type]


def test_doctor_looks_at_the_installation(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--format", "json"])
    findings = {f["what"]: f for f in json.loads(capsys.readouterr().out)}
    assert code == 0, findings
    assert findings["workers"]["level"] == "well"
    assert {"python", "duckdb", "streamlit", "memory limit", "browser", "model"} <= set(findings)


def test_doctor_shows_how_data_was_read(capsys: pytest.CaptureFixture[str], tmp_path: object) -> None:
    assert main(["doctor", "sample_data/flights"]) == 0
    out = capsys.readouterr().out
    assert "flights: 336,776 rows, 19 columns" in out
    assert "flights(carrier) -> airlines(carrier), found" in out


def test_doctor_tells_how_each_file_was_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("Report\n\nid;price\n1;1.234,50\n2;10,00\n3;n/a\n4\nTotal;1.244,50\n", encoding="utf-8")
    assert main(["doctor", str(file)]) == 0
    told = capsys.readouterr().out
    begin = told.index("note  file: sales.csv -> table sales, 3 rows. 1 row did not fit and is in no answer.")
    lines = [line.strip() for line in told[begin:].splitlines()]
    for line in (
        "Delimiter         semicolon",
        "Header            line 3",
        "Above the header  line 1, left out",
        "Totals            line 8, left out",
        "Numbers           price: 1.234,56",
        "line 7, too few cells: 1 of 2: 4",
        "line 8, totals row: Total;1.244,50",
    ):
        assert line in lines


def test_doctor_of_a_role_tells_nothing_of_the_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text("id,name,n\n1,Ann,2\n2,Bob\n3,Cid,4\n4,Dan,5\n", encoding="utf-8")
    (tmp_path / "p.yaml").write_text("roles: {eu: {tables: [sales], hide_columns: [sales.name]}}", encoding="utf-8")
    assert main(["doctor", str(tmp_path / "sales.csv"), "--policy", str(tmp_path / "p.yaml"), "--role", "eu"]) == 0
    told = capsys.readouterr().out
    assert "sales: 3 rows, 2 columns" in told
    assert "Bob" not in told
    assert "did not fit" not in told


def test_control_characters_of_a_file_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "sales.csv").write_text("id,n\n1,2\n3,4\n5,6\n7,\x1b[31mred,9\n", encoding="utf-8")
    assert main(["doctor", str(tmp_path / "sales.csv")]) == 0
    told = capsys.readouterr().out
    assert "\\x1b[31mred" in told
    assert "\x1b" not in told


def test_doctor_of_data_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "no/such/file.csv"]) == 1
    out = capsys.readouterr().out
    assert "BAD   data:" in out
    assert "no/such/file.csv" in out
