"""Files from web addresses.

Owns which addresses may be asked, how much may come, and what the file is called here. An address may lead to a machine
that only this one can reach, so what a name resolves to is looked at, and it is that very address that is connected to:
a name that resolves differently a moment later gains nothing. For the same reason no proxy is used. Refuses to read
what comes; opening does that.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import re
import socket
import ssl
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from copilot.errors import SourceError
from copilot.sources.addresses import mask_url
from copilot.sources.loading.expand import KINDS
from copilot.sources.loading.failures import disk_is_full, full_disk
from copilot.sources.loading.names import shown
from copilot.values.load import LoadLimits

Progress = Callable[[str, float], None]
ALLOW_PRIVATE: Final = "ASKBI_ALLOW_PRIVATE_URLS"
"""Setting: 1 lets addresses of this machine and of private networks be asked."""
_SECONDS: Final = 30.0
"""Longest silence."""
_MOST_REDIRECTS: Final = 5
_BLOCK: Final = 1 << 16
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_KINDS_OF_CONTENT: Final = {
    "text/csv": ".csv",
    "application/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/x-ndjson": ".ndjson",
    "application/vnd.apache.parquet": ".parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/zip": ".zip",
    "text/plain": ".txt",
}


def download(url: str, folder: Path, *, limits: LoadLimits | None = None, progress: Progress | None = None) -> Path:
    """Fetch a file into a folder and return its path there; a file of that name is replaced when all has come.

    Args:
        url: an address that begins with http or https.
        folder: where the file goes; made where it is missing.
        limits: how much may come.
        progress: told what happens, and which share of it is done where that is known.

    Raises:
        SourceError: the address may not be asked, does not answer, or sends too much.
    """
    limits = limits or LoadLimits.from_environment(os.environ)
    said = mask_url(url)
    try:
        with _ask(url) as answer:
            return _keep(answer, folder, said, limits, progress or _quiet)
    except SourceError:
        raise
    except urllib.error.HTTPError as error:
        with error:
            raise SourceError(_refusal(said, error.code)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        if disk_is_full(error):
            raise SourceError(full_disk(said)) from error
        raise SourceError(f"{said} could not be fetched: {_reason(error)}; check the address.") from error


def _refusal(said: str, code: int) -> str:
    if code in (401, 403, 407):
        return f"{said} may not be fetched without signing in (status {code}); fetch it in a browser and open the file."
    if code in (404, 410):
        return f"There is nothing at {said} (status {code}); check the address."
    if 300 <= code < 400:
        return f"{said} leads on in circles, or to something that is no web address; check the address."
    return f"{said} could not be fetched: the server answered with status {code}; try again later."


def _reason(error: Exception) -> str:
    inner = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(inner, TimeoutError):
        return f"the server was silent for {_SECONDS:g} seconds"
    if isinstance(inner, ssl.SSLError):
        return f"its certificate cannot be trusted ({inner.reason or 'TLS failed'})"
    if isinstance(inner, socket.gaierror):
        return "there is no server of that name"
    if isinstance(inner, ConnectionRefusedError):
        return "the server does not take connections"
    if isinstance(inner, http.client.IncompleteRead):
        return "the connection ended before all had come"
    if isinstance(inner, http.client.HTTPException | ValueError):
        return "the server's answer makes no sense"
    return str(getattr(inner, "strerror", None) or "the connection failed")


# --- asking ----------------------------------------------------------------------------------------------------------


def _ask(url: str) -> Any:
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Http(),
        _Https(),
        _Redirects(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(  # noqa: S310 only http and https have a handler above
        _checked(url), headers={"User-Agent": "askbi", "Accept-Encoding": "identity"}
    )
    return opener.open(request, timeout=_SECONDS)


def _checked(url: str) -> str:
    """Return the address in the form that is asked.

    Raises:
        SourceError: it is no web address, or carries a password.
    """
    parts = _split(url)
    if parts is None or parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise SourceError(f"{mask_url(url)} is no web address; one that begins with https:// works.")
    if "@" in parts.netloc:
        raise SourceError(
            f"{mask_url(url)} carries a name or password, which is not sent; fetch the file in another way and open it."
        )
    if re.search(r"[\x00-\x20\x7f]", url):
        raise SourceError(f"{mask_url(url)} holds blanks or control characters; write a blank as %20.")
    path = "".join(mark if mark.isascii() else _percent(mark) for mark in parts.path or "/")
    query = "".join(mark if mark.isascii() else _percent(mark) for mark in parts.query)
    return parts._replace(netloc=_host(parts), path=path, query=query, fragment="").geturl()


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise SourceError(f"{shown(host)} is no name of a server; check the address.") from error
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{parts.port}" if parts.port is not None else host


def _percent(mark: str) -> str:
    return "".join(f"%{byte:02X}" for byte in mark.encode("utf-8", "replace"))


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, to web addresses only; the new address is checked like the first."""

    max_redirections = _MOST_REDIRECTS

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        try:
            target = _checked(urljoin(req.full_url, newurl))
            if req.type == "https" and target.lower().startswith("http:"):
                raise SourceError(
                    f"{mask_url(req.full_url)} leads on to an address without encryption, which is not followed."
                )
        except SourceError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, target)


def _connect(host: str, port: int, timeout: float | None) -> socket.socket:
    """Connect to the first permitted address of a name.

    Raises:
        SourceError: the name leads to this machine or to a private network.
        OSError: no connection can be made.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(_permitted(str(address[0])) for *_, address in found):
        raise SourceError(
            f"{shown(host)} is an address of this machine or of a private network, which is not asked; set "
            f"{ALLOW_PRIVATE}=1 to allow that."
        )
    problem: OSError | None = None
    for family, kind, protocol, _, address in found:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
        except OSError as error:
            connection.close()
            problem = error
            continue
        return connection
    raise problem or OSError("the name has no address")


def _permitted(address: str) -> bool:
    """Say whether an address lies in the open internet, also where it is written as another family's."""
    if os.environ.get(ALLOW_PRIVATE, "").strip() == "1":
        return True
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.teredo:
            return False
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


class _HttpConnection(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = _connect(self.host, self.port, self.timeout)


class _HttpsConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        plain = _connect(self.host, self.port, self.timeout)
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_HttpConnection, req)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_HttpsConnection, req)


# --- keeping ---------------------------------------------------------------------------------------------------------


def _keep(answer: Any, folder: Path, said: str, limits: LoadLimits, tell: Progress) -> Path:
    """Write the answer under a name of its own, then rename it."""
    cap = int(limits.download_mb * 1e6)
    length = answer.headers.get("Content-Length", "")
    expected = int(length) if length.isascii() and length.isdigit() else 0
    too_much = (
        f"{said} sends more than the {limits.words('download_mb')} that may be fetched; get it in another way and "
        "open the file, or raise that setting."
    )
    if expected > cap:
        raise SourceError(too_much)
    folder.mkdir(parents=True, exist_ok=True)
    name = file_name(answer.geturl(), answer.headers)
    part = folder / f".{uuid.uuid4().hex[:8]}.part"
    size, deadline = 0, time.monotonic() + limits.seconds
    try:
        with part.open("xb") as out:
            while block := answer.read1(_BLOCK):
                size += len(block)
                if size > cap:
                    raise SourceError(too_much)
                if time.monotonic() > deadline:
                    raise SourceError(f"{said} took longer than the {limits.words('seconds')} that a load may take.")
                out.write(block)
                tell(f"fetching {name}", min(1.0, size / expected) if expected else 0.0)
        if expected and size < expected:
            raise SourceError(f"{said} could not be fetched: the connection ended before all had come; try again.")
        os.replace(part, folder / name)
    finally:
        part.unlink(missing_ok=True)
    return folder / name


def file_name(url: str, headers: Message) -> str:
    """Return what a fetched file is called: as the server says, or as the address ends; never a path.

    >>> file_name("https://host/data/sales%202026.csv?x=1", Message())
    'sales 2026.csv'
    """
    given = headers.get_filename() or ""
    name = _clean(given) or _clean(unquote(urlsplit(url).path))
    if Path(name.lower().removesuffix(".gz")).suffix in KINDS:
        return name
    suffix = _KINDS_OF_CONTENT.get(headers.get_content_type(), "") if headers.get("Content-Type") else ""
    return f"{name or 'data'}{suffix or '.csv'}" if not Path(name).suffix or suffix else name


def _clean(text: str) -> str:
    """The last part of a path, in characters that every system takes."""
    last = re.split(r"[/\\]", text.rstrip("/\\"))[-1]
    last = "".join(mark if mark.isprintable() and mark not in '<>:"|?*' else "_" for mark in last)
    last = last.strip(" .").lstrip("~")
    while len(last.encode("utf-8", "replace")) > 150:
        last = last[1:]
    return last


def _quiet(text: str, share: float) -> None:
    return None
