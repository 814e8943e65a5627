"""Where the workspace of a data set lies, and what is put there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from copilot.workspace import Workspace


def _data(tmp_path: Path) -> tuple[Path, Path]:
    folder = tmp_path / "shop"
    folder.mkdir()
    file = folder / "orders.csv"
    file.write_text("id\n1\n")
    return folder, file


def test_beside_the_data(tmp_path: Path) -> None:
    folder, file = _data(tmp_path)
    assert Workspace.for_data(folder).root == folder / ".askbi"
    assert Workspace.for_data(file).root == folder / ".askbi"
    assert not (folder / ".askbi").exists()


def test_cache_dir_is_made_when_asked_for_and_left_out_of_git(tmp_path: Path) -> None:
    folder, _ = _data(tmp_path)
    workspace = Workspace.for_data(folder)
    assert workspace.cache_dir == folder / ".askbi" / "cache"
    assert workspace.cache_dir.is_dir()
    assert (folder / ".askbi" / ".gitignore").read_text().split() == ["cache/", "state.db*"]


def test_a_gitignore_of_the_team_stays(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / ".askbi")
    workspace.ensure()
    (workspace.root / ".gitignore").write_text("mine\n")
    workspace.ensure()
    assert (workspace.root / ".gitignore").read_text() == "mine\n"


def test_askbi_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, file = _data(tmp_path)
    home = tmp_path / "home"
    monkeypatch.setenv("ASKBI_HOME", str(home))
    roots = [Workspace.for_data(path).root for path in (folder, file)]
    assert [root.parent for root in roots] == [home, home]
    assert [root.name.rpartition("-")[0] for root in roots] == ["shop", "orders"]
    assert roots[0] == Workspace.for_data(folder).root


def test_user_data_directory_where_the_place_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = _data(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "user"))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setattr(os, "access", lambda *args, **kwargs: False)
    root = Workspace.for_data(folder).root
    assert root.is_relative_to(tmp_path / "user")
    assert root.name.startswith("shop-")


def test_temporary_for_data_without_a_path() -> None:
    workspace = Workspace.for_data(None)
    assert workspace.temporary
    assert not workspace.root.exists()
    assert workspace.cache_dir.is_dir()
    workspace.remove()
    assert not workspace.root.exists()


def test_a_kept_workspace_is_not_removed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.remove()
    assert tmp_path.is_dir()
