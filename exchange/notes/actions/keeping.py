"""Locking notes, and taking them along."""

from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.errors import NotFound
from exchange.notes.actions.log import hold_heads
from exchange.notes.models import NotesDocument
from exchange.notes.queries import notes_for
from exchange.realtime.publish import publish, room_channel
from exchange.rooms.actions.show import hold, show
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
def note_export(*, actor: Actor, room_id: UUID, form: str) -> None:
    """Record that the actor takes a room's notes with them, in which form. Raises `NotFound`."""
    record(actor, Tag.NOTES_EXPORTED, notes_for(actor, room_id).room, form=form)
