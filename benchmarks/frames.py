"""As much of WebSocket and Socket.IO as a load generator needs: cheap, so that it is not measured.

Frames from a server are never masked; ours carry a mask of zeros, which leaves the bytes as they
are. Permessage-deflate is not offered.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

PLACEHOLDER = {"_placeholder": True, "num": 0}
TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA


class Unreadable(RuntimeError):
    """The server sent what this client does not understand."""


class Closed(RuntimeError):
    """The server has closed the WebSocket."""


def text(message: str) -> bytes:
    """A client's text frame."""
    return _frame(TEXT, message.encode())


def binary(message: bytes) -> bytes:
    """A client's binary frame."""
    return _frame(BINARY, message)


def event(name: str, data: dict[str, Any], *, namespace: str, ack: int) -> bytes:
    """The frames of an event that wants acknowledgement `ack`; one value of `data` may be bytes."""
    attached = [value for value in data.values() if isinstance(value, bytes)]
    plain = {k: PLACEHOLDER if isinstance(v, bytes) else v for k, v in data.items()}
    kind = f"5{len(attached)}-" if attached else "2"
    body = json.dumps([name, plain], separators=(",", ":"))
    return b"".join(
        [
            text(f"4{kind}{namespace},{ack}{body}"),
            *(binary(value) for value in attached),
        ]
    )


def _frame(opcode: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        head = bytes([0x80 | opcode, 0x80 | size])
    elif size < 65536:
        head = bytes([0x80 | opcode, 0x80 | 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([0x80 | opcode, 0x80 | 127]) + size.to_bytes(8, "big")
    return head + b"\0\0\0\0" + payload


def take(received: bytearray, reply: Callable[[bytes], object]) -> Iterator[bytes]:
    """Take every whole frame out of `received`; yields their payloads, leaves the rest.

    Pings are answered through `reply`. Raises `Closed`, `Unreadable`.
    """
    at = 0
    while len(received) - at >= 2:
        size, start = received[at + 1], at + 2
        if size == 126:
            size, start = int.from_bytes(received[at + 2 : at + 4], "big"), at + 4
        elif size == 127:
            size, start = int.from_bytes(received[at + 2 : at + 10], "big"), at + 10
        if len(received) < start + size or (start > at + 2 and len(received) < start):
            break
        if received[at] == 0x80 | CLOSE:
            raise Closed
        payload = bytes(received[start : start + size])
        if received[at] == 0x80 | PING:
            reply(_frame(PONG, payload))
        elif received[at] in (0x80 | TEXT, 0x80 | BINARY):
            yield payload
        else:
            raise Unreadable(f"a frame that begins with {received[at]:#x}")
        at = start + size
    del received[:at]
