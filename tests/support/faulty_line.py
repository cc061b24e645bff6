"""A line between a browser and a server on which messages are late, come twice, or overtake.

It carries WebSockets. Application messages and their acknowledgements suffer; what keeps the line
itself (opening, pings, closing) passes as it comes.
"""

import contextlib
import queue
import random
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

LATEST = 0.4  # seconds by which a message is late at most, and so may be overtaken
LATE, TWICE = 0.5, 0.2  # shares of the messages
SUFFERING = (b"42/live,", b"43/live,")  # an event; an acknowledgement
LONG_PING = 60.0  # seconds after which a read gives up; the server pings more often


@dataclass(order=True)
class _Waiting:
    due: float
    turn: int
    frame: bytes = field(compare=False)


class FaultyLine:
    """Listens on a port of its own; every connection to it goes on to `port`, with `headers`."""

    def __init__(self, port: int, headers: Mapping[str, str], *, seed: int) -> None:
        self._server, self._headers = port, headers
        self._chance = random.Random(seed)
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.suffered = 0  # messages that were late or came twice
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, with whatever was on its way."""
        while self._open:
            end = self._open.pop()
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(browser,), daemon=True).start()

    def _connect(self, browser: socket.socket) -> None:
        try:
            head = _head(browser)
            if b"upgrade: websocket" not in head.lower():
                browser.close()
                return
            server = socket.create_connection(("127.0.0.1", self._server), timeout=LONG_PING)
            server.sendall(self._rewritten(head))
            browser.sendall(_head(server))
        except OSError:
            browser.close()
            return
        self._open += [browser, server]
        for source, target in ((browser, server), (server, browser)):
            threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _rewritten(self, head: bytes) -> bytes:
        """The request as the person's own browser would send it."""
        own = (b"host", b"origin", b"cookie", b"sec-websocket-extensions")
        lines = head.rstrip(b"\r\n").split(b"\r\n")
        kept = [line for line in lines if line.split(b":")[0].lower() not in own]
        given = [f"{name}: {value}".encode() for name, value in self._headers.items()]
        return b"\r\n".join([*kept, *given, b"", b""])

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        waiting: queue.PriorityQueue[_Waiting] = queue.PriorityQueue()
        threading.Thread(target=_deliver, args=(waiting, target), daemon=True).start()
        turn = 0
        try:
            with source.makefile("rb") as stream:
                while True:
                    frame, payload = _frame(stream)
                    for due in self._times(payload):
                        turn += 1
                        waiting.put(_Waiting(due, turn, frame))
        except (OSError, EOFError, ValueError):
            waiting.put(_Waiting(0.0, 0, b""))

    def _times(self, payload: bytes) -> list[float]:
        """When a message is to be delivered, each time that it is."""
        now = time.monotonic()
        if not payload.startswith(SUFFERING):
            return [now]
        late = self._chance.random() < LATE
        times = [now + self._chance.uniform(0, LATEST) if late else now]
        if self._chance.random() < TWICE:
            times.append(now + self._chance.uniform(0, LATEST))
        self.suffered += late or len(times) > 1
        return times


def _deliver(waiting: "queue.PriorityQueue[_Waiting]", target: socket.socket) -> None:
    """Send each frame when it is due; whatever becomes due earlier overtakes."""
    while True:
        first = waiting.get()
        if not first.frame:
            with contextlib.suppress(OSError):
                target.shutdown(socket.SHUT_RDWR)
            return
        early = first.due - time.monotonic()
        if early > 0:
            waiting.put(first)
            time.sleep(min(early, 0.01))
            continue
        try:
            target.sendall(first.frame)
        except OSError:
            return


def _head(source: socket.socket) -> bytes:
    """An HTTP head, to its empty line and no further."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        more = source.recv(1)
        if not more:
            raise ConnectionResetError
        head += more
    return head


def _frame(stream: object) -> tuple[bytes, bytes]:
    """The next WebSocket frame: as it came, and its payload in the clear. `EOFError` at the end."""

    def read(count: int) -> bytes:
        data: bytes = stream.read(count)  # type: ignore[attr-defined]
        if len(data) < count:
            raise EOFError
        return data

    raw = read(2)
    masked, length = raw[1] & 0x80, raw[1] & 0x7F
    if length > 125:
        extended = read(2 if length == 126 else 8)
        raw, length = raw + extended, int.from_bytes(extended)
    mask = read(4) if masked else b"\0\0\0\0"
    payload = read(length)
    clear = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
    return raw + (mask if masked else b"") + payload, clear
