"""The worker program: one locked engine behind a pair of pipes (``python -P -m copilot.sources.worker``).

Owns the process: its memory limit, its private way out and its end. Writes nothing to stdout but frames, takes
nothing but the three commands ``open``, ``schema`` and ``query``, and ends when its pipe closes, even during a query.
The address space is limited where the system has such a limit (Linux; macOS may refuse it); the first reply says
whether, so that the caller can watch instead. Where a query holds the interpreter (a regular expression), no thread
here can act: the caller kills, and without a caller the system's alarm does.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Mapping
from queue import SimpleQueue
from typing import IO, Any, Final

from copilot.sources import wire
from copilot.sources.engine import Engine, EngineError, Request, no_memory
from copilot.sources.lean import hide_pandas
from copilot.sources.parts import Parts

_ALARM_SECONDS: Final = 2.0


def main() -> None:
    """Serve requests until the pipe closes."""
    out = _private_stdout()
    hide_pandas()
    sys.modules["numpy"] = None  # type: ignore[assignment]  # pyarrow does without it; it is half of the start
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_read_requests, args=(sys.stdin.buffer, requests), daemon=True).start()
    engine: Engine | None = None
    most = sys.maxsize
    while True:
        request = requests.get()
        payload: bytes | memoryview = b""
        try:
            if request["do"] == "open":
                limited = request["address_space"] and _limit_address_space(request["memory"])
                engine = _open(request)
                most = (_addresses() + request["memory"]) // 2
                reply: dict[str, Any] = {"ok": True, "limited": limited}
            elif engine is None:
                raise EngineError("The worker has no engine open.")
            elif request["do"] == "schema":
                reply = {"ok": True, "tables": engine.schema()}
            else:
                reply, payload = _query(engine, request, out)
                reply["spent"] = _addresses() > most
        except EngineError as error:
            reply = _failure(error)
        except MemoryError:
            reply = _failure(no_memory())
        wire.send(out, reply, payload)
        if request["do"] == "open":
            threading.Thread(target=_warm, daemon=True).start()


def _failure(error: EngineError) -> dict[str, Any]:
    """Return the reply; a query that went too far leaves a worker whose memory nobody gets back, so it is replaced."""
    spent = error.kind in ("memory", "timed_out")
    return {"ok": False, "kind": error.kind, "message": str(error), "spent": spent}


def _open(request: Mapping[str, Any]) -> Engine:
    if request["engine"] == "sqlite":
        from copilot.sources.sqlite_engine import SqliteEngine

        return SqliteEngine(request["path"])
    from copilot.sources.duckdb_engine import DuckDBEngine

    return DuckDBEngine(request["path"], memory=request["memory"] // 4)


def _query(engine: Engine, request: Mapping[str, Any], out: IO[bytes]) -> tuple[dict[str, Any], bytes | memoryview]:
    """Run a query and send its parts, all but the last, which goes with the reply."""
    rows = Parts(
        lambda part: wire.send(out, {"more": True}, part),
        row_cap=request["row_cap"],
        byte_cap=request["byte_cap"],
    )
    _alarm(request["seconds"] + _ALARM_SECONDS)
    try:
        engine.run(
            Request(
                text=request["text"],
                parameters={name: wire.unpack(value) for name, value in request["parameters"].items()},
                tables=frozenset(request["tables"]),
                seconds=request["seconds"],
                shown=request["shown"],
            ),
            rows,
        )
        last = rows.end()
    finally:
        _alarm(0.0)
    return {"ok": True, "truncated": rows.truncated, "seconds": rows.seconds}, last


def _addresses() -> int:
    """Return the size of this process's address space, or 0 where it cannot be told.

    What a large query took is not all given back; a worker that has lost half of its room is replaced in time.
    """
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _alarm(seconds: float) -> None:
    """Have the system end this process then; zero calls it off."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # which ends the process, also where the caller ignores alarms
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _warm() -> None:
    """Load what the first query needs while the caller is still busy with its own start."""
    import pyarrow  # noqa: F401


def _private_stdout() -> IO[bytes]:
    """Keep the pipe for frames; whatever else is printed goes to stderr."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(kept, "wb")


def _limit_address_space(most: int) -> bool:
    """Return whether the system will hold this process to so many bytes."""
    try:
        import resource
    except ImportError:
        return False
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = most if hard == resource.RLIM_INFINITY else min(hard, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError):
        return False
    return sys.platform != "darwin"  # which may take the limit and not keep it


def _read_requests(pipe: IO[bytes], requests: SimpleQueue[dict[str, Any]]) -> None:
    while (message := wire.receive(pipe)) is not None:
        requests.put(message[0])
    os._exit(0)


if __name__ == "__main__":
    main()
