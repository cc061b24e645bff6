"""Free places: offered to the next in line, accepted, or passed on when nobody answered."""

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
from exchange.events.enums import EventState
from exchange.events.models import Event
from exchange.events.rules import manages_events
from exchange.outbox.enqueue import enqueue
from exchange.realtime.control import announce
from exchange.registration import queries, rules
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.registration.waitlist import ACCEPT, EXPIRE, OFFER, STATES, allot, offer_ends_at


@action
def fill_places(*, actor: Actor, event_id: UUID) -> list[Registration]:
    """Offer every free place of the event to the first in line who could take it."""
    require(manages_events(actor))
    event = lock(Event, event_id)
    if event is None:
        raise NotFound
    return offer_free_places(actor, event, clock.now())


@action
def accept_offer(*, actor: Actor, registration_id: UUID) -> Registration:
    """Turn the actor's own offer into a place.

    Raises `Refused` when the offer has ended or the membership opens nothing (any more),
    `NotFound` for anybody else's.
    """
    registration = held_for(actor, registration_id)
    if registration.person_id != actor.person_id:
        raise NotFound
    now, state = clock.now(), RegistrationState(registration.state)
    require(rules.may_accept(state, offer_ends_at=registration.offer_expires_at, at=now))
    require(
        rules.standing_opens(queries.facts_for(registration.event, registration.person_id, now))
    )
    turn(registration, ACCEPT, now)
    record(actor, Tag.OFFER_ACCEPTED, registration, event=registration.event_id)
    send_letter(registration, RegistrationState.CONFIRMED.value)
    return registration


@action
def expire_offers(*, actor: Actor) -> list[Registration]:
    """End every offer that nobody took in time, and offer each place to the next in line."""
    require(manages_events(actor))
    now = clock.now()
    ended: list[Registration] = []
    for event_id in _events_with_ended_offers(now):
        event = lock(Event, event_id)
        if event is not None:
            ended += _expire_at(actor, event, now)
            offer_free_places(actor, event, now)
    return ended


def offer_free_places(actor: Actor, event: Event, now: datetime) -> list[Registration]:
    """Make the offers that the event's free places allow; the event's row is locked."""
    places = queries.places(event.id)
    span = queries.span_of(event.id) if places.free and places.waiting else None
    if span is None or span.starts_at is None or span.ends_at is None:
        return []
    ends_at = offer_ends_at(now, span.starts_at, span.ends_at)
    if ends_at is None or event.state != EventState.PUBLISHED.value:
        return []
    chosen = allot(places.free, queries.line(event, now), queries.shares(event))
    return [_offer(actor, waiting.registration_id, ends_at, now) for waiting in chosen]


def held_for(actor: Actor, registration_id: UUID) -> Registration:
    """The registration as it is under the lock of its event; `NotFound` for other people's."""
    event_id = queries.get_registration_for(actor, registration_id).event_id
    lock(Event, event_id)
    registration = lock(Registration, registration_id)
    if registration is None:
        raise NotFound
    return registration


def turn(registration: Registration, verb: str, now: datetime) -> None:
    """Take the step of the table of states; an offer's end goes with the offer."""
    state = RegistrationState(registration.state)
    require(rules.may_turn(state, verb))
    registration.state, registration.changed_at = STATES[state, verb].value, now
    registration.offer_expires_at = None


def send_letter(registration: Registration, occasion: str) -> None:
    """Have the worker write to the person, once this is committed."""
    enqueue("registration_letter", {"registration": registration.id.hex, "occasion": occasion})


def _offer(actor: Actor, registration_id: UUID, ends_at: datetime, now: datetime) -> Registration:
    registration = lock(Registration, registration_id)
    if registration is None:
        raise NotFound
    turn(registration, OFFER, now)
    registration.offer_expires_at = ends_at
    session().flush()
    record(actor, Tag.OFFERED, registration, event=registration.event_id, until=ends_at)
    send_letter(registration, RegistrationState.OFFERED.value)
    return registration


def _events_with_ended_offers(now: datetime) -> list[UUID]:
    """In one order for everybody, so that two sweeps cannot wait for each other."""
    statement = (
        select(Event.id)
        .where(
            Event.id.in_(
                select(Registration.event_id).where(
                    Registration.state == RegistrationState.OFFERED.value,
                    Registration.offer_expires_at <= now,
                )
            )
        )
        .order_by(Event.seq)
    )
    return list(session().scalars(statement))


def _expire_at(actor: Actor, event: Event, now: datetime) -> list[Registration]:
    statement = (
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.OFFERED.value,
            Registration.offer_expires_at <= now,
        )
        .order_by(Registration.seq)
        .execution_options(populate_existing=True)
    )
    ended = list(session().scalars(statement))
    for registration in ended:
        turn(registration, EXPIRE, now)
        record(actor, Tag.OFFER_EXPIRED, registration, event=event.id)
        announce(
            "access_changed",
            person_id=registration.person_id.hex,
            event_id=registration.event_id.hex,
        )
        send_letter(registration, RegistrationState.EXPIRED.value)
    session().flush()
    return ended
