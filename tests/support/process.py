"""Programs that a test starts, and that never outlive it."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Child:
    """A program with its output in a log file.

    A watchdog beside it waits on a pipe from this process, so that even a killed test run leaves
    nothing behind.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=env,
                **options,
            )
        self.watchdog = subprocess.Popen(
            ["sh", "-c", f"read _; kill -KILL {self.process.pid}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def wait_until(self, ready: Callable[[], bool], *, seconds: float = 30) -> None:
        """Return once `ready()` holds. Raises `RuntimeError`, with the log, if it never does."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running or time.monotonic() > deadline:
                state = "was not ready in time" if self.running else "ended"
                self.end(signal.SIGKILL)
                raise RuntimeError(f"{self.process.args} {state}:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.05)

    def end(self, number: signal.Signals, *, seconds: float = 30) -> int:
        """Send a signal, wait, return the exit status. Raises `TimeoutExpired` if it was deaf."""
        try:
            if self.running:
                self.process.send_signal(number)
            return self.process.wait(seconds)
        finally:
            self.watchdog.kill()
            self.watchdog.wait()
            if self.watchdog.stdin:
                self.watchdog.stdin.close()
            if self.running:
                self.process.kill()
                self.process.wait()
