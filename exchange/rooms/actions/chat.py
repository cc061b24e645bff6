"""What is said in a room: numbered without a gap, sealed, stored once, sent after its commit."""

from uuid import UUID, uuid4
from weakref import WeakValueDictionary

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.core.shared import SharedCommits
from exchange.realtime.commits import shared_commits
from exchange.realtime.publish import publish, room_channel
from exchange.rooms.actions.show import hold
from exchange.rooms.enums import MessageKind, Notice
from exchange.rooms.models import Message, Room
from exchange.rooms.queries import opened, part_to_run, picture_of, place_of, room_for
from exchange.rooms.rules import may_say
from exchange.vault.content import vault

_commits: WeakValueDictionary[UUID, SharedCommits] = WeakValueDictionary()


def say(*, actor: Actor, room_id: UUID, text: str, key: UUID) -> Message:
    """Say `text` (1 to 2000 characters) in the room in which the actor stands.

    The same `key` from the same person again gives the message that is stored already. What many
    say at one moment shares a commit; nobody is answered before their own is saved. Raises
    `NotFound`, or `Refused` while the chat is locked.
    """
    return _shared(room_id).run(lambda: _say(actor=actor, room_id=room_id, text=text, key=key))


def _shared(room_id: UUID) -> SharedCommits:
    """The queue in which those wait who share a commit.

    SQLite has one writer, so that one queue serves all rooms. On PostgreSQL each room has its
    own: a shared transaction would hold several rooms' rows, and two processes that take them in
    different order would wait for each other.
    """
    if session().get_bind().dialect.name == "sqlite":
        return shared_commits
    return _commits.setdefault(room_id, SharedCommits())


@action(
    unaudited_because="the room's own log holds it, and the audit holds nothing of what is said"
)
def _say(*, actor: Actor, room_id: UUID, text: str, key: UUID) -> Message:
    require(may_say(room_for(actor, room_id).facts))
    return append(actor, room_id, MessageKind.SAID, text, key)


def append(actor: Actor, room_id: UUID, kind: MessageKind, text: str, key: UUID) -> Message:
    """Add one line to a room's log under the room's lock, sealed, and send it after the commit."""
    room = lock(Room, room_id)
    if room is None or room.closed_at is not None:
        raise NotFound
    same = select(Message).where(
        Message.room_id == room_id, Message.person_id == actor.person, Message.key == key
    )
    stored = session().scalars(same).one_or_none()
    if stored is not None:
        return stored
    room.last_message += 1
    message = Message(
        room_id=room_id,
        number=room.last_message,
        kind=kind.value,
        person_id=actor.person,
        key=key,
        at=clock.now(),
    )
    message.sealed = vault().seal(text.encode(), place_of(message))
    add(message)
    publish("message", opened(message, actor.name).payload(), to=room_channel(room_id))
    return message


@action
def broadcast(*, actor: Actor, part_id: UUID, text: str, key: UUID) -> int:
    """Say `text` in every open room of the part; returns how many rooms.

    Again with the same `key` it is said in no room twice. Raises `NotFound`, `PartNotOpen`,
    `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    rooms = picture_of(part_id).rooms
    for room in sorted(rooms, key=lambda room: room.seq):  # one order: no two wait for each other
        append(actor, room.id, MessageKind.BROADCAST, text, key)
    record(actor, Tag.BROADCAST, live, rooms=len(rooms))
    return len(rooms)


def notice(actor: Actor, room_id: UUID, what: Notice) -> None:
    """Have the platform itself say in a room what the actor does there."""
    append(actor, room_id, MessageKind.NOTICE, what.value, uuid4())
