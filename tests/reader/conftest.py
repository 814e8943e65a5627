"""The two samples, opened once for all tests of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from copilot.session import Session

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 2)


@pytest.fixture(scope="session")
def flights() -> Iterator[Session]:
    session = Session.open(ROOT / "sample_data" / "flights", clock=lambda: TODAY)
    yield session
    session.close()


@pytest.fixture(scope="session")
def retail() -> Iterator[Session]:
    session = Session.open(ROOT / "sample_data" / "retail", clock=lambda: TODAY)
    yield session
    session.close()
