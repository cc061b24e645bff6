"""Cancelling: a place or a wait is given up, and the place goes to the next in line."""

from uuid import UUID

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.decision import require
from exchange.realtime.control import announce
from exchange.registration import queries, rules
from exchange.registration.actions.offering import held_for, offer_free_places, send_letter, turn
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.registration.waitlist import CANCEL


@action
def cancel_registration(
    *, actor: Actor, registration_id: UUID, reason: str = "", knows_it_is_binding: bool = False
) -> Registration:
    """Give up a place, an offer or a wait; a freed place is offered to the first in line.

    The person's own, or anybody's by staff, who say why. After the event's binding day a place
    that costs something is given up only by whoever `knows_it_is_binding`; that it stays payable
    is recorded. Raises `Refused`, `NotFound`.
    """
    registration, now = held_for(actor, registration_id), clock.now()
    by_staff = actor.person_id != registration.person_id
    require(rules.acts_for(actor, registration.person_id, reason))
    state, is_binding = RegistrationState(registration.state), queries.is_binding(registration, now)
    require(rules.may_cancel(state, is_binding=is_binding, knows_it_is_binding=knows_it_is_binding))
    turn(registration, CANCEL, now)
    session().flush()
    record(
        actor,
        Tag.REGISTRATION_CANCELLED,
        registration,
        event=registration.event_id,
        was=state.value,
        stays_payable=is_binding and state is RegistrationState.CONFIRMED,
        **({"reason": reason.strip()} if by_staff else {}),
    )
    announce(
        "access_changed", person_id=registration.person_id.hex, event_id=registration.event_id.hex
    )
    send_letter(registration, f"cancelled_{state.value}")
    offer_free_places(actor, registration.event, now)
    return registration
