"""One registration: whose it is, and where it stands."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.registration.queries.places import STANDS

ADMITTED = (RegistrationState.CONFIRMED.value, RegistrationState.ATTENDED.value)


def standing_registration(person_id: UUID, event_id: UUID) -> Registration | None:
    """The person's one registration that stands (a place, an offer, a wait), or None."""
    statement = select(Registration).where(
        Registration.event_id == event_id,
        Registration.person_id == person_id,
        Registration.state.in_(STANDS),
    )
    return session().scalars(statement).one_or_none()


def get_registration_for(actor: Actor, registration_id: UUID) -> Registration:
    """The registration with its event, for its own person and for staff; else `NotFound`."""
    statement = (
        select(Registration)
        .where(Registration.id == registration_id)
        .options(joinedload(Registration.event), joinedload(Registration.person))
    )
    registration = session().scalars(statement).one_or_none()
    if registration is None or not (actor.is_staff or registration.person_id == actor.person_id):
        raise NotFound
    return registration


def is_admitted(person_id: UUID | None, event_id: UUID) -> bool:
    """Whether the person has a confirmed place: what only admitted people see is for them."""
    if person_id is None:
        return False
    registration = standing_registration(person_id, event_id)
    return registration is not None and registration.state in ADMITTED


def position(registration: Registration) -> int:
    """The person's place in line, from 1, counted in the order of sign-up."""
    statement = select(func.count()).where(
        Registration.event_id == registration.event_id,
        Registration.state == RegistrationState.WAITLISTED.value,
        Registration.seq <= registration.seq,
    )
    return session().scalar(statement) or 1


def is_binding(registration: Registration, at: datetime) -> bool:
    """Whether cancelling a confirmed place now leaves its price payable."""
    binding_from = registration.event.binding_from
    return registration.price > 0 and binding_from is not None and at >= binding_from
