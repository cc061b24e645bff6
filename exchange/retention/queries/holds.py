from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from exchange.core.clock import today
from exchange.core.db import find, session
from exchange.core.errors import NotFound
from exchange.events.models import Event, Part
from exchange.retention.models import LegalHold
from exchange.retention.rules import hold_stands
from exchange.rooms.models import Room, Round


def holds_of(event: Event) -> list[LegalHold]:
    """The holds that stand at the event today, oldest first."""
    statement = (
        select(LegalHold)
        .where(LegalHold.event_id == event.id, LegalHold.lifted_at.is_(None))
        .options(joinedload(LegalHold.placer))
        .order_by(LegalHold.seq)
    )
    day = today(event.time_zone)
    return [
        hold
        for hold in session().scalars(statement)
        if hold_stands(ends_on=hold.ends_on, lifted=False, today=day)
    ]


def hold_to_lift(event: Event, hold_id: UUID) -> LegalHold:
    """A hold that stands at the event; raises `NotFound`."""
    hold = find(LegalHold, hold_id)
    if hold is None or hold not in holds_of(event):
        raise NotFound
    return hold


def rooms_to_hold(event_id: UUID) -> Sequence[tuple[Room, int, int | None]]:
    """The event's rooms with the numbers of their part and round (None: the plenary)."""
    statement = (
        select(Room, Part.number, Round.number)
        .join(Part, Part.id == Room.part_id)
        .outerjoin(Round, Round.id == Room.round_id)
        .where(Part.event_id == event_id)
        .options(selectinload(Room.round))
        .order_by(Part.number, Round.number.is_not(None), Round.number, Room.position)
    )
    return [(room, part, number) for room, part, number in session().execute(statement)]
