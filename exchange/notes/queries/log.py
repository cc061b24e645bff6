"""The log of a room's notes, in the clear, and the snapshot by which a long one is read.

For callers that have judged access.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Integer, Select, Uuid, bindparam, func, select

from exchange.core.bulk import columns
from exchange.core.db import session
from exchange.core.prepared import built_once
from exchange.notes.document import LogSince
from exchange.notes.models import NotesDocument, NotesSnapshot, NotesUpdate
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place

AT_ONCE = 500  # rows of one look at the log
MANY = 500  # rows that are read one by one, and no more: then a snapshot pays

ROOM, NUMBER = bindparam("room", type_=Uuid()), bindparam("number", type_=Integer())


def place_of(room_id: UUID, number: int) -> Place:
    """What an update's seal is bound to."""
    return Place("notes_update", room_id, number, Content.NOTES)


def place_of_snapshot(room_id: UUID, through: int) -> Place:
    """What a snapshot's seal is bound to."""
    return Place("notes_snapshot", room_id, through, Content.NOTES)


def log_since(room_id: UUID, number: int) -> Iterator[tuple[int, bytes]]:
    """The log after row `number`, row by row as it was written, ascending."""
    while rows := list(stretch(room_id, number)):
        yield from rows
        number = rows[-1][0]


def stretch(room_id: UUID, number: int) -> Iterator[tuple[int, bytes]]:
    """As `log_since`, `AT_ONCE` rows at most."""
    for row in columns(_rows(), {"room": room_id, "number": number}):
        yield row.number, vault().open(row.sealed, place_of(room_id, row.number))


@built_once  # asked whenever notes are opened
def _rows() -> Select[int, bytes]:
    return (
        select(NotesUpdate.number, NotesUpdate.sealed)
        .where(NotesUpdate.room_id == ROOM, NotesUpdate.number > NUMBER)
        .order_by(NotesUpdate.number)
        .limit(AT_ONCE)
    )


def snapshot_after(room_id: UUID, number: int) -> tuple[int, bytes] | None:
    """The number of the room's newest row in its snapshot, and the snapshot.

    None where there is none, or where it spares reading a few rows after `number` alone.
    """
    asked = {"room": room_id, "number": number, "many": MANY}
    row = columns(_snapshot(), asked).one_or_none()
    if row is None:
        return None
    return row.through, vault().open(row.sealed, place_of_snapshot(room_id, row.through))


@built_once
def _snapshot() -> Select[int, bytes]:
    spared = NotesSnapshot.through - NUMBER
    return select(NotesSnapshot.through, NotesSnapshot.sealed).where(
        NotesSnapshot.room_id == ROOM, spared > bindparam("many", type_=Integer())
    )


def to_follow(room_id: UUID) -> LogSince:
    """How a copy comes up to date: by the log, of which many rows may come as one."""

    def since(number: int) -> Iterator[tuple[int, bytes]]:
        if snapshot := snapshot_after(room_id, number):
            yield snapshot
            number = snapshot[0]
        yield from log_since(room_id, number)

    return since


def long_unread(most: int) -> list[UUID]:
    """Rooms whose logs have grown by more than `MANY` rows since their snapshot, if any."""
    snapshot = func.coalesce(NotesSnapshot.through, 0)
    statement = (
        select(NotesDocument.room_id)
        .outerjoin(NotesSnapshot, NotesSnapshot.room_id == NotesDocument.room_id)
        .where(NotesDocument.last - snapshot > MANY)
        .order_by(NotesSnapshot.at.is_not(None), NotesSnapshot.at)
        .limit(most)
    )
    return list(session().scalars(statement))
