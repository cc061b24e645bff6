"""A room's document: what it says, and where it can be read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from prometheus_client import Gauge
from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, exists, or_, select

from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.bulk import among, columns
from exchange.core.db import session
from exchange.core.decision import require
from exchange.core.errors import ExchangeError, NotFound
from exchange.core.prepared import built_once
from exchange.notes.document import Block, NotesReader, NotesUnreadable
from exchange.notes.errors import OldEditor, TryAgain
from exchange.notes.messages import Backlog, NumberedUpdate
from exchange.notes.models import NotesDocument, NotesPoint, NotesUpdate
from exchange.notes.queries.log import MANY, snapshot_after, stretch, to_follow
from exchange.rooms.models import Room, Round
from exchange.rooms.queries import (
    PLACES,
    NotesHead,
    RoomAccess,
    entry_facts,
    may_read,
    room_to_read,
    was_in,
)
from exchange.rooms.rules import RoomFacts, may_read_notes_after_close, may_write_notes

PAGE_BYTES = 128_000
WHOLE_BYTES = 1_000_000  # of a snapshot that goes out in one answer

# One child per process; it starts with the first question and is replaced when it dies.
reader = NotesReader()
Gauge("exchange_notes_reader_restarts", "Children that were lost while reading notes").set_function(
    lambda: reader.restarts
)
Gauge("exchange_notes_reader_up", "Whether a child that reads notes is running").set_function(
    lambda: reader.is_running
)


@dataclass(frozen=True)
class NotesAccess:
    """A room's notes that the actor may read, and whether they may write there now."""

    access: RoomAccess
    last: int
    editor_schema: int
    locked: bool

    @property
    def room(self) -> Room:
        return self.access.room

    @property
    def read_only(self) -> bool:
        return not may_write_notes(replace(self.access.facts, notes_locked=self.locked))


def notes_for(actor: Actor, room_id: UUID) -> NotesAccess:
    """The notes of the room in which the actor stands, or of a closed one in which they were.

    Raises `NotFound`. A room in which nobody has written yet has empty notes.
    """
    return notes_in(room_to_read(actor, room_id))


def notes_in(access: RoomAccess) -> NotesAccess:
    """The notes of a room that was judged already."""
    document = document_of(access.room.id)
    if document is None:
        return NotesAccess(access, last=0, editor_schema=0, locked=False)
    return NotesAccess(access, document.last, document.editor_schema, document.locked)


def document_of(room_id: UUID) -> NotesDocument | None:
    """The head of the room's notes as it is now, if anybody has written or locked them."""
    statement = select(NotesDocument).where(NotesDocument.room_id == room_id)
    return session().scalars(statement.execution_options(populate_existing=True)).one_or_none()


def heads_of(room_ids: Collection[UUID]) -> Mapping[UUID, NotesHead]:
    """How far the notes of these rooms have come; rooms without notes are left out."""
    rows = columns(_heads(), {"rooms": list(room_ids)})
    return {row.room_id: NotesHead(row.last, row.locked, row.at, row.points) for row in rows}


@built_once  # asked with every picture of a part
def _heads() -> Select[UUID, int, bool, datetime | None, int]:
    newest = and_(
        NotesUpdate.room_id == NotesDocument.room_id,
        NotesUpdate.number == NotesDocument.last,
        NotesUpdate.person_id.is_not(None),  # that a step put its headings in is no writing
    )
    return (
        select(
            NotesDocument.room_id,
            NotesDocument.last,
            NotesDocument.locked,
            NotesUpdate.at,
            NotesDocument.points,
        )
        .outerjoin(NotesUpdate, newest)
        .where(among(NotesDocument.room_id, "rooms"))
    )


def backlog(actor: Actor, room_id: UUID, *, editor_schema: int, since: int) -> Backlog:
    """A page of the log after row `since`: some 128 kB, and one row at least if there is any.

    Whoever lacks many rows is given those of the room's snapshot as one, the newest of them: a
    browser takes that in at once, and thousands of rows in half a second.

    Raises `NotFound`, `NotSignedIn`, or `OldEditor` for one older than the editor that wrote last.
    """
    [place] = PLACES.of([(actor, room_id)], may_read)
    if isinstance(place, ExchangeError):
        raise place
    head = columns(_head(), {"room": room_id}).one_or_none()
    last = head.last if head else 0
    if head and editor_schema < head.editor_schema:
        raise OldEditor
    snapshot = snapshot_after(room_id, since) if last - since > MANY else None
    if snapshot and len(snapshot[1]) > WHOLE_BYTES:
        snapshot = None
    rows = [NumberedUpdate(*snapshot)] if snapshot else []
    size = 0
    known = rows[0].number if rows else since
    for number, update in stretch(room_id, known) if known < last else ():
        size += len(update)
        if rows and size > PAGE_BYTES:
            break
        rows.append(NumberedUpdate(number, update))
    newest = rows[-1].number if rows else since
    locked = head is not None and head.locked
    read_only = not may_write_notes(replace(place, notes_locked=locked))
    return Backlog(rows, max(last, newest), newest < last, read_only)


@built_once  # asked whenever notes are opened
def _head() -> Select[int, int, bool]:
    document = NotesDocument
    return select(document.last, document.editor_schema, document.locked).where(
        document.room_id == bindparam("room", type_=Uuid())
    )


def blocks_of(notes: NotesAccess) -> list[Block]:
    """The document as blocks. Raises `TryAgain` when it cannot be read just now."""
    return _blocks(notes.room.id, notes.last)


def _blocks(room_id: UUID, last: int) -> list[Block]:
    try:
        return reader.blocks(room_id, to_follow(room_id), last)
    except NotesUnreadable:
        raise TryAgain from None


def blocks_in_room(room_id: UUID) -> list[Block]:
    """As `blocks_of`, for callers that have judged access by other rules than the room's own."""
    document = document_of(room_id)
    return _blocks(room_id, document.last if document else 0)


def notes_of_part(actor: Actor, part_id: UUID, room_id: UUID) -> NotesAccess:
    """As `notes_for`, for a room of this part. Raises `NotFound`."""
    notes = notes_for(actor, room_id)
    if notes.room.part_id != part_id:
        raise NotFound
    return notes


@dataclass(frozen=True)
class ClosedRoom:
    """A closed room of somebody who was in it, and whether anything was written there."""

    room: Room
    round_number: int | None  # None: the plenary
    has_notes: bool


def closed_rooms(actor: Actor, part_id: UUID) -> list[ClosedRoom]:
    """The closed rooms of the part in which the actor was, in the order in which they were open.

    Who was there: whoever had a seat or an announced visit in a breakout room, or attended the
    plenary. They may read as long as they belong to the event, by the same rules as at its doors.
    Raises `NotFound` for everybody else, and for no such part.
    """
    facts = entry_facts(actor.person, part_id, clock.now())
    was_there = RoomFacts(facts, is_here=False, was_here=True, room_open=False)
    require(may_read_notes_after_close(was_there), NotFound)
    statement = (
        select(Room, Round.number, or_(_has_words(), _has_points()).label("has_notes"))
        .outerjoin(Round, Round.id == Room.round_id)
        .where(Room.part_id == part_id, was_in(actor.person))
        .order_by(Round.number.is_not(None), Round.number, Room.position)
    )
    return [
        ClosedRoom(row.Room, row.number, row.has_notes)
        for row in session().execute(statement)
        if row.Room.closed_at is not None or not facts.is_open
    ]


def _has_words() -> ColumnElement[bool]:
    return exists().where(NotesUpdate.room_id == Room.id, NotesUpdate.person_id.is_not(None))


def _has_points() -> ColumnElement[bool]:
    return exists().where(NotesPoint.room_id == Room.id, NotesPoint.removed.is_(False))
