"""Leaving well: browsers are told to come back elsewhere, and what they have sent is answered."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from exchange.extensions import socketio
from exchange.realtime.publish import NAMESPACE

PATIENCE = 5.0  # seconds that messages under way are waited for
TO_BE_WRITTEN = 0.2  # seconds for what is queued to reach the lines


class UnderWay:
    """How many messages of this process are being handled."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one message while it is handled."""
        with self._idle:
            self._count += 1
        try:
            yield
        finally:
            with self._idle:
                self._count -= 1
                self._idle.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until there is none; False if some are left after `seconds`."""
        with self._idle:
            return self._idle.wait_for(lambda: self._count == 0, seconds)


under_way = UnderWay()


def leave() -> None:
    """Tell this process's browsers that it goes, finish what they sent, and close their sockets."""
    server = socketio.server
    if server is None:
        return
    server.manager.emit("going", {}, NAMESPACE, ignore_queue=True)
    under_way.wait(PATIENCE)
    time.sleep(TO_BE_WRITTEN)
    server.eio.disconnect()
