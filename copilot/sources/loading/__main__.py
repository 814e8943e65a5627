"""The loading process: one request on stdin, JSON lines on stdout.

Owns the protocol's child side. The work is in a process of its own so that a hostile file can take down nothing else.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from copilot.errors import SourceError
from copilot.sources.lean import hide_pandas
from copilot.sources.loading.build import Input, build_database
from copilot.sources.loading.failures import reason_of, sentence
from copilot.sources.loading.scratch import scratch_path
from copilot.values.load import LoadLimits

_log = logging.getLogger(__name__)


def main() -> int:
    """Serve one request and return the exit code."""
    hide_pandas()
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        return 1  # whoever asked is gone
    request = json.loads(line)
    target = Path(request["target"])
    _end_with_parent(target)
    limits = LoadLimits(**request["limits"])
    inputs = [Input(Path(i["path"]), i.get("table") or None, i.get("kind", "file")) for i in request["inputs"]]
    if all(item.kind == "file" for item in inputs):
        _limit_memory(limits)

    def send(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    try:
        report = build_database(
            inputs, target, lambda text, share: send({"progress": {"text": text, "share": share}}), limits
        )
    except SourceError as error:
        _log.debug("the load was refused", exc_info=True)
        send({"error": str(error)})
        return 1
    # The outer edge of the process: what is not about one file, such as a disk that is full at the end.
    except Exception as error:  # noqa: BLE001
        logging.basicConfig(level=logging.DEBUG)
        _log.debug("the load failed", exc_info=True)
        send({"error": sentence("The data", error, limits), "reason": reason_of(error)})
        return 1
    send({"done": {"report": asdict(report)}})
    return 0


def _limit_memory(limits: LoadLimits) -> None:
    """Hold the process to its address space; frames are mapped into it, so theirs has no limit."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = int(limits.memory_mb * 1e6)
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    except (ImportError, AttributeError, OSError, ValueError):
        _log.debug("this system has no limit for the memory of a process", exc_info=True)


def _end_with_parent(target: Path) -> None:
    """Stop, and leave nothing behind, when the process that asked is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        shutil.rmtree(scratch_path(target, os.getpid()), ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
