"""What others who come to an event see of a person before the doors open."""

from uuid import UUID

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.errors import NotFound
from exchange.registration.enums import Shown
from exchange.registration.models import Registration
from exchange.registration.queries import standing_registration


@action
def choose_shown(*, actor: Actor, event_id: UUID, shown: Shown) -> Registration:
    """Have others see this much of the actor; idempotent. Raises `NotFound` without a place."""
    registration = standing_registration(actor.person, event_id)
    if registration is None:
        raise NotFound
    if registration.shown != shown:
        registration.shown = shown.value
        record(actor, Tag.SHOWN_CHOSEN, registration, shown=shown)
    return registration
