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
Question = tuple[Head, Sequence[bytes]]

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
        (ready,) = self._answered((), START_TIMEOUT)
        self.given_up: list[str] = ready.get("given_up", [])  # of the system's rights

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask_each(self, questions: Sequence[Question], timeout: float) -> list[Head]:
        """The child's answers, all within `timeout` seconds; raises `ChildLost`.

        Questions go out in one piece, so that neither side waits for the other between them. Of
        what is asked so, the answers must be short: nobody reads them before all is sent.
        """
        return self._answered([pack(head, blobs) for head, blobs in questions], timeout)

    def _answered(self, frames: Sequence[bytes], timeout: float) -> list[Head]:
        """What comes back for `frames`; without any, what a child says by itself: one answer."""
        deadline = time.monotonic() + timeout
        try:
            if frames:
                self._wire.settimeout(timeout)
                self._wire.sendall(b"".join(frames))
            return [self._next(deadline) for _ in frames or (b"",)]
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

    def _next(self, deadline: float) -> Head:
        (size,) = LENGTH.unpack(self._receive(LENGTH.size, deadline))
        return unpack(self._receive(min(size, LIMIT), deadline))[0]

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
