"""One call to a chat model: a prompt goes out, named texts come back.

Owns how a structured reply is asked for (JSON schema, else a function call, else JSON, else text), the one retry
policy, the deadline and the stopping. Refuses to know what is asked and to keep anything: every exchange is handed to a
ledger as it was sent.
"""

from __future__ import annotations

import hashlib
import json
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from copilot.llm.failures import RETRIED, ModelFailed, as_failure
from copilot.sources.ticket import Ticket
from prompts import Wanted

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

Method = Literal["json_schema", "function_calling", "json_mode", "text"]
METHODS: Final[tuple[Method, ...]] = ("json_schema", "function_calling", "json_mode", "text")
Messages = Sequence[tuple[str, str]]
_PAUSES: Final = (0.5, 2.0)
"""Before the second and the third attempt, where the provider names no time."""
_LONGEST_PAUSE: Final = 20.0
_LOOK: Final = 0.05
_FENCED: Final = re.compile(r"```[a-z]*\s*(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_QUERY: Final = re.compile(r"\s*(?:select|with)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Usage:
    """What calls have cost so far."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    """Of `tokens_in`, those that the server had seen before."""
    seconds: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.tokens_cached + other.tokens_cached,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as it was sent, and what came of it."""

    model: str
    where: str
    messages: tuple[tuple[str, str], ...]
    method: Method
    reply: str
    error: str
    usage: Usage


class Known(Protocol):
    """Replies from before."""

    def reply(self, key: str) -> str | None:
        """Return the reply that was kept, None where there is none."""

    def keep_reply(self, key: str, reply: str) -> None:
        """Keep a reply."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    fields: Mapping[str, str]
    text: str
    usage: Usage


@dataclass
class ChatModel:
    """A chat model that replies with named texts.

    Attributes:
        chat: LangChain's; None for a model that says only what is known from before.
        name: what the model is called.
        where: the endpoint, without a key.
        seconds: deadline of one call, attempts together.
    """

    chat: BaseChatModel | None
    name: str
    where: str = ""
    seconds: float = 120.0
    methods: tuple[Method, ...] = METHODS
    """Ways that were not refused so far; the first is used."""
    most_tokens: int | None = None
    """Of a reply; None leaves it to the model."""
    tempered: bool = True
    """False where the model has refused to be told a temperature."""

    def call(
        self,
        messages: Messages,
        wanted: Sequence[Wanted],
        *,
        keep: Callable[[Exchange], None],
        known: Known | None = None,
        ticket: Ticket | None = None,
        on_text: Callable[[str], None] | None = None,
        temperature: float = 0.0,
    ) -> Reply:
        """Send messages and return the named texts of the reply.

        Args:
            messages: who speaks and what.
            wanted: the texts of the reply; the first is the one that must be there.
            keep: told every exchange, failed ones too.
            known: replies from before; one to the same request is taken from there, and nothing is sent.
            ticket: stops the call.
            on_text: told the reply as it comes in, each piece once.
            temperature: 0 for the same reply every time, as far as the model can.

        Raises:
            ModelFailed: there is no usable reply, whatever the reason.
        """
        key = self._key(messages, wanted, temperature)
        before = fields_in(known.reply(key) or "", wanted) if known is not None else None
        if before is not None:
            return Reply(before, json.dumps(before, ensure_ascii=False), Usage())
        if self.chat is None:
            raise ModelFailed("No reply to this request was recorded; run it once with the model.", kind="not_recorded")
        end = time.monotonic() + self.seconds
        spent, pauses, ways = Usage(), list(_PAUSES), list(self.methods)
        while True:
            heard = self._heard(messages, wanted, ways[0], end, ticket, on_text, temperature)
            keep(
                Exchange(
                    self.name, self.where, tuple(messages), ways[0], heard.text, str(heard.error or ""), heard.usage
                )
            )
            spent += heard.usage
            error = heard.error
            if error is None:
                if known is not None:
                    known.keep_reply(key, json.dumps(heard.fields, ensure_ascii=False))
                return Reply(heard.fields, heard.text, spent)
            if error.kind == "not_supported" and self.tempered and "temperature" in str(error):
                self.tempered = False  # some models take none
            elif error.kind in ("not_supported", "malformed") and len(ways) > 1:
                refused = ways.pop(0)
                if error.kind == "not_supported":
                    self.methods = tuple(method for method in self.methods if method != refused)
            elif error.kind in RETRIED and pauses:
                usual = pauses.pop(0)
                self._wait(min(usual if error.wait is None else error.wait, _LONGEST_PAUSE), end, error, ticket)
            else:
                raise error

    def _key(self, messages: Messages, wanted: Sequence[Wanted], temperature: float) -> str:
        """Return what a reply is known by: everything that it depends on."""
        asked = [(one.name, one.most, one.about) for one in wanted]
        told = json.dumps([self.name, list(messages), asked, temperature], ensure_ascii=False)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def _wait(self, seconds: float, end: float, error: ModelFailed, ticket: Ticket | None) -> None:
        until = time.monotonic() + seconds
        if until > end:
            raise error
        while time.monotonic() < until:
            _raise_if_stopped(ticket)
            time.sleep(_LOOK)

    def _heard(
        self,
        messages: Messages,
        wanted: Sequence[Wanted],
        method: Method,
        end: float,
        ticket: Ticket | None,
        on_text: Callable[[str], None] | None,
        temperature: float,
    ) -> _Heard:
        """Ask once."""
        began = time.monotonic()
        heard = _Heard()
        try:
            for piece in self._pieces(messages, wanted, method, end, ticket, temperature):
                heard.take(piece, on_text)
            found = fields_in(heard.text, wanted)
            if not heard.whole:
                raise ModelFailed(f"The reply of {self.name} was cut off before its end.", kind="cut_off")
            if found is None:
                raise ModelFailed(f"The reply of {self.name} keeps to no form that askbi can read.", kind="malformed")
            heard.fields = found
        except ModelFailed as failure:
            heard.error = failure
        heard.usage = replace(heard.usage, calls=1, seconds=time.monotonic() - began)
        return heard

    def _pieces(
        self,
        messages: Messages,
        wanted: Sequence[Wanted],
        method: Method,
        end: float,
        ticket: Ticket | None,
        temperature: float,
    ) -> Iterator[AIMessageChunk]:
        """Yield the reply as it comes.

        It is read in a thread of its own, so that a deadline and a stop are felt while the provider is silent; where
        nobody listens any more it ends with the next piece, which closes the connection.

        Raises:
            ModelFailed: no more is to come.
        """
        assert self.chat is not None
        chat = self.chat
        pieces: queue.Queue[AIMessageChunk | Exception | None] = queue.Queue()
        given_up = threading.Event()
        own = temperature if self.tempered else None

        def read() -> None:
            from langsmith.run_helpers import tracing_context

            try:
                with tracing_context(enabled=False):  # nothing of a prompt goes anywhere else, whatever is set
                    for piece in _bound(chat, method, wanted, own, self.most_tokens).stream(list(messages)):
                        pieces.put(piece)
                        if given_up.is_set():
                            return
                pieces.put(None)
            except Exception as error:  # noqa: BLE001  a provider's library may raise anything; it is told apart outside
                pieces.put(error)

        threading.Thread(target=read, name="askbi model call", daemon=True).start()
        try:
            while True:
                _raise_if_stopped(ticket)
                if time.monotonic() > end:
                    raise as_failure(TimeoutError(), self.name, self.where)
                try:
                    piece = pieces.get(timeout=_LOOK)
                except queue.Empty:
                    continue
                if piece is None:
                    return
                if isinstance(piece, Exception):
                    raise as_failure(piece, self.name, self.where) from piece
                yield piece
        finally:
            given_up.set()


@dataclass
class _Heard:
    """What one request has brought so far."""

    text: str = ""
    usage: Usage = field(default_factory=Usage)
    whole: bool = True
    fields: Mapping[str, str] = field(default_factory=dict)
    error: ModelFailed | None = None

    def take(self, piece: AIMessageChunk, on_text: Callable[[str], None] | None) -> None:
        new = _text_of(piece)
        self.text += new
        self.usage += _usage_of(piece)
        if (piece.response_metadata or {}).get("finish_reason") in ("length", "max_tokens"):
            self.whole = False
        if new and on_text is not None:
            on_text(new)


def _bound(
    chat: BaseChatModel, method: Method, wanted: Sequence[Wanted], temperature: float | None, most: int | None
) -> Any:
    schema = {
        "type": "object",
        "properties": {one.name: {"type": "string", "maxLength": one.most, "description": one.about} for one in wanted},
        "required": [wanted[0].name],  # a small model that must fill in all of them writes much and means little
        "additionalProperties": False,
    }
    more: dict[str, Any] = {} if temperature is None else {"temperature": temperature}
    if most is not None:
        more["max_tokens"] = most
    if method == "json_schema":
        form = {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema}}
        return chat.bind(response_format=form, **more)
    if method == "function_calling":
        tool = {"type": "function", "function": {"name": "reply", "description": "Reply.", "parameters": schema}}
        return chat.bind_tools([tool], tool_choice="reply", **more)
    if method == "json_mode":
        return chat.bind(response_format={"type": "json_object"}, **more)
    return chat.bind(**more) if more else chat


def _text_of(piece: Any) -> str:
    called = "".join(chunk.get("args") or "" for chunk in getattr(piece, "tool_call_chunks", ()) or ())
    content = piece.content
    if not isinstance(content, str):
        content = "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in content)
    return called or content


def _usage_of(piece: Any) -> Usage:
    counted = getattr(piece, "usage_metadata", None) or {}
    details = counted.get("input_token_details") or {}
    return Usage(0, counted.get("input_tokens", 0), counted.get("output_tokens", 0), details.get("cache_read") or 0)


def _raise_if_stopped(ticket: Ticket | None) -> None:
    if ticket is not None and ticket.cancelled:
        raise ModelFailed("The question was stopped.", kind="stopped")


def fields_in(text: str, wanted: Sequence[Wanted]) -> dict[str, str] | None:
    """Return the named texts of a reply, None where it holds none of them.

    A bare or fenced statement is taken for the first of them; what is missing is empty.

    >>> from prompts import Wanted
    >>> sql, cannot = Wanted("sql", 99, ""), Wanted("cannot", 99, "")
    >>> fields_in('Sure: {"sql": "SELECT 1"} Done.', [sql, cannot])
    {'sql': 'SELECT 1', 'cannot': ''}
    >>> fields_in("```sql\\nSELECT 2\\n```", [sql])
    {'sql': 'SELECT 2'}
    """
    found = _object_in(text)
    if found is not None and any(one.name in found for one in wanted):
        return {one.name: _as_text(found.get(one.name))[: one.most] for one in wanted}
    fenced = _FENCED.search(text)
    bare = (fenced.group(1) if fenced else text).strip()
    if found is None and _QUERY.match(bare):
        return {one.name: bare if at == 0 else "" for at, one in enumerate(wanted)}
    return None


def _object_in(text: str) -> dict[str, Any] | None:
    start = text.find("{")
    while start >= 0:
        try:
            found, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            found = None
        if isinstance(found, dict):
            inside = found.get("arguments", found.get("parameters"))
            return inside if "name" in found and isinstance(inside, dict) else found
        start = text.find("{", start + 1)
    return None


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_as_text, value))
    return "" if value is None or isinstance(value, bool) else str(value).strip()
