"""A chat model that says what a test wrote down: a server on loopback that speaks the OpenAI protocol.

The client library, its streaming and its errors are the real ones.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from copilot.config import ModelSettings
from copilot.llm import ChatModel, open_model


@dataclass(frozen=True)
class Says:
    """One reply."""

    text: str = ""
    status: int = 200
    finish: str = "stop"
    as_call: bool = False
    """True for a function call with `text` as its arguments."""
    wait: float = 0.0
    """Seconds of silence before it."""
    headers: tuple[tuple[str, str], ...] = ()
    lacks: tuple[str, ...] = ()
    """Ways to ask for structure that this server refuses, with a 400: parts of the request's names."""


def sql(text: str, **more: str) -> Says:
    """A well-formed reply with a statement."""
    return Says(json.dumps({"sql": text, **more}))


@dataclass
class Script:
    """What is said, in order; the last reply is said again and again."""

    says: Sequence[Says]
    requests: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def next(self, request: dict[str, Any]) -> Says:
        """Take note of a request and return the reply to it."""
        self.requests.append(request)
        return self.says[min(len(self.requests), len(self.says)) - 1]

    @property
    def sent(self) -> str:
        """Everything that was sent, as one text."""
        return "\n".join(json.dumps(request, ensure_ascii=False) for request in self.requests)


@contextmanager
def serving(*says: Says) -> Iterator[Script]:
    """Serve a script."""
    script = Script(says)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            one = script.next(request)
            way = (request.get("response_format") or {}).get("type", "") or ("tools" if request.get("tools") else "")
            time.sleep(one.wait)
            if one.status != 200 or (way and way in one.lacks):
                told = one.text if one.status != 200 else f"{way} is not supported"
                self._send(json.dumps({"error": {"message": told}}), one.status if one.status != 200 else 400, one)
                return
            delta: dict[str, Any] = {"role": "assistant", "content": one.text}
            if one.as_call:
                call = {"index": 0, "id": "1", "type": "function", "function": {"name": "reply", "arguments": one.text}}
                delta = {"role": "assistant", "content": None, "tool_calls": [call]}
            usage: dict[str, Any] = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
            usage_chunk: dict[str, Any] = {
                "choices": [],
                "usage": {**usage, "prompt_tokens_details": {"cached_tokens": 60}},
            }
            chunks: list[dict[str, Any]] = [
                {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]},
                {"choices": [{"index": 0, "delta": {}, "finish_reason": one.finish}]},
                usage_chunk,
            ]
            common = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
            lines = [f"data: {json.dumps({**common, **chunk})}\n\n" for chunk in chunks]
            self._send("".join([*lines, "data: [DONE]\n\n"]), 200, one)

        def _send(self, body: str, status: int, one: Says) -> None:
            told = body.encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "text/event-stream" if status == 200 else "application/json")
                self.send_header("Content-Length", str(len(told)))
                for name, value in one.headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(told)
            except OSError:  # who asked has gone
                pass

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()


def opened(script: Script, seconds: float = 20.0) -> ChatModel:
    """Open a script as a chat model."""
    return open_model("openai:scripted", ModelSettings(base_url=script.url, key="sk-secret-123456", seconds=seconds))
