"""What the clock does for people's own actions: reminders, and forgetting."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from exchange.commitments import actions, queries
from exchange.commitments.actions import REMIND
from exchange.commitments.emails import reminder_letter
from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import transaction
from exchange.outbox.enqueue import enqueue
from exchange.outbox.jobs import every, job

CLOCK = system("clock")


@job(REMIND)
def write_reminder(payload: Mapping[str, Any]) -> None:
    """Write to the person, unless nothing is open any more or they want no reminder."""
    written = reminder_letter(UUID(payload["person"]))
    if written:
        with transaction():
            enqueue("mail", written)


@every(seconds=3600, name="commitments.remind")
def remind_people() -> None:
    """Remind whoever is due a reminder, and destroy what was kept long enough."""
    for person_id in queries.people_to_remind(clock.now()):
        actions.remind(actor=CLOCK, person_id=person_id)
    actions.forget_past(actor=CLOCK)
