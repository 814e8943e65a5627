"""A way to an OpenAI-compatible server that remembers what was replied to which request.

Every arm of a benchmark asks through it: the same request costs its time once, in whichever arm it came first, and a
run that was stopped goes on where it was. Owns the store: one JSON file a request, named by the hash of its body, with
the seconds that the reply took. Refuses to keep failures. A reply that was streamed
is kept whole, and comes at once the next time.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

_SECONDS: Final = 1800


@dataclass
class Replies:
    """The store and what passed through it."""

    folder: Path
    upstream: str
    """Base URL up to and with ``/v1``."""
    seconds: float = 0.0
    """That the replies of this run took when they were first made."""
    asked: int = 0
    made: int = 0
    """Of these, replies that were not in the store."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def reply(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Return status and body of the reply to a POST, from the store where it is there."""
        request = json.loads(body)
        key = hashlib.sha256(json.dumps([path, request], sort_keys=True).encode()).hexdigest()
        place = self.folder / f"{key[:32]}.json"
        if place.exists():
            kept = json.loads(place.read_text(encoding="utf-8"))
        else:
            began = time.perf_counter()
            status, told = self._forward(path, body)
            if status != 200:
                return status, told
            kept = {"request": request, "reply": told.decode(), "seconds": time.perf_counter() - began}
            part = place.with_suffix(".part")
            part.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            part.rename(place)
            self.made += 1
        with self.lock:
            self.asked += 1
            self.seconds += kept["seconds"]
        return 200, kept["reply"].encode()

    def _forward(self, path: str, body: bytes) -> tuple[int, bytes]:
        request = urllib.request.Request(
            self.upstream + path, data=body, headers={"Content-Type": "application/json", "Authorization": "Bearer x"}
        )
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError as error:
            return 502, json.dumps({"error": {"message": f"{self.upstream} cannot be reached: {error}"}}).encode()


@contextmanager
def serving(folder: Path, upstream: str) -> Iterator[tuple[str, Replies]]:
    """Serve the store on loopback; give its base URL and the store."""
    folder.mkdir(parents=True, exist_ok=True)
    replies = Replies(folder, upstream.rstrip("/"))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, told = replies.reply(self.path.removeprefix("/v1"), body)
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream" if told.startswith(b"data:") else "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", replies
    finally:
        server.shutdown()
        server.server_close()
