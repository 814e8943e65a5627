"""The README's tour, and that of the profile, do what they show, and their links lead somewhere."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "docs/explore.md")


def _commands() -> list[tuple[str, int, str]]:
    """Command, exit code and the output that is shown (nothing shown is not compared)."""
    found = []
    whole = "\n".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    for block in re.findall(r"```console\n(.*?)```", whole, flags=re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, output = part.partition("\n")
            command, _, remark = line.partition("  # exit code ")
            found.append((command.strip(), int(remark or 0), output))
    return found


@pytest.mark.parametrize(("command", "code", "output"), _commands())
def test_console_tour(command: str, code: int, output: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "askbi"
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip() or done.stdout.strip()
    if output:
        assert done.stdout == output


@pytest.mark.parametrize("page", PAGES)
def test_python_tour(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert blocks
    tour = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page, page, 0)
    said: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(tour, out=said.append)
    assert result.failed == 0, "".join(said)


@pytest.mark.parametrize("page", PAGES)
def test_links(page: str) -> None:
    whole = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", whole):
        assert ((ROOT / page).parent / target).exists(), target
