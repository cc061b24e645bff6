"""Load and authorise in one step. What is absent and what is not yours get the same answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.decision import Decision, require
from exchange.core.errors import NotFound
from exchange.rooms.enums import RUNNING, Role, RoomKind
from exchange.rooms.models import Connection, LivePart, Room, Round, Seat, Visit
from exchange.rooms.presence import Whereabouts
from exchange.rooms.queries.facts import entry_facts
from exchange.rooms.rules import (
    EntryFacts,
    RoomFacts,
    may_enter,
    may_facilitate,
    may_read_notes_after_close,
    may_stand_in,
)

NOWHERE = UUID(int=0)  # a plenary other than the room asked about


@dataclass(frozen=True)
class RoomAccess:
    """A room that the actor may see, with the facts by which further rules judge."""

    room: Room
    facts: RoomFacts

    @property
    def part_id(self) -> UUID:
        return self.room.part_id

    @property
    def role(self) -> Role:
        return role_by(self.facts.entry)


def role_by(facts: EntryFacts) -> Role:
    """The role in the part that the facts give."""
    return Role.FACILITATOR if facts.facilitates else Role.PARTICIPANT


def room_for(actor: Actor, room_id: UUID) -> RoomAccess:
    """The room in which the actor stands at this moment, in three statements.

    Raises `NotFound` for whatever else: no such room, another event's, one they were moved out
    of, one that closed, an account, a place or a membership that ended, and also for somebody who
    is entitled but has not entered: whoever is in a room is seen to be there (product rule 3).
    """
    return _judged(actor, room_id, may_stand_in)


def room_to_read(actor: Actor, room_id: UUID) -> RoomAccess:
    """The room in which the actor stands, or a closed one in which they had a place.

    For reading alone: notes after the close. Raises `NotFound`.
    """
    return _judged(actor, room_id, _may_read)


def _may_read(facts: RoomFacts) -> Decision:
    return may_stand_in(facts) or may_read_notes_after_close(facts)


def _judged(actor: Actor, room_id: UUID, rule: Callable[[RoomFacts], Decision]) -> RoomAccess:
    person_id = actor.person
    row = session().execute(_room(), {"person": person_id, "room": room_id}).first()
    if row is None:
        raise NotFound
    facts = entry_facts(person_id, row.Room.part_id, clock.now())
    access = RoomAccess(row.Room, _room_facts(row, facts))
    require(rule(access.facts), NotFound)
    return access


@cache  # asked at every message: to build it anew would cost more than to ask it
def _room() -> Select[*tuple[Any, ...]]:
    person_id, room_id = bindparam("person", type_=Uuid()), bindparam("room", type_=Uuid())
    seated = and_(
        Seat.person_id == person_id,
        Seat.ended_at.is_(None),
        Seat.round_id == Round.id,
        Seat.room_id.in_(select(Room.id).where(Room.closed_at.is_(None)).correlate(None)),
    )
    visiting = and_(
        Visit.part_id == Room.part_id, Visit.person_id == person_id, Visit.ended_at.is_(None)
    )
    connected = select(Connection.seq).where(
        Connection.part_id == Room.part_id, Connection.person_id == person_id
    )
    once_seated, once_visiting = aliased(Seat), aliased(Visit)
    ever_seated = select(once_seated.seq).where(
        once_seated.room_id == Room.id, once_seated.person_id == person_id
    )
    ever_visited = select(once_visiting.seq).where(
        once_visiting.room_id == Room.id, once_visiting.person_id == person_id
    )
    return (
        select(
            Room,
            LivePart.chat_locked,
            Seat.room_id.label("seated"),
            Visit.room_id.label("visits"),
            connected.where(Connection.ended_at.is_(None)).exists().label("present"),
            connected.exists().label("attended"),
            or_(ever_seated.exists(), ever_visited.exists()).label("had_place"),
        )
        .select_from(Room)
        .join(LivePart, LivePart.part_id == Room.part_id)
        .outerjoin(Round, and_(Round.part_id == Room.part_id, Round.state.in_(RUNNING)))
        .outerjoin(Seat, seated)
        .outerjoin(Visit, visiting)
        .where(Room.id == room_id)
        .execution_options(populate_existing=True)
    )


def _room_facts(row: Any, facts: EntryFacts) -> RoomFacts:
    room = row.Room
    is_plenary = room.kind == RoomKind.PLENARY
    # Somebody who neither visits nor sits elsewhere belongs in the plenary.
    visits = row.visits if facts.facilitates else None
    where = Whereabouts(visits, row.seated, room.id if is_plenary else NOWHERE)
    return RoomFacts(
        entry=facts,
        is_here=bool(row.present) and where.room_id == room.id,
        was_here=bool(row.attended) if is_plenary else bool(row.had_place),
        room_open=room.closed_at is None,
        chat_locked=row.chat_locked,
    )


def part_to_run(actor: Actor, part_id: UUID) -> EntryFacts:
    """The facts about a facilitator of the part.

    Raises `NotFound` for somebody who may not even enter, `Refused` for a participant.
    """
    facts = entry_facts(actor.person, part_id, clock.now())
    require(may_enter(facts), NotFound)
    require(may_facilitate(facts))
    return facts


def room_to_run(actor: Actor, part_id: UUID, room_id: UUID) -> Room:
    """An open room of the part that the actor facilitates.

    The part is judged first, so that a participant learns nothing about rooms from the answer.
    Raises `NotFound`, `Refused`.
    """
    part_to_run(actor, part_id)
    statement = select(Room).where(
        Room.id == room_id, Room.part_id == part_id, Room.closed_at.is_(None)
    )
    room = session().scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if room is None:
        raise NotFound
    return room
