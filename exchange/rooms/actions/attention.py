"""Hands, calls for help, and facilitators' visits, which are announced in the room."""

from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.rooms.actions.acts import tell
from exchange.rooms.actions.chat import notice
from exchange.rooms.actions.show import hold, show
from exchange.rooms.enums import Moved, Notice, RoomKind
from exchange.rooms.models import Hand, HelpCall, Room, Visit
from exchange.rooms.queries import part_to_run, picture_of, room_for, room_to_run
from exchange.rooms.rules import may_raise_hand


@action(unaudited_because="a raised hand is a row of its own, with both its times")
def raise_hand(*, actor: Actor, room_id: UUID, raised: bool) -> None:
    """Raise or lower one's hand in the room where one stands; idempotent.

    Raises `NotFound`, or `Refused` in a step without hands; lowering is always allowed.
    """
    access = room_for(actor, room_id)
    if raised:
        require(may_raise_hand(access.facts))
    live = hold(access.part_id)
    up = _hand(room_id, actor.person)
    if raised == (up is not None):
        return
    if up is not None:
        up.lowered_at = clock.now()
    else:
        add(Hand(room_id=room_id, person_id=actor.person, raised_at=clock.now()))
    show(live, rooms=[room_id])


@action(unaudited_because="a raised hand is a row of its own, with both its times")
def lower_hand(*, actor: Actor, part_id: UUID, room_id: UUID, person_id: UUID) -> None:
    """Take down somebody's hand, as its turn has come. Raises `NotFound`, `Refused`."""
    room_to_run(actor, part_id, room_id)
    live = hold(part_id)
    up = _hand(room_id, person_id)
    if up is not None:
        up.lowered_at = clock.now()
        show(live, rooms=[room_id])


def _hand(room_id: UUID, person_id: UUID) -> Hand | None:
    statement = select(Hand).where(
        Hand.room_id == room_id, Hand.person_id == person_id, Hand.lowered_at.is_(None)
    )
    return session().scalars(statement).one_or_none()


@action(unaudited_because="asking is audited; taking it back is the call's own end")
def ask_help(*, actor: Actor, room_id: UUID, wanted: bool) -> None:
    """Ask the facilitators to come, or take it back; idempotent. They alone see it.

    Raises `NotFound`.
    """
    live = hold(room_for(actor, room_id).part_id)
    call = _call(room_id, actor.person)
    if wanted == (call is not None):
        return
    if call is not None:
        call.ended_at = clock.now()
    else:
        call = add(HelpCall(room_id=room_id, person_id=actor.person, asked_at=clock.now()))
        record(actor, Tag.HELP_ASKED, call, room=room_id)
    show(live, rooms=(), moved={actor.person: Moved.HELP_ASKED})


def _call(room_id: UUID, person_id: UUID) -> HelpCall | None:
    statement = select(HelpCall).where(
        HelpCall.room_id == room_id, HelpCall.person_id == person_id, HelpCall.ended_at.is_(None)
    )
    return session().scalars(statement).one_or_none()


@action
def answer_help(*, actor: Actor, part_id: UUID, room_id: UUID) -> int:
    """End the room's calls, as somebody comes; returns how many. Raises `NotFound`, `Refused`."""
    room = room_to_run(actor, part_id, room_id)
    live = hold(part_id)
    waiting = select(HelpCall).where(HelpCall.room_id == room_id, HelpCall.ended_at.is_(None))
    calls = session().scalars(waiting).all()
    for call in calls:
        call.ended_at, call.answered_by = clock.now(), actor.person
    if calls:
        record(actor, Tag.HELP_ANSWERED, room, calls=len(calls))
        tell(actor, live, Tag.HELP_ANSWERED, room=room_id)
        show(live, rooms=(), moved={call.person_id: Moved.HELP_ANSWERED for call in calls})
    return len(calls)


@action
def visit(*, actor: Actor, part_id: UUID, room_id: UUID | None) -> None:
    """Go and stand in a breakout room, or come back to the plenary (None, or the plenary's id).

    The room is told at once, and again at the end: there is no silent listening. Raises
    `NotFound`, `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    picture = picture_of(part_id)
    room = picture.find_room(room_id)
    if room_id is not None and room is None:
        raise NotFound
    before = end_visits([actor.person], part_id)
    for left in before:
        notice(actor, left, Notice.VISIT_ENDS)
    if room is not None and room.kind == RoomKind.BREAKOUT:
        _begin(actor, part_id, room)
    touched = {each.id for each in (room, picture.plenary) if each is not None}
    why = Moved.VISIT if room is not None else Moved.VISIT_ENDED
    tell(actor, live, Tag.VISITED, room=room.id if room else None)
    show(live, rooms=touched.union(before), moved={actor.person: why})
    record(actor, Tag.VISITED, room or live)


def _begin(actor: Actor, part_id: UUID, room: Room) -> None:
    add(Visit(part_id=part_id, room_id=room.id, person_id=actor.person, began_at=clock.now()))
    notice(actor, room.id, Notice.VISIT_BEGINS)


@action(unaudited_because="the role's end was audited where it ended")
def step_down(*, actor: Actor, part_id: UUID, person_id: UUID) -> None:  # noqa: ARG001
    """End the visit of somebody who facilitates no more but may stay, and tell their browsers."""
    live = hold(part_id)
    left = end_visits([person_id], part_id)
    show(live, rooms=left, moved={person_id: Moved.VISIT_ENDED})


def end_visits(person_ids: list[UUID], part_id: UUID) -> list[UUID]:
    """End these people's visits of the part; returns the open rooms they stood in."""
    standing = select(Visit).where(
        Visit.part_id == part_id, Visit.person_id.in_(person_ids), Visit.ended_at.is_(None)
    )
    visits = session().scalars(standing.execution_options(populate_existing=True)).all()
    for each in visits:
        each.ended_at = clock.now()
    session().flush()
    return [each.room_id for each in visits]
