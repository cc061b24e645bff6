"""Opening and closing the doors of a part, and its locks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.rooms.actions.acts import tell
from exchange.rooms.actions.asking import forget_answers
from exchange.rooms.actions.lobby import tell_doors
from exchange.rooms.actions.plenary import make_plenary
from exchange.rooms.actions.polls import end_polls
from exchange.rooms.actions.rounds import close_running
from exchange.rooms.actions.show import hold, hold_any, show
from exchange.rooms.actions.steps import let_wait
from exchange.rooms.enums import Moved
from exchange.rooms.models import Aside, Connection, Hand, HelpCall, LivePart, Room, Visit
from exchange.rooms.queries import event_of, part_to_run, picture_of


@action
def open_part(*, actor: Actor, part_id: UUID) -> LivePart:
    """Open the doors, or open them again; nothing happens to doors that are open.

    Makes the plenary with its keys. Raises `NotFound`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold_any(part_id)
    if live is not None and live.closed_at is None:
        return live
    if live is None:
        each = event_of(part_id).admits_each
        live = add(LivePart(part_id=part_id, opened_at=clock.now(), admits_each=each))
    make_plenary(part_id)
    live.closed_at = None
    record(actor, Tag.PART_OPENED, live, part=part_id)
    tell(actor, live, Tag.PART_OPENED)
    present = _connected(part_id)
    tell_doors(part_id)
    show(live, moved=dict.fromkeys(present, Moved.PART_OPENED))
    return live


def _connected(part_id: UUID) -> list[UUID]:
    statement = select(Connection.person_id).where(
        Connection.part_id == part_id, Connection.ended_at.is_(None)
    )
    return list(session().scalars(statement.distinct()))


@action
def close_part(*, actor: Actor, part_id: UUID) -> LivePart:
    """Close the doors for everybody: rounds, polls, visits, hands, calls and attendance end.

    Chat and notes stay as they are. Closed doors can be opened again. Raises `NotFound`,
    `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    return _close(actor, hold(part_id))


@action
def close_abandoned(*, actor: Actor, part_id: UUID) -> None:
    """Close doors that were left open, before what was said behind them is forgotten."""
    live = hold_any(part_id)
    if live is not None and live.closed_at is None:
        _close(actor, live)


def _close(actor: Actor, live: LivePart) -> LivePart:
    part_id, now = live.part_id, clock.now()
    picture = picture_of(part_id)
    end_polls(actor, picture, {room.id for room in picture.breakouts}, under_way=True)
    close_running(part_id)
    _end_stays(part_id, now)
    live.closed_at, live.timer_ends_at, live.timer_left = now, None, None
    let_wait(live, None)
    forget_answers(part_id)
    record(actor, Tag.PART_CLOSED, live, part=part_id)
    tell(actor, live, Tag.PART_CLOSED)
    tell_doors(part_id)
    show(live, moved=dict.fromkeys(picture.people, Moved.PART_CLOSED))
    return live


def _end_stays(part_id: UUID, now: datetime) -> None:
    """End every visit, hand, call, break and attendance interval of the part."""
    rooms = select(Room.id).where(Room.part_id == part_id)
    visits = update(Visit).where(Visit.part_id == part_id, Visit.ended_at.is_(None))
    hands = update(Hand).where(Hand.room_id.in_(rooms), Hand.lowered_at.is_(None))
    calls = update(HelpCall).where(HelpCall.room_id.in_(rooms), HelpCall.ended_at.is_(None))
    breaks = update(Aside).where(Aside.part_id == part_id, Aside.ended_at.is_(None))
    intervals = update(Connection).where(
        Connection.part_id == part_id, Connection.ended_at.is_(None)
    )
    session().execute(visits.values(ended_at=now))
    session().execute(hands.values(lowered_at=now))
    session().execute(calls.values(ended_at=now))
    session().execute(breaks.values(ended_at=now))
    session().execute(intervals.values(ended_at=now))


@action
def lock_chat(*, actor: Actor, part_id: UUID, locked: bool) -> LivePart:
    """Pause the chat of every room for participants, or let it go on."""
    part_to_run(actor, part_id)
    live = hold(part_id)
    if live.chat_locked != locked:
        live.chat_locked = locked
        tag = Tag.CHAT_LOCKED if locked else Tag.CHAT_UNLOCKED
        record(actor, tag, live)
        tell(actor, live, tag)
        show(live)
    return live


@action
def lock_private(*, actor: Actor, part_id: UUID, locked: bool) -> LivePart:
    """Lock private chat for everybody, or unlock it; what was written can still be read."""
    part_to_run(actor, part_id)
    live = hold(part_id)
    if live.private_locked != locked:
        live.private_locked = locked
        record(actor, Tag.PRIVATE_LOCKED if locked else Tag.PRIVATE_UNLOCKED, live)
        show(live)
    return live
