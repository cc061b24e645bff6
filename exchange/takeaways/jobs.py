"""By the clock: those who were in a room are told, and what nobody held back leaves it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import find, transaction
from exchange.core.decision import Refused
from exchange.outbox.drain import FAILED
from exchange.outbox.enqueue import enqueue
from exchange.outbox.jobs import every, job
from exchange.rooms.models import Room
from exchange.takeaways import actions, queries
from exchange.takeaways.emails import takeaways_letter

log = structlog.get_logger()

CLOCK = system("clock")
GATHERED = timedelta(minutes=10)  # a room proposes for a while; it is written to once


@job(actions.LETTER)
def write_letter(payload: Mapping[str, Any]) -> None:
    """Write to one of those who were in the room, if lines still wait for them."""
    room, person = find(Room, UUID(payload["room"])), find(Person, UUID(payload["person"]))
    written = takeaways_letter(room, person) if room is not None and person is not None else None
    if written is not None:
        with transaction():
            enqueue("mail", written)


@every(seconds=300, name="takeaways.show")
def show_what_was_proposed() -> None:
    """Write to rooms in which lines were proposed some minutes ago."""
    for room_id in queries.untold(clock.now() - GATHERED):
        actions.show_room(actor=CLOCK, room_id=room_id)


@every(seconds=60, name="takeaways.release")
def release_what_is_due() -> None:
    """Let go, line by line, what nobody held back within its period."""
    for takeaway_id in queries.due():
        try:
            actions.release(actor=CLOCK, takeaway_id=takeaway_id)
        except Refused as refusal:  # held back in this moment, or nobody is left who could
            log.info("takeaway_stays", of=takeaway_id.hex, reason=refusal.reason)
        except Exception as error:  # noqa: BLE001  # the other lines are due all the same
            FAILED.labels("takeaways.release").inc()
            log.error("takeaway_failed", of=takeaway_id.hex, error=type(error).__name__)
