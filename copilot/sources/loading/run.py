"""Starts the loading process and hands on what it says.

Owns the protocol's parent side and the child's life: it never outlives the call, nor the time that a load may take.
Refuses to import the engine.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal

from copilot.errors import SourceError
from copilot.sources.loading.names import shown
from copilot.sources.loading.notes import report_from_dict
from copilot.sources.loading.scratch import remove_abandoned, scratch_path
from copilot.values.load import LoadLimits, LoadReport

_log = logging.getLogger(__name__)
_Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class FileInput:
    """One file, or one Arrow IPC file that a frame was written to."""

    path: Path
    table: str | None = None
    """The table's wanted name; by default it comes from the file's."""
    kind: Literal["file", "arrow"] = "file"


def load_files(
    inputs: Sequence[FileInput],
    target: Path,
    *,
    progress: _Progress | None = None,
    limits: LoadLimits | None = None,
) -> LoadReport:
    """Load files and frames into one new database file at `target`, in a process of its own.

    Args:
        inputs: what to load.
        target: the database file; it is replaced only when everything is loaded.
        progress: called with a text and the share that is done, 0 to 1.
        limits: how much it may take.

    Raises:
        SourceError: an input cannot be loaded; `target` is left as it was.
    """
    if not inputs:
        raise SourceError("There is nothing to load; give at least one file or frame.")
    limits = limits or LoadLimits()
    target = target.absolute()
    remove_abandoned(target.parent)
    request = {
        "inputs": [{"path": str(i.path.absolute()), "table": i.table, "kind": i.kind} for i in inputs],
        "target": str(target),
        "limits": asdict(limits),
    }
    names = ", ".join(shown(item.path.name) for item in inputs)
    child = _Child(names[:200], limits)
    try:
        return child.converse(request, progress)
    finally:
        child.end(target)


class _Child:
    """One loading process."""

    def __init__(self, names: str, limits: LoadLimits) -> None:
        self._names = names
        self._limits = limits
        self._late = False
        self._complaints: deque[str] = deque(maxlen=200)
        self._process = self._start()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._alarm = threading.Timer(min(limits.seconds, threading.TIMEOUT_MAX), self._too_late)
        self._alarm.daemon = True
        self._alarm.start()

    def _start(self) -> subprocess.Popen[str]:
        root = str(Path(__file__).resolve().parents[3])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        try:
            return subprocess.Popen(
                [sys.executable, "-P", "-X", "utf8", "-m", "copilot.sources.loading"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        except OSError as error:
            raise SourceError(
                f"The process that loads {self._names} cannot be started ({error.strerror or error}); end other "
                "programs and open the data again."
            ) from error

    def _listen(self) -> None:
        assert self._process.stderr is not None
        self._complaints.extend(self._process.stderr)

    def _too_late(self) -> None:
        self._late = True
        self._process.kill()

    def converse(self, request: dict[str, Any], progress: _Progress | None) -> LoadReport:
        """Hand over the request and return the report.

        Raises:
            SourceError: the load did not succeed.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            _log.debug("the loading process ended before it took its request")
        for line in self._process.stdout:
            if not line.endswith("\n"):
                break  # killed in the middle of a word
            message = json.loads(line)
            if "progress" in message:
                if progress is not None:
                    progress(message["progress"]["text"], message["progress"]["share"])
            elif "error" in message:
                raise SourceError(message["error"])
            else:
                self._process.wait()
                return report_from_dict(message["done"]["report"])
        raise SourceError(self._why())

    def _why(self) -> str:
        code = self._process.wait()
        self._listener.join(1)
        _log.debug("the loading process failed: %s", "".join(self._complaints))
        if self._late:
            return (
                f"The loading of {self._names} took longer than the {self._limits.words('seconds')} that it may take; "
                "load a part of it, or raise that setting."
            )
        if code < 0 or any("MemoryError" in line or "bad_alloc" in line for line in self._complaints):
            return (
                f"The loading of {self._names} was stopped from outside, or by the system for want of memory; load "
                "fewer or smaller files, or open the data again."
            )
        return f"The loading of {self._names} ended unexpectedly (exit code {code}); open the data again, or report it."

    def end(self, target: Path) -> None:
        """Make sure that the process is gone, with what it had made."""
        self._alarm.cancel()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._listener.join(1)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            _close(pipe)
        shutil.rmtree(scratch_path(target, self._process.pid), ignore_errors=True)


def _close(pipe: IO[str] | None) -> None:
    if pipe is not None:
        try:
            pipe.close()
        except BrokenPipeError:
            _log.debug("the loading process had closed its pipe")
