"""Legal holds: stopping destruction on a named ground until a named day."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Event, Part
from exchange.retention import queries, rules
from exchange.retention.enums import HoldReason
from exchange.retention.models import LegalHold
from exchange.rooms.models import Room


@action
def place_hold(
    *,
    actor: Actor,
    event_id: UUID,
    room_id: UUID | None,
    reason: HoldReason,
    reference: str,
    ends_on: date,
) -> LegalHold:
    """Stop destruction at the event, or of one of its rooms, until `ends_on` has passed.

    Raises `NotFound`, `Refused`.
    """
    require(rules.may_keep(actor))
    event = lock(Event, event_id)
    if event is None or (room_id is not None and not _is_of(room_id, event_id)):
        raise NotFound
    day = clock.today(event.time_zone)
    require(rules.may_hold(reference=reference, ends_on=ends_on, today=day))
    hold = add(
        LegalHold(
            event_id=event_id,
            room_id=room_id,
            reason=reason.value,
            reference=reference,
            placed_at=clock.now(),
            placed_by=actor.person,
            ends_on=ends_on,
        )
    )
    record(
        actor,
        Tag.HOLD_PLACED,
        event,
        hold=hold.id,
        room=room_id,
        reason=reason,
        reference=reference,
        ends_on=ends_on,
    )
    return hold


@action
def lift_hold(*, actor: Actor, event_id: UUID, hold_id: UUID) -> None:
    """End a hold before its day: what is due is destroyed within the hour.

    Raises `NotFound`, `Refused`.
    """
    require(rules.may_keep(actor))
    event = lock(Event, event_id)
    if event is None:
        raise NotFound
    hold = queries.hold_to_lift(event, hold_id)
    hold.lifted_at, hold.lifted_by = clock.now(), actor.person
    record(actor, Tag.HOLD_LIFTED, event, hold=hold_id, reference=hold.reference)


def _is_of(room_id: UUID, event_id: UUID) -> bool:
    statement = select(Room.seq).join(Part, Part.id == Room.part_id)
    found = statement.where(Room.id == room_id, Part.event_id == event_id)
    return session().scalar(found) is not None
