"""One simulated browser: connects, enters its room, sends when told, counts what arrives."""

import base64
import json
import os
import socket
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import frames
from benchmarks.loads import STAMP

NAMESPACE = "/live"
PATIENCE = 30.0  # seconds for a handshake or the answer to a question


class Refused(RuntimeError):
    """The server would not do what a benchmark needs."""


class Line:
    """A WebSocket, whatever is spoken over it.

    It blocks while it is set up. Afterwards `socket` is non-blocking, and `read` takes in what has
    come.
    """

    def __init__(self, port: int, path: str, *headers: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = bytearray()
        self._ask_for_upgrade(port, path, headers)

    def _ask_for_upgrade(self, port: int, path: str, headers: Sequence[str]) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            f"Origin: http://127.0.0.1:{port}",
            *headers,
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def upgraded(self) -> None:
        """Wait until the line is a WebSocket. Raises `Refused`."""
        while b"\r\n\r\n" not in self._received:
            self._wait()
        head, _, rest = bytes(self._received).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise Refused(head.decode())
        self._received = bytearray(rest)

    def read(self) -> None:
        """Take in what has come. Raises `Refused` when the server hung up."""
        self._wait()
        try:
            for payload in frames.take(self._received, self.socket.sendall):
                self._take(payload)
        except frames.Closed:
            raise Refused("the server closed a connection") from None

    def _take(self, payload: bytes) -> None:
        raise NotImplementedError

    def _pass_over(self, payload: bytes) -> None:
        """What comes while something else is waited for."""

    def _wait_for(self, wanted: Callable[[bytes], bool]) -> bytes:
        while True:
            found: bytes | None = None
            for payload in frames.take(self._received, self.socket.sendall):
                if wanted(payload):
                    found = payload
                else:
                    self._pass_over(payload)
            if found is not None:
                return found
            self._wait()

    def _wait(self) -> None:
        received = self.socket.recv(65536)
        if not received:
            raise Refused("the server closed a connection")
        self._received += received


class Client(Line):
    """A Socket.IO session on /live.

    `connect` and `ask` block and are for setting up; each is a question and the wait for its
    answer, which a crowd asks and awaits one step at a time. Afterwards `send` starts a message,
    and `read` answers pings and tells `on_delivery`, `on_stamped` (what says when it was sent) and
    `on_ack`.
    """

    def __init__(self, port: int, cookie: str) -> None:
        super().__init__(port, "/socket.io/?EIO=4&transport=websocket", f"Cookie: {cookie}")
        self.marker = b"\xff"  # how a delivery begins
        self.on_delivery: Callable[[], None] = lambda: None
        self.on_stamped: Callable[[bytes], None] = lambda _: None
        self.on_ack: Callable[[Client, bytes], None] = lambda _, __: None
        self._acks = 0

    def greet(self, auth: dict[str, Any]) -> None:
        """Once the line is a WebSocket, ask for the namespace. Raises `Refused`."""
        self.upgraded()
        self.socket.sendall(frames.text(f"40{NAMESPACE},{json.dumps(auth)}"))

    def welcomed(self) -> None:
        """Wait until the namespace is open. Raises `Refused`."""
        answer = self._wait_for(lambda payload: payload.startswith((b"40", b"44")))
        if answer.startswith(b"44"):
            raise Refused(answer.decode())

    def connect(self, auth: dict[str, Any]) -> None:
        """Open the namespace. Raises `Refused`."""
        self.greet(auth)
        self.welcomed()

    def ask(self, name: str, data: dict[str, Any]) -> dict[str, Any]:
        """Send a message and wait for its acknowledgement. Raises `Refused`."""
        self.send(name, data)
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """Wait for the acknowledgement of what was sent last. Raises `Refused`."""
        mine = (f"43{NAMESPACE},{self._acks}[".encode(), b"46")
        payload = self._wait_for(lambda payload: payload.startswith(mine))
        answer: dict[str, Any] = json.loads(payload[payload.index(b"[") :])[0]
        if not answer.get("ok"):
            raise Refused(str(answer))
        return answer

    def send(self, name: str, data: dict[str, Any]) -> None:
        """Send a message; `answer` waits for its acknowledgement, or `on_ack` will meet it."""
        self._acks += 1
        self.socket.sendall(frames.event(name, data, namespace=NAMESPACE, ack=self._acks))

    def _take(self, payload: bytes) -> None:
        if payload.startswith(self.marker):
            self.on_delivery()
        elif payload.startswith(STAMP):
            self.on_stamped(payload)
        elif payload.startswith(b"43"):
            self.on_ack(self, payload)
        else:
            self._pass_over(payload)

    def _pass_over(self, payload: bytes) -> None:
        if payload == b"2":
            self.socket.sendall(frames.text("3"))
