"""The handle on a server process does what its verbs say, tried on a stand-in for wsgi.py."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import server as support
from tests.support.server import Server

pytestmark = pytest.mark.faults

STAND_IN = """
import http.server, os, signal, sys

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(os.environ.get("EXCHANGE_MODE", "none").encode())

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
http.server.HTTPServer(("127.0.0.1", int(os.environ["EXCHANGE_PORT"])), Answer).serve_forever()
"""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    (tmp_path / "wsgi.py").write_text(STAND_IN)
    monkeypatch.setattr(support, "ROOT", tmp_path)
    monkeypatch.setenv("EXCHANGE_MODE", "inherited from the machine")
    with Server({}, log_path=tmp_path / "log") as running:
        yield running


def body(server: Server) -> str:
    with urllib.request.urlopen(f"{server.base_url}/", timeout=5) as answer:
        return answer.read().decode()


def test_it_has_only_the_given_settings(server: Server) -> None:
    assert body(server) == "none"


def test_it_keeps_its_log(server: Server) -> None:
    body(server)
    assert "GET /healthz" in server.log()


def test_killed_it_is_gone_and_comes_back_at_the_same_address(server: Server) -> None:
    server.kill()
    with pytest.raises(urllib.error.URLError):
        body(server)
    server.restart()
    assert body(server) == "none"


def test_stopped_it_reports_its_exit_status(server: Server) -> None:
    assert server.stop() == 0


def test_a_server_that_cannot_start_shows_why(server: Server, tmp_path: Path) -> None:
    server.stop()
    (tmp_path / "wsgi.py").write_text("raise SystemExit('Set EXCHANGE_SECRET_KEY')")
    with pytest.raises(RuntimeError, match="Set EXCHANGE_SECRET_KEY"):
        server.start()
