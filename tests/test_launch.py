"""Starting the web app and looking at an installation."""

from __future__ import annotations

import json
import socket

import pytest

from app.cli import main
from app.doctor import Finding
from app.launch import HOST, free_port
from copilot.errors import ConfigError


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


def test_doctor_of_data_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "no/such/file.csv"]) == 1
    out = capsys.readouterr().out
    assert "BAD   data:" in out
    assert "no/such/file.csv" in out
