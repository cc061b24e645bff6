"""Long notes are opened: how soon their ten thousand edits are all there."""

import selectors
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from benchmarks.client import Refused
from benchmarks.edits import BURST, text_of, typing
from benchmarks.servers import Hocuspocus, Served
from benchmarks.typists import WRITING, arrived
from benchmarks.writers import Theirs, Writer
from exchange.app import create_app
from exchange.core import clock
from exchange.core.db import add, scope_of, session, transaction
from exchange.notes.jobs import merge_long_logs
from exchange.notes.models import NotesDocument, NotesUpdate
from exchange.notes.queries import place_of
from exchange.settings import Settings
from exchange.vault.content import vault

EDITS = 10_000
AT_ONCE = 100  # sent before the answers are awaited


@dataclass(frozen=True)
class Joined:
    """Milliseconds for whoever opens the document first after a start, and for those who follow."""

    first: float
    following: float


def edits() -> Iterator[bytes]:
    """What three people wrote in turns."""
    return islice((next(each) for each in cycle([typing() for _ in range(WRITING)])), EDITS)


def logged(settings: Settings, member: dict[str, Any], written: Sequence[bytes]) -> None:
    """Have the product's database hold these edits as that person's, as it stores them.

    The snapshot is made as it is by the clock, within a minute after the log has grown long.
    """
    room, person = UUID(member["room"]), UUID(member["person"])
    app = create_app(settings)
    with scope_of(app.database), transaction():
        add(NotesDocument(room_id=room, last=len(written), editor_schema=1))
        rows = [
            {
                "room_id": room,
                "number": number,
                "person_id": person,
                "sealed": vault().seal(update, place_of(room, number)),
                "at": clock.now(),
            }
            for number, update in enumerate(written, 1)
        ]
        session().execute(insert(NotesUpdate), rows)
    with app.app_context(), scope_of(app.database):
        merge_long_logs()
    app.database.dispose()


def written(server: Hocuspocus, member: dict[str, Any]) -> None:
    """Have Hocuspocus take the edits from one who types, and store them as it ends."""
    with server:
        writer = Theirs(server.port, member)
        writer.arrive()
        writer.open()
        writer.socket.setblocking(False)
        saved: list[bytes] = []
        writer.on_saved = saved.append
        waking = selectors.DefaultSelector()
        waking.register(writer.socket, selectors.EVENT_READ)
        for number, update in enumerate(edits(), 1):
            writer.write(update, b"an edit")
            while len(saved) < number - AT_ONCE or number == EDITS > len(saved):
                waking.select()
                writer.read()
        writer.socket.close()


def joined(server: Served, side: str, members: list[dict[str, Any]]) -> Joined:
    """Start the server; the people of the first room open the document one after the other.

    Before them somebody else opens another, which loads what a server needs for its first.
    """
    with server:
        writers, (stranger,) = arrived(side, server.port, members)
        stranger.open()
        first, *following = [_milliseconds(writer) for writer in writers]
        for writer in [*writers, stranger]:
            writer.socket.close()
    return Joined(first, median(following))


def _milliseconds(writer: Writer) -> float:
    began = time.monotonic()
    updates = writer.open()
    took = (time.monotonic() - began) * 1000
    if text_of(updates).count(BURST) != EDITS:
        raise Refused("the document was not whole")
    return took
