"""Starting the web app: a free port, Streamlit in a process of its own, one line that says where it is.

Owns the launching process. Refuses to know what the pages show.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from copilot.errors import ConfigError, SourceError

HOST = "127.0.0.1"
DATA_VARIABLE = "ASKBI_DATA"
POLICY_VARIABLE = "ASKBI_POLICY"
ROLE_VARIABLE = "ASKBI_ROLE"
USER_VARIABLE = "ASKBI_USER"
"""A JSON object of the person's attributes."""
_PORTS_TRIED = 50
_START_SECONDS = 60.0


def launch(
    data: str | None,
    *,
    port: int,
    policy: str | None = None,
    role: str | None = None,
    user: Mapping[str, Any] | None = None,
    model: str | None = None,
    model_use: str | None = None,
    egress: str | None = None,
) -> int:
    """Serve the web app until it is stopped, and return its exit code; everybody who opens it holds the one role.

    Raises:
        SourceError: there is nothing at the path of the data.
        ConfigError: no port is free, or a policy is given without data, or a role without a policy.
        PolicyError: the policy cannot be read, or has no such role.
    """
    _check_policy(data, policy, role, user)
    if data is not None and "://" not in data and not Path(data).expanduser().exists():
        raise SourceError(f"there is no file or folder {data!r} (looked in {Path.cwd()}); check the spelling")
    free = free_port(port)
    page = Path(__file__).parent / "web" / "main.py"
    environment = dict(os.environ)
    if data is not None:
        environment[DATA_VARIABLE] = data if "://" in data else str(Path(data).expanduser().resolve())
    if policy is not None:
        environment[POLICY_VARIABLE] = str(Path(policy).expanduser().resolve())
        environment[ROLE_VARIABLE] = role or ""
        environment[USER_VARIABLE] = json.dumps(user or {}, ensure_ascii=False)
    told = {"ASKBI_MODEL": model, "ASKBI_MODEL_USE": model_use, "ASKBI_EGRESS": egress}
    environment.update({name: value for name, value in told.items() if value is not None})
    # -P: nothing of the working folder may stand in for a package of ours.
    command = [sys.executable, "-P", "-m", "streamlit", "run", str(page), *_settings(free)]
    if free != port and port != 0:
        print(f"Port {port} is busy; taking {free}.", file=sys.stderr)
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            if _wait_until_up(server, free):
                print(f"askbi is at http://{HOST}:{free} (Ctrl-C ends it)", file=sys.stderr, flush=True)
            return max(server.wait(), 0)  # ended by a signal is ended as asked
        except KeyboardInterrupt:
            server.terminate()
            server.wait()
            return 0


def _check_policy(data: str | None, policy: str | None, role: str | None, user: Mapping[str, Any] | None) -> None:
    """Say here and now what would otherwise be said in the browser."""
    if policy is None:
        if role is not None or user is not None:
            raise ConfigError("--role and --user belong to a policy; give --policy FILE too")
        return
    if data is None:
        raise ConfigError("--policy says who may see what of the data; name the data too")
    from copilot.policy import grant, read_policy

    grant(read_policy(policy), role, user)


def free_port(first: int) -> int:
    """Return the first port from `first` on that nobody listens at; any free one for 0.

    Raises:
        ConfigError: none of the next 50 is free.
    """
    for port in range(first, min(first + _PORTS_TRIED, 65536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left counts as free
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ConfigError(f"no port from {first} to {first + _PORTS_TRIED - 1} is free; give another one with --port")


def _settings(port: int) -> list[str]:
    return [
        f"--server.address={HOST}",
        f"--server.port={port}",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        "--client.toolbarMode=minimal",
        "--logger.level=warning",
    ]


def _wait_until_up(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False
