"""Starts the loading process and hands on what it says.

Owns the protocol's parent side and the child's life: it never outlives the call. Refuses to import the engine.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from copilot.errors import SourceError
from copilot.sources.loading.notes import report_from_dict
from copilot.values.load import LoadReport

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileInput:
    """One file, or one Arrow IPC file that a frame was written to."""

    path: Path
    table: str | None = None
    """The table's wanted name; by default it comes from the file's."""
    kind: Literal["file", "arrow"] = "file"


def load_files(
    inputs: Sequence[FileInput], target: Path, *, progress: Callable[[str, float], None] | None = None
) -> LoadReport:
    """Load files and frames into one new database file at `target`, in a process of its own.

    Args:
        inputs: what to load.
        target: the database file; it is replaced only when everything is loaded.
        progress: called with a text and the share that is done, 0 to 1.

    Raises:
        SourceError: an input cannot be loaded; `target` is left as it was.
    """
    if not inputs:
        raise SourceError("There is nothing to load; give at least one file or frame.")
    target = target.absolute()
    request = {
        "inputs": [{"path": str(i.path.absolute()), "table": i.table, "kind": i.kind} for i in inputs],
        "target": str(target),
    }
    with tempfile.TemporaryFile() as complaints:
        child = _start(complaints)
        try:
            return _converse(child, request, progress, complaints)
        finally:
            _end(child, target)


def _start(complaints: IO[bytes]) -> subprocess.Popen[str]:
    root = str(Path(__file__).resolve().parents[3])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-m", "copilot.sources.loading"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def _converse(
    child: subprocess.Popen[str],
    request: dict[str, Any],
    progress: Callable[[str, float], None] | None,
    complaints: IO[bytes],
) -> LoadReport:
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(json.dumps(request) + "\n")
        child.stdin.flush()
    except BrokenPipeError:
        _log.debug("the loading process ended before it took its request")
    for line in child.stdout:
        message = json.loads(line)
        if "progress" in message:
            if progress is not None:
                progress(message["progress"]["text"], message["progress"]["share"])
        elif "error" in message:
            raise SourceError(message["error"])
        else:
            child.wait()
            return report_from_dict(message["done"]["report"])
    code = child.wait()
    complaints.seek(0)
    _log.error("the loading process failed: %s", complaints.read().decode("utf-8", "replace"))
    names = ", ".join(Path(item["path"]).name for item in request["inputs"])[:200]
    why = "it was stopped, perhaps for want of memory; load fewer or smaller files" if code < 0 else "the log says why"
    raise SourceError(f"The loading of {names} ended unexpectedly (exit code {code}): {why}.")


def _end(child: subprocess.Popen[str], target: Path) -> None:
    if child.poll() is None:
        child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                _log.debug("the loading process had closed its pipe")
    shutil.rmtree(target.parent / f".{target.name}.{child.pid}.loading", ignore_errors=True)
