"""Files from web addresses, from a server on this machine: what comes, what is refused, what is said."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from copilot.errors import SourceError
from copilot.sources.download import ALLOW_PRIVATE, _permitted, file_name
from copilot.sources.download import download as fetch
from copilot.sources.opening import open_source
from copilot.values import LoadLimits
from copilot.workspace import Workspace

CSV = b"id,n\n1,10\n2,20\n"


class _Pages(BaseHTTPRequestHandler):
    """Each path is one behaviour."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        match path:
            case "/sales%202026.csv" | "/data/%E9%94%80%E5%94%AE.csv":
                self._send(CSV)
            case "/export":
                self._send(CSV, {"Content-Disposition": 'attachment; filename="../../etc/report.csv"'})
            case "/api":
                self._send(b'[{"a": 1}]', {"Content-Type": "application/json; charset=utf-8"})
            case "/packed.csv":
                self._send(gzip.compress(CSV), {"Content-Encoding": "gzip"})
            case "/unsized.csv" | "/torrent.csv":
                self._send(CSV * (1 if path == "/unsized.csv" else 100_000), sized=False)
            case "/claims.csv":
                self._send(CSV, {"Content-Length": "900000000000"}, sized=False)
            case "/torn.csv":
                self._send(CSV, {"Content-Length": "900"}, sized=False)
            case "/moved.csv":
                self._move("/sales%202026.csv")
            case "/loop.csv":
                self._move("/loop.csv")
            case "/to_file":
                self._move("file:///etc/passwd")
            case "/to_ftp":
                self._move("ftp://127.0.0.1/a.csv")
            case "/to_secret":
                self._move("http://ann:hunter2@127.0.0.1/a.csv?key=hunter2")
            case "/to_private":
                self._move("http://169.254.169.254/latest/meta-data")
            case "/page.csv":
                self._send(b"<!doctype html><html>sign in</html>", {"Content-Type": "text/html"})
            case "/nonsense":
                self.wfile.write(b"\x00\x01 not http\r\n\r\n")
            case "/forbidden.csv":
                self.send_error(403)
            case _:
                self.send_error(404)

    def _send(self, body: bytes, headers: dict[str, str] | None = None, *, sized: bool = True) -> None:
        self.send_response(200)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if sized:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def _move(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ALLOW_PRIVATE, "1")


@pytest.mark.parametrize(
    ("path", "name", "content"),
    [
        ("/sales%202026.csv", "sales 2026.csv", CSV),
        ("/data/销售.csv", "销售.csv", CSV),
        ("/export", "report.csv", CSV),
        ("/api?token=x", "api.json", b'[{"a": 1}]'),
        ("/moved.csv", "sales 2026.csv", CSV),
        ("/unsized.csv", "unsized.csv", CSV),
    ],
)
def test_fetched(host: str, allowed: None, tmp_path: Path, path: str, name: str, content: bytes) -> None:
    shares: list[float] = []
    got = fetch(host + path, tmp_path / "in", progress=lambda _, share: shares.append(share))
    assert (got, got.read_bytes()) == (tmp_path / "in" / name, content)
    assert list((tmp_path / "in").iterdir()) == [got]
    assert all(0 <= share <= 1 for share in shares)


REFUSED = {
    "/nothing.csv": "There is nothing at",
    "/forbidden.csv": "without signing in",
    "/torrent.csv": "sends more than the 1 MB (ASKBI_MAX_DOWNLOAD_MB)",
    "/claims.csv": "sends more than the 1 MB (ASKBI_MAX_DOWNLOAD_MB)",
    "/torn.csv": "ended before all had come",
    "/loop.csv": "leads on in circles",
    "/to_file": "no web address",
    "/to_ftp": "is no web address",
    "/to_secret": "carries a name or password",
    "/nonsense": "answer makes no sense",
}


@pytest.mark.parametrize("path", REFUSED)
def test_refused(host: str, allowed: None, tmp_path: Path, path: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "before.csv").write_bytes(b"kept")
    with pytest.raises(SourceError, match=re.escape(REFUSED[path])) as caught:
        fetch(f"{host}{path}?key=hunter2", folder, limits=LoadLimits(download_mb=1))
    assert "hunter2" not in str(caught.value)
    assert [each.name for each in folder.iterdir()] == ["before.csv"]


def test_this_machine_is_not_asked_unless_that_is_allowed(host: str, tmp_path: Path) -> None:
    for url in (host, host.replace("127.0.0.1", "localhost"), host.replace("127.0.0.1", "[::ffff:127.0.0.1]")):
        with pytest.raises(SourceError, match="of this machine or of a private network"):
            fetch(f"{url}/moved.csv", tmp_path)


def test_a_redirect_to_a_private_network_is_not_followed(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first address is let through here, so that the second one is what is looked at."""
    monkeypatch.setattr("copilot.sources.download._permitted", lambda address: address == "127.0.0.1")
    with pytest.raises(SourceError, match=r"169\.254\.169\.254 is an address of this machine or of a private network"):
        fetch(f"{host}/to_private", tmp_path)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
    ],
)
def test_addresses(address: str, allowed: bool) -> None:
    assert _permitted(address) == allowed


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("http://", "is no web address"),
        ("http://host:99999/a.csv", "is no web address"),
        ("http://[::1/a.csv", "is no web address"),
        ("http://ho st/a b.csv", "blanks or control characters"),
        ("http://h\u0130\u0300" + "x" * 70 + "/a.csv", "no name of a server"),
        ("http://nowhere.invalid/a.csv", "no server of that name"),
        ("ftp://host/a.csv", "is no web address"),
        ("file:///etc/passwd", "is no web address"),
    ],
)
def test_what_is_no_address(tmp_path: Path, url: str, part: str) -> None:
    with pytest.raises(SourceError, match=part):
        fetch(url, tmp_path)


@pytest.mark.parametrize(
    ("url", "disposition", "name"),
    [
        ("https://h/a/b.csv", None, "b.csv"),
        ("https://h/", None, "data.csv"),
        ("https://h/..%2f..%2fetc%2fpasswd", None, "passwd.csv"),
        ("https://h/x", "attachment; filename=..\\..\\evil.xlsx", "evil.xlsx"),
        ("https://h/x", 'attachment; filename="a<b>:c|d?.csv"', "a_b__c_d_.csv"),
        ("https://h/x", "attachment; filename*=UTF-8''%E9%94%80%E5%94%AE.csv", "销售.csv"),
        ("https://h/.hidden", None, "hidden.csv"),
        ("https://h/report.pdf", None, "report.pdf"),
    ],
)
def test_names(url: str, disposition: str | None, name: str) -> None:
    from email.message import Message

    headers = Message()
    if disposition:
        headers["Content-Disposition"] = disposition
    assert file_name(url, headers) == name


def test_a_web_address_is_opened_like_a_file(host: str, allowed: None, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    for path, table in (("/sales%202026.csv", "sales_2026"), ("/packed.csv", "packed")):
        source = open_source(host + path, workspace=workspace)
        assert [(load.table, load.rows) for load in source.load_report.tables] == [(table, 2)]
        source.close()
    with pytest.raises(SourceError, match="web page"):
        open_source(f"{host}/page.csv", workspace=workspace)
