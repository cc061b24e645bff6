"""Who is where in a part now, read in three statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    Uuid,
    and_,
    bindparam,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.events.models import Event, Facilitation, Part
from exchange.membership.models import Affiliation, Organisation
from exchange.rooms.enums import RUNNING, PartState, Role, RoomKind, Seating
from exchange.rooms.models import (
    Aside,
    Connection,
    LivePart,
    Mute,
    Removal,
    Room,
    Round,
    Seat,
    Visit,
)
from exchange.rooms.presence import Whereabouts

# A part is read at every entrance: to build its statements anew would cost more than to ask them.
PART, EVENT, ROUND = (bindparam(name, type_=Uuid()) for name in ("part", "event", "round"))
ROOMS = bindparam("rooms", type_=Uuid(), expanding=True)
DAY = bindparam("day", type_=Date())


@dataclass(frozen=True)
class Somebody:
    """One person who is in the part, seated in it, or was removed from it."""

    id: UUID
    name: str
    organisation_id: UUID | None
    organisation: str | None
    role: Role
    present: bool  # an attendance interval is open
    removed: bool
    aside: bool  # takes a short break: still here, counted nowhere
    where: Whereabouts
    muted: bool = False  # their voice in the chats; facilitators and they themselves are told
    own_room: UUID | None = None  # in which they sat last in the round under way

    @property
    def room_id(self) -> UUID | None:
        """Where they belong now; somebody who is neither present nor seated belongs nowhere."""
        if self.removed or not (self.present or self.where.seated):
            return None
        return self.where.room_id


@dataclass(frozen=True)
class Gathering:
    """One part, its open rooms, and who is or belongs in which of them."""

    part: Part
    live: LivePart | None
    round: Round | None  # the one under way
    rooms: tuple[Room, ...]  # open ones, the plenary first
    people: Mapping[UUID, Somebody]  # in order of names
    at: datetime

    @property
    def version(self) -> int:
        return self.live.version if self.live else 0

    @property
    def state(self) -> PartState:
        if self.live is None:
            return PartState.WAITING
        return PartState.CLOSED if self.live.closed_at else PartState.OPEN

    @cached_property
    def plenary(self) -> Room | None:
        return next((room for room in self.rooms if room.kind == RoomKind.PLENARY), None)

    @property
    def breakouts(self) -> tuple[Room, ...]:
        return tuple(room for room in self.rooms if room.kind == RoomKind.BREAKOUT)

    @cached_property
    def _by_room(self) -> dict[UUID, tuple[Somebody, ...]]:
        found: dict[UUID, tuple[Somebody, ...]] = {}
        for somebody in self.people.values():
            if somebody.room_id:
                found[somebody.room_id] = (*found.get(somebody.room_id, ()), somebody)
        return found

    def in_room(self, room_id: UUID) -> tuple[Somebody, ...]:
        """Those who belong in the room now, present or not."""
        return self._by_room.get(room_id, ())

    def find_room(self, room_id: UUID | None) -> Room | None:
        return next((room for room in self.rooms if room.id == room_id), None)

    def room_of(self, person_id: UUID) -> UUID | None:
        """Where somebody belongs who is here: people enter before they hear anything."""
        somebody = self.people.get(person_id)
        return somebody.room_id if somebody and somebody.present else None

    def may_be_brought_back(self, person_id: UUID) -> bool:
        """Whether a participant stands in the plenary though a room is theirs, or any would do.

        Where people choose their rooms, they choose the way back, too.
        """
        somebody, plenary, under_way = self.people.get(person_id), self.plenary, self.round
        if under_way is None or not self.breakouts or somebody is None or plenary is None:
            return False
        strays = somebody.role is Role.PARTICIPANT and somebody.room_id == plenary.id
        if under_way.seating == Seating.BY_HAND:
            return strays and somebody.own_room is not None
        return strays and under_way.seating != Seating.SELF_CHOSEN


def gathering_of(part_id: UUID) -> Gathering:
    """Who is where in the part now, in three statements. Raises `NotFound`.

    The version is read first: a view is never labelled newer than what it shows, and what changes
    meanwhile is sent again under a newer one.
    """
    part, live, under_way, zone = _frame(part_id)
    now = clock.now()
    rooms = _rooms(part_id, under_way) if live and live.closed_at is None else ()
    ids = [room.id for room in rooms]
    plenary = next((room.id for room in rooms if room.kind == RoomKind.PLENARY), None)
    people = _rows_of_people(part, under_way, ids, clock.local(now, zone).date())
    return Gathering(part, live, under_way, rooms, _somebodies(people, plenary), now)


def _frame(part_id: UUID) -> tuple[Part, LivePart | None, Round | None, str]:
    row = session().execute(_framing(), {"part": part_id}).one_or_none()
    if row is None:
        raise NotFound
    return row.Part, row.LivePart, row.Round, row.time_zone


@cache
def _framing() -> Select[*tuple[Any, ...]]:
    under_way = and_(Round.part_id == Part.id, Round.state.in_(RUNNING))
    statement = (
        select(Part, LivePart, Round, Event.time_zone)
        .join(Event, Event.id == Part.event_id)
        .outerjoin(LivePart, LivePart.part_id == Part.id)
        .outerjoin(Round, under_way)
        .where(Part.id == PART)
    )
    return statement.execution_options(populate_existing=True)


def _rooms(part_id: UUID, under_way: Round | None) -> tuple[Room, ...]:
    asked = {"part": part_id, "round": under_way.id if under_way else None}
    return tuple(session().scalars(_open_rooms(), asked))


@cache
def _open_rooms() -> Select[Room]:
    shown = or_(Room.kind == RoomKind.PLENARY, Room.round_id == ROUND)
    statement = select(Room).where(Room.part_id == PART, Room.closed_at.is_(None), shown)
    ordered = statement.order_by(Room.round_id.is_not(None), Room.position)
    return ordered.execution_options(populate_existing=True)


def _rows_of_people(
    part: Part, under_way: Round | None, room_ids: list[UUID], day: date
) -> Sequence[Any]:
    """Everybody who is connected, seated, visiting or removed.

    Each comes with the first of their organisations on that day.
    """
    asked = {
        "part": part.id,
        "event": part.event_id,
        "round": under_way.id if under_way else None,
        "rooms": room_ids,
        "day": day,
    }
    return session().execute(_people(), asked).all()


@cache
def _people() -> Select[*tuple[Any, ...]]:
    connected = and_(Connection.part_id == PART, Connection.ended_at.is_(None))
    seated = and_(Seat.ended_at.is_(None), Seat.round_id == ROUND)
    visiting = and_(Visit.part_id == PART, Visit.ended_at.is_(None))
    removed = and_(Removal.part_id == PART, Removal.lifted_at.is_(None))
    involved = union(
        select(Connection.person_id).where(connected),
        select(Seat.person_id).where(seated),
        select(Visit.person_id).where(visiting),
        select(Removal.person_id).where(removed),
    ).subquery()
    return (
        select(
            Person.id,
            Person.name,
            Organisation.id.label("organisation_id"),
            Organisation.name.label("organisation"),
            *_standing(),
            Seat.room_id.label("seated"),
            Visit.room_id.label("visits"),
            _own_room().label("own_room"),
        )
        .join(involved, involved.c.person_id == Person.id)
        .outerjoin(Seat, and_(seated, Seat.person_id == Person.id, Seat.room_id.in_(ROOMS)))
        .outerjoin(Visit, and_(visiting, Visit.person_id == Person.id, Visit.room_id.in_(ROOMS)))
        .outerjoin(Affiliation, and_(Affiliation.person_id == Person.id, covers(DAY)))
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
        .order_by(Person.name, Person.seq, Affiliation.seq)
    )


def _standing() -> Iterator[ColumnElement[bool]]:
    """What holds of a person in the part now, each as a column of yes or no."""
    said: dict[str, tuple[Any, ColumnElement[bool], Any]] = {
        "facilitates": (Facilitation, Facilitation.event_id == EVENT, Facilitation.ended_at),
        "present": (Connection, Connection.part_id == PART, Connection.ended_at),
        "removed": (Removal, Removal.part_id == PART, Removal.lifted_at),
        "muted": (Mute, Mute.part_id == PART, Mute.lifted_at),
        "aside": (Aside, Aside.part_id == PART, Aside.ended_at),
    }
    for name, (model, here, ended) in said.items():
        row = select(model.seq).where(here, model.person_id == Person.id, ended.is_(None))
        yield row.exists().label(name)


def _own_room() -> ScalarSelect[UUID]:
    """The breakout room in which a person sat last in the round under way, if it is open."""
    sat = aliased(Seat)
    return (
        select(sat.room_id)
        .join(Room, Room.id == sat.room_id)
        .where(
            sat.round_id == ROUND,
            sat.person_id == Person.id,
            sat.room_id.in_(ROOMS),
            Room.kind == RoomKind.BREAKOUT,
        )
        .order_by(sat.seq.desc())
        .limit(1)
        .scalar_subquery()
    )


def covers(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Affiliations that hold on that day."""
    return and_(
        Affiliation.starts_on <= day,
        or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= day),
    )


def _somebodies(rows: Iterable[Any], plenary: UUID | None) -> dict[UUID, Somebody]:
    people: dict[UUID, Somebody] = {}
    for row in rows:
        if row.id not in people:
            people[row.id] = Somebody(
                id=row.id,
                name=row.name,
                organisation_id=row.organisation_id,
                organisation=row.organisation,
                role=Role.FACILITATOR if row.facilitates else Role.PARTICIPANT,
                present=bool(row.present),
                removed=bool(row.removed),
                aside=bool(row.aside),
                where=Whereabouts(row.visits if row.facilitates else None, row.seated, plenary),
                muted=bool(row.muted),
                own_room=row.own_room,
            )
    return people
