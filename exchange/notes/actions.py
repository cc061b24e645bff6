"""Writing notes: an update is judged, checked, sealed and committed before anybody hears of it."""

from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, on_commit, session
from exchange.core.errors import NotFound
from exchange.notes.document import Verdict
from exchange.notes.errors import OldEditor, OutOfStep, ReadOnly, TryAgain, Unusable
from exchange.notes.messages import Written
from exchange.notes.models import NotesDocument, NotesUpdate
from exchange.notes.queries import NotesAccess, log_since, notes_for, place_of, reader
from exchange.realtime.commits import commits_for
from exchange.realtime.publish import publish, publish_now_unsafe, room_channel
from exchange.rooms.actions.show import hold, show
from exchange.rooms.models import Room
from exchange.rooms.queries import room_to_run
from exchange.vault.content import vault

EDITOR_SCHEMA = 1  # SCHEMA in static/src/notes/schema.ts; both are raised together


def append_update(
    *, actor: Actor, room_id: UUID, editor_schema: int, update: bytes, sid: str | None = None
) -> int:
    """Append a Yjs update to the notes of the room in which the actor stands; returns its number.

    `sid` names the socket that sent it and need not hear of it. Raises `NotFound`, `ReadOnly`,
    `OldEditor`, `OutOfStep`, `Unusable` or `TryAgain`; then nothing was kept or passed on.

    The update is checked before the transaction, against the log as it is then, because the check
    waits for another process and must hold no lock. It need not be repeated inside: what is in the
    log is never taken away, so an update that fits now fits after any number of others'. Writers
    therefore never start over because of each other. Rights, lock and schema can change in
    between, and are judged again under the row's lock.
    """
    notes = notes_for(actor, room_id)
    _require_writing(notes, editor_schema)
    _require_good(room_id, update, notes.last)
    return commits_for(NotesUpdate.__tablename__, room_id).run(
        lambda: _append(
            actor=actor, room_id=room_id, editor_schema=editor_schema, update=update, sid=sid
        )
    )


def _require_writing(notes: NotesAccess, editor_schema: int) -> None:
    if notes.read_only:
        raise ReadOnly
    if editor_schema < notes.editor_schema:
        raise OldEditor
    if editor_schema > EDITOR_SCHEMA:  # a page from a newer process, while versions change over
        raise TryAgain


def _require_good(room_id: UUID, update: bytes, last: int) -> None:
    match reader.check(room_id, update, lambda number: log_since(room_id, number), last):
        case Verdict.OK:
            return
        case Verdict.GAP:
            raise OutOfStep
        case Verdict.BAD:
            raise Unusable
        case Verdict.UNAVAILABLE:
            raise TryAgain


@action(unaudited_because="each update is a row with its person and time, and content stays out")
def _append(
    *, actor: Actor, room_id: UUID, editor_schema: int, update: bytes, sid: str | None
) -> int:
    document = _held(room_id)
    _require_writing(notes_for(actor, room_id), editor_schema)
    number = document.last = document.last + 1
    document.editor_schema = editor_schema
    add(
        NotesUpdate(
            room_id=room_id,
            number=number,
            person_id=actor.person,
            sealed=vault().seal(update, place_of(room_id, number)),
            at=clock.now(),
        )
    )
    told = Written(room_id, number, update, editor_schema).payload()
    on_commit(lambda: reader.committed(room_id, number, update))
    on_commit(lambda: publish_now_unsafe("notes.update", told, to=room_channel(room_id), skip=sid))
    return number


def _held(room_id: UUID) -> NotesDocument:
    """The head of the room's notes, locked; made with the first update or lock."""
    document = _locked(room_id)
    if document is None:
        if lock(Room, room_id) is None:  # so that two who write first do not both make it
            raise NotFound
        document = _locked(room_id) or add(
            NotesDocument(room_id=room_id, last=0, editor_schema=0, locked=False)
        )
    return document


def _locked(room_id: UUID) -> NotesDocument | None:
    statement = select(NotesDocument).where(NotesDocument.room_id == room_id).with_for_update()
    return session().scalars(statement.execution_options(populate_existing=True)).one_or_none()


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
    document = _held(room_id)
    if document.locked == locked:
        return
    document.locked = locked
    record(actor, Tag.NOTES_LOCKED if locked else Tag.NOTES_UNLOCKED, room)
    show(live, rooms=[room_id])
    publish("notes.lock", {"room": room_id.hex, "locked": locked}, to=room_channel(room_id))


@action
def note_export(*, actor: Actor, room_id: UUID, form: str) -> None:
    """Record that the actor takes a room's notes with them, in which form. Raises `NotFound`."""
    record(actor, Tag.NOTES_EXPORTED, notes_for(actor, room_id).room, form=form)
