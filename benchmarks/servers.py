"""The two sides of a comparison, each started alone in a process of its own, ended afterwards."""

import base64
import secrets
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.process import Child, free_port
from tests.support.server import ROOT, Server

PATCHED = (sys.executable, "-m", "gevent.monkey", "--module")  # as wsgi.py patches itself


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    port: int
    pid: int


def settings(folder: Path, database_url: str) -> dict[str, str]:
    """What an operator would set for production on this machine; keys are made up."""
    port = free_port()
    return {
        "EXCHANGE_MODE": "production",
        "EXCHANGE_DATA_DIR": str(folder),
        "EXCHANGE_DATABASE_URL": database_url,
        "EXCHANGE_PORT": str(port),
        "EXCHANGE_BASE_URL": f"http://127.0.0.1:{port}",
        "EXCHANGE_SECRET_KEY": secrets.token_urlsafe(48),
        "EXCHANGE_CONTENT_KEYS": f"bench:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "EXCHANGE_MAIL_URL": "smtp://127.0.0.1:1025",  # nothing measured here sends mail
    }


@contextmanager
def product(env: Mapping[str, str], folder: Path) -> Iterator[Running]:
    """`wsgi.py` under `settings`."""
    with Server(env, log_path=folder / "product.log") as server:
        yield Running(server.port, server.child.process.pid)


@contextmanager
def reference(database_url: str, folder: Path) -> Iterator[Running]:
    """The bare relay, with its table in an empty database."""
    port = free_port()
    command = [*PATCHED, "benchmarks.relay", str(port), database_url]
    child = Child(command, log=folder / "relay.log", cwd=ROOT)
    try:
        child.wait_until(lambda: _listens(port))
        yield Running(port, child.process.pid)
    finally:
        child.end(signal.SIGKILL)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
