"""Registering: one action for every path."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock
from exchange.core.decision import require
from exchange.core.errors import Conflict, NotFound
from exchange.events.models import Event
from exchange.events.pricing import Quote
from exchange.outbox.enqueue import enqueue
from exchange.registration import queries, rules
from exchange.registration.enums import RegistrationState
from exchange.registration.messages import Facts
from exchange.registration.models import Registration
from exchange.registration.waitlist import Waiting, place_for_newcomer


@action
def register(
    *,
    actor: Actor,
    event_id: UUID,
    person_id: UUID | None = None,
    order_number: str = "",
    reason: str = "",
) -> Registration:
    """Give a person (the actor, if None) a place, or the end of the line when none is theirs.

    Staff may do it for another person, with a `reason` on record, also while registration is
    closed. The price and VAT are kept as they stand today. Raises `Refused` with the rule's
    reason, `NotFound` for an unknown event, `NotSignedIn`.
    """
    person_id = person_id or actor.person
    require(rules.acts_for(actor, person_id, reason))
    event, now = _locked(event_id), clock.now()
    by_staff = actor.person_id != person_id
    facts = queries.facts_for(event, person_id, now, by_staff=by_staff)
    require(rules.may_register(facts))
    state = place_for_newcomer(facts.places.free, _line(event, facts), queries.shares(event))
    registration = _write(event, person_id, facts, state, order_number.strip())
    tag = Tag.REGISTERED if state is RegistrationState.CONFIRMED else Tag.WAITLISTED
    told = {"reason": reason.strip()} if by_staff else {}
    record(actor, tag, registration, event=event.id, person=person_id, **told)
    enqueue("registration_letter", {"registration": registration.id.hex, "occasion": state.value})
    return registration


def _locked(event_id: UUID) -> Event:
    event = lock(Event, event_id)
    if event is None:
        raise NotFound
    return event


def _line(event: Event, facts: Facts) -> Iterable[Waiting]:
    """The line, read only if somebody stands in it."""
    return queries.line(event, facts.at) if facts.places.waiting else ()


def _write(
    event: Event, person_id: UUID, facts: Facts, state: RegistrationState, order_number: str
) -> Registration:
    quote = _quoted(facts)
    try:
        return add(
            Registration(
                event_id=event.id,
                person_id=person_id,
                organisation_id=facts.organisation_id,
                state=state.value,
                made_at=facts.at,
                changed_at=facts.at,
                price_who=quote.who.value,
                price=quote.net.amount,
                vat_rate=event.vat_rate,
                currency=event.currency,
                order_number=order_number,
            )
        )
    except IntegrityError as error:  # the database's own word on one registration per person
        raise Conflict from error


def _quoted(facts: Facts) -> Quote:
    if facts.quote is None:  # the rule has refused this; said once more for the reader's sake
        raise Conflict
    return facts.quote
