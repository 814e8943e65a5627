"""The shipped samples, opened once, and their profiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from app.assistant import Assistant
from insight.profile import Profile, build_profile

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
DAY = date(2026, 10, 1)
Profiled = Callable[[str], Profile]


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Assistant]]:
    """Return what opens a sample, with its workspace outside of the repository."""
    home = tmp_path_factory.mktemp("home")
    kept: dict[str, Assistant] = {}

    def of(name: str) -> Assistant:
        if name not in kept:
            with pytest.MonkeyPatch.context() as patch:  # no longer than that: other tests run meanwhile
                patch.setenv("ASKBI_HOME", str(home))
                kept[name] = Assistant.open(SAMPLES / name, model=None, today=DAY)
        return kept[name]

    yield of
    for assistant in kept.values():
        assistant.close()


@pytest.fixture(scope="session")
def profiled(opened: Callable[[str], Assistant]) -> Profiled:
    """Return what gives the profile of a sample."""
    kept: dict[str, Profile] = {}

    def of(name: str) -> Profile:
        if name not in kept:
            assistant = opened(name)
            session = assistant._session
            kept[name] = build_profile(session.asker(), assistant.catalog, name=assistant.name, day=DAY)
        return kept[name]

    return of
