"""Breakout rooms: opened for a round, closed by a countdown in which a sentence can be finished."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import lock, session
from exchange.core.errors import NotFound
from exchange.realtime.control import announce
from exchange.rooms.actions.acts import require_seen, tell
from exchange.rooms.actions.opening import callers, end_signs, open_rooms
from exchange.rooms.actions.polls import end_polls
from exchange.rooms.actions.show import hold, show
from exchange.rooms.actions.steps import begin, let_wait
from exchange.rooms.choosing import Sketch
from exchange.rooms.enums import RUNNING, Moved, RoundState, Seating
from exchange.rooms.errors import NoRound, NotClosing, RoundRunning
from exchange.rooms.models import LivePart, Round, Seat, Visit
from exchange.rooms.queries import About, earlier_tables, part_to_run, picture_of


@action
def open_round(
    *,
    actor: Actor,
    part_id: UUID,
    rooms: int,
    seating: Seating,
    sketches: Sequence[Sketch] = (),
    most: int | None = None,
    seen: int | None = None,
) -> Round:
    """Open `rooms` breakout rooms, each with its own key, and seat people.

    At random: every participant who is present, at once, and late ones as they come. By hand,
    and where people choose: nobody; they wait in the plenary. Others follow from the round before.
    Rooms without a name in `sketches` are called by their number; a room that people choose takes
    `most`. Raises `Clash` by `seen`, `RoundRunning`, `NotFound`, `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    require_seen(actor, live, About.COURSE, seen)
    picture = picture_of(part_id)
    if picture.round is not None:
        raise RoundRunning
    opened, moved = open_rooms(
        actor,
        picture,
        rooms=rooms,
        seating=seating,
        sketches=sketches,
        most=most,
        earlier=earlier_tables(part_id),
    )
    tell(actor, live, Tag.ROUND_OPENED, number=rooms)
    show(live, moved=moved)
    return opened


@action
def close_round(*, actor: Actor, part_id: UUID, seconds: int, seen: int | None = None) -> Round:
    """Begin the countdown after which everyone is in the plenary; 0 seconds closes now.

    A second call sets the countdown anew. Raises `Clash` by `seen`, `NoRound`, `NotFound`,
    `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    require_seen(actor, live, About.COURSE, seen)
    under_way = _running(part_id)
    if seconds == 0:
        finish(actor, live, under_way)
        return under_way
    begin_countdown(actor, live, under_way, seconds)
    show(live)
    return under_way


def begin_countdown(actor: Actor, live: LivePart, under_way: Round, seconds: int) -> None:
    """Have the rooms close in `seconds`. The caller holds the part, and shows it."""
    under_way.state = RoundState.CLOSING.value
    under_way.closes_at = clock.now() + timedelta(seconds=seconds)
    record(actor, Tag.ROUND_CLOSING, under_way, seconds=seconds)
    tell(actor, live, Tag.ROUND_CLOSING, number=seconds)
    announce("countdown")


@action
def reprieve_round(*, actor: Actor, part_id: UUID, seen: int | None = None) -> Round:
    """Stop the countdown: the rooms stay open, and no step waits for them any more.

    Raises `Clash` by `seen`, `NotClosing`, `NoRound`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    require_seen(actor, live, About.COURSE, seen)
    under_way = _running(part_id)
    if under_way.state != RoundState.CLOSING:
        raise NotClosing
    stop_countdown(actor, live, under_way)
    show(live)
    return under_way


def stop_countdown(actor: Actor, live: LivePart, under_way: Round) -> None:
    """Keep the rooms open after all. The caller holds the part, and shows it."""
    under_way.state, under_way.closes_at = RoundState.OPEN.value, None
    let_wait(live, None)
    record(actor, Tag.ROUND_REPRIEVED, under_way)
    tell(actor, live, Tag.ROUND_REPRIEVED)


def due_rounds(now: datetime) -> tuple[list[UUID], datetime | None]:
    """The rounds whose countdown has run out, and when the next one does."""
    statement = select(Round.id, Round.closes_at).where(Round.state == RoundState.CLOSING.value)
    ends = [(row.closes_at, row.id) for row in session().execute(statement) if row.closes_at]
    coming = [end for end, _ in ends if end > now]
    return [id for end, id in sorted(ends) if end <= now], min(coming, default=None)


@action
def finish_round(*, actor: Actor, round_id: UUID) -> bool:
    """Close a round whose countdown has run out; whether it was still to be done.

    Every process watches the clock, and the sweep does too: the row decides, so that the first
    closes and the others find it closed, reprieved or put off.
    """
    part_id = session().scalar(select(Round.part_id).where(Round.id == round_id))
    if part_id is None:
        raise NotFound
    live = hold(part_id)
    under_way = lock(Round, round_id)
    if under_way is None or under_way.state != RoundState.CLOSING:
        return False
    if under_way.closes_at is not None and under_way.closes_at > clock.now():
        return False
    finish(actor, live, under_way)
    return True


def finish(actor: Actor, live: LivePart, under_way: Round) -> None:
    """Close the rooms of a round under way and bring everyone back; begin the step that waits."""
    picture = picture_of(live.part_id)
    close_running(live.part_id)
    end_polls(actor, picture, {room.id for room in picture.breakouts}, under_way=False)
    record(actor, Tag.ROUND_CLOSED, under_way, rooms=len(picture.breakouts))
    tell(actor, live, Tag.ROUND_CLOSED, number=len(picture.breakouts))
    breakouts = {room.id for room in picture.breakouts}
    moved = {
        each.id: Moved.ROUND_CLOSED
        for each in picture.people.values()
        if each.where.seated in breakouts or each.where.visits in breakouts
    }
    waiting = picture.find_step(live.next_step_id)
    if waiting is not None:
        moved.update(begin(actor, live, waiting))
    show(live, moved=callers(picture) | moved)


def close_running(part_id: UUID) -> None:
    """End the round under way, if any, with its rooms, seats, visits, hands and calls.

    What was said and written stays. The caller holds the part.
    """
    under_way = session().scalar(
        select(Round).where(Round.part_id == part_id, Round.state.in_(RUNNING))
    )
    if under_way is None:
        return
    now = clock.now()
    picture = picture_of(part_id)
    under_way.state, under_way.closed_at, under_way.closes_at = RoundState.CLOSED.value, now, None
    for room in picture.breakouts:
        room.closed_at = now
    session().flush()
    seats = update(Seat).where(Seat.round_id == under_way.id, Seat.ended_at.is_(None))
    session().execute(seats.values(ended_at=now))
    breakouts = [room.id for room in picture.breakouts]
    visits = update(Visit).where(Visit.room_id.in_(breakouts), Visit.ended_at.is_(None))
    session().execute(visits.values(ended_at=now))
    end_signs(picture, now)


def _running(part_id: UUID) -> Round:
    statement = select(Round).where(Round.part_id == part_id, Round.state.in_(RUNNING))
    found = (
        session()
        .scalars(statement.with_for_update().execution_options(populate_existing=True))
        .one_or_none()
    )
    if found is None:
        raise NoRound
    return found
