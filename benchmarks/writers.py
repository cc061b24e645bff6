"""Somebody who writes notes: in the product, and in Hocuspocus. Both take the same Yjs updates."""

import json
import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from benchmarks import frames
from benchmarks.client import NAMESPACE, Client, Line, Refused
from benchmarks.edits import STAMPS
from benchmarks.loads import SCHEMA

ROW = struct.Struct(">QI")  # number, length of the update that follows
ACK = f"43{NAMESPACE},".encode()

# Hocuspocus' messages: the document's name, then the kind of message, then what it says.
TOKEN, DENIED = b"\x02\x00", b"\x02\x01"
STEP_1, STEP_2, UPDATE = b"\x00\x00", b"\x00\x01", b"\x00\x02"
CLOSED, SAVED, NOT_SAVED = b"\x07", b"\x08\x01", b"\x08\x00"
NOTHING_KNOWN, NOTHING_NEW = b"\x00", b"\x00\x00"  # a Yjs state vector, a Yjs update

Member = dict[str, Any]


class Writer(Protocol):
    """One person's browser with the notes of their room.

    `arrive` and `open` block and are for setting up. Afterwards `read` tells `on_saved` the stamp
    of each edit that the server says it has, and `on_heard` the stamps in what others wrote.
    """

    socket: socket.socket
    on_saved: Callable[[bytes], None]
    on_heard: Callable[[bytes], None]

    def arrive(self) -> None:
        """Come as far as the document can be opened."""

    def open(self) -> list[bytes]:
        """Open the document; returns the updates that it consists of."""

    def write(self, update: bytes, stamped: bytes) -> None:
        """Send an edit, with the stamp that it holds."""

    def read(self) -> None:
        """Take in what has come. Raises `Refused` when the server hung up or refused an edit."""


class Ours(Client):
    """In the product: the person is let into their room and opens its notes."""

    def __init__(self, port: int, member: Member) -> None:
        super().__init__(port, member["cookie"])
        self.on_saved: Callable[[bytes], None] = lambda _: None
        self.on_heard: Callable[[bytes], None] = lambda _: None
        self._member = member
        self._notes = {"room": member["room"], "schema": SCHEMA}
        self._unsaved: dict[bytes, bytes] = {}  # stamps by acknowledgement

    def arrive(self) -> None:
        self.connect({"token": self._member["token"]})
        entered = self.ask("enter", {"part": self._member["part"]})
        if (entered["room"] or {}).get("id") != self._member["room"]:
            raise Refused(f"{self._member['name']} was not let into their own room")

    def open(self) -> list[bytes]:
        updates: list[bytes] = []
        last, more = 0, True
        while more:
            self.send("notes.join", {**self._notes, "since": last})
            answer, rows = self._page()
            more = answer["more"]
            at = 0
            while at < len(rows):
                last, size = ROW.unpack_from(rows, at)
                at += ROW.size + size
                updates.append(rows[at - size : at])
        return updates

    def _page(self) -> tuple[dict[str, Any], bytes]:
        """The answer to what was sent last, and the bytes that come behind it."""
        came: list[bytes] = []
        answered = f"461-{NAMESPACE},{self._acks}[".encode()
        refused = f"43{NAMESPACE},{self._acks}[".encode()

        def completes(payload: bytes) -> bool:
            if payload.startswith(refused):
                raise Refused(payload.decode())
            if len(came) == 2 or not (came or payload.startswith(answered)):
                return False
            came.append(payload)
            return len(came) == 2

        rows = self._wait_for(completes)
        answer: dict[str, Any] = json.loads(came[0][len(answered) - 1 :])[0]
        return answer, rows

    def write(self, update: bytes, stamped: bytes) -> None:
        self.send("notes.update", {**self._notes, "update": update})
        self._unsaved[str(self._acks).encode()] = stamped

    def _take(self, payload: bytes) -> None:
        if payload.startswith(ACK):
            if b'"ok":true' not in payload:
                raise Refused(payload.decode())
            self.on_saved(self._unsaved.pop(payload[len(ACK) : payload.index(b"[")]))
        else:
            self._pass_over(payload)
            for stamped in STAMPS.findall(payload):
                self.on_heard(stamped)


class Theirs(Line):
    """In Hocuspocus: whoever opens a document asks for it by its name, here the room's id."""

    def __init__(self, port: int, member: Member) -> None:
        super().__init__(port, "/")
        self.on_saved: Callable[[bytes], None] = lambda _: None
        self.on_heard: Callable[[bytes], None] = lambda _: None
        self._address = _sized(member["room"].encode())
        self._unsaved: deque[bytes] = deque()  # stamps in the order in which they were sent

    def arrive(self) -> None:
        self.upgraded()

    def open(self) -> list[bytes]:
        self._send(TOKEN + _sized(b"token"))
        self._send(STEP_1 + _sized(NOTHING_KNOWN))
        answer = self._wait_for(lambda payload: self._said(payload).startswith(STEP_2))
        return [_unsized(self._said(answer)[len(STEP_2) :])]

    def write(self, update: bytes, stamped: bytes) -> None:
        self._send(UPDATE + _sized(update))
        self._unsaved.append(stamped)

    def _send(self, message: bytes) -> None:
        self.socket.sendall(frames.binary(self._address + message))

    def _said(self, payload: bytes) -> bytes:
        return payload[len(self._address) :]

    def _take(self, payload: bytes) -> None:
        said = self._said(payload)
        if said.startswith(UPDATE):
            for stamped in STAMPS.findall(said):
                self.on_heard(stamped)
        elif said.startswith(SAVED):
            if stamped := self._unsaved.popleft():
                self.on_saved(stamped)
        elif said.startswith(STEP_1):  # what does it lack? It answers that it has got nothing new
            self._send(STEP_2 + _sized(NOTHING_NEW))
            self._unsaved.append(b"")
        elif said.startswith((DENIED, NOT_SAVED, CLOSED)):
            raise Refused(f"Hocuspocus answered {said[:80]!r}")

    def _pass_over(self, payload: bytes) -> None:
        self._take(payload)


def _sized(content: bytes) -> bytes:
    """`content` behind its length, as lib0 writes it: seven bits in each byte, the lowest first."""
    size, head = len(content), bytearray()
    while size > 0x7F:
        head.append(0x80 | size & 0x7F)
        size >>= 7
    return bytes([*head, size]) + content


def _unsized(sized: bytes) -> bytes:
    """The content of `sized`."""
    size = at = 0
    while True:
        size |= (sized[at] & 0x7F) << 7 * at
        at += 1
        if sized[at - 1] < 0x80:
            return sized[at : at + size]
