"""The loading process: one request on stdin, JSON lines on stdout.

Owns the protocol's child side. The work is in a process of its own so that a hostile file can take down nothing else.
"""

from __future__ import annotations

import json
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
from copilot.sources.loading.build import Input, build_database, scratch_folder


def main() -> int:
    """Serve one request and return the exit code."""
    hide_pandas()
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    request = json.loads(sys.stdin.readline())
    target = Path(request["target"])
    _end_with_parent(target)
    inputs = [Input(Path(i["path"]), i.get("table") or None, i.get("kind", "file")) for i in request["inputs"]]

    def send(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    try:
        report = build_database(inputs, target, lambda text, share: send({"progress": {"text": text, "share": share}}))
    except SourceError as error:
        send({"error": str(error)})
        return 1
    except OSError as error:
        send({"error": f"The database {target.name} cannot be written ({error.strerror or error}); check its folder."})
        return 1
    send({"done": {"report": asdict(report)}})
    return 0


def _end_with_parent(target: Path) -> None:
    """Stop, and leave nothing behind, when the process that asked is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        shutil.rmtree(scratch_folder(target, os.getpid()), ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
