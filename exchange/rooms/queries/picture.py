"""A part as it is now, read in a fixed number of statements. Every view is a function of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Exists,
    ScalarSelect,
    Select,
    Uuid,
    and_,
    bindparam,
    exists,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.db import session
from exchange.core.errors import ExchangeError, NotFound
from exchange.core.shared import Joined
from exchange.events.models import Event, Facilitation, Part
from exchange.membership.models import Affiliation, Organisation
from exchange.rooms.enums import RUNNING, PartState, Role, RoomKind, Seating
from exchange.rooms.messages import ActView
from exchange.rooms.models import (
    Aside,
    Connection,
    Hand,
    HelpCall,
    LivePart,
    Mute,
    Removal,
    Room,
    Round,
    Seat,
    SheetStep,
    Visit,
)
from exchange.rooms.presence import Whereabouts
from exchange.rooms.queries.acts import acts_of
from exchange.rooms.queries.asking import Asking, asking_of
from exchange.rooms.queries.doors import Doors, doors_of
from exchange.rooms.queries.polls import Polls, polls_of
from exchange.rooms.queries.room_cases import RoomCase, room_cases

PART, EVENT, ROUND = (bindparam(name, type_=Uuid()) for name in ("part", "event", "round"))
ROOMS = bindparam("rooms", type_=Uuid(), expanding=True)
DAY = bindparam("day", type_=Date())


@dataclass(frozen=True)
class NotesHead:
    """How far a room's notes have come, when they last moved, and whether they are locked."""

    last: int = 0
    locked: bool = False
    moved_at: datetime | None = None


NotesHeads = Callable[[Collection[UUID]], Mapping[UUID, NotesHead]]
_notes_heads: NotesHeads = lambda _: {}  # noqa: E731  # until the notes say


def tell_notes(heads: NotesHeads) -> None:
    """Let views show how notes stand. Notes are built upon rooms, so rooms do not import them."""
    global _notes_heads  # noqa: PLW0603  # one per process, set when notes are loaded
    _notes_heads = heads


def notes_heads(room_ids: Collection[UUID]) -> Mapping[UUID, NotesHead]:
    """Where the notes of these rooms stand, in one statement; rooms without notes are left out."""
    return _notes_heads(room_ids)


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
class Picture:
    """One part, its open rooms and its people."""

    part: Part
    live: LivePart | None
    round: Round | None  # the one under way
    rooms: tuple[Room, ...]  # open ones, the plenary first
    people: Mapping[UUID, Somebody]  # in order of names
    hands: tuple[Hand, ...]  # raised, in order
    help: tuple[HelpCall, ...]  # waiting, in order
    at: datetime
    notes: Mapping[UUID, NotesHead] = field(default_factory=dict)
    steps: tuple[SheetStep, ...] = ()  # the run sheet, in order; left out before the doors open
    asking: Asking | None = None  # before a step to come
    polls: Polls = field(default_factory=Polls)  # of an open part
    doors: Doors = field(default_factory=Doors)
    cases: Mapping[UUID, RoomCase] = field(default_factory=dict)  # by room
    acts: tuple[ActView, ...] = ()  # of its facilitators, newest first

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

    def find_step(self, step_id: UUID | None) -> SheetStep | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def in_room(self, room_id: UUID) -> tuple[Somebody, ...]:
        """Those who belong in the room now, present or not."""
        return self._by_room.get(room_id, ())

    def find_room(self, room_id: UUID | None) -> Room | None:
        return next((room for room in self.rooms if room.id == room_id), None)

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


def picture_of(part_id: UUID) -> Picture:
    """The part now. Raises `NotFound`.

    The version is read first: a view is never labelled newer than what it shows, and what changes
    meanwhile is sent again under a newer one.
    """
    part, live, under_way, zone = _frame(part_id)
    now = clock.now()
    rooms = _rooms(part_id, under_way) if live and live.closed_at is None else ()
    ids = [room.id for room in rooms]
    plenary = next((room.id for room in rooms if room.kind == RoomKind.PLENARY), None)
    people = _rows_of_people(part, under_way, ids, clock.local(now, zone).date())
    steps = steps_of(part_id) if live else ()
    return Picture(
        part=part,
        live=live,
        round=under_way,
        rooms=rooms,
        people=_somebodies(people, plenary),
        hands=_open(Hand, Hand.lowered_at, ids),
        help=_open(HelpCall, HelpCall.ended_at, ids),
        at=now,
        notes=notes_heads(ids),
        steps=steps,
        asking=asking_of(live, steps),
        polls=polls_of(part_id) if rooms else Polls(),
        doors=doors_of(part),
        cases=room_cases(rooms),
        acts=acts_of(part_id) if rooms else (),
    )


def steps_of(part_id: UUID) -> tuple[SheetStep, ...]:
    """The part's run sheet, in order."""
    return tuple(session().scalars(_steps(), {"part": part_id}))


@cache  # a part is read at every entrance: to build its statements anew cost more than to ask them
def _steps() -> Select[SheetStep]:
    statement = select(SheetStep).where(SheetStep.part_id == PART)
    ordered = statement.order_by(SheetStep.position, SheetStep.seq)
    return ordered.execution_options(populate_existing=True)


def _pictures(part_ids: Sequence[UUID]) -> list[Picture | ExchangeError]:
    """As `picture_of`, each part once, and for other scopes than this one, too."""
    found: dict[UUID, Picture | ExchangeError] = {}
    for part_id in dict.fromkeys(part_ids):
        try:
            found[part_id] = picture_of(part_id)
        except NotFound as error:
            found[part_id] = error
    session().expunge_all()  # so that nothing that happens to this session touches them
    return [found[part_id] for part_id in part_ids]


def _versions(part_ids: Sequence[UUID]) -> list[int | ExchangeError]:
    statement = select(LivePart.part_id, LivePart.version)
    rows = session().execute(statement.where(LivePart.part_id.in_(set(part_ids))))
    found = {row.part_id: row.version for row in rows}
    return [found.get(part_id, 0) for part_id in part_ids]


# A crowd that comes at one moment reads the part once. A part that nobody opened has version 0.
PICTURES: Joined[UUID, Picture] = Joined(_pictures)
VERSIONS: Joined[UUID, int] = Joined(_versions)


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


def _open(model: Any, ended: Any, room_ids: list[UUID]) -> tuple[Any, ...]:
    return tuple(session().scalars(_standing(model, ended), {"rooms": room_ids}))


@cache
def _standing(model: Any, ended: Any) -> Select[Any]:
    statement = select(model).where(model.room_id.in_(ROOMS), ended.is_(None))
    return statement.order_by(model.seq).execution_options(populate_existing=True)


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
    seated = and_(Seat.ended_at.is_(None), Seat.round_id == ROUND)
    visiting = and_(Visit.part_id == PART, Visit.ended_at.is_(None))
    involved = union(
        select(Connection.person_id).where(
            Connection.part_id == PART, Connection.ended_at.is_(None)
        ),
        select(Seat.person_id).where(seated),
        select(Visit.person_id).where(visiting),
        select(Removal.person_id).where(Removal.part_id == PART, Removal.lifted_at.is_(None)),
    ).subquery()
    facilitates = exists().where(
        Facilitation.person_id == Person.id,
        Facilitation.event_id == EVENT,
        Facilitation.ended_at.is_(None),
    )
    return (
        select(
            Person.id,
            Person.name,
            Organisation.id.label("organisation_id"),
            Organisation.name.label("organisation"),
            facilitates.label("facilitates"),
            _stands(Connection, Connection.ended_at).label("present"),
            _stands(Removal, Removal.lifted_at).label("removed"),
            _stands(Mute, Mute.lifted_at).label("muted"),
            _stands(Aside, Aside.ended_at).label("aside"),
            Seat.room_id.label("seated"),
            Visit.room_id.label("visits"),
            _sat_last().label("own_room"),
        )
        .join(involved, involved.c.person_id == Person.id)
        .outerjoin(Seat, and_(seated, Seat.person_id == Person.id, Seat.room_id.in_(ROOMS)))
        .outerjoin(Visit, and_(visiting, Visit.person_id == Person.id, Visit.room_id.in_(ROOMS)))
        .outerjoin(Affiliation, and_(Affiliation.person_id == Person.id, covers(DAY)))
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
        .order_by(Person.name, Person.seq, Affiliation.seq)
    )


def _stands(model: Any, ended: Any) -> Exists:
    """Whether a row of the person in the part has not ended."""
    return exists().where(model.part_id == PART, model.person_id == Person.id, ended.is_(None))


def _sat_last() -> ScalarSelect[Any]:
    """The open room in which the person sat last in the round under way."""
    sat = aliased(Seat)
    breakout = and_(Room.id == sat.room_id, Room.kind == RoomKind.BREAKOUT)
    return (
        select(sat.room_id)
        .join(Room, breakout)
        .where(sat.round_id == ROUND, sat.person_id == Person.id, sat.room_id.in_(ROOMS))
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
