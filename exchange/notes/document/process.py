"""The server's side of the child: start it, ask it one thing at a time, kill it when in doubt.

Everything here is plain standard library: blocking calls with a deadline under threads,
cooperative once gevent has patched `socket`, `subprocess` and `threading`. The child is a fresh
interpreter, never a fork of a patched process, and it inherits one socket and no environment.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from exchange.notes.document.frames import LENGTH, LIMIT, BadFrame, Head, pack, unpack

# A cold interpreter on a busy machine; only the first call after a start waits this long.
START_TIMEOUT = 15.0
_SOURCES = Path(__file__).resolve().parents[3]
_START = (
    "import sys; sys.path.append(sys.argv.pop(1)); "
    "from exchange.notes.document.child import main; main()"
)


class ChildLost(Exception):
    """The child is gone. `reason` is "died", "hung" or "garbled"; never content."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Child:
    """One running child. After any failure it is dead, and another has to be started."""

    def __init__(self, max_documents: int) -> None:
        """Start it and wait until it is ready; raises `ChildLost`."""
        self.owner = os.getpid()
        self._wire, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and sources
                [sys.executable, "-I", "-c", _START, str(_SOURCES), str(max_documents)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a panic prints a backtrace
                cwd="/",
                env={},
            )
        self._answered(None, START_TIMEOUT)

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, head: Head, blobs: Sequence[bytes], timeout: float) -> Head:
        """The child's answer within `timeout` seconds; raises `ChildLost`."""
        return self._answered(pack(head, blobs), timeout)

    def _answered(self, frame: bytes | None, timeout: float) -> Head:
        deadline = time.monotonic() + timeout
        try:
            if frame is not None:
                self._wire.settimeout(timeout)
                self._wire.sendall(frame)
            (size,) = LENGTH.unpack(self._receive(LENGTH.size, deadline))
            head, _ = unpack(self._receive(min(size, LIMIT), deadline))
            return head
        except TimeoutError:
            self.kill()
            raise ChildLost("hung") from None
        except OSError:
            self.kill()
            raise ChildLost("died") from None
        except BadFrame:
            self.kill()
            raise ChildLost("garbled") from None
        except BaseException:  # a killed greenlet: its answer must not be taken for the next one's
            self.kill()
            raise

    def _receive(self, size: int, deadline: float) -> bytes:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._wire.settimeout(left)
            read = self._wire.recv_into(view)
            if not read:
                raise ConnectionResetError
            view = view[read:]
        return bytes(data)

    def kill(self) -> None:
        """End it; a child that belongs to the process we were forked from is only let go."""
        self._wire.close()
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()
