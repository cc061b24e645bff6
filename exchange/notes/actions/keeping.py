"""Locking notes, looking back at them, and taking them along."""

from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.errors import NotFound
from exchange.notes.actions.log import hold_heads
from exchange.notes.errors import ReadOnly
from exchange.notes.models import NotesDocument
from exchange.notes.queries import notes_for, notes_to_look_back
from exchange.realtime.publish import publish, room_channel
from exchange.rooms.actions.chat import notice
from exchange.rooms.actions.show import hold, show
from exchange.rooms.enums import Notice
from exchange.rooms.models import Room
from exchange.rooms.queries import room_to_run


@action
def lock_notes(*, actor: Actor, room_id: UUID, locked: bool) -> None:
    """Lock a room's notes against everybody's writing, or open them again. For facilitators.

    Raises `NotFound`, `PartNotOpen`, `Refused`.
    """
    part_id = session().scalar(select(Room.part_id).where(Room.id == room_id))
    if part_id is None:
        raise NotFound
    room = room_to_run(actor, part_id, room_id)
    live = hold(part_id)
    head = hold_heads([room_id])[room_id]
    if head.locked == locked:
        return
    document = find(NotesDocument, head.id)
    if document is None:
        raise NotFound
    document.locked = locked
    record(actor, Tag.NOTES_LOCKED if locked else Tag.NOTES_UNLOCKED, room)
    show(live, rooms=[room_id])
    publish("notes.lock", {"room": room_id.hex, "locked": locked}, to=room_channel(room_id))


@action
def note_look_back(*, actor: Actor, room_id: UUID) -> None:
    """Record that the actor looks at how a room's notes stood earlier. For facilitators.

    Raises `NotFound`, `Refused`.
    """
    record(actor, Tag.NOTES_LOOKED_BACK, notes_to_look_back(actor, room_id).room)


@action
def note_put_back(*, actor: Actor, room_id: UUID, number: int) -> None:
    """Record that the actor puts back the text as it stood at update `number`, and tell the room.

    The text itself is put back by edits like any others: they are judged when they come. For
    facilitators. Raises `NotFound`, `Refused`, `ReadOnly`.
    """
    notes = notes_to_look_back(actor, room_id)
    if notes.read_only:
        raise ReadOnly
    if number > notes.last:
        raise NotFound
    record(actor, Tag.NOTES_PUT_BACK, notes.room, number=number)
    notice(actor, room_id, Notice.NOTES_PUT_BACK)


@action
def note_export(*, actor: Actor, room_id: UUID, form: str) -> None:
    """Record that the actor takes a room's notes with them, in which form. Raises `NotFound`."""
    record(actor, Tag.NOTES_EXPORTED, notes_for(actor, room_id).room, form=form)
