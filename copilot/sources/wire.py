"""How a worker and its caller talk: framed messages over a pair of pipes.

Owns the frame (4 bytes of length, a JSON header, then as many raw bytes as the header's ``payload`` says) and the
spelling of typed values in JSON. A reply is one message or several, all but the last with ``more`` in the header. Knows
nothing of engines or processes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

_LENGTH = struct.Struct(">I")
_LONGEST_HEADER = 64 << 20
_PLAIN = (str, bool, int, type(None))


def send(stream: IO[bytes], header: Mapping[str, Any], payload: bytes | memoryview = b"") -> None:
    """Write one message.

    Raises:
        OSError: the other side is gone.
    """
    body = json.dumps({**header, "payload": len(payload)}).encode()
    stream.write(_LENGTH.pack(len(body)) + body)
    if len(payload):
        stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes], *, most: int | None = None) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; None where the other side has closed, even in the middle of a message.

    Raises:
        ValueError: the message announces more than `most` bytes, or a header of absurd length.
    """
    prefix = stream.read(_LENGTH.size)
    if len(prefix) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(prefix)
    if length > _LONGEST_HEADER:
        raise ValueError(f"a header of {length} bytes")
    body = stream.read(length)
    if len(body) < length:
        return None
    header: dict[str, Any] = json.loads(body)
    size = header.pop("payload")
    if most is not None and size > most:
        raise ValueError(f"a message of {size} bytes where {most} are the most")
    payload = stream.read(size) if size else b""
    return (header, payload) if len(payload) == size else None


def pack(value: Any) -> Any:
    """Return a typed scalar as JSON can carry it.

    Raises:
        TypeError: a query parameter is a text, number, boolean, date or time.

    >>> unpack(pack(Decimal("1.50")))
    Decimal('1.50')
    """
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    for kind, name in ((datetime, "timestamp"), (date, "date"), (time, "time")):
        if isinstance(value, kind):
            return {name: value.isoformat()}
    raise TypeError(f"a query parameter cannot be a {type(value).__name__}; use a text, number, boolean, date or time")


def unpack(value: Any) -> Any:
    """Return the typed scalar that `pack` wrote."""
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    return _READ[kind](text)


_READ: dict[str, Callable[[str], Any]] = {
    "float": float,
    "decimal": Decimal,
    "timestamp": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
