"""A room's chat, opened for those who stand in the room."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, Uuid, bindparam, select

from exchange.accounts.models import Person
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.errors import ExchangeError
from exchange.core.prepared import built_once
from exchange.core.shared import Joined
from exchange.rooms.enums import MessageKind, Notice
from exchange.rooms.messages import ChatMessage, Latest, Pulse, Replay
from exchange.rooms.models import LivePart, Message, Room
from exchange.rooms.queries.picture import NotesHead, notes_heads
from exchange.rooms.queries.verdicts import PLACES
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place

PAGE = 200

# English; a browser shows the text of the notice's code in its reader's language.
NOTICES = {
    Notice.VISIT_BEGINS: "%(name)s, who facilitates, is visiting this room.",
    Notice.VISIT_ENDS: "%(name)s has left this room.",
    Notice.NOTES_PUT_BACK: "%(name)s, who facilitates, put an earlier text of the notes back.",
}


@dataclass(frozen=True)
class _Missing:
    """Somebody who wants what was said in a room after number `since`."""

    actor: Actor
    room_id: UUID
    since: int


def replay(actor: Actor, room_id: UUID, since: int) -> Replay:
    """Up to 200 messages after number `since` of the room in which the actor stands.

    Those of a crowd that comes back at one moment are read together. Raises `NotFound`,
    `NotSignedIn`.
    """
    return _replays.ask(_Missing(actor, room_id, since))


def _replay_all(asked: Sequence[_Missing]) -> list[Replay | ExchangeError]:
    places = PLACES.of([(each.actor, each.room_id) for each in asked])
    allowed = [
        each
        for each, place in zip(asked, places, strict=True)
        if not isinstance(place, ExchangeError)
    ]
    newest = _newest({each.room_id for each in allowed})
    said = said_since({(each.room_id, each.since): newest[each.room_id] for each in allowed})
    return [
        place if isinstance(place, ExchangeError) else said[each.room_id, each.since]
        for each, place in zip(asked, places, strict=True)
    ]


def _newest(room_ids: Collection[UUID]) -> dict[UUID, int]:
    statement = select(Room.id, Room.last_message).where(Room.id.in_(room_ids))
    return {row.id: row.last_message for row in session().execute(statement)}


def said_since(wanted: Mapping[tuple[UUID, int], int]) -> dict[tuple[UUID, int], Replay]:
    """Up to 200 messages of each room after the number beside it; nobody is judged here.

    Each is given how far the room was; where nothing is missing, nothing is read.
    """
    return {(room, since): _said_since(room, since, last) for (room, since), last in wanted.items()}


def _said_since(room_id: UUID, since: int, last: int) -> Replay:
    rows = session().execute(_after(), {"room": room_id, "since": since}) if since < last else ()
    messages = tuple(opened(row.Message, row.name or "") for row in rows)
    newest = messages[-1].number if messages else since
    return Replay(messages, max(last, newest), more=newest < last)


@built_once  # a crowd that comes back asks it for every room
def _after() -> Select[*tuple[Any, ...]]:
    return (
        select(Message, Person.name)
        .outerjoin(Person, Person.id == Message.person_id)
        .where(
            Message.room_id == bindparam("room", type_=Uuid()),
            Message.number > bindparam("since", type_=Integer()),
        )
        .order_by(Message.number)
        .limit(PAGE)
    )


_replays: Joined[_Missing, Replay] = Joined(_replay_all)


def place_of(room_id: UUID, number: int) -> Place:
    """What a message's seal is bound to."""
    return Place("message", room_id, number, Content.CHAT)


def opened(message: Message, name: str) -> ChatMessage:
    """The message in the clear; `name` is its author's."""
    return message_in_clear(
        room_id=message.room_id,
        number=message.number,
        kind=MessageKind(message.kind),
        person_id=message.person_id,
        at=message.at,
        text=vault().open(message.sealed, place_of(message.room_id, message.number)).decode(),
        name=name,
    )


def message_in_clear(
    *,
    room_id: UUID,
    number: int,
    kind: MessageKind,
    person_id: UUID | None,
    at: datetime,
    text: str,
    name: str,
) -> ChatMessage:
    """A message as rooms get it. A notice's `text` is its code; `name` is the author's."""
    notice = Notice(text) if kind is MessageKind.NOTICE else None
    return ChatMessage(
        room_id=room_id,
        number=number,
        kind=kind.value,
        person_id=person_id,
        name=name,
        text=NOTICES[notice] % {"name": name} if notice else text,
        at=at,
        notice=notice.value if notice else "",
    )


def latest(room_ids: Sequence[UUID]) -> list[Latest]:
    """The newest numbers of open rooms, in two statements."""
    statement = (
        select(Room.id, Room.last_message, LivePart.version)
        .join(LivePart, LivePart.part_id == Room.part_id)
        .where(Room.id.in_(room_ids), Room.closed_at.is_(None))
    )
    rows = session().execute(statement).all()
    notes = notes_heads([row.id for row in rows])
    empty = NotesHead()
    heads = [(row, notes.get(row.id, empty)) for row in rows]
    return [
        Latest(row.id, row.version, row.last_message, head.last, head.points) for row, head in heads
    ]


def pulses_of(part_id: UUID) -> list[Pulse]:
    """How far each open room of the part has come: counts and times, of words nothing."""
    statement = select(Room.id, Room.last_message).where(
        Room.part_id == part_id, Room.closed_at.is_(None)
    )
    rows = session().execute(statement).all()
    heads = notes_heads([row.id for row in rows])
    empty = NotesHead()
    return [
        Pulse(
            room_id=row.id,
            messages=row.last_message,
            notes=heads.get(row.id, empty).last,
            notes_moved_at=heads.get(row.id, empty).moved_at,
        )
        for row in rows
    ]
