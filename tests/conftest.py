"""What holds for every test: no network beyond loopback, no settings of this machine, browsers only where one is."""

from __future__ import annotations

import os
import shutil
import socket
from typing import Any

import pytest

from app.doctor import BROWSERS

_NO_BROWSER = "no Chromium found"

for _name in ("ASKBI_MODEL", "ASKBI_HOME", "ASKBI_STATE", "ASKBI_DATA", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
    os.environ.pop(_name, None)

_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"tests stay on this machine; something tried to reach {address!r}")
    _connect(self, address)


socket.socket.connect = _loopback_only  # type: ignore[assignment,method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip browser journeys where there is no browser."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=_NO_BROWSER))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines what was not looked at, and how to change that."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(_NO_BROWSER in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(
            f"{count} browser tests were skipped: {_NO_BROWSER}. "
            "On Debian and Ubuntu this installs one: apt install chromium fonts-noto-cjk"
        )
