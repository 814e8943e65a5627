"""The three lock files say the same, so that uv and pip install the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _entries(name: str) -> list[dict[str, Any]]:
    """A package comes once for each version; which one is taken may depend on the Python."""
    return [package for package in LOCK["package"] if package["name"] == name]


def _exported(file: str) -> set[tuple[str, str]]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([\w.-]+)==([^\s;\\]+)", line) for line in lines)
    return {(hit[1], hit[2]) for hit in found if hit}


def _reached(wanted: list[dict[str, Any]]) -> set[tuple[str, str]]:
    reached: set[tuple[str, str]] = set()
    todo = [(entry["name"], tuple(entry.get("extra", ()))) for entry in wanted]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while todo:
        name, extras = todo.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        for package in _entries(name):
            reached.add((name, package["version"]))
            parts = [package.get("dependencies", [])]
            parts += [package.get("optional-dependencies", {}).get(extra, []) for extra in extras]
            todo += [(entry["name"], tuple(entry.get("extra", ()))) for part in parts for entry in part]
    return reached


def test_exports_are_in_step() -> None:
    (ours,) = _entries("askbi")
    run = ours["dependencies"] + ours["optional-dependencies"]["profiling"]  # the button works for whoever starts here
    assert _exported("requirements.lock") == _reached(run)
    assert _exported("requirements-dev.lock") == _reached(run + ours["dev-dependencies"]["dev"])


def test_lock_knows_every_requirement() -> None:
    def bare(requirements: list[str]) -> set[tuple[str, str]]:
        cut = (re.match(r"([\w.-]+)\s*(.*)", requirement) for requirement in requirements)
        return {(re.sub(r"[-_.]+", "-", hit[1]).lower(), ",".join(sorted(hit[2].split(",")))) for hit in cut if hit}

    def locked(entries: list[dict[str, Any]]) -> set[tuple[str, str]]:
        return {
            (entry["name"], ",".join(sorted(entry.get("specifier", "").split(","))))
            for entry in entries
            if "extra" not in entry.get("marker", "")
        }

    metadata = _entries("askbi")[0]["metadata"]
    assert bare(PROJECT["project"]["dependencies"]) == locked(metadata["requires-dist"])
    assert bare(PROJECT["dependency-groups"]["dev"]) == locked(metadata["requires-dev"]["dev"])


def test_only_the_public_index() -> None:
    others = {p["source"]["registry"] for p in LOCK["package"] if "registry" in p["source"]}
    assert others == {"https://pypi.org/simple"}


def test_one_version() -> None:
    import askbi

    assert askbi.__version__ == PROJECT["project"]["version"]
    assert f"## {askbi.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
