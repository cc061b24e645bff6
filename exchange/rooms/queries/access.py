"""Load and authorise in one step. What is absent and what is not yours get the same answer."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import aliased

from exchange.accounts.models import Person
from exchange.accounts.queries import sessions_that_stand
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.bulk import among, columns, tupled, tuples
from exchange.core.db import session
from exchange.core.decision import Decision, require
from exchange.core.errors import ExchangeError, NotFound, NotSignedIn
from exchange.core.prepared import built_once
from exchange.rooms.enums import RUNNING, Role, RoomKind
from exchange.rooms.models import Aside, Connection, LivePart, Mute, Room, Round, Seat, Visit
from exchange.rooms.presence import Whereabouts
from exchange.rooms.queries.facts import entry_facts, entry_facts_for
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
    return _judged(actor, room_id, may_read)


def may_read(facts: RoomFacts) -> Decision:
    """Whether the person may read what was written in the room."""
    return may_stand_in(facts) or may_read_notes_after_close(facts)


def _judged(actor: Actor, room_id: UUID, rule: Callable[[RoomFacts], Decision]) -> RoomAccess:
    person_id = actor.person
    row = session().execute(_with_room(), _asked([(person_id, room_id)])).first()
    if row is None:
        raise NotFound
    facts = entry_facts(person_id, row.Room.part_id, clock.now())
    access = RoomAccess(row.Room, _room_facts(row.Room, row, facts))
    require(rule(access.facts), NotFound)
    return access


def rooms_for(
    asked: Sequence[tuple[Actor, UUID]], rule: Callable[[RoomFacts], Decision] = may_stand_in
) -> list[RoomFacts | ExchangeError]:
    """How each actor stands to the room beside them, in four statements for all.

    An error in the place of facts: `NotSignedIn` where the actor's session is over (it is asked
    anew, however long the actor has been known), `NotFound` where `rule` does not let them be
    there, by whatever reason.
    """
    return rooms_by_sessions(asked, standing_sessions(actor for actor, _ in asked), rule)


def standing_sessions(actors: Iterable[Actor]) -> dict[UUID, datetime]:
    """Those of the actors' sessions that stand now, and when each ends by the clock."""
    sessions = {actor.session_id for actor in actors if actor.session_id}
    return sessions_that_stand(sessions) if sessions else {}


def rooms_by_sessions(
    asked: Sequence[tuple[Actor, UUID]],
    standing: Collection[UUID],
    rule: Callable[[RoomFacts], Decision],
) -> list[RoomFacts | ExchangeError]:
    """As `rooms_for`, for callers who know which of the actors' sessions stand now."""
    facts = _facts_of({(actor.person, room_id) for actor, room_id in asked})
    found: list[RoomFacts | ExchangeError] = []
    for actor, room_id in asked:
        known = facts.get((actor.person, room_id))
        if actor.session_id is not None and actor.session_id not in standing:
            found.append(NotSignedIn())
        elif known is None or not rule(known):
            found.append(NotFound())
        else:
            found.append(known)
    return found


def _facts_of(asked: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], RoomFacts]:
    """For pairs of person and room; whoever and whatever is unknown is left out."""
    rows = columns(_without_room(), _asked(asked)).all()
    entries = entry_facts_for({(row.person_id, row.part_id) for row in rows}, clock.now())
    return {
        (row.person_id, row.id): _room_facts(row, row, entries[row.person_id, row.part_id])
        for row in rows
    }


def _asked(asked: Collection[tuple[UUID, UUID]]) -> dict[str, list[Any]]:
    people, rooms = ({pair[n] for pair in asked} for n in (0, 1))
    return {**tuples(asked), "people": list(people), "rooms": list(rooms)}


@built_once
def _with_room() -> Select[*tuple[Any, ...]]:
    return _whereabouts(Room).execution_options(populate_existing=True)


@built_once
def _without_room() -> Select[*tuple[Any, ...]]:
    return _whereabouts(Room.id, Room.part_id, Room.kind, Room.closed_at, Room.presenter_id)


def _whereabouts(*of_room: Any) -> Select[*tuple[Any, ...]]:
    """Where people are, each beside the room that is asked about for them."""
    return (
        select(
            *of_room,
            Person.id.label("person_id"),
            LivePart.chat_locked,
            LivePart.hands_locked,
            LivePart.notes_paused,
            LivePart.votes_locked,
            LivePart.voices,
            Seat.room_id.label("seated"),
            Visit.room_id.label("visits"),
            *_attendance(),
            _muted(),
            _is_aside().label("aside"),
        )
        .select_from(Room)
        .join(Person, tupled(Person.id, Room.id))
        .join(LivePart, LivePart.part_id == Room.part_id)
        .outerjoin(Round, and_(Round.part_id == Room.part_id, Round.state.in_(RUNNING)))
        .outerjoin(Seat, _seated())
        .outerjoin(
            Visit,
            and_(
                Visit.part_id == Room.part_id,
                Visit.person_id == Person.id,
                Visit.ended_at.is_(None),
            ),
        )
        .where(among(Room.id, "rooms"), among(Person.id, "people"))
    )


def _seated() -> ColumnElement[bool]:
    return and_(
        Seat.person_id == Person.id,
        Seat.ended_at.is_(None),
        Seat.round_id == Round.id,
        Seat.room_id.in_(select(Room.id).where(Room.closed_at.is_(None)).correlate(None)),
    )


def _attendance() -> tuple[ColumnElement[bool], ...]:
    """Whether the person is in the part now, was ever, and had a place in the room."""
    connected = select(Connection.seq).where(
        Connection.part_id == Room.part_id, Connection.person_id == Person.id
    )
    once_seated, once_visiting = aliased(Seat), aliased(Visit)
    ever_seated = select(once_seated.seq).where(
        once_seated.room_id == Room.id, once_seated.person_id == Person.id
    )
    ever_visited = select(once_visiting.seq).where(
        once_visiting.room_id == Room.id, once_visiting.person_id == Person.id
    )
    return (
        connected.where(Connection.ended_at.is_(None)).exists().label("present"),
        connected.exists().label("attended"),
        or_(ever_seated.exists(), ever_visited.exists()).label("had_place"),
    )


def _muted() -> ColumnElement[bool]:
    standing = select(Mute.seq).where(
        Mute.part_id == Room.part_id, Mute.person_id == Person.id, Mute.lifted_at.is_(None)
    )
    return standing.exists().label("muted")


def _is_aside() -> ColumnElement[bool]:
    return (
        select(Aside.seq)
        .where(
            Aside.part_id == Room.part_id,
            Aside.person_id == Person.id,
            Aside.ended_at.is_(None),
        )
        .exists()
    )


def _room_facts(room: Any, row: Row[Any], facts: EntryFacts) -> RoomFacts:
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
        hands_locked=row.hands_locked,
        notes_paused=row.notes_paused,
        votes_locked=row.votes_locked,
        muted=bool(row.muted),
        aside=row.aside,
        voices=row.voices,
        presents=room.presenter_id == row.person_id,
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
