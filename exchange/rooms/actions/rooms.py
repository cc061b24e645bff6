"""Single rooms while they are open: one more, another name or prompt, one fewer. Nobody is lost."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import lock, session
from exchange.core.errors import NotFound
from exchange.realtime.control import announce
from exchange.rooms.actions.acts import require_seen, tell
from exchange.rooms.actions.attention import end_visits
from exchange.rooms.actions.opening import head_notes, new_room
from exchange.rooms.actions.polls import end_polls
from exchange.rooms.actions.seating import end_seats, new_seat
from exchange.rooms.actions.show import hold, show
from exchange.rooms.choosing import Sketch
from exchange.rooms.enums import Moved, Role, RoomKind, RoundState, SeatedHow
from exchange.rooms.errors import LastRoom, NoRound, RoomsFull
from exchange.rooms.models import LivePart, Room, Round
from exchange.rooms.queries import About, Picture, part_to_run, picture_of, room_to_run
from exchange.rooms.runsheet import MOST_ROOMS


@action
def add_room(*, actor: Actor, part_id: UUID, name: str = "") -> Room:
    """Open one more room beside those that are open, with its own key and nobody in it yet.

    Without a name it is called by its number. Raises `NoRound`, `RoomsFull`, `NotFound`,
    `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    picture = picture_of(part_id)
    if picture.round is None or picture.round.state != RoundState.OPEN:
        raise NoRound
    if len(picture.breakouts) >= MOST_ROOMS:
        raise RoomsFull
    last = session().scalar(
        select(func.max(Room.position)).where(Room.round_id == picture.round.id)
    )
    capacity = max((room.capacity or 0 for room in picture.breakouts), default=0)
    room = new_room(picture.round, (last or 0) + 1, Sketch(name), capacity or None)
    head_notes(picture, [room.id])
    record(actor, Tag.ROOM_ADDED, room)
    tell(actor, live, Tag.ROOM_ADDED, room=room.id)
    show(live)
    return room


@action
def rename_room(
    *, actor: Actor, part_id: UUID, room_id: UUID, name: str, seen: int | None = None
) -> Room:
    """Give a room another name (1 to 60 characters).

    Raises `Clash` by `seen`, `NotFound`, `Refused`.
    """
    live, room = _held(actor, part_id, room_id, seen)
    if room.name != name:
        room.name = name
        record(actor, Tag.ROOM_RENAMED, room)
        tell(actor, live, Tag.ROOM_RENAMED, room=room_id)
        show(live, rooms=[room_id])
    return room


@action
def change_prompt(
    *, actor: Actor, part_id: UUID, room_id: UUID, prompt: str, seen: int | None = None
) -> Room:
    """Give a room a prompt of its own (up to 500 characters, none: the step's alone).

    Raises `Clash` by `seen`, `NotFound`, `Refused`.
    """
    live, room = _held(actor, part_id, room_id, seen)
    if room.prompt != prompt:
        room.prompt = prompt
        record(actor, Tag.PROMPT_CHANGED, room)
        tell(actor, live, Tag.PROMPT_CHANGED, room=room_id)
        show(live, rooms=[room_id])
    return room


@action
def close_room(
    *,
    actor: Actor,
    part_id: UUID,
    room_id: UUID,
    seconds: int,
    to: UUID | None = None,
    seen: int | None = None,
) -> Room:
    """Close one room of the round in `seconds` (0: now); its people go to `to`, or the plenary.

    A second call sets the countdown anew. Raises `LastRoom` for the only one that is open,
    `Clash` by `seen`, `NotFound` (either room), `Refused`.
    """
    live, room = _held(actor, part_id, room_id, seen)
    picture = picture_of(part_id)
    if room.kind != RoomKind.BREAKOUT or (to is not None and picture.find_room(to) is None):
        raise NotFound
    if to == room_id:
        raise NotFound
    staying = [each for each in picture.breakouts if each.id != room_id and not each.closes_at]
    if not staying:
        raise LastRoom
    record(actor, Tag.ROOM_CLOSED, room, seconds=seconds)
    tell(actor, live, Tag.ROOM_CLOSED, room=room_id, number=seconds)
    room.closes_into = to
    if seconds == 0:
        _close(actor, live, picture, room)
    else:
        room.closes_at = clock.now() + timedelta(seconds=seconds)
        announce("countdown")
        show(live, rooms=[room_id])
    return room


@action
def keep_room(*, actor: Actor, part_id: UUID, room_id: UUID, seen: int | None = None) -> Room:
    """Stop the countdown of a single room; idempotent. Raises `Clash`, `NotFound`, `Refused`."""
    live, room = _held(actor, part_id, room_id, seen)
    if room.closes_at is not None:
        room.closes_at = room.closes_into = None
        record(actor, Tag.ROOM_KEPT, room)
        tell(actor, live, Tag.ROOM_KEPT, room=room_id)
        show(live, rooms=[room_id])
    return room


def due_rooms(now: datetime) -> tuple[list[UUID], datetime | None]:
    """The single rooms whose countdown has run out, and when the next one does."""
    statement = select(Room.id, Room.closes_at).where(
        Room.closes_at.is_not(None), Room.closed_at.is_(None)
    )
    ends = [(row.closes_at, row.id) for row in session().execute(statement)]
    coming = [end for end, _ in ends if end > now]
    return [id for end, id in sorted(ends) if end <= now], min(coming, default=None)


@action
def finish_room(*, actor: Actor, room_id: UUID) -> bool:
    """Close a single room whose countdown has run out; whether it was still to be done.

    Every process watches the clock; the row decides, so that the first closes. Raises `NotFound`,
    `PartNotOpen`.
    """
    part_id = session().scalar(select(Room.part_id).where(Room.id == room_id))
    if part_id is None:
        raise NotFound
    live = hold(part_id)
    room = lock(Room, room_id)
    if room is None or room.closed_at is not None or room.closes_at is None:
        return False
    if room.closes_at > clock.now():
        return False
    _close(actor, live, picture_of(part_id), room)
    return True


def _close(actor: Actor, live: LivePart, picture: Picture, room: Room) -> None:
    """Bring everybody of the room to where they go, then close it. What was written stays."""
    under_way, into = picture.round, picture.find_room(room.closes_into) or picture.plenary
    if under_way is None or into is None:
        raise NoRound
    people = [each for each in picture.in_room(room.id) if each.role is Role.PARTICIPANT]
    visitors = [each.id for each in picture.in_room(room.id) if each.role is Role.FACILITATOR]
    end_polls(actor, picture, {room.id}, under_way=False)
    end_seats([each.id for each in people], live.part_id)
    _seat_all(under_way, into, [each.id for each in people])
    end_visits(visitors, live.part_id)
    room.closed_at, room.closes_at = clock.now(), None
    record(actor, Tag.ROOM_CLOSED, room, people=len(people))
    moved = dict.fromkeys(visitors, Moved.VISIT_ENDED)
    moved |= {each.id: Moved.SEATED for each in people}
    show(live, moved=moved)


def _seat_all(under_way: Round, into: Room, people: Collection[UUID]) -> None:
    session().add_all(new_seat(under_way, into.id, each, SeatedHow.CLOSED) for each in people)
    session().flush()


def _held(actor: Actor, part_id: UUID, room_id: UUID, seen: int | None) -> tuple[LivePart, Room]:
    room_to_run(actor, part_id, room_id)
    live = hold(part_id)
    require_seen(actor, live, About.ROOM, seen, of=[room_id])
    room = lock(Room, room_id)
    if room is None or room.closed_at is not None:
        raise NotFound
    return live, room
