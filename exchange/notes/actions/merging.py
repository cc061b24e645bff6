"""Snapshots: what a long log is read by is made now and then, beside it."""

from uuid import UUID

from sqlalchemy import select

from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.notes.document import NotesReader
from exchange.notes.models import NotesDocument, NotesSnapshot
from exchange.notes.queries import document_of, place_of_snapshot, to_follow
from exchange.vault.content import vault

PATIENCE = 20.0  # seconds for one answer: nobody waits for it


def merge_log(*, actor: Actor, room_id: UUID) -> None:
    """Make the room's snapshot as of now.

    A child of its own reads it, which nobody else's notes go through: what hostile updates might
    do to it stays in this room. Raises `NotesUnreadable`.
    """
    head = document_of(room_id)
    if head is None:
        return
    through, reader = head.last, NotesReader(timeout=PATIENCE, max_documents=1)
    try:
        whole = reader.whole(room_id, to_follow(room_id), through)
    finally:
        reader.close()
    _keep_snapshot(actor=actor, room_id=room_id, through=through, whole=whole)


@action(unaudited_because="it says what the log says, and a person's rows are in the log")
def _keep_snapshot(*, actor: Actor, room_id: UUID, through: int, whole: bytes) -> None:  # noqa: ARG001
    """Store it, unless the notes were destroyed or a newer one was stored meanwhile."""
    held = select(NotesDocument.seq).where(NotesDocument.room_id == room_id).with_for_update()
    if session().scalars(held).one_or_none() is None:
        return
    known = session().scalars(select(NotesSnapshot).where(NotesSnapshot.room_id == room_id))
    snapshot = known.one_or_none()
    sealed = vault().seal(whole, place_of_snapshot(room_id, through))
    if snapshot is None:
        add(NotesSnapshot(room_id=room_id, through=through, sealed=sealed, at=clock.now()))
    elif snapshot.through < through:
        snapshot.through, snapshot.sealed, snapshot.at = through, sealed, clock.now()
