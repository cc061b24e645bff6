"""The product in a process of its own, as `make run` starts it."""

import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from tests.support.process import Child, free_port

ROOT = Path(__file__).parents[2]


class Server:
    """`wsgi.py` under the given EXCHANGE_* settings (and no others), answering when entered.

    The port stays the same over `kill`, `stop` and `restart`. The log of all its runs is in
    `log_path`. The database is to be migrated before.
    """

    def __init__(self, env: Mapping[str, str], *, log_path: Path) -> None:
        self.port = int(env.get("EXCHANGE_PORT") or free_port())
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.log_path = log_path
        # Without its bytecode every start would compile the whole stack anew.
        left_out = ("EXCHANGE_", "PYTHONDONTWRITEBYTECODE")
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
        self.env = {**inherited, **env, "EXCHANGE_PORT": str(self.port), "PYTHONUNBUFFERED": "1"}

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start and wait for /healthz. Raises `RuntimeError`, with the log, if it never answers."""
        self.child = Child([sys.executable, "wsgi.py"], log=self.log_path, env=self.env, cwd=ROOT)
        self.child.wait_until(self._answers, seconds=60)

    def stop(self) -> int:
        """Ask it to end (SIGTERM), wait, and return the exit status."""
        return self.child.end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as by a power cut (SIGKILL)."""
        self.child.end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop it, unless it has ended already, and start it on the same port."""
        self.stop()
        self.start()

    def log(self) -> str:
        """Everything that it has written to its output and error streams."""
        return self.log_path.read_text()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base_url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
