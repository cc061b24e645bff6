"""What the worker does for registration: letters, and places that nobody took."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import find, transaction
from exchange.outbox.enqueue import enqueue
from exchange.outbox.jobs import every, job
from exchange.registration import actions, queries
from exchange.registration.emails import registration_letter
from exchange.registration.models import Registration

CLOCK = system("clock")


@job("registration_letter")
def write_letter(payload: Mapping[str, Any]) -> None:
    """Write the letter about a registration, unless what it says has ceased to be true."""
    registration = find(Registration, UUID(payload["registration"]))
    written = registration and registration_letter(registration, payload["occasion"])
    if written:
        with transaction():
            enqueue("mail", written)


@every(seconds=60, name="registration.places")
def pass_places_on() -> None:
    """End offers that nobody took; offer places that became free in any other way."""
    actions.expire_offers(actor=CLOCK)
    for event_id in queries.events_to_offer(clock.now()):
        actions.fill_places(actor=CLOCK, event_id=event_id)
