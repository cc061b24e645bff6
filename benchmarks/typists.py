"""People who type into notes at a steady pace; each edit is followed to everybody's browser."""

import contextlib
import selectors
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from benchmarks.client import Refused
from benchmarks.edits import BURST, stamp, typing, underway
from benchmarks.writers import Ours, Theirs, Writer

WRITING = 3  # of the people in each room
PAGES = 100 * BURST  # what each has in the document before: together two to three pages
DRAIN = 30.0  # seconds in which everything under way must have arrived
SIDES: dict[str, Callable[[int, dict[str, Any]], Writer]] = {"ours": Ours, "theirs": Theirs}


def arrived(side: str, port: int, members: Sequence[dict[str, Any]]) -> list[list[Writer]]:
    """These people, room by room, come as far as they can without a document."""
    rooms: dict[str, list[Writer]] = {}
    for member in members:
        writer = SIDES[side](port, member)
        writer.arrive()
        rooms.setdefault(member["room"], []).append(writer)
    return list(rooms.values())


class Browser:
    """One person with the room's notes open; who types gives each edit a stamp of its own."""

    def __init__(self, writer: Writer, waits: list[float]) -> None:
        self.writer = writer
        self.sent: set[bytes] = set()
        self.heard: set[bytes] = set()
        self.saved: set[bytes] = set()
        self._waits = waits
        self._stamped = b""
        self._updates = typing(self._burst, begun=PAGES)
        writer.open()
        writer.socket.setblocking(False)
        writer.on_saved = self.saved.add
        writer.on_heard = self._hear

    def _burst(self) -> str:
        self._stamped = stamp()
        return BURST + self._stamped.decode()

    def type(self) -> None:
        """Send one edit more."""
        update = next(self._updates)
        self.sent.add(self._stamped)
        self.writer.write(update, self._stamped)

    def _hear(self, stamped: bytes) -> None:
        if stamped in self.sent:  # Hocuspocus passes it on to whoever sent it, too
            return
        if stamped in self.heard:
            raise Refused("an edit came twice")
        self.heard.add(stamped)
        self._waits.append(underway(stamped))


class Typing:
    """Everybody in these rooms opens the document, and some type.

    Each edit must be acknowledged and come to everybody else in its room, and nowhere else, once;
    `waits` are the milliseconds that each took to each of them.
    """

    def __init__(self, rooms: list[list[Writer]]) -> None:
        self.waits: list[float] = []
        self.rooms = [[Browser(writer, self.waits) for writer in room] for room in rooms]
        self._typists = [browser for room in self.rooms for browser in room[:WRITING]]
        self._random = Random(1)
        self._waking = selectors.DefaultSelector()
        for browser in self._everybody():
            self._waking.register(browser.writer.socket, selectors.EVENT_READ, browser.writer)

    def _everybody(self) -> Iterator[Browser]:
        return (browser for room in self.rooms for browser in room)

    @property
    def saved(self) -> set[bytes]:
        """The edits that were shown as saved to whoever typed them."""
        return set().union(*(browser.saved for browser in self._typists))

    def begin(self) -> None:
        """Whoever types writes their first paragraph, of pages."""
        for typist in self._typists:
            typist.type()
        self.settle()

    def run(self, seconds: float, pace: float) -> int:
        """So many edits a second: by people at random, at random moments; how many they were."""
        due = began = time.monotonic()
        edits = 0
        while due < began + seconds:
            while (now := time.monotonic()) < due:
                self.take(due - now)
            self._random.choice(self._typists).type()
            edits += 1
            due += self._random.expovariate(pace)
        return edits

    def take(self, wait: float) -> None:
        """Take in whatever has come, waiting `wait` seconds at most for the first of it."""
        for key, _ in self._waking.select(wait):
            key.data.read()

    def cut_off(self) -> None:
        """The server is gone: take in what it had said until then, and hang up."""
        for browser in self._everybody():
            browser.writer.socket.setblocking(True)
            with contextlib.suppress(Refused, OSError):
                while True:
                    browser.writer.read()
            browser.writer.socket.close()

    def settle(self) -> None:
        """Wait for what is under way. Raises `Refused` unless it came to all whom it concerns."""
        until = time.monotonic() + DRAIN
        while any(browser.saved != browser.sent for browser in self._typists) or not all(
            len(browser.heard) >= sum(len(other.sent) for other in room if other is not browser)
            for room in self.rooms
            for browser in room
        ):
            if time.monotonic() > until:
                raise Refused("edits are missing")
            self.take(0.1)
        for room in self.rooms:
            for browser in room:
                others = (other.sent for other in room if other is not browser)
                if browser.heard != set().union(*others):
                    raise Refused("an edit came into another room")
