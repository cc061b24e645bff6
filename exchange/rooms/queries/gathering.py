"""Who is where in parts now, read in three statements for any number of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.bulk import among, columns
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.core.prepared import built_once
from exchange.events.models import Event, Facilitation, Part
from exchange.membership.models import Affiliation, Organisation
from exchange.rooms.enums import RUNNING, PartState, Role, RoomKind, SeatedHow, Seating
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

G = TypeVar("G", bound="Gathering")

# The names under which statements are given the ids that they are about.
PARTS, ROUNDS, ROOMS = "parts", "rounds", "rooms"
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
    room_closed: bool = False  # they sit where they do because their room was closed

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
    """Who is where in the part now. Raises `NotFound`."""
    return one_of(gatherings_of([part_id]), part_id)


def one_of(found: Mapping[UUID, G], part_id: UUID) -> G:
    """That of the part; raises `NotFound` for a part that is unknown."""
    if part_id not in found:
        raise NotFound
    return found[part_id]


def gatherings_of(part_ids: Collection[UUID]) -> dict[UUID, Gathering]:
    """Who is where in each of the parts now, in three statements; unknown parts are left out.

    The versions are read first: a view is never labelled newer than what it shows, and what changes
    meanwhile is sent again under a newer one.
    """
    frames = session().execute(_framing(), {"parts": list(part_ids)}).all()
    now = clock.now()
    rooms = _rooms([row for row in frames if row.LivePart and row.LivePart.closed_at is None])
    people = _people_in(frames, rooms, now)
    return {
        row.Part.id: Gathering(
            row.Part, row.LivePart, row.Round, rooms[row.Part.id], people[row.Part.id], now
        )
        for row in frames
    }


@built_once
def _framing() -> Select[*tuple[Any, ...]]:
    under_way = and_(Round.part_id == Part.id, Round.state.in_(RUNNING))
    statement = (
        select(Part, LivePart, Round, Event.time_zone)
        .join(Event, Event.id == Part.event_id)
        .outerjoin(LivePart, LivePart.part_id == Part.id)
        .outerjoin(Round, under_way)
        .where(among(Part.id, PARTS))
    )
    return statement.execution_options(populate_existing=True)


def _rounds(frames: Iterable[Any]) -> list[UUID]:
    return [row.Round.id for row in frames if row.Round]


def _rooms(frames: Collection[Any]) -> defaultdict[UUID, tuple[Room, ...]]:
    """The open rooms of open parts, the plenary first."""
    asked = {"parts": [row.Part.id for row in frames], "rounds": _rounds(frames)}
    found: defaultdict[UUID, tuple[Room, ...]] = defaultdict(tuple)
    for room in session().scalars(_open_rooms(), asked) if frames else ():
        found[room.part_id] += (room,)
    return found


@built_once
def _open_rooms() -> Select[Room]:
    shown = or_(Room.kind == RoomKind.PLENARY, among(Room.round_id, ROUNDS))
    statement = select(Room).where(among(Room.part_id, PARTS), Room.closed_at.is_(None), shown)
    ordered = statement.order_by(Room.round_id.is_not(None), Room.position)
    return ordered.execution_options(populate_existing=True)


def _people_in(
    frames: Collection[Any], rooms: Mapping[UUID, Collection[Room]], now: datetime
) -> dict[UUID, dict[UUID, Somebody]]:
    """Everybody who is connected, seated, visiting or removed, by part, in order of names.

    Each comes with the first of their organisations on the day that it is where the event is: one
    statement as long as it is the same day at all of them.
    """
    people: dict[UUID, dict[UUID, Somebody]] = {row.Part.id: {} for row in frames}
    by_day: defaultdict[date, list[Any]] = defaultdict(list)
    for row in frames:
        by_day[clock.local(now, row.time_zone).date()].append(row)
    for day, some in by_day.items():
        parts = [row.Part.id for row in some]
        ids = [room.id for part_id in parts for room in rooms[part_id]]
        asked = {"parts": parts, "rounds": _rounds(some), "rooms": ids, "day": day}
        plenaries = {id: _plenary(rooms[id]) for id in parts}
        for row in columns(_people(), asked):
            here = people[row.part_id]
            if row.id not in here:
                here[row.id] = _somebody(row, plenaries[row.part_id])
    return people


def _plenary(rooms: Iterable[Room]) -> UUID | None:
    return next((room.id for room in rooms if room.kind == RoomKind.PLENARY), None)


@built_once
def _people() -> Select[*tuple[Any, ...]]:
    involved = _involved().subquery()
    part_id = involved.c.part_id
    seated = and_(
        Seat.round_id == Round.id,
        Seat.person_id == Person.id,
        Seat.ended_at.is_(None),
        among(Seat.room_id, ROOMS),
    )
    visiting = and_(
        Visit.part_id == part_id,
        Visit.person_id == Person.id,
        Visit.ended_at.is_(None),
        among(Visit.room_id, ROOMS),
    )
    return (
        select(
            part_id,
            Person.id,
            Person.name,
            Organisation.id.label("organisation_id"),
            Organisation.name.label("organisation"),
            *_standing(part_id),
            Seat.room_id.label("seated"),
            Seat.how,
            Visit.room_id.label("visits"),
            _own_room().label("own_room"),
        )
        .join(involved, involved.c.person_id == Person.id)
        .join(Part, Part.id == part_id)
        .outerjoin(Round, and_(Round.part_id == part_id, among(Round.id, ROUNDS)))
        .outerjoin(Seat, seated)
        .outerjoin(Visit, visiting)
        .outerjoin(Affiliation, and_(Affiliation.person_id == Person.id, covers(DAY)))
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
        .order_by(Person.name, Person.seq, Affiliation.seq)
    )


def _involved() -> CompoundSelect[UUID, UUID]:
    """Each person of each part, once."""
    return union(
        select(Connection.part_id, Connection.person_id).where(
            among(Connection.part_id, PARTS), Connection.ended_at.is_(None)
        ),
        select(Round.part_id, Seat.person_id)
        .join(Seat, Seat.round_id == Round.id)
        .where(among(Round.id, ROUNDS), Seat.ended_at.is_(None)),
        select(Visit.part_id, Visit.person_id).where(
            among(Visit.part_id, PARTS), Visit.ended_at.is_(None)
        ),
        select(Removal.part_id, Removal.person_id).where(
            among(Removal.part_id, PARTS), Removal.lifted_at.is_(None)
        ),
    )


def _standing(part_id: ColumnElement[UUID]) -> Iterator[ColumnElement[bool]]:
    """What holds of a person in the part now, each as a column of yes or no."""
    said: dict[str, tuple[Any, ColumnElement[bool], Any]] = {
        "facilitates": (
            Facilitation,
            Facilitation.event_id == Part.event_id,
            Facilitation.ended_at,
        ),
        "present": (Connection, Connection.part_id == part_id, Connection.ended_at),
        "removed": (Removal, Removal.part_id == part_id, Removal.lifted_at),
        "muted": (Mute, Mute.part_id == part_id, Mute.lifted_at),
        "aside": (Aside, Aside.part_id == part_id, Aside.ended_at),
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
            sat.round_id == Round.id,
            sat.person_id == Person.id,
            among(sat.room_id, ROOMS),
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


def _somebody(row: Any, plenary: UUID | None) -> Somebody:
    return Somebody(
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
        room_closed=row.how == SeatedHow.CLOSED,
    )
