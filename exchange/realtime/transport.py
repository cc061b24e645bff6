"""How bytes leave and enter a live socket: whole frames, bounded both ways, no compression.

simple-websocket 1.1.0 ignores partial writes, always accepts compression, and takes in messages
of any size; engine.io keeps everything for a client that does not read. All of it is mended here
and nowhere else. The first goes when simple-websocket's next release comes.
"""

import base64
import hashlib
import logging
import socket
import threading
from collections import deque
from collections.abc import Iterable
from typing import Any

import simple_websocket
import structlog
from engineio.async_drivers import gevent as driver
from engineio.packet import Packet
from engineio.server import Server
from engineio.socket import Socket
from gevent import get_hub
from gevent.event import Event
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.utilities import LocalProtocolError

log = structlog.get_logger()

LARGEST_MESSAGE = 256 * 1024  # bytes taken in, finished or not
UNREAD = 4 * 1024 * 1024  # bytes that may wait for a client before it is dropped
CLOSING = 5.0  # seconds in which a closing socket may still be read

TEXT, BINARY = 0x81, 0x82  # whole frames
ACCEPTED = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
UPGRADED = (
    b"HTTP/1.1 101 Switching Protocols\r\n"
    b"Upgrade: WebSocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: %s\r\n\r\n"
)


def harden(engine: Server) -> None:
    """Give an Engine.IO server this transport, before its first connection.

    Its logger and Socket.IO's are silenced by their full names, at which both put a handler of
    their own: a traceback of theirs quotes the bytes that it could not read.
    """
    for name in ("engineio.server", "socketio.server"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    engine._async = {  # noqa: SLF001  # engine.io has no other way to choose them per server
        **driver._async,  # noqa: SLF001
        "websocket": WebSocketEntrance,
        "queue": lambda *_: Outgoing(engine),
    }


class Wire:
    """A connected TCP socket that writes everything it is given, one writer at a time."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._bare: Any = connected._sock  # type: ignore[attr-defined]  # noqa: SLF001  # gevent's, which never waits
        self._lock = threading.Lock()
        if connected.family in (socket.AF_INET, socket.AF_INET6):
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes) -> None:
        """Write all of `data`; raises `OSError` when the line is gone."""
        with self._lock:
            self._socket.sendall(data)

    def send_some(self, data: bytes) -> int:
        """Write what the line takes at once, if nobody is writing; returns how much that was.

        A line that is gone takes nothing, and whoever sends the rest is told.
        """
        if not self._lock.acquire(blocking=False):
            return 0
        try:
            written: int = self._bare.send(data)
            return written
        except OSError:  # it takes nothing just now, among others
            return 0
        finally:
            self._lock.release()

    def recv(self, size: int) -> bytes:
        return self._socket.recv(size)

    def close(self) -> None:
        self._socket.close()

    def cut(self) -> None:
        """End the line now, whoever is reading or writing on it."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            self._socket.close()  # it was gone already


class WebSocket(simple_websocket.Server):
    """A WebSocket on a `Wire`, without compression, read by whoever waits for its messages.

    The web server has read the request already: to have wsproto parse it anew, and to read on a
    thread of its own for each, took as long as all else about a connection, when a crowd comes.
    """

    sock: Wire

    def handshake(self) -> None:
        """Answer the request for an upgrade (RFC 6455, 4.2.2). Raises `ConnectionError`."""
        key = self.environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
        if not key or self.environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
            raise simple_websocket.ConnectionError(400)
        self.sock = Wire(self.sock)  # type: ignore[arg-type]  # what the base class found
        self.ws = Connection(ConnectionType.SERVER)  # type: ignore[assignment]  # frames alone
        accepted = base64.b64encode(hashlib.sha1(key.encode() + ACCEPTED).digest())  # noqa: S324
        self.sock.send(UPGRADED % accepted)
        self.connected = True

    def receive(self, timeout: float | None = None) -> str | bytes | None:
        """Wait for the next message. Raises `ConnectionClosed`."""
        while self.connected and not self.input_buffer:
            self._take_in()
        if not self.connected:
            self.sock.close()
        message: str | bytes | None = super().receive(timeout)
        return message

    def _take_in(self) -> None:
        try:
            received = self.sock.recv(self.receive_bytes)
            self.ws.receive_data(received)
            self.connected = bool(received) and self._handle_events()
        except (OSError, LocalProtocolError):
            self.connected = False

    def send(self, data: str | bytes) -> None:
        """Send one message as one frame. Raises `ConnectionClosed`.

        A server's frame is its length and the message, unmasked: to have wsproto say so for each
        person in a room took longer than everything else about a message.
        """
        if not self.connected:
            raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)
        self.sock.send(frame(data))


class Unneeded:
    """In place of the thread on which simple-websocket would read."""

    def __init__(self, *, target: object) -> None:
        self.name = ""

    def start(self) -> None:
        """Do nothing: `WebSocket.receive` reads."""


class Frames(bytes):
    """Whole frames, ready to be written, or what is left of them."""

    def encode(self) -> "Frames":
        """Themselves: they may wait among packets."""
        return self


class Together:
    """Packets that were waiting at one moment: written at once, since each write costs a turn.

    A binary message alone is two packets, and who sits in a lively room is sent several.
    """

    def __init__(self, packets: Iterable[Packet | Frames]) -> None:
        self._packets = packets

    def encode(self) -> Frames:
        """What engine.io's writer hands to `WebSocket.send`."""
        return Frames(b"".join(frame(packet.encode()) for packet in self._packets))


def write_together(session: Socket) -> None:
    """Have the session's writer get what waits as one packet. Its poll is engine.io's own."""
    poll = session.poll

    def polled() -> list[Any]:
        packets = poll()
        return [Together(packets)] if packets else packets

    session.poll = polled  # type: ignore[method-assign]  # engine.io makes its sockets itself


def frame(data: str | bytes) -> bytes:
    """A server's whole WebSocket message: text for `str`, else binary (RFC 6455, 5.2)."""
    if isinstance(data, Frames):
        return data
    kind, payload = (BINARY, data) if isinstance(data, bytes) else (TEXT, data.encode())
    size = len(payload)
    if size < 126:
        head = bytes((kind, size))
    elif size < 1 << 16:
        head = bytes((kind, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((kind, 127)) + size.to_bytes(8, "big")
    return head + payload


class WebSocketEntrance(driver.WebSocketWSGI):
    """Engine.IO's way in: answers a WebSocket upgrade and runs the session on it."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        options = {**self.server_args, "max_message_size": LARGEST_MESSAGE}
        self.ws = WebSocket(environ, **options | {"thread_class": Unneeded})
        session: Socket = self.app.__self__
        session.queue.go_by(self.ws.sock, session)
        write_together(session)
        answer = self.app(self)
        if self.ws.mode == "gunicorn":
            raise StopIteration  # gunicorn's sign that the connection is no longer HTTP's
        return answer


class Outgoing:
    """What waits to be sent to one client, in its order.

    On an open WebSocket the event loop writes it, all that waits at one moment in one write: to
    wake a writer for each client in the room took as long as to write. The writer that engine.io
    starts for each client is left with what its line does not take at once, and with the end.

    A client that lets more than `UNREAD` bytes wait is dropped: it comes back and asks for what
    it missed, while memory here stays bounded. One message may be larger than that by itself.
    """

    def __init__(self, engine: Any) -> None:
        self.wire: Wire | None = None
        self._engine = engine
        self._session: Socket | None = None
        self._waiting: deque[Any] = deque()
        self._for_writer = Event()  # something waits that the loop does not write
        self._planned = False
        self._bytes = 0
        self._dropped = False
        self._finished = False

    def go_by(self, wire: Wire, session: Socket) -> None:
        """Go by the line of a WebSocket, once the session has been moved to it."""
        self.wire, self._session = wire, session

    @property
    def _is_open(self) -> bool:
        """Whether the session has been moved to a WebSocket."""
        return self._session is not None and bool(self._session.upgraded)

    def put(self, item: Any) -> None:
        """Add a packet, or None for the end."""
        if item is None:
            self._finish()
        elif self._dropped or self._bytes > UNREAD:
            self._drop()
            return
        self._bytes += _size(item)
        self._waiting.append(item)
        if item is None or not self._is_open:
            self._for_writer.set()
        elif not self._planned:
            self._planned = True
            get_hub().loop.run_callback(self._write)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Take the first, for engine.io's writer. Raises `queue.Empty`.

        The writer of a WebSocket waits for as long as the session lasts, which ends with None: it
        would take a line for dead on which the loop has written everything, pings among it.
        """
        if block:
            self._for_writer.wait(None if self._is_open else timeout)
        if not (self._for_writer.is_set() and self._waiting):  # or another poll was woken first
            raise driver.queue.Empty
        item = self._waiting.popleft()
        self._bytes -= _size(item)
        if not self._waiting:
            self._for_writer.clear()
        return item

    def task_done(self) -> None:
        """Nobody waits for it."""

    def _write(self) -> None:
        """Write what waits as far as the line takes it, without waiting for it."""
        self._planned = False
        if self._for_writer.is_set() or not self._waiting or self.wire is None:
            return
        frames = Together(self._waiting).encode()
        written = self.wire.send_some(frames)
        self._waiting.clear()
        self._bytes = len(frames) - written
        if self._bytes:
            self._waiting.append(Frames(frames[written:]))
            self._for_writer.set()

    def join(self, timeout: float | None = None) -> bool:
        """Return at once: who closes a socket never waits for a client that does not read."""
        return True

    def _drop(self) -> None:
        if not self._dropped:
            self._dropped = True
            log.warning("unread_socket_dropped")
            self._engine.start_background_task(self._abandon)

    def _abandon(self) -> None:
        if self.wire is not None:
            self.wire.cut()
            return
        for session in list(self._engine.sockets.values()):
            if session.queue is self:
                session.close(wait=False, abort=True)

    def _finish(self) -> None:
        """The session ends: whatever is unread shortly after is not waited for."""
        if self.wire is not None and not self._finished:
            self._finished = True
            self._engine.start_background_task(self._cut_after_closing)

    def _cut_after_closing(self) -> None:
        self._engine.sleep(CLOSING)
        if self.wire is not None:
            self.wire.cut()


def _size(packet: Any) -> int:
    data = packet if isinstance(packet, Frames) else getattr(packet, "data", None)
    return len(data) if isinstance(data, str | bytes) else 0
