"""The worker program: one locked engine behind a pair of pipes (``python -P -m copilot.sources.worker``).

Owns the process: its memory limit, its private way out and its end. Writes nothing to stdout but frames, takes
nothing but the three commands ``open``, ``schema`` and ``query``, and ends when its pipe closes, even during a query.
The address space is limited where the system has such a limit (Linux; macOS may refuse it); elsewhere only the engine's
own memory limit holds.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from queue import SimpleQueue
from typing import IO, Any

from copilot.sources import wire
from copilot.sources.engine import Engine, EngineError, Request
from copilot.sources.lean import hide_pandas

_ADDRESS_SPACE = 2 << 30


def main() -> None:
    """Serve requests until the pipe closes."""
    out = _private_stdout()
    _limit_address_space()
    hide_pandas()
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_read_requests, args=(sys.stdin.buffer, requests), daemon=True).start()
    engine: Engine | None = None
    while True:
        request = requests.get()
        payload: bytes | memoryview = b""
        try:
            if request["do"] == "open":
                engine = _open(request)
                reply: dict[str, Any] = {"ok": True}
            elif engine is None:
                raise EngineError("The worker has no engine open.")
            elif request["do"] == "schema":
                reply = {"ok": True, "tables": engine.schema()}
            else:
                reply, payload = _query(engine, request)
        except EngineError as error:
            reply = {"ok": False, "kind": error.kind, "message": str(error)}
        except MemoryError:
            reply = {
                "ok": False,
                "kind": "failed",
                "message": "The query needs more memory than it may use; narrow it.",
            }
        wire.send(out, reply, payload)
        if request["do"] == "open":
            threading.Thread(target=_warm, daemon=True).start()


def _open(request: Mapping[str, Any]) -> Engine:
    if request["engine"] == "sqlite":
        from copilot.sources.sqlite_engine import SqliteEngine

        return SqliteEngine(request["path"])
    from copilot.sources.duckdb_engine import DuckDBEngine

    return DuckDBEngine(request["path"])


def _query(engine: Engine, request: Mapping[str, Any]) -> tuple[dict[str, Any], memoryview]:
    import pyarrow as pa

    rows = engine.run(
        Request(
            text=request["text"],
            parameters={name: wire.unpack(value) for name, value in request["parameters"].items()},
            tables=frozenset(request["tables"]),
            row_cap=request["row_cap"],
            seconds=request["seconds"],
        )
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.table.schema) as writer:
        writer.write_table(rows.table)
    return {"ok": True, "truncated": rows.truncated, "seconds": rows.seconds}, memoryview(sink.getvalue())


def _warm() -> None:
    """Load what the first query needs while the caller is still busy with its own start."""
    import pyarrow  # noqa: F401


def _private_stdout() -> IO[bytes]:
    """Keep the pipe for frames; whatever else is printed goes to stderr."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(kept, "wb")


def _limit_address_space() -> None:
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _ADDRESS_SPACE if hard == resource.RLIM_INFINITY else min(hard, _ADDRESS_SPACE)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError):
        return


def _read_requests(pipe: IO[bytes], requests: SimpleQueue[dict[str, Any]]) -> None:
    while (message := wire.receive(pipe)) is not None:
        requests.put(message[0])
    os._exit(0)


if __name__ == "__main__":
    main()
