"""Who sits in which room of the round under way."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select, update

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.core.errors import NotFound
from exchange.rooms.actions.acts import require_seen, tell
from exchange.rooms.actions.opening import CHANCE, conditions_in, deal, guests_in
from exchange.rooms.actions.show import hold, show
from exchange.rooms.by_case import seat_late_by_case
from exchange.rooms.enums import WAITING, Moved, Role, SeatedHow, Seating
from exchange.rooms.errors import FacilitatorsStay, NoRound, NotHere
from exchange.rooms.following import knowing
from exchange.rooms.mixing import Conditions, Guest, Table, seat_late
from exchange.rooms.models import Hand, HelpCall, Room, Round, Seat
from exchange.rooms.queries import (
    About,
    Picture,
    Somebody,
    earlier_tables,
    guests_of,
    part_to_run,
    picture_of,
    wished_rooms,
)


@action
def seat(
    *,
    actor: Actor,
    part_id: UUID,
    person_ids: Collection[UUID],
    room_id: UUID | None,
    seen: int | None = None,
) -> None:
    """Put participants into a room of the round, or back into the plenary (None); all or nobody.

    It is a change of state, not an invitation: their browsers follow. Raises `NoRound`, `NotHere`,
    `FacilitatorsStay`, `Clash` by `seen`, `NotFound` (part or room), `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    require_seen(actor, live, About.PERSON, seen, of=person_ids)
    picture = picture_of(part_id)
    under_way, room = _target(picture, room_id)
    moved = [_participant(picture, person_id) for person_id in dict.fromkeys(person_ids)]
    for each in moved:
        _move(actor, under_way, room, each.id)
        tell(actor, live, Tag.SEATED, whom=each.id, room=room.id, number=len(moved))
    left = {each.room_id for each in moved if each.room_id}
    show(live, rooms=left | {room.id}, moved={each.id: Moved.SEATED for each in moved})


def move_to(actor: Actor, picture: Picture, room: Room, person_id: UUID) -> None:
    """Put a participant into a room. The caller holds the part, and shows it. Raises `NoRound`."""
    if picture.round is None:
        raise NoRound
    _move(actor, picture.round, room, person_id)


def _move(actor: Actor, under_way: Round, room: Room, person_id: UUID) -> None:
    end_seats([person_id], room.part_id)
    made = add(new_seat(under_way, room.id, person_id, SeatedHow.HAND))
    record(actor, Tag.SEATED, made, person=person_id, room=room.id)


@action
def rebalance(*, actor: Actor, part_id: UUID, moves: Mapping[UUID, UUID]) -> Round:
    """Move several participants at once: person to breakout room, as a facilitator has agreed.

    All are moved or nobody is. Raises `NoRound`, `NotHere`, `FacilitatorsStay`, `NotFound`
    (part or room), `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    picture = picture_of(part_id)
    rooms = {room.id for room in picture.breakouts}
    if not set(moves.values()) <= rooms:
        raise NotFound
    if picture.round is None:
        raise NoRound
    before = {_participant(picture, person_id).room_id for person_id in moves}
    end_seats(list(moves), part_id)
    for person_id, room_id in moves.items():
        session().add(new_seat(picture.round, room_id, person_id, SeatedHow.HAND))
    record(actor, Tag.SEATED, picture.round, people=len(moves), how=SeatedHow.HAND)
    for person_id, room_id in moves.items():
        tell(actor, live, Tag.SEATED, whom=person_id, room=room_id, number=len(moves))
    changed = {room_id for room_id in (*before, *moves.values()) if room_id}
    show(live, rooms=changed, moved=dict.fromkeys(moves, Moved.SEATED))
    return picture.round


def _target(picture: Picture, room_id: UUID | None) -> tuple[Round, Room]:
    room = picture.plenary if room_id is None else picture.find_room(room_id)
    if room is None:
        raise NotFound
    if picture.round is None:
        raise NoRound
    return picture.round, room


def _participant(picture: Picture, person_id: UUID) -> Somebody:
    somebody = picture.people.get(person_id)
    if somebody is None or somebody.room_id is None:
        raise NotHere
    if somebody.role is Role.FACILITATOR:
        raise FacilitatorsStay
    return somebody


def new_seat(under_way: Round, room_id: UUID, person_id: UUID, how: SeatedHow) -> Seat:
    """A seat from now on; the caller has ended the one before."""
    return Seat(
        round_id=under_way.id,
        room_id=room_id,
        person_id=person_id,
        how=how.value,
        began_at=clock.now(),
    )


@action
def shuffle(*, actor: Actor, part_id: UUID) -> Round:
    """Seat everybody who is present anew, at random. Raises `NoRound`, `NotFound`, `Refused`."""
    part_to_run(actor, part_id)
    live = hold(part_id)
    picture = picture_of(part_id)
    if picture.round is None:
        raise NoRound
    guests = guests_in(picture)
    end_seats([guest.person_id for guest in guests], part_id)
    deal(picture, picture.round, guests)
    record(actor, Tag.SEATED, picture.round, people=len(guests), how=SeatedHow.RANDOM)
    tell(actor, live, Tag.SEATED, number=len(guests))
    show(live, moved={guest.person_id: Moved.SHUFFLED for guest in guests})
    return picture.round


def seat_newcomer(picture: Picture, guest: Guest) -> UUID | None:
    """Seat somebody who comes when rooms are open; their room, or None: they stay where they are.

    Whoever had a seat in this round before (and lost it with their access) finds it again. Others
    go to a room without colleagues, the smallest of these, unless they wait for a seat.
    The caller holds the part.
    """
    under_way = picture.round
    if under_way is None or not picture.breakouts:
        return None
    room_id = _earlier(under_way, guest.person_id, picture)
    if room_id is None and under_way.seating not in WAITING:
        room_id = _late(picture, under_way, guest)
    if room_id is not None:
        add(new_seat(under_way, room_id, guest.person_id, SeatedHow.LATE))
    return room_id


def bring_to_seat(picture: Picture, guest: Guest, own: UUID | None) -> UUID:
    """Seat somebody in their own breakout room, or where they fit best; returns the room.

    Rooms are open, and no seat of the round is theirs now. The caller holds the part.
    """
    if picture.round is None:
        raise NoRound
    room_id = own or _late(picture, picture.round, guest)
    add(new_seat(picture.round, room_id, guest.person_id, SeatedHow.BACK))
    return room_id


def _late(picture: Picture, under_way: Round, guest: Guest) -> UUID:
    conditions = _conditions(picture, under_way)
    if under_way.seating != Seating.BY_CASE:
        return seat_late(guest, tables_of(picture), CHANCE, conditions)
    presenters = {room.presenter_id: room.id for room in picture.breakouts if room.presenter_id}
    wished = wished_rooms(picture, guest.person_id)
    tables = tables_of(picture)
    return seat_late_by_case(guest, tables, presenters, wished, CHANCE, asked=conditions)


def _earlier(under_way: Round, person_id: UUID, picture: Picture) -> UUID | None:
    statement = (
        select(Seat.room_id)
        .where(Seat.round_id == under_way.id, Seat.person_id == person_id)
        .order_by(Seat.seq.desc())
        .limit(1)
    )
    room = picture.find_room(session().scalar(statement))
    return room.id if room else None


def _conditions(picture: Picture, under_way: Round) -> Conditions:
    conditions = conditions_in(picture.part, [room.id for room in picture.breakouts])
    if under_way.seating != Seating.MIXED:
        return conditions
    return knowing(conditions, earlier_tables(picture.part.id))


def tables_of(picture: Picture) -> list[Table]:
    """The open breakout rooms with the participants who belong in each."""
    people = {
        each.id: each.organisation_id
        for room in picture.breakouts
        for each in picture.in_room(room.id)
        if each.role is Role.PARTICIPANT and not each.aside
    }
    guests = {guest.person_id: guest for guest in guests_of(people)}
    return [
        Table(room.id, tuple(guests[p.id] for p in picture.in_room(room.id) if p.id in guests))
        for room in picture.breakouts
    ]


def end_seats(person_ids: list[UUID], part_id: UUID) -> None:
    """End these people's seats of the part, with the hands and calls they left in its rooms."""
    rounds = select(Round.id).where(Round.part_id == part_id)
    session().execute(
        update(Seat)
        .where(Seat.round_id.in_(rounds), Seat.ended_at.is_(None), Seat.person_id.in_(person_ids))
        .values(ended_at=clock.now())
    )
    end_signs_of(person_ids, part_id)


def end_signs_of(person_ids: list[UUID], part_id: UUID) -> None:
    """Lower these people's hands in the part's rooms, and end their calls for help."""
    now = clock.now()
    rooms = select(Room.id).where(Room.part_id == part_id)
    for statement in (
        update(Hand)
        .where(Hand.room_id.in_(rooms), Hand.lowered_at.is_(None), Hand.person_id.in_(person_ids))
        .values(lowered_at=now),
        update(HelpCall)
        .where(
            HelpCall.room_id.in_(rooms),
            HelpCall.ended_at.is_(None),
            HelpCall.person_id.in_(person_ids),
        )
        .values(ended_at=now),
    ):
        session().execute(statement)
