"""Rooms that people choose: going to one, and the facilitator's lock upon it."""

from uuid import UUID

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.rooms.actions.acts import tell
from exchange.rooms.actions.seating import end_seats, new_seat
from exchange.rooms.actions.show import hold, show, show_soon
from exchange.rooms.enums import Moved, Role, SeatedHow, Seating
from exchange.rooms.errors import NobodyChooses, NoRound
from exchange.rooms.models import Room, Round, Seat
from exchange.rooms.queries import Picture, part_to_run, picture_of, room_for
from exchange.rooms.rules import ChoiceFacts, may_choose_room


@action
def choose_room(*, actor: Actor, room_id: UUID, to: UUID | None) -> Seat:
    """Go from the room where one stands to another open one, or to the plenary (None).

    The last place in a room goes to one: the part is held while it is counted. Raises `NotFound`
    (either room, or somebody has moved the actor meanwhile), `Refused`.
    """
    access = room_for(actor, room_id)
    live = hold(access.part_id)
    picture = picture_of(access.part_id)
    here = picture.people.get(actor.person)
    room = picture.plenary if to is None else picture.find_room(to)
    if room is None or here is None or here.room_id != room_id:
        raise NotFound
    require(may_choose_room(access.facts, _choice(picture, room)))
    if picture.round is None:
        raise NoRound
    end_seats([actor.person], access.part_id)
    seat = add(new_seat(picture.round, room.id, actor.person, SeatedHow.CHOSEN))
    record(actor, Tag.ROOM_CHOSEN, seat, room=room.id)
    shown = show(live, rooms={room_id, room.id}, moved={actor.person: Moved.CHOSE})
    show_soon(access.part_id, {each.id for each in shown.rooms})  # how many each still takes
    return seat


def _choice(picture: Picture, room: Room) -> ChoiceFacts:
    under_way = picture.round
    people = sum(each.role is Role.PARTICIPANT for each in picture.in_room(room.id))
    return ChoiceFacts(
        chosen=under_way is not None and under_way.seating == Seating.SELF_CHOSEN,
        locked=under_way is not None and under_way.moves_locked,
        full=room.capacity is not None and people >= room.capacity,
    )


@action
def lock_moves(*, actor: Actor, part_id: UUID, locked: bool) -> Round:
    """Have everybody stay in the room they have chosen, or let them choose again.

    Everybody is told. Facilitators go on seating people. Raises `NoRound`, `NobodyChooses`,
    `NotFound`, `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    found = picture_of(part_id).round
    under_way = lock(Round, found.id) if found else None
    if under_way is None:
        raise NoRound
    if under_way.seating != Seating.SELF_CHOSEN:
        raise NobodyChooses
    if under_way.moves_locked != locked:
        under_way.moves_locked = locked
        tag = Tag.MOVES_LOCKED if locked else Tag.MOVES_UNLOCKED
        record(actor, tag, under_way)
        tell(actor, live, tag)
        show(live)
    return under_way
