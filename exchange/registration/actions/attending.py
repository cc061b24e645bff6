"""After an event: who came and who did not, by the clock, and put right by staff."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Event
from exchange.events.rules import manages_events
from exchange.realtime.control import announce
from exchange.registration import queries, rules
from exchange.registration.actions.offering import held_for, turn
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.registration.waitlist import ATTEND, MISS


@action
def settle_attendance(*, actor: Actor, event_id: UUID, came: Collection[UUID]) -> int:
    """Turn each place that is still open at an event into attended or absent; returns how many.

    `came` are the people who were there. What staff have put right stays. Raises `NotFound`,
    `Refused`.
    """
    require(manages_events(actor))
    event = lock(Event, event_id)
    if event is None:
        raise NotFound
    now, settled = clock.now(), _confirmed(event_id)
    for registration in settled:
        _turn(registration, registration.person_id in came, now)
    attended = sum(each.state == RegistrationState.ATTENDED.value for each in settled)
    record(
        actor,
        Tag.ATTENDANCE_SETTLED,
        event,
        attended=attended,
        absent=len(settled) - attended,
    )
    return len(settled)


@action
def correct_attendance(
    *, actor: Actor, registration_id: UUID, attended: bool, reason: str
) -> Registration:
    """Say that somebody came after all, or did not, and why: the reason is kept.

    Raises `Refused` before the event begins and for whoever has no place, `NotFound`.
    """
    require(manages_events(actor), NotFound)
    registration, now = held_for(actor, registration_id), clock.now()
    begins = queries.span_of(registration.event_id).starts_at
    was = RegistrationState(registration.state)
    require(rules.may_correct_attendance(was, begins=begins, at=now, reason=reason))
    _turn(registration, attended, now)
    session().flush()
    record(
        actor,
        Tag.ATTENDANCE_CORRECTED,
        registration,
        event=registration.event_id,
        was=was.value,
        attended=attended,
        reason=reason.strip(),
    )
    return registration


def _turn(registration: Registration, attended: bool, now: datetime) -> None:
    """Take the step, and have what depends on a place judged anew."""
    turn(registration, ATTEND if attended else MISS, now)
    announce(
        "access_changed", person_id=registration.person_id.hex, event_id=registration.event_id.hex
    )


def _confirmed(event_id: UUID) -> list[Registration]:
    statement = select(Registration).where(
        Registration.event_id == event_id,
        Registration.state == RegistrationState.CONFIRMED.value,
    )
    ordered = statement.order_by(Registration.seq).execution_options(populate_existing=True)
    return list(session().scalars(ordered))
