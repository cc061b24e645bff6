"""The log of notes: who may append an update, and how it is stored."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy import Update as UpdateStatement

from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.bulk import among, change, columns, store, table_of
from exchange.core.db import add, on_commit, session, unit
from exchange.core.errors import ExchangeError, NotFound
from exchange.core.prepared import built_once
from exchange.notes.errors import OldEditor, ReadOnly, TryAgain
from exchange.notes.messages import Written
from exchange.notes.models import NotesDocument, NotesUpdate
from exchange.notes.queries import place_of, reader
from exchange.realtime.publish import publish_now_unsafe, room_channel
from exchange.rooms.models import Room
from exchange.rooms.rules import RoomFacts, may_write_notes
from exchange.vault.content import vault

EDITOR_SCHEMA = 2  # SCHEMA in static/src/notes/schema.ts; both are raised together


@dataclass(frozen=True)
class Update:
    """A Yjs update that somebody wants to append; `sid` is the socket that sent it."""

    actor: Actor
    room_id: UUID
    editor_schema: int
    update: bytes
    sid: str | None


@dataclass
class Head:
    """The head of a room's notes, held, as it is after what was appended so far."""

    id: UUID
    last: int
    editor_schema: int
    locked: bool

    def grow(self, editor_schema: int) -> int:
        """Count one update more; returns its number."""
        self.last, self.editor_schema = self.last + 1, editor_schema
        return self.last


_seen: dict[UUID, Head] = {}  # as each was at some moment, committed; the database may be further


def refusal_of(
    each: Update, place: RoomFacts | ExchangeError, head: Head | None
) -> ExchangeError | None:
    """Why this update may not be appended, by rights, lock and schema."""
    if isinstance(place, ExchangeError) or head is None:
        return place if isinstance(place, ExchangeError) else NotFound()
    if not may_write_notes(replace(place, notes_locked=head.locked)):
        return ReadOnly()
    if each.editor_schema < head.editor_schema:
        return OldEditor()
    if each.editor_schema > EDITOR_SCHEMA:  # a newer process's page, while versions change over
        return TryAgain()
    return None


def newest_heads(room_ids: Collection[UUID]) -> dict[UUID, Head]:
    """The heads as they are now; rooms in which nobody has written or locked are left out."""
    found = _found_heads(_heads(), room_ids)
    _seen.update(found)
    return found


def head_seen(room_id: UUID) -> Head | None:
    """The head as it was when this process last looked at it or wrote; it may be older than now."""
    return _seen.get(room_id)


def hold_heads(room_ids: Collection[UUID]) -> dict[UUID, Head]:
    """The heads of these rooms' notes, held; made where nobody has written or locked them yet.

    Unknown rooms are left out. Everybody takes rooms before heads, and both in the order of `seq`:
    no two transactions wait for each other.
    """
    unit()
    missing = set(room_ids) - _seen.keys()
    if missing:
        missing -= set(_found_heads(_heads(), missing))
    if missing:
        _make_heads(missing)
    return _found_heads(_heads_to_hold(), room_ids)


def obey_forgotten(body: Mapping[str, Any]) -> None:
    """Drop what this process and its child keep of notes that were destroyed."""
    for room_id in map(UUID, body["rooms"]):
        _seen.pop(room_id, None)
        reader.forget(room_id)


def _found_heads(
    statement: Select[*tuple[Any, ...]], room_ids: Collection[UUID]
) -> dict[UUID, Head]:
    rows = columns(statement, {"rooms": list(room_ids)})
    return {row.room_id: Head(row.id, row.last, row.editor_schema, row.locked) for row in rows}


def _make_heads(room_ids: Collection[UUID]) -> None:
    held = (
        select(Room.id)
        .where(Room.id.in_(room_ids))
        .order_by(Room.seq)
        .with_for_update(key_share=True)  # so that two who write first do not both make it
    )
    known = set(session().scalars(held))
    for room_id in sorted(known - set(_found_heads(_heads(), known))):
        add(NotesDocument(room_id=room_id, last=0, editor_schema=0, locked=False))


@built_once
def _heads() -> Select[*tuple[Any, ...]]:
    document = NotesDocument
    return (
        select(
            document.id, document.room_id, document.last, document.editor_schema, document.locked
        )
        .where(among(document.room_id, "rooms"))
        .order_by(document.seq)
    )


@built_once
def _heads_to_hold() -> Select[*tuple[Any, ...]]:
    return _heads().with_for_update()


def append(stored: Sequence[tuple[Update, int]], heads: dict[UUID, Head]) -> None:
    """Store updates under their numbers and the heads as they are now; pass them on afterwards."""
    if not stored:
        return
    store(NotesUpdate, [_row(each, n) for each, n in stored])
    grown = {each.room_id: heads[each.room_id] for each, _ in stored}
    change(
        _growth(),
        [{"of": head.id, "newest": head.last, "by": head.editor_schema} for head in grown.values()],
    )
    on_commit(lambda: _seen.update(grown))


@built_once
def _growth() -> UpdateStatement:
    documents = table_of(NotesDocument)
    return (
        update(documents)
        .where(documents.c.id == bindparam("of"))
        .values(last=bindparam("newest"), editor_schema=bindparam("by"))
    )


def _row(each: Update, number: int) -> dict[str, Any]:
    """The update as its row; it is passed on once that is committed."""
    room_id = each.room_id
    told = Written(room_id, number, each.update, each.editor_schema).payload()

    def pass_on() -> None:
        reader.committed(room_id, number, each.update)
        publish_now_unsafe("notes.update", told, to=room_channel(room_id), skip=each.sid)

    on_commit(pass_on)
    return {
        "room_id": room_id,
        "number": number,
        "person_id": each.actor.person_id,
        "sealed": vault().seal(each.update, place_of(room_id, number)),
        "at": clock.now(),
    }
